"""The line at the foot of the checklist: the threshold of the row in focus, its source and standing, and the keys; F2 shows all of it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.labels import Label, RichLabel
from trd_desk.ui.widgets.painting import MarkLabel

if TYPE_CHECKING:
    from trd_desk.view.checklist_parts import CheckRow


class AboutLine(QWidget):
    """Says where a rule comes from, in a line; F2 turns it into every source and what happens otherwise, and back.

    Signals: none.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.unfolded = False
        self._row: CheckRow | None = None
        self._keys = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._mark = MarkLabel(theme, "site", size=14, ground="bg_window")
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        self.words = RichLabel(theme, "", size="small", colour="text_2")
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.words)
        self.more = Label(theme, "", "small", colour="text_2", wrap=True)
        self.more.hide()
        column.addWidget(self.more)
        row.addLayout(column, 1)
        self.keys = Label(theme, "", "small", colour="text_2")
        row.addWidget(self.keys, 0, Qt.AlignmentFlag.AlignTop)
        self._mark.hide()
        self.words.setText(" ")

    def show_row(self, row: "CheckRow", keys: str) -> None:
        """Shows what a row rests on."""
        if (row, keys) != (self._row, self._keys):
            self._row, self._keys = row, keys
            self._tell()

    def turn(self) -> None:
        """Shows all of it, or one line again."""
        self.unfolded = not self.unfolded
        self._tell()

    def say(self, sentence: str) -> None:
        """Says something else for once, such as why no override is offered."""
        self._row = None
        self._mark.hide()
        self.words.set_text(sentence)
        self.more.hide()
        self.keys.setText("")

    def _tell(self) -> None:
        row = self._row
        if row is None:
            return
        self._mark.set_kind(row.source.mark)
        self._mark.show()
        first, *rest = row.about_in_full if self.unfolded else (row.about,)
        self.words.set_text(first, f"{row.name}:")
        self.more.setText("\n".join(rest))
        self.more.setVisible(bool(rest))
        fold = _("F2: less.") if self.unfolded else _("F2: more.")
        self.keys.setText(" ".join(part for part in (self._keys, fold) if part))
