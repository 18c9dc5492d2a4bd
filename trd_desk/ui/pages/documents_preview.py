"""The pages of a document as they will be printed: sharp at every size, drawn one at a time so that nothing waits."""

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.theme import Theme

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

POINTS_AT_FULL_SIZE: Final = 96 / 72
LEAST, MOST, STEP = 0.4, 3.0, 1.2
_MARGIN: Final = 16
_SHARPEST: Final = 3.7  # pixels a point: a page at this size takes less than the 100 ms that a window may wait


def open_pdf(content: bytes) -> "PdfDocument":
    """The document in memory; nothing of it touches the disk."""
    import pypdfium2

    return pypdfium2.PdfDocument(content)


def page_image(document: "PdfDocument", place: int, pixels_a_point: float) -> QImage:
    """One page as it prints, black on white."""
    page = document[place]
    bitmap = page.render(scale=pixels_a_point, rev_byteorder=True, prefer_bgrx=True)
    image = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGBX8888).copy()
    bitmap.close()
    page.close()
    return image


def page_text(document: "PdfDocument", place: int) -> str:
    """The words of one page in reading order."""
    page = document[place]
    text_page = page.get_textpage()
    text = str(text_page.get_text_bounded())
    text_page.close()
    page.close()
    return text


class _PageView(QWidget):
    """One sheet of paper. It asks for its image when it is first seen at a size.

    Signals:
        wanted(int): the page is visible and has no image at this size.
    """

    wanted = Signal(int)

    def __init__(self, theme: Theme, place: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self.place = theme, place
        self.image: QImage | None = None
        self.stale = True
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_image(self, image: QImage, words: str) -> None:
        """Shows the page; a screen reader gets its words."""
        self.image, self.stale = image, False
        self.setAccessibleDescription(words)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        if self.image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.rect(), self.image)
        painter.setPen(self._theme.colour("line"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()
        if self.stale:
            self.wanted.emit(self.place)


class Preview(QScrollArea):
    """The pages under one another. Page Up and Page Down, Home and End move; Ctrl with the wheel changes the size.

    Signals:
        moved(int, int): the page that is mostly seen, from 1, and how many there are.
        resized(float): the size changed; 1.0 is the size of the paper.
    """

    moved = Signal(int, int)
    resized = Signal(float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._document: PdfDocument | None = None
        self._sizes: list[tuple[float, float]] = []
        self._pages: list[_PageView] = []
        self._zoom = 1.0
        self._fit = True
        self._waiting: list[int] = []
        self._seen = (0, 0)
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.setInterval(0)
        self._next.timeout.connect(self._draw_next)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # Always there beside a document, so that its width does not change with its height.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Preview of the document"))
        self._ground = QWidget()
        self.viewport().setAutoFillBackground(False)
        self._column = QVBoxLayout(self._ground)
        self._column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        self._column.setSpacing(_MARGIN)
        self.setWidget(self._ground)
        self._ground.setAutoFillBackground(False)  # setWidget turns it on
        self.verticalScrollBar().valueChanged.connect(self._tell_page)

    # What is shown

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self._pages)

    @property
    def zoom(self) -> float:
        """The size; 1.0 is the size of the paper."""
        return self._zoom

    def show_document(self, content: bytes) -> None:
        """Shows another document, at the same place if it has as many pages."""
        self.clear(keep_place=True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._document = open_pdf(content)
        self._sizes = [self._document.get_page_size(place) for place in range(len(self._document))]
        place = self.verticalScrollBar().value()
        for number in range(len(self._sizes)):
            page = _PageView(self._theme, number, self._ground)
            page.setAccessibleName(_("Page {page} of {pages}").format(page=number + 1, pages=len(self._sizes)))
            page.wanted.connect(self._want)
            self._pages.append(page)
            self._column.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch(1)
        self._lay_out()
        self.verticalScrollBar().setValue(place)
        self._tell_page()

    def clear(self, *, keep_place: bool = False) -> None:
        """Puts the document away."""
        self._next.stop()
        self._waiting.clear()
        while self._column.count():
            item = self._column.takeAt(0)
            widget = None if item is None else item.widget()
            if widget is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        self._pages.clear()
        self._sizes = []
        if self._document is not None:
            self._document.close()
            self._document = None
        if not keep_place:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.verticalScrollBar().setValue(0)
        self._tell_page()

    # Size

    def zoom_in(self) -> None:
        """A step larger."""
        self._set_zoom(self._zoom * STEP)

    def zoom_out(self) -> None:
        """A step smaller."""
        self._set_zoom(self._zoom / STEP)

    def fit_width(self) -> None:
        """As wide as the room, and so again when the room changes."""
        self._fit = True
        self._lay_out()

    def _set_zoom(self, zoom: float) -> None:
        self._fit = False
        self._zoom = min(max(zoom, LEAST), MOST)
        self._lay_out()

    def _lay_out(self) -> None:
        """Gives each page its size; the line that stood in the middle stays there."""
        if not self._pages:
            return
        bar = self.verticalScrollBar()
        before = self._ground.height()
        middle = (bar.value() + self.viewport().height() / 2) / before if before else 0.0
        if self._fit:
            room = self.viewport().width() - 2 * _MARGIN
            widest = max(wide for wide, _high in self._sizes)
            self._zoom = min(max(room / (widest * POINTS_AT_FULL_SIZE), LEAST), MOST)
        for page, (wide, high) in zip(self._pages, self._sizes, strict=True):
            scale = self._zoom * POINTS_AT_FULL_SIZE
            size = QSize(round(wide * scale), round(high * scale))
            if page.size() != size or page.minimumSize() != size:
                page.setFixedSize(size)
                page.stale = True
                page.update()
        self._column.activate()
        self._ground.adjustSize()
        after = self._ground.sizeHint().height()
        if before and bar.value():
            bar.setValue(round(middle * after - self.viewport().height() / 2))
        self.resized.emit(self._zoom)
        self._tell_page()

    # Drawing, one page at a time between events

    def _want(self, place: int) -> None:
        if place not in self._waiting:
            self._waiting.append(place)
        self._next.start()

    def _draw_next(self) -> None:
        if self._document is None or not self._waiting:
            return
        place = self._waiting.pop(0)
        page = self._pages[place]
        if page.stale:
            ratio = self.devicePixelRatioF()
            sharpness = min(self._zoom * POINTS_AT_FULL_SIZE * ratio, _SHARPEST)
            image = page_image(self._document, place, sharpness)
            page.show_image(image, page_text(self._document, place))
        if self._waiting:
            self._next.start()

    # Moving

    def page_in_view(self) -> int:
        """The page that is mostly seen, from 1; 0 without a document."""
        window = QRect(0, self.verticalScrollBar().value(), self._ground.width(), self.viewport().height())
        shares = [(page.geometry() & window).height() for page in self._pages]
        return shares.index(max(shares)) + 1 if shares else 0

    def go_to_page(self, number: int) -> None:
        """Brings the head of a page, counted from 1, into view."""
        if 1 <= number <= len(self._pages):
            self.verticalScrollBar().setValue(self._pages[number - 1].y() - _MARGIN)

    def _tell_page(self, _value: Any = None) -> None:
        now = (self.page_in_view(), len(self._pages))
        if now != self._seen:
            self._seen = now
            self.moved.emit(*now)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        if event.key() == Qt.Key.Key_Home:
            bar.setValue(0)
        elif event.key() == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        elif event.key() == Qt.Key.Key_PageDown and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.go_to_page(self.page_in_view() + 1)
        elif event.key() == Qt.Key.Key_PageUp and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.go_to_page(self.page_in_view() - 1)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y() > 0:
                self.zoom_in()
            else:
                self.zoom_out()
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fit:
            self._lay_out()
        self._tell_page()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            for page in self._pages:
                page.stale = True
                page.update()
