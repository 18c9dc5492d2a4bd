"""What staff see around a patient's form: the passphrase that brings the record back, and what must be known first."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from trd_desk.i18n import _
from trd_desk.store.people import PRACTICE_WORD
from trd_desk.ui.pages.crisis_card import CrisisCard
from trd_desk.ui.pages.locked import LockedPage, LockedWords
from trd_desk.ui.pages.self_rating_screens import Screen
from trd_desk.ui.widgets.labels import Label, Message
from trd_desk.ui.widgets.layout import Button

if TYPE_CHECKING:
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.theme import Theme


class StaffPage(LockedPage):
    """The passphrase beside the sessions that run. Esc and the button go back to the form.

    Signals:
        unlocked(object): as that of LockedPage.
        given_up(): back to the form.
    """

    given_up = Signal()

    def __init__(self, desk: "Desk", theme: "Theme", parent: QWidget | None = None) -> None:
        says = [_("The patient's answers are kept. Your passphrase ends the form and brings the record back.")]
        if desk.practice:
            says.append(_("In the practice clinic every passphrase is: {word}.").format(word=PRACTICE_WORD))
        words = LockedWords(
            _("For staff"),
            _("Back to the record"),
            " ".join(says),
        )
        super().__init__(desk, theme, parent, words=words)
        self.back = Button(theme, _("Back to the form"))
        self.back.setObjectName("self_rating.back_to_form")
        self.back.setToolTip(_("Esc"))
        self.back.clicked.connect(self.given_up)
        self._fields.addWidget(self.back, 0, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft)

    def refresh(self) -> None:
        super().refresh()
        if not self.desk.board.live:
            # Where nothing can sound there is nothing to watch for.
            self.silence.say("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def forget(self) -> None:
        """Empties the passphrase and what was said of it."""
        self.field.clear()
        self.message.say("")


class FirstThing(Screen):
    """What staff must know before anything else is shown: an answer about self-harm, one that was left blank, one that is not on disk.

    Signals:
        pressed(): on to the record.
    """

    pressed = Signal()

    def __init__(self, desk: "Desk", theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.head = Label(theme, "", "title", bold=True, wrap=True)
        self.finished = Label(theme, "", colour="text_2", wrap=True)
        self.unsaved = Message(theme, tone="amber")
        self.card = CrisisCard(desk, theme, leads_to_settings=False)
        self.stands = Label(theme, "", colour="text_2", wrap=True)
        self.card.settled.connect(self._settled)
        self.button = Button(theme, _("On to the record"), kind="primary")
        self.button.setObjectName("self_rating.to_record")
        self.button.clicked.connect(lambda: self.pressed.emit())
        self.column.addStretch(1)
        for part in (self.head, self.finished, self.unsaved, self.card, self.stands):
            self.column.addWidget(part)
        self.column.addSpacing(4)
        self.column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addStretch(2)

    def show_first(self, title: str, finished: str, unsaved: str) -> None:
        """Shows what stands, how far the patient came, and what is not on disk."""
        self.head.setText(title)
        self.finished.setText(finished)
        self.unsaved.say(unsaved)
        self.card.refresh()
        says = _("Until it is recorded what was done, this stands in the patient's header, under Outcomes and on Today.")
        if self.card.notice is not None and self.card.notice.blank:
            says = _("Until it is recorded what was done, this stands in the patient's header and under Outcomes.")
        self.stands.setText(says)
        self.stands.setVisible(self.card.notice is not None)

    def _settled(self) -> None:
        self.stands.setText(_("Recorded: what was done is kept with your name."))
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_first(self) -> None:
        """Gives the focus to what is to be done first."""
        (self.card.record if self.card.notice is not None else self.button).setFocus(Qt.FocusReason.OtherFocusReason)
