"""The bars of the part Stage: each model before and now, with the difference, what may be said of it and what would settle it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from trd_desk.ui.pages.definitions_flow import FlowRow
from trd_desk.ui.widgets.labels import Label, QuestionLink, Remark
from trd_desk.ui.widgets.layout import Card, clear, line
from trd_desk.ui.widgets.painting import DrawingView, MarkLabel

if TYPE_CHECKING:
    from trd_desk.ui.theme import Theme
    from trd_desk.view.stage import StageBar, StageRow, StageView

_NAME = 104
_LABEL = 108
_BAR = 356


class StageBars(QWidget):
    """One model: its name, its two bars one above the other, the difference and the verdict.

    Signals:
        followed(str): the path of the field that answers a question.
    """

    followed = Signal(str)

    def __init__(self, theme: "Theme", row: "StageRow", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName(f"stage.{row.id}")
        said = [
            row.before.label,
            row.before.value,
            *(() if row.now is None else (row.now.label, row.now.value)),
            row.verdict.text,
        ]
        self.setAccessibleName(f"{row.name}: {'. '.join(said)}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 6)
        column.setSpacing(4)
        head = FlowRow(gap=12, line_gap=0)
        head.add(Label(theme, row.name, bold=True))
        if row.standing.mark in ("provisional", "site"):
            head.add(self._standing(row))
        if row.difference:
            head.add(Label(theme, row.difference, colour="text_2"))
        column.addWidget(head)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        narrow = theme.text_percent >= 150
        for place, bar in enumerate((row.before, row.now)):
            if bar is not None:
                self._add_bar(grid, place, bar, narrow=narrow)
        grid.setColumnStretch(2, 1)
        column.addLayout(grid)
        column.addWidget(Remark(theme, row.verdict.mark, row.verdict.text, row.verdict.bold))
        for ask in row.asks:
            link = QuestionLink(theme, ask.text, ask.field)
            link.setObjectName(f"stage.ask.{row.id}:{ask.field}")
            link.followed.connect(self.followed)
            column.addWidget(link)

    def _standing(self, row: "StageRow") -> QWidget:
        holder = QWidget()
        across = QHBoxLayout(holder)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(4)
        across.addWidget(MarkLabel(self._theme, row.standing.mark, size=14))
        across.addWidget(Label(self._theme, row.standing.word, "small", colour="text_2"))
        holder.setToolTip(row.standing.sentence)
        return holder

    def _add_bar(self, grid: QGridLayout, place: int, bar: "StageBar", *, narrow: bool) -> None:
        """Label, bar and value in a line; at large text the value stands with the label above the bar."""
        theme, top = self._theme, Qt.AlignmentFlag.AlignTop
        label = Label(theme, bar.label, "small", colour="text_2", wrap=True)
        value = Label(theme, bar.value, bold=True, wrap=True)
        if narrow:
            words = FlowRow(gap=8, line_gap=0)
            words.add(Label(theme, bar.label, "small", colour="text_2"))
            words.add(Label(theme, bar.value, bold=True))
            grid.addWidget(words, place * 2, 0, 1, 3)
            if bar.drawing is not None:
                grid.addWidget(DrawingView(theme, bar.drawing), place * 2 + 1, 0, 1, 3, Qt.AlignmentFlag.AlignLeft)
            return
        label.setFixedWidth(theme.scaled(_LABEL))
        grid.addWidget(label, place, 0, top)
        if bar.drawing is not None:
            holder = QVBoxLayout()
            holder.setContentsMargins(0, theme.scaled(3), 0, 0)
            holder.addWidget(DrawingView(theme, bar.drawing))
            grid.addLayout(holder, place, 1, top)
        else:
            grid.setColumnMinimumWidth(1, theme.scaled(_BAR))
        grid.addWidget(value, place, 2, top)


class StageRows(Card):
    """All models with the key to the fillings; the hypothesis stands above them, always.

    Signals:
        followed(str): the path of the field that answers a question.
    """

    followed = Signal(str)

    def __init__(self, theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(theme, "", spacing=4, parent=parent)
        self._theme = theme
        self.setObjectName("stage.rows")
        self.title = Label(theme, "", bold=True, wrap=True)
        self.body.addWidget(self.title)
        self.hypothesis = Label(theme, "", wrap=True)
        self.hypothesis.setObjectName("stage.hypothesis")
        above = QHBoxLayout()
        above.setSpacing(8)
        above.addWidget(MarkLabel(theme, "caution"), 0, Qt.AlignmentFlag.AlignTop)
        above.addWidget(self.hypothesis, 1)
        self.body.addLayout(above)
        self._legend = FlowRow(gap=16)
        self.body.addWidget(self._legend)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.body.addLayout(self._rows)
        self._shown: tuple[object, ...] = ()
        self._percent = 0
        self.rows: dict[str, StageBars] = {}

    def show_view(self, view: "StageView") -> None:
        """Shows the stages of a view; nothing is made anew where nothing changed."""
        self.title.setText(view.title)
        self.hypothesis.setText(view.hypothesis)
        shown = (view.rows, view.remarks, self._theme.text_percent)
        if shown == self._shown:
            return
        self._shown = shown
        if self._percent != self._theme.text_percent:
            self._percent = self._theme.text_percent
            clear(self._legend.flow)
            for drawing, word in view.legend:
                pair = QWidget()
                across = QHBoxLayout(pair)
                across.setContentsMargins(0, 0, 0, 0)
                across.setSpacing(8)
                across.addWidget(DrawingView(self._theme, drawing))
                across.addWidget(Label(self._theme, word, "small", colour="text_2"))
                self._legend.add(pair)
        clear(self._rows)
        self.rows = {}
        for remark in view.remarks:
            self._rows.addWidget(Remark(self._theme, remark.mark, remark.text, remark.bold))
        for row in view.rows:
            self._rows.addWidget(line())
            made = StageBars(self._theme, row)
            made.followed.connect(self.followed)
            self.rows[row.id] = made
            self._rows.addWidget(made)
