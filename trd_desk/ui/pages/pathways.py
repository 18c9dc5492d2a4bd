"""The page Pathways: guidelines' ladders on one scale, licences beside them, status by country, alternatives and arguments below."""

from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from trd_desk.errors import ContentError
from trd_desk.i18n import _
from trd_desk.ui.desk import Desk
from trd_desk.ui.pages.definitions_answers import give
from trd_desk.ui.pages.definitions_flow import FlowRow, take_focus
from trd_desk.ui.pages.pathways_column import COLUMN, FIRST_COLUMN, LadderColumn
from trd_desk.ui.pages.pathways_ladder import lines_of
from trd_desk.ui.pages.pathways_options import OptionsPanel
from trd_desk.ui.pages.pathways_reason import EdgeCard, Licence, Reason
from trd_desk.ui.pages.pathways_tables import TextTable
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.labels import Label, Remark
from trd_desk.ui.widgets.layout import Page, clear
from trd_desk.view.arguments import view_options
from trd_desk.view.pathways import LadderView, LicenceCard, PathwaysView, view_pathways

SIDE_WIDTH = 316
WIDEST_SIDE = 420
SPARE = 200
LEAST_SIDE = 232
TOP = 48


class PathwaysPage(Page):
    """Where ketamine stands by each pathway; Enter on a rung opens the reason at the side, Esc brings the licences back.

    Signals:
        go_to(str): a question was followed; the path of the field on History or Safety.
    """

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self.setObjectName("pathways")
        self._view: PathwaysView | None = None
        self._patient = ""
        self._older: set[str] = set()
        self._said: tuple[object, ...] = ()
        self._open = ""
        self._stop_holder = QVBoxLayout()
        self._stop_holder.setSpacing(8)
        self.body.addLayout(self._stop_holder)
        self._ladders = FlowRow(gap=0, line_gap=16)
        self._ladders.flow.align_top = True
        self.body.addWidget(self._ladders)
        self.columns: list[LadderColumn] = []
        self._below = QVBoxLayout()
        self.body.addLayout(self._below)
        self._notes = QVBoxLayout()
        self._notes.setSpacing(4)
        self.body.addLayout(self._notes)
        self.options = OptionsPanel(theme)
        self.options.setMaximumWidth(theme.scaled(1240))
        self.options.followed.connect(self.go_to)
        self.body.addSpacing(16)
        self.body.addWidget(self.options)
        self._add_tables()
        self.body.addStretch(1)
        self.side = QWidget()
        self.side.setObjectName("pathways.side")
        self._side_column = QVBoxLayout(self.side)
        self._side_column.setContentsMargins(0, 0, 0, 0)
        self._side_column.setSpacing(8)
        self._side_area = QScrollArea(self)
        self._side_area.setWidgetResizable(True)
        self._side_area.setFrameShape(QFrame.Shape.NoFrame)
        self._side_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._side_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._side_area.viewport().setAutoFillBackground(False)
        self._side_area.setWidget(self.side)
        self.side.setAutoFillBackground(False)
        self._at_side = True
        self.licences: list[Licence] = []
        self.reason: Reason | None = None
        theme.changed.connect(self._dress)
        self._arrange()

    def _add_tables(self) -> None:
        theme = self.theme
        self.countries = TextTable(
            theme,
            _("Licence and funding by country"),
            [_("Country"), _("Product"), _("Licence"), _("Funding"), _("Since"), _("Standing and source")],
            (12, 15, 24, 23, 13, 23),
        )
        self.countries.setObjectName("pathways.countries")
        self.alternatives = TextTable(
            theme,
            _("Alternatives at each line"),
            [_("Option"), _("Line"), _("Guideline"), _("Kind"), _("Evidence"), _("Remark and source")],
            (24, 10, 14, 12, 14, 26),
        )
        self.alternatives.setObjectName("pathways.alternatives")
        for table in (self.countries, self.alternatives):
            self.body.addSpacing(16)
            self.body.addWidget(Label(theme, table.accessibleName(), bold=True))
            table.setMaximumWidth(theme.scaled(1240))
            self.body.addWidget(table)

    def refresh(self) -> None:
        """Shows the open patient as known now."""
        patient, assessment = self.desk.patient, self.desk.assessment
        if patient is None or assessment is None:
            return
        if patient.key != self._patient:
            self._patient, self._open = patient.key, ""
            self.reason, self._said = None, ()
            self._older.clear()
            self.options.close_all()
        view = self._view = view_pathways(self.desk.library, patient, assessment)
        self.set_title(view.title, view.summary)
        self._show_stop(view)
        self._show_ladders(view)
        clear(self._notes)
        for note in view.notes:
            self._notes.addWidget(Remark(self.theme, "note", note, size="small"))
        self.countries.show_rows(
            [
                (
                    row.country,
                    row.product,
                    row.licence,
                    row.funding,
                    row.since,
                    " ".join(part for part in (f"{row.standing.word}: {row.source}.", row.note) if part),
                )
                for row in view.countries
            ]
        )
        self.alternatives.show_rows(
            [
                (
                    row.option,
                    row.line,
                    row.guideline,
                    row.kind,
                    row.evidence,
                    " ".join(part for part in (row.note, row.source) if part),
                )
                for row in view.alternatives
            ]
        )
        try:
            self.options.show_options(view_options(self.desk.library, patient, assessment))
        except ContentError as fault:
            # The options are read at their first use, so what is wrong with them shows here.
            self.options.say_damaged(fault)
        self._show_side()

    def focus_first(self) -> None:
        """Gives the focus to the first ladder."""
        if self.columns:
            self.columns[0].ladder.focus_stop()

    def focus_field(self, path: str) -> bool:
        """Opens the reason of a pathway (`pathways.<id>`), or gives the focus to the control of this name."""
        head, _dot, name = path.partition(".")
        if head == "pathways" and self._shown(name) is not None:
            self._open_reason(name)
            return True
        return super().focus_field(path)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._open:
            self._close_reason()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self._at_side:
            self._place_side()
        return handled

    # --------------------------------------------------------------------------------------------------------- ladders

    def _show_stop(self, view: PathwaysView) -> None:
        clear(self._stop_holder)
        if view.stop:
            card = EdgeCard(self.theme, stop=True)
            card.setObjectName("pathways.stop")
            card.setAccessibleName(" ".join(remark.text for remark in view.stop))
            for remark in view.stop:
                card.column.addWidget(Remark(self.theme, remark.mark, remark.text, remark.bold))
            self._stop_holder.addWidget(card)

    def _show_ladders(self, view: PathwaysView) -> None:
        lines = lines_of(view.drawing)
        shown = [ladder.older[0] if ladder.id in self._older and ladder.older else ladder for ladder in view.ladders]
        if len(self.columns) != len(shown):
            clear(self._ladders.flow)
            self.columns = [LadderColumn(self.theme, self.desk, first=place == 0) for place in range(len(shown))]
            for place, column in enumerate(self.columns):
                column.opened.connect(self._open_reason)
                column.toggled.connect(self._toggle, Qt.ConnectionType.QueuedConnection)
                column.ladder.focused.connect(self._follow)
                column.ladder.crossed.connect(lambda step, height, place=place: self._cross(place + step, height))
                self._ladders.add(column)
        for column, ladder, newest in zip(self.columns, shown, view.ladders, strict=True):
            column.show_ladder(ladder, newest, lines)
        height = max((column.head_height() for column in self.columns), default=0)
        for column in self.columns:
            column.set_head_height(height)

    def _cross(self, place: int, height: float) -> None:
        if 0 <= place < len(self.columns):
            self.columns[place].ladder.focus_line(height)

    def _toggle(self, pathway: str) -> None:
        self._older ^= {pathway}
        self._open = ""
        if self._view is not None:
            self._show_ladders(self._view)
            self._show_side()

    def _follow(self, pathway: str) -> None:
        """Keeps the rung with the focus in view; while a reason is open it follows the ladder."""
        focus = QApplication.focusWidget()
        ground = self.widget()
        if focus is not None and ground is not None and ground.isAncestorOf(focus):
            self.ensureWidgetVisible(focus, 24, 48)
        if self._open and self._open != pathway:
            self._open = pathway
            self._show_side()

    # ------------------------------------------------------------------------------------------------------------ side

    def _shown(self, pathway: str) -> LadderView | LicenceCard | None:
        if self._view is None:
            return None
        every: list[LadderView | LicenceCard] = [*self._view.ladders, *self._view.cards]
        every += [older for ladder in self._view.ladders for older in ladder.older]
        return next((each for each in every if each.id == pathway), None)

    def _open_reason(self, pathway: str) -> None:
        if self._open == pathway and self.reason is not None:
            self.reason.focus_first()
            return
        self._open = pathway
        self._show_side()
        if self.reason is not None and not self._at_side:
            self.ensureWidgetVisible(self.reason)

    def _close_reason(self) -> None:
        closed, self._open = self._open, ""
        self._show_side()
        for column in self.columns:
            if column.pathway == closed:
                column.ladder.focus_stop()
                self._follow(closed)
        for licence in self.licences:
            if licence.card.id == closed:
                take_focus(licence.why)

    def _show_side(self) -> None:
        """The licences, or the reason that is open; a decision that is being written is left alone."""
        shown = self._shown(self._open) if self._open else None
        if self.reason is not None and shown is not None and self.reason.pathway == shown.id and self.reason.decision.is_open:
            return
        cards = self._view.cards if self._view is not None else ()
        decisions = self.desk.patient.decisions if self.desk.patient is not None else {}
        said = (shown, cards, tuple(decisions), str(decisions), self._side_room(), self._at_side)
        if said == self._said:
            return
        self._said = said
        focus = QApplication.focusWidget()
        inside = focus.objectName() if focus is not None and self.side.isAncestorOf(focus) else ""
        clear(self._side_column)
        self.licences, self.reason = [], None
        if shown is not None:
            self.reason = Reason(self.theme, self.desk, shown, self._side_room())
            self.reason.followed.connect(self.go_to)
            # Queued, because the answer rebuilds the card that it came from.
            self.reason.answered.connect(self._answer, Qt.ConnectionType.QueuedConnection)
            self.reason.closed.connect(self._close_reason)
            self.reason.decision.recorded.connect(self._decided, Qt.ConnectionType.QueuedConnection)
            self._side_column.addWidget(self.reason)
        elif self._view is not None:
            for card in self._view.cards:
                licence = Licence(self.theme, self.desk, card, self._side_room())
                licence.opened.connect(self._open_reason, Qt.ConnectionType.QueuedConnection)
                self.licences.append(licence)
                self._side_column.addWidget(licence)
        self._side_column.addStretch(1)
        self._side_area.verticalScrollBar().setValue(0)
        if inside:
            found = self.side.findChild(QWidget, inside)
            if found is not None:
                take_focus(found)
            elif self.reason is not None:
                self.reason.focus_first()

    def _answer(self, path: str, value: Any) -> None:
        if not give(self.desk, path, value):
            self._said = ()
            self._show_side()

    def _decided(self) -> None:
        self.reason, self._said = None, ()
        self.refresh()
        if self.reason is not None:
            take_focus(self.reason.decision.open_button)

    # ---------------------------------------------------------------------------------------------------------- layout

    def _ladders_width(self) -> int:
        return self.theme.scaled(FIRST_COLUMN) + 2 * self.theme.scaled(COLUMN)

    def _side_width(self) -> int:
        room = self.width() - 2 * self.theme.px("page_margin") - self._ladders_width() - self.theme.px("column_gap")
        return min(max(room - self.theme.scaled(SPARE), min(room, self.theme.scaled(SIDE_WIDTH))), self.theme.scaled(WIDEST_SIDE))

    def _side_room(self) -> int:
        wide = self._side_width() if self._at_side else self.width() - 2 * self.theme.px("page_margin")
        return max(wide - 2 * self.theme.px("card_padding") - 14, 180)

    def _arrange(self) -> None:
        """Puts the licences at the side where there is room beside the ladders, else below them."""
        side = self._side_width() >= LEAST_SIDE and self.theme.text_percent <= 125
        margin = self.theme.px("page_margin")
        if side != self._at_side:
            self._at_side = side
            if side:
                self._below.removeWidget(self.side)
                self._side_area.setWidget(self.side)
            else:
                self._side_area.takeWidget()
                self._below.addWidget(self.side)
            self.side.show()
            self._show_side()
        self._side_area.setVisible(side)
        gap, ring = self.theme.px("column_gap"), 6
        # The ring of the focus needs some room at the right edge of what scrolls.
        self.body.setContentsMargins(margin, 8, ring if side else margin, margin)
        self.setViewportMargins(0, 0, self._side_width() + gap + margin - 12 - ring if side else 0, 0)
        if side:
            self._place_side()

    def _place_side(self) -> None:
        margin, wide = self.theme.px("page_margin"), self._side_width()
        top = self.theme.scaled(TOP)
        self._side_area.setGeometry(self.width() - margin - wide, top, wide, max(self.height() - top - 16, 80))
        self._side_area.raise_()

    def _dress(self) -> None:
        self._arrange()
        if self.desk.patient is not None and self.isVisible():
            self.refresh()
