"""A row that goes on in the next line where it would be cut."""

from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QLayoutItem, QSizePolicy, QWidget

from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.item_layout import ItemLayout

LARGE_TEXT: Final = 150


class FlowLayout(ItemLayout):
    """Places widgets one beside the other and begins a new line where there is no room."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 16, line_gap: int = 4) -> None:
        super().__init__(parent)
        self._gap, self._line_gap = gap, line_gap
        self.align_top = False

    def sizeHint(self) -> QSize:
        wide = sum(item.sizeHint().width() for item in self._items) + self._gap * max(0, len(self._items) - 1)
        high = max((item.sizeHint().height() for item in self._items), default=0)
        return QSize(wide, high)

    def minimumSize(self) -> QSize:
        wide = max((item.minimumSize().width() for item in self._items), default=0)
        return QSize(wide, max((item.sizeHint().height() for item in self._items), default=0))

    def _place(self, area: QRect, *, move: bool) -> int:
        x, y = area.x(), area.y()
        line: list[tuple[QLayoutItem, int, QSize]] = []

        def settle() -> int:
            high = max((size.height() for _item, _x, size in line), default=0)
            if move:
                for item, left, size in line:
                    item.setGeometry(QRect(QPoint(left, y if self.align_top else y + (high - size.height()) // 2), size))
            return high

        for item in self._items:
            widget = item.widget()
            if widget is not None and widget.isHidden():
                continue
            size = item.sizeHint()
            if line and x + size.width() > area.right() + 1:
                y += settle() + self._line_gap
                x, line = area.x(), []
            if size.width() > area.width():
                size = QSize(area.width(), item.heightForWidth(area.width()) if item.hasHeightForWidth() else size.height())
            line.append((item, x, size))
            x += size.width() + self._gap
        return y + settle() - area.y()

def take_focus(widget: QWidget) -> None:
    """Gives a widget the focus at once, also one that was made just now and is shown only when the layout gets to it."""
    hidden: list[QWidget] = []
    each: QWidget | None = widget
    while each is not None and not each.isVisible() and not each.isWindow():
        hidden.append(each)
        each = each.parentWidget()
    for made in reversed(hidden):
        if not made.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
            made.show()
    widget.setFocus(Qt.FocusReason.OtherFocusReason)


class Across(QBoxLayout):
    """Words and what belongs to them side by side; below each other where large text leaves no room beside them."""

    def __init__(self, theme: Theme, *, spacing: int = 16) -> None:
        super().__init__(QBoxLayout.Direction.LeftToRight)
        self._theme, self._gap = theme, spacing
        theme.changed.connect(self._turn)
        self._turn()

    def _turn(self) -> None:
        below = self._theme.text_percent >= LARGE_TEXT
        self.setDirection(QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight)
        self.setSpacing(4 if below else self._gap)


class FlowRow(QWidget):
    """A widget whose children flow: add them with `add`.

    Signals: none.
    """

    def __init__(self, *, gap: int = 16, line_gap: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.flow = FlowLayout(self, gap=gap, line_gap=line_gap)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, widget: QWidget) -> None:
        """Adds a widget at the end."""
        self.flow.addWidget(widget)
