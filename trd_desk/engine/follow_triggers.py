"""Which findings of the follow-up ask for something: ticked by a person, or worked out from answers, values and scores."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from trd_desk.content.followup_models import FollowDomain, Trigger
from trd_desk.content.library import Library
from trd_desk.engine.decision_results import Check, TriggerState
from trd_desk.engine.facts import Facts
from trd_desk.engine.outcomes import baseline_place, known_scores
from trd_desk.record.fold import Patient

if TYPE_CHECKING:
    from trd_desk.engine.verdict import Tri


def triggers_of(
    library: Library,
    patient: Patient,
    domain: FollowDomain,
    today: dt.date,
    baseline: Check | None,
    own: Sequence[Check],
    at_sessions: Sequence[Check],
) -> Iterator[TriggerState]:
    """Each trigger of a domain: yes as soon as anything fulfils it, no where what could is known and does not, else unknown."""
    checks = [one for one in own if one.fact is not None]
    for trigger in domain.trigger:
        found = [
            *_ticked(trigger, checks),
            *_by_value(trigger, baseline, own),
            *_at_session(trigger, at_sessions),
            *_by_scores(library, patient, trigger, today),
        ]
        told = next((one for one in found if one.fulfilled), None) or next((one for one in found if one.fulfilled is None), None)
        yield told or (found[0] if found else TriggerState(trigger, None))


def _ticked(trigger: Trigger, checks: Sequence[Check]) -> Iterator[TriggerState]:
    """By the last check; one that nobody ticks because the program sees it has no say unless it was ticked."""
    last = checks[-1] if checks else None
    if last is None or last.fact is None:
        if not trigger.worked_out:
            yield TriggerState(trigger, None)
    elif trigger.id in last.fact.triggers:
        yield TriggerState(trigger, fulfilled=True, on=last.on, source="follow_up")
    elif not trigger.worked_out:
        # A check that does not say what was found has not ruled anything out.
        asked = last.fact.nothing_found is not None
        yield TriggerState(trigger, fulfilled=False if asked else None, on=last.on, source="follow_up")


def _by_value(trigger: Trigger, baseline: Check | None, own: Sequence[Check]) -> Iterator[TriggerState]:
    """By the last value, or by its fall since the baseline, which is the first value where none lies before the course."""
    if trigger.above is None and trigger.fall is None:
        return
    valued = [one for one in own if one.value is not None]
    last = valued[-1] if valued else None
    if last is None or last.value is None:
        yield TriggerState(trigger, None)
        return
    if trigger.above is not None:
        yield TriggerState(trigger, last.value > trigger.above, last.on, last.source, now=last.value)
    if trigger.fall is not None:
        first = baseline if baseline is not None and baseline.value is not None else valued[0]
        fulfilled: Tri = None if first is last or first.value is None else first.value - last.value >= trigger.fall
        yield TriggerState(trigger, fulfilled, last.on, last.source, was=first.value, now=last.value)


def _at_session(trigger: Trigger, at_sessions: Sequence[Check]) -> Iterator[TriggerState]:
    """By the answer of the latest session that has one, or by its rise since the session before."""
    last = at_sessions[-1] if at_sessions else None
    if trigger.session_answers:
        yield TriggerState(trigger, None if last is None else last.result in trigger.session_answers, None if last is None else last.on, "session")
    if trigger.session_rise:
        order = trigger.session_rise
        told = [one for one in at_sessions if one.result in order]
        rose: Tri = None
        if len(told) > 1:
            rose = order.index(told[-1].result or "") > order.index(told[-2].result or "")
        yield TriggerState(trigger, rose, told[-1].on if told else None, "session")


def _by_scores(library: Library, patient: Patient, trigger: Trigger, today: dt.date) -> Iterator[TriggerState]:
    if trigger.outcome == "loss_of_gain":
        yield _loss_of_gain(library, patient, trigger, today)
    elif trigger.outcome == "high_scores":
        yield _high_scores(library, patient, trigger, today)


def _loss_of_gain(library: Library, patient: Patient, trigger: Trigger, today: dt.date) -> TriggerState:
    """As the page of outcomes says it, on the scale with the most scores."""
    from trd_desk.engine.outcome_course import course_outcomes

    chief = course_outcomes(library, patient, today).chief
    if chief is None or chief.only_baseline:
        return TriggerState(trigger, None)
    verdict = chief.of("loss_of_gain")
    value = False if verdict.of_little else verdict.value
    return TriggerState(trigger, value, chief.latest.on, "score", None if chief.best is None else chief.best.total, chief.latest.total)


def _high_scores(library: Library, patient: Patient, trigger: Trigger, today: dt.date) -> TriggerState:
    """So many scores in a row that are high again: after one since the baseline that was not."""
    scores = [one for one in known_scores(Facts(patient.case, library, today)) if one.scale == trigger.scale and one.total is not None]
    days = [one.on for one in patient.case.sessions if one.on is not None and one.on <= today]
    times, limit = trigger.times or 1, trigger.at_least or 0
    since = scores[baseline_place([one.on for one in scores], min(days, default=None)) + 1 :] if scores else []
    if not since:
        return TriggerState(trigger, None)
    high = [(one.total or 0) >= limit for one in since]
    again = len(high) > times and all(high[-times:]) and not all(high[:-times])
    return TriggerState(trigger, again, since[-1].on, "score", now=since[-1].total)
