"""Whether a session that is to be planned fits its course, the days of a template, and whether a higher dose can be offered."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from trd_desk.content.course_models import Template
from trd_desk.content.library import Library
from trd_desk.engine.course import position_of, session_limit
from trd_desk.engine.course_records import day_of, logs_of, state_of, was_given
from trd_desk.engine.course_results import CoursePosition, CourseSession, PlanFit, TitrationHint
from trd_desk.engine.dosing import dose_of
from trd_desk.engine.facts import Facts
from trd_desk.engine.session_facts import session_order
from trd_desk.engine.session_results import DoseResult
from trd_desk.engine.verdict import Assessment, Question, Reason, Tri
from trd_desk.record.fold import Patient
from trd_desk.record.session_log import SessionLog
from trd_desk.record.session_models import Session

# The weight is measured again on the day: what is old or missing of it today says nothing about a plan.
_FAULTS_OF_THE_DAY: Final = frozenset({"dose_weight_old", "dose_weight_range"})
_ASKED_ON_THE_DAY: Final = frozenset({"weight", "weight_on", "planned_dose"})
_DAY: Final = dt.timedelta(days=1)


def plan_of(library: Library, patient: Patient, session: Session, today: dt.date, others: Sequence[Session] = ()) -> PlanFit:
    """How a session that is to be planned or changed fits; it replaces the one of the same id, and `others` are planned with it.

    Week, number and first ever are worked out from what the record has; what the session says of them itself stands.
    """
    day = session.on or today
    known = session.model_copy(update={"on": day})
    # A session that is entered afterwards counts as it would have on its day.
    then = min(day, today)
    patient = _uncounted(library, patient, known.product, today, known.id)
    before = position_of(library, _without(patient, known.id), then, known.product)
    position = position_of(library, _with(patient, [*others, known]), then, known.product, max(day, today))
    own = next(one for one in position.sessions if one.id == known.id)
    beside = [one for one in position.sessions if one.id != known.id and one.state != "cancelled" and one.day is not None]
    first = known.first if known.first is not None else _first(before, beside, day)
    week = next((one for one in position.weeks if one.first <= day <= one.last), None)
    told = known.model_copy(update={"week": own.week, "number": own.number, "first": first})
    dose = None if known.planned is None or known.given is not None else _dose(library, patient, told, others)
    warns = [*(dose.warnings if dose else ()), *_same_day(patient, known, others)]
    warns += [*_too_close(library, known.product, day, beside), *_too_many(library, known.product, day, beside)]
    if week is not None and known.given is None:
        warns += _off_phase(before, day, beside, week.phase.caution if week.phase else "", week.beyond.after if week.beyond else "")
        if week.phase is not None and week.phase.every_weeks[1] == 1:
            same = sum(week.first <= one.day <= week.last for one in beside if one.day is not None)
            if same >= week.phase.sessions:
                facts = {"week": week.number, "sessions": same, "frequency": week.phase.frequency}
                warns.append(Reason("course_phase_full", None, facts))
    if session.week is not None:
        warns += [one for one in position.disagreements if one.code == "course_week_disagrees" and one.facts["day"] == day]
    return PlanFit(
        week=own.week,
        number=own.number,
        first=first,
        phase=None if week is None else week.phase,
        dose=dose,
        stops=tuple(one for one in (dose.blocked_because if dose else ()) if one.code not in _FAULTS_OF_THE_DAY),
        warns=tuple(warns),
        questions=tuple(one for one in (dose.questions if dose else ()) if one.code not in _ASKED_ON_THE_DAY),
    )


def _with(patient: Patient, sessions: Iterable[Session]) -> Patient:
    logs = {log.id: log for log in logs_of(patient)}
    for one in sessions:
        old = logs.get(one.id)
        logs[one.id] = SessionLog(one.id, one) if old is None else replace(old, plan=one)
    return replace(patient, sessions=logs)


def _without(patient: Patient, name: str) -> Patient:
    logs = {log.id: log for log in logs_of(patient) if log.id != name}
    case = patient.case.model_copy(update={"sessions": tuple(one for one in patient.case.sessions if one.id != name)})
    return replace(patient, sessions=logs, case=case)


def _first(before: CoursePosition, beside: Iterable[CourseSession], day: dt.date) -> Tri:
    """Whether a session on this day is the first ever of its product: not if another is given or planned before it."""
    return False if any(one.day is not None and one.day <= day and one.state != "unrecorded" for one in beside) else before.first


def _dose(library: Library, patient: Patient, session: Session, others: Iterable[Session]) -> DoseResult:
    """What the dose rules say of the plan, cancelled sessions left out."""
    logs = [log for log in logs_of(patient) if log.id != session.id and (was_given(log) or log.end is None)]
    told = {one.id: one for one in patient.case.sessions}
    sessions = [told.get(log.id, log.plan) for log in logs]
    case = patient.case.model_copy(update={"sessions": (*sessions, *others, session)})
    facts = Facts(case, library, session.on or dt.date.min)
    return dose_of(next(one for one in session_order(facts) if one.record.id == session.id))


def _same_day(patient: Patient, session: Session, others: Iterable[Session]) -> Iterator[Reason]:
    """Whether another session of any product lies on the same day."""
    logs = [log for log in logs_of(patient) if log.id != session.id and (was_given(log) or log.end is None)]
    days = [day_of(log) for log in logs] + [one.on for one in others if one.id != session.id]
    if session.on in days:
        yield Reason("course_same_day", False, {"day": session.on})


def _too_close(library: Library, product: str, day: dt.date, beside: Iterable[CourseSession]) -> Iterator[Reason]:
    """The sessions next to a day with fewer full days between than the spacing asks for."""
    rule = library.course.spacing_of(product)
    if rule is None:
        return
    days = sorted(one.day for one in beside if one.day is not None and one.day != day)
    earlier = [other for other in days if other < day][-1:]
    later = [other for other in days if other > day][:1]
    for other in (*earlier, *later):
        between = abs((day - other).days) - 1
        if between < rule.full_days:
            facts = {"other_day": other, "between": between, "asked_days": rule.full_days, "says": rule.says, "after": other < day}
            yield Reason("course_too_close", False, facts)


def _too_many(library: Library, product: str, day: dt.date, beside: Iterable[CourseSession]) -> Iterator[Reason]:
    """Whether any span of so many days around a day would hold more sessions than are planned at most."""
    limit = session_limit(library, product)
    if limit is None:
        return
    length, most = limit
    days = [one.day for one in beside if one.day is not None]
    starts = [day - back * _DAY for back in range(length)]
    count = max(sum(start <= other < start + length * _DAY for other in days) for start in starts) + 1
    if count > most:
        yield Reason("course_too_many", False, {"count": count, "days": length, "most": most})


def _off_phase(before: CoursePosition, day: dt.date, beside: Iterable[CourseSession], caution: str, after: str) -> Iterator[Reason]:
    """What the phase says against the day: a caution, that every phase is over, or that the session comes later than is asked."""
    if caution:
        yield Reason("course_caution", None, {"says": caution})
    if after:
        yield Reason("course_beyond", False, {"says": after})
    due = before.due
    sooner = any(one.day is not None and before.today <= one.day < day and one.state == "planned" for one in beside)
    if due is not None and day > due.closes and not sooner:
        yield Reason("course_after_window", None, {"opens": due.opens, "closes": due.closes, "frequency": due.phase.frequency})


# ------------------------------------------------------------------------------------------------------- plans beside a plan


def renumbered(
    library: Library, patient: Patient, product: str, today: dt.date, plans: Iterable[Session] = (), removed: Iterable[str] = ()
) -> tuple[Session, ...]:
    """The other planned sessions whose worked-out number, week or being the first changes when some are planned or taken away.

    What a person has recorded otherwise than the count stays; no day is ever changed.
    """
    plans, gone = tuple(plans), frozenset(removed)
    left = replace(patient, sessions={log.id: log for log in logs_of(patient) if log.id not in gone})
    before = _counted(library, patient, product, today)
    after = _counted(library, _with(left, plans), product, today)
    found = []
    for log in logs_of(left):
        if log.id not in before or log.id not in after or any(one.id == log.id for one in plans):
            continue
        said = {name: getattr(log.plan, name) for name in ("number", "week", "first")}
        was, now = before[log.id], after[log.id]
        changes = {name: now[name] for name in said if said[name] is not None and said[name] == was[name] and now[name] not in (None, said[name])}
        if changes:
            found.append(log.plan.model_copy(update=changes))
    return tuple(found)


def _uncounted(library: Library, patient: Patient, product: str, today: dt.date, leave: str) -> Patient:
    """The patient without the numbers and weeks that stand with planned sessions only because they were counted, so that they count anew."""
    counted = _counted(library, patient, product, today)
    logs = {}
    for log in logs_of(patient):
        own = counted.get(log.id, {}) if log.id != leave else {}
        same = {name: None for name in ("number", "week") if getattr(log.plan, name) is not None and getattr(log.plan, name) == own.get(name)}
        logs[log.id] = replace(log, plan=log.plan.model_copy(update=same)) if same else log
    return replace(patient, sessions=logs)


def _counted(library: Library, patient: Patient, product: str, today: dt.date) -> dict[str, dict[str, Any]]:
    """Number, week and first of each planned session by the count alone, whatever is recorded with it."""
    bare = {}
    for log in logs_of(patient):
        ahead = log.plan.product == product and state_of(log, today) == "planned"
        bare[log.id] = replace(log, plan=log.plan.model_copy(update={"number": None, "week": None, "first": None})) if ahead else log
    position = position_of(library, replace(patient, sessions=bare), today, product)
    ahead_of = [one for one in position.sessions if one.state == "planned"]
    return {
        one.id: {"number": one.number, "week": one.week, "first": position.first if place == 0 else False} for place, one in enumerate(ahead_of)
    }


# ------------------------------------------------------------------------------------------------------------------- templates


def template_start(library: Library, patient: Patient, template: Template, today: dt.date) -> dt.date:
    """The day that a template is proposed from where none is named: after what is planned already, else when the next is due, else today."""
    position = position_of(library, patient, today, template.product)
    ahead = [one.day for one in position.ahead if one.day is not None]
    if ahead:
        return max(ahead) + (template.days[1] - template.days[0]) * _DAY
    return today if position.due is None else max(today, position.due.opens)


def template_days(template: Template, first: dt.date) -> tuple[dt.date, ...]:
    """The days of a template that begins on a day."""
    return tuple(first + (day - 1) * _DAY for day in template.days)


# ------------------------------------------------------------------------------------------------------------------- titration


def titration_of(library: Library, patient: Patient, position: CoursePosition, assessment: Assessment) -> TitrationHint | None:
    """Whether a higher dose can be offered, None where the rule does not apply: never more than a hint.

    The rule asks for a session at its dose, no red alarm in any such session, and a response below the clinic's cut on a score taken
    after the first of them (setting `response_fall_percent`).
    """
    rule = next((one for one in library.course.titration if one.product == position.product), None)
    last = position.last
    if rule is None or last is None or last.dose_mg != rule.from_mg or position.indication != rule.indication:
        return None
    at_dose = [one for one in position.own if one.was_given and one.dose_mg == rule.from_mg]
    alarms = {one.id: () if one.monitoring is None else one.monitoring.alarms for one in assessment.sessions}
    facts = {"mg": rule.from_mg, "to": rule.to_mg, "cut": library.number("response_fall_percent")}
    if any(alarm.level == "red" for one in at_dose for alarm in alarms.get(one.id, ())):
        return TitrationHint(rule, False, Reason("course_titration_red", False, facts))
    outcome = assessment.outcomes
    since = at_dose[0].day
    scored = [score.on for score in patient.case.scores if score.scale == outcome.scale and score.on <= position.today]
    if outcome.response is None or outcome.scale is None or since is None or max(scored, default=since) <= since:
        scale = outcome.scale or library.names("scale_order")[0]
        question = Question("score", f"scores.{scale}", {"scale": scale})
        return TitrationHint(rule, None, Reason("course_titration_unknown", None, facts), question)
    if outcome.response:
        return None
    return TitrationHint(rule, True, Reason("course_titration", True, {**facts, "percent": round(outcome.fall_percent or 0, 1), "says": rule.says}))
