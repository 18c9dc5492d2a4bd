"""A sheet of paper that fills from top to bottom: head and foot on every page, headings, paragraphs and drawings, all tagged.

Measures are points from the lower left corner. The text column is as wide on Letter as on A4, so that lines break alike.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from reportlab.lib.colors import Color

from trd_desk.documents.drawing import BLACK, paint, paint_mark
from trd_desk.documents.fonts import printable, width
from trd_desk.documents.imprint import PaperSize
from trd_desk.documents.setting import Line, Run, draw_line, natural_width, runs, set_lines
from trd_desk.documents.tags import TaggedCanvas
from trd_desk.errors import UserError
from trd_desk.i18n import _
from trd_desk.view import plain
from trd_desk.view.shapes import Drawing, MarkKind

SIZES: Final[dict[PaperSize, tuple[float, float]]] = {"a4": (595.276, 841.89), "letter": (612.0, 792.0)}

# Type sizes in points: [type.paper] of the design tokens; LABEL, the smallest that is read with ease, for the labels of boxes.
LABEL: Final = 7.5
SMALL: Final = 8.5
BODY: Final = 10.0
TITLE: Final = 13.0
DISPLAY: Final = 18.0
LEADING: Final[dict[float, float]] = {LABEL: 9.4, SMALL: 11.2, BODY: 13.4, TITLE: 16.5, DISPLAY: 23.0}

COLUMN: Final = 501.0
MARGIN_TOP: Final = 30.0
MARGIN_BOTTOM: Final = 25.0
MARK_SIDE: Final = 0.95
MARK_GAP: Final = 0.42
_FOOT_COLUMN: Final = 430.0
_FOOT_LEADING: Final = 10.8
_ABOVE_HEADING: Final = 10.0

# How far lines may be drawn together to save a last page that holds little.
_TIGHTER: Final = (0.95, 0.9, 0.87)
_LITTLE: Final = 0.45


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands on every page.

    `head_of_log` is the hexadecimal form, empty where no log is behind the document; `as_made` says of a document that is shown
    again when it was made; `signed` says who signed what it tells of, in the place of the line to sign on; a
    document with an empty `signature` has no such line.
    """

    title: str
    name: str
    who: str
    number: str
    as_of: str
    clinic: str
    practice: bool
    printed_by: str
    printed_at: dt.datetime
    content: str
    head_of_log: str
    purpose: str
    signature: tuple[str, str]
    as_made: str = ""
    signed: str = ""


class Sheet:
    """A document being written. `pages` is how many it will have; `tightness` draws lines and sections together, 1 is the normal."""

    def __init__(self, furniture: Furniture, size: PaperSize, pages: int, tightness: float) -> None:
        self.furniture = furniture
        self.pages = pages
        self.tightness = tightness
        self.leading = {each: points * tightness for each, points in LEADING.items()}
        page_wide, self._page_high = SIZES[size]
        self.left = (page_wide - COLUMN) / 2
        self.right = self.left + COLUMN
        self.canvas = TaggedCanvas(SIZES[size], title=furniture.title, language="en-GB", made_at=furniture.printed_at)
        self._foot = _foot_lines(furniture)
        self.y = 0.0
        self.bottom = 0.0
        self.summary_ends = 1
        self._begin_page()

    # ------------------------------------------------------------------------------------------------------------------ pages

    @property
    def page(self) -> int:
        """The number of the page that is being written, from 1."""
        return int(self.canvas.getPageNumber())

    @property
    def _signs(self) -> bool:
        """Whether this page has the line to sign on, or says who signed."""
        return self.page == 1 and bool(self.furniture.signed or self.furniture.signature[0])

    @property
    def whole_page(self) -> float:
        """What a page holds below its head in points, a little less than it may."""
        return self._page_high - MARGIN_TOP - MARGIN_BOTTOM - 100

    @property
    def room(self) -> float:
        """What is left of the page in points."""
        return self.y - self.bottom

    @property
    def filled(self) -> float:
        """How much of the page is taken, from 0 to 1."""
        return 1 - self.room / self.whole_page

    def keep(self, height: float) -> bool:
        """Turns the page if less than `height` points are left; whether it did."""
        if height <= self.room:
            return False
        self.turn()
        return True

    def turn(self) -> None:
        """Ends this page and begins the next."""
        self._end_page(last=False)
        self._begin_page()

    def end_of_summary(self) -> None:
        """Says that what has been written so far is the summary, which should stand on the first page alone."""
        self.summary_ends = self.page

    def space(self, height: float) -> None:
        """Leaves white; none at the head of a page."""
        self.y -= height

    def finish(self) -> bytes:
        """The file."""
        self._end_page(last=True)
        return self.canvas.finish()

    def _begin_page(self) -> None:
        self.y = self._page_high - MARGIN_TOP
        foot_high = len(self._foot) * _FOOT_LEADING + 6
        self.bottom = MARGIN_BOTTOM + foot_high + (30 if self._signs else 4)
        if self.page == 1:
            self._first_head()
        else:
            with self.canvas.artifact("Header"):
                self._running_head()
            self.space(4)

    def _first_head(self) -> None:
        canvas, about = self.canvas, self.furniture
        box = self._practice_box(self.y - 4) if about.practice else 0.0
        room = COLUMN - box - 12
        if about.clinic:
            self._stack(set_lines(runs(about.clinic), room, SMALL), SMALL, "P")
        self._stack(set_lines(runs(about.title, about.title), room, DISPLAY), DISPLAY, "H1")
        self.space(5)
        self.rule(0.9)
        as_of_wide = width(printable(about.as_of), "regular", BODY)
        number_wide = natural_width(runs(about.number), BODY)
        said = (*runs(about.name, about.name), *runs(f", {about.who}" if about.who else ""))
        lines = set_lines(said, COLUMN - as_of_wide - number_wide - 40, BODY)
        base = self.y - 14.5
        end = self.left
        with canvas.element("P"):
            for place, line in enumerate(lines):
                with canvas.content():
                    end = max(end, draw_line(canvas, line, self.left, base - place * LEADING[BODY], BODY))
        with canvas.element("P"), canvas.content():
            draw_line(canvas, runs(about.number), end + 18, base, BODY)
        with canvas.element("P"), canvas.content():
            draw_line(canvas, runs(about.as_of), self.right - as_of_wide, base, BODY)
        self.y = base - (len(lines) - 1) * LEADING[BODY] - 6.5
        self.rule(0.9)

    def _running_head(self) -> None:
        about = self.furniture
        room = COLUMN - 12
        if about.practice:
            room -= self._practice_box(self.y + 6)
        said = (Run(about.name, "bold"), Run(f"    {about.number}    {about.title}    {about.as_of}"))
        for line in set_lines(said, room, SMALL):
            draw_line(self.canvas, line, self.left, self.y - SMALL, SMALL)
            self.y -= LEADING[SMALL]
        self.space(5)
        self.rule(0.9)

    def _practice_box(self, top: float) -> float:
        """The frame that says the patient is invented; its width in points."""
        canvas = self.canvas
        said = _("PRACTICE: invented patient") if self.furniture.number else _("PRACTICE: invented patients")
        wide = width(printable(said), "bold", SMALL) + 14
        with canvas.artifact("Header"):
            canvas.setLineWidth(1.2)
            canvas.rect(self.right - wide, top - 17, wide, 16, stroke=1, fill=0)
            draw_line(canvas, runs(said, said), self.right - wide + 7, top - 12, SMALL)
        return wide

    def _end_page(self, *, last: bool) -> None:
        canvas = self.canvas
        y = MARGIN_BOTTOM + len(self._foot) * _FOOT_LEADING + 6
        if self._signs:
            self._signature(y + 18)
        else:
            with canvas.artifact():
                canvas.setLineWidth(0.9)
                canvas.line(self.left, y, self.right, y)
        y -= 10
        if last:
            with canvas.element("P"):
                for place, line in enumerate(self._foot):
                    with canvas.content():
                        draw_line(canvas, line, self.left, y - place * _FOOT_LEADING, SMALL)
        else:
            with canvas.artifact("Footer"):
                for place, line in enumerate(self._foot):
                    draw_line(canvas, line, self.left, y - place * _FOOT_LEADING, SMALL)
        with canvas.artifact("Footer"):
            said = _("Page {page} of {pages}").format(page=self.page, pages=self.pages or self.page)
            wide = width(said, "bold", SMALL)
            draw_line(canvas, runs(said, said), self.right - wide, y - (len(self._foot) - 1) * _FOOT_LEADING, SMALL)
        canvas.showPage()

    def _signature(self, top: float) -> None:
        """The line for name, signature and date, under a rule; or who signed."""
        canvas = self.canvas
        who, day = self.furniture.signature
        base = top - 13
        if self.furniture.signed:
            with canvas.artifact():
                canvas.setLineWidth(0.9)
                canvas.line(self.left, top, self.right, top)
            self.mark("tick", self.left, base, SMALL)
            words = runs(self.furniture.signed, self.furniture.signed)
            with canvas.element("P"), canvas.content():
                draw_line(canvas, words, self.left + SMALL * (MARK_SIDE + MARK_GAP), base, SMALL)
            return
        day_wide = width(printable(day), "regular", SMALL)
        day_at = self.right - 82 - 10 - day_wide
        line_at = self.left + width(printable(who), "regular", SMALL) + 14
        with canvas.artifact():
            canvas.setLineWidth(0.9)
            canvas.line(self.left, top, self.right, top)
            canvas.setLineWidth(0.7)
            canvas.line(line_at, base - 3, day_at - 14, base - 3)
            canvas.line(self.right - 82, base - 3, self.right, base - 3)
        for x, said in ((self.left, who), (day_at, day)):
            with canvas.element("P"), canvas.content():
                draw_line(canvas, runs(said), x, base, SMALL)

    def rule(self, thickness: float, colour: Color = BLACK) -> None:
        """A line over the whole column at the present height."""
        with self.canvas.artifact():
            self.canvas.setLineWidth(thickness)
            self.canvas.setStrokeColor(colour)
            self.canvas.line(self.left, self.y, self.right, self.y)
            self.canvas.setStrokeColor(BLACK)

    # ------------------------------------------------------------------------------------------------------------------- text

    def heading(self, text: str, legend: str = "", *, follows: float = 40.0) -> None:
        """A heading with a short legend beside it, kept together with the `follows` points that come after it."""
        lines = set_lines(runs(text, text), COLUMN, TITLE)
        self.keep(_ABOVE_HEADING * self.tightness + len(lines) * self.leading[TITLE] + follows)
        self.space(_ABOVE_HEADING * self.tightness)
        with self.canvas.element("H2"):
            end = self.draw_lines(lines, self.left, TITLE)
        if legend:
            room = self.right - end - 8
            beside = natural_width(runs(legend), SMALL) <= room
            with self.canvas.element("P"):
                if beside:
                    with self.canvas.content():
                        draw_line(self.canvas, runs(legend), end + 8, self.y + self.leading[TITLE] - TITLE, SMALL)
                else:
                    self.draw_lines(set_lines(runs(legend), COLUMN, SMALL), self.left, SMALL)
        self.space(3)

    def paragraph(self, text: Sequence[Run], size: float = BODY, *, after: float = 2.0) -> None:
        """A paragraph over the whole column; it may run on to the next page."""
        lines = set_lines(text, COLUMN, size)
        with self.canvas.element("P"):
            for line in lines:
                self.keep(self.leading[size])
                self.draw_lines((line,), self.left, size)
        self.space(after)

    def remark(
        self, text: Sequence[Run], mark: MarkKind | None, size: float = SMALL, *, after: float = 2.0, indent: float = 0.0
    ) -> None:
        """A paragraph with the mark of its state before it."""
        side = size * MARK_SIDE
        inset = indent + (side + size * MARK_GAP if mark else 0.0)
        lines = set_lines(text, COLUMN - inset, size)
        self.keep(min(len(lines), 2) * self.leading[size])
        if mark:
            self.mark(mark, self.left + indent, self.y - size, size)
        with self.canvas.element("P"):
            for line in lines:
                self.keep(self.leading[size])
                self.draw_lines((line,), self.left + inset, size)
        self.space(after)

    def _stack(self, lines: Sequence[Line], size: float, role: Literal["P", "H1"]) -> None:
        with self.canvas.element(role):
            self.draw_lines(lines, self.left, size)

    def draw_lines(self, lines: Sequence[Line], x: float, size: float) -> float:
        """Draws lines downwards from y; the x where the last one ends."""
        end = x
        for line in lines:
            with self.canvas.content():
                end = draw_line(self.canvas, line, x, self.y - size, size)
            self.y -= self.leading[size]
        return end

    def mark(self, mark: MarkKind, x: float, base: float, size: float) -> None:
        """The sign of a state beside its word, as large as the type; the word says it, so that a reader passes over the sign."""
        side = size * MARK_SIDE
        with self.canvas.artifact():
            paint_mark(self.canvas, mark, x, base + side * 0.86, side)

    # ----------------------------------------------------------------------------------------------------------------- drawing

    def figure(self, drawing: Drawing, x: float, scale: float, alt: str = "") -> None:
        """A drawing with its upper left corner at x and the present height; it does not move the height."""
        box = (x, self.y - drawing.height * scale, x + drawing.width * scale, self.y)
        said = alt or ". ".join([drawing.name, *(child.name for child in drawing.children)])
        with self.canvas.element("Figure", alt=printable(said), box=box), self.canvas.content():
            paint(self.canvas, drawing, x, self.y, scale)


def _foot_lines(about: Furniture) -> tuple[Line, ...]:
    """Purpose, patient, printer and content, in the order of the foot."""
    when = _("{day}, {time}").format(day=plain.day(about.printed_at.date()), time=f"{about.printed_at:%H:%M}")
    printed = _("Printed {when}, by {who}.") if about.printed_by else _("Printed {when}.")
    if about.as_made:
        printed = about.as_made
    patient = "".join(f"{part}. " for part in (", ".join(each for each in (about.name, about.number) if each),) if part)
    content = about.content if about.content.endswith(".") else f"{about.content}."
    log = _("Head of the log {head}.").format(head=grouped(about.head_of_log)) if about.head_of_log else ""
    texts = (about.purpose, patient + printed.format(when=when, who=about.printed_by), f"{content} {log}".strip())
    return tuple(line for text in texts for line in set_lines(runs(text), _FOOT_COLUMN, SMALL))


def grouped(digits: str) -> str:
    """The first twelve hexadecimal digits in groups of four, kept together."""
    return "\u00a0".join(digits[start : start + 4] for start in range(0, min(len(digits), 12), 4))


def written(write: Callable[[Sheet], None], furniture: Furniture, size: PaperSize, *, most: int | None = None) -> bytes:
    """A whole document: `write` fills the sheet, first to count the pages and last with their number.

    Where the summary would run over the first page, the last page would hold little, or there would be more than `most` pages, the
    lines are drawn together a little, if that helps.

    Raises:
        UserError: a paper size that does not exist, or letters that the typeface does not have.
    """
    if size not in SIZES:
        raise UserError(_("This paper size is not known; choose A4 or US Letter."))

    def drafted(tightness: float) -> Sheet:
        draft = Sheet(furniture, size, 0, tightness)
        write(draft)
        return draft

    chosen = drafted(1.0)
    if chosen.summary_ends > 1:
        chosen = next((draft for draft in map(drafted, _TIGHTER) if draft.summary_ends == 1), chosen)
    if (chosen.page > 1 and chosen.filled < _LITTLE) or (most is not None and chosen.page > most):
        chosen = next((draft for draft in map(drafted, _TIGHTER) if draft.page < chosen.page), chosen)
    fair = Sheet(furniture, size, chosen.page, chosen.tightness)
    write(fair)
    return fair.finish()
