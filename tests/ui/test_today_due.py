"""What is due of running courses on Today: who, in which order, the way there by keyboard, and that nothing is worked out twice."""

import datetime as dt

import pytest
from course_log import INDUCTION, CourseLog
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from walk import faults

from trd_desk.interchange.practice import add_people
from trd_desk.record.entries import Draft
from trd_desk.store.record import Record
from trd_desk.ui.desk import Desk
from trd_desk.ui.main_window import MainWindow
from trd_desk.ui.pages.today_due import SHOWN
from trd_desk.ui.sound import Speaker

ZONE = dt.timezone(dt.timedelta(hours=1))


class Clock:
    """Tells the time that a test has set."""

    def __init__(self):
        self.now = dt.datetime(2026, 3, 5, 9, 30, tzinfo=ZONE)

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def desk(qapp, tmp_path, clock, library):
    with Record.create_practice(tmp_path / "c.trd", clock=clock) as record:
        add_people(record)
        made = Desk(record, clock=clock, library=lambda: library)
        made.speaker = Speaker([])
        made.work_as(next(one for one in record.people() if one.role == "prescriber"))
        yield made


@pytest.fixture
def open_today(theme, qtbot):
    """Opens the window at Today and waits until what is due is known."""
    windows = []

    def open_it(desk, width=1366, height=768):
        window = MainWindow(theme, practice=True)
        windows.append(window)
        qtbot.addWidget(window)
        window.resize(width, height)
        window.show()
        window.attach(desk)
        qtbot.waitUntil(lambda: window.today is not None and window.today.board.is_filled)
        window.today.show()
        qtbot.waitUntil(lambda: desk.due.view is not None)
        window.activateWindow()
        qtbot.waitUntil(lambda: window.isActiveWindow())
        return window

    yield open_it
    for window in windows:
        window.detach()


def late(number, name="Late One", first=0):
    return CourseLog(number, name).given(*INDUCTION[first:])


def told(window):
    return [(line.row.name, line.row.state.replace("\u00a0", " ")) for line in window.today.page.due.rows]


def test_who_is_overdue_longest_comes_first(desk, open_today):
    late("A1", "Ada Later", first=2).write(desk.record)
    late("A2", "Ben Longest").write(desk.record)
    CourseLog("A3", "Cara Settled").given(*INDUCTION).decided("induction_end", "03-02").checked("bladder", "03-02", nothing_found=True).write(desk.record)
    CourseLog("A4", "Dan Today").given("02-06", "03-03").write(desk.record)
    CourseLog("A5", "Eva Over").given("2025-02-06", "2025-03-03").write(desk.record)
    window = open_today(desk)
    assert told(window) == [("Ben Longest", "overdue since 2 Mar 2026"), ("Dan Today", "due today")]
    card = window.today.page.due
    assert card.title.text() == "Decisions and checks due: 2 patients"
    assert card.rows[0].what.text() == "Decide: end of induction. Check: bladder."
    assert card.rows[0].link.accessibleDescription() == (
        "Ben Longest, 45 years, Decide: end of induction. Check: bladder., overdue since 2\u00a0Mar\u00a02026."
    )


def test_the_card_is_hidden_where_nothing_is_due(desk, open_today):
    CourseLog("A1", "Cara Settled").given("03-03").write(desk.record)
    window = open_today(desk)
    assert not window.today.page.due.isVisible()


def test_enter_opens_the_patient_at_the_decision_that_is_due(desk, open_today, qtbot):
    key = late("A1").write(desk.record)
    window = open_today(desk)
    window.today.page.focus_first()
    link = window.today.page.due.rows[0].link
    assert link.hasFocus()
    qtbot.keyClick(link, Qt.Key.Key_Return)
    assert desk.patient.key == key
    page = window._pages["outcomes"]
    assert window.stack.currentWidget() is page
    tab = page._part("decisions")
    qtbot.waitUntil(lambda: tab.points.opened == "induction_end" and tab.isVisible())
    qtbot.waitUntil(lambda: tab.points.lines["induction_end"].hasFocus())


def test_a_decision_takes_the_patient_off_the_list_and_only_that_one_is_read_again(desk, open_today, qtbot):
    key = late("A1").write(desk.record)
    late("A2", "Other").write(desk.record)
    window = open_today(desk)
    read = []
    known = desk.due._read
    desk.due._read = lambda one: (read.append(one), known(one))
    desk.open_patient(key)
    value = {"point": "induction_end", "product": "esketamine_in", "on": "2026-03-05", "decision": "stop", "reason": "no benefit at all"}
    assert desk.answer("course_decision", "esketamine_in/induction_end/1", value)
    window.show_patients()
    window.today.show()
    qtbot.waitUntil(lambda: told(window) == [("Other", "overdue since 2 Mar 2026")])
    assert read == [key]
    window.show_patients()
    window.today.show()
    qtbot.wait(50)
    assert read == [key]


def test_what_another_window_writes_is_shown(desk, open_today, qtbot):
    key = late("A1").write(desk.record)
    window = open_today(desk)
    value = {"point": "induction_end", "product": "esketamine_in", "on": "2026-03-05", "decision": "stop", "reason": "no benefit at all"}
    with Record.open_practice(desk.record.path) as other:
        other.append([Draft(key, "course_decision", "esketamine_in/induction_end/1", value)], by="Dr B.", content_version="2026.12")
    desk.catch_up()
    qtbot.waitUntil(lambda: told(window) == [])
    assert not window.today.page.due.isVisible()


def test_the_next_day_is_worked_out_anew(desk, open_today, qtbot, clock):
    CourseLog("A1", "Dan Tomorrow").given("02-07", "03-03").write(desk.record)
    window = open_today(desk)
    assert told(window) == []
    clock.now += dt.timedelta(days=1)
    desk.clock.tick()
    qtbot.waitUntil(lambda: told(window) == [("Dan Tomorrow", "due today")])


def test_a_long_list_is_shown_in_part_and_then_whole(desk, open_today, qtbot):
    for number in range(SHOWN + 3):
        late(f"A{number}", f"Patient {number:02}").write(desk.record)
    window = open_today(desk)
    card = window.today.page.due
    assert (len(card.rows), card.more.text()) == (SHOWN, f"Show all {SHOWN + 3}")
    card.more.setFocus()
    qtbot.keyClick(card.more, Qt.Key.Key_Space)
    assert len(card.rows) == SHOWN + 3
    assert card.rows[SHOWN].link.hasFocus()
    assert not card.more.isVisible()
    qtbot.keyClick(card.rows[SHOWN].link, Qt.Key.Key_Down)
    assert card.rows[SHOWN + 1].link.hasFocus()


def test_a_record_that_cannot_be_read_is_told(desk, open_today, monkeypatch, qtbot):
    from trd_desk.errors import StoreError

    late("A1").write(desk.record)
    window = open_today(desk)

    def broken(*_args):
        raise StoreError("The record could not be read; open a backup copy.")

    monkeypatch.setattr(desk.record, "newest_of", broken)
    desk.due.look()
    assert window.today.page.due.message.text() == "The record could not be read; open a backup copy."
    assert told(window) == [("Late One", "overdue since 2 Mar 2026")]


@pytest.mark.parametrize("percent", [100, 200])
def test_it_can_be_read(desk, open_today, theme, qtbot, percent):
    theme.use(text_percent=percent)
    late("A1", "Maximiliane Oberhuber-Schwarzenbacher").write(desk.record)
    window = open_today(desk)
    for _time in range(40):
        qtbot.wait(20)
        if not faults(window.today.page.due):
            break
    assert faults(window.today.page.due) == []
    assert QApplication.focusWidget() is not None
