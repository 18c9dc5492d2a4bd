"""The fields in which a history is entered: label, kind of answer, unit and choices in words, by the names of the case format."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from trd_desk.content.library import Library
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.record.models import Case
from trd_desk.view import plain, terms
from trd_desk.view.spoken import drug_name

FieldType = Literal["drug", "doses", "date", "dates", "number", "whole", "yes_no", "choice", "minimum"]
Options = tuple[tuple[str, str], ...]

N_ = terms.N_

_KIND_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "antidepressant": (N_("Antidepressant"), N_("A trial of one antidepressant, with its dose steps")),
    "augmentation": (N_("Augmentation"), N_("Lithium, an antipsychotic or another agent added to an antidepressant")),
    "combination": (N_("Combination"), N_("A second antidepressant added to the first")),
    "psychotherapy": (N_("Psychotherapy"), N_("A psychological treatment, in sessions and weeks")),
    "ect": (N_("ECT"), N_("Electroconvulsive therapy, given or not")),
    "rtms": (N_("rTMS"), N_("Repetitive transcranial magnetic stimulation")),
    "ketamine": (N_("Ketamine"), N_("An earlier course of ketamine or esketamine")),
}


@dataclass(frozen=True, slots=True)
class EntryField:
    """One field of a form: `name` is its key in the case format, `options` pairs of value and word, `hint` a longer sentence."""

    name: str
    label: str
    type: FieldType
    unit: str = ""
    options: Options = ()
    hint: str = ""
    starts_line: bool = False


@dataclass(frozen=True, slots=True)
class KindWord:
    """A kind of treatment to choose from when one is added."""

    kind: str
    label: str
    meaning: str


@dataclass(frozen=True, slots=True)
class MinimumWords:
    """The minimum adequate dose of a drug and where it comes from; empty where the table has none."""

    dose: str = ""
    source: str = ""


def kinds() -> tuple[KindWord, ...]:
    """The kinds of treatment in the order of the case format."""
    return tuple(KindWord(kind, _(label), _(meaning)) for kind, (label, meaning) in _KIND_WORDS.items())


def options_of(table: Mapping[str, str]) -> Options:
    """The choices of a vocabulary, each word beginning with a capital."""
    return tuple((value, plain.capital(_(word))) for value, word in table.items())


def treatment_fields(library: Library, patient: Patient, treatment: Mapping[str, Any]) -> tuple[EntryField, ...]:
    """The fields of one treatment of its kind, in reading order; `treatment` is the entry's value."""
    own = {
        "antidepressant": _antidepressant,
        "augmentation": _augmentation,
        "combination": _combination,
        "psychotherapy": _psychotherapy,
        "ect": _ect,
        "rtms": _rtms,
        "ketamine": _ketamine,
    }[str(treatment["kind"])]
    return own(library, patient.case, treatment)


def _when() -> tuple[EntryField, ...]:
    return (
        EntryField("start", _("Started"), "date", hint=_("3/2025, Mar 2025 or 14 March 2025")),
        EntryField("end", _("Ended"), "date", hint=_("3/2025, Mar 2025 or 14 March 2025")),
        EntryField("stop_reason", _("Stopped for"), "choice", options=options_of(terms.STOP_REASONS)),
        EntryField("episode", _("Episode"), "choice", options=options_of(terms.EPISODES)),
    )


def _better() -> tuple[EntryField, ...]:
    return (
        EntryField(
            "improvement_percent",
            _("Better by"),
            "number",
            "%",
            hint=_("The best fall of the score from its start; negative when worse"),
        ),
        EntryField(
            "outcome",
            _("Or better in words"),
            "choice",
            options=options_of(terms.OUTCOMES),
            hint=_("Where no percentage is known"),
        ),
    )


def _taken(library: Library) -> tuple[EntryField, ...]:
    enough = plain.percent(library.number("adherence_percent"))
    return (
        EntryField("adherent", _("Taken as prescribed, {percent} or more").format(percent=enough), "yes_no"),
        EntryField(
            "adherence_percent", _("Or taken in"), "number", "%", hint=_("Share of the doses that were taken, where it is known")
        ),
    )


def _antidepressant(library: Library, case: Case, treatment: Mapping[str, Any]) -> tuple[EntryField, ...]:
    del case
    drug = library.antidepressant(treatment.get("drug"))
    formulation = (EntryField("formulation", _("Release"), "choice", options=options_of(terms.DOSE_FORMS)),)
    return (
        EntryField("drug", _("Drug"), "drug", hint=_("Generic or brand name")),
        *(formulation if (drug is not None and drug.minimum_cr is not None) or treatment.get("formulation") else ()),
        *_when(),
        EntryField("doses", _("Dose step {number}"), "doses", drug.unit if drug else "mg", starts_line=True),
        EntryField("minimum", _("Minimum dose"), "minimum"),
        *_better()[:1],
        *_taken(library)[:1],
        EntryField(
            _better()[1].name,
            _better()[1].label,
            "choice",
            options=_better()[1].options,
            hint=_better()[1].hint,
            starts_line=True,
        ),
        *_taken(library)[1:],
        EntryField("dose_optimised", _("Dose optimised"), "yes_no", hint=_("Not answered: worked out from the dose steps")),
        EntryField("duration_optimised", _("Length optimised"), "yes_no", hint=_("Not answered: worked out from the weeks")),
    )


def _added_to(case: Case) -> EntryField:
    bases = tuple(
        (item.id, ", ".join(part for part in (drug_name(item.drug or ""), plain.days_between(item.start, item.end)) if part))
        for item in case.treatments
        if item.kind == "antidepressant"
    )
    return EntryField("with", _("Added to"), "choice", options=bases, hint=_("The antidepressant that it was added to"))


def _augmentation(library: Library, case: Case, treatment: Mapping[str, Any]) -> tuple[EntryField, ...]:
    agent = library.agent(treatment.get("drug"))
    by_level = agent is not None and agent.level_from is not None
    level = EntryField("level_mmol_l", _("Level"), "number", "mmol/L", hint=agent.usual if agent else "")
    return (
        EntryField("drug", _("Drug"), "drug", hint=_("Generic or brand name")),
        _added_to(case),
        *_when(),
        *((level,) if by_level or treatment.get("level_mmol_l") is not None else ()),
        EntryField("doses", _("Dose step {number}"), "doses", agent.unit if agent else "mg", starts_line=not by_level),
        EntryField("minimum", _("Minimum dose"), "minimum"),
        *_better(),
    )


def _combination(library: Library, case: Case, treatment: Mapping[str, Any]) -> tuple[EntryField, ...]:
    drug = library.antidepressant(treatment.get("drug"))
    return (
        EntryField("drug", _("Drug"), "drug", hint=_("Generic or brand name")),
        _added_to(case),
        *_when(),
        EntryField("doses", _("Dose step {number}"), "doses", drug.unit if drug else "mg", starts_line=True),
        EntryField("minimum", _("Minimum dose"), "minimum"),
        *_better(),
    )


def _sessions() -> EntryField:
    return EntryField("sessions", _("Sessions"), "whole")


def _weeks() -> EntryField:
    return EntryField("weeks", _("Weeks"), "number", _("wk"))


def _psychotherapy(library: Library, case: Case, treatment: Mapping[str, Any]) -> tuple[EntryField, ...]:
    del library, case, treatment
    modality = EntryField("modality", _("Which psychotherapy"), "choice", options=options_of(terms.MODALITIES))
    return (modality, _sessions(), _weeks(), *_when(), *_better())


def _ect(library: Library, case: Case, treatment: Mapping[str, Any]) -> tuple[EntryField, ...]:
    del library, case, treatment
    return (
        EntryField("status", _("Given"), "choice", options=options_of(terms.ECT_STATES)),
        EntryField("placement", _("Placement"), "choice", options=options_of(terms.PLACEMENTS)),
        _sessions(),
        *_when(),
        *_better(),
    )


def _rtms(library: Library, case: Case, treatment: Mapping[str, Any]) -> tuple[EntryField, ...]:
    del library, case, treatment
    return (_sessions(), _weeks(), *_when(), *_better())


def _ketamine(library: Library, case: Case, treatment: Mapping[str, Any]) -> tuple[EntryField, ...]:
    del library, case, treatment
    product = EntryField("product", _("Product"), "choice", options=options_of(terms.PRODUCTS))
    return (product, _sessions(), _weeks(), *_when(), *_better())


def minimum_words(library: Library, treatment: Mapping[str, Any]) -> MinimumWords:
    """The minimum adequate daily dose of a treatment's drug in words, with its source."""
    name, kind = treatment.get("drug"), treatment["kind"]
    drug, agent = library.antidepressant(name), library.agent(name)
    if kind == "augmentation" and agent is not None:
        source = library.source(agent.sources[0].source).short
        if agent.level_from is not None:
            return MinimumWords(_("a level of {level}").format(level=plain.measured(agent.level_from, "mmol/L")), source)
        return MinimumWords(
            "" if agent.minimum is None else plain.measured(agent.minimum, agent.unit), source if agent.minimum else ""
        )
    if drug is None:
        return MinimumWords()
    least = drug.minimum
    if kind in ("combination", "augmentation"):
        least = library.combination_minimum(drug)
    elif treatment.get("formulation") == "cr" and drug.minimum_cr is not None:
        least = drug.minimum_cr
    return MinimumWords(plain.measured(least, drug.unit), library.source(drug.sources[0].source).short)


# ------------------------------------------------------------------------------------------------- episode, patient and scores


def episode_fields() -> tuple[EntryField, ...]:
    """The fields of the present episode."""
    return (
        EntryField("diagnosis", _("Diagnosis"), "choice", options=options_of(terms.DIAGNOSES)),
        EntryField("start", _("Episode since"), "date", hint=_("3/2025, Mar 2025 or 14 March 2025")),
        EntryField("severity", _("Severity now"), "choice", options=options_of(terms.SEVERITIES)),
        EntryField("functional_impairment", _("Everyday function impaired"), "choice", options=options_of(terms.IMPAIRMENTS)),
        EntryField("anxiety", _("Anxiety"), "choice", options=options_of(terms.ANXIETY)),
        EntryField("personality_disorder", _("Personality disorder"), "choice", options=options_of(terms.PERSONALITY)),
        EntryField("intensified_care", _("Most care in this episode"), "choice", options=options_of(terms.CARE)),
        EntryField("setting", _("Treatment would be given as"), "choice", options=options_of(terms.SETTINGS)),
        EntryField("psychosocial_stressor", _("Psychosocial stressor"), "yes_no"),
        EntryField("acute_suicidality", _("Acute suicidal thoughts or behaviour"), "yes_no"),
        EntryField("psychiatric_emergency", _("Psychiatric emergency, in your judgement"), "yes_no"),
        EntryField(
            "remission_dates",
            _("Remission recorded on"),
            "dates",
            hint=_("Days on which remission was recorded, parted by commas"),
        ),
    )


def patient_fields() -> tuple[EntryField, ...]:
    """The facts of the patient that rules and doses need."""
    return (
        EntryField("birth_date", _("Birth date"), "date", hint=_("10.5.1980 or 10 May 1980")),
        EntryField("sex", _("Sex"), "choice", options=options_of(terms.SEXES)),
        EntryField("weight_kg", _("Weight"), "number", "kg"),
        EntryField("weight_on", _("Weighed on"), "date"),
        EntryField("height_cm", _("Height"), "number", "cm"),
    )


def licence_field() -> EntryField:
    """Which region's label the sessions follow."""
    return EntryField("licence_region", _("Licence followed"), "choice", options=options_of(terms.REGIONS))


def score_fields() -> tuple[EntryField, ...]:
    """The fields of one score."""
    return (
        EntryField("scale", _("Scale"), "choice", options=tuple(terms.SCALES.items())),
        EntryField("on", _("On"), "date", hint=_("The day of the rating")),
        EntryField("total", _("Total"), "number"),
    )
