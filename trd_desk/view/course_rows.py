"""The sessions of a course as rows: number, day, dose, and what became of each."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from trd_desk.content.library import Library
from trd_desk.engine.course_results import CoursePosition, CourseSession, SessionState
from trd_desk.engine.session_results import SessionResult
from trd_desk.engine.verdict import Assessment
from trd_desk.i18n import _
from trd_desk.view import plain
from trd_desk.view.parts import Stated
from trd_desk.view.session_head import dose_words
from trd_desk.view.terms import N_

_WEEKDAYS: Final = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


@dataclass(frozen=True, slots=True)
class CourseRow:
    """One session in the list: number, day, week, product and dose, and what became of it.

    `change` and `cancel` tell whether it is a plan that can still be changed or cancelled. `earlier`: of an earlier course.
    """

    id: str
    number: str
    day: str
    week: str
    dose: str
    result: Stated
    more: str
    state: SessionState
    change: bool
    earlier: bool

    @property
    def name(self) -> str:
        """The row in one sentence, for a screen reader."""
        return ", ".join(part for part in (self.number, self.day, self.week, self.dose, self.result.word, self.more) if part)


def day_named(day: dt.date) -> str:
    """A day with its weekday: Tue 17 Mar 2026."""
    return f"{_(_WEEKDAYS[day.weekday()])}{plain.NBSP}{plain.day_short(day)}"


def course_rows(library: Library, position: CoursePosition, assessment: Assessment | None) -> tuple[CourseRow, ...]:
    """The sessions of a course, the newest first; alarms are told where the assessment has judged the session."""
    results = {} if assessment is None else {one.id: one for one in assessment.sessions}
    dated = sorted(position.sessions, key=lambda one: one.day or dt.date.min, reverse=True)
    return tuple(_row(library, position, one, results.get(one.id)) for one in dated)


def _row(library: Library, position: CoursePosition, one: CourseSession, result: SessionResult | None) -> CourseRow:
    short = library.conduct.route_of(position.product).short
    if one.dose_mg is not None:
        dose = f"{short} {plain.measured(one.dose_mg, _('mg'))}"
    else:
        dose = dose_words(library, one.log.plan)
    return CourseRow(
        id=one.id,
        number=_("Session {number}").format(number=one.number) if one.number is not None else _("Session"),
        day=day_named(one.day) if one.day is not None else _("day not known"),
        week=_("week {week}").format(week=one.week) if one.week is not None else "",
        dose=dose,
        result=_result(position, one),
        more=_more(library, one, result),
        state=one.state,
        change=one.state in ("planned", "unrecorded"),
        earlier=one.earlier,
    )


def _result(position: CoursePosition, one: CourseSession) -> Stated:
    """What became of a session: left 12:40, left against advice, cancelled, planned for 10:15."""
    log, end = one.log, one.log.end
    if one.state == "cancelled":
        why = end.reason if end is not None and end.reason else ""
        return Stated("not_met", _("cancelled: {reason}").format(reason=why) if why else _("cancelled"))
    if one.state == "live":
        return Stated("wait", _("live"))
    if one.state == "given":
        if end is not None:
            words = _("left against advice {time}") if end.state == "departed" else _("left {time}")
            return Stated("override" if end.state == "departed" else "met", words.format(time=log.clock(end.at)))
        left = log.plan.leaving.at if log.plan.leaving is not None else None
        return Stated("met", _("left {time}").format(time=left) if left else _("given"))
    if one.state == "unrecorded":
        return Stated("cannot_tell", _("not recorded whether it was given"))
    booking = log.booking
    parts = [_("today") if one.day == position.today else _("planned")]
    if booking is not None and booking.time:
        parts.append(booking.time)
    if booking is not None and booking.chair:
        parts.append(_("chair {chair}").format(chair=booking.chair))
    return Stated("due", ", ".join(parts))


def _more(library: Library, one: CourseSession, result: SessionResult | None) -> str:
    """Alarms of a session that was given, or the template that a planned one was planned by."""
    if one.was_given:
        if result is None or result.monitoring is None:
            return ""
        levels = [alarm.level for alarm in result.monitoring.alarms]
        parts = []
        if levels.count("red"):
            parts.append(plain.counted("{count} red alarm", "{count} red alarms", levels.count("red")))
        if levels.count("amber"):
            parts.append(plain.counted("{count} amber alarm", "{count} amber alarms", levels.count("amber")))
        watched = bool(one.log.observations or one.log.plan.observations)
        return plain.listed(parts) if parts else _("no alarm") if watched else ""
    booking = one.log.booking
    if booking is None or not booking.template:
        return ""
    template = library.course.template_of(booking.template)
    if template is None:
        return _("by a template that this content does not know")
    return _("{template} ({standing})").format(template=_(template.title), standing=_(template.standing))
