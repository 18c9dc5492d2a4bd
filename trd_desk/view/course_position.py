"""Where a course stands, in words and as a line, and what a coming session is called."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from trd_desk.content.course_models import Phase
from trd_desk.content.library import Library
from trd_desk.content.models import Cited
from trd_desk.engine.course import course_of, courses
from trd_desk.engine.course_plan import titration_of
from trd_desk.engine.course_results import CoursePosition, CourseSession, MissedWeeks
from trd_desk.engine.decision_points import running_courses
from trd_desk.engine.verdict import Assessment, Question
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.record.session_log import SessionLog
from trd_desk.view import plain
from trd_desk.view.cited import source_line
from trd_desk.view.course_line import WIDTH, course_drawing
from trd_desk.view.course_rows import CourseRow, course_rows, day_named
from trd_desk.view.parts import Ask, Remark, SourceLine, Stated
from trd_desk.view.session_head import dose_words
from trd_desk.view.shapes import Drawing, MarkKind
from trd_desk.view.terms import N_
from trd_desk.view.words import question_sentence, question_short, reason_sentence

INDICATIONS: Final[Mapping[str, str]] = {"trd": N_("Resistant depression"), "emergency": N_("Emergency")}
# So many missed spans are told one by one, the newest; older ones are counted.
_MISSED_TOLD: Final = 2


@dataclass(frozen=True, slots=True)
class RuleSays:
    """A sentence with its mark, the source that it rests on, and the question that would settle it."""

    remark: Remark
    source: SourceLine | None = None
    ask: Ask | None = None


@dataclass(frozen=True, slots=True)
class CourseView:
    """Where the course of one product stands.

    `product` is empty where there is no course; then `empty` says what to do first. `products` are the courses to choose from.
    `headline` is the week and phase, `facts` the short sentences beside it, `says` what else holds with its sources, `asks` what would
    settle what cannot be told. `rows` has the newest session first.
    """

    product: str
    products: tuple[tuple[str, str], ...]
    title: str
    headline: str
    facts: tuple[str, ...]
    source: SourceLine | None
    says: tuple[RuleSays, ...]
    asks: tuple[Ask, ...]
    drawing: Drawing | None
    rows: tuple[CourseRow, ...]
    empty: str


def view_course_position(
    library: Library,
    patient: Patient,
    assessment: Assessment | None,
    now: dt.datetime,
    *,
    product: str | None = None,
    width: float = WIDTH,
) -> CourseView:
    """The course of a product, by default of the latest session, at a moment; the line is drawn `width` logical pixels wide."""
    known = courses(patient)
    position = course_of(library, patient, now.date(), product if product in known else None)
    if position is None:
        empty = _("No session yet. Plan the first one in the form: choose the product, what it is for, and the day.")
        return CourseView("", (), _("Course"), "", (), None, (), (), None, (), empty)
    position, stopped = as_it_runs(library, patient, position)
    return CourseView(
        product=position.product,
        products=tuple((one, library.conduct.route_of(one).short) for one in known),
        title=_title(library, position),
        headline=_headline(position) if stopped is None else _stopped_words(position, stopped),
        facts=tuple(_facts(position)),
        source=_phase_source(library, position, now.date()),
        says=tuple(_says(library, patient, position, assessment, now.date())),
        asks=tuple(map(_ask, position.questions)),
        drawing=course_drawing(position, width),
        rows=course_rows(library, position, assessment),
        empty="",
    )


def as_it_runs(library: Library, patient: Patient, position: CoursePosition) -> tuple[CoursePosition, dt.date | None]:
    """The course with the day on which it was decided to stop it, if one stands; nothing is due in it then."""
    own = (one for one in running_courses(library, patient, position.today) if one.position.product == position.product)
    stopped = next((one.stopped_on for one in own), None)
    return (position, None) if stopped is None else (replace(position, due=None, phase=None), stopped)


def coming_words(library: Library, log: SessionLog, patient: Patient) -> str:
    """What a planned session is called in one line: "Esketamine spray, first session", "Esketamine spray 56 mg"."""
    del patient
    plan = log.plan
    if plan.first or (plan.first is None and plan.number == 1):
        return _("{product}, first session").format(product=library.conduct.route_of(plan.product).short)
    words = dose_words(library, plan, log)
    if words == library.conduct.route_of(plan.product).short and plan.number is not None:
        return _("{product}, session {number}").format(product=words, number=plan.number)
    return words


# ------------------------------------------------------------------------------------------------------------- what it says


def _title(library: Library, position: CoursePosition) -> str:
    name = library.conduct.route_of(position.product).short
    if position.indication is None:
        return name
    return _("{product}: {indication}").format(product=name, indication=_(INDICATIONS[position.indication]).lower())


def _stopped_words(position: CoursePosition, stopped: dt.date) -> str:
    if position.week is None:
        return _("Stopped by the decision of {day}.").format(day=plain.day_short(stopped))
    return _("Stopped by the decision of {day}. Today would be week {week} of the course.").format(day=plain.day_short(stopped), week=position.week)


def phase_weeks(phase: Phase) -> str:
    """The weeks of a phase: weeks 5 to 8, from week 9."""
    if phase.last_week is None:
        return _("from week {week}").format(week=phase.first_week)
    return _("weeks {first} to {last}").format(first=phase.first_week, last=phase.last_week)


def _headline(position: CoursePosition) -> str:
    """Week and phase in one sentence: Week 6 of the course: weekly (weeks 5 to 8)."""
    if position.week is None:
        if position.begins is not None and position.begins > position.today:
            return _("The course has not begun: its first session is planned for {day}.").format(day=day_named(position.begins))
        if not any(one.was_given or one.state == "planned" for one in position.sessions):
            return _("No session is recorded as given.")
        return _("The week of the course cannot be told.")
    week = _("Week {week} of the course").format(week=position.week)
    if position.phase is not None:
        return _("{week}: {frequency} ({weeks}).").format(
            week=week, frequency=_(position.phase.frequency), weeks=phase_weeks(position.phase)
        )
    if position.beyond is not None:
        return _("{week}: beyond the {count} weeks of an emergency.").format(week=week, count=position.beyond.last_week)
    if position.no_phases is None:
        return _("{week}: which phase it lies in cannot be told.").format(week=week)
    return f"{week}."


def _facts(position: CoursePosition) -> Iterator[str]:
    today = position.of_today
    if today is not None and today.number is not None:
        yield _("Session {number} today.").format(number=today.number)
    elif today is not None:
        yield _("A session today.")
    given = plain.counted("{count} session given", "{count} sessions given", position.given)
    last = position.last
    if last is not None and last.day is not None and not last.earlier and last.day != position.today:
        yield _("{given}; the last was {days}, {day}.").format(given=given, days=_ago(position.days_since or 0), day=_with_dose(last))
    elif position.given:
        yield f"{given}."
    if position.given or position.recent is None or position.recent.undated:
        yield from _recent(position)
    due = position.due
    if due is not None:
        span = plain.days_between(due.opens, due.closes) if due.opens != due.closes else plain.day_short(due.closes)
        yield _("By the phase the next is due {span}.").format(span=span)
    elif position.phase is not None and position.joined and position.given and position.no_phases is None:
        yield _("What is due this week cannot be told: the record begins in the middle of it.")
    ahead = [one for one in position.ahead if one.day is not None and one.day > position.today]
    if ahead:
        words = _("Next planned: {day}.") if len(ahead) == 1 else _("Next planned: {day}, and {more} more after it.")
        yield words.format(day=day_named(ahead[0].day or position.today), more=len(ahead) - 1)


def _with_dose(one: CourseSession) -> str:
    day = day_named(one.day) if one.day is not None else _("day not known")
    return f"{day}, {plain.measured(one.dose_mg, _('mg'))}" if one.dose_mg is not None else day


def _ago(days: int) -> str:
    if days == 0:
        return _("today")
    return _("yesterday") if days == 1 else _("{count} days ago").format(count=days)


def _recent(position: CoursePosition) -> Iterator[str]:
    recent, today = position.recent, position.of_today
    if recent is None:
        return
    with_today = today is not None and not today.was_given
    count = recent.given + with_today
    span = plain.span((count, count + recent.undated)) if recent.undated else str(count)
    words = _("{count} in {days} days with today's, {most} at most.") if with_today else _("{count} in the last {days} days, {most} at most.")
    yield words.format(count=span, days=recent.days, most=recent.most)


def _phase_source(library: Library, position: CoursePosition, today: dt.date) -> SourceLine | None:
    rule = position.phase or position.beyond or position.no_phases
    return None if rule is None else source_line(library, rule.status, rule.sources, library.course.review_by, today)


def _says(library: Library, patient: Patient, position: CoursePosition, assessment: Assessment | None, today: dt.date) -> Iterator[RuleSays]:
    """What holds beside week and phase: cautions, what was missed with its rule, disagreements, and the hint of a higher dose."""

    def source(status: str, sources: tuple[Cited, ...]) -> SourceLine:
        return source_line(library, status, sources, library.course.review_by, today)

    phase = position.phase
    if phase is not None and phase.caution:
        yield RuleSays(Remark("caution", _(phase.caution)), source(phase.status, phase.sources))
    if position.beyond is not None and position.beyond.after:
        yield RuleSays(Remark("caution", _(position.beyond.after)))
    yield from _missed(position, source)
    for reason in position.disagreements:
        yield RuleSays(Remark("note", reason_sentence(reason, library)))
    if position.elsewhere is not None or (position.joined and position.given):
        yield RuleSays(Remark("note", _elsewhere(position)))
    if position.no_phases is not None:
        yield RuleSays(Remark("note", _(position.no_phases.says)))
    if phase is not None and phase.says:
        yield RuleSays(Remark("note", _(phase.says)))
    hint = None if assessment is None else titration_of(library, patient, position, assessment)
    if hint is not None:
        mark: MarkKind = "note" if hint.offered else "cannot_tell" if hint.offered is None else "not_met"
        ask = None if hint.question is None else _ask(hint.question)
        yield RuleSays(Remark(mark, reason_sentence(hint.because, library)), source(hint.rule.status, hint.rule.sources), ask)


def _missed(position: CoursePosition, source: Callable[[str, tuple[Cited, ...]], SourceLine]) -> Iterator[RuleSays]:
    rule = position.missed_rule
    told = position.missed[-_MISSED_TOLD:]
    more = len(position.missed) - len(told)
    for place, one in enumerate(told):
        parts = [_missed_words(one)]
        if place == len(told) - 1:
            if more:
                parts.append(plain.counted("{count} earlier span was missed as well.", "{count} earlier spans were missed as well.", more))
            if rule is not None:
                parts.append(_(rule.induction if one.phase.first_week == 1 else rule.maintenance))
            parts.append(_("Nothing is moved by itself."))
            cited = None if rule is None else source(rule.status, rule.sources)
            yield RuleSays(Remark("caution" if one.certain else "cannot_tell", " ".join(parts), parts[0]), cited)
        else:
            yield RuleSays(Remark("caution" if one.certain else "cannot_tell", parts[0], parts[0]))


def _missed_words(one: MissedWeeks) -> str:
    """Which weeks had too few sessions: Week 5 had no session (3 – 9 Mar 2026)."""
    span = plain.days_between(one.opens, one.closes)
    count = one.last_week - one.first_week
    words = _("Week {first}") if count == 0 else _("Weeks {first} and {last}") if count == 1 else _("Weeks {first} to {last}")
    weeks = words.format(first=one.first_week, last=one.last_week)
    if not one.certain:
        return _("{weeks} ({span}): whether a session was missed cannot be told, because one of them is not recorded.").format(weeks=weeks, span=span)
    if one.given:
        return _("{weeks} had {given} session of {asked} ({span}).").format(weeks=weeks, given=one.given, asked=one.asked, span=span)
    return _("{weeks} had no session ({span}).").format(weeks=weeks, span=span)


def _elsewhere(position: CoursePosition) -> str:
    if position.elsewhere is not None:
        words = plain.counted("The history tells of {count} session of this course", "The history tells of {count} sessions of this course", position.elsewhere)
        return _("{words}; those before {day} are not in this list.").format(words=words, day=_first_day(position))
    return _("This record begins in week {week} of the course; what was given before is not in it.").format(week=_first_week(position))


def _first_day(position: CoursePosition) -> str:
    first = next((one.day for one in position.own if one.was_given and one.day is not None), position.today)
    return plain.day_short(first)


def _first_week(position: CoursePosition) -> int | str:
    first = next((one.week for one in position.own if one.was_given and one.week is not None), None)
    return "?" if first is None else first


def _ask(question: Question) -> Ask:
    return Ask(question.field, question_sentence(question), question_short(question))


# ----------------------------------------------------------------------------------------------------------------------- label


def standing_words(library: Library, product: str, indication: str | None, region: str | None) -> Stated:
    """Whether a use is on the label of a region: Licensed use, Off label; what would settle it where that cannot be told."""
    words: Mapping[str, tuple[MarkKind, str]] = {
        # Not a tick: it says nothing of whether this patient meets the terms.
        "licensed": ("note", _("Licensed use")),
        "off_label": ("caution", _("Off label")),
        "unlicensed": ("caution", _("Unlicensed")),
        "not_known": ("cannot_tell", _("Label not known here")),
    }
    regions = (region,) if region else ("eu", "uk", "us", "ca", "other")
    indications = (indication,) if indication else ("trd", "emergency")
    found = {library.conduct.standing_of(product, one, where).label for one in indications for where in regions}
    if len(found) == 1:
        mark, word = words[found.pop()]
        return Stated(mark, word, library.conduct.route_of(product).licence)
    missing = _("the region of the label") if region is None else _("what it is for")
    return Stated("cannot_tell", _("Licensed use or not: cannot tell"), _("It depends on {missing}.").format(missing=missing))
