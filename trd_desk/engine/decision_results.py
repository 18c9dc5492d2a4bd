"""What the engine says of decision points and of the long-term follow-up, without words."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from trd_desk.content.followup_models import DecisionPoint, FollowDomain, Trigger
from trd_desk.engine.course_results import CoursePosition
from trd_desk.engine.verdict import Question, Tri
from trd_desk.record.course_facts import CourseDecisionFact, FollowUpFact

# `over`: the course was stopped, or has had no session for long, so that nothing of it is due.
DueState = Literal["not_yet", "due", "overdue", "decided", "cannot_tell", "over"]
CheckState = Literal["not_yet", "due", "overdue", "each_session", "cannot_tell", "over"]
CheckFrom = Literal["follow_up", "workup", "session", "score"]


@dataclass(frozen=True, slots=True)
class Made:
    """A decision that was made: the entry's key, what it says, and the role in which its person decided, where it is recorded."""

    key: str
    fact: CourseDecisionFact


@dataclass(frozen=True, slots=True)
class PointState:
    """One decision point of one course on a day.

    It may be decided from `opens` on and is overdue after `due`; both None where they cannot be told. `made` are the decisions at this
    point in this course, the oldest first, and `next_key` is the key of the next one. `stopped_on` is the day of the decision that
    ended the course.
    """

    point: DecisionPoint
    product: str
    state: DueState
    opens: dt.date | None
    due: dt.date | None
    made: tuple[Made, ...]
    next_key: str
    questions: tuple[Question, ...] = ()
    stopped_on: dt.date | None = None

    @property
    def last(self) -> Made | None:
        """The last decision at this point."""
        return self.made[-1] if self.made else None

    @property
    def is_wanted(self) -> bool:
        """Whether somebody has to decide now."""
        return self.state in ("due", "overdue")


@dataclass(frozen=True, slots=True)
class RunningCourse:
    """A course with whether it still runs: False after a decision to stop or long without a session, None where that cannot be told."""

    position: CoursePosition
    running: Tri
    stopped_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Check:
    """When a domain was last looked at, and where that is recorded: a check, an examination of the work-up, a session or a score.

    `result` is the text, the code of the answer, or None; `value` is in the domain's unit.
    """

    on: dt.date
    source: CheckFrom
    fact: FollowUpFact | None = None
    key: str = ""
    nothing_found: Tri = None
    result: str | None = None
    value: float | None = None


@dataclass(frozen=True, slots=True)
class TriggerState:
    """Whether a trigger is fulfilled: True, False, None where a fact is missing. `on` is the day of what it follows from."""

    trigger: Trigger
    fulfilled: Tri
    on: dt.date | None = None
    source: CheckFrom | None = None
    was: float | None = None
    now: float | None = None


@dataclass(frozen=True, slots=True)
class DomainState:
    """One domain of the long-term follow-up on a day. `every_months` is the interval that holds, None where it cannot be told or is none."""

    domain: FollowDomain
    state: CheckState
    baseline: Check | None
    last: Check | None
    at_session: Check | None
    opens: dt.date | None
    due: dt.date | None
    every_months: int | None
    triggers: tuple[TriggerState, ...]
    questions: tuple[Question, ...] = ()

    @property
    def is_wanted(self) -> bool:
        """Whether a check has to be done now."""
        return self.state in ("due", "overdue")

    @property
    def fulfilled(self) -> tuple[TriggerState, ...]:
        """The triggers that are fulfilled."""
        return tuple(one for one in self.triggers if one.fulfilled)
