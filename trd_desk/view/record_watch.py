"""The hours after the dose on paper: every observation with its marks, what was missed, the alarms and what was done about them."""

from collections.abc import Mapping, Sequence

from trd_desk.content.library import Library
from trd_desk.engine.live_results import LiveAlarm, LiveSession
from trd_desk.i18n import _
from trd_desk.record.entries import Entry
from trd_desk.view import plain
from trd_desk.view.parts import Remark, Stated
from trd_desk.view.record_parts import AlarmLine, SeenCell, SeenLine
from trd_desk.view.watch_events import EventLine, reports_of
from trd_desk.view.watch_strip import WatchColumn, WatchView
from trd_desk.view.watch_words import LEVEL_WORDS, POINT_MARKS, alarm_value, rule_of

# What is told on paper: what was seen, and what should have been.
_TOLD = ("before", "seen", "missed", "waited")


def observation_versions(entries: Sequence[Entry], session: str) -> Mapping[str, Sequence[Entry]]:
    """Every version of each observation of a session by the observation's id, the oldest first."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        of, _slash, name = entry.key.partition("/")
        if entry.kind == "observation" and of == session:
            found.setdefault(name, []).append(entry)
    return found


def watch_heads(view: WatchView) -> tuple[str, ...]:
    """The heads of the table of observations."""
    signs = (f"{row.name}, {row.unit}" if row.unit else row.name for row in view.rows)
    return (_("Time"), _("Point"), *signs)


def watch_lines(live: LiveSession, view: WatchView) -> tuple[SeenLine, ...]:
    """The observations by their time, those before the dose first, with the points that have none."""
    points = {point.name: point for point in live.points}
    found = []
    for column in view.columns:
        point = points.get(column.point or "")
        waited = column.kind == "entry" and point is not None and point.state in ("late", "overdue")
        if column.kind not in _TOLD and not waited:
            continue
        mark = column.mark if point is None else POINT_MARKS[point.state]
        cells = tuple(SeenCell(cell.text or "–", cell.level) for cell in column.cells)
        found.append(SeenLine(column.head, Stated(mark, _place(column)), cells))
    return tuple(found)


def _place(column: WatchColumn) -> str:
    """Which point it is, with what is to be said of it: 40 min; repeat, entered 14 min later; 60 min, corrected."""
    said = column.says.removeprefix(f"{column.head}, ")
    if column.kind == "before":
        said = column.foot
    for moved in column.old_times:
        said = said.replace(moved.words, moved.text)
    return f"{said}, {_('corrected')}" if any(cell.old for cell in column.cells) else said


def watch_notes(view: WatchView) -> tuple[str, ...]:
    """The corrections in sentences; that something was late or missed stands in its row."""
    late = {f"{column.says}." for column in view.columns}
    return tuple(note for note in view.notes if note not in late)


def alarm_lines(library: Library, live: LiveSession) -> tuple[AlarmLine, ...]:
    """The alarms by their time, each with what was done and when."""
    return tuple(_alarm(library, live, alarm) for alarm in sorted(live.alarms, key=lambda one: one.at))


def _alarm(library: Library, live: LiveSession, alarm: LiveAlarm) -> AlarmLine:
    return AlarmLine(
        time=f"{alarm.at:%H:%M}",
        level=Stated(alarm.level, _(LEVEL_WORDS[alarm.level])),
        value=plain.capital(alarm_value(library, alarm.sign, alarm.because)),
        rule=rule_of(library, alarm),
        done=_done(live, alarm),
    )


def _done(live: LiveSession, alarm: LiveAlarm) -> str:
    """Who dealt with it and when, and whether the sign was seen to have passed."""
    part = live.log.parts.get(("alarm", alarm.name))
    if part is None:
        said = _("Not recorded what was done.")
    else:
        words = _("Prescriber here at {time}, entered by {person}.") if part.value.done == "prescriber_here" else _("Seen at {time} by {person}.")
        said = words.format(time=live.log.clock(part.value.at), person=part.entry.by)
    ends = _("It passed later.") if alarm.cleared else _("Not seen to pass.")
    return f"{said} {ends}"


def event_remarks(events: Sequence[EventLine]) -> tuple[Remark, ...]:
    """The events in full; what is missing of a serious one is said."""
    return tuple(
        Remark(line.mark, f"{line.text} {line.asks}".strip(), f"{line.time} {line.label}") for line in events
    )


def report_remarks(library: Library, live: LiveSession, events: Sequence[EventLine]) -> tuple[Remark, ...]:
    """Where a serious event is reported, where there was one."""
    if not any(line.serious for line in events):
        return ()
    label = _("Reporting:")
    return tuple(Remark("goes_to", f"{label} {words.title}. {words.says}", label) for words in reports_of(library, live))


def alarms_in_short(live: LiveSession) -> Remark:
    """How many alarms there were, and whether each was dealt with."""
    if live.facts.given is None:
        return Remark("note", _("No dose was given."))
    reds = sum(alarm.level == "red" for alarm in live.alarms)
    ambers = len(live.alarms) - reds
    if not live.alarms:
        return Remark("note", _("No alarm.") if live.observations else _("No observation is recorded."))
    counts = [plain.counted("{count} red alarm", "{count} red alarms", reds)] if reds else []
    counts += [plain.counted("{count} amber alarm", "{count} amber alarms", ambers)] if ambers else []
    open_ = sum(alarm.handled is None or alarm.handled.done != "prescriber_here" for alarm in live.alarms)
    words = _("{alarms}; the prescriber came to each.") if not open_ else _("{alarms}; for {count} of them it is not recorded that the prescriber came.")
    if open_ and len(live.alarms) == 1:
        words = _("{alarms}; it is not recorded that the prescriber came.")
    text = plain.capital(words.format(alarms=plain.listed(counts), count=open_))
    return Remark("red" if reds else "note", text, plain.capital(counts[0]) if reds else "")
