"""What the patient's handout may say: short sentences by section, shared ones once, and the times of a visit from numbers of the content.

A sentence may hold one stretch between asterisks, which is printed in semi-bold, and the placeholders of `PLACEHOLDERS`.
"""

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Final, Self

from pydantic import AfterValidator, Field, model_validator

from trd_desk.content.models import Content, Head, Name
from trd_desk.content.session_models import Minute, PredoseRules, Product

OWN: Final = "{own}"
PLACEHOLDERS: Final = {
    "{own}": "alone in a list of the shared file: here stand the sentences of the route",
    "{clinic_phone}": "the clinic's number for patients",
    "{emergency}": "the emergency number",
    "{medicine}": "what the route's file calls the medicine in a sentence",
    "{until}": "until when the advice for afterwards holds",
    "{time}": "the clock time of a line of the visit",
    "{stay}": "how long a patient stays after the dose",
    "{dose_minutes}": "how many minutes giving the dose takes",
}
_PLACEHOLDER = re.compile(r"\{[^{}]*\}?|\}")
PARTS: Final = ("intro", "before", "on_the_day", "afterwards", "call_us", "emergency", "months")


def _known_placeholders(text: str) -> str:
    for found in _PLACEHOLDER.findall(text):
        if found not in PLACEHOLDERS:
            near = difflib.get_close_matches(found, PLACEHOLDERS, 1, 0.5)
            hint = f"did you mean '{near[0]}'?" if near else f"the known ones are {', '.join(PLACEHOLDERS)}"
            raise ValueError(f"'{found}' is not a known placeholder; {hint}")
    if text.count("*") not in (0, 2):
        raise ValueError("a stretch in semi-bold needs one asterisk before it and one after it")
    return text


Words = Annotated[str, Field(min_length=1, max_length=60), AfterValidator(_known_placeholders)]
Sentence = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_known_placeholders)]
Sentences = tuple[Sentence, ...]


class Section(Content):
    """A part of the handout: its heading and its sentences. `{own}`, alone, says where those of the route stand."""

    title: Words
    says: Annotated[Sentences, Field(min_length=1)]

    @model_validator(mode="after")
    def _has_one_place_for_the_route(self) -> Self:
        if self.says.count(OWN) != 1 or sum(OWN in text for text in self.says) != 1:
            raise ValueError(f"says: must hold '{OWN}' once, alone, where the sentences of the route stand")
        return self


class Visit(Content):
    """A line of the visit's box: `label` may hold `{time}`, worked out from the appointment.

    `wait` names the item of the pre-dose checklist whose minutes lie before the appointment. `leaves` is the time of going home:
    after the usual stay, or after the longer one that follows the first dose by mouth. With neither the line has no clock time and
    stands first.
    """

    label: Words
    says: Sentence
    wait: Name | None = None
    leaves: bool = False
    leaves_first: bool = False

    @model_validator(mode="after")
    def _has_one_time_at_most(self) -> Self:
        times = (self.wait is not None) + self.leaves + self.leaves_first
        if times > 1:
            raise ValueError("must have one of wait, leaves and leaves_first at most")
        timed = "{time}" in self.label or "{time}" in self.says
        if timed and not times:
            raise ValueError("{time} needs wait, leaves or leaves_first, from which it is worked out")
        if times and "{time}" not in self.label:
            raise ValueError("label: must hold {time}, because the line has a clock time")
        return self


class Phones(Content):
    """What stands over the clinic's number and the emergency number on the first page."""

    clinic: Words
    emergency: Words


class HandoutCommon(Head):
    """What every route's handout says alike."""

    intro: Annotated[Sentences, Field(min_length=1)]
    visit_title: Words
    visit: tuple[Visit, ...]
    before: Section
    on_the_day: Section
    phones: Phones
    keep: Sentence
    afterwards: Section
    call_us: Section
    emergency: Section
    months: Section

    @model_validator(mode="after")
    def _intro_has_a_place_for_the_route(self) -> Self:
        if self.intro.count(OWN) != 1:
            raise ValueError(f"intro: must hold '{OWN}' once, alone, where the sentences of the route stand")
        return self


class Handout(Head):
    """One route's handout: its names, its times in minutes, and what it says besides the shared sentences.

    `preparation_minutes` lies between the appointment and the dose, `dose_minutes` is how long giving it takes; the stay after it is
    that of the rules of monitoring and leaving. `name` is a noun for the foot of the page, `medicine` stands in a sentence.
    """

    product: Product
    name: Words
    medicine: Words
    after_title: Words
    until: Words
    preparation_minutes: Minute
    dose_minutes: Minute
    visit: tuple[Visit, ...] = ()
    intro: Sentences = ()
    before: Sentences = ()
    on_the_day: Sentences = ()
    afterwards: Sentences = ()
    call_us: Sentences = ()
    emergency: Sentences = ()
    months: Sentences = ()

    @model_validator(mode="after")
    def _is_for_its_own_product(self) -> Self:
        if self.product != self.id:
            raise ValueError(f"product: must be '{self.id}', the id of the handout")
        for part in PARTS:
            if any(OWN in text for text in getattr(self, part)):
                raise ValueError(f"{part}: '{OWN}' belongs into the shared file; write the sentences of the route here")
        return self


def together(common: HandoutCommon, handout: Handout, part: str) -> Sentences:
    """The shared sentences of a part with those of the route in their place."""
    shared = getattr(common, part)
    own: Sentences = getattr(handout, part)
    sentences: Sentences = shared.says if isinstance(shared, Section) else shared
    place = sentences.index(OWN)
    return (*sentences[:place], *own, *sentences[place + 1 :])


def handout_faults(common: HandoutCommon, handouts: Sequence[Handout], predose: PredoseRules) -> Iterator[str]:
    """What the files of a handout say that the checklist does not know: a waiting time of another route, or of no item."""
    waits = {item.id: item for item in predose.item if item.wait_minutes is not None}
    for handout in handouts:
        for visit in (*common.visit, *handout.visit):
            if visit.wait is None:
                continue
            item = waits.get(visit.wait)
            if item is None:
                yield f"handout {handout.id}: visit.wait: the checklist has no waiting time '{visit.wait}'{_nearest(visit.wait, waits)}"
            elif item.products and handout.product not in item.products:
                yield f"handout {handout.id}: visit.wait: the checklist does not ask '{visit.wait}' for this route; take the line out"


def _nearest(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(known), 1, 0.6)
    return f"; did you mean '{near[0]}'?" if near else ""
