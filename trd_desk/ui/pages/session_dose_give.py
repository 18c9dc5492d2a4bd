"""The card of giving: second check, batch, one big button for what comes next, what was given, and what may go otherwise."""

import datetime as dt
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.definitions_flow import FlowRow
from trd_desk.ui.pages.session_dose_check import CheckPart
from trd_desk.ui.pages.session_dose_fields import (
    AskForm,
    BatchField,
    DoseField,
    ExpiryField,
    GivenTime,
    TouchButton,
    needs_reason,
)
from trd_desk.ui.widgets.fields import TextField
from trd_desk.ui.widgets.labels import Label, Remark
from trd_desk.ui.widgets.layout import Card, clear, line
from trd_desk.ui.widgets.painting import MarkLabel
from trd_desk.view.clock_times import countdown, mm_ss
from trd_desk.view.register import BatchChoice, StockForm
from trd_desk.view.session_giving import BatchView, CheckView, GivenRow, GivingView
from trd_desk.view.shapes import MarkKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from trd_desk.ui.desk import Desk
    from trd_desk.ui.theme import Theme

_MOST: Final = 100_000.0
_MARKS: Final[dict[str, MarkKind]] = {"given": "met", "next": "due", "ahead": "due"}


class _GivenLine(QWidget):
    """One moment of giving: mark, what, its time, its batch. The time of what was given can be corrected."""

    def __init__(self, card: "GiveCard", row: GivenRow) -> None:
        super().__init__()
        theme = card.theme
        self.part = row.part
        self.setObjectName(f"given.{row.part}")
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(8)
        layout.setVerticalSpacing(0)
        self._mark = MarkLabel(theme, _MARKS[row.state])
        self._title = Label(theme, row.title, bold=row.state != "ahead", colour="text_2" if row.state == "ahead" else "text")
        self._words = Label(theme, row.words, "small", colour="text_2", wrap=True)
        layout.addWidget(self._mark, 0, 0)
        layout.addWidget(self._title, 0, 1)
        layout.addWidget(self._words, 0, 2)
        layout.setColumnStretch(2, 1)
        self.time: GivenTime | None = None
        if row.state == "given":
            self.time = GivenTime(theme, card.now)
            self.time.setObjectName(f"given.{row.part}.at")
            self.time.setAccessibleName(_("Time of {what}").format(what=row.title))
            self.time.judge = lambda moment: card.judge_time(row.part, moment)
            self.time.committed.connect(lambda moment: card.time_corrected.emit(self.time, row.part, moment))
            layout.addWidget(self.time, 0, 3, Qt.AlignmentFlag.AlignTop)
            layout.addWidget(self.time.sentence, 1, 1, 1, 3)
        self.show_row(row)

    def show_row(self, row: GivenRow) -> None:
        """Shows the time and the batch as they stand."""
        self._words.setText(row.words)
        self._words.setVisible(bool(row.words))
        if self.time is not None:
            self.time.set_value(row.at)
            self.time.edit.setEnabled(True)


class GiveCard(Card):
    """Second check, batch and giving, in the order in which they are done.

    Signals:
        check_wanted(): another person is to work the dose out.
        batch_given(object, object): the field, and the batch number or None.
        expiry_given(object, object): the field, and the last good day or None.
        give_wanted(object): the next part is given, at this moment or (None) now.
        time_corrected(object, str, object): the field, the part, and the moment at which it was given.
        stop_wanted(str): no further device is given, for this reason.
        ended_early(float, str): the infusion ended after so many mg, for this reason.
        waste_wanted(float, str): so much was wasted, and why.
        cancelled(str): the session is cancelled, for this reason.
        not_given(str): what was written down last was not given, for this reason.
        register_wanted(): the register is to be shown.
    """

    check_wanted = Signal()
    batch_given = Signal(object, object)
    expiry_given = Signal(object, object)
    give_wanted = Signal(object)
    time_corrected = Signal(object, str, object)
    stop_wanted = Signal(str)
    ended_early = Signal(float, str)
    waste_wanted = Signal(float, str)
    cancelled = Signal(str)
    not_given = Signal(str)
    register_wanted = Signal()

    def __init__(self, theme: "Theme", desk: "Desk", parent: QWidget | None = None) -> None:
        super().__init__(theme, spacing=8, parent=parent)
        self.theme, self._desk = theme, desk
        self.now: Callable[[], dt.datetime] = desk.now
        self.judge_time: Callable[[str, dt.datetime], str] = lambda _part, _moment: ""
        self.judge_next: Callable[[dt.datetime], str] = lambda _moment: ""
        self._view: GivingView | None = None
        self._lines: dict[str, _GivenLine] = {}
        self._structure: tuple[tuple[str, str], ...] = ()
        self._why: tuple[str, ...] = ()
        self.check = CheckPart(theme)
        self.check.wanted.connect(self.check_wanted)
        self.body.addWidget(self.check)
        self.body.addWidget(line())
        self._build_batch()
        self._build_giving()
        self._build_forms()
        self._build_foot()

    # What it is made of

    def _build_batch(self) -> None:
        theme = self.theme
        self._batch = QWidget()
        column = QVBoxLayout(self._batch)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._batch_label = Label(theme, "", "small", colour="text_2", wrap=True)
        column.addWidget(self._batch_label)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.batch = BatchField(theme)
        self.batch.setObjectName("given.batch")
        self.batch.set_placeholder(_("Batch number"))
        self.batch.committed.connect(lambda value: self.batch_given.emit(self.batch, value))
        self.expires = ExpiryField(theme, self._desk.today)
        self.expires.setObjectName("given.expires")
        self.expires.setAccessibleName(_("Expiry of the batch"))
        self.expires.committed.connect(lambda value: self.expiry_given.emit(self.expires, value))
        row.addWidget(self.batch, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.expires, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        self.batch_says = Label(theme, "", "small", colour="text_2", wrap=True)
        column.addWidget(self.batch_says)
        column.addWidget(line())
        self.body.addWidget(self._batch)

    def _build_giving(self) -> None:
        theme = self.theme
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        self.body.addLayout(self._rows)
        clock = QHBoxLayout()
        clock.setSpacing(12)
        self.clock = Label(theme, "", "display", bold=True)
        self.clock_says = Label(theme, "", colour="text_2", wrap=True)
        clock.addWidget(self.clock)
        clock.addWidget(self.clock_says, 1)
        self.body.addLayout(clock)
        self.give = TouchButton(theme, "", kind="primary", icon="syringe", high=48)
        self.give.setObjectName("dose.give")
        # Not the button's own shortcut, which new words would take away.
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self, self.give.click)
        self.give.setToolTip("Ctrl+Enter")
        self.give.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.give.clicked.connect(lambda: self.give_wanted.emit(None))
        self.body.addWidget(self.give)
        earlier = FlowRow(gap=8, line_gap=4)
        self.minute_ago = TouchButton(theme, _("1 minute ago"))
        self.minute_ago.setObjectName("dose.minute_ago")
        self.minute_ago.clicked.connect(lambda: self.give_wanted.emit(self.now() - dt.timedelta(minutes=1)))
        self.at = GivenTime(theme, lambda: self.now())
        self.at.setObjectName("dose.given_at")
        self.at.setAccessibleName(_("Given at another time"))
        self.at.judge = lambda moment: self.judge_next(moment)
        self.at.committed.connect(self._given_at)
        words = Label(theme, _("or at"), "small", colour="text_2")
        words.setMinimumHeight(theme.px("control_height_touch"))
        for widget in (self.minute_ago, words, self.at):
            earlier.add(widget)
        self._earlier = earlier
        self.body.addWidget(earlier)
        # Below the row, in its whole width: the field is narrower than any sentence.
        self.body.addWidget(self.at.sentence)
        self._reasons = QVBoxLayout()
        self._reasons.setSpacing(4)
        self.body.addLayout(self._reasons)

    def _build_forms(self) -> None:
        theme, least = self.theme, self._desk.library.conduct.reason_letters
        self.stop_form = AskForm(theme, "dose.stop", _("Fewer devices than planned"), _("Stop here"))
        self.stop_form.add("reason", _("Why is no further device given?"), TextField(theme, longest=400))
        self.stop_form.require(needs_reason(least))
        self.stop_form.wanted.connect(lambda typed: self.stop_wanted.emit(typed["reason"]))
        self.early_form = AskForm(theme, "dose.early", _("The infusion ends before its time"), _("End it now"))
        self.early_form.add("amount", _("How much was given until now?"), DoseField(theme, _("mg"), high=_MOST, width=120))
        self.early_form.add("reason", _("Why does it end early?"), TextField(theme, longest=400))
        self.early_form.require(self._amount_fits)
        self.early_form.require(needs_reason(least))
        self.early_form.wanted.connect(lambda typed: self.ended_early.emit(typed["amount"], typed["reason"]))
        self.waste_form = AskForm(theme, "dose.waste", _("Waste, with a witness"), _("Ask the witness"))
        self.waste_form.add("amount", _("How much is wasted?"), DoseField(theme, "", high=_MOST, width=120))
        self.waste_form.add("reason", _("What was it?"), TextField(theme, longest=400))
        self.waste_form.require(lambda typed: ("", "") if typed["amount"] else (_("Type how much is wasted."), "amount"))
        self.waste_form.require(needs_reason(least))
        self.waste_form.wanted.connect(lambda typed: self.waste_wanted.emit(typed["amount"], typed["reason"]))
        self.cancel_form = AskForm(theme, "dose.cancelled", _("Cancel this session"), _("Cancel the session"))
        self.cancel_form.add("reason", _("Why is nothing given today?"), TextField(theme, longest=400))
        self.cancel_form.require(needs_reason(least))
        self.cancel_form.wanted.connect(lambda typed: self.cancelled.emit(typed["reason"]))
        self.back_form = AskForm(theme, "dose.not_given", _("What was written down last was not given"), _("It was not given"))
        self.back_form.add("reason", _("How did it come to be written down?"), TextField(theme, longest=400))
        self.back_form.require(needs_reason(least))
        self.back_form.wanted.connect(lambda typed: self.not_given.emit(typed["reason"]))
        self._forms = (self.stop_form, self.early_form, self.waste_form, self.cancel_form, self.back_form)
        for form in self._forms:
            form.given_up.connect(form.hide)
            form.given_up.connect(self.focus_giving)
            self.body.addWidget(form)

    def _build_foot(self) -> None:
        theme = self.theme
        foot = FlowRow(gap=8, line_gap=4)
        self.stop = TouchButton(theme, _("Stop here: fewer devices"))
        self.stop.setObjectName("dose.stop_here")
        self.stop.clicked.connect(lambda: self._open(self.stop_form, _("What was given stays; the rest of the plan is not given.")))
        self.early = TouchButton(theme, _("It ends early"))
        self.early.setObjectName("dose.ends_early")
        self.early.clicked.connect(self._open_early)
        self.waste = TouchButton(theme, _("Waste"), kind="quiet", icon="trash-2")
        self.waste.setObjectName("dose.waste_wanted")
        self.waste.setAccessibleName(_("Write down waste, with a witness"))
        self.waste.clicked.connect(lambda: self.open_waste())
        self.register = TouchButton(theme, _("Register"), kind="quiet", icon="book-open")
        self.register.setObjectName("dose.register")
        self.register.setAccessibleName(_("Show the controlled-drug register"))
        self.register.clicked.connect(self.register_wanted)
        self.take_back = TouchButton(theme, _("Not given after all"), kind="quiet", icon="undo-2")
        self.take_back.setObjectName("dose.take_back")
        self.take_back.clicked.connect(lambda: self._open(self.back_form, _("The record keeps both, and the register gets it back.")))
        for button in (self.stop, self.early, self.waste, self.register, self.take_back):
            foot.add(button)
        self.body.addWidget(foot)

    # What is shown

    def show_batch(self, view: BatchView, choices: "Sequence[BatchChoice]", remark: str, *, usable: bool) -> None:
        """Shows the batch in hand and what the register has in stock; nothing once all is given, which has its batch beside it."""
        self._batch_label.setText(view.label)
        self.batch.setAccessibleName(view.label)
        self._batch.setVisible(usable)
        offered = [(choice.batch, choice.batch, choice.hint) for choice in choices]
        if view.number and all(view.number != batch for batch, _value, _hint in offered):
            offered.append((view.number, view.number, ""))
        self.batch.set_choices(offered)
        self.batch.set_value(view.number or None)
        self.expires.set_value(view.expires)
        said = remark or view.state.sentence
        self.batch_says.setText(said)
        self.batch_says.setVisible(bool(said))

    def show_giving(self, view: GivingView, check: CheckView, stock: StockForm) -> None:
        """Shows what comes next and what was given; what is being typed stays."""
        self.check.show_check(check, begun=view.begun)
        self._show_rows(view)
        self._view = view
        running = view.infusion is not None and view.infusion.ended is None
        self.give.setText(view.button)
        self.give.setVisible(bool(view.button))
        self.give.setEnabled(view.permit.allowed or running)
        self.give.setAccessibleDescription(" ".join(view.why_not) if not view.permit.allowed else "")
        usable = self.give.isEnabled() and bool(view.button)
        self._earlier.setVisible(usable)
        self.at.set_value(None)
        # The rest between two devices is told by its clock.
        resting = view.opens_at is not None and len(view.why_not) == 1
        why = () if view.permit.allowed or running or view.finished or resting else view.why_not
        if why != self._why:
            self._why = why
            clear(self._reasons)
            for sentence in why:
                self._reasons.addWidget(Remark(self.theme, "blocked", sentence))
        self.stop.setVisible(view.may_stop_early)
        self.early.setVisible(running)
        self.take_back.setVisible(bool(view.last_part))
        self.waste_form.fields["amount"].setAccessibleName(
            _("How many devices are wasted?") if stock.unit == "devices" else _("How many milligrams are wasted?")
        )
        open_forms = {self.stop_form: view.may_stop_early, self.early_form: running, self.cancel_form: view.may_cancel, self.back_form: bool(view.last_part)}
        for form, open_still in open_forms.items():
            if not open_still:
                form.hide()
        self.show_clock(self.now())

    def _show_rows(self, view: GivingView) -> None:
        structure = tuple((row.part, row.state) for row in view.rows)
        if structure != self._structure:
            self._structure = structure
            had = next((part for part, shown in self._lines.items() if shown.isAncestorOf(self.focusWidget() or self)), None)
            clear(self._rows)
            self._lines = {}
            for row in view.rows:
                self._lines[row.part] = _GivenLine(self, row)
                self._rows.addWidget(self._lines[row.part])
            if had in self._lines:
                self._lines[had].setFocus(Qt.FocusReason.OtherFocusReason)
        for row in view.rows:
            self._lines[row.part].show_row(row)

    def show_clock(self, now: dt.datetime) -> None:
        """Paints the clock of the rest, or of the infusion."""
        view = self._view
        if view is None:
            return
        big, says = "", ""
        if view.infusion is not None and view.infusion.ended is None:
            big = mm_ss(now - view.infusion.started)
            over = countdown(view.infusion.ends, now)
            left = _("{left} left, until {clock}.").format(left=over, clock=f"{view.infusion.ends:%H:%M}") if over else _("Its planned time is over.")
            says = f"{left} {view.infusion.rate}".strip()
        elif view.opens_at is not None and countdown(view.opens_at, now):
            big = countdown(view.opens_at, now)
            says = _("until the next device, at {clock}. {rest}").format(clock=f"{view.opens_at:%H:%M:%S}", rest=view.rest_says)
        self.clock.setText(big)
        self.clock.setVisible(bool(big))
        self.clock_says.setText(says)
        self.clock_says.setVisible(bool(says))

    # Acts

    def _given_at(self, moment: dt.datetime | None) -> None:
        if moment is not None:
            self.give_wanted.emit(moment)

    def _open(self, form: AskForm, says: str = "") -> None:
        for other in self._forms:
            if other is not form:
                other.hide()
        form.open(says)

    def _open_early(self) -> None:
        full = 0.0 if self._view is None or self._view.infusion is None else self._view.infusion.mg
        self._open(self.early_form, _("{mg} mg are planned. What is left is waste and needs a witness.").format(mg=f"{full:g}"))

    def _amount_fits(self, typed: "dict[str, float | str | None]") -> tuple[str, str]:
        amount = typed.get("amount")
        full = 0.0 if self._view is None or self._view.infusion is None else self._view.infusion.mg
        if amount is None:
            return _("Type the milligrams that were given until now."), "amount"
        if float(amount) > full:
            return _("{amount:g} mg is more than the {full:g} mg of the infusion. Correct it.").format(amount=float(amount), full=full), "amount"
        return "", ""

    def open_waste(self, amount: float | None = None, says: str = "") -> None:
        """Opens the form for waste, with an amount where it is known."""
        self._open(self.waste_form, says)
        if amount is not None:
            self.waste_form.fields["amount"].set_value(amount)
            self.waste_form.fields["reason"].edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_cancel(self) -> None:
        """Opens the form that cancels the session."""
        self._open(self.cancel_form, _("The plan and its checks stay in the record."))

    def close_forms(self) -> None:
        """Forgets what was typed about another session."""
        for form in self._forms:
            form.close_form()

    def focus_giving(self) -> None:
        """Gives the focus to what comes next."""
        usable = [each for each in (self.give, self.batch.edit, self.check.button) if each.isVisibleTo(self) and each.isEnabled()]
        if usable:
            usable[0].setFocus(Qt.FocusReason.OtherFocusReason)
