"""What a person types into the plan of a session: the day and the time of an appointment."""

import datetime as dt
import re
from typing import Final

from trd_desk.i18n import _
from trd_desk.view.clock_times import clock_numbers, read_clock

# So many days back a day without a year is still taken for this year's: one of last week is meant as such.
_BACK: Final = 60
_PLUS: Final = re.compile(r"\+ ?(\d{1,3})\Z")
_DAY_MONTH: Final = re.compile(r"(\d{1,2})[ /-]([a-z]+|\d{1,2})\Z")
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


def understand_appointment(text: str) -> tuple[str | None, str, bool]:
    """An appointment as HH:MM from 10:15, 10.15, 1015 or 915; a sentence about it; and whether it cannot be used."""
    typed = text.strip()
    if not typed:
        return None, "", False
    if clock_numbers(typed) is None:
        return None, _("Not understood as a time. Write hours and minutes, such as 0930 or 10:15."), True
    clock = read_clock(typed)
    if clock is None:
        return None, _("There is no such time of day. Write hours and minutes, such as 0930 or 10:15."), True
    return f"{clock[0]:02d}:{clock[1]:02d}", "", False


def understand_plan_day(text: str, today: dt.date) -> tuple[dt.date | None, str]:
    """The day that a short word means, or why it means none: today, tomorrow, +3, tue; 17 Mar and 17.3. mean the next such day.

    None and an empty sentence for any other text, such as a date with its year.
    """
    typed = " ".join(text.casefold().replace(".", " ").split())
    if typed in ("today", "tomorrow"):
        return today + dt.timedelta(days=int(typed == "tomorrow")), ""
    if match := _PLUS.match(typed):
        return today + dt.timedelta(days=int(match.group(1))), ""
    if len(typed) >= 3 and typed.isalpha():
        wanted = next((place for place, name in enumerate(_DAYS) if name.startswith(typed)), None)
        return (None, "") if wanted is None else (today + dt.timedelta(days=(wanted - today.weekday()) % 7), "")
    match = _DAY_MONTH.match(typed)
    if match is None:
        return None, ""
    word = match.group(2)
    named = next((place for place, name in enumerate(_MONTHS, 1) if len(word) >= 3 and name.startswith(word)), 0)
    month = int(word) if word.isdigit() else named
    if not month:
        return None, ""
    for year in (today.year, today.year + 1):
        try:
            day = dt.date(year, month, int(match.group(1)))
        except ValueError:
            continue
        if (today - day).days <= _BACK:
            return day, ""
    return None, _("There is no such day in the calendar. Check day and month.")
