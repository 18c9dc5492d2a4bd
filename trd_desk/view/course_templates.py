"""Templates of a course: several sessions proposed day by day, each to be confirmed before anything is written."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from trd_desk.content.course_models import Template
from trd_desk.content.library import Library
from trd_desk.engine.course_plan import plan_of, template_days, template_start
from trd_desk.engine.course_results import PlanFit
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.record.session_models import Session
from trd_desk.view import plain
from trd_desk.view.cited import source_line
from trd_desk.view.course_plan import (
    NEW,
    Answers,
    PlanDraft,
    booking_answers,
    others_counted,
    planned_in_mg,
    session_of,
    session_value,
)
from trd_desk.view.course_rows import day_named
from trd_desk.view.parts import SourceLine
from trd_desk.view.words import reason_sentence


@dataclass(frozen=True, slots=True)
class TemplateWords:
    """A template that can be offered: its title and standing, what it says, and its source."""

    id: str
    title: str
    standing: str
    says: tuple[str, ...]
    source: SourceLine


@dataclass(frozen=True, slots=True)
class TemplateDay:
    """One day that a template proposes, with what is worked out for it and what speaks against it."""

    place: int
    day: dt.date
    words: str
    remarks: tuple[str, ...]
    fault: str


@dataclass(frozen=True)
class TemplateProposal:
    """The days of a template to be confirmed; `why_not` says what keeps them from being planned."""

    template: TemplateWords
    days: tuple[TemplateDay, ...]
    dose: str
    why_not: str
    sessions: tuple[Session, ...] = field(repr=False, default=())


def templates_of(library: Library, product: str) -> tuple[TemplateWords, ...]:
    """The templates for a product, in the order of the content."""
    return tuple(_template(library, one) for one in library.course.template if one.product == product)


def _template(library: Library, template: Template) -> TemplateWords:
    says = tuple(_(part) for part in (template.says, template.dose_says, template.then) if part)
    source = source_line(library, template.status, template.sources, library.course.review_by)
    return TemplateWords(template.id, _(template.title), _(template.standing), says, source)


def view_template(
    library: Library,
    patient: Patient,
    name: str,
    draft: PlanDraft,
    today: dt.date,
    days: Mapping[int, dt.date] | None = None,
    left_out: Iterable[int] = (),
) -> TemplateProposal | None:
    """The days that a template proposes from the day of the form on; `days` are those changed by hand, `left_out` those not wanted.

    Where the form has no day they begin after what is planned already, else when the next session is due.

    None for a template that the content does not know.
    """
    template = library.course.template_of(name)
    if template is None:
        return None
    gone = frozenset(left_out)
    dose = template.mg_per_kg if template.mg_per_kg is not None else draft.dose
    base = replace(draft, product=template.product, dose=dose, session="", given=False, number=None, week=None, first=None, first_unknown=False, reason="")
    start = draft.day or template_start(library, patient, template, today)
    listed = [(place, (days or {}).get(place, day)) for place, day in enumerate(template_days(template, start), 1)]
    kept = [(place, day) for place, day in listed if place not in gone]
    sessions = {place: session_of(library, patient, replace(base, day=day), f"{NEW}{place}") for place, day in kept}
    if draft.number is not None and kept:
        first = kept[0][0]
        sessions[first] = sessions[first].model_copy(update={"number": draft.number, "week": draft.week})
    fits = {
        place: plan_of(library, patient, session, today, [other for key, other in sessions.items() if key != place]) for place, session in sessions.items()
    }
    rows = tuple(_template_day(library, place, day, fits.get(place), today) for place, day in listed)
    told = tuple(
        session.model_copy(update={"number": fits[place].number, "week": fits[place].week, "first": fits[place].first})
        for place, session in sessions.items()
    )
    fault = next((row.fault for row in rows if row.fault), "")
    why_not = _("Choose what it is for: resistant depression or an emergency.") if draft.indication is None else fault
    if not kept:
        why_not = _("No day is left. Take one in again, or close the template.")
    return TemplateProposal(_template(library, template), rows, _each(library, template, dose, draft), why_not, told)


def _each(library: Library, template: Template, dose: float | None, draft: PlanDraft) -> str:
    """What holds for each of the sessions: dose, time and chair."""
    parts = [_template_dose(library, template, dose)]
    chair = draft.chair.strip()
    if draft.time and chair:
        parts.append(_("Each at {time}, chair {chair}.").format(time=draft.time, chair=chair))
    elif draft.time:
        parts.append(_("Each at {time}.").format(time=draft.time))
    elif chair:
        parts.append(_("Each in chair {chair}.").format(chair=chair))
    return " ".join(parts)


def _template_dose(library: Library, template: Template, dose: float | None) -> str:
    if dose is None:
        return _("No dose: it is asked for on the day of each session.")
    unit = _("mg") if planned_in_mg(library, template.product) else _("mg/kg")
    words = plain.measured(dose, unit)
    if template.mg_per_kg is not None:
        return _("{dose} each, the dose of the source.").format(dose=words)
    return _("{dose} each, as chosen in the form; each dose is checked again on its day.").format(dose=words)


def _template_day(library: Library, place: int, day: dt.date, fit: PlanFit | None, today: dt.date) -> TemplateDay:
    if fit is None:
        return TemplateDay(place, day, _("left out"), (), "")
    fault = ""
    if day < today:
        fault = _("{day} has passed: begin on a later day, or change it.").format(day=day_named(day))
    elif fit.stops:
        fault = _("{day}: {reason}").format(day=day_named(day), reason=reason_sentence(fit.stops[0], library))
    parts = []
    if fit.number is not None:
        parts.append(_("session {number}").format(number=fit.number))
    if fit.week is not None:
        parts.append(_("week {week}").format(week=fit.week))
    return TemplateDay(place, day, ", ".join(parts), tuple(reason_sentence(one, library) for one in fit.warns), fault)


def template_answers(
    library: Library, patient: Patient, proposal: TemplateProposal, draft: PlanDraft, today: dt.date, names: Sequence[str]
) -> Answers:
    """What is written for the days that were confirmed; `names` are as many fresh ids as there are sessions."""
    answers: list[tuple[str, str, Any]] = []
    plans = [session.model_copy(update={"id": name}) for session, name in zip(proposal.sessions, names, strict=True)]
    for plan in plans:
        answers.append(("session", plan.id, session_value(plan)))
        answers += booking_answers(patient, plan.id, draft.time, draft.chair, proposal.template.id)
    product = proposal.sessions[0].product if proposal.sessions else draft.product
    return (*answers, *others_counted(library, patient, product, today, plans))
