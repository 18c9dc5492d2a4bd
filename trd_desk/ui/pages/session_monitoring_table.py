"""The table of the monitoring strip: its model, its heads with mark, time and foot, and how a value is painted."""

import datetime as dt
from html import escape
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from trd_desk.i18n import _
from trd_desk.ui.widgets.painting import paint_mark

if TYPE_CHECKING:
    from trd_desk.ui.theme import Theme
    from trd_desk.view.watch_strip import WatchCell, WatchColumn, WatchView

Index = QModelIndex | QPersistentModelIndex
CELL: Final = Qt.ItemDataRole.UserRole + 1
COLUMN: Final = Qt.ItemDataRole.UserRole + 2
HEAD: Final = 39
LABELS: Final = 96
COLUMN_WIDTH: Final = 98
LEAST_COLUMN: Final = 76
ENTRY_WIDTH: Final = 148
LEAST_ENTRY: Final = 144
WIDEST_COLUMN: Final = 120


def cell_tip(cell: "WatchCell") -> str:
    """The tooltip of a value: its alarm, and what it was before, struck through, with who changed it, when and why."""
    lines = [escape(cell.says)] if cell.says else []
    for old in cell.old:
        rest = old.words.removeprefix(old.text)
        lines.append(f"<s>{escape(old.text)}</s>{escape(rest)}")
    return "<br>".join(lines)


class WatchModel(QAbstractTableModel):
    """The strip as a table: rows are signs, columns are moments."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.view: WatchView | None = None
        self.now: dt.datetime | None = None

    def show_view(self, view: "WatchView", now: dt.datetime) -> bool:
        """Shows another view; whether rows or columns are others than before."""
        old = self.view
        same = (
            old is not None
            and [one.id for one in old.columns] == [one.id for one in view.columns]
            and [one.id for one in old.rows] == [one.id for one in view.rows]
            and [one.kind for one in old.columns] == [one.kind for one in view.columns]
        )
        if not same:
            self.beginResetModel()
            self.view, self.now = view, now
            self.endResetModel()
            return True
        self.view, self.now = view, now
        if old != view:
            self.dataChanged.emit(self.index(0, 0), self.index(len(view.rows) - 1, len(view.columns) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(view.columns) - 1)
        return False

    def tick(self, now: dt.datetime) -> None:
        """Only the running times of the heads change."""
        self.now = now
        for place, column in enumerate(self.view.columns if self.view else ()):
            if column.due is not None:
                self.headerDataChanged.emit(Qt.Orientation.Horizontal, place, place)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() or self.view is None else len(self.view.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() or self.view is None else len(self.view.columns)

    def column(self, place: int) -> "WatchColumn | None":
        """The column at a place."""
        return self.view.columns[place] if self.view is not None and 0 <= place < len(self.view.columns) else None

    def foot(self, place: int) -> str:
        """The foot of a column with its running time."""
        column = self.column(place)
        return "" if column is None or self.now is None else column.foot_at(self.now)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column = self.column(index.column())
        if column is None:
            return None
        cell = column.cells[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell_tip(cell) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return cell.name
        if role == CELL:
            return cell
        return column if role == COLUMN else None

    def headerData(self, place: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self.view is None:
            return None
        if orientation == Qt.Orientation.Vertical:
            return self.view.rows[place].name if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) else None
        column = self.column(place)
        if column is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return column.head
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.says
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        del index
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class MomentHeader(QHeaderView):
    """The heads of the columns: mark and time, and below them what the column is."""

    def __init__(self, theme: "Theme", model: WatchModel, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme, self._watch = theme, model
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(0, self._theme.scaled(HEAD))

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        column = self._watch.column(logical)
        if column is None:
            return
        theme = self._theme
        painter.save()
        entry = column.kind == "entry"
        ground = "bg_selected" if entry else "bg_window"
        painter.fillRect(rect, theme.colour(ground))
        painter.setPen(QPen(theme.colour("line_strong"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        top = QRect(rect.left(), rect.top() + 1, rect.width(), theme.scaled(20))
        font = theme.metrics(bold=True)
        side = theme.scaled(16)
        wide = side + 4 + font.horizontalAdvance(column.head)
        if not entry and not seen_whole(rect, wide, self.viewport().width()):
            painter.restore()
            return
        # The field of the time stands at the right of the entry's own head.
        left = rect.left() + (theme.scaled(8) if entry else (rect.width() - wide) // 2)
        paint_mark(painter, theme, column.mark, QRectF(left, top.top() + (top.height() - side) / 2, side, side), ground=ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setFont(theme.font(bold=True))
        painter.setPen(theme.colour("text"))
        painter.drawText(top.adjusted(left + side + 4 - rect.left(), 0, 8, 0), int(Qt.AlignmentFlag.AlignVCenter), column.head)
        foot = QRect(rect.left() - 2, rect.top() + theme.scaled(21), rect.width() + 4, theme.scaled(17))
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text_2"))
        painter.drawText(foot, int(Qt.AlignmentFlag.AlignCenter), self._watch.foot(logical))
        painter.restore()


def seen_whole(place: QRect, wide: int, window: int) -> bool:
    """Whether words of this width in the middle of a place are seen to their last letter; 28/82 must never stand for 128/82."""
    left = place.center().x() - wide // 2
    return left >= 0 and left + wide <= window


class SignHeader(QHeaderView):
    """The names of the rows."""

    def __init__(self, theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._theme = theme
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(8)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.scaled(LABELS), 0)

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        theme = self._theme
        painter.save()
        painter.fillRect(rect, theme.colour("bg_window"))
        painter.setPen(QPen(theme.colour("divider"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setFont(theme.font())
        painter.setPen(theme.colour("text"))
        words = self.model().headerData(logical, Qt.Orientation.Vertical)
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), str(words or ""))
        painter.restore()


class ValueDelegate(QStyledItemDelegate):
    """Paints a value in the middle of its cell; an alarm stands on its colour with its mark, a corrected value has a dotted line below."""

    def __init__(self, theme: "Theme", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = self._theme
        rect: QRect = option.rect
        cell: WatchCell = index.data(CELL)
        column: WatchColumn = index.data(COLUMN)
        painter.save()
        painter.fillRect(rect, theme.colour("bg_selected" if column.kind == "entry" else "bg_window"))
        painter.setPen(QPen(theme.colour("divider"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        table: Any = option.widget
        # Where the time of the column is cut, so is each of its values: a value without its time says little.
        cut = cell.text and not seen_whole(rect, max(self._width(cell), self._head(column)), table.viewport().width())
        if cut and column.kind != "entry":
            # Scrolled out in part: that there is a value is said, and no half of it.
            painter.setPen(theme.colour("text_2"))
            painter.drawText(rect & table.viewport().rect(), int(Qt.AlignmentFlag.AlignCenter), "…")
        elif cell.level and column.kind != "entry":
            self._paint_alarm(painter, rect, cell)
        elif column.kind != "entry":
            painter.setFont(theme.font())
            painter.setPen(theme.colour("text"))
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), cell.text)
        if cell.old and column.kind != "entry" and not cut:
            wide = theme.metrics().horizontalAdvance(cell.text) or theme.scaled(24)
            y = rect.center().y() + theme.scaled(9)
            painter.setPen(QPen(theme.colour("text"), 1.5, Qt.PenStyle.DotLine))
            painter.drawLine(rect.center().x() - wide // 2, y, rect.center().x() + wide // 2, y)
        state: Any = option.state
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.colour("focus"), theme.px("line_width.focus")))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(2, 1, -2, -2))
        painter.restore()

    def _head(self, column: "WatchColumn") -> int:
        return self._theme.scaled(16) + 4 + self._theme.metrics(bold=True).horizontalAdvance(column.head)

    def _width(self, cell: "WatchCell") -> int:
        wide = self._theme.metrics(bold=bool(cell.level)).horizontalAdvance(cell.text)
        return wide + self._theme.scaled(14) + 20 if cell.level else wide

    def _paint_alarm(self, painter: QPainter, rect: QRect, cell: "WatchCell") -> None:
        theme = self._theme
        red = cell.level == "red"
        ink = "on_red" if red else "on_amber"
        side = theme.scaled(14)
        words = theme.metrics(bold=True).horizontalAdvance(cell.text)
        wide = min(side + 4 + words + 16, rect.width() - 4)
        area = QRect(rect.center().x() - wide // 2, rect.top() + 1, wide, rect.height() - 2)
        painter.fillRect(area, theme.colour("red_fill" if red else "amber_fill"))
        left = area.left() + (wide - side - 4 - words) // 2
        mark = QRectF(left, area.center().y() - side / 2 + 0.5, side, side)
        paint_mark(painter, theme, "red" if red else "amber", mark, colour=ink)
        painter.setFont(theme.font(bold=True))
        painter.setPen(theme.colour(ink))
        painter.drawText(area.adjusted(left + side + 4 - area.left(), 0, 8, 0), int(Qt.AlignmentFlag.AlignVCenter), cell.text)


class WatchTable(QTableView):
    """The strip's table. Arrows move, Enter and F2 correct a value, T its time; the column that is entered has fields instead.

    Signals:
        edit_wanted(QModelIndex): the value of a cell is to be corrected or added.
        time_wanted(int): the time of a column is to be corrected.
        entry_wanted(int): a cell of the column that is entered was clicked, by its row.
        tabbed(int): Tab was pressed, forwards or backwards.
    """

    edit_wanted = Signal(QModelIndex)
    time_wanted = Signal(int)
    entry_wanted = Signal(int)
    tabbed = Signal(int)

    def __init__(self, theme: "Theme", model: WatchModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._watch = model
        self.setModel(model)
        self.setProperty("kind", "strip")
        self.setAccessibleName(_("Observations"))
        self.setItemDelegate(ValueDelegate(theme, self))
        self.setHorizontalHeader(MomentHeader(theme, model, self))
        self.setVerticalHeader(SignHeader(theme, self))
        self.horizontalHeader().sectionClicked.connect(self._head_clicked)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        # The cell in use has a ring of its own.
        self.setProperty("ownFocus", True)

    def _head_clicked(self, place: int) -> None:
        column = self._watch.column(place)
        if column is not None and column.kind == "seen":
            self.time_wanted.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, index = event.key(), self.currentIndex()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and index.isValid():
            self.edit_wanted.emit(index)
        elif key == Qt.Key.Key_T and index.isValid():
            self.time_wanted.emit(index.column())
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forwards: bool) -> bool:
        self.tabbed.emit(1 if forwards else -1)
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        column = self._watch.column(index.column()) if index.isValid() else None
        if column is not None and column.kind == "entry":
            self.entry_wanted.emit(index.row())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.edit_wanted.emit(index)

    def viewportEvent(self, event: Any) -> bool:
        if isinstance(event, QHelpEvent):
            tip = self.indexAt(event.pos()).data(Qt.ItemDataRole.ToolTipRole)
            QToolTip.showText(event.globalPos(), tip or "", self)
            return True
        return super().viewportEvent(event)

    def head_place(self, place: int) -> QRect:
        """The head of a column in the table's own pixels."""
        header = self.horizontalHeader()
        corner = QPoint(header.sectionViewportPosition(place) + self.verticalHeader().width(), 0)
        return QRect(corner, QSize(header.sectionSize(place), header.height()))


def column_widths(theme: "Theme", model: WatchModel, width: int) -> list[int]:
    """The widths of the columns in a strip of this width, so that as many as possible are seen, no word is cut, and none is wider than it helps."""
    scaled = theme.scaled
    small, bold = theme.metrics("small"), theme.metrics(bold=True)
    columns = [column for place in range(model.columnCount()) if (column := model.column(place)) is not None]
    entries = sum(column.kind == "entry" for column in columns)
    room = width - scaled(LABELS)
    entry = scaled(ENTRY_WIDTH)
    if (room - entries * entry) < (len(columns) - entries) * scaled(COLUMN_WIDTH):
        entry = scaled(LEAST_ENTRY)
    room -= entries * entry
    needed = {}
    for place, column in enumerate(columns):
        alarms = [bold.horizontalAdvance(cell.text) + scaled(14) + 16 for cell in column.cells if cell.level]
        if column.kind != "entry":
            needed[place] = max(small.horizontalAdvance(column.foot) + 6, scaled(LEAST_COLUMN), *alarms, 0)
    # Those that need more than their share get it, and the others share what is left.
    one, shared = scaled(WIDEST_COLUMN), set(needed)
    while shared:
        one = (room - sum(needed[place] for place in needed if place not in shared)) // len(shared)
        wider = {place for place in shared if needed[place] > one}
        if not wider:
            break
        shared -= wider
    one = min(one, scaled(WIDEST_COLUMN))
    return [entry if column.kind == "entry" else one if place in shared else needed[place] for place, column in enumerate(columns)]
