"""What is recorded about a course of treatment beside its sessions: ratings, reviews, stages kept, decisions, checks, goals."""

from typing import Annotated, Literal

from pydantic import Field

from trd_desk.record.fact import Day, Fact, Id, Text
from trd_desk.record.session_parts import Moment

Rating10 = Annotated[float, Field(ge=0, le=10)]
Total = Annotated[float, Field(ge=0, le=200)]
ItemValue = Annotated[int, Field(ge=0, le=10)]


class RatingFact(Fact):
    """A rating on a scale that is none of the case format's: its items by number, its total, or a level read from the official form.

    `session` is the session that it belongs to and `phase` the moment within it, where it has one.
    """

    scale: Text
    on: Day
    total: Total | None = None
    items: tuple[ItemValue | None, ...] | None = None
    level: Text | None = None
    metric: Text | None = None
    session: Id | None = None
    phase: Text | None = None
    note: Text | None = None


class ScoreAboutFact(Fact):
    """What is told about a score beside its numbers; its key is the score's.

    `by` is who answered the items, `wording` which text was shown (`shipped`, or a site's file with its version), `extra` the answer to
    the form's own further question, `done_at` when the patient said that it was finished.
    """

    by: Literal["patient", "clinician"]
    wording: Text | None = None
    extra: ItemValue | None = None
    done_at: Moment | None = None


class CrisisFact(Fact):
    """That the crisis advice came up for a score, who saw it and what was done; its key is the score's."""

    item: ItemValue | None = None
    seen_at: Moment
    done: Text | None = None


class ReviewFact(Fact):
    """What was rated anew at a visit, and the step of care that is needed now; facts that were not rated are absent."""

    on: Day
    severity: Literal["subsyndromal", "mild", "moderate", "severe", "severe_psychotic"] | None = None
    functional_impairment: Literal["none", "mild", "moderate", "severe"] | None = None
    anxiety: Literal["none", "subthreshold", "disorder"] | None = None
    psychosocial_stressor: bool | None = None
    care_step: Annotated[int, Field(ge=1, le=5)] | None = None
    note: Text | None = None


class StageKept(Fact):
    """One staging model as it stood: range and its two parts, both ends included; None where an end was open or it did not apply."""

    id: Id
    verdict: Literal["scored", "interval", "not_applicable"]
    low: float | None = None
    high: float | None = None
    history: tuple[float | None, float | None] | None = None
    state: tuple[float | None, float | None] | None = None
    band: Text | None = None
    band_range: tuple[Text, Text] | None = None


class StageBaselineFact(Fact):
    """The stages before the first dose of a course, kept as they were; its key is the product.

    `on` is the day they are of, `session` the one of the first dose where they were kept with it. `afterwards` says that they were
    worked out after the first dose, from what the record held then. The four facts of the state are those that the stages were worked
    out with; absent where they were not known.
    """

    on: Day
    session: Id | None = None
    content_version: Text
    content_digest: Text
    afterwards: bool = False
    severity: Literal["subsyndromal", "mild", "moderate", "severe", "severe_psychotic"] | None = None
    functional_impairment: Literal["none", "mild", "moderate", "severe"] | None = None
    anxiety: Literal["none", "subthreshold", "disorder"] | None = None
    psychosocial_stressor: bool | None = None
    care_step: Annotated[int, Field(ge=1, le=5)] | None = None
    stages: Annotated[tuple[StageKept, ...], Field(max_length=20)]


class CourseDecisionFact(Fact):
    """What was decided at a decision point of a course, by whom and in which role. Its key is `<product>/<point>/<n>`, n from 1.

    `next_on` is the day to which a deferred decision was put off, or on which a repeated one is wanted again.
    """

    point: Id
    product: Id
    on: Day
    decision: Literal["continue", "change", "stop", "defer"]
    reason: Text | None = None
    by: Text | None = None
    role: Text | None = None
    next_on: Day | None = None


class FollowUpFact(Fact):
    """A check of the long-term follow-up: its domain, the day, what was found, and the triggers that it fulfilled.

    `nothing_found` true says that the domain was asked and nothing was found; None that it is not known.
    """

    domain: Id
    on: Day
    nothing_found: bool | None = None
    result: Text | None = None
    value: float | None = None
    triggers: Annotated[tuple[Id, ...], Field(max_length=20)] = ()
    note: Text | None = None


class GoalFact(Fact):
    """A goal that the patient, the family and the team agreed on, with how it is rated: 0 not at all, 10 as wished."""

    text: Text
    area: Literal["symptoms", "function", "relationships", "work", "body", "safety", "other"] | None = None
    agreed_with: Annotated[tuple[Literal["patient", "family", "team"], ...], Field(max_length=3)] = ()
    agreed_on: Day | None = None
    review_on: Day | None = None
    state: Literal["open", "reached", "dropped"] = "open"


class GoalRatingFact(Fact):
    """How near a goal is on a day, in the patient's own rating or another's; its key is `<goal>/<n>`."""

    goal: Id
    on: Day
    rating: Rating10
    by: Literal["patient", "family", "clinician"] = "patient"


class SafetyPlanFact(Fact):
    """The risk now, the plan for a crisis and whom to call, for letters and for the page."""

    on: Day
    plan: Text | None = None
    contacts: Text | None = None


class LetterFact(Fact):
    """What a person wrote for a letter beside what the record holds; its key is the document's kind."""

    lines: Annotated[dict[str, Text], Field(max_length=40)]
