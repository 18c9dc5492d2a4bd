"""What the parts of the evidence library are made of: rows of a table, and the card of one item, both as plain words."""

import re
from dataclasses import dataclass
from typing import Final

from trd_desk.content.library import Library
from trd_desk.content.models import Cited
from trd_desk.view import plain, terms
from trd_desk.view.cited import cited_work
from trd_desk.view.parts import Remark, SourceLine, Stated
from trd_desk.view.shapes import MarkKind

# A number stays with its unit, and a unit is never broken at its stroke.
_UNIT: Final = re.compile(r"(?<=\d) (?=(?:mg|kg|mL|h|min|minutes?|hours?|days?|weeks?|months?|years?|points|%)\b|%)")
_STROKE: Final = re.compile(r"\b(mg|mL|ng|µg)/(kg|h|min|day|mL|L)\b")
_JOINER: Final = "\u2060"


def kept(text: str) -> str:
    """The text as it is painted: no line ends between a number and its unit or within a unit."""
    return _STROKE.sub(rf"\1{_JOINER}/{_JOINER}\2", _UNIT.sub(plain.NBSP, text))


@dataclass(frozen=True, slots=True)
class Cell:
    """Words of a table: `text`, and quieter lines `below` it, the last of them with `below_mark`. `struck` is what a source gets wrong."""

    text: str
    below: tuple[str, ...] = ()
    mark: MarkKind | None = None
    below_mark: MarkKind | None = None
    struck: bool = False
    quiet: bool = False

    @property
    def spoken(self) -> str:
        """The cell as a screen reader says it."""
        return ". ".join(part.rstrip(".") for part in (self.text, *self.below) if part)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table. A `heading` has one cell over all columns; a `joined` row must be read with the one above it."""

    id: str
    cells: tuple[Cell, ...]
    heading: bool = False
    joined: bool = False
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Heads, the share of the width that each column takes, and rows. The first column names its row unless `names` is false."""

    name: str
    heads: tuple[str, ...]
    shares: tuple[int, ...]
    rows: tuple[Row, ...]
    names: bool = True


@dataclass(frozen=True, slots=True)
class Said:
    """A label and what is said under it."""

    label: str
    text: str
    below: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that stand in a work, and where."""

    words: str
    where: str
    doi: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """A known error beside what it concerns: what the paper says, what is right, and what that rests on."""

    id: str
    who_says: str
    says: str
    right: str
    standing: Stated
    sources: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A link to another item of the library, as a path for `go_to`; `kind` says what it is where several kinds are listed."""

    path: str
    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a card under a title."""

    title: str = ""
    texts: tuple[str, ...] = ()
    facts: tuple[Said, ...] = ()
    remarks: tuple[Remark, ...] = ()
    corrections: tuple[Correction, ...] = ()
    quotes: tuple[Quote, ...] = ()
    sources: tuple[SourceLine, ...] = ()
    ways: tuple[Way, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show under the title."""
        return not any((self.texts, self.facts, self.remarks, self.corrections, self.quotes, self.sources, self.ways))


def filled(*blocks: Block) -> tuple[Block, ...]:
    """Those blocks that have something to show."""
    return tuple(block for block in blocks if not block.empty)


@dataclass(frozen=True, slots=True)
class ItemCard:
    """Everything about one item: a line over the title, the title, its standing, and blocks."""

    id: str
    over: str
    title: str
    state: Stated | None
    lead: str
    blocks: tuple[Block, ...]


def sources_of(library: Library, sources: tuple[Cited, ...], status: str = "") -> tuple[SourceLine, ...]:
    """Works with the place in each; the standing stands with the first."""
    seeds = {file.seed for file in library.shelf.evidence}
    lines = []
    for number, cited in enumerate(sources):
        work = library.source(cited.source)
        word = terms.status_word(status) if status and number == 0 else None
        lines.append(
            SourceLine(
                word.mark if word else "goes_to",
                word.word if word else "",
                quoted_work(library, cited) if cited.source in seeds else cited_work(library, cited),
                work.doi or "",
                "",
            )
        )
    return tuple(lines)


def quoted_work(library: Library, cited: Cited) -> str:
    """A source paper with the words that stand there in quotation marks, because its places are given by such words."""
    name = library.source(cited.source).short
    return f"{name}: “{cited.locator}”" if cited.locator else name


def paper_names(library: Library, papers: tuple[str, ...]) -> str:
    """Source papers by their short names."""
    return "; ".join(library.source(name).short for name in papers)
