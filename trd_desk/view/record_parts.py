"""What the session record on paper is made of: labelled lines, the rows of its tables, and the whole value."""

from dataclasses import dataclass

from trd_desk.view.bibliography import CitedWork, Standing
from trd_desk.view.parts import Remark, Stated
from trd_desk.view.shapes import Drawing


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line with its label: "Second check", "Agrees. A. Lindgren, nurse, …".

    `stated` is its state, where it
    has one; a line without a label goes on with the one above.
    """

    label: str
    text: str
    stated: Stated | None = None


@dataclass(frozen=True, slots=True)
class CheckLine:
    """An item of the checklist: threshold, answer, result, and who answered when. `note` stands below: why, and an override."""

    name: str
    threshold: str
    answer: str
    result: Stated
    by: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class SeenCell:
    """One value of an observation, with the level of its alarm (empty: none)."""

    text: str
    level: str = ""


@dataclass(frozen=True, slots=True)
class SeenLine:
    """An observation, or a point that was missed or is waited for: its time, its place with what is to be said of it, and its values."""

    time: str
    place: Stated
    cells: tuple[SeenCell, ...]


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """An alarm: when, of which level, what it was, which limit it reached, and what was done by whom and when."""

    time: str
    level: Stated
    value: str
    rule: str
    done: str


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """All that is printed of one session; `documents` adds clinic, printer, time, page numbers and the head of the log.

    `signed` says who signed the session and when, empty where nobody has and a line to sign is printed. A part that holds nothing is
    left out only where nothing can be said of it; what was not recorded is said to be so.
    """

    title: str
    name: str
    who: str
    number: str
    as_of: str
    preliminary: str
    in_short: tuple[Remark, ...]
    overdue: tuple[Remark, ...]
    plan: tuple[Labelled, ...]
    checks_head: str
    checks: tuple[CheckLine, ...]
    not_needed: str
    chart: Drawing | None
    watch_heads: tuple[str, ...]
    watch: tuple[SeenLine, ...]
    watch_notes: tuple[str, ...]
    watch_none: str
    alarms: tuple[AlarmLine, ...]
    alarms_none: str
    events: tuple[Remark, ...]
    events_none: str
    reports: tuple[Remark, ...]
    leaving_head: str
    leaving: tuple[tuple[str, Stated], ...]
    leaving_notes: tuple[Remark, ...]
    departure: tuple[str, ...]
    signed: str
    addenda: tuple[str, ...]
    addenda_none: str
    corrections: tuple[str, ...]
    settings: tuple[str, ...]
    standing: tuple[Standing, ...]
    sources: tuple[CitedWork, ...]
    content: str
    digest: str
    fingerprint: str
    purpose: str
    signature: tuple[str, str]
