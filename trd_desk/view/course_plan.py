"""The plan of a session while it is being made: what is worked out for it, what speaks against it, and what it will be written as."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from trd_desk.content.library import Library
from trd_desk.engine.course import course_of, position_of
from trd_desk.engine.course_plan import plan_of, renumbered
from trd_desk.engine.course_results import PlanFit
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.record.session_models import Session
from trd_desk.view import plain
from trd_desk.view.course_position import standing_words
from trd_desk.view.course_rows import day_named
from trd_desk.view.parts import Ask, Remark, Stated
from trd_desk.view.words import question_sentence, question_short, reason_sentence

# The id of a session that has none yet, and how many days ahead a plan may lie before the year is doubted.
NEW: Final = "new"
_AHEAD: Final = 366
Answers = tuple[tuple[str, str, Any], ...]


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """What is in the form. `session` names the session that is changed, empty for a new one; `given` one that was given already.

    Number, week and first ever are None where they are left to be worked out; `first_unknown` where a person said that it is not known.
    """

    product: str
    indication: str | None = None
    day: dt.date | None = None
    time: str | None = None
    chair: str = ""
    dose: float | None = None
    number: int | None = None
    week: int | None = None
    first: bool | None = None
    first_unknown: bool = False
    given: bool = False
    reason: str = ""
    session: str = ""


@dataclass(frozen=True, slots=True)
class DoseOption:
    """A dose that can be chosen with one key: mg, its words, and how many devices that are."""

    mg: float
    words: str


@dataclass(frozen=True, slots=True)
class CoursePlan:
    """The plan in words.

    `doses` are the only doses that there are (none: any number in `unit`), `last_dose` the suggestion of the last session, which must be
    confirmed. `number`, `week` and `first` are what is worked out. `why_not` says what keeps the plan from being written, empty for
    nothing; `needs_reason` tells where a reason is asked.
    """

    how: str
    standing: Stated
    doses: tuple[DoseOption, ...]
    unit: str
    last_dose: str
    number: int | None
    week: int | None
    first: bool | None
    first_words: str
    summary: str
    remarks: tuple[Remark, ...]
    asks: tuple[Ask, ...]
    why_not: str
    needs_reason: bool


# --------------------------------------------------------------------------------------------------------------------- the plan


def first_draft(library: Library, patient: Patient, today: dt.date, product: str = "") -> PlanDraft:
    """The form as it begins: the product and indication of the present course, everything else open."""
    position = course_of(library, patient, today, product or None)
    wanted = product or (position.product if position is not None else library.dosing.spray.product)
    return PlanDraft(wanted, position.indication if position is not None else None)


def draft_of(library: Library, patient: Patient, name: str, today: dt.date) -> PlanDraft:
    """The form for a planned session that is to be changed; what the count alone gives is left to be worked out again."""
    log = patient.sessions[name]
    plan, booking = log.plan, log.booking
    bare = plan.model_copy(update={"number": None, "week": None, "first": None})
    counted = plan_of(library, patient, bare, today)
    planned = plan.planned
    dose = None if planned is None else planned.dose_mg if planned_in_mg(library, plan.product) else planned.mg_per_kg
    return PlanDraft(
        product=plan.product,
        indication=plan.indication,
        day=plan.on,
        time=None if booking is None else booking.time,
        chair="" if booking is None else booking.chair or "",
        dose=dose,
        number=plan.number if plan.number != counted.number else None,
        week=plan.week if plan.week != counted.week else None,
        first=plan.first if plan.first != counted.first else None,
        session=name,
    )


def planned_in_mg(library: Library, product: str) -> bool:
    """Whether the dose is planned in mg; the other routes go by weight."""
    return product == library.dosing.spray.product


def view_course_plan(library: Library, patient: Patient, draft: PlanDraft, today: dt.date) -> CoursePlan:
    """What is worked out for the plan in the form, and what speaks against it."""
    session = session_of(library, patient, draft, NEW)
    fit = plan_of(library, patient, session, today)
    in_mg = draft.given or planned_in_mg(library, draft.product)
    spray = library.dosing.spray
    doses = [DoseOption(mg, plain.measured(mg, _("mg"))) for mg in spray.doses_mg] if planned_in_mg(library, draft.product) else []
    first = draft.first if draft.first is not None else None if draft.first_unknown else fit.first
    route = library.conduct.route_of(draft.product)
    return CoursePlan(
        how=" ".join(part for part in (_(route.how), _(route.warning)) if part),
        standing=standing_words(library, draft.product, draft.indication, patient.case.licence_region),
        doses=tuple(doses),
        unit=_("mg") if in_mg else _("mg/kg"),
        last_dose=_last_dose(library, patient, draft, today),
        number=fit.number,
        week=fit.week,
        first=first,
        first_words=_first_words(library, draft, fit),
        summary=_summary(draft, fit),
        remarks=tuple(_remarks(library, draft, fit)) if draft.day is not None else (),
        asks=tuple(Ask(one.field, question_sentence(one), question_short(one)) for one in fit.questions if one.code != "indication"),
        why_not=_why_not(library, draft, fit, today),
        needs_reason=_needs_reason(draft, today),
    )


def session_of(library: Library, patient: Patient, draft: PlanDraft, name: str) -> Session:
    """The session that the form would make."""
    old = patient.sessions.get(draft.session) if draft.session else None
    body: dict[str, Any] = {} if old is None else session_value(old.plan)
    before = body.pop("planned", {})
    planned: dict[str, Any] | None = None
    unit = "dose_mg" if planned_in_mg(library, draft.product) else "mg_per_kg"
    if before and body.get("product") == draft.product and before.get(unit) == draft.dose:
        # What the dose tab planned besides stays where the dose is the same; another dose is worked out there again.
        planned = before
    elif draft.dose is not None and not draft.given:
        planned = {unit: draft.dose}
    body |= {"id": draft.session or name, "product": draft.product, "indication": draft.indication, "planned": planned}
    body |= {"on": None if draft.day is None else draft.day.isoformat(), "number": draft.number, "week": draft.week, "first": draft.first}
    if draft.given and draft.dose is not None:
        body["given"] = {"dose_mg": draft.dose}
    return Session.model_validate_json(json.dumps({key: value for key, value in body.items() if value is not None}))


def _needs_reason(draft: PlanDraft, today: dt.date) -> bool:
    """A change of a plan needs a reason, and so does a session that is entered for a day that has passed."""
    return bool(draft.session) or (draft.day is not None and draft.day < today and not draft.given)


def _last_dose(library: Library, patient: Patient, draft: PlanDraft, today: dt.date) -> str:
    """The dose of the last session, only as a suggestion."""
    last = position_of(library, patient, today, draft.product).last
    if last is None or last.day is None or last.id == draft.session:
        return ""
    day = plain.day_short(last.day)
    mg = "" if last.dose_mg is None else plain.measured(last.dose_mg, _("mg"))
    if planned_in_mg(library, draft.product) or draft.given:
        return _("Last time {dose}, {day}: confirm or change it.").format(dose=mg, day=day) if mg else ""
    if last.mg_per_kg is None:
        return _("Last time {dose}, {day}.").format(dose=mg, day=day) if mg else ""
    dose = plain.measured(last.mg_per_kg, _("mg/kg"))
    dose = f"{dose} ({mg})" if mg else dose
    return _("Last time {dose}, {day}: type it to confirm it, or another.").format(dose=dose, day=day)


def _first_words(library: Library, draft: PlanDraft, fit: PlanFit) -> str:
    name = _lower(library.conduct.route_of(draft.product).short)
    if draft.first is not None or draft.first_unknown:
        return _("As you said.")
    if fit.first is None:
        return _("First session ever or not cannot be told: the history does not say whether {product} was given before.").format(product=name)
    words = _("The first session ever with {product}.") if fit.first else _("Not the first session with {product}.")
    return words.format(product=name)


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]


def _summary(draft: PlanDraft, fit: PlanFit) -> str:
    """What is worked out, in a line: Week 6 of the course, weekly. Session 9."""
    if draft.day is None:
        return _("Week and number are worked out once the day is known.")
    parts = []
    if fit.week is not None:
        week = _("Week {week} of the course").format(week=fit.week)
        parts.append(f"{week}, {_(fit.phase.frequency)}." if fit.phase is not None else f"{week}.")
    else:
        parts.append(_("The week cannot be told: type it in."))
    parts.append(_("Session {number}.").format(number=fit.number) if fit.number is not None else _("The number cannot be told: type it in."))
    return " ".join(parts)


def _remarks(library: Library, draft: PlanDraft, fit: PlanFit) -> Iterator[Remark]:
    for reason in fit.stops:
        yield Remark("blocked", reason_sentence(reason, library))
    for reason in fit.warns:
        yield Remark("caution" if reason.tone is False or reason.code.startswith("dose_") else "note", reason_sentence(reason, library))
    if draft.dose is None and not draft.given:
        yield Remark("note", _("No dose chosen yet: it can be planned without, and is asked for on the day."))


def _why_not(library: Library, draft: PlanDraft, fit: PlanFit, today: dt.date) -> str:
    """What keeps the plan from being written, with the remedy; empty for nothing."""
    if draft.indication is None:
        return _("Choose what it is for: resistant depression or an emergency.")
    if draft.day is None:
        return _("Type the day.")
    if (draft.day - today).days > _AHEAD:
        return _("{day} is more than a year ahead. Check the year.").format(day=day_named(draft.day))
    if draft.given and draft.day >= today:
        return _("Given already is for days before today. Plan a session of today, and record it as it is given.")
    if draft.given and draft.dose is None:
        return _("Which dose was given?")
    if fit.stops:
        return _("Not planned with this dose: {reason}").format(reason=reason_sentence(fit.stops[0], library))
    least = library.conduct.reason_letters
    if _needs_reason(draft, today) and len(draft.reason.strip()) < least:
        if draft.session:
            return _("Say why the plan is changed, in {count} letters or more.").format(count=least)
        return _(
            "{day} has passed. Say why it is entered afterwards, in {count} letters or more; if only its dose is known, choose Given already."
        ).format(day=day_named(draft.day), count=least)
    return ""


# ---------------------------------------------------------------------------------------------------------------- what is written


def session_value(session: Session) -> dict[str, Any]:
    """A session as its entry has it."""
    body: dict[str, Any] = json.loads(session.model_dump_json(exclude_none=True, exclude_defaults=True, exclude={"id"}))
    return body


def others_counted(
    library: Library, patient: Patient, product: str, today: dt.date, plans: Sequence[Session], removed: Iterable[str] = ()
) -> Answers:
    """The other planned sessions of the course whose number, week or being the first is counted anew."""
    changed = renumbered(library, patient, product, today, plans, removed)
    return tuple(("session", one.id, session_value(one)) for one in changed)


def plan_answers(library: Library, patient: Patient, draft: PlanDraft, today: dt.date, name: str) -> Answers:
    """What is written for the plan in the form, as (kind, key, value); `name` is the id of a new session."""
    session = session_of(library, patient, draft, name)
    fit = plan_of(library, patient, session, today)
    told = session.model_copy(update={"number": fit.number, "week": fit.week, "first": None if draft.first_unknown else fit.first})
    answers: list[tuple[str, str, Any]] = [("session", session.id, session_value(told))]
    if not draft.given:
        answers += booking_answers(patient, session.id, draft.time, draft.chair)
    return (*answers, *others_counted(library, patient, draft.product, today, [session]))


def reason_of(answers: Answers, given: str) -> str | None:
    """The reason that goes with what is written: what a person gave, else that the sessions after a new one are counted again."""
    counted = sum(kind == "session" for kind, _key, _value in answers) > 1
    return given.strip() or (_("counted again, because a session was planned before it") if counted else None)


def booking_answers(patient: Patient, name: str, time: str | None, chair: str, template: str | None = None) -> list[tuple[str, str, Any]]:
    """Appointment, chair and template of a session, nothing where there is none of them."""
    old = patient.sessions[name].booking if name in patient.sessions else None
    template = template or (None if old is None else old.template)
    value = {key: said for key, said in (("time", time), ("chair", chair.strip()), ("template", template)) if said}
    return [("booking", name, value)] if value or old is not None else []


def cancel_answers(library: Library, patient: Patient, name: str, reason: str, now: str, today: dt.date) -> Answers:
    """What is written when a planned session is cancelled; `now` is the moment as the log keeps it."""
    product = patient.sessions[name].plan.product
    ends = ("session_end", name, {"state": "cancelled", "at": now, "reason": reason.strip()})
    return (ends, *others_counted(library, patient, product, today, (), [name]))


def why_not_cancel(library: Library, reason: str) -> str:
    """What a cancellation still needs, empty for nothing."""
    missing = library.conduct.reason_letters - len(reason.strip())
    if missing <= 0:
        return ""
    return plain.lacking_reason(missing)
