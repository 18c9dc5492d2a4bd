"""Papers are made away from the drawing thread, several at once: they share their typefaces and nothing else."""

import subprocess
import sys

import pytest

# In a process of its own, because the typefaces are read once a process, and that is the dangerous moment.
CODE = """
import datetime as dt
import sys
from threading import Barrier, Thread
from trd_desk.documents.fonts import NAMES
from trd_desk.documents.tags import TaggedCanvas

sys.setswitchinterval(1e-6)
together, faults, made = Barrier(6), [], []

def one():
    try:
        together.wait()
        canvas = TaggedCanvas((595, 842), title="Paper", language="en-GB", made_at=dt.datetime(2026, 3, 17, tzinfo=dt.UTC))
        for face in NAMES.values():
            canvas.setFont(face, 12)
            canvas.drawString(72, 720, "Every letter from A to Z, äöü and 1234567890")
        canvas.showPage()
        made.append(canvas.finish())
    except Exception as fault:
        faults.append(repr(fault))

threads = [Thread(target=one) for _ in range(6)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(set(made)), faults)
"""


@pytest.mark.parametrize("turn", range(3))
def test_papers_made_at_the_same_time_are_whole_and_alike(turn):
    del turn
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "1 []", done.stdout + done.stderr
