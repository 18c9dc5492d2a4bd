"""A clinic's own licensed wording of a scale, in files beside its records, checked as strictly as what is shipped."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import Field, ValidationError

from trd_desk.content.scale_models import Scale, ScaleWording, wording_fault
from trd_desk.content.sentences import did_you_mean, sentence

FOLDER: Final = "wording"
# The longest form has some thousand characters: more is no wording.
_MOST_BYTES: Final = 200_000

Line = Annotated[str, Field(min_length=1, max_length=200)]


class SiteWording(ScaleWording):
    """A clinic's file: the wording, who is licensed to show it, and where the licence is to be found."""

    licensee: Line
    licence: Line


@dataclass(frozen=True, slots=True)
class Wordings:
    """The clinic's wordings by the id of their scale, and what is wrong with its files: a sentence each, led by the file."""

    by_scale: Mapping[str, SiteWording] = field(default_factory=lambda: MappingProxyType({}))
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownWording:
    """The wording of a scale as it may be shown: the shipped one with its credit, or the clinic's with licensee and licence.

    `source` names which of them it was, for the record of an answer.
    """

    wording: ScaleWording
    credit: str = ""
    licensee: str = ""
    licence: str = ""

    @property
    def source(self) -> str:
        """`shipped`, or the clinic's licence."""
        return f"site: {self.licence}" if self.licensee else "shipped"


def wording_of(scale: Scale, wordings: Wordings) -> ShownWording | None:
    """The wording that may be shown for a scale; None where there are numbers only."""
    own = wordings.by_scale.get(scale.id)
    if own is not None:
        return ShownWording(own, scale.licence.credit, own.licensee, own.licence)
    return None if scale.wording is None else ShownWording(scale.wording, scale.licence.credit)


def read_wordings(folder: Path, scales: Sequence[Scale]) -> Wordings:
    """The wordings of the files `<scale>.toml` in a clinic's folder; none where there is no folder.

    A file with a fault is left out and told; it never keeps the others or the program from working.
    """
    known = {scale.id: scale for scale in scales}
    found: dict[str, SiteWording] = {}
    faults: list[str] = []
    try:
        files = sorted(path for path in folder.glob("*.toml") if path.is_file())
    except OSError as fault:
        return Wordings(faults=(f"{FOLDER}: cannot be read ({fault.strerror}); ask whoever looks after this computer",))
    for file in files:
        name = f"{FOLDER}/{file.name}"
        scale = known.get(file.stem)
        if scale is None:
            faults.append(f"{name}: no scale has this name{did_you_mean(file.stem, known) or '; name the file after one, such as madrs.toml'}")
            continue
        wording, wrong = _read(file, scale)
        faults += [f"{name}: {one}" for one in wrong]
        if wording is not None:
            found[scale.id] = wording
    return Wordings(MappingProxyType(found), tuple(faults))


def _read(file: Path, scale: Scale) -> tuple[SiteWording | None, Iterable[str]]:
    """One file as the wording of its scale, or what is wrong with it."""
    if scale.licence.no_site_wording:
        return None, [f"is not used: {scale.licence.no_site_wording}. Remove the file"]
    if not scale.items:
        return None, [f"is not used: {scale.short} has no items to show wording for. Remove the file"]
    try:
        if file.stat().st_size > _MOST_BYTES:
            return None, ["is far too long for the wording of a scale; write title, stem, items and options only"]
        # Editors of Windows begin a file of UTF-8 with a mark of their own.
        data = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as fault:
        return None, [f"cannot be read ({fault.strerror}); ask whoever looks after this computer"]
    except UnicodeDecodeError:
        return None, ["is not UTF-8 text; save it again as UTF-8"]
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        return None, [f"is not valid TOML: {fault}" if isinstance(fault, tomllib.TOMLDecodeError) else "is not valid TOML: it is nested too deeply"]
    try:
        wording = SiteWording.model_validate(data)
    except ValidationError as error:
        listed = error.errors(include_url=False, include_context=False, include_input=False)
        return None, [sentence(fault, SiteWording) for fault in listed]
    if wording.status is not None:
        return None, ["status: is the program's to say; take it out"]
    misfit = wording_fault(scale, wording)
    return (None, [misfit]) if misfit else (wording, ())
