"""Fields to type into: each says at once in words what it understood or what is wrong, and keeps what was typed."""

import datetime as dt
from collections.abc import Callable, Sequence
from math import isfinite
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QCompleter,
    QLineEdit,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from trd_desk.i18n import _
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.dates import Understood, long_date, short_date, understand
from trd_desk.ui.widgets.labels import Label

HINT: Final = Qt.ItemDataRole.UserRole + 1
_VALUE: Final = Qt.ItemDataRole.UserRole + 2


class LineEdit(QLineEdit):
    """A line edit that shows its unit inside at the right. Esc is offered to `on_escape` first, which tells whether it used it.

    Signals:
        left(): the focus went elsewhere or Enter was pressed, once a change.
    """

    left = Signal()

    def __init__(self, theme: Theme, unit: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._unit = theme, unit
        self.kept = ""
        self.on_escape: Callable[[], bool] | None = None
        theme.changed.connect(self._make_room)
        self._make_room()

    def _make_room(self) -> None:
        self.setFont(self._theme.font())
        room = self._theme.metrics("small").horizontalAdvance(self._unit) + 6 if self._unit else 0
        self.setTextMargins(0, 0, room, 0)

    def set_unit(self, unit: str) -> None:
        """Shows another unit."""
        self._unit = unit
        self._make_room()
        self.update()

    def set_kept(self, text: str) -> None:
        """Shows a value that is on disk."""
        self.kept = text
        self.setText(text)
        self.setCursorPosition(0)

    def mark_fault(self, fault: bool) -> None:
        """Draws the border of a fault, or takes it away."""
        if bool(self.property("fault")) != fault:
            self.setProperty("fault", fault)
            self.style().unpolish(self)
            self.style().polish(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason and self.text() != self.kept:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.on_escape is not None and self.on_escape():
            event.accept()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            if self.text() != self.kept:
                self.left.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._unit:
            painter = QPainter(self)
            painter.setFont(self._theme.font("small"))
            painter.setPen(self._theme.colour("text_2" if self.isEnabled() else "text_disabled"))
            right = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
            painter.drawText(self.rect().adjusted(0, 0, -9, 0), right, self._unit)
            painter.end()


class Field(QWidget):
    """A line edit with the sentence below it that says what was understood, what is wrong, or that it is not saved.

    What is typed is never dropped in silence: Esc keeps it as leaving the field does, and gives up only what was refused.

    Signals:
        committed(object): the value, when the field is left or Enter is pressed and the text makes sense; None for emptied.
    """

    committed = Signal(object)
    # Whether the last answer did not get on disk, and with which text.
    refused = False
    _refused_text = ""
    # The text that the next Esc gives up, because the last one said so.
    _last_chance: str | None = None

    def __init__(self, theme: Theme, unit: str = "", *, width: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._width = theme, width
        self._value: Any = None
        # Value and text on disk before the last answer, which may still be refused.
        self._before: tuple[Any, str] = (None, "")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self.edit = self._make_edit(theme, unit)
        self.sentence = Label(theme, "", "small", colour="text_2", wrap=True)
        self.sentence.hide()
        column.addWidget(self.edit)
        column.addWidget(self.sentence)
        self.setFocusProxy(self.edit)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.edit.textEdited.connect(self._tell)
        self.edit.left.connect(self._leave)
        self.edit.on_escape = self._escape
        self._fit()
        theme.changed.connect(self._fit)

    def _make_edit(self, theme: Theme, unit: str) -> LineEdit:
        """What is typed into; a field of several lines has another."""
        return LineEdit(theme, unit)

    def _fit(self) -> None:
        if self._width:
            self.edit.setFixedWidth(self._theme.scaled(self._width))

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.edit.setAccessibleName(name)

    def setObjectName(self, name: str) -> None:
        super().setObjectName(name)
        self.edit.setObjectName(f"{name}:edit")

    def value(self) -> Any:
        """The value last shown or committed; None when empty."""
        return self._value

    def text(self) -> str:
        """What is typed now, committed or not."""
        return self.edit.text()

    def set_value(self, value: Any) -> None:
        """Shows a value without emitting; what a person is typing right now is left alone, and so is what could not be kept."""
        if self.holds_unsaved() and self.edit.isModified() and (self.edit.hasFocus() or self.refused or self.is_fault()):
            return
        self._value = value
        self.refused = False
        self.edit.set_kept(self._written(value))
        self._before = (value, self.edit.kept)
        self._say("")

    def set_placeholder(self, text: str) -> None:
        """The words of the empty state."""
        self.edit.setPlaceholderText(text)

    def mark_not_saved(self) -> None:
        """Says that what was typed is not on disk; it stays, Enter tries again and Esc gives the change up."""
        typed = self.edit.text()
        self._value, self.edit.kept = self._before
        self.refused, self._refused_text = True, typed
        self.edit.setModified(True)
        self._say(_("Not saved. What you typed is still here: Enter tries again, Esc brings the old answer back."), fault=True)

    def holds_unsaved(self) -> bool:
        """Whether something is typed that is not kept."""
        return self.edit.text() != self.edit.kept

    def is_fault(self) -> bool:
        """Whether the field is marked as one whose text cannot be used or was not saved."""
        return bool(self.edit.property("fault"))

    def commit(self) -> bool:
        """Keeps what is typed, as leaving the field does; False when it cannot be kept, which the field says."""
        if self.holds_unsaved():
            self._leave()
        return not self.holds_unsaved()

    def give_up(self) -> None:
        """Shows the answer of the record again."""
        self.refused, self._last_chance = False, None
        self.edit.set_kept(self.edit.kept)
        self._say("")

    def _escape(self) -> bool:
        """Esc: keeps what is typed; what cannot be kept is given up, but only after that was said. Whether the key is used up."""
        if not self.holds_unsaved():
            return False
        typed = self.edit.text()
        if (self.refused and typed == self._refused_text) or typed == self._last_chance:
            self.give_up()
            return True
        self._leave()
        if not self.holds_unsaved():
            return False
        if not self.refused:
            self._last_chance = typed
            _value, sentence, _fault = self._read(typed)
            self._say(f"{sentence} {_('Esc again brings the old answer back.')}".strip(), fault=True)
        return True

    def _say(self, sentence: str, *, fault: bool = False) -> None:
        self.sentence.setText(sentence)
        self.sentence.set_colour("text" if fault else "text_2")
        self.sentence.setVisible(bool(sentence))
        self.edit.mark_fault(fault)
        self.edit.setAccessibleDescription(sentence)

    def _tell(self, _text: str) -> None:
        self._last_chance = None
        _value, sentence, fault = self._read(self.edit.text())
        self._say(sentence, fault=fault)

    def _leave(self) -> None:
        if self.refused and self.edit.text() == self._refused_text and not self.edit.hasFocus():
            # Tried once already: only Enter tries again, so that nobody is asked twice in passing.
            return
        value, sentence, fault = self._read(self.edit.text())
        if fault:
            self._say(sentence, fault=True)
            return
        self._before, self.refused = (self._value, self.edit.kept), False
        if value == self._value:
            self.edit.set_kept(self._written(value))
            self._say("")
            return
        self._value = value
        self.edit.set_kept(self._written(value))
        self._say(sentence if self._keeps_sentence() else "")
        self.committed.emit(value)

    def _keeps_sentence(self) -> bool:
        return False

    def _read(self, text: str) -> tuple[Any, str, bool]:
        """The value of a text, a sentence about it, and whether it cannot be used."""
        stripped = text.strip()
        return stripped or None, "", False

    def _written(self, value: Any) -> str:
        return "" if value is None else str(value)


class TextField(Field):
    """Free text on one line.

    Signals:
        committed(object): the text, or None when emptied.
    """

    def __init__(
        self, theme: Theme, *, placeholder: str = "", longest: int = 200, width: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, width=width, parent=parent)
        self.edit.setMaxLength(longest)
        self.edit.setPlaceholderText(placeholder)


class NumberField(Field):
    """A number with its unit. What is outside `low` to `high` is refused in words; `remark` may add a sentence to a good one.

    Signals:
        committed(object): int (with decimals=0) or float; None when emptied.
    """

    def __init__(
        self,
        theme: Theme,
        unit: str = "",
        *,
        low: float | None = None,
        high: float | None = None,
        decimals: int = 0,
        remark: Callable[[float], str] | None = None,
        width: int = 96,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, unit, width=width, parent=parent)
        self._unit, self._low, self._high, self._decimals, self._remark = unit, low, high, decimals, remark

    def set_remark(self, remark: Callable[[float], str] | None) -> None:
        """Sets what may be said of a good value, such as that it is above the known maximum; an empty sentence says nothing."""
        self._remark = remark

    def _range_words(self) -> str:
        unit = f" {self._unit}" if self._unit else ""
        if self._low is not None and self._high is not None:
            return _("between {low:g} and {high:g}{unit}").format(low=self._low, high=self._high, unit=unit)
        if self._low is not None:
            return _("{low:g}{unit} or more").format(low=self._low, unit=unit)
        return _("{high:g}{unit} or less").format(high=self._high, unit=unit)

    def _read(self, text: str) -> tuple[Any, str, bool]:
        typed = text.strip().replace(",", ".").replace("−", "-")
        if not typed:
            return None, "", False
        try:
            number = float(typed)
        except ValueError:
            return None, _("Not a number. Write digits only, such as 150."), True
        if not isfinite(number):
            return None, _("Not a number. Write digits only, such as 150."), True
        if self._decimals == 0 and number != int(number):
            return None, _("Write a whole number."), True
        if (self._low is not None and number < self._low) or (self._high is not None and number > self._high):
            return None, _("{value} does not fit: {range} is expected.").format(value=typed, range=self._range_words()), True
        value: Any = int(number) if self._decimals == 0 else round(number, self._decimals)
        return value, self._remark(number) if self._remark else "", False

    def _keeps_sentence(self) -> bool:
        return True

    def set_value(self, value: Any) -> None:
        super().set_value(value)
        if value is not None and self._remark is not None and self.edit.text() == self.edit.kept:
            self._say(self._remark(float(value)))

    def _written(self, value: Any) -> str:
        return "" if value is None else f"{value:g}" if abs(value) < 1e6 else str(value)


class DateField(Field):
    """A day; a month or a year alone is kept as its first day, and said so. Accepts 3/2025, Mar 2025, 2025-03-14, 14.3.2025.

    Signals:
        committed(object): datetime.date, or None when emptied.
    """

    def __init__(
        self,
        theme: Theme,
        *,
        whole_day: bool = False,
        latest: Callable[[], dt.date] | None = None,
        width: int = 136,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, width=width, parent=parent)
        self._whole_day, self._latest = whole_day, latest
        self.edit.setPlaceholderText(_("14 Mar 1980") if whole_day else _("3/2025"))

    def _understood(self, text: str) -> Understood:
        return understand(text, whole_day=self._whole_day, latest=self._latest() if self._latest else None)

    def _read(self, text: str) -> tuple[Any, str, bool]:
        found = self._understood(text)
        if not found.fault and found.day is not None and found.sentence == long_date(found.day):
            return found.day, _("Understood as {day}.").format(day=found.sentence), False
        return found.day, found.sentence, found.fault

    def _keeps_sentence(self) -> bool:
        return "kept" in self.sentence.text()

    def set_value(self, value: Any) -> None:
        """Shows a day: a date, or ISO text as the record has it."""
        super().set_value(dt.date.fromisoformat(value) if isinstance(value, str) else value)

    def _written(self, value: Any) -> str:
        return "" if value is None else short_date(value)


class HintDelegate(QStyledItemDelegate):
    """A row of the completion list: the name, and its hint at the right."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(self._theme.scaled(360), self._theme.px("row_height"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        theme = self._theme
        area: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(area, theme.colour("bg_selected" if chosen else "bg_raised"))
        painter.setFont(theme.font(bold=chosen))
        painter.setPen(theme.colour("text"))
        inner = area.adjusted(8, 0, -8, 0)
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), str(index.data()))
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text_2"))
        right = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        painter.drawText(inner, right, str(index.data(HINT) or ""))


class DrugField(Field):
    """A name with completion. Choices are (label, value, hint): generic and brand names that lead to one value, the hint at the right.

    What fits no choice is refused with a sentence that names the nearest, unless `free` lets any name pass.

    Signals:
        committed(object): the value of the choice (or the typed text with `free`); None when emptied.
    """

    def __init__(
        self,
        theme: Theme,
        choices: Sequence[tuple[str, str, str]] = (),
        *,
        free: bool = False,
        width: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, width=width, parent=parent)
        self._free = free
        self._doubted = ""
        self._asked_twice = False
        self._values: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._labels: dict[str, str] = {}
        self._model = QStandardItemModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.setMaxVisibleItems(10)
        popup = self._popup = QListView()
        popup.setProperty("kind", "popup")
        popup.setMinimumWidth(320)
        popup.setAccessibleName(_("Names that fit"))
        self._completer.setPopup(popup)
        popup.setItemDelegate(HintDelegate(theme, popup))
        self._completer.activated[QModelIndex].connect(self._take)  # type: ignore[index]
        self.edit.setCompleter(self._completer)
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[tuple[str, str, str]]) -> None:
        """Replaces the names that can be completed."""
        self._values = {label.casefold(): value for label, value, _hint in choices}
        self._names = {label.casefold(): label for label, _value, _hint in choices}
        self._labels = {}
        self._model.clear()
        for label, value, hint in choices:
            self._labels.setdefault(value, label)
            item = QStandardItem(label)
            item.setData(hint, HINT)
            item.setData(value, _VALUE)
            item.setData(f"{label}, {hint}" if hint else label, Qt.ItemDataRole.AccessibleTextRole)
            self._model.appendRow(item)

    def _take(self, index: QModelIndex) -> None:
        self.edit.setText(str(index.data()))
        self._leave()

    def _read(self, text: str) -> tuple[Any, str, bool]:
        typed = text.strip()
        if not typed:
            return None, "", False
        known = self._values.get(typed.casefold())
        if known is not None:
            return known, "", False
        if typed.casefold() in (value.casefold() for value in self._labels):
            return next(value for value in self._labels if value.casefold() == typed.casefold()), "", False
        if self._free:
            nearest = self._nearest(typed.casefold())
            if not nearest or typed.casefold() == self._doubted:
                return typed, "", False
            # Half a name would be kept as a drug that no table knows, and its interactions missed.
            sentence = _("Did you mean {near}? Choose it from the list, or press Enter again to keep {name} as it is.")
            return None, "" if self.edit.hasFocus() and not self._asked_twice else sentence.format(near=nearest, name=typed), True
        if any(typed.casefold() in label for label in self._values) and self.edit.hasFocus():
            return None, "", True
        from difflib import get_close_matches

        near = get_close_matches(typed.casefold(), list(self._values), 1, 0.6)
        if near:
            return (
                None,
                _("{name} is not a name this list knows. Did you mean {near}?").format(name=typed, near=self._names[near[0]]),
                True,
            )
        return None, _("{name} is not a name this list knows. Check the spelling.").format(name=typed), True

    def _nearest(self, typed: str) -> str:
        """The offered name that the typed one begins or nearly is; empty where it is like none."""
        begun = [label for label in self._names if label.startswith(typed)]
        if begun:
            return self._names[min(begun, key=len)]
        from difflib import get_close_matches

        near = get_close_matches(typed, list(self._names), 1, 0.75)
        return self._names[near[0]] if near else ""

    def _tell(self, text: str) -> None:
        # While names that fit are offered there is nothing to complain about.
        _value, sentence, fault = self._read(text)
        self._say(sentence, fault=fault and bool(sentence))

    def _leave(self) -> None:
        self._asked_twice = self._free
        _value, sentence, fault = self._read(self.edit.text())
        self._asked_twice = False
        if fault and self._free:
            self._doubted = self.edit.text().strip().casefold()
        if fault and not sentence:
            self._say(_("Choose a name from the list, or type it in full."), fault=True)
        elif fault:
            self._say(sentence, fault=True)
        else:
            super()._leave()

    def _written(self, value: Any) -> str:
        return "" if value is None else self._labels.get(value, value)
