"""The pre-dose checklist of one session: each item judged, overrides weighed, the worst item decides (decisions 27, 32 to 36, 63, 64, 70, 71)."""

import math
from collections.abc import Callable, Mapping
from typing import Final

from trd_desk.content.session_models import PredoseItem
from trd_desk.engine.session_facts import SessionFacts, clock_time, minutes_of
from trd_desk.engine.session_results import ItemResult, PredoseItemResult, PredoseResult
from trd_desk.engine.verdict import Reason
from trd_desk.record.people import name_key
from trd_desk.record.session_models import Override

ORDER: Final[tuple[ItemResult, ...]] = ("stop", "hold", "incomplete", "override", "note", "pass")

Finding = tuple[ItemResult, Reason]


def predose_of(session: SessionFacts) -> PredoseResult:
    """The checklist of a session; an item whose answers are missing is incomplete, also where the checklist was not begun."""
    items = tuple(_item(session, rule) for rule in session.library.predose.item)
    return PredoseResult(min((item.result for item in items), key=ORDER.index), items, _earliest(session, items))


def _item(session: SessionFacts, rule: PredoseItem) -> PredoseItemResult:
    needed = not rule.products or session.record.product in rule.products or session.has_condition(rule.conditions)
    result, because = (
        worst(_RULES[rule.rule](session, rule)) if needed else ("pass", Reason("predose_not_needed", True, {"item": rule.label}))
    )
    if result not in ("hold", "override") or not rule.overridable:
        return PredoseItemResult(rule.id, result, because)
    override = next((one for one in session.record.overrides if one.item == rule.id and _lifts(one, result)), None)
    if override is None:
        return PredoseItemResult(rule.id, result, because)
    names = (override.by,) if result == "override" else (override.by, override.second_by)
    facts = {"item": rule.label, "was": result, "people": tuple(name for name in names if name)}
    return PredoseItemResult(rule.id, "note", Reason("predose_overridden", None, facts), result)


def worst(findings: tuple[Finding, ...]) -> Finding:
    """The worst of several findings; the first of them where several are as bad."""
    return min(findings, key=lambda finding: ORDER.index(finding[0]))


def _lifts(override: Override, result: ItemResult) -> bool:
    """Whether an override makes a note of an item: a named prescriber with a reason, and for a hold a second person too."""
    by, second = _person(override.by), _person(override.second_by)
    if override.role != "prescriber" or not by or not (override.reason or "").strip():
        return False
    return result == "override" or second not in ("", by)


def _person(name: str | None) -> str:
    """A name as two signatures are compared: full stops and hyphens do not make another person either."""
    return " ".join("".join(letter if letter.isalnum() else " " for letter in name_key(name or "")).split())


def _earliest(session: SessionFacts, items: tuple[PredoseItemResult, ...]) -> str | None:
    """The first time at which every item that waits for time to pass would pass; an overridden item waits no more."""
    results = {item.id: item.result for item in items}
    waits = [
        rule.wait_minutes - _minutes_since(session, rule)
        for rule in session.library.predose.item
        if rule.wait_minutes is not None and results[rule.id] == rule.otherwise
    ]
    if not waits or session.predose.at is None:
        return None
    return clock_time(minutes_of(session.predose.at) + math.ceil(max(waits)))


def _minutes_since(session: SessionFacts, rule: PredoseItem) -> float:
    value: float | None = getattr(session.predose, rule.field or "", None)
    return 0 if value is None else value


# ------------------------------------------------------------------------------------------------------------------ findings


def _passes(rule: PredoseItem) -> Finding:
    return "pass", Reason("predose_in_order", True, {"item": rule.label})


def _missing(rule: PredoseItem) -> Finding:
    return "incomplete", Reason("predose_not_answered", None, {"item": rule.label})


def _says(rule: PredoseItem, result: ItemResult, answer: str) -> Finding:
    return result, Reason("predose_says", None if result == "note" else False, {"item": rule.label, "says": rule.says[answer]})


def _word(value: object) -> str:
    """An answer as the content names it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _answered(session: SessionFacts, rule: PredoseItem, field: str | None = None) -> Finding:
    """The result of a plain answer."""
    value = getattr(session.predose, field or rule.field or "")
    if value is None:
        return _missing(rule)
    result = rule.answers[_word(value)]
    return _passes(rule) if result == "pass" else _says(rule, result, _word(value))


def _answer(session: SessionFacts, rule: PredoseItem) -> tuple[Finding, ...]:
    return (_answered(session, rule),)


def _measure(session: SessionFacts, rule: PredoseItem) -> tuple[Finding, ...]:
    value: float | None = getattr(session.predose, rule.field or "")
    if value is None or rule.normal is None or rule.tolerated is None:
        return (_missing(rule),)
    if rule.normal[0] <= value <= rule.normal[1]:
        return (_passes(rule),)
    result: ItemResult = "override" if rule.tolerated[0] <= value <= rule.tolerated[1] else "hold"
    facts = {"item": rule.label, "measured": value, "in": rule.unit, "from": rule.normal[0], "to": rule.normal[1]}
    return ((result, Reason("predose_measured", False, facts)),)


def _wait(session: SessionFacts, rule: PredoseItem) -> tuple[Finding, ...]:
    if rule.only_if is not None:
        used = getattr(session.predose, rule.only_if)
        if used is not True:
            return (_missing(rule) if used is None else _passes(rule),)
    value: float | None = getattr(session.predose, rule.field or "")
    if value is None or rule.wait_minutes is None or rule.otherwise is None:
        return (_missing(rule),)
    if value >= rule.wait_minutes:
        return (_passes(rule),)
    return ((rule.otherwise, Reason("predose_wait", False, {"item": rule.label, "ago": value, "wait": rule.wait_minutes})),)


def _stop_list(session: SessionFacts, rule: PredoseItem) -> tuple[Finding, ...]:
    """The patient's contraindications, and whether they were asked again today (decisions 33 and 64)."""
    found = []
    for level, result in rule.answers.items():
        labels = [one.label for one in session.library.conditions if one.level == level and session.has_condition((one.id,))]
        age = session.age
        labels += [
            one.label
            for one in session.library.age_rules
            if age is not None and one.level == level and one.under is not None and age < one.under
        ]
        if labels:
            found.append(
                (
                    result,
                    Reason(
                        "predose_conditions", None if result == "note" else False, {"item": rule.label, "present": tuple(labels)}
                    ),
                )
            )
    if session.predose.stop_list_asked is not True:
        found.append(_says(rule, "incomplete", "incomplete"))
    return (*found, _passes(rule))


def _blood_pressure(session: SessionFacts, rule: PredoseItem) -> tuple[Finding, ...]:
    """The last reading by its worse number; a raised one is repeated before it is judged, a high one is judged at once."""
    readings = [reading for reading in session.predose.blood_pressure or () if reading != (None, None)]
    if not readings:
        return (_missing(rule),)
    systolic, diastolic = readings[-1]
    limits = rule.numbers
    facts = {
        "item": rule.label,
        "sbp": systolic,
        "dbp": diastolic,
        "highest_pressure": (int(limits["pass_systolic"]), int(limits["pass_diastolic"])),
    }

    def at_least(tier: str) -> bool:
        return (systolic is not None and systolic >= limits[f"{tier}_systolic"]) or (
            diastolic is not None and diastolic >= limits[f"{tier}_diastolic"]
        )

    found: list[Finding] = []
    if at_least("stop"):
        found.append(("stop", Reason("predose_pressure", False, facts)))
    if at_least("hold") or (systolic is not None and systolic < limits["low_systolic"]):
        found.append(("hold", Reason("predose_pressure", False, facts)))
    raised = (systolic or 0) > limits["pass_systolic"] or (diastolic or 0) > limits["pass_diastolic"]
    if raised and not found:
        once = len(readings) == 1
        reason = (
            Reason("predose_pressure_repeat", None, {**facts, "after": limits["repeat_minutes"]})
            if once
            else Reason("predose_pressure", False, facts)
        )
        found.append(("incomplete" if once else "override", reason))
    if systolic is None or diastolic is None:
        found.append(_missing(rule))
    return (*found, _passes(rule))


def _pregnancy(session: SessionFacts, rule: PredoseItem) -> tuple[Finding, ...]:
    if session.facts.case.patient.sex == "male":
        return (_passes(rule),)
    possible = session.predose.pregnancy_possible
    if possible is not True:
        return (_missing(rule) if possible is None else _passes(rule),)
    return (_answered(session, rule),)


def _sedative(session: SessionFacts, rule: PredoseItem) -> tuple[Finding, ...]:
    answers, found = session.predose, []
    if answers.drowsy:
        found.append(_says(rule, rule.answers["drowsy"], "drowsy"))
    if (
        answers.sedative_used
        and answers.hours_since_sedative is not None
        and answers.hours_since_sedative <= rule.numbers["hours"]
    ):
        found.append(_says(rule, rule.answers["recent"], "recent"))
    daily = answers.daily_diazepam_equivalent_mg
    if daily is not None and daily > rule.numbers["daily_mg"]:
        found.append(_says(rule, rule.answers["daily"], "daily"))
    hours_missing = answers.sedative_used and answers.hours_since_sedative is None
    if hours_missing or answers.sedative_used is None or daily is None or answers.drowsy is None:
        found.append(_missing(rule))
    return (*found, _passes(rule))


def _alcohol_and_drugs(session: SessionFacts, rule: PredoseItem) -> tuple[Finding, ...]:
    values = {name: getattr(session.predose, name) for name in rule.answers}
    found = [_says(rule, rule.answers[name], name) for name, value in values.items() if value]
    if any(value is None for value in values.values()):
        found.append(_missing(rule))
    return (*found, _passes(rule))


def _weight(session: SessionFacts, rule: PredoseItem) -> tuple[Finding, ...]:
    limits, kg, days = session.library.dosing.weight, session.weight_kg, session.weight_days
    found: list[Finding] = []
    if kg is not None and not limits.low_kg <= kg <= limits.high_kg:
        found.append(
            (
                "hold",
                Reason(
                    "predose_weight_range", False, {"item": rule.label, "kg": kg, "from": limits.low_kg, "to": limits.high_kg}
                ),
            )
        )
    if kg is not None and days is not None and days > limits.valid_days:
        found.append(("hold", Reason("predose_weight_old", False, {"item": rule.label, "days": days, "most": limits.valid_days})))
    if kg is None or days is None:
        found.append(_missing(rule))
    return (*found, _passes(rule))


def _airway(session: SessionFacts, rule: PredoseItem) -> tuple[Finding, ...]:
    if session.bmi is None:
        return (("note", Reason("predose_bmi_unknown", None, {"item": rule.label})),)
    return (_answered(session, rule),) if session.bmi >= rule.numbers["bmi"] else (_passes(rule),)


def _interval(session: SessionFacts, rule: PredoseItem) -> tuple[Finding, ...]:
    found = [_answered(session, rule)]
    if session.record.product in rule.counted:
        days, most = int(rule.numbers["days"]), int(rule.numbers["sessions"])
        count = counted_sessions(session, rule)
        if count > most:
            facts = {"item": rule.label, "count": count, "days": days, "most": most}
            found.append((rule.answers["too_many"], Reason("predose_interval", False, facts)))
    return tuple(found)


def counted_sessions(session: SessionFacts, rule: PredoseItem) -> int:
    """How many sessions of the counted products lie within the rule's days, this one included (decision 64)."""
    days = int(rule.numbers["days"])
    return 1 + sum(one.record.product in rule.counted and (session.day - one.day).days < days for one in session.earlier)


def _antihypertensive(session: SessionFacts, rule: PredoseItem) -> tuple[Finding, ...]:
    """Not answered passes only where the complete list of medicines holds none, each of them being known (decision 71)."""
    case, library = session.facts.case, session.library
    if session.predose.antihypertensive_taken is not None:
        return (_answered(session, rule),)
    groups = [library.interactions_of(medication.drug) for medication in case.medications]
    none_taken = all(known and not any("antihypertensive" in group.kinds for group in known) for known in groups)
    return (_passes(rule) if case.medications_reviewed and none_taken else _missing(rule),)


_RULES: Final[Mapping[str, Callable[[SessionFacts, PredoseItem], tuple[Finding, ...]]]] = {
    "answer": _answer,
    "measure": _measure,
    "wait": _wait,
    "stop_list": _stop_list,
    "blood_pressure": _blood_pressure,
    "pregnancy": _pregnancy,
    "sedative": _sedative,
    "alcohol_and_drugs": _alcohol_and_drugs,
    "weight": _weight,
    "airway": _airway,
    "interval": _interval,
    "antihypertensive": _antihypertensive,
}
