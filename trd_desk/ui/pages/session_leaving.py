"""The part Leaving: the readiness test, the signature, and leaving against advice."""

from trd_desk.ui.pages.session_tab import SessionTab


class LeavingTab(SessionTab):
    """The part Leaving: the readiness test, the signature, and leaving against advice."""
