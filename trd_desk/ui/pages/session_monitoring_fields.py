"""The fields of the monitoring strip: filled from the number pad, each saved on leaving; what is wrong is told beside the field."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from trd_desk.i18n import _
from trd_desk.ui.widgets.clock_field import ClockReading
from trd_desk.ui.widgets.fields import Field
from trd_desk.view.watch_entry import ROWS, Typed, read_row, shown_row, takes_one_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from trd_desk.content.library import Library
    from trd_desk.ui.theme import Theme
    from trd_desk.view.clock_times import ClockTime

# A window over this one, such as the question why an answer is changed, gives the focus back: the field has not been left.
_COMES_BACK: Final = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class StripField(Field):
    """A field of the strip. Enter and Down go on, Shift+Enter and Up go back, Tab leaves the column; each keeps what is typed first.

    Signals:
        moved(int): to the next field (1) or the one before (-1); the value is kept already.
        tabbed(int): out of the column forwards (1) or backwards (-1); the value is kept already.
        said(str, bool): the sentence about what is typed, and whether it is a fault.
        entered(): the field got the focus.
        exited(): the focus went elsewhere.
        given_up(): Esc with nothing typed.
    """

    moved = Signal(int)
    tabbed = Signal(int)
    said = Signal(str, bool)
    entered = Signal()
    exited = Signal()
    given_up = Signal()

    def __init__(self, theme: "Theme", unit: str = "", parent: QWidget | None = None) -> None:
        super().__init__(theme, unit, parent=parent)
        self.edit.setProperty("kind", "strip")
        self.edit.installEventFilter(self)
        self.edit.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.told = ""

    def set_value(self, value: Any) -> None:
        # Showing the same again would take away the selection of somebody who is about to type.
        if value != self._value or self.edit.text() != self._written(value):
            super().set_value(value)

    def _say(self, sentence: str, *, fault: bool = False) -> None:
        # The row has no room below the field, so the strip shows the sentence beside it.
        self.told = sentence
        self.edit.mark_fault(fault)
        self.edit.setAccessibleDescription(sentence)
        self.said.emit(sentence, fault)

    def refuse(self, sentence: str) -> None:
        """Says why what is typed was not kept; it stays, and leaving the field tries again."""
        typed = self.edit.text()
        self._value, self.edit.kept = self._before
        self.edit.setText(typed)
        self.edit.setModified(True)
        self._say(sentence, fault=True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit:
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._key(event)
            if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Insert:
                return False
            if event.type() == QEvent.Type.FocusIn:
                self.entered.emit()
            elif event.type() == QEvent.Type.FocusOut and not (isinstance(event, QFocusEvent) and event.reason() in _COMES_BACK):
                self.exited.emit()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key, shifted = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if shifted or not self._goes_on():
                self._keep_and(self.moved, -1 if shifted else 1)
            return True
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._keep_and(self.moved, 1 if key == Qt.Key.Key_Down else -1)
            return True
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._keep_and(self.tabbed, 1 if key == Qt.Key.Key_Tab and not shifted else -1)
            return True
        if key == Qt.Key.Key_Escape and not self.holds_unsaved():
            self.given_up.emit()
            return True
        return False

    def _goes_on(self) -> bool:
        """Whether Enter is used up because the field waits for more."""
        return False

    def _keep_and(self, signal: Any, way: int) -> None:
        if self.commit():
            signal.emit(way)


class SignField(StripField):
    """One row of the column that is entered; its value is the signs by field, None for those not taken.

    Signals: those of StripField; committed(object) has the values by field.
    """

    def __init__(self, theme: "Theme", library: "Library", row: str, unit: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, unit, parent)
        self._library, self.row = library, row
        self._value = dict.fromkeys(ROWS[row])
        self._before = (self._value, "")
        self._one_key = takes_one_key(row)
        if self._one_key:
            self.edit.textEdited.connect(self._answer_at_once)

    def show_values(self, values: Mapping[str, float | None]) -> None:
        """Shows the values of an observation, unless something is being typed."""
        self.set_value({name: values.get(name) for name in ROWS[self.row]})

    def typed(self) -> Typed:
        """What the text means as it stands."""
        return read_row(self._library, self.row, self.edit.text())

    def _read(self, text: str) -> tuple[Any, str, bool]:
        typed = read_row(self._library, self.row, text)
        return (None if typed.fault else dict(typed.values)), typed.sentence, typed.fault

    def _written(self, value: Any) -> str:
        return "" if value is None else shown_row(self.row, value)

    def _tell(self, _text: str) -> None:
        self._last_chance = None
        typed = self.typed()
        if self.row == "pressure" and self._is_begun(typed):
            # While the number is still being typed there is nothing to complain about.
            self._say("")
            return
        self._say(typed.sentence, fault=typed.fault)

    def _is_begun(self, typed: Typed) -> bool:
        text = self.edit.text().strip()
        digits = text.replace("/", "").replace(" ", "")
        return digits.isdigit() and len(digits) < 5 and not (typed.values and typed.values.get("dbp") is not None)

    def _goes_on(self) -> bool:
        """158 Enter 90: after the systolic alone the field waits for the diastolic."""
        typed = self.typed()
        if not typed.unfinished or typed.fault or self.edit.text() in (typed.unfinished, self.edit.kept):
            return False
        self.edit.setText(typed.unfinished)
        self.edit.setModified(True)
        self._say(typed.sentence)
        return True

    def _answer_at_once(self, text: str) -> None:
        if len(text.strip()) == 1 and not self.typed().fault:
            self._keep_and(self.moved, 1)


class TimeField(StripField, ClockReading):
    """The time of an observation or an event; empty means now.

    Signals: those of StripField; committed(object) has the moment, or None for emptied.
    """

    def __init__(self, theme: "Theme", understand: "Callable[[str], ClockTime]", unit: str = "", parent: QWidget | None = None) -> None:
        super().__init__(theme, unit, parent=parent)
        self._understand = understand
        self.edit.setMaxLength(8)


def time_hint() -> str:
    """What the field of the time takes."""
    return _("Empty means now. Type a time such as 11:14 for what was measured earlier.")
