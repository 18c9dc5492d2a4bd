"""What stands at the head of the checklist: the way to the dose with the reason beside it, and the question about signs that are too old."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.widgets.labels import Label
from trd_desk.ui.widgets.layout import Button
from trd_desk.ui.widgets.painting import MarkLabel

if TYPE_CHECKING:
    from trd_desk.ui.theme import Theme
    from trd_desk.view.checklist import GiveButton


class _Beside(Label):
    """Words in one line where there is room, which Qt would break early."""

    def sizeHint(self) -> QSize:
        wide = self.fontMetrics().horizontalAdvance(self.text()) + 4
        return QSize(wide, super().sizeHint().height())


class GiveHead(QWidget):
    """The chief button of the part; while it cannot be pressed the reason stands beside it as text.

    Signals: none of its own (`button.clicked`).
    """

    def __init__(self, theme: "Theme") -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._lock = MarkLabel(theme, "blocked", size=18, ground="bg_window")
        row.addWidget(self._lock)
        self.why_not = _Beside(theme, "", colour="text_2", wrap=True)
        row.addWidget(self.why_not)
        row.addSpacing(8)
        self.button = Button(theme, "")
        self.button.setObjectName("checks.give")
        self.button.setProperty("touch", True)
        row.addWidget(self.button)

    def show_give(self, give: "GiveButton") -> None:
        """Shows the button and the reason as they stand."""
        self._lock.setVisible(give.locked and bool(give.beside))
        self.why_not.setText(give.beside)
        self.why_not.setVisible(bool(give.beside))
        self.why_not.setToolTip(give.sentence)
        self.button.setVisible(bool(give.words))
        self.button.setText(give.words)
        self.button.setEnabled(give.usable)
        self.button.setToolTip(give.sentence or _("Ctrl+Enter"))
        self.button.setAccessibleDescription(give.sentence)


class StaleLine(QFrame):
    """Asks whether everything still holds once the signs are too old; hidden while they are fresh.

    Signals: none of its own (`button.clicked`).
    """

    def __init__(self, theme: "Theme") -> None:
        super().__init__()
        self.setProperty("kind", "note")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 4, 4)
        row.setSpacing(8)
        row.addWidget(MarkLabel(theme, "late"))
        self._words = Label(theme, "", wrap=True)
        row.addWidget(self._words, 1)
        self.button = Button(theme, _("Everything still holds"))
        self.button.setObjectName("predose.reviewed")
        self.button.setProperty("touch", True)
        row.addWidget(self.button)
        self.hide()

    def ask(self, question: str) -> None:
        """Shows the question, or nothing."""
        self._words.setText(question)
        self.setVisible(bool(question))
