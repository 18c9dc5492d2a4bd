"""At which stage? One named function a model; its numbers are content (decisions 15 to 19, 47, 48, 66)."""

import itertools
import math
from collections.abc import Iterable, Sequence

from trd_desk.content.models import StagingModel, Tier
from trd_desk.engine.courses import asked_question, ect_course
from trd_desk.engine.definitions import Evidence, close_relatives, course_questions, unique
from trd_desk.engine.facts import Facts, weeks_at
from trd_desk.engine.trials import Count, Trial
from trd_desk.engine.verdict import CourseResult, Interval, Question, Reason, StagingResult, Tri, all_of, any_of

TRICYCLIC, MAO_INHIBITOR = "tca", "maoi"


def stage(model: StagingModel, evidence: Evidence) -> StagingResult:
    """What one staging model says of a case."""
    return {
        "thase_rush": _thase_rush,
        "european_staging": _european_staging,
        "mgh_s": _mgh_s,
        "maudsley": _maudsley,
        "dm_trd": _dm_trd,
        "athf_count": _athf_count,
    }[model.algorithm](model, evidence)


def count_for(model: StagingModel, evidence: Evidence) -> Count:
    """A failed adequate trial of this model."""
    return Count(model.weeks, evidence.facts.library.number("response_from"))


def failed_range(model: StagingModel, evidence: Evidence) -> Interval:
    """How many antidepressants failed at an adequate dose and length."""
    return evidence.count(count_for(model, evidence))


def _points_of(tiers: Sequence[Tier], number: float) -> float:
    return next(tier.points for tier in tiers if tier.up_to is None or number <= tier.up_to)


def _tri_points(value: Tri, points: float) -> tuple[float, float]:
    return (points if value else 0.0, 0.0 if value is False else points)


def _sum(parts: Iterable[Interval]) -> Interval:
    listed = list(parts)
    high = None if any(part[1] is None for part in listed) else round(sum(part[1] or 0 for part in listed), 6)
    return (round(sum(part[0] for part in listed), 6), high)


def _whole(interval: Interval) -> Interval:
    """Whole numbers as such, so that a score of 6 reads as 6."""
    return tuple(int(end) if end is not None and float(end).is_integer() else end for end in interval)  # type: ignore[return-value]


def _result(  # the parts of one answer
    model: StagingModel,
    interval: Interval,
    *,
    evidence: Evidence,
    because: Sequence[Reason] = (),
    questions: Sequence[Question] = (),
    notes: Sequence[Reason] = (),
    history: Interval | None = None,
    state: Interval | None = None,
    must_span: bool = False,
) -> StagingResult:
    low, high = _whole(interval)
    scored = low == high and not must_span
    bands = (band_of(model, low), None if high is None else band_of(model, high))
    return StagingResult(
        id=model.id,
        verdict="scored" if scored else "interval",
        value=low if scored else None,
        range=(low, high),
        band=bands[0] if bands[0] == bands[1] else None,
        band_range=(bands[0], bands[1]) if bands[0] and bands[1] and bands[0] != bands[1] else None,
        history=_whole(history) if history else None,
        state=_whole(state) if state else None,
        because=tuple(because),
        questions=() if scored else unique(list(questions)),
        notes=(*notes, *common_notes(evidence)),
    )


def band_of(model: StagingModel, number: float) -> str | None:
    """The band that holds a score, or None for a model without bands."""
    return next((band.id for band in model.bands if band.low <= number and (band.high is None or number <= band.high)), None)


def common_notes(evidence: Evidence) -> tuple[Reason, ...]:
    """Staging is worked out whatever the diagnosis and the age, and says so (decisions 5 and 45)."""
    facts = evidence.facts
    notes = []
    if facts.case.episode.diagnosis != "unipolar":
        notes.append(Reason("staged_all_the_same", None, {"diagnosis": facts.case.episode.diagnosis}))
    if facts.age is not None and facts.age < facts.library.number("adult_age"):
        notes.append(Reason("under_age", None, {"age": facts.age}))
    return tuple(notes)


def _trial_questions(evidence: Evidence, count: Count) -> list[Question]:
    found = [question for trial in evidence.trials for question in trial.questions(count)]
    return [*found, *asked_question(evidence.facts, "antidepressant")]


def _trial_reasons(evidence: Evidence, count: Count) -> list[Reason]:
    cells = [trial.cell(count) for trial in evidence.trials]
    return [cell.reason for wanted in (True, None, False) for cell in cells if cell.value is wanted]


# ------------------------------------------------------------------------------------------------------------------ thase-rush


def _ladder(families: set[str], bilateral: bool, *, liberal: bool = False) -> int:
    """The stage that a set of failed classes reaches; the liberal reading lets tricyclic and MAO inhibitor be the second class."""
    others = len(families - {TRICYCLIC, MAO_INHIBITOR})
    if not families:
        return 0
    if len(families) < 2:
        return 1
    if (not liberal and others < 2) or TRICYCLIC not in families:
        return 2
    if MAO_INHIBITOR not in families:
        return 3
    return 5 if bilateral else 4


def _bilateral_failed(evidence: Evidence) -> Tri:
    facts = evidence.facts
    values = [ect_course(facts, treatment, bilateral_only=True).failed for treatment in facts.treatments("ect")]
    return any_of([*values, *([] if facts.was_asked("ect") else [None])])


def _thase_rush(model: StagingModel, evidence: Evidence) -> StagingResult:
    count = count_for(model, evidence)
    values = [(trial, trial.cell(count).value) for trial in evidence.trials]
    sure = {trial.drug.family for trial, value in values if value and trial.drug}
    possible = {trial.drug.family for trial, value in values if value is not False and trial.drug}
    wild = sum(1 for trial, value in values if value is not False and trial.drug is None)
    wild_sure = any(value and trial.drug is None for trial, value in values)
    bilateral = _bilateral_failed(evidence)
    low = max(_ladder(sure, bilateral is True), 1 if wild_sure else 0)
    best = bilateral is not False
    if evidence.facts.was_asked("antidepressant"):
        choices = (TRICYCLIC, MAO_INHIBITOR, "unknown_1", "unknown_2")
        high = max(_ladder(possible | set(extra), best) for extra in itertools.product(choices, repeat=min(wild, 4)))
    else:
        high = 5 if best else 4
    notes = []
    liberal = _ladder(sure, bilateral is True, liberal=True)
    if liberal > low:
        notes.append(Reason("thase_rush_liberal", None, {"stage": model.levels[liberal]}))
    if evidence.failed("ect") and low < 5:
        notes.append(Reason("ect_without_ladder", None, {}))
    reasons = [Reason("classes_failed", bool(sure), {"classes": tuple(sorted({trial.drug.drug_class for trial, value in values if value and trial.drug}))})]
    questions = _trial_questions(evidence, count)
    if high == 5:
        questions += course_questions(evidence, "ect")
    return _result(
        model,
        (low, high),
        evidence=evidence,
        because=[*reasons, *_trial_reasons(evidence, count)],
        questions=questions,
        notes=notes,
        history=(low, high),
    )


# -------------------------------------------------------------------------------------------------------------------- european


def _counted_weeks(trials: Iterable[Trial], courses: Iterable[Interval]) -> Interval:
    return _sum([*(trial.weeks() for trial in trials), *courses])


def _course_weeks(evidence: Evidence, course: CourseResult) -> Interval:
    """The weeks of an added agent at its minimum dose; all its weeks where a level judges it, as for lithium."""
    treatment = next(item for item in evidence.facts.case.treatments if item.id == course.id)
    steps = getattr(treatment, "doses", ())
    if course.minimum is not None:
        return weeks_at(steps, course.minimum)
    low = round(sum(step.weeks for step in steps if step.weeks is not None), 6)
    return (low, None if not steps or any(step.weeks is None for step in steps) else low)


def _european_level(drugs: float, classes: int, *, chronic: bool) -> int:
    if drugs == 0:
        return 0
    if classes < 2:
        return 1
    return 7 if chronic else int(min(drugs, 6))


def _european_staging(model: StagingModel, evidence: Evidence) -> StagingResult:
    count = count_for(model, evidence)
    values = [(trial, trial.cell(count).value) for trial in evidence.trials]
    number = failed_range(model, evidence)
    sure = {trial.drug.family for trial, value in values if value and trial.drug}
    possible = {trial.drug.family for trial, value in values if value is not False and trial.drug}
    nameless = sum(1 for trial, value in values if value is not False and trial.drug is None)
    added = [course for course in evidence.courses if course.kind in ("augmentation", "combination") and course.failed is not False]
    weeks_low = _counted_weeks(
        [trial for trial, value in values if value],
        [_course_weeks(evidence, course) for course in added if course.failed],
    )[0]
    weeks_high = _counted_weeks([trial for trial, value in values if value is not False], [_course_weeks(evidence, course) for course in added])[1]
    needed = model.points["crd_weeks"]
    complete = evidence.facts.was_asked("antidepressant")
    added_complete = evidence.facts.was_asked("augmentation") and evidence.facts.was_asked("combination")
    chronic_low = weeks_low >= needed and any(course.failed for course in added)
    chronic_high = (not complete or not added_complete or weeks_high is None or weeks_high >= needed) and (bool(added) or not added_complete)
    low = _european_level(number[0], len(sure), chronic=chronic_low)
    drugs_high = math.inf if number[1] is None else number[1]
    classes_high = 2 if not complete else len(possible) + nameless
    high = _european_level(drugs_high, classes_high, chronic=chronic_high)
    if not complete and high == 7 and not chronic_high:
        high = 6
    bands = [band.id for band in model.bands]
    reasons = [Reason("european_count", None if low != high else True, {"low": number[0], "high": number[1], "weeks": weeks_low, "classes": len(sure)})]
    questions = _trial_questions(evidence, count)
    for kind in ("augmentation", "combination"):
        questions += course_questions(evidence, kind)
    scored = low == high
    notes = []
    by_weeks = _european_by_weeks(model, weeks_low)
    if scored and model.bands[int(low)].weeks and by_weeks is not None and not by_weeks[0] <= low <= by_weeks[1]:
        notes.append(Reason("european_weeks", None, {"weeks": weeks_low, "low": model.bands[by_weeks[0]].label, "high": model.bands[by_weeks[1]].label}))
    return StagingResult(
        id=model.id,
        verdict="scored" if scored else "interval",
        value=None,
        range=None,
        band=bands[low] if scored else None,
        band_range=None if scored else (bands[low], bands[high]),
        history=(low, high),
        state=None,
        because=(*reasons, *_trial_reasons(evidence, count)),
        questions=() if scored else unique(questions),
        notes=(*notes, *common_notes(evidence)),
    )


def _european_by_weeks(model: StagingModel, weeks: float) -> tuple[int, int] | None:
    """The lowest and highest band whose published weeks hold this number of weeks."""
    fitting = [level for level, band in enumerate(model.bands) if band.weeks and band.weeks[0] <= weeks <= band.weeks[1]]
    return (fitting[0], fitting[-1]) if fitting else None


# ------------------------------------------------------------------------------------------------------------------------- mgh


def _mgh_s(model: StagingModel, evidence: Evidence) -> StagingResult:
    count, points, facts = count_for(model, evidence), model.points, evidence.facts
    by_drug: dict[str, list[tuple[Trial, Tri]]] = {}
    for trial in evidence.trials:
        value = trial.cell(count).value
        if value is not False:
            by_drug.setdefault(trial.key or f"unknown {trial.position}", []).append((trial, value))
    parts: list[Interval] = [_drug_points(pairs, points) for pairs in by_drug.values()]
    if not facts.was_asked("antidepressant"):
        parts.append((0, None))
    added = [course for course in evidence.courses if course.kind in ("augmentation", "combination")]
    parts += [_tri_points(all_of((course.adequate, course.current)), points["augmentation"]) for course in added]
    parts += [(0, None) for kind in ("augmentation", "combination") if not facts.was_asked(kind)]
    parts.append(_tri_points(evidence.failed("ect"), points["ect"]))
    questions = _trial_questions(evidence, count)
    for trial in evidence.trials:
        if trial.cell(count).value is not False:
            questions += _optimised_questions(trial)
    for kind in ("augmentation", "combination", "ect"):
        questions += course_questions(evidence, kind)
    questions += [question for course in evidence.courses if course.adequate is None and course.current is not False for question in course.questions]
    interval = _sum(parts)
    return _result(
        model,
        interval,
        evidence=evidence,
        because=_trial_reasons(evidence, count),
        questions=questions,
        history=interval,
        notes=close_relatives(evidence, count),
    )


def _drug_points(pairs: Sequence[tuple[Trial, Tri]], points: dict[str, float]) -> Interval:
    """One drug: a point, and its best half points, which may come from different trials of it (decisions 45 and 66)."""
    sure = any(value for _, value in pairs)
    low, high = (points["trial"] if sure else 0.0), points["trial"]
    for name in ("dose_optimised", "duration_optimised"):
        low += points[name] if any(value and getattr(trial, name) is True for trial, value in pairs) else 0
        high += points[name] if any(getattr(trial, name) is not False for trial, _ in pairs) else 0
    return (low, high)


def _optimised_questions(trial: Trial) -> list[Question]:
    return [
        Question(name, f"treatments.{trial.record.id}.{name}", {"name": trial.name})
        for name in ("dose_optimised", "duration_optimised")
        if getattr(trial, name) is None
    ]


# -------------------------------------------------------------------------------------------------------------------- maudsley


def _category(model: StagingModel, name: str, value: str | None) -> Interval:
    points = model.categories[name]
    return (min(points.values()), max(points.values())) if value is None else (points[value], points[value])


def _duration(model: StagingModel, facts: Facts) -> Interval:
    tiers = [tier.points for tier in model.duration_months]
    if facts.months is None:
        return (min(tiers), max(tiers))
    points = _points_of(model.duration_months, facts.months)
    return (points, points)


def _drug_tiers(model: StagingModel, number: Interval) -> Interval:
    top = model.drugs[-1].points
    return (_points_of(model.drugs, number[0]), top if number[1] is None else _points_of(model.drugs, number[1]))


def _episode_questions(evidence: Evidence, *names: str) -> list[Question]:
    episode = evidence.facts.case.episode
    return [Question(name, f"episode.{name}") for name in names if getattr(episode, name) is None]


def _maudsley(model: StagingModel, evidence: Evidence) -> StagingResult:
    count, number = count_for(model, evidence), failed_range(model, evidence)
    if number[1] == 0:
        none = (Reason("no_failed_trial", False, {}), *_trial_reasons(evidence, count))
        return StagingResult(model.id, "not_applicable", None, None, None, None, None, None, none, (), common_notes(evidence))
    may_be_none = number[0] == 0
    drugs = _drug_tiers(model, (max(number[0], 1), number[1]))
    added = any_of((evidence.failed("augmentation"), evidence.failed("combination")))
    history = _sum(
        (
            _duration(model, evidence.facts),
            drugs,
            _tri_points(added, model.points["augmentation"]),
            _tri_points(evidence.failed("ect"), model.points["ect"]),
        )
    )
    state = _category(model, "severity", evidence.facts.case.episode.severity)
    questions = [*_episode_questions(evidence, "start", "severity"), *_trial_questions(evidence, count)]
    if added is None:
        questions += [question for kind in ("augmentation", "combination") for question in course_questions(evidence, kind)]
    questions += course_questions(evidence, "ect")
    reasons = [
        Reason("maudsley_duration", None if evidence.facts.months is None else True, {"months": evidence.facts.months}),
        Reason("maudsley_severity", None if evidence.facts.case.episode.severity is None else True, {"severity": evidence.facts.case.episode.severity}),
        Reason("maudsley_drugs", None if number[0] != number[1] else True, {"low": number[0], "high": number[1]}),
        Reason("maudsley_added", added, {}),
        Reason("maudsley_ect", evidence.failed("ect"), {}),
    ]
    notes = [Reason("maudsley_may_not_apply", None, {})] if may_be_none else []
    return _result(
        model,
        _sum((history, state)),
        evidence=evidence,
        because=reasons,
        questions=questions,
        notes=notes,
        history=history,
        state=state,
        must_span=may_be_none,
    )


# ------------------------------------------------------------------------------------------------------------- dm-trd and athf


def _psychotherapy_points(model: StagingModel, evidence: Evidence) -> Interval:
    points, facts = model.points, evidence.facts
    structured = facts.library.names("psychotherapy_modalities")
    sure, possible = 0, 0
    any_sure, any_possible = False, False
    for treatment in facts.treatments("psychotherapy"):
        current = facts.current(treatment)
        if current is False:
            continue
        any_sure, any_possible = any_sure or current is True, True
        if treatment.modality is None or treatment.modality in structured:
            sure += current is True and treatment.modality is not None
            possible += 1
    levels = [0.0, points["psychotherapy_one"], points["psychotherapy_two"]]
    supportive = points["psychotherapy_supportive"]
    low = max(levels[min(sure, 2)], supportive if any_sure else 0)
    high = max(levels[min(possible, 2)], supportive if any_possible else 0)
    return (low, high if facts.was_asked("psychotherapy") else points["psychotherapy_two"])


def _dm_trd(model: StagingModel, evidence: Evidence) -> StagingResult:
    facts, episode = evidence.facts, evidence.facts.case.episode
    count, number = count_for(model, evidence), failed_range(model, evidence)
    added = [all_of((course.adequate, course.current)) for course in evidence.courses if course.kind in ("augmentation", "combination")]
    complete = facts.was_asked("augmentation") and facts.was_asked("combination")
    most = sum(1 for value in added if value is not False) if complete else None
    added_high = model.augmentations[-1].points if most is None else _points_of(model.augmentations, most)
    stressor = model.points["stressor"]
    state = _sum(
        (
            _category(model, "severity", episode.severity),
            _category(model, "functional_impairment", episode.functional_impairment),
            _category(model, "anxiety", episode.anxiety),
            (stressor if episode.psychosocial_stressor else 0, 0 if episode.psychosocial_stressor is False else stressor),
        )
    )
    history = _sum(
        (
            _duration(model, facts),
            _drug_tiers(model, number),
            (_points_of(model.augmentations, sum(1 for value in added if value)), added_high),
            _tri_points(evidence.failed("ect"), model.points["ect"]),
            _psychotherapy_points(model, evidence),
            _category(model, "personality_disorder", episode.personality_disorder),
            _category(model, "intensified_care", episode.intensified_care),
        )
    )
    fields = ("start", "severity", "functional_impairment", "anxiety", "personality_disorder", "psychosocial_stressor", "intensified_care")
    questions = [*_episode_questions(evidence, *fields), *_trial_questions(evidence, count)]
    for kind in ("augmentation", "combination", "ect", "psychotherapy"):
        questions += course_questions(evidence, kind)
    return _result(
        model,
        _sum((history, state)),
        evidence=evidence,
        because=_trial_reasons(evidence, count),
        questions=questions,
        history=history,
        state=state,
    )


def _athf_count(model: StagingModel, evidence: Evidence) -> StagingResult:
    count, number = count_for(model, evidence), failed_range(model, evidence)
    return _result(
        model,
        number,
        evidence=evidence,
        because=_trial_reasons(evidence, count),
        questions=_trial_questions(evidence, count),
        history=number,
        notes=close_relatives(evidence, count),
    )
