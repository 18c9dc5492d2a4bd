"""The command line as a user meets it: real processes, real files, exit statuses, and no patient's name in any fault."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from trd_desk.interchange.practice import practice_files
from trd_desk.record.people import new_person
from trd_desk.store.record import Record
from trd_desk.store.vault import FLOOR

CASE = {
    "format": "trd-desk-case/1",
    "as_of": "2026-03-01",
    "patient": {"id": "N-1", "name": "Canary Nightingale", "birth_date": "1980-05-10"},
    "episode": {"diagnosis": "unipolar", "start": "2025-06-01"},
    "asked": ["antidepressant"],
    "treatments": [
        {
            "id": "t1",
            "kind": "antidepressant",
            "drug": "sertraline",
            "episode": "current",
            "doses": [{"mg": 100, "weeks": 8}],
            "adherent": True,
            "improvement_percent": 10,
            "stop_reason": "no_effect",
        }
    ],
}
SECRET = "plum lantern forty river"


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "trd_desk", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, timeout=60, check=False)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    file = tmp_path / "case.json"
    file.write_text(json.dumps(CASE), encoding="utf-8")
    return file


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "secret.txt"
    file.write_text(SECRET + "\n", encoding="utf-8")
    return file


def test_assess_prints_one_assessment_and_nothing_else(case: Path) -> None:
    done = run("assess", "--json", case)
    assert (done.returncode, done.stderr) == (0, "")
    answer = json.loads(done.stdout)
    assert answer["case"] == "N-1"
    assert {item["id"]: item["verdict"] for item in answer["definitions"]}["early_stage"] == "met"


def test_assess_answers_in_order_and_skips_what_it_cannot_read(case: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps({**CASE, "treatments": [{**CASE["treatments"][0], "doses": [{"mg": -5}]}]}), encoding="utf-8")
    done = run("assess", "--json", case, bad, case)
    assert done.returncode == 2
    assert len(done.stdout.splitlines()) == 2
    assert done.stderr.strip() == f"{bad}: treatments[0].doses[0].mg: must be greater than 0"


FAULTS = {
    "unknown key": ({"patient": {"id": "N", "nmae": "Canary"}}, "patient.nmae: is not a known key; did you mean 'name'?"),
    "wrong type": ({"asked": "ect"}, "asked: must be a list"),
    "number as text": ({"patient": {"id": "N", "weight_kg": "70"}}, "patient.weight_kg: must be a number"),
    "impossible date": ({"as_of": "2026-02-30"}, "as_of: is not a day of the calendar"),
    "date in words": ({"episode": {"start": "June"}}, "episode.start: must be a date such as 2026-03-01"),
    "ended before begun": (
        {"treatments": [{"id": "t", "kind": "rtms", "start": "2026-01-02", "end": "2026-01-01"}]},
        "treatments[0].end: lies before its start",
    ),
    "born tomorrow": ({"patient": {"id": "N", "birth_date": "2026-03-02"}}, "patient.birth_date: lies after as_of"),
    "unknown drug": (
        {"treatments": [{"id": "t", "kind": "antidepressant", "drug": "sertralin"}]},
        "treatments[0].drug: is not a known antidepressant; did you mean 'sertraline'?",
    ),
    "brand name": (
        {"treatments": [{"id": "t", "kind": "antidepressant", "drug": "Zoloft"}]},
        "treatments[0].drug: is not a known antidepressant; did you mean 'sertraline'?",
    ),
    "unknown kind": ({"treatments": [{"id": "t", "kind": "pills"}]}, "treatments[0].kind: must be one of"),
    "unknown condition": (
        {"conditions": {"pregnacy": True}},
        "conditions.pregnacy: is not a known code; did you mean 'pregnancy'?",
    ),
    "id used twice": (
        {"treatments": [{"id": "t", "kind": "rtms"}, {"id": "t", "kind": "ect"}]},
        "treatments[1].id: is used twice",
    ),
    "added to nothing": (
        {"treatments": [{"id": "t", "kind": "augmentation", "with": "x"}]},
        "treatments[0].with: no treatment has this id",
    ),
    "another format": ({"format": "trd-desk-case/9"}, "format: must be 'trd-desk-case/1'"),
    "no number": ({"patient": {}}, "patient.id: is missing"),
    "infinite": ({"patient": {"id": "N", "weight_kg": float("inf")}}, "patient.weight_kg: must be a number"),
}


@pytest.mark.parametrize("name", list(FAULTS))
def test_a_faulty_case_is_told_by_file_and_field(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from trd_desk.cli import main

    change, sentence = FAULTS[name]
    file = tmp_path / "bad.json"
    file.write_text(json.dumps({**CASE, **change}), encoding="utf-8")
    assert main(["assess", str(file)]) == 2
    told = capsys.readouterr()
    assert f"{file}: {sentence}" in told.err
    assert "Canary" not in told.err + told.out


@pytest.mark.parametrize(
    "raw", [b"", b"not json", b"\xff\xfe", b"[1]", b'{"format": 1, "format": 2}', b"[" * 100_000, b"1" * 10_000]
)
def test_hostile_bytes_are_told_in_a_sentence(raw: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from trd_desk.cli import main

    file = tmp_path / "bad.json"
    file.write_bytes(raw)
    assert main(["assess", str(file)]) == 2
    assert capsys.readouterr().err.startswith(f"{file}: ")


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from trd_desk.cli import main

    assert main(["assess", str(tmp_path / "none.json"), str(tmp_path)]) == 2
    assert "does not exist" in (told := capsys.readouterr().err)
    assert "is a folder" in told


@pytest.mark.parametrize("name", ["case", "assessment"])
def test_schema_describes_the_format(name: str) -> None:
    schema = json.loads(run("schema", name).stdout)
    assert schema["type"] == "object"
    assert "properties" in schema


def test_content_check_counts_and_agrees() -> None:
    done = run("content", "check")
    assert done.returncode == 0
    assert "cases agree" in done.stdout


def test_import_prints_what_is_on_disk_and_the_round_trip_loses_nothing(case: Path, secret: Path, tmp_path: Path) -> None:
    record, other = tmp_path / "a.trd", tmp_path / "b.trd"
    assert run("import", "--record", record, "--passphrase-file", secret, case).returncode == 1
    first = run("import", "--record", record, "--passphrase-file", secret, "--new", case)
    assert first.returncode == 0, first.stderr
    with Record.open(record, SECRET) as opened:
        stored = [entry.id for entry in opened.entries(str(opened.find_number("N-1")))]
    assert first.stdout.split() == stored
    again = run("import", "--record", record, "--passphrase-file", secret, case)
    assert again.returncode == 1
    assert "--merge" in again.stderr
    changed = case.with_name("changed.json")
    changed.write_text(json.dumps({**CASE, "episode": {**CASE["episode"], "severity": "severe"}}), encoding="utf-8")
    merged = run("import", "--record", record, "--passphrase-file", secret, "--merge", changed)
    assert len(merged.stdout.split()) == 1
    whole, back = tmp_path / "whole.json", tmp_path / "back.json"
    assert run("export", "--record", record, "--passphrase-file", secret, "--patient", "N-1", "-o", whole).returncode == 0
    assert run("import", "--record", other, "--passphrase-file", secret, "--new", whole).returncode == 0
    assert run("export", "--record", other, "--passphrase-file", secret, "--patient", "N-1", "-o", back).returncode == 0
    assert whole.read_bytes() == back.read_bytes()
    out = tmp_path / "out.json"
    assert run("export", "--record", other, "--passphrase-file", secret, "--patient", "N-1", "--case", "-o", out).returncode == 0
    exported = json.loads(out.read_text(encoding="utf-8"))
    assert exported["treatments"] == CASE["treatments"]
    assert exported["episode"]["severity"] == "severe"


def test_a_wrong_passphrase_and_an_unknown_patient_are_told(case: Path, secret: Path, tmp_path: Path) -> None:
    record = tmp_path / "a.trd"
    run("import", "--record", record, "--passphrase-file", secret, "--new", case)
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("another long passphrase", encoding="utf-8")
    refused = run("export", "--record", record, "--passphrase-file", wrong, "--patient", "N-1", "-o", tmp_path / "x")
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    unknown = run("export", "--record", record, "--passphrase-file", secret, "--patient", "N-2", "-o", tmp_path / "x")
    assert unknown.returncode == 1
    assert not (tmp_path / "x").exists()


def test_no_output_ever_takes_the_place_of_a_record(case: Path, secret: Path, tmp_path: Path) -> None:
    record = tmp_path / "a.trd"
    run("import", "--record", record, "--passphrase-file", secret, "--new", case)
    before = record.read_bytes()
    for target in (record, record.with_name("a.trd.keys"), record.with_name("a.trd-wal")):
        refused = run("export", "--record", record, "--passphrase-file", secret, "--patient", "N-1", "-o", target)
        assert refused.returncode == 1
        assert "record of patients" in refused.stderr
    assert run("document", "assessment", case, "-o", record).returncode == 1
    assert run("document", "assessment", case, "-o", case).returncode == 1
    assert record.read_bytes() == before
    Record.open(record, SECRET).close()


def test_a_person_makes_the_record_and_takes_in_under_their_own_name(case: Path, secret: Path, tmp_path: Path) -> None:
    record = tmp_path / "people.trd"
    made = run("import", "--record", record, "--user", "Dr K. Osei", "--role", "administrator", "--passphrase-file", secret, "--new", case)
    assert made.returncode == 0, made.stderr
    with Record.open(record, SECRET, "dr k. osei") as opened:
        person = opened.person
        assert person is not None
        assert (person.name, person.role, person.manages) == ("Dr K. Osei", "administrator", True)
        assert {entry.by for entry in opened.entries(str(opened.find_number("N-1")))} == {"Dr K. Osei"}
        opened.add_person("M. Reed", "reader", manages=False, passphrase=SECRET + " two", by=person, cost=FLOOR)
    out = tmp_path / "out.json"
    assert run("export", "--record", record, "--user", "Dr K. Osei", "--passphrase-file", secret, "--patient", "N-1", "-o", out).returncode == 0
    told = {
        run("export", "--record", record, "--user", user, "--passphrase-file", file, "--patient", "N-1", "-o", out).stderr
        for user, file in (("Nobody", secret), ("M. Reed", secret))
    }
    assert len(told) == 1
    assert "The name or the passphrase does not open this record" in told.pop()
    again = run("import", "--record", record, "--user", "Dr K. Osei", "--role", "nurse", "--passphrase-file", secret, "--merge", case)
    assert again.returncode == 1
    assert again.stderr.startswith("--role: is for the first person of a new record")


def test_a_reader_gives_out_and_takes_nothing_in(case: Path, secret: Path, tmp_path: Path) -> None:
    record, other = tmp_path / "people.trd", tmp_path / "other.txt"
    other.write_text(SECRET + " two\n", encoding="utf-8")
    with Record.create(record, SECRET, new_person("Dr K. Osei", "prescriber"), cost=FLOOR) as made:
        first = made.person
        assert first is not None
        made.add_person("M. Reed", "reader", manages=False, passphrase=SECRET + " two", by=first)
    # Without a name the passphrase says who it is.
    for user in ([], ["--user", "M. Reed"]):
        refused = run("import", "--record", record, *user, "--passphrase-file", other, case)
        assert refused.returncode == 1
        assert "M. Reed is a reader" in refused.stderr
    assert run("import", "--record", record, "--passphrase-file", secret, case).returncode == 0
    with Record.open(record, SECRET) as opened:
        assert {entry.by for entry in opened.entries(str(opened.find_number("N-1")))} == {"Dr K. Osei"}
    assert run("export", "--record", record, "--passphrase-file", other, "--patient", "N-1", "-o", tmp_path / "x").returncode == 0


def test_the_first_person_is_told_what_is_wrong(case: Path, secret: Path, tmp_path: Path) -> None:
    record = tmp_path / "people.trd"
    for arguments, words in (
        (["--role", "nurse"], "name them with --user"),
        (["--user", "x" * 80], "Name: it can have up to 60 letters"),
        (["--user", " "], "Name: it is missing"),
    ):
        refused = run("import", "--record", record, "--passphrase-file", secret, "--new", *arguments, case)
        assert refused.returncode == 1
        assert words in refused.stderr
    assert run("import", "--record", record, "--passphrase-file", secret, "--new", "--user", "A", "--role", "reader", case).returncode == 2
    assert not record.exists()


def test_the_practice_clinic_knows_its_people(case: Path, tmp_path: Path) -> None:
    from trd_desk.interchange.practice_people import add_people

    record = tmp_path / "practice.trd"
    with Record.create_practice(record) as made:
        add_people(made)
    assert run("import", "--record", record, case).returncode == 0
    refused = run("import", "--record", record, "--user", "m. reed", "--merge", case)
    assert "M. Reed is a reader" in refused.stderr
    assert "it has J. Marsh" in run("import", "--record", record, "--user", "Nobody", "--merge", case).stderr
    changed = case.with_name("changed.json")
    changed.write_text(json.dumps({**CASE, "episode": {**CASE["episode"], "severity": "severe"}}), encoding="utf-8")
    assert run("import", "--record", record, "--user", "Dr K. Osei", "--merge", changed).returncode == 0
    with Record.open_practice(record) as opened:
        patient = str(opened.find_number("N-1"))
        assert [entry.by for entry in opened.entries(patient)][-1] == "Dr K. Osei"
        assert opened.entries(patient)[0].by == "import"


def test_document_makes_a_pdf_without_the_name_in_its_own(case: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    done = run("document", "assessment", case, "-o", out)
    assert done.returncode == 0, done.stderr
    assert out.read_bytes().startswith(b"%PDF-")


def test_help_has_examples_and_exit_statuses() -> None:
    for arguments in ([], ["assess"], ["import"], ["export"], ["document"], ["content"]):
        told = run(*arguments, "--help")
        assert told.returncode == 0
        assert "example" in told.stdout
        assert "exit status" in told.stdout


def test_the_command_line_loads_no_qt() -> None:
    code = "import sys; from trd_desk.cli import main; main(['assess', sys.argv[1]]); sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code, str(practice_files()[0])], capture_output=True, check=False, timeout=60)
    assert done.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_behind_standard_output_is_told() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([sys.executable, "-m", "trd_desk", "schema", "case"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert "standard output" in done.stderr
    assert "Traceback" not in done.stderr
