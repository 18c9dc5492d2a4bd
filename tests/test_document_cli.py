"""Session record and treatment-monitoring form from the command line: from a case file and from an encrypted record."""

import json
import os
import stat
from pathlib import Path

import pytest
from paper_days import Read, full_day

from trd_desk.cli import main
from trd_desk.record.people import new_person
from trd_desk.store.record import Record

PASSPHRASE = "four quiet herons wade"
CASE = {
    "format": "trd-desk-case/1",
    "patient": {"id": "N-1", "name": "Canary Nightingale", "birth_date": "1980-05-10"},
    "sessions": [
        {
            "id": "s1",
            "product": "esketamine_in",
            "on": "2026-02-27",
            "planned": {"dose_mg": 56},
            "given": {"devices": ["09:00", "09:05"], "dose_mg": 56},
            "observations": [{"at": "09:45", "sbp": 140, "dbp": 84}],
            "leaving": {"at": "11:20"},
        }
    ],
}
OTHER = {"id": "s2", "product": "ketamine_iv", "on": "2026-03-03", "planned": {"mg_per_kg": 0.5}}


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return written(tmp_path, CASE)


def written(folder: Path, body: dict) -> Path:
    file = folder / "case.json"
    file.write_text(json.dumps(body), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An encrypted record with the full day of an invented patient, and its passphrase in a file."""
    from trd_desk.store.vault import Cost

    folder = tmp_path_factory.mktemp("clinic")
    (folder / "secret.txt").write_text(PASSPHRASE + "\n", encoding="utf-8")
    person = new_person("Dr K. Osei", "prescriber", manages=True)
    with Record.create(folder / "clinic.trd", PASSPHRASE, person, cost=Cost()) as record:
        full_day().write(record)
    return folder / "clinic.trd"


def from_record(clinic: Path, *more: str) -> list[str]:
    return ["--record", str(clinic), "--passphrase-file", str(clinic.with_name("secret.txt")), *more]


@pytest.mark.parametrize("kind", ["session", "rems"])
def test_a_case_file_gives_the_document_of_its_only_session(kind: str, case: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    assert main(["document", kind, str(case), "-o", str(out), "--clinic", "Mood Unit", "--by", "J. M.", "--paper", "letter"]) == 0
    read = Read(out.read_bytes())
    assert "Canary Nightingale" in read.text and "27 Feb 2026" in read.text
    assert "Mood Unit" in read.text and "by J. M." in read.text
    assert "PRACTICE" not in read.text and "Head of the log" not in read.text
    assert "56 mg" in read.text
    assert float(read.reader.pages[0].mediabox.width) == 612
    if os.name != "nt":
        assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_the_session_is_named_where_there_are_several(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case, out = written(tmp_path, CASE | {"sessions": [*CASE["sessions"], OTHER]}), tmp_path / "out.pdf"
    assert main(["document", "session", str(case), "-o", str(out)]) == 2
    assert "--session: Say which session: s2, s1." in capsys.readouterr().err
    assert main(["document", "session", str(case), "--session", "s9", "-o", str(out)]) == 2
    assert "--session: There is no session s9 that this document could tell of; choose from s2, s1." in capsys.readouterr().err
    assert not out.exists()
    assert main(["document", "session", str(case), "--session", "s2", "-o", str(out)]) == 0
    assert "Ketamine drip 0.5 mg/kg" in Read(out.read_bytes()).text
    # Only one of them is the spray's.
    assert main(["document", "rems", str(case), "-o", str(out)]) == 0
    assert main(["document", "rems", str(case), "--session", "s2", "-o", str(out)]) == 2


def test_a_case_without_sessions_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = written(tmp_path, CASE | {"sessions": []})
    assert main(["document", "session", str(case), "-o", str(tmp_path / "out.pdf")]) == 2
    told = capsys.readouterr().err
    assert "There is no session that this document could tell of; plan one first." in told and "Canary" not in told


@pytest.mark.parametrize(("kind", "words"), [("session", "Signed by Dr K. Osei"), ("rems", "22AG417"), ("assessment", "Assessment of resistance"),
                                             ("consent", "Confirmed before 1 of 1 doses given"), ("letter", "1 given, 17 March 2026"),
                                             ("course", "102 min after, against advice")])
def test_a_record_gives_the_document_of_a_patient(kind: str, words: str, clinic: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    arguments = from_record(clinic, "--patient", "TRD-1", "--user", "Dr K. Osei", "-o", str(out))
    assert main(["document", kind, *arguments]) == 0
    read = Read(out.read_bytes())
    assert words in read.text
    assert "Aoife Brennan" in read.text and "by Dr K. Osei." in read.text and "Head of the log" in read.text


def test_a_consent_record_is_of_the_course_or_of_the_product_that_is_named(case: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    assert main(["document", "consent", str(case), "-o", str(out)]) == 0
    text = Read(out.read_bytes()).text
    assert "Canary Nightingale" in text and "Esketamine spray. Devices of 28 mg" in text and "Not recorded as signed." in text
    assert main(["document", "consent", str(case), "--product", "ketamine_im", "-o", str(out)]) == 0
    assert "Ketamine into the muscle." in Read(out.read_bytes()).text


def test_a_letter_has_the_clinics_numbers_and_its_clinician(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.pdf"
    arguments = ["--clinician", "Dr K. Osei", "--phone", "020 7946 0112", "--emergency", "999", "--clinic", "Mood Unit"]
    assert main(["document", "letter", str(case), *arguments, "-o", str(out)]) == 0
    text = Read(out.read_bytes()).text
    assert "From Dr K. Osei, Mood Unit" in text and "Clinic 020 7946 0112; danger to life 999." in text and "To Not recorded" in text
    assert main(["document", "letter", str(case), "--phone", "ask me", "-o", str(out)]) == 2
    assert "is not a telephone number" in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["letter", "course"])
def test_a_document_on_a_course_is_of_the_day_that_the_case_names(case: Path, tmp_path: Path, kind: str) -> None:
    body = json.loads(case.read_text(encoding="utf-8")) | {"as_of": "2026-04-10"}
    case.write_text(json.dumps(body), encoding="utf-8")
    out = tmp_path / "out.pdf"
    assert main(["document", kind, str(case), "-o", str(out)]) == 0
    assert "As of 10 April 2026" in Read(out.read_bytes()).text


def test_the_audit_counts_a_period_of_a_record_and_names_nobody(clinic: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.pdf"
    assert main(["document", "audit", *from_record(clinic), "--from", "2026-03-01", "--to", "2026-03-31", "-o", str(out), "--clinic", "Mood Unit"]) == 0
    text = Read(out.read_bytes()).text
    assert "1 session given to fewer than 5 patients." in text and "1 March 2026 to 31 March 2026" in text and "by Dr K. Osei." in text
    assert "Brennan" not in text and "TRD-1" not in text
    assert main(["document", "audit", *from_record(clinic), "--from", "2026-01-01", "--to", "2026-01-31", "-o", str(out)]) == 0
    assert "No session was given in this period." in Read(out.read_bytes()).text
    for period, sentence in (
        (["--from", "2026-03-31", "--to", "2026-03-01"], "ends before it begins"),
        (["--from", "2026-03-01", "--to", "2999-01-01"], "has not ended"),
        (["--from", "March", "--to", "2026-03-01"], "is not a day; write it as 2026-03-24"),
        (["--from", "2026-03-01"], "--to"),
    ):
        assert main(["document", "audit", *from_record(clinic), *period, "-o", str(out)]) == 2
        assert sentence in capsys.readouterr().err


def test_corrections_are_told_from_a_record(clinic: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    assert main(["document", "session", *from_record(clinic, "--patient", "TRD-1"), "--session", "s1", "-o", str(out)]) == 0
    assert "it was 146/88, changed" in Read(out.read_bytes()).text


def test_the_practice_clinic_needs_no_passphrase_and_is_marked(tmp_path: Path) -> None:
    with Record.create_practice(tmp_path / "practice.trd") as record:
        full_day().write(record)
    out = tmp_path / "out.pdf"
    assert main(["document", "rems", "--record", str(tmp_path / "practice.trd"), "--patient", "TRD-1", "-o", str(out)]) == 0
    assert "PRACTICE: invented patient" in Read(out.read_bytes()).text


def test_faults_are_told_in_sentences(case: Path, clinic: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path / "out.pdf")
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("not the passphrase at all", encoding="utf-8")
    for status, arguments, sentence in (
        (2, ["document", "session", "-o", out], "give either a case file, or a patient with --record and --patient"),
        (2, ["document", "session", str(case), *from_record(clinic), "-o", out], "give either a case file, or a patient"),
        (2, ["document", "session", str(case), "--patient", "TRD-1", "-o", out], "--patient: belongs to --record"),
        (2, ["document", "session", *from_record(clinic), "-o", out], "--patient: is missing"),
        (1, ["document", "session", *from_record(clinic, "--patient", "TRD-9"), "-o", out], "no patient has this record number"),
        (1, ["document", "rems", "--record", str(tmp_path / "no.trd"), "--patient", "x", "-o", out], "there is no record"),
        (1, ["document", "rems", "--record", str(clinic), "--passphrase-file", str(wrong), "--patient", "TRD-1", "-o", out], ""),
        (1, ["document", "session", str(case), "-o", str(case)], "is the case file itself"),
        (1, ["document", "session", str(case), "-o", str(tmp_path / "no" / "out.pdf")], "folder does not exist"),
        (1, ["document", "session", *from_record(clinic, "--patient", "TRD-1"), "-o", str(clinic)], "belongs to a record of patients"),
        (2, ["document", "session", str(tmp_path / "no.json"), "-o", out], "does not exist; check the name"),
    ):
        assert main(arguments) == status, arguments
        told = capsys.readouterr().err
        assert sentence in told and told.strip() and "Traceback" not in told
        assert "Canary" not in told and "Brennan" not in told
    assert not Path(out).exists()


@pytest.mark.parametrize("kind", ["session", "rems", "consent", "letter", "course", "audit"])
def test_help_has_an_example_of_each_way(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["document", kind, "--help"]) == 0
    told = capsys.readouterr().out
    assert f"trd-desk document {kind}" in told and "--passphrase-file" in told and "exit status" in told
