"""The stages before the first dose of a course: kept as they were, or worked out afterwards from what the record tells of that day.

A severity that stands in the record without a day of its own, as that of a case file does, says nothing about the day of the first dose
when it was entered later: a re-rated "subsyndromal" would make a lower stage of before and hide the change. It is taken for the one
before only when it was entered on or before that day; a review dated on or before that day goes first. Otherwise it is unknown and
asked for (decision of this program; rule 1 of A 5.3). A list of treatments tells of the past, so a treatment without dates is taken as
one from before, and named.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from trd_desk.content.library import Library
from trd_desk.content.models import StagingModel
from trd_desk.engine.assess import switched_off
from trd_desk.engine.course_records import day_of, logs_of, was_given
from trd_desk.engine.courses import courses_of
from trd_desk.engine.definitions import Evidence
from trd_desk.engine.facts import Facts
from trd_desk.engine.staging import stage
from trd_desk.engine.trials import trials_of
from trd_desk.engine.verdict import Interval, StagingResult
from trd_desk.record.course_facts import ReviewFact, StageBaselineFact, StageKept
from trd_desk.record.fold import Patient
from trd_desk.record.models import Ketamine, TreatmentBase
from trd_desk.record.session_log import entry_moment
from trd_desk.record.session_models import Session

State = Mapping[str, Any]

# What is known of treatment on a later day only, of one that was still running on the day that is asked about.
_LATER: Final = {"improvement_percent": None, "outcome": None, "stop_reason": None, "end": None}


@dataclass(frozen=True)
class StageBefore:
    """The stages before the first dose of a product, by model.

    `kept`: they stand in the record as a snapshot; `afterwards`: they were worked out after the first dose. `state` has the facts that a
    review rates anew, None where unknown; `late` those of them that the record tells from a later day only. `undated` names the
    treatments without dates that were taken as earlier ones, `since` and `running` those that began since, or ran on that day. `joined`: the
    first dose of the record is told to be a later one of its course.
    """

    product: str
    on: dt.date
    session: str | None
    kept: bool
    afterwards: bool
    content_version: str
    state: State
    state_on: dt.date | None
    late: tuple[str, ...]
    undated: tuple[str, ...]
    since: tuple[str, ...]
    running: tuple[str, ...]
    joined: bool
    care_step: int | None
    stages: Mapping[str, StagingResult]
    # The same, worked out from the record as it is now: where it agrees with what was kept, nothing of the history has changed.
    again: Mapping[str, StagingResult]


@dataclass(frozen=True, slots=True)
class Review:
    """A review with its key."""

    key: str
    fact: ReviewFact


def reviews_of(patient: Patient, today: dt.date) -> tuple[Review, ...]:
    """The reviews of this episode up to a day, the earliest first."""
    start = patient.case.episode.start
    told = [
        Review(key, fact)
        for key, fact in patient.facts("review", ReviewFact).items()
        if fact.on <= today and (start is None or fact.on >= start)
    ]
    return tuple(sorted(told, key=lambda review: review.fact.on))


def first_dose(patient: Patient, today: dt.date, product: str) -> tuple[dt.date, str | None] | None:
    """The day of the first dose of a product in this episode and its session; None where none was given.

    A course that the history tells of as ongoing, or one of this episode where there is no session, began on its first day.
    """
    start = patient.case.episode.start
    given = [
        (day, log.id)
        for log in logs_of(patient)
        if log.plan.product == product
        and was_given(log)
        and (day := day_of(log)) is not None
        and day <= today
        and (start is None or day >= start)
    ]
    told = [
        one
        for one in patient.case.treatments
        if isinstance(one, Ketamine)
        and one.product == product
        and one.start is not None
        and one.start <= today
        and (start is None or one.start >= start)
    ]
    ongoing = [one.start for one in told if one.stop_reason == "ongoing" and one.start is not None]
    begun = min(given, default=None)
    if begun is None:
        days = ongoing or [one.start for one in told if one.start is not None]
        return (max(days), None) if days else None
    return (min(ongoing), None) if ongoing and min(ongoing) < begun[0] else begun


def begins_course(plan: Session) -> bool:
    """Whether a session may be the first of its course: it is not told to be a later one."""
    if plan.number is not None:
        return plan.number == 1
    return plan.week is None or plan.week <= 1


def courses_begun(patient: Patient, today: dt.date) -> tuple[str, ...]:
    """The products with a first dose in this episode, the one of the latest session first."""
    dated = [(day_of(log) or dt.date.min, log.plan.product) for log in logs_of(patient) if was_given(log)]
    told = [
        (one.start or dt.date.min, one.product)
        for one in patient.case.treatments
        if isinstance(one, Ketamine) and one.product is not None
    ]
    names = [product for _day, product in [*sorted(dated, reverse=True), *sorted(told, reverse=True)]]
    return tuple(name for name in dict.fromkeys(names) if first_dose(patient, today, name) is not None)


def kept_stages(patient: Patient, product: str) -> StageBaselineFact | None:
    """The snapshot of a product in this episode, or None; that of an earlier episode is none of this one."""
    found = patient.facts("stage_baseline", StageBaselineFact).get(product)
    start = patient.case.episode.start
    return None if found is None or (start is not None and found.on < start) else found


# ------------------------------------------------------------------------------------------------------------------ at a day


def evidence_on(library: Library, patient: Patient, day: dt.date, state: State, *, then: bool) -> Evidence:
    """The case on a day with these facts of the state; `then`: with the treatments as they were known on that day."""
    case = patient.case
    treatments = case.treatments
    if then:
        treatments = tuple(_as_known(one, day) for one in treatments if one.start is None or one.start <= day)
    names = library.downstaging.state_fields
    episode = case.episode.model_copy(update={name: state.get(name) for name in names})
    told = case.model_copy(update={"episode": episode, "treatments": treatments})
    facts = Facts(told, library, day, provisional=True)
    trials = trials_of(facts)
    return Evidence(facts, trials, courses_of(facts, trials))


def _as_known(treatment: Any, day: dt.date) -> Any:
    """A treatment as it was known on a day: of one that was still running the end, its length and its effect were not."""
    if treatment.end is None or treatment.end <= day:
        return treatment
    changes: dict[str, Any] = dict(_LATER)
    steps = getattr(treatment, "doses", ())
    if steps:
        changes["doses"] = (*steps[:-1], steps[-1].model_copy(update={"weeks": None}))
    if getattr(treatment, "weeks", None) is not None:
        changes["weeks"] = None
    return treatment.model_copy(update=changes)


def models_in_force(library: Library, *, provisional: bool) -> tuple[StagingModel, ...]:
    """The staging models, without those that are off unless provisional rules are switched on (decision 14)."""
    return tuple(model for model in library.stagings if provisional or not switched_off(model.id, library))


def stages_on(library: Library, patient: Patient, day: dt.date, state: State, *, then: bool) -> dict[str, StagingResult]:
    """Every staging model on a day, the provisional one included, so that a snapshot lacks none."""
    evidence = evidence_on(library, patient, day, state, then=then)
    return {model.id: stage(model, evidence) for model in models_in_force(library, provisional=True)}


@dataclass(frozen=True, slots=True)
class _StateOn:
    """The facts of the state as they were known on a day, and where they come from."""

    values: State
    rated_on: dt.date | None
    late: tuple[str, ...]


def state_on(library: Library, patient: Patient, day: dt.date) -> _StateOn:
    """The facts of the state as known on a day: of the newest review up to it, or of the record where it was entered later than that."""
    reviews = [review.fact for review in reviews_of(patient, day)]
    values: dict[str, Any] = {}
    late, rated = [], None
    for name in library.downstaging.state_fields:
        own, entered = getattr(patient.case.episode, name), _entered_on(patient, name)
        review = next((fact for fact in reversed(reviews) if getattr(fact, name) is not None), None)
        known = own is not None and entered is not None and entered <= day
        if review is not None and not (known and entered is not None and entered > review.on):
            values[name] = getattr(review, name)
            rated = max(rated or review.on, review.on)
        elif known:
            values[name] = own
        else:
            values[name] = None
            late += [name] if own is not None else []
    return _StateOn(values, rated, tuple(late))


def _entered_on(patient: Patient, field: str) -> dt.date | None:
    """The day on which a fact of the episode was entered; of a bare case file its own day."""
    entry = patient.answers.get(("episode", field))
    return patient.case.as_of if entry is None else entry_moment(entry).date()


# -------------------------------------------------------------------------------------------------------------------- before


def stage_before(library: Library, patient: Patient, today: dt.date, product: str) -> StageBefore | None:
    """The stages before the first dose of a product: the snapshot where there is one, else worked out; None before a first dose without one."""
    begun, kept = first_dose(patient, today, product), kept_stages(patient, product)
    if kept is None and begun is None:
        return None
    day = kept.on if kept is not None else begun[0] if begun is not None else today
    found = state_on(library, patient, day)
    values: State = found.values
    if kept is not None:
        values = {str(name): getattr(kept, name) for name in library.downstaging.state_fields}
    again = stages_on(library, patient, day, values, then=True)
    reviews = [review.fact for review in reviews_of(patient, max(day, begun[0]) if begun is not None else day)]
    care = next((fact.care_step for fact in reversed(reviews) if fact.care_step is not None), None)
    return StageBefore(
        product=product,
        on=day,
        session=kept.session if kept is not None else begun[1] if begun is not None else None,
        kept=kept is not None,
        afterwards=kept is None or kept.afterwards,
        content_version=library.version if kept is None else kept.content_version,
        state=values,
        state_on=found.rated_on if kept is None else None,
        late=tuple(name for name in found.late if values[name] is None),
        undated=tuple(_name(one) for one in _counted(patient) if one.start is None and one.end is None)
        if kept is None or kept.afterwards
        else (),
        since=tuple(_name(one) for one in _counted(patient) if one.start is not None and one.start > day),
        running=tuple(
            _name(one)
            for one in _counted(patient)
            if (one.start is None or one.start <= day) and one.end is not None and one.end > day
        ),
        joined=kept is None
        and begun is not None
        and any(log.id == begun[1] and not begins_course(log.plan) for log in logs_of(patient)),
        care_step=kept.care_step if kept is not None and kept.care_step is not None else care,
        stages=again if kept is None else {**again, **{one.id: _told(one) for one in kept.stages}},
        again=again,
    )


def _counted(patient: Patient) -> list[TreatmentBase]:
    """The treatments that a staging model may count."""
    return [one for one in patient.case.treatments if not isinstance(one, Ketamine) and one.episode != "earlier"]


def _name(treatment: TreatmentBase) -> str:
    return getattr(treatment, "drug", None) or getattr(treatment, "modality", None) or str(getattr(treatment, "kind", ""))


def _told(kept: StageKept) -> StagingResult:
    """A stage of the snapshot as a staging result, without reasons."""
    found = None if kept.low is None else (kept.low, kept.high)
    scored = found is not None and found[0] == found[1] and kept.verdict == "scored"
    return StagingResult(
        id=kept.id,
        verdict=kept.verdict,
        value=kept.low if scored else None,
        range=found,
        band=kept.band,
        band_range=kept.band_range,
        history=_ends(kept.history),
        state=_ends(kept.state),
        because=(),
        questions=(),
        notes=(),
    )


def _ends(told: tuple[float | None, float | None] | None) -> Interval | None:
    return None if told is None or told[0] is None else (told[0], told[1])


# ---------------------------------------------------------------------------------------------------------------- a snapshot


def stage_to_keep(
    library: Library,
    patient: Patient,
    day: dt.date,
    *,
    session: str | None = None,
    state: State | None = None,
    care_step: int | None = None,
    afterwards: bool = False,
) -> StageBaselineFact:
    """The snapshot of a day: every model with its parts, under the rules in force. `state` replaces what the record knows of the state."""
    values = state_on(library, patient, day).values if state is None else state
    if care_step is None:
        reviews = [review.fact for review in reviews_of(patient, day)]
        care_step = next((fact.care_step for fact in reversed(reviews) if fact.care_step is not None), None)
    return StageBaselineFact(
        on=day,
        session=session,
        content_version=library.version,
        content_digest=library.digest,
        afterwards=afterwards,
        **values,
        care_step=care_step,
        stages=tuple(_kept(result) for result in stages_on(library, patient, day, values, then=True).values()),
    )


def stage_kept_anew(
    library: Library, patient: Patient, today: dt.date, product: str, answers: State | None = None
) -> StageBaselineFact:
    """What is kept when a person asks for it: of today before a first dose, else of its day, with these `answers` in place of what is known.

    An answer about the step of care alone leaves the stages that were kept as they are.
    """
    before, begun, kept = (
        stage_before(library, patient, today, product),
        first_dose(patient, today, product),
        kept_stages(patient, product),
    )
    if before is None or (begun is None and answers is None):
        return stage_to_keep(library, patient, today)
    told = dict(answers or {})
    care_step = told.pop("care_step", before.care_step)
    if kept is not None and answers is not None and not told:
        return StageBaselineFact.model_validate({**kept.model_dump(), "care_step": care_step})
    state = {**before.state, **told}
    return stage_to_keep(
        library, patient, before.on, session=before.session, state=state, care_step=care_step, afterwards=begun is not None
    )


def _kept(result: StagingResult) -> StageKept:
    low, high = result.range or (None, None)
    return StageKept(
        id=result.id,
        verdict=result.verdict,
        low=low,
        high=high,
        history=result.history,
        state=result.state,
        band=result.band,
        band_range=result.band_range,
    )


def snapshot_before_dose(
    library: Library, patient: Patient, product: str, day: dt.date, session: str
) -> StageBaselineFact | None:
    """The snapshot that goes on disk with the first dose of a course; None where one is kept already, or a dose was given before."""
    plan = next((log.plan for log in logs_of(patient) if log.id == session), None)
    if kept_stages(patient, product) is not None or first_dose(patient, day, product) is not None:
        return None
    if plan is not None and not begins_course(plan):
        return None
    return stage_to_keep(library, patient, day, session=session)
