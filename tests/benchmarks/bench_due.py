"""What the list of what is due on Today costs among 100,000 patients.

    python tests/benchmarks/bench_due.py [--patients N] [--running N] [--seconds N]

Prints and never fails. Goals: no slice of the work holds up the window for 50 ms, a second look at an unchanged record is not noticed,
and Today stays under 2 % of one core with the list on it. `running` patients have a course of 16 sessions in the last 90 days, each with
a checklist and observations as a treatment day writes them; every other patient had a few sessions years ago.
"""

import argparse
import datetime as dt
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "written")]

from days import PASSING
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from trd_desk.content.load import load_library
from trd_desk.record.entries import Draft, new_id
from trd_desk.store.record import Record
from trd_desk.ui.desk import Desk
from trd_desk.ui.main_window import MainWindow
from trd_desk.ui.sound import Speaker
from trd_desk.ui.theme import Theme, load_fonts

DAY = dt.timedelta(days=1)


def plan(on: dt.date) -> dict[str, object]:
    """A session of the spray, as planned."""
    return {"product": "esketamine_in", "indication": "trd", "on": on.isoformat(), "planned": {"dose_mg": 56}}


def old_patient(number: int, today: dt.date) -> list[Draft]:
    """A patient whose course was over years ago."""
    key = new_id()
    drafts = [Draft(key, "patient", "id", f"H{number:06}"), Draft(key, "patient", "name", f"Name {number}")]
    return drafts + [Draft(key, "session", f"s{place}", plan(today - (900 + number % 2000 + 3 * place) * DAY)) for place in range(3)]


def running_patient(number: int, today: dt.date) -> list[Draft]:
    """A patient in week 10, with everything that 16 treatment days write down."""
    key = new_id()
    drafts = [Draft(key, "patient", "id", f"R{number:06}"), Draft(key, "patient", "name", f"Running {number}"), Draft(key, "licence_region", "", "eu")]
    drafts.append(Draft(key, "patient", "birth_date", "1975-04-12"))
    drafts.append(Draft(key, "score", "c1", {"scale": "madrs", "on": (today - 71 * DAY).isoformat(), "total": 32}))
    for place in range(16):
        on = today - (70 - 4 * place) * DAY
        name, start = f"s{place}", dt.datetime.combine(on, dt.time(10), dt.UTC)
        drafts.append(Draft(key, "session", name, plan(on)))
        drafts += [Draft(key, "predose", f"{name}/{field}", value) for field, value in PASSING.items()]
        drafts += [Draft(key, "given", f"{name}/device/{each}", {"at": (start + each * 5 * DAY / 1440).isoformat()}) for each in (1, 2)]
        for each in range(8):
            at = (start + (10 + 15 * each + 5) * DAY / 1440).isoformat()
            drafts.append(Draft(key, "observation", f"{name}/o{each}", {"at": at, "recorded": at, "sbp": 130, "dbp": 80, "hr": 70, "spo2": 97, "moaas": 5}))
        drafts.append(Draft(key, "session_end", name, {"state": "left", "at": (start + DAY / 8).isoformat()}))
        drafts.append(Draft(key, "score", f"d{place}", {"scale": "madrs", "on": on.isoformat(), "total": 32 - place}))
    return drafts


def run(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def share(seconds: int) -> float:
    """Processor time of this process in per cent of one core, over so many seconds."""
    began, cpu = time.perf_counter(), time.process_time()
    run(seconds * 1000)
    return (time.process_time() - cpu) / (time.perf_counter() - began) * 100


def main() -> None:
    """Measures and prints."""
    options = argparse.ArgumentParser()
    options.add_argument("--patients", type=int, default=100_000)
    options.add_argument("--running", type=int, default=300)
    options.add_argument("--seconds", type=int, default=20)
    asked = options.parse_args()
    app = QApplication([sys.argv[0], "-style", "Fusion"])
    load_fonts()
    theme = Theme("light", 100)
    theme.apply(app)
    today = dt.datetime.now().astimezone().date()
    with tempfile.TemporaryDirectory() as folder, Record.create_practice(Path(folder) / "c.trd") as record:
        for first in range(0, asked.patients, 5000):
            drafts = [draft for number in range(first, min(first + 5000, asked.patients)) for draft in old_patient(number, today)]
            record.append(drafts, by="bench", content_version="2026.12")
        for number in range(asked.running):
            record.append(running_patient(number, today), by="bench", content_version="2026.12")
        print(f"{record.count()} patients, {record.entry_count()} entries, {asked.running} with a running course")
        library = load_library()
        since = (today - library.decision_points.running_days * DAY).isoformat()
        queries = []
        for _round in range(20):
            began = time.perf_counter()
            record.newest_of(record.patients_with_sessions_since(since))
            queries.append((time.perf_counter() - began) * 1000)
        print(f"who has a running course, asked in the background: {statistics.median(queries):.1f} ms median, {max(queries):.1f} ms at most")
        desk = Desk(record, library=lambda: library)
        desk.speaker = Speaker([])
        window = MainWindow(theme, practice=True)
        window.show()
        window.attach(desk)
        while window.today is None or not window.today.board.is_filled:
            run(20)
        slices: list[float] = []
        worked: list[float] = []
        read = desk.due._read_some

        def timed() -> None:
            began, cpu = time.perf_counter(), time.thread_time()
            read()
            slices.append((time.perf_counter() - began) * 1000)
            worked.append((time.thread_time() - cpu) * 1000)

        desk.due._step.timeout.disconnect()
        desk.due._step.timeout.connect(timed)
        began = time.perf_counter()
        window.today.show()
        while desk.due.view is None:
            run(5)
        whole = time.perf_counter() - began
        print(f"first look: {whole:.2f} s in the background, {whole * 1000 / max(asked.running, 1):.1f} ms a patient")
        print(f"a slice holds up the window for {statistics.median(slices):.1f} ms median, {max(slices):.1f} ms at most (goal: 50 ms)")
        print(f"of that {statistics.median(worked):.1f} ms median, {max(worked):.1f} ms at most on the processor")
        slices.clear()
        began = time.perf_counter()
        desk.due.look()
        print(f"second look, nothing changed: {(time.perf_counter() - began) * 1000:.1f} ms")
        run(500)
        print(f"lines on Today: {len(window.today.page.due.rows)}, {desk.due.view.title}")
        desk.clock.start()
        print(f"Today with nobody touching anything: {share(asked.seconds):.2f} % of one core (goal: under 2 %)")
        window.detach()
        window.close()


if __name__ == "__main__":
    main()
