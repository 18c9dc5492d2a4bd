"""Words: labels in four sizes, a state with its mark, links to questions, chips, sentences beside a field."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.painting import MarkLabel, paint_mark
from trd_desk.view.marks import COLOURS
from trd_desk.view.shapes import MarkKind


class Label(QLabel):
    """Text in one of the sizes small, body, title, display, in a token's colour; it wraps unless told not to. Plain text only.

    Signals: none of its own.
    """

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        size: str = "body",
        *,
        colour: str = "text",
        bold: bool = False,
        italic: bool = False,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._theme, self._size, self._colour, self._bold, self._italic = theme, size, colour, bold, italic
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self._dress()
        theme.changed.connect(self._dress)

    def set_colour(self, colour: str) -> None:
        """Takes another token's colour."""
        self._colour = colour
        self._dress()

    def set_bold(self, *, bold: bool) -> None:
        """Is set semi-bold, or not."""
        self._bold = bold
        self._dress()

    def _dress(self) -> None:
        self.setFont(self._theme.font(self._size, bold=self._bold, italic=self._italic))
        palette = QPalette(self._theme.palette())
        palette.setColor(QPalette.ColorRole.WindowText, self._theme.colour(self._colour))
        self.setPalette(palette)


class RichLabel(Label):
    """Text whose part `bold` is set semi-bold; it wraps. Nothing in the text is read as markup.

    Signals: none of its own.
    """

    def __init__(
        self, theme: Theme, text: str, bold: str = "", size: str = "body", *, colour: str = "text", parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, size=size, colour=colour, wrap=True, parent=parent)
        self.set_text(text, bold)

    def set_text(self, text: str, bold: str = "") -> None:
        """Shows another text with this part in semi-bold."""
        from html import escape

        whole = escape(text)
        part = escape(bold)
        if part and part in whole:
            whole = whole.replace(part, f'<span style="font-weight:600">{part}</span>', 1)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setText(whole)
        self.setAccessibleName(text)


class VerdictLabel(QWidget):
    """A mark and its word in the state's colour; `sentence` is the tooltip and the description for a screen reader.

    Signals: none.
    """

    def __init__(
        self,
        theme: Theme,
        kind: MarkKind = "cannot_tell",
        word: str = "",
        *,
        size: str = "body",
        bold: bool = True,
        sentence: str = "",
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6 if size == "small" else 8)
        self._mark = MarkLabel(theme, kind, size={"small": 14, "body": 16, "title": 20, "display": 32}[size])
        self._word = Label(theme, word, size, bold=bold, wrap=wrap)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._word, 1 if wrap else 0)
        if not wrap:
            row.addStretch(1)
        self.set_state(kind, word, sentence)

    def set_state(self, kind: MarkKind, word: str, sentence: str = "") -> None:
        """Shows another state."""
        self._mark.set_kind(kind)
        self._word.setText(word)
        self._word.set_colour(COLOURS[kind])
        self.setAccessibleName(word)
        self.setAccessibleDescription(sentence)
        self.setToolTip(sentence)


class Remark(QWidget):
    """A mark and a sentence that wraps, its part `bold` in semi-bold.

    Signals: none.
    """

    def __init__(
        self, theme: Theme, kind: MarkKind, text: str, bold: str = "", *, size: str = "body", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        mark = MarkLabel(theme, kind, size=16)
        holder = QVBoxLayout()
        holder.setContentsMargins(0, 2, 0, 0)
        holder.addWidget(mark)
        holder.addStretch(1)
        row.addLayout(holder)
        row.addWidget(RichLabel(theme, text, bold, size), 1)


class _Clickable(QAbstractButton):
    """The ground of links and chips: painted by hand, pressed by pointer, Space and Enter."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.updateGeometry)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class QuestionLink(_Clickable):
    """An underlined question that leads to the field that answers it; it wraps. The arrow stands before it with `arrow`.

    Signals:
        followed(str): the path of the field.
    """

    followed = Signal(str)

    def __init__(
        self, theme: Theme, text: str, path: str, *, size: str = "body", arrow: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        self.path, self._size, self._arrow = path, size, arrow
        self.setText(text)
        self.setAccessibleName(text)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.clicked.connect(lambda: self.followed.emit(self.path))

    def _left(self) -> int:
        return self.theme.scaled(16) + 8 if self._arrow else 0

    def sizeHint(self) -> QSize:
        metrics = self.theme.metrics(self._size)
        wide = min(metrics.horizontalAdvance(self.text()) + self._left() + 2, self.theme.scaled(480))
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        words = max(self.text().split(" "), key=len, default="")
        return QSize(self._left() + self.theme.metrics(self._size).horizontalAdvance(words) + 4, self.theme.line_height(self._size))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        box = self.theme.metrics(self._size).boundingRect(
            0, 0, max(1, width - self._left()), 10_000, int(Qt.TextFlag.TextWordWrap), self.text()
        )
        return max(box.height() + 2, self.theme.line_height(self._size))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._arrow:
            side = self.theme.scaled(16)
            paint_mark(painter, self.theme, "goes_to", QRectF(0, 3, side, side))
        font = self.theme.font(self._size)
        font = type(font)(font)
        font.setUnderline(True)
        painter.setFont(font)
        painter.setPen(self.theme.colour("accent_hover" if self.underMouse() else "accent"))
        painter.drawText(self.rect().adjusted(self._left(), 0, 0, 0), int(Qt.TextFlag.TextWordWrap), self.text())
        painter.end()


class Chip(_Clickable):
    """A rounded chip: a mark, words, and a value in semi-bold; `dashed` for what was not asked. It can be made a button.

    Signals:
        clicked(): only of a chip that is a button (`button=True`).
    """

    def __init__(
        self,
        theme: Theme,
        text: str,
        value: str = "",
        *,
        mark: MarkKind | None = None,
        dashed: bool = False,
        button: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self._value, self._mark, self._dashed = value, mark, dashed
        self.setText(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{text} {value}".strip())
        if not button:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.setCursor(Qt.CursorShape.ArrowCursor)
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, False)
        self._is_button = button

    def set_state(self, text: str, value: str = "", *, mark: MarkKind | None = None, dashed: bool = False) -> None:
        """Shows other words."""
        self._value, self._mark, self._dashed = value, mark, dashed
        self.setText(text)
        self.setAccessibleName(f"{text} {value}".strip())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        wide = 2 * 10 + self.theme.metrics("small").horizontalAdvance(self.text()) + 2
        if self._mark:
            wide += self.theme.scaled(14) + 6
        if self._value:
            wide += 6 + self.theme.metrics("small", bold=True).horizontalAdvance(self._value)
        return QSize(wide, self.theme.scaled(24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self.theme.colour("line_strong"), 1)
        if self._dashed:
            pen.setDashPattern([3, 3])
        painter.setPen(pen)
        hover = self._is_button and self.underMouse()
        painter.setBrush(self.theme.colour("bg_selected" if hover else "bg_surface"))
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
        x = 10
        if self._mark:
            side = self.theme.scaled(14)
            paint_mark(painter, self.theme, self._mark, QRectF(x, (self.height() - side) / 2, side, side))
            x += side + 6
        painter.setPen(self.theme.colour("text"))
        painter.setFont(self.theme.font("small"))
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(self.rect().adjusted(x, 0, 0, 0), middle, self.text())
        if self._value:
            x += self.theme.metrics("small").horizontalAdvance(self.text()) + 6
            painter.setFont(self.theme.font("small", bold=True))
            painter.drawText(self.rect().adjusted(x, 0, 0, 0), middle, self._value)
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._is_button:
            super().mouseReleaseEvent(event)
        else:
            event.ignore()


class Message(QFrame):
    """A sentence in a frame beside what it is about: `note` (quiet), `amber` (something needs you). Hidden while empty.

    Signals: none.
    """

    def __init__(self, theme: Theme, text: str = "", tone: str = "note", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "band" if tone == "amber" else "note")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        self._mark = MarkLabel(theme, "amber" if tone == "amber" else "note")
        self._text = Label(theme, "", wrap=True)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        self.say(text)

    def say(self, text: str) -> None:
        """Shows the sentence, or nothing."""
        self._text.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def text(self) -> str:
        """The sentence that is shown."""
        return self._text.text()
