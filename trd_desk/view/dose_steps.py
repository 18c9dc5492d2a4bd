"""How a dose was worked out: each step in words with its numbers, each limit with its source, and what would unblock it."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from trd_desk.content.library import Library
from trd_desk.content.session_models import Rule, SprayRule, WeightRoute
from trd_desk.engine.dosing import dose_of, ideal_kg
from trd_desk.engine.session_facts import SessionFacts
from trd_desk.engine.session_results import DoseResult
from trd_desk.engine.verdict import Tri
from trd_desk.i18n import _
from trd_desk.record.session_models import PlannedDose
from trd_desk.view import plain, terms
from trd_desk.view.cited import source_line
from trd_desk.view.clock_times import minutes_words
from trd_desk.view.parts import SourceLine, Stated
from trd_desk.view.shapes import MarkKind
from trd_desk.view.terms import N_


@dataclass(frozen=True, slots=True)
class NumberRow:
    """A number of the dose with its label; `strong` is the one that is given."""

    label: str
    value: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class LimitRow:
    """A limit: what it says, whether this plan keeps to it, and where it comes from."""

    text: str
    state: Stated
    source: SourceLine


def route_of(session: SessionFacts) -> WeightRoute | None:
    """The rules of a route dosed by weight; None for the spray."""
    return next((route for route in session.library.dosing.route if route.product == session.record.product), None)


def mg(value: float) -> str:
    """So many milligrams, to a hundredth."""
    return plain.measured(value, _("mg"))


def _per_minute(dose: float, minutes: float) -> str:
    """A rate in mg a minute, to a thousandth."""
    return f"{round(dose / minutes, 3):g}{plain.NBSP}{_('mg/min')}"


# ------------------------------------------------------------------------------------------------------------------ numbers


def dose_numbers(session: SessionFacts, dose: DoseResult) -> tuple[NumberRow, ...]:
    """Raw and rounded dose, devices or rates, and the dose by ideal weight where it is asked for."""
    route = route_of(session)
    found: list[NumberRow] = []
    if dose.raw_mg is not None:
        found.append(NumberRow(_("Before rounding") if route else _("Planned"), mg(dose.raw_mg)))
    if route is None:
        if dose.devices is not None:
            found.append(NumberRow(_("Devices"), plain.number(dose.devices), strong=True))
        return tuple(found)
    if dose.mg is not None:
        found.append(NumberRow(_("Dose, rounded to {step}").format(step=mg(route.round_to_mg)), mg(dose.mg), strong=True))
    if dose.mg is not None and dose.rate_mg_h is not None and route.infusion_minutes is not None:
        per_minute = _per_minute(dose.mg, route.infusion_minutes)
        found.append(NumberRow(_("Rate"), f"{plain.measured(dose.rate_mg_h, _('mg/h'))}, {per_minute}"))
    if dose.rate_ml_h is not None and session.planned.bag_ml is not None:
        bag = plain.measured(session.planned.bag_ml, _("mL"))
        found.append(NumberRow(_("Pump, bag of {bag}").format(bag=bag), plain.measured(dose.rate_ml_h, _("mL/h"))))
    ideal = ideal_kg(session)
    if dose.ideal_mg is not None and ideal is not None:
        kg = plain.measured(round(ideal, 1), _("kg"))
        found.append(NumberRow(_("By ideal weight, {kg}").format(kg=kg), mg(dose.ideal_mg)))
    return tuple(found)


# -------------------------------------------------------------------------------------------------------------------- steps


def dose_steps(session: SessionFacts, dose: DoseResult) -> tuple[str, ...]:
    """The arithmetic, one sentence a step: 68 kg × 0.5 mg/kg = 34 mg."""
    route = route_of(session)
    return _spray_steps(session, dose) if route is None else _weight_steps(session, dose, route)


def _spray_steps(session: SessionFacts, dose: DoseResult) -> tuple[str, ...]:
    library, device = session.library, session.library.dosing.spray.device_mg
    if dose.devices is None or dose.mg is None:
        return ()
    words = plain.counted("{count} device", "{count} devices", dose.devices).replace(" ", plain.NBSP)
    found = [_("{mg} ÷ {device} a device = {devices}.").format(mg=mg(dose.mg), device=mg(device), devices=words)]
    if dose.devices > 1:
        rest = library.conduct.device_rest_minutes
        found.append(
            _("{rest} between two devices, so the last one {span} after the first at the earliest.").format(
                rest=plain.capital(minutes_words(rest)), span=minutes_words(rest * (dose.devices - 1))
            )
        )
    found.append(_("The {hours} of observation count from the last device.").format(hours=minutes_words(library.monitoring.two_hours)))
    return tuple(found)


def _weight_steps(session: SessionFacts, dose: DoseResult, route: WeightRoute) -> tuple[str, ...]:
    plan, found = session.planned, list[str]()
    ideal = ideal_kg(session)
    by_ideal = plan.basis == "ideal"
    kg = ideal if by_ideal else session.weight_kg
    if (by_ideal or dose.ideal_mg is not None) and ideal is not None:
        found.append(_ideal_step(session, ideal))
    if kg is not None:
        weight = plain.measured(round(kg, 1), _("kg"))
        if plan.mg_per_kg is not None and dose.raw_mg is not None:
            per_kg = plain.measured(plan.mg_per_kg, _("mg/kg"))
            found.append(_("{kg} × {per_kg} = {raw}.").format(kg=weight, per_kg=per_kg, raw=mg(dose.raw_mg)))
        elif plan.dose_mg is not None:
            per_kg = plain.measured(plan.dose_mg / kg, _("mg/kg"))
            found.append(_("{raw} ÷ {kg} = {per_kg}.").format(raw=mg(plan.dose_mg), kg=weight, per_kg=per_kg))
    if dose.mg is None:
        return tuple(found)
    if dose.raw_mg is not None and dose.raw_mg != dose.mg:
        found.append(
            _("Rounded to steps of {step}, ties down: {raw} becomes {mg}.").format(step=mg(route.round_to_mg), raw=mg(dose.raw_mg), mg=mg(dose.mg))
        )
    if dose.rate_mg_h is not None and route.infusion_minutes is not None:
        time = minutes_words(route.infusion_minutes)
        rate, per_minute = plain.measured(dose.rate_mg_h, _("mg/h")), _per_minute(dose.mg, route.infusion_minutes)
        found.append(_("{mg} in {time} = {rate}, or {per_minute}.").format(mg=mg(dose.mg), time=time, rate=rate, per_minute=per_minute))
        if dose.rate_ml_h is not None and plan.bag_ml is not None:
            bag = plain.measured(plan.bag_ml, _("mL"))
            found.append(_("{bag} in {time} = {rate}.").format(bag=bag, time=time, rate=plain.measured(dose.rate_ml_h, _("mL/h"))))
    return tuple(found)


def _ideal_step(session: SessionFacts, ideal: float) -> str:
    rule, patient = session.library.dosing.ideal, session.facts.case.patient
    base = rule.male_kg if patient.sex == "male" else rule.female_kg
    inches = max((patient.height_cm or 0) / rule.cm_per_inch - rule.from_inches, 0)
    return _("Ideal weight (Devine): {base} + {per_inch} × {inches} inches over {from_inches} = {kg}.").format(
        base=plain.measured(base, _("kg")),
        per_inch=plain.measured(rule.kg_per_inch, _("kg")),
        inches=plain.number(round(inches, 1)),
        from_inches=plain.number(rule.from_inches),
        kg=plain.measured(round(ideal, 1), _("kg")),
    )


# ------------------------------------------------------------------------------------------------------------------- limits

_KEPT: Final[Mapping[Tri, tuple[MarkKind, str]]] = {
    True: ("met", N_("kept")),
    False: ("blocked", N_("not kept")),
    None: ("cannot_tell", N_("cannot tell")),
}
_WARNED: Final[tuple[MarkKind, str]] = ("caution", N_("with a warning"))


def _limit(library: Library, text: str, kept: Tri, rule: Rule, *, warned: bool = False) -> LimitRow:
    mark, word = _WARNED if warned else _KEPT[kept]
    return LimitRow(text, Stated(mark, _(word)), source_line(library, rule.status, rule.sources, library.dosing.review_by))


def dose_limits(session: SessionFacts, dose: DoseResult) -> tuple[LimitRow, ...]:
    """Every limit that the dose was held against, in the order in which it is."""
    route = route_of(session)
    return _spray_limits(session, dose) if route is None else _weight_limits(session, dose, route)


def _codes(dose: DoseResult) -> set[str]:
    return {reason.code for reason in dose.blocked_because}


def _says(dose: DoseResult) -> set[str]:
    return {str(reason.facts.get("says")) for reason in (*dose.blocked_because, *dose.warnings)}


def _weight_limits(session: SessionFacts, dose: DoseResult, route: WeightRoute) -> tuple[LimitRow, ...]:
    library, rule = session.library, session.library.dosing.weight
    says, plan = _says(dose), session.planned
    known = session.weight_kg is not None and session.weight_days is not None
    sound = not _codes(dose) & {"dose_weight_range", "dose_weight_old"}
    planned = plan.mg_per_kg is not None or (plan.dose_mg is not None and (ideal_kg(session) if plan.basis == "ideal" else session.weight_kg))
    found = [
        _limit(
            library,
            _("Weight of {low} to {high}, measured in the last {days} days").format(
                low=plain.number(rule.low_kg), high=plain.measured(rule.high_kg, _("kg")), days=rule.valid_days
            ),
            None if not known and sound else sound,
            rule,
        ),
        _limit(
            library,
            _("{limit} at most by this route").format(limit=plain.measured(route.maximum_mg_per_kg, _("mg/kg"))),
            (route.says_above_maximum not in says) if planned else None,
            route,
        ),
    ]
    if route.usual_mg_per_kg is not None:
        warned = bool(says & {route.says_above_usual, route.says_below_usual})
        text = _("{usual} is usual; more needs a reason").format(usual=plain.measured(route.usual_mg_per_kg, _("mg/kg")))
        found.append(_limit(library, text, True if planned else None, route, warned=warned))
    if route.basis_asked_from_bmi is not None:
        text = _("From a BMI of {bmi} it is said which weight is meant").format(bmi=plain.number(route.basis_asked_from_bmi))
        found.append(_limit(library, text, None if session.bmi is None else True, route, warned=route.says_basis in says))
    return tuple(found)


def _spray_limits(session: SessionFacts, dose: DoseResult) -> tuple[LimitRow, ...]:
    library, spray = session.library, session.library.dosing.spray
    planned = session.planned.dose_mg
    before = None if session.before is None else session.before.dose_mg
    rise = _("A rise of {rise} at most from one session to the next").format(rise=mg(spray.largest_rise_mg))
    if before is not None:
        rise = _("{rise}; {mg} before").format(rise=rise, mg=mg(before))
    unknown_before = session.before is not None and before is None
    found = [
        _limit(
            library,
            _("Devices of {device}: {doses}").format(device=mg(spray.device_mg), doses=_doses(spray.doses_mg)),
            None if planned is None else planned in spray.doses_mg,
            spray,
        ),
        _limit(library, rise, None if planned is None or unknown_before else "dose_rise" not in _codes(dose), spray),
    ]
    rules = label_rules(session)
    for rule in rules:
        judged: Tri = None if planned is None or len(rules) > 1 else planned not in rule.blocked
        found.append(_limit(library, label_words(rule, session), judged, rule, warned=judged is True and planned in rule.warn))
    return tuple(found)


def label_rules(session: SessionFacts) -> tuple[SprayRule, ...]:
    """What the label says of the spray for this patient, indication and session; several where something of that is not known."""
    facts, dosing = session.facts.case, session.library.dosing
    older = None if session.age is None else "older" if session.age >= dosing.spray.older_from_age else "younger"
    when = None if session.first is None else "first" if session.first else "later"
    return tuple(
        rule
        for rule in dosing.spray_rule
        if session.record.indication in (None, rule.indication)
        and (facts.licence_region is None or facts.licence_region in rule.regions)
        and (older is None or older in rule.ages)
        and (when is None or when in rule.when)
    )


def label_words(rule: SprayRule, session: SessionFacts) -> str:
    """One row of a label: whose it is, for whom, and which doses it gives, gives with a warning, and does not give."""
    region = session.facts.case.licence_region
    names = [_(terms.REGIONS[one]) for one in ((region,) if region in rule.regions else rule.regions)]
    from_age = session.library.dosing.spray.older_from_age
    ages, when = _("every age"), _("every session")
    if len(rule.ages) == 1:
        ages = _("under {age}").format(age=from_age) if rule.ages[0] == "younger" else _("{age} and over").format(age=from_age)
    if len(rule.when) == 1:
        when = _("first session") if rule.when[0] == "first" else _("later sessions")
    doses = [_doses(rule.ok)] if rule.ok else []
    doses += [_("{doses} with a warning").format(doses=_doses(rule.warn))] if rule.warn else []
    doses += [_("not {doses}").format(doses=_doses(rule.blocked))] if rule.blocked else []
    who = _("an emergency, {ages}") if rule.indication == "emergency" else _("{ages}, {when}")
    return _("Label, {region}: {who}: {doses}").format(region=plain.either(names), who=who.format(ages=ages, when=when), doses=", ".join(doses))


def _doses(doses: tuple[float, ...]) -> str:
    *others, last = [plain.number(dose) for dose in doses]
    return plain.either([*others, plain.measured(float(last), _("mg"))])


# ------------------------------------------------------------------------------------------------------------ what unblocks it


def unblocking(session: SessionFacts, dose: DoseResult) -> tuple[str, ...]:
    """What would unblock a blocked dose, in whole sentences: the doses that would not be blocked, found by asking again."""
    if dose.verdict != "blocked":
        return ()
    route = route_of(session)
    if route is None:
        free = [one for one in session.library.dosing.spray.doses_mg if dose_of(_with_dose(session, one)).verdict != "blocked"]
        return (_("{doses} would not be blocked.").format(doses=plain.capital(_doses(tuple(free)))),) if free else ()
    found = []
    if "dose_limit" in _codes(dose):
        kg = ideal_kg(session) if session.planned.basis == "ideal" else session.weight_kg
        limit = plain.measured(route.maximum_mg_per_kg, _("mg/kg"))
        found.append(
            _("Plan {limit} at most, here {mg}.").format(limit=limit, mg=mg(round(route.maximum_mg_per_kg * kg, 2)))
            if kg is not None
            else _("Plan {limit} at most.").format(limit=limit)
        )
    if _codes(dose) & {"dose_weight_range", "dose_weight_old"}:
        found.append(_("A weight of today, entered beside, unblocks it."))
    if "dose_differs" in _codes(dose):
        found.append(_("Empty one of the two fields, mg or mg/kg, or correct it."))
    return tuple(found)


def _with_dose(session: SessionFacts, dose_mg: float) -> SessionFacts:
    record = session.record.model_copy(update={"planned": PlannedDose(dose_mg=dose_mg)})
    return dataclasses.replace(session, record=record)
