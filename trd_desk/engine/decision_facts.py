"""What informs a decision about a course: its scores, the sessions given, the alarms in them, and the suicide risk before the first dose."""

import datetime as dt
from dataclasses import dataclass

from trd_desk.content.library import Library
from trd_desk.engine.course_results import CoursePosition
from trd_desk.engine.course_scores import CourseScores, course_scores
from trd_desk.engine.decision_results import Check
from trd_desk.engine.facts import Facts
from trd_desk.engine.follow_checks import session_checks
from trd_desk.engine.monitoring import Watch, monitoring_of
from trd_desk.engine.session_facts import session_order
from trd_desk.record.fold import Patient


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """What is known of a course on a day. `watched` sessions have observations; in `red` of them there was a red alarm.

    `risk_before` is the suicide risk that the checklist of the first session recorded, or an earlier one; None where none did.
    """

    scores: CourseScores
    given: int
    watched: int
    red: int
    risk_before: Check | None


def course_facts(library: Library, patient: Patient, position: CoursePosition, today: dt.date) -> CourseFacts:
    """What informs the decisions about this course."""
    own = {one.id for one in position.own if one.was_given}
    facts = Facts(patient.case, library, today)
    watched = [monitoring_of(Watch(one)) for one in session_order(facts) if one.record.id in own and one.given is not None]
    seen = {one.id for one in position.own if one.was_given and (one.log.observations or one.log.plan.observations)}
    red = sum(any(alarm.level == "red" for alarm in one.alarms) for one in watched)
    domain = library.follow_up.of("suicide_risk")
    risks = [] if domain is None else session_checks(library, patient, domain, today)
    before = [one for one in risks if position.begins is not None and one.on <= position.begins]
    return CourseFacts(
        scores=course_scores(library, patient, position, today),
        given=position.given,
        watched=len(seen),
        red=red,
        risk_before=before[-1] if before else None,
    )
