"""The monitoring strip: what was measured when, what is due, what was late, missed or corrected; the same for page and paper."""

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from trd_desk.content.library import Library
from trd_desk.engine.live_results import LiveSession, Observed, Point
from trd_desk.i18n import _
from trd_desk.record.entries import Entry
from trd_desk.record.session_log import entry_moment
from trd_desk.view import plain
from trd_desk.view.alarm_words import call_words
from trd_desk.view.clock_times import mm_ss
from trd_desk.view.shapes import MarkKind
from trd_desk.view.watch_entry import ROWS, row_name, row_steps, row_unit, shown_row, takes_one_key
from trd_desk.view.watch_events import EventLine, EventWord, LeavingBox, event_lines, event_words, leaving_box
from trd_desk.view.watch_words import LEVEL_WORDS, POINT_MARKS, alarm_rule, point_word
from trd_desk.view.watched import readings_before, signs_of

ColumnKind = Literal["before", "seen", "entry", "missed", "waited", "ahead"]
# Which row of the strip shows the alarm of a sign.
SIGN_ROWS: Final[Mapping[str, str]] = {
    "blood_pressure": "pressure",
    "spo2": "spo2",
    "respiratory_rate": "rr",
    "heart_rate": "hr",
    "sedation": "moaas",
}
Versions = Mapping[str, Sequence[Entry]]


@dataclass(frozen=True, slots=True)
class EntryState:
    """What is being entered: the observation that was begun, for which point, whether an extra one is wanted, and a typed time."""

    observation: str | None = None
    point: str | None = None
    extra: bool = False
    at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class OldValue:
    """A value that was corrected: what it was, and who changed it when and why."""

    text: str
    by: str
    at: str
    reason: str

    @property
    def words(self) -> str:
        """In one line: 98/60, changed 11:20 by J. Marsh: typing mistake."""
        words = _("{value}, changed {time} by {person}").format(value=self.text, time=self.at, person=self.by)
        return f"{words}: {self.reason}" if self.reason else words


@dataclass(frozen=True, slots=True)
class WatchCell:
    """One value: its text, its alarm level (empty: none) with the rule in words, and what it was before corrections."""

    row: str
    text: str
    level: str = ""
    says: str = ""
    old: tuple[OldValue, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class WatchColumn:
    """One column: a reading before the dose, an observation, the entry, or a point that is ahead, waited for or missed.

    `moment` is the place on the chart that the column belongs to. `due` is when it falls due, for a running time in its foot.
    """

    id: str
    kind: ColumnKind
    mark: MarkKind
    head: str
    foot: str
    says: str
    moment: dt.datetime | None
    cells: tuple[WatchCell, ...]
    due: dt.datetime | None = None
    observation: str | None = None
    point: str | None = None
    key: bool = False
    old_times: tuple[OldValue, ...] = ()

    def foot_at(self, now: dt.datetime) -> str:
        """The foot with its running time: repeat, in 02:20; 40 min, overdue 04:12."""
        if self.due is None:
            return self.foot
        if now < self.due:
            return _("{what}, in {time}").format(what=self.foot, time=mm_ss(self.due - now))
        return _("{what}, overdue {time}").format(what=self.foot, time=mm_ss(now - self.due))


@dataclass(frozen=True, slots=True)
class WatchRow:
    """One row: its name, what stands in its empty field, whether one key answers, and the steps of its scale in words."""

    id: str
    name: str
    unit: str
    one_key: bool
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WatchView:
    """All that the part Monitoring says besides chart and alarms. `notes` are late entries and corrections in sentences, for paper."""

    rows: tuple[WatchRow, ...]
    columns: tuple[WatchColumn, ...]
    events: tuple[EventLine, ...]
    red_events: tuple[EventWord, ...]
    other_events: tuple[EventWord, ...]
    leaving: LeavingBox
    notes: tuple[str, ...]
    red_title: str
    empty: str = ""
    closed: str = ""
    changeable: bool = True
    cadss: bool = False
    cadss_wanted: bool = False
    entry: EntryState = field(default_factory=EntryState)

    @property
    def entry_column(self) -> WatchColumn | None:
        """The column that is typed into, or None."""
        return next((column for column in self.columns if column.kind == "entry"), None)


def view_watch(
    library: Library,
    live: LiveSession,
    *,
    entry: EntryState | None = None,
    versions: Versions | None = None,
    cadss: bool = False,
    red_call: str = "",
) -> WatchView:
    """What was watched and what is to be watched. `versions` are the older entries of an observation by its id, the oldest first.

    `cadss` asks for the row of CADSS; without it the row is there at the point at which the whole scale is taken, and where one was
    recorded. `red_call` is the clinic's number for a red event.
    """
    entry = entry or EntryState()
    versions = versions or {}
    shown = cadss or _cadss_due(live, entry)
    rows = tuple(
        WatchRow(row, row_name(library, row), row_unit(library, row), takes_one_key(row), row_steps(library, row))
        for row in ROWS
        if row != "cadss" or shown
    )
    columns = tuple(_columns(library, live, entry, versions, [row.id for row in rows]))
    lines = event_lines(library, live)
    closed = ""
    if live.log.from_file:
        closed = _("The session came with a case file and is over. It is shown as the file tells it.")
    elif live.log.signature is not None:
        closed = _("The session is signed. What is to be added now is a later word, under Leaving.")
    elif live.log.closed:
        closed = _("The session is over. A missing observation can still be added with its time, and a value corrected.")
    empty = "" if live.facts.given is not None else _("No dose has been given yet. The clock starts with it, and the observations follow from the clock.")
    return WatchView(
        rows=rows,
        columns=columns,
        events=lines,
        red_events=event_words(library, "red"),
        other_events=event_words(library, "amber"),
        leaving=leaving_box(library, live),
        notes=(*_late_notes(columns), *_correction_notes(library, columns)),
        red_title=_("Any of these: red, call {number}").format(number=call_words(red_call)),
        empty=empty,
        closed=closed,
        changeable=live.log.signature is None and not live.log.from_file,
        cadss=shown,
        cadss_wanted=cadss and not _cadss_due(live, entry),
        entry=entry,
    )


def _cadss_due(live: LiveSession, entry: EntryState) -> bool:
    """Whether CADSS was taken, or the point at which the whole scale is taken is due or being entered."""
    if any(signs_of(live, one)["cadss"] is not None for one in live.observations):
        return True
    if live.log.closed:
        return False
    being_entered = [point for point in live.points if point.name == entry.point or (entry.observation and point.observation == entry.observation)]
    return any(point.key for point in being_entered) or any(point.key and point.state in ("due", "overdue", "late") for point in live.points)


# ------------------------------------------------------------------------------------------------------------------- columns


def _columns(library: Library, live: LiveSession, entry: EntryState, versions: Versions, rows: Sequence[str]) -> Iterator[WatchColumn]:
    before = _before(library, live, rows)
    if before is not None:
        yield before
    found: list[tuple[dt.datetime, int, WatchColumn]] = []
    started = next((seen for seen in live.observations if seen.id == entry.observation), None)
    begun = None if started is None else started.id
    serves: dict[str, Point] = {}
    for point in live.points:
        if point.observation is not None and point.kind != "repeat":
            serves.setdefault(point.observation, point)
    for seen in live.observations:
        is_entry = seen.id == begun
        found.append((seen.at, 0, _seen(library, live, seen, serves.get(seen.id), versions.get(seen.id, ()), rows, entry=is_entry)))
    # The point for which it was begun is not shown twice; one taken too early for it leaves it to come.
    waiting = [point for point in _open_points(live) if point.name != entry.point or started is None or started.at < point.opens]
    if begun is not None or live.log.signature is not None or live.log.from_file or live.facts.given is None:
        chosen = None
    elif entry.extra:
        chosen = None
        found.append((entry.at or live.now, 1, _extra(library, live, entry, rows)))
    else:
        chosen = None if live.log.closed else next((point for point in waiting if point.state != "missed"), None)
    found += [(point.at, 2, _point(library, point, rows, entry=point is chosen)) for point in waiting]
    for _at, _order, column in sorted(found, key=lambda one: one[:2]):
        yield column


def _open_points(live: LiveSession) -> list[Point]:
    """The points without an observation in their order; several repeats at one minute are one."""
    found: dict[tuple[bool, str], Point] = {}
    for point in live.points:
        if point.state not in ("done", "done_late"):
            found.setdefault((point.kind == "repeat", f"{point.at:%H:%M}"), point)
    return sorted(found.values(), key=lambda point: point.at)


def _before(library: Library, live: LiveSession, rows: Sequence[str]) -> WatchColumn | None:
    readings = readings_before(live)
    answers = live.facts.predose
    last = readings[-1] if readings else None
    values = {
        "sbp": None if last is None else last.sbp,
        "dbp": None if last is None else last.dbp,
        "hr": answers.heart_rate,
        "spo2": answers.spo2,
        "rr": answers.respiratory_rate,
    }
    if all(value is None for value in values.values()):
        return None
    head = _("Before") if last is None or last.at is None else f"{last.at:%H:%M}"
    foot = _("before dose")
    cells = tuple(_cell(library, row, values, head) for row in rows)
    return WatchColumn("before", "before", "met", head, foot, _("{time}, before the dose").format(time=head), None if last is None else last.at, cells)


def _seen(
    library: Library,
    live: LiveSession,
    seen: Observed,
    point: Point | None,
    versions: Sequence[Entry],
    rows: Sequence[str],
    *,
    entry: bool,
) -> WatchColumn:
    values = signs_of(live, seen)
    head = f"{seen.at:%H:%M}"
    old = _old_values(live, versions)
    cells = tuple(_cell(library, row, values, head, seen, old.get(row, ())) for row in rows)
    mark: MarkKind = "met"
    if point is not None:
        foot = says = _place(point)
        if point.state == "done_late":
            mark, foot = "late", point_word(point)
            says = f"{_place(point)}, {foot}"
    else:
        foot = says = _("repeat") if _repeats(live, seen) else _("extra")
    if seen.entered_late is not None:
        mark, foot = "late", _("entered {minutes} min later").format(minutes=seen.entered_late)
        says = f"{says}, {foot}"
    elif not (values["sbp"] is not None and values["dbp"] is not None):
        mark = "due"
    kind: ColumnKind = "entry" if entry else "seen"
    times = old.get("time", ())
    if times:
        says = f"{says}, " + _("time was {old}").format(old="; ".join(one.words for one in times))
    key = point is not None and point.key
    return WatchColumn(seen.id, kind, mark, head, foot, f"{head}, {says}", seen.at, cells, observation=seen.id, key=key, old_times=times)


def _repeats(live: LiveSession, seen: Observed) -> bool:
    """Whether an observation measures a sign again that was amber in the one before it."""
    earlier = [one for one in live.observations if one.at < seen.at]
    return bool(earlier) and any(level == "amber" for _sign, level, _because in earlier[-1].signs)


def _place(point: Point) -> str:
    minutes = _("{minutes} min").format(minutes=point.minutes)
    return _("drip {minutes}").format(minutes=minutes) if point.kind == "infusion" else minutes


def _point(library: Library, point: Point, rows: Sequence[str], *, entry: bool) -> WatchColumn:
    head = f"{point.at:%H:%M}"
    repeat = point.kind == "repeat"
    what = _("repeat") if repeat else _place(point)
    mark: MarkKind = "amber" if repeat else POINT_MARKS[point.state]
    kind: ColumnKind = "entry" if entry else "missed" if point.state == "missed" else "waited" if point.state in ("late", "overdue") else "ahead"
    running = entry or kind == "waited"
    foot = _("missed") if kind == "missed" else what
    says = f"{head}, {what}, {point_word(point)}"
    cells = tuple(WatchCell(row, "", name=f"{row_name(library, row)}, {says}") for row in rows)
    return WatchColumn(point.name, kind, mark, head, foot, says, point.at, cells, due=point.at if running else None, point=point.name, key=point.key)


def _extra(library: Library, live: LiveSession, entry: EntryState, rows: Sequence[str]) -> WatchColumn:
    at = entry.at or (None if live.log.closed else live.now)
    head = _("Extra") if entry.at is None else f"{entry.at:%H:%M}"
    cells = tuple(WatchCell(row, "", name=_("{row}, extra observation").format(row=row_name(library, row))) for row in rows)
    return WatchColumn("extra", "entry", "due", head, _("extra"), _("Extra observation"), at, cells)


def _cell(
    library: Library,
    row: str,
    values: Mapping[str, float | None],
    head: str,
    seen: Observed | None = None,
    old: tuple[OldValue, ...] = (),
) -> WatchCell:
    text = shown_row(row, values)
    if text and row == "spo2":
        text += f"{plain.NBSP}%"
    level, says = "", ""
    for sign, reached, because in () if seen is None else seen.signs:
        shown = SIGN_ROWS.get(sign) or ("cadss" if because.code == "alarm_cadss" else "distress")
        if shown == row:
            rule = plain.as_part(alarm_rule(library, sign, reached, because))
            level, says = reached, f"{_(LEVEL_WORDS[reached])}: {rule}."
    name = _("{row} at {time}: {value}").format(row=row_name(library, row), time=head, value=text or _("nothing"))
    if says:
        name = f"{name}. {says}"
    if old:
        name = f"{name}. " + _("Was {old}.").format(old="; ".join(one.words for one in old))
    return WatchCell(row, text, level, says, old, name)


# ----------------------------------------------------------------------------------------------------------- late and corrected


def _old_values(live: LiveSession, versions: Sequence[Entry]) -> dict[str, tuple[OldValue, ...]]:
    """What each row said before it was corrected, the newest correction last; adding what was empty is none."""
    found: dict[str, list[OldValue]] = {}
    for older, newer in itertools.pairwise(versions):
        if not isinstance(older.value, dict):
            continue
        now = newer.value if isinstance(newer.value, dict) else {}
        at = f"{entry_moment(newer).astimezone(live.log.zone):%H:%M}"
        for row, fields in ROWS.items():
            was = {name: older.value.get(name) for name in fields}
            if any(value is not None and now.get(name) != value for name, value in was.items()):
                found.setdefault(row, []).append(OldValue(shown_row(row, was), newer.by, at, newer.reason or ""))
        if older.value.get("at") != now.get("at") and isinstance(older.value.get("at"), str):
            moment = dt.datetime.fromisoformat(older.value["at"]).astimezone(live.log.zone)
            found.setdefault("time", []).append(OldValue(f"{moment:%H:%M}", newer.by, at, newer.reason or ""))
    return {row: tuple(values) for row, values in found.items()}


def _late_notes(columns: Sequence[WatchColumn]) -> Iterator[str]:
    for column in columns:
        if column.kind == "missed" or (column.kind == "seen" and column.mark == "late"):
            yield _("{what}.").format(what=column.says)


def _correction_notes(library: Library, columns: Sequence[WatchColumn]) -> Iterator[str]:
    for column in columns:
        for moved in column.old_times:
            yield _("{time}: the time was {old}.").format(time=column.head, old=moved.words)
        for cell in column.cells:
            for old in cell.old:
                words = _("{time}, {row}: {value}; it was {old}.")
                yield words.format(time=column.head, row=row_name(library, cell.row), value=cell.text or _("nothing"), old=old.words)
