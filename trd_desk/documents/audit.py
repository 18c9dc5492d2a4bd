"""The audit report of the clinic on paper: tables of numbers, and how they were counted."""

from typing import Final

from trd_desk.documents.imprint import Imprint
from trd_desk.documents.letterhead import letterhead
from trd_desk.documents.parts import write_in_short, write_remarks, write_sources
from trd_desk.documents.setting import runs
from trd_desk.documents.sheet import COLUMN, SMALL, Sheet, written
from trd_desk.documents.tables import GUTTER, Cell, Column, Table
from trd_desk.view.audit import AuditDocument, CountTable

# The column that names the row; the numbers share the rest alike, so that they stand in columns down the page.
_NAMES: Final = 216.0
_SHORT: Final = 118.0
_FEW: Final = 3
_MANY: Final = 5


def make_audit(value: AuditDocument, imprint: Imprint) -> bytes:
    """The report as a PDF.

    Raises:
        UserError: a paper size that does not exist, or a letter that the typeface does not have.
    """
    return written(lambda sheet: _write(sheet, value), letterhead(value.head, imprint), imprint.size)


def _write(sheet: Sheet, value: AuditDocument) -> None:
    sheet.space(9)
    write_in_short(sheet, value.in_short)
    write_remarks(sheet, value.overdue)
    for table in value.tables:
        _table(sheet, table)
    sheet.heading(value.notes_title, follows=30)
    for note in value.notes:
        sheet.paragraph(runs(note), SMALL, after=2)
    write_sources(sheet, value.standing, value.sources, value.fingerprint)


def _table(sheet: Sheet, table: CountTable) -> None:
    sheet.heading(table.title, "" if table.rows else table.nothing, follows=60 if table.rows else 12)
    if table.rows:
        numbers = len(table.heads) - 1
        names = COLUMN / 2 if numbers < _FEW else _NAMES if numbers < _MANY else _SHORT
        wide = (COLUMN - names) / numbers - GUTTER
        columns = [Column(head, names if place == 0 else wide, names_row=place == 0) for place, head in enumerate(table.heads)]
        rows = [tuple(Cell(runs(text, text if place == 0 else "")) for place, text in enumerate(row)) for row in table.rows]
        Table(sheet, columns, rows, SMALL).draw()
        sheet.space(2)
    for note in table.notes:
        sheet.paragraph(runs(note), SMALL, after=1)
