"""What the pages are made of: a state with its word, a reason, a question with what each answer would give, a source."""

from dataclasses import dataclass

from trd_desk.i18n import _
from trd_desk.view.plain import few
from trd_desk.view.shapes import MarkKind


@dataclass(frozen=True, slots=True)
class Stated:
    """A mark and its word; `sentence` says in full why, for a tooltip and a screen reader."""

    mark: MarkKind
    word: str
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence with its mark. `bold` is the part of `text`, often its beginning, that is set in semi-bold."""

    mark: MarkKind
    text: str
    bold: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be given in place: its JSON value, its label, its key and what it would give."""

    value: object
    label: str
    key: str = ""
    outcome: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """A question that is a link: `field` is the path that answers it (as in `engine.verdict.Question`).

    `settles` names what this answer alone decides, `bears_on` what needs others besides. `choices` are the answers that can be
    given in place (none: go to the field), `outlook` says in one line what they would give.
    """

    field: str
    text: str
    short: str = ""
    settles: tuple[str, ...] = ()
    bears_on: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    outlook: str = ""

    @property
    def settles_words(self) -> str:
        """What depends on the answer in one or two short sentences, empty when nothing is named."""
        parts = []
        if self.settles:
            parts.append(_("Settles {things}").format(things=few(self.settles)))
        if self.bears_on:
            parts.append(_("Bears on {things}").format(things=few(self.bears_on)))
        return ". ".join(parts)


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source with the standing of the rule: status as mark and word, the work, the place in it, DOI and day of review."""

    mark: MarkKind
    status: str
    text: str
    doi: str = ""
    review: str = ""


@dataclass(frozen=True, slots=True)
class VerdictCard:
    """One question answered: verdict, because, what would settle it, remarks, sources and the settings it rests on."""

    id: str
    over: str
    question: str
    verdict: Stated
    says: str
    because: tuple[Remark, ...]
    asks: tuple[Ask, ...]
    notes: tuple[str, ...]
    factors: tuple[Stated, ...]
    sources: tuple[SourceLine, ...]
    settings: tuple[str, ...]
    warnings: tuple[str, ...]
