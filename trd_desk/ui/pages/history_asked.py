"""Which kinds of treatment were asked about: listed with a count, asked and none, or not asked yet."""

from itertools import pairwise
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.desk import Desk
from trd_desk.ui.pages.history_layout import FlowBox
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.labels import Chip, Label, Message
from trd_desk.view.history import AskedChip

NOT_ASKED: Final = "not_asked"


class KindChip(Chip):
    """A chip that Space or a click answers; Delete takes the answer back.

    Signals:
        taken_back(): Delete was pressed.
    """

    taken_back = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes back."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.taken_back.emit()
        else:
            super().keyPressEvent(event)


class AskedChips(QWidget):
    """The chips above the table.

    Signals:
        grown(): the height changed.
    """

    grown = Signal()

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.theme = desk, theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._line = FlowBox(gap=9, line_gap=6, middle=True)
        column.addWidget(self._line)
        self._why = Message(theme)
        column.addWidget(self._why)
        self._asked = Label(theme, _("Asked:"), colour="text_2", parent=self._line)
        self._not_asked = Label(theme, _("Not asked yet:"), colour="text_2", parent=self._line)
        self._not_asked.setContentsMargins(8, 0, 0, 0)
        self._chips: dict[str, KindChip] = {}
        self._views: dict[str, AskedChip] = {}

    def show_chips(self, chips: tuple[AskedChip, ...], after: QWidget) -> None:
        """Shows the kinds of a view; the focus stays on its kind, and Tab comes to the first `after` what stands above."""
        self._views = {chip.kind: chip for chip in chips}
        asked: list[KindChip] = []
        open_ones: list[KindChip] = []
        for view in chips:
            chip = self._chips.get(view.kind)
            if chip is None:
                chip = KindChip(self.theme, view.label, button=True)
                chip.setObjectName(f"asked.{view.kind}")
                chip.clicked.connect(lambda _checked=False, kind=view.kind: self.answer(kind))
                chip.taken_back.connect(lambda kind=view.kind: self.take_back(kind))
                self._chips[view.kind] = chip
            missing = view.state == NOT_ASKED
            chip.set_state(view.label, view.count, mark="not_asked" if missing else "tick", dashed=missing)
            chip.setAccessibleName(view.name)
            tip = self._tip(view)
            chip.setToolTip(tip)
            chip.setAccessibleDescription(tip)
            (open_ones if missing else asked).append(chip)
        order: list[QWidget] = []
        for words in (self._asked, self._not_asked):
            words.hide()
        if asked:
            order += [self._asked, *asked]
        if open_ones:
            order += [self._not_asked, *open_ones]
        self._line.flow.set_order(order)
        for widget in order:
            widget.show()
        for one, other in pairwise([after, *asked, *open_ones]):
            QWidget.setTabOrder(one, other)

    @staticmethod
    def _tip(view: AskedChip) -> str:
        if view.state == "none":
            return _("Asked, and there was none. Space takes it back to not asked.")
        if view.state == "listed":
            return _("The list is complete. Delete takes that back. {locked}").format(locked=view.locked)
        if view.count:
            return _("Space says that the list is complete. {locked}").format(locked=view.locked)
        return _("Space says that it was asked and there was none.")

    def answer(self, kind: str) -> None:
        """Goes from not asked to asked, and from none back; a kind that has entries says why it cannot be none."""
        view = self._views[kind]
        self.say("")
        if view.state == "listed":
            self.say(f"{view.label}: {view.locked} " + _("Delete takes back that the list is complete."))
        elif view.state == "none":
            self.desk.take_back("asked", kind)
        else:
            self.desk.answer("asked", kind, value=True)

    def take_back(self, kind: str) -> None:
        """Goes back to not asked."""
        self.say("")
        if self._views[kind].state != NOT_ASKED:
            self.desk.take_back("asked", kind)

    def say(self, sentence: str) -> None:
        """Shows a sentence below the chips, or none."""
        if sentence != self._why.text():
            self._why.say(sentence)
            self.grown.emit()

    def sentence(self) -> str:
        """The sentence that is shown."""
        return self._why.text()

    def first(self) -> QWidget | None:
        """The first chip in the order of the page."""
        return next((chip for chip in self._chips.values()), None)
