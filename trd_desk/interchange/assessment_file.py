"""The assessment as `trd-desk-assessment/1`: the contract of the command line, in the words of the view."""

import json
import math
from typing import Any

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
from trd_desk.interchange.assessment_format import FORMAT, Number, YesNo
from trd_desk.view import warnings, words


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
