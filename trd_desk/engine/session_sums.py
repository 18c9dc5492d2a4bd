"""What each session of a patient comes to in a few numbers, for letters, for the summary of a course and for the clinic's audit."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from trd_desk.content.library import Library
from trd_desk.engine.course_records import cancelled_sessions, day_of, dose_given, logs_of, state_of
from trd_desk.engine.course_results import SessionState
from trd_desk.engine.facts import Facts
from trd_desk.engine.leaving import Departure, leaving_of
from trd_desk.engine.monitoring import Watch, monitoring_of
from trd_desk.engine.predose import predose_of
from trd_desk.engine.session_facts import SessionFacts, session_order
from trd_desk.engine.session_results import ItemResult
from trd_desk.engine.verdict import Tri
from trd_desk.record.fold import Patient
from trd_desk.record.people import Role
from trd_desk.record.session_log import SessionLog


@dataclass(frozen=True, slots=True)
class SessionSum:
    """One session. Of a session without a dose only the first six fields say something.

    `checklist` is the result at the time of the dose, overrides counted; `unanswered` are its items without an answer. `overridden` are
    the items that were passed by an override, each with the role of who signed it. `due` and `missed` count the points at which a blood
    pressure was due by the time of leaving; `due` is None while there is none to count by. `peak` is the reading with the highest
    systolic pressure after the dose, in mmHg. `left_after` is the time of leaving in minutes since the route's clock started;
    `two_hours` whether the minimum of the rules had passed then. `against_advice`: an early departure was recorded. `open_needs` counts
    the needs of leaving that were not fulfilled.
    """

    log: SessionLog
    product: str
    day: dt.date | None
    state: SessionState
    number: int | None
    dose_mg: float | None
    checklist: ItemResult | None = None
    unanswered: tuple[str, ...] = ()
    overridden: tuple[tuple[str, Role | None], ...] = ()
    due: int | None = None
    missed: int = 0
    red: int = 0
    amber: int = 0
    observed: bool = False
    peak: tuple[int, int | None] | None = None
    left_after: int | None = None
    two_hours: Tri = None
    against_advice: bool = False
    open_needs: int | None = None
    advice: Tri = None

    @property
    def id(self) -> str:
        """The session's id."""
        return self.log.id

    @property
    def was_given(self) -> bool:
        """Whether a dose was begun."""
        return self.state in ("given", "live")

    @property
    def over(self) -> bool:
        """Whether a dose was given and the session has ended."""
        return self.state == "given"


def session_sums(library: Library, patient: Patient, today: dt.date, product: str | None = None) -> tuple[SessionSum, ...]:
    """The sessions as they stand on a day, of one product or of all, in the order of their days; the planned and cancelled ones as well."""
    order = {one.record.id: one for one in session_order(_facts(library, patient, today))} if patient.case.sessions else {}
    found = [_sum(library, log, order, today) for log in logs_of(patient) if product is None or log.plan.product == product]
    # Sessions without a day stand first, as they do in the order of the case.
    return tuple(sorted(found, key=lambda one: one.day or dt.date.min))


def _facts(library: Library, patient: Patient, today: dt.date) -> Facts:
    """The facts without what was cancelled before a dose, which is no step of the dose and counts in no interval."""
    void = cancelled_sessions(patient)
    case = patient.case
    kept = tuple(one for one in case.sessions if one.id not in void)
    return Facts(case.model_copy(update={"sessions": kept}), library, case.as_of or today)


def _sum(library: Library, log: SessionLog, order: Mapping[str, SessionFacts], today: dt.date) -> SessionSum:
    plan, facts = log.plan, order.get(log.id)
    bare = SessionSum(log, plan.product, day_of(log), state_of(log, today), plan.number, dose_given(library, log))
    if facts is None or not bare.was_given:
        return bare
    checklist = predose_of(facts)
    roles = {one.item: one.role for one in facts.record.overrides}
    overridden = tuple((item.id, roles.get(item.id)) for item in checklist.items if item.before_override is not None)
    leaving = facts.record.leaving
    given = _Given(facts)
    return SessionSum(
        log=log,
        product=plan.product,
        day=bare.day,
        state=bare.state,
        number=bare.number,
        dose_mg=bare.dose_mg,
        checklist=checklist.result,
        unanswered=tuple(item.id for item in checklist.items if item.result == "incomplete"),
        overridden=overridden,
        due=given.due,
        missed=given.missed,
        red=given.alarms("red"),
        amber=given.alarms("amber"),
        observed=bool(facts.record.observations),
        peak=given.peak,
        left_after=given.left_after,
        two_hours=given.two_hours if bare.over else None,
        against_advice=log.departure is not None,
        open_needs=given.open_needs if bare.over else None,
        advice=None if leaving is None else leaving.advice_given,
    )


class _Given:
    """The hours after the dose of one session."""

    def __init__(self, facts: SessionFacts) -> None:
        self.facts = facts
        self.watch = Watch(facts) if facts.given is not None else None
        self.monitoring = None if self.watch is None else monitoring_of(self.watch)

    @property
    def due(self) -> int | None:
        """How many points had come by the last recorded time."""
        if self.watch is None or self.watch.until is None or self.watch.clock_starts is None:
            return None
        return sum(point <= self.watch.until for point in self.watch.due)

    @property
    def missed(self) -> int:
        return 0 if self.monitoring is None else len(self.monitoring.missing)

    def alarms(self, level: str) -> int:
        return 0 if self.monitoring is None else sum(alarm.level == level for alarm in self.monitoring.alarms)

    @property
    def peak(self) -> tuple[int, int | None] | None:
        readings = [(one.sbp, one.dbp) for one in self.facts.record.observations if one.sbp is not None]
        return max(readings, key=lambda one: (one[0], one[1] or 0), default=None)

    @property
    def _left(self) -> int | None:
        leaving = self.facts.record.leaving
        return None if leaving is None or leaving.at is None else self.facts.minutes(leaving.at)

    @property
    def left_after(self) -> int | None:
        if self.watch is None or self.watch.clock_starts is None or self._left is None:
            return None
        return self._left - self.watch.clock_starts

    @property
    def two_hours(self) -> Tri:
        """Whether the minimum had passed; for the first dose by mouth that is the longer one (decision 37)."""
        if self.watch is None or self.left_after is None:
            return None
        moment = Departure(self.watch)
        shortest, longest = moment.minimum(worst=False), moment.minimum(worst=True)
        return True if self.left_after >= longest else False if self.left_after < shortest else None

    @property
    def open_needs(self) -> int | None:
        return None if self.watch is None or self._left is None else len(leaving_of(self.watch).failing)
