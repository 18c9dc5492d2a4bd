"""The forest plot on the page: which measure is drawn, how to read it, and the drawing itself."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.definitions_flow import FlowRow
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.drop_list import DropList
from trd_desk.ui.widgets.labels import Label
from trd_desk.ui.widgets.painting import DrawingView
from trd_desk.view.forest import ForestChoice, legend
from trd_desk.view.shapes import Drawing


class ForestPanel(QWidget):
    """The plot with the choice of what it draws, its legend, and what it does not do.

    Signals: none of its own; those of `chosen` and `drawing`.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        head = FlowRow(gap=16, line_gap=4)
        self.chosen = DropList(theme)
        self.chosen.setObjectName("library.plot")
        self.chosen.setAccessibleName(_("Measure and unit of the plot"))
        head.add(self.chosen)
        for drawing, said in legend():
            head.add(_Key(theme, drawing, said))
        column.addWidget(head)
        says = _("One measure and unit at a time. Nothing is pooled, and the order is no ranking: people and comparators differ.")
        self.says = Label(theme, says, "small", colour="text_2", wrap=True)
        column.addWidget(self.says)
        self.none = Label(theme, _("None of these results has an interval, so nothing can be drawn. The table has them all."), wrap=True)
        column.addWidget(self.none)
        self._frame = QFrame()
        self._frame.setProperty("kind", "card")
        inner = QVBoxLayout(self._frame)
        inner.setContentsMargins(1, 8, 1, 8)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.viewport().setAutoFillBackground(False)
        self.drawing = DrawingView(theme)
        self.drawing.setObjectName("library.forest")
        self.area.setWidget(self.drawing)
        self.drawing.setAutoFillBackground(False)
        self.area.setAccessibleName(_("Forest plot"))
        inner.addWidget(self.area)
        column.addWidget(self._frame, 1)
        column.addStretch(0)

    def offer(self, choices: Sequence[ForestChoice]) -> None:
        """Offers these plots; the one in front stays where it is still there."""
        held = self.chosen.currentData()
        was_blocked = self.chosen.blockSignals(True)
        self.chosen.clear()
        for choice in choices:
            self.chosen.addItem(choice.words, choice.key)
        place = self.chosen.findData(held)
        if place < 0:
            place = max(range(len(choices)), key=lambda each: (choices[each].supported, choices[each].count), default=0)
        self.chosen.setCurrentIndex(place)
        self.chosen.blockSignals(was_blocked)
        has = bool(choices)
        self.none.setVisible(not has)
        self.chosen.setVisible(has)
        self._frame.setVisible(has)

    def key(self) -> str:
        """The plot that is chosen."""
        return str(self.chosen.currentData() or "")

    def room(self) -> int:
        """The width that a drawing has, in pixels."""
        return self.width() - 4 - self.area.verticalScrollBar().sizeHint().width()

    def show_drawing(self, drawing: Drawing | None) -> None:
        """Shows a plot."""
        if drawing is not None:
            self.drawing.set_drawing(drawing)
            self.drawing.resize(self.drawing.sizeHint())


class _Key(QWidget):
    """A manner of drawing with its words."""

    def __init__(self, theme: Theme, drawing: Drawing, said: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(DrawingView(theme, drawing))
        row.addWidget(Label(theme, said, "small", colour="text_2"))
