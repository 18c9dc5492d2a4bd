"""The ground of a dialog over the page: a framed surface with a title, rows of label and field, a message and buttons."""

from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from trd_desk.i18n import _
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.fields import LineEdit
from trd_desk.ui.widgets.labels import Label, Message
from trd_desk.ui.widgets.layout import Button

WIDTH: Final = 520
LONGEST_SECRET: Final = 1000


class Popover(QDialog):
    """A modal dialog without a frame of the window's; Esc closes it. A subclass fills `column` and adds its buttons last.

    Signals: none of its own (QDialog's accepted and rejected).
    """

    def __init__(self, theme: Theme, title: str, says: str = "", *, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self._theme = theme
        self.setModal(True)
        self.setAccessibleName(title)
        self._secrets: list[LineEdit] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame = self._frame = QFrame()
        frame.setProperty("kind", "popover")
        outer.addWidget(frame)
        self.column = QVBoxLayout(frame)
        self.column.setContentsMargins(24, 16, 24, 16)
        self.column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(12)
        if icon:
            picture = Label(theme)
            picture.setPixmap(theme.pixmap(icon, theme.px("icon_large"), "text", self.devicePixelRatioF()))
            head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(Label(theme, title, "title", bold=True, wrap=True), 1)
        self.column.addLayout(head)
        self.column.addSpacing(4)
        if says:
            self.column.addWidget(Label(theme, says, wrap=True))
        self.column.addSpacing(8)
        self.message = Message(theme)
        self.setFixedWidth(theme.scaled(WIDTH))

    def showEvent(self, event: QShowEvent) -> None:
        self.fit()
        super().showEvent(event)

    def add_row(self, words: str, field: QWidget, name: str = "", *, shown: bool = True) -> QWidget:
        """Adds a field below its label, which is its accessible name; `name` is its object name."""
        label = Label(self._theme, words, "small", colour="text_2")
        label.setBuddy(field)
        field.setAccessibleName(words)
        if name:
            field.setObjectName(name)
        label.setVisible(shown)
        field.setVisible(shown)
        self.column.addWidget(label)
        self.column.addWidget(field)
        if shown:
            self.column.addSpacing(2)
        return field

    def add_secret(self, words: str, name: str, *, shown: bool = True) -> LineEdit:
        """Adds a field whose letters are hidden until Show is pressed."""
        field = LineEdit(self._theme)
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setMaxLength(LONGEST_SECRET)
        self._secrets.append(field)
        self.add_row(words, field, name, shown=shown)
        return field

    def add_small(self, words: str) -> Label:
        """Adds a quiet sentence."""
        label = Label(self._theme, words, "small", colour="text_2", wrap=True)
        self.column.addWidget(label)
        return label

    def add_buttons(self, done: Button, give_up: Button) -> None:
        """Adds the message and the row of buttons; with hidden letters also the one that shows them."""
        self.column.addSpacing(4)
        self.column.addWidget(self.message)
        self.column.addSpacing(4)
        row = QHBoxLayout()
        done.setDefault(True)
        give_up.setAutoDefault(False)
        give_up.setToolTip(_("Esc"))
        give_up.clicked.connect(self.reject)
        row.addWidget(done)
        row.addWidget(give_up)
        row.addStretch(1)
        if any(not field.isHidden() for field in self._secrets):
            show = Button(self._theme, _("Show"), kind="quiet", icon="eye")
            show.setCheckable(True)
            show.setAutoDefault(False)
            show.setToolTip(_("Show the passphrase while you type it"))
            show.toggled.connect(self._show_letters)
            row.addWidget(show)
        self.column.addLayout(row)

    def _show_letters(self, shown: bool) -> None:
        for field in self._secrets:
            field.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)

    def say(self, sentence: str, field: QWidget | None = None) -> None:
        """Shows a sentence, or nothing, and puts the keyboard into the field that it is about."""
        self.message.say(sentence)
        if field is not None:
            field.setFocus()
        self.fit()

    def fit(self) -> None:
        """Makes the dialog as high as its words need at its width; `adjustSize` asks for too little where sentences wrap."""
        layout = self.layout()
        if layout is not None:
            # From the inside out: each layout hears of a change within only with the next event.
            for part in (self.message, self._frame):
                part.updateGeometry()
            layout.activate()
            high = max(layout.totalHeightForWidth(self.width()), layout.totalMinimumSize().height())
            self.setFixedHeight(high)

    def forget_secrets(self) -> None:
        """Empties the fields with hidden letters."""
        for field in self._secrets:
            field.clear()


def show_over(dialog: Popover, window: QWidget) -> None:
    """Shows the dialog over the upper part of a window until it is closed; then the focus comes back and the dialog is gone."""
    before = QApplication.focusWidget()
    dialog.fit()
    corner = window.mapToGlobal(QPoint(0, 0))
    x = corner.x() + (window.width() - dialog.width()) // 2
    y = corner.y() + max(8, (window.height() - dialog.height()) // 3)
    dialog.move(x, y)
    dialog.exec()
    dialog.deleteLater()
    if before is not None and isValid(before) and before.isVisible():
        before.window().activateWindow()
        before.setFocus(Qt.FocusReason.OtherFocusReason)
