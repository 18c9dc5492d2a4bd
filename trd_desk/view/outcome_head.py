"""The head of the page Outcomes: its parts, and where the course stands in one line."""

from collections.abc import Mapping
from typing import Final

from trd_desk.content.library import Library
from trd_desk.engine.outcome_course import course_outcomes
from trd_desk.engine.verdict import Assessment
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.view.outcomes import course_facts, course_state
from trd_desk.view.terms import N_

OUTCOME_PARTS: Final[Mapping[str, str]] = {
    "scores": N_("Course"),
    "scales": N_("Scales"),
    "stage": N_("Stage"),
    "decisions": N_("Decisions"),
    "goals": N_("Goals"),
}


def outcome_summary(library: Library, patient: Patient, assessment: Assessment) -> str:
    """Where the course stands: the state, the latest score against the baseline, since when, and what is missing."""
    course = course_outcomes(library, patient, assessment.as_of).chief
    if course is None:
        return _("No score is recorded.")
    state = course_state(course).word
    facts = tuple(course_facts(library, course))
    if facts[0].startswith(state):
        return " ".join(facts)
    since = [fact for fact in facts[1:] if fact.startswith(state)]
    others = [fact for fact in facts[1:] if fact not in since]
    return " ".join([*(since or [f"{state}."]), facts[0], *others])
