"""The conditions on the page Safety: each asked with one key, and what to do where one is present."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.desk import Desk
from trd_desk.ui.pages.definitions_flow import Across, take_focus
from trd_desk.ui.pages.pathways_decision import DecisionForm
from trd_desk.ui.pages.pathways_reason import source_row
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.labels import Label, Remark
from trd_desk.ui.widgets.layout import Button, clear, line
from trd_desk.ui.widgets.segments import AnswerSegments
from trd_desk.view.safety import AgeRow, ConditionRow, SafetyGroup

LEVEL_WIDTH = 96


class ConditionLine(QWidget):
    """One condition: its question, its level, Yes, No and Unknown; where it is present also why, what to do and the decision.

    Signals:
        answered(str, object): the condition's code and True, False or None.
        taken_back(str): the answer was taken back to not asked.
    """

    answered = Signal(str, object)
    taken_back = Signal(str)

    def __init__(self, theme: Theme, desk: Desk, row: ConditionRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._desk = theme, desk
        self._row: ConditionRow | None = None
        self._wanted = row
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 6)
        column.setSpacing(4)
        top = Across(theme)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._label = Label(theme, row.label, bold=True, wrap=True)
        words.addWidget(self._label)
        words.addWidget(Label(theme, row.question, "small", colour="text_2", wrap=True))
        top.addLayout(words, 1)
        # Grey words and no mark: beside an answer of no, a marked "Stop" would read as a verdict.
        level = Label(theme, _("{level} if present").format(level=row.level.word), "small", colour="text_2")
        level.setToolTip(row.because)
        holder = QHBoxLayout()
        holder.addWidget(level)
        holder.addStretch(1)
        holder.addSpacing(max(0, theme.scaled(LEVEL_WIDTH) - level.sizeHint().width()))
        answer = QHBoxLayout()
        answer.setSpacing(16)
        answer.addLayout(holder)
        self.segments = AnswerSegments(theme, row.question)
        self.segments.setObjectName(f"conditions.{row.id}")
        self.segments.answered.connect(lambda value: self.answered.emit(row.id, value))
        self.segments.taken_back.connect(lambda: self.taken_back.emit(row.id))
        answer.addWidget(self.segments, 0, Qt.AlignmentFlag.AlignVCenter)
        top.addLayout(answer)
        column.addLayout(top)
        self._present = QWidget()
        self._present_column = QVBoxLayout(self._present)
        self._present_column.setContentsMargins(0, 0, 0, 4)
        self._present_column.setSpacing(4)
        column.addWidget(self._present)
        column.addWidget(line())
        self.decision: DecisionForm | None = None
        self.show_row(row)

    def forget(self) -> None:
        """Puts away what was begun for one patient before another one is shown."""
        self._row, self.decision = None, None
        clear(self._present_column)

    def show_row(self, row: ConditionRow) -> None:
        """Shows the condition as known now; a decision that is being written is left alone."""
        self.segments.set_answer(row.answer, asked=self._desk.is_asked("condition", row.id))
        self.segments.setToolTip(f"{row.source.status}. {row.source.text}" if row.source.status else row.source.text)
        self._wanted = row
        if row == self._row or (row.answer and self.decision is not None and self.decision.is_open):
            return
        self._row = row
        present = row.answer is True
        self._present.setVisible(present)
        clear(self._present_column)
        self.decision = None
        if present:
            column = self._present_column
            column.addWidget(
                Remark(self._theme, row.level.mark, f"{row.level.word}. {row.because} {row.action}", f"{row.level.word}.")
            )
            if row.decision:
                column.addWidget(Remark(self._theme, "override", row.decision))
            column.addWidget(source_row(self._theme, row.source))
            self.decision = DecisionForm(self._theme, self._desk, row.id, row.label)
            self.decision.recorded.connect(self._decided, Qt.ConnectionType.QueuedConnection)
            column.addWidget(self.decision)

    def _decided(self) -> None:
        if self.decision is not None:
            self.decision.fold()
            self.show_row(self._wanted)
            take_focus(self.segments)


class ConditionGroup(QWidget):
    """The conditions of one group, with one act that says that the unanswered ones were asked about and are absent.

    Signals:
        answered(str, object), taken_back(str): as of a line.
        none_present(list): the codes that were asked about and are absent.
    """

    answered = Signal(str, object)
    taken_back = Signal(str)
    none_present = Signal(list)

    def __init__(self, theme: Theme, desk: Desk, group: SafetyGroup, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.group = group
        self.setObjectName(f"safety.group.{group.id}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(Label(theme, group.title, bold=True, colour="text_2"), 1)
        self.none = Button(theme, _("All others asked: none"))
        self.none.setObjectName(f"safety.group.{group.id}.none")
        self.none.setAccessibleName(_("{group}: all unanswered ones asked about, none present").format(group=group.title))
        self.none.clicked.connect(lambda: self.none_present.emit(self._unanswered()))
        head.addWidget(self.none)
        column.addLayout(head)
        self.lines = [ConditionLine(theme, desk, row) for row in group.rows]
        for each in self.lines:
            each.answered.connect(self.answered)
            each.taken_back.connect(self.taken_back)
            column.addWidget(each)
        self.show_group(group)

    def show_group(self, group: SafetyGroup) -> None:
        """Shows the conditions as known now."""
        self.group = group
        for each, row in zip(self.lines, group.rows, strict=True):
            each.show_row(row)
        unanswered = len(self._unanswered())
        words = _("All asked: none") if unanswered == len(group.rows) else _("All others asked: none")
        self.none.setText(words)
        self.none.setVisible(unanswered > 0)
        self.none.setToolTip(_("Saves “no” for each condition here that has no answer yet."))

    def _unanswered(self) -> list[str]:
        return [row.id for row in self.group.rows if row.answer is None]


class AgeLine(QWidget):
    """A level that follows from age.

    Signals: none.
    """

    def __init__(self, theme: Theme, row: AgeRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"safety.age.{row.id}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(2)
        column.addWidget(
            Remark(
                theme,
                row.level.mark,
                f"{row.label}. {row.level.word}. {row.because} {row.action}",
                f"{row.label}. {row.level.word}.",
            )
        )
        column.addWidget(source_row(theme, row.source))
