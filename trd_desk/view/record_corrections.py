"""Answers of a session that were changed with a reason: what they were, what they are, who changed them when and why.

Those of the observations stand with their table; an answer taken back at once, or undone, is kept in the log and not printed.
"""

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from trd_desk.content.library import Library
from trd_desk.engine.live_results import LiveSession
from trd_desk.i18n import _
from trd_desk.record.entries import SESSION_PARTS, Entry
from trd_desk.record.session_log import entry_moment
from trd_desk.view import plain
from trd_desk.view.paper_head import not_recorded
from trd_desk.view.terms import N_
from trd_desk.view.watch_strip import OldValue
from trd_desk.view.watch_words import event_label, pressure_words

_AT_ONCE: Final = frozenset({"undone", "taken back"})
# What tells of the writing, and not of the patient.
_OF_THE_WRITING: Final = frozenset({"recorded", "steady", "boot"})
_KINDS: Final[Mapping[str, str]] = {
    "session": N_("The plan"),
    "booking": N_("Appointment"),
    "second_check": N_("Second check"),
    "alarm": N_("What was done about an alarm"),
    "departure": N_("Leaving against advice"),
    "signature": N_("Signature"),
    "session_end": N_("End of the session"),
    "addendum": N_("Addendum"),
}
_GIVEN: Final[Mapping[str, str]] = {
    "start": N_("Start"),
    "end": N_("End of the infusion"),
    "amount": N_("Amount given, mg"),
    "batch": N_("Batch"),
}
_FIELDS: Final[Mapping[str, str]] = {
    "at": N_("time"),
    "batch": N_("batch"),
    "expires": N_("expiry"),
    "on": N_("day"),
    "planned": N_("dose"),
    "dose_mg": N_("mg"),
    "mg_per_kg": N_("mg/kg"),
    "bag_ml": N_("bag in mL"),
    "by": N_("person"),
    "report": N_("report"),
}


def correction_words(library: Library, live: LiveSession, entries: Sequence[Entry]) -> tuple[str, ...]:
    """The corrections of a session in the order in which they were made, one sentence each."""
    versions: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        of, _slash, _name = entry.key.partition("/")
        if of == live.id and entry.kind != "observation" and (entry.kind in SESSION_PARTS or entry.kind == "session"):
            versions.setdefault((entry.kind, entry.key), []).append(entry)
    pairs = [pair for listed in versions.values() for pair in itertools.pairwise(listed)]
    told = [(new, said) for old, new in pairs if new.reason and new.reason not in _AT_ONCE for said in _changes(library, live, old, new)]
    return tuple(said for new, said in sorted(told, key=lambda one: one[0].seq))


def _changes(library: Library, live: LiveSession, old: Entry, new: Entry) -> Iterator[str]:
    name = part_name(library, old.kind, old.key, old.value)
    at = f"{entry_moment(new).astimezone(live.log.zone):%H:%M}"
    for field, was, now in _differences(old.value, new.value):
        what = f"{name}, {_(_FIELDS[field]) if field in _FIELDS else field.replace('_', ' ')}" if field else name
        before = OldValue(_words(live, was), new.by, at, new.reason or "")
        yield _("{what}: {value}; it was {old}.").format(what=what, value=_words(live, now), old=before.words.rstrip("."))


def _differences(old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    """What differs: field by field of two parts, else the whole."""
    if isinstance(old, dict) and isinstance(new, dict):
        if {"sbp", "dbp"} & old.keys():
            old, new = ({**{k: v for k, v in one.items() if k not in ("sbp", "dbp")}, "": (one.get("sbp"), one.get("dbp"))} for one in (old, new))
        for field in dict.fromkeys((*old, *new)):
            if field not in _OF_THE_WRITING and old.get(field) != new.get(field):
                yield field, old.get(field), new.get(field)
    elif old != new:
        yield "", old, new


def part_name(library: Library, kind: str, key: str, value: Any) -> str:
    """What a part of a session is called, as in the list of its corrections: Signature; Event, headache."""
    _session, _slash, part = key.partition("/")
    if kind == "predose":
        return _check_name(library, part)
    if kind == "override":
        return _("Override of {item}").format(item=plain.as_part(_(library.conduct.words_of(part).name)))
    if kind == "given":
        number = part.removeprefix("device/")
        return _("Device {number}").format(number=number) if number != part else _(_GIVEN.get(part, part))
    if kind == "event" and isinstance(value, dict):
        return _("Event, {event}").format(event=plain.as_part(event_label(library, str(value.get("kind")))))
    if kind == "leaving":
        need = next((one for one in library.leaving.need if one.answer == part), None)
        return _("Leaving, {what}").format(what=part if need is None else plain.as_part(_(need.label)))
    return _(_KINDS.get(kind, kind))


def _check_name(library: Library, part: str) -> str:
    """The item of the checklist that an answer belongs to."""
    for item in library.predose.item:
        words = library.conduct.words_of(item.id)
        fields = {item.field, *(ask.field for ask in words.asks)}
        if part in fields or (part.startswith("pressure/") and item.rule == "blood_pressure"):
            return _(words.name)
    return part.replace("_", " ")


def _words(live: LiveSession, value: Any) -> str:
    if value is None:
        return not_recorded()
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        return plain.number(value)
    if isinstance(value, tuple):
        return pressure_words(*value)
    if isinstance(value, dict):
        return ", ".join(f"{_(_FIELDS[name]) if name in _FIELDS else name.replace('_', ' ')} {_words(live, each)}" for name, each in value.items())
    try:
        moment = dt.datetime.fromisoformat(str(value)) if "T" in str(value) else None
    except ValueError:
        moment = None
    if moment is not None and moment.tzinfo is not None:
        return live.log.clock(moment)
    return str(value) if " " in str(value) else str(value).replace("_", " ")
