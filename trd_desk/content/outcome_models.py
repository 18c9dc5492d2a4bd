"""What the content of outcomes may say: response to loss of gain with their definitions, what a stage may fall by, and stepped care."""

from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from trd_desk.content.models import Head, Name
from trd_desk.content.session_models import Rule

OutcomeState = Literal["response", "partial", "none", "remission", "relapse", "loss_of_gain", "recovery"]
StateField = Literal["severity", "functional_impairment", "anxiety", "psychosocial_stressor"]


class OutcomeCut(Rule):
    """The cut of remission of one scale: the setting that holds it, and where it comes from."""

    scale: Name
    setting: Name


class OutcomeNote(Rule):
    """A remark on a definition for one scale, with a standing of its own."""

    scale: Name
    says: str


class OutcomeDefinition(Rule):
    """A word for an outcome with its definition.

    `numbers` names the settings that the definition takes its numbers from, `cut` those of single scales; relapse totals stand in the files of
    the scales. `reading` says how a text was read that leaves a choice. `loss_percent` is the part of the gain whose loss counts.
    """

    id: OutcomeState
    label: str
    question: str
    says: str
    reading: str = ""
    numbers: tuple[Name, ...] = ()
    cut: tuple[OutcomeCut, ...] = ()
    note: tuple[OutcomeNote, ...] = ()
    loss_percent: Annotated[float, Field(gt=0, le=100)] | None = None


class OutcomeRules(Head):
    """Every word that the page Outcomes uses for a course of scores."""

    definition: tuple[OutcomeDefinition, ...]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        names = [one.id for one in self.definition]
        wanted = get_args(OutcomeState)
        if sorted(names) != sorted(wanted):
            raise ValueError("definition: must hold each word once: " + ", ".join(wanted))
        if self.of("loss_of_gain").loss_percent is None:
            raise ValueError("definition: loss_of_gain lacks loss_percent")
        return self

    @property
    def loss_percent(self) -> float:
        """The part of the gain, in per cent, whose loss is a loss of gain."""
        return self.of("loss_of_gain").loss_percent or 0.0

    def of(self, name: str) -> OutcomeDefinition:
        """The definition of this outcome."""
        return next(one for one in self.definition if one.id == name)


class StageComponent(Rule):
    """What a stage is made of, and whether it may fall after treatment: never, when the episode ends, or by a new rating."""

    id: Name
    label: str
    may_fall: Literal["never", "when_the_episode_ends", "by_rating", "by_care_needed", "add_since"]
    rule: str
    models: tuple[Name, ...] = ()


class CareStep(Rule):
    """A step of stepped care: for whom and what."""

    number: Annotated[int, Field(ge=1, le=5)]
    who: str
    what: str


class SeverityHint(Rule):
    """The category of severity that a total of a scale suggests, from `low` to `high`, both included; the clinician decides."""

    severity: Literal["subsyndromal", "mild", "moderate", "severe", "severe_psychotic"]
    scale: Name
    low: float
    high: float | None = None


class StageNote(Rule):
    """What is said of the idea behind the comparison."""

    text: str


class DownstagingRules(Head):
    """How a stage before treatment and a stage now are compared.

    A lower band is told only when the lower state was rated at visits `days_apart` or more apart. `state_fields` are the facts that a
    review rates anew. `hypothesis` stands wherever a comparison does. `severity_hint` suggests a severity by a total; `function_scales` are
    those whose latest total stands beside the stages.
    """

    days_apart: Annotated[int, Field(ge=1)]
    state_fields: Annotated[tuple[StateField, ...], Field(min_length=1)]
    hypothesis: str
    floor: str
    failed_treatment: str
    episode_end: str
    pairing: str
    function_scales: tuple[Name, ...] = ()
    band_lower: str
    band_same: str
    component: tuple[StageComponent, ...]
    severity_hint: tuple[SeverityHint, ...] = ()
    note: tuple[StageNote, ...] = ()

    def of(self, name: str) -> StageComponent:
        """The component of this id."""
        return next(one for one in self.component if one.id == name)

    def rated_anew(self, model: str) -> tuple[StateField, ...]:
        """The facts of a staging model that a review rates anew; none for a model that only counts."""
        return tuple(name for name in self.state_fields if model in self.of(name).models)

    @model_validator(mode="after")
    def _state_fields_are_components(self) -> Self:
        by_rating = {one.id for one in self.component if one.may_fall == "by_rating"}
        if set(self.state_fields) != by_rating:
            raise ValueError("state_fields: must be the ids of the components that may fall by rating")
        return self


class CareRules(Head):
    """Stepped care of NICE 2009, kept as background. `replaced` stands wherever a step does; `gaps` is what an audit of it found.

    `gaps_title` says whose audit it was.
    """

    step: tuple[CareStep, ...]
    replaced: str
    notes: tuple[StageNote, ...] = ()
    gaps_title: str = ""
    gaps: tuple[StageNote, ...] = ()

    @model_validator(mode="after")
    def _counts(self) -> Self:
        if [step.number for step in self.step] != list(range(1, len(self.step) + 1)):
            raise ValueError("step: must be numbered from 1 on")
        if bool(self.gaps) != bool(self.gaps_title):
            raise ValueError("gaps_title: is needed with gaps, and only with them")
        return self


class GoalArea(Rule):
    """An area of life in which a goal may lie."""

    id: Literal["symptoms", "function", "relationships", "work", "body", "safety", "other"]
    label: str
    says: str


class PlanRule(Rule):
    """What is said of a shared plan."""

    id: Name
    text: str


class PlanRules(Head):
    """The shared plan of goals: what the idea asks for, the areas, and how a goal is rated from `lowest` to `highest`."""

    aim_hint: str
    lowest: float
    highest: float
    lowest_says: str
    highest_says: str
    rule: tuple[PlanRule, ...]
    area: tuple[GoalArea, ...]
