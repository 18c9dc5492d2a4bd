"""What Sessions and Outcomes have in common: a line with the parts, their summary, sources and chief button, and one part below it."""

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from trd_desk.i18n import _
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.labels import Label
from trd_desk.ui.widgets.layout import Button, Page
from trd_desk.ui.widgets.segments import ChoiceSegments

if TYPE_CHECKING:
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.pages.outcome_tab import OutcomeTab
    from trd_desk.ui.pages.session_tab import SessionTab


class PartStack(QWidget):
    """Shows one part and is as high as that one; Qt's own stack would be as high as the highest of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._current: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def addWidget(self, widget: QWidget) -> None:
        """Takes a part, which stays hidden until it is shown."""
        widget.hide()
        self._column.addWidget(widget)

    def currentWidget(self) -> QWidget | None:
        """The part in front."""
        return self._current

    def setCurrentWidget(self, widget: QWidget) -> None:
        """Shows this part and hides the one before."""
        before, self._current = self._current, widget
        if before is not None and before is not widget:
            before.hide()
        widget.show()


class PartedPage(Page):
    """A page in parts. Alt+1 and on show the parts, F3 what the part in front rests on.

    A subclass calls `_lay_head` and then `_lay_parts` in its `__init__`. What it puts above or between them is made there too, since
    the Tab key follows the order in which they come.
    """

    # The parts by their names, as module and class, made when they are first shown; and their words, not yet translated.
    parts: ClassVar[Mapping[str, str]]
    part_words: ClassVar[Mapping[str, str]]
    # What the object names begin with.
    prefix: ClassVar[str]
    # What stands before the name of a part where its sources are looked up.
    sources_prefix: ClassVar[str] = ""
    # What summary, sources and the chief button take beside the parts, at 100 per cent.
    head_room: ClassVar[int]

    def __init__(self, desk: "Desk", theme: Theme, name: str, choice: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self.setAccessibleName(name)
        title = self._head.parentWidget()
        if title is not None:
            title.hide()
        self._patient: str | None = None
        self._tab = next(iter(self.parts))
        self._tabs: dict[str, Any] = {}
        # One line where there is room; at large text the summary and the chief button stand on a second one.
        self._first, self._second = QHBoxLayout(), QHBoxLayout()
        for each in (self._first, self._second):
            each.setSpacing(theme.px("s2"))
        self._narrow: bool | None = None
        self.choice = ChoiceSegments(theme, choice, [(part, _(words)) for part, words in self.part_words.items()])
        self.choice.setObjectName(f"{self.prefix}.part")
        self.choice.answered.connect(self.show_tab)
        self.choice.taken_back.connect(lambda: self.choice.set_value(self._tab))
        self._first.addWidget(self.choice)
        self.summary = Label(theme, "", colour="text_2", wrap=True)
        self.summary.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.sources = Button(theme, "", kind="quiet", icon="book-open")
        self.sources.setObjectName(f"{self.prefix}.sources")
        self.sources.setAccessibleName(_("What this part rests on: sources and warnings"))
        self.sources.setToolTip(_("What this part rests on: sources and warnings. F3"))
        self.sources.clicked.connect(self.show_sources)
        QShortcut(QKeySequence("F3"), self, self.show_sources)
        # As wide as the button of the part in front, so that the widest of all does not press the summary together.
        self._ends = PartStack()
        self._ends.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._no_end = QWidget()
        self._ends.addWidget(self._no_end)
        self.stack = PartStack()

    def _lay_head(self) -> None:
        """Puts the line of parts on the page."""
        self.body.addLayout(self._first)
        self.body.addLayout(self._second)
        self._part_head()
        self.theme.changed.connect(self._part_head)

    def _lay_parts(self) -> None:
        """Puts the part in front on the page, below all that is there."""
        self.body.addWidget(self.stack, 1)
        self.body.setContentsMargins(self.theme.px("page_margin"), 8, self.theme.px("page_margin"), 8)
        for place, name in enumerate(self.parts, 1):
            QShortcut(QKeySequence(f"Alt+{place}"), self, lambda name=name: self.show_tab(name))

    def _part_head(self) -> None:
        """Puts the summary and the chief button beside the parts, or below them."""
        narrow = self.viewport().width() - 2 * self.theme.px("page_margin") < self.choice.sizeHint().width() + self.theme.scaled(self.head_room)
        if narrow == self._narrow:
            return
        self._narrow = narrow
        for each in (self._first, self._second):
            for widget in (self.summary, self.sources, self._ends):
                each.removeWidget(widget)
        if narrow:
            self._first.addWidget(self.sources, 1, Qt.AlignmentFlag.AlignRight)
        line = self._second if narrow else self._first
        line.addWidget(self.summary, 1)
        if not narrow:
            line.addWidget(self.sources)
        line.addWidget(self._ends)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._part_head()

    # What is shown

    def show_tab(self, name: str) -> None:
        """Shows a part; each page fills it in its own way."""
        raise NotImplementedError

    def _head_of(self, tab: "OutcomeTab | SessionTab") -> None:
        """Shows in the line of parts that this one is in front, with its chief button."""
        self.choice.set_value(self._tab)
        end = tab.head_widget()
        if end is not None and end.parentWidget() is not self._ends:
            self._ends.addWidget(end)
        self._ends.setCurrentWidget(end or self._no_end)

    def show_sources(self) -> None:
        """Shows what the part in front rests on, with the warnings about its sources."""
        from trd_desk.ui.pages.session_sources import SourcesSheet
        from trd_desk.ui.widgets.popover import show_over
        from trd_desk.view.part_sources import view_part_sources

        found = view_part_sources(self.desk.library, f"{self.sources_prefix}{self._tab}", self.desk.today())
        show_over(SourcesSheet(self.theme, _(self.part_words[self._tab]), found, self.window()), self.window())

    def _part(self, name: str) -> Any:
        """The part of this name, made at its first use."""
        if name not in self._tabs:
            module, _colon, kind = self.parts[name].partition(":")
            tab = getattr(import_module(module), kind)(self.desk, self.theme)
            tab.setObjectName(f"{self.prefix}.{name}")
            tab.tab_wanted.connect(self.show_tab)
            tab.go_to.connect(self.go_to)
            self._tabs[name] = tab
            self.stack.addWidget(tab)
        return self._tabs[name]

    def focus_first(self) -> None:
        """Gives the focus to the first control of the part in front."""
        self._part(self._tab).focus_first()
