"""Augmentations, combinations, psychotherapy, ECT, rTMS and earlier ketamine: adequate, and adequate and failed? (decisions 9 to 11, 44, 46, 53)"""

from collections.abc import Iterable

from trd_desk.engine.facts import Facts, weeks_at
from trd_desk.engine.trials import Trial
from trd_desk.engine.verdict import CourseResult, Question, Reason, Tri, all_of, any_of, at_least
from trd_desk.record.models import Augmentation, Combination, Ect, Psychotherapy, Rtms, TreatmentBase


def courses_of(facts: Facts, trials: Iterable[Trial]) -> tuple[CourseResult, ...]:
    """Every treatment that is no antidepressant trial, judged, in the order of the record."""
    by_id = {trial.record.id: trial for trial in trials}
    found = []
    for treatment in facts.case.treatments:
        match treatment.kind:
            case "augmentation":
                found.append(_augmentation(facts, treatment, by_id))
            case "combination":
                found.append(_combination(facts, treatment, by_id))
            case "psychotherapy":
                found.append(_psychotherapy(facts, treatment))
            case "ect":
                found.append(ect_course(facts, treatment))
            case "rtms":
                found.append(_rtms(facts, treatment))
            case "ketamine":
                product = treatment.product or ""
                found.append(_judged(facts, treatment, product, None, [Reason("never_counts", False, {"name": product})], []))
            case _:
                continue
    return tuple(found)


def failed_of(facts: Facts, courses: Iterable[CourseResult], kind: str) -> Tri:
    """Whether any course of a kind was adequate and failed in this episode; unknown when it was never asked about."""
    values = [course.failed for course in courses if course.kind == kind]
    return any_of([*values, *([] if facts.was_asked(kind) else [None])])


def asked_question(facts: Facts, kind: str) -> tuple[Question, ...]:
    """The question whether a kind of treatment was given, or whether its list is complete, where it was never asked."""
    if facts.was_asked(kind):
        return ()
    return (Question("asked", f"asked.{kind}", {"kind": kind, "listed": bool(facts.treatments(kind))}),)


def _judged(  # the parts of one verdict
    facts: Facts,
    treatment: TreatmentBase,
    name: str,
    adequate: Tri,
    because: list[Reason],
    questions: list[Question],
    notes: tuple[Reason, ...] = (),
    minimum: float | None = None,
    unit: str = "mg",
) -> CourseResult:
    current = facts.current(treatment)
    failed = facts.failed(treatment)
    value = False if treatment.kind == "ketamine" else all_of((adequate, failed, current))  # type: ignore[attr-defined]
    if adequate is not False and treatment.kind != "ketamine":  # type: ignore[attr-defined]
        if failed is None:
            questions = [*questions, facts.outcome_question(treatment, name)]
        if current is None:
            questions = [*questions, facts.episode_question(treatment, name)]
        code = {True: "failed", False: "not_failed", None: "improvement_unknown"}[failed]
        percent, outcome = treatment.improvement_percent, treatment.outcome
        because = [*because, Reason(code, failed, {"name": name, "percent": percent, "outcome": outcome, "stop_reason": treatment.stop_reason})]
    if current is not True and (current is False or adequate is not False):
        because = [*because, Reason("earlier_episode" if current is False else "episode_unknown", current, {"name": name})]
    return CourseResult(
        id=treatment.id,
        kind=treatment.kind,  # type: ignore[attr-defined]
        name=name,
        adequate=adequate,
        failed=value,
        current=current,
        because=tuple(because),
        questions=tuple(questions) if value is None else (),
        notes=notes,
        minimum=minimum,
        unit=unit,
    )


def _base_adequate(facts: Facts, treatment: Augmentation | Combination, trials: dict[str, Trial], name: str) -> tuple[Tri, Reason, list[Question]]:
    """Whether the antidepressant it was added to had its weeks at its minimum dose (decisions 11 and 46)."""
    needed = facts.library.number("augmentation_base_weeks")
    base = trials.get(treatment.with_) if treatment.with_ is not None else None
    if base is None:
        question = Question("with", f"treatments.{treatment.id}.with", {"name": name})
        return None, Reason("base_unknown", None, {"name": name}), [question]
    value = at_least(base.weeks(), needed)
    code = {True: "base_adequate", False: "base_inadequate", None: "base_weeks_unknown"}[value]
    asked = Question("doses", f"treatments.{base.record.id}.doses", {"name": base.name, "needed": needed, "minimum": base.minimum()})
    questions = [asked] if value is None else []
    return value, Reason(code, value, {"name": name, "base": base.name, "needed": needed}), questions


def _augmentation(facts: Facts, treatment: Augmentation, trials: dict[str, Trial]) -> CourseResult:
    agent = facts.library.agent(treatment.drug)
    drug = facts.library.antidepressant(treatment.drug) if agent is None else None
    name = agent.name if agent else drug.name if drug else (treatment.drug or "")
    needed = facts.library.number("augmentation_weeks")
    path = f"treatments.{treatment.id}"
    if agent is not None and agent.never:
        return _judged(facts, treatment, name, False, [Reason("agent_never", False, {"name": name})], [])
    notes: list[Reason] = []
    questions: list[Question] = []
    if agent is not None and agent.level_from is not None:
        minimum = None
        weeks = at_least(_total_weeks(treatment), needed)
        level = treatment.level_mmol_l
        dose: Tri = None if level is None else level >= agent.level_from
        code = {True: "level_enough", False: "level_low", None: "level_unknown"}[dose]
        reasons = [Reason(code, dose, {"name": name, "level": level, "from": agent.level_from})]
        if dose is None:
            questions.append(Question("level", f"{path}.level_mmol_l", {"name": name, "from": agent.level_from}))
        if level is not None and agent.level_warning_above is not None and level > agent.level_warning_above:
            notes.append(Reason("level_high_warning", None, {"name": name, "level": level, "above": agent.level_warning_above}))
        elif level is not None and agent.level_note_above is not None and level > agent.level_note_above:
            notes.append(Reason("level_high_note", None, {"name": name, "level": level, "above": agent.level_note_above}))
        adequate_dose = all_of((dose, weeks))
        reasons.append(_weeks_reason(name, weeks, needed))
        if weeks is None:
            questions.append(Question("doses", f"{path}.doses", {"name": name, "needed": needed, "minimum": None}))
    else:
        minimum = agent.minimum if agent else facts.library.combination_minimum(drug) if drug else None
        adequate_dose = at_least(weeks_at(treatment.doses, minimum), needed)
        if minimum is None and at_least(_total_weeks(treatment), needed) is False:
            adequate_dose = False
        if minimum is None:
            reasons = [Reason("agent_individual", None, {"name": name})] if adequate_dose is None else [_weeks_reason(name, False, needed)]
        else:
            reasons = [_dose_reason(name, treatment, minimum, agent.unit if agent else "mg", adequate_dose, needed)]
        if adequate_dose is None and minimum is not None:
            questions.append(Question("doses", f"{path}.doses", {"name": name, "needed": needed, "minimum": minimum}))
    base, reason, more = _base_adequate(facts, treatment, trials, name)
    adequate = all_of((adequate_dose, base))
    if adequate is None:
        questions += more
    return _judged(facts, treatment, name, adequate, [*reasons, reason], questions, tuple(notes), minimum, agent.unit if agent else "mg")


def _combination(facts: Facts, treatment: Combination, trials: dict[str, Trial]) -> CourseResult:
    drug = facts.library.antidepressant(treatment.drug)
    name = drug.name if drug else (treatment.drug or "")
    needed = facts.library.number("augmentation_weeks")
    minimum = facts.library.combination_minimum(drug) if drug else None
    dose = at_least(weeks_at(treatment.doses, minimum), needed)
    questions = []
    if drug is None:
        questions.append(Question("drug", f"treatments.{treatment.id}.drug", {"name": name}))
    elif dose is None:
        questions.append(Question("doses", f"treatments.{treatment.id}.doses", {"name": name, "needed": needed, "minimum": minimum}))
    base, reason, more = _base_adequate(facts, treatment, trials, name)
    adequate = all_of((dose, base))
    if adequate is None:
        questions += more
    reasons = [_dose_reason(name, treatment, minimum, drug.unit if drug else "mg", dose, needed), reason]
    return _judged(facts, treatment, name, adequate, reasons, questions, (), minimum)


def _total_weeks(treatment: Augmentation | Combination) -> tuple[float, float | None]:
    known = round(sum(step.weeks for step in treatment.doses if step.weeks is not None), 6)
    is_open = not treatment.doses or any(step.weeks is None for step in treatment.doses)
    return (known, None if is_open else known)


def _weeks_reason(name: str, weeks: Tri, needed: float) -> Reason:
    code = {True: "course_weeks_enough", False: "course_too_short", None: "course_weeks_unknown"}[weeks]
    return Reason(code, weeks, {"name": name, "needed": needed})


def _dose_reason(name: str, treatment: Augmentation | Combination, minimum: float | None, unit: str, value: Tri, needed: float) -> Reason:
    highest = max((step.mg for step in treatment.doses if step.mg is not None), default=None)
    all_low = minimum is not None and bool(treatment.doses) and all(step.mg is not None and step.mg < minimum for step in treatment.doses)
    code = "course_dose_enough" if value else "course_dose_unknown" if value is None else "course_dose_low" if all_low else "course_too_short"
    return Reason(code, value, {"name": name, "minimum": minimum, "unit": unit, "highest": highest, "needed": needed})


def _psychotherapy(facts: Facts, treatment: Psychotherapy) -> CourseResult:
    """Adequate: a structured modality, and enough sessions, or fewer over enough weeks (decision 10)."""
    library = facts.library
    name = treatment.modality or ""
    structured = None if treatment.modality is None else treatment.modality in library.names("psychotherapy_modalities")
    sessions, weeks = treatment.sessions, treatment.weeks
    full = None if sessions is None else sessions >= library.number("psychotherapy_sessions")
    some = None if sessions is None else sessions >= library.number("psychotherapy_sessions_short")
    long = None if weeks is None else weeks >= library.number("psychotherapy_weeks_short")
    enough = any_of((full, all_of((some, long))))
    path = f"treatments.{treatment.id}"
    questions = []
    if structured is None:
        questions.append(Question("modality", f"{path}.modality", {}))
    if enough is None:
        field = "sessions" if sessions is None else "weeks"
        questions.append(Question(f"therapy_{field}", f"{path}.{field}", {"name": name}))
    facts_of = {"name": name, "sessions": sessions, "weeks": weeks}
    kind = {True: "therapy_structured", False: "therapy_not_structured", None: "therapy_unknown"}[structured]
    length = {True: "therapy_enough", False: "therapy_too_short", None: "therapy_length_unknown"}[enough]
    because = [Reason(kind, structured, facts_of)]
    if structured is not False:
        because.append(Reason(length, enough, facts_of))
    return _judged(facts, treatment, name, all_of((structured, enough)), because, questions)


def ect_course(facts: Facts, treatment: Ect, *, bilateral_only: bool = False) -> CourseResult:
    """Adequate: given, with the sessions of its placement (decision 9); Thase-Rush asks for a bilateral one (decision 15)."""
    bilateral, unilateral = facts.library.number("ect_bilateral_sessions"), facts.library.number("ect_unilateral_sessions")
    given = None if treatment.status is None else treatment.status == "given"
    sessions = treatment.sessions
    by_placement = {"bilateral": bilateral, "unilateral": unilateral}
    enough: Tri
    if sessions is None:
        enough = None
    elif treatment.placement is not None:
        enough = sessions >= by_placement[treatment.placement]
    else:
        enough = True if sessions >= max(by_placement.values()) else False if sessions < min(by_placement.values()) else None
    if bilateral_only:
        placed = None if treatment.placement is None else treatment.placement == "bilateral"
        enough = all_of((placed, None if sessions is None else sessions >= bilateral))
    path = f"treatments.{treatment.id}"
    questions = []
    if given is None:
        questions.append(Question("ect_status", f"{path}.status", {}))
    if enough is None:
        field = "sessions" if sessions is None else "placement"
        questions.append(Question(f"ect_{field}", f"{path}.{field}", {}))
    status = {True: "ect_given", False: "ect_not_given", None: "ect_status_unknown"}[given]
    because = [Reason(status, given, {"status": treatment.status})]
    if given is not False:
        code = {True: "ect_enough", False: "ect_too_few", None: "ect_sessions_unknown"}[enough]
        because.append(Reason(code, enough, {"sessions": sessions, "placement": treatment.placement}))
    return _judged(facts, treatment, "ECT", all_of((given, enough)), because, questions)


def _rtms(facts: Facts, treatment: Rtms) -> CourseResult:
    needed = facts.library.number("rtms_sessions")
    enough = None if treatment.sessions is None else treatment.sessions >= needed
    code = {True: "rtms_enough", False: "rtms_too_few", None: "rtms_sessions_unknown"}[enough]
    questions = [] if enough is not None else [Question("rtms_sessions", f"treatments.{treatment.id}.sessions", {})]
    return _judged(facts, treatment, "rTMS", enough, [Reason(code, enough, {"sessions": treatment.sessions, "needed": needed})], questions)
