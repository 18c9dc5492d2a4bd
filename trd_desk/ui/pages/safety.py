"""The page Safety: contraindications and cautions, medicines and interactions, pseudo-resistance, and the baseline work-up."""

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.desk import Desk
from trd_desk.ui.pages.definitions_flow import FlowRow, take_focus
from trd_desk.ui.pages.definitions_headline import Headline
from trd_desk.ui.pages.safety_checks import PseudoLine, WorkupLine
from trd_desk.ui.pages.safety_conditions import AgeLine, ConditionGroup
from trd_desk.ui.pages.safety_medicines import Medicines
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.follow_holds import FollowHolds
from trd_desk.ui.widgets.labels import Label
from trd_desk.ui.widgets.layout import Button, Card, Page, clear
from trd_desk.ui.widgets.segments import AnswerSegments
from trd_desk.view.safety import SafetyGroup, SafetyView, view_safety

WIDEST = 1100
GROUPS_AT_ONCE = 2
LINES_AT_ONCE = 4


class SafetyPage(Page):
    """Four sections below each other; Y, N and U answer, Up and Down go to the question before and after in its section.

    Signals:
        go_to(str): a question was followed; the path of the field on another page.
    """

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self.setObjectName("safety")
        # The states stand in the title line, which flows.
        kit_head = self._title.parentWidget()
        if kit_head is not None:
            kit_head.hide()
        self.headline = Headline(theme)
        self.body.addWidget(self.headline)
        self._jumps = FlowRow(gap=8, line_gap=8)
        self.body.addWidget(self._jumps)
        self.groups: list[ConditionGroup] = []
        self.pseudo: list[PseudoLine] = []
        self.workup: list[WorkupLine] = []
        self._ages_shown: tuple[Any, ...] = ()
        self._view: SafetyView | None = None
        self._patient = ""
        self._builder = QTimer(self)
        self._builder.setInterval(0)
        self._builder.timeout.connect(self._go_on_building)
        self._jump = QTimer(self)
        self._jump.setSingleShot(True)
        self._jump.setInterval(600)
        self.verticalScrollBar().rangeChanged.connect(self._stay_at_section)
        self._jump_to: QWidget = self
        self._sections: dict[str, tuple[Card, Label, Button]] = {}
        conditions = self._section("conditions", _("Contraindications and cautions"))
        self.follow = FollowHolds(theme)
        self.follow.followed.connect(self.go_to)
        conditions.addWidget(self.follow)
        self._ages = QVBoxLayout()
        self._groups = QVBoxLayout()
        self._groups.setSpacing(8)
        conditions.addLayout(self._ages)
        conditions.addLayout(self._groups)
        self.medicines = Medicines(theme, desk)
        self._section("medicines", _("Medicines now and interactions")).addWidget(self.medicines)
        self._pseudo = self._section("pseudo", _("Looks like resistance, may not be"))
        self._workup = self._section("workup", _("Before the first dose"))
        self.body.addStretch(1)
        theme.changed.connect(self._set_margins)

    def _section(self, name: str, title: str) -> QVBoxLayout:
        card = Card(self.theme, spacing=4)
        card.setObjectName(f"safety.section.{name}")
        head = Label(self.theme, title, "title", bold=True, wrap=True)
        card.body.addWidget(head)
        jump = Button(self.theme, title)
        jump.setObjectName(f"safety.jump.{name}")
        jump.clicked.connect(lambda: self.show_section(name))
        self._jumps.add(jump)
        self._sections[name] = (card, head, jump)
        self.body.addWidget(card)
        self.body.addSpacing(8)
        return card.body

    def refresh(self) -> None:
        """Shows the open patient as known now."""
        patient, assessment = self.desk.patient, self.desk.assessment
        if patient is None or assessment is None:
            return
        if patient.key != self._patient:
            self._patient = patient.key
            self.medicines.forget()
            for group in self.groups:
                for line in group.lines:
                    line.forget()
        view = self._view = view_safety(self.desk.library, patient, assessment)
        self.set_title(view.title)
        self.headline.show_states(view.title, view.headline)
        for name, title in (
            ("medicines", view.interactions_title),
            ("pseudo", view.pseudo_title),
            ("workup", view.workup_title),
        ):
            self._sections[name][1].setText(title)
        self._show_conditions(view)
        self.medicines.show_view(view)
        self._show_checks(view)
        if len(self.workup) < len(view.workup):
            self._builder.start()

    def _show_conditions(self, view: SafetyView) -> None:
        self.follow.show_holds(view.follow)
        if view.ages != self._ages_shown:
            self._ages_shown = view.ages
            clear(self._ages)
            for age in view.ages:
                self._ages.addWidget(AgeLine(self.theme, age))
        for shown, group in zip(self.groups, view.groups, strict=False):
            shown.show_group(group)
        while len(self.groups) < GROUPS_AT_ONCE:
            self._build_next()

    def _show_checks(self, view: SafetyView) -> None:
        for line, check in zip(self.pseudo, view.pseudo, strict=False):
            line.show_row(check)
        for examination, item in zip(self.workup, view.workup, strict=False):
            examination.show_row(item)

    # -------------------------------------------------------------------------------------------------------- building

    def complete(self) -> None:
        """Builds whatever of the page is not built yet; by itself it is built a piece at a time, so that nothing waits for it."""
        while self._build_next():
            pass

    def _go_on_building(self) -> None:
        if not self._build_next():
            self._builder.stop()

    def _build_next(self) -> bool:
        """Builds the next piece of the page; False when there is none left."""
        view = self._view
        if view is None:
            return False
        if len(self.groups) < len(view.groups):
            self._build_group(view.groups[len(self.groups)])
        elif len(self.pseudo) < len(view.pseudo):
            for check in view.pseudo[len(self.pseudo) :][:LINES_AT_ONCE]:
                line = PseudoLine(self.theme, self.desk, check)
                line.answered.connect(self._answer_check, Qt.ConnectionType.QueuedConnection)
                line.taken_back.connect(self._take_back_check, Qt.ConnectionType.QueuedConnection)
                self.pseudo.append(line)
                self._pseudo.addWidget(line)
        elif len(self.workup) < len(view.workup):
            for item in view.workup[len(self.workup) :][:LINES_AT_ONCE]:
                examination = WorkupLine(self.theme, self.desk, item)
                examination.recorded.connect(self._record_workup)
                self.workup.append(examination)
                self._workup.addWidget(examination)
        else:
            return False
        return True

    def _build_group(self, group: SafetyGroup) -> None:
        made = ConditionGroup(self.theme, self.desk, group)
        # Queued, because the answer may rebuild what stands below the question.
        made.answered.connect(self._answer_condition, Qt.ConnectionType.QueuedConnection)
        made.taken_back.connect(self._take_back_condition, Qt.ConnectionType.QueuedConnection)
        made.none_present.connect(self._none_present, Qt.ConnectionType.QueuedConnection)
        self.groups.append(made)
        self._groups.addWidget(made)

    # --------------------------------------------------------------------------------------------------------- answers

    def _answer_condition(self, code: str, value: Any) -> None:
        if not self.desk.answer("condition", code, value):
            self.refresh()

    def _take_back_condition(self, code: str) -> None:
        if not self.desk.take_back("condition", code):
            self.refresh()

    def _none_present(self, codes: list[str]) -> None:
        if not self.desk.answers([("condition", code, False) for code in codes]):
            self.refresh()

    def _answer_check(self, check: str, value: Any) -> None:
        if not self.desk.answer("pseudo_check", check, value):
            self.refresh()

    def _take_back_check(self, check: str) -> None:
        if not self.desk.take_back("pseudo_check", check):
            self.refresh()

    def _record_workup(self, item: str, entry: Any) -> None:
        saved = self.desk.take_back("workup", item) if entry is None else self.desk.answer("workup", item, entry)
        if not saved:
            for line in self.workup:
                if line.objectName() == f"safety.workup.{item}":
                    line.mark_not_saved()

    # ---------------------------------------------------------------------------------------------------- keys, layout

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_margins()

    def _set_margins(self) -> None:
        # A line that is read from its question to its answer is not longer than this; the rest stays white.
        margin = self.theme.px("page_margin")
        spare = self.viewport().width() - 2 * margin - self.theme.scaled(WIDEST)
        self.body.setContentsMargins(margin, 8, margin + max(spare, 0), margin)

    def show_section(self, name: str) -> None:
        """Brings a section to the top of the page and gives the focus to its first control."""
        self.complete()
        card = self._sections[name][0]
        self._jump_to = card
        self._scroll_to_section()
        # What was just built still finds its height: the section stays on top for that moment.
        self._jump.start()
        for child in card.findChildren(QWidget):
            if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisibleTo(card) and child.isEnabled():
                take_focus(child)
                return

    def _stay_at_section(self) -> None:
        if self._jump.isActive():
            self._scroll_to_section()

    def _scroll_to_section(self) -> None:
        self.verticalScrollBar().setValue(self._jump_to.y() - 8)

    def focus_field(self, path: str) -> bool:
        """Brings the field of this path into view and gives it the focus; False if it is not on this page."""
        self.complete()
        return super().focus_field(path)

    def focus_first(self) -> None:
        """Gives the focus to the first condition without an answer, else to the first one."""
        segments = [line.segments for group in self.groups for line in group.lines]
        for each in segments:
            if not each.is_answered():
                each.setFocus(Qt.FocusReason.TabFocusReason)
                return
        if segments:
            segments[0].setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focus = QApplication.focusWidget()
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and isinstance(focus, AnswerSegments):
            # Within its section: a key pressed at the end must not lead unseen into questions of another kind.
            section: QWidget = next((card for card, _head, _jump in self._sections.values() if card.isAncestorOf(focus)), self)
            every = [each for each in section.findChildren(AnswerSegments) if each.isVisibleTo(self)]
            place = every.index(focus) + (1 if event.key() == Qt.Key.Key_Down else -1)
            if 0 <= place < len(every):
                every[place].setFocus(Qt.FocusReason.TabFocusReason)
                self.ensureWidgetVisible(every[place], 24, 96)
        else:
            super().keyPressEvent(event)
