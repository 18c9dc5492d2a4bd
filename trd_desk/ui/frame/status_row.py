"""The line at the foot of the window: what is saved and where, undo, who, which content; amber when the disk refuses."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from trd_desk.i18n import _
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.labels import Label

# The place of the empty part in the row.
_SPACE: Final = 3


class _StatusButton(QAbstractButton):
    """Words in small type with an icon before and the key in a cap after them."""

    def __init__(self, theme: Theme, words: str, key: str, icon: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._key, self._icon = theme, key, icon
        self.setText(words)
        self.setAccessibleName(words)
        self.setAccessibleDescription(key)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        metrics = self._theme.metrics("small")
        wide = metrics.horizontalAdvance(self.text())
        if self._icon:
            wide += self._theme.scaled(14) + 4
        if self._key:
            wide += metrics.horizontalAdvance(self._key) + 4 + 10
        return QSize(wide + 2, self._theme.px("status_height"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = "text_2" if self.isEnabled() else "text_disabled"
        x = 0
        if self._icon:
            side = theme.scaled(14)
            painter.drawPixmap(x, (self.height() - side) // 2, theme.pixmap(self._icon, side, colour, self.devicePixelRatioF()))
            x += side + 4
        font = theme.font("small")
        if self.underMouse() and self.isEnabled():
            font = type(font)(font)
            font.setUnderline(True)
        painter.setFont(font)
        painter.setPen(theme.colour(colour))
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRectF(x, 0, self.width(), self.height()), middle, self.text())
        if self._key:
            x += theme.metrics("small").horizontalAdvance(self.text()) + 4
            cap = QRectF(x + 0.5, 2.5, theme.metrics("small").horizontalAdvance(self._key) + 8, self.height() - 5)
            painter.setPen(QPen(theme.colour("line"), 1))
            painter.drawRoundedRect(cap, 3, 3)
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour(colour))
            painter.drawText(cap, int(Qt.AlignmentFlag.AlignCenter), self._key)
        painter.end()


class StatusRow(QWidget):
    """What is saved, undo, who works, which content is in force, find.

    Signals:
        undo_wanted(), who_wanted(), find_wanted(): the buttons; `who_wanted` is the name of who works.
    """

    undo_wanted = Signal()
    who_wanted = Signal()
    find_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._refused = False
        row = QHBoxLayout(self)
        margin = theme.px("page_margin")
        row.setContentsMargins(margin, 0, margin, 0)
        row.setSpacing(24)
        self._saved = Label(theme, "", "small", colour="text_2")
        self._refusal = Label(theme, "", "small", colour="on_amber", wrap=True)
        self._refusal.hide()
        self._undo = _StatusButton(theme, _("Undo last entry"), "Ctrl+Z", "undo", self)
        self._who = _StatusButton(theme, "", "", "user", self)
        self._who.setObjectName("status.who")
        self._who.setToolTip(_("Change who is working"))
        self._who.setAccessibleDescription(_("Change who is working"))
        self._content = Label(theme, "", "small", colour="text_2")
        self._find = _StatusButton(theme, _("Find"), "Ctrl+K", "", self)
        self._who.clicked.connect(lambda: self.who_wanted.emit())
        self._undo.clicked.connect(lambda: self.undo_wanted.emit())
        self._find.clicked.connect(lambda: self.find_wanted.emit())
        row.addWidget(self._saved)
        row.addWidget(self._refusal, 1)
        row.addWidget(self._undo)
        row.addStretch(1)
        self._row = row
        row.addWidget(self._who)
        row.addWidget(self._content)
        row.addWidget(self._find)
        self.allow_undo(allowed=False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        high = self._theme.px("status_height")
        if self._refused:
            room = max(200, self.width() - 2 * self._theme.px("page_margin"))
            high = max(high, self._refusal.heightForWidth(room) + 10)
        self.setFixedHeight(high)
        self._saved.setWordWrap(False)
        everything = sum(
            w.sizeHint().width() + 24 for w in (self._saved, self._undo, self._who, self._content, self._find)
        ) + 2 * self._theme.px("page_margin")
        # What can be looked up elsewhere gives way first, and who works last.
        self._content.setVisible(bool(self._content.text()) and everything <= self.width() and not self._refused)
        without = everything - (0 if not self._content.text() else self._content.sizeHint().width() + 24)
        self._who.setVisible(bool(self._who.text()) and without <= self.width() and not self._refused)
        self._find.setVisible(not self._refused)
        self._saved.setVisible(not self._refused)
        # A long word of what was undone takes a second line where large text leaves no room beside the keys.
        kept = [w for w in (self._undo, self._who, self._find) if not w.isHidden()]
        beside = sum(w.sizeHint().width() + 24 for w in kept) + 2 * self._theme.px("page_margin")
        wraps = not self._refused and self._saved.sizeHint().width() + 24 + beside > self.width()
        if wraps:
            self._saved.setWordWrap(True)
            high = max(high, self._saved.heightForWidth(max(200, self.width() - beside - 24)) + 6)
            self.setFixedHeight(high)
        self._row.setStretch(0, 1 if wraps else 0)
        self._row.setStretch(_SPACE, 0 if wraps else 1)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def say_saved(self, time: str) -> None:
        """The time of the last answer on disk."""
        self._saved.setText(_("Saved {time} on this computer").format(time=time))
        self._refused = False
        self._refusal.hide()
        self._fit()

    def say(self, words: str) -> None:
        """Another quiet word in the place of the saved time."""
        self._saved.setText(words)
        self._fit()

    def say_refused(self, sentence: str) -> None:
        """Turns the line amber with cause and remedy until the next answer is on disk."""
        self._refused = True
        self._refusal.setText(sentence)
        self.setAccessibleName(sentence)
        self._refusal.show()
        self._fit()

    def refusal(self) -> str:
        """The sentence of the refusal that stands, or nothing."""
        return self._refusal.text() if self._refused else ""

    def allow_undo(self, *, allowed: bool) -> None:
        """Shows the undo where there is something to undo."""
        self._undo.setVisible(allowed)
        self._fit_later()

    def _fit_later(self) -> None:
        if self.isVisible():
            self._fit()

    def say_who(self, name: str) -> None:
        """Who works, in words."""
        self._who.setText(name)
        self._who.setAccessibleName(_("Working: {name}").format(name=name))
        self._who.updateGeometry()
        self._fit()

    def say_content(self, words: str) -> None:
        """Which content is in force, and by when it is to be reviewed."""
        self._content.setText(words)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("amber_fill" if self._refused else "bg_sunken"))
        painter.end()
