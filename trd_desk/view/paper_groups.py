"""Sentences drawn together for paper: what several definitions or drugs share is said once, with all their names."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from trd_desk.content.library import Library
from trd_desk.engine.verdict import Assessment, PseudoResult
from trd_desk.i18n import _
from trd_desk.view import plain
from trd_desk.view.definitions import DefinitionRow
from trd_desk.view.parts import Remark, Stated
from trd_desk.view.pathways import PathwaysView
from trd_desk.view.spoken import drug_name
from trd_desk.view.treatment_rows import TreatmentRow
from trd_desk.view.warnings import pseudo_text
from trd_desk.view.words import reason_sentence

# A reason that takes more than a line on paper is not printed twice.
_ONE_LINE: Final = 62


def definition_lines(rows: Sequence[DefinitionRow]) -> tuple[DefinitionRow, ...]:
    """The definitions; a long reason that stands above already is said with the name of the definition it was given for."""
    first: dict[str, str] = {}
    found = []
    for row in rows:
        before = first.setdefault(row.line, row.name)
        again = before != row.name and len(row.line) > _ONE_LINE
        found.append(replace(row, line=_("The same as for {name}.").format(name=before)) if again else row)
    return tuple(found)


def treatment_lines(rows: Sequence[TreatmentRow]) -> tuple[TreatmentRow, ...]:
    """The treatments; one that was added stands under its antidepressant with a plus."""
    return tuple(
        replace(row, name=_("+ {drug}").format(drug=row.name), group=_("added")) if row.under is not None else row for row in rows
    )


def grouped_notes(library: Library, assessment: Assessment) -> tuple[str, ...]:
    """The notes of definitions and stages, each once under the names it belongs to, then those of trials and pathways."""
    names: dict[str, list[str]] = {}
    for definition in assessment.definitions:
        for note in definition.notes:
            names.setdefault(reason_sentence(note, library), []).append(library.definition(definition.id).short)
    for staging in assessment.staging:
        for note in staging.notes:
            names.setdefault(reason_sentence(note, library), []).append(library.staging(staging.id).short)
    found = [f"{plain.few(whose)}: {plain.as_part(sentence)}." for sentence, whose in names.items()]
    others = [note for trial in assessment.trials for note in trial.notes]
    others += [note for course in assessment.courses for note in course.notes]
    others += [note for pathway in assessment.pathways for note in pathway.notes]
    said = (reason_sentence(note, library) for note in others)
    return tuple(dict.fromkeys([*found, *(sentence for sentence in said if sentence not in names)]))


def grouped_pseudo(library: Library, assessment: Assessment) -> tuple[Remark, ...]:
    """What only looks like resistance: one remark for each check, with all the drugs it concerns."""
    by_check: dict[str, list[PseudoResult]] = {}
    for result in assessment.pseudo_resistance:
        by_check.setdefault(result.id, []).append(result)
    return tuple(_pseudo(library, results) for results in by_check.values())


def _pseudo(library: Library, results: Sequence[PseudoResult]) -> Remark:
    sentences = list(dict.fromkeys(pseudo_text(result, library) for result in results))
    drugs = list(dict.fromkeys(drug_name(str(result.facts.get("drug", ""))) for result in results if result.facts))
    first = plain.capital(drugs[0]) if drugs else ""
    bold = first if first and sentences[0].startswith(first) else ""
    if len(sentences) == 1:
        return Remark("note", sentences[0], bold)
    if not bold and len(sentences) == len(drugs):
        frames = {sentence.replace(drug, "\0", 1) for sentence, drug in zip(sentences, drugs, strict=True)}
        if len(frames) == 1:
            return Remark("note", frames.pop().replace("\0", plain.listed(drugs), 1))
    heads, tails = zip(*(_parted(sentence) for sentence in sentences), strict=True)
    if len(set(tails)) == 1 and tails[0]:
        return Remark("note", " ".join([*heads, tails[0]]), bold)
    return Remark("note", " ".join(sentences), bold)


def _parted(text: str) -> tuple[str, str]:
    """The first sentence of a text, and the others."""
    head, full_stop, tail = text.partition(". ")
    return head + full_stop.strip(), tail


def place_in_short(view: PathwaysView) -> tuple[Remark, ...]:
    """What every pathway, licence and ruling says, those that say the same together."""
    said: list[tuple[Stated, str]] = [(ladder.result, ladder.name) for ladder in view.ladders]
    said += [(card.result, card.name) for card in view.cards]
    return tuple(_one_place(result, names) for result, names in _by_word(said).values())


def _by_word(said: Iterable[tuple[Stated, str]]) -> dict[str, tuple[Stated, list[str]]]:
    found: dict[str, tuple[Stated, list[str]]] = {}
    for result, name in said:
        found.setdefault(result.word, (result, []))[1].append(name.replace(",", ""))
    return found


def _one_place(result: Stated, names: Sequence[str]) -> Remark:
    label = _("{result}:").format(result=result.word)
    return Remark(result.mark, f"{label} {', '.join(names)}.", label)
