"""The page Pathways with a real record: rungs for keys and screen readers, both editions, the reason, decisions, stops."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from test_safety_page import open_case
from walk import faults

from trd_desk.store.record import Record
from trd_desk.ui.pages.pathways import PathwaysPage
from trd_desk.view.pathways import view_pathways

FAILED = [
    {"id": "t1", "kind": "antidepressant", "episode": "current", "drug": "sertraline", "doses": [{"mg": 150, "weeks": 8}],
     "adherent": True, "improvement_percent": 5, "stop_reason": "no_effect"},
    {"id": "t2", "kind": "antidepressant", "episode": "current", "drug": "venlafaxine", "doses": [{"mg": 225, "weeks": 8}],
     "adherent": True, "improvement_percent": 5, "stop_reason": "ongoing"},
]  # fmt: skip


def _page(qtbot, desk, theme):
    made = PathwaysPage(desk, theme)
    desk.patient_changed.connect(made.refresh)
    qtbot.addWidget(made)
    made.resize(1286, 616)
    made.refresh()
    made.show()
    made.activateWindow()
    made.focus_first()
    return made


@pytest.fixture
def page(qtbot, desk, theme):
    desk.open_patient(desk.record.find_number("TRD-0151"))
    made = _page(qtbot, desk, theme)
    qtbot.waitUntil(lambda: made.columns[0].ladder.rungs[0].hasFocus())
    return made


def test_each_ladder_says_the_views_words(page, desk):
    view = view_pathways(desk.library, desk.patient, desk.assessment)
    assert [column.pathway for column in page.columns] == [ladder.id for ladder in view.ladders]
    for column, ladder in zip(page.columns, view.ladders, strict=True):
        words = " | ".join(label.text() for label in column.findChildren(QLabel))
        assert ladder.name in words
        assert ladder.result.word in words
        assert ladder.source.text in words
        for remark in ladder.also:
            assert remark.text in words


def test_each_rung_is_a_child_with_its_line_words_and_state(page, desk):
    view = view_pathways(desk.library, desk.patient, desk.assessment)
    for column, ladder in zip(page.columns, view.ladders, strict=True):
        assert [rung.accessibleName() for rung in column.ladder.rungs] == [child.name for child in ladder.drawing.children]
    names = [rung.accessibleName() for rung in page.columns[0].ladder.rungs]
    assert "line 2, A second SSRI, not met, next step" in names
    second = page.columns[0].ladder.rungs[1]
    assert second.accessibleDescription() == second.toolTip() != ""


def test_keys_go_up_the_ladder_and_across_to_the_same_line(page, qtbot):
    first, second = page.columns[0].ladder, page.columns[1].ladder
    qtbot.keyClick(first.rungs[0], Qt.Key.Key_Up)
    assert first.rungs[1].hasFocus()
    qtbot.keyClick(first.rungs[1], Qt.Key.Key_Right)
    assert second.rungs[1].hasFocus()
    assert abs(second.rungs[1].geometry().center().y() - first.rungs[1].geometry().center().y()) < 4
    qtbot.keyClick(second.rungs[1], Qt.Key.Key_Left)
    assert first.rungs[1].hasFocus()
    qtbot.keyClick(first.rungs[1], Qt.Key.Key_Tab)
    assert any(rung.hasFocus() for rung in second.rungs)


def test_enter_opens_the_reason_which_then_follows_the_ladder(page, qtbot, desk):
    view = view_pathways(desk.library, desk.patient, desk.assessment)
    first = page.columns[0].ladder
    assert page.reason is None
    assert [licence.card.id for licence in page.licences] == [card.id for card in view.cards]
    qtbot.keyClick(first.rungs[0], Qt.Key.Key_Return)
    assert page.reason.pathway == "nice_reported"
    words = " | ".join(label.text() for label in page.reason.findChildren(QLabel))
    for remark in view.ladders[0].because:
        assert remark.text in words
    qtbot.keyClick(first.rungs[0], Qt.Key.Key_Right)
    assert page.reason.pathway == "canmat_2023"
    qtbot.keyClick(page.columns[1].ladder.rungs[0], Qt.Key.Key_Escape)
    assert page.reason is None
    assert page.licences


def test_a_question_of_the_reason_leads_to_its_field(page, qtbot):
    qtbot.keyClick(page.columns[0].ladder.rungs[0], Qt.Key.Key_Return)
    qtbot.keyClick(page.columns[0].ladder.rungs[0], Qt.Key.Key_Return)
    link = page.focusWidget()
    asked = page.reason.asks[0].ask
    assert link.text() == asked.text
    with qtbot.waitSignal(page.go_to) as followed:
        qtbot.keyClick(link, Qt.Key.Key_Return)
    assert followed.args == [asked.field]


def test_the_older_edition_stands_behind_the_newer(page, qtbot, desk):
    column = page.columns[1]
    older = view_pathways(desk.library, desk.patient, desk.assessment).ladders[1].older[0]
    assert column.pathway == "canmat_2023"
    assert older.name in column.toggle.text()
    column.toggle.setFocus()
    qtbot.keyClick(column.toggle, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: column.pathway == "canmat_2021")
    assert [rung.accessibleName() for rung in column.ladder.rungs] == [child.name for child in older.drawing.children]
    qtbot.waitUntil(column.toggle.hasFocus)
    qtbot.keyClick(column.toggle, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: column.pathway == "canmat_2023")


def test_a_decision_needs_its_reason_and_is_then_on_disk_and_on_the_page(page, qtbot, desk):
    qtbot.keyClick(page.columns[1].ladder.rungs[0], Qt.Key.Key_Return)
    form = page.reason.decision
    form.open_button.click()
    form.text.edit.setText("Start with the drip")
    form.reason.edit.setText("short")
    form.by.edit.setText("Dr K. Osei")
    form.save.click()
    assert form.fault.text()
    assert not desk.patient.decisions
    form.reason.edit.setText("The spray is not available here")
    form.save.click()
    assert form.fault.text()
    form.role.choose("prescriber")
    form.save.click()
    qtbot.waitUntil(lambda: "canmat_2023" in desk.patient.decisions)
    with Record.open_practice(desk.record.path) as again:
        stored = again.history(desk.patient.key, "decision", "canmat_2023")[-1].value
    assert stored == {
        "text": "Start with the drip",
        "reason": "The spray is not available here",
        "by": "Dr K. Osei",
        "role": "prescriber",
    }
    qtbot.waitUntil(lambda: "Start with the drip" in " ".join(label.text() for label in page.columns[1].findChildren(QLabel)))
    qtbot.waitUntil(lambda: "The spray is not available here" in " ".join(label.text() for label in page.reason.findChildren(QLabel)))


def test_a_stop_condition_stands_first_and_on_every_rung_of_ketamine(qtbot, desk, theme):
    open_case(desk, "stop", treatments=FAILED, conditions={"aneurysmal_vascular_disease": True})
    page = _page(qtbot, desk, theme)
    view = view_pathways(desk.library, desk.patient, desk.assessment)
    assert view.stop
    stop = page.findChild(object, "pathways.stop")
    assert stop.isVisible()
    assert view.stop[0].text in stop.accessibleName()
    for column in page.columns:
        assert "stop" in column.ladder.rungs[-1].accessibleName().lower()


def test_status_by_country_and_alternatives_stand_below(page, desk):
    view = view_pathways(desk.library, desk.patient, desk.assessment)
    countries, alternatives = page.countries.model(), page.alternatives.model()
    assert countries.rowCount() == len(view.countries) > 5
    assert alternatives.rowCount() == len(view.alternatives) > 5
    assert countries.index(0, 0).data() == view.countries[0].country
    assert countries.index(0, 2).data() == view.countries[0].licence
    assert view.countries[0].standing.word in countries.index(0, 5).data()
    assert alternatives.index(0, 0).data() == view.alternatives[0].option


@pytest.mark.parametrize(("percent", "width"), [(100, 1200), (100, 1286), (125, 1200), (150, 1286), (200, 1200)])
def test_nothing_is_cut_at_any_text_size(page, theme, qapp, percent, width):
    theme.use(text_percent=percent)
    page.resize(width, 616)
    for _round in range(4):
        qapp.processEvents()
    assert faults(page) == []
