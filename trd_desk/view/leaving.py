"""The readiness test in words: what is needed before the patient leaves, what fails and why, and the earliest time."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from trd_desk.content.library import Library
from trd_desk.content.session_models import LeavingNeed
from trd_desk.engine.leaving import Departure
from trd_desk.engine.live_results import LiveSession
from trd_desk.engine.monitoring import Watch
from trd_desk.engine.session_results import LeavingResult
from trd_desk.i18n import _
from trd_desk.record.session_log import SessionLog
from trd_desk.record.session_models import Observation
from trd_desk.view import plain
from trd_desk.view.cited import source_line
from trd_desk.view.clock_times import h_mm
from trd_desk.view.parts import SourceLine, Stated
from trd_desk.view.people import role_word
from trd_desk.view.terms import N_
from trd_desk.view.words import reason_sentence
from trd_desk.view.words_sessions import pressure

# Left to the dialogs that ask for a person: not answered with a key.
_SIGNED: Final = "signature"


@dataclass(frozen=True, slots=True)
class NeedRow:
    """One thing needed before leaving: its state, why it fails or what would settle it, and where it comes from.

    `answer` is the field of the confirmation that settles it, empty where it is measured or timed; `value` is what was answered,
    `measured` what was measured or counted, in words.
    """

    id: str
    label: str
    state: Stated
    answer: str
    question: str
    value: bool | None
    source: SourceLine
    measured: str = ""


@dataclass(frozen=True, slots=True)
class PaperLink:
    """A document about a session that is over: its name, and the path under which the page Documents shows it."""

    words: str
    path: str


@dataclass(frozen=True, slots=True)
class LeavingView:
    """The readiness test of one session at a moment.

    `opens_at` is the earliest moment that the clocks allow, None while it cannot be told. `why_not_sign` says what keeps the session
    from being signed, empty where it can be. `departure` and `signed` are the records of leaving, in words; `papers` lead to the
    documents once the session is over.
    """

    verdict: Stated
    headline: str
    explanation: str
    count: str
    opens_at: dt.datetime | None
    confirmed: tuple[NeedRow, ...]
    measured: tuple[NeedRow, ...]
    notes: tuple[str, ...]
    why_not_sign: str
    ended: bool
    signed: str
    departure: tuple[str, ...]
    addenda: tuple[str, ...]
    papers: tuple[PaperLink, ...]

    @property
    def failing(self) -> tuple[NeedRow, ...]:
        """The needs that are not fulfilled or cannot be told."""
        return tuple(row for row in (*self.confirmed, *self.measured) if row.state.mark != "met")


def view_leaving(library: Library, live: LiveSession) -> LeavingView:
    """The readiness test of a live or ended session; before the dose there is nothing to judge yet."""
    log, result = live.log, live.result.leaving
    rows = tuple(_row(library, live, need, result) for need in library.leaving.need)
    confirmed = tuple(row for row in rows if row.answer)
    measured = tuple(row for row in rows if not row.answer)
    fulfilled = sum(row.state.mark == "met" for row in rows)
    blocking = [row for row in rows if row.state.mark != "met" and row.id != _SIGNED]
    verdict, headline = _headline(live, result, blocking)
    notes = () if result is None else (*(reason_sentence(note, library) for note in result.notes), *_not_asked(library, live))
    return LeavingView(
        verdict=verdict,
        headline=headline,
        explanation=_explanation(live, blocking),
        count=_("{count} of {all}").format(count=fulfilled, all=len(rows)),
        opens_at=live.may_leave_at,
        confirmed=confirmed,
        measured=measured,
        notes=notes,
        why_not_sign=_why_not_sign(live, blocking),
        ended=log.closed,
        signed=signed_words(log),
        departure=departure_words(log),
        addenda=addenda_words(log),
        papers=_papers(library, live) if log.closed else (),
    )


def _not_asked(library: Library, live: LiveSession) -> Iterator[str]:
    """That nobody asked for the conditions that would keep this patient longer; the rule goes by what is recorded."""
    longer = library.leaving.longer
    known = live.facts.facts.case.conditions
    missing = [code for code in longer.conditions if known.get(code) is None]
    if missing and not live.log.closed and Departure(Watch(live.facts)).longer is False:
        labels = [plain.as_part(library.conditions_by_id[code].label) for code in missing]
        words = _("Not recorded under Safety: {conditions}. If present, {minutes} minutes more under observation are asked for.")
        yield words.format(conditions=plain.listed(labels), minutes=longer.extra_minutes)


def _row(library: Library, live: LiveSession, need: LeavingNeed, result: LeavingResult | None) -> NeedRow:
    value = live.log.value("leaving", need.answer) if need.answer else None
    if value is None and need.answer and live.facts.record.leaving is not None:
        value = getattr(live.facts.record.leaving, need.answer)
    measured = _measured(live, need)
    if result is None:
        state = Stated("not_asked", _("not yet"), _("Nothing was given yet."))
    elif need.id in result.failing:
        timed = need.id in _TIMED
        state = Stated("wait" if timed else "not_met", _("waits") if timed else _("no"), need.says)
    elif need.id in result.unknown:
        state = Stated("cannot_tell", _("cannot tell"), need.ask or need.says)
    else:
        # A bare yes beside a red alarm or a longer watch would say that there was one.
        state = Stated("met", (measured if need.id in _ONLY_SOMETIMES else "") or _("yes"))
    return NeedRow(
        id=need.id,
        label=need.label,
        state=state,
        answer=need.answer or "",
        question=need.ask,
        value=value,
        source=source_line(library, need.status, need.sources, library.leaving.review_by, live.now.date()),
        measured=measured,
    )


_FIELDS: Final[Mapping[str, tuple[str, str]]] = {
    "spo2": ("spo2", "%"),
    "respiratory_rate": ("rr", N_("a minute")),
    "heart_rate": ("hr", N_("a minute")),
}


def _measured(live: LiveSession, rule: LeavingNeed) -> str:
    """What a need rests on, in words: the values that are judged, the time on the clock, or that it does not concern this session."""
    if live.facts.given is None:
        return ""
    moment, need = Departure(Watch(live.facts)), rule.id
    last = moment.last.record if moment.last is not None else None
    if need == "two_hours" and live.elapsed is not None and not live.log.closed:
        return h_mm(live.elapsed)
    if need == "red_alarm_hour" and moment.red_hours_end == ():
        return _("no red alarm")
    if need == "extended_observation" and moment.longer is False:
        known = live.facts.facts.case.conditions
        asked = all(known.get(code) is not None for code in moment.watch.session.library.leaving.longer.conditions)
        return _("not needed") if asked else _("nothing recorded asks for it")
    if need == "blood_pressure":
        readings = [one.record for one in moment.judged_pressures(rule)]
        return ", ".join(_("{pressure} at {time}").format(pressure=pressure((one.sbp, one.dbp)), time=one.at) for one in readings)
    said = "" if last is None else _last_value(last, need)
    # A value of an hour ago is no value of now.
    return _("{value} at {time}").format(value=said, time=last.at) if last is not None and said else ""


def _last_value(last: Observation, need: str) -> str:
    """The value of the last observation that a need goes by; empty where it was not taken or none is needed."""
    if need in _FIELDS:
        field, unit = _FIELDS[need]
        value = getattr(last, field)
        return "" if value is None else plain.measured(value, _(unit))
    if need == "sedation":
        return "" if last.moaas is None else _("MOAA/S {value}").format(value=last.moaas)
    if need == "dissociation":
        if last.cadss is not None:
            return _("CADSS {value}").format(value=last.cadss)
        return "" if last.dissociation is None else _("{value} of 3").format(value=last.dissociation)
    return ""


_ONLY_SOMETIMES: Final = frozenset({"red_alarm_hour", "extended_observation"})
_TIMED: Final = _ONLY_SOMETIMES | {"two_hours"}


def _headline(live: LiveSession, result: LeavingResult | None, blocking: list[NeedRow]) -> tuple[Stated, str]:
    if live.log.departure is not None:
        return Stated("override", _("Left against advice")), _("Left against advice")
    closed_at = live.log.closed_at
    if live.phase == "cancelled":
        return Stated("not_met", _("Cancelled")), _("Cancelled")
    if closed_at is not None:
        time = live.log.clock(closed_at)
        if blocking and result is not None:
            # Told by a case file, or left so by a later correction: gone, and not by the test.
            return Stated("caution", _("Left, not all fulfilled")), _("Left at {time} with needs still open").format(time=time)
        return Stated("met", _("Left")), _("Left at {time}").format(time=time)
    if result is None:
        return Stated("not_asked", _("Nothing given yet")), _("Nothing given yet")
    if not blocking:
        return Stated("ready", _("Ready to leave")), _("Ready to leave")
    unknown = [row for row in blocking if row.state.mark == "cannot_tell"]
    if len(unknown) == len(blocking):
        words = plain.counted("{count} answer missing", "{count} answers missing", len(unknown))
        return Stated("cannot_tell", _("Cannot say")), _("Cannot say: {words}").format(words=words)
    return Stated("hold", _("Not ready")), _("Not ready")


def _explanation(live: LiveSession, blocking: list[NeedRow]) -> str:
    """The earliest time, and what it waits for."""
    if live.log.closed or live.result.leaving is None:
        return ""
    if live.may_leave_at is None:
        if live.clock_starts is None:
            return _("The clock has not started: it starts with the last device, the end of the infusion or the dose.")
        return _("The earliest time cannot be told: a red sign has not cleared yet.")
    words = _("{time} at the earliest.").format(time=f"{live.may_leave_at:%H:%M}")
    if blocking:
        waits = plain.few([plain.as_part(row.label) for row in blocking], 5)
        words += " " + _("Waits for {things}.").format(things=waits)
    return words


def _why_not_sign(live: LiveSession, blocking: list[NeedRow]) -> str:
    if live.log.closed:
        return _("This session is closed.")
    if live.result.leaving is None:
        return _("Nothing was given in this session. It can be cancelled under Dose.")
    if blocking:
        count = plain.counted("{count} thing is not fulfilled", "{count} things are not fulfilled", len(blocking))
        return _("{count}: {things}.").format(count=count, things=plain.few([plain.as_part(row.label) for row in blocking], 3))
    if live.active_alarms:
        return _("An alarm still stands: deal with it under Monitoring first.")
    return ""


def signed_words(log: SessionLog) -> str:
    """Who signed the session and when; empty where nobody has."""
    signature = log.signature
    if signature is None:
        by = log.plan.leaving.signed_by if log.plan.leaving is not None else None
        return _("Signed by {name}, as the case file says.").format(name=by) if by else ""
    return _("Signed by {name}, {role}, {day}, {time}.").format(
        name=signature.by,
        role=role_word(signature.role),
        day=plain.day(signature.at.date()),
        time=log.clock(signature.at),
    )


def _said(value: bool | None) -> str:
    return _("not recorded") if value is None else _("yes") if value else _("no")


def departure_words(log: SessionLog) -> tuple[str, ...]:
    """The record of an early departure against advice, line by line; what was not recorded is said."""
    left = log.departure
    if left is None:
        return ()
    answers = (
        (_("Decides with capacity"), left.capacity),
        (_("The risks were explained"), left.risk_explained),
        (_("An escort was present"), left.escort_present),
        (_("The patient refused to sign"), left.refused_signature),
    )
    lines = [
        _("Left against advice at {time}. Reason: {reason}").format(time=log.clock(left.at), reason=left.reason),
        *(f"{question}: {_said(value)}." for question, value in answers),
        _("Recorded by {name}, {role}.").format(name=left.by, role=role_word(left.role)),
    ]
    lines.append(_("Witness: {name}.").format(name=left.witness) if left.witness else _("Witness: not recorded."))
    return tuple(lines)


def addenda_words(log: SessionLog) -> tuple[str, ...]:
    """What was added after the signature, each with who, in which role, and when."""
    found = []
    for part in sorted(log.of_kind("addendum"), key=lambda one: one.value.at):
        said = part.value
        found.append(
            _("{day}, {time}, {name}, {role}: {text}").format(
                day=plain.day_short(said.at.date()), time=log.clock(said.at), name=said.by, role=role_word(said.role), text=said.text
            )
        )
    return tuple(found)


def _papers(library: Library, live: LiveSession) -> tuple[PaperLink, ...]:
    """What can be printed about this session; the form of an access scheme where the region has it, or where no region is known."""
    log, region = live.log, live.facts.facts.case.licence_region
    found = [PaperLink(_("Session record"), f"documents.session.{log.id}")]
    schemes = {field.scheme for field in library.rems.field if field.scheme is not None}
    asked = any(one.id in schemes and log.plan.product in one.products and (region is None or region in one.regions) for one in library.permits.access)
    if asked and log.first_given is not None and log.plan.product == library.rems.product:
        found.append(PaperLink(_("Treatment-monitoring form"), f"documents.rems.{log.id}"))
    if log.plan.on is not None and log.booking is not None and log.booking.time is not None:
        # Without the time of the visit there is no handout, and a closed session takes none any more.
        found.append(PaperLink(_("Patient handout"), f"documents.handout.{log.id}"))
    return tuple(found)
