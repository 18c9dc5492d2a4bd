"""A document is shown again as it was made: the answers of that day, under the content of that day."""

import datetime as dt
from pathlib import Path

from trd_desk.content.load import load_library
from trd_desk.interchange.as_made import as_made, document_value, lines_then
from trd_desk.interchange.papers import KINDS, Choice, Known, Lines, Printing
from trd_desk.interchange.practice import practice_files
from trd_desk.interchange.record_file import read_file, take_in
from trd_desk.record.entries import Draft
from trd_desk.record.fold import fold
from trd_desk.store.record import Record
from trd_desk.view.documents_made import told_at

LIBRARY = load_library()
NOW = dt.datetime(2026, 11, 21, 9, 30, 15, tzinfo=dt.timezone(dt.timedelta(hours=1)))
LINES = Lines(clinic="Clinic at the Mill")


def _known(record: Record, key: str) -> Known:
    entries = tuple(record.entries(key))
    return Known(LIBRARY, fold(entries), NOW, NOW.date(), entries)


def _printing(**changes: object) -> Printing:
    return Printing(**{"size": "a4", "by": "x", "at": NOW, "practice": True, "lines": LINES, **changes})  # type: ignore[arg-type]


def test_later_answers_do_not_change_what_was_printed(tmp_path: Path) -> None:
    file = next(file for file in practice_files() if file.stem == "trd-0151")
    kind = KINDS["assessment"]
    with Record.create_practice(tmp_path / "a.trd") as record:
        take_in(record, read_file(file.read_bytes(), LIBRARY), merge=False, by="x", content_version=LIBRARY.version)
        key = str(record.find_number("TRD-0151"))
        printed = _known(record, key)
        value = document_value(kind, printed, Choice(), _printing(), "saved")
        # What came between the making and the saving, from another window, was not on it.
        record.append([Draft(key, "condition", "sleep_apnoea", value=True)], by="y", content_version=LIBRARY.version)
        (entry,) = record.append([Draft(key, "document", "d1", value)], by="x", content_version=LIBRARY.version)
        changed = {**printed.patient.value("treatment", "t5"), "adherent": True}
        record.append([Draft(key, "treatment", "t5", changed)], by="x", content_version=LIBRARY.version)
        now = _known(record, key)
        again = as_made(record.entries(key), entry)
        assert [item.key for item in now.patient.documents] == ["d1"]
    assert again.assessment == printed.assessment
    assert now.assessment.definitions != printed.assessment.definitions
    assert not again.changed
    assert again.known.at == NOW
    assert kind.make(again.known, again.choice, _printing()) == kind.make(printed, Choice(), _printing())


def test_the_record_keeps_what_no_entry_says(tmp_path: Path) -> None:
    with Record.create_practice(tmp_path / "a.trd") as record:
        key = record.new_patient("TRD-1", None, None, None, by="x", content_version=LIBRARY.version)
        known = _known(record, key)
        value = document_value(KINDS["assessment"], known, Choice("s1", "red"), _printing(), "printed")
        (entry,) = record.append([Draft(key, "document", "d1", value)], by="x", content_version=LIBRARY.version)
        assert fold(record.entries(key)).documents == (entry,)
        again = as_made(record.entries(key), entry)
    assert again.choice == ("s1", "red")
    assert lines_then(entry, Lines(clinic="Another")) == LINES
    assert told_at(entry) == NOW


def test_entries_of_the_first_version_stay_readable(tmp_path: Path) -> None:
    """Version 0.1.0 kept neither the moment nor the lines."""
    old = {
        "document": "assessment",
        "as_of": "2026-11-21",
        "content_version": LIBRARY.version,
        "content_digest": LIBRARY.digest,
        "paper": "a4",
        "made": "saved",
    }
    with Record.create_practice(tmp_path / "a.trd") as record:
        key = record.new_patient("TRD-1", None, None, None, by="x", content_version=LIBRARY.version)
        (entry,) = record.append([Draft(key, "document", "d1", old)], by="x", content_version=LIBRARY.version)
        assert fold(record.entries(key)).documents == (entry,)
        again = as_made(record.entries(key), entry)
    assert again.assessment.as_of == dt.date(2026, 11, 21)
    assert lines_then(entry, LINES) == LINES
    assert told_at(entry).isoformat(timespec="milliseconds").replace("+00:00", "Z") == entry.at
