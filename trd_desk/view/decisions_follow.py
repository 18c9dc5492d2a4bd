"""The long-term schedule and what all courses add up to, in words."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from trd_desk.content.library import Library
from trd_desk.engine.decision_results import Check, DomainState, TriggerState
from trd_desk.engine.harm import DomainSum, Harm, HarmPeriod, ProductSum
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.view import plain, terms
from trd_desk.view.cited import source_line, works
from trd_desk.view.crisis import answers_since
from trd_desk.view.decisions_words import ANSWERS, NO_COURSE, NOT_SCHEDULED, ask_of, state_words, when_words
from trd_desk.view.parts import Ask, Remark, SourceLine, Stated
from trd_desk.view.plain import NBSP

if TYPE_CHECKING:
    from trd_desk.view.shapes import MarkKind

# The answer of the checklist that a scale's item about self-harm bears on.
_RISK: Final = "suicide_risk"


@dataclass(frozen=True, slots=True)
class TriggerView:
    """A trigger and what it asks for; `ticked` says that a person says it, else the program works it out."""

    id: str
    label: str
    action: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class Fulfilled:
    """A trigger that is fulfilled: the finding, the action that it asks for, and its sources."""

    remark: Remark
    action: str
    source: str


@dataclass(frozen=True, slots=True)
class DomainView:
    """One domain of the schedule in words. `checks` says whether checks of its own are recorded; else the sessions ask it.

    `session_link` leads to where a session asks it: that of today, else the last that did. `beside` is what a scale has told since.
    """

    id: str
    label: str
    why: str
    says: str
    baseline: str
    session_asks: str
    session_link: Ask | None
    check: str
    checks: bool
    last: str
    next: str
    state: Stated
    fulfilled: tuple[Fulfilled, ...]
    triggers: tuple[TriggerView, ...]
    asks: tuple[Ask, ...]
    source: SourceLine
    value_label: str
    unit: str
    value_high: float | None
    is_wanted: bool
    beside: tuple[Remark, ...] = ()

    @property
    def spoken(self) -> str:
        """The row in words, for a screen reader."""
        found = [one.text for one in (*(fulfilled.remark for fulfilled in self.fulfilled), *self.beside)]
        parts = [self.label, _("last {last}").format(last=self.last), self.state.word, self.next, *found]
        return ". ".join(part.rstrip(".") for part in parts if part) + "."


@dataclass(frozen=True, slots=True)
class HarmView:
    """What all courses add up to: heads, one row a quarter of a year with the oldest first, and remarks below."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]


def domain_views(
    library: Library, patient: Patient, states: Sequence[DomainState], today: dt.date, session: str = "", *, runs: bool = True
) -> tuple[DomainView, ...]:
    """Every domain in words, in the order of the content; `session` is that of today, where there is one, `runs` whether any course may run."""
    return tuple(
        replace(_domain(library, state, today, session, runs=runs), beside=tuple(_beside(library, patient, state, today))) for state in states
    )


def _beside(library: Library, patient: Patient, state: DomainState, today: dt.date) -> Sequence[Remark]:
    """What scales have told of self-harm since the risk was last assessed: a level of that day does not stand alone above it."""
    if state.domain.session_field != _RISK:
        return ()
    days = [one.on for one in (state.last, state.at_session) if one is not None]
    return answers_since(library, patient, today, max(days, default=None))


def _session_link(state: DomainState, session: str) -> Ask | None:
    """The way to the question of the checklist, which is not asked a second time."""
    domain, last = state.domain, state.at_session
    if domain.session_item is None:
        return None
    field = f"predose.{domain.session_field}" if domain.session_field else "predose"
    if session:
        return Ask(f"sessions.{session}.{field}", _("To the checklist of today's session"))
    if last is not None and last.source == "session":
        return Ask(f"sessions.{last.key}.{field}", _("To the checklist of {day}").format(day=plain.day_short(last.on)))
    return None


def _domain(library: Library, state: DomainState, today: dt.date, session: str, *, runs: bool) -> DomainView:
    domain, stated = state.domain, state_words(state.state, _(state.domain.says))
    if state.state == "over":
        stated = replace(stated, word=_(NOT_SCHEDULED) if runs else _(NO_COURSE))
    return DomainView(
        id=domain.id,
        label=_(domain.label),
        why=_(domain.why),
        says=_(domain.says),
        baseline=_baseline_words(state),
        session_asks=_(domain.session_asks) if domain.session_asks else "",
        session_link=_session_link(state, session),
        check=_(domain.check) if domain.check else "",
        checks=domain.has_checks,
        last="; ".join(_last(state)) or _("not recorded"),
        next=_next(state, today),
        state=stated,
        fulfilled=tuple(fulfilled_view(library, one) for one in state.fulfilled),
        triggers=tuple(TriggerView(one.id, _(one.label), _(one.action), one.can_be_ticked) for one in domain.trigger),
        asks=tuple(map(ask_of, state.questions)),
        source=replace(source_line(library, domain.status, domain.sources, library.follow_up.review_by, today), text=works(library, domain.sources)),
        value_label=_(domain.value_label) if domain.value_label else "",
        unit=_(domain.unit) if domain.unit else "",
        value_high=domain.value_high,
        is_wanted=state.is_wanted,
    )


def _baseline_words(state: DomainState) -> str:
    asked = _(state.domain.baseline)
    if state.baseline is None:
        return _("Baseline: {asked}").format(asked=plain.as_part(asked)) + "."
    return _("Baseline: {asked}; {said}").format(asked=plain.as_part(asked), said=check_words(state.baseline, state)) + "."


def _last(state: DomainState) -> Iterator[str]:
    if state.last is not None:
        yield check_words(state.last, state)
    if state.at_session is not None:
        yield check_words(state.at_session, state)
        if state.is_wanted and state.domain.check:
            # What the session said is not the check that is due.
            missing = _("{check} not recorded") if state.last is None else _("{check} not recorded since {day}")
            yield missing.format(check=plain.as_part(_(state.domain.check)), day="" if state.last is None else plain.day_short(state.last.on))


def check_words(check: Check, state: DomainState) -> str:
    """A check in a few words with its day: nothing found, 3 Mar 2026; 26 points, 1 Aug 2026; at the session: low, 6 Feb 2026."""
    return ", ".join(part for part in (_found(check, state), plain.day_short(check.on)) if part)


def _found(check: Check, state: DomainState) -> str:
    domain = state.domain
    if check.source == "score":
        return f"{terms.SCALES[str(check.result)]}{NBSP}{plain.number(check.value or 0)}"
    if check.source == "session":
        field = domain.session_field
        known = ANSWERS.get((field, str(check.result))) if field is not None else None
        return _("session: {said}").format(said=_(known) if known else check.result)
    parts = []
    if check.value is not None:
        parts.append(plain.measured(check.value, _(domain.unit)) if domain.unit else plain.number(check.value))
    if check.fact is not None and check.fact.triggers:
        labels = {one.id: _(one.label) for one in domain.trigger}
        parts.append(plain.as_part(plain.listed([labels.get(name, name) for name in check.fact.triggers])))
    elif check.nothing_found:
        parts.append(_("nothing found"))
    elif check.nothing_found is False:
        parts.append(_("a finding"))
    elif check.result and check.value is None:
        parts.append(check.result)
    return ", ".join(parts)


def _next(state: DomainState, today: dt.date) -> str:
    if state.state == "over":
        return ""
    if not state.domain.has_checks or state.state == "each_session":
        return _("next session")
    return when_words(state.state, state.opens, state.due, today)


def fulfilled_view(library: Library, one: TriggerState) -> Fulfilled:
    """A finding of the follow-up with its day, what it asks for, and the works behind it."""
    words = _(one.trigger.label)
    if one.was is not None and one.now is not None:
        words = _("{label}: {was} to {now}").format(label=words, was=plain.number(one.was), now=plain.number(one.now))
    elif one.now is not None:
        words = _("{label}: {now}").format(label=words, now=plain.number(one.now))
    if one.on is not None:
        words = _("{words} ({day})").format(words=words, day=plain.day_short(one.on))
    mark: MarkKind = "hold" if one.trigger.level == "hold" else "caution"
    return Fulfilled(Remark(mark, f"{words}."), _(one.trigger.action), works(library, one.trigger.sources))


# ------------------------------------------------------------------------------------------------------------------------- harm


def harm_heads(library: Library) -> tuple[str, ...]:
    """The heads of the table of what all courses add up to."""
    return (_("Quarter"), _("Given"), _("Given in all"), *(_(one.harm) for one in library.follow_up.domain if one.harm is not None))


def harm_view(library: Library, harm: Harm) -> HarmView:
    """Sessions, doses and findings of all courses as a table over time."""
    domains = [one for one in library.follow_up.domain if one.harm is not None]
    rows = []
    for period in harm.periods:
        told = {one.domain: one for one in period.domains}
        cells = [_domain_cell(library, told.get(one.id)) for one in domains]
        now = [_given(library, one, one.sessions, one.mg, one.open) for one in period.products if one.sessions]
        total = [_given(library, one, one.all_sessions, one.all_mg, one.all_open) for one in period.products]
        row = (_period(period), "\n".join(now) or "–", "\n".join(total) or "–", *cells)
        # In narrow columns of large letters a day that is kept together would be cut.
        rows.append(tuple(cell.replace(NBSP, " ") for cell in row))
    notes = []
    for product, sessions in harm.elsewhere:
        name = library.conduct.route_of(product).short if product is not None else _("Ketamine, product not recorded")
        count = plain.counted("{count} session", "{count} sessions", sessions) if sessions is not None else _("number of sessions not recorded")
        notes.append(_("Not counted here, from the history: {product}, {count}.").format(product=name, count=count))
    if harm.undated:
        notes.append(
            plain.counted(
                "{count} session was given on a day that is not recorded and stands in no row.",
                "{count} sessions were given on days that are not recorded and stand in no row.",
                harm.undated,
            )
        )
    return HarmView(_("All courses together"), harm_heads(library), tuple(rows), tuple(notes))


def _period(period: HarmPeriod) -> str:
    return _("{first} to {last} {year}").format(
        first=f"{plain.month(period.first).split(NBSP)[0][:3]}", last=f"{plain.month(period.last).split(NBSP)[0][:3]}", year=period.first.year
    )


def _given(library: Library, one: ProductSum, sessions: int, mg: float, missing: int) -> str:
    """Sessions and dose of a product: Esketamine spray: 8 sessions, 560 mg."""
    count = plain.counted("{count} session", "{count} sessions", sessions)
    parts = [count]
    if sessions > missing:
        parts.append(plain.measured(mg, "mg"))
    if missing:
        parts.append(plain.counted("dose of {count} not recorded", "dose of {count} not recorded", missing))
    return _("{product}: {given}").format(product=library.conduct.route_of(one.product).short, given=", ".join(parts))


def _domain_cell(library: Library, told: DomainSum | None) -> str:
    if told is None:
        return "–"
    domain = library.follow_up.of(told.domain)
    if domain is None:
        return "–"
    parts = []
    for answer, count in told.answers:
        known = ANSWERS.get((domain.session_field or "", answer))
        parts.append(_("{said} ({count})").format(said=_(known) if known else answer, count=count))
    state = DomainState(domain, "not_yet", None, None, None, None, None, None, ())
    parts += [check_words(one, state) for one in told.checks]
    return "; ".join(parts) or "–"
