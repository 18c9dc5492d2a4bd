"""Arguments for and against each treatment option, in the manner of PROforma: which of them count for this patient, and which are open.

An argument counts always, or when a fact of the patient makes it count. Nothing is weighed, summed or ranked: a clinician does that.
The facts are those of the record and of the assessment; none of them carries a number of its own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from trd_desk.content.evidence_models import Argument, TreatmentOption
from trd_desk.content.library import Library
from trd_desk.engine.facts import Facts
from trd_desk.engine.safety import SEDATIVE_KINDS
from trd_desk.engine.staging import MAO_INHIBITOR
from trd_desk.engine.verdict import Assessment, CourseResult, Question, Tri, TrialResult, all_of, any_of, at_least
from trd_desk.record.fact import CONDITION_CODES
from trd_desk.record.models import Case

_KETAMINE: Final = frozenset({"ketamine_iv", "ketamine_sc", "ketamine_im", "ketamine_oral"})
_ESKETAMINE: Final = frozenset({"esketamine_in", "esketamine_oral"})
# The fact of an argument that carries its own number: fewer failed adequate antidepressants than that.
FEWER_FAILURES: Final = "fewer_failures_than"
# That the option itself was tried in this episode.
OPTION_TRIED: Final = "option_tried"
_SERIOUS: Final = frozenset({"severe", "severe_psychotic"})
# Questions of other steps of a pathway than those about antidepressants.
_OTHER_STEPS: Final = frozenset({"birth_date", "diagnosis", "severity", "setting", "acute_suicidality", "psychiatric_emergency"})


@dataclass(frozen=True, slots=True)
class ArgumentState:
    """One argument: whether it counts here (None: not known), and what would settle it."""

    argument: Argument
    counts: Tri
    always: bool
    question: Question | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """A treatment of this option in the history: adequate and failed in this episode, or not, or not known.

    `given` is None where the record does not say whether it was given at all; one that was refused or ruled out is none of these.
    """

    id: str
    name: str
    adequate: Tri
    failed: Tri
    current: Tri
    given: Tri = True


@dataclass(frozen=True, slots=True)
class OptionState:
    """One option for one patient.

    `listed` says whether the record lists such treatments at all, `tried_known` whether its list is complete.
    """

    option: TreatmentOption
    arguments: tuple[ArgumentState, ...]
    tried: tuple[Tried, ...]
    listed: bool
    tried_known: bool

    def side(self, side: Literal["for", "against"]) -> tuple[ArgumentState, ...]:
        """The arguments of one side, in the order of the content."""
        return tuple(one for one in self.arguments if one.argument.side == side)


def arguments(library: Library, case: Case, assessment: Assessment) -> tuple[OptionState, ...]:
    """Every option in the order of the content, each argument with whether it counts for this patient."""
    facts = _Facts(library, case, assessment)
    return tuple(
        OptionState(
            option=option,
            arguments=tuple(_state(argument, facts, option) for argument in option.argument),
            tried=facts.tried(option),
            listed=bool(_kind_of(option)),
            tried_known=case.was_asked(_kind_of(option)),
        )
        for option in library.options
    )


def _kind_of(option: TreatmentOption) -> str:
    """The kind of treatment under which the history lists an option; empty where it has none."""
    kinds = {
        "switch": "antidepressant",
        "augmentation": "augmentation",
        "combination": "combination",
        "psychotherapy": "psychotherapy",
        "ketamine": "ketamine",
    }
    return kinds.get(option.kind) or {"ect": "ect", "tms": "rtms"}.get(option.modality, "")


def _state(argument: Argument, facts: "_Facts", option: TreatmentOption) -> ArgumentState:
    if argument.when is None:
        return ArgumentState(argument, counts=True, always=True)
    if argument.when == FEWER_FAILURES:
        value, question = facts.failures(argument.number)
    elif argument.when == OPTION_TRIED:
        value, question = facts.option_tried(option)
    else:
        value, question = facts.of(argument.when)
    if value is not None and argument.is_no:
        value = not value
    return ArgumentState(argument, counts=value, always=False, question=question if value is None else None)


def known_facts() -> frozenset[str]:
    """Every word that may stand as `when` of an argument."""
    return frozenset(CONDITION_CODES) | frozenset(_FACTS) | {FEWER_FAILURES, OPTION_TRIED}


class _Facts:
    """What the arguments ask about one patient; each answer with the question that would settle it."""

    def __init__(self, library: Library, case: Case, assessment: Assessment) -> None:
        self.library, self.case, self.assessment = library, case, assessment

    def of(self, name: str) -> tuple[Tri, Question | None]:
        """A fact by its name, and the question where it is not known."""
        if name in CONDITION_CODES:
            value = self.case.conditions.get(name)
            return value, Question("condition", f"conditions.{name}", {"code": name})
        return _FACTS[name](self)

    # What was tried

    def tried(self, option: TreatmentOption) -> tuple[Tried, ...]:
        """The treatments of the history that belong to an option."""
        if option.kind == "switch":
            return tuple(Tried(one.id, one.name, one.adequate, self._trial_failed(one), one.current) for one in self.assessment.trials)
        kind = _kind_of(option)
        courses = [one for one in self.assessment.courses if one.kind == kind and self._belongs(option, one)]
        if option.kind == "ketamine":
            products = _ESKETAMINE if option.modality == "esketamine" else {"ketamine_iv"} if option.modality == "ketamine_iv" else _KETAMINE - {"ketamine_iv"}
            ids = {item.id for item in self.case.treatments if item.kind == "ketamine" and item.product in products}
            courses = [one for one in self.assessment.courses if one.kind == "ketamine" and one.id in ids]
            return tuple(Tried(one.id, one.name, one.adequate, self._ketamine_failed(one), one.current) for one in courses)
        given = [(one, self._given(one)) for one in courses]
        return tuple(Tried(one.id, one.name, one.adequate, one.failed, one.current, told) for one, told in given if told is not False)

    def _given(self, course: CourseResult) -> Tri:
        """Whether a treatment was given: ECT may be on record as refused or ruled out, or with nothing said."""
        record = next(item for item in self.case.treatments if item.id == course.id)
        if record.kind != "ect":
            return True
        return None if record.status is None else record.status == "given"

    def _ketamine_failed(self, course: CourseResult) -> Tri:
        """Whether a course of ketamine in this episode ended without a response; no definition counts it, so none says so."""
        record = next(item for item in self.case.treatments if item.id == course.id)
        if record.stop_reason in (None, "ongoing"):
            return None
        return all_of((Facts(self.case, self.library, self.assessment.as_of).failed(record), course.current))

    def option_tried(self, option: TreatmentOption) -> tuple[Tri, Question | None]:
        """Whether a treatment of this option was tried in this episode."""
        kind = _kind_of(option)
        tried = self.tried(option)
        values = [all_of((one.given, one.current)) for one in tried]
        open_ = {one.id for one, value in zip(tried, values, strict=True) if value is None}
        asked = (question for one in self.assessment.courses if one.id in open_ for question in one.questions)
        question = next(asked, Question("asked", f"asked.{kind}", {"kind": kind}))
        return any_of([*values, *([] if self.case.was_asked(kind) else [None])]), question

    def _belongs(self, option: TreatmentOption, course: CourseResult) -> bool:
        """Whether an augmentation belongs to the option; options name the agents that they are about."""
        if option.kind != "augmentation" or not option.agents:
            return True
        drug = next((item.drug for item in self.case.treatments if item.id == course.id and item.kind == "augmentation"), None)
        agent = self.library.agent(drug)
        return agent is not None and agent.id in option.agents

    def _trial_failed(self, trial: TrialResult) -> Tri:
        return all_of((trial.adequate, trial.current, None if trial.improvement is None else self._below(trial)))

    def _below(self, trial: TrialResult) -> Tri:
        cut = self.library.number("response_from")
        low, high = trial.improvement or (None, None)
        if high is not None and high < cut:
            return True
        return False if low is not None and low >= cut else None

    # Facts of the episode

    def severity(self, wanted: frozenset[str]) -> tuple[Tri, Question | None]:
        """Whether the episode is of one of these severities."""
        severity = self.case.episode.severity
        return (None if severity is None else severity in wanted), Question("severity", "episode.severity")

    def psychotic(self) -> tuple[Tri, Question | None]:
        """Whether there is psychosis now, by the severity or as a condition."""
        severity = self.case.episode.severity
        told = None if severity is None else severity == "severe_psychotic"
        value = any_of((told, self.case.conditions.get("active_psychosis")))
        field = "episode.severity" if severity is None else "conditions.active_psychosis"
        return value, Question("severity" if severity is None else "condition", field, {"code": "active_psychosis"})

    def step(self, name: str) -> tuple[Tri, Question | None]:
        """A step of a pathway that asks for it."""
        for pathway in self.assessment.pathways:
            for step in pathway.steps:
                if step.id == name:
                    value = {"met": True, "not_met": False, "cannot_tell": None}[step.verdict]
                    about = [one for one in pathway.questions if one.code not in _OTHER_STEPS]
                    return value, next(iter(about), Question("asked", "asked.antidepressant", {"kind": "antidepressant"}))
        return None, None

    def failures(self, fewer_than: float | None) -> tuple[Tri, Question | None]:
        """Whether fewer than so many antidepressants failed adequately, by the count of the regulators' definition."""
        for definition in self.assessment.definitions:
            if definition.id == "fda_ema" and definition.count is not None and fewer_than is not None:
                low, high = definition.count
                value = True if high is not None and high < fewer_than else False if low >= fewer_than else None
                about = [one for one in definition.questions if one.code not in _OTHER_STEPS]
                return value, next(iter(about), Question("asked", "asked.antidepressant", {"kind": "antidepressant"}))
        return None, None

    def latest_improvement(self, *, partial: bool) -> tuple[Tri, Question | None]:
        """Whether the latest antidepressant of this episode gave a partial response, or none (or was not tolerated)."""
        current = [trial for trial in self.assessment.trials if trial.current is not False]
        if not current:
            asked = self.case.was_asked("antidepressant")
            return (False if asked else None), Question("asked", "asked.antidepressant", {"kind": "antidepressant"})
        trial = current[-1]
        record = next(item for item in self.case.treatments if item.id == trial.id)
        question = Question("improvement", f"treatments.{trial.id}.improvement_percent", {"name": trial.name})
        if trial.current is None:
            return None, Question("episode", f"treatments.{trial.id}.episode", {"name": trial.name})
        intolerant = record.stop_reason == "intolerance"
        if intolerant:
            return not partial, question
        if trial.improvement is None:
            return None, question
        low, high = trial.improvement
        least, cut = self.library.number("partial_from"), self.library.number("response_from")
        if not partial:
            return self._no_response(trial, question)
        if low == high:
            return least <= low < cut, question
        # The ends of an outcome in words lie at the cuts: "none" is below partial, "partial" from there to below response.
        inside = low >= least and high is not None and high <= cut
        outside = (high is not None and high <= least) or low >= cut
        return (True if inside else False if outside else None), question

    def _no_response(self, trial: TrialResult, question: Question) -> tuple[Tri, Question | None]:
        """Whether an antidepressant gave no response: not said before the weeks of the early check at its dose (decision 60)."""
        low, high = trial.improvement or (None, None)
        least, weeks = self.library.number("partial_from"), self.library.number("early_check_weeks")
        none: Tri = None
        if low is not None and low >= least:
            none = False
        elif high is not None and (high < least or (low != high and high <= least)):
            none = True
        long = at_least(trial.weeks, weeks)
        if none and long is None:
            asked = Question("doses", f"treatments.{trial.id}.doses", {"name": trial.name, "needed": weeks, "minimum": trial.minimum})
            return None, next((one for one in trial.questions if one.code != "improvement"), asked)
        return all_of((none, long)), question

    def course(self, kind: str, *, adequate: bool = False) -> tuple[Tri, Question | None]:
        """Whether a treatment of a kind was tried in this episode; `adequate`: adequately and without effect."""
        found = [one for one in self.assessment.courses if one.kind == kind]
        known = self.case.was_asked(kind)
        values = [one.failed if adequate else all_of((self._given(one), one.current)) for one in found]
        open_ = (one for course, value in zip(found, values, strict=True) if value is None for one in course.questions)
        question = next(open_, Question("asked", f"asked.{kind}", {"kind": kind}))
        return any_of([*values, *([] if known else [None])]), question

    def sedatives(self) -> tuple[Tri, Question | None]:
        """Whether a benzodiazepine or Z-drug is taken; of a drug that the table does not have it is not known."""
        groups = [self.library.interactions_of(item.drug) for item in self.case.medications]
        taken = [any(SEDATIVE_KINDS.intersection(group.kinds) for group in found) if found else None for found in groups]
        value = any_of([*taken, *([] if self.case.medications_reviewed else [None])])
        return value, Question("medications", "medications")

    def region(self, *wanted: str) -> tuple[Tri, Question | None]:
        """Whether one of these labels is followed."""
        region = self.case.licence_region
        return (None if region is None else region in wanted), Question("licence_region", "licence_region")

    def older(self) -> tuple[Tri, Question | None]:
        """Whether the patient has the age from which the labels have an own text."""
        age = self.assessment.age
        return (None if age is None else age >= self.library.number("older_age")), Question("birth_date", "patient.birth_date")

    def maoi(self) -> tuple[Tri, Question | None]:
        """Whether a monoamine oxidase inhibitor is the antidepressant of now."""
        ongoing = [trial for trial in self.assessment.trials if trial.ongoing is not False and trial.current is not False]
        told = [trial.family == MAO_INHIBITOR if trial.ongoing else None for trial in ongoing]
        open_end = [] if self.case.was_asked("antidepressant") else [None]
        return any_of([*told, *open_end]), Question("asked", "asked.antidepressant", {"kind": "antidepressant"})

    def setting(self, wanted: str) -> tuple[Tri, Question | None]:
        """Where treatment would be given."""
        setting = self.case.episode.setting
        return (None if setting is None else setting == wanted), Question("setting", "episode.setting")

    def suicidality(self) -> tuple[Tri, Question | None]:
        """Acute suicidality as recorded for this episode."""
        return self.case.episode.acute_suicidality, Question("acute_suicidality", "episode.acute_suicidality")


_Read = Callable[[_Facts], tuple[Tri, Question | None]]
_FACTS: Final[Mapping[str, _Read]] = {
    "severe_episode": lambda facts: facts.severity(_SERIOUS),
    "mild_to_moderate_episode": lambda facts: facts.severity(frozenset({"mild", "moderate"})),
    "psychotic_now": lambda facts: facts.psychotic(),
    "acute_suicidality": lambda facts: facts.suicidality(),
    "outpatient": lambda facts: facts.setting("outpatient"),
    "two_failures": lambda facts: facts.step("two_failures"),
    "ongoing_antidepressant": lambda facts: facts.step("ongoing_antidepressant"),
    "ongoing_ssri_or_snri": lambda facts: facts.step("ongoing_ssri_or_snri"),
    "ongoing_mao_inhibitor": lambda facts: facts.maoi(),
    "partial_response": lambda facts: facts.latest_improvement(partial=True),
    "no_response_or_intolerance": lambda facts: facts.latest_improvement(partial=False),
    "ect_tried": lambda facts: facts.course("ect"),
    "ect_failed": lambda facts: facts.course("ect", adequate=True),
    "sedative_taken": lambda facts: facts.sedatives(),
    "older": lambda facts: facts.older(),
    "label_eu_or_uk": lambda facts: facts.region("eu", "uk"),
    "label_uk": lambda facts: facts.region("uk"),
    "label_us": lambda facts: facts.region("us"),
}


__all__ = ["ArgumentState", "OptionState", "Tried", "arguments", "known_facts"]
