"""The choice of a person from a list of names: typed by their first letters, or picked."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from trd_desk.i18n import _
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.drop_list import DropList
from trd_desk.ui.widgets.fields import HintDelegate


class PersonChoice(DropList):
    """One of the people, or nobody yet. The first letters of a name choose it, Down opens the list; the wheel changes nothing.

    Signals: none of its own (QComboBox's currentIndexChanged).
    """

    sign = ("chevron-down", 8)

    def __init__(self, theme: Theme, people: Sequence[tuple[str, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaxVisibleItems(12)
        self.setPlaceholderText(_("Choose a name"))
        self.setItemDelegate(HintDelegate(theme, self))
        self.set_people(people)

    def set_people(self, people: Sequence[tuple[str, str]]) -> None:
        """Takes other people, each with the value and the words shown; the only one is chosen, of several none."""
        self.clear()
        for value, words in people:
            self.addItem(words, value)
        self.setCurrentIndex(0 if len(people) == 1 else -1)

    def value(self) -> str | None:
        """The value of the person chosen, or None."""
        found = self.currentData()
        return None if found is None else str(found)

    def choose(self, value: str) -> bool:
        """Chooses the person with this value; False if there is none."""
        place = self.findData(value)
        if place >= 0:
            self.setCurrentIndex(place)
        return place >= 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Space) and not event.modifiers():
            self.showPopup()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # For the dialog or the page around it, as in a line to type into.
            event.ignore()
        else:
            super().keyPressEvent(event)
