"""The tables and lists of the library: words that wrap under heads, marks beside their words, and one row in hand."""

import re
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.painting import paint_mark
from trd_desk.ui.widgets.table_heads import TableHeads
from trd_desk.view.library_parts import Cell, Row, Table, kept

Index = QModelIndex | QPersistentModelIndex
PAD: Final = 10
TALL: Final = 8
MARK: Final = 14
_WRAP: Final = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_BREAKS: Final = re.compile(r"[\s\-/]+")
_NONE = QModelIndex()
# A row that was asked for from elsewhere is shown with what stands around it.
_MIDDLE: Final = QAbstractItemView.ScrollHint.PositionAtCenter
_EMPTY: Final = Table("", ("",), (1,), ())


class _Rows(QAbstractTableModel):
    """The rows of a view's table."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.table = _EMPTY

    def show_table(self, table: Table) -> None:
        """Takes another table."""
        self.beginResetModel()
        self.table = table
        self.endResetModel()

    def row_at(self, number: int) -> Row:
        """The row at a place."""
        return self.table.rows[number]

    def cell(self, index: Index) -> Cell | None:
        """The cell at a place; None beside a heading."""
        cells = self.table.rows[index.row()].cells
        return cells[index.column()] if index.column() < len(cells) else None

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.table.heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self.cell(index)
        if cell is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            heading = self.table.rows[index.row()].heading or len(self.table.heads) == 1
            return cell.spoken if heading else f"{self.table.heads[index.column()]}: {cell.spoken}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self.table.rows[index.row()].heading:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.table.heads[section] if orientation == Qt.Orientation.Horizontal else self.table.rows[section].cells[0].text
        return None


class _Painter(QStyledItemDelegate):
    """Paints a cell; the first column is semi-bold, and what a source gets wrong is struck through."""

    def __init__(self, theme: Theme, view: "LibraryTable") -> None:
        super().__init__(view)
        self._theme, self._view = theme, view
        # Measured once: the same cells are measured again whenever the width or the filter changes.
        self._advances: dict[tuple[str, bool], int] = {}
        self._heights: dict[tuple[Cell, int, bool, bool], int] = {}

    def forget(self) -> None:
        """Forgets every measure, because the letters have changed."""
        self._advances.clear()
        self._heights.clear()

    def _lines(self, cell: Cell, column: int, row: Row) -> list[tuple[str, QFont, str, bool, bool]]:
        """The texts of a cell: words, font, colour, whether the mark stands before it, whether it is the last below."""
        theme = self._theme
        bold = row.heading or (column == 0 and self._view.rows.table.names)
        font = theme.font("body" if row.heading else "small", bold=bold)
        if cell.struck:
            font = QFont(font)
            font.setStrikeOut(True)
        lines = [(kept(cell.text), font, "text_2" if cell.quiet else "text", cell.mark is not None, False)]
        last = len(cell.below) - 1
        lines += [
            (kept(words), theme.font("small"), "text_2", False, cell.below_mark is not None and place == last) for place, words in enumerate(cell.below)
        ]
        return lines

    def height(self, cell: Cell, column: int, width: int, row: Row) -> int:
        """The height that a cell needs in a column of this width."""
        key = (cell, width, row.heading, column == 0)
        known = self._heights.get(key)
        if known is not None:
            return known
        tall = 2 * TALL
        for words, font, _colour, marked, below in self._lines(cell, column, row):
            room = max(width - 2 * PAD - (self._theme.scaled(MARK) + 6 if marked or below else 0), 20)
            metrics = self._theme.metrics("body" if row.heading else "small", bold=font.weight() > QFont.Weight.Normal)
            tall += metrics.boundingRect(QRect(0, 0, room, 10_000), _WRAP, words).height() + 1
        self._heights[key] = tall
        return tall

    def least(self, cell: Cell, column: int) -> int:
        """The width of the longest word, below which a column would cut it."""
        bold = column == 0
        mark = self._theme.scaled(MARK) + 6 if cell.mark or cell.below_mark else 0
        words = [word for text in (cell.text, *cell.below) for word in _BREAKS.split(text)]
        return max((self._advance(word, bold=bold) for word in words), default=0) + self._advance("-", bold=bold) + 2 * PAD + mark

    def _advance(self, word: str, *, bold: bool) -> int:
        key = (word, bold)
        known = self._advances.get(key)
        if known is None:
            known = self._advances[key] = self._theme.metrics("small", bold=bold).horizontalAdvance(word)
        return known

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(40, 24)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, view = self._theme, self._view
        cell, row = view.rows.cell(index), view.rows.row_at(index.row())
        rect: QRect = option.rect
        chosen = view.currentIndex().row() == index.row() and not row.heading
        painter.save()
        painter.fillRect(rect, theme.colour("bg_sunken" if row.heading else "bg_selected" if chosen else "bg_surface"))
        joined_below = index.row() + 1 < view.rows.rowCount() and view.rows.row_at(index.row() + 1).joined
        if not joined_below:
            painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.colour("divider"))
        if index.column() == 0:
            self._edge(painter, rect, row, chosen=chosen, tied=row.joined or joined_below)
        if cell is not None:
            self._words(painter, rect, cell, index.column(), row, ground="bg_selected" if chosen else "bg_surface")
        painter.restore()

    def _edge(self, painter: QPainter, rect: QRect, row: Row, *, chosen: bool, tied: bool) -> None:
        """What stands at the left edge: the row in hand, rows that belong together, a row that cannot be leaned on."""
        theme = self._theme
        if chosen:
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme.colour("accent"))
        elif tied:
            painter.fillRect(QRect(rect.left(), rect.top() + (0 if row.joined else TALL), 3, rect.height()), theme.colour("line_strong"))
        elif row.doubtful:
            pen = QPen(theme.colour("line_strong"), 2)
            pen.setDashPattern([2, 2])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawLine(rect.left() + 1, rect.top() + 2, rect.left() + 1, rect.bottom() - 2)

    def _words(self, painter: QPainter, rect: QRect, cell: Cell, column: int, row: Row, *, ground: str) -> None:
        theme = self._theme
        y = rect.top() + TALL
        side = theme.scaled(MARK)
        for words, font, colour, marked, below in self._lines(cell, column, row):
            left = rect.left() + PAD
            mark = cell.mark if marked else cell.below_mark if below else None
            if mark is not None:
                paint_mark(painter, theme, mark, QRectF(left, y + (theme.line_height("small") - side) / 2 - 1, side, side), ground=ground)
                left += side + 6
            room = QRect(left, y, rect.right() - PAD - left + 1, rect.bottom() - y)
            painter.setFont(font)
            painter.setPen(theme.colour(colour))
            painter.drawText(room, _WRAP, words)
            y += painter.fontMetrics().boundingRect(QRect(0, 0, max(room.width(), 20), 10_000), _WRAP, words).height() + 1


class LibraryTable(QTableView):
    """A table of the view with one row in hand; it scrolls by itself, or stands at full height with `whole`.

    Up and Down change the row and step over headings, Enter takes it. With `list_only` there are no heads.

    Signals:
        row_changed(str): the id of the row in hand.
        taken(str): Enter or a double click on a row.
    """

    row_changed = Signal(str)
    taken = Signal(str)

    def __init__(self, theme: Theme, name: str, *, whole: bool = False, list_only: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._whole, self._list_only = theme, whole, list_only
        self._widths: tuple[int, ...] = ()
        self._least: tuple[int, ...] = ()
        self._filling = False
        self.rows = _Rows(self)
        self._painter = _Painter(theme, self)
        self.setAccessibleName(name)
        self.setModel(self.rows)
        self.setItemDelegate(self._painter)
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        if whole:
            # It stands in a card, which has the frame.
            self.setProperty("kind", "part")
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.verticalHeader().hide()
        head = TableHeads(theme, PAD, self)
        self.setHorizontalHeader(head)
        head.setVisible(not list_only)
        for bar in (head, self.verticalHeader()):
            bar.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setMinimumSectionSize(1)
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalScrollBar().setSingleStep(24)
        self.doubleClicked.connect(lambda _index: self._take())
        theme.changed.connect(self._dress)

    # What is shown

    def show_table(self, table: Table) -> None:
        """Shows these rows; the row in hand stays in hand where it is still there, else the first one is."""
        if table == self.rows.table:
            return
        held = self.current_id()
        self._filling = True
        self.clearSpans()
        self.rows.show_table(table)
        for number, row in enumerate(table.rows):
            if row.heading and len(table.heads) > 1:
                self.setSpan(number, 0, 1, len(table.heads))
        self._widths = self._least = ()
        self.fit()
        self._filling = False
        if not self.choose(held):
            self.choose(next((row.id for row in table.rows if not row.heading), ""))
        if self.current_id() != held:
            self.row_changed.emit(self.current_id())

    def current_id(self) -> str:
        """The id of the row in hand, empty where there is none."""
        number = self.currentIndex().row()
        return self.rows.row_at(number).id if 0 <= number < self.rows.rowCount() else ""

    def choose(self, name: str) -> bool:
        """Takes a row in hand and scrolls to it; False where there is none of this id."""
        for number, row in enumerate(self.rows.table.rows):
            if row.id == name and not row.heading:
                self.setCurrentIndex(self.rows.index(number, 0))
                self.scrollTo(self.rows.index(number, 0), _MIDDLE)
                return True
        return False

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        if not self._filling and current.isValid() and current.row() != previous.row() and not self.rows.row_at(current.row()).heading:
            self.row_changed.emit(self.current_id())

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not event.modifiers():
            self._step(-1 if key == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def _step(self, way: int) -> None:
        number = self.currentIndex().row() + way
        while 0 <= number < self.rows.rowCount() and self.rows.row_at(number).heading:
            number += way
        if 0 <= number < self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(number, 0))
        elif way < 0:
            self.scrollToTop()

    def _take(self) -> None:
        if self.current_id():
            self.taken.emit(self.current_id())

    # Measures

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self.fit(anew=False)
        return handled

    def _dress(self) -> None:
        self._painter.forget()
        self._widths = self._least = ()
        self.fit()

    def fit(self, *, anew: bool = True) -> None:
        """Divides the width, never below a column's longest word, and gives each row the height of its words; once it is seen."""
        if not self.isVisible():
            self._widths = ()
            return
        self.horizontalHeader().setFixedHeight(self._theme.px("row_height_dense") + 4)
        widths = self._divided()
        if widths == self._widths and not anew:
            return
        first = not self._widths
        self._widths = widths
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        height = 2 if self._list_only else self._theme.px("row_height_dense") + 6
        for number, row in enumerate(self.rows.table.rows):
            spans = [sum(widths)] if row.heading else widths
            tall = max(self._painter.height(cell, column, spans[column], row) for column, cell in enumerate(row.cells))
            self.setRowHeight(number, tall)
            height += tall
        if self._whole:
            if sum(widths) > self.viewport().width():
                height += self.horizontalScrollBar().sizeHint().height()
            self.setFixedHeight(height)
        elif self.currentIndex().isValid():
            # Where the row in hand stands is known only now.
            self.updateGeometries()
            self.scrollTo(self.currentIndex(), _MIDDLE if first else QAbstractItemView.ScrollHint.EnsureVisible)
        self.viewport().update()

    def _longest(self) -> tuple[int, ...]:
        """The width of the longest word of each column, heads included."""
        if not self._least:
            table = self.rows.table
            small = self._theme.metrics("small")
            least = [small.horizontalAdvance(max(_BREAKS.split(head), key=len)) + 2 * PAD for head in table.heads]
            for row in table.rows:
                if not row.heading:
                    for column, cell in enumerate(row.cells):
                        least[column] = max(least[column], self._painter.least(cell, column))
            self._least = tuple(least)
        return self._least

    def _divided(self) -> tuple[int, ...]:
        table, least = self.rows.table, self._longest()
        bar = 0 if self._whole else self.verticalScrollBar().sizeHint().width()
        room = max(self.width() - 2 - bar, 120)
        total = sum(table.shares)
        widths = [max(room * share // total, low) for share, low in zip(table.shares, least, strict=True)]
        over = sum(widths) - room
        # What the longest words took is given back by the columns that have room to spare.
        for column in sorted(range(len(widths)), key=lambda each: least[each] - widths[each]):
            give = max(min(over, widths[column] - least[column]), 0)
            widths[column] -= give
            over -= give
        widest = max(range(len(widths)), key=lambda each: table.shares[each])
        widths[widest] += max(room - sum(widths), 0)
        return tuple(widths)
