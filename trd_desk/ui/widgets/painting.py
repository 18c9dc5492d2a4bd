"""Paints the view's drawings: the same list of shapes goes into the PDF."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QEvent, QLineF, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from trd_desk.ui.theme import Theme
from trd_desk.view.shapes import Child, Circle, Drawing, Line, Mark, MarkKind, Polygon, Rect, Shape, Text

_HATCH_STEP: Final = 5.0


def paint(painter: QPainter, shapes: Iterable[Shape], theme: Theme) -> None:
    """Draws the shapes at the text size in use; marks are taken apart first."""
    from trd_desk.view.marks import mark_shapes

    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    scale = theme.text_percent / 100
    painter.scale(scale, scale)
    for shape in shapes:
        if isinstance(shape, Mark):
            for part in mark_shapes(shape):
                _paint_one(painter, part, theme)
        else:
            _paint_one(painter, shape, theme)
    painter.restore()


def paint_mark(
    painter: QPainter, theme: Theme, kind: MarkKind, place: QRectF, *, colour: str | None = None, ground: str | None = None
) -> None:
    """Draws a mark into a square of logical pixels, as the delegates of tables need it."""
    from trd_desk.view.marks import mark_shapes

    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for part in mark_shapes(Mark(kind, place.x(), place.y(), place.width(), colour, ground)):
        _paint_one(painter, part, theme)
    painter.restore()


def _pen(theme: Theme, colour: str | None, width: float, dash: tuple[float, ...]) -> QPen:
    if colour is None:
        return QPen(Qt.PenStyle.NoPen)
    pen = QPen(theme.colour(colour), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if dash else Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if dash:
        pen.setDashPattern([length / width for length in dash])
    return pen


def _brush(theme: Theme, colour: str | None) -> QBrush:
    return QBrush(Qt.BrushStyle.NoBrush) if colour is None else QBrush(theme.colour(colour))


def _paint_one(painter: QPainter, shape: Shape, theme: Theme) -> None:
    if isinstance(shape, Line):
        pen = _pen(theme, shape.stroke, shape.width, shape.dash)
        painter.setPen(pen)
        painter.drawLine(QLineF(shape.x1, shape.y1, shape.x2, shape.y2))
    elif isinstance(shape, Rect):
        _paint_rect(painter, shape, theme)
    elif isinstance(shape, Polygon):
        painter.setPen(_pen(theme, shape.stroke, shape.stroke_width, shape.dash))
        painter.setBrush(_brush(theme, shape.fill))
        points = QPolygonF([QPointF(x, y) for x, y in shape.points])
        if shape.closed:
            painter.drawPolygon(points)
        else:
            painter.drawPolyline(points)
    elif isinstance(shape, Circle):
        painter.setPen(_pen(theme, shape.stroke, shape.stroke_width, shape.dash))
        painter.setBrush(_brush(theme, shape.fill))
        painter.drawEllipse(QPointF(shape.x, shape.y), shape.radius, shape.radius)
    elif isinstance(shape, Text):
        _paint_text(painter, shape, theme)


def _paint_rect(painter: QPainter, shape: Rect, theme: Theme) -> None:
    area = QRectF(shape.x, shape.y, shape.width, shape.height)
    if shape.fill is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_brush(theme, shape.fill))
        _draw_rect(painter, area, shape.radius)
    if shape.hatch is not None:
        painter.save()
        painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
        painter.setPen(QPen(theme.colour(shape.hatch_colour or "line"), 1))
        painter.drawLines(_hatch(area, shape.hatch))
        painter.restore()
    if shape.stroke is not None:
        painter.setPen(_pen(theme, shape.stroke, shape.stroke_width, shape.dash))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        _draw_rect(painter, area, shape.radius)


def _draw_rect(painter: QPainter, area: QRectF, radius: float) -> None:
    """A rectangle; one without round corners takes a tenth of the time."""
    if radius:
        painter.drawRoundedRect(area, radius, radius)
    else:
        painter.drawRect(area)


def _hatch(area: QRectF, kind: str) -> list[QLineF]:
    lines = []
    if kind == "level":
        y = area.top() + _HATCH_STEP / 2
        while y < area.bottom():
            lines.append(QLineF(area.left(), y, area.right(), y))
            y += _HATCH_STEP
        return lines
    x, reach = area.left() - area.height(), area.height()
    while x < area.right():
        rising = (QPointF(x, area.bottom()), QPointF(x + reach, area.top()))
        falling = (QPointF(x, area.top()), QPointF(x + reach, area.bottom()))
        lines.append(QLineF(*(rising if kind == "rising" else falling)))
        x += _HATCH_STEP
    return lines


def _paint_text(painter: QPainter, shape: Text, theme: Theme) -> None:
    font = theme.font(shape.size, bold=shape.bold)
    # The painter is scaled already, so the letters are set at their size for 100 per cent.
    font = type(font)(font)
    font.setPixelSize(round(font.pixelSize() * 100 / theme.text_percent))
    painter.setFont(font)
    painter.setPen(theme.colour(shape.colour))
    wide = painter.fontMetrics().horizontalAdvance(shape.text)
    shift = {"start": 0.0, "middle": wide / 2, "end": float(wide)}[shape.anchor]
    painter.drawText(QPointF(shape.x - shift, shape.y), shape.text)


class MarkLabel(QWidget):
    """A mark alone, beside the word it belongs to; it takes no focus and is hidden from screen readers by having no name.

    Signals: none.
    """

    def __init__(
        self, theme: Theme, kind: MarkKind, *, size: int = 16, ground: str | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._kind, self._size, self._ground = theme, kind, size, ground
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_kind(self, kind: MarkKind) -> None:
        """Shows another mark."""
        self._kind = kind
        self.update()

    def sizeHint(self) -> QSize:
        side = self._theme.scaled(self._size)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        side = self.sizeHint().width()
        paint_mark(painter, self._theme, self._kind, QRectF(0, (self.height() - side) / 2, side, side), ground=self._ground)
        painter.end()


class _Spot(QWidget):
    """A part of a drawing that takes focus and pointer, and tells a screen reader what it shows."""

    def __init__(self, child: Child, drawing: "DrawingView") -> None:
        super().__init__(drawing)
        self.child, self._drawing = child, drawing
        self.setAccessibleName(child.name)
        self.setAccessibleDescription(child.description)
        self.setToolTip(child.description)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if child.link or child.role == "rung" else Qt.FocusPolicy.NoFocus)
        if child.link:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def follow(self) -> None:
        if self.child.link:
            self._drawing.followed.emit(self.child.link)
        elif self.child.description:
            QToolTip.showText(self.mapToGlobal(self.rect().bottomLeft()), self.child.description, self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.follow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.follow()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._drawing.step_from(self, event.key())
        else:
            super().keyPressEvent(event)


class DrawingView(QWidget):
    """Shows a drawing of the view at its own size; its rungs and links can be reached by pointer, Tab and arrows.

    Signals:
        followed(str): the link of the part that was clicked or taken with Enter.
    """

    followed = Signal(str)

    def __init__(self, theme: Theme, drawing: Drawing | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._drawing: Drawing | None = None
        self._spots: list[_Spot] = []
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._place)
        if drawing is not None:
            self.set_drawing(drawing)

    def set_drawing(self, drawing: Drawing) -> None:
        """Shows this drawing; the focus stays on the part at the same place in the list."""
        had = next((i for i, spot in enumerate(self._spots) if spot.hasFocus()), None)
        for spot in self._spots:
            spot.hide()
            spot.deleteLater()
        self._drawing = drawing
        self.setAccessibleName(drawing.name)
        self._spots = [_Spot(child, self) for child in drawing.children]
        self._place()
        for spot in self._spots:
            spot.show()
        if had is not None and had < len(self._spots):
            self._spots[had].setFocus()

    def _place(self) -> None:
        for spot in self._spots:
            c = spot.child
            s = self._theme.scaled
            spot.setGeometry(QRect(s(c.x), s(c.y), s(c.width), s(c.height)))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        if self._drawing is None:
            return QSize(0, 0)
        return QSize(self._theme.scaled(self._drawing.width), self._theme.scaled(self._drawing.height))

    def step_from(self, spot: _Spot, key: int) -> None:
        """Moves the focus to the nearest part in the direction of an arrow key."""
        here = spot.geometry().center()
        across = key in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        back = key in (Qt.Key.Key_Left, Qt.Key.Key_Up)
        best: tuple[int, _Spot] | None = None
        for other in self._spots:
            centre = other.geometry().center()
            way = centre.x() - here.x() if across else centre.y() - here.y()
            way = -way if back else way
            if other is spot or way <= 0 or other.focusPolicy() == Qt.FocusPolicy.NoFocus:
                continue
            aside = abs(centre.y() - here.y()) if across else abs(centre.x() - here.x())
            far = way + 3 * aside
            if best is None or far < best[0]:
                best = (far, other)
        if best is not None:
            best[1].setFocus(Qt.FocusReason.TabFocusReason)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._drawing is None:
            return
        painter = QPainter(self)
        paint(painter, self._drawing.shapes, self._theme)
        painter.end()


def ink(theme: Theme, kind: MarkKind) -> QColor:
    """The colour of a state's mark and word."""
    from trd_desk.view.marks import COLOURS

    return theme.colour(COLOURS[kind])
