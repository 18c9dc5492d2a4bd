"""The clinical assessment on paper: what the pages say, in the order of a report, with nothing added to their words."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from trd_desk.documents.imprint import Imprint
from trd_desk.documents.letterhead import letterhead
from trd_desk.documents.parts import stated_cell, write_in_short, write_sources
from trd_desk.documents.setting import Run, runs, set_lines
from trd_desk.documents.sheet import BODY, COLUMN, SMALL, Sheet, written
from trd_desk.documents.tables import Cell, Column, Table
from trd_desk.i18n import _
from trd_desk.view import plain
from trd_desk.view.assessment_document import AssessmentDocument
from trd_desk.view.parts import Ask, Remark, Stated
from trd_desk.view.pathways import LadderView, LicenceCard
from trd_desk.view.shapes import Drawing, MarkKind
from trd_desk.view.treatment_rows import TreatmentRow

_BAR_WIDE = 140.0
_ALSO_ROOM = 132.0


def make_assessment(value: AssessmentDocument, imprint: Imprint) -> bytes:
    """The assessment as a PDF.

    Raises:
        UserError: a paper size that does not exist, or a letter that the typeface does not have.
    """
    return written(lambda sheet: _write(sheet, value), letterhead(value, imprint), imprint.size)


def _write(sheet: Sheet, value: AssessmentDocument) -> None:
    sheet.space(9)
    write_in_short(sheet, value.in_short)
    for remark in (*value.overdue, *value.place):
        sheet.remark(runs(remark.text, remark.bold), remark.mark, SMALL, after=0.5)
    _treatments(sheet, value)
    _definitions(sheet, value)
    _stages(sheet, value)
    sheet.end_of_summary()
    _ladders(sheet, value)
    _licences(sheet, value)
    _safety(sheet, value)
    _questions(sheet, value)
    _remarks(sheet, value.pseudo_title, value.pseudo, value.criteria)
    _texts(sheet, _("Decisions recorded"), value.decisions)
    _texts(sheet, _("Work-up before the first dose"), value.workup)
    _texts(sheet, value.notes_title, value.notes)
    _settings(sheet, value)
    if value.sources or value.standing:
        write_sources(sheet, value.standing, value.sources, value.fingerprint)


def _treatments(sheet: Sheet, value: AssessmentDocument) -> None:
    sheet.heading(value.treatments_title, follows=70)
    if value.treatments:
        columns = [Column(head, names_row=place == 0) for place, head in enumerate(value.treatment_heads)]
        Table(sheet, columns, [_treatment(row) for row in value.treatments], SMALL).draw()
        sheet.space(3)
    if value.asked_line:
        sheet.paragraph(runs(value.asked_line), SMALL)


def _treatment(row: TreatmentRow) -> tuple[Cell, ...]:
    return (
        Cell(runs(row.name, row.name)),
        *_dose_cells(row),
        Cell(runs(row.weeks)),
        stated_cell(row.taken),
        Cell(runs(row.better)),
        Cell(runs(row.stopped)),
        *_count_cells(row),
    )


def _dose_cells(row: TreatmentRow) -> tuple[Cell, ...]:
    """Group, doses and minimum in their columns; what has no minimum says more in words and takes all three."""
    if row.least:
        return Cell(runs(row.group)), Cell(runs(row.doses)), Cell(runs(row.least))
    return (Cell(runs(", ".join(part for part in (row.group, row.doses) if part)), span=3),)


def _count_cells(row: TreatmentRow) -> tuple[Cell, ...]:
    """Whether it counts at six and at four weeks; a course that is judged once takes both columns."""
    if row.kind == "antidepressant" or row.at_four is not None:
        return stated_cell(row.at_six), stated_cell(row.at_four)
    return (replace(stated_cell(row.at_six), span=2),)


def _definitions(sheet: Sheet, value: AssessmentDocument) -> None:
    sheet.heading(value.definitions_title, follows=60)
    rows = [(_whole(row.name), stated_cell(row.verdict, whole=True), Cell(runs(row.line), size=SMALL)) for row in value.definitions]
    if rows:
        Table(sheet, (Column(names_row=True), Column(), Column()), rows, BODY).draw()


def _stages(sheet: Sheet, value: AssessmentDocument) -> None:
    sheet.heading(value.staging_title, value.staging_legend, follows=60)
    rows = []
    for row in value.stagings:
        name = f"{row.name}, {row.span}" if row.span else row.name
        bar = row.drawing
        rows.append(
            (
                _whole(name),
                Cell(drawing=bar, scale=_BAR_WIDE / bar.width if bar else 1.0),
                Cell(runs(row.value, row.value)),
                _remark(row.remark),
            )
        )
    if rows:
        Table(sheet, (Column(names_row=True), Column(wide=_BAR_WIDE), Column(), Column()), rows, SMALL).draw()


def _ladders(sheet: Sheet, value: AssessmentDocument) -> None:
    """The ladders in one drawing, each with its name above and what follows from it below, on the same left edge."""
    drawing = value.drawing
    scale = COLUMN / drawing.width
    places = [_left_edge(ladder, drawing) * scale for ladder in value.ladders]
    below = max((_below_high(ladder, sheet.leading[SMALL]) for ladder in value.ladders), default=0.0)
    sheet.heading(value.pathways_title, value.pathways_legend, follows=drawing.height * scale + below + 12)
    top = sheet.y
    for ladder, place in zip(value.ladders, places, strict=True):
        sheet.y = top + 2
        with sheet.canvas.element("P"):
            sheet.draw_lines(set_lines(runs(ladder.name, ladder.name), COLUMN / 3 - 20, BODY)[:1], sheet.left + place, BODY)
    sheet.y = top
    sheet.figure(drawing, sheet.left, scale)
    top -= drawing.height * scale + 2
    lowest = top
    for ladder, place in zip(value.ladders, places, strict=True):
        sheet.y = top
        for text, mark, after in _below(ladder):
            inset = SMALL * 1.4 if mark else 0.0
            if mark:
                sheet.mark(mark, sheet.left + place, sheet.y - SMALL, SMALL)
            with sheet.canvas.element("P"):
                sheet.draw_lines(set_lines(text, _ALSO_ROOM - inset, SMALL), sheet.left + place + inset, SMALL)
            sheet.space(after)
        lowest = min(lowest, sheet.y)
    sheet.y = lowest
    sheet.space(3)
    for ladder in value.ladders:
        if ladder.notes:
            sheet.paragraph(runs(" ".join((f"{ladder.name}.", *ladder.notes)), f"{ladder.name}."), SMALL, after=1)


def _left_edge(ladder: LadderView, drawing: Drawing) -> float:
    """Where the ladder's rungs begin in the common drawing, in pixels."""
    own = [child.x for child in drawing.children if (child.link or "").startswith(f"{ladder.id}:")]
    return min(own, default=0.0) + 4 if own else 0.0


def _below(ladder: LadderView) -> Iterable[tuple[tuple[Run, ...], MarkKind | None, float]]:
    yield runs(ladder.result.word, ladder.result.word), ladder.result.mark, 0.0
    said = f"{ladder.next_label} {ladder.next_text}".strip()
    if said:
        yield runs(said, ladder.next_label), None, 1.0
    for also in ladder.also:
        yield runs(also.text, also.bold), also.mark, 0.0


def _below_high(ladder: LadderView, leading: float) -> float:
    return sum(
        len(set_lines(text, _ALSO_ROOM - (SMALL * 1.4 if mark else 0), SMALL)) * leading + after
        for text, mark, after in _below(ladder)
    )


def _licences(sheet: Sheet, value: AssessmentDocument) -> None:
    sheet.heading(value.licences_title, follows=60)
    if value.licences:
        rows = [_licence(card) for card in value.licences]
        Table(sheet, (Column(wide=138, names_row=True), Column(wide=94), Column()), rows, SMALL).draw()


def _licence(card: LicenceCard) -> tuple[Cell, ...]:
    said = " ".join(part for part in (card.text, card.next_text) if part)
    name = f"{card.name}, {card.product}" if card.product else card.name
    return (Cell(runs(name, card.name)), stated_cell(card.result), Cell(runs(said)))


def _safety(sheet: Sheet, value: AssessmentDocument) -> None:
    if not (value.safety or value.interactions):
        return
    sheet.heading(value.safety_title, follows=30)
    for remark in (*value.safety, *value.interactions):
        sheet.remark(runs(remark.text, remark.bold), remark.mark, SMALL)


def _questions(sheet: Sheet, value: AssessmentDocument) -> None:
    if not value.questions:
        return
    sheet.heading(value.questions_title, follows=40)
    for ask in value.questions:
        sheet.remark(_asked(ask), "goes_to", SMALL)


def _asked(ask: Ask) -> tuple[Run, ...]:
    parts = [part for part in (ask.settles_words, ask.outlook) if part]
    return (*runs(ask.text, ask.text), *runs(" " + " ".join(f"{part.rstrip('.')}." for part in parts) if parts else ""))


def _remarks(sheet: Sheet, title: str, remarks: Sequence[Remark], last: Stated) -> None:
    sheet.heading(title, follows=30)
    for remark in remarks:
        sheet.remark(runs(remark.text, remark.bold), remark.mark, SMALL)
    if last.word:
        said = f"{last.word}. {last.sentence}" if last.sentence else last.word
        sheet.remark(runs(said, last.word), last.mark, SMALL)


def _texts(sheet: Sheet, title: str, texts: Sequence[str]) -> None:
    if not texts:
        return
    sheet.heading(title, follows=30)
    for text in texts:
        sheet.paragraph(runs(text), SMALL, after=1)


def _settings(sheet: Sheet, value: AssessmentDocument) -> None:
    if value.settings:
        sheet.heading(value.settings_title, follows=30)
        sheet.paragraph(runs("; ".join(value.settings) + "."), SMALL)


def _whole(name: str) -> Cell:
    """A name in semi-bold on one line."""
    said = name.replace(" ", plain.NBSP)
    return Cell(runs(said, said))


def _remark(remark: Remark) -> Cell:
    return Cell(runs(remark.text, remark.bold), None if remark.mark == "note" else remark.mark)
