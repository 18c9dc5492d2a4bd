"""What papers say beside the record: what is explained before consent, and what a letter asks of the general practitioner."""

from collections.abc import Iterator
from typing import Annotated, Literal, Self, TypeVar

from pydantic import Field, model_validator

from trd_desk.content.models import Content, Head, Name
from trd_desk.content.session_models import Product, Rule

Standing = Literal["licensed", "off_label", "unlicensed", "not_known"]
# Words that are filled in: how long a patient stays, and the first time by mouth, from the rules of monitoring and of leaving.
PLACEHOLDERS = ("{stay}", "{stay_first}")
H = TypeVar("H", bound=Head)
Says = Annotated[str, Field(min_length=1, max_length=400)]


class Part(Content):
    """A heading under which statements stand."""

    id: Name
    title: Annotated[str, Field(min_length=1, max_length=60)]


class Statement(Rule):
    """A statement with its sources. `products` are those that it is made of, none for all; `label` the standings that it fits."""

    id: Name
    text: Says
    products: tuple[Product, ...] = ()
    label: tuple[Standing, ...] = ()

    def fits(self, product: str, label: str | None = None) -> bool:
        """Whether it is said of a product whose use has this standing; with a standing that is not known here nothing is left out."""
        return (not self.products or product in self.products) and (not self.label or label is None or label in self.label)


class Explained(Statement):
    """What is explained before consent, under a heading."""

    part: Name


class ConsentPaper(Head):
    """The consent record: its headings, what is explained, and what the patient and the clinician declare."""

    part: Annotated[tuple[Part, ...], Field(min_length=1)]
    explained: Annotated[tuple[Explained, ...], Field(min_length=1)]
    declares_patient: Says
    declares_clinician: Says
    declares_interpreter: Says

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        return _whole(self, self.explained, [part.id for part in self.part], [one.part for one in self.explained])


class GpAsk(Statement):
    """What the letter asks for, or asks to be told of. `group`: done by the practice, never done by it, to be called about.

    `unless` are facts of the record that make it needless: `male` where pregnancy is not possible.
    """

    group: Literal["do", "avoid", "not", "call"]
    unless: tuple[Literal["male"], ...] = ()


class GpLetter(Head):
    """The letter to the general practitioner: its asks, what it says of driving, of review and of stopping, and of support."""

    ask: Annotated[tuple[GpAsk, ...], Field(min_length=1)]
    driving: Annotated[tuple[Statement, ...], Field(min_length=1)]
    review: Annotated[tuple[Statement, ...], Field(min_length=1)]
    support: Says

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        return _whole(self, (*self.ask, *self.driving, *self.review), [], [])


class AuditRules(Head):
    """How the clinic's audit counts.

    Counts of patients and courses below `fewer_than` are printed as fewer than it. Response and remission are read at the end of week
    `induction_weeks` of a course, from a score at most `score_days_after` days later. `privacy` holds {most} and {fewer}.
    """

    fewer_than: Annotated[int, Field(ge=1, le=100)]
    induction_weeks: Annotated[int, Field(ge=1, le=52)]
    score_days_after: Annotated[int, Field(ge=0, le=60)]
    privacy: Annotated[str, Field(min_length=1, max_length=600)]


def _whole(head: H, statements: tuple[Statement, ...], parts: list[str], used: list[str]) -> H:
    """The file itself, if its names fit together."""
    for fault in _faults(statements, parts, used):
        raise ValueError(fault)
    return head


def _faults(statements: tuple[Statement, ...], parts: list[str], used: list[str]) -> Iterator[str]:
    names = [one.id for one in statements]
    yield from (f"the id '{name}' stands twice; each needs its own" for name in dict.fromkeys(names) if names.count(name) > 1)
    yield from (f"explained: no part '{name}'; add it, or name one of {', '.join(parts)}" for name in dict.fromkeys(used) if name not in parts)
    yield from (f"part: '{name}' holds no statement; take it out" for name in parts if name not in used)
    for one in statements:
        bare = one.text
        for placeholder in PLACEHOLDERS:
            bare = bare.replace(placeholder, "")
        if "{" in bare or "}" in bare:
            yield f"{one.id}: the known placeholders are {', '.join(PLACEHOLDERS)}; write the text without others"
