"""What undo did, in plain words: which answer was taken back, or why a signed one stands. No name of a patient and no free text."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from trd_desk.content.library import Library
from trd_desk.i18n import _
from trd_desk.record.entries import SESSION_PARTS
from trd_desk.record.fold import Patient
from trd_desk.view import plain, terms
from trd_desk.view.entry_fields import episode_fields, kinds, licence_field, patient_fields
from trd_desk.view.record_corrections import part_name
from trd_desk.view.session_head import session_name
from trd_desk.view.spoken import drug_name
from trd_desk.view.terms import N_

# An answer of these is named by its kind alone; what else it holds is free text, or belongs to an answer that is named.
_PLAIN: Final[Mapping[str, str]] = {
    "medications_reviewed": N_("Whether the list of medicines is complete"),
    "decision": N_("Decision on the page Pathways"),
    "document": N_("Document made"),
    "score_about": N_("Who answered a score"),
    "crisis": N_("What was done about an answer on self-harm"),
    "stage_baseline": N_("Stages before the first dose"),
    "plan_aim": N_("Aim of the shared plan"),
    "goal": N_("Goal of the shared plan"),
    "goal_rating": N_("Rating of a goal"),
    "safety_plan": N_("Risk and crisis plan"),
    "letter": N_("Words for a letter"),
    "person": N_("Person of the clinic"),
    "register": N_("Line of the register"),
    "sound_check": N_("Sound check"),
}
# Kinds that the program writes beside an answer: they are named only where they stand alone.
_BESIDE: Final = frozenset({"score_about", "crisis", "stage_baseline", "booking"})
# What closes a session; later words are added to it.
_CLOSING: Final = frozenset({"signature", "departure", "addendum"})


@dataclass(frozen=True, slots=True)
class Undone:
    """One answer that was undone, or that stands: kind, key, the value that it had; `taken_back` where the act had taken it back."""

    kind: str
    key: str
    value: Any
    taken_back: bool = False


def undone_words(library: Library, patient: Patient, answers: Sequence[Undone]) -> str:
    """What the status says after an answer was undone: "Undone: MADRS of 25 Nov 2026. The history keeps both."."""
    names = _names(library, patient, answers)
    if all(answer.taken_back for answer in answers):
        return _("Undone: {what}, which had been taken back. The history keeps both.").format(what=names)
    return _("Undone: {what}. The history keeps both.").format(what=names)


def stands_words(library: Library, patient: Patient, answers: Sequence[Undone], *, more: bool) -> str:
    """Why undo leaves a signed act as it is; `more` where a further undo goes on to the answer before it."""
    given = {answer.kind for answer in answers}
    if given & _CLOSING:
        says = _("Not undone: what is signed stands, and the session is closed. What is to be said later is added under Leaving.")
    elif "session_end" in given:
        says = _("Not undone: the session was cancelled, and that stands. Plan it anew if it is wanted.")
    else:
        what = plain.as_part(_names(library, patient, answers))
        says = _("Not undone: what was signed stands ({what}). It is changed only where it was signed, with its own reason.").format(what=what)
    return _("{says} Ctrl+Z again undoes the answer before it.").format(says=says) if more else says


def _names(library: Library, patient: Patient, answers: Sequence[Undone]) -> str:
    told = [answer for answer in answers if answer.kind not in _BESIDE] or answers
    return plain.few(list(dict.fromkeys(answer_name(library, patient, answer) for answer in told)), most=2)


def answer_name(library: Library, patient: Patient, answer: Undone) -> str:
    """An answer named as the page on which it was given names it, with its day where it has one."""
    if answer.kind in _PLAIN:
        return _dated(_(_PLAIN[answer.kind]), answer.value)
    # What the content in force does not know any more has no name of its own.
    with suppress(KeyError, StopIteration, TypeError, ValueError):
        if answer.kind == "session" or answer.kind in SESSION_PARTS:
            return _of_session(library, patient, answer)
        return _NAMING[answer.kind](library, answer)
    return _("An answer")


def _of_session(library: Library, patient: Patient, answer: Undone) -> str:
    log = patient.sessions.get(answer.key.partition("/")[0])
    part = _("Observation") if answer.kind == "observation" else part_name(library, answer.kind, answer.key, answer.value)
    if log is None:
        on = answer.value.get("on") if isinstance(answer.value, Mapping) else None
        return part if on is None else _("{part} of the session of {day}").format(part=part, day=_day(on))
    # A day that no session has, so that none of them is called today's.
    return _("{part}, {session}").format(part=part, session=plain.as_part(session_name(log, dt.date.min)))


def _dated(name: str, value: Any) -> str:
    on = value.get("on") if isinstance(value, Mapping) else None
    return name if on is None else _("{what} of {day}").format(what=name, day=_day(on))


def _day(on: str) -> str:
    return plain.day_short(dt.date.fromisoformat(on))


def _label(items: Iterable[Any], name: str) -> str:
    return str(next(one.label for one in items if one.id == name))


def _said(label: str, value: Any) -> str:
    """A question with its answer; Unknown is an answer."""
    word = {True: _("yes"), False: _("no"), None: _("unknown")}[value]
    return _("{question}: {answer}").format(question=label, answer=word)


def _field(fields: Iterable[Any], answer: Undone) -> str:
    return str(next(field.label for field in fields if field.name == answer.key))


def _patient(_library: Library, answer: Undone) -> str:
    own = {"id": _("Record number"), "name": _("Name of the patient")}
    return own[answer.key] if answer.key in own else _field(patient_fields(), answer)


def _treatment(_library: Library, answer: Undone) -> str:
    value = answer.value
    kind = next(each.label for each in kinds() if each.kind == value["kind"])
    name = value.get("drug") or value.get("modality") or value.get("product")
    return kind if not name else _("{kind}, {name}").format(kind=kind, name=drug_name(str(name)))


def _criterion(library: Library, answer: Undone) -> str:
    return _said(next(one.label for one in library.criteria.criterion if str(one.number) == answer.key), answer.value)


def _factor(library: Library, answer: Undone) -> str:
    return _said(_label((one for each in library.definitions for one in each.factors), answer.key), answer.value)


def _consent(_library: Library, answer: Undone) -> str:
    return _("Consent to {product}").format(product=plain.as_part(_(terms.PRODUCTS[answer.key])))


def _decision_point(library: Library, answer: Undone) -> str:
    point = plain.as_part(_label(library.decision_points.point, answer.value["point"]))
    return _("{decision}, {point}").format(decision=_dated(_("Decision"), answer.value), point=point)


def _check(library: Library, answer: Undone) -> str:
    domain = plain.as_part(_label(library.follow_up.domain, answer.value["domain"]))
    return _("{check}, {domain}").format(check=_dated(_("Check"), answer.value), domain=domain)


def _scale(library: Library, answer: Undone) -> str:
    return _dated(library.scale(answer.value["scale"]).short, answer.value)


_NAMING: Final[Mapping[str, Callable[[Library, Undone], str]]] = {
    "patient": _patient,
    "episode": lambda _library, answer: _field(episode_fields(), answer),
    "asked": lambda _library, answer: _("Whether the list is complete: {kind}").format(kind=_(terms.KINDS_IN_SENTENCE[answer.key])),
    "treatment": _treatment,
    "condition": lambda library, answer: _said(library.conditions_by_id[answer.key].label, answer.value),
    "medication": lambda _library, answer: _("Medicine, {drug}").format(drug=drug_name(str(answer.value["drug"]))),
    "score": _scale,
    "rating": _scale,
    "licence_region": lambda _library, _answer: licence_field().label,
    "criterion": _criterion,
    "pseudo_check": lambda library, answer: _said(library.pseudo_check(answer.key).label, answer.value),
    "workup": lambda library, answer: _label(library.workup.item, answer.key),
    "consent": _consent,
    "enrolment": lambda library, answer: next(one.title for one in library.permits.access if one.id == answer.key),
    "review": lambda _library, answer: _dated(_("Review"), answer.value),
    "course_decision": _decision_point,
    "follow_up": _check,
    "factor": _factor,
}
