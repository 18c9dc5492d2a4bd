"""The practice clinic: invented patients, made once from the shipped case files into a record that can never mix with a real one."""

import os
from pathlib import Path

from trd_desk.content.load import load_library
from trd_desk.errors import StoreError, UserError
from trd_desk.i18n import _
from trd_desk.interchange.case_file import read_case
from trd_desk.paths import resources
from trd_desk.record.entries import Draft, new_id
from trd_desk.record.fold import drafts_of
from trd_desk.store.record import Record

AUTHOR = "TRD Desk"


def practice_files() -> list[Path]:
    """The case files of the invented patients."""
    return sorted((resources() / "practice").glob("*.json"))


def ensure_practice(path: Path) -> None:
    """Makes the practice record at this path if there is none; it appears whole or not at all.

    Raises:
        UserError: the shipped case files are missing or damaged, or the folder cannot be written.
    """
    if path.exists():
        return
    files = practice_files()
    if not files:
        raise UserError(_("The practice patients are missing from the program's folder; reinstall it."))
    library = load_library()
    drafts: list[Draft] = []
    for file in files:
        case = read_case(file.read_bytes(), library)
        drafts += drafts_of(case, new_id())
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise StoreError(_("{folder}: cannot be made: {cause}").format(folder=path.parent, cause=fault.strerror)) from None
    # Made under another name and moved into place, so that a kill half-way leaves nothing that looks like a practice clinic.
    for left in path.parent.glob(f"{path.name}.making-*"):
        left.unlink(missing_ok=True)
    making = path.with_name(f"{path.name}.making-{os.urandom(4).hex()}")
    with Record.create_practice(making) as record:
        record.append(drafts, by=AUTHOR, content_version=library.version)
    _move(making, path)


def _move(making: Path, path: Path) -> None:
    """The record's files in their place, the key file first: a record without its keys could not be opened."""
    beside = sorted(file for file in making.parent.iterdir() if file.name.startswith(making.name) and file != making)
    for file in [*beside, making]:
        file.replace(path.with_name(path.name + file.name.removeprefix(making.name)))
