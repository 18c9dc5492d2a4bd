"""Pages of their own furniture, for papers that are no clinical sheet: a patient's handout, a blank form. Tagged as the sheets are.

Measures are points from the lower left corner. Whoever writes draws the head of each page; foot and number are drawn here.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final

from trd_desk.documents.drawing import BLACK
from trd_desk.documents.fonts import printable, width
from trd_desk.documents.imprint import Imprint, PaperSize
from trd_desk.documents.setting import Line, Run, draw_line, runs, set_lines
from trd_desk.documents.sheet import SIZES, SMALL
from trd_desk.documents.tags import Role, TaggedCanvas
from trd_desk.errors import UserError
from trd_desk.i18n import _
from trd_desk.view import plain

FOOT_LEADING: Final = 11.0
_NUMBER_ROOM: Final = 62.0
_PRACTICE_HIGH: Final = 16.0


class Leaf:
    """A document being written, page by page; `pages` is how many it will have, 0 while that is not known.

    `head` draws what stands above the text of each page and is called with this leaf.
    """

    def __init__(
        self,
        size: PaperSize,
        *,
        title: str,
        made_at: dt.datetime,
        foot: Sequence[str],
        head: Callable[["Leaf"], None],
        pages: int,
        margins: tuple[float, float],
    ) -> None:
        if size not in SIZES:
            raise UserError(_("This paper size is not known; choose A4 or US Letter."))
        self._size = SIZES[size]
        self._head = head
        self._foot = foot
        self._margins = margins
        self.pages = pages
        self.canvas = TaggedCanvas(self._size, title=title, language="en-GB", made_at=made_at)
        self.left = self.right = self.y = self.bottom = 0.0

    # ------------------------------------------------------------------------------------------------------------------ pages

    @property
    def page(self) -> int:
        """The number of the page that is being written, from 1."""
        return int(self.canvas.getPageNumber())

    @property
    def room(self) -> float:
        """What is left of the page in points."""
        return self.y - self.bottom

    @property
    def column(self) -> float:
        """How wide the text is in points."""
        return self.right - self.left

    def begin(self, column: float, *, lying: bool = False) -> None:
        """Begins a page with its text `column` points wide in the middle; `lying` is a page in landscape."""
        wide, high = reversed(self._size) if lying else self._size
        self.canvas.setPageSize((wide, high))
        self.left = (wide - column) / 2
        self.right = self.left + column
        self.y = high - self._margins[0]
        self.bottom = self._margins[1] + len(self._foot_lines()) * FOOT_LEADING + 8
        self._head(self)

    def end(self, *, last: bool = False) -> None:
        """Ends the page with its foot; the foot of the last page is read out, the others are passed over."""
        canvas, lines = self.canvas, self._foot_lines()
        y = self._margins[1] + len(lines) * FOOT_LEADING + 2
        with canvas.artifact():
            canvas.setLineWidth(0.9)
            canvas.line(self.left, y, self.right, y)
        y -= SMALL + 2
        if last:
            with canvas.element("P"):
                for place, line in enumerate(lines):
                    with canvas.content():
                        draw_line(canvas, line, self.left, y - place * FOOT_LEADING, SMALL)
        else:
            with canvas.artifact("Footer"):
                for place, line in enumerate(lines):
                    draw_line(canvas, line, self.left, y - place * FOOT_LEADING, SMALL)
        with canvas.artifact("Footer"):
            said = _("Page {page} of {pages}").format(page=self.page, pages=self.pages or self.page)
            wide = width(said, "bold", SMALL)
            draw_line(canvas, runs(said, said), self.right - wide, y - (len(lines) - 1) * FOOT_LEADING, SMALL)
        canvas.showPage()

    def _foot_lines(self) -> tuple[Line, ...]:
        """The last text leaves room for the number of the page."""
        rooms = [self.column] * (len(self._foot) - 1) + [self.column - _NUMBER_ROOM]
        return tuple(line for text, room in zip(self._foot, rooms, strict=True) for line in set_lines(runs(text), room, SMALL))

    # ------------------------------------------------------------------------------------------------------------------- text

    def draw(self, lines: Sequence[Line], x: float, size: float, leading: float) -> None:
        """Draws lines downwards from the present height, into the part of the structure that is open."""
        for line in lines:
            with self.canvas.content():
                draw_line(self.canvas, line, x, self.y - size, size)
            self.y -= leading

    def text(self, text: Sequence[Run], size: float, leading: float, *, role: Role = "P", room: float = 0.0) -> None:
        """A paragraph or heading over the column, or over `room` points of it."""
        with self.canvas.element(role):
            self.draw(set_lines(text, room or self.column, size), self.left, size, leading)

    # ------------------------------------------------------------------------------------------------------------------- lines

    def line(self, x1: float, y1: float, x2: float, y2: float, thickness: float = 0.7) -> None:
        """A black line."""
        with self.canvas.artifact():
            self.canvas.setStrokeColor(BLACK)
            self.canvas.setLineWidth(thickness)
            self.canvas.line(x1, y1, x2, y2)

    def frame(self, x: float, top: float, wide: float, high: float, thickness: float = 1.5) -> None:
        """A frame with its upper left corner at x and top."""
        with self.canvas.artifact():
            self.canvas.setStrokeColor(BLACK)
            self.canvas.setLineWidth(thickness)
            self.canvas.rect(x, top - high, wide, high, stroke=1, fill=0)

    def practice(self, said: str) -> float:
        """The frame at the right of the present height that says the patient is invented; its width in points."""
        wide = width(printable(said), "bold", SMALL) + 14
        with self.canvas.artifact("Header"):
            self.canvas.setStrokeColor(BLACK)
            self.canvas.setLineWidth(1.2)
            self.canvas.rect(self.right - wide, self.y - _PRACTICE_HIGH, wide, _PRACTICE_HIGH, stroke=1, fill=0)
            draw_line(self.canvas, runs(said, said), self.right - wide + 7, self.y - 11, SMALL)
        return wide


def printed_words(imprint: Imprint) -> str:
    """When it was printed, and by whom where that is known; of a document that is shown again, when it was made."""
    if imprint.as_made:
        return imprint.as_made
    at = imprint.printed_at
    when = _("{day}, {time}").format(day=plain.day(at.date()), time=f"{at:%H:%M}")
    said = _("Printed {when}, by {who}.") if imprint.printed_by else _("Printed {when}.")
    return said.format(when=when, who=imprint.printed_by)
