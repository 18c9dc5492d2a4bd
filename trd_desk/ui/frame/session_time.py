"""The clock of the open patient's live session, and the time of day; painted each second, laid out only when its words change."""

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from trd_desk.i18n import _
from trd_desk.view import plain

if TYPE_CHECKING:
    from trd_desk.ui.theme import Theme
    from trd_desk.view.board import BoardRow


class SessionTime(QWidget):
    """The session's clock, such as "Session 9 · 0:46:40 of 2:00", and the time of day.

    Signals: none.
    """

    def __init__(self, theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.time = ""
        self.before, self.elapsed, self.after = "", "", ""
        self._icon = ""
        self._stacked = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def text(self) -> str:
        """What is shown of the session, empty where none runs."""
        return " ".join(part for part in (self.before, self.elapsed, self.after) if part)

    def show_time(self, now: dt.datetime, row: "BoardRow | None") -> bool:
        """Shows a moment; whether the width has changed."""
        wide = self.sizeHint().width()
        before = self.text(), self.time
        if row is None or not row.elapsed(now):
            self.before = self.elapsed = self.after = self._icon = ""
        else:
            session = plain.capital(row.place.rpartition("·")[2].strip())
            self.before, self.elapsed, self.after, self._icon = f"{session} ·", row.elapsed(now), row.total, row.icon
        self.time = f"{now:%H:%M:%S}"
        if (self.text(), self.time) == before:
            return False
        if self.time[:5] != before[1][:5]:
            self.setAccessibleName(". ".join(part for part in (self.text(), _("The time is {time}").format(time=self.time[:5])) if part))
        self.update()
        if self.sizeHint().width() == wide:
            return False
        self.updateGeometry()
        return True

    def fit(self, room: int) -> None:
        """Stands in one line, or with the time of day below the session's clock where there is not so much room."""
        self._stacked = False
        self._stacked = bool(self.elapsed) and self.sizeHint().width() > room
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        theme = self._theme
        wide = theme.metrics("title", bold=True).horizontalAdvance("00:00:00") + 2
        high = theme.line_height("title") + 4
        if self.elapsed:
            words = theme.metrics().horizontalAdvance(f"{self.before} ") + theme.metrics().horizontalAdvance(f" {self.after}")
            digits = "0" * len(self.elapsed.replace(":", "")) + ":" * self.elapsed.count(":")
            session = theme.px("icon") + 6 + words + theme.metrics(bold=True).horizontalAdvance(digits)
            if self._stacked:
                return QSize(max(wide, session), high + theme.line_height())
            wide += session + 16
        return QSize(wide, high)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        painter.setPen(theme.colour("text"))
        painter.setFont(theme.font("title", bold=True))
        first = theme.line_height() if self._stacked else self.height()
        painter.drawText(self.rect().adjusted(0, first if self._stacked else 0, 0, 0), middle, self.time)
        x = 0
        if self.elapsed:
            side = theme.px("icon")
            painter.drawPixmap(x, (first - side) // 2, theme.pixmap(self._icon, side, "text", self.devicePixelRatioF()))
            x += side + 6
            for words, bold in ((f"{self.before} ", False), (self.elapsed, True), (f" {self.after}", False)):
                painter.setFont(theme.font(bold=bold))
                metrics = theme.metrics(bold=bold)
                painter.drawText(QRect(x, 0, self.width(), first), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), words)
                x += metrics.horizontalAdvance(words)
        painter.end()
