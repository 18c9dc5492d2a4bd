"""What every list to choose from has in common: the letters of the theme, the sign that there is a list, and a wheel that scrolls the page."""

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from trd_desk.ui.theme import Theme


class DropList(QComboBox):
    """A list that opens below its field. The wheel never chooses in passing.

    Signals: those of QComboBox.
    """

    # The sign at the right, and how far from the edge it stands.
    sign: ClassVar[tuple[str, int]] = ("expand", 6)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.setFont(self._theme.font())
        self.view().setFont(self._theme.font())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the sign that there is a list, because the style sheet takes away that of the style."""
        super().paintEvent(event)
        icon, edge = self.sign
        side = self._theme.scaled(16)
        painter = QPainter(self)
        colour = "text_2" if self.isEnabled() else "text_disabled"
        painter.drawPixmap(self.width() - side - edge, (self.height() - side) // 2, self._theme.pixmap(icon, side, colour, self.devicePixelRatioF()))
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leaves the wheel to the page."""
        event.ignore()


class AnswerList(DropList):
    """A list whose choice is an answer: a letter or Down opens it, Enter takes, Delete takes back to the first line. Nothing is chosen in passing.

    Signals: those of QComboBox.
    """

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that would change the answer in passing open the list instead."""
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            if self.currentIndex() > 0:
                self.setCurrentIndex(0)
                self.activated.emit(0)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Space, Qt.Key.Key_F4):
            self.showPopup()
        elif event.text().strip() and not held:
            self.showPopup()
            self.view().keyboardSearch(event.text())
        else:
            event.ignore()
