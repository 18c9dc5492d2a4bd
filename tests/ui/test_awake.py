"""The system is asked to stay awake while a session runs: over a real bus where one can be started, and without harm where none is."""

import json
import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from trd_desk.ui.awake import Awake

ROOT = Path(__file__).resolve().parents[2]

# Stands for the desktop and for login1 on one bus of its own; it notes who asked for what, and who has gone.
SERVICE = """
import json, sys
from PySide6.QtCore import QCoreApplication
from PySide6.QtDBus import QDBusConnection, QDBusServiceWatcher, QDBusUnixFileDescriptor, QDBusVirtualObject

app = QCoreApplication([])
bus = QDBusConnection.sessionBus()
watch = QDBusServiceWatcher()
watch.setConnection(bus)
watch.setWatchMode(QDBusServiceWatcher.WatchModeFlag.WatchForUnregistration)

def tell(*what):
    print(json.dumps(what), flush=True)

class Service(QDBusVirtualObject):
    def introspect(self, path):
        return ""

    def handleMessage(self, message, connection):
        tell(message.interface(), message.member(), message.arguments())
        watch.addWatchedService(message.service())
        if message.interface().endswith("Manager"):
            services.append(open(sys.argv[1], "w"))
            connection.send(message.createReply(QDBusUnixFileDescriptor(services[-1].fileno())))
        else:
            connection.send(message.createReply(7))
        return True

watch.serviceUnregistered.connect(lambda name: tell("gone"))
services = []
for path, name in (("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver"), ("/org/freedesktop/login1", "org.freedesktop.login1")):
    services.append(Service())
    assert bus.registerVirtualObject(path, services[-1]) and bus.registerService(name)
tell("ready")
app.exec()
"""

CLIENT = """
import os, subprocess, sys, time
os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = os.environ["DBUS_SESSION_BUS_ADDRESS"]
service = subprocess.Popen([sys.executable, "-c", sys.argv[2], sys.argv[1]], stdout=subprocess.PIPE, text=True)
lines = [service.stdout.readline()]
from PySide6.QtCore import QCoreApplication, QTimer
from trd_desk.ui.awake import Awake

def open_files():
    links = [f"/proc/self/fd/{name}" for name in os.listdir("/proc/self/fd")]
    return [link for link in links if os.path.exists(link) and os.readlink(link) == sys.argv[1]]

app = QCoreApplication([])
awake = Awake()
began = time.monotonic()
awake.hold()
awake.hold()
waited = time.monotonic() - began

def release():
    held = len(open_files())
    awake.release()
    awake.release()
    QTimer.singleShot(300, lambda: end(held))

def end(held):
    import json
    after = len(open_files())
    service.terminate()
    lines.extend(service.stdout.readlines())
    print(json.dumps({"said": [json.loads(line) for line in lines], "held": held, "after": after, "waited": waited}))
    app.quit()

QTimer.singleShot(600, release)
app.exec()
"""


@pytest.mark.skipif(sys.platform != "linux" or shutil.which("dbus-run-session") is None, reason="needs a bus of its own")
def test_the_desktop_and_the_system_are_asked_and_let_go(tmp_path):
    command = ["dbus-run-session", "--", sys.executable, "-c", textwrap.dedent(CLIENT), str(tmp_path / "held"), textwrap.dedent(SERVICE)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, cwd=ROOT, env=environment)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    why = "A treatment session is running"
    assert told["said"][:1] == [["ready"]]
    assert sorted(told["said"][1:3]) == [
        ["org.freedesktop.ScreenSaver", "Inhibit", ["TRD Desk", why]],
        ["org.freedesktop.login1.Manager", "Inhibit", ["sleep:idle", "TRD Desk", why, "block"]],
    ], "once each, though held twice"
    assert told["said"][3:] == [["gone"], ["gone"]], "both connections are closed, so both hold no more"
    assert (told["held"], told["after"]) == (1, 0), "the file of login1 is open for as long"
    assert told["waited"] < 0.1


def test_without_a_bus_nothing_happens(qapp, monkeypatch):
    for name in ("DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS"):
        monkeypatch.setenv(name, "unix:path=/nowhere/at/all")
    awake = Awake()
    awake.release()
    awake.hold()
    assert awake.held
    awake.release()
    assert not awake.held
