"""The parts of a treatment session as they are written into the log, one answer an entry, each under `<session>` or `<session>/<part>`.

Moments are ISO text with the offset from UTC, to the second, so that the clock of a session is arithmetic on stored times and
outlives a crash, a restart and a change of the computer's clock. The case format has clock times "HH:MM" instead; `session_log`
makes the one from the other.

    kind          part                value
    booking       (none)              {"time", "chair", "template"}: appointment as HH:MM, where the patient sits, and the template of
                                      content that it was planned by
    predose       a field of Predose  the answer, as in the case format
                  food_at, fluid_at, nasal_spray_at, sedative_at   a moment, instead of minutes or hours since
                  pressure/1, 2 …     {"at", "sbp", "dbp"}, in order
                  reviewed            a moment: the whole list was looked at again and still holds
    override      a checklist item    {"by", "role", "reason", "second_by", "second_role", "at"}
    second_check  (none)              {"by", "role", "at", "product", "dose_mg", "devices", "agrees"}: worked out again by another person
    given         device/1, 2, 3      {"at", "batch", "expires"}, with "steady" and "boot" (see Moment below)
                  start, end          {"at"}: the infusion; an injection or a dose by mouth has a start only
                  amount              mg given
                  batch               {"batch", "expires"} of an ampoule or bottle
    observation   local id            {"at", "recorded", "sbp", "dbp", "hr", "spo2", "rr", "moaas", "dissociation", "cadss", "distress", "nausea"}
    event         local id            {"at", "recorded", "kind", "note", "done", "outcome", "report"}
    alarm         the alarm's id      {"at", "done"}: acknowledged | prescriber_here; <id>/sound acknowledges the sound after the latter
    leaving       a field of Leaving  the answer; `at` is a moment
    departure     (none)              {"at", "by", "role", "reason", "capacity", "risk_explained", "escort_present", "witness",
                                       "refused_signature"}
    signature     (none)              {"by", "role", "at"}: closes the session; later words are addenda
    session_end   (none)              {"state", "at", "reason"}: left | departed | cancelled
    addendum      local id            {"text", "by", "role", "at"}
"""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field, PlainSerializer

from trd_desk.record.fact import ClockTime, Fact, Positive, Product, Text
from trd_desk.record.people import Role
from trd_desk.record.session_models import EventKind, Leaving, Predose, Pressure, Signs

# The moments of the checklist, and the fact that each becomes with the seconds in its unit.
PREDOSE_TIMES: Final[Mapping[str, tuple[str, int]]] = {
    "food_at": ("minutes_since_food", 60),
    "fluid_at": ("minutes_since_fluid", 60),
    "nasal_spray_at": ("minutes_since_nasal_spray", 60),
    "sedative_at": ("hours_since_sedative", 3600),
}
SIGNS: Final = tuple(Signs.model_fields)

_MOMENT: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}\Z")


def _moment(value: object) -> object:
    if isinstance(value, dt.datetime):
        return value
    if not isinstance(value, str) or not _MOMENT.match(value):
        raise ValueError("must be a moment such as 2026-03-01T10:30:00+01:00")
    try:
        return dt.datetime.fromisoformat(value)
    except ValueError:
        raise ValueError("is not a moment of the calendar") from None


def moment_text(moment: dt.datetime) -> str:
    """A moment as the log keeps it: local time with its offset, to the second."""
    return moment.replace(microsecond=0).isoformat()


Moment = Annotated[dt.datetime, BeforeValidator(_moment), PlainSerializer(moment_text, return_type=str, when_used="json")]


class BookingPart(Fact):
    """When the patient is expected, which chair or bed, and the id of the template that the session was planned by."""

    time: ClockTime | None = None
    chair: Annotated[str, Field(max_length=20)] | None = None
    template: Annotated[str, Field(max_length=60)] | None = None


class ReadingPart(Fact):
    """A blood pressure before the dose, in mmHg."""

    at: Moment
    sbp: Pressure | None = None
    dbp: Pressure | None = None


class OverridePart(Fact):
    """A person's decision to go on past an item of the checklist, and the second signature."""

    by: Text
    role: Role
    reason: Text
    second_by: Text | None = None
    second_role: Role | None = None
    at: Moment


class SecondCheckPart(Fact):
    """The dose worked out again by another person."""

    by: Text
    role: Role
    at: Moment
    product: Product
    dose_mg: Positive
    devices: Annotated[int, Field(ge=0, le=20)] | None = None
    agrees: bool


class GivenPart(Fact):
    """One moment of giving. `steady` is a clock in seconds that no one can set, of the computer's start named `boot`."""

    at: Moment
    batch: Annotated[str, Field(max_length=60)] | None = None
    expires: Annotated[str, Field(max_length=20)] | None = None
    steady: float | None = None
    boot: Annotated[str, Field(max_length=80)] | None = None


class BatchPart(Fact):
    """The batch of an ampoule or a bottle."""

    batch: Annotated[str, Field(max_length=60)] | None = None
    expires: Annotated[str, Field(max_length=20)] | None = None


class ObservationPart(Signs):
    """An observation: when it was made and when it was entered; the signs as in the case format."""

    at: Moment
    recorded: Moment | None = None


class EventPart(Fact):
    """Something that happened during the session; a serious event also says what was done, how it ended and whether it is reported."""

    at: Moment
    recorded: Moment | None = None
    kind: EventKind
    note: Text | None = None
    done: Text | None = None
    outcome: Text | None = None
    report: Literal["due", "sent", "not_due"] | None = None


class AlarmPart(Fact):
    """What a person did about an alarm."""

    at: Moment
    done: Literal["acknowledged", "prescriber_here"]


class DeparturePart(Fact):
    """Leaving earlier than may be, against advice."""

    at: Moment
    by: Text
    role: Role
    reason: Text
    capacity: bool | None = None
    risk_explained: bool | None = None
    escort_present: bool | None = None
    witness: Text | None = None
    refused_signature: bool | None = None


class SignaturePart(Fact):
    """A person's signature under the session."""

    by: Text
    role: Role
    at: Moment


class SessionEndPart(Fact):
    """How the session ended."""

    state: Literal["left", "departed", "cancelled"]
    at: Moment
    reason: Text | None = None


class AddendumPart(Fact):
    """What was added after the session was signed."""

    text: Text
    by: Text
    role: Role
    at: Moment


_WHOLE: Final[Mapping[str, type[Fact]]] = {
    "booking": BookingPart,
    "override": OverridePart,
    "second_check": SecondCheckPart,
    "observation": ObservationPart,
    "event": EventPart,
    "alarm": AlarmPart,
    "departure": DeparturePart,
    "signature": SignaturePart,
    "session_end": SessionEndPart,
    "addendum": AddendumPart,
}


class _AmountPart(Fact):
    amount: Positive


class _MomentPart(Fact):
    at: Moment


def read_part(kind: str, part: str, value: Any) -> Any:
    """The value of a part as its model, a Predose or Leaving field as its plain value.

    Raises:
        pydantic.ValidationError: the value does not have the form of its kind.
    """
    if kind in _WHOLE:
        return _WHOLE[kind].model_validate(value)
    if kind == "given":
        if part == "amount":
            return _AmountPart.model_validate({"amount": value}).amount
        return (BatchPart if part == "batch" else GivenPart).model_validate(value)
    if kind == "predose":
        if part.startswith("pressure/"):
            return ReadingPart.model_validate(value)
        if part in PREDOSE_TIMES or part == "reviewed":
            return _MomentPart.model_validate({"at": value}).at
        return getattr(Predose.model_validate({part: value}), part)
    if part == "at":
        return _MomentPart.model_validate({"at": value}).at
    return getattr(Leaving.model_validate({part: value}), part)
