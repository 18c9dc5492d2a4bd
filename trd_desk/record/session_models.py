"""One treatment day, from the plan to the door, as the case format has it. Clock times are local wall-clock times of that day."""

from typing import Annotated, Literal

from pydantic import Field

from trd_desk.record.fact import ClockTime, Day, Fact, Grade, Id, Positive, Product, Text
from trd_desk.record.people import Role


class PlannedDose(Fact):
    """The dose planned: mg, or mg/kg on the weight named by `basis`; the bag's volume in mL for an infusion."""

    dose_mg: Positive | None = None
    mg_per_kg: Annotated[float, Field(gt=0, le=100)] | None = None
    bag_ml: Annotated[float, Field(gt=0, le=5_000)] | None = None
    basis: Literal["actual", "ideal"] | None = None
    reason: Text | None = None


# What can be written down at all; what is plausible, and what is an alarm, is content.
Pressure = Annotated[int, Field(ge=0, le=400)]
Pulse = Annotated[int, Field(ge=0, le=400)]
Saturation = Annotated[float, Field(ge=0, le=100)]
Breaths = Annotated[int, Field(ge=0, le=150)]
Moaas = Annotated[int, Field(ge=0, le=5)]
Cadss = Annotated[int, Field(ge=0, le=112)]
Minutes = Annotated[float, Field(ge=0, le=100_000)]


class Predose(Fact):
    """The answers of the pre-dose checklist; an absent one leaves its item incomplete. Pressures in mmHg, 10 minutes apart."""

    at: ClockTime | None = None
    identity_confirmed: bool | None = None
    consent_confirmed: bool | None = None
    stop_list_asked: bool | None = None
    blood_pressure: tuple[tuple[Pressure | None, Pressure | None], ...] | None = None
    heart_rate: Pulse | None = None
    spo2: Saturation | None = None
    respiratory_rate: Breaths | None = None
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
    role: Role | None = None
    reason: Text | None = None
    second_by: Text | None = None


class GivenDose(Fact):
    """What was given: mg, the times of the spray devices, or start and end of an infusion or the time of an injection."""

    dose_mg: Positive | None = None
    devices: tuple[ClockTime, ...] = ()
    start: ClockTime | None = None
    end: ClockTime | None = None


class Signs(Fact):
    """One set of vital signs and scales: mmHg, beats and breaths a minute, per cent, MOAA/S 0–5, dissociation, distress and nausea 0–3."""

    sbp: Pressure | None = None
    dbp: Pressure | None = None
    hr: Pulse | None = None
    spo2: Saturation | None = None
    rr: Breaths | None = None
    moaas: Moaas | None = None
    dissociation: Grade | None = None
    cadss: Cadss | None = None
    distress: Grade | None = None
    nausea: Grade | None = None


class Observation(Signs):
    """The signs at a clock time of the session's day."""

    at: ClockTime


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
