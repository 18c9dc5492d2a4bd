"""What the content of rating scales may say: items by number, scoring, bands, missing items, the licence, and wording where it allows one."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from trd_desk.content.models import Cited, Content, Head, Name, Status
from trd_desk.content.sentences import did_you_mean

# What may be shipped of a scale: its whole text, numbered fields, its total alone, or a level read from the official form.
LicenceVerdict = Literal["text", "numbers", "total", "level"]
Scoring = Literal["sum", "domains", "single", "total", "level"]
Places = Annotated[tuple[int, ...], Field(min_length=1)]
Sources = Annotated[tuple[Cited, ...], Field(min_length=1)]


class ScaleItem(Content):
    """A field of a scale: its number on the official form, its least and greatest value, and our own short label where one is allowed.

    `not_scored` is a value of the form that means "not assessed": it is an answer, and it counts nothing.
    """

    number: Annotated[int, Field(ge=1, le=99)]
    low: int = 0
    high: int
    label: str = ""
    not_scored: int | None = None

    @model_validator(mode="after")
    def _rises(self) -> Self:
        if self.low >= self.high:
            raise ValueError("high: must be larger than low")
        if self.not_scored is not None and self.low <= self.not_scored <= self.high:
            raise ValueError("not_scored: must lie outside low to high")
        return self

    @property
    def values(self) -> tuple[int, ...]:
        """What can be answered, the value that is not scored last."""
        counted = tuple(range(self.low, self.high + 1))
        return counted if self.not_scored is None else (*counted, self.not_scored)


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


class ScalePhase(Content):
    """A moment within a session at which a scale is taken."""

    id: Name
    label: str


class Licence(Content):
    """What may be shipped, and why. `credit` is printed wherever the wording is; `says` is what the page tells the clinician.

    `no_site_wording` says why even a clinic's own licensed wording is refused, where it is.
    """

    verdict: LicenceVerdict
    says: str
    credit: str = ""
    no_site_wording: str = ""
    sources: Sources
    status: Status


class ScaleWording(Content):
    """The wording of a scale: shipped where its licence allows, else a site's own licensed file.

    `options` are the answers in words from the lowest value on, for all items; `item_options` those of single items, by number as text.
    `extra` is a question that belongs to the form and to no total.
    """

    status: Status | None = None
    title: str
    stem: str
    items: Annotated[tuple[str, ...], Field(min_length=1)]
    options: tuple[str, ...] = ()
    item_options: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    extra: str = ""
    extra_options: tuple[str, ...] = ()

    def options_of(self, number: int) -> tuple[str, ...]:
        """The answers of one item in words, from the lowest value on."""
        return self.item_options.get(str(number), self.options)


class RelapseRule(Content):
    """From which total a scale speaks of relapse after remission, on so many visits in a row."""

    at_least: float
    visits: Annotated[int, Field(ge=1, le=5)] = 1
    says: str
    sources: Sources
    status: Status


class FlagRule(Content):
    """What a pattern of items tells beside the total: one of `core` reaches `reach`, and at least `count` items do.

    `reach_of` names, by number as text, the items that count from another value on.
    """

    id: Name
    label: str
    says: str
    core: Places
    reach: int
    reach_of: dict[str, int] = Field(default_factory=dict)
    count: Annotated[int, Field(ge=1)]
    sources: Sources
    status: Status

    def reached_from(self, number: int) -> int:
        """From which value on an item counts."""
        return self.reach_of.get(str(number), self.reach)


class AlertRule(Content):
    """At which total or below a scale asks for attention during a session."""

    at_most: float
    says: str
    sources: Sources
    status: Status


class CrossPoint(Content):
    """A total of this scale beside the totals of another that a published table sets against it."""

    own: float
    low: float
    high: float


class Crosswalk(Content):
    """A published table between this scale and another: to read by, never to turn one score into the other."""

    scale: Name
    points: Annotated[tuple[CrossPoint, ...], Field(min_length=1)]
    says: str
    sources: Sources
    status: Status


class Scale(Head):
    """A rating scale.

    `entry` is the kind of entry that holds it: a `score` of the case format, or a `rating`. `domains` (for `scoring = "domains"`) are
    groups of item numbers of which the highest counts once; `one_of` are pairs of items of which only one is answered. `self_harm` is
    the item whose value from `self_harm_from` on brings up the clinic's crisis advice. `flag` is told with the total where it is fulfilled.
    `beyond` counts the items of the official form after the last one here, which belong to no total. `metric` tells which of several
    ways of counting the numbers mean. `remission_setting` names the setting that holds the cut of remission. A scale that is taken `in_session`
    may name its session and one of the `phases`.
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
    metric: str = ""
    items: tuple[ScaleItem, ...] = ()
    beyond: Annotated[int, Field(ge=0, le=20)] = 0
    domains: tuple[Places, ...] = ()
    one_of: tuple[tuple[int, int], ...] = ()
    levels: tuple[ScaleLevel, ...] = ()
    bands: tuple[ScaleBand, ...] = ()
    missing: str
    self_harm: int | None = None
    self_harm_from: int = 1
    flag: FlagRule | None = None
    alert: AlertRule | None = None
    relapse: RelapseRule | None = None
    remission_setting: Name | None = None
    crosswalk: Crosswalk | None = None
    in_session: bool = False
    phases: tuple[ScalePhase, ...] = ()
    licence: Licence
    wording: ScaleWording | None = None
    codes: dict[str, str] = Field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        numbers = [item.number for item in self.items]
        if self.low >= self.high:
            raise ValueError("high: must be larger than low")
        if len(numbers) != len(set(numbers)):
            raise ValueError("items: a number is there twice")
        if self.scoring in ("sum", "domains") and not self.items:
            raise ValueError("items: are missing; a sum needs them")
        if self.scoring in ("single", "total", "level") and self.items:
            raise ValueError("items: belong to a scale that adds them up")
        if self.scoring == "level" and not self.levels:
            raise ValueError("levels: are missing")
        if self.scoring == "domains" and sorted(place for domain in self.domains for place in domain) != sorted(numbers):
            raise ValueError("domains: must hold each item once")
        if self.self_harm is not None and self.self_harm not in numbers:
            raise ValueError("self_harm: is no item of the scale")
        self._pairs_and_flags(set(numbers))
        self._ends()
        self._words()
        return self

    def _pairs_and_flags(self, numbers: set[int]) -> None:
        pairs = [number for pair in self.one_of for number in pair]
        if not numbers >= set(pairs) or len(pairs) != len(set(pairs)):
            raise ValueError("one_of: must name items of the scale, each once")
        if self.one_of and not all(any(set(pair) <= set(domain) for domain in self.domains) for pair in self.one_of):
            raise ValueError("one_of: both items of a pair must lie in one domain")
        if self.flag is not None:
            named = {*self.flag.core, *(int(number) for number in self.flag.reach_of if number.isdigit())}
            if not named <= numbers or not all(number.isdigit() for number in self.flag.reach_of):
                raise ValueError("flag: names an item that the scale does not have")

    def _ends(self) -> None:
        if self.scoring in ("sum", "domains"):
            groups = self.domains if self.scoring == "domains" else tuple((item.number,) for item in self.items)
            ends = [(max(self.item(number).low for number in group), max(self.item(number).high for number in group)) for group in groups]
            if (sum(low for low, _high in ends), sum(high for _low, high in ends)) != (self.low, self.high):
                raise ValueError("low and high: are not the least and the greatest sum of the items")
        edge = self.low - 1
        for band in self.bands:
            if band.low != edge + 1 or band.high < band.low:
                raise ValueError("bands: must follow one another without a gap, from low to high")
            edge = band.high
        if self.bands and edge != self.high:
            raise ValueError("bands: must follow one another without a gap, from low to high")

    def _words(self) -> None:
        if self.wording is not None:
            if self.licence.verdict != "text":
                raise ValueError("wording: must not be shipped; the licence of this scale does not allow it")
            fault = wording_fault(self, self.wording)
            if fault:
                raise ValueError(f"wording.{fault}")

    @cached_property
    def _places(self) -> Mapping[int, int]:
        return {item.number: place for place, item in enumerate(self.items)}

    def item(self, number: int) -> ScaleItem:
        """The item of this number."""
        return self.items[self._places[number]]

    def place(self, number: int) -> int:
        """The place of an item in a list of answers, from 0 on."""
        return self._places[number]


def wording_fault(scale: Scale, wording: ScaleWording) -> str:
    """What of a wording does not fit its scale: the field and the remedy in a sentence, or nothing."""
    if len(wording.items) != len(scale.items):
        return f"items: must be {len(scale.items)}, as many as the scale has; there are {len(wording.items)}"
    if not all(text.strip() for text in wording.items):
        return "items: holds an empty text; write it"
    numbers = {str(item.number) for item in scale.items}
    strange = sorted(set(wording.item_options) - numbers)
    if strange:
        return f"item_options: the scale has no item {strange[0]}"
    for item in scale.items:
        words = wording.options_of(item.number)
        if words and len(words) != len(item.values):
            return f"options: item {item.number} has {len(item.values)} answers, {len(words)} are written"
        if not words:
            return f"options: are missing for item {item.number}; write them for all items, or under item_options"
    if wording.extra and len(wording.extra_options) < 2:
        return "extra_options: are missing; the further question needs its answers"
    return ""


def scale_faults(scales: Sequence[Scale], settings: Iterable[str]) -> Iterable[str]:
    """A sentence for each setting or scale that a scale names and that is not there."""
    names, known = {scale.id for scale in scales}, set(settings)
    for scale in scales:
        setting, walk = scale.remission_setting, scale.crosswalk
        if setting is not None and setting not in known:
            yield f"scale {scale.id}: remission_setting: no setting '{setting}'{did_you_mean(setting, known)}"
        if walk is not None and walk.scale not in names:
            yield f"scale {scale.id}: crosswalk.scale: no scale '{walk.scale}'{did_you_mean(walk.scale, names)}"
        if walk is not None and "{range}" not in walk.says:
            yield f"scale {scale.id}: crosswalk.says: must hold {{range}}, where the other scale's totals are put"
