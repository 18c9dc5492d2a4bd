"""A document is shown again as it was made: the answers of that day, under the content of that day."""

import datetime as dt
from pathlib import Path

from trd_desk.content.load import load_library
from trd_desk.engine.assess import assess
from trd_desk.interchange.as_made import as_made, document_value
from trd_desk.interchange.practice import practice_files
from trd_desk.interchange.record_file import read_file, take_in
from trd_desk.record.entries import Draft
from trd_desk.record.fold import fold
from trd_desk.store.record import Record

LIBRARY = load_library()


def test_later_answers_do_not_change_what_was_printed(tmp_path: Path) -> None:
    day = dt.date(2026, 11, 21)
    file = next(file for file in practice_files() if file.stem == "trd-0151")
    with Record.create_practice(tmp_path / "a.trd") as record:
        take_in(record, read_file(file.read_bytes(), LIBRARY), merge=False, by="x", content_version=LIBRARY.version)
        key = str(record.find_number("TRD-0151"))
        before = fold(record.entries(key), day)
        printed = assess(LIBRARY, before.case)
        value = document_value("assessment", printed, "a4", "saved")
        (entry,) = record.append([Draft(key, "document", "d1", value)], by="x", content_version=LIBRARY.version)
        changed = {**before.value("treatment", "t5"), "adherent": True}
        record.append([Draft(key, "treatment", "t5", changed)], by="x", content_version=LIBRARY.version)
        now = assess(LIBRARY, fold(record.entries(key), day).case)
        again = as_made(record.entries(key), entry)
        assert [item.key for item in fold(record.entries(key), day).documents] == ["d1"]
    assert again.assessment == printed
    assert now.definitions != printed.definitions
    assert not again.changed
