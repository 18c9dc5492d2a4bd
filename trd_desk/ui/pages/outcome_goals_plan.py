"""The shared plan: a goal with its ratings, the form of a new one, and the plan for a crisis."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.definitions_flow import Across, FlowRow
from trd_desk.ui.widgets.drop_list import DropList
from trd_desk.ui.widgets.fields import DateField, NumberField, TextField
from trd_desk.ui.widgets.labelled import Labelled
from trd_desk.ui.widgets.labels import Label, Message, VerdictLabel
from trd_desk.ui.widgets.layout import Button, Card, FieldRows
from trd_desk.ui.widgets.painting import DrawingView
from trd_desk.ui.widgets.segments import ChoiceSegments
from trd_desk.view.goals import AGREED, RATERS, STATES, GoalRow

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from trd_desk.record.course_facts import SafetyPlanFact
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.theme import Theme


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


class GoalCard(Card):
    """One goal: what it is, with whom it was agreed, how near it is, a new rating, and whether it is reached or given up.

    Signals: none.
    """

    def __init__(self, theme: "Theme", desk: "Desk", row: GoalRow, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", spacing=4, parent=parent)
        self._theme, self._desk, self._row = theme, desk, row
        self.setObjectName(f"goal.{row.key}")
        top = Across(theme, spacing=8)
        self.text = Label(theme, "", bold=True, wrap=True)
        top.addWidget(self.text, 1)
        self.state = VerdictLabel(theme, row.state_word.mark, row.state_word.word, size="small", bold=False)
        top.addWidget(self.state, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(top)
        self.agreed = Label(theme, "", "small", colour="text_2", wrap=True)
        self.body.addWidget(self.agreed)
        self.line = DrawingView(theme)
        self.body.addWidget(self.line)
        self.course = Label(theme, "", "small", colour="text_2", wrap=True)
        self.body.addWidget(self.course)
        self.message = Message(theme, tone="amber")
        self.body.addWidget(self.message)
        low, high = desk.library.plan.lowest, desk.library.plan.highest
        self.rating = NumberField(theme, low=low, high=high, decimals=1, width=72)
        self.rating.setObjectName(f"goal.{row.key}.rating")
        self.rating.committed.connect(lambda _value: self.message.say(""))
        self.by = ChoiceSegments(theme, _("Who rates"), [(name, _(words)) for name, words in RATERS.items()])
        self.by.set_value("patient")
        self.by.taken_back.connect(lambda: self.by.set_value("patient"))
        self.add = Button(theme, _("Add the rating"))
        self.add.setObjectName(f"goal.{row.key}.add")
        self.add.clicked.connect(self._rate)
        foot = FlowRow(gap=8, line_gap=6)
        for widget in (Labelled(theme, _("How near is it today?"), self.rating), Labelled(theme, _("Rated by"), self.by), self.add):
            foot.add(widget)
        self._rate_row = foot
        self.body.addWidget(foot)
        self.choice = ChoiceSegments(theme, _("State of the goal"), [(name, _(words)) for name, words in STATES.items()])
        self.choice.setObjectName(f"goal.{row.key}.state")
        self.choice.answered.connect(self._set_state)
        self.choice.taken_back.connect(lambda: self.choice.set_value(self._row.state))
        self.body.addWidget(self.choice)
        self.show_row(row, "")

    def show_row(self, row: GoalRow, scale: str) -> None:
        """Shows the goal as known now; what is being typed is left alone."""
        self._row = row
        self.text.setText(row.text)
        self.setAccessibleName(_("Goal: {text}, {state}").format(text=row.text, state=row.state_word.word))
        self.state.set_state(row.state_word.mark, row.state_word.word)
        self.agreed.setText(". ".join(part for part in (row.area, row.agreed, row.review) if part))
        self.line.setVisible(row.drawing is not None)
        if row.drawing is not None:
            self.line.set_drawing(row.drawing)
        self.course.setText(row.course)
        self.choice.set_value(row.state)
        self._rate_row.setVisible(row.state == "open")
        self.rating.setAccessibleName(_("How near is it today? {scale}").format(scale=scale))
        self.rating.setToolTip(scale)

    def _rate(self) -> None:
        if not self.rating.commit():
            return
        value = self.rating.value()
        if value is None:
            scale = self.rating.toolTip()
            self.message.say(_("Write how near the goal is, from {scale}.").format(scale=scale))
            self.rating.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        told = {"goal": self._row.key, "on": self._desk.today().isoformat(), "rating": value, "by": self.by.chosen()}
        if self._desk.answer("goal_rating", f"{self._row.key}/{self._row.next_number}", told):
            self.rating.set_value(None)

    def _set_state(self, state: str) -> None:
        value = self._row.fact.model_dump(mode="json", exclude_none=True) | {"state": state}
        if not self._desk.answer("goal", self._row.key, value):
            self.choice.set_value(self._row.state)


class NewGoal(Card):
    """The form of a new goal. What is typed stays until the goal is on disk.

    Signals:
        wanted(object): the goal as it is kept.
    """

    wanted = Signal(object)

    def __init__(self, theme: "Theme", desk: "Desk", parent: QWidget | None = None) -> None:
        super().__init__(theme, _("New goal"), parent=parent)
        self._theme, self._desk = theme, desk
        self.text = TextField(theme, longest=400)
        self.body.addWidget(Labelled(theme, _("The goal in the patient's words"), self.text))
        self.text.setObjectName("goal.text")
        self.area = DropList(theme)
        self.area.setObjectName("goal.area")
        self.body.addWidget(Labelled(theme, _("Area of life"), self.area))
        self.agreed = {name: Button(theme, _(words)) for name, words in AGREED.items()}
        who = FlowRow(gap=8, line_gap=6)
        who.add(Label(theme, _("Agreed with"), "small", colour="text_2"))
        for name, button in self.agreed.items():
            button.setCheckable(True)
            button.setObjectName(f"goal.agreed.{name}")
            button.setAccessibleName(_("Agreed with {who}").format(who=button.text()))
            who.add(button)
        self.body.addWidget(who)
        self.review = DateField(theme, whole_day=True, width=140)
        self.review.setObjectName("goal.review_on")
        self.review.set_placeholder(_("a day ahead"))
        self.body.addWidget(Labelled(theme, _("Look at it again on"), self.review))
        self.scale = Label(theme, "", "small", colour="text_2", wrap=True)
        self.body.addWidget(self.scale)
        self.message = Message(theme, tone="amber")
        self.body.addWidget(self.message)
        self.done = Button(theme, _("Add the goal"), kind="primary")
        self.done.setObjectName("goal.add")
        self.done.setToolTip("Ctrl+Enter")
        self.done.clicked.connect(self._want)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self, self._want, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.body.addWidget(self.done)

    def show_areas(self, areas: "Sequence[tuple[str, str]]", scale: str) -> None:
        """Offers the areas of life, once; says how a goal is rated."""
        self.scale.setText(_("A goal is rated from {scale}.").format(scale=scale))
        if not self.area.count():
            self.area.addItem(_("not said"), None)
            for name, label in areas:
                self.area.addItem(label, name)

    def begin(self) -> None:
        """Gives the focus to the goal's text."""
        self.text.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def empty(self) -> None:
        """Empties the form."""
        for field in (self.text, self.review):
            field.give_up()
            field.set_value(None)
        self.area.setCurrentIndex(0)
        for button in self.agreed.values():
            button.setChecked(False)
        self.message.say("")

    def texts(self) -> "Mapping[str, Any]":
        """What stands in the form, word for word; empty where nothing would be missed."""
        agreed = tuple(name for name, button in self.agreed.items() if button.isChecked())
        typed = {"text": self.text.text(), "review": self.review.text(), "area": self.area.currentData(), "agreed": agreed}
        return typed if any(typed.values()) else {}

    def show_texts(self, texts: "Mapping[str, Any]") -> None:
        """Fills the form with what was typed before, or empties it."""
        self.empty()
        for name, field in (("text", self.text), ("review", self.review)):
            field.edit.setText(texts.get(name, ""))
        self.area.setCurrentIndex(max(self.area.findData(texts.get("area")), 0))
        for name, button in self.agreed.items():
            button.setChecked(name in texts.get("agreed", ()))

    def _want(self) -> None:
        text = self.text.text().strip()
        if not text:
            self.message.say(_("Write the goal first, for instance: walk to the market by myself."))
            self.begin()
            return
        if not self.review.commit():
            self.review.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.message.say("")
        day: dt.date | None = self.review.value()
        value: dict[str, Any] = {"text": text, "state": "open"}
        if self.area.currentData() is not None:
            value["area"] = self.area.currentData()
        agreed = [name for name, button in self.agreed.items() if button.isChecked()]
        if agreed:
            value |= {"agreed_with": agreed, "agreed_on": self._desk.today().isoformat()}
        if day is not None:
            value["review_on"] = _plain(day)
        self.wanted.emit(value)


class SafetyPlanCard(Card):
    """The plan for a crisis and whom to call, as the letter prints it.

    Signals: none.
    """

    def __init__(self, theme: "Theme", desk: "Desk", parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Plan for a crisis"), parent=parent)
        self._desk = desk
        self.state = Label(theme, "", "small", colour="text_2", wrap=True)
        self.body.addWidget(self.state)
        rows = FieldRows(theme, label_width=130)
        self.plan = TextField(theme, longest=2_000)
        rows.row(_("What to do"), self.plan, name="safety_plan.plan")
        self.contacts = TextField(theme, longest=1_000)
        rows.row(_("Whom to call"), self.contacts, name="safety_plan.contacts")
        for field, name in ((self.plan, "plan"), (self.contacts, "contacts")):
            field.committed.connect(lambda value, name=name, field=field: self._keep(field, name, value))
        self.body.addWidget(rows)

    def show_plan(self, plan: "SafetyPlanFact | None", words: str) -> None:
        """Shows the plan as known now."""
        self.state.setText(words)
        self.plan.set_value(None if plan is None else plan.plan)
        self.contacts.set_value(None if plan is None else plan.contacts)

    def _keep(self, field: TextField, name: str, value: str | None) -> None:
        patient = self._desk.patient
        known = dict(patient.value("safety_plan", "") or {}) if patient is not None else {}
        known |= {"on": self._desk.today().isoformat(), name: value}
        known = {key: said for key, said in known.items() if said is not None}
        if not self._desk.answer("safety_plan", "", known):
            field.mark_not_saved()
