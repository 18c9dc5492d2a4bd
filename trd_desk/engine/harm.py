"""What all recorded courses add up to, over time: sessions and doses by product, and what was found in the domains of lasting harm."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from trd_desk.content.library import Library
from trd_desk.engine.course_records import day_of, dose_given, logs_of, state_of
from trd_desk.engine.decision_results import Check
from trd_desk.engine.follow_checks import checks_of, session_checks
from trd_desk.record.fold import Patient
from trd_desk.record.models import Ketamine
from trd_desk.record.session_log import SessionLog

_MONTHS: Final = 3


@dataclass(frozen=True, slots=True)
class ProductSum:
    """Sessions and doses of one product: in a period and up to its end, in mg. `open` are the sessions whose dose is not recorded."""

    product: str
    sessions: int
    mg: float
    open: int
    all_sessions: int
    all_mg: float
    all_open: int


@dataclass(frozen=True, slots=True)
class DomainSum:
    """What a period says of a domain: its checks, and how often each answer was given at a session."""

    domain: str
    checks: tuple[Check, ...]
    answers: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class HarmPeriod:
    """A quarter of a year, both days included, in which something was given or found."""

    first: dt.date
    last: dt.date
    products: tuple[ProductSum, ...]
    domains: tuple[DomainSum, ...]


@dataclass(frozen=True, slots=True)
class Harm:
    """All periods, the oldest first. `elsewhere` are the courses that only the history tells of, with their sessions where known.

    `undated` sessions were given on a day that is not recorded and stand in no period.
    """

    periods: tuple[HarmPeriod, ...]
    elsewhere: tuple[tuple[str | None, int | None], ...]
    undated: int


def cumulative_harm(library: Library, patient: Patient, today: dt.date) -> Harm:
    """Sessions, doses and findings of every recorded course up to a day, by quarters of the calendar."""
    given = [(day_of(log), log) for log in logs_of(patient) if state_of(log, today) in ("given", "live")]
    dated = [(day, log) for day, log in given if day is not None and day <= today]
    domains = [one for one in library.follow_up.domain if one.harm is not None]
    checks = {one.id: checks_of(patient, one, today) for one in domains}
    answers = {one.id: session_checks(library, patient, one, today) for one in domains if one.session_field is not None}
    days = [day for day, _log in dated] + [one.on for found in checks.values() for one in found] + [one.on for found in answers.values() for one in found]
    sums = _Sums(library, [log.plan.product for _day, log in sorted(dated, key=lambda one: one[0])])
    periods = []
    for first in sorted({_quarter(day) for day in days}):
        last = _next(first) - dt.timedelta(days=1)
        found = tuple(
            DomainSum(
                one.id,
                tuple(check for check in checks[one.id] if first <= check.on <= last),
                tuple(Counter(check.result or "" for check in answers.get(one.id, ()) if first <= check.on <= last).items()),
            )
            for one in domains
        )
        products = tuple(sums.add(log for day, log in dated if first <= day <= last))
        periods.append(HarmPeriod(first, last, products, found))
    told = {log.plan.product for _day, log in given}
    elsewhere = [one for one in patient.case.treatments if isinstance(one, Ketamine)]
    return Harm(
        periods=tuple(periods),
        elsewhere=tuple((one.product, one.sessions) for one in elsewhere if one.product not in told or one.stop_reason != "ongoing"),
        undated=sum(day is None for day, _log in given),
    )


class _Sums:
    """Adds up sessions and doses from period to period."""

    def __init__(self, library: Library, products: list[str]) -> None:
        self.library = library
        self.products = list(dict.fromkeys(products))
        self.sessions: Counter[str] = Counter()
        self.open: Counter[str] = Counter()
        self.mg: dict[str, float] = dict.fromkeys(self.products, 0.0)

    def add(self, logs: Iterator[SessionLog]) -> Iterator[ProductSum]:
        """The sums of one more period."""
        listed = list(logs)
        for product in self.products:
            own = [dose_given(self.library, log) for log in listed if log.plan.product == product]
            mg, missing = sum(dose for dose in own if dose is not None), own.count(None)
            self.sessions[product] += len(own)
            self.open[product] += missing
            self.mg[product] += mg
            if self.sessions[product]:
                yield ProductSum(product, len(own), mg, missing, self.sessions[product], self.mg[product], self.open[product])


def _quarter(day: dt.date) -> dt.date:
    return dt.date(day.year, (day.month - 1) // _MONTHS * _MONTHS + 1, 1)


def _next(first: dt.date) -> dt.date:
    return dt.date(first.year + (first.month + _MONTHS > 12), (first.month + _MONTHS - 1) % 12 + 1, 1)
