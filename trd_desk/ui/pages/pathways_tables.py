"""A table of plain words at full height: every cell wraps, and rows and cells are known to a screen reader."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.table_heads import TableHeads

Index = QModelIndex | QPersistentModelIndex
PAD: Final = 8
_WRAP: Final = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_NONE = QModelIndex()


class _Words(QAbstractTableModel):
    """Rows of words under heads."""

    def __init__(self, theme: Theme, heads: Sequence[str], parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self.heads = theme, heads
        self.rows: tuple[tuple[str, ...], ...] = ()

    def show_rows(self, rows: tuple[tuple[str, ...], ...]) -> None:
        """Takes other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        words = self.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.heads[index.column()]}: {words}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.heads[section] if orientation == Qt.Orientation.Horizontal else self.rows[section][0]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.FontRole:
            return self._theme.font("small")
        return None


class _Cell(QStyledItemDelegate):
    """Paints words that wrap; the first column is semi-bold, the last ones quieter."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def height(self, words: str, column: int, width: int) -> int:
        """The height that words need in a column of this width."""
        room = max(width - 2 * PAD, 20)
        return self._theme.metrics("small", bold=column == 0).boundingRect(QRect(0, 0, room, 10_000), _WRAP, words).height() + PAD

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = self._theme
        rect: QRect = option.rect
        view = self.parent()
        current = isinstance(view, QTableView) and view.hasFocus() and view.currentIndex().row() == index.row()
        painter.save()
        painter.fillRect(rect, theme.colour("bg_selected" if current else "bg_surface"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.colour("divider"))
        painter.setFont(theme.font("small", bold=index.column() == 0))
        painter.setPen(theme.colour("text" if index.column() < 4 else "text_2"))
        painter.drawText(rect.adjusted(PAD, PAD // 2, -PAD, 0), _WRAP, str(index.data()))
        painter.restore()


class TextTable(QTableView):
    """Words in rows and columns at full height; `shares` say how the width is divided. Up and Down read row by row.

    Signals: those of QTableView.
    """

    def __init__(
        self, theme: Theme, name: str, heads: Sequence[str], shares: Sequence[int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._shares = theme, shares
        self._words = _Words(theme, heads, self)
        self._cell = _Cell(theme, self)
        self.setAccessibleName(name)
        self.setProperty("kind", "text")
        self.setModel(self._words)
        self.setItemDelegate(self._cell)
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        head = TableHeads(theme, PAD, self)
        self.setHorizontalHeader(head)
        for bar in (head, self.verticalHeader()):
            bar.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        theme.changed.connect(self._fit)
        self._fit()

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Shows these rows."""
        taken = tuple(tuple(row) for row in rows)
        if taken != self._words.rows:
            self._words.show_rows(taken)
            self._fit()

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return handled

    def keyPressEvent(self, event: QKeyEvent) -> None:
        before = self.currentIndex()
        super().keyPressEvent(event)
        if self.currentIndex() == before and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def _fit(self) -> None:
        self.setFont(self._theme.font("small"))
        self.horizontalHeader().setFixedHeight(self._theme.px("row_height_dense"))
        room, total = max(self.width() - 2, 200), sum(self._shares)
        widths = [room * share // total for share in self._shares]
        widths[-1] += room - sum(widths)
        height = self._theme.px("row_height_dense") + 2
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        for row, words in enumerate(self._words.rows):
            tall = max(self._cell.height(text, column, widths[column]) for column, text in enumerate(words))
            self.setRowHeight(row, tall)
            height += tall
        self.setFixedHeight(height)
