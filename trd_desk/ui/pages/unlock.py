"""The page before the record: its passphrase."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from trd_desk.errors import UserError
from trd_desk.i18n import _
from trd_desk.ui.background import Work
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.fields import LineEdit
from trd_desk.ui.widgets.labels import Label, Message
from trd_desk.ui.widgets.layout import Button, Card


class UnlockPage(QWidget):
    """Asks for the passphrase of a record.

    Signals:
        unlocked(object): the open Record.
        practice_wanted(): the practice clinic is to be opened instead.
    """

    unlocked = Signal(object)
    practice_wanted = Signal()

    def __init__(self, theme: Theme, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path = path
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

    def focus_first(self) -> None:
        """Puts the keyboard into the field."""
        self.field.setFocus()

    def _unlock(self) -> None:
        if self._work is not None:
            return
        passphrase, path = self.field.text(), self.path
        if not passphrase:
            self.message.say(_("Type the passphrase of this record."))
            return
        self.message.say(_("Opening the record."))
        self.unlock.setEnabled(False)

        def work() -> object:
            from trd_desk.store.record import Record

            return Record.open(path, passphrase)

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
