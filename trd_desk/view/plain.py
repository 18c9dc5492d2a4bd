"""Numbers, days, spans and lists in words, as a British clinician writes them. A number stays with its unit (no-break space)."""

import datetime as dt
from collections.abc import Sequence

from trd_desk.engine.verdict import Interval
from trd_desk.i18n import _, plural

NBSP = "\u00a0"

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def number(value: float) -> str:
    """The number without needless zeros: 35, 13.5."""
    rounded = round(value, 2)
    return str(int(rounded)) if rounded == int(rounded) else f"{rounded:g}"


def count_word(value: int) -> str:
    """Small counts as words ("two"), larger ones in figures."""
    return _(_WORDS[value]) if 0 <= value < len(_WORDS) else str(value)


def measured(value: float, unit: str) -> str:
    """The number with its unit, kept together: 150 mg, 35 %."""
    return f"{number(value)}{NBSP}{unit}"


def measured_doses(doses: Sequence[float | None], unit: str = "mg") -> str:
    """Doses in order with their unit once: 50 / 100 / 150 mg; a dose that is not known is a question mark."""
    return " / ".join("?" if dose is None else number(dose) for dose in doses) + f"{NBSP}{unit}"


def span(interval: Interval, unit: str = "") -> str:
    """An interval in words: 5, 3 to 5, 3 or more; with the unit kept to its number."""
    low, high = interval
    if high is None:
        text = _("{low} or more").format(low=number(low))
        return _("{low} or more").format(low=measured(low, unit)) if unit else text
    if round(low, 2) == round(high, 2):
        return measured(low, unit) if unit else number(low)
    return _("{low} to {high}").format(low=number(low), high=measured(high, unit) if unit else number(high))


def weeks(interval: Interval | float) -> str:
    """So many weeks: 1 week, 14 weeks, 3 to 5 weeks."""
    low, high = interval if isinstance(interval, tuple) else (interval, interval)
    if low == 0 and high is None:
        return _("unknown weeks")
    if low == high == 1:
        return measured(1, _("week"))
    return span((low, high), _("weeks"))


def weeks_short(interval: Interval | float) -> str:
    """So many weeks for a cell: 14 wk."""
    low, high = interval if isinstance(interval, tuple) else (interval, interval)
    if low == 0 and high is None:
        return _("weeks?")
    if high is None:
        return f"{number(low)}+{NBSP}" + _("wk")
    if low == high:
        return measured(low, _("wk"))
    return f"{number(low)}–{number(high)}{NBSP}" + _("wk")


def percent(interval: Interval | float) -> str:
    """So many per cent: 35 %, 25 to 49 %."""
    low, high = interval if isinstance(interval, tuple) else (interval, interval)
    return span((low, high), "%")


def percent_short(interval: Interval | float) -> str:
    """So many per cent for a cell: 35 %, 25–49 %, under 25 %."""
    low, high = interval if isinstance(interval, tuple) else (interval, interval)
    if high is not None and round(low, 2) == round(high, 2):
        return measured(low, "%")
    if high is None or high >= 100:
        return f"{number(max(low, 0))}+{NBSP}%"
    if low <= 0:
        return f"<{number(_upper(high))}{NBSP}%"
    return f"{number(low)}–{number(high)}{NBSP}%"


def _upper(high: float) -> float:
    """The whole number just above an upper end such as 24.999, else the end itself."""
    return round(high) if abs(high - round(high)) < 0.01 else high


def months(count: int) -> str:
    """So many months, with years for long spans: 14 months, 3 years."""
    if count >= 36 and count % 12 == 0:
        return measured(count // 12, _("years"))
    return plural("{count} month", "{count} months", count).format(count=count).replace(" ", NBSP)


def counted(one: str, many: str, count: int) -> str:
    """A count with its noun in the right form; both forms hold {count}."""
    return plural(one, many, count).format(count=count)


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(date: dt.date) -> str:
    """A day: 5 January 2026."""
    return f"{date.day}{NBSP}{_(_MONTHS[date.month - 1])}{NBSP}{date.year}"


def day_short(date: dt.date) -> str:
    """A day for a narrow place: 5 Jan 2026."""
    return f"{date.day}{NBSP}{_(_SHORT[date.month - 1])}{NBSP}{date.year}"


def month(date: dt.date) -> str:
    """A month: November 2027."""
    return f"{_(_MONTHS[date.month - 1])}{NBSP}{date.year}"


def days_between(start: dt.date | None, end: dt.date | None, *, ongoing: bool = False) -> str:
    """A span of days with the year once: 10 – 24 Feb 2025; 3 Mar – 9 Jun 2025; 16 Feb 2026, ongoing; empty when unknown."""
    if start is None and end is None:
        return _("ongoing") if ongoing else ""
    if start is None and end is not None:
        return _("until {day}").format(day=day_short(end))
    assert start is not None  # noqa: S101 - for the type checker
    if end is None:
        return _("{day}, ongoing").format(day=day_short(start)) if ongoing else _("from {day}").format(day=day_short(start))
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} – {day_short(end)}"
    if start.year == end.year:
        return f"{start.day}{NBSP}{_(_SHORT[start.month - 1])} – {day_short(end)}"
    return f"{day_short(start)} – {day_short(end)}"


def listed(items: Sequence[str]) -> str:
    """A list in a sentence: a, b and c."""
    if len(items) < 2:
        return "".join(items)
    return _("{all_but_last} and {last}").format(all_but_last=", ".join(items[:-1]), last=items[-1])


def few(items: Sequence[str], most: int = 4) -> str:
    """A list in a sentence that stays short: a, b, c and 5 more."""
    if len(items) <= most:
        return listed(items)
    return listed([*items[: most - 1], _("{count} more").format(count=len(items) - most + 1)])


def lacking_reason(letters: int) -> str:
    """What is said of a reason that lacks so many letters."""
    return counted(
        "Reason: write {count} more letter at least, so that a reader understands why.",
        "Reason: write {count} more letters at least, so that a reader understands why.",
        letters,
    )


def either(items: Sequence[str]) -> str:
    """A choice in a sentence: a, b or c."""
    if len(items) < 2:
        return "".join(items)
    return _("{all_but_last} or {last}").format(all_but_last=", ".join(items[:-1]), last=items[-1])


def as_part(sentence: str) -> str:
    """A sentence as a part of another: no full stop, a small letter first unless a name or an abbreviation begins it."""
    text = sentence.rstrip(".")
    first = text.split(" ", maxsplit=1)[0]
    small = first == "A" or (first[1:].islower() and first not in _PROPER)
    return text[:1].lower() + text[1:] if small else text


_PROPER = ("Delphi", "Maudsley")


def capital(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]
