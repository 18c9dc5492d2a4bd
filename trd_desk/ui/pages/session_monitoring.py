"""The part Monitoring: the chart, the strip and the alarms."""

from trd_desk.ui.pages.session_tab import SessionTab


class MonitoringTab(SessionTab):
    """The part Monitoring: the chart, the strip and the alarms."""
