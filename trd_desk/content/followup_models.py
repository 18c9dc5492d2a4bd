"""What the content of the follow-up may say: decision points with their due weeks, and the long-term schedule with its triggers."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from trd_desk.content.conduct_models import Short
from trd_desk.content.models import Head, Name
from trd_desk.content.session_models import Product, Rule

Choice = Literal["continue", "change", "stop", "defer"]
Since = Literal["first_session", "response"]
Months = Annotated[int, Field(ge=1, le=120)]
FollowWeek = Annotated[int, Field(ge=1, le=520)]


class DecisionPoint(Rule):
    """A moment at which somebody decides how a course goes on.

    It is due by the end of `week` (weeks count from 1, the week that begins with the first session given) and may be decided from the
    first day of `opens_week` on; or it is due `months` after what `counts_from` names. `every_months` repeats it from the last decision.
    `standing` labels it as what it is. `asks_benefit` marks the point at which the benefit of the induction is judged.
    """

    id: Name
    label: Short
    standing: str
    question: str
    says: str
    products: Annotated[tuple[Product, ...], Field(min_length=1)]
    indications: Annotated[tuple[Literal["trd", "emergency"], ...], Field(min_length=1)] = ("trd",)
    week: FollowWeek | None = None
    opens_week: FollowWeek | None = None
    months: Months | None = None
    every_months: Months | None = None
    counts_from: Since = "first_session"
    asks_benefit: bool = False
    choices: Annotated[tuple[Choice, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _is_due_once(self) -> Self:
        if (self.week is None) == (self.months is None):
            raise ValueError("week: give either week or months")
        if self.week is not None and (self.counts_from != "first_session" or self.every_months is not None):
            raise ValueError("week: a week counts from the first session and does not repeat")
        if self.opens_week is not None and (self.week is None or self.opens_week > self.week):
            raise ValueError("opens_week: needs a week that is not before it")
        return self

    def fits(self, product: str, indication: str) -> bool:
        """Whether the point belongs to a course of this product and indication."""
        return product in self.products and indication in self.indications


class Caution(Rule):
    """What stands beside a decision to stop: always, or while the months after improvement are not over."""

    id: Name
    text: str
    shows: Literal["always", "before_months_after_response"] = "always"
    months: Months | None = None

    @model_validator(mode="after")
    def _has_months(self) -> Self:
        if (self.shows == "before_months_after_response") != (self.months is not None):
            raise ValueError("months: is needed where the caution counts from the response, and only there")
        return self


class DecisionPoints(Head):
    """The decision points of a course.

    A point or check counted in months may be seen to `early_days` before its day. A course without a session for `running_days`, and
    none planned, is taken for over: nothing of it is due. A reason has at least `least_reason` letters.
    """

    early_days: Annotated[int, Field(ge=0, le=60)]
    running_days: Annotated[int, Field(ge=7, le=1000)]
    least_reason: Annotated[int, Field(ge=1, le=200)]
    stop_rule: str
    point: tuple[DecisionPoint, ...]
    caution: tuple[Caution, ...] = ()

    @model_validator(mode="after")
    def _names_once(self) -> Self:
        names = [one.id for one in self.point]
        if len(names) != len(set(names)):
            raise ValueError("point: an id is there twice")
        return self

    def of(self, name: str) -> DecisionPoint | None:
        """The point of this id, or None for one that these rules do not know."""
        return next((one for one in self.point if one.id == name), None)


class Trigger(Rule):
    """A finding of a domain and what it asks for.

    It is ticked by a person, or worked out: from an answer of the checklist (`session_answers` of the domain's `session_field`, or any
    `session_rise` of it), from the value of a check (`above`, or `fall` since the baseline), or from the scores (`outcome`; the
    loss of gain with the numbers of the outcomes).
    """

    id: Name
    label: str
    action: str
    level: Literal["hold", "review", "note"]
    session_answers: tuple[str, ...] = ()
    session_rise: tuple[str, ...] = ()
    above: float | None = None
    fall: Annotated[float, Field(gt=0)] | None = None
    outcome: Literal["loss_of_gain", "high_scores"] | None = None
    scale: Literal["madrs"] | None = None
    at_least: Annotated[float, Field(gt=0)] | None = None
    times: Annotated[int, Field(ge=1, le=10)] | None = None

    @model_validator(mode="after")
    def _has_numbers(self) -> Self:
        if (self.outcome == "high_scores") != (None not in (self.scale, self.at_least, self.times)):
            raise ValueError("outcome: high_scores needs scale, at_least and times")
        return self

    @property
    def can_be_ticked(self) -> bool:
        """Whether a person may say it: what a value, a rise or the scores tell is not asked."""
        return not (self.session_rise or self.outcome) and self.above is None and self.fall is None

    @property
    def worked_out(self) -> bool:
        """Whether the program can see it without anybody ticking it."""
        return bool(self.session_answers or self.session_rise or self.outcome) or self.above is not None or self.fall is not None


class FollowDomain(Rule):
    """A domain of the long-term follow-up.

    `check` is what is done when a check is due: by the end of each of `first_weeks`, at each of `first_months`, then every `every_months`
    after the last check (`older_every_months` from `older_from_age` years on). `products` are those that this schedule holds for (empty:
    all); `other_every_months` holds for the others. `session_field` is the answer of the pre-dose checklist that asks the domain at every
    session, and `session_asks` says so: it is not asked here again. `workup` names the examinations that are its baseline;
    `workup_value` says that the result of the one examination is written in the domain's `unit`, so that its number is a value.
    """

    id: Name
    label: Short
    why: str
    baseline: str
    says: str
    check: str = ""
    session_field: Name | None = None
    session_item: Name | None = None
    session_asks: str = ""
    workup: tuple[Name, ...] = ()
    workup_value: bool = False
    first_weeks: tuple[FollowWeek, ...] = ()
    first_months: tuple[Months, ...] = ()
    every_months: Months | None = None
    older_every_months: Months | None = None
    older_from_age: Annotated[int, Field(ge=18, le=120)] | None = None
    products: tuple[Product, ...] = ()
    other_every_months: Months | None = None
    value_label: str = ""
    unit: str = ""
    value_high: Annotated[float, Field(gt=0)] | None = None
    harm: Short | None = None
    trigger: tuple[Trigger, ...] = ()

    @model_validator(mode="after")
    def _is_asked(self) -> Self:
        if not self.session_asks and self.every_months is None:
            raise ValueError("every_months: give it, or say in session_asks where the domain is asked")
        if (self.older_every_months is None) != (self.older_from_age is None):
            raise ValueError("older_from_age: is needed with older_every_months, and only with it")
        if any(one.session_answers or one.session_rise for one in self.trigger) and self.session_field is None:
            raise ValueError("session_field: is needed by a trigger that follows from an answer of the checklist")
        if self.workup_value and (len(self.workup) != 1 or not self.unit):
            raise ValueError("workup_value: needs a unit and exactly one examination in workup")
        return self

    @property
    def has_checks(self) -> bool:
        """Whether checks of its own are due, beside what every session asks."""
        return self.every_months is not None


class FollowUp(Head):
    """The long-term schedule."""

    domain: tuple[FollowDomain, ...]

    @model_validator(mode="after")
    def _names_once(self) -> Self:
        names = [one.id for one in self.domain]
        if len(names) != len(set(names)):
            raise ValueError("domain: an id is there twice")
        return self

    def of(self, name: str) -> FollowDomain | None:
        """The domain of this id, or None for one that these rules do not know."""
        return next((one for one in self.domain if one.id == name), None)


def follow_faults(schedule: FollowUp, workup: frozenset[str], predose: frozenset[str]) -> list[str]:
    """One sentence for each examination or checklist item that the schedule names and nothing holds."""
    faults = []
    for domain in schedule.domain:
        faults += [f"follow-up {domain.id}: workup: no examination '{name}' in the work-up" for name in domain.workup if name not in workup]
        if domain.session_item is not None and domain.session_item not in predose:
            faults.append(f"follow-up {domain.id}: session_item: no item '{domain.session_item}' in the checklist")
    return faults
