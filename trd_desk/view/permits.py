"""Consent, off-label use and enrolment for one product, as the record has them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from trd_desk.content.library import Library
from trd_desk.content.permit_models import Access
from trd_desk.engine.course_records import day_of, logs_of, was_given
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.view import plain
from trd_desk.view.cited import source_line
from trd_desk.view.parts import SourceLine, Stated
from trd_desk.view.terms import N_

STATES: Final[Mapping[str, str]] = {
    "enrolled": N_("Enrolled"),
    "not_enrolled": N_("Not enrolled"),
    "not_needed": N_("Not needed here"),
}


@dataclass(frozen=True, slots=True)
class AccessRow:
    """One scheme: whether the patient is enrolled, under which number and since when."""

    id: str
    title: str
    says: str
    state: Stated
    value: Mapping[str, str]
    source: SourceLine


@dataclass(frozen=True, slots=True)
class PermitsView:
    """What is on record for a product: licence words, the signed consent, and the schemes of the region; unknown is said.

    `asked_again` tells how often the checklist confirmed the consent before a dose.
    """

    product: str
    licence: str
    warning: str
    consent_says: str
    asked_again: str
    consent: Stated
    consent_value: Mapping[str, str]
    access: tuple[AccessRow, ...]
    region_missing: str


def view_permits(library: Library, patient: Patient, product: str) -> PermitsView:
    """Consent and enrolment of a patient for a product."""
    route = library.conduct.route_of(product)
    off_label = product != library.dosing.spray.product
    consent = patient.value("consent", product) or {}
    region = patient.case.licence_region
    fitting = [one for one in library.permits.access if product in one.products and (region is None or region in one.regions)]
    return PermitsView(
        product=product,
        licence=route.licence,
        warning=route.warning,
        consent_says=library.permits.consent_off_label if off_label else library.permits.consent_licensed,
        asked_again=asked_again(patient, product),
        consent=consent_state(patient, product),
        consent_value=consent,
        access=tuple(_row(library, patient, one) for one in fitting),
        region_missing="" if region is not None else _("Which region's label do the sessions follow? Until that is known every scheme is listed."),
    )


def consent_state(patient: Patient, product: str) -> Stated:
    """Whether a signed consent to the product is on record, in words."""
    said = patient.value("consent", product)
    if not said or not said.get("signed_on"):
        return Stated("cannot_tell", _("Consent not recorded"), _("When was the consent signed, and who took it?"))
    day = plain.day(dt.date.fromisoformat(said["signed_on"]))
    by = said.get("taken_by")
    words = _("Consent signed {day}, taken by {name}").format(day=day, name=by) if by else _("Consent signed {day}").format(day=day)
    return Stated("met", words, said.get("note") or "")


def asked_again(patient: Patient, product: str) -> str:
    """How often the checklist of a session confirmed the consent before the dose, with the sessions of which that is not known."""
    sessions = {one.id: one for one in patient.case.sessions}
    answers: list[bool | None] = []
    last: dt.date | None = None
    for log in logs_of(patient):
        session = sessions.get(log.id)
        if session is None or session.product != product or not was_given(log):
            continue
        answer = None if session.predose is None else session.predose.consent_confirmed
        answers.append(answer)
        if answer:
            last = max(filter(None, (last, day_of(log))), default=None)
    if not answers:
        return _("No dose of it was given yet.")
    words = _("Confirmed before {count} of {all} doses given").format(count=answers.count(True), all=len(answers))
    if last is not None:
        words = _("{words}, last on {day}").format(words=words, day=plain.day(last))
    if answers.count(False):
        words = _("{words}; answered no before {count}").format(words=words, count=answers.count(False))
    if answers.count(None):
        words = _("{words}; not recorded before {count}").format(words=words, count=answers.count(None))
    return f"{words}."


def _row(library: Library, patient: Patient, access: Access) -> AccessRow:
    said = patient.value("enrolment", access.id) or {}
    state = said.get("state")
    if state is None:
        stated = Stated("cannot_tell", _("Not recorded"), _("Is the patient enrolled, or is it not needed here?"))
    elif state == "enrolled":
        number = said.get("number")
        words = _("Enrolled, {number}").format(number=number) if number else _("Enrolled")
        if said.get("on"):
            words = _("{words}, since {day}").format(words=words, day=plain.day(dt.date.fromisoformat(said["on"])))
        stated = Stated("met", words)
    else:
        stated = Stated("not_met" if state == "not_enrolled" else "note", _(STATES[state]))
    return AccessRow(access.id, access.title, access.says, stated, said, source_line(library, access.status, access.sources, library.permits.review_by))
