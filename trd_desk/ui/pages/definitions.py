"""The page Definitions: which definitions are met and why, what would settle the others, and the stages."""

from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from trd_desk.ui.desk import Desk
from trd_desk.ui.pages.definitions_answers import give
from trd_desk.ui.pages.definitions_card import DefinitionCard
from trd_desk.ui.pages.definitions_flow import take_focus
from trd_desk.ui.pages.definitions_headline import Headline
from trd_desk.ui.pages.definitions_model import FLAGGED
from trd_desk.ui.pages.definitions_stages import Stages
from trd_desk.ui.pages.definitions_table import WIDEST, DefinitionsTable
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.labels import Message, Remark
from trd_desk.ui.widgets.layout import Page, clear
from trd_desk.view.definitions import DefinitionsView, view_definitions

CARD_WIDTH = 316
WIDEST_CARD = 480
LOW = 720
CARD_TOP = 40
LEAST_LEFT = 800
RING = 8


class DefinitionsPage(Page):
    """Definitions by trials, the card of one of them at the side, the stages below; the card follows the row.

    Signals:
        go_to(str): a question or a trial's cell was followed; the path of the field on History or Safety.
    """

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self.setObjectName("definitions")
        self._patient = ""
        self._chosen = ("definition", "")
        # The states stand in the title line, which flows.
        kit_head = self._title.parentWidget()
        if kit_head is not None:
            kit_head.hide()
        self.headline = Headline(theme)
        self._empty = Message(theme)
        self.table = DefinitionsTable(theme)
        self.stages = Stages(theme)
        self.card = DefinitionCard(theme)
        self.body.addWidget(self.headline)
        self.body.addWidget(self._empty)
        self.body.addWidget(self.table)
        self._standings = QWidget()
        self._standing_lines = QVBoxLayout(self._standings)
        self._standing_lines.setContentsMargins(theme.px("space.s2"), 0, 0, 0)
        self._standing_lines.setSpacing(2)
        self.body.addWidget(self._standings)
        self.body.addWidget(self.stages)
        self.body.addStretch(1)
        self._side = QScrollArea(self)
        self._side.setWidgetResizable(True)
        self._side.setProperty("kind", "card")
        self._side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._side.viewport().setAutoFillBackground(False)
        self._side.setWidget(self.card)
        self._at_side = True
        self._room_shown = 0
        self.card.stand_alone(False)
        self.table.row_changed.connect(self._choose_definition)
        self.table.trial_asked.connect(lambda trial: self.go_to.emit(f"treatments.{trial}"))
        self.table.card_asked.connect(self._into_card)
        self.table.answered.connect(self.card.answer_by_key)
        self.table.left_below.connect(self.stages.focus_first)
        self.stages.chosen.connect(self._choose_staging)
        self.stages.left_above.connect(self._back_to_table)
        self.stages.card_asked.connect(self._into_card)
        self.stages.answered.connect(self.card.answer_by_key)
        self.card.followed.connect(self.go_to)
        # Queued, because the answer rebuilds the card that the answer came from.
        self.card.answered.connect(self._answer, Qt.ConnectionType.QueuedConnection)
        self.card.unfolded.connect(self._unfold)
        self.card.left.connect(self._back)
        theme.changed.connect(self._dress)
        self._arrange()

    def refresh(self) -> None:
        """Shows the open patient as known now."""
        patient, assessment = self.desk.patient, self.desk.assessment
        if patient is None or assessment is None:
            return
        view = view_definitions(self.desk.library, patient, assessment)
        self.set_title(view.title)
        self.headline.show_states(view.title, view.headline)
        self._empty.say("" if view.columns else view.empty)
        self.table.show_view(view)
        self._show_standings(view)
        self.stages.show_view(view)
        if patient.key != self._patient or not self._exists(view):
            self._patient = patient.key
            self._chosen = ("definition", _first_open(view))
            self.table.choose(self._chosen[1])
        self._show_card()

    def _show_standings(self, view: DefinitionsView) -> None:
        """The words to the marks beside the names of definitions that are not as a source has them."""
        column = self._standing_lines
        clear(column)
        for standing in dict.fromkeys(row.standing for row in view.rows if row.standing.mark in FLAGGED):
            words = f"{standing.word}: {standing.sentence}" if standing.sentence else standing.word
            column.addWidget(Remark(self.theme, standing.mark, words, standing.word, size="small"))
        self._standings.setVisible(column.count() > 0)

    def focus_first(self) -> None:
        """Gives the focus to the table."""
        self.table.names.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focus = QApplication.focusWidget()
        if event.key() == Qt.Key.Key_Escape and focus is not None and self.card.isAncestorOf(focus):
            self._back()
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

    # ------------------------------------------------------------------------------------------------------------ card

    def _choose_definition(self, definition: str) -> None:
        self._chosen = ("definition", definition)
        self._show_card()

    def _choose_staging(self, model: str) -> None:
        if self._chosen != ("staging", model):
            self._chosen = ("staging", model)
            self._show_card()

    def _show_card(self) -> None:
        from trd_desk.view.cards import view_definition_card, view_staging_card

        patient, assessment = self.desk.patient, self.desk.assessment
        kind, name = self._chosen
        if patient is None or assessment is None or not name:
            self.card.show_nothing()
            return
        self._room_shown = self._card_room()
        fold = self._at_side and self._side.height() < self.theme.scaled(LOW)
        view = view_definition_card if kind == "definition" else view_staging_card
        self.card.show_card(view(self.desk.library, patient, assessment, name), self._room_shown, fold=fold)
        self.stages.set_chosen(name if kind == "staging" else "")
        self.table.set_marked(kind == "definition")
        self._side.verticalScrollBar().setValue(0)

    def _exists(self, view: DefinitionsView) -> bool:
        kind, name = self._chosen
        return name in [row.id for row in (view.rows if kind == "definition" else view.stagings)]

    def _answer(self, path: str, value: Any) -> None:
        if not give(self.desk, path, value):
            self.card.show_again()

    def _unfold(self) -> None:
        self.card.unfold()
        self._show_card()

    def _into_card(self) -> None:
        self.card.focus_first()

    def _back_to_table(self) -> None:
        take_focus(self.table.part_of(self.table.current().column()))
        self._choose_definition(self.table.current_id())

    def _back(self) -> None:
        kind, name = self._chosen
        row = next((row for row in self.stages.rows if row.row.id == name), None)
        if kind == "staging" and row is not None:
            take_focus(row)
        else:
            self._back_to_table()

    # ---------------------------------------------------------------------------------------------------------- layout

    def _card_width(self) -> int:
        """The width of the card at the side: it takes the room that a full-grown table leaves."""
        least = self.theme.scaled(CARD_WIDTH)
        left = self.width() - 2 * self.theme.px("page_margin") - self.theme.px("column_gap") - least
        return min(max(least + left - self.theme.scaled(WIDEST), least), self.theme.scaled(WIDEST_CARD))

    def _card_room(self) -> int:
        pad = 2 * self.theme.px("card_padding") + 2
        wide = self._card_width() if self._at_side else max(self.width() - 2 * self.theme.px("page_margin"), 316)
        return wide - pad

    def _arrange(self) -> None:
        """Puts the card at the side, or under the table where the window is narrow or the text large."""
        margin, gap = self.theme.px("page_margin"), self.theme.px("column_gap")
        left = self.width() - 2 * margin - gap - self.theme.scaled(CARD_WIDTH)
        side = left >= self.theme.scaled(LEAST_LEFT)
        if side != self._at_side:
            self._at_side = side
            if side:
                self.body.removeWidget(self.card)
                self._side.setWidget(self.card)
            else:
                self._side.takeWidget()
                self.body.insertWidget(self.body.indexOf(self.table) + 1, self.card)
            self.card.stand_alone(not side)
            self.card.show()
            self._show_card()
        self._side.setVisible(side)
        # The ring of the focus needs some room at the right edge of what scrolls.
        self.body.setContentsMargins(margin, 8, RING if side else margin, margin)
        self.setViewportMargins(0, 0, self._card_width() + gap + margin - 12 - RING if side else 0, 0)
        if side:
            self._place_side()
        if self.card.shown is not None and self._room_shown != self._card_room():
            self._show_card()

    def _place_side(self) -> None:
        margin, wide = self.theme.px("page_margin"), self._card_width()
        top = self.theme.scaled(CARD_TOP) + 8
        self._side.setGeometry(self.width() - margin - wide, top, wide, max(self.height() - top - 16, 80))
        self._side.raise_()

    def _dress(self) -> None:
        self._arrange()
        if self.desk.patient is not None and self.isVisible():
            self.refresh()


def _first_open(view: DefinitionsView) -> str:
    """The first definition that one cannot tell, else the first of all."""
    ids = [row.id for row in view.rows if row.verdict.mark == "cannot_tell"] or [row.id for row in view.rows]
    return ids[0] if ids else ""
