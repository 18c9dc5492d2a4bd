"""The heads of a table of words."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from trd_desk.ui.theme import Theme


class TableHeads(QHeaderView):
    """Heads that stand above the words of their columns, `pad` from the left edge.

    Signals: those of QHeaderView.
    """

    def __init__(self, theme: Theme, pad: int, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme, self._pad = theme, pad
        self.setSectionsClickable(False)
        self.setHighlightSections(False)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        painter.save()
        painter.fillRect(rect, self._theme.colour("bg_surface"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), self._theme.colour("divider"))
        painter.setFont(self._theme.font("small"))
        painter.setPen(self._theme.colour("text_2"))
        words = str(self.model().headerData(section, Qt.Orientation.Horizontal))
        painter.drawText(rect.adjusted(self._pad, 0, -self._pad, 0), int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), words)
        painter.restore()
