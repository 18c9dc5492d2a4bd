"""Writing a document where the user says: whole or not at all, for its owner only, and a sentence where the disk refuses."""

import contextlib
import errno
import os
import secrets
from pathlib import Path

from trd_desk.errors import UserError
from trd_desk.i18n import _


def write_atomically(path: Path, content: bytes) -> None:
    """Puts the content in place of the file in one step, on disk on return and readable by its owner only (mode 0600).

    Raises:
        UserError: no name, the disk is full, the folder is closed or gone; what was there before is untouched.
    """
    if not path.name:
        raise UserError(_("The file has no name, so the document was not written; choose a name."))
    if is_record_file(path):
        raise UserError(_("{file} belongs to a record of patients, so nothing was written; choose another name.").format(file=path.name))
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise UserError(_sentence(error, path)) from None
    _settle(path.parent)


def is_record_file(path: Path) -> bool:
    """Whether a file is a record, or stands beside one as its keys or its journal: a document must never take its place."""
    real = path.resolve()
    stems = [real.name, *(real.name.removesuffix(end) for end in (".keys", "-wal", "-shm") if real.name.endswith(end))]
    return any(real.with_name(f"{stem}.keys").exists() for stem in stems if stem) or real.name.endswith(".keys")


def _settle(folder: Path) -> None:
    """Makes sure that the file's name is on disk too; where the system has no such call, it does so by itself."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _sentence(error: OSError, path: Path) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return _("The disk is full, so {file} was not written; free some space or choose another disk.").format(file=path.name)
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return _("You may not write in that folder, so {file} was not written; choose another folder.").format(file=path.name)
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return _("That folder does not exist, so {file} was not written; choose another folder.").format(file=path.name)
    if error.errno == errno.EISDIR or path.is_dir():
        return _("{file} is a folder, so the document was not written; choose another name.").format(file=path.name)
    return _("{file} was not written; check the disk and the folder, then try again. ({reason})").format(
        file=path.name, reason=os.strerror(error.errno or errno.EIO)
    )
