"""Today in a real window: rows in their order that stay under the pointer and the focus, keys, what is said of clock and sound, the badge."""

import datetime as dt
import stat
import sys

import pytest
from clinic_days import amber, brennan, dobre, giving, hallam, lindqvist, of, red, varga
from days import at, checked_day, iso
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication
from walk import faults

from trd_desk.record.entries import CLINIC, Draft
from trd_desk.record.session_parts import moment_text
from trd_desk.ui.clock import SessionClock
from trd_desk.ui.desk import Desk
from trd_desk.ui.main_window import MainWindow
from trd_desk.ui.sound import Speaker
from trd_desk.ui.theme import THEMES


@pytest.fixture
def open_window(theme, qtbot):
    """Opens the window over a desk and waits until the board is filled."""
    windows = []

    def open_it(desk, width=1366, height=768):
        window = MainWindow(theme, practice=True)
        windows.append(window)
        qtbot.addWidget(window)
        window.resize(width, height)
        with qtbot.waitSignal(window.first_painted):
            window.show()
        window.attach(desk)
        qtbot.waitUntil(lambda: window.today is not None and window.today.board.is_filled)
        window.activateWindow()
        qtbot.waitUntil(lambda: window.isActiveWindow())
        return window

    yield open_it
    for window in windows:
        window.detach()


def names(page):
    return [row.row.name for row in page.rows.rows]


def row_of(page, name):
    return next(row for row in page.rows.rows if row.row.name == name)


# Where the window opens


def test_the_window_opens_at_today_where_there_is_something_to_do(day_desk, open_window, library):
    for day in (lindqvist(), brennan(), varga(library), dobre(), hallam()):
        day.write(day_desk.record)
    window = open_window(day_desk)
    page = window.today.page
    assert window.stack.currentWidget() is page
    assert names(page) == ["Aoife Brennan", "Ines Varga", "Tomas Lindqvist"]
    assert [row.coming.name for row in page.coming.rows] == ["Peter Hallam", "Mirela Dobre"]
    assert (page.head.live.text(), page.head.coming.text()) == ("3 live sessions", "2 to come")
    assert page.head.day.text().replace("\u00a0", " ") == "Tuesday 17 March 2026"
    assert page.head.time.text() == "11:14:12"
    assert QApplication.focusWidget() is page.rows.rows[0].action


def test_it_opens_at_patients_where_there_is_nothing(day_desk, open_window):
    of(checked_day(dose=56, on="2026-03-01"), "TRD-1", "Long Ago").write(day_desk.record)
    window = open_window(day_desk)
    assert window.stack.currentWidget() is window._patients
    window.today.show()
    page = window.today.page
    assert "none is planned for today" in page.empty.sentence.text()
    assert page.empty.isVisible()
    assert page.empty.button.hasFocus()


def test_somebody_who_has_begun_to_search_is_not_taken_away(day_desk, theme, qtbot):
    brennan().write(day_desk.record)
    window = MainWindow(theme, practice=True)
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.first_painted):
        window.show()
    window.attach(day_desk)
    window._patients.search.setText("bren")
    qtbot.waitUntil(lambda: window.today is not None and window.today.board.is_filled)
    assert window.stack.currentWidget() is window._patients
    assert window.rail.badge.isVisible()
    window.detach()


def test_only_sessions_to_come_say_where_to_start(day_desk, open_window):
    hallam().write(day_desk.record)
    page = open_window(day_desk).today.page
    assert page.empty.sentence.text() == "No session is running. Start one from a patient below, or Ctrl+K."
    assert page.coming.rows[0].link.hasFocus()


# What a row says


def test_the_words_of_a_row(day_desk, open_window, library, clock):
    for day in (brennan(), varga(library), red(), giving()):
        day.write(day_desk.record)
    page = open_window(day_desk).today.page
    said = {row.row.name: row.row for row in page.rows.rows}
    now = clock.now
    overdue = said["Aoife Brennan"]
    assert (overdue.facts.replace("\u00a0", " "), overdue.place) == ("37 years · TRD-0147", "Chair 1 · session 9")
    assert overdue.head(now) == ("0:44:12", "of 2:00 since the last device, 10:30")
    assert overdue.foot == "Before the dose 144/86. Highest 152/90 at 10:46. No events."
    assert overdue.values.head(now) == "Observed 10:59, 15\u00a0minutes ago"
    assert [(value.number, value.words) for value in overdue.values.values][:2] == [("148/88", "pressure, 4/2 above start"), ("–", "pulse")]
    assert (overdue.state.words, overdue.state.count(now), overdue.state.line(now)) == ("Overdue: 11:10", "04:12", "Counts as late in 0:48")
    ready = said["Ines Varga"]
    assert (ready.state.words, ready.state.count(now), ready.state.line(now)) == ("Ready to leave", "16 of 17", "Only the signature is missing")
    assert ready.state.action == "Close session"
    alarm = said["Tomas Lindqvist"]
    assert (alarm.state.words, alarm.state.count(now)) == ("Red: pressure 188/114", "03:12")
    assert alarm.foot.startswith("Emergency call.")
    assert said["Peter Aalto"].head(now)[1] == "since the first device, 11:08; 2 given"
    spoken = row_of(page, "Aoife Brennan").accessibleName()
    for words in ("Aoife Brennan", "Chair 1", "Overdue: 11:10", "44:12 of 2:00", "148/88", "No events"):
        assert words in spoken
    assert row_of(page, "Aoife Brennan").action.accessibleName() == "Enter observation: Aoife Brennan"


def test_each_second_moves_the_clocks_and_nothing_else(day_desk, open_window, clock):
    brennan().write(day_desk.record)
    page = open_window(day_desk).today.page
    row = page.rows.rows[0]
    before = row.row
    clock.passes(day_desk)
    assert row.row is before
    assert row.row.state.count(clock.now) == "04:13"
    assert page.head.time.text() == "11:14:13"


# The order


def test_what_calls_moves_up(day_desk, open_window, clock):
    for day in (lindqvist(), giving()):
        day.write(day_desk.record)
    window = open_window(day_desk)
    page = window.today.page
    assert names(page) == ["Peter Aalto", "Tomas Lindqvist"]
    window.rail._buttons["settings"].setFocus()  # so that no row is held
    clock.set("11:22:58")
    clock.passes(day_desk, 3)
    assert names(page) == ["Tomas Lindqvist", "Peter Aalto"]
    assert [row.y() for row in page.rows.rows] == sorted(row.y() for row in page.rows.rows)


def test_a_row_with_the_focus_stays_until_it_is_left(day_desk, open_window, clock):
    for day in (lindqvist(), giving()):
        day.write(day_desk.record)
    window = open_window(day_desk)
    page = window.today.page
    row_of(page, "Peter Aalto").action.setFocus()
    clock.set("11:22:58")
    clock.passes(day_desk, 3)
    assert names(page) == ["Peter Aalto", "Tomas Lindqvist"], "held"
    assert row_of(page, "Tomas Lindqvist").row.call == "overdue"
    window.rail._buttons["settings"].setFocus()
    clock.passes(day_desk)
    assert names(page) == ["Tomas Lindqvist", "Peter Aalto"]


def test_a_row_under_the_pointer_stays_until_it_is_left(day_desk, open_window, clock):
    for day in (lindqvist(), giving()):
        day.write(day_desk.record)
    window = open_window(day_desk)
    page = window.today.page
    window.rail._buttons["settings"].setFocus()
    row = row_of(page, "Peter Aalto")
    row.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, True)
    QApplication.sendEvent(row, QEnterEvent(QPoint(5, 5), QPoint(5, 5), QPoint(5, 5)))
    clock.set("11:22:58")
    clock.passes(day_desk, 3)
    assert names(page)[0] == "Peter Aalto"
    row.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    QApplication.sendEvent(row, QEvent(QEvent.Type.Leave))
    clock.passes(day_desk)
    assert names(page)[0] == "Tomas Lindqvist"


def test_a_row_that_begins_to_call_is_brought_into_view(day_desk, open_window, clock, qtbot, library):
    for number, day in enumerate([lindqvist(), giving(), varga(library)] + [checked_day(dose=56) for _more in range(4)]):
        if number > 2:
            day.devices("11:10", "11:14")
            of(day, f"TRD-9{number}", f"Patient {number}", str(number))
        day.write(day_desk.record)
    window = open_window(day_desk, height=720)
    page = window.today.page
    window.rail._buttons["settings"].setFocus()
    assert page.desk.board.view.low
    bar = page.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    assert bar.value() > 0
    clock.set("11:22:59")
    clock.passes(day_desk, 2)
    row = row_of(page, "Tomas Lindqvist")
    qtbot.waitUntil(lambda: row.visibleRegion().boundingRect().height() == row.height())


def test_the_focus_goes_on_when_its_session_ends(day_desk, open_window):
    for day in (brennan(), lindqvist()):
        day.write(day_desk.record)
    page = open_window(day_desk).today.page
    row_of(page, "Aoife Brennan").action.setFocus()
    key = day_desk.record.find_number("TRD-0147")
    day_desk.record.append(
        [Draft(key, "session_end", "s1", {"state": "left", "at": iso("11:14")})], by="J. Marsh", content_version="2026.11"
    )
    day_desk.board.look()
    assert QApplication.focusWidget().isVisible()
    qt_wait(day_desk)
    assert names(page) == ["Tomas Lindqvist"]
    assert row_of(page, "Tomas Lindqvist").action.hasFocus()


def qt_wait(desk):
    for _turn in range(20):
        QApplication.processEvents()
        if not desk.board._to_read:
            return


# Keys


def test_the_keys(day_desk, open_window, qtbot, library):
    for day in (brennan(), varga(library), lindqvist(), hallam()):
        day.write(day_desk.record)
    window = open_window(day_desk)
    page = window.today.page
    rows = page.rows.rows
    assert rows[0].action.hasFocus()
    for stop in (rows[1].action, rows[2].action, page.coming.rows[0].link):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
        assert stop.hasFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
    assert rows[2].action.hasFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_1)
    assert row_of(page, "Aoife Brennan").action.hasFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_3, Qt.KeyboardModifier.KeypadModifier)
    assert row_of(page, "Ines Varga").action.hasFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_8)
    assert row_of(page, "Ines Varga").action.hasFocus(), "there is no such chair"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert row_of(page, "Tomas Lindqvist").action.hasFocus(), "in reading order; nothing to turn off at Ines Varga's"


def test_enter_opens_the_session_where_the_work_is(day_desk, open_window, qtbot, library):
    for day in (brennan(), varga(library)):
        day.write(day_desk.record)
    window = open_window(day_desk)
    page = window.today.page
    qtbot.keyClick(row_of(page, "Ines Varga").action, Qt.Key.Key_Return)
    assert day_desk.patient.case.patient.name == "Ines Varga"
    sessions = window.stack.currentWidget()
    assert sessions is window._pages["sessions"]
    assert sessions._tab == "leaving"
    qtbot.keyClick(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert window.stack.currentWidget() is page
    assert day_desk.patient is not None, "who is open stays open behind it"
    row_of(page, "Ines Varga").action.setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_O)
    assert sessions._tab == "monitoring"
    window.today.show()
    qtbot.mouseClick(row_of(page, "Aoife Brennan").action, Qt.MouseButton.LeftButton)
    assert day_desk.patient.case.patient.name == "Aoife Brennan"
    assert sessions._tab == "monitoring"


def test_the_link_of_a_session_to_come_leads_to_its_checklist(day_desk, open_window, qtbot):
    hallam().write(day_desk.record)
    window = open_window(day_desk)
    qtbot.keyClick(window.today.page.coming.rows[0].link, Qt.Key.Key_Return)
    assert day_desk.patient.case.patient.name == "Peter Hallam"
    assert window._pages["sessions"]._tab == "checks"


# The sound


@pytest.fixture
def hearing(day_desk, tmp_path):
    """The desk on a computer with a player of sounds."""
    program = tmp_path / "plays"
    program.write_text(f"#!{sys.executable}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    day_desk.speaker = Speaker([(str(program),)])
    yield day_desk
    day_desk.speaker.close()


def test_the_sound_is_turned_off_on_the_row_and_comes_again(hearing, open_window, qtbot, clock):
    key = brennan().write(hearing.record)
    row = open_window(hearing).today.page.rows.rows[0]
    assert row.quiet.isVisible()
    assert row.quiet.accessibleName() == "Sound off for 2 minutes: Aoife Brennan"
    row.quiet.setFocus()
    qtbot.keyClick(row.quiet, Qt.Key.Key_Return)
    assert hearing.record.history(key, "alarm", "s1/due/clock/11:10:00")
    assert not row.quiet.isVisible()
    assert row.action.hasFocus(), "the focus stays in the row"
    assert row.row.quiet(clock.now) == "2:00"
    clock.passes(hearing, 120)
    assert row.quiet.isVisible()


def test_a_key_turns_off_the_sound_of_what_is_in_front_or_calls_loudest(hearing, open_window, qtbot):
    overdue, raised = brennan().write(hearing.record), amber().write(hearing.record)
    window = open_window(hearing)
    window.show_patients()
    ack = (Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(window, *ack)
    assert hearing.record.history(overdue, "alarm", "s1/due/clock/11:10:00")
    assert not hearing.record.entries_of_kind(raised, "alarm")
    window.open_session(raised, "s1", "monitoring")
    qtbot.keyClick(window, *ack)
    assert hearing.record.entries_of_kind(raised, "alarm")


def test_the_sound_is_tried_aloud(hearing, open_window, qtbot):
    brennan().write(hearing.record)
    page = open_window(hearing).today.page
    notice = page.notices.sound
    assert notice.words.text() == "Sound not tried today."
    notice.buttons[0].click()
    assert notice.words.text().endswith("Did you hear them?")
    notice.buttons[1].click()
    assert notice.words.text().startswith("No sound on this computer: watch the screen. It was tried today and not heard")
    assert notice.property("kind") == "band"
    assert "No sound on this computer" in page.window().rail.badge.toolTip()
    notice.buttons[0].click()
    notice.buttons[0].click()
    assert not notice.isVisible()
    assert "No sound" not in page.window().rail.badge.toolTip()
    assert [entry.value["heard"] for entry in hearing.record.entries_of_kind(CLINIC, "sound_check")] == [False, True]
    qtbot.wait(2000)  # the second of the two tones


def test_without_a_player_it_is_said_and_nothing_is_offered(day_desk, open_window):
    brennan().write(day_desk.record)
    page = open_window(day_desk).today.page
    assert page.notices.sound.words.text().startswith("No sound on this computer: watch the screen.")
    assert not page.notices.sound.buttons[0].isVisible()
    assert not page.rows.rows[0].quiet.isVisible()


def test_every_alarm_bar_says_that_there_is_no_sound(day_desk, open_window, qtbot):
    key = red().write(day_desk.record)
    window = open_window(day_desk)
    window.open_session(key, "s1", "leaving")
    alarms = window.stack.currentWidget().alarms
    qtbot.waitUntil(lambda: bool(alarms.widgets))
    assert all("No sound on this computer: watch the screen." in widget.bar.note for widget in alarms.widgets)


# The clock


@pytest.fixture
def set_computer(day_record, library):
    """A desk on a computer whose clock can be set: (desk, set by so much)."""
    true, wrong = at("11:14:12"), [dt.timedelta()]
    clock = SessionClock(lambda: true + wrong[0], lambda: 100.0, lambda: "start")
    desk = Desk(day_record, clock=clock, library=lambda: library)
    desk.speaker = Speaker([])
    assert desk.library is library

    def set_by(**span):
        wrong[0] = dt.timedelta(**span)
        clock.tick()

    return desk, set_by


def test_a_computer_clock_that_was_set_is_told_and_taken_only_by_a_person(set_computer, open_window):
    desk, set_by = set_computer
    brennan().write(desk.record)
    window = open_window(desk)
    notice = window.today.page.notices.clock
    assert not notice.isVisible()
    set_by(hours=1)
    assert notice.words.text() == (
        "The computer's clock says 12:14:12, 1\u00a0h ahead; the sessions go by 11:14:12. It was found set at 11:14:12, "
        "and elapsed times go on right."
    )
    assert desk.now() == at("11:14:12")
    assert "clock was set" in window.status._saved.text()
    notice.buttons[0].click()
    assert "would jump" in notice.words.text(), "a session runs"
    notice.buttons[1].click()
    assert desk.now() == at("11:14:12")
    notice.buttons[0].click()
    notice.buttons[0].click()
    assert desk.now() == at("12:14:12")
    assert not notice.isVisible()


def test_a_clock_set_back_is_told_and_forgotten_when_it_is_right_again(set_computer, open_window):
    desk, set_by = set_computer
    hallam().write(desk.record)
    notice = open_window(desk).today.page.notices.clock
    set_by(seconds=-40)
    assert "40\u00a0s behind" in notice.words.text()
    notice.buttons[0].click()
    assert notice.words.text() == "No session runs, so nothing that is counted changes."
    set_by(seconds=0)
    assert not notice.isVisible()


def test_a_dose_in_the_future_is_said(day_desk, open_window, clock):
    brennan().write(day_desk.record)
    clock.set("09:10")
    notice = open_window(day_desk).today.page.notices.doubt
    assert "recorded at 10:30" in notice.words.text()
    assert "set the computer's clock right" in notice.words.text()


# On every page


def test_the_badge_is_seen_on_every_page_and_leads_to_the_row(day_desk, open_window, qtbot):
    for day in (brennan(), red()):
        day.write(day_desk.record)
    window = open_window(day_desk)
    badge = window.rail.badge
    window.show_patients()
    assert badge.isVisible()
    assert badge.text() == "1 red", "red before amber"
    assert "1 red, 1 overdue" in badge.toolTip()
    window.show_settings()
    assert badge.isVisible()
    badge.setFocus()
    qtbot.keyClick(badge, Qt.Key.Key_Return)
    assert window.stack.currentWidget() is window.today.page
    assert row_of(window.today.page, "Tomas Lindqvist").action.hasFocus()


def test_the_header_has_the_clock_of_the_session_and_the_step_what_calls(day_desk, open_window, clock):
    key = brennan().write(day_desk.record)
    window = open_window(day_desk)
    window.open_session(key, "s1", "monitoring")
    assert (window.header.time.text(), window.header.time.time) == ("Session 9 · 0:44:12 of 2:00", "11:14:12")
    assert window.steps._buttons["sessions"].accessibleName() == "Sessions: Live, overdue"
    clock.passes(day_desk, 8)
    assert window.header.time.text() == "Session 9 · 0:44:20 of 2:00"
    moment = moment_text(clock.now)
    assert day_desk.answer("observation", "s1/a", {"at": moment, "recorded": moment, "sbp": 164, "dbp": 98})
    assert window.steps._buttons["sessions"].accessibleName() == "Sessions: Live, 1 amber alarm"
    assert window.rail.badge.text() == "1 amber"


def test_the_header_of_a_patient_without_a_live_session_has_the_time_only(day_desk, open_window):
    hallam().write(day_desk.record)
    window = open_window(day_desk)
    window.open_patient(day_desk.record.find_number("TRD-0131"))
    assert window.header.time.text() == ""
    assert window.header.time.time == "11:14:12"


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_the_clocks_of_the_header_find_their_room(day_desk, open_window, theme, qtbot, percent):
    key = brennan().write(day_desk.record)
    theme.use(text_percent=percent)
    window = open_window(day_desk)
    window.open_session(key, "s1", "monitoring")
    time = window.header.time
    qtbot.waitUntil(lambda: time.width() >= time.sizeHint().width() and time.height() <= window.header.height())
    assert faults(window.header) == []
    assert time._stacked == (percent == 200)


def test_the_practice_day_fills_the_board(desk, open_window, qtbot):
    desk.speaker = Speaker([])
    window = open_window(desk)
    window.today.show()
    page = window.today.page
    assert page.empty.button.text() == "Start a practice day"
    page.empty.button.click()
    qtbot.waitUntil(lambda: len(page.rows.rows) == 3, timeout=10_000)
    assert len(page.coming.rows) == 2


# The look


def settled(qtbot, widget):
    """No fault once the layouts have settled, which they do in a later turn."""
    found = ["not looked yet"]

    def fine():
        found[:] = faults(widget)
        return not found

    try:
        qtbot.waitUntil(fine, timeout=3000)
    except TimeoutError:
        assert found == []


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("percent", "width", "height"), [(100, 1366, 768), (100, 1280, 720), (150, 1366, 768), (200, 1366, 768)])
def test_nothing_is_cut_unnamed_or_over_another(day_desk, open_window, qtbot, theme, library, name, percent, width, height):
    for day in (brennan(), varga(library), red(), giving(), hallam(), dobre()):
        day.write(day_desk.record)
    theme.use(name=name, text_percent=percent)
    window = open_window(day_desk, width, height)
    settled(qtbot, window.today.page)
    settled(qtbot, window.rail)


def test_six_sessions_have_low_rows_and_are_seen_at_once(hearing, day_desk, open_window, theme, library, qtbot):
    for number, day in enumerate([brennan(), varga(library), red(), giving()] + [checked_day(dose=56) for _more in range(2)]):
        if number > 3:
            day.devices("11:00", "11:05")
            of(day, f"TRD-9{number}", f"Patient {number}", str(number + 3))
        day.write(day_desk.record)
    assert day_desk.board.sound.answer(heard=True)
    page = open_window(day_desk).today.page
    assert {row.height() for row in page.rows.rows} == {theme.scaled(96)}
    settled(qtbot, page)
    qtbot.waitUntil(lambda: page.rows.rows[5].geometry().bottom() <= page.area.viewport().height())
