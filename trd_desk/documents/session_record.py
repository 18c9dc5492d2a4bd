"""The record of a session on paper: the day in its order, with the chart of the vital signs, and nothing added to the words of the view."""

from collections.abc import Iterable, Sequence
from typing import Final

from trd_desk.documents.imprint import Imprint
from trd_desk.documents.letterhead import letterhead
from trd_desk.documents.parts import (
    stated_cell,
    write_in_short,
    write_labelled,
    write_remarks,
    write_section,
    write_sources,
)
from trd_desk.documents.setting import runs
from trd_desk.documents.sheet import COLUMN, SMALL, TITLE, Sheet, written
from trd_desk.documents.tables import ROW_PADDING, Cell, Column, Table
from trd_desk.i18n import _
from trd_desk.view.record_parts import CheckLine, SeenCell, SeenLine, SessionRecord
from trd_desk.view.shapes import MarkKind

_LABELS: Final = 92.0
# The lines are drawn together before there are more pages than this.
_PAGES: Final = 3
# How many needs of leaving stand on a line.
_ABREAST: Final = 3
_LEVELS: Final[dict[str, MarkKind]] = {"amber": "amber", "red": "red"}


def make_session_record(value: SessionRecord, imprint: Imprint) -> bytes:
    """The record as a PDF.

    Raises:
        UserError: a paper size that does not exist, or a letter that the typeface does not have.
    """
    furniture = letterhead(
        value,
        imprint,
        title=_("{title}, preliminary").format(title=value.title) if value.preliminary else "",
        signed=value.signed,
    )
    return written(lambda sheet: _write(sheet, value), furniture, imprint.size, most=_PAGES)


def _write(sheet: Sheet, value: SessionRecord) -> None:
    sheet.space(7)
    if value.preliminary:
        sheet.remark(runs(value.preliminary, value.preliminary), "caution", TITLE, after=2)
    write_in_short(sheet, value.in_short)
    write_remarks(sheet, value.overdue)
    _plan(sheet, value)
    _checks(sheet, value)
    _watch(sheet, value)
    _alarms(sheet, value)
    write_section(sheet, _("Events"), value.events, value.events_none)
    write_remarks(sheet, value.reports)
    _leaving(sheet, value)
    _lines(sheet, _("Addenda, after the signature"), value.addenda, value.addenda_none)
    _lines(sheet, _("Corrections of other answers"), value.corrections, "")
    sheet.heading(_("Settings of this clinic"), follows=30)
    sheet.paragraph(runs("; ".join(value.settings) + "."), SMALL)
    write_sources(sheet, value.standing, value.sources, value.fingerprint)


def _lines(sheet: Sheet, title: str, texts: Sequence[str], nothing: str) -> None:
    if not texts and not nothing:
        return
    sheet.heading(title, "" if texts else nothing, follows=12)
    for text in texts:
        sheet.paragraph(runs(text), SMALL, after=1)


def _plan(sheet: Sheet, value: SessionRecord) -> None:
    sheet.heading(_("Plan and dose"), follows=60)
    write_labelled(sheet, value.plan, _LABELS)


# ------------------------------------------------------------------------------------------------------------------ checklist


def _checks(sheet: Sheet, value: SessionRecord) -> None:
    sheet.heading(_("Before the dose"), value.checks_head, follows=70)
    heads = (_("Item"), _("Asked for"), _("Answer"), _("Result"), _("Time, entered by"))
    rows = [row for line in value.checks for row in _check(line)]
    Table(sheet, [Column(head, names_row=place == 0) for place, head in enumerate(heads)], rows, SMALL).draw()
    if value.not_needed:
        sheet.space(2)
        sheet.paragraph(runs(value.not_needed), SMALL)


def _check(line: CheckLine) -> Iterable[tuple[Cell, ...]]:
    yield (
        Cell(runs(line.name, line.name)),
        Cell(runs(line.threshold)),
        Cell(runs(line.answer)),
        stated_cell(line.result),
        Cell(runs(line.by)),
    )
    if line.note:
        yield (Cell(), Cell(runs(line.note), span=4))


# ------------------------------------------------------------------------------------------------------------------ the hours


def _watch(sheet: Sheet, value: SessionRecord) -> None:
    legend = value.watch_none or _("hollow: late; –: not recorded")
    chart = value.chart
    scale = COLUMN / chart.width if chart is not None else 1.0
    sheet.heading(_("After the dose"), legend, follows=(chart.height * scale if chart is not None else 0) + 12)
    if chart is not None:
        sheet.figure(chart, sheet.left, scale)
        sheet.y -= chart.height * scale
        sheet.space(5)
    if value.watch:
        columns = [Column(head, names_row=place == 0) for place, head in enumerate(value.watch_heads)]
        Table(sheet, columns, [_seen(line) for line in value.watch], SMALL).draw()
    if value.watch_notes:
        sheet.space(2)
    for note in value.watch_notes:
        sheet.remark(runs(note), "late", SMALL, after=0.5)


def _seen(line: SeenLine) -> tuple[Cell, ...]:
    return (Cell(runs(line.time, line.time)), stated_cell(line.place), *(_value(cell) for cell in line.cells))


def _value(cell: SeenCell) -> Cell:
    return Cell(runs(cell.text, cell.text if cell.level else ""), _LEVELS.get(cell.level))


def _alarms(sheet: Sheet, value: SessionRecord) -> None:
    sheet.heading(_("Alarms"), "" if value.alarms else value.alarms_none, follows=30)
    if not value.alarms:
        return
    heads = (_("Time"), _("Level"), _("Sign"), _("Limit reached"), _("What was done"))
    rows = [
        (Cell(runs(line.time, line.time)), stated_cell(line.level), Cell(runs(line.value)), Cell(runs(line.rule)), Cell(runs(line.done)))
        for line in value.alarms
    ]
    Table(sheet, [Column(head, names_row=place == 0) for place, head in enumerate(heads)], rows, SMALL).draw()


# -------------------------------------------------------------------------------------------------------------------- leaving


def _leaving(sheet: Sheet, value: SessionRecord) -> None:
    pairs = list(value.leaving)
    high = -(-len(pairs) // _ABREAST)
    sheet.heading(_("Ready to leave"), value.leaving_head, follows=12 + high * (sheet.leading[SMALL] + 2 * ROW_PADDING))
    rows = []
    for place in range(high):
        row: list[Cell] = []
        for label, state in pairs[place::high]:
            row += [Cell(runs(label, label)), stated_cell(state)]
        rows.append((*row, *(Cell() for _empty in range(2 * _ABREAST - len(row)))))
    if rows:
        Table(sheet, [Column(names_row=place % 2 == 0) for place in range(2 * _ABREAST)], rows, SMALL).draw()
        sheet.space(2)
    write_remarks(sheet, value.leaving_notes)
    if value.departure:
        sheet.heading(_("Left against advice"), follows=30)
        sheet.paragraph(runs(" ".join(value.departure)), SMALL)
