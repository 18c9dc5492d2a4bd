"""Sources in words: the standing of a rule, the works it rests on, and when it is to be reviewed."""

import datetime as dt
from collections.abc import Sequence

from trd_desk.content.library import Library
from trd_desk.content.models import Cited, Head
from trd_desk.content.table_models import AgeRule, Condition
from trd_desk.i18n import _
from trd_desk.view import plain, terms
from trd_desk.view.parts import SourceLine


def cited_work(library: Library, cited: Cited) -> str:
    """A work by its short name with the place in it: "Sforzini 2022, Table 1"."""
    name = library.source(cited.source).short
    return f"{name}, {cited.locator}" if cited.locator else name


def review_words(review_by: dt.date, as_of: dt.date | None = None) -> str:
    """When a rule is to be reviewed, or that the day has passed."""
    if as_of is not None and review_by < as_of:
        return _("review was due by {month}").format(month=plain.month(review_by))
    return _("review by {month}").format(month=plain.month(review_by))


def source_line(
    library: Library,
    status: str,
    sources: Sequence[Cited],
    review_by: dt.date | None = None,
    as_of: dt.date | None = None,
) -> SourceLine:
    """The first source of a rule with its standing and day of review; past that day the mark is that of a late entry."""
    word = terms.status_word(status)
    first = sources[0]
    doi = library.source(first.source).doi or ""
    review = "" if review_by is None else review_words(review_by, as_of)
    past = review_by is not None and as_of is not None and review_by < as_of
    return SourceLine("late" if past else word.mark, word.word, cited_work(library, first), doi, review)


def source_lines(library: Library, head: Head, as_of: dt.date | None = None) -> tuple[SourceLine, ...]:
    """Every source of a content file; the standing and the day of review stand with the first."""
    first = source_line(library, head.status, head.sources, head.review_by, as_of)
    others = tuple(
        SourceLine("goes_to", "", cited_work(library, cited), library.source(cited.source).doi or "")
        for cited in head.sources[1:]
    )
    return (first, *others)


def works(library: Library, sources: Sequence[Cited]) -> str:
    """Several works in one line."""
    return "; ".join(cited_work(library, cited) for cited in sources)


def safety_rules(library: Library) -> dict[str, Condition | AgeRule]:
    """Every contraindication, caution and note by its code, those of age included."""
    return {rule.id: rule for rule in library.conditions} | {rule.id: rule for rule in library.age_rules}
