"""Lines that open something: the scales with their latest results, and the results of one scale."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.outcome_scales_items import into_view
from trd_desk.ui.widgets.labels import Label, VerdictLabel
from trd_desk.ui.widgets.layout import Button
from trd_desk.ui.widgets.press_line import PressLine

if TYPE_CHECKING:
    from trd_desk.ui.theme import Theme
    from trd_desk.view.parts import Stated
    from trd_desk.view.scale_results import ResultRow, ScaleRow

# So many results are shown before somebody asks for all of them.
SHOWN: Final = 10
_BAR: Final = 3


class OpenLine(PressLine):
    """A line of a list. Enter, Space or a click opens it; Up and Down go on; Delete is told.

    Signals:
        opened(): Enter, Space or a click.
        moved(int): Up (-1) or Down (1).
        removal_wanted(): Delete.
    """

    opened = Signal()
    removal_wanted = Signal()

    def __init__(self, theme: "Theme", *, first_wide: int, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.activated.connect(self.opened)
        self._wide = first_wide
        self._current = False
        self.last = False
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        row = QHBoxLayout(self)
        row.setContentsMargins(8 + _BAR, 4, 8, 5)
        row.setSpacing(8)
        self.first = Label(theme, bold=True, wrap=True)
        row.addWidget(self.first, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        self.state = VerdictLabel(theme, bold=False, wrap=True, size="small")
        self.more = Label(theme, "", "small", colour="text_2", wrap=True)
        words.addWidget(self.state)
        words.addWidget(self.more)
        row.addLayout(words, 1)
        theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.first.setFixedWidth(self._theme.scaled(self._wide))

    def show_words(self, first: str, state: "Stated", more: str, name: str, *, current: bool) -> None:
        """Shows the words of the line; `current` marks the one that is open."""
        self._current = current
        self.first.setText(first)
        self.state.set_state(state.mark, state.word, state.sentence)
        self.more.setText(more)
        self.more.setVisible(bool(more))
        self.setAccessibleName(_("{name}. This one is open.").format(name=name.rstrip(".")) if current else name)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            if self.usable:
                self.removal_wanted.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._current or (self.usable and self.underMouse()):
            painter.fillRect(self.rect(), self._theme.colour("bg_selected"))
        if self._current:
            painter.fillRect(0, 0, _BAR, self.height(), self._theme.colour("accent"))
        if not self.last:
            painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.colour("divider"))
        painter.end()


class _Lines(QWidget):
    """Lines below each other, of which one is reached by Tab and the others by Up and Down."""

    def __init__(self, theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.lines: dict[str, OpenLine] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def _place_lines(self, names: Sequence[str], wide: int) -> None:
        """Makes, keeps and drops lines so that there is one of each name, in this order."""
        for name in [name for name in self.lines if name not in names]:
            line = self.lines.pop(name)
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        for name in names:
            if name not in self.lines:
                self.lines[name] = self._made(name, wide)
        if list(self.lines) != list(names):
            self.lines = {name: self.lines[name] for name in names}
        for place, line in enumerate(self.lines.values()):
            line.last = place == len(names) - 1
            if self._column.indexOf(line) != place:
                self._column.insertWidget(place, line)
                line.show()

    def _made(self, name: str, wide: int) -> OpenLine:
        line = OpenLine(self._theme, first_wide=wide)
        line.moved.connect(lambda step: self._move(name, step))
        return line

    def _one_by_tab(self, current: str | None) -> None:
        first = current if current in self.lines else next(iter(self.lines), None)
        for name, line in self.lines.items():
            line.setFocusPolicy(Qt.FocusPolicy.StrongFocus if name == first or line.hasFocus() else Qt.FocusPolicy.ClickFocus)

    def _move(self, name: str, step: int) -> None:
        names = list(self.lines)
        place = names.index(name) + step
        if 0 <= place < len(names):
            target = self.lines[names[place]]
            target.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            target.setFocus(Qt.FocusReason.TabFocusReason)
            into_view(target)


class ScaleList(_Lines):
    """All scales with the latest result of each.

    Signals:
        chosen(str): the id of a scale.
    """

    chosen = Signal(str)

    def show_rows(self, rows: Sequence["ScaleRow"], current: str) -> None:
        """Shows the scales; `current` is the one whose form is open."""
        self._place_lines([row.id for row in rows], 104)
        for row in rows:
            line = self.lines[row.id]
            line.setToolTip(row.title)
            line.show_words(row.short, row.last, row.day, row.name, current=row.id == current)
        self._one_by_tab(current)

    def _made(self, name: str, wide: int) -> OpenLine:
        line = super()._made(name, wide)
        line.setObjectName(f"scales.{name}")
        line.opened.connect(lambda: self.chosen.emit(name))
        return line


class ResultList(_Lines):
    """The results of one scale, the newest first; a line opens its entry for correction.

    Signals:
        opened(str), removal_wanted(str): the key of an entry.
        all_wanted(): every result is to be shown.
    """

    opened = Signal(str)
    removal_wanted = Signal(str)

    def __init__(self, theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._all = False
        self._rows: tuple[ResultRow, ...] = ()
        self._current: str | None = None
        self.more = Button(theme, "", kind="quiet")
        self.more.setObjectName("scales.all")
        self.more.clicked.connect(self._show_all)
        self._column.addWidget(self.more)

    def show_rows(self, rows: Sequence["ResultRow"], current: str | None, *, fresh: bool = False) -> None:
        """Shows the results; `current` is the entry that is open, `fresh` that they are those of another scale."""
        if fresh:
            self._all = False
        self._rows, self._current = tuple(rows), current
        shown = self._rows if self._all else self._rows[:SHOWN]
        names = [row.key or f"{row.kind} {place}" for place, row in enumerate(shown)]
        self._place_lines(names, 92)
        for name, row in zip(names, shown, strict=True):
            line = self.lines[name]
            line.usable = bool(row.key)
            line.setCursor(Qt.CursorShape.PointingHandCursor if row.key else Qt.CursorShape.ArrowCursor)
            line.show_words(row.day, row.result, row.more, row.name, current=bool(row.key) and row.key == current)
            line.setAccessibleDescription(_("Enter opens it, Delete takes it back.") if row.key else "")
        self._one_by_tab(current)
        self.more.setVisible(len(self._rows) > len(shown))
        self.more.setText(_("Show all {count} results").format(count=len(self._rows)))

    def _made(self, name: str, wide: int) -> OpenLine:
        line = super()._made(name, wide)
        line.setObjectName(f"result.{name}")
        line.opened.connect(lambda: self.opened.emit(name))
        line.removal_wanted.connect(lambda: self.removal_wanted.emit(name))
        return line

    def _show_all(self) -> None:
        self._all = True
        self.show_rows(self._rows, self._current)
        names = list(self.lines)
        if len(names) > SHOWN:
            self._move(names[SHOWN - 1], 1)
