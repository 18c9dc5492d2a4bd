"""The dose of one session: worked out, rounded, and held against its limits and the label (decisions 26, 40, 63, 70, 71)."""

import itertools
from dataclasses import dataclass

from trd_desk.content.session_models import DosingRules, SprayRule, WeightRoute
from trd_desk.engine.session_facts import SessionFacts, rounded
from trd_desk.engine.session_results import DoseResult, DoseVerdict
from trd_desk.engine.verdict import Question, Reason

MINUTES_AN_HOUR = 60


def dose_of(session: SessionFacts) -> DoseResult:
    """The dose of a session's plan."""
    rules = session.library.dosing
    if session.record.product == rules.spray.product:
        return _spray(session, rules)
    route = next(route for route in rules.route if route.product == session.record.product)
    return _by_weight(session, rules, route)


def _question(session: SessionFacts, code: str, field: str) -> Question:
    return Question(code, field.format(id=session.record.id))


def _planned(session: SessionFacts) -> Question:
    return _question(session, "planned_dose", "sessions.{id}.planned")


def _verdict(blocked: object, unknown: object, warnings: object) -> DoseVerdict:
    if blocked:
        return "blocked"
    if unknown:
        return "cannot_say"
    return "warn" if warnings else "ok"


# --------------------------------------------------------------------------------------------------------------- by weight


def ideal_kg(session: SessionFacts) -> float | None:
    """Devine's ideal weight in kg, or None where sex or height is unknown."""
    patient, rule = session.facts.case.patient, session.library.dosing.ideal
    if patient.height_cm is None or patient.sex not in ("male", "female"):
        return None
    base = rule.male_kg if patient.sex == "male" else rule.female_kg
    return base + rule.kg_per_inch * max(patient.height_cm / rule.cm_per_inch - rule.from_inches, 0)


def _by_weight(session: SessionFacts, rules: DosingRules, route: WeightRoute) -> DoseResult:
    plan = session.planned
    blocked = _weight_faults(session, rules)
    questions = _weight_questions(session)
    kg = ideal_kg(session) if plan.basis == "ideal" else session.weight_kg
    per_kg = plan.mg_per_kg
    if per_kg is None and plan.dose_mg is not None and kg is not None:
        per_kg = round(plan.dose_mg / kg, 9)
    raw = plan.dose_mg if plan.mg_per_kg is None else None if kg is None else round(plan.mg_per_kg * kg, 6)
    if plan.mg_per_kg is None and plan.dose_mg is None:
        questions = (*questions, _planned(session))
    if per_kg is not None and per_kg > route.maximum_mg_per_kg:
        blocked.append(Reason("dose_limit", False, {"says": route.says_above_maximum}))
    mg = None if raw is None or kg is None else rounded(raw, route.round_to_mg)
    if (
        plan.mg_per_kg is not None
        and plan.dose_mg is not None
        and mg is not None
        and rounded(plan.dose_mg, route.round_to_mg) != mg
    ):
        blocked.append(Reason("dose_differs", False, {"planned": plan.dose_mg, "worked_out": mg}))
    warnings = _route_warnings(session, route, per_kg)
    mg = None if blocked else mg
    rate = None if mg is None or route.infusion_minutes is None else mg * MINUTES_AN_HOUR / route.infusion_minutes
    bag = (
        None
        if rate is None or plan.bag_ml is None or route.infusion_minutes is None
        else plan.bag_ml * MINUTES_AN_HOUR / route.infusion_minutes
    )
    return DoseResult(
        verdict=_verdict(blocked, questions, warnings),
        mg=mg,
        raw_mg=raw,
        devices=None,
        rate_mg_h=None if rate is None else round(rate, 6),
        rate_ml_h=None if bag is None else round(bag, 6),
        ideal_mg=_ideal_mg(session, route, per_kg),
        warnings=tuple(warnings),
        blocked_because=tuple(blocked),
        questions=() if blocked else tuple(questions),
    )


def _weight_faults(session: SessionFacts, rules: DosingRules) -> list[Reason]:
    kg, days, rule = session.weight_kg, session.weight_days, rules.weight
    found = []
    if kg is not None and not rule.low_kg <= kg <= rule.high_kg:
        found.append(Reason("dose_weight_range", False, {"kg": kg, "from": rule.low_kg, "to": rule.high_kg}))
    if kg is not None and days is not None and days > rule.valid_days:
        found.append(Reason("dose_weight_old", False, {"days": days, "most": rule.valid_days}))
    return found


def _weight_questions(session: SessionFacts) -> tuple[Question, ...]:
    """What is missing of the weight that the dose goes by."""
    patient = session.facts.case.patient
    if session.planned.basis == "ideal":
        height = () if patient.height_cm is not None else (Question("height", "patient.height_cm"),)
        sex = () if patient.sex in ("male", "female") else (Question("sex", "patient.sex"),)
        return (*height, *sex)
    if session.weight_kg is None:
        return (Question("weight", "patient.weight_kg"),)
    return () if session.weight_days is not None else (Question("weight_on", "patient.weight_on"),)


def _route_warnings(session: SessionFacts, route: WeightRoute, per_kg: float | None) -> list[Reason]:
    found = []
    usual = route.usual_mg_per_kg
    if usual is not None and per_kg is not None:
        if per_kg > usual and not (session.planned.reason or "").strip():
            found.append(Reason("dose_unusual", None, {"says": route.says_above_usual}))
        if per_kg < usual:
            found.append(Reason("dose_unusual", None, {"says": route.says_below_usual}))
    asked_from = route.basis_asked_from_bmi
    if asked_from is not None and session.planned.basis is None and session.bmi is not None and session.bmi >= asked_from:
        found.append(Reason("dose_unusual", None, {"says": route.says_basis}))
    return found


def _ideal_mg(session: SessionFacts, route: WeightRoute, per_kg: float | None) -> float | None:
    """The dose by ideal weight, shown beside the other where the BMI asks for a choice."""
    asked_from, kg = route.basis_asked_from_bmi, ideal_kg(session)
    if asked_from is None or per_kg is None or kg is None or session.bmi is None or session.bmi < asked_from:
        return None
    return rounded(per_kg * kg, route.round_to_mg)


# ------------------------------------------------------------------------------------------------------------------- spray


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the label says for one combination of what is unknown."""

    verdict: DoseVerdict
    blocked: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()


def _spray(session: SessionFacts, rules: DosingRules) -> DoseResult:
    dose, spray = session.planned.dose_mg, rules.spray
    if dose is None:
        return DoseResult("cannot_say", None, None, None, None, None, None, (), (), (_planned(session),))
    blocked: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()
    questions: tuple[Question, ...] = ()
    if dose not in spray.doses_mg:
        blocked = (Reason("dose_limit", False, {"says": spray.says_other_dose}),)
    else:
        before = session.before
        if before is not None and before.dose_mg is not None and dose - before.dose_mg > spray.largest_rise_mg:
            blocked = (Reason("dose_rise", False, {"says": spray.says_rise, "from": before.dose_mg, "to": dose}),)
        elif before is not None and before.dose_mg is None and dose - min(spray.doses_mg) > spray.largest_rise_mg:
            questions = (_question(before, "dose_before", "sessions.{id}.given.dose_mg"),)
        reading, asked = _by_label(session, rules, dose)
        blocked = (*blocked, *reading.blocked)
        warnings = reading.warnings
        questions = (*questions, *asked)
    shown = None if blocked else dose
    return DoseResult(
        verdict=_verdict(blocked, questions, warnings),
        mg=shown,
        raw_mg=dose,
        devices=None if shown is None else round(shown / spray.device_mg),
        rate_mg_h=None,
        rate_ml_h=None,
        ideal_mg=None,
        warnings=warnings,
        blocked_because=blocked,
        questions=() if blocked else questions,
    )


def _by_label(session: SessionFacts, rules: DosingRules, dose: float) -> tuple[_Reading, tuple[Question, ...]]:
    """What the label says of a dose: on every case of what is unknown; where they differ, the questions that would settle it."""
    region, age, indication, first = session.facts.case.licence_region, session.age, session.record.indication, session.first
    older = None if age is None else age >= rules.spray.older_from_age
    regions = (region,) if region else tuple(dict.fromkeys(one for rule in rules.spray_rule for one in rule.regions))
    ages = ("younger", "older") if older is None else ("older",) if older else ("younger",)
    whens = ("first", "later") if first is None else ("first",) if first else ("later",)
    indications = (indication,) if indication else ("trd", "emergency")
    cases = itertools.product(indications, regions, ages, whens)
    readings = [_label(next(rule for rule in rules.spray_rule if _fits(rule, *case)), dose) for case in cases]
    asked = tuple(
        question
        for missing, question in (
            (age is None, Question("birth_date", "patient.birth_date")),
            (region is None, Question("licence_region", "licence_region")),
            (indication is None, _question(session, "indication", "sessions.{id}.indication")),
            (first is None, _question(session, "first_session", "sessions.{id}.first")),
        )
        if missing
    )
    agree = len({reading.verdict for reading in readings}) == 1
    # Decision 63: the first dose is not told without age and region, whichever of them would decide.
    first_unknown = first is True and (age is None or region is None) and readings[0].verdict != "blocked"
    if agree and not first_unknown:
        return readings[0], ()
    return _Reading("cannot_say"), asked


def _fits(rule: SprayRule, indication: str, region: str, age: str, when: str) -> bool:
    return rule.indication == indication and region in rule.regions and age in rule.ages and when in rule.when


def _label(rule: SprayRule, dose: float) -> _Reading:
    if dose in rule.blocked:
        return _Reading("blocked", blocked=(Reason("dose_limit", False, {"says": rule.says_blocked}),))
    if dose in rule.warn:
        return _Reading("warn", warnings=(Reason("dose_unusual", None, {"says": rule.says_warn}),))
    return _Reading("ok")
