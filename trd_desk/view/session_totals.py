"""What the sessions of a course come to, in words: how many, the highest pressure, the alarms, the times of leaving, the scores."""

import datetime as dt
from collections.abc import Iterator, Sequence

from trd_desk.content.library import Library
from trd_desk.engine.outcome_course import course_outcomes
from trd_desk.engine.outcome_results import OutcomeCourse, ScaleCourse, ScorePoint
from trd_desk.engine.session_sums import SessionSum
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.view import plain
from trd_desk.view.parts import Stated
from trd_desk.view.record_parts import Labelled
from trd_desk.view.words_outcomes import fall_words, total_words


def given_sums(sums: Sequence[SessionSum]) -> list[SessionSum]:
    """Those in which a dose was begun."""
    return [one for one in sums if one.was_given]


def sessions_line(sums: Sequence[SessionSum]) -> Labelled:
    """How many sessions were given, from when to when, with which doses, and what is not known of others."""
    given = given_sums(sums)
    label = _("Sessions")
    if not given:
        return Labelled(label, _("None was given yet."))
    days = sorted(one.day for one in given if one.day is not None)
    words = plain.counted("{count} given", "{count} given", len(given))
    if days:
        span = plain.day(days[0]) if days[0] == days[-1] else _("{first} to {last}").format(first=plain.day(days[0]), last=plain.day(days[-1]))
        words = f"{words}, {span}"
    parts = [words]
    doses = [dose for dose in dict.fromkeys(one.dose_mg for one in given) if dose is not None]
    if doses:
        parts.append(_("doses in order {doses}").format(doses=plain.measured_doses(doses)))
    for state, one_word, many in (
        ("unrecorded", _("for {count} it is not recorded whether it was given"), _("for {count} it is not recorded whether they were given")),
        ("cancelled", _("{count} cancelled"), _("{count} cancelled")),
    ):
        count = sum(one.state == state for one in sums)
        if count:
            parts.append((one_word if count == 1 else many).format(count=count))
    return Labelled(label, "; ".join(parts) + ".", Stated("cannot_tell", "") if any(one.state == "unrecorded" for one in sums) else None)


def pressure_line(sums: Sequence[SessionSum]) -> Labelled:
    """The highest pressure after a dose, when it was, and how many sessions have none."""
    given = given_sums(sums)
    measured = [one for one in given if one.peak is not None]
    label = _("Highest pressure")
    if not measured:
        return Labelled(label, _("Not recorded."), Stated("cannot_tell", ""))
    worst = max(measured, key=lambda one: one.peak or (0, 0))
    systolic, diastolic = worst.peak or (0, None)
    reading = f"{systolic}/{diastolic if diastolic is not None else '?'}"
    words = _("{reading} after a dose, {session}").format(reading=plain.NBSP.join((reading, "mmHg")), session=_which(worst))
    return Labelled(label, f"{words}{_without(len(given) - len(measured))}.")


def alarms_line(sums: Sequence[SessionSum]) -> Labelled:
    """How many red and amber alarms there were, in how many of the sessions that were watched."""
    given = given_sums(sums)
    watched = [one for one in given if one.observed]
    label = _("Alarms")
    if not watched:
        return Labelled(label, _("Not recorded: nothing was written down after a dose."), Stated("cannot_tell", ""))
    alarmed = [one for one in watched if one.red or one.amber]
    red, amber = sum(one.red for one in watched), sum(one.amber for one in watched)
    parts = [plain.counted("{count} red", "{count} red", red)] if red else []
    parts += [plain.counted("{count} amber", "{count} amber", amber)] if amber else []
    if not parts:
        words = _("none in {count}").format(count=plain.counted("{count} session watched", "{count} sessions watched", len(watched)))
        return Labelled(label, f"{plain.capital(words)}{_without(len(given) - len(watched))}.")
    words = _("{alarms} in {some} of {all} sessions watched").format(alarms=plain.listed(parts), some=len(alarmed), all=len(watched))
    return Labelled(label, f"{plain.capital(words)}{_without(len(given) - len(watched))}.", Stated("red" if red else "amber", ""))


def leaving_line(library: Library, sums: Sequence[SessionSum]) -> Labelled:
    """When the patient left, counted as the route counts it, and whether that was against advice or too soon."""
    given = [one for one in given_sums(sums) if one.over]
    told = [one.left_after for one in given if one.left_after is not None]
    label = _("Leaving")
    if not told:
        return Labelled(label, _("Not recorded.") if given else _("No session has ended yet."), Stated("cannot_tell", "") if given else None)
    since = {
        "last_device": _("after the last device"),
        "end_of_infusion": _("after the end of the infusion"),
        "dose": _("after the dose"),
    }[next(one for one in library.monitoring.schedule if one.product == given[0].product).clock]
    span = plain.span((min(told), max(told)), _("minutes"))
    parts = [_("{span} {since}").format(span=span, since=since)]
    early = [one for one in given if one.two_hours is False]
    if early:
        parts.append(_("before the minimum of {minutes}: {count}").format(minutes=plain.measured(library.monitoring.two_hours, _("minutes")), count=len(early)))
    against = sum(one.against_advice for one in given)
    if against:
        parts.append(_("against advice: {count}").format(count=against))
    missing = len(given) - len(told)
    if missing:
        parts.append(_("not recorded: {count}").format(count=missing))
    return Labelled(label, plain.capital("; ".join(parts)) + ".", Stated("caution", "") if early or against else None)


def advice_words(sums: Sequence[SessionSum]) -> str:
    """In how many sessions the written advice was given."""
    given = [one for one in given_sums(sums) if one.over]
    if not given:
        return _("No session has ended yet.")
    said = [one.advice for one in given]
    words = _("Written advice given at {count} of {all} sessions").format(count=said.count(True), all=len(said))
    words = _("{words}; not given at {count}").format(words=words, count=said.count(False)) if said.count(False) else words
    return f"{words}{_without(said.count(None))}."


def score_lines(library: Library, patient: Patient, today: dt.date) -> Iterator[Labelled]:
    """Each scale in a line: before the first dose, best and latest, with the fall; that nothing is recorded where there is none."""
    course = course_outcomes(library, patient, today)
    yield from scale_lines(library, course)
    if not course.scales:
        yield Labelled(_("Scores"), _("Not recorded."), Stated("cannot_tell", ""))


def scale_lines(library: Library, course: OutcomeCourse) -> Iterator[Labelled]:
    """The scales of a course of scores, the chief one first."""
    for place, one in enumerate(course.scales):
        yield Labelled(_("Scores") if place == 0 else "", _scale_words(library, one))


def _scale_words(library: Library, one: ScaleCourse) -> str:
    short = _short(library, one.scale)
    if one.only_baseline:
        return _("{scale} {score}; no other score.").format(scale=short, score=_score(one.baseline))
    first = _("before the first dose") if one.first_session is not None and one.baseline.on <= one.first_session else _("first")
    parts = [_("{scale} {first} {score}").format(scale=short, first=first, score=_score(one.baseline))]
    if one.best is not None and one.best is not one.latest:
        parts.append(_("best {score}").format(score=_score(one.best)))
    latest = _("latest {score}").format(score=_score(one.latest))
    if one.fall is not None:
        latest = _("{latest}: {fall}").format(latest=latest, fall=fall_words(one.fall.low, one.fall.high))
    return "; ".join([*parts, latest]) + "."


def _short(library: Library, scale: str) -> str:
    return next((one.short for one in library.scales if one.id == scale), scale)


def _score(point: ScorePoint) -> str:
    total = total_words(point.low, point.high) if point.total is None else plain.number(point.total)
    return f"{total.replace(' ', plain.NBSP)} ({plain.day_short(point.on)})"


def _which(one: SessionSum) -> str:
    day = None if one.day is None else plain.day(one.day)
    if one.number is None:
        return _("in a session") if day is None else _("session of {day}").format(day=day)
    name = _("session {number}").format(number=one.number)
    return name if day is None else f"{name}, {day}"


def _without(count: int) -> str:
    """That something is missing of so many sessions; nothing where of none."""
    return "" if not count else _("; not recorded in {count}").format(count=count)
