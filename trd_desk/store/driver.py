"""The one door to SQLCipher: how an encrypted database is opened, and what a user is told when the disk fails.

Nothing else in the program imports a database driver. `sqlite_utils` works with SQLCipher only if it finds the driver under the
name `pysqlite3`, so the name is set here, before anyone can import `sqlite_utils`.
"""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from sqlcipher3 import dbapi2 as _driver

from trd_desk.errors import StoreError
from trd_desk.i18n import _

if TYPE_CHECKING:
    from sqlite3 import Connection
else:
    # The driver has no types of its own; its class has the interface of the standard one, which need not be loaded.
    Connection = _driver.Connection

__all__ = ["Connection", "connect", "faults_told", "get_number", "sentence", "set_number"]

sys.modules["pysqlite3"] = _driver
sys.modules["pysqlite3.dbapi2"] = _driver

KEY_BYTES: Final = 32
BUSY_MILLISECONDS: Final = 2_000

_Error = cast("type[Exception]", _driver.Error)


def connect(path: Path, key: bytes) -> Connection:
    """An open connection to the encrypted file, in autocommit; `key` is the raw 32-byte key.

    Every commit is on disk when it returns (WAL, synchronous=FULL). Raises StoreError if the file cannot be opened with this key.
    """
    if len(key) != KEY_BYTES:
        message = f"a record's key has {KEY_BYTES} bytes"
        raise ValueError(message)
    with faults_told():
        connection = cast(
            "Connection",
            _driver.connect(str(path), isolation_level=None, check_same_thread=False, timeout=BUSY_MILLISECONDS / 1000),
        )
        try:
            _prepare(connection, key)
        except BaseException:
            connection.close()
            raise
    return connection


def _prepare(connection: Connection, key: bytes) -> None:
    # SQLCipher's own log would write to standard error; every fault is told as a StoreError instead.
    connection.execute("PRAGMA cipher_log_level = NONE")
    # The key is random already: the raw form skips SQLCipher's own derivation (75 ms).
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    # Keys are locked in memory and wiped in any case; wiping every page buffer too would slow each read.
    connection.execute("PRAGMA cipher_memory_security = OFF")
    # Sorting and indexing must never spill plain text into a temporary file.
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA foreign_keys = ON")
    # What is erased is overwritten, not only unlinked.
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA journal_size_limit = 4194304")


@contextlib.contextmanager
def faults_told() -> Iterator[None]:
    """Turns a fault of the driver into a StoreError that names cause and remedy, and quotes nothing that was read or written."""
    try:
        yield
    except _Error as error:
        # `from None`: the driver's own message may quote a search text or a value.
        raise StoreError(sentence(error)) from None


def sentence(error: BaseException) -> str:
    """One sentence with cause and remedy for a fault of the driver, then SQLite's name of it for whoever helps the user."""
    name = str(getattr(error, "sqlite_errorname", None) or "")
    if "closed database" in str(error):
        return _("The record is closed; open it again.")
    for start, text in _sentences().items():
        if name.startswith(start):
            return f"{text} ({name})"
    text = _("The record could not be read or written; close the program and open it again, and keep a copy of the file.")
    return f"{text} ({name})" if name else text


def _sentences() -> dict[str, str]:
    in_use = _("Another program is writing to this record, so nothing was saved; close the other window and try again.")
    refused = _("The record could not be opened; check that its folder exists and that you may read and write there.")
    return {
        "SQLITE_FULL": _("The disk is full, so nothing was saved; free some space on it and give the answer again."),
        "SQLITE_IOERR": _(
            "The disk could not be read or written, so nothing was saved; check that it is connected and has space."
        ),
        "SQLITE_BUSY": in_use,
        "SQLITE_LOCKED": in_use,
        "SQLITE_CORRUPT": _("The record is damaged; open a backup copy of it, and keep the damaged file."),
        "SQLITE_NOTADB": _(
            "The file is damaged, or is not the record that its key file belongs to; open a backup copy, and keep this file."
        ),
        "SQLITE_READONLY": _(
            "The record may only be read here, so nothing was saved; move it to a folder in which you may write."
        ),
        "SQLITE_CANTOPEN": refused,
        "SQLITE_PERM": refused,
        "SQLITE_AUTH": refused,
        "SQLITE_NOMEM": _("There is not enough memory for this; close other programs and try again."),
    }


def set_number(connection: Connection, pragma: str, value: int) -> None:
    """Sets a numeric pragma of the file, such as user_version."""
    with faults_told():
        connection.execute(f"PRAGMA {pragma} = {int(value)}")


def get_number(connection: Connection, pragma: str) -> int:
    """The value of a numeric pragma of the file."""
    with faults_told():
        row: Any = connection.execute(f"PRAGMA {pragma}").fetchone()
    return int(row[0])
