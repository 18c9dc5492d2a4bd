"""What is due of running courses on Today: who, what and since when, and the way there."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QSizePolicy, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.widgets.labels import Label, Message, QuestionLink
from trd_desk.ui.widgets.layout import Button, clear
from trd_desk.ui.widgets.state_cell import StateCell

if TYPE_CHECKING:
    from trd_desk.ui.theme import Theme
    from trd_desk.view.board_due import DueRow, DueView

# So many lines are shown before somebody asks for all of them.
SHOWN: Final = 8
_NAME: Final = 196
_STATE: Final = 268
_NARROW: Final = 820


class _Link(QuestionLink):
    """A link that leaves Up and Down to the page."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)


class DueLine(QFrame):
    """One patient with what is due. Enter on the link or a click opens it.

    Signals:
        opened(str, str): the patient, and the path of what is due.
    """

    opened = Signal(str, str)

    def __init__(self, theme: "Theme", row: "DueRow", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.row = row
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self.name = Label(theme, bold=True, wrap=True)
        self.what = Label(theme, wrap=True)
        self.state = StateCell(theme, "body")
        self.link = _Link(theme, _("Decisions"), row.path, arrow=False)
        self.link.clicked.connect(self._open)
        for widget, stretch in ((self.name, 0), (self.what, 1), (self.state, 0), (self.link, 0)):
            self._box.addWidget(widget, stretch, Qt.AlignmentFlag.AlignVCenter)
        theme.changed.connect(self._fit)
        self._fit()
        self.show_row(row)

    def _fit(self) -> None:
        theme = self._theme
        narrow = 0 < self.width() < theme.scaled(_NARROW)
        pad = theme.px("card_padding")
        self._box.setContentsMargins(pad, 6, pad, 7)
        self._box.setSpacing(2 if narrow else 12)
        self._box.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        for label, wide in ((self.name, _NAME), (self.state, _STATE)):
            label.setMinimumWidth(0 if narrow else theme.scaled(wide))
            label.setMaximumWidth(16_777_215 if narrow else theme.scaled(wide))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def show_row(self, row: "DueRow") -> None:
        """Shows a patient."""
        self.row = row
        self.name.setText(f"{row.name}  {row.age}".rstrip())
        self.what.setText(row.what)
        self.state.show_state(row.mark, row.state, wanted=row.mark == "late")
        self.link.setAccessibleName(_("Decisions: {name}").format(name=row.name))
        self.link.setAccessibleDescription(row.spoken)
        self.setAccessibleName(row.spoken)

    def _open(self) -> None:
        self.opened.emit(self.row.patient, self.row.path)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._open()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.underMouse():
            painter.fillRect(self.rect().adjusted(1, 1, -1, 0), self._theme.colour("bg_selected"))
        painter.fillRect(0, 0, self.width(), 1, self._theme.colour("divider"))
        painter.end()


class DueCard(QFrame):
    """The card of what is due; hidden while nothing is.

    Signals:
        opened(str, str): the patient, and the path of what is due.
    """

    opened = Signal(str, str)

    def __init__(self, theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view: DueView | None = None
        self._all = False
        self.setProperty("kind", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.title = Label(theme, "", bold=True, wrap=True)
        self.title.setContentsMargins(theme.px("card_padding"), 6, theme.px("card_padding"), 6)
        column.addWidget(self.title)
        self.message = Message(theme)
        column.addWidget(self.message)
        self._body = QVBoxLayout()
        self._body.setSpacing(0)
        column.addLayout(self._body)
        self.more = Button(theme, "", kind="quiet")
        self.more.clicked.connect(self._show_all)
        column.addWidget(self.more)
        self.rows: list[DueLine] = []

    def say(self, sentence: str) -> None:
        """Says that the list could not be brought up to date."""
        self.message.say(sentence)
        self.title.setVisible(self._view is not None)
        self.setVisible(bool(sentence) or bool(self.rows))

    def show_view(self, view: "DueView") -> None:
        """Shows the list; the lines stay as far as they are enough, so that the focus does."""
        self._view = view
        self.message.say("")
        self.title.setText(view.title)
        self.title.show()
        shown = view.rows if self._all else view.rows[:SHOWN]
        if len(self.rows) != len(shown):
            clear(self._body)
            self.rows = []
            for row in shown:
                line = DueLine(self._theme, row)
                line.opened.connect(self.opened)
                self.rows.append(line)
                self._body.addWidget(line)
        for line, row in zip(self.rows, shown, strict=True):
            if line.row != row:
                line.show_row(row)
        left = len(view.rows) - len(shown)
        self.more.setText(_("Show all {count}").format(count=len(view.rows)))
        self.more.setVisible(left > 0)
        self.setVisible(bool(view.rows))

    def _show_all(self) -> None:
        self._all = True
        if self._view is not None:
            first = len(self.rows)
            self.show_view(self._view)
            self.rows[min(first, len(self.rows) - 1)].link.setFocus(Qt.FocusReason.OtherFocusReason)
