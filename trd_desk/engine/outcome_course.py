"""What the scores of a patient say: response to relapse on every scale that was used, and whether the episode has ended.

Fall, baseline, cuts and the end of the episode are those of `engine.outcomes` (decisions 20, 50, 59, 67, 69). A score whose items are
not all answered lies between two totals; where both give the same answer that is the answer, else it cannot be told and the score is
asked for. Relapse is read as relapse after remission; loss of gain as half of the way down to the best score, gone up again.
"""

import datetime as dt
import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from trd_desk.content.library import Library
from trd_desk.content.outcome_models import OutcomeState
from trd_desk.content.scale_models import RelapseRule
from trd_desk.engine.course import course_of, courses
from trd_desk.engine.course_records import cancelled_sessions, day_of, logs_of
from trd_desk.engine.facts import Facts
from trd_desk.engine.outcome_results import Fall, LaterCourse, OutcomeCourse, OutcomeVerdict, ScaleCourse, ScorePoint
from trd_desk.engine.outcomes import (
    baseline_place,
    chief_scale,
    episode_ended,
    fall_percent,
    known_scores,
    remission_cut,
    remission_days,
)
from trd_desk.engine.relapse import RelapseCourse, relapse_course
from trd_desk.engine.score_points import score_points, total_question
from trd_desk.engine.verdict import Question, Reason, Tri, all_of
from trd_desk.record.fold import Patient


def course_outcomes(library: Library, patient: Patient, today: dt.date) -> OutcomeCourse:
    """The outcomes on every scale that was used up to a day, the one with the most scores first."""
    facts = Facts(patient.case, library, today)
    points = score_points(library, patient, today)
    first = _first_session(patient, today)
    starts = _later_starts(library, patient, today)
    found = [
        _Scale(library, name, tuple(point for point in points if point.scale == name), first, remission_days(facts)).course(starts)
        for name in _by_weight(library, facts, points)
    ]
    return OutcomeCourse(today, tuple(found), _recovery(facts, points))


def _by_weight(library: Library, facts: Facts, points: Sequence[ScorePoint]) -> list[str]:
    """The scales used, the chief one first, then those with more scores first."""
    order = library.names("scale_order")
    counted = Counter(point.scale for point in points)
    names = sorted(counted, key=lambda name: (-counted[name], order.index(name)))
    known = known_scores(facts)
    if known:
        chief = chief_scale(library, known)
        names = [chief, *(name for name in names if name != chief)]
    return names


# ------------------------------------------------------------------------------------------------------------------- sessions


def _first_session(patient: Patient, today: dt.date) -> dt.date | None:
    """The day of the first session up to today that was not cancelled; one without a day counts as of today (as in the case format)."""
    cancelled = cancelled_sessions(patient)
    days = [day_of(log) or today for log in logs_of(patient) if log.id not in cancelled]
    return min((day for day in days if day <= today), default=None)


def _later_starts(library: Library, patient: Patient, today: dt.date) -> list[tuple[dt.date, str]]:
    """The product and first day of each course of ketamine or esketamine but the first, in order."""
    starts: set[tuple[dt.date, str]] = set()
    for product in courses(patient):
        position = course_of(library, patient, today, product)
        given = [] if position is None else [(one.day, one.earlier) for one in position.sessions if one.was_given]
        for wanted in (True, False):
            days = [day for day, earlier in given if earlier is wanted and day is not None and day <= today]
            starts |= {(min(days), product)} if days else set()
    return sorted(starts)[1:]


# -------------------------------------------------------------------------------------------------------------------- one scale


@dataclass(frozen=True)
class _Scale:
    """Works out the outcomes on one scale."""

    library: Library
    name: str
    points: tuple[ScorePoint, ...]
    first_session: dt.date | None
    remissions: list[dt.date]

    def course(self, starts: Sequence[tuple[dt.date, str]]) -> ScaleCourse:
        """The course on this scale, with the baselines of the later courses."""
        verdicts = (*self._by_fall(), self._remission(), self._relapse(), self._loss())
        return ScaleCourse(
            scale=self.name,
            points=self.points,
            first_session=self.first_session,
            baseline=self.baseline,
            latest=self.latest,
            best=self._best(self.since[1:]),
            fall=fall_between(self.baseline, self.latest),
            cut=self.cut,
            relapse_from=None if self.relapse_rule is None else self.relapse_rule.at_least,
            verdicts=verdicts,
            later=tuple(self._later(day, product) for day, product in starts),
        )

    # What is known

    @cached_property
    def baseline(self) -> ScorePoint:
        """The baseline by decision 50 among the scores with a total; where none has one by the first session, among all."""
        known = [point for point in self.points if point.known]
        by_then = [point for point in self.points if self.first_session is not None and point.on <= self.first_session]
        listed = known if known and (not by_then or any(point.known for point in by_then)) else list(self.points)
        return listed[baseline_place([point.on for point in listed], self.first_session)]

    @property
    def latest(self) -> ScorePoint:
        """The newest score."""
        return self.points[-1]

    @cached_property
    def since(self) -> tuple[ScorePoint, ...]:
        """The baseline and the scores after it."""
        return self.points[next(place for place, point in enumerate(self.points) if point is self.baseline) :]

    @cached_property
    def cut(self) -> float | None:
        """The cut of remission."""
        return remission_cut(self.library, self.name)

    @cached_property
    def relapse_rule(self) -> RelapseRule | None:
        """The relapse total of this scale."""
        return self.library.scale(self.name).relapse

    def _best(self, points: Sequence[ScorePoint]) -> ScorePoint | None:
        known = [point for point in points if point.known]
        return min(known, key=lambda point: (point.high, point.on)) if known else None

    def _asks(self, points: Sequence[ScorePoint]) -> tuple[Question, ...]:
        """The scores whose total is missing."""
        return tuple(total_question(point) for point in points if not point.known)

    # Response, partial response, none

    def _by_fall(self) -> Iterator[OutcomeVerdict]:
        response = self.library.number("response_fall_percent")
        partial = self.library.number("partial_from")
        reads: tuple[tuple[OutcomeState, Callable[[Fall], Tri]], ...] = (
            ("response", lambda fall: fall.reaches(response)),
            ("partial", lambda fall: all_of((fall.reaches(partial), _not(fall.reaches(response))))),
            ("none", lambda fall: _not(fall.reaches(partial))),
        )
        for name, read in reads:
            yield self._fall_verdict(name, read)

    def _fall_verdict(self, name: OutcomeState, read: Callable[[Fall], Tri]) -> OutcomeVerdict:
        falls = [fall_between(self.baseline, point) for point in self.since]
        values = [None if fall is None else read(fall) for fall in falls]
        value, fall = values[-1], falls[-1]
        values[0] = None  # a run begins after the baseline
        facts = {"scale": self.name, "day": self.baseline.on, "other_day": self.latest.on}
        if len(self.since) == 1:
            # A first score alone has not fallen; that nothing helped cannot be said of it.
            value = value if name != "none" else None
            asked = Question("score_next", f"scores.{self.name}", {"scale": self.name})
            asks = (*self._asks(self.since), asked) if name == "none" else self._asks(self.since)
            return OutcomeVerdict(name, value, None, (Reason("outcome_one_score", value, facts),), asks if value is None else ())
        if fall is None:
            return OutcomeVerdict(name, None, None, (Reason("outcome_no_fall", None, facts),))
        totals = {"from_low": self.baseline.low, "from_high": self.baseline.high, "to_low": self.latest.low, "to_high": self.latest.high}
        because = Reason("outcome_fall", value, facts | totals | _said(fall))
        since = self._since(values, self.since)
        return OutcomeVerdict(name, value, since, (because,), self._asks((self.baseline, self.latest)) if value is None else ())

    def _since(self, values: Sequence[Tri], points: Sequence[ScorePoint]) -> dt.date | None:
        """The first day of the unbroken run of yes up to the end."""
        since = None
        for value, point in zip(reversed(values), reversed(points), strict=True):
            if value is not True:
                break
            since = point.on
        return since

    # Remission

    def _remission(self) -> OutcomeVerdict:
        cut = self.cut
        if cut is None:
            return OutcomeVerdict("remission", None, because=(Reason("remission_no_cut", None, {"scale": self.name}),), defined=False)
        values = [_at_most(point, cut) for point in self.since]
        value, latest = values[-1], self.latest
        facts = {"scale": self.name, "day": latest.on, "to_low": latest.low, "to_high": latest.high, "cut": cut}
        because = [Reason("remission_total", value, facts)]
        if not value:
            before = [point for point in self.since[:-1] if _at_most(point, cut)]
            because += [Reason("remission_earlier", None, {"scale": self.name, "day": before[-1].on})] if before else []
        return OutcomeVerdict("remission", value, self._since(values, self.since), tuple(because), self._asks((latest,)) if value is None else ())

    # Relapse

    def _relapse(self) -> OutcomeVerdict:
        rule = self.relapse_rule
        if rule is None:
            return OutcomeVerdict("relapse", None, because=(Reason("relapse_no_total", None, {"scale": self.name}),), defined=False)
        days = [day for day in self.remissions if day >= self.baseline.on]
        found = relapse_course(self.since, days, self.cut, rule.at_least, rule.visits)
        facts = {"scale": self.name, "cut": self.cut, "at_least": rule.at_least, "visits": rule.visits}
        because = self._relapse_because(found, facts)
        notes = tuple(Reason("relapse_past", None, facts | {"day": day}) for day in found.past)
        asks = self._asks(self.since) if found.value is None else ()
        return OutcomeVerdict("relapse", found.value, found.since, because, asks, notes)

    def _relapse_because(self, found: RelapseCourse, facts: Mapping[str, object]) -> tuple[Reason, ...]:
        if found.remitted is False:
            return (Reason("relapse_no_remission", False, facts),)
        known = [Reason("relapse_remission", True, {**facts, "day": found.remission})] if found.remission is not None else []
        if found.value:
            return (*known, Reason("relapse_reached", True, {**facts, "days": found.reached}))
        if found.reached:
            return (*known, Reason("relapse_once", found.value, {**facts, "days": found.reached}))
        return (*known, Reason("relapse_open" if found.value is None else "relapse_not_reached", found.value, facts))

    # Loss of gain

    def _loss(self) -> OutcomeVerdict:
        values = self._lost()
        value = values[-1]
        before = self.since[1:-1]
        facts = {"scale": self.name, "loss": self.library.outcome.loss_percent}
        if not before:
            return OutcomeVerdict("loss_of_gain", False, None, (Reason("gain_no_score", False, facts),))
        facts |= {"from_low": self.baseline.low, "from_high": self.baseline.high, "day": self.baseline.on}
        facts |= {"to_low": self.latest.low, "to_high": self.latest.high, "other_day": self.latest.on}
        best_low, best_high = min(point.low for point in before), min(point.high for point in before)
        facts |= {"best_low": best_low, "best_high": best_high}
        gained = _gained(self.baseline, best_low, best_high)
        reason = Reason("gain_open", value, facts)
        if gained is not None:
            reason = Reason("gain_lost" if gained else "gain_none", value, facts)
        asks = self._asks(self.since) if value is None else ()
        notes = self._small_gain(before) if value else ()
        return OutcomeVerdict("loss_of_gain", value, self._since(values, self.since), (reason,), asks, notes)

    def _lost(self) -> list[Tri]:
        """For each score whether the percentage of the gain before it had been lost by then, on the worst and best case."""
        part = self.library.outcome.loss_percent / 100
        first = self.baseline
        found: list[Tri] = [False] * min(2, len(self.since))
        low = high = math.inf
        for before, last in zip(self.since[1:], self.since[2:], strict=False):
            low, high = min(low, before.low), min(high, before.high)
            back: Tri = None
            if last.low >= high + part * (first.high - high):
                back = True
            elif last.high < low + part * (first.low - low):
                back = False
            found.append(all_of((_gained(first, low, high), back)))
        return found

    def _small_gain(self, before: Sequence[ScorePoint]) -> tuple[Reason, ...]:
        """That the gain never was a partial response, so that little was lost."""
        partial = self.library.number("partial_from")
        falls = [fall_between(self.baseline, point) for point in before]
        if any(fall is None or fall.reaches(partial) is not False for fall in falls):
            return ()
        best = max((fall for fall in falls if fall is not None), key=lambda fall: fall.high)
        return (Reason("gain_small", None, {"scale": self.name, "part": partial} | _said(best)),)

    # Later courses

    def _later(self, starts: dt.date, product: str) -> LaterCourse:
        """A later course with a baseline of its own."""
        own = replace(self, first_session=starts)
        if not any(point.on <= starts for point in self.points):
            return LaterCourse(product, starts, None, None)
        return LaterCourse(product, starts, own.baseline, None if own.latest is own.baseline else fall_between(own.baseline, own.latest))


def fall_between(baseline: ScorePoint, later: ScorePoint) -> Fall | None:
    """The fall from a baseline to a score; of a score from itself it is nought (decision 69), from a baseline of nought there is none."""
    if baseline is later:
        return Fall(0.0, 0.0) if baseline.known and baseline.high else None
    if baseline.high <= 0:
        return None
    least = fall_percent(baseline.low, later.high)
    return Fall(-math.inf if least is None else least, fall_percent(baseline.high, later.low) or 0.0)


def _said(fall: Fall) -> dict[str, float | None]:
    """A fall among the facts of a reason; its open end is None."""
    return {"fall_low": None if math.isinf(fall.low) else fall.low, "fall_high": fall.high}


def _gained(first: ScorePoint, best_low: float, best_high: float) -> Tri:
    """Whether the best score before the latest lay under the baseline."""
    if best_high < first.low:
        return True
    return False if best_low >= first.high else None


def _not(value: Tri) -> Tri:
    return None if value is None else not value


def _at_most(point: ScorePoint, cut: float) -> Tri:
    if point.high <= cut:
        return True
    return False if point.low > cut else None


# --------------------------------------------------------------------------------------------------------------------- recovery


def _recovery(facts: Facts, points: Sequence[ScorePoint]) -> OutcomeVerdict:
    """Whether the episode has ended (decision 67), with what stands against it."""
    known = known_scores(facts)
    value = episode_ended(facts, known)
    days = remission_days(facts)
    needed = facts.library.number("episode_end_days")
    if not days:
        ask = Question("remission_dates", "episode.remission_dates")
        return OutcomeVerdict("recovery", value, None, (Reason("recovery_no_dates", value),), (ask,))
    span = (days[-1] - days[0]).days
    told = {"day": days[0], "other_day": days[-1], "days_apart": span, "needed": needed}
    because = [Reason("recovery_days", span >= needed, told)]
    for point in points:
        cut = remission_cut(facts.library, point.scale)
        last = bool(known) and (point.scale, point.on, point.total) == (known[-1].scale, known[-1].on, known[-1].total)
        if cut is not None and point.known and point.high > cut and (days[0] <= point.on <= days[-1] or last):
            because.append(Reason("recovery_above", False, {"scale": point.scale, "day": point.on, "to_low": point.low, "to_high": point.high, "cut": cut}))
    return OutcomeVerdict("recovery", value, days[0] if value else None, tuple(because))
