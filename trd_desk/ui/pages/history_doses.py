"""The dose steps of a treatment: mg a day and weeks, either of which may be unknown."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.history_fields import Box, Number, SentenceLine
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.labels import Label
from trd_desk.view.entry_fields import EntryField


class Step(QWidget):
    """One dose step: two numbers under one label.

    Signals:
        changed(): a number was kept.
        grown(): a sentence came or went.
        entered(): Enter was pressed in the weeks.
    """

    changed = Signal()
    grown = Signal()
    entered = Signal()

    def __init__(
        self, theme: Theme, field: EntryField, path: str, number: int, check: Callable[[int, str, Any], tuple[str, bool]]
    ) -> None:
        super().__init__()
        self.number, self.unit = number, field.unit
        unit = field.unit
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        title = field.label.format(number=number + 1)
        self.label = Label(theme, title, "small", colour="text_2")
        column.addWidget(self.label)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.setContentsMargins(0, 0, 0, 0)
        self.mg = Number(theme, unit, decimals=3, width=58 + 8 * max(len(unit), 2))
        self.weeks = Number(theme, _("wk"), decimals=2, width=56)
        self.mg.check = lambda value: check(number, "mg", value)
        self.weeks.check = lambda value: check(number, "weeks", value)
        dose = EntryField("mg", title, "number", unit)
        length = EntryField("weeks", title, "number", _("wk"))
        self._below = SentenceLine(theme)
        self._boxes = (
            Box(theme, dose, f"{path}.{number}.mg", self.mg, below=self._below),
            Box(theme, length, f"{path}.{number}.weeks", self.weeks, below=self._below),
        )
        for box, name in zip(self._boxes, (_("{step}, daily dose in {unit}"), _("{step}, weeks")), strict=True):
            box.label.hide()
            box.control.setAccessibleName(name.format(step=title, unit=unit))
            box.answered.connect(lambda _value: self.changed.emit())
            box.spoke.connect(self._say)
            row.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self._below)
        column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)
        self.weeks.edit.installEventFilter(self)

    def _say(self) -> None:
        """Shows the sentence of the two numbers that matters more: a fault before a remark, the dose before the weeks."""
        said = sorted((box for box in self._boxes if box.sentence()), key=lambda box: not box.is_fault())
        if self._below.say(said[0].sentence() if said else "", bool(said) and said[0].is_fault()):
            self.updateGeometry()
            self.grown.emit()

    def boxes(self) -> tuple[Box, Box]:
        """The boxes of mg and weeks."""
        return self._boxes

    def show_step(self, step: Mapping[str, Any] | None) -> None:
        """Shows the step of the record, or an empty one."""
        self.mg.show_value((step or {}).get("mg"))
        self.weeks.show_value((step or {}).get("weeks"))

    def value(self) -> dict[str, Any]:
        """The step as the record has it; empty when neither is known."""
        found = {"mg": self.mg.value(), "weeks": self.weeks.value()}
        return {name: number for name, number in found.items() if number is not None}

    def holds_unsaved(self) -> bool:
        """Whether something is typed that is not kept."""
        return self.mg.holds_unsaved() or self.weeks.holds_unsaved()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the weeks goes on to the next step."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self.weeks.leave()
            if not self.weeks.holds_unsaved():
                self.entered.emit()
            return True
        return super().eventFilter(watched, event)
