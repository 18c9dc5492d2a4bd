"""What was watched in a session, whether it was entered here or came with a case file: moments of giving, readings, observations, events."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from trd_desk.engine.live_results import LiveSession, Observed
from trd_desk.record.session_parts import SIGNS


@dataclass(frozen=True, slots=True)
class Given:
    """When the dose was given: the devices of a spray, or the start and the end of an infusion, an injection or a dose by mouth."""

    devices: tuple[dt.datetime, ...] = ()
    start: dt.datetime | None = None
    end: dt.datetime | None = None

    @property
    def first(self) -> dt.datetime | None:
        """The first moment of giving."""
        return min((*self.devices, *((self.start,) if self.start else ())), default=None)


@dataclass(frozen=True, slots=True)
class Before:
    """A blood pressure before the dose; its moment is unknown in a case file."""

    at: dt.datetime | None
    sbp: int | None
    dbp: int | None


@dataclass(frozen=True, slots=True)
class Happened:
    """An event; `id` is its part of the record, empty for one of a case file. `late`: entered so many minutes afterwards."""

    id: str
    at: dt.datetime
    kind: str
    late: int | None = None
    note: str = ""
    done: str = ""
    outcome: str = ""
    report: str | None = None


def at_clock(live: LiveSession, clock: str) -> dt.datetime:
    """A clock time of the session as a moment; one far before the dose belongs to the day after."""
    base = live.log.first_given or live.log.closed_at or live.now
    midnight = base.astimezone(live.log.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + dt.timedelta(minutes=live.facts.minutes(clock))


def given_of(live: LiveSession) -> Given:
    """When the dose was given, to the second where it was recorded here."""
    log, given, zone = live.log, live.facts.record.given, live.log.zone
    if log.devices or log.start is not None:
        return Given(
            tuple(one.at.astimezone(zone) for one in log.devices),
            None if log.start is None else log.start.at.astimezone(zone),
            None if log.stopped is None else log.stopped.at.astimezone(zone),
        )
    if given is None:
        return Given()
    return Given(
        tuple(at_clock(live, clock) for clock in given.devices),
        at_clock(live, given.start) if given.start else None,
        at_clock(live, given.end) if given.end else None,
    )


def readings_before(live: LiveSession) -> tuple[Before, ...]:
    """The blood pressures before the dose in order; those without any number are left out."""
    zone = live.log.zone
    found = [Before(one.at.astimezone(zone), one.sbp, one.dbp) for one in live.log.readings]
    if not found:
        found = [Before(None, sbp, dbp) for sbp, dbp in live.facts.predose.blood_pressure or ()]
    return tuple(one for one in found if one.sbp is not None or one.dbp is not None)


def signs_of(live: LiveSession, observed: Observed) -> Mapping[str, float | None]:
    """The signs of an observation by their field."""
    if observed.part is not None:
        value = observed.part.value
    else:
        same = (one for one in live.facts.record.observations if live.facts.minutes(one.at) == observed.minute)
        value = next(same, None)
    return {name: getattr(value, name, None) for name in SIGNS}


def events_of(live: LiveSession) -> tuple[Happened, ...]:
    """The events by their time."""
    zone = live.log.zone
    found = []
    for part in live.log.events:
        value = part.value
        late = None
        if value.recorded is not None:
            minutes = int((value.recorded - value.at).total_seconds() // 60)
            late = minutes if minutes > live.facts.library.conduct.late_entry_minutes else None
        found.append(
            Happened(
                part.name, value.at.astimezone(zone), value.kind, late, value.note or "", value.done or "", value.outcome or "", value.report
            )
        )
    known = {(f"{one.at:%H:%M}", one.kind) for one in found}
    found += [
        Happened("", at_clock(live, one.at), one.kind) for one in live.facts.record.events if (one.at, one.kind) not in known
    ]
    return tuple(sorted(found, key=lambda one: one.at))
