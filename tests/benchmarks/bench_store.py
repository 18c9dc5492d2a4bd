
"""How fast the record is, beside floors measured in the same run: `python tests/benchmarks/bench_store.py`.

Prints and never fails. The goals: one answer on disk takes at most twice a bare write of the same bytes with fdatasync; among
100,000 patients each typed letter is answered in at most 50 ms. On a busy machine only the ratios count.
"""

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from trd_desk.record.entries import Draft, new_id
from trd_desk.store.record import Record
from trd_desk.store.vault import calibrated, key_file

SYLLABLES = [
    "mül",
    "ler",
    "an",
    "na",
    "sø",
    "ren",
    "ka",
    "tar",
    "bo",
    "ri",
    "sch",
    "mid",
    "ber",
    "g",
    "lo",
    "vel",
    "ć",
    "o'b",
    "ri",
    "en",
]
QUERIES = ("m", "an", "mul", "muller", "muller an", "h", "h0012", "1", "198", "1980", "1980-05", "10.5.1980", "nobody")


def milliseconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def line(name: str, times: list[float], note: str = "") -> None:
    """Prints median and spread in milliseconds."""
    print(f"{name:44} {statistics.median(times):9.3f} ms  ({min(times):.3f} - {max(times):.3f})  {note}")


def one_answer(folder: Path, rounds: int) -> None:
    """An answer on disk against a bare write of as many bytes, in turns."""
    path = folder / "answer.trd"
    with Record.create_practice(path) as record:
        patient = record.new_patient("A1", "Eva Example", "1980-05-10", "female", by="bench", content_version="1")
        keys = [f"item{number}" for number in range(40)]

        def answer(number: int) -> None:
            value = {"done_on": "2026-03-01", "result": "normal", "note": f"round {number}"}
            record.append([Draft(patient, "workup", keys[number % 40], value)], by="bench", content_version="1")

        for number in range(300):
            answer(number)
        record._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        wal = path.with_name(path.name + "-wal")
        for number in range(20):
            answer(number)
        size = (wal.stat().st_size - 32) // 20
        content = os.urandom(size)
        bare = os.open(folder / "bare", os.O_CREAT | os.O_WRONLY)
        answers, writes = [], []
        for number in range(rounds):
            answers.append(milliseconds(lambda number=number: answer(number)))

            def write(number: int = number) -> None:
                os.pwrite(bare, content, number * size)
                os.fdatasync(bare)

            writes.append(milliseconds(write))
        os.close(bare)
    line(f"bare write + fdatasync, {size} bytes", writes)
    ratio = statistics.median(answers) / statistics.median(writes)
    line("one answer on disk", answers, f"x {ratio:.2f}  (goal 2)")
    print(f"{'':44} beyond the bare write: {statistics.median(answers) - statistics.median(writes):.3f} ms")


def many_patients(folder: Path, count: int) -> None:
    """The list of many patients: opening, first window, and each query."""
    path = folder / "many.trd"
    dice = random.Random(1)
    with Record.create_practice(path) as record:
        start = time.perf_counter()
        for first in range(0, count, 1000):
            drafts = []
            for number in range(first, min(first + 1000, count)):
                patient = new_id()
                name = " ".join("".join(dice.choices(SYLLABLES, k=3)).title() for _word in range(2))
                born = f"{dice.randint(1930, 2005)}-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}"
                for key, value in (("id", f"H{number:06d}"), ("name", name), ("birth_date", born)):
                    drafts.append(Draft(patient, "patient", key, value))
            record.append(drafts, by="bench", content_version="1")
        seconds = time.perf_counter() - start
        print(f"{count} patients taken in: {seconds:.1f} s, {seconds / count / 3 * 1e6:.0f} us an entry")
    print(f"file: {path.stat().st_size / 2**20:.1f} MiB")

    def open_and_show() -> None:
        with Record.open_practice(path) as opened:
            opened.patient_rows(opened.patient_ids()[:50])

    line("open, ids of all, first 50 rows", [milliseconds(open_and_show) for _turn in range(10)])
    with Record.open_practice(path) as record:
        ids = record.patient_ids()
        line("ids again", [milliseconds(record.patient_ids) for _turn in range(10)])
        line(
            "window of 256 rows",
            [milliseconds(lambda: record.patient_rows(ids[count // 2 : count // 2 + 256])) for _turn in range(10)],
        )
        for query in QUERIES:
            found = len(record.patient_ids(query))
            times = [milliseconds(lambda query=query: record.patient_ids(query)) for _turn in range(10)]
            line(f"type-ahead '{query}'", times, f"{found} found  (goal 50 ms)")
        key = record.patient_of_row(ids[count // 2])
        line("entries of one patient", [milliseconds(lambda: record.entries(key)) for _turn in range(10)])
        line("chain of the whole log verified", [milliseconds(record.verify_chain)])
    print(f"key file: {key_file(path).stat().st_size} bytes")


def sessions_of_a_day(folder: Path, count: int) -> None:
    """The patients of a day among three sessions each, and what the index of days costs an answer that is no session."""
    path = folder / "sessions.trd"
    dice = random.Random(2)
    with Record.create_practice(path) as record:
        for first in range(0, count, 1000):
            drafts = []
            for number in range(first, min(first + 1000, count)):
                patient = new_id()
                drafts.append(Draft(patient, "patient", "id", f"H{number:06d}"))
                for turn in range(3):
                    on = f"{dice.randint(2020, 2026)}-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}"
                    drafts.append(Draft(patient, "session", f"s{turn}", {"on": on, "product": "esketamine_spray", "dose_mg": 56}))
            record.append(drafts, by="bench", content_version="1")
        days = ["2026-03-17"], ["2026-03-17", "2026-03-18"]
        for on in days:
            found = len(record.patients_with_sessions_on(on))
            took = [milliseconds(lambda on=on: record.patients_with_sessions_on(on)) for _turn in range(20)]
            line(f"patients on {len(on)} of the days", took, f"{found} found")
        connection = record._connection
        (index,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'entry_session_day'").fetchone()
        key = record.patient_of_row(1)
        times: dict[tuple[str, bool], list[float]] = {}
        for turn in range(600):
            with_index = turn // 50 % 2 == 0
            if turn % 50 == 0 and turn:
                connection.execute(index if with_index else "DROP INDEX entry_session_day")
            for kind, name, value in (("workup", "ecg", {"note": turn}), ("session", "s0", {"on": "2026-03-17", "note": turn})):
                took = milliseconds(lambda k=kind, n=name, v=value: record.append([Draft(key, k, n, v)], by="bench", content_version="1"))
                if turn % 50 > 5:
                    times.setdefault((kind, with_index), []).append(took)
        for (kind, with_index), took in sorted(times.items()):
            line(f"answer of kind {kind}, {'with' if with_index else 'without'} the index of days", took)


def passphrase() -> None:
    """What an unlock costs here."""
    print(f"cost of a passphrase here: {calibrated()}")


def main() -> None:
    """Runs all in a temporary folder on the disk of `--folder`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--patients", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--folder", type=Path, help="a folder on the disk to measure (default: the system's for temporary files)")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=wanted.folder) as folder:
        one_answer(Path(folder), wanted.rounds)
        passphrase()
        many_patients(Path(folder), wanted.patients)
        sessions_of_a_day(Path(folder), wanted.patients)


if __name__ == "__main__":
    main()
