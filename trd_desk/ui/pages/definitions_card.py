"""The card beside the table: the question, the verdict, because, what would settle it, and what the rule rests on."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.definitions_flow import take_focus
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.labels import Label, QuestionLink, Remark, RichLabel, VerdictLabel
from trd_desk.ui.widgets.layout import Button, clear, line
from trd_desk.ui.widgets.painting import MarkLabel
from trd_desk.ui.widgets.segments import SegmentRow
from trd_desk.view.parts import Ask, SourceLine, VerdictCard

INDENT = 24
REASONS_BEFORE_QUESTION = 3


class AskBox(QWidget):
    """A question as a link to its field, the answers that can be given in place, and what they would give.

    Signals:
        followed(str): the link was taken; the path of the field.
        answered(str, object): an answer was given in place; the path of the field and the value.
    """

    followed = Signal(str)
    answered = Signal(str, object)

    def __init__(self, theme: Theme, ask: Ask, *, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self.ask = theme, ask
        self.setObjectName(f"ask:{ask.field}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        link = QuestionLink(theme, ask.text, ask.field)
        link.setObjectName(f"ask.link:{ask.field}")
        link.followed.connect(self.followed)
        column.addWidget(link)
        self.segments: SegmentRow | None = None
        self._buttons: list[Button] = []
        if ask.choices:
            self._add_choices(column, width)
        if ask.outlook:
            outlook = Label(theme, ask.outlook, "small", colour="text_2", wrap=True)
            column.addLayout(_indented(theme, outlook))
            if self.segments is not None:
                self.segments.setToolTip(ask.outlook)

    def _add_choices(self, column: QVBoxLayout, width: int) -> None:
        ask = self.ask
        row = SegmentRow(self._theme, ask.text, [(choice.value, choice.label, choice.key, None) for choice in ask.choices])
        chosen = next((choice for choice in ask.choices if choice.chosen), None)
        if chosen is not None:
            row.choose(chosen.value)
        wide = row.sizeHint().width()
        if wide > width:
            # Long answers stand below each other, each a button of its own.
            row.deleteLater()
            for choice in ask.choices:
                button = Button(self._theme, choice.label)
                button.setAccessibleName(f"{ask.text} {choice.label}")
                button.clicked.connect(lambda _down=False, value=choice.value: self.answered.emit(ask.field, value))
                self._buttons.append(button)
                column.addLayout(_indented(self._theme, button))
            return
        row.setObjectName(f"ask.answer:{ask.field}")
        row.answered.connect(lambda value: self.answered.emit(ask.field, value))
        row.taken_back.connect(lambda: self.answered.emit(ask.field, None))
        self.segments = row
        indent = self._theme.scaled(INDENT)
        column.addLayout(_indented(self._theme, row) if wide + indent <= width else _indented(self._theme, row, 0))

    def answer_by_key(self, key: str) -> bool:
        """Gives the answer whose key this is; False if the question has none."""
        for choice in self.ask.choices:
            if choice.key == key:
                self.answered.emit(self.ask.field, choice.value)
                return True
        return False


def _indented(theme: Theme, widget: QWidget, indent: int = INDENT) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(theme.scaled(indent), 0, 0, 0)
    row.addWidget(widget)
    if widget.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Fixed:
        row.addStretch(1)
    return row


class SourceBlock(QWidget):
    """What a rule rests on: its standing with the day of review, the works and their DOIs.

    Signals: none.
    """

    def __init__(self, theme: Theme, sources: Sequence[SourceLine], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for place, source in enumerate(sources):
            if place == 0:
                row = QHBoxLayout()
                row.setSpacing(8)
                row.addWidget(MarkLabel(theme, source.mark, size=16), 0, Qt.AlignmentFlag.AlignTop)
                row.addWidget(RichLabel(theme, f"{source.status} {source.review}".strip(), source.status, "small"), 1)
                column.addLayout(row)
            words = source.text + (f"\ndoi {source.doi}" if source.doi else "")
            label = Label(theme, words, "small", colour="text_2", wrap=True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            label.setContentsMargins(0, 2 if place else 4, 0, 0)
            column.addWidget(label)


class DefinitionCard(QFrame):
    """The card of one definition or stage.

    Signals:
        followed(str): a question was followed; the path of its field.
        answered(str, object): an answer was given in place; the path and the value.
        unfolded(): the other reasons were asked for.
        left(): the control with the focus is gone and nothing is left to answer here.
    """

    followed = Signal(str)
    answered = Signal(str, object)
    unfolded = Signal()
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._unfolded = theme, False
        self.setProperty("kind", "card")
        self.setObjectName("definitions.card")
        self._asks: list[AskBox] = []
        self.shown: VerdictCard | None = None
        self._said: tuple[VerdictCard, int, bool] | tuple[()] = ()
        self._column = QVBoxLayout(self)
        self._column.setSpacing(4)
        self.stand_alone(alone=True)
        theme.changed.connect(self._dress)

    def _dress(self) -> None:
        palette = QPalette(self._theme.palette())
        palette.setColor(QPalette.ColorRole.Window, self._theme.colour("bg_surface"))
        self.setPalette(palette)
        self.setAutoFillBackground(True)

    def stand_alone(self, alone: bool) -> None:
        """With a frame of its own, or inside a framed scroll area whose scroll bar takes from the right margin."""
        pad = self._theme.px("card_padding")
        self._column.setContentsMargins(pad, pad, pad if alone else pad - 10, pad)
        self.setProperty("kind", "card" if alone else "inside")
        self.style().unpolish(self)
        self.style().polish(self)
        self._dress()

    def show_card(self, card: VerdictCard, width: int, *, fold: bool = False) -> None:
        """Shows this card; `width` is the room inside its margins in pixels, `fold` that there is little height.

        The focus stays on the same control.
        """
        fold = fold and not self._unfolded
        shown = (card, width, fold)
        if shown == self._said:
            return
        self._said = shown
        focused = self._focused_name()
        theme, column = self._theme, self._column
        self.shown = card
        self.setAccessibleName(f"{card.question} {card.verdict.word}")
        clear(column)
        self._asks = []
        column.addWidget(Label(theme, card.over, "small", colour="text_2", wrap=True))
        column.addWidget(Label(theme, card.question, "title", bold=True, wrap=True))
        column.addSpacing(4)
        column.addWidget(VerdictLabel(theme, card.verdict.mark, card.verdict.word, sentence=card.verdict.sentence, wrap=True))
        if card.because:
            self._head(_("Because"))
            self._add_because(card, fold=fold)
        if card.factors:
            self._head(_("Factors"))
            for factor in card.factors:
                column.addWidget(VerdictLabel(theme, factor.mark, factor.word, bold=False, sentence=factor.sentence, wrap=True))
        if card.asks:
            self._head(_("What would settle it"))
            for ask in card.asks:
                box = AskBox(theme, ask, width=width)
                box.followed.connect(self.followed)
                box.answered.connect(self.answered)
                self._asks.append(box)
                column.addWidget(box)
                column.addSpacing(4)
        self._head(_("What it asks for"))
        column.addWidget(Label(theme, card.says, "small", colour="text_2", wrap=True))
        for note in card.notes:
            column.addWidget(Remark(theme, "note", note, size="small"))
        column.addStretch(1)
        column.addSpacing(8)
        column.addWidget(line())
        column.addSpacing(4)
        column.addWidget(SourceBlock(theme, card.sources))
        for setting in card.settings:
            said = _("{setting}, set by this clinic").format(setting=setting)
            column.addWidget(RichLabel(theme, said, _("set by this clinic"), "small", colour="text_2"))
        for warning in card.warnings:
            column.addWidget(Remark(theme, "caution", warning, size="small"))
        self._restore(focused)

    def _add_because(self, card: VerdictCard, *, fold: bool) -> None:
        """The reasons; while a question waits the first ones, so that it is seen without scrolling, the others on request."""
        folded = fold and bool(card.asks) and len(card.because) > REASONS_BEFORE_QUESTION + 1
        shown = card.because[:REASONS_BEFORE_QUESTION] if folded else card.because
        for reason in shown:
            self._column.addWidget(Remark(self._theme, reason.mark, reason.text, reason.bold))
        if folded:
            count = len(card.because) - len(shown)
            more = Button(self._theme, _("Show {count} more reasons").format(count=count), kind="quiet", icon="expand")
            more.setObjectName("definitions.card.more")
            more.clicked.connect(self.unfolded, Qt.ConnectionType.QueuedConnection)
            self._column.addWidget(more)

    def unfold(self) -> None:
        """Shows all reasons from now on."""
        self._unfolded = True

    def show_again(self) -> None:
        """Shows the answers as they are on disk, after one was not saved."""
        if self.shown is not None and self._said:
            (_card, width, fold), self._said = self._said, ()
            self.show_card(self.shown, width, fold=fold)

    def show_nothing(self) -> None:
        """Empties the card."""
        self.shown, self._said = None, ()
        self._asks = []
        clear(self._column)

    def answer_by_key(self, key: str) -> bool:
        """Y, N or U for the first question that can be answered so; False if there is none."""
        return any(box.answer_by_key(key) for box in self._asks)

    def focus_first(self) -> bool:
        """Gives the focus to the first question; False if there is none."""
        for box in self._asks:
            link = box.findChild(QuestionLink)
            if link is not None:
                take_focus(link)
                return True
        return False

    def _head(self, text: str) -> None:
        self._column.addSpacing(8)
        self._column.addWidget(Label(self._theme, text, "small", colour="text_2", bold=True))

    def _focused_name(self) -> str:
        focus = self.window().focusWidget()
        return focus.objectName() if focus is not None and self.isAncestorOf(focus) else ""

    def _restore(self, name: str) -> None:
        if not name:
            return
        found = self.findChild(QWidget, name)
        if found is not None:
            take_focus(found)
        elif not self.focus_first():
            self.left.emit()
