"""The part Errors in the papers: what each paper gets wrong and what is right, and the figures that are listed here only."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from trd_desk.i18n import _
from trd_desk.ui.pages.library_card import CardPanel
from trd_desk.ui.pages.library_part import Beside, LibraryPart
from trd_desk.ui.pages.library_table import LibraryTable
from trd_desk.ui.widgets.labels import Label
from trd_desk.view.library_errors import error_card, view_errors

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from trd_desk.ui.desk import Desk
    from trd_desk.ui.theme import Theme


class ErrorsPart(LibraryPart):
    """The errors in the order of their list; Enter goes to the card, whose links lead to the results concerned."""

    def __init__(self, desk: "Desk", theme: "Theme", parent: "QWidget | None" = None) -> None:
        super().__init__(desk, theme, parent)
        self.says = Label(theme, "", "small", colour="text_2", wrap=True)
        self.body.addWidget(self.says)
        self.table = LibraryTable(theme, _("Errors in the papers"))
        self.table.setObjectName("library.errors")
        self.card = CardPanel(theme, _("The error in hand"))
        self.card.followed.connect(self.followed)
        self.card.left.connect(self.focus_first)
        self.table.row_changed.connect(self._show_card)
        self.table.taken.connect(lambda _name: self.card.setFocus(Qt.FocusReason.OtherFocusReason))
        self.body.addWidget(Beside(theme, self.table, self.card), 1)

    def refresh(self) -> None:
        view = view_errors(self.desk.library)
        self.says.setText(view.says)
        self.table.show_table(view.table)

    def _show_card(self, name: str) -> None:
        self.card.show_card(error_card(self.desk.library, name) if name else None)

    def show_item(self, item: str) -> None:
        self.table.choose(item)

    def focus_first(self) -> None:
        self.table.setFocus(Qt.FocusReason.TabFocusReason)
