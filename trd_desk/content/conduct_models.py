"""How a treatment day is conducted: what to do at an alarm, what stays valid how long, how the checklist is grouped, and what is never calculated."""

import itertools
import re
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from trd_desk.content.models import Content, Head, Name
from trd_desk.content.session_models import (
    ALARM_SIGNS,
    EVENTS,
    PREDOSE_ITEMS,
    AlarmLevel,
    Minute,
    PredoseItem,
    PredoseRules,
    Product,
    Region,
    Rule,
    WeightRule,
)

Short = Annotated[str, Field(min_length=1, max_length=60)]
_BRACES = re.compile(r"\{([a-z_]+)\}")


class Response(Rule):
    """What to do now at an alarm of a level: `says` in a line, `steps` one by one. `signs` narrows it to signs or events; the first that fits counts."""

    id: Name
    level: AlarmLevel
    signs: tuple[Name, ...] = ()
    says: str
    steps: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _knows_its_signs(self) -> Self:
        for sign in self.signs:
            if sign not in (*ALARM_SIGNS, *EVENTS):
                raise ValueError(f"signs: '{sign}' is no sign and no event")
        return self


class CheckGroup(Rule):
    """A column of the checklist: its title and its items in order."""

    id: Name
    title: Short
    items: tuple[Name, ...]


class AnswerWord(Content):
    """An answer that takes one key: its value as in the case format, its word, its key."""

    value: Name
    word: Short
    key: Annotated[str, Field(pattern=r"^[A-Z]$")]


class CheckAsk(Content):
    """One question of a checklist item, in the order in which they are asked.

    `field` is where its answer is kept, `form` how it is answered. `choices` are those of a choice, `sign` names the plausible range
    of a number, `told` begins the sentence of a time ("Ate"). `when`: asked only where that question was answered yes.
    """

    field: Name
    form: Literal["yes_no", "choice", "number", "time", "pressure", "weight", "height"]
    ask: str
    choices: tuple[AnswerWord, ...] = ()
    sign: Name | None = None
    told: str = ""
    when: Name | None = None

    @model_validator(mode="after")
    def _has_what_its_form_needs(self) -> Self:
        keys = [choice.key for choice in self.choices]
        if bool(keys) != (self.form == "choice") or len(keys) != len(set(keys)):
            raise ValueError("choices: a choice has them, each with a key of its own; no other form has any")
        if (self.sign is not None) != (self.form in ("number", "weight", "height")):
            raise ValueError("sign: a number has the name of its plausible range; no other form has one")
        if bool(self.told) != (self.form == "time"):
            raise ValueError("told: a time has the words that begin its sentence; no other form has any")
        return self


class CheckWords(Rule):
    """The short words of a checklist item: its `name` in a row, the `threshold` in words, and the word beside it once it passed.

    A name in braces in the threshold stands for the rule's own number (see `threshold_names`). `asks` are the questions of the item
    where they are not the one of the checklist's rule.
    """

    item: Name
    name: Short
    threshold: str
    passed: str = ""
    asks: tuple[CheckAsk, ...] = ()


class Scale(Rule):
    """The steps of a number scale that staff enter, in our own words, the lowest first; `sign` is the field of an observation.

    `short` are the same steps in a word or two, for a narrow place.
    """

    sign: Name
    name: Short
    lowest: int
    steps: tuple[str, ...]
    short: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _has_each_step_short(self) -> Self:
        if self.short and len(self.short) != len(self.steps):
            raise ValueError("short: must have as many words as there are steps")
        return self


class EntryLimits(Rule):
    """The plausible range of a number that staff enter, both ends included; it is wide enough for an emergency and no alarm tier.

    `before_dose` is a narrower one for a patient who is seated and rested, where there is one.
    """

    sign: Literal["sbp", "dbp", "hr", "spo2", "rr", "cadss", "weight_kg", "height_cm", "daily_diazepam_equivalent_mg"]
    name: Short
    unit: str
    lowest: Annotated[float, Field(ge=0)]
    highest: Annotated[float, Field(gt=0)]
    decimals: Annotated[int, Field(ge=0, le=1)] = 0
    before_dose: tuple[float, float] | None = None

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if self.lowest >= self.highest:
            raise ValueError("lowest: must be below highest")
        if self.before_dose is not None and not self.lowest <= self.before_dose[0] < self.before_dose[1] <= self.highest:
            raise ValueError("before_dose: must be a range within lowest and highest")
        return self


class EventWords(Rule):
    """The short word of an event on its button."""

    event: Name
    short: Short


class ReportScheme(Rule):
    """To whom a serious event is reported: in which regions, and for which products (none: all)."""

    id: Name
    title: Short
    regions: Annotated[tuple[Region, ...], Field(min_length=1)]
    products: tuple[Product, ...] = ()
    says: str


class NeverCalculated(Rule):
    """A route or substance that is explained and for which no dose is ever worked out."""

    id: Name
    title: Short
    says: str


class RouteWords(Rule):
    """A route in words: how it is given, what it is licensed for, and what its evidence rests on."""

    product: Product
    short: Short
    how: str
    licence: str
    warning: str = ""
    unit: Literal["device", "mg"]


def threshold_names(threshold: str) -> tuple[str, ...]:
    """The names in braces of a threshold in words."""
    return tuple(_BRACES.findall(threshold))


def threshold_numbers(item: PredoseItem, weight: WeightRule) -> dict[str, float]:
    """The numbers that the threshold of an item may name: those of its rule; for the weight those of the doses."""
    numbers: dict[str, float] = dict(item.numbers)
    if item.normal is not None:
        numbers |= {"low": item.normal[0], "high": item.normal[1]}
    if item.wait_minutes is not None:
        numbers["wait"] = item.wait_minutes
    if item.rule == "weight":
        numbers |= {"valid_days": weight.valid_days, "low_kg": weight.low_kg, "high_kg": weight.high_kg}
    return numbers


def conduct_faults(conduct: "ConductRules", predose: PredoseRules, weight: WeightRule) -> list[str]:
    """What the words of the checklist name that its rules do not know, one sentence each."""
    faults = []
    known = {entry.sign for entry in conduct.entry}
    for item in predose.item:
        words = conduct.words_of(item.id)
        numbers = threshold_numbers(item, weight)
        faults += [
            f"conduct: words {item.id}: threshold: the rule has no number '{name}'" for name in threshold_names(words.threshold) if name not in numbers
        ]
        asked = [ask.field for ask in words.asks]
        for ask in words.asks:
            if ask.when is not None and ask.when not in asked:
                faults.append(f"conduct: words {item.id}: asks {ask.field}: when: '{ask.when}' is not asked there")
            if ask.sign is not None and ask.sign not in known:
                faults.append(f"conduct: words {item.id}: asks {ask.field}: sign: '{ask.sign}' has no plausible range under entry")
        if not words.asks and not (item.field and {"true", "false"} & set(item.answers)) and item.rule != "stop_list":
            faults.append(f"conduct: words {item.id}: asks: is missing; the item is not answered with yes or no alone")
    return faults


class LabelStanding(Rule):
    """Whether a use is on the label of a region: for which products, indications and regions.

    `row` is the row of the table of countries that has the licence in words; `says` stands where no row does.
    """

    id: Name
    products: Annotated[tuple[Product, ...], Field(min_length=1)]
    indications: Annotated[tuple[Literal["trd", "emergency"], ...], Field(min_length=1)]
    regions: Annotated[tuple[Region, ...], Field(min_length=1)]
    label: Literal["licensed", "off_label", "unlicensed", "not_known"]
    row: Name | None = None
    says: str = ""


class ConductRules(Head):
    """Times are minutes unless a name says seconds.

    `repeat_minutes`: after an amber sign it is measured again so soon. `check_valid_minutes`: how long the signs of the checklist
    hold. `quiet_minutes`: how long a sound may be off; `red_sound_seconds` and `call_sound_seconds`: how often it comes while a red alarm,
    or an amber one or an overdue observation, stands. `undo_seconds`: how long an event can be taken back. `reason_letters`: the
    least length of a reason. `device_rest_minutes`: between two spray devices. `late_entry_minutes`: an observation that is entered
    so long after it was made is marked as entered late. `observation_open_minutes`: so long after its last value an observation takes
    further ones by itself.
    """

    repeat_minutes: Minute
    check_valid_minutes: Minute
    # Longer would be silence for good.
    quiet_minutes: Annotated[int, Field(ge=1, le=15)]
    red_sound_seconds: Annotated[int, Field(ge=1, le=60)]
    call_sound_seconds: Annotated[int, Field(ge=1, le=300)]
    undo_seconds: Annotated[int, Field(ge=0, le=600)]
    reason_letters: Annotated[int, Field(ge=1, le=200)]
    device_rest_minutes: Minute
    late_entry_minutes: Minute
    observation_open_minutes: Minute
    response: tuple[Response, ...]
    group: tuple[CheckGroup, ...]
    words: tuple[CheckWords, ...]
    scale: tuple[Scale, ...]
    entry: tuple[EntryLimits, ...]
    event_words: tuple[EventWords, ...]
    scheme: tuple[ReportScheme, ...]
    never: tuple[NeverCalculated, ...]
    route: tuple[RouteWords, ...]
    standing: tuple[LabelStanding, ...]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        grouped = sorted(item for group in self.group for item in group.items)
        if grouped != sorted(PREDOSE_ITEMS):
            raise ValueError("group: must hold each item of the checklist once")
        if sorted(word.item for word in self.words) != sorted(PREDOSE_ITEMS):
            raise ValueError("words: must hold each item of the checklist once")
        if sorted(one.sign for one in self.entry) != sorted(get_args(EntryLimits.model_fields["sign"].annotation)):
            raise ValueError("entry: must hold each number that is entered once")
        if sorted(word.event for word in self.event_words) != sorted(EVENTS):
            raise ValueError("event_words: must hold each event once")
        for level in ("amber", "red"):
            if not any(one.level == level and not one.signs for one in self.response):
                raise ValueError(f"response: one for every {level} alarm is missing")
        for case in itertools.product(get_args(Product), ("trd", "emergency"), get_args(Region)):
            fits = sum(case[0] in one.products and case[1] in one.indications and case[2] in one.regions for one in self.standing)
            if fits != 1:
                raise ValueError(f"standing: must have one for {', '.join(case)}, not {fits}")
        return self

    def response_to(self, level: AlarmLevel, sign: str) -> Response:
        """What to do at an alarm: the response made for its sign, else the one for its level."""
        fits = [one for one in self.response if one.level == level and (not one.signs or sign in one.signs)]
        return next((one for one in fits if one.signs), fits[0])

    def limits_of(self, sign: str) -> EntryLimits:
        """The plausible range of a number."""
        return next(one for one in self.entry if one.sign == sign)

    def scale_of(self, sign: str) -> Scale:
        """The steps of a scale that is entered as a number."""
        return next(one for one in self.scale if one.sign == sign)

    def short_event(self, kind: str) -> str:
        """The short word of an event."""
        return next(one.short for one in self.event_words if one.event == kind)

    def words_of(self, item: str) -> CheckWords:
        """The short words of a checklist item."""
        return next(one for one in self.words if one.item == item)

    def route_of(self, product: str) -> RouteWords:
        """A route in words."""
        return next(one for one in self.route if one.product == product)

    def standing_of(self, product: str, indication: str, region: str) -> LabelStanding:
        """Whether a use is on the label of a region."""
        return next(one for one in self.standing if product in one.products and indication in one.indications and region in one.regions)
