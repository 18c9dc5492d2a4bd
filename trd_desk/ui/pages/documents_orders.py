"""What a document is made from, so that it can be made in another thread: the patient as known now, or as known when it was made."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from trd_desk.content.library import Library
    from trd_desk.engine.verdict import Assessment
    from trd_desk.record.entries import Entry
    from trd_desk.record.fold import Patient
    from trd_desk.ui.desk import Desk
    from trd_desk.view.approval import Approval
    from trd_desk.view.documents_made import MadeDocument

Paper = Literal["a4", "letter"]
ASSESSMENT = "assessment"


@dataclass(frozen=True, slots=True)
class Result:
    """A PDF; `warning` is a sentence where it may differ from what was made at first."""

    content: bytes
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """A document of the patient as known now."""

    library: "Library"
    patient: "Patient"
    assessment: "Assessment"
    paper: Paper
    clinic: str
    by: str
    at: dt.datetime
    practice: bool
    head: str
    approval: "Approval | None"

    def make(self) -> Result:
        """The document as a PDF; UserError where it cannot be set."""
        from trd_desk.documents.assessment import make_assessment
        from trd_desk.view.assessment_document import view_assessment_document

        content = make_assessment(
            view_assessment_document(self.library, self.patient, self.assessment),
            size=self.paper,
            printed_by=self.by,
            printed_at=self.at,
            practice=self.practice,
            log_head=self.head,
            clinic=self.clinic,
            approval=self.approval,
        )
        return Result(content)

    def value(self, made: str) -> dict[str, Any]:
        """What the record keeps of it once it is `saved` or `printed`."""
        from trd_desk.interchange.as_made import document_value

        return document_value(ASSESSMENT, self.assessment, self.paper, made)


@dataclass(frozen=True, slots=True)
class OrderAgain:
    """A document shown again: the record as far as it went then, under the content of that time."""

    entries: "tuple[Entry, ...]"
    entry: "Entry"
    words: "MadeDocument"
    paper: Paper
    clinic: str
    practice: bool
    approval: "Approval | None"

    @property
    def day(self) -> dt.date:
        """The day it was made."""
        from trd_desk.view.documents_made import made_at

        return made_at(self.entry).date()

    def make(self) -> Result:
        """The document as a PDF, marked in its foot; UserError where the content of that time is not there."""
        from trd_desk.documents.assessment import make_assessment
        from trd_desk.interchange.as_made import as_made
        from trd_desk.view.assessment_document import view_assessment_document
        from trd_desk.view.documents_made import made_at

        then = as_made(self.entries, self.entry)
        content = make_assessment(
            view_assessment_document(then.library, then.patient, then.assessment),
            size=self.paper,
            printed_by=self.entry.by,
            printed_at=made_at(self.entry),
            practice=self.practice,
            log_head="",
            clinic=self.clinic,
            approval=self.approval,
            as_made=self.words.as_made,
        )
        return Result(content, self.words.changed if then.changed else "")


def order_now(desk: "Desk", paper: Paper) -> Order | None:
    """The order for the open patient; None without one. StoreError where the record cannot be read."""
    if desk.patient is None or desk.assessment is None:
        return None
    return Order(
        library=desk.library,
        patient=desk.patient,
        assessment=desk.assessment,
        paper=paper,
        clinic=desk.preferences.clinic,
        by=desk.by,
        at=desk.now().replace(second=0, microsecond=0),
        practice=desk.practice,
        head=desk.record.head()[1],
        approval=approval_of(desk),
    )


def order_again(desk: "Desk", name: str) -> OrderAgain | None:
    """The order for a document of the open patient that was made before; None where there is none of this id."""
    from trd_desk.view.documents_made import view_made_documents

    if desk.patient is None:
        return None
    entry = next((each for each in desk.patient.documents if each.key == name), None)
    if entry is None:
        return None
    (words,) = view_made_documents([entry])
    return OrderAgain(
        entries=tuple(each for each in desk.record.entries(desk.patient.key) if each.seq < entry.seq),
        entry=entry,
        words=words,
        paper="letter" if entry.value.get("paper") == "letter" else "a4",
        clinic=desk.preferences.clinic,
        practice=desk.practice,
        approval=_approval_then(approval_of(desk), entry),
    )


def _approval_then(approval: "Approval | None", entry: "Entry") -> "Approval | None":
    """The approval if it had been given when the document was made."""
    from trd_desk.view.documents_made import made_at

    return approval if approval is not None and approval.date <= made_at(entry).date() else None


def approval_of(desk: "Desk") -> "Approval | None":
    """Who approved the content for this clinic, from the settings of this computer; None where nobody did."""
    kept = getattr(desk.preferences, "approval", None)
    if not kept:
        return None
    from trd_desk.view.approval import Approval

    name, date, digest = kept
    return Approval(str(name), date if isinstance(date, dt.date) else dt.date.fromisoformat(str(date)), str(digest))
