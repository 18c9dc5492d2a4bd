"""Makes the record that is kept of a released version: `python tests/store/make_fixture.py 0.2.0`, once, when a version is released.

A record of every released version stays in `tests/store/old` for good, with what was in it as JSON beside it; later versions must
open it and show the same. The patients are the invented ones of the practice clinic.
"""

import dataclasses
import datetime as dt
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from trd_desk import __version__
from trd_desk.content.load import load_library
from trd_desk.interchange.case_file import read_case
from trd_desk.interchange.practice import practice_files
from trd_desk.record.entries import CLINIC, Draft, new_id
from trd_desk.record.fold import drafts_of
from trd_desk.record.people import new_person
from trd_desk.store.record import Record

sys.path.append(str(Path(__file__).parent.parent / "written"))
from paper_days import full_day

FOLDER = Path(__file__).parent / "old"
PASSPHRASE = "seven green umbrellas in the attic"
NURSE_PASSPHRASE = "five slow trains at the border"
PATIENTS = 3


# One answer of every kind that tells of a course.
COURSE: tuple[tuple[str, str, object], ...] = (
    ("score", "s90", {"scale": "phq9", "on": "2026-03-01", "items": [2, 2, 1, 1, 0, 1, 0, 0, 1]}),
    ("score_about", "s90", {"by": "patient", "wording": "shipped", "extra": 1, "done_at": "2026-03-01T09:10:00+02:00"}),
    ("crisis", "s90", {"item": 1, "seen_at": "2026-03-01T09:11:00+02:00", "done": "Spoke with her, plan gone through"}),
    ("rating", "r1", {"scale": "cssrs", "on": "2026-03-01", "level": "low"}),
    ("rating", "r2", {"scale": "cadss", "on": "2026-03-02", "total": 11.0, "session": "s1", "phase": "peak"}),
    ("review", "v1", {"on": "2026-03-01", "severity": "severe", "functional_impairment": "moderate", "care_step": 4}),
    (
        "stage_baseline",
        "esketamine_in",
        {
            "on": "2026-03-01",
            "session": "s1",
            "content_version": "2026.12",
            "content_digest": "sha256:0",
            "severity": "severe",
            "stages": [{"id": "maudsley", "verdict": "scored", "low": 8.0, "high": 8.0, "history": [4.0, 4.0], "state": [4.0, 4.0], "band": "moderate"}],
        },
    ),
    (
        "course_decision",
        "esketamine_in/induction_end/1",
        {"point": "induction_end", "product": "esketamine_in", "on": "2026-03-29", "decision": "continue", "reason": "much better", "by": "Dr Invented"},
    ),
    ("follow_up", "f1", {"domain": "bladder", "on": "2026-03-20", "nothing_found": True}),
    ("factor", "family_history", True),
    ("plan_aim", "", "See my sister every week"),
    ("goal", "g1", {"text": "Walk to the market", "area": "function", "agreed_with": ["patient", "family"], "agreed_on": "2026-03-01", "state": "open"}),
    ("goal_rating", "g1/1", {"goal": "g1", "on": "2026-03-20", "rating": 6.5, "by": "patient"}),
    ("safety_plan", "", {"on": "2026-03-01", "plan": "Call my sister", "contacts": "Clinic 555-0112"}),
    ("letter", "letter", {"lines": {"to": "Dr Invented"}}),
)


def working_day() -> Iterator[dt.datetime]:
    """A clock that goes on by a minute with each look at it, in a zone two hours ahead of UTC."""
    moment = dt.datetime(2026, 3, 1, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    while True:
        yield moment
        moment += dt.timedelta(minutes=1)


def fill(record: Record) -> None:
    """People who came and went, some invented patients, corrections, a new name, an answer taken back, sessions and the register."""
    first = record.person
    if first is None:
        sys.exit("the record names nobody")
    nurse = record.add_person("Nurse Invented", "nurse", manages=False, passphrase=NURSE_PASSPHRASE, by=first)
    gone = record.add_person("Gone Invented", "reader", manages=False, passphrase=NURSE_PASSPHRASE + " again", by=first)
    record.set_person(nurse.id, manages=True, by=first)
    record.set_person(gone.id, active=False, by=nurse)
    library = load_library()
    patients = []
    for file in practice_files()[:PATIENTS]:
        patients.append(new_id())
        record.append(
            drafts_of(read_case(file.read_bytes(), library), patients[-1]), by="Dr Invented", content_version=library.version
        )
    for draft in (
        Draft(patients[0], "episode", "severity", "moderate", reason="misread the letter"),
        Draft(patients[0], "episode", "severity", "severe", reason="the letter was right after all"),
        Draft(patients[1], "patient", "name", "Zdeněk Žluťoučký", reason="spelled as on the card"),
        Draft(patients[1], "condition", "pregnancy", None, reason="not a question for this patient"),
        Draft(patients[2], "criterion", "1", value=True),
        Draft(patients[2], "workup", "ecg", {"done_on": "2026-02-20", "result": "normal", "note": "copy in the file"}),
        Draft(
            patients[2],
            "decision",
            "augmentation",
            {"text": "lithium", "reason": "wish", "by": "Dr Invented", "role": "prescriber"},
        ),
    ):
        record.append([draft], by="Nurse Invented", content_version=library.version)
    session = {"on": "2026-03-01", "number": 1, "product": "esketamine_in", "week": 1, "planned": {"dose_mg": 56}}
    for draft in (
        Draft(patients[0], "session", "s1", session),
        Draft(patients[0], "session", "s1", {**session, "on": "2026-03-02"}, reason="moved by a day"),
        Draft(patients[1], "session", "s1", session),
        Draft(CLINIC, "sound_check", "2026-03-01", {"heard": True, "at": "09:00"}),
    ):
        record.append([draft], by="Nurse Invented", content_version=library.version)
    for kind, key, value in COURSE:
        record.append([Draft(patients[0], kind, key, value)], by="Nurse Invented", content_version=library.version)
    # A whole treatment day, with every kind of answer that a session takes.
    full_day().write(record, by="Nurse Invented", version=library.version)


def contents(record: Record) -> dict[str, object]:
    """Everything that a later version must find in it."""
    return {
        "patients": [dataclasses.asdict(row) for row in record.patient_rows(record.patient_ids())],
        "entries": {patient: [_entry(entry) for entry in record.entries(patient)] for patient in record.all_patients()},
        "clinic": [_entry(entry) for entry in record.entries(CLINIC)],
        "people": [dataclasses.asdict(person) for person in record.people()],
        "on": {"2026-03-01": sorted(record.patients_with_sessions_on(["2026-03-01"]))},
        "head": list(record.head()),
    }


def _entry(entry: object) -> dict[str, object]:
    return {name: value for name, value in dataclasses.asdict(entry).items() if name != "extra"}  # type: ignore[call-overload]


def main() -> None:
    """Writes record, key file and contents; refuses to write over those of a version that exist."""
    path = FOLDER / f"record-{sys.argv[1] if len(sys.argv) > 1 else __version__}.trd"
    if path.exists():
        sys.exit(f"{path} is there already: a released version's record is never made again")
    FOLDER.mkdir(exist_ok=True)
    clock = working_day()
    person = new_person("Dr Invented", "prescriber")
    with Record.create(path, PASSPHRASE, person, clock=lambda: next(clock)) as record:
        fill(record)
        kept = contents(record)
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    path.with_suffix(".json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
