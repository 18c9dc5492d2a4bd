"""A drawing as a list of shapes: made here once, painted on the screen and drawn into the PDF, so that both show the same.

Distances are logical pixels at 100 % text size, y grows downwards, colours are the token names of `resources/theme/tokens.toml`
(paper maps them to greys). A painter knows the five primitives and nothing else:
`Drawing.primitives()` has the marks taken apart.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from trd_desk.view.metrics import Size, fits

Anchor = Literal["start", "middle", "end"]
Hatch = Literal["rising", "falling", "level"]
Role = Literal["graphic", "link", "rung", "row"]
Point = tuple[float, float]

MarkKind = Literal[
    "met",
    "not_met",
    "cannot_tell",
    "not_asked",
    "pass",
    "note",
    "override",
    "incomplete",
    "hold",
    "wait",
    "stop",
    "amber",
    "red",
    "overdue",
    "late",
    "due",
    "ready",
    "blocked",
    "not_recommended",
    "caution",
    "tick",
    "verified",
    "reported",
    "provisional",
    "site",
    "goes_to",
    "next",
]


@dataclass(frozen=True, slots=True)
class Line:
    """A straight stroke. `dash` alternates stroke and gap in pixels; empty is solid."""

    x1: float
    y1: float
    x2: float
    y2: float
    stroke: str = "line"
    width: float = 1.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle. `hatch` lays strokes 5 px apart in `hatch_colour` over the fill: rising, falling or level."""

    x: float
    y: float
    width: float
    height: float
    fill: str | None = None
    stroke: str | None = None
    stroke_width: float = 1.0
    dash: tuple[float, ...] = ()
    hatch: Hatch | None = None
    hatch_colour: str | None = None
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Polygon:
    """A polygon, or with `closed` false a line through its points; joins and ends are round."""

    points: tuple[Point, ...]
    fill: str | None = None
    stroke: str | None = None
    stroke_width: float = 1.0
    dash: tuple[float, ...] = ()
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle about (x, y)."""

    x: float
    y: float
    radius: float
    fill: str | None = None
    stroke: str | None = None
    stroke_width: float = 1.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; (x, y) is the start, middle or end of its base line. It was laid out to fit `max_width`, where given."""

    x: float
    y: float
    text: str
    size: Size = "body"
    colour: str = "text"
    bold: bool = False
    anchor: Anchor = "start"
    max_width: float | None = None

    def fits(self) -> bool:
        """Whether the text stays within its width."""
        return self.max_width is None or fits(self.text, self.max_width, self.size, bold=self.bold)


@dataclass(frozen=True, slots=True)
class Mark:
    """A state's sign in a square of `size` pixels with its upper left corner at (x, y); it never stands without a word.

    `colour` overrides the state's own, as on a filled surface, and `ground` is what shows through where the sign is cut out.
    """

    kind: MarkKind
    x: float
    y: float
    size: float = 16.0
    colour: str | None = None
    ground: str | None = None


Primitive = Line | Rect | Polygon | Circle | Text
Shape = Primitive | Mark


@dataclass(frozen=True, slots=True)
class Child:
    """A part of a drawing for screen readers, keyboard and pointer: its place, its name, what it says and where it leads."""

    x: float
    y: float
    width: float
    height: float
    name: str
    role: Role = "graphic"
    description: str = ""
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture of `width` by `height` pixels; `name` says it in one sentence."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    name: str = ""
    children: tuple[Child, ...] = ()

    def primitives(self) -> Iterator[Primitive]:
        """Every shape in painting order, marks taken apart."""
        from trd_desk.view.marks import mark_shapes

        for shape in self.shapes:
            if isinstance(shape, Mark):
                yield from mark_shapes(shape)
            else:
                yield shape

    def texts(self) -> tuple[Text, ...]:
        """The texts in painting order, which is reading order."""
        return tuple(shape for shape in self.shapes if isinstance(shape, Text))


def moved(shape: Shape, dx: float, dy: float) -> Shape:
    """The shape elsewhere."""
    if isinstance(shape, Line):
        return replace(shape, x1=shape.x1 + dx, y1=shape.y1 + dy, x2=shape.x2 + dx, y2=shape.y2 + dy)
    if isinstance(shape, Polygon):
        return replace(shape, points=tuple((x + dx, y + dy) for x, y in shape.points))
    return replace(shape, x=shape.x + dx, y=shape.y + dy)


def side_by_side(drawings: Iterable[tuple[Drawing, float, float]], width: float, height: float, name: str) -> Drawing:
    """Several drawings on one, each with the place of its upper left corner."""
    shapes: list[Shape] = []
    children: list[Child] = []
    for drawing, dx, dy in drawings:
        shapes += [moved(shape, dx, dy) for shape in drawing.shapes]
        children += [replace(child, x=child.x + dx, y=child.y + dy) for child in drawing.children]
    return Drawing(width, height, tuple(shapes), name, tuple(children))
