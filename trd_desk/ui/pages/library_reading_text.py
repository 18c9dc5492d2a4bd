"""The text of a reading page: paragraphs with their sources in the margin, as a document that can be selected, copied and read aloud."""

from html import escape
from typing import Final

from PySide6.QtCore import QRectF, Qt, QUrl
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPalette, QPixmap, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from trd_desk.i18n import _
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.painting import paint_mark
from trd_desk.view.library_parts import kept
from trd_desk.view.library_readings import ReadingPage, ReadParagraph
from trd_desk.view.shapes import MarkKind

# The measure of a line that is easy to read, the margin of the sources beside it, and the width below which they go under the paragraph.
_MEASURE: Final = 560
_MARGIN: Final = 300
_WIDE: Final = 780
_MARK: Final = 14
_MARKS: Final[tuple[MarkKind, ...]] = ("verified", "reported", "provisional", "site", "caution")


class ReadingText(QTextEdit):
    """A page of text with its sources in the margin, or below each paragraph where the letters leave no margin.

    Arrows, page keys, Space, Home and End scroll; Ctrl+A and Ctrl+C take the text.

    Signals: those of QTextEdit.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._page: ReadingPage | None = None
        self._writing = False
        self.setObjectName("library.reading")
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setTabChangesFocus(True)
        self.setAccessibleName(_("The reading in hand"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Always there, so that its coming and going does not change the width of the lines.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().setSingleStep(24)
        # The card that it stands in shows through.
        self.viewport().setAutoFillBackground(False)
        theme.changed.connect(self._dress)
        self._dress()

    def show_page(self, page: ReadingPage) -> None:
        """Shows a reading, from its top."""
        if page == self._page:
            return
        self._page = page
        self._write()
        self.verticalScrollBar().setValue(0)

    def _dress(self) -> None:
        palette = QPalette(self._theme.palette())
        palette.setColor(QPalette.ColorRole.Base, QColor(0, 0, 0, 0))
        self.setPalette(palette)
        self.setFont(self._theme.font())
        self._write()

    def _write(self) -> None:
        if self._page is None or self._writing:
            return
        # A new text may change the size of what it stands in, and so ask for itself again.
        self._writing = True
        document = self.document()
        document.setDefaultFont(self._theme.font())
        document.setDocumentMargin(self._theme.px("card_padding"))
        for kind in _MARKS:
            document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(f"mark:{kind}"), self._mark(kind))
        place = self.verticalScrollBar().value()
        self.setHtml(Markup(self._theme, self.viewport().width()).page(self._page))
        self.verticalScrollBar().setValue(place)
        self._writing = False

    def _mark(self, kind: MarkKind) -> QPixmap:
        side, ratio = self._theme.scaled(_MARK), self.devicePixelRatioF()
        made = QPixmap(round(side * ratio), round(side * ratio))
        made.fill(Qt.GlobalColor.transparent)
        made.setDevicePixelRatio(ratio)
        painter = QPainter(made)
        paint_mark(painter, self._theme, kind, QRectF(0, 0, side, side))
        painter.end()
        return made

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        steps = {
            Qt.Key.Key_Down: bar.singleStep(),
            Qt.Key.Key_Up: -bar.singleStep(),
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
            Qt.Key.Key_Space: bar.pageStep(),
            Qt.Key.Key_Home: -bar.maximum(),
            Qt.Key.Key_End: bar.maximum(),
        }
        step = steps.get(Qt.Key(event.key()))
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if step is not None and plain:
            bar.setValue(bar.value() + step)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._write()


class Markup:
    """A reading as Qt's rich text, for a width in pixels; every word of the content is escaped."""

    def __init__(self, theme: Theme, width: int) -> None:
        self._theme = theme
        self._small, self._title = theme.px("type.small"), theme.px("type.title")
        self._ink, self._quiet = theme.colour("text").name(), theme.colour("text_2").name()
        self._wide = width >= theme.scaled(_WIDE)
        self._margin = theme.scaled(_MARGIN)
        self._measure = min(theme.scaled(_MEASURE), width - 2 * theme.px("card_padding") - 8 - self._margin)

    def page(self, page: ReadingPage) -> str:
        """The whole page."""
        lead = f"{self._image(page.standing.mark)} {_strong(page.standing.word)}, {escape(page.review)}. {escape(page.foot)}"
        parts = [
            f'<p style="font-size:{self._title}px;font-weight:600;margin:0 0 4px 0">{escape(page.title)}</p>',
            f'<p style="margin:0 0 6px 0">{escape(page.says)}</p>',
            self._line(lead, self._quiet, "0 0 4px 0"),
        ]
        parts += [self._warning(warning) for warning in page.warnings]
        for section in page.sections:
            parts.append(f'<p style="font-weight:600;margin:16px 0 6px 0">{escape(section.title)}</p>')
            if self._wide:
                rows = "".join(self._row(paragraph) for paragraph in section.paragraphs)
                parts.append(f'<table cellspacing="0" cellpadding="0" width="{self._measure + self._margin}">{rows}</table>')
            else:
                parts += [f"{self._words(paragraph, 4)}{self._rest(paragraph)}" for paragraph in section.paragraphs]
        return "".join(parts)

    def _row(self, paragraph: ReadParagraph) -> str:
        """A paragraph with its sources in the margin."""
        left = f'<td width="{self._measure}" style="padding:2px 24px 10px 0">{self._words(paragraph, 0)}</td>'
        return f'<tr>{left}<td width="{self._margin}" style="padding:4px 0 10px 0">{self._rest(paragraph)}</td></tr>'

    @staticmethod
    def _words(paragraph: ReadParagraph, below: int) -> str:
        return f'<p style="margin:0 0 {below}px 0;line-height:116%">{escape(kept(paragraph.text))}</p>'

    def _rest(self, paragraph: ReadParagraph) -> str:
        """Standing, sources and warning of a paragraph."""
        last = len(paragraph.sources) - 1
        lines = []
        for number, source in enumerate(paragraph.sources):
            lead = f"{self._image(paragraph.standing.mark)} {_strong(paragraph.standing.word)}. " if number == 0 else ""
            gap = 12 if number == last and not paragraph.warning and not self._wide else 3
            lines.append(self._line(f"{lead}{escape(source.text)}", self._quiet, f"0 0 {gap}px 0"))
        if paragraph.warning:
            lines.append(self._warning(paragraph.warning))
        return "".join(lines)

    def _warning(self, words: str) -> str:
        lead = f"{self._image('caution')} {_strong(_('Correction'))}"
        return self._line(f"{lead}. {escape(kept(words))}", self._ink, "2px 0 10px 0")

    def _line(self, inner: str, colour: str, margin: str) -> str:
        return f'<p style="font-size:{self._small}px;color:{colour};margin:{margin}">{inner}</p>'

    def _image(self, kind: str) -> str:
        side = self._theme.scaled(_MARK)
        return f'<img src="mark:{kind}" width="{side}" height="{side}" style="vertical-align:middle">'


def _strong(words: str) -> str:
    return f'<span style="font-weight:600">{escape(words)}</span>'
