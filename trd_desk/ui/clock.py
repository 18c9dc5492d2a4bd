"""The clock of the program: the wall clock read once, and from then on a clock in seconds that nobody can set.

So a computer's clock that is set forward or back changes no elapsed time: it is told, and a person decides. After a restart in the
same start of the computer the stored moments of a live session bring the same time back, whatever was done to the wall clock
meanwhile. In another start of the computer there is only the wall clock, and what does not fit is said.
"""

import datetime as dt
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from trd_desk.record.session_parts import GivenPart

# Smaller steps are those of a computer that corrects its own clock.
APART: Final = dt.timedelta(seconds=2)
# A tick that comes so much later than the one before: the computer slept, or the window was held up.
GAP: Final = 3.0
# No session is watched so long; a dose that lies further back tells of a wrong clock, or of a session that nobody closed.
FAR: Final = dt.timedelta(hours=24)


def wall_clock() -> dt.datetime:
    """What the computer's clock says, with the offset of the place."""
    return dt.datetime.now().astimezone()


def steady_clock() -> float:
    """Seconds of a clock that nobody can set and that goes on while the computer sleeps."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    return time.monotonic()


def boot_name() -> str:
    """A name of this start of the computer, within which the steady clock counts on; empty where it cannot be told."""
    try:
        if sys.platform == "linux":
            return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        if sys.platform == "darwin":
            import ctypes

            size = ctypes.c_size_t(80)
            name = ctypes.create_string_buffer(size.value)
            failed = ctypes.CDLL(None).sysctlbyname(b"kern.bootsessionuuid", name, ctypes.byref(size), None, 0)
            return "" if failed else name.value.decode("ascii")
        if sys.platform == "win32":
            import winreg

            place = r"SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters"
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, place) as key:
                return f"windows-{winreg.QueryValueEx(key, 'BootId')[0]}"
    except (OSError, ValueError, AttributeError):
        pass
    return ""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The computer's clock was set: what it says, what this clock says, and since when they differ, by this clock."""

    computer: dt.datetime
    ours: dt.datetime
    since: dt.datetime

    @property
    def ahead(self) -> dt.timedelta:
        """By how much the computer's clock is ahead of this one; negative where it is behind."""
        return self.computer - self.ours


@dataclass(frozen=True, slots=True)
class Doubt:
    """A stored moment that the clock cannot be right with: it lies ahead, or so far back that nobody is watched so long."""

    kind: Literal["ahead", "far"]
    stored: dt.datetime
    now: dt.datetime


class SessionClock(QObject):
    """Tells the time for everything that counts minutes. `wall`, `steady` and `boot` are the clocks of the computer.

    Signals:
        second_passed(object): the moment, in whole seconds, once a second while it is started.
        resumed(float): a second came late, after so many seconds: the computer has slept, or was held up. Before its second_passed.
        agreement_changed(): the computer's clock was set and now disagrees, or agrees again.
    """

    second_passed = Signal(object)
    resumed = Signal(float)
    agreement_changed = Signal()

    def __init__(
        self,
        wall: Callable[[], dt.datetime] = wall_clock,
        steady: Callable[[], float] = steady_clock,
        boot: Callable[[], str] = boot_name,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._wall, self._steady, self._boot = wall, steady, boot
        self._anchor, self._anchored_at = wall().astimezone(dt.UTC), steady()
        # What was stored before a person chose the computer's clock is not counted from again.
        self._accepted_at: float | None = None
        self._apart_since: dt.datetime | None = None
        self.doubt: Doubt | None = None
        self._last = self._anchored_at
        self._timer: QTimer | None = None

    @classmethod
    def told_by(cls, tell: Callable[[], dt.datetime], parent: QObject | None = None) -> "SessionClock":
        """A clock that says what `tell` says, for simulations and tests."""
        return cls(tell, lambda: tell().timestamp(), lambda: "", parent)

    # The time

    def now(self) -> dt.datetime:
        """This moment, on the clock of the place."""
        passed = dt.timedelta(seconds=self._steady() - self._anchored_at)
        return (self._anchor + passed).astimezone(self._wall().tzinfo)

    def steady(self) -> float:
        """The steady clock, in seconds."""
        return self._steady()

    def steady_at(self, moment: dt.datetime) -> float:
        """What the steady clock said at a moment, to be stored beside it; to the millisecond."""
        return round(self._steady() - (self.now() - moment).total_seconds(), 3)

    def boot(self) -> str:
        """The name of this start of the computer; empty where it cannot be told."""
        return self._boot()

    # Agreement with the computer's clock

    def disagreement(self) -> Disagreement | None:
        """How the computer's clock and this one differ, None while they do not."""
        computer, ours = self._wall(), self.now()
        if abs(computer - ours) <= APART:
            return None
        return Disagreement(computer, ours, self._apart_since or ours)

    def accept_wall(self) -> None:
        """Takes the time of the computer's clock from now on: a person's act, because it changes every elapsed time."""
        self._anchor, self._anchored_at = self._wall().astimezone(dt.UTC), self._steady()
        self._accepted_at = self._anchored_at
        self._watch_wall()

    def _watch_wall(self) -> None:
        apart = self.disagreement() is not None
        if apart != (self._apart_since is not None):
            self._apart_since = self.now() if apart else None
            self.agreement_changed.emit()

    # After a restart

    def resume_from(self, given: Iterable["GivenPart"]) -> Doubt | None:
        """Goes on from the stored moments of the live sessions, the latest of this start of the computer; gives what does not fit.

        In another start of the computer, or where it cannot be told, the clock stays as it is.
        """
        parts = list(given)
        boot, steady = self._boot(), self._steady()
        own = [(part.steady, part.at) for part in parts if part.steady is not None and boot and part.boot == boot]
        usable = [one for one in own if one[0] <= steady and (self._accepted_at is None or one[0] > self._accepted_at)]
        if usable:
            stored, at = max(usable)
            self._anchor, self._anchored_at = at.astimezone(dt.UTC), stored
            self._watch_wall()
        self.doubt = self._doubt(parts)
        return self.doubt

    def _doubt(self, parts: list["GivenPart"]) -> Doubt | None:
        now = self.now()
        moments = sorted(part.at for part in parts)
        if moments and moments[-1] - now > APART:
            return Doubt("ahead", moments[-1], now)
        if moments and now - moments[0] > FAR:
            return Doubt("far", moments[0], now)
        return None

    # The seconds

    def start(self) -> None:
        """Tells each second from now on."""
        if self._timer is None:
            from PySide6.QtCore import Qt

            self._timer = QTimer(self)
            self._timer.setSingleShot(True)
            self._timer.setTimerType(Qt.TimerType.PreciseTimer)
            self._timer.timeout.connect(self._second)
        self._last = self._steady()
        self._wait()

    def stop(self) -> None:
        """Tells no seconds any more."""
        if self._timer is not None:
            self._timer.stop()

    @property
    def ticks(self) -> bool:
        """Whether it tells the seconds."""
        return self._timer is not None and self._timer.isActive()

    def tick(self) -> None:
        """Tells this second, and what has happened since the one before."""
        steady = self._steady()
        gap, self._last = steady - self._last, steady
        self._watch_wall()
        if gap > GAP:
            self.resumed.emit(gap)
        self.second_passed.emit(self.now().replace(microsecond=0))

    def _second(self) -> None:
        # Armed first: whatever goes wrong in what listens, the next second comes.
        self._wait()
        self.tick()

    def _wait(self) -> None:
        if self._timer is not None:
            # A millisecond past the whole second, never before it.
            self._timer.start((1_000_000 - self.now().microsecond) // 1000 + 1)
