"""The clinical acceptance cases that stand beside the checkout: each case's answer against what is expected of it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CASES = Path(os.environ.get("TRD_DESK_CASES", ROOT.parent / "shared" / "cases"))
LATER: set[str] = set()  # parts of an answer that this version does not give yet
COMMAND = Path(sys.executable).with_name("trd-desk.exe" if sys.platform == "win32" else "trd-desk")


@pytest.mark.skipif(not (CASES / "check_cases.py").is_file(), reason="no acceptance cases beside this checkout")
@pytest.mark.timeout(300)
def test_every_acceptance_case_is_answered_as_expected(tmp_path):
    for expected in CASES.glob("*.expect.json"):
        if not LATER & json.loads(expected.read_text(encoding="utf-8")).keys():
            shutil.copy(expected, tmp_path)
            shutil.copy(expected.with_name(expected.name.replace(".expect.", ".case.")), tmp_path)
    done = subprocess.run(
        [sys.executable, str(CASES / "check_cases.py"), str(tmp_path), "--command", str(COMMAND)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-6000:]}\n{done.stderr[-2000:]}"
