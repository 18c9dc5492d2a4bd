"""What calls, of any patient, on every page: a badge across the rail under Today, and the same as a chip."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

if TYPE_CHECKING:
    from trd_desk.ui.theme import Theme
    from trd_desk.view.board import Badge

_INKS: Final = {"red": ("red_fill", "on_red"), "overdue": ("amber_fill", "on_amber"), "amber": ("amber_fill", "on_amber")}
_HIGH: Final = 22


class CallChip(QWidget):
    """Icon, count and word of what calls loudest; hidden while nothing does."""

    def __init__(self, theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._badge: Badge | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        self.hide()

    def show_badge(self, badge: "Badge | None") -> None:
        """Shows what calls, or nothing."""
        self._badge = badge
        if badge is not None:
            self.setAccessibleName(badge.words)
            self.updateGeometry()
            self.update()
        self.setVisible(badge is not None)

    def words(self) -> str:
        """What is said, empty while nothing calls."""
        return "" if self._badge is None else self._badge.words

    def sizeHint(self) -> QSize:
        words = self._theme.metrics("small", bold=True).horizontalAdvance(self.words())
        return QSize(words + self._theme.px("icon_small") + 4 + 16, self._theme.scaled(24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._badge is not None:
            painter = QPainter(self)
            paint_badge(painter, self._theme, self._badge, self.rect(), self.devicePixelRatioF())
            painter.end()


class AlarmBadge(QAbstractButton):
    """The badge of the rail; it leads to the row that calls.

    Signals:
        clicked(): as QAbstractButton; Enter presses it as well as Space.
    """

    def __init__(self, theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._badge: Badge | None = None
        self._also = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        self.hide()

    def show_badge(self, badge: "Badge | None", also: str = "") -> None:
        """Shows what calls, or nothing; `also` is said in the tip, such as that there is no sound."""
        self._badge = badge
        if badge is not None:
            tip = " ".join(part for part in (badge.tip, also) if part)
            self.setText(badge.words)
            self.setAccessibleName(badge.words)
            self.setAccessibleDescription(tip)
            self.setToolTip(tip)
            self.update()
        self.setVisible(badge is not None)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px("rail_width"), self._theme.scaled(_HIGH))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._badge is not None:
            painter = QPainter(self)
            paint_badge(painter, self._theme, self._badge, self.rect(), self.devicePixelRatioF())
            painter.end()


def paint_badge(painter: QPainter, theme: "Theme", badge: "Badge", area: QRect, ratio: float) -> None:
    """Icon and words in the middle of an area in the colour of what calls."""
    ground, ink = _INKS[badge.call]
    painter.fillRect(area, theme.colour(ground))
    side = theme.px("icon_small")
    painter.setFont(theme.font("small", bold=True))
    wide = painter.fontMetrics().horizontalAdvance(badge.words)
    gap = 3 if side + 4 + wide + 8 > area.width() else 4
    left = area.left() + max((area.width() - side - gap - wide) // 2, 1)
    painter.drawPixmap(left, area.center().y() + 1 - side // 2, theme.pixmap(badge.call, side, ink, ratio))
    painter.setPen(theme.colour(ink))
    middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
    painter.drawText(area.adjusted(left - area.left() + side + gap, 0, 0, 0), middle, badge.words)
