"""The practice clinic: invented patients, made once from the shipped case files into a record that can never mix with a real one."""

import datetime as dt
import json
import os
from pathlib import Path
from typing import Any

from trd_desk.content.load import load_library
from trd_desk.errors import StoreError, UserError
from trd_desk.i18n import _
from trd_desk.interchange.case_file import read_case
from trd_desk.interchange.practice_people import AUTHOR, add_people
from trd_desk.paths import resources
from trd_desk.record.entries import Draft, new_id
from trd_desk.record.fold import drafts_of
from trd_desk.store.record import Record


def practice_files() -> list[Path]:
    """The case files of the invented patients."""
    return sorted((resources() / "practice").glob("*.json"))


def ensure_practice(path: Path, today: dt.date | None = None) -> None:
    """Makes the practice record at this path if there is none; it appears whole or not at all.

    The invented histories are moved in time so that the newest entry of each is a few days old on the day it is made.

    Raises:
        UserError: the shipped case files are missing or damaged, or the folder cannot be written.
    """
    if path.exists():
        return
    files = practice_files()
    if not files:
        raise UserError(_("The practice patients are missing from the program's folder; reinstall it."))
    library = load_library()
    today = today or dt.datetime.now().astimezone().date()
    drafts: list[Draft] = []
    for file in files:
        patient, shift = new_id(), _shift(json.loads(file.read_bytes()), today)
        drafts += drafts_of(read_case(json.dumps(_moved(json.loads(file.read_bytes()), shift)).encode(), library), patient)
        drafts += _later(file, patient, shift)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise StoreError(_("{folder}: cannot be made: {cause}").format(folder=path.parent, cause=fault.strerror)) from None
    # Made under another name and moved into place, so that a kill half-way leaves nothing that looks like a practice clinic.
    for left in path.parent.glob(f"{path.name}.making-*"):
        left.unlink(missing_ok=True)
    making = path.with_name(f"{path.name}.making-{os.urandom(4).hex()}")
    with Record.create_practice(making) as record:
        add_people(record)
        record.append(drafts, by=AUTHOR, content_version=library.version)
    _move(making, path)


def _move(making: Path, path: Path) -> None:
    """The record's files in their place, the key file first: a record without its keys could not be opened."""
    beside = sorted(file for file in making.parent.iterdir() if file.name.startswith(making.name) and file != making)
    for file in [*beside, making]:
        file.replace(path.with_name(path.name + file.name.removeprefix(making.name)))


def _later(file: Path, patient: str, shift: dt.timedelta) -> list[Draft]:
    """What is told of this patient beyond the case format, such as reviews and decisions, from the file of the same name in `later`."""
    beside = file.parent / "later" / file.name
    if not beside.exists():
        return []
    told = _moved(json.loads(beside.read_bytes()), shift)
    return [Draft(patient, one["kind"], one["key"], one["value"]) for one in told]


_DATES = ("start", "end", "on", "weight_on", "signed_on", "next_on", "agreed_on", "review_on")
_DAYS_AGO = 5


def _shift(body: Any, today: dt.date) -> dt.timedelta:
    """How far the dates of a case move; the birth date stays, for it is the age that a reader knows the patient by."""
    dates = sorted(_dates_in(body))
    return today - dt.timedelta(days=_DAYS_AGO) - dt.date.fromisoformat(dates[-1]) if dates else dt.timedelta()


def _dates_in(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [item for key, item in value.items() if key in _DATES and isinstance(item, str)] + list(value.get("remission_dates", []))
        return own + [day for item in value.values() for day in _dates_in(item)]
    return [day for item in value for day in _dates_in(item)] if isinstance(value, list) else []


def _moved(value: Any, shift: dt.timedelta) -> Any:
    if isinstance(value, dict):
        return {key: _moved_field(key, item, shift) for key, item in value.items()}
    return [_moved(item, shift) for item in value] if isinstance(value, list) else value


def _moved_field(key: str, item: Any, shift: dt.timedelta) -> Any:
    if key in _DATES and isinstance(item, str):
        return (dt.date.fromisoformat(item) + shift).isoformat()
    if key == "remission_dates":
        return [(dt.date.fromisoformat(day) + shift).isoformat() for day in item]
    return _moved(item, shift)
