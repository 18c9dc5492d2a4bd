"""How long an assessment takes: in process, and by the command line for one case and for a hundred in the same run.

    python tests/benchmarks/bench_engine.py [FOLDER of *.case.json]

Goals: one assessment in process 2 ms or less (median); a hundred cases by the command line 3 times one or less.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from trd_desk.content.load import load_library
from trd_desk.engine.assess import assess
from trd_desk.interchange.case_file import read_case
from trd_desk.interchange.practice import practice_files

ROUNDS = 7


def in_process(files: list[Path]) -> float:
    """The median milliseconds of one assessment over all the cases."""
    library = load_library()
    today = max(head.valid_from for head in library.heads)
    cases = [read_case(file.read_bytes(), library) for file in files]
    for case in cases:
        assess(library, case, today)
    times = []
    for _ in range(ROUNDS):
        for case in cases:
            start = time.perf_counter()
            assess(library, case, today)
            times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def by_command_line(files: list[Path]) -> float:
    """Seconds of one call with these files."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "trd_desk", "assess", "--json", *map(str, files)], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Prints the figures."""
    files = sorted(Path(sys.argv[1]).glob("*.case.json")) if len(sys.argv) > 1 else practice_files()
    print(f"one assessment in process: {in_process(files):.2f} ms median over {len(files)} cases (goal 2 or less)")
    with tempfile.TemporaryDirectory() as folder:
        hundred = []
        for place in range(100):
            copy = Path(folder) / f"{place}.json"
            copy.write_bytes(files[place % len(files)].read_bytes())
            hundred.append(copy)
        by_command_line(hundred[:1])
        ratios = []
        for _ in range(ROUNDS):
            one, many = by_command_line(hundred[:1]), by_command_line(hundred)
            ratios.append(many / one)
        print(f"100 cases by the command line: {statistics.median(ratios):.2f} times one ({min(ratios):.2f}-{max(ratios):.2f}, goal 3 or less)")


if __name__ == "__main__":
    main()
