"""The list of patients: type to search, Enter opens, New patient adds."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStackedLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from trd_desk.i18n import _
from trd_desk.ui.patient_model import BORN, CHANGED, NAME, NUMBER, SEX, PatientModel
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.fields import LineEdit
from trd_desk.ui.widgets.labels import Label
from trd_desk.ui.widgets.layout import Button, EmptyState

if TYPE_CHECKING:
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.pages.new_patient import NewPatientCard

# A search that leaves this few and then rests for this many milliseconds is about to end with Enter.
FEW: Final = 20
PAUSE: Final = 500
# A name shorter than this always fits its column.
LONG: Final = 12
_LEFT: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)

_WIDEST: Final = {NUMBER: "TRD-000000000", BORN: "30 Sep 1980, 100 years", SEX: "female", CHANGED: "30 Sep 2026"}


class _RowDelegate(QStyledItemDelegate):
    """One patient a row: the name in semi-bold, an accent edge on the chosen row."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        theme = self._theme
        self._fonts = (theme.font(), theme.font(bold=True))
        self._inks = (theme.colour("text_2"), theme.colour("text"))
        self._divider, self._chosen, self._accent = theme.colour("divider"), theme.colour("bg_selected"), theme.colour("accent")

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(80, self._theme.scaled(36))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        area: QRect = option.rect
        column = index.column()
        first = column == NAME
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, self._chosen)
            if first:
                painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), self._accent)
        painter.setPen(self._divider)
        painter.drawLine(area.left(), area.bottom(), area.right(), area.bottom())
        painter.setFont(self._fonts[first])
        painter.setPen(self._inks[first])
        model = index.model()
        text = model.words(index.row())[column] if isinstance(model, PatientModel) else str(index.data())
        inner = area.adjusted(16 if first else 8, 0, -8, 0)
        if first and len(text) > LONG:
            text = self._theme.metrics(bold=True).elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, _LEFT, text)


class PatientTable(QTableView):
    """The table itself.

    Signals:
        opened(int): a place of the list was taken with Enter or a double click.
        painted(): the first paint with rows was made.
    """

    opened = Signal(int)
    painted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.was_painted = False
        self.setAccessibleName(_("Patients"))
        self.setItemDelegate(_RowDelegate(theme, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))
        theme.changed.connect(self.dress)

    def dress(self) -> None:
        """Fits rows and columns to the letters and the width."""
        self.verticalHeader().setDefaultSectionSize(self._theme.scaled(36))
        head = self.horizontalHeader()
        model = self.model()
        if isinstance(model, PatientModel):
            model.head_font = self._theme.font("small")
        head.setFixedHeight(self._theme.scaled(32))
        rest = self.viewport().width() - self._theme.scaled(200)
        for column, words in _WIDEST.items():
            # In a narrow window or with large letters the last columns give way to the name.
            wide = self._theme.metrics().horizontalAdvance(words) + 24
            self.setColumnHidden(column, wide > rest)
            self.setColumnWidth(column, wide)
            rest -= wide if wide <= rest else 0
        self.setColumnWidth(NAME, rest + self._theme.scaled(200))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.model() is not None:
            self.dress()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.was_painted:
            self.was_painted = True
            self.painted.emit()


class PatientsPage(QWidget):
    """All patients of the record.

    Signals:
        opened(str): the key of the patient to open.
        filled(): the list was painted for the first time and takes keys.
        patient_near(): somebody seems about to open a patient; time to load what that needs.
    """

    opened = Signal(str)
    filled = Signal()
    patient_near = Signal()

    def __init__(self, desk: "Desk", theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.theme = desk, theme
        margin = theme.px("page_margin")
        column = QVBoxLayout(self)
        column.setContentsMargins(margin, 16, margin, 16)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(Label(theme, _("Patients"), "title", bold=True))
        self.count = Label(theme, "", colour="text_2")
        head.addWidget(self.count)
        head.addStretch(1)
        self.search = LineEdit(theme)
        self.search.setPlaceholderText(_("Name, record number or birth date"))
        self.search.setAccessibleName(_("Find a patient by name, record number or birth date"))
        self.search.setClearButtonEnabled(False)
        self.search.installEventFilter(self)
        self.search.textChanged.connect(self.search_for)
        # No lambda: the theme outlives this page, and would call one that is gone.
        theme.changed.connect(self._fit_search)
        self._fit_search()
        head.addWidget(self.search)
        self.add = Button(theme, _("New patient"), icon="add", key="Ctrl+N")
        self.add.clicked.connect(self.show_new_patient)
        head.addWidget(self.add)
        column.addLayout(head)
        self._form_place = QVBoxLayout()
        column.addLayout(self._form_place)
        self._total = 0
        self.form: NewPatientCard | None = None
        self._below = QStackedLayout()
        column.addLayout(self._below, 1)
        self.model = PatientModel(desk.record, desk.today(), self)
        self.table = PatientTable(theme)
        self.table.setModel(self.model)
        self.table.opened.connect(self._open)
        self.table.painted.connect(lambda: self.filled.emit())
        self._below.addWidget(self.table)
        self.table.clicked.connect(lambda _index: self.patient_near.emit())
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._paused)
        self.search.textEdited.connect(lambda _text: self._pause.start())
        self._empty: EmptyState | None = None
        self._nothing: EmptyState | None = None
        self.setTabOrder(self.search, self.table)
        self.refresh()

    def refresh(self) -> None:
        """Reads the list again, keeping search and place."""
        place = self.table.currentIndex().row()
        self._total = self.desk.record.count()
        self.search_for(self.search.text())
        if place > 0:
            self._choose(min(place, self.model.rowCount() - 1))

    def _fit_search(self) -> None:
        self.search.setFixedWidth(self.theme.scaled(320))

    def search_for(self, query: str) -> None:
        """Shows the patients that the query finds and chooses the first."""
        shown = self.model.search(query.strip())
        if not query.strip():
            self._total = shown
        total = self._total
        if query.strip():
            self.count.setText(_("{shown} of {total}").format(shown=f"{shown:,}", total=f"{total:,}"))
        else:
            self.count.setText(f"{total:,}" if total else "")
        if shown:
            self._below.setCurrentWidget(self.table)
            self._choose(0)
        elif total:
            self._below.setCurrentWidget(self._nothing_found())
        else:
            self._below.setCurrentWidget(self._no_patients())

    def focus_first(self) -> None:
        """Puts the keyboard into the search."""
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.selectAll()

    def _paused(self) -> None:
        if 0 < self.model.rowCount() <= FEW:
            self.patient_near.emit()

    def _choose(self, place: int) -> None:
        if place >= 0:
            index = self.model.index(place, 0)
            self.table.setCurrentIndex(index)

    def _open(self, place: int) -> None:
        self.opened.emit(self.model.row(place).patient)

    def _no_patients(self) -> EmptyState:
        if self._empty is None:
            self._empty = EmptyState(self.theme, _("No patient yet. Add the first one; the referral letter has all that is needed."))
            self._below.addWidget(self._empty)
        return self._empty

    def _nothing_found(self) -> EmptyState:
        if self._nothing is None:
            words = _("Nobody is found. Try the beginning of a name, the record number, or a birth date such as 14.3.1980.")
            self._nothing = EmptyState(self.theme, words)
            self._below.addWidget(self._nothing)
        return self._nothing

    def show_new_patient(self) -> None:
        """Opens the form above the list."""
        if self.form is None:
            from trd_desk.ui.pages.new_patient import NewPatientCard

            self.form = NewPatientCard(self.desk, self.theme)
            self.form.added.connect(self._added)
            self.form.closed.connect(self._close_form)
            self.form.open_wanted.connect(lambda key: self.opened.emit(key))
            self._form_place.addWidget(self.form)
        self.form.start(self.search.text())
        self.form.show()

    def _added(self, key: str) -> None:
        self._close_form()
        self.search.clear()
        self.refresh()
        self.opened.emit(key)

    def _close_form(self) -> None:
        if self.form is not None:
            self.form.hide()
        self.focus_first()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key, place, last = event.key(), self.table.currentIndex().row(), self.model.rowCount() - 1
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}
            if key in steps and last >= 0:
                self._choose(max(0, min(last, place + steps[Qt.Key(key)])))
                self.patient_near.emit()
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if place >= 0 and last >= 0:
                    self._open(place)
                return True
            if key == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return super().eventFilter(watched, event)

