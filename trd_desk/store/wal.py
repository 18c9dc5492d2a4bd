"""What a crash left in the write-ahead file: whether all of it could be read back.

The file beside the record holds the last answers until the record is closed. After a crash SQLite reads back as much of it as is
whole and passes over the rest without a word. Damage must not pass unsaid, so the part passed over is looked at here: a frame
with the mark of a finished transaction was an answer. Format: https://www.sqlite.org/fileformat2.html#walformat
"""

import os
import struct
from pathlib import Path
from typing import Final

from trd_desk.i18n import plural
from trd_desk.store import driver
from trd_desk.store.driver import Connection

_HEADER: Final = 32
_FRAME_HEADER: Final = 24
_PAGE: Final = 4096
_MAGIC: Final = frozenset({0x377F0682, 0x377F0683})


def wal_file(path: Path) -> Path:
    """Where SQLite keeps the write-ahead file of a record."""
    return path.with_name(path.name + "-wal")


def size(path: Path) -> int:
    """The bytes of the record's write-ahead file; 0 when the record was closed in order."""
    try:
        return wal_file(path).stat().st_size
    except OSError:
        return 0


def notices(connection: Connection, path: Path) -> tuple[str, ...]:
    """A sentence if finished transactions were passed over when the record was opened; the damaged file is kept beside it."""
    whole = _whole_frames(connection)
    lost = unread(wal_file(path), whole)
    # A file that grows meanwhile is in use by another window, which has read back what a crash left.
    if not lost or _whole_frames(connection) != whole:
        return ()
    kept = path.with_name(f"{path.name}-wal.damaged-{os.urandom(4).hex()}")
    try:
        kept.touch(mode=0o600)
        kept.write_bytes(wal_file(path).read_bytes())
    except OSError:
        kept = wal_file(path)
    return (
        plural(
            "The program was ended without closing the record, and the last change could not be read back: "
            "look through what was entered last, and keep the file {file} for whoever helps you.",
            "The program was ended without closing the record, and {count} of the last changes could not be read back: "
            "look through what was entered last, and keep the file {file} for whoever helps you.",
            lost,
        ).format(count=lost, file=kept.name),
    )


def _whole_frames(connection: Connection) -> int:
    with driver.faults_told():
        return int(connection.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()[1])


def unread(file: Path, whole: int) -> int:
    """How many finished transactions stand in the write-ahead file after the first `whole` frames, which SQLite could read."""
    try:
        content = file.read_bytes()
    except OSError:
        return 0
    return _finished_after(content, whole) if len(content) > _HEADER else 0


def _finished_after(content: bytes, whole: int) -> int:
    magic, _version, page, _sequence, salt_1, salt_2, sum_1, sum_2 = struct.unpack_from(">8I", content)
    sound = magic in _MAGIC and _checksum(content[:24], little=magic == min(_MAGIC)) == (sum_1, sum_2)
    step = _FRAME_HEADER + (page if sound else _PAGE)
    finished = 0
    for start in range(_HEADER + (whole * step if sound else 0), len(content) - step + 1, step):
        _number, pages_after, *salts = struct.unpack_from(">4I", content, start)
        # Only the last frame of a transaction says how many pages the file has after it. Frames with other salts are leftovers of
        # an earlier round, which are in the record already.
        if pages_after and (not sound or salts == [salt_1, salt_2]):
            finished += 1
    return finished


def _checksum(data: bytes, *, little: bool) -> tuple[int, int]:
    first = second = 0
    words = struct.unpack(f"{'<' if little else '>'}{len(data) // 4}I", data)
    for left, right in zip(words[::2], words[1::2], strict=True):
        first = (first + left + second) & 0xFFFFFFFF
        second = (second + right + first) & 0xFFFFFFFF
    return first, second
