"""Observation after the dose: when readings are due, which are missing, and the alarms (decisions 28, 30, 38, 41, 61, 62, 70, 71)."""

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from trd_desk.content.session_models import Dissociation, EventAlarm, PressureTiers, Rate, Saturation, Schedule, Sedation
from trd_desk.engine.session_facts import SessionFacts, clock_time
from trd_desk.engine.session_results import Alarm, AlarmLevel, MonitoringResult, Review
from trd_desk.engine.verdict import Reason
from trd_desk.record.session_models import Event, Observation

Signs = dict[str, tuple[AlarmLevel, Reason]]


class Seen(NamedTuple):
    """An observation with its minute of the day and its alarms by sign."""

    minute: int
    record: Observation
    signs: Signs

    @property
    def pressure(self) -> tuple[int | None, int | None] | None:
        """The blood pressure, or None where neither number was taken."""
        reading = (self.record.sbp, self.record.dbp)
        return None if reading == (None, None) else reading

    @property
    def has_pressure(self) -> bool:
        """Whether both numbers of the blood pressure were taken."""
        return self.record.sbp is not None and self.record.dbp is not None

    @property
    def red(self) -> bool:
        """Whether any sign is red."""
        return any(level == "red" for level, _ in self.signs.values())

    def measured(self, sign: str) -> bool:
        """Whether anything was taken of a sign."""
        fields = {"blood_pressure": ("sbp", "dbp"), "respiratory_rate": ("rr",), "heart_rate": ("hr",), "sedation": ("moaas",)}
        names = fields.get(sign) or (("cadss", "distress") if sign == "dissociation" else (sign,))
        return any(getattr(self.record, name) is not None for name in names)


class Watch:
    """The hours after one dose: its clock, its observations and events in order, all in minutes of the session's day."""

    def __init__(self, session: SessionFacts) -> None:
        self.session = session
        self.rules = session.library.monitoring
        self.schedule: Schedule = next(one for one in self.rules.schedule if one.product == session.record.product)

    # ----------------------------------------------------------------------------------------------------------------- clock

    @cached_property
    def dose_starts(self) -> int | None:
        """When the first device was used, or the infusion or dose began."""
        times = self.session.given_times
        return times[0] if times else None

    @cached_property
    def infusion_end(self) -> int | None:
        """When the infusion ended; None while it runs or for another route."""
        given = self.session.given
        ended = given is not None and given.end is not None and self.schedule.clock == "end_of_infusion"
        return self.session.given_times[-1] if ended else None

    @cached_property
    def clock_starts(self) -> int | None:
        """When the clock of the route starts; None while that is not known."""
        given = self.session.given
        if given is None:
            return None
        if self.schedule.clock == "last_device":
            return self.session.given_times[-1] if given.devices else None
        return self.infusion_end if self.schedule.clock == "end_of_infusion" else self.dose_starts

    @property
    def two_hours_end(self) -> int | None:
        """Two hours after the clock started."""
        return None if self.clock_starts is None else self.clock_starts + self.rules.two_hours

    @cached_property
    def leaving_at(self) -> int | None:
        """The recorded time of leaving."""
        leaving = self.session.record.leaving
        return None if leaving is None or leaving.at is None else self.session.minutes(leaving.at)

    @cached_property
    def last_recorded(self) -> int | None:
        """The last time at which anything was recorded after the dose, or None."""
        after = [*(seen.minute for seen in self.observations), *(minute for minute, _ in self.events)]
        return max((minute for minute in after if self.dose_starts is None or minute > self.dose_starts), default=None)

    @property
    def until(self) -> int | None:
        """Up to when points count: the leaving time, else the last recorded one."""
        return self.last_recorded if self.leaving_at is None else self.leaving_at

    # ----------------------------------------------------------------------------------------------------------------- points

    @cached_property
    def due(self) -> tuple[int, ...]:
        """The points at which a blood pressure is due, in order."""
        schedule = self.schedule
        points = set(self._infusion_points())
        if self.clock_starts is not None:
            minutes = (*schedule.points, *(schedule.first_dose_points if self.session.first is True else ()))
            points |= {self.clock_starts + minute for minute in minutes}
            if self.until is not None:
                last = self.clock_starts + max(minutes)
                points |= set(range(last + self.rules.extended_every, self.until + 1, self.rules.extended_every))
        return tuple(sorted(points))

    def _infusion_points(self) -> Iterable[int]:
        """Every so many minutes from the start of an infusion up to its end, and the end itself (decision 62)."""
        every, start = self.schedule.infusion_every, self.session.given.start if self.session.given else None
        if every is None or start is None:
            return
        begins = self.session.minutes(start)
        ends = self.infusion_end
        yield from range(begins + every, (begins + (self.schedule.infusion_planned or 0) if ends is None else ends) + 1, every)
        if ends is not None:
            yield ends

    @property
    def key_point(self) -> int | None:
        """The point that must not be missing: for an infusion its end, at the latest so many minutes after its start."""
        if self.clock_starts is None or self.schedule.clock != "end_of_infusion":
            return None if self.clock_starts is None else self.clock_starts + self.schedule.key_point
        given = self.session.given
        latest = (
            self.clock_starts
            if given is None or given.start is None
            else self.session.minutes(given.start) + self.schedule.key_point
        )
        return min(self.clock_starts, latest)

    def done(self, point: int, observations: Iterable[Seen]) -> bool:
        """Whether one of the observations has a blood pressure within the window of a point."""
        return any(seen.has_pressure and abs(seen.minute - point) <= self.rules.window for seen in observations)

    # ----------------------------------------------------------------------------------------------------------------- alarms

    @cached_property
    def events(self) -> tuple[tuple[int, Event], ...]:
        """The events with their minutes, in order."""
        return tuple(
            sorted(((self.session.minutes(event.at), event) for event in self.session.record.events), key=lambda one: one[0])
        )

    @cached_property
    def event_alarms(self) -> tuple[tuple[int, EventAlarm], ...]:
        """The events that are alarms."""
        rules = {rule.kind: rule for rule in self.rules.event}
        counted: dict[str, int] = {}
        found = []
        for minute, event in self.events:
            counted[event.kind] = counted.get(event.kind, 0) + 1
            if counted[event.kind] >= rules[event.kind].from_count:
                found.append((minute, rules[event.kind]))
        return tuple(found)

    @cached_property
    def observations(self) -> tuple[Seen, ...]:
        """The observations in the order of the clock, each with its alarms."""
        ordered = sorted(
            ((self.session.minutes(one.at), one) for one in self.session.record.observations), key=lambda one: one[0]
        )
        found: list[Seen] = []
        pressure_red_before = False
        saturation = self.session.predose.spo2
        for minute, record in ordered:
            high = _reaches(record, self.rules.blood_pressure.red)
            signs = {
                "blood_pressure": self._pressure(minute, record, repeated=pressure_red_before),
                "spo2": _saturation(record, saturation, self.rules.spo2),
                "respiratory_rate": _rate(
                    "alarm_respiratory_rate", record.rr, record, self.rules.respiratory_rate, event_near=False
                ),
                "heart_rate": self._heart_rate(minute, record),
                "sedation": _sedation(record, self.rules.sedation),
                "dissociation": _dissociation(record, self.rules.dissociation),
            }
            found.append(Seen(minute, record, {sign: alarm for sign, alarm in signs.items() if alarm}))
            if record.sbp is not None or record.dbp is not None:
                pressure_red_before = high
            saturation = saturation if record.spo2 is None else record.spo2
        return tuple(found)

    def _event_near(self, minute: int, within: int, *, red: bool = False) -> bool:
        times = [at for at, rule in self.event_alarms if rule.level == "red"] if red else [at for at, _ in self.events]
        return any(abs(at - minute) <= within for at in times)

    def _heart_rate(self, minute: int, record: Observation) -> tuple[AlarmLevel, Reason] | None:
        rule = self.rules.heart_rate
        return _rate("alarm_heart_rate", record.hr, record, rule, event_near=self._event_near(minute, rule.event_minutes))

    def _pressure(self, minute: int, record: Observation, *, repeated: bool) -> tuple[AlarmLevel, Reason] | None:
        tiers: PressureTiers = self.rules.blood_pressure
        facts = {"sbp": record.sbp, "dbp": record.dbp}
        after_dose = self.dose_starts is None or minute >= self.dose_starts
        if after_dose and _reaches(record, tiers.red_at_once):
            return "red", Reason("alarm_pressure_at_once", False, facts)
        if _reaches(record, tiers.red):
            if repeated:
                return "red", Reason("alarm_pressure_repeated", False, facts)
            if self._event_near(minute, tiers.event_minutes, red=True):
                return "red", Reason("alarm_pressure_event", False, facts)
            return "amber", Reason("alarm_pressure_first", None, facts)
        if _reaches(record, tiers.amber):
            return "amber", Reason("alarm_pressure", None, facts)
        before = self.baseline
        risen = before is not None and any(
            value is not None and base is not None and value - base >= rise
            for value, base, rise in zip((record.sbp, record.dbp), before, tiers.rise, strict=True)
        )
        return ("amber", Reason("alarm_pressure_rise", None, {**facts, "before_pressure": before})) if risen else None

    @property
    def baseline(self) -> tuple[int | None, int | None] | None:
        """The last blood pressure before the dose, or None."""
        readings = [reading for reading in self.session.predose.blood_pressure or () if reading != (None, None)]
        return readings[-1] if readings else None

    @cached_property
    def alarms(self) -> tuple[tuple[int, Alarm], ...]:
        """All alarms in the order of the clock: those of an observation by sign, then the events."""
        found = [
            (seen.minute, Alarm(clock_time(seen.minute), level, sign, because))
            for seen in self.observations
            for sign, (level, because) in seen.signs.items()
        ]
        for minute, rule in self.event_alarms:
            because = Reason("alarm_event", None if rule.level == "amber" else False, {"event": rule.label})
            found.append((minute, Alarm(clock_time(minute), rule.level, rule.kind, because)))
        return tuple(sorted(found, key=lambda one: one[0]))

    @property
    def reviews(self) -> tuple[Review, ...]:
        """When a sign has been amber for so long that a review is advised, once for each stretch (decision 41)."""
        found = []
        for sign in dict.fromkeys(sign for seen in self.observations for sign in seen.signs):
            since: int | None = None
            told = False
            for seen in self.observations:
                if not seen.measured(sign):
                    continue
                if seen.signs.get(sign, ("",))[0] != "amber":
                    since, told = None, False
                    continue
                since = seen.minute if since is None else since
                if not told and seen.minute - since >= self.rules.review_after:
                    found.append((seen.minute, Review(clock_time(seen.minute), sign)))
                    told = True
        return tuple(review for _, review in sorted(found, key=lambda one: one[0]))


def monitoring_of(watch: Watch) -> MonitoringResult:
    """Due and missing points and the alarms of the hours after a dose."""
    until = watch.until
    missing = (
        [] if until is None else [point for point in watch.due if point <= until and not watch.done(point, watch.observations)]
    )
    return MonitoringResult(
        clock_starts=None if watch.clock_starts is None else clock_time(watch.clock_starts),
        two_hours_end=None if watch.two_hours_end is None else clock_time(watch.two_hours_end),
        due=tuple(clock_time(point) for point in watch.due),
        missing=tuple(clock_time(point) for point in missing),
        alarms=tuple(alarm for _, alarm in watch.alarms),
        reviews=watch.reviews,
    )


def _reaches(record: Observation, tier: tuple[int, int]) -> bool:
    """Either number decides a pressure tier."""
    return (record.sbp is not None and record.sbp >= tier[0]) or (record.dbp is not None and record.dbp >= tier[1])


def _saturation(record: Observation, before: float | None, rule: Saturation) -> tuple[AlarmLevel, Reason] | None:
    if record.spo2 is None or record.spo2 >= rule.amber_below:
        return None
    facts = {"measured": record.spo2}
    if record.spo2 < rule.red_below:
        return "red", Reason("alarm_spo2", False, facts)
    if before is not None and record.spo2 < before and record.moaas is not None and record.moaas <= rule.falling_with_moaas:
        return "red", Reason("alarm_spo2_falling", False, {**facts, "before": before, "moaas": record.moaas})
    return "amber", Reason("alarm_spo2", None, facts)


def _rate(code: str, value: int | None, record: Observation, rule: Rate, *, event_near: bool) -> tuple[AlarmLevel, Reason] | None:
    if value is None or rule.amber_below <= value < rule.amber_from:
        return None
    red = value >= rule.red_from or (rule.red_below is not None and value < rule.red_below)
    if not red and rule.symptomatic_below is not None and value < rule.symptomatic_below:
        sedated = rule.symptomatic_moaas is not None and record.moaas is not None and record.moaas <= rule.symptomatic_moaas
        red = event_near or sedated
    return "red" if red else "amber", Reason(code, False if red else None, {"measured": value})


def _sedation(record: Observation, rule: Sedation) -> tuple[AlarmLevel, Reason] | None:
    if record.moaas is None or record.moaas > rule.amber_at_most:
        return None
    red = record.moaas <= rule.red_at_most
    return "red" if red else "amber", Reason("alarm_sedation", False if red else None, {"moaas": record.moaas})


def _dissociation(record: Observation, rule: Dissociation) -> tuple[AlarmLevel, Reason] | None:
    if record.cadss is not None and record.cadss >= rule.cadss_from:
        return "amber", Reason("alarm_cadss", None, {"cadss": record.cadss})
    if record.distress is not None and record.distress >= rule.distress_from:
        return "amber", Reason("alarm_distress", None, {"distress": record.distress})
    return None
