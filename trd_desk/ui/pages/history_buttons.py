"""A button that shows the key which does the same."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from trd_desk.ui.theme import Theme


class KeyButton(QPushButton):
    """Icon, words and a cap with the key; Enter presses it as well as Space."""

    def __init__(self, theme: Theme, text: str, *, icon: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._theme, self._icon, self._key = theme, icon, key
        self.setAutoDefault(True)
        self.setAccessibleName(text)
        self.setAccessibleDescription(key)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def _cap(self) -> int:
        return self._theme.metrics("small").horizontalAdvance(self._key) + 12

    def sizeHint(self) -> QSize:
        """Room for icon, words and cap."""
        words = self._theme.metrics().horizontalAdvance(self.text())
        return QSize(12 + self._theme.scaled(16) + 8 + words + 8 + self._cap() + 12, self._theme.px("control_height"))

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints ground, icon, words and cap."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = "bg_sunken" if self.isDown() else "bg_selected" if self.underMouse() else "bg_surface"
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.setBrush(theme.colour(ground))
        radius = theme.px("radius.control")
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        side = theme.scaled(16)
        painter.drawPixmap(12, (self.height() - side) // 2, theme.pixmap(self._icon, side, "text", self.devicePixelRatioF()))
        painter.setFont(theme.font())
        painter.setPen(theme.colour("text"))
        left = 12 + side + 8
        words = QRectF(left, 0, self.width() - left, self.height())
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self.text())
        high = theme.line_height("small") + 2
        cap = QRectF(self.width() - 12 - self._cap(), (self.height() - high) / 2, self._cap(), high)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.setBrush(theme.colour("bg_surface"))
        painter.drawRoundedRect(cap.translated(0.5, 0.5), 3, 3)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text_2"))
        painter.drawText(cap, int(Qt.AlignmentFlag.AlignCenter), self._key)
        painter.end()
