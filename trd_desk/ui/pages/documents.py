"""The page Documents: what can be printed about the open patient, as it will look, to save or to print."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
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
from trd_desk.record.entries import new_id
from trd_desk.ui.background import Work
from trd_desk.ui.pages.documents_choice import WhatToPrint
from trd_desk.ui.pages.documents_made import MadeBefore
from trd_desk.ui.pages.documents_orders import Order, OrderAgain, Result, lines_of, order_again, order_now
from trd_desk.ui.pages.documents_preview import Preview
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.labels import Label, Message, QuestionLink
from trd_desk.ui.widgets.layout import Button, Page

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from trd_desk.interchange.papers.paper import Size
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.pages.documents_printing import Ticket

_SIDE_WIDTH: Final = 272


class DocumentsPage(Page):
    """Documents of the open patient.

    Ctrl+S saves the PDF, Ctrl+P prints it, Ctrl with plus, minus and 0 change the size of the preview.
    """

    def __init__(self, desk: "Desk", theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self.set_title(_("Documents"))
        # How the user says where to save, and whether to print: the system's dialogs.
        self.ask_where: Callable[[str], str] = self._file_dialog
        self.ask_printer: Callable[[QPrinter], Ticket | None] = self._print_dialog
        self._preferred: Size = desk.preferences.paper
        self._order: Order | OrderAgain | None = None
        self._again = ""  # the id of the document made before that is shown, empty for the one of now
        self._content = b""
        self._works: list[Work] = []
        self._then: Callable[[bytes], None] | None = None
        self._pictures: Any = None
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
            (QKeySequence("Ctrl+S"), self.save),
            (QKeySequence("Ctrl+P"), self.print),
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
        self.what = WhatToPrint(theme, self._preferred)
        self.what.chosen.connect(self._choose_now)
        self.what.save_wanted.connect(self.save)
        self.what.print_wanted.connect(self.print)
        self.made_before = MadeBefore(theme)
        self.made_before.chosen.connect(self._choose_made)
        for widget in (self.what, self.made_before):
            side.addWidget(widget)
        side.addStretch(1)
        area.setWidget(ground)
        ground.setAutoFillBackground(False)

        def widen() -> None:
            wide = theme.scaled(_SIDE_WIDTH)
            for card in (self.what, self.made_before):
                card.setFixedWidth(wide)
            bar = area.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, area.verticalScrollBar())
            area.setFixedWidth(wide + bar)

        widen()
        theme.changed.connect(widen)
        return area

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
        if kind not in KINDS:
            return super().focus_field(path)
        self._again = ""
        self.what.choose(kind, session)
        self.refresh()
        self.focus_first()
        return True

    # Making the document

    def refresh(self) -> None:
        """Makes the document of the open patient again and shows it; another paper in Settings holds from now on."""
        preferred = self.desk.preferences.paper
        if preferred != self._preferred:
            self._preferred = self.what.size_of_paper = preferred
            self.what.paper.set_value(preferred)
        if self.desk.patient is not None:
            self.what.show_for(self.desk.library, self.desk.patient, self.desk.today())
        self._show_made()
        self._make(None)

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

    # Saving and printing

    @property
    def _paper(self) -> "Size":
        """The paper of the document that is shown."""
        return self._order.size if self._order is not None else self.what.size_of_paper

    def suggested_name(self) -> str:
        """The name offered for the file: the kind of document and the day, never anything about the patient."""
        order = self._order
        kind, day = (self.what.kind, self.desk.today()) if order is None else (order.kind, order.day)
        return f"{kind.file}-{day:%Y-%m-%d}.pdf"

    def save(self) -> None:
        """Asks where and saves the PDF there."""
        self._make(self._save)

    def _keep(self, order: Order | OrderAgain | None, made: str) -> None:
        """Puts on record that the document was saved or printed; a copy of an earlier one is on record already."""
        if isinstance(order, Order) and order.kind.kept and self.desk.patient is not None and self.desk.patient.key == order.known.patient.key:
            self.desk.answer("document", new_id(), order.value(made))
            self._show_made()

    def _save(self, content: bytes) -> None:
        chosen = self.ask_where(self.suggested_name())
        if not chosen:
            return
        order = self._order
        path = Path(chosen)
        if path.name and not path.suffix:
            path = path.with_suffix(".pdf")

        def write() -> None:
            from trd_desk.documents.files import write_atomically

            write_atomically(path, content)

        def told(_nothing: Any) -> None:
            self._warn("")
            self._keep(order, "saved")
            self.message.say(
                _("Saved as {file}. The file is not encrypted: keep it where patient files belong.").format(file=path.name)
            )

        self._run(write, told, self._refused)

    def print(self) -> None:
        """Asks which printer and prints."""
        self._make(self._print)

    def _print(self, content: bytes) -> None:
        from trd_desk.ui.pages import documents_printing as printing

        order = self._order
        printer = printing.make_printer(self._paper)
        ticket = self.ask_printer(printer)
        if ticket is None:
            return
        self.message.say(_("Sending to the printer."))
        if ticket.takes_pdf:
            self._run(lambda: printing.send_pdf(ticket, content), lambda _nothing: self._printed(order), self._refused)
            return
        try:
            self._pictures = printing.PicturePrint(printer, ticket, content)
        except UserError as fault:
            self._refused(fault)
            return
        QTimer.singleShot(0, self, lambda: self._print_next(order))

    def _print_next(self, order: Order | OrderAgain | None) -> None:
        """One page between two events, so that the window answers meanwhile."""
        try:
            last = self._pictures.step()
        except UserError as fault:
            self._refused(fault)
            return
        if last:
            self._printed(order)
        else:
            QTimer.singleShot(0, self, lambda: self._print_next(order))

    def _printed(self, order: Order | OrderAgain | None) -> None:
        self._pictures = None
        self._warn("")
        self._keep(order, "printed")
        self.message.say(_("Sent to the printer."))

    def _refused(self, fault: UserError) -> None:
        self._pictures = None
        self.message.say("")
        self._warn(str(fault))

    def _file_dialog(self, suggested: str) -> str:
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Save as PDF"), suggested, _("PDF documents (*.pdf)"))
        return chosen

    def _print_dialog(self, printer: "QPrinter") -> "Ticket | None":
        from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog

        from trd_desk.ui.pages.documents_printing import ticket_of

        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle(_("Print"))
        dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setMinMax(1, max(1, self.preview.pages))
        return ticket_of(printer, self._paper) if dialog.exec() else None
