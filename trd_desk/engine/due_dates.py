"""Days on which something is due: months on a calendar, and the days of a week of a course."""

import calendar
import datetime as dt
from typing import Final

from trd_desk.engine.course_results import DAYS_A_WEEK, CoursePosition

_DAY: Final = dt.timedelta(days=1)
_MONTHS_A_YEAR: Final = 12


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later; where that month is shorter its last day, so that 30 November is followed by 28 or 29 February."""
    whole = day.month - 1 + months
    year, month = day.year + whole // _MONTHS_A_YEAR, whole % _MONTHS_A_YEAR + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def week_begins(position: CoursePosition, number: int) -> dt.date | None:
    """The first day of the week of this number, or of the next one where a recorded week left it out; None without a beginning."""
    if not position.weeks:
        return None
    found = next((week.first for week in position.weeks if week.number >= number), None)
    if found is not None:
        return found
    last = position.weeks[-1]
    return last.first + (number - last.number) * DAYS_A_WEEK * _DAY


def week_ends(position: CoursePosition, number: int) -> dt.date | None:
    """The last day of the week of this number; None without a beginning."""
    after = week_begins(position, number + 1)
    return None if after is None else after - _DAY
