"""Damaged files: every one is refused or told, and no value is ever wrong."""

import random
import shutil
import struct

import pytest

from trd_desk.errors import StoreError
from trd_desk.record.entries import Draft
from trd_desk.store import wal
from trd_desk.store.record import Record

ANSWERS = 120


@pytest.fixture
def sound(tmp_path):
    """A closed record and everything that is in it."""
    path = tmp_path / "sound.trd"
    with Record.create_practice(path) as record:
        for number in range(6):
            patient = record.new_patient(
                f"N{number}", f"Name {number} Canaryname", "1980-05-10", None, by="t", content_version="1"
            )
            drafts = [Draft(patient, "workup", f"item{item}", {"note": "Canarynote " * 20}) for item in range(ANSWERS)]
            record.append(drafts, by="t", content_version="1")
        return path, everything(record)


def everything(record):
    return {
        "rows": record.patient_rows(record.patient_ids()),
        "found": list(record.patient_ids("canaryname")),
        "entries": [record.entries(patient) for patient in record.all_patients()],
        "head": record.head(),
    }


def damaged(path, content):
    """A copy of the record with another content, and its key file."""
    copy = path.with_name("damaged.trd")
    for suffix in ("-wal", "-shm"):
        copy.with_name(copy.name + suffix).unlink(missing_ok=True)
    shutil.copy(path.with_name(path.name + ".keys"), copy.with_name(copy.name + ".keys"))
    copy.write_bytes(content)
    return copy


def told(copy, before):
    """True if the damage is refused on opening or reading, or told by check; what is read must be right."""
    try:
        with Record.open_practice(copy) as record:
            faults = record.check()
            try:
                assert everything(record) == before
            except StoreError:
                return True
            return bool(faults)
    except StoreError as error:
        return "Canary" not in str(error) and error.__cause__ is None


def test_a_sound_copy_is_sound(sound):
    path, before = sound
    assert not told(damaged(path, path.read_bytes()), before)


def test_flipped_bytes_are_told(sound):
    path, before = sound
    content = path.read_bytes()
    dice = random.Random(5)
    places = [*range(0, 120, 7), *(dice.randrange(len(content)) for _ in range(120)), len(content) - 1]
    for place in places:
        flipped = content[:place] + bytes([content[place] ^ (1 << dice.randrange(8))]) + content[place + 1 :]
        assert told(damaged(path, flipped), before), place


def test_cut_files_are_told(sound):
    path, before = sound
    content = path.read_bytes()
    dice = random.Random(6)
    lengths = [
        0,
        1,
        15,
        16,
        100,
        4095,
        4096,
        8192,
        len(content) - 4096,
        len(content) - 1,
        *(dice.randrange(len(content)) for _ in range(30)),
    ]
    for length in lengths:
        assert told(damaged(path, content[:length]), before), length


def test_pages_changed_round_or_from_elsewhere_are_told(sound):
    path, before = sound
    content = path.read_bytes()
    pages = [content[start : start + 4096] for start in range(0, len(content), 4096)]
    swapped = pages[:]
    swapped[5], swapped[6] = swapped[6], swapped[5]
    assert told(damaged(path, b"".join(swapped)), before)
    zeroed = [*pages[:5], bytes(4096), *pages[6:]]
    assert told(damaged(path, b"".join(zeroed)), before)


@pytest.mark.parametrize("content", [b"", b"x", b"SQLite format 3\x00" + bytes(4080), bytes(8192), b"%PDF-1.7\n" * 1000])
def test_files_of_another_kind_are_refused(sound, content):
    path, _before = sound
    with pytest.raises(StoreError):
        Record.open_practice(damaged(path, content))


def test_an_empty_database_with_the_right_key_is_no_record(sound):
    path, _before = sound
    copy = damaged(path, b"")
    with pytest.raises(StoreError, match="empty or not a record"):
        Record.open_practice(copy)


@pytest.fixture
def crashed(tmp_path):
    """A record as a crash leaves it: 20 answers in the write-ahead file, each one transaction."""
    path = tmp_path / "live.trd"
    record = Record.create_practice(path)
    patient = record.new_patient("A1", None, None, None, by="t", content_version="1")
    record._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for number in range(20):
        record.append([Draft(patient, "workup", "ecg", number)], by="t", content_version="1")
    copy = tmp_path / "crashed.trd"
    for suffix in ("", "-wal", ".keys"):
        shutil.copy(f"{path}{suffix}", f"{copy}{suffix}")
    record.close()
    return copy


def test_what_a_crash_left_is_read_back_in_silence(crashed):
    with Record.open_practice(crashed) as record:
        assert record.notices == ()
        assert record.head()[0] == 21
        assert record.check() == []
    with Record.open_practice(crashed) as record:
        assert record.notices == ()


@pytest.mark.parametrize("part", ["header", "first", "middle", "mark"])
def test_answers_that_could_not_be_read_back_are_told(crashed, part):
    file = wal.wal_file(crashed)
    content = bytearray(file.read_bytes())
    page = struct.unpack(">I", content[8:12])[0]
    frame = 24 + page
    place = {"header": 17, "first": 32 + 24 + 9, "middle": 32 + 30 * frame + 400, "mark": 32 + 30 * frame + 9}[part]
    content[place] ^= 4
    file.write_bytes(content)
    with Record.open_practice(crashed) as record:
        (notice,) = record.notices
        assert "could not be read back" in notice
        assert record.check() == []
        assert record.head()[0] < 21
        assert [entry.value for entry in record.entries(record.find_number("A1"))[1:]] == list(range(record.head()[0] - 1))
    (kept,) = crashed.parent.glob("crashed.trd-wal.damaged-*")
    assert kept.read_bytes() == bytes(content)
    assert kept.name in notice
    with Record.open_practice(crashed) as record:
        assert record.notices == ()


def test_the_leftovers_of_an_earlier_round_are_no_damage(crashed):
    """After a checkpoint the write-ahead file is begun anew over the old frames, which stay behind it."""
    with Record.open_practice(crashed) as record:
        patient = record.find_number("A1")
        record._connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
        record.append([Draft(patient, "workup", "ecg", "after")], by="t", content_version="1")
        copy = crashed.with_name("again.trd")
        for suffix in ("", "-wal", ".keys"):
            shutil.copy(f"{crashed}{suffix}", f"{copy}{suffix}")
    with Record.open_practice(copy) as record:
        assert record.notices == ()
        assert record.head()[0] == 22


def test_a_window_that_is_open_already_is_no_crash(crashed):
    with Record.open_practice(crashed) as first, Record.open_practice(crashed) as second:
        assert first.notices == second.notices == ()
        first._connection.execute("BEGIN IMMEDIATE")
        with Record.open_practice(crashed) as third:
            assert third.notices == ()
        first._connection.execute("ROLLBACK")
