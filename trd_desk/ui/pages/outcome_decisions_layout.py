"""The two columns of the part Decisions: points at the left, schedule at the right; one below the other where there is no room."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

if TYPE_CHECKING:
    from trd_desk.ui.theme import Theme

_LEFT: Final = 456
_RIGHT: Final = 620
_GAP: Final = 28


class TwoColumns(QWidget):
    """A left column of a set width and a right one that takes what is left.

    Signals: none.
    """

    def __init__(self, theme: "Theme", left: QWidget, right: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self.left, self.right = theme, left, right
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(_GAP)
        self._box.setSizeConstraint(QBoxLayout.SizeConstraint.SetNoConstraint)
        self._box.addWidget(left, 0, Qt.AlignmentFlag.AlignTop)
        self._box.addWidget(right, 1, Qt.AlignmentFlag.AlignTop)
        theme.changed.connect(self._arrange)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.scaled(320), self._box.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        folded = self.width() < self._theme.scaled(_LEFT + _RIGHT) + _GAP
        self._box.setDirection(QBoxLayout.Direction.TopToBottom if folded else QBoxLayout.Direction.LeftToRight)
        if folded:
            self.left.setMinimumWidth(0)
            self.left.setMaximumWidth(16_777_215)
        else:
            self.left.setFixedWidth(self._theme.scaled(_LEFT))
