"""The keyboard: every Tab stop shows its ring, keys of a page work from the whole window, the focus comes back, answers need a choice."""

import threading
import time

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import delete, isValid

from trd_desk.ui import background
from trd_desk.ui.finder import Finder
from trd_desk.ui.main_window import MainWindow
from trd_desk.ui.widgets.focus_frame import FocusFrame
from trd_desk.ui.widgets.segments import AnswerSegments


@pytest.fixture
def window(theme, desk, qtbot):
    made = MainWindow(theme, practice=True)
    qtbot.addWidget(made)
    made.resize(1366, 728)
    made.show()
    with qtbot.waitSignal(made.usable):
        made.attach(desk)
    qtbot.waitUntil(lambda: made.status is not None)
    made.activateWindow()
    made.open_patient(desk.record.find_number("TRD-0151"))
    return made


@pytest.fixture
def ring(theme, qapp):
    made = FocusFrame(theme, qapp)
    yield made
    qapp.focusChanged.disconnect(made._follow)
    made.setWidget(None)
    made.deleteLater()


def shows_ring(window, ring, theme):
    """Whether a line of the focus colour runs across the top of the ring's place."""
    image = window.grab().toImage()
    corner = ring.mapTo(window, QPoint(0, 0))
    colour = theme.colour("focus")
    across = range(max(corner.x(), 0) + 12, min(corner.x() + ring.width(), window.width()) - 12)
    return any(
        sum(image.pixelColor(x, y) == colour for x in across) > 0.9 * len(across)
        for y in range(max(corner.y(), 0), corner.y() + 12)
    )


def test_every_tab_stop_of_the_history_shows_its_ring(window, ring, theme, qtbot):
    page = window._pages["history"]
    page.add.setFocus()
    seen = []
    for _stop in range(24):
        focus = QApplication.focusWidget()
        if focus is None or not page.isAncestorOf(focus):
            break
        qtbot.wait(20)
        seen.append(focus.objectName())
        assert shows_ring(window, ring, theme), focus.objectName()
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert seen[0] == "treatments.add"
    assert seen[1].startswith("asked."), "the chips stand below the button, the table below them"
    assert seen.index("treatments") == len([name for name in seen if name.startswith("asked.")]) + 1


def test_the_parts_of_the_history_are_chosen_from_the_whole_window(window, qtbot):
    page = window._pages["history"]
    for area, part in ((window.status, "episode"), (window.rail, "criteria"), (window.steps, "treatments")):
        target = next(
            child for child in area.findChildren(QWidget) if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisible()
        )
        target.setFocus()
        qtbot.waitUntil(target.hasFocus)
        number = {"treatments": Qt.Key.Key_1, "episode": Qt.Key.Key_2, "criteria": Qt.Key.Key_3}[part]
        qtbot.keyClick(target, number, Qt.KeyboardModifier.AltModifier)
        assert page.section == part


def test_find_gives_the_focus_back(window, qtbot):
    page = window._pages["history"]
    page.add.setFocus()
    qtbot.waitUntil(page.add.hasFocus)

    def close():
        finder = QApplication.activeModalWidget()
        assert isinstance(finder, Finder)
        qtbot.keyClick(finder.edit, Qt.Key.Key_Escape)

    QTimer.singleShot(50, close)
    window.open_finder()
    qtbot.waitUntil(page.add.hasFocus)


def test_down_and_up_stop_at_the_ends_of_a_section(window, qtbot):
    window.show_step("safety")
    page = window._pages["safety"]
    page.complete()
    conditions = [line.segments for group in page.groups for line in group.lines]
    qtbot.waitUntil(lambda: page.pseudo[0].isVisible())
    rows = [each for each in page.findChildren(AnswerSegments) if each.isVisibleTo(page)]
    last = [row for row in rows if row in conditions][-1]
    last.setFocus()
    qtbot.keyClick(last, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is last
    first = next(row for row in rows if row not in conditions)
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Up)
    assert QApplication.focusWidget() is first
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is rows[rows.index(first) + 1]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_key_pressed_in_passing_is_no_answer(theme, qtbot, key):
    row = AnswerSegments(theme, "Any chest pain")
    qtbot.addWidget(row)
    row.show()
    with qtbot.assertNotEmitted(row.answered):
        qtbot.keyClick(row, key)
    assert not row.is_answered()


def test_the_window_leaves_room_for_its_frame(window):
    area = window.screen().availableGeometry()
    made = MainWindow(window.theme)
    assert made.height() <= max(area.height() - 40, made.minimumHeight())
    assert made.width() <= max(area.width(), made.minimumWidth())


def test_what_belongs_to_another_kind_is_hidden(window, desk, qtbot):
    page = window._pages["history"]
    treatments = {key: entry.value for (kind, key), entry in desk.patient.answers.items() if kind == "treatment"}
    drug = next(
        key for key, value in treatments.items() if value["kind"] == "antidepressant" and len(value.get("doses") or []) > 1
    )
    talks = next(key for key, value in treatments.items() if value["kind"] == "psychotherapy")
    page.open_treatment(drug, "")
    assert not page.editor._minimum.isHidden()
    page.open_treatment(talks, "")
    assert page.editor._minimum.isHidden()
    assert all(step.isHidden() for step in page.editor._steps)


@pytest.mark.filterwarnings("error")
def test_work_whose_window_is_gone_tells_nobody():
    faults = []
    before, threading.excepthook = threading.excepthook, lambda fault: faults.append(fault)
    try:
        for end in ("done", "failed"):
            gate = threading.Event()

            def job(gate=gate, end=end):
                gate.wait(5)
                if end == "failed":
                    raise ValueError(end)
                return end

            work = background.Work(job)
            work.start()
            delete(work)
            assert not isValid(work)
            gate.set()
            background.wait_for_all()
    finally:
        threading.excepthook = before
    assert not faults


def test_closing_waits_for_the_work():
    ended = []
    work = background.Work(lambda: (time.sleep(0.2), ended.append(True)))
    work.start()
    background.wait_for_all()
    assert ended == [True]
