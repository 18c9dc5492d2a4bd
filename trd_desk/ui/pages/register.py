"""The page Register: what is in stock of the controlled drugs, each line with its balance, and the form that writes the next one."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout, QWidget

from trd_desk.errors import StoreError
from trd_desk.i18n import _
from trd_desk.record.entries import new_id
from trd_desk.record.register import Register, RegisterLine
from trd_desk.ui.pages.pathways_tables import TextTable
from trd_desk.ui.pages.register_form import TAKE_BACK, RegisterForm, WantedLine
from trd_desk.ui.widgets.labels import Label, Message
from trd_desk.ui.widgets.layout import Card, Page
from trd_desk.view.register import RegisterView, amount_words, stock_forms, view_register

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QResizeEvent

    from trd_desk.record.people import Person
    from trd_desk.ui.desk import Answer, Desk
    from trd_desk.ui.theme import Theme
    from trd_desk.ui.widgets.sign import Act, Signed

# Below this width, at 100 per cent, the form goes below the stock.
_NARROW = 960


class RegisterPage(Page):
    """The controlled-drug register. Enter on a row of the stock begins its count; Ctrl+Enter writes the line.

    `ask_signature` asks the witness of waste, leaving out those who are named; tests answer for one.
    """

    def __init__(self, desk: "Desk", theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self.ask_signature: Callable[[Act, Sequence[str]], Signed | None] = self._ask_signature
        self._names: dict[str, str] = {}
        self._view: RegisterView | None = None
        self.set_title(_("Controlled-drug register"), _("Lines are never changed. What was wrong is taken back by a line of its own."))
        self.faults = Message(theme, tone="amber")
        self.body.addWidget(self.faults)
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._across.setSpacing(theme.px("column_gap"))
        stock = Card(theme, _("In stock"))
        self.none = Label(theme, _("Nothing is in stock yet. Write down what was received."), colour="text_2", wrap=True)
        stock.body.addWidget(self.none)
        columns = (_("Drug and form"), _("Batch"), _("Expires"), _("Left"), _("Last count"), _("State"))
        self.stock = TextTable(theme, _("In stock"), columns, (30, 14, 16, 13, 14, 18))
        self.stock.setObjectName("register.in_stock")
        self.stock.activated.connect(self._count)
        self.stock.clicked.connect(self._count)
        stock.body.addWidget(self.stock)
        stock.body.addStretch(1)
        self.form = RegisterForm(theme, desk, stock_forms(desk.library))
        self.form.wanted.connect(self._write)
        self._across.addWidget(stock, 3)
        self._across.addWidget(self.form, 2)
        self.body.addLayout(self._across)
        lines = Card(theme, _("Lines, the newest first"))
        heads = (_("When"), _("Movement"), _("Amount"), _("Balance"), _("Drug and batch"), _("Patient"), _("By"), _("Remark"))
        self.lines = TextTable(theme, _("Lines, the newest first"), heads, (12, 11, 11, 11, 17, 12, 12, 14))
        self.lines.setObjectName("register.lines")
        lines.body.addWidget(self.lines)
        self.body.addWidget(lines)
        self.body.addStretch(1)
        desk.clinic_changed.connect(self._show_if_seen)

    # What is shown

    def refresh(self) -> None:
        """Shows the register as known now."""
        try:
            register = self.desk.register()
        except StoreError as fault:
            self.faults.say(str(fault))
            return
        view = self._view = view_register(self.desk.library, register, self._patient, self.desk.today())
        self.faults.say(" ".join(view.faults))
        self.none.setVisible(not view.balances)
        self.stock.setVisible(bool(view.balances))
        self.stock.show_rows([(row.drug, row.batch, row.expires, row.left, row.counted, row.state.word) for row in view.balances])
        self.lines.show_rows(
            [(row.when, row.movement, row.change, row.balance, f"{row.drug}, {row.batch}", row.patient, row.people, row.remark) for row in view.lines]
        )
        self.form.show_register(register, view.balances, view.lines)

    def _show_if_seen(self) -> None:
        if self.isVisible():
            self.refresh()

    def _patient(self, key: str) -> str:
        """Name and record number of a patient, looked up once."""
        if key not in self._names:
            said = {name: self.desk.record.history(key, "patient", name) for name in ("name", "id")}
            known = [str(entries[-1].value) for entries in said.values() if entries and entries[-1].value]
            self._names[key] = ", ".join(known) or _("patient not in this record")
        return self._names[key]

    def resizeEvent(self, event: "QResizeEvent") -> None:
        super().resizeEvent(event)
        narrow = self.width() < self.theme.scaled(_NARROW)
        self._across.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def focus_first(self) -> None:
        """Gives the focus to the kind of line."""
        self.form.kind.setFocus()

    def _count(self, index: "QModelIndex") -> None:
        if self._view is not None and index.isValid():
            self.form.take_stock(self._view.balances[index.row()])

    # Writing

    def _ask_signature(self, act: "Act", exclude: "Sequence[str]") -> "Signed | None":
        from trd_desk.ui.widgets.sign import ask_signature

        return ask_signature(self.theme, self.window(), self.desk.record, act, exclude=exclude)

    def _write(self, wanted: WantedLine) -> None:
        """Writes the line, with a witness where it is waste; what was typed stays until it is on disk."""
        witness: Person | None = None
        if wanted.kind == "wasted" and wanted.stock is not None:
            from trd_desk.ui.widgets.sign import Act

            seen = _("I have seen that {amount} of batch {batch} was wasted: {reason}.")
            says = seen.format(amount=amount_words(wanted.amount, wanted.stock.unit), batch=wanted.batch, reason=wanted.note.rstrip("."))
            signed = self.ask_signature(Act("witness", _("Witness of waste"), says, done=_("Sign as witness")), [self.desk.by])
            if signed is None:
                return
            witness = signed.person
        try:
            line = self._taken_back(wanted) if wanted.kind == TAKE_BACK else self._line(wanted, witness)
        except ValueError:
            self.form.message.say(_("This line cannot be written so. Look at batch and amount again."))
            return
        if line is None:
            return
        if self.desk.clinic_answers([line]):
            self.form.forget()
            self.refresh()
            self.form.kind.setFocus()
        else:
            self.form.message.say(_("Not saved. What you typed is still here; write it again."))

    def _line(self, wanted: WantedLine, witness: "Person | None") -> "Answer":
        person, stock = self.desk.person, wanted.stock
        if stock is None:
            raise ValueError
        made = RegisterLine.model_validate(
            {
                "at": self.desk.now().replace(microsecond=0),
                "product": stock.product,
                "form": stock.form,
                "movement": wanted.kind,
                "amount": wanted.amount,
                "unit": stock.unit,
                "batch": wanted.batch,
                "expires": wanted.expires,
                "by": self.desk.by,
                "role": None if person is None else person.role,
                "witness": None if witness is None else witness.name,
                "witness_role": None if witness is None else witness.role,
                "note": wanted.note or None,
            }
        )
        return "register", new_id(), made.value()

    def _taken_back(self, wanted: WantedLine) -> "Answer | None":
        """The line against another: the same with its amount turned round, which says in its note what it takes back."""
        register: Register = self.desk.register()
        old = next((one.line for one in register.lines if one.id == wanted.line), None)
        if old is None:
            return None
        person = self.desk.person
        note = _("Takes back the line of {day} {clock}: {reason}").format(day=f"{old.at:%Y-%m-%d}", clock=f"{old.at:%H:%M}", reason=wanted.note)
        said = {
            "at": self.desk.now().replace(microsecond=0),
            "amount": -old.amount,
            "note": note,
            "by": self.desk.by,
            "role": None if person is None else person.role,
        }
        if old.witness is not None and old.witness == self.desk.by:
            said |= {"witness": old.by, "witness_role": old.role}
        return "register", new_id(), old.model_copy(update=said).value()
