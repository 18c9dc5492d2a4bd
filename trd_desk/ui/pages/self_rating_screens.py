"""The screens that a patient sees: a few sentences with one button, and a question with its answers."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.labels import Label
from trd_desk.ui.widgets.large import LargeButton, LargeChoice, reading_size
from trd_desk.ui.widgets.layout import Card, clear
from trd_desk.view.crisis import PatientAdvice
from trd_desk.view.self_rating import FormQuestion

# How wide the column is at most, at 100 %: a line of large letters that is still read at a glance.
_WIDEST: Final = 820
# From this text size on a question is set in the letters of a title, which are as large as others' display; a long one always is, so that
# it stands with all its answers on one screen.
_LARGE: Final = 150
_LONG: Final = 90


class QuestionLabel(Label):
    """The words of a question, in letters as large as there is room for.

    Signals: none.
    """

    def ask(self, text: str) -> None:
        """Shows a question."""
        self._size = "title" if self._theme.text_percent >= _LARGE or len(text) > _LONG else "display"
        self._dress()
        self.setText(text)


class ProgressLine(QWidget):
    """A line that fills from left to right. The words beside it say the same.

    Signals: none.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_share(self, share: float) -> None:
        """Shows how much is done, from 0 to 1."""
        self._share = share
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, 6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("divider"))
        painter.fillRect(0, 0, round(self.width() * self._share), self.height(), self._theme.colour("accent"))
        painter.end()


class Screen(QScrollArea):
    """A column in the middle that scrolls where large letters need it; the arrows belong to the page around it.

    Signals: none of its own.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._ground = QWidget()
        self.column = QVBoxLayout(self._ground)
        self.column.setSpacing(12)
        self.setWidget(self._ground)
        self._ground.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self._fit()

    def _fit(self) -> None:
        side = max(self.theme.px("page_margin"), (self.viewport().width() - self.theme.scaled(_WIDEST)) // 2)
        self.column.setContentsMargins(side, 8, side, 16)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def bring_in(self, widget: QWidget) -> None:
        """Scrolls to the whole of a widget."""
        self.ensureWidgetVisible(widget, 0, 24)

    def question_size(self) -> str:
        """The size of what is read first."""
        return "title" if self.theme.text_percent >= _LARGE else "display"

    def words(self, text: str, size: str = "", *, colour: str = "text", bold: bool = False) -> Label:
        """A sentence that wraps, in letters for reading if no size is named."""
        return Label(self.theme, text, size or reading_size(self.theme), colour=colour, bold=bold, wrap=True)

    def read_on(self, by: int = 1) -> bool:
        """Scrolls on, or back with -1; False where the end is in sight already."""
        bar = self.verticalScrollBar()
        before = bar.value()
        bar.setValue(before + by * max(1, bar.pageStep() - self.theme.line_height("title")))
        return bar.value() != before


class WordsScreen(Screen):
    """A title, sentences and one button.

    Signals:
        pressed(): the button.
    """

    pressed = Signal()

    def __init__(
        self, theme: Theme, title: str, sentences: Sequence[str], button: str = "", *, small: Sequence[str] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        self.title = title
        self.column.addStretch(1)
        self.column.addWidget(self.words(title, self.question_size(), bold=True))
        self.column.addSpacing(4)
        for sentence in sentences:
            self.column.addWidget(self.words(sentence))
        self.button = LargeButton(theme, button, kind="primary")
        self.button.clicked.connect(lambda: self.pressed.emit())
        self.button.setVisible(bool(button))
        self.column.addSpacing(12)
        self.column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addStretch(2)
        for sentence in small:
            self.column.addWidget(self.words(sentence, "small", colour="text_2"))


class AdviceScreen(Screen):
    """The crisis advice right after the answer: the clinic's own words first, then the general lines.

    Signals:
        pressed(): it was read.
    """

    pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.title = ""
        self._body = QVBoxLayout()
        self._body.setSpacing(12)
        self.column.addStretch(1)
        self.column.addLayout(self._body)
        self.button = LargeButton(theme, "", kind="primary")
        self.button.setObjectName("self_rating.read")
        self.button.clicked.connect(lambda: self.pressed.emit())
        self.column.addSpacing(12)
        self.column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addStretch(2)

    def show_advice(self, advice: PatientAdvice) -> None:
        """Shows the advice from its beginning."""
        clear(self._body)
        self.title = advice.title
        self._body.addWidget(self.words(advice.title, self.question_size(), bold=True))
        if advice.own:
            card = Card(self.theme, spacing=8)
            for line in advice.own:
                card.body.addWidget(self.words(line))
            self._body.addWidget(card)
        for line in advice.lines:
            self._body.addWidget(self.words(line))
        for line in advice.calls:
            self._body.addWidget(self.words(line, bold=True))
        self.button.setText(advice.go_on)
        self.verticalScrollBar().setValue(0)


class QuestionScreen(Screen):
    """One question with its answers, each with the key of its value; and that one would rather not answer.

    Signals:
        answered(object): the value that was chosen; None for rather not.
    """

    answered = Signal(object)

    def __init__(self, theme: Theme, stem: str, credit: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._choices: list[LargeChoice] = []
        self.stem = self.words(stem, colour="text_2")
        self.question = QuestionLabel(theme, bold=True, wrap=True)
        self._grid = QGridLayout()
        self._grid.setSpacing(10)
        self.decline = LargeChoice(theme, _("I would rather not answer"))
        self.decline.setObjectName("self_rating.decline")
        self.decline.clicked.connect(lambda: self.answered.emit(None))
        self.column.addStretch(1)
        self.column.addWidget(self.stem)
        self.column.addWidget(self.question)
        self.column.addSpacing(4)
        self.column.addLayout(self._grid)
        self.column.addWidget(self.decline)
        self.column.addStretch(2)
        self.column.addWidget(self.words(credit, "small", colour="text_2"))

    @property
    def choices(self) -> list[LargeChoice]:
        """What can be chosen, from the top down."""
        return [*self._choices, self.decline]

    def show_question(self, question: FormQuestion, value: int | None, *, declined: bool) -> None:
        """Shows a question with the answer it has."""
        self.stem.setVisible(question.place is not None)
        self.question.ask(question.text)
        clear(self._grid)
        self._choices = []
        columns = 2 if self.theme.text_percent >= _LARGE and len(question.options) > 2 else 1
        for place, (number, words) in enumerate(question.options):
            choice = LargeChoice(self.theme, words, str(number))
            choice.setObjectName(f"self_rating.choice.{number}")
            choice.set_given(value == number)
            choice.clicked.connect(lambda _on=False, number=number: self.answered.emit(number))
            self._choices.append(choice)
            self._grid.addWidget(choice, place // columns, place % columns)
        self.decline.set_given(declined)
        self.verticalScrollBar().setValue(0)

    def choice_of_key(self, key: str) -> LargeChoice | None:
        """The answer that a key presses."""
        return next((choice for choice in self._choices if choice.key == key), None)

    def step(self, by: int) -> None:
        """Moves the focus to the next answer or the one before."""
        choices = self.choices
        here = next((place for place, choice in enumerate(choices) if choice.hasFocus()), None)
        if here is None:
            place = 0 if by > 0 else len(choices) - 1
        else:
            place = min(max(here + by, 0), len(choices) - 1)
        choices[place].setFocus(Qt.FocusReason.TabFocusReason)
        self.bring_in(choices[place])
