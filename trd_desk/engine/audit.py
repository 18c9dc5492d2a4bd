"""The clinic's audit: counts over patients, courses and sessions of a period, each with what it is counted of and what is unknown.

Nothing here names a patient. A count of a share is a `Share`: how many, how many not, how many cannot be told.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from trd_desk.content.library import Library
from trd_desk.engine.assess import assess
from trd_desk.engine.course import course_of, courses
from trd_desk.engine.course_results import DAYS_A_WEEK, CoursePosition
from trd_desk.engine.outcome_course import course_outcomes
from trd_desk.engine.session_sums import SessionSum, session_sums
from trd_desk.engine.verdict import Tri
from trd_desk.record.fold import Patient
from trd_desk.record.people import Role
from trd_desk.record.session_log import entry_moment

_DAY: Final = dt.timedelta(days=1)


@dataclass(slots=True)
class Share:
    """How many of so many: yes, no, and those of which it cannot be told."""

    yes: int = 0
    no: int = 0
    unknown: int = 0

    def add(self, value: Tri) -> None:
        """Counts one more."""
        if value is None:
            self.unknown += 1
        elif value:
            self.yes += 1
        else:
            self.no += 1

    @property
    def all(self) -> int:
        """What it is counted of."""
        return self.yes + self.no + self.unknown

    @property
    def known(self) -> int:
        """Of how many it can be told."""
        return self.yes + self.no


@dataclass(slots=True)
class ProductTally:
    """One product: patients, courses begun in the period, and sessions by what became of them."""

    patients: int = 0
    begun: int = 0
    given: int = 0
    live: int = 0
    cancelled: int = 0
    planned: int = 0
    unrecorded: int = 0


@dataclass(slots=True)
class Audit:
    """All counts of a period, both days included.

    `pathways` counts the patients treated in the period by pathway and result on its last day. The shares of sessions count those given
    and over; `missed_points` and `due_points` those in which any point was due. `alarms` counts red and amber, `watched` the sessions
    they are counted in. `without` counts sessions in which something was not recorded, by what it is; `unanswered` items of the
    checklist without an answer. `overrides` counts by item and role. `documents` those made of these patients in the period.
    `response` and `remission` are read at the end of the induction of the courses for which that fell into the period.
    """

    first: dt.date
    last: dt.date
    patients: int = 0
    pathways: dict[str, Counter[str]] = field(default_factory=dict)
    products: dict[str, ProductTally] = field(default_factory=dict)
    sessions: int = 0
    complete: Share = field(default_factory=Share)
    against_checklist: int = 0
    observed: Share = field(default_factory=Share)
    due_points: int = 0
    missed_points: int = 0
    watched: int = 0
    alarms: Counter[str] = field(default_factory=Counter)
    with_red: int = 0
    with_any: int = 0
    two_hours: Share = field(default_factory=Share)
    against_advice: Share = field(default_factory=Share)
    needs_met: Share = field(default_factory=Share)
    response: Share = field(default_factory=Share)
    remission: Share = field(default_factory=Share)
    without: Counter[str] = field(default_factory=Counter)
    unanswered: Counter[str] = field(default_factory=Counter)
    overrides: Counter[tuple[str, Role | None]] = field(default_factory=Counter)
    documents: Counter[str] = field(default_factory=Counter)

    @property
    def courses_judged(self) -> int:
        """The courses whose end of induction fell into the period."""
        return self.response.all


def count_patient(library: Library, audit: Audit, patient: Patient) -> None:
    """Adds one patient to the counts; one without a session in the period adds nothing."""
    sums = session_sums(library, patient, audit.last)
    own = [one for one in sums if one.day is not None and audit.first <= one.day <= audit.last]
    given = [one for one in own if one.was_given]
    for product in dict.fromkeys(one.product for one in own):
        _count_product(audit, product, [one for one in own if one.product == product])
    if own:
        audit.documents.update(_documents(audit, patient))
    if not given:
        return
    audit.patients += 1
    for result in assess(library, patient.case, audit.last).pathways:
        audit.pathways.setdefault(result.id, Counter())[result.result] += 1
    for one in given:
        _count_session(audit, patient, one)
    _count_courses(library, audit, patient)


def _count_product(audit: Audit, product: str, sums: list[SessionSum]) -> None:
    tally = audit.products.setdefault(product, ProductTally())
    tally.patients += any(one.was_given for one in sums)
    for one in sums:
        setattr(tally, one.state, getattr(tally, one.state) + 1)


def _count_session(audit: Audit, patient: Patient, one: SessionSum) -> None:
    """A session in which a dose was begun; what can only be told at its end waits for it."""
    audit.sessions += 1
    audit.complete.add(not one.unanswered)
    audit.against_checklist += one.checklist in ("hold", "stop")
    audit.unanswered.update(one.unanswered)
    audit.overrides.update(one.overridden)
    missing = {
        "observation": not one.observed,
        "consent": not (patient.value("consent", one.product) or {}).get("signed_on"),
    }
    if one.observed:
        audit.watched += 1
        audit.alarms["red"] += one.red
        audit.alarms["amber"] += one.amber
        audit.with_red += bool(one.red)
        audit.with_any += bool(one.red or one.amber)
    if one.over:
        audit.observed.add(None if one.due is None else one.missed == 0)
        audit.due_points += one.due or 0
        audit.missed_points += one.missed if one.due is not None else 0
        audit.two_hours.add(one.two_hours)
        audit.against_advice.add(one.against_advice)
        audit.needs_met.add(None if one.open_needs is None else one.open_needs == 0)
        missing |= {"leaving": one.left_after is None, "advice": one.advice is None}
    audit.without.update(name for name, absent in missing.items() if absent)


def _documents(audit: Audit, patient: Patient) -> list[str]:
    made = [(entry_moment(entry).date(), str(entry.value.get("document", ""))) for entry in patient.documents]
    return [kind for day, kind in made if audit.first <= day <= audit.last]


def _count_courses(library: Library, audit: Audit, patient: Patient) -> None:
    """The courses that began in the period, and what the scores say of those whose induction ended in it."""
    rules = library.audit
    first_of_all = True
    found = [position for product in courses(patient) if (position := course_of(library, patient, audit.last, product)) is not None]
    for position in sorted(found, key=lambda one: one.begins or dt.date.max):
        begins = position.begins
        if begins is None or not any(one.was_given for one in position.own):
            continue
        if audit.first <= begins <= audit.last and not position.joined:
            audit.products.setdefault(position.product, ProductTally()).begun += 1
        ends = begins + rules.induction_weeks * DAYS_A_WEEK * _DAY - _DAY
        until = ends + rules.score_days_after * _DAY
        # A course whose window for a score is still open is not judged yet.
        if audit.first <= ends and until <= audit.last:
            response, remission = _outcome(library, patient, position, ends, until) if first_of_all else (None, None)
            audit.response.add(response)
            audit.remission.add(remission)
        first_of_all = False


def _outcome(library: Library, patient: Patient, position: CoursePosition, ends: dt.date, until: dt.date) -> tuple[Tri, Tri]:
    """Response and remission at the end of induction, on the chief scale by then; unknown without a baseline and a score of the last week."""
    if position.joined:
        return None, None
    chief = course_outcomes(library, patient, until).chief
    if chief is None or chief.first_session is None or chief.baseline.on > chief.first_session or chief.only_baseline:
        return None, None
    if chief.latest.on <= ends - DAYS_A_WEEK * _DAY:
        return None, None
    return chief.of("response").value, chief.of("remission").value
