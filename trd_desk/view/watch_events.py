"""What happened after the dose, in words: the buttons, the events of a session, how a serious one is written up; and the door."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from trd_desk.content.library import Library
from trd_desk.engine.live_results import LiveSession
from trd_desk.i18n import _
from trd_desk.view import plain
from trd_desk.view.cited import source_line
from trd_desk.view.parts import SourceLine
from trd_desk.view.shapes import MarkKind
from trd_desk.view.watch_words import event_label, event_name
from trd_desk.view.watched import Happened, events_of


@dataclass(frozen=True, slots=True)
class EventWord:
    """An event that can be noted with one click: its short word for the button, its name in full."""

    kind: str
    short: str
    label: str


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event of the session. `asks` says what of a serious one is not written up yet; `text` is all of it, for paper."""

    id: str
    kind: str
    mark: MarkKind
    time: str
    short: str
    label: str
    note: str
    done: str
    outcome: str
    report: str | None
    serious: bool
    asks: str
    text: str
    at: dt.datetime
    late: str = ""


@dataclass(frozen=True, slots=True)
class ReportWords:
    """To whom a serious event may have to be reported, and where that comes from."""

    title: str
    says: str
    source: SourceLine


@dataclass(frozen=True, slots=True)
class LeavingBox:
    """The earliest time of leaving and what it waits for."""

    title: str
    waits: str
    link: str


REPORT_CHOICES = ("due", "sent", "not_due")


def event_words(library: Library, level: str) -> tuple[EventWord, ...]:
    """The events of a level in the order of the content."""
    kinds = [one for one in library.monitoring.event if one.level == level]
    return tuple(EventWord(one.kind, event_name(library, one.kind), _(one.label)) for one in kinds)


def report_word(choice: str | None) -> str:
    """What is decided about a report, in words."""
    return {"due": _("Due"), "sent": _("Sent"), "not_due": _("Not due")}.get(choice or "", "")


def reports_of(library: Library, live: LiveSession) -> tuple[ReportWords, ...]:
    """Where a serious event of this patient and product is reported; every scheme where the region is unknown."""
    region, product = live.facts.facts.case.licence_region, live.facts.record.product
    found = []
    for scheme in library.conduct.scheme:
        if (region is None or region in scheme.regions) and (not scheme.products or product in scheme.products):
            source = source_line(library, scheme.status, scheme.sources, library.conduct.review_by, live.now.date())
            found.append(ReportWords(_(scheme.title), _(scheme.says), source))
    return tuple(found)


def event_lines(library: Library, live: LiveSession) -> tuple[EventLine, ...]:
    """The events of the session by their time."""
    return tuple(_line(library, one) for one in events_of(live))


def _line(library: Library, one: Happened) -> EventLine:
    level = next(rule.level for rule in library.monitoring.event if rule.kind == one.kind)
    serious = level == "red"
    missing = [
        words
        for words, value in ((_("what was done"), one.done), (_("the outcome"), one.outcome), (_("whether a report is due"), one.report))
        if not value
    ]
    late = "" if one.late is None else _("entered {minutes} min later").format(minutes=one.late)
    asks = _("To be written up: {what}.").format(what=plain.listed(missing)) if serious and missing else ""
    label = event_label(library, one.kind)
    text = " ".join(_sentences(one, label, late))
    mark: MarkKind = "red" if serious else "note"
    time = f"{one.at:%H:%M}"
    return EventLine(
        one.id, one.kind, mark, time, event_name(library, one.kind), label, one.note, one.done, one.outcome, one.report, serious, asks, text, one.at, late
    )


def _sentences(one: Happened, label: str, late: str) -> Iterator[str]:
    yield f"{one.at:%H:%M} {label}, {late}." if late else f"{one.at:%H:%M} {label}."
    if one.note:
        yield _ended(one.note)
    if one.done:
        yield _("Done: {what}").format(what=_ended(one.done))
    if one.outcome:
        yield _("Outcome: {what}").format(what=_ended(one.outcome))
    if one.report:
        yield _("Report: {what}.").format(what=plain.as_part(report_word(one.report)))


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", ":")) else f"{text}."


def leaving_box(library: Library, live: LiveSession) -> LeavingBox:
    """The earliest time of leaving, and the needs that are not fulfilled yet."""
    result = live.result.leaving
    link = _("All {count}").format(count=plain.count_word(len(library.leaving.need)))
    if live.log.closed or result is None:
        return LeavingBox(_("Leaving"), "" if result is None else _("The session is over."), link)
    labels = {need.id: plain.as_part(_(need.label)) for need in library.leaving.need}
    waits = [labels[name] for name in labels if name in (*result.failing, *result.unknown)]
    words = _("Waits for {what}.").format(what=plain.few(waits, 4)) if waits else _("Nothing is missing.")
    if live.phase == "giving" and live.clock_starts is not None:
        words = _("A further device starts the clock again. {waits}").format(waits=words)
    if live.may_leave_at is None:
        title = _("Leaving, time not known yet")
        if live.clock_starts is not None:
            title = _("Leaving, not while a red sign stands")
    elif live.may_leave_at > live.now:
        title = _("Leaving, {time} at the earliest").format(time=f"{live.may_leave_at:%H:%M}")
    else:
        title = _("Leaving, the time has come") if waits else _("Ready to leave")
    return LeavingBox(title, words, link)
