"""Whole records in and out: nothing lost, nothing doubled, and a newer answer never undone by a merge."""

import datetime as dt
import json
from pathlib import Path

import pytest

from trd_desk.content.load import load_library
from trd_desk.errors import CaseError, UserError
from trd_desk.interchange.practice import ensure_practice, practice_files
from trd_desk.interchange.record_file import case_text, read_file, record_text, take_in
from trd_desk.record.entries import Draft
from trd_desk.record.fold import fold
from trd_desk.store.record import Record

LIBRARY = load_library()
FILE = next(file for file in practice_files() if file.stem == "trd-0151")
TODAY = dt.date(2026, 11, 21)


def new_record(folder: Path, name: str, hour: int = 9) -> Record:
    moments = iter(dt.datetime(2026, 11, 21, hour, minute, tzinfo=dt.UTC) for minute in range(60))
    return Record.create_practice(folder / name, clock=lambda: next(moments))


def test_a_whole_record_enters_another_as_it_was(tmp_path: Path) -> None:
    with new_record(tmp_path, "a.trd") as first, new_record(tmp_path, "b.trd", 12) as second:
        take_in(first, read_file(FILE.read_bytes(), LIBRARY), merge=False, by="Dr A", content_version="2026.11")
        key = str(first.find_number("TRD-0151"))
        first.append([Draft(key, "episode", "severity", "severe", "new information")], by="Dr B", content_version="2026.11")
        text = record_text(first.entries(key))
        take_in(second, read_file(text.encode(), LIBRARY), merge=False, by="import", content_version="2026.11")
        assert record_text(second.entries(key)) == text
        assert second.verify_chain() == []
        assert fold(second.entries(key), TODAY).case.episode.severity == "severe"
        assert take_in(second, read_file(text.encode(), LIBRARY), merge=True, by="import", content_version="2026.11") == []


def test_a_patient_already_there_is_refused_without_merge(tmp_path: Path) -> None:
    content = read_file(FILE.read_bytes(), LIBRARY)
    with new_record(tmp_path, "a.trd") as record:
        take_in(record, content, merge=False, by="x", content_version="1")
        before = record.entry_count()
        with pytest.raises(UserError, match="--merge"):
            take_in(record, content, merge=False, by="x", content_version="1")
        assert record.entry_count() == before
        assert take_in(record, content, merge=True, by="x", content_version="1") == []


def test_merging_an_older_record_leaves_the_newer_answer(tmp_path: Path) -> None:
    with new_record(tmp_path, "a.trd") as record, new_record(tmp_path, "b.trd", 8) as other:
        take_in(record, read_file(FILE.read_bytes(), LIBRARY), merge=False, by="x", content_version="1")
        key = str(record.find_number("TRD-0151"))
        other.adopt(record.entries(key))
        other.append([Draft(key, "episode", "severity", "mild")], by="y", content_version="1")
        record.append([Draft(key, "episode", "severity", "severe")], by="x", content_version="1")
        take_in(record, read_file(record_text(other.entries(key)).encode(), LIBRARY), merge=True, by="x", content_version="1")
        assert fold(record.entries(key), TODAY).case.episode.severity == "severe"
        assert "mild" in [entry.value for entry in record.history(key, "episode", "severity")]


def test_merging_a_case_file_supersedes_what_it_says_otherwise_and_adds_no_score_twice(tmp_path: Path) -> None:
    body = json.loads(FILE.read_text(encoding="utf-8"))
    body["episode"]["severity"] = "severe"
    body["scores"].append({"scale": "madrs", "on": "2026-04-01", "total": 20})
    with new_record(tmp_path, "a.trd") as record:
        take_in(record, read_file(FILE.read_bytes(), LIBRARY), merge=False, by="x", content_version="1")
        added = take_in(record, read_file(json.dumps(body).encode(), LIBRARY), merge=True, by="x", content_version="1")
        assert sorted((entry.kind, entry.key) for entry in added) == [("episode", "severity"), ("score", "s3")]
        assert next(entry for entry in added if entry.kind == "episode").reason


@pytest.mark.parametrize("file", practice_files(), ids=[file.stem for file in practice_files()])
def test_a_case_survives_the_record(file: Path, tmp_path: Path) -> None:
    with new_record(tmp_path, "a.trd") as record:
        content = read_file(file.read_bytes(), LIBRARY)
        take_in(record, content, merge=False, by="x", content_version="1")
        back = read_file(case_text(record.entries(str(record.find_number(content.number))), TODAY).encode(), LIBRARY)
        assert content.case is not None
        assert back.case == content.case.model_copy(update={"as_of": TODAY})


def test_a_damaged_whole_record_is_told_by_entry_and_field(tmp_path: Path) -> None:
    with new_record(tmp_path, "a.trd") as record:
        take_in(record, read_file(FILE.read_bytes(), LIBRARY), merge=False, by="x", content_version="1")
        body = json.loads(record_text(record.entries(str(record.find_number("TRD-0151")))))
    for change, words in (
        ({"kind": "spell"}, "entries[0].kind: is not a known kind"),
        ({"at": "yesterday"}, "entries[0].at: must be a time in UTC"),
        ({"offset_minutes": "0"}, "entries[0].offset_minutes"),
        ({"nmae": 1}, "entries[0].nmae: is not a known key"),
    ):
        damaged = {**body, "entries": [{**body["entries"][0], **change}, *body["entries"][1:]]}
        with pytest.raises(CaseError) as caught:
            read_file(json.dumps(damaged).encode(), LIBRARY)
        assert any(words in fault for fault in caught.value.faults)


def test_the_practice_clinic_is_made_once_and_whole(tmp_path: Path) -> None:
    path = tmp_path / "practice" / "clinic.trd"
    ensure_practice(path)
    ensure_practice(path)
    with Record.open_practice(path) as record:
        assert record.practice
        assert record.count() >= 12
        assert record.verify_chain() == []
    assert sorted(file.name for file in path.parent.iterdir()) == ["clinic.trd", "clinic.trd.keys"]


def test_a_patient_known_under_another_number_is_not_written_into(tmp_path: Path) -> None:
    with new_record(tmp_path, "a.trd") as record:
        take_in(record, read_file(FILE.read_bytes(), LIBRARY), merge=False, by="x", content_version="1")
        key = str(record.find_number("TRD-0151"))
        body = json.loads(record_text(record.entries(key)))
        body["entries"] = [{**body["entries"][0], "id": "fresh", "value": "ZZ-9"}]
        for merge in (False, True):
            with pytest.raises(UserError, match="another record number"):
                take_in(record, read_file(json.dumps(body).encode(), LIBRARY), merge=merge, by="x", content_version="1")
        assert record.find_number("ZZ-9") is None


@pytest.mark.parametrize(
    ("kind", "value"),
    [("workup", "x"), ("decision", 7), ("criterion", "yes"), ("pseudo_check", [1]), ("treatment", "\ud800"), ("medication", [[[]] * 3]), ("patient", {"a": 1})],
)
def test_values_that_no_page_could_show_are_refused(kind: str, value: object, tmp_path: Path) -> None:
    with new_record(tmp_path, "a.trd") as record:
        take_in(record, read_file(FILE.read_bytes(), LIBRARY), merge=False, by="x", content_version="1")
        body = json.loads(record_text(record.entries(str(record.find_number("TRD-0151")))))
    body["entries"].append({**body["entries"][0], "id": "new", "kind": kind, "key": "k", "value": value})
    with pytest.raises(CaseError):
        read_file(json.dumps(body).encode(), LIBRARY)


def test_many_entries_are_read_quickly(tmp_path: Path) -> None:
    with new_record(tmp_path, "a.trd") as record:
        take_in(record, read_file(FILE.read_bytes(), LIBRARY), merge=False, by="x", content_version="1")
        body = json.loads(record_text(record.entries(str(record.find_number("TRD-0151")))))
    first = body["entries"][0]
    body["entries"] += [{**first, "id": f"n{place}", "kind": "criterion", "key": "1", "value": True} for place in range(12_000)]
    assert len(read_file(json.dumps(body).encode(), LIBRARY).entries) > 12_000


def test_merging_the_exported_case_adds_nothing(tmp_path: Path) -> None:
    with new_record(tmp_path, "a.trd") as record:
        take_in(record, read_file(FILE.read_bytes(), LIBRARY), merge=False, by="x", content_version="1")
        key = str(record.find_number("TRD-0151"))
        record.append([Draft(key, "medication", "m7", {"drug": "diazepam", "daily_mg": 5})], by="x", content_version="1")
        text = case_text(record.entries(key), TODAY)
        assert take_in(record, read_file(text.encode(), LIBRARY), merge=True, by="x", content_version="1") == []


def test_merging_never_puts_another_drug_in_place_of_a_trial(tmp_path: Path) -> None:
    body = json.loads(FILE.read_text(encoding="utf-8"))
    trial = {"id": "t2", "kind": "antidepressant", "drug": "fluoxetine", "doses": [{"mg": 20, "weeks": 8}]}
    added_to = {"id": "g9", "kind": "augmentation", "drug": "lithium", "with": "t2"}
    same = {"id": "t1", "kind": "antidepressant", "drug": "escitalopram", "improvement_percent": 5}
    body["treatments"] = [trial, added_to, same]
    with new_record(tmp_path, "a.trd") as record:
        take_in(record, read_file(FILE.read_bytes(), LIBRARY), merge=False, by="x", content_version="1")
        assert take_in(record, read_file(json.dumps(body).encode(), LIBRARY), merge=True, by="x", content_version="1")
        assert take_in(record, read_file(json.dumps(body).encode(), LIBRARY), merge=True, by="x", content_version="1") == []
        treatments = {item.id: item for item in fold(record.entries(str(record.find_number("TRD-0151"))), TODAY).case.treatments}
    assert treatments["t2"].drug == "sertraline"
    assert treatments["t2-1"].drug == "fluoxetine"
    assert treatments["g9"].with_ == "t2-1"
    assert treatments["t1"].improvement_percent == 5
    assert treatments["t1"].doses
    assert treatments["t1"].stop_reason == "intolerance"


def test_an_answer_of_the_wrong_form_is_left_out_and_named(tmp_path: Path) -> None:
    with new_record(tmp_path, "a.trd") as record:
        take_in(record, read_file(FILE.read_bytes(), LIBRARY), merge=False, by="x", content_version="1")
        key = str(record.find_number("TRD-0151"))
        wrong = [Draft(key, "workup", "ecg", "x"), Draft(key, "workup", "urine", {"done_on": "nonsense"}), Draft(key, "decision", "nice_reported", 7)]
        record.append([*wrong, Draft(key, "episode", "severity", "dreadful")], by="x", content_version="1")
        patient = fold(record.entries(key), TODAY)
    assert set(patient.unreadable) == {("workup", "ecg"), ("workup", "urine"), ("decision", "nice_reported"), ("episode", "severity")}
    assert patient.workup == {}
    assert len(patient.case.treatments) == 8


def test_another_course_of_the_same_drug_is_another_treatment(tmp_path: Path) -> None:
    body = json.loads(FILE.read_text(encoding="utf-8"))
    body["treatments"] = [{"id": "t2", "kind": "antidepressant", "drug": "sertraline", "start": "2015-01-01", "doses": [{"mg": 50, "weeks": 2}]}]
    with new_record(tmp_path, "a.trd") as record:
        take_in(record, read_file(FILE.read_bytes(), LIBRARY), merge=False, by="x", content_version="1")
        take_in(record, read_file(json.dumps(body).encode(), LIBRARY), merge=True, by="x", content_version="1")
        treatments = {item.id: item for item in fold(record.entries(str(record.find_number("TRD-0151"))), TODAY).case.treatments}
    assert len(treatments["t2"].doses) == 3
    assert str(treatments["t2-1"].start) == "2015-01-01"


@pytest.mark.parametrize("change", [{"id": "a\nb"}, {"by": "\x1b[2J"}, {"erased": True}])
def test_entries_that_could_mislead_are_refused(change: dict[str, object], tmp_path: Path) -> None:
    with new_record(tmp_path, "a.trd") as record:
        take_in(record, read_file(FILE.read_bytes(), LIBRARY), merge=False, by="x", content_version="1")
        body = json.loads(record_text(record.entries(str(record.find_number("TRD-0151")))))
    body["entries"][3] = {**body["entries"][3], **change}
    with pytest.raises(CaseError):
        read_file(json.dumps(body).encode(), LIBRARY)


def test_an_erased_entry_stays_erased(tmp_path: Path) -> None:
    with new_record(tmp_path, "a.trd") as record, new_record(tmp_path, "b.trd") as other:
        take_in(record, read_file(FILE.read_bytes(), LIBRARY), merge=False, by="x", content_version="1")
        body = json.loads(record_text(record.entries(str(record.find_number("TRD-0151")))))
        body["entries"][3] |= {"value": None, "erased": True}
        text = json.dumps(body, ensure_ascii=False, indent=1) + "\n"
        take_in(other, read_file(text.encode(), LIBRARY), merge=False, by="x", content_version="1")
        assert record_text(other.entries(str(other.find_number("TRD-0151")))) == text
        assert other.verify_chain() == ["entry 4: its text was emptied, and no erasure is on record"]


def test_the_practice_histories_are_of_today(tmp_path: Path) -> None:
    path = tmp_path / "practice.trd"
    ensure_practice(path, dt.date(2030, 1, 10))
    with Record.open_practice(path) as record:
        okafor = fold(record.entries(str(record.find_number("TRD-0151"))), dt.date(2030, 1, 10)).case
    assert max(score.on for score in okafor.scores) == dt.date(2030, 1, 5)
    assert str(okafor.patient.birth_date) == "1978-06-04"
    assert okafor.episode.start is not None
    assert (dt.date(2030, 1, 10) - okafor.episode.start).days // 30 == 14
