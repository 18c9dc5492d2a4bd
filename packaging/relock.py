#!/usr/bin/env python3
"""Write requirements.lock and requirements-test.lock anew from pyproject.toml; needs `uv` on the path.

The locks hold for Linux, Windows and macOS and every Python from 3.11 on, carry hashes, and name no host.
"""

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILDING = ["hatchling", "editables"]  # what installing the project itself takes
HEAD = "# What {whom}, with hashes for Linux, Windows and macOS. Written by packaging/relock.py.\n"


def compiled(requirements: list[str], constraints: Path | None) -> str:
    """The text of a lock for these requirements."""
    with tempfile.TemporaryDirectory() as folder:
        asked, lock = Path(folder, "asked.in"), Path(folder, "lock.txt")
        asked.write_text("\n".join(requirements), encoding="utf-8")
        command = ["uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"]
        command += ["--no-emit-index-url", "--no-annotate", "--no-header", str(asked), "--output-file", str(lock)]
        command += ["--constraints", str(constraints)] if constraints else []
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return lock.read_text(encoding="utf-8")


def main() -> int:
    """Write both locks, the runtime lock within the versions of the test lock."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    run = [*project["dependencies"], *BUILDING]
    test = [*run, *project["optional-dependencies"]["test"]]
    test_lock, run_lock = ROOT / "requirements-test.lock", ROOT / "requirements.lock"
    test_lock.write_text(HEAD.format(whom="the program and its tests run on") + compiled(test, None), encoding="utf-8")
    run_lock.write_text(HEAD.format(whom="the program runs on") + compiled(run, test_lock), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
