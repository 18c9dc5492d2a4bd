"""How a document is printed: the paper, who prints it and when, for which clinic, and what vouches for it."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from trd_desk.view.approval import Approval

PaperSize = Literal["a4", "letter"]


@dataclass(frozen=True, slots=True)
class Imprint:
    """What every maker of a PDF is told beside what the document says; the same value and imprint give the same bytes.

    `log_head` is the hexadecimal head of the record's log, empty where no log is behind the document; `clinic` is name and address in
    one line; `approval` is who approved the content for this clinic; `as_made` marks a document that is shown again, in words.
    """

    printed_at: dt.datetime
    size: PaperSize = "a4"
    printed_by: str = ""
    clinic: str = ""
    practice: bool = False
    log_head: str = ""
    approval: Approval | None = None
    as_made: str = ""
