"""Work that takes longer than a blink, away from the thread that draws: unlocking, loading the content."""

import threading
from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

# The threads that have not come to their end, each with what tells it to stop; only the thread that draws adds to them.
_under_way: Final[list[tuple[threading.Thread, threading.Event]]] = []


class Work(QObject):
    """One piece of work in a thread of its own; the signals arrive in the thread that made it.

    The window may be gone when the work ends: then nobody is told. Long work looks at `stop` now and then, which is set when the person
    wants it no more, and when the record is to be closed.

    Signals:
        done(object): what the work gave.
        failed(object): the exception that ended it.
    """

    done = Signal(object)
    failed = Signal(object)

    def __init__(self, work: Callable[[], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self.stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="trd-desk work", daemon=True)

    def start(self) -> None:
        """Begins."""
        _under_way[:] = [each for each in _under_way if each[0].is_alive()]
        self._thread.start()
        _under_way.append((self._thread, self.stop))

    def wait(self) -> None:
        """Waits for the end of the work; its signal may still be under way."""
        self._thread.join()

    def _run(self) -> None:
        try:
            result = self._work()
        except Exception as fault:  # noqa: BLE001  (handed on to the drawing thread, which tells or reports it)
            self._tell("failed", fault)
        else:
            self._tell("done", result)

    def _tell(self, signal: str, what: object) -> None:
        try:
            getattr(self, signal).emit(what)
        except RuntimeError:
            # Deleted with its window, maybe between any two instructions; everything else is a defect.
            if isValid(self):
                raise


def wait_for_all() -> None:
    """Stops long work and waits for the end of every work: before a record is closed, and before the program ends."""
    for _thread, stop in _under_way:
        stop.set()
    while _under_way:
        _under_way.pop()[0].join()
