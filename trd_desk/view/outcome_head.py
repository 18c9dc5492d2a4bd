"""The head of the page Outcomes: its parts, and where the course stands in one line."""

from collections.abc import Mapping
from typing import Final

from trd_desk.content.library import Library
from trd_desk.engine.outcome_course import course_outcomes
from trd_desk.engine.outcome_results import ScaleCourse
from trd_desk.engine.verdict import Assessment
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.view import plain, terms
from trd_desk.view.outcomes import course_facts, headline_words
from trd_desk.view.parts import Stated
from trd_desk.view.terms import N_
from trd_desk.view.words_outcomes import total_words

OUTCOME_PARTS: Final[Mapping[str, str]] = {
    "scores": N_("Course"),
    "scales": N_("Scales"),
    "stage": N_("Stage"),
    "decisions": N_("Decisions"),
    "goals": N_("Goals"),
}


def course_state(course: ScaleCourse) -> Stated:
    """Where a course stands in a word or two, in the row of steps and on the page; before the first session it is the latest score.

    Without a session there is nothing yet to which somebody did not respond.
    """
    if course.first_session is None and course.headline in ("none", "partial"):
        total = total_words(course.latest.low, course.latest.high)
        words = _("{scale} {total} on {day}").format(scale=terms.SCALES[course.scale], total=total, day=plain.day_short(course.latest.on))
        return Stated("tick", words)
    return headline_words(course)


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
