"""The main window: the frame around every page, and which page is shown."""

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, cast

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from trd_desk.errors import StoreError
from trd_desk.i18n import _
from trd_desk.ui import tokens
from trd_desk.ui.frame.rail import PracticeStrip, Rail
from trd_desk.ui.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from trd_desk.ui.desk import Desk
    from trd_desk.ui.frame.patient_header import PatientHeader, StepsRow
    from trd_desk.ui.frame.status_row import StatusRow
    from trd_desk.ui.frame.today_frame import TodayFrame
    from trd_desk.ui.pages.patients import PatientsPage
    from trd_desk.ui.pages.sessions import SessionsPage
    from trd_desk.ui.preferences import Preferences
    from trd_desk.ui.widgets.fields import Field
    from trd_desk.ui.widgets.layout import Page

# The steps of the open patient, in order: id → the page, made when it is first shown.
PAGES: Final = {
    "history": "trd_desk.ui.pages.history:HistoryPage",
    "definitions": "trd_desk.ui.pages.definitions:DefinitionsPage",
    "pathways": "trd_desk.ui.pages.pathways:PathwaysPage",
    "safety": "trd_desk.ui.pages.safety:SafetyPage",
    "sessions": "trd_desk.ui.pages.sessions:SessionsPage",
    "documents": "trd_desk.ui.pages.documents:DocumentsPage",
}
PAGE_OF: Final = {
    # Which page holds the field of a path, by the path's first word; everything else is entered under History.
    "conditions": "safety",
    "condition": "safety",
    "medications": "safety",
    "medication": "safety",
    "medications_reviewed": "safety",
    "workup": "safety",
    "pseudo_check": "safety",
    "pseudo_checks": "safety",
    "safety": "safety",
    "pathways": "pathways",
    "definitions": "definitions",
    "documents": "documents",
    "sessions": "sessions",
}


# What a window manager adds above the window, in pixels; generous, for it cannot be asked before the window is shown.
TITLE_BAR: Final = 40


class MainWindow(QMainWindow):
    """The frame. It is painted before a record is open; `attach` gives it the desk.

    Signals:
        first_painted(): the window was painted for the first time.
        usable(): the patient list is filled and takes keys, or the page before the record takes them.
        patient_near(): somebody seems about to open a patient.
        lock_wanted(): the record is to be locked.
        preferences_changed(object): the new Preferences, already in force.
    """

    first_painted = Signal()
    usable = Signal()
    patient_near = Signal()
    lock_wanted = Signal()
    preferences_changed = Signal(object)
    # Asked by Qt's events while the window is still being made.
    status: "StatusRow | None" = None

    def __init__(self, theme: Theme, *, practice: bool = False) -> None:
        super().__init__()
        self.theme = theme
        self.desk: Desk | None = None
        self._was_painted = False
        self._pages: dict[str, Page] = {}
        self._patients: PatientsPage | None = None
        self._settings: Page | None = None
        self._register: Page | None = None
        self._before: QWidget | None = None
        self.setWindowTitle(_("TRD Desk, PRACTICE") if practice else _("TRD Desk"))
        self.setMinimumSize(*tokens.SIZE["window_min"])
        self._fit_screen()
        ground = QWidget()
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.strip = PracticeStrip(theme)
        self.strip.setVisible(practice)
        column.addWidget(self.strip)
        row = QHBoxLayout()
        row.setSpacing(0)
        column.addLayout(row, 1)
        self.rail = Rail(theme)
        self.rail.setVisible(practice)
        row.addWidget(self.rail)
        self._right = QVBoxLayout()
        self._right.setSpacing(0)
        row.addLayout(self._right, 1)
        self.stack = QStackedWidget()
        self._right.addWidget(self.stack, 1)
        self.setCentralWidget(ground)
        self.header: PatientHeader | None = None
        self.steps: StepsRow | None = None
        self.today: TodayFrame | None = None

    def _fit_screen(self) -> None:
        """1366 × 768 where the screen has it to spare; never so high that the frame of the window pushes the status row off it."""
        area = self.screen().availableGeometry()
        self.resize(min(1366, area.width()), min(768, area.height() - TITLE_BAR))

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
        self._patients = self._settings = self._register = self._before = None
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
        self.status.undo_wanted.connect(self.undo)
        self.status.find_wanted.connect(self.open_finder)
        self.status.who_wanted.connect(self.change_person)
        desk.person_changed.connect(self._say_who)
        desk.person_changed.connect(self._patient_changed)
        self.rail.chosen.connect(self._go, Qt.ConnectionType.UniqueConnection)
        self.today = TodayFrame(self, desk)
        desk.patient_changed.connect(self._patient_changed)
        desk.saved.connect(self.status.say_saved)
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

    def say_content(self) -> None:
        """Tells which content is in force, once it is loaded."""
        if self.desk is None or self.status is None:
            return
        library = self.desk.library
        review = min((head.review_by for head in library.heads), default=None)
        words = _("Content {version}").format(version=library.version)
        if review is not None:
            words = _("Content {version}, review by {month}").format(version=library.version, month=f"{review:%b %Y}")
        self.status.say_content(words)

    def _go(self, name: str) -> None:
        if name == "today" and self.today is not None:
            self.today.show()
        elif name == "patients":
            self.show_patients()
        elif name == "settings":
            self.show_settings()
        elif name == "find":
            self.open_finder()
        elif name == "lock":
            self.lock()

    def settle(self) -> bool:
        """Saves whatever is still being typed; False when something cannot be kept, which is shown then and said."""
        places = {"settings": self._settings, "register": self._register}
        pages = self._pages | {name: page for name, page in places.items() if page is not None}
        if self.desk is None or not pages:
            return True
        from PySide6.QtCore import QCoreApplication

        from trd_desk.ui.widgets.fields import Field

        for step, page in pages.items():
            for field in page.findChildren(Field):
                if not field.isVisibleTo(page) or not field.holds_unsaved():
                    continue
                kept = field.commit()
                # Some answers are queued, because they rebuild the line they come from.
                QCoreApplication.sendPostedEvents(None, QEvent.Type.MetaCall.value)
                if kept and (not isValid(field) or not field.holds_unsaved()):
                    continue
                if isValid(field):
                    self._show_unkept(step, field)
                return False
        return True

    def _show_unkept(self, step: str, field: "Field") -> None:
        if step == "settings":
            self.show_settings()
        elif step == "register":
            self.show_register()
        elif self.desk is not None and self.desk.patient is not None and self.stack.currentWidget() is not self._pages[step]:
            self.show_step(step)
        field.edit.setFocus()
        if self.status is not None:
            name = field.accessibleName() or _("This field")
            self.status.say_refused(
                _("{field}: what is typed here is not saved yet. Correct it, or press Esc to give it up.").format(field=name)
            )

    def show_patients(self) -> None:
        """Puts the patient away and shows the list; not while something typed cannot be kept."""
        if self.desk is None or self._patients is None or not self.settle():
            return
        self.desk.close_patient()
        self._frame_patient(shown=False)
        self._patients.refresh()
        self.stack.setCurrentWidget(self._patients)
        self.rail.show_place("patients")
        self._patients.focus_first()

    @property
    def is_untouched(self) -> bool:
        """Whether the window stands where it opened, and nobody has begun anything."""
        page = self._patients
        if page is None or self.stack.currentWidget() is not page:
            return False
        return not page.search.text() and page.table.currentIndex().row() <= 0 and (page.form is None or page.form.isHidden())

    @property
    def shows_patient(self) -> bool:
        """Whether a step of the open patient is in front."""
        return self.stack.currentWidget() in self._pages.values()

    def show_place(self, name: str, page: QWidget) -> None:
        """Shows a page that is no patient's; who is open stays open behind it. Not while something typed cannot be kept."""
        if self.desk is None or self.is_covered or not self.settle():
            return
        self._frame_patient(shown=False)
        self.stack.setCurrentWidget(page)
        self.rail.show_place(name)
        cast("Any", page).focus_first()

    def show_register(self) -> None:
        """Shows the controlled-drug register; the patient stays open behind it."""
        if self.desk is None or self.is_covered:
            return
        if self._register is None:
            from trd_desk.ui.pages.register import RegisterPage

            self._register = RegisterPage(self.desk, self.theme)
            self.stack.addWidget(self._register)
        self._register.refresh()
        self._frame_patient(shown=False)
        self.stack.setCurrentWidget(self._register)
        self.rail.show_place("")
        self._register.focus_first()

    def show_settings(self) -> None:
        """Shows the settings; the patient stays open behind them."""
        if self.desk is None or self.is_covered:
            return
        if self._settings is None:
            from trd_desk.ui.pages.settings import SettingsPage

            page = SettingsPage(self.desk, self.theme)
            page.changed.connect(self._change_preferences)
            self.stack.addWidget(page)
            self._settings = page
        self._settings.refresh()
        self._frame_patient(shown=False)
        self.stack.setCurrentWidget(self._settings)
        self.rail.show_place("settings")
        self._settings.focus_first()

    def _change_preferences(self, preferences: "Preferences") -> None:
        if self.theme.name != preferences.theme or self.theme.text_percent != preferences.text_percent:
            self.theme.use(name=preferences.theme, text_percent=preferences.text_percent)
        self._say_who()
        self.preferences_changed.emit(preferences)

    def _say_who(self) -> None:
        if self.status is None or self.desk is None:
            return
        from trd_desk.view.people import person_words

        person = self.desk.person
        self.status.say_who(self.desk.by if person is None else person_words(person))

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

    # The open patient

    def open_patient(self, key: str, step: str = "history") -> None:
        """Opens a patient at the first step, or another; not while something typed about another cannot be kept."""
        if self.desk is None or self.is_covered or not self.settle():
            return
        from PySide6.QtCore import Qt

        self._complete()
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            self.desk.open_patient(key)
        finally:
            QApplication.restoreOverrideCursor()
        self.say_content()
        self._frame_patient(shown=True)
        self.show_step(step)

    def open_session(self, patient: str, session: str, part: str = "") -> None:
        """Opens a session of a patient, in the part that is named or where work goes on."""
        if self.desk is None:
            return
        if self.desk.patient is None or self.desk.patient.key != patient:
            self.open_patient(patient, "sessions")
        elif self.settle():
            self.show_step("sessions")
        page = self.stack.currentWidget()
        if self.desk.patient is not None and self.desk.patient.key == patient and page is self._pages.get("sessions"):
            sessions = cast("SessionsPage", page)
            sessions.show_session(session, part)
            sessions.focus_first()

    def show_step(self, step: str) -> None:
        """Shows a step of the open patient."""
        if self.desk is None or self.desk.patient is None or self.steps is None or self.is_covered:
            return
        page = self._page(step)
        page.refresh()
        self._frame_patient(shown=True)
        self.stack.setCurrentWidget(page)
        self.steps.show_step(step)
        self.rail.show_place("patients")
        page.focus_first()

    def _page(self, step: str) -> "Page":
        if step not in self._pages:
            module, _colon, name = PAGES[step].partition(":")
            page = cast("Page", getattr(import_module(module), name)(self.desk, self.theme))
            page.go_to.connect(self.go_to)
            self._pages[step] = page
            self.stack.addWidget(page)
        return self._pages[step]

    def go_to(self, path: str) -> None:
        """Follows a question to the field that answers it."""
        if path.startswith("settings."):
            self.show_settings()
            # After the page is laid out, so that the field can be scrolled to.
            QTimer.singleShot(0, lambda: self._settings.focus_field(path) if self._settings is not None else None)
            return
        if path == "register":
            self.show_register()
            return
        step = PAGE_OF.get(path.partition(".")[0].partition("[")[0], "history")
        self.show_step(step)
        # After the page is laid out, so that the field can be scrolled to.
        QTimer.singleShot(0, lambda: self._focus_field(step, path))

    def _focus_field(self, step: str, path: str) -> None:
        if self.desk is None or self.desk.patient is None or self._page(step).focus_field(path):
            return
        for other in PAGES:
            page = self._page(other)
            if other != step and page.findChild(QWidget, path) is not None:
                self.show_step(other)
                page.focus_field(path)
                return

    def _frame_patient(self, *, shown: bool) -> None:
        if self.header is not None and self.steps is not None and self.status is not None and self.desk is not None:
            self.header.setVisible(shown)
            self.steps.setVisible(shown)
            self.status.allow_undo(allowed=shown and self.desk.can_undo)

    def _patient_changed(self) -> None:
        desk = self.desk
        if desk is None or desk.patient is None or desk.assessment is None or self.header is None or self.steps is None:
            return
        from trd_desk.view.header import view_header

        self.header.show_view(view_header(desk.library, desk.patient, desk.assessment))
        self.show_steps()
        if self.status is not None:
            self.status.allow_undo(allowed=desk.can_undo)
        page = self.stack.currentWidget()
        if page in self._pages.values():
            cast("Page", page).refresh()

    def show_steps(self) -> None:
        """Shows the state of each step of the open patient."""
        desk = self.desk
        if desk is None or desk.patient is None or desk.assessment is None or self.steps is None:
            return
        from trd_desk.view.steps import view_steps

        states = view_steps(desk.library, desk.patient, desk.assessment)
        self.steps.show_states(states if self.today is None else self.today.steps(states))

    # Keys

    def undo(self) -> None:
        """Undoes the last entry of this sitting."""
        if self.desk is not None and self.desk.undo_last() and self.status is not None:
            self.status.say(_("Undone and saved; the history keeps both"))

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

    @property
    def is_covered(self) -> bool:
        """Whether the locked view is in front, and no page may come before it."""
        return self.today is not None and self.today.cover.is_on

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
