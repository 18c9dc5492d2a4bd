"""The items of the checklist that passed: in columns by group, each a line that opens its answer for correction."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.session_checks_layouts import ColumnsLayout
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.labels import Label
from trd_desk.ui.widgets.painting import paint_mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trd_desk.view.checklist import PassedGroup
    from trd_desk.view.checklist_parts import CheckRow

_HIGH: Final = 25
# Room for the focus ring, which is drawn within the line.
_PAD: Final = 4


class PassedItem(QAbstractButton):
    """One item that passed: mark, name, and what was answered at the right; the answer goes below where both do not fit.

    Signals:
        clicked(): the answer is to be opened; Enter presses it as well as Space.
    """

    def __init__(self, theme: Theme, row: "CheckRow", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.row = row
        self.setObjectName(f"passed.{row.id}")
        self.setProperty("ownFocus", True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.updateGeometry)
        self.show_row(row)

    def show_row(self, row: "CheckRow") -> None:
        """Shows the item as it stands."""
        if row != self.row or not self.accessibleName():
            self.row = row
            self.setAccessibleName(_("{name}: {answer}, {state}").format(name=row.name, answer=row.answer, state=row.word))
            self.setAccessibleDescription(row.about)
            self.setToolTip("\n".join(row.about_in_full))
            self.updateGeometry()
            self.update()

    def _left(self) -> int:
        return _PAD + self._theme.scaled(14) + 6

    def _wide(self) -> int:
        name = self._theme.metrics().horizontalAdvance(self.row.name)
        return self._left() + name + 12 + self._theme.metrics("small").horizontalAdvance(self.row.answer) + _PAD

    def sizeHint(self) -> QSize:
        return QSize(self._wide(), self._theme.scaled(_HIGH))

    def minimumSizeHint(self) -> QSize:
        words = max(self._theme.metrics().horizontalAdvance(self.row.name), self._theme.metrics("small").horizontalAdvance(self.row.answer))
        return QSize(self._left() + words + _PAD, self._theme.scaled(_HIGH))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        below = self._wide() > width
        return self._theme.scaled(_HIGH) + (self._theme.line_height("small") if below else 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        if self.underMouse() or self.isDown():
            painter.fillRect(self.rect(), theme.colour("bg_selected"))
        high, side = theme.scaled(_HIGH), theme.scaled(14)
        paint_mark(painter, theme, "pass", QRectF(_PAD, (high - side) / 2, side, side), ground="bg_window")
        painter.setFont(theme.font())
        painter.setPen(theme.colour("text"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(self._left(), 0, self.width(), high), int(middle | Qt.AlignmentFlag.AlignLeft), self.row.name)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text_2"))
        below = self._wide() > self.width()
        place = QRect(self._left(), high, self.width() - self._left() - _PAD, theme.line_height("small")) if below else QRect(0, 0, self.width() - _PAD, high)
        side_of = Qt.AlignmentFlag.AlignLeft if below else Qt.AlignmentFlag.AlignRight
        painter.drawText(place, int(middle | side_of), self.row.answer)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("focus"), theme.px("line_width.focus")))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right):
            # A button would move by itself, past the edges of its column.
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, PassedGroups):
            parent = parent.parentWidget()
        if parent is not None:
            parent.make_current(self)


class _Group(QWidget):
    """One group: its title and its items."""

    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__()
        self._theme = theme
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.title = Label(theme, title, "small", colour="text_2", bold=True)
        self.title.setContentsMargins(_PAD, 0, 0, 0)
        self.column.addWidget(self.title)
        self.column.addSpacing(3)
        self.column.addStretch(1)


class PassedGroups(QWidget):
    """The items that passed, one column a group. One stop for Tab; arrows move from item to item.

    Signals:
        opened(str): the answer of this item is to be opened.
    """

    opened = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._layout = ColumnsLayout(theme, self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._groups: dict[str, _Group] = {}
        self._items: dict[str, PassedItem] = {}
        self._order: list[list[str]] = []
        self._current = ""
        theme.changed.connect(self._layout.invalidate)

    def show_groups(self, groups: "Sequence[PassedGroup]", hidden: frozenset[str]) -> None:
        """Shows the items of each group; `hidden` are those that stand as rows above just now."""
        order: list[list[str]] = []
        for group in groups:
            shown = self._groups.get(group.id)
            if shown is None:
                shown = self._groups[group.id] = _Group(self._theme, group.title)
                self._layout.addWidget(shown)
            rows = [row for row in group.rows if row.id not in hidden]
            for place, row in enumerate(rows):
                item = self._items.get(row.id)
                if item is None:
                    item = self._items[row.id] = PassedItem(self._theme, row)
                    item.clicked.connect(lambda _on=False, name=row.id: self.opened.emit(name))
                item.show_row(row)
                # Title and the space below it stand first.
                if shown.column.indexOf(item) != place + 2:
                    shown.column.removeWidget(item)
                    shown.column.insertWidget(place + 2, item)
                item.setVisible(True)
            order.append([row.id for row in rows])
            shown.setVisible(bool(rows))
        present = {name for column in order for name in column}
        for name, item in self._items.items():
            if name not in present:
                item.setVisible(False)
        if order != self._order:
            self._order = [column for column in order if column]
            if self._current not in present:
                self._current = next((name for column in self._order for name in column), "")
            self.make_current(self._items.get(self._current))
            self._layout.invalidate()

    def items(self) -> list[PassedItem]:
        """The items that are shown, column by column."""
        return [self._items[name] for column in self._order for name in column]

    def item(self, name: str) -> PassedItem | None:
        """The line of an item, where it is shown."""
        return next((item for item in self.items() if item.row.id == name), None)

    def make_current(self, item: PassedItem | None) -> None:
        """Makes this item the one that Tab comes to."""
        if item is None:
            return
        self._current = item.row.id
        for other in self._items.values():
            other.setFocusPolicy(Qt.FocusPolicy.StrongFocus if other is item else Qt.FocusPolicy.ClickFocus)

    def current(self) -> PassedItem | None:
        """The item that Tab comes to."""
        return self._items.get(self._current)

    def step(self, item: PassedItem, key: int) -> PassedItem | None:
        """The item in the direction of an arrow key; None at the edge."""
        across = next(place for place, column in enumerate(self._order) if item.row.id in column)
        column = self._order[across]
        down = column.index(item.row.id)
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            other = across + (1 if key == Qt.Key.Key_Right else -1)
            if not 0 <= other < len(self._order):
                return None
            return self._items[self._order[other][min(down, len(self._order[other]) - 1)]]
        below = down + (1 if key == Qt.Key.Key_Down else -1)
        return self._items[column[below]] if 0 <= below < len(column) else None

    def top(self) -> PassedItem | None:
        """The first item of the first column."""
        return self._items[self._order[0][0]] if self._order else None
