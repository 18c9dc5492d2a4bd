"""How the dose was worked out: numbers, steps, limits with their sources, remarks, and the doses of the sessions before."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.pathways_tables import TextTable
from trd_desk.ui.widgets.labels import Label, QuestionLink, Remark
from trd_desk.ui.widgets.layout import Card, clear, line
from trd_desk.ui.widgets.painting import MarkLabel
from trd_desk.view.dose_steps import LimitRow, NumberRow
from trd_desk.view.parts import SourceLine
from trd_desk.view.session_dose import DoseView

if TYPE_CHECKING:
    from trd_desk.ui.theme import Theme


class _Limit(QWidget):
    """A limit: mark, what it says, whether it is kept; the source below."""

    def __init__(self, theme: "Theme", row: LimitRow) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        grid.addWidget(MarkLabel(theme, row.state.mark, size=16), 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(Label(theme, row.text, wrap=True), 0, 1)
        word = Label(theme, row.state.word, "small", colour="text_2")
        grid.addWidget(word, 0, 2, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        grid.addWidget(_source(theme, row.source), 1, 1, 1, 2)
        grid.setColumnStretch(1, 1)
        self.setAccessibleName(f"{row.text}: {row.state.word}")


def _source(theme: "Theme", source: SourceLine) -> QWidget:
    """The standing of a rule with its mark, and the work it rests on."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    row.addWidget(MarkLabel(theme, source.mark, size=12), 0, Qt.AlignmentFlag.AlignTop)
    words = f"{source.status}: {source.text}" if source.status else source.text
    row.addWidget(Label(theme, words, "small", colour="text_2", wrap=True), 1)
    made.setToolTip(", ".join(part for part in (source.doi, source.review) if part))
    return made


class WorkedCard(Card):
    """The dose worked out, read from top to bottom as one would do it by hand.

    Signals:
        go_to(str): a question was followed; the path of its field.
    """

    go_to = Signal(str)

    def __init__(self, theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(theme, _("How it is worked out"), spacing=8, parent=parent)
        self._theme = theme
        self._shown: tuple[object, ...] = ()
        self._remarks = QVBoxLayout()
        self._remarks.setSpacing(4)
        self.body.addLayout(self._remarks)
        self._numbers = QGridLayout()
        self._numbers.setHorizontalSpacing(12)
        self._numbers.setVerticalSpacing(2)
        self._numbers.setColumnStretch(0, 1)
        self.body.addLayout(self._numbers)
        self._steps = QVBoxLayout()
        self._steps.setSpacing(2)
        self.body.addLayout(self._steps)
        self.body.addWidget(line())
        self.body.addWidget(Label(theme, _("Limits"), "small", colour="text_2", bold=True))
        self._limits = QVBoxLayout()
        self._limits.setSpacing(6)
        self.body.addLayout(self._limits)

    def show_dose(self, view: DoseView) -> None:
        """Shows the arithmetic of a dose."""
        shown = (view.numbers, view.steps, view.limits, view.remarks, view.asks, view.unblocks)
        if shown == self._shown:
            return
        self._shown = shown
        self._show_remarks(view)
        clear(self._numbers)
        for place, row in enumerate(view.numbers):
            self._show_number(place, row)
        clear(self._steps)
        for step in view.steps:
            self._steps.addWidget(Label(self._theme, step, colour="text_2", wrap=True))
        clear(self._limits)
        for limit in view.limits:
            self._limits.addWidget(_Limit(self._theme, limit))

    def _show_number(self, place: int, row: NumberRow) -> None:
        self._numbers.addWidget(Label(self._theme, row.label, colour="text" if row.strong else "text_2", wrap=True), place, 0)
        self._numbers.addWidget(Label(self._theme, row.value, bold=row.strong), place, 1, Qt.AlignmentFlag.AlignRight)

    def _show_remarks(self, view: DoseView) -> None:
        clear(self._remarks)
        for remark in view.remarks:
            self._remarks.addWidget(Remark(self._theme, remark.mark, remark.text))
        for sentence in view.unblocks:
            self._remarks.addWidget(Remark(self._theme, "next", sentence))
        for ask in view.asks:
            link = QuestionLink(self._theme, ask.text, ask.field)
            link.followed.connect(self.go_to)
            self._remarks.addWidget(link)


class HistoryCard(Card):
    """The doses of this product in earlier sessions, the newest first.

    Signals: none.
    """

    def __init__(self, theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Doses of this product before"), spacing=8, parent=parent)
        heads = (_("Day"), _("Session"), _("Dose"), _("Change"), _("Given"))
        self.none = Label(theme, _("No earlier session of this product is recorded."), colour="text_2", wrap=True)
        self.body.addWidget(self.none)
        self.table = TextTable(theme, _("Doses of this product before"), heads, (16, 16, 22, 14, 32))
        self.body.addWidget(self.table)

    def show_history(self, view: DoseView) -> None:
        """Shows the earlier doses."""
        self.none.setVisible(not view.history)
        self.table.setVisible(bool(view.history))
        self.table.show_rows([(row.day, row.session, row.dose, row.change, row.given) for row in view.history])
