"""The part Decisions in a real page on a real record: by keyboard, on disk at once, signed by who may, nothing typed lost."""

import datetime as dt

import pytest
from course_log import INDUCTION, CourseLog
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from walk import faults

from trd_desk.record.course_facts import CourseDecisionFact, FollowUpFact
from trd_desk.record.people import find
from trd_desk.store.record import Record
from trd_desk.ui.desk import Desk
from trd_desk.ui.pages.outcomes import OutcomesPage
from trd_desk.ui.widgets.sign import Signed

NOW = dt.datetime(2026, 3, 3, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=1)))
CONTROL = Qt.KeyboardModifier.ControlModifier
POINT = "course_decision.esketamine_in.induction_end"


def induction(number="D1", name="Eva Example"):
    """Eight sessions, a response; today is the day after the last of week 4, so the end of induction is overdue."""
    return CourseLog(number, name).score("02-02", 32).score("02-27", 14).given(*INDUCTION, predose={"urinary_symptoms": "none", "suicide_risk": "low"})


@pytest.fixture
def record(tmp_path):
    from trd_desk.interchange.practice import add_people

    with Record.create_practice(tmp_path / "c.trd", clock=lambda: NOW) as made:
        add_people(made)
        yield made


@pytest.fixture
def desk(qapp, record, library):
    made = Desk(record, clock=lambda: NOW, library=lambda: library)
    made.ask_reason = lambda _title: "typing mistake"
    made.work_as(next(one for one in record.people() if one.role == "prescriber"))
    return made


class Opened:
    """The page on one patient, with what a person does to it."""

    def __init__(self, qtbot, desk, theme, key, size=(1286, 900)):
        self.qtbot, self.desk = qtbot, desk
        desk.open_patient(key)
        self.page = OutcomesPage(desk, theme)
        qtbot.addWidget(self.page)
        self.page.resize(*size)
        self.page.show()
        self.page.activateWindow()
        self.page.refresh()
        self.page.show_tab("decisions")
        desk.patient_changed.connect(self.page.refresh)
        self.tab = self.page._part("decisions")
        self.failed = []
        desk.save_failed.connect(self.failed.append)
        qtbot.waitExposed(self.page)
        QApplication.processEvents()

    @property
    def form(self):
        return self.tab.points.body.form

    @property
    def check(self):
        return self.tab.schedule.form

    def key(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        self.qtbot.keyClick(QApplication.focusWidget(), key, modifier)

    def write(self, field, text):
        field.edit.setFocus()
        field.edit.selectAll()
        self.qtbot.keyClicks(field.edit, text)

    def leave(self, field):
        self.qtbot.keyClick(field.edit, Qt.Key.Key_Return)

    def words(self):
        QApplication.processEvents()  # what was added just now is shown with the next event
        return " ".join(label.accessibleName() or label.text() for label in self.tab.findChildren(QLabel) if label.isVisibleTo(self.tab)).replace("\u00a0", " ")


@pytest.fixture
def opened(qtbot, desk, theme):
    return Opened(qtbot, desk, theme, induction().write(desk.record))


def on_disk(desk, kind, model):
    """What is on disk, read by another connection."""
    from trd_desk.record.fold import fold

    with Record.open_practice(desk.record.path) as other:
        return fold(other.entries(desk.patient.key)).facts(kind, model)


# --------------------------------------------------------------------------------------------------------------------- points


def test_the_point_that_is_due_is_open_with_what_informs_it(opened):
    assert opened.tab.points.opened == "induction_end"
    said = opened.words()
    assert "was due by 2 Mar 2026, 1 day ago" in said
    assert "By the label; the last day of week 4 is the clinic's setting." in said
    assert "8 sessions given" in said
    assert "suicidal ideation before treatment alone" in said
    assert opened.tab.points.lines["induction_end"].accessibleName() == "End of induction, Overdue, was due by 2\u00a0Mar\u00a02026, 1 day ago."


def test_a_decision_by_keyboard_is_on_disk_with_person_and_role(opened, desk):
    opened.form.choice.setFocus()
    opened.key(Qt.Key.Key_Right)
    assert opened.form.choice.chosen() == "continue"
    opened.write(opened.form.reason, "Clear response since week three")
    opened.key(Qt.Key.Key_Return, CONTROL)
    made = on_disk(desk, "course_decision", CourseDecisionFact)
    assert list(made) == ["esketamine_in/induction_end/1"]
    fact = made["esketamine_in/induction_end/1"]
    person = desk.person
    assert (fact.decision, fact.on, fact.by, fact.role, fact.reason) == (
        "continue", NOW.date(), person.name, "prescriber", "Clear response since week three",
    )  # fmt: skip
    assert opened.tab.points.lines["induction_end"].point.state.word == "Decided"
    assert opened.tab.points.lines["induction_end"].hasFocus()
    assert "Recorded: End of induction, continue." in opened.words()
    assert desk.undo_last()
    assert opened.tab.points.lines["induction_end"].point.state.word == "Overdue"


@pytest.mark.parametrize(
    ("choice", "reason", "next_day", "sentence"),
    [
        (None, "long enough a reason", "", "Decision: choose continue"),
        ("stop", "short", "", "Reason: write 5 more letters"),
        ("defer", "long enough a reason", "", "Deferred until: give the day"),
        ("defer", "long enough a reason", "3 Mar 2026", "the day must come after"),
        ("defer", "long enough a reason", "nonsense", "Deferred until:"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(opened, desk, choice, reason, next_day, sentence):
    opened.form.choice.set_value(choice)
    opened.form._changed()
    opened.write(opened.form.reason, reason)
    if next_day:
        opened.write(opened.form.next, next_day)
    opened.form.want()
    assert sentence in opened.form.message.text()
    assert opened.form.reason.text() == reason
    assert on_disk(desk, "course_decision", CourseDecisionFact) == {}


def test_a_deferred_decision_comes_again(opened, desk):
    opened.form.choice.set_value("defer")
    opened.form._changed()
    opened.write(opened.form.next, "+3")
    opened.write(opened.form.reason, "Score of Friday is awaited")
    opened.form.want()
    (fact,) = on_disk(desk, "course_decision", CourseDecisionFact).values()
    assert (fact.decision, fact.next_on) == ("defer", dt.date(2026, 3, 6))
    line = opened.tab.points.lines["induction_end"]
    assert (line.point.state.word, line.point.when.replace("\u00a0", " ")) == ("Not yet due", "on 6 Mar 2026")


def test_who_is_no_prescriber_is_asked_for_the_signature_of_one(opened, desk, record):
    nurse = next(one for one in record.people() if one.role == "nurse")
    prescriber = next(one for one in record.people() if one.role == "prescriber")
    desk.work_as(nurse)
    opened.page.refresh()
    assert "one will be asked to sign" in opened.form.who.text()
    asked = []
    opened.tab.ask_signature = lambda act: asked.append(act)
    opened.form.choice.set_value("continue")
    opened.write(opened.form.reason, "Clear response since week three")
    opened.form.want()
    assert (asked[0].kind, "Continue" in asked[0].says) == ("decide", True)
    assert "a prescriber has to sign" in opened.form.message.text()
    assert on_disk(desk, "course_decision", CourseDecisionFact) == {}
    opened.tab.ask_signature = lambda _act: Signed(prescriber)
    opened.form.want()
    (fact,) = on_disk(desk, "course_decision", CourseDecisionFact).values()
    assert (fact.by, fact.role) == (prescriber.name, "prescriber")
    entry = record.entries_of_kind(desk.patient.key, "course_decision")[-1]
    assert entry.by == prescriber.name


def test_only_prescribers_are_offered_to_sign(opened, record, theme, qtbot):
    from trd_desk.ui.widgets.sign import Act, SignDialog

    dialog = SignDialog(theme, record, Act("decide", "Decision", "Continue."), people=record.people())
    qtbot.addWidget(dialog)
    offered = {find(record.people(), one.id).role for one in dialog._people}
    assert offered == {"prescriber"}


def test_what_was_typed_survives_another_point_and_another_patient(opened, desk):
    first = desk.patient.key
    opened.form.choice.set_value("stop")
    opened.write(opened.form.reason, "No benefit at all by")
    opened.tab.points.open("need_review")
    opened.tab.points.open("induction_end")
    assert (opened.form.choice.chosen(), opened.form.reason.text()) == ("stop", "No benefit at all by")
    desk.open_patient(induction("D2", "Otto Other").write(desk.record))
    opened.page.show_tab("decisions")
    assert (opened.form.choice.chosen(), opened.form.reason.text()) == (None, "")
    desk.open_patient(first)
    opened.page.show_tab("decisions")
    assert (opened.form.choice.chosen(), opened.form.reason.text()) == ("stop", "No benefit at all by")


def test_a_full_disk_keeps_what_was_typed(opened, desk, monkeypatch):
    from trd_desk.errors import StoreError

    def full(*_args, **_named):
        raise StoreError("The disk is full, so nothing was saved; make room and try again.")

    opened.form.choice.set_value("continue")
    opened.write(opened.form.reason, "Clear response since week three")
    monkeypatch.setattr(desk.record, "append", full)
    opened.form.want()
    assert opened.failed == ["The disk is full, so nothing was saved; make room and try again."]
    assert "What you typed is still here" in opened.form.message.text()
    assert opened.form.reason.text() == "Clear response since week three"


def test_up_down_and_enter_go_through_the_points(opened):
    lines = opened.tab.points.lines
    lines["induction_end"].setFocus()
    opened.key(Qt.Key.Key_Down)
    assert lines["weeks_5_to_8"].hasFocus()
    opened.key(Qt.Key.Key_Return)
    assert opened.tab.points.opened == "weeks_5_to_8"
    opened.key(Qt.Key.Key_Return)
    assert opened.tab.points.body is None
    opened.key(Qt.Key.Key_Up)
    assert lines["induction_end"].hasFocus()


def test_a_path_leads_to_its_point_and_to_its_check(opened):
    assert opened.page.focus_field("course_decision.esketamine_in.need_review")
    assert opened.tab.points.opened == "need_review"
    assert opened.page.focus_field("follow_up.cognition")
    assert opened.tab.schedule.domain == "cognition"
    assert opened.page.focus_field("course_decision")


# --------------------------------------------------------------------------------------------------------------------- checks


def test_a_check_is_on_disk_with_its_first_answer(opened, desk):
    line = opened.tab.schedule.lines["bladder"]
    line.setFocus()
    opened.key(Qt.Key.Key_Return)
    assert opened.check.found.hasFocus()
    assert on_disk(desk, "follow_up", FollowUpFact) == {}
    opened.key(Qt.Key.Key_Right)
    (fact,) = on_disk(desk, "follow_up", FollowUpFact).values()
    assert (fact.domain, fact.on, fact.nothing_found) == ("bladder", NOW.date(), True)
    assert line.domain.state.word == "Not yet due"
    assert "nothing found" in line.domain.last
    opened.key(Qt.Key.Key_Escape)
    assert opened.check is None
    assert line.hasFocus()


def test_a_tick_is_a_finding_and_shows_its_action(opened, desk):
    opened.tab.schedule.open("bladder")
    opened.check.boxes["new_frequency"].click()
    (fact,) = on_disk(desk, "follow_up", FollowUpFact).values()
    assert (fact.triggers, fact.nothing_found) == (("new_frequency",), False)
    assert "New frequency for more than a week (3 Mar 2026). Hold treatment, urine culture, refer to urology." in opened.words()
    opened.check.found._press(0)
    assert "Take the tick away first" in opened.check.message.text()
    assert opened.check.found.chosen() is False
    opened.check.boxes["new_frequency"].click()
    assert opened.tab.schedule.lines["bladder"].domain.fulfilled == ()
    opened.check.found._press(0)
    (fact,) = on_disk(desk, "follow_up", FollowUpFact).values()
    assert (fact.triggers, fact.nothing_found) == ((), True)


def test_a_value_with_its_unit_day_and_note(opened, desk):
    opened.tab.schedule.open("cognition")
    opened.write(opened.check.on, "27 Feb 2026")
    opened.leave(opened.check.on)
    assert on_disk(desk, "follow_up", FollowUpFact) == {}
    opened.write(opened.check.number, "31")
    opened.leave(opened.check.number)
    assert on_disk(desk, "follow_up", FollowUpFact) == {}
    opened.write(opened.check.number, "27")
    opened.leave(opened.check.number)
    opened.write(opened.check.note, "MoCA 8.1")
    opened.leave(opened.check.note)
    (fact,) = on_disk(desk, "follow_up", FollowUpFact).values()
    assert (fact.on, fact.value, fact.note) == (dt.date(2026, 2, 27), 27, "MoCA 8.1")
    assert "27 points, 27 Feb 2026" in opened.tab.schedule.lines["cognition"].domain.last.replace("\u00a0", " ")
    assert any("27" in cell for row in opened.tab.harm._words.rows for cell in row)


def test_a_check_of_today_is_gone_on_with(opened, desk):
    opened.tab.schedule.open("misuse")
    opened.check.found._press(0)
    opened.tab.schedule.toggle("misuse")
    opened.tab.schedule.open("misuse")
    assert opened.check.found.chosen() is True
    opened.write(opened.check.note, "registry without entries")
    opened.leave(opened.check.note)
    assert [one.note for one in on_disk(desk, "follow_up", FollowUpFact).values()] == ["registry without entries"]


def test_undo_takes_a_check_back_and_the_form_shows_it(opened, desk):
    opened.tab.schedule.open("misuse")
    opened.check.found._press(0)
    assert desk.undo_last()
    assert not opened.check.found.is_answered()
    assert opened.tab.schedule.lines["misuse"].domain.state.word == "Not yet due"
    opened.check.found._press(1)
    assert [one.nothing_found for one in on_disk(desk, "follow_up", FollowUpFact).values()] == [False]


def test_a_check_that_is_not_saved_says_so(opened, desk, monkeypatch):
    from trd_desk.errors import StoreError

    opened.tab.schedule.open("misuse")

    def full(*_args, **_named):
        raise StoreError("The disk is full, so nothing was saved; make room and try again.")

    monkeypatch.setattr(desk.record, "append", full)
    opened.check.found._press(0)
    assert opened.failed
    assert not opened.check.found.is_answered()
    assert "Not saved" in opened.check.message.text()


def test_a_reader_changes_nothing(opened, desk, record):
    desk.work_as(next(one for one in record.people() if one.role == "reader"))
    opened.tab.schedule.open("misuse")
    opened.check.found._press(0)
    assert "reader" in opened.failed[-1]
    assert on_disk(desk, "follow_up", FollowUpFact) == {}


def test_what_the_program_works_out_is_not_ticked(opened):
    opened.tab.schedule.open("cognition")
    assert opened.check.boxes == {}
    opened.tab.schedule.open("mood")
    assert opened.check.boxes == {}
    opened.tab.schedule.open("pressure")
    assert set(opened.check.boxes) == {"treated_twice", "sustained"}


def test_what_a_session_asks_is_a_way_to_its_checklist(opened, qtbot):
    wanted = []
    opened.page.go_to.connect(wanted.append)
    opened.tab.schedule.open("suicide_risk")
    assert opened.check.link.text().replace("\u00a0", " ") == "To the checklist of 27 Feb 2026"
    qtbot.keyClick(opened.check.link, Qt.Key.Key_Return)
    assert wanted == ["sessions.s8.predose.suicide_risk"]


# ---------------------------------------------------------------------------------------------------------------- what is seen


def test_nobody_without_a_course_is_told_what_to_do(qtbot, desk, theme):
    opened = Opened(qtbot, desk, theme, CourseLog("N1").write(desk.record))
    assert "No course yet" in opened.words()
    assert not opened.tab.schedule.isVisibleTo(opened.tab)
    assert QApplication.focusWidget().text() == "Plan the course", "the keyboard stays on the page"


@pytest.mark.parametrize(("percent", "size"), [(100, (1286, 600)), (100, (1200, 560)), (150, (1206, 560)), (200, (1206, 440))])
def test_everything_can_be_read_and_reached(qtbot, desk, theme, percent, size):
    theme.use(text_percent=percent)
    log = induction().given("03-03", product="ketamine_iv", mg=34).checked("bladder", "02-26", nothing_found=False, triggers=["new_frequency"])
    opened = Opened(qtbot, desk, theme, log.write(desk.record), size)
    opened.tab._show_product("esketamine_in")
    opened.tab.schedule.open("bladder")
    opened.tab.points.open("induction_end")
    for _time in range(60):
        qtbot.wait(20)
        if not faults(opened.page):
            break
    assert faults(opened.page) == []
    assert opened.page.horizontalScrollBar().maximum() == 0
