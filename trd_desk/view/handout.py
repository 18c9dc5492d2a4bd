"""The patient's handout of one route, filled in: the times of the visit, the clinic's numbers, and the sentences of the content."""

import datetime as dt
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from trd_desk.content.handout_models import Visit, together
from trd_desk.content.library import Library
from trd_desk.content.session_models import Product
from trd_desk.errors import UserError
from trd_desk.i18n import _
from trd_desk.view import plain

_DIGITS: Final = 2  # the shortest emergency numbers have two
_LONGEST_NUMBER: Final = 24
_IN_A_NUMBER: Final = frozenset("0123456789 +()-./#*ext")  # an extension is written ext
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class ClinicLines(NamedTuple):
    """The clinic's name and telephone numbers as they are printed: `phone` for patients, `emergency` for danger to life."""

    name: str = ""
    phone: str = ""
    emergency: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the handout; `bold` is the stretch of it that is set in semi-bold."""

    text: str
    bold: str = ""


@dataclass(frozen=True, slots=True)
class HandoutPart:
    """A part under its heading: a list or running text; `framed` in a box of its own."""

    id: str
    title: str
    sentences: tuple[Sentence, ...]
    shape: Literal["list", "text"] = "list"
    framed: bool = False


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A line of the visit's box: until when or about when, and what holds."""

    when: str
    says: str


@dataclass(frozen=True, slots=True)
class PhoneBox:
    """A number of the first page: what it is for, and whom it reaches."""

    purpose: str
    number: str


@dataclass(frozen=True, slots=True)
class HandoutView:
    """Two pages in order: what it is, the visit, before and on the day, the numbers; then afterwards, whom to call, the months.

    `foot` says whose it is and which text it is; who printed it and when is added where it is printed.
    """

    product: Product
    title: str
    intro: tuple[Sentence, ...]
    visit_title: str
    visit: tuple[VisitLine, ...]
    first_page: tuple[HandoutPart, ...]
    phones: tuple[PhoneBox, PhoneBox]
    after_title: str
    keep: str
    second_page: tuple[HandoutPart, ...]
    clinician_label: str
    clinician: str
    next_visit: str
    clinic: str
    foot: tuple[str, str]


def view_handout(
    library: Library,
    product: Product,
    *,
    patient_name: str,
    number: str,
    appointment: dt.datetime | None,
    clinic: ClinicLines,
    clinician: str = "",
) -> HandoutView:
    """The handout for one visit; `appointment` is the wall-clock time at the clinic, `number` the record number.

    Raises:
        UserError: the appointment, the clinic's number or the emergency number is missing or no number.
    """
    numbers = _checked(clinic)
    if appointment is None:
        raise UserError(_("The day and time of the visit are missing, so the handout was not made; give the appointment."))
    common, handout = library.handout_common, library.handout(product)
    stay = library.monitoring.two_hours
    words = {
        "{clinic_phone}": numbers.phone,
        "{emergency}": numbers.emergency,
        "{medicine}": handout.medicine,
        "{until}": handout.until,
        "{stay}": _hours(stay),
        "{dose_minutes}": plain.number(handout.dose_minutes),
    }

    def sentences(part: str) -> tuple[Sentence, ...]:
        return tuple(_sentence(_filled(_(text), words)) for text in together(common, handout, part))

    def part(name: str, shape: Literal["list", "text"] = "list", *, framed: bool = False) -> HandoutPart:
        return HandoutPart(name, _filled(_(getattr(common, name).title), words), sentences(name), shape, framed)

    versions = dict.fromkeys((handout.version, common.version))
    return HandoutView(
        product=product,
        title=_(handout.title),
        intro=sentences("intro"),
        visit_title=_("{visit}: {day}, {time}").format(
            visit=_(common.visit_title), day=_day(appointment.date()), time=f"{appointment:%H:%M}"
        ),
        visit=_visit(library, product, appointment, words),
        first_page=(part("before"), part("on_the_day")),
        phones=(
            PhoneBox(_(common.phones.clinic), _("Clinic {number}").format(number=numbers.phone)),
            PhoneBox(_(common.phones.emergency), _("Emergency {number}").format(number=numbers.emergency)),
        ),
        after_title=_(handout.after_title),
        keep=_(common.keep),
        second_page=(part("afterwards"), part("call_us"), part("emergency", framed=True), part("months", "text")),
        clinician_label=_("Your nurse or doctor"),
        clinician=clinician.strip(),
        next_visit=_("Next visit"),
        clinic=clinic.name.strip(),
        foot=(
            " ".join(
                part
                for part in (
                    _whose(patient_name.strip(), number.strip()),
                    _("{treatment}, {day}.").format(treatment=plain.capital(_(handout.name)), day=plain.day(appointment.date())),
                )
                if part
            ),
            _("Text version {version}, review by {month}. For information; ask us if anything is not clear.").format(
                version=plain.listed(list(versions)), month=plain.month(min(handout.review_by, common.review_by))
            ),
        ),
    )


def _whose(name: str, number: str) -> str:
    said = ", ".join(part for part in (name, number) if part)
    return _("For {person}.").format(person=said) if said else ""


def _checked(clinic: ClinicLines) -> ClinicLines:
    """The numbers with their blanks kept together.

    Raises:
        UserError: one is missing or holds anything that is no part of a telephone number; the sentence names the setting.
    """
    numbers = {_("Clinic, for patients"): " ".join(clinic.phone.split()), _("Emergency"): " ".join(clinic.emergency.split())}
    wrong = [label for label, number in numbers.items() if not is_phone_number(number)]
    if wrong:
        raise UserError(
            _("The handout was not made, because a telephone number is missing or cannot be dialled: fill in {settings}").format(
                settings=_("{labels} under Settings, Telephone numbers.").format(
                    labels=plain.listed([f"“{one}”" for one in wrong])
                )
            )
        )
    return ClinicLines(clinic.name, *(number.replace(" ", plain.NBSP) for number in numbers.values()))


def is_phone_number(text: str) -> bool:
    """Whether a text can be dialled and fits its box: digits, the signs between them, an extension as "ext 12"."""
    return sum(letter.isdigit() for letter in text) >= _DIGITS and set(text) <= _IN_A_NUMBER and len(text) <= _LONGEST_NUMBER


def _filled(text: str, words: dict[str, str]) -> str:
    for placeholder, word in words.items():
        text = text.replace(placeholder, word)
    return text


def _sentence(text: str) -> Sentence:
    parts = text.split("*")
    return Sentence("".join(parts), parts[1] if len(parts) == 3 else "")


def _hours(minutes: int) -> str:
    """A stay in words: two hours, 150 minutes."""
    if minutes % 60:
        return plain.measured(minutes, _("minutes"))
    hours = minutes // 60
    return f"{plain.count_word(hours)} {_('hour') if hours == 1 else _('hours')}"


def _day(date: dt.date) -> str:
    return f"{_(_WEEKDAYS[date.weekday()])} {plain.day(date).rpartition(plain.NBSP)[0]}"


def _visit(library: Library, product: Product, appointment: dt.datetime, words: dict[str, str]) -> tuple[VisitLine, ...]:
    """The lines of the visit in the order of the clock; those without a time come first."""
    common, handout = library.handout_common, library.handout(product)
    timed = sorted(
        ((_minutes(library, product, visit), visit) for visit in (*common.visit, *handout.visit)),
        key=lambda pair: (pair[0] is not None, pair[0] or 0),
    )
    return tuple(_visit_line(visit, minutes, appointment, words) for minutes, visit in timed)


def _minutes(library: Library, product: Product, visit: Visit) -> int | None:
    """Minutes after the appointment, below zero before it; None for a line without a time."""
    handout = library.handout(product)
    given = handout.preparation_minutes + handout.dose_minutes
    if visit.wait is not None:
        item = next(one for one in library.predose.item if one.id == visit.wait)
        return -(item.wait_minutes or 0)
    if visit.leaves_first:
        return given + library.leaving.longer.first_oral_minutes
    return given + library.monitoring.two_hours if visit.leaves else None


def _visit_line(visit: Visit, minutes: int | None, appointment: dt.datetime, words: dict[str, str]) -> VisitLine:
    if minutes is None:
        return VisitLine(_filled(_(visit.label), words), _filled(_(visit.says), words))
    at = appointment + dt.timedelta(minutes=minutes)
    clock = f"{at:%H:%M}"
    if at.date() != appointment.date():
        clock = _("{time} on {weekday}").format(time=clock, weekday=_(_WEEKDAYS[at.weekday()]))
    timed = {**words, "{time}": clock}
    return VisitLine(_filled(_(visit.label), timed), _filled(_(visit.says), timed))
