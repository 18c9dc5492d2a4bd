"""The part Scales by keyboard on a real record: each answer on disk at once, bad input told in words and kept, nothing written under a wrong day."""

import datetime as dt
import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from walk import faults

from trd_desk.errors import StoreError
from trd_desk.record.fold import drafts_of
from trd_desk.record.models import Case
from trd_desk.store.record import Record
from trd_desk.ui.desk import Desk
from trd_desk.ui.main_window import MainWindow
from trd_desk.ui.pages.history import EPISODE
from trd_desk.ui.pages.outcomes import OutcomesPage
from trd_desk.ui.theme import Theme

NOW = dt.datetime(2026, 3, 17, 14, 26, 7, tzinfo=dt.timezone(dt.timedelta(hours=1)))
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Moving:
    """A clock that a test moves on."""

    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def time():
    return Moving()


@pytest.fixture
def desk(qapp, practice_record, library, time):
    made = Desk(practice_record, clock=time, library=lambda: library)
    made.reasons = []
    made.ask_reason = lambda title: made.reasons.append(title) or "typing mistake"
    return made


def open_case(desk, number="scales", **facts):
    body = {"format": "trd-desk-case/1", "patient": {"id": number, "name": "Test", "birth_date": "1980-05-10"}, **facts}
    case = Case.model_validate_json(json.dumps(body))
    key = desk.record.new_patient(number, case.patient.name, case.patient.birth_date, None, by=desk.by, content_version="2026.12")
    desk.record.append([draft for draft in drafts_of(case, key) if draft.kind != "patient"], by=desk.by, content_version="2026.12")
    desk.open_patient(key)
    return key


class Opened:
    """The part on one patient, with what a person does to it."""

    def __init__(self, qtbot, desk, theme, *, size=(1238, 620)):
        self.qtbot, self.desk = qtbot, desk
        self.page = OutcomesPage(desk, theme)
        qtbot.addWidget(self.page)
        self.page.resize(*size)
        self.page.show()
        self.page.activateWindow()
        self.page.refresh()
        self.page.show_tab("scales")
        desk.patient_changed.connect(self.page.refresh)
        self.tab = self.page._part("scales")
        qtbot.waitExposed(self.page)
        QApplication.processEvents()

    def focused(self):
        return QApplication.focusWidget()

    def key(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        self.qtbot.keyClick(self.focused(), key, modifier)

    def type(self, text):
        for each in text:
            self.qtbot.keyClick(self.focused(), each)

    def write(self, field, text):
        field.edit.setFocus()
        field.edit.selectAll()
        self.qtbot.keyClicks(field.edit, text)
        self.key(Qt.Key.Key_Return)

    def choose(self, scale):
        self.tab.choose(scale)
        QApplication.processEvents()

    def state(self):
        return self.tab.state.state.accessibleName().replace("\u00a0", " ")

    def results(self):
        return [line.accessibleName().replace("\u00a0", " ") for line in self.tab.results.lines.values()]

    def said(self):
        return plain_text(self.tab)


def plain_text(widget):
    QApplication.processEvents()
    return " | ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)).replace("\u00a0", " ")


def stored(desk, kind, key):
    """Every version on disk, read by another connection."""
    with Record.open_practice(desk.record.path) as again:
        return [entry.value for entry in again.history(desk.patient.key, kind, key)]


@pytest.fixture
def opened(qtbot, desk, theme):
    open_case(desk)
    return Opened(qtbot, desk, theme)


# ------------------------------------------------------------------------------------------------------------ item by item


def test_ten_keys_fill_in_a_madrs_and_each_is_on_disk_before_the_next(opened, desk):
    opened.choose("madrs")
    assert opened.focused().objectName() == "scale.item.1"
    for count, digit in enumerate("4321065432", 1):
        opened.key(digit)
        answers = stored(desk, "score", "s1")
        assert len(answers) == count
        assert answers[-1]["items"][count - 1] == int(digit)
    assert stored(desk, "score", "s1")[-1] == {"scale": "madrs", "on": "2026-03-17", "items": [4, 3, 2, 1, 0, 6, 5, 4, 3, 2]}
    assert opened.state() == "30, moderate"
    assert opened.results() == ["17 Mar 2026: 30, moderate. By J. Marsh. This one is open."]
    assert desk.reasons == []


def test_while_answers_are_missing_the_interval_is_told_and_labelled(opened):
    opened.choose("madrs")
    opened.type("44444444")
    assert opened.state() == "No total: 32 to 44 possible, moderate to severe"
    assert "Missing: items 9 and 10." in opened.said()
    opened.key(Qt.Key.Key_Up)
    opened.key(Qt.Key.Key_Delete)
    assert "Missing: items 8 to 10." in opened.said()


def test_a_key_that_no_answer_has_does_nothing(opened, desk):
    opened.choose("phq9")
    opened.type("4x9")
    assert stored(desk, "score", "s1") == []
    assert opened.focused().objectName() == "scale.item.1"


def test_arrows_answer_and_move_without_going_on(opened, desk):
    opened.choose("phq9")
    opened.key(Qt.Key.Key_Right)
    opened.key(Qt.Key.Key_Right)
    assert opened.focused().objectName() == "scale.item.1"
    assert stored(desk, "score", "s1")[-1]["items"][0] == 1
    opened.key(Qt.Key.Key_Down)
    assert opened.focused().objectName() == "scale.item.2"


def test_of_a_pair_the_other_item_is_passed_over(opened, desk):
    opened.choose("qids_sr16")
    opened.type("000000")
    assert opened.focused().objectName() == "scale.item.8"
    opened.type("0")
    assert opened.focused().objectName() == "scale.item.10"
    opened.type("0000003")
    assert opened.state() == "3, none"
    assert stored(desk, "score", "s1")[-1]["items"] == [0, 0, 0, 0, 0, 0, None, 0, None, 0, 0, 0, 0, 0, 0, 3]


def test_the_difficulty_question_follows_the_nine_items_and_belongs_to_no_total(opened, desk):
    opened.choose("phq9")
    opened.type("111111110")
    assert opened.focused().objectName() == "scale.extra"
    opened.key("3")
    assert stored(desk, "score_about", "s1")[-1] == {"by": "clinician", "wording": "shipped", "extra": 3}
    assert opened.state() == "8, mild"
    opened.key(Qt.Key.Key_Delete)
    assert "extra" not in stored(desk, "score_about", "s1")[-1]


def test_wording_stands_with_its_credit_and_numbers_with_their_licence(opened):
    opened.choose("phq9")
    assert "Little interest or pleasure in doing things" in opened.said()
    assert "educational grant from Pfizer" in opened.said()
    opened.choose("madrs")
    assert "Numbers only: have the official form beside you" in opened.said()
    assert "Pfizer" not in opened.said()


def test_what_was_begun_is_gone_on_with_after_another_scale(opened, desk):
    opened.choose("madrs")
    opened.type("333")
    opened.choose("cgi_s")
    opened.key("5")
    opened.choose("madrs")
    assert opened.focused().objectName() == "scale.item.4"
    opened.type("3333333")
    assert stored(desk, "score", "s1")[-1]["items"] == [3] * 10
    assert stored(desk, "score", "s2")[-1] == {"scale": "cgi_s", "on": "2026-03-17", "total": 5}


def test_going_on_later_or_by_another_person_is_no_correction_but_changing_is(opened, desk, time):
    opened.choose("madrs")
    opened.type("333")
    time.now = dt.datetime.now(NOW.tzinfo) + dt.timedelta(hours=2)  # what is on disk was stamped just now
    opened.type("3")
    assert desk.reasons == []
    opened.key(Qt.Key.Key_Up)
    opened.key("1")
    assert desk.reasons == ["Why is this answer changed?"]
    with Record.open_practice(desk.record.path) as again:
        assert again.history(desk.patient.key, "score", "s1")[-1].reason == "typing mistake"


def test_a_change_without_a_reason_leaves_what_stands(opened, desk, time):
    opened.choose("madrs")
    opened.type("3")
    time.now = dt.datetime.now(NOW.tzinfo) + dt.timedelta(hours=2)  # what is on disk was stamped just now
    desk.ask_reason = lambda _title: ""
    opened.key(Qt.Key.Key_Up)
    opened.key("1")
    assert "Not saved. The form shows what is on disk." in opened.said()
    assert opened.tab.form.grid.lines[0].segments.chosen() == 3


def test_taking_the_last_answer_back_leaves_no_entry(opened, desk):
    opened.choose("madrs")
    opened.type("3")
    opened.key(Qt.Key.Key_Up)
    opened.key(Qt.Key.Key_Delete)
    assert stored(desk, "score", "s1")[-1] is None
    assert opened.results() == []
    assert opened.state() == "No answer yet"


def test_undo_takes_the_last_answer_away_and_the_form_follows(opened, desk):
    opened.choose("madrs")
    opened.type("35")
    desk.undo_last()
    assert stored(desk, "score", "s1")[-1]["items"][:2] == [3, None]
    assert not opened.tab.form.grid.lines[1].segments.is_answered()
    desk.undo_last()
    assert opened.results() == []
    opened.type("2")
    assert stored(desk, "score", "s2")[-1]["items"].count(2) == 1


# -------------------------------------------------------------------------------------------------------- total, level, day


def test_a_total_that_cannot_be_is_told_at_the_field_and_kept(opened, desk):
    opened.choose("phq9")
    opened.tab.form.mode.answered.emit("total")
    opened.write(opened.tab.form.total, "31")
    assert "31 does not fit: a total of the PHQ-9 is 0 to 27" in opened.said()
    assert opened.tab.form.total.text() == "31"
    opened.write(opened.tab.form.total, "many")
    assert "Not a number. Write digits only" in opened.said()
    assert opened.tab.form.total.text() == "many"
    assert stored(desk, "score", "s1") == []
    opened.write(opened.tab.form.total, "21")
    assert stored(desk, "score", "s1") == [{"scale": "phq9", "on": "2026-03-17", "total": 21}]
    assert opened.state() == "21, severe"


def test_what_is_typed_and_cannot_be_kept_keeps_the_scale_in_front(opened, desk):
    opened.choose("whodas12")
    field = opened.tab.form.total
    field.edit.setFocus()
    opened.qtbot.keyClicks(field.edit, "55")
    opened.choose("madrs")
    assert opened.tab._scale == "whodas12"
    assert field.text() == "55"
    assert stored(desk, "rating", "r1") == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("18 March 2026", "18 March 2026 is in the future. Check the year."),
        ("1 Jan 1979", "1 January 1979 lies before the birth date, 10 May 1980. Correct one of them."),
        ("3/2026", "The day is missing."),
        ("yesterday", "Not understood as a date."),
        ("31 Feb 2026", "There is no such day in the calendar."),
        ("", "A rating needs its day."),
    ],
)
def test_a_day_that_cannot_be_is_told_and_nothing_is_written_under_it(opened, desk, typed, expected):
    opened.choose("madrs")
    day = opened.tab.form.day
    day.edit.setFocus()
    day.edit.selectAll()
    opened.key(Qt.Key.Key_Delete)
    opened.qtbot.keyClicks(day.edit, typed)
    opened.key(Qt.Key.Key_Return)
    assert expected in opened.said()
    assert day.text() == typed
    opened.tab.form.grid.focus_open()
    opened.key("4")
    assert stored(desk, "score", "s1") == []
    assert "Not on disk yet: correct the day" in opened.said()
    assert opened.tab.form.grid.lines[0].segments.chosen() == 4
    opened.write(day, "16 Mar 2026")
    assert stored(desk, "score", "s1") == [{"scale": "madrs", "on": "2026-03-16", "items": [4, *[None] * 9]}]
    assert "Not on disk yet" not in opened.said()


def test_a_wrong_day_of_an_older_entry_keeps_the_answer_that_was_just_given(opened, desk):
    opened.choose("madrs")
    opened.type("33")
    day = opened.tab.form.day
    day.edit.setFocus()
    day.edit.selectAll()
    opened.qtbot.keyClicks(day.edit, "18 Mar 2026")
    opened.tab.form.grid.focus_open()
    opened.key("5")
    assert stored(desk, "score", "s1")[-1]["items"][:3] == [3, 3, None]
    opened.write(day, "10 Mar 2026")
    assert stored(desk, "score", "s1")[-1] == {"scale": "madrs", "on": "2026-03-10", "items": [3, 3, 5, *[None] * 7]}


def test_the_c_ssrs_is_a_level_and_a_day_and_nothing_else(opened, desk):
    opened.choose("cssrs")
    assert opened.tab.form.grid.lines == []
    opened.key("m")
    assert stored(desk, "rating", "r1") == [{"scale": "cssrs", "on": "2026-03-17", "level": "moderate"}]
    assert opened.state() == "Moderate"
    opened.write(opened.tab.form.day, "16.3.2026")
    assert stored(desk, "rating", "r1")[-1]["on"] == "2026-03-16"
    assert "read its level off it" in opened.said()


def test_a_rating_of_a_session_day_may_be_given_its_session_and_moment(qtbot, desk, theme):
    session = {"id": "v1", "product": "esketamine_in", "on": "2026-03-17", "given": {"dose_mg": 56}}
    open_case(desk, sessions=[session])
    opened = Opened(qtbot, desk, theme)
    opened.choose("moaas")
    opened.key("3")
    opened.tab.form.session.answered.emit("v1")
    assert stored(desk, "rating", "r1")[-1] == {"scale": "moaas", "on": "2026-03-17", "total": 3, "session": "v1"}
    assert "3 or less asks for attention." in opened.said()
    opened.choose("cadss")
    opened.tab.form.phase.answered.emit("at_40")
    assert stored(desk, "rating", "r2") == []
    opened.type("1")
    assert stored(desk, "rating", "r2")[-1] | {"items": None} == {
        "scale": "cadss", "on": "2026-03-17", "items": None, "phase": "at_40", "metric": "23 items, 0 to 92",
    }
    assert "At 40 minutes" in opened.results()[0]


# ------------------------------------------------------------------------------------------------------------------ results


@pytest.fixture
def with_scores(qtbot, desk, theme):
    scores = [{"scale": "madrs", "on": f"2026-01-{day:02}", "total": 40 - day} for day in range(1, 15)]
    open_case(desk, scores=[*scores, {"scale": "phq9", "on": "2026-03-02", "items": [2] * 9}])
    return Opened(qtbot, desk, theme)


def test_results_are_listed_the_newest_first_and_all_on_request(with_scores):
    with_scores.choose("madrs")
    assert len(with_scores.tab.results.lines) == 10
    assert with_scores.results()[0].startswith("14 Jan 2026: 26, moderate")
    with_scores.tab.results.more.click()
    assert len(with_scores.tab.results.lines) == 14
    with_scores.choose("phq9")
    with_scores.choose("madrs")
    assert len(with_scores.tab.results.lines) == 10


def test_a_result_is_opened_corrected_and_its_versions_are_kept(with_scores, desk, qtbot):
    with_scores.choose("madrs")
    line = with_scores.tab.results.lines["s14"]
    line.setFocus()
    with_scores.key(Qt.Key.Key_Return)
    assert with_scores.focused() is with_scores.tab.form.total.edit
    assert with_scores.tab.form.total.text() == "26"
    with_scores.write(with_scores.tab.form.total, "28")
    assert [value["total"] for value in stored(desk, "score", "s14")] == [26, 28]
    with_scores.key(Qt.Key.Key_H, CONTROL)
    panel = with_scores.page.window().findChild(QWidget, "versions")
    assert "Total: 28" in plain_text(panel)
    assert "typing mistake" not in plain_text(panel)  # within minutes by the same person: no correction
    panel.close()


def test_a_result_is_taken_back_and_brought_back(with_scores, desk):
    with_scores.choose("madrs")
    with_scores.tab.results.lines["s14"].setFocus()
    with_scores.key(Qt.Key.Key_Delete)
    assert stored(desk, "score", "s14")[-1] is None
    assert "s14" not in with_scores.tab.results.lines
    assert "Taken back. Ctrl+Z brings it back." in with_scores.said()
    desk.undo_last()
    assert with_scores.results()[0].startswith("14 Jan 2026: 26")


def test_taking_an_entry_back_gives_its_wrong_day_up_too(opened, desk):
    opened.choose("phq9")
    opened.tab.form.mode_wanted.emit("total")
    opened.write(opened.tab.form.total, "12")
    day = opened.tab.form.day
    opened.write(day, "24 Dec 2026")
    assert "in the future" in opened.said()
    opened.qtbot.mouseClick(opened.tab.state.remove, Qt.MouseButton.LeftButton)
    assert "in the future" not in opened.said()
    assert day.edit.text() == "17 Mar 2026"
    assert not day.holds_unsaved()
    assert opened.tab.form.message.isHidden(), "what somebody wished is no warning"
    opened.key(Qt.Key.Key_Return)
    assert opened.tab.form.told.isHidden(), "a new entry begins"


def test_what_was_done_about_an_answer_stands_beside_its_score(opened, desk):
    opened.choose("phq9")
    for digit in "000000002":
        opened.key(digit)
    key = opened.tab._key
    assert "Done:" not in opened.said()
    said = "Seen by Dr Osei, who agreed a safety plan"
    assert desk.answer("crisis", key, {**desk.patient.value("crisis", key), "done": said})
    assert f"Done: {said}. Recorded by {desk.by}, " in opened.said()
    opened.key(Qt.Key.Key_Insert)
    assert "Done:" not in opened.said()
    opened.tab.open(key)
    assert "Done:" in opened.said()


def test_a_score_by_items_from_elsewhere_is_shown_with_its_items(with_scores):
    with_scores.choose("phq9")
    with_scores.tab.open("s15")
    assert [line.segments.chosen() for line in with_scores.tab.form.grid.lines] == [2] * 9
    assert with_scores.state() == "18, moderately severe"


def test_a_second_entry_of_the_day_is_told(opened):
    opened.choose("cgi_s")
    opened.key("5")
    opened.key(Qt.Key.Key_Insert)
    assert "CGI-S of 17 March 2026 is recorded already: 5" in opened.said()
    assert opened.state() == "No answer yet"


def test_the_list_is_walked_by_arrows_and_chosen_by_enter(opened):
    opened.tab.focus_first()
    assert opened.focused() is opened.tab.list.lines["madrs"]
    opened.key(Qt.Key.Key_Down)
    opened.key(Qt.Key.Key_Return)
    assert opened.tab._scale == "phq9"
    assert opened.focused().objectName() == "scale.item.1"


def test_another_patient_begins_with_nothing_in_hand(opened, desk):
    opened.choose("madrs")
    opened.type("33")
    open_case(desk, "other")
    opened.page.show_tab("scales")
    assert opened.state() == "No answer yet"
    assert opened.results() == []


# ----------------------------------------------------------------------------------------------------------------- faults


def test_a_full_disk_keeps_the_answer_and_says_so(opened, desk, monkeypatch):
    opened.choose("madrs")
    real = desk.record.append
    said = []
    desk.save_failed.connect(said.append)

    def full(*_given, **_more):
        raise StoreError("The disk is full. Free some space and answer again.")

    monkeypatch.setattr(desk.record, "append", full)
    opened.key("4")
    assert said == ["The disk is full. Free some space and answer again."]
    assert "Not saved. What you answered is still here" in opened.said()
    assert opened.tab.form.grid.lines[0].segments.chosen() == 4
    monkeypatch.setattr(desk.record, "append", real)
    opened.key("3")
    assert stored(desk, "score", "s1")[-1]["items"][:2] == [4, 3]


def test_what_a_full_disk_refused_is_not_put_away_with_its_scale(opened, desk, monkeypatch):
    opened.choose("madrs")
    real = desk.record.append

    def full(*_given, **_more):
        raise StoreError("The disk is full. Free some space and answer again.")

    monkeypatch.setattr(desk.record, "append", full)
    opened.key("4")
    opened.tab.list.lines["hamd17"].opened.emit()
    assert opened.tab.form.grid.lines[0].segments.chosen() == 4
    assert "Not saved. What you answered is still here" in opened.said()
    monkeypatch.setattr(desk.record, "append", real)
    opened.tab.list.lines["hamd17"].opened.emit()
    assert stored(desk, "score", "s1")[-1]["items"][0] == 4
    assert opened.state() == "No answer yet"


def test_a_faulty_file_of_a_clinics_wording_is_told_and_the_part_works(opened, desk):
    folder = desk.record.path.parent / "wording"
    folder.mkdir()
    (folder / "cssrs.toml").write_text('title = "x"', encoding="utf-8")
    (folder / "madrs.toml").write_text("title = ", encoding="utf-8")
    opened.choose("madrs")
    assert "wording/cssrs.toml: is not used: electronic versions of the C-SSRS are licensed only through Clario" in opened.said()
    assert "wording/madrs.toml: is not valid TOML" in opened.said()
    opened.key("4")
    assert stored(desk, "score", "s1")[-1]["items"][0] == 4


def test_a_clinics_own_wording_is_shown_with_its_licensee(opened, desk):
    folder = desk.record.path.parent / "wording"
    folder.mkdir()
    items = json.dumps([f"our text {number}" for number in range(1, 11)])
    head = 'licensee = "Northfield Clinic"\nlicence = "17/2026"\ntitle = "Ours"\nstem = "In the past week"\n'
    text = f'{head}items = {items}\noptions = {json.dumps(list("abcdefg"))}\n'
    (folder / "madrs.toml").write_text(text, encoding="utf-8")
    opened.choose("madrs")
    assert "our text 10" in opened.said()
    assert "licensed to Northfield Clinic (17/2026)" in opened.said()
    assert "0 a; 1 b" in opened.said()


# ------------------------------------------------------------------------------------------------------- history and window


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
    return made


def test_the_history_shows_the_total_that_the_items_make_and_leads_back(window, desk, qtbot):
    whole = {"scale": "phq9", "on": "2026-03-02", "items": [2] * 9}
    key = open_case(desk, scores=[whole, {"scale": "madrs", "on": "2026-03-02", "items": [2] * 9 + [None]}])
    window.open_patient(key)
    window.show_step("history")
    scores = window._pages["history"].episode.scores
    whole, begun = scores.lines["s1"], scores.lines["s2"]
    assert whole.boxes["total"].control.text() == "18"
    assert whole.boxes["total"].control.edit.isReadOnly()
    assert "Worked out from its items" in whole.boxes["total"].sentence()
    assert begun.boxes["total"].control.text() == ""
    assert "No total: 18 to 24 possible" in begun.boxes["total"].sentence().replace("\u00a0", " ")
    window.go_to("scores.madrs")
    qtbot.waitUntil(lambda: "outcomes" in window._pages and window.stack.currentWidget() is window._pages["outcomes"])
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None and QApplication.focusWidget().objectName() == "scale.item.10")


def test_the_history_refuses_a_total_that_the_scale_does_not_have(window, desk, qtbot):
    key = open_case(desk, scores=[{"scale": "phq9", "on": "2026-03-02", "total": 20}])
    window.open_patient(key)
    window.show_step("history")
    window._pages["history"].show_section(EPISODE)
    box = window._pages["history"].episode.scores.lines["s1"].boxes["total"]
    box.control.edit.setFocus()
    box.control.edit.selectAll()
    qtbot.keyClicks(box.control.edit, "31")
    qtbot.keyClick(box.control.edit, Qt.Key.Key_Return)
    assert "31 does not fit: a total of the PHQ-9 is 0 to 27" in box.sentence().replace("\u00a0", " ")
    assert box.control.text() == "31"
    assert stored(desk, "score", "s1")[-1]["total"] == 20
    qtbot.keyClick(box.control.edit, Qt.Key.Key_Escape)
    qtbot.keyClick(box.control.edit, Qt.Key.Key_Escape)


def test_what_a_full_disk_refused_keeps_its_patient_open(window, desk, monkeypatch):
    first = open_case(desk)
    other = desk.record.find_number("TRD-0151")
    window.open_patient(first)
    window.show_step("outcomes")
    page = window._pages["outcomes"]
    page.show_tab("scales")
    tab = page._part("scales")
    tab.choose("madrs")
    real = desk.record.append

    def full(*_given, **_more):
        raise StoreError("The disk is full. Free some space and answer again.")

    monkeypatch.setattr(desk.record, "append", full)
    tab.form.item_answered.emit(0, 4)
    page.show_tab("goals")
    window.open_patient(other)
    assert desk.patient.key == first
    assert page._tab == "scales"
    monkeypatch.setattr(desk.record, "append", real)
    window.open_patient(other)
    assert desk.patient.key == other
    kept = [entry.value for entry in desk.record.entries(first) if entry.kind == "score"]
    assert kept[-1]["items"][0] == 4


def test_the_patient_can_fill_in_a_scale_whose_wording_may_be_shown(window, desk, qtbot):
    window.open_patient(open_case(desk))
    window.show_step("outcomes")
    window._pages["outcomes"].show_tab("scales")
    tab = window._pages["outcomes"]._part("scales")
    tab.choose("madrs")
    assert not tab.form.patient.isVisible()
    tab.choose("phq9")
    qtbot.waitUntil(tab.form.patient.isVisible)
    assert not window.is_covered
    tab.form.patient.click()
    assert window.is_covered


# ----------------------------------------------------------------------------------------------------------------- looks


@pytest.mark.parametrize(
    ("name", "percent", "size"),
    [("light", 100, (1238, 560)), ("dark", 150, (1238, 560)), ("contrast", 200, (1190, 560)), ("light", 125, (800, 560))],
)
def test_every_scale_can_be_read_and_reached(qtbot, qapp, desk, name, percent, size):
    theme = Theme(name, percent)
    theme.apply(qapp)
    session = {"id": "v1", "product": "esketamine_in", "on": "2026-03-17", "given": {"dose_mg": 56}}
    begun = {"scale": "madrs", "on": "2026-03-17", "items": [2, *[None] * 9]}
    open_case(desk, sessions=[session], scores=[{"scale": "madrs", "on": "2026-01-05", "total": 34}, begun])
    opened = Opened(qtbot, desk, theme, size=size)
    for scale in desk.library.scales:
        opened.choose(scale.id)
        for _time in range(3):
            QApplication.processEvents()
        assert faults(opened.tab) == [], scale.id
    qapp.setStyleSheet("")


def test_tab_goes_in_reading_order(opened):
    opened.choose("bprs_positive")
    opened.tab.focus_first()
    names = []
    for _step in range(6):
        opened.key(Qt.Key.Key_Tab)
        names.append(opened.focused().objectName())
    assert names == ["scale.on:edit", "scale.mode", "scale.item.4", "scale.item.11", "scale.item.12", "scale.item.15"]
