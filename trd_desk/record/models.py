"""The facts of one patient, as the case format `trd-desk-case/1` has them.

Every fact may be unknown (None). Dates are calendar days, clock times are local wall-clock "HH:MM" of the session's day, doses are
milligrams a day unless a field says otherwise.
"""

from typing import Annotated, Any, Literal

from pydantic import Field

from trd_desk.record.fact import (
    CONDITION_CODES,
    Day,
    Fact,
    Id,
    Percent,
    Positive,
    Product,
    ScaleName,
    Sessions,
    Text,
    TreatmentKind,
    Weeks,
)
from trd_desk.record.session_models import Session


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


class ConsentFact(Fact):
    """A signed consent to a product: when, taken by whom, where the paper lies."""

    signed_on: Day | None = None
    taken_by: Text | None = None
    note: Text | None = None


class EnrolmentFact(Fact):
    """Whether a patient is enrolled in a scheme of controlled access, under which number and since when."""

    state: Literal["enrolled", "not_enrolled", "not_needed"]
    number: Text | None = None
    on: Day | None = None


class DocumentFact(Fact):
    """A document that was saved or printed, and what it takes to show it again as it was.

    `session` is the session it tells of, `variant` which of several forms it has. `at` is the moment that it tells of and `newest` the
    id of the patient's newest entry then, for a session is judged to the second. `lines` is what stood on it that no record holds,
    such as the clinic's name and telephone number.
    """

    document: Text
    as_of: Day
    content_version: Text
    content_digest: Text
    paper: Text
    made: Text
    session: Text | None = None
    variant: Text | None = None
    at: Text | None = None
    newest: Text | None = None
    lines: Annotated[dict[str, Text], Field(max_length=20)] | None = None


ConditionCode = Literal[CONDITION_CODES]  # type: ignore[valid-type]


class Case(Fact):
    """One patient's clinical facts. `as_of` is the day on which the question is asked; None means today."""

    format: Literal["trd-desk-case/1"]
    as_of: Day | None = None
    patient: PatientFacts
    episode: Episode = Field(default_factory=lambda: Episode())
    asked: Annotated[tuple[TreatmentKind, ...], Field(max_length=50)] = ()
    treatments: Annotated[tuple[Treatment, ...], Field(max_length=100)] = ()
    conditions: Annotated[dict[ConditionCode, bool | None], Field(default_factory=dict)]
    medications_reviewed: bool = False
    medications: Annotated[tuple[Medication, ...], Field(max_length=100)] = ()
    scores: Annotated[tuple[Score, ...], Field(max_length=20_000)] = ()
    licence_region: Literal["eu", "uk", "us", "ca", "other"] | None = None
    sessions: Annotated[tuple[Session, ...], Field(max_length=5_000)] = ()

    def was_asked(self, kind: str) -> bool:
        """True when the list of past treatments of this kind is complete."""
        return kind in self.asked


def case_json_schema() -> dict[str, Any]:
    """The JSON Schema of `trd-desk-case/1`."""
    return Case.model_json_schema(mode="validation", by_alias=True)
