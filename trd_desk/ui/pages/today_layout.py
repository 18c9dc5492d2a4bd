"""Where the parts of a board row stand: side by side, or the bar below where the window is narrow or the letters are large."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRect

from trd_desk.view.board_bar import HEIGHT, LOW_HEIGHT

PAD: Final = 16
GAP: Final = 8
_WHO: Final = 228
_CHAIR: Final = 150
_VALUES: Final = 266
_NEXT: Final = 226
# Low rows have both buttons beside each other.
_NEXT_LOW: Final = 306
_LEAST_BAR: Final = 280
_HIGH: Final = 144
_LOW: Final = 96
_FOOT: Final = 40


@dataclass(frozen=True, slots=True)
class RowLayout:
    """The parts of a row in pixels; `bar_width` is the drawing's width at 100 %. `wide` has the bar beside the others."""

    height: int
    who: QRect
    bar: QRect
    values: QRect
    next: QRect
    bar_width: float
    low: bool
    wide: bool
    locked: bool = False


def row_layout(width: int, percent: int, *, low: bool, locked: bool = False) -> RowLayout:
    """The layout of a row of so many pixels, at a text size; a locked row has neither values nor buttons, and is low without losing its times."""

    def px(length: float) -> int:
        return round(length * percent / 100)

    low = low and not locked
    top = px(_LOW if low or locked else _HIGH)
    ahead = px(_NEXT_LOW if low else _NEXT)
    who = px(_CHAIR if locked else _WHO)
    values = 0 if locked else px(_VALUES)
    bar = width - who - values - ahead - px(2 * PAD)
    if bar >= px(_LEAST_BAR):
        left = px(PAD) + who
        return RowLayout(
            height=top,
            who=QRect(px(PAD), 0, who - px(PAD), top),
            bar=QRect(left, 0, bar, top),
            values=QRect(left + bar + px(PAD), 0, values - px(PAD), top),
            next=QRect(width - ahead, 0, ahead, top),
            bar_width=bar * 100 / percent,
            low=low,
            wide=True,
            locked=locked,
        )
    # The bar goes below, with its head and foot; where even that is too narrow, the values go below as well.
    beside = who + values + ahead + px(PAD) <= width
    under = px((LOW_HEIGHT + 20 if low else HEIGHT if locked else HEIGHT + _FOOT) + 30)
    middle = 0 if beside or locked else px(_LOW if low else 130)
    values_left = px(PAD) + who if beside else px(PAD)
    values_top = 0 if beside else top
    return RowLayout(
        height=top + middle + under,
        who=QRect(px(PAD), 0, min(who, width - ahead - px(PAD)) - px(PAD) // 2, top),
        bar=QRect(px(PAD), top + middle, width - px(2 * PAD), under),
        values=QRect(values_left, values_top, values, top if beside else middle),
        next=QRect(width - ahead, 0, ahead, top),
        bar_width=(width - px(2 * PAD)) * 100 / percent,
        low=low,
        wide=False,
        locked=locked,
    )
