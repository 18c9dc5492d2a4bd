"""The second check of a dose: another person types what they worked out before the first result is shown to them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.session_dose_fields import DoseField, TouchButton
from trd_desk.ui.widgets.fields import NumberField
from trd_desk.ui.widgets.labels import Label, VerdictLabel
from trd_desk.ui.widgets.layout import Button
from trd_desk.ui.widgets.popover import Popover, show_over
from trd_desk.view.session_giving import CheckQuestion, CheckView

if TYPE_CHECKING:
    from trd_desk.ui.theme import Theme

_MOST_MG = 100_000.0
_MOST_DEVICES = 20


@dataclass(frozen=True, slots=True)
class CheckTyped:
    """What the second person worked out: mg, and for the spray the number of devices."""

    mg: float
    devices: int | None = None


class CheckDialog(Popover):
    """Asks for the dose. It shows what the dose is worked out from, and never the first result.

    Signals: none of its own (QDialog's accepted and rejected); `typed` holds what was typed once it was accepted.
    """

    def __init__(self, theme: "Theme", question: CheckQuestion, parent: QWidget | None = None) -> None:
        super().__init__(theme, question.title, question.product, icon="stethoscope", parent=parent)
        self.setObjectName("check")
        self.typed: CheckTyped | None = None
        self._asks_devices = question.asks_devices
        facts = QGridLayout()
        facts.setHorizontalSpacing(16)
        facts.setVerticalSpacing(2)
        facts.setColumnStretch(1, 1)
        for place, row in enumerate(question.rows):
            facts.addWidget(Label(theme, row.label, colour="text_2"), place, 0, Qt.AlignmentFlag.AlignTop)
            facts.addWidget(Label(theme, row.value, wrap=True), place, 1)
        self.column.addLayout(facts)
        self.column.addSpacing(8)
        self.add_small(question.says)
        self.column.addSpacing(4)
        self.mg = DoseField(theme, _("mg"), high=_MOST_MG, width=160)
        self.add_row(_("Dose that is to be given"), self.mg, "check.mg")
        self.devices = NumberField(theme, "", low=1, high=_MOST_DEVICES, width=160)
        self.add_row(_("Devices that it takes"), self.devices, "check.devices", shown=question.asks_devices)
        for field in (self.mg, self.devices):
            # Nothing is on disk before it is signed: what is typed stays in this dialog.
            field.edit.textEdited.connect(lambda typed, edit=field.edit: setattr(edit, "kept", typed))
        self.done_button = Button(theme, _("Compare"), kind="primary")
        self.done_button.setObjectName("check.done")
        self.done_button.clicked.connect(self.compare)
        self.back_button = Button(theme, _("Give up"))
        self.back_button.setObjectName("check.give_up")
        self.add_buttons(self.done_button, self.back_button)
        self.mg.edit.setFocus()

    def compare(self) -> None:
        """Takes what was typed, or says what is missing."""
        values = []
        fields: list[tuple[DoseField | NumberField, str]] = [(self.mg, _("Dose: type the milligrams that you worked out."))]
        if self._asks_devices:
            fields.append((self.devices, _("Devices: type how many devices the dose takes.")))
        for field, missing in fields:
            value, sentence, fault = field._read(field.text())  # noqa: SLF001 - the dialog reads its own fields at once
            if fault or value is None:
                self.say(sentence if fault else missing, field.edit)
                return
            values.append(value)
        self.typed = CheckTyped(float(values[0]), int(values[1]) if self._asks_devices else None)
        self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.back_button.hasFocus():
            self.compare()
        else:
            super().keyPressEvent(event)


class Cover(QWidget):
    """Covers a page while somebody works a dose out, so that the first result is nowhere to be seen; the frame's alarms stay.

    Signals: none.
    """

    def __init__(self, theme: "Theme", page: QWidget) -> None:
        super().__init__(page)
        self.setProperty("overlay", True)
        self.setAutoFillBackground(True)
        self.setPalette(theme.palette())
        self.setGeometry(page.rect())
        self.show()
        self.raise_()

    def take_away(self) -> None:
        """Shows the page again."""
        self.hide()
        self.setParent(None)
        self.deleteLater()


def ask_check(theme: "Theme", window: QWidget, question: CheckQuestion) -> CheckTyped | None:
    """Asks the second person for the dose, over a page that shows nothing of it; None when it was given up."""
    dialog = CheckDialog(theme, question, window)
    typed: list[CheckTyped] = []
    dialog.accepted.connect(lambda: typed.append(dialog.typed) if dialog.typed is not None else None)
    show_over(dialog, window)
    return typed[0] if typed else None


class CheckPart(QWidget):
    """How the second check stands, and the button that begins it.

    Signals:
        wanted(): another person is to work the dose out.
    """

    wanted = Signal()

    def __init__(self, theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.state = VerdictLabel(theme, size="body", wrap=True)
        column.addWidget(self.state)
        self.says = Label(theme, "", colour="text_2", wrap=True)
        column.addWidget(self.says)
        self.button = TouchButton(theme, _("Work the dose out again"), icon="stethoscope")
        self.button.setObjectName("dose.second_check")
        self.button.clicked.connect(self.wanted)
        column.addWidget(self.button)

    def show_check(self, view: CheckView, *, begun: bool) -> None:
        """Shows the check as it stands."""
        word = view.stated.word[:1].lower() + view.stated.word[1:]
        self.state.set_state(view.stated.mark, _("Second check: {state}").format(state=word), view.stated.sentence)
        self.says.setText(view.stated.sentence)
        self.button.setText(_("Work the dose out again") if view.state == "none" else _("Check once more"))
        self.button.setEnabled(not view.why_not)
        self.button.setToolTip(view.why_not)
        self.button.setAccessibleDescription(view.why_not)
        self.button.setVisible(not (begun and view.state == "agrees"))
