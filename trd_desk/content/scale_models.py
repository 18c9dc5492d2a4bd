"""What the content of rating scales may say: items by number, scoring, bands, missing items, the licence, and wording where it allows one."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from trd_desk.content.models import Cited, Content, Head, Name, Status

# What may be shipped of a scale: its whole text, numbered fields, its total alone, or a level read from the official form.
LicenceVerdict = Literal["text", "numbers", "total", "level"]
Scoring = Literal["sum", "domains", "single", "total", "level"]
Places = Annotated[tuple[int, ...], Field(min_length=1)]


class ScaleItem(Content):
    """A field of a scale: its number on the official form, its least and greatest value, and our own short label where one is allowed."""

    number: Annotated[int, Field(ge=1, le=99)]
    low: int = 0
    high: int
    label: str = ""

    @model_validator(mode="after")
    def _rises(self) -> Self:
        if self.low >= self.high:
            raise ValueError("high: must be larger than low")
        return self


class ScaleBand(Content):
    """A named range of totals, both ends included."""

    id: Name
    label: str
    low: float
    high: float


class ScaleLevel(Content):
    """One level of a scale that has levels instead of a sum, in our own words."""

    id: Name
    label: str
    value: int | None = None


class Licence(Content):
    """What may be shipped, and why. `credit` is printed wherever the wording is; `says` is what the page tells the clinician."""

    verdict: LicenceVerdict
    says: str
    credit: str = ""
    sources: Annotated[tuple[Cited, ...], Field(min_length=1)]
    status: Status


class ScaleWording(Content):
    """The wording of a scale: shipped where its licence allows, else a site's own licensed file.

    `options` are the answers in words from the lowest value on, for all items; `item_options` those of single items, by number as text.
    `extra` is a question that belongs to the form and to no total.
    """

    title: str
    stem: str
    items: Annotated[tuple[str, ...], Field(min_length=1)]
    options: tuple[str, ...] = ()
    item_options: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    extra: str = ""
    extra_options: tuple[str, ...] = ()


class RelapseRule(Content):
    """From which total a scale speaks of relapse after remission, on so many visits in a row."""

    at_least: float
    visits: Annotated[int, Field(ge=1, le=5)] = 1
    says: str
    sources: Annotated[tuple[Cited, ...], Field(min_length=1)]
    status: Status


class Scale(Head):
    """A rating scale.

    `entry` is the kind of entry that holds it: a `score` of the case format, or a `rating`. `domains` (for `scoring = "domains"`) are
    groups of item numbers of which the highest counts once; `one_of` are pairs of items of which only one is answered. `self_harm` is
    the item whose value from `self_harm_from` on brings up the clinic's crisis advice. `flag` is told with the total where it is fulfilled.
    """

    order: int
    short: str
    says: str
    period: str = ""
    entry: Literal["score", "rating"]
    rated_by: Literal["patient", "clinician", "either"]
    scoring: Scoring
    low: float
    high: float
    items: tuple[ScaleItem, ...] = ()
    domains: tuple[Places, ...] = ()
    one_of: tuple[tuple[int, int], ...] = ()
    levels: tuple[ScaleLevel, ...] = ()
    bands: tuple[ScaleBand, ...] = ()
    missing: str
    self_harm: int | None = None
    self_harm_from: int = 1
    relapse: RelapseRule | None = None
    licence: Licence
    wording: ScaleWording | None = None
    codes: dict[str, str] = Field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        numbers = [item.number for item in self.items]
        if len(numbers) != len(set(numbers)):
            raise ValueError("items: a number is there twice")
        if self.scoring in ("sum", "domains") and not self.items:
            raise ValueError("items: are missing; a sum needs them")
        if self.scoring == "level" and not self.levels:
            raise ValueError("levels: are missing")
        if self.scoring == "domains" and sorted(place for domain in self.domains for place in domain) != sorted(numbers):
            raise ValueError("domains: must hold each item once")
        if self.self_harm is not None and self.self_harm not in numbers:
            raise ValueError("self_harm: is no item of the scale")
        if self.wording is not None and self.licence.verdict != "text":
            raise ValueError("wording: must not be shipped; the licence of this scale does not allow it")
        if self.wording is not None and len(self.wording.items) != len(self.items):
            raise ValueError("wording.items: must be as many as items")
        return self

    def item(self, number: int) -> ScaleItem:
        """The item of this number."""
        return next(item for item in self.items if item.number == number)
