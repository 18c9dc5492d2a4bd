"""What the evidence library may say: results traced to their place in a paper, errors of sources, treatments, routes, figures, readings."""

from typing import Annotated, Literal, Self

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
# How far a figure can be leaned on, as the evidence notes grade it.
Grade = Literal["checked", "reported", "disputed", "wrong", "unverified"]
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
    "share",
    "cost",
    "count",
    "finding",
]


class Figure(Content):
    """One number: of which arm, in which unit, with its interval. Without an interval it is not drawn."""

    arm: str
    value: float
    unit: str = "%"
    low: float | None = None
    high: float | None = None

    @model_validator(mode="after")
    def _is_an_interval(self) -> Self:
        if (self.low is None) != (self.high is None):
            raise ValueError("low: give both ends of the interval or none")
        if self.low is not None and self.high is not None and not self.low <= self.value <= self.high:
            raise ValueError("value: lies outside its interval")
        return self


class Result(Content):
    """A quantitative result of a paper.

    `locator` is text that stands in the source paper, word for word, by which the result is found. `seed` names the paper. `figures` are
    its numbers; `from_check` says that they come from the outside check and not from the paper. `errors` name the known errors that
    concern it. A result that is not `shown` is kept for the errors' sake and never drawn or counted as evidence.
    """

    id: Name
    study: str
    modality: Modality
    population: str = ""
    n: int | None = None
    n_says: str = ""
    result: str
    measure: Measure
    comparator: str = ""
    interval: str = ""
    figures: tuple[Figure, ...] = ()
    from_check: bool = False
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
        return self


class EvidenceFile(Head):
    """The results of one source paper; `seed` is its id in sources/works."""

    seed: Name
    result: tuple[Result, ...]


class SourceError(Rule):
    """A known error or contradiction of the source papers, and what is right as far as it is known."""

    id: Name
    papers: Annotated[tuple[Name, ...], Field(min_length=1)]
    says: str
    right: str


class SourceErrors(Head):
    """Every known error of the source papers."""

    error: tuple[SourceError, ...]


class Argument(Rule):
    """An argument for or against an option, in the manner of PROforma.

    `when` is a fact of the patient that makes it count (empty: always): the id of a condition, or one of the facts that
    `engine.arguments` knows; `is_no` turns it round. Unknown facts leave an argument open.
    """

    id: Name
    side: Literal["for", "against"]
    text: str
    when: Name | None = None
    is_no: bool = False


class TreatmentOption(Head):
    """A treatment at some line: what it is, where guidelines place it, its own evidence, arguments for and against. Never a rank."""

    order: int
    short: str
    modality: Modality
    kind: Literal["switch", "augmentation", "combination", "psychotherapy", "neurostimulation", "ketamine", "research"]
    says: str
    evidence_says: str
    places: tuple[str, ...] = ()
    research_only: bool = False
    argument: tuple[Argument, ...]


class RouteRow(Rule):
    """One route of ketamine or esketamine, column by column. `offered` false: shown so that it is known, and no dose is worked out."""

    id: Name
    product: Product | None = None
    label: str
    dose: str
    time: str
    frequency: str
    bioavailability: str
    evidence: str
    pro: str
    con: str
    offered: bool = True


class RouteTable(Head):
    """Routes side by side."""

    route: tuple[RouteRow, ...]
    notes: tuple[str, ...] = ()


class PrognosticFigure(Rule):
    """A figure of outcome or frequency with its caveat. `seed` and `locator` trace it; `pair` names one that must be shown with it."""

    id: Name
    label: str
    value: str
    caveat: str
    seed: Name | None = None
    locator: str = ""
    pair: Name | None = None
    shown: bool = True


class RiskFactor(Rule):
    """A factor named in studies as raising the risk of resistance; `research_only` ones are never scored, nor is any other."""

    id: Name
    label: str
    group: Literal["gsrd_core", "gsrd", "paper", "research"]
    caveat: str = ""
    seed: Name | None = None
    locator: str = ""


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
    "Argument",
    "EvidenceFile",
    "Figure",
    "Paragraph",
    "Prognosis",
    "PrognosticFigure",
    "Reading",
    "Result",
    "RiskFactor",
    "RouteRow",
    "RouteTable",
    "Section",
    "SourceError",
    "SourceErrors",
    "TreatmentOption",
]
