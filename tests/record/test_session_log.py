"""A session's entries folded: any of them may be damaged, none of them may take the patient away."""

import datetime as dt
import json

import pytest
from days import Day, at, brennan_day, checked_day, iso
from hypothesis import given, settings
from hypothesis import strategies as st

from trd_desk.record.entries import KINDS, SESSION_PARTS
from trd_desk.record.models import Case
from trd_desk.record.session_log import SessionLog
from trd_desk.record.session_models import Session

NAMES = ("", "pressure/1", "food_at", "sedative_at", "heart_rate", "suicide_risk", "device/1", "start", "end", "amount", "batch", "o1", "at", "orientated")
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-10, 100_000) | st.floats(allow_nan=False) | st.text(max_size=8) | st.just(iso("10:00")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(("at", "sbp", "dbp", "kind", "by", "role", "reason", "x")), inner, max_size=4),
    max_leaves=5,
)


def test_every_kind_of_part_is_a_kind_of_entry():
    assert SESSION_PARTS < KINDS


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(sorted(SESSION_PARTS)), st.sampled_from(NAMES), ANYTHING), max_size=12))
def test_nothing_that_can_stand_in_a_log_takes_the_patient_away(parts):
    day = Day()
    for kind, name, value in parts:
        day.part(kind, name, value)
    patient = day.patient()
    assert patient.number == "TRD-1"
    assert "s1" in patient.sessions
    kept = {(part.kind, part.name) for part in patient.sessions["s1"].parts.values()}
    newest = {(kind, name): value for kind, name, value in parts}
    lost = {(kind, f"s1/{name}" if name else "s1") for (kind, name), value in newest.items() if value is not None and (kind, name) not in kept}
    assert lost <= set(patient.unreadable)


def test_more_observations_than_a_session_can_hold_leave_the_plan():
    day = Day()
    day.devices("10:00")
    for number in range(201):
        day.part("observation", f"o{number}", {"at": (at("10:01") + dt.timedelta(seconds=30 * number)).isoformat(), "sbp": 120, "dbp": 80})
    patient = day.patient()
    assert patient.case.sessions[0].observations == ()
    assert ("observation", "s1/o200") in patient.unreadable


@pytest.mark.parametrize("day", [brennan_day(), checked_day(), checked_day("ketamine_iv", 0.5)])
def test_a_folded_session_is_a_session_of_the_case_format(day):
    patient = day.patient()
    body = json.loads(patient.case.model_dump_json(exclude_none=True))
    again = Case.model_validate_json(json.dumps(body))
    assert again.sessions == patient.case.sessions


def test_times_are_told_on_the_clock_of_the_dose():
    day = brennan_day()
    (session,) = day.patient().case.sessions
    assert session.given.devices == ("10:20", "10:25", "10:30")
    assert session.predose.at == "10:20"
    assert session.predose.blood_pressure == ((146, 88), (144, 86))
    assert session.observations[0].at == "10:46"


def test_a_moment_after_the_check_counts_as_unknown():
    day = Day()
    day.part("predose", "food_at", iso("11:00"))
    session = day.patient().sessions["s1"].session(check_at=at("10:00"))
    assert session.predose is None or session.predose.minutes_since_food is None


def test_whole_minutes_only_so_that_nothing_passes_early():
    day = Day()
    day.part("predose", "fluid_at", iso("09:30"))
    log = day.patient().sessions["s1"]
    assert log.session(check_at=at("09:59:59")).predose.minutes_since_fluid == 29
    assert log.session(check_at=at("10:00:00")).predose.minutes_since_fluid == 30


def test_a_correction_leaves_the_older_value_in_the_log():
    day = brennan_day()
    day.part("observation", "o1", {"at": iso("10:46"), "sbp": 142, "dbp": 90})
    patient = day.patient()
    assert patient.case.sessions[0].observations[0].sbp == 142
    assert [entry.value["sbp"] for entry in day.entries if entry.key == "s1/o1"] == [152, 142]
    assert patient.answers["observation", "s1/o1"].supersedes == next(entry.id for entry in day.entries if entry.key == "s1/o1")


def test_a_whole_session_of_a_case_file_takes_parts():
    plan = Session.model_validate({"id": "x", "product": "esketamine_in"})
    log = SessionLog("x", plan)
    assert log.session() is plan
    assert log.session(leaving_at=at("12:00")).leaving.at == "11:00"  # without an entry the clock is UTC
