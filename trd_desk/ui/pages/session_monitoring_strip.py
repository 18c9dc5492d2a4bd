"""The monitoring strip: the table of what was measured, and in it the column of fields that takes the next observation."""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.session_monitoring_fields import SignField, StripField, TimeField, time_hint
from trd_desk.ui.pages.session_monitoring_hint import HintBox
from trd_desk.ui.pages.session_monitoring_table import (
    HEAD,
    LABELS,
    LEAST_COLUMN,
    LEAST_ENTRY,
    WatchModel,
    WatchTable,
    column_widths,
)
from trd_desk.view.watch_entry import ROWS, row_unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from trd_desk.content.library import Library
    from trd_desk.ui.theme import Theme
    from trd_desk.view.clock_times import ClockTime
    from trd_desk.view.watch_strip import WatchColumn, WatchView

LEAST_WIDTH: Final = LABELS + 5 * LEAST_COLUMN + LEAST_ENTRY
SCROLL_BAR: Final = 12
_TIME_WIDTH: Final = 58


class Strip(QWidget):
    """The strip. It shows a view and tells what was typed; what is written is the part's affair.

    Signals:
        values_typed(field, values): signs of the observation that is entered.
        time_typed(field, moment): its time; None for emptied.
        cell_typed(field, observation, row, values): a value of an earlier observation was corrected or added.
        moment_typed(field, observation, moment): the time of an earlier observation was corrected.
        column_closed(): the observation that is entered is complete, by Enter after its last value or by Tab.
        extra_given_up(): Esc in an extra column without values.
        missed_wanted(column): a missed point is to be entered late.
        checks_wanted(): the reading before the dose is to be corrected.
        cadss_wanted(bool): the row for CADSS is wanted.
        refused(str): why nothing can be done here.
        left(int): Tab out of the strip, forwards or backwards.
        focused(field): a field got the focus.
    """

    values_typed = Signal(object, object)
    time_typed = Signal(object, object)
    cell_typed = Signal(object, str, str, object)
    moment_typed = Signal(object, str, object)
    column_closed = Signal()
    extra_given_up = Signal()
    missed_wanted = Signal(object)
    checks_wanted = Signal()
    cadss_wanted = Signal(bool)
    refused = Signal(str)
    left = Signal(int)
    focused = Signal(object)

    def __init__(self, theme: "Theme", library: "Library", understand: "Callable[[str, str | None], ClockTime]", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._library, self._understand = theme, library, understand
        self.row_height = theme.px("strip_row")
        # Whether earlier values may be changed: not in a signed session.
        self.may_correct = True
        self.model = WatchModel(self)
        self.table = WatchTable(theme, self.model, self)
        self.table.setObjectName("observations")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        self.cadss = QPushButton(self)
        self.cadss.setProperty("kind", "corner")
        self.cadss.setCheckable(True)
        self.cadss.setProperty("overlay", True)
        self.cadss.setAccessibleName(_("Row for CADSS"))
        self.cadss.setToolTip(_("Shows the row for the whole CADSS scale; it comes by itself at the point where it is taken."))
        self.cadss.clicked.connect(self.cadss_wanted)
        self.time = TimeField(theme, lambda text: understand(text, None), parent=self)
        self.time.setObjectName("observations.time")
        # Both stand in the table's head, which leaves them their room.
        self.time.setProperty("overlay", True)
        self.time.set_placeholder(_("now"))
        self.time.committed.connect(lambda moment: self.time_typed.emit(self.time, moment))
        self.time.moved.connect(lambda way: self._focus_row(0) if way > 0 else None)
        self._connect(self.time)
        self.fields: dict[str, SignField] = {}
        for row in ROWS:
            field = SignField(theme, library, row, row_unit(library, row), self.table.viewport())
            field.setObjectName(f"observations.{row}")
            field.committed.connect(lambda values, field=field: self.values_typed.emit(field, values))
            field.moved.connect(lambda way, row=row: self._move(row, way))
            self._connect(field)
            self.fields[row] = field
        self.editor: StripField | None = None
        self._editing: tuple[str, str] | None = None
        self.hint = HintBox(theme, self)
        self.table.edit_wanted.connect(self.edit)
        self.table.time_wanted.connect(self.edit_time)
        self.table.entry_wanted.connect(self._focus_row)
        self.table.tabbed.connect(self._tab_from_table)
        self.table.horizontalScrollBar().valueChanged.connect(self.place)
        self.setTabOrder(self.table, self.time.edit)
        self._focused: StripField | None = None

    def _connect(self, field: StripField) -> None:
        field.tabbed.connect(self._tabbed)
        field.said.connect(lambda _words, _fault, field=field: self._tell(field))
        field.entered.connect(lambda field=field: self._entered(field))
        field.exited.connect(lambda field=field: self._exited(field))
        field.given_up.connect(lambda: self.extra_given_up.emit())

    # What is shown

    def show_view(self, view: "WatchView", now: dt.datetime, values: Mapping[str, float | None], time: dt.datetime | None) -> bool:
        """Shows a view with the values and the time of the observation that is entered; whether the columns are others than before."""
        current = self.table.currentIndex()
        at = self.model.column(current.column()) if current.isValid() else None
        changed = self.model.show_view(view, now)
        entry = view.entry_column
        for row, field in self.fields.items():
            shown = entry is not None and any(one.id == row for one in view.rows)
            field.setVisible(shown)
            if shown and entry is not None:
                field.show_values(values)
                field.setAccessibleName(_("{row}, {column}").format(row=next(one.name for one in view.rows if one.id == row), column=entry.says))
        self.time.setVisible(entry is not None)
        self.time.set_value(time)
        if entry is not None:
            self.time.setAccessibleName(_("Time of the observation, {column}").format(column=entry.says))
            self.time.setToolTip(time_hint())
        self.cadss.setChecked(view.cadss)
        self.cadss.setText(_("− CADSS") if view.cadss else _("+ CADSS"))
        self.cadss.setVisible(entry is not None and (not view.cadss or view.cadss_wanted))
        if changed and at is not None:
            place = next((place for place, one in enumerate(view.columns) if one.id == at.id or (one.kind == "entry" and at.kind == "entry")), -1)
            if place >= 0:
                self.table.setCurrentIndex(self.model.index(min(current.row(), len(view.rows) - 1), place))
        if changed:
            self.fit()
            self.show_entry_column()
        else:
            self.place()
        return changed

    def tick(self, now: dt.datetime) -> None:
        """Paints the running times of the heads again."""
        self.model.tick(now)

    # Where it stands

    def wanted_height(self, rows: int, row_height: int) -> int:
        """How high the strip is with so many rows of this height."""
        return self._theme.scaled(HEAD) + rows * row_height + 1 + (SCROLL_BAR if self._overflows() else 0)

    def _overflows(self) -> bool:
        return self.table.horizontalHeader().length() + self._theme.scaled(LABELS) > self.width()

    def fit(self) -> None:
        """Gives rows and columns their sizes for the present width."""
        scaled = self._theme.scaled
        header = self.table.horizontalHeader()
        header.setFixedHeight(scaled(HEAD))
        header.setMinimumSectionSize(8)
        for place, wide in enumerate(column_widths(self._theme, self.model, self.width())):
            header.resizeSection(place, wide)
        self.table.verticalHeader().setFixedWidth(scaled(LABELS))
        self.table.verticalHeader().setDefaultSectionSize(self.row_height)
        self.place()

    def place(self) -> None:
        """Puts the fields over their cells."""
        scaled = self._theme.scaled
        self.cadss.setGeometry(0, scaled(6), scaled(72), scaled(26))
        view = self.model.view
        if view is None:
            return
        place = next((place for place, column in enumerate(view.columns) if column.kind == "entry"), -1)
        for number, row in enumerate(view.rows):
            if place >= 0:
                rect = self.table.visualRect(self.model.index(number, place))
                self.fields[row.id].setGeometry(rect.adjusted(8, 1, -8, -2))
        if place >= 0:
            head = self.table.head_place(place)
            wide = scaled(_TIME_WIDTH)
            self.time.setGeometry(head.right() - wide - 7, 0, wide, scaled(22))
            self.time.setVisible(head.right() - wide - 7 >= scaled(LABELS))
        if self.editor is not None and self._editing is not None:
            self._place_editor()
        if self._focused is not None:
            self._tell(self._focused)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def column_middle(self, place: int) -> int:
        """The middle of a column in the strip's own pixels."""
        return self.table.head_place(place).center().x()

    def show_entry_column(self) -> None:
        """Scrolls sideways so that the entry and what was measured last are seen."""
        view = self.model.view
        if view is None or not view.columns:
            return
        place = next((place for place, column in enumerate(view.columns) if column.kind == "entry"), len(view.columns) - 1)
        self.table.scrollTo(self.model.index(0, min(place + 1, len(view.columns) - 1)))
        self.table.scrollTo(self.model.index(0, place))

    # Moving

    def focus_entry(self) -> bool:
        """Gives the focus to the first empty field of the entry; False where there is none."""
        view = self.model.view
        if view is None or view.entry_column is None:
            return False
        rows = [row.id for row in view.rows]
        wanted = next((row for row in rows if not self.fields[row].text()), rows[0])
        self.fields[wanted].edit.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _focus_row(self, number: int) -> None:
        view = self.model.view
        if view is not None and 0 <= number < len(view.rows):
            self.fields[view.rows[number].id].edit.setFocus(Qt.FocusReason.TabFocusReason)

    def _move(self, row: str, way: int) -> None:
        view = self.model.view
        if view is None:
            return
        rows = [one.id for one in view.rows]
        place = rows.index(row) + way
        if place < 0:
            self.time.edit.setFocus(Qt.FocusReason.BacktabFocusReason)
        elif place < len(rows):
            self._focus_row(place)
        elif view.entry.observation is not None:
            self.close_column()

    def unkept(self) -> StripField | None:
        """The field of the entry whose text could not be kept, or None."""
        return next((field for field in (self.time, *self.fields.values()) if field.isVisibleTo(self) and field.holds_unsaved()), None)

    def close_column(self) -> bool:
        """Ends the observation that is entered; False while something typed cannot be kept, which has the focus then."""
        for field in self.fields.values():
            if field.isVisibleTo(self) and field.holds_unsaved() and not field.commit():
                field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
                return False
        self.column_closed.emit()
        return True

    def _tabbed(self, way: int) -> None:
        if self.sender() is self.editor or (self.editor is not None and self.editor.edit.hasFocus()):
            self._close_editor()
            return
        view = self.model.view
        begun = view is not None and view.entry.observation is not None
        if way > 0 and begun:
            self.close_column()
        elif way > 0:
            self.left.emit(1)
        elif self.model.columnCount():
            if not self.table.currentIndex().isValid():
                self.table.setCurrentIndex(self.model.index(0, 0))
            self.table.setFocus(Qt.FocusReason.BacktabFocusReason)

    def _tab_from_table(self, way: int) -> None:
        if way < 0 or not self.focus_entry():
            self.left.emit(way)

    # Hints

    def _entered(self, field: StripField) -> None:
        self._focused = field
        self._tell(field)
        self.focused.emit(field)

    def _exited(self, field: StripField) -> None:
        if self._focused is field:
            self._focused = None
            self.hint.hide()
        if field is self.editor and not field.holds_unsaved():
            self._close_editor(focus=False)

    def _tell(self, field: StripField) -> None:
        if field is not self._focused:
            return
        steps = ""
        if isinstance(field, SignField):
            view = self.model.view
            row = next((one for one in view.rows if one.id == field.row), None) if view is not None else None
            steps = "\n".join(row.steps) if row is not None else ""
        fault = field.is_fault()
        words = f"{field.told}\n{steps}" if fault and steps else field.told if fault or not steps else steps
        top = field.mapTo(self, QPoint(0, 0))
        self.hint.say(words, fault=fault, beside=QRect(top, field.size()))

    # Corrections

    def edit(self, index: QModelIndex) -> None:
        """Opens the value of a cell; a point that is ahead has none, and says so."""
        column = self.model.column(index.column())
        view = self.model.view
        if column is None or view is None:
            return
        if column.kind == "entry":
            self._focus_row(index.row())
        elif column.kind == "before":
            self.checks_wanted.emit()
        elif column.kind == "missed":
            self.missed_wanted.emit(column)
        elif column.kind != "seen" or column.observation is None:
            self.refused.emit(_("This observation is not due yet. Ins adds one between."))
        elif view.closed and not self.may_correct:
            self.refused.emit(view.closed)
        else:
            row = view.rows[index.row()].id
            self._open_editor(SignField(self._theme, self._library, row, "", self.table.viewport()), column, row)

    def edit_time(self, place: int) -> None:
        """Opens the time of an observation."""
        column = self.model.column(place)
        if column is None:
            return
        if column.kind == "entry":
            self.time.edit.setFocus(Qt.FocusReason.TabFocusReason)
        elif column.kind == "seen" and column.observation is not None and self.may_correct:
            own = column.observation
            self._open_editor(TimeField(self._theme, lambda text: self._understand(text, own), parent=self), column, "time")

    def _open_editor(self, field: StripField, column: "WatchColumn", row: str) -> None:
        self._close_editor(focus=False)
        observation = column.observation or ""
        self.editor, self._editing = field, (observation, row)
        field.setObjectName(f"observations.{observation}.{row}")
        if isinstance(field, SignField):
            cell = next(one for one in column.cells if one.row == row)
            field.show_values(self.values_of(observation))
            field.setAccessibleName(cell.name)
            field.committed.connect(lambda values: self.cell_typed.emit(field, observation, row, values))
        else:
            field.set_value(column.moment)
            field.setAccessibleName(_("Time of the observation, {column}").format(column=column.says))
            field.committed.connect(lambda moment: self.moment_typed.emit(field, observation, moment))
        self._connect(field)
        field.moved.connect(self._move_from_editor)
        field.given_up.disconnect()
        field.given_up.connect(self._close_editor)
        self._place_editor()
        field.show()
        field.raise_()
        field.edit.setFocus(Qt.FocusReason.TabFocusReason)

    def values_of(self, observation: str) -> Mapping[str, float | None]:
        """The signs of an observation; set by the part, which knows the record."""
        raise NotImplementedError

    def _place_editor(self) -> None:
        view = self.model.view
        if view is None or self.editor is None or self._editing is None:
            return
        observation, row = self._editing
        place = next((place for place, column in enumerate(view.columns) if column.observation == observation), -1)
        if place < 0:
            return
        if row == "time":
            head = self.table.head_place(place)
            self.editor.setGeometry(head.left() + 6, 0, head.width() - 12, self._theme.scaled(22))
            return
        number = next((number for number, one in enumerate(view.rows) if one.id == row), 0)
        self.editor.setGeometry(self.table.visualRect(self.model.index(number, place)).adjusted(4, 1, -4, -2))

    def _move_from_editor(self, way: int) -> None:
        self._close_editor()
        index = self.table.currentIndex()
        below = self.model.index(index.row() + way, index.column())
        if below.isValid():
            self.table.setCurrentIndex(below)

    def _close_editor(self, *, focus: bool = True) -> None:
        editor, self.editor, self._editing = self.editor, None, None
        if editor is None:
            return
        if self._focused is editor:
            self._focused = None
            self.hint.hide()
        had = editor.edit.hasFocus()
        editor.blockSignals(True)
        editor.hide()
        editor.deleteLater()
        if focus or had:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
