"""The card in which a session is planned, changed, or entered as given already; nothing is written before the button."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.session_course_controls import MOST_MG, MOST_PER_KG, PlanControls
from trd_desk.ui.pages.session_course_fields import (
    TouchChoice,
    keep_typed,
    on_control_enter,
    read,
)
from trd_desk.ui.widgets.labelled import Labelled
from trd_desk.ui.widgets.labels import QuestionLink, Remark
from trd_desk.ui.widgets.layout import clear
from trd_desk.view.course_plan import CoursePlan, PlanDraft

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from trd_desk.ui.theme import Theme



@dataclass(frozen=True)
class TypedPlan:
    """What stands in the form, word for word, so that it can be put away with its patient and shown again."""

    draft: PlanDraft
    texts: Mapping[str, str]


class PlanForm(PlanControls):
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
        super().__init__(theme, products, today, parent)
        self._work_out = work_out
        self._draft = PlanDraft(products[0][0])
        self._plan: CoursePlan | None = None
        self.mode.answered.connect(self._changed)
        self.mode.taken_back.connect(lambda: self.mode.set_value("plan"))
        self.product.answered.connect(self._product_chosen)
        self.indication.answered.connect(self._changed)
        self.indication.taken_back.connect(self._changed)
        self.first.answered.connect(lambda _value: self._first_answered(said=True))
        self.first.taken_back.connect(lambda: self._first_answered(said=False))
        self.correct.clicked.connect(self._correct_first)
        self.done.clicked.connect(self.want)
        self.leave.clicked.connect(self.change_left)
        self.template.answered.connect(self._template_chosen)
        for field in self.fields.values():
            keep_typed(field, self._changed)
        on_control_enter(self, self.want)
        self.show_draft(self._draft)

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
        self.dose.set_unit(plan.unit, MOST_MG if draft.given else MOST_PER_KG)
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
