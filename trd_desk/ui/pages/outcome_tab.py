"""What the parts of the page Outcomes have in common: they show the open patient's course and write single answers about it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

if TYPE_CHECKING:
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.theme import Theme


class OutcomeTab(QWidget):
    """One part of the page Outcomes. A subclass builds itself in `__init__` and fills itself in `refresh`.

    Signals:
        tab_wanted(str): another part is to be shown: scores, scales, stage, decisions or goals.
        go_to(str): the path of a field on another page.
    """

    tab_wanted = Signal(str)
    go_to = Signal(str)

    def __init__(self, desk: "Desk", theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.theme = desk, theme
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(theme.px("s1"))

    def refresh(self) -> None:
        """Shows the open patient as known now; called after every entry while the part is in front, and when it comes to the front."""

    def head_widget(self) -> QWidget | None:
        """What this part puts at the right end of the line of parts, such as its chief button; made once."""
        return None

    def may_leave(self) -> bool:
        """Whether everything answered here beside fields is on disk; tries once more what was refused, and shows what is not."""
        return True

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
