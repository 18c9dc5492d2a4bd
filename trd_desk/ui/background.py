"""Work that takes longer than a blink, away from the thread that draws: unlocking, loading the content."""

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal


class Work(QObject):
    """One piece of work in a thread of its own; the signals arrive in the thread that made it.

    Signals:
        done(object): what the work gave.
        failed(object): the exception that ended it.
    """

    done = Signal(object)
    failed = Signal(object)

    def __init__(self, work: Callable[[], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._thread = threading.Thread(target=self._run, name="trd-desk work", daemon=True)

    def start(self) -> None:
        """Begins."""
        self._thread.start()

    def wait(self) -> None:
        """Waits for the end of the work; its signal may still be under way."""
        self._thread.join()

    def _run(self) -> None:
        try:
            result = self._work()
        except Exception as fault:  # noqa: BLE001  (handed on to the drawing thread, which tells or reports it)
            self.failed.emit(fault)
        else:
            self.done.emit(result)
