"""What the content of a treatment session may say: doses, pre-dose items, points and alarms of monitoring, conditions of leaving."""

import itertools
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from trd_desk.content.models import Cited, Content, Head, Name, Status

Product = Literal["esketamine_in", "ketamine_iv", "ketamine_sc", "ketamine_im", "ketamine_oral", "esketamine_oral"]
Region = Literal["eu", "uk", "us", "ca", "other"]
ItemResult = Literal["stop", "hold", "incomplete", "override", "note", "pass"]
AlarmLevel = Literal["amber", "red"]
Positive = Annotated[float, Field(gt=0)]
Amount = Annotated[float, Field(ge=0)]
Minute = Annotated[int, Field(ge=0, le=1440)]
CitedBy = Annotated[tuple[Cited, ...], Field(min_length=1)]

PREDOSE_ITEMS = (
    "identity",
    "consent",
    "stop_list",
    "blood_pressure",
    "heart_rate",
    "spo2",
    "respiratory_rate",
    "food",
    "fluid",
    "nasal_spray",
    "nose",
    "pregnancy",
    "sedative",
    "alcohol_and_drugs",
    "substance_screen",
    "mental_state",
    "suicide_risk",
    "depression_score",
    "urinary",
    "weight",
    "airway",
    "liver",
    "escort",
    "driving",
    "staff",
    "emergency_kit",
    "observation_space",
    "site",
    "interval",
    "last_session",
    "antihypertensive",
    "unwell",
    "stock",
)
LEAVING_NEEDS = (
    "two_hours",
    "blood_pressure",
    "spo2",
    "respiratory_rate",
    "heart_rate",
    "sedation",
    "orientation",
    "walking",
    "dissociation",
    "nausea",
    "mental_state",
    "escort",
    "advice",
    "signature",
    "red_alarm_hour",
    "extended_observation",
    "missing_observation",
)
ALARM_SIGNS = ("blood_pressure", "spo2", "respiratory_rate", "heart_rate", "sedation", "dissociation")
EVENTS = (
    "vomiting",
    "fall",
    "chest_pain",
    "breathlessness",
    "severe_headache",
    "visual_change",
    "seizure",
    "confusion",
    "focal_sign",
    "apnoea",
    "anaphylaxis",
    "collapse",
    "suicidal_act",
    "panic",
)


def _complete(what: str, found: tuple[str, ...], wanted: tuple[str, ...]) -> None:
    """Refuses a list in which something of the case format is missing, doubled or not known to it."""
    if sorted(found) != sorted(wanted):
        faults = [
            *(f"{name} is missing" for name in wanted if name not in found),
            *(f"{name} is not one" for name in found if name not in wanted),
        ]
        raise ValueError(f"{what}: must be each of the format once; {', '.join(faults) or 'one is there twice'}")


class Rule(Content):
    """A rule with its own sources and status."""

    sources: CitedBy
    status: Status


# --------------------------------------------------------------------------------------------------------------------- doses


class WeightRoute(Rule):
    """A route dosed by weight. Limits in mg/kg, rounding in mg with ties down.

    `usual_mg_per_kg`: more asks for a reason, less is said to be weaker (infusions). `infusion_minutes`: how long the infusion runs,
    for the rate.
    """

    product: Product
    label: str
    maximum_mg_per_kg: Positive
    round_to_mg: Positive
    usual_mg_per_kg: Positive | None = None
    infusion_minutes: Positive | None = None
    basis_asked_from_bmi: Positive | None = None
    says_above_maximum: str
    says_above_usual: str = ""
    says_below_usual: str = ""
    says_basis: str = ""


class WeightRule(Rule):
    """How old a weight may be, and between which limits a dose is worked out, both included."""

    valid_days: Annotated[int, Field(ge=0)]
    low_kg: Positive
    high_kg: Positive


class IdealWeight(Rule):
    """Devine's ideal weight: kg at the height of `from_inches`, and more for each inch above; none taken off below."""

    male_kg: Positive
    female_kg: Positive
    kg_per_inch: Positive
    from_inches: Positive
    cm_per_inch: Positive


class SprayDevice(Rule):
    """The doses that the spray's devices can give, and the largest rise from one session to the next."""

    product: Product
    device_mg: Positive
    doses_mg: Annotated[tuple[float, ...], Field(min_length=1)]
    largest_rise_mg: Positive
    older_from_age: Annotated[int, Field(ge=0)]
    says_other_dose: str
    says_rise: str


class SprayRule(Rule):
    """What one label says of the spray's doses for one indication, age group and place in the course. Doses in mg."""

    id: Name
    indication: Literal["trd", "emergency"]
    regions: Annotated[tuple[Region, ...], Field(min_length=1)]
    ages: Annotated[tuple[Literal["younger", "older"], ...], Field(min_length=1)]
    when: Annotated[tuple[Literal["first", "later"], ...], Field(min_length=1)]
    ok: tuple[float, ...] = ()
    warn: tuple[float, ...] = ()
    blocked: tuple[float, ...] = ()
    says_warn: str = ""
    says_blocked: str = ""


class DosingRules(Head):
    """Doses, limits and rounding by route."""

    route: tuple[WeightRoute, ...]
    weight: WeightRule
    ideal: IdealWeight
    spray: SprayDevice
    spray_rule: tuple[SprayRule, ...]

    @model_validator(mode="after")
    def _every_case_has_one_rule(self) -> Self:
        _complete(
            "route",
            tuple(route.product for route in self.route),
            tuple(one for one in get_args(Product) if one != self.spray.product),
        )
        for case in itertools.product(("trd", "emergency"), get_args(Region), ("younger", "older"), ("first", "later")):
            fits = [
                rule
                for rule in self.spray_rule
                if rule.indication == case[0] and case[1] in rule.regions and case[2] in rule.ages and case[3] in rule.when
            ]
            if len(fits) != 1:
                raise ValueError(f"spray_rule: must have one rule for {', '.join(case)}, not {len(fits)}")
            _complete(
                f"spray_rule {fits[0].id}: its doses",
                tuple(str(dose) for dose in (*fits[0].ok, *fits[0].warn, *fits[0].blocked)),
                tuple(str(dose) for dose in self.spray.doses_mg),
            )
        return self


# ------------------------------------------------------------------------------------------------------------ pre-dose checks


class PredoseItem(Rule):
    """One item of the pre-dose checklist.

    `answers` gives the result of each answer of `field`, for plain questions. `normal` and `tolerated` are the ranges, both ends
    included, of a measured value: pass inside the first, override inside the second, hold outside both. `wait_minutes` is how long
    ago something must have been; `otherwise` what a shorter time gives. `numbers` are the limits of an item with a rule of its own.
    `products` names the products that the item is for (none: all of them), `conditions` those that ask for it whatever the product,
    `counted` the products whose sessions the interval counts. `says` gives the words for an answer or a result.
    """

    id: Name
    label: str
    ask: str
    rule: Literal[
        "answer",
        "measure",
        "wait",
        "stop_list",
        "blood_pressure",
        "pregnancy",
        "sedative",
        "alcohol_and_drugs",
        "weight",
        "airway",
        "interval",
        "antihypertensive",
    ]
    field: Name | None = None
    answers: dict[str, ItemResult] = Field(default_factory=dict)
    says: dict[str, str] = Field(default_factory=dict)
    normal: tuple[float, float] | None = None
    tolerated: tuple[float, float] | None = None
    unit: str = ""
    wait_minutes: Minute | None = None
    otherwise: ItemResult | None = None
    only_if: Name | None = None
    numbers: dict[Name, float] = Field(default_factory=dict)
    products: tuple[Product, ...] = ()
    conditions: tuple[Name, ...] = ()
    counted: tuple[Product, ...] = ()
    overridable: bool = True

    @model_validator(mode="after")
    def _has_what_its_rule_needs(self) -> Self:
        needed: dict[str, tuple[str, ...]] = {
            "answer": ("field", "answers"),
            "measure": ("field", "normal", "tolerated"),
            "wait": ("field", "wait_minutes", "otherwise"),
            "pregnancy": ("field", "answers"),
            "airway": ("field", "answers", "numbers"),
            "interval": ("field", "answers", "numbers", "counted"),
            "antihypertensive": ("field", "answers"),
        }
        for name in needed.get(self.rule, ()):
            if not getattr(self, name):
                raise ValueError(f"{name}: is missing; an item of the rule '{self.rule}' needs it")
        if self.rule in ("answer", "pregnancy", "airway", "antihypertensive", "sedative", "alcohol_and_drugs"):
            for answer, result in self.answers.items():
                if result != "pass" and answer not in self.says:
                    raise ValueError(f"says: the words for '{answer}' are missing")
        return self


class PredoseRules(Head):
    """The pre-dose checklist in the order in which it is asked."""

    item: tuple[PredoseItem, ...]

    @model_validator(mode="after")
    def _is_the_whole_list(self) -> Self:
        _complete("item", tuple(item.id for item in self.item), PREDOSE_ITEMS)
        return self


# ----------------------------------------------------------------------------------------------------------------- monitoring


class Schedule(Rule):
    """When a route is observed: minutes after the clock starts.

    The clock starts with the last device, the end of the infusion or the dose. `first_dose_points` are due for the first dose of
    the route only. During an infusion a point is due every `infusion_every` minutes and at its end; `infusion_planned` is its usual
    length. `key_point` must be there before a session can be closed; for an infusion it is its end, at the latest this many minutes
    after its start.
    """

    product: Product
    label: str
    clock: Literal["last_device", "end_of_infusion", "dose"]
    points: Annotated[tuple[Minute, ...], Field(min_length=1)]
    first_dose_points: tuple[Minute, ...] = ()
    infusion_every: Minute | None = None
    infusion_planned: Minute | None = None
    key_point: Minute


class PressureTiers(Rule):
    """Alarm tiers of blood pressure in mmHg; either number decides. The red tier is red on the second reading in a row."""

    amber: tuple[int, int]
    rise: tuple[int, int]
    red: tuple[int, int]
    red_at_once: tuple[int, int]
    event_minutes: Minute


class Saturation(Rule):
    """Alarm tiers of oxygen saturation in per cent; a fall below the amber tier with sedation is red."""

    amber_below: Amount
    red_below: Amount
    falling_with_moaas: int


class Rate(Rule):
    """Alarm tiers of a rate a minute. Below `symptomatic_below` it is red with an event nearby or with sedation, else amber."""

    amber_below: int
    amber_from: int
    red_from: int
    red_below: int | None = None
    symptomatic_below: int | None = None
    symptomatic_moaas: int | None = None
    event_minutes: Minute = 0


class Sedation(Rule):
    """Alarm tiers of MOAA/S."""

    amber_at_most: int
    red_at_most: int


class Dissociation(Rule):
    """Amber tiers of CADSS and of the 0 to 3 item for distress."""

    cadss_from: int
    distress_from: int


class EventAlarm(Rule):
    """The alarm of an event, from the so-many-th of its kind on."""

    kind: Name
    label: str
    level: AlarmLevel
    from_count: Annotated[int, Field(ge=1)] = 1


class MonitoringRules(Head):
    """Due points and alarms."""

    two_hours: Minute
    window: Minute
    extended_every: Minute
    review_after: Minute
    schedule: tuple[Schedule, ...]
    blood_pressure: PressureTiers
    spo2: Saturation
    respiratory_rate: Rate
    heart_rate: Rate
    sedation: Sedation
    dissociation: Dissociation
    event: tuple[EventAlarm, ...]

    @model_validator(mode="after")
    def _covers_every_product_and_event(self) -> Self:
        _complete("schedule", tuple(one.product for one in self.schedule), get_args(Product))
        _complete("event", tuple(one.kind for one in self.event), EVENTS)
        return self


# -------------------------------------------------------------------------------------------------------------------- leaving


class LeavingNeed(Rule):
    """One thing needed before the patient leaves; `says` is the reason when it is not so, `ask` the question when it is unknown.

    `answer` names the confirmation that settles it. `normal` is a range, both ends included.
    """

    id: Name
    label: str
    says: str
    ask: str = ""
    answer: Name | None = None
    normal: tuple[float, float] | None = None
    numbers: dict[Name, float] = Field(default_factory=dict)


class LongerObservation(Rule):
    """Who is observed longer, and by how many minutes; `first_oral_minutes` is the minimum after the first dose by mouth."""

    extra_minutes: Minute
    conditions: tuple[Name, ...]
    from_age: int
    sedative_hours: Positive
    first_oral_minutes: Minute
    oral_products: tuple[Product, ...]


class LeavingRules(Head):
    """Readiness to leave."""

    need: tuple[LeavingNeed, ...]
    longer: LongerObservation
    red_alarm_minutes: Minute
    medical_review_minutes: Minute

    @model_validator(mode="after")
    def _is_the_whole_list(self) -> Self:
        _complete("need", tuple(need.id for need in self.need), LEAVING_NEEDS)
        return self
