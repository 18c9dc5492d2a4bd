"""Parts that several documents have alike: a summary in one paragraph, remarks, labelled lines, and the sources at the end."""

from collections.abc import Iterable, Sequence

from trd_desk.documents.lists import draw_list
from trd_desk.documents.setting import Run, runs
from trd_desk.documents.sheet import BODY, SMALL, Sheet
from trd_desk.documents.tables import Cell, Column, Table
from trd_desk.i18n import _
from trd_desk.view import plain
from trd_desk.view.bibliography import CitedWork, Standing
from trd_desk.view.parts import Remark, Stated
from trd_desk.view.record_parts import Labelled


def write_in_short(sheet: Sheet, remarks: Sequence[Remark]) -> None:
    """One paragraph, the marks left out: the words of a summary say it all."""
    text: list[Run] = []
    for remark in remarks:
        text += [*([Run(" ")] if text else []), *runs(remark.text, remark.bold)]
    if text:
        sheet.paragraph(text, BODY)


def write_remarks(sheet: Sheet, remarks: Iterable[Remark]) -> None:
    """Each sentence with its mark."""
    for remark in remarks:
        sheet.remark(runs(remark.text, remark.bold), remark.mark, SMALL, after=1)


def write_section(sheet: Sheet, title: str, remarks: Sequence[Remark], nothing: str) -> None:
    """A heading with its remarks, or with the words that there are none beside it."""
    sheet.heading(title, "" if remarks else nothing, follows=12)
    write_remarks(sheet, remarks)


def write_labelled(sheet: Sheet, lines: Sequence[Labelled], wide: float) -> None:
    """Lines with their labels in a column `wide` points wide; a mark stands before the words."""
    rows = []
    for line in lines:
        mark = line.stated.mark if line.stated is not None else None
        rows.append((Cell(runs(line.label, line.label)), Cell(runs(line.text), None if mark == "note" else mark)))
    if rows:
        Table(sheet, (Column(wide=wide, names_row=True), Column()), rows, SMALL).draw()


def write_sources(sheet: Sheet, standings: Sequence[Standing], works: Sequence[CitedWork], fingerprint: str) -> None:
    """Each standing with the rules that have it, every rule with the numbers of its works; then the works in two columns."""
    sheet.heading(_("Sources"), follows=45)
    for standing in standings:
        head = f"{standing.status}, {standing.review}:"
        sheet.remark(runs(f"{head} {'; '.join(standing.rules)}.", head), "late" if standing.overdue else standing.mark, SMALL)
    sheet.paragraph(runs(fingerprint), SMALL)
    sheet.space(4)
    draw_list(sheet, [(f"{work.number}.", runs(_work(work))) for work in works])


def _work(work: CitedWork) -> str:
    parts = (work.citation, work.identifier, plain.capital(work.grade))
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)


def stated_cell(stated: Stated | None, *, whole: bool = False) -> Cell:
    """A mark and its word; `whole` keeps the word on one line."""
    if stated is None:
        return Cell()
    return Cell(runs(stated.word.replace(" ", plain.NBSP) if whole else stated.word), stated.mark)
