"""The log of entries on disk: how an answer becomes a row, and how a row is read again."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from trd_desk.errors import StoreError
from trd_desk.i18n import _
from trd_desk.record.entries import Draft, Entry, new_id
from trd_desk.store import chain
from trd_desk.store.driver import Connection

_SELECT: Final = (
    "SELECT seq, id, patient, kind, key, body, at, offset_minutes, by, content_version, reason, supersedes FROM entry "
)
_OF_PATIENT: Final = _SELECT + "WHERE patient = ? ORDER BY seq"
_OF_ANSWER: Final = _SELECT + "WHERE patient = ? AND kind = ? AND key = ? ORDER BY seq"
_NEWEST: Final = "SELECT id FROM entry WHERE patient = ? AND kind = ? AND key = ? ORDER BY seq DESC LIMIT 1"
_INSERT: Final = (
    "INSERT INTO entry (seq, id, patient, kind, key, at, offset_minutes, by, content_version, reason, supersedes, "
    "digest, chain, salt, body) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
)
_A_DAY: Final = 1440


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


def insert(
    connection: Connection,
    secret: bytes,
    record: str,
    drafts: Sequence[Draft],
    texts: Sequence[str],
    stamp: Mapping[str, Any],
) -> list[Entry]:
    """Adds the drafts after the last entry; `stamp` has at, offset_minutes, by and content_version."""
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
            **stamp,
            reason=draft.reason,
            supersedes=older[0] if older else None,
        )
        link = _place(connection, secret, link, entry, text)
        added.append(entry)
    return added


def adopt(connection: Connection, secret: bytes, record: str, entries: Sequence[Entry], texts: Sequence[str]) -> list[Entry]:
    """Adds entries of another record after the last entry, each with its id, author, time and reason; only its place is new."""
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
    end = connection.execute("SELECT max(newest) FROM patient").fetchone()[0] or 0
    faults = list(chain.faults(rows, secret, record, end))
    for count, link in anchors:
        row = connection.execute("SELECT chain FROM entry WHERE seq = ?", (count,)).fetchone()
        if count and (row is None or bytes(row[0]).hex() != link):
            faults.append(_("entry {number}: not the one that was noted as the last at the time").format(number=count))
    return faults
