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


# ---------------------------------------------------------------------------------------------------------------------- drugs


class Antidepressant(Content):
    """A drug of the adequacy table. Doses in mg a day; `minimum` decides, `guideline_minimum` is shown beside it.

    `family` is the class that staging counts as one; `counts` is false for the treatments under decision.
    """

    id: Name
    name: str
    drug_class: str
    family: Name
    atc: str | None = None
    minimum: float
    minimum_cr: float | None = None
    unit: str = "mg"
    usual_low: float | None = None
    usual_high: float | None = None
    known_maximum: float | None = None
    guideline_minimum: float | None = None
    brands: tuple[str, ...] = ()
    relatives: tuple[Name, ...] = ()
    counts: bool = True
    status: Status
    sources: Annotated[tuple[Cited, ...], Field(min_length=1)]
    note: str = ""


class AntidepressantTable(Head):
    """The adequacy table."""

    drug: tuple[Antidepressant, ...]


class Agent(Content):
    """An augmenting agent. `minimum` in mg a day (none: individual, so unknown); lithium is judged by its level in mmol/L."""

    id: Name
    name: str
    atc: str | None = None
    minimum: float | None = None
    unit: str = "mg"
    level_from: float | None = None
    level_note_above: float | None = None
    level_warning_above: float | None = None
    never: bool = False
    antipsychotic: bool = False
    usual: str = ""
    brands: tuple[str, ...] = ()
    status: Status
    sources: Annotated[tuple[Cited, ...], Field(min_length=1)]
    note: str = ""


class CombinationMinimum(Content):
    """The daily dose at which a second antidepressant is adequate, where it differs from the adequacy table."""

    drug: Name
    minimum: float
    sources: Annotated[tuple[Cited, ...], Field(min_length=1)]


class AgentTable(Head):
    """Augmenting agents, and the minima of antidepressants that are added to another."""

    agent: tuple[Agent, ...]
    combination: tuple[CombinationMinimum, ...]


# --------------------------------------------------------------------------------------------------------- pseudo-resistance


class PseudoCheck(Content):
    """One way in which depression only looks resistant. `computed` checks are raised from the record, the others are asked.

    `text` is the warning, with {drug}, {minimum}, {weeks}, {needed}, {percent} or {other} where it needs them.
    """

    id: Name
    number: str
    label: str
    computed: bool
    per_trial: bool = False
    text: str
    ask: str
    effect: str
    sources: Annotated[tuple[Cited, ...], Field(min_length=1)]
    status: Status


class PseudoCheckList(Head):
    """The 22 checks, and the drugs that some of them look for."""

    check: tuple[PseudoCheck, ...]
    inducers: tuple[str, ...]
    depressogenic: tuple[str, ...]


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


class CountryStatus(Content):
    """Licence and funding of one product in one country, with the day from which it holds."""

    id: Name
    country: str
    product: str
    licence: str
    funding: str
    since: str
    sources: Annotated[tuple[Cited, ...], Field(min_length=1)]
    status: Status
    note: str = ""


class CountryTable(Head):
    """Status by country."""

    country: tuple[CountryStatus, ...]


# ------------------------------------------------------------------------------------------------------------------- safety


class Condition(Content):
    """A contraindication or caution by its code, as the clinician is asked for it."""

    id: Name
    label: str
    question: str
    level: Level
    group: Literal["vascular", "heart", "brain", "breathing", "endocrine", "reproductive", "liver", "psychiatric", "substances", "urinary"]
    because: str
    action: str
    sources: Annotated[tuple[Cited, ...], Field(min_length=1)]
    status: Status


class AgeRule(Content):
    """A level that follows from age: under `under` years, or `at_most` years and not under `from_age`."""

    id: Name
    label: str
    level: Level
    under: int | None = None
    at_most: int | None = None
    from_age: int | None = None
    because: str
    action: str
    sources: Annotated[tuple[Cited, ...], Field(min_length=1)]
    status: Status


class SafetyTable(Head):
    """Contraindications, cautions and notes."""

    condition: tuple[Condition, ...]
    age: tuple[AgeRule, ...]


class Interaction(Content):
    """A group of drugs that interact, with the level for the spray and for oral products.

    `diazepam_10_mg` gives, by drug, the mg that equal 10 mg of diazepam (provisional).
    """

    id: Name
    label: str
    drugs: Annotated[tuple[str, ...], Field(min_length=1)]
    brands: dict[str, tuple[str, ...]] = {}
    level: Level
    oral_level: Level | None = None
    effect: str
    action: str
    text: str
    oral_text: str | None = None
    kinds: tuple[Literal["sedative", "benzodiazepine", "z_drug", "pressure", "inducer", "inhibitor", "antihypertensive", "antipsychotic"], ...] = ()
    diazepam_10_mg: dict[str, float] = {}
    sources: Annotated[tuple[Cited, ...], Field(min_length=1)]
    status: Status


class InteractionTable(Head):
    """Interactions of ketamine and esketamine."""

    interaction: tuple[Interaction, ...]


# ------------------------------------------------------------------------------------------------- criteria and baseline work


class Criterion(Content):
    """A numbered diagnostic criterion under our own short label."""

    number: int
    label: str
    core: bool = False
    kind: Literal["symptom", "requirement"]


class Criteria(Head):
    """Diagnostic criteria: how many symptoms, of which how many core ones, and which requirements."""

    symptoms_needed: int
    core_needed: int
    criterion: tuple[Criterion, ...]


class WorkupItem(Content):
    """An examination before the first dose, and for whom."""

    id: Name
    label: str
    why: str
    for_whom: str
    valid_days: int | None = None
    sources: Annotated[tuple[Cited, ...], Field(min_length=1)]
    status: Status


class Workup(Head):
    """The baseline work-up."""

    item: tuple[WorkupItem, ...]


# ----------------------------------------------------------------------------------------------------------------- settings


class Setting(Content):
    """A choice where the sources leave one: named, with its default, shown as a setting of the clinic and not as a published fact."""

    id: Name
    label: str
    value: float | int | bool | str | tuple[str, ...] | tuple[float, ...]
    unit: str = ""
    decision: str
    text: str


class SettingTable(Head):
    """The settings of the decisions."""

    setting: tuple[Setting, ...]


# -------------------------------------------------------------------------------------------------------------------- cases


class RuleCase(Content):
    """A case of one entry: a name in plain words, facts in, verdict out; both as partial JSON of the case and assessment formats."""

    name: str
    shows: Literal["met", "not_met", "unknown", "boundary", "scored", "stop", "checklist"]
    case: dict[str, object]
    expect: dict[str, object]


class RuleCases(Content):
    """The cases of one content file."""

    cases: Annotated[tuple[RuleCase, ...], Field(min_length=1)]
