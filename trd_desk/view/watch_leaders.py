"""The lines that tie each column of the monitoring strip to its time on the chart."""

from collections.abc import Iterable
from dataclasses import dataclass

from trd_desk.view.shapes import Polygon, Shape

HEIGHT = 14.0


@dataclass(frozen=True, slots=True)
class Leader:
    """One line: from a place on the chart to the middle of a column, in pixels at 100 % text size; `entry` is drawn strong."""

    time_x: float
    column_x: float
    entry: bool = False


def leader_shapes(leaders: Iterable[Leader], height: float = HEIGHT) -> tuple[Shape, ...]:
    """The lines, each down from its time, across, and down to its column; that of the entry last and strong."""
    shapes: list[Shape] = []
    for one in sorted(leaders, key=lambda leader: leader.entry):
        points = ((one.time_x, 0.0), (one.time_x, 3.0), (one.column_x, height - 3), (one.column_x, height))
        shapes.append(Polygon(points, stroke="accent" if one.entry else "line", stroke_width=2 if one.entry else 1, closed=False))
    return tuple(shapes)
