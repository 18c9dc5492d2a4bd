"""When a domain of the follow-up was looked at: by a check, by an examination of the work-up, at a session, or by a score."""

import datetime as dt
import re
from typing import Final

from trd_desk.content.followup_models import FollowDomain
from trd_desk.content.library import Library
from trd_desk.engine.course_records import day_of, logs_of
from trd_desk.engine.decision_results import Check
from trd_desk.engine.facts import Facts
from trd_desk.engine.outcomes import known_scores
from trd_desk.record.course_facts import FollowUpFact
from trd_desk.record.fold import Patient
from trd_desk.record.models import WorkupFact
from trd_desk.record.session_models import Predose

# A result of the work-up is text; it is read as a number only where it holds one number, or one of a maximum ("26/30"), and no bound.
_NUMBER: Final = re.compile(r"[^\d<>≤≥]*?(\d+(?:[.,]\d+)?)(?:\s*/\s*\d+)?\D*\Z")
# The items of the checklist that are read from what was measured or scored, and not from an answer.
_PRESSURE, _SCORE = "blood_pressure", "depression_score"


def checks_of(patient: Patient, domain: FollowDomain, today: dt.date) -> list[Check]:
    """The checks of a domain up to a day, the oldest first; of the work-up as soon as every examination of the domain is done."""
    found = []
    for key, fact in patient.facts("follow_up", FollowUpFact).items():
        if fact.domain == domain.id and fact.on <= today:
            found.append(Check(fact.on, "follow_up", fact, key, fact.nothing_found, fact.result, fact.value))
    found += _workup(patient, domain, today)
    # A check of the day of an examination says more than the examination.
    return sorted(found, key=lambda one: (one.on, one.source == "follow_up"))


def _workup(patient: Patient, domain: FollowDomain, today: dt.date) -> list[Check]:
    if not domain.has_checks or not domain.workup:
        return []
    told = patient.facts("workup", WorkupFact)
    done = [told[name] for name in domain.workup if name in told]
    days = [one.done_on for one in done if one.done_on is not None and one.done_on <= today]
    if len(days) < len(domain.workup):
        return []
    results = [one.result for one in done if one.result]
    value = number_in(results[0]) if domain.workup_value and results else None
    return [Check(min(days), "workup", result="; ".join(results) or None, value=value)]


def number_in(text: str) -> float | None:
    """The one number that a result holds, None for a text with none, several or a bound: 26, MoCA 26/30, 26,5, but not > 26."""
    match = _NUMBER.match(text)
    return None if match is None else float(match.group(1).replace(",", "."))


def session_checks(library: Library, patient: Patient, domain: FollowDomain, today: dt.date) -> list[Check]:
    """What sessions up to a day say of a domain, the oldest first; a session that was not given counts too."""
    if domain.session_item == _SCORE:
        scores = known_scores(Facts(patient.case, library, today))
        return [Check(one.on, "score", result=one.scale, value=one.total) for one in scores]
    found = []
    for log in logs_of(patient):
        day, predose = day_of(log), log.session().predose
        if day is None or day > today or predose is None:
            continue
        said = _pressure(predose) if domain.session_item == _PRESSURE else _answer(predose, domain.session_field)
        if said is not None:
            found.append(Check(day, "session", key=log.id, result=said))
    return sorted(found, key=lambda one: one.on)


def _answer(predose: Predose, field: str | None) -> str | None:
    value = None if field is None else getattr(predose, field, None)
    return None if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _pressure(predose: Predose) -> str | None:
    readings = [one for one in predose.blood_pressure or () if None not in one]
    return f"{readings[-1][0]}/{readings[-1][1]}" if readings else None
