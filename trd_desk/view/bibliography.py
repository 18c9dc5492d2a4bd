"""The works behind an assessment, numbered, with what each was used for and how it was seen."""

from collections.abc import Iterator
from dataclasses import dataclass

from trd_desk.content.library import Library
from trd_desk.content.models import Cited, Head
from trd_desk.engine.verdict import Assessment
from trd_desk.i18n import _
from trd_desk.view import plain, terms
from trd_desk.view.cited import safety_rules, source_line
from trd_desk.view.parts import SourceLine


@dataclass(frozen=True, slots=True)
class CitedWork:
    """A work of the list of sources: its number, its citation, its identifier, how it was seen and what it was used for."""

    number: int
    citation: str
    identifier: str
    grade: str
    used_for: str


def cited_works(library: Library, assessment: Assessment) -> tuple[CitedWork, ...]:
    """Every work that a rule of this assessment rests on, in the order of first use."""
    used: dict[str, list[str]] = {}
    for name, sources in _used(library, assessment):
        for cited in sources:
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


def standing_lines(library: Library, assessment: Assessment) -> tuple[SourceLine, ...]:
    """The standing and the day of review of each rule in force, under its short name."""
    lines = []
    for name, head in heads_in_force(library, assessment):
        line = source_line(library, head.status, head.sources, head.review_by)
        lines.append(SourceLine(line.mark, line.status, f"{name}: {line.text}", line.doi, line.review))
    return tuple(lines)


def _used(library: Library, assessment: Assessment) -> Iterator[tuple[str, tuple[Cited, ...]]]:
    for name, head in heads_in_force(library, assessment):
        yield name, head.sources
    rules = safety_rules(library)
    for item in assessment.safety:
        yield rules[item.id].label, rules[item.id].sources
    for medication in assessment.interactions:
        for group in library.interactions_of(medication.id):
            yield group.label, group.sources
    for result in assessment.pseudo_resistance:
        check = library.pseudo_check(result.id)
        yield check.label, check.sources
