"""The consent record for paper: what is treated with what, on or off the label, what is explained, and who signs."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from trd_desk.content.library import Library
from trd_desk.content.paper_models import Explained
from trd_desk.engine.course import courses
from trd_desk.engine.verdict import Assessment
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.view import plain, terms
from trd_desk.view.bibliography import CitedWork, Standing
from trd_desk.view.cited import safety_rules
from trd_desk.view.course_position import INDICATIONS
from trd_desk.view.follow_holds import holds_of
from trd_desk.view.label_use import LabelUse, label_use
from trd_desk.view.paper_head import PaperHead, fingerprint, not_recorded, paper_head
from trd_desk.view.parts import Remark, Stated
from trd_desk.view.permits import asked_again, consent_state
from trd_desk.view.record_parts import Labelled
from trd_desk.view.safety import LEVEL_ORDER
from trd_desk.view.used_rules import Used, cited_by, numbers_of, overdue_of, standings_of, works_of


@dataclass(frozen=True, slots=True)
class ExplainedLine:
    """A statement with the numbers of the works that it rests on and its standing: "[1,5] verified"."""

    text: str
    works: str


@dataclass(frozen=True, slots=True)
class ExplainedPart:
    """Statements under their heading."""

    title: str
    lines: tuple[ExplainedLine, ...]


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs, and what is declared by it."""

    who: str
    declares: str


@dataclass(frozen=True, slots=True)
class ConsentDocument:
    """All that is printed; `documents` adds boxes to tick, lines to write on, clinic, printer, time and page numbers.

    `own` is what the record holds of this patient that bears on the treatment; `own_none` says that nothing is recorded.
    """

    head: PaperHead
    says: str
    facts: tuple[Labelled, ...]
    overdue: tuple[Remark, ...]
    explained_title: str
    explained_legend: str
    parts: tuple[ExplainedPart, ...]
    own_title: str
    own: tuple[Remark, ...]
    own_none: str
    questions_title: str
    signing_title: str
    signing: tuple[Signing, ...]
    sign_fields: tuple[str, str, str]
    standing: tuple[Standing, ...]
    sources: tuple[CitedWork, ...]
    fingerprint: str


def consent_products(library: Library, patient: Patient) -> tuple[str, ...]:
    """Every route, those that the patient has a course of or a consent to before the others."""
    known = [*courses(patient), *(key for (kind, key), entry in patient.answers.items() if kind == "consent" and entry.value)]
    return tuple(dict.fromkeys([*known, *(route.product for route in library.conduct.route)]))


def view_consent_record(library: Library, patient: Patient, assessment: Assessment, product: str, day: dt.date) -> ConsentDocument:
    """The consent record of a patient for a product as known on a day; before a signature it is there to be signed."""
    indication = _indication(patient, product)
    use = label_use(library, product, indication, patient.case.licence_region)
    explained = [one for one in library.consent.explained if one.fits(product, use.label)]
    holds = holds_of(library, patient, day)
    used = [*_used(library, product, use, explained), *dict.fromkeys(one.used for one in holds)]
    standing = standings_of(used, day)
    # What the follow-up holds comes first: it is what has been found under the treatment itself.
    own = (*(one.remark for one in holds), *_own(library, assessment))
    return ConsentDocument(
        head=paper_head(library, patient, _("Consent to treatment"), day, ("", "")),
        says=_("To be gone through together before the first dose. Tick what was explained; what is not ticked was not."),
        facts=tuple(_facts(library, patient, product, indication, use, stopped=any(one.mark == "stop" for one in own))),
        overdue=overdue_of(standing),
        explained_title=_("Explained"),
        explained_legend=_("with the numbers of the sources at the end"),
        parts=tuple(_parts(library, explained, used)),
        own_title=_("For this patient besides"),
        own=own,
        own_none=_("Nothing is recorded that stops, holds or cautions."),
        questions_title=_("Questions asked, and what was agreed"),
        signing_title=_("Signatures"),
        signing=(
            Signing(_("Patient"), _(library.consent.declares_patient)),
            Signing(_("Clinician"), _(library.consent.declares_clinician)),
            Signing(_("Interpreter, where one was needed; language"), _(library.consent.declares_interpreter)),
        ),
        sign_fields=(_("Name"), _("Signature"), _("Date and time")),
        standing=standing,
        sources=works_of(library, used),
        fingerprint=fingerprint(library),
    )


def _indication(patient: Patient, product: str) -> str | None:
    """What the latest session of the product is for."""
    told = [one.indication for one in patient.case.sessions if one.product == product and one.indication is not None]
    return told[-1] if told else None


def _facts(library: Library, patient: Patient, product: str, indication: str | None, use: LabelUse, *, stopped: bool) -> Iterator[Labelled]:
    route = library.conduct.route_of(product)
    yield Labelled(_("Treatment"), f"{route.short}. {route.how}")
    if route.warning:
        yield Labelled("", route.warning, Stated("caution", ""))
    purpose = not_recorded() if indication is None else _(INDICATIONS[indication])
    yield Labelled(_("Given for"), plain.capital(purpose), Stated("cannot_tell", "") if indication is None else None)
    region = patient.case.licence_region
    where = _("region not recorded") if region is None else terms.term(terms.REGIONS, region)
    said = [*(use.licence or use.says), use.meets]
    yield Labelled(_("Licence"), f"{use.stated.word} ({where}). {' '.join(filter(None, said))}", use.stated)
    if stopped:
        yield Labelled("", _("A stop condition is recorded for this patient: it stands under “For this patient besides”."), Stated("stop", ""))
    consent = consent_state(patient, product)
    signed = consent.mark == "met"
    note = f" {consent.sentence.rstrip('.')}." if signed and consent.sentence else ""
    words = f"{consent.word}.{note}" if signed else _("Not recorded as signed. This sheet is there to be signed.")
    yield Labelled(_("On record"), words, consent)
    yield Labelled(_("Asked again"), asked_again(patient, product))


def _parts(library: Library, explained: list[Explained], used: list[Used]) -> Iterator[ExplainedPart]:
    numbers = numbers_of(used)
    words = stay_words(library)
    for part in library.consent.part:
        lines = tuple(
            ExplainedLine(filled(_(one.text), words), f"{cited_by(numbers, one.sources)} {plain.as_part(terms.status_word(one.status).word)}")
            for one in explained
            if one.part == part.id
        )
        if lines:
            yield ExplainedPart(_(part.title), lines)


def stay_words(library: Library) -> dict[str, str]:
    """The placeholders of content with the times of the rules in words."""
    return {"{stay}": _hours(library.monitoring.two_hours), "{stay_first}": _hours(library.leaving.longer.first_oral_minutes)}


def filled(text: str, words: dict[str, str]) -> str:
    """The text with its placeholders filled in."""
    for placeholder, said in words.items():
        text = text.replace(placeholder, said)
    return text


def _hours(minutes: int) -> str:
    if minutes % 60:
        return plain.measured(minutes, _("minutes"))
    return plain.counted("{count} hour", "{count} hours", minutes // 60).replace(" ", plain.NBSP)


def _own(library: Library, assessment: Assessment) -> Iterator[Remark]:
    """What stops, holds or cautions in this patient, then the medicines that do."""
    rules = safety_rules(library)
    for level in LEVEL_ORDER[:3]:
        word = terms.level_word(level)
        for item in assessment.safety:
            if item.level == level:
                rule = rules[item.id]
                yield Remark(word.mark, _("{name}. {level}: {action}").format(name=rule.label, level=word.word, action=rule.action), rule.label)
        for drug in assessment.interactions:
            if drug.level == level:
                name = plain.capital(drug.id.strip())
                effects = " ".join(dict.fromkeys(group.effect for group in library.interactions_of(drug.id)))
                yield Remark(word.mark, _("{name}. {level}: {action}").format(name=name, level=word.word, action=effects), name)


def _used(library: Library, product: str, use: LabelUse, explained: list[Explained]) -> Iterator[Used]:
    conduct, consent = library.conduct, library.consent
    route = conduct.route_of(product)
    yield Used(_("Treatment"), _("route"), route.status, route.sources, conduct.review_by)
    if use.rule is not None:
        yield Used(_("Licence"), _("this use"), use.rule.status, use.rule.sources, conduct.review_by)
    if use.row is not None:
        yield Used(_("Licence"), _("country"), use.row.status, use.row.sources, library.countries.review_by)
    names = {part.id: plain.as_part(_(part.title)) for part in consent.part}
    for part in consent.part:
        for status in dict.fromkeys(one.status for one in explained if one.part == part.id):
            sources = tuple(cited for one in explained if (one.part, one.status) == (part.id, status) for cited in one.sources)
            yield Used(_("Explained"), names[part.id], status, sources, consent.review_by)
