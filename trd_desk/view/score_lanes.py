"""The lanes under a chart of scores: sessions with their doses, medicines and other treatments as spans, decisions and reviews."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from trd_desk.content.library import Library
from trd_desk.engine.course_records import day_of, dose_given, logs_of, was_given
from trd_desk.i18n import _
from trd_desk.record.course_facts import CourseDecisionFact, ReviewFact
from trd_desk.record.fold import Patient
from trd_desk.record.session_log import SessionLog
from trd_desk.view import plain, terms
from trd_desk.view.decisions_words import MADE
from trd_desk.view.metrics import fitted, text_width
from trd_desk.view.score_axis import DayAxis, Place, Room
from trd_desk.view.shapes import Child, Line, Polygon, Rect, Shape, Text
from trd_desk.view.spoken import drug_name

_SESSIONS: Final = 38.0
_SPAN: Final = 30.0
_MARKS: Final = 40.0
_GAP: Final = 10.0
_BAR: Final = 6.0
_WEEK: Final = dt.timedelta(days=7)
# Under the words of a lane, so that the line of today does not strike them through.
GROUND: Final = "bg_window"


@dataclass(frozen=True, slots=True)
class LanePart:
    """A finished lane: its height, shapes and parts."""

    height: float
    shapes: tuple[Shape, ...]
    children: tuple[Child, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A treatment with its days; `steps` are the days on which a dose began, with the dose in words. `end` None: it goes on."""

    id: str
    name: str
    start: dt.date
    end: dt.date | None
    steps: tuple[tuple[dt.date, str], ...]
    said: str
    course: bool = False


def lane_name(top: float, name: str, left: float) -> Text:
    """The name of a lane in the margin."""
    return Text(0, top + 14, fitted(name, left - 10, "small", bold=True), "small", "text", bold=True, max_width=left - 4)


# ---------------------------------------------------------------------------------------------------------------- sessions


def session_lanes(library: Library, patient: Patient, axis: DayAxis, top: float, room: Room, today: dt.date) -> Iterator[LanePart]:
    """One lane for each product: a tick for each session given, and the dose below where a run of it begins."""
    by_product: dict[str, list[tuple[dt.date, str]]] = {}
    for log in logs_of(patient):
        day = day_of(log)
        if day is not None and was_given(log) and axis.first <= day <= today:
            by_product.setdefault(log.plan.product, []).append((day, _dose(library, log)))
    for product, sessions in by_product.items():
        name = library.conduct.route_of(product).short
        shapes: list[Shape] = [lane_name(top, name, axis.left)]
        children = []
        for words, run in groupby(sorted(sessions), key=lambda one: one[1]):
            days = [day for day, _words in run]
            shapes += [Line(axis.x(day), top + 2, axis.x(day), top + 16, "text", 2) for day in days]
            places: list[Place] = [(axis.x(day) - 1, top + 30, "start") for day in days]
            places.append((axis.x(days[-1]) + 1, top + 30, "end"))
            shapes += room.label(places, words, (axis.left - 4, axis.right + 40), ground=GROUND)
            children.append(_run_child(axis, top, name, words, days))
        yield LanePart(_SESSIONS, tuple(shapes), tuple(children))
        top += _SESSIONS


def _dose(library: Library, log: SessionLog) -> str:
    """The dose that was given; of a session that tells none what was planned, said to be so."""
    dose, planned = dose_given(library, log), log.plan.planned
    if dose is not None:
        return plain.measured(dose, "mg")
    if planned is not None and planned.dose_mg is not None:
        return _("{dose} planned").format(dose=plain.measured(planned.dose_mg, "mg"))
    if planned is not None and planned.mg_per_kg is not None:
        return _("{dose} planned").format(dose=plain.measured(planned.mg_per_kg, "mg/kg"))
    return _("dose?")


def _run_child(axis: DayAxis, top: float, name: str, words: str, days: Sequence[dt.date]) -> Child:
    sessions = plain.counted("{count} session", "{count} sessions", len(days))
    when = plain.day_short(days[0]) if len(days) == 1 else plain.days_between(days[0], days[-1])
    said = _("{name} {dose}: {sessions}, {when}").format(name=name, dose=words, sessions=sessions, when=when)
    return Child(axis.x(days[0]) - 4, top, axis.x(days[-1]) - axis.x(days[0]) + 8, 18, said, description=said)


# -------------------------------------------------------------------------------------------------------------- treatments


def treatment_spans(patient: Patient) -> tuple[list[Span], list[str]]:
    """The treatments that have a start or an end, and the names of those that have neither. Ketamine has lanes of its own by its sessions."""
    spans, undated = [], []
    sessions = bool(logs_of(patient))
    for item in patient.case.treatments:
        if item.kind == "ect" and item.status in ("refused", "contraindicated"):
            continue
        if item.kind == "ketamine" and sessions and item.stop_reason == "ongoing":
            continue  # its sessions are drawn one by one
        name = _name(item)
        if item.start is None:
            undated.append(plain.as_part(name) if item.end is None else _("{name} (until {day})").format(name=name, day=plain.day_short(item.end)))
            continue
        spans.append(_span(item, name, item.start))
    return spans, undated


def _name(item: Any) -> str:
    if item.kind in ("antidepressant", "augmentation", "combination"):
        return plain.capital(drug_name(item.drug or "")) if item.drug else _(terms.KINDS[item.kind])
    if item.kind == "psychotherapy":
        return plain.capital(_(terms.MODALITIES[item.modality])) if item.modality else _(terms.KINDS["psychotherapy"])
    if item.kind == "ketamine":
        return terms.term(terms.PRODUCTS, item.product, _(terms.KINDS["ketamine"]))
    return _(terms.KINDS[item.kind])


def _span(item: Any, name: str, start: dt.date) -> Span:
    steps: list[tuple[dt.date, str]] = []
    day: dt.date | None = start
    for step in getattr(item, "doses", ()):
        if day is None:
            break
        steps.append((day, "" if step.mg is None else plain.measured(step.mg, "mg")))
        day = None if step.weeks is None else day + step.weeks * _WEEK
    when = plain.days_between(start, item.end, ongoing=item.end is None and item.stop_reason == "ongoing")
    told = [(on, words or _("dose not known")) for on, words in steps]
    detail = [words if place == 0 else _("{dose} from {day}").format(dose=words, day=plain.day_short(on)) for place, (on, words) in enumerate(told)]
    if getattr(item, "sessions", None):
        detail.append(plain.counted("{count} session", "{count} sessions", item.sessions))
    if item.stop_reason not in (None, "ongoing"):
        detail.append(_(terms.STOP_REASONS[item.stop_reason]).lower())
    said = _("{name}, {when}").format(name=name, when=when) + (": " + ", ".join(detail) if detail else "")
    return Span(item.id, name, start, item.end, tuple(steps), said, item.kind in ("ect", "rtms", "ketamine"))


def treatment_lane(spans: Sequence[Span], axis: DayAxis, top: float, room: Room, today: dt.date) -> LanePart | None:
    """The treatments that reach into the chart as bars with their names above, as many to a row as fit beside each other."""
    shown = sorted((one for one in spans if (one.end or today) >= axis.first and one.start <= axis.last), key=lambda one: (one.start, one.name))
    if not shown:
        return None
    rows: list[float] = []
    shapes: list[Shape] = [lane_name(top, _("Treatment"), axis.left)]
    children = []
    for one in shown:
        left, right = axis.x(max(one.start, axis.first)), axis.x(min(one.end or today, axis.last))
        left, right = (axis.left if one.start < axis.first else left), max(right, left + 4)
        # The dose in force where the bar begins stands with the name, later ones at their steps.
        begun = [words for day, words in one.steps if day <= max(one.start, axis.first)]
        words = f"{one.name} {begun[-1]}" if begun and begun[-1] else one.name
        words = fitted(words, axis.right - axis.left, "small")
        start = min(left, axis.right + 30 - text_width(words, "small"))
        row = next((place for place, end in enumerate(rows) if end <= start - _GAP), len(rows))
        if row == len(rows):
            rows.append(0.0)
        y = top + row * _SPAN
        shapes += room.label(((start, y + 13, "start"),), words, (0, axis.right + 40), ground=GROUND)
        shapes += _bar(one, axis, left, right, y + 17, today)
        end = max(right, start + text_width(words, "small"))
        for day, dose in one.steps:
            if day <= max(one.start, axis.first) or not axis.shows(day) or (one.end or today) < day:
                continue
            x = axis.x(day)
            shapes.append(Line(x, y + 16, x, y + 17 + _BAR + 2, "text", 1.5))
            placed = room.label(((x, y + 13, "start"),), dose, (axis.left, axis.right + 40), ground=GROUND) if dose else []
            shapes += placed
            end = max(end, x + text_width(dose, "small")) if placed else end
        rows[row] = end
        children.append(Child(left - 2, y, max(right - left, 20) + 4, _SPAN - 2, one.said, description=one.said))
    return LanePart(len(rows) * _SPAN + 4, tuple(shapes), tuple(children))


def _bar(one: Span, axis: DayAxis, left: float, right: float, y: float, today: dt.date) -> Iterator[Shape]:
    """The bar: hatched for ECT, rTMS and earlier ketamine; a stroke where it began and ended, none where it goes beyond the chart."""
    if one.course:
        yield Rect(left, y, right - left, _BAR, "bg_surface", "line_strong", 1, (), "rising", "text_2")
    else:
        yield Rect(left, y, right - left, _BAR, "figure", "line_strong", 1)
    if one.start >= axis.first:
        yield Line(left, y - 3, left, y + _BAR + 2, "text", 2)
    if one.end is not None and one.end <= today:
        yield Line(right, y - 3, right, y + _BAR + 2, "text", 2)


# --------------------------------------------------------------------------------------------------- decisions and reviews


def decision_lane(patient: Patient, axis: DayAxis, top: float, room: Room) -> LanePart | None:
    """The decisions as filled diamonds with what was decided, the reviews as hollow ones."""
    decided = [fact for fact in patient.facts("course_decision", CourseDecisionFact).values() if axis.shows(fact.on)]
    reviewed = [fact for fact in patient.facts("review", ReviewFact).values() if axis.shows(fact.on)]
    if not decided and not reviewed:
        return None
    shapes: list[Shape] = [lane_name(top, _("Decisions"), axis.left)]
    children: list[Child] = []
    y = top + 10
    for review in reviewed:
        x = axis.x(review.on)
        shapes.append(_diamond(x, y, filled=False))
        said = _("Review, {day}{severity}").format(
            day=plain.day_short(review.on),
            severity="" if review.severity is None else ": " + _(terms.SEVERITIES[review.severity]),
        )
        children.append(Child(x - 7, y - 7, 14, 14, said, description=said))
    for decision in decided:
        x = axis.x(decision.on)
        shapes.append(_diamond(x, y, filled=True))
        words = _(MADE[decision.decision])
        said = _("Decision, {day}: {decision}").format(day=plain.day_short(decision.on), decision=words)
        children.append(Child(x - 7, y - 7, 14, 14, said, description=said if decision.reason is None else f"{said}. {decision.reason}"))
    # Marks first, so that no word covers one.
    for child in children:
        room.take((child.x, child.y, child.x + child.width, child.y + child.height))
    for decision in sorted(decided, key=lambda one: one.on):
        x, words = axis.x(decision.on), _(MADE[decision.decision])
        places: tuple[Place, ...] = ((x + 10, y + 4.5, "start"), (x - 10, y + 4.5, "end"), (x, y + 24, "middle"))
        shapes += room.label(places, words, (axis.left - 2, axis.right + 40), ground=GROUND)
    return LanePart(_MARKS, tuple(shapes), tuple(children))


def _diamond(x: float, y: float, *, filled: bool) -> Polygon:
    return Polygon(((x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y)), "text" if filled else "bg_surface", "text", 1.5)


def decision_mark(x: float, y: float, *, filled: bool) -> Polygon:
    """The mark of a decision, or with `filled` false of a review."""
    return _diamond(x, y, filled=filled)
