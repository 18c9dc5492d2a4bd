"""The first page of a new installation: make the clinic's record, or look around in the practice clinic."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from trd_desk.errors import UserError
from trd_desk.i18n import _
from trd_desk.record.people import LONGEST_NAME, ROLES, new_person
from trd_desk.ui.background import Work
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.fields import LineEdit
from trd_desk.ui.widgets.labels import Label, Message
from trd_desk.ui.widgets.layout import Button, Card
from trd_desk.ui.widgets.segments import ChoiceSegments
from trd_desk.view.people import role_says, role_word


def _no_role() -> str:
    return _("A prescriber may override; a nurse signs and checks; an administrator signs nothing clinical.")


class FirstRunPage(QScrollArea):
    """Asks who makes the record and for a passphrase twice, and makes it; or opens the practice clinic.

    Signals:
        record_made(object): the open Record.
        practice_wanted(): the practice clinic is to be opened.
    """

    record_made = Signal(object)
    practice_wanted = Signal()

    def __init__(self, theme: Theme, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path = path
        self._work: Work | None = None
        # Large letters on a small screen: then it scrolls.
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        ground = QWidget()
        self.setWidget(ground)
        ground.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        outer = QVBoxLayout(ground)
        outer.setContentsMargins(48, 32, 48, 16)
        outer.setSpacing(8)
        outer.addWidget(Label(theme, _("Welcome to TRD Desk"), "title", bold=True))
        purpose = _(
            "It shows what the guidelines and your clinic's own settings say about the history you enter, with reasons and sources. "
            "It does not diagnose, prescribe or replace watching the patient."
        )
        words = Label(theme, purpose, colour="text_2", wrap=True)
        words.setMaximumWidth(theme.scaled(720))
        outer.addWidget(words)
        outer.addSpacing(16)
        cards = QHBoxLayout()
        cards.setSpacing(16)
        cards.addWidget(self._own(theme), 3)
        cards.addWidget(self._practice(theme), 2, Qt.AlignmentFlag.AlignTop)
        cards.addStretch(1)
        outer.addLayout(cards)
        outer.addStretch(1)

    def _own(self, theme: Theme) -> Card:
        card = Card(theme, _("Start your clinic's record"))
        who = _("You are its first person. Your name stands beside what you answer and sign, and you say who else may open the record.")
        card.body.addWidget(Label(theme, who, wrap=True))
        card.body.addSpacing(4)
        self.name = self._field(theme, card, _("Your name"), secret=False)
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setPlaceholderText(_("Dr K. Osei"))
        self.role = ChoiceSegments(theme, _("Your role"), [(role, role_word(role).capitalize()) for role in ROLES if role != "reader"])
        label = Label(theme, _("Your role"), "small", colour="text_2")
        label.setBuddy(self.role)
        card.body.addWidget(label)
        card.body.addWidget(self.role)
        self.role_says = Label(theme, _no_role(), "small", colour="text_2", wrap=True)
        card.body.addWidget(self.role_says)
        self.role.answered.connect(lambda role: self.role_says.setText(role_says(role)))
        self.role.taken_back.connect(lambda: self.role_says.setText(_no_role()))
        card.body.addSpacing(4)
        rules = _(
            "Choose a passphrase of 12 characters or more. Four random words are easy to remember and hard to guess. "
            "Without it nobody can open the record, the makers of this program neither. Keep a copy where you keep your keys."
        )
        card.body.addWidget(Label(theme, rules, wrap=True))
        card.body.addSpacing(4)
        self.first = self._field(theme, card, _("Passphrase"))
        self.second = self._field(theme, card, _("The same again"))
        self.message = Message(theme)
        card.body.addWidget(self.message)
        row = QHBoxLayout()
        self.make = Button(theme, _("Make the record"), kind="primary")
        self.make.clicked.connect(self._make)
        self.show_words = Button(theme, _("Show"), kind="quiet", icon="eye")
        self.show_words.setCheckable(True)
        self.show_words.setToolTip(_("Show the passphrase while you type it"))
        self.show_words.toggled.connect(self._show_words)
        row.addWidget(self.make)
        row.addWidget(self.show_words)
        row.addStretch(1)
        card.body.addLayout(row)
        card.body.addSpacing(8)
        where = _("It will be kept encrypted in {file}").format(file=self.path)
        card.body.addWidget(Label(theme, where, "small", colour="text_2", wrap=True))
        self.second.returnPressed.connect(self._make)
        self.first.returnPressed.connect(self.second.setFocus)
        self.name.returnPressed.connect(self.role.setFocus)
        return card

    def _practice(self, theme: Theme) -> Card:
        card = Card(theme, _("Look around first"))
        says = _("The practice clinic has invented patients and is marked PRACTICE on every page and print. It can never mix with real records.")
        card.body.addWidget(Label(theme, says, wrap=True))
        card.body.addSpacing(8)
        self.practice = Button(theme, _("Open the practice clinic"), icon="practice")
        self.practice.clicked.connect(lambda: self.practice_wanted.emit())
        card.body.addWidget(self.practice)
        return card

    def _field(self, theme: Theme, card: Card, name: str, *, secret: bool = True) -> LineEdit:
        label = Label(theme, name, "small", colour="text_2")
        field = LineEdit(theme)
        if secret:
            field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setAccessibleName(name)
        field.setMaxLength(1000)
        label.setBuddy(field)
        card.body.addWidget(label)
        card.body.addWidget(field)
        return field

    def _show_words(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.first.setEchoMode(mode)
        self.second.setEchoMode(mode)

    def focus_first(self) -> None:
        """Puts the keyboard into the first field."""
        self.name.setFocus()

    def _make(self) -> None:
        if self._work is not None:
            return
        passphrase = self.first.text()
        from trd_desk.store.vault import check_passphrase

        if self.role.chosen() is None and self.name.text().strip():
            self.message.say(_("Your role: choose one. It decides what you may sign."))
            self.role.setFocus()
            return
        try:
            person = new_person(self.name.text(), self.role.chosen() or "nurse", manages=True)
        except UserError as fault:
            self.message.say(str(fault))
            self.name.setFocus()
            return
        try:
            check_passphrase(passphrase)
        except UserError as fault:
            self.message.say(str(fault))
            self.first.setFocus()
            return
        if passphrase != self.second.text():
            self.message.say(_("The two passphrases differ. Type the same one twice; Show lets you read it."))
            self.second.setFocus()
            return
        self.message.say(_("Making the record. This takes a second or two, so that guessing the passphrase takes years."))
        self.make.setEnabled(False)
        path = self.path

        def work() -> object:
            from trd_desk.store.record import Record

            return Record.create(path, passphrase, person)

        self._work = Work(work, self)
        self._work.done.connect(self._made)
        self._work.failed.connect(self._failed)
        self._work.start()

    def _made(self, record: object) -> None:
        self._work = None
        self.first.clear()
        self.second.clear()
        self.record_made.emit(record)

    def _failed(self, fault: Exception) -> None:
        self._work = None
        self.make.setEnabled(True)
        if not isinstance(fault, UserError):
            raise fault
        self.message.say(str(fault))
