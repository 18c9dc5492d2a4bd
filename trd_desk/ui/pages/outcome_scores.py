"""The part Scores of the page Outcomes."""

from trd_desk.ui.pages.outcome_tab import OutcomeTab


class ScoresTab(OutcomeTab):
    """The part Scores."""
