"""Relapse after remission, worked out on every course of totals that missing items leave possible."""

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from trd_desk.engine.outcome_results import ScorePoint
from trd_desk.engine.verdict import Tri

_Zone = Literal["remission", "between", "relapse"]


class _State(NamedTuple):
    """Where a course may stand: after remission, with so many visits running at the relapse total, and whether it has relapsed."""

    remitted: bool = False
    run: int = 0
    relapsed: bool = False


@dataclass(frozen=True, slots=True)
class RelapseCourse:
    """Whether there is a relapse now, and what speaks for it.

    `remission` is the last day of certain remission, `reached` the days since then, on which the relapse total was certainly reached, and
    `past` the days on which an earlier relapse was complete that ended with remission. `remitted` says whether there was remission at all.
    """

    value: Tri
    since: dt.date | None
    remitted: Tri
    remission: dt.date | None
    reached: tuple[dt.date, ...]
    past: tuple[dt.date, ...]


def relapse_course(points: Sequence[ScorePoint], remissions: Iterable[dt.date], cut: float | None, at_least: float, visits: int) -> RelapseCourse:
    """Follows the scores from the baseline on: remission at the cut or under it, or on a recorded day, then the relapse total so often running.

    Several scores of a day are one visit, of which the last counts.
    """
    low = -math.inf if cut is None else cut
    states = {_State()}
    since: dt.date | None = None
    remission: dt.date | None = None
    reached: list[dt.date] = []
    past: list[dt.date] = []
    for day, point in _visits(points, remissions):
        zones = {"remission"} if point is None else set(_zones(point, low, at_least))
        states = {_next(state, zone, visits) for state in states for zone in zones}
        if zones == {"remission"}:
            past += [since] if since is not None else []
            remission, reached = day, []
        elif zones == {"relapse"}:
            reached.append(day)
        if not all(state.relapsed for state in states):
            since = None
        elif since is None:
            since = day
    return RelapseCourse(
        value=_tri({state.relapsed for state in states}),
        since=since,
        remitted=_tri({state.remitted for state in states}),
        remission=remission,
        reached=tuple(reached),
        past=tuple(past),
    )


def _visits(points: Sequence[ScorePoint], remissions: Iterable[dt.date]) -> Iterator[tuple[dt.date, ScorePoint | None]]:
    """The days in order, a recorded remission before the score of its day."""
    last = {point.on: point for point in points}
    days: list[tuple[dt.date, int, ScorePoint | None]] = [(day, 1, point) for day, point in last.items()]
    days += [(day, 0, None) for day in set(remissions)]
    for day, _order, point in sorted(days, key=lambda one: one[:2]):
        yield day, point


def _zones(point: ScorePoint, cut: float, at_least: float) -> Iterator[_Zone]:
    if point.low <= cut:
        yield "remission"
    if point.high > cut and point.low < at_least:
        yield "between"
    if point.high >= at_least:
        yield "relapse"


def _next(state: _State, zone: str, visits: int) -> _State:
    if zone == "remission":
        return _State(remitted=True)
    if zone == "between" or not state.remitted:
        return state._replace(run=0)
    run = min(state.run + 1, visits)
    return _State(remitted=True, run=run, relapsed=state.relapsed or run >= visits)


def _tri(values: set[bool]) -> Tri:
    return next(iter(values)) if len(values) == 1 else None
