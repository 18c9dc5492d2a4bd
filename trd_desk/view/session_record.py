"""The record of one session for paper: the same words, marks and drawings as the parts of the page Sessions, in the order of the day."""

import datetime as dt
from collections.abc import Sequence

from trd_desk.content.library import Library
from trd_desk.engine.live_results import LiveSession
from trd_desk.i18n import _
from trd_desk.record.entries import Entry
from trd_desk.record.fold import Patient
from trd_desk.record.register import Register
from trd_desk.view import plain
from trd_desk.view.checklist import ChecklistView, view_checklist
from trd_desk.view.leaving import LeavingView, NeedRow, view_leaving
from trd_desk.view.paper_head import content_in_force, fingerprint, not_recorded, person_name, person_words, purpose
from trd_desk.view.parts import Remark, Stated
from trd_desk.view.record_checks import check_lines, not_needed_words
from trd_desk.view.record_corrections import correction_words
from trd_desk.view.record_dose import plan_lines
from trd_desk.view.record_parts import Labelled, SessionRecord
from trd_desk.view.record_sources import session_overdue, session_settings, session_standings, session_works
from trd_desk.view.record_watch import (
    alarm_lines,
    alarms_in_short,
    event_remarks,
    observation_versions,
    report_remarks,
    watch_heads,
    watch_lines,
    watch_notes,
)
from trd_desk.view.rems_form import preliminary
from trd_desk.view.session_chart import view_session_chart
from trd_desk.view.session_dose import view_session_dose
from trd_desk.view.session_head import session_name, view_session_head
from trd_desk.view.watch_strip import view_watch

__all__ = ["SessionRecord", "view_session_record"]

_CHART_WIDTH = 900.0


def view_session_record(
    library: Library,
    patient: Patient,
    live: LiveSession,
    *,
    entries: Sequence[Entry] = (),
    register: Register | None = None,
) -> SessionRecord:
    """The whole record of one session as known at the moment of the live session.

    `entries` is the patient's log, from which corrections are told; `register` the controlled-drug register of the clinic.
    """
    checks = view_checklist(library, patient, live)
    dose = view_session_dose(library, patient, live)
    watch = view_watch(library, live, versions=observation_versions(entries, live.id))
    leaving = view_leaving(library, live)
    given = live.facts.given is not None
    plan = plan_lines(library, patient.key, live, dose, register or Register())
    return SessionRecord(
        title=_("Treatment session"),
        name=person_name(patient),
        who=person_words(patient),
        number=patient.number,
        as_of=session_name(live.log, dt.date.min),
        preliminary=preliminary(live),
        in_short=tuple(_in_short(library, live, checks, leaving, plan)),
        overdue=session_overdue(library, live),
        plan=plan,
        checks_head=_checks_head(live, checks),
        checks=check_lines(live, checks),
        not_needed=not_needed_words(live, checks),
        chart=view_session_chart(library, live, width=_CHART_WIDTH, show_now=False, times=True) if given else None,
        watch_heads=watch_heads(watch),
        watch=watch_lines(live, watch),
        watch_notes=watch_notes(watch),
        watch_none="" if given else _("No dose was given, so nothing was watched."),
        alarms=alarm_lines(library, live),
        alarms_none=alarms_in_short(live).text,
        events=event_remarks(watch.events),
        events_none=_("No event is recorded."),
        reports=report_remarks(library, live, watch.events),
        leaving_head=_leaving_head(leaving),
        leaving=tuple((row.label, _need_state(live, row)) for row in (*leaving.measured, *leaving.confirmed)) if given else (),
        leaving_notes=tuple(_leaving_notes(live, leaving)) if given else (Remark("note", _("No dose was given, so there is nothing to judge.")),),
        departure=leaving.departure,
        signed=leaving.signed,
        addenda=leaving.addenda,
        addenda_none=_("None."),
        corrections=correction_words(library, live, entries),
        settings=session_settings(library),
        standing=session_standings(library, live),
        sources=session_works(library, live),
        content=content_in_force(library, library.version, live.facts.day),
        digest=library.digest,
        fingerprint=fingerprint(library),
        purpose=purpose(),
        signature=(_("Signed by, name, role and signature"), _("Date")),
    )


# ------------------------------------------------------------------------------------------------------------------ in short


def _in_short(
    library: Library, live: LiveSession, checks: ChecklistView, leaving: LeavingView, plan: Sequence[Labelled]
) -> Sequence[Remark]:
    """Treatment, checklist, clock, alarms and how it ended."""
    head = view_session_head(library, live)
    week = live.facts.record.week
    treatment = f"{head.summary}." if week is None else _("Week {week}. {summary}.").format(week=week, summary=head.summary)
    said = [Remark("note", treatment)]
    if live.phase == "cancelled":
        reason = live.log.end.reason if live.log.end is not None and live.log.end.reason else _("no reason recorded")
        label = _("Cancelled:")
        return [*said, Remark("not_met", f"{label} {reason.rstrip('.')}.", label)]
    said.append(Remark(checks.result.mark, _("Before the dose: {result}.").format(result=plain.as_part(checks.result.words))))
    said += _clock(live)
    said.append(alarms_in_short(live))
    if leaving.departure:
        label = leaving.headline
        said.append(Remark("override", leaving.departure[0], label))
    elif live.log.closed or live.facts.given is not None:
        open_ = _(", {count} needs fulfilled").format(count=leaving.count) if live.log.closed and leaving.failing else ""
        said.append(Remark(leaving.verdict.mark, f"{leaving.headline}{open_}."))
    missing = [plain.as_part(line.label) for line in plan if line.label and line.stated is not None and line.stated.mark == "cannot_tell"]
    if missing and live.facts.given is not None:
        label = _("Not recorded:")
        said.append(Remark("cannot_tell", f"{label} {plain.listed(missing)}.", label))
    if leaving.addenda:
        count = plain.counted("{count} addendum after the signature.", "{count} addenda after the signature.", len(leaving.addenda))
        said.append(Remark("note", count))
    return said


def _clock(live: LiveSession) -> Sequence[Remark]:
    if live.clock_starts is None or live.two_hours_end is None:
        return ()
    words = _("Clock from {start}, two hours until {end}.")
    said = words.format(start=f"{live.clock_starts:%H:%M}", end=f"{live.two_hours_end:%H:%M}")
    if live.may_leave_at is not None and live.may_leave_at > live.two_hours_end:
        said += " " + _("Leaving allowed from {time}.").format(time=f"{live.may_leave_at:%H:%M}")
    return (Remark("note", said),)


def _checks_head(live: LiveSession, checks: ChecklistView) -> str:
    """The result of the checklist with what explains it."""
    result = checks.result
    reason = "" if live.log.closed else result.reason
    return " ".join(part for part in (f"{result.words}.", reason, result.more) if part)


# ------------------------------------------------------------------------------------------------------------------- leaving


def _leaving_head(leaving: LeavingView) -> str:
    return _("{verdict}; {count} needs fulfilled").format(verdict=leaving.verdict.word, count=leaving.count)


def _need_state(live: LiveSession, row: NeedRow) -> Stated:
    """A need as it stands; once the session is over nothing waits any more, and what nobody answered was not recorded."""
    if live.log.closed and row.state.mark == "wait":
        return Stated("not_met", _("no"), row.state.sentence)
    if row.answer and row.value is None and row.state.mark == "cannot_tell":
        return Stated("cannot_tell", not_recorded())
    return row.state


def _leaving_notes(live: LiveSession, leaving: LeavingView) -> Sequence[Remark]:
    """Why each need that is not fulfilled is not, and what the rules say besides."""
    found = []
    for row in leaving.failing:
        state = _need_state(live, row)
        if state.sentence:
            said = plain.as_part(state.sentence)
            found.append(Remark(state.mark, f"{row.label}: {said if said.endswith('?') else f'{said}.'}", row.label))
    if leaving.explanation:
        found.append(Remark("note", leaving.explanation))
    found += [Remark("caution", note) for note in leaving.notes]
    return found
