"""Makes the record that is kept of a released version: `python tests/store/make_fixture.py`, once, when a version is released.

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
from trd_desk.record.entries import Draft, new_id
from trd_desk.record.fold import drafts_of
from trd_desk.store.record import Record

FOLDER = Path(__file__).parent / "old"
PASSPHRASE = "seven green umbrellas in the attic"
PATIENTS = 3


def working_day() -> Iterator[dt.datetime]:
    """A clock that goes on by a minute with each look at it, in a zone two hours ahead of UTC."""
    moment = dt.datetime(2026, 3, 1, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    while True:
        yield moment
        moment += dt.timedelta(minutes=1)


def fill(record: Record) -> None:
    """Some invented patients, then corrections, a new name and an answer taken back."""
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


def contents(record: Record) -> dict[str, object]:
    """Everything that a later version must find in it."""
    return {
        "patients": [dataclasses.asdict(row) for row in record.patient_rows(record.patient_ids())],
        "entries": {patient: [_entry(entry) for entry in record.entries(patient)] for patient in record.all_patients()},
        "head": list(record.head()),
    }


def _entry(entry: object) -> dict[str, object]:
    return {name: value for name, value in dataclasses.asdict(entry).items() if name != "extra"}  # type: ignore[call-overload]


def main() -> None:
    """Writes record, key file and contents; refuses to write over those of a version that exist."""
    path = FOLDER / f"record-{__version__}.trd"
    if path.exists():
        sys.exit(f"{path} is there already: a released version's record is never made again")
    FOLDER.mkdir(exist_ok=True)
    clock = working_day()
    with Record.create(path, PASSPHRASE, clock=lambda: next(clock)) as record:
        fill(record)
        kept = contents(record)
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    path.with_suffix(".json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
