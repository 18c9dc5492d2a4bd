"""The decision points of a course, the long-term follow-up and what all courses add up to, for the page and for paper."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from trd_desk.content.followup_models import Caution
from trd_desk.content.library import Library
from trd_desk.engine.course_results import CoursePosition
from trd_desk.engine.decision_facts import CourseFacts, course_facts
from trd_desk.engine.decision_points import course_decisions, running_courses, wanted
from trd_desk.engine.decision_results import DomainState, Made, PointState, RunningCourse
from trd_desk.engine.due_dates import months_after
from trd_desk.engine.follow_up import follow_up
from trd_desk.engine.harm import cumulative_harm
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.view import plain, terms
from trd_desk.view.cited import source_line, works
from trd_desk.view.course_position import INDICATIONS
from trd_desk.view.crisis import answers_since
from trd_desk.view.decisions_follow import DomainView, HarmView, domain_views, harm_view
from trd_desk.view.decisions_words import ANSWERS, CHOICES, MADE, ask_of, state_words, when_words
from trd_desk.view.parts import Ask, Remark, SourceLine, Stated

if TYPE_CHECKING:
    from trd_desk.view.shapes import MarkKind


@dataclass(frozen=True, slots=True)
class CautionView:
    """What stands beside a decision to stop, with its source."""

    text: str
    source: SourceLine


@dataclass(frozen=True, slots=True)
class PointView:
    """One decision point of one course in words.

    `when` are its days, `informs` what is known that bears on it, `made` the decisions, the newest first. `key` is the key of the next
    decision. `asks` would settle what cannot be told. `repeats` says that a next day may be named with any decision.
    """

    id: str
    product: str
    label: str
    standing: str
    state: Stated
    when: str
    question: str
    says: str
    informs: tuple[Remark, ...]
    choices: tuple[tuple[str, str], ...]
    cautions: tuple[CautionView, ...]
    made: tuple[str, ...]
    asks: tuple[Ask, ...]
    source: SourceLine
    key: str
    is_wanted: bool
    repeats: bool

    @property
    def spoken(self) -> str:
        """The line in words, for a screen reader."""
        return ", ".join(part for part in (self.label, self.state.word, self.when) if part) + "."


@dataclass(frozen=True, slots=True)
class DecisionsView:
    """One course with its points, and the follow-up of the patient. `empty` says what to do where there is no course.

    `products` are the courses to choose from; `opened` is the point that is due longest, empty where none is. `asks` would settle what
    cannot be told of any point.
    """

    product: str
    products: tuple[tuple[str, str], ...]
    title: str
    headline: str
    stop_rule: str
    points: tuple[PointView, ...]
    opened: str
    domains: tuple[DomainView, ...]
    harm: HarmView
    least_reason: int
    empty: str = ""
    asks: tuple[Ask, ...] = ()

    def point(self, name: str) -> PointView | None:
        """The point of this id."""
        return next((one for one in self.points if one.id == name), None)

    def domain(self, name: str) -> DomainView | None:
        """The domain of this id."""
        return next((one for one in self.domains if one.id == name), None)


def view_decisions(library: Library, patient: Patient, today: dt.date, product: str | None = None) -> DecisionsView:
    """Decisions and follow-up on a day: of the course of a product, by default of the one in which something is due, else the latest."""
    running = running_courses(library, patient, today)
    states = course_decisions(library, patient, today)
    rules = library.decision_points
    harm = harm_view(library, cumulative_harm(library, patient, today))
    if not running:
        empty = _("No course yet: its decision points and checks are due from the first session on. Plan it under Sessions, Course.")
        plan = Ask("sessions.course", _("Plan the course"))
        return DecisionsView("", (), "", "", _(rules.stop_rule), (), "", (), harm, rules.least_reason, empty, (plan,))
    chosen = _chosen(running, states, product)
    position = chosen.position
    own = [one for one in states if one.product == position.product]
    facts = course_facts(library, patient, position, today)
    domains = follow_up(library, patient, today)
    due = wanted(own)
    sessions = [one.position.of_today for one in running]
    session = next((one.id for one in sessions if one is not None), "")
    return DecisionsView(
        product=position.product,
        products=tuple((one.position.product, library.conduct.route_of(one.position.product).short) for one in running),
        title=_title(library, position),
        headline=_headline(chosen, library, today),
        stop_rule=_(rules.stop_rule),
        points=tuple(_point(library, patient, one, facts, domains, today, runs=chosen.running is not False) for one in own),
        opened=due[0].point.id if due else "",
        domains=domain_views(library, patient, domains, today, session, runs=any(one.running is not False for one in running)),
        harm=harm,
        least_reason=rules.least_reason,
        asks=tuple({ask_of(asked).field: ask_of(asked) for one in own for asked in one.questions}.values()),
    )


def _chosen(running: Sequence[RunningCourse], states: Sequence[PointState], product: str | None) -> RunningCourse:
    named = next((one for one in running if one.position.product == product), None)
    if named is not None:
        return named
    due = wanted(states)
    first = due[0].product if due else next((one.position.product for one in running if one.running is not False), running[0].position.product)
    return next(one for one in running if one.position.product == first)


def _title(library: Library, position: CoursePosition) -> str:
    name = library.conduct.route_of(position.product).short
    if position.indication is None:
        return name
    return _("{product}: {indication}").format(product=name, indication=_(INDICATIONS[position.indication]).lower())


def _headline(running: RunningCourse, library: Library, today: dt.date) -> str:
    """Week and state of the course in one sentence."""
    position = running.position
    if running.stopped_on is not None:
        return _("Stopped by the decision of {day}.").format(day=plain.day_short(running.stopped_on))
    if running.running is False:
        words = _("No session for {days} days and none planned: after {limit} days nothing is due. Record the decision to stop, or plan a session.")
        return words.format(days=position.days_since or 0, limit=library.decision_points.running_days)
    if position.week is None:
        return _("The week of the course cannot be told.")
    return _("Week {week} of the course, {day}.").format(week=position.week, day=plain.day_short(today))


# ----------------------------------------------------------------------------------------------------------------- one point


def _point(
    library: Library, patient: Patient, state: PointState, facts: CourseFacts, domains: Sequence[DomainState], today: dt.date, *, runs: bool
) -> PointView:
    point, review = state.point, library.decision_points.review_by
    when = when_words(state.state, state.opens, state.due, today)
    if state.state == "decided" and runs and state.due is not None and point.every_months is not None:
        when = _("again by {day}").format(day=plain.day_short(state.due))
    elif state.state in ("decided", "over"):
        when = ""
    elif state.state == "not_yet" and state.due is None:
        when = _("from the first response on")
    last = state.last
    if last is not None and state.state == "decided":
        said = _("{decision}, {day}").format(decision=_(MADE[last.fact.decision]), day=plain.day_short(last.fact.on))
        when = _("{said}; {again}").format(said=said, again=when) if when else said
    return PointView(
        id=point.id,
        product=state.product,
        label=_(point.label),
        standing=_(point.standing),
        state=state_words(state.state, _(point.question)),
        when=when,
        question=_(point.question),
        says=_(point.says),
        informs=tuple(_informs(library, patient, facts, domains, today)),
        choices=tuple((one, _(CHOICES[one])) for one in point.choices),
        cautions=tuple(_cautions(library, facts, today)) if "stop" in point.choices else (),
        made=tuple(made_words(one) for one in reversed(state.made)),
        asks=tuple(map(ask_of, state.questions)),
        source=replace(source_line(library, point.status, point.sources, review, today), text=works(library, point.sources)),
        key=state.next_key,
        is_wanted=state.is_wanted,
        repeats=point.every_months is not None,
    )


def made_words(made: Made) -> str:
    """A decision in one sentence: Continue, 27 Feb 2026, Dr A. Weber, prescriber: better since the second week."""
    fact = made.fact
    head = ", ".join(part for part in (plain.capital(_(MADE[fact.decision])), plain.day_short(fact.on), fact.by or "", fact.role or "") if part)
    until = _(" until {day}").format(day=plain.day_short(fact.next_on)) if fact.decision == "defer" and fact.next_on else ""
    again = _(" (again on {day})").format(day=plain.day_short(fact.next_on)) if fact.decision != "defer" and fact.next_on else ""
    reason = f": {fact.reason}" if fact.reason else ""
    return f"{head}{until}{again}{reason}".rstrip(".") + "."


def _cautions(library: Library, facts: CourseFacts, today: dt.date) -> Iterator[CautionView]:
    """What stands beside a decision to stop today."""
    for caution in library.decision_points.caution:
        since = facts.scores.response_on
        if caution.shows == "before_months_after_response" and (since is None or today >= months_after(since, caution.months or 0)):
            continue
        source = source_line(library, caution.status, caution.sources, library.decision_points.review_by, today)
        yield CautionView(_caution_words(caution, facts), source)


def _caution_words(caution: Caution, facts: CourseFacts) -> str:
    text, since = _(caution.text), facts.scores.response_on
    if caution.shows != "before_months_after_response" or since is None:
        return text
    until = plain.day_short(months_after(since, caution.months or 0))
    return _("{text} The first response was on {day}, so until {until}.").format(text=text, day=plain.day_short(since), until=until)


def _informs(library: Library, patient: Patient, facts: CourseFacts, domains: Sequence[DomainState], today: dt.date) -> Iterator[Remark]:
    """What is known that bears on a decision: the scores, sessions and alarms, the risk before and since, and what the follow-up found."""
    yield _score_words(library, facts)
    given = plain.counted("{count} session given", "{count} sessions given", facts.given)
    if facts.red:
        reds = plain.counted("{count} of them with a red alarm", "{count} of them with a red alarm", facts.red)
        yield Remark("caution", _("{given}, {reds}.").format(given=given, reds=reds))
    elif facts.watched < facts.given:
        missing = facts.given - facts.watched
        unseen = plain.counted("no observation is recorded for {count} of them", "no observation is recorded for {count} of them", missing)
        yield Remark("cannot_tell", _("{given}: no red alarm, but {unseen}.").format(given=given, unseen=unseen))
    else:
        yield Remark("note", _("{given}, none with a red alarm.").format(given=given))
    risk = facts.risk_before
    if risk is not None and risk.result is not None:
        level = _(ANSWERS["suicide_risk", risk.result])
        mark: MarkKind = "note" if risk.result == "low" else "caution"
        yield Remark(mark, _("Suicide risk before the first dose: {level}, {day}.").format(level=level, day=plain.day_short(risk.on)))
    else:
        yield Remark("cannot_tell", _("Suicide risk before the first dose: not recorded in the checklist of the first session."))
    yield from answers_since(library, patient, today, None if risk is None else risk.on)
    for domain in domains:
        for one in domain.fulfilled:
            words = _("{domain}: {finding}.").format(domain=_(domain.domain.label), finding=plain.as_part(_(one.trigger.label)))
            yield Remark("caution", words, _(domain.domain.label))


def _score_words(library: Library, facts: CourseFacts) -> Remark:
    scores, latest = facts.scores, facts.scores.latest
    scale = terms.SCALES[scores.scale]
    if scores.baseline is None:
        return Remark("cannot_tell", _("Benefit cannot be told: no score from before the first dose is recorded."))
    if scores.response is None and scores.open:
        words = _("Benefit cannot be told: answers are missing in the {scale} of {day}.").format(scale=scale, day=plain.day_short(scores.open[-1].on))
        if latest is not None:
            words += " " + _("The last total is {total} on {day}.").format(total=plain.number(latest[1]), day=plain.day_short(latest[0]))
        return Remark("cannot_tell", words)
    if latest is None or scores.fall is None:
        words = _("Benefit cannot be told: no score since {scale} {total} on {day}.")
        return Remark("cannot_tell", words.format(scale=scale, total=plain.number(scores.baseline[1]), day=plain.day_short(scores.baseline[0])))
    change = plain.measured(round(abs(scores.fall)), "%")
    better = (_("{change} better") if scores.fall > 0 else _("not better") if scores.fall == 0 else _("{change} worse")).format(change=change)
    words = _("{scale} {now} on {day}, {before} at first: {better}, {response} (cut {cut}).").format(
        scale=scale,
        now=plain.number(latest[1]),
        day=plain.day_short(latest[0]),
        before=plain.number(scores.baseline[1]),
        better=better,
        response=_("a response") if scores.response else _("no response"),
        cut=plain.measured(library.number("response_fall_percent"), "%"),
    )
    return Remark("met" if scores.response else "not_met", words, f"{scale} {plain.number(latest[1])}")
