"""The decision points of each course with their due days: what has to be decided now, what was decided, and what informs it.

Weeks count as everywhere in a course (`engine.course`): from the first session given, a recorded week winning over the count. What
cannot be told (a beginning that the record does not hold) is asked, never guessed. Points, windows and repetition come from content
(followup/points).
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from trd_desk.content.followup_models import DecisionPoint
from trd_desk.content.library import Library
from trd_desk.engine.course import course_of, courses
from trd_desk.engine.course_results import CoursePosition
from trd_desk.engine.course_scores import course_scores
from trd_desk.engine.decision_results import DueState, Made, PointState, RunningCourse
from trd_desk.engine.due_dates import months_after, week_begins, week_ends
from trd_desk.engine.score_points import total_question
from trd_desk.engine.verdict import Question, Tri
from trd_desk.record.course_facts import CourseDecisionFact
from trd_desk.record.fold import Patient
from trd_desk.record.models import Ketamine

_DAY: Final = dt.timedelta(days=1)


def course_decisions(library: Library, patient: Patient, today: dt.date, product: str | None = None) -> tuple[PointState, ...]:
    """Every decision point of every course, or of the course of one product, in the order of the content."""
    found = running_courses(library, patient, today)
    return decisions_in(library, patient, today, [one for one in found if product is None or one.position.product == product])


def decisions_in(library: Library, patient: Patient, today: dt.date, running: Iterable[RunningCourse]) -> tuple[PointState, ...]:
    """As `course_decisions`, of courses that were worked out already."""
    return tuple(state for one in running for state in _Points(library, patient, today, one).states())


def running_courses(library: Library, patient: Patient, today: dt.date) -> tuple[RunningCourse, ...]:
    """Every course in which something was given or that the history tells of as ongoing, with whether it still runs."""
    found = []
    for product in courses(patient):
        position = course_of(library, patient, today, product)
        if position is not None and (position.given or position.joined or any(one.was_given for one in position.sessions)):
            stopped = _stopped_on(patient, position)
            found.append(RunningCourse(position, _runs(library, position, today, stopped), stopped))
    return tuple(found)


def decisions_of(patient: Patient, position: CoursePosition) -> tuple[Made, ...]:
    """The decisions of this course up to its day, in the order of their days: those before it began anew belong to the one before."""
    told = patient.facts("course_decision", CourseDecisionFact)
    own = [Made(key, fact) for key, fact in told.items() if fact.product == position.product and fact.on <= position.today]
    begins = position.begins if any(one.earlier for one in position.sessions) else None
    return tuple(sorted((one for one in own if begins is None or one.fact.on >= begins), key=lambda one: (one.fact.on, _place(one.key))))


def _place(key: str) -> int:
    number = key.rpartition("/")[2]
    return int(number) if number.isdigit() else 0


def _stopped_on(patient: Patient, position: CoursePosition) -> dt.date | None:
    """The day of a decision to stop that no session and no other decision has followed."""
    made = decisions_of(patient, position)
    if not made or made[-1].fact.decision != "stop":
        return None
    day = made[-1].fact.on
    return None if any(one.was_given and one.day is not None and one.day > day for one in position.own) else day


def _runs(library: Library, position: CoursePosition, today: dt.date, stopped: dt.date | None) -> Tri:
    if stopped is not None:
        return False
    if position.ahead:
        return True
    last = position.last
    if last is None or last.day is None:
        # No session with a day: what the history calls ongoing may run elsewhere.
        return None
    return (today - last.day).days <= library.decision_points.running_days


# ------------------------------------------------------------------------------------------------------------------ one course


@dataclass(frozen=True)
class _Window:
    """When a point may be decided and by when it has to be; both None where it cannot be told, or where it `waits` for something."""

    opens: dt.date | None
    due: dt.date | None
    questions: tuple[Question, ...] = ()
    waits: bool = False


class _Points:
    """Works out the points of one course."""

    def __init__(self, library: Library, patient: Patient, today: dt.date, running: RunningCourse) -> None:
        self.library, self.patient, self.today = library, patient, today
        self.running, self.position = running, running.position
        self.rules = library.decision_points
        self.made = decisions_of(patient, self.position)
        self.starts_unknown = begin_unknown(patient, self.position)

    def states(self) -> Iterator[PointState]:
        """The points that hold for this course."""
        indications = (self.position.indication,) if self.position.indication else ("trd", "emergency")
        for point in self.rules.point:
            fits = [point.fits(self.position.product, each) for each in indications]
            if all(fits):
                yield self._state(point)
            elif any(fits):
                yield self._unsettled(point, tuple(one for one in self.position.questions if one.code == "indication"))

    def _state(self, point: DecisionPoint) -> PointState:
        made = tuple(one for one in self.made if one.fact.point == point.id)
        window = self._window(point, made)
        return PointState(
            point=point,
            product=self.position.product,
            state=self._said(point, made, window),
            opens=window.opens,
            due=window.due,
            made=made,
            next_key=self._next_key(point),
            questions=window.questions,
            stopped_on=self.running.stopped_on,
        )

    def _unsettled(self, point: DecisionPoint, questions: tuple[Question, ...]) -> PointState:
        made = tuple(one for one in self.made if one.fact.point == point.id)
        state: DueState = "over" if self.running.running is False else "cannot_tell"
        return PointState(point, self.position.product, state, None, None, made, self._next_key(point), questions, self.running.stopped_on)

    def _next_key(self, point: DecisionPoint) -> str:
        prefix = f"{self.position.product}/{point.id}/"
        keys = (*self.patient.answers, *self.patient.unreadable)
        taken = [_place(key) for kind, key in keys if kind == "course_decision" and key.startswith(prefix)]
        return f"{prefix}{max(taken, default=0) + 1}"

    def _said(self, point: DecisionPoint, made: tuple[Made, ...], window: _Window) -> DueState:
        """What is to be done about a point today."""
        deferred = bool(made) and made[-1].fact.decision == "defer"
        settled = bool(made) and not deferred
        if settled and (point.every_months is None or self.running.running is False):
            return "decided"
        if self.running.running is False:
            return "over"
        if window.opens is None or window.due is None:
            return "not_yet" if window.waits else "cannot_tell"
        if self.today > window.due:
            return "overdue"
        return "due" if self.today >= window.opens else "decided" if settled else "not_yet"

    # The window

    def _window(self, point: DecisionPoint, made: tuple[Made, ...]) -> _Window:
        if made and made[-1].fact.decision == "defer":
            day = made[-1].fact.next_on or made[-1].fact.on
            return _Window(day, day)
        if made and point.every_months is not None:
            day = made[-1].fact.next_on or months_after(made[-1].fact.on, point.every_months)
            return self._early(day)
        if point.counts_from == "response":
            return self._after_response(point)
        if self.starts_unknown:
            return _Window(None, None, self._start_questions())
        window = self._first(point)
        # Of a course that the record joins, what was due before its first session may have been decided elsewhere.
        first = (self._first_given() or self.today) if self.position.joined else None
        if first is None or window.due is None or window.due >= first:
            return window
        if point.every_months is not None:
            return self._early(_next_after(window.due, point.every_months, first))
        asked = Question("decided_before", f"course_decision.{self.position.product}.{point.id}", {"point": point.label, "day": first})
        return _Window(None, None, (asked,))

    def _first(self, point: DecisionPoint) -> _Window:
        """When a point is due for the first time, counted from the first session."""
        if point.week is not None:
            return _Window(week_begins(self.position, point.opens_week or point.week), week_ends(self.position, point.week))
        if self.position.begins is None or point.months is None:
            return _Window(None, None, self._start_questions())
        return self._early(months_after(self.position.begins, point.months))

    def _early(self, day: dt.date) -> _Window:
        return _Window(day - self.rules.early_days * _DAY, day)

    def _after_response(self, point: DecisionPoint) -> _Window:
        """So many months after the first score that was a response; without one there is nothing to count from."""
        scores = course_scores(self.library, self.patient, self.position, self.today)
        if scores.response_on is not None and point.months is not None:
            return self._early(months_after(scores.response_on, point.months))
        if scores.responded is False:
            return _Window(None, None, waits=True)
        if scores.open:
            return _Window(None, None, tuple(map(total_question, scores.open)))
        return _Window(None, None, (Question("response_day", f"scores.{scores.scale}", {"scale": scores.scale}),))

    def _first_given(self) -> dt.date | None:
        return next((one.day for one in self.position.own if one.was_given and one.day is not None), None)

    def _start_questions(self) -> tuple[Question, ...]:
        return start_questions(self.patient, self.position)


def _next_after(day: dt.date, months: int, since: dt.date) -> dt.date:
    """The first of the days every so many months from a day on that is not before another day."""
    count = 0
    while months_after(day, count) < since:
        count += months
    return months_after(day, count)


def begin_unknown(patient: Patient, position: CoursePosition) -> bool:
    """Whether the first day of the course cannot be told: no day at all, or only that of the first session that this record holds."""
    if position.begins is None:
        return True
    if not position.joined:
        return False
    history = _ongoing(patient, position.product)
    first = next((one for one in position.own if one.was_given or one.state == "planned"), None)
    recorded = first is not None and first.log.plan.week is not None
    return not recorded and (not history or history[-1].start is None)


def start_questions(patient: Patient, position: CoursePosition) -> tuple[Question, ...]:
    """What would settle on which day the course began."""
    asked = tuple(one for one in position.questions if one.code in ("course_start", "session_day", "session_undated"))
    if asked:
        return asked
    history = _ongoing(patient, position.product)
    if history:
        return (Question("course_start", f"treatments.{history[-1].id}.start"),)
    return (Question("course_begin", "sessions.course", {}),)


def _ongoing(patient: Patient, product: str) -> list[Ketamine]:
    return [one for one in patient.case.treatments if isinstance(one, Ketamine) and one.stop_reason == "ongoing" and one.product == product]


def wanted(states: Iterable[PointState]) -> tuple[PointState, ...]:
    """The points at which somebody has to decide now, the one that is due longest first."""
    return tuple(sorted((one for one in states if one.is_wanted), key=lambda one: one.due or dt.date.max))
