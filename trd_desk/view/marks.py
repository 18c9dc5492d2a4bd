"""The marks of the states, taken apart into primitives: shape first, so that they survive grey print and colour-blind eyes.

Drawn on a 24-pixel square as the icons are (see `[state]` of the tokens), then scaled.
"""

import math
from collections.abc import Callable
from typing import Final

from trd_desk.view.shapes import Circle, Line, Mark, MarkKind, Point, Polygon, Primitive, Rect, moved

COLOURS: Final[dict[MarkKind, str]] = {
    "met": "met",
    "not_met": "not_met",
    "cannot_tell": "unknown",
    "not_asked": "text_3",
    "pass": "met",
    "note": "text_2",
    "override": "text",
    "incomplete": "unknown",
    "hold": "text",
    "wait": "text",
    "stop": "text",
    "amber": "amber_edge",
    "red": "red_fill",
    "overdue": "amber_edge",
    "late": "text_2",
    "due": "text_2",
    "ready": "met",
    "blocked": "text_2",
    "not_recommended": "not_met",
    "caution": "text",
    "tick": "text",
    "verified": "text_2",
    "reported": "text_2",
    "provisional": "text_2",
    "site": "text_2",
    "goes_to": "text",
    "next": "text",
}

_CHECK: Final[tuple[Point, ...]] = ((8, 12.2), (11, 15), (16.2, 9.4))
_RING: Final = Circle(12, 12, 10, stroke="ink", stroke_width=2)
_DASHED_RING: Final = Circle(12, 12, 10, stroke="ink", stroke_width=2, dash=(4.6, 3.25))
_OCTAGON: Final[tuple[Point, ...]] = tuple(
    (12 + 10.6 * math.cos(math.radians(22.5 + 45 * step)), 12 + 10.6 * math.sin(math.radians(22.5 + 45 * step)))
    for step in range(8)
)


def _path(*points: Point) -> Polygon:
    return Polygon(points, stroke="ink", stroke_width=2, closed=False)


def _cross(ink: str = "ink") -> tuple[Primitive, ...]:
    return (Line(9, 9, 15, 15, ink, 2), Line(15, 9, 9, 15, ink, 2))


def _query() -> tuple[Primitive, ...]:
    """A question mark: an arc of radius 3, its tail, and the dot."""
    arc = [(12 + 3 * math.cos(math.radians(angle)), 9.6 + 3 * math.sin(math.radians(angle))) for angle in range(195, 366, 15)]
    tail = []
    for step in range(1, 9):
        t = step / 8
        ends = ((1 - t) ** 3, 3 * t * (1 - t) ** 2 + 0, 3 * t * t * (1 - t) + t**3)
        tail.append((ends[0] * 15 + ends[1] * 15 + ends[2] * 12, ends[0] * 9.6 + ends[1] * 11.8 + ends[2] * 13))
    return (_path(*arc, *tail), Circle(12, 17, 1.2, fill="ink"))


def _exclamation(ink: str) -> tuple[Primitive, ...]:
    return (Line(12, 8, 12, 13, ink, 2), Circle(12, 16.6, 1.2, fill=ink))


def _disc_check() -> tuple[Primitive, ...]:
    return (Circle(12, 12, 11, fill="ink"), Polygon(_CHECK, stroke="ground", stroke_width=2.4, closed=False))


def _not_asked() -> tuple[Primitive, ...]:
    return (_DASHED_RING,)


def _not_met() -> tuple[Primitive, ...]:
    return (_RING, *_cross())


def _cannot_tell() -> tuple[Primitive, ...]:
    return (_DASHED_RING, *_query())


def _note() -> tuple[Primitive, ...]:
    return (_RING, Line(12, 11.4, 12, 16.4, "ink", 2), Circle(12, 7.9, 1.2, fill="ink"))


def _override() -> tuple[Primitive, ...]:
    return (
        _path((13, 21), (21, 21)),
        Polygon(((3, 21), (4.4, 16), (16.6, 3.8), (20.2, 7.4), (8, 19.6)), stroke="ink", stroke_width=2),
    )


def _hold() -> tuple[Primitive, ...]:
    return (_RING, Line(10, 9, 10, 15, "ink", 2), Line(14, 9, 14, 15, "ink", 2))


def _wait() -> tuple[Primitive, ...]:
    return (
        Line(5, 2, 19, 2, "ink", 2),
        Line(5, 22, 19, 22, "ink", 2),
        Polygon(
            ((7, 2), (17, 2), (17, 6.5), (12, 12), (17, 17.5), (17, 22), (7, 22), (7, 17.5), (12, 12), (7, 6.5)),
            stroke="ink",
            stroke_width=2,
        ),
    )


def _stop() -> tuple[Primitive, ...]:
    return (Polygon(_OCTAGON, stroke="ink", stroke_width=2), *_cross())


def _red() -> tuple[Primitive, ...]:
    return (Polygon(_OCTAGON, stroke="ink", stroke_width=2), *_exclamation("ink"))


def _triangle() -> tuple[Primitive, ...]:
    return (
        Polygon(((12, 3.5), (22, 20.5), (2, 20.5)), stroke="ink", stroke_width=2),
        Line(12, 9.5, 12, 14, "ink", 2),
        Circle(12, 17, 1.2, fill="ink"),
    )


def _overdue() -> tuple[Primitive, ...]:
    return (
        _path((4, 17), (20, 17), (18, 13.5), (18, 8.5), (15.5, 4.6), (12, 3.2), (8.5, 4.6), (6, 8.5), (6, 13.5), (4, 17)),
        _path((10.2, 21), (13.8, 21)),
        _path((2, 8), (2.6, 5), (4, 2.4)),
        _path((22, 8), (21.4, 5), (20, 2.4)),
    )


def _late() -> tuple[Primitive, ...]:
    return (_RING, _path((12, 6), (12, 12), (16, 14)))


def _due() -> tuple[Primitive, ...]:
    return (_RING,)


def _ready() -> tuple[Primitive, ...]:
    return (
        _path((2, 20), (5, 20), (5, 5), (13, 2.6), (13, 21.4), (5, 20)),
        _path((13, 4.5), (18, 4.5), (18, 20), (22, 20)),
        Circle(10, 12, 1.2, fill="ink"),
    )


def _blocked() -> tuple[Primitive, ...]:
    return (
        Rect(3, 10, 18, 12, stroke="ink", stroke_width=2, radius=2),
        _path((7, 10), (7, 7), (8.5, 3.5), (12, 2), (15.5, 3.5), (17, 7), (17, 10)),
        Circle(12, 16, 1.2, fill="ink"),
    )


def _ban() -> tuple[Primitive, ...]:
    return (_RING, Line(4.9, 4.9, 19.1, 19.1, "ink", 2))


def _tick() -> tuple[Primitive, ...]:
    return (_path((4, 12.5), (9.3, 18), (20, 6)),)


def _verified() -> tuple[Primitive, ...]:
    badge = tuple(
        (12 + r * math.cos(math.radians(15 * step)), 12 + r * math.sin(math.radians(15 * step)))
        for step, r in zip(range(24), (10.6, 10.2, 9.2) * 8, strict=True)
    )
    return (Polygon(badge, stroke="ink", stroke_width=2), Polygon(_CHECK, stroke="ink", stroke_width=2, closed=False))


def _reported() -> tuple[Primitive, ...]:
    return (
        _path((3, 20), (7, 18), (9, 14), (9, 4), (3, 4), (3, 12), (9, 12)),
        _path((14, 20), (18, 18), (20, 14), (20, 4), (14, 4), (14, 12), (20, 12)),
    )


def _provisional() -> tuple[Primitive, ...]:
    return (
        _path((8.5, 2), (15.5, 2)),
        _path((10, 2), (10, 9), (4, 20), (5.5, 22), (18.5, 22), (20, 20), (14, 9), (14, 2)),
        _path((7, 15.5), (17, 15.5)),
    )


def _site() -> tuple[Primitive, ...]:
    return (
        Rect(6, 2, 12, 20, stroke="ink", stroke_width=2, radius=1),
        _path((6, 12), (2.5, 12), (2.5, 22), (21.5, 22), (21.5, 9), (18, 9)),
        *(Line(10, y, 14, y, "ink", 2) for y in (6.5, 10.5, 14.5, 18.5)),
    )


def _goes_to() -> tuple[Primitive, ...]:
    return (_path((4, 4), (4, 15), (20, 15)), _path((15, 10), (20, 15), (15, 20)))


def _next() -> tuple[Primitive, ...]:
    return (_path((5, 12), (19, 12)), _path((12, 5), (19, 12), (12, 19)))


_PARTS: Final[dict[MarkKind, Callable[[], tuple[Primitive, ...]]]] = {
    "met": _disc_check,
    "not_met": _not_met,
    "cannot_tell": _cannot_tell,
    "not_asked": _not_asked,
    "pass": _disc_check,
    "note": _note,
    "override": _override,
    "incomplete": _cannot_tell,
    "hold": _hold,
    "wait": _wait,
    "stop": _stop,
    "amber": _triangle,
    "red": _red,
    "overdue": _overdue,
    "late": _late,
    "due": _due,
    "ready": _ready,
    "blocked": _blocked,
    "not_recommended": _ban,
    "caution": _triangle,
    "tick": _tick,
    "verified": _verified,
    "reported": _reported,
    "provisional": _provisional,
    "site": _site,
    "goes_to": _goes_to,
    "next": _next,
}


def mark_shapes(mark: Mark) -> tuple[Primitive, ...]:
    """The primitives of a mark, scaled and coloured; the two inks of a mark are its own colour and the ground it stands on."""
    inks = {"ink": mark.colour or COLOURS[mark.kind], "ground": mark.ground or "bg_surface"}
    return tuple(_placed(part, mark.size / 24, mark, inks) for part in _PARTS[mark.kind]())


def _placed(part: Primitive, scale: float, mark: Mark, inks: dict[str, str]) -> Primitive:
    def ink(name: str | None) -> str | None:
        return None if name is None else inks[name]

    scaled: Primitive
    if isinstance(part, Line):
        ends = (part.x1 * scale, part.y1 * scale, part.x2 * scale, part.y2 * scale)
        scaled = Line(*ends, stroke=inks[part.stroke], width=part.width * scale)
    elif isinstance(part, Circle):
        dash = tuple(length * scale for length in part.dash)
        place = (part.x * scale, part.y * scale, part.radius * scale)
        scaled = Circle(*place, ink(part.fill), ink(part.stroke), part.stroke_width * scale, dash)
    elif isinstance(part, Polygon):
        points = tuple((x * scale, y * scale) for x, y in part.points)
        scaled = Polygon(points, ink(part.fill), ink(part.stroke), part.stroke_width * scale, closed=part.closed)
    elif isinstance(part, Rect):
        corner = (part.x * scale, part.y * scale, part.width * scale, part.height * scale)
        scaled = Rect(*corner, ink(part.fill), ink(part.stroke), part.stroke_width * scale, radius=part.radius * scale)
    else:
        message = "a mark holds no text"
        raise TypeError(message)
    placed = moved(scaled, mark.x, mark.y)
    if isinstance(placed, Mark):
        message = "a mark holds no mark"
        raise TypeError(message)
    return placed
