"""The index of patients beside the log: list order, search by prefix, and the rows that a list shows.

All of it is made from the log and can be made again. It is written in the same transaction as the entries it follows from.
"""

import json
import re
import unicodedata
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from trd_desk.errors import StoreError
from trd_desk.i18n import _
from trd_desk.store.driver import Connection

# The fields of PatientFacts that the list shows, and their column.
_COLUMNS: Final = {"id": "number", "name": "name", "birth_date": "birth_date", "sex": "sex"}
_ROWS_AT_ONCE: Final = 500
_FEW: Final = 2_000
_SHORT: Final = 2

# Letters that no decomposition takes apart, as they are typed on a keyboard without them.
_LETTERS: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "’": "'", "ʼ": "'"}
)
_DATE: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z")


@dataclass(frozen=True, slots=True)
class PatientRow:
    """What the list shows of a patient; `birth_date` is ISO text, `last_changed` UTC as ISO text."""

    row_id: int
    patient: str
    number: str
    name: str | None
    birth_date: str | None
    sex: str | None
    last_changed: str


def plain(text: str) -> str:
    """The text as it is compared: small letters without diacritics."""
    small = text.casefold()
    if small.isascii():
        return small
    decomposed = unicodedata.normalize("NFKD", small.translate(_LETTERS))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def number_key(number: str) -> str:
    """A record number as it is compared: without spaces, capitals or width of letters."""
    return "".join(unicodedata.normalize("NFKC", number).casefold().split())


def find_number(connection: Connection, number: str) -> str | None:
    """The key of the patient with this record number."""
    row = connection.execute("SELECT patient FROM patient WHERE number_key = ?", (number_key(number),)).fetchone()
    return None if row is None else str(row[0])


def update(connection: Connection, patient: str, facts: Mapping[str, Any], newest: int) -> bool:
    """Takes changed PatientFacts of one patient and the newest entry into the index; gives True if order or search changed.

    Raises StoreError for a patient without a record number, and for a number that another patient has.
    """
    shown = {_COLUMNS[key]: value if isinstance(value, str) else None for key, value in facts.items() if key in _COLUMNS}
    if not shown:
        if connection.execute("UPDATE patient SET newest = ? WHERE patient = ?", (newest, patient)).rowcount != 1:
            raise StoreError(
                _("There is no such patient in this record, so nothing was saved; open the patient again from the list.")
            )
        return False
    old = connection.execute("SELECT row_id, number, name, birth_date, sex FROM patient WHERE patient = ?", (patient,)).fetchone()
    row = dict(zip(_COLUMNS.values(), old[1:] if old else (None,) * 4, strict=True)) | shown
    key = number_key(row["number"] or "")
    if not key:
        raise StoreError(_("A patient needs a record number, so nothing was saved; give the number that the clinic uses."))
    if find_number(connection, key) not in {None, patient}:
        raise StoreError(
            _("Another patient has this record number already, so nothing was saved; open that patient, or give another number.")
        )
    values = (row["number"], key, row["name"], row["birth_date"], row["sex"], _sort_key(row["name"], key), newest)
    if old is None:
        row_id = connection.execute(
            "INSERT INTO patient (number, number_key, name, birth_date, sex, sort_key, newest, patient) VALUES (?,?,?,?,?,?,?,?)",
            (*values, patient),
        ).lastrowid
    else:
        row_id = old[0]
        connection.execute(
            "UPDATE patient SET number=?, number_key=?, name=?, birth_date=?, sex=?, sort_key=?, newest=? WHERE row_id=?",
            (*values, row_id),
        )
        connection.execute("DELETE FROM patient_search WHERE rowid = ?", (row_id,))
    connection.execute(
        "INSERT INTO patient_search (rowid, name, number, born, born_short, born_long) VALUES (?,?,?,?,?,?)",
        (row_id, _searched_name(row["name"]), _searched_number(row["number"]), *_birth_forms(row["birth_date"])),
    )
    return True


def _sort_key(name: str | None, number: str) -> str:
    # The nameless come last, by number. U+FFFF sorts after every letter.
    return f"{plain(name)}\t{number}" if name and name.strip() else f"\uffff\t{number}"


def _searched_name(name: str | None) -> str:
    folded = plain(name or "")
    # O'Brien and Anna-Maria are found as obrien and annamaria too.
    joined = re.sub(r"['\-]", "", folded)
    return folded if joined == folded else f"{folded} {joined}"


def _searched_number(number: str) -> str:
    folded = plain(number)
    # K-200 is found as k200 too.
    joined = "".join(letter for letter in folded if letter.isalnum())
    return folded if joined == folded else f"{folded} {joined}"


def _birth_forms(birth_date: str | None) -> tuple[str, str, str]:
    match = _DATE.match(birth_date or "")
    if match is None:
        return (birth_date or "", "", "")
    year, month, day = match.groups()
    return (f"{year} {month} {day}", f"{int(day)} {int(month)} {year}", f"{day} {month} {year}")


def match_text(query: str) -> str:
    """The FTS5 expression for a typed text: each word the start of a word, '10.5.1980' a row of words; empty for no words.

    A word of one or two characters is not looked for in birth dates, half of which begin with 19.
    """
    typed = query.encode("utf-8", "ignore").decode("utf-8").replace("\0", " ").replace('"', " ")
    words = plain(typed).split()
    return " AND ".join(
        f'"{word}" *' if len(word) > _SHORT else f'{{name number}} : "{word}" *'
        for word in words
        if any(letter.isalnum() for letter in word)
    )


def ordered(connection: Connection) -> "array[int]":
    """The row ids of all patients in list order."""
    return array(
        "q", _ids(connection, "SELECT json_group_array(row_id) FROM (SELECT row_id FROM patient ORDER BY sort_key, row_id)")
    )


def _ids(connection: Connection, sql: str, *values: object) -> list[int]:
    # A hundred thousand ids arrive four times faster as one JSON text than as rows.
    ids: list[int] = json.loads(connection.execute(sql, values).fetchone()[0])
    return ids


def search(connection: Connection, query: str, everyone: "array[int]") -> "array[int]":
    """The row ids, in list order, of the patients whom the typed text fits; `everyone` is the list order."""
    expression = match_text(query)
    if not expression:
        return everyone
    # Where all numbers begin with one letter, that letter finds everyone.
    many = connection.execute("SELECT count(*) FROM patient_search WHERE patient_search MATCH ?", (expression,)).fetchone()[0]
    if many == len(everyone):
        return everyone
    found = _ids(connection, "SELECT json_group_array(rowid) FROM patient_search WHERE patient_search MATCH ?", expression)
    if many > _FEW:
        return array("q", filter(set(found).__contains__, everyone))
    in_order = connection.execute(
        "SELECT row_id FROM patient WHERE row_id IN (SELECT value FROM json_each(?)) ORDER BY sort_key, row_id",
        (json.dumps(found),),
    )
    return array("q", (row[0] for row in in_order))


def rows(connection: Connection, row_ids: Sequence[int]) -> list[PatientRow]:
    """The rows with these ids, in the order asked; an id that is not there is left out."""
    found: dict[int, PatientRow] = {}
    for start in range(0, len(row_ids), _ROWS_AT_ONCE):
        some = [int(row_id) for row_id in row_ids[start : start + _ROWS_AT_ONCE]]
        for row in connection.execute(
            "SELECT row_id, patient.patient, number, name, birth_date, sex, at FROM patient JOIN entry ON seq = newest "
            "WHERE row_id IN (SELECT value FROM json_each(?))",
            (json.dumps(some),),
        ):
            found[row[0]] = PatientRow(row[0], row[1], row[2] or "", *row[3:])
    return [found[row_id] for row_id in row_ids if row_id in found]


def newest(connection: Connection, patients: Sequence[str]) -> dict[str, int]:
    """The number of the newest entry of each of these patients."""
    rows = connection.execute("SELECT patient, newest FROM patient WHERE patient IN (SELECT value FROM json_each(?))", (json.dumps(list(patients)),))
    return {str(key): int(number) for key, number in rows}


def keys(connection: Connection) -> list[str]:
    """The keys of all patients in list order."""
    return [str(row[0]) for row in connection.execute("SELECT patient FROM patient ORDER BY sort_key, row_id")]


def faults(connection: Connection) -> list[str]:
    """One sentence for each patient whom the index shows otherwise than the log, named by row."""
    newest: dict[str, dict[str, Any]] = {}
    for patient, key, body in connection.execute(
        "SELECT patient, key, body FROM entry WHERE kind = 'patient' AND key IN ('id', 'name', 'birth_date', 'sex') ORDER BY seq"
    ):
        newest.setdefault(patient, {})[_COLUMNS[key]] = None if body is None else json.loads(body)
    found = []
    for row_id, patient, *shown in connection.execute("SELECT row_id, patient, number, name, birth_date, sex FROM patient"):
        facts = newest.pop(patient, {})
        if shown != [facts.get(column) for column in _COLUMNS.values()]:
            found.append(_("patient in row {number}: the list shows something else than the log").format(number=row_id))
    if newest:
        found.append(_("{count} patients of the log are missing from the list").format(count=len(newest)))
    return found
