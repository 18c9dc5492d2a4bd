"""The page Outcomes: what the treatment does for the open patient, in five parts."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.crisis_card import CrisisCard
from trd_desk.ui.pages.crisis_shelf import CrisisShelf
from trd_desk.ui.pages.sessions import PartStack
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.labels import Label
from trd_desk.ui.widgets.layout import Button, Page
from trd_desk.ui.widgets.segments import ChoiceSegments
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
# What summary, sources and the chief button take beside the parts, at 100 per cent.
_HEAD_ROOM: Final = 480


class OutcomesPage(Page):
    """One course in five parts. Alt+1 to Alt+5 show the parts, F3 what the part in front rests on."""

    def __init__(self, desk: "Desk", theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self.setAccessibleName(_("Outcomes"))
        title = self._head.parentWidget()
        if title is not None:
            title.hide()
        # Above the page and not on it, so that it is seen whichever part is in front and however far that is scrolled.
        self.crisis = CrisisCard(desk, theme)
        self.crisis.go_to.connect(self.go_to)
        self._shelf = CrisisShelf(theme, self.crisis, self)
        self._shelf.changed.connect(self._place_shelf)
        self._patient: str | None = None
        self._tab = "scores"
        self._tabs: dict[str, OutcomeTab] = {}
        self._first, self._second = QHBoxLayout(), QHBoxLayout()
        for each in (self._first, self._second):
            each.setSpacing(theme.px("s2"))
        self._narrow: bool | None = None
        self.choice = ChoiceSegments(theme, _("Part of the outcomes"), [(name, _(words)) for name, words in OUTCOME_PARTS.items()])
        self.choice.setObjectName("outcomes.part")
        self.choice.answered.connect(self.show_tab)
        self.choice.taken_back.connect(lambda: self.choice.set_value(self._tab))
        self._first.addWidget(self.choice)
        self.summary = Label(theme, "", colour="text_2", wrap=True)
        self.summary.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.sources = Button(theme, "", kind="quiet", icon="book-open")
        self.sources.setObjectName("outcomes.sources")
        self.sources.setAccessibleName(_("What this part rests on: sources and warnings"))
        self.sources.setToolTip(_("What this part rests on: sources and warnings. F3"))
        self.sources.clicked.connect(self.show_sources)
        QShortcut(QKeySequence("F3"), self, self.show_sources)
        self._ends = PartStack()
        self._ends.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._no_end = QWidget()
        self._ends.addWidget(self._no_end)
        self.body.addLayout(self._first)
        self.body.addLayout(self._second)
        self._part_head()
        theme.changed.connect(self._part_head)
        self.stack = PartStack()
        self.body.addWidget(self.stack, 1)
        self.body.setContentsMargins(theme.px("page_margin"), 8, theme.px("page_margin"), 8)
        for place, name in enumerate(PARTS, 1):
            QShortcut(QKeySequence(f"Alt+{place}"), self, lambda name=name: self.show_tab(name))

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
        self.choice.set_value(name)
        end = tab.head_widget()
        if end is not None and end.parentWidget() is not self._ends:
            self._ends.addWidget(end)
        self._ends.setCurrentWidget(end or self._no_end)
        if self.isVisible():
            tab.focus_first()
            front = self.focusWidget()
            if front is None or not (self.isAncestorOf(front) and front.isVisible()):
                # A part in which nothing can be answered yet must not let the keyboard fall out of the page.
                self.choice.setFocus(Qt.FocusReason.TabFocusReason)

    def show_sources(self) -> None:
        """Shows what the part in front rests on, with the warnings about its sources."""
        from trd_desk.ui.pages.session_sources import SourcesSheet
        from trd_desk.ui.widgets.popover import show_over
        from trd_desk.view.part_sources import view_part_sources

        found = view_part_sources(self.desk.library, f"outcomes.{self._tab}", self.desk.today())
        show_over(SourcesSheet(self.theme, _(OUTCOME_PARTS[self._tab]), found, self.window()), self.window())

    def _part(self, name: str) -> "OutcomeTab":
        if name not in self._tabs:
            module, _colon, kind = PARTS[name].partition(":")
            tab: Any = getattr(import_module(module), kind)(self.desk, self.theme)
            tab.setObjectName(f"outcomes.{name}")
            tab.tab_wanted.connect(self.show_tab)
            tab.go_to.connect(self.go_to)
            self._tabs[name] = tab
            self.stack.addWidget(tab)
        return self._tabs[name]

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
            self._part(self._tab).focus_first()
