"""The form of one entry of a rating scale, and the card that says where it stands; both only show and ask, the part saves."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.history_fields import Choice
from trd_desk.ui.pages.history_layout import FlowBox
from trd_desk.ui.pages.outcome_scales_items import ItemGrid, OneKeySegments, into_view
from trd_desk.ui.widgets.fields import DateField, NumberField
from trd_desk.ui.widgets.labelled import Labelled
from trd_desk.ui.widgets.labels import Label, Message, Remark, VerdictLabel
from trd_desk.ui.widgets.layout import Button, Card, clear
from trd_desk.ui.widgets.segments import ChoiceSegments

if TYPE_CHECKING:
    from trd_desk.ui.theme import Theme
    from trd_desk.view.scale_form import ScaleForm

_FIELD: Final = 132
# What a sentence below a field may take, so that it does not become a column of single words.
_SENTENCE: Final = 264


class RatingDay(DateField):
    """The day of a rating: a whole day, not in the future; `judge` gives a sentence for one that cannot be."""

    def __init__(self, theme: "Theme", today: Callable[[], dt.date], *, parent: QWidget | None = None) -> None:
        super().__init__(theme, whole_day=True, latest=today, width=_FIELD, parent=parent)
        self.judge: Callable[[dt.date], str] = lambda _day: ""
        self.set_placeholder(_("14 Mar 2026"))
        column = self.layout()
        if column is not None:
            column.setAlignment(self.edit, Qt.AlignmentFlag.AlignLeft)

    def _say(self, sentence: str, *, fault: bool = False) -> None:
        super()._say(sentence, fault=fault)
        self.setMinimumWidth(self._theme.scaled(_SENTENCE) if sentence else 0)

    def _read(self, text: str) -> tuple[Any, str, bool]:
        value, sentence, fault = super()._read(text)
        if not text.strip():
            return None, _("A rating needs its day. Write it, or press Esc twice for the one it has."), True
        if not fault and value is not None and (wrong := self.judge(value)):
            return value, wrong, True
        return value, sentence, fault


class RatingTotal(NumberField):
    """The total of a scale; `judge` gives a sentence for one that cannot be."""

    def __init__(self, theme: "Theme", *, parent: QWidget | None = None) -> None:
        super().__init__(theme, decimals=2, width=_FIELD, parent=parent)
        self.judge: Callable[[float], str] = lambda _total: ""

    def _read(self, text: str) -> tuple[Any, str, bool]:
        value, sentence, fault = super()._read(text)
        if not fault and value is not None and (wrong := self.judge(float(value))):
            return value, wrong, True
        return value, sentence, fault


class ScaleState(Card):
    """Where the entry stands: the total or what is possible, what is missing, what the answers tell beside it, and what can be done with it.

    Signals:
        versions_wanted(), removal_wanted(): the buttons.
    """

    versions_wanted = Signal()
    removal_wanted = Signal()

    def __init__(self, theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._theme = theme
        self._shown: object = None
        self.over = Label(theme, "", "small", colour="text_2", wrap=True)
        self.state = VerdictLabel(theme, "not_asked", "", size="title", wrap=True)
        self.state.setObjectName("scale.state")
        self.missing = Label(theme, "", wrap=True)
        self.missing.setObjectName("scale.missing")
        self._remarks = QVBoxLayout()
        self._remarks.setSpacing(8)
        for widget in (self.over, self.state, self.missing):
            self.body.addWidget(widget)
        self.body.addLayout(self._remarks)
        self.buttons = FlowBox(gap=8, line_gap=4)
        self.versions = Button(theme, _("Earlier versions"), icon="list-tree")
        self.versions.setObjectName("scale.versions")
        self.versions.setToolTip("Ctrl+H")
        self.versions.clicked.connect(lambda: self.versions_wanted.emit())
        self.remove = Button(theme, _("Take back"), icon="undo-2")
        self.remove.setObjectName("scale.remove")
        self.remove.setAccessibleName(_("Take this entry back"))
        self.remove.clicked.connect(lambda: self.removal_wanted.emit())
        for button in (self.versions, self.remove):
            self.buttons.flow.addWidget(button)
        self.body.addWidget(self.buttons)

    def show_form(self, form: "ScaleForm", also: Sequence[str], *, known: bool) -> None:
        """Shows the state of an entry; `also` are sentences about it from elsewhere in the record, `known` says that it is on disk."""
        self.buttons.setVisible(known)
        shown = (form.short, form.on, form.state, form.missing, form.remarks, also)
        if shown == self._shown:
            return
        self._shown = shown
        self.over.setText(form.over)
        self.state.set_state(form.state.mark, form.state.word, form.state.sentence)
        self.missing.setText(form.missing)
        self.missing.setVisible(bool(form.missing))
        clear(self._remarks)
        for remark in form.remarks:
            self._remarks.addWidget(Remark(self._theme, remark.mark, remark.text, remark.bold))
        for sentence in also:
            self._remarks.addWidget(Remark(self._theme, "note", sentence))


class ScaleFormCard(Card):
    """What is asked of one entry.

    Signals:
        item_answered(int, object): the place of an item and its value, None for taken back.
        answered(object): a total, a single rating or a level; None for taken back.
        day_given(object): the day.
        mode_wanted(object): another way of entering.
        session_given(object), phase_given(object): a session's id and a moment's, or None.
        extra_given(object): the answer to the form's further question, or None.
        patient_wanted(): the patient is to fill it in.
    """

    item_answered = Signal(int, object)
    answered = Signal(object)
    day_given = Signal(object)
    mode_wanted = Signal(object)
    session_given = Signal(object)
    phase_given = Signal(object)
    extra_given = Signal(object)
    patient_wanted = Signal()

    def __init__(self, theme: "Theme", today: Callable[[], dt.date], parent: QWidget | None = None) -> None:
        super().__init__(theme, spacing=8, parent=parent)
        self._theme = theme
        self._choices: object = None
        self._extra_shown: object = None
        self.single: OneKeySegments | None = None
        self.extra: OneKeySegments | None = None
        self._head(theme)
        self._about(theme, today)
        self.message = Message(theme, tone="amber")
        self.message.setObjectName("scale.message")
        self.body.addWidget(self.message)
        # What was done at the person's own wish is told without a colour.
        self.told = Message(theme)
        self.told.setObjectName("scale.told")
        self.body.addWidget(self.told)
        self.stem = Label(theme, "", bold=True, wrap=True)
        self.legend = Label(theme, "", wrap=True)
        self.grid = ItemGrid(theme)
        self.grid.answered.connect(self.item_answered)
        self.grid.done.connect(self._after_items)
        self.total = RatingTotal(theme)
        self.total.setObjectName("scale.total")
        self.total.committed.connect(self.answered)
        self._total_box = Labelled(theme, _("Total"), self.total)
        self._single_place, self._extra_place = QVBoxLayout(), QVBoxLayout()
        self.extra_text = Label(theme, "", wrap=True)
        self.extra_legend = Label(theme, "", "small", colour="text_2", wrap=True)
        self.licence = Label(theme, "", "small", colour="text_2", wrap=True)
        self.licence.setObjectName("scale.licence")
        self.credit = Label(theme, "", "small", colour="text_2", wrap=True)
        self.credit.setObjectName("scale.credit")
        for widget in (self.stem, self.legend, self.grid, self._total_box):
            self.body.addWidget(widget)
        self.body.addLayout(self._single_place)
        self.body.addWidget(self.extra_text)
        self.body.addWidget(self.extra_legend)
        self.body.addLayout(self._extra_place)
        self.body.addSpacing(4)
        self.body.addWidget(self.licence)
        self.body.addWidget(self.credit)

    def _head(self, theme: "Theme") -> None:
        self.title = Label(theme, "", "title", bold=True, wrap=True)
        self.says = Label(theme, "", "small", colour="text_2", wrap=True)
        self.body.addWidget(self.title)
        self.body.addWidget(self.says)

    def _about(self, theme: "Theme", today: Callable[[], dt.date]) -> None:
        self.day = RatingDay(theme, today)
        self.day.setObjectName("scale.on")
        self.day.committed.connect(self.day_given)
        self.mode: ChoiceSegments | None = None
        self._mode_place = QHBoxLayout()
        self.session = Choice(theme, ())
        self.session.setObjectName("scale.session")
        self.session.answered.connect(self.session_given)
        self.phase = Choice(theme, ())
        self.phase.setObjectName("scale.phase")
        self.phase.answered.connect(self.phase_given)
        self.about = FlowBox(gap=24, line_gap=8)
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self._mode_label = Label(theme, _("Entered"), "small", colour="text_2")
        column.addWidget(self._mode_label)
        column.addLayout(self._mode_place)
        column.addStretch(1)
        self._mode_box = held
        self._session_box = Labelled(theme, _("Belongs to the session"), self.session)
        self._phase_box = Labelled(theme, _("Moment"), self.phase)
        self.patient = Button(theme, _("Let the patient fill it in"), icon="user")
        self.patient.setObjectName("scale.patient")
        self.patient.clicked.connect(lambda: self.patient_wanted.emit())
        self._patient_box = Labelled(theme, " ", self.patient)
        for box in (Labelled(theme, _("Day"), self.day), held, self._session_box, self._phase_box, self._patient_box):
            self.about.flow.addWidget(box)
        self.body.addWidget(self.about)

    # What is shown

    def show_form(self, form: "ScaleForm") -> None:
        """Shows an entry."""
        self.title.setText(form.title)
        self.says.setText(" ".join(form.says))
        self._patient_box.setVisible(bool(form.patient_can))
        self.patient.setAccessibleName(_("{button}: {scale}").format(button=form.patient_can, scale=form.short))
        self.day.set_value(form.on)
        self._show_modes(form)
        self._session_box.setVisible(bool(form.sessions))
        self.session.set_options(form.sessions)
        self.session.show_value(form.session)
        self._phase_box.setVisible(bool(form.phases))
        self.phase.set_options(form.phases)
        self.phase.show_value(form.phase)
        self.stem.setText(form.stem)
        self.stem.setVisible(bool(form.stem))
        self.legend.setText(form.legend_words)
        self.legend.setVisible(bool(form.legend_words))
        self.grid.show_rows(form.scale, form.rows)
        self._total_box.setVisible(form.mode == "total")
        self.total.set_value(form.total)
        self._show_single(form)
        self._show_extra(form)
        self.licence.setText(form.licence)
        self.credit.setText(form.credit)
        self.credit.setVisible(bool(form.credit))
        self.about.updateGeometry()

    def _show_modes(self, form: "ScaleForm") -> None:
        several = len(form.modes) > 1
        self._mode_box.setVisible(several)
        if not several:
            return
        if self.mode is None:
            self.mode = ChoiceSegments(self._theme, _("Entered"), form.modes)
            self.mode.setObjectName("scale.mode")
            self.mode.answered.connect(self.mode_wanted)
            self.mode.taken_back.connect(self._mode_again)
            self._mode_place.addWidget(self.mode)
        self._mode_now = form.mode
        self.mode.set_value(form.mode)

    def _mode_again(self) -> None:
        if self.mode is not None:
            self.mode.set_value(self._mode_now)

    def _show_single(self, form: "ScaleForm") -> None:
        """The answers of a scale with one rating, or its levels."""
        shape = (form.scale, form.choices)
        if shape != self._choices:
            self._choices = shape
            clear(self._single_place)
            self.single = None
            if form.choices:
                said = [words for _value, words in form.legend] if form.legend else ()
                self.single = OneKeySegments(self._theme, form.short, form.choices, said)
                self.single.setObjectName("scale.single")
                self.single.answered.connect(self.answered)
                self.single.taken_back.connect(lambda: self.answered.emit(None))
                self._single_place.addWidget(self.single, 0, Qt.AlignmentFlag.AlignLeft)
                self.single.show()
        if self.single is not None:
            value = form.level if form.mode == "level" else None if form.total is None else int(form.total)
            self.single.choose(value, answered=value is not None)

    def _show_extra(self, form: "ScaleForm") -> None:
        """The form's further question with its answers."""
        shape = (form.scale, form.extra, form.extra_options)
        if shape != self._extra_shown:
            self._extra_shown = shape
            clear(self._extra_place)
            self.extra = None
            if form.extra:
                said = [f"{value}, {words}" for value, words in form.extra_options]
                self.extra = OneKeySegments(self._theme, form.extra, [(value, str(value)) for value, _words in form.extra_options], said)
                self.extra.setObjectName("scale.extra")
                self.extra.answered.connect(self.extra_given)
                self.extra.taken_back.connect(lambda: self.extra_given.emit(None))
                self._extra_place.addWidget(self.extra, 0, Qt.AlignmentFlag.AlignLeft)
                self.extra.show()
        self.extra_text.setText(form.extra)
        self.extra_legend.setText(form.extra_legend)
        for label in (self.extra_text, self.extra_legend):
            label.setVisible(bool(form.extra))
        if self.extra is not None:
            self.extra.choose(form.extra_answer, answered=form.extra_answer is not None)

    # The keyboard

    def in_order(self) -> list[QWidget]:
        """What takes the keyboard, in reading order."""
        some = (self.mode, self.session, self.phase, self.patient, *(line.segments for line in self.grid.lines), self.total.edit, self.single, self.extra)
        return [self.day.edit, *(widget for widget in some if widget is not None)]

    def _after_items(self) -> None:
        if self.extra is not None:
            self.extra.setFocus(Qt.FocusReason.TabFocusReason)
            into_view(self.extra)

    def focus_answer(self) -> None:
        """Gives the focus to the first answer that is still asked for."""
        if self.grid.focus_open():
            return
        target: QWidget = self.single if self.single is not None else self.total.edit
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        into_view(target)
