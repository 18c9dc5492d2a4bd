"""A record of every released version opens, keeps its counts and shows what was entered."""

import dataclasses
import json
import re
import shutil
from pathlib import Path

import pytest

from trd_desk.errors import StoreError
from trd_desk.record.entries import CLINIC, Draft
from trd_desk.record.fold import fold
from trd_desk.store.record import Record
from trd_desk.store.schema import SCHEMA

OLD = Path(__file__).parent / "old"
PASSPHRASE = re.search(r"Passphrase: `(.+?)`", (OLD / "README.md").read_text(encoding="utf-8")).group(1)
RECORDS = sorted(OLD.glob("record-*.trd"))
SCHEMAS = {"record-0.1.0": 1, "record-0.2.0": 2, "record-0.3.0": 3}
COURSE = {"rating", "score_about", "crisis", "review", "stage_baseline", "course_decision", "follow_up", "factor", "plan_aim", "goal", "safety_plan", "letter"}


@pytest.fixture(params=RECORDS, ids=lambda path: path.stem)
def old(request, tmp_path):
    """A copy of an old record, for opening may migrate it, and what was in it."""
    for suffix in ("", ".keys"):
        shutil.copyfile(f"{request.param}{suffix}", tmp_path / f"{request.param.name}{suffix}")
    return tmp_path / request.param.name, json.loads(request.param.with_suffix(".json").read_text(encoding="utf-8"))


def test_there_are_old_records():
    assert RECORDS


def test_an_old_record_shows_what_was_entered(old):
    path, kept = old
    with Record.open(path, PASSPHRASE) as record:
        rows = [dataclasses.asdict(row) for row in record.patient_rows(record.patient_ids())]
        assert [{name: row[name] for name in before} for row, before in zip(rows, kept["patients"], strict=True)] == kept[
            "patients"
        ]
        assert record.count() == len(kept["patients"])
        assert list(record.all_patients()) == list(kept["entries"])
        assert list(record.head()) == kept["head"]
        for patient, before in kept["entries"].items():
            entries = [dataclasses.asdict(entry) for entry in record.entries(patient)]
            assert [{name: entry[name] for name in was} for entry, was in zip(entries, before, strict=True)] == before
        assert record.notices == ()
        assert record.check() == []


def test_an_old_record_knows_its_people_and_the_clinic(old):
    """Those of 0.1.0 name nobody, and can."""
    path, kept = old
    with Record.open(path, PASSPHRASE) as record:
        assert [dataclasses.asdict(person) for person in record.people()] == kept.get("people", [])
        assert [dataclasses.asdict(entry) for entry in record.entries(CLINIC)] == [
            {**entry, "extra": {}} for entry in kept.get("clinic", [])
        ]
        for day, patients in kept.get("on", {}).items():
            assert sorted(record.patients_with_sessions_on([day])) == patients
        if not kept.get("people"):
            assert record.person is None
            assert record.name_yourself("Dr Invented", "prescriber", PASSPHRASE).manages
        assert record.person.name == "Dr Invented"
        assert record.check() == []
    with Record.open(path, PASSPHRASE, "Dr Invented") as record:
        assert record.person.manages


def test_the_treatment_day_of_an_old_record_is_read_whole(old):
    """Those of 0.1.0 hold none."""
    path, kept = old
    with Record.open(path, PASSPHRASE) as record:
        folded = [fold(record.entries(patient)) for patient in kept["entries"]]
    assert all(patient.unreadable == () for patient in folded)
    kinds = {part.kind for patient in folded for log in patient.sessions.values() for part in log.parts.values()}
    if "people" in kept:
        assert {"predose", "override", "second_check", "given", "observation", "event", "alarm", "leaving", "signature", "session_end"} <= kinds


def test_the_course_of_an_old_record_is_read_whole(old):
    """Those before 0.3.0 hold none."""
    path, kept = old
    with Record.open(path, PASSPHRASE) as record:
        folded = [fold(record.entries(patient)) for patient in kept["entries"]]
    kinds = {kind for patient in folded for (kind, _key), entry in patient.answers.items() if entry.value is not None}
    if SCHEMAS[path.stem] >= 3:
        assert kinds >= COURSE
    else:
        assert not kinds & COURSE


def test_an_older_schema_is_copied_before_it_is_brought_up_to_date(old):
    path, kept = old
    Record.open(path, PASSPHRASE).close()
    copies = sorted(item.name for item in path.parent.glob("*.before-upgrade-*.trd"))
    schema = SCHEMAS[path.stem]
    if schema == SCHEMA:
        assert copies == []
        return
    assert copies == [f"{path.stem}.before-upgrade-{schema}.trd"]
    copy = path.with_name(copies[0])
    shutil.copyfile(copy, path)
    with Record.open(path, PASSPHRASE) as record:
        assert list(record.head()) == kept["head"]


def test_an_old_record_can_be_read_as_patients(old):
    path, kept = old
    with Record.open(path, PASSPHRASE) as record:
        for row in record.patient_rows(record.patient_ids()):
            patient = fold(record.entries(row.patient))
            assert patient.case.patient.id == row.number
            assert patient.case.patient.name == row.name
            assert patient.case.treatments or patient.sessions
        corrected = [entry for entries in kept["entries"].values() for entry in entries if entry["reason"]]
        assert len(corrected) >= 4
        for entry in corrected:
            history = record.history(entry["patient"], entry["kind"], entry["key"])
            assert entry["supersedes"] in {older.id for older in history} | {None}


def test_an_old_record_can_be_added_to(old):
    path, kept = old
    patient = next(iter(kept["entries"]))
    with Record.open(path, PASSPHRASE) as record:
        record.append([Draft(patient, "episode", "setting", "inpatient")], by="tester", content_version="later")
        assert record.head()[0] == kept["head"][0] + 1
        assert record.verify_chain([tuple(kept["head"])]) == []


def test_an_old_record_keeps_its_passphrase(old):
    with pytest.raises(StoreError, match="does not open this record"):
        Record.open(old[0], "another passphrase")
