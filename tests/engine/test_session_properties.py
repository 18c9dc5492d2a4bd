"""Whatever is recorded of a session, the answer has the format's shape, and more knowledge never turns a no into a yes by itself."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from trd_desk.content.load import load_library
from trd_desk.engine.assess import assess
from trd_desk.engine.predose import ORDER
from trd_desk.interchange.assessment_file import assessment_object
from trd_desk.interchange.assessment_format import AssessmentFile
from trd_desk.interchange.case_file import read_case
from trd_desk.record.session_models import EventKind, Predose

LIBRARY = load_library()
CLOCK = st.builds("{:02d}:{:02d}".format, st.integers(0, 23), st.integers(0, 59))
YES_NO = st.sampled_from([True, False, None])
NAMES = st.sampled_from(["Dr A", "RN B", "", None])
NUMBERS = st.one_of(st.none(), st.integers(0, 260))
DAYS = st.sampled_from(["2026-02-20", "2026-02-26", "2026-03-01", None])


def _predose() -> st.SearchStrategy[dict[str, Any]]:
    special: dict[str, st.SearchStrategy[Any]] = {
        "at": st.one_of(st.none(), CLOCK),
        "blood_pressure": st.one_of(st.none(), st.lists(st.tuples(NUMBERS, NUMBERS), max_size=3)),
        "heart_rate": st.one_of(st.none(), st.integers(20, 200)),
        "respiratory_rate": st.one_of(st.none(), st.integers(0, 60)),
        "spo2": st.one_of(st.none(), st.floats(70, 100)),
        "pregnancy_test": st.sampled_from(["negative", "positive", "refused", None]),
        "substance_screen": st.sampled_from(["not_needed", "expected", "unexpected", None]),
        "suicide_risk": st.sampled_from(["low", "moderate", "high", None]),
        "urinary_symptoms": st.sampled_from(["none", "new", "visible_blood_or_pain", None]),
        "stop_bang": st.sampled_from(["low", "high", None]),
        **dict.fromkeys(
            ("minutes_since_food", "minutes_since_fluid", "minutes_since_nasal_spray"), st.one_of(st.none(), st.floats(0, 300))
        ),
        **dict.fromkeys(("hours_since_sedative", "daily_diazepam_equivalent_mg"), st.one_of(st.none(), st.floats(0, 40))),
    }
    return st.fixed_dictionaries({}, optional={name: special.get(name, YES_NO) for name in Predose.model_fields})


OBSERVATIONS = st.lists(
    st.fixed_dictionaries(
        {"at": CLOCK},
        optional={
            "sbp": NUMBERS,
            "dbp": NUMBERS,
            "hr": NUMBERS,
            "rr": st.one_of(st.none(), st.integers(0, 60)),
            "spo2": st.one_of(st.none(), st.floats(70, 100)),
            "moaas": st.one_of(st.none(), st.integers(0, 5)),
            "cadss": st.one_of(st.none(), st.integers(0, 90)),
            "dissociation": st.one_of(st.none(), st.integers(0, 3)),
            "distress": st.one_of(st.none(), st.integers(0, 3)),
        },
    ),
    max_size=6,
)
SESSIONS = st.fixed_dictionaries(
    {
        "product": st.sampled_from(
            ["esketamine_in", "ketamine_iv", "ketamine_sc", "ketamine_im", "ketamine_oral", "esketamine_oral"]
        )
    },
    optional={
        "indication": st.sampled_from(["trd", "emergency", None]),
        "on": DAYS,
        "first": YES_NO,
        "number": st.one_of(st.none(), st.integers(0, 9)),
        "weight_kg": st.one_of(st.none(), st.floats(10, 300)),
        "weight_on": DAYS,
        "planned": st.fixed_dictionaries(
            {},
            optional={
                "dose_mg": st.one_of(st.none(), st.sampled_from([28, 35, 56, 84, 200])),
                "mg_per_kg": st.one_of(st.none(), st.floats(0.01, 4)),
                "bag_ml": st.one_of(st.none(), st.just(50)),
                "basis": st.sampled_from(["actual", "ideal", None]),
                "reason": NAMES,
            },
        ),
        "predose": _predose(),
        "overrides": st.lists(
            st.fixed_dictionaries(
                {"item": st.sampled_from([item.id for item in LIBRARY.predose.item])},
                optional={
                    "by": NAMES,
                    "role": st.sampled_from(["prescriber", "nurse", None]),
                    "reason": NAMES,
                    "second_by": NAMES,
                },
            ),
            max_size=3,
        ),
        "given": st.fixed_dictionaries(
            {}, optional={"devices": st.lists(CLOCK, max_size=3), "start": CLOCK, "end": CLOCK, "dose_mg": st.just(56)}
        ),
        "observations": OBSERVATIONS,
        "events": st.lists(st.fixed_dictionaries({"at": CLOCK, "kind": st.sampled_from(EventKind.__args__)}), max_size=3),  # type: ignore[attr-defined]
        "leaving": st.fixed_dictionaries(
            {},
            optional={"at": CLOCK, "escort_present": YES_NO, "orientated": YES_NO, "walks_unaided": YES_NO, "signed_by": NAMES},
        ),
    },
)


@settings(max_examples=150)
@given(
    st.lists(SESSIONS, min_size=1, max_size=3),
    st.sampled_from(["1940-01-01", "1961-03-01", "2010-01-01", None]),
    st.sampled_from(["male", "female", "other", None]),
    st.sampled_from([150, 175, None]),
    st.sampled_from(["eu", "us", None]),
)
def test_any_session_is_answered_in_the_format(
    sessions: list[dict[str, Any]], born: str | None, sex: str | None, height: int | None, region: str | None
) -> None:
    case = {
        "format": "trd-desk-case/1",
        "as_of": "2026-03-01",
        "patient": {"id": "P", "birth_date": born, "sex": sex, "height_cm": height},
        "licence_region": region,
        "sessions": [{**session, "id": f"s{number}"} for number, session in enumerate(sessions)],
    }
    facts = read_case(json.dumps(case).encode(), LIBRARY)
    answer = AssessmentFile.model_validate(assessment_object(assess(LIBRARY, facts), LIBRARY))
    assert {line.id for line in answer.sessions} == {session["id"] for session in case["sessions"]}  # type: ignore[index]
    records = {record.id: record for record in facts.sessions}
    for line in answer.sessions:
        assert line.predose.result == min((item.result for item in line.predose.items), key=ORDER.index)
        assert len(line.predose.items) == 33
        assert (line.dose.verdict == "blocked") == bool(line.dose.blocked_because)
        assert line.dose.verdict != "blocked" or line.dose.mg is None
        assert line.dose.verdict != "cannot_say" or line.dose.questions
        assert (line.monitoring is None) == (line.leaving is None)
        if line.monitoring is None or line.leaving is None:
            assert not records[line.id].given or not records[line.id].given.devices
            continue
        assert set(line.monitoring.missing) <= set(line.monitoring.due)
        assert (line.leaving.verdict == "not_ready") == bool(line.leaving.failing)
        assert line.leaving.verdict != "cannot_say" or line.leaving.questions
        reds = [alarm for alarm in line.monitoring.alarms if alarm.level == "red"]
        assert not (line.leaving.verdict == "ready" and line.leaving.earliest is None), reds
