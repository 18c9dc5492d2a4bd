"""The list of patients as a table: all row ids in order, and the rows themselves only where they are looked at."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from trd_desk.i18n import _
from trd_desk.ui.widgets.dates import short_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFont

    from trd_desk.store.record import PatientRow, Record

Index = QModelIndex | QPersistentModelIndex
NAME, NUMBER, BORN, SEX, CHANGED = range(5)
# Rows read at once: more than the tallest screen shows, and few, because each typed letter reads them anew.
WINDOW: Final = 96


def sex_words() -> dict[str, str]:
    """The record's sexes in words."""
    return {"female": _("female"), "male": _("male"), "other": _("other")}


class PatientModel(QAbstractTableModel):
    """A window of rows about the place that is shown is kept; a search only replaces the ids."""

    def __init__(self, record: "Record", today: dt.date, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._record = record
        self._today = today
        self._ids: Sequence[int] = []
        self._start = 0
        self._rows: list[PatientRow] = []
        self._words: dict[int, tuple[str, ...]] = {}
        self._heads = (_("Name"), _("Record number"), _("Born"), _("Sex"), _("Last entry"))
        self._sexes = sex_words()
        self.head_font: QFont | None = None

    def search(self, query: str) -> int:
        """Shows the patients that a query finds, all for an empty one; gives how many they are."""
        found = self._record.patient_ids(query)
        self.beginResetModel()
        self._ids = found
        self._rows = []
        self._words.clear()
        self.endResetModel()
        return len(found)

    def row(self, place: int) -> "PatientRow":
        """The patient at a place of the list."""
        if not self._start <= place < self._start + len(self._rows):
            self._words.clear()
            self._start = max(0, min(place - WINDOW // 4, len(self._ids) - WINDOW))
            self._rows = self._record.patient_rows(self._ids[self._start : self._start + WINDOW])
        return self._rows[place - self._start]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        """One row a patient."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        """Name, record number, born, sex, last entry."""
        return 0 if parent.isValid() else len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The heads of the columns."""
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self._heads[section]
            if role == Qt.ItemDataRole.FontRole:
                return self.head_font
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a cell."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        return self.words(index.row())[index.column()]

    def words(self, place: int) -> tuple[str, ...]:
        """The words of a row, column by column."""
        found = self._words.get(place)
        if found is None:
            row = self.row(place)
            sex = self._sexes.get(row.sex or "", "")
            found = (row.name or _("No name"), row.number, self._born(row.birth_date), sex, self._changed(row.last_changed))
            self._words[place] = found
        return found

    def _born(self, text: str | None) -> str:
        try:
            day = dt.date.fromisoformat(text or "")
        except ValueError:
            return ""
        age = self._today.year - day.year - ((self._today.month, self._today.day) < (day.month, day.day))
        return _("{day}, {age} years").format(day=short_date(day), age=age)

    def _changed(self, text: str) -> str:
        moment = dt.datetime.fromisoformat(text).astimezone()
        return f"{moment:%H:%M}" + _(" today") if moment.date() == self._today else short_date(moment.date())
