"""Is the depression resistant, and by which definition? One rule for every count definition; its numbers are content."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from trd_desk.content.models import Definition, Factor, TrialRule, Variant
from trd_desk.engine.courses import asked_question, failed_of
from trd_desk.engine.facts import Facts
from trd_desk.engine.scales import total_of
from trd_desk.engine.trials import Count, Trial, distinct
from trd_desk.engine.verdict import (
    Cell,
    CourseResult,
    DefinitionResult,
    FactorResult,
    Interval,
    Question,
    Reason,
    Tri,
    all_of,
    any_of,
    at_least,
    verdict,
)


@dataclass(frozen=True)
class Evidence:
    """A case with its trials and courses judged: what the definitions are worked out from."""

    facts: Facts
    trials: Sequence[Trial]
    courses: Sequence[CourseResult]
    factor_answers: Mapping[str, Tri] = field(default_factory=dict)

    @cached_property
    def _counts(self) -> dict[tuple[Count, bool], Interval]:
        """Counts worked out already."""
        return {}

    @cached_property
    def guideline_differs(self) -> bool:
        """Whether the guideline range gives any trial other weeks than the adequacy table (decision 54)."""
        return any(trial.weeks(guideline=True) != trial.weeks() for trial in self.trials)

    @cached_property
    def has_relatives(self) -> bool:
        """Whether two of the drugs tried are close relatives."""
        tried = {trial.key for trial in self.trials}
        return any(other in tried for trial in self.trials if trial.drug for other in trial.drug.relatives)

    @cached_property
    def _failed(self) -> dict[str, Tri]:
        """Kinds of course worked out already."""
        return {}

    def count(self, count: Count, *, any_episode: bool = False) -> Interval:
        """How many different antidepressants count, on the worst and on the best case."""
        found = self._counts.get((count, any_episode))
        if found is None:
            found = self._counts[(count, any_episode)] = self._count(count, any_episode=any_episode)
        return found

    def _count(self, count: Count, *, any_episode: bool) -> Interval:
        pairs = [(trial, trial.cell(count, any_episode=any_episode).value) for trial in self.trials]
        return distinct(pairs, complete=self.facts.was_asked("antidepressant"))

    def failed(self, kind: str) -> Tri:
        """Whether a course of this kind was adequate and failed in this episode."""
        if kind not in self._failed:
            self._failed[kind] = failed_of(self.facts, self.courses, kind)
        return self._failed[kind]

    def score(self, scale: str) -> float | None:
        """The latest total of a scale on or before the day of the question."""
        known = [
            (score.on, place, total)
            for place, score in enumerate(self.facts.case.scores)
            if score.scale == scale and score.on <= self.facts.as_of and (total := total_of(score, self.facts.library)) is not None
        ]
        return max(known)[2] if known else None


def count_of(rule: TrialRule, variant: Variant | None = None, *, guideline: bool = False) -> Count:
    """What a trial must have to count for a rule, or for another reading of it."""
    return Count(
        weeks=variant.weeks if variant and variant.weeks is not None else rule.weeks,
        below=rule.improvement_below,
        floor=rule.improvement_from,
        at_most=variant.improvement_at_most if variant else None,
        guideline=guideline,
    )


def unipolar(facts: Facts) -> Tri:
    """Whether the depression is unipolar (decisions 5 and 44): unresolved or unrecorded is unknown."""
    diagnosis = facts.case.episode.diagnosis
    return None if diagnosis in (None, "unresolved") else diagnosis == "unipolar"


def judge(definition: Definition, evidence: Evidence, earlier: dict[str, Tri]) -> DefinitionResult:
    """What one definition says of a case; `earlier` holds the answers of the definitions before it."""
    if definition.kind == "checklist" or definition.trials is None:
        return DefinitionResult(definition.id, "checklist", None, None, (), (), (), _factors(definition.factors, evidence))
    rule = definition.trials
    count = count_of(rule)
    number = evidence.count(count)
    parts = _parts(definition, evidence, number, earlier)
    value = all_of(parts.values())
    # Without the diagnosis: what rules another definition out must hold whatever the diagnosis turns out to be (decision 5).
    earlier[definition.id] = all_of(part for name, part in parts.items() if name != "unipolar")
    return DefinitionResult(
        id=definition.id,
        verdict=verdict(value),
        count=number,
        needed=rule.count,
        because=_because(definition, evidence, count, number, parts),
        questions=_questions(definition, evidence, count, parts) if value is None else (),
        notes=_notes(definition, evidence, value, earlier),
    )


def _parts(definition: Definition, evidence: Evidence, number: Interval, earlier: dict[str, Tri]) -> dict[str, Tri]:
    rule = definition.trials
    if rule is None:
        return {}
    drugs = at_least(number, rule.count)
    parts: dict[str, Tri] = {"unipolar": unipolar(evidence.facts)}
    parts["trials"] = any_of((drugs, evidence.failed("psychotherapy"))) if rule.or_psychotherapy else drugs
    if definition.psychotherapy_failed:
        parts["psychotherapy"] = evidence.failed("psychotherapy")
    if definition.augmentation_failed:
        parts["augmentation"] = evidence.failed("augmentation")
    if definition.ect_failed:
        parts["ect"] = evidence.failed("ect")
    if definition.score is not None:
        total = evidence.score(definition.score.scale)
        parts["score"] = None if total is None else total >= definition.score.at_least
    if definition.unless_met is not None:
        other = earlier.get(definition.unless_met)
        parts["unless"] = None if other is None else not other
    return parts


def _because(definition: Definition, evidence: Evidence, count: Count, number: Interval, parts: dict[str, Tri]) -> tuple[Reason, ...]:
    rule = definition.trials
    if rule is None:
        return ()
    reasons = [Reason("trials_counted", at_least(number, rule.count), {"low": number[0], "high": number[1], "needed": rule.count})]
    cells = [trial.cell(count) for trial in evidence.trials]
    for wanted in (True, None, False):
        reasons += [cell.reason for cell in cells if cell.value is wanted]
    diagnosis = evidence.facts.case.episode.diagnosis
    if parts["unipolar"] is not True:
        reasons.append(Reason("not_unipolar" if parts["unipolar"] is False else "diagnosis_unknown", parts["unipolar"], {"diagnosis": diagnosis}))
    for kind in ("psychotherapy", "augmentation", "ect"):
        if kind in parts or (kind == "psychotherapy" and rule.or_psychotherapy):
            value = evidence.failed(kind)
            given = [course for course in evidence.courses if course.kind == kind]
            code = "kind_failed" if value else "kind_unknown" if value is None else "kind_not_failed" if given else "kind_none"
            reasons.append(Reason(code, value, {"kind": kind}))
            reasons += [reason for course in given if course.failed is not True for reason in course.because if reason.tone is not True]
    if definition.score is not None:
        total = evidence.score(definition.score.scale)
        code = "score_unknown" if total is None else "score_reached" if parts["score"] else "score_below"
        reasons.append(Reason(code, parts["score"], {"scale": definition.score.scale, "total": total, "needed": definition.score.at_least}))
    if definition.unless_met is not None:
        code = {True: "other_not_met", False: "other_met", None: "other_open"}[parts["unless"]]
        if code == "other_met" and parts["unipolar"] is not True:
            code = "other_reached"
        reasons.append(Reason(code, parts["unless"], {"definition": definition.unless_met}))
    return tuple(reasons)


def _questions(definition: Definition, evidence: Evidence, count: Count, parts: dict[str, Tri]) -> tuple[Question, ...]:
    facts, rule = evidence.facts, definition.trials
    found: list[Question] = []
    if rule is None:
        return ()
    if parts["trials"] is None or parts.get("unless", True) is None:
        for trial in evidence.trials:
            found += trial.questions(count)
        if definition.unless_met is not None and parts["unless"] is None:
            other = facts.library.definition(definition.unless_met).trials
            found += [question for trial in evidence.trials for question in (trial.questions(count_of(other)) if other else ())]
        found += asked_question(facts, "antidepressant")
    if parts["unipolar"] is None:
        found.append(Question("diagnosis", "episode.diagnosis"))
    for kind in ("psychotherapy", "augmentation", "ect"):
        if (kind in parts and parts[kind] is None) or (kind == "psychotherapy" and rule.or_psychotherapy and parts["trials"] is None):
            found += course_questions(evidence, kind)
    if definition.score is not None and parts["score"] is None:
        found.append(Question("score", f"scores.{definition.score.scale}", {"scale": definition.score.scale}))
    return unique(found)


def course_questions(evidence: Evidence, kind: str) -> tuple[Question, ...]:
    """What would settle whether a course of this kind failed."""
    found = [question for course in evidence.courses if course.kind == kind for question in course.questions]
    return (*found, *asked_question(evidence.facts, kind))


def unique(questions: Sequence[Question]) -> tuple[Question, ...]:
    """The questions without repeats, in their order, one a field."""
    return tuple({question.field: question for question in reversed(questions)}.values())[::-1]


# ------------------------------------------------------------------------------------------------------------------- readings


def _variant_value(definition: Definition, variant: Variant, evidence: Evidence, earlier: dict[str, Tri]) -> tuple[Tri, Interval]:
    rule = definition.trials
    if rule is None:
        return None, (0, None)
    if variant.literal_star_d:
        number = distinct([(trial, _literal_star_d(trial)) for trial in evidence.trials], complete=evidence.facts.was_asked("antidepressant"))
    else:
        number = evidence.count(count_of(rule, variant))
    for wanted, kind in ((variant.count_augmentation, "augmentation"), (variant.count_ect, "ect")):
        if wanted:
            extra = evidence.failed(kind)
            high = None if number[1] is None else number[1] + (extra is not False)
            number = (number[0] + (extra is True), high)
    return all_of(_parts(definition, evidence, number, dict(earlier)).values()), number


def _literal_star_d(trial: Trial) -> Tri:
    """STAR*D's own count: no remission, or stopped for side effects, at a vigorous dose; adherence is not asked."""
    if not trial.may_count:
        return False
    if trial.record.stop_reason == "intolerance":
        unsuccessful: Tri = True
    elif trial.record.outcome is not None and trial.record.improvement_percent is None:
        unsuccessful = trial.record.outcome != "remission"
    else:
        # Under half the improvement there is no remission; with more, a percentage alone cannot tell.
        unsuccessful = None if trial.improvement is None or trial.facts.failed(trial.record) is not True else True
    return all_of((trial.current, trial.dose_reached, unsuccessful))


def _notes(definition: Definition, evidence: Evidence, value: Tri, earlier: dict[str, Tri]) -> tuple[Reason, ...]:
    notes = []
    rule = definition.trials
    for variant in definition.variants:
        other, number = _variant_value(definition, variant, evidence, earlier)
        if variant.show == "always" or other is not value:
            facts = {"text": variant.text, "verdict": verdict(other), "same": other is value, "low": number[0], "high": number[1]}
            notes.append(Reason("variant", other, facts))
    if rule is not None:
        if evidence.guideline_differs:
            guideline = all_of(_parts(definition, evidence, evidence.count(count_of(rule, guideline=True)), dict(earlier)).values())
            if guideline is not value:
                notes.append(Reason("guideline_range_verdict", guideline, {"verdict": verdict(guideline)}))
        notes += close_relatives(evidence, count_of(rule))
        others = [other for name, other in earlier.items() if name == "fda_ema"]
        if rule.or_psychotherapy and value and others and others[0]:
            notes.append(Reason("early_stage_exceeded", True))
    if evidence.facts.age is not None and evidence.facts.age < evidence.facts.library.number("adult_age"):
        notes.append(Reason("under_age", None, {"age": evidence.facts.age}))
    return tuple(notes)


def close_relatives(evidence: Evidence, count: Count) -> list[Reason]:
    """A warning for each pair of counted drugs that are nearly the same molecule (decision 6)."""
    if not evidence.has_relatives:
        return []
    counted = {trial.key: trial for trial in evidence.trials if trial.drug and trial.cell(count).value is not False}
    pairs = {
        tuple(sorted((trial.name, counted[other].name))) for trial in counted.values() if trial.drug for other in trial.drug.relatives if other in counted
    }
    return [Reason("close_relatives", None, {"first": first, "second": second}) for first, second in sorted(pairs)]


# ------------------------------------------------------------------------------------------------------------------- checklist


def _factors(factors: Sequence[Factor], evidence: Evidence) -> tuple[FactorResult, ...]:
    """Each factor as the record tells it, else as a clinician answered it; an answer never wins over what the record tells."""
    found = []
    for factor in factors:
        told = _factor(factor.fact, evidence)
        found.append(FactorResult(factor.id, evidence.factor_answers.get(factor.id) if told is None else told, told is not None))
    return tuple(found)


def _factor(fact: str | None, evidence: Evidence) -> Tri:
    facts, case, library = evidence.facts, evidence.facts.case, evidence.facts.library
    episode, conditions = case.episode, case.conditions
    complete = facts.was_asked("antidepressant")
    match fact:
        case "age_65":
            return None if facts.age is None else facts.age >= library.number("older_age")
        case "physical_comorbidity":
            return any_of([conditions.get(code) for code in ("cardiovascular_disease", "respiratory_disease", "stroke_or_tia", "sleep_apnoea")] + [None])
        case "mental_comorbidity":
            anxiety = None if episode.anxiety is None else episode.anxiety == "disorder"
            personality = None if episode.personality_disorder is None else episode.personality_disorder == "diagnosed"
            return any_of((anxiety, personality, conditions.get("borderline_personality_disorder"), None))
        case "substance_use":
            return any_of(conditions.get(code) for code in ("substance_use_active", "substance_use_past"))
        case "long_episode":
            return None if facts.months is None else facts.months > library.number("long_episode_months")
        case "severe":
            return None if episode.severity is None else episode.severity.startswith("severe")
        case "suicidality":
            return episode.acute_suicidality
        case "non_adherence":
            return any_of([None if trial.adherent is None else not trial.adherent for trial in evidence.trials] + ([] if complete else [None]))
        case "side_effects":
            stopped = [None if trial.record.stop_reason is None else trial.record.stop_reason == "intolerance" for trial in evidence.trials]
            return any_of(stopped + ([] if complete else [None]))
        case "several_antidepressants":
            tried = len({trial.key for trial in evidence.trials if trial.key})
            return True if tried > 1 else (False if complete else None)
        case "several_psychotherapies":
            tried = sum(1 for course in evidence.courses if course.kind == "psychotherapy")
            return True if tried > 1 else (False if facts.was_asked("psychotherapy") else None)
        case "dose_increases":
            return any_of([trial.dose_optimised for trial in evidence.trials] + ([] if complete else [None]))
        case "little_improvement":
            partial = library.number("partial_from")
            known = [trial.improvement for trial in evidence.trials]
            return all_of([None if item is None else item.below(partial) for item in known]) if known else None
        case _:
            return None


def cells_of(trial: Trial, definitions: Sequence[Definition]) -> dict[str, Cell]:
    """Whether a trial counts for each count definition."""
    return {definition.id: trial.cell(count_of(definition.trials)) for definition in definitions if definition.trials is not None}
