"""The head of a treatment session: what is given, how far it is, and the words of the step."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from trd_desk.content.library import Library
from trd_desk.engine.live_results import LiveSession
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.record.session_log import SessionLog
from trd_desk.record.session_models import Session
from trd_desk.view import plain
from trd_desk.view.shapes import MarkKind
from trd_desk.view.terms import N_

TABS: Final[Mapping[str, str]] = {
    "course": N_("Course"),
    "checks": N_("Before the dose"),
    "dose": N_("Dose"),
    "monitoring": N_("Monitoring"),
    "leaving": N_("Leaving"),
}


@dataclass(frozen=True, slots=True)
class SessionHead:
    """One line on a session: "Esketamine spray 84 mg: 10:20, 10:25, 10:30", its mark and the tab where work goes on."""

    summary: str
    mark: MarkKind
    state: str
    tab: str


def dose_words(library: Library, session: Session, log: SessionLog | None = None) -> str:
    """Product and dose: Esketamine spray 84 mg; what is given goes before what is planned."""
    given = None if log is None else log.value("given", "amount")
    if given is None and session.given is not None:
        given = session.given.dose_mg
    planned = session.planned
    mg = given if given is not None else None if planned is None else planned.dose_mg
    name = library.conduct.route_of(session.product).short
    if mg is not None:
        return f"{name} {plain.measured(mg, 'mg')}"
    if planned is not None and planned.mg_per_kg is not None:
        return f"{name} {plain.measured(planned.mg_per_kg, 'mg/kg')}"
    return name


def view_session_head(library: Library, live: LiveSession) -> SessionHead:
    """The head of a live, coming or ended session."""
    session = live.facts.record
    words = dose_words(library, session, live.log)
    given = session.given
    times = [] if given is None else [*given.devices, *(time for time in (given.start, given.end) if time)]
    summary = f"{words}: {', '.join(times)}" if times else words
    if live.phase == "cancelled":
        return SessionHead(summary, "not_met", _("Cancelled"), "checks")
    if live.phase == "ended":
        return SessionHead(summary, "met", _("Ended"), "leaving")
    if live.phase == "planned":
        return SessionHead(summary, "due", _("Not started"), "checks")
    if live.phase == "giving":
        return SessionHead(summary, "wait", _("Being given"), "dose")
    return SessionHead(summary, "wait", _("Live"), "monitoring")


def session_name(log: SessionLog, today: dt.date) -> str:
    """How a session is called in a list: Session 9, today; Session 8, 10 Mar 2026."""
    number = log.plan.number
    name = _("Session {number}").format(number=number) if number is not None else _("Session")
    on = log.plan.on
    if on is None:
        return name
    return _("{session}, today").format(session=name) if on == today else f"{name}, {plain.day_short(on)}"


def session_in_hand(patient: Patient, today: dt.date) -> str | None:
    """The session that is worked on: the live one, else one of today that has not ended, else the last one; None without any."""
    logs = list(patient.sessions.values())
    live = [log.id for log in logs if log.live]
    if live:
        return live[-1]
    of_today = [log.id for log in logs if log.plan.on == today and not log.closed]
    if of_today:
        return of_today[-1]
    dated = sorted((log for log in logs if log.plan.on is not None and log.plan.on <= today), key=lambda log: str(log.plan.on))
    return dated[-1].id if dated else logs[-1].id if logs else None
