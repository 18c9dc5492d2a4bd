"""The form for a new patient, opened above the list."""

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from trd_desk.errors import UserError
from trd_desk.i18n import _
from trd_desk.ui.patient_model import sex_words
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.fields import DateField, TextField
from trd_desk.ui.widgets.labels import Label, Message
from trd_desk.ui.widgets.layout import Button, Card
from trd_desk.ui.widgets.segments import ChoiceSegments

if TYPE_CHECKING:
    from trd_desk.ui.desk import Desk


class NewPatientCard(Card):
    """Record number, name, birth date and sex; only the number is needed. Esc closes and keeps what was typed.

    Signals:
        added(str): the key of the new patient.
        open_wanted(str): the key of a patient who is there already and is to be opened.
        closed(): the form was left.
    """

    added = Signal(str)
    open_wanted = Signal(str)
    closed = Signal()

    def __init__(self, desk: "Desk", theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("New patient"), parent=parent)
        self._desk = desk
        self._same: tuple[str, str] | None = None
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        self.number = TextField(theme, longest=60, width=160)
        self.name = TextField(theme, longest=200, width=280)
        self.born = DateField(theme, whole_day=True, latest=desk.today, width=136)
        self.sex = ChoiceSegments(theme, _("Sex"), list(sex_words().items()))
        labels = (_("Record number"), _("Name"), _("Birth date"), _("Sex"))
        for column, (words, field) in enumerate(zip(labels, (self.number, self.name, self.born, self.sex), strict=True)):
            label = Label(theme, words, "small", colour="text_2")
            label.setBuddy(field)
            field.setAccessibleName(words)
            grid.addWidget(label, 0, column)
            grid.addWidget(field, 1, column, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(4, 1)
        self.body.addLayout(grid)
        self.message = Message(theme)
        self.body.addWidget(self.message)
        row = QHBoxLayout()
        self.add = Button(theme, _("Add patient"), kind="primary")
        self.add.clicked.connect(self._add)
        self.open = Button(theme, _("Open that patient"))
        self.open.clicked.connect(self._open_same)
        self.open.hide()
        cancel = Button(theme, _("Close"))
        cancel.clicked.connect(lambda: self.closed.emit())
        row.addWidget(self.add)
        row.addWidget(self.open)
        row.addWidget(cancel)
        row.addStretch(1)
        self.body.addLayout(row)
        self.number.edit.returnPressed.connect(self.name.setFocus)
        self.name.edit.returnPressed.connect(self.born.setFocus)
        self.born.edit.returnPressed.connect(self.sex.setFocus)

    def start(self, typed: str = "") -> None:
        """Shows the form; what was searched for in vain is taken over as name or number."""
        typed = typed.strip()
        if typed and not self.name.text() and not self.number.text():
            (self.number if any(letter.isdigit() for letter in typed) else self.name).edit.setText(typed)
        self.number.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _say(self, sentence: str, field: QWidget | None = None) -> None:
        self.message.say(sentence)
        self.open.setVisible(self._same is not None)
        if field is not None:
            field.setFocus()

    def _add(self) -> None:
        from trd_desk.ui.widgets.dates import understand

        number, name = self.number.text().strip(), self.name.text().strip() or None
        born = understand(self.born.text(), whole_day=True, latest=self._desk.today())
        sex = self.sex.chosen()
        asked_before, self._same = self._same, None
        if not number:
            self._say(_("Record number: it is missing. Type the number that the clinic uses for this patient."), self.number)
            return
        if born.fault:
            self._say(_("Birth date: {fault}").format(fault=born.sentence), self.born)
            return
        known = self._desk.record.find_number(number)
        if known is not None:
            self._same = (known, number)
            words = _("Record number: {number} belongs to a patient who is there already. Open that patient, or give another number.")
            self._say(words.format(number=number), self.number)
            return
        twin = self._twin(name, born.day)
        if twin is not None and asked_before != twin:
            self._same = twin
            words = _(
                "Name and birth date: a patient with both is there already, with the record number {number}. "
                "Open that patient, or press Add patient again if this is somebody else."
            )
            self._say(words.format(number=twin[1]))
            return
        try:
            key = self._desk.new_patient(number, name, born.day, sex)
        except UserError as fault:
            self._say(str(fault), self.number)
            return
        for field in (self.number, self.name, self.born):
            field.set_value(None)
            field.edit.clear()
        self.sex.set_value(None)
        self._say("")
        self.added.emit(key)

    def _twin(self, name: str | None, born: dt.date | None) -> tuple[str, str] | None:
        if name is None or born is None:
            return None
        record = self._desk.record
        for row in record.patient_rows(record.patient_ids(f"{name} {born.isoformat()}")[:20]):
            if (row.name or "").casefold() == name.casefold() and row.birth_date == born.isoformat():
                return row.patient, row.number
        return None

    def _open_same(self) -> None:
        if self._same is not None:
            self.open_wanted.emit(self._same[0])
