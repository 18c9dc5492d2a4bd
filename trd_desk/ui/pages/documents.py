"""The page Documents: what can be printed about the open patient, as it will look, to save or to print."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QWidget

from trd_desk.errors import UserError
from trd_desk.i18n import _
from trd_desk.record.entries import new_id
from trd_desk.ui.pages.documents_making import MadePage
from trd_desk.ui.pages.documents_orders import Order, OrderAgain
from trd_desk.ui.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtPrintSupport import QPrinter

    from trd_desk.interchange.papers.paper import Size
    from trd_desk.ui.desk import Desk
    from trd_desk.ui.pages.documents_printing import Ticket


class DocumentsPage(MadePage):
    """Documents of the open patient. Ctrl+S saves the PDF, Ctrl+P prints it; the other keys are those of MadePage."""

    def __init__(self, desk: "Desk", theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        # How the user says where to save, and whether to print: the system's dialogs.
        self.ask_where: Callable[[str], str] = self._file_dialog
        self.ask_printer: Callable[[QPrinter], Ticket | None] = self._print_dialog
        self._pictures: Any = None
        self.what.save_wanted.connect(self.save)
        self.what.print_wanted.connect(self.print)
        for keys, act in (("Ctrl+S", self.save), ("Ctrl+P", self.print)):
            QShortcut(QKeySequence(keys), self, act, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

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
