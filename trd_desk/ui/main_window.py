"""The main window: made before a record is open, given its desk, its keys and its parts; locked, and closed."""

from functools import partial
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from trd_desk.errors import StoreError
from trd_desk.i18n import _
from trd_desk.ui.window_pages import PAGE_OF, PAGES, PagedWindow

if TYPE_CHECKING:
    from collections.abc import Callable

    from trd_desk.ui.desk import Desk
    from trd_desk.ui.widgets.layout import Page

__all__ = ["PAGES", "PAGE_OF", "MainWindow"]


class MainWindow(PagedWindow):
    """The frame. It is painted before a record is open; `attach` gives it the desk.

    Signals: those of PagedWindow.
    """

    # The first paint

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            # After the paint has reached the screen, not within it.
            QTimer.singleShot(0, self.first_painted.emit)

    # Another window

    def changeEvent(self, event: QEvent) -> None:
        """Shows what another window has written, as soon as this one is used again."""
        super().changeEvent(event)
        if self.status is not None and event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            # After the focus has come back, so that what is being typed is known as such.
            QTimer.singleShot(0, self.catch_up)

    def catch_up(self) -> None:
        """Shows what another window has written meanwhile, and says so."""
        if self.desk is None or self.status is None:
            return
        try:
            self.desk.catch_up()
        except StoreError as fault:
            self.status.say_refused(str(fault))

    def _caught_up(self) -> None:
        if self.desk is None or self.status is None:
            return
        if self.desk.patient is None and self._patients is not None:
            self._patients.refresh()
        self.status.say(_("Another window has written to this record; what it wrote is shown"))

    # Before a record is open

    def show_before(self, page: QWidget) -> None:
        """Shows the page that stands before the record: unlock or first run."""
        self.detach()
        self._before = page
        self.rail.hide()
        self.strip.hide()
        self.setWindowTitle(_("TRD Desk"))
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        cast("Any", page).focus_first()
        QTimer.singleShot(0, self.usable.emit)

    def detach(self) -> None:
        """Takes away every page and the desk; nothing about a patient stays in the window."""
        if self.desk is None and self._before is None:
            return
        from PySide6.QtCore import Qt
        from PySide6.QtGui import QShortcut

        self.desk = None
        if self.today is not None:
            self.today.stop()
            self.today.deleteLater()
            self.today = None
        self._pages.clear()
        self._patients = self._settings = self._register = self._library = self._before = None
        while self.stack.count():
            page = self.stack.widget(0)
            if page is not None:
                self.stack.removeWidget(page)
                page.deleteLater()
        for part in (self.header, self.steps, self.status):
            if part is not None:
                self._right.removeWidget(part)
                part.hide()
                part.deleteLater()
        self.header = self.steps = self.status = None
        for shortcut in self.findChildren(QShortcut, options=Qt.FindChildOption.FindDirectChildrenOnly):
            shortcut.deleteLater()

    # With a record

    def attach(self, desk: "Desk") -> None:
        """Shows the patients of the desk's record; what only an open patient needs comes after the list."""
        from PySide6.QtCore import Qt

        from trd_desk.ui.pages.patients import PatientsPage

        self.detach()
        self.rail.furnish(lock=not desk.practice)
        self.strip.furnish()
        self.desk = desk
        self.setWindowTitle(_("TRD Desk, PRACTICE") if desk.practice else _("TRD Desk"))
        self.strip.setVisible(desk.practice)
        self.rail.show()
        self.rail.show_place("patients")
        page = PatientsPage(desk, self.theme)
        self._patients = page
        page.opened.connect(self.open_patient)
        page.patient_near.connect(self.patient_near)
        page.filled.connect(self._list_filled, Qt.ConnectionType.SingleShotConnection)
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        page.focus_first()
        if page.model.rowCount() == 0:
            QTimer.singleShot(0, self._list_filled)

    def _list_filled(self) -> None:
        QTimer.singleShot(0, self._finish)

    def _finish(self) -> None:
        if self.desk is None:
            return
        self.usable.emit()
        QTimer.singleShot(0, self._complete)

    def _complete(self) -> None:
        """Builds what the list does not need: header, steps, status, keys, focus ring."""
        if self.desk is None or self.status is not None:
            return
        from PySide6.QtCore import Qt
        from PySide6.QtGui import QKeySequence, QShortcut

        from trd_desk.ui.frame.patient_header import PatientHeader, StepsRow
        from trd_desk.ui.frame.status_row import StatusRow
        from trd_desk.ui.frame.today_frame import TodayFrame
        from trd_desk.ui.widgets.reason import ask_reason

        desk = self.desk
        self.header, self.steps = PatientHeader(self.theme), StepsRow(self.theme)
        self.header.hide()
        self.steps.hide()
        self._right.insertWidget(0, self.header)
        self._right.insertWidget(1, self.steps)
        self.status = StatusRow(self.theme)
        self._right.addWidget(self.status)
        self.status.say(_("Every answer is saved when it is given"))
        self._say_who()
        self.steps.chosen.connect(self.show_step)
        self.header.alert_followed.connect(lambda: self.show_step("safety"))
        self.header.crisis_followed.connect(lambda: self.show_step("outcomes"))
        self.status.undo_wanted.connect(self.undo)
        self.status.find_wanted.connect(self.open_finder)
        self.status.who_wanted.connect(self.change_person)
        desk.person_changed.connect(self._say_who)
        desk.person_changed.connect(self._patient_changed)
        self.rail.chosen.connect(self._go, Qt.ConnectionType.UniqueConnection)
        self.today = TodayFrame(self, desk)
        desk.patient_changed.connect(self._patient_changed)
        desk.saved.connect(self.status.say_saved)
        desk.undone.connect(self.status.say)
        desk.save_failed.connect(self.status.say_refused)
        desk.caught_up.connect(self._caught_up)
        desk.ask_reason = lambda title: ask_reason(self.theme, self, title)
        deeds: dict[str, Callable[[], None]] = {
            "Ctrl+K": self.open_finder,
            "Ctrl+L": self.lock,
            "Ctrl+Z": self.undo,
            "F6": partial(self.next_area, 1),
            "Shift+F6": partial(self.next_area, -1),
        }
        deeds |= {f"Ctrl+{place}": partial(self.show_step, step) for place, step in enumerate(PAGES, 1)}
        for key, deed in deeds.items():
            QShortcut(QKeySequence(key), self, deed)

    def _go(self, name: str) -> None:
        if name == "today" and self.today is not None:
            self.today.show()
        elif name == "patients":
            self.show_patients()
        elif name == "library":
            self.show_library()
        elif name == "settings":
            self.show_settings()
        elif name == "find":
            self.open_finder()
        elif name == "lock":
            self.lock()

    # Keys

    def change_person(self) -> None:
        """Asks who is working from now on; the open patient stays. In a record that names nobody, leads to where people are named."""
        if self.desk is None or not self.settle():
            return
        people = self.desk.record.people()
        if not any(person.active for person in people):
            self.show_settings()
            cast("Page", self._settings).focus_field("people.name_yourself")
            return
        from trd_desk.ui.widgets.sign import Act, ask_signature

        says = _("What is answered from now on is answered in this name. The patient who is open stays open.")
        act = Act("work", _("Who is working?"), says, done=_("Work here"))
        signed = ask_signature(self.theme, self, self.desk.record, act, people=people)
        if signed is not None and self.desk is not None:
            self.desk.work_as(signed.person)

    def undo(self) -> None:
        """Undoes the last entry of this sitting; the status names it."""
        if self.desk is not None:
            self.desk.undo_last()

    def open_finder(self) -> None:
        """Opens the palette of patients and actions."""
        if self.desk is None:
            return
        from trd_desk.ui.finder import open_finder

        open_finder(self, self.desk)

    def new_patient(self) -> None:
        """Shows the list with the form for a new patient."""
        self.show_patients()
        if self._patients is not None and self.stack.currentWidget() is self._patients:
            self._patients.show_new_patient()

    def lock(self) -> None:
        """Asks for the record to be locked, once what is typed is saved; the practice clinic has nothing to lock.

        While sessions run everything stays open behind the locked view, what is typed as well, so nothing keeps it from being locked.
        """
        if self.desk is None or self.desk.practice:
            return
        if (self.today is not None and self.today.board.live) or self.settle():
            self.lock_wanted.emit()

    def next_area(self, step: int) -> None:
        """Moves the keyboard to the next part of the window: rail, header, steps, page, status."""
        from PySide6.QtCore import Qt

        parts = [self.rail, self.header, self.steps, self.stack.currentWidget(), self.status]
        areas = [part for part in parts if part is not None and part.isVisible()]
        focus = QApplication.focusWidget()
        here = next((i for i, area in enumerate(areas) if focus is not None and (area is focus or area.isAncestorOf(focus))), -1)
        for distance in range(1, len(areas) + 1):
            area = areas[(here + step * distance) % len(areas)]
            if area is self.stack.currentWidget():
                cast("Any", area).focus_first()
                return
            for child in area.findChildren(QWidget):
                if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisible() and child.isEnabled():
                    child.setFocus(Qt.FocusReason.TabFocusReason)
                    return

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.today is not None and self.today.cover.page is not None and self.today.cover.page.keeps_open():
            event.ignore()
            return
        # What is still being typed is committed by taking the focus away; what cannot be kept keeps the window open.
        focus = QApplication.focusWidget()
        if focus is not None:
            focus.clearFocus()
        if not self.settle():
            if self.today is not None and self.today.cover.page is not None:
                self.today.cover.page.message.say(_("Something typed is not saved yet, so the window stays open. Unlock it first."))
            event.ignore()
            return
        super().closeEvent(event)
