"""What the content's tables may say: drugs, checks, countries, safety, work-up, criteria, settings; and the cases beside any file."""

from typing import Annotated, Literal

from pydantic import Field

from trd_desk.content.models import Cited, Content, Head, Level, Name, Status

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
    brands: Annotated[dict[str, tuple[str, ...]], Field(default_factory=dict)]
    level: Level
    oral_level: Level | None = None
    effect: str
    action: str
    text: str
    oral_text: str | None = None
    kinds: tuple[Literal["sedative", "benzodiazepine", "z_drug", "pressure", "inducer", "inhibitor", "antihypertensive", "antipsychotic"], ...] = ()
    diazepam_10_mg: Annotated[dict[str, float], Field(default_factory=dict)]
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
