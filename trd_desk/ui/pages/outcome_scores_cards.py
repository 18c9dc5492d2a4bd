"""The cards of the part Course, one for each outcome: the verdict, because, what would settle it, the definition and its sources."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.pathways_reason import source_row
from trd_desk.ui.widgets.item_layout import ItemLayout, height_at
from trd_desk.ui.widgets.labels import Label, QuestionLink, Remark, VerdictLabel
from trd_desk.ui.widgets.layout import clear, line
from trd_desk.view.parts import VerdictCard

if TYPE_CHECKING:
    from trd_desk.ui.theme import Theme

# A card is at least so wide, at 100 per cent; there are never more beside each other.
_LEAST: Final = 340
_MOST_COLUMNS: Final = 3


class CardColumns(ItemLayout):
    """Cards in as many columns as have room, those of a row equally high."""

    def __init__(self, theme: "Theme", parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self) -> QSize:
        wide = self.geometry().width() if self.geometry().isValid() else self._theme.scaled(_LEAST)
        return QSize(wide, self.heightForWidth(wide))

    def minimumSize(self) -> QSize:
        return QSize(max((item.minimumSize().width() for item in self._items), default=0), 0)

    def _place(self, area: QRect, *, move: bool) -> int:
        gap = self._theme.px("s2")
        columns = max(1, min(_MOST_COLUMNS, (area.width() + gap) // (self._theme.scaled(_LEAST) + gap)))
        wide = (area.width() - gap * (columns - 1)) // columns
        top = area.top()
        for first in range(0, len(self._items), columns):
            row = self._items[first : first + columns]
            high = max(height_at(item, wide) for item in row)
            if move:
                for place, item in enumerate(row):
                    item.setGeometry(QRect(area.left() + place * (wide + gap), top, wide, high))
            top += high + gap
        return max(0, top - gap - area.top())


class OutcomeCard(QFrame):
    """One outcome.

    Signals:
        followed(str): a question was followed; the path of its field.
    """

    followed = Signal(str)

    def __init__(self, theme: "Theme", card: VerdictCard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.shown: VerdictCard | None = None
        self.setProperty("kind", "card")
        self.setObjectName(f"outcome.{card.id}")
        self._column = QVBoxLayout(self)
        pad = theme.px("card_padding")
        self._column.setContentsMargins(pad, pad - 4, pad, pad - 4)
        self._column.setSpacing(4)
        theme.changed.connect(self._dress)
        self._dress()
        self.show_card(card)

    def _dress(self) -> None:
        palette = QPalette(self._theme.palette())
        palette.setColor(QPalette.ColorRole.Window, self._theme.colour("bg_surface"))
        self.setPalette(palette)
        self.setAutoFillBackground(True)

    def show_card(self, card: VerdictCard) -> None:
        """Shows the outcome as known now; what is the same stays as it is."""
        if card == self.shown:
            return
        self.shown = card
        theme, column = self._theme, self._column
        clear(column)
        self.setAccessibleName(f"{card.over}. {card.question} {card.verdict.word}.")
        column.addWidget(Label(theme, card.over, "small", colour="text_2", wrap=True))
        column.addWidget(Label(theme, card.question, bold=True, wrap=True))
        column.addWidget(VerdictLabel(theme, card.verdict.mark, card.verdict.word, wrap=True))
        column.addSpacing(2)
        for reason in card.because:
            column.addWidget(Remark(theme, reason.mark, reason.text, reason.bold))
        for ask in card.asks:
            link = QuestionLink(theme, ask.text, ask.field)
            link.setObjectName(f"outcome.ask:{card.id}:{ask.field}")
            link.followed.connect(self.followed)
            column.addWidget(link)
        column.addStretch(1)
        column.addSpacing(4)
        column.addWidget(line())
        column.addWidget(Label(theme, card.says, "small", colour="text_2", wrap=True))
        if card.settings:
            column.addWidget(Label(theme, ". ".join(card.settings) + ".", "small", colour="text_2", wrap=True))
        for note in card.notes:
            column.addWidget(Remark(theme, "note", note, size="small"))
        for source in card.sources:
            column.addWidget(source_row(theme, source))


class OutcomeCards(QWidget):
    """Every card, in columns.

    Signals:
        followed(str): a question was followed; the path of its field.
    """

    followed = Signal(str)

    def __init__(self, theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.cards: dict[str, OutcomeCard] = {}
        self._columns = CardColumns(theme, self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(_("Outcomes with their definitions"))

    def show_cards(self, cards: Sequence[VerdictCard]) -> None:
        """Shows these cards, each in its place."""
        for card in cards:
            made = self.cards.get(card.id)
            if made is not None:
                made.show_card(card)
                continue
            made = OutcomeCard(self._theme, card, self)
            made.followed.connect(self.followed)
            self.cards[card.id] = made
            self._columns.addWidget(made)
        self._columns.invalidate()
        self.updateGeometry()
