"""The register is reached from Find and from a dose, with the patient open behind it."""

import pytest

from trd_desk.ui.finder import _actions
from trd_desk.ui.main_window import MainWindow
from trd_desk.ui.pages.register import RegisterPage


@pytest.fixture
def window(theme, desk, qtbot):
    made = MainWindow(theme, practice=True)
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.first_painted):
        made.show()
    with qtbot.waitSignal(made.usable):
        made.attach(desk)
    qtbot.waitUntil(lambda: made.status is not None)
    return made


def test_find_and_a_dose_lead_to_the_register(window, desk):
    key = desk.record.find_number("TRD-0147")
    window.open_patient(key)
    window.go_to("register")
    assert isinstance(window.stack.currentWidget(), RegisterPage)
    assert desk.patient.key == key
    window.show_step("sessions")
    words = [action.words for action in _actions(window, desk)]
    assert {"Today", "Controlled-drug register", "Go to Sessions"} <= set(words)
    next(action for action in _actions(window, desk) if action.words == "Controlled-drug register").do()
    assert isinstance(window.stack.currentWidget(), RegisterPage)
