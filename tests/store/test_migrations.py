"""Schemas: a newer file is refused, an older one is copied before it is brought up to date."""

import subprocess
import sys

import pytest
import sqlite_utils
from sqlite_utils import Migrations

from trd_desk.errors import StoreError
from trd_desk.store import driver, migrations, vault
from trd_desk.store.record import Record
from trd_desk.store.schema import SCHEMA


@pytest.fixture
def closed(record, patient):
    record.close()
    return record.path


def connection_to(path):
    return driver.connect(path, vault.read(vault.key_file(path)).stored_key())


def test_sqlite_utils_works_through_the_cipher_driver():
    from sqlcipher3 import dbapi2

    assert sys.modules["pysqlite3"] is dbapi2
    assert sqlite_utils.db.sqlite3 is dbapi2
    subprocess.run(
        [
            sys.executable,
            "-c",
            "import trd_desk.store.migrations, sqlite_utils.db as d; assert d.sqlite3.__name__.startswith('sqlcipher3')",
        ],
        check=True,
        timeout=60,
    )


def test_tables_are_made_by_migrations_only(closed):
    connection = connection_to(closed)
    applied = migrations.STEPS.applied(sqlite_utils.Database(connection))
    connection.close()
    assert len(applied) == SCHEMA


def test_a_newer_record_is_refused_with_a_sentence(closed):
    connection = connection_to(closed)
    driver.set_number(connection, "user_version", SCHEMA + 1)
    connection.close()
    before = closed.read_bytes()
    with pytest.raises(StoreError, match="newer version of TRD Desk; install that version"):
        Record.open_practice(closed)
    assert closed.read_bytes() == before


@pytest.fixture
def next_steps():
    """The released steps and one of tomorrow."""
    steps = Migrations("trd-desk-record")
    for step in migrations.STEPS._migrations:
        steps(name=step.name)(step.fn)

    @steps(name="tomorrow")
    def _tomorrow(db):
        db.create_table("tomorrow", {"id": int})

    return steps


def test_a_record_is_copied_before_it_is_migrated(closed, next_steps):
    key = vault.read(vault.key_file(closed)).stored_key()
    connection = connection_to(closed)
    copy = migrations.migrate(connection, closed, key, schema=SCHEMA + 1, steps=next_steps)
    assert driver.get_number(connection, "user_version") == SCHEMA + 1
    assert connection.execute("SELECT count(*) FROM tomorrow").fetchone() == (0,)
    connection.close()
    assert copy == closed.with_name(f"clinic.before-upgrade-{SCHEMA}.trd")
    with Record.open_practice(copy) as old:
        assert old.count() == 1
        assert old.check() == []
    with pytest.raises(StoreError, match="newer"):
        Record.open_practice(closed)


def test_a_migration_that_fails_leaves_the_record_as_it_was(closed, next_steps):
    @next_steps(name="the day after")
    def _fails(db):
        db.create_table("half", {"id": int})
        db.execute("INSERT INTO nowhere VALUES (1)")

    key = vault.read(vault.key_file(closed)).stored_key()
    connection = connection_to(closed)
    with pytest.raises(StoreError):
        migrations.migrate(connection, closed, key, schema=SCHEMA + 2, steps=next_steps)
    connection.close()
    with Record.open_practice(closed) as record:
        assert record.check() == []
        assert record._connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'half'").fetchone() == (0,)


def test_without_a_copy_nothing_is_migrated(closed, next_steps):
    closed.with_name(f"clinic.before-upgrade-{SCHEMA}.trd").mkdir()
    key = vault.read(vault.key_file(closed)).stored_key()
    connection = connection_to(closed)
    with pytest.raises(StoreError):
        migrations.migrate(connection, closed, key, schema=SCHEMA + 1, steps=next_steps)
    assert driver.get_number(connection, "user_version") == SCHEMA
    connection.close()


def test_a_copy_of_a_damaged_record_stops_the_migration(closed, next_steps):
    content = bytearray(closed.read_bytes())
    content[-2000] ^= 1
    closed.write_bytes(content)
    key = vault.read(vault.key_file(closed)).stored_key()
    connection = connection_to(closed)
    with pytest.raises(StoreError):
        migrations.migrate(connection, closed, key, schema=SCHEMA + 1, steps=next_steps)
    assert driver.get_number(connection, "user_version") == SCHEMA
    connection.close()


def test_a_key_of_another_length_is_a_defect(closed):
    with pytest.raises(ValueError, match="32 bytes"):
        driver.connect(closed, b"short")
