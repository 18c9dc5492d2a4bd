"""The documents of a patient that were made before, in words, the newest first."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from trd_desk.i18n import _
from trd_desk.record.entries import Entry
from trd_desk.view import plain
from trd_desk.view.terms import N_

_KINDS = {"assessment": N_("Assessment")}
_HOW = {"saved": N_("saved"), "printed": N_("printed")}


@dataclass(frozen=True, slots=True)
class MadeDocument:
    """One document that was saved or printed: `id` its key in the record, `line` its row, `as_made` what its foot says again."""

    id: str
    line: str
    as_made: str
    changed: str


def made_at(entry: Entry) -> dt.datetime:
    """When the entry was made, on the clock of the place where it was made."""
    moment = dt.datetime.fromisoformat(entry.at)
    return moment.astimezone(dt.timezone(dt.timedelta(minutes=entry.offset_minutes)))


def view_made_documents(documents: Sequence[Entry]) -> tuple[MadeDocument, ...]:
    """The documents that the record holds of a patient."""
    return tuple(_made(entry) for entry in sorted(documents, key=lambda entry: entry.seq, reverse=True))


def _made(entry: Entry) -> MadeDocument:
    value = entry.value
    at = made_at(entry)
    name = str(value.get("document", ""))
    version = str(value.get("content_version", entry.content_version))
    when = _("{day}, {time}").format(day=plain.day(at.date()), time=f"{at:%H:%M}")
    how = _HOW.get(str(value.get("made", "")))
    line = _("{document}, {day}, content {version}, by {name}").format(
        document=_(_KINDS[name]) if name in _KINDS else plain.capital(name),
        day=plain.day(at.date()),
        version=version,
        name=entry.by,
    )
    return MadeDocument(
        id=entry.key,
        line=f"{line}, {_(how)}" if how else line,
        as_made=_("As made on {when}, by {name}.").format(when=when, name=entry.by),
        changed=_(
            "The rules of content {version} have been changed since. What is shown may differ from what was made on {when}."
        ).format(version=version, when=when),
    )
