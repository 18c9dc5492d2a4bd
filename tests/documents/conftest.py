"""The shipped content and cases of practice patients, as the documents are made from them."""

import sys
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from invented import DANIEL, PRINTED, case_of

from trd_desk.documents.assessment import make_assessment
from trd_desk.documents.imprint import Imprint
from trd_desk.engine.assess import assess
from trd_desk.record.fold import from_case
from trd_desk.view.assessment_document import view_assessment_document


@pytest.fixture(scope="session")
def library():
    from trd_desk.content.load import load_library

    return load_library()


@dataclass
class Printed:
    """A made PDF with the value it was made from."""

    content: bytes
    value: object

    @cached_property
    def reader(self):
        from pypdf import PdfReader

        return PdfReader(BytesIO(self.content))

    @cached_property
    def pages(self):
        """The text of each page, blanks and line ends alike."""
        return [" ".join(page.extract_text().split()) for page in self.reader.pages]

    @cached_property
    def text(self):
        return " ".join(self.pages)

    @cached_property
    def flow(self):
        """The text without the head and the foot of each page, so that what runs on over two pages is in one piece."""
        purpose = " ".join(self.value.purpose.replace("\u00a0", " ").split())
        bodies = []
        for number, page in enumerate(self.pages, 1):
            foot = page.index("Reviewed by, name") if number == 1 else page.index(purpose)
            head = page.index(self.value.as_of.replace("\u00a0", " ")) + len(self.value.as_of)
            bodies.append(page[head:foot])
        return " ".join(" ".join(bodies).split())


@pytest.fixture(scope="session")
def print_case(library):
    """Makes the assessment of a case."""

    def make(
        case,
        *,
        size="a4",
        printed_by="Dr K. Osei",
        printed_at=PRINTED,
        practice=True,
        log_head="7f3a91c2e04d77aa",
        clinic="Example Clinic",
    ):
        value = view_assessment_document(library, from_case(case), assess(library, case))
        imprint = Imprint(printed_at, size, printed_by, clinic, practice=practice, log_head=log_head)
        content = make_assessment(value, imprint)
        return Printed(content, value)

    return make


@pytest.fixture(scope="session")
def daniel(print_case):
    """An assessment with verdicts of all three kinds."""
    return print_case(
        case_of(DANIEL, asked=["antidepressant", "augmentation", "combination", "psychotherapy", "ect", "ketamine"])
    )
