"""The answers about self-harm that stand are found among everything else, by their own index."""

import pytest

from trd_desk.record.entries import Draft
from trd_desk.store import log
from trd_desk.store.record import Record

SEEN = "2026-03-17T14:26:00+01:00"


@pytest.fixture
def record(tmp_path):
    with Record.create_practice(tmp_path / "clinic.trd") as made:
        yield made


@pytest.fixture
def patients(record):
    return [record.new_patient(number, name, None, None, by="t", content_version="1") for number, name in (("A1", "Ana Pereira"), ("A2", None))]


def say(record, patient, key, value):
    record.append([Draft(patient, "crisis", key, value)], by="t", content_version="1")


def test_each_stands_with_its_patient_until_it_is_dealt_with(record, patients):
    first, second = patients
    assert record.open_crises() == []
    say(record, first, "s1", {"item": 2, "seen_at": SEEN})
    say(record, second, "s1", {"item": 1, "seen_at": SEEN})
    assert record.open_crises() == [(first, "A1", "Ana Pereira", SEEN), (second, "A2", "", SEEN)]
    say(record, first, "s1", {"item": 2, "seen_at": SEEN, "done": "Talked with the patient."})
    assert record.open_crises() == [(second, "A2", "", SEEN)]
    say(record, second, "s1", None)
    assert record.open_crises() == []


def test_one_that_comes_up_again_stands_again(record, patients):
    say(record, patients[0], "s1", {"item": 1, "seen_at": SEEN, "done": "Talked with the patient."})
    say(record, patients[0], "s1", {"item": 3, "seen_at": SEEN})
    say(record, patients[0], "s2", {"item": 1, "seen_at": SEEN, "done": "Talked with the patient."})
    assert [row[1] for row in record.open_crises()] == ["A1"]


def test_nothing_else_is_read_to_find_them(record):
    plan = " ".join(str(row[3]) for row in record._connection.execute("EXPLAIN QUERY PLAN " + log._OPEN_CRISES))
    assert "USING INDEX entry_crisis_open" in plan
    assert "SCAN entry " not in plan
