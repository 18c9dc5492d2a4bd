"""What the evidence library may say: results traced to their place in a paper, errors of sources, treatments, routes, figures, readings."""

from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from trd_desk.content.models import Cited, Content, Head, Name, Status
from trd_desk.content.session_models import Product, Rule

Modality = Literal[
    "ketamine_iv",
    "ketamine_other",
    "esketamine",
    "arketamine",
    "ect",
    "tms",
    "psychedelic",
    "augmentation",
    "switch",
    "combination",
    "psychotherapy",
    "neurostimulation_other",
    "usual_care",
    "all",
]
# How far a figure can be leaned on, as the evidence notes grade it. checked: confirmed outside the paper. reported: as the paper says it.
# corrected: the paper misreads its source, and the result is told as the source has it. disputed: sources differ. wrong: the paper's
# statement is kept only beside its correction. unverified: the paper gives no source that supports it.
Grade = Literal["checked", "reported", "corrected", "disputed", "wrong", "unverified"]
EVIDENCE_GRADES: Final[frozenset[Grade]] = frozenset({"checked", "reported", "corrected", "disputed"})
# Where a number comes from: the paper, the outside check, arithmetic on the two.
Origin = Literal["paper", "check", "arithmetic"]
Bound = Literal["exactly", "about", "below", "above", "up_to"]
Measure = Literal[
    "response",
    "remission",
    "relapse",
    "relapse_free",
    "risk_difference",
    "smd",
    "score_difference",
    "nnt",
    "nnh",
    "adverse_events",
    "pharmacokinetics",
    "share",
    "cost",
    "count",
    "finding",
]


class Figure(Content):
    """One number: of which arm, in which unit, with its interval. Without an interval it is not drawn.

    `to` is the other end where the paper gives a range and not a value; it is no interval. `bound` says how the number is meant.
    """

    arm: str
    value: float
    to: float | None = None
    unit: str = "%"
    bound: Bound = "exactly"
    low: float | None = None
    high: float | None = None
    origin: Origin = "paper"

    @model_validator(mode="after")
    def _is_an_interval(self) -> Self:
        if (self.low is None) != (self.high is None):
            raise ValueError("low: give both ends of the interval or none")
        if self.low is not None and self.high is not None and not self.low <= self.value <= self.high:
            raise ValueError("value: lies outside its interval")
        if self.to is not None and (self.to <= self.value or self.low is not None):
            raise ValueError("to: must be the higher end of a range, and a range has no interval")
        return self


class Result(Content):
    """A quantitative result of a paper.

    `locator` is text that stands in the source paper, word for word, by which the result is found. `figures` are its numbers; their
    `origin` says which come from the outside check. Sentences hold no number that is neither in the paper there nor among the figures;
    `check` says in words what was found outside, `checked` where. `work` is the study itself. `concerns` names further treatments
    that the result speaks of. `errors` are the known errors that stand beside it. A result that is not `shown` is kept so that
    nothing is lost, and is never drawn, listed or counted as evidence.
    """

    id: Name
    study: str
    work: Name | None = None
    design: str = ""
    modality: Modality
    concerns: tuple[Modality, ...] = ()
    population: str = ""
    n: Annotated[int, Field(gt=0)] | None = None
    n_origin: Origin = "paper"
    n_says: str = ""
    result: str
    measure: Measure
    comparator: str = ""
    interval: str = ""
    figures: tuple[Figure, ...] = ()
    locator: Annotated[str, Field(min_length=8)]
    check: str = ""
    checked: tuple[Cited, ...] = ()
    grade: Grade
    errors: tuple[Name, ...] = ()
    shown: bool = True
    not_shown_because: str = ""

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.shown == bool(self.not_shown_because):
            raise ValueError("not_shown_because: must be given where shown is false, and only there")
        if self.grade in ("wrong", "corrected", "disputed", "unverified") and not self.errors:
            raise ValueError(f"errors: a result graded '{self.grade}' must name the error that says why")
        if bool(self.check) != bool(self.checked):
            raise ValueError("check: what was found outside and its sources in 'checked' belong together")
        if not self.check and (self.n_origin == "check" or any(figure.origin == "check" for figure in self.figures)):
            raise ValueError("check: a number from the outside check needs its words and sources")
        return self

    @property
    def modalities(self) -> tuple[Modality, ...]:
        """Every treatment that the result speaks of, its own first."""
        return (self.modality, *self.concerns)

    @property
    def from_check(self) -> bool:
        """Whether a number of it comes from the outside check and not from the paper."""
        return self.n_origin == "check" or any(figure.origin == "check" for figure in self.figures)

    @property
    def is_evidence(self) -> bool:
        """Whether it counts as evidence of a treatment: shown, and neither wrong nor unverified."""
        return self.shown and self.grade in EVIDENCE_GRADES

    @property
    def drawn(self) -> tuple[Figure, ...]:
        """The numbers that a forest plot can draw; those of unverified results go into a plot of their own."""
        return tuple(figure for figure in self.figures if figure.low is not None) if self.shown and self.grade != "wrong" else ()


class EvidenceFile(Head):
    """The results of one source paper; `seed` is its id in sources/works."""

    seed: Name
    result: tuple[Result, ...]


class SourceError(Rule):
    """A known error or contradiction of the source papers, and what is right as far as it is known.

    `number` is its number in the list of errors of the evidence notes; others were found elsewhere. `found` are the places in the
    papers, word for word.
    """

    id: Name
    number: Annotated[int, Field(ge=1)] | None = None
    papers: Annotated[tuple[Name, ...], Field(min_length=1)]
    found: tuple[Cited, ...] = ()
    says: str
    right: str


class SourceErrors(Head):
    """Every known error of the source papers."""

    error: tuple[SourceError, ...]


class Argument(Rule):
    """An argument for or against an option, in the manner of PROforma.

    `when` is a fact of the patient that makes it count (empty: always): the id of a condition, or one of the facts that
    `engine.arguments` knows; `is_no` turns it round, `number` is the number that the fact compares with where it has one. Unknown facts
    leave an argument open.
    """

    id: Name
    side: Literal["for", "against"]
    text: str
    when: Name | None = None
    is_no: bool = False
    number: float | None = None


class OptionPlace(Rule):
    """Where a guideline places an option: its line with its level of evidence, or what it says instead."""

    guideline: str
    place: str


class TreatmentOption(Head):
    """A treatment at some line: what it is, where guidelines place it, its own evidence, arguments for and against. Never a rank.

    `agents` names the augmenting agents that an option of augmentation is about; empty for all.
    """

    order: int
    short: str
    modality: Modality
    kind: Literal["switch", "augmentation", "combination", "psychotherapy", "neurostimulation", "ketamine", "research"]
    says: str
    evidence_says: str
    place: tuple[OptionPlace, ...] = ()
    research_only: bool = False
    agents: tuple[Name, ...] = ()
    argument: Annotated[tuple[Argument, ...], Field(min_length=2)]


class RouteRow(Rule):
    """One route of ketamine or esketamine, column by column.

    `offered` false: shown so that it is known, and no dose is worked out; `not_offered_because` says why. An empty column is one
    on which the sources say nothing.
    """

    id: Name
    product: Product | None = None
    label: str
    dose: str
    time: str = ""
    frequency: str = ""
    bioavailability: str = ""
    evidence: str
    pro: str = ""
    con: str
    offered: bool = True
    not_offered_because: str = ""

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.offered == bool(self.not_offered_because):
            raise ValueError("not_offered_because: must be given where offered is false, and only there")
        return self


class RouteNote(Rule):
    """What holds for several routes."""

    text: str


class RouteTable(Head):
    """Routes side by side."""

    route: tuple[RouteRow, ...]
    note: tuple[RouteNote, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """The words of the notes."""
        return tuple(note.text for note in self.note)


class PrognosticFigure(Rule):
    """A figure of outcome or frequency with its caveat.

    `seed` and `locator` trace it to its paper (a figure without them comes from `sources`); `use` says how it may be used; `pair` names
    one that must be shown with it; `result` is the entry of the evidence library that gives its number of people and interval.
    """

    id: Name
    group: Literal["frequency", "usual_treatment", "treatment", "harm"]
    label: str
    value: str
    use: str = ""
    caveat: str
    seed: Name | None = None
    locator: str = ""
    pair: Name | None = None
    result: Name | None = None
    errors: tuple[Name, ...] = ()
    shown: bool = True
    not_shown_because: str = ""

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.shown == bool(self.not_shown_because):
            raise ValueError("not_shown_because: must be given where shown is false, and only there")
        if (self.seed is None) == bool(self.locator):
            raise ValueError("locator: a paper and the words in it belong together")
        return self


class RiskFactor(Rule):
    """A factor named in studies as raising the risk of resistance; `research` ones are never scored, nor is any other."""

    id: Name
    label: str
    group: Literal["gsrd_core", "gsrd", "paper", "research"]
    caveat: str = ""
    seed: Name | None = None
    locator: str = ""

    @model_validator(mode="after")
    def _is_traced(self) -> Self:
        if (self.seed is None) == bool(self.locator):
            raise ValueError("locator: a paper and the words in it belong together")
        return self


class Prognosis(Head):
    """Prognostic figures and risk factors."""

    figure: tuple[PrognosticFigure, ...]
    risk: tuple[RiskFactor, ...]


class Paragraph(Content):
    """A paragraph in our own words with where it comes from. `locator` of each source stands in that paper, word for word."""

    text: str
    sources: Annotated[tuple[Cited, ...], Field(min_length=1)]
    status: Status
    warning: str = ""


class Section(Content):
    """A heading with its paragraphs."""

    title: str
    paragraph: Annotated[tuple[Paragraph, ...], Field(min_length=1)]


class Reading(Head):
    """A reading page: mechanisms, biomarkers, imaging, concepts. Never scored."""

    order: int
    says: str
    section: Annotated[tuple[Section, ...], Field(min_length=1)]


__all__ = [
    "EVIDENCE_GRADES",
    "Argument",
    "EvidenceFile",
    "Figure",
    "Paragraph",
    "Prognosis",
    "PrognosticFigure",
    "Reading",
    "Result",
    "RiskFactor",
    "RouteNote",
    "RouteRow",
    "RouteTable",
    "Section",
    "SourceError",
    "SourceErrors",
    "TreatmentOption",
]
