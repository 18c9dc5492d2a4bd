"""Diagnostic criteria of the episode under our own labels: yes, no or not known, with count and result beside them."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.desk import Desk
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.labels import Label, VerdictLabel
from trd_desk.ui.widgets.layout import Card, line
from trd_desk.ui.widgets.segments import AnswerSegments
from trd_desk.view.criteria import CriteriaView, CriterionLine


class CriteriaSection(QWidget):
    """The criteria in one card. Down and Up go from one to the next."""

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.theme = desk, theme
        self.rows: dict[int, AnswerSegments] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._card = Card(theme, spacing=10)
        column.addWidget(self._card)
        column.addStretch(1)
        self._result = VerdictLabel(theme, "not_asked", "", size="body")
        self._result.setObjectName("criteria.result")
        self._count = Label(theme, "", colour="text_2", wrap=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self._remark = Label(theme, "", "small", colour="text_2", wrap=True)
        self._sources = Label(theme, "", "small", colour="text_2", wrap=True)
        self._card.body.addWidget(self._result)
        self._card.body.addWidget(self._count)
        self._card.body.addLayout(self._grid)
        self._card.body.addWidget(self._remark)
        self._card.body.addWidget(self._sources)

    def show_view(self, view: CriteriaView) -> None:
        """Shows answers, count and result."""
        if not self.rows:
            self._build(view)
        self._result.set_state(view.result.mark, view.result.word, view.result.sentence)
        self._count.setText(view.count)
        self._remark.setText(view.remark)
        self._sources.setText("; ".join(f"{source.status}: {source.text}" for source in view.sources))
        for item in view.lines:
            self.rows[item.number].set_answer(item.value, asked=self.desk.is_asked("criterion", str(item.number)))

    def _build(self, view: CriteriaView) -> None:
        at = 0
        kind = ""
        previous: QWidget | None = None
        for item in view.lines:
            if item.kind != kind:
                kind = item.kind
                if at:
                    self._grid.addWidget(line(), at, 0, 1, 3)
                    at += 1
                title = _("Symptoms") if kind == "symptom" else _("Requirements")
                self._grid.addWidget(Label(self.theme, title, "small", colour="text_2"), at, 0, 1, 3)
                at += 1
            self._grid.addWidget(Label(self.theme, str(item.number), colour="text_2"), at, 0, Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(Label(self.theme, self._words(item), wrap=True), at, 1, Qt.AlignmentFlag.AlignVCenter)
            row = AnswerSegments(self.theme, f"{item.number}. {item.label}")
            row.setObjectName(f"criteria.{item.number}")
            row.answered.connect(lambda value, number=item.number: self._answer(number, value))
            row.taken_back.connect(lambda number=item.number: self._take_back(number))
            row.installEventFilter(self)
            self._grid.addWidget(row, at, 2)
            self.rows[item.number] = row
            if previous is not None:
                QWidget.setTabOrder(previous, row)
            previous = row
            at += 1

    @staticmethod
    def _words(item: CriterionLine) -> str:
        return _("{label} (core symptom)").format(label=item.label) if item.core else item.label

    def _answer(self, number: int, value: object) -> None:
        if not self.desk.answer("criterion", str(number), value):
            self._show_again(number)

    def _take_back(self, number: int) -> None:
        if not self.desk.take_back("criterion", str(number)):
            self._show_again(number)

    def _show_again(self, number: int) -> None:
        patient = self.desk.patient
        if patient is not None:
            key = str(number)
            self.rows[number].set_answer(patient.value("criterion", key), asked=self.desk.is_asked("criterion", key))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down and Up go to the next criterion and back."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up)
        ):
            rows = list(self.rows.values())
            if watched in rows:
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                place = rows.index(watched) + step
                if 0 <= place < len(rows):
                    rows[place].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)
