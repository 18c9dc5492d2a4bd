"""What is due of all running courses: worked out when somebody looks, a few patients at a time, and again only for who has changed."""

import datetime as dt
import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from trd_desk.errors import StoreError, UserError

if TYPE_CHECKING:
    from trd_desk.ui.desk import Desk
    from trd_desk.view.board_due import DuePatient, DueView

# So long a slice of the work may hold up the window, in seconds; one patient is never divided.
_SLICE: Final = 0.008
# After so many seconds it is asked anew who has a running course.
_ASK_AGAIN: Final = 600
# What decides what is due. What is written down during a session is most of a record, and decides nothing of it.
KINDS: Final = (
    "patient",
    "licence_region",
    "asked",
    "treatment",
    "score",
    "session",
    "given",
    "session_end",
    "workup",
    "course_decision",
    "follow_up",
)


class DueList(QObject):
    """The list of decisions and checks that are due. It looks at patients with a session within the time for which a course counts as running.

    Signals:
        changed(): `view` is another one.
        failed(str): a sentence: the record or the content could not be read, and the list is not up to date.
    """

    changed = Signal()
    failed = Signal(str)

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk)
        self._desk = desk
        self._day: dt.date | None = None
        self._found: dict[str, DuePatient] = {}
        # By patient the number of the newest entry: of those worked out, and of all at the last look.
        self._newest: dict[str, int] = {}
        self._numbers: dict[str, int] = {}
        self._to_read: list[str] = []
        # When it was last asked who has a running course, by a clock that nobody sets, and who was open here since.
        self._asked: float | None = None
        self._asking = False
        self._opened: set[str] = set()
        self.view: DueView | None = None
        self._step = QTimer(self)
        self._step.setSingleShot(True)
        self._step.setInterval(0)
        self._step.timeout.connect(self._read_some)
        desk.patient_changed.connect(self._note_open)

    @property
    def day(self) -> dt.date | None:
        """The day for which it was last looked."""
        return self._day

    def look(self) -> None:
        """Reads who has changed since the last look, all of them on another day, and tells when it is done.

        Who has a running course at all is asked away from the drawing thread, on another day and after a while; in between only those
        who are known are asked about, and whoever was open here.
        """
        today, now = self._desk.today(), time.monotonic()
        if today != self._day:
            self._day = today
            self._newest.clear()
            self._asked = None
        if self._asked is not None and now - self._asked < _ASK_AGAIN:
            try:
                self._take(self._desk.record.newest_of([*self._numbers, *self._opened]))
            except StoreError as fault:
                self.failed.emit(str(fault))
            return
        if self._asking:
            return
        from trd_desk.ui.background import Work

        self._asking = True
        work = Work(lambda: self._ask(today), self)
        work.done.connect(self._answered)
        work.failed.connect(self._not_answered)
        work.start()

    def _ask(self, today: dt.date) -> dict[str, int]:
        """Who has a running course, each with the number of the newest entry; at first with everything loaded that will work it out."""
        from trd_desk.engine.due_items import due_items
        from trd_desk.record.fold import fold
        from trd_desk.view.board_due import view_due

        library = self._desk.library
        due_items(library, fold(()), today)
        view_due({}, today)
        since = today - dt.timedelta(days=library.decision_points.running_days)
        return self._desk.record.newest_of(self._desk.record.patients_with_sessions_since(since.isoformat()))

    def _answered(self, newest: dict[str, int]) -> None:
        self._asking = False
        self._asked = time.monotonic()
        self._opened.clear()
        self._take(newest)

    def _not_answered(self, fault: Exception) -> None:
        self._asking = False
        if not isinstance(fault, UserError):
            raise fault
        self.failed.emit(str(fault))

    def _take(self, newest: dict[str, int]) -> None:
        """Goes on to work out who has changed."""
        for gone in set(self._found) - set(newest):
            del self._found[gone]
        self._numbers = newest
        self._to_read = [key for key, number in newest.items() if self._newest.get(key) != number]
        self._step.start()

    def _note_open(self) -> None:
        """Whoever is open may be given a first session, or a decision."""
        if self._desk.patient is not None:
            self._opened.add(self._desk.patient.key)

    def _read_some(self) -> None:
        """As many patients as fit in a slice, so that the window never waits for all of them."""
        began = time.perf_counter()
        while self._to_read and time.perf_counter() - began < _SLICE:
            try:
                self._read(self._to_read.pop())
            except StoreError as fault:
                self._to_read.clear()
                self.failed.emit(str(fault))
                return
        if self._to_read:
            self._step.start()
        else:
            self._finish()

    def _read(self, key: str) -> None:
        from trd_desk.engine.due_items import due_items
        from trd_desk.record.fold import fold
        from trd_desk.view.board_due import due_patient

        patient = fold(self._desk.record.entries_of_kinds(key, KINDS))
        items = due_items(self._desk.library, patient, self._day or self._desk.today())
        self._newest[key] = self._numbers[key]
        if items:
            self._found[key] = due_patient(patient, items)
        else:
            self._found.pop(key, None)

    def _finish(self) -> None:
        from trd_desk.view.board_due import view_due

        view = view_due(self._found, self._day or self._desk.today())
        if view != self.view:
            self.view = view
            self.changed.emit()

    def stop(self) -> None:
        """Reads no more: the record is about to be closed."""
        self._step.stop()
        self._to_read.clear()
