"""A session at a moment: its points with their states, its alarms and how they stand, and when the patient may leave.

Everything is arithmetic on stored moments and `now`. The clock of the route counts from the stored moment to the second; whether a
reading stands for a point, and every rule of decisions 26 to 41, is judged on clock times in whole minutes, as in a case file, so
that a live session and the same session read from a file never differ.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from trd_desk.content.library import Library
from trd_desk.engine.course_records import cancelled_sessions
from trd_desk.engine.facts import Facts
from trd_desk.engine.live_results import LiveAlarm, LiveSession, Observed, Phase, Point, PointKind, PointState
from trd_desk.engine.monitoring import Watch
from trd_desk.engine.session_facts import SessionFacts, session_order
from trd_desk.engine.sessions import session_result
from trd_desk.record.fold import Patient
from trd_desk.record.session_log import Part, SessionLog
from trd_desk.record.session_models import Observation, Session
from trd_desk.record.session_parts import SIGNS, ObservationPart

_MINUTE: Final = dt.timedelta(minutes=1)
# The answers of the checklist that hold for a while only: the signs, and what is asked of the moment.
_PERISHABLE: Final = ("heart_rate", "spo2", "respiratory_rate")


def live_session(library: Library, patient: Patient, name: str, now: dt.datetime) -> LiveSession:
    """The session of this id at `now`; KeyError for one that the patient does not have."""
    log = patient.sessions[name]
    now = now.astimezone(log.zone)
    closed_at = log.closed_at
    moment = now if closed_at is None else closed_at.astimezone(log.zone)
    session = log.session(check_at=moment, leaving_at=moment if log.first_given is not None else None)
    facts = _facts(library, patient, session, moment.date())
    return _Moment(log, facts, now, moment).session


def _facts(library: Library, patient: Patient, session: Session, day: dt.date) -> SessionFacts:
    case = patient.case
    void = cancelled_sessions(patient)
    sessions = tuple(session if one.id == session.id else one for one in case.sessions if one.id == session.id or one.id not in void)
    if all(one.id != session.id for one in case.sessions):
        sessions = (*sessions, session)
    known = case.model_copy(update={"sessions": sessions})
    return next(one for one in session_order(Facts(known, library, case.as_of or day)) if one.record.id == session.id)


class _Moment:
    """Works out one session at one moment."""

    def __init__(self, log: SessionLog, facts: SessionFacts, now: dt.datetime, until: dt.datetime) -> None:
        self.log, self.facts, self.now, self.until = log, facts, now, until
        self.library = facts.library
        self.watch = Watch(facts) if facts.given is not None else None
        self.rules = self.library.monitoring
        self.conduct = self.library.conduct
        self.changes: list[dt.datetime] = []

    # ------------------------------------------------------------------------------------------------------------------- times

    @property
    def midnight(self) -> dt.datetime:
        """The moment that the engine's minutes count from."""
        first = (self.log.first_given or self.until).astimezone(self.log.zone)
        if self.log.from_file and self.log.plan.on is not None:
            return dt.datetime.combine(self.log.plan.on, dt.time(), self.log.zone)
        return first.replace(hour=0, minute=0, second=0, microsecond=0)

    def at_minute(self, minute: int) -> dt.datetime:
        return self.midnight + minute * _MINUTE

    @property
    def clock_starts(self) -> dt.datetime | None:
        """The stored moment that the route's clock starts with, to the second."""
        if self.watch is None or self.watch.clock_starts is None:
            return None
        if self.watch.schedule.clock == "last_device":
            stored = self.log.devices[-1].at if self.log.devices else None
        elif self.watch.schedule.clock == "end_of_infusion":
            stored = self.log.stopped.at if self.log.stopped else None
        else:
            stored = self.log.start.at if self.log.start else None
        return stored.astimezone(self.log.zone) if stored is not None else self.at_minute(self.watch.clock_starts)

    def after_clock(self, minute: int) -> dt.datetime:
        """A minute of the route's clock as a moment: the seconds of the stored start go with it."""
        start = self.clock_starts
        if start is None or self.watch is None or self.watch.clock_starts is None:
            return self.at_minute(minute)
        return start + (minute - self.watch.clock_starts) * _MINUTE

    def note_change(self, *moments: dt.datetime | None) -> None:
        self.changes += [moment for moment in moments if moment is not None and moment > self.now]

    # ----------------------------------------------------------------------------------------------------------------- session

    @property
    def session(self) -> LiveSession:
        observations = self._observations()
        alarms = tuple(self._alarms(observations))
        points = (*self._points(observations), *self._repeats(alarms, observations))
        result = session_result(self.facts)
        clock = self.clock_starts
        ends = None if clock is None else clock + self.rules.two_hours * _MINUTE
        leave = self._may_leave(result.leaving.earliest if result.leaving else None)
        self.note_change(ends, leave, *(alarm.quiet_until for alarm in alarms), *self._waits())
        stale = self._stale_since()
        # The next whole minute: the rules count in minutes, and "ago" is told in them.
        self.note_change(self.now.replace(second=0, microsecond=0) + _MINUTE)
        return LiveSession(
            log=self.log,
            facts=self.facts,
            result=result,
            now=self.now,
            phase=self._phase(),
            clock_starts=clock,
            two_hours_end=ends,
            may_leave_at=leave,
            points=tuple(sorted(points, key=lambda point: point.at)),
            observations=observations,
            alarms=alarms,
            reviews=() if self.watch is None else tuple((self._of_clock(one.at), one.sign) for one in self.watch.reviews),
            stale_since=stale,
            changes_at=min(self.changes, default=None),
        )

    def _phase(self) -> Phase:
        if self.log.closed:
            return "cancelled" if self.log.end is not None and self.log.end.state == "cancelled" else "ended"
        if self.watch is None:
            return "planned"
        planned = self._devices_planned()
        if self.watch.clock_starts is None or (planned is not None and len(self.log.devices) < planned and not self.log.value("given", "amount")):
            return "giving"
        return "watching"

    def _devices_planned(self) -> int | None:
        spray = self.library.dosing.spray
        dose = self.facts.planned.dose_mg
        return round(dose / spray.device_mg) if self.facts.record.product == spray.product and dose else None

    def _of_clock(self, clock: str) -> dt.datetime:
        return self.at_minute(self.facts.minutes(clock))

    def _may_leave(self, clock: str | None) -> dt.datetime | None:
        """The engine's earliest time with the seconds of the start, so that nobody goes some seconds early."""
        if clock is None:
            return None
        return self.after_clock(self.facts.minutes(clock))

    def _waits(self) -> Iterator[dt.datetime]:
        """When a waiting item of the checklist turns."""
        if self.watch is not None:
            return
        for item in self.library.predose.item:
            part = self.log.parts.get(("predose", f"{item.id}_at"))
            if part is not None and item.wait_minutes is not None:
                yield part.value + item.wait_minutes * _MINUTE

    def _stale_since(self) -> dt.datetime | None:
        """When the oldest sign of the checklist had been true for too long, None while all are fresh or none is there."""
        if self.watch is not None:
            return None
        taken = [reading.at for reading in self.log.readings[-1:]]
        taken += [part.given_at for part in self.log.of_kind("predose") if part.name in _PERISHABLE]
        reviewed = self.log.value("predose", "reviewed")
        if not taken:
            return None
        oldest = max(min(taken), reviewed) if reviewed is not None else min(taken)
        ends: dt.datetime = oldest + self.conduct.check_valid_minutes * _MINUTE
        self.note_change(ends)
        return ends if ends <= self.now else None

    # ------------------------------------------------------------------------------------------------------------ observations

    def _observations(self) -> tuple[Observed, ...]:
        if self.watch is None:
            return ()
        parts = [part for part in self.log.observations if _says_something(part)]
        # Those of a case file have no part of their own; the engine has sorted both by the same clock.
        own = {(self.facts.minutes(self.log.clock(part.value.at)), _signs(part.value)): part for part in parts}
        found = []
        for place, seen in enumerate(self.watch.observations):
            part = own.get((seen.minute, _signs(seen.record)))
            late = None
            if part is not None and part.value.recorded is not None:
                minutes = int((part.value.recorded - part.value.at).total_seconds() // 60)
                late = minutes if minutes > self.conduct.late_entry_minutes else None
            found.append(
                Observed(
                    id=part.name if part is not None else f"file{place}",
                    at=self.at_minute(seen.minute) if part is None else part.value.at.astimezone(self.log.zone),
                    minute=seen.minute,
                    part=part,
                    signs=tuple((sign, level, because) for sign, (level, because) in seen.signs.items()),
                    entered_late=late,
                    corrected=part is not None and part.entry.reason is not None,
                )
            )
        return tuple(found)

    # ------------------------------------------------------------------------------------------------------------------ points

    def _points(self, observations: Sequence[Observed]) -> list[Point]:
        if self.watch is None:
            return []
        due = list(self.watch.due)
        running = not self.log.closed
        every, begun = self.watch.schedule.infusion_every, self.watch.dose_starts
        if running and self.watch.clock_starts is None and every is not None and begun is not None and due:
            # An infusion that runs longer than planned is watched on.
            while self.at_minute(due[-1]) <= self.now:
                due.append(due[-1] + every)
        if running and self.watch.clock_starts is not None:
            last = max(due, default=self.watch.clock_starts)
            if self.at_minute(last) <= self.now:
                due.append(last + self.rules.extended_every)
        placed: list[tuple[int, dt.datetime, PointKind, int]] = []
        for minute in due:
            kind, minutes = self._kind_of(minute)
            placed.append((minute, self.at_minute(minute) if kind == "infusion" else self.after_clock(minute), kind, minutes))
        window = self.rules.window * _MINUTE
        found = []
        for place, (minute, at, kind, minutes) in enumerate(placed):
            following = placed[place + 1][1] if place + 1 < len(placed) else None
            state, which, late = self._state(minute, at, following, observations)
            self.note_change(at - window, at, at + window, None if following is None else following - window)
            found.append(
                Point(
                    at=at,
                    minutes=minutes,
                    kind=kind,
                    key=minute == self.watch.key_point,
                    state=state,
                    opens=at - window,
                    closes=at + window,
                    observation=which,
                    late_minutes=late,
                )
            )
        return found

    def _kind_of(self, minute: int) -> tuple[PointKind, int]:
        watch = self.watch
        if watch is None:
            message = "no point without a dose"
            raise ValueError(message)
        start = watch.clock_starts
        if start is None or (watch.schedule.infusion_every is not None and minute <= start):
            return "infusion", minute - (watch.dose_starts or 0)
        fixed = (*watch.schedule.points, *watch.schedule.first_dose_points)
        return ("clock" if minute - start in fixed else "extended"), minute - start

    def _state(
        self, minute: int, at: dt.datetime, following: dt.datetime | None, observations: Sequence[Observed]
    ) -> tuple[PointState, str | None, int | None]:
        if self.watch is None:
            return "ahead", None, None
        window = self.rules.window
        with_pressure = {seen.minute for seen in self.watch.observations if seen.has_pressure}
        within = [one for one in observations if one.minute in with_pressure and abs(one.minute - minute) <= window]
        if self.watch.done(minute, self.watch.observations):
            nearest = min(within, key=lambda one: abs(one.minute - minute))
            return "done", nearest.id, None
        limit = None if following is None else following - window * _MINUTE
        after = [
            one for one in observations if one.minute in with_pressure and one.minute > minute + window and (limit is None or one.at < limit)
        ]
        if after:
            return "done_late", after[0].id, after[0].minute - minute
        if self.log.closed:
            return ("missed" if at <= self.until else "ahead"), None, None
        if self.now < at:
            return ("due" if self.now >= at - window * _MINUTE else "ahead"), None, None
        if limit is not None and self.now >= limit and self.now > at + window * _MINUTE:
            return "missed", None, None
        return ("overdue" if self.now <= at + window * _MINUTE else "late"), None, None

    def _repeats(self, alarms: Sequence[LiveAlarm], observations: Sequence[Observed]) -> Iterator[Point]:
        """The readings to repeat after an amber sign, until that sign is measured again."""
        del observations
        window = self.rules.window * _MINUTE
        for alarm in alarms:
            at = alarm.repeat_at
            if at is None or self.log.closed:
                continue
            state: PointState = "ahead" if self.now < at - window else "due" if self.now < at else "overdue" if self.now <= at + window else "late"
            self.note_change(at, at + window)
            yield Point(at, self.conduct.repeat_minutes, "repeat", key=False, state=state, opens=at - window, closes=at + window, sign=alarm.sign)

    # ------------------------------------------------------------------------------------------------------------------ alarms

    def _alarms(self, observations: Sequence[Observed]) -> Iterator[LiveAlarm]:
        watch = self.watch
        if watch is None:
            return
        moments = {(one.minute, sign): one.at for one in observations for sign, _level, _because in one.signs}
        events = {(self.facts.minutes(self.log.clock(part.value.at)), part.value.kind): part for part in self.log.events}
        standing = [(minute, alarm.sign, alarm.level) for minute, alarm in watch.alarms]
        for minute, alarm in watch.alarms:
            of_event = (minute, alarm.sign) not in moments
            part = events.get((minute, alarm.sign))
            at = part.value.at.astimezone(self.log.zone) if part is not None else moments.get((minute, alarm.sign), self.at_minute(minute))
            name = f"{alarm.sign}/{at:%H:%M:%S}"
            handled = self.log.alarm(name)
            again = [] if of_event else [seen for seen in watch.observations if seen.minute > minute and seen.measured(alarm.sign)]
            if of_event:
                cleared = handled is not None and handled.done == "prescriber_here" if alarm.level == "amber" else any(
                    seen.minute >= minute and not seen.red for seen in watch.observations
                )
            elif alarm.level == "red":
                cleared = any(seen.signs.get(alarm.sign, ("",))[0] != "red" for seen in again)
            else:
                cleared = bool(again)  # measured again: what it shows then is an alarm of its own, or none
            # A newer alarm of the same sign, as bad or worse, stands for the older one.
            replaced = not of_event and any(
                later > minute and sign == alarm.sign and level in (alarm.level, "red") for later, sign, level in standing
            )
            active = (not cleared or (alarm.level == "red" and handled is None)) and not replaced and not self.log.closed
            acknowledged = self.log.sound_off_at(name)
            quiet = None if acknowledged is None else acknowledged.astimezone(self.log.zone) + self.conduct.quiet_minutes * _MINUTE
            repeat = at + self.conduct.repeat_minutes * _MINUTE if not of_event and not again and not self.log.closed else None
            yield LiveAlarm(
                name=name,
                at=at,
                level=alarm.level,
                sign=alarm.sign,
                because=alarm.because,
                active=active,
                cleared=cleared,
                handled=handled,
                quiet_until=quiet if quiet is not None and quiet > self.now else None,
                repeat_at=repeat,
            )


def _says_something(part: Part) -> bool:
    return any(value is not None for value in _signs(part.value))


def _signs(value: Observation | ObservationPart) -> tuple[object, ...]:
    return tuple(getattr(value, name) for name in SIGNS)
