"""What was answered to an item of the checklist, in one or two words, as it stands beside an item that passed."""

from collections.abc import Callable, Mapping
from typing import Final

from trd_desk.content.session_models import PredoseItem
from trd_desk.engine.session_results import PredoseItemResult
from trd_desk.i18n import _
from trd_desk.view import plain
from trd_desk.view.checklist_known import consent_day, days_since_last, score_words, todays_score
from trd_desk.view.checklist_questions import Asked
from trd_desk.view.clock_times import span_short


def answer_words(asked: Asked, rule: PredoseItem, base: PredoseItemResult) -> str:
    """The answer of an item; empty while there is none. `base` is its result without any override."""
    if base.because.code == "predose_not_needed":
        known = asked.facts.facts.case.conditions
        # What nobody asked for is not known to be absent.
        return _("not needed") if all(known.get(code) is not None for code in rule.conditions) else _("nothing recorded asks for it")
    return _BY_RULE.get(rule.rule, _plain)(asked, rule, base)


def _plain(asked: Asked, rule: PredoseItem, base: PredoseItemResult) -> str:
    passed = asked.library.conduct.words_of(rule.id).passed
    if base.result == "pass" and passed:
        score = todays_score(asked.live) if rule.field == "score_recorded" else None
        signed = consent_day(asked.patient, asked.live) if rule.field == "consent_confirmed" else None
        return score_words(score) if score is not None else _("signed {day}").format(day=plain.day_short(signed)) if signed is not None else _(passed)
    return next((question.said for question in asked.questions(rule) if question.said), "")


def _measure(asked: Asked, rule: PredoseItem, _base: PredoseItemResult) -> str:
    value = getattr(asked.answers, rule.field or "")
    if value is None:
        return ""
    return plain.measured(value, rule.unit) if rule.unit == "%" else plain.number(value)


def _wait(asked: Asked, rule: PredoseItem, _base: PredoseItemResult) -> str:
    if rule.only_if and getattr(asked.answers, rule.only_if) is False:
        return _(asked.library.conduct.words_of(rule.id).passed)
    moment, minutes = asked.moment(rule), getattr(asked.answers, rule.field or "")
    if moment is not None and asked.open:
        minutes = (asked.now - moment).total_seconds() // 60
    return "" if minutes is None else _("{span} ago").format(span=span_short(minutes))


def _blood_pressure(asked: Asked, _rule: PredoseItem, _base: PredoseItemResult) -> str:
    return asked.readings[-1].words if asked.readings else ""


def _pregnancy(asked: Asked, rule: PredoseItem, _base: PredoseItemResult) -> str:
    if asked.facts.facts.case.patient.sex == "male" or asked.answers.pregnancy_possible is False:
        return _("not possible")
    test = asked.answers.pregnancy_test
    return "" if test is None else _("test {result}").format(result=asked.word(rule.id, test))


def _sedative(asked: Asked, _rule: PredoseItem, _base: PredoseItemResult) -> str:
    answers, daily = asked.answers, asked.answers.daily_diazepam_equivalent_mg
    if answers.sedative_used is None:
        return ""
    parts = []
    if answers.sedative_used and answers.hours_since_sedative is not None:
        parts.append(_("{span} ago").format(span=span_short(answers.hours_since_sedative * 60)))
    if daily:
        parts.append(_("{amount} a day").format(amount=plain.measured(daily, "mg")))
    return ", ".join(parts) or (_("taken") if answers.sedative_used else _("none"))


def _weight(asked: Asked, _rule: PredoseItem, _base: PredoseItemResult) -> str:
    return asked.weight_words


def _airway(asked: Asked, rule: PredoseItem, _base: PredoseItemResult) -> str:
    bmi = asked.facts.bmi
    if bmi is None:
        return _("BMI not known")
    if asked.answers.stop_bang is not None and bmi >= rule.numbers["bmi"]:
        return _("STOP-BANG {result}").format(result=asked.word(rule.id, asked.answers.stop_bang))
    return _("BMI {bmi}").format(bmi=plain.number(round(bmi, 1)))


def _interval(asked: Asked, rule: PredoseItem, base: PredoseItemResult) -> str:
    days = days_since_last(asked.live)
    if asked.answers.interval_ok is not True or days is None:
        return _plain(asked, rule, base)
    return plain.counted("{count} day", "{count} days", days).replace(" ", plain.NBSP)


def _antihypertensive(asked: Asked, _rule: PredoseItem, base: PredoseItemResult) -> str:
    taken = asked.answers.antihypertensive_taken
    if taken is None:
        return _("none prescribed") if base.result == "pass" else ""
    return _("taken") if taken else _("not taken")


_BY_RULE: Final[Mapping[str, Callable[[Asked, PredoseItem, PredoseItemResult], str]]] = {
    "measure": _measure,
    "wait": _wait,
    "blood_pressure": _blood_pressure,
    "pregnancy": _pregnancy,
    "sedative": _sedative,
    "weight": _weight,
    "airway": _airway,
    "interval": _interval,
    "antihypertensive": _antihypertensive,
}
