"""What a row of the checklist before the dose is made of: its questions, its override, its state in mark and word."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from trd_desk.content.conduct_models import EntryLimits
from trd_desk.engine.session_results import ItemResult
from trd_desk.i18n import _
from trd_desk.view.checklist_known import Suggestion
from trd_desk.view.clock_times import countdown
from trd_desk.view.follow_holds import FollowHold
from trd_desk.view.parts import Choice, SourceLine
from trd_desk.view.shapes import MarkKind
from trd_desk.view.terms import N_, status_word

State = Literal["stop", "hold", "wait", "incomplete", "override", "note", "pass"]
Form = Literal["yes_no", "choice", "number", "time", "pressure", "weight", "height"]

# The order in which the rows stand, and what their state is called.
STATES: Final[Mapping[State, tuple[MarkKind, str]]] = {
    "stop": ("stop", N_("Stop")),
    "hold": ("hold", N_("Hold")),
    "wait": ("wait", N_("Wait")),
    "incomplete": ("incomplete", N_("Missing")),
    "override": ("override", N_("Override needed")),
    "note": ("note", N_("Note")),
    "pass": ("pass", N_("Pass")),
}
ORDER: Final = tuple(STATES)
RESULT_WORDS: Final[Mapping[ItemResult, str]] = {
    "stop": N_("stop"),
    "hold": N_("hold"),
    "incomplete": N_("missing"),
    "override": N_("override"),
    "note": N_("note"),
    "pass": N_("pass"),
}


@dataclass(frozen=True, slots=True)
class CheckQuestion:
    """One question of an item. `field` is the part of its key after `predose/`; `value` the answer, None while there is none.

    `asked` tells Unknown from not asked. A time's value is its moment, a pressure's a Reading. `limits` is the plausible range of a
    number. `said` is the answer in words.
    """

    field: str
    form: Form
    ask: str
    value: Any
    asked: bool
    said: str = ""
    choices: tuple[Choice, ...] = ()
    limits: EntryLimits | None = None
    suggestion: Suggestion | None = None

    @property
    def answered(self) -> bool:
        """Whether there is an answer that says something."""
        return self.value is not None


@dataclass(frozen=True, slots=True)
class OverrideCard:
    """An override as it is shown and printed: who, as what, when, why, and the second signature."""

    item: str
    title: str
    reason: str
    second: str
    prints: str


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One item of the checklist.

    `says` is why it stands as it does, `word` its state beside it, `answer` what was answered in one or two words. `until` is when a
    wait ends, `repeat_at` when a raised pressure is to be measured again, `again` marks signs that are too old. `signatures` is how
    many an override needs, 0 where none is offered: `why_no_override` says why. `link` is a question's place on another page.
    `can_stop`: an answer to it may say stop, and there is none yet. `known` says which fact of the record let it pass without an answer.
    `beside` are holds of the follow-up: they stand beside the item and change nothing of how it is judged.
    """

    id: str
    name: str
    state: State
    mark: MarkKind
    word: str
    says: str
    answer: str
    questions: tuple[CheckQuestion, ...]
    threshold: str
    otherwise: str
    source: SourceLine
    sources: str
    until: dt.datetime | None = None
    repeat_at: dt.datetime | None = None
    again: bool = False
    signatures: int = 0
    why_no_override: str = ""
    override: OverrideCard | None = None
    link: tuple[str, str] | None = None
    can_stop: bool = False
    known: str = ""
    beside: tuple[FollowHold, ...] = ()

    @property
    def needs_you(self) -> bool:
        """Whether somebody is waited for."""
        return self.state not in ("note", "pass") or self.again or bool(self.beside)

    @property
    def asking(self) -> bool:
        """Whether its questions stand open."""
        return self.state == "incomplete" or self.again

    def word_at(self, now: dt.datetime) -> str:
        """The state beside the item, with what is left until a raised pressure is to be measured again."""
        if self.repeat_at is None:
            return self.word
        left = countdown(self.repeat_at, now)
        return _("{word}, in {left}").format(word=self.word, left=left) if left else _("Repeat now")

    @property
    def about(self) -> str:
        """Threshold, what happens otherwise, and the source with its standing, in a line."""
        return " ".join(part for part in (f"{self.name}: {self.threshold}.", self.known, f"{self.source.status}: {self.source.text}.") if part)

    @property
    def about_in_full(self) -> tuple[str, ...]:
        """The same with every source, line by line."""
        standing = f"{self.source.status}. {status_of(self.source)} {self.sources}."
        lines = (f"{self.name}: {self.threshold}.", self.known, self.otherwise, standing, self.why_no_override)
        return tuple(line for line in lines if line)


def status_of(source: SourceLine) -> str:
    """What the standing of a rule means."""
    return next((word.sentence for word in map(status_word, ("verified", "reported", "provisional", "site")) if word.word == source.status), "")
