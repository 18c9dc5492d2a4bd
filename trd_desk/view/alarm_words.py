"""The bars of standing alarms and overdue observations: what it is, why, what to do now, until when, and who has dealt with it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from trd_desk.content.library import Library
from trd_desk.engine.live_results import LiveAlarm, LiveSession, Point
from trd_desk.i18n import _
from trd_desk.view import plain
from trd_desk.view.cited import source_line
from trd_desk.view.clock_times import mm_ss
from trd_desk.view.parts import SourceLine
from trd_desk.view.shapes import MarkKind
from trd_desk.view.watch_words import LEVEL_WORDS, alarm_value, rule_of
from trd_desk.view.watched import events_of


@dataclass(frozen=True, slots=True)
class BarClock:
    """A running time of a bar: down to `moment` with `before` as its words, then up from it with `after`."""

    moment: dt.datetime
    before: str
    after: str

    def words(self, now: dt.datetime) -> str:
        """What the running time means at a moment: "Measure again at 11:19, in"."""
        return self.before if now < self.moment else self.after

    def time(self, now: dt.datetime) -> str:
        """The running time at a moment: 02:20."""
        return mm_ss(self.moment - now if now < self.moment else now - self.moment)


@dataclass(frozen=True, slots=True)
class AlarmBar:
    """One bar, in words. `name` is the part under which a person's answer is kept (`alarm/<name>`).

    `rule` is why it is an alarm, empty for an event that is red by itself. `order` is what to do now, `steps` one by one with their
    `source`; `call` the number of a red alarm, and `call_hint` what to do where the clinic has not filled it in. `prescriber` and
    `sound` are the words of the buttons, empty where there is nothing to press; `handled` says what was done by whom and when.
    """

    name: str
    level: Literal["red", "amber", "overdue"]
    mark: MarkKind
    title: str
    rule: str
    order: str
    steps: tuple[str, ...]
    source: SourceLine | None
    at: dt.datetime
    clock: BarClock | None
    repeat_at: dt.datetime | None
    call: str = ""
    call_hint: str = ""
    prescriber: str = ""
    sound: str = ""
    handled: str = ""
    quiet_until: dt.datetime | None = None
    quiet: str = ""
    prescriber_came: bool = False
    sign: str = ""
    note: str = ""

    @property
    def line(self) -> str:
        """Why and what now, in one line; an event that is red by itself needs no why."""
        return f"{self.rule} {self.order}".strip()

    @property
    def spoken(self) -> str:
        """The whole bar in one text, for a screen reader."""
        return " ".join(part for part in (self.title + ".", self.rule, self.order, self.call, self.note, self.handled, self.quiet) if part)


def alarm_bars(library: Library, live: LiveSession, *, red_call: str = "") -> tuple[AlarmBar, ...]:
    """The standing alarms, red on top; the overdue observations where nothing worse stands. `red_call` is the clinic's number."""
    alarms = tuple(_alarm_bar(library, live, alarm, red_call) for alarm in live.active_alarms)
    return alarms or tuple(_overdue_bars(library, live))


def _alarm_bar(library: Library, live: LiveSession, alarm: LiveAlarm, red_call: str) -> AlarmBar:
    response = library.conduct.response_to(alarm.level, alarm.sign)
    red = alarm.level == "red"
    came = alarm.handled is not None and alarm.handled.done == "prescriber_here"
    title = _("{level}: {value} at {time}").format(
        level=_(LEVEL_WORDS[alarm.level]), value=alarm_value(library, alarm.sign, alarm.because), time=f"{alarm.at:%H:%M}"
    )
    note = _note(library, live, alarm)
    return AlarmBar(
        name=alarm.name,
        level=alarm.level,
        mark=alarm.level,
        title=title,
        rule="" if red and alarm.because.code == "alarm_event" else rule_of(library, alarm),
        order=_(response.says),
        steps=tuple(_(step) for step in response.steps),
        source=source_line(library, response.status, response.sources, library.conduct.review_by, live.now.date()),
        at=alarm.at,
        clock=_clock(alarm),
        repeat_at=alarm.repeat_at,
        call=_call(red_call) if red else "",
        call_hint=_("Its number is not filled in: Settings.") if red and not red_call.strip() else "",
        prescriber="" if came else _("Prescriber is here"),
        sound="" if alarm.quiet_until else _sound(library),
        handled=_handled(live, alarm.name),
        quiet_until=alarm.quiet_until,
        quiet=_quiet(alarm.quiet_until),
        prescriber_came=came,
        sign=alarm.sign,
        note=note,
    )


def _call(number: str) -> str:
    return _("Call {number}").format(number=number.strip()) if number.strip() else _("Call the emergency number")


def call_words(number: str) -> str:
    """Whom the red events call: "2222", or that it is the emergency number where the clinic has filled in none."""
    return number.strip() or _("the emergency number")


def _clock(alarm: LiveAlarm) -> BarClock:
    if alarm.repeat_at is not None and alarm.level == "amber":
        time = f"{alarm.repeat_at:%H:%M}"
        return BarClock(alarm.repeat_at, _("Measure again at {time}, in").format(time=time), _("Measure again, overdue by"))
    return BarClock(alarm.at, _("Since {time}").format(time=f"{alarm.at:%H:%M}"), _("Since {time}").format(time=f"{alarm.at:%H:%M}"))


def _note(library: Library, live: LiveSession, alarm: LiveAlarm) -> str:
    """What a person should know besides: that an amber sign has lasted, or that a red one has passed but nobody has dealt with it."""
    if alarm.level == "red" and alarm.cleared:
        return _("The readings since are not red; the bar stays until the prescriber is here.")
    if alarm.level == "amber" and any(sign == alarm.sign for _at, sign in live.reviews):
        return _("Amber for {minutes} minutes or more: a full review is advised.").format(minutes=library.monitoring.review_after)
    return ""


def _sound(library: Library) -> str:
    minutes = library.conduct.quiet_minutes
    return plain.counted(_("Sound off for {count} minute"), _("Sound off for {count} minutes"), minutes)


def _quiet(until: dt.datetime | None) -> str:
    return "" if until is None else _("Sound off until {time}.").format(time=f"{until:%H:%M:%S}")


def _handled(live: LiveSession, name: str) -> str:
    """Who has dealt with an alarm, and when."""
    part = live.log.parts.get(("alarm", name))
    if part is None or part.value.done != "prescriber_here":
        return ""
    at = part.value.at.astimezone(live.log.zone)
    return _("The prescriber is here: {time}, entered by {person}.").format(time=f"{at:%H:%M}", person=part.entry.by)


def _overdue_bars(library: Library, live: LiveSession) -> Iterator[AlarmBar]:
    for point in live.open_points:
        if point.kind == "repeat":
            continue
        acknowledged = live.log.alarm(point.name)
        quiet = None if acknowledged is None else acknowledged.at.astimezone(live.log.zone) + dt.timedelta(minutes=library.conduct.quiet_minutes)
        quiet = quiet if quiet is not None and quiet > live.now else None
        yield AlarmBar(
            name=point.name,
            level="overdue",
            mark="overdue",
            title=_("Overdue: {time}").format(time=f"{point.at:%H:%M}"),
            rule=_due_words(point),
            order=_("Measure now."),
            steps=(),
            source=None,
            at=point.at,
            clock=BarClock(point.at, _("Overdue by"), _("Overdue by")),
            repeat_at=None,
            sound="" if quiet else _sound(library),
            quiet_until=quiet,
            quiet=_quiet(quiet),
            note=_must_not_be_missing(point),
        )


def _due_words(point: Point) -> str:
    time = f"{point.closes:%H:%M}"
    start = _("{minutes} minutes after the start") if point.kind == "infusion" else _("{minutes} minutes after the dose")
    place = start.format(minutes=point.minutes)
    if point.state == "late":
        return _("The observation {place} was due by {time}; it will be marked late.").format(place=place, time=time)
    return _("The observation {place} is due; from {time} on it is late.").format(place=place, time=time)


def _must_not_be_missing(point: Point) -> str:
    return _("The session cannot be closed without this one.") if point.key else ""


def serious(library: Library, live: LiveSession) -> tuple[str, ...]:
    """The ids of the events that are red and so ask to be written up."""
    red = {rule.kind for rule in library.monitoring.event if rule.level == "red"}
    return tuple(one.id for one in events_of(live) if one.kind in red and one.id)
