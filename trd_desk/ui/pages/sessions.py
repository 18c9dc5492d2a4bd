"""The page Sessions: one treatment session of the open patient, from the plan to the door, in five parts."""

import datetime as dt
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.parted_page import PartedPage
from trd_desk.ui.pages.session_monitoring_bars import SessionAlarms
from trd_desk.ui.theme import Theme
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


class SessionsPage(PartedPage):
    """One session in five parts. Alt+1 to Alt+5 show the parts.

    The page works the session out again after every entry, and when the time has come at which something changes by itself; each
    second between, the part in front only paints its clocks.
    """

    parts = PARTS
    part_words = TABS
    prefix = "sessions"
    head_room = 560
    _tabs: "dict[str, SessionTab]"

    def __init__(self, desk: "Desk", theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, _("Sessions"), _("Part of the session"), parent)
        self.live: LiveSession | None = None
        self._session: str | None = None
        self.sources.setProperty("touch", "true")
        self._lay_head()
        # An alarm does not go away by looking at another part; Monitoring has the same bars itself.
        # They stand above what scrolls, as the header and the steps do.
        self.alarms = SessionAlarms(desk, theme, self)
        self.alarms.entry_wanted.connect(lambda: self.show_tab("monitoring"))
        self.alarms.resized.connect(self._pin_alarms)
        self._lay_parts()
        desk.second_passed.connect(self._tick)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
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
        self._head_of(tab)
        if self.isVisible():
            tab.focus_first()

    def _part(self, name: str) -> "SessionTab":
        new = name not in self._tabs
        tab: SessionTab = super()._part(name)
        if new:
            tab.session_wanted.connect(self.show_session)
        return tab

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
