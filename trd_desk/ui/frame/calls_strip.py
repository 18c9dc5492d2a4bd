"""What calls staff while a patient has the screen: the alarms of all live sessions by their chairs, without names and values."""

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.frame.alarm_badge import CallChip
from trd_desk.ui.widgets.labels import Label
from trd_desk.view.board_notices import no_sound_words

if TYPE_CHECKING:
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.theme import Theme


class CallsStrip(QFrame):
    """One line over everything; hidden while nothing calls.

    Signals: none.
    """

    def __init__(self, desk: "Desk", theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wanted = True
        self.setProperty("kind", "band")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(16)
        self.chip = CallChip(theme)
        self.words = Label(theme, "", bold=True, wrap=True)
        row.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.words, 1)
        self.hide()
        desk.board.changed.connect(self.refresh)
        desk.board.sound.changed.connect(self.refresh)
        desk.second_passed.connect(self._tick)

    def refresh(self) -> None:
        """Shows what calls now."""
        self._tick(self._desk.now())

    def set_wanted(self, *, wanted: bool) -> None:
        """Whether the calls are shown here, or stand elsewhere on the screen already."""
        self._wanted = wanted
        self.refresh()

    def _tick(self, now: dt.datetime) -> None:
        from trd_desk.view.board import locked_view

        view = self._desk.board.view
        parts: list[str] = []
        if view is not None:
            rows = [row for row in locked_view(view).rows if row.call]
            self.chip.show_badge(view.badge)
            parts += [_("{chair}: {state} {time}").format(chair=row.name, state=row.state.words, time=row.state.count(now)).rstrip() for row in rows]
            if view.rows and self._desk.board.sound.absent:
                parts.append(no_sound_words())
        said = "  ·  ".join(part.rstrip(".") for part in parts)
        if said:
            said = _("For staff: {said}").format(said=said)
        if self.words.text() != said:
            self.words.setText(said)
            self.setAccessibleName(said)
        self.setVisible(bool(said) and self._wanted)
