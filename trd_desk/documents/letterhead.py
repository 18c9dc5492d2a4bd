"""What stands on every page of a document about one patient, from its value and from how it is printed."""

from typing import Protocol

from trd_desk.documents.imprint import Imprint
from trd_desk.documents.sheet import Furniture
from trd_desk.i18n import _
from trd_desk.view.approval import approval_words


class AboutPatient(Protocol):
    """A value of the view that is printed about one patient."""

    @property
    def title(self) -> str:
        """What it is."""
        ...

    @property
    def name(self) -> str:
        """The patient's name, empty where it is not recorded."""
        ...

    @property
    def who(self) -> str:
        """Sex and age."""
        ...

    @property
    def number(self) -> str:
        """The record number."""
        ...

    @property
    def as_of(self) -> str:
        """The day or the session that it tells of."""
        ...

    @property
    def content(self) -> str:
        """The version of the content in force."""
        ...

    @property
    def digest(self) -> str:
        """The digest of that content, which an approval is of."""
        ...

    @property
    def purpose(self) -> str:
        """What it is for and what it is not."""
        ...

    @property
    def signature(self) -> tuple[str, str]:
        """The words of the line to sign on: who, and when."""
        ...


def letterhead(value: AboutPatient, imprint: Imprint, *, title: str = "", signed: str = "") -> Furniture:
    """The furniture of the pages; `title` goes before that of the value, `signed` in the place of the line to sign on."""
    return Furniture(
        title=title or value.title,
        name=value.name,
        who=value.who,
        number=_("Record {number}").format(number=value.number) if value.number else "",
        as_of=value.as_of,
        clinic=imprint.clinic,
        practice=imprint.practice,
        printed_by=imprint.printed_by,
        printed_at=imprint.printed_at,
        content=f"{value.content}, {approval_words(imprint.approval, value.digest)}",
        head_of_log=imprint.log_head,
        purpose=value.purpose,
        signature=value.signature,
        as_made=imprint.as_made,
        signed=signed,
    )
