"""The entries of a record's log: one answer each, never changed, superseded by newer ones.

This module imports neither pydantic nor anything slow, because the store and the patient list need it before the window is usable.
An entry is named by patient, kind and key; the newest entry of one (kind, key) is the answer, the older ones its history.

    kind                 key                         value
    patient              field of PatientFacts       the field's JSON value (id, name, birth_date, sex, weight_kg …)
    episode              field of Episode            the field's JSON value
    asked                kind of treatment           true | null
    treatment            the treatment's id          the treatment as in the case format (without nulls)
    condition            condition code              true | false | null
    medication           local id (m1, m2 …)         {"drug", "daily_mg"}
    medications_reviewed ""                          true | false
    score                local id (s1, s2 …)         {"scale", "on", "total", "items"}
    licence_region       ""                          eu | uk | us | ca | other | null
    session              the session's id            the session's plan, or a whole session, as in the case format
    (parts of a session)  see `record.session_parts`
    criterion            number of the criterion     true | false | null
    pseudo_check         check id                    true | false | null
    workup               item id                     {"done_on", "result", "note"}
    decision             condition code or pathway   {"text", "reason", "by", "role"}
    consent              product                     {"signed_on", "taken_by", "note"}
    enrolment            scheme                      {"state", "number", "on"}
    (a course, in `record.course_facts`:)
    rating               local id (r1, r2 …)         a rating on a scale that is none of the case format's
    score_about          the score's id              who answered it, the wording shown, the form's further answer
    crisis               the score's id              that the crisis advice came up, and what was done
    review               local id                    what was rated anew at a visit
    stage_baseline       product                     the stages before the first dose, kept as they were
    course_decision      product/point/n             {"point", "product", "on", "decision", "reason", "by", "next_on"}
    follow_up            local id                    a check of the long-term follow-up
    factor               factor of a checklist       true | false | null (difficult-to-treat depression)
    plan_aim             ""                          the aim of the shared plan, as text
    goal                 local id                    a goal of the shared plan
    goal_rating          goal/n                      {"goal", "on", "rating", "by"}
    safety_plan          ""                          {"on", "plan", "contacts"}
    letter               kind of document            {"lines": {field: text}}
    document             the document's id           {"document", "as_of", "content_version", "content_digest", "paper", "made"}, and
                                                     {"session", "variant", "at", "newest", "lines"} where they are needed
    person               the person's id             {"name", "role", "manages", "active"}; of the clinic, as the two below
    register             local id                    one line of the controlled-drug register
    sound_check          ISO day                     {"heard", "at"}

A value of None takes the answer back to "not asked", or removes an item of a list; the history keeps what was said.
"""

import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

# The kinds whose key begins with a session's id: `<session>` or `<session>/<part>`.
SESSION_PARTS: Final = frozenset(
    {
        "booking",
        "predose",
        "override",
        "second_check",
        "given",
        "observation",
        "event",
        "alarm",
        "leaving",
        "departure",
        "signature",
        "session_end",
        "addendum",
    }
)

KINDS: Final = SESSION_PARTS | frozenset(
    {
        "patient",
        "episode",
        "asked",
        "treatment",
        "condition",
        "medication",
        "medications_reviewed",
        "score",
        "licence_region",
        "session",
        "criterion",
        "pseudo_check",
        "workup",
        "decision",
        "document",
        "consent",
        "enrolment",
        "rating",
        "score_about",
        "crisis",
        "review",
        "stage_baseline",
        "course_decision",
        "follow_up",
        "factor",
        "plan_aim",
        "goal",
        "goal_rating",
        "safety_plan",
        "letter",
        "person",
        "register",
        "sound_check",
    }
)

# What is said of the clinic and of no patient stands under this key.
CLINIC: Final = "clinic"

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_id() -> str:
    """A fresh identifier, 26 characters that sort by the time they were made (48 bits of milliseconds, 80 random)."""
    number = (time.time_ns() // 1_000_000) << 80 | int.from_bytes(os.urandom(10), "big")
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer on its way to the log: what is said of which patient, and why it is changed if it corrects an older answer."""

    patient: str
    kind: str
    key: str
    value: Any
    reason: str | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            message = f"no such kind of entry: {self.kind}"
            raise ValueError(message)

    def body(self) -> str:
        """The value as compact JSON, the form in which it is stored and digested."""
        return json.dumps(self.value, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the log. `at` is UTC as ISO text, `offset_minutes` the local offset then; `erased` marks an emptied body."""

    seq: int
    id: str
    patient: str
    kind: str
    key: str
    value: Any
    at: str
    offset_minutes: int
    by: str
    content_version: str
    reason: str | None = None
    supersedes: str | None = None
    erased: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)
