"""Ready to leave: everything that is needed, and the first time at which the clocks allow it (decisions 29, 37 to 39, 61, 70)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from trd_desk.content.session_models import LeavingNeed
from trd_desk.engine.monitoring import Seen, Watch
from trd_desk.engine.session_facts import clock_time
from trd_desk.engine.session_results import LeavingResult, LeavingVerdict
from trd_desk.engine.verdict import Question, Reason, Tri, all_of, any_of


@dataclass(frozen=True)
class Departure:
    """The moment at which leaving is judged, with what was known by then."""

    watch: Watch

    @cached_property
    def at(self) -> int | None:
        """The time of leaving, else the last recorded time, else the time of the dose."""
        if self.watch.until is not None:
            return self.watch.until
        times = self.watch.session.given_times
        return times[-1] if times else None

    @cached_property
    def observations(self) -> tuple[Seen, ...]:
        """The observations up to that moment."""
        return tuple(seen for seen in self.watch.observations if self.at is None or seen.minute <= self.at)

    @property
    def last(self) -> Seen | None:
        """The last observation."""
        return self.observations[-1] if self.observations else None

    def judged_pressures(self, need: LeavingNeed) -> tuple[Seen, ...]:
        """The readings that the need of a settled blood pressure rests on: the latest one so many minutes before the last, and the last."""
        readings = [seen for seen in self.observations if seen.pressure]
        if not readings:
            return ()
        last = readings[-1]
        earlier = next((seen for seen in reversed(readings) if last.minute - seen.minute >= need.numbers["minutes_apart"]), None)
        return (last,) if earlier is None else (earlier, last)

    # ---------------------------------------------------------------------------------------------------------------- clocks

    @cached_property
    def first_oral(self) -> Tri:
        """Whether this is the first dose by mouth."""
        session = self.watch.session
        return session.first if session.record.product in session.library.leaving.longer.oral_products else False

    @cached_property
    def longer(self) -> Tri:
        """Whether this patient is observed longer: a condition, the age, or a sedative shortly before (decision 37)."""
        session, rule = self.watch.session, self.watch.session.library.leaving.longer
        sedative: Tri = session.predose.sedative_used
        hours = session.predose.hours_since_sedative
        if sedative:
            sedative = None if hours is None else hours <= rule.sedative_hours
        older = None if session.age is None else session.age >= rule.from_age
        return any_of((session.has_condition(rule.conditions), older, sedative))

    def minimum(self, *, worst: bool) -> int:
        """The minutes of the two-hour clock; the first dose by mouth has more."""
        wanted = self.first_oral is True or (worst and self.first_oral is None)
        return self.watch.session.library.leaving.longer.first_oral_minutes if wanted else self.watch.rules.two_hours

    @cached_property
    def red_hours_end(self) -> tuple[int, ...] | None:
        """When the hour after each red alarm ends; None while one of them has not cleared."""
        ends: list[int] = []
        for minute, alarm in self.watch.alarms:
            if alarm.level != "red" or (self.at is not None and minute > self.at):
                continue
            cleared = next((seen.minute for seen in self.observations if self._clears(seen, minute, alarm.sign)), None)
            if cleared is None:
                return None
            ends.append(cleared + self.watch.session.library.leaving.red_alarm_minutes)
        return tuple(ends)

    def _clears(self, seen: Seen, minute: int, sign: str) -> bool:
        """Whether a sign is seen to be no longer red after its alarm; an event is over with an observation without any red sign."""
        if sign in {rule.kind for rule in self.watch.rules.event}:
            return seen.minute >= minute and not seen.red
        return seen.minute > minute and seen.measured(sign) and seen.signs.get(sign, ("",))[0] != "red"

    @cached_property
    def earliest(self) -> int | None:
        """The first moment that the clocks known so far allow; None while a red sign has not cleared or the clock has not begun."""
        start = self.watch.clock_starts
        if start is None or self.red_hours_end is None:
            return None
        extra = self.watch.session.library.leaving.longer.extra_minutes if self.longer else 0
        return max(start + self.minimum(worst=False), start + self.watch.rules.two_hours + extra, *self.red_hours_end)


def leaving_of(watch: Watch) -> LeavingResult:
    """Whether the patient may leave: not ready if anything fails, else cannot say if a needed value is missing, else ready."""
    moment = Departure(watch)
    rules = watch.session.library.leaving
    judged = {need.id: _NEEDS.get(need.id, _answer)(moment, need) for need in rules.need}
    failing = tuple(name for name, value in judged.items() if value is False)
    unknown = tuple(name for name, value in judged.items() if value is None)
    needs = {need.id: need for need in rules.need}
    because = tuple(Reason("leaving_fails", False, {"says": needs[name].says}) for name in failing)
    path = f"sessions.{watch.session.record.id}"
    questions = tuple(Question("leaving_unknown", _field(path, needs[name]), {"ask": needs[name].ask}) for name in unknown)
    verdict: LeavingVerdict = "not_ready" if failing else "cannot_say" if unknown else "ready"
    late = (
        moment.at is not None
        and watch.clock_starts is not None
        and moment.at - watch.clock_starts >= rules.medical_review_minutes
    )
    notes = (
        (Reason("leaving_medical_review", None, {"hours": rules.medical_review_minutes / 60}),)
        if late and verdict != "ready"
        else ()
    )
    return LeavingResult(
        verdict=verdict,
        at=None if moment.at is None else clock_time(moment.at),
        failing=failing,
        unknown=unknown,
        earliest=None if moment.earliest is None else clock_time(moment.earliest),
        because=because,
        questions=questions,
        notes=notes,
    )


def _field(path: str, need: LeavingNeed) -> str:
    return f"{path}.leaving.{need.answer}" if need.answer else f"{path}.observations.{need.id}"


# -------------------------------------------------------------------------------------------------------------------- needs


def _answer(moment: Departure, need: LeavingNeed) -> Tri:
    """A confirmation at the door."""
    leaving = moment.watch.session.record.leaving
    value: bool | None = None if leaving is None else getattr(leaving, need.answer or "")
    return value


def _two_hours(moment: Departure, need: LeavingNeed) -> Tri:
    del need
    start, at = moment.watch.clock_starts, moment.at
    if at is None:
        return None
    if start is None:
        began = moment.watch.dose_starts
        return False if began is not None and at < began + moment.watch.rules.two_hours else None
    if at < start + moment.minimum(worst=False):
        return False
    return True if at >= start + moment.minimum(worst=True) else None


def _extended(moment: Departure, need: LeavingNeed) -> Tri:
    del need
    start, at = moment.watch.clock_starts, moment.at
    if moment.longer is False:
        return True
    if start is None or at is None:
        return None
    passed = at >= start + moment.watch.rules.two_hours + moment.watch.session.library.leaving.longer.extra_minutes
    return True if passed else False if moment.longer else None


def _red_hour(moment: Departure, need: LeavingNeed) -> Tri:
    del need
    ends, at = moment.red_hours_end, moment.at
    if ends is None:
        return False
    if not ends:
        return True
    return None if at is None else at >= max(ends)


def _pressure(moment: Departure, need: LeavingNeed) -> Tri:
    """The last reading, and the latest one so many minutes before it: both low enough, and near the one before the dose."""
    judged = moment.judged_pressures(need)
    found = [_settled(moment, need, seen) for seen in judged]
    # One alone may fail, and cannot settle it.
    return all_of(found if len(judged) > 1 else [*found, None])


def _settled(moment: Departure, need: LeavingNeed, seen: Seen) -> Tri:
    limits, before = need.numbers, moment.watch.baseline or (None, None)

    def fine(value: int | None, base: int | None, below: float, rise: float) -> Tri:
        if value is None:
            return None
        return all_of((value < below, None if base is None else value <= base + rise))

    systolic = fine(seen.record.sbp, before[0], limits["below_systolic"], limits["systolic_above_baseline"])
    return all_of((systolic, fine(seen.record.dbp, before[1], limits["below_diastolic"], limits["diastolic_above_baseline"])))


def _saturation(moment: Departure, need: LeavingNeed) -> Tri:
    value = moment.last.record.spo2 if moment.last else None
    if value is None or value >= need.numbers["from"]:
        return None if value is None else True
    before = moment.watch.session.predose.spo2
    return None if before is None else value >= before - need.numbers["below_baseline"]


def _in_range(field: str) -> Callable[[Departure, LeavingNeed], Tri]:
    def judge(moment: Departure, need: LeavingNeed) -> Tri:
        value: float | None = getattr(moment.last.record, field) if moment.last else None
        return None if value is None or need.normal is None else need.normal[0] <= value <= need.normal[1]

    return judge


def _dissociation(moment: Departure, need: LeavingNeed) -> Tri:
    """CADSS where it was taken, else the 0 to 3 item."""
    record = moment.last.record if moment.last else None
    if record is None:
        return None
    if record.cadss is not None:
        return record.cadss <= need.numbers["cadss_at_most"]
    return None if record.dissociation is None else record.dissociation <= need.numbers["item_at_most"]


def _signature(moment: Departure, need: LeavingNeed) -> Tri:
    del need
    leaving = moment.watch.session.record.leaving
    return bool(leaving and (leaving.signed_by or "").strip())


def _readings(moment: Departure, need: LeavingNeed) -> Tri:
    """A reading at the key point, and one from the end of the two hours less the window on (decision 38)."""
    del need
    watch = moment.watch
    if watch.key_point is None or watch.two_hours_end is None:
        return None
    at_the_end = any(
        seen.has_pressure and seen.minute >= watch.two_hours_end - watch.rules.window for seen in moment.observations
    )
    return watch.done(watch.key_point, moment.observations) and at_the_end


_NEEDS: Final[Mapping[str, Callable[[Departure, LeavingNeed], Tri]]] = {
    "two_hours": _two_hours,
    "blood_pressure": _pressure,
    "spo2": _saturation,
    "respiratory_rate": _in_range("rr"),
    "heart_rate": _in_range("hr"),
    "sedation": _in_range("moaas"),
    "dissociation": _dissociation,
    "signature": _signature,
    "red_alarm_hour": _red_hour,
    "extended_observation": _extended,
    "missing_observation": _readings,
}
