"""Asks why an older answer is changed: three common reasons with one key each, or words of one's own."""

from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.fields import LineEdit
from trd_desk.ui.widgets.labels import Label
from trd_desk.ui.widgets.layout import Button

SHORTEST: Final = 3


class ReasonPopover(QDialog):
    """A small dialog beside the field; `reason` is empty when it was closed with Esc.

    Signals: none of its own (QDialog's accepted and rejected).
    """

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.reason = ""
        self.setModal(True)
        self.setAccessibleName(title)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame = QFrame()
        frame.setProperty("kind", "popover")
        outer.addWidget(frame)
        column = QVBoxLayout(frame)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(Label(theme, title, bold=True))
        column.addWidget(Label(theme, _("The old answer stays in the history, with your name and the reason."), "small", colour="text_2"))
        self._picks = {
            "1": _("typing mistake"),
            "2": _("new information"),
            "3": _("patient corrected it"),
        }
        row = QHBoxLayout()
        for key, words in self._picks.items():
            button = Button(theme, f"{key}  {words[0].upper()}{words[1:]}")
            button.clicked.connect(lambda _on=False, words=words: self._take(words))
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        other = QHBoxLayout()
        self._other = LineEdit(theme)
        self._other.setPlaceholderText(_("Other reason"))
        self._other.setAccessibleName(_("Other reason"))
        self._other.setMaxLength(500)
        keep = Button(theme, _("Save"), kind="primary")
        keep.setDefault(True)
        keep.setEnabled(False)
        self._other.textChanged.connect(lambda text: keep.setEnabled(len(text.strip()) >= SHORTEST))
        keep.clicked.connect(lambda: self._take(self._other.text().strip()))
        cancel = Button(theme, _("Cancel"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        other.addWidget(self._other, 1)
        other.addWidget(keep)
        other.addWidget(cancel)
        column.addLayout(other)

    def _take(self, reason: str) -> None:
        if len(reason) >= SHORTEST:
            self.reason = reason
            self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        picked = self._picks.get(event.text())
        if picked is not None and not self._other.hasFocus():
            self._take(picked)
        else:
            super().keyPressEvent(event)


def ask_reason(theme: Theme, window: QWidget, title: str) -> str | None:
    """Asks beside the control that has the focus; None when no reason was given."""
    near = QApplication.focusWidget() or window
    popover = ReasonPopover(theme, title, window)
    popover.adjustSize()
    place = near.mapToGlobal(QPoint(0, near.height() + 6))
    frame = window.frameGeometry()
    x = max(frame.left() + 8, min(place.x(), frame.right() - popover.width() - 8))
    y = max(frame.top() + 8, min(place.y(), frame.bottom() - popover.height() - 8))
    popover.move(x, y)
    popover.exec()
    reason = popover.reason
    popover.deleteLater()
    return reason or None
