"""A document shown again as it was made: the record as far as it went then, judged under the content of that time."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from trd_desk.content.library import Library
from trd_desk.content.load import load_library
from trd_desk.errors import UserError
from trd_desk.i18n import _
from trd_desk.interchange.papers.paper import Choice, Kind, Known, Lines, Printing
from trd_desk.record.entries import Entry
from trd_desk.record.fold import Patient, fold
from trd_desk.record.session_parts import moment_text
from trd_desk.view.documents_made import told_at

if TYPE_CHECKING:
    from trd_desk.engine.verdict import Assessment


@dataclass(frozen=True)
class AsMade:
    """What a document was made from. `changed` says that the content of that version is not what it was, byte for byte."""

    known: Known
    choice: Choice
    changed: bool

    @property
    def library(self) -> Library:
        """The content of that time."""
        return self.known.library

    @property
    def patient(self) -> Patient:
        """The patient as known then."""
        return self.known.patient

    @property
    def assessment(self) -> "Assessment":
        """What the guidelines said then."""
        return self.known.assessment


def document_value(kind: Kind, known: Known, choice: Choice, printing: Printing, made: str) -> dict[str, Any]:
    """What the record keeps of a document that was saved or printed (`made`), so that it can be shown again."""
    value: dict[str, Any] = {
        "document": kind.id,
        "as_of": known.day.isoformat(),
        "content_version": known.library.version,
        "content_digest": known.library.digest,
        "paper": printing.size,
        "made": made,
        "at": moment_text(known.at),
    }
    newest = max(known.entries, key=lambda entry: entry.seq, default=None)
    further = {
        "session": choice.session,
        "variant": choice.variant,
        "newest": newest.id if newest is not None else "",
        "lines": printing.lines.said(),
    }
    return value | {name: said for name, said in further.items() if said}


def lines_then(document: Entry, now: Lines) -> Lines:
    """The lines that stood on the document; those of `now` in records of version 0.1.0, which do not keep them."""
    kept = document.value.get("lines")
    if kept is None and "at" not in document.value:
        return now
    return Lines(**{name: str(said) for name, said in (kept or {}).items() if name in Lines._fields})


def as_made(entries: Sequence[Entry], document: Entry, clinic: Sequence[Entry] = ()) -> AsMade:
    """What the document was made from; `entries` are the patient's, `clinic` those of the clinic.

    Raises:
        UserError: the content of that version is no longer there.
    """
    value = document.value
    version = str(value["content_version"])
    library = load_library(version=version)
    if library.version != version:
        raise UserError(_("The content {version} of that time is not in this program; install it to see the document as it was.").format(version=version))
    before = tuple(entry for entry in entries if entry.seq <= _last_seq(entries, document))
    known = Known(
        library=library,
        patient=fold(before),
        at=told_at(document),
        day=dt.date.fromisoformat(str(value["as_of"])),
        entries=before,
        clinic=tuple(entry for entry in clinic if entry.seq < document.seq),
    )
    choice = Choice(str(value.get("session") or ""), str(value.get("variant") or ""))
    return AsMade(known, choice, changed=library.digest != value["content_digest"])


def _last_seq(entries: Sequence[Entry], document: Entry) -> int:
    """How far the log went: to the entry that was the newest then, else to the document's own."""
    newest = document.value.get("newest")
    return next((entry.seq for entry in entries if entry.id == newest and entry.seq < document.seq), document.seq - 1)
