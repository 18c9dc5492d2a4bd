"""The layouts of the checklist: rows with what goes beside them, a question with its control, and the columns of what passed."""

from typing import Final

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QWidget

from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.item_layout import ItemLayout

SIDE: Final = 574
GAP: Final = 24
_LEAST_LIST: Final = 500
_ASK_GAP: Final = 12
_LEAST_WORDS: Final = 150
_LINE: Final = 48
_COLUMN: Final = 236
_COLUMN_GAP: Final = 32


class SideLayout(ItemLayout):
    """The rows, and beside them what goes with them; the side stays in view while the rows scroll. Below each other without room."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._offset = 0

    def beside(self, width: int) -> bool:
        """Whether both stand beside each other."""
        return width >= self._theme.scaled(SIDE + _LEAST_LIST) + GAP

    def keep_in_view(self, offset: int) -> None:
        """Says how far the rows are scrolled."""
        if offset != self._offset:
            self._offset = offset
            if self.geometry().isValid():
                self._place(self.geometry(), move=True)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.scaled(SIDE), self.heightForWidth(self._theme.scaled(1238)))

    def minimumSize(self) -> QSize:
        return QSize(self._theme.scaled(SIDE), 0)

    def _place(self, area: QRect, *, move: bool) -> int:
        if len(self._items) < 2:
            return 0
        rows, side = self._items
        beside = self.beside(area.width())
        wide = area.width() - self._theme.scaled(SIDE) - GAP if beside else area.width()
        high = rows.heightForWidth(wide) if rows.hasHeightForWidth() else rows.sizeHint().height()
        side_wide = self._theme.scaled(SIDE) if beside else area.width()
        side_high = side.heightForWidth(side_wide) if side.hasHeightForWidth() else side.sizeHint().height()
        if move:
            rows.setGeometry(QRect(area.left(), area.top(), wide, high))
            if beside:
                shift = max(0, min(self._offset, high - side_high))
                side.setGeometry(QRect(area.left() + wide + GAP, area.top() + shift, side_wide, side_high))
            else:
                side.setGeometry(QRect(area.left(), area.top() + high + 16, side_wide, side_high))
        return max(high, side_high) if beside else high + 16 + side_high


class AskLayout(ItemLayout):
    """A question and the control that answers it at the right; the control goes below where it would leave too little room for words."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self) -> QSize:
        return QSize(self.minimumSize().width(), self._theme.scaled(_LINE))

    def minimumSize(self) -> QSize:
        wide = max((item.sizeHint().width() for item in self._items[1:]), default=0)
        return QSize(max(wide, self._theme.scaled(_LEAST_WORDS)), self._theme.scaled(_LINE))

    def _place(self, area: QRect, *, move: bool) -> int:
        if len(self._items) < 2:
            return 0
        words, control = self._items
        size = control.sizeHint()
        room = area.width() - size.width() - _ASK_GAP
        beside = room >= self._theme.scaled(_LEAST_WORDS)
        wide = room if beside else area.width()
        high = words.heightForWidth(wide) if words.hasHeightForWidth() else words.sizeHint().height()
        line = self._theme.scaled(_LINE)
        tall = max(high, size.height() + 8, line) if beside else max(high, line - 16) + size.height() + 4
        if move:
            right = area.left() + area.width() - size.width()
            if beside:
                words.setGeometry(QRect(area.left(), area.top(), wide, tall))
                control.setGeometry(QRect(right, area.top() + (tall - size.height()) // 2, size.width(), size.height()))
            else:
                above = tall - size.height() - 4
                words.setGeometry(QRect(area.left(), area.top(), wide, above))
                control.setGeometry(QRect(area.left(), area.top() + above, size.width(), size.height()))
        return tall


class ColumnsLayout(ItemLayout):
    """Four columns side by side, two or one where there is less room; each as high as its items."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def columns(self, width: int) -> int:
        """How many columns fit."""
        least = self._theme.scaled(_COLUMN)
        return next((count for count in (4, 2) if (width - (count - 1) * _COLUMN_GAP) // count >= least), 1)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.scaled(_COLUMN), self.heightForWidth(self._theme.scaled(1200)))

    def minimumSize(self) -> QSize:
        return QSize(self._theme.scaled(_COLUMN), 0)

    def _place(self, area: QRect, *, move: bool) -> int:
        items = [item for item in self._items if not item.isEmpty()]
        count = self.columns(area.width())
        wide = (area.width() - (count - 1) * _COLUMN_GAP) // count
        y = 0
        for start in range(0, len(items), count):
            row = items[start : start + count]
            highs = [item.heightForWidth(wide) if item.hasHeightForWidth() else item.sizeHint().height() for item in row]
            if move:
                for place, (item, high) in enumerate(zip(row, highs, strict=True)):
                    item.setGeometry(QRect(area.left() + place * (wide + _COLUMN_GAP), area.top() + y, wide, high))
            y += max(highs) + (8 if start + count < len(items) else 0)
        return y
