"""The narrow rail at the left, and the strip that marks the practice clinic.

Both are grounds with their colour when the window is first painted, and are furnished right after it: the namespace `Qt`, which
everything else needs, makes Python build its 120 enumerations, a third of the time to the first painted window.
"""

from copy import copy
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.theme import Theme

if TYPE_CHECKING:
    from trd_desk.ui.frame.alarm_badge import AlarmBadge
    from trd_desk.view.board import Badge

PLACES: Final = ("today", "patients", "library", "settings")
ACTIONS: Final = ("find", "lock")


class _RailButton(QAbstractButton):
    def __init__(self, theme: Theme, name: str, words: str, tip: str, *, place: bool, parent: QWidget) -> None:
        from PySide6.QtCore import Qt

        super().__init__(parent)
        self._theme, self._name = theme, name
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setText(words)
        self.setToolTip(tip)
        self.setAccessibleDescription(tip)
        self.setCheckable(place)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        # With very large letters five items and the badge still stand in the lowest window.
        return QSize(self._theme.px("rail_width"), self._theme.scaled(64 if self._theme.text_percent <= 150 else 56))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        from PySide6.QtCore import Qt

        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        from PySide6.QtCore import Qt

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


class _Ground(QWidget):
    """A plain surface in a token's colour, painted without Python."""

    def __init__(self, theme: Theme, colour: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._colour = theme, colour
        self.setAutoFillBackground(True)
        self._colour_ground()
        theme.changed.connect(self._colour_ground)

    def _colour_ground(self) -> None:
        palette = copy(self._theme.palette())
        palette.setColor(QPalette.ColorRole.Window, self._theme.colour(self._colour))
        self.setPalette(palette)


class Rail(_Ground):
    """The places of the program, and Find and Lock below them.

    Signals:
        chosen(str): today, patients, library, settings, find or lock.
        call_followed(): the badge of what calls was pressed.
    """

    chosen = Signal(str)
    call_followed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "bg_sunken", parent)
        self._buttons: dict[str, _RailButton] = {}
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px("rail_width"), 100)

    def furnish(self, *, lock: bool) -> None:
        """Makes the items, the first time it is called; Lock only where there is something to lock."""
        if not self._buttons:
            self._make()
        self._buttons["lock"].setVisible(lock)

    def _make(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(0)
        words = {
            "today": (_("Today"), _("The board of live sessions, Ctrl+0")),
            "patients": (_("Patients"), _("The list of patients")),
            "library": (_("Library"), _("Evidence, treatments, routes, figures, readings")),
            "settings": (_("Settings"), _("Look, paper, names")),
            "find": (_("Find"), _("Find a patient or an action, Ctrl+K")),
            "lock": (_("Lock"), _("Lock the record, Ctrl+L")),
        }
        for name in (*PLACES, *ACTIONS):
            if name == ACTIONS[0]:
                column.addStretch(1)
            button = _RailButton(self._theme, name, *words[name], place=name in PLACES, parent=self)
            button.clicked.connect(lambda _on=False, name=name: self._press(name))
            column.addWidget(button)
            self._buttons[name] = button
            if name == "today":
                from trd_desk.ui.frame.alarm_badge import AlarmBadge

                self.badge = AlarmBadge(self._theme, self)
                self.badge.clicked.connect(lambda: self.call_followed.emit())
                column.addWidget(self.badge)

    def _press(self, name: str) -> None:
        if name in PLACES:
            self.show_place(self._here)
        self.chosen.emit(name)

    badge: "AlarmBadge | None" = None

    def show_badge(self, badge: "Badge | None", also: str = "") -> None:
        """Shows under Today what calls of any patient; `also` is said in its tip."""
        if self.badge is not None:
            self.badge.show_badge(badge, also)

    _here = ""

    def show_place(self, name: str) -> None:
        """Marks where the window is; empty for nowhere."""
        self._here = name
        for each, button in self._buttons.items():
            button.setChecked(each == name)


class PracticeStrip(_Ground):
    """The strip over every page of the practice clinic.

    Signals: none.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "practice_bg", parent)
        says = _("Invented patients. Nothing here is a real record, and nothing here can mix with one.")
        self.setAccessibleName(_("PRACTICE") + ". " + says)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 0, 16, 0)
        self._row.setSpacing(8)
        self._icon: QLabel | None = None
        self._words = [QLabel(_("PRACTICE")), QLabel(says)]
        for label in self._words:
            self._row.addWidget(label)
        self._row.addStretch(1)
        self._dress()
        theme.changed.connect(self._dress)

    def furnish(self) -> None:
        """Adds the icon."""
        if self._icon is None:
            self._icon = QLabel()
            self._row.insertWidget(0, self._icon)
            self._dress()

    def _dress(self) -> None:
        self.setFixedHeight(self._theme.px("practice_strip"))
        palette = copy(self._theme.palette())
        palette.setColor(QPalette.ColorRole.WindowText, self._theme.colour("on_practice"))
        for place, label in enumerate(self._words):
            label.setFont(self._theme.font("small", bold=place == 0))
            label.setPalette(palette)
        if self._icon is not None:
            side = self._theme.px("icon_small")
            self._icon.setPixmap(self._theme.pixmap("practice", side, "on_practice", self.devicePixelRatioF()))
