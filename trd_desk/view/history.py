"""The page History: past treatments, what was asked, what is missing, what only looks like resistance, diagnostic criteria."""

from dataclasses import dataclass
from typing import Literal

from trd_desk.content.library import Library
from trd_desk.engine.facts import Facts
from trd_desk.engine.verdict import Assessment
from trd_desk.i18n import _
from trd_desk.record.fact import TREATMENT_KINDS
from trd_desk.record.fold import Patient
from trd_desk.view import plain, terms
from trd_desk.view.criteria import CriteriaView, view_criteria
from trd_desk.view.parts import Ask, Remark
from trd_desk.view.settle import open_questions
from trd_desk.view.spoken import drug_name
from trd_desk.view.treatment_rows import TreatmentRow, treatment_rows
from trd_desk.view.warnings import pseudo_text
from trd_desk.view.words import reason_sentence


@dataclass(frozen=True, slots=True)
class AskedChip:
    """A kind of treatment: listed with a count, asked and none, or not asked yet. `locked` says why it cannot be set to none."""

    kind: str
    label: str
    count: str
    state: Literal["listed", "none", "not_asked"]
    name: str
    locked: str = ""


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact of the episode or the patient in words, with the field that changes it; unknown facts carry the unknown mark."""

    field: str
    label: str
    value: str
    known: bool


@dataclass(frozen=True, slots=True)
class HistoryView:
    """All that the page shows; `empty` is the sentence for a patient without treatments."""

    title: str
    subtitle: str
    heads: tuple[str, ...]
    asked: tuple[AskedChip, ...]
    rows: tuple[TreatmentRow, ...]
    missing_title: str
    missing: tuple[Ask, ...]
    pseudo_title: str
    pseudo: tuple[Remark, ...]
    criteria: CriteriaView
    facts: tuple[FactLine, ...]
    notes: tuple[str, ...]
    empty: str


def view_history(library: Library, patient: Patient, assessment: Assessment) -> HistoryView:
    """The page for one patient as known now."""
    missing = open_questions(library, assessment)
    return HistoryView(
        title=_("Past treatments"),
        subtitle=episode_words(library, patient, assessment),
        heads=(
            _("Drug, group, dates"),
            _("Daily mg over the weeks. Dashed: minimum. Filled: reached"),
            _("Weeks at minimum"),
            _("Taken as prescribed"),
            _("Better by"),
            _("Stopped for"),
            _("Failed trial at 6 weeks"),
            _("Failed trial at 4 weeks"),
        ),
        asked=asked_chips(patient),
        rows=treatment_rows(library, patient, assessment),
        missing_title=missing_title(len(missing)),
        missing=missing,
        pseudo_title=_("Looks like resistance, may not be"),
        pseudo=pseudo_remarks(library, assessment),
        criteria=view_criteria(library, patient.criteria),
        facts=_facts(patient),
        notes=tuple(library.antidepressants.warnings),
        empty=_("No treatment yet. Press Ins and type a drug, or say which kinds were asked about and not given."),
    )


def missing_title(count: int) -> str:
    """How many answers are missing, in words."""
    if count == 0:
        return _("No answer is missing")
    return plain.counted("{count} answer missing", "{count} answers missing", count)


def episode_words(library: Library, patient: Patient, assessment: Assessment) -> str:
    """The present episode in one line: since when, how long, how severe."""
    episode = patient.case.episode
    parts = []
    if episode.start is None:
        parts.append(_("the start of the episode is not recorded"))
    else:
        parts.append(_("in the episode since {day}").format(day=plain.day(episode.start)))
        lasted = months_of(library, patient, assessment)
        if lasted is not None:
            parts.append(plain.months(lasted))
    if episode.severity is not None:
        parts.append(terms.term(terms.SEVERITIES, episode.severity))
    return ", ".join(parts)


def months_of(library: Library, patient: Patient, assessment: Assessment) -> int | None:
    """Completed months of the episode on the day of the question, or None."""
    months = Facts(patient.case, library, assessment.as_of).months
    return None if months is None or months < 0 else int(months)


def asked_chips(patient: Patient) -> tuple[AskedChip, ...]:
    """Each kind of treatment: how many are listed, asked and none, or not asked yet."""
    chips = []
    for kind in TREATMENT_KINDS:
        listed = sum(item.kind == kind for item in patient.case.treatments)
        asked = patient.case.was_asked(kind)
        label = _(terms.KINDS[kind])
        state: Literal["listed", "none", "not_asked"] = "not_asked" if not asked else "listed" if listed else "none"
        count = str(listed) if listed else _("none") if asked else ""
        if asked:
            name = _("{kind}: asked, {count}").format(kind=label, count=count)
        else:
            name = _("{kind}: not asked yet, {count} listed").format(kind=label, count=listed)
        locked = _("{count} listed: remove them before saying that there was none.").format(count=listed) if listed else ""
        chips.append(AskedChip(kind, label, count, state, name, locked))
    return tuple(chips)


def pseudo_remarks(library: Library, assessment: Assessment) -> tuple[Remark, ...]:
    """What only looks like resistance, each warning a sentence."""
    found = [
        Remark("note", reason_sentence(note, library), plain.capital(drug_name(trial.name)))
        for trial in assessment.trials
        for note in trial.notes
        if note.code == "weeks_behind"
    ]
    for result in assessment.pseudo_resistance:
        sentence = pseudo_text(result, library)
        name = plain.capital(drug_name(str(result.facts.get("drug", "")))) if result.facts else ""
        found.append(Remark("note", sentence, name if name and sentence.startswith(name) else ""))
    return tuple(found)


def _facts(patient: Patient) -> tuple[FactLine, ...]:
    episode, person = patient.case.episode, patient.case.patient
    yes_no = {True: _("yes"), False: _("no"), None: ""}
    kg = "" if person.weight_kg is None else plain.measured(person.weight_kg, "kg")
    if kg and person.weight_on is not None:
        kg = _("{weight} on {day}").format(weight=kg, day=plain.day(person.weight_on))
    lines = (
        ("episode.diagnosis", _("Diagnosis"), terms.term(terms.DIAGNOSES, episode.diagnosis)),
        ("episode.start", _("Episode since"), "" if episode.start is None else plain.day(episode.start)),
        ("episode.severity", _("Severity now"), terms.term(terms.SEVERITIES, episode.severity)),
        (
            "episode.functional_impairment",
            _("Everyday function impaired"),
            terms.term(terms.IMPAIRMENTS, episode.functional_impairment),
        ),
        ("episode.setting", _("Treatment would be given as"), terms.term(terms.SETTINGS, episode.setting)),
        ("episode.acute_suicidality", _("Acute suicidal thoughts or behaviour"), yes_no[episode.acute_suicidality]),
        ("episode.psychiatric_emergency", _("Psychiatric emergency"), yes_no[episode.psychiatric_emergency]),
        ("episode.anxiety", _("Anxiety"), terms.term(terms.ANXIETY, episode.anxiety)),
        ("episode.personality_disorder", _("Personality disorder"), terms.term(terms.PERSONALITY, episode.personality_disorder)),
        ("episode.psychosocial_stressor", _("Psychosocial stressor"), yes_no[episode.psychosocial_stressor]),
        ("episode.intensified_care", _("Most care in this episode"), terms.term(terms.CARE, episode.intensified_care)),
        (
            "episode.remission_dates",
            _("Remission recorded on"),
            plain.listed([plain.day(day) for day in episode.remission_dates]),
        ),
        ("patient.birth_date", _("Birth date"), "" if person.birth_date is None else plain.day(person.birth_date)),
        ("patient.sex", _("Sex"), terms.term(terms.SEXES, person.sex)),
        ("patient.weight_kg", _("Weight"), kg),
        ("patient.height_cm", _("Height"), "" if person.height_cm is None else plain.measured(person.height_cm, "cm")),
        ("licence_region", _("Licence followed"), terms.term(terms.REGIONS, patient.case.licence_region)),
    )
    return tuple(FactLine(field, label, value or _("not recorded"), bool(value)) for field, label, value in lines)
