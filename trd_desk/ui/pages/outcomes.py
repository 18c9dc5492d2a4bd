"""The page Outcomes: what the treatment does for the open patient, in five parts."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.crisis_card import CrisisCard
from trd_desk.ui.pages.crisis_shelf import CrisisShelf
from trd_desk.ui.pages.parted_page import PartedPage
from trd_desk.ui.theme import Theme
from trd_desk.view.outcome_head import OUTCOME_PARTS, outcome_summary

if TYPE_CHECKING:
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.pages.outcome_tab import OutcomeTab

# The parts, made when they are first shown.
PARTS: Final = {
    "scores": "trd_desk.ui.pages.outcome_scores:ScoresTab",
    "scales": "trd_desk.ui.pages.outcome_scales:ScalesTab",
    "stage": "trd_desk.ui.pages.outcome_stage:StageTab",
    "decisions": "trd_desk.ui.pages.outcome_decisions:DecisionsTab",
    "goals": "trd_desk.ui.pages.outcome_goals:GoalsTab",
}
# Which part holds the field of a path, by the path's first word.
PART_OF: Final = {
    "scores": "scales",
    "rating": "scales",
    "review": "stage",
    "stage_baseline": "stage",
    "course_decision": "decisions",
    "follow_up": "decisions",
    "factor": "goals",
    "plan_aim": "goals",
    "goal": "goals",
    "safety_plan": "goals",
}

class OutcomesPage(PartedPage):
    """One course in five parts. Alt+1 to Alt+5 show the parts, F3 what the part in front rests on."""

    parts = PARTS
    part_words = OUTCOME_PARTS
    prefix = "outcomes"
    sources_prefix = "outcomes."
    head_room = 480
    _tabs: "dict[str, OutcomeTab]"

    def __init__(self, desk: "Desk", theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, _("Outcomes"), _("Part of the outcomes"), parent)
        # Above the page and not on it, so that it is seen whichever part is in front and however far that is scrolled.
        self.crisis = CrisisCard(desk, theme)
        self.crisis.go_to.connect(self.go_to)
        self._shelf = CrisisShelf(theme, self.crisis, self)
        self._shelf.changed.connect(self._place_shelf)
        self._lay_head()
        self._lay_parts()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_shelf()

    def _place_shelf(self) -> None:
        """Makes room above the page for what stands about self-harm; what is being answered stays where it is on the screen."""
        width = self.width() - (self.verticalScrollBar().width() if self.verticalScrollBar().isVisible() else 0)
        room, before = self._shelf.room(width, self.height()), self.viewportMargins().top()
        self._shelf.setVisible(room > 0)
        self._shelf.setGeometry(0, 0, width, room)
        if room != before:
            bar = self.verticalScrollBar()
            place = bar.value()
            self.setViewportMargins(0, room, 0, 0)
            if place > 0:
                bar.setValue(place + room - before)

    # What is shown

    def show_tab(self, name: str) -> None:
        """Shows a part."""
        self._tab = name
        tab = self._part(name)
        tab.refresh()
        another = self.stack.currentWidget() is not tab
        self.stack.setCurrentWidget(tab)
        if another:
            # It begins at its top, not where the part before was left, nor where Qt looks for the next focus as that one is hidden.
            self.verticalScrollBar().setValue(0)
        self._head_of(tab)
        if self.isVisible():
            tab.focus_first()
            front = self.focusWidget()
            if front is None or not (self.isAncestorOf(front) and front.isVisible()):
                # A part in which nothing can be answered yet must not let the keyboard fall out of the page.
                self.choice.setFocus(Qt.FocusReason.TabFocusReason)

    def _part(self, name: str) -> "OutcomeTab":
        tab: OutcomeTab = super()._part(name)
        return tab

    def refresh(self) -> None:
        """Shows the open patient as known now."""
        patient, assessment = self.desk.patient, self.desk.assessment
        if patient is None or assessment is None:
            return
        self.summary.setText(outcome_summary(self.desk.library, patient, assessment))
        self.crisis.refresh()
        opened = patient.key != self._patient
        self._patient = patient.key
        if opened:
            self.verticalScrollBar().setValue(0)
            self.show_tab("scores")
        else:
            self._part(self._tab).refresh()

    def may_leave(self) -> bool:
        """Whether every part is at rest; the part that is not comes to the front."""
        for name, tab in self._tabs.items():
            if not tab.may_leave():
                if self._tab != name:
                    self.show_tab(name)
                return False
        return True

    # Ways in

    def focus_field(self, path: str) -> bool:
        """Shows the part that holds the field and gives it the focus."""
        self.show_tab(PART_OF.get(path.partition(".")[0], self._tab))
        if self._part(self._tab).focus_field(path):
            return True
        found = self.findChild(QWidget, path)
        if found is None:
            return False
        self.ensureWidgetVisible(found, 24, 96)
        found.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def focus_first(self) -> None:
        """Gives the focus to what stands about self-harm, else to the first control of the part in front."""
        if self.crisis.isVisibleTo(self):
            self.crisis.record.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().focus_first()
