"""What was acknowledged is on disk: after a killed process, on a full disk, and nowhere in plain text.

The long form: `TRD_DESK_KILLS=1000 python -m pytest tests/store/test_durability.py -k killed --timeout 0`. A killed process is no
lost power supply: that is why synchronous=FULL is asserted elsewhere.
"""

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from trd_desk.errors import StoreError
from trd_desk.record.entries import Draft
from trd_desk.store.record import Record

WRITER = """
import os, sys
from pathlib import Path
from trd_desk.record.entries import Draft
from trd_desk.store.record import Record
record = Record.open_practice(Path(sys.argv[1]))
patient = record.find_number("A1")
number = int(sys.argv[2])
while True:
    drafts = [Draft(patient, "workup", "ecg", number), Draft(patient, "workup", "note", "x" * (number % 3000))]
    record.append(drafts, by="t", content_version="1")
    os.write(1, f"{number}\\n".encode())
    number += 1
"""


def kill_while_writing(path, kills, seed):
    """Kills a writing process at random moments and checks after each that nothing it acknowledged is lost."""
    dice = random.Random(seed)
    expected = 0
    for _turn in range(kills):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path), str(expected)], stdout=subprocess.PIPE)
        first = writer.stdout.readline()
        time.sleep(dice.uniform(0, 0.12))
        writer.send_signal(signal.SIGKILL)
        lines = [first, *writer.stdout.read().split(b"\n")[:-1]]
        writer.wait()
        writer.stdout.close()
        acknowledged = int(lines[-1])
        start = time.perf_counter()
        with Record.open_practice(path) as record:
            seconds = time.perf_counter() - start
            given = [entry.value for entry in record.history(record.find_number("A1"), "workup", "ecg")]
            # One more may be on disk than was acknowledged: the kill came between the two.
            assert given[-1] in {acknowledged, acknowledged + 1}
            assert given == list(range(given[-1] + 1))
            assert record.notices == ()
            assert record.check() == []
        assert seconds < 3
        expected = given[-1] + 1
    return expected


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL on Windows")
def test_no_acknowledged_answer_is_lost_when_the_process_is_killed(record, patient):
    record.close()
    kills = int(os.environ.get("TRD_DESK_KILLS", "15"))
    assert kill_while_writing(record.path, kills, seed=3) > kills


@pytest.mark.skipif(os.name == "nt", reason="no such limit on Windows")
def test_a_full_disk_is_told_and_the_record_works_on(record, patient, give):
    """The file may grow no further, as on a full disk; then it may again."""
    before = record.entries(patient)
    connection = record._connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="disk is full"):
        give((patient, "workup", "note", "x" * 50_000))
    assert record.entries(patient) == before
    connection.execute("PRAGMA max_page_count = 4294967294")
    give((patient, "workup", "note", "x" * 50_000))
    assert record.check() == []


FULL = """
import resource, sys
from pathlib import Path
from trd_desk.errors import StoreError
from trd_desk.record.entries import Draft
from trd_desk.store.record import Record
record = Record.open_practice(Path(sys.argv[1]))
patient = record.find_number("A1")
wal = Path(sys.argv[1] + "-wal")
told = given = 0
for room in range(0, 60_000, 1_500):
    resource.setrlimit(resource.RLIMIT_FSIZE, (wal.stat().st_size + room, resource.RLIM_INFINITY))
    try:
        record.append([Draft(patient, "workup", "note", "x" * 30_000)], by="t", content_version="1")
        given += 1
    except StoreError as error:
        assert "disk" in str(error) and "nothing was saved" in str(error), error
        told += 1
    assert len(record.history(patient, "workup", "note")) == given
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
record.append([Draft(patient, "workup", "note", "after")], by="t", content_version="1")
assert record.check() == []
record.close()
print(told, given + 1)
"""


@pytest.mark.skipif(os.name == "nt", reason="no such limit on Windows")
def test_a_disk_that_is_full_at_any_byte_of_a_save_tears_nothing(record, patient):
    record.close()
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(record.path)], capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stderr
    told, given = map(int, done.stdout.split())
    assert told > 10
    with Record.open_practice(record.path) as again:
        assert len(again.history(patient, "workup", "note")) == given
        assert again.check() == []


FULL_AT_MAKING = """
import resource, sys
from pathlib import Path
from trd_desk.errors import StoreError
from trd_desk.store.record import Record
path = Path(sys.argv[1])
for room in [*range(0, 80_000, 4_000)]:
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
    try:
        Record.create_practice(path)
    except StoreError as error:
        assert "disk" in str(error), error
        assert not path.exists()
        print(room)
    else:
        break
"""


@pytest.mark.skipif(os.name == "nt", reason="no such limit on Windows")
def test_a_record_that_could_not_be_made_is_not_there(tmp_path):
    path = tmp_path / "new.trd"
    done = subprocess.run(
        [sys.executable, "-c", FULL_AT_MAKING, str(path)], capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.split()) > 5
    assert not [item for item in tmp_path.iterdir() if item.name.startswith(".")]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the administrator may write anywhere")
def test_a_folder_without_the_right_to_write_is_a_sentence(record, patient):
    record.close()
    record.path.chmod(0o400)
    record.path.parent.chmod(0o500)
    try:
        with pytest.raises(StoreError), Record.open_practice(record.path) as again:
            again.append([Draft(patient, "workup", "ecg", 1)], by="t", content_version="1")
    finally:
        record.path.parent.chmod(0o700)


def test_a_record_that_may_only_be_read_says_so(record, patient, give):
    record._connection.execute("PRAGMA query_only = ON")
    with pytest.raises(StoreError, match="may only be read"):
        give((patient, "workup", "ecg", 1))


CANARIES = ("Canaryname", "CANARYNUMBER", "1911-11-11", "Canaryreason", "Canaryuser", "episode", "workup")


def test_nothing_that_was_entered_is_readable_in_any_file(tmp_path):
    path = tmp_path / "clinic.trd"
    with Record.create_practice(path) as record:
        patient = record.new_patient("CANARYNUMBER", "Canaryname", "1911-11-11", None, by="Canaryuser", content_version="1")
        for number in range(50):
            drafts = [Draft(patient, "workup", "ecg", {"note": f"Canaryname {number}"}, reason="Canaryreason")]
            record.append(drafts, by="Canaryuser", content_version="1")
        record.patient_ids("Canaryname")
        _search_files(tmp_path, at_least=4)
    _search_files(tmp_path, at_least=2)


def _search_files(folder, at_least):
    paths = list(folder.iterdir())
    assert len(paths) >= at_least
    for path in paths:
        content = path.read_bytes().lower()
        for canary in CANARIES:
            assert canary.lower().encode() not in content, (path.name, canary)
            assert canary.lower().encode("utf-16-le") not in content
    assert (folder / "clinic.trd").read_bytes()[:15] != b"SQLite format 3"


def test_no_temporary_file_is_written(tmp_path, monkeypatch, record, patient):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setenv("SQLITE_TMPDIR", str(elsewhere))
    rows = record._connection.execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000) "
        "SELECT i, hex(randomblob(60)) AS h FROM n ORDER BY h"
    ).fetchall()
    assert len(rows) == 60_000
    assert list(elsewhere.iterdir()) == []
