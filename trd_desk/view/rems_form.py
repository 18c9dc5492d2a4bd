"""The treatment-monitoring form filled in from the record: what is known stands in its field, what is not leaves it empty."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from trd_desk.content.library import Library
from trd_desk.content.rems_models import RemsField, RemsSection
from trd_desk.engine.live_results import LiveSession
from trd_desk.engine.verdict import Tri
from trd_desk.errors import UserError
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.view import plain, terms
from trd_desk.view.cited import works
from trd_desk.view.paper_head import content_in_force, fingerprint, person_name, person_words, purpose
from trd_desk.view.parts import Remark, Stated
from trd_desk.view.rems_effects import Effect, effect_of
from trd_desk.view.session_head import session_name
from trd_desk.view.watch_words import event_label, pressure_words
from trd_desk.view.watched import events_of, given_of, readings_before, signs_of

# The items of the checklist, and the needs of leaving, that are vital signs.
_SIGNS: Final = ("blood_pressure", "heart_rate", "spo2", "respiratory_rate")


@dataclass(frozen=True, slots=True)
class Tick:
    """One answer of a field, and whether it is the one."""

    word: str
    on: bool


@dataclass(frozen=True, slots=True)
class FormField:
    """One field: its label, what the record says for it (empty where it does not), its answers to tick, and its share of the line.

    `mark` is a sign after the label that the foot explains: the edition it belongs to, or that it is from memory.
    """

    id: str
    label: str
    value: str
    ticks: tuple[Tick, ...]
    sixths: int
    mark: str = ""

    @property
    def known(self) -> bool:
        """Whether anything is filled in."""
        return bool(self.value) or any(tick.on for tick in self.ticks)


@dataclass(frozen=True, slots=True)
class FormSection:
    """A part of the form, in lines of fields."""

    title: str
    says: str
    lines: tuple[tuple[FormField, ...], ...]


@dataclass(frozen=True, slots=True)
class RemsDocument:
    """The whole page; `documents` adds clinic, printer, time, page numbers and the head of the log."""

    title: str
    name: str
    who: str
    number: str
    as_of: str
    preliminary: str
    says: str
    rules: tuple[Remark, ...]
    sections: tuple[FormSection, ...]
    notes: tuple[str, ...]
    content: str
    digest: str
    purpose: str
    signature: tuple[str, str]

    @property
    def fields(self) -> tuple[FormField, ...]:
        """Every field in order."""
        return tuple(field for section in self.sections for line in section.lines for field in line)


def view_rems_form(library: Library, patient: Patient, live: LiveSession, *, site: str = "") -> RemsDocument:
    """The form of one session; `site` is the clinic's name and address in one line.

    Raises:
        UserError: the session is not one of the product that the form is about.
    """
    form = library.rems
    if live.facts.record.product != form.product:
        raise UserError(_(form.other_product))
    filled = _Filled(library, patient, live, site)
    return RemsDocument(
        title=_(form.title),
        name=person_name(patient),
        who=person_words(patient),
        number=patient.number,
        as_of=session_name(live.log, dt.date.min),
        preliminary=preliminary(live),
        says=_(form.says),
        rules=_rules(library, patient),
        sections=tuple(_section(filled, section) for section in form.section),
        notes=_notes(library),
        content=content_in_force(library, library.version, live.facts.day),
        digest=library.digest,
        purpose=purpose(),
        signature=(_("Treating clinician, name and signature"), _("Date")),
    )


def preliminary(live: LiveSession) -> str:
    """That the session has not ended, for the head of its papers; empty once it has."""
    if live.log.closed:
        return ""
    return _("PRELIMINARY: the session has not ended.")


def _rules(library: Library, patient: Patient) -> tuple[Remark, ...]:
    """Where the form goes: the rule for this patient's setting in semi-bold where the setting is known."""
    form = library.rems
    inpatient = patient.case.episode.setting == "inpatient"
    said = [
        (_(form.submit).format(days=form.submit_days), patient.case.episode.setting == "outpatient"),
        (_(form.inpatient), inpatient),
        (_(form.outside), False),
    ]
    return tuple(Remark("note", text, text if bold else "") for text, bold in said)


def _section(filled: "_Filled", section: RemsSection) -> FormSection:
    lines: list[list[FormField]] = [[]]
    for field in (one for one in filled.library.rems.field if one.section == section.id):
        if sum(each.sixths for each in lines[-1]) + field.sixths > 6:
            lines.append([])
        lines[-1].append(filled.field(field))
    return FormSection(_(section.title), _(section.says) if section.says else "", tuple(tuple(line) for line in lines))


_MARKS: Final = (("newer", "¹"), ("older", "²"))


def _mark(field: RemsField) -> str:
    """The sign after a label; what tells of another field has that field's edition, which is not said twice."""
    if field.status == "provisional":
        return "³"
    return next((sign for edition, sign in _MARKS if field.edition == edition), "")


def _notes(library: Library) -> tuple[str, ...]:
    """What the signs mean, the standing of the fields with their sources, the errors known, and the content that this rests on."""
    form = library.rems
    by_status: dict[str, list[str]] = {}
    for field in form.field:
        if field.status not in (form.status, "provisional"):
            by_status.setdefault(field.status, []).append(_(field.label))
    others = [f"{terms.status_word(status).word}: {plain.listed(list(dict.fromkeys(labels)))}." for status, labels in by_status.items()]
    return (
        _("¹ In the newer edition of the form only. ² In an older edition only. ³ From memory, not yet checked against the form."),
        _("{status}: every other field. {works}.").format(status=terms.status_word(form.status).word, works=works(library, form.sources)),
        *others,
        *(_(warning) for warning in form.warnings),
        _(form.empty),
        fingerprint(library),
    )


class _Filled:
    """What the record says for each field."""

    def __init__(self, library: Library, patient: Patient, live: LiveSession, site: str) -> None:
        self.library, self.patient, self.live, self.site = library, patient, live, site
        self.events = events_of(live)

    def field(self, field: RemsField) -> FormField:
        said = _FILLS[field.fills](self, field) if field.fills else ""
        value, answer = ("", said) if said is None or isinstance(said, bool) else (said, None)
        if isinstance(said, Stated):
            value, answer = said.sentence, {"met": True, "not_met": False}.get(said.mark)
        ticks: tuple[Tick, ...] = ()
        if field.shape == "yes_no":
            ticks = (Tick(_("yes"), answer is True), Tick(_("no"), answer is False))
        elif field.shape == "choice":
            ticks, value = _chosen(field, str(value))
        return FormField(field.id, _(field.label), str(value), ticks, field.sixths, _mark(field))

    # --------------------------------------------------------------------------------------------------------------- the patient

    def name(self, _field: RemsField) -> str:
        return self.patient.case.patient.name or ""

    def birth_date(self, _field: RemsField) -> str:
        born = self.patient.case.patient.birth_date
        return "" if born is None else plain.day(born)

    def sex(self, _field: RemsField) -> str:
        return terms.term(terms.SEXES, self.patient.case.patient.sex)

    def number(self, _field: RemsField) -> str:
        return self.patient.number

    def first_treatment(self, _field: RemsField) -> Tri:
        return self.live.facts.first

    def enrolled(self, field: RemsField) -> Stated:
        said = self.patient.value("enrolment", str(field.scheme)) or {}
        state = said.get("state")
        if state == "enrolled":
            return Stated("met", "", str(said.get("number") or ""))
        return Stated("not_met", "") if state == "not_enrolled" else Stated("cannot_tell", "")

    def clinic(self, _field: RemsField) -> str:
        return self.site

    def clinician(self, _field: RemsField) -> str:
        signature = self.live.log.signature
        return signature.by if signature is not None and signature.role == "prescriber" else ""

    # -------------------------------------------------------------------------------------------------------------- the medicines

    def medicines(self, field: RemsField) -> Stated:
        """Yes where the list holds one, no where the complete list holds none and every medicine on it is known."""
        case, library = self.patient.case, self.library
        found, opens = [], not case.medications_reviewed
        for medication in case.medications:
            groups = {group.id for group in library.interactions_of(medication.drug)}
            if groups & set(field.groups):
                dose = "" if medication.daily_mg is None else f" {plain.measured(medication.daily_mg, _('mg a day'))}"
                found.append(f"{medication.drug}{dose}")
            opens = opens or not groups or bool(groups & set(field.open_groups))
        if found:
            return Stated("met", "", plain.listed(found))
        return Stated("cannot_tell", "") if opens else Stated("not_met", "")

    # ---------------------------------------------------------------------------------------------------------------- the session

    def date(self, _field: RemsField) -> str:
        on = self.live.facts.record.on
        return "" if on is None else plain.day(on)

    def dose(self, _field: RemsField) -> str:
        """What was given; each device is of one strength, so that their number tells it too."""
        given = self.live.facts.record.given
        if given is None:
            return ""
        mg = given.dose_mg if given.dose_mg is not None else len(given.devices) * self.library.dosing.spray.device_mg
        return plain.measured(mg, _("mg")) if mg else ""

    def lot(self, _field: RemsField) -> str:
        batch = self.live.log.batch
        known = [*(part.batch for part in self.live.log.devices), None if batch is None else batch.batch]
        return ", ".join(dict.fromkeys(one for one in known if one))

    def total_minutes(self, _field: RemsField) -> str:
        first, closed_at = given_of(self.live).first, self.live.log.closed_at
        leaving = self.live.facts.record.leaving
        ended = self.live.log.end is not None or (leaving is not None and leaving.at is not None)
        if first is None or closed_at is None or not ended or self.live.phase == "cancelled":
            return ""
        return str(int((closed_at - first).total_seconds() // 60))

    # ------------------------------------------------------------------------------------------------------------------ the signs

    def signs_before(self, _field: RemsField) -> Tri:
        """Yes where every sign passed the checklist as it is; what was overridden is for a person to say."""
        results = {item.id: item.result for item in self.live.result.predose.items}
        return True if self.live.facts.given is not None and all(results[name] == "pass" for name in _SIGNS) else None

    def signs_before_end(self, _field: RemsField) -> Tri:
        leaving = self.live.result.leaving
        if leaving is None or not self.live.log.closed:
            return None
        return None if {*leaving.failing, *leaving.unknown} & set(_SIGNS) else True

    def pressure_before(self, _field: RemsField) -> str:
        readings = readings_before(self.live)
        if not readings:
            return ""
        last = readings[-1]
        return _timed(pressure_words(last.sbp, last.dbp), "" if last.at is None else f"{last.at:%H:%M}")

    def pressure_at(self, field: RemsField) -> str:
        point = next((one for one in self.live.points if one.kind == "clock" and one.minutes == field.minutes), None)
        seen = None if point is None else next((one for one in self.live.observations if one.id == point.observation), None)
        if seen is None:
            return ""
        signs = signs_of(self.live, seen)
        return _timed(pressure_words(signs["sbp"], signs["dbp"]), f"{seen.at:%H:%M}")

    def pressure_before_end(self, _field: RemsField) -> str:
        if not self.live.log.closed:
            return ""
        for seen in reversed(self.live.observations):
            signs = signs_of(self.live, seen)
            if signs["sbp"] is not None and signs["dbp"] is not None:
                return _timed(pressure_words(signs["sbp"], signs["dbp"]), f"{seen.at:%H:%M}")
        return ""

    # ---------------------------------------------------------------------------------------------------------------- the effects

    def effect(self, field: RemsField) -> Tri:
        return self._effect(field.id).answer

    def onset(self, field: RemsField) -> str:
        return self._effect(str(field.of)).onset

    def resolution(self, field: RemsField) -> str:
        return self._effect(str(field.of)).resolution

    def details(self, field: RemsField) -> str:
        return self._effect(str(field.of)).details

    def _effect(self, name: str) -> Effect:
        field = next(one for one in self.library.rems.field if one.id == name)
        return effect_of(self.library, self.live, str(field.fills), field.events)

    def serious(self, _field: RemsField) -> Tri:
        return True if any(event.report in ("due", "sent") for event in self.events) else None

    def happened(self, _field: RemsField) -> str:
        found = []
        for event in self.events:
            said = [f"{event.at:%H:%M} {plain.as_part(event_label(self.library, event.kind))}"]
            said += [words for words in (event.note, event.done, event.outcome) if words]
            found.append(": ".join([said[0], "; ".join(said[1:])]) if said[1:] else said[0])
        return "; ".join(found)


def _timed(words: str, clock: str) -> str:
    if not words:
        return ""
    value = f"{words}{plain.NBSP}{_('mmHg')}"
    return _("{value} at {time}").format(value=value, time=clock) if clock else value


def _chosen(field: RemsField, value: str) -> tuple[tuple[Tick, ...], str]:
    """The choices with the value ticked; the last choice takes every other value, which is written beside it."""
    words = [_(choice) for choice in field.choices]
    same = [word for word in words[:-1] if word.replace(" ", plain.NBSP) == value]
    chosen = same[0] if same else words[-1] if value else ""
    return tuple(Tick(word, word == chosen) for word in words), "" if same else value


_FILLS: Final[Mapping[str, Callable[[_Filled, RemsField], str | Tri | Stated]]] = {
    "name": _Filled.name,
    "birth_date": _Filled.birth_date,
    "sex": _Filled.sex,
    "number": _Filled.number,
    "first_treatment": _Filled.first_treatment,
    "enrolled": _Filled.enrolled,
    "site": _Filled.clinic,
    "medicines": _Filled.medicines,
    "clinician": _Filled.clinician,
    "date": _Filled.date,
    "dose": _Filled.dose,
    "lot": _Filled.lot,
    "total_minutes": _Filled.total_minutes,
    "signs_before": _Filled.signs_before,
    "signs_before_end": _Filled.signs_before_end,
    "pressure_before": _Filled.pressure_before,
    "pressure_at": _Filled.pressure_at,
    "pressure_before_end": _Filled.pressure_before_end,
    "sedation": _Filled.effect,
    "dissociation": _Filled.effect,
    "respiratory_depression": _Filled.effect,
    "onset": _Filled.onset,
    "resolution": _Filled.resolution,
    "details": _Filled.details,
    "serious": _Filled.serious,
    "events": _Filled.happened,
}
