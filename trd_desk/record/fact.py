"""What every part of a case rests on: frozen facts closed to unknown keys, and the kinds of value they hold."""

import datetime as dt
import re
from typing import Annotated, Literal

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
