"""Treatment sessions, solved by hand from the clinical text: each case changes one thing in a session in which all is in order."""

import datetime as dt
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from trd_desk.content.load import load_library
from trd_desk.content.session_models import ALARM_SIGNS, EVENTS, LEAVING_NEEDS, PREDOSE_ITEMS
from trd_desk.engine.assess import assess
from trd_desk.interchange.assessment_file import assessment_object
from trd_desk.interchange.assessment_format import AssessmentFile
from trd_desk.interchange.case_file import read_case

LIBRARY = load_library()
FOLDER = Path(__file__).parent / "session_cases"
DAY = dt.date(2026, 3, 1)

PATIENT = {"id": "S", "birth_date": "1980-05-10", "sex": "male", "weight_kg": 70, "weight_on": "2026-02-27", "height_cm": 175}
YES = (
    "identity_confirmed",
    "consent_confirmed",
    "stop_list_asked",
    "nose_clear",
    "score_recorded",
    "escort_named",
    "no_driving_understood",
    "cpr_trained_staff",
    "emergency_kit_checked",
    "observation_space",
    "site_and_enrolment_ok",
    "interval_ok",
    "last_session_reviewed",
    "antihypertensive_taken",
    "stock_matches",
)
NO = (
    "nasal_spray_used",
    "pregnancy_possible",
    "sedative_used",
    "drowsy",
    "alcohol_today",
    "intoxicated",
    "new_psychosis_mania_delirium",
    "unwell_today",
)
PREDOSE: dict[str, Any] = {
    "at": "08:50",
    "blood_pressure": [[128, 80]],
    "heart_rate": 72,
    "spo2": 97,
    "respiratory_rate": 14,
    "minutes_since_food": 180,
    "minutes_since_fluid": 60,
    "daily_diazepam_equivalent_mg": 0,
    "substance_screen": "not_needed",
    "suicide_risk": "low",
    "urinary_symptoms": "none",
    **dict.fromkeys(YES, True),
    **dict.fromkeys(NO, False),
}
WELL = {"sbp": 130, "dbp": 82, "hr": 76, "spo2": 97, "rr": 14, "moaas": 5, "dissociation": 0, "distress": 0, "nausea": 0}
LEAVING = dict.fromkeys(
    ["escort_present", "orientated", "walks_unaided", "nausea_settled", "mental_state_checked", "advice_given"], True
)
SPRAY = {"product": "esketamine_in", "indication": "trd", "first": False, "planned": {"dose_mg": 56}}
ROUTE = {"indication": "trd", "first": False, "planned": {"mg_per_kg": 0.5}}


def _merged(base: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    """The base with the changes; the text "unknown" makes a value unknown, because TOML has no null."""
    result = {**base, **change}
    return {key: None if value == "unknown" else value for key, value in result.items()}


def _session(number: int, short: dict[str, Any]) -> dict[str, Any]:
    """A whole session from what differs: `pre` changes the checklist, `obs` the observations, `leave` the door."""
    short = dict(short)
    base = SPRAY if short.get("product", "esketamine_in") == "esketamine_in" else ROUTE
    session: dict[str, Any] = {"id": f"s{number}", "on": DAY.isoformat(), "predose": _merged(PREDOSE, short.pop("pre", {}))}
    observations = short.pop("obs", [])
    if observations:
        session["observations"] = [_merged(WELL, one) if isinstance(one, dict) else {"at": one, **WELL} for one in observations]
    if "leave" in short:
        leave = short.pop("leave")
        leave = {"at": leave} if isinstance(leave, str) else leave
        session["leaving"] = _merged({**LEAVING, "signed_by": "RN B"}, leave)
    return {**base, **session, **_merged({}, short)}


def _cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{file.stem}: {case['name']}")
        for file in sorted(FOLDER.glob("*.toml"))
        for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
    ]


def _answer(case: dict[str, Any]) -> list[dict[str, Any]]:
    sessions = case.get("sessions") or [case.get("session", {})]
    body = {
        "format": "trd-desk-case/1",
        "as_of": DAY.isoformat(),
        "patient": _merged(PATIENT, case.get("patient", {})),
        "licence_region": case.get("region", "eu"),
        "conditions": case.get("conditions", {}),
        "medications_reviewed": case.get("medications_reviewed", False),
        "medications": case.get("medications", []),
        "sessions": [_session(number, one) for number, one in enumerate(sessions, 1)],
    }
    body = {key: None if value == "unknown" else value for key, value in body.items()}
    answer = assessment_object(assess(LIBRARY, read_case(json.dumps(body).encode(), LIBRARY)), LIBRARY)
    AssessmentFile.model_validate(answer)
    sessions = {one["id"]: one for one in json.loads(json.dumps(answer))["sessions"]}
    return [sessions[f"s{number}"] for number in range(1, len(sessions) + 1)]


def _differences(expected: dict[str, Any], answer: dict[str, Any]) -> list[str]:
    found = []
    predose = answer["predose"]
    items = {item["id"]: item["result"] for item in predose["items"]}
    wrong = {item: result for item, result in items.items() if result != expected.get("items", {}).get(item, "pass")}
    if wrong:
        found.append(f"items: {wrong}")
    for key, value in expected.items():
        if key == "items":
            continue
        if key == "alarms":
            actual: Any = [f"{alarm['at']} {alarm['level']} {alarm['sign']}" for alarm in answer["monitoring"]["alarms"]]
        elif key in ("warnings", "blocked"):
            actual = len(answer["dose"]["warnings" if key == "warnings" else "blocked_because"])
        elif key in ("result", "waits_until"):
            actual = predose["result" if key == "result" else "earliest"]
        elif key in ("clock_starts", "two_hours_end", "due", "missing"):
            actual = answer["monitoring"][key]
        elif key in ("failing", "earliest", "leaves"):
            actual = answer["leaving"]["verdict" if key == "leaves" else key]
        elif key in ("monitoring", "leaving"):
            actual = answer[key]
        else:
            actual = answer["dose"]["verdict" if key == "dose" else key]
        wanted = None if value == "unknown" else value
        if isinstance(wanted, float) and isinstance(actual, int | float):
            if abs(wanted - actual) > 0.001:
                found.append(f"{key}: expected {wanted}, got {actual}")
        elif wanted != actual:
            found.append(f"{key}: expected {wanted}, got {actual}")
    return found


@pytest.mark.parametrize("case", _cases())
def test_session(case: dict[str, Any]) -> None:
    answers = _answer(case)
    expected = case["expect"] if isinstance(case["expect"], list) else [case["expect"]]
    assert [_differences(one, answer) for one, answer in zip(expected, answers, strict=True)] == [[] for _ in expected]


def test_content_holds_every_item_need_sign_and_event_of_the_format() -> None:
    assert tuple(item.id for item in LIBRARY.predose.item) == PREDOSE_ITEMS
    assert tuple(need.id for need in LIBRARY.leaving.need) == LEAVING_NEEDS
    assert {event.kind for event in LIBRARY.monitoring.event} == set(EVENTS)
    assert all(getattr(LIBRARY.monitoring, sign).sources for sign in ALARM_SIGNS)


def test_every_label_rule_of_the_spray_is_met_once() -> None:
    """Each combination of indication, region, age and place in the course has exactly one rule, and each rule knows every dose."""
    rules, doses = LIBRARY.dosing.spray_rule, set(LIBRARY.dosing.spray.doses_mg)
    for indication in ("trd", "emergency"):
        for region in ("eu", "uk", "us", "ca", "other"):
            for age in ("younger", "older"):
                for when in ("first", "later"):
                    fits = [
                        rule
                        for rule in rules
                        if rule.indication == indication and region in rule.regions and age in rule.ages and when in rule.when
                    ]
                    assert len(fits) == 1
                    assert set(fits[0].ok) | set(fits[0].warn) | set(fits[0].blocked) == doses
                    assert not fits[0].warn or fits[0].says_warn
                    assert not fits[0].blocked or fits[0].says_blocked


def test_a_case_without_sessions_has_none() -> None:
    body = json.dumps({"format": "trd-desk-case/1", "as_of": "2026-03-01", "patient": {"id": "S"}}).encode()
    assert assess(LIBRARY, read_case(body, LIBRARY)).sessions == ()


def test_sustained_amber_advises_a_review_without_a_new_alarm() -> None:
    case = {
        "format": "trd-desk-case/1",
        "as_of": "2026-03-01",
        "patient": PATIENT,
        "sessions": [
            _session(
                1,
                {
                    "given": {"devices": ["09:00"]},
                    "obs": [
                        {"at": "09:15", "spo2": 92},
                        {"at": "09:25", "spo2": 92},
                        {"at": "09:30", "spo2": 92},
                        {"at": "09:40", "spo2": 92},
                    ],
                },
            )
        ],
    }
    session = assess(LIBRARY, read_case(json.dumps(case).encode(), LIBRARY)).sessions[0]
    assert session.monitoring is not None
    assert [(one.at, one.sign) for one in session.monitoring.reviews] == [("09:30", "spo2")]
    assert len(session.monitoring.alarms) == 4
