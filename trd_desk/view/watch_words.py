"""The short words of the hours after a dose: signs, points, events, and why a reading is an alarm, each limit as the content has it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from trd_desk.content.library import Library
from trd_desk.engine.live_results import LiveAlarm, Observed, Point
from trd_desk.engine.verdict import Reason
from trd_desk.i18n import _
from trd_desk.view import plain
from trd_desk.view.shapes import MarkKind
from trd_desk.view.terms import N_

Values = Mapping[str, float | None]

LEVEL_WORDS: Final[Mapping[str, str]] = {"amber": N_("Amber"), "red": N_("Red")}
POINT_WORDS: Final[Mapping[str, str]] = {
    "done": N_("done"),
    "done_late": N_("done late"),
    "missed": N_("missed"),
    "late": N_("late"),
    "overdue": N_("overdue"),
    "due": N_("due now"),
    "ahead": N_("ahead"),
}
POINT_MARKS: Final[Mapping[str, MarkKind]] = {
    "done": "met",
    "done_late": "late",
    "missed": "not_met",
    "late": "overdue",
    "overdue": "overdue",
    "due": "due",
    "ahead": "due",
}


def pressure_words(systolic: float | None, diastolic: float | None) -> str:
    """A blood pressure without its unit: 152/90; a number that was not taken is a question mark; empty without any."""
    if systolic is None and diastolic is None:
        return ""
    return "/".join("?" if value is None else plain.number(value) for value in (systolic, diastolic))


def signs_words(values: Values) -> str:
    """The vital signs in one line: pressure 152/90, pulse 80, oxygen 97 %."""
    found = []
    pressure = pressure_words(values.get("sbp"), values.get("dbp"))
    if pressure:
        found.append(_("pressure {value}").format(value=pressure))
    for field, words in _SPOKEN.items():
        value = values.get(field)
        if value is not None:
            found.append(_(words).format(value=plain.number(value)))
    return ", ".join(found) or _("no values")


_SPOKEN: Final[Mapping[str, str]] = {
    "hr": N_("pulse {value}"),
    "spo2": N_("oxygen {value}\u00a0%"),
    "rr": N_("breathing {value}"),
    "moaas": N_("MOAA/S {value}"),
    "dissociation": N_("dissociation {value}"),
    "cadss": N_("CADSS {value}"),
    "nausea": N_("nausea {value}"),
    "distress": N_("distress {value}"),
}


def event_name(library: Library, kind: str) -> str:
    """An event in one or two words."""
    return _(library.conduct.short_event(kind))


def event_label(library: Library, kind: str) -> str:
    """An event in full."""
    return _(next(one.label for one in library.monitoring.event if one.kind == kind))


def point_word(point: Point) -> str:
    """The state of a point in words: done, late 6 min, missed."""
    if point.state == "done_late" and point.late_minutes is not None:
        return _("late {minutes} min").format(minutes=point.late_minutes)
    return _(POINT_WORDS[point.state])


def alarm_value(library: Library, sign: str, because: Reason) -> str:
    """What a sign was when it became an alarm: pressure 164/98, oxygen 92 %, chest pain."""
    facts = because.facts
    if because.code.startswith("alarm_pressure"):
        return _("pressure {value}").format(value=pressure_words(facts["sbp"], facts["dbp"]))
    known = _VALUES.get(because.code)
    if known is None:
        name = event_name(library, sign)
        return name[:1].lower() + name[1:]
    words, fact = known
    return _(words).format(value=plain.number(facts[fact]))


_VALUES: Final[Mapping[str, tuple[str, str]]] = {
    "alarm_spo2": (N_("oxygen {value}\u00a0%"), "measured"),
    "alarm_spo2_falling": (N_("oxygen {value}\u00a0%"), "measured"),
    "alarm_respiratory_rate": (N_("breathing {value} a minute"), "measured"),
    "alarm_heart_rate": (N_("pulse {value} a minute"), "measured"),
    "alarm_sedation": (N_("MOAA/S {value}"), "moaas"),
    "alarm_cadss": (N_("CADSS {value}"), "cadss"),
    "alarm_distress": (N_("distress {value} of 3"), "distress"),
}


def spoken_alarms(library: Library, observed: Observed) -> Iterator[str]:
    """The alarms of an observation as sentences: Amber: pressure 164/98, systolic 160 or more."""
    for sign, level, because in observed.signs:
        rule = plain.as_part(alarm_rule(library, sign, level, because))
        yield _("{level}: {value}, {rule}.").format(level=_(LEVEL_WORDS[level]), value=alarm_value(library, sign, because), rule=rule)


# -------------------------------------------------------------------------------------------------------------------- the rule


def rule_of(library: Library, alarm: LiveAlarm) -> str:
    """Why this is an alarm, with the limit of the content that was reached: "Systolic 160 or more."."""
    return alarm_rule(library, alarm.sign, alarm.level, alarm.because)


def alarm_rule(library: Library, sign: str, level: str, because: Reason) -> str:
    """Why a sign is an alarm of this level, with the limit of the content that was reached."""
    say = _RULES.get(because.code)
    return _event_rule(library, sign) if say is None else say(library, level, because)


def _reached(because: Reason, tier: tuple[int, int]) -> str:
    """The numbers of a tier that a pressure reached: Systolic 160 or more, diastolic 100 or more."""
    parts = []
    if (because.facts["sbp"] or 0) >= tier[0]:
        parts.append(_("systolic {limit} or more").format(limit=tier[0]))
    if (because.facts["dbp"] or 0) >= tier[1]:
        parts.append(_("diastolic {limit} or more").format(limit=tier[1]))
    return plain.capital(", ".join(parts))


def _pressure(library: Library, level: str, because: Reason) -> str:
    del level
    return _reached(because, library.monitoring.blood_pressure.amber) + "."


def _pressure_first(library: Library, level: str, because: Reason) -> str:
    del level
    return _("{reached}: red if the next reading is as high.").format(reached=_reached(because, library.monitoring.blood_pressure.red))


def _pressure_repeated(library: Library, level: str, because: Reason) -> str:
    del level
    return _("{reached}, for the second time in a row.").format(reached=_reached(because, library.monitoring.blood_pressure.red))


def _pressure_event(library: Library, level: str, because: Reason) -> str:
    del level
    tiers = library.monitoring.blood_pressure
    return _("{reached}, within {minutes} minutes of a red event.").format(reached=_reached(because, tiers.red), minutes=tiers.event_minutes)


def _pressure_at_once(library: Library, level: str, because: Reason) -> str:
    del level
    return _("{reached}: red at once.").format(reached=_reached(because, library.monitoring.blood_pressure.red_at_once))


def _pressure_rise(library: Library, level: str, because: Reason) -> str:
    del level
    rise, facts = library.monitoring.blood_pressure.rise, because.facts
    before = facts["before_pressure"]
    parts = []
    for value, base, least, words in zip((facts["sbp"], facts["dbp"]), before, rise, (N_("systolic"), N_("diastolic")), strict=True):
        if value is not None and base is not None and value - base >= least:
            parts.append(_("{number} up by {least} or more").format(number=_(words), least=least))
    return _("{risen}; it was {before} before the dose.").format(risen=plain.capital(", ".join(parts)), before=pressure_words(*before))


def _oxygen(library: Library, level: str, because: Reason) -> str:
    del because
    rule = library.monitoring.spo2
    return _("Oxygen below {limit}.").format(limit=plain.measured(rule.red_below if level == "red" else rule.amber_below, "%"))


def _oxygen_falling(library: Library, level: str, because: Reason) -> str:
    del level
    rule = library.monitoring.spo2
    return _("Oxygen below {limit} and lower than {before} before, with MOAA/S {grade} or less.").format(
        limit=plain.measured(rule.amber_below, "%"), before=plain.measured(because.facts["before"], "%"), grade=rule.falling_with_moaas
    )


def _breathing(library: Library, level: str, because: Reason) -> str:
    rule, value = library.monitoring.respiratory_rate, because.facts["measured"]
    if value >= rule.amber_from:
        return _("Breathing {limit} a minute or more.").format(limit=rule.red_from if level == "red" else rule.amber_from)
    return _("Breathing below {limit} a minute.").format(limit=rule.red_below if level == "red" else rule.amber_below)


def _pulse(library: Library, level: str, because: Reason) -> str:
    rule, value = library.monitoring.heart_rate, because.facts["measured"]
    if value >= rule.amber_from:
        return _("Pulse {limit} a minute or more.").format(limit=rule.red_from if level == "red" else rule.amber_from)
    if level == "amber":
        return _("Pulse below {limit} a minute.").format(limit=rule.amber_below)
    if rule.red_below is not None and value < rule.red_below:
        return _("Pulse below {limit} a minute.").format(limit=rule.red_below)
    return _("Pulse below {limit} a minute, with MOAA/S {grade} or less or an event within {minutes} minutes.").format(
        limit=rule.symptomatic_below, grade=rule.symptomatic_moaas, minutes=rule.event_minutes
    )


def _sedation(library: Library, level: str, because: Reason) -> str:
    del because
    rule = library.monitoring.sedation
    return _("MOAA/S {grade} or less.").format(grade=rule.red_at_most if level == "red" else rule.amber_at_most)


def _cadss(library: Library, level: str, because: Reason) -> str:
    del level, because
    return _("CADSS {limit} or more.").format(limit=library.monitoring.dissociation.cadss_from)


def _distress(library: Library, level: str, because: Reason) -> str:
    del level, because
    return _("Distress {limit} of 3 or more.").format(limit=library.monitoring.dissociation.distress_from)


def _event_rule(library: Library, kind: str) -> str:
    rule = next(one for one in library.monitoring.event if one.kind == kind)
    if rule.level == "red":
        return _("{event}: a red sign by itself.").format(event=_(rule.label))
    if rule.from_count > 1:
        return _("{event}, amber from the {count}.").format(event=_(rule.label), count=_(_ORDINALS[rule.from_count]))
    return _("{event}: an amber sign by itself.").format(event=_(rule.label))


_ORDINALS: Final = ("", N_("first on"), N_("second on"), N_("third on"), N_("fourth on"))

_RULES: Final[Mapping[str, Callable[[Library, str, Reason], str]]] = {
    "alarm_pressure": _pressure,
    "alarm_pressure_first": _pressure_first,
    "alarm_pressure_repeated": _pressure_repeated,
    "alarm_pressure_event": _pressure_event,
    "alarm_pressure_at_once": _pressure_at_once,
    "alarm_pressure_rise": _pressure_rise,
    "alarm_spo2": _oxygen,
    "alarm_spo2_falling": _oxygen_falling,
    "alarm_respiratory_rate": _breathing,
    "alarm_heart_rate": _pulse,
    "alarm_sedation": _sedation,
    "alarm_cadss": _cadss,
    "alarm_distress": _distress,
}
