"""The cards beside the ladders: a licence with its result, and the whole reason of one pathway with what would settle it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.desk import Desk
from trd_desk.ui.pages.definitions_card import AskBox, SourceBlock
from trd_desk.ui.pages.definitions_flow import take_focus
from trd_desk.ui.pages.pathways_decision import DecisionForm
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.labels import Label, QuestionLink, Remark, RichLabel, VerdictLabel
from trd_desk.ui.widgets.layout import Button, line
from trd_desk.ui.widgets.painting import MarkLabel
from trd_desk.view.parts import SourceLine
from trd_desk.view.pathways import LadderView, LicenceCard, decision_words


class EdgeCard(QFrame):
    """A framed surface whose edge is drawn in the colour of text where a stop condition holds.

    Signals: none.
    """

    def __init__(self, theme: Theme, *, stop: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._stop = theme, stop
        self.setProperty("kind", "card")
        self.column = QVBoxLayout(self)
        pad = theme.px("card_padding")
        self.column.setContentsMargins(pad, pad - 4, pad, pad - 4)
        self.column.setSpacing(4)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._stop:
            painter = QPainter(self)
            painter.setPen(QPen(self._theme.colour("text"), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 6, 6)
            painter.end()


def source_row(theme: Theme, source: SourceLine) -> QWidget:
    """A source in one line: the rule's standing as mark and word, the work, and when it is to be reviewed."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 2, 0, 0)
    row.setSpacing(8)
    row.addWidget(MarkLabel(theme, source.mark, size=14), 0, Qt.AlignmentFlag.AlignTop)
    words = ". ".join(part for part in (source.status, source.text) if part)
    label = RichLabel(theme, words, f"{source.status}." if source.status else "", "small", colour="text_2")
    if source.review:
        label.setToolTip(source.review)
    row.addWidget(label, 1)
    return holder


class Licence(EdgeCard):
    """A licence or ruling: its result, what it says, the decision that was recorded, its source.

    Signals:
        opened(str): the whole reason was asked for; the pathway.
    """

    opened = Signal(str)

    def __init__(self, theme: Theme, desk: Desk, card: LicenceCard, width: int, parent: QWidget | None = None) -> None:
        super().__init__(theme, stop=card.result.mark == "stop", parent=parent)
        self.card = card
        self.setObjectName(f"pathway.{card.id}")
        self.setAccessibleName(f"{card.name}: {card.result.word}")
        bold = theme.metrics(bold=True)
        beside = bold.horizontalAdvance(card.name + card.result.word) + theme.scaled(16) + 8 + 16 <= width
        head = QHBoxLayout() if beside else QVBoxLayout()
        head.setSpacing(8 if beside else 0)
        head.addWidget(Label(theme, card.name, bold=True, wrap=not beside), 1)
        result = VerdictLabel(theme, card.result.mark, card.result.word, sentence=card.result.sentence, wrap=not beside)
        head.addWidget(result)
        self.column.addLayout(head)
        self.column.addWidget(Label(theme, card.product, "small", colour="text_2", wrap=True))
        self.column.addWidget(Label(theme, card.text, wrap=True))
        if card.next_text:
            self.column.addWidget(Label(theme, card.next_text, wrap=True))
        decision = desk.patient.decisions.get(card.id) if desk.patient is not None else None
        for words in decision_words(decision):
            self.column.addWidget(Remark(theme, "override", words, size="small"))
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(source_row(theme, card.source), 1)
        self.why = QuestionLink(theme, _("why"), card.id, size="small", arrow=False)
        self.why.setAccessibleName(_("Why: {name}, {result}").format(name=card.name, result=card.result.word))
        self.why.setObjectName(f"pathway.{card.id}.why")
        self.why.followed.connect(self.opened)
        foot.addWidget(self.why, 0, Qt.AlignmentFlag.AlignBottom)
        self.column.addLayout(foot)


class Reason(EdgeCard):
    """The whole reason of one pathway: its result, because, what would settle it, remarks, the clinician's decision, sources.

    Signals:
        followed(str): a question was followed; the path of its field.
        answered(str, object): an answer was given in place; the path and the value.
        closed(): back to the licences.
    """

    followed = Signal(str)
    answered = Signal(str, object)
    closed = Signal()

    def __init__(
        self, theme: Theme, desk: Desk, shown: LadderView | LicenceCard, width: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, stop=shown.result.mark == "stop", parent=parent)
        self._theme = theme
        self.pathway = shown.id
        self.setObjectName("pathways.reason")
        self.setAccessibleName(f"{shown.name}: {shown.result.word}")
        column = self.column
        head = QHBoxLayout()
        head.addWidget(Label(theme, shown.name, "small", colour="text_2", wrap=True), 1)
        self.close_button = Button(theme, _("Close"), kind="quiet", icon="x")
        self.close_button.setObjectName("pathways.reason.close")
        self.close_button.setToolTip(_("Back to the licences (Esc)"))
        self.close_button.clicked.connect(self.closed, Qt.ConnectionType.QueuedConnection)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(VerdictLabel(theme, shown.result.mark, shown.result.word, size="title", wrap=True))
        column.addWidget(Label(theme, shown.result.sentence, wrap=True))
        if shown.because:
            self._head(_("Because"))
            for reason in shown.because:
                column.addWidget(Remark(theme, reason.mark, reason.text, reason.bold))
        self.asks: list[AskBox] = []
        if shown.asks:
            self._head(_("What would settle it"))
            for ask in shown.asks:
                box = AskBox(theme, ask, width=width)
                box.followed.connect(self.followed)
                box.answered.connect(self.answered)
                self.asks.append(box)
                column.addWidget(box)
        decision = desk.patient.decisions.get(shown.id) if desk.patient is not None else None
        said = decision_words(decision)
        self._head(_("Decision of the clinician"))
        for words in said:
            column.addWidget(Remark(theme, "override", words))
        self.decision = DecisionForm(theme, desk, shown.id, shown.name)
        column.addWidget(self.decision)
        for note in shown.notes:
            if note not in said:
                column.addWidget(Remark(theme, "note", note, size="small"))
        column.addSpacing(8)
        column.addWidget(line())
        column.addSpacing(4)
        column.addWidget(SourceBlock(theme, shown.sources))
        column.addStretch(1)

    def focus_first(self) -> None:
        """Gives the focus to the first question, else to the button that closes the card."""
        for box in self.asks:
            link = box.findChild(QuestionLink)
            if link is not None:
                take_focus(link)
                return
        take_focus(self.close_button)

    def _head(self, text: str) -> None:
        self.column.addSpacing(8)
        self.column.addWidget(Label(self._theme, text, "small", colour="text_2", bold=True))
