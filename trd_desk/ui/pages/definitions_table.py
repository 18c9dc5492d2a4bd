"""The table of the page Definitions: what each trial is worth to each definition; the trials scroll if they must."""

from typing import Any, Final

from PySide6.QtCore import QEvent, QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from trd_desk.i18n import _
from trd_desk.ui.pages.definitions_flow import take_focus
from trd_desk.ui.pages.definitions_model import ASKS, FIRST_TRIAL, FLAGGED, NAME, DefinitionsModel, Index
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.painting import ink, paint_mark
from trd_desk.view.definitions import DefinitionRow, DefinitionsView

MARK: Final = 14
BIG_MARK: Final = 16
WIDEST: Final = 1100


class _Head(QHeaderView):
    """The heads of columns: three lines for a trial, one at the bottom for the others."""

    def __init__(self, theme: Theme, model: DefinitionsModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme, self._model = theme, model
        self.setHighlightSections(False)
        self.setSectionsClickable(False)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), 3 * self._theme.line_height("small") + 14)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        theme, lines = self._theme, self._model.head(section)
        painter.save()
        painter.fillRect(rect, theme.colour("bg_surface"))
        painter.setPen(theme.colour("divider"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        height = theme.line_height("small")
        top = rect.bottom() - 7 - height * len(lines)
        for place, text in enumerate(lines):
            drug = len(lines) > 1 and place == 0
            painter.setFont(theme.font("small", bold=drug))
            painter.setPen(theme.colour("text" if drug else "text_2"))
            box = QRect(rect.left() + _indent(theme, section), top + place * height, rect.width(), height)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)
        painter.restore()


def _indent(theme: Theme, column: int) -> int:
    return theme.px("space.s2") if column == NAME else 0


class _Cells(QStyledItemDelegate):
    """Paints a cell: mark and short words, the name, or the verdict in semi-bold."""

    def __init__(self, theme: Theme, table: "DefinitionsTable") -> None:
        super().__init__(table)
        self._theme, self._table = theme, table

    def width(self, row: int, column: int) -> int:
        """The width that a cell needs, with the gap to the next."""
        theme, model = self._theme, self._table.model
        if column == NAME:
            wide = theme.metrics(bold=True).horizontalAdvance(model.rows[row].name) + theme.px("space.s2") + 12
            return wide + theme.scaled(MARK) + 4 if model.rows[row].standing.mark in FLAGGED else wide
        if column == ASKS:
            return theme.metrics("small").horizontalAdvance(model.rows[row].asks_for) + 6
        state = model.state(row, column)
        if state is None:
            return 0
        if column == model.verdict:
            return theme.scaled(BIG_MARK) + 6 + theme.metrics(bold=True).horizontalAdvance(state.word) + 6
        return theme.scaled(MARK) + 4 + theme.metrics("small").horizontalAdvance(state.word) + 8

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, model = self._theme, self._table.model
        rect: QRect = option.rect
        chosen = index.row() == self._table.marked_row()
        ground = "bg_selected" if chosen else "bg_surface"
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, theme.colour(ground))
        if index.row() < model.rowCount() - 1:
            painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.colour("divider"))
        row, column = index.row(), index.column()
        state = model.state(row, column)
        if column == NAME:
            self._name(painter, rect, model.rows[row], ground, chosen=chosen)
        elif column == ASKS:
            self._words(painter, rect, model.rows[row].asks_for, "text_2", bold=False)
        elif state is not None:
            verdict = column == model.verdict
            side = theme.scaled(BIG_MARK if verdict else MARK)
            place = QRectF(rect.left(), rect.center().y() - side / 2 + 0.5, side, side)
            paint_mark(painter, theme, state.mark, place, ground=ground)
            after = rect.adjusted(side + (6 if verdict else 4), 0, 0, 0)
            painter.setPen(ink(theme, state.mark))
            painter.setFont(theme.font("body", bold=True) if verdict else theme.font("small"))
            painter.drawText(after, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), state.word)
        if index == self._table.current() and self._table.focused:
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            left = 1 if column == NAME else -3
            painter.setClipping(False)
            painter.drawRect(QRectF(rect).adjusted(max(left, 1), 1, -1, -2))
        painter.restore()

    def _name(self, painter: QPainter, rect: QRect, row: DefinitionRow, ground: str, *, chosen: bool) -> None:
        theme = self._theme
        if chosen:
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme.colour("accent"))
        inner = rect.adjusted(_indent(theme, NAME), 0, 0, 0)
        self._words(painter, inner, row.name, "text", bold=True)
        if row.standing.mark in FLAGGED:
            # The word to this mark stands below the table, in the tooltip and on the card.
            x = inner.left() + theme.metrics(bold=True).horizontalAdvance(row.name) + 6
            side = theme.scaled(MARK)
            paint_mark(
                painter, theme, row.standing.mark, QRectF(x, rect.center().y() - side / 2 + 0.5, side, side), ground=ground
            )

    def _words(self, painter: QPainter, rect: QRect, text: str, colour: str, *, bold: bool) -> None:
        painter.setPen(self._theme.colour(colour))
        painter.setFont(self._theme.font("body", bold=True) if bold else self._theme.font("small"))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)


class _Part(QTableView):
    """One of the three views that the table is made of; keys go to the table."""

    def __init__(self, table: "DefinitionsTable", name: str) -> None:
        super().__init__(table)
        self._table = table
        self.setObjectName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setAutoScroll(False)
        self.verticalHeader().hide()
        self.verticalScrollBar().valueChanged.connect(lambda _value: self.verticalScrollBar().setValue(0))
        self.setProperty("kind", "part")
        # The current cell shows the focus itself.
        self.setProperty("ownFocus", True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._table.key_pressed(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._table.focus_changed()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._table.focus_changed()

    def scrollTo(self, index: Index, _hint: Any = None) -> None:
        # Sideways only: every row is in view already.
        left, wide = self.columnViewportPosition(index.column()), self.columnWidth(index.column())
        bar = self.horizontalScrollBar()
        if left < 0:
            bar.setValue(bar.value() + left)
        elif left + wide > self.viewport().width():
            bar.setValue(bar.value() + left + wide - self.viewport().width())

    def wheelEvent(self, event: Any) -> None:
        # The table stands at its full height; the wheel belongs to the page, sideways to the trials.
        if abs(event.angleDelta().x()) > abs(event.angleDelta().y()):
            super().wheelEvent(event)
        else:
            event.ignore()


class DefinitionsTable(QFrame):
    """Definitions by trials at full height: names left, verdicts right, the trials between them scroll sideways when they must.

    Keys: Up and Down change the row, Left and Right the cell, Enter goes to the trial (or into the card), Y, N and U answer.

    Signals:
        row_changed(str): the definition whose row is current.
        trial_asked(str): the trial whose cell was taken with Enter or a double click.
        card_asked(): Enter on a name or a verdict.
        answered(str): Y, N or U for the first question of the card.
        left_below(): Down on the last row.
    """

    row_changed = Signal(str)
    trial_asked = Signal(str)
    card_asked = Signal()
    answered = Signal(str)
    left_below = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.focused = False
        self.setProperty("kind", "card")
        self.setObjectName("definitions.table")
        self.model = DefinitionsModel(self)
        self._cells = _Cells(theme, self)
        self._place = (0, 0)
        self._marked = True
        self._needs: dict[int, int] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        self.names, self.trials, self.verdicts = (
            _Part(self, f"definitions.table.{part}") for part in ("names", "trials", "verdicts")
        )
        for part, said in (
            (self.names, _("Definitions")),
            (self.trials, _("Definitions by trials")),
            (self.verdicts, _("Verdicts")),
        ):
            part.setAccessibleName(said)
            part.setModel(self.model)
            part.setItemDelegate(self._cells)
            part.setHorizontalHeader(_Head(theme, self.model, part))
            part.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            part.clicked.connect(self._clicked)
            part.doubleClicked.connect(self._taken)
            layout.addWidget(part, 1 if part is self.trials else 0)
        self.trials.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        # Only one of the three is a stop of the Tab key.
        for part in (self.trials, self.verdicts):
            part.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(self.names)
        theme.changed.connect(self._fit)

    def show_view(self, view: DefinitionsView) -> None:
        """Shows other contents; the current cell stays where it was."""
        row_id = self.current_id()
        self.model.show_view(view)
        ids = [row.id for row in view.rows]
        row = ids.index(row_id) if row_id in ids else min(self._place[0], max(len(ids) - 1, 0))
        self._place = (row, min(self._place[1], self.model.verdict))
        self._fit()
        self._show_current()

    def current_row(self) -> int:
        """The current row."""
        return self._place[0]

    def current(self) -> QModelIndex:
        """The current cell."""
        return self.model.index(*self._place)

    def current_id(self) -> str:
        """The definition of the current row, empty where there is none."""
        row = self._place[0]
        return self.model.rows[row].id if row < len(self.model.rows) else ""

    def choose(self, definition: str) -> None:
        """Makes the row of this definition the current one."""
        for row, shown in enumerate(self.model.rows):
            if shown.id == definition:
                self._go(row, self._place[1])

    def set_marked(self, marked: bool) -> None:
        """Whether the current row's card is the one that is shown."""
        self._marked = marked
        self._repaint()

    def marked_row(self) -> int:
        """The row whose card is shown, or -1."""
        return self._place[0] if self._marked else -1

    def part_of(self, column: int) -> QTableView:
        """Which of the three views shows a column."""
        if column < FIRST_TRIAL:
            return self.names
        return self.trials if column < self.model.also else self.verdicts

    def key_pressed(self, event: QKeyEvent) -> None:
        """Moves, follows and answers; any other key goes on to the page."""
        row, column = self._place
        key = event.key()
        last_row, last_column = self.model.rowCount() - 1, self.model.verdict
        if key == Qt.Key.Key_Down and row == last_row:
            self.left_below.emit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._go(max(row - 1, 0) if key == Qt.Key.Key_Up else row + 1, column)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._go(row, max(column - 1, 0) if key == Qt.Key.Key_Left else min(column + 1, last_column))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go(row, 0 if key == Qt.Key.Key_Home else last_column)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._go(0 if key == Qt.Key.Key_PageUp else last_row, column)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._taken(self.current())
        elif event.text().upper() in ("Y", "N", "U") and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            self.answered.emit(event.text().upper())
        else:
            event.ignore()

    def focus_changed(self) -> None:
        """Follows the focus, so that the current cell shows its frame only while keys go to it."""
        self.focused = any(part.hasFocus() for part in (self.names, self.trials, self.verdicts))
        self._repaint()

    def _clicked(self, index: QModelIndex) -> None:
        self._go(index.row(), index.column())

    def _taken(self, index: QModelIndex) -> None:
        trial = self.model.trial_at(index.column())
        if trial is None:
            self.card_asked.emit()
        else:
            self.trial_asked.emit(trial.id)

    def _go(self, row: int, column: int) -> None:
        if not self.model.rowCount():
            return
        before = self.current_id()
        self._place = (row, column)
        self._show_current()
        if self.current_id() != before:
            self.row_changed.emit(self.current_id())

    def _show_current(self) -> None:
        index = self.current()
        if not index.isValid():
            return
        part = self.part_of(index.column())
        for each in (self.names, self.trials, self.verdicts):
            each.setCurrentIndex(index if each is part else QModelIndex())
        part.scrollTo(index)
        if self.focused and not part.hasFocus():
            take_focus(part)
        self._repaint()

    def _repaint(self) -> None:
        for part in (self.names, self.trials, self.verdicts):
            part.viewport().update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fit_room()
        return super().event(event)

    def _fit(self) -> None:
        """Gives every column the width of its words and the table its full height."""
        theme, model = self._theme, self.model
        parts = (self.names, self.trials, self.verdicts)
        self._needs = {}
        for column in range(model.columnCount()):
            head = model.head(column)
            first = theme.metrics("small", bold=len(head) > 1).horizontalAdvance(head[0])
            need = (
                max([first, *(theme.metrics("small").horizontalAdvance(line) for line in head[1:])]) + 6 + _indent(theme, column)
            )
            need = max([need, *(self._cells.width(row, column) for row in range(model.rowCount()))])
            least = {NAME: 140, ASKS: 60, model.also: 76, model.verdict: 100}.get(column, 68)
            self._needs[column] = max(need, theme.scaled(least))
            for part in parts:
                part.setColumnHidden(column, part is not self.part_of(column))
                part.setColumnWidth(column, self._needs[column])
        for part in parts:
            part.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            part.verticalHeader().setDefaultSectionSize(theme.px("row_height"))
            part.horizontalHeader().setFixedHeight(part.horizontalHeader().sizeHint().height())
        self.trials.setVisible(bool(model.columns))
        for part in (self.names, self.verdicts):
            part.setFixedWidth(part.horizontalHeader().length())
        self.trials.setMinimumWidth(min(self.trials.horizontalHeader().length(), theme.scaled(2 * 84)))
        self.setMaximumWidth(theme.scaled(WIDEST))
        self._fit_room()

    def _fit_room(self) -> None:
        """Shares what room is left among the trials; where there is none, they scroll and the scroll bar stands below them."""
        theme, columns = self._theme, len(self.model.columns)
        trials = {column: need for column, need in self._needs.items() if FIRST_TRIAL <= column < self.model.also}
        if not columns:
            # The verdicts reach to the names, so that each row is still one line.
            self.verdicts.setFixedWidth(max(self.contentsRect().width() - 2 - self.names.width(), 1))
            wide = self.verdicts.width() - self._needs.get(self.model.verdict, 0)
            self.verdicts.setColumnWidth(self.model.also, max(wide, self._needs.get(self.model.also, 0)))
        edge = self.width() - self.contentsRect().width() + 2
        room = self.width() - edge - self.names.width() - self.verdicts.width()
        spare = max(room - sum(trials.values()), 0)
        for column, need in trials.items():
            last = column == self.model.also - 1
            more = spare if last else min(spare // columns, max(theme.scaled(140) - need, 0))
            spare -= 0 if last else more
            columns -= 1
            self.trials.setColumnWidth(column, need + more)
        height = self.names.horizontalHeader().sizeHint().height() + self.model.rowCount() * theme.px("row_height")
        if sum(trials.values()) > room:
            height += self.trials.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(height + edge)
