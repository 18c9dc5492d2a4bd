"""Locking while sessions run: chairs and clocks stay, alarms go on, nothing of a patient is shown, and the passphrase brings everything back."""

import pytest
from clinic_days import Clock, brennan, lindqvist, red, varga
from days import at
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QFileDialog, QLabel, QLineEdit, QMenu, QMessageBox, QWidget
from walk import faults

from trd_desk.app import Program
from trd_desk.record.people import Person
from trd_desk.record.session_parts import moment_text
from trd_desk.store import vault
from trd_desk.store.record import Record
from trd_desk.ui.desk import Desk
from trd_desk.ui.main_window import MainWindow
from trd_desk.ui.pages.locked import LockedPage
from trd_desk.ui.pages.unlock import UnlockPage
from trd_desk.ui.sound import Speaker
from trd_desk.ui.widgets.reason import ReasonPopover

PASSPHRASE = "orange lantern quiet river"
OTHERS = "seven green bicycles sleep"
NAMES = ("Aoife Brennan", "Tomas Lindqvist", "Ines Varga", "TRD-0147", "TRD-0122", "TRD-0139")
VALUES = ("148/88", "188/114", "126/80", "MOAA/S", "Esketamine", "Ketamine")


@pytest.fixture(scope="module")
def record_file(tmp_path_factory, library):
    """An encrypted record with two people and three live sessions, made once."""
    path = tmp_path_factory.mktemp("locked") / "own.trd"
    first = Person("marsh", "J. Marsh", "nurse")
    with Record.create(path, PASSPHRASE, first, cost=vault.FLOOR, clock=Clock("08:00")) as record:
        record.add_person("Dr K. Osei", "prescriber", manages=False, passphrase=OTHERS, by=record.person, cost=vault.FLOOR)
        for day in (brennan(), red(), varga(library)):
            day.write(record)
    return path


@pytest.fixture
def record(record_file, tmp_path):
    import shutil

    shutil.copytree(record_file.parent, tmp_path / "copy")
    with Record.open(tmp_path / "copy" / record_file.name, PASSPHRASE) as opened:
        yield opened


@pytest.fixture
def window(qapp, theme, record, clock, library, qtbot):
    desk = Desk(record, clock=clock, library=lambda: library)
    desk.speaker = Speaker([])
    assert desk.library is library
    made = MainWindow(theme)
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.first_painted):
        made.show()
    made.attach(desk)
    qtbot.waitUntil(lambda: made.today is not None and made.today.board.is_filled)
    made.lock_wanted.connect(lambda: made.today.lock())
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.detach()


def shown_words(window):
    """Everything a person or a screen reader meets in what is visible."""
    words = [window.windowTitle()]
    for widget in [window, *window.findChildren(QWidget)]:
        if widget.isVisible():
            words += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
            if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
                words.append(widget.text())
    return "\n".join(words)


def page_of(window):
    page = window.stack.currentWidget()
    assert isinstance(page, LockedPage)
    return page


def key_of(window, name):
    return next(one.key[0] for one in window.today.board.live if one.patient.case.patient.name == name)


def unlock(window, qtbot, passphrase=PASSPHRASE):
    page = page_of(window)
    qtbot.keyClicks(page.field, passphrase)
    qtbot.keyClick(page.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page._work is None, timeout=30_000)


def test_chairs_and_clocks_stay_and_nothing_of_a_patient(window, qtbot, clock):
    window.open_session(key_of(window, "Aoife Brennan"), "s1", "monitoring")
    assert "Aoife Brennan" in shown_words(window)
    window.lock()
    page = page_of(window)
    qtbot.waitUntil(lambda: len(page.rows.rows) == 3)
    words = shown_words(window)
    assert not [name for name in (*NAMES, *VALUES) if name in words]
    assert [row.row.name for row in page.rows.rows] == ["Chair 2", "Chair 1", "Chair 3"]
    assert page.rows.rows[0].row.state.words == "Red alarm"
    assert page.rows.rows[1].row.state.words == "Overdue: 11:10"
    assert page.head.chip.words() == "1 red"
    assert "No sound on this computer" in page.silence.text()
    assert page.field.hasFocus()
    for part in (window.rail, window.header, window.steps, window.status):
        assert not part.isVisible()
    qtbot.waitUntil(lambda: faults(page) == [])
    assert page.rows.rows[1].row.state.count(clock.now) == "04:12"
    clock.passes(window.desk, 2)
    assert page.head.time.text() == "11:14:14"
    picture = page.grab().toImage()
    assert not picture.isNull()


def test_alarms_go_on(window, clock, qtbot):
    board = window.today.board
    for one in board.live:
        board.acknowledge(one)
    window.lock()
    page = page_of(window)
    due = []
    board.point_due.connect(lambda called: due.append(called.standing.name))
    clock.set("11:15:58")
    clock.passes(window.desk, 5)
    assert due == ["due/repeat/11:16:00"], "the repeat of the red pressure"
    clock.until(window.desk, "11:16:20")
    assert [row.row.call for row in page.rows.rows][:2] == ["red", "overdue"]
    assert {standing.call for standing in board.standing() if standing.sounds(clock.now)} == {"red", "overdue"}


def test_every_key_of_the_window_is_off(window, qtbot):
    window.lock()
    page = page_of(window)
    count = window.desk.record.entry_count()
    for key in (Qt.Key.Key_K, Qt.Key.Key_0, Qt.Key.Key_1, Qt.Key.Key_5, Qt.Key.Key_Z):
        qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    window.show_step("history")
    window.today.show()
    window.show_settings()
    window.open_session(window.today.board.live[0].key[0], "s1")
    assert window.stack.currentWidget() is page
    assert QApplication.activePopupWidget() is None
    assert QApplication.activeModalWidget() is None
    assert window.desk.record.entry_count() == count


def test_the_passphrase_brings_it_back_to_where_it_was(window, qtbot):
    window.open_session(window.today.board.live[0].key[0], "s1", "leaving")
    before = window.stack.currentWidget()
    focus = QApplication.focusWidget()
    patient = window.desk.patient.key
    window.lock()
    unlock(window, qtbot)
    assert window.stack.currentWidget() is before
    assert window.desk.patient.key == patient
    assert before._tab == "leaving"
    assert QApplication.focusWidget() is focus
    for part in (window.rail, window.header, window.steps, window.status):
        assert part.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert window.stack.currentWidget() is window.today.page, "the keys are on again"


def test_a_wrong_passphrase_opens_nothing(window, qtbot):
    window.lock()
    page = page_of(window)
    unlock(window, qtbot, "wrong words altogether here")
    assert window.stack.currentWidget() is page
    assert page.message.text() == "The passphrase is not right. Type it again."
    unlock(window, qtbot, "")
    assert page.message.text() == "Type your passphrase." or page._work is None
    page.field.clear()
    unlock(window, qtbot)
    assert window.stack.currentWidget() is window.today.page


def test_somebody_else_who_unlocks_works_from_then_on(window, qtbot):
    assert window.desk.by == "J. Marsh"
    window.lock()
    page = page_of(window)
    osei = next(person for person in window.desk.record.people() if person.name == "Dr K. Osei")
    assert page.person.choose(osei.id)
    unlock(window, qtbot, PASSPHRASE)
    assert isinstance(window.stack.currentWidget(), LockedPage), "another's passphrase"
    page.field.clear()
    unlock(window, qtbot, OTHERS)
    assert window.desk.by == "Dr K. Osei"


def test_what_is_typed_stays_typed(window, qtbot):
    window.show_settings()
    field = window._settings.findChild(QLineEdit)
    field.setText("half a wo")
    field.setFocus()
    window.lock()
    assert not field.isVisible()
    unlock(window, qtbot)
    assert field.text() == "half a wo"


def test_every_dialog_menu_and_popup_goes(window, theme, qtbot):
    """A dialog over a dialog, with a menu over both: all of them end by the lock, and with the answer that nothing was chosen."""
    ended = []

    def over_it():
        box = QMessageBox(QMessageBox.Icon.Question, "TRD Desk", "Aoife Brennan?", QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No, window)
        QTimer.singleShot(0, box, menu_over_it)
        ended.append(("box", box.exec()))
        box.deleteLater()

    def menu_over_it():
        menu = QMenu("Patients", window)
        menu.addAction("Aoife Brennan")
        QTimer.singleShot(50, menu, window.lock)
        ended.append(("menu", menu.exec(window.mapToGlobal(QPoint(50, 50)))))
        menu.deleteLater()

    popover = ReasonPopover(theme, "Why is this answer changed?", window)
    QTimer.singleShot(0, popover, over_it)
    ended.append(("popover", popover.exec()))
    popover.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert [name for name, _how in ended] == ["menu", "box", "popover"]
    assert ended[0][1] is None
    assert ended[2][1] == QDialog.DialogCode.Rejected
    page_of(window)
    assert [top for top in QApplication.topLevelWidgets() if top.isVisible() and top is not window] == []


def test_a_window_beside_goes_as_well(window, qtbot):
    chooser = QFileDialog(window)
    chooser.setOption(QFileDialog.Option.DontUseNativeDialog)
    chooser.show()
    lone = QWidget()
    qtbot.addWidget(lone)
    lone.show()
    window.lock()
    assert not chooser.isVisible()
    assert not lone.isVisible()
    chooser.deleteLater()


def test_locked_the_window_is_not_closed_over_what_is_typed_and_cannot_be_kept(window, qtbot):
    window.open_patient(key_of(window, "Aoife Brennan"), "safety")
    page = window._pages["safety"]
    page.complete()
    qtbot.waitUntil(lambda: any(row.day.isVisible() for row in page.workup))
    field = next(row.day for row in page.workup if row.day.isVisible())
    field.setFocus()
    qtbot.keyClicks(field.edit, "sometime")
    assert field.holds_unsaved()
    window.lock()
    locked = page_of(window)
    assert field.holds_unsaved()
    assert not window.close()
    assert window.isVisible()
    assert "not saved yet" in locked.message.text()
    assert window.stack.currentWidget() is locked
    unlock(window, qtbot)
    assert field.text() == "sometime"
    for _key in range(2):
        qtbot.keyClick(field.edit, Qt.Key.Key_Escape)


# The whole program


@pytest.fixture
def program(qapp, qtbot, tmp_path):
    made = Program(qapp, practice=False, record=tmp_path / "none.trd", data=tmp_path / "data")
    qtbot.addWidget(made.window)
    qtbot.waitUntil(lambda: made.window.stack.currentWidget() is not None)
    yield made
    made.close()


def test_ctrl_l_keeps_the_record_open_only_while_a_session_runs(program, record, qtbot):
    program.attach(record)
    program._path = record.path
    window = program.window
    qtbot.waitUntil(lambda: window.today is not None and window.today.board.is_filled, timeout=20_000)
    # The real clock: the sessions of March were never closed, so they are live or not found; one is begun now.
    desk = program.desk
    assert desk.clock.ticks
    key = record.find_number("TRD-0147")
    desk.open_patient(key)
    plan = {**desk.patient.answers["session", "s1"].value, "on": desk.today().isoformat()}
    given = moment_text(desk.now())
    assert desk.answers([("session", "s2", plan), ("given", "s2/device/1", {"at": given, "steady": desk.steady(), "boot": desk.boot()})])
    assert window.today.board.live
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert program.desk is desk, "the record stays open"
    assert isinstance(window.stack.currentWidget(), LockedPage)
    assert window.today.awake.held
    with qtbot.waitSignal(desk.second_passed, timeout=3000):
        pass
    unlock(window, qtbot)
    for one in window.today.board.live:
        patient, session = one.key
        desk.open_patient(patient)
        assert desk.answer("session_end", session, {"state": "left", "at": moment_text(desk.now())})
    assert not window.today.awake.held
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert program.desk is None
    assert isinstance(window.stack.currentWidget(), UnlockPage)


def test_in_a_record_without_people_its_one_passphrase_unlocks(qapp, theme, tmp_path, library, qtbot, clock):
    with Record.create(tmp_path / "plain.trd", PASSPHRASE, cost=vault.FLOOR, clock=clock) as record:
        lindqvist().write(record)
        desk = Desk(record, clock=clock, library=lambda: library)
        desk.speaker = Speaker([])
        window = MainWindow(theme)
        qtbot.addWidget(window)
        window.show()
        window.attach(desk)
        qtbot.waitUntil(lambda: window.today is not None and window.today.board.is_filled)
        assert window.today.lock()
        page = page_of(window)
        assert not page.person.isVisible()
        unlock(window, qtbot, "not this one at all")
        assert "passphrase" in page.message.text()
        page.field.clear()
        unlock(window, qtbot)
        assert window.stack.currentWidget() is window.today.page
        assert at("11:14:12") == desk.now()
        window.detach()
