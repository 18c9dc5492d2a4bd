"""The medicines taken now, what the interaction table says of each, and the diazepam equivalent."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from trd_desk.content.library import Library
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.ui.desk import Desk
from trd_desk.ui.pages.definitions_flow import Across, FlowRow, take_focus
from trd_desk.ui.pages.pathways_reason import source_row
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.fields import DrugField, NumberField
from trd_desk.ui.widgets.labels import Label, Remark, VerdictLabel
from trd_desk.ui.widgets.layout import Button, clear, line
from trd_desk.view.safety import SafetyView
from trd_desk.view.safety_rows import DiazepamView, InteractionRow

NAME_WIDTH = 220


def known_names(library: Library) -> list[tuple[str, str, str]]:
    """The names that the interaction table knows: generic ones, and brands with the generic name they lead to."""
    found: dict[str, tuple[str, str, str]] = {}
    for group in library.interactions:
        for drug in group.drugs:
            found.setdefault(drug.casefold(), (drug, drug, group.label))
        for generic, brands in group.brands.items():
            for brand in brands:
                found.setdefault(brand.casefold(), (brand, generic, generic))
    return [found[name] for name in sorted(found)]


def medication_keys(patient: Patient) -> list[str]:
    """The keys of the medicines in the order of the list."""
    return [
        key
        for (kind, key), entry in patient.answers.items()
        if kind == "medication" and entry.value is not None and (kind, key) not in patient.unreadable
    ]


def next_key(patient: Patient) -> str:
    """A key that no medicine of this patient has had."""
    used = [key for kind, key in patient.answers if kind == "medication"]
    numbers = [int(key[1:]) for key in used if key[:1] == "m" and key[1:].isdigit()]
    return f"m{max(numbers, default=0) + 1}"


class MedicineLine(QWidget):
    """A medicine: its name, its daily dose, its level, and the words of the table with their source.

    Signals:
        dosed(str, object): the key of the entry and the daily dose in mg, None when emptied.
        removed(str): the key of the entry.
    """

    dosed = Signal(str, object)
    removed = Signal(str)

    def __init__(self, theme: Theme, key: str, drug: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self.key, self.drug = theme, key, drug
        self._row: InteractionRow | None = None
        self.setObjectName(f"medication.{key}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 6)
        column.setSpacing(4)
        top = Across(theme)
        self._name = Label(theme, "", bold=True, wrap=True)
        self._name.setMinimumWidth(theme.scaled(NAME_WIDTH))
        self.dose = NumberField(theme, _("mg a day"), low=0.001, high=10_000, decimals=3, width=148)
        self.dose.setObjectName(f"medication.{key}.daily_mg")
        self.dose.setAccessibleName(_("{drug}: daily dose in mg").format(drug=drug))
        self.dose.committed.connect(lambda value: self.dosed.emit(self.key, value))
        self._level = VerdictLabel(theme, "note", "")
        self.remove = Button(theme, _("Remove"), kind="quiet")
        self.remove.setObjectName(f"medication.{key}.remove")
        self.remove.setAccessibleName(_("Remove {drug}").format(drug=drug))
        self.remove.clicked.connect(lambda: self.removed.emit(self.key))
        top.addWidget(self._name, 1)
        rest = QHBoxLayout()
        rest.setSpacing(16)
        rest.addWidget(self.dose)
        rest.addWidget(self._level)
        rest.addWidget(self.remove)
        top.addLayout(rest)
        self._level.setMinimumWidth(theme.scaled(140))
        column.addLayout(top)
        self._words = QVBoxLayout()
        self._words.setSpacing(2)
        column.addLayout(self._words)
        column.addWidget(line())

    def show_row(self, row: InteractionRow, daily_mg: float | None) -> None:
        """Shows what the table says now."""
        self.dose.set_value(daily_mg)
        if row == self._row:
            return
        self._row = row
        self._name.setText(row.drug)
        self._level.set_state(row.level.mark, row.level.word, row.level.sentence)
        clear(self._words)
        if row.groups:
            self._words.addWidget(Label(self._theme, row.groups, "small", colour="text_2", wrap=True))
        for text in row.texts:
            self._words.addWidget(Label(self._theme, text, wrap=True))
        for source in dict.fromkeys(row.sources):
            self._words.addWidget(source_row(self._theme, source))


class Medicines(QWidget):
    """The list of medicines with a field that adds one, and the tick that says it is complete.

    Signals: none; it saves by itself.
    """

    def __init__(self, theme: Theme, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._desk = theme, desk
        self.lines: list[MedicineLine] = []
        self.setObjectName("safety.medicines")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        row = FlowRow(gap=24, line_gap=8)
        self.add = DrugField(theme, (), free=True, width=320)
        self.add.setObjectName("medications")
        self.add.setAccessibleName(_("Add a medicine taken now"))
        self.add.set_placeholder(_("Add a medicine: generic or brand name"))
        self.add.committed.connect(self._added)
        self.complete = QCheckBox(_("The list was reviewed and is complete"))
        self.complete.setObjectName("medications_reviewed")
        self.complete.clicked.connect(self._reviewed)
        row.add(self.add)
        row.add(self.complete)
        column.addWidget(row)
        self._empty = Label(theme, "", colour="text_2", wrap=True)
        column.addWidget(self._empty)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        column.addLayout(self._list)
        self._diazepam_holder = QVBoxLayout()
        self._diazepam_holder.setSpacing(4)
        column.addLayout(self._diazepam_holder)
        self._diazepam: DiazepamView | None = None
        self._has_names = False

    def forget(self) -> None:
        """Puts away what was typed for one patient before another one is shown."""
        self.add.edit.clearFocus()
        self.add.set_value(None)
        clear(self._list)
        self.lines = []

    def show_view(self, view: SafetyView) -> None:
        """Shows the medicines as known now; a dose that is being typed is left alone."""
        patient = self._desk.patient
        if patient is None:
            return
        if not self._has_names:
            self.add.set_choices(known_names(self._desk.library))
            self._has_names = True
        self.complete.setChecked(view.medications_reviewed)
        self._empty.setText("" if view.interactions else view.interactions_empty)
        self._empty.setVisible(not view.interactions)
        keys = medication_keys(patient)
        medications = patient.case.medications
        if [(line.key, line.drug) for line in self.lines] != [
            (key, item.drug) for key, item in zip(keys, medications, strict=True)
        ]:
            clear(self._list)
            self.lines = [MedicineLine(self._theme, key, item.drug) for key, item in zip(keys, medications, strict=True)]
            for each in self.lines:
                # Queued, because the answer may rebuild the line that it comes from.
                each.dosed.connect(self._dosed, Qt.ConnectionType.QueuedConnection)
                each.removed.connect(self._removed, Qt.ConnectionType.QueuedConnection)
                self._list.addWidget(each)
        for each, row, item in zip(self.lines, view.interactions, medications, strict=True):
            each.show_row(row, item.daily_mg)
        if view.diazepam != self._diazepam:
            self._diazepam = view.diazepam
            self._show_diazepam(view.diazepam, {text for row in view.interactions for text in row.texts})

    def _show_diazepam(self, shown: DiazepamView | None, said: set[str]) -> None:
        holder, theme = self._diazepam_holder, self._theme
        clear(holder)
        if shown is None:
            return
        head = FlowRow(gap=12)
        head.add(Label(theme, _("Diazepam equivalent"), bold=True))
        head.add(VerdictLabel(theme, shown.state.mark, shown.state.word, size="small", bold=False, sentence=shown.state.sentence))
        holder.addWidget(head)
        holder.addWidget(Label(theme, shown.total, wrap=True))
        if len(shown.parts) > 1:
            holder.addWidget(Label(theme, "; ".join(shown.parts), "small", colour="text_2", wrap=True))
        # What stands with the medicine above is not said twice.
        for text in (text for text in shown.evidence if text not in said):
            holder.addWidget(Remark(theme, "note", text, size="small"))

    def _added(self, drug: Any) -> None:
        patient = self._desk.patient
        if not drug or patient is None:
            return
        key = next_key(patient)
        if self._desk.answer("medication", key, {"drug": drug}):
            self.add.edit.setModified(False)
            self.add.set_value(None)
            for each in self.lines:
                if each.key == key:
                    take_focus(each.dose)
        else:
            self.add.mark_not_saved()

    def _dosed(self, key: str, mg: Any) -> None:
        patient = self._desk.patient
        stored = None if patient is None else patient.value("medication", key)
        if not isinstance(stored, dict):
            return
        changed = {name: value for name, value in stored.items() if name != "daily_mg"}
        if mg is not None:
            changed["daily_mg"] = mg
        if not self._desk.answer("medication", key, changed):
            for each in self.lines:
                if each.key == key:
                    each.dose.mark_not_saved()

    def _removed(self, key: str) -> None:
        if self._desk.take_back("medication", key):
            take_focus(self.add)

    def _reviewed(self, complete: bool) -> None:
        if not self._desk.answer("medications_reviewed", "", complete):
            self.complete.setChecked(not complete)
