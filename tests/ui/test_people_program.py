"""The program as it starts for somebody: named on the command line, in the practice clinic, in one made before there were people."""

import pytest

from trd_desk.__main__ import _window_options
from trd_desk.app import Program
from trd_desk.interchange.practice_people import PEOPLE
from trd_desk.record.people import new_person
from trd_desk.store import vault
from trd_desk.store.record import Record
from trd_desk.ui.pages.first_run import FirstRunPage
from trd_desk.ui.pages.unlock import UnlockPage

OSEI = "plum lantern forty river"


@pytest.fixture
def start(qapp, qtbot):
    """Starts the program and ends it after the test."""
    running = []

    def started(**options):
        program = Program(qapp, **{"practice": False, "record": None, **options})
        running.append(program)
        qtbot.addWidget(program.window)
        return program

    yield started
    for program in running:
        program.close()


def test_the_name_is_an_option_of_the_window():
    assert _window_options(["--user", "J. Marsh"]) == (False, None, "", "J. Marsh")
    assert _window_options(["--practice", "--user=J. Marsh", "--quit-at", "usable"]) == (True, None, "usable", "J. Marsh")
    assert _window_options(["--user"]) is None
    assert _window_options(["--user", ""]) is None


def test_the_practice_clinic_opens_as_the_nurse_and_as_whoever_is_named(start, practice_file, tmp_path, qtbot):
    for user, name in ((None, "J. Marsh"), ("dr k. osei", "Dr K. Osei")):
        program = start(practice=True, record=practice_file, data=tmp_path / "data", user=user)
        qtbot.waitUntil(lambda program=program: program.desk is not None, timeout=30_000)
        assert program.desk.by == name
        program.close()


def test_a_name_that_is_not_there_is_told_and_asked_for_once(start, practice_file, tmp_path, qtbot):
    program = start(practice=True, record=practice_file, data=tmp_path / "data", user="Nobody")
    qtbot.waitUntil(lambda: isinstance(program.window.stack.currentWidget(), UnlockPage | FirstRunPage))
    assert "nobody of this name; it has J. Marsh" in program.window.stack.currentWidget().message.text()
    program.open_practice()
    assert program.desk.by == "J. Marsh"


def test_a_practice_clinic_from_before_there_were_people_gets_them(start, tmp_path, qtbot):
    path = tmp_path / "practice.trd"
    with Record.create_practice(path) as old:
        old.new_patient("P1", "Practice Patient", None, None, by="TRD Desk", content_version="1")
    program = start(practice=True, record=path, data=tmp_path / "data")
    qtbot.waitUntil(lambda: program.desk is not None, timeout=30_000)
    assert program.desk.record.people() == list(PEOPLE)
    assert program.desk.by == "J. Marsh"
    assert program.desk.record.count() == 1


def test_after_locking_the_name_is_asked_for_again(start, tmp_path, qtbot):
    path = tmp_path / "clinic.trd"
    Record.create(path, OSEI, new_person("Dr K. Osei", "prescriber"), cost=vault.FLOOR).close()
    with Record.open(path, OSEI) as record:
        record.add_person("J. Marsh", "nurse", manages=False, passphrase=OSEI + " two", by=record.person)
    program = start(record=path, data=tmp_path / "data", user="J. Marsh")
    qtbot.waitUntil(lambda: isinstance(program.window.stack.currentWidget(), UnlockPage))
    page = program.window.stack.currentWidget()
    assert page.person.value() == "J. Marsh"
    page.field.setText(OSEI + " two")
    page.unlock.click()
    qtbot.waitUntil(lambda: program.desk is not None and program.window.status is not None, timeout=20_000)
    assert program.window.status._who.text() == "J. Marsh, nurse"
    program.window.lock()
    page = program.window.stack.currentWidget()
    assert isinstance(page, UnlockPage)
    assert (page.person.value(), page.field.text()) == (None, "")
