"""The arguments for and against each option, below the ladders: one card an option, opened by its head."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trd_desk.errors import ContentError
from trd_desk.i18n import _
from trd_desk.ui.pages.definitions_flow import Across
from trd_desk.ui.pages.pathways_reason import EdgeCard, source_row
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.labels import Label, Message, QuestionLink, Remark, VerdictLabel
from trd_desk.ui.widgets.layout import Button, clear
from trd_desk.view.arguments import NEVER_RANKED, ArgumentRow, OptionView


class ArgumentLine(QWidget):
    """One argument with whether it applies here, its source, and the question that would settle it.

    Signals:
        followed(str): the question was followed; the path of its field.
    """

    followed = Signal(str)

    def __init__(self, theme: Theme, row: ArgumentRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 6)
        column.setSpacing(0)
        column.addWidget(Remark(theme, row.state.mark, row.text))
        below = QVBoxLayout()
        below.setContentsMargins(theme.scaled(16) + 8, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(Label(theme, row.state.word, "small", colour="text_2", wrap=True))
        if row.ask:
            link = QuestionLink(theme, row.ask_words, row.ask, size="small")
            link.followed.connect(self.followed)
            below.addWidget(link)
        below.addWidget(source_row(theme, row.source))
        column.addLayout(below)


class OptionCard(EdgeCard):
    """One option: its head tells name and how many arguments apply; opened, it shows places, what was tried, and both sides.

    Signals:
        followed(str): a question or the way to the library was followed.
        toggled(str): it was opened or closed.
    """

    followed = Signal(str)
    toggled = Signal(str)

    def __init__(self, theme: Theme, view: OptionView, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._theme = theme
        self.view: OptionView | None = None
        self.is_open = False
        self.setObjectName(f"option.{view.id}")
        head = QHBoxLayout()
        head.setSpacing(8)
        self.head = Button(theme, view.short, kind="quiet", icon="chevron-right")
        self.head.setObjectName(f"option.{view.id}.head")
        self.head.clicked.connect(lambda: self.toggled.emit(view.id))
        head.addWidget(self.head)
        self.research = VerdictLabel(theme, "provisional", view.research, size="small", bold=False)
        self.research.setVisible(bool(view.research))
        head.addWidget(self.research)
        head.addStretch(1)
        self.summary = Label(theme, "", "small", colour="text_2")
        head.addWidget(self.summary)
        self.column.addLayout(head)
        self._inside = QWidget()
        self._body = QVBoxLayout(self._inside)
        self._body.setContentsMargins(8, 0, 8, 4)
        self._body.setSpacing(6)
        self.column.addWidget(self._inside)
        self._inside.hide()
        self.show_option(view, is_open=False)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Takes what is pressed here, so that it is released here too: the whole line of the head opens and closes the card."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._is_head(event):
            self.head.click()

    def _is_head(self, event: QMouseEvent) -> bool:
        place = event.position().toPoint()
        on_head = not self.is_open or place.y() <= self.head.geometry().bottom()
        return event.button() == Qt.MouseButton.LeftButton and self.rect().contains(place) and on_head

    def show_option(self, view: OptionView, *, is_open: bool) -> None:
        """Shows the option as known now, open or closed."""
        if view == self.view and is_open == self.is_open:
            return
        turned = is_open != self.is_open
        self.view, self.is_open = view, is_open
        self.summary.setText(view.summary)
        state = _("open") if is_open else _("closed")
        self.head.setAccessibleName(_("{option}: {summary}, {state}").format(option=view.name, summary=view.summary, state=state))
        if turned:
            self.head.setIcon(self._theme.icon("chevron-down" if is_open else "chevron-right", "icon_small", "text", gap=4))
        self._inside.setVisible(is_open)
        clear(self._body)
        if is_open:
            self._fill(view)

    def _fill(self, view: OptionView) -> None:
        theme, body = self._theme, self._body
        body.addWidget(Label(theme, view.says, wrap=True))
        body.addWidget(Label(theme, view.evidence, colour="text_2", wrap=True))
        for place in view.places:
            body.addWidget(Remark(theme, "note", _("{guideline}: {place}").format(guideline=place.guideline, place=place.place), place.guideline))
        for remark in view.tried:
            body.addWidget(Remark(theme, remark.mark, remark.text))
        sides = Across(theme, spacing=24)
        for title, rows in ((_("For"), view.pro), (_("Against"), view.con)):
            holder = QWidget()
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 4, 0, 0)
            column.setSpacing(2)
            column.addWidget(Label(theme, title, bold=True))
            for row in rows:
                column.addWidget(self._line(row))
            if not rows:
                column.addWidget(Label(theme, _("Nothing here applies to this patient."), "small", colour="text_2", wrap=True))
            column.addStretch(1)
            sides.addWidget(holder, 1)
        body.addLayout(sides)
        if view.set_aside:
            body.addWidget(Label(theme, _("Does not apply to this patient"), "small", bold=True, colour="text_2"))
            for row in view.set_aside:
                body.addWidget(Remark(theme, row.state.mark, row.text, size="small"))
        for warning in view.warnings:
            body.addWidget(Remark(theme, "caution", warning, size="small"))
        link = QuestionLink(theme, _("Its evidence in the library"), f"library.treatments.{view.id}")
        link.setObjectName(f"option.{view.id}.library")
        link.followed.connect(self.followed)
        body.addWidget(link)

    def _line(self, row: ArgumentRow) -> ArgumentLine:
        made = ArgumentLine(self._theme, row)
        made.followed.connect(self.followed)
        return made


class OptionsPanel(QWidget):
    """Every option, closed at first; one or more can be opened. Up and Down go from head to head.

    Signals:
        followed(str): the path of a field, or of a place in the library.
    """

    followed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._open: set[str] = set()
        self.cards: dict[str, OptionCard] = {}
        self.setObjectName("pathways.options")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(Label(theme, _("Arguments for and against each option"), bold=True))
        column.addWidget(Label(theme, _(NEVER_RANKED), "small", colour="text_2", wrap=True))
        self.message = Message(theme, tone="amber")
        column.addWidget(self.message)
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        column.addLayout(self._list)
        self._options: tuple[OptionView, ...] = ()

    def say_damaged(self, fault: ContentError) -> None:
        """Says that the options cannot be shown; the rest of the page does without them."""
        self.show_options(())
        self.message.say(_("The arguments cannot be shown, because their content is damaged. Install the program again. {fault}").format(fault=fault))

    def show_options(self, options: tuple[OptionView, ...]) -> None:
        """Shows the options as known now; what is open stays open."""
        self._options = options
        if [option.id for option in options] != list(self.cards):
            clear(self._list)
            self.cards = {}
            for option in options:
                card = OptionCard(self._theme, option)
                card.followed.connect(self.followed)
                # Queued, because the card is filled anew by it.
                card.toggled.connect(self.toggle, Qt.ConnectionType.QueuedConnection)
                self.cards[option.id] = card
                self._list.addWidget(card)
        for option in options:
            self.cards[option.id].show_option(option, is_open=option.id in self._open)

    def toggle(self, name: str) -> None:
        """Opens or closes an option."""
        self._open ^= {name}
        self.show_options(self._options)

    def close_all(self) -> None:
        """Closes every option, as for another patient."""
        self._open.clear()
