"""What is said of the clinic and of no patient: in the log and its chain, in no list; and the patients of a day."""

import dataclasses
import random

import pytest

from trd_desk.errors import StoreError
from trd_desk.record.entries import CLINIC, Draft, Entry
from trd_desk.store.record import Record


@pytest.fixture
def mixed(record, patient, give):
    """Entries of a patient and of the clinic in turn; the clinic has the last word, entry 8."""
    give((CLINIC, "sound_check", "2026-03-01", {"heard": True, "at": "09:00"}))
    give((patient, "episode", "severity", "severe"))
    give((CLINIC, "register", "r1", {"batch": "B1"}), (CLINIC, "register", "r2", {"batch": "B2"}))
    return record


def test_the_clinic_is_no_patient(mixed, patient):
    assert mixed.count() == 1
    assert list(mixed.all_patients()) == [patient]
    assert [row.patient for row in mixed.patient_rows(mixed.patient_ids())] == [patient]
    assert list(mixed.patient_ids("clinic")) == []
    assert mixed.find_number(CLINIC) is None
    assert mixed.check() == []


def test_its_entries_are_read_back_by_kind(mixed, give):
    give((CLINIC, "register", "r1", {"batch": "B1", "waste": 1}), reason="read again")
    assert [(entry.key, entry.value) for entry in mixed.entries_of_kind(CLINIC, "register")] == [
        ("r1", {"batch": "B1"}),
        ("r2", {"batch": "B2"}),
        ("r1", {"batch": "B1", "waste": 1}),
    ]
    assert [entry.value["heard"] for entry in mixed.entries_of_kind(CLINIC, "sound_check")] == [True]
    assert mixed.entries_of_kind(CLINIC, "person") == []
    assert len(mixed.history(CLINIC, "register", "r1")) == 2
    assert mixed.entry_count(CLINIC) == 4
    assert mixed.check() == []


def test_a_clinic_without_patients_is_told_of_truly(record, give):
    give((CLINIC, "register", "r1", {"batch": "B1"}))
    assert (record.count(), record.head()[0], record.check()) == (0, 1, [])
    record._connection.execute("DELETE FROM entry")
    assert record.verify_chain() == ["entry 1: is missing"]


@pytest.mark.parametrize("first", range(1, 9))
def test_an_end_cut_off_is_found_whosever_it_was(mixed, first):
    mixed._connection.execute("DELETE FROM entry WHERE seq >= ?", (first,))
    assert mixed.verify_chain() == ["entry 8: is missing" if first == 8 else f"entries {first} to 8: are missing"]


def test_an_end_of_the_patient_cut_off_is_found_too(mixed, patient, give):
    give((patient, "episode", "severity", "mild"))
    mixed._connection.execute("DELETE FROM entry WHERE seq = 9")
    assert mixed.verify_chain() == ["entry 9: is missing"]


def test_an_entry_put_in_for_the_clinic_is_found(mixed):
    columns = "id, patient, kind, key, body, at, offset_minutes, by, content_version, reason, supersedes, salt, digest, chain"
    mixed._connection.execute(f"INSERT INTO entry (seq, {columns}) SELECT 9, {columns} FROM entry WHERE seq = 8")  # noqa: S608
    assert mixed.verify_chain()[0].startswith("entry 9:")


def test_any_change_of_the_clinic_s_entries_is_found(mixed):
    dice = random.Random(5)
    connection = mixed._connection
    for _trial in range(60):
        connection.execute("BEGIN")
        seq = dice.choice([5, 7, 8])
        column = dice.choice(["id", "patient", "kind", "key", "body", "at", "by"])
        connection.execute(f"UPDATE entry SET {column} = ? WHERE seq = ?", (f"changed {dice.random()}", seq))  # noqa: S608
        assert any(fault.startswith(f"entry {seq}:") for fault in mixed.verify_chain())
        connection.execute("ROLLBACK")
    assert mixed.verify_chain() == []


@pytest.mark.parametrize(("who", "kind"), [(CLINIC, "patient"), (CLINIC, "workup"), ("p", "person"), ("p", "register"), ("p", "sound_check")])
def test_an_entry_in_the_wrong_place_is_a_defect(record, patient, who, kind):
    draft = Draft(patient if who == "p" else who, kind, "id", "x")
    with pytest.raises(ValueError, match="wrong place"):
        record.append([draft], by="t", content_version="1")
    assert record.head()[0] == 4


def test_no_file_brings_people_or_a_register(mixed, patient, tmp_path):
    entries = mixed.entries(patient)
    person = {"name": "Mallory", "role": "prescriber", "manages": True, "active": True}
    forged = Entry(99, "forged", CLINIC, "person", "m", person, "2026-03-01T10:00:00.000Z", 0, "Mallory", "1")
    with Record.create_practice(tmp_path / "other.trd") as other:
        for bad in (forged, dataclasses.replace(forged, patient=patient), mixed.entries(CLINIC)[0]):
            with pytest.raises(StoreError, match="no file may bring"):
                other.adopt([*entries, bad])
        assert other.head() == (0, "")
        assert len(other.adopt(entries)) == len(entries)


# The day


@pytest.fixture
def days(record, give):
    """Four patients; A and B are treated on the 17th, C on the 18th, D never."""
    keys = {number: record.new_patient(number, None, None, None, by="t", content_version="1") for number in "ABCD"}
    give((keys["A"], "session", "s1", {"on": "2026-03-10", "product": "spray"}))
    give((keys["A"], "session", "s2", {"on": "2026-03-17", "product": "spray"}), (keys["A"], "session", "s3", None))
    give((keys["B"], "session", "s1", {"on": "2026-03-17"}), (keys["B"], "session", "s2", {"on": "2026-03-17"}))
    give((keys["C"], "session", "s1", {"on": "2026-03-18"}), (keys["D"], "workup", "ecg", {"on": "2026-03-17"}))
    give((keys["D"], "session", "s1", {"product": "spray"}))
    return record, keys


@pytest.mark.parametrize(
    ("on", "expected"),
    [(["2026-03-17"], "AB"), (["2026-03-17", "2026-03-18"], "ABC"), (["2026-03-10"], "A"), (["2026-03-11"], ""), ([], ""), (["%"], "")],
)
def test_the_patients_of_a_day(days, on, expected):
    record, keys = days
    assert sorted(record.patients_with_sessions_on(on)) == sorted(keys[number] for number in expected)
    assert record.check() == []


def test_a_session_that_was_moved_counts_on_both_days(days, give):
    record, keys = days
    give((keys["C"], "session", "s1", {"on": "2026-03-20"}), reason="moved")
    assert record.patients_with_sessions_on(["2026-03-18"]) == record.patients_with_sessions_on(["2026-03-20"]) == [keys["C"]]


def test_the_day_is_looked_up_and_not_searched_for(days):
    from trd_desk.store import log

    record, _keys = days
    plan = " ".join(row[3] for row in record._connection.execute(f"EXPLAIN QUERY PLAN {log._ON_DAYS}", ("[]",)))
    assert "entry_session_day" in plan
    assert "SCAN entry" not in plan
