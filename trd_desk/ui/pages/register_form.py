"""The form that writes a line of the controlled-drug register: received, counted, returned, wasted, or an earlier line taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.definitions_flow import FlowRow
from trd_desk.ui.pages.session_dose_fields import BatchField, ExpiryField, OneOf, TouchButton
from trd_desk.ui.widgets.fields import Field, NumberField, TextField
from trd_desk.ui.widgets.labels import Label, Message
from trd_desk.ui.widgets.layout import Card
from trd_desk.ui.widgets.segments import ChoiceSegments
from trd_desk.view.register import BalanceRow, LineRow, StockForm, count_words, stock_remark
from trd_desk.view.terms import N_

if TYPE_CHECKING:
    import datetime as dt

    from trd_desk.record.register import Register
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.theme import Theme

TAKE_BACK: Final = "take_back"
_KINDS: Final = {
    "received": N_("Received"),
    "counted": N_("Counted"),
    "returned": N_("Returned"),
    "wasted": N_("Wasted"),
    TAKE_BACK: N_("Correct a line"),
}
_SAYS: Final = {
    "received": N_("What has come into the stock, with batch and expiry as they are printed."),
    "counted": N_("What is really there. Where it differs from the register, the note says why."),
    "returned": N_("What goes out of the stock, back to the pharmacy."),
    "wasted": N_("What cannot be used any more. Another person has seen it and signs."),
    TAKE_BACK: N_("A line is never changed. One against it is written, and then the right one."),
}
# Which fields a line asks for.
_ASKS: Final = {
    "received": ("stock", "batch", "expires", "amount", "note"),
    "counted": ("stock", "batch", "amount", "note"),
    "returned": ("stock", "batch", "amount", "note"),
    "wasted": ("stock", "batch", "amount", "note"),
    TAKE_BACK: ("line", "note"),
}
_MOST: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class WantedLine:
    """What is to be written. `kind` is a movement, or TAKE_BACK with the id of the line that is taken back."""

    kind: str
    stock: StockForm | None
    batch: str
    expires: "dt.date | None"
    amount: float
    note: str
    line: str = ""


class RegisterForm(Card):
    """Asks for one line. What is typed stays until the line is on disk; Ctrl+Enter writes it.

    Signals:
        wanted(object): the WantedLine, complete and checked.
    """

    wanted = Signal(object)

    def __init__(self, theme: "Theme", desk: "Desk", stocks: Sequence[StockForm], parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Write a line"), spacing=8, parent=parent)
        self._theme, self._desk = theme, desk
        self._stocks = {f"{one.product}/{one.form}": one for one in stocks}
        self._register: Register | None = None
        self._batches: dict[str, BalanceRow] = {}
        self._kind: str = "received"
        self.kind = ChoiceSegments(theme, _("What happened"), [(name, _(words)) for name, words in _KINDS.items()])
        self.kind.setObjectName("register.kind")
        self.kind.answered.connect(self.show_kind)
        self.kind.taken_back.connect(lambda: self.kind.set_value(self._kind))
        flow = FlowRow()
        flow.add(self.kind)
        self.body.addWidget(flow)
        self.says = Label(theme, "", colour="text_2", wrap=True)
        self.body.addWidget(self.says)
        self._rows: dict[str, QWidget] = {}
        self._labels: dict[str, Label] = {}
        self._build_fields()
        self.message = Message(theme, tone="amber")
        self.body.addWidget(self.message)
        self.done = TouchButton(theme, _("Write the line"), kind="primary")
        self.done.setObjectName("register.done")
        self.done.setToolTip("Ctrl+Enter")
        self.done.clicked.connect(self._want)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self, self.done.click)
        self.body.addWidget(self.done)
        self.kind.set_value(self._kind)
        self.show_kind(self._kind)

    def _build_fields(self) -> None:
        theme = self._theme
        self.stock = OneOf(theme, [(key, one.label) for key, one in self._stocks.items()])
        self.stock.answered.connect(lambda _value: self._offer_batches())
        self.stock.show_value(next(iter(self._stocks)))
        self.line = OneOf(theme, ())
        self.batch = BatchField(theme, width=180)
        self.batch.committed.connect(self._batch_typed)
        self.expires = ExpiryField(theme, self._desk.today, width=120)
        self.amount = NumberField(theme, low=0, high=_MOST, decimals=3, width=120)
        self.note = TextField(theme, longest=400)
        self._beside = FlowRow(gap=12, line_gap=8)
        for name, label, field in (
            ("line", _("Which line was wrong"), self.line),
            ("stock", _("Drug and form"), self.stock),
            ("batch", _("Batch"), self.batch),
            ("expires", _("Expires"), self.expires),
            ("amount", "", self.amount),
            ("note", _("Note"), self.note),
        ):
            self._add(name, label, field)
        for field in (self.batch, self.expires, self.amount, self.note):
            # A line that is being written is no answer yet: leaving the page loses nothing of it.
            field.edit.textEdited.connect(lambda typed, edit=field.edit: setattr(edit, "kept", typed))

    def _add(self, name: str, label: str, field: QWidget) -> None:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        words = Label(self._theme, label, "small", colour="text_2", wrap=True)
        words.setBuddy(field)
        field.setAccessibleName(label)
        field.setObjectName(f"register.{name}")
        column.addWidget(words)
        column.addWidget(field)
        self._rows[name], self._labels[name] = holder, words
        if name not in ("batch", "expires", "amount"):
            self.body.addWidget(holder)
            return
        self._beside.add(holder)
        if name == "batch":
            self.body.addWidget(self._beside)

    # What is shown

    def show_register(self, register: "Register", balances: Sequence[BalanceRow], lines: Sequence[LineRow]) -> None:
        """Offers the batches in stock and the lines that can be taken back."""
        self._register = register
        self._batches = {f"{row.drug}/{row.batch}": row for row in balances}
        takeable = [row for row in lines if row.can_be_taken_back]
        self.line.set_options([(row.id, f"{row.when}: {row.movement} {row.change}, {row.drug}, {row.batch}") for row in takeable])
        if self.line.value() is None and takeable:
            self.line.show_value(takeable[0].id)
        self._offer_batches()

    def show_kind(self, kind: str) -> None:
        """Shows the fields of one kind of line; what is typed stays."""
        self._kind = kind
        self.says.setText(_(_SAYS[kind]))
        for name, row in self._rows.items():
            row.setVisible(name in _ASKS[kind])
        self._beside.setVisible("amount" in _ASKS[kind])
        label = _("Note") if kind == "received" else _("What happened to it") if kind in ("wasted", TAKE_BACK) else _("Note, where it differs")
        label = _("Note") if kind == "returned" else label
        self._labels["note"].setText(label)
        self.note.setAccessibleName(label)
        self.message.say("")
        self._offer_batches()

    def take_stock(self, row: BalanceRow) -> None:
        """Fills drug, form and batch in from a row of the stock, to be counted."""
        key = next((each for each, one in self._stocks.items() if one.label == row.drug), None)
        if key is not None:
            self.stock.show_value(key)
        self.kind.set_value("counted")
        self.show_kind("counted")
        self.batch.set_value(row.batch)
        self.batch.edit.kept = row.batch
        self.amount.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen(self) -> StockForm:
        return self._stocks[str(self.stock.value())]

    def _offer_batches(self) -> None:
        chosen = self._chosen()
        own = [row for row in self._batches.values() if row.drug == chosen.label]
        self.batch.set_choices([(row.batch, row.batch, row.left) for row in own])
        words = _("How many devices") if chosen.unit == "devices" else _("How many milligrams")
        self._labels["amount"].setText(words)
        self.amount.setAccessibleName(words)

    def _batch_typed(self, batch: str | None) -> None:
        row = self._batches.get(f"{self._chosen().label}/{batch}")
        if row is not None and row.expires_on is not None and not self.expires.text():
            self.expires.set_value(row.expires_on)

    # What is wanted

    def _want(self) -> None:
        fault = self._fault()
        if fault is not None:
            sentence, field = fault
            self.message.say(sentence)
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.message.say("")
        typed = {name: self._typed(getattr(self, name)) for name in ("batch", "expires", "amount", "note")}
        taking_back = self._kind == TAKE_BACK
        self.wanted.emit(
            WantedLine(
                kind=self._kind,
                stock=None if taking_back else self._chosen(),
                batch=str(typed["batch"] or "").strip(),
                expires=typed["expires"] if self._kind == "received" else None,
                amount=float(typed["amount"] or 0),
                note=str(typed["note"] or "").strip(),
                line=str(self.line.value() or "") if taking_back else "",
            )
        )

    @staticmethod
    def _typed(field: Field) -> Any:
        if isinstance(field, BatchField):
            return field.text().strip()
        return field._read(field.text())[0]  # noqa: SLF001 - the form reads its own fields at once

    def _fault(self) -> tuple[str, QWidget] | None:
        """The first thing that is missing or cannot be, with its remedy, and the field."""
        asked = _ASKS[self._kind]
        least = self._desk.library.conduct.reason_letters
        short = least - len(self.note.text().strip())
        if "line" in asked and self.line.value() is None:
            return _("There is no line that could be taken back."), self.line
        if "batch" in asked and not self.batch.text().strip():
            return _("Batch: read it from the pack."), self.batch.edit
        for name in ("expires", "amount"):
            field: Field = getattr(self, name)
            _value, sentence, fault = field._read(field.text())  # noqa: SLF001 - the form reads its own fields at once
            if name in asked and fault:
                return sentence, field.edit
        if "expires" in asked and not self.expires.text().strip():
            return _("Expires: read it from the pack, such as 08/2027."), self.expires.edit
        if "amount" in asked:
            fault_of_amount = self._fault_of_amount(short)
            if fault_of_amount is not None:
                return fault_of_amount
        if self._kind in ("wasted", TAKE_BACK) and short > 0:
            return _("Note: write {count} more letters at least, so that a reader understands why.").format(count=short), self.note.edit
        return None

    def _fault_of_amount(self, short: int) -> tuple[str, QWidget] | None:
        amount, chosen = self._typed(self.amount), self._chosen()
        if amount is None:
            return _("{what}: type the number.").format(what=self._labels["amount"].text()), self.amount.edit
        if chosen.unit == "devices" and amount != int(amount):
            return _("Devices are counted whole."), self.amount.edit
        if self._kind != "counted" and amount == 0:
            return _("0 is no movement. Type what was moved."), self.amount.edit
        if self._kind in ("wasted", "returned") and self._register is not None:
            # More than there is: a witness would sign for what the register does not have.
            lacking = stock_remark(self._desk.library, self._register, chosen.product, self.batch.text().strip(), float(amount))
            return (lacking, self.amount.edit) if lacking else None
        if self._kind != "counted":
            return None
        if self._register is not None:
            agrees, words = count_words(self._register, chosen, self.batch.text().strip(), float(amount))
            if not agrees and short > 0:
                return words, self.note.edit
        return None

    def forget(self) -> None:
        """Empties what was typed: the line is on disk."""
        for field in (self.batch, self.expires, self.amount, self.note):
            field.edit.set_kept("")
            field.set_value(None)
        self.message.say("")
