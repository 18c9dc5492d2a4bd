"""Which criteria of which pathway are met, not met and unknown, each pathway in one row: for letters, which have no room for ladders."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from trd_desk.content.library import Library
from trd_desk.content.models import Pathway, Step
from trd_desk.engine.verdict import Assessment, PathwayResult
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.view import plain, terms
from trd_desk.view.ladder import step_words
from trd_desk.view.letter_course import CourseNow
from trd_desk.view.parts import Stated
from trd_desk.view.terms import N_

_WORDS: Final = (("met", N_("Met: {steps}.")), ("not_met", N_("Not met: {steps}.")), ("cannot_tell", N_("Unknown: {steps}.")))


@dataclass(frozen=True, slots=True)
class CriteriaRow:
    """One pathway: its result, and its criteria by their state; for a licence the country it holds in stands beside its name."""

    id: str
    name: str
    result: Stated
    criteria: str


def criteria_rows(library: Library, patient: Patient, assessment: Assessment, course: CourseNow) -> tuple[CriteriaRow, ...]:
    """The guidelines in their newest edition, then the licences of the patient's region; without a region every licence."""
    results = {result.id: result for result in assessment.pathways}
    newest = [pathway for pathway in library.pathways if pathway.newer_edition is None]
    # Of a route that no pathway names, all of them are told.
    named = [pathway for pathway in newest if course.product in pathway.products] or newest
    return tuple(_row(pathway, results[pathway.id]) for pathway in named if _holds(pathway, patient.case.licence_region))


def _holds(pathway: Pathway, region: str | None) -> bool:
    """Whether a licence or ruling is one of the region; a guideline is told whatever its country."""
    if pathway.drawing == "ladder" or region is None:
        return True
    return _(terms.REGIONS[region]) in pathway.countries or (region == "uk" and bool({"England", "Wales"} & set(pathway.countries)))


def _row(pathway: Pathway, result: PathwayResult) -> CriteriaRow:
    return CriteriaRow(pathway.id, pathway.short, terms.result_word(result.result), " ".join(_states(pathway, result)))


def _states(pathway: Pathway, result: PathwayResult) -> Iterator[str]:
    steps: dict[str, Step] = {step.id: step for step in pathway.step}
    for verdict, words in _WORDS:
        said = [step_words(steps[step.id], step).rstrip("?") for step in result.steps if step.verdict == verdict]
        if said:
            yield _(words).format(steps=", ".join(plain.as_part(one) for one in said))
