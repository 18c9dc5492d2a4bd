"""What stands beside the rows of the checklist: the pressure tiers and the overrides that were signed."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.labels import Label, RichLabel
from trd_desk.ui.widgets.painting import DrawingView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trd_desk.view.checklist import ChecklistView
    from trd_desk.view.checklist_parts import OverrideCard
    from trd_desk.view.shapes import Drawing


class _Override(QFrame):
    """One override: who, when, why, and that it prints."""

    def __init__(self, theme: Theme, card: "OverrideCard") -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("kind", "card")
        self.setObjectName(f"override.{card.item}")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(10)
        self._sign = Label(theme)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        self.words = RichLabel(theme, "")
        row.addWidget(self.words, 1)
        self._dress()
        theme.changed.connect(self._dress)
        self.show_card(card)

    def _dress(self) -> None:
        self._sign.setPixmap(self._theme.pixmap("signature", self._theme.px("icon"), "text", self.devicePixelRatioF()))

    def show_card(self, card: "OverrideCard") -> None:
        self.card = card
        words = " ".join(part for part in (card.title, card.reason, card.second, card.prints) if part)
        self.words.set_text(words, card.title)
        self.setAccessibleName(words)


class ChecksSide(QWidget):
    """The tiers of the blood pressure and the overrides that were signed.

    Signals: none.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._drawn: Drawing | None = None
        self._cards: list[_Override] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._title = RichLabel(theme, "")
        self._column.addWidget(self._title)
        self._column.addSpacing(-4)
        self.tiers = DrawingView(theme)
        self.tiers.setObjectName("checks.tiers")
        self._column.addWidget(self.tiers)
        self._column.addStretch(1)

    def show_view(self, view: "ChecklistView") -> None:
        """Shows tiers and overrides as they stand."""
        title = f"{view.tiers_title}  {view.tiers_note}"
        if self._title.accessibleName() != title:
            self._title.set_text(title, view.tiers_title)
        if view.tiers != self._drawn:
            self._drawn = view.tiers
            self.tiers.set_drawing(view.tiers)
        self._show_cards(view.overrides)

    def _show_cards(self, cards: "Sequence[OverrideCard]") -> None:
        if [shown.card for shown in self._cards] == list(cards):
            return
        while len(self._cards) > len(cards):
            gone = self._cards.pop()
            gone.hide()
            self._column.removeWidget(gone)
            gone.deleteLater()
        for shown, card in zip(self._cards, cards, strict=False):
            shown.show_card(card)
        for card in cards[len(self._cards) :]:
            made = _Override(self._theme, card)
            self._cards.append(made)
            self._column.insertWidget(self._column.count() - 1, made)
