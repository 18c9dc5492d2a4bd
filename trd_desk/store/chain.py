"""The chain over the log: each row's digest, keyed and tied to the row before, so that an edited, moved, added or cut row shows.

A row's chain covers the digest of its body and not the body, and the digest is salted: when body and salt are emptied, the chain still
verifies and the body cannot be guessed from its digest. The key lies in the encrypted record.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator, Sequence
from typing import Any, Final

SECRET_BYTES: Final = 32
SALT_BYTES: Final = 16

# The fields that the chain covers besides the digest, in this order for good.
FIELDS: Final = ("seq", "id", "patient", "kind", "key", "at", "offset_minutes", "by", "content_version", "reason", "supersedes")


def new_salt() -> bytes:
    """Sixteen random bytes that go before a body in its digest."""
    return secrets.token_bytes(SALT_BYTES)


def digest_of(salt: bytes, body: str) -> bytes:
    """The salted digest of a body: SHA-256."""
    return hashlib.sha256(salt + body.encode("utf-8")).digest()


def first_link(secret: bytes, record: str) -> bytes:
    """What stands before the first row, different for each record."""
    return hmac.digest(secret, b"trd-desk-record/1 " + record.encode("utf-8"), "sha256")


def link(secret: bytes, previous: bytes, fields: Sequence[Any], digest: bytes) -> bytes:
    """The chain of a row: HMAC-SHA256 over the chain before, the row's FIELDS and its digest."""
    text = json.dumps([*fields, digest.hex()], separators=(",", ":"))
    return hmac.digest(secret, previous + text.encode("ascii"), "sha256")


def faults(rows: Iterator[Sequence[Any]], secret: bytes, record: str, head: tuple[int, bytes]) -> Iterator[str]:
    """One sentence for each row that does not fit; `rows` are FIELDS + (digest, chain, salt, body) in order of seq.

    Each row is judged against the chain stored in the row before, so that one changed row does not condemn those after it.
    """
    expected, previous = 1, first_link(secret, record)
    for row in rows:
        fields, (digest, chain, salt, body) = row[: len(FIELDS)], row[len(FIELDS) :]
        seq = fields[0]
        if seq != expected:
            missing = f"entry {expected}" if seq - expected == 1 else f"entries {expected} to {seq - 1}"
            yield f"{missing}: missing from the log" if seq > expected else f"entry {seq}: numbered outside the log"
        if not _equal(chain, link(secret, previous, fields, _bytes(digest))):
            yield f"entry {seq}: does not follow from the entry before it; it was changed, moved or added"
        if body is None or salt is None:
            yield f"entry {seq}: its text was emptied, and no erasure is on record"
        elif not _equal(digest, digest_of(_bytes(salt), str(body))):
            yield f"entry {seq}: its text was changed"
        expected, previous = seq + 1, _bytes(chain)
    count, chain = head
    if expected - 1 < count:
        yield f"entries {expected} to {count}: cut off the end of the log"
    elif expected - 1 > count:
        yield f"entries {count + 1} to {expected - 1}: added after the end of the log"
    elif not _equal(previous, chain):
        yield f"entry {count}: not the one that the log ended with"


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else b""


def _equal(left: object, right: bytes) -> bool:
    return isinstance(left, bytes) and hmac.compare_digest(left, right)
