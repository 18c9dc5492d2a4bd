"""The items of a rating scale: one key an answer, each row with its words where they may be shown, in one or two columns."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from trd_desk.ui.widgets.item_layout import ItemLayout, height_at
from trd_desk.ui.widgets.labels import Label
from trd_desk.ui.widgets.segments import SegmentRow

if TYPE_CHECKING:
    from trd_desk.ui.theme import Theme
    from trd_desk.view.scale_form import ItemRow

_GAP: Final = 12
_COLUMN_GAP: Final = 32
# What the words of an item need beside their segments, at 100 per cent, before the segments go below them.
_LEAST_WORDS: Final = 180
# The column of short words: of a number alone, and of a number with a label.
_NUMBER: Final = 64
_LABEL: Final = 216


class OneKeySegments(SegmentRow):
    """A few answers, each with its own key: a digit, or the first letter of a level. Up and Down go on to the next question.

    Signals:
        moved(int): Up (-1) or Down (1).
        keyed(): it was answered with the key of an answer, so that the next question may follow.
        answered(object), taken_back(): as SegmentRow.
    """

    moved = Signal(int)
    keyed = Signal()

    def __init__(
        self, theme: "Theme", question: str, choices: Sequence[tuple[Any, str]], said: Sequence[str] = (), parent: QWidget | None = None
    ) -> None:
        keys = [label[:1].upper() for _value, label in choices]
        # A letter is shown in its cap; a digit is the word of its segment already.
        alone = len(set(keys)) == len(keys)
        shown = [key if alone and not key.isdigit() else "" for key in keys]
        super().__init__(theme, question, [(value, label, key, None) for (value, label), key in zip(choices, shown, strict=True)], parent)
        self._by_key = {key: place for place, key in enumerate(keys)} if alone else {}
        for place, words in enumerate(said):
            self._buttons[place].setAccessibleName(f"{question}: {words}")
            self._buttons[place].setToolTip(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        text = event.text().upper()
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        elif plain and text in self._by_key:
            self._press(self._by_key[text])
            self.keyed.emit()
        else:
            super().keyPressEvent(event)


class _LineLayout(ItemLayout):
    """Words and their segments: short words in a column of their own with the segments next to it, long ones with the segments at the right.

    Where the words would be squeezed, the segments go below them.
    """

    def __init__(self, theme: "Theme", column: int | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._column = theme, column

    def sizeHint(self) -> QSize:
        wide = self._theme.scaled(320 if self._column is None else self._column) + _GAP + self._items[1].sizeHint().width()
        return QSize(wide, self.heightForWidth(wide))

    def minimumSize(self) -> QSize:
        return QSize(max((item.minimumSize().width() for item in self._items), default=0), 0)

    def _place(self, area: QRect, *, move: bool) -> int:
        words, control = self._items
        size = control.sizeHint()
        room = area.width() - size.width() - _GAP
        beside = room >= self._theme.scaled(_LEAST_WORDS if self._column is None else self._column)
        wide = area.width() if not beside else room if self._column is None else self._theme.scaled(self._column)
        high = height_at(words, wide)
        tall = max(high, size.height()) if beside else high + 4 + size.height()
        if move:
            if beside:
                words.setGeometry(QRect(area.left(), area.top(), wide, tall))
                control.setGeometry(QRect(area.left() + wide + _GAP, area.top() + (tall - size.height()) // 2, size.width(), size.height()))
            else:
                words.setGeometry(QRect(area.left(), area.top(), wide, high))
                control.setGeometry(QRect(area.left(), area.top() + high + 4, size.width(), size.height()))
        return tall


class ItemLine(QWidget):
    """One item: its number, its words where there are any, and its answers as segments.

    Signals:
        answered(int, object): the place of the item and its value; None for taken back.
        keyed(int): the place of an item that was answered with a key.
        moved(int, int): the place of the item, and where to: -1 or 1.
    """

    answered = Signal(int, object)
    keyed = Signal(int)
    moved = Signal(int, int)

    def __init__(self, theme: "Theme", row: "ItemRow", column: int | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = row.words.place
        self._row = row
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        layout = _LineLayout(theme, column, self)
        self.words = QWidget()
        inner = QVBoxLayout(self.words)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        self.text = Label(theme, "", wrap=True)
        self.said = Label(theme, "", "small", colour="text_2", wrap=True)
        inner.addStretch(1)
        inner.addWidget(self.text)
        inner.addWidget(self.said)
        inner.addStretch(1)
        question = f"{row.words.label}, {row.words.text}" if row.words.text else row.words.label
        digits = [(value, str(value)) for value, _words in row.words.options]
        said = [words if words == str(value) else f"{value}, {words}" for value, words in row.words.options]
        self.segments = OneKeySegments(theme, question, digits, said)
        self.segments.setObjectName(f"scale.item.{row.words.number}")
        self.segments.answered.connect(lambda value: self.answered.emit(self.place, value))
        self.segments.taken_back.connect(lambda: self.answered.emit(self.place, None))
        self.segments.keyed.connect(lambda: self.keyed.emit(self.place))
        self.segments.moved.connect(lambda step: self.moved.emit(self.place, step))
        layout.addWidget(self.words)
        layout.addWidget(self.segments)
        self.show_row(row)

    def show_row(self, row: "ItemRow") -> None:
        """Shows the item as answered now."""
        self._row = row
        text = f"{row.words.number}  {row.words.text}" if row.words.text else row.words.label
        self.text.setText(f"{text} ({row.spare})" if row.spare else text)
        self.text.set_colour("text_2" if row.closed else "text")
        self.said.setText(row.said)
        self.said.setVisible(bool(row.said))
        self.segments.choose(row.value, answered=row.value is not None)

    @property
    def is_open(self) -> bool:
        """Whether the item still asks for an answer."""
        return self._row.value is None and not self._row.closed


class _ColumnsLayout(ItemLayout):
    """Lines one below the other; in two columns, read downwards, where both have room for their lines in full."""

    def columns(self, width: int) -> int:
        """How many columns there are at this width."""
        least = max((item.sizeHint().width() for item in self._items), default=0)
        return 2 if len(self._items) > 6 and width >= 2 * least + _COLUMN_GAP else 1

    def sizeHint(self) -> QSize:
        wide = max((item.sizeHint().width() for item in self._items), default=0)
        return QSize(wide, self.heightForWidth(wide))

    def minimumSize(self) -> QSize:
        return QSize(max((item.minimumSize().width() for item in self._items), default=0), 0)

    def _place(self, area: QRect, *, move: bool) -> int:
        count = self.columns(area.width())
        wide = (area.width() - (count - 1) * _COLUMN_GAP) // count
        each = -(-len(self._items) // count)
        lowest = 0
        for column in range(count):
            y = 0
            for item in self._items[column * each : (column + 1) * each]:
                high = height_at(item, wide)
                if move:
                    item.setGeometry(QRect(area.left() + column * (wide + _COLUMN_GAP), area.top() + y, wide, high))
                y += high + 6
            lowest = max(lowest, y - 6)
        return max(lowest, 0)


class ItemGrid(QWidget):
    """All items of a scale. An answer by key goes on to the next open item.

    Signals:
        answered(int, object): the place of an item and its value; None for taken back.
        done(): the last item was answered, and none after it is open.
    """

    answered = Signal(int, object)
    done = Signal()

    def __init__(self, theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.lines: list[ItemLine] = []
        self._shape: object = None
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._layout = _ColumnsLayout(self)
        theme.changed.connect(self.updateGeometry)

    def show_rows(self, name: str, rows: Sequence["ItemRow"]) -> None:
        """Shows the items of the scale of this name; lines stay the same widgets as long as the words do."""
        shape = (name, tuple(row.words for row in rows))
        if shape != self._shape:
            self._shape = shape
            for line in self.lines:
                self._layout.removeWidget(line)
                line.hide()
                line.deleteLater()
            longest = max((len(row.words.text) for row in rows), default=0)
            column = None if longest > 28 else _LABEL if longest else _NUMBER
            self.lines = [self._made(row, column) for row in rows]
        for line, row in zip(self.lines, rows, strict=True):
            line.show_row(row)
        self.setVisible(bool(self.lines))
        self.updateGeometry()

    def _made(self, row: "ItemRow", column: int | None) -> ItemLine:
        line = ItemLine(self._theme, row, column, parent=self)
        line.answered.connect(self.answered)
        line.keyed.connect(self._go_on)
        line.moved.connect(self._move)
        self._layout.addWidget(line)
        line.show()
        return line

    def _go_on(self, place: int) -> None:
        """Goes to the next item that still asks for an answer."""
        if place >= len(self.lines) or not self.lines[place].segments.hasFocus():
            return
        following = next((line for line in self.lines[place + 1 :] if line.is_open), None)
        if following is not None:
            self._focus(following)
        else:
            self.done.emit()

    def _move(self, place: int, step: int) -> None:
        if 0 <= place + step < len(self.lines):
            self._focus(self.lines[place + step])

    def _focus(self, line: ItemLine) -> None:
        line.segments.setFocus(Qt.FocusReason.TabFocusReason)
        into_view(line)

    def focus_open(self) -> bool:
        """Gives the focus to the first item without an answer, or to the first of all; False where there are no items."""
        line = next((line for line in self.lines if line.is_open), self.lines[0] if self.lines else None)
        if line is None:
            return False
        self._focus(line)
        return True


def into_view(widget: QWidget) -> None:
    """Scrolls the page so that a widget that has just got the focus is seen."""
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget()
    if parent is not None:
        parent.ensureWidgetVisible(widget, 24, 96)
