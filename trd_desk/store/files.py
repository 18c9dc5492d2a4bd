"""Small files written whole or not at all."""

import contextlib
import errno
import os
from pathlib import Path

from trd_desk.errors import StoreError
from trd_desk.i18n import _


def write_whole(path: Path, content: bytes) -> None:
    """Puts the content in place of the file in one step, on disk on return and for its owner only; StoreError leaves the old."""
    draft = path.with_name(f".{path.name}.{os.urandom(4).hex()}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
        settle_folder(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise StoreError(disk_sentence(error, path)) from None


def settle_folder(folder: Path) -> None:
    """Makes sure that the names in the folder are on disk; Windows has no such call and does it by itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def disk_sentence(error: OSError, path: Path) -> str:
    """One sentence with cause and remedy for a file that could not be written."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return _("The disk is full, so {file} was not written; free some space and try again.").format(file=path.name)
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return _("You may not write in the folder of {file}; choose another folder or ask for the right to write there.").format(
            file=path.name
        )
    return _("The file {file} could not be written; check its disk and folder, then try again. ({reason})").format(
        file=path.name, reason=os.strerror(error.errno or 0)
    )
