"""Where does this patient stand on each way to ketamine and esketamine? (decisions 4, 21 to 25, 42, 43, 52, 65, 69)"""

from collections.abc import Sequence
from typing import Literal

from trd_desk.content.models import Pathway
from trd_desk.engine.courses import asked_question
from trd_desk.engine.definitions import Evidence, course_questions, unipolar, unique
from trd_desk.engine.facts import Facts
from trd_desk.engine.trials import Count, Trial, distinct
from trd_desk.engine.verdict import (
    PathwayResult,
    Question,
    Reason,
    SafetyResult,
    StepResult,
    Tri,
    all_of,
    any_of,
    at_least,
    verdict,
)

TREATMENT_STEPS = ("ssri_1", "ssri_2", "other_class", "augmentation", "combination", "ect")
SSRI = "ssri"
SSRI_OR_SNRI = ("ssri", "snri")


class _Place:
    """The steps of one pathway for one case, each with its value, what fills it and what would settle it."""

    def __init__(self, pathway: Pathway, evidence: Evidence) -> None:
        self.pathway = pathway
        self.evidence = evidence
        self.facts: Facts = evidence.facts
        library = self.facts.library
        rule = library.definition("fda_ema").trials
        weeks = rule.weeks if rule else library.number("adequate_weeks")
        self.count = Count(weeks, rule.improvement_below if rule else library.number("response_from"))
        self.next_instead: dict[str, str] = {}
        self.filled: dict[str, tuple[str, ...]] = {}
        self.reasons: dict[str, Reason] = {}

    # ----------------------------------------------------------------------------------------------------------------- steps

    def value(self, step: str, so_far: dict[str, Tri]) -> Tri:
        """The value of one step; `so_far` holds those before it."""
        if step == "consecutive":
            return self._consecutive(so_far)
        match step:
            case "adult":
                return self._adult()
            case "unipolar":
                return unipolar(self.facts)
            case "ssri_1" | "ssri_2":
                return self._class_failed(step, 2 if step == "ssri_2" else 1, ssri=True)
            case "other_class":
                return self._class_failed(step, 1, ssri=False)
            case "augmentation" | "combination" | "ect":
                return self._course(step)
            case "inpatient":
                return self._inpatient()
            case "two_failures":
                return self._two_failures()
            case "ongoing_antidepressant":
                return self._ongoing(step, None)
            case "ongoing_ssri_or_snri":
                return self._ongoing(step, SSRI_OR_SNRI)
            case "severity_moderate":
                return self._severity()
            case "acute_suicidality":
                return self.facts.case.episode.acute_suicidality
            case "psychiatric_emergency":
                return self.facts.case.episode.psychiatric_emergency
            case _:
                message = f"no such step: {step}"
                raise ValueError(message)

    def _adult(self) -> Tri:
        age = self.facts.age
        return None if age is None else age >= self.facts.library.number("adult_age")

    def _inpatient(self) -> Tri:
        setting = self.facts.case.episode.setting
        return None if setting is None else setting == "inpatient"

    def _severity(self) -> Tri:
        severity = self.facts.case.episode.severity
        return None if severity is None else severity in self.facts.library.names("severity_moderate")

    def _of_class(self, *, ssri: bool, any_episode: bool = False) -> list[tuple[Trial, Tri]]:
        pairs = []
        for trial in self.evidence.trials:
            value = trial.cell(self.count, any_episode=any_episode).value
            in_class = None if trial.drug is None else (trial.drug.family == SSRI) is ssri
            pairs.append((trial, all_of((value, in_class))))
        return pairs

    def _class_failed(self, step: str, needed: int, *, ssri: bool) -> Tri:
        pairs = self._of_class(ssri=ssri)
        value = at_least(distinct(pairs, complete=self.facts.was_asked("antidepressant")), needed)
        names = list(dict.fromkeys(trial.name for trial, counts in pairs if counts))
        chosen = names[needed - 1 :] if value and ssri else names if value else [t.name for t, counts in pairs if counts is None]
        self.filled[step] = tuple(chosen[:1] if value else chosen)
        if value is None and not chosen:
            self.filled[step] = ()
        return value

    def _course(self, kind: str) -> Tri:
        value = self.evidence.failed(kind)
        self.filled[kind] = tuple(course.name for course in self.evidence.courses if course.kind == kind and course.failed is value)
        if value is False:
            self.filled[kind] = ()
            turned_down = [t.status for t in self.facts.treatments("ect") if t.status in ("refused", "contraindicated")] if kind == "ect" else []
            if turned_down:
                self.reasons[kind] = Reason("ect_not_given", False, {"status": turned_down[0]})
        return value

    def _consecutive(self, so_far: dict[str, Tri]) -> Tri:
        """Met when a step is filled and none waits for the episode of a treatment that would fill it (decisions 43 and 65)."""
        if not any(so_far.get(step) for step in TREATMENT_STEPS):
            return None
        return None if any(so_far.get(step) is None and self._waits_for_episode(step) for step in TREATMENT_STEPS if step in so_far) else True

    def _waits_for_episode(self, step: str) -> bool:
        if step in ("ssri_1", "ssri_2", "other_class"):
            pairs = self._of_class(ssri=step != "other_class", any_episode=True)
            return any(value is not False and trial.current is None for trial, value in pairs)
        return any(course.kind == step and course.failed is None and course.current is None for course in self.evidence.courses)

    def _two_failures(self) -> Tri:
        needed = self.pathway.failures or 1
        number = self.evidence.count(self.count)
        value = at_least(number, needed)
        self.filled["two_failures"] = tuple(dict.fromkeys(trial.name for trial in self.evidence.trials if trial.cell(self.count).value))
        if value is False and self.pathway.earlier_failures_ask:
            # Earlier-episode failures would have reached the number: the guideline does not say whether they count (decision 4).
            lifetime = self.evidence.count(self.count, any_episode=True)
            if at_least(lifetime, needed) is not False:
                self.reasons["two_failures"] = Reason("earlier_failures", None, {"needed": needed, "low": number[0]})
                return None
        self.reasons["two_failures"] = Reason("failures_counted", value, {"low": number[0], "high": number[1], "needed": needed})
        return value

    def _ongoing(self, step: str, families: Sequence[str] | None) -> Tri:
        """An antidepressant is ongoing when it says so; with neither reason nor end it is unknown (decision 42)."""
        values: list[Tri] = []
        names = []
        for trial in self.evidence.trials:
            fits = True if families is None else None if trial.drug is None else trial.drug.family in families
            value = all_of((trial.ongoing, fits, trial.may_count))
            values.append(value)
            if value:
                names.append(trial.name)
        if not self.facts.was_asked("antidepressant"):
            values.append(None)
        value = any_of(values)
        self.filled[step] = tuple(dict.fromkeys(names))
        if value is False:
            other = [trial.name for trial in self.evidence.trials if trial.ongoing and trial.may_count]
            self.next_instead[step] = "ongoing_ssri_or_snri" if other and families else "start_antidepressant"
            if other and families:
                self.reasons[step] = Reason("other_class_ongoing", False, {"names": tuple(other)})
        return value

    # ------------------------------------------------------------------------------------------------------------- questions

    def questions(self, step: str) -> list[Question]:
        """What would settle a step."""
        simple = {
            "adult": ("birth_date", "patient.birth_date"),
            "unipolar": ("diagnosis", "episode.diagnosis"),
            "inpatient": ("setting", "episode.setting"),
            "acute_suicidality": ("acute_suicidality", "episode.acute_suicidality"),
            "severity_moderate": ("severity", "episode.severity"),
            "psychiatric_emergency": ("psychiatric_emergency", "episode.psychiatric_emergency"),
        }
        if step in simple:
            return [Question(*simple[step])]
        if step in ("augmentation", "combination", "ect"):
            return list(course_questions(self.evidence, step))
        if step in ("ongoing_antidepressant", "ongoing_ssri_or_snri"):
            return [
                *(Question("ongoing", f"treatments.{t.record.id}.stop_reason", {"name": t.name}) for t in self.evidence.trials if t.ongoing is None),
                *asked_question(self.facts, "antidepressant"),
            ]
        found = [question for trial in self.evidence.trials for question in trial.questions(self.count)]
        if step == "two_failures" and self.reasons.get("two_failures", Reason("")).code == "earlier_failures":
            found += [
                Question("earlier_failure", f"treatments.{trial.record.id}.episode", {"name": trial.name, "known": trial.current is False})
                for trial in self.evidence.trials
                if trial.current is not True and trial.cell(self.count, any_episode=True).value is not False
            ]
        if step == "consecutive":
            found += [
                Question("episode", f"treatments.{treatment.id}.episode", {"name": getattr(treatment, "drug", None) or treatment.kind})
                for treatment in self.facts.case.treatments
                if self.facts.current(treatment) is None
            ]
        return [*found, *asked_question(self.facts, "antidepressant")]


PathwayWord = Literal["stop", "not_recommended", "count_reached", "not_yet", "cannot_say", "criteria_met"]


def place(pathway: Pathway, evidence: Evidence, safety: Sequence[SafetyResult]) -> PathwayResult:
    """Where a case stands on one pathway, in the order of precedence of the case format."""
    here = _Place(pathway, evidence)
    values: dict[str, Tri] = {}
    for step in pathway.step:
        values[step.id] = here.value(step.id, values)
    stops = [item.id for item in safety if item.level == "stop"]
    result = _result(pathway, values, stopped=bool(stops))
    unmet = next((step.id for step in pathway.step if values[step.id] is False), None)
    next_step = here.next_instead.get(unmet, unmet) if unmet and result in ("not_yet", "count_reached") else None
    questions = [question for step in pathway.step if values[step.id] is None for question in here.questions(step.id)]
    steps = tuple(StepResult(step.id, verdict(values[step.id]), here.filled.get(step.id, ()), here.reasons.get(step.id)) for step in pathway.step)
    because = [Reason("pathway_stop", False, {"condition": code}) for code in stops] if result == "stop" else []
    because.append(Reason(f"pathway_{result}", {"criteria_met": True, "cannot_say": None}.get(result, False), {"pathway": pathway.id, "next": next_step}))
    because += [reason for step in pathway.step if (reason := here.reasons.get(step.id)) is not None]
    return PathwayResult(
        id=pathway.id,
        result=result,
        line=pathway.line,
        next_step=next_step,
        steps=steps,
        because=tuple(because),
        questions=unique(questions) if result != "not_recommended" else (),
        notes=_notes(result, evidence.facts, stops),
    )


def _result(pathway: Pathway, values: dict[str, Tri], *, stopped: bool) -> PathwayWord:
    if not pathway.recommended:
        return "not_recommended"
    if stopped:
        return "stop"
    unmet = [step for step, value in values.items() if value is False]
    if pathway.count_reached and len(unmet) == 1 and unmet[0] in TREATMENT_STEPS and all(value for step, value in values.items() if step != unmet[0]):
        return "count_reached"
    if unmet:
        return "not_yet"
    return "cannot_say" if any(value is None for value in values.values()) else "criteria_met"


def _notes(result: str, facts: Facts, stops: Sequence[str]) -> tuple[Reason, ...]:
    notes = []
    if result == "not_recommended" and stops:
        notes += [Reason("pathway_stop", False, {"condition": code}) for code in stops]
    if facts.case.conditions.get("active_psychosis") or facts.case.episode.severity == "severe_psychotic":
        notes.append(Reason("psychosis_caution", None, {}))
    return tuple(notes)
