"""The form of `trd-desk-assessment/1`: its parts and their values, published as JSON Schema."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

FORMAT = "trd-desk-assessment/1"

YesNo = Literal["yes", "no", "unknown"]
VerdictWord = Literal["met", "not_met", "cannot_tell"]
StatusWord = Literal["verified", "reported", "provisional", "site"]
Number = int | float
ClockText = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class ContentStamp(_Part):
    """The content under which the case was judged."""

    version: str
    digest: str


class QuestionLine(_Part):
    """A question, and the path of the field that answers it."""

    field: str
    text: str


class TrialLine(_Part):
    """One antidepressant trial: adequate, and counted by which definition."""

    id: str
    adequate: YesNo
    counts: dict[str, YesNo]
    because: list[str]
    questions: list[str]
    notes: list[str]


class FactorLine(_Part):
    """A factor of a checklist."""

    id: str
    present: YesNo


class DefinitionLine(_Part):
    """What one definition says."""

    id: str
    verdict: Literal["met", "not_met", "cannot_tell", "checklist"]
    because: list[str]
    questions: list[str]
    notes: list[str]
    sources: list[str]
    status: StatusWord
    factors: list[FactorLine] | None = None


class StagingLine(_Part):
    """What one staging model says; an open upper end is null."""

    id: str
    verdict: Literal["scored", "interval", "not_applicable"]
    value: Number | None
    range: tuple[Number, Number | None] | None
    band: str | None
    band_range: tuple[str, str] | None = None
    because: list[str]
    questions: list[str]
    notes: list[str]
    sources: list[str]
    status: StatusWord


class PseudoLine(_Part):
    """A way in which this only looks like resistance."""

    id: str
    trial: str | None
    text: str
    sources: list[str]
    status: StatusWord


class StepLine(_Part):
    """A prerequisite of a pathway."""

    id: str
    verdict: VerdictWord


class PathwayLine(_Part):
    """Where the patient stands on one pathway."""

    id: str
    result: Literal["stop", "not_recommended", "count_reached", "not_yet", "cannot_say", "criteria_met"]
    line: int | None
    next_step: str | None
    steps: list[StepLine]
    because: list[str]
    questions: list[str]
    notes: list[str]
    sources: list[str]
    status: StatusWord


class SafetyLine(_Part):
    """A contraindication, caution or note that is present."""

    id: str
    level: Literal["stop", "hold", "caution", "note"]
    verdict: Literal["present"]
    text: str
    sources: list[str]
    status: StatusWord


class InteractionLine(_Part):
    """One medication and the level of its interaction; `unknown` when the table does not know the drug."""

    id: str
    level: Literal["stop", "hold", "caution", "note", "unknown"]
    text: str
    sources: list[str]
    status: StatusWord | None


class OutcomeLine(_Part):
    """Response and remission on the scale with the most scores."""

    scale: str | None
    baseline: Number | None
    latest: Number | None
    fall_percent: float | None
    response: YesNo
    remission: YesNo
    episode_ended: YesNo


class DoseLine(_Part):
    """One planned dose: mg, devices of the spray, mg an hour of an infusion; null where blocked or not known."""

    verdict: Literal["ok", "warn", "blocked", "cannot_say"]
    mg: Number | None
    raw_mg: Number | None
    devices: int | None
    rate_mg_h: Number | None
    warnings: list[str]
    blocked_because: list[str]
    questions: list[str]


class PredoseItemLine(_Part):
    """One item of the pre-dose checklist."""

    id: str
    result: Literal["stop", "hold", "incomplete", "override", "note", "pass"]
    because: str
    sources: list[str]
    status: StatusWord


class PredoseLine(_Part):
    """The pre-dose checklist; its worst item is the result."""

    result: Literal["stop", "hold", "incomplete", "override", "note", "pass"]
    items: list[PredoseItemLine]
    earliest: ClockText | None


class AlarmLine(_Part):
    """An alarm of a sign or an event."""

    at: ClockText
    level: Literal["amber", "red"]
    sign: str
    because: str


class MonitoringLine(_Part):
    """The hours after the dose; clock times of the session's day."""

    clock_starts: ClockText | None
    two_hours_end: ClockText | None
    due: list[ClockText]
    missing: list[ClockText]
    alarms: list[AlarmLine]


class LeavingLine(_Part):
    """Whether the patient may leave, and the first time at which the clocks allow it."""

    verdict: Literal["ready", "not_ready", "cannot_say"]
    failing: list[str]
    earliest: ClockText | None
    because: list[str]
    questions: list[str]
    notes: list[str]


class SessionLine(_Part):
    """One treatment session; monitoring and leaving are null where nothing was given."""

    id: str
    dose: DoseLine
    predose: PredoseLine
    monitoring: MonitoringLine | None
    leaving: LeavingLine | None


class AssessmentFile(_Part):
    """The whole answer to one case."""

    format: Literal["trd-desk-assessment/1"]
    case: str
    as_of: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    content: ContentStamp
    trials: list[TrialLine]
    definitions: list[DefinitionLine]
    staging: list[StagingLine]
    pseudo_resistance: list[PseudoLine]
    pathways: list[PathwayLine]
    safety: list[SafetyLine]
    safety_questions: list[str]
    interactions: list[InteractionLine]
    interaction_questions: list[str]
    sessions: list[SessionLine]
    outcomes: OutcomeLine
    questions: list[QuestionLine]


def assessment_json_schema() -> dict[str, Any]:
    """The JSON Schema of `trd-desk-assessment/1`."""
    return AssessmentFile.model_json_schema()
