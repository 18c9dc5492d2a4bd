"""The summary of a course for colleagues: the same words, marks and drawings as the pages Sessions and Outcomes, on paper."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from trd_desk.content.library import Library
from trd_desk.engine.session_sums import SessionSum, session_sums
from trd_desk.engine.verdict import Assessment
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.view import plain
from trd_desk.view.bibliography import CitedWork, Standing
from trd_desk.view.course_line import course_drawing
from trd_desk.view.course_position import view_course_position
from trd_desk.view.decisions import DecisionsView, view_decisions
from trd_desk.view.decisions_follow import DomainView, HarmView
from trd_desk.view.goals import GoalsView, view_goals
from trd_desk.view.letter_course import CourseNow, course_now, diagnosis_lines
from trd_desk.view.outcomes import OutcomesView, view_outcomes
from trd_desk.view.paper_head import PaperHead, fingerprint, not_recorded, paper_head
from trd_desk.view.parts import Remark, Stated
from trd_desk.view.record_parts import Labelled
from trd_desk.view.session_totals import alarms_line, leaving_line, pressure_line, sessions_line
from trd_desk.view.shapes import Drawing
from trd_desk.view.stage import StageRow, StageView, view_stage
from trd_desk.view.used_rules import Used, overdue_of, standings_of, works_of

_CHART_WIDTH: Final = 900.0
_LINE_WIDTH: Final = 752.0


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """An outcome: its name with the scale, the verdict, and the definition with the numbers that it takes on this scale."""

    name: str
    verdict: Stated
    definition: str


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One session of the course in the cells of the table: number, day, dose, checklist, highest pressure, alarms and leaving."""

    number: str
    day: str
    dose: str
    checklist: Stated
    pressure: str
    alarms: Stated
    left: Stated


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision point: how it stands, when it is due, and what was decided, the newest first."""

    label: str
    state: Stated
    when: str
    made: str


@dataclass(frozen=True, slots=True)
class FollowLine:
    """A domain of the long-term follow-up: its state, the last check, the next one, and the findings that ask for something."""

    label: str
    state: Stated
    last: str
    next: str
    found: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal with its state and the course of its ratings."""

    text: str
    state: Stated
    course: str


@dataclass(frozen=True, slots=True)
class CourseSummary:
    """All that is printed; `documents` adds clinic, printer, time, page numbers and the head of the log.

    A part that holds nothing says so in the text beside its title; the texts that end in `_none` are those.
    """

    head: PaperHead
    in_short: tuple[Remark, ...]
    overdue: tuple[Remark, ...]
    lines: tuple[Labelled, ...]
    line_title: str
    line: Drawing | None
    line_none: str
    outcomes_title: str
    outcomes: tuple[OutcomeLine, ...]
    outcomes_none: str
    chart: Drawing | None
    chart_notes: tuple[str, ...]
    stage_title: str
    stage_heads: tuple[str, ...]
    stages: tuple[StageRow, ...]
    stage_legend: str
    stage_notes: tuple[Remark, ...]
    decisions_title: str
    decision_heads: tuple[str, ...]
    decisions: tuple[DecisionLine, ...]
    decisions_none: str
    stop_rule: str
    sessions_title: str
    session_heads: tuple[str, ...]
    sessions: tuple[SessionLine, ...]
    sessions_none: str
    goals_title: str
    aim: str
    goals: tuple[GoalLine, ...]
    goals_none: str
    follow_title: str
    follow_heads: tuple[str, ...]
    follow: tuple[FollowLine, ...]
    follow_none: str
    harm: HarmView
    harm_none: str
    standing: tuple[Standing, ...]
    sources: tuple[CitedWork, ...]
    fingerprint: str


def view_course_summary(library: Library, patient: Patient, assessment: Assessment, now: dt.datetime, product: str = "") -> CourseSummary:
    """The summary at a moment; `product` is the course it tells of, the latest one where none is named."""
    day = now.date()
    course = course_now(library, patient, now, product)
    sums = session_sums(library, patient, day, course.product) if course.product else ()
    outcomes = view_outcomes(library, patient, day, width=_CHART_WIDTH)
    stage = view_stage(library, patient, day, product=course.product or None)
    decisions = view_decisions(library, patient, day, product=course.product or None)
    goals = view_goals(library, patient, assessment, day)
    used = list(_used(library, course, outcomes, stage, decisions))
    standing = standings_of(used, day)
    return CourseSummary(
        head=paper_head(library, patient, _("Course summary"), day, (_("Written by, name and signature"), _("Date"))),
        in_short=tuple(_in_short(library, patient, now, course, outcomes)),
        overdue=overdue_of(standing),
        lines=(*diagnosis_lines(patient, assessment), *course.lines, *_session_lines(library, sums)),
        line_title=_("The course"),
        line=course_drawing(course.position, _LINE_WIDTH) if course.position is not None else None,
        line_none=_("No week of it is known."),
        outcomes_title=_("Outcomes"),
        outcomes=tuple(OutcomeLine(card.over, card.verdict, " ".join((card.says, *_sentences(card.settings)))) for card in outcomes.cards),
        outcomes_none=outcomes.empty,
        chart=outcomes.drawing,
        chart_notes=outcomes.chart_notes,
        stage_title=stage.title,
        stage_heads=(_("Model"), _("When"), _("Bar"), _("Stage"), _("What may be said") if stage.state == "begun" else _("What it counts")),
        stages=stage.rows,
        stage_legend=_("solid: history; striped: state; hatched: unknown"),
        stage_notes=tuple(_stage_notes(stage)),
        decisions_title=_("Decisions, and what is due"),
        decision_heads=(_("Decision point"), _("State"), _("When"), _("Decided")),
        decisions=tuple(DecisionLine(one.label, one.state, one.when, " ".join(one.made)) for one in decisions.points),
        decisions_none=decisions.empty,
        stop_rule=decisions.stop_rule,
        sessions_title=_("Sessions"),
        session_heads=(_("No."), _("Day"), _("Dose"), _("Checklist"), _("Highest, mmHg"), _("Alarms"), _("Left")),
        sessions=tuple(_session(library, one) for one in sums if one.state != "planned"),
        sessions_none=_("None was given yet."),
        goals_title=_("Shared goals"),
        aim=goals.aim,
        goals=tuple(_goals(goals)),
        goals_none=_("None is recorded."),
        follow_title=_("Long-term follow-up"),
        follow_heads=(_("What is watched"), _("State"), _("Last"), _("Next")),
        follow=tuple(map(_follow, decisions.domains)),
        follow_none=_("Nothing is due before a course has begun."),
        harm=decisions.harm,
        harm_none=_("Nothing was given yet."),
        standing=standing,
        sources=works_of(library, used),
        fingerprint=fingerprint(library),
    )


def _in_short(library: Library, patient: Patient, now: dt.datetime, course: CourseNow, outcomes: OutcomesView) -> Iterator[Remark]:
    if course.product:
        view = view_course_position(library, patient, None, now, product=course.product)
        yield Remark("note", f"{view.title}. {view.headline}", view.title)
    else:
        yield Remark("note", course.lines[0].text)
    label = _("{state}.").format(state=outcomes.headline.word)
    yield Remark(outcomes.headline.mark, " ".join((label, *outcomes.facts)), label)


def _sentences(texts: Sequence[str]) -> list[str]:
    return [f"{text.rstrip('.')}." for text in texts]


def _session_lines(library: Library, sums: Sequence[SessionSum]) -> Iterator[Labelled]:
    if not sums:
        return
    yield sessions_line(sums)
    if any(one.was_given for one in sums):
        yield pressure_line(sums)
        yield alarms_line(sums)
        yield leaving_line(library, sums)


def _stage_notes(stage: StageView) -> Iterator[Remark]:
    """The label of a hypothesis first, then what is said of the comparison, of the step of care, and what stands beside the stages."""
    if stage.state == "begun":
        yield Remark("caution", stage.hypothesis)
    yield from stage.remarks
    care = stage.care
    parts = [_("before: {step}").format(step=plain.as_part(care.before))] if care.before else []
    parts += [_("now: {step}").format(step=plain.as_part(care.now))] if care.now else []
    parts += [plain.as_part(care.change)] if care.change else []
    if parts and stage.state == "begun":
        yield Remark(care.standing.mark, f"{care.title}: {'; '.join(parts)}. {care.replaced}".strip(), f"{care.title}:")
    for pair in stage.pairs:
        yield Remark("note", f"{pair.label}: {pair.says}", f"{pair.label}:")


def _session(library: Library, one: SessionSum) -> SessionLine:
    missing = not_recorded()
    reading = missing if one.peak is None else f"{one.peak[0]}/{one.peak[1] if one.peak[1] is not None else '?'}"
    return SessionLine(
        number=str(one.number) if one.number is not None else "–",
        day=plain.day_short(one.day) if one.day is not None else missing,
        dose="–" if not one.was_given else missing if one.dose_mg is None else plain.measured(one.dose_mg, "mg"),
        checklist=_checklist(one),
        pressure=reading if one.was_given else "–",
        alarms=_alarms(one),
        left=_left(library, one),
    )


def _checklist(one: SessionSum) -> Stated:
    """Whether the checklist was complete at the dose, what was passed by an override, and a dose in spite of it."""
    if not one.was_given:
        return Stated("note", "–")
    if one.checklist == "stop":
        return Stated("stop", _("given in spite of a stop"))
    if one.checklist == "hold":
        return Stated("hold", _("given in spite of a hold"))
    if one.unanswered:
        return Stated("incomplete", plain.counted("{count} unanswered", "{count} unanswered", len(one.unanswered)))
    if one.overridden:
        return Stated("override", plain.counted("{count} override", "{count} overrides", len(one.overridden)))
    return Stated("note", _("complete"))


def _alarms(one: SessionSum) -> Stated:
    if not one.was_given:
        return Stated("note", "–")
    if not one.observed:
        return Stated("cannot_tell", not_recorded())
    parts = [_("{count} red").format(count=one.red)] if one.red else []
    parts += [_("{count} amber").format(count=one.amber)] if one.amber else []
    return Stated("red" if one.red else "amber" if one.amber else "note", ", ".join(parts) or _("none"))


def _left(library: Library, one: SessionSum) -> Stated:
    """When the patient left, in minutes of the route's clock; for a session without a dose what became of it."""
    if one.state == "cancelled":
        return Stated("not_met", _("cancelled"))
    if one.state == "unrecorded":
        return Stated("cannot_tell", _("not recorded whether given"))
    if one.state == "live":
        return Stated("wait", _("live"))
    if one.left_after is None:
        return Stated("cannot_tell", not_recorded())
    words = _("{minutes} after").format(minutes=plain.measured(one.left_after, _("min")))
    if one.against_advice:
        return Stated("override", _("{words}, against advice").format(words=words))
    if one.two_hours is False:
        return Stated("caution", _("{words}, before {minutes}").format(words=words, minutes=plain.measured(library.monitoring.two_hours, _("min"))))
    return Stated("note", words)


def _follow(domain: DomainView) -> FollowLine:
    found = tuple(Remark(one.remark.mark, f"{one.remark.text} {one.action}".strip(), one.remark.bold) for one in domain.fulfilled)
    return FollowLine(domain.label, domain.state, domain.last, domain.next, (*found, *domain.beside))


def _goals(view: GoalsView) -> Iterator[GoalLine]:
    for goal in (*view.goals, *view.ended):
        area = f" ({plain.as_part(goal.area)})" if goal.area else ""
        yield GoalLine(f"{goal.text}{area}", goal.state_word, ". ".join(part for part in (goal.course, goal.agreed, goal.review) if part) + ".")


def _used(library: Library, course: CourseNow, outcomes: OutcomesView, stage: StageView, decisions: DecisionsView) -> Iterator[Used]:
    yield from course.used(library)
    for card in outcomes.cards:
        rule = library.outcome.of(card.id)
        yield Used(_("Outcomes"), plain.as_part(rule.label), rule.status, rule.sources, library.outcome.review_by)
    for row in stage.rows:
        model = library.staging(row.id)
        yield Used(_("Stages"), model.short, model.status, model.sources[:1], model.review_by)
    rules = library.downstaging
    if stage.rows:
        yield Used(_("Stages"), _("comparison"), rules.status, rules.sources, rules.review_by)
    points = {point.id: point for point in library.decision_points.point}
    for one in decisions.points:
        point = points[one.id]
        yield Used(_("Decisions"), plain.as_part(_(point.label)), point.status, point.sources, library.decision_points.review_by)
    domains = {domain.id: domain for domain in library.follow_up.domain}
    for view in decisions.domains:
        domain = domains[view.id]
        yield Used(_("Follow-up"), plain.as_part(_(domain.label)), domain.status, domain.sources, library.follow_up.review_by)
