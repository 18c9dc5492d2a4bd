"""What the content of a course may say: phases and their frequency, spacing, missed sessions, templates of plans, and the titration hint."""

import itertools
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from trd_desk.content.conduct_models import Short
from trd_desk.content.models import Head, Name
from trd_desk.content.session_models import Positive, Product, Region, Rule

Indication = Literal["trd", "emergency"]
AgeGroup = Literal["younger", "older"]
Week = Annotated[int, Field(ge=1, le=520)]


class Phase(Rule):
    """A span of weeks of a course with its frequency: `sessions` in every `every_weeks[0]` to `every_weeks[1]` weeks.

    Weeks count from 1, the week that begins with the first session given. `frequency` is the frequency in words, `says` what else
    holds in the phase, `caution` what speaks against it, `after` what holds once its last week is over and no other phase follows.
    """

    id: Name
    product: Product
    indication: Indication
    regions: Annotated[tuple[Region, ...], Field(min_length=1)]
    ages: Annotated[tuple[AgeGroup, ...], Field(min_length=1)]
    first_week: Week
    last_week: Week | None = None
    sessions: Annotated[int, Field(ge=1, le=7)]
    every_weeks: tuple[Week, Week] = (1, 1)
    frequency: Short
    says: str = ""
    caution: str = ""
    after: str = ""

    @model_validator(mode="after")
    def _is_a_frequency(self) -> Self:
        low, high = self.every_weeks
        if low > high:
            raise ValueError("every_weeks: the first number must not be larger than the second")
        if self.sessions > 1 and (low, high) != (1, 1):
            raise ValueError("every_weeks: must be [1, 1] where a week has more than one session")
        if self.last_week is not None and self.last_week < self.first_week:
            raise ValueError("last_week: lies before first_week")
        return self

    def fits(self, product: str, indication: str, region: str, age: str) -> bool:
        """Whether the phase belongs to a course of this product, indication, region and age group."""
        return self.product == product and self.indication == indication and region in self.regions and age in self.ages

    def holds(self, week: int) -> bool:
        """Whether a week of the course lies in the phase."""
        return week >= self.first_week and (self.last_week is None or week <= self.last_week)


class Spacing(Rule):
    """How many full days should lie between two sessions of these products; fewer are said, never forbidden."""

    products: Annotated[tuple[Product, ...], Field(min_length=1)]
    full_days: Annotated[int, Field(ge=0, le=60)]
    says: str


class Missed(Rule):
    """What the text of a region says of missed sessions: in the first phase of a course, and after it."""

    regions: Annotated[tuple[Region, ...], Field(min_length=1)]
    induction: str
    maintenance: str


class Titration(Rule):
    """When a higher dose is offered for thought: after a session at `from_mg` with a response below the clinic's cut and no red alarm."""

    product: Product
    indication: Indication
    from_mg: Positive
    to_mg: Positive
    says: str


class NoPhases(Rule):
    """What is said of the routes for which no phases exist."""

    products: Annotated[tuple[Product, ...], Field(min_length=1)]
    says: str


class Template(Rule):
    """A plan of several sessions that is offered, never applied by itself.

    `days` counts from 1, the day chosen for the first of them. `standing` labels each session planned by it. `mg_per_kg` is the dose
    of the source where it has a fixed one, `dose_says` what it says of the dose otherwise. `then` tells in words what comes after the
    listed days and is planned later, one by one.
    """

    id: Name
    product: Product
    title: Short
    standing: Short
    says: str
    days: Annotated[tuple[Annotated[int, Field(ge=1, le=400)], ...], Field(min_length=2, max_length=20)]
    mg_per_kg: Positive | None = None
    dose_says: str = ""
    then: str = ""

    @model_validator(mode="after")
    def _counts_on(self) -> Self:
        if self.days[0] != 1 or list(self.days) != sorted(set(self.days)):
            raise ValueError("days: must begin with 1 and rise from day to day")
        return self


class CourseRules(Head):
    """The course of a treatment, product by product."""

    phase: tuple[Phase, ...]
    spacing: tuple[Spacing, ...]
    missed: tuple[Missed, ...]
    titration: tuple[Titration, ...]
    no_phases: tuple[NoPhases, ...]
    template: tuple[Template, ...]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        with_phases = {phase.product for phase in self.phase}
        for product in get_args(Product):
            without = sum(product in one.products for one in self.no_phases)
            if without + (product in with_phases) != 1:
                raise ValueError(f"phase: {product} must either have phases or stand once under no_phases")
        for case in itertools.product(sorted(with_phases), get_args(Indication), get_args(Region), get_args(AgeGroup)):
            weeks = sorted((phase.first_week, phase.last_week) for phase in self.phase if phase.fits(*case))
            if not weeks or weeks[0][0] != 1:
                raise ValueError(f"phase: week 1 is missing for {', '.join(case)}")
            if any(last is None or first != last + 1 for (_first, last), (first, _last) in itertools.pairwise(weeks)):
                raise ValueError(f"phase: the weeks must follow one another for {', '.join(case)}")
        for region in get_args(Region):
            if sum(region in one.regions for one in self.missed) != 1:
                raise ValueError(f"missed: must have one rule for {region}")
        names = [template.id for template in self.template]
        if len(names) != len(set(names)):
            raise ValueError("template: an id is there twice")
        return self

    def template_of(self, name: str) -> Template | None:
        """The template of this id, or None for one that these rules do not know."""
        return next((one for one in self.template if one.id == name), None)

    def spacing_of(self, product: str) -> Spacing | None:
        """The spacing asked of a product, or None."""
        return next((one for one in self.spacing if product in one.products), None)

    def has_phases(self, product: str) -> bool:
        """Whether phases exist for a product."""
        return any(phase.product == product for phase in self.phase)
