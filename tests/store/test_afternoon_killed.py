"""Six sessions at once, and the process killed at random moments: nothing acknowledged is lost, and every clock goes on as if nothing had been.

The long form: `TRD_DESK_KILLS=100 python -m pytest tests/store/test_afternoon_killed.py --timeout 0`.
"""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import afternoon
import pytest

from trd_desk.content.load import load_library
from trd_desk.engine.live import live_session
from trd_desk.record.entries import Entry, new_id
from trd_desk.record.fold import fold
from trd_desk.store.record import Record

WRITER = """
import os, sys, time
sys.path.insert(0, sys.argv[4])
import afternoon
from pathlib import Path
from trd_desk.store.record import Record
record = Record.open_practice(Path(sys.argv[1]))
keys = sys.argv[2].split(",")
for number, step in list(enumerate(afternoon.steps()))[int(sys.argv[3]):]:
    record.append(afternoon.drafts_of_step(step, keys), by="t", content_version="1")
    os.write(1, f"{number}\\n".encode())
    time.sleep(0.004)
"""


def told_at(library, keys, entries_of, moment):
    """What every live session says at a moment, in a form to compare."""
    found = []
    for place, key in enumerate(keys):
        live = live_session(library, fold(entries_of(key)), f"s{place}", moment)
        found.append(
            (
                live.phase,
                live.elapsed,
                [(point.at, point.state) for point in live.points],
                [(alarm.name, alarm.level, alarm.active) for alarm in live.alarms],
                live.may_leave_at,
                live.result.leaving,
            )
        )
    return found


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL on Windows")
def test_an_afternoon_survives_kills_at_random_moments(tmp_path):
    library = load_library()
    steps = afternoon.steps()
    keys = [new_id() for _chair in afternoon.CHAIRS]
    path = tmp_path / "clinic.trd"
    first = {key: afternoon.first_drafts(place, key) for place, key in enumerate(keys)}
    with Record.create_practice(path) as record:
        for drafts in first.values():
            record.append(drafts, by="t", content_version="1")
    dice = random.Random(5)
    done = kills = 0
    wanted = int(os.environ.get("TRD_DESK_KILLS", "10"))
    while kills < wanted:
        if done >= len(steps):
            # The afternoon is over before the kills are: it begins again for six further patients.
            keys = [new_id() for _chair in afternoon.CHAIRS]
            done, kills_before = 0, kills
            with Record.open_practice(path) as record:
                for place, key in enumerate(keys):
                    again = [draft for draft in afternoon.first_drafts(place, key) if draft.key != "id"]
                    record.append([*again, type(again[0])(key, "patient", "id", f"TRD-{kills_before}-{place}")], by="t", content_version="1")
        command = [sys.executable, "-c", WRITER, str(path), ",".join(keys), str(done), str(Path(afternoon.__file__).parent)]
        writer = subprocess.Popen(command, stdout=subprocess.PIPE)
        lines = [writer.stdout.readline()]
        time.sleep(dice.uniform(0, 0.25))
        writer.send_signal(signal.SIGKILL)
        lines += writer.stdout.read().split(b"\n")[:-1]
        writer.wait()
        writer.stdout.close()
        kills += 1
        acknowledged = int(lines[-1])
        started = time.perf_counter()
        with Record.open_practice(path) as record:
            assert time.perf_counter() - started < 3
            on_disk = {key: record.entries(key) for key in keys}
            assert record.check() == []
        # One more may be on disk than was acknowledged.
        base = sum(len(drafts) for drafts in first.values())
        count = sum(map(len, on_disk.values())) - base
        assert count in {acknowledged + 1, acknowledged + 2}
        written = steps[:count]
        moment = written[-1].at
        plain = {key: list(entries) for key, entries in on_disk.items()}
        uninterrupted = _in_memory(keys, written, moment)
        assert told_at(library, keys, plain.__getitem__, moment) == told_at(library, keys, uninterrupted.__getitem__, moment)
        done = count
    assert kills == wanted


def _in_memory(keys, written, moment):
    """The same afternoon without a disk and without a kill."""
    entries = {key: [] for key in keys}
    stamp = moment.astimezone(afternoon.dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    drafts = [draft for place, key in enumerate(keys) for draft in afternoon.first_drafts(place, key)]
    drafts += [draft for step in written for draft in afternoon.drafts_of_step(step, keys)]
    for number, draft in enumerate(drafts, 1):
        entries[draft.patient].append(Entry(number, new_id(), draft.patient, draft.kind, draft.key, draft.value, stamp, 0, "t", "1"))
    return entries
