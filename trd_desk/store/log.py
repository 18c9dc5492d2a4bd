"""The log of entries on disk: how an answer becomes a row, and how a row is read again."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from trd_desk.errors import StoreError
from trd_desk.i18n import _
from trd_desk.record.entries import CLINIC, Draft, Entry, new_id
from trd_desk.record.people import CLINIC_KINDS
from trd_desk.store import chain
from trd_desk.store.driver import Connection

_SELECT: Final = (
    "SELECT seq, id, patient, kind, key, body, at, offset_minutes, by, content_version, reason, supersedes FROM entry "
)
_OF_PATIENT: Final = _SELECT + "WHERE patient = ? ORDER BY seq"
_OF_ANSWER: Final = _SELECT + "WHERE patient = ? AND kind = ? AND key = ? ORDER BY seq"
_OF_KIND: Final = _SELECT + "WHERE patient = ? AND kind = ? ORDER BY seq"
_NEWEST: Final = "SELECT id FROM entry WHERE patient = ? AND kind = ? AND key = ? ORDER BY seq DESC LIMIT 1"
_INSERT: Final = (
    "INSERT INTO entry (seq, id, patient, kind, key, at, offset_minutes, by, content_version, reason, supersedes, "
    "digest, chain, salt, body) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
)
_A_DAY: Final = 1440

# Where the log ended when the clinic's own entries were last added: they have no row in the list of patients that would say it.
_CLINIC_NEWEST: Final = "clinic_newest"
_NOTE_CLINIC: Final = "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
_END: Final = (
    "SELECT max(coalesce((SELECT max(newest) FROM patient), 0), "
    "coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE name = ?), 0))"
)
# The words of the index of migration 2, without which it would not be used.
_ON_DAYS: Final = (
    "SELECT DISTINCT patient FROM entry WHERE kind = 'session' AND json_extract(body, '$.on') IN (SELECT value FROM json_each(?))"
)
_BETWEEN_DAYS: Final = "SELECT DISTINCT patient FROM entry WHERE kind = 'session' AND json_extract(body, '$.on') BETWEEN ? AND ?"
# And of that of migration 3, by name, because in the order of the log it would not be used: an entry about self-harm that does not
# say what was done, and that no newer one has superseded.
_OPEN_CRISES: Final = (
    "SELECT e.patient, p.number, p.name, e.body FROM entry AS e INDEXED BY entry_crisis_open JOIN patient AS p ON p.patient = e.patient "
    "WHERE e.kind = 'crisis' AND json_extract(e.body, '$.done') IS NULL AND e.body IS NOT NULL AND e.body <> 'null' AND NOT EXISTS "
    "(SELECT 1 FROM entry AS n WHERE n.patient = e.patient AND n.kind = 'crisis' AND n.key = e.key AND n.seq > e.seq) ORDER BY e.seq"
)
# The days as ISO text sort as days do. The words of the index of migration 2 again.
# Told to use it, because for distinct patients SQLite would rather read the whole log in their order.
_SINCE: Final = "SELECT patient FROM entry INDEXED BY entry_session_day WHERE kind = 'session' AND json_extract(body, '$.on') >= ?"
_OF_KINDS: Final = _SELECT + "WHERE patient = ? AND kind IN (SELECT value FROM json_each(?)) ORDER BY seq"  # noqa: S608  (constants only)


def check_places(drafts: Iterable[Draft]) -> None:
    """Raises ValueError, for a defect, where an entry of the clinic is given for a patient, or the reverse."""
    for draft in drafts:
        if (draft.patient == CLINIC) != (draft.kind in CLINIC_KINDS):
            message = f"an entry of kind {draft.kind} in the wrong place"
            raise ValueError(message)


def bodies(drafts: Sequence[Draft], *other: str | None) -> list[str]:
    """The drafts' values as text to store; StoreError if one, or one of the `other` texts, cannot be stored."""
    try:
        texts = [draft.body() for draft in drafts]
        for draft, text in zip(drafts, texts, strict=True):
            "".join((text, draft.patient, draft.key, draft.reason or "")).encode("utf-8")
        "".join(text or "" for text in other).encode("utf-8")
    except (ValueError, TypeError, RecursionError):
        # `from None`: the fault's own text would quote the value.
        raise StoreError(
            _("An answer holds a number or a character that cannot be stored, so nothing was saved; type it again.")
        ) from None
    return texts


def head(connection: Connection) -> tuple[int, bytes]:
    """How many entries the log has, and the chain of the last; no bytes for an empty log."""
    row = connection.execute("SELECT seq, chain FROM entry ORDER BY seq DESC LIMIT 1").fetchone()
    return (int(row[0]), bytes(row[1])) if row else (0, b"")


def stamp(moment: dt.datetime, by: str, content_version: str) -> dict[str, Any]:
    """What every entry given at this moment, which knows its offset from UTC, has in common."""
    offset = moment.utcoffset()
    if offset is None:
        message = "the clock must know its offset from UTC"
        raise ValueError(message)
    at = moment.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    minutes = int(offset.total_seconds() // 60)
    return {"at": at, "offset_minutes": minutes, "by": by, "content_version": content_version}


def insert(
    connection: Connection,
    secret: bytes,
    record: str,
    drafts: Sequence[Draft],
    texts: Sequence[str],
    common: Mapping[str, Any],
) -> list[Entry]:
    """Adds the drafts after the last entry; `common` is their `stamp`."""
    count, link = _last(connection, secret, record)
    added = []
    for draft, text in zip(drafts, texts, strict=True):
        count += 1
        older = connection.execute(_NEWEST, (draft.patient, draft.kind, draft.key)).fetchone()
        entry = Entry(
            seq=count,
            id=new_id(),
            patient=draft.patient,
            kind=draft.kind,
            key=draft.key,
            value=json.loads(text),
            **common,
            reason=draft.reason,
            supersedes=older[0] if older else None,
        )
        link = _place(connection, secret, link, entry, text)
        added.append(entry)
    return added


def adopt(connection: Connection, secret: bytes, record: str, entries: Sequence[Entry], texts: Sequence[str]) -> list[Entry]:
    """Adds entries of another record after the last entry, each with its id, author, time and reason; only its place is new."""
    if any(entry.patient == CLINIC or entry.kind in CLINIC_KINDS for entry in entries):
        # Or a file could name its writer a prescriber.
        raise StoreError(_("The file holds entries about the clinic and its people, which no file may bring, so nothing was taken in."))
    if any(abs(entry.offset_minutes) > _A_DAY for entry in entries):
        raise StoreError(_("An entry of the file has an impossible offset from UTC, so nothing was taken in."))
    count, link = _last(connection, secret, record)
    ids = json.dumps([entry.id for entry in entries])
    if connection.execute("SELECT 1 FROM entry WHERE id IN (SELECT value FROM json_each(?)) LIMIT 1", (ids,)).fetchone():
        raise StoreError(_("An entry of the file is already in this record, so nothing was taken in."))
    added = []
    for entry, text in zip(entries, texts, strict=True):
        count += 1
        placed = replace(entry, seq=count)
        link = _place(connection, secret, link, placed, text)
        added.append(placed)
    return added


def _last(connection: Connection, secret: bytes, record: str) -> tuple[int, bytes]:
    count, link = head(connection)
    return count, link or chain.first_link(secret, record)


def _place(connection: Connection, secret: bytes, previous: bytes, entry: Entry, text: str) -> bytes:
    """Writes the row of an entry and gives its chain."""
    salt = chain.new_salt()
    digest = chain.digest_of(salt, text)
    fields = chain.fields_of(entry)
    link = chain.link(secret, previous, fields, digest)
    kept = (None, None) if entry.erased else (salt, text)
    connection.execute(_INSERT, (*fields, digest, link, *kept))
    return link


def of_patient(connection: Connection, patient: str) -> list[Entry]:
    """Every entry of the patient in the order given."""
    return _read(connection.execute(_OF_PATIENT, (patient,)))


def of_answer(connection: Connection, patient: str, kind: str, key: str) -> list[Entry]:
    """Every version of one answer in the order given."""
    return _read(connection.execute(_OF_ANSWER, (patient, kind, key)))


def of_kind(connection: Connection, patient: str, kind: str) -> list[Entry]:
    """Every entry of one kind in the order given."""
    return _read(connection.execute(_OF_KIND, (patient, kind)))


def patients_on(connection: Connection, days: Sequence[str]) -> list[str]:
    """The patients with an entry of a session on one of these ISO days, in any of its versions."""
    return [str(row[0]) for row in connection.execute(_ON_DAYS, (json.dumps(list(days)),))]


def patients_between(connection: Connection, first: str, last: str) -> list[str]:
    """The patients with an entry of a session on an ISO day from the first to the last, in any of its versions."""
    return [str(row[0]) for row in connection.execute(_BETWEEN_DAYS, (first, last))]


def open_crises(connection: Connection) -> list[tuple[str, str, str, str]]:
    """The answers about self-harm of which nobody has recorded what was done: patient, record number, name and when it was seen."""
    try:
        rows = [(patient, number, name, json.loads(body)) for patient, number, name, body in connection.execute(_OPEN_CRISES)]
    except (ValueError, RecursionError):
        raise StoreError(_("The record is damaged; open a backup copy of it, and keep the damaged file.")) from None
    return [(str(patient), number or "", name or "", str(body.get("seen_at") or "")) for patient, number, name, body in rows if isinstance(body, dict)]


def patients_since(connection: Connection, day: str) -> list[str]:
    """The patients with an entry of a session on this ISO day or later, in any of its versions."""
    return list(dict.fromkeys(str(row[0]) for row in connection.execute(_SINCE, (day,))))


def of_kinds(connection: Connection, patient: str, kinds: Sequence[str]) -> list[Entry]:
    """Every entry of these kinds in the order given."""
    return _read(connection.execute(_OF_KINDS, (patient, json.dumps(list(kinds)))))


def note_clinic(connection: Connection, newest: int) -> None:
    """Notes the number of the clinic's newest entry, so that a cut end shows."""
    connection.execute(_NOTE_CLINIC, (_CLINIC_NEWEST, str(newest)))


def _read(rows: Iterable[Sequence[Any]]) -> list[Entry]:
    try:
        return [_entry(row) for row in rows]
    except (ValueError, TypeError, RecursionError):
        raise StoreError(_("The record is damaged; open a backup copy of it, and keep the damaged file.")) from None


def _entry(row: Sequence[Any]) -> Entry:
    seq, entry_id, patient, kind, key, body, at, offset, by, content_version, reason, supersedes = row
    value = None if body is None else json.loads(body)
    entry = Entry(seq, entry_id, patient, kind, key, value, at, offset, by, content_version, reason, supersedes)
    return entry if body is not None else replace(entry, erased=True)


def verify(connection: Connection, secret: bytes, record: str, anchors: Iterable[tuple[int, str]]) -> list[str]:
    """One sentence for each entry that does not fit the chain, or a head noted elsewhere (count, chain as hex)."""
    rows = connection.execute(
        "SELECT seq, id, patient, kind, key, at, offset_minutes, by, content_version, reason, supersedes, "
        "digest, chain, salt, body FROM entry ORDER BY seq"
    )
    end = int(connection.execute(_END, (_CLINIC_NEWEST,)).fetchone()[0])
    faults = list(chain.faults(rows, secret, record, end))
    for count, link in anchors:
        row = connection.execute("SELECT chain FROM entry WHERE seq = ?", (count,)).fetchone()
        if count and (row is None or bytes(row[0]).hex() != link):
            faults.append(_("entry {number}: not the one that was noted as the last at the time").format(number=count))
    return faults
