"""The patient's handout on paper: large type, short lines, two pages, the numbers to call on the first."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from trd_desk.documents.fonts import printable, width
from trd_desk.documents.imprint import Imprint
from trd_desk.documents.leaf import Leaf, printed_words
from trd_desk.documents.setting import Line, Run, draw_line, natural_width, runs, set_lines
from trd_desk.documents.sheet import SMALL
from trd_desk.i18n import _
from trd_desk.view.handout import HandoutPart, HandoutView, PhoneBox, Sentence

TEXT: Final = 14.0
LEADING: Final = 19.5
TITLE: Final = 24.0
TITLE_LEADING: Final = 31.0
LETTERS: Final = 60  # at most on a line, the marks of a list not counted

# The column is as wide on Letter as on A4, so that lines break alike and only the margins grow.
COLUMN: Final = 462.0
MARGINS: Final = (30.0, 22.0)
_INDENT: Final = 17.0
_PAD: Final = 14.0

# How far the white between parts is drawn together until two pages hold the text; the type never changes.
_WHITE: Final = (1.0, 0.85, 0.7, 0.55, 0.4, 0.25, 0.1, 0.0)


def make_handout(view: HandoutView, imprint: Imprint) -> bytes:
    """The handout as a PDF of two pages.

    Raises:
        UserError: a paper size that does not exist, or a letter that the typeface does not have.
    """
    foot = (f"{view.foot[0]} {printed_words(imprint)}", view.foot[1])

    def written(white: tuple[float, float], pages: int) -> "_Handout":
        leaf = Leaf(
            imprint.size,
            title=view.title,
            made_at=imprint.printed_at,
            foot=foot,
            head=lambda leaf: _head(leaf, view.clinic, practice=imprint.practice),
            pages=pages,
            margins=MARGINS,
        )
        paper = _Handout(leaf, white)
        paper.write(view)
        return paper

    first = next((white for white in _WHITE if written((white, 0.0), 0).first_page_ends == 1), 0.0)
    second = next(
        (white for white in _WHITE if (draft := written((first, white), 0)).last_page == draft.first_page_ends + 1), 0.0
    )
    pages = written((first, second), 0).last_page
    return written((first, second), pages).leaf.canvas.finish()


def _head(leaf: Leaf, clinic: str, *, practice: bool) -> None:
    """The clinic at the left, the frame of the practice clinic at the right."""
    box = leaf.practice(_("PRACTICE: invented patient")) if practice else 0.0
    lines = set_lines(runs(clinic), leaf.column - box - 12, SMALL) if clinic else ()
    with leaf.canvas.artifact("Header"):
        for place, line in enumerate(lines):
            draw_line(leaf.canvas, line, leaf.left, leaf.y - 11 - place * 11, SMALL)
    leaf.y -= max(20.0 if practice or lines else 0.0, 9 + len(lines) * 11)


class _Handout:
    """A handout being written with the white of its two pages drawn together: 1 is the normal, 0 the least."""

    def __init__(self, leaf: Leaf, white: tuple[float, float]) -> None:
        self.leaf = leaf
        self.white, self._white_after = white
        self.first_page_ends = self.last_page = 0

    def write(self, view: HandoutView) -> None:
        leaf = self.leaf
        leaf.begin(COLUMN)
        self._title(view.title)
        self._paragraph(view.intro)
        self._space(4, 10)
        self._visit(view)
        for part in view.first_page:
            self._part(part)
        self._space(6, 10)
        self._phones(view.phones)
        self.first_page_ends = leaf.page
        self._turn()
        self.white = self._white_after
        self._title(view.after_title)
        self._paragraph((Sentence(view.keep),))
        for part in view.second_page:
            self._part(part)
        self._sign(view)
        self.last_page = leaf.page
        leaf.end(last=True)

    # ------------------------------------------------------------------------------------------------------------------ pages

    def _turn(self) -> None:
        self.leaf.end()
        self.leaf.begin(COLUMN)

    def _keep(self, height: float) -> None:
        """Turns the page if less than this is left, so that nothing is drawn over the foot."""
        if height > self.leaf.room:
            self._turn()

    def _space(self, least: float, more: float) -> None:
        self.leaf.y -= least + more * self.white

    # ------------------------------------------------------------------------------------------------------------------- text

    def _title(self, said: str) -> None:
        self.leaf.text(runs(said, said), TITLE, TITLE_LEADING, role="H1")

    def _paragraph(self, sentences: Sequence[Sentence]) -> None:
        """The sentences as one paragraph."""
        said: list[Run] = []
        for sentence in sentences:
            said += [*([Run(" ")] if said else []), *runs(sentence.text, sentence.bold)]
        lines = short_lines(said, self.leaf.column)
        with self.leaf.canvas.element("P"):
            for line in lines:
                self._keep(LEADING)
                self.leaf.draw((line,), self.leaf.left, TEXT, LEADING)

    def _part(self, part: HandoutPart) -> None:
        """A heading with what stands under it, in a frame where it has one."""
        leaf = self.leaf
        inset = _PAD if part.framed else 0.0
        room = leaf.column - 2 * inset - (_INDENT if part.shape == "list" else 0)
        listed = [short_lines(runs(one.text, one.bold), room) for one in part.sentences]
        high = (
            (len(listed) + 1) * self._item_space + (sum(map(len, listed)) + 1) * LEADING + (2 * self._pad if part.framed else 0)
        )
        self._space(5, 11)
        self._keep(high if part.framed else 3 * LEADING)
        top = leaf.y
        leaf.y -= self._pad if part.framed else 0.0
        with leaf.canvas.element("H2"):
            leaf.draw(short_lines(runs(part.title, part.title), leaf.column - 2 * inset), leaf.left + inset, TEXT, LEADING)
        self._space(0.5, 2.0)
        if part.shape == "text":
            self._paragraph(part.sentences)
        else:
            self._list(listed, leaf.left + inset)
        if part.framed:
            leaf.y -= self._pad - self._item_space
            leaf.frame(leaf.left, top, leaf.column, top - leaf.y)

    @property
    def _pad(self) -> float:
        return 7 + 6 * self.white

    @property
    def _item_space(self) -> float:
        """The white after each sentence of a list."""
        return 0.6 + 1.9 * self.white

    def _list(self, listed: Sequence[Sequence[Line]], x: float) -> None:
        leaf = self.leaf
        with leaf.canvas.element("L"):
            for lines in listed:
                self._keep(len(lines) * LEADING)
                with leaf.canvas.artifact():
                    leaf.canvas.rect(x + 3, leaf.y - TEXT + 2.4, 5.2, 5.2, stroke=0, fill=1)
                with leaf.canvas.element("LI"), leaf.canvas.element("LBody"):
                    leaf.draw(lines, x + _INDENT, TEXT, LEADING)
                leaf.y -= self._item_space

    # ------------------------------------------------------------------------------------------------------------------ frames

    def _visit(self, view: HandoutView) -> None:
        """The box of the visit: a table of times, a thin line between its rows."""
        leaf = self.leaf
        x = leaf.left + _PAD
        label = max((width(printable(line.when), "bold", TEXT) for line in view.visit), default=0.0) + 16
        room = leaf.right - _PAD - x - label
        rows = [(line.when, short_lines(runs(line.says), room, LETTERS - 1 - len(line.when))) for line in view.visit]
        gap = 1.2 + 3.3 * self.white
        high = 2 * self._pad + LEADING + sum(len(lines) * LEADING + 2 * gap for _when, lines in rows)
        self._keep(high)
        top = leaf.y
        leaf.y -= self._pad
        with leaf.canvas.element("H2"):
            leaf.draw(short_lines(runs(view.visit_title, view.visit_title), leaf.column - 2 * _PAD), x, TEXT, LEADING)
        with leaf.canvas.element("Table"):
            for place, (when, lines) in enumerate(rows):
                if place:
                    leaf.line(x, leaf.y, leaf.right - _PAD, leaf.y, 0.5)
                leaf.y -= gap
                start = leaf.y
                with leaf.canvas.element("TR"):
                    with leaf.canvas.element("TH", scope="Row"):
                        leaf.draw((runs(f"{when} ", f"{when} "),), x, TEXT, LEADING)
                    leaf.y = start
                    with leaf.canvas.element("TD"):
                        leaf.draw(lines, x + label, TEXT, LEADING)
                leaf.y -= gap
        leaf.y -= self._pad - gap
        leaf.frame(leaf.left, top, leaf.column, top - leaf.y)

    def _phones(self, phones: tuple[PhoneBox, PhoneBox]) -> None:
        """The two numbers side by side in one frame."""
        leaf = self.leaf
        pad = 5 + 4 * self.white
        high = 2 * LEADING + 2 * pad
        self._keep(high)
        top, half = leaf.y, leaf.column / 2
        for place, phone in enumerate(phones):
            leaf.y = top - pad
            with leaf.canvas.element("P"):
                x = leaf.left + _PAD + place * half
                leaf.draw((runs(f"{phone.purpose} "),), x, TEXT, LEADING)
                leaf.draw((runs(phone.number, phone.number),), x, TEXT, LEADING)
        leaf.y = top - high
        leaf.frame(leaf.left, top, leaf.column, high)
        leaf.line(leaf.left + half, top, leaf.left + half, leaf.y, 1.5)

    def _sign(self, view: HandoutView) -> None:
        """Who speaks to the patient, and a line for the next visit."""
        leaf = self.leaf
        self._space(8, 12)
        name = (Run(f"{view.clinician_label} "), Run(f"  {view.clinician}", "bold"))
        half = leaf.column * 0.6
        lines = short_lines(name, half - 20)
        self._keep(len(lines) * LEADING + 4)
        base = leaf.y - TEXT
        start = leaf.left + width(printable(name[0].text), "regular", TEXT) + 6
        with leaf.canvas.element("P"):
            leaf.draw(lines, leaf.left, TEXT, LEADING)
        low = leaf.y
        if not view.clinician:
            leaf.line(start, base - 4, leaf.left + half - 20, base - 4)
        leaf.y = base + TEXT
        with leaf.canvas.element("P"):
            leaf.draw((runs(view.next_visit),), leaf.left + half, TEXT, LEADING)
        after = leaf.left + half + width(printable(view.next_visit), "regular", TEXT) + 8
        leaf.line(after, base - 4, leaf.right, base - 4)
        leaf.y = low


def short_lines(text: Sequence[Run], room: float, letters: int = LETTERS) -> tuple[Line, ...]:
    """The lines of a text in a column, none of more than `letters` letters where its words allow it."""
    return _short_lines(tuple(text), room, letters)


@lru_cache(maxsize=512)
def _short_lines(text: Line, room: float, letters: int) -> tuple[Line, ...]:
    rest = tuple(Run(printable(run.text), run.face) for run in text)
    lines: list[Line] = []
    while rest:
        line = set_lines(rest, room, TEXT)[0]
        said = _letters(line).rstrip(" ")
        if len(said) > letters and (fitting := said[: letters + 1].rpartition(" ")[0]):
            line = set_lines(rest, natural_width(_parted(line, len(fitting))[0], TEXT) + 0.1, TEXT)[0]
        lines.append(line)
        rest = _parted(rest, len(_letters(line).rstrip(" ")))[1]
    return tuple(lines)


def _letters(line: Sequence[Run]) -> str:
    return "".join(run.text for run in line)


def _parted(text: Sequence[Run], count: int) -> tuple[Line, Line]:
    """The first so many letters of a text, and what follows them without the blank in between."""
    first: list[Run] = []
    rest: list[Run] = []
    for run in text:
        taken = min(count, len(run.text))
        count -= taken
        if taken:
            first.append(Run(run.text[:taken], run.face))
        left = run.text[taken:] if rest else run.text[taken:].lstrip(" ")
        if left:
            rest.append(Run(left, run.face))
    return tuple(first), tuple(rest)
