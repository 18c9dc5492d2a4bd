"""How soon the window is there and can be used, beside a bare PySide6 main window in the same run, in turns.

    python tests/benchmarks/bench_window.py [--rounds N] [--patients N]

Prints and never fails. Goals, as ratios to the bare window: first painted window 1.5 or less, usable 3 or less (practice clinic,
offscreen), resident memory with a list of 100,000 patients 1.8 or less; that list painted in 150 ms or less, each typed letter
answered in 50 ms or less. Times are taken from outside, from the start of the process to the line it prints.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LETTERS = "abcdefghijklmnopqrstuvwxyz"
ROOT = Path(__file__).resolve().parents[2]

BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

class Window(QMainWindow):
    painted = False

    def paintEvent(self, event):
        super().paintEvent(event)
        if not self.painted:
            self.painted = True
            QTimer.singleShot(0, done)

def done():
    resident = next(line for line in open("/proc/self/status") if line.startswith("VmRSS")).split()[1] if sys.platform == "linux" else 0
    print(int(resident) / 1024, flush=True)
    app.exit(0)

app = QApplication([])
window = Window()
window.resize(1366, 768)
window.show()
app.exec()
"""

LIST = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from trd_desk.app import Program

def resident():
    return int(next(line for line in open("/proc/self/status") if line.startswith("VmRSS")).split()[1]) / 1024 if sys.platform == "linux" else 0.0

def listed():
    page = program.window.stack.currentWidget()
    at_list = resident()
    times = []
    for text in ("m", "mu", "mul", "mull", "mulle", "muller", "", "n", "na", "nam", "1", "19", "198", "1980", "h0", "h00012"):
        start = time.perf_counter()
        page.search.setText(text)
        app.processEvents()
        times.append((time.perf_counter() - start) * 1000)
    times.sort()
    start = time.perf_counter()
    page.table.scrollToBottom()
    app.processEvents()
    end = (time.perf_counter() - start) * 1000
    start = time.perf_counter()
    fresh = type(page)(program.desk, program.theme)
    fresh.resize(1286, 700)
    fresh.show()
    app.processEvents()
    painted = (time.perf_counter() - start) * 1000
    program._warm_up()
    QTimer.singleShot(4000, lambda: (print(at_list, resident(), painted, times[len(times) // 2], times[-1], end, flush=True), program.close(), app.exit(0)))

app = QApplication([])
program = Program(app, practice=True, record=Path(sys.argv[1]), data=Path(sys.argv[2]))
program.window.usable.connect(lambda: QTimer.singleShot(50, listed))
app.exec()
"""


def start(*arguments: str, folder: Path) -> tuple[float, str]:
    """Milliseconds from the start of a Python process to its first line, and the line."""
    environment = dict(os.environ, QT_QPA_PLATFORM="offscreen", XDG_DATA_HOME=str(folder), PYTHONPATH=str(ROOT))
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, cwd=ROOT)
    with process:
        line = process.stdout.readline().decode()
        taken = (time.perf_counter() - began) * 1000
    return taken, line


def row(name: str, values: list[float], unit: str, note: str = "") -> None:
    """Prints median and spread."""
    print(f"{name:46} {statistics.median(values):8.2f} {unit:3} ({min(values):.2f} to {max(values):.2f})  {note}")


def starts(folder: Path, rounds: int) -> float:
    """First paint and usable against the bare window; gives the bare window's resident MiB."""
    practice = ("-m", "trd_desk", "--practice", "--quit-at")
    for warm in (("-c", BARE), (*practice, "first-paint"), (*practice, "usable")):
        start(*warm, folder=folder)
    bare, first, usable, memory = [], [], [], []
    for _round in range(rounds):
        taken, line = start("-c", BARE, folder=folder)
        bare.append(taken)
        memory.append(float(line))
        first.append(start(*practice, "first-paint", folder=folder)[0])
        usable.append(start(*practice, "usable", folder=folder)[0])
    row("bare PySide6 main window", bare, "ms")
    row("first painted window, ratio", [a / b for a, b in zip(first, bare, strict=True)], "x", "goal 1.5 or less")
    row("usable, ratio", [a / b for a, b in zip(usable, bare, strict=True)], "x", "goal 3 or less")
    return statistics.median(memory)


def make_patients(path: Path, count: int) -> None:
    """A practice record with many invented patients."""
    sys.path.insert(0, str(ROOT))
    from trd_desk.record.entries import Draft, new_id
    from trd_desk.store.record import Record

    with Record.create_practice(path) as record:
        for begin in range(0, count, 10_000):
            drafts = []
            for number in range(begin, min(count, begin + 10_000)):
                key = new_id()
                family = LETTERS[number % 26].upper() + LETTERS[number // 26 % 5 * 5] + LETTERS[number % 19] + "er"
                name = f"{'Muller' if number % 10 == 0 else family} {LETTERS[number % 23].upper()}a{LETTERS[number % 7]}o"
                born = f"{1940 + number % 65}-{number % 12 + 1:02}-{number % 28 + 1:02}"
                known = {"id": f"H{number:06}", "name": name, "birth_date": born, "sex": "female"}
                drafts += [Draft(key, "patient", field, value) for field, value in known.items()]
            record.append(drafts, by="bench", content_version="bench")


def lists(folder: Path, patients: int, bare_memory: float) -> None:
    """A long list: memory, paint, type-ahead."""
    path = folder / "many" / "clinic.trd"
    path.parent.mkdir()
    make_patients(path, patients)
    _taken, line = start("-c", LIST, str(path), str(folder / "data"), folder=folder)
    at_list, warmed, painted, median, worst, end = map(float, line.split())
    print(f"{patients:,} patients")
    print(f"  resident memory {at_list:.0f} MiB, ratio {at_list / bare_memory:.2f} (goal 1.8 or less); with the content loaded {warmed / bare_memory:.2f}")
    print(f"  list built and painted {painted:.1f} ms (goal 150 or less), jump to the end {end:.1f} ms")
    print(f"  a typed letter answered and painted {median:.1f} ms, worst {worst:.1f} ms (goal 50 or less)")


def main() -> None:
    """Prints the figures."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rounds", type=int, default=10)
    options.add_argument("--patients", type=int, default=100_000)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        memory = starts(Path(name), chosen.rounds)
        lists(Path(name), chosen.patients, memory)


if __name__ == "__main__":
    main()
