"""The shapes of an answer: three values, reasons without words, questions, and the assessment they make up.

A three-valued fact is True, False or None (unknown). A reason is a code with its facts; `view.words` says it in a sentence, so that the
engine holds no text. A count or score with unknown parts is a pair (low, high); an open upper end is None.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as made
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from trd_desk.engine.session_results import SessionResult

Tri = bool | None
Interval = tuple[float, float | None]

Verdict = Literal["met", "not_met", "cannot_tell"]


def all_of(values: Iterable[Tri]) -> Tri:
    """No if any is no, else unknown if any is unknown, else yes."""
    unknown = False
    for value in values:
        if value is False:
            return False
        unknown = unknown or value is None
    return None if unknown else True


def any_of(values: Iterable[Tri]) -> Tri:
    """Yes if any is yes, else unknown if any is unknown, else no."""
    unknown = False
    for value in values:
        if value is True:
            return True
        unknown = unknown or value is None
    return None if unknown else False


def at_least(count: Interval, needed: float) -> Tri:
    """Whether an interval reaches a number on its worst and on its best case."""
    low, high = count
    if low >= needed:
        return True
    return False if high is not None and high < needed else None


def verdict(value: Tri) -> Verdict:
    """The word of the case format for a three-valued answer."""
    return "cannot_tell" if value is None else "met" if value else "not_met"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a code that the words know, its facts, and whether it speaks for (True), against (False) or leaves it open (None)."""

    code: str
    tone: Tri = True
    facts: Mapping[str, Any] = made(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """What would settle it: a code that the words know, and the path of the field that answers it.

    Paths: `episode.start`, `patient.birth_date`, `treatments.<id>.<field>`, `asked.<kind>`, `conditions.<code>`, `scores.madrs`.
    """

    code: str
    field: str
    facts: Mapping[str, Any] = made(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cell:
    """Whether one trial counts for one definition, and the one reason that decides it."""

    value: Tri
    reason: Reason


@dataclass(frozen=True, slots=True)
class TrialResult:
    """One antidepressant trial judged. `weeks` at or above the minimum dose, `improvement` in per cent, both as intervals."""

    id: str
    drug: str | None
    name: str
    family: str | None
    drug_class: str
    minimum: float | None
    guideline_minimum: float | None
    unit: str
    weeks: Interval
    highest_mg: float | None
    improvement: Interval | None
    adherent: Tri
    current: Tri
    ongoing: Tri
    adequate: Tri
    counts: Mapping[str, Tri]
    cells: Mapping[str, Cell]
    because: tuple[Reason, ...]
    questions: tuple[Question, ...]
    notes: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class CourseResult:
    """An augmentation, combination, psychotherapy, ECT, rTMS or ketamine course judged: adequate, and adequate and failed here and now."""

    id: str
    kind: str
    name: str
    adequate: Tri
    failed: Tri
    current: Tri
    because: tuple[Reason, ...]
    questions: tuple[Question, ...]
    notes: tuple[Reason, ...] = ()
    minimum: float | None = None
    unit: str = "mg"


@dataclass(frozen=True, slots=True)
class FactorResult:
    """A factor of a checklist: present, absent or not known; `told` where the record tells it, else a clinician answers it."""

    id: str
    value: Tri
    told: bool = False


@dataclass(frozen=True, slots=True)
class DefinitionResult:
    """What one definition says. `count` is the interval of trials that count, `needed` how many it asks for."""

    id: str
    verdict: Literal["met", "not_met", "cannot_tell", "checklist"]
    count: Interval | None
    needed: int | None
    because: tuple[Reason, ...]
    questions: tuple[Question, ...]
    notes: tuple[Reason, ...]
    factors: tuple[FactorResult, ...] = ()


@dataclass(frozen=True, slots=True)
class StagingResult:
    """What one staging model says. `history` and `state` split the range where the model has a part that can recover."""

    id: str
    verdict: Literal["scored", "interval", "not_applicable"]
    value: float | None
    range: Interval | None
    band: str | None
    band_range: tuple[str, str] | None
    history: Interval | None
    state: Interval | None
    because: tuple[Reason, ...]
    questions: tuple[Question, ...]
    notes: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class PseudoResult:
    """One way in which this only looks like resistance, with the trial it concerns."""

    id: str
    trial: str | None
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StepResult:
    """A prerequisite of a pathway; `filled_by` names the treatments or facts that decide it."""

    id: str
    verdict: Verdict
    filled_by: tuple[str, ...]
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class PathwayResult:
    """Where the patient stands on one pathway."""

    id: str
    result: Literal["stop", "not_recommended", "count_reached", "not_yet", "cannot_say", "criteria_met"]
    line: int | None
    next_step: str | None
    steps: tuple[StepResult, ...]
    because: tuple[Reason, ...]
    questions: tuple[Question, ...]
    notes: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class SafetyResult:
    """A contraindication, caution or note that is present."""

    id: str
    level: str


@dataclass(frozen=True, slots=True)
class InteractionResult:
    """What is known of one medication: the worst level, and the groups of the table that it belongs to."""

    id: str
    level: str
    groups: tuple[str, ...]
    oral: bool
    daily_mg: float | None = None


@dataclass(frozen=True, slots=True)
class DiazepamLoad:
    """The daily diazepam equivalent of benzodiazepines and Z-drugs in mg (provisional), or None where a dose is unknown."""

    total_mg: float | None
    parts: tuple[tuple[str, float | None], ...]


@dataclass(frozen=True, slots=True)
class OutcomeResult:
    """Response and remission on the scale with the most scores."""

    scale: str | None
    baseline: float | None
    latest: float | None
    fall_percent: float | None
    response: Tri
    remission: Tri
    episode_ended: Tri


@dataclass(frozen=True, slots=True)
class Assessment:
    """All that the guidelines say about one case, without words."""

    case: str
    as_of: dt.date
    age: int | None
    content_version: str
    content_digest: str
    provisional: bool
    trials: tuple[TrialResult, ...]
    courses: tuple[CourseResult, ...]
    definitions: tuple[DefinitionResult, ...]
    staging: tuple[StagingResult, ...]
    pseudo_resistance: tuple[PseudoResult, ...]
    pathways: tuple[PathwayResult, ...]
    safety: tuple[SafetyResult, ...]
    safety_questions: tuple[str, ...]
    interactions: tuple[InteractionResult, ...]
    interaction_questions: tuple[str, ...]
    diazepam: DiazepamLoad | None
    sessions: tuple["SessionResult", ...]
    outcomes: OutcomeResult
