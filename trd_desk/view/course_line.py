"""The line of a course: weeks as ticks, phases as bands with their words, each session at its day and dose, today, what is due and missed."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from trd_desk.engine.course_results import DAYS_A_WEEK, CoursePosition, CourseSession, CourseWeek
from trd_desk.i18n import _
from trd_desk.view import plain
from trd_desk.view.metrics import fits, fitted, text_width
from trd_desk.view.shapes import Child, Circle, Drawing, Line, Rect, Shape, Text

LEAST_WIDTH: Final = 480.0
WIDTH: Final = 752.0
# So many weeks are shown at most; of a longer course the oldest are left out.
MOST_WEEKS: Final = 16
_LEFT: Final = 62.0
_RIGHT: Final = 8.0
_BAND: Final = 24.0
_TICKS: Final = 22.0
_LANE: Final = 74.0
_DATES: Final = 22.0
_LEGEND: Final = 22.0
_RADIUS: Final = 6.0
_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Days as places on the drawing."""

    first: dt.date
    days: int
    width: float

    @property
    def per_day(self) -> float:
        return (self.width - _LEFT - _RIGHT) / self.days

    @property
    def last(self) -> dt.date:
        return self.first + (self.days - 1) * _DAY

    def start(self, day: dt.date) -> float:
        """Where a day begins."""
        return _LEFT + max(0, min(self.days, (day - self.first).days)) * self.per_day

    def middle(self, day: dt.date) -> float:
        """The middle of a day."""
        return self.start(day) + self.per_day / 2

    def shows(self, day: dt.date) -> bool:
        """Whether a day lies on the drawing."""
        return self.first <= day <= self.last


def weeks_shown(position: CoursePosition) -> tuple[CourseWeek, ...]:
    """The weeks on the line, sixteen at most; of a long course those around today and ahead."""
    weeks = position.weeks
    if len(weeks) <= MOST_WEEKS:
        return weeks
    now = next((place for place, week in enumerate(weeks) if week.first <= position.today <= week.last), len(weeks) - 1)
    end = min(len(weeks), max(now + 5, MOST_WEEKS))
    return weeks[end - MOST_WEEKS : end]


def course_drawing(position: CoursePosition, width: float = WIDTH) -> Drawing | None:
    """The line of a course, so many logical pixels wide; None where no week of it is known."""
    weeks = weeks_shown(position)
    if not weeks:
        return None
    width = max(width, LEAST_WIDTH)
    scale = _Scale(weeks[0].first, len(weeks) * DAYS_A_WEEK, width)
    sessions = [one for one in position.own if one.day is not None and scale.shows(one.day)]
    top = _BAND + _TICKS
    foot = top + _LANE
    shapes: list[Shape] = [*_bands(weeks, scale), *_weeks(weeks, scale, foot, _today_place(position, scale)), *_missed(position, scale, top)]
    levels = _levels(position)
    shapes += _levels_drawn(levels, scale, top)
    shapes += _due(position, scale, foot)
    children = []
    for one in sessions:
        drawn, child = _session(one, levels, scale, top)
        shapes += drawn
        children.append(child)
    shapes += _today(position, scale, top, foot)
    shapes += _legend(position, sessions, foot + _DATES)
    return Drawing(width, foot + _DATES + _LEGEND, tuple(shapes), _name(position, sessions), tuple(children))


def _name(position: CoursePosition, sessions: Sequence[CourseSession]) -> str:
    given = sum(one.was_given for one in sessions)
    ahead = sum(one.state == "planned" for one in sessions)
    parts = [plain.counted("{count} session given", "{count} sessions given", given)]
    if ahead:
        parts.append(plain.counted("{count} planned", "{count} planned", ahead))
    if position.missed:
        parts.append(plain.counted("{count} span of weeks missed", "{count} spans of weeks missed", len(position.missed)))
    return _("The line of the course: {what}").format(what=", ".join(parts))


# ---------------------------------------------------------------------------------------------------------------- the ground


def _bands(weeks: Sequence[CourseWeek], scale: _Scale) -> Iterator[Shape]:
    """The phases as bands with their frequency, as far as they are shown."""
    for phase, of_phase in groupby(weeks, key=lambda week: week.phase):
        listed = list(of_phase)
        if phase is None:
            continue
        x, end = scale.start(listed[0].first), scale.start(listed[-1].last + _DAY)
        yield Rect(x + 0.5, 0.5, end - x - 1, _BAND - 1, "bg_selected", "line", 1)
        words = _(phase.frequency)
        room = end - x - 12
        if fits(words, room, "small") or " " in words:
            yield Text((x + end) / 2, 16, fitted(words, room, "small"), "small", "text", anchor="middle", max_width=room)


def _weeks(weeks: Sequence[CourseWeek], scale: _Scale, foot: float, taken: tuple[float, float]) -> Iterator[Shape]:
    """A tick and a number for each week, and the date of some first days; none where `taken` has another word."""
    yield Text(0, _BAND + 15, _("Week"), "small", "text_2")
    yield Line(_LEFT, foot, scale.width - _RIGHT, foot, "line_strong", 1)
    room = scale.per_day * DAYS_A_WEEK
    longest = max(text_width(_date(week.first), "small") for week in weeks) + 8
    every = 1
    while room * every < longest:
        every += 1
    for place, week in enumerate(weeks):
        x = scale.start(week.first)
        yield Line(x, _BAND + 4, x, foot + 4, "divider" if place else "line_strong", 1)
        number = str(week.number)
        if fits(number, room - 4, "small"):
            yield Text(x + room / 2, _BAND + 15, number, "small", "text_2", anchor="middle")
        if place % every == 0 and x + longest <= scale.width:
            yield Line(x, foot, x, foot + 5, "line_strong", 1)
            if x + 2 >= taken[1] or x + 2 + text_width(_date(week.first), "small") <= taken[0]:
                yield Text(x + 2, foot + 17, _date(week.first), "small", "text_2")


def _date(day: dt.date) -> str:
    return plain.day_short(day).rsplit(plain.NBSP, 1)[0]


# --------------------------------------------------------------------------------------------------------- due, missed, today


def _missed(position: CoursePosition, scale: _Scale, top: float) -> Iterator[Shape]:
    for one in position.missed:
        if one.closes < scale.first:
            continue
        x, end = scale.start(one.opens), scale.start(one.closes + _DAY)
        dash = () if one.certain else (4.0, 3.0)
        yield Rect(x + 1.5, top + 2, end - x - 3, _LANE - 4, None, "line_strong", 1, dash, "rising", "line")
        words = _("missed") if one.certain else _("missed?")
        if fits(words, end - x - 10, "small"):
            wide = text_width(words, "small") + 8
            yield Rect((x + end - wide) / 2, top + 5, wide, 18, "bg_window")
            yield Text((x + end) / 2, top + 18, words, "small", "text", anchor="middle")


def _due(position: CoursePosition, scale: _Scale, foot: float) -> Iterator[Shape]:
    """The days in which the next is due, as a bracket above the foot."""
    due = position.due
    if due is None or not scale.shows(due.closes):
        return
    x, end = scale.start(due.opens), scale.start(due.closes + _DAY)
    yield Rect(x + 0.5, foot - 7, end - x - 1, 7, "bg_surface", "accent", 1.5, (4, 3))


def _today(position: CoursePosition, scale: _Scale, top: float, foot: float) -> Iterator[Shape]:
    if not scale.shows(position.today):
        return
    x = scale.middle(position.today)
    start, end = _today_place(position, scale)
    yield Line(x, top, x, foot + 5, "accent", 2, (5, 3))
    yield Text((start + end) / 2, foot + 17, _("today"), "small", "accent", bold=True, anchor="middle")


def _today_place(position: CoursePosition, scale: _Scale) -> tuple[float, float]:
    """Where the word of today begins and ends; nowhere where today is not on the line."""
    if not scale.shows(position.today):
        return (-1.0, -1.0)
    half = text_width(_("today"), "small", bold=True) / 2 + 3
    at = max(_LEFT + half, min(scale.width - half, scale.middle(position.today)))
    return (at - half, at + half)


# ------------------------------------------------------------------------------------------------------------------ sessions


def _value(one: CourseSession) -> tuple[float, str] | None:
    """The dose of a session with its unit, mg where it is known."""
    if one.dose_mg is not None:
        return one.dose_mg, "mg"
    return None if one.mg_per_kg is None else (one.mg_per_kg, "mg/kg")


def _levels(position: CoursePosition) -> dict[tuple[float, str], float]:
    """The height of each dose in the lane, the lowest dose lowest; sessions without a dose stand at the bottom."""
    found = sorted({value for one in position.own if (value := _value(one)) is not None}, key=lambda value: (value[1] != "mg", value[0]))
    if not found:
        return {}
    step = min(22.0, (_LANE - 30) / max(1, len(found) - 1))
    base = _LANE - 20 if len(found) > 2 else _LANE - 28
    return {value: base - place * step for place, value in enumerate(found)}


def _levels_drawn(levels: dict[tuple[float, str], float], scale: _Scale, top: float) -> Iterator[Shape]:
    written: list[float] = []
    for (dose, unit), height in levels.items():
        y = top + height
        yield Line(_LEFT, y, scale.width - _RIGHT, y, "divider", 1)
        if all(abs(y - other) >= 13 for other in written):
            words = plain.measured(dose, unit)
            yield Text(_LEFT - 8, y + 4.5, fitted(words, _LEFT - 8, "small"), "small", "text_2", anchor="end")
            written.append(y)


def _session(one: CourseSession, levels: dict[tuple[float, str], float], scale: _Scale, top: float) -> tuple[list[Shape], Child]:
    day = one.day or scale.first
    value = _value(one)
    x, y = scale.middle(day), top + (_LANE - 12 if value is None else levels[value])
    child = Child(x - 8, y - 8, 16, 16, _said(one, day), "graphic", _said(one, day))
    return _dot(one.state, x, y), child


def _dot(state: str, x: float, y: float) -> list[Shape]:
    """The mark of a session: given filled, planned hollow, not recorded dashed, cancelled crossed out."""
    if state in ("given", "live"):
        return [Circle(x, y, _RADIUS, "text", "text", 1)]
    if state == "planned":
        return [Circle(x, y, _RADIUS, "bg_surface", "text", 2)]
    if state == "unrecorded":
        return [Circle(x, y, _RADIUS, "unknown_soft", "unknown", 1.5, (3, 2))]
    reach = _RADIUS - 2
    return [Line(x - reach, y - reach, x + reach, y + reach, "not_met", 2), Line(x - reach, y + reach, x + reach, y - reach, "not_met", 2)]


def _said(one: CourseSession, day: dt.date) -> str:
    words = {
        "given": _("given"),
        "live": _("live"),
        "planned": _("planned"),
        "unrecorded": _("not recorded whether it was given"),
        "cancelled": _("cancelled"),
    }
    value = _value(one)
    number = _("Session {number}").format(number=one.number) if one.number is not None else _("Session")
    parts = [number, plain.day_short(day)]
    if value is not None:
        parts.append(plain.measured(*value))
    return ", ".join([*parts, words[one.state]])


# -------------------------------------------------------------------------------------------------------------------- legend


def _legend(position: CoursePosition, sessions: Sequence[CourseSession], y: float) -> list[Shape]:
    """What each mark on the line means, of those that are on it."""
    states = {"given" if one.was_given else one.state for one in sessions}
    words = (("given", _("given")), ("planned", _("planned")), ("unrecorded", _("not recorded")), ("cancelled", _("cancelled")))
    shapes: list[Shape] = []
    x = _LEFT
    for state, word in words:
        if state in states:
            shapes += [*_dot(state, x + 6, y + 11), Text(x + 17, y + 15.5, word, "small", "text_2")]
            x += 17 + text_width(word, "small") + 20
    for shown, word, box in (
        (bool(position.missed), _("missed"), Rect(x, y + 5, 18, 12, None, "line_strong", 1, (), "rising", "line")),
        (position.due is not None, _("the next is due"), Rect(x, y + 8, 18, 7, "bg_surface", "accent", 1.5, (4, 3))),
    ):
        if shown:
            place = Rect(x, box.y, box.width, box.height, box.fill, box.stroke, box.stroke_width, box.dash, box.hatch, box.hatch_colour)
            shapes += [place, Text(x + 24, y + 15.5, word, "small", "text_2")]
            x += 24 + text_width(word, "small") + 20
    return shapes
