"""One case with the library it is judged by: ages, episodes, and what an improvement or a dose says, with its unknowns."""

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from trd_desk.content.library import Library
from trd_desk.engine.verdict import Interval, Question, Tri
from trd_desk.record.models import Case, DoseStep, TreatmentBase


@dataclass(frozen=True, slots=True)
class Improvement:
    """The best fall of the score in per cent, between `low` and `high`; `open_end`: `high` itself is not reached."""

    low: float
    high: float
    open_end: bool

    def below(self, cut: float) -> Tri:
        """Whether the improvement is under the cut."""
        if self.high < cut or (self.open_end and self.high <= cut):
            return True
        return False if self.low >= cut else None

    def at_most(self, cut: float) -> Tri:
        """Whether the improvement is the cut or less."""
        if self.high <= cut:
            return True
        return False if self.low > cut else None

    def reaches(self, cut: float) -> Tri:
        """Whether the improvement is the cut or more."""
        below = self.below(cut)
        return None if below is None else not below


@dataclass(frozen=True)
class Facts:
    """One case, the library and the day on which the question is asked. `provisional` switches unverified rules on."""

    case: Case
    library: Library
    as_of: dt.date
    provisional: bool = False

    @cached_property
    def age(self) -> int | None:
        """Completed years of age on `as_of`, or None."""
        born = self.case.patient.birth_date
        return None if born is None else years_between(born, self.as_of)

    @cached_property
    def months(self) -> float | None:
        """Months from the episode's start to `as_of` (whole days by the length of a month in the settings), or None."""
        start = self.case.episode.start
        return None if start is None else (self.as_of - start).days / self.library.number("month_days")

    def was_asked(self, kind: str) -> bool:
        """True when the list of past treatments of this kind is complete."""
        return kind in self.case.asked

    def treatments(self, kind: str) -> tuple[Any, ...]:
        """The recorded treatments of one kind, in order."""
        return tuple(item for item in self.case.treatments if item.kind == kind)

    def current(self, treatment: TreatmentBase) -> Tri:
        """Whether a treatment belongs to this episode (decisions 4 and 44): as recorded, else by its dates, else unknown."""
        if treatment.episode is not None:
            return treatment.episode == "current"
        border = self.case.episode.start
        if border is not None and treatment.start is not None and treatment.start >= border:
            return True
        if border is not None and treatment.end is not None and treatment.end < border:
            return False
        return None

    def improvement(self, treatment: TreatmentBase) -> Improvement | None:
        """The improvement as recorded in per cent, else from the outcome (decision 3), else None."""
        if treatment.improvement_percent is not None:
            return Improvement(treatment.improvement_percent, treatment.improvement_percent, open_end=False)
        partial, response = self.library.number("partial_from"), self.library.number("response_from")
        return {
            None: None,
            "none": Improvement(-math.inf, partial, open_end=True),
            "partial": Improvement(partial, response, open_end=True),
            "response": Improvement(response, 100, open_end=False),
            "remission": Improvement(response, 100, open_end=False),
        }[treatment.outcome]

    def failed(self, treatment: TreatmentBase, below: float | None = None) -> Tri:
        """Whether the improvement stayed under the cut (default: response); a response that was lost is no failure (decision 7)."""
        if treatment.stop_reason == "loss_of_response":
            return False
        improvement = self.improvement(treatment)
        return None if improvement is None else improvement.below(below if below is not None else self.library.number("response_from"))

    def outcome_question(self, treatment: TreatmentBase, name: str) -> Question:
        """The question for a treatment's improvement."""
        return Question("improvement", f"treatments.{treatment.id}.improvement_percent", {"name": name})

    def episode_question(self, treatment: TreatmentBase, name: str) -> Question:
        """The question for a treatment's episode."""
        return Question("episode", f"treatments.{treatment.id}.episode", {"name": name})


def years_between(born: dt.date, day: dt.date) -> int:
    """Completed years from a birth date to a day; a birthday on 29 February is completed on 1 March in other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def weeks_at(steps: Iterable[DoseStep], minimum: float | None, *, above: bool = False) -> Interval:
    """The weeks at or above (or only above) a daily dose, as an interval; no steps or no minimum leave it open."""
    low, high = 0.0, 0.0
    listed = tuple(steps)
    for step in listed:
        reached: Tri = None
        if minimum is not None and step.mg is not None:
            reached = step.mg > minimum if above else step.mg >= minimum
        if reached is False:
            continue
        weeks = math.inf if step.weeks is None else step.weeks
        high += weeks
        if reached and step.weeks is not None:
            low += step.weeks
    if not listed:
        high = math.inf
    # Weeks are typed with a decimal or two; sums in binary would leave 5.999… of six.
    return (round(low, 6), None if math.isinf(high) else round(high, 6))
