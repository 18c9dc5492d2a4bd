"""Real encrypted records in temporary folders."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from trd_desk.record.entries import Draft, Entry
from trd_desk.store.record import Record
from trd_desk.store.vault import FLOOR

PASSPHRASE = "four quiet river stones"
NOON = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=2)))


@pytest.fixture
def passphrase() -> str:
    """The passphrase of `real_record`."""
    return PASSPHRASE


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """A practice record, open; it differs from a real one only in where its key lies."""
    with Record.create_practice(tmp_path / "clinic.trd", clock=lambda: NOON) as made:
        yield made


@pytest.fixture
def real_record(tmp_path: Path) -> Path:
    """A closed record with a passphrase and one invented patient."""
    path = tmp_path / "real.trd"
    with Record.create(path, PASSPHRASE, cost=FLOOR) as made:
        made.new_patient("R1", "Ada Canaryname", "1980-05-10", "female", by="tester", content_version="2026.1")
    return path


@pytest.fixture
def patient(record: Record) -> str:
    """The key of one patient in the record."""
    return record.new_patient("A1", "Eva Example", "1980-05-10", "female", by="tester", content_version="2026.1")


@pytest.fixture
def give(record: Record) -> Callable[..., list[Entry]]:
    """Appends answers (patient, kind, key, value) as one transaction."""

    def append(*answers: tuple[object, ...], reason: str | None = None) -> list[Entry]:
        return record.append([Draft(*answer, reason=reason) for answer in answers], by="tester", content_version="2026.1")

    return append
