"""Answers given with one key: yes, no, unknown, or one of a few choices; nothing pressed means not asked."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from trd_desk.i18n import _
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.painting import paint_mark
from trd_desk.view.shapes import MarkKind


class _Segment(QPushButton):
    """One part of a row of segments, with its mark and its key in a cap."""

    def __init__(self, theme: Theme, text: str, key: str, mark: MarkKind | None, parent: "SegmentRow") -> None:
        super().__init__(text, parent)
        self._theme, self._key, self._mark = theme, key, mark
        self.first = self.last = False
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def _cap_width(self) -> int:
        return self._theme.metrics("small").horizontalAdvance(self._key) + 10 if self._key else 0

    def sizeHint(self) -> QSize:
        wide = 24 + self._theme.metrics(bold=True).horizontalAdvance(self.text())
        if self._mark:
            wide += self._theme.scaled(16) + 6
        if self._key:
            wide += self._cap_width() + 6
        return QSize(wide, self._theme.px("control_height"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        checked, usable = self.isChecked(), self.isEnabled()
        # The pointer draws a stronger edge only, so that nothing looks answered because it rests there.
        under = usable and not checked and self.underMouse()
        ground = "bg_sunken" if not usable else "bg_selected" if checked else "bg_surface"
        area = QRectF(self.rect()).adjusted(0.5 if self.first else -0.5, 0.5, -0.5, -0.5)
        if under:
            area.adjust(0.5 if self.first else 1.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(theme.colour("line_strong" if under else "line" if usable else "divider"), 2 if under else 1))
        painter.setBrush(theme.colour(ground))
        painter.drawPath(_outline(area, theme.px("radius.control"), left=self.first, right=self.last))
        wide = self.sizeHint().width() - 24
        x = (self.width() - wide) / 2
        if self._mark:
            side = theme.scaled(16)
            place = QRectF(x, (self.height() - side) / 2, side, side)
            mark: MarkKind = "cannot_tell" if checked and self._mark == "not_asked" else self._mark
            paint_mark(painter, theme, mark, place, colour=None if checked else "text_3", ground=ground)
            x += side + 6
        painter.setFont(theme.font(bold=checked))
        painter.setPen(theme.colour("text" if usable else "text_disabled"))
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(QRectF(x, 0, self.width(), self.height()), middle, self.text())
        if self._key:
            cap = self._cap_width()
            high = theme.line_height("small")
            box = QRectF(self.width() - cap - 12, (self.height() - high) / 2, cap, high).translated(0.5, 0.5)
            if not self._mark:
                box.moveLeft(x + theme.metrics(bold=True).horizontalAdvance(self.text()) + 6.5)
            painter.setPen(QPen(theme.colour("line"), 1))
            painter.setBrush(theme.colour("bg_surface"))
            painter.drawRoundedRect(box, 3, 3)
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("text_2"))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self._key)
        painter.end()


def _outline(area: QRectF, radius: float, *, left: bool, right: bool) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(area, radius, radius)
    middle = QPainterPath()
    half = area.adjusted(0 if not left else radius, 0, 0 if not right else -radius, 0)
    middle.addRect(half)
    return path.united(middle)


class SegmentRow(QFrame):
    """A row of segments for one question, of which at most one is pressed.

    Left and Right move, a segment's key presses it, Space and Enter press the one with the focus, Delete takes the answer back.

    Signals:
        answered(object): the value of the segment that was pressed.
        taken_back(): the answer was taken back to not asked.
    """

    answered = Signal(object)
    taken_back = Signal()

    def __init__(
        self,
        theme: Theme,
        question: str,
        segments: Sequence[tuple[Any, str, str, MarkKind | None]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._question = question
        self._values = [value for value, *_rest in segments]
        self._keys = [key for _value, _text, key, _mark in segments]
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._chosen = -1
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._buttons: list[_Segment] = []
        for place, (_value, text, key, mark) in enumerate(segments):
            button = _Segment(theme, text, key, mark, self)
            button.first, button.last = place == 0, place == len(segments) - 1
            button.setAccessibleName(f"{question}: {text}")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._group.addButton(button, place)
            self._buttons.append(button)
            row.addWidget(button)
        self._group.idClicked.connect(self._press)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(question)
        self._cursor = 0
        self._name()

    def _press(self, place: int) -> None:
        self._show(place)
        self._cursor = place
        self.answered.emit(self._values[place])

    def _show(self, place: int) -> None:
        self._chosen = place
        for each, button in enumerate(self._buttons):
            button.setChecked(each == place)
        self._name()

    def _name(self) -> None:
        said = self._buttons[self._chosen].text() if self._chosen >= 0 else _("not asked")
        self.setAccessibleDescription(said)

    def chosen(self) -> Any:
        """The value that is pressed; None if nothing is (or the value itself is None: ask `is_answered`)."""
        return self._values[self._chosen] if self._chosen >= 0 else None

    def is_answered(self) -> bool:
        """Whether a segment is pressed."""
        return self._chosen >= 0

    def choose(self, value: Any, *, answered: bool = True) -> None:
        """Shows a value without emitting; `answered=False` shows that nothing was asked."""
        place = self._values.index(value) if answered and value in self._values else -1
        self._show(place)
        self._cursor = max(place, 0)

    def set_usable(self, place: int, *, usable: bool) -> None:
        """Whether the segment at a place can be pressed."""
        self._buttons[place].setEnabled(usable)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = event.key(), event.text().upper()
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = 1 if key == Qt.Key.Key_Right else -1
            place = (max(self._chosen, -1 if step > 0 else 1) + step) % len(self._buttons)
            if self._buttons[place].isEnabled():
                self._press(place)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            if self._chosen >= 0:
                self._show(-1)
                self.taken_back.emit()
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._chosen >= 0:
            # Not on an unanswered row: a key pressed in passing must never become an answer.
            self._press(self._cursor)
        elif plain and text and text in self._keys:
            self._press(self._keys.index(text))
        else:
            super().keyPressEvent(event)


_UNKNOWN: Final = "?"


class AnswerSegments(SegmentRow):
    """Yes, No, Unknown with the keys Y, N, U; Delete takes the answer back to not asked, which shows nothing pressed.

    Signals:
        answered(object): True, False, or None for Unknown.
        taken_back(): the answer was taken back to not asked.
    """

    def __init__(self, theme: Theme, question: str, parent: QWidget | None = None) -> None:
        super().__init__(
            theme,
            question,
            (
                (True, _("Yes"), "Y", None),
                (False, _("No"), "N", None),
                (None, _("Unknown"), "U", "not_asked"),
            ),
            parent,
        )

    def set_answer(self, value: bool | None, *, asked: bool) -> None:
        """Shows an answer as the record has it; `asked` tells Unknown from not asked (see Desk.is_asked)."""
        self.choose(value, answered=asked or value is not None)


class ChoiceSegments(SegmentRow):
    """One of a few choices, such as outpatient or inpatient; nothing pressed means not asked, Delete goes back to it.

    Signals:
        answered(object): the value of the choice.
        taken_back(): back to not asked.
    """

    def __init__(self, theme: Theme, question: str, choices: Sequence[tuple[Any, str]], parent: QWidget | None = None) -> None:
        super().__init__(theme, question, [(value, label, "", None) for value, label in choices], parent)

    def set_value(self, value: Any) -> None:
        """Shows the choice without emitting; None shows not asked."""
        self.choose(value, answered=value is not None)
