"""PDFs made from view values with reportlab."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trd_desk.content.library import Library
    from trd_desk.documents.imprint import Imprint
    from trd_desk.record.models import Case


def assessment_from_case(
    library: "Library",
    case: "Case",
    imprint: "Imprint",
    *,
    provisional: bool = False,
) -> bytes:
    """The clinical assessment of a bare case as a PDF; a case without a day of its own is judged on the day of printing.

    Raises:
        UserError: a paper size that does not exist, or a letter that the typeface does not have.
    """
    from trd_desk.documents.assessment import make_assessment
    from trd_desk.engine.assess import assess
    from trd_desk.record.fold import from_case
    from trd_desk.view.assessment_document import view_assessment_document

    assessment = assess(library, case, imprint.printed_at.date(), provisional=provisional)
    value = view_assessment_document(library, from_case(case), assessment)
    return make_assessment(value, imprint)
