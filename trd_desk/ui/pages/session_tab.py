"""What the parts of the page Sessions have in common: they show one live session and write single answers about it."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trd_desk.record.session_parts import moment_text

if TYPE_CHECKING:
    from trd_desk.engine.live_results import LiveSession
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.theme import Theme


class SessionTab(QWidget):
    """One part of a treatment session. A subclass builds itself in `__init__` and fills itself in `show_live`.

    Signals:
        tab_wanted(str): another part is to be shown: course, checks, dose, monitoring or leaving.
        session_wanted(str): another session of the patient is to be shown, by its id.
        go_to(str): the path of a field on another page.
    """

    tab_wanted = Signal(str)
    session_wanted = Signal(str)
    go_to = Signal(str)
    # Whether the part fills the window by itself, and has its own scrolling where it needs some.
    fills = False

    def __init__(self, desk: "Desk", theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.theme = desk, theme
        self.live: LiveSession | None = None
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(theme.px("s1"))

    def show_live(self, live: "LiveSession | None") -> None:
        """Shows the session as known now; None where the patient has none. Called after every entry and whenever time changes something."""
        self.live = live

    def tick(self, now: dt.datetime) -> None:
        """A second has passed: only clocks are painted again, nothing is worked out."""

    def head_widget(self) -> QWidget | None:
        """What this part puts at the right end of the line of parts, such as its chief button; made once."""
        return None

    def answer(self, kind: str, part: str, value: Any, reason: str | None = None) -> bool:
        """Puts one answer about this session on disk; False when nothing was saved, which has been said then."""
        if self.live is None:
            return False
        return self.desk.answer(kind, f"{self.live.id}/{part}" if part else self.live.id, value, reason)

    def now_text(self) -> str:
        """This moment as the log keeps it."""
        return moment_text(self.desk.now())

    def focus_field(self, field: str) -> bool:
        """Brings the question of a field into view and gives it the focus; False where the part has no better way than its object name."""
        del field
        return False

    def focus_first(self) -> None:
        """Gives the focus to the first control."""
        for child in self.findChildren(QWidget):
            if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisibleTo(self) and child.isEnabled():
                child.setFocus(Qt.FocusReason.TabFocusReason)
                return
