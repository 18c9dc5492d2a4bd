"""Paints a display list into the PDF as vectors: the same shapes as on the screen, in black, white and two greys."""

from typing import Final

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from trd_desk.documents.fonts import NAMES, Face, printable, width
from trd_desk.view.metrics import PIXELS
from trd_desk.view.shapes import Circle, Drawing, Hatch, Line, Mark, MarkKind, Polygon, Primitive, Rect, Text

BLACK: Final = HexColor("#000000")
WHITE: Final = HexColor("#FFFFFF")
GREY: Final = HexColor("#B5B5B5")
PALE: Final = HexColor("#DADADA")

# Every state has a shape and a word; of the colours, paper keeps how dark a filled surface is. What is not named here is black.
_ON_PAPER: Final[dict[str, Color]] = {
    **dict.fromkeys(
        (
            *("bg_window", "bg_surface", "bg_sunken", "bg_raised", "bg_selected", "unknown_soft", "amber_band", "red_band"),
            *("on_accent", "on_red", "on_practice"),
        ),
        WHITE,
    ),
    **dict.fromkeys(("met_soft", "figure", "amber_fill"), PALE),
    **dict.fromkeys(("bar_done", "divider", "hatch_amber", "hatch_red"), GREY),
}
LEAST_TEXT: Final = 7.5
_HATCH_STEP: Final = 5.0


def paper_colour(token: str) -> Color:
    """The black, white or grey that stands for a token's colour."""
    return _ON_PAPER.get(token, BLACK)


def paint(canvas: Canvas, drawing: Drawing, x: float, top: float, scale: float) -> None:
    """Paints the drawing with its upper left corner at (x, top) in points; `scale` is points a logical pixel.

    Its texts become no smaller than can be read, as far as the room that they were laid out for allows.
    """
    canvas.saveState()
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    for shape in drawing.primitives():
        _paint_shape(canvas, shape, x, top, scale)
    canvas.restoreState()


def paint_mark(
    canvas: Canvas, kind: MarkKind, x: float, top: float, side: float, colour: str = "text", ground: str = "bg_surface"
) -> None:
    """Paints the sign of a state in a square of `side` points."""
    paint(canvas, Drawing(24, 24, (Mark(kind, 0, 0, 24, colour, ground),)), x, top, side / 24)


def _paint_shape(canvas: Canvas, shape: Primitive, x: float, top: float, scale: float) -> None:
    if isinstance(shape, Line):
        _pen(canvas, shape.stroke, shape.width, shape.dash, scale)
        canvas.line(x + shape.x1 * scale, top - shape.y1 * scale, x + shape.x2 * scale, top - shape.y2 * scale)
    elif isinstance(shape, Rect):
        _paint_rect(canvas, shape, x, top, scale)
    elif isinstance(shape, Polygon):
        path = canvas.beginPath()
        (first_x, first_y), *others = shape.points
        path.moveTo(x + first_x * scale, top - first_y * scale)
        for point_x, point_y in others:
            path.lineTo(x + point_x * scale, top - point_y * scale)
        if shape.closed:
            path.close()
        filled, outlined = _inks(canvas, shape, scale)
        canvas.drawPath(path, stroke=outlined, fill=filled)
    elif isinstance(shape, Circle):
        filled, outlined = _inks(canvas, shape, scale)
        canvas.circle(x + shape.x * scale, top - shape.y * scale, shape.radius * scale, stroke=outlined, fill=filled)
    else:
        _paint_text(canvas, shape, x, top, scale)


def _paint_rect(canvas: Canvas, rect: Rect, x: float, top: float, scale: float) -> None:
    left, low = x + rect.x * scale, top - (rect.y + rect.height) * scale
    wide, high = rect.width * scale, rect.height * scale
    filled, outlined = _inks(canvas, rect, scale)
    if filled:
        _outline(canvas, rect, (left, low, wide, high), scale, stroke=0, fill=1)
    if rect.hatch and wide > 0 and high > 0:
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(left, low, wide, high)
        canvas.clipPath(path, stroke=0, fill=0)
        _pen(canvas, rect.hatch_colour or "text", 1.0, (), scale)
        for ends in hatch_lines(rect.hatch, left, low, wide, high, _HATCH_STEP * scale):
            canvas.line(*ends)
        canvas.restoreState()
    if outlined:
        _inks(canvas, rect, scale)
        _outline(canvas, rect, (left, low, wide, high), scale, stroke=1, fill=0)


def _outline(canvas: Canvas, rect: Rect, box: tuple[float, float, float, float], scale: float, *, stroke: int, fill: int) -> None:
    if rect.radius:
        canvas.roundRect(*box, rect.radius * scale, stroke=stroke, fill=fill)
    else:
        canvas.rect(*box, stroke=stroke, fill=fill)


def hatch_lines(
    hatch: Hatch, left: float, low: float, wide: float, high: float, step: float
) -> list[tuple[float, float, float, float]]:
    """The strokes of a hatch over a box as (x1, y1, x2, y2), `step` points apart measured across; to be clipped to the box."""
    found = []
    if hatch == "level":
        y = low + step / 2
        while y < low + high:
            found.append((left, y, left + wide, y))
            y += step
        return found
    apart = step * 2**0.5
    start = left - high
    while start < left + wide:
        ends = (start, low, start + high, low + high) if hatch == "rising" else (start, low + high, start + high, low)
        found.append(ends)
        start += apart
    return found


def _paint_text(canvas: Canvas, text: Text, x: float, top: float, scale: float) -> None:
    said = printable(text.text)
    face: Face = "bold" if text.bold else "regular"
    size = PIXELS[text.size] * scale
    if size < LEAST_TEXT:
        room = LEAST_TEXT / size if text.max_width is None else text.max_width * scale / max(width(said, face, size), 0.1)
        size = min(LEAST_TEXT, size * max(room, 1.0))
    long = width(said, face, size)
    left = x + text.x * scale - {"start": 0.0, "middle": long / 2, "end": long}[text.anchor]
    canvas.setFillColor(paper_colour(text.colour))
    canvas.setFont(NAMES[face], size)
    canvas.drawString(left, top - text.y * scale, said)


def _pen(canvas: Canvas, token: str, thickness: float, dash: tuple[float, ...], scale: float) -> None:
    canvas.setStrokeColor(paper_colour(token))
    canvas.setLineWidth(thickness * scale)
    canvas.setDash([length * scale for length in dash])


def _inks(canvas: Canvas, shape: Rect | Polygon | Circle, scale: float) -> tuple[int, int]:
    if shape.fill:
        canvas.setFillColor(paper_colour(shape.fill))
    if shape.stroke:
        _pen(canvas, shape.stroke, shape.stroke_width, shape.dash, scale)
    return int(shape.fill is not None), int(shape.stroke is not None)
