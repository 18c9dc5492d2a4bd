"""The narrow rail at the left, and the strip that marks the practice clinic."""

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.theme import Theme

PLACES: Final = ("patients", "settings")
ACTIONS: Final = ("find", "lock")


class _RailButton(QAbstractButton):
    def __init__(self, theme: Theme, name: str, words: str, tip: str, *, place: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._name = theme, name
        self.setText(words)
        self.setToolTip(tip)
        self.setAccessibleDescription(tip)
        self.setCheckable(place)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px("rail_width"), self._theme.scaled(64))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        here = self.isChecked()
        if here:
            painter.fillRect(self.rect(), theme.colour("bg_surface"))
            painter.fillRect(0, 0, theme.px("line_width.current_step"), self.height(), theme.colour("accent"))
        elif self.underMouse():
            painter.fillRect(self.rect(), theme.colour("bg_selected"))
        colour = "text" if here else "text_2"
        side = theme.px("icon_large")
        top = theme.scaled(10)
        painter.drawPixmap((self.width() - side) // 2, top, theme.pixmap(self._name, side, colour, self.devicePixelRatioF()))
        painter.setFont(theme.font("small", bold=here))
        painter.setPen(theme.colour(colour))
        words = QRect(0, top + side, self.width(), self.height() - top - side - theme.scaled(6))
        painter.drawText(words, int(Qt.AlignmentFlag.AlignCenter), self.text())
        painter.end()


class Rail(QWidget):
    """The places of the program, and Find and Lock below them.

    Signals:
        chosen(str): patients, settings, find or lock.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(0)
        words = {
            "patients": (_("Patients"), _("The list of patients")),
            "settings": (_("Settings"), _("Look, paper, names")),
            "find": (_("Find"), _("Find a patient or an action, Ctrl+K")),
            "lock": (_("Lock"), _("Lock the record, Ctrl+L")),
        }
        self._buttons: dict[str, _RailButton] = {}
        for name in (*PLACES, *ACTIONS):
            if name == ACTIONS[0]:
                column.addStretch(1)
            button = _RailButton(theme, name, *words[name], place=name in PLACES, parent=self)
            button.clicked.connect(lambda _on=False, name=name: self._press(name))
            column.addWidget(button)
            self._buttons[name] = button
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.updateGeometry)

    def _press(self, name: str) -> None:
        if name in PLACES:
            self.show_place(self._here)
        self.chosen.emit(name)

    _here = ""

    def show_place(self, name: str) -> None:
        """Marks where the window is; empty for nowhere."""
        self._here = name
        for each in PLACES:
            self._buttons[each].setChecked(each == name)

    def offer(self, name: str, *, offered: bool) -> None:
        """Shows or hides an item."""
        self._buttons[name].setVisible(offered)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("bg_sunken"))
        painter.end()


class PracticeStrip(QWidget):
    """The strip over every page of the practice clinic.

    Signals: none.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._says = _("Invented patients. Nothing here is a real record, and nothing here can mix with one.")
        self.setAccessibleName(_("PRACTICE") + ". " + self._says)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(0, self._theme.px("practice_strip"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.fillRect(self.rect(), theme.colour("practice_bg"))
        side = theme.px("icon_small")
        icon = theme.pixmap("practice", side, "on_practice", self.devicePixelRatioF())
        painter.drawPixmap(16, (self.height() - side) // 2, icon)
        painter.setPen(theme.colour("on_practice"))
        x = 16 + side + 8
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(theme.font("small", bold=True))
        painter.drawText(QRect(x, 0, self.width(), self.height()), middle, _("PRACTICE"))
        x += theme.metrics("small", bold=True).horizontalAdvance(_("PRACTICE")) + 10
        painter.setFont(theme.font("small"))
        painter.drawText(QRect(x, 0, self.width() - x, self.height()), middle, self._says)
        painter.end()
