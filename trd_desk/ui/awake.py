"""Asks the system neither to sleep nor to blank the screen while a session runs; where it cannot be asked, that is no fault.

Linux: org.freedesktop.ScreenSaver on the session bus and login1 on the system bus, where there is a bus. macOS: caffeinate as a child
process. Windows: SetThreadExecutionState. Nothing here waits for an answer.
"""

import os
import sys
from typing import Any

from PySide6.QtCore import QObject, QProcess

from trd_desk.i18n import _

_SAVER = ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver")
_LOGIN = ("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager")
_PROGRAM = "TRD Desk"


class Awake(QObject):
    """Keeps the computer awake between `hold` and `release`; each may be called again without harm."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.held = False
        self._process: QProcess | None = None
        self._connections: list[str] = []
        self._watchers: list[Any] = []
        self._answers: list[Any] = []

    def hold(self) -> None:
        """Asks the system to stay awake from now on."""
        if self.held:
            return
        self.held = True
        if sys.platform == "win32":
            import ctypes

            # ES_CONTINUOUS | ES_SYSTEM_REQUIRED | ES_DISPLAY_REQUIRED
            ctypes.windll.kernel32.SetThreadExecutionState(0x80000000 | 0x1 | 0x2)
        elif sys.platform == "darwin":
            self._process = QProcess(self)
            self._process.start("/usr/bin/caffeinate", ["-d", "-i", "-w", str(os.getpid())])
        else:
            self._hold_by_bus()

    def release(self) -> None:
        """Lets the system sleep again."""
        if not self.held:
            return
        self.held = False
        if sys.platform == "win32":
            import ctypes

            ctypes.windll.kernel32.SetThreadExecutionState(0x80000000)
        elif self._process is not None:
            self._process.kill()
            self._process.waitForFinished(1000)
            self._process = None
        else:
            self._release_by_bus()

    # Linux

    def _hold_by_bus(self) -> None:
        """Over connections of its own: what was asked holds until they are closed, also by the end of the program."""
        why = _("A treatment session is running")
        self._ask("SessionBus", _SAVER, [_PROGRAM, why])
        self._ask("SystemBus", _LOGIN, ["sleep:idle", _PROGRAM, why, "block"])

    def _ask(self, bus: str, place: tuple[str, str, str], words: list[str]) -> None:
        try:
            from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher
        except ImportError:
            return
        name = f"trd-desk-awake-{bus}-{id(self)}"
        connection = QDBusConnection.connectToBus(QDBusConnection.BusType[bus], name)
        self._connections.append(name)
        if not connection.isConnected():
            return
        message = QDBusMessage.createMethodCall(*place, "Inhibit")
        message.setArguments(words)
        watcher = QDBusPendingCallWatcher(connection.asyncCall(message), self)
        # The answer of login1 is an open file: the system stays awake as long as it is open.
        watcher.finished.connect(lambda: self._answers.append(watcher.reply()) if self.held else None)
        self._watchers.append(watcher)

    def _release_by_bus(self) -> None:
        if not self._connections:
            return
        from PySide6.QtDBus import QDBusConnection

        for watcher in self._watchers:
            watcher.deleteLater()
        self._watchers.clear()
        self._answers.clear()
        for name in self._connections:
            QDBusConnection.disconnectFromBus(name)
        self._connections.clear()
