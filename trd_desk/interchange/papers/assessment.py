"""The assessment of resistance as a kind of document."""

from trd_desk.interchange.papers.paper import Choice, Kind, Known, Printing
from trd_desk.view.terms import N_


def _make(known: Known, choice: Choice, printing: Printing) -> bytes:
    from trd_desk.documents.assessment import make_assessment
    from trd_desk.view.assessment_document import view_assessment_document

    del choice
    return make_assessment(view_assessment_document(known.library, known.patient, known.assessment), printing.imprint)


ASSESSMENT = Kind(
    id="assessment",
    name=N_("Assessment of resistance"),
    says=N_("For the clinician: everything the pages say about this patient, with sources and a line to sign."),
    short=N_("Assessment"),
    file="assessment",
    needs="patient",
    make=_make,
)
