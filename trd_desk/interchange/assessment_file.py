"""The assessment as `trd-desk-assessment/1`: the contract of the command line, in the words of the view."""

import json
import math
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from trd_desk.content.library import Library
from trd_desk.content.models import Cited, Head
from trd_desk.content.session_models import Rule
from trd_desk.engine.session_results import LeavingResult, MonitoringResult, PredoseResult, SessionResult
from trd_desk.engine.verdict import (
    Assessment,
    DefinitionResult,
    InteractionResult,
    PathwayResult,
    PseudoResult,
    SafetyResult,
    StagingResult,
    Tri,
    TrialResult,
)
from trd_desk.view import warnings, words

FORMAT = "trd-desk-assessment/1"

YesNo = Literal["yes", "no", "unknown"]
VerdictWord = Literal["met", "not_met", "cannot_tell"]
StatusWord = Literal["verified", "reported", "provisional", "site"]
Number = int | float
ClockText = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class ContentStamp(_Part):
    """The content under which the case was judged."""

    version: str
    digest: str


class QuestionLine(_Part):
    """A question, and the path of the field that answers it."""

    field: str
    text: str


class TrialLine(_Part):
    """One antidepressant trial: adequate, and counted by which definition."""

    id: str
    adequate: YesNo
    counts: dict[str, YesNo]
    because: list[str]
    questions: list[str]
    notes: list[str]


class FactorLine(_Part):
    """A factor of a checklist."""

    id: str
    present: YesNo


class DefinitionLine(_Part):
    """What one definition says."""

    id: str
    verdict: Literal["met", "not_met", "cannot_tell", "checklist"]
    because: list[str]
    questions: list[str]
    notes: list[str]
    sources: list[str]
    status: StatusWord
    factors: list[FactorLine] | None = None


class StagingLine(_Part):
    """What one staging model says; an open upper end is null."""

    id: str
    verdict: Literal["scored", "interval", "not_applicable"]
    value: Number | None
    range: tuple[Number, Number | None] | None
    band: str | None
    band_range: tuple[str, str] | None = None
    because: list[str]
    questions: list[str]
    notes: list[str]
    sources: list[str]
    status: StatusWord


class PseudoLine(_Part):
    """A way in which this only looks like resistance."""

    id: str
    trial: str | None
    text: str
    sources: list[str]
    status: StatusWord


class StepLine(_Part):
    """A prerequisite of a pathway."""

    id: str
    verdict: VerdictWord


class PathwayLine(_Part):
    """Where the patient stands on one pathway."""

    id: str
    result: Literal["stop", "not_recommended", "count_reached", "not_yet", "cannot_say", "criteria_met"]
    line: int | None
    next_step: str | None
    steps: list[StepLine]
    because: list[str]
    questions: list[str]
    notes: list[str]
    sources: list[str]
    status: StatusWord


class SafetyLine(_Part):
    """A contraindication, caution or note that is present."""

    id: str
    level: Literal["stop", "hold", "caution", "note"]
    verdict: Literal["present"]
    text: str
    sources: list[str]
    status: StatusWord


class InteractionLine(_Part):
    """One medication and the level of its interaction; `unknown` when the table does not know the drug."""

    id: str
    level: Literal["stop", "hold", "caution", "note", "unknown"]
    text: str
    sources: list[str]
    status: StatusWord | None


class OutcomeLine(_Part):
    """Response and remission on the scale with the most scores."""

    scale: str | None
    baseline: Number | None
    latest: Number | None
    fall_percent: float | None
    response: YesNo
    remission: YesNo
    episode_ended: YesNo


class DoseLine(_Part):
    """One planned dose: mg, devices of the spray, mg an hour of an infusion; null where blocked or not known."""

    verdict: Literal["ok", "warn", "blocked", "cannot_say"]
    mg: Number | None
    raw_mg: Number | None
    devices: int | None
    rate_mg_h: Number | None
    warnings: list[str]
    blocked_because: list[str]
    questions: list[str]


class PredoseItemLine(_Part):
    """One item of the pre-dose checklist."""

    id: str
    result: Literal["stop", "hold", "incomplete", "override", "note", "pass"]
    because: str
    sources: list[str]
    status: StatusWord


class PredoseLine(_Part):
    """The pre-dose checklist; its worst item is the result."""

    result: Literal["stop", "hold", "incomplete", "override", "note", "pass"]
    items: list[PredoseItemLine]
    earliest: ClockText | None


class AlarmLine(_Part):
    """An alarm of a sign or an event."""

    at: ClockText
    level: Literal["amber", "red"]
    sign: str
    because: str


class MonitoringLine(_Part):
    """The hours after the dose; clock times of the session's day."""

    clock_starts: ClockText | None
    two_hours_end: ClockText | None
    due: list[ClockText]
    missing: list[ClockText]
    alarms: list[AlarmLine]


class LeavingLine(_Part):
    """Whether the patient may leave, and the first time at which the clocks allow it."""

    verdict: Literal["ready", "not_ready", "cannot_say"]
    failing: list[str]
    earliest: ClockText | None
    because: list[str]
    questions: list[str]
    notes: list[str]


class SessionLine(_Part):
    """One treatment session; monitoring and leaving are null where nothing was given."""

    id: str
    dose: DoseLine
    predose: PredoseLine
    monitoring: MonitoringLine | None
    leaving: LeavingLine | None


class AssessmentFile(_Part):
    """The whole answer to one case."""

    format: Literal["trd-desk-assessment/1"]
    case: str
    as_of: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    content: ContentStamp
    trials: list[TrialLine]
    definitions: list[DefinitionLine]
    staging: list[StagingLine]
    pseudo_resistance: list[PseudoLine]
    pathways: list[PathwayLine]
    safety: list[SafetyLine]
    safety_questions: list[str]
    interactions: list[InteractionLine]
    interaction_questions: list[str]
    sessions: list[SessionLine]
    outcomes: OutcomeLine
    questions: list[QuestionLine]


def assessment_json_schema() -> dict[str, Any]:
    """The JSON Schema of `trd-desk-assessment/1`."""
    return AssessmentFile.model_json_schema()


def yes_no(value: Tri) -> YesNo:
    """The word of the format for a three-valued answer."""
    return "unknown" if value is None else "yes" if value else "no"


def source_lines(cited: tuple[Cited, ...], library: Library) -> list[str]:
    """Each source with its place and its DOI."""
    lines = []
    for place in cited:
        source = library.source(place.source)
        parts = [source.citation, place.locator, f"doi {source.doi}" if source.doi else ""]
        lines.append(", ".join(part for part in parts if part))
    return lines


def assessment_object(assessment: Assessment, library: Library) -> dict[str, Any]:
    """The assessment as plain JSON values in the format's order."""
    asked = {
        question.field: words.question_sentence(question)
        for group in (assessment.trials, assessment.definitions, assessment.staging, assessment.pathways)
        for result in group
        for question in result.questions
    }
    asked |= {
        question.field: words.question_sentence(question)
        for session in assessment.sessions
        for question in (*session.dose.questions, *(session.leaving.questions if session.leaving else ()))
    }
    outcome = assessment.outcomes
    return {
        "format": FORMAT,
        "case": assessment.case,
        "as_of": assessment.as_of.isoformat(),
        "content": {"version": assessment.content_version, "digest": assessment.content_digest},
        "trials": [_trial(trial, library) for trial in assessment.trials],
        "definitions": [_definition(result, library) for result in assessment.definitions],
        "staging": [_staging(result, library) for result in assessment.staging],
        "pseudo_resistance": [_pseudo(result, library) for result in assessment.pseudo_resistance],
        "pathways": [_pathway(result, library) for result in assessment.pathways],
        "safety": [_safety(result, library) for result in assessment.safety],
        "safety_questions": list(assessment.safety_questions),
        "interactions": [_interaction(result, library) for result in assessment.interactions],
        "interaction_questions": list(assessment.interaction_questions),
        "sessions": [_session(result, library) for result in assessment.sessions],
        "outcomes": {
            "scale": outcome.scale,
            "baseline": _number(outcome.baseline),
            "latest": _number(outcome.latest),
            "fall_percent": outcome.fall_percent,
            "response": yes_no(outcome.response),
            "remission": yes_no(outcome.remission),
            "episode_ended": yes_no(outcome.episode_ended),
        },
        "questions": [{"field": path, "text": text} for path, text in asked.items()],
    }


def assessment_text(assessment: Assessment, library: Library) -> str:
    """The assessment as one line of JSON."""
    return json.dumps(assessment_object(assessment, library), ensure_ascii=False, allow_nan=False)


def _number(value: float | None) -> Number | None:
    if value is None or math.isinf(value):
        return None
    return int(value) if float(value).is_integer() else value


def _said(reasons: Any, library: Library) -> list[str]:
    return [words.reason_sentence(reason, library) for reason in reasons]


def _head(head: Head, library: Library) -> dict[str, Any]:
    return {"sources": source_lines(head.sources, library), "status": head.status}


def _told(result: TrialResult | DefinitionResult | StagingResult | PathwayResult, library: Library) -> dict[str, Any]:
    return {
        "because": _said(result.because, library),
        "questions": [words.question_sentence(question) for question in result.questions],
        "notes": _said(result.notes, library),
    }


def _trial(trial: TrialResult, library: Library) -> dict[str, Any]:
    return {
        "id": trial.id,
        "adequate": yes_no(trial.adequate),
        "counts": {name: yes_no(value) for name, value in trial.counts.items()},
        **_told(trial, library),
    }


def _definition(result: DefinitionResult, library: Library) -> dict[str, Any]:
    content = library.definition(result.id)
    told = _told(result, library)
    told["notes"] += [*content.notes, *content.warnings]
    line = {"id": result.id, "verdict": result.verdict, **told, **_head(content, library)}
    if result.verdict == "checklist":
        line["factors"] = [{"id": factor.id, "present": yes_no(factor.value)} for factor in result.factors]
    return line


def _staging(result: StagingResult, library: Library) -> dict[str, Any]:
    content = library.staging(result.id)
    told = _told(result, library)
    told["notes"] += [*content.notes, *content.warnings]
    return {
        "id": result.id,
        "verdict": result.verdict,
        "value": _number(result.value),
        "range": None if result.range is None else [_number(end) for end in result.range],
        "band": result.band,
        "band_range": None if result.band_range is None else list(result.band_range),
        **told,
        **_head(content, library),
    }


def _pseudo(result: PseudoResult, library: Library) -> dict[str, Any]:
    check = library.pseudo_check(result.id)
    return {
        "id": result.id,
        "trial": result.trial,
        "text": warnings.pseudo_text(result, library),
        "sources": source_lines(check.sources, library),
        "status": check.status,
    }


def _pathway(result: PathwayResult, library: Library) -> dict[str, Any]:
    content = library.pathway(result.id)
    told = _told(result, library)
    told["notes"] += [*content.notes, *content.warnings]
    return {
        "id": result.id,
        "result": result.result,
        "line": result.line,
        "next_step": result.next_step,
        "steps": [{"id": step.id, "verdict": step.verdict} for step in result.steps],
        **told,
        **_head(content, library),
    }


def _safety(result: SafetyResult, library: Library) -> dict[str, Any]:
    rule = library.conditions_by_id.get(result.id) or next(rule for rule in library.age_rules if rule.id == result.id)
    return {
        "id": result.id,
        "level": result.level,
        "verdict": "present",
        "text": f"{rule.label}: {rule.because} {rule.action}",
        "sources": source_lines(rule.sources, library),
        "status": rule.status,
    }


def _interaction(result: InteractionResult, library: Library) -> dict[str, Any]:
    groups = [group for group in library.interactions_of(result.id) if group.id in result.groups]
    if not groups:
        return {"id": result.id, "level": "unknown", "text": warnings.unknown_drug(), "sources": [], "status": None}
    texts = [(group.oral_text or group.text) if result.oral else group.text for group in groups]
    return {
        "id": result.id,
        "level": result.level,
        "text": " ".join(dict.fromkeys(texts)),
        "sources": list(dict.fromkeys(line for group in groups for line in source_lines(group.sources, library))),
        "status": groups[0].status,
    }


def _session(session: SessionResult, library: Library) -> dict[str, Any]:
    dose = session.dose
    return {
        "id": session.id,
        "dose": {
            "verdict": dose.verdict,
            "mg": _number(dose.mg),
            "raw_mg": _number(dose.raw_mg),
            "devices": dose.devices,
            "rate_mg_h": _number(dose.rate_mg_h),
            "warnings": _said(dose.warnings, library),
            "blocked_because": _said(dose.blocked_because, library),
            "questions": [words.question_sentence(question) for question in dose.questions],
        },
        "predose": _predose(session.predose, library),
        "monitoring": None if session.monitoring is None else _monitoring(session.monitoring, library),
        "leaving": None if session.leaving is None else _leaving(session.leaving, library),
    }


def _predose(predose: PredoseResult, library: Library) -> dict[str, Any]:
    items = [
        {"id": item.id, "result": item.result, "because": words.reason_sentence(item.because, library), **_rule(rule, library)}
        for item, rule in zip(predose.items, library.predose.item, strict=True)
    ]
    return {"result": predose.result, "items": items, "earliest": predose.earliest}


def _monitoring(monitoring: MonitoringResult, library: Library) -> dict[str, Any]:
    return {
        "clock_starts": monitoring.clock_starts,
        "two_hours_end": monitoring.two_hours_end,
        "due": list(monitoring.due),
        "missing": list(monitoring.missing),
        "alarms": [
            {"at": alarm.at, "level": alarm.level, "sign": alarm.sign, "because": words.reason_sentence(alarm.because, library)}
            for alarm in monitoring.alarms
        ],
    }


def _leaving(leaving: LeavingResult, library: Library) -> dict[str, Any]:
    return {
        "verdict": leaving.verdict,
        "failing": list(leaving.failing),
        "earliest": leaving.earliest,
        "because": _said(leaving.because, library),
        "questions": [words.question_sentence(question) for question in leaving.questions],
        "notes": _said(leaving.notes, library),
    }


def _rule(rule: Rule, library: Library) -> dict[str, Any]:
    return {"sources": source_lines(rule.sources, library), "status": rule.status}
