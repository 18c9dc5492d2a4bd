"""The part Goals: answered, agreed and rated by keyboard, on a real record."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from walk import faults

from trd_desk.ui.pages.outcomes import OutcomesPage


class Opened:
    def __init__(self, qtbot, desk, theme, size=(1286, 700)):
        self.qtbot, self.desk = qtbot, desk
        desk.open_patient(desk.record.find_number("TRD-0147"))
        self.page = OutcomesPage(desk, theme)
        qtbot.addWidget(self.page)
        self.page.resize(*size)
        self.page.show()
        self.page.activateWindow()
        self.page.refresh()
        self.page.show_tab("goals")
        desk.patient_changed.connect(self.page.refresh)
        qtbot.waitExposed(self.page)

    def part(self, name):
        found = self.page.findChild(QWidget, name)
        assert found is not None, name
        return found

    def type(self, name, text, key=Qt.Key.Key_Return):
        field = self.part(f"{name}:edit")
        field.setFocus()
        self.qtbot.keyClicks(field, text)
        self.qtbot.keyClick(field, key)

    def press(self, name):
        self.qtbot.mouseClick(self.part(name), Qt.MouseButton.LeftButton)

    def on_disk(self, kind):
        return [entry.value for entry in self.desk.record.entries(self.desk.patient.key) if entry.kind == kind]


@pytest.fixture
def opened(qtbot, desk, theme):
    return Opened(qtbot, desk, theme)


def test_a_factor_is_answered_with_one_key_and_is_on_disk(opened):
    row = opened.part("factor.family_history")
    row.setFocus()
    opened.qtbot.keyClick(row, Qt.Key.Key_Y)
    assert opened.on_disk("factor") == [True]
    result = next(one for one in opened.desk.assessment.definitions if one.id == "difficult_to_treat")
    assert next(factor.value for factor in result.factors if factor.id == "family_history") is True
    opened.qtbot.keyClick(opened.part("factor.family_history"), Qt.Key.Key_Delete)
    assert not opened.desk.is_asked("factor", "family_history")


def test_a_factor_that_the_record_tells_has_no_keys(opened):
    assert not opened.part("factor.older_age").isVisible()


def test_a_goal_is_agreed_rated_and_reached(opened):
    opened.type("goal.text", "Walk to the market", Qt.Key.Key_Tab)
    opened.press("goal.agreed.patient")
    opened.press("goal.agreed.family")
    opened.press("goal.add")
    goal = opened.on_disk("goal")[-1]
    assert goal == {"text": "Walk to the market", "state": "open", "agreed_with": ["patient", "family"], "agreed_on": "2026-03-17"}
    key = next(name for kind, name in opened.desk.patient.answers if kind == "goal")
    assert opened.part("goal.text:edit").text() == ""
    opened.type(f"goal.{key}.rating", "3")
    opened.press(f"goal.{key}.add")
    assert opened.on_disk("goal_rating")[-1] == {"goal": key, "on": "2026-03-17", "rating": 3, "by": "patient"}
    segments = opened.part(f"goal.{key}.state")
    segments.answered.emit("reached")
    assert opened.on_disk("goal")[-1]["state"] == "reached"


def test_a_rating_that_does_not_fit_is_told_and_kept(opened):
    opened.desk.answer("goal", "g1", {"text": "Sleep", "state": "open"})
    opened.type("goal.g1.rating", "11")
    field = opened.part("goal.g1.rating")
    assert "between 0 and 10" in field.sentence.text()
    opened.press("goal.g1.add")
    assert field.text() == "11"
    assert opened.on_disk("goal_rating") == []


def test_a_goal_without_words_says_what_to_write(opened):
    opened.press("goal.add")
    assert opened.page._part("goals").new.message.text().startswith("Write the goal first")
    assert opened.on_disk("goal") == []


def test_the_plan_for_a_crisis_is_saved_field_by_field(opened):
    opened.type("safety_plan.plan", "Call my sister")
    opened.type("safety_plan.contacts", "Clinic 555-0112")
    assert opened.on_disk("safety_plan") == [
        {"on": "2026-03-17", "plan": "Call my sister"},
        {"on": "2026-03-17", "plan": "Call my sister", "contacts": "Clinic 555-0112"},
    ]


def test_nothing_typed_of_one_patient_stays_for_the_next_and_it_waits_for_its_own(opened):
    opened.qtbot.keyClicks(opened.part("goal.text:edit"), "half a goal")
    opened.press("goal.agreed.family")
    for number, text, agreed in (("TRD-0151", "", False), ("TRD-0147", "half a goal", True)):
        opened.desk.open_patient(opened.desk.record.find_number(number))
        opened.page.refresh()
        opened.page.show_tab("goals")
        assert (opened.part("goal.text:edit").text(), opened.part("goal.agreed.family").isChecked()) == (text, agreed)
    opened.press("goal.add")
    assert opened.on_disk("goal")[-1]["text"] == "half a goal"


@pytest.mark.parametrize(("size", "percent"), [((1286, 640), 100), ((1200, 592), 125), ((1286, 592), 200)])
def test_nothing_is_cut_or_unnamed(qtbot, desk, theme, qapp, size, percent):
    theme.use(name="light", text_percent=percent)
    opened = Opened(qtbot, desk, theme, size)
    opened.desk.answer("goal", "g1", {"text": "Walk to the market by myself every week", "area": "function", "state": "open"})
    opened.desk.answer("goal_rating", "g1/1", {"goal": "g1", "on": "2026-03-01", "rating": 4, "by": "family"})
    qtbot.wait(50)
    assert faults(opened.page.widget()) == []
    theme.use(name="light", text_percent=100)
