"""What only looks like resistance, and the work-up before a first dose."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.desk import Desk
from trd_desk.ui.pages.definitions_flow import Across
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.fields import DateField, TextField
from trd_desk.ui.widgets.labels import Label, Remark, VerdictLabel
from trd_desk.ui.widgets.layout import Button, clear, line
from trd_desk.ui.widgets.segments import AnswerSegments
from trd_desk.view.parts import SourceLine
from trd_desk.view.safety_rows import PseudoRow, WorkupRow

STATE_WIDTH = 150


def _tip(source: SourceLine) -> str:
    return ". ".join(part for part in (source.status, source.text) if part)


class PseudoLine(QWidget):
    """One of the checks: worked out from the record, or asked and answered with one key.

    Signals:
        answered(str, object): the check and True, False or None.
        taken_back(str): the answer was taken back to not asked.
    """

    answered = Signal(str, object)
    taken_back = Signal(str)

    def __init__(self, theme: Theme, desk: Desk, row: PseudoRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._desk = theme, desk
        self._row: PseudoRow | None = None
        self.setObjectName(f"safety.pseudo.{row.id}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 6)
        column.setSpacing(4)
        top = Across(theme)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(theme, row.label, bold=True, wrap=True))
        words.addWidget(Label(theme, row.ask, "small", colour="text_2", wrap=True))
        top.addLayout(words, 1)
        self._state = VerdictLabel(theme, row.state.mark, row.state.word, size="small", bold=False)
        self._state.setMinimumWidth(theme.scaled(STATE_WIDTH))
        answer = QHBoxLayout()
        answer.setSpacing(16)
        answer.addWidget(self._state, 0, Qt.AlignmentFlag.AlignVCenter)
        self.segments: AnswerSegments | None = None
        if row.computed:
            # The words stand where the answers of the others are, so that the column reads down.
            note = Label(theme, _("worked out from the record"), "small", colour="text_3", wrap=True)
            note.setFixedWidth(AnswerSegments(theme, row.ask).sizeHint().width())
            answer.addWidget(note, 0, Qt.AlignmentFlag.AlignVCenter)
        else:
            self.segments = AnswerSegments(theme, f"{row.label}: {row.ask}")
            self.segments.setObjectName(f"pseudo_check.{row.id}")
            self.segments.answered.connect(lambda value: self.answered.emit(row.id, value))
            self.segments.taken_back.connect(lambda: self.taken_back.emit(row.id))
            answer.addWidget(self.segments, 0, Qt.AlignmentFlag.AlignVCenter)
        top.addLayout(answer)
        column.addLayout(top)
        self._texts = QVBoxLayout()
        self._texts.setSpacing(2)
        column.addLayout(self._texts)
        column.addWidget(line())
        self.show_row(row)

    def show_row(self, row: PseudoRow) -> None:
        """Shows the check as known now."""
        if self.segments is not None:
            self.segments.set_answer(row.answer, asked=self._desk.is_asked("pseudo_check", row.id))
        if row == self._row:
            return
        self._row = row
        self._state.set_state(row.state.mark, row.state.word, row.state.sentence)
        self.setToolTip(_tip(row.source))
        clear(self._texts)
        for text in row.texts:
            self._texts.addWidget(Remark(self._theme, "note", text))
        if row.state.mark == "note":
            self._texts.addWidget(Label(self._theme, row.effect, "small", colour="text_2", wrap=True))


class WorkupLine(QWidget):
    """An examination: for whom and why, the day it was done, and its result or a note.

    Signals:
        recorded(str, object): the item and its entry {"done_on", "result"}; None when emptied.
    """

    recorded = Signal(str, object)

    def __init__(self, theme: Theme, desk: Desk, row: WorkupRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._desk, self._id = theme, desk, row.id
        # Which field was answered last.
        self._part = ""
        self.setObjectName(f"safety.workup.{row.id}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 6)
        column.setSpacing(6)
        top = QHBoxLayout()
        top.setSpacing(16)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(theme, row.label, bold=True, wrap=True))
        self._why = Label(theme, "", "small", colour="text_2", wrap=True)
        words.addWidget(self._why)
        self._done = Label(theme, "", "small", colour="text", wrap=True)
        words.addWidget(self._done)
        words.addStretch(1)
        top.addLayout(words, 1)
        self._state = VerdictLabel(theme, row.state.mark, row.state.word, size="small", bold=False)
        self._state.setMinimumWidth(theme.scaled(120))
        top.addWidget(self._state, 0, Qt.AlignmentFlag.AlignTop)
        self.day = DateField(theme, whole_day=True, latest=desk.today)
        self.day.setObjectName(f"workup.{row.id}")
        self.day.setAccessibleName(_("{item}: done on").format(item=row.label))
        self.day.set_placeholder(_("done on"))
        self.today = Button(theme, _("Today"))
        self.today.setObjectName(f"workup.{row.id}.today")
        self.today.setAccessibleName(_("{item}: done today").format(item=row.label))
        self.result = TextField(theme, placeholder=_("result or note"), longest=200, width=240)
        self.result.setObjectName(f"workup.{row.id}.result")
        self.result.setAccessibleName(_("{item}: result or note").format(item=row.label))
        self.day.committed.connect(lambda value: self._record("done_on", value.isoformat() if value else None))
        self.result.committed.connect(lambda value: self._record("result", value))
        self.today.clicked.connect(lambda: self._record("done_on", desk.today().isoformat()))
        fields = QHBoxLayout()
        fields.setSpacing(16)
        for field in (self.day, self.today, self.result):
            fields.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
        fields.addStretch(1)
        across = Across(theme)
        across.addLayout(top, 1)
        across.addLayout(fields)
        column.addLayout(across)
        column.addWidget(line())
        self.show_row(row)

    def show_row(self, row: WorkupRow) -> None:
        """Shows the examination as known now; what is being typed is left alone."""
        patient = self._desk.patient
        entry = dict(patient.workup.get(row.id, {})) if patient is not None else {}
        self.day.set_value(entry.get("done_on"))
        self.result.set_value(entry.get("result") or entry.get("note"))
        self._why.setText(f"{row.why} {_('For {whom}.').format(whom=row.for_whom)}" if row.for_whom else row.why)
        # What the record holds already is shown in words; an entry of its own stands in the fields.
        self._done.setText("" if entry else row.done)
        self._done.setVisible(bool(row.done) and not entry)
        self._state.set_state(row.state.mark, row.state.word, row.state.sentence)
        self.setToolTip(_tip(row.source))

    def _record(self, part: str, value: Any) -> None:
        self._part = part
        patient = self._desk.patient
        entry = dict(patient.workup.get(self._id, {})) if patient is not None else {}
        entry.pop(part, None)
        if part == "result":
            entry.pop("note", None)
        if value:
            entry[part] = value
        self.recorded.emit(self._id, entry or None)

    def mark_not_saved(self) -> None:
        """Says that what was typed is not on disk."""
        (self.result if self._part == "result" else self.day).mark_not_saved()
