"""Keeps the notice about self-harm above a page that scrolls, so that it is in view whichever part of the page somebody works on."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from trd_desk.ui.pages.crisis_card import CrisisCard
    from trd_desk.ui.theme import Theme


class CrisisShelf(QScrollArea):
    """The card above the page. Where it would take more than half of the page it scrolls in itself.

    Signals:
        changed(): the height that is wanted may be another one.
    """

    changed = Signal()

    def __init__(self, theme: "Theme", card: "CrisisCard", parent: QWidget) -> None:
        super().__init__(parent)
        self._card = card
        self.setObjectName("crisis.shelf")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self._held = QWidget()
        column = QVBoxLayout(self._held)
        margin = theme.px("page_margin")
        column.setContentsMargins(margin, 8, margin, 0)
        column.addWidget(card)
        self.setWidget(self._held)
        self._held.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self.hide()
        self._held.installEventFilter(self)
        card.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self.changed.emit()
        return super().eventFilter(watched, event)

    def room(self, width: int, height: int) -> int:
        """How high the shelf is above a page of this size, 0 while nothing stands."""
        column = self._held.layout()
        if self._card.isHidden() or column is None:
            return 0
        column.activate()
        wanted = column.totalHeightForWidth(width) if column.hasHeightForWidth() else column.totalSizeHint().height()
        return min(wanted, height // 2)
