"""The rows of the board one below the other: what calls moves up, but never from under the pointer or the focus."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from trd_desk.ui.pages.today_layout import GAP
from trd_desk.ui.pages.today_row import TodayRow

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from trd_desk.ui.theme import Theme
    from trd_desk.view.board import BoardRow

_WIDEST: Final = 1440

Key = tuple[str, str]


class TodayRows(QWidget):
    """Every live session as a row. The order is that of the board, but a row in use stays where it is until it is left.

    Signals:
        opened(str, str, str): patient, session and the part that is wanted.
        sound_off(str, str): patient and session.
        called(object): a row that has begun to call, and should be seen.
    """

    opened = Signal(str, str, str)
    sound_off = Signal(str, str)
    called = Signal(object)

    def __init__(self, theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: dict[Key, TodayRow] = {}
        self._wanted: list[Key] = []
        self.order: list[Key] = []
        self._low = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._place)

    @property
    def rows(self) -> list[TodayRow]:
        """The rows from the top down."""
        return [self._rows[key] for key in self.order]

    def row(self, key: Key) -> TodayRow | None:
        """The row of a session, or None."""
        return self._rows.get(key)

    def show_rows(self, rows: "Sequence[BoardRow]", now: "dt.datetime", *, low: bool, silent: bool = False, minutes: int = 0) -> None:
        """Shows these sessions; rows that stay keep their focus."""
        had_rows = bool(self._rows)
        calling = {key for key, row in self._rows.items() if row.row is not None and row.row.call}
        self._low = low
        self._wanted = [row.key for row in rows]
        for key in [key for key in self._rows if key not in self._wanted]:
            self._remove(key)
        for row in rows:
            widget = self._rows.get(row.key)
            if widget is None:
                widget = self._rows[row.key] = TodayRow(self._theme, self)
                widget.opened.connect(self.opened)
                widget.sound_off.connect(self.sound_off)
                self.order.append(row.key)
            widget.show_row(row, now, low=low, silent=silent, minutes=minutes)
            widget.show()
        self.arrange()
        new = next((row for row in rows if row.call and row.key not in calling), None)
        if new is not None and had_rows:
            self.called.emit(self._rows[new.key])

    def _remove(self, key: Key) -> None:
        row = self._rows.pop(key)
        place = self.order.index(key)
        self.order.remove(key)
        if _holds_focus(row) and self.order:
            self._rows[self.order[min(place, len(self.order) - 1)]].action.setFocus(Qt.FocusReason.OtherFocusReason)
        row.hide()
        row.deleteLater()

    def tick(self, now: "dt.datetime") -> None:
        """A second has passed."""
        for row in self._rows.values():
            row.tick(now)
        if self.order != self._wanted:
            self.arrange()

    def arrange(self) -> None:
        """Brings the rows into the order of the board, except those that are in use."""
        held = {place: key for place, key in enumerate(self.order) if in_use(self._rows[key])}
        free = iter([key for key in self._wanted if key not in held.values()])
        self.order = [held[place] if place in held else next(free) for place in range(len(self._wanted))]
        for one, other in zip(self.rows, self.rows[1:], strict=False):
            QWidget.setTabOrder(one.action, one.quiet)
            QWidget.setTabOrder(one.quiet, other.action)
        self._place()

    def sizeHint(self) -> QSize:
        return QSize(600, self._height())

    def _height(self) -> int:
        return self._row_height() * len(self.order) + GAP * max(len(self.order) - 1, 0)

    def _row_height(self) -> int:
        first = next(iter(self._rows.values()), None)
        locked = first is not None and first.row is not None and first.row.locked
        return first.height_for(self._row_width(), low=self._low, locked=locked) if first is not None else 0

    def _row_width(self) -> int:
        return min(self.width(), self._theme.scaled(_WIDEST))

    def _place(self) -> None:
        high, wide = self._row_height(), self._row_width()
        for place, row in enumerate(self.rows):
            row.setGeometry(0, place * (high + GAP), wide, high)
        if self.height() != self._height():
            self.setFixedHeight(self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._place()


def in_use(row: QWidget) -> bool:
    """Whether the pointer or the focus is in a row."""
    return row.underMouse() or _holds_focus(row)


def _holds_focus(row: QWidget) -> bool:
    focus = QApplication.focusWidget()
    return focus is not None and row.isAncestorOf(focus)
