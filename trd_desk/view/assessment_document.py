"""The clinical assessment for paper: the same strings, marks and drawings as the pages, in the order of a report."""

from dataclasses import dataclass

from trd_desk.view.definitions import DefinitionRow
from trd_desk.view.parts import Ask, Remark, SourceLine, Stated
from trd_desk.view.pathways import CountryRow, LadderView, LicenceCard
from trd_desk.view.shapes import Drawing
from trd_desk.view.staging import StagingRow
from trd_desk.view.treatment_rows import TreatmentRow


@dataclass(frozen=True, slots=True)
class CitedWork:
    """A work of the list of sources: its number, its citation, its identifier and how it was seen."""

    number: int
    citation: str
    identifier: str
    grade: str
    used_for: str


@dataclass(frozen=True, slots=True)
class AssessmentDocument:
    """All that is printed; `documents` adds clinic, printer, time, page numbers and the head of the log."""

    title: str
    name: str
    who: str
    number: str
    as_of: str
    in_short: tuple[Remark, ...]
    treatments_title: str
    treatment_heads: tuple[str, ...]
    treatments: tuple[TreatmentRow, ...]
    asked_line: str
    definitions_title: str
    definitions: tuple[DefinitionRow, ...]
    staging_title: str
    staging_legend: str
    stagings: tuple[StagingRow, ...]
    pathways_title: str
    pathways_legend: str
    drawing: Drawing
    ladders: tuple[LadderView, ...]
    licences_title: str
    licences: tuple[LicenceCard, ...]
    countries: tuple[CountryRow, ...]
    safety_title: str
    safety: tuple[Remark, ...]
    interactions: tuple[Remark, ...]
    pseudo_title: str
    pseudo: tuple[Remark, ...]
    criteria: Stated
    questions_title: str
    questions: tuple[Ask, ...]
    notes_title: str
    notes: tuple[str, ...]
    sources_title: str
    sources: tuple[CitedWork, ...]
    standing: tuple[SourceLine, ...]
    settings_title: str
    settings: tuple[str, ...]
    content: str
    purpose: str
    signature: tuple[str, str]
