"""The page Safety: contraindications, interactions, what only looks like resistance, and the work-up before a first dose."""

from dataclasses import dataclass

from trd_desk.view.parts import Ask, Choice, SourceLine, Stated


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """A contraindication or caution: `answer` is True, False or None (not asked); `decision` is what was recorded on it."""

    id: str
    label: str
    question: str
    answer: bool | None
    state: Stated
    level: Stated
    choices: tuple[Choice, ...]
    because: str
    action: str
    decision: str
    source: SourceLine


@dataclass(frozen=True, slots=True)
class SafetyGroup:
    """The conditions of one group."""

    id: str
    title: str
    rows: tuple[ConditionRow, ...]


@dataclass(frozen=True, slots=True)
class AgeRow:
    """A level that follows from age."""

    id: str
    label: str
    level: Stated
    because: str
    action: str
    source: SourceLine


@dataclass(frozen=True, slots=True)
class InteractionRow:
    """A medication with what the table says of it."""

    drug: str
    dose: str
    level: Stated
    groups: str
    texts: tuple[str, ...]
    sources: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class DiazepamView:
    """The daily diazepam equivalent, the sum it is made of, and what speaks on either side."""

    total: str
    parts: tuple[str, ...]
    state: Stated
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PseudoRow:
    """One of the 22 checks: worked out from the record, or asked and answered."""

    id: str
    number: str
    label: str
    computed: bool
    answer: bool | None
    state: Stated
    texts: tuple[str, ...]
    ask: str
    effect: str
    source: SourceLine


@dataclass(frozen=True, slots=True)
class WorkupRow:
    """An examination before the first dose: for whom, and whether it is done and still holds."""

    id: str
    label: str
    why: str
    for_whom: str
    state: Stated
    done: str
    source: SourceLine


@dataclass(frozen=True, slots=True)
class SafetyView:
    """All that the page shows."""

    title: str
    headline: tuple[Stated, ...]
    groups: tuple[SafetyGroup, ...]
    ages: tuple[AgeRow, ...]
    questions: tuple[Ask, ...]
    medications_reviewed: bool
    interactions_title: str
    interactions: tuple[InteractionRow, ...]
    diazepam: DiazepamView | None
    pseudo_title: str
    pseudo: tuple[PseudoRow, ...]
    workup_title: str
    workup: tuple[WorkupRow, ...]
