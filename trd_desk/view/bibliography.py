"""The works behind an assessment, numbered, and the standing of the rules that rest on them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from trd_desk.content.library import Library
from trd_desk.content.models import Cited, Head
from trd_desk.engine.verdict import Assessment
from trd_desk.i18n import _
from trd_desk.view import plain, terms
from trd_desk.view.cited import review_words, safety_rules
from trd_desk.view.shapes import MarkKind

# A locator tells the place first and what stands there after it; on paper the place is enough.
_PLACE_ENDS: Final = re.compile(r"[:;(]|, ")


@dataclass(frozen=True, slots=True)
class CitedWork:
    """A work of the list of sources: its number, its citation, its identifier, how it was seen and what it was used for."""

    number: int
    citation: str
    identifier: str
    grade: str
    used_for: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Rules of one standing and one day of review, each with its work by number and the place in it: "Delphi TRD [3], Table 1"."""

    mark: MarkKind
    status: str
    review: str
    rules: tuple[str, ...]
    overdue: bool = False


def cited_works(library: Library, assessment: Assessment) -> tuple[CitedWork, ...]:
    """Every work that a shown verdict chiefly rests on, in the order of first use."""
    used: dict[str, list[str]] = {}
    for name, cited in _used(library, assessment):
        names = used.setdefault(cited.source, [])
        if name not in names:
            names.append(name)
    works = []
    for number, (source_id, names) in enumerate(used.items(), 1):
        source = library.source(source_id)
        identifier = f"doi {source.doi}" if source.doi else f"PMID {source.pmid}" if source.pmid else source.url or ""
        works.append(CitedWork(number, source.citation, identifier, terms.term(terms.GRADES, source.grade), plain.few(names)))
    return tuple(works)


def heads_in_force(library: Library, assessment: Assessment) -> tuple[tuple[str, Head], ...]:
    """The content files that this assessment was judged by, with their short names."""
    found: list[tuple[str, Head]] = [
        (entry.short, entry) for entry in (library.definition(result.id) for result in assessment.definitions)
    ]
    found += [(entry.short, entry) for entry in (library.staging(result.id) for result in assessment.staging)]
    found += [(entry.short, entry) for entry in (library.pathway(result.id) for result in assessment.pathways)]
    found += [(_("Minimum doses"), library.antidepressants), (_("Added drugs"), library.agents)]
    return tuple(found)


def standings(library: Library, assessment: Assessment) -> tuple[Standing, ...]:
    """The standing and the day of review of each rule in force, those of one standing and day together."""
    numbers: dict[str, int] = {}
    for _name, cited in _used(library, assessment):
        numbers.setdefault(cited.source, len(numbers) + 1)
    found: dict[tuple[str, str, bool], list[str]] = {}
    marks: dict[str, MarkKind] = {}
    for name, head in heads_in_force(library, assessment):
        word = terms.status_word(head.status)
        marks[word.word] = word.mark
        first = head.sources[0]
        place = _PLACE_ENDS.split(first.locator, maxsplit=1)[0].strip()
        said = f"{name}{plain.NBSP}[{numbers[first.source]}]"
        key = (word.word, review_words(head.review_by, assessment.as_of), head.review_by < assessment.as_of)
        found.setdefault(key, []).append(f"{said}, {place}" if place else said)
    return tuple(
        Standing(marks[status], status, review, tuple(rules), overdue) for (status, review, overdue), rules in found.items()
    )


def _used(library: Library, assessment: Assessment) -> Iterator[tuple[str, Cited]]:
    for name, head in heads_in_force(library, assessment):
        yield name, head.sources[0]
    rules = safety_rules(library)
    for item in assessment.safety:
        yield rules[item.id].label, rules[item.id].sources[0]
    for medication in assessment.interactions:
        for group in library.interactions_of(medication.id):
            yield group.label, group.sources[0]
