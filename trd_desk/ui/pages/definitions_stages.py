"""The stages below the table: a bar for each model with its value and what it hangs on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from trd_desk.ui.pages.definitions_flow import Across, FlowRow, take_focus
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.labels import Label
from trd_desk.ui.widgets.layout import clear
from trd_desk.ui.widgets.painting import DrawingView, MarkLabel
from trd_desk.view.definitions import DefinitionsView
from trd_desk.view.staging import StagingRow

NAME_WIDTH = 128
BAR_WIDTH = 356
VALUE_WIDTH = 84


class StageRow(QWidget):
    """One model: name, bar, value and remark. The focus, a click or Enter shows its card.

    Signals:
        chosen(str): the model whose row was taken.
        left(int): Up (-1) or Down (1) was pressed.
        answered(str): Y, N or U for the first question of the card.
        card_asked(): Enter.
    """

    chosen = Signal(str)
    left = Signal(int)
    answered = Signal(str)
    card_asked = Signal()

    def __init__(self, theme: Theme, row: StagingRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self.row = theme, row
        self.is_chosen = False
        self.setObjectName(f"staging.{row.id}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{row.name}: {row.value}")
        self.setAccessibleDescription(row.remark.text)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        across = Across(theme, spacing=0)
        self.setLayout(across)
        across.setContentsMargins(theme.px("space.s2"), 3, theme.px("space.s1"), 3)
        line = QHBoxLayout()
        line.setSpacing(0)
        line.addWidget(self._name(row), 0, Qt.AlignmentFlag.AlignTop)
        if row.drawing is None:
            blank = QWidget()
            blank.setFixedWidth(theme.scaled(BAR_WIDTH))
            line.addWidget(blank)
        else:
            holder = QVBoxLayout()
            holder.setContentsMargins(0, theme.scaled(3), 0, 0)
            holder.addWidget(DrawingView(theme, row.drawing))
            holder.addStretch(1)
            line.addLayout(holder)
        line.addSpacing(theme.px("space.s2"))
        line.addStretch(1)
        value = Label(theme, row.value, bold=True, wrap=True)
        value.setFixedWidth(theme.scaled(VALUE_WIDTH))
        said = QHBoxLayout()
        said.setSpacing(0)
        said.addWidget(value, 0, Qt.AlignmentFlag.AlignTop)
        said.addWidget(self._remark(row), 1)
        across.addLayout(line)
        across.addLayout(said, 1)

    def _name(self, row: StagingRow) -> QWidget:
        theme = self._theme
        holder = QWidget()
        holder.setFixedWidth(theme.scaled(NAME_WIDTH))
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        flow = FlowRow(gap=6, line_gap=0)
        flow.add(Label(theme, row.name))
        if row.span:
            flow.add(Label(theme, row.span, "small", colour="text_3"))
        column.addWidget(flow)
        if row.standing.mark in ("provisional", "site"):
            standing = QHBoxLayout()
            standing.setSpacing(4)
            standing.addWidget(MarkLabel(theme, row.standing.mark, size=14))
            standing.addWidget(Label(theme, row.standing.word, "small", colour="text_2"), 1)
            column.addLayout(standing)
        return holder

    def _remark(self, row: StagingRow) -> QWidget:
        theme = self._theme
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 1, 0, 0)
        line.setSpacing(4)
        open_ = row.remark.mark == "cannot_tell"
        if open_:
            line.addWidget(MarkLabel(theme, row.remark.mark, size=14), 0, Qt.AlignmentFlag.AlignTop)
        words = Label(theme, row.remark.text, "small", colour="unknown" if open_ else "text_2", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        line.addWidget(words, 1)
        return holder

    def set_chosen(self, chosen: bool) -> None:
        """Whether its card is shown."""
        if chosen != self.is_chosen:
            self.is_chosen = chosen
            self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.chosen.emit(self.row.id)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.left.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.card_asked.emit()
        elif event.text().upper() in ("Y", "N", "U") and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            self.answered.emit(event.text().upper())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.is_chosen:
            painter = QPainter(self)
            painter.fillRect(self.rect(), self._theme.colour("bg_selected"))
            painter.fillRect(0, 0, 3, self.height(), self._theme.colour("accent"))
            painter.end()


class Stages(QWidget):
    """All models in the content's order, with the key to the fillings of the bars.

    Signals:
        chosen(str): the model whose row was taken.
        left_above(): Up on the first row.
        answered(str): Y, N or U for the first question of the card.
        card_asked(): Enter.
    """

    chosen = Signal(str)
    left_above = Signal()
    answered = Signal(str)
    card_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("definitions.stages")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 8, 0, 0)
        self._column.setSpacing(0)
        self.rows: list[StageRow] = []
        self._shown: tuple[object, ...] = ()

    def show_view(self, view: DefinitionsView) -> None:
        """Shows the stages of a view; the focus stays on the same model."""
        shown = (view.staging_title, view.legend, view.stagings, self._theme.text_percent)
        if shown == self._shown:
            return
        self._shown = shown
        focused = next((row.row.id for row in self.rows if row.hasFocus()), "")
        chosen = next((row.row.id for row in self.rows if row.is_chosen), "")
        clear(self._column)
        theme = self._theme
        head = FlowRow(gap=16)
        head.setContentsMargins(theme.px("space.s2"), 0, 0, theme.px("space.half"))
        head.add(Label(theme, view.staging_title, bold=True))
        for drawing, word in view.legend:
            pair = QWidget()
            line = QHBoxLayout(pair)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(8)
            line.addWidget(DrawingView(theme, drawing))
            line.addWidget(Label(theme, word, "small", colour="text_2"))
            head.add(pair)
        self._column.addWidget(head)
        self.rows = [StageRow(theme, row) for row in view.stagings]
        for place, row in enumerate(self.rows):
            row.chosen.connect(self.chosen)
            row.answered.connect(self.answered)
            row.card_asked.connect(self.card_asked)
            row.left.connect(lambda step, place=place: self._move(place + step))
            row.set_chosen(row.row.id == chosen)
            self._column.addWidget(row)
            if row.row.id == focused:
                take_focus(row)

    def set_chosen(self, model: str) -> None:
        """Marks the row whose card is shown, or none."""
        for row in self.rows:
            row.set_chosen(row.row.id == model)

    def focus_first(self) -> None:
        """Gives the focus to the first model."""
        if self.rows:
            take_focus(self.rows[0])

    def _move(self, place: int) -> None:
        if place < 0:
            self.left_above.emit()
        elif place < len(self.rows):
            take_focus(self.rows[place])
