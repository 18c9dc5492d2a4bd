"""The head of the page Outcomes: its parts, and where the course stands in one line."""

from collections.abc import Mapping
from typing import Final

from trd_desk.content.library import Library
from trd_desk.engine.verdict import Assessment
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.view import plain, terms
from trd_desk.view.terms import N_

OUTCOME_PARTS: Final[Mapping[str, str]] = {
    "scores": N_("Course"),
    "scales": N_("Scales"),
    "stage": N_("Stage"),
    "decisions": N_("Decisions"),
    "goals": N_("Goals"),
}


def outcome_summary(library: Library, patient: Patient, assessment: Assessment) -> str:
    """The latest score against the first in one line."""
    del library, patient
    outcome = assessment.outcomes
    if outcome.scale is None or outcome.latest is None:
        return _("No score is recorded.")
    words = _("{scale} {latest}").format(scale=terms.term(terms.SCALES, outcome.scale, outcome.scale), latest=plain.number(outcome.latest))
    if outcome.baseline is None or outcome.fall_percent is None:
        return words
    return _("{words}, from {baseline}").format(words=words, baseline=plain.number(outcome.baseline))
