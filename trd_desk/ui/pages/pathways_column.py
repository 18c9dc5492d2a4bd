"""A guideline from head to foot: its result and next step, its ladder, what it asks besides, and its source."""

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.desk import Desk
from trd_desk.ui.pages.definitions_flow import take_focus
from trd_desk.ui.pages.pathways_ladder import FIRST_WIDTH, OVERHANG, PITCH, Ladder
from trd_desk.ui.pages.pathways_reason import source_row
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.labels import Label, Remark, RichLabel, VerdictLabel
from trd_desk.ui.widgets.layout import Button, clear
from trd_desk.view.ladder import LEFT, SCALE_LEFT
from trd_desk.view.pathways import LadderView, decision_words

COLUMN: Final = PITCH
FIRST_COLUMN: Final = FIRST_WIDTH


class LadderColumn(QWidget):
    """One guideline; a small button changes between the edition in force and the one before.

    Signals:
        opened(str): the reason of this pathway was asked for.
        toggled(str): the other edition was asked for; the pathway of the edition in force.
    """

    opened = Signal(str)
    toggled = Signal(str)

    def __init__(self, theme: Theme, desk: Desk, *, first: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._desk, self._first = theme, desk, first
        self.pathway = ""
        self._newest = ""
        self._shown: tuple[object, ...] = ()
        self.toggle: Button | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._head = QWidget()
        self._head_column = QVBoxLayout(self._head)
        self._head_column.setSpacing(2)
        self.ladder = Ladder(theme)
        self.ladder.opened.connect(self.opened)
        self._foot = QWidget()
        self._foot_column = QVBoxLayout(self._foot)
        self._foot_column.setSpacing(4)
        column.addWidget(self._head)
        column.addWidget(self.ladder)
        column.addWidget(self._foot)
        column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def _left(self) -> int:
        return self._theme.scaled(LEFT + (SCALE_LEFT if self._first else -OVERHANG))

    def show_ladder(self, ladder: LadderView, newest: LadderView, lines: int) -> None:
        """Shows one edition; `newest` is the one in force."""
        theme = self._theme
        shown = (ladder, newest, lines, self._decision(ladder.id), theme.text_percent)
        if shown == self._shown:
            return
        self._shown = shown
        self.pathway, self._newest = ladder.id, newest.id
        self.setObjectName(f"pathway.{ladder.id}")
        wide = theme.scaled(FIRST_COLUMN if self._first else COLUMN)
        self.setFixedWidth(wide)
        toggle_had_focus = self.toggle is not None and self.toggle.hasFocus()
        for layout in (self._head_column, self._foot_column):
            clear(layout)
            layout.setContentsMargins(self._left(), 4, 8, 4)
        self._head_column.addWidget(Label(theme, ladder.name, bold=True, wrap=True))
        self._head_column.addWidget(
            VerdictLabel(theme, ladder.result.mark, ladder.result.word, size="title", sentence=ladder.result.sentence, wrap=True)
        )
        words = f"{ladder.next_label} {ladder.next_text}".strip()
        if words:
            self._head_column.addWidget(RichLabel(theme, words, ladder.next_label))
        self._head_column.addStretch(1)
        self.ladder.show_ladder(ladder, lines, first=self._first)
        self._show_foot(ladder, newest)
        if toggle_had_focus and self.toggle is not None:
            take_focus(self.toggle)

    def _decision(self, pathway: str) -> tuple[str, ...]:
        patient = self._desk.patient
        return decision_words(patient.decisions.get(pathway)) if patient is not None else ()

    def _show_foot(self, ladder: LadderView, newest: LadderView) -> None:
        theme, column = self._theme, self._foot_column
        if ladder.also:
            column.addWidget(Label(theme, _("Also asked"), "small", colour="text_2"))
            for remark in ladder.also:
                column.addWidget(Remark(theme, remark.mark, remark.text, remark.bold))
        for words in self._decision(ladder.id):
            column.addWidget(Remark(theme, "override", words, size="small"))
        column.addSpacing(4)
        column.addWidget(source_row(theme, ladder.source))
        self.toggle = None
        if newest.older:
            other = newest.older[0] if ladder.id == newest.id else newest
            self.toggle = Button(theme, _("Show {edition}").format(edition=other.name), kind="quiet")
            self.toggle.setObjectName(f"pathway.{newest.id}.edition")
            self.toggle.clicked.connect(lambda: self.toggled.emit(self._newest))
            column.addWidget(self.toggle)
        column.addStretch(1)

    def head_height(self) -> int:
        """The height that the words above the ladder need."""
        layout, room = self._head_column, self.minimumWidth() - self._left() - 8
        height, count = 8, 0
        for widget in self._head.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            height += widget.heightForWidth(room) if widget.hasHeightForWidth() else widget.sizeHint().height()
            count += 1
        return height + layout.spacing() * count

    def set_head_height(self, height: int) -> None:
        """Makes the ladders of all columns begin at the same height."""
        self._head.setFixedHeight(height)

    def sizeHint(self) -> QSize:
        wide = self.minimumWidth()
        layout = self.layout()
        assert layout is not None  # noqa: S101 - made in __init__
        return QSize(wide, layout.heightForWidth(wide) if layout.hasHeightForWidth() else layout.sizeHint().height())
