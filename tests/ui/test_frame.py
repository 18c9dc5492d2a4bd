"""The window as a whole: first run, unlock, lock, patient in and out by keyboard, saving, undo, a disk that refuses."""

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from trd_desk.app import Program, unfit_qt
from trd_desk.errors import StoreError
from trd_desk.record.people import find
from trd_desk.store import vault
from trd_desk.store.record import Record
from trd_desk.ui import crash, preferences
from trd_desk.ui.desk import Desk
from trd_desk.ui.finder import Finder
from trd_desk.ui.main_window import PAGES, MainWindow
from trd_desk.ui.pages.first_run import FirstRunPage
from trd_desk.ui.pages.unlock import UnlockPage

PASSPHRASE = "orange lantern quiet river"
CHEAP = vault.Cost(memory_kib=vault.MINIMUM_MEMORY_KIB, iterations=2) if hasattr(vault, "MINIMUM_MEMORY_KIB") else None


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


@pytest.fixture
def opened(window, desk):
    window.open_patient(desk.record.find_number("TRD-0151"))
    return window


# Desk


def test_an_answer_is_on_disk_and_shown(desk, qtbot):
    desk.open_patient(desk.record.find_number("TRD-0151"))
    check = desk.library.pseudo_checks[0].id
    with qtbot.waitSignals([desk.saved, desk.patient_changed]):
        assert desk.answer("pseudo_check", check, True)
    assert desk.patient.pseudo_checks[check] is True
    assert desk.history("pseudo_check", check)[-1].value is True


def test_the_same_answer_again_makes_no_entry(desk):
    desk.open_patient(desk.record.find_number("TRD-0151"))
    assert desk.answer("criterion", "1", True)
    count = desk.record.entry_count(desk.patient.key)
    assert desk.answer("criterion", "1", True)
    assert desk.record.entry_count(desk.patient.key) == count


def test_undo_brings_back_and_history_keeps_both(desk):
    desk.open_patient(desk.record.find_number("TRD-0151"))
    assert not desk.is_asked("criterion", "7")
    desk.answer("criterion", "7", True)
    desk.answer("criterion", "7", False)
    assert desk.can_undo
    assert desk.undo_last()
    assert desk.patient.criteria["7"] is True
    assert desk.undo_last()
    assert not desk.is_asked("criterion", "7")
    assert not desk.can_undo
    assert [entry.value for entry in desk.history("criterion", "7")] == [True, False, True, None]


def test_undo_leaves_what_was_printed(desk):
    desk.open_patient(desk.record.find_number("TRD-0151"))
    desk.answer("criterion", "7", True)
    made = {"document": "assessment", "as_of": "2026-03-17", "content_version": "2026.11", "content_digest": "x", "paper": "a4", "made": "saved"}
    assert desk.answer("document", "d1", made)
    assert desk.undo_last()
    assert not desk.is_asked("criterion", "7")
    assert desk.is_asked("document", "d1")


def test_unknown_is_an_answer_and_taken_back_is_not(desk):
    desk.open_patient(desk.record.find_number("TRD-0151"))
    desk.answer("criterion", "8", None)
    assert desk.is_asked("criterion", "8")
    desk.answer("criterion", "8", True)
    desk.take_back("criterion", "8")
    assert not desk.is_asked("criterion", "8")


def test_an_older_answer_needs_a_reason(practice_record, library, qapp, qtbot):
    start = dt.datetime.now().astimezone()
    clock = [start]
    desk = Desk(practice_record, clock=lambda: clock[0], library=lambda: library)
    desk.open_patient(practice_record.find_number("TRD-0151"))
    assert desk.answer("criterion", "1", True)
    assert not desk.needs_reason("criterion", "1")
    clock[0] = start + dt.timedelta(minutes=16)
    assert desk.needs_reason("criterion", "1")
    with qtbot.waitSignal(desk.save_failed) as caught:
        assert not desk.answer("criterion", "1", False)
    assert "reason" in caught.args[0]
    assert desk.patient.criteria["1"] is True
    desk.ask_reason = lambda _title: "new information"
    assert desk.answer("criterion", "1", False)
    assert desk.history("criterion", "1")[-1].reason == "new information"
    clock[0] = start
    desk.work_as(find(practice_record.people(), "Dr K. Osei"))
    assert desk.needs_reason("criterion", "1")


def test_adding_to_a_treatment_is_no_correction(desk):
    desk.open_patient(desk.record.find_number("TRD-0151"))
    (kind, key), entry = next((place, e) for place, e in desk.patient.answers.items() if place[0] == "treatment")
    assert not desk.needs_reason(kind, key, value={**entry.value, "improvement_percent_added": 5})
    assert desk.needs_reason(kind, key, value={**entry.value, "episode": "changed"})


def test_a_disk_that_refuses_is_told_and_nothing_is_lost(desk, qtbot):
    desk.open_patient(desk.record.find_number("TRD-0151"))
    before = desk.patient
    desk.record.close()
    with qtbot.waitSignal(desk.save_failed) as caught:
        assert not desk.answer("criterion", "1", True)
    assert caught.args[0].endswith(".")
    assert desk.patient is before


# Window


def test_the_frame_marks_the_practice_clinic(window):
    assert window.strip.isVisible()
    assert "PRACTICE" in window.strip.accessibleName()
    assert "PRACTICE" in window.windowTitle()
    assert window.minimumWidth() == 1280 and window.minimumHeight() == 720


def test_a_patient_is_found_opened_and_left_by_keyboard(window, desk, qtbot):
    page = window.stack.currentWidget()
    qtbot.keyClicks(page.search, "okafor")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert desk.patient.number == "TRD-0151"
    assert window.header.isVisible() and window.steps.isVisible()
    for place, step in enumerate(PAGES, 1):
        qtbot.keyClick(window, Qt.Key(Qt.Key.Key_0 + place), Qt.KeyboardModifier.ControlModifier)
        window.show_step(step)
        assert window.stack.currentWidget() is window._pages[step]
    window.rail.chosen.emit("patients")
    assert desk.patient is None
    assert not window.header.isVisible()
    assert window.stack.currentWidget() is page


def test_saving_and_undo_are_told_in_the_status(opened, desk, qtbot):
    desk.answer("criterion", "1", True)
    assert opened.status._saved.text() == "Saved 14:26:07 on this computer"
    assert opened.status._undo.isVisible()
    opened.undo()
    assert desk.patient.criteria.get("1") is None
    assert not opened.status._undo.isVisible()


def test_a_refusal_turns_the_status_amber_until_saved(opened, desk):
    desk.save_failed.emit("The disk is full. Free some space, then press Enter again.")
    assert opened.status.refusal().startswith("The disk is full.")
    assert opened.status.grab().toImage().pixelColor(2, 2).name() == opened.theme.colour("amber_fill").name()
    desk.answer("criterion", "2", True)
    assert opened.status.refusal() == ""


def test_a_question_leads_to_its_page(opened):
    opened.go_to("conditions.pregnancy")
    assert opened.stack.currentWidget() is opened._pages["safety"]
    opened.go_to("treatments[t1].adherent")
    assert opened.stack.currentWidget() is opened._pages["history"]


def test_f6_goes_round_the_window(opened, qtbot):
    opened.activateWindow()
    seen = []
    for _round in range(8):
        opened.next_area(1)
        focus = opened.focusWidget()
        for name in ("rail", "header", "steps", "stack", "status"):
            part = getattr(opened, name)
            if focus is part or part.isAncestorOf(focus):
                seen.append(name)
    assert {"rail", "steps", "stack", "status"} <= set(seen)


def test_find_leads_to_patients_and_actions(theme, desk, window, qtbot):
    from trd_desk.ui.finder import Action

    done = []
    finder = Finder(theme, desk.record, [Action("Settings", "", lambda: done.append(1))], window)
    qtbot.addWidget(finder)
    qtbot.keyClicks(finder.edit, "sett")
    qtbot.keyClick(finder.edit, Qt.Key.Key_Return)
    assert done == [1]
    finder = Finder(theme, desk.record, [], window)
    qtbot.addWidget(finder)
    qtbot.keyClicks(finder.edit, "brenn")
    with qtbot.waitSignal(finder.patient_chosen) as caught:
        qtbot.keyClick(finder.edit, Qt.Key.Key_Return)
    assert caught.args == [desk.record.find_number("TRD-0147")]
    qtbot.keyClicks(finder.edit, " zzzz")
    assert finder.nothing.isVisibleTo(finder)


def test_settings_are_in_force_and_kept_at_once(window, theme, desk, qtbot):
    window.show_settings()
    page = window.stack.currentWidget()
    with qtbot.waitSignal(window.preferences_changed) as caught:
        page.look.answered.emit("dark")
    assert theme.name == "dark"
    assert caught.args[0].theme == "dark"
    page.clinic.edit.setText("Ward 7")
    page.clinic.edit.left.emit()
    assert desk.preferences.clinic == "Ward 7"
    assert desk.by == "J. Marsh"


@pytest.mark.parametrize("size", [(1280, 720), (1366, 768), (1920, 1080)])
@pytest.mark.parametrize("percent", [100, 125, 150, 200])
def test_nothing_of_the_frame_is_cut_or_unnamed(opened, theme, qtbot, size, percent):
    from walk import cut, overlaps, unnamed

    theme.use(text_percent=percent)
    opened.resize(*size)
    qtbot.wait(30)
    for part in (opened.rail, opened.header, opened.steps, opened.status, opened.strip):
        assert unnamed(part) + cut(part) + overlaps(part) == []
    opened.show_settings()
    qtbot.wait(30)
    page = opened.stack.currentWidget()
    assert unnamed(page) + cut(page) + overlaps(page) == []


# Before the record


def test_first_run_refuses_weak_and_unequal_passphrases(theme, qtbot, tmp_path):
    page = FirstRunPage(theme, tmp_path / "clinic.trd")
    qtbot.addWidget(page)
    page.show()
    page.make.click()
    assert "Name: it is missing" in page.message.text()
    page.name.setText("Dr K. Osei")
    page.make.click()
    assert "role" in page.message.text()
    page.role.choose("prescriber")
    page.first.setText("short")
    page.make.click()
    assert "12 characters" in page.message.text()
    page.first.setText(PASSPHRASE)
    page.second.setText(PASSPHRASE + "x")
    page.make.click()
    assert "differ" in page.message.text()
    assert not (tmp_path / "clinic.trd").exists()


def test_first_run_makes_the_record_and_unlock_opens_it(theme, qtbot, tmp_path):
    path = tmp_path / "clinic.trd"
    page = FirstRunPage(theme, path)
    qtbot.addWidget(page)
    page.name.setText("Dr K. Osei")
    page.role.choose("prescriber")
    page.first.setText(PASSPHRASE)
    page.second.setText(PASSPHRASE)
    with qtbot.waitSignal(page.record_made, timeout=30_000) as caught:
        page.make.click()
    caught.args[0].close()
    unlock = UnlockPage(theme, path)
    qtbot.addWidget(unlock)
    unlock.show()
    unlock.field.setText("wrong lantern quiet river")
    unlock.unlock.click()
    qtbot.waitUntil(lambda: unlock.unlock.isEnabled(), timeout=30_000)
    assert unlock.message.text().endswith(".")
    assert "passphrase" in unlock.message.text().lower()
    assert "lantern" not in unlock.message.text()
    unlock.field.setText(PASSPHRASE)
    with qtbot.waitSignal(unlock.unlocked, timeout=30_000) as caught:
        qtbot.keyClick(unlock.field, Qt.Key.Key_Return)
    record = caught.args[0]
    assert record.count() == 0
    assert (record.person.name, record.person.role, record.person.manages) == ("Dr K. Osei", "prescriber", True)
    record.close()


def test_the_pages_before_the_record_are_whole(theme, qtbot, tmp_path):
    from walk import faults

    (tmp_path / "clinic.trd").touch()
    for page in (FirstRunPage(theme, tmp_path / "new.trd"), UnlockPage(theme, tmp_path / "clinic.trd")):
        qtbot.addWidget(page)
        page.resize(1280, 720)
        page.show()
        qtbot.wait(30)
        assert faults(page) == []


# Program


def test_the_program_opens_the_practice_clinic_and_locks_a_record(qapp, qtbot, tmp_path):
    data = tmp_path / "data"
    program = Program(qapp, practice=True, record=None, data=data)
    qtbot.addWidget(program.window)
    qtbot.waitUntil(lambda: program.desk is not None, timeout=30_000)
    assert program.desk.record.count() >= 12
    assert (data / "practice" / "clinic.trd").exists()
    qtbot.waitUntil(lambda: program.window.status is not None)
    program.window.lock()
    assert program.desk is not None, "the practice clinic has nothing to lock"
    program.desk.record.close()
    program.window.detach()
    program.attach(Record.create(tmp_path / "own.trd", PASSPHRASE))
    program._path = tmp_path / "own.trd"
    qtbot.waitUntil(lambda: program.window.status is not None)
    program.window.lock()
    assert program.desk is None
    assert isinstance(program.window.stack.currentWidget(), UnlockPage)
    program.close()


@pytest.mark.parametrize("arguments", [["--practice", "--quit-at", "usable"], ["--practice", "--quit-at=first-paint"], ["--quit-at", "usable"]])
def test_quit_at_prints_milliseconds(tmp_path, arguments):
    done = subprocess.run(
        [sys.executable, "-m", "trd_desk", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=Path(__file__).parents[2],
        check=False,
        env={"PATH": "/usr/bin:/bin", "QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": str(tmp_path), "HOME": str(tmp_path), "LANG": "C.UTF-8"},
    )
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) > 0


def test_until_usable_nothing_heavy_is_imported(tmp_path, practice_file):
    code = (
        "import sys; from trd_desk.__main__ import main; status = main(['--practice', '--record', sys.argv[1], '--quit-at', 'usable']);"
        "heavy = {'pydantic', 'reportlab', 'sqlite_utils', 'argparse', 'tomllib', 'pypdfium2', 'numpy', 'cryptography'} & set(sys.modules);"
        "print(status, sorted(heavy))"
    )
    import shutil

    folder = tmp_path / "practice"
    shutil.copytree(practice_file.parent, folder)
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder / practice_file.name)],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=Path(__file__).parents[2],
        check=False,
        env={"PATH": "/usr/bin:/bin", "QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": str(tmp_path), "HOME": str(tmp_path), "LANG": "C.UTF-8"},
    )
    assert done.stdout.splitlines()[-1] in {"0 []", "0 ['argparse']"}, done.stdout + done.stderr


def test_wrong_options_go_to_the_command_line(capsys):
    from trd_desk.__main__ import main

    assert main(["--quit-at", "never"]) == 2
    assert main(["--no-such-option"]) == 2


def test_qt_that_loses_references_is_refused(monkeypatch):
    monkeypatch.setattr("trd_desk.app._qt_version", "6.12.0")
    monkeypatch.setattr(sys, "version_info", (3, 11, 7, "final", 0))
    assert "set-up again" in unfit_qt()
    monkeypatch.setattr("trd_desk.app._qt_version", "6.11.3")
    assert unfit_qt() is None


# Preferences and crash reports


def test_preferences_survive_and_damage_counts_as_not_set(tmp_path):
    kept = preferences.Preferences(theme="dark", text_percent=150, paper="letter", clinic="Ward 7", name="Dr A")
    preferences.write(tmp_path, kept)
    assert preferences.read(tmp_path) == kept
    for damage in ("", "[1]", '{"theme": 3, "paper": "a0", "text_percent": true}', "\x00"):
        (tmp_path / preferences.FILE).write_text(damage)
        assert preferences.read(tmp_path) == preferences.Preferences()


def test_a_crash_report_holds_no_patient_data(tmp_path, capsys):
    told = []
    canary = "Canary Birdsong"

    def defect(name):
        try:
            raise ValueError(name)
        except ValueError as fault:
            raise KeyError(name) from fault

    try:
        defect(canary)
    except KeyError as fault:
        crash.tell(tmp_path, told.append, type(fault), fault, fault.__traceback__)
    (report,) = tmp_path.glob("crash-*.txt")
    text = report.read_text()
    assert "builtins.KeyError" in text and "builtins.ValueError" in text and "in " in text
    assert canary not in text + capsys.readouterr().err + "".join(told)
    assert "on disk" in told[0]
    try:
        raise StoreError("The record could not be read; try again.")
    except StoreError as fault:
        crash.tell(tmp_path, told.append, type(fault), fault, fault.__traceback__)
    assert told[1] == "The record could not be read; try again."


def test_a_defect_that_comes_back_every_second_is_told_and_written_down_once(tmp_path, capsys):
    told, said = {}, []

    def defect():
        raise KeyError("one")

    for _second in range(3):
        try:
            defect()
        except KeyError as fault:
            crash.tell(tmp_path, said.append, type(fault), fault, fault.__traceback__, told)
    assert len(said) == len(list(tmp_path.glob("crash-*.txt"))) == 1
    capsys.readouterr()
    told |= {text: when - 2 * crash.AGAIN for text, when in told.items()}
    try:
        defect()
    except KeyError as fault:
        crash.tell(tmp_path, said.append, type(fault), fault, fault.__traceback__, told)
    # What needs a remedy is said each time.
    assert len(said) == 2
    for _twice in range(2):
        try:
            raise StoreError("The disk is full.")
        except StoreError as fault:
            crash.tell(tmp_path, said.append, type(fault), fault, fault.__traceback__, told)
    assert said[2:] == ["The disk is full."] * 2


def test_no_widget_outlives_its_window(qapp):
    assert all(not isinstance(widget, MainWindow) or not widget.isVisible() for widget in QApplication.topLevelWidgets())


def test_the_first_paint_does_not_touch_the_namespace_qt(tmp_path):
    """A colour copied the wrong way is enough: PySide6 then builds 120 enumerations, a third of the time to the first window."""
    code = (
        "import enum, PySide6.QtWidgets; built = []; make = enum.EnumType.__new__\n"
        "def new(kind, name, *rest, **named):\n"
        "    built.append(name)\n"
        "    return make(kind, name, *rest, **named)\n"
        "enum.EnumType.__new__ = new\n"
        "from trd_desk.__main__ import main\n"
        "status = main(['--practice', '--quit-at', 'first-paint'])\n"
        "print(status, 'GlobalColor' in built, 'ComplexControl' in built)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=Path(__file__).parents[2],
        check=False,
        env={"PATH": "/usr/bin:/bin", "QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": str(tmp_path), "HOME": str(tmp_path), "LANG": "C.UTF-8"},
    )
    assert done.stdout.splitlines()[-1] == "0 False False", done.stdout + done.stderr


def test_the_content_is_approved_by_a_named_person(qtbot, desk, theme):
    from trd_desk.ui.pages.settings import SettingsPage

    page = SettingsPage(desk, theme)
    qtbot.addWidget(page)
    page.show()
    desk.work_as(find(desk.record.people(), "M. Reed"))
    page.approve.click()
    assert desk.preferences.approval is None
    assert "M. Reed is a reader" in page.message.text()
    desk.work_as(find(desk.record.people(), "Dr K. Osei"))
    page.approve.click()
    assert desk.preferences.approval == ("Dr K. Osei, prescriber", desk.today().isoformat(), desk.library.digest)
    assert "approved for this clinic by Dr K. Osei" in page.content.text()
    assert not page.approve.isVisible()


def test_where_the_record_names_nobody_the_settings_do(qtbot, theme, tmp_path, library):
    from trd_desk.ui.pages.settings import SettingsPage

    with Record.create_practice(tmp_path / "nobody.trd") as record:
        desk = Desk(record, preferences.Preferences(name=""), library=lambda: library)
        page = SettingsPage(desk, theme)
        qtbot.addWidget(page)
        page.show()
        page.approve.click()
        assert desk.preferences.approval is None
        page.name.edit.setText("Dr K. Osei, prescriber")
        page.name.edit.left.emit()
        assert desk.by == "Dr K. Osei, prescriber"
        page.approve.click()
        assert desk.preferences.approval[0] == "Dr K. Osei, prescriber"
