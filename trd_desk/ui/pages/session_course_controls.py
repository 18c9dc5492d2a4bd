"""What the form of a plan is made of: its controls, their labels and their order."""

from typing import TYPE_CHECKING, Final

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
)
from trd_desk.ui.pages.session_dose_fields import OneOf
from trd_desk.ui.widgets.fields import Field, TextField
from trd_desk.ui.widgets.labelled import Labelled
from trd_desk.ui.widgets.labels import Label, Message, VerdictLabel
from trd_desk.ui.widgets.layout import Button, Card
from trd_desk.view.course_position import INDICATIONS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from trd_desk.ui.theme import Theme

MOST_MG: Final = 100_000.0
MOST_PER_KG: Final = 100.0


class PlanControls(Card):
    """The controls of the plan of a session, in the order in which they are read.

    Signals: none.
    """

    def __init__(self, theme: "Theme", products: list[tuple[str, str]], today: "Callable[[], dt.date]", parent: QWidget | None = None) -> None:
        super().__init__(theme, spacing=8, parent=parent)
        self._theme = theme
        self.title = Label(theme, _("Change the session"), bold=True)
        self.body.addWidget(self.title)
        self.mode = TouchChoice(theme, _("What is entered"), [("plan", _("Plan a session")), ("given", _("Given already"))])
        self.mode.setObjectName("plan.mode")
        self.mode.setToolTip(_("Ins comes here, Ctrl+Enter writes the plan"))
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

    def _build_use(self, products: list[tuple[str, str]]) -> None:
        theme = self._theme
        self.product = OneOf(theme, products)
        self.product.setObjectName("plan.product")
        grow(self.product)
        self.body.addWidget(Labelled(theme, _("Product and route"), self.product))
        self.indication = TouchChoice(theme, _("What it is for"), [(name, _(words)) for name, words in INDICATIONS.items()])
        self.indication.setObjectName("plan.indication")
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
        self.dose = PlanDose(theme, _("mg/kg"), high=MOST_PER_KG)
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
        self._first_row = Labelled(theme, _("First session ever with this product?"), self.first)
        self.body.addWidget(self._first_row)
        self.first_says = Label(theme, "", "small", colour="text_2", wrap=True)
        self.correct = Button(theme, _("Correct"), kind="quiet")
        self.correct.setObjectName("plan.correct_first")
        self.correct.setAccessibleName(_("Correct whether it is the first session ever"))
        self.correct.setProperty("touch", True)
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
        self.leave = Button(theme, _("Leave it as it is"))
        self.leave.setObjectName("plan.leave")
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
        self._template_row = Labelled(theme, _("Or plan the next ones by a template"), self.template)
        self.body.addWidget(self._template_row)
