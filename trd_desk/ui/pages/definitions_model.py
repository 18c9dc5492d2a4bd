"""The cells of the table of definitions by trials, each with its tooltip and what a screen reader says of it."""

from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from trd_desk.i18n import _
from trd_desk.view.definitions import DefinitionRow, DefinitionsView, TrialColumn
from trd_desk.view.parts import Stated

Index = QModelIndex | QPersistentModelIndex
STATE_ROLE: Final = Qt.ItemDataRole.UserRole + 1
NAME, ASKS, FIRST_TRIAL = 0, 1, 2
FLAGGED: Final = ("provisional", "site")
_NONE = QModelIndex()


class DefinitionsModel(QAbstractTableModel):
    """Definitions by trials as the view has them: name, what it asks for, a column a trial, what else it asks, verdict."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[DefinitionRow, ...] = ()
        self.columns: tuple[TrialColumn, ...] = ()

    def show_view(self, view: DefinitionsView) -> None:
        """Takes the view's rows and columns."""
        self.beginResetModel()
        self.rows, self.columns = view.rows, view.columns
        self.endResetModel()

    @property
    def also(self) -> int:
        """The column of what else is asked."""
        return FIRST_TRIAL + len(self.columns)

    @property
    def verdict(self) -> int:
        """The column of the verdict."""
        return self.also + 1

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else self.verdict + 1

    def trial_at(self, column: int) -> TrialColumn | None:
        """The trial whose column this is, or None."""
        return self.columns[column - FIRST_TRIAL] if FIRST_TRIAL <= column < self.also else None

    def state(self, row: int, column: int) -> Stated | None:
        """The state that a cell shows; None for names and for what is not asked."""
        shown = self.rows[row]
        if column == self.verdict:
            return shown.verdict
        if column == self.also:
            return shown.also
        trial = self.trial_at(column)
        return None if trial is None else next((cell.state for cell in shown.cells if cell.trial == trial.id), None)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        shown, state = self.rows[row], self.state(row, column)
        if role == STATE_ROLE:
            return state
        if role == Qt.ItemDataRole.DisplayRole:
            if column == NAME:
                return shown.name
            return shown.asks_for if column == ASKS else "" if state is None else state.word
        if role == Qt.ItemDataRole.ToolTipRole:
            return shown.line if column in (NAME, self.verdict) else "" if state is None else state.sentence
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.spoken(row, column)
        return None

    def spoken(self, row: int, column: int) -> str:
        """A cell as a screen reader says it: the definition, the column, the word, and the sentence."""
        shown, state = self.rows[row], self.state(row, column)
        if column == NAME:
            standing = f" ({shown.standing.word})" if shown.standing.mark in FLAGGED else ""
            return f"{shown.name}{standing}: {shown.verdict.word}"
        said = shown.asks_for if column == ASKS else _("nothing") if state is None else f"{state.word}. {state.sentence}".strip()
        return f"{shown.name}, {self.head(column)[0]}: {said}"

    def head(self, column: int) -> tuple[str, ...]:
        """The lines at the head of a column, the first one in semi-bold where it is a trial's."""
        trial = self.trial_at(column)
        if trial is not None:
            return (trial.drug, trial.dose, trial.detail)
        return ({NAME: _("Definition"), ASKS: _("Asks for"), self.also: _("Also asked")}.get(column, _("Verdict")),)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return self.rows[section].name if role == Qt.ItemDataRole.DisplayRole else None
        trial = self.trial_at(section)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return trial.name if trial is not None else self.head(section)[0]
        return "\n".join(self.head(section)) if role == Qt.ItemDataRole.DisplayRole else None
