"""The place Library: evidence, treatments, routes, figures and readings. It is about no patient."""

from trd_desk.i18n import _
from trd_desk.ui.widgets.layout import Page


class LibraryPage(Page):
    """The evidence library in parts."""

    def refresh(self) -> None:
        """Shows the content in force."""
        self.set_title(_("Library"), "")

    def show_part(self, part: str, item: str = "") -> None:
        """Shows a part, and an item of it where one is named."""

    def focus_first(self) -> None:
        """Gives the focus to the first control."""
