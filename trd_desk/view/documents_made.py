"""The documents of a patient that were made before, in words, the newest first."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trd_desk.i18n import _
from trd_desk.record.entries import Entry
from trd_desk.record.session_log import SessionLog, entry_moment
from trd_desk.view import plain
from trd_desk.view.session_head import session_name
from trd_desk.view.terms import N_

_HOW = {"saved": N_("saved"), "printed": N_("printed")}


@dataclass(frozen=True, slots=True)
class MadeDocument:
    """One document that was saved or printed: `id` its key in the record, `line` its row, `as_made` what its foot says again."""

    id: str
    line: str
    as_made: str
    changed: str


def told_at(document: Entry) -> dt.datetime:
    """The moment that a document tells of: the one it names, else, in records of version 0.1.0, that of its entry."""
    named = document.value.get("at")
    try:
        moment = dt.datetime.fromisoformat(str(named)) if named else None
    except ValueError:
        moment = None
    return moment if moment is not None and moment.tzinfo is not None else entry_moment(document)


def view_made_documents(
    documents: Sequence[Entry], names: Mapping[str, str], sessions: Mapping[str, SessionLog] | None = None
) -> tuple[MadeDocument, ...]:
    """The documents that the record holds of a patient; `names` are those of their kinds, `sessions` the patient's."""
    newest_first = sorted(documents, key=lambda entry: entry.seq, reverse=True)
    return tuple(_made(entry, names, sessions or {}) for entry in newest_first)


def _made(entry: Entry, names: Mapping[str, str], sessions: Mapping[str, SessionLog]) -> MadeDocument:
    value = entry.value
    at = told_at(entry)
    name = str(value.get("document", ""))
    version = str(value.get("content_version", entry.content_version))
    when = _("{day}, {time}").format(day=plain.day(at.date()), time=f"{at:%H:%M}")
    how = _HOW.get(str(value.get("made", "")))
    document = names.get(name, plain.capital(name))
    session = sessions.get(str(value.get("session", "")))
    if session is not None:
        # A day that no session has, so that none of them is called today's.
        document = _("{document} of {session}").format(document=document, session=plain.as_part(session_name(session, dt.date.min)))
    line = _("{document}, {day}, content {version}, by {name}").format(
        document=document,
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
