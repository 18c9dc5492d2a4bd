"""A button that shows the key that presses it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from trd_desk.ui.widgets.layout import Button

if TYPE_CHECKING:
    from trd_desk.ui.theme import Theme


class KeyedButton(Button):
    """A button with its key in a cap at its right; it is 40 high, as those of session pages are.

    Signals: those of Button. The shortcut itself is the page's.
    """

    def __init__(self, theme: "Theme", text: str, key: str, *, icon: str = "", parent: QWidget | None = None) -> None:
        self._cap = ""
        super().__init__(theme, text, kind="keyed", icon=icon, parent=parent)
        # The key itself is a shortcut of the page: that of a button would press it a moment later only.
        self._cap = key
        self.setToolTip(key)

    def _cap_width(self) -> int:
        return self._theme.metrics("small").horizontalAdvance(self._cap) + 10

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() + (self._cap_width() + 10 if self._cap else 0), max(hint.height(), self._theme.px("control_height_touch")))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide, high = self._cap_width(), self._theme.line_height("small")
        box = self.rect().adjusted(self.width() - wide - 12, (self.height() - high) // 2, -12, 0)
        box.setHeight(high)
        painter.setPen(QPen(self._theme.colour("line"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 3, 3)
        painter.setFont(self._theme.font("small"))
        painter.setPen(self._theme.colour("text_2"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self._cap)
        painter.end()
