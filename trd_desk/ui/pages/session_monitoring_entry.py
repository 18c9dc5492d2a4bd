"""The observation that is entered: when it begins and ends, and how its values, its time and corrections are written."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from trd_desk.i18n import _
from trd_desk.record.entries import new_id
from trd_desk.record.session_log import entry_moment
from trd_desk.record.session_parts import SIGNS, moment_text
from trd_desk.view.clock_times import ClockTime
from trd_desk.view.watch_entry import read_time, taken_minute
from trd_desk.view.watch_strip import EntryState, WatchColumn
from trd_desk.view.watched import signs_of

if TYPE_CHECKING:
    from trd_desk.engine.live_results import LiveSession
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.pages.session_monitoring_fields import StripField


class ObservationEntry:
    """Writes what is typed into the strip. Each value is one entry that says all that is known of its observation by then.

    `show` shows the session again where nothing was written, for only what is written makes the page show it by itself.
    """

    def __init__(self, desk: "Desk", show: Callable[[], None]) -> None:
        self._desk, self._show = desk, show
        self.live: LiveSession | None = None
        self.state = EntryState()

    # What is known

    def _now(self) -> dt.datetime:
        now = self._desk.now()
        return now if self.live is None else now.astimezone(self.live.log.zone)

    def values_of(self, observation: str | None) -> Mapping[str, float | None]:
        """The signs of an observation; none of one that is not there."""
        live = self.live
        seen = None if live is None else next((one for one in live.observations if one.id == observation), None)
        return {} if live is None or seen is None else signs_of(live, seen)

    @property
    def moment(self) -> dt.datetime | None:
        """The time of the observation that is entered: its own once it was begun, else the one that was typed."""
        live, begun = self.live, self.state.observation
        if live is None or begun is None:
            return self.state.at
        return next((one.at for one in live.observations if one.id == begun), None)

    def understand(self, text: str, own: str | None) -> ClockTime:
        """The moment of a clock time for the observation `own`, else for the one that is entered."""
        live = self.live
        if live is None:
            return ClockTime()
        found = read_time(live, text, self._now())
        if found.fault or found.moment is None:
            return found
        taken = taken_minute(live, found.moment, own if own is not None else self.state.observation)
        return ClockTime(sentence=taken, fault=True) if taken else found

    def understand_event(self, text: str) -> ClockTime:
        """The moment of a clock time for an event."""
        return ClockTime() if self.live is None else read_time(self.live, text, self._now(), event=True)

    # Writing

    def keep_values(self, field: "StripField", values: Mapping[str, float | None], column: WatchColumn | None) -> None:
        """Writes values of the observation that is entered in a column; the first one begins it, now or at the time that was typed."""
        live = self.live
        if live is None:
            return
        if self.state.observation is not None:
            self.change(field, self.state.observation, values)
            return
        now = self._now()
        known = {name: value for name, value in values.items() if value is not None}
        if not known:
            return
        if live.log.closed and self.state.at is None:
            field.refuse(_("The session is over, so the time comes first: type when this was measured (Shift+Enter goes up to it)."))
            return
        at = self.state.at or now
        taken = taken_minute(live, at, None)
        if taken:
            field.refuse(taken)
            return
        before, observation = self.state, new_id()
        self.state = EntryState(observation, point=None if column is None else column.point)
        if not self._desk.answer(*self._named(observation), {"at": moment_text(at), "recorded": moment_text(now), **known}):
            self.state = before
            field.mark_not_saved()

    def _named(self, observation: str) -> tuple[str, str]:
        return "observation", f"{'' if self.live is None else self.live.id}/{observation}"

    def change(self, field: "StripField", observation: str, values: Mapping[str, Any]) -> None:
        """Writes an observation with some of its values changed; None takes one away, and without any it is taken back."""
        part = None if self.live is None else self.live.log.parts.get(("observation", observation))
        if part is None:
            field.refuse(_("This observation came with a case file and is not changed here. Esc gives it up."))
            return
        changed = {name: value for name, value in {**part.entry.value, **values}.items() if value is not None}
        if any(name in SIGNS for name in changed):
            done = self._desk.answer(*self._named(observation), changed)
        else:
            done = self._desk.take_back(*self._named(observation))
        if not done:
            field.mark_not_saved()

    def keep_time(self, field: "StripField", moment: dt.datetime | None) -> None:
        """Keeps the time of the observation that is entered; before its first value it is only remembered."""
        if self.state.observation is not None:
            self.correct_time(field, self.state.observation, moment)
        else:
            self.state = replace(self.state, at=moment)
            self._show()

    def correct_time(self, field: "StripField", observation: str, moment: dt.datetime | None) -> None:
        """Writes another time of an observation."""
        if moment is None:
            field.refuse(_("Time: an observation has one. Write it, such as 11:14."))
        else:
            self.change(field, observation, {"at": moment_text(moment)})

    # Beginning and ending

    def close(self) -> None:
        """Ends the observation that is entered; the next point takes its place."""
        self.state = EntryState()
        self._show()

    def begin_extra(self, at: dt.datetime | None = None) -> None:
        """Opens a column between the points, at a moment or at the one of its first value."""
        self.state = EntryState(extra=True, at=at)
        self._show()

    def give_up(self) -> bool:
        """Closes a column that was opened and has no value; whether there was one."""
        if self.state.observation is not None or not (self.state.extra or self.state.at is not None):
            return False
        self.close()
        return True

    def drop_what_is_over(self, *, typing: bool) -> bool:
        """Ends an observation that was taken back, or to which nothing was added for so long that a value would belong to another one.

        Not while something is typed into it that is not kept. Whether it was ended.
        """
        begun, live = self.state.observation, self.live
        if begun is None or live is None:
            return False
        part = live.log.parts.get(("observation", begun))
        most = dt.timedelta(minutes=self._desk.library.conduct.observation_open_minutes)
        if part is not None and any(one.id == begun for one in live.observations) and (typing or self._now() - entry_moment(part.entry) <= most):
            return False
        self.state = EntryState()
        return True
