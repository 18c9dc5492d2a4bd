"""The lanes of a session's chart: where a value stands, and the bands of the alarm tiers behind it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from trd_desk.content.library import Library
from trd_desk.i18n import _
from trd_desk.view import plain
from trd_desk.view.shapes import Line, Rect, Shape, Text

HEIGHT: Final = 232.0
LEAST_HEIGHT: Final = 146.0
GAP: Final = 4.0
LOW_LANE: Final = 36.0
BAR: Final = 16.0
_FOOT: Final = 8.0
_BELOW_PRESSURE: Final = GAP + LOW_LANE + GAP + LOW_LANE + 6.0 + BAR + _FOOT
_LINE: Final = 15.0
# From this height on a lane has room for words between its readings.
ROOMY: Final = 4 * _LINE + 4


@dataclass(frozen=True, slots=True)
class Band:
    """Values from `low` to `high` that are an alarm of `level`."""

    low: float
    high: float
    level: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A strip of the chart: its place, the values at its upper and lower edge, its bands, its scale and its limits in words."""

    top: float
    height: float
    high: float
    low: float
    name: str = ""
    unit: str = ""
    bands: tuple[Band, ...] = ()
    scale: tuple[int, ...] = ()
    limits: tuple[tuple[float, str], ...] = ()
    lines: tuple[tuple[float, str], ...] = ()

    @property
    def roomy(self) -> bool:
        """Whether there is room for words between the readings."""
        return self.height >= ROOMY

    def y(self, value: float) -> float:
        """The height of a value; one outside the lane stands at its edge."""
        inside = min(max(value, self.low), self.high)
        return self.top + (self.high - inside) / (self.high - self.low) * self.height

    def holds(self, value: float) -> bool:
        """Whether the value lies on the lane's scale."""
        return self.low <= value <= self.high

    def within(self, y: float, height: float) -> float:
        """The y of something so high, moved so that it stays within the lane."""
        return min(max(y, self.top + 1), self.top + self.height - height - 1)

    def ground(self, left: float, right: float) -> Iterator[Shape]:
        """The lane without readings: name and unit, surface, hatched bands, scale, limits in words."""
        if not self.name:
            return
        yield Text(0, self.top + 14, self.name, "body", "text", bold=True)
        yield Text(0, self.top + 31, self.unit, "small", "text_2")
        yield Rect(left, self.top, right - left, self.height, "bg_surface")
        for band in self.bands:
            top, foot = self.y(band.high), self.y(band.low)
            if foot > top:
                hatch = "falling" if band.level == "red" else "rising"
                yield Rect(left, top, right - left, foot - top, f"{band.level}_band", hatch=hatch, hatch_colour=f"hatch_{band.level}")  # type: ignore[arg-type]
        for mark in self.scale:
            yield Line(left, self.y(mark), right, self.y(mark), "divider", 1)
            yield Text(left - 6, self.y(mark) + 4.5, plain.number(mark), "small", "text_2", anchor="end")
        for value, level in self.lines:
            dash = (2.0, 4.0) if level == "amber" else (6.0, 3.0)
            yield Line(left, self.y(value), right, self.y(value), f"{level}_edge", 1.5 if level == "amber" else 1, dash)
        yield Rect(left, self.top, right - left, self.height, stroke="line_strong")
        yield from self._limits(right + 6)

    def _limits(self, x: float) -> Iterator[Shape]:
        """The limits in words at the right, each beside its value and never one over the other."""
        wanted = sorted((self.y(value) + 4.5, words) for value, words in self.limits)
        placed = [max(wanted[0][0], self.top + 10)] if wanted else []
        for y, _words in wanted[1:]:
            placed.append(max(y, placed[-1] + _LINE))
        # Pushed down too far: the last ones move up again, and the others make room.
        lowest = self.top + self.height + 1
        for place in range(len(placed) - 1, -1, -1):
            placed[place] = min(placed[place], lowest)
            lowest = placed[place] - _LINE
        for y, (_wanted, words) in zip(placed, wanted, strict=True):
            yield Text(x, y, words, "small", "text")


def lanes_of(library: Library, height: float) -> tuple[Lane, Lane, Lane, Lane]:
    """The lanes of pressure, pulse and oxygen, and the two-hour bar; the scales follow from the tiers of the content alone."""
    rules = library.monitoring
    pressure, rate, oxygen = rules.blood_pressure, rules.heart_rate, rules.spo2
    tall = height - _BELOW_PRESSURE
    # A low lane keeps the words that count most.
    roomy = tall >= ROOMY
    top = float(max(pressure.red_at_once[0], pressure.red[0] + 20) + 10)
    first = Lane(
        0,
        tall,
        top,
        50.0,
        _("Pressure"),
        _("mmHg"),
        (Band(pressure.red[0], top, "red"), Band(pressure.amber[0], pressure.red[0], "amber")),
        (160, 120, 80) if roomy else (160, 80),
        (
            (pressure.red[0], _("{value} red").format(value=pressure.red[0])),
            (pressure.amber[0], _("{value} amber").format(value=pressure.amber[0])),
            *(
                (
                    (pressure.red[1], _("dia. {value} red").format(value=pressure.red[1])),
                    (pressure.amber[1], _("dia. {value}").format(value=pressure.amber[1])),
                )
                if roomy
                else ()
            ),
        ),
        ((pressure.amber[1], "amber"), (pressure.red[1], "red")),
    )
    at = tall + GAP
    fast, slow = float(rate.red_from + 9), float(rate.amber_below - 10)
    bands = [Band(rate.red_from, fast, "red"), Band(rate.amber_from, rate.red_from, "amber"), Band(slow, rate.amber_below, "amber")]
    limits = [
        (float(rate.red_from), _("{value} red").format(value=rate.red_from)),
        (float(rate.amber_from), _("{value} amber").format(value=rate.amber_from)),
        (float(rate.amber_below - 1), _("{value} amber").format(value=rate.amber_below - 1)),
    ]
    second = Lane(at, LOW_LANE, fast, slow, _("Pulse"), _("a minute"), tuple(bands), (100, 60), tuple(limits))
    at += LOW_LANE + GAP
    amber, red = oxygen.amber_below, oxygen.red_below
    third = Lane(
        at,
        LOW_LANE,
        102.0,
        red - 2,
        _("Oxygen"),
        "%",
        (Band(red - 2, red, "red"), Band(red, amber, "amber")),
        (100, round(red)),
        ((amber - 1, _("{value} amber").format(value=plain.number(amber - 1))), (red - 1, _("{value} red").format(value=plain.number(red - 1)))),
    )
    at += LOW_LANE + 6.0
    return first, second, third, Lane(at, BAR, 1.0, 0.0)
