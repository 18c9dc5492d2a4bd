"""Clock times as a person types and reads them: "0810", "8:10", "yesterday 22:00"; how long ago that is; a countdown."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from trd_desk.i18n import _
from trd_desk.view import plain

_DAY: Final = dt.timedelta(days=1)
# A bare time that comes within the next hour is a slip of typing far more often than the same time of yesterday.
_SOON: Final = dt.timedelta(hours=1)
_CLOCK: Final = re.compile(r"(\d{1,2})\s*[:.h ]\s*(\d{2})\Z|(\d{1,2})(\d{2})\Z")
_WORDS: Final = {"yesterday": 1, "yest": 1, "y": 1, "today": 0, "t": 0}


@dataclass(frozen=True, slots=True)
class ClockTime:
    """What was made of a typed time: the moment, or None, and the sentence that says so; `fault` when it cannot be used."""

    moment: dt.datetime | None = None
    sentence: str = ""
    fault: bool = False


def clock_numbers(text: str) -> tuple[int, int] | None:
    """Hours and minutes as they are written, be there such a time or not: 10:46, 10.46, 10h46, 1046, 946; None for any other text.

    Minutes have two figures, because 10:5 may be a 10:50 that is still being typed.
    """
    match = _CLOCK.match(text.strip().casefold())
    return None if match is None else (int(match[1] or match[3]), int(match[2] or match[4]))


def read_clock(text: str) -> tuple[int, int] | None:
    """Hours and minutes of a time that a clock can show; None for any other text."""
    found = clock_numbers(text)
    return found if found is not None and found[0] < 24 and found[1] < 60 else None


def understand_clock(text: str, now: dt.datetime) -> ClockTime:
    """The moment before `now` that a typed clock time means; a time later than now is yesterday's, and said to be."""
    typed = " ".join(text.casefold().replace(",", " ").split())
    if not typed:
        return ClockTime(None, "")
    word, _space, rest = typed.partition(" ")
    days = _WORDS.get(word)
    written = typed if days is None else rest
    if clock_numbers(written) is None:
        return ClockTime(None, _("Not understood as a time. Write 0810, 8:10 or yesterday 22:00."), fault=True)
    clock = read_clock(written)
    if clock is None:
        return ClockTime(None, _("There is no such time of day. Write hours and minutes, such as 0810 or 22:00."), fault=True)
    moment = now.replace(hour=clock[0], minute=clock[1], second=0, microsecond=0) - (days or 0) * _DAY
    if moment > now:
        if days is not None or moment - now < _SOON:
            says = _("{clock} has not come yet, it is {now}. Correct it, or write yesterday {clock} if that is meant.")
            return ClockTime(None, says.format(clock=f"{moment:%H:%M}", now=f"{now:%H:%M}"), fault=True)
        moment -= _DAY
    return ClockTime(moment, _("Understood as {time}, {ago}.").format(time=clock_words(moment, now), ago=ago_words(moment, now)))


def clock_words(moment: dt.datetime, now: dt.datetime) -> str:
    """A moment as a clock time of its day: 08:10, yesterday 22:00, 3 Mar 2026 22:00."""
    local = moment.astimezone(now.tzinfo)
    days = (now.date() - local.date()).days
    clock = f"{local:%H:%M}"
    if days == 0:
        return clock
    return _("yesterday {clock}").format(clock=clock) if days == 1 else f"{plain.day_short(local.date())}{plain.NBSP}{clock}"


def minutes_words(minutes: float) -> str:
    """A span in words: 30 minutes, 1 hour, 2 hours, 90 minutes."""
    whole = int(minutes)
    if whole and whole % 60 == 0:
        return plain.counted("{count} hour", "{count} hours", whole // 60).replace(" ", plain.NBSP)
    return plain.counted("{count} minute", "{count} minutes", whole).replace(" ", plain.NBSP)


def span_short(minutes: float) -> str:
    """A span for a narrow place: 46 min, 1 h 51 min, 3 days."""
    whole = int(minutes)
    if whole < 60:
        return plain.measured(whole, _("min"))
    hours, rest = divmod(whole, 60)
    if hours >= 48:
        return plain.counted("{count} day", "{count} days", hours // 24).replace(" ", plain.NBSP)
    return plain.measured(hours, _("h")) + (f"{plain.NBSP}{plain.measured(rest, _('min'))}" if rest else "")


def ago_words(moment: dt.datetime, now: dt.datetime) -> str:
    """How long ago a moment is: just now, 41 minutes ago, 1 h 51 min ago."""
    return minutes_ago((now - moment).total_seconds() // 60)


def minutes_ago(minutes: float) -> str:
    """So many minutes ago in words."""
    if minutes < 1:
        return _("just now")
    return _("{span} ago").format(span=minutes_words(minutes) if minutes < 60 else span_short(minutes))


def countdown(until: dt.datetime, now: dt.datetime) -> str:
    """What is left until a moment: 19:00, 1:12:30; empty once it has come."""
    seconds = -int(-(until - now).total_seconds() // 1)
    return mm_ss(dt.timedelta(seconds=seconds)) if seconds > 0 else ""


def mm_ss(span: dt.timedelta) -> str:
    """A short span as a clock shows it: 02:20; from an hour on 1:02:20."""
    seconds = max(int(span.total_seconds()), 0)
    return h_mm_ss(span) if seconds >= 3600 else f"{seconds // 60:02d}:{seconds % 60:02d}"


def h_mm_ss(span: dt.timedelta) -> str:
    """A span that runs for hours: 0:44:12."""
    seconds = max(int(span.total_seconds()), 0)
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def h_mm(span: dt.timedelta) -> str:
    """A span in hours and minutes: 2:00."""
    minutes = int(span.total_seconds() // 60)
    return f"{minutes // 60}:{minutes % 60:02d}"
