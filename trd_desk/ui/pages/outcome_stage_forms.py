"""The forms of the part Stage: the stage before the first dose, and the reviews. Every answer is on disk when it is given."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.definitions_flow import FlowRow
from trd_desk.ui.widgets.drop_list import AnswerList, DropList
from trd_desk.ui.widgets.fields import DateField, TextField
from trd_desk.ui.widgets.labelled import Labelled
from trd_desk.ui.widgets.labels import Chip, Label, Remark
from trd_desk.ui.widgets.layout import Button, Card, clear, line
from trd_desk.ui.widgets.segments import ChoiceSegments

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from trd_desk.ui.theme import Theme
    from trd_desk.view.parts import Remark as Said
    from trd_desk.view.stage import BeforeView, ReviewRow, StateAnswer

# More answers than so many, or longer words, stand in a list that opens.
_SEGMENTS = 26


class StateControl(QWidget):
    """One fact that is rated: segments where its answers are short, else a list. A hint may stand below it.

    Signals:
        answered(object): the value that was chosen, or None for not recorded.
    """

    answered = Signal(object)

    def __init__(self, theme: "Theme", answer: "StateAnswer", path: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self.control: QWidget
        self._list: DropList | None = None
        self._segments: ChoiceSegments | None = None
        self._values: list[Any] = [choice.value for choice in answer.choices]
        if sum(len(choice.label) for choice in answer.choices) <= _SEGMENTS:
            self._segments = ChoiceSegments(theme, answer.label, [(choice.value, choice.label) for choice in answer.choices])
            self._segments.answered.connect(self.answered)
            self._segments.taken_back.connect(lambda: self.answered.emit(None))
            self.control = self._segments
        else:
            self._list = AnswerList(theme)
            self._list.addItems([_("Not recorded"), *(choice.label for choice in answer.choices)])
            self._list.activated.connect(lambda place: self.answered.emit(None if place == 0 else self._values[place - 1]))
            self.control = self._list
        self.control.setObjectName(path)
        self.control.setAccessibleName(answer.label)
        column.addWidget(Labelled(theme, answer.label, self.control))
        self._hint = Label(theme, "", "small", colour="text_2", wrap=True)
        column.addWidget(self._hint)
        self.show_answer(answer)

    def show_answer(self, answer: "StateAnswer") -> None:
        """Shows the answer of the record without giving it."""
        if self._segments is not None:
            self._segments.set_value(answer.value)
        elif self._list is not None:
            self._list.setCurrentIndex(self._values.index(answer.value) + 1 if answer.value in self._values else 0)
        self._hint.setText(answer.help)
        self._hint.setVisible(bool(answer.help))
        self.control.setAccessibleDescription(answer.help)


class StateControls(QWidget):
    """The facts of a state, each with its control.

    Signals:
        answered(str, object): the fact, and its value or None.
    """

    answered = Signal(str, object)

    def __init__(self, theme: "Theme", prefix: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._prefix = theme, prefix
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.controls: dict[str, StateControl] = {}

    def show_answers(self, answers: "Sequence[StateAnswer]") -> None:
        """Shows the answers; the controls stay while their facts do."""
        if [answer.id for answer in answers] != list(self.controls):
            clear(self._column)
            self.controls = {}
            for answer in answers:
                made = StateControl(self._theme, answer, f"{self._prefix}.{answer.id}")
                made.answered.connect(lambda value, name=answer.id: self.answered.emit(name, value))
                self.controls[answer.id] = made
                self._column.addWidget(made)
        for answer in answers:
            self.controls[answer.id].show_answer(answer)


class BeforeCard(Card):
    """The stage before the first dose: how it is known, its facts, and the button that keeps it.

    Signals:
        answered(str, object): a fact of before, and its value or None.
        keep_wanted(str): the stage of before is to be kept for this product.
    """

    answered = Signal(str, object)
    keep_wanted = Signal(str)

    def __init__(self, theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(theme, "", parent=parent)
        self._theme = theme
        self.setObjectName("stage.before")
        self.title = Label(theme, "", bold=True, wrap=True)
        self.says = Label(theme, "", wrap=True)
        self.body.addWidget(self.title)
        self.body.addWidget(self.says)
        self._notes = QVBoxLayout()
        self._notes.setSpacing(4)
        self.body.addLayout(self._notes)
        self._told: tuple[Said, ...] | None = None
        self.state = StateControls(theme, "stage_baseline")
        self.state.answered.connect(self.answered)
        self.body.addWidget(self.state)
        self.products = DropList(theme)
        self.products.setObjectName("stage_baseline.product")
        self._products = Labelled(theme, _("Which treatment is planned?"), self.products)
        self.body.addWidget(self._products)
        self.keep = Button(theme, "", icon="save")
        self.keep.setObjectName("stage_baseline.keep")
        self.keep.clicked.connect(lambda: self.keep_wanted.emit(self._product()))
        self.body.addWidget(self.keep)
        self._view: BeforeView | None = None

    def _product(self) -> str:
        if self._view is not None and self._view.products:
            return str(self.products.currentData() or "")
        return "" if self._view is None else self._view.product

    def show_before(self, view: "BeforeView") -> None:
        """Shows what is known of before."""
        known = None if self._view is None else self._view.products
        self._view = view
        self.title.setText(view.title)
        self.says.setText(view.says)
        if view.notes != self._told:
            self._told = view.notes
            clear(self._notes)
            for note in view.notes:
                self._notes.addWidget(Remark(self._theme, note.mark, note.text, note.bold, size="small"))
        self.state.show_answers(view.answers)
        self.state.setVisible(bool(view.answers))
        self._products.setVisible(bool(view.products))
        if view.products and view.products != known:
            self.products.clear()
            for choice in view.products:
                self.products.addItem(choice.label, choice.value)
            self.products.setCurrentIndex(max(self.products.findData(view.product), 0))
        self.keep.setText(view.button)
        self.keep.setVisible(bool(view.button))


class ReviewCard(Card):
    """The reviews, and the one in hand with its answers.

    Signals:
        changed(str, str, object): the review, the fact, and its value or None.
        opened(str): a review is to be changed.
        taken_back(str): a review is to be taken back.
    """

    changed = Signal(str, str, object)
    opened = Signal(str)
    taken_back = Signal(str)

    def __init__(self, theme: "Theme", today: "Callable[[], dt.date]", parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Reviews"), parent=parent)
        self._theme = theme
        self.in_hand = ""
        self.setObjectName("stage.reviews")
        self.empty = Label(theme, "", colour="text_2", wrap=True)
        self.body.addWidget(self.empty)
        self._form = QWidget()
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.on = DateField(theme, whole_day=True, latest=today)
        self.on.setObjectName("review.on")
        self.on.committed.connect(lambda value: self._change("on", value))
        column.addWidget(Labelled(theme, _("Day of the review"), self.on))
        self.state = StateControls(theme, "review")
        self.state.answered.connect(self._change)
        column.addWidget(self.state)
        self.note = TextField(theme, longest=1_000)
        self.note.setObjectName("review.note")
        self.note.committed.connect(lambda value: self._change("note", value))
        column.addWidget(Labelled(theme, _("Note"), self.note))
        self.remove = Button(theme, _("Take this review back"), kind="quiet", icon="undo-2")
        self.remove.setObjectName("review.take_back")
        self.remove.clicked.connect(lambda: self.taken_back.emit(self.in_hand))
        column.addWidget(self.remove)
        column.addWidget(line())
        self.body.addWidget(self._form)
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        self.body.addLayout(self._list)
        self._shown: tuple[object, ...] = ()

    def _change(self, name: str, value: object) -> None:
        self.changed.emit(self.in_hand, name, value)

    def show_reviews(self, rows: "Sequence[ReviewRow]", in_hand: str) -> None:
        """Shows the reviews, the newest first, with one in hand or none; what is being typed in the same one stays."""
        row = next((one for one in rows if one.key == in_hand), None)
        same = self.in_hand == in_hand
        self.in_hand = "" if row is None else row.key
        self.empty.setText("" if rows else _("No review is recorded. Without one nothing can be told of the state now."))
        self.empty.setVisible(not rows)
        self._form.setVisible(row is not None)
        if row is not None:
            if not same:
                self.on.give_up()
                self.note.give_up()
            self.on.set_value(row.on)
            self.note.set_value(row.note or None)
            self.state.show_answers(row.answers)
        shown = (tuple((one.key, one.day, one.says, one.note, one.before_dose) for one in rows), self.in_hand)
        if shown == self._shown:
            return
        self._shown = shown
        clear(self._list)
        for one in rows:
            self._list.addWidget(self._line(one))

    def _line(self, row: "ReviewRow") -> QWidget:
        theme = self._theme
        holder = QWidget()
        holder.setObjectName(f"review:{row.key}")
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(0)
        top = FlowRow(gap=8, line_gap=2)
        top.add(Label(theme, row.day, bold=True))
        if row.before_dose:
            top.add(Chip(theme, _("before the first dose")))
        if row.key == self.in_hand:
            top.add(Chip(theme, _("shown above")))
        else:
            change = Button(theme, _("Change"), kind="quiet", icon="pencil")
            change.setAccessibleName(_("Change the review of {day}").format(day=row.day))
            change.setObjectName(f"review.open:{row.key}")
            change.clicked.connect(lambda: self.opened.emit(row.key))
            top.add(change)
        column.addWidget(top)
        words = Label(theme, row.says + (f". {row.note}" if row.note else ""), "small", colour="text_2", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        column.addWidget(words)
        return holder
