"""How a record's files are made and opened: the key file, the encrypted file, its schema, and what a crash left behind."""

import datetime as dt
import errno
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from trd_desk.errors import StoreError
from trd_desk.i18n import _
from trd_desk.record.people import Person
from trd_desk.store import chain, driver, files, log, vault, wal
from trd_desk.store.driver import Connection
from trd_desk.store.schema import APPLICATION_ID, SCHEMA

Clock = Callable[[], dt.datetime]

_CLAIM_SECONDS: Final = 60


def refuse_existing(path: Path) -> None:
    """Raises StoreError if there is a file of that name."""
    if os.path.lexists(path):
        raise StoreError(_("There is a file {file} already; open it, or choose another name.").format(file=path.name))


def refuse_other_kind(*, practice: bool, wanted: bool) -> None:
    """Raises StoreError if the practice clinic would be opened as a record of real patients, or the reverse."""
    if wanted and not practice:
        raise StoreError(_("This is a record of real patients and not the practice clinic; open it with its passphrase."))
    if practice and not wanted:
        raise StoreError(
            _("This is the practice clinic and not a record of real patients; open it with --practice, or choose another file.")
        )


def read_keys(path: Path) -> vault.Vault:
    """The vault of the record at this path; StoreError if record or key file is missing, damaged or unreadable."""
    try:
        path.stat()
    except OSError as error:
        if error.errno not in {errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG}:
            raise StoreError(
                _("The record {file} could not be opened; check that you may read it. ({reason})").format(
                    file=path.name, reason=os.strerror(error.errno or 0)
                )
            ) from None
        raise StoreError(_("There is no record {file}; check the name, or make a new record.").format(file=path.name)) from None
    return vault.read(vault.key_file(path))


def make_file(path: Path, keys: vault.Vault, key: bytes, clock: Clock, first: Person | None = None) -> None:
    """Makes the encrypted file and its key file; it is finished under another name, so that a half-made record is never met.

    The `first` of its people is in it from the start: there is no moment at which the key file knows them and the log does not.
    """
    from trd_desk.store.migrations import migrate  # slow to load; only for new and old files

    draft = path.with_name(f".{path.name}.{os.urandom(4).hex()}")
    key_path = vault.key_file(path)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft.touch(mode=0o600, exist_ok=False)
        connection = driver.connect(draft, key)
        try:
            migrate(connection, draft, key, schema=SCHEMA)
            with driver.faults_told():
                _first_rows(connection, keys, clock, first)
        finally:
            connection.close()
        with _claimed(path):
            refuse_existing(path)
            if key_path.exists():
                # A key file whose record is elsewhere may be the only way into that record, so it is kept.
                key_path.replace(key_path.with_name(f"{key_path.name}.{os.urandom(4).hex()}.set-aside"))
            vault.write(key_path, keys)
            draft.replace(path)
            files.settle_folder(path.parent)
    except OSError as error:
        raise StoreError(files.disk_sentence(error, path)) from None
    finally:
        for suffix in ("", "-wal", "-shm"):
            with suppress(OSError):
                draft.with_name(draft.name + suffix).unlink()


@contextmanager
def _claimed(path: Path) -> Iterator[None]:
    """Holds the name of a record while its two files are put in place, so that two windows never mix their keys.

    A claim left by a crash is passed over after a minute: putting the files in place takes milliseconds.
    """
    claim = path.with_name(f".{path.name}.making")
    with suppress(OSError):
        if time.time() - claim.stat().st_mtime > _CLAIM_SECONDS:
            claim.unlink()
    try:
        os.close(os.open(claim, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        raise StoreError(_("Another window is making {file} just now; open it there.").format(file=path.name)) from None
    try:
        yield
    finally:
        with suppress(OSError):
            claim.unlink()


def _first_rows(connection: Connection, keys: vault.Vault, clock: Clock, first: Person | None) -> None:
    made = clock().astimezone(dt.UTC).isoformat(timespec="seconds")
    secret = os.urandom(chain.SECRET_BYTES)
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(
        "INSERT INTO meta (name, value) VALUES (?, ?)",
        [("record", keys.record), ("practice", "yes" if keys.practice else "no"), ("made", made)],
    )
    connection.execute("INSERT INTO chain_key (id, secret) VALUES (1, ?)", (secret,))
    if first is not None:
        drafts = [first.draft()]
        entries = log.insert(connection, secret, keys.record, drafts, log.bodies(drafts, first.name), log.stamp(clock(), first.name, ""))
        log.note_clinic(connection, entries[-1].seq)
    connection.execute("COMMIT")


def open_file(path: Path, keys: vault.Vault, key: bytes) -> tuple[Connection, bytes, tuple[str, ...]]:
    """The open connection, the chain's secret, and what the user should be told of the last time; migrates an older file."""
    left_behind = wal.size(path)
    connection = driver.connect(path, key)
    try:
        notices = wal.notices(connection, path) if left_behind else ()
        _bring_up_to_date(connection, path, key)
        with driver.faults_told():
            meta = dict(connection.execute("SELECT name, value FROM meta").fetchall())
            row = connection.execute("SELECT secret FROM chain_key WHERE id = 1").fetchone()
        _check_belongs(meta, keys, complete=row is not None)
    except BaseException:
        connection.close()
        raise
    return connection, bytes(row[0]), notices


def _bring_up_to_date(connection: Connection, path: Path, key: bytes) -> None:
    schema = driver.get_number(connection, "user_version")
    application = driver.get_number(connection, "application_id")
    if application != APPLICATION_ID or schema < 1:
        raise StoreError(_("This file is empty or not a record of TRD Desk; choose the right file or open a backup copy."))
    if schema > SCHEMA:
        raise StoreError(_("This record was made by a newer version of TRD Desk; install that version to open it."))
    if schema < SCHEMA:
        from trd_desk.store.migrations import migrate

        migrate(connection, path, key, schema=SCHEMA)


def _check_belongs(meta: dict[str, str], keys: vault.Vault, *, complete: bool) -> None:
    if not complete or "record" not in meta or "practice" not in meta:
        raise StoreError(_("The record is damaged; open a backup copy of it, and keep the damaged file."))
    if meta["record"] != keys.record:
        raise StoreError(_("The key file belongs to another record; put the right key file beside this one."))
    refuse_other_kind(practice=meta["practice"] == "yes", wanted=keys.practice)
