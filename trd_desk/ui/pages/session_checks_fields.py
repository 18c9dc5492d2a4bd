"""How the questions of the checklist are answered: with one key, as a clock time, as a blood pressure, as a number with its unit."""

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from trd_desk.record.session_parts import moment_text
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.clock_field import ClockReading
from trd_desk.ui.widgets.fields import Field
from trd_desk.ui.widgets.segments import SegmentRow
from trd_desk.view.clock_times import clock_words, understand_clock
from trd_desk.view.pressure_tiers import Reading
from trd_desk.view.typed_numbers import understand_number, understand_pressure

if TYPE_CHECKING:
    from trd_desk.content.conduct_models import ConductRules
    from trd_desk.view.checklist_parts import CheckQuestion

Clock = Callable[[], dt.datetime]
WIDTH = 142


class KeySegments(SegmentRow):
    """Answers with a key each, as high as a gloved finger needs; U says that the answer is not known.

    Signals:
        answered(object): the value, or None for Unknown.
        taken_back(): back to not asked.
    """

    def __init__(self, theme: Theme, question: "CheckQuestion", name: str) -> None:
        super().__init__(theme, name, [(choice.value, choice.label, choice.key, None) for choice in question.choices])
        self._takes = {choice.key for choice in question.choices}
        for button in self._buttons:
            button.setProperty("touch", True)
            # A click is an answer of this row, and the row keeps its place while it has the focus.
            button.setFocusProxy(self)
            button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if plain and event.text().upper() == "U" and "U" not in self._takes:
            self.answered.emit(None)
        else:
            super().keyPressEvent(event)

    def show_answer(self, question: "CheckQuestion") -> None:
        """Shows the answer of the record."""
        self.choose(question.value, answered=question.answered)


class CheckField(Field):
    """A field of the checklist; `stored` turns its value into what the log keeps."""

    def __init__(self, theme: Theme, now: Clock, unit: str = "", *, width: int = WIDTH) -> None:
        super().__init__(theme, unit, width=width)
        self._now = now
        self.edit.setProperty("touch", True)

    def show_answer(self, question: "CheckQuestion") -> None:
        """Shows the answer of the record; what is being typed stays."""
        self.set_value(question.value)

    def stored(self, value: Any) -> Any:
        """The value as the log keeps it."""
        return value


class TimeField(CheckField, ClockReading):
    """A clock time before now: 0810, 8:10, yesterday 22:00; says which moment was understood.

    Signals:
        committed(object): the moment, None when emptied.
    """

    def __init__(self, theme: Theme, now: Clock) -> None:
        super().__init__(theme, now)
        self._understand = lambda text: understand_clock(text, now())
        self.edit.setPlaceholderText("0810")

    def _written(self, value: Any) -> str:
        return "" if value is None else clock_words(value, self._now()).replace("\u00a0", " ")

    def stored(self, value: Any) -> Any:
        """The moment as the log keeps it."""
        return None if value is None else moment_text(value)


class PressureField(CheckField):
    """A blood pressure: 158/90, 15890, or 158 Enter 90; "at 09:48" behind it where it was not taken just now.

    Signals:
        committed(object): a Reading with its moment, None when emptied.
    """

    def __init__(self, theme: Theme, now: Clock, conduct: "ConductRules", unit: str) -> None:
        super().__init__(theme, now, unit)
        self._conduct = conduct
        self.edit.setPlaceholderText("120/80")

    def _fit(self) -> None:
        super()._fit()
        if self._value is not None:
            self.edit.setFixedWidth(self._theme.scaled(WIDTH + 48))

    def set_value(self, value: Any) -> None:
        super().set_value(value)
        self._fit()

    def _read(self, text: str) -> tuple[Any, str, bool]:
        if self._value is not None and text.strip() == self._written(self._value):
            return self._value, "", False
        found = understand_pressure(text, self._now(), self._conduct)
        if found.fault or found.half:
            return None, found.sentence, True
        if found.sbp is None:
            return None, "", False
        # A correction keeps the time of its reading unless another is written.
        kept = self._value.at if isinstance(self._value, Reading) else None
        return Reading(found.sbp, found.dbp, found.at or kept or self._now().replace(microsecond=0)), found.sentence, False

    def _tell(self, text: str) -> None:
        super()._tell(text)
        if self.is_fault() and sum(letter.isdigit() for letter in text) < 4 and not any(letter.isalpha() for letter in text):
            self._say("")

    def _leave(self) -> None:
        found = understand_pressure(self.edit.text(), self._now(), self._conduct)
        if found.half and self.edit.hasFocus():
            self.edit.setText(f"{found.sbp}/")
            self.edit.setModified(True)
            self._say(found.sentence)
            return
        super()._leave()

    def _written(self, value: Any) -> str:
        return "" if value is None else value.words_at

    def stored(self, value: Any) -> Any:
        """The reading as the log keeps it."""
        return None if value is None else {"at": moment_text(value.at), "sbp": value.sbp, "dbp": value.dbp}


class SignField(CheckField):
    """A number within its plausible range, typed with or without its unit.

    Signals:
        committed(object): int or float, None when emptied.
    """

    def __init__(self, theme: Theme, now: Clock, question: "CheckQuestion") -> None:
        limits = question.limits
        if limits is None:
            message = f"a number without its range: {question.field}"
            raise ValueError(message)
        super().__init__(theme, now, limits.unit)
        self._limits = limits

    def _read(self, text: str) -> tuple[Any, str, bool]:
        found = understand_number(text, self._limits)
        return found.value, found.sentence, found.fault

    def _tell(self, text: str) -> None:
        super()._tell(text)
        if self.is_fault() and text.strip().isdigit() and float(text) < self._limits.lowest:
            # The first figure of a number that is still being typed.
            self._say("")

    def _written(self, value: Any) -> str:
        return "" if value is None else f"{value:g}"


def control_for(theme: Theme, now: Clock, conduct: "ConductRules", question: "CheckQuestion", name: str) -> KeySegments | CheckField:
    """The control that answers a question; `name` is its accessible name."""
    control: KeySegments | CheckField
    if question.form in ("yes_no", "choice"):
        return KeySegments(theme, question, name)
    if question.form == "time":
        control = TimeField(theme, now)
    elif question.form == "pressure":
        control = PressureField(theme, now, conduct, conduct.limits_of("sbp").unit)
    else:
        control = SignField(theme, now, question)
    control.setAccessibleName(name)
    return control
