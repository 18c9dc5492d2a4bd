"""The part Treatments: each with its own evidence, its places in guidelines, arguments for and against, and its licence; never ranked."""

from dataclasses import dataclass
from typing import Final

from trd_desk.content.evidence_models import Argument, OptionPlace, Result, TreatmentOption
from trd_desk.content.library import Library
from trd_desk.i18n import _
from trd_desk.view import plain, terms
from trd_desk.view.cited import source_lines, works
from trd_desk.view.library_evidence import evidence_table, shown_results
from trd_desk.view.library_parts import Cell, Row, Table, sources_of
from trd_desk.view.library_words import NO_TREATMENT, OPTION_KINDS, TREATMENTS
from trd_desk.view.parts import Remark, SourceLine, Stated

# Whose licence and funding the table of countries tells, by how its products begin.
_LICENSED: Final = {"esketamine": "Esketamine", "ketamine_iv": "Racemic", "ketamine_other": "Racemic"}


@dataclass(frozen=True, slots=True)
class Argued:
    """An argument with its side, or the place that a guideline gives a treatment, and what it rests on."""

    remark: Remark
    rests_on: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class LicenceLine:
    """Licence and funding of one product in one country."""

    where: str
    words: str
    standing: Stated
    rests_on: str


@dataclass(frozen=True, slots=True)
class TreatmentPage:
    """Everything about one treatment."""

    id: str
    over: str
    title: str
    research: str
    says: str
    evidence_says: str
    evidence: Table
    places: tuple[Argued, ...]
    arguments_for: tuple[Argued, ...]
    arguments_against: tuple[Argued, ...]
    licences: tuple[LicenceLine, ...]
    sources: tuple[SourceLine, ...]
    warnings: tuple[str, ...]


def treatment_list(library: Library) -> Table:
    """Every treatment by name in the order of the alphabet: the options of the content, and what has results without being one."""
    options = library.shelf.options
    rows = [Row(option.id, (Cell(option.short, (_(OPTION_KINDS[option.kind]),)),)) for option in options]
    covered = {option.modality for option in options}
    results = shown_results(library)
    for name, words in TREATMENTS.items():
        if name not in covered and name not in NO_TREATMENT and any(name in result.modalities for result in results):
            rows.append(Row(name, (Cell(_(words)),)))
    rows.sort(key=lambda row: row.cells[0].text.casefold())
    return Table(_("Treatments, in the order of the alphabet"), (_("Treatment"),), (100,), tuple(rows))


def treatment_page(library: Library, name: str) -> TreatmentPage:
    """A treatment by the id of its option, or of its modality where no option tells of it."""
    option = next((one for one in library.shelf.options if one.id == name), None)
    modality = option.modality if option else name
    results = [result for result in shown_results(library) if modality in result.modalities]
    research = any(one.research_only for one in library.shelf.options if one.modality == modality and option in (one, None))
    return TreatmentPage(
        id=name,
        over=_(OPTION_KINDS[option.kind]) if option else _("Treatment"),
        title=option.title if option else _(TREATMENTS[modality]),
        research=_("Research only. It is offered within studies and is not part of any plan that this program makes.") if research else "",
        says=option.says if option else "",
        evidence_says=option.evidence_says if option else _evidence_says(results),
        evidence=evidence_table(library, results, columns=3),
        places=tuple(_placed(library, place) for place in option.place) if option else (),
        arguments_for=_arguments(library, option, "for"),
        arguments_against=_arguments(library, option, "against"),
        licences=_licences(library, modality),
        sources=source_lines(library, option) if option else (),
        warnings=option.warnings if option else (),
    )


def _evidence_says(results: list[Result]) -> str:
    trusted = sum(result.is_evidence for result in results)
    said = plain.counted(_("{count} result in the source papers"), _("{count} results in the source papers"), len(results))
    if trusted < len(results):
        said = _("{said}, of which {count} can be leaned on").format(said=said, count=plain.count_word(trusted))
    return _("{said}. The studies compare different people and comparators; none of it ranks treatments.").format(said=said)


def _placed(library: Library, place: OptionPlace) -> Argued:
    words = _("{guideline}: {place}").format(guideline=place.guideline, place=place.place)
    return Argued(Remark(terms.status_word(place.status).mark, words, place.guideline), sources_of(library, place.sources, place.status))


def _arguments(library: Library, option: TreatmentOption | None, side: str) -> tuple[Argued, ...]:
    if option is None:
        return ()
    return tuple(_argued(library, argument) for argument in option.argument if argument.side == side)


def _argued(library: Library, argument: Argument) -> Argued:
    text = argument.text
    condition = library.conditions_by_id.get(argument.when or "")
    if condition is not None:
        text = _("{text} Counts where this is absent: {what}.") if argument.is_no else _("{text} Counts where this is so: {what}.")
        text = text.format(text=argument.text, what=plain.as_part(condition.label))
    return Argued(Remark("tick" if argument.side == "for" else "not_met", text), sources_of(library, argument.sources, argument.status))


def _licences(library: Library, modality: str) -> tuple[LicenceLine, ...]:
    begins = _LICENSED.get(modality)
    if begins is None:
        return ()
    return tuple(
        LicenceLine(
            _("{country}: {product}").format(country=row.country, product=row.product),
            " ".join(part for part in (row.licence, row.funding, row.note) if part),
            terms.status_word(row.status),
            works(library, row.sources),
        )
        for row in library.countries.country
        if row.product.startswith(begins)
    )
