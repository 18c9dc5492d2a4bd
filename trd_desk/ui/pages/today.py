"""Today: the board of all live sessions, what calls first, and the sessions to come."""

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from trd_desk.errors import UserError
from trd_desk.i18n import _
from trd_desk.ui.pages.today_coming import ComingCard
from trd_desk.ui.pages.today_due import DueCard
from trd_desk.ui.pages.today_head import Notices, TodayHead
from trd_desk.ui.pages.today_rows import TodayRows
from trd_desk.ui.widgets.layout import EmptyState

if TYPE_CHECKING:
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.pages.today_row import TodayRow
    from trd_desk.ui.theme import Theme

Key = tuple[str, str]


class _Area(QScrollArea):
    """Scrolls by pointer and pages; Down and Up go through the rows, which scroll by themselves."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            event.ignore()
        else:
            super().keyPressEvent(event)


class TodayPage(QWidget):
    """The board. Down and Up go through the rows, Enter presses the row's button, O enters an observation, 1 to 9 go to a chair.

    Signals:
        opened(str, str, str): the patient, the session and the part of it that is wanted.
        patient_wanted(str): the patient whose answer about self-harm stands.
        decision_wanted(str, str): the patient, and the path of the decision or check that is due.
    """

    opened = Signal(str, str, str)
    patient_wanted = Signal(str)
    decision_wanted = Signal(str, str)

    def __init__(self, desk: "Desk", theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.theme = desk, theme
        self.setAccessibleName(_("Today"))
        margin = theme.px("page_margin")
        column = QVBoxLayout(self)
        column.setContentsMargins(margin, 12, 0, 0)
        column.setSpacing(theme.px("s1"))
        self.head = TodayHead(theme, _("Today"))
        self.notices = Notices(desk, theme)
        self.notices.crisis_followed.connect(self.patient_wanted)
        for widget in (self.head, self.notices):
            holder = QVBoxLayout()
            holder.setContentsMargins(0, 0, margin, 0)
            holder.addWidget(widget)
            column.addLayout(holder)
        self.area = _Area()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        ground = QWidget()
        self.body = QVBoxLayout(ground)
        # Room for the ring of the focus at the left and the top.
        self.body.setContentsMargins(0, 4, margin, margin)
        self.body.setSpacing(theme.px("s2"))
        self.area.setWidget(ground)
        ground.setAutoFillBackground(False)
        self.area.viewport().setAutoFillBackground(False)
        column.addWidget(self.area, 1)
        self.rows = TodayRows(theme)
        self.rows.opened.connect(self.opened)
        self.rows.sound_off.connect(self._sound_off)
        self.rows.called.connect(self._show_called)
        button = _("Start a practice day") if desk.practice else ""
        self.empty = EmptyState(theme, "", button, "practice" if desk.practice else "")
        self.empty.pressed.connect(self._start_practice_day)
        self.coming = ComingCard(theme)
        self.coming.opened.connect(self.opened)
        self.due = DueCard(theme)
        self.due.opened.connect(self.decision_wanted)
        for part in (self.rows, self.empty, self.coming, self.due):
            self.body.addWidget(part)
        for part in (self.rows, self.coming, self.due):
            part.hide()
        self.body.addStretch(1)
        board = desk.board
        board.changed.connect(self.refresh)
        board.failed.connect(self.notices.refresh)
        board.sound.changed.connect(self.refresh)
        desk.due.changed.connect(self._show_due)
        desk.due.failed.connect(self.due.say)
        desk.caught_up.connect(self._look_for_due)
        desk.clock.agreement_changed.connect(self._refresh_notices)
        desk.second_passed.connect(self._tick)

    # What is shown

    def refresh(self) -> None:
        """Shows the board as it is now."""
        if not self.isVisible():
            return
        board, now = self.desk.board, self.desk.now()
        self._refresh_notices()
        self.head.time.show_time(now)
        view = board.view
        if view is None:
            self.empty.sentence.setText(_("Reading the sessions of today."))
            return
        self.head.show_view(view)
        minutes = self.desk.library.conduct.quiet_minutes if view.rows else 0
        self.rows.show_rows(view.rows, now, low=view.low, silent=not board.sound.speaker.found, minutes=minutes)
        self.rows.setVisible(bool(view.rows))
        self.empty.sentence.setText(view.empty)
        self.empty.setVisible(bool(view.empty))
        self.coming.show_view(view)

    def _show_due(self) -> None:
        if self.desk.due.view is not None:
            self.due.show_view(self.desk.due.view)

    def _look_for_due(self) -> None:
        """What is due is worked out anew only while somebody looks."""
        if self.isVisible():
            self.desk.due.look()

    def _refresh_notices(self) -> None:
        if self.isVisible():
            self.notices.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()
        self._show_due()
        self._look_for_due()

    def _tick(self, now: dt.datetime) -> None:
        if not self.isVisible():
            return
        self.head.time.show_time(now)
        self.rows.tick(now)
        if self.desk.due.day not in (None, now.date()):
            self.desk.due.look()
        if self.notices.moves:
            self.notices.refresh()

    def _show_called(self, row: object) -> None:
        """A row that has begun to call is brought into view, unless somebody is at another."""
        if isinstance(row, QWidget):
            # After the rows have their places.
            QTimer.singleShot(0, row, lambda: self._bring_in(row))

    def _bring_in(self, row: QWidget) -> None:
        """The whole row, or from its top on where it is higher than the window."""
        bar, room = self.area.verticalScrollBar(), self.area.viewport().height()
        top = row.mapTo(self.area.widget() or self, row.rect().topLeft()).y()
        if top < bar.value() or row.height() > room:
            bar.setValue(max(top - 8, 0))
        elif top + row.height() > bar.value() + room:
            bar.setValue(top + row.height() + 8 - room)

    # What is done

    def _sound_off(self, patient: str, session: str) -> None:
        found = next((one for one in self.desk.board.live if one.key == (patient, session)), None)
        row = self.rows.row((patient, session))
        if row is not None and row.quiet.hasFocus():
            # The button goes once the sound is off; the focus stays in its row.
            row.action.setFocus(Qt.FocusReason.OtherFocusReason)
        if found is not None:
            self.desk.board.acknowledge(found)

    def _start_practice_day(self) -> None:
        from trd_desk.interchange.practice_day import start_practice_day

        try:
            start_practice_day(self.desk.record, self.desk.now(), self.desk.library.version)
        except UserError as fault:
            self.notices.fault.say(str(fault))
            return
        self.desk.board.look()

    # Keyboard

    def focus_first(self) -> None:
        """Gives the focus to the first row, else to the first session to come, else to the page."""
        links: list[QWidget] = [row.action for row in self.rows.rows if row.row is not None and row.row.state.action]
        links += [*(row.link for row in self.coming.rows), *(line.link for line in self.due.rows)]
        if hasattr(self.empty, "button") and self.empty.isVisibleTo(self):
            links.append(self.empty.button)
        if links:
            links[0].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setFocus(Qt.FocusReason.TabFocusReason)

    def focus_call(self) -> None:
        """Gives the focus to the row that calls loudest."""
        view = self.desk.board.view
        key = next((row.key for row in view.rows if row.call), None) if view is not None else None
        row = self.rows.row(key) if key is not None else None
        if row is None:
            self.focus_first()
        else:
            self._focus_row(row)

    def _focus_row(self, row: "TodayRow") -> None:
        self._bring_in(row)
        row.action.setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def row_in_use(self) -> "TodayRow | None":
        """The row that has the focus."""
        focus = QApplication.focusWidget()
        return next((row for row in self.rows.rows if focus is not None and row.isAncestorOf(focus)), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, row = event.key(), self.row_in_use
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_O and not event.modifiers():
            chosen = row or next(iter(self.rows.rows), None)
            if chosen is not None:
                chosen.enter_observation()
        elif event.text().isdigit() and event.text() != "0" and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            found = next((one for one in self.rows.rows if one.row is not None and one.row.chair == event.text()), None)
            if found is not None:
                self._focus_row(found)
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        stops: list[tuple[QWidget, QWidget]] = [(row, row.action) for row in self.rows.rows]
        stops += [*((row, row.link) for row in self.coming.rows), *((line, line.link) for line in self.due.rows)]
        focus = QApplication.focusWidget()
        here = next((place for place, (row, _stop) in enumerate(stops) if focus is not None and row.isAncestorOf(focus)), None)
        if not stops:
            return
        place = 0 if here is None else min(max(here + by, 0), len(stops) - 1)
        row, stop = stops[place]
        self._bring_in(row)
        stop.setFocus(Qt.FocusReason.TabFocusReason)
