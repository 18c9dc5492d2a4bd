"""Two windows on one record: neither writes over, nor undoes, what the other has answered."""

import pytest
from PySide6.QtWidgets import QApplication

from trd_desk.store.record import Record
from trd_desk.ui.desk import Desk
from trd_desk.ui.main_window import MainWindow

SEVERITY = ("episode", "severity")


@pytest.fixture
def other(desk, library):
    """The desk of the other window, with its own connection to the same file."""
    with Record.open_practice(desk.record.path) as record:
        made = Desk(record, clock=desk.now, library=lambda: library)
        made.ask_reason = desk.ask_reason
        yield made


@pytest.fixture
def both(desk, other):
    """Both desks with the same patient, whose severity the first has just given as mild."""
    for each in (desk, other):
        each.open_patient(desk.record.find_number("TRD-0151"))
    assert desk.answer(*SEVERITY, "mild")
    return desk, other


def test_a_record_tells_what_another_connection_wrote(desk, other):
    key = desk.record.find_number("TRD-0151")
    assert not desk.record.changed_elsewhere()
    desk.open_patient(key)
    assert desk.answer("criterion", "7", True)
    assert not desk.record.changed_elsewhere(), "its own answers are known"
    other.open_patient(key)
    assert other.answer("criterion", "2", True)
    assert desk.record.changed_elsewhere()
    assert not desk.record.changed_elsewhere(), "told once"


def test_the_answer_of_the_other_window_is_shown_and_not_written_over(both, qtbot):
    one, other = both
    assert other.answer(*SEVERITY, "severe") is False, "the first window's answer is not written over unseen"
    assert other.patient.answers[SEVERITY].value == "mild"
    assert other.answer(*SEVERITY, "severe")
    with qtbot.waitSignal(one.patient_changed), qtbot.waitSignal(one.save_failed) as told:
        assert one.answer(*SEVERITY, "mild") is False
    assert "another window" in told.args[0]
    assert one.patient.answers[SEVERITY].value == "severe"
    assert one.answer(*SEVERITY, "mild"), "given again, it stands"
    assert [entry.value for entry in one.history(*SEVERITY)][-3:] == ["mild", "severe", "mild"]


def test_the_same_answer_in_both_windows_is_one_entry(both):
    one, other = both
    count = len(one.history(*SEVERITY))
    assert other.answer(*SEVERITY, "mild")
    assert len(one.history(*SEVERITY)) == count


def test_another_answer_is_written_with_what_the_other_window_said(both):
    one, other = both
    assert other.answer("criterion", "2", True)
    assert one.answer("criterion", "7", True)
    assert one.patient.criteria["2"] is True


def test_undo_never_erases_the_answer_of_the_other_window(both, qtbot):
    one, other = both
    other.catch_up()
    assert other.answer(*SEVERITY, "severe")
    with qtbot.waitSignal(one.save_failed) as told:
        assert not one.undo_last()
    assert "another window" in told.args[0]
    assert [entry.value for entry in one.history(*SEVERITY)][-1] == "severe"
    assert not one.can_undo


def test_taking_back_spares_the_answer_of_the_other_window(both):
    one, other = both
    other.catch_up()
    assert other.answer(*SEVERITY, "severe")
    assert not one.take_back(*SEVERITY)
    assert one.patient.answers[SEVERITY].value == "severe"
    assert one.take_back(*SEVERITY)


def test_what_was_brought_back_can_be_undone_in_its_turn(both):
    one, other = both
    assert one.answer(*SEVERITY, "moderate")
    assert one.answer(*SEVERITY, "severe")
    assert one.undo_last()
    assert one.patient.answers[SEVERITY].value == "moderate"
    assert one.undo_last()
    assert one.patient.answers[SEVERITY].value == "mild"
    other.catch_up()
    assert other.answer(*SEVERITY, "severe")
    assert not one.undo_last()


def test_a_window_that_is_used_again_shows_what_the_other_wrote(theme, both, qtbot):
    one, other = both
    window = MainWindow(theme, practice=True)
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitSignal(window.usable):
        window.attach(one)
    qtbot.waitUntil(lambda: window.status is not None)
    window.open_patient(one.patient.key)
    elsewhere = MainWindow(theme)
    qtbot.addWidget(elsewhere)
    elsewhere.show()
    elsewhere.activateWindow()
    qtbot.waitUntil(elsewhere.isActiveWindow)
    other.catch_up()
    assert other.answer(*SEVERITY, "severe")
    window.activateWindow()
    qtbot.waitUntil(lambda: one.patient.answers[SEVERITY].value == "severe")
    assert QApplication.activeWindow() is window
