"""What pages are laid out with: cards, rows of fields, empty states, and the page itself."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.labels import Label
from trd_desk.ui.widgets.page_head import HeadLayout

if TYPE_CHECKING:
    from trd_desk.ui.desk import Desk


class Button(QPushButton):
    """A button: `kind` is empty, `primary` (one a page) or `quiet`; `icon` a name of the icon set or of a use in the tokens.

    Signals:
        clicked(): as QPushButton; Enter presses it as well as Space.
    """

    def __init__(self, theme: Theme, text: str, *, kind: str = "", icon: str = "", key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._theme, self._icon, self._kind = theme, icon, kind
        if kind:
            self.setProperty("kind", kind)
        self.setAutoDefault(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if key:
            self.setShortcut(key)
            self.setToolTip(key)
        self._dress()
        theme.changed.connect(self._dress)

    def _dress(self) -> None:
        self.setFont(self._theme.font(bold=self._kind == "primary"))
        if self._icon:
            side = self._theme.px("icon_small")
            self.setIcon(self._theme.icon(self._icon, "icon_small", "on_accent" if self._kind == "primary" else "text", gap=4))
            self.setIconSize(QSize(side + 4, side))


class Card(QFrame):
    """A framed surface. Put widgets into `body`; an optional title stands on top.

    Signals: none.
    """

    def __init__(self, theme: Theme, title: str = "", *, spacing: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.body = QVBoxLayout(self)
        pad = theme.px("card_padding")
        self.body.setContentsMargins(pad, pad, pad, pad)
        self.body.setSpacing(spacing)
        if title:
            self.body.addWidget(Label(theme, title, bold=True, wrap=True))


def line(parent: QWidget | None = None) -> QFrame:
    """A dividing line."""
    made = QFrame(parent)
    made.setProperty("kind", "line")
    made.setFixedHeight(1)
    return made


class FieldRows(QWidget):
    """Rows of label and field in two columns; a help sentence stands below its field.

    Signals: none.
    """

    def __init__(self, theme: Theme, *, label_width: int = 200, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._label_width = theme, label_width
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._fit()
        theme.changed.connect(self._fit)

    def _fit(self) -> None:
        self._grid.setColumnMinimumWidth(0, self._theme.scaled(self._label_width))

    def row(self, label: str, field: QWidget, help_text: str = "", name: str = "") -> QWidget:
        """Adds a row: the label is the field's buddy and accessible name, `name` its object name (the path of the fact)."""
        words = Label(self._theme, label, colour="text_2", wrap=True)
        words.setBuddy(field)
        words.setMinimumHeight(self._theme.px("control_height"))
        if not field.accessibleName():
            field.setAccessibleName(label)
        if name:
            field.setObjectName(name)
        at = self._grid.rowCount()
        self._grid.addWidget(words, at, 0, Qt.AlignmentFlag.AlignTop)
        holder = QVBoxLayout()
        holder.setSpacing(2)
        beside = QHBoxLayout()
        beside.addWidget(field)
        if field.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Fixed:
            beside.addStretch(1)
        holder.addLayout(beside)
        if help_text:
            holder.addWidget(Label(self._theme, help_text, "small", colour="text_2", wrap=True))
            field.setAccessibleDescription(help_text)
        self._grid.addLayout(holder, at, 1)
        return field


class EmptyState(QWidget):
    """What to do first on a page that has nothing to show: a sentence and, where there is one, the button.

    Signals:
        pressed(): the button.
    """

    pressed = Signal()

    def __init__(self, theme: Theme, sentence: str, button: str = "", icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 48, 24, 48)
        column.setSpacing(16)
        column.addStretch(1)
        self.sentence = Label(theme, sentence, colour="text_2", wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.sentence)
        if button:
            self.button = Button(theme, button, kind="primary", icon=icon)
            self.button.clicked.connect(lambda: self.pressed.emit())
            column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)


class Page(QScrollArea):
    """The ground of every page: it scrolls, has a title line and a `body` for the rest, and is filled by `refresh`.

    A subclass builds itself in `__init__(desk, theme, parent)` and shows the patient again in `refresh()`, which the window calls
    when the page comes to the front and whenever the patient has changed while it is there.

    Signals:
        go_to(str): a question was followed; the path of the field that answers it.
    """

    go_to = Signal(str)

    def __init__(self, desk: "Desk", theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.theme = desk, theme
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        ground = QWidget()
        margin = theme.px("page_margin")
        self.body = QVBoxLayout(ground)
        self.body.setContentsMargins(margin, 8, margin, margin)
        self.body.setSpacing(8)
        self.setWidget(ground)
        ground.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        head = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        head.setSizePolicy(policy)
        self._head = HeadLayout(head)
        self._title = Label(theme, "", "title", bold=True)
        self._title.setMinimumHeight(theme.scaled(32))
        self._subtitle = Label(theme, "", colour="text_2", wrap=True)
        self._head.addWidget(self._title)
        self._head.addWidget(self._subtitle)
        self.body.addWidget(head)

    def set_title(self, title: str, subtitle: str = "") -> None:
        """The title line."""
        self._title.setText(title)
        self._subtitle.setText(subtitle)
        self.setAccessibleName(title)

    def add_to_title(self, widget: QWidget) -> None:
        """Puts a widget, such as the page's button, at the right of the title line."""
        self._head.addWidget(widget)

    def refresh(self) -> None:
        """Shows the open patient as known now."""

    def may_leave(self) -> bool:
        """Whether everything answered here beside fields is on disk; tries once more what was refused, and shows what is not."""
        return True

    def focus_field(self, path: str) -> bool:
        """Brings the field of this path (its object name) into view and gives it the focus; False if it is not on this page."""
        found = self.findChild(QWidget, path)
        if found is None:
            return False
        self.ensureWidgetVisible(found, 24, 96)
        found.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def focus_first(self) -> None:
        """Gives the focus to the first control of the page in tab order."""
        ground = self.widget()
        if ground is None:
            return
        for child in ground.findChildren(QWidget):
            if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisibleTo(ground) and child.isEnabled():
                child.setFocus(Qt.FocusReason.TabFocusReason)
                return


def clear(layout: QLayout, keep: Iterable[QObject] = ()) -> None:
    """Takes everything out of a layout and deletes it, except what is to be kept."""
    kept = set(keep)
    while layout.count():
        item = layout.takeAt(0)
        if item is None:
            return
        inner, widget = item.layout(), item.widget()
        if inner is not None:
            clear(inner, kept)
            inner.deleteLater()
        elif widget is not None and widget not in kept:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()


def is_theme_change(event: QEvent) -> bool:
    """Whether an event tells of new colours or letters."""
    return event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange}
