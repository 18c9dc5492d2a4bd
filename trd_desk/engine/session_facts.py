"""One treatment session with its patient, its day and the sessions before it (decisions 31, 63 and 64)."""

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from trd_desk.content.library import Library
from trd_desk.engine.facts import Facts, years_between
from trd_desk.engine.verdict import Tri
from trd_desk.record.session_models import GivenDose, PlannedDose, Predose, Session

MINUTES_A_DAY = 24 * 60
_NO_PREDOSE = Predose.model_construct()
_NO_PLAN = PlannedDose.model_construct()


def minutes_of(time: str) -> int:
    """A clock time as minutes since midnight."""
    return int(time[:2]) * 60 + int(time[3:])


def clock_time(minutes: int) -> str:
    """Minutes since the midnight of the session's day as a clock time, also past the next midnight."""
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


@dataclass(frozen=True)
class SessionFacts:
    """One session: its day, the patient on that day, and the earlier sessions in their order."""

    facts: Facts
    record: Session
    earlier: tuple["SessionFacts", ...]

    @property
    def library(self) -> Library:
        """The library."""
        return self.facts.library

    @property
    def day(self) -> dt.date:
        """The session's day; the day of the question where it names none."""
        return self.record.on or self.facts.as_of

    @cached_property
    def age(self) -> int | None:
        """Completed years of age on the session's day."""
        born = self.facts.case.patient.birth_date
        return None if born is None else years_between(born, self.day)

    @property
    def predose(self) -> Predose:
        """The checklist's answers; none where the checklist has not been begun."""
        return self.record.predose or _NO_PREDOSE

    @property
    def planned(self) -> PlannedDose:
        """The planned dose; nothing known where none is planned."""
        return self.record.planned or _NO_PLAN

    @property
    def given(self) -> GivenDose | None:
        """What was given, or None where nothing was."""
        given = self.record.given
        return given if given and (given.dose_mg is not None or given.devices or given.start or given.end) else None

    # -------------------------------------------------------------------------------------------------------------- weight

    @property
    def weight_kg(self) -> float | None:
        """The session's own weight, else the patient's."""
        return self.facts.case.patient.weight_kg if self.record.weight_kg is None else self.record.weight_kg

    @property
    def weight_on(self) -> dt.date | None:
        """The day of that weight; a session's own weight does not borrow the day of another."""
        if self.record.weight_kg is not None or self.record.weight_on is not None:
            return self.record.weight_on
        return self.facts.case.patient.weight_on

    @property
    def weight_days(self) -> int | None:
        """How many days old the weight is; None where its day is missing or lies after the session."""
        on = self.weight_on
        return None if on is None or on > self.day else (self.day - on).days

    @cached_property
    def bmi(self) -> float | None:
        """Body mass index in kg/m², or None."""
        height = self.facts.case.patient.height_cm
        return None if self.weight_kg is None or height is None else self.weight_kg / (height / 100) ** 2

    # ---------------------------------------------------------------------------------------------------------------- course

    @property
    def first(self) -> Tri:
        """Whether this is the first session ever: as recorded, else by its number, else by the sessions listed before it."""
        if self.record.first is not None:
            return self.record.first
        if self.record.number is not None:
            return self.record.number <= 1
        return False if self.earlier else None

    @cached_property
    def before(self) -> "SessionFacts | None":
        """The last earlier session of the same product."""
        return next((one for one in reversed(self.earlier) if one.record.product == self.record.product), None)

    @property
    def dose_mg(self) -> float | None:
        """The dose given, else the planned one."""
        given = self.record.given
        return given.dose_mg if given and given.dose_mg is not None else self.planned.dose_mg

    def has_condition(self, codes: Iterable[str]) -> bool:
        """Whether one of the conditions is recorded as present."""
        return any(self.facts.case.conditions.get(code) is True for code in codes)

    # ----------------------------------------------------------------------------------------------------------------- times

    @cached_property
    def given_times(self) -> tuple[int, ...]:
        """When devices were used, or the infusion or dose began and ended, in minutes of the day and in order of the clock."""
        given = self.given
        if given is None:
            return ()
        times = [minutes_of(time) for time in (*given.devices, given.start, given.end) if time]
        # An infusion that ends, or a device that is used, after midnight: its clock time is far below the first one.
        start = minutes_of(given.start) if given.start else times[0] if times else 0
        return tuple(sorted(time + MINUTES_A_DAY if time < start - MINUTES_A_DAY // 2 else time for time in times))

    def minutes(self, time: str) -> int:
        """A clock time of the session in minutes; one far before the dose belongs to the day after."""
        value = minutes_of(time)
        return value + MINUTES_A_DAY if self.given_times and value < self.given_times[0] - MINUTES_A_DAY // 2 else value


def session_order(facts: Facts) -> tuple[SessionFacts, ...]:
    """The sessions in the order of their days, then of the list (decision 31)."""
    found: tuple[SessionFacts, ...] = ()
    for record in sorted(facts.case.sessions, key=lambda one: one.on or facts.as_of):
        found = (*found, SessionFacts(facts, record, found))
    return found


def rounded(dose: float, step: float) -> float:
    """The dose rounded to a step, ties down. Sums in binary would leave 33.749999… of 33.75."""
    return round(math.ceil(round(dose / step, 6) - 0.5) * step, 6)
