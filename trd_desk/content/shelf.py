"""The evidence library: read when somebody opens it, because no assessment needs it and it is the largest part of the content."""

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeVar

from pydantic import BaseModel, ValidationError

from trd_desk.content.evidence_models import (
    EvidenceFile,
    Prognosis,
    PrognosticFigure,
    Reading,
    Result,
    RiskFactor,
    RouteTable,
    SourceError,
    SourceErrors,
    TreatmentOption,
)
from trd_desk.content.models import Head, Source
from trd_desk.content.sentences import citation_faults, sentence
from trd_desk.errors import ContentError

M = TypeVar("M", bound=BaseModel)

# Folders with one entry each, and tables, under the names that they have on disk.
SHELF_ENTRIES: Final[Mapping[str, type[Head]]] = {"evidence": EvidenceFile, "option": TreatmentOption, "reading": Reading}
SHELF_TABLES: Final[Mapping[str, type[Head]]] = {
    "evidence_errors/papers": SourceErrors,
    "routes/table": RouteTable,
    "prognosis/figures": Prognosis,
}


@dataclass(frozen=True, slots=True)
class RawFile:
    """A content file as read: its name for faults, the place it belongs to, its bytes."""

    name: str
    place: str
    raw: bytes


@dataclass(frozen=True)
class EvidenceShelf:
    """The evidence library in its order. `heads` are its files."""

    evidence: tuple[EvidenceFile, ...]
    errors: SourceErrors
    options: tuple[TreatmentOption, ...]
    routes: RouteTable
    prognosis: Prognosis
    readings: tuple[Reading, ...]

    @property
    def heads(self) -> tuple[Head, ...]:
        """Every file of the evidence library."""
        return (*self.evidence, self.errors, *self.options, self.routes, self.prognosis, *self.readings)

    @cached_property
    def results(self) -> dict[str, Result]:
        """Every result by its id."""
        return {result.id: result for file in self.evidence for result in file.result}

    @cached_property
    def errors_by_id(self) -> dict[str, SourceError]:
        """Every known error by its id."""
        return {error.id: error for error in self.errors.error}

    def seed_of(self, result: Result) -> str:
        """The source paper of a result, by its id in sources/works."""
        return next(file.seed for file in self.evidence if result in file.result)


def open_shelf(files: Sequence[RawFile], sources: Mapping[str, Source]) -> EvidenceShelf:
    """The evidence library from its files.

    Raises:
        ContentError: one sentence a fault, naming file, field and remedy.
    """
    faults: list[str] = []
    found: dict[str, list[Head]] = {}
    for file in files:
        entry = _read(file, faults)
        if entry is not None:
            found.setdefault(
                file.place.partition("/")[0] if file.place in SHELF_TABLES else file.place.rpartition("/")[0], []
            ).append(entry)
    if not faults:
        faults += citation_faults((head for heads in found.values() for head in heads), sources)
    if faults:
        raise ContentError(faults)
    shelf = EvidenceShelf(
        evidence=tuple(found.get("evidence", [])),  # type: ignore[arg-type]
        errors=found["evidence_errors"][0],  # type: ignore[arg-type]
        options=tuple(sorted(found.get("option", []), key=lambda entry: getattr(entry, "order", 0))),  # type: ignore[arg-type]
        routes=found["routes"][0],  # type: ignore[arg-type]
        prognosis=found["prognosis"][0],  # type: ignore[arg-type]
        readings=tuple(sorted(found.get("reading", []), key=lambda entry: getattr(entry, "order", 0))),  # type: ignore[arg-type]
    )
    faults = list(_cross_check(shelf, sources))
    if faults:
        raise ContentError(faults)
    return shelf


def read_options(files: Sequence[RawFile], sources: Mapping[str, Source]) -> tuple[TreatmentOption, ...]:
    """The treatment options alone, which the page Pathways shows without the rest of the shelf.

    Raises:
        ContentError: one sentence a fault, naming file, field and remedy.
    """
    faults: list[str] = []
    entries = [_read(file, faults) for file in files if file.place.startswith("option/")]
    options = [entry for entry in entries if isinstance(entry, TreatmentOption)]
    if not faults:
        faults += citation_faults(options, sources)
    if faults:
        raise ContentError(faults)
    return tuple(sorted(options, key=lambda option: option.order))


def _read(file: RawFile, faults: list[str]) -> Head | None:
    model = SHELF_TABLES.get(file.place) or SHELF_ENTRIES[file.place.rpartition("/")[0]]
    try:
        data = tomllib.loads(file.raw.decode("utf-8"))
    except UnicodeDecodeError:
        faults.append(f"{file.name}: is not UTF-8 text; restore the file")
        return None
    except tomllib.TOMLDecodeError as fault:
        faults.append(f"{file.name}: is not valid TOML: {fault}")
        return None
    try:
        entry = model.model_validate(data)
    except ValidationError as error:
        listed = error.errors(include_url=False, include_context=False, include_input=False)
        faults.extend(f"{file.name}: {sentence(fault, model)}" for fault in listed)
        return None
    folder, version = file.place.rpartition("/")[2], file.name.rpartition("/")[2].removesuffix(".toml")
    if entry.id != folder:
        faults.append(f"{file.name}: id: must be '{folder}', the name of its folder")
    if entry.version != version:
        faults.append(f"{file.name}: version: must be '{version}', the name of the file")
    if entry.review_by < entry.valid_from:
        faults.append(f"{file.name}: review_by: lies before valid_from")
    return entry


def _cross_check(shelf: EvidenceShelf, sources: Mapping[str, Source]) -> Iterable[str]:
    errors = {error.id: error for error in shelf.errors.error}
    seen: set[str] = set()
    for file in shelf.evidence:
        if file.seed not in sources:
            yield f"evidence {file.id}: seed: '{file.seed}' is not in sources/works"
        for result in file.result:
            place = f"evidence {file.id}: result {result.id}"
            if result.id in seen:
                yield f"{place}: the id is there twice"
            seen.add(result.id)
            if result.work is not None and result.work not in sources:
                yield f"{place}: work: '{result.work}' is not in sources/works"
            for name in result.errors:
                if name not in errors:
                    yield f"{place}: errors: no error '{name}'"
                elif file.seed not in errors[name].papers:
                    yield f"{place}: errors: '{name}' does not name the paper {file.seed}"
    yield from _error_faults(shelf, sources)
    yield from _prognosis_faults(shelf, sources, errors, seen)


def _error_faults(shelf: EvidenceShelf, sources: Mapping[str, Source]) -> Iterable[str]:
    seen: set[str | int] = set()
    for error in shelf.errors.error:
        yield from (
            f"errors {error.id}: papers: '{name}' is not in sources/works" for name in error.papers if name not in sources
        )
        yield from (
            f"errors {error.id}: found: '{place.source}' is not among its papers"
            for place in error.found
            if place.source not in error.papers
        )
        for key in (error.id, error.number):
            if key is not None and key in seen:
                yield f"errors {error.id}: '{key}' is there twice"
            if key is not None:
                seen.add(key)


def _prognosis_faults(
    shelf: EvidenceShelf, sources: Mapping[str, Source], errors: Collection[str], results: Collection[str]
) -> Iterable[str]:
    figures = {figure.id for figure in shelf.prognosis.figure}
    for figure in shelf.prognosis.figure:
        place = f"prognosis: figure {figure.id}"
        if figure.pair is not None and figure.pair not in figures:
            yield f"{place}: pair: no figure '{figure.pair}'"
        if figure.result is not None and figure.result not in results:
            yield f"{place}: result: no result '{figure.result}'"
        yield from (f"{place}: errors: no error '{name}'" for name in figure.errors if name not in errors)
    entries: tuple[PrognosticFigure | RiskFactor, ...] = (*shelf.prognosis.figure, *shelf.prognosis.risk)
    for traced in entries:
        if traced.seed is not None and traced.seed not in sources:
            yield f"prognosis: {traced.id}: seed: '{traced.seed}' is not in sources/works"
