"""What a kind of document is: its words, what it tells of, and how its PDF is made from what is known."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from trd_desk.content.library import Library
from trd_desk.errors import UserError
from trd_desk.i18n import _
from trd_desk.record.entries import Entry
from trd_desk.record.fact import FORMAT
from trd_desk.record.fold import Patient, from_case
from trd_desk.record.models import Case
from trd_desk.record.session_log import SessionLog
from trd_desk.view.session_head import session_in_hand

if TYPE_CHECKING:
    from trd_desk.documents.imprint import Imprint
    from trd_desk.engine.audit import Audit
    from trd_desk.engine.live_results import LiveSession
    from trd_desk.engine.verdict import Assessment
    from trd_desk.view.approval import Approval

Size = Literal["a4", "letter"]
Needs = Literal["patient", "session", "clinic", "nothing"]
SIZES: Final[tuple[Size, ...]] = ("a4", "letter")


@dataclass(frozen=True)
class Known:
    """What a document is made from: the content, the patient with the log behind it, and the clinic's own entries, at a moment.

    `audit` are the counts of the clinic, for a document about no patient. Two that differ in the seconds of `at` only are alike: a
    document of this minute is not made again.
    """

    library: Library
    patient: Patient
    at: dt.datetime = field(compare=False)
    day: dt.date
    entries: tuple[Entry, ...] = ()
    clinic: tuple[Entry, ...] = ()
    audit: "Audit | None" = None

    @property
    def moment(self) -> dt.datetime:
        """The moment that a document on a course tells of: now, or the same time of the day that a case file names."""
        return self.at if self.at.date() == self.day else dt.datetime.combine(self.day, self.at.timetz())

    @cached_property
    def assessment(self) -> "Assessment":
        """What the guidelines say of the patient on that day."""
        from trd_desk.engine.assess import assess
        from trd_desk.engine.course_records import cancelled_sessions

        patient = self.patient
        return assess(
            self.library,
            patient.case,
            self.day,
            pseudo_answers=patient.pseudo_checks,
            factor_answers=patient.factors,
            cancelled=cancelled_sessions(patient),
        )

    def live(self, session: str) -> "LiveSession":
        """The session of this id at that moment.

        Raises:
            UserError: the patient has no such session; the sentence names those that there are.
        """
        from trd_desk.engine.live import live_session

        if session not in self.patient.sessions:
            raise UserError(no_such_session(session, self.patient.sessions))
        return live_session(self.library, self.patient, session, self.at)


class Choice(NamedTuple):
    """Which document of a kind: the session it tells of, and which of several forms, each empty where there is no choice."""

    session: str = ""
    variant: str = ""


class Lines(NamedTuple):
    """What a document says that no record holds: the clinic in one line, its numbers, and who speaks to the patient.

    `phone` is for patients, `emergency` for danger to life, `red_call` the number in the house for a red alarm.
    """

    clinic: str = ""
    phone: str = ""
    emergency: str = ""
    red_call: str = ""
    clinician: str = ""

    def said(self) -> dict[str, str]:
        """Those that say something, as the record keeps them."""
        return {name: value for name, value in self._asdict().items() if value}

    def only(self, names: Sequence[str]) -> "Lines":
        """Some of them."""
        return Lines(**{name: value for name, value in self._asdict().items() if name in names})


NO_LINES: Final = Lines()


@dataclass(frozen=True, slots=True)
class Printing:
    """How a document is printed. `head` is the hexadecimal head of the log, `as_made` says of one shown again when it was made."""

    size: Size
    by: str
    at: dt.datetime
    practice: bool
    lines: Lines = NO_LINES
    head: str = ""
    approval: "Approval | None" = None
    as_made: str = ""

    @property
    def imprint(self) -> "Imprint":
        """The same for the makers of PDFs."""
        from trd_desk.documents.imprint import Imprint

        return Imprint(
            printed_at=self.at,
            size=self.size,
            printed_by=self.by,
            clinic=self.lines.clinic,
            practice=self.practice,
            log_head=self.head,
            approval=self.approval,
            as_made=self.as_made,
        )


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document.

    `name`, `says` and `short` are marked texts: its name, one line on whom it is for, its name in a list. `file` begins the name
    that is offered for its file. `lines` are those of `Lines` that stand on it. `takes` says whether a session can be told by it
    (without it every one can), `first` which of the patient's sessions is offered at first. `variants` gives the forms that there are
    to choose from, each with its name, the one offered at first before the others. `written` are the fields of the entry `letter` that a
    person fills in for it.
    """

    id: str
    name: str
    says: str
    short: str
    file: str
    needs: Needs
    make: Callable[[Known, Choice, Printing], bytes]
    lines: tuple[str, ...] = ("clinic",)
    takes: Callable[[Library, SessionLog], bool] | None = None
    first: Callable[[Patient, dt.date], str | None] = session_in_hand
    variants: Callable[[Library, Patient], Sequence[tuple[str, str]]] | None = None
    written: tuple[str, ...] = ()

    @property
    def kept(self) -> bool:
        """Whether the record keeps that it was made; what is about no patient is not kept with one."""
        return self.needs in ("patient", "session")

    def sessions(self, library: Library, patient: Patient) -> list[SessionLog]:
        """The sessions that a document of this kind can tell of, the newest first."""
        if self.needs != "session":
            return []
        found = [log for log in patient.sessions.values() if self.takes is None or self.takes(library, log)]
        # Sessions without a day stand where they were entered, before those with one.
        return sorted(found, key=lambda log: log.plan.on or dt.date.min, reverse=True)

    def session_at_first(self, library: Library, patient: Patient, today: dt.date) -> str:
        """The id of the session that is offered at first; empty where there is none."""
        names = [log.id for log in self.sessions(library, patient)]
        offered = self.first(patient, today)
        return offered if offered in names else names[0] if names else ""

    def checked(self, known: Known, choice: Choice) -> Choice:
        """The choice, if a document of this kind can be made of it.

        Raises:
            UserError: it tells of a session, and there is none or not this one.
        """
        if self.needs != "session":
            return choice
        takes = {log.id: log for log in self.sessions(known.library, known.patient)}
        if choice.session in takes:
            return choice
        raise DocumentError(no_such_session(choice.session, takes), "sessions")


class DocumentError(UserError):
    """A document that cannot be made as things stand; `field` is the path of what would mend it."""

    def __init__(self, sentence: str, field_path: str) -> None:
        super().__init__(sentence)
        self.field = field_path


def no_such_session(session: str, sessions: Mapping[str, SessionLog]) -> str:
    """The sentence for a session that is not there."""
    if not sessions:
        return _("There is no session that this document could tell of; plan one first.")
    if not session:
        return _("Say which session: {sessions}.").format(sessions=", ".join(sessions))
    return _("There is no session {session} that this document could tell of; choose from {sessions}.").format(
        session=session, sessions=", ".join(sessions)
    )


def nobody() -> Patient:
    """The patient of a document that is about no patient."""
    return from_case(Case.model_validate({"format": FORMAT, "patient": {"id": "-"}}))


def patient_of(case: Case) -> Patient:
    """The patient of a bare case file, with the sessions that it holds."""
    from dataclasses import replace

    return replace(from_case(case), sessions={session.id: SessionLog(session.id, session) for session in case.sessions})
