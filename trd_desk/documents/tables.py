"""Tables: columns as wide as their content asks, rows that are never cut, heads that are repeated, marks beside their words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from trd_desk.documents.drawing import GREY
from trd_desk.documents.setting import Line, Run, draw_line, runs, set_lines, word_widths
from trd_desk.documents.sheet import COLUMN, MARK_GAP, MARK_SIDE, SMALL, Sheet
from trd_desk.view.shapes import Drawing, MarkKind

GUTTER: Final = 5.5
ROW_PADDING: Final = 1.7
_HEAD_PADDING: Final = 4.0
_STEP: Final = 4.0


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place of a table: words with the mark of their state before them, or a drawing; over `span` columns.

    `size` is the type size where it is smaller than the table's; the first lines of a row stand on one base line all the same.
    """

    text: tuple[Run, ...] = ()
    mark: MarkKind | None = None
    drawing: Drawing | None = None
    scale: float = 1.0
    span: int = 1
    size: float | None = None


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
        self._padding = ROW_PADDING * sheet.tightness**3
        self._wide = fit_columns(columns, rows, size, COLUMN)
        self._head_lines = [set_lines(runs(column.head), room, SMALL) for column, room in zip(columns, self._wide, strict=True)]
        deepest = max(map(len, self._head_lines))
        self._head_high = deepest * sheet.leading[SMALL] + _HEAD_PADDING if deepest else 0.0

    def draw(self) -> None:
        """Draws it from the present height downwards, over as many pages as it needs."""
        with self._sheet.canvas.element("Table"):
            if self._head_high:
                self._sheet.keep(self._head_high + 2 * self._sheet.leading[self._size])
                with self._sheet.canvas.element("TR"):
                    self._heads(tagged=True)
            for row in self._rows:
                self._row(row)

    def _heads(self, *, tagged: bool) -> None:
        sheet = self._sheet
        top, x = sheet.y, sheet.left
        for lines, room in zip(self._head_lines, self._wide, strict=True):
            sheet.y = top - (self._head_high - _HEAD_PADDING - len(lines) * sheet.leading[SMALL])
            if tagged:
                with sheet.canvas.element("TH", scope="Column"):
                    sheet.draw_lines(lines, x, SMALL)
            else:
                with sheet.canvas.artifact("Header"):
                    for place, line in enumerate(lines):
                        draw_line(sheet.canvas, line, x, sheet.y - SMALL - place * sheet.leading[SMALL], SMALL)
            x += room + GUTTER
        sheet.y = top - self._head_high
        sheet.rule(0.8)

    def _turn(self) -> None:
        self._sheet.turn()
        self._sheet.space(2)
        if self._head_high:
            self._heads(tagged=False)

    def _row(self, row: Sequence[Cell]) -> None:
        """One row; a row that is higher than a whole page is continued on the next as a row of its own."""
        sheet, leading = self._sheet, self._sheet.leading[self._size]
        rooms = self._rooms(row)
        texts = [
            set_lines(cell.text, room - inset(cell, self._size), cell.size or self._size)
            for cell, (_column, room) in zip(row, rooms, strict=True)
        ]
        deepest = max(map(len, texts))
        high = max(self._set_high(row, texts), _drawn_high(row)) + 2 * self._padding
        if high > sheet.room and (high <= sheet.whole_page or sheet.room < 4 * leading):
            self._turn()
        first = 0
        while True:
            count = max(1, int((sheet.room - 2 * self._padding) // leading))
            with sheet.canvas.element("TR"):
                self._row_part(row, [lines[first : first + count] for lines in texts], begins=first == 0)
            first += count
            if first >= deepest:
                return
            self._turn()

    def _set_high(self, row: Sequence[Cell], texts: Sequence[Sequence[Line]]) -> float:
        """How high the words of a row stand in points."""
        sizes = [cell.size or self._size for cell in row]
        return max(
            (
                len(lines) * self._sheet.leading[size] + self._size - size if lines else 0.0
                for lines, size in zip(texts, sizes, strict=True)
            ),
            default=0.0,
        )

    def _rooms(self, row: Sequence[Cell]) -> list[tuple[Column, float]]:
        """The first column of each cell, and the width of all the columns that it stands over."""
        rooms, place = [], 0
        for cell in row:
            wide = sum(self._wide[place : place + cell.span]) + GUTTER * (cell.span - 1)
            rooms.append((self._columns[place], wide))
            place += cell.span
        return rooms

    def _row_part(self, row: Sequence[Cell], texts: Sequence[Sequence[Line]], *, begins: bool) -> None:
        sheet = self._sheet
        high = max(self._set_high(row, texts), _drawn_high(row) if begins else 0.0)
        top, x = sheet.y - self._padding, sheet.left
        for cell, lines, (column, room) in zip(row, texts, self._rooms(row), strict=True):
            sheet.y = top
            with sheet.canvas.element(
                "TH" if column.names_row else "TD", scope="Row" if column.names_row else None, span=cell.span
            ):
                if cell.mark and begins:
                    sheet.mark(cell.mark, x, sheet.y - self._size, self._size)
                if cell.drawing and begins:
                    sheet.figure(cell.drawing, x, cell.scale)
                size = cell.size or self._size
                sheet.space(self._size - size)
                sheet.draw_lines(lines, x + inset(cell, self._size), size)
            x += room + GUTTER
        sheet.y = top - high - self._padding
        sheet.rule(0.6, GREY)


def inset(cell: Cell, size: float) -> float:
    """How far the words of a cell stand in, for its mark, in points."""
    return size * (MARK_SIDE + MARK_GAP) if cell.mark else 0.0


def _drawn_high(row: Sequence[Cell]) -> float:
    return max((cell.drawing.height * cell.scale for cell in row if cell.drawing), default=0.0)


def fit_columns(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], size: float, room: float) -> list[float]:
    """Widths of the columns in points, so that no word is broken and as few cells as possible run over many lines."""
    stacks = [_stack(column, _cells_of(rows, place), size) for place, column in enumerate(columns)]
    left = room - GUTTER * (len(columns) - 1)
    natural = [
        stack.least if column.wide else max([stack.least, *(edge + sum(words) for edge, words in stack.texts)]) + 0.1
        for column, stack in zip(columns, stacks, strict=True)
    ]
    if sum(natural) <= left:
        natural[-1] += left - sum(natural)
        return natural
    wide = [stack.least for stack in stacks]
    if sum(wide) >= left:
        return [each * left / sum(wide) for each in wide]
    while (rest := left - sum(wide)) > _STEP:
        best, chosen, wider = 0.0, 0, 0.0
        for place, stack in enumerate(stacks):
            if columns[place].wide:
                continue
            now = stack.crowding(wide[place])
            for steps in range(1, 1 + int(min(rest, natural[place] - wide[place] + _STEP) / _STEP)):
                gain = (now - stack.crowding(wide[place] + steps * _STEP)) / steps
                if gain > best:
                    best, chosen, wider = gain, place, steps * _STEP
        if not best:
            break
        wide[chosen] += wider
    wide[-1] += left - sum(wide)
    return wide


def _cells_of(rows: Sequence[Sequence[Cell]], place: int) -> list[Cell]:
    """The cells that stand in this column alone; what stands over several takes the room that they give."""
    found = []
    for row in rows:
        column = 0
        for cell in row:
            if column == place and cell.span == 1:
                found.append(cell)
            column += cell.span
    return found


@dataclass(frozen=True, slots=True)
class _Stack:
    """The texts of a column, each as its indent and the widths of its words, and the width that the widest word needs."""

    texts: tuple[tuple[float, tuple[float, ...]], ...]
    least: float

    def crowding(self, room: float) -> float:
        """How crowded the column is at a width: the cubes of the numbers of lines, so that one tall cell weighs most."""
        return sum(_count_lines(words, room - edge) ** 3 for edge, words in self.texts)


def _stack(column: Column, cells: Sequence[Cell], size: float) -> _Stack:
    if column.wide is not None:
        return _Stack((), column.wide)
    texts = [
        (0.0, word_widths(runs(column.head), SMALL)),
        *((inset(cell, size), word_widths(cell.text, cell.size or size)) for cell in cells),
    ]
    least = [edge + max(words, default=0.0) for edge, words in texts]
    drawn = [cell.drawing.width * cell.scale for cell in cells if cell.drawing]
    return _Stack(tuple(texts), max([*least, *drawn]) + 0.1)


def _count_lines(text: Sequence[float], room: float) -> int:
    count, used = 1, 0.0
    for word in text:
        if used and used + word > room:
            count, used = count + 1, 0.0
        used += word
    return count
