"""One ladder painted as the view has drawn it; each rung can be reached by pointer, key and screen reader."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QToolTip, QWidget

from trd_desk.ui.pages.definitions_flow import take_focus
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.painting import paint
from trd_desk.view.ladder import FOOT, GAP, LINE_HEIGHT, RUNG_WIDTH, SCALE_LEFT, TOP, ladders_drawing
from trd_desk.view.pathways import LadderView
from trd_desk.view.shapes import Child, Drawing, Line, Shape, Text, moved

PITCH: Final = RUNG_WIDTH + GAP
# The rung of ketamine reaches this far beyond its ladder: the columns part there.
OVERHANG: Final = 10.0
FIRST_WIDTH: Final = SCALE_LEFT + PITCH + OVERHANG


def lines_of(drawing: Drawing) -> int:
    """How many lines the scale of a drawing has."""
    return 1 + round((drawing.height - TOP - FOOT) / LINE_HEIGHT)


def with_scale(ladder: LadderView, lines: int, *, first: bool) -> Drawing:
    """The ladder on the scale of lines, which only the first one of a row numbers."""
    drawn = ladders_drawing([(ladder.name, ladder.drawing)], lines)
    if first:
        return replace(drawn, width=FIRST_WIDTH)
    shapes: list[Shape] = []
    for shape in drawn.shapes:
        if isinstance(shape, Text) and shape.x == 0:
            continue
        if isinstance(shape, Line) and shape.stroke == "divider":
            shapes.append(replace(shape, x1=0.0, x2=PITCH))
        else:
            shapes.append(moved(shape, -SCALE_LEFT - OVERHANG, 0))
    children = tuple(replace(child, x=child.x - SCALE_LEFT - OVERHANG) for child in drawn.children)
    return Drawing(PITCH, drawn.height, tuple(shapes), drawn.name, children)


class Rung(QAbstractButton):
    """A rung: it takes focus and pointer, shows its because and tells a screen reader its line, its words and its state.

    Signals:
        focused(): the focus came.
        opened(): Enter, Space or a click asked for the reason.
        moved(int): Up (1) or Down (-1).
        crossed(int): Right (1) or Left (-1) to the same line of the next ladder.
    """

    focused = Signal()
    opened = Signal()
    moved = Signal(int)
    crossed = Signal(int)

    def __init__(self, child: Child, because: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.child = child
        self._because = because
        self.setObjectName(f"rung:{child.link}" if child.link else "")
        self.setAccessibleName(child.name)
        self.setAccessibleDescription(because)
        self.setToolTip(because or child.name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.clicked.connect(self.opened)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.OtherFocusReason):
            QToolTip.showText(self.mapToGlobal(QPoint(0, self.height() + 2)), self.toolTip(), self)

    def paintEvent(self, _event: QPaintEvent) -> None:
        # The ladder below is painted as a whole; this is only the place of the rung.
        return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(1 if key == Qt.Key.Key_Up else -1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.crossed.emit(1 if key == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)


class Ladder(QWidget):
    """A guideline's ladder. One rung is a stop of the Tab key, Up and Down go to the others.

    Signals:
        opened(str): the reason was asked for; the pathway.
        focused(str): a rung took the focus; the pathway.
        crossed(int, float): Left (-1) or Right (1) from a rung at this height, for the same line of the next ladder.
    """

    opened = Signal(str)
    focused = Signal(str)
    crossed = Signal(int, float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._drawing: Drawing | None = None
        self.pathway = ""
        self.rungs: list[Rung] = []
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._place)

    def show_ladder(self, ladder: LadderView, lines: int, *, first: bool) -> None:
        """Shows this ladder; the focus stays on the rung at the same place."""
        had = next((place for place, rung in enumerate(self.rungs) if rung.hasFocus()), None)
        stop = next((place for place, rung in enumerate(self.rungs) if rung.focusPolicy() == Qt.FocusPolicy.StrongFocus), None)
        for rung in self.rungs:
            rung.hide()
            rung.deleteLater()
        self._drawing = with_scale(ladder, lines, first=first)
        self.pathway = ladder.id
        self.setObjectName(f"ladder.{ladder.id}")
        self.setAccessibleName(self._drawing.name)
        self.rungs = [Rung(child, _because(ladder, child), self) for child in self._drawing.children]
        for place, rung in enumerate(self.rungs):
            rung.opened.connect(lambda: self.opened.emit(self.pathway))
            rung.focused.connect(lambda place=place: self._took(place))
            rung.moved.connect(lambda step, place=place: self._move(place + step))
            rung.crossed.connect(lambda step, rung=rung: self.crossed.emit(step, rung.child.y + rung.child.height / 2))
            rung.show()
        self._stop_at(min(stop or 0, len(self.rungs) - 1))
        self._place()
        if had is not None and had < len(self.rungs):
            self.rungs[had].setFocus(Qt.FocusReason.NoFocusReason)

    def focus_line(self, height: float) -> None:
        """Gives the focus to the rung nearest to this height of the scale."""
        if self.rungs:
            nearest = min(self.rungs, key=lambda rung: abs(rung.child.y + rung.child.height / 2 - height))
            take_focus(nearest)

    def focus_stop(self) -> None:
        """Gives the focus to the rung that is the stop of the Tab key."""
        for rung in self.rungs:
            if rung.focusPolicy() == Qt.FocusPolicy.StrongFocus:
                take_focus(rung)

    def sizeHint(self) -> QSize:
        if self._drawing is None:
            return QSize(0, 0)
        return QSize(self._theme.scaled(self._drawing.width), self._theme.scaled(self._drawing.height))

    def _took(self, place: int) -> None:
        self._stop_at(place)
        self.focused.emit(self.pathway)

    def _stop_at(self, place: int) -> None:
        for each, rung in enumerate(self.rungs):
            rung.setFocusPolicy(Qt.FocusPolicy.StrongFocus if each == place else Qt.FocusPolicy.ClickFocus)

    def _move(self, place: int) -> None:
        if 0 <= place < len(self.rungs):
            take_focus(self.rungs[place])

    def _place(self) -> None:
        s = self._theme.scaled
        for rung in self.rungs:
            c = rung.child
            rung.setGeometry(QRect(s(c.x), s(c.y), s(c.width), s(c.height)))
        self.updateGeometry()
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._drawing is not None:
            painter = QPainter(self)
            paint(painter, self._drawing.shapes, self._theme)
            painter.end()


def _because(ladder: LadderView, child: Child) -> str:
    """What is said of a rung while the pointer or the focus is on it: its own words, and for ketamine's rung why."""
    said = [child.name]
    if child.link is not None and child.link.endswith(":result"):
        said += [ladder.result.sentence, f"{ladder.next_label} {ladder.next_text}".strip()]
    else:
        said.append(child.description)
    return "\n".join(part for part in said if part)
