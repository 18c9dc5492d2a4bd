"""The table of the people: a row for each, at full height; the row that the buttons below are about stays marked."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from trd_desk.i18n import _
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.table_heads import TableHeads

PAD: Final = 12
SHARES: Final = (40, 18, 18, 24)
_WRAP: Final = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_PERSON: Final = Qt.ItemDataRole.UserRole
_QUIET: Final = Qt.ItemDataRole.UserRole + 1

Index = QModelIndex | QPersistentModelIndex


class PersonRow(NamedTuple):
    """A person in words; `quiet` for somebody who was removed."""

    id: str
    words: tuple[str, str, str, str]
    quiet: bool


class _Cell(QStyledItemDelegate):
    """Words that wrap, with room around them; the name is semi-bold."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def height(self, words: str, column: int, width: int) -> int:
        """The height that words need in a column of this width."""
        metrics = self._theme.metrics(bold=column == 0)
        return metrics.boundingRect(QRect(0, 0, max(width - 2 * PAD, 20), 10_000), _WRAP, words).height() + PAD

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self.height(str(index.data()), index.column(), 10_000))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, rect = self._theme, QRect(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(rect, theme.colour("bg_selected" if chosen else "bg_surface"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.colour("divider"))
        painter.setFont(theme.font(bold=index.column() == 0))
        painter.setPen(theme.colour("text_2" if index.data(_QUIET) else "text"))
        painter.drawText(rect.adjusted(PAD, 0, -PAD, 0), _WRAP, str(index.data()))
        painter.restore()


class PeopleTable(QTableWidget):
    """Name, role, whether they manage people, and what they do here now. Up and Down choose somebody.

    Signals: those of QTableWidget.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(0, len(SHARES), parent)
        self._theme = theme
        self._cell = _Cell(theme, self)
        self.setAccessibleName(_("People"))
        self.setHorizontalHeaderLabels([_("Name"), _("Role"), _("Manages people"), _("State")])
        self.setItemDelegate(self._cell)
        heads = TableHeads(theme, PAD, self)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHorizontalHeader(heads)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        theme.changed.connect(self._fit)

    def show_rows(self, rows: Sequence[PersonRow]) -> None:
        """Shows these people; whoever was chosen stays chosen, else the first."""
        chosen = self.chosen_id()
        self.setRowCount(len(rows))
        for place, row in enumerate(rows):
            for column, words in enumerate(row.words):
                item = QTableWidgetItem(words)
                item.setData(_PERSON, row.id)
                item.setData(_QUIET, row.quiet)
                self.setItem(place, column, item)
        if rows:
            self.selectRow(next((place for place, row in enumerate(rows) if row.id == chosen), 0))
        self._fit()

    def chosen_id(self) -> str:
        """The id of the person in the row that is marked; empty for none."""
        item = self.item(self.currentRow(), 0)
        return "" if item is None else str(item.data(_PERSON))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        before = self.currentRow()
        super().keyPressEvent(event)
        if self.currentRow() == before and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _fit(self) -> None:
        head = self._theme.px("row_height_dense")
        self.horizontalHeader().setFixedHeight(head)
        room, total = max(self.width() - 2, 200), sum(SHARES)
        widths = [room * share // total for share in SHARES]
        widths[-1] += room - sum(widths)
        high = head + 2
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        for row in range(self.rowCount()):
            items = [self.item(row, column) for column in range(len(SHARES))]
            needed = [self._cell.height(item.text(), column, widths[column]) for column, item in enumerate(items) if item is not None]
            tall = max([self._theme.px("row_height"), *needed])
            self.setRowHeight(row, tall)
            high += tall
        self.setFixedHeight(high)
