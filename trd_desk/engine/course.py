"""Where a course stands: its week and phase, the sessions given, what is due next, and what was missed.

Weeks count from the first session given: its day is day 1, and day 8 begins week 2. A week that is recorded with a session wins over
the count, and the disagreement is said. A phase asks for so many sessions in each of its weeks, or for one every so many weeks; the
next session is due within the days that are left of such a week, and a week that is over with too few sessions is flagged. Nothing
is ever rescheduled. Frequencies, spacing and rules come from content (session/course, session/predose).
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final

from trd_desk.content.course_models import AgeGroup, Indication, Phase
from trd_desk.content.library import Library
from trd_desk.engine.course_records import day_of, dose_given, dose_given_or_planned, logs_of, state_of, was_given
from trd_desk.engine.course_results import (
    DAYS_A_WEEK,
    CoursePosition,
    CourseSession,
    CourseWeek,
    MissedWeeks,
    SessionCount,
    SessionState,
    Window,
)
from trd_desk.engine.course_weeks import CourseCalendar, CoursePhases
from trd_desk.engine.facts import years_between
from trd_desk.engine.verdict import Question, Reason, Tri
from trd_desk.record.fold import Patient
from trd_desk.record.models import Ketamine
from trd_desk.record.session_log import SessionLog

_DAY: Final = dt.timedelta(days=1)
_WEEK: Final = DAYS_A_WEEK * _DAY
# So far ahead a due week is looked for: more than the rarest frequency of any phase.
_AHEAD: Final = 12
# So many weeks of a course are told at least, and so many after this one.
_WEEKS_SHOWN: Final = 8
_WEEKS_AHEAD: Final = 2


def courses(patient: Patient) -> tuple[str, ...]:
    """The products that the patient has a course of, the one of the latest session first; one that the history tells of as ongoing last."""
    dated = sorted(logs_of(patient), key=lambda log: day_of(log) or dt.date.min)
    found = [log.plan.product for log in reversed(dated) if log.end is None or log.end.state != "cancelled" or was_given(log)]
    found += [log.plan.product for log in reversed(dated)]
    found += [one.product for one in _ongoing(patient) if one.product is not None]
    return tuple(dict.fromkeys(found))


def _ketamine(patient: Patient) -> list[Ketamine]:
    return [one for one in patient.case.treatments if isinstance(one, Ketamine)]


def _ongoing(patient: Patient) -> list[Ketamine]:
    return [one for one in _ketamine(patient) if one.stop_reason == "ongoing"]


def course_of(library: Library, patient: Patient, today: dt.date, product: str | None = None) -> CoursePosition | None:
    """The course of a product on a day; without a product that of the latest session. None where there is neither session nor course."""
    known = courses(patient)
    wanted = product or (known[0] if known else None)
    if wanted is None or (product is not None and product not in known):
        return None
    return _Course(library, patient, today, wanted).position


def position_of(library: Library, patient: Patient, today: dt.date, product: str, horizon: dt.date | None = None) -> CoursePosition:
    """The course of a product on a day, be it only about to begin; a new course that begins by `horizon` is taken for the present one."""
    return _Course(library, patient, today, product, horizon).position


# --------------------------------------------------------------------------------------------------------------- the course


class _Course:
    """Works out one course on one day."""

    def __init__(self, library: Library, patient: Patient, today: dt.date, product: str, horizon: dt.date | None = None) -> None:
        self.library, self.patient, self.today, self.product = library, patient, today, product
        self.logs = [log for log in logs_of(patient) if log.plan.product == product]
        self.history = [one for one in _ongoing(patient) if one.product == product]
        self.indication = self._indication()
        self.region = patient.case.licence_region
        self.age_group = self._age_group()
        self.phases = CoursePhases(library, product, self.indication, self.region, self.age_group)
        self.undated = [log for log in self.logs if was_given(log) and day_of(log) is None]
        self.questions = [
            Question("session_undated" if log.plan.number is None else "session_day", f"sessions.{log.id}.on", {"number": log.plan.number})
            for log in self.undated
        ]
        self.calendar = self._calendar(horizon or today)

    # What is known

    def _calendar(self, horizon: dt.date) -> CourseCalendar:
        told = [(day, log.plan) for day, log in self._dated("given", "live", "planned")]
        if self.undated and not any(plan.week is not None for _day, plan in told):
            return CourseCalendar((), horizon)  # any session without a day may have been the first
        started = self.history[-1].start if self.history else None
        return CourseCalendar(told, horizon, ongoing=bool(self.history), started=started)

    def _indication(self) -> Indication | None:
        dated = sorted(self.logs, key=lambda log: day_of(log) or dt.date.min)
        said = [log.plan.indication for log in dated if log.plan.indication is not None and (was_given(log) or log.end is None)]
        return said[-1] if said else None

    def _age_group(self) -> AgeGroup | None:
        born = self.patient.case.patient.birth_date
        if born is None:
            return None
        return "older" if years_between(born, self.today) >= self.library.dosing.spray.older_from_age else "younger"

    def _dated(self, *states: SessionState) -> list[tuple[dt.date, SessionLog]]:
        """The sessions in one of the states with a day, by their days."""
        found = [(day, log) for log in self.logs if (day := day_of(log)) is not None and state_of(log, self.today) in states]
        return sorted(found, key=lambda one: one[0])

    # Sessions

    def _sessions(self) -> tuple[CourseSession, ...]:
        order = sorted(self.logs, key=lambda log: day_of(log) or dt.date.min)
        found: list[CourseSession] = []
        known: int | None = None if self.calendar.joined else 0
        for log in order:
            day, state = day_of(log), state_of(log, self.today)
            earlier = self.calendar.restarted is not None and day is not None and day < self.calendar.restarted
            if day is not None and day == self.calendar.restarted:
                known = 0
            number = log.plan.number
            if state in ("given", "live", "planned"):
                if number is None and known is not None and day is not None:
                    number = known + 1
                known = number
            planned = log.plan.planned
            found.append(
                CourseSession(
                    log=log,
                    day=day,
                    state=state,
                    week=self._week_of(log, day, earlier=earlier),
                    number=number,
                    # Of a session that was given, a dose that was only planned says nothing.
                    dose_mg=(dose_given if state == "given" else dose_given_or_planned)(self.library, log),
                    mg_per_kg=None if planned is None else planned.mg_per_kg,
                    earlier=earlier,
                )
            )
        return tuple(found)

    def _week_of(self, log: SessionLog, day: dt.date | None, *, earlier: bool) -> int | None:
        if log.plan.week is not None:
            return max(log.plan.week, 1)
        return None if day is None or earlier else self.calendar.number_on(day)

    @cached_property
    def _own_given(self) -> tuple[dt.date, ...]:
        """The days of the sessions given in this course, in order."""
        begins = self.calendar.restarted or self.calendar.begins
        return tuple(day for day, _log in self._dated("given", "live") if begins is None or day >= begins)

    @cached_property
    def _given_by_place(self) -> Counter[int]:
        return Counter(place for day in self._own_given if (place := self.calendar.place(day)) is not None)

    @cached_property
    def _unrecorded_by_place(self) -> Counter[int]:
        return Counter(place for day, _log in self._dated("unrecorded") if (place := self.calendar.place(day)) is not None)

    # Missed and due

    def _walk(self) -> tuple[list[MissedWeeks], int, int]:
        """The missed weeks before this one, the last week that was seen to, and how many sessions it had beyond what it asks."""
        now, given = self.calendar.place(self.today), self._own_given
        if now is None or not given:
            return [], -1, 0
        first = self.calendar.place(given[0]) or 0
        # Of the week in which the record begins, the sessions before are not known.
        begin = first if not self.calendar.joined else first + 1
        found: list[MissedWeeks] = []
        seen, more = begin - 1, 0
        if self.calendar.joined:
            phase = self.phases.at(self.calendar.number_at(first))
            more = 0 if phase is None else max(0, self._given_by_place[first] - phase.sessions)
        for place in range(begin, now):
            phase = self.phases.at(self.calendar.number_at(place))
            count, carried, more = self._given_by_place[place], more, 0
            if phase is None:
                seen = place
                continue
            more = min(1, max(0, count - phase.sessions))
            low, high = phase.every_weeks
            if high == 1 or count + carried:
                if count + carried < phase.sessions:
                    found.append(self._missed(place, place, count, phase))
                seen = place
            elif place - seen >= high:
                found.append(self._missed(seen + low, place, 0, phase))
                seen = place
        return _merged(found), seen, more

    def _missed(self, first: int, last: int, given: int, phase: Phase) -> MissedWeeks:
        unrecorded = sum(self._unrecorded_by_place[place] for place in range(first, last + 1))
        return MissedWeeks(
            first_week=self.calendar.number_at(first),
            last_week=self.calendar.number_at(last),
            opens=self.calendar.first_day(first),
            closes=self.calendar.first_day(last + 1) - _DAY,
            given=given,
            asked=phase.sessions,
            certain=given + unrecorded < phase.sessions,
            phase=phase,
        )

    def _due(self, seen: int, more: int) -> Window | None:
        """The days in which the next session is due: within the first week from now on that lacks one."""
        now, given = self.calendar.place(self.today), self._own_given
        if now is None or not given or (self.calendar.joined and now == self.calendar.place(given[0])):
            # In the week in which the record begins it is not known what was given before.
            return None
        for place in range(now, now + _AHEAD):
            phase = self.phases.at(self.calendar.number_at(place))
            if phase is None:
                return None
            low, high = phase.every_weeks
            count = self._given_by_place[place]
            have = count + more
            if high == 1:
                window = self._within(place, place, phase, phase.sessions - have)
            else:
                window = None
                if have:
                    seen = place
                elif place >= seen + low:
                    window = self._within(seen + low, seen + high, phase, 1)
            if window is not None:
                return window
            seen, more = (place if high == 1 else seen), min(1, max(0, count - phase.sessions))
        return None

    def _within(self, first: int, last: int, phase: Phase, needed: int) -> Window | None:
        """The days of some weeks that are left for so many sessions; None where none is needed, or none fits in them."""
        if needed <= 0:
            return None
        ends = self.calendar.first_day(last + 1) - _DAY
        opens = max(self.calendar.first_day(first), self._earliest())
        if opens > ends:
            return None
        spacing = self.library.course.spacing_of(self.product)
        closes = ends - (needed - 1) * ((0 if spacing is None else spacing.full_days) + 1) * _DAY
        if closes < max(opens, self.today):
            closes = ends
        return Window(opens, closes, self.calendar.number_at(first), self.calendar.number_at(last), needed, phase)

    def _earliest(self) -> dt.date:
        """The first day that keeps the spacing to the last session and the number of sessions in so many days."""
        given = self._own_given
        day = given[-1]
        spacing = self.library.course.spacing_of(self.product)
        if spacing is not None:
            day += (spacing.full_days + 1) * _DAY
        limit = session_limit(self.library, self.product)
        while limit is not None and sum(0 <= (day - each).days < limit[0] for each in given) + 1 > limit[1]:
            day += _DAY
        return day

    # All of it

    @property
    def position(self) -> CoursePosition:
        """Everything that is said of the course."""
        rules = self.library.course
        missed, seen, more = self._walk()
        due = self._due(seen, more)
        sessions = self._sessions()
        week = self.calendar.number_on(self.today)
        has_phases, first = rules.has_phases(self.product), self._first()
        self._ask(week, sessions, has_phases=has_phases)
        return CoursePosition(
            product=self.product,
            today=self.today,
            indication=self.indication,
            region=self.region,
            age_group=self.age_group,
            sessions=sessions,
            begins=self.calendar.begins,
            joined=self.calendar.joined,
            week=week,
            phase=None if week is None else self.phases.at(week),
            beyond=None if week is None or not has_phases else self.phases.beyond(week),
            weeks=self._weeks(due, sessions),
            given=sum(one.was_given and not one.earlier for one in sessions),
            elsewhere=self.history[-1].sessions if self.history else None,
            recent=self._recent(sessions),
            due=due,
            missed=tuple(missed),
            missed_rule=next((one for one in rules.missed if self.region in one.regions), None),
            spacing=rules.spacing_of(self.product),
            no_phases=next((one for one in rules.no_phases if self.product in one.products), None),
            disagreements=(*self.calendar.disagreements, *self._other_disagreements(first)),
            questions=tuple(self.questions),
            first=first,
        )

    def _other_disagreements(self, first: Tri) -> Iterator[Reason]:
        """Planned sessions that are recorded as the first, or as a later one, against what was given."""
        for place, (day, log) in enumerate(self._dated("planned")):
            worked_out = first if place == 0 else False
            if log.plan.first is not None and worked_out is not None and log.plan.first != worked_out:
                yield Reason("course_first_disagrees" if log.plan.first else "course_not_first_disagrees", None, {"day": day})

    def _ask(self, week: int | None, sessions: Sequence[CourseSession], *, has_phases: bool) -> None:
        unrecorded = [one for one in sessions if one.state == "unrecorded"]
        self.questions += [Question("session_given", f"sessions.{one.id}.given", {"day": one.day}) for one in unrecorded]
        if not has_phases:
            return
        if self.indication is None and (self.logs or self.history):
            # Without a session the plan of the next one says it.
            field = f"sessions.{self.logs[-1].id}.indication" if self.logs else "plan.indication"
            self.questions.append(Question("indication", field))
        if self.region is None:
            self.questions.append(Question("licence_region", "licence_region"))
        if self.age_group is None and self.indication != "trd":
            self.questions.append(Question("birth_date", "patient.birth_date"))
        if week is None and self.calendar.begins is None and self.history and not any(map(was_given, self.logs)):
            self.questions.append(Question("course_start", f"treatments.{self.history[-1].id}.start"))

    def _weeks(self, due: Window | None, sessions: Iterable[CourseSession]) -> tuple[CourseWeek, ...]:
        """The weeks from the beginning to the last that something is said of, and some ahead."""
        if self.calendar.begins is None:
            return ()
        days = [self.today, *(one.day for one in sessions if one.day is not None and not one.earlier)]
        if due is not None:
            days.append(due.closes)
        now = self.calendar.place(self.today) or 0
        last = max(self.calendar.place(max(days)) or 0, now + _WEEKS_AHEAD, _WEEKS_SHOWN - 1)
        found = []
        for place in range(last + 1):
            number = self.calendar.number_at(place)
            found.append(CourseWeek(number, self.calendar.first_day(place), self.phases.at(number), self.phases.beyond(number)))
        return tuple(found)

    def _recent(self, sessions: Iterable[CourseSession]) -> SessionCount | None:
        limit = session_limit(self.library, self.product)
        if limit is None:
            return None
        days, most = limit
        given = [one for one in sessions if one.was_given]
        dated = sum(one.day is not None and 0 <= (self.today - one.day).days < days for one in given)
        return SessionCount(dated, sum(one.day is None for one in given), days, most)

    def _first(self) -> Tri:
        """Whether the next session is the first ever of this product, by the record and by the history."""
        if any(map(was_given, self.logs)):
            return False
        told = _ketamine(self.patient)
        if any(one.product == self.product for one in told):
            return False
        if any(one.product is None for one in told) or not self.patient.case.was_asked("ketamine"):
            return None
        return True


def session_limit(library: Library, product: str) -> tuple[int, int] | None:
    """In how many days how many sessions of a product are planned at most, by the item Interval of the checklist; None without a limit."""
    rule = next(item for item in library.predose.item if item.rule == "interval")
    return (int(rule.numbers["days"]), int(rule.numbers["sessions"])) if product in rule.counted else None


def _merged(found: Iterable[MissedWeeks]) -> list[MissedWeeks]:
    """Weeks without any session that follow one another in one phase, as one."""
    merged: list[MissedWeeks] = []
    for one in found:
        last = merged[-1] if merged else None
        alike = last is not None and (last.given, last.certain, last.phase) == (one.given, one.certain, one.phase)
        if last is not None and alike and one.given == 0 and last.closes + _DAY == one.opens:
            merged[-1] = MissedWeeks(last.first_week, one.last_week, last.opens, one.closes, 0, one.asked, one.certain, one.phase)
        else:
            merged.append(one)
    return merged
