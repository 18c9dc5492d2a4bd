"""A whole record in open form, `trd-desk-record/1`: every entry with who, when, why and what it corrects; the round trip loses nothing."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from trd_desk.content.library import Library
from trd_desk.errors import CaseError, UserError
from trd_desk.i18n import _
from trd_desk.interchange.case_file import drug_faults, read_case, write_case
from trd_desk.record.entries import KINDS, Draft, Entry
from trd_desk.record.faults import value_fault
from trd_desk.record.fold import drafts_of, fold
from trd_desk.record.models import Case

if TYPE_CHECKING:
    from trd_desk.store.record import Record

FORMAT = "trd-desk-record/1"

_FIELDS = {
    "id": str,
    "kind": str,
    "key": str,
    "at": str,
    "offset_minutes": int,
    "by": str,
    "content_version": str,
}


_LONGEST = 200


@dataclass(frozen=True)
class Content:
    """What a file holds: a bare case, or the entries of a whole record."""

    case: Case | None
    entries: tuple[Entry, ...] = ()

    @property
    def number(self) -> str:
        """The record number of the patient."""
        if self.case is not None:
            return self.case.patient.id
        return next(str(entry.value) for entry in reversed(self.entries) if (entry.kind, entry.key) == ("patient", "id"))


def record_text(entries: Sequence[Entry]) -> str:
    """One patient's whole record as text."""
    listed = [
        {
            "id": entry.id,
            "kind": entry.kind,
            "key": entry.key,
            "value": entry.value,
            "at": entry.at,
            "offset_minutes": entry.offset_minutes,
            "by": entry.by,
            "content_version": entry.content_version,
            "reason": entry.reason,
            "supersedes": entry.supersedes,
            "erased": entry.erased,
        }
        for entry in entries
    ]
    body = {"format": FORMAT, "patient": entries[0].patient if entries else "", "entries": listed}
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def case_text(entries: Sequence[Entry], as_of: dt.date) -> str:
    """One patient's case file as known now."""
    return write_case(fold(entries, as_of).case)


def read_file(raw: bytes, library: Library) -> Content:
    """A case file or a whole record, told apart by its format.

    Raises:
        CaseError: one sentence a fault, led by the path of its field.
    """
    try:
        body = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        body = None
    if isinstance(body, dict) and body.get("format") == FORMAT:
        return _read_record(body, library)
    return Content(read_case(raw, library))


def _read_record(body: dict[str, Any], library: Library) -> Content:
    faults = [f"{key}: is not a known key; take it out" for key in body if key not in ("format", "patient", "entries")]
    patient, listed = body.get("patient"), body.get("entries")
    if not isinstance(patient, str) or not patient:
        faults.append("patient: must be the key of the patient, as exported")
    if not isinstance(listed, list) or not listed:
        raise CaseError([*faults, "entries: must be a list of entries, as exported"])
    entries: list[Entry] = []
    seen: set[str] = set()
    for place, item in enumerate(listed):
        fault = _entry_fault(item, seen)
        if fault:
            faults.append(f"entries[{place}]{fault}")
            continue
        seen.add(item["id"])
        entries.append(
            Entry(
                seq=place + 1,
                patient=str(patient),
                value=item.get("value"),
                reason=item.get("reason"),
                supersedes=item.get("supersedes"),
                erased=bool(item.get("erased")),
                **{name: item[name] for name in _FIELDS} | {"at": _utc(item["at"])},
            )
        )
    if faults:
        raise CaseError(faults)
    if not any((entry.kind, entry.key) == ("patient", "id") and isinstance(entry.value, str) and entry.value for entry in entries):
        raise CaseError(["entries: none gives the patient's record number; it cannot be taken in"])
    patient_now = fold(entries)
    if patient_now.unreadable:
        raise CaseError([f"entries: the newest {kind} '{key}' does not fit the case format" for kind, key in patient_now.unreadable])
    wrong_drugs = drug_faults(patient_now.case, library)
    if wrong_drugs:
        raise CaseError(wrong_drugs)
    return Content(None, tuple(entries))


def _entry_fault(item: Any, seen: set[str]) -> str:
    if not isinstance(item, dict):
        return ": must be an object"
    for name, kind in _FIELDS.items():
        if not isinstance(item.get(name), kind) or isinstance(item.get(name), bool):
            return f".{name}: is missing or of the wrong type"
    for name in ("id", "key", "by", "content_version"):
        if not item[name].isprintable() or len(item[name]) > _LONGEST:
            return f".{name}: must be printable and have at most {_LONGEST} characters"
    extra = sorted(set(item) - set(_FIELDS) - {"value", "reason", "supersedes", "erased"})
    if extra:
        return f".{extra[0]}: is not a known key; take it out"
    if item["kind"] not in KINDS:
        return ".kind: is not a known kind of entry"
    if item["id"] in seen:
        return ".id: is used twice"
    try:
        _utc(item["at"])
    except (ValueError, OverflowError):
        return ".at: must be a time in UTC such as 2026-03-01T09:05:00.000Z"
    for name in ("reason", "supersedes"):
        if item.get(name) is not None and not isinstance(item[name], str):
            return f".{name}: must be text or null"
    if item.get("erased") and item.get("value") is not None:
        return ".value: must be null in an erased entry"
    fault = value_fault(item["kind"], item["key"], item.get("value"))
    return f".value: {fault}" if fault else ""


def _utc(text: str) -> str:
    """A moment as the record writes it, in UTC to the millisecond; the text must say its offset."""
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError
    return moment.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def take_in(record: "Record", content: Content, *, merge: bool, by: str, content_version: str) -> list[Entry]:
    """Puts a patient into a record in one transaction and gives the entries, which are on disk then.

    Raises:
        UserError: the patient is already there and `merge` was not asked for.
    """
    there = record.find_number(content.number)
    if content.case is None and there is None and record.entry_count(content.entries[0].patient):
        raise UserError(_("this patient is already in the record under another record number; correct the number there first"))
    if there is not None and not merge:
        raise UserError(_("a patient with this record number is already in the record; add --merge to add to it"))
    if content.case is None:
        return _adopt(record, content, there, by, content_version)
    if there is None:
        from trd_desk.record.entries import new_id

        return record.append(drafts_of(content.case, new_id()), by=by, content_version=content_version)
    return record.append(_changes(record, there, content.case), by=by, content_version=content_version)


# What makes two courses of one drug two courses: facts that a later look does not change.
_IDENTITY = ("kind", "drug", "modality", "product", "start", "episode")


def _changes(record: "Record", patient: str, case: Case) -> list[Draft]:
    """Only what the record does not say already; what it says otherwise is superseded with the reason kept.

    Facts that the file leaves unknown change nothing. A treatment with an id that the record uses for another drug gets a new id.
    """
    now = fold(record.entries(patient))
    said = {(draft.kind, draft.key): draft.value for draft in drafts_of(now.case, patient)}
    listed = {kind: [value for (of_kind, _key), value in said.items() if of_kind == kind] for kind in ("medication", "score")}
    used = {key for kind, key in now.answers if kind in ("medication", "score", "treatment", "session")}
    drafts = drafts_of(case, patient)
    renamed: dict[str, str] = {}
    for draft in drafts:
        if draft.kind == "treatment" and not _same_treatment(said.get(("treatment", draft.key)), draft.value):
            renamed[draft.key] = _taken_before(said, draft) or _free_key(f"{draft.key}-", used)
            used.add(renamed[draft.key])
    found: list[Draft] = []
    for draft in drafts:
        key, value = draft.key, draft.value
        if draft.kind in listed:
            # These have no name of their own in a case file: the same one again adds nothing, another gets a new key.
            if value not in listed[draft.kind]:
                key = _free_key(draft.kind[0], used)
                used.add(key)
                found.append(Draft(patient, draft.kind, key, value))
            continue
        if draft.kind == "treatment":
            key = renamed.get(key, key)
            value = {**value, "with": renamed.get(value["with"], value["with"])} if "with" in value else value
        older = said.get((draft.kind, key))
        if isinstance(older, dict) and isinstance(value, dict):
            value = {**older, **value}
        if older is None:
            found.append(Draft(patient, draft.kind, key, value))
        elif older != value:
            found.append(Draft(patient, draft.kind, key, value, reason=_("merged from a case file")))
    return found


def _taken_before(said: Mapping[tuple[str, str], Any], draft: Draft) -> str | None:
    """The id under which an earlier merge of the same file took this treatment in, or None."""
    plain = {name: fact for name, fact in draft.value.items() if name != "with"}
    return next(
        (
            key
            for (kind, key), value in said.items()
            if kind == "treatment" and key.startswith(f"{draft.key}-") and {name: fact for name, fact in value.items() if name != "with"} == plain
        ),
        None,
    )


def _same_treatment(older: Any, value: dict[str, Any]) -> bool:
    """Whether two entries of one id can be of one treatment: none names another drug or kind than the other."""
    if not isinstance(older, dict):
        return True
    return all(name not in older or name not in value or older[name] == value[name] for name in _IDENTITY)


def _free_key(stem: str, used: set[str]) -> str:
    number = 1
    while f"{stem}{number}" in used:
        number += 1
    return f"{stem}{number}"


def _adopt(record: "Record", content: Content, there: str | None, by: str, content_version: str) -> list[Entry]:
    """Takes in the entries with their authors and times; where the record's own answer is the newer one, it stays the answer."""
    if there is not None and there != content.entries[0].patient:
        raise UserError(_("another patient of this record has this record number; give one of them a new number first"))
    own = record.entries(there) if there is not None else []
    known = {entry.id for entry in own}
    new = [entry for entry in content.entries if entry.id not in known]
    here, taken = {(entry.kind, entry.key): entry for entry in own}, {(entry.kind, entry.key): entry for entry in new}
    stays = [here[place] for place, entry in taken.items() if place in here and here[place].at > entry.at and here[place].value != entry.value]
    # The log is read in its own order, so a newer answer must come after the older one that was merged behind it.
    again = [Draft(entry.patient, entry.kind, entry.key, entry.value, _("the newer answer stays after a merge")) for entry in stays]
    return record.adopt(new, again, by=by, content_version=content_version)
