"""The plan and the dose on paper: what was planned and why, how it was worked out, who checked it, what was given from which batch."""

from collections.abc import Iterator
from dataclasses import replace

from trd_desk.content.library import Library
from trd_desk.engine.giving import expiry_day
from trd_desk.engine.live_results import LiveSession
from trd_desk.i18n import _
from trd_desk.record.register import Register
from trd_desk.record.session_log import entry_moment
from trd_desk.view import plain, terms
from trd_desk.view.paper_head import not_recorded
from trd_desk.view.parts import Stated
from trd_desk.view.record_parts import Labelled
from trd_desk.view.register import LineRow, view_register
from trd_desk.view.session_dose import DoseView
from trd_desk.view.session_giving import indication_words
from trd_desk.view.session_head import dose_words
from trd_desk.view.watched import given_of


def plan_lines(library: Library, patient_key: str, live: LiveSession, dose: DoseView, register: Register) -> tuple[Labelled, ...]:
    """The plan, the arithmetic, the second check, what was given, its batch and the lines of the register."""
    return (*_plan(library, live, dose), *_check(dose), *_given(live, dose), *_batches(live), *_register(library, patient_key, live, register))


def _plan(library: Library, live: LiveSession, dose: DoseView) -> Iterator[Labelled]:
    record, plan = live.facts.record, dose.plan
    yield Labelled(_("Planned"), _planned(live))
    yield Labelled(_("Treatment"), _("{dose}. {how}").format(dose=dose_words(library, record), how=_(plan.how)))
    yield Labelled(_("For"), f"{indication_words(record.indication)}.")
    region = terms.term(terms.REGIONS, plan.region, not_recorded())
    licence = _(library.conduct.route_of(record.product).licence)
    said = [_(text) for text in plan.standing_says]
    off_label = [] if record.product == library.dosing.spray.product or licence in said else [licence]
    yield Labelled(_("Label followed"), " ".join([f"{plain.capital(region)}. {plan.standing.word}.", *said, *off_label]), plan.standing)
    yield Labelled(_("Consent"), f"{plan.consent.word}. {plan.consent.sentence if plan.consent.mark == 'met' else ''}".strip(), plan.consent)
    yield Labelled(_("Dose worked out"), " ".join(dose.steps) or _("It cannot be worked out."))
    labels = {"blocked": _("Blocked"), "caution": _("Warning")}
    for remark in dose.remarks:
        yield Labelled(labels.get(remark.mark, _("Note")), _(remark.text), Stated(remark.mark, ""))
    for ask in dose.asks:
        yield Labelled(_("Not recorded"), ask.text, Stated("cannot_tell", ""))
    if plan.reason:
        by = "" if live.log.entry is None else _(" Entered by {person}.").format(person=live.log.entry.by)
        yield Labelled(_("Reason"), f"“{plan.reason}”{by}")


def _planned(live: LiveSession) -> str:
    """The appointment, and who entered the plan when."""
    booking, entry = live.log.booking, live.log.entry
    said = []
    if booking is not None and booking.time:
        said.append(_("Appointment {time}").format(time=booking.time))
    if booking is not None and booking.chair:
        # A bare number would not say what it is.
        said.append(_("chair {chair}").format(chair=booking.chair) if booking.chair[:1].isdigit() else booking.chair)
    if entry is not None:
        moment = entry_moment(entry).astimezone(live.log.zone)
        said.append(_("entered by {person}, {day}, {time}").format(person=entry.by, day=plain.day_short(moment.date()), time=f"{moment:%H:%M}"))
    return plain.capital(", ".join(said) or _("appointment, and who entered the plan when: not recorded")) + "."


def _check(dose: DoseView) -> Iterator[Labelled]:
    check = dose.check.stated
    said = f"{plain.capital(not_recorded())}." if dose.check.state == "none" else f"{check.word}. {check.sentence}"
    yield Labelled(_("Second check"), said, check)


def _given(live: LiveSession, dose: DoseView) -> Iterator[Labelled]:
    log, given = live.log, given_of(live)
    amount = live.facts.record.given.dose_mg if live.facts.record.given is not None else None
    if given.first is None and amount is None:
        yield Labelled(_("Given"), _("Nothing is recorded as given."), Stated("cannot_tell", ""))
        return
    said = []
    if given.devices:
        # A device holds what it holds: nobody types the milligrams of a spray.
        amount = amount if amount is not None else len(given.devices) * live.facts.library.dosing.spray.device_mg
        said.append(_("{count} at {times}").format(count=plain.counted("{count} device", "{count} devices", len(given.devices)), times=_times(live)))
    elif given.start is not None and given.end is not None:
        said.append(_("from {start} to {end}").format(start=log.clock(given.start), end=log.clock(given.end)))
    elif given.start is not None:
        said.append(_("at {time}").format(time=log.clock(given.start)))
    milligrams = _("the amount in mg is not recorded") if amount is None else plain.measured(amount, _("mg"))
    people = dict.fromkeys(part.entry.by for part in log.of_kind("given") if part.name != "batch")
    by = _("entered by {people}").format(people=plain.listed(list(people))) if people else ""
    yield Labelled(_("Given"), plain.capital(", ".join(part for part in (milligrams, *said, by) if part)) + ".", Stated(dose.mark, ""))


def _times(live: LiveSession) -> str:
    return ", ".join(live.log.clock(moment) for moment in given_of(live).devices)


def _batches(live: LiveSession) -> Iterator[Labelled]:
    """Each batch with its last good day, and for a spray the devices that it held."""
    devices: dict[tuple[str, str], list[int]] = {}
    for number, part in enumerate(live.log.devices, 1):
        devices.setdefault((part.batch or "", part.expires or ""), []).append(number)
    if not devices and live.log.batch is not None:
        devices[live.log.batch.batch or "", live.log.batch.expires or ""] = []
    if not devices:
        yield Labelled(_("Batch"), plain.capital(not_recorded()) + ".", Stated("cannot_tell", ""))
        return
    said = []
    for (batch, expires), numbers in devices.items():
        day = expiry_day(expires)
        good = expires if day is None else plain.day(day)
        words = _("{batch}, expires {day}").format(batch=batch or not_recorded(), day=good or not_recorded())
        if len(devices) > 1:
            words = _("{batch} (device {numbers})").format(batch=words, numbers=plain.listed([str(number) for number in numbers]))
        said.append(words)
    missing = any(not batch or not expires for batch, expires in devices)
    yield Labelled(_("Batch"), plain.capital("; ".join(said)) + ".", Stated("cannot_tell" if missing else "met", ""))


def _register(library: Library, patient_key: str, live: LiveSession, register: Register) -> Iterator[Labelled]:
    """The lines of the controlled-drug register about this session, each with who wrote and who witnessed it."""
    lines = register.of_session(patient_key, live.id)
    if not lines:
        yield Labelled(_("Register"), _("No line about this session is recorded."), Stated("cannot_tell", ""))
        return
    shown = view_register(library, Register(lines), lambda _key: "", live.facts.day)
    alike: dict[LineRow, list[str]] = {}
    for posting, row in zip(lines, reversed(shown.lines), strict=True):
        # What was written down alike is said once, with each of its times.
        same = replace(row, id="", when="", balance="")
        alike.setdefault(same, []).append(f"{posting.line.at.astimezone(live.log.zone):%H:%M}")
    for place, (row, times) in enumerate(alike.items()):
        each = _("{amount} each") if len(times) > 1 else "{amount}"
        said = _("{times}: {movement}, {amount}, batch {batch}; {people}.").format(
            times=", ".join(times),
            movement=plain.as_part(row.movement),
            amount=each.format(amount=row.change.lstrip("+−")),
            batch=row.batch,
            people=row.people,
        )
        yield Labelled("" if place else _("Register"), f"{said} {row.remark}".strip())
