"""What a person types into the monitoring strip, understood or explained: signs from the number pad, and clock times of the session."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from trd_desk.content.conduct_models import EntryLimits
from trd_desk.content.library import Library
from trd_desk.engine.live_results import LiveSession
from trd_desk.i18n import _
from trd_desk.view import plain
from trd_desk.view.clock_times import ClockTime, read_clock
from trd_desk.view.terms import N_
from trd_desk.view.typed_numbers import read_number, read_pair
from trd_desk.view.watched import given_of

NUMBERS: Final = ("hr", "spo2", "rr", "cadss")
SCALES: Final = ("moaas", "dissociation", "nausea", "distress")
# The rows of the strip in order, and the fields of an observation that each holds.
ROWS: Final[Mapping[str, tuple[str, ...]]] = {
    "pressure": ("sbp", "dbp"),
    "hr": ("hr",),
    "spo2": ("spo2",),
    "rr": ("rr",),
    "moaas": ("moaas",),
    "dissociation": ("dissociation",),
    "cadss": ("cadss",),
    "nausea": ("nausea",),
    "distress": ("distress",),
}
ROW_NAMES: Final[Mapping[str, str]] = {
    "pressure": N_("Pressure"),
    "hr": N_("Pulse"),
    "spo2": N_("Oxygen"),
    "rr": N_("Breathing"),
    "cadss": N_("CADSS"),
}
# Letters that a hand in gloves hits instead of a digit.
_MISREAD: Final = str.maketrans({"o": "0", "O": "0", "l": "1", "I": "1", "i": "1", "|": "1", "S": "5", "B": "8"})


@dataclass(frozen=True, slots=True)
class Typed:
    """What a text means: the values by field (None for emptied), a sentence about it, and whether it cannot be used.

    `shown` is the text as it is kept. `unfinished` is what the text becomes when Enter is pressed before its second number.
    """

    values: Mapping[str, int | float | None] = field(default_factory=dict)
    sentence: str = ""
    fault: bool = False
    shown: str = ""
    unfinished: str = ""


def row_name(library: Library, row: str) -> str:
    """What a row of the strip is called."""
    return _(ROW_NAMES[row]) if row in ROW_NAMES else _(library.conduct.scale_of(row).name)


def row_unit(library: Library, row: str) -> str:
    """What stands in an empty field of a row: its unit, or its range."""
    if row == "pressure":
        return _(library.conduct.limits_of("sbp").unit)
    if row in SCALES:
        low, high = _ends(library, row)
        return f"{low}–{high}"
    limits = library.conduct.limits_of(row)
    return _(limits.unit) or f"{plain.number(limits.lowest)}–{plain.number(limits.highest)}"


def row_steps(library: Library, row: str) -> tuple[str, ...]:
    """The steps of a scale in words, the best known end first; none for a number."""
    if row not in SCALES:
        return ()
    scale = library.conduct.scale_of(row)
    steps = [f"{place}  {_(words)}" for place, words in enumerate(scale.steps, scale.lowest)]
    return tuple(reversed(steps)) if row == "moaas" else tuple(steps)


def takes_one_key(row: str) -> bool:
    """Whether a row holds one digit, so that its key alone answers."""
    return row in SCALES


def read_row(library: Library, row: str, text: str) -> Typed:
    """The values of a text typed into a row; what cannot be used is explained, with the field, the plausible range and the remedy."""
    typed = text.strip()
    if not typed:
        return Typed(dict.fromkeys(ROWS[row]))
    if row == "pressure":
        return _pressure(library, typed)
    name = row_name(library, row)
    number = _number(typed)
    if number is None:
        example = str(_ends(library, row)[1]) if row in SCALES else "96"
        return _letters(name, typed, example, _number(typed.translate(_MISREAD)))
    if row in SCALES:
        low, high = _ends(library, row)
        if number != int(number) or not low <= number <= high:
            return Typed(sentence=_out_of_range(name, typed, low, high, ""), fault=True, shown=typed)
        scale = library.conduct.scale_of(row)
        return Typed({row: int(number)}, f"{name} {int(number)}: {_(scale.steps[int(number) - scale.lowest])}.", shown=typed)
    limits = library.conduct.limits_of(row)
    if not limits.decimals and number != int(number):
        return Typed(sentence=_("{name}: {typed} is no whole number. Write it without decimals.").format(name=name, typed=typed), fault=True, shown=typed)
    number = round(number, limits.decimals)
    if not limits.lowest <= number <= limits.highest:
        return Typed(sentence=_out_of_range(name, typed, limits.lowest, limits.highest, _(limits.unit)), fault=True, shown=typed)
    return Typed({row: int(number) if number == int(number) else number}, shown=plain.number(number))


def shown_row(row: str, values: Mapping[str, float | None]) -> str:
    """The values of a row as they stand in its field: 152/90; empty where there is none."""
    if row != "pressure":
        value = values.get(row)
        return "" if value is None else plain.number(value)
    systolic, diastolic = values.get("sbp"), values.get("dbp")
    if systolic is None and diastolic is None:
        return ""
    return "/".join("?" if value is None else plain.number(value) for value in (systolic, diastolic))


def _ends(library: Library, row: str) -> tuple[int, int]:
    scale = library.conduct.scale_of(row)
    return scale.lowest, scale.lowest + len(scale.steps) - 1


def _number(typed: str) -> float | None:
    return read_number(typed.removesuffix("%"))


def _letters(name: str, typed: str, example: str, guess: float | None) -> Typed:
    if guess is not None:
        words = _("{name}: {typed} holds letters. Did you mean {guess}? Write digits only.").format(name=name, typed=typed, guess=plain.number(guess))
    else:
        words = _("{name}: {typed} is not a number. Write digits only, such as {example}.").format(name=name, typed=typed, example=example)
    return Typed(sentence=words, fault=True, shown=typed)


def _out_of_range(name: str, typed: str, low: float, high: float, unit: str) -> str:
    most = plain.measured(high, unit) if unit else plain.number(high)
    return _("{name}: {typed} does not fit; {low} to {high} is plausible. Correct it, or measure again.").format(
        name=name, typed=typed, low=plain.number(low), high=most
    )


# ------------------------------------------------------------------------------------------------------------------- pressure


def _pressure(library: Library, typed: str) -> Typed:
    systolic, diastolic = library.conduct.limits_of("sbp"), library.conduct.limits_of("dbp")
    name = _(ROW_NAMES["pressure"])
    pair = read_pair(typed.removesuffix("?"))
    if pair is None:
        guess = read_pair(typed.translate(_MISREAD))
        if guess is not None and guess[1] is not None:
            words = _("{name}: {typed} holds letters. Did you mean {guess}? Write digits only, such as 120/80.")
            return Typed(sentence=words.format(name=name, typed=typed, guess=f"{guess[0]}/{guess[1]}"), fault=True, shown=typed)
        words = _("{name}: {typed} is not a pressure. Write 120/80, or 12080.")
        return Typed(sentence=words.format(name=name, typed=typed), fault=True, shown=typed)
    high, low = pair
    if low is not None and high < low and typed.isdigit():
        words = _("{name}: {typed} was read as {high}/{low}. Write both numbers with a stroke between, such as 158/90.")
        return Typed(sentence=words.format(name=name, typed=typed, high=high, low=low), fault=True, shown=typed)
    if low is not None and high < low:
        words = _("{name}: {high}/{low} has the lower number first. Did you mean {low}/{high}?")
        return Typed(sentence=words.format(name=name, high=high, low=low), fault=True, shown=typed)
    for number, limits in ((high, systolic), (low, diastolic)):
        if number is not None and not limits.lowest <= number <= limits.highest:
            return Typed(sentence=_pressure_range(typed, pair, number, limits), fault=True, shown=typed)
    if low is None:
        words = _("The diastolic is missing: type it and press Enter. Left alone, {high}/? is kept, and the observation still counts as due.")
        return Typed({"sbp": high, "dbp": None}, words.format(high=high), shown=f"{high}/?", unfinished=f"{high}/")
    if low == high:
        words = _("{name}: {high}/{low} has the same number twice. Measure again.")
        return Typed(sentence=words.format(name=name, high=high, low=low), fault=True, shown=typed)
    return Typed({"sbp": high, "dbp": low}, shown=f"{high}/{low}")


def _pressure_range(typed: str, pair: tuple[int, int | None], number: int, limits: EntryLimits) -> str:
    sentence = _out_of_range(_(limits.name), str(number), limits.lowest, limits.highest, _(limits.unit))
    if typed.isdigit() and pair[1] is not None:
        return _("{typed} was read as {high}/{low}. {sentence}").format(typed=typed, high=pair[0], low=pair[1], sentence=sentence)
    return sentence


# ---------------------------------------------------------------------------------------------------------------------- times


def moment_at(live: LiveSession, hours: int, minutes: int, now: dt.datetime) -> dt.datetime:
    """The moment of the session at a clock time: the one nearest to now, so that a session may run past midnight."""
    today = now.astimezone(live.log.zone).replace(hour=hours, minute=minutes, second=0, microsecond=0)
    day = dt.timedelta(days=1)
    first = given_of(live).first
    if live.log.closed and first is not None:
        # A session that is over is written about on its own day, whatever day it is now.
        today = first.replace(hour=hours, minute=minutes, second=0, microsecond=0)
        return today + day if today < first - day / 2 else today
    if today > now and today - now > day / 2:
        return today - day
    return today


def read_time(live: LiveSession, text: str, now: dt.datetime, *, event: bool = False) -> ClockTime:
    """The moment of a clock time for an observation or an event: not in the future, not before the dose, not after the session."""
    name = _("Time")
    clock = read_clock(text)
    if clock is None:
        guess = read_clock(text.translate(_MISREAD))
        if guess is not None:
            words = _("{name}: {typed} holds letters. Did you mean {hours:02d}:{minutes:02d}?")
            return ClockTime(sentence=words.format(name=name, typed=text.strip(), hours=guess[0], minutes=guess[1]), fault=True)
        words = _("{name}: {typed} is no time of a clock. Write hours and minutes, such as 11:14.")
        return ClockTime(sentence=words.format(name=name, typed=text.strip()), fault=True)
    at = moment_at(live, *clock, now)
    first, closed = given_of(live).first, live.log.closed_at
    if first is not None and at < first.replace(second=0):
        words = _("{name}: {time} lies before the dose at {dose}. What was measured before the dose is entered under Before the dose.")
        if event:
            words = _("{name}: {time} lies before the dose at {dose}. Write a time after it.")
        return ClockTime(sentence=words.format(name=name, time=f"{at:%H:%M}", dose=f"{first:%H:%M}"), fault=True)
    # A reading in the minute of the dose counts as after it.
    at = max(at, first) if first is not None else at
    if closed is not None and at > closed:
        words = _("{name}: {time} lies after the end of the session at {end}. Write a time before it.")
        return ClockTime(sentence=words.format(name=name, time=f"{at:%H:%M}", end=f"{closed.astimezone(live.log.zone):%H:%M}"), fault=True)
    if at > now:
        words = _("{name}: {time} has not come yet; it is {now}. Write a time that has passed.")
        return ClockTime(sentence=words.format(name=name, time=f"{at:%H:%M}", now=f"{now:%H:%M}"), fault=True)
    return ClockTime(at)


def taken_minute(live: LiveSession, at: dt.datetime, own: str | None) -> str:
    """Why an observation cannot stand at this minute: another one does; empty where it can."""
    minute = live.log.clock(at)
    if any(live.log.clock(one.at) == minute and one.id != own for one in live.observations):
        words = _(
            "There is an observation at {time} already, and two in one minute could not be told apart. "
            "Correct that one: press F2 on its value. Or type another time."
        )
        return words.format(time=minute)
    return ""
