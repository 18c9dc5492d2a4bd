"""The log folded into the patient as known now: the newest entry of each answer, the older ones kept as its history."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar, cast

from pydantic import ValidationError

from trd_desk.record.course_facts import (
    CourseDecisionFact,
    CrisisFact,
    FollowUpFact,
    GoalFact,
    GoalRatingFact,
    LetterFact,
    RatingFact,
    ReviewFact,
    SafetyPlanFact,
    ScoreAboutFact,
    StageBaselineFact,
)
from trd_desk.record.entries import Draft, Entry
from trd_desk.record.fact import FORMAT, Fact
from trd_desk.record.models import Case, ConsentFact, DecisionFact, DocumentFact, EnrolmentFact, WorkupFact
from trd_desk.record.session_log import SessionLog, session_logs

F = TypeVar("F", bound=Fact)

_LISTS = {"treatment": "treatments", "medication": "medications", "score": "scores", "session": "sessions"}
_OWN_IDS = ("treatment", "session")


@dataclass(frozen=True)
class Patient:
    """One patient as known now. `answers` holds the newest entry of each (kind, key); `unreadable` those that no longer fit the facts."""

    key: str
    case: Case
    answers: Mapping[tuple[str, str], Entry] = field(default_factory=dict)
    criteria: Mapping[str, bool | None] = field(default_factory=dict)
    pseudo_checks: Mapping[str, bool | None] = field(default_factory=dict)
    factors: Mapping[str, bool | None] = field(default_factory=dict)
    workup: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    decisions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    documents: tuple[Entry, ...] = ()
    unreadable: tuple[tuple[str, str], ...] = ()
    sessions: Mapping[str, SessionLog] = field(default_factory=dict)

    @property
    def number(self) -> str:
        """The clinic's record number."""
        return self.case.patient.id

    def facts(self, kind: str, model: type[F]) -> dict[str, F]:
        """The present answers of a kind by their keys, each as its model, in the order in which they were first given."""
        if (kind, model) not in self._read:
            self._read[kind, model] = {
                key: model.model_validate_json(json.dumps(entry.value))
                for (of_kind, key), entry in self.answers.items()
                if of_kind == kind and entry.value is not None
            }
        return dict(cast("dict[str, F]", self._read[kind, model]))

    @cached_property
    def _read(self) -> dict[tuple[str, type[Fact]], Mapping[str, Fact]]:
        # A page asks for the same kind many times over, and reading a long course takes longer than anything that is asked of it.
        return {}

    def value(self, kind: str, key: str) -> Any:
        """The present answer as stored, or None."""
        entry = self.answers.get((kind, key))
        return None if entry is None else entry.value


def fold(entries: Iterable[Entry], as_of: dt.date | None = None) -> Patient:
    """The patient that a log tells of; entries in the order of the log, all of one patient. `as_of` is the day of the question."""
    answers: dict[tuple[str, str], Entry] = {}
    first_seen: dict[tuple[str, str], int] = {}
    key = ""
    for entry in entries:
        key = entry.patient
        place = (entry.kind, entry.key)
        first_seen.setdefault(place, entry.seq)
        answers[place] = entry
    ordered = sorted(answers, key=lambda place: first_seen[place])
    sessions, unreadable = session_logs(answers, ordered)
    told = {name: log.session().model_dump(mode="json", exclude_none=True, exclude={"id"}) for name, log in sessions.items() if log.parts}
    case: Case | None = None
    while case is None:
        body, origins = _case_body(answers, [place for place in ordered if place not in unreadable], as_of, told)
        try:
            case = Case.model_validate_json(json.dumps(body))
        except ValidationError as error:
            unreadable += _origins_of(error, origins) or _alone_unreadable(answers, ordered, unreadable)
    misfits = [place for place, entry in answers.items() if not _fits(place[0], entry.value)]
    unreadable += misfits
    answers = {place: entry for place, entry in answers.items() if place not in misfits}
    return Patient(
        key=key,
        case=case,
        answers=answers,
        criteria=_values(answers, "criterion"),
        pseudo_checks=_values(answers, "pseudo_check"),
        factors=_values(answers, "factor"),
        workup=_values(answers, "workup"),
        decisions=_values(answers, "decision"),
        documents=tuple(entry for (kind, _), entry in answers.items() if kind == "document" and entry.value is not None),
        unreadable=tuple(unreadable),
        sessions={name: log for name, log in sessions.items() if ("session", name) not in unreadable},
    )


_BODIES: dict[str, type[Fact]] = {
    "workup": WorkupFact,
    "decision": DecisionFact,
    "document": DocumentFact,
    "consent": ConsentFact,
    "enrolment": EnrolmentFact,
    "rating": RatingFact,
    "score_about": ScoreAboutFact,
    "crisis": CrisisFact,
    "review": ReviewFact,
    "stage_baseline": StageBaselineFact,
    "course_decision": CourseDecisionFact,
    "follow_up": FollowUpFact,
    "goal": GoalFact,
    "goal_rating": GoalRatingFact,
    "safety_plan": SafetyPlanFact,
    "letter": LetterFact,
}
_YES_OR_NO = frozenset({"criterion", "pseudo_check", "factor"})
_TEXTS = frozenset({"plan_aim"})


def _fits(kind: str, value: Any) -> bool:
    """Whether the answer of a kind that is no part of the case has the form of its kind."""
    if kind in _TEXTS:
        return value is None or isinstance(value, str)
    if value is None or (kind not in _BODIES and kind not in _YES_OR_NO):
        return True
    if kind in _YES_OR_NO:
        return isinstance(value, bool)
    try:
        _BODIES[kind].model_validate_json(json.dumps(value))
    except ValidationError:
        return False
    return True


def _alone_unreadable(answers: Mapping[tuple[str, str], Entry], ordered: Sequence[tuple[str, str]], known: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The answers that cannot be read even by themselves; all of them where none can be told apart."""
    found = []
    for place in ordered:
        if place in known:
            continue
        try:
            Case.model_validate_json(json.dumps(_case_body(answers, [place], None)[0]))
        except ValidationError:
            found.append(place)
    return found or [place for place in ordered if place not in known]


def _values(answers: Mapping[tuple[str, str], Entry], kind: str) -> dict[str, Any]:
    return {key: entry.value for (of_kind, key), entry in answers.items() if of_kind == kind and entry.value is not None}


def _case_body(
    answers: Mapping[tuple[str, str], Entry],
    places: Iterable[tuple[str, str]],
    as_of: dt.date | None,
    sessions: Mapping[str, Any] | None = None,
) -> tuple[dict[str, Any], dict[tuple[Any, ...], tuple[str, str]]]:
    """The case format's object, and which answer each part of it came from; `sessions` are those that parts were added to."""
    body: dict[str, Any] = {"format": FORMAT, "patient": {"id": "unnumbered"}, "episode": {}, "conditions": {}, "asked": []}
    body |= {name: [] for name in _LISTS.values()}
    origins: dict[tuple[Any, ...], tuple[str, str]] = {}
    if as_of is not None:
        body["as_of"] = as_of.isoformat()
    for place in places:
        kind, key = place
        value = answers[place].value
        if value is None:
            continue
        if kind in ("patient", "episode"):
            body[kind][key] = value
            origins[(kind, key)] = place
        elif kind == "condition":
            body["conditions"][key] = value
            origins[("conditions", key)] = place
        elif kind == "asked":
            if value is True:
                origins[("asked", len(body["asked"]))] = place
                body["asked"].append(key)
        elif kind in ("medications_reviewed", "licence_region"):
            body[kind] = value
            origins[(kind,)] = place
        elif kind in _LISTS:
            name = _LISTS[kind]
            origins[(name, len(body[name]))] = place
            value = (sessions or {}).get(key, value) if kind == "session" else value
            body[name].append({"id": key, **value} if kind in _OWN_IDS and isinstance(value, dict) else value)
    return body, origins


def _origins_of(error: ValidationError, origins: Mapping[tuple[Any, ...], tuple[str, str]]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for fault in error.errors(include_url=False, include_input=False):
        location = fault["loc"]
        if fault["type"] == "too_long" and len(location) == 1:
            # What is more than a list of the case format can hold is left out, and never the whole patient for it.
            most = fault["ctx"]["max_length"]
            found += [place for (name, *rest), place in origins.items() if name == location[0] and rest and rest[0] >= most]
            continue
        for length in (2, 1):
            place = origins.get(tuple(location[:length]))
            if place is not None and place not in found:
                found.append(place)
                break
    return found


def from_case(case: Case) -> Patient:
    """A patient without a log, for a bare case file."""
    return Patient(key="", case=case)


def short_number(text: str) -> float | int:
    """A number as it would be typed: 82 and not 82.0."""
    number = float(text)
    return int(number) if number.is_integer() else number


def drafts_of(case: Case, patient: str) -> list[Draft]:
    """The entries that say what a case says; unknown facts make none, an episode's unknown stays not asked."""
    body = json.loads(case.model_dump_json(exclude_none=True), parse_float=short_number)
    drafts = [Draft(patient, "patient", name, value) for name, value in body["patient"].items()]
    drafts += [Draft(patient, "episode", name, value) for name, value in body.get("episode", {}).items() if value != []]
    drafts += [Draft(patient, "asked", kind, value=True) for kind in body.get("asked", [])]
    drafts += [Draft(patient, "treatment", item["id"], _known(item)) for item in body.get("treatments", [])]
    drafts += [Draft(patient, "condition", code, value) for code, value in body.get("conditions", {}).items()]
    if body.get("medications_reviewed"):
        drafts.append(Draft(patient, "medications_reviewed", "", value=True))
    drafts += [Draft(patient, "medication", f"m{place}", item) for place, item in enumerate(body.get("medications", []), 1)]
    drafts += [Draft(patient, "score", f"s{place}", item) for place, item in enumerate(body.get("scores", []), 1)]
    if body.get("licence_region"):
        drafts.append(Draft(patient, "licence_region", "", body["licence_region"]))
    drafts += [Draft(patient, "session", item["id"], _known(item)) for item in body.get("sessions", [])]
    return drafts


def _known(item: dict[str, Any]) -> dict[str, Any]:
    """The facts of one item that say something; its id is the key of its entry."""
    return {name: value for name, value in item.items() if name != "id" and value != []}
