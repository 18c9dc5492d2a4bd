"""The consent record on paper: the treatment, a box to tick for each thing explained, lines to write on and to sign."""

from typing import Final

from trd_desk.documents.imprint import Imprint
from trd_desk.documents.letterhead import letterhead
from trd_desk.documents.parts import write_labelled, write_section, write_sources
from trd_desk.documents.setting import draw_line, natural_width, runs
from trd_desk.documents.sheet import BODY, COLUMN, LABEL, SMALL, Sheet, written
from trd_desk.documents.tables import GUTTER, Cell, Column, Table
from trd_desk.i18n import _
from trd_desk.view.consent_record import ConsentDocument, Signing
from trd_desk.view.shapes import Drawing, Rect

_LABELS: Final = 72.0
_BOX: Final = 9.0
_WORKS: Final = 92.0
_WRITTEN: Final = 19.0  # between two lines to write on
_LINES: Final = 3
# How the room of a signature is shared: name, signature, date.
_SHARES: Final = (0.36, 0.38, 0.26)
_GAP: Final = 10.0


def make_consent_record(value: ConsentDocument, imprint: Imprint) -> bytes:
    """The consent record as a PDF.

    Raises:
        UserError: a paper size that does not exist, or a letter that the typeface does not have.
    """
    return written(lambda sheet: _write(sheet, value), letterhead(value.head, imprint), imprint.size)


def _write(sheet: Sheet, value: ConsentDocument) -> None:
    sheet.space(7)
    write_labelled(sheet, value.facts, _LABELS)
    for remark in value.overdue:
        sheet.remark(runs(remark.text, remark.bold), remark.mark, SMALL, after=1)
    sheet.heading(value.explained_title, value.explained_legend, follows=60)
    sheet.paragraph(runs(value.says), SMALL, after=3)
    box = Drawing(_BOX, _BOX, (Rect(0.6, 1.2, _BOX - 1.2, _BOX - 1.2, None, "text", 0.8),), _("box to tick"))
    columns = (Column(wide=_BOX), Column(wide=COLUMN - _BOX - _WORKS - 2 * GUTTER), Column(wide=_WORKS))
    for part in value.parts:
        sheet.keep(3.2 * sheet.leading[SMALL])
        with sheet.canvas.element("P"):
            sheet.draw_lines((runs(part.title, part.title),), sheet.left, SMALL)
        rows = [(Cell(drawing=box), Cell(runs(line.text)), Cell(runs(line.works))) for line in part.lines]
        Table(sheet, columns, rows, SMALL).draw()
        sheet.space(4)
    write_section(sheet, value.own_title, value.own, value.own_none)
    _lines(sheet, value.questions_title)
    sheet.heading(value.signing_title, follows=64)
    for one in value.signing:
        _sign(sheet, one, value.sign_fields)
    write_sources(sheet, value.standing, value.sources, value.fingerprint)


def _lines(sheet: Sheet, title: str) -> None:
    """Lines to write on by hand."""
    sheet.heading(title, follows=_LINES * _WRITTEN + 4)
    for _place in range(_LINES):
        sheet.space(_WRITTEN)
        sheet.rule(0.5)
    sheet.space(4)


def _sign(sheet: Sheet, one: Signing, fields: tuple[str, str, str]) -> None:
    """What is declared, then the lines for name, signature and date."""
    sheet.keep(54)
    label = f"{one.who}:"
    sheet.paragraph(runs(f"{label} {one.declares}", label), SMALL, after=0)
    sheet.space(17)
    x, base = sheet.left, sheet.y
    room = COLUMN - _GAP * (len(fields) - 1)
    for share, field in zip(_SHARES, fields, strict=True):
        wide = share * room
        begins = x + natural_width(runs(field), LABEL) + 6
        with sheet.canvas.element("P"), sheet.canvas.content():
            draw_line(sheet.canvas, runs(field), x, base, LABEL)
        with sheet.canvas.artifact():
            sheet.canvas.setLineWidth(0.7)
            sheet.canvas.line(begins, base - 2, x + wide, base - 2)
        x += wide + _GAP
    sheet.space(BODY)
