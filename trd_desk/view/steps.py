"""The guided steps in order, each with its state in a mark and words."""

from dataclasses import dataclass

from trd_desk.view.shapes import MarkKind


@dataclass(frozen=True, slots=True)
class StepState:
    """One step: `id` is history, definitions, pathways, safety or documents."""

    id: str
    title: str
    mark: MarkKind
    words: str
