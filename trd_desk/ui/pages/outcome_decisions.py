"""The part Decisions of the page Outcomes."""

from trd_desk.ui.pages.outcome_tab import OutcomeTab


class DecisionsTab(OutcomeTab):
    """The part Decisions."""
