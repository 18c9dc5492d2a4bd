"""The page Sessions: one treatment session of the open patient, from the plan to the door, in five parts."""

import datetime as dt
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.session_monitoring_bars import SessionAlarms
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.labels import Label
from trd_desk.ui.widgets.layout import Button, Page
from trd_desk.ui.widgets.segments import ChoiceSegments
from trd_desk.view.session_head import TABS, session_in_hand, view_session_head

if TYPE_CHECKING:
    from trd_desk.engine.live_results import LiveSession
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.pages.session_tab import SessionTab

# The parts, made when they are first shown.
PARTS: Final = {
    "course": "trd_desk.ui.pages.session_course:CourseTab",
    "checks": "trd_desk.ui.pages.session_checks:ChecksTab",
    "dose": "trd_desk.ui.pages.session_dose:DoseTab",
    "monitoring": "trd_desk.ui.pages.session_monitoring:MonitoringTab",
    "leaving": "trd_desk.ui.pages.session_leaving:LeavingTab",
}

# What summary, sources and the chief button take beside the parts, at 100 per cent.
_HEAD_ROOM: Final = 560


class PartStack(QWidget):
    """Shows one part and is as high as that one; Qt's own stack would be as high as the highest of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._current: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def addWidget(self, widget: QWidget) -> None:
        """Takes a part, which stays hidden until it is shown."""
        widget.hide()
        self._column.addWidget(widget)

    def currentWidget(self) -> QWidget | None:
        """The part in front."""
        return self._current

    def setCurrentWidget(self, widget: QWidget) -> None:
        """Shows this part and hides the one before."""
        before, self._current = self._current, widget
        if before is not None and before is not widget:
            before.hide()
        widget.show()


class SessionsPage(Page):
    """One session in five parts. Alt+1 to Alt+5 show the parts.

    The page works the session out again after every entry, and when the time has come at which something changes by itself; each
    second between, the part in front only paints its clocks.
    """

    def __init__(self, desk: "Desk", theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self.setAccessibleName(_("Sessions"))
        title = self._head.parentWidget()
        if title is not None:
            title.hide()
        self.live: LiveSession | None = None
        self._session: str | None = None
        self._patient: str | None = None
        self._tab = "course"
        self._tabs: dict[str, SessionTab] = {}
        # One line where there is room; at large text the summary and the chief button stand on a second one.
        self._first, self._second = QHBoxLayout(), QHBoxLayout()
        for each in (self._first, self._second):
            each.setSpacing(theme.px("s2"))
        self._narrow: bool | None = None
        self.choice = ChoiceSegments(theme, _("Part of the session"), [(name, _(words)) for name, words in TABS.items()])
        self.choice.setObjectName("sessions.part")
        self.choice.answered.connect(self.show_tab)
        self.choice.taken_back.connect(lambda: self.choice.set_value(self._tab))
        self._first.addWidget(self.choice)
        self.summary = Label(theme, "", colour="text_2", wrap=True)
        self.summary.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.sources = Button(theme, "", kind="quiet", icon="book-open")
        self.sources.setObjectName("sessions.sources")
        self.sources.setAccessibleName(_("What this part rests on: sources and warnings"))
        self.sources.setToolTip(_("What this part rests on: sources and warnings. F3"))
        self.sources.setProperty("touch", "true")
        self.sources.clicked.connect(self.show_sources)
        QShortcut(QKeySequence("F3"), self, self.show_sources)
        # As wide as the button of the part in front, so that the widest of all does not press the summary together.
        self._ends = PartStack()
        self._ends.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._no_end = QWidget()
        self._ends.addWidget(self._no_end)
        self.body.addLayout(self._first)
        self.body.addLayout(self._second)
        self._part_head()
        theme.changed.connect(self._part_head)
        # An alarm does not go away by looking at another part; Monitoring has the same bars itself.
        # They stand above what scrolls, as the header and the steps do.
        self.alarms = SessionAlarms(desk, theme, self)
        self.alarms.entry_wanted.connect(lambda: self.show_tab("monitoring"))
        self.alarms.resized.connect(self._pin_alarms)
        self.stack = PartStack()
        self.body.addWidget(self.stack, 1)
        self.body.setContentsMargins(theme.px("page_margin"), 8, theme.px("page_margin"), 8)
        for place, name in enumerate(PARTS, 1):
            QShortcut(QKeySequence(f"Alt+{place}"), self, lambda name=name: self.show_tab(name))
        desk.second_passed.connect(self._tick)

    def _part_head(self) -> None:
        """Puts the summary and the chief button beside the parts, or below them."""
        narrow = self.viewport().width() - 2 * self.theme.px("page_margin") < self.choice.sizeHint().width() + self.theme.scaled(_HEAD_ROOM)
        if narrow == self._narrow:
            return
        self._narrow = narrow
        for each in (self._first, self._second):
            for widget in (self.summary, self.sources, self._ends):
                each.removeWidget(widget)
        if narrow:
            self._first.addWidget(self.sources, 1, Qt.AlignmentFlag.AlignRight)
        line = self._second if narrow else self._first
        line.addWidget(self.summary, 1)
        if not narrow:
            line.addWidget(self.sources)
        line.addWidget(self._ends)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._part_head()
        self._pin_alarms()

    def _pin_alarms(self) -> None:
        """Gives the alarms their room above the part, whatever is scrolled below them."""
        margin, gap = self.theme.px("page_margin"), 8
        wide = self.width() - 2 * margin
        high = 0
        if not self.alarms.isHidden():
            layout = self.alarms.layout()
            high = layout.heightForWidth(wide) if layout is not None and layout.hasHeightForWidth() else self.alarms.sizeHint().height()
            self.alarms.setGeometry(margin, gap, wide, high)
            self.alarms.raise_()
        above = high + gap if high else 0
        if self.viewportMargins().top() != above:
            self.setViewportMargins(0, above, 0, 0)

    # What is shown

    def show_session(self, session: str, tab: str = "") -> None:
        """Shows this session of the open patient, in the part where work goes on, or in the one named."""
        self._session = session
        self._work_out()
        if self.live is not None:
            self.show_tab(tab or view_session_head(self.desk.library, self.live).tab)

    def show_tab(self, name: str) -> None:
        """Shows a part of the session."""
        self._tab = name if self.live is not None or name == "course" else "course"
        tab = self._part(self._tab)
        self._show(tab)
        self.stack.setCurrentWidget(tab)
        self.choice.set_value(self._tab)
        end = tab.head_widget()
        if end is not None and end.parentWidget() is not self._ends:
            self._ends.addWidget(end)
        self._ends.setCurrentWidget(end or self._no_end)
        if self.isVisible():
            tab.focus_first()

    def show_sources(self) -> None:
        """Shows what the part in front rests on, with the warnings about its sources."""
        from trd_desk.ui.pages.session_sources import SourcesSheet
        from trd_desk.ui.widgets.popover import show_over
        from trd_desk.view.part_sources import view_part_sources

        found = view_part_sources(self.desk.library, self._tab, self.desk.today())
        show_over(SourcesSheet(self.theme, _(TABS[self._tab]), found, self.window()), self.window())

    def _part(self, name: str) -> "SessionTab":
        if name not in self._tabs:
            module, _colon, kind = PARTS[name].partition(":")
            tab: Any = getattr(import_module(module), kind)(self.desk, self.theme)
            tab.setObjectName(f"sessions.{name}")
            tab.tab_wanted.connect(self.show_tab)
            tab.session_wanted.connect(self.show_session)
            tab.go_to.connect(self.go_to)
            self._tabs[name] = tab
            self.stack.addWidget(tab)
        return self._tabs[name]

    def refresh(self) -> None:
        """Shows the open patient's session as known now."""
        patient = self.desk.patient
        if patient is None:
            return
        if patient.key != self._patient:
            self._patient, self._session = patient.key, None
        opened = self._session is None or self._session not in patient.sessions
        if opened:
            self._session = session_in_hand(patient, self.desk.today())
        self._work_out()
        if opened:
            self.show_tab("course" if self.live is None else view_session_head(self.desk.library, self.live).tab)
        else:
            self._show(self._part(self._tab))

    def _work_out(self) -> None:
        from trd_desk.engine.live import live_session

        patient = self.desk.patient
        known = patient is not None and self._session in patient.sessions
        self.live = live_session(self.desk.library, patient, self._session, self.desk.now()) if patient is not None and known and self._session else None
        if self.live is None:
            self.summary.setText("")
        else:
            head = view_session_head(self.desk.library, self.live)
            self.summary.setText(f"{head.summary}. {head.state}.")
        for place, name in enumerate(PARTS):
            self.choice.set_usable(place, usable=name == "course" or self.live is not None)

    def _show(self, tab: "SessionTab") -> None:
        self.alarms.show_live(None if self._tab == "monitoring" else self.live)
        tab.show_live(self.live)

    def _tick(self, now: dt.datetime) -> None:
        if not self.isVisible() or self.desk.patient is None:
            return
        if self.live is not None and self.live.changes_at is not None and now >= self.live.changes_at:
            self._work_out()
            self._show(self._part(self._tab))
        self.alarms.tick(now)
        self._part(self._tab).tick(now)

    # Ways in

    def focus_field(self, path: str) -> bool:
        """Shows the part that answers `sessions.<id>.<part>…` and gives its field the focus."""
        _sessions, _dot, rest = path.partition(".")
        session, _dot, field = rest.partition(".")
        tab = {"predose": "checks", "planned": "dose", "given": "dose", "observations": "monitoring", "events": "monitoring", "leaving": "leaving",
               "consent": "course"}  # fmt: skip
        if self.desk.patient is not None and session in self.desk.patient.sessions:
            self.show_session(session, tab.get(field.partition(".")[0], ""))
        if self._part(self._tab).focus_field(field):
            return True
        found = self.findChild(QWidget, field) or self.findChild(QWidget, path)
        if found is None:
            return False
        found.setFocus(Qt.FocusReason.OtherFocusReason)
        # Once the part is laid out, so that it can be scrolled to.
        QTimer.singleShot(0, found, lambda: self.ensureWidgetVisible(found, 24, 96))
        return True

    def focus_first(self) -> None:
        """Gives the focus to the first control of the part in front."""
        self._part(self._tab).focus_first()
