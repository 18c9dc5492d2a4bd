"""Is an antidepressant trial adequate, and does it count as a failure for a definition? (decisions 1 to 8, 44, 45, 54)"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from trd_desk.content.library import drug_key
from trd_desk.content.table_models import Antidepressant as Drug
from trd_desk.engine.facts import Facts, Improvement, weeks_at
from trd_desk.engine.verdict import Cell, Interval, Question, Reason, Tri, TrialResult, all_of, at_least
from trd_desk.record.models import Antidepressant


class Count(NamedTuple):
    """What a trial must have to count: weeks at the minimum dose, and improvement from a floor to below (or at most) a cut."""

    weeks: float
    below: float
    floor: float | None = None
    at_most: float | None = None
    guideline: bool = False


@dataclass(frozen=True)
class Trial:
    """One antidepressant trial with what the tables say about its drug."""

    facts: Facts
    record: Antidepressant
    position: int

    @cached_property
    def drug(self) -> Drug | None:
        """The row of the adequacy table."""
        return self.facts.library.antidepressant(self.record.drug)

    @property
    def name(self) -> str:
        """What the trial is called in a sentence; empty while no drug is named."""
        return self.drug.name if self.drug else (self.record.drug or "")

    @property
    def key(self) -> str | None:
        """The drug by which trials are counted as one, or None when it is not known."""
        return self.drug.id if self.drug else (drug_key(self.record.drug) if self.record.drug else None)

    def minimum(self, *, guideline: bool = False) -> float | None:
        """The minimum adequate daily dose; the controlled-release one where the formulation says so (paroxetine, decision 45)."""
        if self.drug is None:
            return None
        if guideline and self.drug.guideline_minimum is not None:
            return self.drug.guideline_minimum
        if self.record.formulation == "cr" and self.drug.minimum_cr is not None:
            return self.drug.minimum_cr
        return self.drug.minimum

    def weeks(self, *, guideline: bool = False) -> Interval:
        """Weeks at or above the minimum dose."""
        return self._weeks_by_guideline if guideline else self._weeks

    @cached_property
    def _weeks(self) -> Interval:
        return weeks_at(self.record.doses, self.minimum())

    @cached_property
    def _weeks_by_guideline(self) -> Interval:
        return weeks_at(self.record.doses, self.minimum(guideline=True))

    @cached_property
    def _cells(self) -> dict[tuple[Count, bool], Cell]:
        """Cells worked out already: one assessment asks for the same count many times."""
        return {}

    @cached_property
    def highest_mg(self) -> float | None:
        """The highest dose recorded, or None."""
        return max((step.mg for step in self.record.doses if step.mg is not None), default=None)

    @cached_property
    def dose_reached(self) -> Tri:
        """Whether the minimum dose was ever reached."""
        minimum = self.minimum()
        if minimum is None or not self.record.doses:
            return None
        if self.highest_mg is not None and self.highest_mg >= minimum:
            return True
        return None if any(step.mg is None for step in self.record.doses) else False

    @cached_property
    def adherent(self) -> Tri:
        """Taken as prescribed: said so, or the percentage of the setting reached (decision 2)."""
        percent = self.record.adherence_percent
        enough = None if percent is None else percent >= self.facts.library.number("adherence_percent")
        if self.record.adherent is True or enough is True:
            return True
        return False if self.record.adherent is False or enough is False else None

    @cached_property
    def current(self) -> Tri:
        """Whether the trial belongs to this episode."""
        return self.facts.current(self.record)

    @cached_property
    def improvement(self) -> Improvement | None:
        """The improvement."""
        return self.facts.improvement(self.record)

    @cached_property
    def ongoing(self) -> Tri:
        """Whether the drug is being taken now (decision 42)."""
        if self.record.stop_reason is not None:
            return self.record.stop_reason == "ongoing"
        return None if self.record.end is None else False

    @property
    def may_count(self) -> bool:
        """False for ketamine and esketamine, the treatments under decision (decision 8)."""
        return self.drug is None or self.drug.counts

    def adequate(self, weeks: float, *, guideline: bool = False) -> Tri:
        """Dose, weeks and adherence together (decision 45)."""
        return all_of((at_least(self.weeks(guideline=guideline), weeks), self.adherent))

    # ------------------------------------------------------------------------------------------------------------ counting

    def _improvement_fits(self, count: Count) -> Tri:
        if self.record.stop_reason == "loss_of_response":
            return False
        if self.improvement is None:
            return None
        under = self.improvement.at_most(count.at_most) if count.at_most is not None else self.improvement.below(count.below)
        floor = True if count.floor is None else self.improvement.reaches(count.floor)
        return all_of((under, floor))

    def cell(self, count: Count, *, any_episode: bool = False) -> Cell:
        """Whether the trial counts, with the one reason that decides it.

        `any_episode` leaves the episode out, for the question what earlier failures would add (decision 4).
        """
        found = self._cells.get((count, any_episode))
        if found is None:
            found = self._cells[(count, any_episode)] = self._cell(count, any_episode=any_episode)
        return found

    def _cell(self, count: Count, *, any_episode: bool) -> Cell:
        if not self.may_count:
            return Cell(False, Reason("never_counts", False, {"name": self.name}))
        current = True if any_episode else self.current
        enough = at_least(self.weeks(guideline=count.guideline), count.weeks)
        fits = self._improvement_fits(count)
        value = all_of((current, enough, self.adherent, fits))
        facts = self._facts(count)
        if value is True:
            return Cell(True, Reason("counts", True, facts))
        if value is False:
            return Cell(False, Reason(self._why_not(current, enough, fits), False, facts))
        return Cell(None, Reason(self._what_is_unknown(current, enough, fits), None, facts))

    def _facts(self, count: Count) -> dict[str, object]:
        low, high = self.weeks(guideline=count.guideline)
        return {
            "name": self.name,
            "weeks": low if low == high else None,
            "weeks_low": low,
            "weeks_high": high,
            "needed": count.weeks,
            "minimum": self.minimum(guideline=count.guideline),
            "unit": self.drug.unit if self.drug else "mg",
            "highest": self.highest_mg,
            "percent": self.record.improvement_percent,
            "outcome": self.record.outcome,
            "below": count.below if count.at_most is None else count.at_most,
            "floor": count.floor,
            "stop_reason": self.record.stop_reason,
        }

    def _why_not(self, current: Tri, enough: Tri, fits: Tri) -> str:
        if current is False:
            return "earlier_episode"
        if enough is False:
            return "low_dose" if self.dose_reached is False else "too_short"
        if self.adherent is False:
            return "not_adherent"
        if self.record.stop_reason == "loss_of_response":
            return "loss_of_response"
        return "improvement_outside" if fits is False else "does_not_count"

    def _what_is_unknown(self, current: Tri, enough: Tri, fits: Tri) -> str:
        if self.key is None:
            return "drug_unknown"
        if enough is None:
            return "weeks_unknown"
        if self.adherent is None:
            return "adherence_unknown"
        if fits is None:
            return "ongoing_without_rating" if self.ongoing else "improvement_unknown"
        return "episode_unknown" if current is None else "does_not_count"

    def questions(self, count: Count) -> tuple[Question, ...]:
        """The fields of this trial that would settle whether it counts; none when it is settled."""
        if self.cell(count).value is not None:
            return ()
        path = f"treatments.{self.record.id}"
        found = []
        if self.key is None:
            found.append(Question("drug", f"{path}.drug", {"name": self.name}))
        elif at_least(self.weeks(), count.weeks) is None:
            found.append(Question("doses", f"{path}.doses", {"name": self.name, "needed": count.weeks, "minimum": self.minimum()}))
        if self.adherent is None:
            found.append(Question("adherence", f"{path}.adherent", {"name": self.name, "percent": self.facts.library.number("adherence_percent")}))
        if self._improvement_fits(count) is None:
            found.append(self.facts.outcome_question(self.record, self.name))
        if self.current is None:
            found.append(self.facts.episode_question(self.record, self.name))
        return tuple(found)

    # ---------------------------------------------------------------------------------------------------------- half points

    @property
    def dose_optimised(self) -> Tri:
        """Recorded, else at least the setting's weeks at doses above the minimum (decisions 17 and 45)."""
        if self.record.dose_optimised is not None:
            return self.record.dose_optimised
        return at_least(weeks_at(self.record.doses, self.minimum(), above=True), self.facts.library.number("optimised_dose_weeks"))

    @property
    def duration_optimised(self) -> Tri:
        """Recorded, else at least the setting's weeks at the minimum dose or above (decision 17)."""
        if self.record.duration_optimised is not None:
            return self.record.duration_optimised
        return at_least(self.weeks(), self.facts.library.number("optimised_duration_weeks"))


def trials_of(facts: Facts) -> tuple[Trial, ...]:
    """The antidepressant trials of a case, in their order."""
    return tuple(Trial(facts, record, position) for position, record in enumerate(facts.treatments("antidepressant")))


def distinct(trials: Iterable[tuple[Trial, Tri]], *, complete: bool) -> Interval:
    """How many different drugs count, between the worst and the best case; open when the list is not complete (decision 6).

    A trial whose drug is not known may be of a drug that is counted already, or of another.
    """
    sure: set[str] = set()
    possible: set[str] = set()
    nameless_sure, nameless = 0, 0
    for trial, value in trials:
        if value is False:
            continue
        if trial.key is None:
            nameless += 1
            nameless_sure += value is True
            continue
        possible.add(trial.key)
        if value is True:
            sure.add(trial.key)
    low = len(sure) or (1 if nameless_sure else 0)
    return (low, len(possible) + nameless if complete else None)


def trial_result(trial: Trial, cells: Mapping[str, Cell], ongoing_hint: bool) -> TrialResult:
    """The trial as the assessment shows it."""
    library = trial.facts.library
    needed = library.number("adequate_weeks")
    adequate = trial.adequate(needed)
    improvement = trial.improvement
    return TrialResult(
        id=trial.record.id,
        drug=trial.key,
        name=trial.name,
        family=trial.drug.family if trial.drug else None,
        drug_class=trial.drug.drug_class if trial.drug else "",
        minimum=trial.minimum(),
        guideline_minimum=trial.drug.guideline_minimum if trial.drug else None,
        unit=trial.drug.unit if trial.drug else "mg",
        weeks=trial.weeks(),
        highest_mg=trial.highest_mg,
        improvement=None if improvement is None else (improvement.low, improvement.high),
        adherent=trial.adherent,
        current=trial.current,
        ongoing=trial.ongoing,
        adequate=adequate,
        counts={name: cell.value for name, cell in cells.items()},
        cells=cells,
        because=_adequacy_reasons(trial, needed),
        questions=trial.questions(Count(needed, library.number("response_from"))),
        notes=_trial_notes(trial, needed, adequate, ongoing_hint=ongoing_hint),
    )


def _adequacy_reasons(trial: Trial, needed: float) -> tuple[Reason, ...]:
    enough = at_least(trial.weeks(), needed)
    low, high = trial.weeks()
    facts = {
        "name": trial.name,
        "weeks_low": low,
        "weeks_high": high,
        "needed": needed,
        "minimum": trial.minimum(),
        "highest": trial.highest_mg,
        "unit": trial.drug.unit if trial.drug else "mg",
    }
    if enough is False:
        weeks = Reason("low_dose" if trial.dose_reached is False else "too_short", False, facts)
    else:
        weeks = Reason("weeks_enough", True, facts) if enough else Reason("weeks_unknown", None, facts)
    code = {True: "adherent", False: "not_adherent", None: "adherence_unknown"}[trial.adherent]
    return (weeks, Reason(code, trial.adherent, {"name": trial.name}))


def _trial_notes(trial: Trial, needed: float, adequate: Tri, *, ongoing_hint: bool) -> tuple[Reason, ...]:
    notes = []
    if trial.drug and trial.drug.guideline_minimum is not None:
        by_guideline = trial.adequate(needed, guideline=True)
        if by_guideline != adequate:
            facts = {"name": trial.name, "minimum": trial.minimum(), "guideline": trial.drug.guideline_minimum, "unit": trial.drug.unit, "value": by_guideline}
            notes.append(Reason("guideline_range", None, facts))
    behind = _weeks_behind(trial) if ongoing_hint else None
    if behind is not None:
        notes.append(behind)
    if ongoing_hint and trial.ongoing and trial.improvement is not None:
        library = trial.facts.library
        weeks, percent = library.number("early_check_weeks"), library.number("early_check_percent")
        if at_least(trial.weeks(), weeks) and trial.improvement.below(percent):
            notes.append(Reason("early_check", None, {"name": trial.name, "weeks": weeks, "percent": percent}))
    return tuple(notes)


def _weeks_behind(trial: Trial) -> Reason | None:
    """A note where an ongoing trial has run for longer than the dose steps that are recorded of it."""
    start, steps = trial.record.start, trial.record.doses
    if not trial.ongoing or start is None or not steps or any(step.weeks is None for step in steps):
        return None
    recorded = sum(step.weeks or 0 for step in steps)
    run = (trial.facts.as_of - start).days // 7
    if run <= recorded + trial.facts.library.number("weeks_behind"):
        return None
    return Reason("weeks_behind", None, {"name": trial.name, "run": run, "recorded": recorded, "start": start})
