"""The part Stage of the page Outcomes."""

from trd_desk.ui.pages.outcome_tab import OutcomeTab


class StageTab(OutcomeTab):
    """The part Stage."""
