"""The controls of the part Course: choices high enough for a glove, the day and the time of a plan, and two columns that fold."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.session_dose_fields import DoseField
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.dates import understand
from trd_desk.ui.widgets.fields import DateField, Field, NumberField
from trd_desk.ui.widgets.labels import Label
from trd_desk.ui.widgets.segments import AnswerSegments, ChoiceSegments, SegmentRow
from trd_desk.view.course_rows import day_named
from trd_desk.view.course_typed import understand_appointment, understand_plan_day

SIDE_WIDTH: Final = 392
_GAP: Final = 24
_LEAST_LEFT: Final = 560


def grow(control: QWidget) -> None:
    """Makes a control as high as a gloved finger needs, at every text size."""
    parts: Sequence[QWidget] = (control,)
    if isinstance(control, SegmentRow):
        parts = control._buttons  # noqa: SLF001 - the row has no height of its own to set
    elif isinstance(control, Field):
        parts = (control.edit,)
    for part in parts:
        part.setProperty("touch", True)


class TouchChoice(ChoiceSegments):
    """One of a few choices, 40 high.

    Signals:
        answered(object), taken_back(): as ChoiceSegments.
    """

    def __init__(self, theme: Theme, question: str, choices: Sequence[tuple[Any, str]], parent: QWidget | None = None) -> None:
        super().__init__(theme, question, choices, parent)
        grow(self)


class TouchAnswer(AnswerSegments):
    """Yes, No, Unknown, 40 high.

    Signals:
        answered(object), taken_back(): as AnswerSegments.
    """

    def __init__(self, theme: Theme, question: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, question, parent)
        grow(self)


def read(field: Field) -> tuple[Any, str, bool]:
    """The value of what is typed in a field now, a sentence about it, and whether it cannot be used."""
    return field._read(field.text())  # noqa: SLF001 - a form reads its own fields at once


def reveal(widget: QWidget) -> None:
    """Scrolls the page so that a widget is seen, once everything is laid out."""

    def show() -> None:
        area = widget.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None and widget.isVisible():
            area.ensureWidgetVisible(widget, 0, 40)

    QTimer.singleShot(0, widget, show)


def on_control_enter(widget: QWidget, act: Callable[[], None]) -> None:
    """Lets Ctrl+Enter act from anywhere within a widget, also where Enter alone means something to the control."""
    for key in ("Ctrl+Return", "Ctrl+Enter"):
        QShortcut(QKeySequence(key), widget, act, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)


def keep_typed(field: Field, changed: Callable[[], None]) -> Field:
    """Makes a field part of a form: what is typed is kept by the form until its act is done, and tells the form at once."""

    def typed(text: str) -> None:
        field.edit.kept = text
        changed()

    field.edit.textEdited.connect(typed)
    return field


class Aside(Field):
    """A field too narrow for its sentence: a line below its row says it.

    Signals:
        said(str, bool): the sentence, and whether it is about a fault.
    """

    said = Signal(str, bool)

    def _say(self, sentence: str, *, fault: bool = False) -> None:
        self.edit.mark_fault(fault)
        self.edit.setAccessibleDescription(sentence)
        self.said.emit(sentence, fault)


class CountField(Aside, NumberField):
    """A whole number that is worked out unless somebody types another.

    Signals:
        committed(object): int; None when emptied.
    """

    def __init__(self, theme: Theme, high: float, parent: QWidget | None = None) -> None:
        super().__init__(theme, low=1, high=high, width=64, parent=parent)
        grow(self)


class SaidLine(Label):
    """The line below a row of fields: what is wrong in one of them, else what was understood."""

    def __init__(self, theme: Theme, *fields: Aside, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "small", colour="text_2", wrap=True, parent=parent)
        self._said: dict[int, tuple[str, bool]] = {}
        for place, field in enumerate(fields):
            field.said.connect(lambda sentence, fault, place=place: self._hear(place, sentence, fault))
        self.hide()

    def _hear(self, place: int, sentence: str, fault: bool) -> None:
        self._said[place] = (sentence, fault)
        told = [one for one in self._said.values() if one[0]]
        wrong = [one for one in told if one[1]]
        self.setText(" ".join(one[0] for one in wrong or told))
        self.set_colour("text" if wrong else "text_2")
        self.setVisible(bool(told))


class PlanDayField(Aside, DateField):
    """The day of a plan: today, tomorrow, +3, tue, 17 Mar, or a date with its year. What was understood is said with its weekday.

    Signals:
        committed(object): datetime.date; None when emptied.
    """

    def __init__(self, theme: Theme, today: Callable[[], dt.date], *, width: int = 136, parent: QWidget | None = None) -> None:
        super().__init__(theme, whole_day=True, width=width, parent=parent)
        self._today = today
        self.edit.setPlaceholderText(_("17 Mar, tue, +3"))
        grow(self)

    def _read(self, text: str) -> tuple[Any, str, bool]:
        typed = text.strip()
        if not typed:
            return None, "", False
        day, sentence = understand_plan_day(typed, self._today())
        if sentence:
            return None, sentence, True
        if day is None:
            found = understand(typed, whole_day=True)
            if found.fault or found.day is None:
                return None, found.sentence, True
            day = found.day
        return day, day_named(day) + ".", False


class AppointmentField(Aside):
    """The time of an appointment: 10:15, 1015, 10.15.

    Signals:
        committed(object): HH:MM; None when emptied.
    """

    def __init__(self, theme: Theme, *, width: int = 84, parent: QWidget | None = None) -> None:
        super().__init__(theme, width=width, parent=parent)
        self.edit.setPlaceholderText(_("10:15"))
        grow(self)

    def _read(self, text: str) -> tuple[Any, str, bool]:
        return understand_appointment(text)


class PlanDose(DoseField):
    """The dose of a plan by weight, or in mg where it was given already.

    Signals:
        committed(object): the number; None when emptied.
    """

    def __init__(self, theme: Theme, unit: str, *, high: float, width: int = 120, parent: QWidget | None = None) -> None:
        super().__init__(theme, unit, high=high, width=width, parent=parent)
        grow(self)

    def set_unit(self, unit: str, high: float) -> None:
        """Takes another unit and the largest number that can be typed in it."""
        if unit == self._unit:
            return
        self._unit, self._high = unit, high
        self.edit.set_unit(unit)
        if self.text():
            self._tell(self.text())


class SideBySide(QWidget):
    """A wide column and a narrow one at its right; where there is no room for both, the narrow one goes below.

    Signals: none.
    """

    def __init__(self, theme: Theme, left: QWidget, right: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self.left, self.right = theme, left, right
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(_GAP)
        self._box.setSizeConstraint(QBoxLayout.SizeConstraint.SetNoConstraint)
        self._box.addWidget(left, 1, Qt.AlignmentFlag.AlignTop)
        self._box.addWidget(right, 0, Qt.AlignmentFlag.AlignTop)
        theme.changed.connect(self._arrange)
        self._arrange()

    def left_width(self) -> int:
        """How wide the left column is."""
        return max(1, self.width() if self._folded() else self.width() - self._theme.scaled(SIDE_WIDTH) - _GAP)

    def _folded(self) -> bool:
        return self.width() < self._theme.scaled(_LEAST_LEFT + SIDE_WIDTH) + _GAP

    def minimumSizeHint(self) -> QSize:
        wide = self._theme.scaled(SIDE_WIDTH)
        return QSize(wide, self._box.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        folded = self._folded()
        self._box.setDirection(QBoxLayout.Direction.TopToBottom if folded else QBoxLayout.Direction.LeftToRight)
        if folded:
            self.right.setMinimumWidth(0)
            self.right.setMaximumWidth(16_777_215)
        else:
            self.right.setFixedWidth(self._theme.scaled(SIDE_WIDTH))
