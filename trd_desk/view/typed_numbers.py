"""What a person types for a sign: a blood pressure as 158/90 or 15890, a number with or without its unit; faults in words."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from trd_desk.content.conduct_models import ConductRules, EntryLimits
from trd_desk.i18n import _
from trd_desk.view import plain
from trd_desk.view.clock_times import clock_words, understand_clock

_PAIR: Final = re.compile(r"(\d{1,4})\s*[/\\\-,. ]\s*(\d{0,4})\Z")
_NUMBER: Final = re.compile(r"[+-]?\d{1,9}(\.\d{0,9})?\Z")
_TIME: Final = re.compile(r"(?:\s+|\s*@\s*)(?:at\s+)?((?:yesterday\s+|today\s+)?\d{1,2}[:.h]\d{2}|(?<=at )\d{3,4})$")


@dataclass(frozen=True, slots=True)
class TypedPressure:
    """A typed blood pressure in mmHg with the moment it was taken (None: now); `half` when the second number is still to come."""

    sbp: int | None = None
    dbp: int | None = None
    at: dt.datetime | None = None
    sentence: str = ""
    fault: bool = False
    half: bool = False


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """A typed number, or None, and the sentence that says what is wrong with it."""

    value: float | int | None
    sentence: str = ""
    fault: bool = False


def read_pair(text: str) -> tuple[int, int | None] | None:
    """Systolic and diastolic as written: 158/90, 158 90, 158-90, 15890, 9860; the diastolic is None while only one number is there.

    Without a sign between them the second number has two figures, unless there are six.
    """
    typed = text.strip()
    match = _PAIR.match(typed)
    if match is not None:
        return int(match[1]), int(match[2]) if match[2] else None
    if not typed.isdigit() or not typed.isascii() or len(typed) > 6:
        return None
    if len(typed) <= 3:
        return int(typed), None
    cut = 2 if len(typed) == 4 else 3
    return int(typed[:cut]), int(typed[cut:])


def read_number(text: str) -> float | None:
    """A number as written, with a point or a comma; None for any other text."""
    typed = text.strip().replace(",", ".").replace("−", "-")
    return float(typed) if _NUMBER.match(typed) else None


def understand_pressure(text: str, now: dt.datetime, conduct: ConductRules) -> TypedPressure:
    """A blood pressure from 158/90, 158 90 or 15890, with "at 09:48" behind it where it was not taken just now."""
    typed = " ".join(text.casefold().replace("mmhg", " ").split())
    if not typed:
        return TypedPressure()
    time = _TIME.search(typed)
    at: dt.datetime | None = None
    if time is not None:
        clock = understand_clock(time.group(1), now)
        if clock.fault or clock.moment is None:
            return TypedPressure(sentence=clock.sentence, fault=True)
        if clock.moment.date() != now.date():
            says = _("A reading of {time} says nothing of today. Correct the time, or measure again.")
            return TypedPressure(sentence=says.format(time=clock_words(clock.moment, now)), fault=True)
        at, typed = clock.moment, typed[: time.start()].strip()
    typed = typed.removesuffix(" at").strip()
    pair = read_pair(typed)
    if pair is None:
        return TypedPressure(sentence=_("Not a blood pressure. Write digits only, such as 158/90 or 15890."), fault=True)
    sbp, dbp = pair
    if dbp is None:
        fault = _out_of_range(sbp, conduct.limits_of("sbp"))
        return TypedPressure(sentence=fault, fault=True) if fault else TypedPressure(sbp, None, at, _("Now the second number."), half=True)
    fault = _out_of_range(sbp, conduct.limits_of("sbp")) or _out_of_range(dbp, conduct.limits_of("dbp"))
    if not fault and dbp >= sbp:
        fault = _("The second number, {dbp}, must be below the first, {sbp}. Write the systolic pressure first, such as 158/90.").format(dbp=dbp, sbp=sbp)
    if fault:
        return TypedPressure(sentence=fault, fault=True)
    when = "" if at is None else _(" at {clock}").format(clock=f"{at:%H:%M}")
    return TypedPressure(sbp, dbp, at, _("Understood as {sbp}/{dbp}{when}.").format(sbp=sbp, dbp=dbp, when=when))


def understand_number(text: str, limits: EntryLimits) -> TypedNumber:
    """A number within its plausible range, with or without the unit behind it."""
    typed = text.strip()
    unit = limits.unit.casefold()
    for ending in (unit, unit.replace("a ", "/"), unit.partition(" ")[0], "bpm", "/min", "/ min"):
        if ending and typed.casefold().endswith(ending):
            typed = typed[: -len(ending)].strip()
            break
    if not typed:
        return TypedNumber(None)
    number = read_number(typed)
    if number is None:
        return TypedNumber(None, _("Not a number. Write digits only, such as {example}.").format(example=plain.number(_example(limits))), fault=True)
    fault = _out_of_range(number, limits)
    if fault:
        return TypedNumber(None, fault, fault=True)
    if not limits.decimals:
        if number != int(number):
            return TypedNumber(None, _("Write a whole number."), fault=True)
        return TypedNumber(int(number))
    rounded = round(number, limits.decimals)
    return TypedNumber(int(rounded) if rounded == int(rounded) else rounded)


def _example(limits: EntryLimits) -> float:
    return round((limits.lowest + limits.highest) / 2)


def _out_of_range(value: float, limits: EntryLimits) -> str:
    low, high = limits.before_dose or (limits.lowest, limits.highest)
    if low <= value <= high:
        return ""
    return _("{name}: {value} cannot be right, {low} to {high} is expected. Look again and correct it.").format(
        name=_(limits.name), value=plain.number(value), low=plain.number(low), high=plain.measured(high, _(limits.unit))
    )
