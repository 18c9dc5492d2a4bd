"""What the content of outcomes may say: response to loss of gain with their definitions, what a stage may fall by, and stepped care."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from trd_desk.content.models import Head, Name
from trd_desk.content.session_models import Rule

OutcomeState = Literal["response", "partial", "none", "remission", "relapse", "loss_of_gain", "recovery"]
StateField = Literal["severity", "functional_impairment", "anxiety", "psychosocial_stressor"]


class OutcomeDefinition(Rule):
    """A word for an outcome with its definition. `numbers` names the settings and scales that the definition takes its numbers from."""

    id: OutcomeState
    label: str
    says: str
    numbers: tuple[Name, ...] = ()
    loss_percent: Annotated[float, Field(gt=0, le=100)] | None = None


class OutcomeRules(Head):
    """Every word that the page Outcomes uses for a course of scores."""

    definition: tuple[OutcomeDefinition, ...]

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


class DownstagingRules(Head):
    """How a stage before treatment and a stage now are compared.

    A lower band is told only when the lower state was rated at visits `days_apart` or more apart. `state_fields` are the facts that a
    review rates anew. `hypothesis` stands wherever a comparison does.
    """

    days_apart: Annotated[int, Field(ge=1)]
    state_fields: Annotated[tuple[StateField, ...], Field(min_length=1)]
    hypothesis: str
    floor: str
    failed_treatment: str
    band_lower: str
    band_same: str
    component: tuple[StageComponent, ...]


class CareRules(Head):
    """Stepped care of NICE 2009, kept as background."""

    step: tuple[CareStep, ...]
    notes: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _counts(self) -> Self:
        if [step.number for step in self.step] != list(range(1, len(self.step) + 1)):
            raise ValueError("step: must be numbered from 1 on")
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
