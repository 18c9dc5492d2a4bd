"""The rules of a treatment session as words for paper: what is in order, what follows where it is not, which reading is an alarm.

Every number comes from the content of the session; a form that is filled in by hand is judged by the same rules as the screen.
"""

from collections.abc import Mapping
from typing import Final

from trd_desk.content.conduct_models import threshold_names, threshold_numbers
from trd_desk.content.library import Library
from trd_desk.content.session_models import ItemResult, LeavingNeed, PredoseItem, Product, Schedule, SprayRule, WeightRoute
from trd_desk.i18n import _
from trd_desk.view import plain
from trd_desk.view.clock_times import minutes_words
from trd_desk.view.terms import N_

RESULTS: Final[Mapping[str, str]] = {
    "stop": N_("stop"),
    "hold": N_("hold"),
    "incomplete": N_("answer missing"),
    "override": N_("override"),
    "note": N_("note"),
}
CLOCKS: Final[Mapping[str, str]] = {
    "last_device": N_("the last device"),
    "end_of_infusion": N_("the end of the infusion"),
    "dose": N_("the dose"),
}


# ------------------------------------------------------------------------------------------------------------ before the dose


def in_order(library: Library, item: PredoseItem) -> str:
    """When an item of the checklist is in order, with the numbers of its rule."""
    numbers = threshold_numbers(item, library.dosing.weight)
    text = _(library.conduct.words_of(item.id).threshold)
    for name in threshold_names(text):
        said = minutes_words(numbers[name]) if name == "wait" else plain.number(numbers[name])
        text = text.replace(f"{{{name}}}", said)
    return plain.capital(text)


def asked_for(library: Library, item: PredoseItem, product: Product) -> str:
    """For whom an item is asked where it is not for this route; empty where it is."""
    if not item.products or product in item.products:
        return ""
    if item.conditions:
        labels = [plain.as_part(_(library.conditions_by_id[name].label)) for name in item.conditions]
        return _("Only with {conditions}.").format(conditions=plain.either(labels))
    return _("Not asked for this route.")


def otherwise(library: Library, item: PredoseItem) -> str:
    """What follows where an item is not in order."""
    if item.rule == "measure" and item.normal is not None and item.tolerated is not None:
        return _measured(item.normal, item.tolerated)
    if item.rule == "wait":
        return _("Sooner: {result}.").format(result=_(RESULTS[item.otherwise or "hold"]))
    if item.rule == "blood_pressure":
        return _pressure(item)
    if item.rule == "weight":
        limits = library.dosing.weight
        return _("Older, or outside {low} to {high}: hold.").format(
            low=plain.number(limits.low_kg), high=plain.measured(limits.high_kg, "kg")
        )
    if item.rule == "stop_list":
        return _("A stop stops the dose, a hold holds it, a caution is a note.")
    said = _by_result({answer: result for answer, result in item.answers.items() if result != "pass"}, item.says)
    return said if item.overridable else f"{said} {_('Never overridden.')}"


def _by_result(results: Mapping[str, ItemResult], says: Mapping[str, str]) -> str:
    """The results of an item's answers, the worst first, each with the answers that lead to it where there is more than one."""
    names = sorted(set(results.values()), key=tuple(RESULTS).index)
    if len(names) == 1 and (len(results) == 1 or not results.keys() <= says.keys()):
        return f"{plain.capital(_(RESULTS[names[0]]))}."
    parts = []
    for name in names:
        answers = [plain.as_part(_(says[answer])) for answer, result in results.items() if result == name and answer in says]
        parts.append(f"{plain.capital(_(RESULTS[name]))}: {'; '.join(answers)}.")
    return " ".join(parts)


def _measured(normal: tuple[float, float], tolerated: tuple[float, float]) -> str:
    """The ranges beside the normal one: an override near it, a hold beyond."""
    near = []
    if tolerated[0] < normal[0]:
        near.append(_("{low} to under {high}").format(low=plain.number(tolerated[0]), high=plain.number(normal[0])))
    if tolerated[1] > normal[1]:
        near.append(_("over {low} to {high}").format(low=plain.number(normal[1]), high=plain.number(tolerated[1])))
    return _("{near}: override; beyond: hold.").format(near=plain.capital(plain.either(near)))


def _pressure(item: PredoseItem) -> str:
    """The tiers of the blood pressure, the worst last (decision 27)."""
    numbers = {name: plain.number(value) for name, value in item.numbers.items()}
    return _(
        "Raised on the repeat: override. {hold_systolic}/{hold_diastolic} or more, or under {low_systolic} systolic: hold. "
        "{stop_systolic}/{stop_diastolic} or more: stop."
    ).format(**numbers)


# ------------------------------------------------------------------------------------------------------------------- the dose


def dose_limits(library: Library, product: Product) -> tuple[str, ...]:
    """The limits within which a dose is worked out by hand, one sentence each."""
    spray = library.dosing.spray
    if product == spray.product:
        doses = plain.either([plain.number(dose) for dose in spray.doses_mg])
        return (
            _(
                "Doses of {doses} mg, in devices of {device} mg, {rest} minutes apart. A rise of {rise} mg at most from one session to the next."
            ).format(
                doses=doses,
                device=plain.number(spray.device_mg),
                rest=library.conduct.device_rest_minutes,
                rise=plain.number(spray.largest_rise_mg),
            ),
            *(_first_dose(rule, spray.older_from_age) for rule in library.dosing.spray_rule if "first" in rule.when),
        )
    route = next(one for one in library.dosing.route if one.product == product)
    return (_by_weight(library, route),)


def _first_dose(rule: SprayRule, older_from: int) -> str:
    """What one label says of the first dose."""
    indication = _("an emergency") if rule.indication == "emergency" else _("resistant depression")
    ages = (
        _("under {age} years")
        if rule.ages == ("younger",)
        else _("from {age} years")
        if rule.ages == ("older",)
        else _("any age")
    )
    parts = [
        _(words).format(doses=plain.either([plain.number(dose) for dose in doses]))
        for words, doses in (
            (N_("{doses} mg"), rule.ok),
            (N_("{doses} mg with a warning"), rule.warn),
            (N_("{doses} mg is blocked"), rule.blocked),
        )
        if doses
    ]
    return _("First session, {indication}, {regions}, {ages}: {doses}.").format(
        indication=indication,
        regions=plain.either([region.upper() if len(region) == 2 else _("elsewhere") for region in rule.regions]),
        ages=ages.format(age=older_from),
        doses="; ".join(parts),
    )


def _by_weight(library: Library, route: WeightRoute) -> str:
    weight = library.dosing.weight
    said = _(
        "{most} mg/kg at most, by a weight of {low} to {high} kg of the last {days} days, rounded to {step} mg, an exact half down."
    ).format(
        most=plain.number(route.maximum_mg_per_kg),
        low=plain.number(weight.low_kg),
        high=plain.number(weight.high_kg),
        days=weight.valid_days,
        step=plain.number(route.round_to_mg),
    )
    if route.usual_mg_per_kg:
        said += " " + _("{usual} mg/kg is usual; more needs a reason.").format(usual=plain.number(route.usual_mg_per_kg))
    if route.infusion_minutes:
        rate = plain.number(60 / route.infusion_minutes)
        said += " " + _("Over {minutes} minutes: rate in mg/h = dose x {rate}.").format(
            minutes=plain.number(route.infusion_minutes), rate=rate
        )
    return said


# ----------------------------------------------------------------------------------------------------------------- monitoring


def alarm_tiers(library: Library) -> tuple[tuple[str, str, str], ...]:
    """Sign, amber and red of each alarm (decisions 30, 41, 61 and 71)."""
    rules = library.monitoring
    pressure, oxygen, breaths, pulse = rules.blood_pressure, rules.spo2, rules.respiratory_rate, rules.heart_rate
    red_pulse = [_("{red} or more").format(red=pulse.red_from)]
    if pulse.symptomatic_below is not None:
        red_pulse.append(
            _("under {low} with an event within {minutes} minutes or MOAA/S {moaas} or less").format(
                low=pulse.symptomatic_below, minutes=pulse.event_minutes, moaas=pulse.symptomatic_moaas
            )
        )
    red_breaths = [_("{red} or more").format(red=breaths.red_from)]
    if breaths.red_below is not None:
        red_breaths.insert(0, _("under {low}").format(low=breaths.red_below))
    return (
        (
            _("Blood pressure"),
            _("{amber} or more, or a rise of {systolic} systolic or {diastolic} diastolic").format(
                amber=_pair(pressure.amber), systolic=pressure.rise[0], diastolic=pressure.rise[1]
            ),
            _("{red} or more twice in a row, or once within {minutes} minutes of a red event; {at_once} or more at once").format(
                red=_pair(pressure.red), minutes=pressure.event_minutes, at_once=_pair(pressure.red_at_once)
            ),
        ),
        (
            _("Oxygen, %"),
            _("under {amber}").format(amber=plain.number(oxygen.amber_below)),
            _("under {red}; or falling under {amber} with MOAA/S {moaas} or less").format(
                red=plain.number(oxygen.red_below), amber=plain.number(oxygen.amber_below), moaas=oxygen.falling_with_moaas
            ),
        ),
        (_("Breaths a minute"), _under_or_from(breaths.amber_below, breaths.amber_from), plain.either(red_breaths)),
        (_("Pulse a minute"), _under_or_from(pulse.amber_below, pulse.amber_from), "; ".join(red_pulse)),
        (
            _("MOAA/S"),
            _("{amber} or less").format(amber=rules.sedation.amber_at_most),
            _("{red} or less").format(red=rules.sedation.red_at_most),
        ),
        (
            _("Dissociation"),
            _("CADSS {cadss} or more, or distress {distress} or more").format(
                cadss=rules.dissociation.cadss_from, distress=rules.dissociation.distress_from
            ),
            _("none by itself"),
        ),
        (_("Events"), _events(library, "amber"), _events(library, "red")),
    )


def _pair(tier: tuple[int, int]) -> str:
    return f"{tier[0]}/{tier[1]}"


def _under_or_from(low: int, high: int) -> str:
    return _("under {low}, or {high} or more").format(low=low, high=high)


def _events(library: Library, level: str) -> str:
    said: list[str] = []
    for event in library.monitoring.event:
        if event.level == level:
            label = plain.as_part(_(event.label)) if said else _(event.label)
            said.append(
                label
                if event.from_count == 1
                else _("{event}, {count} times or more").format(event=label, count=event.from_count)
            )
    return ", ".join(said)


# -------------------------------------------------------------------------------------------------------------------- leaving


def leaving_need(library: Library, need: LeavingNeed, schedule: Schedule) -> str:
    """When one thing needed before leaving is fulfilled (decisions 29, 37, 38, 39 and 61)."""
    rules, numbers = library.leaving, {name: plain.number(value) for name, value in need.numbers.items()}
    clock = _(CLOCKS[schedule.clock])
    if need.normal is not None:
        words = N_("MOAA/S {span}") if need.id == "sedation" else N_("{span} a minute")
        return _(words).format(span=plain.span(need.normal))
    if need.id == "two_hours":
        said = _("{time} since {clock}.").format(time=minutes_words(library.monitoring.two_hours), clock=clock)
        if schedule.product in rules.longer.oral_products:
            said += " " + _("After the first dose by mouth {time}.").format(time=minutes_words(rules.longer.first_oral_minutes))
        return said
    if need.id == "blood_pressure":
        return _(
            "The last two readings, {minutes_apart} minutes apart or more: both under {below_systolic}/{below_diastolic}, and at most "
            "{systolic_above_baseline} systolic and {diastolic_above_baseline} diastolic above the one before the dose."
        ).format(**numbers)
    if need.id == "spo2":
        return _("{from} % or more, or at most {below_baseline} below the one before the dose.").format(**numbers)
    if need.id == "dissociation":
        return _("CADSS {cadss_at_most} or less; without CADSS, {item_at_most} of the item from 0 to 3.").format(**numbers)
    if need.id == "red_alarm_hour":
        return _("{time} since the sign of a red alarm was no longer red, or there was no red alarm.").format(
            time=minutes_words(rules.red_alarm_minutes)
        )
    if need.id == "extended_observation":
        longer = rules.longer
        who = [
            *(plain.as_part(_(library.conditions_by_id[name].label)) for name in longer.conditions),
            _("age {age} or more").format(age=longer.from_age),
            _("a sedative in the last {hours} hours").format(hours=plain.number(longer.sedative_hours)),
        ]
        return _("{minutes} minutes more for {who}.").format(minutes=longer.extra_minutes, who=plain.either(who))
    if need.id == "missing_observation":
        key = (
            _("at the end of the infusion")
            if schedule.clock == "end_of_infusion"
            else _("at {key} minutes").format(key=schedule.key_point)
        )
        return _("A blood pressure {key}, and one at the end of the minimum time.").format(key=key)
    return _(need.ask) if need.ask else _("A clinician signs below, with the time.")
