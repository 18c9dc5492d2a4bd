"""The page Safety with a real record: conditions, medicines, checks and work-up, each answer on disk at once."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from walk import faults

from trd_desk.record.fold import drafts_of
from trd_desk.record.models import Case
from trd_desk.store.record import Record
from trd_desk.ui.pages.safety import SafetyPage
from trd_desk.view.safety import view_safety


def open_case(desk, number, **facts):
    """A new patient with the facts of a case file, opened."""
    body = {
        "format": "trd-desk-case/1",
        "patient": {"id": number, "name": f"Test {number}", "birth_date": "1980-05-10"},
        "episode": {"diagnosis": "unipolar", "start": "2025-01-01", "severity": "moderate"},
        **facts,
    }
    case = Case.model_validate_json(json.dumps(body))
    key = desk.record.new_patient(number, case.patient.name, case.patient.birth_date, None, by=desk.by, content_version="2026.11")
    drafts = [draft for draft in drafts_of(case, key) if draft.kind != "patient"]
    desk.record.append(drafts, by=desk.by, content_version="2026.11")
    desk.open_patient(key)


@pytest.fixture
def page(qtbot, desk, theme):
    open_case(desk, "safety")
    made = SafetyPage(desk, theme)
    desk.patient_changed.connect(made.refresh)
    qtbot.addWidget(made)
    made.resize(1286, 616)
    made.refresh()
    made.complete()
    made.show()
    made.activateWindow()
    made.focus_first()
    return made


def _line(page, code):
    return next(line for group in page.groups for line in group.lines if line.segments.objectName() == f"conditions.{code}")


def _stored(desk, kind, key):
    with Record.open_practice(desk.record.path) as again:
        found = again.history(desk.patient.key, kind, key)
    return [entry.value for entry in found]


def _words(widget):
    return " | ".join(label.text() for label in widget.findChildren(QLabel))


def test_every_condition_is_asked_in_the_views_words(page, desk):
    view = view_safety(desk.library, desk.patient, desk.assessment)
    assert [group.group.id for group in page.groups] == [group.id for group in view.groups]
    rows = [row for group in view.groups for row in group.rows]
    lines = [line for group in page.groups for line in group.lines]
    for line, row in zip(lines, rows, strict=True):
        assert row.label in _words(line)
        assert line.segments.accessibleName() == row.question
        assert not line.segments.is_answered()


def test_y_and_n_answer_down_goes_on_delete_takes_back(page, qtbot, desk):
    first, second = page.groups[0].lines[0].segments, page.groups[0].lines[1].segments
    qtbot.waitUntil(first.hasFocus)
    qtbot.keyClick(first, Qt.Key.Key_Y)
    qtbot.waitUntil(lambda: desk.patient.case.conditions.get("aneurysmal_vascular_disease") is True)
    assert [item.id for item in desk.assessment.safety] == ["aneurysmal_vascular_disease"]
    qtbot.keyClick(first, Qt.Key.Key_Down)
    qtbot.waitUntil(second.hasFocus)
    qtbot.keyClick(second, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: desk.patient.case.conditions.get("arteriovenous_malformation") is False)
    qtbot.keyClick(second, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not desk.is_asked("condition", "arteriovenous_malformation"))
    assert not second.is_answered()
    assert _stored(desk, "condition", "aneurysmal_vascular_disease") == [True]
    assert _stored(desk, "condition", "arteriovenous_malformation") == [False, None]


def test_unknown_is_an_answer_and_not_the_same_as_not_asked(page, qtbot, desk):
    segments = page.groups[0].lines[0].segments
    qtbot.keyClick(segments, Qt.Key.Key_U)
    qtbot.waitUntil(lambda: desk.is_asked("condition", "aneurysmal_vascular_disease"))
    assert segments.is_answered()
    assert segments.chosen() is None
    assert desk.patient.case.conditions.get("aneurysmal_vascular_disease") is None


def test_a_present_condition_says_why_and_what_to_do_and_takes_a_decision(page, qtbot, desk):
    line = _line(page, "uncontrolled_hypertension")
    assert line.decision is None
    qtbot.keyClick(line.segments, Qt.Key.Key_Y)
    qtbot.waitUntil(lambda: line.decision is not None)
    row = next(row for group in view_safety(desk.library, desk.patient, desk.assessment).groups for row in group.rows
               if row.id == "uncontrolled_hypertension")  # fmt: skip
    assert row.because in _words(line)
    assert row.action in _words(line)
    form = line.decision
    form.open_button.click()
    form.text.edit.setText("Treat the pressure first")
    form.reason.edit.setText("178/104 on two days this week")
    form.by.edit.setText("Dr K. Osei")
    form.role.choose("prescriber")
    form.save.click()
    qtbot.waitUntil(lambda: "Treat the pressure first" in _words(line))
    assert _stored(desk, "decision", "uncontrolled_hypertension")[-1]["reason"] == "178/104 on two days this week"


def test_a_decision_that_was_begun_is_not_carried_to_the_next_patient(page, qtbot, desk):
    line = _line(page, "uncontrolled_hypertension")
    qtbot.keyClick(line.segments, Qt.Key.Key_Y)
    qtbot.waitUntil(lambda: line.decision is not None)
    line.decision.open_button.click()
    line.decision.text.edit.setText("Treat the pressure first")
    open_case(desk, "next", conditions={"uncontrolled_hypertension": True})
    assert line.decision is not None
    assert not line.decision.is_open
    assert line.decision.text.text() == ""


def test_one_act_says_that_the_others_of_a_group_are_absent(page, qtbot, desk):
    group = page.groups[0]
    qtbot.keyClick(group.lines[0].segments, Qt.Key.Key_Y)
    qtbot.waitUntil(lambda: desk.patient.case.conditions.get("aneurysmal_vascular_disease") is True)
    group.none.click()
    codes = [row.id for row in group.group.rows]
    qtbot.waitUntil(lambda: all(desk.patient.case.conditions.get(code) is not None for code in codes))
    assert [desk.patient.case.conditions[code] for code in codes] == [True] + [False] * (len(codes) - 1)
    qtbot.waitUntil(group.none.isHidden)
    assert _stored(desk, "condition", codes[1]) == [False]


def test_go_to_finds_the_condition_and_the_medicines(page, qtbot):
    assert page.focus_field("conditions.cystitis_active")
    assert _line(page, "cystitis_active").segments.hasFocus()
    assert page.focus_field("medications")
    assert page.medicines.add.edit.hasFocus()
    assert not page.focus_field("treatments.t1.drug")


def _add(page, qtbot, name):
    page.medicines.add.setFocus()
    page.medicines.add.edit.clear()
    qtbot.keyClicks(page.medicines.add.edit, name)
    qtbot.keyClick(page.medicines.add.edit, Qt.Key.Key_Return)


def test_a_medicine_is_added_by_brand_and_dosed_and_removed(page, qtbot, desk):
    _add(page, qtbot, "Valium")
    qtbot.waitUntil(lambda: len(page.medicines.lines) == 1)
    line = page.medicines.lines[0]
    assert line.drug == "diazepam"
    assert page.medicines.add.text() == ""
    qtbot.waitUntil(line.dose.edit.hasFocus)
    qtbot.keyClicks(line.dose.edit, "15")
    qtbot.keyClick(line.dose.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.assessment.diazepam is not None and desk.assessment.diazepam.total_mg == 15)
    assert _stored(desk, "medication", line.key)[-1] == {"drug": "diazepam", "daily_mg": 15}
    view = view_safety(desk.library, desk.patient, desk.assessment)
    assert view.diazepam.total in _words(page.medicines)
    assert view.interactions[0].level.word in _words(line)
    line.remove.click()
    qtbot.waitUntil(lambda: not page.medicines.lines)
    assert desk.patient.case.medications == ()
    _add(page, qtbot, "lithium")
    qtbot.waitUntil(lambda: len(page.medicines.lines) == 1)
    assert page.medicines.lines[0].key != line.key


def test_an_unknown_drug_is_kept_and_shown_as_unknown(page, qtbot, desk):
    _add(page, qtbot, "xyzzium")
    qtbot.waitUntil(lambda: len(page.medicines.lines) == 1)
    row = view_safety(desk.library, desk.patient, desk.assessment).interactions[0]
    assert desk.assessment.interactions[0].level == "unknown"
    assert row.level.word in _words(page.medicines.lines[0])
    assert row.texts[0] in _words(page.medicines.lines[0])


def test_the_list_is_called_complete_with_one_tick(page, qtbot, desk):
    assert desk.assessment.interaction_questions == ("medications",)
    page.medicines.complete.click()
    assert desk.assessment.interaction_questions == ()
    assert _stored(desk, "medications_reviewed", "") == [True]


def test_checks_are_worked_out_or_asked(page, qtbot, desk):
    view = view_safety(desk.library, desk.patient, desk.assessment)
    assert len(page.pseudo) == len(view.pseudo) == 22
    for line, row in zip(page.pseudo, view.pseudo, strict=True):
        assert (line.segments is None) == row.computed
        assert row.label in _words(line)
    asked, row = next((line, row) for line, row in zip(page.pseudo, view.pseudo, strict=True) if not row.computed)
    qtbot.keyClick(asked.segments, Qt.Key.Key_Y)
    qtbot.waitUntil(lambda: desk.patient.pseudo_checks.get(row.id) is True)
    assert row.effect in _words(asked)
    assert _stored(desk, "pseudo_check", row.id) == [True]


def test_the_work_up_is_dated_and_noted(page, qtbot, desk):
    line = page.workup[0]
    item = view_safety(desk.library, desk.patient, desk.assessment).workup[0].id
    line.today.click()
    assert desk.patient.workup[item] == {"done_on": "2026-03-17"}
    line.result.setFocus()
    qtbot.keyClicks(line.result.edit, "signed")
    qtbot.keyClick(line.result.edit, Qt.Key.Key_Return)
    assert _stored(desk, "workup", item)[-1] == {"done_on": "2026-03-17", "result": "signed"}
    line.day.setFocus()
    line.day.edit.selectAll()
    qtbot.keyClicks(line.day.edit, "14 Mar 2027")
    qtbot.keyClick(line.day.edit, Qt.Key.Key_Return)
    assert line.day.sentence.text()
    assert desk.patient.workup[item]["done_on"] == "2026-03-17"


def test_the_rest_of_the_page_is_built_by_itself(qtbot, desk, theme):
    open_case(desk, "later")
    page = SafetyPage(desk, theme)
    qtbot.addWidget(page)
    page.resize(1286, 616)
    page.refresh()
    page.show()
    assert len(page.groups) < 10
    qtbot.waitUntil(lambda: len(page.workup) == len(view_safety(desk.library, desk.patient, desk.assessment).workup))
    qtbot.waitUntil(lambda: not page._builder.isActive())


@pytest.mark.parametrize(("percent", "width"), [(100, 1200), (100, 1286), (125, 1200), (150, 1286), (200, 1200)])
def test_nothing_is_cut_at_any_text_size(page, theme, desk, qapp, percent, width):
    desk.answers([("condition", "aneurysmal_vascular_disease", True), ("medication", "m1", {"drug": "diazepam", "daily_mg": 15})])
    theme.use(text_percent=percent)
    page.resize(width, 616)
    for _round in range(4):
        qapp.processEvents()
    assert faults(page) == []


def test_a_hold_of_the_follow_up_stands_above_the_conditions_and_leads_to_its_check(page, desk, qtbot):
    assert page.follow.isHidden()
    given = {"product": "esketamine_in", "indication": "trd", "on": "2026-03-03", "given": {"dose_mg": 56}}
    assert desk.answer("session", "s1", given)
    assert desk.answer("follow_up", "f1", {"domain": "bladder", "on": "2026-03-10", "nothing_found": False, "triggers": ["blood_or_pain"]})
    page.refresh()
    assert not page.follow.isHidden()
    words = _words(page.follow).replace("\u00a0", " ")
    assert "blood in the urine, or pain. Hold treatment" in words.replace("<b>", "").replace("</b>", "")
    assert "Set by this clinic: Setting of the clinic" in words
    (link,) = page.follow.links
    with qtbot.waitSignal(page.go_to) as went:
        qtbot.keyClick(link, Qt.Key.Key_Space)
    assert went.args == ["follow_up.bladder"]
    qtbot.waitUntil(lambda: faults(page) == [])
