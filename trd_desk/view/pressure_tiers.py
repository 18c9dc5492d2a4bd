"""The blood pressure before the dose against its tiers: two scales, one for each number, drawn from the rule's own limits."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from trd_desk.content.session_models import ItemResult, PredoseItem
from trd_desk.i18n import _
from trd_desk.view.metrics import Size, text_width
from trd_desk.view.shapes import Child, Drawing, Mark, MarkKind, Polygon, Rect, Shape, Text
from trd_desk.view.terms import N_

WIDTH: Final = 574.0
_LEFT: Final = 66.0
_HIGH: Final = 31.0
_HEAD: Final = 30.0
_SCALE: Final = 66.0
# Widths of the tiers in pixels: low, pass, override, hold, stop; the diastolic scale has no low tier and begins where that does.
_WIDTHS: Final = (54.0, 128.0, 96.0, 96.0, 78.0)
_MARKS: Final[tuple[tuple[ItemResult, MarkKind, str], ...]] = (
    ("hold", "hold", N_("Hold")),
    ("pass", "pass", N_("Pass")),
    ("override", "override", N_("Override")),
    ("hold", "hold", N_("Hold")),
    ("stop", "stop", N_("Stop")),
)
# How far the outermost tiers are drawn beyond their limit, in mmHg: the width of the paper and no rule.
_BELOW_LOW, _BELOW_PASS, _ABOVE_STOP = 30.0, 40.0, 40.0


@dataclass(frozen=True, slots=True)
class Reading:
    """A blood pressure in mmHg; its moment is unknown in a case file."""

    sbp: int | None
    dbp: int | None
    at: dt.datetime | None = None

    @property
    def words(self) -> str:
        """146/88; a number that was not taken is a question mark."""
        return "/".join("?" if number is None else str(number) for number in (self.sbp, self.dbp))

    @property
    def words_at(self) -> str:
        """146/88 at 09:48."""
        return self.words if self.at is None else _("{reading} at {clock}").format(reading=self.words, clock=f"{self.at:%H:%M}")


@dataclass(frozen=True, slots=True)
class _Tier:
    """One tier of one scale: from `low` up to, not including, `high`, drawn from `x` over `width`."""

    place: int
    low: float
    high: float
    x: float
    width: float
    text: str

    def holds(self, value: float) -> bool:
        return self.low <= value < self.high

    def at(self, value: float, *, first: bool, last: bool) -> float:
        low = self.low if not first else max(self.low, self.high - (_BELOW_LOW if self.place == 0 else _BELOW_PASS))
        high = self.high if not last else self.low + _ABOVE_STOP
        share = (value - low) / (high - low)
        return self.x + self.width * min(max(share, 0.06), 0.94)


def view_pressure_tiers(rule: PredoseItem, readings: Sequence[Reading]) -> Drawing:
    """Both scales with the tier of the last reading filled, a hollow marker for the first reading and a filled one for the last."""
    taken = [one for one in readings if one.sbp is not None or one.dbp is not None]
    shapes: list[Shape] = []
    for tier, (_result, mark, word) in zip(_systolic(rule), _MARKS, strict=True):
        wide = 20 + text_width(_(word), bold=True)
        x = tier.x + (tier.width - wide) / 2
        shapes += [Mark(mark, x, 3, 16, colour="text", ground="bg_window"), Text(x + 20, 16, _(word), bold=True)]
    children: list[Child] = []
    said: list[str] = []
    for row, (name, tiers, values) in enumerate(
        (
            (_("Systolic"), _systolic(rule), [(one.sbp, one.at) for one in taken]),
            (_("Diastolic"), _diastolic(rule), [(one.dbp, one.at) for one in taken]),
        )
    ):
        top = _HEAD + row * _SCALE
        last = next((value for value, _at in reversed(values) if value is not None), None)
        here = None if last is None else next(tier for tier in tiers if tier.holds(last))
        shapes.append(Text(0, top + 21, name))
        for tier in tiers:
            filled = tier is here
            shapes.append(Rect(tier.x, top, tier.width, _HIGH, fill="bg_selected" if filled else "bg_surface", stroke="line"))
            size: Size = "body" if filled else "small"
            shapes.append(
                Text(
                    tier.x + tier.width / 2,
                    top + 20.5,
                    tier.text,
                    size=size,
                    colour="text" if filled else "text_2",
                    bold=filled,
                    anchor="middle",
                    max_width=tier.width,
                )
            )
        shapes += _markers(tiers, values, top + _HIGH + 4)
        if here is not None:
            sentence = _("{name} {value}: {tier}").format(name=name, value=last, tier=_(_MARKS[here.place][2]))
            said.append(sentence)
            children.append(Child(0, top, WIDTH, _SCALE - 4, sentence, description="; ".join(_label(value, at) for value, at in values if value is not None)))
    shown = _("Blood pressure, no reading yet")
    if taken:
        shown = _("Blood pressure {last}. {tiers}.").format(last=taken[-1].words_at, tiers=". ".join(said))
    if len(taken) > 1:
        shown += " " + _("First reading {first}.").format(first=taken[0].words_at)
    return Drawing(WIDTH, _HEAD + 2 * _SCALE - 4, tuple(shapes), shown, tuple(children))


def _systolic(rule: PredoseItem) -> tuple[_Tier, ...]:
    n = rule.numbers
    limits = (0.0, n["low_systolic"], n["pass_systolic"] + 1, n["hold_systolic"], n["stop_systolic"], 1000.0)
    return _tiers(limits, _WIDTHS, 0)


def _diastolic(rule: PredoseItem) -> tuple[_Tier, ...]:
    n = rule.numbers
    limits = (0.0, n["pass_diastolic"] + 1, n["hold_diastolic"], n["stop_diastolic"], 1000.0)
    return _tiers(limits, (_WIDTHS[0] + _WIDTHS[1], *_WIDTHS[2:]), 1)


def _tiers(limits: tuple[float, ...], widths: tuple[float, ...], skipped: int) -> tuple[_Tier, ...]:
    found = []
    x = _LEFT
    for number, width in enumerate(widths):
        low, high = limits[number], limits[number + 1]
        place = number + skipped
        if place == 0:
            text = f"< {high:g}"
        elif place == 1:
            text = _("to {high}").format(high=f"{high - 1:g}")
        elif number == len(widths) - 1:
            text = f"{low:g} +"
        else:
            text = f"{low:g}–{high - 1:g}"
        found.append(_Tier(place, low, high, x, width, text))
        x += width
    return tuple(found)


def _label(value: int, at: dt.datetime | None) -> str:
    return str(value) if at is None else _("{value} at {clock}").format(value=value, clock=f"{at:%H:%M}")


def _markers(tiers: tuple[_Tier, ...], values: Sequence[tuple[int | None, dt.datetime | None]], y: float) -> list[Shape]:
    """A hollow triangle for the first reading and a filled one for the last, each with its number and time beside it."""
    known = [(value, at) for value, at in values if value is not None]
    if not known:
        return []

    def place(value: float) -> float:
        tier = next(tier for tier in tiers if tier.holds(value))
        return tier.at(value, first=tier is tiers[0], last=tier is tiers[-1])

    last = (place(known[-1][0]), _label(*known[-1]), True)
    pairs = [last] if len(known) == 1 else sorted([last, (place(known[0][0]), _label(*known[0]), False)])
    shapes: list[Shape] = []
    # The hollow one is drawn first, so that the last reading is never hidden.
    for x, _text, filled in sorted(pairs, key=lambda one: one[2]):
        points = ((x, y), (x + 6, y + 9), (x - 6, y + 9))
        shapes.append(Polygon(points, fill="text" if filled else "bg_window", stroke="text", stroke_width=1.2))
    base = y + 9.5
    if len(pairs) == 1:
        x, text, filled = pairs[0]
        shapes.append(_beside(text, x, base, filled=filled, left=x + 10 + text_width(text, "small", bold=True) > WIDTH))
        return shapes
    (left_x, left_text, left_filled), (right_x, right_text, right_filled) = pairs
    wide_left, wide_right = (text_width(text, "small", bold=bold) for text, bold in ((left_text, left_filled), (right_text, right_filled)))
    before, after = left_x - 9 - wide_left >= 0, right_x + 9 + wide_right <= WIDTH
    between = right_x - left_x - 2 * 9
    if before and after:
        sides = (True, False)
    elif after and wide_left + 8 <= between:
        sides = (False, False)
    elif before and wide_right + 8 <= between:
        sides = (True, True)
    elif wide_left + wide_right + 16 <= between:
        sides = (False, True)
    elif after:
        # No room at the left: both stand at the right, in the order of the markers.
        shapes.append(_beside(left_text, right_x, base, filled=left_filled, left=False))
        shapes.append(_beside(right_text, right_x + wide_left + 8, base, filled=right_filled, left=False))
        return shapes
    else:
        shapes.append(_beside(right_text, left_x, base, filled=right_filled, left=True))
        shapes.append(_beside(left_text, left_x - wide_right - 8, base, filled=left_filled, left=True))
        return shapes
    shapes.append(_beside(left_text, left_x, base, filled=left_filled, left=sides[0]))
    shapes.append(_beside(right_text, right_x, base, filled=right_filled, left=sides[1]))
    return shapes


def _beside(text: str, x: float, base: float, *, filled: bool, left: bool) -> Text:
    return Text(x - 9 if left else x + 9, base, text, "small", "text" if filled else "text_2", filled, "end" if left else "start")
