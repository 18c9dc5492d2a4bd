"""What the engine says of a course of scores: the scores as points, the baseline, and each outcome with its reasons, without words."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from trd_desk.content.outcome_models import OutcomeState
from trd_desk.engine.verdict import Question, Reason, Tri

Rater = Literal["patient", "clinician"]
# Where a course stands in one word, the weightiest first.
Headline = Literal["relapse", "remission", "loss_of_gain", "response", "cannot_tell", "partial", "none", "one_score"]


@dataclass(frozen=True, slots=True)
class ScorePoint:
    """One score: its entry's key, scale and day, and its total, None where items are missing; then it lies from `low` to `high`.

    `missing` are the numbers of the items without an answer, empty where not even the items are known.
    """

    key: str
    scale: str
    on: dt.date
    total: float | None
    low: float
    high: float
    rated_by: Rater | None = None
    missing: tuple[int, ...] = ()

    @property
    def known(self) -> bool:
        """Whether the total is known."""
        return self.total is not None


@dataclass(frozen=True, slots=True)
class Fall:
    """The fall from the baseline in per cent, from `low` to `high`; an open end where a missing total leaves it open."""

    low: float
    high: float

    @property
    def exact(self) -> float | None:
        """The fall where it is known."""
        return self.low if self.low == self.high else None

    def reaches(self, percent: float) -> Tri:
        """Whether it is so many per cent or more."""
        if self.low >= percent:
            return True
        return False if self.high < percent else None


@dataclass(frozen=True, slots=True)
class OutcomeVerdict:
    """One outcome on one scale. `defined` is false where the sources give no number for the scale; then the value is None.

    `since` is the first day of the unbroken run of scores that fulfil it, None unless the value is yes.
    """

    id: OutcomeState
    value: Tri
    since: dt.date | None = None
    because: tuple[Reason, ...] = ()
    questions: tuple[Question, ...] = ()
    notes: tuple[Reason, ...] = ()
    defined: bool = True

    @property
    def of_little(self) -> bool:
        """Whether it is the loss of a gain that never was a partial response, so that there was little to lose."""
        return any(note.code == "gain_small" for note in self.notes)


@dataclass(frozen=True, slots=True)
class LaterCourse:
    """A later course of ketamine or esketamine: its product and first day, the baseline of its own, and the latest fall from that.

    `baseline` is None where no score was taken by then, `fall` where no score came after.
    """

    product: str
    starts: dt.date
    baseline: ScorePoint | None
    fall: Fall | None


@dataclass(frozen=True, slots=True)
class ScaleCourse:
    """The scores of one scale up to a day, in order, and what they say.

    `best` is the lowest total after the baseline, None where none came after; `fall` is that of the latest score, None from a baseline
    of nought.
    """

    scale: str
    points: tuple[ScorePoint, ...]
    first_session: dt.date | None
    baseline: ScorePoint
    latest: ScorePoint
    best: ScorePoint | None
    fall: Fall | None
    cut: float | None
    relapse_from: float | None
    verdicts: tuple[OutcomeVerdict, ...]
    later: tuple[LaterCourse, ...] = ()

    def of(self, name: str) -> OutcomeVerdict:
        """The verdict on this outcome."""
        return next(one for one in self.verdicts if one.id == name)

    @property
    def only_baseline(self) -> bool:
        """Whether no score came after the baseline."""
        return self.latest is self.baseline

    @property
    def begins(self) -> int:
        """The place of the baseline among the points."""
        return next(place for place, point in enumerate(self.points) if point is self.baseline)

    @property
    def since_baseline(self) -> tuple[ScorePoint, ...]:
        """The baseline and the scores after it."""
        return self.points[self.begins :]

    @property
    def headline(self) -> Headline:
        """Where the course stands in one word; of a gain that never was a partial response the loss is not the chief thing."""
        values = {one.id: one.value for one in self.verdicts}
        for name in ("relapse", "remission", "loss_of_gain", "response"):
            if values[name] and not self.of(name).of_little:
                return name
        if self.only_baseline:
            return "one_score" if self.latest.known else "cannot_tell"
        if self.fall is None or None in (values["response"], values["partial"], values["none"]) or self._remission_open:
            return "cannot_tell"
        return "partial" if values["partial"] else "none"

    @property
    def _remission_open(self) -> bool:
        remission = self.of("remission")
        return remission.defined and remission.value is None


@dataclass(frozen=True, slots=True)
class OutcomeCourse:
    """The courses on every scale that was used up to `today`, the chief one first, and whether the episode has ended."""

    today: dt.date
    scales: tuple[ScaleCourse, ...]
    recovery: OutcomeVerdict

    @property
    def chief(self) -> ScaleCourse | None:
        """The course on the scale with the most scores (decision 50), None without a score."""
        return self.scales[0] if self.scales else None

    def of(self, scale: str | None) -> ScaleCourse | None:
        """The course on a scale; the chief one where none is named or the scale was not used."""
        return next((one for one in self.scales if one.scale == scale), self.chief)
