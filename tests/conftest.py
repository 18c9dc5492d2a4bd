"""What every test rests on: no window on the screen, no file in the home, the same examples each time, nothing left running."""

import gc
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "same each time", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("same each time")


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory, monkeypatch):
    """No test reads or writes the real data, settings or home of whoever runs it."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home / name.lower()))
    return home


KNOWN = pytest.StashKey[dict[int, str]]()  # what an earlier test has failed for already


def running() -> dict[int, str]:
    """Timers that tick, threads that run and windows that are shown, by the address of the Python object."""
    from PySide6.QtCore import QThread, QTimer
    from PySide6.QtWidgets import QApplication
    from shiboken6 import Shiboken

    found = {
        id(window): f"a window is still shown: {type(window).__name__} {window.objectName()!r}"
        for window in QApplication.topLevelWidgets()
        if window.isVisible()
    }
    ours: dict[type, bool] = {}
    for thing in gc.get_objects():
        kind = type(thing)  # isinstance would ask proxies, some of which point at nothing any more
        if kind not in ours:
            ours[kind] = issubclass(kind, (QTimer, QThread))
        if not ours[kind] or not Shiboken.isValid(thing):
            continue
        if issubclass(kind, QTimer) and thing.isActive():
            found[id(thing)] = f"a timer still ticks every {thing.interval()} ms: {thing.objectName()!r} of {thing.parent()!r}"
        elif issubclass(kind, QThread) and thing.isRunning() and thing is not QThread.currentThread():
            found[id(thing)] = f"a thread still runs: {thing!r}"
    return found


@pytest.fixture(autouse=True)
def nothing_left_running(request):
    """Fails a test that leaves a timer, a thread or a window behind, because the next test would meet it."""
    yield
    if "qapp" not in request.fixturenames:
        return
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    known = request.session.stash.setdefault(KNOWN, {})
    found = running()
    if found.keys() - known.keys():
        gc.collect()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        found = running()
    left = [text for key, text in found.items() if key not in known]
    request.session.stash[KNOWN] = found
    assert not left, "; ".join(left)
