"""The letter to the general practitioner as a kind of document; its form is the course that it tells of."""

from collections.abc import Sequence

from trd_desk.content.library import Library
from trd_desk.interchange.papers.paper import Choice, Kind, Known, Printing
from trd_desk.record.fold import Patient
from trd_desk.view.terms import N_


def _make(known: Known, choice: Choice, printing: Printing) -> bytes:
    from trd_desk.documents.gp_letter import make_gp_letter
    from trd_desk.view.gp_letter import LetterLines, view_gp_letter

    said = printing.lines
    lines = LetterLines(said.clinic, said.phone, said.emergency, said.clinician)
    return make_gp_letter(view_gp_letter(known.library, known.patient, known.assessment, known.at, lines, choice.variant), printing.imprint)


def _courses(library: Library, patient: Patient) -> Sequence[tuple[str, str]]:
    from trd_desk.view.gp_letter import letter_products

    return letter_products(library, patient)


LETTER = Kind(
    id="letter",
    name=N_("Letter to the general practitioner"),
    says=N_("For the practice: treatments, the course so far, what is asked of it, risk and the next review."),
    short=N_("Letter"),
    file="letter",
    needs="patient",
    make=_make,
    lines=("clinic", "phone", "emergency", "clinician"),
    variants=_courses,
    written=("recipient", "urgency", "words", "sedatives", "review"),
)
