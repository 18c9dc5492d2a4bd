"""What undo says in a real window: the answer that was undone by its name; and what was signed stands, which is said first."""

import pytest
from PySide6.QtCore import Qt
from walk import faults

from trd_desk.record.people import find
from trd_desk.ui.main_window import MainWindow

NBSP = "\u00a0"
UNDO = (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


@pytest.fixture
def window(theme, desk, qtbot):
    made = MainWindow(theme, practice=True)
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.first_painted):
        made.show()
    with qtbot.waitSignal(made.usable):
        made.attach(desk)
    qtbot.waitUntil(lambda: made.status is not None)
    desk.ask_reason = lambda _title: "typing mistake"
    made.open_patient(desk.record.find_number("TRD-0147"))
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def said(window):
    return window.status._saved.text().replace(NBSP, " ")


def test_ctrl_z_names_the_answer_that_it_undoes(window, desk, qtbot):
    assert desk.answer("score", "u1", {"scale": "madrs", "on": "2026-03-16", "total": 22})
    assert desk.answer("condition", "pregnancy", True)
    qtbot.keyClick(window, *UNDO)
    assert said(window) == "Undone: Pregnancy: yes. The history keeps both."
    qtbot.keyClick(window, *UNDO)
    assert said(window) == "Undone: MADRS of 16 Mar 2026. The history keeps both."
    assert not desk.is_asked("score", "u1")
    assert window.status.refusal() == ""


def test_undoing_what_was_taken_back_says_so(window, desk, qtbot):
    assert desk.answer("score", "u1", {"scale": "madrs", "on": "2026-03-16", "total": 22})
    assert desk.take_back("score", "u1")
    qtbot.keyClick(window, *UNDO)
    assert said(window) == "Undone: MADRS of 16 Mar 2026, which had been taken back. The history keeps both."
    assert desk.is_asked("score", "u1")


def test_what_was_signed_stands_and_the_next_undo_goes_on_to_the_answer_before_it(window, desk, qtbot):
    osei = find(desk.record.people(), "Dr K. Osei")
    decided = {
        "point": "induction_end", "product": "esketamine_in", "on": "2026-03-17", "decision": "continue",
        "reason": "Clear response since week three", "by": osei.name, "role": osei.role,
    }  # fmt: skip
    assert desk.answer("criterion", "7", True)
    assert desk.answers_by(osei, [("course_decision", "esketamine_in/induction_end/1", decided)])
    count = desk.record.entry_count(desk.patient.key)
    qtbot.keyClick(window, *UNDO)
    told = window.status.refusal().replace(NBSP, " ")
    assert told == (
        "Not undone: what was signed stands (decision of 17 Mar 2026, end of induction). It is changed only where it was signed, "
        "with its own reason. Ctrl+Z again undoes the answer before it."
    )
    assert desk.record.entry_count(desk.patient.key) == count, "nothing is undone"
    assert desk.is_asked("criterion", "7")
    qtbot.keyClick(window, *UNDO)
    assert said(window) == "Undone: Guilt or worthlessness: yes. The history keeps both."
    assert window.status.refusal() == ""
    assert not desk.is_asked("criterion", "7")
    assert desk.is_asked("course_decision", "esketamine_in/induction_end/1")
    assert not desk.can_undo


def test_a_signed_act_alone_is_said_to_stand_and_is_not_offered_for_undo(window, desk, qtbot):
    osei = find(desk.record.people(), "Dr K. Osei")
    assert desk.answers_by(osei, [("criterion", "7", True)])
    assert not desk.can_undo
    assert not window.status._undo.isVisible()
    qtbot.keyClick(window, *UNDO)
    assert window.status.refusal().startswith("Not undone: what was signed stands (")
    assert "Ctrl+Z" not in window.status.refusal()
    assert desk.is_asked("criterion", "7")


def test_a_cancelled_session_stands(window, desk, qtbot):
    assert desk.answers([("session", "u9", {"id": "u9", "product": "esketamine_in", "indication": "trd", "on": "2026-03-19"})])
    assert desk.answer("session_end", "u9", {"state": "cancelled", "at": "2026-03-17T14:26:00+01:00", "reason": "Patient is ill"})
    qtbot.keyClick(window, *UNDO)
    assert window.status.refusal().startswith("Not undone: the session was cancelled")
    assert "u9" in desk.patient.sessions
    qtbot.keyClick(window, *UNDO)
    assert said(window).startswith("Undone: The plan")


def test_the_answers_of_a_signed_session_are_not_offered_for_undo(window, desk, qtbot):
    osei = find(desk.record.people(), "Dr K. Osei")
    at = "2026-03-17T14:26:00+01:00"
    assert desk.answer("criterion", "7", True)
    assert desk.answers([("session", "u9", {"id": "u9", "product": "esketamine_in", "indication": "trd", "on": "2026-03-17"})])
    signed = [("signature", "u9", {"by": osei.name, "role": osei.role, "at": at}), ("session_end", "u9", {"state": "left", "at": at})]
    assert desk.answers_by(osei, signed)
    qtbot.keyClick(window, *UNDO)
    assert window.status.refusal().startswith("Not undone: what is signed stands, and the session is closed.")
    qtbot.keyClick(window, *UNDO)
    assert said(window) == "Undone: Guilt or worthlessness: yes. The history keeps both."
    assert desk.patient.sessions["u9"].signature is not None
    assert not desk.can_undo


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_a_long_word_of_what_was_undone_is_whole_on_a_small_screen(window, desk, theme, qtbot, percent):
    theme.use(text_percent=percent)
    window.resize(1280, 720)
    assert desk.answer("criterion", "7", True)
    for label in ("Heart attack or other cardiovascular event in the last 6 weeks: yes", "MADRS of 16 Mar 2026"):
        window.status.say(f"Undone: {label}, which had been taken back. The history keeps both.")
        qtbot.wait(30)
        assert window.status._undo.isVisible()
        assert faults(window.status) == []


@pytest.mark.parametrize("number", ["TRD-0147", "TRD-0151"])
@pytest.mark.parametrize("step", ["history", "documents"])
def test_the_steps_are_whole_at_the_largest_text_on_the_smallest_window(window, desk, theme, qtbot, number, step):
    theme.use(text_percent=200)
    window.resize(1280, 720)
    window.open_patient(desk.record.find_number(number))
    window.show_step(step)
    qtbot.wait(30)
    assert faults(window.steps) == []
    for button in window.steps._buttons.values():
        assert button.least_width() <= button.width()


def test_the_steps_have_their_usual_size_at_the_usual_text(window, qtbot):
    window.resize(1280, 720)
    qtbot.wait(30)
    assert {button._size for button in window.steps._buttons.values()} == {"body"}
    assert faults(window.steps) == []
