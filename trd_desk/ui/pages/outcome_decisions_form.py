"""The form of one decision: what is decided, when, until when, and why; the caution stands beside it, nothing is written before the button."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.pathways_reason import source_row
from trd_desk.ui.pages.session_course_fields import PlanDayField, keep_typed, on_control_enter, read
from trd_desk.ui.widgets.fields import DateField, TextField
from trd_desk.ui.widgets.labelled import Labelled
from trd_desk.ui.widgets.labels import Label, Message, Remark
from trd_desk.ui.widgets.layout import Button
from trd_desk.ui.widgets.segments import ChoiceSegments
from trd_desk.view import plain

if TYPE_CHECKING:
    from trd_desk.ui.theme import Theme
    from trd_desk.view.decisions import PointView

LONGEST_REASON = 1000


@dataclass(frozen=True, slots=True)
class Decided:
    """What was typed as a decision; `next_on` is None where no day is named."""

    decision: str
    on: dt.date
    next_on: dt.date | None
    reason: str


class DecisionForm(QWidget):
    """One decision. Ctrl+Enter records it; what is typed stays until it is on disk.

    Signals:
        wanted(object): the decision is to be recorded; the Decided.
    """

    wanted = Signal(object)

    def __init__(self, theme: "Theme", point: "PointView", least: int, today: Callable[[], dt.date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._point, self._least, self._today = theme, point, least, today
        name = f"course_decision.{point.product}.{point.id}"
        self.setObjectName(f"{name}.form")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.choice = ChoiceSegments(theme, _("Decision: {point}").format(point=point.label), point.choices)
        self.choice.setObjectName(name)
        self.choice.answered.connect(self._changed)
        self.choice.taken_back.connect(self._changed)
        column.addWidget(self.choice, 0, Qt.AlignmentFlag.AlignLeft)
        for caution in point.cautions:
            column.addWidget(Remark(theme, "caution", _("Before you stop: {text}").format(text=caution.text), _("Before you stop:"), size="small"))
            column.addWidget(source_row(theme, caution.source))
        days = QHBoxLayout()
        days.setSpacing(16)
        self.on = DateField(theme, whole_day=True, latest=today, width=136)
        self.on.setObjectName(f"{name}.on")
        self.next = PlanDayField(theme, today, width=136)
        self.next.setObjectName(f"{name}.next")
        self._next_row = Labelled(theme, _("Decide again on"), self.next)
        for row in (Labelled(theme, _("Decided on"), self.on), self._next_row):
            days.addWidget(row, 0, Qt.AlignmentFlag.AlignTop)
        days.addStretch(1)
        column.addLayout(days)
        self.reason = TextField(theme, longest=LONGEST_REASON)
        self.reason.setObjectName(f"{name}.reason")
        self._reason_row = Labelled(theme, _("Reason"), self.reason)
        column.addWidget(self._reason_row)
        for field in (self.on, self.next, self.reason):
            keep_typed(field, self._changed)
        self.message = Message(theme)
        column.addWidget(self.message)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self.done = Button(theme, _("Record the decision"), kind="primary")
        self.done.setObjectName(f"{name}.done")
        self.done.setToolTip(_("Ctrl+Enter"))
        self.done.clicked.connect(self.want)
        self.who = Label(theme, "", "small", colour="text_2", wrap=True)
        foot.addWidget(self.done, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self.who, 1, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(foot)
        on_control_enter(self, self.want)
        self.on.set_value(today())
        self._changed()

    def say_who(self, words: str) -> None:
        """Says in whose name the decision is recorded."""
        self.who.setText(words)
        self.who.setVisible(bool(words))

    def texts(self) -> Mapping[str, Any]:
        """What stands in the form, word for word; empty where nothing would be missed."""
        typed = {"choice": self.choice.chosen(), "next": self.next.text(), "reason": self.reason.text()}
        return {**typed, "on": self.on.text()} if any(typed.values()) else {}

    def show_texts(self, texts: Mapping[str, Any]) -> None:
        """Fills the form with what was typed before."""
        self.choice.set_value(texts.get("choice"))
        for name, field in (("on", self.on), ("next", self.next), ("reason", self.reason)):
            if name in texts:
                field.edit.set_kept(str(texts[name]))
        self._changed()

    def _changed(self, *_value: object) -> None:
        self.message.say("")
        deferred = self.choice.chosen() == "defer"
        self._next_row.setVisible(deferred or (self._point.repeats and self.choice.chosen() in ("continue", "change")))
        self._next_row.label.setText(_("Deferred until") if deferred else _("Next review, if not by the interval"))
        self.next.setAccessibleName(self._next_row.label.text())

    def want(self) -> None:
        """Asks for the decision to be recorded; what is missing is said, and the focus goes there."""
        chosen, reason = self.choice.chosen(), self.reason.text().strip()
        days: dict[str, Any] = {}
        if chosen is None:
            self._refuse(_("Decision: choose continue, change, stop or defer."), self.choice)
            return
        for name, field in (("on", self.on), ("next", self.next)):
            days[name], sentence, fault = read(field) if field.isVisibleTo(self) else (None, "", False)
            if fault:
                self._refuse(_("{field}: {sentence}").format(field=field.accessibleName(), sentence=sentence), field.edit)
                return
        missing = self._least - len(reason)
        if days["on"] is None:
            self._refuse(_("Decided on: give the day of the decision."), self.on.edit)
        elif chosen == "defer" and days["next"] is None:
            self._refuse(_("Deferred until: give the day on which it is decided."), self.next.edit)
        elif days["next"] is not None and days["next"] <= days["on"]:
            self._refuse(_("{field}: the day must come after the decision.").format(field=self.next.accessibleName()), self.next.edit)
        elif missing > 0:
            self._refuse(plain.lacking_reason(missing), self.reason.edit)
        else:
            self.message.say("")
            self.wanted.emit(Decided(chosen, days["on"], days["next"], reason))

    def _refuse(self, sentence: str, control: QWidget) -> None:
        self.message.say(sentence)
        control.setFocus(Qt.FocusReason.OtherFocusReason)
