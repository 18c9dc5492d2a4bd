"""What the board does in the window: the page Today, the badge under it, the clock in the header, the step's mark, the way to a row."""

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QKeySequence, QShortcut

from trd_desk.i18n import _
from trd_desk.ui.awake import Awake
from trd_desk.ui.frame.cover import Cover
from trd_desk.view.board_notices import no_sound_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trd_desk.ui.board import Board
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.main_window import MainWindow
    from trd_desk.ui.pages.today import TodayPage
    from trd_desk.view.board import BoardRow
    from trd_desk.view.shapes import MarkKind
    from trd_desk.view.steps import StepState


class TodayFrame(QObject):
    """Joins the board of the desk with the window. Ctrl+0 shows Today, Ctrl+Shift+A turns the sound off for a while."""

    def __init__(self, window: "MainWindow", desk: "Desk") -> None:
        super().__init__(window)
        self._window, self._desk = window, desk
        self.board: Board = desk.board
        self.awake = Awake(self)
        self.cover = Cover(window, desk)
        self._page: TodayPage | None = None
        self._step: tuple[MarkKind, str] | None = None
        self.board.changed.connect(self._changed)
        self.board.filled.connect(self._filled)
        self.board.sound.changed.connect(self._changed)
        desk.second_passed.connect(self._tick)
        desk.patient_changed.connect(self._patient_changed)
        desk.clock.agreement_changed.connect(self._agreement_changed)
        window.rail.call_followed.connect(self.show_call)
        QShortcut(QKeySequence("Ctrl+0"), window, self.show)
        QShortcut(QKeySequence("Ctrl+Shift+A"), window, self.sound_off)
        QTimer.singleShot(0, self, desk.crises.look)
        QTimer.singleShot(0, self, self.board.look)

    def _patient_changed(self) -> None:
        self._tick(self._desk.now())

    @property
    def page(self) -> "TodayPage":
        """The page, made when it is first shown."""
        if self._page is None:
            from trd_desk.ui.pages.today import TodayPage

            self._page = TodayPage(self._desk, self._window.theme)
            self._page.opened.connect(self._window.open_session)
            self._page.decision_wanted.connect(self._open_decision)
            self._page.patient_wanted.connect(lambda patient: self._window.open_patient(patient, "outcomes"))
            self._window.stack.addWidget(self._page)
        return self._page

    def show(self) -> None:
        """Shows the board; the patient stays open behind it."""
        self._window.show_place("today", self.page)

    def _open_decision(self, patient: str, path: str) -> None:
        """Opens a patient at the decision or the check that is due."""
        if self._desk.patient is None or self._desk.patient.key != patient:
            self._window.open_patient(patient, "outcomes")
        if self._desk.patient is not None and self._desk.patient.key == patient:
            self._window.go_to(path)

    def show_call(self) -> None:
        """Shows the board at the row that calls loudest."""
        self.show()
        self.page.focus_call()

    def sound_off(self) -> None:
        """Turns the sound off for a while: of the row in use, else of the open patient, else of what calls loudest."""
        live = self.board.live
        calling = [one for one in live if one.row is not None and one.row.calls]
        used = self._page.row_in_use if self._page is not None and self._page.isVisible() else None
        open_key = self._desk.patient.key if self._desk.patient is not None else None
        view = self.board.view
        wanted = [
            *(one for one in calling if used is not None and used.row is not None and used.row.key == one.key),
            *(one for one in calling if one.key[0] == open_key and self._window.shows_patient),
            *(one for row in (view.rows if view is not None else ()) for one in calling if one.key == row.key),
        ]
        if wanted:
            self.board.acknowledge(wanted[0])

    # What the board says

    def _changed(self) -> None:
        view = self.board.view if self.board.has_work else None
        also = no_sound_words() if self.board.sound.absent else ""
        self._window.rail.show_badge(None if view is None else view.badge, also)
        if self.board.live:
            self.awake.hold()
        else:
            self.awake.release()
        step = self._live_step()
        if step != self._step:
            self._step = step
            self._window.show_steps()
        self._tick(self._desk.now())

    def _filled(self) -> None:
        """The window opens at Today where there is something to do today, unless somebody has begun elsewhere."""
        if self.board.has_work:
            self._window.say_content()
        if (self.board.has_work or self._desk.crises.standing) and self._window.is_untouched and not self.cover.is_on:
            self.show()

    def _agreement_changed(self) -> None:
        """Said on every page, because it is a person who decides which clock is right."""
        if self._desk.clock.disagreement() is not None and self._window.status is not None:
            self._window.status.say(_("The computer's clock was set: see Today"))

    def _tick(self, now: dt.datetime) -> None:
        header = self._window.header
        if header is not None and self._desk.patient is not None:
            header.show_time(now, self._row())

    def _row(self) -> "BoardRow | None":
        """The row of the open patient's live session."""
        patient = self._desk.patient
        return next((one.row for one in self.board.live if patient is not None and one.key[0] == patient.key), None)

    def _live_step(self) -> "tuple[MarkKind, str] | None":
        row = self._row()
        if row is None:
            return None
        from trd_desk.view.board import session_step

        return session_step(row)

    def steps(self, states: "Iterable[StepState]") -> "tuple[StepState, ...]":
        """The steps of the open patient, with what calls in the live session now."""
        step = self._live_step()
        if step is None:
            return tuple(states)
        mark, words = step
        return tuple(replace(state, mark=mark, words=words) if state.id == "sessions" else state for state in states)

    def lock(self) -> bool:
        """Locks the window with the record open, because sessions run; False where none does, and the record is to be closed."""
        if self.cover.is_on:
            # A patient's form keeps the record away as well, and is not ended by it.
            return True
        if not self.board.live:
            return False
        self.cover.put_on()
        return True

    def stop(self) -> None:
        """Tells no seconds any more, and lets the system sleep: the record is about to be closed."""
        self._desk.clock.stop()
        self.awake.release()
        self._desk.due.stop()
        self.board.stop()
