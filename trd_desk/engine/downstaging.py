"""Has the stage come down? Before the first dose and now, the part that can recover apart from the part that is history (A 5.3).

Only a review rates the state now; without one nothing is told of it, and the severity of before is never taken for it. The history can
only rise within an episode: where the record as corrected since would make it smaller than the snapshot has it, the snapshot holds and
the disagreement is told. A lower band is told only when the lower state was rated at two visits that lie far enough apart, with no other
rating between them.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from trd_desk.content.library import Library
from trd_desk.content.models import StagingModel
from trd_desk.engine.facts import Facts
from trd_desk.engine.outcome_course import course_outcomes
from trd_desk.engine.outcome_results import OutcomeCourse
from trd_desk.engine.stage_before import (
    Review,
    StageBefore,
    courses_begun,
    evidence_on,
    first_dose,
    models_in_force,
    reviews_of,
    stage_before,
)
from trd_desk.engine.staging import band_of, stage
from trd_desk.engine.verdict import Interval, Question, StagingResult, Tri
from trd_desk.record.course_facts import StageBaselineFact
from trd_desk.record.fold import Patient
from trd_desk.record.models import Ketamine

Code = Literal[
    "lower_band",
    "lower_not_held_yet",
    "lower_score_same_band",
    "lower_band_unknown",
    "unchanged",
    "higher",
    "cannot_tell",
    "not_applicable",
    "not_begun",
]
# A difference may be open at either end; positive is lower now than before.
Difference = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class StageChange:
    """One model before and now. `history` and `state` split the difference, in points by which it is lower now.

    `visit` is the review that the state now is of, `held` the first and last visit of an unbroken run with the lower band, `counts_from`
    the first day on which another review would make it two. `corrected`: the record now gives less history than the snapshot, which
    holds. `questions` are what would settle it.
    """

    id: str
    code: Code
    before: StagingResult
    now: StagingResult
    total: Difference | None
    history: Difference | None
    state: Difference | None
    visit: dt.date | None = None
    held: tuple[dt.date, dt.date] | None = None
    counts_from: dt.date | None = None
    corrected: bool = False
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldSince:
    """Response or remission on a scale since a day, without a break in the scores."""

    outcome: Literal["response", "remission"]
    scale: str
    since: dt.date


@dataclass(frozen=True, slots=True)
class Downstaging:
    """The stages before the first dose of a course and now. `reviews` are those since, the earliest first; `care_now` is of the newest of them."""

    product: str
    begun: dt.date | None
    before: StageBefore
    reviews: tuple[Review, ...]
    models: tuple[StageChange, ...]
    care_before: int | None
    care_now: int | None
    care_on: dt.date | None
    episode_ended: Tri
    held_since: HeldSince | None
    ketamine_failed: tuple[str, ...]

    def of(self, model: str) -> StageChange:
        """The change of one model."""
        return next(one for one in self.models if one.id == model)


def product_compared(patient: Patient, today: dt.date) -> str | None:
    """The product whose first dose the stages are compared with: that of the course begun last, else one with a snapshot kept."""
    begun = courses_begun(patient, today)
    if begun:
        return begun[0]
    start = patient.case.episode.start
    kept = [
        name for name, fact in patient.facts("stage_baseline", StageBaselineFact).items() if start is None or fact.on >= start
    ]
    return kept[-1] if kept else None


def downstaging(
    library: Library, patient: Patient, today: dt.date, provisional: bool = False, product: str | None = None
) -> Downstaging | None:
    """The stages before and now on a day; None where no course has begun in this episode and no snapshot was kept."""
    wanted = product or product_compared(patient, today)
    before = None if wanted is None else stage_before(library, patient, today, wanted)
    if wanted is None or before is None:
        return None
    begun = first_dose(patient, today, wanted)
    border = before.on if begun is None else max(begun[0], before.on)
    reviews = tuple(review for review in reviews_of(patient, today) if review.fact.on > border)
    working = _Comparison(library, patient, today, before, reviews, begun=begun is not None)
    with_step = [review.fact for review in reviews if review.fact.care_step is not None]
    facts, course = Facts(patient.case, library, today), course_outcomes(library, patient, today)
    return Downstaging(
        product=wanted,
        begun=None if begun is None else begun[0],
        before=before,
        reviews=reviews,
        models=tuple(working.change(model) for model in models_in_force(library, provisional=provisional)),
        care_before=before.care_step,
        care_now=with_step[-1].care_step if with_step else None,
        care_on=with_step[-1].on if with_step else None,
        episode_ended=course.recovery.value,
        held_since=held_since(course),
        ketamine_failed=tuple(
            one.product or one.id
            for one in patient.case.treatments
            if isinstance(one, Ketamine) and one.stop_reason not in (None, "ongoing") and facts.failed(one) and facts.current(one)
        ),
    )


class _Comparison:
    """Works out one patient's changes."""

    def __init__(
        self, library: Library, patient: Patient, today: dt.date, before: StageBefore, reviews: Sequence[Review], *, begun: bool
    ) -> None:
        self.library, self.patient, self.today, self.before, self.begun = library, patient, today, before, begun
        self.reviews = reviews

    def change(self, model: StagingModel) -> StageChange:
        """What became of one model."""
        before, fields = self.before.stages[model.id], self.library.downstaging.rated_anew(model.id)
        visits = self._visits(fields)
        raw = self._stage(model, visits[-1] if visits else None)
        now, corrected = _held_up(model, raw, before)
        made = StageChange(
            id=model.id,
            code="cannot_tell",
            before=before,
            now=now,
            total=None,
            history=None,
            state=None,
            visit=visits[-1].fact.on if visits else None,
            corrected=corrected,
            questions=tuple(self._questions(model, before, now, visits)),
        )
        if before.verdict == now.verdict == "not_applicable":
            return replace(made, code="not_applicable", questions=())
        if not self.begun:
            return replace(made, code="not_begun", questions=())
        if "not_applicable" in (before.verdict, now.verdict) or before.history is None or now.history is None:
            # Nothing had failed before and something has since: higher, by no number of points.
            return replace(
                made, code="higher" if before.verdict == "not_applicable" and now.verdict == "scored" else "cannot_tell"
            )
        history = (0.0, 0.0) if self._same_history(model, raw) else _no_fall(_less(before.history, now.history))
        state = _less(before.state, now.state) if before.state is not None and now.state is not None else (0.0, 0.0)
        total = _add(history, state)
        made = replace(made, total=total, history=history, state=state)
        if fields and not visits:
            return made
        low, high = total
        if low == high == 0:
            return replace(made, code="unchanged", questions=())
        if high is not None and high < 0:
            return replace(made, code="higher", questions=())
        return self._lower(model, made, visits) if low is not None and low > 0 else made

    # The state

    def _visits(self, fields: Sequence[str]) -> list[Review]:
        """The reviews that rated any of the facts, one a day, the latest of that day."""
        rated = {
            review.fact.on: review for review in self.reviews if any(getattr(review.fact, name) is not None for name in fields)
        }
        return [rated[day] for day in sorted(rated)]

    def _stage(self, model: StagingModel, visit: Review | None) -> StagingResult:
        """The model today with the state that was rated at a visit; nothing of the state is known without one."""
        fields = self.library.downstaging.state_fields
        state: dict[str, Any] = {name: None if visit is None else getattr(visit.fact, name) for name in fields}
        return stage(model, evidence_on(self.library, self.patient, self.today, state, then=False))

    def _same_history(self, model: StagingModel, raw: StagingResult) -> bool:
        """Whether the history is the same before and now, what is unknown of it included, so that no difference can hide in it."""
        again = self.before.again[model.id]
        known = not model.duration_months or self.patient.case.episode.start is not None
        return (
            known
            and not self.before.since
            and not self.before.running
            and again.history == raw.history == self.before.stages[model.id].history
        )

    # A lower score

    def _lower(self, model: StagingModel, made: StageChange, visits: Sequence[Review]) -> StageChange:
        then, now = _places(model, made.before), _places(model, made.now)
        if not model.bands:
            return replace(made, code="lower_score_same_band", questions=())
        if then is None or now is None:
            return replace(made, code="lower_band_unknown")
        if now[0] >= then[1]:
            return replace(made, code="lower_score_same_band", questions=())
        if now[1] >= then[0]:
            return replace(made, code="lower_band_unknown")
        run: list[dt.date] = []
        for visit in reversed(visits):
            place = _places(model, _held_up(model, self._stage(model, visit), made.before)[0])
            if place is None or place[1] >= then[0]:
                break
            run.append(visit.fact.on)
        first, last = run[-1], run[0]
        apart = dt.timedelta(days=self.library.downstaging.days_apart)
        if last - first >= apart:
            return replace(made, code="lower_band", held=(first, last), questions=())
        return replace(made, code="lower_not_held_yet", held=(first, last), counts_from=first + apart, questions=())

    # What is not known

    def _questions(
        self, model: StagingModel, before: StagingResult, now: StagingResult, visits: Sequence[Review]
    ) -> list[Question]:
        fields = self.library.downstaging.rated_anew(model.id)
        unknown = [name for name in fields if self.before.state[name] is None and before.verdict != "not_applicable"]
        found = [Question(f"{name}_before", f"stage_baseline.{name}") for name in unknown]
        if fields and not visits:
            found.append(Question("review", "review.new"))
        elif visits:
            found += [
                Question(f"{name}_now", "review.new", {"on": visits[-1].fact.on})
                for name in fields
                if getattr(visits[-1].fact, name) is None
            ]
        rated = {f"episode.{name}" for name in self.library.downstaging.state_fields}
        return [*found, *(question for question in now.questions if question.field not in rated)]


# ------------------------------------------------------------------------------------------------------------------ arithmetic


def _held_up(model: StagingModel, now: StagingResult, before: StagingResult) -> tuple[StagingResult, bool]:
    """The stage now with a history of no less than before, and whether it had to be held up: a count can only rise within an episode."""
    if now.history is None or before.history is None:
        # The record now tells of no failed treatment at all, though the snapshot does.
        return now, now.history is None and before.history is not None
    low, high = max(now.history[0], before.history[0]), now.history[1]
    high = None if high is None else max(high, low)
    return (now, False) if (low, high) == now.history else (_with_history(model, now, (low, high)), True)


def _with_history(model: StagingModel, result: StagingResult, history: Interval) -> StagingResult:
    state = result.state or (0.0, 0.0)
    low = history[0] + state[0]
    high = None if history[1] is None or state[1] is None else history[1] + state[1]
    bands = (band_of(model, low), None if high is None else band_of(model, high))
    same = low == high
    return replace(
        result,
        verdict="scored" if same else "interval",
        value=low if same and result.range is not None else None,
        range=(low, high) if result.range is not None else None,
        band=bands[0] if bands[0] == bands[1] else None,
        band_range=(bands[0], bands[1]) if bands[0] and bands[1] and bands[0] != bands[1] else None,
        history=history,
    )


def _less(before: Interval, now: Interval) -> Difference:
    """By how much lower now than before."""
    return (None if now[1] is None else round(before[0] - now[1], 6), None if before[1] is None else round(before[1] - now[0], 6))


def _no_fall(difference: Difference) -> Difference:
    """Of a history, which cannot fall."""
    low, high = difference
    return (low if low is None else min(low, 0.0), 0.0 if high is None else min(high, 0.0))


def _add(first: Difference, second: Difference) -> Difference:
    low = None if first[0] is None or second[0] is None else round(first[0] + second[0], 6)
    high = None if first[1] is None or second[1] is None else round(first[1] + second[1], 6)
    return (low, high)


def _places(model: StagingModel, result: StagingResult) -> tuple[int, int] | None:
    """The lowest and the highest band that a stage may lie in, as places in the order of the bands; None where an end is open."""
    order = [band.id for band in model.bands]
    ends = (result.band, result.band) if result.band is not None else result.band_range
    return None if ends is None or any(end not in order for end in ends) else (order.index(ends[0]), order.index(ends[1]))


# ------------------------------------------------------------------------------------------------------------ response, remission


def held_since(course: OutcomeCourse) -> HeldSince | None:
    """Since when the scores of the scale that is followed tell of remission, else of response, as the part Course says it."""
    if course.chief is None:
        return None
    names: tuple[Literal["remission", "response"], ...] = ("remission", "response")
    for name in names:
        verdict = course.chief.of(name)
        if verdict.value and verdict.since is not None:
            return HeldSince(name, course.chief.scale, verdict.since)
    return None
