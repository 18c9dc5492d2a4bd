"""The summary of a course on paper: where it stands, what the scores say, stages, decisions, every session, and the long run."""

from collections.abc import Iterator, Sequence
from typing import Final

from trd_desk.documents.imprint import Imprint
from trd_desk.documents.letterhead import letterhead
from trd_desk.documents.parts import stated_cell, write_in_short, write_labelled, write_remarks, write_sources
from trd_desk.documents.setting import runs
from trd_desk.documents.sheet import COLUMN, SMALL, Sheet, written
from trd_desk.documents.tables import Cell, Column, Table
from trd_desk.view.course_summary import CourseSummary, FollowLine
from trd_desk.view.parts import Stated
from trd_desk.view.shapes import Drawing
from trd_desk.view.stage import StageBar, StageRow

_LABELS: Final = 84.0
_BAR: Final = 140.0
_GOALS: Final = 200.0
# What a chart needs beside its own height: its heading above it. A verdict with its definition is no higher than the second.
_WITH_CHART: Final = 44.0
_VERDICT: Final = 50.0


def make_course_summary(value: CourseSummary, imprint: Imprint) -> bytes:
    """The summary as a PDF.

    Raises:
        UserError: a paper size that does not exist, or a letter that the typeface does not have.
    """
    return written(lambda sheet: _write(sheet, value), letterhead(value.head, imprint), imprint.size)


def _write(sheet: Sheet, value: CourseSummary) -> None:
    sheet.space(7)
    write_in_short(sheet, value.in_short)
    write_remarks(sheet, value.overdue)
    sheet.space(3)
    write_labelled(sheet, value.lines, _LABELS)
    _figure(sheet, value.line_title, value.line, value.line_none)
    _outcomes(sheet, value)
    _stages(sheet, value)
    _decisions(sheet, value)
    _sessions(sheet, value)
    _goals(sheet, value)
    _follow(sheet, value)
    _harm(sheet, value)
    write_sources(sheet, value.standing, value.sources, value.fingerprint)


def _figure(sheet: Sheet, title: str, drawing: Drawing | None, nothing: str) -> None:
    """A drawing as wide as the column under its heading, never parted from it."""
    scale = COLUMN / drawing.width if drawing is not None else 1.0
    high = drawing.height * scale if drawing is not None else 0.0
    sheet.heading(title, "" if drawing is not None else nothing, follows=high + 6)
    _draw(sheet, drawing)


def _draw(sheet: Sheet, drawing: Drawing | None) -> None:
    if drawing is None:
        return
    scale = COLUMN / drawing.width
    sheet.keep(drawing.height * scale + 4)
    sheet.figure(drawing, sheet.left, scale)
    sheet.y -= drawing.height * scale
    sheet.space(4)


def _table(sheet: Sheet, heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    Table(sheet, [Column(head, names_row=place == 0) for place, head in enumerate(heads)], rows, SMALL).draw()


def _outcomes(sheet: Sheet, value: CourseSummary) -> None:
    """The chart above the verdicts; below them where the page has no room left for it, so that they use the page."""
    chart = value.chart
    high = chart.height * COLUMN / chart.width if chart is not None else 0.0
    later = chart is not None and bool(value.outcomes) and high + _WITH_CHART > sheet.room
    sheet.heading(value.outcomes_title, "" if value.outcomes else value.outcomes_none, follows=_VERDICT if later else high + 12)
    if not later:
        _chart(sheet, value)
    if value.outcomes:
        rows = [(Cell(runs(line.name, line.name)), stated_cell(line.verdict), Cell(runs(line.definition))) for line in value.outcomes]
        Table(sheet, (Column(wide=112, names_row=True), Column(wide=102), Column()), rows, SMALL).draw()
    if later:
        sheet.space(6)
        _chart(sheet, value)


def _chart(sheet: Sheet, value: CourseSummary) -> None:
    _draw(sheet, value.chart)
    for note in value.chart_notes:
        sheet.paragraph(runs(note), SMALL, after=1)


def _stages(sheet: Sheet, value: CourseSummary) -> None:
    sheet.heading(value.stage_title, value.stage_legend, follows=80)
    if value.stages:
        columns = (
            Column(value.stage_heads[0], wide=58, names_row=True),
            Column(value.stage_heads[1], wide=60),
            Column(value.stage_heads[2], wide=_BAR),
            Column(value.stage_heads[3], wide=70),
            Column(value.stage_heads[4]),
        )
        Table(sheet, columns, [row for stage in value.stages for row in _stage(stage)], SMALL).draw()
        sheet.space(3)
    write_remarks(sheet, value.stage_notes)


def _stage(row: StageRow) -> Iterator[tuple[Cell, ...]]:
    """The stage before in a row with what may be said of the change, the stage now in the row below with the difference."""
    said = Cell(runs(row.verdict.text, row.verdict.bold), None if row.verdict.mark == "note" else row.verdict.mark)
    yield (Cell(runs(row.name, row.name)), *_bar(row.before), said)
    if row.now is not None:
        yield (Cell(), *_bar(row.now), Cell(runs(row.difference)))


def _bar(bar: StageBar) -> tuple[Cell, Cell, Cell]:
    drawn = Cell() if bar.drawing is None else Cell(drawing=bar.drawing, scale=_BAR / bar.drawing.width)
    return Cell(runs(bar.label)), drawn, Cell(runs(bar.value))


def _decisions(sheet: Sheet, value: CourseSummary) -> None:
    sheet.heading(value.decisions_title, "" if value.decisions else value.decisions_none, follows=100)
    if value.decisions:
        rows = [
            (Cell(runs(line.label, line.label)), stated_cell(line.state), Cell(runs(line.when)), Cell(runs(line.made or "–")))
            for line in value.decisions
        ]
        _table(sheet, value.decision_heads, rows)
        sheet.space(2)
    if value.stop_rule:
        sheet.paragraph(runs(value.stop_rule), SMALL)


def _sessions(sheet: Sheet, value: CourseSummary) -> None:
    sheet.heading(value.sessions_title, "" if value.sessions else value.sessions_none, follows=60 if value.sessions else 12)
    if not value.sessions:
        return
    rows = [
        (
            Cell(runs(line.number)),
            Cell(runs(line.day, line.day)),
            Cell(runs(line.dose)),
            _unless_note(line.checklist),
            Cell(runs(line.pressure)),
            _unless_note(line.alarms),
            _unless_note(line.left),
        )
        for line in value.sessions
    ]
    widths = (24.0, 66.0, 54.0, 104.0, 70.0, 74.0, None)
    columns = [Column(head, wide, names_row=place == 1) for place, (head, wide) in enumerate(zip(value.session_heads, widths, strict=True))]
    Table(sheet, columns, rows, SMALL).draw()


def _unless_note(stated: Stated) -> Cell:
    return Cell(runs(stated.word), None if stated.mark == "note" else stated.mark)


def _goals(sheet: Sheet, value: CourseSummary) -> None:
    said = value.aim or value.goals
    sheet.heading(value.goals_title, "" if said else value.goals_none, follows=30 if said else 12)
    if value.aim:
        sheet.paragraph(runs(value.aim), SMALL, after=2)
    rows = [(Cell(runs(line.text, line.text)), stated_cell(line.state), Cell(runs(line.course))) for line in value.goals]
    if rows:
        Table(sheet, (Column(wide=_GOALS, names_row=True), Column(wide=74), Column()), rows, SMALL).draw()


def _follow(sheet: Sheet, value: CourseSummary) -> None:
    sheet.heading(value.follow_title, "" if value.follow else value.follow_none, follows=50 if value.follow else 12)
    if value.follow:
        _table(sheet, value.follow_heads, [row for line in value.follow for row in _followed(line)])


def _followed(line: FollowLine) -> tuple[tuple[Cell, ...], ...]:
    first = (Cell(runs(line.label, line.label)), stated_cell(line.state), Cell(runs(line.last)), Cell(runs(line.next)))
    found = tuple((Cell(), Cell(runs(one.text, one.bold), one.mark, span=3)) for one in line.found)
    return (first, *found)


def _harm(sheet: Sheet, value: CourseSummary) -> None:
    harm = value.harm
    sheet.heading(harm.title, "" if harm.rows else value.harm_none, follows=50 if harm.rows else 12)
    if harm.rows:
        _table(sheet, harm.heads, [tuple(Cell(runs(text, text if place == 0 else "")) for place, text in enumerate(row)) for row in harm.rows])
        sheet.space(2)
    for note in harm.notes:
        sheet.paragraph(runs(note), SMALL, after=1)
