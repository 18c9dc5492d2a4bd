"""The part Scales of the page Outcomes."""

from trd_desk.ui.pages.outcome_tab import OutcomeTab


class ScalesTab(OutcomeTab):
    """The part Scales."""
