"""The blank forms for downtime on paper: tables to fill in by hand, one sheet in landscape for the readings after the dose."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from trd_desk.documents.fonts import printable, width
from trd_desk.documents.imprint import Imprint
from trd_desk.documents.leaf import Leaf, printed_words
from trd_desk.documents.setting import Line, Run, draw_line, natural_width, runs, set_lines
from trd_desk.documents.sheet import BODY, SMALL, TITLE
from trd_desk.i18n import _
from trd_desk.view.downtime import DowntimeView, FormRow

COLUMN: Final = 535.0
LYING: Final = 732.0
MARGINS: Final = (28.0, 22.0)
LEADING: Final = 10.6
_PAD: Final = 3.0
_BOX: Final = 9.0
_THIN: Final = 0.5
_TIERS: Final = (78.0, 232.0, 422.0)  # together as wide as the page that lies


@dataclass(frozen=True, slots=True)
class _Cell:
    """What stands in a cell: words, a box to tick, or nothing, so that it is written in. `bold` sets its beginning in semi-bold."""

    text: str = ""
    bold: str = ""
    box: bool = False
    head: bool = False


def make_downtime(view: DowntimeView, imprint: Imprint) -> bytes:
    """The forms as a PDF.

    Raises:
        UserError: a paper size that does not exist, or a letter that the typeface does not have.
    """
    foot = (view.foot[0], f"{view.foot[1]} {printed_words(imprint)}")

    def written(pages: int) -> Leaf:
        leaf = Leaf(
            imprint.size,
            title=view.title,
            made_at=imprint.printed_at,
            foot=foot,
            head=lambda leaf: _head(leaf, view, practice=imprint.practice),
            pages=pages,
            margins=MARGINS,
        )
        _Forms(leaf).write(view)
        return leaf

    return written(written(0).page - 1).canvas.finish()


def _head(leaf: Leaf, view: DowntimeView, *, practice: bool) -> None:
    """Title, clinic, and the blanks that say whose page it is; sheets that come apart still have them."""
    box = leaf.practice(_("PRACTICE: invented patients")) + 10 if practice else 0.0
    title = runs(view.title, view.title)
    beside = leaf.left + natural_width(title, TITLE) + 12
    clinic = set_lines(runs(view.clinic), leaf.right - box - beside, SMALL)
    base = leaf.y - TITLE
    if leaf.page == 1:
        with leaf.canvas.element("H1"), leaf.canvas.content():
            draw_line(leaf.canvas, title, leaf.left, base, TITLE)
    else:
        with leaf.canvas.artifact("Header"):
            draw_line(leaf.canvas, title, leaf.left, base, TITLE)
    with leaf.canvas.artifact("Header"):
        for place, line in enumerate(clinic):
            draw_line(leaf.canvas, line, beside, base - place * LEADING, SMALL)
    leaf.y = base - 3.5 - max(len(clinic) - 1, 0) * LEADING
    _blanks(leaf, view.identity, len(view.identity))
    leaf.y -= 4


def _blanks(leaf: Leaf, labels: Sequence[str], across: int, *, high: float = 21.0) -> None:
    """Labels with a line to write on, so many side by side."""
    cell = leaf.column / across
    for start in range(0, len(labels), across):
        leaf.y -= high
        for place, label in enumerate(labels[start : start + across]):
            x = leaf.left + place * cell
            end = x + width(printable(label), "regular", SMALL)
            with leaf.canvas.element("P"), leaf.canvas.content():
                draw_line(leaf.canvas, runs(label), x, leaf.y, SMALL)
            leaf.line(end + 4, leaf.y - 2, x + cell - (0 if place == across - 1 else 10), leaf.y - 2, _THIN)
    leaf.y -= 5


class _Forms:
    """The forms being written."""

    def __init__(self, leaf: Leaf) -> None:
        self.leaf = leaf
        self._wide = COLUMN
        self._lying = False

    def write(self, view: DowntimeView) -> None:
        self._begin()
        self._words(runs(view.late), BODY, 13.0)
        self._check(view)
        self._dose(view)
        self.leaf.end()
        self._begin(lying=True)
        self._watch(view)
        self.leaf.end()
        self._begin()
        self._leaving(view)
        self.leaf.end(last=True)

    # ------------------------------------------------------------------------------------------------------------------ pages

    def _begin(self, *, lying: bool = False) -> None:
        self._lying, self._wide = lying, LYING if lying else COLUMN
        self.leaf.begin(self._wide, lying=lying)

    def _keep(self, height: float) -> bool:
        """Turns the page if less than this is left; whether it did."""
        if height <= self.leaf.room:
            return False
        self.leaf.end()
        self._begin(lying=self._lying)
        return True

    # ------------------------------------------------------------------------------------------------------------------- text

    def _words(self, text: Sequence[Run], size: float = SMALL, leading: float = LEADING, *, after: float = 3.0) -> None:
        lines = set_lines(text, self.leaf.column, size)
        self._keep(len(lines) * leading)
        with self.leaf.canvas.element("P"):
            self.leaf.draw(lines, self.leaf.left, size, leading)
        self.leaf.y -= after

    def _heading(self, said: str, *, follows: float = 60.0) -> None:
        self.leaf.y -= 5
        self._keep(18 + follows)
        self.leaf.text(runs(said, said), 11.0, 14.5, role="H2")

    def _fill(self, labels: Sequence[str], across: int) -> None:
        self._keep(21.0 * -(-len(labels) // across) + 6)
        _blanks(self.leaf, labels, across)

    # ------------------------------------------------------------------------------------------------------------------ tables

    def _table(
        self,
        wide: Sequence[float],
        heads: Sequence[str],
        rows: Sequence[Sequence[_Cell]],
        *,
        least: float = 17.0,
        strong: int | None = None,
    ) -> None:
        """A table with lines around every cell; its heads stand again on a new page, no row is parted.

        `strong` is a column in a thick frame.
        """
        leaf = self.leaf
        wide = [each * leaf.column / sum(wide) for each in wide]
        top_row = [_Cell(head, head, head=True) for head in heads]
        if rows:
            self._keep(self._high(wide, top_row, 14.0) + self._high(wide, rows[0], least))
        top = leaf.y
        with leaf.canvas.element("Table"):
            self._row(wide, top_row, 14.0, scope="Column")
            for row in rows:
                if self._keep(self._high(wide, row, least)):
                    self._row(wide, top_row, 14.0, scope="Column", repeated=True)
                self._row(wide, row, least)
        if strong is not None:
            leaf.frame(leaf.left + sum(wide[:strong]), top, wide[strong], top - leaf.y, 1.6)
        leaf.y -= 4

    def _empty_table(self, wide: Sequence[float], heads: Sequence[str], rows: tuple[int, int], high: float) -> None:
        """A table to write in, with as many rows as the page has room for, between the least and the most."""
        least, most = rows
        fitting = int((self.leaf.room - 34) // high)
        self._table(wide, heads, [[_Cell() for _head in heads]] * min(most, max(least, fitting)), least=high)

    def _high(self, wide: Sequence[float], row: Sequence[_Cell], least: float) -> float:
        deepest = max(len(_lines(cell, room)) for cell, room in zip(row, wide, strict=True))
        return max(least, deepest * LEADING + 2 * _PAD)

    def _row(self, wide: Sequence[float], row: Sequence[_Cell], least: float, *, scope: str = "", repeated: bool = False) -> None:
        leaf = self.leaf
        high, top, x = self._high(wide, row, least), leaf.y, leaf.left
        with leaf.canvas.element("TR"):
            for cell, room in zip(row, wide, strict=True):
                leaf.y = top - _PAD + 0.6
                lines = _lines(cell, room)
                if repeated:
                    with leaf.canvas.artifact("Header"):
                        for place, line in enumerate(lines):
                            draw_line(leaf.canvas, line, x + _PAD, leaf.y - SMALL - place * LEADING, SMALL)
                else:
                    with leaf.canvas.element(
                        "TH" if cell.head else "TD", scope=("Column" if scope else "Row") if cell.head else None
                    ):
                        leaf.draw(lines, x + _PAD, SMALL, LEADING)
                if cell.box:
                    leaf.frame(x + (room - _BOX) / 2, top - (high - _BOX) / 2, _BOX, _BOX, 0.9)
                x += room
        x = leaf.left
        for room in wide:
            leaf.frame(x, top, room, high, _THIN)
            x += room
        leaf.y = top - high

    # ------------------------------------------------------------------------------------------------------------------- forms

    def _check(self, view: DowntimeView) -> None:
        self._heading(view.check_title)
        self._words(runs(view.check_help), after=4)
        wide = (17, 158, 132, 118, 30, 26, 60)
        for group in view.groups:
            self._table(wide, ("", group.title, *view.check_heads[1:]), [_check_row(row) for row in group.rows])
        self._heading(view.stop_title, follows=90)
        for level, labels in view.stop_list:
            said = f"{level}: {labels}."
            self._words(runs(said, f"{level}:"), after=1.5)
        self._heading(view.overrides_title)
        self._table((30, 200, 130, 130, 45), view.override_heads, [[_Cell() for _head in view.override_heads]] * 3, least=22)

    def _dose(self, view: DowntimeView) -> None:
        self._heading(view.dose_title, follows=80)
        for limit in view.dose_limits:
            self._words(runs(limit), after=1)
        self._fill(view.dose_blanks, 3)
        self._heading(view.given_title, follows=30)
        self._fill(view.given_blanks, min(len(view.given_blanks), 4))
        self._register(view)

    def _watch(self, view: DowntimeView) -> None:
        self._heading(view.watch_title)
        self._words(runs(view.watch_help), after=1)
        self._fill(view.watch_blanks, len(view.watch_blanks))
        heads = ["", *(f"{column.head} {column.note}".strip() for column in view.columns)]
        rows = [
            [_Cell(f"{name}, {unit}" if unit else name, name, head=True), *(_Cell() for _column in view.columns)]
            for name, unit in view.measured
        ]
        name = 136.0
        key = next((place for place, column in enumerate(view.columns, 1) if column.key), None)
        self.leaf.y -= 3
        grid = [name, *[(LYING - name) / len(view.columns)] * len(view.columns)]
        tiers = [[_Cell(tier.sign, tier.sign, head=True), _Cell(tier.amber), _Cell(tier.red)] for tier in view.tiers]
        # The rows to write in are as high as the alarms below them leave room for.
        below = 46 + sum(self._high(_TIERS, row, 14.0) for row in tiers)
        heads_high = self._high(grid, [_Cell(head, head) for head in heads], 14.0)
        least = min(21.0, max(14.5, (self.leaf.room - below - heads_high) / len(rows)))
        self._table(grid, heads, rows, least=least, strong=key)
        self._heading(view.tiers_title, follows=40)
        self._table(_TIERS, view.tier_heads, tiers, least=14)
        self.leaf.end()
        self._begin(lying=True)
        self._heading(view.orders_title)
        self._red_call(view.red_call)
        for order in view.orders:
            lead = f"{order.level}, {order.about}:" if order.about else f"{order.level}:"
            self._words(runs(f"{lead} {order.steps}", lead), after=2)
        self._heading(view.scales_title)
        for scale in view.scales:
            self._words(runs(scale), after=2)
        self._heading(view.events_title)
        self._empty_table((50, 250, 370, 62), view.event_heads, (8, 12), 22)

    def _red_call(self, said: str) -> None:
        """The number for a red alarm in semi-bold; a line to write it on where it is not set."""
        if any(letter.isdigit() for letter in said):
            self._words(runs(said, said), BODY, 13.0, after=1)
        else:
            self._fill((said,), 3)

    def _leaving(self, view: DowntimeView) -> None:
        self._heading(view.leaving_title)
        self._words(runs(view.leaving_help), after=3)
        rows = [
            [
                _Cell(str(row.number)),
                _Cell(row.name, row.name, head=True),
                _Cell(row.in_order),
                _Cell(box=True),
                _Cell(box=True),
                _Cell(),
            ]
            for row in view.leaving
        ]
        self._table((17, 112, 250, 30, 26, 100), ("", *view.leaving_heads), rows)
        self._fill(view.leaving_blanks, 2)
        self._heading(view.early_title, follows=40)
        self._fill(view.early_blanks, 2)
        self._heading(view.names_title, follows=50)
        self._empty_table((170, 130, 60, 175), view.name_heads, (2, 6), 20)

    def _register(self, view: DowntimeView) -> None:
        self._heading(view.register_title)
        wide = (58, 62, 52, 32, 32, 44, 44, 46, 82, 83)
        self._empty_table(wide, view.register_heads, (4, 8), 22)


def _check_row(row: FormRow) -> list[_Cell]:
    """A line of the checklist; one that this route does not ask has no boxes."""
    asks = f"{row.name}. {row.question} {row.only}".strip()
    name = _Cell(asks, f"{row.name}.", head=True)
    if not row.asked:
        return [
            _Cell(str(row.number)),
            _Cell(f"{row.name}. {row.only}", f"{row.name}.", head=True),
            *(_Cell() for _each in range(5)),
        ]
    return [_Cell(str(row.number)), name, _Cell(row.in_order), _Cell(row.otherwise), _Cell(box=True), _Cell(box=True), _Cell()]


@lru_cache(maxsize=1024)
def _lines(cell: _Cell, room: float) -> tuple[Line, ...]:
    """The words of a cell as wide as its column; each is set several times until the pages are counted."""
    return set_lines(runs(cell.text, cell.bold), room - 2 * _PAD, SMALL) if cell.text else ()
