"""The card in which a session is planned, changed, or entered as given already; nothing is written before the button."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.definitions_flow import FlowRow
from trd_desk.ui.pages.session_course_fields import (
    AppointmentField,
    CountField,
    PlanDayField,
    PlanDose,
    SaidLine,
    TouchAnswer,
    TouchChoice,
    grow,
    keep_typed,
    on_control_enter,
    read,
)
from trd_desk.ui.pages.session_dose_fields import OneOf
from trd_desk.ui.widgets.fields import Field, TextField
from trd_desk.ui.widgets.labelled import Labelled
from trd_desk.ui.widgets.labels import Label, Message, QuestionLink, Remark, VerdictLabel
from trd_desk.ui.widgets.layout import Button, Card, clear
from trd_desk.view.course_plan import CoursePlan, PlanDraft
from trd_desk.view.course_position import INDICATIONS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from trd_desk.ui.theme import Theme

_MOST_MG: Final = 100_000.0
_MOST_PER_KG: Final = 100.0
_TEXTS: Final = ("day", "time", "chair", "dose", "number", "week", "reason")


@dataclass(frozen=True)
class TypedPlan:
    """What stands in the form, word for word, so that it can be put away with its patient and shown again."""

    draft: PlanDraft
    texts: Mapping[str, str]


class PlanForm(Card):
    """Product, indication, day, dose. Ctrl+Enter writes the plan, Esc leaves a change.

    `work_out` gives what is worked out for a draft, from the view.

    Signals:
        wanted(object): the plan is to be written; the PlanDraft.
        product_chosen(str): another product was chosen.
        template_wanted(str): the days of a template are to be shown.
        change_left(): the change of a plan was given up.
        go_to(str): the path of a field that answers a question.
    """

    wanted = Signal(object)
    product_chosen = Signal(str)
    template_wanted = Signal(str)
    change_left = Signal()
    go_to = Signal(str)

    def __init__(
        self,
        theme: "Theme",
        products: list[tuple[str, str]],
        work_out: "Callable[[PlanDraft], CoursePlan | None]",
        today: "Callable[[], dt.date]",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, spacing=8, parent=parent)
        self._theme, self._work_out = theme, work_out
        self._draft = PlanDraft(products[0][0])
        self._plan: CoursePlan | None = None
        self.title = Label(theme, _("Change the session"), bold=True)
        self.body.addWidget(self.title)
        self.mode = TouchChoice(theme, _("What is entered"), [("plan", _("Plan a session")), ("given", _("Given already"))])
        self.mode.setObjectName("plan.mode")
        self.mode.setToolTip(_("Ins comes here, Ctrl+Enter writes the plan"))
        self.mode.answered.connect(self._changed)
        self.mode.taken_back.connect(lambda: self.mode.set_value("plan"))
        self.body.addWidget(self.mode)
        self._build_use(products)
        self._build_when(today)
        self._build_dose()
        self._build_first()
        self._build_end()
        self.fields: dict[str, Field] = {
            "day": self.day,
            "time": self.time,
            "chair": self.chair,
            "dose": self.dose,
            "number": self.number,
            "week": self.week,
            "reason": self.reason,
        }
        for name, field in self.fields.items():
            field.setObjectName(f"plan.{name}")
            keep_typed(field, self._changed)
        on_control_enter(self, self.want)
        self.show_draft(self._draft)

    # What it is made of

    def _build_use(self, products: list[tuple[str, str]]) -> None:
        theme = self._theme
        self.product = OneOf(theme, products)
        self.product.setObjectName("plan.product")
        grow(self.product)
        self.product.answered.connect(self._product_chosen)
        self.body.addWidget(Labelled(theme, _("Product and route"), self.product))
        self.indication = TouchChoice(theme, _("What it is for"), [(name, _(words)) for name, words in INDICATIONS.items()])
        self.indication.setObjectName("plan.indication")
        self.indication.answered.connect(self._changed)
        self.indication.taken_back.connect(self._changed)
        self.body.addWidget(Labelled(theme, _("What it is for"), self.indication))
        self.standing = VerdictLabel(theme, size="small", wrap=True)
        self.body.addWidget(self.standing)

    def _build_when(self, today: "Callable[[], dt.date]") -> None:
        theme = self._theme
        self.day = PlanDayField(theme, today)
        self.time = AppointmentField(theme)
        self.chair = TextField(theme, longest=20, width=72)
        grow(self.chair)
        row = FlowRow(gap=12, line_gap=8)
        row.flow.align_top = True
        row.add(Labelled(theme, _("Day"), self.day))
        self._booking = (Labelled(theme, _("Time"), self.time), Labelled(theme, _("Chair"), self.chair))
        for part in self._booking:
            row.add(part)
        self.body.addWidget(row)
        self.when_says = SaidLine(theme, self.day, self.time)
        self.body.addWidget(self.when_says)

    def _build_dose(self) -> None:
        theme = self._theme
        self._options: tuple[tuple[float, str], ...] = ()
        self.doses: TouchChoice | None = None
        self.dose = PlanDose(theme, _("mg/kg"), high=_MOST_PER_KG)
        self._dose_row = Labelled(theme, _("Dose"), self.dose)
        self.number = CountField(theme, 9_999)
        self.week = CountField(theme, 520)
        self._counted = FlowRow(gap=12, line_gap=8)
        self._counted.flow.align_top = True
        holder = QWidget()
        self._dose_holder = QVBoxLayout(holder)
        self._dose_holder.setContentsMargins(0, 0, 0, 0)
        self._dose_holder.addWidget(self._dose_row)
        self._counted.add(holder)
        for field, label in ((self.number, _("Session")), (self.week, _("Week"))):
            self._counted.add(Labelled(theme, label, field))
        self.body.addWidget(self._counted)
        self.body.addWidget(SaidLine(theme, self.number, self.week))
        self.how = Label(theme, "", "small", colour="text_2", wrap=True)
        self.body.addWidget(self.how)
        self.last_dose = Label(theme, "", "small", colour="text_2", wrap=True)
        self.body.addWidget(self.last_dose)
        self.summary = Label(theme, "", "small", colour="text_2", wrap=True)
        self.body.addWidget(self.summary)

    def _build_first(self) -> None:
        theme = self._theme
        self.first = TouchAnswer(theme, _("First session ever with this product?"))
        self.first.setObjectName("plan.first")
        self.first.answered.connect(lambda _value: self._first_answered(said=True))
        self.first.taken_back.connect(lambda: self._first_answered(said=False))
        self._first_row = Labelled(theme, _("First session ever with this product?"), self.first)
        self.body.addWidget(self._first_row)
        self.first_says = Label(theme, "", "small", colour="text_2", wrap=True)
        self.correct = Button(theme, _("Correct"), kind="quiet")
        self.correct.setObjectName("plan.correct_first")
        self.correct.setAccessibleName(_("Correct whether it is the first session ever"))
        self.correct.setProperty("touch", True)
        self.correct.clicked.connect(self._correct_first)
        row = QHBoxLayout()
        row.addWidget(self.first_says, 1)
        row.addWidget(self.correct)
        self.body.addLayout(row)

    def _build_end(self) -> None:
        theme = self._theme
        self.reason = TextField(theme, longest=500)
        grow(self.reason)
        self._reason_row = Labelled(theme, _("Reason"), self.reason)
        self.body.addWidget(self._reason_row)
        self._said = QVBoxLayout()
        self._said.setSpacing(6)
        self.body.addLayout(self._said)
        self.message = Message(theme, tone="amber")
        self.body.addWidget(self.message)
        self.why = Label(theme, "", colour="text_2", wrap=True)
        self.why.setObjectName("plan.why")
        self.body.addWidget(self.why)
        self.done = Button(theme, _("Plan this session"), kind="primary", icon="calendar")
        self.done.setObjectName("plan.done")
        self.done.clicked.connect(self.want)
        self.leave = Button(theme, _("Leave it as it is"))
        self.leave.setObjectName("plan.leave")
        self.leave.clicked.connect(self.change_left)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.done, self.leave):
            grow(button)
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.body.addLayout(buttons)
        self.template = OneOf(theme, ())
        self.template.setObjectName("plan.template")
        grow(self.template)
        self.template.answered.connect(self._template_chosen)
        self._template_row = Labelled(theme, _("Or plan the next ones by a template"), self.template)
        self.body.addWidget(self._template_row)

    # What is shown

    def draft(self) -> PlanDraft:
        """What is in the form now; what cannot be used is left out."""
        values = {name: read(field)[0] for name, field in self.fields.items()}
        given = self.mode.chosen() == "given"
        dose = self.doses.chosen() if self.doses is not None else values["dose"]
        return replace(
            self._draft,
            product=self.product.value() or self._draft.product,
            indication=self.indication.chosen(),
            day=values["day"],
            time=None if given else values["time"],
            chair="" if given else values["chair"] or "",
            dose=dose,
            number=values["number"],
            week=values["week"],
            first=self.first.chosen() if self._first_said else None,
            first_unknown=self._first_said and self.first.is_answered() and self.first.chosen() is None,
            given=given,
            reason=values["reason"] or "",
        )

    def show_draft(self, draft: PlanDraft, texts: Mapping[str, str] | None = None) -> None:
        """Fills the form; `texts` are the words that were typed before, where they are known."""
        self._draft = draft
        self._first_said = draft.first is not None or draft.first_unknown
        self._asks_first = False
        self.mode.set_value("given" if draft.given else "plan")
        self.product.show_value(draft.product)
        self.indication.set_value(draft.indication)
        for name, field in self.fields.items():
            value = getattr(draft, name)
            field.set_value(None if value == "" else value)
            if texts is not None and name in texts:
                field.edit.set_kept(texts[name])
            field.edit.setModified(False)
        self.message.say("")
        self._plan = None
        self.refresh()
        if self.doses is not None:
            self.doses.set_value(draft.dose)
            self.refresh()

    def typed(self) -> TypedPlan:
        """What stands in the form, word for word."""
        return TypedPlan(self.draft(), {name: field.text() for name, field in self.fields.items()})

    def is_begun(self) -> bool:
        """Whether anything was typed that would be missed."""
        chosen = self.doses is not None and self.doses.is_answered()
        return bool(self._draft.session) or chosen or any(field.text().strip() for field in self.fields.values())

    def _correct_first(self) -> None:
        self._asks_first = True
        self.refresh()
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _first_answered(self, *, said: bool) -> None:
        self._first_said = said
        self._changed()

    def _changed(self, *_value: object) -> None:
        self.message.say("")
        self.refresh()

    def refresh(self) -> None:
        """Works out and shows again what follows from what is in the form."""
        draft = self.draft()
        plan = self._work_out(draft)
        if plan is not None and self._show_doses(plan):
            draft = self.draft()
            plan = self._work_out(draft)
        if plan is None:
            return
        self.dose.set_unit(plan.unit, _MOST_MG if draft.given else _MOST_PER_KG)
        changing, given = bool(self._draft.session), draft.given
        self.title.setVisible(changing)
        self.mode.setVisible(not changing)
        self.product.setToolTip(plan.how)
        self.how.setText(plan.how)
        self.how.setVisible(not plan.doses)
        self.standing.set_state(plan.standing.mark, plan.standing.word, plan.standing.sentence)
        for part in self._booking:
            part.setVisible(not given)
        self.last_dose.setText(plan.last_dose)
        self.last_dose.setVisible(bool(plan.last_dose))
        for field, value in ((self.number, plan.number), (self.week, plan.week)):
            field.set_placeholder("?" if value is None else str(value))
            worked = _("cannot be told") if value is None else _("worked out: {value}").format(value=value)
            field.edit.setAccessibleDescription(worked)
        self.summary.setText(plan.summary)
        if not self._first_said:
            self.first.set_answer(plan.first, asked=False)
        self.first_says.setText(plan.first_words)
        # What is worked out is told in a line; only what cannot be told, or is corrected, takes the room of a question.
        asks = plan.first is None or self._first_said or self._asks_first
        self._first_row.setVisible(asks)
        self.correct.setVisible(not asks)
        self._reason_row.setVisible(plan.needs_reason)
        self._show_said(plan)
        self._plan = plan
        self.why.setText(plan.why_not)
        self.why.setVisible(bool(plan.why_not))
        self.done.setText(_("Save the change") if changing else _("Save as given") if given else _("Plan this session"))
        self.done.setEnabled(not plan.why_not)
        self.done.setAccessibleDescription(plan.why_not)
        self.leave.setVisible(changing)
        self._template_row.setVisible(not changing and not given and self.template.count() > 1)

    def show_templates(self, templates: list[tuple[str, str]]) -> None:
        """Offers these templates; the first line names none."""
        self.template.set_options([("", _("Choose a template")), *templates])
        self.template.show_value("")
        self._template_row.setVisible(bool(templates) and not self._draft.session and self.mode.chosen() != "given")

    def _show_doses(self, plan: CoursePlan) -> bool:
        """A choice where there are only a few doses, else a field with its unit; whether that had to be made anew."""
        options = tuple((one.mg, one.words) for one in plan.doses)
        if options == self._options:
            return False
        self._options = options
        if self.doses is not None:
            row = self.doses.parentWidget()
            self.doses = None
            if row is not None:
                self._dose_holder.removeWidget(row)
                row.hide()
                row.deleteLater()
        if options:
            self.doses = TouchChoice(self._theme, _("Dose"), options)
            self.doses.setObjectName("plan.doses")
            self.doses.answered.connect(self._changed)
            self.doses.taken_back.connect(self._changed)
            self._dose_holder.addWidget(Labelled(self._theme, _("Dose"), self.doses))
            # Only the choice is moved: the edit of a field, moved before its own field, would get Tab back for ever.
            QWidget.setTabOrder(self.chair.edit, self.doses)
        self._dose_row.setVisible(self.doses is None)
        return True

    def _show_said(self, plan: CoursePlan) -> None:
        shown = None if self._plan is None else (self._plan.remarks, self._plan.asks)
        if (plan.remarks, plan.asks) == shown:
            return
        clear(self._said)
        for remark in plan.remarks:
            self._said.addWidget(Remark(self._theme, remark.mark, remark.text, remark.bold))
        for ask in plan.asks:
            link = QuestionLink(self._theme, ask.text, ask.field)
            link.followed.connect(self.go_to)
            self._said.addWidget(link)

    # What was chosen

    def _product_chosen(self, value: str) -> None:
        if self.doses is not None:
            self.doses.set_value(None)
        self.dose.edit.set_kept("")
        self._changed()
        self.product_chosen.emit(value)

    def _template_chosen(self, name: str) -> None:
        if name:
            self.template.show_value("")
            self.template_wanted.emit(name)

    def want(self) -> None:
        """Asks for the plan to be written, if nothing keeps it from that; else says what does and goes there."""
        for field in self.fields.values():
            if not field.isVisibleTo(self):
                continue
            _value, sentence, fault = read(field)
            if fault:
                self.message.say(_("{field}: {sentence}").format(field=field.accessibleName(), sentence=sentence))
                field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.refresh()
        if self._plan is not None and not self._plan.why_not:
            self.wanted.emit(self.draft())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._draft.session:
            self.change_left.emit()
        else:
            super().keyPressEvent(event)

    def focus_first(self) -> None:
        """Gives the focus to the first field that is still open: what it is for, else the day."""
        target: Any = self.day.edit if self.indication.is_answered() else self.indication
        target.setFocus(Qt.FocusReason.OtherFocusReason)
