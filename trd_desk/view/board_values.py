"""The last observation of a row on the board, and the line at its foot: what it was before the dose, or what to do at an alarm."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from trd_desk.content.library import Library
from trd_desk.engine.live_results import LiveSession, Observed
from trd_desk.engine.standing import Standing
from trd_desk.i18n import _
from trd_desk.view import plain
from trd_desk.view.clock_times import minutes_ago
from trd_desk.view.watch_words import LEVEL_WORDS, alarm_value, event_name, pressure_words
from trd_desk.view.watched import events_of, readings_before, signs_of

_NONE = "–"


@dataclass(frozen=True, slots=True)
class Value:
    """One value: the number as it is shown large, and the small words beside it."""

    number: str
    words: str


@dataclass(frozen=True, slots=True)
class Values:
    """The last observation: its moment, None where there is none, and its values."""

    at: dt.datetime | None
    values: tuple[Value, ...]

    def head(self, now: dt.datetime) -> str:
        """Observed 10:59, 15 minutes ago."""
        if self.at is None:
            return _("Not observed yet") if self.values else ""
        ago = minutes_ago((now - self.at).total_seconds() // 60)
        return _("Observed {time}, {ago}").format(time=f"{self.at:%H:%M}", ago=ago)

    def spoken(self, now: dt.datetime) -> str:
        """The values in words, for a screen reader."""
        said = [f"{value.words} {value.number}" for value in self.values if value.number != _NONE]
        return ": ".join(part for part in (self.head(now), ", ".join(said)) if part)


def observed_values(library: Library, live: LiveSession) -> Values:
    """Pressure, pulse, oxygen and MOAA/S of the last observation; a value that was not taken is a dash."""
    last = live.observations[-1] if live.observations else None
    signs = {} if last is None else signs_of(live, last)
    moaas = signs.get("moaas")
    oxygen = signs.get("spo2")
    pulse = signs.get("hr")
    return Values(
        None if last is None else last.at,
        (
            Value(pressure_words(signs.get("sbp"), signs.get("dbp")) or _NONE, _pressure_against_start(live, last)),
            Value(_NONE if pulse is None else plain.number(pulse), _("pulse")),
            Value(_NONE if oxygen is None else plain.measured(oxygen, "%"), _("oxygen")),
            Value(_NONE if moaas is None else plain.number(moaas), _moaas_words(library, moaas)),
        ),
    )


def _moaas_words(library: Library, grade: float | None) -> str:
    scale = next((one for one in library.conduct.scale if one.sign == "moaas"), None)
    if grade is None or scale is None or not 0 <= int(grade) - scale.lowest < len(scale.short):
        return _("MOAA/S")
    return _("MOAA/S, {step}").format(step=_(scale.short[int(grade) - scale.lowest]))


def _pressure_against_start(live: LiveSession, last: Observed | None) -> str:
    """How far both numbers are from the last reading before the dose."""
    before = readings_before(live)
    if last is None or not before:
        return _("pressure")
    signs = signs_of(live, last)
    pairs = ((signs.get("sbp"), before[-1].sbp), (signs.get("dbp"), before[-1].dbp))
    risen = [int(value - base) for value, base in pairs if value is not None and base is not None]
    if len(risen) < 2:
        return _("pressure")
    if all(step >= 0 for step in risen):
        return _("pressure, {systolic}/{diastolic} above start").format(systolic=risen[0], diastolic=risen[1])
    if all(step <= 0 for step in risen):
        return _("pressure, {systolic}/{diastolic} below start").format(systolic=-risen[0], diastolic=-risen[1])
    return _("pressure, {systolic}/{diastolic} to start").format(systolic=_signed(risen[0]), diastolic=_signed(risen[1]))


def _signed(step: int) -> str:
    return f"+{step}" if step > 0 else f"−{-step}" if step < 0 else "0"


def foot_words(library: Library, live: LiveSession, calls: Sequence[Standing]) -> str:
    """What to do at the worst alarm; else the pressure before the dose, the dissociation or the highest pressure, and the events."""
    alarm = next((one.alarm for one in calls if one.alarm is not None), None)
    if alarm is not None:
        says = _(library.conduct.response_to(alarm.level, alarm.sign).says)
        if calls[0].alarm is alarm:
            return says
        value = alarm_value(library, alarm.sign, alarm.because)
        return _("{level}: {value} at {time}. {says}").format(level=_(LEVEL_WORDS[alarm.level]), value=value, time=f"{alarm.at:%H:%M}", says=says)
    parts = [_before(live), _dissociation(live) or _highest(live), _events(library, live)]
    return " ".join(part for part in parts if part)


def _before(live: LiveSession) -> str:
    before = readings_before(live)
    if not before:
        return _("No pressure before the dose is recorded.")
    return _("Before the dose {pressure}.").format(pressure=pressure_words(before[-1].sbp, before[-1].dbp))


def _dissociation(live: LiveSession) -> str:
    for observed in reversed(live.observations):
        grade = signs_of(live, observed).get("dissociation")
        if grade is not None:
            return _("Dissociation {grade} of 3 at {time}.").format(grade=int(grade), time=f"{observed.at:%H:%M}") if grade else ""
    return ""


def _highest(live: LiveSession) -> str:
    readings = [(signs_of(live, one), one.at) for one in live.observations]
    known = [(signs["sbp"], signs.get("dbp"), at) for signs, at in readings if signs.get("sbp") is not None]
    if len(known) < 2:
        return ""
    systolic, diastolic, at = max(known, key=lambda one: one[0] or 0)
    return _("Highest {pressure} at {time}.").format(pressure=pressure_words(systolic, diastolic), time=f"{at:%H:%M}")


def _events(library: Library, live: LiveSession) -> str:
    happened = events_of(live)
    if not happened:
        return _("No events.")
    said = [_("{event} at {time}").format(event=event_name(library, one.kind), time=f"{one.at:%H:%M}") for one in happened[-2:]]
    more = len(happened) - len(said)
    return plain.capital(plain.listed(said)) + (_(", and {count} before.").format(count=more) if more else ".")
