"""The card at the side of the library: one item with its figures, errors, places and sources; its words can be selected and copied."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.labels import Label, QuestionLink, Remark, VerdictLabel
from trd_desk.ui.widgets.layout import clear, line
from trd_desk.ui.widgets.painting import MarkLabel
from trd_desk.view.library_parts import Block, Correction, ItemCard, Quote
from trd_desk.view.parts import SourceLine

# Facts longer than this, in letters, stand below their label instead of beside it.
_SHORT: Final = 44


def words(theme: Theme, text: str, size: str = "body", *, colour: str = "text", bold: bool = False, italic: bool = False) -> Label:
    """A label whose words wrap and can be selected."""
    made = Label(theme, text, size, colour=colour, bold=bold, italic=italic, wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    made.setAccessibleName(text)
    return made


def source_remark(theme: Theme, source: SourceLine) -> Remark:
    """A source with its standing and its identifier."""
    said = ". ".join(part for part in (source.status, source.text.rstrip(".")) if part)
    if source.doi:
        said = _("{said}, doi {doi}").format(said=said, doi=source.doi)
    return Remark(theme, source.mark, said, source.status, size="small")


class CorrectionNote(QFrame):
    """A known error beside what it concerns: what the paper says, and what is right.

    Signals: none.
    """

    def __init__(self, theme: Theme, correction: Correction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "note")
        self.setObjectName(f"library.error.{correction.id}")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(MarkLabel(theme, "caution", ground="bg_sunken"), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(Label(theme, correction.who_says, "small", bold=True, wrap=True), 1)
        column.addLayout(head)
        column.addWidget(words(theme, correction.says, colour="text_2"))
        column.addSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(MarkLabel(theme, "tick", ground="bg_sunken"), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(Label(theme, _("What is right"), "small", bold=True), 1)
        column.addLayout(head)
        column.addWidget(words(theme, correction.right))
        for source in correction.sources:
            column.addWidget(source_remark(theme, source))


class CardPanel(QFrame):
    """Shows the card of one item; arrows and page keys scroll it, Escape goes back to where it came from.

    Signals:
        followed(str): the path of a link.
        left(): Escape.
    """

    followed = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._card: ItemCard | None = None
        self.setProperty("kind", "card")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        self.area = _Area(self)
        self.area.setAccessibleName(name)
        self.area.setObjectName("library.card")
        outer.addWidget(self.area)
        ground = QWidget()
        self.body = QVBoxLayout(ground)
        pad = theme.px("card_padding")
        self.body.setContentsMargins(pad, 12, pad, pad)
        self.body.setSpacing(4)
        self.area.setWidget(ground)
        # A scroll area fills what it is given; here the card shows through.
        ground.setAutoFillBackground(False)
        self.setFocusProxy(self.area)

    def show_card(self, card: ItemCard | None) -> None:
        """Shows this card, from its top; None empties the panel."""
        if card == self._card:
            return
        self._card = card
        clear(self.body)
        if card is not None:
            self._head(card)
            for block in card.blocks:
                self._block(block)
        self.body.addStretch(1)
        self.area.verticalScrollBar().setValue(0)
        self.setAccessibleDescription("" if card is None else card.title)

    def _head(self, card: ItemCard) -> None:
        theme = self.theme
        self.body.addWidget(Label(theme, card.over, "small", colour="text_2", wrap=True))
        self.body.addWidget(words(theme, card.title, "title", bold=True))
        if card.state is not None:
            self.body.addSpacing(2)
            self.body.addWidget(VerdictLabel(theme, card.state.mark, card.state.word, wrap=True))
            self.body.addWidget(Label(theme, card.state.sentence, "small", colour="text_2", wrap=True))
        if card.lead:
            self.body.addSpacing(8)
            self.body.addWidget(words(theme, card.lead))

    def _block(self, block: Block) -> None:
        theme = self.theme
        self.body.addSpacing(10)
        if block.title:
            self.body.addWidget(line())
            self.body.addSpacing(4)
            self.body.addWidget(Label(theme, block.title, "small", bold=True, colour="text_2", wrap=True))
        for text in block.texts:
            self.body.addWidget(words(theme, text))
        if block.facts:
            self._facts(block)
        for remark in block.remarks:
            self.body.addWidget(Remark(theme, remark.mark, remark.text, remark.bold))
        for correction in block.corrections:
            self.body.addSpacing(2)
            self.body.addWidget(CorrectionNote(theme, correction))
        for quote in block.quotes:
            self._quote(quote)
        for source in block.sources:
            self.body.addWidget(source_remark(theme, source))
        for way in block.ways:
            link = QuestionLink(theme, way.text, way.path)
            link.followed.connect(self.followed)
            self.body.addWidget(link)

    def _facts(self, block: Block) -> None:
        theme = self.theme
        if any(len(fact.text) > _SHORT for fact in block.facts):
            for fact in block.facts:
                self.body.addWidget(Label(theme, fact.label, "small", colour="text_2", wrap=True))
                self.body.addWidget(words(theme, fact.text))
                if fact.below:
                    self.body.addWidget(Label(theme, fact.below, "small", colour="text_2", wrap=True))
                self.body.addSpacing(4)
            return
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        for number, fact in enumerate(block.facts):
            label = Label(theme, fact.label, "small", colour="text_2", wrap=True)
            grid.addWidget(label, number, 0, Qt.AlignmentFlag.AlignTop)
            holder = QVBoxLayout()
            holder.setSpacing(0)
            holder.addWidget(words(theme, fact.text))
            if fact.below:
                holder.addWidget(Label(theme, fact.below, "small", colour="text_2", wrap=True))
            grid.addLayout(holder, number, 1)
        self.body.addLayout(grid)

    def _quote(self, quote: Quote) -> None:
        theme = self.theme
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(MarkLabel(theme, "reported"), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(words(theme, f"“{quote.words}”", italic=True))
        where = _("{where}, doi {doi}").format(where=quote.where, doi=quote.doi) if quote.doi else quote.where
        column.addWidget(words(theme, where, "small", colour="text_2"))
        row.addLayout(column, 1)
        self.body.addLayout(row)


class _Area(QScrollArea):
    """What scrolls in a card."""

    def __init__(self, panel: CardPanel) -> None:
        super().__init__(panel)
        self._panel = panel
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().setSingleStep(24)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        if event.key() == Qt.Key.Key_Escape:
            self._panel.left.emit()
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            bar.setValue(bar.minimum() if event.key() == Qt.Key.Key_Home else bar.maximum())
        elif event.key() == Qt.Key.Key_Space:
            bar.setValue(bar.value() + bar.pageStep())
        else:
            super().keyPressEvent(event)
