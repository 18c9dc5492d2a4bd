"""The table of routes: questions stay at the left while the routes scroll sideways; one cell is in hand."""

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
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from trd_desk.i18n import _
from trd_desk.ui.pages.definitions_flow import take_focus
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.painting import paint_mark
from trd_desk.view.library_parts import kept
from trd_desk.view.library_routes import RoutesView, route_tip

Index = QModelIndex | QPersistentModelIndex
PAD: Final = 10
TALL: Final = 8
COLUMN: Final = 196
ASKED: Final = 124
_WRAP: Final = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_NONE = QModelIndex()


class _Routes(QAbstractTableModel):
    """Questions by routes; column 0 holds the questions."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.view = RoutesView("", (), (), ())

    def show_view(self, view: RoutesView) -> None:
        """Takes the view's routes."""
        self.beginResetModel()
        self.view = view
        self.endResetModel()

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.view.asked)

    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.view.routes) + 1

    def words(self, row: int, column: int) -> str:
        """The words of a cell, as they are painted."""
        return self.view.asked[row] if column == 0 else kept(self.view.routes[column - 1].cells[row])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.view.asked[row] if column == 0 else self.view.routes[column - 1].cells[row]
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self.view.asked[row] if column == 0 else route_tip(self.view, column - 1, row)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return self.view.asked[section]
        return _("Question") if section == 0 else self.view.routes[section - 1].label


class _Heads(QHeaderView):
    """The routes' names with their standing; they wrap."""

    def __init__(self, theme: Theme, model: _Routes, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme, self._model = theme, model
        self.setSectionsClickable(False)
        self.setHighlightSections(False)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        theme = self._theme
        painter.save()
        painter.fillRect(rect, theme.colour("bg_surface"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.colour("line"))
        if section:
            route = self._model.view.routes[section - 1]
            painter.fillRect(QRect(rect.left(), rect.top() + TALL, 1, rect.height() - 2 * TALL), theme.colour("divider"))
            line = theme.line_height("small")
            painter.setFont(theme.font("body", bold=True))
            painter.setPen(theme.colour("text"))
            painter.drawText(rect.adjusted(PAD, TALL, -PAD, -line - TALL), _WRAP, route.label)
            side = theme.scaled(14)
            top = rect.bottom() - line - TALL + 2
            paint_mark(painter, theme, route.standing.mark, QRectF(rect.left() + PAD, top + (line - side) / 2, side, side))
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("text_2"))
            painter.drawText(QRect(rect.left() + PAD + side + 6, top, rect.width(), line), int(Qt.AlignmentFlag.AlignVCenter), route.standing.word)
        painter.restore()


class _Cells(QStyledItemDelegate):
    """Words that wrap; the cell in hand has a frame while keys go to it."""

    def __init__(self, theme: Theme, table: "RoutesTable") -> None:
        super().__init__(table)
        self._theme, self._table = theme, table

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(40, 24)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, table = self._theme, self._table
        rect: QRect = option.rect
        row, column = index.row(), index.column()
        chosen = (row, column) == table.place
        painter.save()
        painter.fillRect(rect, theme.colour("bg_selected" if chosen else "bg_surface"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.colour("divider"))
        last = row == table.model.rowCount() - 1
        offered = column == 0 or table.model.view.routes[column - 1].offered
        left = PAD
        if column:
            painter.fillRect(QRect(rect.left(), rect.top(), 1, rect.height()), theme.colour("divider"))
            if last:
                side = theme.scaled(14)
                place = QRectF(rect.left() + PAD, rect.top() + TALL + (theme.line_height("small") - side) / 2 - 1, side, side)
                paint_mark(painter, theme, "tick" if offered else "not_recommended", place)
                left += side + 6
        painter.setFont(theme.font("small", bold=column == 0))
        painter.setPen(theme.colour("text_2" if column == 0 else "text"))
        painter.drawText(rect.adjusted(left, TALL, -PAD, 0), _WRAP, table.model.words(row, column))
        if chosen and table.focused:
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(rect).adjusted(2, 1, -1, -2))
        painter.restore()


class _Part(QTableView):
    """One of the two views that the table is made of; keys go to the table."""

    def __init__(self, table: "RoutesTable", name: str) -> None:
        super().__init__(table)
        self._table = table
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(name)
        self.setProperty("kind", "part")
        self.setProperty("ownFocus", True)
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setAutoScroll(False)
        self.verticalHeader().hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._table.key_pressed(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._table.focus_changed()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._table.focus_changed()


class RoutesTable(QFrame):
    """Routes side by side. Left and Right change the route, Up and Down the question, Enter takes the cell.

    Signals:
        cell_changed(str, int): the route in hand and the number of the question.
        taken(): Enter.
    """

    cell_changed = Signal(str, int)
    taken = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("kind", "card")
        self.focused = False
        self.place = (0, 1)
        self.model = _Routes(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        cells = _Cells(theme, self)
        self.asked, self.routes = _Part(self, _("Questions")), _Part(self, _("Routes side by side"))
        for part in (self.asked, self.routes):
            part.setModel(self.model)
            part.setItemDelegate(cells)
            part.setHorizontalHeader(_Heads(theme, self.model, part))
            for bar in (part.horizontalHeader(), part.verticalHeader()):
                bar.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            part.verticalHeader().setMinimumSectionSize(1)
            part.clicked.connect(lambda index: self.go(index.row(), max(index.column(), 1)))
        self.asked.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.asked.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The scroll bar below the routes takes room that the questions must leave as well, or the rows would drift apart.
        self.routes.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.asked.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.routes.verticalScrollBar().valueChanged.connect(self.asked.verticalScrollBar().setValue)
        self.asked.verticalScrollBar().valueChanged.connect(self.routes.verticalScrollBar().setValue)
        self.routes.horizontalScrollBar().setSingleStep(40)
        # Without it the corner between the two scroll bars is painted as a square.
        self.routes.setCornerWidget(QWidget())
        self.routes.verticalScrollBar().setSingleStep(24)
        self.setFocusProxy(self.routes)
        self._left = QWidget()
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.asked, 1)
        self._room = QWidget()
        column.addWidget(self._room)
        layout.addWidget(self._left)
        layout.addWidget(self.routes, 1)
        theme.changed.connect(self.fit)

    def show_view(self, view: RoutesView) -> None:
        """Shows the routes."""
        if view == self.model.view:
            return
        self.model.show_view(view)
        self.fit()
        self.go(min(self.place[0], max(len(view.asked) - 1, 0)), min(self.place[1], max(len(view.routes), 1)))

    def choose(self, route: str) -> bool:
        """Takes a route in hand; False where there is none of this id."""
        for column, shown in enumerate(self.model.view.routes, 1):
            if shown.id == route:
                self.go(self.place[0], column)
                return True
        return False

    def go(self, row: int, column: int) -> None:
        """Takes a cell in hand and scrolls to it."""
        if not self.model.view.routes:
            return
        self.place = (row, column)
        index = self.model.index(row, column)
        self.routes.setCurrentIndex(index)
        self.routes.scrollTo(index)
        for part in (self.asked, self.routes):
            part.viewport().update()
        self.cell_changed.emit(self.model.view.routes[column - 1].id, row)

    def key_pressed(self, event: QKeyEvent) -> None:
        """Moves; any other key goes on to the page."""
        row, column = self.place
        last_row, last = self.model.rowCount() - 1, self.model.columnCount() - 1
        moves = {
            Qt.Key.Key_Left: (row, max(column - 1, 1)),
            Qt.Key.Key_Right: (row, min(column + 1, last)),
            Qt.Key.Key_Up: (max(row - 1, 0), column),
            Qt.Key.Key_Down: (min(row + 1, last_row), column),
            Qt.Key.Key_Home: (row, 1),
            Qt.Key.Key_End: (row, last),
            Qt.Key.Key_PageUp: (0, column),
            Qt.Key.Key_PageDown: (last_row, column),
        }
        key = Qt.Key(event.key())
        if key in moves and not event.modifiers() & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier):
            self.go(*moves[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit()
        else:
            event.ignore()

    def focus_changed(self) -> None:
        """Follows the focus, so that the cell in hand shows its frame only while keys go to it."""
        self.focused = self.routes.hasFocus()
        self.routes.viewport().update()

    def take_focus(self) -> None:
        """Gives the keys to the routes."""
        take_focus(self.routes)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.fit()
        return super().event(event)

    def fit(self) -> None:
        """Gives the columns their widths, and each row and the heads the height of their words."""
        theme, model = self._theme, self.model
        small, bold, head = theme.metrics("small"), theme.metrics("small", bold=True), theme.metrics("body", bold=True)
        asked = max([theme.scaled(ASKED), *(max(bold.horizontalAdvance(word) for word in words.split()) + 2 * PAD for words in model.view.asked)])
        asked = min(asked, theme.scaled(ASKED) + 40)
        count = max(len(model.view.routes), 1)
        wide = max(theme.scaled(COLUMN), (self.width() - 2 - asked - 12) // count)
        tall = theme.line_height("body")
        for route in model.view.routes:
            tall = max(tall, head.boundingRect(QRect(0, 0, wide - 2 * PAD, 10_000), _WRAP, route.label).height())
        tall += theme.line_height("small") + 2 * TALL + 4
        for part in (self.asked, self.routes):
            part.setColumnHidden(0, part is self.routes)
            for column in range(1, model.columnCount()):
                part.setColumnHidden(column, part is self.asked)
                part.setColumnWidth(column, wide)
            part.setColumnWidth(0, asked)
            part.horizontalHeader().setFixedHeight(tall)
        last = model.rowCount() - 1
        for row in range(model.rowCount()):
            high = bold.boundingRect(QRect(0, 0, asked - 2 * PAD, 10_000), _WRAP, model.view.asked[row]).height()
            for column in range(1, model.columnCount()):
                room = wide - 2 * PAD - (theme.scaled(14) + 6 if row == last else 0)
                high = max(high, small.boundingRect(QRect(0, 0, room, 10_000), _WRAP, model.words(row, column)).height())
            for part in (self.asked, self.routes):
                part.setRowHeight(row, high + 2 * TALL)
        self._left.setFixedWidth(asked)
        self._room.setFixedHeight(self.routes.horizontalScrollBar().sizeHint().height())
