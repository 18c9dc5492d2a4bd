"""What a document is made from, so that it can be made in another thread: the patient as known now, or as known when it was made."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trd_desk.engine.audit import Audit
    from trd_desk.interchange.papers import Choice, Kind, Known, Lines, Printing
    from trd_desk.interchange.papers.paper import Size
    from trd_desk.record.entries import Entry
    from trd_desk.ui.desk import Desk
    from trd_desk.view.approval import Approval
    from trd_desk.view.documents_made import MadeDocument


@dataclass(frozen=True, slots=True)
class Result:
    """A PDF; `warning` is a sentence where it may differ from what was made at first."""

    content: bytes
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """A document of the patient as known now."""

    kind: "Kind"
    known: "Known"
    choice: "Choice"
    printing: "Printing"

    @property
    def size(self) -> "Size":
        """The paper."""
        return self.printing.size

    @property
    def day(self) -> dt.date:
        """The day it is made."""
        return self.printing.at.date()

    def make(self) -> Result:
        """The document as a PDF; UserError where it cannot be made or set."""
        return Result(self.kind.make(self.known, self.kind.checked(self.known, self.choice), self.printing))

    def value(self, made: str) -> dict[str, Any]:
        """What the record keeps of it once it is `saved` or `printed`."""
        from trd_desk.interchange.as_made import document_value

        return document_value(self.kind, self.known, self.choice, self.printing, made)


@dataclass(frozen=True, slots=True)
class OrderAgain:
    """A document shown again: the record as far as it went then, under the content of that time."""

    kind: "Kind"
    entries: "tuple[Entry, ...]"
    clinic: "tuple[Entry, ...]"
    entry: "Entry"
    words: "MadeDocument"
    printing: "Printing"

    @property
    def size(self) -> "Size":
        """The paper."""
        return self.printing.size

    @property
    def day(self) -> dt.date:
        """The day it was made."""
        return self.printing.at.date()

    def make(self) -> Result:
        """The document as a PDF, marked in its foot; UserError where the content of that time is not there."""
        from trd_desk.interchange.as_made import as_made

        then = as_made(self.entries, self.entry, self.clinic)
        content = self.kind.make(then.known, then.choice, self.printing)
        return Result(content, self.words.changed if then.changed else "")


def order_now(desk: "Desk", kind: "Kind", choice: "Choice", size: "Size", lines: "Lines") -> Order | None:
    """The order for the open patient; None without one. StoreError where the record cannot be read."""
    from trd_desk.interchange.papers import Known, Printing

    if desk.patient is None:
        return None
    from trd_desk.record.entries import CLINIC

    at = desk.now().replace(microsecond=0)
    known = Known(
        library=desk.library,
        patient=desk.patient,
        at=at,
        day=desk.today(),
        entries=tuple(desk.record.entries(desk.patient.key)),
        clinic=tuple(desk.record.entries(CLINIC)) if kind.needs == "session" else (),
    )
    printing = Printing(
        size=size,
        by=desk.by,
        at=at.replace(second=0),
        practice=desk.practice,
        lines=lines.only(kind.lines),
        head=desk.record.head()[1],
        approval=approval_of(desk),
    )
    return Order(kind, known, choice, printing)


def clinic_order(desk: "Desk", kind: "Kind", choice: "Choice", size: "Size", lines: "Lines", audit: "Audit | None") -> Order:
    """The order for a document about no patient; `audit` are the counts that the report tells. StoreError where the record cannot be read."""
    from trd_desk.interchange.papers import Known, Printing
    from trd_desk.interchange.papers.paper import nobody

    at = desk.now().replace(microsecond=0)
    printing = Printing(
        size=size,
        by=desk.by,
        at=at.replace(second=0),
        practice=desk.practice,
        lines=lines.only(kind.lines),
        head=desk.record.head()[1] if kind.needs == "clinic" else "",
        approval=approval_of(desk),
    )
    return Order(kind, Known(desk.library, nobody(), at, desk.today(), audit=audit), choice, printing)


def order_again(desk: "Desk", name: str, kinds: "Mapping[str, Kind]", lines: "Lines") -> OrderAgain | None:
    """The order for a document of the open patient that was made before; None where there is none of this id.

    `lines` are those of now, for documents of version 0.1.0.
    """
    from trd_desk.interchange.as_made import lines_then
    from trd_desk.interchange.papers import Printing
    from trd_desk.record.entries import CLINIC
    from trd_desk.view.documents_made import told_at, view_made_documents

    if desk.patient is None:
        return None
    entry = next((each for each in desk.patient.documents if each.key == name), None)
    kind = None if entry is None else kinds.get(str(entry.value.get("document")))
    if entry is None or kind is None:
        return None
    (words,) = view_made_documents([entry], {})
    at = told_at(entry)
    printing = Printing(
        size="letter" if entry.value.get("paper") == "letter" else "a4",
        by=entry.by,
        at=at.replace(second=0, microsecond=0),
        practice=desk.practice,
        lines=lines_then(entry, lines),
        approval=_approval_then(approval_of(desk), at.date()),
        as_made=words.as_made,
    )
    return OrderAgain(
        kind=kind,
        entries=tuple(each for each in desk.record.entries(desk.patient.key) if each.seq < entry.seq),
        clinic=tuple(desk.record.entries(CLINIC)) if kind.needs == "session" else (),
        entry=entry,
        words=words,
        printing=printing,
    )


def lines_of(desk: "Desk") -> "Lines":
    """What this computer's settings say that stands on documents."""
    from trd_desk.interchange.papers import Lines

    kept = desk.preferences
    person = desk.person
    return Lines(
        clinic=kept.clinic,
        phone=kept.phone,
        emergency=kept.emergency,
        red_call=kept.red_call,
        clinician=kept.name.strip() if person is None else person.name,
    )


def _approval_then(approval: "Approval | None", day: dt.date) -> "Approval | None":
    """The approval if it had been given when the document was made."""
    return approval if approval is not None and approval.date <= day else None


def approval_of(desk: "Desk") -> "Approval | None":
    """Who approved the content for this clinic, from the settings of this computer; None where nobody did."""
    kept = getattr(desk.preferences, "approval", None)
    if not kept:
        return None
    from trd_desk.view.approval import Approval

    name, date, digest = kept
    return Approval(str(name), date if isinstance(date, dt.date) else dt.date.fromisoformat(str(date)), str(digest))
