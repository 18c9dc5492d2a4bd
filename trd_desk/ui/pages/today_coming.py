"""The sessions to come: when, who, what, where the checklist stands, and the way there."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.widgets.labels import Label, QuestionLink
from trd_desk.ui.widgets.layout import clear
from trd_desk.ui.widgets.painting import ink, paint_mark

if TYPE_CHECKING:
    from trd_desk.ui.theme import Theme
    from trd_desk.view.board import BoardView
    from trd_desk.view.board_coming import ToCome

_MIDDLE: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
# Time, name, what, state: their widths at 100 %; the state takes what is left.
_COLUMNS: Final = (64, 200, 232)
_NARROW: Final = 900


class _Link(QuestionLink):
    """A link that leaves Up and Down to the page."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)


class ComingRow(QWidget):
    """A session to come.

    Signals:
        opened(str, str, str): patient, session and the part that the link leads to.
    """

    opened = Signal(str, str, str)

    def __init__(self, theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.coming: ToCome | None = None
        self.link = _Link(theme, "", "", arrow=False, parent=self)
        self.link.clicked.connect(self._open)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._fit)

    def show_coming(self, coming: "ToCome") -> None:
        """Shows a session."""
        if coming == self.coming:
            return
        self.coming = coming
        self.setAccessibleName(coming.spoken)
        self.setToolTip(coming.sentence)
        self.link.setText(coming.link)
        self.link.setAccessibleName(_("{link}: {name}").format(link=coming.link, name=coming.name))
        self.link.setAccessibleDescription(coming.spoken)
        self._fit()
        self.update()

    def _open(self) -> None:
        if self.coming is not None:
            self.opened.emit(*self.coming.key, self.coming.tab)

    def _narrow(self) -> bool:
        return self.width() * 100 / self._theme.text_percent < _NARROW

    def sizeHint(self) -> QSize:
        return QSize(400, self._theme.scaled(64 if self._narrow() else 40))

    def _fit(self) -> None:
        self.setFixedHeight(self.sizeHint().height())
        hint = self.link.sizeHint()
        pad = self._theme.px("card_padding")
        # By its letters: a link writes at the top of its area.
        top = (self._theme.scaled(32 if self._narrow() else 40) - self._theme.metrics().height()) // 2
        self.link.setGeometry(self.width() - pad - hint.width(), top, hint.width(), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        coming = self.coming
        if coming is None:
            return
        theme, painter = self._theme, QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, theme.colour("divider"))
        pad, narrow = theme.px("card_padding"), self._narrow()
        high = theme.scaled(32 if narrow else 40)
        x = pad
        wide = [theme.scaled(column) for column in _COLUMNS]
        x = self._words(painter, x, high, wide[0], [(coming.time or "–", "text", True)])
        age = [(coming.age, "text_2", False)] if coming.age else []
        x = self._words(painter, x, high, wide[1], [(coming.name, "text", False), *age])
        self._words(painter, x, high, wide[2] if not narrow else self.width(), [(coming.what, "text_2", False)])
        left, top = (x + wide[2], 0) if not narrow else (pad + wide[0], high - theme.scaled(6))
        side = theme.scaled(16)
        paint_mark(painter, theme, coming.mark, QRectF(left, top + (high - side) / 2, side, side))
        state = QRect(left + side + 8, top, self.width(), high)
        painter.setFont(theme.font(bold=coming.mark != "incomplete"))
        painter.setPen(ink(theme, coming.mark) if coming.mark in ("stop", "pass", "ready") else theme.colour("text"))
        painter.drawText(state, _MIDDLE, coming.state)
        if coming.detail:
            start = painter.fontMetrics().horizontalAdvance(coming.state) + theme.scaled(9)
            room = (self.link.x() if not narrow else self.width() - pad) - state.left() - start - 8
            painter.setFont(theme.font())
            painter.setPen(theme.colour("text_2"))
            if painter.fontMetrics().horizontalAdvance(coming.detail) <= room:
                painter.drawText(state.adjusted(start, 0, 0, 0), _MIDDLE, coming.detail)
        painter.end()

    def _words(self, painter: QPainter, x: int, high: int, wide: int, words: Sequence[tuple[str, str, bool]]) -> int:
        """Words side by side in a column; where they find no room in the body size they are set small."""
        theme = self._theme
        whole = " ".join(text for text, _colour, _bold in words)
        size = "body" if theme.metrics(bold=words[0][2]).horizontalAdvance(whole) <= wide - 8 else "small"
        place = x
        for text, colour, bold in words:
            painter.setFont(theme.font(size, bold=bold))
            painter.setPen(theme.colour(colour))
            painter.drawText(QRect(place, 0, wide, high), _MIDDLE, text)
            place += painter.fontMetrics().horizontalAdvance(text + " ")
        return x + wide


class ComingCard(QFrame):
    """The card of the sessions to come; hidden while there is none.

    Signals:
        opened(str, str, str): patient, session and the part that is wanted.
    """

    opened = Signal(str, str, str)

    def __init__(self, theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("kind", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._title = Label(theme, _("To come"), bold=True)
        self._title.setContentsMargins(theme.px("card_padding"), 6, theme.px("card_padding"), 6)
        column.addWidget(self._title)
        self._body = QVBoxLayout()
        self._body.setSpacing(0)
        column.addLayout(self._body)
        self.rows: list[ComingRow] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_view(self, view: "BoardView") -> None:
        """Shows the sessions to come; the rows stay as far as they are enough, so that the focus does."""
        if len(self.rows) != len(view.to_come):
            clear(self._body)
            self.rows = [ComingRow(self._theme) for _coming in view.to_come]
            for row in self.rows:
                row.opened.connect(self.opened)
                self._body.addWidget(row)
        for row, coming in zip(self.rows, view.to_come, strict=True):
            row.show_coming(coming)
        self.setVisible(bool(self.rows))
