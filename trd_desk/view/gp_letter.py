"""The letter to the general practitioner: everything from the record, what is not recorded said to be so, and what the practice is asked."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from trd_desk.content.library import Library
from trd_desk.content.paper_models import GpAsk
from trd_desk.engine.decision_results import DomainState, TriggerState
from trd_desk.engine.follow_up import follow_up
from trd_desk.engine.session_sums import SessionSum, session_sums
from trd_desk.engine.verdict import Assessment
from trd_desk.i18n import _
from trd_desk.record.course_facts import LetterFact
from trd_desk.record.fold import Patient
from trd_desk.view import plain
from trd_desk.view.assessment_document import asked_line
from trd_desk.view.bibliography import CitedWork, Standing
from trd_desk.view.course import course_words
from trd_desk.view.decisions_follow import fulfilled_view
from trd_desk.view.letter_course import CourseNow, course_now, diagnosis_lines, medicine_lines, safety_lines
from trd_desk.view.letter_pathways import CriteriaRow, criteria_rows
from trd_desk.view.paper_groups import treatment_lines
from trd_desk.view.paper_head import PaperHead, fingerprint, not_recorded, paper_head
from trd_desk.view.parts import Remark, Stated
from trd_desk.view.record_parts import Labelled
from trd_desk.view.session_totals import advice_words, alarms_line, leaving_line, pressure_line, score_lines, sessions_line
from trd_desk.view.shapes import MarkKind
from trd_desk.view.terms import N_
from trd_desk.view.treatment_rows import TreatmentRow, treatment_rows
from trd_desk.view.used_rules import Used, overdue_of, standings_of, works_of

# What a person may write for the letter, with its name on the page Documents: the keys of the entry `letter`.
LETTER: Final = "letter"
LETTER_FIELDS: Final[Mapping[str, str]] = {
    "recipient": N_("To"),
    "urgency": N_("Urgency"),
    "words": N_("Your own words"),
    "sedatives": N_("Plan for calming or sleeping tablets"),
    "review": N_("Next review"),
}
_GROUPS: Final[Mapping[str, tuple[str, MarkKind]]] = {
    "do": (N_("Please:"), "goes_to"),
    "avoid": (N_("Please avoid, or tell us of:"), "caution"),
    "not": (N_("Please do not:"), "stop"),
    "call": (N_("Please call us about:"), "hold"),
}


@dataclass(frozen=True, slots=True)
class LetterLines:
    """What stands on the letter that no record holds: the clinic in one line, its numbers, and who answers for the letter."""

    clinic: str = ""
    phone: str = ""
    emergency: str = ""
    clinician: str = ""


@dataclass(frozen=True, slots=True)
class GpLetterDocument:
    """All that is printed, in the order of the letter; `documents` adds printer, time, page numbers and the head of the log."""

    head: PaperHead
    address: tuple[Labelled, ...]
    words: str
    overdue: tuple[Remark, ...]
    diagnosis: tuple[Labelled, ...]
    treatments_title: str
    treatment_heads: tuple[str, ...]
    treatments: tuple[TreatmentRow, ...]
    treatments_none: str
    asked_line: str
    criteria_title: str
    criteria_note: str
    criteria_heads: tuple[str, ...]
    criteria: tuple[CriteriaRow, ...]
    course_title: str
    course: tuple[Labelled, ...]
    medicines_title: str
    medicines: tuple[Labelled, ...]
    asks_title: str
    asks: tuple[Remark, ...]
    asks_none: str
    safety_title: str
    safety: tuple[Labelled, ...]
    support: str
    standing: tuple[Standing, ...]
    sources: tuple[CitedWork, ...]
    fingerprint: str


def letter_words(patient: Patient) -> Mapping[str, str]:
    """What was written for the letter so far, by its field."""
    fact = patient.facts("letter", LetterFact).get(LETTER)
    return {} if fact is None else fact.lines


def view_gp_letter(
    library: Library, patient: Patient, assessment: Assessment, now: dt.datetime, lines: LetterLines, product: str = ""
) -> GpLetterDocument:
    """The letter about a patient as known at a moment; `product` is the course it tells of, the latest one where none is named."""
    day, typed = now.date(), letter_words(patient)
    course = course_now(library, patient, now, product)
    sums = session_sums(library, patient, day, course.product) if course.product else ()
    asks = [one for one in library.letter.ask if course.product and one.fits(course.product) and not _needless(one, patient)]
    rows = criteria_rows(library, patient, assessment, course)
    found = [(domain, one) for domain in follow_up(library, patient, day) for one in domain.fulfilled]
    used = list(_used(library, course, asks, rows))
    used += [Used(_("Letter"), _("findings"), one.trigger.status, one.trigger.sources, library.follow_up.review_by) for _domain, one in found]
    standing = standings_of(used, day)
    return GpLetterDocument(
        head=paper_head(library, patient, _("Letter to the general practitioner"), day, _signature(lines)),
        address=tuple(_address(typed, lines, day)),
        words=typed.get("words", ""),
        overdue=overdue_of(standing),
        diagnosis=(*diagnosis_lines(patient, assessment), *score_lines(library, patient, day)),
        treatments_title=_("Treatments so far"),
        treatment_heads=(
            _("Treatment"),
            _("Daily mg in order, or course"),
            _("Weeks"),
            _("Taken as prescribed"),
            _("Better by"),
            _("Stopped for"),
            _("Counts as failed"),
        ),
        treatments=treatment_lines(treatment_rows(library, patient, assessment)),
        treatments_none=_("None is recorded."),
        asked_line=asked_line(patient),
        criteria_title=_("Criteria of guidelines and licences"),
        criteria_note=course_words(library, patient, assessment),
        criteria_heads=(_("Pathway"), _("Result"), _("Criteria")),
        criteria=rows,
        course_title=_("Treatment with ketamine or esketamine"),
        course=(*course.lines, *_session_lines(library, sums)) if course.product else course.lines,
        medicines_title=_("Medicines now"),
        medicines=tuple(medicine_lines(library, patient, assessment, typed.get("sedatives", ""))),
        asks_title=_("What we ask of you"),
        asks=tuple(_asked(asks)),
        asks_none=_("No course is recorded, so there is nothing to ask for yet."),
        safety_title=_("Safety and what comes next"),
        safety=(
            *_driving(library, course, sums),
            *safety_lines(library, patient, day, lines.phone, lines.emergency),
            *_findings(library, found),
            *course.next_lines(typed.get("review", "")),
            *_stop_rule(library, course),
        ),
        support=_(library.letter.support),
        standing=standing,
        sources=works_of(library, used),
        fingerprint=fingerprint(library),
    )


def _findings(library: Library, found: Sequence[tuple[DomainState, TriggerState]]) -> Iterator[Labelled]:
    """What the long-term follow-up found and asks for, each with its day, as the page Decisions tells it."""
    label = _("Follow-up")
    for domain, one in found:
        told = fulfilled_view(library, one)
        words = _("{domain}: {found}. {action}").format(domain=_(domain.domain.label), found=plain.as_part(told.remark.text).rstrip("."), action=told.action)
        yield Labelled(label, words, Stated(told.remark.mark, ""))
        label = ""


def _signature(lines: LetterLines) -> tuple[str, str]:
    who = lines.clinician.strip()
    words = _("Decision support, reviewed by {name}, signature").format(name=who) if who else _("Decision support, reviewed by, name and signature")
    return words, _("Date")


def _address(typed: Mapping[str, str], lines: LetterLines, day: dt.date) -> Iterator[Labelled]:
    yield Labelled(_("To"), typed.get("recipient", "") or plain.capital(not_recorded()))
    sender = ", ".join(part for part in (lines.clinician.strip(), lines.clinic.strip()) if part)
    yield Labelled(_("From"), sender or plain.capital(not_recorded()))
    yield Labelled(_("Date"), plain.day(day))
    yield Labelled(_("Urgency"), typed.get("urgency", "") or plain.capital(not_recorded()))


def _session_lines(library: Library, sums: Sequence[SessionSum]) -> Iterator[Labelled]:
    yield sessions_line(sums)
    if any(one.was_given for one in sums):
        yield pressure_line(sums)
        yield alarms_line(sums)
        yield leaving_line(library, sums)


def _needless(one: GpAsk, patient: Patient) -> bool:
    return "male" in one.unless and patient.case.patient.sex == "male"


def _asked(asks: Sequence[GpAsk]) -> Iterator[Remark]:
    for group, (words, mark) in _GROUPS.items():
        label = _(words)
        texts = [_(one.text) for one in asks if one.group == group]
        if texts:
            yield Remark(mark, f"{label} {' '.join(texts)}", label)


def _driving(library: Library, course: CourseNow, sums: Sequence[SessionSum]) -> Iterator[Labelled]:
    if not course.product:
        return
    for one in library.letter.driving:
        if one.fits(course.product):
            yield Labelled(_("Driving"), f"{_(one.text)} {advice_words(sums)}")


def _stop_rule(library: Library, course: CourseNow) -> Iterator[Labelled]:
    for one in library.letter.review:
        if course.product and one.fits(course.product):
            yield Labelled(_("Stop rule"), _(one.text))


def _used(library: Library, course: CourseNow, asks: Sequence[GpAsk], rows: Sequence[CriteriaRow]) -> Iterator[Used]:
    for row in rows:
        head = library.pathway(row.id)
        yield Used(_("Criteria"), row.name, head.status, head.sources[:1], head.review_by)
    yield from course.used(library)
    for status in dict.fromkeys(one.status for one in asks):
        sources = tuple(cited for one in asks if one.status == status for cited in one.sources)
        yield Used(_("Letter"), _("asks"), status, sources, library.letter.review_by)
    for name, statements in ((_("driving"), library.letter.driving), (_("review"), library.letter.review)):
        for one in statements:
            if course.product and one.fits(course.product):
                yield Used(_("Letter"), name, one.status, one.sources, library.letter.review_by)
