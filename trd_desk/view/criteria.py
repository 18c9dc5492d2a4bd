"""Diagnostic criteria: ticked under our own labels, counted, and said to be met, not met or not answered yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from trd_desk.content.library import Library
from trd_desk.engine.verdict import Interval, all_of, at_least
from trd_desk.i18n import _
from trd_desk.view import plain
from trd_desk.view.cited import source_lines
from trd_desk.view.parts import SourceLine, Stated
from trd_desk.view.terms import tri_mark


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """A numbered diagnostic criterion: ticked, not present, or not asked; its answer is the entry (criterion, number)."""

    number: int
    label: str
    core: bool
    kind: Literal["symptom", "requirement"]
    value: bool | None


@dataclass(frozen=True, slots=True)
class CriteriaView:
    """Diagnostic criteria under our own labels, with count and result."""

    title: str
    lines: tuple[CriterionLine, ...]
    count: str
    result: Stated
    remark: str
    sources: tuple[SourceLine, ...]


def view_criteria(library: Library, answers: Mapping[str, bool | None]) -> CriteriaView:
    """The criteria as answered; a criterion that was not asked leaves the result open."""
    content = library.criteria
    lines = tuple(
        CriterionLine(item.number, item.label, item.core, item.kind, answers.get(str(item.number))) for item in content.criterion
    )
    symptoms = _counted([line.value for line in lines if line.kind == "symptom"])
    core = _counted([line.value for line in lines if line.core])
    required = [line.value for line in lines if line.kind == "requirement"]
    value = all_of((at_least(symptoms, content.symptoms_needed), at_least(core, content.core_needed), *required))
    words = {True: _("Criteria met"), False: _("Criteria not met"), None: _("Not answered yet")}[value]
    total = sum(line.kind == "symptom" for line in lines)
    asked = any(line.value is not None for line in lines)
    count = _("{count} of {total} symptoms; {needed} are needed, {core} of them low mood or loss of interest").format(
        count=plain.span(symptoms), total=total, needed=content.symptoms_needed, core=plain.count_word(content.core_needed)
    )
    if not asked:
        count = _("Not asked yet: {needed} of {total} symptoms are needed").format(needed=content.symptoms_needed, total=total)
    state = Stated(tri_mark(value) if asked else "not_asked", words, count)
    return CriteriaView(content.title, lines, count, state, " ".join(content.warnings), source_lines(library, content))


def _counted(values: list[bool | None]) -> Interval:
    return (float(sum(value is True for value in values)), float(sum(value is not False for value in values)))
