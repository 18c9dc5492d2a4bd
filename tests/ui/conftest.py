"""A real practice record, a real desk and a theme for the tests of the window."""

import datetime as dt
import sys
import threading
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from trd_desk.store.record import Record
from trd_desk.ui.desk import Desk
from trd_desk.ui.theme import Theme, load_fonts

NOW = dt.datetime(2026, 3, 17, 14, 26, 7, tzinfo=dt.timezone(dt.timedelta(hours=1)))


@pytest.fixture(scope="session")
def library():
    from trd_desk.content.load import load_library

    return load_library()


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path, monkeypatch):
    """No test may touch the real data folder."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture(autouse=True)
def no_thread_is_left():
    """Work that a test began in another thread is over when the test is."""
    yield
    from trd_desk.ui.background import wait_for_all

    wait_for_all()
    assert not [thread.name for thread in threading.enumerate() if thread.name == "trd-desk work"]


@pytest.fixture
def theme(qapp):
    """The light theme at 100 per cent, in force."""
    load_fonts()
    qapp.setStyle("Fusion")
    made = Theme("light", 100)
    made.apply(qapp)
    yield made
    qapp.setStyleSheet("")


@pytest.fixture(scope="session")
def practice_file(tmp_path_factory, library):
    """The practice clinic as it is shipped, made once."""
    from trd_desk.interchange.practice import ensure_practice

    path = tmp_path_factory.mktemp("practice") / "clinic.trd"
    ensure_practice(path)
    return path


@pytest.fixture
def practice_record(practice_file, tmp_path):
    """A copy of the practice clinic that a test may write to."""
    import shutil

    folder = tmp_path / "practice"
    shutil.copytree(practice_file.parent, folder)
    with Record.open_practice(folder / practice_file.name) as record:
        yield record


@pytest.fixture
def desk(qapp, practice_record, library):
    """A desk over a copy of the practice clinic; open a patient with desk.open_patient(desk.record.find_number("TRD-0151"))."""
    made = Desk(practice_record, clock=lambda: NOW, library=lambda: library)
    made.ask_reason = lambda _title: "typing mistake"
    return made


@pytest.fixture
def clock():
    """The clock of a treatment day, moved by hand."""
    from clinic_days import Clock

    return Clock()


@pytest.fixture
def day_record(tmp_path, clock):
    """An empty practice record whose entries are stamped by the hand-moved clock."""
    from trd_desk.interchange.practice import add_people

    with Record.create_practice(tmp_path / "day.trd", clock=clock) as record:
        add_people(record)
        yield record


@pytest.fixture
def day_desk(qapp, day_record, clock, library):
    """A desk over it; write days of `clinic_days` into `day_desk.record`, then `look(day_desk, qtbot)`."""
    from trd_desk.ui.sound import Speaker

    made = Desk(day_record, clock=clock, library=lambda: library)
    made.speaker = Speaker([])
    assert made.library is library
    return made
