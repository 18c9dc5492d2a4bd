"""The alarms of a session's chart that have no lane: a mark with its words beside the observation, none over another."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Protocol

from trd_desk.content.library import Library
from trd_desk.engine.live_results import Observed
from trd_desk.view.chart_axis import Axis
from trd_desk.view.chart_lanes import Lane
from trd_desk.view.chart_marks import alarm_mark, words_on_ground
from trd_desk.view.metrics import text_width
from trd_desk.view.shapes import Shape
from trd_desk.view.watch_words import alarm_value

_NOT_DRAWN: Final = ("respiratory_rate", "sedation", "dissociation")
_ROW: Final = 16.0
# From the foot of the lane to the first row, which leaves room for the words of the dose.
_FOOT: Final = 38.0
_SIDE: Final = 15.0
_MARK: Final = 19.0
_ASIDE: Final = 8.0
_PAD: Final = 4.0

# Left, right, top and foot.
Box = tuple[float, float, float, float]


class Drawn(Protocol):
    """A reading of the chart."""

    @property
    def x(self) -> float:
        """Its place."""
        ...

    @property
    def values(self) -> Mapping[str, float | None]:
        """Its signs."""
        ...

    @property
    def observed(self) -> Observed | None:
        """The observation where it is one."""
        ...


def alarm_labels(library: Library, readings: Sequence[Drawn], axis: Axis, lane: Lane) -> Iterator[Shape]:
    """Breathing, sedation and dissociation that are an alarm, in rows from the foot of the pressure's lane upwards.

    A label takes the lowest row, at the right of its observation or else at the left, in which it covers no other label and no
    pressure; where there is no such place it covers as little as can be.
    """
    if not lane.roomy:
        return
    rows = [lane.top + lane.height - _FOOT - _ROW * row for row in range(max(int((lane.height - _FOOT) // _ROW) + 1, 1))]
    pressures = [box for one in readings if (box := _pressure(one, lane)) is not None]
    placed: list[Box] = []
    for one in readings:
        for sign, level, because in () if one.observed is None else one.observed.signs:
            if sign not in _NOT_DRAWN:
                continue
            words = alarm_value(library, sign, because)
            wide = _MARK + text_width(words, "small") + _PAD
            places = [(left, y) for y in rows for left in (one.x + _ASIDE, one.x - _ASIDE - wide) if axis.zone <= left <= axis.right - wide]
            left, y = _best(places or [(one.x + _ASIDE, rows[0])], wide, placed, pressures)
            placed.append((left, left + wide, y, y + _ROW))
            yield from alarm_mark(level, left, y, _SIDE)
            yield from words_on_ground(left + _MARK, y + 12, words)


def _best(places: Sequence[tuple[float, float]], wide: float, labels: Sequence[Box], pressures: Sequence[Box]) -> tuple[float, float]:
    return min(places, key=lambda place: _covered(place[0], place[1], wide, labels, pressures))


def _covered(left: float, top: float, wide: float, labels: Sequence[Box], pressures: Sequence[Box]) -> tuple[float, float]:
    """How much of other labels, and then of pressures, a label would cover at a place."""
    over = [sum(max(0.0, min(left + wide, b) - max(left, a)) for a, b, high, low in boxes if high < top + _ROW and top < low) for boxes in (labels, pressures)]
    return over[0], over[1]


def _pressure(one: Drawn, lane: Lane) -> Box | None:
    """Where the chevrons of a pressure and their stem stand: left, right, top and foot."""
    known = [lane.y(value) for value in (one.values.get("sbp"), one.values.get("dbp")) if value is not None]
    return (one.x - _ASIDE, one.x + _ASIDE, min(known) - _ASIDE, max(known) + _ASIDE) if known else None
