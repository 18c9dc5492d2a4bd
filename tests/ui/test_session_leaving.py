"""The part Leaving: the door stays shut until everything is fulfilled, the signature closes, leaving against advice is its own record."""

import datetime as dt

import pytest
from days import at, checked_day, iso
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from trd_desk.store.record import Record
from trd_desk.ui.desk import Desk
from trd_desk.ui.pages.sessions import SessionsPage
from trd_desk.ui.widgets.labels import QuestionLink
from trd_desk.ui.widgets.sign import Signed

CONFIRMED = ("orientated", "walks_unaided", "nausea_settled", "mental_state_checked", "escort_present", "advice_given")


def quiet_day():
    """Two devices, the last at 10:10; everything observed in time, the last reading at 12:12."""
    day = checked_day(dose=56)
    day.devices("10:05", "10:10")
    for clock, systolic in (("10:25", 136), ("10:40", 140), ("10:50", 144), ("11:10", 138), ("11:40", 132), ("12:12", 128)):
        day.observe(clock, sbp=systolic, dbp=80, hr=72, spo2=98, rr=14, moaas=5, dissociation=0, nausea=0, distress=0)
    return day


class Clock:
    def __init__(self, clock):
        self.moment = at(clock)

    def __call__(self):
        return self.moment


@pytest.fixture
def clock():
    return Clock("12:15")


@pytest.fixture
def opened(qapp, practice_record, library, theme, qtbot, clock):
    """The page on a quiet day at 12:15, and the desk; signatures come from `signing`."""
    desk = Desk(practice_record, clock=clock, library=lambda: library)
    desk.ask_reason = lambda _title: "typing mistake"
    desk.work_as(next(person for person in practice_record.people() if person.role == "nurse"))
    key = quiet_day().write(practice_record)
    desk.open_patient(key)
    page = SessionsPage(desk, theme)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    page.refresh()
    page.show_tab("leaving")
    desk.patient_changed.connect(page.refresh)
    tab = page._part("leaving")
    tab.ask_signature = lambda act: Signed(desk.person)
    return page, tab, desk


def confirm_all(qtbot, tab):
    """Answers every confirmation with the key Y alone."""
    for field in CONFIRMED:
        segments = next(line.segments for line in tab._lines.values() if line.segments is not None and line.segments.objectName() == f"leaving.{field}")
        segments.setFocus()
        qtbot.keyClick(segments, Qt.Key.Key_Y)


def test_the_door_opens_with_the_last_answer_and_the_signature_closes_the_session(opened, qtbot, practice_record):
    page, tab, desk = opened
    assert not tab.sign_button.isEnabled()
    assert tab.banner.accessibleName() == "Cannot say: 6 answers missing"
    assert tab._lines["spo2"].word.text().replace("\u00a0", " ") == "98 % at 12:12"
    confirm_all(qtbot, tab)
    assert tab.banner.accessibleName() == "Ready to leave"
    assert tab.sign_button.isEnabled()
    qtbot.mouseClick(tab.sign_button, Qt.MouseButton.LeftButton)
    log = desk.patient.sessions["s1"]
    assert log.signature.by == desk.person.name
    assert log.end.state == "left"
    assert page.live.phase == "ended"
    result = desk.assessment.sessions[-1].leaving
    assert (result.verdict, result.at) == ("ready", "12:15")
    assert tab.banner.accessibleName() == "Left at 12:15"
    # On disk, as a fresh reader finds it.
    with Record.open_practice(practice_record.path) as again:
        kinds = {entry.kind for entry in again.entries(desk.patient.key)}
    assert {"signature", "session_end"} <= kinds


def test_a_signed_session_takes_later_words_only(opened, qtbot):
    _page, tab, desk = opened
    confirm_all(qtbot, tab)
    tab.sign()
    assert isinstance(QApplication.focusWidget(), QuestionLink)
    with qtbot.waitSignal(desk.save_failed) as told:
        assert not desk.answer("observation", "s1/late", {"at": iso("12:14"), "sbp": 120, "dbp": 80})
    assert "signed and closed" in told.args[0]
    assert not desk.undo_last() or desk.patient.sessions["s1"].signature is not None
    tab.addendum.edit.setText("Telephoned at six, is well.")
    tab.addendum.commit()
    assert [part.value.text for part in desk.patient.sessions["s1"].of_kind("addendum")] == ["Telephoned at six, is well."]
    assert ", nurse: Telephoned at six" in tab._record.text()


def test_a_no_says_why_and_keeps_the_door_shut(opened, qtbot):
    _page, tab, _desk = opened
    confirm_all(qtbot, tab)
    segments = tab.findChild(type(tab._lines["escort"].segments), "leaving.escort_present")
    segments.setFocus()
    qtbot.keyClick(segments, Qt.Key.Key_N)
    assert tab.banner.accessibleName() == "Not ready"
    assert "escort" in tab.why.text()
    assert tab._lines["escort"].why.text() == "No escort is here."
    qtbot.keyClick(segments, Qt.Key.Key_Delete)
    assert tab.banner.accessibleName() == "Cannot say: 1 answer missing"


def test_the_clock_opens_the_door_by_itself_to_the_second(opened, qtbot, clock):
    page, tab, desk = opened
    clock.moment = at("12:09:59")
    desk.second_passed.emit(clock.moment)
    page.refresh()
    confirm_all(qtbot, tab)
    assert tab.banner.accessibleName() == "Not ready"
    assert "0:00:01" in tab.banner.accessibleDescription()
    clock.moment = at("12:10:00")
    desk.second_passed.emit(clock.moment)
    assert tab.banner.accessibleName() != "Not ready" or "two hours" not in tab.why.text()


def test_leaving_against_advice_asks_for_a_reason_and_is_its_own_record(opened, qtbot, clock):
    page, tab, desk = opened
    clock.moment = at("11:30")
    page.refresh()
    qtbot.mouseClick(tab.depart_button, Qt.MouseButton.LeftButton)
    form = tab.departure
    form.reason.edit.setText("bored")
    qtbot.mouseClick(form.done, Qt.MouseButton.LeftButton)
    assert "5 more letters" in form.message.text()
    assert form.reason.text() == "bored"
    form.reason.edit.setText("Wants to catch the last bus home")
    form.answers["capacity"]._press(0)
    form.witness.edit.setText("A. Lindgren")
    tab.ask_signature = lambda act: None
    qtbot.mouseClick(form.done, Qt.MouseButton.LeftButton)
    assert form.reason.text() == "Wants to catch the last bus home"
    assert desk.patient.sessions["s1"].departure is None
    tab.ask_signature = lambda act: Signed(desk.person)
    qtbot.mouseClick(form.done, Qt.MouseButton.LeftButton)
    left = desk.patient.sessions["s1"].departure
    assert (left.reason, left.capacity, left.risk_explained, left.witness) == ("Wants to catch the last bus home", True, None, "A. Lindgren")
    assert desk.patient.sessions["s1"].end.state == "departed"
    assert desk.assessment.sessions[-1].leaving.verdict == "not_ready"
    assert "not recorded" in tab._record.text()


def test_a_disk_that_refuses_leaves_the_session_open(opened, qtbot):
    _page, tab, desk = opened
    confirm_all(qtbot, tab)
    desk.record._connection.execute("PRAGMA query_only = ON")
    with qtbot.waitSignal(desk.save_failed):
        tab.sign()
    desk.record._connection.execute("PRAGMA query_only = OFF")
    assert desk.patient.sessions["s1"].signature is None
    assert tab.sign_button.isEnabled()


@pytest.mark.parametrize(("region", "form"), [("uk", False), ("us", True)])
def test_once_it_is_over_the_papers_are_a_key_away(opened, qtbot, region, form):
    page, tab, desk = opened
    assert desk.answer("licence_region", "", region, "moved")
    assert desk.answer("booking", "s1", {"time": "09:45"})
    assert not tab.findChildren(QuestionLink)
    confirm_all(qtbot, tab)
    tab.sign()
    links = tab.findChildren(QuestionLink)
    wanted = ["documents.session.s1", *(["documents.rems.s1"] if form else []), "documents.handout.s1"]
    assert [link.path for link in links] == wanted
    assert all(link.isVisible() and link.accessibleName() for link in links)
    with qtbot.waitSignal(page.go_to) as went:
        qtbot.keyClick(links[0], Qt.Key.Key_Return)
    assert went.args == ["documents.session.s1"]
    page.refresh()
    assert tab.findChildren(QuestionLink) == links


def test_an_alarm_that_stands_keeps_the_session_open(opened, qtbot, clock):
    page, tab, desk = opened
    confirm_all(qtbot, tab)
    signs = {"sbp": 130, "dbp": 80, "spo2": 97, "hr": 70, "rr": 14, "moaas": 5, "dissociation": 0}
    desk.answer("observation", "s1/again", {"at": iso("12:14"), "recorded": iso("12:14"), **signs})
    desk.answer("event", "s1/fall", {"at": iso("12:15"), "kind": "fall"})
    assert not tab.sign_button.isEnabled()
    assert "alarm" in tab.why.text()
    assert page.live.active_alarms[0].sign == "fall"


def test_the_button_beside_the_parts_is_as_wide_as_its_words_whatever_was_shown_before(opened):
    page, _tab, _desk = opened
    for part in ("monitoring", "checks", "dose", "leaving", "monitoring"):
        page.show_tab(part)
        QApplication.processEvents()
    button = page._part("monitoring").head_widget()
    assert button.isVisible()
    assert button.width() <= button.sizeHint().width() + 2
    page.show_tab("course")
    assert not button.isVisible()


def test_showing_it_is_fast(opened):
    import time

    page, tab, _desk = opened
    start = time.perf_counter()
    for _turn in range(20):
        page.refresh()
    assert (time.perf_counter() - start) / 20 < 0.05
    assert isinstance(tab.live.now, dt.datetime)
