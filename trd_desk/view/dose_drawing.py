"""The doses of a treatment over its weeks against the minimum, drawn on one scale for all rows of the history."""

from collections.abc import Iterable
from typing import Final

from trd_desk.i18n import _
from trd_desk.record.models import DoseStep
from trd_desk.view import plain
from trd_desk.view.metrics import text_width
from trd_desk.view.shapes import Drawing, Line, Rect, Shape, Text

WIDTH: Final = 196.0
HEIGHT: Final = 48.0
BASE: Final = 46.0
MINIMUM_HEIGHT: Final = 13.0
TALLEST: Final = 3.0
LONGEST_AT_FULL_SCALE: Final = 14.0
WEEKS_IF_UNKNOWN: Final = 3.0


def weeks_shown(steps: Iterable[DoseStep]) -> float:
    """The weeks that a treatment takes up on the scale; a step of unknown length takes three."""
    return sum(WEEKS_IF_UNKNOWN if step.weeks is None else step.weeks for step in steps) or WEEKS_IF_UNKNOWN


def dose_drawing(name: str, steps: tuple[DoseStep, ...], minimum: float | None, unit: str, longest: float) -> Drawing:
    """A drawing of 196 by 48; `longest` is the longest history among the rows, in weeks, so that all rows share one scale.

    Height is the dose as a multiple of the minimum, at most three; filled at or above it. A dose or a length that is not known is
    hatched and carries a question mark.
    """
    a_week = WIDTH / max(longest, LONGEST_AT_FULL_SCALE)
    highest = max((step.mg for step in steps if step.mg is not None), default=None)
    shapes: list[Shape] = []
    labels: list[tuple[float, float, str, str]] = []
    x = 0.0
    for step in steps or (DoseStep(),):
        width = max((WEEKS_IF_UNKNOWN if step.weeks is None else step.weeks) * a_week, 3.0)
        width = min(width, WIDTH - x)
        if width <= 0:
            break
        height = _height(step.mg, minimum, highest)
        shapes += _column(step, x, width, height, reached=step.mg is not None and minimum is not None and step.mg >= minimum)
        label = "?" if step.mg is None else plain.number(step.mg) + ("?" if step.weeks is None else "")
        labels.append((x + width / 2, height, label, "unknown" if "?" in label else "text"))
        x += width
    shapes.append(Line(0, BASE, WIDTH, BASE, "line_strong", 1))
    if minimum is not None:
        shapes.append(Line(0, BASE - MINIMUM_HEIGHT, WIDTH, BASE - MINIMUM_HEIGHT, "text", 1, (3, 3)))
    shapes += _labels(labels, MINIMUM_HEIGHT if minimum is not None else 0)
    return Drawing(WIDTH, HEIGHT, tuple(shapes), _in_words(name, steps, minimum, unit))


def _height(mg: float | None, minimum: float | None, highest: float | None) -> float:
    if mg is None:
        return MINIMUM_HEIGHT
    if minimum is None:
        return 2 * MINIMUM_HEIGHT * mg / highest if highest else MINIMUM_HEIGHT
    return max(min(mg / minimum, TALLEST) * MINIMUM_HEIGHT, 3.0)


def _column(step: DoseStep, x: float, width: float, height: float, *, reached: bool) -> list[Shape]:
    top = BASE - height
    if step.mg is None:
        return [Rect(x, top, width, height, "unknown_soft", "unknown", 1, hatch="rising", hatch_colour="unknown")]
    fill = "figure" if reached else "bg_surface"
    if step.weeks is None:
        return [
            Rect(x, top, width, height, fill),
            Line(x, BASE, x, top, "line_strong", 1),
            Line(x, top, x + width, top, "line_strong", 1),
            Line(x + width, top, x + width, BASE, "unknown", 1, (2, 3)),
        ]
    return [Rect(x, top, width, height, fill, "line_strong", 1)]


def _labels(labels: list[tuple[float, float, str, str]], least: float) -> list[Shape]:
    """Doses above their columns and the minimum, inside where a column is tall; of two that would touch, the later one stays."""
    placed: list[Shape] = []
    border = WIDTH
    for middle, height, label, colour in reversed(labels):
        half = text_width(label, "small") / 2
        centre = min(max(middle, half), border - half)
        if centre < half or abs(centre - middle) > 2 * half:
            continue
        top = BASE - height
        y = top + 15 if height > 2.2 * MINIMUM_HEIGHT else min(top, BASE - least) - 4
        placed.append(Text(centre, y, label, "small", colour, anchor="middle", max_width=2 * half + 1))
        border = centre - half - 3
    return placed[::-1]


def _in_words(name: str, steps: tuple[DoseStep, ...], minimum: float | None, unit: str) -> str:
    """The drawing as a sentence for a screen reader."""
    said = [
        _("{dose} for {weeks}").format(
            dose=_("unknown dose") if step.mg is None else plain.measured(step.mg, unit),
            weeks=_("unknown weeks") if step.weeks is None else plain.weeks(step.weeks),
        )
        for step in steps
    ]
    doses = _("doses not recorded") if not said else ", ".join(said)
    least = _("minimum not known") if minimum is None else _("minimum {dose}").format(dose=plain.measured(minimum, unit))
    return _("{name}: {doses}; {least}").format(name=name, doses=doses, least=least)
