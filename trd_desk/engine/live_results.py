"""What the engine says of a session at a moment: where it stands, what is due, which alarms stand, when the patient may leave."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from trd_desk.engine.session_facts import SessionFacts
from trd_desk.engine.session_results import AlarmLevel, SessionResult
from trd_desk.engine.verdict import Reason
from trd_desk.record.session_log import Part, SessionLog
from trd_desk.record.session_parts import AlarmPart

Phase = Literal["planned", "giving", "watching", "ended", "cancelled"]
PointKind = Literal["infusion", "clock", "extended", "repeat"]
PointState = Literal["done", "done_late", "missed", "late", "overdue", "due", "ahead"]

# The states in which somebody is waited for.
OPEN: frozenset[PointState] = frozenset({"late", "overdue"})


@dataclass(frozen=True, slots=True)
class Point:
    """An observation that is due at a moment.

    `minutes` counts from the clock of the route (`clock`, `extended`), from the start of the infusion (`infusion`) or from the
    reading that is to be repeated (`repeat`). `opens` and `closes` are the ends of its window. `done`: a blood pressure within the
    window; `done_late`: after it; `overdue`: its time has come; `late`: its window has passed; `missed`: the next one has come.
    """

    at: dt.datetime
    minutes: int
    kind: PointKind
    key: bool
    state: PointState
    opens: dt.datetime
    closes: dt.datetime
    observation: str | None = None
    late_minutes: int | None = None
    sign: str = ""

    @property
    def name(self) -> str:
        """The name under which an acknowledgement of the overdue point is kept."""
        return f"due/{self.kind}/{self.at:%H:%M:%S}"


@dataclass(frozen=True, slots=True)
class Observed:
    """An observation with the alarms of its signs; `entered_late` is after how many minutes it was entered, where that was late."""

    id: str
    at: dt.datetime
    minute: int
    part: Part | None
    signs: tuple[tuple[str, AlarmLevel, Reason], ...]
    entered_late: int | None
    corrected: bool


@dataclass(frozen=True, slots=True)
class LiveAlarm:
    """An alarm that stands or stood.

    `cleared`: a later observation shows that it is over. A red alarm stands until it has cleared and a person has dealt with it; it
    never goes away by itself. `quiet_until`: its sound is off until then. `repeat_at`: when the sign is to be measured again.
    """

    name: str
    at: dt.datetime
    level: AlarmLevel
    sign: str
    because: Reason
    active: bool
    cleared: bool
    handled: AlarmPart | None
    quiet_until: dt.datetime | None
    repeat_at: dt.datetime | None


@dataclass(frozen=True)
class LiveSession:
    """One session at the moment `now`. All moments carry the offset of the session's own clock.

    `result` judges the checklist at `now` until the dose, and the leaving at `now` until it is recorded. `stale_since` is when the
    signs of the checklist stopped to be fresh, None while they are. `changes_at` is the next moment at which anything here becomes
    different without an entry.
    """

    log: SessionLog
    facts: SessionFacts
    result: SessionResult
    now: dt.datetime
    phase: Phase
    clock_starts: dt.datetime | None
    two_hours_end: dt.datetime | None
    may_leave_at: dt.datetime | None
    points: tuple[Point, ...]
    observations: tuple[Observed, ...]
    alarms: tuple[LiveAlarm, ...]
    reviews: tuple[tuple[dt.datetime, str], ...]
    stale_since: dt.datetime | None
    changes_at: dt.datetime | None

    @property
    def id(self) -> str:
        """The session's id."""
        return self.log.id

    @property
    def elapsed(self) -> dt.timedelta | None:
        """How long the clock of the route has run."""
        return None if self.clock_starts is None else self.now - self.clock_starts

    @property
    def open_points(self) -> tuple[Point, ...]:
        """The points that somebody is waited for, the one that has waited longest first."""
        return tuple(sorted((point for point in self.points if point.state in OPEN), key=lambda point: point.at))

    @property
    def next_point(self) -> Point | None:
        """The next observation that is still ahead."""
        return next((point for point in sorted(self.points, key=lambda one: one.at) if point.state in ("due", "ahead")), None)

    @property
    def active_alarms(self) -> tuple[LiveAlarm, ...]:
        """The alarms that stand, red first, the newest first among equals."""
        standing = [alarm for alarm in self.alarms if alarm.active]
        return tuple(sorted(standing, key=lambda alarm: (alarm.level != "red", -alarm.at.timestamp())))
