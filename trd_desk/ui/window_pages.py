"""The pages of the window: which is in front, the way from one to another, and that nothing typed is lost between them."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, cast

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from trd_desk.i18n import _
from trd_desk.ui import tokens
from trd_desk.ui.frame.rail import PracticeStrip, Rail
from trd_desk.ui.theme import Theme

if TYPE_CHECKING:

    from trd_desk.ui.desk import Desk
    from trd_desk.ui.frame.patient_header import PatientHeader, StepsRow
    from trd_desk.ui.frame.status_row import StatusRow
    from trd_desk.ui.frame.today_frame import TodayFrame
    from trd_desk.ui.pages.library import LibraryPage
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
    "outcomes": "trd_desk.ui.pages.outcomes:OutcomesPage",
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
    "rating": "outcomes",
    "review": "outcomes",
    "stage_baseline": "outcomes",
    "course_decision": "outcomes",
    "follow_up": "outcomes",
    "factor": "outcomes",
    "plan_aim": "outcomes",
    "goal": "outcomes",
    "safety_plan": "outcomes",
    "outcomes": "outcomes",
}


# What a window manager adds above the window, in pixels; generous, for it cannot be asked before the window is shown.
TITLE_BAR: Final = 40


class PagedWindow(QMainWindow):
    """The frame with its pages, of which one is in front. What typed text cannot be kept keeps its page in front.

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
        self._library: Page | None = None
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

    def _complete(self) -> None:
        """Builds what only an open patient needs."""

    # What is in front

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

    @property
    def is_covered(self) -> bool:
        """Whether the locked view or a patient's form is in front, and no page may come before it."""
        return self.today is not None and self.today.cover.is_on

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
        for step, page in self._pages.items():
            if self.desk.patient is not None and not page.may_leave():
                if self.stack.currentWidget() is not page:
                    self.show_step(step)
                if self.status is not None:
                    self.status.say_refused(_("Something answered here is not saved yet. Answer it again, or take it back."))
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
        if self.desk is None or self._patients is None or self.is_covered or not self.settle():
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

    def show_library(self, part: str = "", item: str = "") -> None:
        """Shows the evidence library, at a part and an item of it where they are named; the patient stays open behind it."""
        if self.desk is None or self.is_covered:
            return
        if self._library is None:
            from trd_desk.ui.pages.library import LibraryPage

            self._library = LibraryPage(self.desk, self.theme)
            self.stack.addWidget(self._library)
        self._library.refresh()
        self._frame_patient(shown=False)
        self.stack.setCurrentWidget(self._library)
        self.rail.show_place("library")
        if part:
            cast("LibraryPage", self._library).show_part(part, item)
        self._library.focus_first()

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
        if path.partition(".")[0] == "library":
            _library, part, item = (*path.split(".", 2), "", "")[:3]
            self.show_library(part, item)
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
