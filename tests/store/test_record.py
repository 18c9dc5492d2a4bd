"""The record: what is appended is there again, with its history, whatever happens in between."""

import dataclasses
import datetime as dt
import subprocess
import sys
import threading

import pytest

from trd_desk.errors import StoreError
from trd_desk.record.entries import Draft
from trd_desk.store.record import Record


def test_an_answer_carries_who_when_and_under_which_content(record, patient, give):
    (entry,) = give((patient, "episode", "severity", "severe"))
    assert (entry.by, entry.content_version) == ("tester", "2026.1")
    assert (entry.at, entry.offset_minutes) == ("2026-03-01T10:00:00.000Z", 120)
    assert record.entries(patient)[-1] == entry


def test_a_correction_keeps_what_it_corrects(record, patient, give):
    first, other = give((patient, "episode", "severity", "severe"), (patient, "episode", "setting", "outpatient"))
    (second,) = give((patient, "episode", "severity", "moderate"), reason="misread the letter")
    assert second.supersedes == first.id
    assert second.reason == "misread the letter"
    assert other.supersedes is None
    assert [entry.value for entry in record.history(patient, "episode", "severity")] == ["severe", "moderate"]
    assert [entry.value for entry in record.entries(patient)][-3:] == ["severe", "outpatient", "moderate"]


def test_a_correction_within_one_transaction_supersedes_too(patient, give):
    first, second = give((patient, "episode", "severity", "severe"), (patient, "episode", "severity", None))
    assert second.supersedes == first.id
    assert second.value is None
    assert not second.erased


def test_everything_is_there_after_reopening(record, patient, give):
    give((patient, "treatment", "t1", {"kind": "antidepressant", "drug": "sertraline", "doses": [{"mg": 50.0, "weeks": 6}]}))
    before, head = record.entries(patient), record.head()
    record.close()
    with Record.open_practice(record.path) as again:
        assert again.entries(patient) == before
        assert again.head() == head
        assert again.count() == 1
        assert again.notices == ()
        assert again.check() == []


def test_a_new_patient_is_in_the_list(record, patient):
    (row,) = record.patient_rows(record.patient_ids())
    assert (row.patient, row.number, row.name, row.birth_date, row.sex) == (patient, "A1", "Eva Example", "1980-05-10", "female")
    assert row.last_changed == "2026-03-01T10:00:00.000Z"
    assert record.patient_of_row(row.row_id) == patient
    assert record.patient_of_row(999) is None
    assert list(record.all_patients()) == [patient]


def test_what_is_unknown_of_a_new_patient_is_not_answered(record):
    patient = record.new_patient("B2", None, None, None, by="tester", content_version="2026.1")
    assert [(entry.key, entry.value) for entry in record.entries(patient)] == [("id", "B2")]


def test_a_birth_date_may_be_a_date(record):
    record.new_patient("B2", None, dt.date(1970, 1, 2), None, by="tester", content_version="2026.1")
    assert record.patient_rows(record.patient_ids("2.1.1970"))[0].birth_date == "1970-01-02"


@pytest.mark.parametrize("number", ["A1", "a1", " A 1 ", "\uff211"])
def test_a_record_number_is_given_once(record, patient, number):
    assert record.find_number(number) == patient
    with pytest.raises(StoreError, match="record number already"):
        record.new_patient(number, "Another", None, None, by="tester", content_version="2026.1")
    assert record.count() == 1
    assert record.entry_count() == 4


@pytest.mark.parametrize("number", ["", "  "])
def test_a_patient_needs_a_number(record, number):
    with pytest.raises(StoreError, match="needs a record number"):
        record.new_patient(number, "Nobody", None, None, by="tester", content_version="2026.1")
    assert record.entry_count() == 0


def test_a_number_cannot_be_taken_back(patient, give):
    with pytest.raises(StoreError, match="needs a record number"):
        give((patient, "patient", "id", None))


def test_an_answer_about_nobody_is_refused(record, patient, give):
    with pytest.raises(StoreError, match="no such patient"):
        give((patient, "episode", "severity", "severe"), ("somebody", "episode", "severity", "severe"))
    assert record.entry_count(patient) == 4


def test_nothing_appended_is_nothing(record):
    assert record.append([], by="tester", content_version="2026.1") == []
    assert record.head() == (0, "")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800", {"a": {1, 2}}, {1: 2, "a": 3}])
def test_what_cannot_be_stored_is_refused_and_not_quoted(record, patient, give, value):
    with pytest.raises(StoreError, match="cannot be stored") as caught:
        give((patient, "workup", "ecg", value))
    assert caught.value.__cause__ is None
    assert record.entry_count() == 4
    give((patient, "workup", "ecg", "normal"))
    assert record.verify_chain() == []


def test_the_list_follows_a_changed_name_and_number(record, patient, give):
    give((patient, "patient", "name", "Zoë Other"), (patient, "patient", "id", "B7"))
    (row,) = record.patient_rows(record.patient_ids("zoe"))
    assert (row.number, row.name, row.birth_date) == ("B7", "Zoë Other", "1980-05-10")
    assert list(record.patient_ids("eva")) == []
    assert record.find_number("A1") is None
    assert record.find_number("b7") == patient
    assert record.check() == []


def test_numbers_may_be_handed_on(record, patient, give):
    give((patient, "patient", "id", "OLD"))
    other = record.new_patient("A1", None, None, None, by="tester", content_version="2026.1")
    assert record.find_number("A1") == other


def test_every_commit_waits_for_the_disk(record):
    connection = record._connection
    assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2
    assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert connection.execute("PRAGMA temp_store").fetchone()[0] == 2
    assert connection.execute("PRAGMA foreign_keys").fetchone()[0] == 1
    assert connection.execute("PRAGMA secure_delete").fetchone()[0] == 1


def test_two_windows_do_not_fork_the_log(record, patient):
    with Record.open_practice(record.path) as other:
        for turn in range(10):
            for window in (record, other):
                window.append([Draft(patient, "episode", "severity", f"{turn}")], by="tester", content_version="2026.1")
        other.new_patient("B2", "Bert Second", None, None, by="tester", content_version="2026.1")
        assert [row.number for row in record.patient_rows(record.patient_ids())] == ["B2", "A1"]
    assert record.verify_chain() == []
    assert record.head()[0] == 26


def test_a_second_window_that_is_writing_is_named(record, patient, give):
    with Record.open_practice(record.path) as other:
        other._connection.execute("PRAGMA busy_timeout = 0")
        record._connection.execute("PRAGMA busy_timeout = 0")
        other._connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="close the other window"):
            give((patient, "episode", "severity", "severe"))
        other._connection.execute("ROLLBACK")
    give((patient, "episode", "severity", "severe"))
    assert record.verify_chain() == []


def test_any_thread_may_append(record, patient):
    def work(name):
        for number in range(20):
            record.append([Draft(patient, "workup", f"{name}{number}", number)], by=name, content_version="2026.1")

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert record.head()[0] == 84
    assert record.verify_chain() == []


def test_a_closed_record_says_so(record):
    record.close()
    record.close()
    with pytest.raises(StoreError, match="record is closed"):
        record.count()


def test_a_clock_without_an_offset_is_a_defect(tmp_path):
    with (
        Record.create_practice(tmp_path / "x.trd", clock=lambda: dt.datetime(2026, 1, 1)) as record,
        pytest.raises(ValueError, match="offset"),
    ):
        record.new_patient("A1", None, None, None, by="tester", content_version="2026.1")


def test_opening_loads_nothing_slow(record, patient):
    record.close()
    script = (
        "import sys; from pathlib import Path; from trd_desk.store.record import Record\n"
        "with Record.open_practice(Path(sys.argv[1])) as r: assert len(r.patient_rows(r.patient_ids())) == 1\n"
        "slow = {'pydantic', 'sqlite_utils', 'cryptography', 'PySide6', 'reportlab'} & set(sys.modules)\n"
        "sys.exit(', '.join(slow) or 0)"
    )
    subprocess.run([sys.executable, "-c", script, str(record.path)], check=True, timeout=60)


@pytest.fixture
def elsewhere(tmp_path, patient, give, record):
    """The entries of a patient of another record."""
    give((patient, "episode", "severity", "severe"))
    give((patient, "episode", "severity", "mild"), reason="misread")
    return record.entries(patient)


def test_entries_of_another_record_keep_who_when_and_why(tmp_path, elsewhere):
    with Record.create_practice(tmp_path / "other.trd") as other:
        added = other.adopt(elsewhere)
        assert added == elsewhere == other.entries(elsewhere[0].patient)
        assert other.find_number("A1") == elsewhere[0].patient
        assert other.patient_rows(other.patient_ids("eva"))[0].last_changed == elsewhere[-1].at
        assert other.check() == []
        with pytest.raises(StoreError, match="already in this record"):
            other.adopt(elsewhere[-1:])
        assert other.adopt([]) == []
        assert other.check() == []


def test_entries_of_another_record_that_cannot_be_stored_leave_nothing(tmp_path, elsewhere):
    with Record.create_practice(tmp_path / "other.trd") as other:
        for name in ("id", "at", "by", "content_version", "supersedes"):
            with pytest.raises(StoreError, match="cannot be stored"):
                other.adopt([*elsewhere, dataclasses.replace(elsewhere[0], **{"id": "new", name: "\ud800"})])
        with pytest.raises(StoreError, match="offset"):
            other.adopt([dataclasses.replace(elsewhere[0], offset_minutes=2**70)])
        with pytest.raises(StoreError, match="no such patient"):
            other.adopt([entry for entry in elsewhere if entry.kind == "episode"])
        assert other.head() == (0, "")
        assert other.check() == []
