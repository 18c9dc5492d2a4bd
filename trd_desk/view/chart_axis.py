"""The time axis of a session's chart: fixed from the dose on, so that a mark never wanders while the session runs."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from trd_desk.engine.live_results import LiveSession
from trd_desk.view.watched import Given, given_of, readings_before

LEFT: Final = 96.0
RIGHT: Final = 76.0
# What was measured before the dose stands in a zone of its own, because it may lie hours before.
BEFORE: Final = 52.0
_MINUTE: Final = dt.timedelta(minutes=1)
_AHEAD: Final = 3 * _MINUTE
_AFTER: Final = 4 * _MINUTE


@dataclass(frozen=True, slots=True)
class Axis:
    """Moments as pixels: what lies before `begin` is placed in the zone at the left, the rest is to scale up to `end`."""

    begin: dt.datetime
    end: dt.datetime
    left: float
    right: float
    before: tuple[dt.datetime, ...] = ()

    @property
    def zone(self) -> float:
        """Where the zone of the readings before the dose ends and the scale begins."""
        return self.left + BEFORE

    def x(self, moment: dt.datetime) -> float:
        """The place of a moment; one outside the axis stands at its edge."""
        if moment < self.begin:
            return self.x_before(sum(1 for one in self.before if one <= moment) - 1)
        share = (min(moment, self.end) - self.begin) / (self.end - self.begin)
        return self.zone + share * (self.right - self.zone)

    def x_before(self, place: int) -> float:
        """The place of a reading before the dose, counted from the first that is shown."""
        shown = max(len(self.before), 1)
        return self.left + BEFORE * (min(max(place, 0), shown - 1) + 0.5) / shown


def chart_axis(live: LiveSession, width: float) -> Axis:
    """The axis of a chart of this width: from the readings before the dose to the end of two hours, or later where it goes on."""
    given = given_of(live)
    begin = (given.first or live.now) - _AHEAD
    # While devices are still to come, the place of the two hours is the expected one, so that the axis stays when they are used.
    starts = _expected_start(live, given) if live.clock_starts is None or live.phase == "giving" else live.clock_starts
    rules = live.facts.library.monitoring
    two_hours = starts + rules.two_hours * _MINUTE
    known = [two_hours, *(point.at for point in live.points if point.kind != "repeat"), *(one.at for one in live.observations)]
    known += [moment for moment in (live.may_leave_at, live.log.closed_at) if moment is not None]
    end = max(known)
    if not live.log.closed and live.now > end:
        # In steps, so that a session that goes on does not move its marks each minute.
        step = rules.extended_every * _MINUTE
        end = two_hours + step * -((two_hours - live.now) // step)
    readings = tuple(one.at for one in readings_before(live)[-2:] if one.at is not None)
    return Axis(begin, end + _AFTER, LEFT, width - RIGHT, readings)


def now_x(live: LiveSession, now: dt.datetime, width: float) -> float:
    """Where the line of the present moment stands in a chart of this width, in pixels at 100 % text size."""
    return chart_axis(live, width).x(now)


def _expected_start(live: LiveSession, given: Given) -> dt.datetime:
    """When the clock of the route will start as far as can be told while the dose is being given."""
    library = live.facts.library
    schedule = next(one for one in library.monitoring.schedule if one.product == live.facts.record.product)
    if schedule.clock == "last_device":
        dose, spray = live.facts.planned.dose_mg, library.dosing.spray
        count = round(dose / spray.device_mg) if dose else 1
        first = given.devices[0] if given.devices else live.now
        expected = first + (count - 1) * library.conduct.device_rest_minutes * _MINUTE
        return max(expected, given.devices[-1]) if given.devices else expected
    start = given.start or live.now
    return start + (schedule.infusion_planned or 0) * _MINUTE if schedule.clock == "end_of_infusion" else start
