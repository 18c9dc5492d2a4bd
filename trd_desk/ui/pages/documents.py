"""The page Documents: what can be printed about the open patient, as it will look, to save or to print."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from trd_desk.errors import UserError
from trd_desk.i18n import _
from trd_desk.record.entries import new_id
from trd_desk.ui.background import Work
from trd_desk.ui.pages.documents_made import MadeBefore
from trd_desk.ui.pages.documents_orders import ASSESSMENT, Order, OrderAgain, Paper, Result, order_again, order_now
from trd_desk.ui.pages.documents_preview import Preview
from trd_desk.ui.theme import Theme
from trd_desk.ui.widgets.labels import Label, Message
from trd_desk.ui.widgets.layout import Button, Card, Page
from trd_desk.ui.widgets.segments import ChoiceSegments

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

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
        self._preferred: Paper = desk.preferences.paper
        self._paper: Paper = self._preferred
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
        """What to print, the messages and what was made before; it scrolls by itself, so that the preview stays in place."""
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
        card = Card(theme, _("What to print"))
        card.setFixedWidth(theme.scaled(_SIDE_WIDTH))
        theme.changed.connect(lambda: card.setFixedWidth(theme.scaled(_SIDE_WIDTH)))
        self.list = QListWidget()
        self.list.setObjectName("documents")
        self.list.setAccessibleName(_("Documents that can be made"))
        self.list.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        item = QListWidgetItem(_("Assessment of resistance"))
        item.setData(Qt.ItemDataRole.UserRole, ASSESSMENT)
        self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.itemClicked.connect(lambda _item: self._choose_made(""))
        self.list.itemActivated.connect(lambda _item: self._choose_made(""))
        self.list.setFixedHeight(theme.px("row_height") + 4)
        item.setSizeHint(QSize(0, theme.px("row_height")))
        card.body.addWidget(self.list)
        card.body.addWidget(
            Label(
                theme,
                _("For the clinician: everything the pages say about this patient, with sources and a line to sign."),
                "small",
                colour="text_2",
                wrap=True,
            )
        )
        card.body.addSpacing(theme.px("s1"))
        card.body.addWidget(Label(theme, _("Paper"), "small", colour="text_2"))
        self.paper = ChoiceSegments(theme, _("Paper"), [("a4", _("A4")), ("letter", _("US Letter"))])
        self.paper.setObjectName("paper")
        self.paper.set_value(self._paper)
        self.paper.answered.connect(self._choose_paper)
        self.paper.taken_back.connect(lambda: self.paper.set_value(self._paper))
        card.body.addWidget(self.paper)
        card.body.addSpacing(theme.px("s1"))
        self.save_button = Button(theme, _("Save as PDF"), kind="primary", icon="saved")
        self.save_button.setObjectName("save")
        self.save_button.setToolTip("Ctrl+S")
        self.save_button.clicked.connect(self.save)
        self.print_button = Button(theme, _("Print"), icon="print")
        self.print_button.setObjectName("print")
        self.print_button.setToolTip("Ctrl+P")
        self.print_button.clicked.connect(self.print)
        for button in (self.save_button, self.print_button):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            card.body.addWidget(button)
        side.addWidget(card)
        self.message = Message(theme)
        self.warning = Message(theme, tone="amber")
        for message in (self.message, self.warning):
            message.setMaximumWidth(theme.scaled(_SIDE_WIDTH))
            side.addWidget(message)
        self.made_before = MadeBefore(theme)
        self.made_before.setFixedWidth(theme.scaled(_SIDE_WIDTH))
        theme.changed.connect(lambda: self.made_before.setFixedWidth(theme.scaled(_SIDE_WIDTH)))
        self.made_before.chosen.connect(self._choose_made)
        side.addWidget(self.made_before)
        side.addStretch(1)
        area.setWidget(ground)
        ground.setAutoFillBackground(False)

        def widen() -> None:
            bar = area.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, area.verticalScrollBar())
            area.setFixedWidth(theme.scaled(_SIDE_WIDTH) + bar)

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
        column.addLayout(tools)
        column.addWidget(self.preview, 1)
        return column

    def _show_where(self, page: int, pages: int) -> None:
        self._where.setText(_("Page {page} of {pages}").format(page=page, pages=pages) if pages else "")

    def focus_first(self) -> None:
        """Gives the focus to the list of documents."""
        self.list.setFocus(Qt.FocusReason.TabFocusReason)

    # Making the document

    def refresh(self) -> None:
        """Makes the document of the open patient again and shows it; another paper in Settings holds from now on."""
        preferred = self.desk.preferences.paper
        if preferred != self._preferred:
            self._preferred = self._paper = preferred
            self.paper.set_value(preferred)
        self._show_made()
        self._make(None)

    def _show_made(self) -> None:
        """The list of what was made before, and whether one of it is shown."""
        from trd_desk.view.documents_made import view_made_documents

        rows = () if self.desk.patient is None else view_made_documents(self.desk.patient.documents)
        if self._again not in {row.id for row in rows}:
            self._again = ""
        self.made_before.show_rows(rows, self._again)
        self.list.setCurrentRow(-1 if self._again else 0)
        self.paper.setEnabled(not self._again)

    def _choose_made(self, name: str) -> None:
        if name == self._again:
            return
        self._again = name
        self.message.say("")
        self.refresh()

    def _put_away(self) -> None:
        self._order, self._content, self._then = None, b"", None
        self._again = ""
        self.made_before.show_rows((), "")
        self.preview.clear()
        self.message.say("")
        self.warning.say("")

    def _choose_paper(self, paper: Paper) -> None:
        self._paper = paper
        self.refresh()

    def _make(self, then: Callable[[bytes], None] | None) -> None:
        """Makes the document as of now in another thread, shows it, and then does what was asked for."""
        try:
            order = order_again(self.desk, self._again) if self._again else order_now(self.desk, self._paper)
        except UserError as fault:
            self.warning.say(str(fault))
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
        self.warning.say(result.warning)
        if isinstance(order, OrderAgain):
            self.message.say(_("{as_made} Answers given later are left out.").format(as_made=order.words.as_made))
        self.preview.show_document(result.content)
        then, self._then = self._then, None
        if then is not None:
            then(result.content)

    def _not_made(self, order: Order | OrderAgain, fault: UserError) -> None:
        if order is not self._order:
            return
        self._busy(busy=False)
        self._order, self._content, self._then = None, b"", None
        self.preview.clear()
        self.warning.say(str(fault))

    def _busy(self, *, busy: bool) -> None:
        for button in (self.save_button, self.print_button):
            button.setEnabled(not busy)

    # Saving and printing

    def suggested_name(self) -> str:
        """The name offered for the file: the kind of document and the day, never anything about the patient."""
        day = self.desk.today() if not isinstance(self._order, OrderAgain) else self._order.day
        return f"assessment-{day:%Y-%m-%d}.pdf"

    def save(self) -> None:
        """Asks where and saves the PDF there."""
        self._make(self._save)

    def _keep(self, order: Order | OrderAgain | None, made: str) -> None:
        """Puts on record that the document was saved or printed; a copy of an earlier one is on record already."""
        if isinstance(order, Order) and self.desk.patient is not None and self.desk.patient.key == order.patient.key:
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
            self.warning.say("")
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
        printer = printing.make_printer(order.paper if order is not None else self._paper)
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
        self.warning.say("")
        self._keep(order, "printed")
        self.message.say(_("Sent to the printer."))

    def _refused(self, fault: UserError) -> None:
        self._pictures = None
        self.message.say("")
        self.warning.say(str(fault))

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
        return ticket_of(printer, self._order.paper if self._order is not None else self._paper) if dialog.exec() else None
