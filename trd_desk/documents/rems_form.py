"""The treatment-monitoring form on paper: one page of labelled boxes, filled in where the record knows, else to be filled in by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from trd_desk.documents.fonts import printable, width
from trd_desk.documents.imprint import Imprint
from trd_desk.documents.letterhead import letterhead
from trd_desk.documents.setting import Line, Run, draw_line, natural_width, runs, set_lines
from trd_desk.documents.sheet import BODY, COLUMN, LABEL, SMALL, Sheet, written
from trd_desk.view.rems_form import FormField, FormSection, RemsDocument, Tick

_GAP: Final = 4.0
_INSET: Final = 4.0
_BOX: Final = 7.6
_SIXTHS: Final = 6


def make_rems_form(value: RemsDocument, imprint: Imprint) -> bytes:
    """The form as a PDF.

    Raises:
        UserError: a paper size that does not exist, or a letter that the typeface does not have.
    """
    return written(lambda sheet: _Form(sheet).write(value), letterhead(value, imprint), imprint.size)


@dataclass(frozen=True, slots=True)
class _Set:
    """A field set in type: the lines of its label and of its value, and where the value begins beside its ticks."""

    field: FormField
    wide: float
    label: tuple[Line, ...]
    value: tuple[Line, ...]
    ticks_wide: float

    @property
    def beside(self) -> bool:
        """Whether the value stands on the line of the ticks."""
        return bool(self.field.ticks) and len(self.value) <= 1 and self._room >= 0

    @property
    def _room(self) -> float:
        long = sum(width(printable(run.text), run.face, SMALL) for line in self.value for run in line)
        return self.wide - 2 * _INSET - self.ticks_wide - long

    @property
    def rows(self) -> int:
        """How many lines stand below the label."""
        if not self.field.ticks:
            return max(len(self.value), 1)
        return 1 if self.beside or not self.value else 1 + len(self.value)


class _Form:
    """The form being written."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.leading = 10.4 * sheet.tightness
        self.label_leading = 8.6 * sheet.tightness

    def write(self, value: RemsDocument) -> None:
        sheet = self.sheet
        sheet.space(5)
        if value.preliminary:
            sheet.remark(runs(value.preliminary, value.preliminary), "caution", BODY, after=1)
        said = list(runs(value.says))
        for remark in value.rules:
            said += [Run(" "), *runs(remark.text, remark.bold)]
        sheet.paragraph(said, SMALL, after=0)
        for section in value.sections:
            self._section(section)
        sheet.space(4)
        sheet.paragraph(runs(" ".join(value.notes)), LABEL, after=0)

    def _section(self, section: FormSection) -> None:
        sheet = self.sheet
        lines = [[self._set(field) for field in line] for line in section.lines]
        sheet.keep(24 + self._high(lines[0]))
        sheet.space(5 * sheet.tightness)
        with sheet.canvas.element("H2"):
            end = sheet.draw_lines((runs(section.title, section.title),), sheet.left, BODY)
        if section.says:
            beside = natural_width(runs(section.says), LABEL) <= sheet.right - end - 8
            with sheet.canvas.element("P"):
                if beside:
                    with sheet.canvas.content():
                        draw_line(sheet.canvas, runs(section.says), end + 8, sheet.y + sheet.leading[BODY] - BODY, LABEL)
                else:
                    sheet.draw_lines(set_lines(runs(section.says), COLUMN, LABEL), sheet.left, LABEL)
        for line in lines:
            high = self._high(line)
            sheet.keep(high)
            x, top = sheet.left, sheet.y
            for each in line:
                self._draw(each, x, top, high - _GAP / 2)
                x += each.wide + _GAP
            sheet.y = top - high - _GAP / 4

    def _set(self, field: FormField) -> _Set:
        share = (COLUMN + _GAP) / _SIXTHS
        wide = field.sixths * share - _GAP
        inner = wide - 2 * _INSET
        label = f"{field.label} {field.mark}".strip()
        ticks = sum(self._tick_wide(tick) for tick in field.ticks)
        value = runs(field.value, field.value)
        beside = set_lines(value, max(inner - ticks, 30), SMALL)
        lines = beside if len(beside) <= 1 else set_lines(value, inner, SMALL)
        return _Set(field, wide, set_lines(runs(label), inner, LABEL), lines, ticks)

    @staticmethod
    def _tick_wide(tick: Tick) -> float:
        return _BOX + 3 + width(printable(tick.word), "regular", SMALL) + 10

    def _high(self, line: Sequence[_Set]) -> float:
        labels = max(len(each.label) for each in line) * self.label_leading
        return labels + max(each.rows for each in line) * self.leading + 5.5 * self.sheet.tightness + _GAP / 2

    def _draw(self, each: _Set, x: float, top: float, high: float) -> None:
        canvas, sheet = self.sheet.canvas, self.sheet
        with canvas.artifact():
            canvas.setLineWidth(0.6)
            canvas.rect(x, top - high, each.wide, high, stroke=1, fill=0)
        with canvas.element("P"):
            y = top - 1.6 * sheet.tightness
            for line in each.label:
                y -= self.label_leading
                with canvas.content():
                    draw_line(canvas, (*line, Run(" ")), x + _INSET, y + 1.2, LABEL)
            y -= self.leading
            at = self._ticks(each.field.ticks, x + _INSET, y)
            lines = each.value
            if lines and each.field.ticks and not each.beside:
                y -= self.leading
                at = x + _INSET
            for place, line in enumerate(lines):
                with canvas.content():
                    draw_line(canvas, line, at if place == 0 else x + _INSET, y, SMALL)
                y -= self.leading

    def _ticks(self, ticks: Sequence[Tick], x: float, y: float) -> float:
        """Each answer behind its box; the sign in the box is a letter, so that a reader of the file finds it too."""
        canvas = self.sheet.canvas
        for tick in ticks:
            with canvas.artifact():
                canvas.setLineWidth(0.8)
                canvas.rect(x, y - 0.9, _BOX, _BOX, stroke=1, fill=0)
            with canvas.content():
                if tick.on:
                    draw_line(canvas, runs("✓ ", "✓ "), x + 0.7, y, SMALL)
                draw_line(canvas, runs(f"{tick.word} ", f"{tick.word} " if tick.on else ""), x + _BOX + 3, y, SMALL)
            x += self._tick_wide(tick)
        return x
