"""Numbered lists in two narrow columns, as references are set: no entry is parted, the columns end alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from trd_desk.documents.setting import Line, Run, draw_line, runs, set_lines
from trd_desk.documents.sheet import COLUMN, SMALL, Sheet

_LEADING: Final = 10.5
_LEAST_LEADING: Final = 9.8
_GUTTER: Final = 16.0
_AFTER: Final = 2.0
_WIDE: Final = (COLUMN - _GUTTER) / 2


@dataclass(frozen=True, slots=True)
class _Entry:
    label: str
    lines: tuple[Line, ...]
    leading: float

    @property
    def high(self) -> float:
        return len(self.lines) * self.leading + _AFTER


def draw_list(sheet: Sheet, entries: Sequence[tuple[str, Sequence[Run]]], indent: float = 17.0) -> None:
    """Draws labelled entries down the left column, then the right one, and on over as many pages as they need."""
    leading = max(_LEADING * sheet.tightness, _LEAST_LEADING)
    waiting = [_Entry(label, set_lines(text, _WIDE - indent, SMALL), leading) for label, text in entries]
    with sheet.canvas.element("L"):
        while waiting:
            if sheet.room < waiting[0].high:
                sheet.turn()
            top, whole = sheet.y, sheet.room
            half = sum(entry.high for entry in waiting) / 2 + max(entry.high for entry in waiting) / 2
            ends = []
            # The left column ends at half of what is left, or at the foot of the page; the right one takes what the page holds.
            for column, room in enumerate((min(whole, half), whole)):
                sheet.y = top
                taken = _fitting(waiting, room)
                for entry in waiting[:taken]:
                    _draw(sheet, entry, sheet.left + column * (_WIDE + _GUTTER), indent)
                waiting = waiting[taken:]
                ends.append(sheet.y)
            sheet.y = min(ends)


def _fitting(entries: Sequence[_Entry], room: float) -> int:
    """How many entries a column holds; at least one, so that the list goes on."""
    used, count = 0.0, 0
    for entry in entries:
        if count and used + entry.high > room + 0.01:
            break
        used += entry.high
        count += 1
    return count


def _draw(sheet: Sheet, entry: _Entry, x: float, indent: float) -> None:
    with sheet.canvas.element("LI"), sheet.canvas.element("LBody"):
        for place, line in enumerate(entry.lines):
            with sheet.canvas.content():
                if place == 0:
                    draw_line(sheet.canvas, runs(f"{entry.label} "), x, sheet.y - SMALL, SMALL)
                draw_line(sheet.canvas, line, x + indent, sheet.y - SMALL, SMALL)
            sheet.y -= entry.leading
    sheet.space(_AFTER)
