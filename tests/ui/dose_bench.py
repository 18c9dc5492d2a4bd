"""A treatment day in a real record, shown in the real part Dose at a clock that a test turns."""

import datetime as dt
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent.parent / "written"))
from days import PASSING, PERSON, Day, at, checked_day, iso
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from trd_desk.interchange.practice_people import add_people
from trd_desk.record.entries import CLINIC, Draft, new_id
from trd_desk.record.people import find
from trd_desk.store.record import Record
from trd_desk.ui.desk import Desk
from trd_desk.ui.pages.session_dose_check import CheckTyped
from trd_desk.ui.pages.sessions import SessionsPage
from trd_desk.ui.widgets.sign import Signed

GIVER = "J. Marsh"
SECOND = "A. Lindgren"


class Bench:
    """One patient with the session s1 at 10:10 of the day, J. Marsh at the keyboard, Dr K. Osei who planned."""

    def __init__(self, qtbot, theme, library, folder, day, clock="10:10"):
        self.time = at("10:03")
        self.record = Record.create_practice(folder / "clinic.trd", clock=lambda: self.time)
        add_people(self.record)
        self.key = day.write(self.record, by="Dr K. Osei")
        self.time = at(clock)
        self.desk = Desk(self.record, clock=lambda: self.time, library=lambda: library)
        self.desk.ask_reason = lambda _title: "typing mistake"
        self.failed = []
        self.desk.save_failed.connect(self.failed.append)
        self.page = SessionsPage(self.desk, theme)
        qtbot.addWidget(self.page)
        self.page.resize(1280, 900)
        self.desk.patient_changed.connect(self.page.refresh)
        self.desk.open_patient(self.key)
        self.page.show_session("s1", "dose")
        with qtbot.waitActive(self.page):
            self.page.show()
            self.page.activateWindow()
        self.tab = self.page._part("dose")
        self.wanted = []
        self.tab.tab_wanted.connect(self.wanted.append)
        self.acts = []
        self.tab.ask_signature = self.sign
        self.signer = SECOND

    def close(self):
        self.page.hide()
        self.desk.clock.stop()
        self.record.close()

    def sign(self, act, exclude):
        self.acts.append((act, tuple(exclude)))
        return None if self.signer is None else Signed(find(self.record.people(), self.signer))

    def at(self, clock):
        """Turns the clock, as the seconds would."""
        self.time = at(clock)
        self.page._tick(self.time)
        return self

    @property
    def log(self):
        return self.desk.patient.sessions["s1"]

    def value(self, kind, part=""):
        return self.desk.patient.value(kind, f"s1/{part}" if part else "s1")

    def lines(self):
        return [(one.line.movement, one.line.amount, one.line.batch) for one in self.desk.register().lines]

    def receive(self, **said):
        line = {
            "at": iso("08:00"), "product": "esketamine_in", "form": "device 28 mg", "unit": "devices", "movement": "received", "amount": 12,
            "batch": "22AG417", "expires": "2027-08-31", "by": GIVER,
        }  # fmt: skip
        self.record.append([Draft(CLINIC, "register", new_id(), {**line, **said})], by=GIVER, content_version="2026.11")
        self.desk._register = None

    def check(self, mg=84, devices=3):
        """Lets A. Lindgren work the dose out."""
        self.tab.ask_check = lambda _question: CheckTyped(mg, devices)
        self.tab.giving.check.button.click()

    def batch(self, number="22AG417", expires=dt.date(2027, 8, 31)):
        """Writes the batch down."""
        self.tab.giving.batch_given.emit(self.tab.giving.batch, number)
        if expires is not None:
            self.tab.giving.expiry_given.emit(self.tab.giving.expires, expires)


def words(widget):
    """What a person reads on a widget, with ordinary spaces."""
    QApplication.processEvents()  # what was added to a layout is shown with the next event
    found = []
    for child in widget.findChildren(QWidget):
        if isinstance(child, QLabel | QAbstractButton) and child.isVisibleTo(widget):
            rich = isinstance(child, QLabel) and child.textFormat() == Qt.TextFormat.RichText
            found.append(child.accessibleName() if rich else child.text())
    return " | ".join(text for text in found if text).replace("\u00a0", " ")


def unchecked_day(product="esketamine_in", dose=84, **plan):
    """A day on which nothing is answered yet."""
    return Day(product, dose, facts=PERSON, **{"first": False, "week": 6, **plan})


__all__ = ["GIVER", "PASSING", "PERSON", "SECOND", "Bench", "CheckTyped", "Day", "at", "checked_day", "iso", "unchecked_day", "words"]
