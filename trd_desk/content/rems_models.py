"""What the treatment-monitoring form may say: its fields in order, what fills each of them, and where we know of each from."""

import difflib
from collections.abc import Iterable, Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from trd_desk.content.models import Head, Name
from trd_desk.content.session_models import Product, Rule

Words = Annotated[str, Field(min_length=1, max_length=90)]

# What of the record can stand in a field. A field without one is left for a person to fill in.
Fills = Literal[
    "name",
    "birth_date",
    "sex",
    "number",
    "first_treatment",
    "enrolled",
    "site",
    "medicines",
    "clinician",
    "date",
    "dose",
    "lot",
    "total_minutes",
    "signs_before",
    "signs_before_end",
    "pressure_before",
    "pressure_at",
    "pressure_before_end",
    "sedation",
    "dissociation",
    "respiratory_depression",
    "onset",
    "resolution",
    "details",
    "serious",
    "events",
]
Shape = Literal["text", "yes_no", "choice"]


class RemsSection(Rule):
    """A part of the form under a heading; `says` is a line below it."""

    id: Name
    title: Words
    says: str = ""


class RemsField(Rule):
    """One field. `sixths` is how much of the line it takes, `edition` which edition of the form it was seen in.

    `fills` names what of the record is written into it. `groups` are the groups of medicines that answer it with yes, `open_groups`
    those that leave it open; `scheme` is the one that it asks the enrolment in. `events` are the kinds of event that answer it with
    yes, `of` the field whose beginning, end or details it tells, `minutes` the point of the clock that it asks for.
    """

    id: Name
    section: Name
    label: Words
    shape: Shape = "text"
    choices: tuple[Words, ...] = ()
    sixths: Annotated[int, Field(ge=1, le=6)] = 2
    edition: Literal["both", "newer", "older"] = "both"
    fills: Fills | None = None
    groups: tuple[Name, ...] = ()
    open_groups: tuple[Name, ...] = ()
    events: tuple[Name, ...] = ()
    of: Name | None = None
    scheme: Name | None = None
    minutes: Annotated[int, Field(ge=0, le=600)] | None = None

    @model_validator(mode="after")
    def _has_what_it_needs(self) -> Self:
        if (self.shape == "choice") != bool(self.choices):
            raise ValueError("choices: must be given for the shape 'choice', and for no other")
        if (self.fills == "medicines") != bool(self.groups):
            raise ValueError("groups: must be given where fills is 'medicines', and nowhere else")
        if (self.fills == "pressure_at") != (self.minutes is not None):
            raise ValueError("minutes: must be given where fills is 'pressure_at', and nowhere else")
        if (self.fills == "enrolled") != (self.scheme is not None):
            raise ValueError("scheme: must be given where fills is 'enrolled', and nowhere else")
        if (self.fills in ("onset", "resolution", "details")) != (self.of is not None):
            raise ValueError("of: must name the field whose onset, resolution or details it tells")
        return self


class RemsForm(Head):
    """The fields of the US treatment-monitoring form in our own order and words; `submit_days` after the session.

    `product` is the only one that the programme is about; `other_product` is said for any other.
    """

    product: Product
    submit_days: Annotated[int, Field(ge=1, le=60)]
    says: str
    submit: str
    inpatient: str
    outside: str
    empty: str
    other_product: str
    section: Annotated[tuple[RemsSection, ...], Field(min_length=1)]
    field: Annotated[tuple[RemsField, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _is_of_one_piece(self) -> Self:
        sections = {section.id for section in self.section}
        names = [field.id for field in self.field]
        for field in self.field:
            if field.section not in sections:
                raise ValueError(f"field {field.id}: section: there is no section '{field.section}'")
            if field.of is not None and field.of not in names:
                raise ValueError(f"field {field.id}: of: there is no field '{field.of}'")
            if names.count(field.id) > 1:
                raise ValueError(f"field {field.id}: is there twice")
        if "{days}" not in self.submit:
            raise ValueError("submit: must hold {days}")
        return self


def rems_faults(form: RemsForm, groups: set[str], schemes: set[str]) -> Iterator[str]:
    """What the form names and the other files do not know: a group of medicines, or a scheme of controlled access."""
    for field in form.field:
        for name in (*field.groups, *field.open_groups):
            if name not in groups:
                yield f"rems: field {field.id}: no group of medicines '{name}'{_nearest(name, groups)}"
        if field.scheme is not None and field.scheme not in schemes:
            yield f"rems: field {field.id}: no scheme '{field.scheme}'{_nearest(field.scheme, schemes)}"


def _nearest(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, sorted(known), 1, 0.6)
    return f"; did you mean '{near[0]}'?" if near else ""
