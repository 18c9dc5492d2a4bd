"""The part Evidence: every result of the source papers, filtered, in the order of the alphabet, and the card of one of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from trd_desk.content.evidence_models import Result
from trd_desk.content.library import Library
from trd_desk.i18n import _
from trd_desk.view import plain
from trd_desk.view.cited import cited_work
from trd_desk.view.library_errors import corrections_of
from trd_desk.view.library_parts import Block, Cell, ItemCard, Quote, Row, Said, Table, Way, filled
from trd_desk.view.library_words import GRADES, MEASURES, ORIGINS, TREATMENTS, figure_words, grade_word
from trd_desk.view.parts import SourceLine
from trd_desk.view.terms import GRADES as SEEN
from trd_desk.view.terms import term


@dataclass(frozen=True, slots=True)
class EvidenceFilter:
    """What is looked for: empty values let everything through. `words` must all occur; `with_interval` asks for a drawn interval."""

    treatment: str = ""
    measure: str = ""
    paper: str = ""
    grade: str = ""
    words: str = ""
    with_interval: bool = False

    @property
    def is_on(self) -> bool:
        """Whether anything is left out."""
        return self != EvidenceFilter()


@dataclass(frozen=True, slots=True)
class EvidenceChoices:
    """What each filter offers: values with their words, in the order of the alphabet, and only those that occur."""

    treatments: tuple[tuple[str, str], ...]
    measures: tuple[tuple[str, str], ...]
    papers: tuple[tuple[str, str], ...]
    grades: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """The results that pass the filter, and how many there are in all."""

    results: tuple[Result, ...]
    found: str
    order: str


def shown_results(library: Library) -> tuple[Result, ...]:
    """Every result that is shown, by study in the order of the alphabet and never by its size."""
    shown = [result for result in library.shelf.results.values() if result.shown]
    return tuple(sorted(shown, key=lambda result: (result.study.casefold(), result.id)))


def evidence_choices(library: Library) -> EvidenceChoices:
    """What can be filtered by."""
    results, papers = shown_results(library), library.shelf.papers
    treatments = {name for result in results for name in result.modalities}
    return EvidenceChoices(
        treatments=_choices((name, _(TREATMENTS[name])) for name in treatments),
        measures=_choices((name, _(MEASURES[name])) for name in {result.measure for result in results}),
        papers=_choices((name, library.source(name).short) for name in {papers[result.id] for result in results}),
        grades=tuple((name, _(word)) for name, (_mark, word, _meaning) in GRADES.items() if any(result.grade == name for result in results)),
    )


def _choices(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(pairs, key=lambda pair: pair[1].casefold()))


def view_evidence(library: Library, wanted: EvidenceFilter) -> EvidenceView:
    """The results that pass the filter."""
    results, papers = shown_results(library), library.shelf.papers
    kept = tuple(result for result in results if _passes(library, result, papers[result.id], wanted))
    found = plain.counted(_("{count} result"), _("{count} results"), len(results))
    if wanted.is_on:
        found = _("{count} of {all} results").format(count=len(kept), all=len(results))
    order = _("The order is that of the alphabet: the studies compare different people, comparators and measures.")
    return EvidenceView(kept, found, order)


def _passes(library: Library, result: Result, paper: str, wanted: EvidenceFilter) -> bool:
    if wanted.treatment and wanted.treatment not in result.modalities:
        return False
    if (wanted.measure and result.measure != wanted.measure) or (wanted.grade and result.grade != wanted.grade):
        return False
    if (wanted.paper and paper != wanted.paper) or (wanted.with_interval and not result.drawn):
        return False
    words = wanted.words.casefold().split()
    return not words or all(word in _all_words(library, result, paper) for word in words)


def _all_words(library: Library, result: Result, paper: str) -> str:
    """Everything that the search line looks through."""
    said = [result.study, result.design, result.population, result.n_says, result.result, result.comparator, result.interval]
    said += [result.locator, result.check, library.source(paper).short, _(MEASURES[result.measure])]
    said += [_(TREATMENTS[name]) for name in result.modalities] + [figure.arm for figure in result.figures]
    return " ".join(said).casefold()


# The table


def evidence_table(library: Library, results: Sequence[Result], *, columns: int = 8) -> Table:
    """The results as a table of eight columns, or of six or three that hold the same where there is less room."""
    papers = library.shelf.papers
    rows = tuple(_row(library, result, papers[result.id], columns) for result in results)
    if columns == 3:
        return Table(_("Results"), (_("Study"), _("Result"), _("Grade")), (26, 52, 22), rows)
    if columns == 6:
        six = (_("Study and treatment"), _("Patients"), _("Result"), _("Compared with"), _("Interval"), _("Grade and paper"))
        return Table(_("Results"), six, (18, 11, 34, 14, 12, 15), rows)
    heads = (_("Study"), _("Treatment"), _("Patients"), _("Result"), _("Compared with"), _("Interval"), _("Grade"), _("Paper"))
    return Table(_("Results"), heads, (14, 12, 9, 29, 12, 11, 11, 11), rows)


def _row(library: Library, result: Result, paper: str, columns: int) -> Row:
    grade = grade_word(result.grade)
    study, treatment, name = Cell(result.study), _(TREATMENTS[result.modality]), library.source(paper).short
    errors = (plain.counted(_("{count} known error"), _("{count} known errors"), len(result.errors)),) if result.errors else ()
    doubtful = result.grade in ("unverified", "wrong", "disputed")
    said = Cell(result.result, errors, below_mark="caution" if errors else None, quiet=result.grade in ("unverified", "wrong"))
    versus, interval = result.comparator, interval_words(result)
    stated = Cell(grade.word, mark=grade.mark)
    middle = (Cell(count_words(result)), said, Cell(versus or "–"), Cell(interval or "–"))
    if columns == 8:
        return Row(result.id, (study, Cell(treatment), *middle, stated, Cell(name, quiet=True)), doubtful=doubtful)
    if columns == 6:
        return Row(result.id, (replace(study, below=(treatment,)), *middle, replace(stated, below=(name,))), doubtful=doubtful)
    more = (
        _("Patients or studies: {count}").format(count=count_words(result)) if result.n or result.n_says else "",
        _("Compared with: {what}").format(what=versus) if versus else "",
        _("Interval: {interval}").format(interval=interval) if interval else "",
    )
    below = (*(part for part in more if part), *errors)
    return Row(result.id, (replace(study, below=(treatment,)), replace(said, below=below), replace(stated, below=(name,))), doubtful=doubtful)


def count_words(result: Result) -> str:
    """How many people or studies: the number, else what the paper says of it."""
    if result.n is None:
        return result.n_says or "–"
    return f"{result.n:,}".replace(",", plain.NBSP) if result.n >= 10_000 else str(result.n)


def interval_words(result: Result) -> str:
    """The interval or probability as given, else those of its figures; empty where the paper gives none."""
    if result.interval:
        return result.interval
    return "; ".join(figure_words(figure) for figure in result.figures if figure.low is not None)


# The card


def evidence_card(library: Library, name: str) -> ItemCard:
    """Everything about one result: figures, what is known to be wrong with it, where it stands and how it was checked."""
    result = library.shelf.results[name]
    paper = library.shelf.papers[name]
    blocks = filled(
        Block(facts=_facts(result)),
        Block(_("Figures") if result.figures else "", facts=_figures(result)),
        Block(_("Known errors") if result.errors else "", corrections=corrections_of(library, result.errors)),
        Block(_("Where it stands"), quotes=(_quote(library, paper, result.locator),)),
        _checked(library, result),
        Block(_("Listed, not shown as evidence") if not result.shown else "", texts=(result.not_shown_because,) if not result.shown else ()),
    )
    over = _("{treatment} · {measure}").format(
        treatment=plain.listed([_(TREATMENTS[each]) for each in result.modalities]), measure=_(MEASURES[result.measure])
    )
    return ItemCard(result.id, over, result.study, grade_word(result.grade), result.result, blocks)


def _facts(result: Result) -> tuple[Said, ...]:
    count = "" if result.n is None or str(result.n) in result.n_says.replace(",", "") else count_words(result)
    people = ". ".join(part for part in (count, plain.capital(result.n_says)) if part)
    said = (
        Said(_("Design"), result.design),
        Said(_("Patients or studies"), people, _(ORIGINS[result.n_origin]) if result.n is not None else ""),
        Said(_("Who they were"), result.population),
        Said(_("Compared with"), result.comparator),
        Said(_("Interval"), result.interval),
    )
    return tuple(one for one in said if one.text)


def _figures(result: Result) -> tuple[Said, ...]:
    return tuple(
        Said(plain.capital(figure.arm) or _(MEASURES[result.measure]), figure_words(figure), _(ORIGINS[figure.origin]) if figure.origin != "paper" else "")
        for figure in result.figures
    )


def _quote(library: Library, paper: str, words: str) -> Quote:
    source = library.source(paper)
    return Quote(words, source.short, source.doi or "")


def _checked(library: Library, result: Result) -> Block:
    if not result.check:
        return Block(_("Outside check"), texts=(_("None was made. The figure stands as the paper reports it."),) if result.grade == "reported" else ())
    lines = tuple(
        SourceLine("goes_to", "", f"{cited_work(library, cited)} ({_seen(library, cited.source)})", library.source(cited.source).doi or "")
        for cited in result.checked
    )
    return Block(_("Outside check"), texts=(result.check,), sources=lines)


def _seen(library: Library, source: str) -> str:
    return term(SEEN, library.source(source).grade)


def result_way(result: Result) -> Way:
    """The link to a result in the part Evidence."""
    return Way(f"library.evidence.{result.id}", _("{study}: {result}").format(study=result.study, result=result.result))
