"""The board of live sessions: it watches every patient with a session today, whichever page is shown, and says what calls."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from trd_desk.errors import StoreError, UserError
from trd_desk.ui.sound import AlarmSound, Speaker

if TYPE_CHECKING:
    from trd_desk.engine.standing import Standing
    from trd_desk.record.fold import Patient
    from trd_desk.record.session_log import SessionLog
    from trd_desk.ui.clock import Doubt
    from trd_desk.ui.desk import Desk
    from trd_desk.view.board import BoardSession, BoardView

# How often another window's writing is looked for while a session runs.
_ELSEWHERE: Final = dt.timedelta(seconds=5)
# A session that nobody has closed is looked for so many days back when the board begins, and at midnight.
_DAYS_BACK: Final = 7

# How many sessions are worked out in one go when their time has come.
_AT_ONCE: Final = 2

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Called:
    """Something that calls, or has ceased to, and the session in which it does."""

    session: "BoardSession"
    standing: "Standing"


class Board(QObject):
    """Every session of today and every live one. Between an answer, another window's writing and `changes_at` nothing is worked out.

    Signals:
        changed(): `view` is another one.
        filled(): the sessions of the day were read for the first time.
        alarm_raised(object): a Called: an alarm stands that did not before; also after a start.
        alarm_cleared(object): a Called: an alarm or an overdue observation stands no more.
        point_due(object): a Called: the time of an observation has come and nobody has made it.
        wait_over(object): a BoardSession: what its checklist waited for has passed.
        failed(str): a sentence: the record or the content could not be read, and the board is not up to date.
    """

    changed = Signal()
    filled = Signal()
    alarm_raised = Signal(object)
    alarm_cleared = Signal(object)
    point_due = Signal(object)
    wait_over = Signal(object)
    failed = Signal(str)

    def __init__(self, desk: "Desk", speaker: Speaker | None = None) -> None:
        super().__init__(desk)
        self._desk = desk
        self._view: BoardView | None = None
        self.fault = ""
        self.is_filled = False
        self._patients: dict[str, Patient] = {}
        self._sessions: dict[Key, BoardSession] = {}
        self._newest: dict[str, int] = {}
        self._standing: dict[tuple[str, str, str], Called] = {}
        self._to_read: list[str] = []
        self._day: dt.date | None = None
        self._asked = self._told = desk.now()
        self._step = QTimer(self)
        self._step.setSingleShot(True)
        self._step.setInterval(0)
        self._step.timeout.connect(self._read_next)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(0)
        self._rest.timeout.connect(self._work_out_ripe)
        self.sound = AlarmSound(desk, self, speaker)
        desk.patient_changed.connect(self._patient_changed)
        desk.caught_up.connect(self.look)
        desk.second_passed.connect(self._second)

    # What there is

    @property
    def view(self) -> "BoardView | None":
        """The board in words; None until the sessions of the day were read."""
        if self._view is None and self.is_filled:
            from trd_desk.view.board import view_board

            self._view = view_board((), self._desk.now())
        return self._view

    @property
    def sessions(self) -> "tuple[BoardSession, ...]":
        """The live sessions and those to come."""
        return tuple(self._sessions.values())

    @property
    def live(self) -> "tuple[BoardSession, ...]":
        """The sessions that run."""
        return tuple(one for one in self._sessions.values() if one.live.log.live)

    @property
    def has_work(self) -> bool:
        """Whether a session runs or is planned for today."""
        return bool(self._sessions)

    def standing(self) -> "Iterable[Standing]":
        """Everything that calls, in all sessions."""
        return [called.standing for called in self._standing.values()]

    @property
    def doubt(self) -> "Doubt | None":
        """What of the stored moments does not fit the clock."""
        return self._desk.clock.doubt if self.live else None

    # Reading

    def look(self) -> None:
        """Reads the patients with a session of today or yesterday, one at a time, and tells when it is done."""
        today = self._desk.today()
        back = _DAYS_BACK if self._day != today else 1
        if self._day != today:
            # A session planned for this day was none of yesterday's.
            self._newest.clear()
        self._day = today
        days = [(today - dt.timedelta(days=count)).isoformat() for count in range(back + 1)]
        try:
            found = self._desk.record.patients_with_sessions_on(days)
        except StoreError as fault:
            self._fail(fault)
            return
        self._to_read = list(dict.fromkeys([*self._patients, *found]))
        if self._to_read and not self._desk.has_library:
            from trd_desk.ui.background import Work

            work = Work(lambda: self._desk.library, self)
            work.done.connect(lambda _library: self._step.start())
            work.failed.connect(self._not_loaded)
            work.start()
        elif self._to_read:
            self._step.start()
        else:
            self._finish()

    def _not_loaded(self, fault: Exception) -> None:
        if not isinstance(fault, UserError):
            raise fault
        self._fail(fault)

    def _fail(self, fault: UserError) -> None:
        self.fault = str(fault)
        self.failed.emit(self.fault)

    def _read_next(self) -> None:
        """One patient, so that the window never waits for all of them."""
        if self._to_read:
            try:
                self._read(self._to_read.pop(0))
            except StoreError as fault:
                self._to_read.clear()
                self._fail(fault)
                return
        if self._to_read:
            self._step.start()
        else:
            self._finish()

    def _read(self, key: str) -> None:
        from trd_desk.record.fold import fold

        shown = self._desk.patient
        if shown is not None and shown.key == key:
            self._keep(shown)
            return
        entries = self._desk.record.entries(key)
        newest = entries[-1].seq if entries else 0
        # Who has no session left to watch is not folded again at each look.
        if self._newest.get(key) != newest:
            self._newest[key] = newest
            self._keep(fold(entries))

    def _keep(self, patient: "Patient") -> None:
        if any(self._concerns(log) for log in patient.sessions.values()):
            self._patients[patient.key] = patient
        else:
            self._patients.pop(patient.key, None)

    def _concerns(self, log: "SessionLog") -> bool:
        return log.live or (log.plan.on == self._day and not log.closed)

    def _finish(self) -> None:
        """Everybody was read."""
        self.fault = ""
        first, self.is_filled = not self.is_filled, True
        if not self._patients and not self._sessions:
            # Nothing to work out: the modules that would do it are not even loaded.
            self._view = None
            self.changed.emit()
        else:
            self._go_on()
        if first:
            self.filled.emit()

    def _go_on(self) -> None:
        """Counts on from the stored moments, and works everything out anew."""
        logs = [log for patient in self._patients.values() for log in patient.sessions.values() if log.live]
        self._desk.clock.resume_from([part for log in logs for part in (*log.devices, log.start, log.stopped) if part is not None])
        self._work_out([*self._patients, *(key for key, _name in self._sessions)])

    def _patient_changed(self) -> None:
        """The open patient is another than before, and was read already."""
        patient = self._desk.patient
        if patient is None or self._day is None:
            return
        known = patient.key in self._patients
        self._newest.pop(patient.key, None)
        self._keep(patient)
        if known or patient.key in self._patients:
            self._work_out([patient.key])

    # Working out

    def _work_out(self, patients: Iterable[str]) -> None:
        from trd_desk.engine.live import live_session
        from trd_desk.view.board import BoardSession

        changed = set(patients)
        kept = {key: one for key, one in self._sessions.items() if key[0] in self._patients and key[0] not in changed}
        now = self._desk.now()
        for key in changed:
            patient = self._patients.get(key)
            for log in patient.sessions.values() if patient is not None else ():
                if patient is not None and self._concerns(log):
                    kept[key, log.id] = BoardSession(patient, live_session(self._desk.library, patient, log.id, now))
        self._show(kept)

    def _show(self, sessions: "dict[Key, BoardSession]") -> None:
        from trd_desk.view.board import view_board

        self._sessions = sessions
        self._view = view_board(tuple(sessions.values()), self._desk.now())
        standing = {(*row.key, one.name): Called(sessions[row.key], one) for row in self._view.rows for one in row.calls}
        gone = [called for name, called in self._standing.items() if name not in standing]
        new = [called for name, called in standing.items() if name not in self._standing]
        self._standing = standing
        self.changed.emit()
        for called in gone:
            self.alarm_cleared.emit(called)
        for called in new:
            (self.alarm_raised if called.standing.alarm is not None else self.point_due).emit(called)

    def _second(self, now: dt.datetime) -> None:
        if self._day is None:
            return
        if now.date() != self._day:
            self.look()
            return
        before, self._told = self._told, now
        over = [one for one in self._sessions.values() if one.coming is not None and any(before < moment <= now for moment in one.coming.moments)]
        self._work_out_ripe()
        for one in over:
            self.wait_over.emit(one)
        if self._sessions and abs(now - self._asked) >= _ELSEWHERE:
            self._asked = now
            try:
                self._desk.catch_up()
            except StoreError as fault:
                self._fail(fault)

    def _work_out_ripe(self) -> None:
        """Works out the sessions whose time has come, a few in one go, so that no second holds up the window."""
        now = self._desk.now()
        ripe = [(one.live.changes_at, key) for key, one in self._sessions.items() if one.live.changes_at is not None and now >= one.live.changes_at]
        if not ripe:
            return
        from trd_desk.engine.live import live_session
        from trd_desk.view.board import BoardSession

        sessions = dict(self._sessions)
        for _moment, key in sorted(ripe)[:_AT_ONCE]:
            patient = sessions[key].patient
            sessions[key] = BoardSession(patient, live_session(self._desk.library, patient, key[1], now))
        self._show(sessions)
        if len(ripe) > _AT_ONCE:
            self._rest.start()

    # Acknowledging

    def acknowledge(self, session: "BoardSession", *names: str) -> bool:
        """Turns the sound of what calls in a session off for a while, of everything without names; False when nothing was saved."""
        from trd_desk.record.session_parts import moment_text

        now = self._desk.now()
        own = [called.standing for called in self._standing.values() if called.session.key == session.key]
        chosen = [one.name for one in own if (one.name in names if names else one.sounds(now))]
        if not chosen:
            return True
        value = {"at": moment_text(now), "done": "acknowledged"}
        (patient, name), log = session.key, session.live.log
        if not self._desk.answers_for(patient, [("alarm", f"{name}/{log.sound_key(each)}", value) for each in chosen]):
            return False
        if self._desk.patient is None or self._desk.patient.key != patient:
            try:
                self._read(patient)
            except StoreError as fault:
                self._fail(fault)
            self._work_out([patient])
        return True

    def stop(self) -> None:
        """Sounds and reads no more: the record is about to be closed."""
        self._step.stop()
        self._rest.stop()
        self._to_read.clear()
        self.sound.speaker.close()

