"""The letter to the general practitioner on paper: what the record holds in labelled lines, what is asked, and what comes next."""

from collections.abc import Sequence
from typing import Final

from trd_desk.documents.imprint import Imprint
from trd_desk.documents.letterhead import letterhead
from trd_desk.documents.parts import stated_cell, write_labelled, write_remarks, write_sources
from trd_desk.documents.setting import runs
from trd_desk.documents.sheet import BODY, SMALL, Sheet, written
from trd_desk.documents.tables import Cell, Column, Table
from trd_desk.view.gp_letter import GpLetterDocument
from trd_desk.view.record_parts import Labelled
from trd_desk.view.treatment_rows import TreatmentRow

_LABELS: Final = 84.0
# The lines are drawn together before there are more pages than this.
_PAGES: Final = 2


def make_gp_letter(value: GpLetterDocument, imprint: Imprint) -> bytes:
    """The letter as a PDF.

    Raises:
        UserError: a paper size that does not exist, or a letter that the typeface does not have.
    """
    return written(lambda sheet: _write(sheet, value), letterhead(value.head, imprint), imprint.size, most=_PAGES)


def _write(sheet: Sheet, value: GpLetterDocument) -> None:
    sheet.space(6)
    write_labelled(sheet, value.address, _LABELS)
    if value.words:
        sheet.space(7)
        for part in value.words.splitlines():
            if part.strip():
                sheet.paragraph(runs(part), BODY, after=3)
    write_remarks(sheet, value.overdue)
    sheet.space(4)
    write_labelled(sheet, value.diagnosis, _LABELS)
    _section(sheet, value.course_title, value.course)
    sheet.heading(value.asks_title, "" if value.asks else value.asks_none, follows=14)
    write_remarks(sheet, value.asks)
    _section(sheet, value.safety_title, value.safety)
    _section(sheet, value.medicines_title, value.medicines)
    _treatments(sheet, value)
    _criteria(sheet, value)
    sheet.space(4)
    sheet.paragraph(runs(value.support), SMALL, after=0)
    write_sources(sheet, value.standing, value.sources, value.fingerprint)


def _section(sheet: Sheet, title: str, lines: Sequence[Labelled]) -> None:
    sheet.heading(title, follows=30)
    write_labelled(sheet, lines, _LABELS)


def _treatments(sheet: Sheet, value: GpLetterDocument) -> None:
    sheet.heading(value.treatments_title, "" if value.treatments else value.treatments_none, follows=95 if value.treatments else 12)
    if value.treatments:
        columns = [Column(head, names_row=place == 0) for place, head in enumerate(value.treatment_heads)]
        Table(sheet, columns, [_treatment(row) for row in value.treatments], SMALL).draw()
        sheet.space(3)
    if value.asked_line:
        sheet.paragraph(runs(value.asked_line), SMALL)


def _treatment(row: TreatmentRow) -> tuple[Cell, ...]:
    doses = row.doses if row.kind == "antidepressant" else ", ".join(part for part in (row.group, row.doses) if part)
    return (
        Cell(runs(row.name, row.name)),
        Cell(runs(doses)),
        Cell(runs(row.weeks)),
        stated_cell(row.taken),
        Cell(runs(row.better)),
        Cell(runs(row.stopped)),
        stated_cell(row.at_six),
    )


def _criteria(sheet: Sheet, value: GpLetterDocument) -> None:
    sheet.heading(value.criteria_title, follows=50)
    if value.criteria_note:
        sheet.paragraph(runs(value.criteria_note), SMALL, after=3)
    rows = [(Cell(runs(row.name, row.name)), stated_cell(row.result), Cell(runs(row.criteria))) for row in value.criteria]
    columns = [Column(head, names_row=place == 0) for place, head in enumerate(value.criteria_heads)]
    Table(sheet, columns, rows, SMALL).draw()
