"""The facts of one patient, as the case format `trd-desk-case/1` has them.

Every fact may be unknown (None). Dates are calendar days, clock times are local wall-clock "HH:MM" of the session's day, doses are
milligrams a day unless a field says otherwise.
"""

import datetime as dt
import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

FORMAT = "trd-desk-case/1"

TREATMENT_KINDS = ("antidepressant", "augmentation", "combination", "psychotherapy", "ect", "rtms", "ketamine")
CONDITION_CODES = (
    "aneurysmal_vascular_disease",
    "arteriovenous_malformation",
    "intracerebral_haemorrhage_history",
    "ketamine_hypersensitivity",
    "cardiovascular_event_within_6_weeks",
    "cardiovascular_event_within_12_months",
    "raised_pressure_serious_risk",
    "uncontrolled_hypertension",
    "cardiovascular_disease",
    "unstable_cardiovascular_disease",
    "stroke_or_tia",
    "hypertensive_encephalopathy_history",
    "raised_intracranial_pressure",
    "glaucoma_untreated",
    "respiratory_disease",
    "sleep_apnoea",
    "hyperthyroidism_untreated",
    "pregnancy",
    "breast_feeding",
    "hepatic_impairment_moderate",
    "hepatic_impairment_severe",
    "active_psychosis",
    "psychosis_history",
    "mania_history",
    "substance_use_active",
    "substance_use_past",
    "ketamine_misuse",
    "borderline_personality_disorder",
    "dementia_or_delirium",
    "seizures_unstable",
    "lower_urinary_tract_symptoms",
    "cystitis_active",
)

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def _day(value: object) -> object:
    if value is None or type(value) is dt.date:
        return value
    if not isinstance(value, str) or not _ISO_DATE.match(value):
        raise ValueError("must be a date such as 2026-03-01")
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise ValueError("is not a day of the calendar") from None


Day = Annotated[dt.date, BeforeValidator(_day), PlainSerializer(dt.date.isoformat, return_type=str, when_used="json")]
ClockTime = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Text = Annotated[str, Field(max_length=4000)]
Id = Annotated[str, Field(min_length=1, max_length=100)]
Positive = Annotated[float, Field(gt=0, le=100_000)]
Weeks = Annotated[float, Field(ge=0, le=2_600)]
Sessions = Annotated[int, Field(ge=0, le=1_000)]
Percent = Annotated[float, Field(ge=-6_000, le=100)]
Grade = Annotated[int, Field(ge=0, le=3)]

TreatmentKind = Literal["antidepressant", "augmentation", "combination", "psychotherapy", "ect", "rtms", "ketamine"]
Product = Literal["esketamine_in", "ketamine_iv", "ketamine_sc", "ketamine_im", "ketamine_oral", "esketamine_oral"]
ScaleName = Literal["madrs", "qids_sr16", "hamd17", "phq9", "cgi_s"]


class Fact(BaseModel):
    """A part of a case: frozen, closed to unknown keys, never quoting its input in an error."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        hide_input_in_errors=True,
        allow_inf_nan=False,
        defer_build=True,
        populate_by_name=True,
        serialize_by_alias=True,
    )


class PatientFacts(Fact):
    """Who the patient is. `id` is the clinic's record number; weight in kg with the day it was measured, height in cm."""

    id: Id
    name: Text | None = None
    birth_date: Day | None = None
    sex: Literal["female", "male", "other"] | None = None
    weight_kg: Annotated[float, Field(gt=0, le=700)] | None = None
    weight_on: Day | None = None
    height_cm: Annotated[float, Field(ge=30, le=280)] | None = None


class Episode(Fact):
    """The current depressive episode and where it would be treated."""

    diagnosis: Literal["unipolar", "bipolar", "unresolved", "other"] | None = None
    start: Day | None = None
    severity: Literal["subsyndromal", "mild", "moderate", "severe", "severe_psychotic"] | None = None
    functional_impairment: Literal["none", "mild", "moderate", "severe"] | None = None
    anxiety: Literal["none", "subthreshold", "disorder"] | None = None
    personality_disorder: Literal["none", "impression", "diagnosed"] | None = None
    psychosocial_stressor: bool | None = None
    intensified_care: Literal["none", "day", "inpatient"] | None = None
    setting: Literal["outpatient", "inpatient"] | None = None
    acute_suicidality: bool | None = None
    psychiatric_emergency: bool | None = None
    remission_dates: Annotated[tuple[Day, ...], Field(max_length=200)] = ()


class DoseStep(Fact):
    """One step of a dose: mg a day for some weeks; either may be unknown."""

    mg: Positive | None = None
    weeks: Weeks | None = None


StopReason = Literal["no_effect", "intolerance", "loss_of_response", "access", "patient_wish", "ongoing"]


class TreatmentBase(Fact):
    """What every treatment has. `improvement_percent` is the best fall of the score from its start, which may be negative."""

    id: Id
    episode: Literal["current", "earlier"] | None = None
    start: Day | None = None
    end: Day | None = None
    improvement_percent: Percent | None = None
    outcome: Literal["none", "partial", "response", "remission"] | None = None
    stop_reason: StopReason | None = None


class Antidepressant(TreatmentBase):
    """One antidepressant trial."""

    kind: Literal["antidepressant"]
    drug: Text | None = None
    formulation: Literal["ir", "cr", "xr"] | None = None
    doses: Annotated[tuple[DoseStep, ...], Field(max_length=50)] = ()
    adherent: bool | None = None
    adherence_percent: Annotated[float, Field(ge=0, le=100)] | None = None
    dose_optimised: bool | None = None
    duration_optimised: bool | None = None


class Augmentation(TreatmentBase):
    """An agent added to the antidepressant whose id is `with_`; lithium carries its serum level in mmol/L."""

    kind: Literal["augmentation"]
    drug: Text | None = None
    doses: Annotated[tuple[DoseStep, ...], Field(max_length=50)] = ()
    level_mmol_l: Annotated[float, Field(ge=0, le=10)] | None = None
    with_: Annotated[Id | None, Field(alias="with")] = None


class Combination(TreatmentBase):
    """A second antidepressant added to the one whose id is `with_`."""

    kind: Literal["combination"]
    drug: Text | None = None
    doses: Annotated[tuple[DoseStep, ...], Field(max_length=50)] = ()
    with_: Annotated[Id | None, Field(alias="with")] = None


class Psychotherapy(TreatmentBase):
    """A psychological treatment, in sessions and weeks."""

    kind: Literal["psychotherapy"]
    modality: Literal["cbt", "ipt", "ba", "cbasp", "psychodynamic", "supportive", "self_help", "other"] | None = None
    sessions: Sessions | None = None
    weeks: Weeks | None = None


class Ect(TreatmentBase):
    """A course of electroconvulsive therapy, given or not."""

    kind: Literal["ect"]
    status: Literal["given", "refused", "contraindicated"] | None = None
    placement: Literal["bilateral", "unilateral"] | None = None
    sessions: Sessions | None = None


class Rtms(TreatmentBase):
    """A course of repetitive transcranial magnetic stimulation."""

    kind: Literal["rtms"]
    sessions: Sessions | None = None
    weeks: Weeks | None = None


class Ketamine(TreatmentBase):
    """An earlier course of ketamine or esketamine."""

    kind: Literal["ketamine"]
    product: Product | None = None
    sessions: Sessions | None = None
    weeks: Weeks | None = None


Treatment = Annotated[
    Antidepressant | Augmentation | Combination | Psychotherapy | Ect | Rtms | Ketamine,
    Field(discriminator="kind"),
]


class Medication(Fact):
    """A drug taken now, with its daily dose in mg where known."""

    drug: Annotated[str, Field(min_length=1, max_length=200)]
    daily_mg: Positive | None = None


class Score(Fact):
    """A total of a rating scale on a day; `items` are the numbered answers where they were entered."""

    scale: ScaleName
    on: Day
    total: Annotated[float, Field(ge=0, le=100)] | None = None
    items: tuple[Annotated[int, Field(ge=0, le=10)] | None, ...] | None = None


class PlannedDose(Fact):
    """The dose planned: mg, or mg/kg on the weight named by `basis`; the bag's volume in mL for an infusion."""

    dose_mg: Positive | None = None
    mg_per_kg: Annotated[float, Field(gt=0, le=100)] | None = None
    bag_ml: Annotated[float, Field(gt=0, le=5_000)] | None = None
    basis: Literal["actual", "ideal"] | None = None
    reason: Text | None = None


Pressure = Annotated[int, Field(ge=0, le=400)]
Minutes = Annotated[float, Field(ge=0, le=100_000)]


class Predose(Fact):
    """The answers of the pre-dose checklist; an absent one leaves its item incomplete. Pressures in mmHg, 10 minutes apart."""

    at: ClockTime | None = None
    identity_confirmed: bool | None = None
    consent_confirmed: bool | None = None
    stop_list_asked: bool | None = None
    blood_pressure: tuple[tuple[Pressure | None, Pressure | None], ...] | None = None
    heart_rate: Annotated[int, Field(ge=0, le=400)] | None = None
    spo2: Annotated[float, Field(ge=0, le=100)] | None = None
    respiratory_rate: Annotated[int, Field(ge=0, le=150)] | None = None
    minutes_since_food: Minutes | None = None
    minutes_since_fluid: Minutes | None = None
    minutes_since_nasal_spray: Minutes | None = None
    nasal_spray_used: bool | None = None
    nose_clear: bool | None = None
    pregnancy_possible: bool | None = None
    pregnancy_test: Literal["negative", "positive", "refused"] | None = None
    hours_since_sedative: Annotated[float, Field(ge=0, le=10_000)] | None = None
    sedative_used: bool | None = None
    daily_diazepam_equivalent_mg: Annotated[float, Field(ge=0, le=1_000)] | None = None
    drowsy: bool | None = None
    alcohol_today: bool | None = None
    intoxicated: bool | None = None
    substance_screen: Literal["not_needed", "expected", "unexpected"] | None = None
    new_psychosis_mania_delirium: bool | None = None
    suicide_risk: Literal["low", "moderate", "high"] | None = None
    score_recorded: bool | None = None
    urinary_symptoms: Literal["none", "new", "visible_blood_or_pain"] | None = None
    stop_bang: Literal["low", "high"] | None = None
    liver_tests_ok: bool | None = None
    escort_named: bool | None = None
    no_driving_understood: bool | None = None
    cpr_trained_staff: bool | None = None
    emergency_kit_checked: bool | None = None
    observation_space: bool | None = None
    site_and_enrolment_ok: bool | None = None
    interval_ok: bool | None = None
    last_session_reviewed: bool | None = None
    antihypertensive_taken: bool | None = None
    unwell_today: bool | None = None
    stock_matches: bool | None = None


class Override(Fact):
    """A named person's decision to go on past a checklist item."""

    item: Id
    by: Text | None = None
    role: Literal["prescriber", "nurse", "administrator", "reader"] | None = None
    reason: Text | None = None
    second_by: Text | None = None


class GivenDose(Fact):
    """What was given: mg, the times of the spray devices, or start and end of an infusion or the time of an injection."""

    dose_mg: Positive | None = None
    devices: tuple[ClockTime, ...] = ()
    start: ClockTime | None = None
    end: ClockTime | None = None


class Observation(Fact):
    """One set of vital signs and scales: mmHg, beats and breaths a minute, per cent, MOAA/S 0–5, the last three 0–3."""

    at: ClockTime
    sbp: Pressure | None = None
    dbp: Pressure | None = None
    hr: Annotated[int, Field(ge=0, le=400)] | None = None
    spo2: Annotated[float, Field(ge=0, le=100)] | None = None
    rr: Annotated[int, Field(ge=0, le=150)] | None = None
    moaas: Annotated[int, Field(ge=0, le=5)] | None = None
    dissociation: Grade | None = None
    cadss: Annotated[int, Field(ge=0, le=112)] | None = None
    distress: Grade | None = None
    nausea: Grade | None = None


EventKind = Literal[
    "vomiting",
    "fall",
    "chest_pain",
    "breathlessness",
    "severe_headache",
    "visual_change",
    "seizure",
    "confusion",
    "focal_sign",
    "apnoea",
    "anaphylaxis",
    "collapse",
    "suicidal_act",
    "panic",
]


class Event(Fact):
    """Something that happened at a time of the session."""

    at: ClockTime
    kind: EventKind


class Leaving(Fact):
    """What was confirmed when the patient was to leave."""

    at: ClockTime | None = None
    escort_present: bool | None = None
    orientated: bool | None = None
    walks_unaided: bool | None = None
    nausea_settled: bool | None = None
    mental_state_checked: bool | None = None
    advice_given: bool | None = None
    signed_by: Text | None = None


class Session(Fact):
    """One treatment day, from the plan to the door."""

    id: Id
    product: Product
    indication: Literal["trd", "emergency"] | None = None
    on: Day | None = None
    week: Annotated[int, Field(ge=0, le=5_000)] | None = None
    number: Annotated[int, Field(ge=0, le=10_000)] | None = None
    first: bool | None = None
    weight_kg: Annotated[float, Field(gt=0, le=700)] | None = None
    weight_on: Day | None = None
    planned: PlannedDose | None = None
    predose: Predose | None = None
    overrides: Annotated[tuple[Override, ...], Field(max_length=50)] = ()
    given: GivenDose | None = None
    observations: Annotated[tuple[Observation, ...], Field(max_length=200)] = ()
    events: Annotated[tuple[Event, ...], Field(max_length=100)] = ()
    leaving: Leaving | None = None


class WorkupFact(Fact):
    """An examination of the baseline work-up: the day it was done, its result and a note."""

    done_on: Day | None = None
    result: Text | None = None
    note: Text | None = None


class DecisionFact(Fact):
    """A decision of a named person on a condition or a pathway, with the reason."""

    text: Text | None = None
    reason: Text | None = None
    by: Text | None = None
    role: Text | None = None


class DocumentFact(Fact):
    """A document that was saved or printed, and what it takes to show it again as it was."""

    document: Text
    as_of: Day
    content_version: Text
    content_digest: Text
    paper: Text
    made: Text


ConditionCode = Literal[CONDITION_CODES]  # type: ignore[valid-type]


class Case(Fact):
    """One patient's clinical facts. `as_of` is the day on which the question is asked; None means today."""

    format: Literal["trd-desk-case/1"]
    as_of: Day | None = None
    patient: PatientFacts
    episode: Episode = Field(default_factory=lambda: Episode())
    asked: Annotated[tuple[TreatmentKind, ...], Field(max_length=50)] = ()
    treatments: Annotated[tuple[Treatment, ...], Field(max_length=100)] = ()
    conditions: dict[ConditionCode, bool | None] = {}
    medications_reviewed: bool = False
    medications: Annotated[tuple[Medication, ...], Field(max_length=100)] = ()
    scores: Annotated[tuple[Score, ...], Field(max_length=1_000)] = ()
    licence_region: Literal["eu", "uk", "us", "ca", "other"] | None = None
    sessions: Annotated[tuple[Session, ...], Field(max_length=300)] = ()

    def was_asked(self, kind: str) -> bool:
        """True when the list of past treatments of this kind is complete."""
        return kind in self.asked


def case_json_schema() -> dict[str, Any]:
    """The JSON Schema of `trd-desk-case/1`."""
    return Case.model_json_schema(mode="validation", by_alias=True)
