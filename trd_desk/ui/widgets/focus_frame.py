"""The one visible focus of the program: a ring two pixels wide, two pixels outside the control."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QMoveEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QFocusFrame,
    QProxyStyle,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QWidget,
)

from trd_desk.ui.theme import Theme


class _RingStyle(QProxyStyle):
    """Lets the ring lie above everything around the control, so that no neighbour and no layout cuts it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("Fusion")
        self._theme = theme

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returned: QStyleHintReturn | None = None,
    ) -> int:
        if hint == QStyle.StyleHint.SH_FocusFrame_AboveWidget:
            return 1
        if hint == QStyle.StyleHint.SH_FocusFrame_Mask:
            # Qt would cut the ring to the margin around the control, and so away where it is drawn inside.
            return 0
        return super().styleHint(hint, option, widget, returned)

    def pixelMetric(self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None) -> int:
        if metric in (QStyle.PixelMetric.PM_FocusFrameHMargin, QStyle.PixelMetric.PM_FocusFrameVMargin):
            return 2 + self._theme.px("line_width.focus")
        return super().pixelMetric(metric, option, widget)


class FocusFrame(QFocusFrame):
    """Follows the keyboard focus through the application; it is drawn around the control, or inside a page-wide view.

    Signals: none.
    """

    def __init__(self, theme: Theme, app: QApplication) -> None:
        super().__init__()
        self._theme = theme
        self._ring = _RingStyle(theme)
        self._ring.setParent(self)
        self.setStyle(self._ring)
        self.setProperty("overlay", True)
        app.focusChanged.connect(self._follow)
        self._follow(None, app.focusWidget())

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is None or now.isWindow() or now.property("ownFocus"):
            self.setWidget(None)  # type: ignore[arg-type]
            # It was a child of the window it was last drawn in, and would go with a dialog that is closed for good.
            self.setParent(None)
        else:
            self.setWidget(now)

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = self._theme.px("line_width.focus")
        painter.setPen(QPen(self._theme.colour("focus"), wide))
        inset = wide / 2
        if isinstance(self.widget(), QAbstractScrollArea):
            inset += 2 + wide
        area = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(area, 5, 5)
        painter.end()
