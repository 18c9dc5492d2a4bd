"""A patient fills in a form at the screen: nothing else is reached, each answer is on disk, alarms go on, and a passphrase brings the record back."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from clinic_days import Clock, brennan, red, varga
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from walk import faults

from trd_desk.errors import StoreError
from trd_desk.record.entries import Draft
from trd_desk.record.fold import fold
from trd_desk.record.people import Person
from trd_desk.store import vault
from trd_desk.store.record import Record
from trd_desk.ui.desk import Desk
from trd_desk.ui.finder import _actions
from trd_desk.ui.frame.self_rating import offered_scales, start_self_rating, why_not
from trd_desk.ui.main_window import MainWindow
from trd_desk.ui.pages.outcomes import OutcomesPage
from trd_desk.ui.pages.self_rating import SelfRatingPage
from trd_desk.ui.preferences import Preferences
from trd_desk.ui.sound import Speaker
from trd_desk.ui.theme import TEXT_SIZES
from trd_desk.ui.widgets.large import reading_size

PASSPHRASE = "orange lantern quiet river"
OTHERS = "seven green bicycles sleep"
NAMES = ("Aoife Brennan", "Brennan", "Tomas Lindqvist", "Ines Varga", "TRD-0147", "TRD-0122", "TRD-0139", "1988")
VALUES = ("148/88", "188/114", "126/80", "MOAA/S", "Esketamine", "Ketamine", "minimal", "moderate", "severe")
ADVICE = "Tell the nurse at the desk. Someone will sit with you."
PLAIN = Qt.KeyboardModifier.NoModifier


@pytest.fixture(scope="module")
def record_file(tmp_path_factory, library):
    """An encrypted record with two people and three live sessions, made once."""
    path = tmp_path_factory.mktemp("form") / "own.trd"
    first = Person("marsh", "J. Marsh", "nurse")
    with Record.create(path, PASSPHRASE, first, cost=vault.FLOOR, clock=Clock("08:00")) as record:
        record.add_person("Dr K. Osei", "prescriber", manages=False, passphrase=OTHERS, by=record.person, cost=vault.FLOOR)
        for day in (brennan(), red(), varga(library)):
            day.write(record)
    return path


@pytest.fixture
def record(record_file, tmp_path):
    shutil.copytree(record_file.parent, tmp_path / "copy")
    with Record.open(tmp_path / "copy" / record_file.name, PASSPHRASE) as opened:
        yield opened


@pytest.fixture
def desk(qapp, record, clock, library):
    record.use_clock(clock)
    made = Desk(record, Preferences(crisis=ADVICE, phone="020 7946 0112", emergency="999"), clock=clock, library=lambda: library)
    made.speaker = Speaker([])
    assert made.library is library
    return made


@pytest.fixture
def window(theme, desk, qtbot):
    made = MainWindow(theme)
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.first_painted):
        made.show()
    made.attach(desk)
    qtbot.waitUntil(lambda: made.today is not None and made.today.board.is_filled)
    made.lock_wanted.connect(lambda: made.today.lock())
    made.open_patient(desk.record.find_number("TRD-0147"), "outcomes")
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.detach()


@pytest.fixture
def page(window, desk, qtbot):
    assert start_self_rating(window, desk, "phq9")
    made = window.stack.currentWidget()
    assert isinstance(made, SelfRatingPage)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is made)
    return made


def press(page, *keys):
    for key in keys:
        QTest.keyClick(page, key)


def digits(page, text):
    for each in text:
        QTest.keyClick(page, Qt.Key(Qt.Key.Key_0 + int(each)))


def begin(page):
    press(page, Qt.Key.Key_Return)


def shown_words(window):
    """Everything a person or a screen reader meets in what is visible."""
    words = [window.windowTitle()]
    for widget in [window, *window.findChildren(QWidget)]:
        if widget.isVisible():
            words += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
            if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
                words.append(widget.text())
    return "\n".join(words)


def on_disk(desk, kind="score"):
    """What the record holds of the form, read from its log."""
    patient = fold(desk.record.entries(desk.patient.key))
    return next((entry.value for (of_kind, _key), entry in patient.answers.items() if of_kind == kind and entry.value is not None), None)


def hand_back(page, qtbot, passphrase=PASSPHRASE, who=None):
    page.ask_staff()
    if who is not None:
        assert page.staff.person.choose(next(person.id for person in page.desk.record.people() if person.name == who))
    page.staff.field.clear()
    qtbot.keyClicks(page.staff.field, passphrase)
    qtbot.keyClick(page.staff.field, Qt.Key.Key_Return)
    work = page.staff
    qtbot.waitUntil(lambda: work._work is None, timeout=30_000)


# Everything else is away


def test_nothing_of_the_record_is_in_sight(window, page, qtbot):
    for part in (window.rail, window.header, window.steps, window.status):
        assert not part.isVisible()
    assert window.isFullScreen()
    seen = []
    begin(page)
    for number in range(9):
        seen.append(shown_words(window))
        assert f"{number + 1} of 9" in seen[-1]
        digits(page, "2")
    press(page, Qt.Key.Key_Return)
    seen.append(shown_words(window))
    digits(page, "1")
    press(page, Qt.Key.Key_Return)
    seen.append(shown_words(window))
    page.ask_staff()
    seen.append(shown_words(window))
    found = {name for words in seen for name in (*NAMES, *VALUES) if name in words}
    assert not found
    assert not [words for words in seen if "18" in words.replace("11:", "") and "score" in words.casefold()], "no score for the patient"


def every_key():
    """All that a keyboard can send with a modifier, and the keys that mean something without one."""
    letters = [Qt.Key(Qt.Key.Key_A + place) for place in range(26)]
    numbers = [Qt.Key(Qt.Key.Key_0 + place) for place in range(10)]
    functions = [Qt.Key(Qt.Key.Key_F1 + place) for place in range(12)]
    special = [Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape, Qt.Key.Key_Menu, Qt.Key.Key_Delete, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Space]
    control, alt, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
    for modifiers in (control, alt, control | shift, control | alt):
        for key in (*letters, *numbers, *functions, *special, Qt.Key.Key_Slash, Qt.Key.Key_Comma, Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_Return):
            yield key, modifiers
    for key in (*letters, *functions, Qt.Key.Key_Escape, Qt.Key.Key_Menu, Qt.Key.Key_Delete, Qt.Key.Key_Home, Qt.Key.Key_End):
        yield key, PLAIN
    yield Qt.Key.Key_F10, shift


def test_no_key_reaches_anything_else(window, page, desk):
    begin(page)
    count, patient = desk.record.entry_count(), desk.patient.key
    for key, modifiers in every_key():
        for target in (page, QApplication.focusWidget() or page):
            QTest.keyClick(target, key, modifiers)
            assert window.stack.currentWidget() is page, (key, modifiers)
            assert page.screens.currentWidget() is page.question, (key, modifiers)
            assert QApplication.activePopupWidget() is None, (key, modifiers)
            assert QApplication.activeModalWidget() is None, (key, modifiers)
    assert page.progress.text() == "1 of 9"
    assert (desk.record.entry_count(), desk.patient.key) == (count, patient)
    assert [top for top in QApplication.topLevelWidgets() if top.isVisible() and top is not window] == []


def test_tab_goes_round_within_the_form(window, page):
    begin(page)
    for _turn in range(20):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert page.patient_side.isAncestorOf(QApplication.focusWidget()) or QApplication.focusWidget() is page


def test_tab_goes_down_the_answers_and_then_to_the_foot(page, qtbot):
    begin(page)
    digits(page, "1")
    qtbot.waitUntil(page.question.choices[0].isVisible)
    for wanted in (*page.question.choices, page.back, page.for_staff):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is wanted


def test_no_way_of_the_window_leads_past_it(window, page, desk):
    for way in (
        lambda: window.show_step("history"), window.show_patients, window.show_settings, window.show_library, window.show_register,
        window.today.show, window.new_patient, lambda: window.open_session(desk.patient.key, "s1"), lambda: window.go_to("episode.start"),
        lambda: window.open_patient(desk.record.find_number("TRD-0122")), window.today.lock, lambda: window.rail.chosen.emit("settings"),
    ):  # fmt: skip
        way()
        assert window.stack.currentWidget() is page
    assert desk.patient.number == "TRD-0147"
    assert not start_self_rating(window, desk, "phq9"), "once is enough"


def test_a_lock_does_not_end_the_form_even_where_no_session_runs(window, page, desk, qtbot):
    for one in desk.board.live:
        desk.record.append([Draft(one.key[0], "session_end", one.key[1], {"state": "left", "at": "2026-03-17T11:14:12+01:00"})], by="t", content_version="1")
    desk.open_patient(desk.patient.key)
    desk.board.look()
    qtbot.waitUntil(lambda: not desk.board.live)
    begin(page)
    digits(page, "1")
    window.lock()
    assert window.today.lock()
    assert window.stack.currentWidget() is page
    assert page.progress.text() == "2 of 9"


def test_what_is_above_the_window_goes_first(window, desk, qtbot):
    from PySide6.QtWidgets import QMenu

    menu = QMenu("Patients", window)
    menu.addAction("Aoife Brennan")
    menu.popup(window.mapToGlobal(window.rect().center()))
    assert start_self_rating(window, desk, "phq9")
    assert QApplication.activePopupWidget() is None
    menu.deleteLater()


def test_closing_the_window_asks_staff(window, page):
    begin(page)
    digits(page, "11")
    assert not window.close()
    assert window.isVisible()
    assert page.staff.isVisible()
    assert "passphrase" in page.message.text()
    press(page.staff, Qt.Key.Key_Escape)
    assert page.progress.text() == "3 of 9"
    assert page.question.isVisible()


# Answers


def test_each_answer_is_on_disk_before_the_next_question(page, desk):
    begin(page)
    items = [None] * 9
    for place, value in enumerate((1, 0, 3, 2, 1, 0, 1, 1, 0)):
        assert page.progress.text() == f"{place + 1} of 9"
        digits(page, str(value))
        items[place] = value
        assert on_disk(desk) == {"scale": "phq9", "on": "2026-03-17", "items": items}
        assert on_disk(desk, "score_about") == {"by": "patient", "wording": "shipped"}
    assert page.progress.text() == "One more question"
    digits(page, "1")
    assert on_disk(desk, "score_about") == {"by": "patient", "wording": "shipped", "extra": 1}
    press(page, Qt.Key.Key_Return)
    assert page.thanks.isVisible()
    assert on_disk(desk, "score_about") == {"by": "patient", "wording": "shipped", "extra": 1, "done_at": "2026-03-17T11:14:12+01:00"}
    assert len(desk.record.history(desk.patient.key, "score", "s1")) == 9
    assert "total" not in on_disk(desk)


def test_with_nothing_answered_above_not_at_all_the_further_question_is_not_asked(page):
    begin(page)
    digits(page, "000000000")
    assert page.end.isVisible()


def test_back_on_and_another_answer(page, desk, qtbot):
    begin(page)
    digits(page, "12")
    press(page, Qt.Key.Key_Left)
    assert page.progress.text() == "2 of 9"
    assert [choice.is_given for choice in page.question.choices] == [False, False, True, False, False]
    press(page, Qt.Key.Key_Right)
    assert page.progress.text() == "3 of 9"
    press(page, Qt.Key.Key_Right)
    assert page.progress.text() == "3 of 9", "not past a question that was not answered"
    qtbot.mouseClick(page.back, Qt.MouseButton.LeftButton)
    digits(page, "0")
    assert on_disk(desk)["items"][:3] == [1, 0, None]
    assert page.progress.text() == "3 of 9"
    press(page, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Left)
    assert page.progress.text() == "1 of 9"
    assert not page.back.isVisible()


def test_a_change_after_a_quarter_of_an_hour_asks_the_patient_for_no_reason(page, desk, clock):
    desk.ask_reason = lambda _title: pytest.fail("asked")
    begin(page)
    digits(page, "12")
    clock.set("11:40")
    digits(page, "3")
    press(page, Qt.Key.Key_Left)
    digits(page, "0")
    assert on_disk(desk)["items"][:4] == [1, 2, 0, None]


def test_arrows_and_space_answer_as_well_and_nothing_is_answered_in_passing(page, desk):
    begin(page)
    press(page, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert on_disk(desk) is None
    press(page, Qt.Key.Key_Down)
    press(QApplication.focusWidget(), Qt.Key.Key_Down)
    press(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert on_disk(desk)["items"][0] == 1
    assert QApplication.focusWidget() is page, "on no answer of the next question"


def test_a_double_click_answers_one_question(page, desk, qtbot):
    begin(page)
    choice = page.question.choices[2]
    place = choice.rect().center()
    qtbot.mouseClick(choice, Qt.MouseButton.LeftButton, pos=place)
    again = page.question.choices[2]
    QTest.mouseDClick(again, Qt.MouseButton.LeftButton, PLAIN, place)
    assert on_disk(desk)["items"][:2] == [2, None]


def test_left_unanswered_stays_blank_and_leaves_no_total(window, page, desk, qtbot):
    from trd_desk.engine.scales import total_of

    begin(page)
    digits(page, "1111")
    qtbot.mouseClick(page.question.decline, Qt.MouseButton.LeftButton)
    assert page.progress.text() == "6 of 9"
    press(page, Qt.Key.Key_Left)
    assert page.question.decline.is_given
    press(page, Qt.Key.Key_Right)
    digits(page, "1110")
    digits(page, "0")
    press(page, Qt.Key.Key_Return)
    assert on_disk(desk)["items"] == [1, 1, 1, 1, None, 1, 1, 1, 0]
    assert total_of(desk.patient.case.scores[-1], desk.library) is None


# Self-harm


def test_the_advice_comes_up_right_after_the_answer_and_is_read_before_the_next_question(window, page, desk):
    begin(page)
    digits(page, "000000002")
    assert page.advice.isVisible()
    words = shown_words(window)
    assert ADVICE in words
    assert "Call 999 at once" in words
    assert "020\u00a07946\u00a00112" in words
    assert on_disk(desk)["items"][8] == 2
    assert on_disk(desk, "crisis") == {"item": 2, "seen_at": "2026-03-17T11:14:12+01:00"}
    digits(page, "013")
    press(page, Qt.Key.Key_Left, Qt.Key.Key_Space)
    assert page.advice.isVisible(), "only when it is read"
    press(page, Qt.Key.Key_Return)
    assert page.progress.text() == "One more question"


def test_staff_have_a_sign_that_says_nothing_to_others(window, page):
    begin(page)
    assert page.for_staff.text() == "For staff"
    digits(page, "000000001")
    assert page.for_staff.text() == "For staff: 1 notice"
    press(page, Qt.Key.Key_Return)
    digits(page, "0")
    press(page, Qt.Key.Key_Return)
    assert page.thanks.isVisible()
    words = shown_words(window).casefold()
    assert "suicid" not in words
    assert "self-harm" not in words
    assert "1 notice" in words


def test_no_crisis_advice_for_not_at_all(page, desk):
    begin(page)
    digits(page, "000000000")
    assert page.end.isVisible()
    assert on_disk(desk, "crisis") is None


def test_where_the_clinic_wrote_nothing_staff_are_told_before_they_hand_over(window, desk):
    desk.preferences = Preferences()
    assert start_self_rating(window, desk, "phq9")
    words = shown_words(window)
    assert "For staff: The clinic's own crisis advice is not set. It is written in Settings, under Crisis advice." in words
    page = window.stack.currentWidget()
    begin(page)
    digits(page, "000000003")
    words = shown_words(window)
    assert "Call the emergency number at once" in words
    assert "not set" not in words, "that is none of the patient's business"


def test_the_first_thing_after_the_passphrase_is_the_answer(window, page, desk, qtbot):
    begin(page)
    digits(page, "111111112")
    press(page, Qt.Key.Key_Return)
    digits(page, "2")
    press(page, Qt.Key.Key_Return)
    hand_back(page, qtbot)
    assert window.stack.currentWidget() is page
    assert page.first.isVisible()
    assert not window.header.isVisible()
    words = shown_words(window)
    assert "answered 2, “More than half the days”, by the patient, 11:14." in words
    assert "9 of 9 questions are answered. The patient finished at 11:14." in words
    assert ADVICE in words
    qtbot.mouseClick(page.first.button, Qt.MouseButton.LeftButton)
    outcomes = window.stack.currentWidget()
    assert isinstance(outcomes, OutcomesPage)
    assert outcomes._tab == "scales"
    assert outcomes.crisis.isVisible()
    window.resize(1366, 768)
    assert window.header._chips[0].text() == "PHQ-9 item 9: 2"


def test_a_blank_is_told_as_not_answered_before_the_record(window, page, desk, qtbot):
    begin(page)
    digits(page, "11111111")
    page.question.decline.click()
    digits(page, "1")
    press(page, Qt.Key.Key_Return)
    hand_back(page, qtbot)
    assert page.first.isVisible()
    words = shown_words(window)
    assert "PHQ-9 of 17\u00a0March\u00a02026, item 9: not answered." in words
    assert "An item that was not answered is not a no. Ask the patient." in words


# Back to the record


def test_only_a_passphrase_of_staff_brings_the_record_back(window, page, desk, qtbot):
    begin(page)
    digits(page, "000000000")
    press(page, Qt.Key.Key_Return)
    assert page.thanks.isVisible()
    hand_back(page, qtbot, "wrong words altogether here")
    assert page.staff.isVisible()
    assert page.staff.message.text() == "The passphrase is not right. Type it again."
    hand_back(page, qtbot, OTHERS)
    assert window.stack.currentWidget() is page, "another's passphrase"
    hand_back(page, qtbot)
    assert isinstance(window.stack.currentWidget(), OutcomesPage)
    assert not window.isFullScreen()
    for part in (window.rail, window.header, window.steps, window.status):
        assert part.isVisible()
    assert desk.by == "J. Marsh"
    assert not desk.can_undo, "what the patient answered is not undone"
    qtbot.keyClick(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert window.stack.currentWidget() is window.today.page, "the keys are on again"


def test_whoever_brings_it_back_works_from_then_on(window, page, desk, qtbot):
    hand_back(page, qtbot, OTHERS, who="Dr K. Osei")
    assert desk.by == "Dr K. Osei"
    assert isinstance(window.stack.currentWidget(), OutcomesPage)
    assert on_disk(desk) is None, "nothing was answered"


def test_an_unfinished_form_of_today_goes_on_where_it_was(window, page, desk, qtbot):
    begin(page)
    digits(page, "123")
    hand_back(page, qtbot)
    assert page.first.isVisible(), "its item about self-harm is blank"
    assert "The patient did not say that it was finished." in shown_words(window)
    page.first.button.click()
    assert start_self_rating(window, desk, "phq9")
    again = window.stack.currentWidget()
    begin(again)
    assert again.progress.text() == "4 of 9"
    digits(again, "0")
    assert on_disk(desk)["items"][:5] == [1, 2, 3, 0, None]
    assert len([key for kind, key in desk.patient.answers if kind == "score"]) == 1
    press(again, Qt.Key.Key_Left, Qt.Key.Key_Left)
    assert again.question.choices[3].is_given


def test_a_finished_form_is_followed_by_a_new_one(window, page, desk, qtbot):
    begin(page)
    digits(page, "000000000")
    press(page, Qt.Key.Key_Return)
    hand_back(page, qtbot)
    assert start_self_rating(window, desk, "phq9")
    again = window.stack.currentWidget()
    begin(again)
    digits(again, "1")
    assert [key for kind, key in desk.patient.answers if kind == "score"] == ["s1", "s2"]


# A disk that refuses


def test_a_disk_that_refuses_is_told_calmly_and_the_answer_stays(window, page, desk, record, qtbot):
    begin(page)
    digits(page, "1")
    record._connection.execute("PRAGMA query_only = 1")
    digits(page, "2")
    assert page.trouble.isVisible()
    assert page.progress.text() == "2 of 9"
    assert page.question.choices[2].is_given
    assert "Please ask a member of staff to come." in shown_words(window)
    assert page.cause.text().startswith("For staff: ")
    press(page, Qt.Key.Key_Left, Qt.Key.Key_Right)
    assert page.progress.text() == "2 of 9"
    qtbot.mouseClick(page.again, Qt.MouseButton.LeftButton)
    assert page.trouble.isVisible()
    record._connection.execute("PRAGMA query_only = 0")
    qtbot.mouseClick(page.again, Qt.MouseButton.LeftButton)
    assert not page.trouble.isVisible()
    assert page.progress.text() == "3 of 9"
    assert on_disk(desk)["items"][:3] == [1, 2, None]


def test_what_is_not_on_disk_is_told_to_staff_and_tried_once_more(window, page, desk, record, qtbot):
    begin(page)
    digits(page, "1")
    record._connection.execute("PRAGMA query_only = 1")
    digits(page, "2")
    hand_back(page, qtbot)
    assert page.first.isVisible()
    assert "Not on disk: item 2, answered 2. Write it down" in shown_words(window)
    record._connection.execute("PRAGMA query_only = 0")


def test_a_refused_end_is_told_and_tried_again(page, desk, record, qtbot):
    begin(page)
    digits(page, "000000000")
    record._connection.execute("PRAGMA query_only = 1")
    press(page, Qt.Key.Key_Return)
    assert page.end.isVisible()
    assert page.trouble.isVisible()
    record._connection.execute("PRAGMA query_only = 0")
    qtbot.mouseClick(page.again, Qt.MouseButton.LeftButton)
    assert page.thanks.isVisible()
    assert "done_at" in on_disk(desk, "score_about")


# Alarms


def test_alarms_are_shown_by_their_chairs_and_go_on(window, page, desk, clock, qtbot):
    assert page.calls.isVisible()
    assert page.calls.chip.words() == "1 red"
    assert "Chair 2: Red alarm" in page.calls.words.text()
    assert "No sound on this computer" in page.calls.words.text()
    begin(page)
    clock.passes(desk, 5)
    assert page.calls.isVisible()
    assert {standing.call for standing in desk.board.standing() if standing.sounds(clock.now)} >= {"red"}
    due = []
    desk.board.point_due.connect(lambda called: due.append(called.standing.name))
    clock.set("11:15:58")
    clock.passes(desk, 5)
    assert due == ["due/repeat/11:16:00"]
    assert not [name for name in (*NAMES, *VALUES) if name in page.calls.words.text()]
    page.ask_staff()
    assert not page.calls.isVisible(), "the rows themselves stand there"
    qtbot.waitUntil(lambda: len(page.staff.rows.rows) == 3)
    assert page.staff.head.chip.words() == "1 red"


# Which scales


def test_a_scale_without_wording_or_by_a_clinician_is_refused_with_the_reason(window, desk):
    assert why_not(desk, "phq9") == ""
    assert why_not(desk, "madrs").startswith("MADRS is rated by a clinician")
    assert "QIDS-SR16 cannot be filled in here: its questions are not in the program." in why_not(desk, "qids_sr16")
    assert why_not(desk, "nothing") == "There is no scale of this name in the content."
    assert not start_self_rating(window, desk, "madrs")
    assert window.status.refusal().startswith("MADRS is rated by a clinician")
    assert not window.is_covered
    assert [scale.id for scale in offered_scales(desk)] == ["phq9"]


def test_the_clinics_own_licensed_wording_can_be_filled_in(window, desk, record):
    folder = Path(record.path).parent / "wording"
    folder.mkdir()
    items = "\n".join(f'    "Question {number}",' for number in range(1, 17))
    options = '["none", "a little", "more", "most"]'
    text = f'title = "Own form"\nstem = "In the last 7 days"\nitems = [\n{items}\n]\noptions = {options}\nlicensee = "Example Clinic"\nlicence = "L-1"\n'
    (folder / "qids_sr16.toml").write_text(text, encoding="utf-8")
    assert start_self_rating(window, desk, "qids_sr16")
    page = window.stack.currentWidget()
    assert "Shown under the licence of Example Clinic: L-1." in shown_words(window)
    begin(page)
    digits(page, "111111")
    assert page.progress.text() == "8 of 16", "of the items 6 and 7 only one is answered"
    press(page, Qt.Key.Key_Left)
    assert page.progress.text() == "6 of 16"
    assert on_disk(desk, "score_about")["wording"] == "site: L-1"


def test_a_reader_cannot_hand_the_screen_to_a_patient(window, desk, record):
    record.add_person("M. Reed", "reader", manages=False, passphrase="an unlikely sentence here", by=record.person, cost=vault.FLOOR)
    desk.work_as(next(person for person in record.people() if person.name == "M. Reed"))
    assert not start_self_rating(window, desk, "phq9")
    assert "reader" in window.status.refusal()


def test_the_finder_offers_it_for_the_open_patient(window, desk):
    words = [action.words for action in _actions(window, desk)]
    assert "Let the patient fill in PHQ-9" in words
    assert not [each for each in words if "MADRS" in each]
    next(action for action in _actions(window, desk) if action.words == "Let the patient fill in PHQ-9").do()
    assert isinstance(window.stack.currentWidget(), SelfRatingPage)
    desk.close_patient()
    assert not [action for action in _actions(window, desk) if "fill in" in action.words]


# Looks


@pytest.mark.parametrize(("name", "percent"), [("light", 100), ("dark", 150), ("contrast", 200)])
def test_nothing_is_cut_unnamed_or_overlapping(window, desk, theme, qtbot, name, percent):
    theme.use(name=name, text_percent=percent)
    assert start_self_rating(window, desk, "phq9")
    page = window.stack.currentWidget()
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(1366, 768)
    qtbot.wait(20)

    def look():
        qtbot.waitUntil(lambda: faults(page) == [], timeout=3000)

    look()
    begin(page)
    look()
    digits(page, "11111111")
    look()
    digits(page, "1")
    look()
    while page.advice.isVisible():
        press(page, Qt.Key.Key_Return)
    look()
    digits(page, "1")
    while page.end.isVisible():
        press(page, Qt.Key.Key_Return)
    look()


def test_letters_are_large_at_every_size(theme):
    for percent in TEXT_SIZES:
        theme.use(text_percent=percent)
        assert theme.font(reading_size(theme)).pixelSize() >= 18


def test_what_is_below_the_edge_is_read_before_it_goes_on(window, desk, theme, qtbot):
    theme.use(text_percent=200)
    desk.preferences = Preferences(crisis="\n".join([ADVICE] * 12))
    assert start_self_rating(window, desk, "phq9")
    page = window.stack.currentWidget()
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(1366, 768)
    qtbot.wait(20)
    while page.intro.isVisible():
        begin(page)
    digits(page, "000000003")
    qtbot.waitUntil(lambda: page.advice.verticalScrollBar().maximum() > 0)
    turns = 0
    while page.advice.isVisible():
        press(page, Qt.Key.Key_Return)
        turns += 1
    assert turns > 2


# A kill in the middle

KILLED = """
import datetime as dt, os, signal, sys
from pathlib import Path
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
app = QApplication([])
from trd_desk.store.record import Record
from trd_desk.ui.desk import Desk
from trd_desk.ui.frame.self_rating import start_self_rating
from trd_desk.ui.main_window import MainWindow
from trd_desk.ui.sound import Speaker
from trd_desk.ui.theme import Theme, load_fonts
load_fonts()
theme = Theme("light", 100)
theme.apply(app)
record = Record.open(Path(sys.argv[1]), sys.argv[2])
desk = Desk(record)
desk.speaker = Speaker([])
window = MainWindow(theme)
window.show()
app.processEvents()
window.attach(desk)
while window.today is None:
    app.processEvents()
window.open_patient(record.find_number("TRD-0147"), "outcomes")
assert start_self_rating(window, desk, "phq9")
page = window.stack.currentWidget()
QTest.keyClick(page, Qt.Key.Key_Return)
for key in sys.argv[3]:
    QTest.keyClick(page, Qt.Key(Qt.Key.Key_0 + int(key)))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL on Windows")
@pytest.mark.parametrize("answers", ["12", "111111113"])
def test_a_kill_in_the_middle_leaves_the_answers_and_a_locked_record(record_file, tmp_path, answers):
    shutil.copytree(record_file.parent, tmp_path / "killed")
    path = tmp_path / "killed" / record_file.name
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(path), PASSPHRASE, answers],
        capture_output=True, text=True, check=False, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, timeout=100,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr
    with pytest.raises(StoreError):
        Record.open(path, "not this one at all")
    with Record.open(path, PASSPHRASE) as record:
        patient = fold(record.entries(record.find_number("TRD-0147")))
        items = [int(answer) for answer in answers]
        assert patient.value("score", "s1")["items"] == items + [None] * (9 - len(items))
        about = patient.value("score_about", "s1")
        assert about["by"] == "patient"
        assert "done_at" not in about
        positive = len(items) == 9
        assert (patient.value("crisis", "s1") is not None) == positive
        assert len(record.open_crises()) == positive
        assert record.check() == []
