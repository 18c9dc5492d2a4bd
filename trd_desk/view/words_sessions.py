"""Sentences for treatment sessions: code, sentence, and the one or two words of a table's cell."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from trd_desk.i18n import _
from trd_desk.view import plain
from trd_desk.view.spoken import Words
from trd_desk.view.terms import N_
from trd_desk.view.words_course import COURSE, COURSE_QUESTIONS, COURSE_SAY

SESSIONS: Final[Words] = {
    **COURSE,
    # ------------------------------------------------------------------------------------------------------------------- dose
    "dose_limit": (N_("{says}"), N_("limit")),
    "dose_unusual": (N_("{says}"), N_("unusual")),
    "dose_rise": (N_("{says} It was {from}\u00a0mg before, and {to}\u00a0mg is planned."), N_("step too large")),
    "dose_differs": (
        N_("The planned {planned}\u00a0mg is not what the planned mg/kg gives, {worked_out}\u00a0mg: correct one of the two."),
        N_("mg or mg/kg"),
    ),
    "dose_weight_range": (
        N_("A weight of {kg}\u00a0kg lies outside {from} to {to}\u00a0kg, so no dose is worked out: weigh again."),
        N_("weight"),
    ),
    "dose_weight_old": (N_("The weight is {days} days old; {most} days at most are asked: weigh again."), N_("old weight")),
    # --------------------------------------------------------------------------------------------------------------- checklist
    "predose_in_order": (N_("{item}: in order."), N_("in order")),
    "predose_not_needed": (N_("{item}: not needed for this session."), N_("not needed")),
    "predose_not_answered": (N_("{item}: not answered yet."), N_("not answered")),
    "predose_says": (N_("{item}: {said}"), N_("{says_short}")),
    "predose_measured": (N_("{item}: {measured}; {from} to {to} is asked."), N_("{measured}")),
    "predose_wait": (N_("{item}: {ago}\u00a0minutes ago; {wait}\u00a0minutes are asked."), N_("{ago}\u00a0min")),
    "predose_pressure": (N_("{item}: {pressure}; {limit} or less is asked."), N_("{pressure}")),
    "predose_pressure_repeat": (
        N_("{item}: {pressure}, measured once; repeat it after {after}\u00a0minutes."),
        N_("repeat"),
    ),
    "predose_conditions": (N_("{item}: {present}."), N_("{present}")),
    "predose_weight_range": (N_("{item}: {kg}\u00a0kg lies outside {from} to {to}\u00a0kg."), N_("{kg}\u00a0kg")),
    "predose_weight_old": (N_("{item}: measured {days} days ago; {most} days at most are asked."), N_("{days} days old")),
    "predose_bmi_unknown": (N_("{item}: weight or height is missing, so the BMI is not known."), N_("BMI?")),
    "predose_interval": (
        N_("{item}: {count} spray sessions in {days} days with this one; {most} at most are planned."),
        N_("{count} in {days} days"),
    ),
    "predose_overridden": (N_("{item}: overridden by {people}; it was at {was}."), N_("overridden")),
    # --------------------------------------------------------------------------------------------------------------- monitoring
    "alarm_pressure": (N_("Blood pressure of {pressure}."), N_("{pressure}")),
    "alarm_pressure_rise": (N_("Blood pressure of {pressure}, risen from {before_pressure}."), N_("{pressure}")),
    "alarm_pressure_first": (N_("Blood pressure of {pressure}, for the first time: repeat it."), N_("{pressure}")),
    "alarm_pressure_repeated": (N_("Blood pressure of {pressure}, this high for the second time in a row."), N_("{pressure}")),
    "alarm_pressure_event": (N_("Blood pressure of {pressure} with a red event within minutes of it."), N_("{pressure}")),
    "alarm_pressure_at_once": (N_("Blood pressure of {pressure}, so high that no repeat is waited for."), N_("{pressure}")),
    "alarm_spo2": (N_("Oxygen saturation of {measured}\u00a0%."), N_("{measured}\u00a0%")),
    "alarm_spo2_falling": (
        N_("Oxygen saturation falling from {before} to {measured}\u00a0% with MOAA/S {moaas}."),
        N_("{measured}\u00a0%, falling"),
    ),
    "alarm_respiratory_rate": (N_("Respiratory rate of {measured} a minute."), N_("{measured} a minute")),
    "alarm_heart_rate": (N_("Heart rate of {measured} a minute."), N_("{measured} a minute")),
    "alarm_sedation": (N_("Sedation: MOAA/S {moaas}."), N_("MOAA/S {moaas}")),
    "alarm_cadss": (N_("Dissociation: CADSS {cadss}."), N_("CADSS {cadss}")),
    "alarm_distress": (N_("Dissociation is distressing: {distress} of 3."), N_("distress {distress}")),
    "alarm_event": (N_("{event}."), N_("{event}")),
    # ------------------------------------------------------------------------------------------------------------------ leaving
    "leaving_fails": (N_("{says}"), N_("not ready")),
    "leaving_medical_review": (
        N_("Not ready {hours} hours after the dose: medical review, consider a transfer."),
        N_("medical review"),
    ),
}

SESSION_QUESTIONS: Final[Words] = {
    **COURSE_QUESTIONS,
    "planned_dose": (N_("Which dose is planned?"), N_("the planned dose")),
    "weight": (N_("What is the weight?"), N_("the weight")),
    "weight_on": (N_("On which day was the weight measured?"), N_("the day of the weight")),
    "height": (N_("What is the height?"), N_("the height")),
    "sex": (N_("For the ideal weight: male or female?"), N_("the sex")),
    "dose_before": (N_("Which dose was given in the session before?"), N_("the dose before")),
    "licence_region": (N_("Which region's label do the sessions follow?"), N_("the label's region")),
    "indication": (N_("Is the session for resistant depression or for an emergency?"), N_("the indication")),
    "first_session": (N_("Is this the first session ever?"), N_("whether it is the first session")),
    "leaving_unknown": (N_("{ask}"), N_("{ask}")),
}

Facts = Mapping[str, Any]


def pressure(reading: tuple[int | None, int | None]) -> str:
    """A blood pressure: 146/84 mmHg; a number that was not taken is a question mark."""
    systolic, diastolic = ("?" if number is None else str(number) for number in reading)
    return f"{systolic}/{diastolic}{plain.NBSP}mmHg"


def _measured(facts: Facts) -> dict[str, str]:
    value = facts["measured"]
    return {"measured": plain.measured(value, _(facts["in"])) if facts.get("in") else plain.number(value)}


def _says(facts: Facts) -> dict[str, str]:
    text = _(str(facts["says"]))
    return {"says": text, "said": plain.as_part(text) + ".", "says_short": plain.as_part(text)}


SESSION_SAY: Final[Mapping[str, Callable[[Facts], dict[str, str]]]] = {
    **COURSE_SAY,
    "sbp": lambda facts: {"pressure": pressure((facts["sbp"], facts["dbp"]))},
    "before_pressure": lambda facts: {"before_pressure": pressure(facts["before_pressure"])},
    "highest_pressure": lambda facts: {"limit": pressure(facts["highest_pressure"])},
    "measured": _measured,
    "says": _says,
}
