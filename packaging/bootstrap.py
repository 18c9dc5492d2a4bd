#!/usr/bin/env python3
"""Set up TRD Desk and start it, or run all its checks; needs nothing but Python 3.11 or newer.

    python3 packaging/bootstrap.py run [arguments of trd-desk]
    python3 packaging/bootstrap.py test [arguments of pytest]
    python3 packaging/bootstrap.py bench                       every benchmark, against floors measured in the same run
    python3 packaging/bootstrap.py setup                       only make the environment

The environment is made in .venv at first use and renewed when the lock changes.
"""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
WINDOWS = sys.platform == "win32"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
LOCKS = {"run": ROOT / "requirements.lock", "test": ROOT / "requirements-test.lock"}
OLDEST_PYTHON = (3, 11)

# Which Debian package carries a shared library that Qt asks for. What is not here is told by its own name.
DEBIAN_PACKAGES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libcups.so.2": "libcups2",
}
NEEDED_LIBRARIES = ("libGL.so.1", "libEGL.so.1", "libxkbcommon.so.0", "libglib-2.0.so.0", "libfontconfig.so.1", "libdbus-1.so.3")
WINDOW_LIBRARIES = (
    "libxcb-cursor.so.0",
    "libxcb-icccm.so.4",
    "libxcb-keysyms.so.1",
    "libxcb-shape.so.0",
    "libxcb-xkb.so.1",
    "libxkbcommon-x11.so.0",
)
LIBRARY_PROBE = """
import ctypes, sys
for name in sys.argv[1:]:
    try:
        ctypes.CDLL(name)
    except OSError:
        print(name)
"""


def say(text: str) -> None:
    """Tell the person at the terminal."""
    print(text, flush=True)


def fail(text: str) -> None:
    """End with one clear sentence."""
    print(text, file=sys.stderr, flush=True)
    raise SystemExit(1)


def environment() -> dict[str, str]:
    """The environment of everything started here: our own tools, no display needed, nothing from the user's site-packages."""
    env = dict(os.environ)
    env["VIRTUAL_ENV"] = str(VENV)
    env["PATH"] = f"{BIN}{os.pathsep}{env.get('PATH', os.defpath)}"
    env["PYTHONNOUSERSITE"] = "1"
    env["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    env["PIP_NO_INPUT"] = "1"
    env.pop("PYTHONHOME", None)
    env.pop("PYTHONPATH", None)
    return env


def has_display(env: dict[str, str]) -> bool:
    """Whether a window can be shown to somebody."""
    return WINDOWS or sys.platform == "darwin" or bool(env.get("DISPLAY") or env.get("WAYLAND_DISPLAY"))


# --- the virtual environment --------------------------------------------------------------------------------------------


def venv_made() -> tuple[bool, str]:
    """Try to make .venv; whether it worked, and what was said."""
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True, check=False)
    if made.returncode != 0:
        shutil.rmtree(VENV, ignore_errors=True)
    return made.returncode == 0, made.stdout + made.stderr


def make_venv() -> None:
    """A fresh .venv with pip in it; Debian keeps the means in a package of its own."""
    say(f"Making the environment in {VENV}")
    done, said = venv_made()
    if done:
        return
    if "ensurepip" in said or "No module named venv" in said:
        if apt_get(["python3-venv"]) and venv_made()[0]:
            return
        own = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        fail(f"This Python cannot make environments. Run: {apt_line(['python3-venv'])} (or install {own}), then start again.")
    fail(f"The environment could not be made:\n{said}")


def install(what: str, env: dict[str, str]) -> None:
    """Install from the lock, and the project itself, unless this lock is installed already."""
    lock = LOCKS[what]
    stamp = VENV / f"installed-{what}"
    import tomllib  # not before main has looked at the version: an older Python lacks it

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    inputs = (lock.read_text(encoding="ascii"), project["build-system"], project["project"], sys.version, str(ROOT))
    digest = hashlib.sha256(repr(inputs).encode()).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="ascii").strip() == digest and PYTHON.exists():
        return
    if not PYTHON.exists():
        make_venv()
    say(f"Installing what {lock.name} names")
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet"]
    for step in (
        [*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(lock)],
        [*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)],
    ):
        if subprocess.run(step, env=env, cwd=ROOT, check=False).returncode != 0:
            fail(f"Installing failed; what pip says is above. Nothing else was changed. The step was: {shlex.join(step)}")
    # Compiled once here, so that no start of the program has to, even where Python is told not to write bytecode.
    subprocess.run([str(PYTHON), "-m", "compileall", "-q", str(ROOT / "trd_desk")], env=env, cwd=ROOT, check=False)
    stamp.write_text(digest + "\n", encoding="ascii")


# --- shared libraries ----------------------------------------------------------------------------------------------------


def missing_libraries(env: dict[str, str], names: tuple[str, ...]) -> list[str]:
    """Those of the shared libraries that the loader does not find."""
    probe = subprocess.run([str(PYTHON), "-c", LIBRARY_PROBE, *names], env=env, capture_output=True, text=True, check=False)
    return probe.stdout.split()


def qt_complaint(env: dict[str, str]) -> str:
    """What importing Qt's widgets says, empty when it works."""
    command = [str(PYTHON), "-c", "import PySide6.QtWidgets, PySide6.QtSvg, PySide6.QtPrintSupport, PySide6.QtTest"]
    tried = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    return "" if tried.returncode == 0 else tried.stderr.strip()


def named_library(complaint: str) -> str | None:
    """The shared library that the loader says it cannot open."""
    found = re.search(r"(lib[\w.+-]+\.so[.\d]*): cannot open", complaint)
    return found[1] if found else None


def apt_line(packages: list[str]) -> str:
    """The line a person types to install Debian packages."""
    return f"sudo apt-get install -y --no-install-recommends {' '.join(packages)}"


def newer_name(package: str) -> str:
    """The package's name in this Debian: the 64-bit-time releases renamed a few to …t64."""
    for name in (package, f"{package}t64"):
        found = subprocess.run(["apt-cache", "show", "--no-all-versions", name], capture_output=True, text=True, check=False)
        if found.returncode == 0 and found.stdout.strip():
            return name
    return package


def apt_get(packages: list[str]) -> bool:
    """Install Debian packages where this user may; whether it was done."""
    if not shutil.which("apt-get") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    say(f"Installing {' '.join(packages)}")
    subprocess.run(["apt-get", "update", "-qq"], env=env, stdout=subprocess.DEVNULL, check=False)
    names = [newer_name(package) for package in packages]
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *names]
    return subprocess.run(command, env=env, stdout=subprocess.DEVNULL, check=False).returncode == 0


def provide_libraries(env: dict[str, str]) -> None:
    """See that Qt finds its shared libraries; say exactly what to type where they cannot be installed from here."""
    if not sys.platform.startswith("linux"):
        return
    names = NEEDED_LIBRARIES + (WINDOW_LIBRARIES if has_display(env) else ())
    found = VENV / f"libraries-{hashlib.sha256(repr(names).encode()).hexdigest()[:8]}"
    if found.exists():
        return
    missing = missing_libraries(env, names)
    for _round in range(4):
        complaint = "" if missing else qt_complaint(env)
        if complaint:
            named = named_library(complaint)
            if named is None:
                fail(f"Qt cannot be loaded:\n{complaint}")
            missing = [str(named)]
        if not missing:
            found.touch()
            return
        unknown = [name for name in missing if name not in DEBIAN_PACKAGES]
        packages = list(dict.fromkeys(DEBIAN_PACKAGES[name] for name in missing if name in DEBIAN_PACKAGES))
        if unknown or not packages or not apt_get(packages):
            lines = [f"Qt needs shared libraries that are not on this computer: {', '.join(missing)}."]
            if packages:
                lines.append(f"On Debian or Ubuntu run: {apt_line(packages)}")
            fail("\n".join([*lines, "Then start again."]))
        missing = missing_libraries(env, names)
    fail(f"Qt still lacks shared libraries: {', '.join(missing) or qt_complaint(env)}")


# --- the commands --------------------------------------------------------------------------------------------------------


def setup(what: str) -> dict[str, str]:
    """Everything the command needs; the environment to run it in."""
    env = environment()
    install(what, env)
    provide_libraries(env)
    return env


def run(arguments: list[str]) -> int:
    """Start the program."""
    env = setup("run")
    status = subprocess.run([str(PYTHON), "-m", "trd_desk", *arguments], env=env, check=False).returncode
    if status < 0 and not has_display(env) and "QT_QPA_PLATFORM" not in env:
        fail(
            "There is no display to open the window on. Log in at a desktop or set DISPLAY; the commands of --help work without."
        )
    return status


def checks(arguments: list[str]) -> list[tuple[str, list[str]]]:
    """The name and the command of every check, in order; pytest is the last."""
    python = str(PYTHON)
    # The whole suite runs on every core, a file on one of them; a part that is asked for runs where a debugger can follow it.
    spread = [] if arguments else ["-n", "auto", "--dist", "loadfile"]
    return [
        ("style", [python, "-m", "ruff", "check", "."]),
        ("types", [python, "-m", "mypy"]),
        ("layers", [str(BIN / ("lint-imports.exe" if WINDOWS else "lint-imports"))]),
        ("content", [python, "-m", "trd_desk", "content", "check"]),
        ("tests", [python, "-m", "pytest", *spread, *arguments]),
    ]


def bench() -> int:
    """Run every benchmark, one after the other; each prints its own figures."""
    env = setup("test")
    if not has_display(env):
        env["QT_QPA_PLATFORM"] = "offscreen"
    worst = 0
    for script in sorted((ROOT / "tests" / "benchmarks").glob("bench_*.py")):
        say(f"\n== {script.stem.removeprefix('bench_')}")
        worst = max(worst, abs(subprocess.run([str(PYTHON), str(script)], cwd=ROOT, env=env, check=False).returncode))
    return int(worst != 0)


def counted(output: str) -> dict[str, int]:
    """What pytest counted in its last line: passed, failed, skipped and the like; errors are failures."""
    for line in reversed(output.splitlines()):
        plain = re.sub(r"\x1b\[[0-9;]*m", "", line)
        counts = {
            what: int(number) for number, what in re.findall(r"(\d+) (passed|failed|errors?|skipped|xfailed|xpassed)", plain)
        }
        if counts:
            failed = counts.pop("failed", 0) + counts.pop("error", 0) + counts.pop("errors", 0)
            return {"passed": 0, **counts, "failed": failed}
    return {"passed": 0, "failed": 0}


def closing_line(counts: dict[str, int]) -> str:
    """The last line of a test run: "12 passed, 1 failed"."""
    return f"{counts['passed']} passed, {counts['failed']} failed"


def run_showing(command: list[str], env: dict[str, str]) -> tuple[int, str]:
    """Run a command, show its output as it comes, and keep it."""
    kept: list[str] = []
    both = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(command, cwd=ROOT, env=env, text=True, encoding="utf-8", errors="replace", **both) as process:
        for line in process.stdout or ():
            sys.stdout.write(line)
            sys.stdout.flush()
            kept.append(line)
    return process.returncode, "".join(kept)


def test(arguments: list[str]) -> int:
    """Run every check, go on after a failure, and end with the counts of the tests."""
    env = setup("test")
    if not has_display(env):
        env["QT_QPA_PLATFORM"] = "offscreen"
    results: list[tuple[str, int]] = []
    output = ""
    for name, command in checks(arguments):
        say(f"\n== {name}")
        started = time.monotonic()
        status, output = run_showing(command, env)
        results.append((name, status))
        say(f"== {name}: {'passed' if status == 0 else f'FAILED (status {status})'} in {time.monotonic() - started:.1f} s")
    say("")
    for name, status in results:
        say(f"{name:<12} {'passed' if status == 0 else 'failed'}")
    counts = counted(output)
    for what in sorted(counts.keys() - {"passed", "failed"}):
        say(f"{what:<12} {counts[what]}")
    say(closing_line(counts))
    return int(any(status for _name, status in results))


def main(arguments: list[str]) -> int:
    """Do what the first argument says."""
    if sys.version_info < OLDEST_PYTHON:
        fail(f"TRD Desk needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if command == "run":
        return run(rest)
    if command == "test":
        return test(rest)
    if command == "bench" and not rest:
        return bench()
    if command == "setup" and not rest:
        setup("test")
        return 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        raise SystemExit(130) from None
