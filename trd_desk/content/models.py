"""What a content file may say: typed fields, checked when loaded, closed to unknown keys. No expressions, nothing is evaluated."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Version = Annotated[str, Field(pattern=r"^\d{4}\.(0[1-9]|1[0-2])$")]
Status = Literal["verified", "reported", "provisional", "site"]
Level = Literal["stop", "hold", "caution", "note"]


class Content(BaseModel):
    """A part of a content file: frozen and closed to unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, defer_build=True)


class Cited(Content):
    """Where a statement comes from: a source of `sources/` and the place in it."""

    source: Name
    locator: str = ""


class Head(Content):
    """What every content file begins with. `warning` names an error of a source that this file corrects."""

    id: Name
    version: Version
    title: str
    valid_from: dt.date
    review_by: dt.date
    status: Status
    sources: Annotated[tuple[Cited, ...], Field(min_length=1)]
    warnings: tuple[str, ...] = ()


class Source(Content):
    """A work that rules rest on. `grade` as in the evidence notes: primary, copy, manufacturer, third party, memory, convention."""

    id: Name
    short: str
    citation: str
    doi: str | None = None
    pmid: str | None = None
    url: str | None = None
    grade: Literal["primary", "copy", "manufacturer", "third_party", "memory", "convention"]
    checked_on: dt.date | None = None


class SourceFile(Content):
    """The bibliography."""

    version: Version
    source: tuple[Source, ...]


# ---------------------------------------------------------------------------------------------------------------- definitions


class TrialRule(Content):
    """Which antidepressant trials count, and how many of different drugs are needed.

    `weeks` at or above the minimum dose; improvement from `improvement_from` (inclusive, none: no floor) to below
    `improvement_below` per cent.
    """

    count: Annotated[int, Field(ge=1)]
    weeks: Annotated[float, Field(gt=0)]
    improvement_below: Annotated[float, Field(gt=0, le=100)]
    improvement_from: float | None = None
    or_psychotherapy: bool = False


class ScoreRule(Content):
    """The latest score of a scale must reach a total."""

    scale: Literal["madrs", "qids_sr16", "hamd17", "phq9", "cgi_s"]
    at_least: float


class Variant(Content):
    """Another reading of the same definition, worked out beside it and shown as a note.

    `show` says when: always, or only when its verdict differs.
    """

    id: Name
    weeks: float | None = None
    improvement_at_most: float | None = None
    count_augmentation: bool = False
    count_ect: bool = False
    literal_star_d: bool = False
    show: Literal["always", "differs"] = "differs"
    text: str


class Factor(Content):
    """One factor of a checklist, with the fact that answers it where the record holds one."""

    id: Name
    group: Literal["patient", "illness", "treatment"]
    label: str
    fact: Name | None = None


class Definition(Head):
    """A definition of resistance: a count rule with what else it asks for, or a checklist without a verdict."""

    kind: Literal["count", "checklist"]
    order: int
    short: str
    question: str
    says: str
    trials: TrialRule | None = None
    psychotherapy_failed: bool = False
    augmentation_failed: bool = False
    ect_failed: bool = False
    score: ScoreRule | None = None
    unless_met: Name | None = None
    variants: tuple[Variant, ...] = ()
    notes: tuple[str, ...] = ()
    factors: tuple[Factor, ...] = ()


# -------------------------------------------------------------------------------------------------------------------- staging


class Band(Content):
    """A named range of a score, both ends included; `weeks` is the published span of weeks where a model gives one."""

    id: Name
    label: str
    low: float
    high: float | None = None
    weeks: tuple[float, float] | None = None


class Tier(Content):
    """Points for a number up to and including `up_to` (none: no end)."""

    up_to: float | None = None
    points: float


class StagingModel(Head):
    """The numbers of one staging model; the steps are a named function of the engine."""

    order: int
    short: str
    says: str
    algorithm: Literal["thase_rush", "european_staging", "mgh_s", "maudsley", "dm_trd", "athf_count"]
    weeks: float
    low: float
    high: float | None = None
    levels: tuple[str, ...] = ()
    bands: tuple[Band, ...] = ()
    points: dict[Name, float] = {}
    duration_months: tuple[Tier, ...] = ()
    drugs: tuple[Tier, ...] = ()
    augmentations: tuple[Tier, ...] = ()
    categories: dict[Name, dict[Name, float]] = {}
    notes: tuple[str, ...] = ()


# ----------------------------------------------------------------------------------------------------------------- pathways

StepName = Literal[
    "adult",
    "unipolar",
    "ssri_1",
    "ssri_2",
    "other_class",
    "augmentation",
    "combination",
    "ect",
    "inpatient",
    "consecutive",
    "two_failures",
    "ongoing_antidepressant",
    "ongoing_ssri_or_snri",
    "acute_suicidality",
    "severity_moderate",
    "psychiatric_emergency",
]


class Step(Content):
    """A prerequisite of a pathway: what it is called on its rung, what to do when it is not met and what to ask when it is unknown.

    `rung` places it on the ladder (1 is the lowest line); none: it stands beside the ladder under "also asked".
    """

    id: StepName
    label: str
    next_step: str = ""
    question: str = ""
    rung: int | None = None
    optional_count: bool = False


class Rung(Content):
    """The rung of ketamine or esketamine: its line, its words and the evidence behind it."""

    line: int
    label: str
    detail: str


class Alternative(Content):
    """Another option at a line of a guideline, with its evidence level."""

    line: str
    option: str
    evidence: str = ""
    kind: Literal["switch", "adjunct", "psychotherapy", "neuromodulation", "research", "other"]
    sources: Annotated[tuple[Cited, ...], Field(min_length=1)]
    note: str = ""


class Pathway(Head):
    """A guideline's or a licence's way to ketamine or esketamine."""

    order: int
    short: str
    body: str
    products: tuple[str, ...]
    drawing: Literal["ladder", "card"]
    line: int | None = None
    recommended: bool = True
    newer_edition: Name | None = None
    step: Annotated[tuple[Step, ...], Field(min_length=1)]
    failures: int | None = None
    earlier_failures_ask: bool = False
    count_reached: bool = False
    countries: tuple[str, ...] = ()
    rung: Rung | None = None
    when_met: str
    when_not_yet: str
    when_unknown: str
    notes: tuple[str, ...] = ()
    alternative: tuple[Alternative, ...] = ()
