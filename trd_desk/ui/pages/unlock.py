"""The page before the record: who opens it, and their passphrase."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from trd_desk.errors import StoreError, UserError
from trd_desk.i18n import _
from trd_desk.record.people import name_key
from trd_desk.ui.background import Work
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.fields import LineEdit
from trd_desk.ui.widgets.labels import Label, Message
from trd_desk.ui.widgets.layout import Button, Card
from trd_desk.ui.widgets.person_choice import PersonChoice


class UnlockPage(QWidget):
    """Asks for the passphrase of a record, and first whose it is where the record has people; `user` was named beforehand.

    Signals:
        unlocked(object): the open Record.
        practice_wanted(): the practice clinic is to be opened instead.
    """

    unlocked = Signal(object)
    practice_wanted = Signal()

    def __init__(self, theme: Theme, path: Path, parent: QWidget | None = None, *, user: str | None = None) -> None:
        super().__init__(parent)
        self.path = path
        names = _names(path)
        self._work: Work | None = None
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        card = Card(theme)
        card.setFixedWidth(theme.scaled(440))
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(3)
        card.body.addWidget(Label(theme, _("TRD Desk is locked"), "title", bold=True))
        where = _("Record {file} in {folder}").format(file=path.name, folder=path.parent)
        card.body.addWidget(Label(theme, where, "small", colour="text_2", wrap=True))
        card.body.addSpacing(8)
        self.person = PersonChoice(theme, [(name, name) for name in names])
        self.person.setObjectName("unlock.person")
        self.person.setAccessibleName(_("Name"))
        label = Label(theme, _("Name"), "small", colour="text_2")
        label.setBuddy(self.person)
        for widget in (label, self.person):
            widget.setVisible(bool(names))
            card.body.addWidget(widget)
        label = Label(theme, _("Passphrase"), "small", colour="text_2")
        self.field = LineEdit(theme)
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAccessibleName(_("Passphrase"))
        self.field.setMaxLength(1000)
        label.setBuddy(self.field)
        self.field.returnPressed.connect(self._unlock)
        card.body.addWidget(label)
        card.body.addWidget(self.field)
        self.message = Message(theme)
        card.body.addWidget(self.message)
        row = QHBoxLayout()
        self.unlock = Button(theme, _("Unlock"), kind="primary")
        self.unlock.clicked.connect(self._unlock)
        show = Button(theme, _("Show"), kind="quiet", icon="eye")
        show.setCheckable(True)
        show.setToolTip(_("Show the passphrase while you type it"))
        show.toggled.connect(
            lambda shown: self.field.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        )
        self.practice = Button(theme, _("Open the practice clinic"), kind="quiet", icon="practice")
        self.practice.clicked.connect(lambda: self.practice_wanted.emit())
        row.addWidget(self.unlock)
        row.addWidget(show)
        row.addStretch(1)
        card.body.addLayout(row)
        card.body.addSpacing(8)
        card.body.addWidget(self.practice)
        if user is not None and names and not any(self.person.choose(name) for name in names if name_key(name) == name_key(user)):
            self.message.say(_("This record has nobody called {name}. Choose a name.").format(name=user))

    def focus_first(self) -> None:
        """Puts the keyboard into the first field that is still to be filled."""
        if self.person.count() and self.person.value() is None:
            self.person.setFocus()
        else:
            self.field.setFocus()

    def _unlock(self) -> None:
        if self._work is not None:
            return
        passphrase, path, user = self.field.text(), self.path, self.person.value()
        if self.person.count() and user is None:
            self.message.say(_("Choose your name. Its first letter is enough."))
            self.person.setFocus()
            return
        if not passphrase:
            self.message.say(_("Type the passphrase of this record.") if user is None else _("Type your passphrase."))
            self.field.setFocus()
            return
        self.message.say(_("Opening the record."))
        self.unlock.setEnabled(False)

        def work() -> object:
            from trd_desk.store.record import Record

            return Record.open(path, passphrase, user)

        self._work = Work(work, self)
        self._work.done.connect(self._opened)
        self._work.failed.connect(self._failed)
        self._work.start()

    def _opened(self, record: object) -> None:
        self._work = None
        self.field.clear()
        self.message.say("")
        self.unlock.setEnabled(True)
        self.unlocked.emit(record)

    def _failed(self, fault: Exception) -> None:
        self._work = None
        self.unlock.setEnabled(True)
        if not isinstance(fault, UserError):
            raise fault
        self.message.say(str(fault))
        self.field.setFocus()
        self.field.selectAll()


def _names(path: Path) -> tuple[str, ...]:
    """Whose passphrases open the record; none where the key file cannot be read, which is said when it is opened."""
    from trd_desk.store import vault

    try:
        return vault.read(vault.key_file(path)).people()
    except StoreError:
        return ()
