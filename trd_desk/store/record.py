"""The open encrypted record: entries are appended and never changed, and each is on disk when `append` returns.

Opening and the first rows of the list load neither pydantic nor sqlite_utils: the program can be used the sooner.
"""

import datetime as dt
import os
import threading
from array import array  # noqa: TC003  (a light import; kept where readers look)
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Self

from trd_desk.record.entries import CLINIC, Draft, Entry, new_id
from trd_desk.record.people import Person, changed
from trd_desk.store import driver, index, log, opening, vault
from trd_desk.store.driver import Connection
from trd_desk.store.index import PatientRow
from trd_desk.store.opening import Clock
from trd_desk.store.people import People

__all__ = ["PatientRow", "Record"]


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone()


class Record(People):
    """A record file that is open; made by `create`, `open`, `create_practice` or `open_practice`. Any thread may use it.

    `practice` marks the practice clinic. `notices` are sentences to show after opening, such as what a crash has cost. Who opened
    it is `person`; what it knows and changes of its people is in `store.people`.
    """

    def __init__(self, path: Path, keys: vault.Vault, key: bytes, clock: Clock) -> None:
        super().__init__(path, keys, key)
        self._id: Final = keys.record
        self._clock = clock
        self._lock = threading.RLock()
        self._everyone: tuple[int, array[int]] | None = None
        self._connection, self._secret, self.notices = opening.open_file(path, keys, key)
        self._seen = driver.get_number(self._connection, "data_version")

    # Making and opening

    @classmethod
    def create(
        cls, path: Path, passphrase: str, person: Person | None = None, *, cost: vault.Cost | None = None, clock: Clock = _now
    ) -> Self:
        """Makes a new record that this passphrase opens; what Argon2id may `cost` is measured on this machine if not given.

        The passphrase is that of the `person`, who manages its people; without one the record names nobody. Raises UserError for a
        weak passphrase, a file already there, a reader as the first person and a folder that cannot be written.
        """
        vault.check_passphrase(passphrase)
        opening.refuse_existing(path)
        first = None if person is None else changed(person, manages=True, active=True)
        record, key = os.urandom(16).hex(), os.urandom(vault.KEY_BYTES)
        keys = vault.Vault(record, practice=False).with_passphrase(key, passphrase, cost or vault.calibrated(), first)
        opening.make_file(path, keys, key, clock, first)
        return cls._in_place(path, keys, key, clock, None if first is None else first.id)

    @classmethod
    def create_practice(cls, path: Path, *, clock: Clock = _now) -> Self:
        """Makes a new practice record, whose key lies beside it in clear: for invented patients only."""
        opening.refuse_existing(path)
        record, key = os.urandom(16).hex(), os.urandom(vault.KEY_BYTES)
        keys = vault.practice_vault(record, key)
        opening.make_file(path, keys, key, clock)
        return cls._in_place(path, keys, key, clock, None)

    @classmethod
    def open(cls, path: Path, passphrase: str, user: str | None = None, *, clock: Clock = _now) -> Self:
        """Opens a record with a passphrase; StoreError says why it does not open and what to do.

        With a `user` (name or id) only that person's passphrase does; without, anybody's does, each of which is tried in turn.
        """
        keys = opening.read_keys(path)
        opening.refuse_other_kind(practice=keys.practice, wanted=False)
        key, who = keys.unlock_as(passphrase, user)
        return cls._in_place(path, keys, key, clock, who)

    @classmethod
    def open_practice(cls, path: Path, user: str | None = None, *, clock: Clock = _now) -> Self:
        """Opens the practice clinic, whose key is stored beside it, as this person (name or id); StoreError for any other record."""
        keys = opening.read_keys(path)
        opening.refuse_other_kind(practice=keys.practice, wanted=True)
        return cls._in_place(path, keys, keys.stored_key(), clock, user)

    @classmethod
    def _in_place(cls, path: Path, keys: vault.Vault, key: bytes, clock: Clock, user: str | None) -> Self:
        made = cls(path, keys, key, clock)
        try:
            made.take_place(user)
        except BaseException:
            made.close()
            raise
        return made

    def use_clock(self, clock: Clock) -> None:
        """Stamps entries by this clock from now on: the session clock, which no one can set while a session runs."""
        self._clock = clock

    def close(self) -> None:
        """Closes the file, after which only `path`, `practice` and `notices` may be asked; closing twice is no fault."""
        with self._lock, driver.faults_told():
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None:
        self.close()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._lock, driver.faults_told():
            yield self._connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """One transaction that holds the write lock from its start, so that two windows cannot both follow one last entry."""
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

        The first entries of a patient must have Draft(patient, "patient", "id", number) among them; what is said of the clinic has
        `CLINIC` for the patient, who is in no list. Raises StoreError, with
        nothing saved and the record still usable, if the disk fails, the patient is unknown or the record number is taken.
        """
        if not drafts:
            return []
        log.check_places(drafts)
        texts = log.bodies(drafts, by, content_version)
        stamp = log.stamp(self._clock(), by, content_version)
        with self._writing() as connection:
            entries = log.insert(connection, self._secret, self._id, drafts, texts, stamp)
            self._index(connection, entries)
        return entries

    def _insert(self, connection: Connection, drafts: Sequence[Draft], by: str, content_version: str) -> list[Entry]:
        texts = log.bodies(drafts, by, content_version)
        stamp = log.stamp(self._clock(), by, content_version)
        entries = log.insert(connection, self._secret, self._id, drafts, texts, stamp)
        self._index(connection, entries)
        return entries

    def adopt(
        self, entries: Sequence[Entry], then: Sequence[Draft] = (), *, by: str = "", content_version: str = ""
    ) -> list[Entry]:
        """Adds entries exported from a record, each with the author, time, reason and id it had there, and then drafts of one's own.

        All in one transaction. Raises StoreError, with nothing saved, if the disk fails, an entry is already there or the record number is taken.
        """
        if not entries:
            return []
        log.check_places(then)
        drafts = [Draft(entry.patient, entry.kind, entry.key, entry.value, entry.reason) for entry in entries]
        others = [text for entry in entries for text in (entry.id, entry.at, entry.by, entry.content_version, entry.supersedes)]
        texts = log.bodies(drafts, *others)
        own = log.bodies(then, by, content_version)
        stamp = log.stamp(self._clock(), by, content_version)
        with self._writing() as connection:
            added = log.adopt(connection, self._secret, self._id, entries, texts)
            added += log.insert(connection, self._secret, self._id, then, own, stamp)
            self._index(connection, added)
        return added

    def _index(self, connection: Connection, entries: Sequence[Entry]) -> None:
        newest = {entry.patient: entry.seq for entry in entries}
        for patient, facts in _facts_by_patient(entries).items():
            if patient == CLINIC:
                log.note_clinic(connection, newest[patient])
                self._known = None
            elif index.update(connection, patient, facts, newest[patient]):
                self._everyone = None

    def new_patient(
        self,
        number: str,
        name: str | None,
        birth_date: str | dt.date | None,
        sex: str | None,
        *,
        by: str,
        content_version: str,
    ) -> str:
        """Adds a patient with this record number and gives the patient's key; StoreError if the number is already there."""
        patient = new_id()
        born = birth_date.isoformat() if isinstance(birth_date, dt.date) else birth_date
        known = {"name": name, "birth_date": born, "sex": sex}
        drafts = [Draft(patient, "patient", "id", number.strip())]
        drafts += [Draft(patient, "patient", key, value) for key, value in known.items() if value is not None]
        self.append(drafts, by=by, content_version=content_version)
        return patient

    def entries(self, patient: str) -> list[Entry]:
        """Every entry of the patient, all versions, in the order they were given."""
        with self._reading() as connection:
            return log.of_patient(connection, patient)

    def history(self, patient: str, kind: str, key: str) -> list[Entry]:
        """Every version of one answer, the oldest first."""
        with self._reading() as connection:
            return log.of_answer(connection, patient, kind, key)

    def entries_of_kind(self, patient: str, kind: str) -> list[Entry]:
        """Every entry of one kind, all versions, in the order they were given; `CLINIC` for what is said of the clinic."""
        with self._reading() as connection:
            return log.of_kind(connection, patient, kind)

    def entries_of_kinds(self, patient: str, kinds: Sequence[str]) -> list[Entry]:
        """Every entry of these kinds, all versions, in the order they were given."""
        with self._reading() as connection:
            return log.of_kinds(connection, patient, kinds)

    def changed_elsewhere(self) -> bool:
        """Whether another window or program has written to the file since this was last asked; what this record wrote does not count."""
        with self._reading() as connection:
            before, self._seen = self._seen, driver.get_number(connection, "data_version")
        return before != self._seen

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
        """The row ids of the patients, by name; with a query, of those with a name, number or birth date for each of its words.

        A word fits what begins with it, whatever its accents; a birth date is found as 1980, 1980-05, 1980-05-10 or 10.5.1980.
        """
        with self._reading() as connection:
            everyone = self._order(connection)
            found = index.search(connection, query, everyone)
            return found[:] if found is everyone else found

    def _order(self, connection: Connection) -> "array[int]":
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

    def patients_with_sessions_on(self, days: Sequence[str]) -> list[str]:
        """The keys of the patients with a session on one of these ISO days, in any version of its entry, in no order."""
        with self._reading() as connection:
            return log.patients_on(connection, days)

    def open_crises(self) -> list[tuple[str, str, str, str]]:
        """The answers about self-harm of which nobody has recorded what was done, the oldest first.

        Each as the patient's key, record number, name and the moment at which the advice came up (ISO text).
        """
        with self._reading() as connection:
            return log.open_crises(connection)

    def patients_with_sessions_since(self, day: str) -> list[str]:
        """The keys of the patients with a session on this ISO day or later, planned ones too, in any version of its entry, in no order."""
        with self._reading() as connection:
            return log.patients_since(connection, day)

    def newest_of(self, patients: Sequence[str]) -> dict[str, int]:
        """The number of the newest entry of each of these patients, by which one sees whether anything was added."""
        with self._reading() as connection:
            return index.newest(connection, patients)

    def patients_with_sessions_between(self, first: str, last: str) -> list[str]:
        """The keys of the patients with a session on an ISO day from the first to the last, in any version of its entry, in no order."""
        with self._reading() as connection:
            return log.patients_between(connection, first, last)

    def all_patients(self) -> Iterator[str]:
        """The keys of all patients, by name, as they are now."""
        with self._reading() as connection:
            keys = index.keys(connection)
        return iter(keys)

    def count(self) -> int:
        """How many patients there are."""
        with self._reading() as connection:
            return int(connection.execute("SELECT count(*) FROM patient").fetchone()[0])

    # Trust

    def head(self) -> tuple[int, str]:
        """How many entries the log has, and the chain of the last in hexadecimal; noted elsewhere, they vouch for the log."""
        with self._reading() as connection:
            count, link = log.head(connection)
        return count, link.hex()

    def verify_chain(self, anchors: Iterable[tuple[int, str]] = ()) -> list[str]:
        """One sentence for each entry that was changed, moved, added, cut or emptied; none when the log is as it was written.

        `anchors` are heads noted earlier, such as on a printed page: the log must still pass through them.
        """
        with self._reading() as connection:
            return log.verify(connection, self._secret, self._id, anchors)

    def check(self) -> list[str]:
        """One sentence for each fault of the whole file: pages, tables, log and list; it reads everything and takes its time."""
        with self._reading() as connection:
            faults = [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]
            if not faults:
                faults = [str(row[0]) for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
            return faults or [*self.verify_chain(), *index.faults(connection)]


def _facts_by_patient(entries: Iterable[Entry]) -> Mapping[str, Mapping[str, Any]]:
    facts: dict[str, dict[str, Any]] = {}
    for entry in entries:
        own = facts.setdefault(entry.patient, {})
        if entry.kind == "patient":
            own[entry.key] = entry.value
    return facts
