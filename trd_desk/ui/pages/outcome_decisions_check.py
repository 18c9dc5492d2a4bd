"""The form of one check of the follow-up: every answer is on disk at once, under one entry."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.pathways_reason import source_row
from trd_desk.ui.widgets.fields import DateField, NumberField, TextField
from trd_desk.ui.widgets.labelled import Labelled
from trd_desk.ui.widgets.labels import Label, Message, QuestionLink, VerdictLabel
from trd_desk.ui.widgets.layout import Button
from trd_desk.ui.widgets.segments import ChoiceSegments

if TYPE_CHECKING:
    from trd_desk.ui.theme import Theme
    from trd_desk.view.decisions_follow import DomainView

_LONGEST: Final = 1000


class CheckForm(QFrame):
    """A check of one domain. Esc closes it; what was answered stays.

    Signals:
        answered(object): what the entry says now, as the record has it.
        closed(): the form is to be closed.
        followed(str): the path of the question that a session asks.
    """

    answered = Signal(object)
    closed = Signal()
    followed = Signal(str)

    def __init__(self, theme: "Theme", domain: "DomainView", today: Callable[[], dt.date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._domain = theme, domain
        self._value: dict[str, Any] = {"domain": domain.id, "on": today().isoformat()}
        self.is_stored = False
        self.setProperty("kind", "card")
        name = f"follow_up.{domain.id}"
        self.setObjectName(f"{name}.form")
        self.setAccessibleName(_("Check: {domain}").format(domain=domain.label))
        column = QVBoxLayout(self)
        pad = theme.px("card_padding")
        column.setContentsMargins(pad, pad - 4, pad, pad)
        column.setSpacing(8)
        column.addWidget(Label(theme, domain.check or domain.label, bold=True, wrap=True))
        for words in (domain.session_asks, domain.why, domain.baseline, domain.says):
            if words:
                column.addWidget(Label(theme, words, "small", colour="text_2", wrap=True))
            if words and words == domain.session_asks and domain.session_link is not None:
                self.link = QuestionLink(theme, domain.session_link.text, domain.session_link.field, size="small")
                self.link.followed.connect(self.followed)
                column.addWidget(self.link)
        column.addWidget(source_row(theme, domain.source))
        row = QHBoxLayout()
        row.setSpacing(16)
        self.on = DateField(theme, whole_day=True, latest=today, width=136)
        self.on.setObjectName(f"{name}.on")
        self.on.committed.connect(self._day_given)
        self.found = ChoiceSegments(theme, _("What was found"), [(True, _("Nothing found")), (False, _("A finding"))])
        self.found.setObjectName(name)
        self.found.answered.connect(self._found_given)
        self.found.taken_back.connect(lambda: self._say("nothing_found", None))
        row.addWidget(Labelled(theme, _("Day"), self.on), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Labelled(theme, _("What was found"), self.found), 0, Qt.AlignmentFlag.AlignTop)
        self.number: NumberField | None = None
        if domain.unit:
            self.number = NumberField(theme, domain.unit, low=0, high=domain.value_high, decimals=2, width=132)
            self.number.setObjectName(f"{name}.value")
            self.number.committed.connect(lambda value: self._say("value", value))
            row.addWidget(Labelled(theme, domain.value_label, self.number), 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        column.addLayout(row)
        self.boxes: dict[str, QCheckBox] = {}
        for trigger in domain.triggers:
            if not trigger.ticked:
                words = _("Worked out: {finding}. {action}").format(finding=trigger.label, action=trigger.action)
                column.addWidget(Label(theme, words, "small", colour="text_2", wrap=True))
                continue
            box = QCheckBox(trigger.label)
            box.setFont(theme.font())
            box.setObjectName(f"{name}.trigger.{trigger.id}")
            box.setAccessibleDescription(trigger.action)
            box.clicked.connect(self._ticked)
            self.boxes[trigger.id] = box
            column.addWidget(box)
            action = Label(theme, trigger.action, "small", colour="text_2", wrap=True)
            action.setContentsMargins(theme.scaled(24), 0, 0, 0)
            column.addWidget(action)
        self.note = TextField(theme, longest=_LONGEST)
        self.note.setObjectName(f"{name}.note")
        self.note.committed.connect(lambda value: self._say("note", value))
        column.addWidget(Labelled(theme, _("Note"), self.note))
        self.message = Message(theme)
        column.addWidget(self.message)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        self.close_button = Button(theme, _("Close"))
        self.close_button.setObjectName(f"{name}.close")
        self.close_button.setAccessibleName(_("Close the check: {domain}").format(domain=domain.label))
        self.close_button.clicked.connect(self.closed)
        self.kept = VerdictLabel(theme, "not_asked", _("Nothing recorded yet"), bold=False)
        foot.addWidget(self.close_button)
        foot.addWidget(self.kept, 1)
        column.addLayout(foot)
        theme.changed.connect(self._dress)
        self._show()

    def _dress(self) -> None:
        for box in self.boxes.values():
            box.setFont(self._theme.font())

    # What the entry says

    def show_stored(self, value: Mapping[str, Any] | None) -> None:
        """Shows the entry as it is on disk; None for one that is not there yet, or was taken back."""
        if value is not None:
            self._value = dict(value)
        elif self.is_stored:
            self._value = {"domain": self._domain.id, "on": self._value["on"]}
        self.is_stored = value is not None
        self.message.say("")
        self._show()

    def _show(self) -> None:
        value = self._value
        self.on.set_value(value["on"])
        self.found.set_value(value.get("nothing_found"))
        if self.number is not None:
            self.number.set_value(value.get("value"))
        for name, box in self.boxes.items():
            box.setChecked(name in value.get("triggers", ()))
        self.note.set_value(value.get("note"))
        self.kept.set_state("met" if self.is_stored else "not_asked", _("On disk") if self.is_stored else _("Nothing recorded yet"))

    def not_saved(self) -> None:
        """Shows what is on disk again, and says that the last answer is not."""
        for field in (self.on, self.number, self.note):
            if field is not None and field.hasFocus():
                field.mark_not_saved()
        self.message.say(_("Not saved. Give the answer again."))

    def _say(self, name: str, given: Any) -> None:
        """One more answer of the check."""
        value = {key: known for key, known in self._value.items() if key != name}
        if given is not None:
            value[name] = given
        if not self.is_stored and set(value) <= {"domain", "on"}:
            self._value = value if "on" in value else self._value
            return
        self.answered.emit(value)

    def _day_given(self, day: dt.date | None) -> None:
        if day is None:
            self.on.set_value(self._value["on"])
            self.message.say(_("Day: a check needs its day."))
            return
        self._say("on", day.isoformat())

    def _found_given(self, nothing: bool) -> None:
        if nothing and any(box.isChecked() for box in self.boxes.values()):
            self.found.set_value(self._value.get("nothing_found"))
            self.message.say(_("A finding is ticked below, so something was found. Take the tick away first."))
            return
        self._say("nothing_found", nothing)

    def _ticked(self) -> None:
        """What was ticked, which is a finding."""
        ticked = [name for name, box in self.boxes.items() if box.isChecked()]
        value = {key: known for key, known in self._value.items() if key != "triggers"}
        if ticked:
            value |= {"triggers": ticked, "nothing_found": False}
        if set(value) > {"domain", "on"} or self.is_stored:
            self.answered.emit(value)

    def focus_first(self) -> None:
        """Gives the focus to what was found."""
        self.found.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
