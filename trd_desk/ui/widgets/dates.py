"""A day from what a person types: 3/2025, Mar 2025, 2025-03-14, 14.3.2025, 14 March 2025."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from trd_desk.i18n import _

_MONTHS: Final = {
    name.casefold(): place
    for names in (calendar.month_name, calendar.month_abbr)
    for place, name in enumerate(names)
    if name
} | {"sept": 9}
_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?$")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$")
_MONTH_YEAR: Final = re.compile(r"(\d{1,2})[-/. ](\d{4})$")
_YEAR: Final = re.compile(r"(\d{4})$")
_WORDS: Final = re.compile(r"(?:(\d{1,2})\.?\s+)?([a-zäéû]+)\.?,?\s+(?:(\d{1,2}),\s*)?(\d{4})$")


@dataclass(frozen=True, slots=True)
class Understood:
    """What was made of a text: the day, or None, and the sentence that says so; `fault` when it cannot be used."""

    day: dt.date | None
    sentence: str
    fault: bool = False


def long_date(day: dt.date) -> str:
    """14 March 2025."""
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def short_date(day: dt.date) -> str:
    """14 Mar 2025."""
    return f"{day.day} {calendar.month_abbr[day.month]} {day.year}"


def understand(text: str, *, whole_day: bool = False, latest: dt.date | None = None) -> Understood:
    """The day that a text means. With `whole_day` a month alone is not enough; `latest` is the last day that makes sense."""
    typed = " ".join(text.casefold().split())
    if not typed:
        return Understood(None, "")
    parts = _parts(typed)
    if parts is None:
        return Understood(None, _("Not understood as a date. Write 14 Mar 2025, 14.3.2025 or 2025-03-14, or 3/2025."), fault=True)
    year, month, day = parts
    if whole_day and day is None:
        return Understood(None, _("The day is missing. Write 14 Mar 1980, 14.3.1980 or 1980-03-14."), fault=True)
    try:
        found = dt.date(year, month or 1, day or 1)
    except ValueError:
        return Understood(None, _("There is no such day in the calendar. Check day and month."), fault=True)
    if found.year < 1890:
        return Understood(None, _("The year {year} is too long ago. Check the year.").format(year=year), fault=True)
    if latest is not None and found > latest:
        return Understood(None, _("{day} is in the future. Check the year.").format(day=long_date(found)), fault=True)
    if day is None:
        return Understood(found, _("Only the month is known: kept as {day}.").format(day=long_date(found)) if month else
                          _("Only the year is known: kept as {day}.").format(day=long_date(found)))
    return Understood(found, long_date(found))


def _parts(typed: str) -> tuple[int, int | None, int | None] | None:
    if match := _ISO.match(typed):
        year, month, day = match.groups()
        return int(year), int(month), int(day) if day else None
    if match := _DAY_FIRST.match(typed):
        day, month, year = match.groups()
        return int(year), int(month), int(day)
    if match := _MONTH_YEAR.match(typed):
        return int(match.group(2)), int(match.group(1)), None
    if match := _YEAR.match(typed):
        return int(match.group(1)), None, None
    if match := _WORDS.match(typed):
        before, word, after, year = match.groups()
        month_of = _MONTHS.get(word)
        if month_of is not None and not (before and after):
            day = before or after
            return int(year), month_of, int(day) if day else None
    return None
