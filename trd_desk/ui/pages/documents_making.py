"""The making of documents: which is chosen, made in another thread, and shown as it will look."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStyle,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from trd_desk.errors import UserError
from trd_desk.i18n import _
from trd_desk.interchange.papers import KINDS
from trd_desk.interchange.papers.paper import DocumentError
from trd_desk.ui.background import Work
from trd_desk.ui.pages.documents_choice import WhatToPrint
from trd_desk.ui.pages.documents_made import MadeBefore
from trd_desk.ui.pages.documents_orders import Order, OrderAgain, Result, lines_of, order_again, order_now
from trd_desk.ui.pages.documents_preview import Preview
from trd_desk.ui.pages.documents_written import WrittenFields
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.labels import Label, Message, QuestionLink
from trd_desk.ui.widgets.layout import Button, Card, Page

if TYPE_CHECKING:
    from trd_desk.interchange.papers import Kind
    from trd_desk.interchange.papers.paper import Size
    from trd_desk.ui.desk import Desk

_SIDE_WIDTH: Final = 272


class MadePage(Page):
    """What can be made, what was made before, and how the chosen one looks. Ctrl with plus, minus and 0 change the size of the preview."""

    # The kinds of document that are offered.
    kinds: Mapping[str, "Kind"] = KINDS

    def __init__(self, desk: "Desk", theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self.set_title(_("Documents"))
        self._preferred: Size = desk.preferences.paper
        self._order: Order | OrderAgain | None = None
        self._again = ""  # the id of the document made before that is shown, empty for the one of now
        self._content = b""
        self._works: list[Work] = []
        self._then: Callable[[bytes], None] | None = None
        self._build()
        desk.patient_closed.connect(self._put_away)

    # The page

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(self.theme.px("s2"))
        row.addWidget(self._build_side())
        row.addLayout(self._build_preview(), 1)
        self.body.addLayout(row, 1)
        for keys, act in (
            (QKeySequence(QKeySequence.StandardKey.ZoomIn), self.preview.zoom_in),
            (QKeySequence("Ctrl+="), self.preview.zoom_in),
            (QKeySequence(QKeySequence.StandardKey.ZoomOut), self.preview.zoom_out),
            (QKeySequence("Ctrl+0"), self.preview.fit_width),
        ):
            QShortcut(keys, self, act, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _build_side(self) -> QScrollArea:
        """What to print and what was made before; it scrolls by itself, so that the preview stays in place."""
        theme = self.theme
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.viewport().setAutoFillBackground(False)
        ground = QWidget()
        side = QVBoxLayout(ground)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(theme.px("s1"))
        self.what = WhatToPrint(theme, self._preferred, self.kinds)
        self.what.chosen.connect(self._choose_now)
        self.written = WrittenFields(self.desk, theme)
        self.made_before = MadeBefore(theme)
        self._side = side
        self._cards: list[Card] = [self.what, self.written, self.made_before]
        self.made_before.chosen.connect(self._choose_made)
        for widget in self._cards:
            side.addWidget(widget)
        side.addStretch(1)
        area.setWidget(ground)
        ground.setAutoFillBackground(False)
        self._side_area = area
        self._widen()
        # No function of its own: the theme outlives this page, and would call one that is gone.
        theme.changed.connect(self._widen)
        return area

    def _widen(self) -> None:
        """The side as wide as its cards are at this size of letters."""
        wide, area = self.theme.scaled(_SIDE_WIDTH), self._side_area
        for card in self._cards:
            card.setFixedWidth(wide)
        bar = area.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, area.verticalScrollBar())
        area.setFixedWidth(wide + bar)

    def add_to_side(self, card: Card) -> None:
        """Adds a card below what is chosen to print."""
        self._cards.append(card)
        card.setFixedWidth(self.what.minimumWidth())
        self._side.insertWidget(1, card)

    def _build_preview(self) -> QVBoxLayout:
        theme = self.theme
        column = QVBoxLayout()
        column.setSpacing(theme.px("half"))
        tools = QHBoxLayout()
        tools.setSpacing(theme.px("s1"))
        self.preview = Preview(theme)
        self.preview.setObjectName("preview")
        self.preview.setMinimumHeight(theme.scaled(320))
        self._where = Label(theme, "", colour="text_2")
        self._size = Label(theme, "", colour="text_2")
        smaller = Button(theme, _("Smaller"), kind="quiet")
        larger = Button(theme, _("Larger"), kind="quiet")
        fit = Button(theme, _("Fit width"), kind="quiet")
        for button, act, keys in (
            (smaller, self.preview.zoom_out, "Ctrl+-"),
            (larger, self.preview.zoom_in, "Ctrl++"),
            (fit, self.preview.fit_width, "Ctrl+0"),
        ):
            button.setToolTip(keys)
            button.clicked.connect(act)
        tools.addWidget(self._where)
        tools.addStretch(1)
        for widget in (self._size, smaller, larger, fit):
            tools.addWidget(widget)
        self.preview.moved.connect(self._show_where)
        self.preview.resized.connect(lambda zoom: self._size.setText(f"{round(zoom * 100)}\u00a0%"))
        # Above the preview, where they are seen whatever stands beside it.
        self.message = Message(theme)
        self.warning = Message(theme, tone="amber")
        self.mend = QuestionLink(theme, _("Go to where it is filled in"), "")
        self.mend.setObjectName("documents.mend")
        self.mend.hide()
        self.mend.followed.connect(self.go_to)
        column.addLayout(tools)
        for said in (self.message, self.warning, self.mend):
            column.addWidget(said)
        column.addWidget(self.preview, 1)
        return column

    def _show_where(self, page: int, pages: int) -> None:
        self._where.setText(_("Page {page} of {pages}").format(page=page, pages=pages) if pages else "")

    def focus_first(self) -> None:
        """Gives the focus to the list of documents."""
        self.what.list.setFocus(Qt.FocusReason.TabFocusReason)

    def focus_field(self, path: str) -> bool:
        """Shows the document of a path: `documents.<kind>` or `documents.<kind>.<session>`."""
        _documents, _dot, rest = path.partition(".")
        kind, _dot, session = rest.partition(".")
        if kind not in self.kinds:
            return super().focus_field(path)
        self._again = ""
        self.what.choose(kind, session)
        self.refresh()
        self.focus_first()
        return True

    # Making the document

    def refresh(self) -> None:
        """Makes the document of the open patient again and shows it; another paper in Settings holds from now on."""
        self._follow_settings()
        if self.desk.patient is not None:
            self.what.show_for(self.desk.library, self.desk.patient, self.desk.today())
        self._show_made()
        self._make(None)

    def _follow_settings(self) -> None:
        """Takes the paper of Settings where it has changed."""
        preferred = self.desk.preferences.paper
        if preferred != self._preferred:
            self._preferred = self.what.size_of_paper = preferred
            self.what.paper.set_value(preferred)

    def _show_made(self) -> None:
        """The list of what was made before, and whether one of it is shown."""
        from trd_desk.view.documents_made import view_made_documents

        patient = self.desk.patient
        names = {kind.id: _(kind.short) for kind in KINDS.values()}
        rows = () if patient is None else view_made_documents(patient.documents, names, patient.sessions)
        if self._again not in {row.id for row in rows}:
            self._again = ""
        self.made_before.show_rows(rows, self._again)
        if self._again:
            self.what.show_made()
        else:
            self.what.show_now()
        self.written.show_kind(self.what.kind, now=not self._again)
        for widget in (self.what.paper, self.what.session, self.what.variant):
            widget.setEnabled(not self._again)

    def _choose_now(self) -> None:
        self._again = ""
        self.message.say("")
        self.refresh()

    def _choose_made(self, name: str) -> None:
        if name == self._again:
            return
        self._again = name
        self.message.say("")
        self.refresh()

    def _put_away(self) -> None:
        self._nothing()
        self._again = ""
        self.what.put_away()
        self.made_before.show_rows((), "")
        self.message.say("")
        self._warn("")

    def _nothing(self) -> None:
        """No document is shown, and none can be saved or printed."""
        self._order, self._content, self._then = None, b"", None
        self.preview.clear()
        self._busy(busy=False)

    def _warn(self, sentence: str, path: str = "") -> None:
        """Says what is in the way; `path` is the field that would mend it."""
        self.warning.say(sentence)
        self.mend.path = path
        self.mend.setVisible(bool(path))

    def _order_wanted(self) -> Order | OrderAgain | None:
        lines = lines_of(self.desk)
        if self._again:
            return order_again(self.desk, self._again, KINDS, lines)
        return order_now(self.desk, self.what.kind, self.what.choice, self.what.size_of_paper, lines)

    def _make(self, then: Callable[[bytes], None] | None) -> None:
        """Makes the document as of now in another thread, shows it, and then does what was asked for."""
        try:
            order = self._order_wanted()
        except UserError as fault:
            self._warn(str(fault))
            return
        if order is None:
            self._put_away()
            return
        if order == self._order and self._content:
            if then is not None:
                then(self._content)
            return
        self._order, self._then = order, then
        self._busy(busy=True)
        self._run(order.make, lambda result: self._made(order, result), lambda fault: self._not_made(order, fault))

    def _run(self, job: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[UserError], None]) -> None:
        """Does a job in another thread; a defect is raised here, where it is reported."""
        work = Work(job)
        self._works.append(work)

        def finish(result: Any) -> None:
            if isValid(self):  # the window may have closed meanwhile
                self._works.remove(work)
                done(result)

        def stop(fault: Exception) -> None:
            if not isValid(self):
                return
            self._works.remove(work)
            if not isinstance(fault, UserError):
                self._busy(busy=False)
                raise fault
            failed(fault)

        work.done.connect(finish)
        work.failed.connect(stop)
        work.start()

    def _made(self, order: Order | OrderAgain, result: Result) -> None:
        if order is not self._order:
            return
        self._busy(busy=False)
        self._content = result.content
        self._warn(result.warning)
        if isinstance(order, OrderAgain):
            self.message.say(_("{as_made} Answers given later are left out.").format(as_made=order.words.as_made))
        self.preview.show_document(result.content)
        then, self._then = self._then, None
        if then is not None:
            then(result.content)

    def _not_made(self, order: Order | OrderAgain, fault: UserError) -> None:
        if order is not self._order:
            return
        self._nothing()
        self._warn(str(fault), fault.field if isinstance(fault, DocumentError) else "")

    def _busy(self, *, busy: bool) -> None:
        for button in (self.what.save_button, self.what.print_button):
            button.setEnabled(not busy)
