"""What is still being typed is saved before the patient is put away, the window closes or the record is locked."""

import pytest
from PySide6.QtCore import Qt

from trd_desk.ui.main_window import MainWindow


@pytest.fixture
def window(theme, desk, qtbot):
    """A window on the page Safety of an open patient."""
    made = MainWindow(theme, practice=True)
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitSignal(made.usable):
        made.attach(desk)
    qtbot.waitUntil(lambda: made.status is not None)
    made.open_patient(desk.record.find_number("TRD-0151"))
    made.show_step("safety")
    made._pages["safety"].complete()
    yield made
    made.detach()


@pytest.fixture
def result(window, qtbot):
    """The field for the result of the first examination, with a word typed and not left."""
    page = window._pages["safety"]
    field = page.workup[0].result
    field.setFocus()
    qtbot.keyClicks(field.edit, "normal")
    return field


@pytest.fixture
def day(window, qtbot):
    """The field for the day of the first examination, with a word that is no day."""
    field = window._pages["safety"].workup[0].day
    field.setFocus()
    field.edit.selectAll()
    qtbot.keyClicks(field.edit, "sometime")
    return field


def said(desk, window):
    key = desk.record.find_number("TRD-0151")
    item = window._pages["safety"].workup[0].objectName().removeprefix("safety.workup.")
    newest = desk.record.history(key, "workup", item)
    return newest[-1].value if newest else None


@pytest.mark.usefixtures("result")
@pytest.mark.parametrize("leave", ["show_patients", "close", "lock", "new_patient"])
def test_what_is_typed_is_on_disk_when_the_patient_is_left(window, desk, leave):
    if leave == "lock":
        # Locking is asked of the window by the key; the practice clinic itself is not locked.
        assert window.settle()
    else:
        getattr(window, leave)()
    assert said(desk, window)["result"] == "normal"


def test_a_dose_whose_answer_is_queued_is_on_disk_too(window, desk, qtbot):
    page = window._pages["safety"]
    assert desk.answer("medication", "m9", {"drug": "lithium"})
    line = next(line for line in page.medicines.lines if line.key == "m9")
    qtbot.waitUntil(line.dose.isVisible)
    line.dose.setFocus()
    qtbot.keyClicks(line.dose.edit, "600")
    window.show_patients()
    assert desk.record.history(desk.record.find_number("TRD-0151"), "medication", "m9")[-1].value["daily_mg"] == 600


@pytest.mark.parametrize("leave", ["show_patients", "new_patient", "close"])
def test_what_cannot_be_kept_keeps_the_patient_open(window, desk, day, qtbot, leave):
    getattr(window, leave)()
    assert desk.patient is not None
    assert window.isVisible()
    assert window.stack.currentWidget() is window._pages["safety"]
    assert day.text() == "sometime"
    assert "not saved yet" in window.status.refusal()
    qtbot.keyClick(day.edit, Qt.Key.Key_Escape)
    qtbot.keyClick(day.edit, Qt.Key.Key_Escape)
    window.show_patients()
    assert desk.patient is None


def test_it_is_shown_again_from_another_page(window, desk, day):
    window.show_step("pathways")
    window.show_patients()
    assert desk.patient is not None
    assert window.stack.currentWidget() is window._pages["safety"]
    assert day.text() == "sometime"
