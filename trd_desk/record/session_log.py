"""A treatment session folded from its entries: the plan, each answer with who gave it and when, and the case format's session of it."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from pydantic import ValidationError

from trd_desk.record.entries import SESSION_PARTS, Entry
from trd_desk.record.session_models import Session
from trd_desk.record.session_parts import (
    PREDOSE_TIMES,
    SIGNS,
    AlarmPart,
    BatchPart,
    BookingPart,
    DeparturePart,
    EventPart,
    GivenPart,
    ObservationPart,
    OverridePart,
    ReadingPart,
    SecondCheckPart,
    SessionEndPart,
    SignaturePart,
    read_part,
)


class Part(NamedTuple):
    """One answer of a session: its kind, the part of its key after the session's id, its value as a model, and the entry it came from."""

    kind: str
    name: str
    value: Any
    entry: Entry

    @property
    def given_at(self) -> dt.datetime:
        """When the answer was given, on the clock of the place."""
        return entry_moment(self.entry)


def entry_moment(entry: Entry) -> dt.datetime:
    """When an entry was made, on the clock of the place where it was made."""
    return dt.datetime.fromisoformat(entry.at).astimezone(dt.timezone(dt.timedelta(minutes=entry.offset_minutes)))


@dataclass(frozen=True)
class SessionLog:
    """One session as known now. `plan` is its own entry, which may be a whole session of a case file; `parts` the answers since."""

    id: str
    plan: Session
    entry: Entry | None = None
    parts: Mapping[tuple[str, str], Part] = field(default_factory=dict)

    # ------------------------------------------------------------------------------------------------------------------- parts

    def value(self, kind: str, name: str = "") -> Any:
        """The present answer as its model, or None."""
        part = self.parts.get((kind, name))
        return None if part is None else part.value

    def of_kind(self, kind: str) -> Iterator[Part]:
        """The parts of a kind in the order in which they first came."""
        return (part for (of, _name), part in self.parts.items() if of == kind)

    @property
    def booking(self) -> BookingPart | None:
        """Appointment and chair."""
        found: BookingPart | None = self.value("booking")
        return found

    @property
    def second_check(self) -> SecondCheckPart | None:
        """The second check of the dose."""
        found: SecondCheckPart | None = self.value("second_check")
        return found

    @property
    def signature(self) -> SignaturePart | None:
        """Who signed the session; a signed session takes addenda only."""
        found: SignaturePart | None = self.value("signature")
        return found

    @property
    def end(self) -> SessionEndPart | None:
        """How the session ended, or None while it has not."""
        found: SessionEndPart | None = self.value("session_end")
        return found

    @property
    def departure(self) -> DeparturePart | None:
        """An early departure against advice."""
        found: DeparturePart | None = self.value("departure")
        return found

    @cached_property
    def devices(self) -> tuple[GivenPart, ...]:
        """The spray devices in the order of their numbers."""
        found = [(int(part.name[7:]), part.value) for part in self.of_kind("given") if part.name[7:].isdigit()]
        return tuple(value for _number, value in sorted(found, key=lambda one: one[0]))

    @property
    def start(self) -> GivenPart | None:
        """The start of the infusion, or the injection or dose by mouth."""
        found: GivenPart | None = self.value("given", "start")
        return found

    @property
    def stopped(self) -> GivenPart | None:
        """The end of the infusion."""
        found: GivenPart | None = self.value("given", "end")
        return found

    @property
    def batch(self) -> BatchPart | None:
        """The batch of an ampoule or a bottle."""
        found: BatchPart | None = self.value("given", "batch")
        return found

    @cached_property
    def readings(self) -> tuple[ReadingPart, ...]:
        """The blood pressures before the dose, in order."""
        found = [(part.name, part.value) for part in self.of_kind("predose") if part.name.startswith("pressure/")]
        return tuple(value for _name, value in sorted(found, key=lambda one: (len(one[0]), one[0])))

    @cached_property
    def observations(self) -> tuple[Part, ...]:
        """The observations, by the time they were made."""
        return tuple(sorted(self.of_kind("observation"), key=lambda part: part.value.at))

    @cached_property
    def events(self) -> tuple[Part, ...]:
        """The events, by their time."""
        return tuple(sorted(self.of_kind("event"), key=lambda part: part.value.at))

    def alarm(self, name: str) -> AlarmPart | None:
        """What was last done about an alarm."""
        found: AlarmPart | None = self.value("alarm", name)
        return found

    def sound_key(self, name: str) -> str:
        """The part under which the sound of an alarm or an overdue observation is acknowledged: one of its own once the prescriber came."""
        done = self.alarm(name)
        return f"{name}/sound" if done is not None and done.done == "prescriber_here" else name

    def sound_off_at(self, name: str) -> dt.datetime | None:
        """When the sound of an alarm or an overdue observation was last acknowledged, by a word of it or by the prescriber's coming."""
        done = (self.alarm(name), self.alarm(f"{name}/sound"))
        return max((one.at for one in done if one is not None), default=None)

    # ------------------------------------------------------------------------------------------------------------------- times

    @cached_property
    def first_given(self) -> dt.datetime | None:
        """The moment of the first device, or of the start of the infusion or dose."""
        moments = [part.at for part in self.devices]
        if self.start is not None:
            moments.append(self.start.at)
        return min(moments, default=None)

    @cached_property
    def zone(self) -> dt.tzinfo:
        """The offset that clock times of this session are told in: that of the dose, else of the first entry of the session."""
        if self.first_given is not None and self.first_given.tzinfo is not None:
            return self.first_given.tzinfo
        if self.entry is not None:
            return dt.timezone(dt.timedelta(minutes=self.entry.offset_minutes))
        return dt.UTC

    def clock(self, moment: dt.datetime) -> str:
        """A moment as the case format has it: HH:MM on the clock of the session, seconds left out."""
        return f"{moment.astimezone(self.zone):%H:%M}"

    @property
    def from_file(self) -> bool:
        """Whether the dose is told by a case file, which knows no moments: such a session is over."""
        return self.first_given is None and self.plan.given is not None

    @property
    def live(self) -> bool:
        """Whether a dose was begun and the session has not ended."""
        return self.first_given is not None and self.end is None

    @property
    def closed(self) -> bool:
        """Whether the session is over."""
        return self.end is not None or self.from_file

    @property
    def closed_at(self) -> dt.datetime | None:
        """When it was over: as recorded, or for a session of a case file the time of leaving or the last time it tells of."""
        if self.end is not None:
            return self.end.at
        if not self.from_file or self.plan.on is None:
            return None
        plan = self.plan
        given = plan.given
        told = [one.at for one in plan.observations] + [one.at for one in plan.events]
        told += [] if given is None else [*given.devices, *(time for time in (given.start, given.end) if time)]
        clock = plan.leaving.at if plan.leaving is not None and plan.leaving.at else max(told, default="00:00")
        return dt.datetime.combine(self.plan.on, dt.time.fromisoformat(clock), self.zone)

    # -------------------------------------------------------------------------------------------------------------- case format

    def session(self, check_at: dt.datetime | None = None, leaving_at: dt.datetime | None = None) -> Session:
        """The session as the case format has it.

        `check_at` is the moment at which the checklist is judged: once a dose was given that moment, else this one, else that of
        the last answer of the checklist. `leaving_at` judges the leaving at a moment for which nothing is recorded.
        """
        body = self.plan.model_dump(mode="json", by_alias=True, exclude_none=True)
        if not self.parts:
            if leaving_at is None:
                return self.plan
            body.setdefault("leaving", {}).setdefault("at", self.clock(leaving_at))
            return Session.model_validate_json(json.dumps(body))
        self._add_predose(body, check_at)
        overrides = {one["item"]: one for one in body.get("overrides", [])}
        for part in self.of_kind("override"):
            value: OverridePart = part.value
            known = {"by": value.by, "role": value.role, "reason": value.reason, "second_by": value.second_by}
            overrides[part.name] = {"item": part.name} | {name: said for name, said in known.items() if said is not None}
        body["overrides"] = list(overrides.values())
        self._add_given(body)
        self._add_watch(body)
        leaving = body.setdefault("leaving", {})
        for part in self.of_kind("leaving"):
            leaving[part.name] = self.clock(part.value) if part.name == "at" else part.value
        if self.signature is not None:
            leaving["signed_by"] = self.signature.by
        if self.end is not None and self.end.state in ("left", "departed"):
            leaving.setdefault("at", self.clock(self.end.at))
        if leaving_at is not None:
            leaving.setdefault("at", self.clock(leaving_at))
        if not leaving:
            del body["leaving"]
        return Session.model_validate_json(json.dumps(body))

    def checked_at(self) -> dt.datetime | None:
        """When the checklist was last answered."""
        return max((part.given_at for part in self.of_kind("predose")), default=None)

    def _add_predose(self, body: dict[str, Any], check_at: dt.datetime | None) -> None:
        moment = self.first_given or check_at or self.checked_at()
        answers = body.setdefault("predose", {})
        for part in self.of_kind("predose"):
            if part.name in PREDOSE_TIMES:
                fact, unit = PREDOSE_TIMES[part.name]
                seconds = -1.0 if moment is None else (moment - part.value).total_seconds()
                if seconds >= 0:
                    # Whole minutes that have passed, so that nothing passes a moment too early; a plan that was left lying for
                    # months is as long ago as the case format can say.
                    answers[fact] = min(seconds // 60, 100_000) if unit == 60 else min(round(seconds / unit, 4), 10_000)
            elif not part.name.startswith("pressure/") and part.name != "reviewed":
                answers[part.name] = part.value
        if self.readings:
            answers["blood_pressure"] = [[one.sbp, one.dbp] for one in self.readings]
        if moment is not None and answers:
            answers["at"] = self.clock(moment)
        if not answers:
            del body["predose"]

    def _add_given(self, body: dict[str, Any]) -> None:
        given = body.setdefault("given", {})
        if self.devices:
            given["devices"] = [self.clock(one.at) for one in self.devices]
        for name, part in (("start", self.start), ("end", self.stopped)):
            if part is not None:
                given[name] = self.clock(part.at)
        amount = self.value("given", "amount")
        if amount is not None:
            given["dose_mg"] = amount
        if not any(given.values()):
            del body["given"]

    def _add_watch(self, body: dict[str, Any]) -> None:
        seen = body.setdefault("observations", [])
        for part in self.observations:
            value: ObservationPart = part.value
            signs = {name: getattr(value, name) for name in SIGNS if getattr(value, name) is not None}
            if signs:
                seen.append({"at": self.clock(value.at), **signs})
        happened = body.setdefault("events", [])
        for part in self.events:
            event: EventPart = part.value
            happened.append({"at": self.clock(event.at), "kind": event.kind})


def session_logs(answers: Mapping[tuple[str, str], Entry], order: Iterable[tuple[str, str]]) -> tuple[dict[str, SessionLog], list[tuple[str, str]]]:
    """The sessions that the newest answers tell of, in their order, and the answers that cannot be read as parts of one."""
    logs: dict[str, SessionLog] = {}
    unreadable: list[tuple[str, str]] = []
    places = list(order)
    for kind, key in places:
        if kind != "session" or answers[kind, key].value is None:
            continue
        entry = answers[kind, key]
        try:
            plan = Session.model_validate_json(json.dumps({"id": key, **entry.value}))
        except (ValidationError, TypeError):
            continue  # told by the fold, which reads it as a part of the case
        logs[key] = SessionLog(key, plan, entry)
    parts: dict[str, dict[tuple[str, str], Part]] = {name: {} for name in logs}
    for kind, key in places:
        entry = answers[kind, key]
        session, _slash, name = key.partition("/")
        if kind not in SESSION_PARTS or entry.value is None or session not in parts:
            continue
        try:
            value = read_part(kind, name, entry.value)
        except ValidationError:
            unreadable.append((kind, key))
            continue
        parts[session][kind, name] = Part(kind, name, value, entry)
    found = {}
    for name, log in logs.items():
        whole = replace(log, parts=parts[name])
        try:
            whole.session()
        except ValidationError:
            # Together they say more than a session can hold; the plan is shown, and what was left out is told.
            unreadable += [(part.kind, f"{name}/{part.name}" if part.name else name) for part in whole.parts.values()]
            whole = log
        found[name] = whole
    return found, unreadable
