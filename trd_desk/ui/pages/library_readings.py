"""The part Readings: the list at the left, the text with its sources at the right."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt

from trd_desk.i18n import _
from trd_desk.ui.pages.library_part import LibraryPart, ListBeside
from trd_desk.ui.pages.library_reading_text import ReadingText
from trd_desk.ui.pages.library_table import LibraryTable
from trd_desk.ui.widgets.layout import Card
from trd_desk.view.library_readings import reading_list, reading_page

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from trd_desk.ui.desk import Desk
    from trd_desk.ui.theme import Theme

LIST_WIDTH: Final = 288


class ReadingsPart(LibraryPart):
    """Reading pages; Enter goes to the text."""

    def __init__(self, desk: "Desk", theme: "Theme", parent: "QWidget | None" = None) -> None:
        super().__init__(desk, theme, parent)
        self.list = LibraryTable(theme, _("Readings"), list_only=True)
        self.list.setObjectName("library.readings")
        self.text = ReadingText(theme)
        sheet = Card(theme)
        sheet.body.setContentsMargins(1, 1, 1, 1)
        sheet.body.addWidget(self.text)
        self.list.row_changed.connect(self._show)
        self.list.taken.connect(lambda _name: self.text.setFocus(Qt.FocusReason.OtherFocusReason))
        self.body.addWidget(ListBeside(theme, self.list, sheet, LIST_WIDTH), 1)

    def refresh(self) -> None:
        self.list.show_table(reading_list(self.desk.library))

    def _show(self, name: str) -> None:
        if name:
            self.text.show_page(reading_page(self.desk.library, name, self.desk.today()))

    def show_item(self, item: str) -> None:
        self.list.choose(item)

    def focus_first(self) -> None:
        self.list.setFocus(Qt.FocusReason.TabFocusReason)
