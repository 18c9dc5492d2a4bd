"""Every version of an answer: what was said, by whom, when, and why it was changed."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from trd_desk.content.library import Library
from trd_desk.i18n import _
from trd_desk.record.entries import Entry
from trd_desk.record.fold import Patient
from trd_desk.view import plain
from trd_desk.view.entry_checks import shown_drug
from trd_desk.view.entry_fields import EntryField, treatment_fields


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an answer in words; `now` marks the one in force."""

    said: str
    by: str
    when: str
    reason: str
    now: bool


def versions(library: Library, entries: Iterable[Entry], field: EntryField, part: str | None) -> tuple[Version, ...]:
    """The versions of one field, the newest first; `part` is its key within the entry, None for the whole value.

    An entry that left the field as it was makes no version of it.
    """
    found: list[tuple[Any, Entry]] = []
    for entry in entries:
        value = entry.value
        if part is not None:
            value = value.get(part) if isinstance(value, Mapping) else None
        if (found and found[-1][0] == value) or (not found and value is None):
            continue
        found.append((value, entry))
    return tuple(
        Version(
            said=_("erased") if entry.erased else value_words(library, field, value),
            by=entry.by,
            when=moment(entry),
            reason=entry.reason or "",
            now=place == len(found) - 1,
        )
        for place, (value, entry) in reversed(list(enumerate(found)))
    )


def treatment_versions(library: Library, patient: Patient, entries: Iterable[Entry]) -> tuple[Version, ...]:
    """The versions of a whole treatment, the newest first, each told by what it changed."""
    found = []
    before: Mapping[str, Any] = {}
    for entry in entries:
        value = entry.value if isinstance(entry.value, Mapping) else {}
        kind = value.get("kind") or before.get("kind")
        labels: dict[str, EntryField] = {}
        if kind is not None:
            labels = {field.name: field for field in treatment_fields(library, patient, {**before, **value, "kind": kind})}
        if not value:
            said = _("Removed")
        else:
            changes = [
                f"{labels[name].label.format(number='').strip()}: {value_words(library, labels[name], value.get(name))}"
                for name in labels
                if value.get(name) != before.get(name)
            ]
            said = "; ".join(changes) or _("Added")
        found.append(Version(said, entry.by, moment(entry), entry.reason or "", now=False))
        before = value
    if found:
        found[-1] = replace(found[-1], now=True)
    return tuple(found[::-1])


def value_words(library: Library, field: EntryField, value: Any) -> str:
    """An answer in words, "not asked" where it was taken back or never given."""
    if value is None or value in ([], ()):
        return _("not asked")
    if value is True or value is False:
        return _("Yes") if value else _("No")
    if field.type == "choice":
        return dict(field.options).get(str(value), str(value))
    if field.type == "drug":
        return shown_drug(library, str(value))
    if field.type == "date":
        return plain.day(dt.date.fromisoformat(str(value)))
    if field.type == "dates":
        return plain.listed([plain.day(dt.date.fromisoformat(str(day))) for day in value])
    if field.type == "doses":
        return ", ".join(_step(step, field.unit) for step in value)
    if isinstance(value, int | float):
        return plain.measured(value, field.unit) if field.unit else plain.number(value)
    return str(value)


def _step(step: Mapping[str, Any], unit: str) -> str:
    mg, weeks = step.get("mg"), step.get("weeks")
    return _("{dose} for {weeks}").format(
        dose=_("unknown dose") if mg is None else plain.measured(mg, unit),
        weeks=_("unknown weeks") if weeks is None else plain.weeks(weeks),
    )


def moment(entry: Entry) -> str:
    """When an entry was made, in the local time of its writing: 14 March 2026, 14:26."""
    at = dt.datetime.fromisoformat(entry.at)
    local = at.astimezone(dt.timezone(dt.timedelta(minutes=entry.offset_minutes)))
    return f"{plain.day(local.date())}, {local:%H:%M}"
