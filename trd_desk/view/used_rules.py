"""What a paper rests on: the rules that it used, as works with their numbers and as standings with their day of review."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from trd_desk.content.library import Library
from trd_desk.content.models import Cited
from trd_desk.i18n import _
from trd_desk.view import plain, terms
from trd_desk.view.bibliography import CitedWork, Standing
from trd_desk.view.cited import review_words
from trd_desk.view.parts import Remark

if TYPE_CHECKING:
    from trd_desk.view.shapes import MarkKind


class Used(NamedTuple):
    """A rule that a paper used: what it is called, under which heading, its standing, its sources, its day of review."""

    heading: str
    name: str
    status: str
    sources: tuple[Cited, ...]
    review: dt.date


def works_of(library: Library, rules: Iterable[Used]) -> tuple[CitedWork, ...]:
    """Every work that the rules rest on, numbered in the order of first use."""
    used: dict[str, list[str]] = {}
    for rule in rules:
        for cited in rule.sources:
            names = used.setdefault(cited.source, [])
            if rule.name not in names:
                names.append(rule.name)
    found = []
    for number, (name, names) in enumerate(used.items(), 1):
        source = library.source(name)
        identifier = f"doi {source.doi}" if source.doi else f"PMID {source.pmid}" if source.pmid else source.url or ""
        found.append(CitedWork(number, source.citation, identifier, terms.term(terms.GRADES, source.grade), plain.few(names)))
    return tuple(found)


def numbers_of(rules: Iterable[Used]) -> dict[str, int]:
    """The number of each work by its id, as `works_of` gives them."""
    found: dict[str, int] = {}
    for rule in rules:
        for cited in rule.sources:
            found.setdefault(cited.source, len(found) + 1)
    return found


def cited_by(numbers: dict[str, int], sources: Iterable[Cited]) -> str:
    """The numbers of some works in brackets: [2,5]."""
    return f"[{','.join(str(number) for number in sorted({numbers[cited.source] for cited in sources}))}]"


def standings_of(rules: Iterable[Used], day: dt.date) -> tuple[Standing, ...]:
    """The rules of one standing and one day of review together, each with its works by number, heading by heading."""
    listed = list(rules)
    numbers = numbers_of(listed)
    found: dict[tuple[str, str, bool], dict[str, list[str]]] = {}
    marks: dict[str, MarkKind] = {}
    for rule in listed:
        word = terms.status_word(rule.status)
        marks[word.word] = word.mark
        under = found.setdefault((word.word, review_words(rule.review, day), rule.review < day), {}).setdefault(rule.heading, [])
        said = f"{rule.name}{plain.NBSP}{cited_by(numbers, rule.sources)}"
        under += [said] if said not in under else []
    return tuple(
        Standing(marks[status], status, review, tuple(f"{heading}: {', '.join(names)}" for heading, names in under.items()), overdue)
        for (status, review, overdue), under in found.items()
    )


def overdue_of(standings: Iterable[Standing]) -> tuple[Remark, ...]:
    """A warning that names the rules whose day of review has passed; nothing where none has."""
    past = [standing for standing in standings if standing.overdue]
    if not past:
        return ()
    label = _("Past the day of review:")
    names = plain.few([name for standing in past for name in standing.rules], 6)
    return (Remark("late", _("{label} {rules}. Check these against their sources.").format(label=label, rules=names), label),)
