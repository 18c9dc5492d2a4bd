"""The head of the place Library: what each part rests on, and what can be found in it by name."""

import datetime as dt
from typing import TYPE_CHECKING

from trd_desk.content.library import Library
from trd_desk.i18n import _
from trd_desk.view.cited import source_lines
from trd_desk.view.library_evidence import papers_of, shown_results
from trd_desk.view.library_parts import Way
from trd_desk.view.library_words import LIBRARY_PARTS, MEASURES, TREATMENTS
from trd_desk.view.part_sources import RuleSource

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trd_desk.content.models import Head


def library_sources(library: Library, part: str, as_of: dt.date) -> tuple[RuleSource, ...]:
    """The content files behind a part, with their standing, sources and warnings."""
    shelf = library.shelf
    heads: dict[str, Sequence[Head]] = {
        "evidence": shelf.evidence,
        "treatments": (*shelf.options, library.countries),
        "routes": (shelf.routes,),
        "figures": (shelf.prognosis,),
        "readings": shelf.readings,
        "errors": (shelf.errors,),
    }
    return tuple(RuleSource(f"{head.title}, {head.version}", source_lines(library, head, as_of), head.warnings) for head in heads[part])


def library_ways(library: Library) -> tuple[Way, ...]:
    """What Find offers: studies, treatments, routes, readings and the parts themselves, each with where it leads."""
    shelf, papers = library.shelf, papers_of(library)
    ways = [Way(f"library.{part}", _("Library: {part}").format(part=_(words).lower())) for part, words in LIBRARY_PARTS.items()]
    ways += [Way(f"library.readings.{reading.id}", _("Reading: {title}").format(title=reading.title)) for reading in shelf.readings]
    ways += [Way(f"library.treatments.{option.id}", _("Treatment: {title}").format(title=option.short)) for option in shelf.options]
    ways += [Way(f"library.routes.{route.id}", _("Route: {title}").format(title=route.label)) for route in shelf.routes.route]
    for result in shown_results(library):
        words = _("Study: {study}, {treatment}, {measure} ({paper})").format(
            study=result.study,
            treatment=_(TREATMENTS[result.modality]),
            measure=_(MEASURES[result.measure]).lower(),
            paper=library.source(papers[result.id]).short,
        )
        ways.append(Way(f"library.evidence.{result.id}", words))
    return tuple(ways)
