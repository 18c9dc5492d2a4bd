"""A state in mark and word whose weight says whether somebody has to do something."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.labels import Label
from trd_desk.ui.widgets.painting import MarkLabel
from trd_desk.view.marks import COLOURS
from trd_desk.view.shapes import MarkKind


class StateCell(QWidget):
    """A mark and its word: semi-bold in the colour of text where something is wanted, else in the colour of the state.

    Signals: none.
    """

    def __init__(self, theme: Theme, size: str = "small", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._mark = MarkLabel(theme, "due", size=14 if size == "small" else 16)
        self._word = Label(theme, "", size, wrap=True)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._word, 1)

    def show_state(self, mark: MarkKind, word: str, sentence: str = "", *, wanted: bool) -> None:
        """Shows a state."""
        self._mark.set_kind(mark)
        self._word.setText(word)
        self._word.set_bold(bold=wanted)
        self._word.set_colour("text" if wanted else COLOURS[mark])
        self.setAccessibleName(word)
        self.setAccessibleDescription(sentence)
        self.setToolTip(sentence)
