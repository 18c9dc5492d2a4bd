"""A row of widgets that goes on in the next line where there is no room, in reading order."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Signal
from PySide6.QtWidgets import QLayoutItem, QSizePolicy, QWidget

from trd_desk.ui.widgets.item_layout import ItemLayout


class Flow(ItemLayout):
    """Widgets side by side at their own size, wrapped into lines; a widget with the property `starts_line` begins a new line."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 8, line_gap: int = 8, middle: bool = False) -> None:
        super().__init__(parent)
        self._gap, self._line_gap, self._middle = gap, line_gap, middle

    def addItem(self, item: QLayoutItem) -> None:
        """Takes an item at the end."""
        self._items.append(item)
        self.update()

    def set_order(self, widgets: Sequence[QWidget]) -> None:
        """Shows exactly these widgets in this order; others are taken out, not deleted."""
        held = {item.widget(): item for item in self._items}
        for widget in widgets:
            if widget not in held:
                self.addWidget(widget)
                held[widget] = self._items[-1]
        self._items = [held[widget] for widget in widgets]
        self.update()

    def setGeometry(self, rect: QRect) -> None:
        """Puts every widget in its place."""
        super().setGeometry(rect)
        owner = self.parentWidget()
        if isinstance(owner, FlowBox):
            owner.placed.emit()

    def sizeHint(self) -> QSize:
        """All in one line."""
        shown = [item for item in self._items if not item.isEmpty()]
        margins = self.contentsMargins()
        width = (
            sum(item.sizeHint().width() for item in shown) + self._gap * max(len(shown) - 1, 0) + margins.left() + margins.right()
        )
        height = max((item.sizeHint().height() for item in shown), default=0)
        height += margins.top() + margins.bottom()
        return QSize(width, height)

    def minimumSize(self) -> QSize:
        """The widest widget alone."""
        margins = self.contentsMargins()
        size = QSize(0, 0)
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _place(self, area: QRect, *, move: bool) -> int:
        margins = self.contentsMargins()
        room = area.marginsRemoved(margins)
        lines: list[list[tuple[QLayoutItem, int]]] = [[]]
        x = room.x()
        for item in self._items:
            if item.isEmpty():
                continue
            width = min(item.sizeHint().width(), max(room.width(), 1))
            widget = item.widget()
            new = widget is not None and bool(widget.property("starts_line"))
            if lines[-1] and (new or x + width > room.right() + 1):
                lines.append([])
                x = room.x()
            lines[-1].append((item, width))
            x += width + self._gap
        y = room.y()
        for line in lines:
            if not line:
                continue
            heights = [
                item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height() for item, width in line
            ]
            tallest = max(heights)
            x = room.x()
            for (item, width), height in zip(line, heights, strict=True):
                if move:
                    down = (tallest - height) // 2 if self._middle else 0
                    item.setGeometry(QRect(QPoint(x, y + down), QSize(width, height)))
                x += width + self._gap
            y += tallest + self._line_gap
        return y - self._line_gap + margins.bottom() - area.y() if self._items else margins.top() + margins.bottom()


class FlowBox(QWidget):
    """A widget whose children flow; its height follows its width.

    Signals:
        placed(): the children were put in their places.
    """

    placed = Signal()

    def __init__(self, parent: QWidget | None = None, *, gap: int = 8, line_gap: int = 8, middle: bool = False) -> None:
        super().__init__(parent)
        self.flow = Flow(self, gap=gap, line_gap=line_gap, middle=middle)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """Its height follows from its width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of its lines."""
        return self.flow.heightForWidth(width)
