"""The page History: past treatments, what was asked, what is missing, what only looks like resistance, diagnostic criteria."""

from dataclasses import dataclass
from typing import Literal

from trd_desk.view.parts import Ask, Remark, SourceLine, Stated
from trd_desk.view.shapes import Drawing


@dataclass(frozen=True, slots=True)
class AskedChip:
    """A kind of treatment: listed with a count, asked and none, or not asked yet. `locked` says why it cannot be set to none."""

    kind: str
    label: str
    count: str
    state: Literal["listed", "none", "not_asked"]
    name: str
    locked: str = ""


@dataclass(frozen=True, slots=True)
class TreatmentRow:
    """One treatment. `drawing` (196 by 48) or else `detail` fills the dose column; an added one names its parent in `under`.

    `reasons` are the sentences behind the cells, for tooltip and screen reader.
    """

    id: str
    kind: str
    name: str
    group: str
    dates: str
    under: str | None
    drawing: Drawing | None
    detail: str
    weeks: str
    minimum: str
    minimum_source: str
    taken: Stated | None
    better: str
    stopped: str
    at_six: Stated | None
    at_four: Stated | None
    reasons: tuple[Remark, ...]
    earlier: bool
    name_for_reader: str


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """A numbered diagnostic criterion: ticked, not present, or not asked."""

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


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact of the episode or the patient in words, with the field that changes it; unknown facts carry the unknown mark."""

    field: str
    label: str
    value: str
    known: bool


@dataclass(frozen=True, slots=True)
class HistoryView:
    """All that the page shows; `empty` is the sentence for a patient without treatments."""

    title: str
    subtitle: str
    heads: tuple[str, ...]
    asked: tuple[AskedChip, ...]
    rows: tuple[TreatmentRow, ...]
    missing_title: str
    missing: tuple[Ask, ...]
    pseudo_title: str
    pseudo: tuple[Remark, ...]
    criteria: CriteriaView
    facts: tuple[FactLine, ...]
    notes: tuple[str, ...]
    empty: str
