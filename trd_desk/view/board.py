"""The board of the day: one row a live session, what calls somebody first; and the sessions to come.

A row is worked out when something has changed; what moves with the clock is asked of it with `now`, so that a second costs nothing.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from trd_desk.content.library import Library
from trd_desk.engine.live_results import LiveSession
from trd_desk.engine.standing import Call, Standing, standing
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.view import plain
from trd_desk.view.board_bar import Span, bar_drawing, span_of
from trd_desk.view.board_coming import ToCome, session_to_come
from trd_desk.view.board_state import RowState, row_state
from trd_desk.view.board_values import Values, foot_words, observed_values
from trd_desk.view.clock_times import h_mm, h_mm_ss, mm_ss
from trd_desk.view.session_head import dose_words
from trd_desk.view.shapes import Drawing, MarkKind
from trd_desk.view.terms import N_
from trd_desk.view.watched import given_of

# Rows are lower when there are more sessions than this, so that all are seen at once.
MANY: Final = 4
_WEEKDAYS: Final = (N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"))
# The icon of a route, by the use it has in the tokens.
ICONS: Final[Mapping[str, str]] = {"esketamine_in": "spray", "ketamine_iv": "infusion", "ketamine_sc": "sessions", "ketamine_im": "sessions"}
_ICON_BY_MOUTH: Final = "pill"


@dataclass(frozen=True)
class BoardSession:
    """One session on the board: the patient as known now, and the session at the moment at which it was last worked out."""

    patient: Patient
    live: LiveSession

    @property
    def key(self) -> tuple[str, str]:
        """The patient's key and the session's id."""
        return self.patient.key, self.live.id

    @cached_property
    def row(self) -> "BoardRow | None":
        """Its row on the board, None for a session that does not run."""
        return _row(self.live.facts.library, self) if self.live.log.live else None

    @cached_property
    def coming(self) -> ToCome | None:
        """Its line among those to come, None for a session that is not planned any more."""
        return session_to_come(self.live.facts.library, self.patient, self.live) if self.live.phase == "planned" else None


@dataclass(frozen=True)
class BoardRow:
    """One live session in words. `place` says chair and number; `calls` is what calls somebody, the worst first."""

    key: tuple[str, str]
    name: str
    facts: str
    dose: str
    icon: str
    chair: str
    place: str
    since: str
    starts: dt.datetime | None
    total: str
    span: Span
    foot: str
    values: Values
    state: RowState
    calls: tuple[Standing, ...]
    locked: bool = False

    @property
    def call(self) -> Call | None:
        """The worst of what calls somebody, None where nothing does."""
        return self.calls[0].call if self.calls else None

    @property
    def alarms(self) -> bool:
        """Whether a red or amber alarm stands, so that the foot says what to do."""
        return any(one.alarm is not None for one in self.calls)

    def elapsed(self, now: dt.datetime) -> str:
        """How long the clock has run: 0:44:12; empty where it has not begun."""
        return "" if self.starts is None else h_mm_ss(now - self.starts)

    def head(self, now: dt.datetime) -> tuple[str, str]:
        """The line over the bar: the running time, and what it counts from."""
        return self.elapsed(now), self.since

    def bar(self, now: dt.datetime, width: float, *, low: bool = False) -> Drawing:
        """The bar at a moment."""
        return bar_drawing(self.span, now, width, low=low, name=" ".join(self.head(now)))

    def quiet(self, now: dt.datetime) -> str:
        """How long the sound of everything that calls is still off: 1:42; empty while something of it sounds."""
        until = [one.quiet_until for one in self.calls if one.quiet_until is not None and not one.sounds(now)]
        return short_span(min(until) - now) if until and len(until) == len(self.calls) else ""

    def spoken(self, now: dt.datetime) -> str:
        """The whole row in words, for a screen reader."""
        who = [self.name, self.facts, self.place, self.dose]
        time, since = self.head(now)
        parts = [
            ", ".join(part for part in who if part),
            self.state.spoken(now),
            f"{time} {since}".strip(),
            self.values.spoken(now),
            self.foot.rstrip("."),
        ]
        return ". ".join(part for part in parts if part) + "."


@dataclass(frozen=True, slots=True)
class Badge:
    """What the rail shows of all patients: the loudest call, how many sessions have it, and everything in the tip."""

    call: Call
    count: int
    words: str
    tip: str


@dataclass(frozen=True)
class BoardView:
    """The board at the moment at which something last changed. `empty` says what to do where no session runs."""

    day: str
    rows: tuple[BoardRow, ...]
    to_come: tuple[ToCome, ...]
    badge: Badge | None
    live_words: str
    come_words: str
    empty: str

    @property
    def low(self) -> bool:
        """Whether the rows are low because there are many."""
        return len(self.rows) > MANY


def view_board(sessions: Sequence[BoardSession], now: dt.datetime) -> BoardView:
    """The board of the sessions that run or come today; the rows in the order in which they call.

    Each row is worked out once for a session as it was worked out, so that an answer about one costs nothing for the others.
    """
    rows = sorted((one.row for one in sessions if one.row is not None), key=_order)
    coming = tuple(sorted((one.coming for one in sessions if one.coming is not None), key=lambda one: one.order))
    return BoardView(
        day=day_words(now.date()),
        rows=tuple(rows),
        to_come=coming,
        badge=badge_of([row.calls for row in rows]),
        live_words=plain.counted(_("{count} live session"), _("{count} live sessions"), len(rows)),
        come_words=_("{count} to come").format(count=len(coming)),
        empty="" if rows else _empty(coming),
    )


def locked_view(view: BoardView) -> BoardView:
    """The board while the record is locked: the same rows by their chairs, without names, doses, values or what was found."""
    return replace(view, rows=tuple(_locked(row) for row in view.rows), to_come=(), empty="" if view.rows else _("No session is running."))


def _locked(row: BoardRow) -> BoardRow:
    chair = _("Chair {chair}").format(chair=row.chair) if row.chair else _("No chair noted")
    return replace(
        row, name=chair, facts="", dose="", icon="", place="", foot="", values=Values(None, ()), state=row.state.locked(), locked=True
    )


def _row(library: Library, one: BoardSession) -> BoardRow:
    live, log = one.live, one.live.log
    person = one.patient.case.patient
    calls = standing(library, live)
    booking = log.booking
    chair = (booking.chair or "").strip() if booking is not None else ""
    number = log.plan.number
    session = _("session {number}").format(number=number) if number is not None else _("session")
    place = _("Chair {chair} · {session}").format(chair=chair, session=session) if chair else plain.capital(session)
    age = live.facts.age
    years = plain.counted(_("{count} year"), _("{count} years"), age).replace(" ", plain.NBSP) if age is not None else _("age not recorded")
    starts, since, total = _since(library, live)
    return BoardRow(
        key=one.key,
        name=person.name or _("No name"),
        facts=f"{years} · {person.id}",
        dose=dose_words(library, live.facts.record, log),
        icon=ICONS.get(live.facts.record.product, _ICON_BY_MOUTH),
        chair=chair,
        place=place,
        since=since,
        starts=starts,
        total=total,
        span=span_of(live),
        foot=foot_words(library, live, calls),
        values=observed_values(library, live),
        state=row_state(library, live, calls),
        calls=calls,
    )


def _since(library: Library, live: LiveSession) -> tuple[dt.datetime | None, str, str]:
    """What the running time counts from, the words after it, and how long it is to run: of 2:00."""
    given = given_of(live)
    schedule = next(one for one in library.monitoring.schedule if one.product == live.facts.record.product)
    if live.phase == "giving":
        if schedule.clock == "last_device":
            words = _("since the first device, {time}; {count} given")
            return given.first, words.format(time=_clock(given.first), count=len(given.devices)), ""
        return given.first, _("since the drip began, {time}").format(time=_clock(given.first)), ""
    starts = live.clock_starts
    names = {"last_device": _("the last device"), "end_of_infusion": _("the end of the drip")}
    injected = live.facts.record.product in ("ketamine_im", "ketamine_sc")
    name = names.get(schedule.clock) or (_("the injection") if injected else _("the dose"))
    if starts is None:
        return None, _("The clock starts with {event}.").format(event=name), ""
    since = _("since {event}, {time}").format(event=name, time=_clock(starts))
    ends = max(moment for moment in (live.two_hours_end, live.may_leave_at, starts) if moment is not None)
    if live.now >= ends:
        return starts, since, ""
    total = _("of {length}").format(length=h_mm(ends - starts))
    return starts, f"{total} {since}", total


def _clock(moment: dt.datetime | None) -> str:
    return "" if moment is None else f"{moment:%H:%M}"


def _order(row: BoardRow) -> tuple[int, float, str]:
    """Red, overdue (the longest first), amber, ready, then by what is due next."""
    ranks = {"red": 0, "overdue": 1, "amber": 2}
    rank = ranks.get(row.call or "", 3 if row.state.kind == "ready" else 4)
    moment = row.state.moment if rank == 4 else row.calls[0].at if row.calls else row.starts
    return rank, moment.timestamp() if moment is not None else float("inf"), row.chair


def session_step(row: BoardRow) -> tuple[MarkKind, str]:
    """Mark and words of the step Sessions while a session runs: what calls in it now."""
    counts = {call: sum(one.call == call for one in row.calls) for call in ("red", "overdue", "amber")}
    if counts["red"]:
        return "red", _("Live, red alarm")
    if counts["overdue"]:
        return "overdue", _("Live, overdue")
    if counts["amber"]:
        return "amber", plain.counted(_("Live, {count} amber alarm"), _("Live, {count} amber alarms"), counts["amber"])
    return ("ready", _("Live, ready to leave")) if row.state.kind == "ready" else ("wait", _("Live"))


def badge_of(sessions: Sequence[Sequence[Standing]]) -> Badge | None:
    """The badge for what calls in each session; None where nothing does. Each session counts once, by its worst."""
    counted: dict[Call, int] = {}
    for calls in sessions:
        if calls:
            counted[calls[0].call] = counted.get(calls[0].call, 0) + 1
    if not counted:
        return None
    order: tuple[Call, ...] = ("red", "overdue", "amber")
    words = {call: badge_words(call, counted[call]) for call in order if call in counted}
    loudest = next(iter(words))
    return Badge(loudest, counted[loudest], words[loudest], _("{counts}. Enter shows them on Today.").format(counts=", ".join(words.values())))


def badge_words(call: Call, count: int) -> str:
    """How many sessions have a call: 1 overdue."""
    forms = {"red": N_("{count} red"), "overdue": N_("{count} overdue"), "amber": N_("{count} amber")}
    return _(forms[call]).format(count=count)


def _empty(coming: Sequence[ToCome]) -> str:
    if coming:
        return _("No session is running. Start one from a patient below, or Ctrl+K.")
    return _("No session is running, and none is planned for today. Plan one under Sessions of a patient: Ctrl+K finds the patient.")


def day_words(day: dt.date) -> str:
    """A day with its weekday: Tuesday 17 March 2026."""
    return f"{_(_WEEKDAYS[day.weekday()])} {plain.day(day)}"


def short_span(span: dt.timedelta) -> str:
    """A short time that runs out: 0:48."""
    words = mm_ss(span)
    return words[1:] if words.startswith("0") and len(words) == 5 else words
