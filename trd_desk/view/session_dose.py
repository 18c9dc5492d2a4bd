"""The part Dose of a session: how its dose is worked out, the doses before, the one result, and the giving."""

from dataclasses import dataclass

from trd_desk.content.library import Library
from trd_desk.engine.live_results import LiveSession
from trd_desk.engine.session_facts import SessionFacts
from trd_desk.engine.session_results import DoseResult
from trd_desk.engine.verdict import Assessment
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.view import plain
from trd_desk.view.clock_times import minutes_words
from trd_desk.view.dose_plan import PlanView, view_plan
from trd_desk.view.dose_steps import LimitRow, NumberRow, dose_limits, dose_numbers, dose_steps, mg, route_of, unblocking
from trd_desk.view.parts import Ask, Remark
from trd_desk.view.session_giving import BatchView, CheckView, GivingView, view_batch, view_check, view_giving
from trd_desk.view.shapes import MarkKind
from trd_desk.view.words import question_sentence, question_short, reason_sentence
from trd_desk.view.words_giving import dose_mg_words


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """An earlier session of this product."""

    day: str
    session: str
    dose: str
    change: str
    given: str


@dataclass(frozen=True, slots=True)
class DoseView:
    """All of the part Dose. `headline` with its mark is the one result; `reason` and `more` stand beside it, `counts` at the right."""

    mark: MarkKind
    headline: str
    reason: str
    more: str
    counts: tuple[str, ...]
    plan: PlanView
    numbers: tuple[NumberRow, ...]
    steps: tuple[str, ...]
    limits: tuple[LimitRow, ...]
    remarks: tuple[Remark, ...]
    asks: tuple[Ask, ...]
    unblocks: tuple[str, ...]
    history: tuple[HistoryRow, ...]
    check: CheckView
    batch: BatchView
    giving: GivingView


def view_session_dose(library: Library, patient: Patient, live: LiveSession, assessment: Assessment | None = None, by: str = "") -> DoseView:
    """The part Dose of a live session. `by` is who would give the dose."""
    del assessment  # the dose goes by the session's facts alone; decision 63: conditions never block its arithmetic
    session, dose = live.facts, live.result.dose
    giving = view_giving(library, live, by)
    check = view_check(library, live)
    remarks = _remarks(library, session, dose)
    mark, headline, reason, more = _headline(library, live, giving, check)
    return DoseView(
        mark=mark,
        headline=headline,
        reason=reason,
        more=more,
        counts=_counts(dose, giving),
        plan=view_plan(library, patient, live),
        numbers=dose_numbers(session, dose),
        steps=dose_steps(session, dose),
        limits=dose_limits(session, dose),
        remarks=remarks,
        asks=tuple(Ask(one.field, question_sentence(one), question_short(one)) for one in dose.questions),
        unblocks=unblocking(session, dose),
        history=_history(library, session),
        check=check,
        batch=view_batch(live, giving.permit),
        giving=giving,
    )


# ------------------------------------------------------------------------------------------------------------------ headline


def _headline(library: Library, live: LiveSession, giving: GivingView, check: CheckView) -> tuple[MarkKind, str, str, str]:
    dose = live.result.dose
    if live.phase == "cancelled":
        said = live.log.end.reason if live.log.end is not None and live.log.end.reason else ""
        return "not_met", _("Cancelled"), _("Nothing was given."), said
    if giving.begun:
        return _begun(library, live, giving)
    if live.log.from_file:
        return "met", _("Given"), _("The dose is told by a case file, which has no moments."), ""
    if dose.verdict == "blocked":
        reasons = [reason_sentence(reason, library) for reason in dose.blocked_because]
        return "blocked", _("No dose: blocked"), reasons[0], " ".join((*reasons[1:], *unblocking(live.facts, dose)))
    if dose.verdict == "cannot_say":
        return "cannot_tell", _("Dose cannot be told"), question_sentence(dose.questions[0]), _("No dose is worked out from a guess.")
    words = dose_mg_words(dose.mg, dose.devices)
    route = route_of(live.facts)
    if route is not None and route.infusion_minutes is not None:
        words = _("{mg} in {time}").format(mg=words, time=minutes_words(route.infusion_minutes))
    if giving.permit.allowed:
        return "ready", _("Ready: {dose}").format(dose=words), check.stated.sentence, _warned(library, dose)
    return "wait", words, giving.why_not[0], _warned(library, dose) or " ".join(giving.why_not[1:2])


def _warned(library: Library, dose: DoseResult) -> str:
    return " ".join(reason_sentence(reason, library) for reason in dose.warnings)


def _begun(library: Library, live: LiveSession, giving: GivingView) -> tuple[MarkKind, str, str, str]:
    ends = live.two_hours_end
    until = "" if ends is None else _("The two hours end at {clock}.").format(clock=f"{ends:%H:%M}")
    if giving.finished:
        amount = live.log.value("given", "amount")
        given = amount if amount is not None else live.result.dose.mg
        if live.log.devices and amount is None:
            given = len(live.log.devices) * library.dosing.spray.device_mg
        words = _("{mg} given").format(mg=mg(given)) if given is not None else _("Given")
        return "met", words, giving.summary, until
    if giving.infusion is not None:
        running = giving.infusion
        return "wait", _("Infusion running"), giving.summary, _("{rate}; it ends at {clock}.").format(rate=running.rate, clock=f"{running.ends:%H:%M}")
    given, of = len(live.log.devices), giving.permit.of
    words = _("{given} of {of} devices given").format(given=given, of=of) if of is not None else giving.summary
    if giving.permit.allowed:
        return "ready", words, _("The next device may be used now."), giving.summary
    return "wait", words, giving.why_not[0], giving.summary


def _counts(dose: DoseResult, giving: GivingView) -> tuple[str, ...]:
    found = []
    if not giving.begun and giving.permit.reasons:
        found.append(plain.counted("{count} thing to do first", "{count} things to do first", len(giving.permit.reasons)))
    if dose.warnings:
        found.append(plain.counted("{count} warning", "{count} warnings", len(dose.warnings)))
    return tuple(found)


# ------------------------------------------------------------------------------------------------------- remarks and history


def _remarks(library: Library, session: SessionFacts, dose: DoseResult) -> tuple[Remark, ...]:
    found = [Remark("blocked", reason_sentence(reason, library)) for reason in dose.blocked_because]
    found += [Remark("caution", reason_sentence(reason, library)) for reason in dose.warnings]
    warning = library.conduct.route_of(session.record.product).warning
    if warning:
        found.append(Remark("note", warning))
    airway = next(item for item in library.predose.item if item.rule == "airway")
    if session.bmi is not None and session.bmi >= airway.numbers["bmi"]:
        asked = next(ask.ask for ask in library.conduct.words_of(airway.id).asks if ask.field == airway.field)
        found.append(Remark("note", _("BMI {bmi}. Before the dose: {ask}").format(bmi=plain.number(round(session.bmi, 1)), ask=asked)))
    return tuple(found)


def _history(library: Library, session: SessionFacts) -> tuple[HistoryRow, ...]:
    """The earlier sessions of this product, the newest first, with what changed from one to the next."""
    rows: list[HistoryRow] = []
    last: float | None = None
    for one in session.earlier:
        if one.record.product != session.record.product:
            continue
        dose = one.dose_mg
        change = ""
        if dose is not None and last is not None and dose != last:
            change = ("+" if dose > last else "−") + mg(abs(dose - last))
        elif dose is not None and last is not None:
            change = _("same")
        rows.append(
            HistoryRow(
                day=plain.day_short(one.day),
                session=_session_words(one),
                dose=_dose_words(library, one, dose),
                change=change,
                given=_given_words(one),
            )
        )
        last = dose if dose is not None else last
    return tuple(reversed(rows))


def _session_words(session: SessionFacts) -> str:
    number, week = session.record.number, session.record.week
    parts = [] if number is None else [plain.number(number)]
    if week is not None:
        parts.append(_("week {week}").format(week=week))
    return ", ".join(parts)


def _dose_words(library: Library, session: SessionFacts, dose: float | None) -> str:
    per_kg = session.planned.mg_per_kg
    if dose is None:
        return "" if per_kg is None else plain.measured(per_kg, _("mg/kg"))
    if session.record.product == library.dosing.spray.product:
        return dose_mg_words(dose, round(dose / library.dosing.spray.device_mg))
    return mg(dose) if per_kg is None else f"{mg(dose)} ({plain.measured(per_kg, _('mg/kg'))})"


def _given_words(session: SessionFacts) -> str:
    given = session.given
    if given is None:
        return _("planned")
    times = [*given.devices, *(time for time in (given.start, given.end) if time)]
    return ", ".join(times) or _("given")
