"""How a treatment day is conducted: what to do at an alarm, what stays valid how long, how the checklist is grouped, and what is never calculated."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from trd_desk.content.models import Head, Name
from trd_desk.content.session_models import ALARM_SIGNS, EVENTS, PREDOSE_ITEMS, AlarmLevel, Minute, Product, Rule

Short = Annotated[str, Field(min_length=1, max_length=60)]


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


class CheckWords(Rule):
    """The short words of a checklist item: its `name` in a row, the `threshold` in words, and the word beside it once it passed."""

    item: Name
    name: Short
    threshold: str
    passed: str = ""


class Scale(Rule):
    """The steps of a number scale that staff enter, in our own words, the lowest first; `sign` is the field of an observation."""

    sign: Name
    name: Short
    lowest: int
    steps: tuple[str, ...]


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


class ConductRules(Head):
    """Times are minutes unless a name says seconds.

    `repeat_minutes`: after an amber sign it is measured again so soon. `check_valid_minutes`: how long the signs of the checklist
    hold. `quiet_minutes`: how long a sound may be off. `undo_seconds`: how long an event can be taken back. `reason_letters`: the
    least length of a reason. `device_rest_minutes`: between two spray devices. `late_entry_minutes`: an observation that is entered
    so long after it was made is marked as entered late.
    """

    repeat_minutes: Minute
    check_valid_minutes: Minute
    quiet_minutes: Minute
    undo_seconds: Annotated[int, Field(ge=0, le=600)]
    reason_letters: Annotated[int, Field(ge=1, le=200)]
    device_rest_minutes: Minute
    late_entry_minutes: Minute
    response: tuple[Response, ...]
    group: tuple[CheckGroup, ...]
    words: tuple[CheckWords, ...]
    scale: tuple[Scale, ...]
    never: tuple[NeverCalculated, ...]
    route: tuple[RouteWords, ...]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        grouped = sorted(item for group in self.group for item in group.items)
        if grouped != sorted(PREDOSE_ITEMS):
            raise ValueError("group: must hold each item of the checklist once")
        if sorted(word.item for word in self.words) != sorted(PREDOSE_ITEMS):
            raise ValueError("words: must hold each item of the checklist once")
        for level in ("amber", "red"):
            if not any(one.level == level and not one.signs for one in self.response):
                raise ValueError(f"response: one for every {level} alarm is missing")
        return self

    def response_to(self, level: AlarmLevel, sign: str) -> Response:
        """What to do at an alarm: the response made for its sign, else the one for its level."""
        fits = [one for one in self.response if one.level == level and (not one.signs or sign in one.signs)]
        return next((one for one in fits if one.signs), fits[0])

    def words_of(self, item: str) -> CheckWords:
        """The short words of a checklist item."""
        return next(one for one in self.words if one.item == item)

    def route_of(self, product: str) -> RouteWords:
        """A route in words."""
        return next(one for one in self.route if one.product == product)
