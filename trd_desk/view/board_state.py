"""What a row of the board says at its right: the state, a running time, a small line, and what its button does."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from trd_desk.content.library import Library
from trd_desk.engine.live_results import LiveSession, Point
from trd_desk.engine.standing import Standing
from trd_desk.i18n import _
from trd_desk.view import plain
from trd_desk.view.clock_times import mm_ss
from trd_desk.view.watch_words import alarm_value

Kind = Literal["red", "overdue", "late", "amber", "ready", "device", "next"]
# What leaving still needs when everything else is there: a person.
_SIGNATURE: Final = ("signature",)


@dataclass(frozen=True, slots=True)
class RowState:
    """The state of a row. `moment` is what the big running time counts to or from, or `fixed` stands in its place.

    `small` is the line below; with `until`, it ends in the time that is left until then, and becomes `after`. `icon` is a use in the
    tokens, `action` the words of the button and `tab` the part of the session that it opens. `hidden` is what a locked row says.
    """

    kind: Kind
    icon: str
    words: str
    moment: dt.datetime | None
    small: str
    action: str
    tab: str
    fixed: str = ""
    until: dt.datetime | None = None
    after: str = ""
    hidden: str = ""

    def count(self, now: dt.datetime) -> str:
        """The big running time: 04:12."""
        if self.fixed or self.moment is None:
            return self.fixed
        if self.kind == "device" and now >= self.moment:
            return _("Now")
        return mm_ss(abs(now - self.moment))

    def line(self, now: dt.datetime) -> str:
        """The small line: Counts as late in 0:48."""
        if self.until is None:
            return self.small
        if now >= self.until:
            return self.after
        left = mm_ss(self.until - now)
        return self.small.format(left=left[1:] if left.startswith("0") and len(left) == 5 else left)

    def spoken(self, now: dt.datetime) -> str:
        """The state in words, for a screen reader."""
        return ", ".join(part for part in (self.words, self.count(now), self.line(now)) if part)

    def locked(self) -> "RowState":
        """The state without anything that was found, and without a button."""
        small = self.small if self.kind in ("overdue", "next") else ""
        return replace(self, words=self.hidden or self.words, small=small, after=self.after if small else "", action="", tab="")


def row_state(library: Library, live: LiveSession, calls: Sequence[Standing]) -> RowState:
    """The state of a live session by what calls in it, else whether the patient may leave, else what comes next."""
    if calls:
        worst = calls[0]
        if worst.point is not None:
            return _open_point(library, worst.point)
        return _alarm(library, worst)
    leaving = live.result.leaving
    needs = len(library.leaving.need)
    if leaving is not None and not leaving.unknown and (not leaving.failing or leaving.failing == _SIGNATURE):
        done = needs - len(leaving.failing)
        small = _("Only the signature is missing") if leaving.failing else _signed(live)
        fixed = _("{count} of {all}").format(count=done, all=needs)
        return RowState("ready", "ready", _("Ready to leave"), None, small, _("Close session"), "leaving", fixed=fixed)
    device = _next_device(library, live)
    if device is not None:
        return device
    point = live.next_point
    if point is None:
        return RowState("next", "timer", _("Nothing is due"), None, _waits(live), _("Enter observation"), "monitoring", fixed="–")
    return RowState(
        "next", "timer", _("Next observation"), point.at, _("Due {time}").format(time=f"{point.at:%H:%M}"), _("Enter observation"), "monitoring"
    )


def _waits(live: LiveSession) -> str:
    return _("The clock has not started") if live.clock_starts is None else ""


def _signed(live: LiveSession) -> str:
    signature = live.log.signature
    if signature is None:
        return ""
    from trd_desk.view.people import role_word

    return _("Signed {name}, {role}, {time}").format(name=signature.by, role=role_word(signature.role), time=live.log.clock(signature.at))


def _open_point(library: Library, point: Point) -> RowState:
    time = f"{point.at:%H:%M}"
    again = ""
    if point.kind == "repeat":
        again = _("Measure again: {sign}").format(sign=sign_word(library, point.sign))
    if point.state == "late":
        words = _("Late: {time}").format(time=time)
        small = again or _("Was due by {time}").format(time=f"{point.closes:%H:%M}")
        return RowState("late", "late", words, point.at, small, _("Enter observation"), "monitoring", hidden=words)
    words = _("Overdue: {time}").format(time=time)
    late = _("Counts as late now")
    if again:
        return RowState("overdue", "overdue", words, point.at, again, _("Enter observation"), "monitoring", hidden=words)
    return RowState(
        "overdue", "overdue", words, point.at, _("Counts as late in {left}"), _("Enter observation"), "monitoring",
        until=point.closes, after=late, hidden=words,
    )  # fmt: skip


def _alarm(library: Library, worst: Standing) -> RowState:
    alarm = worst.alarm
    if alarm is None:
        message = "an alarm without its alarm"
        raise ValueError(message)
    value = alarm_value(library, alarm.sign, alarm.because)
    enter, since = _("Enter observation"), _("Since {time}").format(time=f"{alarm.at:%H:%M}")
    if alarm.level == "red":
        return RowState("red", "red", _("Red: {value}").format(value=value), alarm.at, since, enter, "monitoring", hidden=_("Red alarm"))
    words = _("Amber: {value}").format(value=value)
    if alarm.repeat_at is None:
        return RowState("amber", "amber", words, alarm.at, since, enter, "monitoring", hidden=_("Amber alarm"))
    again = _("Measure again at {time}").format(time=f"{alarm.repeat_at:%H:%M}")
    return RowState("amber", "amber", words, alarm.repeat_at, again, enter, "monitoring", hidden=_("Amber alarm"))


def _next_device(library: Library, live: LiveSession) -> RowState | None:
    """A spray of which devices are still to be given."""
    spray = library.dosing.spray
    dose = live.facts.planned.dose_mg
    if live.phase != "giving" or live.facts.record.product != spray.product or not live.log.devices or not dose:
        return None
    ready = live.log.devices[-1].at.astimezone(live.log.zone) + dt.timedelta(minutes=library.conduct.device_rest_minutes)
    words = _("Device {number} of {all}").format(number=len(live.log.devices) + 1, all=round(dose / spray.device_mg))
    return RowState("device", "spray", words, ready, _("From {time}").format(time=f"{ready:%H:%M}"), _("Give the device"), "dose")


def sign_word(library: Library, sign: str) -> str:
    """A sign in one word: pressure, pulse; an event by its short name."""
    signs = {
        "blood_pressure": _("pressure"),
        "heart_rate": _("pulse"),
        "spo2": _("oxygen"),
        "respiratory_rate": _("breathing"),
        "sedation": _("MOAA/S"),
        "dissociation": _("dissociation"),
    }
    return signs.get(sign) or plain.as_part(library.conduct.short_event(sign))
