"""Tables: columns as wide as their content asks, rows that are never cut, heads that are repeated, marks beside their words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from trd_desk.documents.drawing import GREY
from trd_desk.documents.setting import Line, Run, draw_line, longest_word, natural_width, runs, set_lines
from trd_desk.documents.sheet import COLUMN, LEADING, MARK_GAP, MARK_SIDE, SMALL, Sheet
from trd_desk.view.shapes import Drawing, MarkKind

GUTTER: Final = 8.0
ROW_PADDING: Final = 2.2
_HEAD_PADDING: Final = 4.0


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place of a table: words with the mark of their state before them, or a drawing."""

    text: tuple[Run, ...] = ()
    mark: MarkKind | None = None
    drawing: Drawing | None = None
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Column:
    """A column's head; `wide` fixes its width in points, else its content does. `names_row` makes its cells heads of rows."""

    head: str = ""
    wide: float | None = None
    names_row: bool = False


class Table:
    """A table on a sheet."""

    def __init__(self, sheet: Sheet, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], size: float = SMALL) -> None:
        self._sheet = sheet
        self._columns = columns
        self._rows = rows
        self._size = size
        self._wide = fit_columns(columns, rows, size, COLUMN)
        self._head_lines = [set_lines(runs(column.head), room, SMALL) for column, room in zip(columns, self._wide, strict=True)]
        deepest = max(map(len, self._head_lines))
        self._head_high = deepest * LEADING[SMALL] + _HEAD_PADDING if deepest else 0.0

    def draw(self) -> None:
        """Draws it from the present height downwards, over as many pages as it needs."""
        with self._sheet.canvas.element("Table"):
            if self._head_high:
                self._sheet.keep(self._head_high + 2 * LEADING[self._size])
                with self._sheet.canvas.element("TR"):
                    self._heads(tagged=True)
            for row in self._rows:
                self._row(row)

    def _heads(self, *, tagged: bool) -> None:
        sheet = self._sheet
        top, x = sheet.y, sheet.left
        for lines, room in zip(self._head_lines, self._wide, strict=True):
            sheet.y = top - (self._head_high - _HEAD_PADDING - len(lines) * LEADING[SMALL])
            if tagged:
                with sheet.canvas.element("TH", scope="Column"):
                    sheet.draw_lines(lines, x, SMALL)
            else:
                with sheet.canvas.artifact("Header"):
                    for place, line in enumerate(lines):
                        draw_line(sheet.canvas, line, x, sheet.y - SMALL - place * LEADING[SMALL], SMALL)
            x += room + GUTTER
        sheet.y = top - self._head_high
        sheet.rule(0.8)

    def _turn(self) -> None:
        self._sheet.turn()
        self._sheet.space(6)
        if self._head_high:
            self._heads(tagged=False)

    def _row(self, row: Sequence[Cell]) -> None:
        """One row; a row that is higher than a whole page is continued on the next as a row of its own."""
        sheet, leading = self._sheet, LEADING[self._size]
        texts = [
            set_lines(cell.text, room - inset(cell, self._size), self._size) for cell, room in zip(row, self._wide, strict=True)
        ]
        deepest = max(map(len, texts))
        high = max(deepest * leading, _drawn_high(row)) + 2 * ROW_PADDING
        if high > sheet.room and (high <= sheet.whole_page or sheet.room < 4 * leading):
            self._turn()
        first = 0
        while True:
            count = max(1, int((sheet.room - 2 * ROW_PADDING) // leading))
            with sheet.canvas.element("TR"):
                self._row_part(row, [lines[first : first + count] for lines in texts], begins=first == 0)
            first += count
            if first >= deepest:
                return
            self._turn()

    def _row_part(self, row: Sequence[Cell], texts: Sequence[Sequence[Line]], *, begins: bool) -> None:
        sheet = self._sheet
        high = max(max(map(len, texts)) * LEADING[self._size], _drawn_high(row) if begins else 0.0)
        top, x = sheet.y - ROW_PADDING, sheet.left
        for column, cell, lines, room in zip(self._columns, row, texts, self._wide, strict=True):
            sheet.y = top
            with sheet.canvas.element("TH" if column.names_row else "TD", scope="Row" if column.names_row else None):
                if cell.mark and begins:
                    sheet.mark(cell.mark, x, sheet.y - self._size, self._size)
                if cell.drawing and begins:
                    sheet.figure(cell.drawing, x, cell.scale)
                sheet.draw_lines(lines, x + inset(cell, self._size), self._size)
            x += room + GUTTER
        sheet.y = top - high - ROW_PADDING
        sheet.rule(0.6, GREY)


def inset(cell: Cell, size: float) -> float:
    """How far the words of a cell stand in, for its mark, in points."""
    return size * (MARK_SIDE + MARK_GAP) if cell.mark else 0.0


def _drawn_high(row: Sequence[Cell]) -> float:
    return max((cell.drawing.height * cell.scale for cell in row if cell.drawing), default=0.0)


def fit_columns(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], size: float, room: float) -> list[float]:
    """Widths of the columns in points: narrow ones get what they need, wide ones share the rest, none breaks a word."""
    natural, least = [], []
    for place, column in enumerate(columns):
        cells = [row[place] for row in rows]
        if column.wide is not None:
            natural.append(column.wide)
            least.append(column.wide)
            continue
        drawn = [cell.drawing.width * cell.scale for cell in cells if cell.drawing]
        head = runs(column.head)
        texts = [natural_width(cell.text, size) + inset(cell, size) for cell in cells]
        words = [longest_word(cell.text, size) + inset(cell, size) for cell in cells]
        natural.append(max([natural_width(head, SMALL), *texts, *drawn]) + 0.1)
        least.append(max([longest_word(head, SMALL), *words, *drawn]) + 0.1)
    left = room - GUTTER * (len(columns) - 1)
    if sum(natural) <= left:
        natural[-1] += left - sum(natural)
        return natural
    if sum(least) >= left:
        return [each * left / sum(least) for each in least]
    found: dict[int, float] = {}
    while len(found) < len(columns):
        waiting = [place for place in range(len(columns)) if place not in found]
        share = (left - sum(found.values())) / len(waiting)
        pinned = [place for place in waiting if natural[place] <= share] or [place for place in waiting if least[place] >= share]
        if not pinned:
            found |= dict.fromkeys(waiting, share)
        elif natural[pinned[0]] <= share:
            found |= {place: natural[place] for place in pinned}
        else:
            found |= {place: least[place] for place in pinned}
    return [found[place] for place in range(len(columns))]
