"""The bar of a staging model: history solid, the state now striped, what is unknown hatched, and the limits of the bands."""

from typing import Final

from trd_desk.content.models import StagingModel
from trd_desk.engine.verdict import Interval, StagingResult
from trd_desk.i18n import _
from trd_desk.view.metrics import fits
from trd_desk.view.shapes import Drawing, Line, Polygon, Rect, Shape, Text

WIDTH: Final = 356.0
BAR: Final = 14.0
OPEN_SCALE: Final = 7.0
TICK: Final = 3.0
WORDS: Final = 20.0


def staging_bar(model: StagingModel, result: StagingResult, value: str) -> Drawing | None:
    """A bar of 356 by 14 with ticks below, or taller with the words of its bands; None where the model does not apply."""
    if result.verdict == "not_applicable":
        return None
    low, high = _levels(model, result)
    top = _top(model, high if high is not None else low)
    shapes: list[Shape] = [Rect(0.5, 0.5, WIDTH - 1, BAR - 1, "bg_sunken")]
    shapes += _filled(result, (low, high), top)
    shapes.append(Rect(0.5, 0.5, WIDTH - 1, BAR - 1, None, "line_strong", 1))
    if high is None:
        shapes.append(Polygon(((WIDTH - 9, 2), (WIDTH - 2, BAR / 2), (WIDTH - 9, BAR - 2)), fill="unknown"))
    shapes += [Line(_x(step, top), BAR, _x(step, top), BAR + TICK, "line_strong", 1) for step in range(1, int(top))]
    words = _band_words(model, top)
    shapes += words
    height = BAR + TICK + (WORDS if words else 1)
    return Drawing(WIDTH, height, tuple(shapes), _("{model}: {value}").format(model=model.short, value=value))


def _x(points: float, top: float) -> float:
    return points / top * WIDTH


def _levels(model: StagingModel, result: StagingResult) -> Interval:
    """The two ends in points; a model of named levels has them in its history."""
    if result.range is not None:
        return result.range
    if result.history is not None:
        return result.history
    return (model.low, model.high)


def _top(model: StagingModel, reached: float) -> float:
    if model.high is not None:
        return model.high
    return max(OPEN_SCALE, float(int(reached) + 1))


def _filled(result: StagingResult, ends: Interval, top: float) -> list[Shape]:
    low, high = ends
    shapes: list[Shape] = []
    sure_history = min(result.history[0], low) if result.history is not None and result.state is not None else low
    if sure_history > 0:
        shapes.append(Rect(0.5, 0.5, _x(sure_history, top) - 0.5, BAR - 1, "figure_strong", "line_strong", 1))
    if result.state is not None and low > sure_history:
        width = _x(low - sure_history, top)
        shapes.append(
            Rect(
                _x(sure_history, top),
                0.5,
                width,
                BAR - 1,
                "bg_surface",
                "line_strong",
                1,
                hatch="level",
                hatch_colour="figure_strong",
            )
        )
    end = WIDTH - 10 if high is None else min(_x(high, top), WIDTH - 0.5)
    if end > _x(low, top) + 0.5:
        width = end - _x(low, top)
        shapes.append(
            Rect(_x(low, top), 0.5, width, BAR - 1, "unknown_soft", "unknown", 1, hatch="rising", hatch_colour="unknown")
        )
    return shapes


def _band_words(model: StagingModel, top: float) -> list[Shape]:
    """Limits between bands as strokes with the bands' words below; none where the words would not fit."""
    if not model.bands:
        return []
    edges = [
        0.0,
        *(
            (first.high + second.low) / 2
            for first, second in zip(model.bands, model.bands[1:], strict=False)
            if first.high is not None
        ),
    ]
    places = list(zip(model.bands, edges, [*edges[1:], top], strict=False))
    if not all(fits(band.label, _x(end - start, top), "small") for band, start, end in places):
        return []
    shapes: list[Shape] = [Line(_x(edge, top), -2, _x(edge, top), BAR + 2, "text", 1.5) for edge in edges[1:]]
    shapes += [
        Text(
            _x((start + end) / 2, top),
            BAR + WORDS - 3,
            band.label,
            "small",
            "text_2",
            anchor="middle",
            max_width=_x(end - start, top),
        )
        for band, start, end in places
    ]
    return shapes


def legend() -> tuple[tuple[Drawing, str], ...]:
    """The three fillings with their words."""
    box = (0.5, 0.5, 20.0, 11.0)
    return (
        (Drawing(22, 12, (Rect(*box, "figure_strong", "line_strong", 1),)), _("history")),
        (
            Drawing(22, 12, (Rect(*box, "bg_surface", "line_strong", 1, hatch="level", hatch_colour="figure_strong"),)),
            _("state now"),
        ),
        (Drawing(22, 12, (Rect(*box, "unknown_soft", "unknown", 1, hatch="rising", hatch_colour="unknown"),)), _("unknown")),
    )
