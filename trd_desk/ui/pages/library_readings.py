"""The part Readings: the list at the left, the text with its sources at the right; text can be selected, keys scroll it."""

from html import escape
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt, QUrl
from PySide6.QtGui import QKeyEvent, QPainter, QPalette, QPixmap, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from trd_desk.i18n import _
from trd_desk.ui.pages.library_part import LibraryPart
from trd_desk.ui.pages.library_table import LibraryTable
from trd_desk.ui.pages.library_treatments import ListBeside
from trd_desk.ui.widgets.painting import paint_mark
from trd_desk.view.library_readings import ReadingPage, ReadParagraph, reading_list, reading_page

if TYPE_CHECKING:
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.theme import Theme
    from trd_desk.view.shapes import MarkKind

LIST_WIDTH: Final = 288
# The measure of a line that is easy to read, the margin of the sources beside it, and below which width they go under the paragraph.
_MEASURE: Final = 560
_MARGIN: Final = 300
_WIDE: Final = 780
_MARK: Final = 14


class ReadingsPart(LibraryPart):
    """Reading pages; Enter goes to the text."""

    def __init__(self, desk: "Desk", theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self.list = LibraryTable(theme, _("Readings"), list_only=True)
        self.list.setObjectName("library.readings")
        self.text = ReadingText(theme)
        self.list.row_changed.connect(self._show)
        self.list.taken.connect(lambda _name: self.text.setFocus(Qt.FocusReason.OtherFocusReason))
        self.body.addWidget(ListBeside(theme, self.list, self.text, LIST_WIDTH), 1)

    def refresh(self) -> None:
        self.list.show_table(reading_list(self.desk.library))

    def _show(self, name: str) -> None:
        if name:
            self.text.show_page(reading_page(self.desk.library, name, self.desk.today()))

    def show_item(self, item: str) -> None:
        self.list.choose(item)

    def focus_first(self) -> None:
        self.list.setFocus(Qt.FocusReason.TabFocusReason)


class ReadingText(QTextEdit):
    """A page of text with its sources in the margin, or below each paragraph where the letters leave no margin.

    Arrows, page keys, Space, Home and End scroll; Ctrl+A and Ctrl+C take the text.

    Signals: those of QTextEdit.
    """

    def __init__(self, theme: "Theme", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._page: ReadingPage | None = None
        self._wide: bool | None = None
        self.setObjectName("library.reading")
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setTabChangesFocus(True)
        self.setAccessibleName(_("The reading in hand"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(24)
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
        palette.setColor(QPalette.ColorRole.Base, self._theme.colour("bg_surface"))
        palette.setColor(QPalette.ColorRole.Text, self._theme.colour("text"))
        self.setPalette(palette)
        self.setFont(self._theme.font())
        if self._page is not None:
            self._write()

    def _write(self) -> None:
        if self._page is None:
            return
        theme = self._theme
        document: QTextDocument = self.document()
        document.setDefaultFont(theme.font())
        document.setDocumentMargin(theme.px("card_padding"))
        for kind in ("verified", "reported", "provisional", "site", "caution", "late"):
            document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(f"mark:{kind}"), self._mark(kind))
        self._wide = self.viewport().width() >= theme.scaled(_WIDE)
        place = self.verticalScrollBar().value()
        self.setHtml(self._html(self._page))
        self.verticalScrollBar().setValue(place)

    def _mark(self, kind: "MarkKind") -> QPixmap:
        side = self._theme.scaled(_MARK)
        ratio = self.devicePixelRatioF()
        made = QPixmap(round(side * ratio), round(side * ratio))
        made.fill(Qt.GlobalColor.transparent)
        made.setDevicePixelRatio(ratio)
        painter = QPainter(made)
        paint_mark(painter, self._theme, kind, QRectF(0, 0, side, side))
        painter.end()
        return made

    # The text as Qt's rich text; every word of the content is escaped.

    def _html(self, page: ReadingPage) -> str:
        small, title = self._theme.px("type.small"), self._theme.px("type.title")
        quiet = self._theme.colour("text_2").name()
        lead = f"{self._image(page.standing.mark)} <b>{escape(page.standing.word)}</b>"
        parts = [
            f'<p style="font-size:{title}px;font-weight:600;margin:0 0 4px 0">{escape(page.title)}</p>',
            f'<p style="margin:0 0 6px 0">{escape(page.says)}</p>',
            f'<p style="font-size:{small}px;color:{quiet};margin:0 0 2px 0">{lead}, {escape(page.review)}. {escape(page.foot)}</p>',
        ]
        parts += [self._warning(warning) for warning in page.warnings]
        if self._wide:
            for section in page.sections:
                parts.append(self._heading(section.title))
                parts.append(self._table(section.paragraphs))
        else:
            for section in page.sections:
                parts.append(self._heading(section.title))
                for paragraph in section.paragraphs:
                    parts.append(f'<p style="margin:0 0 4px 0;line-height:128%">{escape(paragraph.text)}</p>')
                    parts.append(self._rest(paragraph, above=0))
        return "".join(parts)

    def _heading(self, title: str) -> str:
        return f'<p style="font-weight:600;margin:18px 0 6px 0">{escape(title)}</p>'

    def _table(self, paragraphs: "tuple[ReadParagraph, ...]") -> str:
        """Paragraphs with their sources in the margin."""
        measure, margin = self._theme.scaled(_MEASURE), self._theme.scaled(_MARGIN)
        room = self.viewport().width() - 2 * self._theme.px("card_padding") - 8
        measure = min(measure, room - margin)
        rows = "".join(
            f'<tr><td width="{measure}" style="padding:0 24px 12px 0"><p style="margin:0;line-height:128%">{escape(paragraph.text)}</p></td>'
            f'<td width="{margin}" style="padding:0 0 12px 0">{self._rest(paragraph, above=2)}</td></tr>'
            for paragraph in paragraphs
        )
        return f'<table cellspacing="0" cellpadding="0" width="{measure + margin}">{rows}</table>'

    def _rest(self, paragraph: ReadParagraph, *, above: int) -> str:
        """Standing, sources and warning of a paragraph."""
        small, quiet = self._theme.px("type.small"), self._theme.colour("text_2").name()
        lines = []
        for number, source in enumerate(paragraph.sources):
            lead = f"{self._image(paragraph.standing.mark)} <b>{escape(paragraph.standing.word)}</b>. " if number == 0 else ""
            top = above if number == 0 else 0
            lines.append(f'<p style="font-size:{small}px;color:{quiet};margin:{top}px 0 3px 0">{lead}{escape(source.text)}</p>')
        if paragraph.warning:
            lines.append(self._warning(paragraph.warning))
        elif not self._wide:
            lines.append('<p style="margin:0 0 6px 0;font-size:2px">&nbsp;</p>')
        return "".join(lines)

    def _warning(self, words: str) -> str:
        small = self._theme.px("type.small")
        ink = self._theme.colour("text").name()
        label = escape(_("Correction"))
        return (
            f'<p style="font-size:{small}px;color:{ink};margin:2px 0 8px 0">{self._image("caution")} <b>{label}.</b> {escape(words)}</p>'
        )

    def _image(self, kind: str) -> str:
        side = self._theme.scaled(_MARK)
        return f'<img src="mark:{kind}" width="{side}" height="{side}">'

    # Keys and size

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
        key = Qt.Key(event.key())
        if key in steps and not event.modifiers():
            bar.setValue(bar.value() + steps[key])
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._page is not None and event.size().width() != event.oldSize().width():
            self._write()
