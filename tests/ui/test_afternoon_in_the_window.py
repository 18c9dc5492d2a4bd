"""Six sessions at once for two and a half simulated hours, second by second, in the real window with Today in front.

The suite runs the first hour, which holds every alarm; the whole afternoon: `TRD_DESK_AFTERNOON=whole python -m pytest
tests/ui/test_afternoon_in_the_window.py --timeout 0`.

The nurses' entries come from `afternoon.py` and go through the desk into the real record; each due point must be told within a second of
its time, each alarm raised, and no second may hold the window up.
"""

import datetime as dt
import os
import statistics
import time

import afternoon
import pytest
from clinic_days import SECOND, Clock
from days import at
from PySide6.QtWidgets import QApplication

from trd_desk.record.entries import new_id
from trd_desk.store.record import Record
from trd_desk.ui.desk import Desk
from trd_desk.ui.main_window import MainWindow
from trd_desk.ui.sound import Speaker

# A shared machine may take the processor away for a moment; the figure itself is told below and by bench_board.py.
END = at("15:55") if os.environ.get("TRD_DESK_AFTERNOON") == "whole" else at("14:06")
BLOCKED = float(os.environ.get("TRD_DESK_BLOCKED_MS", "100"))


@pytest.fixture
def scene(theme, library, qtbot, tmp_path):
    clock = Clock("12:58")
    keys = [new_id() for _chair in afternoon.CHAIRS]
    with Record.create_practice(tmp_path / "clinic.trd") as record:
        for place, key in enumerate(keys):
            record.append(afternoon.first_drafts(place, key), by="t", content_version="1")
        desk = Desk(record, clock=clock, library=lambda: library)
        desk.speaker = Speaker([])
        window = MainWindow(theme, practice=True)
        qtbot.addWidget(window)
        window.show()
        window.attach(desk)
        qtbot.waitUntil(lambda: window.today is not None and window.today.board.is_filled)
        window.today.show()
        yield clock, keys, desk, window
        window.detach()


def test_every_due_point_is_told_at_its_second_and_every_alarm_is_raised(scene, qtbot):
    clock, keys, desk, _window = scene
    board = desk.board
    due, raised, blocked = {}, {}, []
    board.point_due.connect(lambda called: due.setdefault((called.session.key[0], called.standing.name), clock.now))
    board.alarm_raised.connect(lambda called: raised.setdefault((called.session.key[0], called.standing.name), clock.now))
    waiting = afternoon.steps()
    while clock.now < END:
        while waiting and waiting[0].at <= clock.now + SECOND:
            step = waiting.pop(0)
            if desk.patient is None or desk.patient.key != keys[step.patient]:
                desk.open_patient(keys[step.patient])
            assert desk.answers([(draft.kind, draft.key, draft.value) for draft in afternoon.drafts_of_step(step, keys)])
        began = time.perf_counter()
        clock.passes(desk)
        QApplication.processEvents()
        blocked.append((time.perf_counter() - began) * 1000)
    missing = []
    for place, chair in enumerate(afternoon.CHAIRS):
        own = [part for step in afternoon.steps() if step.patient == place for part in step.parts]
        mine = [dt.datetime.fromisoformat(value["at"]) for kind, _name, value in own if kind == "observation"]
        for clock_time in chair.due:
            moment = at(clock_time)
            if moment > END:
                continue
            before = any(-5 <= (one.hour * 60 + one.minute) - (moment.hour * 60 + moment.minute) < 0 for one in mine)
            told = [when for (key, name), when in due.items() if key == keys[place] and name.endswith(f"{moment:%H:%M:%S}") and "repeat" not in name]
            if before:
                continue
            if not told or abs((told[0] - moment).total_seconds()) > 1:
                missing.append((place, clock_time, told))
    assert not missing
    signs = {(keys.index(key), name.partition("/")[0]) for key, name in raised if not name.startswith("due/")}
    assert {(0, "blood_pressure"), (1, "spo2"), (2, "fall"), (3, "blood_pressure"), (4, "vomiting"), (5, "chest_pain")} <= signs
    assert desk.record.check() == []
    slow = sorted(blocked)[-5:]
    assert statistics.median(blocked) < 20, f"{len(blocked)} seconds"
    # The very slowest may be the machine's doing; what holds up the window again and again is ours.
    assert slow[-3] < BLOCKED, slow
