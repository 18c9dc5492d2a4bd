"""Sending a document to a printer: the finished PDF itself where the system takes it, else its pages as pictures."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from trd_desk.documents.files import write_atomically
from trd_desk.errors import UserError
from trd_desk.i18n import _
from trd_desk.ui.pages.documents_preview import open_pdf, page_image

# What the queue shows: never a patient's name.
JOB_NAME: Final = "TRD Desk"
_DOTS_AN_INCH: Final = 300
_PATIENCE: Final = 60
_SIDES: Final = {
    QPrinter.DuplexMode.DuplexLongSide: "two-sided-long-edge",
    QPrinter.DuplexMode.DuplexShortSide: "two-sided-short-edge",
    QPrinter.DuplexMode.DuplexNone: "one-sided",
}


def make_printer(paper: str) -> QPrinter:
    """A printer set to the paper, for the system's dialog."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    page = QPageSize(QPageSize.PageSizeId.Letter if paper == "letter" else QPageSize.PageSizeId.A4)
    printer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    printer.setFullPage(True)
    printer.setDocName(JOB_NAME)
    printer.setCreator(JOB_NAME)
    return printer


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the person chose in the system's dialog: a queue or a file, copies, pages from and to (0 for all), sides."""

    queue: str = ""
    file: str = ""
    copies: int = 1
    first: int = 0
    last: int = 0
    sides: str = ""
    paper: str = "a4"

    @property
    def takes_pdf(self) -> bool:
        """Whether the PDF itself goes out, at the printer's own sharpness; sending it may wait and needs no window."""
        return bool(self.file) or (bool(self.queue) and sys.platform != "win32" and shutil.which("lp") is not None)


def ticket_of(printer: QPrinter, paper: str) -> Ticket:
    """The choices that a printer carries after the dialog."""
    chosen = printer.printRange() == QPrinter.PrintRange.PageRange and printer.fromPage() > 0
    return Ticket(
        queue=printer.printerName(),
        file=printer.outputFileName() if printer.outputFormat() == QPrinter.OutputFormat.PdfFormat else "",
        copies=printer.copyCount(),
        first=printer.fromPage() if chosen else 0,
        last=(printer.toPage() or printer.fromPage()) if chosen else 0,
        sides=_SIDES.get(printer.duplex(), ""),
        paper=paper,
    )


def send_pdf(ticket: Ticket, content: bytes) -> None:
    """Sends the PDF to the queue, or writes it where "print to file" says; through a pipe, never through a file of our own.

    Raises:
        UserError: the queue or the disk refused.
    """
    if ticket.file:
        write_atomically(Path(ticket.file), content)
        return
    command = [*lp_command(ticket), "-"]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=_PATIENCE, check=False)  # noqa: S603 - no shell
    except subprocess.TimeoutExpired:
        raise UserError(
            _("The printer did not answer within a minute; check that it is switched on, then print again.")
        ) from None
    except OSError:
        raise UserError(_("The system's print command could not be started; save the document as PDF and print that.")) from None
    if done.returncode:
        raise UserError(
            _("The printer {printer} did not take the document; check the printer and its queue, then print again.").format(
                printer=ticket.queue
            )
        )


def lp_command(ticket: Ticket) -> list[str]:
    """The system's print command for a ticket."""
    command = [shutil.which("lp") or "lp", "-d", ticket.queue, "-t", JOB_NAME, "-n", str(ticket.copies)]
    command += ["-o", "media=Letter" if ticket.paper == "letter" else "media=A4"]
    if ticket.sides:
        command += ["-o", f"sides={ticket.sides}"]
    if ticket.first:
        command += ["-P", f"{ticket.first}-{ticket.last}"]
    return command


class PicturePrint:
    """Prints page by page as pictures, where no queue takes a PDF; call `step` until it says that it is done."""

    def __init__(self, printer: QPrinter, ticket: Ticket, content: bytes) -> None:
        self._document = open_pdf(content)
        pages = len(self._document)
        self._places = list(range(pages))[max(ticket.first - 1, 0) : ticket.last or pages]
        self._done = 0
        self._printer = printer
        self._painter = QPainter()
        if not self._places or not self._painter.begin(printer):
            self._document.close()
            raise UserError(_("The printer could not be opened; check that it is switched on and connected, then print again."))

    def step(self) -> bool:
        """Prints one page; whether it was the last.

        Raises:
            UserError: the printer stopped.
        """
        if self._done and not self._printer.newPage():
            self._end()
            raise UserError(_("The printer stopped before the last page; check its paper and its connection, then print again."))
        dots = min(self._printer.resolution(), _DOTS_AN_INCH)
        image = page_image(self._document, self._places[self._done], dots / 72)
        paper = self._printer.paperRect(QPrinter.Unit.DevicePixel)
        self._painter.drawImage(QRectF(0, 0, paper.width(), paper.height()), image)
        self._done += 1
        if self._done == len(self._places):
            self._end()
            return True
        return False

    def _end(self) -> None:
        self._painter.end()
        self._document.close()
