"""The head of the place Library: what each part rests on, and what can be found in it by name."""

import datetime as dt
from typing import TYPE_CHECKING

from trd_desk.content.library import Library
from trd_desk.i18n import _
from trd_desk.view.cited import source_lines
from trd_desk.view.library_evidence import shown_results
from trd_desk.view.library_parts import Way
from trd_desk.view.library_words import LIBRARY_PARTS, MEASURES
from trd_desk.view.metrics import fitted
from trd_desk.view.part_sources import RuleSource

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trd_desk.content.models import Head

# How wide a line of Find is beside the word for its kind, in pixels at 100 per cent.
_ROOM = 400.0


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
    shelf = library.shelf
    ways = [Way(f"library.{part}", _("Library: {part}").format(part=_(words).lower())) for part, words in LIBRARY_PARTS.items()]
    ways += [Way(f"library.readings.{reading.id}", fitted(reading.title, _ROOM), _("Reading")) for reading in shelf.readings]
    ways += [Way(f"library.treatments.{option.id}", fitted(option.short, _ROOM), _("Treatment")) for option in shelf.options]
    ways += [Way(f"library.routes.{route.id}", fitted(route.label, _ROOM), _("Route")) for route in shelf.routes.route]
    for result in shown_results(library):
        words = _("{study}, {measure}").format(study=result.study, measure=_(MEASURES[result.measure]).lower())
        ways.append(Way(f"library.evidence.{result.id}", fitted(words, _ROOM), _("Study")))
    return tuple(ways)
