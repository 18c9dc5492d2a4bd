"""The page Definitions: definitions by trials, the card of one of them, and the stages."""

from dataclasses import dataclass

from trd_desk.view.parts import Remark, Stated
from trd_desk.view.shapes import Drawing


@dataclass(frozen=True, slots=True)
class TrialColumn:
    """A trial at the head of its column: drug, highest dose, weeks and improvement."""

    id: str
    drug: str
    dose: str
    detail: str
    name: str


@dataclass(frozen=True, slots=True)
class CellView:
    """Whether a trial counts for a definition: mark, one or two words, and the sentence."""

    trial: str
    state: Stated


@dataclass(frozen=True, slots=True)
class DefinitionRow:
    """A definition: what it asks for, its cells, what else it asks, and its verdict."""

    id: str
    name: str
    asks_for: str
    cells: tuple[CellView, ...]
    also: Stated | None
    verdict: Stated
    standing: Stated
    line: str


@dataclass(frozen=True, slots=True)
class StagingRow:
    """A staging model: its bar (356 by 14 or taller with words; None where it does not apply), its value and a remark."""

    id: str
    name: str
    span: str
    drawing: Drawing | None
    value: str
    remark: Remark
    standing: Stated


@dataclass(frozen=True, slots=True)
class DefinitionsView:
    """All that the page shows; the cards are made one at a time by `view_definition_card` and `view_staging_card`."""

    title: str
    headline: tuple[Stated, ...]
    columns: tuple[TrialColumn, ...]
    rows: tuple[DefinitionRow, ...]
    staging_title: str
    legend: tuple[tuple[Drawing, str], ...]
    stagings: tuple[StagingRow, ...]
    empty: str
