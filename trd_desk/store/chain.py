"""The chain over the log: each row's digest, keyed and tied to the row before, so that an edited, moved, added or cut row shows.

A row's chain covers the digest of its body and not the body, and the digest is salted: when body and salt are emptied, the chain
still verifies and the body cannot be guessed from its digest. The key lies in the encrypted record.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from trd_desk.i18n import _
from trd_desk.record.entries import Entry

SECRET_BYTES: Final = 32
SALT_BYTES: Final = 16
_FIELDS: Final = 11
_as_text = json.JSONEncoder(separators=(",", ":")).encode


def fields_of(entry: Entry) -> tuple[Any, ...]:
    """What the chain covers of an entry besides the digest of its body, in this order for good."""
    return (
        entry.seq,
        entry.id,
        entry.patient,
        entry.kind,
        entry.key,
        entry.at,
        entry.offset_minutes,
        entry.by,
        entry.content_version,
        entry.reason,
        entry.supersedes,
    )


def new_salt() -> bytes:
    """Sixteen random bytes that go before a body in its digest."""
    return os.urandom(SALT_BYTES)


def digest_of(salt: bytes, body: str) -> bytes:
    """The salted digest of a body: SHA-256."""
    return hashlib.sha256(salt + body.encode("utf-8", "surrogatepass")).digest()


def first_link(secret: bytes, record: str) -> bytes:
    """What stands before the first row, different for each record."""
    return hmac.digest(secret, b"trd-desk-record/1 " + record.encode("utf-8"), "sha256")


def link(secret: bytes, previous: bytes, fields: Sequence[Any], digest: bytes) -> bytes:
    """The chain of a row: HMAC-SHA256 over the chain before, the row's fields as JSON, and its digest."""
    text = _as_text([*fields, digest.hex()])
    return hmac.digest(secret, previous + text.encode("ascii"), "sha256")


def faults(rows: Iterable[Sequence[Any]], secret: bytes, record: str, end: int) -> Iterator[str]:
    """One sentence for each row that does not fit; a row has `fields_of`, digest, chain, salt and body, and they come by seq.

    `end` is the number of the last entry that is known to have been written.

    Each row is judged against the chain stored in the row before, so that one changed row does not condemn those after it.
    """
    expected, previous = 1, first_link(secret, record)
    for row in rows:
        seq, (digest, stored, salt, body) = row[0], row[_FIELDS:]
        if seq > expected:
            yield _missing(expected, seq - 1)
        if not _same(stored, _link_or_nothing(secret, previous, row[:_FIELDS], digest)):
            yield _("entry {number}: was changed, moved or added: it does not follow from the one before it").format(number=seq)
        if body is None or salt is None:
            yield _("entry {number}: its text was emptied, and no erasure is on record").format(number=seq)
        elif not _same(digest, digest_of(_bytes(salt), str(body))):
            yield _("entry {number}: its text was changed").format(number=seq)
        expected, previous = seq + 1, _bytes(stored)
    if expected <= end:
        yield _missing(expected, end)
    elif expected - 1 > end:
        yield _("entry {number}: the list of patients does not know of it").format(number=expected - 1)


def _missing(first: int, last: int) -> str:
    if first == last:
        return _("entry {number}: is missing").format(number=first)
    return _("entries {first} to {last}: are missing").format(first=first, last=last)


def _link_or_nothing(secret: bytes, previous: bytes, fields: Sequence[Any], digest: object) -> bytes:
    try:
        return link(secret, previous, fields, _bytes(digest))
    except (TypeError, ValueError):
        # A column with a type that the program never writes, such as a blob for a name.
        return b""


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else b""


def _same(left: object, right: bytes) -> bool:
    return isinstance(left, bytes) and bool(right) and hmac.compare_digest(left, right)
