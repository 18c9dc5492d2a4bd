"""One chart of a course: the totals of a scale over time, its limits, and sessions, treatments and decisions in lanes beneath.

A score of the clinician is a filled dot, one of the patient a hollow square; a score with missing items is a bar from the lowest to the
highest total still possible, and the line between the others is broken there. Nothing is told by colour alone.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from trd_desk.content.library import Library
from trd_desk.content.scale_models import Scale
from trd_desk.engine.course_records import day_of, logs_of, was_given
from trd_desk.engine.outcome_course import course_outcomes
from trd_desk.engine.outcome_results import ScaleCourse, ScorePoint
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.view import plain, terms
from trd_desk.view.metrics import fitted, text_width
from trd_desk.view.score_axis import DayAxis, Place, Room, Segment, chart_days
from trd_desk.view.score_lanes import (
    LanePart,
    Span,
    decision_lane,
    decision_mark,
    session_lanes,
    treatment_lane,
    treatment_spans,
)
from trd_desk.view.shapes import Child, Circle, Drawing, Line, Rect, Shape, Text
from trd_desk.view.words_outcomes import fall_words, total_words

LEAST_WIDTH: Final = 480.0
WIDTH: Final = 960.0
PLOT: Final = 220.0
_TOP: Final = 26.0
_FOOT: Final = 26.0
_LANES: Final = 8.0
_LEGEND: Final = 24.0
_LINE: Final = 15.0
_MOST_LEFT: Final = 148.0
_MOST_WRITTEN: Final = 40


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where a total stands in the plot."""

    top: float
    high: float
    low: float

    @property
    def foot(self) -> float:
        return self.top + PLOT

    def y(self, total: float) -> float:
        inside = min(max(total, self.low), self.high)
        return self.top + (self.high - inside) / (self.high - self.low) * PLOT


@dataclass(frozen=True, slots=True)
class _Limit:
    """A line across the plot with its words."""

    total: float
    words: str
    dash: tuple[float, ...]
    width: float = 1.5


def score_chart(library: Library, patient: Patient, today: dt.date, scale: str | None = None, width: float = WIDTH) -> Drawing | None:
    """The chart of a scale, by default the chief one, so many logical pixels wide; None without a score."""
    course = course_outcomes(library, patient, today).of(scale)
    return None if course is None else chart_of(library, patient, today, course, width)


def chart_of(library: Library, patient: Patient, today: dt.date, course: ScaleCourse, width: float = WIDTH) -> Drawing:
    """The chart of one course, as `score_chart`."""
    width = max(width, LEAST_WIDTH)
    rule = library.scale(course.scale)
    limits = _limits(library, course)
    spans, _undated = treatment_spans(patient)
    left = _left_margin(library, rule, patient)
    right = max(text_width(limit.words, "small") for limit in limits) + 14
    axis = _axis(course, spans, today, width, left, right)
    plot = _Plot(_TOP, _highest(rule, course), rule.low)
    room = Room()
    shapes: list[Shape] = [*_title(rule), *_ground(rule, axis, plot), *_limits_drawn(limits, axis, plot)]
    scores, children = _scores(course, limits, axis, plot, room)
    x, at = axis.x(today), plot.foot + _FOOT + _LANES
    now = room.label(((x, plot.foot + 18, "middle"),), _("today"), (0, axis.right + 60), colour="accent", bold=True)
    foot = tuple(axis.foot(plot.foot, room))
    lanes: list[Shape] = []
    for part in _lanes(library, patient, spans, axis, at, room, today):
        lanes += part.shapes
        children += part.children
        at += part.height
    shapes += [Line(x, plot.top, x, plot.foot + 5, "accent", 1.5, (5, 3)), Line(x, plot.foot + _FOOT, x, at, "accent", 1, (5, 3))]
    shapes += [*foot, *now, *lanes, *scores]
    legend, height = _legend(patient, course, axis, width, at + 4)
    return Drawing(width, at + 4 + height, (*shapes, *legend), _name(course), tuple(children))


def _axis(course: ScaleCourse, spans: Sequence[Span], today: dt.date, width: float, left: float, right: float) -> DayAxis:
    return chart_days([point.on for point in course.points], _latest_trial(spans, today), today, width, left, right)


def sessions_not_drawn(patient: Patient, course: ScaleCourse, today: dt.date) -> tuple[int, int]:
    """How many of the sessions given lie before the days of the chart, and how many were given on a day that is not recorded."""
    first = _axis(course, treatment_spans(patient)[0], today, LEAST_WIDTH, 0, 0).first
    days = [day_of(log) for log in logs_of(patient) if was_given(log)]
    return sum(day is not None and day < first for day in days), days.count(None)


def _title(rule: Scale) -> Iterator[Shape]:
    words = _("{scale}, {low} to {high}").format(scale=rule.short, low=plain.number(rule.low), high=plain.number(rule.high))
    yield Text(0, 14, words, "small", "text", bold=True)


def _left_margin(library: Library, rule: Scale, patient: Patient) -> float:
    """As much as the names of bands and lanes ask for, within reason."""
    names = [f"{band.label} {plain.number(band.low)}" for band in rule.bands]
    bold = [_("Treatment"), _("Decisions"), *(library.conduct.route_of(one.product).short for one in patient.case.sessions)]
    wide = [text_width(words, "small") for words in names] + [text_width(words, "small", bold=True) for words in bold]
    return min(_MOST_LEFT, max(wide) + 14)


def _latest_trial(spans: Sequence[Span], today: dt.date) -> dt.date | None:
    """When the treatment that began last began, those of the day included."""
    return max((one.start for one in spans if one.start <= today and not one.course), default=None)


def _highest(rule: Scale, course: ScaleCourse) -> float:
    """The upper end of the plot: a little above the highest total, and never above the scale's own end."""
    most = max(point.high for point in course.points)
    return min(rule.high, max(most * 1.08, most + 1, (rule.low + rule.high) / 2))


# ------------------------------------------------------------------------------------------------------------ ground and limits


def _ground(rule: Scale, axis: DayAxis, plot: _Plot) -> Iterator[Shape]:
    """The surface with the limits of the scale's bands and their names in the margin; without bands its whole numbers."""
    yield Rect(axis.left, plot.top, axis.right - axis.left, PLOT, "bg_surface", "line_strong")
    marks = [(band.low, f"{band.label} {plain.number(band.low)}") for band in rule.bands]
    if not marks:
        step = max(1, round((plot.high - plot.low) / 6))
        marks = [(float(value), str(value)) for value in range(int(rule.low), int(plot.high) + 1, step)]
    written: list[float] = []
    for value, words in marks:
        if value > plot.high:
            continue
        y = plot.y(value)
        yield Line(axis.left, y, axis.right, y, "divider", 1)
        if all(abs(y - other) >= _LINE for other in written):
            said = fitted(words, axis.left - 10, "small")
            yield Text(axis.left - 6, min(y + 4.5, plot.foot - 1), said, "small", "text_2", anchor="end", max_width=axis.left - 6)
            written.append(y)


def _limits(library: Library, course: ScaleCourse) -> list[_Limit]:
    """Remission, response and relapse as far as the scale has them, and the baseline."""
    found = []
    if course.cut is not None:
        found.append(_Limit(course.cut, _("remission {total}").format(total=plain.number(course.cut)), ()))
    share = library.number("response_fall_percent") / 100
    if course.baseline.total:
        half = course.baseline.total * (1 - share)
        found.append(_Limit(half, _("response {total}").format(total=plain.number(half)), (7, 4)))
        found.append(_Limit(course.baseline.total, _("baseline {total}").format(total=plain.number(course.baseline.total)), (1, 4), 1.2))
    if course.relapse_from is not None:
        found.append(_Limit(course.relapse_from, _("relapse {total}").format(total=plain.number(course.relapse_from)), (2, 3)))
    return found or [_Limit(course.baseline.high, "", ())]


def _limits_drawn(limits: Sequence[_Limit], axis: DayAxis, plot: _Plot) -> Iterator[Shape]:
    """The lines, with their words at the right, each beside its line and none over another."""
    wanted = sorted(((plot.y(one.total), one) for one in limits if one.words), key=lambda one: one[0])
    for y, one in wanted:
        yield Line(axis.left, y, axis.right, y, "text", one.width, one.dash)
    placed: list[float] = []
    for y, _one in wanted:
        placed.append(max(y + 4.5, placed[-1] + _LINE if placed else plot.top + 4))
    lowest = plot.foot - 1
    for place in range(len(placed) - 1, -1, -1):
        placed[place] = min(placed[place], lowest)
        lowest = placed[place] - _LINE
    for at, (y, one) in zip(placed, wanted, strict=True):
        if abs(at - 4.5 - y) > 1:
            yield Line(axis.right, y, axis.right + 5, at - 4.5, "line", 1)
        yield Text(axis.right + 7, at, one.words, "small", "text")


# ------------------------------------------------------------------------------------------------------------------- scores


def _scores(course: ScaleCourse, limits: Sequence[_Limit], axis: DayAxis, plot: _Plot, room: Room) -> tuple[list[Shape], list[Child]]:
    """The scores with the line between them, their totals in figures where there is room, and a part for each."""
    radius = 5.0 if len(course.points) <= _MOST_WRITTEN else 3.5
    lines: list[Segment] = []
    for one, after in zip(course.points, course.points[1:], strict=False):
        if one.total is not None and after.total is not None:
            lines.append(((axis.x(one.on), plot.y(one.total)), (axis.x(after.on), plot.y(after.total))))
    shapes: list[Shape] = [Line(*start, *end, "line_strong", 1.5) for start, end in lines]
    lines += [((axis.left, plot.y(limit.total)), (axis.right, plot.y(limit.total))) for limit in limits]
    marks: list[Shape] = []
    for point in course.points:
        x, high, low = axis.x(point.on), plot.y(point.high), plot.y(point.low)
        marks += _mark(point, x, plot, radius)
        room.take((x - radius, high - radius, x + radius, low + radius))
    # Where scores stand close, only the chief ones are written beside their marks; the table below has them all.
    written = [point for point in course.points if len(course.points) <= _MOST_WRITTEN or _weight(course, point) < 3]
    for point in sorted(written, key=lambda point: _weight(course, point)):
        x, y = axis.x(point.on), plot.y(point.high)
        below, aside = plot.y(point.low) + radius + 14, radius + 4
        near: list[Place] = [(x, y - radius - 4, "middle"), (x, below, "middle")]
        near += [(x + aside, y + 4.5, "start"), (x - aside, y + 4.5, "end")]
        near += [(x + aside, y - radius - 4, "start"), (x + aside, below, "start"), (x - aside, y - radius - 4, "end"), (x - aside, below, "end")]
        inside = [place for place in near if plot.top + 2 <= place[1] - 11 and place[1] + 3 <= plot.foot]
        chief = point is course.baseline or point is course.latest
        shapes += room.label(inside, _figure(point), (axis.left + 1, axis.right - 1), bold=chief, ground="bg_surface", lines=lines)
    begins = course.begins
    children = [_child(course, point, axis, plot, radius, before=place < begins) for place, point in enumerate(course.points)]
    return [*shapes, *marks], children


def _weight(course: ScaleCourse, point: ScorePoint) -> int:
    """Which scores are written first: latest, baseline, best, then the newer before the older."""
    for place, chief in enumerate((course.latest, course.baseline, course.best)):
        if point is chief:
            return place
    return 3 + (course.latest.on - point.on).days


def _figure(point: ScorePoint) -> str:
    return plain.number(point.total) if point.total is not None else f"{plain.number(point.low)}–{plain.number(point.high)}?"


def _mark(point: ScorePoint, x: float, plot: _Plot, radius: float) -> Iterator[Shape]:
    if point.total is None:
        top, foot = plot.y(point.high), plot.y(point.low)
        yield Rect(x - radius, top, 2 * radius, max(foot - top, 2), "unknown_soft", "unknown", 1.5, (3, 2), "rising", "unknown")
        return
    y = plot.y(point.total)
    if point.rated_by == "patient":
        yield Rect(x - radius, y - radius, 2 * radius, 2 * radius, "bg_surface", "text", 2)
    else:
        yield Circle(x, y, radius, "text", "text", 1)


def rater_words(point: ScorePoint) -> str:
    """Who rated: clinician, patient, or that it is not recorded."""
    return {"clinician": _("clinician"), "patient": _("patient"), None: _("not recorded")}[point.rated_by]


def _child(course: ScaleCourse, point: ScorePoint, axis: DayAxis, plot: _Plot, radius: float, *, before: bool) -> Child:
    name = terms.SCALES[course.scale]
    total = total_words(point.low, point.high)
    said = _("{day}: {scale} {total}").format(day=plain.day_short(point.on), scale=name, total=total)
    parts = [said]
    if point.total is None:
        parts.append(_("answers are missing"))
    elif point is course.baseline:
        parts.append(_("the baseline"))
    elif not before and course.baseline.total:
        fall = (course.baseline.total - point.total) / course.baseline.total * 100
        parts.append(_("{fall} than the baseline").format(fall=fall_words(fall, fall)) if round(fall, 2) else _("as the baseline"))
    parts.append(_("rated by {whom}").format(whom=rater_words(point)) if point.rated_by is not None else _("who rated is not recorded"))
    words = ", ".join(parts)
    x, top, foot = axis.x(point.on), plot.y(point.high), plot.y(point.low)
    wide = max(radius, 6.0)
    return Child(x - wide, top - wide, 2 * wide, foot - top + 2 * wide, words, description=words)


# ---------------------------------------------------------------------------------------------------------------- the lanes


def _lanes(
    library: Library, patient: Patient, spans: Sequence[Span], axis: DayAxis, top: float, room: Room, today: dt.date
) -> Iterator[LanePart]:
    """The lanes that hold something, from the top down."""
    for sessions in session_lanes(library, patient, axis, top, room, today):
        yield sessions
        top += sessions.height
    treatments = treatment_lane(spans, axis, top, room, today)
    if treatments is not None:
        yield treatments
        top += treatments.height
    decisions = decision_lane(patient, axis, top, room)
    if decisions is not None:
        yield decisions


# -------------------------------------------------------------------------------------------------------- legend and its name


def _legend(patient: Patient, course: ScaleCourse, axis: DayAxis, width: float, top: float) -> tuple[list[Shape], float]:
    """What each mark means, of those that are there, in as many rows as it takes."""
    raters = {"other" if point.rated_by != "patient" else "patient" for point in course.points if point.known}
    kinds = {kind for kind, _key in patient.answers}
    listed: list[tuple[bool, str, Callable[[float, float], Shape]]] = [
        ("other" in raters, _("rated by the clinician"), lambda x, y: Circle(x + 7, y, 5, "text", "text", 1)),
        ("patient" in raters, _("rated by the patient"), lambda x, y: Rect(x + 2, y - 5, 10, 10, "bg_surface", "text", 2)),
        (
            any(not point.known for point in course.points),
            _("answers missing: the totals still possible"),
            lambda x, y: Rect(x + 2, y - 7, 10, 14, "unknown_soft", "unknown", 1.5, (3, 2), "rising", "unknown"),
        ),
        ("course_decision" in kinds, _("decision"), lambda x, y: decision_mark(x + 7, y, filled=True)),
        ("review" in kinds, _("review"), lambda x, y: decision_mark(x + 7, y, filled=False)),
    ]
    shapes: list[Shape] = []
    x, y = axis.left, top + 12
    for shown, words, mark in listed:
        if not shown:
            continue
        wide = 20 + text_width(words, "small") + 22
        if x > axis.left and x + wide - 22 > width:
            x, y = axis.left, y + 20
        shapes += [mark(x, y), Text(x + 20, y + 4.5, words, "small", "text_2")]
        x += wide
    return shapes, y - top + 12


def _name(course: ScaleCourse) -> str:
    scale, first, last = terms.SCALES[course.scale], course.baseline, course.latest
    count = plain.counted("{count} score", "{count} scores", len(course.points))
    return _("{scale} over time, {count}: baseline {baseline} on {first}, latest {latest} on {last}.").format(
        scale=scale,
        count=count,
        baseline=total_words(first.low, first.high),
        first=plain.day_short(first.on),
        latest=total_words(last.low, last.high),
        last=plain.day_short(last.on),
    )
