"""What the content of the follow-up may say: decision points with their due weeks, and the long-term schedule with its triggers."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from trd_desk.content.models import Head, Name
from trd_desk.content.session_models import Product, Rule

Choice = Literal["continue", "change", "stop", "defer"]
Since = Literal["first_session", "response", "last_check"]


class DecisionPoint(Rule):
    """A moment at which somebody decides how a course goes on.

    It is due at the end of `week` (weeks count from 1, the week that begins with the first session given), or `months` after what
    `counts_from` names; `every_months` repeats it. `products` and `indications` say for which courses.
    """

    id: Name
    label: str
    question: str
    says: str
    products: Annotated[tuple[Product, ...], Field(min_length=1)]
    indications: tuple[Literal["trd", "emergency"], ...] = ("trd",)
    week: Annotated[int, Field(ge=1, le=520)] | None = None
    months: Annotated[float, Field(gt=0)] | None = None
    every_months: Annotated[float, Field(gt=0)] | None = None
    counts_from: Since = "first_session"
    choices: Annotated[tuple[Choice, ...], Field(min_length=1)]
    caution: str = ""

    @model_validator(mode="after")
    def _is_due_once(self) -> Self:
        if (self.week is None) == (self.months is None):
            raise ValueError("week: give either week or months")
        return self


class DecisionPoints(Head):
    """The decision points of a course. `caution` stands beside every decision to stop."""

    point: tuple[DecisionPoint, ...]
    caution: str = ""


class Trigger(Rule):
    """What a finding of a domain asks for."""

    id: Name
    label: str
    action: str
    level: Literal["hold", "review", "note"]


class FollowDomain(Rule):
    """A domain of the long-term follow-up.

    `first_weeks` are weeks of the course at whose end it is due; then it is due every `every_months` (`older_every_months` from the age
    of `older_from_age` on). `each_session` domains are asked by the checklist of the day. `products` are the courses that it belongs to;
    empty for all. `other_every_months` holds for the products that are not named.
    """

    id: Name
    label: str
    why: str
    baseline: str
    says: str
    each_session: bool = False
    first_weeks: tuple[int, ...] = ()
    every_months: Annotated[float, Field(gt=0)] | None = None
    older_every_months: Annotated[float, Field(gt=0)] | None = None
    older_from_age: int | None = None
    products: tuple[Product, ...] = ()
    other_every_months: Annotated[float, Field(gt=0)] | None = None
    unit: str = ""
    trigger: tuple[Trigger, ...] = ()


class FollowUp(Head):
    """The long-term schedule."""

    domain: tuple[FollowDomain, ...]

    def of(self, name: str) -> FollowDomain | None:
        """The domain of this id, or None for one that these rules do not know."""
        return next((one for one in self.domain if one.id == name), None)
