"""A document shown again as it was made: the record as far as it went then, judged under the content of that time."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from trd_desk.content.library import Library
from trd_desk.content.load import load_library
from trd_desk.engine.assess import assess
from trd_desk.engine.verdict import Assessment
from trd_desk.errors import UserError
from trd_desk.i18n import _
from trd_desk.record.entries import Entry
from trd_desk.record.fold import Patient, fold


@dataclass(frozen=True)
class AsMade:
    """What a document was made from. `changed` says that the content of that version is not what it was, byte for byte."""

    library: Library
    patient: Patient
    assessment: Assessment
    changed: bool


def document_value(document: str, assessment: Assessment, paper: str, made: str) -> dict[str, Any]:
    """What the record keeps of a document that was saved or printed (`made`), so that it can be shown again."""
    return {
        "document": document,
        "as_of": assessment.as_of.isoformat(),
        "content_version": assessment.content_version,
        "content_digest": assessment.content_digest,
        "paper": paper,
        "made": made,
    }


def as_made(entries: Sequence[Entry], document: Entry) -> AsMade:
    """The patient and the assessment as they stood when the document was made.

    Raises:
        UserError: the content of that version is no longer there.
    """
    value = document.value
    before = [entry for entry in entries if entry.seq < document.seq]
    version = str(value["content_version"])
    library = load_library(version=version)
    if library.version != version:
        raise UserError(_("The content {version} of that time is not in this program; install it to see the document as it was.").format(version=version))
    day = dt.date.fromisoformat(str(value["as_of"]))
    patient = fold(before, day)
    judged = assess(library, patient.case, day, pseudo_answers=patient.pseudo_checks)
    return AsMade(library, patient, judged, changed=library.digest != value["content_digest"])
