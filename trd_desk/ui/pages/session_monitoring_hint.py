"""The words beside a field of the monitoring strip: what is wrong, or the steps of its scale."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from trd_desk.ui.widgets.labels import Label
from trd_desk.ui.widgets.painting import MarkLabel

if TYPE_CHECKING:
    from trd_desk.ui.theme import Theme

_HINT_WIDTH: Final = 300
_LEAST_HINT: Final = 170


class HintBox(QFrame):
    """What is wrong, or the steps of the scale, beside the field in use. It lies over the strip and takes neither focus nor pointer."""

    def __init__(self, theme: "Theme", parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._strip = theme, parent
        self.setProperty("kind", "popover")
        self.setProperty("overlay", True)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 10, 6)
        row.setSpacing(8)
        self._mark = MarkLabel(theme, "caution")
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        self._words = Label(theme, "", "small", wrap=True)
        row.addWidget(self._words, 1)
        self.hide()

    def text(self) -> str:
        """What is told now; empty while hidden."""
        return self._words.text() if not self.isHidden() else ""

    def say(self, words: str, *, fault: bool, beside: QRect) -> None:
        """Tells it at the right of the field, or at its left where there is no room."""
        if not words:
            self.hide()
            return
        self._mark.setVisible(fault)
        self._words.setText(words)
        parent = self._strip
        longest = max(self._theme.metrics("small").horizontalAdvance(part) for part in words.split("\n"))
        wide = min(longest + 26 + (self._theme.scaled(16) + 8 if fault else 0), self._theme.scaled(_HINT_WIDTH))
        # At the right lie the columns that are still empty: rather narrow there than over what was measured.
        room = parent.width() - beside.right() - 8
        if room >= self._theme.scaled(_LEAST_HINT):
            wide = min(wide, room)
        high = self._row.heightForWidth(wide) if self._row.hasHeightForWidth() else self.sizeHint().height()
        x = beside.right() + 8
        if x + wide > parent.width() and beside.left() - 8 - wide >= 0:
            x = beside.left() - 8 - wide
        y = min(beside.top(), parent.height() - high)
        self.setGeometry(QRect(max(min(x, parent.width() - wide), 0), max(y, 0), wide, high))
        self.show()
        self.raise_()
