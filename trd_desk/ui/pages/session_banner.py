"""The one clear result at the head of a session's part: mark and words large, the reason beside, counts at the right."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.labels import Label, RichLabel
from trd_desk.ui.widgets.painting import MarkLabel
from trd_desk.view.shapes import MarkKind


class ResultBanner(QFrame):
    """A framed band with a thick left edge. Words that do not fit beside each other wrap; nothing is cut.

    Signals: none.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("kind", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 12, 16, 12)
        row.setSpacing(16)
        self._mark = MarkLabel(theme, "due", size=32)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        self._words = Label(theme, "", "display", bold=True)
        row.addWidget(self._words)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        self._reason = RichLabel(theme, "")
        self._more = Label(theme, "", colour="text_2", wrap=True)
        middle.addStretch(1)
        middle.addWidget(self._reason)
        middle.addWidget(self._more)
        middle.addStretch(1)
        row.addLayout(middle, 1)
        right = QVBoxLayout()
        right.setSpacing(0)
        self._counts = [RichLabel(theme, ""), RichLabel(theme, "")]
        right.addStretch(1)
        for label in self._counts:
            label.setWordWrap(False)
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            right.addWidget(label)
        right.addStretch(1)
        row.addLayout(right)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, max(self._theme.scaled(80), super().minimumSizeHint().height()))

    def say(self, mark: MarkKind, words: str, reason: str = "", more: str = "", *, bold: str = "", counts: tuple[str, ...] = ()) -> None:
        """Shows a result; `bold` is the part of the reason in semi-bold, `counts` up to two lines at the right."""
        self._mark.set_kind(mark)
        self._words.setText(words)
        self._reason.set_text(reason, bold)
        self._reason.setVisible(bool(reason))
        self._more.setText(more)
        self._more.setVisible(bool(more))
        for place, label in enumerate(self._counts):
            text = counts[place] if place < len(counts) else ""
            label.set_text(text, text.partition(" ")[0])
            label.setVisible(bool(text))
        self.setAccessibleName(words)
        self.setAccessibleDescription(" ".join(part for part in (reason, more, *counts) if part))

    def say_reason(self, reason: str, bold: str = "") -> None:
        """Shows another reason beside the same words, such as a countdown."""
        self._reason.set_text(reason, bold)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(QRectF(0, 0, self._theme.px("line_width.alarm_edge"), self.height()), self._theme.colour("text"))
        painter.end()
