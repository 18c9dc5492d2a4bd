"""The part Dose: worked out, checked again, given."""

from trd_desk.ui.pages.session_tab import SessionTab


class DoseTab(SessionTab):
    """The part Dose: worked out, checked again, given."""
