"""The long-term follow-up of a course: when each domain was last looked at, when a check is due, and which triggers are fulfilled.

What every session asks is read from the sessions and never asked again; examinations of the work-up are the baseline, and count as
checks where they are done anew. Intervals, triggers and their numbers come from content (followup/schedule).
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

from trd_desk.content.followup_models import FollowDomain
from trd_desk.content.library import Library
from trd_desk.engine.course_results import CoursePosition
from trd_desk.engine.decision_points import begin_unknown, running_courses, start_questions
from trd_desk.engine.decision_results import Check, CheckState, DomainState, RunningCourse, TriggerState
from trd_desk.engine.due_dates import months_after, week_begins, week_ends
from trd_desk.engine.facts import years_between
from trd_desk.engine.follow_checks import checks_of, session_checks
from trd_desk.engine.follow_triggers import triggers_of
from trd_desk.engine.verdict import Question
from trd_desk.record.fold import Patient

_DAY: Final = dt.timedelta(days=1)
Span = tuple[dt.date, dt.date]


def follow_up(library: Library, patient: Patient, today: dt.date) -> tuple[DomainState, ...]:
    """Every domain of the schedule on a day, in the order of the content; nothing for a patient without a course.

    Weeks and months count from the beginning of the course that runs; of several from the one that began first.
    """
    running = running_courses(library, patient, today)
    course = _Course(library, patient, today, running)
    return tuple(_Domain(course, domain).state for domain in library.follow_up.domain) if running else ()


def due_checks(library: Library, patient: Patient, today: dt.date, running: Sequence[RunningCourse]) -> tuple[tuple[FollowDomain, dt.date], ...]:
    """The domains in which a check is due or overdue, each with the day by which it was to be made; sessions and triggers are not looked at."""
    course = _Course(library, patient, today, running)
    found = []
    for domain in library.follow_up.domain if running else ():
        state, span, _interval, _questions = _Domain(course, domain).said
        if state in ("due", "overdue") and span is not None:
            found.append((domain, span[1]))
    return tuple(found)


def follow_holds(library: Library, patient: Patient, today: dt.date) -> tuple[tuple[FollowDomain, TriggerState], ...]:
    """The findings of the follow-up on a day that ask to hold the treatment, each with its domain, also where the course was stopped."""
    domains = [domain for domain in library.follow_up.domain if any(one.level == "hold" for one in domain.trigger)]
    running = running_courses(library, patient, today) if domains else ()
    course = _Course(library, patient, today, running)
    found = [(domain, one) for domain in domains if running for one in _Domain(course, domain).triggers]
    return tuple((domain, one) for domain, one in found if one.fulfilled and one.trigger.level == "hold")


class _Course:
    """What all domains have in common: the courses that run and from when their weeks count."""

    def __init__(self, library: Library, patient: Patient, today: dt.date, found: Sequence[RunningCourse]) -> None:
        self.library, self.patient, self.today = library, patient, today
        self.running = [one.position for one in found if one.running is not False]

    @cached_property
    def first(self) -> CoursePosition | None:
        """The running course that began first, one with a known beginning before one without."""
        known = [one for one in self.running if one.begins is not None and not begin_unknown(self.patient, one)]
        return min(known, key=lambda one: one.begins or self.today) if known else next(iter(self.running), None)

    @cached_property
    def begins(self) -> dt.date | None:
        """The first day of the course, None where it cannot be told."""
        first = self.first
        return None if first is None or begin_unknown(self.patient, first) else first.begins

    @cached_property
    def joined_on(self) -> dt.date | None:
        """The day of the first session in the record of a course that began before the record; None for one that began in it."""
        first = self.first
        if first is None or not (first.joined or self.begins is None):
            return None
        return next((one.day for one in first.own if one.was_given and one.day is not None), self.today)

    @cached_property
    def age(self) -> int | None:
        """Completed years of age today."""
        born = self.patient.case.patient.birth_date
        return None if born is None else years_between(born, self.today)


class _Domain:
    """Works out one domain."""

    def __init__(self, course: _Course, domain: FollowDomain) -> None:
        self.course, self.domain = course, domain
        self.library, self.patient, self.today = course.library, course.patient, course.today
        self.checks = checks_of(self.patient, domain, self.today)

    @cached_property
    def at_sessions(self) -> list[Check]:
        """What the sessions say of the domain."""
        return session_checks(self.library, self.patient, self.domain, self.today)

    @cached_property
    def own(self) -> list[Check]:
        """The checks since the course began; all of them where its beginning cannot be told."""
        begins = self.course.begins
        return [one for one in self.checks if begins is None or one.on > begins]

    @property
    def baseline(self) -> Check | None:
        """The last check by the first day of the course."""
        begins = self.course.begins
        before = [one for one in self.checks if begins is not None and one.on <= begins]
        return before[-1] if before else None

    @property
    def state(self) -> DomainState:
        """Everything that is said of the domain."""
        said, span, interval, questions = self.said
        return DomainState(
            domain=self.domain,
            state=said,
            baseline=self.baseline,
            last=self.own[-1] if self.own else None,
            at_session=self.at_sessions[-1] if self.at_sessions else None,
            opens=None if span is None else span[0],
            due=None if span is None else span[1],
            every_months=interval,
            triggers=self.triggers,
            questions=questions,
        )

    @property
    def triggers(self) -> tuple[TriggerState, ...]:
        """Each trigger of the domain."""
        return tuple(triggers_of(self.library, self.patient, self.domain, self.today, self.baseline, self.own, self.at_sessions))

    @property
    def said(self) -> tuple[CheckState, Span | None, int | None, tuple[Question, ...]]:
        """Whether a check is due, its days, the months that hold, and what would settle what is open."""
        if not self.course.running:
            return "over", None, None, ()
        if not self.domain.has_checks:
            return "each_session", None, None, ()
        intervals = tuple(self._intervals())
        if not intervals:
            return "each_session" if self.domain.session_asks else "over", None, None, ()
        if self.course.begins is None and not self.own:
            first = self.course.first
            return "cannot_tell", None, None, () if first is None else start_questions(self.patient, first)
        spans = [self._span(months) for months in intervals]
        if None in spans:
            asked = Question("last_check", f"follow_up.{self.domain.id}", {"domain": self.domain.label})
            return "cannot_tell", None, None, (asked,)
        known = [span for span in spans if span is not None]
        early, late = min(known), max(known)
        settled = intervals[0] if len(intervals) == 1 else None
        # Of two possible intervals a state is told where both have it.
        asked_age = () if len(known) == 1 or early == late else (Question("birth_date", "patient.birth_date"),)
        if self.today > late[1]:
            return "overdue", late, settled, asked_age
        if self.today < early[0]:
            return "not_yet", early if early == late else None, settled, asked_age
        if early != late:
            return "cannot_tell", None, None, asked_age
        return ("due" if self.today <= early[1] else "overdue"), early, settled, ()

    def _named(self) -> bool:
        """Whether a running course is one that the schedule names."""
        products = self.domain.products
        return not products or any(one.product in products for one in self.course.running)

    def _intervals(self) -> Iterator[int]:
        """The months between two checks; both where the age that decides is not known."""
        domain = self.domain
        usual = domain.every_months if self._named() else domain.other_every_months
        if usual is None:
            return
        if domain.older_every_months is None or domain.older_from_age is None:
            yield usual
        elif self.course.age is None:
            yield from (domain.older_every_months, usual)
        else:
            yield domain.older_every_months if self.course.age >= domain.older_from_age else usual

    def _span(self, months: int) -> Span | None:
        """When the next check may be made and by when it has to be; None where the last one is not known."""
        for opens, due in self._scheduled():
            if not any(one.on >= opens for one in self.own):
                return opens, due
        if self.own:
            return self._early(months_after(self.own[-1].on, months))
        begins = self.course.begins
        if begins is None:
            return None
        due = months_after(begins, months)
        joined = self.course.joined_on
        return None if joined is not None and due < joined else self._early(due)

    def _scheduled(self) -> Iterator[Span]:
        """The checks that the schedule asks for once, in order; not those before the record of the course begins."""
        first, begins, joined = self.course.first, self.course.begins, self.course.joined_on
        if first is None or begins is None or not self._named():
            return
        spans: list[tuple[dt.date | None, dt.date | None]] = [(week_begins(first, week), week_ends(first, week)) for week in self.domain.first_weeks]
        spans += [self._early(months_after(begins, count)) for count in self.domain.first_months]
        for opens, due in spans:
            if opens is not None and due is not None and (joined is None or due >= joined):
                yield opens, due

    def _early(self, day: dt.date) -> Span:
        return day - self.library.decision_points.early_days * _DAY, day
