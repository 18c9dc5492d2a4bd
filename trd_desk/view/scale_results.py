"""What is recorded on the scales: the list of scales with the latest result of each, the results of one, and every version of one."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from trd_desk.content.library import Library
from trd_desk.content.scale_models import Scale
from trd_desk.i18n import _, plural
from trd_desk.record.course_facts import ScoreAboutFact
from trd_desk.record.entries import Entry
from trd_desk.record.fold import Patient
from trd_desk.view import plain, terms
from trd_desk.view.entry_versions import Version, moment
from trd_desk.view.parts import Stated
from trd_desk.view.scales import day_fault, missing_words, state_of, total_fault, total_words


@dataclass(frozen=True, slots=True)
class ScaleRow:
    """One scale of the list: its name, the latest result and its day; `name` is what a screen reader says."""

    id: str
    short: str
    title: str
    last: Stated
    day: str
    name: str


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One result. `key` is that of its entry, empty where it stands in a session and is corrected there.

    `more` says what is missing, which session it belongs to and who gave it.
    """

    kind: str
    key: str
    day: str
    on: dt.date
    result: Stated
    more: str
    name: str
    open: bool = False


@dataclass(frozen=True, slots=True)
class _Recorded:
    kind: str
    key: str
    on: dt.date
    value: Mapping[str, Any]
    entry: Entry


def entries_of(patient: Patient, scale: Scale) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The entries of one scale that stand and can be read, as key and value, in the order in which they were first given."""
    return ((one.key, one.value) for one in _recorded(patient, scale))


def _recorded(patient: Patient, scale: Scale) -> list[_Recorded]:
    unreadable = set(patient.unreadable)
    return [
        _Recorded(kind, key, dt.date.fromisoformat(entry.value["on"]), entry.value, entry)
        for (kind, key), entry in patient.answers.items()
        if kind == scale.entry and isinstance(entry.value, Mapping) and entry.value.get("scale") == scale.id and (kind, key) not in unreadable
    ]


def view_scales(library: Library, patient: Patient) -> tuple[ScaleRow, ...]:
    """Every scale in the order of the content, with its latest result."""
    rows = []
    for scale in library.scales:
        results = view_results(patient, scale)
        short = _(scale.short)
        if not results:
            rows.append(ScaleRow(scale.id, short, _(scale.title), Stated("not_asked", _("Not recorded")), "", _("{scale}, not recorded").format(scale=short)))
            continue
        last = results[0]
        name = _("{scale}: {result}, {day}").format(scale=short, result=last.result.word, day=last.day)
        rows.append(ScaleRow(scale.id, short, _(scale.title), last.result, last.day, name))
    return tuple(rows)


def view_results(patient: Patient, scale: Scale) -> tuple[ResultRow, ...]:
    """The results on one scale, the newest first; of one day the one that was entered last. Those of sessions stand among them."""
    about = patient.facts("score_about", ScoreAboutFact)
    rows = [(one.on, one.entry.seq, _row(patient, scale, one, about.get(one.key))) for one in _recorded(patient, scale)]
    rows += [(row.on, 0, row) for row in _of_sessions(patient, scale)]
    return tuple(row for _on, _seq, row in sorted(rows, key=lambda each: each[:2], reverse=True))


def _row(patient: Patient, scale: Scale, one: _Recorded, about: ScoreAboutFact | None) -> ResultRow:
    state = state_of(scale, one.value)
    result = result_words(scale, one.value)
    parts = []
    if one.value.get("items") is not None:
        parts.append(missing_words(scale, state))
    elif one.value.get("total") is not None and scale.items:
        parts.append(_("Total only."))
    parts.append(_session(patient, scale, one.value))
    answered = about is not None and about.by == "patient" and scale.entry == "score"
    parts.append(_("Answered by the patient.") if answered else _("By {name}.").format(name=one.entry.by))
    more = " ".join(part for part in parts if part)
    day = plain.day_short(one.on)
    name = f"{day}: {result.word}. {more}"
    return ResultRow(one.kind, one.key, day, one.on, result, more, name, open=state.total is None and scale.scoring != "level")


def result_words(scale: Scale, value: Mapping[str, Any]) -> Stated:
    """The result of an entry in a few words."""
    if scale.scoring == "level":
        level = next((level for level in scale.levels if level.id == value.get("level")), None)
        return Stated("not_asked", _("No level")) if level is None else Stated("tick", _(level.label))
    return total_words(scale, state_of(scale, value))


def _session(patient: Patient, scale: Scale, value: Mapping[str, Any]) -> str:
    """The session and the moment in it that an entry belongs to."""
    session = next((one for one in patient.case.sessions if one.id == value.get("session")), None)
    phase = next((one.label for one in scale.phases if one.id == value.get("phase")), None)
    parts = [
        *([] if session is None else [_("session, {product}").format(product=_(terms.PRODUCTS[session.product]))]),
        *([] if phase is None else [_(phase)]),
    ]
    return f"{plain.capital(', '.join(parts))}." if parts else ""


# What a session's observations hold of a scale, and which of its values of a session is told: the deepest.
_OBSERVED = {"moaas": ("moaas", min), "cadss": ("cadss", max)}


def _of_sessions(patient: Patient, scale: Scale) -> Iterator[ResultRow]:
    """What was observed in sessions, one line for each with the value that tells most."""
    if scale.id not in _OBSERVED:
        return
    sign, deepest = _OBSERVED[scale.id]
    for session in patient.case.sessions:
        values = [value for one in session.observations if (value := getattr(one, sign)) is not None]
        if not values or session.on is None:
            continue
        words = _("lowest {value}") if deepest is min else _("highest {value}")
        result = Stated("tick", words.format(value=deepest(values)))
        day = plain.day_short(session.on)
        more = plural("{count} value in the session, {product}.", "{count} values in the session, {product}.", len(values))
        more = more.format(count=len(values), product=_(terms.PRODUCTS[session.product]))
        yield ResultRow("session", "", day, session.on, result, more, f"{day}: {result.word}. {more}")


def same_day(patient: Patient, scale: Scale, on: dt.date, key: str | None) -> str:
    """That the scale is recorded for this day already by another entry, or nothing."""
    others = [one for one in _recorded(patient, scale) if one.on == on and one.key != key and not scale.in_session]
    if not others:
        return ""
    words = _("{scale} of {day} is recorded already: {result}. Open it in the list to go on with it or to correct it.")
    return words.format(scale=_(scale.short), day=plain.day(on), result=result_words(scale, others[-1].value).word)


def open_entry(patient: Patient, scale: Scale, today: dt.date | None = None) -> str | None:
    """The key of the entry that was begun and is not complete, so that it is gone on with: of today, else the newest one of any day."""
    entries = [one for one in _recorded(patient, scale) if today is None or one.on == today]
    if today is None:
        entries = sorted(entries, key=lambda one: one.on)[-1:]
    begun = [one.key for one in entries if one.value.get("items") is not None and state_of(scale, one.value).total is None]
    return begun[-1] if begun else None


def score_versions(scale: Scale, entries: Iterable[Entry]) -> tuple[Version, ...]:
    """Every version of an entry, the newest first, each told by what it changed."""
    found = []
    before: Mapping[str, Any] = {}
    for entry in entries:
        value = entry.value if isinstance(entry.value, Mapping) else {}
        said = _("erased") if entry.erased else _("Taken back") if not value else _changes(scale, before, value)
        found.append(Version(said, entry.by, moment(entry), entry.reason or "", now=False))
        before = value
    if found:
        found[-1] = replace(found[-1], now=True)
    return tuple(found[::-1])


def _changes(scale: Scale, before: Mapping[str, Any], value: Mapping[str, Any]) -> str:
    """What an entry says that the one before did not."""
    parts = []
    if before.get("on") != value.get("on"):
        parts.append(_("day: {day}").format(day=plain.day(dt.date.fromisoformat(value["on"]))))
    if before.get("total") != value.get("total"):
        parts.append(_("total: {total}").format(total=_or_none(value.get("total"))))
    if before.get("level") != value.get("level"):
        parts.append(_("level: {level}").format(level=result_words(scale, value).word))
    old, new = list(before.get("items") or ()), list(value.get("items") or ())
    for place in range(max(len(old), len(new))):
        was, now = (items[place] if place < len(items) else None for items in (old, new))
        if was != now:
            number = scale.items[place].number if place < len(scale.items) else place + 1
            parts.append(_("item {number}: {value}").format(number=number, value=_or_none(now)))
    if before.get("session") != value.get("session"):
        parts.append(_("with its session") if value.get("session") else _("without a session"))
    if before.get("phase") != value.get("phase"):
        phase = next((one.label for one in scale.phases if one.id == value.get("phase")), None)
        parts.append(_("moment: {phase}").format(phase=_("not given") if phase is None else _(phase)))
    return plain.capital("; ".join(parts)) if parts else _("As before")


def _or_none(value: float | None) -> str:
    return _("not answered") if value is None else plain.number(value)


# ----------------------------------------------------------------------------------------------------- scores of a history


@dataclass(frozen=True, slots=True)
class ItemsTotal:
    """What the items of a score make, for the place where scores stand as totals, and where they are corrected."""

    total: float | None
    sentence: str


def items_total(library: Library, value: Mapping[str, Any]) -> ItemsTotal | None:
    """The total that the items of a score make; None for one that has its total, or no items."""
    scale = next((one for one in library.scales if one.id == value.get("scale")), None)
    if scale is None or value.get("total") is not None or value.get("items") is None:
        return None
    state = state_of(scale, value)
    if state.total is not None:
        return ItemsTotal(state.total, _("Worked out from its items, which stand under Outcomes, Scales."))
    return ItemsTotal(None, _("{result}. Its items stand under Outcomes, Scales.").format(result=total_words(scale, state).word))


def score_fault(library: Library, patient: Patient, value: Mapping[str, Any], name: str) -> str:
    """Why the day or the total of a score cannot be, in a sentence; or nothing. `name` is the field that is asked about."""
    if name == "on" and value.get("on"):
        return day_fault(patient, dt.date.fromisoformat(value["on"]))
    scale = next((one for one in library.scales if one.id == value.get("scale")), None)
    return "" if name != "total" or scale is None or value.get("total") is None else total_fault(scale, value["total"])
