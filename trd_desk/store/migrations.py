"""The tables of a record, made here and nowhere else, one numbered step after another.

This module imports `sqlite_utils`, which is slow to load: `opening.py` imports it only for a file that is new or older.
A step, once released, is never changed; a new one is added below it and SCHEMA in `schema.py` raised.
"""

from pathlib import Path
from typing import Any, Final

from trd_desk.errors import StoreError
from trd_desk.i18n import _
from trd_desk.store import driver, files, vault
from trd_desk.store.driver import Connection
from trd_desk.store.schema import APPLICATION_ID

# After `driver`, which makes SQLCipher the driver that sqlite_utils finds.
from sqlite_utils import Database, Migrations  # isort: skip

STEPS: Final = Migrations("trd-desk-record")


@STEPS(name="1 the log, the index and the search")
def _first(db: Database) -> None:
    db.create_table(
        "meta",
        {"name": str, "value": str},
        pk="name",
        not_null={"value"},
        strict=True,
    )
    # The key of the chain over the log.
    db.create_table("chain_key", {"id": int, "secret": bytes}, pk="id", not_null={"secret"}, strict=True)
    # No index on `id`: nothing is looked up by it, and each index is one more page to encrypt and write with each answer.
    # `body` and `salt` may be emptied at a patient's lawful request; `digest` stays, so that the chain goes on verifying.
    db.create_table(
        "entry",
        {
            "seq": int,
            "id": str,
            "patient": str,
            "kind": str,
            "key": str,
            "body": str,
            "salt": bytes,
            "digest": bytes,
            "chain": bytes,
            "at": str,
            "offset_minutes": int,
            "by": str,
            "content_version": str,
            "reason": str,
            "supersedes": str,
        },
        pk="seq",
        not_null={"id", "patient", "kind", "key", "digest", "chain", "at", "offset_minutes", "by", "content_version"},
        strict=True,
    )
    entry: Any = db["entry"]
    entry.create_index(["patient", "kind", "key"], index_name="entry_name")
    # The index of patients, made from the log. `newest` is the number of the patient's newest entry: the highest of them says
    # where the log ended, so that a cut end shows.
    db.create_table(
        "patient",
        {
            "row_id": int,
            "patient": str,
            "number": str,
            "number_key": str,
            "name": str,
            "birth_date": str,
            "sex": str,
            "sort_key": str,
            "newest": int,
        },
        pk="row_id",
        not_null={"patient", "sort_key", "newest"},
        strict=True,
    )
    patient: Any = db["patient"]
    patient.create_index(["patient"], unique=True, index_name="patient_key")
    patient.create_index(["number_key"], unique=True, index_name="patient_number")
    patient.create_index(["sort_key"], index_name="patient_order")
    # Contentless: the words are in the index only, and the patient table says the rest. Each birth date has three forms, one a
    # column, so that a phrase never runs from one form into the next.
    db.execute(
        "CREATE VIRTUAL TABLE patient_search USING fts5(name, number, born, born_short, born_long, "
        "content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )


@STEPS(name="2 the days of the sessions")
def _second(db: Database) -> None:
    # For the board of today among a hundred thousand patients. Only sessions are in it, so that no other answer pays for it.
    db.execute("CREATE INDEX entry_session_day ON entry (json_extract(body, '$.on')) WHERE kind = 'session'")


@STEPS(name="3 what stands about self-harm")
def _third(db: Database) -> None:
    # For the notices of today: only answers that the crisis advice came up for are in it, and only while nobody has said what was done.
    db.execute("CREATE INDEX entry_crisis_open ON entry (patient, key) WHERE kind = 'crisis' AND json_extract(body, '$.done') IS NULL")


def migrate(connection: Connection, path: Path, key: bytes, *, schema: int, steps: Migrations = STEPS) -> Path | None:
    """Brings the record to the schema of that number and gives the path of the copy made before, None for a new file.

    The copy is opened and counted before anything is changed; StoreError, with the record as it was, if the copy cannot be made.
    """
    current = driver.get_number(connection, "user_version")
    copy = copy_before(connection, path, key, current) if current else None
    with driver.faults_told():
        steps.apply(Database(connection, recursive_triggers=False))
        driver.set_number(connection, "application_id", APPLICATION_ID)
        driver.set_number(connection, "user_version", schema)
    return copy


def copy_before(connection: Connection, path: Path, key: bytes, schema: int) -> Path:
    """A checked copy of the record and its key file beside it, through SQLite's backup API, named after its schema."""
    copy = path.with_name(f"{path.stem}.before-upgrade-{schema}{path.suffix}")
    try:
        copy.unlink(missing_ok=True)
        copy.touch(mode=0o600)
        keys = vault.key_file(path).read_bytes()
    except OSError as error:
        raise StoreError(files.disk_sentence(error, copy)) from None
    target = driver.connect(copy, key)
    try:
        with driver.faults_told():
            connection.backup(target)
    finally:
        target.close()
    files.write_whole(vault.key_file(copy), keys)
    fresh = driver.connect(copy, key)
    try:
        with driver.faults_told():
            counted = [source.execute("SELECT count(*), max(seq) FROM entry").fetchone() for source in (connection, fresh)]
            faults = fresh.execute("PRAGMA cipher_integrity_check").fetchall()
    finally:
        fresh.close()
    if faults or counted[0] != counted[1]:
        raise StoreError(
            _("The copy made before the upgrade could not be read back, so nothing was changed; check the disk and try again.")
        )
    return copy
