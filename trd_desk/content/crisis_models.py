"""What the content of the crisis advice may say: lines for the patient at the screen, and for staff."""

import difflib
import re
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from trd_desk.content.models import Cited, Content, Head, Status

PLACEHOLDERS: Final = ("{emergency}", "{clinic_phone}")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}?|\}")


def _known_placeholders(text: str) -> str:
    for found in _PLACEHOLDER.findall(text):
        if found not in PLACEHOLDERS:
            near = difflib.get_close_matches(found, PLACEHOLDERS, 1, 0.5)
            hint = f"did you mean '{near[0]}'?" if near else f"the known ones are {', '.join(PLACEHOLDERS)}"
            raise ValueError(f"'{found}' is not a known placeholder; {hint}")
    return text


def _plain(text: str) -> str:
    if _PLACEHOLDER.search(text):
        raise ValueError("holds a placeholder; only the lines with a telephone number may have one")
    return text


def _holds(placeholder: str) -> AfterValidator:
    def check(text: str) -> str:
        if text.count(placeholder) != 1:
            raise ValueError(f"must hold {placeholder} once, where the number stands")
        return text

    return AfterValidator(check)


Line = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_plain)]
Numbered = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_known_placeholders)]


class PatientAdvice(Content):
    """What the patient reads right after the answer; `emergency` and `clinic` hold the number that they name."""

    title: Line
    says: Annotated[tuple[Line, ...], Field(min_length=1)]
    emergency: Annotated[Numbered, _holds("{emergency}")]
    emergency_without_number: Line
    clinic: Annotated[Numbered, _holds("{clinic_phone}")]
    go_on: Line


class StaffLine(Content):
    """One sentence for staff with its standing."""

    says: Line
    status: Status
    sources: Annotated[tuple[Cited, ...], Field(min_length=1)]


class CrisisAdvice(Head):
    """The general lines of the crisis advice: `staff` for a positive answer, `blank` for an item that was not answered."""

    patient: PatientAdvice
    staff: Annotated[tuple[StaffLine, ...], Field(min_length=1)]
    blank: Annotated[tuple[StaffLine, ...], Field(min_length=1)]
