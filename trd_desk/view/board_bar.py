"""The two-hour bar of a row on the board: how far it is, its observations with their states, and the time of now."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from trd_desk.engine.live_results import LiveSession, Point
from trd_desk.view.chart_marks import alarm_mark
from trd_desk.view.metrics import text_width
from trd_desk.view.shapes import Circle, Drawing, Line, Mark, MarkKind, Polygon, Rect, Shape, Text
from trd_desk.view.watched import given_of

HEIGHT: Final = 51.0
LOW_HEIGHT: Final = 36.0
_TOP: Final = 12.0
_BAR: Final = 16.0
_RADIUS: Final = 8.0
_WARNING: Final = 24.0
_LABEL: Final = _TOP + _BAR + 17.0
_STROKES: Final = {"ahead": "line_strong", "due": "text", "done": "met"}
# The labels that must not give way to a neighbour come first.
_RANK: Final = {"late": 0, "overdue": 0, "due": 1, "missed": 2, "done_late": 3}


@dataclass(frozen=True, slots=True)
class Span:
    """What a bar covers: its first and last moment, and the observations on it. `runs` is False while the clock has not started."""

    begins: dt.datetime
    ends: dt.datetime
    points: tuple[Point, ...]
    two_hours_end: dt.datetime | None = None
    runs: bool = True

    def share(self, moment: dt.datetime) -> float:
        """How far along the bar a moment lies, from 0 to 1."""
        return min(max((moment - self.begins) / (self.ends - self.begins), 0.0), 1.0)


def span_of(live: LiveSession) -> Span:
    """The bar of a session: the two hours, or longer where the patient stays longer; while a drip runs, the drip."""
    if live.clock_starts is not None and live.two_hours_end is not None and live.phase != "giving":
        starts = live.clock_starts
        points = tuple(point for point in live.points if point.at >= starts and point.kind != "infusion")
        open_ends = [point.closes for point in points if point.state in ("late", "overdue")]
        ends = max(live.two_hours_end, live.may_leave_at or live.two_hours_end, *open_ends)
        return Span(starts, ends, tuple(point for point in points if point.at <= ends), live.two_hours_end)
    first = given_of(live).first or live.now
    points = tuple(point for point in live.points if point.kind == "infusion")
    if points:
        return Span(first, max(point.at for point in points), points)
    return Span(first, first + dt.timedelta(hours=1), (), runs=False)


def bar_drawing(span: Span, now: dt.datetime, width: float, *, low: bool = False, name: str = "") -> Drawing:
    """The bar at a moment, `width` pixels wide at 100 % text size; a `low` one has no times below it."""
    shapes: list[Shape] = [Rect(0, _TOP, width, _BAR, fill="bg_sunken", stroke="line_strong")]
    if span.runs:
        reached = span.share(now) * width
        if reached > 0:
            shapes.append(Rect(0.5, _TOP + 0.5, max(reached - 0.5, 0), _BAR - 1, fill="bar_done"))
        if span.two_hours_end is not None and span.two_hours_end < span.ends:
            x = span.share(span.two_hours_end) * width
            shapes.append(Line(x, _TOP - 3, x, _TOP + _BAR + 3, "line_strong", 1.5))
        if now < span.ends:
            shapes += _needle(reached)
        shapes += _points(span, width)
        if not low:
            shapes += _labels(span, width)
    return Drawing(width, LOW_HEIGHT if low else HEIGHT, tuple(shapes), name)


def _needle(x: float) -> Iterator[Shape]:
    yield Line(x, 2, x, _TOP + _BAR + 3, "text", 2)
    yield Polygon(((x - 4, 0), (x + 4, 0), (x, 5)), fill="text")


def _points(span: Span, width: float) -> Iterator[Shape]:
    middle = _TOP + _BAR / 2
    for point in sorted(span.points, key=lambda one: one.state in ("late", "overdue")):
        x = min(max(span.share(point.at) * width, _RADIUS), width - _RADIUS)
        if point.state in ("late", "overdue"):
            yield from alarm_mark("amber", x - _WARNING / 2, middle - _WARNING / 2 - 1, _WARNING)
            continue
        stroke = _STROKES.get(point.state, "text_2")
        yield Circle(x, middle, _RADIUS, fill="bg_surface", stroke=stroke, stroke_width=2 if point.state == "due" else 1.3)
        if point.state == "done":
            tick = ((x - 3.6, middle + 0.2), (x - 1, middle + 2.8), (x + 3.8, middle - 2.8))
            yield Polygon(tick, stroke="met", stroke_width=2, closed=False)
        elif point.state in ("done_late", "missed"):
            kind: MarkKind = "late" if point.state == "done_late" else "not_met"
            yield Mark(kind, x - _RADIUS, middle - _RADIUS, 2 * _RADIUS)


def _labels(span: Span, width: float) -> Iterator[Shape]:
    """The clock times below the points; where two would touch, what calls somebody stays."""
    taken: list[tuple[float, float]] = []
    for point in sorted(span.points, key=lambda one: (_RANK.get(one.state, 4), not one.key, one.at)):
        bold = point.state in ("late", "overdue")
        words = f"{point.at:%H:%M}"
        wide = text_width(words, "small", bold=bold)
        x = min(max(span.share(point.at) * width, wide / 2), width - wide / 2)
        if _touches(x - wide / 2, x + wide / 2, taken):
            continue
        taken.append((x - wide / 2, x + wide / 2))
        yield Text(x, _LABEL, words, "small", "text" if bold else "text_2", bold=bold, anchor="middle")


def _touches(left: float, right: float, taken: Iterable[tuple[float, float]]) -> bool:
    return any(left < end + 4 and right > start - 4 for start, end in taken)
