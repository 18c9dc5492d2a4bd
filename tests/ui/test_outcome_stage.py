"""The part Stage in the real page: reviews answer by answer on disk, the stage before kept and corrected, and the words on the page."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from trd_desk.ui.desk import Desk
from trd_desk.ui.pages.outcomes import OutcomesPage

HYPOTHESIS = "Hypothesis (Wilkowska & Cubala 2022). MSM severity is defined at baseline; re-scoring it is not validated."


class Page:
    """The page Outcomes with one practice patient, at the computer's time, which the record stamps its entries with."""

    def __init__(self, qtbot, record, library, theme, number):
        self.now = dt.datetime.now().astimezone()
        self.desk = Desk(record, clock=lambda: self.now, library=lambda: library)
        self.reasons, self.failed = [], []
        self.desk.ask_reason = lambda title: self.reasons.append(title) or "typed wrongly"
        self.desk.save_failed.connect(self.failed.append)
        self.page = OutcomesPage(self.desk, theme)
        qtbot.addWidget(self.page)
        self.page.resize(1280, 700)
        self.desk.patient_changed.connect(self.page.refresh)
        self.desk.open_patient(record.find_number(number))
        self.page.show_tab("stage")
        with qtbot.waitActive(self.page):
            self.page.show()
            self.page.activateWindow()
        self.tab = self.page._part("stage")

    @property
    def today(self):
        return self.now.date().isoformat()

    def reviews(self):
        return [
            value
            for (kind, _key), entry in self.desk.patient.answers.items()
            if kind == "review" and (value := entry.value) is not None
        ]

    def kept(self, product="esketamine_in"):
        return self.desk.patient.value("stage_baseline", product)

    def control(self, path):
        found = self.tab.findChild(QWidget, path)
        assert found is not None, path
        return found

    def choose(self, path, words):
        """Chooses in a list as a person does."""
        control = self.control(path)
        place = control.findText(words)
        assert place >= 0, words
        control.setCurrentIndex(place)
        control.activated.emit(place)

    def row(self, model):
        return words(self.tab.rows.rows[model])


@pytest.fixture
def stage(qtbot, practice_record, library, theme):
    """Makes the page of a practice patient; closed after the test."""
    made = []

    def make(number="TRD-0152"):
        made.append(Page(qtbot, practice_record, library, theme, number))
        return made[-1]

    yield make
    for one in made:
        one.page.hide()
        one.desk.clock.stop()


def words(widget):
    """What a person reads on a widget, with ordinary spaces."""
    QApplication.processEvents()
    found = []
    for child in widget.findChildren(QWidget):
        if isinstance(child, QLabel | QAbstractButton) and child.isVisibleTo(widget):
            rich = isinstance(child, QLabel) and child.textFormat() == Qt.TextFormat.RichText
            found.append(child.accessibleName() if rich else child.text())
    return " | ".join(text for text in found if text).replace("\u00a0", " ")


def test_the_vignette_stands_on_the_page_with_its_hypothesis(stage):
    one = stage()
    assert one.tab.rows.hypothesis.text() == HYPOTHESIS
    assert one.tab.rows.hypothesis.isVisibleTo(one.page)
    said = one.row("maudsley")
    for expected in (
        "11, severe",
        "8, moderate",
        "3 points lower: state 3 lower, history unchanged",
        "Lower stage band: severe before, moderate now.",
    ):
        assert expected in said
    assert "V of V" in one.row("thase_rush")
    assert "dm_trd" not in one.tab.rows.rows
    care = words(one.tab.care)
    for expected in ("Background and outdated", "Before: step 4.", "A lower step.", "178 patients"):
        assert expected in care
    assert one.tab.components.table.model().rowCount() == 10


def test_a_review_is_on_disk_answer_by_answer(stage, qtbot):
    one = stage()
    before = len(one.reviews())
    one.tab.head_widget().click()
    assert one.reviews()[-1] == {"on": one.today}
    assert QApplication.focusWidget() is one.control("review.severity")
    one.choose("review.severity", "Mild")
    assert one.reviews()[-1] == {"on": one.today, "severity": "mild"}
    one.control("review.functional_impairment").answered.emit("moderate")
    one.choose("review.anxiety", "None")
    one.control("review.psychosocial_stressor").answered.emit(False)
    one.control("review.care_step").answered.emit(2)
    note = one.tab.reviews.note
    qtbot.keyClicks(note.edit, "sleeps better")
    qtbot.keyClick(note.edit, Qt.Key.Key_Return)
    told = {"on": one.today, "severity": "mild", "functional_impairment": "moderate", "anxiety": "none", "psychosocial_stressor": False,
            "care_step": 2, "note": "sleeps better"}  # fmt: skip
    assert one.reviews()[-1] == told
    assert len(one.reviews()) == before + 1
    assert one.reasons == []
    assert "9, moderate" in one.row("maudsley")
    assert "step 2, review of" in words(one.tab.care)
    # The same button opens the review of today, and begins no second one.
    one.tab.head_widget().click()
    assert len(one.reviews()) == before + 1
    # On disk, as another window would read it.
    assert one.desk.record.entries(one.desk.patient.key)[-1].value == told


def test_a_key_in_passing_rates_nothing(stage, qtbot):
    one = stage()
    one.tab.head_widget().click()
    before = one.reviews()
    control = one.control("review.severity")
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
        qtbot.keyClick(control, key)
        assert control.view().isVisible(), "the list opens"
        assert one.reviews() == before, "and nothing is on disk yet"
        control.hidePopup()
    qtbot.keyClick(control, Qt.Key.Key_PageDown)
    assert one.reviews() == before
    one.choose("review.severity", "Mild")
    qtbot.keyClick(one.control("review.severity"), Qt.Key.Key_Delete)
    assert all("severity" not in review for review in one.reviews() if review["on"] == one.today)


def test_a_review_changed_later_asks_why_and_can_be_undone(stage):
    one = stage()
    one.tab.head_widget().click()
    one.choose("review.severity", "Mild")
    one.now += dt.timedelta(minutes=20)
    one.choose("review.severity", "Moderate")
    assert len(one.reasons) == 1
    assert one.reviews()[-1]["severity"] == "moderate"
    assert one.desk.undo_last()
    assert one.reviews()[-1]["severity"] == "mild"


def test_a_change_without_a_reason_shows_what_stands(stage):
    one = stage()
    one.tab.head_widget().click()
    one.choose("review.severity", "Mild")
    one.now += dt.timedelta(minutes=20)
    one.desk.ask_reason = lambda _title: None
    one.choose("review.severity", "Severe")
    assert one.reviews()[-1]["severity"] == "mild"
    assert one.control("review.severity").currentText() == "Mild"
    assert "only with a reason" in one.failed[-1]


def test_an_earlier_review_is_opened_and_taken_back(stage):
    one = stage()
    key = one.tab._view.reviews[0].key
    one.control(f"review.open:{key}").click()
    assert one.tab.reviews.in_hand == key
    assert one.control("review.severity").currentText() == "Below the threshold of an episode"
    one.tab.reviews.remove.click()
    assert one.desk.patient.value("review", key) is None
    said = one.row("maudsley")
    assert "Lower score, not held yet" in said
    assert "8, moderate" not in said


def test_a_review_needs_its_day(stage, qtbot):
    one = stage()
    one.tab.head_widget().click()
    edit = one.tab.reviews.on.edit
    edit.selectAll()
    qtbot.keyClick(edit, Qt.Key.Key_Delete)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert one.reviews()[-1] == {"on": one.today}
    assert "A review needs its day" in one.tab.message.text()
    edit.selectAll()
    qtbot.keyClicks(edit, "1.1.2199")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert one.reviews()[-1] == {"on": one.today}
    assert "in the future" in one.tab.reviews.on.sentence.text()


def test_what_is_unknown_of_before_is_asked_and_answered_in_place(stage):
    one = stage("TRD-0145")
    said = one.row("maudsley")
    assert "Cannot tell" in said
    assert "How severe was the episode before the first dose?" in said
    link = one.tab.findChild(QWidget, "stage.ask.maudsley:stage_baseline.severity")
    link.followed.emit(link.path)
    assert QApplication.focusWidget() is one.control("stage_baseline.severity")
    one.choose("stage_baseline.severity", "Severe")
    kept = one.kept()
    assert (kept["severity"], kept["afterwards"]) == ("severe", True)
    assert next(stage for stage in kept["stages"] if stage["id"] == "maudsley")["low"] == 11
    assert "11, severe" in one.row("maudsley")
    assert "Worked out afterwards" in words(one.tab.before)
    # The step alone leaves the stages as they were kept.
    one.control("stage_baseline.care_step").answered.emit(4)
    assert one.kept() == {**kept, "care_step": 4}
    assert one.reasons == []


def test_the_question_for_a_review_begins_one(stage):
    one = stage("TRD-0145")
    link = one.tab.findChild(QWidget, "stage.ask.maudsley:review.new")
    link.followed.emit(link.path)
    assert one.reviews() == [{"on": one.today}]


def test_the_stage_is_kept_before_a_course_and_corrected_with_a_reason(stage):
    one = stage("TRD-0118")
    assert "Stage now, before a course" in words(one.tab.rows)
    products = one.control("stage_baseline.product")
    products.setCurrentIndex(products.findData("ketamine_iv"))
    button = one.control("stage_baseline.keep")
    assert button.text() == "Keep the stage as it is now"
    button.click()
    kept = one.kept("ketamine_iv")
    assert (kept["on"], kept["afterwards"]) == (one.today, False)
    assert "before the first dose" in words(one.tab.before)
    assert "The first dose has not been given." in one.row("maudsley")
    one.now += dt.timedelta(minutes=30)
    one.choose("stage_baseline.severity", "Moderate" if kept.get("severity") != "moderate" else "Mild")
    assert len(one.reasons) == 1
    assert len(one.desk.history("stage_baseline", "ketamine_iv")) == 2
    assert one.desk.history("stage_baseline", "ketamine_iv")[-1].reason == "typed wrongly"


def test_a_path_of_the_record_leads_to_its_page(stage):
    one = stage()
    wanted = []
    one.tab.go_to.connect(wanted.append)
    one.tab._follow("treatments.t1.episode")
    assert wanted == ["treatments.t1.episode"]


def test_every_control_has_a_name(stage):
    one = stage()
    one.tab.head_widget().click()
    for control in one.tab.findChildren(QWidget):
        if control.focusPolicy() & Qt.FocusPolicy.TabFocus and control.isVisibleTo(one.tab):
            assert control.accessibleName() or (isinstance(control, QAbstractButton) and control.text()), control.objectName()


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_large_text_cuts_nothing(stage, theme, percent):
    one = stage()
    one.tab.head_widget().click()
    theme.use(text_percent=percent)
    one.page.refresh()
    QApplication.processEvents()
    assert one.page.horizontalScrollBar().maximum() == 0
    for control in one.tab.findChildren(QWidget):
        if control.isVisibleTo(one.tab) and isinstance(control, QLabel | QAbstractButton) and control.parentWidget() is not None:
            assert control.width() >= control.minimumSizeHint().width() or control.width() >= control.sizeHint().width(), words(
                control.parentWidget()
            )
            assert control.geometry().right() <= control.parentWidget().width(), words(control.parentWidget())


def test_another_patient_shows_nothing_of_the_last(stage):
    one = stage()
    one.tab.head_widget().click()
    one.desk.open_patient(one.desk.record.find_number("TRD-0118"))
    one.page.show_tab("stage")
    assert one.tab.reviews.in_hand == ""
    assert not one.tab.reviews._form.isVisibleTo(one.tab)
    assert "Stage now, before a course" in words(one.tab.rows)
