"""The part Course: where the course stands, its sessions, and the plan of the next."""

from trd_desk.ui.pages.session_tab import SessionTab


class CourseTab(SessionTab):
    """The part Course: where the course stands, its sessions, and the plan of the next."""
