"""What the engine says of one treatment session: dose, pre-dose checklist, monitoring and leaving, without words."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from trd_desk.engine.verdict import Question, Reason

ItemResult = Literal["stop", "hold", "incomplete", "override", "note", "pass"]
DoseVerdict = Literal["ok", "warn", "blocked", "cannot_say"]
LeavingVerdict = Literal["ready", "not_ready", "cannot_say"]
AlarmLevel = Literal["amber", "red"]


@dataclass(frozen=True, slots=True)
class DoseResult:
    """One planned dose worked out. mg, mg an hour and mL an hour; `ideal_mg` is the dose by ideal weight where the BMI is high."""

    verdict: DoseVerdict
    mg: float | None
    raw_mg: float | None
    devices: int | None
    rate_mg_h: float | None
    rate_ml_h: float | None
    ideal_mg: float | None
    warnings: tuple[Reason, ...]
    blocked_because: tuple[Reason, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class PredoseItemResult:
    """One item of the checklist; `before_override` is what it was before a valid override made it a note."""

    id: str
    result: ItemResult
    because: Reason
    before_override: ItemResult | None = None


@dataclass(frozen=True, slots=True)
class PredoseResult:
    """The checklist: its worst item decides. `earliest` is the first clock time at which every waiting item would pass."""

    result: ItemResult
    items: tuple[PredoseItemResult, ...]
    earliest: str | None


@dataclass(frozen=True, slots=True)
class Alarm:
    """A sign or an event at a clock time that asks for the physician (amber) or for an emergency call (red)."""

    at: str
    level: AlarmLevel
    sign: str
    because: Reason


@dataclass(frozen=True, slots=True)
class Review:
    """An amber sign that has lasted: a review is advised. It is no new alarm."""

    at: str
    sign: str


@dataclass(frozen=True, slots=True)
class MonitoringResult:
    """When the clock starts and ends, which observations are due and missing, and the alarms; clock times "HH:MM"."""

    clock_starts: str | None
    two_hours_end: str | None
    due: tuple[str, ...]
    missing: tuple[str, ...]
    alarms: tuple[Alarm, ...]
    reviews: tuple[Review, ...]


@dataclass(frozen=True, slots=True)
class LeavingResult:
    """Whether the patient may leave, judged at `at`; `earliest` counts the clocks only."""

    verdict: LeavingVerdict
    at: str | None
    failing: tuple[str, ...]
    unknown: tuple[str, ...]
    earliest: str | None
    because: tuple[Reason, ...]
    questions: tuple[Question, ...]
    notes: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class SessionResult:
    """All that is said of one session; monitoring and leaving are None where nothing was given."""

    id: str
    product: str
    on: dt.date
    dose: DoseResult
    predose: PredoseResult
    monitoring: MonitoringResult | None
    leaving: LeavingResult | None
