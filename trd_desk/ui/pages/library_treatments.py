"""The part Treatments: the list, and of the treatment in hand its own evidence, guideline places, arguments and licence."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.library_card import source_remark, words
from trd_desk.ui.pages.library_part import LibraryPart, ListBeside
from trd_desk.ui.pages.library_table import LibraryTable
from trd_desk.ui.widgets.labels import Label, Remark
from trd_desk.ui.widgets.layout import Card, clear, line
from trd_desk.view.library_treatments import Argued, TreatmentPage, treatment_list, treatment_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from trd_desk.ui.desk import Desk
    from trd_desk.ui.theme import Theme

LIST_WIDTH = 264
# Under this width, at 100 per cent, the arguments against stand below those for.
_NARROW = 640


class TreatmentsPart(LibraryPart):
    """Treatments in the order of the alphabet; Enter goes to the text."""

    def __init__(self, desk: "Desk", theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self.says = Label(
            theme,
            _("Each treatment stands with its own evidence. The order is that of the alphabet; nothing here ranks one above another."),
            "small",
            colour="text_2",
            wrap=True,
        )
        self.body.addWidget(self.says)
        self.list = LibraryTable(theme, _("Treatments, in the order of the alphabet"), list_only=True)
        self.list.setObjectName("library.treatments")
        self.sheet = TreatmentSheet(theme)
        self.sheet.followed.connect(self.followed)
        self.list.row_changed.connect(self._show)
        self.list.taken.connect(lambda _name: self.sheet.setFocus(Qt.FocusReason.OtherFocusReason))
        self.body.addWidget(ListBeside(theme, self.list, self.sheet, LIST_WIDTH), 1)

    def refresh(self) -> None:
        self.list.show_table(treatment_list(self.desk.library))

    def _show(self, name: str) -> None:
        if name:
            self.sheet.show_page(treatment_page(self.desk.library, name))

    def show_item(self, item: str) -> None:
        self.list.choose(item)

    def focus_first(self) -> None:
        self.list.setFocus(Qt.FocusReason.TabFocusReason)


class TreatmentSheet(QScrollArea):
    """One treatment from top to bottom.

    Signals:
        followed(str): the path of another item.
    """

    followed = Signal(str)

    def __init__(self, theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._page: TreatmentPage | None = None
        self.evidence: LibraryTable | None = None
        self._sides: QBoxLayout | None = None
        self.setObjectName("library.treatment")
        self.setAccessibleName(_("The treatment in hand"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAutoFillBackground(False)
        ground = QWidget()
        self.body = QVBoxLayout(ground)
        self.body.setContentsMargins(0, 0, 8, 16)
        self.body.setSpacing(12)
        self.setWidget(ground)
        ground.setAutoFillBackground(False)

    def show_page(self, page: TreatmentPage) -> None:
        """Shows a treatment, from its top."""
        if page == self._page:
            return
        self._page = page
        clear(self.body)
        self._head(page)
        self._evidence(page)
        if page.places:
            self.body.addWidget(self._side(_("Where guidelines place it"), page.places))
        if page.arguments_for or page.arguments_against:
            self._arguments(page)
        if page.licences:
            self._licences(page)
        if page.sources or page.warnings:
            card = Card(self.theme, _("This page rests on"), spacing=4)
            for source in page.sources:
                card.body.addWidget(source_remark(self.theme, source))
            for warning in page.warnings:
                card.body.addWidget(Remark(self.theme, "caution", warning, size="small"))
            self.body.addWidget(card)
        self.body.addStretch(1)
        self.verticalScrollBar().setValue(0)

    def _head(self, page: TreatmentPage) -> None:
        theme = self.theme
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(Label(theme, page.over, "small", colour="text_2", wrap=True))
        head.addWidget(words(theme, page.title, "title", bold=True))
        if page.research:
            head.addWidget(Remark(theme, "provisional", page.research, page.research.partition(".")[0]))
        if page.says:
            head.addWidget(words(theme, page.says))
        self.body.addLayout(head)

    def _evidence(self, page: TreatmentPage) -> None:
        theme = self.theme
        card = Card(theme, _("Its own evidence"), spacing=6)
        card.body.addWidget(words(theme, page.evidence_says, colour="text_2"))
        self.evidence = None
        if page.evidence.rows:
            table = LibraryTable(theme, _("Results of this treatment"), whole=True)
            table.setObjectName("library.treatment.results")
            table.show_table(page.evidence)
            table.taken.connect(lambda name: self.followed.emit(f"library.evidence.{name}"))
            card.body.addWidget(table)
            card.body.addWidget(Label(theme, _("Enter or a double click opens a result with its places and errors."), "small", colour="text_2", wrap=True))
            self.evidence = table
        self.body.addWidget(card)

    def _arguments(self, page: TreatmentPage) -> None:
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(12)
        for title, argued in ((_("For"), page.arguments_for), (_("Against"), page.arguments_against)):
            self._sides.addWidget(self._side(title, argued), 1)
        self.body.addLayout(self._sides)
        self._turn()

    def _side(self, title: str, argued: "Sequence[Argued]") -> Card:
        card = Card(self.theme, title, spacing=6)
        for one in argued:
            card.body.addWidget(Remark(self.theme, one.remark.mark, one.remark.text, one.remark.bold))
            for source in one.rests_on:
                holder = QVBoxLayout()
                holder.setContentsMargins(24, 0, 0, 4)
                holder.addWidget(source_remark(self.theme, source))
                card.body.addLayout(holder)
        if not argued:
            card.body.addWidget(Label(self.theme, _("None is named in the sources."), colour="text_2", wrap=True))
        card.body.addStretch(1)
        return card

    def _licences(self, page: TreatmentPage) -> None:
        card = Card(self.theme, _("Licence and funding"), spacing=4)
        for place, licence in enumerate(page.licences):
            if place:
                card.body.addWidget(line())
            card.body.addWidget(Label(self.theme, licence.where, bold=True, wrap=True))
            card.body.addWidget(words(self.theme, licence.words))
            said = _("{standing}. {works}").format(standing=licence.standing.word, works=licence.rests_on)
            card.body.addWidget(Remark(self.theme, licence.standing.mark, said, licence.standing.word, size="small"))
        self.body.addWidget(card)

    def _turn(self) -> None:
        if self._sides is not None:
            narrow = self.viewport().width() < self.theme.scaled(_NARROW)
            self._sides.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def resizeEvent(self, event: "QResizeEvent") -> None:
        super().resizeEvent(event)
        self._turn()
