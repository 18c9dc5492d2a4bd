"""The place Library: evidence, treatments, routes, figures, readings and the papers' errors. It is about no patient."""

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QSizePolicy, QWidget

from trd_desk.errors import ContentError
from trd_desk.i18n import _
from trd_desk.ui.background import Work
from trd_desk.ui.pages.definitions_flow import FlowRow
from trd_desk.ui.pages.parted_page import PartStack
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.drop_list import DropList
from trd_desk.ui.widgets.labels import Label, Message
from trd_desk.ui.widgets.layout import Button, Page
from trd_desk.ui.widgets.segments import ChoiceSegments
from trd_desk.view.library_words import LIBRARY_PARTS

if TYPE_CHECKING:
    from trd_desk.content.library import Library
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.pages.library_part import LibraryPart

# The parts, made when they are first shown.
PARTS: Final = {
    "evidence": "trd_desk.ui.pages.library_evidence:EvidencePart",
    "treatments": "trd_desk.ui.pages.library_treatments:TreatmentsPart",
    "routes": "trd_desk.ui.pages.library_routes:RoutesPart",
    "figures": "trd_desk.ui.pages.library_figures:FiguresPart",
    "readings": "trd_desk.ui.pages.library_readings:ReadingsPart",
    "errors": "trd_desk.ui.pages.library_errors:ErrorsPart",
}


def _read_library(library: "Library") -> None:
    """Reads the content of the library, and the part that is shown first, so that only the showing is left."""
    from trd_desk.ui.pages import library_evidence

    del library_evidence
    _shelf = library.shelf


class LibraryPage(Page):
    """The evidence library in six parts. Alt+1 to Alt+6 show them, F3 what the part in front rests on.

    The content of the library is read at its first use, away from the thread that draws.
    """

    def __init__(self, desk: "Desk", theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self.setAccessibleName(_("Library"))
        title = self._head.parentWidget()
        if title is not None:
            title.hide()
        self._part = "evidence"
        self._item = ""
        self._parts: dict[str, LibraryPart] = {}
        self._work: Work | None = None
        self.line = FlowRow(gap=12, line_gap=6)
        self.name = Label(theme, _("Library"), "title", bold=True)
        self.choice = ChoiceSegments(theme, _("Part of the library"), [(name, _(words)) for name, words in LIBRARY_PARTS.items()])
        self.choice.setObjectName("library.part")
        self.choice.answered.connect(self.show_part)
        self.choice.taken_back.connect(lambda: self.choice.set_value(self._part))
        # Where the letters are too large for one row of parts, they are a list.
        self.list = DropList(theme)
        self.list.setObjectName("library.parts")
        self.list.setAccessibleName(_("Part of the library"))
        for name, words in LIBRARY_PARTS.items():
            self.list.addItem(_(words), name)
        self.list.activated.connect(lambda _place: self.show_part(self.list.currentData()))
        self._ends = PartStack()
        self._ends.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._no_end = QWidget()
        self._ends.addWidget(self._no_end)
        self.sources = Button(theme, "", kind="quiet", icon="book-open")
        self.sources.setObjectName("library.sources")
        self.sources.setAccessibleName(_("What this part rests on: sources and warnings"))
        self.sources.setToolTip(_("What this part rests on: sources and warnings. F3"))
        self.sources.clicked.connect(self.show_sources)
        QShortcut(QKeySequence("F3"), self, self.show_sources)
        for widget in (self.name, self.choice, self.list, self._ends, self.sources):
            self.line.add(widget)
        self.body.addWidget(self.line)
        self.message = Message(theme, tone="amber")
        self.body.addWidget(self.message)
        self.reading = Label(theme, _("Reading the library."), colour="text_2")
        self.body.addWidget(self.reading)
        self.stack = PartStack()
        self.stack.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.body.addWidget(self.stack, 1)
        self.body.addStretch(0)
        self.body.setContentsMargins(theme.px("page_margin"), 8, theme.px("page_margin"), 8)
        for place, name in enumerate(PARTS, 1):
            QShortcut(QKeySequence(f"Alt+{place}"), self, lambda name=name: self.show_part(name))
        theme.changed.connect(self._fit_line)
        self._fit_line()

    @property
    def is_ready(self) -> bool:
        """Whether the library has been read."""
        return "shelf" in self.desk.library.__dict__

    # What is shown

    def refresh(self) -> None:
        """Shows the content in force; reads it first where nobody has."""
        self.reading.setVisible(not self.is_ready and not self.message.text())
        if self.is_ready:
            self._show()
        elif self._work is None:
            self._work = Work(partial(_read_library, self.desk.library), self)
            self._work.done.connect(self._read)
            self._work.failed.connect(self._not_read)
            self._work.start()

    def _read(self, _shelf: object) -> None:
        self._work = None
        self.reading.hide()
        self.message.say("")
        self._show()
        if self.isVisible():
            self.focus_first()

    def _not_read(self, fault: Exception) -> None:
        """Says what is wrong with the content; what is no fault of the content is a defect and goes its way."""
        self._work = None
        self.reading.hide()
        if not isinstance(fault, ContentError):
            raise fault
        self.message.say(_("The library cannot be shown, because its content is damaged. Install the program again. {fault}").format(fault=fault))

    def show_part(self, part: str, item: str = "") -> None:
        """Shows a part, and an item of it where one is named; at once, or as soon as the library has been read."""
        self._part = part if part in PARTS else "evidence"
        self._item = item
        self.choice.set_value(self._part)
        self.list.setCurrentIndex(self.list.findData(self._part))
        if self.is_ready:
            self._show()
            if self.isVisible():
                self.focus_first()

    def _show(self) -> None:
        self.choice.set_value(self._part)
        part = self._made(self._part)
        if part is not self.stack.currentWidget():
            self.stack.setCurrentWidget(part)
            self.verticalScrollBar().setValue(0)
        part.refresh()
        if self._item:
            part.show_item(self._item)
            self._item = ""
        end = part.head_widget()
        if end is not None and end.parentWidget() is not self._ends:
            self._ends.addWidget(end)
        self._ends.setCurrentWidget(end or self._no_end)
        self._ends.setVisible(end is not None)
        self._fit_line()

    def _made(self, name: str) -> "LibraryPart":
        if name not in self._parts:
            module, _colon, kind = PARTS[name].partition(":")
            part: Any = getattr(import_module(module), kind)(self.desk, self.theme)
            part.setObjectName(f"library.part.{name}")
            part.followed.connect(self._follow)
            self._parts[name] = part
            # The width that it will have, so that it is laid out once.
            part.resize(self.viewport().width() - 2 * self.theme.px("page_margin"), self.viewport().height())
            self.stack.addWidget(part)
        return self._parts[name]

    def _follow(self, path: str) -> None:
        """Leads to another item of the library, or out of it."""
        place, part, item = (*path.split(".", 2), "", "")[:3]
        if place == "library":
            self.show_part(part, item)
        else:
            self.go_to.emit(path)

    def show_sources(self) -> None:
        """Shows what the part in front rests on, with the warnings about its sources."""
        if not self.is_ready:
            return
        from trd_desk.ui.pages.session_sources import SourcesSheet
        from trd_desk.ui.widgets.popover import show_over
        from trd_desk.view.library_head import library_sources

        found = library_sources(self.desk.library, self._part, self.desk.today())
        show_over(SourcesSheet(self.theme, _(LIBRARY_PARTS[self._part]), found, self.window()), self.window())

    def focus_first(self) -> None:
        """Gives the focus to the list of the part in front."""
        if self.is_ready:
            self._made(self._part).focus_first()
        else:
            self.choice.setFocus()

    # Room

    def _fit_line(self) -> None:
        room = self.viewport().width() - 2 * self.theme.px("page_margin")
        fits = self.choice.sizeHint().width() <= room
        self.choice.setVisible(fits)
        self.list.setVisible(not fits)
        self.line.flow.invalidate()
        self.line.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_line()
