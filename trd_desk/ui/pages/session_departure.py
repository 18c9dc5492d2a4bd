"""What is recorded when a patient leaves earlier than the readiness test allows, against advice."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.widgets.fields import TextField
from trd_desk.ui.widgets.labels import Label, Message
from trd_desk.ui.widgets.layout import Button, FieldRows
from trd_desk.ui.widgets.segments import AnswerSegments
from trd_desk.view import plain

if TYPE_CHECKING:
    from trd_desk.ui.theme import Theme

_QUESTIONS: Final = ("capacity", "risk_explained", "escort_present", "refused_signature")


class DepartureForm(QWidget):
    """Reason, capacity, what was explained, escort, witness. Nothing is written before it is signed.

    Signals:
        wanted(object): what was said, a mapping by the fields of DeparturePart.
        given_up(): Esc or the button; what was typed stays.
    """

    wanted = Signal(object)
    given_up = Signal()

    def __init__(self, theme: "Theme", least: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least = least
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Label(theme, _("Leaving against advice"), bold=True))
        rows = FieldRows(theme, label_width=260)
        self.reason = TextField(theme)
        rows.row(_("Reason, in the patient's words where possible"), self.reason, name="departure.reason")
        words = {
            "capacity": _("Does the patient decide with capacity?"),
            "risk_explained": _("Were the risks of leaving now explained?"),
            "escort_present": _("Is an escort with the patient?"),
            "refused_signature": _("Did the patient refuse to sign?"),
        }
        self.answers: dict[str, AnswerSegments] = {}
        for name in _QUESTIONS:
            segments = AnswerSegments(theme, words[name])
            rows.row(words[name], segments, name=f"departure.{name}")
            self.answers[name] = segments
        self.witness = TextField(theme, width=280)
        rows.row(_("Witness"), self.witness, name="departure.witness")
        column.addWidget(rows)
        self.message = Message(theme, tone="amber")
        column.addWidget(self.message)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        self.done = Button(theme, _("Sign and record"), kind="primary", icon="signature")
        self.done.setObjectName("departure.done")
        self.done.clicked.connect(self._want)
        back = Button(theme, _("Stays after all"))
        back.setObjectName("departure.give_up")
        back.clicked.connect(self.given_up)
        for button in (self.done, back):
            button.setMinimumHeight(theme.px("control_height_touch"))
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addLayout(buttons)

    def _want(self) -> None:
        reason = self.reason.text().strip()
        missing = self._least - len(reason)
        if missing > 0:
            self.message.say(plain.lacking_reason(missing))
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.message.say("")
        said: dict[str, object] = {"reason": reason, "witness": self.witness.text().strip()}
        said |= {name: segments.chosen() for name, segments in self.answers.items()}
        self.wanted.emit(said)

    def clear(self) -> None:
        """Empties the form once everything is on disk."""
        for field in (self.reason, self.witness):
            field.set_value(None)
            field.give_up()
        for segments in self.answers.values():
            segments.set_answer(None, asked=False)

    def focus_first(self) -> None:
        """Gives the focus to the reason."""
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
