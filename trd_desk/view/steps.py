"""The guided steps in order, each with its state in a mark and words."""

from dataclasses import dataclass

from trd_desk.content.library import Library
from trd_desk.engine.outcome_course import course_outcomes
from trd_desk.engine.verdict import Assessment
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.view import plain
from trd_desk.view.outcomes import course_state, headline_words
from trd_desk.view.settle import open_questions
from trd_desk.view.shapes import MarkKind


@dataclass(frozen=True, slots=True)
class StepState:
    """One step: `id` is history, definitions, pathways, safety, sessions, outcomes or documents."""

    id: str
    title: str
    mark: MarkKind
    words: str


def view_steps(library: Library, patient: Patient, assessment: Assessment) -> tuple[StepState, ...]:
    """The steps of one patient, each with what it still needs."""
    return (
        _history(library, patient, assessment),
        _definitions(assessment),
        _pathways(assessment),
        _safety(assessment),
        _sessions(patient, assessment),
        _outcomes(library, patient, assessment),
        _documents(len(patient.documents)),
    )


def _missing(count: int) -> str:
    return plain.counted("{count} answer missing", "{count} answers missing", count)


def _history(library: Library, patient: Patient, assessment: Assessment) -> StepState:
    title = _("History")
    if not any(kind in ("treatment", "asked", "episode", "score") for kind, _key in patient.answers) and not patient.case.treatments:
        return StepState("history", title, "not_asked", _("Nothing entered"))
    missing = len(open_questions(library, assessment))
    if missing:
        return StepState("history", title, "cannot_tell", _missing(missing))
    return StepState("history", title, "met", _("No answer missing"))


def _definitions(assessment: Assessment) -> StepState:
    verdicts = [result.verdict for result in assessment.definitions]
    met, open_ = verdicts.count("met"), verdicts.count("cannot_tell")
    words = _("{met} met, {open} cannot tell").format(met=met, open=open_) if open_ else _("{met} met").format(met=met)
    return StepState("definitions", _("Definitions"), "cannot_tell" if open_ else "met" if met else "not_met", words)


def _pathways(assessment: Assessment) -> StepState:
    results = [result.result for result in assessment.pathways]
    title = _("Pathways")
    if "stop" in results:
        return StepState("pathways", title, "stop", _("Stop condition"))
    met, total = results.count("criteria_met"), len(results)
    if met:
        words = _("Criteria met in {met} of {total}").format(met=met, total=total)
        holds = sum(item.level == "hold" for item in assessment.safety)
        if holds:
            # A hold is no part of a guideline's criteria, and must not be overlooked beside them.
            held = plain.counted("{count} hold", "{count} holds", holds)
            return StepState("pathways", title, "hold", _("{words}, {holds}").format(words=words, holds=held))
        return StepState("pathways", title, "met", words)
    open_ = results.count("cannot_say")
    if open_:
        return StepState("pathways", title, "cannot_tell", _("Cannot say in {open} of {total}").format(open=open_, total=total))
    return StepState("pathways", title, "not_met", _("Not yet in any"))


def _safety(assessment: Assessment) -> StepState:
    title = _("Safety")
    stops = sum(item.level == "stop" for item in assessment.safety)
    if stops:
        return StepState("safety", title, "stop", plain.counted("{count} stop", "{count} stops", stops))
    holds = [*(item.level for item in assessment.safety), *(item.level for item in assessment.interactions)].count("hold")
    if holds:
        return StepState("safety", title, "hold", plain.counted("{count} hold", "{count} holds", holds))
    missing = len(assessment.safety_questions) + len(assessment.interaction_questions)
    cautions = [*(item.level for item in assessment.safety), *(item.level for item in assessment.interactions)].count("caution")
    found = plain.counted("{count} caution", "{count} cautions", cautions) if cautions else ""
    if missing:
        words = ", ".join(part for part in (found, _missing(missing)) if part)
        return StepState("safety", title, "cannot_tell", words)
    if cautions:
        return StepState("safety", title, "caution", found)
    return StepState("safety", title, "met", _("Nothing present"))


def _sessions(patient: Patient, assessment: Assessment) -> StepState:
    """Where the sessions stand by what is on record; the clock of a live one is in the header."""
    title = _("Sessions")
    logs = patient.sessions.values()
    if not logs:
        return StepState("sessions", title, "not_asked", _("None planned"))
    live = [log for log in logs if log.live]
    if live:
        # Levels by the record; the alarms of the moment stand on Today, on the page and in the header.
        result = next((one for one in assessment.sessions if one.id == live[-1].id), None)
        alarms = [] if result is None or result.monitoring is None else result.monitoring.alarms
        if any(alarm.level == "red" for alarm in alarms):
            return StepState("sessions", title, "red", _("Live, red alarm"))
        return StepState("sessions", title, "amber" if alarms else "wait", _("Live, amber alarm") if alarms else _("Live"))
    today = [log for log in logs if log.plan.on == assessment.as_of]
    if today and not today[-1].closed:
        return StepState("sessions", title, "due", _("Today, not started"))
    ended = sum(log.closed and (log.end is None or log.end.state != "cancelled") for log in logs)
    if ended:
        return StepState("sessions", title, "met", plain.counted("{count} given", "{count} given", ended))
    return StepState("sessions", title, "due", plain.counted("{count} planned", "{count} planned", len(patient.sessions)))


def _outcomes(library: Library, patient: Patient, assessment: Assessment) -> StepState:
    """Where the scores stand; what is due stands on the page and on Today."""
    course = course_outcomes(library, patient, assessment.as_of).chief
    if course is None:
        return StepState("outcomes", _("Outcomes"), "not_asked", _("No score"))
    if course.headline == "cannot_tell" and not course.latest.known:
        return StepState("outcomes", _("Outcomes"), headline_words(course).mark, _("Score without a total"))
    state = course_state(course)
    return StepState("outcomes", _("Outcomes"), state.mark, state.word)


def _documents(printed: int) -> StepState:
    if printed:
        return StepState("documents", _("Documents"), "met", plain.counted("{count} made", "{count} made", printed))
    return StepState("documents", _("Documents"), "due", _("Nothing printed"))
