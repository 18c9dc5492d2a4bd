"""The column of events: one click notes one with the time; what was noted can be taken back, changed and written up; and the door."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.session_monitoring_fields import TimeField
from trd_desk.ui.pages.session_monitoring_write_up import WriteUp
from trd_desk.ui.widgets.labels import Label, QuestionLink
from trd_desk.ui.widgets.layout import Button, line
from trd_desk.ui.widgets.painting import MarkLabel

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from trd_desk.ui.theme import Theme
    from trd_desk.view.clock_times import ClockTime
    from trd_desk.view.watch_events import EventLine, EventWord, ReportWords
    from trd_desk.view.watch_strip import WatchView

BUTTON: Final = 36
WIDTH: Final = 278
RING: Final = 4


class _Icon(QWidget):
    """An icon of the set, before the words that it belongs to."""

    def __init__(self, theme: "Theme", name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._name = theme, name
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px("icon"), self._theme.px("icon"))

    def paintEvent(self, _event: object) -> None:
        from PySide6.QtGui import QPainter

        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        painter.drawPixmap(0, 0, self._theme.pixmap(self._name, self._theme.px("icon"), "text", ratio))
        painter.end()


def head(theme: "Theme", icon: str, label: QWidget) -> QHBoxLayout:
    """A small title with its icon."""
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(_Icon(theme, icon), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label, 1)
    return row


class EventRow(QWidget):
    """An event that was noted: its time and name, what is still to be written up, and the button for that.

    Signals:
        open_wanted(str): by the event's id.
    """

    open_wanted = Signal(str)

    def __init__(self, theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line: EventLine | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(8)
        self._mark = MarkLabel(theme, "note")
        row.addWidget(self._mark)
        self._words = Label(theme, "", bold=True, wrap=True)
        row.addWidget(self._words, 1)
        self.open = Button(theme, "")
        self.open.setMinimumHeight(theme.scaled(BUTTON))
        row.addWidget(self.open)
        column.addLayout(row)
        self.asks = Label(theme, "", "small", colour="text_2", wrap=True)
        column.addWidget(self.asks)
        self.open.clicked.connect(lambda: self.line is not None and self.open_wanted.emit(self.line.id))

    def show_line(self, shown: "EventLine", *, usable: bool) -> None:
        """Shows an event."""
        if self.line != shown:
            self.line = shown
            self._mark.set_kind(shown.mark)
            self._words.setText(f"{shown.time} {shown.short}")
            self._words.setToolTip(shown.text)
            self.asks.setText(shown.asks or shown.note)
            self.asks.setVisible(bool(shown.asks or shown.note))
            self.open.setText(_("Write up") if shown.asks else _("Change"))
            self.open.setAccessibleName(_("{button}: {event} at {time}").format(button=self.open.text(), event=shown.label, time=shown.time))
        self.open.setVisible(bool(shown.id))
        self.open.setEnabled(usable)


class UndoBox(QFrame):
    """What was just noted, with the button that takes it back, always in the same corner; it moves nothing and goes by itself.

    Signals:
        wanted(str): the event by its id is taken back.
    """

    wanted = Signal(str)

    def __init__(self, theme: "Theme", parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._part = theme, parent
        self.event_id = ""
        self.setProperty("kind", "popover")
        self.setProperty("overlay", True)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.setSpacing(12)
        self._words = Label(theme, "", bold=True)
        row.addWidget(self._words)
        self.button = Button(theme, "")
        self.button.setMinimumHeight(theme.scaled(BUTTON))
        self.button.clicked.connect(lambda: self.wanted.emit(self.event_id))
        row.addWidget(self.button)
        self.hide()

    def offer(self, event: str, words: str, pressed: QWidget) -> None:
        """Offers to take back this event; Tab leads there from the button that was pressed."""
        self.event_id = event
        self._words.setText(words)
        self.button.setText(_("Undo, {seconds} s").format(seconds=99))
        self.button.setAccessibleName(_("Take back {event}").format(event=words))
        self.place()
        self.show()
        self.raise_()
        QWidget.setTabOrder(pressed, self.button)

    def place(self) -> None:
        """Stands in the lower right corner, over the words on leaving and never over a field of the strip."""
        self.adjustSize()
        self.move(self._part.width() - self.width(), self._part.height() - self.height())

    def tick(self, undo: "Mapping[str, int]") -> None:
        """Counts the seconds down, and goes when they are over."""
        seconds = undo.get(self.event_id, 0)
        if seconds <= 0:
            self.hide()
        else:
            self.button.setText(_("Undo, {seconds} s").format(seconds=seconds))


class EventsColumn(QWidget):
    """The right column of the part Monitoring.

    Signals:
        happened(str): an event of this kind, now.
        changed(field, id, name, value): a field of an event: at, note, done, outcome or report.
        removed(str): an event by its id is taken back in its panel.
        leaving_wanted(): the link to the part Leaving.
    """

    happened = Signal(str)
    changed = Signal(object, str, str, object)
    removed = Signal(str)
    leaving_wanted = Signal()
    resized = Signal()

    def __init__(self, theme: "Theme", understand: "Callable[[str], ClockTime]", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._live = self._usable = True
        outer = QVBoxLayout(self)
        # Room for the ring of the focus.
        outer.setContentsMargins(RING, RING, RING, RING)
        self.stack = QStackedWidget()
        outer.addWidget(self.stack)
        first = QWidget()
        self.stack.addWidget(first)
        column = QVBoxLayout(first)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        # What can be noted is not shown once the session is over.
        self.noting = QWidget()
        noting = QVBoxLayout(self.noting)
        noting.setContentsMargins(0, 0, 0, 0)
        noting.setSpacing(6)
        self.red_title = Label(theme, "", bold=True, wrap=True)
        noting.addLayout(head(theme, "octagon-alert", self.red_title))
        self.red_hint = Label(theme, _("The number is not filled in: Settings."), "small", colour="text_2", wrap=True)
        noting.addWidget(self.red_hint)
        self._red = QGridLayout()
        self._others = QGridLayout()
        for grid in (self._red, self._others):
            grid.setHorizontalSpacing(4)
            grid.setVerticalSpacing(4)
        noting.addLayout(self._red)
        noting.addSpacing(4)
        self.other_title = Label(theme, _("Note with the time"), bold=True, wrap=True)
        noting.addLayout(head(theme, "flag", self.other_title))
        noting.addLayout(self._others)
        column.addWidget(self.noting)
        self.none = Label(theme, _("No event was noted."), colour="text_2", wrap=True)
        column.addWidget(self.none)
        self.buttons: dict[str, Button] = {}
        self._per_row = 2
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        column.addLayout(self._rows)
        self.rows: list[EventRow] = []
        column.addSpacing(4)
        column.addWidget(line())
        self.leaving_title = Label(theme, "", bold=True, wrap=True)
        column.addLayout(head(theme, "door-open", self.leaving_title))
        self.leaving_words = Label(theme, "", colour="text_2", wrap=True)
        column.addWidget(self.leaving_words)
        self.leaving_link = QuestionLink(theme, "", "leaving", arrow=False)
        self.leaving_link.followed.connect(lambda _path: self.leaving_wanted.emit())
        column.addWidget(self.leaving_link, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.write_up = WriteUp(theme, lambda parent: TimeField(theme, understand, parent=parent))
        self.write_up.changed.connect(self.changed)
        self.write_up.removed.connect(self.removed)
        self.write_up.closed.connect(self.show_buttons)
        self.stack.addWidget(self.write_up)
        # A hidden page must not keep the column higher than the one in front.
        self.write_up.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._reports: tuple[ReportWords, ...] = ()

    # What is shown

    def show_view(self, view: "WatchView", reports: "Sequence[ReportWords]", *, has_number: bool, live: bool) -> None:
        """Shows the events. Once the session is not `live` none is noted; what was noted is written up until it is signed."""
        self._live, self._usable, self._reports = live, view.changeable, tuple(reports)
        self.noting.setVisible(live)
        self.none.setVisible(not live and not view.events)
        self.red_title.setText(view.red_title)
        self.red_hint.setVisible(not has_number)
        if not self.buttons:
            self._make_buttons(view.red_events, view.other_events)
        self._lines = view.events
        self._show_rows()
        if self.stack.currentWidget() is self.write_up:
            shown = next((one for one in view.events if one.id == self.write_up.id), None)
            if shown is None:
                self.show_buttons()
            else:
                self.write_up.show_line(shown, self._reports, usable=self._usable)
        self.leaving_title.setText(view.leaving.title)
        self.leaving_words.setText(view.leaving.waits)
        self.leaving_words.setVisible(bool(view.leaving.waits))
        self.leaving_link.setText(view.leaving.link)
        self.leaving_link.setAccessibleName(_("{link} that leaving needs").format(link=view.leaving.link))

    _lines: "tuple[EventLine, ...]" = ()

    def _show_rows(self) -> None:
        # The newest first: it is the one that is taken back or written up.
        lines = tuple(reversed(self._lines))
        changed = len([row for row in self.rows if not row.isHidden()]) != len(lines)
        while len(self.rows) < len(lines):
            row = EventRow(self._theme)
            row.open_wanted.connect(self.open)
            self._rows.addWidget(row)
            self.rows.append(row)
        for place, row in enumerate(self.rows):
            row.setVisible(place < len(lines))
            if place < len(lines):
                row.show_line(lines[place], usable=self._usable)
        if changed:
            self.resized.emit()

    def _make_buttons(self, red: "Sequence[EventWord]", others: "Sequence[EventWord]") -> None:
        for word in (*red, *others):
            button = Button(self._theme, word.short)
            button.setObjectName(f"event.{word.kind}")
            button.setAccessibleName(word.label)
            button.setToolTip(word.label)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _on=False, kind=word.kind: self.happened.emit(kind))
            self.buttons[word.kind] = button
        self._kinds = ([word.kind for word in red], [word.kind for word in others])
        self._place_buttons()

    _kinds: tuple[list[str], list[str]] = ([], [])

    def set_columns(self, per_row: int) -> None:
        """How many event buttons stand beside each other: more where the column lies below the strip."""
        if per_row != self._per_row:
            self._per_row = per_row
            self._place_buttons()

    def _place_buttons(self) -> None:
        for grid, kinds in zip((self._red, self._others), self._kinds, strict=True):
            _empty(grid)
            for place, kind in enumerate(kinds):
                self.buttons[kind].setFixedHeight(self._theme.scaled(BUTTON))
                grid.addWidget(self.buttons[kind], place // self._per_row, place % self._per_row)
            for column in range(6):
                grid.setColumnStretch(column, 1 if column < self._per_row else 0)

    # Writing up

    def open(self, event: str) -> None:
        """Shows an event to be written up, in place of the buttons."""
        shown = next((one for one in self._lines if one.id == event), None)
        if shown is None:
            return
        self.write_up.show_line(shown, self._reports, usable=self._usable)
        self._turn(self.write_up)
        self.write_up.focus_first()

    def show_buttons(self) -> None:
        """Shows the buttons again; what is typed is kept first."""
        if self.stack.currentWidget() is self.write_up and self.write_up.settle():
            event = self.write_up.id
            self._turn(self.stack.widget(0))
            row = next((row for row in self.rows if row.line is not None and row.line.id == event and not row.isHidden()), None)
            if row is not None:
                row.open.setFocus()

    def _turn(self, page: QWidget | None) -> None:
        if page is None:
            return
        for place in range(self.stack.count()):
            each = self.stack.widget(place)
            if each is not None:
                policy = QSizePolicy.Policy.Preferred if each is page else QSizePolicy.Policy.Ignored
                each.setSizePolicy(policy, policy)
        self.stack.setCurrentWidget(page)
        self.resized.emit()

    def focus_first(self) -> None:
        """Gives the focus to the first event."""
        if self.stack.currentWidget() is self.write_up:
            self.write_up.focus_first()
        elif self.buttons and self._live:
            next(iter(self.buttons.values())).setFocus(Qt.FocusReason.TabFocusReason)


def _empty(grid: QLayout) -> None:
    while grid.count():
        grid.takeAt(0)
