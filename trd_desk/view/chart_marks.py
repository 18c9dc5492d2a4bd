"""The marks of a session's chart: chevrons, dots, squares, alarms, flags; what is late is hollow."""

from collections.abc import Iterator

from trd_desk.view import plain
from trd_desk.view.chart_lanes import Lane
from trd_desk.view.metrics import text_width
from trd_desk.view.shapes import Circle, Line, Mark, Polygon, Rect, Shape, Text

_WIDE = 6.0
_HIGH = 8.0
_THICK = 5.0
EVENT_ROW = 16.0


def chevrons(x: float, systolic: float | None, diastolic: float | None, lane: Lane, *, hollow: bool = False) -> Iterator[Shape]:
    """A pressure: a chevron that points down at the systolic, one that points up at the diastolic, and the stem between."""
    # At the edge the whole mark stays within the lane.
    low, high = lane.top + _HIGH + 1, lane.top + lane.height - _HIGH - 1
    tips = [None if value is None else min(max(lane.y(value), low), high) for value in (systolic, diastolic)]
    if tips[0] is not None and tips[1] is not None:
        yield Line(x, tips[0], x, tips[1], "text", 1.5, (3, 3) if hollow else ())
    for tip, way, value in zip(tips, (-1, 1), (systolic, diastolic), strict=True):
        if tip is None or value is None:
            continue
        if hollow:
            points = ((x - _WIDE, tip + way * _HIGH), (x, tip), (x + _WIDE, tip + way * _HIGH), (x, tip + way * _THICK))
            yield Polygon(points, fill="bg_surface", stroke="text", stroke_width=1.3)
        else:
            arms = ((x - _WIDE, tip + way * _HIGH), (x, tip), (x + _WIDE, tip + way * _HIGH))
            yield Polygon(arms, stroke="text", stroke_width=2, closed=False)
        yield from edge_number(x, value, lane)


def dot(x: float, y: float, *, hollow: bool = False) -> Shape:
    """A pulse."""
    return Circle(x, y, 4, fill="bg_surface" if hollow else "text", stroke="text", stroke_width=1.5)


def square(x: float, y: float, *, hollow: bool = False) -> Shape:
    """An oxygen saturation."""
    return Rect(x - 4, y - 4, 8, 8, fill="bg_surface" if hollow else "text", stroke="text", stroke_width=1.5)


def edge_number(x: float, value: float, lane: Lane) -> Iterator[Shape]:
    """The number beside a mark that stands at the edge because its value lies outside the scale."""
    if not lane.holds(value):
        y = lane.top + 13 if value > lane.high else lane.top + lane.height - 4
        yield Text(x + 9, y, plain.number(value), "small", "text", bold=True)


def alarm_mark(level: str, x: float, y: float, size: float = 18.0) -> Iterator[Shape]:
    """A filled triangle for amber, a filled octagon for red."""
    scale = size / 24
    if level == "red":
        yield Circle(x + 12 * scale, y + 12 * scale, 10 * scale, fill="red_fill")
        yield Mark("red", x, y, size, colour="red_edge")
        yield Line(x + 12 * scale, y + 8 * scale, x + 12 * scale, y + 13 * scale, "on_red", 2 * scale)
        yield Circle(x + 12 * scale, y + 16.6 * scale, 1.2 * scale, fill="on_red")
        return
    corners = ((12.0, 3.5), (22.0, 20.5), (2.0, 20.5))
    yield Polygon(tuple((x + a * scale, y + b * scale) for a, b in corners), fill="amber_fill", stroke="amber_edge", stroke_width=1.2)
    yield Line(x + 12 * scale, y + 9.5 * scale, x + 12 * scale, y + 14 * scale, "on_amber", 2 * scale)
    yield Circle(x + 12 * scale, y + 17 * scale, 1.3 * scale, fill="on_amber")


def event_flag(x: float, lanes: tuple[Lane, ...], words: str, row: int, *, turned: bool, hollow: bool) -> Iterator[Shape]:
    """An event: a thin line through the lanes, a flag and its name; `turned` to the left where the right edge is near."""
    top = lanes[0].top + 2 + EVENT_ROW * row
    foot = lanes[-1].top
    way = -1 if turned else 1
    yield Line(x, lanes[0].top, x, foot, "text_2", 1)
    flag = ((x, top + 2), (x + way * 10, top + 6.5), (x, top + 11))
    yield Polygon(flag, fill="bg_surface" if hollow else "text", stroke="text", stroke_width=1.2)
    yield from words_on_ground(x + way * 13, top + 12, words, turned=turned)


def words_on_ground(x: float, y: float, words: str, *, turned: bool = False) -> Iterator[Shape]:
    """Small words on a ground of their own, so that lines behind them do not strike them through."""
    wide = text_width(words, "small")
    yield Rect(x - (wide + 2 if turned else 2), y - 12, wide + 4, 15, fill="bg_surface")
    yield Text(x, y, words, "small", "text", anchor="end" if turned else "start")
