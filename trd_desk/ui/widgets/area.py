"""A field for several lines of text, which keeps what is typed as the fields of one line do."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from trd_desk.i18n import _
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.fields import Field, LineEdit

if TYPE_CHECKING:
    from collections.abc import Callable


class AreaEdit(QPlainTextEdit):
    """Several lines that answer to what `Field` asks of its line edit. Enter begins a line, Tab leaves.

    Signals:
        left(): the focus went elsewhere after a change.
        textEdited(str): a person changed the text.
    """

    left = Signal()
    textEdited = Signal(str)

    def __init__(self, theme: Theme, lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._lines = theme, lines
        self.kept = ""
        self.on_escape: Callable[[], bool] | None = None
        self._showing = False
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self._changed)
        theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.setFont(self._theme.font())
        self.setFixedHeight(self._lines * self._theme.line_height() + 18)

    def _changed(self) -> None:
        if not self._showing:
            self.textEdited.emit(self.text())

    def text(self) -> str:
        """What is typed."""
        return self.toPlainText()

    def isModified(self) -> bool:
        """Whether a person has changed the text since it was shown."""
        return self.document().isModified()

    def setModified(self, modified: bool) -> None:
        """Marks the text as changed by a person, or not."""
        self.document().setModified(modified)

    def set_kept(self, text: str) -> None:
        """Shows a value that is on disk."""
        self.kept = text
        self._showing = True
        self.setPlainText(text)
        self._showing = False

    def mark_fault(self, fault: bool) -> None:
        """Draws the border of a fault, or takes it away."""
        if bool(self.property("fault")) != fault:
            self.setProperty("fault", fault)
            self.style().unpolish(self)
            self.style().polish(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason and self.text() != self.kept:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.on_escape is not None and self.on_escape():
            event.accept()
        else:
            super().keyPressEvent(event)


class AreaField(Field):
    """Free text on several lines; what is too long is told in words and stays typed.

    Signals:
        committed(object): the text, its ends tidied, when the field is left; None when emptied.
    """

    def __init__(self, theme: Theme, *, longest: int, lines: int = 4, placeholder: str = "", width: int = 0, parent: QWidget | None = None) -> None:
        self._longest, self._lines = longest, lines
        super().__init__(theme, width=width, parent=parent)
        self.edit.setPlaceholderText(placeholder)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _make_edit(self, theme: Theme, unit: str) -> LineEdit:
        del unit
        # It has what a Field uses of a line edit, and nothing else of it.
        return AreaEdit(theme, self._lines)  # type: ignore[return-value]

    def _read(self, text: str) -> tuple[Any, str, bool]:
        tidy = "\n".join(line.rstrip() for line in text.strip().splitlines())
        over = len(tidy) - self._longest
        if over > 0:
            return None, _("Too long by {count} letters. Up to {longest} are kept.").format(count=over, longest=self._longest), True
        return tidy or None, "", False
