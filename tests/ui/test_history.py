"""The page History, driven by the keyboard over a real record: what is typed is on disk when the field is left."""

import json

import pytest
import walk
from conftest import NOW
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QVBoxLayout, QWidget

from trd_desk.record.fold import drafts_of, fold
from trd_desk.record.models import Case
from trd_desk.store.record import Record
from trd_desk.ui.desk import Desk
from trd_desk.ui.preferences import Preferences

OKAFOR = {
    "format": "trd-desk-case/1",
    "patient": {"id": "TRD-0151"},
    "episode": {
        "diagnosis": "unipolar",
        "start": "2025-01-10",
        "severity": "moderate",
        "functional_impairment": "moderate",
        "anxiety": "none",
        "personality_disorder": "none",
        "psychosocial_stressor": False,
        "intensified_care": "none",
        "setting": "outpatient",
        "acute_suicidality": False,
        "psychiatric_emergency": False,
    },
    "asked": ["antidepressant", "augmentation", "combination", "psychotherapy", "ect", "ketamine"],
    "treatments": [
        {
            "id": "t1",
            "kind": "antidepressant",
            "drug": "escitalopram",
            "episode": "current",
            "start": "2025-02-10",
            "end": "2025-02-24",
            "doses": [{"mg": 10, "weeks": 2}],
            "adherent": True,
            "stop_reason": "intolerance",
        },
        {
            "id": "t2",
            "kind": "antidepressant",
            "drug": "sertraline",
            "episode": "current",
            "start": "2025-03-03",
            "end": "2025-06-09",
            "doses": [{"mg": 50, "weeks": 2}, {"mg": 100, "weeks": 4}, {"mg": 150, "weeks": 8}],
            "adherent": True,
            "improvement_percent": 20,
            "stop_reason": "no_effect",
        },
        {
            "id": "t3",
            "kind": "antidepressant",
            "drug": "venlafaxine",
            "episode": "current",
            "start": "2025-06-16",
            "end": "2025-09-15",
            "doses": [{"mg": 75, "weeks": 3}, {"mg": 150, "weeks": 3}, {"mg": 225, "weeks": 7}],
            "adherent": True,
            "improvement_percent": 35,
            "stop_reason": "no_effect",
        },
        {
            "id": "t4",
            "kind": "augmentation",
            "drug": "lithium",
            "with": "t3",
            "episode": "current",
            "start": "2025-08-11",
            "end": "2025-09-15",
            "doses": [{"mg": 800, "weeks": 5}],
            "improvement_percent": 0,
            "stop_reason": "no_effect",
        },
        {
            "id": "t5",
            "kind": "antidepressant",
            "drug": "amitriptyline",
            "episode": "current",
            "start": "2025-09-22",
            "end": "2025-11-24",
            "doses": [{"mg": 75, "weeks": 9}],
            "adherent": True,
            "improvement_percent": 0,
            "stop_reason": "no_effect",
        },
        {
            "id": "t6",
            "kind": "antidepressant",
            "drug": "mirtazapine",
            "episode": "current",
            "start": "2025-12-01",
            "end": "2026-01-05",
            "doses": [{"mg": 15, "weeks": 3}, {"mg": 30, "weeks": 2}],
            "improvement_percent": 10,
            "stop_reason": "no_effect",
        },
        {
            "id": "t7",
            "kind": "antidepressant",
            "drug": "duloxetine",
            "episode": "current",
            "start": "2026-02-16",
            "doses": [{"mg": 30, "weeks": 1}, {"mg": 60, "weeks": 3}],
            "adherent": True,
            "stop_reason": "ongoing",
        },
        {
            "id": "t8",
            "kind": "psychotherapy",
            "modality": "supportive",
            "episode": "current",
            "start": "2025-10-01",
            "end": "2025-12-15",
            "sessions": 10,
            "improvement_percent": 0,
            "stop_reason": "no_effect",
        },
    ],
    "scores": [{"scale": "madrs", "on": "2026-03-12", "total": 31}],
}


class Bench:
    """A page in a window over a real record, and the keys of a person."""

    def __init__(self, qtbot, theme, library, folder, case=None, *, now=NOW):
        from trd_desk.ui.pages.history import HistoryPage

        self.clock = now
        self.record = Record.create_practice(folder / "clinic.trd", clock=lambda: self.clock)
        version = library.version
        self.key = self.record.new_patient(
            "TRD-0151", "Daniel Okafor", "1978-05-04", "male", by="Dr K. Osei", content_version=version
        )
        if case is not None:
            drafts = [each for each in drafts_of(Case.model_validate_json(json.dumps(case)), self.key) if each.kind != "patient"]
            self.record.append(drafts, by="Dr K. Osei", content_version=version)
        self.desk = Desk(self.record, Preferences(name="Dr K. Osei"), clock=lambda: self.clock, library=lambda: library)
        self.reasons = []
        self.desk.ask_reason = self.reason
        self.window = QWidget()
        QVBoxLayout(self.window).setContentsMargins(0, 0, 0, 0)
        self.page = HistoryPage(self.desk, theme)
        self.window.layout().addWidget(self.page)
        self.desk.patient_changed.connect(self.page.refresh)
        self.window.resize(1286, 616)
        qtbot.addWidget(self.window)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        self.desk.open_patient(self.key)
        QApplication.processEvents()

    def reason(self, title):
        self.reasons.append(title)
        return "the letter says otherwise"

    def keys(self, *keys):
        for key in (letter for each in keys for letter in (each if isinstance(each, str) else (each,))):
            popup = QApplication.activePopupWidget()
            target = (popup.focusWidget() or popup) if popup is not None else QApplication.focusWidget() or self.page
            if isinstance(key, str):
                QTest.keyClicks(target, key)
            elif isinstance(key, tuple):
                QTest.keyClick(target, key[0], key[1])
            else:
                QTest.keyClick(target, key)
            QApplication.processEvents()

    def on_disk(self, kind, key):
        found = self.record.history(self.key, kind, key)
        return found[-1].value if found else None

    def focus(self):
        focused = QApplication.focusWidget()
        return "" if focused is None else focused.objectName().removesuffix(":edit")


@pytest.fixture
def bench(qtbot, theme, library, tmp_path):
    made = []

    def make(case=None, **more):
        made.append(Bench(qtbot, theme, library, tmp_path, case, **more))
        return made[0]

    yield make
    for each in made:
        each.window.close()
        each.record.close()


TAB, ENTER, ESC, INS, DOWN, DELETE = (
    Qt.Key.Key_Tab,
    Qt.Key.Key_Return,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Insert,
    Qt.Key.Key_Down,
    Qt.Key.Key_Delete,
)


def test_a_referral_of_five_treatments_by_keyboard_alone(bench):
    desk = bench()
    desk.page.focus_first()
    assert desk.focus() == "treatments.add"

    # An antidepressant with two dose steps; every answer is on disk as soon as its field is left.
    desk.keys(INS, ENTER)
    assert desk.focus() == "treatments.t1.drug"
    desk.keys("Zoloft", TAB)
    assert desk.on_disk("treatment", "t1") == {"kind": "antidepressant", "drug": "sertraline"}
    desk.keys("3/2025", TAB)
    assert desk.on_disk("treatment", "t1")["start"] == "2025-03-01"
    desk.keys("9 Jun 2025", TAB)
    assert desk.on_disk("treatment", "t1")["end"] == "2025-06-09"
    assert desk.focus() == "treatments.t1.stop_reason"
    desk.keys(DOWN, DOWN, ENTER, TAB)
    assert desk.on_disk("treatment", "t1")["stop_reason"] == "no_effect"
    desk.keys("t", ENTER, TAB, TAB)
    assert desk.on_disk("treatment", "t1")["episode"] == "current"
    assert desk.focus() == "treatments.t1.doses.0.mg"
    desk.keys("50", TAB)
    assert desk.on_disk("treatment", "t1")["doses"] == [{"mg": 50.0}]
    desk.keys("2", ENTER)
    assert desk.focus() == "treatments.t1.doses.1.mg", "Enter in the weeks adds a dose step"
    desk.keys("100", TAB, "6", TAB, TAB)
    assert desk.on_disk("treatment", "t1")["doses"] == [{"mg": 50.0, "weeks": 2.0}, {"mg": 100.0, "weeks": 6.0}]
    assert desk.focus() == "treatments.t1.improvement_percent"
    desk.keys("20", TAB, "y")
    assert desk.on_disk("treatment", "t1")["improvement_percent"] == 20
    assert desk.on_disk("treatment", "t1")["adherent"] is True
    desk.keys(ESC)
    assert desk.focus() == "treatments", "Esc goes back to the table"

    # Lithium added to it.
    desk.keys(INS, "2")
    desk.keys("lithium", TAB)
    assert desk.focus() == "treatments.t2.with"
    desk.keys(DOWN, DOWN, ENTER)
    assert desk.on_disk("treatment", "t2") == {"kind": "augmentation", "drug": "lithium", "with": "t1"}
    desk.page.focus_field("treatments.t2.level_mmol_l")
    desk.keys("0.7", ESC)
    assert desk.on_disk("treatment", "t2")["level_mmol_l"] == 0.7

    # Psychotherapy, ECT, rTMS.
    desk.keys(INS, "4", "c", ENTER, TAB, "16", TAB, "16", ESC)
    assert desk.on_disk("treatment", "t3") == {"kind": "psychotherapy", "modality": "cbt", "sessions": 16, "weeks": 16.0}
    desk.keys(INS, "5", "g", ENTER, TAB, "b", ENTER, TAB, "12", ESC)
    assert desk.on_disk("treatment", "t4") == {"kind": "ect", "status": "given", "placement": "bilateral", "sessions": 12}
    desk.keys(INS, "6", "20", TAB, "4", ESC)
    assert desk.on_disk("treatment", "t5") == {"kind": "rtms", "sessions": 20, "weeks": 4.0}

    case = fold(desk.record.entries(desk.key)).case
    assert [item.kind for item in case.treatments] == ["antidepressant", "augmentation", "psychotherapy", "ect", "rtms"]
    assert desk.record.verify_chain() == []
    assert desk.reasons == [], "entering is no correction"


def test_an_unknown_drug_is_told_with_the_nearest_name_and_kept(bench):
    desk = bench()
    desk.page.focus_first()
    desk.keys(INS, ENTER, "sertalin", TAB)
    editor = desk.page.editor
    box = editor._boxes["drug"]
    assert "sertralin" in box.sentence() and "Did you mean" in box.sentence()
    assert box.control.text() == "sertalin"
    assert desk.on_disk("treatment", "t1") == {"kind": "antidepressant"}

    # Another answer does not wipe it, and neither does closing the editor.
    desk.page.focus_field("treatments.t1.improvement_percent")
    desk.keys("20", TAB)
    assert editor._boxes["drug"].control.text() == "sertalin"
    desk.keys(ESC)
    desk.page.open_treatment("t1")
    assert editor._boxes["drug"].control.text() == "sertalin"
    assert "Did you mean" in editor._boxes["drug"].sentence()


def test_what_could_not_be_saved_outlives_a_closed_editor(bench):
    desk = bench()
    desk.page.focus_first()
    desk.keys(INS, ENTER, "qwxyz", ESC)
    assert "still there" in desk.page.asked.sentence()
    desk.keys(ENTER)
    assert desk.page.editor._boxes["drug"].control.text() == "qwxyz"


def test_an_impossible_dose_is_refused_in_words_and_an_unlikely_one_may_be_kept(bench):
    desk = bench(OKAFOR)
    desk.page.focus_field("treatments.t1.doses.0.mg")
    step = desk.page.editor._steps[0]
    step.mg.edit.selectAll()
    desk.keys("-10", TAB)
    assert step.boxes()[0].sentence() == "The dose must be greater than 0."
    assert step.mg.text() == "-10"
    assert desk.on_disk("treatment", "t1")["doses"] == [{"mg": 10, "weeks": 2}]

    step.mg.setFocus()
    step.mg.edit.selectAll()
    desk.keys("60", TAB)
    assert desk.on_disk("treatment", "t1")["doses"][0]["mg"] == 60
    assert (
        step.boxes()[0].sentence().replace("\xa0", " ") == "60 is above the 30 mg known for escitalopram. Keep it, or correct it."
    )

    desk.page.focus_field("treatments.t1.end")
    desk.page.editor._boxes["end"].control.edit.selectAll()
    desk.keys("1/2024", TAB)
    assert "lies before its start" in desk.page.editor._boxes["end"].sentence()
    assert desk.on_disk("treatment", "t1")["end"] == "2025-02-24"


def test_a_correction_of_an_old_answer_asks_why_and_keeps_what_was_said(bench, theme):
    import datetime as dt

    desk = bench(OKAFOR)
    desk.clock = NOW + dt.timedelta(days=3)
    desk.page.focus_field("treatments.t3.improvement_percent")
    control = desk.page.editor._boxes["improvement_percent"].control
    control.edit.selectAll()
    desk.keys("45", TAB)
    assert len(desk.reasons) == 1
    versions = desk.record.history(desk.key, "treatment", "t3")
    assert [each.value["improvement_percent"] for each in versions] == [35, 45]
    assert versions[-1].reason == "the letter says otherwise"

    # An answer that was missing is no correction.
    desk.page.focus_field("treatments.t6.adherent")
    desk.keys("y")
    assert len(desk.reasons) == 1
    assert desk.on_disk("treatment", "t6")["adherent"] is True

    # The versions are shown on Ctrl+H.
    desk.page.focus_field("treatments.t3.improvement_percent")
    desk.page.show_versions()
    panel = desk.window.findChild(QDialog, "versions")
    words = [label.text().replace("\xa0", " ") for label in panel.findChildren(QWidget) if hasattr(label, "text")]
    assert "45 %" in words and "35 %" in words and "the letter says otherwise" in words
    panel.close()


def test_without_a_reason_a_correction_is_not_saved_and_the_text_stays(bench, theme, qtbot):
    import datetime as dt

    from PySide6.QtCore import QTimer

    from trd_desk.ui.widgets.reason import ask_reason

    desk = bench(OKAFOR)
    desk.clock = NOW + dt.timedelta(days=3)
    desk.desk.ask_reason = lambda title: ask_reason(theme, desk.window, title)

    asked = []

    def answer(key):
        def press():
            asked.append(type(QApplication.activeModalWidget()).__name__)
            if QApplication.activeModalWidget() is not None:
                QTest.keyClick(QApplication.activeModalWidget(), key)

        QTimer.singleShot(100, press)

    def back():
        """The window takes the keys again, as a window manager gives them back."""
        desk.window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is desk.window)

    desk.page.focus_field("treatments.t3.improvement_percent")
    box = desk.page.editor._boxes["improvement_percent"]
    box.control.edit.selectAll()
    answer(ESC)
    desk.keys("45", TAB)
    assert desk.on_disk("treatment", "t3")["improvement_percent"] == 35
    assert box.control.text() == "45" and "Not saved" in box.sentence()
    desk.page.refresh()
    assert box.control.text() == "45", "what was typed outlives the next answer"

    # Enter tries again.
    back()
    box.control.setFocus()
    answer(Qt.Key.Key_2)
    desk.keys(ENTER)
    assert desk.on_disk("treatment", "t3")["improvement_percent"] == 45
    assert desk.record.history(desk.key, "treatment", "t3")[-1].reason == "new information"
    assert box.sentence() == ""

    # Esc gives a change up.
    desk.clock += dt.timedelta(hours=1)
    back()
    box.control.setFocus()
    box.control.edit.selectAll()
    answer(ESC)
    desk.keys("50", TAB)
    back()
    box.control.setFocus()
    desk.keys(ESC)
    assert box.control.text() == "45" and box.sentence() == ""
    assert desk.page.table.open_id == "t3"

    # A choice that is not saved shows the old answer.
    back()
    desk.page.focus_field("treatments.t3.stop_reason")
    answer(ESC)
    desk.keys(DELETE)
    assert desk.page.editor._boxes["stop_reason"].control.value() == "no_effect"
    assert asked == ["ReasonPopover"] * 4


def test_keys_of_a_field_do_not_reach_the_table_behind(bench):
    desk = bench(OKAFOR)
    desk.page.focus_field("treatments.t6.start")
    desk.keys(Qt.Key.Key_Up, DOWN)
    assert desk.page.table.selected_id() == "t6"
    assert desk.focus() == "treatments.t6.start"
    desk.keys(ENTER)
    assert desk.focus() == "treatments.t6.end", "Enter goes on to the next field"
    assert desk.on_disk("treatment", "t6") is not None


def test_the_list_of_drugs_offers_names_that_begin_so_with_their_minimum(bench):
    desk = bench()
    desk.page.focus_first()
    desk.keys(INS, ENTER, "ven")
    completer = desk.page.editor._boxes["drug"].control.edit.completer()
    offered = [completer.completionModel().index(row, 0).data() for row in range(completer.completionCount())]
    assert offered[0] == "venlafaxine" and "desvenlafaxine" not in offered
    desk.keys(TAB)
    assert desk.on_disk("treatment", "t1")["drug"] == "venlafaxine", "letters that begin only one drug are enough"


def test_unknown_is_an_answer_of_its_own(bench):
    desk = bench(OKAFOR)
    desk.page.focus_field("treatments.t6.adherent")
    segments = desk.page.editor._boxes["adherent"].control
    assert not segments.is_answered()
    desk.keys("u")
    assert desk.on_disk("treatment", "t6")["adherent"] is None
    assert segments.is_answered() and segments.chosen() is None
    desk.keys(DELETE)
    assert "adherent" not in desk.on_disk("treatment", "t6")
    assert not segments.is_answered()


def test_kinds_are_asked_and_none_unless_entries_say_otherwise(bench):
    desk = bench(OKAFOR)
    assert desk.page.focus_field("asked.rtms")
    desk.keys(Qt.Key.Key_Space)
    assert desk.on_disk("asked", "rtms") is True
    assert desk.focus() == "asked.rtms"
    desk.keys(Qt.Key.Key_Space)
    assert desk.on_disk("asked", "rtms") is None
    desk.page.focus_field("asked.antidepressant")
    desk.keys(Qt.Key.Key_Space)
    assert "6 listed" in desk.page.asked.sentence()
    assert desk.on_disk("asked", "antidepressant") is True


def test_links_lead_to_their_fields(bench):
    desk = bench(OKAFOR)
    for ask in desk.page._view.missing:
        desk.page.side._links[ask.field].click()
        QApplication.processEvents()
        wanted = "treatments.t4.level_mmol_l" if "level" in ask.field else ask.field
        assert desk.focus().startswith(wanted.split(".doses")[0]), ask.field
    for path in ("episode.start", "patient.birth_date", "licence_region", "patient.weight_kg", "criteria.2", "asked.ect"):
        assert desk.page.focus_field(path)
        assert desk.focus() == path
    assert desk.page.focus_field("scores.qids_sr16")
    assert desk.focus() == "scores.s2.on"
    assert not desk.page.focus_field("conditions.pregnancy")


def test_remove_undo_and_copy(bench):
    desk = bench(OKAFOR)
    desk.page.table.setFocus()
    desk.page.table.select("t3")
    desk.keys(DELETE)
    assert desk.on_disk("treatment", "t3") is None
    assert "with" not in desk.on_disk("treatment", "t4")
    assert [row.id for row in desk.page.table.treatments.rows] == ["t1", "t2", "t4", "t5", "t6", "t7", "t8"]
    assert desk.desk.undo_last()
    assert desk.on_disk("treatment", "t3")["drug"] == "venlafaxine"
    assert desk.on_disk("treatment", "t4")["with"] == "t3"
    desk.page.table.setFocus()
    desk.page.table.select("t2")
    desk.keys((Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier))
    assert desk.on_disk("treatment", "t9") == desk.on_disk("treatment", "t2")
    assert desk.focus() == "treatments.t9.drug"


def test_episode_scores_and_criteria_are_saved_answer_by_answer(bench):
    desk = bench()
    desk.page._to_section("episode")
    assert desk.focus() == "episode.diagnosis"
    desk.keys("u", ENTER, TAB, "1/2025", TAB)
    assert desk.on_disk("episode", "diagnosis") == "unipolar"
    assert desk.on_disk("episode", "start") == "2025-01-01"
    desk.page.focus_field("episode.remission_dates")
    desk.keys("3/2019, 14 Mar 2022", TAB)
    assert desk.on_disk("episode", "remission_dates") == ["2019-03-01", "2022-03-14"]
    desk.page.focus_field("episode.acute_suicidality")
    desk.keys("n")
    assert desk.on_disk("episode", "acute_suicidality") is False
    desk.page.focus_field("patient.weight_kg")
    desk.keys("-3", TAB)
    assert desk.on_disk("patient", "weight_kg") is None
    assert desk.page.episode.box("patient.weight_kg").sentence() == "The weight must be greater than 0."
    desk.page.focus_field("scores.madrs")
    desk.keys("12 Mar 2026", TAB, "31", TAB)
    assert desk.on_disk("score", "s1") == {"scale": "madrs", "on": "2026-03-12", "total": 31}
    desk.page._to_section("criteria")
    desk.keys("y", DOWN, "n", DOWN, "u")
    assert [desk.on_disk("criterion", str(number)) for number in (1, 2, 3)] == [True, False, None]
    assert desk.desk.is_asked("criterion", "3")


def test_an_empty_treatment_leaves_no_trace_in_the_list(bench):
    desk = bench()
    desk.page.focus_first()
    desk.keys(INS, ENTER, ESC)
    assert desk.page.table.treatments.rows == ()
    assert desk.focus() == "treatments.add"


@pytest.mark.parametrize("percent", [100, 125, 200])
@pytest.mark.parametrize("size", [(1200, 568), (1286, 616), (1840, 900)])
def test_nothing_is_cut_or_without_a_name(bench, theme, percent, size):
    theme.use(text_percent=percent)
    desk = bench(OKAFOR)
    desk.window.resize(*size)
    for path in ("treatments.t6.adherent", "treatments.t4.level_mmol_l", "episode.start", "criteria.1"):
        desk.page.focus_field(path)
        for _settling in range(4):
            QApplication.processEvents()
        assert walk.faults(desk.page) == []


def test_tab_goes_round_the_page_without_a_trap(bench):
    desk = bench(OKAFOR)
    desk.page.open_treatment("t6")
    seen = []
    for _step in range(120):
        desk.keys(TAB)
        name = desk.focus() or type(QApplication.focusWidget()).__name__
        if seen and name == seen[0]:
            break
        seen.append(name)
    else:
        pytest.fail(f"Tab never came back: {seen[-10:]}")
    assert {"treatments", "history.parts", "treatments.add", "asked.ect", "treatments.t6.drug", "treatments.t6.adherent"} <= set(
        seen
    )
    combos = [widget for widget in desk.page.findChildren(QComboBox) if widget.isVisible()]
    assert combos and all(widget.accessibleName() for widget in combos)
