"""The part Errors in the papers: what the source papers get wrong, what is right, and the figures that are listed here only."""

from dataclasses import dataclass

from trd_desk.content.evidence_models import SourceError
from trd_desk.content.library import Library
from trd_desk.i18n import _, plural
from trd_desk.view import terms
from trd_desk.view.library_parts import (
    Block,
    Cell,
    Correction,
    ItemCard,
    Quote,
    Row,
    Said,
    Table,
    Way,
    filled,
    paper_names,
    sources_of,
)
from trd_desk.view.library_words import MEASURES, TREATMENTS, grade_word


@dataclass(frozen=True, slots=True)
class ErrorsView:
    """The table of errors with what is not shown elsewhere, and a line that says what it is for."""

    says: str
    table: Table


def corrections_of(library: Library, names: tuple[str, ...]) -> tuple[Correction, ...]:
    """Known errors by their ids, ready to stand beside what they concern."""
    return tuple(_correction(library, library.shelf.errors_by_id[name]) for name in names)


def _correction(library: Library, error: SourceError) -> Correction:
    return Correction(
        error.id,
        plural("{papers} says", "{papers} say", len(error.papers)).format(papers=paper_names(library, error.papers)),
        error.says,
        error.right,
        terms.status_word(error.status),
        sources_of(library, error.sources, error.status),
    )


def view_errors(library: Library) -> ErrorsView:
    """Every known error in the order of the list, then what is listed here only."""
    shelf = library.shelf
    rows = [
        Row(
            error.id,
            (
                Cell(error.says),
                Cell(error.right),
                Cell(paper_names(library, error.papers), quiet=True),
                Cell(terms.status_word(error.status).word, mark=terms.status_word(error.status).mark),
            ),
        )
        for error in shelf.errors.error
    ]
    hidden = [result for result in shelf.results.values() if not result.shown]
    figures = [figure for figure in shelf.prognosis.figure if not figure.shown]
    if hidden or figures:
        rows.append(Row("not_shown", (Cell(_("Figures that are listed here only, and why")),), heading=True))
    for result in sorted(hidden, key=lambda one: one.study.casefold()):
        grade = grade_word(result.grade)
        cells = (
            Cell(f"{result.study}: {result.result}", struck=True),
            Cell(result.not_shown_because),
            Cell(library.source(shelf.papers[result.id]).short, quiet=True),
            Cell(grade.word, mark=grade.mark),
        )
        rows.append(Row(f"result.{result.id}", cells, doubtful=True))
    for figure in figures:
        status = terms.status_word(figure.status)
        paper = library.source(figure.seed).short if figure.seed else ""
        cells = (
            Cell(f"{figure.label}: {figure.value}", struck=True),
            Cell(figure.not_shown_because),
            Cell(paper, quiet=True),
            Cell(status.word, mark=status.mark),
        )
        rows.append(Row(f"figure.{figure.id}", cells, doubtful=True))
    says = _("What is known to be wrong or contradictory in the four source papers. Each stands beside the figure it concerns as well.")
    heads = (_("What the paper says"), _("What is right"), _("Paper"), _("Standing"))
    return ErrorsView(says, Table(_("Errors in the papers"), heads, (35, 40, 13, 12), tuple(rows), names=False))


def error_card(library: Library, name: str) -> ItemCard | None:
    """An error with its places and what it concerns; a figure that is listed here only, with the reason. None for a heading."""
    shelf = library.shelf
    kind, _dot, rest = name.partition(".")
    if kind == "result" and rest:
        from trd_desk.view.library_evidence import evidence_card

        return evidence_card(library, rest)
    if kind == "figure" and rest:
        figure = next(one for one in shelf.prognosis.figure if one.id == rest)
        quotes = (Quote(figure.locator, library.source(figure.seed).short, library.source(figure.seed).doi or ""),) if figure.seed else ()
        blocks = filled(
            Block(_("Listed, not shown"), texts=(figure.not_shown_because,)),
            Block(_("Caveat"), texts=(figure.caveat,) if figure.caveat else ()),
            Block(_("Known errors"), corrections=corrections_of(library, figure.errors)),
            Block(_("Where it stands"), quotes=quotes),
            Block(_("Rests on"), sources=sources_of(library, figure.sources, figure.status)),
        )
        return ItemCard(name, _("A figure that is not shown"), figure.label, None, figure.value, blocks)
    error = shelf.errors_by_id.get(name)
    if error is None:
        return None
    concerned = [result for result in shelf.results.values() if error.id in result.errors and result.shown]
    concerned.sort(key=lambda one: one.study.casefold())
    places = tuple(Quote(cited.locator, library.source(cited.source).short, library.source(cited.source).doi or "") for cited in error.found)
    blocks = filled(
        Block(facts=(Said(_("The paper says"), error.says), Said(_("What is right"), error.right))),
        Block(
            _("Concerns"),
            ways=tuple(
                Way(f"library.evidence.{one.id}", _("{study}, {treatment}, {measure}").format(
                    study=one.study, treatment=_(TREATMENTS[one.modality]), measure=_(MEASURES[one.measure]).lower()
                ))
                for one in concerned
            ),
        ),
        Block(_("Where it stands"), quotes=places),
        Block(_("What is right rests on"), sources=sources_of(library, error.sources, error.status)),
    )
    over = paper_names(library, error.papers)
    title = _("Error {number}").format(number=error.number) if error.number else _("Error")
    return ItemCard(error.id, over, title, terms.status_word(error.status), "", blocks)
