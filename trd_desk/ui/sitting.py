"""The sitting: the open record, who works with it and since when, the one patient who is open, and what is said of the clinic."""

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from trd_desk.errors import StoreError
from trd_desk.record.entries import CLINIC, Draft, Entry
from trd_desk.ui.clock import SessionClock
from trd_desk.ui.preferences import Preferences

if TYPE_CHECKING:
    from trd_desk.content.library import Library
    from trd_desk.engine.verdict import Assessment
    from trd_desk.record.fold import Patient
    from trd_desk.record.people import Doing, Person
    from trd_desk.record.register import Register
    from trd_desk.store.record import Record

Answer = tuple[str, str, Any]


class Sitting(QObject):
    """The open record, who works with it, and the open patient as known now. What is answered is added by the desk.

    Signals:
        patient_opened(), patient_changed(), patient_closed(): the patient and the assessment are already the new ones.
        saved(str): the time hh:mm:ss at which the last answer was on disk.
        save_failed(str): a sentence with cause and remedy; nothing was saved, what was typed must be kept.
        person_changed(): somebody else works now; the open patient stays.
        clinic_changed(): something was said of the clinic, such as a line of the controlled-drug register.
        caught_up(): what another window has written was read.
        second_passed(object): the moment, once a second while a record is open; what shows a clock paints it again.
    """

    patient_opened = Signal()
    patient_changed = Signal()
    patient_closed = Signal()
    saved = Signal(str)
    save_failed = Signal(str)
    person_changed = Signal()
    clinic_changed = Signal()
    caught_up = Signal()
    second_passed = Signal(object)

    def __init__(
        self,
        record: "Record",
        preferences: Preferences | None = None,
        *,
        clock: SessionClock | Callable[[], dt.datetime] | None = None,
        library: "Callable[[], Library] | None" = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.record = record
        self.preferences = preferences or Preferences()
        self.clock = clock if isinstance(clock, SessionClock) else SessionClock() if clock is None else SessionClock.told_by(clock)
        self.clock.setParent(self)
        self.clock.second_passed.connect(self.second_passed)
        self.now = self.clock.now
        self._person = record.person
        self.patient: Patient | None = None
        self.assessment: Assessment | None = None
        self._load_library = library
        self._library: Library | None = None
        self._register: Register | None = None
        # Whether another window wrote what is not shown here yet.
        self._behind = False

    # What is known

    @property
    def library(self) -> "Library":
        """The content, loaded at its first use; ContentError when it cannot be used."""
        if self._library is None:
            if self._load_library is None:
                from trd_desk.content.load import load_library

                self._load_library = load_library
            self._library = self._load_library()
        return self._library

    @property
    def has_library(self) -> bool:
        """Whether the content is loaded already."""
        return self._library is not None

    @property
    def practice(self) -> bool:
        """Whether this is the practice clinic of invented patients."""
        return self.record.practice

    @property
    def person(self) -> "Person | None":
        """Who works, as the record knows them now; None in a record that names nobody."""
        if self._person is not None:
            # Another window may have given them another role, or removed them; a record that cannot be read is told elsewhere.
            with suppress(StoreError):
                self._person = next((each for each in self.record.people() if each.id == self._person.id), self._person)
        return self._person

    def work_as(self, person: "Person | None") -> None:
        """Lets somebody else work, who has shown that they are who they say; the open patient stays, undo begins anew."""
        self._person = person
        self._forget_steps()
        self.person_changed.emit()

    @property
    def by(self) -> str:
        """Who answers: the person's name, or what Settings has in a record that names nobody."""
        return self.preferences.by if self._person is None else self._person.name

    def may(self, act: "Doing") -> str:
        """Nothing if who works may do that, else the sentence why not; in a record that names nobody anyone may answer."""
        from trd_desk.view.people import why_not

        person = self.person
        return "" if person is None and act in {"work", "answer"} else why_not(person, act)

    def _forget_steps(self) -> None:
        """Somebody else works, or another patient is open: there is nothing to undo."""

    def _refused(self) -> bool:
        """Whether who works may change nothing, which is said."""
        sentence = self.may("answer")
        if sentence:
            self.save_failed.emit(sentence)
        return bool(sentence)

    def today(self) -> dt.date:
        """The calendar day on this computer."""
        return self.now().date()

    def steady(self, moment: dt.datetime | None = None) -> float:
        """What the clock in seconds that nobody can set said at a moment, now without one; stored beside the moment of a dose.

        Moments are stored to the second, so it is that of the whole second.
        """
        return self.clock.steady_at((moment or self.now()).replace(microsecond=0))

    def boot(self) -> str:
        """The name of this start of the computer, within which `steady` counts on; empty where it cannot be told."""
        return self.clock.boot()

    # Opening

    def open_patient(self, key: str) -> None:
        """Opens the patient with this key; StoreError or ContentError leave the patient who was open."""
        self._show(key)
        self._forget_steps()
        self.patient_opened.emit()
        self.patient_changed.emit()

    def close_patient(self) -> None:
        """Puts the patient away; every answer is on disk already."""
        if self.patient is None:
            return
        self.patient = self.assessment = None
        self._forget_steps()
        self.patient_closed.emit()

    def _show(self, key: str) -> None:
        from trd_desk.engine.assess import assess
        from trd_desk.engine.course_records import cancelled_sessions
        from trd_desk.record.fold import fold

        entries = self.record.entries(key)
        today = self.today()
        patient = fold(entries)
        assessment = assess(
            self.library,
            patient.case,
            today,
            pseudo_answers=patient.pseudo_checks,
            factor_answers=patient.factors,
            cancelled=cancelled_sessions(patient),
        )
        self.patient, self.assessment = patient, assessment

    def catch_up(self) -> bool:
        """Shows what another window has written meanwhile; whether there was anything. StoreError when the record cannot be read."""
        self._behind = self.record.changed_elsewhere() or self._behind
        if not self._behind:
            return False
        self._register = None
        if self.patient is not None:
            self._show(self.patient.key)
        self._behind = False
        if self.patient is not None:
            self.patient_changed.emit()
        self.caught_up.emit()
        return True

    def _caught_up(self) -> bool:
        """As `catch_up`, for one who is about to write: False when the record could not be read, which was said."""
        try:
            self.catch_up()
        except StoreError as fault:
            self.save_failed.emit(str(fault))
            return False
        return True

    def new_patient(self, number: str, name: str | None, birth_date: dt.date | None, sex: str | None) -> str:
        """Adds a patient and gives the key; StoreError for one who may not, a number that is already there or a failing disk."""
        refusal = self.may("answer")
        if refusal:
            raise StoreError(refusal)
        key = self.record.new_patient(number, name, birth_date, sex, by=self.by, content_version=self.library.version)
        self.saved.emit(f"{self.now():%H:%M:%S}")
        return key

    # The clinic

    def register(self) -> "Register":
        """The controlled-drug register as known now; StoreError when the record cannot be read."""
        from trd_desk.record.register import read_register

        if self._register is None:
            self._register = read_register(self.record.entries_of_kind(CLINIC, "register"))
        return self._register

    def clinic_answers(self, lines: Sequence[Answer]) -> bool:
        """Puts what is said of the clinic, and of no patient, on disk in one transaction; False when nothing was saved, which was said."""
        if self._refused() or not self._caught_up():
            return False
        drafts = [Draft(CLINIC, kind, key, plain_value(value)) for kind, key, value in lines]
        try:
            entries = self.record.append(drafts, by=self.by, content_version=self.library.version)
        except StoreError as fault:
            self.save_failed.emit(str(fault))
            return False
        self._note_clinic(entries)
        self.saved.emit(f"{self.now():%H:%M:%S}")
        return True

    def _note_clinic(self, entries: Sequence[Entry]) -> None:
        from trd_desk.record.register import read_register

        if self._register is not None:
            self._register = read_register(entries, self._register)
        if entries:
            self.clinic_changed.emit()


def plain_value(value: Any) -> Any:
    """Dates as the record keeps them."""
    return value.isoformat() if isinstance(value, dt.date) else value
