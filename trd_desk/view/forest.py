"""The forest plot: results with an interval, of one measure and unit, side by side and never pooled or ranked.

The order is that of the rows, which is the alphabet's. Each row prints study, number of people, comparator, value and interval as text; what
no source supports is drawn hollow and dashed, named so, and stands in a plot of its own.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from trd_desk.content.evidence_models import Figure, Result
from trd_desk.content.library import Library
from trd_desk.i18n import _
from trd_desk.view import plain
from trd_desk.view.library_words import MEASURES, TREATMENTS, figure_words, grade_word, signed
from trd_desk.view.metrics import LINE_HEIGHT, fits, text_width, wrap
from trd_desk.view.shapes import Child, Drawing, Line, Mark, Rect, Shape, Text

# Measures that compare two arms by subtraction: for them, and no others, nought means no difference.
_DIFFERENCES: Final = ("risk_difference", "smd", "score_difference")
# What only a difference of two shares is measured in, whichever the measure.
_SHARES: Final = "percentage points"
# Measures in per cent of patients are drawn from 0 to 100, so that plots can be compared by eye.
_WHOLE: Final = 100.0
NARROWEST: Final = 520.0
_GAP: Final = 16.0
_PAD: Final = 10.0
_HALF: Final = 5.0
_MARK: Final = 14.0


@dataclass(frozen=True, slots=True)
class ForestChoice:
    """One plot that can be drawn: a measure in a unit, of results that a source supports or of those that none does."""

    key: str
    words: str
    count: int
    supported: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    """One line of the plot."""

    result: Result
    figure: Figure
    paper: str

    @property
    def hollow(self) -> bool:
        """Whether it is drawn hollow and dashed."""
        return self.result.grade in ("unverified", "disputed")


def _key(result: Result, figure: Figure) -> str:
    return "|".join((result.measure, figure.unit, "unverified" if result.grade == "unverified" else ""))


def forest_choices(results: Sequence[Result]) -> tuple[ForestChoice, ...]:
    """Which plots the results allow, those that a source supports first; empty where no result has an interval."""
    counts: dict[str, int] = {}
    for result in results:
        for figure in result.drawn:
            counts[_key(result, figure)] = counts.get(_key(result, figure), 0) + 1
    choices = []
    for key, count in counts.items():
        measure, unit, doubt = key.split("|")
        words = _("{measure}, {unit}").format(measure=_(MEASURES[measure]), unit=unit) if unit else _(MEASURES[measure])
        if doubt:
            words = _("{words}: unverified only").format(words=words)
        choices.append(ForestChoice(key, _("{words} ({count})").format(words=words, count=count), count, not doubt))
    return tuple(sorted(choices, key=lambda choice: (not choice.supported, choice.words.casefold())))


def forest(library: Library, results: Sequence[Result], key: str, width: float = 860.0) -> Drawing | None:
    """The plot of a choice at a width in pixels; None where nothing is to be drawn.

    Each row is a child that leads to `library.evidence.<result>`.
    """
    papers = {name: library.source(paper).short for name, paper in library.shelf.papers.items()}
    entries = [_Entry(result, figure, papers.get(result.id, "")) for result in results for figure in result.drawn if _key(result, figure) == key]
    if not entries:
        return None
    width = max(width, NARROWEST)
    measure, unit, doubt = key.split("|")
    plot = _Plot(entries, measure, unit, width)
    shapes: list[Shape] = []
    children: list[Child] = []
    y = plot.top
    for place, entry in enumerate(entries):
        first = place == 0 or entries[place - 1].result.id != entry.result.id
        high = plot.height(entry, first=first)
        if place and first:
            shapes.append(Line(0, y, width, y, "divider"))
        shapes += plot.row(entry, y, high, first=first)
        children.append(_child(entry, y, high, width))
        y += high
    bottom = y
    shapes = [*plot.frame(bottom), *shapes, *plot.axis(bottom)]
    words = plain.counted(_("{count} interval"), _("{count} intervals"), len(entries))
    name = _("Forest plot of {measure}: {count}, in the order of the alphabet, not pooled").format(measure=_(MEASURES[measure]).lower(), count=words)
    if doubt:
        # On the drawing itself, so that no copy of it goes without.
        says = _("No source supports these figures. They do not compare treatments.")
        name = f"{name}. {says}"
        line = LINE_HEIGHT["small"]
        for place, words in enumerate(wrap(says, plot.words - _GAP, "small", bold=True)):
            shapes.append(Text(_PAD, bottom + (place + 1) * line, words, "small", "text", bold=True))
        plot.foot = max(plot.foot, (place + 1) * line + _PAD)
    return Drawing(width, bottom + plot.foot, tuple(shapes), name, tuple(children))


def _child(entry: _Entry, y: float, high: float, width: float) -> Child:
    result, figure = entry.result, entry.figure
    grade = grade_word(result.grade)
    said = [_("{study}, {arm}").format(study=result.study, arm=figure.arm) if figure.arm else result.study, figure_words(figure)]
    said += [_people(result), _versus(result), grade.word, _("as {paper} tells it").format(paper=entry.paper)]
    return Child(0, y, width, high, ", ".join(part for part in said if part), "row", result.result, f"library.evidence.{result.id}")


def _people(result: Result) -> str:
    if result.n is not None:
        return _("n {count}").format(count=plain.number(result.n))
    return result.n_says


def _versus(result: Result) -> str:
    return _("compared with {what}").format(what=plain.as_part(result.comparator)) if result.comparator else ""


class _Plot:
    """The columns of a plot: words, scale, numbers."""

    def __init__(self, entries: Sequence[_Entry], measure: str, unit: str, width: float) -> None:
        self.measure, self.unit, self.width = measure, unit, width
        numbers = max(text_width(figure_words(entry.figure), "small", bold=True) for entry in entries) + 4
        self.words = min(max(width * 0.32, 176.0), 300.0)
        self.left = self.words + _GAP
        self.right = width - numbers - _GAP - _PAD
        self.numbers = width - numbers - _PAD
        self.top = LINE_HEIGHT["small"] + _PAD
        self.foot = 2 * LINE_HEIGHT["small"] + _PAD
        self.low, self.high, self.step = _scale(entries, measure, unit)

    def x(self, value: float) -> float:
        """Where a value stands."""
        return self.left + (value - self.low) / (self.high - self.low) * (self.right - self.left)

    # A row

    def _lines(self, entry: _Entry, *, first: bool) -> list[tuple[str, str, bool]]:
        """The words of a row: text, colour, semi-bold."""
        room = self.words - _PAD
        lines = []
        if first:
            lines += [(line, "text", True) for line in wrap(entry.result.study, room, "small", bold=True)]
        arm = entry.figure.arm
        treatment = _(TREATMENTS[entry.result.modality])
        shown = arm or (treatment if first else "")
        if shown:
            lines += [(line, "text", False) for line in wrap(plain.capital(shown), room, "small")]
        if first:
            # The same trial may be told by two papers.
            told = _("as {paper} tells it").format(paper=entry.paper)
            for part in (_people(entry.result), plain.capital(_versus(entry.result)), plain.capital(told)):
                lines += [(line, "text_2", False) for line in wrap(part, room, "small") if line]
        return lines

    def height(self, entry: _Entry, *, first: bool) -> float:
        """How high a row is."""
        grade = 1 if first else 0
        return (len(self._lines(entry, first=first)) + grade) * LINE_HEIGHT["small"] + (2 * _PAD if first else _PAD)

    def row(self, entry: _Entry, top: float, high: float, *, first: bool) -> list[Shape]:
        """Words, interval and numbers of a row."""
        shapes: list[Shape] = []
        line = LINE_HEIGHT["small"]
        y = top + (_PAD if first else _PAD / 2) + 13
        for text, colour, bold in self._lines(entry, first=first):
            shapes.append(Text(_PAD, y, text, "small", colour, bold, max_width=self.words))
            y += line
        if first:
            grade = grade_word(entry.result.grade)
            shapes.append(Mark(grade.mark, _PAD, y - 12, _MARK))
            shapes.append(Text(_PAD + _MARK + 5, y, grade.word, "small", "text_2", max_width=self.words))
        middle = top + high / 2
        figure = entry.figure
        low, value, end = self.x(figure.low or 0.0), self.x(figure.value), self.x(figure.high or 0.0)
        dash = (4.0, 3.0) if entry.hollow else ()
        ink = "text_2" if entry.hollow else "text"
        shapes.append(Line(low, middle, end, middle, ink, 1.5, dash))
        shapes += [Line(x, middle - 4, x, middle + 4, ink, 1.5) for x in (low, end)]
        fill, stroke = ("bg_surface", ink) if entry.hollow else (ink, None)
        shapes.append(Rect(value - _HALF, middle - _HALF, 2 * _HALF, 2 * _HALF, fill, stroke, 1.5, (2.5, 2.0) if entry.hollow else ()))
        shapes.append(Text(self.width - _PAD, middle + 4.5, figure_words(figure), "small", "text", bold=True, anchor="end"))
        return shapes

    # The frame

    def frame(self, bottom: float) -> list[Shape]:
        """What stands behind the rows: the grid, and the line of no difference where the measure has one."""
        shapes: list[Shape] = [Line(self.x(tick), self.top, self.x(tick), bottom, "divider", 1.0) for tick in self._ticks()]
        shapes.append(Text(_PAD, 13, _("Study, people, comparator"), "small", "text_2", max_width=self.words))
        shapes.append(Text(self.left, 13, _(MEASURES[self.measure]), "small", "text_2", max_width=self.right - self.left))
        shapes.append(Text(self.width - _PAD, 13, _("Value (interval)"), "small", "text_2", anchor="end"))
        shapes.append(Line(0, self.top - 1, self.width, self.top - 1, "line"))
        if _subtracts(self.measure, self.unit) and self.low <= 0 <= self.high:
            shapes.append(Line(self.x(0), self.top, self.x(0), bottom, "line_strong", 1.5))
        return shapes

    def _ticks(self) -> list[float]:
        count = round((self.high - self.low) / self.step)
        return [self.low + self.step * place for place in range(count + 1)]

    def axis(self, bottom: float) -> list[Shape]:
        """The scale below the rows."""
        shapes: list[Shape] = [Line(0, bottom, self.width, bottom, "line")]
        line = LINE_HEIGHT["small"]
        ticks = self._ticks()
        room = (self.right - self.left) / max(len(ticks) - 1, 1)
        every = 1 if all(fits(signed(tick) + "00", room, "small") for tick in ticks) else 2
        for place, tick in enumerate(ticks):
            if place % every == 0:
                shapes.append(Text(self.x(tick), bottom + line, signed(tick), "small", "text_2", anchor="middle"))
        unit = _("in {unit}").format(unit=self.unit) if self.unit else ""
        if _subtracts(self.measure, self.unit) and self.low <= 0 <= self.high:
            unit = ", ".join(part for part in (unit, _("0 = no difference")) if part)
        if unit:
            shapes.append(Text((self.left + self.right) / 2, bottom + 2 * line, plain.capital(unit), "small", "text_2", anchor="middle"))
        return shapes


def _subtracts(measure: str, unit: str) -> bool:
    """Whether the plot shows one arm less another, so that nought means no difference."""
    return measure in _DIFFERENCES or unit == _SHARES


def _scale(entries: Sequence[_Entry], measure: str, unit: str) -> tuple[float, float, float]:
    """The ends and the step of the scale: round numbers around every interval."""
    lows = [entry.figure.low for entry in entries if entry.figure.low is not None]
    highs = [entry.figure.high for entry in entries if entry.figure.high is not None]
    low, high = min(lows), max(highs)
    if _subtracts(measure, unit):
        low, high = min(low, 0.0), max(high, 0.0)
    elif unit == "%" and low >= 0 and high <= _WHOLE:
        return 0.0, _WHOLE, 20.0
    elif low >= 0:
        low = 0.0
    step = _round_step((high - low) / 5 or 1.0)
    return math.floor(low / step) * step, math.ceil(high / step) * step, step


def _round_step(rough: float) -> float:
    """The next of 1, 2 and 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough - 1e-9)


def legend() -> tuple[tuple[Drawing, str], ...]:
    """The two manners of drawing with their words."""
    solid = (Line(0, 8, 26, 8, "text", 1.5), Rect(8, 3, 10, 10, "text"))
    hollow = (Line(0, 8, 26, 8, "text_2", 1.5, (4.0, 3.0)), Rect(8, 3, 10, 10, "bg_surface", "text_2", 1.5, (2.5, 2.0)))
    return (
        (Drawing(26, 16, solid), _("a source supports it")),
        (Drawing(26, 16, hollow), _("disputed, or no source supports it")),
    )
