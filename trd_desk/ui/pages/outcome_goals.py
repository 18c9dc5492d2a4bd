"""The part Goals: the checklist of what makes this depression difficult to treat, and the plan shared with patient and family."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.record.entries import new_id
from trd_desk.ui.pages.definitions_card import SourceBlock
from trd_desk.ui.pages.definitions_flow import Across
from trd_desk.ui.pages.outcome_goals_plan import GoalCard, NewGoal, SafetyPlanCard
from trd_desk.ui.pages.outcome_tab import OutcomeTab
from trd_desk.ui.widgets.fields import TextField
from trd_desk.ui.widgets.labels import Label, Remark, VerdictLabel
from trd_desk.ui.widgets.layout import Button, Card, clear, line
from trd_desk.ui.widgets.segments import AnswerSegments
from trd_desk.view.goals import FactorGroup, FactorRow, GoalsView, view_goals

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trd_desk.ui.desk import Desk
    from trd_desk.ui.theme import Theme

# Below so many pixels, at 100 per cent, the plan stands under the checklist.
_BESIDE = 940


class _FactorLine(QWidget):
    """One factor: told by the record, or asked and answered with one key."""

    def __init__(self, theme: "Theme", desk: "Desk", row: FactorRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._id = desk, row.id
        across = Across(theme, spacing=8)
        across.setContentsMargins(0, 2, 0, 2)
        self.setLayout(across)
        across.addWidget(Label(theme, row.label, wrap=True), 1)
        self.state = VerdictLabel(theme, row.state.mark, row.state.word, size="small", bold=False, sentence=row.state.sentence)
        self.segments = AnswerSegments(theme, row.label)
        self.segments.setObjectName(f"factor.{row.id}")
        self.segments.answered.connect(lambda value: desk.answer("factor", row.id, value))
        self.segments.taken_back.connect(lambda: desk.take_back("factor", row.id))
        across.addWidget(self.state)
        across.addWidget(self.segments)
        self.show_row(row)

    def show_row(self, row: FactorRow) -> None:
        """Shows the factor as known now."""
        self.state.set_state(row.state.mark, row.state.word, row.state.sentence)
        self.state.setToolTip(row.state.sentence)
        self.state.setVisible(row.told)
        self.segments.setVisible(not row.told)
        self.segments.set_answer(row.answer, asked=self._desk.is_asked("factor", row.id))


class _Group(QWidget):
    """The factors of one group."""

    def __init__(self, theme: "Theme", desk: "Desk", group: FactorGroup, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 8)
        column.setSpacing(2)
        column.addWidget(Label(theme, group.title, bold=True, wrap=True))
        self._summary = Label(theme, group.summary, "small", colour="text_2", wrap=True)
        column.addWidget(self._summary)
        self.lines = {row.id: _FactorLine(theme, desk, row) for row in group.rows}
        for made in self.lines.values():
            column.addWidget(made)

    def show_group(self, group: FactorGroup) -> None:
        """Shows the group as known now."""
        self._summary.setText(group.summary)
        for row in group.rows:
            self.lines[row.id].show_row(row)


class GoalsTab(OutcomeTab):
    """The part Goals. Every answer is on disk when it is given; a goal is made by its button or Ctrl+Enter."""

    def __init__(self, desk: "Desk", theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self._patient: str | None = None
        # The new goal that was being written for a patient who is not open now.
        self._typed: dict[str, Mapping[str, Any]] = {}
        self._goals: dict[str, GoalCard] = {}
        self._said: tuple[str, ...] = ()
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(theme.px("column_gap"))
        self.body.addLayout(self._sides, 1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        self.check = Card(theme, "", spacing=4)
        self.question = Label(theme, "", "title", bold=True, wrap=True)
        self.check.body.addWidget(self.question)
        self.says = Label(theme, "", colour="text_2", wrap=True)
        self.check.body.addWidget(self.says)
        self.summary = Label(theme, "", bold=True, wrap=True)
        self.check.body.addWidget(self.summary)
        self._groups: dict[str, _Group] = {}
        self._factors = QVBoxLayout()
        self.check.body.addLayout(self._factors)
        self.check.body.addWidget(line())
        self._sources = QVBoxLayout()
        self.check.body.addLayout(self._sources)
        column.addWidget(self.check)
        column.addStretch(1)
        right = QWidget()
        side = QVBoxLayout(right)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(theme.px("s2"))
        self.plan = Card(theme, _("Plan shared with patient and family"))
        self._rules = QVBoxLayout()
        self._rules.setSpacing(2)
        self.plan.body.addLayout(self._rules)
        self.aim = TextField(theme, longest=1_000)
        self.aim.setObjectName("plan_aim")
        self.aim.committed.connect(self._keep_aim)
        self._aim_label = Label(theme, "", "small", colour="text_2", wrap=True)
        self._aim_label.setBuddy(self.aim)
        self.plan.body.addWidget(self._aim_label)
        self.plan.body.addWidget(self.aim)
        side.addWidget(self.plan)
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.px("s1"))
        side.addLayout(self._list)
        self._empty = Label(theme, _("No goal is written down yet. Write the first one below, in the patient's words."), colour="text_2", wrap=True)
        side.addWidget(self._empty)
        self.new = NewGoal(theme, desk)
        self.new.wanted.connect(self._make)
        side.addWidget(self.new)
        self.safety = SafetyPlanCard(theme, desk)
        side.addWidget(self.safety)
        side.addStretch(1)
        self._sides.addWidget(left, 1)
        self._sides.addWidget(right, 1)
        self._beside: bool | None = None
        self._add = Button(theme, _("New goal"), icon="plus")
        self._add.setObjectName("outcomes.goals.new")
        self._add.clicked.connect(self.new.begin)
        theme.changed.connect(self._arrange)
        self._arrange()

    def head_widget(self) -> QWidget:
        """The button that leads to a new goal."""
        return self._add

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        beside = self.width() >= self.theme.scaled(_BESIDE)
        if beside != self._beside:
            self._beside = beside
            ways = QBoxLayout.Direction
            self._sides.setDirection(ways.LeftToRight if beside else ways.TopToBottom)

    def refresh(self) -> None:
        """Shows the open patient as known now; what is being typed is left alone."""
        patient, assessment = self.desk.patient, self.desk.assessment
        if patient is None or assessment is None:
            return
        if patient.key != self._patient:
            if self._patient is not None:
                self._typed[self._patient] = self.new.texts()
            self._patient = patient.key
            self.new.show_texts(self._typed.pop(patient.key, {}))
        view = view_goals(self.desk.library, patient, assessment, self.desk.today())
        self.question.setText(view.question)
        self.says.setText(view.says)
        self.summary.setText(view.summary)
        for group in view.groups:
            if group.id not in self._groups:
                self._groups[group.id] = _Group(self.theme, self.desk, group)
                self._factors.addWidget(self._groups[group.id])
            self._groups[group.id].show_group(group)
        self._show_words(view)
        self._aim_label.setText(view.aim_hint)
        self.aim.setAccessibleName(view.aim_hint)
        self.aim.set_value(view.aim or None)
        self._show_goals(view)
        self.new.show_areas(view.areas, view.scale)
        self.safety.show_plan(view.plan, view.plan_words)

    def _show_words(self, view: GoalsView) -> None:
        said = (*view.rules, *view.warnings)
        if said == self._said:
            return
        self._said = said
        clear(self._rules)
        for rule in view.rules:
            self._rules.addWidget(Label(self.theme, rule, "small", colour="text_2", wrap=True))
        clear(self._sources)
        self._sources.addWidget(SourceBlock(self.theme, view.sources))
        for warning in view.warnings:
            self._sources.addWidget(Remark(self.theme, "caution", warning, size="small"))

    def _show_goals(self, view: GoalsView) -> None:
        rows = {row.key: row for row in (*view.goals, *view.ended)}
        if list(rows) != list(self._goals):
            clear(self._list, keep=[self._goals[key] for key in rows if key in self._goals])
            self._goals = {key: self._goals.get(key) or GoalCard(self.theme, self.desk, row) for key, row in rows.items()}
            for card in self._goals.values():
                self._list.addWidget(card)
                card.show()
        for key, row in rows.items():
            self._goals[key].show_row(row, view.scale)
        self._empty.setVisible(not rows)

    def _keep_aim(self, text: str | None) -> None:
        if not self.desk.answer("plan_aim", "", text):
            self.aim.mark_not_saved()

    def _make(self, value: dict[str, object]) -> None:
        if self.desk.answer("goal", new_id(), value):
            self.new.empty()

    def focus_field(self, field: str) -> bool:
        """`goal.new` leads to the form of a new goal; everything else is found by its name."""
        if field == "goal.new":
            self.new.begin()
            return True
        found = self.findChild(QWidget, field)
        if found is None:
            return False
        found.setFocus(Qt.FocusReason.OtherFocusReason)
        return True
