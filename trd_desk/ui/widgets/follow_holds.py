"""What the follow-up holds: each finding with its mark, the standing and source of the rule, and the way to where it was recorded."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.widgets.labels import Label, QuestionLink, Remark
from trd_desk.ui.widgets.layout import clear

if TYPE_CHECKING:
    from trd_desk.ui.theme import Theme
    from trd_desk.view.follow_holds import FollowHold


class FollowHolds(QWidget):
    """The holds below each other; hidden while there is none.

    Signals:
        followed(str): the path of the check that a hold follows from.
    """

    followed = Signal(str)

    def __init__(self, theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("follow.holds")
        self._theme = theme
        self._shown: tuple[FollowHold, ...] = ()
        self.links: list[QuestionLink] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 2, 0, 8)
        self._column.setSpacing(2)
        self.hide()

    def show_holds(self, holds: "tuple[FollowHold, ...]") -> None:
        """Shows the holds as they stand; nothing is done where nothing has changed."""
        if holds != self._shown:
            self._shown = holds
            clear(self._column)
            self.links = []
            for one in holds:
                remark = Remark(self._theme, one.remark.mark, one.remark.text, one.remark.bold)
                remark.setToolTip(one.source.text)
                self._column.addWidget(remark)
                words = _("{standing}: {source}").format(standing=one.source.status, source=one.source.text)
                self._column.addWidget(Label(self._theme, words, "small", colour="text_2", wrap=True))
                link = QuestionLink(self._theme, one.link.text, one.link.field, size="small")
                link.followed.connect(self.followed)
                self.links.append(link)
                self._column.addWidget(link)
        self.setVisible(bool(holds))
