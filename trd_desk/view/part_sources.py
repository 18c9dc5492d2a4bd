"""What a part of a treatment session or of the outcomes rests on: its content files with standing, sources, review and the warnings about those sources."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from trd_desk.content.library import Library
from trd_desk.content.models import Head
from trd_desk.view.cited import source_lines
from trd_desk.view.parts import SourceLine

# The parts, and the content that each is judged by.
_FILES: Final[Mapping[str, tuple[str, ...]]] = {
    "course": ("course", "permits"),
    "checks": ("predose", "conduct"),
    "dose": ("dosing", "conduct"),
    "monitoring": ("monitoring", "conduct"),
    "leaving": ("leaving", "monitoring"),
    "outcomes.scores": ("outcome",),
    "outcomes.scales": ("scales", "crisis"),
    "outcomes.stage": ("downstaging", "stepped_care"),
    "outcomes.decisions": ("decision_points", "follow_up"),
    "outcomes.goals": ("difficult_to_treat", "plan"),
}


@dataclass(frozen=True, slots=True)
class RuleSource:
    """One content file: title with version, sources with standing and review, and what its sources get wrong or leave open."""

    title: str
    sources: tuple[SourceLine, ...]
    warnings: tuple[str, ...]


def view_part_sources(library: Library, part: str, as_of: dt.date) -> tuple[RuleSource, ...]:
    """What a part rests on, in the order of its weight."""
    heads = [head for name in _FILES[part] for head in _heads(library, name)]
    return tuple(RuleSource(f"{head.title}, {head.version}", source_lines(library, head, as_of), head.warnings) for head in heads)


def _heads(library: Library, name: str) -> tuple[Head, ...]:
    """The content under a name of the library, or the definition of this id."""
    if name == "difficult_to_treat":
        return (library.definition(name),)
    found = getattr(library, name)
    return found if isinstance(found, tuple) else (found,)
