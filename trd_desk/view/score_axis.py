"""The days of a chart of scores as places, the ticks that name them, and the room that labels take so that none lies over another."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from trd_desk.view import plain
from trd_desk.view.metrics import LINE_HEIGHT, PIXELS, Size, text_width
from trd_desk.view.shapes import Anchor, Line, Rect, Shape, Text

_DAY: Final = dt.timedelta(days=1)
_GAP: Final = 4.0
# From the widest to the narrowest distance of the ticks; each is tried until its names fit.
_WEEKS: Final = (1, 2)
_MONTHS: Final = (1, 2, 3, 6, 12, 24, 60, 120)

# Left, top, right and foot.
Box = tuple[float, float, float, float]
Segment = tuple[tuple[float, float], tuple[float, float]]
# Where a line of text may begin, be centred or end.
Place = tuple[float, float, Anchor]


@dataclass
class Room:
    """The places that are taken on a drawing. A label that finds no free place is left out; what it says stands in the parts of the drawing."""

    taken: list[Box] = field(default_factory=list)

    def free(self, box: Box) -> bool:
        """Whether nothing lies in a place."""
        left, top, right, foot = box
        return not any(left < b[2] and b[0] < right and top < b[3] and b[1] < foot for b in self.taken)

    def take(self, box: Box) -> None:
        """Keeps a place."""
        self.taken.append(box)

    def label(
        self,
        places: Sequence[Place],
        words: str,
        span: tuple[float, float],
        *,
        size: Size = "small",
        colour: str = "text",
        bold: bool = False,
        ground: str | None = None,
        lines: Sequence[Segment] = (),
    ) -> list[Shape]:
        """The words at the first of the places where they lie over nothing and within `span` from left to right; nothing where there is none.

        A place that one of the `lines` crosses is taken last. `ground` is laid under the words, so that no line strikes them through.
        """
        boxes = [(place, box_of(*place[:2], words, place[2], size=size, bold=bold)) for place in places]
        fit = [(place, box) for place, box in boxes if box[0] >= span[0] and box[2] <= span[1] and self.free(box)]
        if not fit:
            return []
        (x, y, anchor), box = next((one for one in fit if not any(_crosses(line, one[1]) for line in lines)), fit[0])
        self.take(box)
        text = Text(x, y, words, size, colour, bold=bold, anchor=anchor)
        if ground is None:
            return [text]
        return [Rect(box[0] + _GAP - 1, box[1], box[2] - box[0] - 2 * _GAP + 2, box[3] - box[1], ground), text]


def _crosses(line: Segment, box: Box) -> bool:
    """Whether a straight line goes through a place, tried at many of its points."""
    (x1, y1), (x2, y2) = line
    left, top, right, foot = box
    if max(x1, x2) < left or min(x1, x2) > right or max(y1, y2) < top or min(y1, y2) > foot:
        return False
    low, high = max(left, min(x1, x2)), min(right, max(x1, x2))
    if x1 == x2 or y1 == y2:
        return True
    ends = [y1 + (x - x1) * (y2 - y1) / (x2 - x1) for x in (low, high)]
    return min(ends) <= foot and max(ends) >= top


def box_of(x: float, y: float, words: str, anchor: Anchor, *, size: Size = "small", bold: bool = False) -> Box:
    """The place that a line of text takes, with a little air at both ends."""
    wide = text_width(words, size, bold=bold)
    left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
    return (left - _GAP, y - PIXELS[size], left + wide + _GAP, y + LINE_HEIGHT[size] - PIXELS[size] - 1)


@dataclass(frozen=True, slots=True)
class DayAxis:
    """Days as places between `left` and `right`; what lies outside stands at the edge."""

    first: dt.date
    last: dt.date
    left: float
    right: float

    def x(self, day: dt.date) -> float:
        """The middle of a day."""
        share = ((day - self.first).days + 0.5) / self.days
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)

    @property
    def days(self) -> int:
        """How many days it shows."""
        return (self.last - self.first).days + 1

    def shows(self, day: dt.date) -> bool:
        """Whether a day lies on it."""
        return self.first <= day <= self.last

    def ticks(self) -> list[tuple[dt.date, str]]:
        """The days to be named, as close together as their names allow."""
        candidates = [*(_weekly(self.first, self.last, step) for step in _WEEKS), *(_monthly(self.first, self.last, step) for step in _MONTHS)]
        return next((ticks for ticks in candidates if ticks and self._fit(ticks)), [])

    def _fit(self, ticks: Sequence[tuple[dt.date, str]]) -> bool:
        ends = [self.x(day) + text_width(words, "small") / 2 for day, words in ticks]
        starts = [self.x(day) - text_width(words, "small") / 2 for day, words in ticks]
        return all(end + 3 * _GAP <= start for end, start in zip(ends, starts[1:], strict=False))

    def foot(self, y: float, room: Room) -> Iterator[Shape]:
        """The ticks with their names under a line at `y`."""
        yield Line(self.left, y, self.right, y, "line_strong", 1)
        for day, words in self.ticks():
            x = self.x(day)
            yield Line(x, y, x, y + 5, "line_strong", 1)
            yield from room.label(((x, y + 18, "middle"),), words, (0, self.right + 40), colour="text_2")


def _weekly(first: dt.date, last: dt.date, step: int) -> list[tuple[dt.date, str]]:
    day = first + (7 - first.weekday()) % 7 * _DAY
    found = []
    year = None
    while day <= last:
        named = plain.day_short(day) if day.year != year else plain.day_short(day).rsplit(plain.NBSP, 1)[0]
        found.append((day, named))
        year = day.year
        day += 7 * step * _DAY
    return found


def _monthly(first: dt.date, last: dt.date, step: int) -> list[tuple[dt.date, str]]:
    """The first of every so many months; the year stands with the first one and with each January."""
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    found: list[tuple[dt.date, str]] = []
    year = None
    for month in months:
        day = dt.date(month // 12, month % 12 + 1, 1)
        if month % step or not first <= day <= last:
            continue
        short = plain.day_short(day).split(plain.NBSP)[1]
        named = str(day.year) if step >= 12 else f"{short}{plain.NBSP}{day.year}" if day.year != year else short
        found.append((day, named))
        year = day.year
    return found


def chart_days(days: Sequence[dt.date], trial: dt.date | None, today: dt.date, width: float, left: float, right: float) -> DayAxis:
    """From four weeks before the first score to a little after today; from the start of the latest trial where that is not long before."""
    first = min(days) - 28 * _DAY
    if trial is not None and first - 56 * _DAY <= trial < first:
        first = trial - 2 * _DAY
    span = (today - first).days
    return DayAxis(first, today + max(2, span // 40) * _DAY, left, width - right)
