"""The part Figures and risks: prognostic figures with their caveats, pairs read together, and risk factors in groups, never scored."""

from dataclasses import dataclass

from trd_desk.content.evidence_models import PrognosticFigure, RiskFactor
from trd_desk.content.library import Library
from trd_desk.i18n import _
from trd_desk.view import terms
from trd_desk.view.library_errors import corrections_of
from trd_desk.view.library_evidence import result_way
from trd_desk.view.library_parts import Block, Cell, ItemCard, Quote, Row, Table, filled, sources_of
from trd_desk.view.library_words import FIGURE_GROUPS, RISK_GROUPS


@dataclass(frozen=True, slots=True)
class FiguresView:
    """The two tables with the line that says how each may be read."""

    figures_say: str
    figures: Table
    risks_say: str
    risks: Table


def view_figures(library: Library) -> FiguresView:
    """Figures by group with pairs one below the other, and risk factors by group."""
    rows: list[Row] = []
    for group, title in FIGURE_GROUPS.items():
        shown = [figure for figure in library.shelf.prognosis.figure if figure.shown and figure.group == group]
        if shown:
            rows.append(Row(f"group.{group}", (Cell(_(title)),), heading=True))
            rows += _figure_rows(library, shown)
    risks: list[Row] = []
    for group, title in RISK_GROUPS.items():
        factors = [factor for factor in library.shelf.prognosis.risk if factor.group == group]
        if factors:
            risks.append(Row(f"group.{group}", (Cell(_(title)),), heading=True))
            risks += [_risk_row(library, factor) for factor in factors]
    return FiguresView(
        _("Figures of groups, not of a person. Rows joined by a line at their left are read together or not at all."),
        Table(_("Prognostic figures"), (_("What"), _("Figure"), _("Caveat"), _("Source")), (28, 20, 36, 16), tuple(rows)),
        _("Named in studies of groups. Never scored, added up or used to decide."),
        Table(_("Risk factors"), (_("Factor"), _("Caveat"), _("Source")), (36, 40, 24), tuple(risks)),
    )


def _figure_rows(library: Library, shown: list[PrognosticFigure]) -> list[Row]:
    """Each figure once; what must be read with it follows it."""
    rows: list[Row] = []
    done: set[str] = set()
    by_id = {figure.id: figure for figure in shown}
    for figure in shown:
        if figure.id in done:
            continue
        together = _together(figure, by_id)
        done |= {one.id for one in together}
        rows += [_figure_row(library, one, joined=place > 0) for place, one in enumerate(together)]
    return rows


def _together(figure: PrognosticFigure, by_id: dict[str, PrognosticFigure]) -> list[PrognosticFigure]:
    """A figure with every other that is tied to it by a pair, in the order of the content."""
    found = {figure.id}
    while True:
        more = {one.id for one in by_id.values() if one.pair in found} | {by_id[name].pair for name in found if by_id[name].pair}
        grown = found | {name for name in more if name in by_id}
        if grown == found:
            return [one for one in by_id.values() if one.id in found]
        found = grown


def _figure_row(library: Library, figure: PrognosticFigure, *, joined: bool) -> Row:
    status = terms.status_word(figure.status)
    source = figure.seed or figure.sources[0].source
    errors = bool(figure.errors)
    below = (_("a known error concerns it"),) if errors else ()
    cells = (
        Cell(figure.label),
        Cell(figure.value, below, below_mark="caution" if errors else None),
        Cell(figure.caveat, quiet=True),
        Cell(status.word, (library.source(source).short,), mark=status.mark),
    )
    return Row(figure.id, cells, joined=joined)


def _risk_row(library: Library, factor: RiskFactor) -> Row:
    status = terms.status_word(factor.status)
    source = factor.seed or factor.sources[0].source
    return Row(
        f"risk.{factor.id}",
        (Cell(factor.label), Cell(factor.caveat or "–", quiet=True), Cell(status.word, (library.source(source).short,), mark=status.mark)),
    )


def figure_card(library: Library, name: str) -> ItemCard | None:
    """A figure or, as `risk.<id>`, a risk factor with its place; None for the heading of a group."""
    prognosis = library.shelf.prognosis
    kind, _dot, rest = name.partition(".")
    if kind == "risk" and rest:
        factor = next(one for one in prognosis.risk if one.id == rest)
        blocks = filled(
            Block(_("Caveat"), texts=(factor.caveat,) if factor.caveat else ()),
            Block(_("Where it stands"), quotes=_quote(library, factor.seed, factor.locator)),
            Block(_("Rests on"), sources=sources_of(library, factor.sources, factor.status)),
        )
        over = _("Risk factor, never scored")
        return ItemCard(name, over, factor.label, terms.status_word(factor.status), "", blocks)
    figure = next((one for one in prognosis.figure if one.id == name), None)
    if figure is None:
        return None
    partner = next((one for one in prognosis.figure if one.id == figure.pair), None)
    ways = (result_way(library.shelf.results[figure.result]),) if figure.result else ()
    together = (_("{label}: {value}. {caveat}").format(label=partner.label, value=partner.value, caveat=partner.caveat),) if partner else ()
    blocks = filled(
        Block(_("Caveat"), texts=(figure.caveat,) if figure.caveat else ()),
        Block(_("How it may be used"), texts=(figure.use,) if figure.use else ()),
        Block(_("Read together with"), texts=together),
        Block(_("Known errors"), corrections=corrections_of(library, figure.errors)),
        Block(_("Where it stands"), quotes=_quote(library, figure.seed, figure.locator)),
        Block(_("Rests on"), sources=sources_of(library, figure.sources, figure.status)),
        Block(_("Number of people and interval"), ways=ways),
    )
    over = _(FIGURE_GROUPS[figure.group])
    return ItemCard(figure.id, over, figure.label, terms.status_word(figure.status), figure.value, blocks)


def _quote(library: Library, seed: str | None, words: str) -> tuple[Quote, ...]:
    if seed is None:
        return ()
    source = library.source(seed)
    return (Quote(words, source.short, source.doi or ""),)
