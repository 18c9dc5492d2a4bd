"""The part Goals of the page Outcomes."""

from trd_desk.ui.pages.outcome_tab import OutcomeTab


class GoalsTab(OutcomeTab):
    """The part Goals."""
