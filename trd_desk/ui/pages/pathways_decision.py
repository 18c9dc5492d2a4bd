"""What a clinician decides against or beyond a rule, with the reason and who decides; it is kept and printed."""

from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.desk import Desk
from trd_desk.ui.pages.definitions_flow import take_focus
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.fields import TextField
from trd_desk.ui.widgets.labels import Label, Message
from trd_desk.ui.widgets.layout import Button
from trd_desk.ui.widgets.segments import ChoiceSegments

LEAST_REASON: Final = 10


class DecisionForm(QWidget):
    """A recorded decision and the form that records one: decision, reason, name and role.

    The entry is `decision` with the code of the condition or the pathway as its key.

    Signals:
        recorded(): the decision is on disk.
    """

    recorded = Signal()

    def __init__(self, theme: Theme, desk: Desk, subject: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._subject = desk, subject
        self.setObjectName(f"decision.{subject}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        stored = desk.patient.decisions.get(subject) if desk.patient is not None else None
        self.open_button = Button(theme, _("Change the decision") if stored else _("Record a decision"))
        self.open_button.setObjectName(f"decision.{subject}.open")
        self.open_button.setAccessibleName(f"{self.open_button.text()}: {name}")
        self.open_button.clicked.connect(self.unfold)
        column.addWidget(self.open_button)
        self._form = QWidget()
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(4)
        self.text, self.reason = TextField(theme, longest=400), TextField(theme, longest=400)
        self.by = TextField(theme, longest=80)
        self.by.set_value(desk.by)
        self.role = ChoiceSegments(theme, _("Role"), [("prescriber", _("Prescriber")), ("nurse", _("Nurse"))])
        for label, field, part in (
            (_("Decision"), self.text, "text"),
            (_("Reason"), self.reason, "reason"),
            (_("Decided by"), self.by, "by"),
            (_("Role"), self.role, "role"),
        ):
            words = Label(theme, label, "small", colour="text_2")
            words.setBuddy(field)
            field.setAccessibleName(f"{label}: {name}")
            field.setObjectName(f"decision.{subject}.{part}")
            form.addWidget(words)
            form.addWidget(field)
        if stored:
            self.text.set_value(stored.get("text"))
            self.reason.set_value(stored.get("reason"))
            self.by.set_value(stored.get("by"))
            self.role.set_value(stored.get("role"))
        for each in (self.text, self.reason, self.by):
            # What is typed here is kept by Esc, which only closes the form.
            each.edit.textEdited.connect(lambda typed, edit=each.edit: setattr(edit, "kept", typed))
        self.fault = Message(theme)
        form.addWidget(self.fault)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.save = Button(theme, _("Record"))
        self.save.setAccessibleName(_("Record the decision: {name}").format(name=name))
        self.save.clicked.connect(self._record)
        cancel = Button(theme, _("Close"), kind="quiet")
        cancel.setAccessibleName(_("Close without recording: {name}").format(name=name))
        cancel.clicked.connect(self.fold)
        row.addWidget(self.save)
        row.addWidget(cancel)
        row.addStretch(1)
        form.addLayout(row)
        column.addWidget(self._form)
        self._form.hide()

    def unfold(self) -> None:
        """Opens the form."""
        self.open_button.hide()
        self._form.show()
        take_focus(self.text)

    def fold(self) -> None:
        """Closes the form; nothing is recorded, and what was typed stays until the page is shown anew."""
        self._form.hide()
        self.open_button.show()
        take_focus(self.open_button)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.is_open:
            self.fold()
        else:
            super().keyPressEvent(event)

    @property
    def is_open(self) -> bool:
        """Whether a decision is being written."""
        return not self._form.isHidden()

    def _record(self) -> None:
        given: dict[str, Any] = {
            "text": self.text.text().strip(),
            "reason": self.reason.text().strip(),
            "by": self.by.text().strip(),
            "role": self.role.chosen(),
        }
        if not given["text"]:
            self.fault.say(_("Write what was decided."))
        elif len(given["reason"]) < LEAST_REASON:
            self.fault.say(_("Give the reason, in at least {count} letters: it is kept and printed.").format(count=LEAST_REASON))
        elif not given["by"]:
            self.fault.say(_("Write who decides."))
        elif not given["role"]:
            self.fault.say(_("Choose the role of the person who decides."))
        elif self._desk.answer("decision", self._subject, given, reason=given["reason"]):
            self.recorded.emit()
        else:
            self.fault.say(_("Not saved. What you typed is still here; record it again."))
