"""The table of past treatments: one row a treatment, and below the open one the editor that stays the same widget all the time."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
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
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from trd_desk.i18n import _
from trd_desk.ui.pages.history_rows import (
    EDGE,
    HEAD,
    ROOMY,
    TIGHT_EDGE,
    Columns,
    RowPainter,
    balanced_width,
    broken_at_sentence,
    columns_for,
    natural_widths,
    wrapped_lines,
)
from trd_desk.ui.theme import Theme
from trd_desk.view.treatment_rows import TreatmentRow

Index = QModelIndex | QPersistentModelIndex

# The field that a click on a column opens; the verdict columns open the answer that decides most often.
FIELD_OF_COLUMN: Final = ("drug", "doses", "doses", "adherent", "improvement_percent", "stop_reason", "adherent", "adherent")


class TreatmentModel(QAbstractTableModel):
    """The rows for screen readers and selection; what is seen is painted by RowPainter."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[TreatmentRow, ...] = ()
        self.heads: tuple[str, ...] = ()

    def show(self, rows: Sequence[TreatmentRow], heads: Sequence[str]) -> None:
        """Takes the rows of a view; where the treatments are the same ones, only their words change."""
        if [row.id for row in rows] == [row.id for row in self.rows] and tuple(heads) == self.heads and rows:
            self.rows = tuple(rows)
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(self.heads) - 1))
            return
        self.beginResetModel()
        self.rows, self.heads = tuple(rows), tuple(heads)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """One row a treatment."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """The columns of the heads."""
        return 0 if parent.isValid() else len(self.heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The heads of the columns."""
        if orientation == Qt.Orientation.Horizontal and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.heads[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a cell; the first cell of a row says the whole row to a screen reader."""
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cells(row)[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if index.column() == 0:
                return row.name_for_reader
            return f"{self.heads[index.column()]}: {self._cells(row)[index.column()]}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row, index.column())
        return None

    @staticmethod
    def _cells(row: TreatmentRow) -> tuple[str, ...]:
        return (
            f"{row.name} {row.group}".strip(),
            row.drawing.name if row.drawing else row.detail,
            " ".join(part for part in (row.weeks, row.minimum) if part),
            row.taken.word if row.taken else "",
            row.better,
            row.stopped,
            row.at_six.word if row.at_six else "",
            row.at_four.word if row.at_four else "",
        )

    @staticmethod
    def _tip(row: TreatmentRow, column: int) -> str:
        if column == 2 and row.minimum_source:
            return f"{row.minimum} ({row.minimum_source})"
        state = {3: row.taken, 6: row.at_six, 7: row.at_four}.get(column)
        if state is not None and state.sentence:
            return state.sentence
        return "\n".join(remark.text for remark in row.reasons)


class _Heights(QStyledItemDelegate):
    """Gives each row its height; paints nothing."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option
        table = self.parent()
        assert isinstance(table, TreatmentTable)  # noqa: S101 - for the type checker
        return QSize(10, table.row_height(index.row()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        del painter, option, index


class _Heads(QHeaderView):
    """Column heads of one or two lines, at the columns of the rows."""

    def __init__(self, table: "TreatmentTable") -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table
        self.setSectionsClickable(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        theme = self._table.theme
        stacked = self._table.painter.columns.stacked
        lines = 1 if stacked else self._table.head_lines()
        return QSize(
            super().sizeHint().width(), max(theme.scaled(0 if stacked else HEAD), lines * theme.line_height("small") + 8)
        )

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        theme, columns = self._table.theme, self._table.painter.columns
        painter.save()
        painter.fillRect(rect, theme.colour("bg_surface"))
        painter.setPen(QPen(theme.colour("divider"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(theme.colour("text_2"))
        painter.setFont(theme.font("small"))
        heads = self._table.treatments.heads
        left = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)
        if columns.stacked:
            if logicalIndex == 0:
                painter.drawText(rect.adjusted(theme.scaled(EDGE), 0, 0, 0), left, heads[0])
        else:
            start, room = columns.starts[logicalIndex], self._table.head_room(logicalIndex)
            words = broken_at_sentence(theme, heads[logicalIndex], room)
            wide = room if "\n" in words else balanced_width(theme, words, room)
            painter.drawText(QRect(start, rect.y(), wide, rect.height()), left, words)
        painter.restore()


class TreatmentTable(QTreeView):
    """Past treatments. Enter opens the row for editing, Delete removes it; the editor sits below the open row.

    Signals:
        chosen(str): the treatment of the selected row.
        opened(str, str): the treatment to edit, and the field to begin with (empty: the first).
        removed(str): the treatment to remove.
    """

    chosen = Signal(str)
    opened = Signal(str, str)
    removed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.painter = RowPainter(theme)
        self.treatments = TreatmentModel(self)
        self.open_id: str | None = None
        self.editor: QWidget | None = None
        self._heights: dict[int, int] = {}
        self.setObjectName("treatments")
        self.setAccessibleName(_("Past treatments"))
        self.setAccessibleDescription(_("Enter opens a treatment, Insert adds one, Delete removes it, Control D copies it."))
        self.setModel(self.treatments)
        self.setItemDelegate(_Heights(self))
        self.setHeader(_Heads(self))
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setIndentation(0)
        self.setUniformRowHeights(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setTabKeyNavigation(False)
        action = QAction(_("Remove treatment"), self)
        action.setShortcut(Qt.Key.Key_Delete)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda: self._tell(self.removed))
        self.addAction(action)
        theme.changed.connect(self._relayout)

    # What is shown

    def show_rows(self, rows: Sequence[TreatmentRow], heads: Sequence[str]) -> None:
        """Shows the rows of a view; selection and open editor stay with their treatment."""
        selected = self.selected_id()
        self.painter.heads = tuple(heads)
        self._heights.clear()
        self.treatments.show(rows, heads)
        if self.selected_id() != selected or selected is None:
            self.select(selected)
        self._relayout()

    def row_of(self, treatment_id: str | None) -> int:
        """The row of a treatment, or -1."""
        return next((place for place, row in enumerate(self.treatments.rows) if row.id == treatment_id), -1)

    def selected_id(self) -> str | None:
        """The treatment of the selected row."""
        row = self.currentIndex().row()
        return self.treatments.rows[row].id if 0 <= row < len(self.treatments.rows) else None

    def select(self, treatment_id: str | None) -> None:
        """Selects the row of a treatment, or the first row."""
        row = self.row_of(treatment_id)
        if row < 0 and self.treatments.rows:
            row = 0
        if row >= 0:
            self.setCurrentIndex(self.treatments.index(row, 0))

    def natural_width(self) -> int:
        """The least width at which the rows stand in columns."""
        return (
            sum(natural_widths(self.theme, self.treatments.rows, self.treatments.heads)) + 2 * self.theme.scaled(TIGHT_EDGE) + 4
        )

    def head_lines(self) -> int:
        """How many lines the heads take."""
        heads = self.treatments.heads
        if len(self.painter.columns.starts) != len(heads):
            return 2
        return max((wrapped_lines(self.theme, head, self.head_room(place)) for place, head in enumerate(heads)), default=2)

    def head_room(self, column: int) -> int:
        """The width that a head may take; the last one does not spread over the white beside it."""
        columns = self.painter.columns
        room = columns.ends[column] - columns.starts[column] - 4
        return min(room, self.theme.scaled(ROOMY[-1])) if column == len(columns.starts) - 1 else room

    def row_height(self, row: int) -> int:
        """The height of a row with its editor, where it is open."""
        found = self._heights.get(row)
        if found is None:
            treatment = self.treatments.rows[row]
            found = self.painter.height(treatment, self.viewport().width())
            if treatment.id == self.open_id:
                found += self._editor_height()
            self._heights[row] = found
        return found

    def _editor_height(self) -> int:
        if self.editor is None or self.open_id is None:
            return 0
        width = self.viewport().width()
        return self.editor.heightForWidth(width) if self.editor.hasHeightForWidth() else self.editor.sizeHint().height()

    # The editor

    def set_editor(self, editor: QWidget) -> None:
        """Gives the table its editor, once."""
        self.editor = editor
        editor.setParent(self.viewport())
        editor.hide()

    def open_row(self, treatment_id: str) -> None:
        """Makes room for the editor below this treatment and shows it there."""
        self.open_id = treatment_id
        self.select(treatment_id)
        self._relayout()

    def close_row(self) -> None:
        """Takes the editor away; nothing is lost by it."""
        self.open_id = None
        if self.editor is not None:
            self.editor.hide()
        self._relayout()

    def _relayout(self) -> None:
        self._heights.clear()
        self._fit_columns()
        self.header().updateGeometry()
        self.doItemsLayout()
        self.updateGeometries()
        self.place_editor()
        self.setFixedHeight(self.content_height())
        self.viewport().update()

    def editor_changed(self) -> None:
        """Takes up a new height of the editor."""
        self._relayout()

    def place_editor(self) -> None:
        """Puts the editor below its row."""
        if self.editor is None:
            return
        row = self.row_of(self.open_id)
        if row < 0:
            self.editor.hide()
            return
        whole = self.visualRect(self.treatments.index(row, 0))
        own = self.painter.height(self.treatments.rows[row], self.viewport().width())
        self.editor.setGeometry(QRect(0, whole.y() + own, self.viewport().width(), max(whole.height() - own, 0)))
        self.editor.show()

    def content_height(self) -> int:
        """The height at which nothing has to be scrolled."""
        rows = sum(self.row_height(row) for row in range(len(self.treatments.rows)))
        return rows + self.header().sizeHint().height() + 2 * self.frameWidth() + 1

    def row_rect(self, treatment_id: str) -> QRect:
        """Where a treatment's row and editor stand in this widget."""
        row = self.row_of(treatment_id)
        if row < 0:
            return QRect()
        rect = self.visualRect(self.treatments.index(row, 0))
        return QRect(self.viewport().mapTo(self, rect.topLeft()), QSize(self.viewport().width(), rect.height()))

    def _fit_columns(self) -> None:
        width = self.viewport().width()
        self.painter.columns = columns_for(self.theme, self.treatments.rows, self.treatments.heads, width)
        self._set_sections(self.painter.columns, width)

    def _set_sections(self, columns: Columns, width: int) -> None:
        header = self.header()
        count = self.treatments.columnCount()
        if header.count() != count or not count:
            return
        if columns.stacked:
            for section in range(count):
                header.setSectionHidden(section, section > 0)
            header.resizeSection(0, width)
            return
        left = 0
        for section in range(count):
            header.setSectionHidden(section, False)
            header.resizeSection(section, columns.ends[section] - left)
            left = columns.ends[section]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fits the columns to the width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._relayout()

    # Painting

    def drawRow(self, painter: QPainter, options: QStyleOptionViewItem, index: Index) -> None:
        """Paints the whole row at once, so that words may run over an empty cell."""
        theme, row = self.theme, self.treatments.rows[index.row()]
        rect = QRect(0, options.rect.y(), self.viewport().width(), options.rect.height())
        selected = index.row() == self.currentIndex().row() and (self.hasFocus() or row.id == self.open_id)
        painter.save()
        painter.fillRect(rect, theme.colour("bg_selected" if selected else "bg_surface"))
        last = index.row() == len(self.treatments.rows) - 1
        if selected:
            painter.fillRect(QRect(rect.x(), rect.y(), 3, rect.height()), theme.colour("accent"))
            painter.setPen(QPen(theme.colour("line_strong"), 1))
            painter.drawLine(
                rect.x(), rect.y() - 1 if index.row() else rect.y(), rect.right(), rect.y() - 1 if index.row() else rect.y()
            )
        if not last:
            painter.setPen(QPen(theme.colour("divider"), 1))
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        own = self.painter.height(row, rect.width())
        self.painter.paint(painter, QRectF(rect.x(), rect.y(), rect.width(), own), row)
        painter.restore()

    # Keys and pointer

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            selected = self.selected_id()
            if selected is not None:
                self.opened.emit(selected, "")
            return
        super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tells which treatment is selected."""
        super().currentChanged(current, previous)
        self.viewport().update()
        if current.isValid() and current.row() < len(self.treatments.rows):
            self.chosen.emit(self.treatments.rows[current.row()].id)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens the row at the field of the column."""
        super().mouseReleaseEvent(event)
        place: QPoint = event.position().toPoint()
        index = self.indexAt(place)
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            column = 0 if self.painter.columns.stacked else self.painter.columns.at(place.x())
            self.opened.emit(self.treatments.rows[index.row()].id, FIELD_OF_COLUMN[column])

    def focusInEvent(self, event: Any) -> None:
        """Shows which row is selected."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.select(None)
        self.viewport().update()

    def event(self, event: QEvent) -> bool:
        """Lets the ring of the focus and the selection follow."""
        if event.type() == QEvent.Type.FocusOut:
            self.viewport().update()
        return super().event(event)

    def _tell(self, signal: Any) -> None:
        selected = self.selected_id()
        if selected is not None:
            signal.emit(selected)
