"""The part Goals: what makes this depression difficult to treat, as a checklist without a verdict, and the plan shared with patient and family."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from trd_desk.content.library import Library
from trd_desk.content.models import Head
from trd_desk.engine.verdict import Assessment, Tri
from trd_desk.i18n import _
from trd_desk.record.course_facts import GoalFact, GoalRatingFact, SafetyPlanFact
from trd_desk.record.fold import Patient
from trd_desk.view import plain
from trd_desk.view.cited import cited_work, source_lines
from trd_desk.view.metrics import text_width
from trd_desk.view.parts import SourceLine, Stated
from trd_desk.view.shapes import Child, Circle, Drawing, Line, MarkKind, Shape, Text
from trd_desk.view.terms import N_

DEFINITION: Final = "difficult_to_treat"
GROUPS: Final[Mapping[str, str]] = {"patient": N_("The person"), "illness": N_("The illness"), "treatment": N_("The treatment so far")}
AGREED: Final[Mapping[str, str]] = {"patient": N_("patient"), "family": N_("family"), "team": N_("team")}
STATES: Final[Mapping[str, str]] = {"open": N_("Open"), "reached": N_("Reached"), "dropped": N_("Given up")}
RATERS: Final[Mapping[str, str]] = {"patient": N_("the patient"), "family": N_("the family"), "clinician": N_("the clinician")}
_STATE_MARKS: Final[Mapping[str, MarkKind]] = {"open": "note", "reached": "met", "dropped": "not_met"}
WIDTH: Final = 320.0
_LEFT: Final = 12.0
_HEIGHT: Final = 44.0


@dataclass(frozen=True, slots=True)
class FactorRow:
    """One factor: `told` where the record tells it and the answer is given elsewhere, else it is asked here."""

    id: str
    label: str
    state: Stated
    answer: Tri
    told: bool


@dataclass(frozen=True, slots=True)
class FactorGroup:
    """The factors of one group, and how many of them are present, absent and not known."""

    id: str
    title: str
    summary: str
    rows: tuple[FactorRow, ...]


@dataclass(frozen=True, slots=True)
class GoalRow:
    """One goal with its ratings: `course` tells them in words, `drawing` the first and the latest on the line from lowest to highest."""

    key: str
    text: str
    area: str
    agreed: str
    review: str
    review_due: bool
    state: str
    state_word: Stated
    course: str
    drawing: Drawing | None
    next_number: int
    fact: GoalFact


@dataclass(frozen=True, slots=True)
class GoalsView:
    """All that the part shows."""

    question: str
    says: str
    groups: tuple[FactorGroup, ...]
    summary: str
    rules: tuple[str, ...]
    aim: str
    aim_hint: str
    goals: tuple[GoalRow, ...]
    ended: tuple[GoalRow, ...]
    scale: str
    areas: tuple[tuple[str, str], ...]
    plan: SafetyPlanFact | None
    plan_words: str
    sources: tuple[SourceLine, ...]
    warnings: tuple[str, ...]


def view_goals(library: Library, patient: Patient, assessment: Assessment, today: dt.date) -> GoalsView:
    """The checklist and the plan of one patient as known on a day."""
    definition = library.definition(DEFINITION)
    groups = _groups(library, assessment)
    rows = _goals(library, patient, today)
    plan = next(iter(patient.facts("safety_plan", SafetyPlanFact).values()), None)
    present = sum(row.answer is True for group in groups for row in group.rows)
    unknown = sum(row.answer is None for group in groups for row in group.rows)
    words = plain.counted("{count} factor present", "{count} factors present", present)
    if unknown:
        words = _("{words}, {unknown}").format(words=words, unknown=plain.counted("{count} not known", "{count} not known", unknown))
    rules = library.plan
    return GoalsView(
        question=definition.question,
        says=definition.says,
        groups=groups,
        summary=words,
        rules=tuple(rule.text for rule in rules.rule),
        aim=str(patient.value("plan_aim", "") or ""),
        aim_hint=rules.aim_hint,
        goals=tuple(row for row in rows if row.state == "open"),
        ended=tuple(row for row in rows if row.state != "open"),
        scale=_("{low} ({low_says}) to {high} ({high_says})").format(
            low=plain.number(rules.lowest), low_says=rules.lowest_says, high=plain.number(rules.highest), high_says=rules.highest_says
        ),
        areas=tuple((area.id, area.label) for area in rules.area),
        plan=plan,
        plan_words=_plan_words(plan),
        # Each work once: the plan rests on those of the definition, and F3 shows both files with every place.
        sources=(*source_lines(library, definition, today), *_further(library, definition, rules)),
        warnings=(*definition.warnings, *rules.warnings),
    )


def _further(library: Library, first: Head, second: Head) -> tuple[SourceLine, ...]:
    """The works of a second content file that the first does not name."""
    named = {cited.source for cited in first.sources}
    others = [cited for cited in second.sources if cited.source not in named]
    return tuple(SourceLine("goes_to", "", cited_work(library, cited), library.source(cited.source).doi or "") for cited in others)


def _groups(library: Library, assessment: Assessment) -> tuple[FactorGroup, ...]:
    definition = library.definition(DEFINITION)
    results = {factor.id: factor for one in assessment.definitions if one.id == DEFINITION for factor in one.factors}
    found = []
    for group, title in GROUPS.items():
        rows = []
        for factor in definition.factors:
            if factor.group != group:
                continue
            result = results.get(factor.id)
            value = None if result is None else result.value
            told = result is not None and result.told
            word = _("present") if value else _("not known") if value is None else _("absent")
            says = _("The record tells it; it changes with what is entered under History and Safety.") if told else ""
            rows.append(FactorRow(factor.id, factor.label, Stated(_mark(value), plain.capital(word), says), value, told))
        present = sum(row.answer is True for row in rows)
        unknown = sum(row.answer is None for row in rows)
        summary = _("{present} of {all} present, {unknown} not known").format(present=present, all=len(rows), unknown=unknown)
        found.append(FactorGroup(group, _(title), summary, tuple(rows)))
    return tuple(found)


def _mark(value: Tri) -> MarkKind:
    # A factor is no verdict: its presence is neither good nor met, so it has the marks of an answer.
    return "tick" if value else "not_asked" if value is None else "not_met"


def _goals(library: Library, patient: Patient, today: dt.date) -> list[GoalRow]:
    ratings = [rating for rating in patient.facts("goal_rating", GoalRatingFact).values() if rating.on <= today]
    areas = {area.id: area.label for area in library.plan.area}
    rows = []
    for key, goal in patient.facts("goal", GoalFact).items():
        own = sorted((rating for rating in ratings if rating.goal == key), key=lambda rating: rating.on)
        due = goal.state == "open" and goal.review_on is not None and goal.review_on <= today
        rows.append(
            GoalRow(
                key=key,
                text=goal.text,
                area="" if goal.area is None else areas.get(goal.area, goal.area),
                agreed=_agreed(goal),
                review="" if goal.review_on is None else _("Look at it again on {day}").format(day=plain.day_short(goal.review_on)),
                review_due=due,
                state=goal.state,
                state_word=Stated("due", _("Review due")) if due else Stated(_STATE_MARKS[goal.state], _(STATES[goal.state])),
                course=_course(own),
                drawing=goal_drawing(library, own, goal.text),
                next_number=_next_number(patient, key),
                fact=goal,
            )
        )
    return rows


def _next_number(patient: Patient, goal: str) -> int:
    """The number of the goal's next rating: of no rating that there is, and of none that cannot be read."""
    names = [key.rpartition("/") for kind, key in (*patient.answers, *patient.unreadable) if kind == "goal_rating"]
    return max((int(number) for name, _slash, number in names if name == goal and number.isdecimal()), default=0) + 1


def _agreed(goal: GoalFact) -> str:
    who = plain.listed([_(AGREED[name]) for name in goal.agreed_with])
    if not who:
        return _("With whom it was agreed is not recorded")
    if goal.agreed_on is None:
        return _("Agreed with {who}").format(who=who)
    return _("Agreed with {who} on {day}").format(who=who, day=plain.day_short(goal.agreed_on))


def _course(ratings: list[GoalRatingFact]) -> str:
    if not ratings:
        return _("Not rated yet")
    parts = [_("{rating} on {day}").format(rating=plain.number(one.rating), day=plain.day_short(one.on)) for one in ratings[-4:]]
    words = ", ".join(parts)
    by = _(RATERS[ratings[-1].by])
    return _("{ratings}; the latest by {who}").format(ratings=words, who=by)


def _plan_words(plan: SafetyPlanFact | None) -> str:
    if plan is None or not (plan.plan or plan.contacts):
        return _("No plan for a crisis is recorded.")
    return _("Recorded on {day}").format(day=plain.day(plan.on))


def goal_drawing(library: Library, ratings: list[GoalRatingFact], goal: str, width: float = WIDTH) -> Drawing | None:
    """The line from lowest to highest with the first rating hollow and the latest filled; None where there is no rating."""
    if not ratings:
        return None
    low, high = library.plan.lowest, library.plan.highest
    per = (width - 2 * _LEFT) / (high - low)
    y = 16.0

    def at(value: float) -> float:
        return _LEFT + (value - low) * per

    shapes: list[Shape] = [Line(at(low), y, at(high), y, "line_strong", 1)]
    step = int(low)
    while step <= high:
        shapes.append(Line(at(step), y - 3, at(step), y + 3, "line_strong", 1))
        step += 1
    first, latest = ratings[0], ratings[-1]
    if len(ratings) > 1:
        shapes.append(Line(at(first.rating), y, at(latest.rating), y, "accent", 3))
        shapes.append(Circle(at(first.rating), y, 6, "bg_surface", "text", 2))
    shapes.append(Circle(at(latest.rating), y, 6, "text", "text", 1))
    words = _("{rating} now").format(rating=plain.number(latest.rating))
    place = min(max(at(latest.rating), text_width(words, "small", bold=True) / 2), width - text_width(words, "small", bold=True) / 2)
    shapes.append(Text(place, y + 24, words, "small", "text", bold=True, anchor="middle"))
    if len(ratings) > 1 and abs(at(first.rating) - place) > text_width(words, "small", bold=True) / 2 + 36:
        begin = _("{rating} at first").format(rating=plain.number(first.rating))
        half = text_width(begin, "small") / 2
        x = min(max(at(first.rating), half), width - half)
        if abs(x - place) > half + text_width(words, "small", bold=True) / 2 + 6:
            shapes.append(Text(x, y + 24, begin, "small", "text_2", anchor="middle"))
    name = _("{goal}: {course}").format(goal=goal, course=_course(ratings))
    return Drawing(width, _HEIGHT, tuple(shapes), name, (Child(0, 0, width, _HEIGHT, name, "graphic", name),))
