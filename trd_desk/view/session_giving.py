"""Giving a dose in words: the second check, the batch, each device or the infusion, and why it may not be given yet."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from trd_desk.content.library import Library
from trd_desk.engine.giving import GivePermit, check_holds, devices_planned, expiry_day, may_give, weight_route
from trd_desk.engine.live_results import LiveSession
from trd_desk.i18n import _
from trd_desk.record.people import ROLES
from trd_desk.record.session_log import Part
from trd_desk.view import plain, terms
from trd_desk.view.clock_times import minutes_words
from trd_desk.view.dose_steps import NumberRow, mg
from trd_desk.view.parts import Stated
from trd_desk.view.people import role_word
from trd_desk.view.words import reason_sentence, reason_short
from trd_desk.view.words_giving import dose_mg_words

CheckState = Literal["none", "agrees", "differs", "void"]


@dataclass(frozen=True, slots=True)
class CheckQuestion:
    """What the second person is shown: everything but the result. `asks_devices`: the number of devices is worked out as well."""

    title: str
    product: str
    rows: tuple[NumberRow, ...]
    says: str
    asks_devices: bool


@dataclass(frozen=True, slots=True)
class CheckView:
    """The second check: how it stands, in a sentence, and what the next one is asked. `why_not`: why it cannot be made now."""

    state: CheckState
    stated: Stated
    question: CheckQuestion
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class BatchView:
    """The batch in hand. `label` says of what; `expires` is the last good day."""

    label: str
    number: str
    expires: dt.date | None
    state: Stated


@dataclass(frozen=True, slots=True)
class GivenRow:
    """One moment of giving. `part` is the name of its entry; `at` None for what is still to come."""

    part: str
    title: str
    state: Literal["given", "next", "ahead"]
    at: dt.datetime | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class InfusionView:
    """A running or ended infusion: from when to when it is planned, its rate in words, and the full dose in mg."""

    started: dt.datetime
    ends: dt.datetime
    rate: str
    mg: float
    ended: dt.datetime | None


@dataclass(frozen=True, slots=True)
class GivingView:
    """What may be given now, and what was.

    `button` is what the big button says, empty when nothing is left to give. `why_not` are the reasons, the first the one that comes
    first; `short` names them in a few words. `opens_at`: the end of the rest between two devices.
    `last_part` is what was written down last and can be said not to have been given; empty where that is not to be said any more.
    """

    permit: GivePermit
    button: str
    why_not: tuple[str, ...]
    short: str
    rows: tuple[GivenRow, ...]
    opens_at: dt.datetime | None
    infusion: InfusionView | None
    may_stop_early: bool
    may_cancel: bool
    last_part: str
    begun: bool
    finished: bool
    summary: str
    rest_says: str


# -------------------------------------------------------------------------------------------------------------- second check


def view_check(library: Library, live: LiveSession) -> CheckView:
    """The second check as it stands."""
    question = _question(library, live)
    check, dose = live.log.second_check, live.result.dose
    why_not = ""
    if live.log.closed or live.log.signature is not None:
        why_not = _("The session is over.")
    elif dose.mg is None:
        why_not = _("There is no dose to check yet.")
    if check is None:
        says = _("Another person works the dose out from prescription and weight, without seeing the result.")
        return CheckView("none", Stated("cannot_tell", _("Not checked yet"), says), question, why_not)
    who = _("{name} ({role})").format(name=check.by, role=role_word(check.role)) if check.role in ROLES else check.by
    theirs = dose_mg_words(check.dose_mg, check.devices)
    clock = f"{check.at.astimezone(live.log.zone):%H:%M}"
    holds = check_holds(live)
    if holds:
        says = _("{who} worked it out at {clock} and came to {theirs} as well.").format(who=who, clock=clock, theirs=theirs)
        return CheckView("agrees", Stated("met", _("Agrees"), says), question, why_not)
    ours = dose_mg_words(dose.mg, dose.devices)
    if not check.agrees and check.product == live.facts.record.product and dose.mg is not None:
        says = _("{who} came to {theirs} at {clock}; the plan gives {ours}. Nothing is given until the plan or the check is corrected.")
        return CheckView("differs", Stated("not_met", _("Does not agree"), says.format(who=who, theirs=theirs, clock=clock, ours=ours)), question, why_not)
    if check.product != live.facts.record.product:
        theirs = f"{_(terms.PRODUCTS[check.product])} {theirs}"
    says = _("{who} checked {theirs} at {clock}. The plan or the weight has changed since: it gives {ours} now, so the check no longer counts.")
    return CheckView("void", Stated("cannot_tell", _("No longer counts"), says.format(who=who, theirs=theirs, clock=clock, ours=ours)), question, why_not)


def _question(library: Library, live: LiveSession) -> CheckQuestion:
    """What the dose is worked out from, without the planned milligrams, which would be the answer."""
    facts, plan, spray = live.facts, live.facts.planned, library.dosing.spray
    patient = facts.facts.case.patient
    is_spray = facts.record.product == spray.product
    rows = [NumberRow(_("Patient"), ", ".join(part for part in (patient.name, patient.id) if part))]
    if is_spray:
        region = facts.facts.case.licence_region
        rows.append(NumberRow(_("Indication"), indication_words(facts.record.indication)))
        rows.append(NumberRow(_("Label"), terms.term(terms.REGIONS, region, _("not recorded"))))
        rows.append(NumberRow(_("Age"), _("not recorded") if facts.age is None else plain.counted("{count} year", "{count} years", facts.age)))
        before = facts.before
        if before is not None and before.dose_mg is not None:
            rows.append(NumberRow(_("Session before"), mg(before.dose_mg)))
        rows.append(NumberRow(_("Device"), mg(spray.device_mg)))
        says = _("Read the dose from the prescription, then type it and the number of devices it takes.")
    else:
        kg = _("not recorded") if facts.weight_kg is None else plain.measured(facts.weight_kg, _("kg"))
        if facts.weight_on is not None:
            kg = _("{kg}, measured {day}").format(kg=kg, day=plain.day_short(facts.weight_on))
        rows.append(NumberRow(_("Weight"), kg))
        if plan.mg_per_kg is not None:
            rows.append(NumberRow(_("Prescribed"), plain.measured(plan.mg_per_kg, _("mg/kg"))))
        rows.append(NumberRow(_("By"), _("ideal weight") if plan.basis == "ideal" else _("actual weight")))
        if plan.basis == "ideal":
            height = _("not recorded") if patient.height_cm is None else plain.measured(patient.height_cm, _("cm"))
            rows.append(NumberRow(_("Height and sex"), f"{height}, {terms.term(terms.SEXES, patient.sex, _('not recorded'))}"))
        route = weight_route(live)
        if route is not None:
            rows.append(NumberRow(_("Rounded to"), _("{step}, ties down").format(step=mg(route.round_to_mg))))
        says = _("Work the dose out from the prescription and the weight, then type the milligrams that are to be given.")
    return CheckQuestion(
        _("Second check of the dose"), _(terms.PRODUCTS[facts.record.product]), tuple(rows), says, asks_devices=is_spray
    )


def indication_words(indication: str | None) -> str:
    """What the treatment is for."""
    words = {"trd": _("Treatment-resistant depression"), "emergency": _("Psychiatric emergency")}
    return words.get(indication or "", _("not recorded"))


# --------------------------------------------------------------------------------------------------------------------- batch


def view_batch(live: LiveSession, permit: GivePermit) -> BatchView:
    """The batch in hand, which the next device takes over."""
    batch = live.log.batch
    number = "" if batch is None else (batch.batch or "").strip()
    expires = None if batch is None else expiry_day(batch.expires)
    label = _("Batch of the ampoule or bottle")
    if live.facts.record.product == live.facts.library.dosing.spray.product:
        label = _("Batch of device {number}").format(number=permit.device_number or 1)
    missing = [reason for reason in permit.reasons if reason.code in ("give_no_batch", "give_no_expiry", "give_expired")]
    if missing:
        expired = missing[0].code == "give_expired"
        stated = Stated("not_met" if expired else "cannot_tell", reason_short(missing[0]), reason_sentence(missing[0]))
        return BatchView(label, number, expires, stated)
    if not number:
        return BatchView(label, number, expires, Stated("cannot_tell", _("batch"), ""))
    return BatchView(label, number, expires, Stated("met", _("in date"), "" if expires is None else _("Good until {day}.").format(day=plain.day(expires))))


# -------------------------------------------------------------------------------------------------------------------- giving


def view_giving(library: Library, live: LiveSession, by: str = "") -> GivingView:
    """What may be given at the moment of the live session, by whom, and what was."""
    permit = may_give(live, now=live.now, by=by)
    begun = live.log.first_given is not None
    finished = permit.next is None and begun
    open_still = not live.log.closed and live.log.signature is None
    spray = live.facts.record.product == library.dosing.spray.product
    shorts = [reason_short(reason, library) for reason in permit.reasons]
    rest = minutes_words(library.conduct.device_rest_minutes)
    return GivingView(
        permit=permit,
        button=_button(permit, live),
        why_not=tuple(reason_sentence(reason, library) for reason in permit.reasons),
        short=plain.capital(plain.few(list(dict.fromkeys(shorts)))) if shorts else "",
        rows=_rows(live, permit, spray=spray),
        opens_at=permit.opens_at,
        infusion=_infusion(live),
        may_stop_early=open_still and spray and begun and permit.next == "device",
        may_cancel=open_still and not begun,
        last_part=_last_part(live) if open_still else "",
        begun=begun,
        finished=finished,
        summary=_summary(live, finished=finished),
        rest_says=_("{rest} rest between two devices, as the label has it.").format(rest=plain.capital(rest)) if spray and begun and permit.next else "",
    )


def _last_part(live: LiveSession) -> str:
    """The device used last, or the start of what has no end yet."""
    devices = [int(part.name.removeprefix("device/")) for part in live.log.of_kind("given") if part.name.startswith("device/")]
    if devices:
        return f"device/{max(devices)}"
    return "start" if live.log.start is not None and live.log.stopped is None else ""


def _button(permit: GivePermit, live: LiveSession) -> str:
    dose = live.result.dose
    amount = "" if dose.mg is None else mg(dose.mg)
    if permit.next == "device":
        if permit.of is None:
            return _("Device {number}, now").format(number=permit.device_number)
        return _("Device {number} of {of}, now").format(number=permit.device_number, of=permit.of)
    if permit.next == "start":
        return _("Start the infusion of {mg}, now").format(mg=amount) if amount else _("Start the infusion, now")
    if permit.next == "end":
        return _("The infusion has ended, now")
    if permit.next == "dose":
        return _("{mg} given, now").format(mg=amount) if amount else _("Dose given, now")
    return ""


def _rows(live: LiveSession, permit: GivePermit, *, spray: bool) -> tuple[GivenRow, ...]:
    found = [_given_row(live, part) for part in live.log.of_kind("given") if part.name.startswith("device/") or part.name in ("start", "end")]
    found.sort(key=lambda row: row.at or live.now)
    if not spray or permit.next != "device" or permit.of is None:
        return tuple(found)
    given = {row.part for row in found}
    for number in range(1, permit.of + 1):
        part = f"device/{number}"
        if part not in given:
            state: Literal["next", "ahead"] = "next" if number == permit.device_number else "ahead"
            found.append(GivenRow(part, _("Device {number}").format(number=number), state))
    return tuple(sorted(found, key=lambda row: row.part)) if spray else tuple(found)


def _given_row(live: LiveSession, part: Part) -> GivenRow:
    value = part.value
    at = value.at.astimezone(live.log.zone)
    if part.name.startswith("device/"):
        title = _("Device {number}").format(number=part.name.removeprefix("device/"))
    else:
        infusion = part.name == "end" or (live.log.stopped is not None or _infusion(live) is not None)
        title = _("Infusion ended") if part.name == "end" else _("Infusion started") if infusion else _("Given")
    batch = value.batch or (live.log.batch.batch if live.log.batch is not None and part.name == "start" else "")
    words = _("batch {batch}").format(batch=batch) if batch else ""
    return GivenRow(part.name, title, "given", at, words)


def _infusion(live: LiveSession) -> InfusionView | None:
    route, start, dose = weight_route(live), live.log.start, live.result.dose
    if route is None or route.infusion_minutes is None or start is None:
        return None
    zone = live.log.zone
    amount = dose.mg if dose.mg is not None else dose.raw_mg or 0.0
    rates = [] if dose.rate_mg_h is None else [plain.measured(dose.rate_mg_h, _("mg/h"))]
    if dose.rate_ml_h is not None:
        rates.append(plain.measured(dose.rate_ml_h, _("mL/h")))
    started = start.at.astimezone(zone)
    ended = None if live.log.stopped is None else live.log.stopped.at.astimezone(zone)
    return InfusionView(started, started + dt.timedelta(minutes=route.infusion_minutes), ", ".join(rates), amount, ended)


def _summary(live: LiveSession, *, finished: bool) -> str:
    """What was given and when: 84 mg in 3 devices: 10:20, 10:25, 10:30."""
    log = live.log
    if log.first_given is None:
        return ""
    amount = log.value("given", "amount")
    if log.devices:
        device = live.facts.library.dosing.spray.device_mg
        count, of = len(log.devices), devices_planned(live)
        times = ", ".join(log.clock(one.at) for one in log.devices)
        devices = plain.counted("{count} device", "{count} devices", count).replace(" ", plain.NBSP)
        total = mg(amount if amount is not None else count * device)
        if finished and of is not None and count < of:
            return _("{mg} in {devices} of {of} planned: {times}.").format(mg=total, devices=devices, of=of, times=times)
        return _("{mg} in {devices}: {times}.").format(mg=total, devices=devices, times=times)
    start = log.clock(log.start.at) if log.start is not None else ""
    total = mg(amount) if amount is not None else "" if live.result.dose.mg is None else mg(live.result.dose.mg)
    if log.stopped is not None:
        return _("{mg} from {start} to {end}.").format(mg=total, start=start, end=log.clock(log.stopped.at))
    if _infusion(live) is not None:
        return _("{mg} running since {start}.").format(mg=total, start=start)
    return _("{mg} at {start}.").format(mg=total, start=start)
