"""The part Evidence: the results as a table or as a forest plot, with the card of the one in hand."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.library_card import CardPanel
from trd_desk.ui.pages.library_filters import Filters
from trd_desk.ui.pages.library_forest import ForestPanel
from trd_desk.ui.pages.library_part import CARD_WIDTH, Beside, LibraryPart
from trd_desk.ui.pages.library_table import LibraryTable
from trd_desk.ui.pages.parted_page import PartStack
from trd_desk.ui.widgets.labels import Label
from trd_desk.ui.widgets.layout import EmptyState
from trd_desk.ui.widgets.segments import ChoiceSegments
from trd_desk.view.forest import NARROWEST, forest, forest_choices
from trd_desk.view.library_evidence import EvidenceView, evidence_card, evidence_choices, evidence_table, view_evidence

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from trd_desk.ui.desk import Desk
    from trd_desk.ui.theme import Theme

# The widths of the table, at 100 per cent, from which it has eight and six columns; below them it has three.
_EIGHT: Final = 1040
_SIX: Final = 720


class EvidencePart(LibraryPart):
    """Results that pass the filter. Up and Down change the row, Enter goes to its card, Ctrl+F to the words."""

    def __init__(self, desk: "Desk", theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self._view: EvidenceView | None = None
        self._columns = 0
        self.filters = Filters(theme)
        self.filters.changed.connect(lambda _wanted: self._show())
        self.body.addWidget(self.filters)
        said = QHBoxLayout()
        said.setSpacing(16)
        self.found = Label(theme, "", "small", bold=True)
        self.order = Label(theme, "", "small", colour="text_2", wrap=True)
        said.addWidget(self.found, 0, Qt.AlignmentFlag.AlignTop)
        said.addWidget(self.order, 1)
        self.body.addLayout(said)
        self.table = LibraryTable(theme, _("Results"))
        self.table.setObjectName("library.results")
        self.table.row_changed.connect(self._show_card)
        self.plot = ForestPanel(theme)
        self.plot.chosen.currentIndexChanged.connect(lambda _place: self._draw())
        self.plot.drawing.followed.connect(self._take)
        self.nothing = EmptyState(theme, _("No result passes these filters. Take one back, or clear them all."), _("Clear"), "x")
        self.nothing.pressed.connect(self.filters.forget)
        self.left = PartStack()
        for widget in (self.table, self.plot, self.nothing):
            self.left.addWidget(widget)
        self.card = CardPanel(theme, _("The result in hand"))
        self.card.followed.connect(self.followed)
        self.card.left.connect(self.focus_first)
        self.table.taken.connect(lambda _name: self.card.setFocus(Qt.FocusReason.OtherFocusReason))
        self.beside = Beside(theme, self.left, self.card)
        self.body.addWidget(self.beside, 1)
        self.manner = ChoiceSegments(theme, _("Show as"), [("table", _("Table")), ("forest", _("Forest plot"))])
        self.manner.setObjectName("library.manner")
        self.manner.set_value("table")
        self.manner.answered.connect(self._choose_manner)
        self.manner.taken_back.connect(lambda: self.manner.set_value("forest" if self.shows_forest else "table"))
        self._forest = False
        theme.changed.connect(self._draw)

    @property
    def shows_forest(self) -> bool:
        """Whether the plot is in front."""
        return self._forest

    def head_widget(self) -> QWidget | None:
        return self.manner

    # What is shown

    def refresh(self) -> None:
        self.filters.show_choices(evidence_choices(self.desk.library))
        self._show()

    def _show(self) -> None:
        view = self._view = view_evidence(self.desk.library, self.filters.wanted())
        self.found.setText(view.found)
        self.order.setText(view.order)
        self._fill()
        self.plot.offer(forest_choices(view.results))
        self._draw()
        self._front()

    def _fill(self) -> None:
        if self._view is not None:
            self._columns = self._fitting()
            self.table.show_table(evidence_table(self.desk.library, self._view.results, columns=self._columns))

    def _fitting(self) -> int:
        wide = self.width() if self.beside.is_narrow_at(self.width()) else self.width() - self.theme.scaled(CARD_WIDTH) - self.theme.px("s2")
        return 8 if wide >= self.theme.scaled(_EIGHT) else 6 if wide >= self.theme.scaled(_SIX) else 3

    def _front(self) -> None:
        empty = self._view is None or not self._view.results
        self.left.setCurrentWidget(self.nothing if empty else self.plot if self._forest else self.table)
        if empty:
            self.card.show_card(None)
        elif self.table.current_id():
            self._show_card(self.table.current_id())

    def _show_card(self, name: str) -> None:
        if name and name in self.desk.library.shelf.results:
            self.card.show_card(evidence_card(self.desk.library, name))

    def _choose_manner(self, manner: str) -> None:
        self._forest = manner == "forest"
        self._front()
        self._draw()

    def _draw(self) -> None:
        if not self._forest or self._view is None:
            return
        room = (self.plot.room() - 4) * 100 / self.theme.text_percent
        drawing = forest(self.desk.library, self._view.results, self.plot.key(), max(room, NARROWEST))
        self.plot.show_drawing(drawing)
        drawn = [(child.link or "").rpartition(".")[2] for child in drawing.children] if drawing is not None else []
        if drawn and self.table.current_id() not in drawn:
            self.table.choose(drawn[0])

    def _take(self, path: str) -> None:
        """A row of the plot takes its result in hand."""
        self.table.choose(path.rpartition(".")[2])
        self._show_card(path.rpartition(".")[2])

    def show_item(self, item: str) -> None:
        """Takes a result in hand; filters that leave it out are taken back. What is not shown as evidence is only said on its card."""
        if item not in self.desk.library.shelf.results:
            return
        if not self.table.choose(item):
            self.filters.forget()
        if self.table.choose(item):
            self.manner.set_value("table")
            self._choose_manner("table")
        self._show_card(item)

    def focus_first(self) -> None:
        first = self.plot.chosen if self._forest else self.table if self.table.isVisibleTo(self) else self.filters.words
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def resizeEvent(self, event: "QResizeEvent") -> None:
        super().resizeEvent(event)
        self.beside.turn()
        if self._view is not None and self._columns != self._fitting():
            self._fill()
        self._draw()

