"""An answer about self-harm: the advice at once, a notice on every page until somebody records what was done, and the clinic's own words."""

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from walk import cut, overlaps, unnamed

from trd_desk.record.fold import fold
from trd_desk.store.record import Record
from trd_desk.ui import preferences
from trd_desk.ui.desk import Desk
from trd_desk.ui.main_window import MainWindow
from trd_desk.ui.pages.crisis_card import CrisisCard, DonePopover
from trd_desk.ui.pages.outcomes import OutcomesPage
from trd_desk.ui.pages.settings import SettingsPage
from trd_desk.ui.preferences import LONGEST_ADVICE, Preferences
from trd_desk.ui.sound import Speaker

ADVICE = "Ask for the duty psychiatrist.\nAt night call the crisis team."
SENTENCE = "Dr Osei saw the patient and agreed a safety plan."


def phq9(last, on="2026-03-17"):
    return {"scale": "phq9", "on": on, "items": [1, 1, 0, 0, 0, 0, 0, 0, last]}


@pytest.fixture
def window(qapp, theme, desk, qtbot):
    desk.speaker = Speaker([])
    desk.preferences = Preferences(crisis=ADVICE, phone="020 7946 0112", emergency="999")
    made = MainWindow(theme)
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.first_painted):
        made.show()
    made.attach(desk)
    qtbot.waitUntil(lambda: made.today is not None and made.today.board.is_filled)
    made.resize(1366, 768)
    made.open_patient(desk.record.find_number("TRD-0151"), "outcomes")
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.detach()


def shown(card):
    """The words of the card."""
    # What was put into a layout is shown with the next event.
    QApplication.processEvents()
    return "\n".join(label.text() for label in card.findChildren(QLabel) if label.isVisibleTo(card))


def with_popover(act):
    """Lets `act` work on the popover that asks what was done, once it is open."""
    seen = []

    def work():
        popover = QApplication.activeModalWidget()
        assert isinstance(popover, DonePopover)
        seen.append(popover)
        act(popover)

    QTimer.singleShot(0, work)
    return seen


# At once, and everywhere


def test_a_clinicians_entry_brings_it_up_at_once(window, desk):
    page = window.stack.currentWidget()
    assert isinstance(page, OutcomesPage)
    assert page.crisis.isHidden()
    assert desk.answer("score", "s7", phq9(0))
    assert page.crisis.isHidden()
    assert window.header._crisis is None
    assert desk.answer("score", "s7", phq9(2))
    assert page.crisis.isVisible()
    words = shown(page.crisis)
    assert "PHQ-9 of 17\u00a0March\u00a02026, item 9" in page.crisis.accessibleName()
    assert "Ask for the duty psychiatrist." in words
    assert "020\u00a07946\u00a00112" in words
    assert "Emergency: 999" in words
    assert window.header._chips[0].text() == "PHQ-9 item 9: 2"
    assert desk.patient.value("crisis", "s7") == {"item": 2, "seen_at": "2026-03-17T14:26:07+01:00"}


def test_it_is_entered_on_the_part_scales_and_comes_up_there(window, desk, qtbot):
    page = window.stack.currentWidget()
    page.focus_field("scores.phq9")
    assert desk.answer("score", "s7", phq9(1))
    assert page._tab == "scales"
    assert page.crisis.isVisible()
    assert page._shelf.height() > 0
    assert page._shelf.geometry().bottom() < page.viewport().geometry().top(), "above the parts"
    for tab in ("scores", "stage", "decisions", "goals"):
        page.show_tab(tab)
        assert page.crisis.isVisible(), tab


def test_it_is_in_view_when_the_last_question_is_answered_far_down_the_page(window, desk, qtbot):
    page = window.stack.currentWidget()
    page.focus_field("scores.phq9")
    form = page._tabs["scales"].form
    for _each in range(8):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_1)
    qtbot.waitUntil(lambda: page.verticalScrollBar().value() > 0)
    last = form.grid.lines[8].segments
    assert QApplication.focusWidget() is last
    before = last.mapTo(page, QPoint()).y()
    QTest.keyClick(last, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: page.crisis.isVisible() and page.crisis.height() > 0)
    QApplication.processEvents()
    seen = page.crisis.mapTo(page, QPoint()).y()
    assert seen >= 0
    assert seen + page.crisis.record.mapTo(page.crisis, QPoint()).y() + page.crisis.record.height() <= page.height()
    assert not page.crisis.visibleRegion().isEmpty()
    assert QApplication.focusWidget() is form.extra, "the form goes on"
    assert abs(last.mapTo(page, QPoint()).y() - before) <= 100, "what was pressed does not run away under the pointer"


def test_another_part_begins_at_its_top(window, qtbot):
    page = window.stack.currentWidget()
    page.show_tab("goals")
    qtbot.waitUntil(lambda: page.verticalScrollBar().maximum() > 200)
    page.verticalScrollBar().setValue(200)
    page.show_tab("scales")
    QApplication.processEvents()
    assert page.verticalScrollBar().value() == 0
    # The focus was in the part that is hidden, so that Qt looks for another far down the page.
    page._part("scales").form.grid.lines[9].segments.setFocus()
    page.show_tab("decisions")
    page.show_tab("scales")
    QApplication.processEvents()
    assert page.verticalScrollBar().value() == 0


def test_who_comes_because_of_it_is_led_to_it(window, desk, qtbot):
    assert desk.answer("score", "s7", phq9(3))
    window.show_step("history")
    window.show_step("outcomes")
    page = window.stack.currentWidget()
    assert QApplication.focusWidget() is page.crisis.record
    assert page.crisis.mapTo(page, QPoint()).y() >= 0


def test_the_shelf_never_takes_more_than_half_of_the_page(window, desk, qtbot):
    desk.preferences = Preferences(crisis="\n".join(["Ask for the duty psychiatrist, and stay with the patient."] * 20))
    assert desk.answer("score", "s7", phq9(3))
    page = window.stack.currentWidget()
    qtbot.waitUntil(lambda: page._shelf.height() == page.height() // 2)
    assert page._shelf.verticalScrollBar().maximum() > 0
    assert desk.answer("score", "s7", phq9(0))
    assert page._shelf.isHidden()
    assert page.viewportMargins().top() == 0


def test_one_transaction_holds_the_answer_and_that_the_advice_came_up(window, desk):
    before = desk.record.entry_count()
    desk.record._connection.execute("PRAGMA query_only = 1")
    assert not desk.answer("score", "s7", phq9(2))
    desk.record._connection.execute("PRAGMA query_only = 0")
    assert desk.record.entry_count() == before
    assert desk.answer("score", "s7", phq9(2))
    assert desk.record.entry_count() == before + 2


def test_undo_takes_back_both(window, desk):
    page = window.stack.currentWidget()
    assert desk.answer("score", "s7", phq9(2))
    assert desk.undo_last()
    assert page.crisis.isHidden()
    assert desk.record.open_crises() == []


def test_the_clinicians_own_correction_ends_it(window, desk):
    page = window.stack.currentWidget()
    assert desk.answer("score", "s7", phq9(2))
    assert desk.answer("score", "s7", phq9(0))
    assert page.crisis.isHidden()
    assert desk.record.open_crises() == []
    assert [entry.value and entry.value["item"] for entry in desk.history("crisis", "s7")] == [2, None]


def test_the_chip_of_the_header_leads_to_it(window, desk, qtbot):
    assert desk.answer("score", "s7", phq9(3))
    window.show_step("history")
    assert window.header._chips[0].text() == "PHQ-9 item 9: 3"
    assert "Recorded as open" in window.header._chips[0].toolTip()
    qtbot.mouseClick(window.header._chips[0], Qt.MouseButton.LeftButton)
    assert isinstance(window.stack.currentWidget(), OutcomesPage)


def test_today_names_the_patient_and_leads_there(window, desk, qtbot):
    window.today.show()
    notices = window.today.page.notices
    assert notices.crisis.isHidden()
    assert desk.answer("score", "s7", phq9(2))
    assert notices.crisis.isVisible()
    name = desk.patient.case.patient.name
    assert notices.crisis.words.text() == (
        f"{name}, TRD-0151: an answer about self-harm. 17\u00a0Mar\u00a02026, 14:26. It is not recorded yet what was done."
    )
    window.show_patients()
    window.today.show()
    qtbot.mouseClick(notices.crisis.buttons[0], Qt.MouseButton.LeftButton)
    assert desk.patient.number == "TRD-0151"
    assert isinstance(window.stack.currentWidget(), OutcomesPage)


def test_several_patients_are_counted_on_today(window, desk):
    assert desk.answer("score", "s7", phq9(2))
    window.open_patient(desk.record.find_number("TRD-0147"), "outcomes")
    assert desk.answer("score", "s7", phq9(1))
    window.today.show()
    notices = window.today.page.notices
    assert notices.crisis.words.text().startswith("2 patients gave an answer about self-harm")
    assert notices.crisis.buttons[0].text().startswith("Open ")


def test_it_stands_after_the_record_was_closed_and_the_window_opens_there(window, desk, theme, library, qtbot, practice_file):
    assert desk.answer("score", "s7", phq9(2))
    path = desk.record.path
    window.detach()
    desk.record.close()
    with Record.open_practice(path) as record:
        again = Desk(record, library=lambda: library)
        again.speaker = Speaker([])
        other = MainWindow(theme)
        qtbot.addWidget(other)
        other.show()
        other.attach(again)
        qtbot.waitUntil(lambda: other.today is not None and other.today.board.is_filled)
        qtbot.waitUntil(lambda: other.stack.currentWidget() is other.today.page)
        assert other.today.page.notices.crisis.isVisible()
        other.detach()


def test_another_window_that_writes_it_is_seen(window, desk):
    key = desk.record.find_number("TRD-0147")
    with Record.open_practice(desk.record.path) as other:
        from trd_desk.record.entries import Draft

        other.append([Draft(key, "crisis", "s9", {"item": 1, "seen_at": "2026-03-17T14:20:00+01:00"})], by="J. Marsh", content_version="2026.12")
        window.catch_up()
        assert [one.number for one in desk.crises.standing] == ["TRD-0147"]


# What was done


def test_what_was_done_is_recorded_with_the_name_and_ends_it(window, desk, qtbot):
    page = window.stack.currentWidget()
    assert desk.answer("score", "s7", phq9(2))

    def write(popover):
        assert f"It is kept with your name: {desk.by}." in shown(popover)
        qtbot.keyClicks(popover.text, SENTENCE)
        qtbot.mouseClick(popover.save, Qt.MouseButton.LeftButton)

    with_popover(write)
    qtbot.mouseClick(page.crisis.record, Qt.MouseButton.LeftButton)
    assert page.crisis.isHidden()
    assert window.header._crisis is None
    assert desk.crises.standing == ()
    entry = fold(desk.record.entries(desk.patient.key)).answers["crisis", "s7"]
    assert entry.value == {"item": 2, "seen_at": "2026-03-17T14:26:07+01:00", "done": SENTENCE}
    assert entry.by == desk.by


def test_a_word_is_not_enough_and_not_yet_leaves_it_standing(window, desk, qtbot):
    page = window.stack.currentWidget()
    assert desk.answer("score", "s7", phq9(2))

    def write(popover):
        qtbot.keyClicks(popover.text, "Seen")
        qtbot.mouseClick(popover.save, Qt.MouseButton.LeftButton)
        assert popover.message.text() == "6 characters more are needed. Say in a sentence what was done."
        qtbot.keyClick(popover, Qt.Key.Key_Escape)

    seen = with_popover(write)
    page.crisis.ask_what_was_done()
    assert seen
    assert page.crisis.isVisible()
    assert desk.patient.value("crisis", "s7") == {"item": 2, "seen_at": "2026-03-17T14:26:07+01:00"}


def test_a_disk_that_refuses_keeps_what_was_typed(window, desk, qtbot):
    page = window.stack.currentWidget()
    assert desk.answer("score", "s7", phq9(2))

    def write(popover):
        qtbot.keyClicks(popover.text, SENTENCE)
        desk.record._connection.execute("PRAGMA query_only = 1")
        qtbot.mouseClick(popover.save, Qt.MouseButton.LeftButton)
        assert popover.isVisible()
        assert popover.message.text().endswith("What you typed is still here.")
        assert popover.text.toPlainText() == SENTENCE
        desk.record._connection.execute("PRAGMA query_only = 0")
        qtbot.keyClick(popover, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    with_popover(write)
    page.crisis.ask_what_was_done()
    assert page.crisis.isHidden()
    assert desk.patient.value("crisis", "s7")["done"] == SENTENCE


def test_a_blank_is_dealt_with_in_the_same_way(window, desk, qtbot):
    page = window.stack.currentWidget()
    assert desk.answer("score", "s7", phq9(None))
    assert page.crisis.isVisible()
    assert page.crisis.title.text() == "The question about self-harm was not answered"
    assert desk.crises.standing == (), "nothing that calls on Today"

    def write(popover):
        qtbot.keyClicks(popover.text, "Asked: no such thoughts now.")
        qtbot.mouseClick(popover.save, Qt.MouseButton.LeftButton)

    with_popover(write)
    page.crisis.ask_what_was_done()
    assert page.crisis.isHidden()
    assert desk.patient.value("crisis", "s7") == {"seen_at": "2026-03-17T14:26:07+01:00", "done": "Asked: no such thoughts now."}


def test_the_advice_is_folded_away_and_the_notice_is_not(window, desk, qtbot):
    card = window.stack.currentWidget().crisis
    assert desk.answer("score", "s7", phq9(2))
    qtbot.mouseClick(card.fold, Qt.MouseButton.LeftButton)
    assert "Ask for the duty psychiatrist." not in shown(card)
    assert "An answer about self-harm" in shown(card)
    assert card.record.isVisible()
    assert card.fold.text() == "Show the advice"
    assert desk.answer("score", "s8", phq9(1))
    assert "Ask for the duty psychiatrist." in shown(card), "another answer unfolds it"


def test_another_patient_shows_nothing_of_it(window, desk):
    card = window.stack.currentWidget().crisis
    assert desk.answer("score", "s7", phq9(2))
    window.open_patient(desk.record.find_number("TRD-0147"), "outcomes")
    assert card.isHidden()
    assert window.header._crisis is None


# What the clinic set


def test_where_nothing_is_set_it_is_said_and_leads_to_the_field(window, desk, qtbot):
    desk.preferences = Preferences()
    card = window.stack.currentWidget().crisis
    assert desk.answer("score", "s7", phq9(2))
    words = shown(card)
    assert "The clinic's own crisis advice is not set. It is written in Settings, under Crisis advice." in words
    assert "Where the risk is high: review by a physician, safety plan, consider admission." in words
    qtbot.mouseClick(card.findChild(QPushButton, "crisis.settings"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is window._settings.crisis.edit)
    qtbot.keyClicks(window._settings.crisis.edit, "Ask for Dr Osei")
    window.show_step("outcomes")
    assert desk.preferences.crisis == "Ask for Dr Osei", "leaving the field keeps it"
    card.refresh()
    assert "Ask for Dr Osei" in shown(card)


@pytest.fixture
def settings(qtbot, desk, theme):
    made = SettingsPage(desk, theme)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_clinics_words_are_kept_in_lines_and_read_again(qtbot, settings, desk, theme, tmp_path):
    field = settings.crisis
    field.edit.setFocus()
    qtbot.keyClicks(field.edit, "Ask for the duty psychiatrist.")
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    qtbot.keyClicks(field.edit, "Room 4 is kept free.  ")
    assert field.holds_unsaved()
    with qtbot.waitSignal(settings.changed):
        assert field.commit()
    assert desk.preferences.crisis == "Ask for the duty psychiatrist.\nRoom 4 is kept free."
    preferences.write(tmp_path, desk.preferences)
    assert preferences.read(tmp_path) == desk.preferences
    other = SettingsPage(desk, theme)
    qtbot.addWidget(other)
    assert other.crisis.text() == desk.preferences.crisis


def test_words_beyond_the_length_are_told_and_stay_typed(qtbot, settings, desk):
    field = settings.crisis
    field.edit.setFocus()
    field.edit.insertPlainText("x" * (LONGEST_ADVICE + 3))
    assert "Too long by 3 letters." in field.sentence.text()
    assert not field.commit()
    assert desk.preferences.crisis == ""
    assert len(field.text()) == LONGEST_ADVICE + 3
    qtbot.keyClick(field.edit, Qt.Key.Key_Escape)
    qtbot.keyClick(field.edit, Qt.Key.Key_Escape)
    assert field.text() == ""


def test_an_emptied_field_is_not_set_again(qtbot, settings, desk):
    settings.crisis.edit.setFocus()
    qtbot.keyClicks(settings.crisis.edit, "Something")
    assert settings.crisis.commit()
    settings.crisis.edit.setFocus()
    settings.crisis.edit.selectAll()
    qtbot.keyClick(settings.crisis.edit, Qt.Key.Key_Delete)
    assert settings.crisis.commit()
    assert desk.preferences.crisis == ""


def test_text_that_is_too_long_in_the_file_counts_as_not_set(tmp_path):
    preferences.write(tmp_path, Preferences(crisis="x" * LONGEST_ADVICE, clinic="y" * 201))
    assert preferences.read(tmp_path) == Preferences(crisis="x" * LONGEST_ADVICE)
    preferences.write(tmp_path, Preferences(crisis="x" * (LONGEST_ADVICE + 1)))
    assert preferences.read(tmp_path).crisis == ""


# Looks


@pytest.mark.parametrize(("name", "percent"), [("light", 100), ("dark", 150), ("contrast", 200)])
def test_nothing_of_the_card_is_cut_or_unnamed(desk, theme, qtbot, name, percent):
    theme.use(name=name, text_percent=percent)
    desk.preferences = Preferences(crisis=ADVICE, phone="020 7946 0112", emergency="999")
    desk.open_patient(desk.record.find_number("TRD-0151"))
    assert desk.answer("score", "s7", phq9(2))
    card = CrisisCard(desk, theme)
    qtbot.addWidget(card)
    card.resize(1200, 700)
    card.refresh()
    qtbot.wait(20)
    assert unnamed(card) + cut(card) + overlaps(card) == []
    popover = DonePopover(desk, theme, card.notice, card)
    popover.show()
    qtbot.wait(20)
    assert unnamed(popover) + cut(popover) + overlaps(popover) == []
    popover.close()
    popover.deleteLater()
