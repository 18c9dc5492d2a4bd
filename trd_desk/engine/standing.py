"""What of a live session calls somebody: red and amber alarms and overdue observations, the worst first, and how long each is quiet."""

import datetime as dt
from dataclasses import dataclass
from typing import Final, Literal

from trd_desk.content.library import Library
from trd_desk.engine.live_results import LiveAlarm, LiveSession, Point

Call = Literal["red", "overdue", "amber"]

# Red before overdue before amber (mock-up a).
ORDER: Final[tuple[Call, ...]] = ("red", "overdue", "amber")


@dataclass(frozen=True, slots=True)
class Standing:
    """Something that calls somebody now. `name` is the part under which an acknowledgement is kept; `quiet_until` of its sound."""

    name: str
    call: Call
    at: dt.datetime
    quiet_until: dt.datetime | None
    alarm: LiveAlarm | None = None
    point: Point | None = None

    def sounds(self, now: dt.datetime) -> bool:
        """Whether its sound is on: it was not acknowledged, or the quiet time is over."""
        return self.quiet_until is None or now >= self.quiet_until


def standing(library: Library, live: LiveSession) -> tuple[Standing, ...]:
    """What calls somebody in this session: red alarms, overdue observations (the longest first), amber alarms (the newest first)."""
    quiet = dt.timedelta(minutes=library.conduct.quiet_minutes)

    def quiet_until(name: str) -> dt.datetime | None:
        acknowledged = live.log.sound_off_at(name)
        return None if acknowledged is None else acknowledged.astimezone(live.log.zone) + quiet

    alarms = {level: [one for one in live.active_alarms if one.level == level] for level in ("red", "amber")}
    return (
        *(Standing(one.name, "red", one.at, quiet_until(one.name), alarm=one) for one in alarms["red"]),
        *(Standing(one.name, "overdue", one.at, quiet_until(one.name), point=one) for one in live.open_points),
        *(Standing(one.name, "amber", one.at, quiet_until(one.name), alarm=one) for one in alarms["amber"]),
    )
