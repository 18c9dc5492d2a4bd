"""The part Routes: routes of ketamine and esketamine side by side, question by question, each with its sources."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from trd_desk.content.evidence_models import RouteRow
from trd_desk.content.library import Library
from trd_desk.i18n import _
from trd_desk.view import terms
from trd_desk.view.library_parts import Block, ItemCard, Said, sources_of
from trd_desk.view.parts import Remark, SourceLine, Stated
from trd_desk.view.terms import N_

_ASKED: Final[tuple[tuple[str, str, Callable[[RouteRow], str]], ...]] = (
    ("dose", N_("Dose"), lambda route: route.dose),
    ("time", N_("Time and device"), lambda route: route.time),
    ("frequency", N_("How often"), lambda route: route.frequency),
    ("bioavailability", N_("Bioavailability"), lambda route: route.bioavailability),
    ("evidence", N_("Evidence"), lambda route: route.evidence),
    ("pro", N_("For"), lambda route: route.pro),
    ("con", N_("Against, and gaps"), lambda route: route.con),
    ("here", N_("In this program"), lambda route: _calculation(route)),
)


@dataclass(frozen=True, slots=True)
class RouteColumn:
    """A route: its name, its standing, its cells in the order of the questions, and its sources."""

    id: str
    label: str
    standing: Stated
    cells: tuple[str, ...]
    sources: tuple[SourceLine, ...]
    offered: bool


@dataclass(frozen=True, slots=True)
class RoutesView:
    """The questions, the routes, and what holds for several of them."""

    says: str
    asked: tuple[str, ...]
    routes: tuple[RouteColumn, ...]
    notes: tuple[Remark, ...]


def _calculation(route: RouteRow) -> str:
    """Whether the program works out a dose, and why not."""
    if route.offered:
        return _("A dose is worked out and checked.")
    return _("No dose is worked out. {why}").format(why=route.not_offered_because)


def view_routes(library: Library) -> RoutesView:
    """Routes in the order of the content."""
    table = library.shelf.routes
    columns = tuple(
        RouteColumn(
            route.id,
            route.label,
            terms.status_word(route.status),
            tuple(cell(route) or _("Not said in the sources.") for _id, _words, cell in _ASKED),
            sources_of(library, route.sources, route.status),
            route.offered,
        )
        for route in table.route
    )
    notes = tuple(Remark(terms.status_word(note.status).mark, note.text) for note in table.note)
    says = _("Side by side, in no order of worth. A dose for one route is never worked out from that for another.")
    return RoutesView(says, tuple(_(words) for _id, words, _cell in _ASKED), columns, notes)


def route_card(library: Library, name: str, asked: int | None = None) -> ItemCard:
    """A route with its sources; with `asked`, the number of a question, its answer alone."""
    view = view_routes(library)
    column = next(one for one in view.routes if one.id == name)
    pairs = tuple(Said(words, cell) for words, cell in zip(view.asked, column.cells, strict=True))
    facts = pairs if asked is None else (pairs[asked],)
    return ItemCard(
        column.id, _("Route"), column.label, column.standing, "", (Block(facts=facts), Block(_("This route rests on"), sources=column.sources))
    )


def route_tip(view: RoutesView, route: int, asked: int) -> str:
    """A cell in full with its sources, for a tooltip and a screen reader."""
    column = view.routes[route]
    rests = "; ".join(line.text for line in column.sources)
    return _("{route}, {asked}: {words} {standing}: {sources}").format(
        route=column.label, asked=view.asked[asked].lower(), words=column.cells[asked], standing=column.standing.word, sources=rests
    )
