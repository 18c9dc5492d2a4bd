"""The one chart of a session's vital signs: pressure, pulse and oxygen over the alarm bands, the dose, the two hours and what happened.

Pressure is drawn as anaesthetists draw it, two chevrons with a stem between; pulse as dots, oxygen as squares. What was entered or
measured late is hollow. The scale of values comes from the tiers of the content alone, so it never changes; a value outside it
stands at the edge with its number.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from trd_desk.content.library import Library
from trd_desk.engine.live_results import LiveSession, Observed, Point
from trd_desk.i18n import _
from trd_desk.view import plain
from trd_desk.view.chart_axis import BEFORE, LEFT, RIGHT, Axis, chart_axis, now_x
from trd_desk.view.chart_labels import alarm_labels
from trd_desk.view.chart_lanes import BAR, HEIGHT, LEAST_HEIGHT, Lane, lanes_of
from trd_desk.view.chart_marks import EVENT_ROW, alarm_mark, chevrons, dot, edge_number, event_flag, square
from trd_desk.view.metrics import text_width
from trd_desk.view.shapes import Child, Circle, Drawing, Line, Mark, Polygon, Rect, Shape, Text
from trd_desk.view.watch_words import POINT_MARKS, event_name, point_word, signs_words, spoken_alarms
from trd_desk.view.watched import events_of, given_of, readings_before, signs_of

__all__ = ["HEIGHT", "LEAST_HEIGHT", "LEFT", "RIGHT", "Axis", "chart_axis", "moving_shapes", "now_x", "view_session_chart"]

TIMES_HEIGHT: Final = 22.0
_POINT: Final = 8.0
_TICKS: Final = dt.timedelta(minutes=30)

@dataclass(frozen=True, slots=True)
class _Reading:
    """What is drawn of one reading: its place, its numbers, whether it is hollow, and the observation where it is one."""

    x: float
    values: Mapping[str, float | None]
    hollow: bool = False
    observed: Observed | None = None
    at: dt.datetime | None = None


def view_session_chart(
    library: Library, live: LiveSession, *, width: float, height: float | None = None, show_now: bool = True, times: bool = False
) -> Drawing:
    """The chart of a session, in pixels at 100 % text size; its height is 232 unless another is given, which the pressure takes.

    Without `show_now` there is no line of the present moment: a page paints that by itself each second with `moving_shapes`, and
    paper has none. `times` writes clock times below, for paper, where no table with times stands under the chart.
    """
    high = max(height or HEIGHT + (TIMES_HEIGHT if times else 0), LEAST_HEIGHT)
    lanes = lanes_of(library, high - (TIMES_HEIGHT if times else 0))
    axis = chart_axis(live, width)
    shapes: list[Shape] = []
    for lane in lanes:
        shapes += lane.ground(axis.left, axis.right)
    shapes += _breaks(axis, lanes)
    readings = tuple(_readings(live, axis))
    shapes += _dose_lines(live, axis, lanes)
    events = tuple(_events(library, live, axis, lanes, readings))
    for event in events:
        shapes += event[0]
    # Below the readings: what is measured is never covered by words.
    shapes += alarm_labels(library, readings, axis, lanes[0])
    shapes += _series(readings, lanes)
    shapes += _bar(live, axis, lanes[-1])
    if show_now:
        shapes += moving_shapes(live, live.now, width, height=high - (TIMES_HEIGHT if times else 0))
    if times:
        shapes += _times(axis, high)
    children = [*_reading_children(library, readings, lanes), *(event[1] for event in events), *_point_children(live, axis, lanes[-1])]
    return Drawing(width, high, tuple(shapes), _name(readings), tuple(sorted(children, key=lambda child: (child.y > 0, child.x))))


def moving_shapes(live: LiveSession, now: dt.datetime, width: float, *, height: float | None = None) -> tuple[Shape, ...]:
    """What moves with the clock, to be painted over a chart without it: the line of now, and the two-hour bar filled up to it."""
    if live.log.closed or (live.clock_starts is None and given_of(live).first is None):
        return ()
    axis = chart_axis(live, width)
    bar = lanes_of(live.facts.library, height or HEIGHT)[-1]
    x = axis.x(now)
    shapes: list[Shape] = []
    if live.clock_starts is not None and live.two_hours_end is not None:
        done = min(now, live.two_hours_end)
        start = axis.x(min(live.now, live.two_hours_end))
        if axis.x(done) > start:
            shapes.append(Rect(start, bar.top + 1, axis.x(done) - start, bar.height - 2, fill="bar_done"))
        shapes += _points(live, axis, bar)
    shapes.append(Line(x, 0, x, bar.top + bar.height + 2, "accent", 2, (5, 3)))
    return tuple(shapes)


# --------------------------------------------------------------------------------------------------------------------- the ground


def _breaks(axis: Axis, lanes: tuple[Lane, ...]) -> Iterator[Shape]:
    """A dotted line where the readings before the dose end and the scale of time begins."""
    for lane in lanes[:-1]:
        yield Line(axis.zone, lane.top, axis.zone, lane.top + lane.height, "line", 1, (2, 3))


def _dose_lines(live: LiveSession, axis: Axis, lanes: tuple[Lane, ...]) -> Iterator[Shape]:
    """The moment that the clock counts from, the end of the two hours, and the earliest door where that is later."""
    pressure, bar = lanes[0], lanes[-1]
    foot, low = bar.top + bar.height, pressure.top + pressure.height - 6
    starts, ends = live.clock_starts, live.two_hours_end
    if starts is not None:
        x = axis.x(starts)
        words = f"{_clock_word(live)} {starts:%H:%M}"
        yield Line(x, 0, x, foot, "text", 2)
        if pressure.roomy:
            yield _label(x + 6, low, words)
    if ends is not None:
        x = axis.x(ends)
        words = _("two hours {time}").format(time=f"{ends:%H:%M}")
        if live.phase == "giving":
            words = _("two hours {time}, if no further device").format(time=f"{ends:%H:%M}")
        yield Line(x, 0, x, foot, "text", 2)
        if pressure.roomy:
            yield _label(x - 6, low, words, end=True)
    leave = live.may_leave_at
    if leave is not None and ends is not None and leave > ends and axis.x(leave) - axis.x(ends) > 4:
        x = axis.x(leave)
        words = _("earliest {time}").format(time=f"{leave:%H:%M}")
        yield Line(x, 0, x, foot, "text", 1.5, (2, 2))
        room = axis.x(leave) - axis.x(ends) - 10
        if pressure.roomy:
            yield _label(x - 6, low - (0 if text_width(words, "small") < room else 18), words, end=True)


def _clock_word(live: LiveSession) -> str:
    schedule = next(one for one in live.facts.library.monitoring.schedule if one.product == live.facts.record.product)
    if schedule.clock == "last_device":
        return _("device") if live.phase == "giving" else _("last device")
    return _("end of infusion") if schedule.clock == "end_of_infusion" else _("dose")


def _label(x: float, y: float, words: str, *, end: bool = False) -> Text:
    return Text(x, y, words, "small", "text", anchor="end" if end else "start")


def _times(axis: Axis, high: float) -> Iterator[Shape]:
    moment = axis.begin.replace(minute=0, second=0, microsecond=0)
    while moment <= axis.end:
        x = axis.x(moment)
        if moment >= axis.begin and axis.right - 16 > x > axis.zone + 16:
            yield Line(x, high - TIMES_HEIGHT, x, high - TIMES_HEIGHT + 4, "line_strong", 1)
            yield Text(x, high - 4, f"{moment:%H:%M}", "small", "text_2", anchor="middle")
        moment += _TICKS
    if axis.before:
        yield Text(axis.left + BEFORE / 2, high - 4, _("before"), "small", "text_2", anchor="middle")


# ------------------------------------------------------------------------------------------------------------------- the readings


def _readings(live: LiveSession, axis: Axis) -> Iterator[_Reading]:
    """The last two readings before the dose, the other signs with the last one; then the observations."""
    before = readings_before(live)[-2:]
    answers = live.facts.predose
    for place, one in enumerate(before):
        last = place == len(before) - 1
        others = {"hr": answers.heart_rate, "spo2": answers.spo2} if last else {}
        x = axis.x_before(place) if axis.before else axis.left + BEFORE * (place + 0.5) / len(before)
        yield _Reading(x, {"sbp": one.sbp, "dbp": one.dbp, **others}, at=one.at)
    if not before and (answers.heart_rate is not None or answers.spo2 is not None):
        yield _Reading(axis.left + BEFORE / 2, {"hr": answers.heart_rate, "spo2": answers.spo2})
    late = {point.observation for point in live.points if point.state == "done_late"}
    for seen in live.observations:
        yield _Reading(axis.x(seen.at), signs_of(live, seen), seen.entered_late is not None or seen.id in late, seen)


def _series(readings: tuple[_Reading, ...], lanes: tuple[Lane, ...]) -> Iterator[Shape]:
    pressure, pulse, oxygen, _two_hours = lanes
    for lane, field in ((pulse, "hr"), (oxygen, "spo2")):
        points = [(one.x, lane.y(value)) for one in readings if one.observed is not None and (value := one.values.get(field)) is not None]
        if len(points) > 1:
            yield Polygon(tuple(points), stroke="text", stroke_width=1.5, closed=False)
    for one in readings:
        levels = {} if one.observed is None else {sign: level for sign, level, _because in one.observed.signs}
        yield from chevrons(one.x, one.values.get("sbp"), one.values.get("dbp"), pressure, hollow=one.hollow)
        for lane, field, draw in ((pulse, "hr", dot), (oxygen, "spo2", square)):
            value = one.values.get(field)
            if value is not None:
                yield draw(one.x, lane.y(value), hollow=one.hollow)
                yield from edge_number(one.x, value, lane)
        for lane, sign, fields in ((pressure, "blood_pressure", ("sbp", "dbp")), (pulse, "heart_rate", ("hr",)), (oxygen, "spo2", ("spo2",))):
            values = [value for field in fields if (value := one.values.get(field)) is not None]
            if sign in levels and values:
                yield from alarm_mark(levels[sign], one.x - 24, lane.within(lane.y(values[0]) - 10, 18))


def _events(
    library: Library, live: LiveSession, axis: Axis, lanes: tuple[Lane, ...], readings: tuple[_Reading, ...]
) -> Iterator[tuple[list[Shape], Child]]:
    """Each event as a flag with its name; those close together, or near a high pressure, stand one below the other."""
    taken: list[list[tuple[float, float]]] = []
    for one in readings:
        top = one.values.get("sbp")
        if top is None:
            continue
        for row in range(int((lanes[0].y(top) + 2) // EVENT_ROW) + 1):
            _row(taken, row).append((one.x - 26, one.x + (36 if not lanes[0].holds(top) else 8)))
    for event in events_of(live):
        words = event_name(library, event.kind)
        x = axis.x(event.at)
        wide = 18 + text_width(words, "small")
        turned = x + wide > axis.right
        span = (x - wide, x + 4) if turned else (x - 4, x + wide)
        most = int(lanes[0].height // EVENT_ROW) - 1
        row = next((row for row in range(most) if not any(a < span[1] and span[0] < b for a, b in _row(taken, row))), most)
        _row(taken, row).append(span)
        place = Child(x - 6, 0, 12, lanes[-1].top, f"{event.at:%H:%M}, {words}", description=event.note)
        yield list(event_flag(x, lanes, words, row, turned=turned, hollow=event.late is not None)), place


def _row(rows: list[list[tuple[float, float]]], place: int) -> list[tuple[float, float]]:
    while len(rows) <= place:
        rows.append([])
    return rows[place]


# --------------------------------------------------------------------------------------------------------------- the two-hour bar


def _bar(live: LiveSession, axis: Axis, bar: Lane) -> Iterator[Shape]:
    """Devices, infusion or dose at the left, the two hours filled as far as they have passed, and the points with their states."""
    given, starts, ends = given_of(live), live.clock_starts, live.two_hours_end
    middle = bar.top + bar.height / 2 + 4.5
    yield Text(0, middle + 0.5, _("Two hours"), "body", "text", bold=True)
    if starts is not None and ends is not None:
        until = min(live.log.closed_at or live.now, ends)
        yield Rect(axis.x(starts), bar.top, axis.x(ends) - axis.x(starts), bar.height, "bg_surface", "line_strong")
        if until > starts:
            yield Rect(axis.x(starts), bar.top, axis.x(until) - axis.x(starts), bar.height, "bar_done", "line_strong")
    if given.devices:
        early = [moment for moment in given.devices if moment != starts]
        for moment in early:
            yield Line(axis.x(moment), bar.top, axis.x(moment), bar.top + bar.height, "text", 2)
        if early:
            yield Text(axis.x(early[0]) - 6, middle, plain.counted(_("device"), _("devices"), len(given.devices)), "small", "text_2", anchor="end")
    elif given.start is not None and given.start != starts:
        stop = given.end or min(live.now, axis.end)
        yield Rect(axis.x(given.start), bar.top, max(axis.x(stop) - axis.x(given.start), 2), bar.height, "figure", "line_strong")
        words = _("infusion")
        room = axis.x(stop) - axis.x(given.start)
        if text_width(words, "small") + 12 < room and not any(point.kind == "infusion" for point in live.points):
            yield Text(axis.x(given.start) + 6, middle, words, "small", "text")
        else:
            yield Text(axis.x(given.start) - 6, middle, words, "small", "text_2", anchor="end")
    yield from _points(live, axis, bar)


def _points(live: LiveSession, axis: Axis, bar: Lane) -> Iterator[Shape]:
    for point in live.points:
        if point.kind == "repeat":
            continue
        x, y = axis.x(point.at), bar.top + bar.height / 2
        kind = POINT_MARKS[point.state]
        amber = kind == "overdue"
        if kind == "due":
            yield Circle(x, y, _POINT - 0.5, fill="bg_surface", stroke="text_2", stroke_width=1.2)
            continue
        yield Circle(x, y, _POINT + 1, fill="amber_fill" if amber else "bg_surface", stroke="amber_edge" if amber else None)
        side = 12.0 if amber else 16.0
        yield Mark(kind, x - side / 2, y - side / 2, side, colour="on_amber" if amber else None)


# ---------------------------------------------------------------------------------------------------------------- what it says


def _name(readings: tuple[_Reading, ...]) -> str:
    seen = [one for one in readings if one.observed is not None]
    if not seen:
        return _("Vital signs of this session. No observation after the dose yet.")
    last = seen[-1]
    at = "" if last.observed is None else f"{last.observed.at:%H:%M}"
    return _("Vital signs of this session, {count} after the dose. The last, at {time}: {signs}.").format(
        count=plain.counted(_("{count} observation"), _("{count} observations"), len(seen)), time=at, signs=signs_words(last.values)
    )


def _reading_children(library: Library, readings: tuple[_Reading, ...], lanes: tuple[Lane, ...]) -> Iterator[Child]:
    high = lanes[2].top + lanes[2].height
    for one in readings:
        if one.observed is None:
            said = signs_words(one.values)
            when = _("Before the dose") if one.at is None else _("{time}, before the dose").format(time=f"{one.at:%H:%M}")
            yield Child(one.x - 10, 0, 20, high, f"{when}: {said}", description=f"{when}: {said}")
            continue
        told = list(spoken_alarms(library, one.observed))
        if one.observed.entered_late is not None:
            told.append(_("Entered {minutes} min later.").format(minutes=one.observed.entered_late))
        name = f"{one.observed.at:%H:%M}: {signs_words(one.values)}"
        yield Child(one.x - 10, 0, 20, high, name, description=" ".join([name + ".", *told]))


def _point_children(live: LiveSession, axis: Axis, bar: Lane) -> Iterator[Child]:
    for point in live.points:
        if point.kind != "repeat":
            name = f"{point.at:%H:%M}, {_place_of(point)}, {point_word(point)}"
            yield Child(axis.x(point.at) - _POINT, bar.top, 2 * _POINT, BAR, name, description=name)


def _place_of(point: Point) -> str:
    start = _("from the start") if point.kind == "infusion" else _("after the dose")
    return _("{minutes} min {start}").format(minutes=point.minutes, start=start)
