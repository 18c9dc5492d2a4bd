"""The part Course of the page Outcomes: the chart of scores, a card for each outcome, and every score in a table."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.outcome_scores_cards import OutcomeCards
from trd_desk.ui.pages.outcome_tab import OutcomeTab
from trd_desk.ui.pages.pathways_tables import TextTable
from trd_desk.ui.pages.session_course_fields import TouchChoice
from trd_desk.ui.widgets.labels import Label, VerdictLabel
from trd_desk.ui.widgets.layout import EmptyState
from trd_desk.ui.widgets.painting import DrawingView
from trd_desk.view.outcomes import OutcomesView, ScoreRow, view_outcomes
from trd_desk.view.score_chart import LEAST_WIDTH, WIDTH

if TYPE_CHECKING:
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.theme import Theme

# The chart is drawn in steps of so many pixels, so that it is not drawn anew with each pixel of a moving edge.
_STEP: Final = 16


class ScoreChart(DrawingView):
    """The chart: it may be laid out narrower than it is drawn now, and is then drawn anew.

    Signals: those of DrawingView.
    """

    def __init__(self, theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(theme, None, parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setObjectName("outcomes.scores.chart")

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.scaled(LEAST_WIDTH), self.sizeHint().height())


class ScoreTable(TextTable):
    """Every score, the newest first. Enter, Space or a double click opens the scale that a score is of.

    Signals:
        opened(str): the path of the scale's field.
    """

    opened = Signal(str)

    def __init__(self, theme: "Theme", parent: QWidget | None = None) -> None:
        heads = (_("Day"), _("Scale"), _("Total"), _("Against the baseline"), _("Rated by"))
        super().__init__(theme, _("Scores, the newest first. Enter opens the scale."), heads, (18, 14, 26, 26, 16), parent)
        self.setObjectName("outcomes.scores.table")
        self._rows: tuple[ScoreRow, ...] = ()
        self.doubleClicked.connect(self._open)

    def show_scores(self, rows: tuple[ScoreRow, ...]) -> None:
        """Shows these scores; the row in hand stays by its place."""
        if rows == self._rows:
            return
        self._rows = rows
        at = self.currentIndex().row()
        self.show_rows([(row.day, row.scale_name, row.total, row.fall, row.rater) for row in rows])
        if rows:
            self.setCurrentIndex(self.model().index(min(max(at, 0), len(rows) - 1), 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self._rows):
            self.opened.emit(f"scores.{self._rows[index.row()].scale}")


class ScoresTab(OutcomeTab):
    """The part Course. It writes nothing: scores are entered in the part Scales, where Enter on a score leads."""

    def __init__(self, desk: "Desk", theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self._patient: str | None = None
        self._scale = ""
        self._width = WIDTH
        self._view: OutcomesView | None = None
        self.empty = EmptyState(theme, "", _("Go to Scales"), "list-checks")
        self.empty.pressed.connect(lambda: self.tab_wanted.emit("scales"))
        self.empty.button.setObjectName("outcomes.scores.first")
        self.body.addWidget(self.empty)
        self.shown = QWidget()
        self.body.addWidget(self.shown)
        self.body.addStretch(1)
        self._build()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._fit_chart)
        # No lambda: the theme outlives this part, and would call one that is gone.
        theme.changed.connect(self._later.start)

    def _build(self) -> None:
        theme = self.theme
        column = QVBoxLayout(self.shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("s1"))
        self._head = QHBoxLayout()
        self._head.setSpacing(theme.px("s2"))
        self.headline = VerdictLabel(theme, size="title")
        self._head.addWidget(self.headline)
        self._head.addStretch(1)
        column.addLayout(self._head)
        self.choice: TouchChoice | None = None
        self._scales: tuple[tuple[str, str], ...] = ()
        self.facts = Label(theme, "", wrap=True)
        column.addWidget(self.facts)
        self.chart = ScoreChart(theme)
        column.addWidget(self.chart)
        self.notes = Label(theme, "", "small", colour="text_2", wrap=True)
        column.addWidget(self.notes)
        column.addSpacing(theme.px("s1"))
        column.addWidget(Label(theme, _("Outcomes with their definitions"), bold=True))
        self.cards = OutcomeCards(theme)
        self.cards.followed.connect(self.go_to)
        column.addWidget(self.cards)
        column.addSpacing(theme.px("s1"))
        column.addWidget(Label(theme, _("Scores"), bold=True))
        self.table = ScoreTable(theme)
        self.table.opened.connect(self.go_to)
        column.addWidget(self.table)

    # What is shown

    def refresh(self) -> None:
        """Shows the open patient as known now."""
        patient = self.desk.patient
        if patient is None:
            return
        if patient.key != self._patient:
            self._patient, self._scale = patient.key, ""
        view = view_outcomes(self.desk.library, patient, self.desk.today(), self._scale or None, self._width)
        if view == self._view:
            return
        self._view = view
        self.empty.setVisible(bool(view.empty))
        self.shown.setVisible(not view.empty)
        if view.empty:
            self.empty.sentence.setText(view.empty)
            return
        self._show_scales(view)
        self.headline.set_state(view.headline.mark, view.headline.word, view.headline.sentence)
        # Of the chief scale the line at the head of the page says it already.
        self.facts.setText(" ".join(view.facts))
        self.facts.setVisible(view.scale != view.scales[0][0])
        self.notes.setText(" ".join(view.chart_notes))
        self.notes.setVisible(bool(view.chart_notes))
        if view.drawing is not None:
            self.chart.set_drawing(view.drawing)
        self.cards.show_cards(view.cards)
        self.table.show_scores(view.rows)

    def _show_scales(self, view: OutcomesView) -> None:
        """The choice of a scale, where several were used."""
        if view.scales != self._scales:
            self._scales = view.scales
            if self.choice is not None:
                self._head.removeWidget(self.choice)
                self.choice.hide()
                self.choice.deleteLater()
                self.choice = None
            if len(view.scales) > 1:
                self.choice = TouchChoice(self.theme, _("Scale shown"), view.scales)
                self.choice.setObjectName("outcomes.scores.scale")
                self.choice.answered.connect(lambda scale: self._choose(str(scale)))
                self.choice.taken_back.connect(lambda: self._choose(""))
                self._head.addWidget(self.choice)
                QWidget.setTabOrder(self.choice, self.table)
        if self.choice is not None:
            self.choice.set_value(view.scale)

    def _choose(self, scale: str) -> None:
        self._scale = scale
        self._view = None
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._later.start()

    def _fit_chart(self) -> None:
        """Draws the chart as wide as the part is now."""
        wide = self.width() * 100 / self.theme.text_percent
        wide = max(LEAST_WIDTH, wide // _STEP * _STEP)
        if wide != self._width:
            self._width = wide
            self.refresh()

    def focus_first(self) -> None:
        """Gives the focus to the choice of the scale, to the table where there is none, or to what is to be done first."""
        if self.shown.isHidden():
            self.empty.button.setFocus(Qt.FocusReason.TabFocusReason)
        elif self.choice is not None:
            self.choice.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.table.setFocus(Qt.FocusReason.TabFocusReason)
