"""The part Readings: pages in our own words on mechanisms, biomarkers and concepts, each paragraph with its sources; never scored."""

import datetime as dt
from dataclasses import dataclass

from trd_desk.content.evidence_models import Paragraph, Reading
from trd_desk.content.library import Library
from trd_desk.i18n import _
from trd_desk.view import terms
from trd_desk.view.cited import review_words
from trd_desk.view.library_parts import Cell, Row, Table, sources_of
from trd_desk.view.parts import SourceLine, Stated


@dataclass(frozen=True, slots=True)
class ReadParagraph:
    """A paragraph, what it rests on, how far it can be trusted, and what a source gets wrong."""

    text: str
    standing: Stated
    sources: tuple[SourceLine, ...]
    warning: str


@dataclass(frozen=True, slots=True)
class ReadSection:
    """A heading with its paragraphs."""

    title: str
    paragraphs: tuple[ReadParagraph, ...]


@dataclass(frozen=True, slots=True)
class ReadingPage:
    """One reading page."""

    id: str
    title: str
    says: str
    standing: Stated
    review: str
    warnings: tuple[str, ...]
    sections: tuple[ReadSection, ...]
    foot: str


def reading_list(library: Library) -> Table:
    """Every reading page in the order of the content."""
    rows = tuple(Row(reading.id, (Cell(reading.title, (reading.says,)),)) for reading in library.shelf.readings)
    return Table(_("Readings"), (_("Reading"),), (100,), rows)


def reading_page(library: Library, name: str, as_of: dt.date) -> ReadingPage:
    """A reading page by its id."""
    reading: Reading = next(one for one in library.shelf.readings if one.id == name)
    sections = tuple(
        ReadSection(section.title, tuple(_paragraph(library, paragraph) for paragraph in section.paragraph)) for section in reading.section
    )
    return ReadingPage(
        reading.id,
        reading.title,
        reading.says,
        terms.status_word(reading.status),
        review_words(reading.review_by, as_of),
        reading.warnings,
        sections,
        _("Written in our own words from the papers named beside each paragraph. Nothing on this page is scored or enters a verdict."),
    )


def _paragraph(library: Library, paragraph: Paragraph) -> ReadParagraph:
    return ReadParagraph(
        paragraph.text, terms.status_word(paragraph.status), sources_of(library, paragraph.sources, paragraph.status), paragraph.warning
    )
