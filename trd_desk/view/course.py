"""Where the patient stands now, beside what the history says: remission, and ketamine or esketamine that is given or was stopped."""

import datetime as dt
from collections.abc import Mapping

from trd_desk.content.library import Library
from trd_desk.engine.decision_points import running_courses
from trd_desk.engine.verdict import Assessment
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.record.models import Ketamine
from trd_desk.view import plain, terms


def course_words(library: Library, patient: Patient, assessment: Assessment) -> str:
    """A sentence where the patient is in remission or under ketamine, so that no verdict about the history reads as one about today.

    A course that the history calls ongoing and that a decision has stopped since is told as stopped.
    """
    outcome = assessment.outcomes
    parts = []
    if outcome.remission and outcome.scale is not None and outcome.latest is not None:
        scale, total = terms.SCALES[outcome.scale], plain.number(outcome.latest)
        parts.append(_("{scale} {total}, in the range of remission").format(scale=scale, total=total))
    elif outcome.response and outcome.fall_percent is not None:
        parts.append(_("{percent} better than at the start").format(percent=plain.percent(outcome.fall_percent)))
    given = [item for item in patient.case.treatments if isinstance(item, Ketamine) and item.stop_reason == "ongoing"]
    stopped = _stopped(library, patient, assessment.as_of) if given else {}
    parts += [_given(item, stopped) for item in given]
    if not parts:
        return ""
    return _("{now}. The definitions and pathways describe the history.").format(now=plain.capital(plain.listed(parts)))


def _stopped(library: Library, patient: Patient, today: dt.date) -> Mapping[str, dt.date]:
    """The products whose latest decision stopped the course, each with its day."""
    return {one.position.product: one.stopped_on for one in running_courses(library, patient, today) if one.stopped_on is not None}


def _given(item: Ketamine, stopped: Mapping[str, dt.date]) -> str:
    product = plain.as_part(terms.term(terms.PRODUCTS, item.product, _("Ketamine")))
    day = stopped.get(item.product) if item.product is not None else None
    if day is None:
        return _("{product} is being given").format(product=product)
    return _("{product} was stopped by the decision of {day}").format(product=product, day=plain.day_short(day))
