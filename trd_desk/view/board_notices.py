"""What the board says of its own clock and sound: a computer's clock that was set, moments that do not fit, no sound, not tried."""

import datetime as dt

from trd_desk.i18n import _
from trd_desk.view import plain
from trd_desk.view.clock_times import clock_words, span_short


def apart_words(computer: dt.datetime, ours: dt.datetime, since: dt.datetime) -> str:
    """The computer's clock and the program's disagree: both times, by how much, and since when."""
    ahead = computer - ours
    by = _span(abs(ahead))
    words = (
        _("The computer's clock says {computer}, {span} ahead; the sessions go by {ours}. It was found set at {since}, and elapsed times go on right.")
        if ahead > dt.timedelta()
        else _("The computer's clock says {computer}, {span} behind; the sessions go by {ours}. It was found set at {since}, and elapsed times go on right.")
    )
    days = (computer.date() - ours.date()).days
    told = f"{computer:%H:%M:%S}" if days == 0 else f"{plain.day_short(computer.date())}, {computer:%H:%M:%S}"
    return words.format(computer=told, span=by, ours=f"{ours:%H:%M:%S}", since=f"{since:%H:%M:%S}")


def _span(span: dt.timedelta) -> str:
    seconds = round(span.total_seconds())
    return plain.measured(seconds, _("s")) if seconds < 60 else span_short(seconds / 60)


def accept_words(*, live: bool) -> str:
    """What happens when the computer's time is taken, before a person does it."""
    if live:
        return _("Every elapsed time and every due time of the sessions that run would jump by this. Take it only if the sessions' own time is wrong.")
    return _("No session runs, so nothing that is counted changes.")


def doubt_words(kind: str, stored: dt.datetime, now: dt.datetime) -> str:
    """A stored moment that the clock cannot be right with, after the computer was started again."""
    if kind == "ahead":
        return _(
            "A dose is recorded at {stored}, and the computer's clock says {now}. It must be wrong: set the computer's clock right, "
            "and watch the patient by the clock on the wall until then."
        ).format(stored=clock_words(stored, now) if stored.date() == now.date() else _day(stored), now=f"{now:%H:%M}")
    return _(
        "A session that nobody has closed began at {stored}. Close it under Leaving; if it began today, the computer's clock is wrong: set it right."
    ).format(stored=_day(stored))


def _day(moment: dt.datetime) -> str:
    return f"{plain.day_short(moment.date())}, {moment:%H:%M}"


def sound_words(*, found: bool, heard: str) -> str:
    """Whether alarms can be heard on this computer; empty when somebody has heard them today."""
    if not found:
        return _("No sound on this computer: watch the screen. No player of sounds was found, or none of them works.")
    if heard == "not_heard":
        return _("No sound on this computer: watch the screen. It was tried today and not heard; turn the volume up and try it again.")
    return _("Sound not tried today.") if heard == "not_tried" else ""


def crisis_words(name: str, number: str, seen: dt.datetime | None) -> str:
    """An answer about self-harm of one patient, of which nobody has recorded what was done."""
    who = ", ".join(part for part in (name, number) if part)
    when = "" if seen is None else f" {plain.day_short(seen.date())}, {seen:%H:%M}."
    return _("{who}: an answer about self-harm.{when} It is not recorded yet what was done.").format(who=who, when=when)


def crises_words(count: int) -> str:
    """The same of several patients."""
    return plain.counted(
        _("{count} patient gave an answer about self-harm of which it is not recorded yet what was done."),
        _("{count} patients gave an answer about self-harm of which it is not recorded yet what was done."),
        count,
    )


def no_sound_words() -> str:
    """What every alarm says where it cannot be heard."""
    return _("No sound on this computer: watch the screen.")
