"""What the head and the foot of every clinician's document say: whose it is, which content it rests on, and what it is for."""

import datetime as dt
from dataclasses import dataclass

from trd_desk.content.library import Library
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.view import plain, terms
from trd_desk.view.cited import review_words


@dataclass(frozen=True, slots=True)
class PaperHead:
    """What stands on every page of a clinician's document, from the record and the content; who prints it is added by `documents`.

    `number` is the record number, empty on a paper about no patient; `as_of` the day or period that it tells of.
    """

    title: str
    name: str
    who: str
    number: str
    as_of: str
    content: str
    digest: str
    purpose: str
    signature: tuple[str, str]


def paper_head(library: Library, patient: Patient, title: str, day: dt.date, signature: tuple[str, str]) -> PaperHead:
    """The head of a document about a patient as known on a day; an empty `signature` leaves no line to sign on the first page."""
    return PaperHead(
        title=title,
        name=person_name(patient),
        who=person_words(patient),
        number=patient.number,
        as_of=_("As of {day}").format(day=plain.day(day)),
        content=content_in_force(library, library.version, day),
        digest=library.digest,
        purpose=purpose(),
        signature=signature,
    )


def person_name(patient: Patient) -> str:
    """The patient's name, or that none is recorded."""
    return patient.case.patient.name or _("No name")


def person_words(patient: Patient) -> str:
    """Sex and day of birth in one line; what is not recorded is said."""
    person = patient.case.patient
    born = _("birth date not recorded") if person.birth_date is None else _("born {day}").format(day=plain.day(person.birth_date))
    return ", ".join((terms.term(terms.SEXES, person.sex, _("sex not recorded")), born))


def content_in_force(library: Library, version: str, day: dt.date) -> str:
    """The content with the earliest day of review of all its files."""
    review = min(head.review_by for head in library.heads)
    return _("Content {version}, {review}").format(version=version, review=review_words(review, day))


def fingerprint(library: Library) -> str:
    """The content by its version and the digest over all its files."""
    return _("Content {version}, {digest}.").format(version=library.version, digest=library.digest)


def purpose() -> str:
    """The intended purpose, as it stands in the program and on every clinician's document."""
    return _(
        "Shows what guidelines and this clinic's own settings say about the data entered, with sources. "
        "It does not diagnose, prescribe or replace watching the patient."
    )


def not_recorded() -> str:
    """What stands where nothing was recorded: never a blank, and never a no."""
    return _("not recorded")
