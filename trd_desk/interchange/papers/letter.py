"""The letter to the general practitioner as a kind of document; its form is the course that it tells of."""

from trd_desk.interchange.papers.course import patient_courses
from trd_desk.interchange.papers.paper import Choice, Kind, Known, Printing
from trd_desk.view.terms import N_


def _make(known: Known, choice: Choice, printing: Printing) -> bytes:
    from trd_desk.documents.gp_letter import make_gp_letter
    from trd_desk.view.gp_letter import LetterLines, view_gp_letter

    said = printing.lines
    lines = LetterLines(said.clinic, said.phone, said.emergency, said.clinician)
    return make_gp_letter(view_gp_letter(known.library, known.patient, known.assessment, known.moment, lines, choice.variant), printing.imprint)


LETTER = Kind(
    id="letter",
    name=N_("Letter to the general practitioner"),
    says=N_("For the practice: treatments, the course so far, what is asked of it, risk and the next review."),
    short=N_("Letter"),
    file="letter",
    needs="patient",
    make=_make,
    lines=("clinic", "phone", "emergency", "clinician"),
    variants=patient_courses,
    written=("recipient", "urgency", "words", "sedatives", "review"),
)
