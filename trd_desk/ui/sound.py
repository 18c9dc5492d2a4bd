"""The alarm tones: played by what the computer has, repeated while something calls, and tried aloud by a person each day.

A tone is a WAV file of `resources/sounds` (made by `ui.make_sounds`) that is handed to the system's own player: winsound on Windows,
afplay on macOS, pw-play, paplay or aplay on Linux, as a child process without a shell. Nothing waits for it. Where there is no
player, or every one of them failed, the system's beep is the last resort, and the program says that there is no sound.
"""

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Any, Final, Literal

from PySide6.QtCore import QObject, QProcess, Signal
from PySide6.QtWidgets import QApplication

from trd_desk.paths import resources
from trd_desk.record.entries import CLINIC

if TYPE_CHECKING:
    import datetime as dt

    from trd_desk.engine.standing import Call, Standing
    from trd_desk.ui.board import Board
    from trd_desk.ui.desk import Desk

Tone = Literal["red", "call"]
Heard = Literal["not_tried", "heard", "not_heard"]
Command = tuple[str, ...]

# A player that is still at a tone after so many seconds hangs.
_LONGEST: Final = 4.0
_PLAYERS: Final[tuple[Command, ...]] = (("pw-play",), ("paplay",), ("aplay", "-q"))


def system_players() -> tuple[Command, ...]:
    """The players of this computer, the best first; empty where there is none, and where no screen is shown to anybody."""
    if sys.platform == "win32":
        return ()
    if QApplication.platformName() in ("offscreen", "minimal"):
        return ()
    if sys.platform == "darwin":
        return (("/usr/bin/afplay",),)
    found = ((which(name), rest) for name, *rest in _PLAYERS)
    return tuple((path, *rest) for path, rest in found if path is not None)


class Speaker(QObject):
    """Plays a tone, one at a time. `players` are commands that take a WAV file as their last word.

    Signals:
        lost(): the last player has failed; from now on there is only the beep.
    """

    lost = Signal()

    def __init__(self, players: Sequence[Command] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._players = list(system_players() if players is None else players)
        self._windows = players is None and sys.platform == "win32"
        self._process: QProcess | None = None
        self._file = Path()
        self._began = 0.0

    @property
    def found(self) -> bool:
        """Whether there is something that plays tones."""
        return self._windows or bool(self._players)

    def play(self, tone: Tone) -> None:
        """Begins a tone and does not wait for it."""
        self._file = resources() / "sounds" / f"{tone}.wav"
        if self._windows:
            self._play_on_windows()
        elif self._process is not None:
            hangs = time.monotonic() - self._began > _LONGEST
            self._break_off(self._process)
            if hangs:
                self._try_next()
            else:
                self._begin()
        else:
            self._begin()

    def _begin(self) -> None:
        if not self._players:
            QApplication.beep()
            return
        program, *words = self._players[0]
        process = QProcess(self)
        process.setStandardOutputFile(QProcess.nullDevice())
        process.setStandardErrorFile(QProcess.nullDevice())
        process.finished.connect(lambda code, status: self._ended(process, failed=code != 0 or status != QProcess.ExitStatus.NormalExit))
        process.errorOccurred.connect(
            lambda error: self._ended(process, failed=True) if error == QProcess.ProcessError.FailedToStart else None
        )
        self._process, self._began = process, time.monotonic()
        process.start(program, [*words, str(self._file)])

    def _ended(self, process: QProcess, *, failed: bool) -> None:
        if process is not self._process:
            return
        self._process = None
        process.deleteLater()
        if failed:
            self._try_next()

    def _break_off(self, process: QProcess) -> None:
        self._process = None
        process.finished.connect(process.deleteLater)
        process.kill()

    def _try_next(self) -> None:
        if self._players:
            del self._players[0]
        if not self._players:
            self.lost.emit()
        self._begin()

    def _play_on_windows(self) -> None:
        if sys.platform == "win32":
            import winsound

            try:
                winsound.PlaySound(str(self._file), winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT)
            except RuntimeError:
                self._windows = False
                self.lost.emit()
                QApplication.beep()

    def close(self) -> None:
        """Ends a tone that is being played."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.waitForFinished(1000)


class AlarmSound(QObject):
    """Sounds while something calls on the board: red often, everything else now and then, until it is acknowledged for a while.

    Signals:
        changed(): whether there is sound here, or whether somebody has heard it today, is another than before.
    """

    changed = Signal()

    def __init__(self, desk: "Desk", board: "Board", speaker: Speaker | None = None) -> None:
        super().__init__(board)
        self._desk, self._board = desk, board
        self.speaker = speaker or Speaker()
        self.speaker.setParent(self)
        self.speaker.lost.connect(self.changed)
        self._last: dict[Tone, float] = {}
        self._day = ""
        self._heard: Heard = "not_tried"
        board.alarm_raised.connect(self._raised)
        board.point_due.connect(self._raised)
        board.wait_over.connect(lambda _session: self.speaker.play("call"))
        desk.second_passed.connect(self.consider)
        desk.clinic_changed.connect(self.look)
        desk.caught_up.connect(self.look)

    # Whether it can be heard

    @property
    def heard(self) -> Heard:
        """Whether somebody has tried the sound today, and heard it."""
        if self._day != self._today():
            self.look()
        return self._heard

    @property
    def absent(self) -> bool:
        """Whether alarms have no sound here, as far as is known."""
        return not self.speaker.found or self.heard == "not_heard"

    def _today(self) -> str:
        return self._desk.today().isoformat()

    def look(self) -> None:
        """Reads again what was said of the sound today."""
        from trd_desk.errors import StoreError

        before, self._day = self._heard, self._today()
        try:
            said = [entry.value for entry in self._desk.record.entries_of_kind(CLINIC, "sound_check") if entry.key == self._day]
        except StoreError:
            return
        self._heard = _heard(said[-1]) if said else "not_tried"
        if self._heard != before:
            self.changed.emit()

    def try_aloud(self) -> None:
        """Plays both tones, one after the other, for a person who listens."""
        from PySide6.QtCore import QTimer

        self.speaker.play("call")
        QTimer.singleShot(1500, self, lambda: self.speaker.play("red"))

    def answer(self, *, heard: bool) -> bool:
        """Keeps whether a person has heard it; False when that was not saved, which was said."""
        from trd_desk.record.session_parts import moment_text

        return self._desk.clinic_answers([("sound_check", self._today(), {"heard": heard, "at": moment_text(self._desk.now())})])

    # Sounding

    def _raised(self, called: Any) -> None:
        """Something new calls: it sounds at once."""
        standing: Standing = called.standing
        tone = tone_of(standing.call)
        if standing.sounds(self._desk.now()) and not (tone == "call" and "red" in self._sounding()):
            self._play(tone)

    def consider(self, now: "dt.datetime") -> None:
        """Sounds again where it is time; called each second."""
        del now
        calls = self._sounding()
        if not calls:
            return
        tone = tone_of("red" if "red" in calls else "amber")
        conduct = self._desk.library.conduct
        every = conduct.red_sound_seconds if tone == "red" else conduct.call_sound_seconds
        last = self._last.get(tone)
        if last is None or self._desk.clock.steady() - last >= every - 0.1:
            self._play(tone)

    def _sounding(self) -> "set[Call]":
        now = self._desk.now()
        return {standing.call for standing in self._board.standing() if standing.sounds(now)}

    def _play(self, tone: Tone) -> None:
        self._last[tone] = self._desk.clock.steady()
        self.speaker.play(tone)


def tone_of(call: "Call") -> Tone:
    """The tone of a call."""
    return "red" if call == "red" else "call"


def _heard(value: Any) -> Heard:
    said = value.get("heard") if isinstance(value, dict) else None
    return "heard" if said is True else "not_heard" if said is False else "not_tried"
