"""The part Routes: routes side by side, with the cell in hand in full and what it rests on."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from trd_desk.i18n import _
from trd_desk.ui.pages.library_card import CardPanel
from trd_desk.ui.pages.library_part import Beside, LibraryPart
from trd_desk.ui.pages.library_routes_table import RoutesTable
from trd_desk.ui.widgets.labels import Label
from trd_desk.view.library_parts import Block, ItemCard
from trd_desk.view.library_routes import RoutesView, route_card, view_routes

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from trd_desk.ui.desk import Desk
    from trd_desk.ui.theme import Theme


class RoutesPart(LibraryPart):
    """The comparison with the card of the route in hand."""

    def __init__(self, desk: "Desk", theme: "Theme", parent: "QWidget | None" = None) -> None:
        super().__init__(desk, theme, parent)
        self._view: RoutesView | None = None
        self.says = Label(theme, "", "small", colour="text_2", wrap=True)
        self.body.addWidget(self.says)
        self.table = RoutesTable(theme)
        self.table.setObjectName("library.routes")
        self.card = CardPanel(theme, _("The route in hand"))
        self.card.left.connect(self.focus_first)
        self.table.cell_changed.connect(self._show_card)
        self.table.taken.connect(lambda: self.card.setFocus(Qt.FocusReason.OtherFocusReason))
        self.body.addWidget(Beside(theme, self.table, self.card, side_width=300), 1)

    def refresh(self) -> None:
        view = self._view = view_routes(self.desk.library)
        self.says.setText(view.says)
        self.table.show_view(view)

    def _show_card(self, route: str, asked: int) -> None:
        if self._view is None:
            return
        card = route_card(self.desk.library, route, asked)
        notes = Block(_("For several routes"), remarks=self._view.notes)
        blocks = card.blocks if notes.empty else (*card.blocks, notes)
        self.card.show_card(ItemCard(f"{card.id}.{asked}", card.over, card.title, card.state, card.lead, blocks))

    def show_item(self, item: str) -> None:
        self.table.choose(item)

    def focus_first(self) -> None:
        self.table.take_focus()
