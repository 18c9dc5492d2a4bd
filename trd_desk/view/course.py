"""Where the patient stands now, beside what the history says: remission, and ketamine or esketamine that is being given."""

from trd_desk.engine.verdict import Assessment
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.view import plain, terms


def course_words(patient: Patient, assessment: Assessment) -> str:
    """A sentence where the patient is in remission or under ketamine, so that no verdict about the history reads as one about today."""
    outcome = assessment.outcomes
    parts = []
    if outcome.remission and outcome.scale is not None and outcome.latest is not None:
        scale, total = terms.SCALES[outcome.scale], plain.number(outcome.latest)
        parts.append(_("{scale} {total}, in the range of remission").format(scale=scale, total=total))
    elif outcome.response and outcome.fall_percent is not None:
        parts.append(_("{percent} better than at the start").format(percent=plain.percent(outcome.fall_percent)))
    given = [item for item in patient.case.treatments if item.kind == "ketamine" and item.stop_reason == "ongoing"]
    parts += [_("{product} is being given").format(product=terms.term(terms.PRODUCTS, item.product, _("Ketamine"))) for item in given]
    if not parts:
        return ""
    return _("{now}. The definitions and pathways describe the history.").format(now=plain.capital(plain.listed(parts)))
