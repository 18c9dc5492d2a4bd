"""One field of a history: its label above, the control, and below it at once in words what is wrong or was understood."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.dates import understand
from trd_desk.ui.widgets.drop_list import DropList
from trd_desk.ui.widgets.fields import DateField, DrugField, Field, NumberField
from trd_desk.ui.widgets.labels import Label
from trd_desk.ui.widgets.painting import paint_mark
from trd_desk.ui.widgets.segments import AnswerSegments
from trd_desk.view.entry_fields import EntryField

# Says of a value what is wrong with it (sentence, True) or only unlikely (sentence, False); an empty sentence says nothing.
Check = Callable[[Any], tuple[str, bool]]
DrugChoices = Sequence[tuple[str, str, str]]

SENTENCE_WIDTH: Final = 280
POPUP_WIDTH: Final = 400


class Spoken(Field):
    """A field whose sentence is shown by the box around it, and whose answers are checked before they are kept.

    Signals:
        said(str, bool): the sentence to show below, and whether it is a fault.
    """

    said = Signal(str, bool)
    check: Check | None = None

    def _say(self, sentence: str, *, fault: bool = False) -> None:
        self.edit.mark_fault(fault)
        self.edit.setAccessibleDescription(sentence)
        self.said.emit(sentence, fault)

    def _read(self, text: str) -> tuple[Any, str, bool]:
        value, sentence, fault = super()._read(text)
        if not fault and value is not None and self.check is not None:
            checked, wrong = self.check(value)
            if checked:
                return value, checked, wrong
        return value, sentence, fault

    def _keeps_sentence(self) -> bool:
        return True

    def show_value(self, value: Any) -> None:
        """Shows the answer of the record; what is typed and not kept stays, and so does a sentence about the same value."""
        if self.holds_unsaved() or self.value() == value:
            return
        self.set_value(value)
        if value is not None and self.check is not None:
            sentence, wrong = self.check(value)
            if sentence:
                self._say(sentence, fault=wrong)

    def leave(self) -> None:
        """Keeps what is typed, as leaving the field does."""
        self.commit()


class Number(Spoken, NumberField):
    """A number of a history."""


class Day(Spoken, DateField):
    """A day of a history; the record has it as ISO text."""

    def show_value(self, value: Any) -> None:
        """Shows a day given as a date or as ISO text."""
        super().show_value(dt.date.fromisoformat(value) if isinstance(value, str) else value)


class Days(Spoken):
    """Several days, parted by commas."""

    def _read(self, text: str) -> tuple[Any, str, bool]:
        found = []
        for part in (piece.strip() for piece in text.replace(";", ",").split(",")):
            if not part:
                continue
            day = understand(part)
            if day.fault or day.day is None:
                return None, day.sentence, True
            found.append(day.day)
        value = tuple(sorted(set(found))) or None
        if value is not None and self.check is not None:
            sentence, wrong = self.check(value)
            if sentence:
                return value, sentence, wrong
        return value, "", False

    def _written(self, value: Any) -> str:
        from trd_desk.ui.widgets.dates import short_date

        return "" if not value else ", ".join(short_date(day) for day in value)

    def show_value(self, value: Any) -> None:
        """Shows days given as dates or as ISO text."""
        super().show_value(tuple(dt.date.fromisoformat(day) if isinstance(day, str) else day for day in value) if value else None)


class Drug(Spoken, DrugField):
    """A drug by generic or brand name; letters that begin only one drug are enough."""

    def __init__(self, theme: Theme, choices: DrugChoices, *, width: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(theme, choices, width=width, parent=parent)
        # Names that begin with the letters: "ven" is venlafaxine, not desvenlafaxine.
        self._completer.setFilterMode(Qt.MatchFlag.MatchStartsWith)
        popup = self._popup
        popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        popup.setMinimumWidth(theme.scaled(POPUP_WIDTH))

    def _read(self, text: str) -> tuple[Any, str, bool]:
        value, sentence, fault = super()._read(text)
        typed = text.strip().casefold()
        if fault and typed and not self.edit.hasFocus():
            begun = {found for label, found in self._values.items() if label.startswith(typed)}
            if len(begun) == 1 and len(typed) > 2:
                return begun.pop(), "", False
        return value, sentence, fault


class Choice(DropList):
    """One of several words, or not asked. A letter or Down opens the list, Enter takes, Delete takes back; the wheel only scrolls the page.

    Signals:
        answered(object): the value that was chosen, or None for not asked.
    """

    answered = Signal(object)

    def __init__(self, theme: Theme, options: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._options: tuple[tuple[str, str], ...] = ()
        self._kept: Any = None
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_options(options)
        self.activated.connect(self._take)

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Takes other choices; the answer stays."""
        if tuple(options) == self._options:
            return
        self._options = tuple(options)
        self.clear()
        self.addItem(_("Not asked"), None)
        for value, word in options:
            self.addItem(word, value)
        self.show_value(self._kept)

    def show_value(self, value: Any) -> None:
        """Shows the answer of the record."""
        self._kept = value
        place = next((each for each, (known, _word) in enumerate(self._options, 1) if known == value), 0)
        self.setCurrentIndex(place)

    def value(self) -> Any:
        """The answer shown."""
        return self.currentData()

    def _take(self, place: int) -> None:
        value = self.itemData(place)
        if value != self._kept:
            self._kept = value
            self.answered.emit(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that would change the answer in passing open the list instead."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            if self._kept is not None:
                self.setCurrentIndex(0)
                self._take(0)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Space, Qt.Key.Key_F4):
            self.showPopup()
        elif event.text().strip() and not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        ):
            self.showPopup()
            self.view().keyboardSearch(event.text())
        else:
            event.ignore()


class _Alert(QWidget):
    """The sign before a sentence about a fault; it has no name, the sentence says all."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As large as a small icon."""
        side = self._theme.scaled(14)
        return QSize(side, self._theme.line_height("small"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints the triangle in the colour of text."""
        painter = QPainter(self)
        side = self._theme.scaled(14)
        paint_mark(painter, self._theme, "amber", QRectF(0, (self.height() - side) / 2, side, side), colour="text")
        painter.end()


class SentenceLine(QWidget):
    """What is said below a field: the sign of a fault and the sentence; hidden while there is nothing to say."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 2, 0, 0)
        line.setSpacing(6)
        self._alert = _Alert(theme)
        self._words = Label(theme, "", "small", wrap=True)
        line.addWidget(self._alert, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._words, 1)
        self.hide()

    def sentence(self) -> str:
        """The sentence that is shown, empty if there is none."""
        return "" if self.isHidden() else self._words.text()

    def say(self, sentence: str, fault: bool) -> bool:
        """Shows a sentence or none; tells whether anything changed."""
        if sentence == self.sentence() and fault != self._alert.isHidden():
            return False
        self._words.setText(sentence)
        self._words.set_colour("text" if fault else "text_2")
        wide = self._theme.metrics("small").horizontalAdvance(sentence) + self._theme.scaled(24)
        self.setFixedWidth(max(min(wide, self._theme.scaled(SENTENCE_WIDTH)), 10))
        self._alert.setVisible(fault)
        self.setVisible(bool(sentence))
        return True


class Box(QWidget):
    """Label, control and sentence of one field.

    Signals:
        answered(object): a new answer as the record has it; None takes it back.
        unknown(): the person was asked and it is not known (only yes-or-no fields).
        grown(): the height or width changed.
        spoke(): the sentence about the field changed.
    """

    answered = Signal(object)
    unknown = Signal()
    grown = Signal()
    spoke = Signal()

    def __init__(
        self,
        theme: Theme,
        field: EntryField,
        path: str,
        control: QWidget,
        label: str = "",
        *,
        below: SentenceLine | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme, self.field, self.path, self.control = theme, field, path, control
        self._said = ("", False)
        self._shared = below is not None
        words = label or field.label
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self.label = Label(theme, words, "small", colour="text_2")
        self.label.setBuddy(control)
        column.addWidget(self.label)
        column.addWidget(control, 0, Qt.AlignmentFlag.AlignLeft)
        # Where several fields stand under one label, their sentence has a line in common.
        self._below = SentenceLine(theme) if below is None else below
        if below is None:
            column.addWidget(self._below)
        column.addStretch(1)
        control.setObjectName(path)
        control.setAccessibleName(words)
        if field.hint:
            control.setToolTip(field.hint)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)
        if isinstance(control, Spoken):
            control.said.connect(self.say)
            control.committed.connect(self._commit)
        elif isinstance(control, Choice):
            control.answered.connect(self.answered)
        elif isinstance(control, AnswerSegments):
            control.answered.connect(lambda value: self.unknown.emit() if value is None else self.answered.emit(value))
            control.taken_back.connect(lambda: self.answered.emit(None))

    def _commit(self, value: Any) -> None:
        if isinstance(value, dt.date):
            value = value.isoformat()
        elif isinstance(value, tuple):
            value = [day.isoformat() for day in value]
        self.answered.emit(value)

    def sentence(self) -> str:
        """The sentence about the field, empty if there is none."""
        return self._said[0]

    def is_fault(self) -> bool:
        """Whether the sentence is about a fault."""
        return self._said[1]

    def say(self, sentence: str, fault: bool = False) -> None:
        """Shows a sentence below the field, or none."""
        self._said = (sentence, fault)
        self.spoke.emit()
        if not self._shared and self._below.say(sentence, fault):
            self.updateGeometry()
            self.grown.emit()

    def show_value(self, value: Any, *, asked: bool) -> None:
        """Shows the answer of the record; `asked` tells an answer of unknown from no answer."""
        if isinstance(self.control, AnswerSegments):
            self.control.set_answer(value, asked=asked)
        elif isinstance(self.control, Spoken | Choice):
            self.control.show_value(value)

    def leave(self) -> None:
        """Keeps what is typed, as leaving the field does."""
        if isinstance(self.control, Spoken):
            self.control.leave()


def make_control(
    theme: Theme, field: EntryField, drugs: DrugChoices = (), latest: Callable[[], dt.date] | None = None
) -> QWidget:
    """The control for a kind of answer."""
    if field.type == "drug":
        return Drug(theme, drugs, width=184)
    if field.type == "date":
        return Day(theme, latest=latest, width=120)
    if field.type == "dates":
        made = Days(theme, width=280)
        made.set_placeholder(_("3/2025, 14 Mar 2025"))
        return made
    if field.type == "number":
        return Number(theme, field.unit, decimals=2, width=72 + 9 * len(field.unit))
    if field.type == "whole":
        return Number(theme, field.unit, width=72)
    if field.type == "yes_no":
        return AnswerSegments(theme, field.label)
    return Choice(theme, field.options)


def keeps_escape(control: QWidget, watcher: QObject) -> None:
    """Lets the watcher see the keys of a control first, so that Esc closes the form and loses nothing of what is typed."""
    if isinstance(control, Field):
        control.edit.installEventFilter(watcher)
    else:
        control.installEventFilter(watcher)
