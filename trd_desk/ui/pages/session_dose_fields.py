"""The fields and forms that giving a dose needs: a choice of products, a dose, an expiry, a time of giving, and a reason before an act."""

import calendar
import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.history_fields import Choice
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.clock_field import ClockReading
from trd_desk.ui.widgets.dates import long_date, short_date, understand
from trd_desk.ui.widgets.fields import DrugField, Field, NumberField
from trd_desk.ui.widgets.labels import Label, Message
from trd_desk.ui.widgets.layout import Button
from trd_desk.view import plain
from trd_desk.view.clock_times import understand_clock

_SHORT_MONTH: Final = re.compile(r"(\d{1,2})[-/. ](\d{2})$")
_YEAR: Final = re.compile(r"\d{4}$")
# No batch is good for so long: a slip in the year is far likelier.
_MOST_YEARS: Final = 15


class TouchButton(Button):
    """A button as high as a gloved finger needs; `high` in pixels at 100 per cent.

    Signals:
        clicked(): as Button.
    """

    def __init__(self, theme: Theme, text: str, *, kind: str = "", icon: str = "", high: int = 40, parent: QWidget | None = None) -> None:
        self._high = high
        super().__init__(theme, text, kind=kind, icon=icon, parent=parent)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width(), max(hint.height(), self._theme.scaled(self._high)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class OneOf(Choice):
    """One of several words, of which one always stands: there is no "not asked".

    Signals:
        answered(object): the value that was chosen.
    """

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Takes other choices; the answer stays."""
        if tuple(options) == self._options:
            return
        self._options = tuple(options)
        self.clear()
        for value, word in options:
            self.addItem(word, value)
        self.show_value(self._kept)

    def show_value(self, value: Any) -> None:
        """Shows the answer of the record."""
        self._kept = value
        self.setCurrentIndex(next((place for place, (known, _word) in enumerate(self._options) if known == value), -1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Nothing is taken back here."""
        if event.key() not in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            super().keyPressEvent(event)


class DoseField(NumberField):
    """A dose or a volume. Nothing is none, and what is implausible is refused in the words of the view.

    Signals:
        committed(object): the number; None when emptied.
    """

    def __init__(self, theme: Theme, unit: str, *, high: float, width: int = 104, parent: QWidget | None = None) -> None:
        super().__init__(theme, unit, high=high, decimals=3, width=width, parent=parent)
        self.doubt: Callable[[float], str] = lambda _number: ""
        self.nothing_says = _("0 is no amount. Type the amount, or empty the field.")

    def _read(self, text: str) -> tuple[Any, str, bool]:
        typed = text.strip()
        if self._unit and typed.casefold().endswith(self._unit.casefold()):
            typed = typed[: -len(self._unit)]
        value, sentence, fault = super()._read(typed)
        if fault or value is None:
            return value, sentence, fault
        if value <= 0:
            return None, self.nothing_says, True
        doubt = self.doubt(value)
        return (None, doubt, True) if doubt else (value, sentence, False)


class BatchField(DrugField):
    """A batch number, typed as it is printed or taken from those in stock; one that is nearly in stock is doubted first.

    Signals:
        committed(object): the number; None when emptied.
    """

    def __init__(self, theme: Theme, *, width: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(theme, free=True, width=width, parent=parent)
        self.edit.setMaxLength(60)
        self._popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # As wide as a row: the number, what is left of it and until when it is good.
        self._popup.setMinimumWidth(theme.scaled(364))


class ExpiryField(Field):
    """The last good day of a batch, as it is printed: 08/2027 and 08/27 mean the end of August 2027. What has passed is refused.

    Signals:
        committed(object): datetime.date; None when emptied.
    """

    def __init__(self, theme: Theme, today: Callable[[], dt.date], *, width: int = 120, parent: QWidget | None = None) -> None:
        super().__init__(theme, width=width, parent=parent)
        self._today = today
        self.edit.setPlaceholderText(_("08/2027"))

    def _read(self, text: str) -> tuple[Any, str, bool]:
        typed = text.strip()
        if not typed:
            return None, "", False
        day, fault = _expiry(typed)
        if day is None:
            return None, fault, True
        today = self._today()
        if day < today:
            return None, _("This batch expired on {day}. Use another one, or correct the date.").format(day=long_date(day)), True
        if day.year - today.year > _MOST_YEARS:
            return None, _("{day} is too far ahead. Check the year.").format(day=long_date(day)), True
        return day, _("Good until {day}.").format(day=long_date(day)), False

    def _written(self, value: Any) -> str:
        return "" if value is None else short_date(value)


def _expiry(typed: str) -> tuple[dt.date | None, str]:
    """The last good day that a text means, else why it means none."""
    match = _SHORT_MONTH.match(typed)
    if match is not None:
        typed = f"{match.group(1)}/20{match.group(2)}"
    if _YEAR.match(typed):
        return None, _("The month is missing. Write it as on the pack, such as 08/2027.")
    whole = understand(typed, whole_day=True)
    if not whole.fault:
        return whole.day, ""
    month = understand(typed)
    if month.fault or month.day is None:
        return None, _("Not understood as a date. Write it as on the pack, such as 08/2027, or 31 Aug 2027.")
    last = calendar.monthrange(month.day.year, month.day.month)[1]
    return month.day.replace(day=last), ""


class GivenTime(ClockReading):
    """The clock time of something that is or was given. `judge` says why a moment cannot be, or nothing.

    Signals:
        committed(object): the moment as datetime.datetime; None when emptied.
    """

    def __init__(self, theme: Theme, now: Callable[[], dt.datetime], *, width: int = 76, parent: QWidget | None = None) -> None:
        super().__init__(theme, width=width, parent=parent)
        self._understand = lambda text: understand_clock(text, now())

    def _leave(self) -> None:
        if self.text().strip() == "" and self._value is not None:
            # What was given has a time: an emptied field shows it again.
            self.edit.set_kept(self.edit.kept)
            self._say("")
            return
        super()._leave()


class AskForm(QFrame):
    """What is asked before an act: fields, a sentence, the act and the way back. What is typed stays until the act is done.

    Signals:
        wanted(object): what was typed, a mapping by the fields' names.
        given_up(): Esc or the button; nothing was done.
    """

    wanted = Signal(object)
    given_up = Signal()

    def __init__(self, theme: Theme, name: str, title: str, done: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName(name)
        self.setProperty("kind", "note")
        self.fields: dict[str, Field] = {}
        self._checks: list[Callable[[dict[str, Any]], tuple[str, str]]] = []
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(12, 12, 12, 12)
        self.column.setSpacing(4)
        self.column.addWidget(Label(theme, title, bold=True, wrap=True))
        self.says = Label(theme, "", colour="text_2", wrap=True)
        self.column.addWidget(self.says)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        self.column.addLayout(self._rows)
        self.message = Message(theme, tone="amber")
        self.column.addWidget(self.message)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        self.done = TouchButton(theme, done)
        self.done.setObjectName(f"{name}.done")
        self.done.clicked.connect(self._want)
        self.back = TouchButton(theme, _("Back"), kind="quiet")
        self.back.setObjectName(f"{name}.back")
        self.back.setAccessibleName(_("Back without: {title}").format(title=title))
        self.back.clicked.connect(self.given_up)
        for button in (self.done, self.back):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.column.addLayout(buttons)
        self.hide()

    def add(self, name: str, label: str, field: Field) -> Field:
        """Adds a field below its label."""
        words = Label(self._theme, label, "small", colour="text_2", wrap=True)
        words.setBuddy(field)
        field.setAccessibleName(label)
        field.setObjectName(f"{self.objectName()}.{name}")
        # A form is no answer yet: what is typed here is kept by the form, not on disk.
        field.edit.textEdited.connect(lambda typed, edit=field.edit: setattr(edit, "kept", typed))
        self.fields[name] = field
        self._rows.addWidget(words)
        self._rows.addWidget(field)
        return field

    def require(self, check: Callable[[dict[str, Any]], tuple[str, str]]) -> None:
        """Adds what must be so: a function that gives a sentence and the field's name, or empty words."""
        self._checks.append(check)

    def open(self, says: str = "", **values: Any) -> None:
        """Shows the form with a sentence and some values, and gives the focus to its first field."""
        self.says.setText(says)
        self.says.setVisible(bool(says))
        for name, value in values.items():
            self.fields[name].set_value(value)
        self.message.say("")
        self.show()
        next(iter(self.fields.values())).edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_form(self) -> None:
        """Hides the form, and forgets what was typed: the act is done."""
        for field in self.fields.values():
            field.edit.set_kept("")
            field.set_value(None)
        self.hide()

    def _want(self) -> None:
        typed: dict[str, Any] = {}
        for name, field in self.fields.items():
            value, sentence, fault = field._read(field.text())  # noqa: SLF001 - a form reads its own fields at once
            if fault:
                self.message.say(sentence)
                field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            typed[name] = value
        for check in self._checks:
            sentence, where = check(typed)
            if sentence:
                self.message.say(sentence)
                self.fields[where].edit.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.message.say("")
        self.wanted.emit(typed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)


def needs_reason(least: int) -> Callable[[dict[str, Any]], tuple[str, str]]:
    """What a form's field `reason` must hold: so many letters."""

    def check(typed: dict[str, Any]) -> tuple[str, str]:
        missing = least - len(str(typed.get("reason") or "").strip())
        if missing <= 0:
            return "", ""
        return plain.lacking_reason(missing), "reason"

    return check


class Columns(QWidget):
    """Three columns side by side; where the window is narrow or the text large, two, and at last one below another.

    Signals: none.
    """

    def __init__(self, theme: Theme, columns: Sequence[QWidget], shares: Sequence[int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._columns, self._shares = theme, tuple(columns), tuple(shares)
        self._places = 0
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setSpacing(theme.px("column_gap"))
        self.grid.setSizeConstraint(QGridLayout.SizeConstraint.SetNoConstraint)
        theme.changed.connect(self._arrange)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        # As narrow as the widest column: the others go below it.
        wide = max(column.minimumSizeHint().width() for column in self._columns)
        return QSize(wide, self.grid.minimumSize().height())

    def _arrange(self) -> None:
        wide = self.width()
        places = 3 if wide >= self._theme.scaled(1040) else 2 if wide >= self._theme.scaled(700) else 1
        if places == self._places:
            return
        self._places = places
        for column in self._columns:
            self.grid.removeWidget(column)
        for place in range(3):
            self.grid.setColumnStretch(place, 0)
            self.grid.setRowStretch(place, 0)
        first, second, third = self._columns
        top = Qt.AlignmentFlag.AlignTop
        if places == 3:
            for place, column in enumerate(self._columns):
                self.grid.addWidget(column, 0, place, top)
                self.grid.setColumnStretch(place, self._shares[place])
        elif places == 2:
            self.grid.addWidget(first, 0, 0, 2, 1, top)
            self.grid.addWidget(third, 0, 1, top)
            self.grid.addWidget(second, 1, 1, top)
            self.grid.setColumnStretch(0, 1)
            self.grid.setColumnStretch(1, 1)
            # What the tall first column has left goes below the second of the others.
            self.grid.setRowStretch(1, 1)
        else:
            for place, column in enumerate(self._columns):
                self.grid.addWidget(column, place, 0, top)
            self.grid.setColumnStretch(0, 1)
