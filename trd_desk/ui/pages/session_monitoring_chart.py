"""The chart on the page: everything that stands still is kept as a picture, and each second only the line of now is painted again."""

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from trd_desk.ui.widgets.painting import DrawingView, paint
from trd_desk.view.session_chart import HEIGHT, moving_shapes, now_x, view_session_chart
from trd_desk.view.watch_leaders import HEIGHT as LEADER_HEIGHT
from trd_desk.view.watch_leaders import Leader, leader_shapes

if TYPE_CHECKING:
    from trd_desk.content.library import Library
    from trd_desk.engine.live_results import LiveSession
    from trd_desk.ui.theme import Theme
    from trd_desk.view.shapes import Drawing, Shape


class SessionChart(DrawingView):
    """The chart of one session, as wide and as high as it is given; its readings are there for pointer and screen reader."""

    def __init__(self, theme: "Theme", library: "Library", parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._library = library
        self._live: LiveSession | None = None
        self._now: dt.datetime | None = None
        self._still: QPixmap | None = None
        self._moving: tuple[Shape, ...] = ()
        self._line_x = -1
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        # How often the picture was drawn, for the test that it is not drawn each second.
        self.drawn = 0
        theme.changed.connect(self._forget)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def _forget(self) -> None:
        self._still = None
        self._draw()

    def show_session(self, live: "LiveSession", now: dt.datetime) -> None:
        """Draws the session as known now."""
        self._live, self._now = live, now
        self._draw()

    def _size(self) -> tuple[float, float]:
        scale = self._theme.text_percent / 100
        return self.width() / scale, self.height() / scale

    def _draw(self) -> None:
        if self._live is None or self.width() < 200:
            return
        wide, high = self._size()
        drawing = view_session_chart(self._library, self._live, width=wide, height=high, show_now=False)
        if drawing != self._drawing:
            self._still = None
            self._take(drawing)
        self.tick(self._now or self._live.now)
        self.update()

    def _take(self, drawing: "Drawing") -> None:
        """Shows the drawing; parts that stay keep their widget, so that nothing is made anew at each entry."""
        if self._drawing is None or len(self._spots) != len(drawing.children):
            self.set_drawing(drawing)
            for spot in self._spots:
                # Readings a minute apart lie over one another as they do on paper.
                spot.setProperty("overlay", True)
            return
        self._drawing = drawing
        self.setAccessibleName(drawing.name)
        for spot, child in zip(self._spots, drawing.children, strict=True):
            if spot.child != child:
                spot.child = child
                spot.setAccessibleName(child.name)
                spot.setAccessibleDescription(child.description)
                spot.setToolTip(child.description)
        self._place()

    def tick(self, now: dt.datetime) -> None:
        """Moves the line of now and paints only the strip that it leaves and the one that it comes to."""
        self._now = now
        if self._live is None or self.width() < 200:
            return
        wide, high = self._size()
        moving = moving_shapes(self._live, now, wide, height=high)
        if moving == self._moving:
            return
        self._moving = moving
        here = self._theme.scaled(now_x(self._live, now, wide)) if moving else -1
        for x in {self._line_x, here} - {-1}:
            self.update(QRect(x - 8, 0, 16, self.height()))
        self._line_x = here

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._still = None
        self._draw()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.PaletteChange:
            self._still = None
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._drawing is None:
            return
        ratio = self.devicePixelRatioF()
        if self._still is None or self._still.devicePixelRatio() != ratio:
            self.drawn += 1
            self._still = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
            self._still.setDevicePixelRatio(ratio)
            self._still.fill(Qt.GlobalColor.transparent)
            inner = QPainter(self._still)
            paint(inner, self._drawing.shapes, self._theme)
            inner.end()
        painter = QPainter(self)
        painter.setClipRegion(event.region())
        painter.drawPixmap(0, 0, self._still)
        paint(painter, self._moving, self._theme)
        painter.end()


class LeaderLines(QWidget):
    """The lines from the chart to the columns of the strip."""

    def __init__(self, theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._leaders: tuple[Leader, ...] = ()

    def wanted_height(self) -> int:
        """How high the band of the lines is."""
        return self._theme.scaled(LEADER_HEIGHT)

    def show_leaders(self, leaders: tuple[Leader, ...]) -> None:
        """Draws these lines."""
        if leaders != self._leaders:
            self._leaders = leaders
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint(painter, leader_shapes(self._leaders), self._theme)
        painter.end()


CHART_HEIGHT = HEIGHT
