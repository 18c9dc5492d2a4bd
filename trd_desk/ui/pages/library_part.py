"""What the parts of the library have in common: they show content in force, and one item of it where it is asked for."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from trd_desk.ui.desk import Desk
    from trd_desk.ui.theme import Theme

# At 100 per cent: the width under which what stands at the side goes below, and the least heights then.
NARROW: Final = 1000
CARD_WIDTH: Final = 348
_LEAST: Final = 220
_LEAST_BELOW: Final = 300


class LibraryPart(QWidget):
    """One part of the library. A subclass builds itself in `__init__` and fills itself in `refresh`.

    Signals:
        followed(str): the path of another item, as `library.evidence.<id>`.
    """

    followed = Signal(str)

    def __init__(self, desk: "Desk", theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.theme = desk, theme
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(theme.px("s1"))

    def refresh(self) -> None:
        """Shows the content in force; called when the part comes to the front."""

    def show_item(self, item: str) -> None:
        """Brings an item into view."""

    def head_widget(self) -> QWidget | None:
        """What this part puts at the right end of the line of parts; made once."""
        return None

    def focus_first(self) -> None:
        """Gives the focus to the part's list."""


class Beside(QWidget):
    """A list and what is said of its row, side by side; one below the other where the letters leave no room.

    Signals: none.
    """

    def __init__(self, theme: "Theme", main: QWidget, side: QWidget, *, side_width: int = CARD_WIDTH, narrow: int = NARROW) -> None:
        super().__init__()
        self._theme, self._main, self._side, self._side_width, self._narrow = theme, main, side, side_width, narrow
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.px("s2"))
        self._row.addWidget(main, 1)
        self._row.addWidget(side, 0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.turn)
        self.turn()

    @property
    def is_narrow(self) -> bool:
        """Whether the side stands below."""
        return self._row.direction() == QBoxLayout.Direction.TopToBottom

    def is_narrow_at(self, width: int) -> bool:
        """Whether the side stands below at this width."""
        return width < self._theme.scaled(self._narrow)

    def turn(self) -> None:
        """Puts the side where there is room for it."""
        narrow = self.is_narrow_at(self.width())
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        least = self._theme.scaled(_LEAST_BELOW if narrow else _LEAST)
        for widget in (self._main, self._side):
            widget.setMinimumHeight(least)
        self._row.setStretch(1, 1 if narrow else 0)
        if narrow:
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(16_777_215)
        else:
            self._side.setFixedWidth(self._theme.scaled(self._side_width))

    def resizeEvent(self, event: "QResizeEvent") -> None:
        super().resizeEvent(event)
        self.turn()


class ListBeside(Beside):
    """A narrow list at the left of a wide sheet.

    Signals: none.
    """

    def __init__(self, theme: "Theme", chosen: QWidget, sheet: QWidget, width: int) -> None:
        super().__init__(theme, sheet, chosen, side_width=width, narrow=860)
        # The list is read first, so it stands first; what grows is the sheet.
        self._row.removeWidget(chosen)
        self._row.insertWidget(0, chosen)
        QWidget.setTabOrder(chosen, sheet)
        self.turn()

    def turn(self) -> None:
        """Puts the list beside or above the sheet."""
        super().turn()
        narrow = self.is_narrow
        self._row.setStretch(0, 0)
        self._row.setStretch(1, 1)
        if narrow:
            self._side.setMinimumHeight(self._theme.scaled(150))
            self._side.setMaximumHeight(self._theme.scaled(150))
            self._main.setMinimumHeight(self._theme.scaled(360))
        else:
            self._side.setMaximumHeight(16_777_215)
