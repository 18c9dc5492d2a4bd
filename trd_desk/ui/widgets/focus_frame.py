"""The one visible focus of the program: a ring two pixels wide, two pixels outside the control."""

from PySide6.QtCore import QEvent, QObject, QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFocusFrame, QWidget

from trd_desk.ui.theme import Theme


class FocusFrame(QFocusFrame):
    """Follows the keyboard focus through the application; it is drawn around the control, or inside a page-wide view.

    Signals: none.
    """

    def __init__(self, theme: Theme, app: QApplication) -> None:
        super().__init__()
        self._theme = theme
        self._fitting = False
        self.setProperty("overlay", True)
        app.focusChanged.connect(self._follow)
        self._follow(None, app.focusWidget())

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is None or now.isWindow() or now.property("ownFocus"):
            self.setWidget(None)  # type: ignore[arg-type]
            return
        self.setWidget(now)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        done = super().eventFilter(watched, event)
        if event.type() in {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.ParentChange}:
            self._fit()
        return done

    def _reach(self) -> int:
        return 2 + self._theme.px("line_width.focus")

    def _fit(self) -> None:
        widget, ground = self.widget(), self.parentWidget()
        if widget is None or ground is None or self._fitting:
            return
        self._fitting = True
        place = widget.rect().translated(widget.mapTo(ground, widget.rect().topLeft())) if widget is not ground else widget.rect()
        reach = self._reach()
        self.setGeometry(place.adjusted(-reach, -reach, reach, reach))
        self._fitting = False

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = self._theme.px("line_width.focus")
        painter.setPen(QPen(self._theme.colour("focus"), wide))
        inset = wide / 2
        area = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        if isinstance(self.widget(), QAbstractScrollArea):
            reach = self._reach()
            area.adjust(reach - wide, reach - wide, wide - reach, wide - reach)
        painter.drawRoundedRect(area, 5, 5)
        painter.end()
