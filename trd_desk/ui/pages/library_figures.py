"""The part Figures and risks: prognostic figures with their caveats, and risk factors, which are never scored."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.library_card import CardPanel
from trd_desk.ui.pages.library_part import Beside, LibraryPart
from trd_desk.ui.pages.library_table import LibraryTable
from trd_desk.ui.pages.parted_page import PartStack
from trd_desk.ui.widgets.labels import Label
from trd_desk.ui.widgets.segments import ChoiceSegments
from trd_desk.view.library_figures import FiguresView, figure_card, view_figures

if TYPE_CHECKING:
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.theme import Theme


class FiguresPart(LibraryPart):
    """One of the two tables with the card of its row."""

    def __init__(self, desk: "Desk", theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self._view: FiguresView | None = None
        self.says = Label(theme, "", "small", colour="text_2", wrap=True)
        self.body.addWidget(self.says)
        self.figures = LibraryTable(theme, _("Prognostic figures"))
        self.figures.setObjectName("library.figures")
        self.risks = LibraryTable(theme, _("Risk factors"))
        self.risks.setObjectName("library.risks")
        self.card = CardPanel(theme, _("The row in hand"))
        self.card.followed.connect(self.followed)
        self.card.left.connect(self.focus_first)
        self.tables = PartStack()
        for table in (self.figures, self.risks):
            self.tables.addWidget(table)
            table.row_changed.connect(lambda _name, table=table: self._show_card() if self.tables.currentWidget() is table else None)
            table.taken.connect(lambda _name: self.card.setFocus(Qt.FocusReason.OtherFocusReason))
        self.tables.setCurrentWidget(self.figures)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tables, 1)
        self.body.addWidget(Beside(theme, holder, self.card), 1)
        self.manner = ChoiceSegments(theme, _("Show"), [("figures", _("Figures")), ("risks", _("Risk factors"))])
        self.manner.setObjectName("library.figures_or_risks")
        self.manner.set_value("figures")
        self.manner.answered.connect(self._choose)
        self.manner.taken_back.connect(lambda: self.manner.set_value("risks" if self.tables.currentWidget() is self.risks else "figures"))

    def head_widget(self) -> QWidget | None:
        return self.manner

    def refresh(self) -> None:
        view = self._view = view_figures(self.desk.library)
        self.figures.show_table(view.figures)
        self.risks.show_table(view.risks)
        self._choose("risks" if self.tables.currentWidget() is self.risks else "figures")

    def _choose(self, which: str) -> None:
        if self._view is None:
            return
        self.manner.set_value(which)
        risks = which == "risks"
        self.tables.setCurrentWidget(self.risks if risks else self.figures)
        self.says.setText(self._view.risks_say if risks else self._view.figures_say)
        self._show_card()

    def _table(self) -> LibraryTable:
        return self.risks if self.tables.currentWidget() is self.risks else self.figures

    def _show_card(self) -> None:
        name = self._table().current_id()
        self.card.show_card(figure_card(self.desk.library, name) if name else None)

    def show_item(self, item: str) -> None:
        self._choose("risks" if item.startswith("risk.") else "figures")
        self._table().choose(item)

    def focus_first(self) -> None:
        self._table().setFocus(Qt.FocusReason.TabFocusReason)
