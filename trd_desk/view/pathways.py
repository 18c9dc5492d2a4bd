"""The page Pathways: the guidelines' ladders on one scale, the licences, status by country, and the alternatives at each line."""

from dataclasses import dataclass

from trd_desk.view.parts import Ask, Remark, SourceLine, Stated
from trd_desk.view.shapes import Drawing


@dataclass(frozen=True, slots=True)
class LadderView:
    """One guideline: its result, what comes next, its ladder (236 wide plus the flag left of it) and what it asks besides.

    `older` holds the edition that this one replaced. `drawing` alone draws this ladder; `PathwaysView.drawing` holds all of them.
    """

    id: str
    name: str
    result: Stated
    next_label: str
    next_text: str
    drawing: Drawing
    also: tuple[Remark, ...]
    because: tuple[Remark, ...]
    asks: tuple[Ask, ...]
    notes: tuple[str, ...]
    source: SourceLine
    sources: tuple[SourceLine, ...]
    older: tuple["LadderView", ...] = ()


@dataclass(frozen=True, slots=True)
class LicenceCard:
    """One licence or ruling: its result and why."""

    id: str
    name: str
    product: str
    result: Stated
    text: str
    because: tuple[Remark, ...]
    next_text: str
    asks: tuple[Ask, ...]
    notes: tuple[str, ...]
    source: SourceLine
    sources: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class CountryRow:
    """Licence and funding of one product in one country."""

    country: str
    product: str
    licence: str
    funding: str
    since: str
    standing: Stated
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class AlternativeRow:
    """Another option that a guideline places at a line."""

    guideline: str
    line: str
    option: str
    evidence: str
    kind: str
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class PathwaysView:
    """All that the page shows. `drawing` has the ladders side by side with the scale of lines; its children are the rungs."""

    title: str
    summary: str
    stop: tuple[Remark, ...]
    drawing: Drawing
    ladders: tuple[LadderView, ...]
    cards: tuple[LicenceCard, ...]
    countries: tuple[CountryRow, ...]
    alternatives: tuple[AlternativeRow, ...]
    notes: tuple[str, ...]
