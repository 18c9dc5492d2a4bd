"""What a part of a treatment session rests on: its content files with standing, sources, review and the warnings about those sources."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from trd_desk.content.library import Library
from trd_desk.view.cited import source_lines
from trd_desk.view.parts import SourceLine

# The parts, and the files of `content/session` that each is judged by.
_FILES: Final[Mapping[str, tuple[str, ...]]] = {
    "course": ("course", "permits"),
    "checks": ("predose", "conduct"),
    "dose": ("dosing", "conduct"),
    "monitoring": ("monitoring", "conduct"),
    "leaving": ("leaving", "monitoring"),
}


@dataclass(frozen=True, slots=True)
class RuleSource:
    """One content file: title with version, sources with standing and review, and what its sources get wrong or leave open."""

    title: str
    sources: tuple[SourceLine, ...]
    warnings: tuple[str, ...]


def view_part_sources(library: Library, part: str, as_of: dt.date) -> tuple[RuleSource, ...]:
    """What a part rests on, in the order of its weight."""
    heads = tuple(getattr(library, name) for name in _FILES[part])
    return tuple(RuleSource(f"{head.title}, {head.version}", source_lines(library, head, as_of), head.warnings) for head in heads)
