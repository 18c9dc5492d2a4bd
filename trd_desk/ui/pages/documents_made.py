"""The card of the documents that were made before: choosing one shows it again as it was."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QWidget

from trd_desk.i18n import _
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.layout import Button, Card

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trd_desk.view.documents_made import MadeDocument

_MOST_SEEN: Final = 3
_INSET: Final = 5


class MadeBefore(Card):
    """The list of documents made before, the newest first; it is hidden while there is none.

    Signals:
        chosen(str): the id of the document to show again, empty for the one of now.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Made before"), parent=parent)
        self._theme = theme
        self._rows: tuple[MadeDocument, ...] = ()
        self.list = QListWidget()
        self.list.setObjectName("documents_made")
        self.list.setAccessibleName(_("Documents made before"))
        self.list.setWordWrap(True)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.itemClicked.connect(self._choose)
        self.list.itemActivated.connect(self._choose)
        self.now_button = Button(theme, _("Show as of today"), kind="quiet")
        self.now_button.setObjectName("document_now")
        self.now_button.clicked.connect(lambda: self.chosen.emit(""))
        self.body.addWidget(self.now_button)
        self.body.addWidget(self.list)
        self.now_button.hide()
        self.hide()
        theme.changed.connect(self._fit)

    def show_rows(self, rows: "Sequence[MadeDocument]", shown: str) -> None:
        """Shows the documents; `shown` is the id of the one that is seen again."""
        if tuple(rows) != self._rows:
            self._rows = tuple(rows)
            self.list.clear()
            for row in rows:
                item = QListWidgetItem(row.line)
                item.setData(Qt.ItemDataRole.UserRole, row.id)
                self.list.addItem(item)
        self.setVisible(bool(rows))
        self.now_button.setVisible(bool(shown))
        places = [place for place, row in enumerate(rows) if row.id == shown]
        if places:
            self.list.setCurrentRow(places[0])
        else:
            self.list.setCurrentRow(-1)
            self.list.clearSelection()
        self._fit()

    def _choose(self, item: QListWidgetItem) -> None:
        self.chosen.emit(str(item.data(Qt.ItemDataRole.UserRole)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Each row as high as its words, the list as high as its rows, up to a few; more are reached by scrolling."""
        margins = self.body.contentsMargins()
        bar = self.list.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent) if self.list.count() > _MOST_SEEN else 0
        room = self.width() - margins.left() - margins.right() - bar - 2 * _INSET
        letters = QFontMetrics(self._theme.font())
        highs = []
        for place in range(self.list.count()):
            item = self.list.item(place)
            words = letters.boundingRect(0, 0, max(room, 40), 10_000, Qt.TextFlag.TextWordWrap, item.text())
            highs.append(max(words.height() + 2 * _INSET, self._theme.px("row_height")))
            if item.sizeHint().height() != highs[-1]:
                item.setSizeHint(QSize(0, highs[-1]))
        self.list.setFixedHeight(sum(highs[:_MOST_SEEN]) + 4)
