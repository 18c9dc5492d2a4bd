"""What a patient reads and presses: large letters at every text size, and targets for a whole finger."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.layout import Button
from trd_desk.ui.widgets.painting import paint_mark

# From this text size on the letters of the body are as large as a patient needs, and everything stands on one screen.
_LARGE = 150
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


def reading_size(theme: Theme) -> str:
    """The size of what a patient reads: never below 18 pixels."""
    return "body" if theme.text_percent >= _LARGE else "title"


class LargeChoice(QAbstractButton):
    """One answer: its key in a cap, its words, and a tick where it is the one that was given. A second press of a double click is none.

    Signals:
        clicked(): as QAbstractButton; Enter presses it as well as Space, but not while they are held down.
    """

    def __init__(self, theme: Theme, text: str, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._key = theme, key
        self.setText(text)
        self.setAccessibleName(text)
        if key:
            self.setAccessibleDescription(key)
        self.setCheckable(False)
        self._given = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.updateGeometry)

    @property
    def key(self) -> str:
        """The key that presses it."""
        return self._key

    @property
    def is_given(self) -> bool:
        """Whether it is shown as the answer that was given."""
        return self._given

    def set_given(self, given: bool) -> None:
        """Shows it as the answer that was given, or not."""
        self._given = given
        self.setAccessibleName(f"{self.text()}, {_chosen()}" if given else self.text())
        self.update()

    def _cap(self) -> int:
        return max(self._theme.scaled(32), self._theme.metrics(reading_size(self._theme), bold=True).horizontalAdvance(self._key) + 16) if self._key else 0

    def _left(self) -> int:
        return 16 + (self._cap() + 16 if self._key else 0)

    def _high(self) -> int:
        return self._theme.scaled(56 if self._theme.text_percent < _LARGE else 44)

    def _words(self, width: int) -> QRect:
        return QRect(self._left(), 8, max(1, width - self._left() - self._theme.scaled(24) - 28), 10_000)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = self._words(width)
        needed = self._theme.metrics(reading_size(self._theme), bold=True).boundingRect(room, _WRAP & ~int(Qt.AlignmentFlag.AlignVCenter), self.text()).height()
        return max(needed + 20, self._high())

    def sizeHint(self) -> QSize:
        wide = self._left() + self._theme.metrics(reading_size(self._theme), bold=True).horizontalAdvance(self.text()) + self._theme.scaled(24) + 32
        wide = min(wide, self._theme.scaled(640))
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        longest = max(self.text().split(" "), key=len, default="")
        wide = self._left() + self._theme.metrics(reading_size(self._theme), bold=True).horizontalAdvance(longest) + self._theme.scaled(24) + 32
        return QSize(wide, self._high())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # The first press has brought up the next question, and the second would answer it unread.
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if not event.isAutoRepeat():
                self.click()
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        usable, given = self.isEnabled(), self._given
        # The pointer draws a stronger edge only, so that nothing looks answered because it rests there.
        under = usable and self.underMouse()
        ground = "bg_sunken" if not usable else "bg_selected" if given else "bg_surface"
        wide = 3 if given else 2 if under else 1
        painter.setPen(QPen(theme.colour("accent" if given else "line_strong" if under else "line" if usable else "divider"), wide))
        painter.setBrush(theme.colour(ground))
        radius = theme.px("radius.card")
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2), radius, radius)
        if self._key:
            cap, high = self._cap(), theme.scaled(32)
            box = QRectF(16.5, (self.height() - high) / 2 + 0.5, cap, high)
            painter.setPen(QPen(theme.colour("line"), 1))
            painter.setBrush(theme.colour("bg_surface"))
            painter.drawRoundedRect(box, 4, 4)
            painter.setFont(theme.font(reading_size(theme), bold=True))
            painter.setPen(theme.colour("text" if usable else "text_disabled"))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self._key)
        painter.setFont(theme.font(reading_size(theme), bold=given))
        painter.setPen(theme.colour("text" if usable else "text_disabled"))
        painter.drawText(self._words(self.width()).intersected(self.rect().adjusted(0, 8, 0, -8)), _WRAP, self.text())
        if given:
            side = theme.scaled(24)
            paint_mark(painter, theme, "tick", QRectF(self.width() - side - 16, (self.height() - side) / 2, side, side))
        painter.end()


def _chosen() -> str:
    from trd_desk.i18n import _

    return _("your answer")


class LargeButton(Button):
    """A button in the letters of a title, as high as a finger is wide.

    Signals: those of Button.
    """

    def _dress(self) -> None:
        super()._dress()
        self.setFont(self._theme.font(reading_size(self._theme), bold=self._kind == "primary"))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() + 24, max(hint.height(), self._theme.scaled(48 if self._theme.text_percent < _LARGE else 40)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # As with an answer: what the first press has brought up is not pressed unread.
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            event.accept()
        else:
            super().keyPressEvent(event)
