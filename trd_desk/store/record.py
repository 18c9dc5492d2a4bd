"""The open encrypted record: entries are appended and never changed, and each is on disk when `append` returns.

Opening and the first rows of the list load neither pydantic nor sqlite_utils; those who start the program depend on it.
"""

import datetime as dt
import errno
import json
import os
import secrets
import sqlite3
import threading
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final, Self

from trd_desk.errors import StoreError
from trd_desk.i18n import _
from trd_desk.record.entries import Draft, Entry, new_id
from trd_desk.store import chain, driver, files, index, vault
from trd_desk.store.index import PatientRow
from trd_desk.store.schema import APPLICATION_ID, SCHEMA

__all__ = ["PatientRow", "Record"]

_COLUMNS: Final = "seq, id, patient, kind, key, body, at, offset_minutes, by, content_version, reason, supersedes"
_IN_ORDER: Final = f"SELECT {_COLUMNS} FROM entry"

Clock = Callable[[], dt.datetime]


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone()


class Record:
    """A record file that is open; made by `create`, `open`, `create_practice` or `open_practice`, and used by any thread, one at a time."""

    def __init__(self, connection: sqlite3.Connection, path: Path, *, practice: bool, clock: Clock) -> None:
        """Takes over a connection that was opened and checked; use the class methods instead."""
        self.path: Final = path
        self.practice: Final = practice
        self._connection = connection
        self._clock = clock
        self._lock = threading.RLock()
        self._everyone: tuple[int, array[int]] | None = None
        with driver.faults_told():
            meta = dict(connection.execute("SELECT name, value FROM meta").fetchall())
            head = connection.execute("SELECT secret FROM log_head WHERE id = 1").fetchone()
        if head is None or "record" not in meta:
            raise StoreError(_("The record is damaged; open a backup copy of it, and keep the damaged file."))
        self._record_id: Final[str] = meta["record"]
        self._secret: Final[bytes] = head[0]
        if (meta.get("practice") == "yes") != practice:
            raise StoreError(_not_this_kind(practice=practice))

    # Making and opening

    @classmethod
    def create(cls, path: Path, passphrase: str, *, cost: vault.Cost | None = None, clock: Clock = _now) -> Self:
        """Makes a new record, which this passphrase opens; Argon2id's `cost` is measured on this machine when it is not given.

        Raises StoreError for a weak passphrase, a file already there and a folder that cannot be written.
        """
        vault.check_passphrase(passphrase)
        record, key = secrets.token_hex(16), secrets.token_bytes(vault.KEY_BYTES)
        _refuse_existing(path)
        keys = vault.Vault(record, practice=False).with_passphrase(key, passphrase, cost or vault.calibrated())
        return cls._make(path, keys, key, clock)

    @classmethod
    def create_practice(cls, path: Path, *, clock: Clock = _now) -> Self:
        """Makes a new practice record, whose key lies beside it in clear: for invented patients only."""
        record, key = secrets.token_hex(16), secrets.token_bytes(vault.KEY_BYTES)
        _refuse_existing(path)
        return cls._make(path, vault.practice_vault(record, key), key, clock)

    @classmethod
    def open(cls, path: Path, passphrase: str, *, clock: Clock = _now) -> Self:
        """Opens a record with its passphrase; StoreError says why it does not open and what to do."""
        keys = _keys_of(path)
        if keys.practice:
            raise StoreError(_not_this_kind(practice=False))
        return cls._open(path, keys, keys.unlock(passphrase), clock)

    @classmethod
    def open_practice(cls, path: Path, *, clock: Clock = _now) -> Self:
        """Opens the practice clinic, whose key is stored beside it; StoreError for any other record."""
        keys = _keys_of(path)
        if not keys.practice:
            raise StoreError(_not_this_kind(practice=True))
        return cls._open(path, keys, keys.stored_key(), clock)

    @classmethod
    def _make(cls, path: Path, keys: vault.Vault, key: bytes, clock: Clock) -> Self:
        """The new file is finished under another name and takes its own last, so that a half-made record is never met."""
        from trd_desk.store.migrations import migrate  # noqa: PLC0415  (slow to load; only for new and old files)

        draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        key_path = vault.key_file(path)
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft.touch(mode=0o600, exist_ok=False)
            connection = driver.connect(draft, key)
            try:
                migrate(connection, draft, key, schema=SCHEMA)
                with driver.faults_told():
                    _first_rows(connection, keys, clock)
            finally:
                connection.close()
            if key_path.exists():
                # A key file whose record is elsewhere: it may be the only way into that record, so it is kept.
                key_path.replace(key_path.with_name(f"{key_path.name}.{secrets.token_hex(4)}.set-aside"))
            vault.write(key_path, keys)
            _refuse_existing(path)
            draft.replace(path)
            files.settle_folder(path.parent)
        except OSError as error:
            raise StoreError(files.disk_sentence(error, path)) from None
        finally:
            for suffix in ("", "-wal", "-shm"):
                with suppress(OSError):
                    draft.with_name(draft.name + suffix).unlink()
        return cls._open(path, keys, key, clock)

    @classmethod
    def _open(cls, path: Path, keys: vault.Vault, key: bytes, clock: Clock) -> Self:
        connection = driver.connect(path, key)
        try:
            with driver.faults_told():
                schema, application = (driver.get_number(connection, name) for name in ("user_version", "application_id"))
            if application != APPLICATION_ID:
                raise StoreError(_("This file is empty or not a record of TRD Desk; choose the right file or open a backup copy."))
            if schema > SCHEMA:
                raise StoreError(_("This record was made by a newer version of TRD Desk; install that version to open it."))
            if schema < SCHEMA:
                from trd_desk.store.migrations import migrate  # noqa: PLC0415

                migrate(connection, path, key, schema=SCHEMA)
            record = cls(connection, path, practice=keys.practice, clock=clock)
            if record._record_id != keys.record:
                raise StoreError(_("The key file belongs to another record; put the right key file beside this one."))
        except BaseException:
            connection.close()
            raise
        return record

    def close(self) -> None:
        """Closes the file, after which only `path` and `practice` may be asked; closing twice is no fault."""
        with self._lock, driver.faults_told():
            self._connection.close()

    def __enter__(self) -> Self:
        """The record itself."""
        return self

    def __exit__(self, *_fault: object) -> None:
        """Closes the record."""
        self.close()

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock, driver.faults_told():
            yield self._connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction that holds the write lock from its start, so that two windows cannot both follow the same last entry."""
        with self._reading() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                # After a full disk SQLite may have rolled back by itself.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    # The log

    def append(self, drafts: Sequence[Draft], *, by: str, content_version: str) -> list[Entry]:
        """Adds the drafts to the log in one transaction and gives the entries, which are on disk then.

        The patient's first entry must be accompanied by Draft(patient, "patient", "id", number). Raises StoreError, with nothing of it
        saved and the record usable, if the disk fails, a patient is unknown or a record number is taken.
        """
        if not drafts:
            return []
        prepared = [(draft, _body(draft)) for draft in drafts]
        moment = self._clock()
        offset = moment.utcoffset()
        if offset is None:
            message = "the clock must know its offset from UTC"
            raise ValueError(message)
        at = moment.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        common = (at, int(offset.total_seconds() // 60), by, content_version)
        with self._writing() as connection:
            count, link = connection.execute("SELECT count, chain FROM log_head WHERE id = 1").fetchone()
            entries = []
            for draft, body in prepared:
                count += 1
                entry, link = _insert(connection, self._secret, link, Entry(count, new_id(), draft.patient, draft.kind, draft.key, json.loads(body), *common, draft.reason), body)
                entries.append(entry)
            connection.execute("UPDATE log_head SET count = ?, chain = ? WHERE id = 1", (count, link))
            changed = [index.update(connection, patient, facts, at) for patient, facts in _facts_by_patient(entries).items()]
        if any(changed):
            self._everyone = None
        return entries

    def new_patient(
        self, number: str, name: str | None, birth_date: str | dt.date | None, sex: str | None, *, by: str, content_version: str
    ) -> str:
        """Adds a patient with this record number and gives the patient's key; StoreError if the number is already there."""
        patient = new_id()
        born = birth_date.isoformat() if isinstance(birth_date, dt.date) else birth_date
        facts = {"id": number.strip(), "name": name, "birth_date": born, "sex": sex}
        drafts = [Draft(patient, "patient", key, value) for key, value in facts.items() if key == "id" or value is not None]
        self.append(drafts, by=by, content_version=content_version)
        return patient

    def entries(self, patient: str) -> list[Entry]:
        """Every entry of the patient, all versions, in the order they were given."""
        with self._reading() as connection:
            return _read(connection.execute(f"{_IN_ORDER} WHERE patient = ? ORDER BY seq", (patient,)))

    def history(self, patient: str, kind: str, key: str) -> list[Entry]:
        """Every version of one answer, the oldest first."""
        with self._reading() as connection:
            return _read(connection.execute(f"{_IN_ORDER} WHERE patient = ? AND kind = ? AND key = ? ORDER BY seq", (patient, kind, key)))

    def entry_count(self, patient: str | None = None) -> int:
        """How many entries the patient has, or the whole log."""
        with self._reading() as connection:
            if patient is None:
                return int(connection.execute("SELECT count(*) FROM entry").fetchone()[0])
            return int(connection.execute("SELECT count(*) FROM entry WHERE patient = ?", (patient,)).fetchone()[0])

    # The patients

    def find_number(self, number: str) -> str | None:
        """The key of the patient with this record number; spaces and capitals do not count."""
        with self._reading() as connection:
            return index.find_number(connection, number)

    def patient_ids(self, query: str = "") -> "array[int]":
        """The row ids of the patients, by name; with a query, of those in whom each of its words begins a name, the number or the birth date.

        A birth date is found as 1980, 1980-05, 1980-05-10 or 10.5.1980.
        """
        with self._reading() as connection:
            everyone = self._order(connection)
            found = index.search(connection, query, everyone)
            return found[:] if found is everyone else found

    def _order(self, connection: sqlite3.Connection) -> "array[int]":
        # data_version changes when another window has written.
        version = driver.get_number(connection, "data_version")
        if self._everyone is None or self._everyone[0] != version:
            self._everyone = (version, index.ordered(connection))
        return self._everyone[1]

    def patient_rows(self, row_ids: Sequence[int]) -> list[PatientRow]:
        """What the list shows of these patients, in the order asked."""
        with self._reading() as connection:
            return index.rows(connection, row_ids)

    def patient_of_row(self, row_id: int) -> str | None:
        """The key of the patient in this row."""
        with self._reading() as connection:
            row = connection.execute("SELECT patient FROM patient WHERE row_id = ?", (row_id,)).fetchone()
            return None if row is None else str(row[0])

    def all_patients(self) -> Iterator[str]:
        """The keys of all patients, by name, as they are now."""
        with self._reading() as connection:
            keys = list(index.keys(connection))
        yield from keys

    def count(self) -> int:
        """How many patients there are."""
        with self._reading() as connection:
            return int(connection.execute("SELECT count(*) FROM patient").fetchone()[0])

    # Trust

    def head(self) -> tuple[int, str]:
        """How many entries the log has, and the chain of the last as 64 hexadecimal digits: printed elsewhere, they vouch for the log."""
        with self._reading() as connection:
            count, link = connection.execute("SELECT count, chain FROM log_head WHERE id = 1").fetchone()
            return int(count), bytes(link).hex()

    def verify_chain(self, anchors: Iterable[tuple[int, str]] = ()) -> list[str]:
        """One sentence for each entry that was changed, moved, added, cut or emptied; none when the log is as it was written.

        `anchors` are heads noted earlier, such as on a printed page: the log must still pass through them.
        """
        columns = ", ".join((*chain.FIELDS, "digest", "chain", "salt", "body"))
        with self._reading() as connection:
            head = connection.execute("SELECT count, chain FROM log_head WHERE id = 1").fetchone()
            rows = iter(connection.execute(f"SELECT {columns} FROM entry ORDER BY seq"))
            faults = list(chain.faults(rows, self._secret, self._record_id, head))
            for count, link in anchors:
                row = connection.execute("SELECT chain FROM entry WHERE seq = ?", (count,)).fetchone()
                if count and (row is None or bytes(row[0]).hex() != link):
                    faults.append(f"entry {count}: not the one that was noted as the last at the time")
        return faults

    def check(self) -> list[str]:
        """One sentence for each fault of the whole file: pages that do not decrypt, tables that do not hold together, the log, the index."""
        with self._reading() as connection:
            faults = [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]
            if not faults:
                faults = [str(row[0]) for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        return faults or self.verify_chain()


def _refuse_existing(path: Path) -> None:
    try:
        there = path.exists()
    except OSError as error:
        raise StoreError(files.disk_sentence(error, path)) from None
    if there:
        raise StoreError(_("There is a file {file} already; open it, or choose another name.").format(file=path.name))


def _not_this_kind(*, practice: bool) -> str:
    if practice:
        return _("This is a record of real patients and not the practice clinic; open it with its passphrase.")
    return _("This is the practice clinic and not a record of real patients; open it with --practice, or choose another file.")


def _keys_of(path: Path) -> vault.Vault:
    try:
        path.stat()
    except OSError as error:
        if error.errno in {errno.ENOENT, errno.ENOTDIR}:
            raise StoreError(_("There is no record {file}; check the name, or make a new record.").format(file=path.name)) from None
        raise StoreError(
            _("The record {file} could not be opened; check that you may read it. ({reason})").format(
                file=path.name, reason=os.strerror(error.errno or 0)
            )
        ) from None
    return vault.read(vault.key_file(path))


def _first_rows(connection: sqlite3.Connection, keys: vault.Vault, clock: Clock) -> None:
    made = clock().astimezone(dt.UTC).isoformat(timespec="seconds")
    secret = secrets.token_bytes(chain.SECRET_BYTES)
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(
        "INSERT INTO meta (name, value) VALUES (?, ?)",
        [("record", keys.record), ("practice", "yes" if keys.practice else "no"), ("made", made)],
    )
    connection.execute(
        "INSERT INTO log_head (id, secret, count, chain) VALUES (1, ?, 0, ?)", (secret, chain.first_link(secret, keys.record))
    )
    connection.execute("COMMIT")


def _body(draft: Draft) -> str:
    try:
        body = draft.body()
        (body + draft.patient + draft.key + (draft.reason or "")).encode("utf-8")
    except (ValueError, TypeError, RecursionError):
        # `from None`: the fault's own text would quote the value.
        raise StoreError(
            _("An answer holds a number or character that cannot be stored, so nothing was saved; type it again.")
        ) from None
    return body


def _insert(connection: sqlite3.Connection, secret: bytes, previous: bytes, entry: Entry, body: str) -> tuple[Entry, bytes]:
    """The entry as it now stands in the log, and its chain."""
    older = connection.execute(
        "SELECT id FROM entry WHERE patient = ? AND kind = ? AND key = ? ORDER BY seq DESC LIMIT 1", (entry.patient, entry.kind, entry.key)
    ).fetchone()
    supersedes = older[0] if older else None
    salt = chain.new_salt()
    digest = chain.digest_of(salt, body)
    fields = (
        *(entry.seq, entry.id, entry.patient, entry.kind, entry.key),
        *(entry.at, entry.offset_minutes, entry.by, entry.content_version, entry.reason, supersedes),
    )
    link = chain.link(secret, previous, fields, digest)
    connection.execute(
        "INSERT INTO entry (seq, id, patient, kind, key, at, offset_minutes, by, content_version, reason, supersedes, digest, chain, salt, body) "
        "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (*fields, digest, link, salt, body),
    )
    return Entry(*fields[:5], entry.value, *fields[5:]), link


def _facts_by_patient(entries: Iterable[Entry]) -> Mapping[str, Mapping[str, Any]]:
    facts: dict[str, dict[str, Any]] = {}
    for entry in entries:
        own = facts.setdefault(entry.patient, {})
        if entry.kind == "patient":
            own[entry.key] = entry.value
    return facts


def _read(rows: Iterable[Sequence[Any]]) -> list[Entry]:
    return [
        Entry(*row[:5], None if row[5] is None else json.loads(row[5]), *row[6:], erased=row[5] is None)
        for row in rows
    ]
