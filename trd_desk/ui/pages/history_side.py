"""Beside the history: the answers that are missing, each a link to its field, and what only looks like resistance."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.labels import Label, QuestionLink, Remark
from trd_desk.ui.widgets.layout import Button, Card, clear
from trd_desk.ui.widgets.painting import MarkLabel
from trd_desk.view.history import HistoryView
from trd_desk.view.parts import Ask

SHOWN_AT_FIRST = 5


class Side(QWidget):
    """The right column of the history.

    Signals:
        followed(str): the path of the field that a question leads to.
    """

    followed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._all = False
        self._view: HistoryView | None = None
        self._links: dict[str, QuestionLink] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(24)
        self._card = Card(theme, spacing=6)
        head = QHBoxLayout()
        head.setSpacing(8)
        self._mark = MarkLabel(theme, "cannot_tell")
        self._title = Label(theme, "", bold=True, wrap=True)
        head.addWidget(self._mark)
        head.addWidget(self._title, 1)
        self._card.body.addLayout(head)
        self._questions = QVBoxLayout()
        self._questions.setSpacing(8)
        self._card.body.addLayout(self._questions)
        self._more = Button(theme, "", kind="quiet")
        self._more.clicked.connect(self._show_all)
        self._card.body.addWidget(self._more)
        column.addWidget(self._card)
        self._pseudo = QWidget()
        inner = QVBoxLayout(self._pseudo)
        inner.setContentsMargins(16, 0, 16, 0)
        inner.setSpacing(8)
        self._pseudo_title = Label(theme, "", bold=True, wrap=True)
        inner.addWidget(self._pseudo_title)
        self._remarks = QVBoxLayout()
        self._remarks.setSpacing(8)
        inner.addLayout(self._remarks)
        column.addWidget(self._pseudo)
        column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def show_view(self, view: HistoryView) -> None:
        """Shows the missing answers and the warnings of a view; a link that has the focus keeps it."""
        focused = next((path for path, link in self._links.items() if link.hasFocus()), None)
        before = self._view
        self._view = view
        if before is None or before.missing != view.missing or before.missing_title != view.missing_title:
            self._show_questions(view)
        if before is None or before.pseudo != view.pseudo:
            clear(self._remarks)
            for remark in view.pseudo:
                self._remarks.addWidget(Remark(self.theme, remark.mark, remark.text, remark.bold))
        self._pseudo_title.setText(view.pseudo_title)
        self._pseudo.setVisible(bool(view.pseudo))
        if focused is not None and focused in self._links:
            self._links[focused].setFocus()

    def _show_questions(self, view: HistoryView) -> None:
        self._title.setText(view.missing_title)
        self._mark.set_kind("cannot_tell" if view.missing else "met")
        clear(self._questions)
        self._links.clear()
        shown = view.missing if self._all or len(view.missing) <= SHOWN_AT_FIRST + 1 else view.missing[:SHOWN_AT_FIRST]
        for ask in shown:
            self._questions.addWidget(self._question(ask))
        rest = len(view.missing) - len(shown)
        self._more.setText(_("{count} more").format(count=rest))
        self._more.setAccessibleName(_("Show {count} more missing answers").format(count=rest))
        self._more.setVisible(rest > 0)

    def _question(self, ask: Ask) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        link = QuestionLink(self.theme, ask.text, ask.field)
        link.setObjectName(f"ask.{ask.field}")
        link.setAccessibleDescription(ask.settles_words)
        link.followed.connect(self.followed)
        self._links[ask.field] = link
        column.addWidget(link)
        if ask.settles_words:
            words = Label(self.theme, ask.settles_words, "small", colour="text_2", wrap=True)
            words.setContentsMargins(self.theme.scaled(16) + 8, 0, 0, 0)
            column.addWidget(words)
        return box

    def _show_all(self) -> None:
        self._all = True
        if self._view is not None:
            self._show_questions(self._view)
            last = self._view.missing[SHOWN_AT_FIRST].field
            if last in self._links:
                self._links[last].setFocus()
