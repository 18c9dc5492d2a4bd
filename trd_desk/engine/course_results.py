"""What the engine says of a course: its weeks and phases, its sessions, what is due, what was missed, without words."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from trd_desk.content.course_models import AgeGroup, Indication, Missed, NoPhases, Phase, Spacing, Titration
from trd_desk.engine.session_results import DoseResult
from trd_desk.engine.verdict import Question, Reason, Tri
from trd_desk.record.session_log import SessionLog

# `unrecorded`: planned for a day that has passed, and nothing says whether it was given.
SessionState = Literal["given", "live", "planned", "unrecorded", "cancelled"]
DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class CourseSession:
    """One session of a course. `week` counts from the start of the course; a week recorded with a session wins over the count.

    `dose_mg` is the dose given, else the planned one. `number` is the recorded one, else counted, else None. `earlier` tells a
    session of a course that was over before this one began.
    """

    log: SessionLog
    day: dt.date | None
    state: SessionState
    week: int | None
    number: int | None
    dose_mg: float | None
    mg_per_kg: float | None
    earlier: bool = False

    @property
    def id(self) -> str:
        """The session's id."""
        return self.log.id

    @property
    def was_given(self) -> bool:
        """Whether a dose was begun."""
        return self.state in ("given", "live")


@dataclass(frozen=True, slots=True)
class CourseWeek:
    """One week of the course: its number, its first day, and the phase it lies in, None where none is known or exists.

    `beyond` is the last phase where every phase is over by this week.
    """

    number: int
    first: dt.date
    phase: Phase | None
    beyond: Phase | None

    @property
    def last(self) -> dt.date:
        """Its last day."""
        return self.first + dt.timedelta(days=DAYS_A_WEEK - 1)


@dataclass(frozen=True, slots=True)
class Window:
    """The days, both included, in which the frequency of the phase asks for the next session; `count` sessions are still asked in it."""

    opens: dt.date
    closes: dt.date
    week: int
    last_week: int
    count: int
    phase: Phase


@dataclass(frozen=True, slots=True)
class MissedWeeks:
    """Weeks, now over, with fewer sessions than their phase asks for. `certain` is False where a session of them is unrecorded."""

    first_week: int
    last_week: int
    opens: dt.date
    closes: dt.date
    given: int
    asked: int
    certain: bool
    phase: Phase


@dataclass(frozen=True, slots=True)
class SessionCount:
    """The sessions that count in the last `days` days, today included; `undated` more may lie in them. At most `most` are planned."""

    given: int
    undated: int
    days: int
    most: int


@dataclass(frozen=True)
class CoursePosition:
    """Where the course of one product stands on a day.

    `begins` is the first day of week 1, None while it cannot be told. `joined`: the record does not hold the beginning, which follows
    from a recorded week or from the history. `week` and `phase` are those of `today`, `beyond` the last phase once its weeks are over
    and no phase follows. `given` counts the sessions given in this course and record, `elsewhere` those that the history tells of.
    """

    product: str
    today: dt.date
    indication: Indication | None
    region: str | None
    age_group: AgeGroup | None
    sessions: tuple[CourseSession, ...]
    begins: dt.date | None
    joined: bool
    week: int | None
    phase: Phase | None
    beyond: Phase | None
    weeks: tuple[CourseWeek, ...]
    given: int
    elsewhere: int | None
    recent: SessionCount | None
    due: Window | None
    missed: tuple[MissedWeeks, ...]
    missed_rule: Missed | None
    spacing: Spacing | None
    no_phases: NoPhases | None
    disagreements: tuple[Reason, ...]
    questions: tuple[Question, ...]
    first: Tri

    @property
    def own(self) -> tuple[CourseSession, ...]:
        """The sessions of this course, those of an earlier one left out."""
        return tuple(one for one in self.sessions if not one.earlier)

    @property
    def last(self) -> CourseSession | None:
        """The last session given whose day is known."""
        return next((one for one in reversed(self.sessions) if one.was_given and one.day is not None), None)

    @property
    def days_since(self) -> int | None:
        """Days since the last session given, 0 for today."""
        last = self.last
        return None if last is None or last.day is None else (self.today - last.day).days

    @property
    def ahead(self) -> tuple[CourseSession, ...]:
        """The sessions that are planned for today or later."""
        return tuple(one for one in self.sessions if one.state == "planned")

    @property
    def of_today(self) -> CourseSession | None:
        """The session of today that was not cancelled."""
        return next((one for one in self.sessions if one.day == self.today and one.state != "cancelled"), None)


@dataclass(frozen=True, slots=True)
class PlanFit:
    """How a session that is to be planned fits: its week, number and whether it is the first of its product, as worked out.

    `stops` keep it from being planned, `warns` are said and do not. `dose` is what the dose rules say, None where no dose is named.
    """

    week: int | None
    number: int | None
    first: Tri
    phase: Phase | None
    dose: DoseResult | None
    stops: tuple[Reason, ...]
    warns: tuple[Reason, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class TitrationHint:
    """Whether a higher dose can be offered: True, False, or None where a score is missing."""

    rule: Titration
    offered: Tri
    because: Reason
    question: Question | None = None
