"""The part Before the dose: the checklist."""

from trd_desk.ui.pages.session_tab import SessionTab


class ChecksTab(SessionTab):
    """The part Before the dose: the checklist."""
