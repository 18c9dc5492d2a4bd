"""The evidence library: read when somebody opens it, because no assessment needs it and it is the largest part of the content."""

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from pydantic import ValidationError

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

H = TypeVar("H", bound=Head)


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

    @cached_property
    def papers(self) -> dict[str, str]:
        """The source paper of each result, by the result's id, as its id in sources/works."""
        return {result.id: file.seed for file in self.evidence for result in file.result}


def open_shelf(files: Sequence[RawFile], sources: Mapping[str, Source]) -> EvidenceShelf:
    """The evidence library from its files.

    Raises:
        ContentError: one sentence a fault, naming file, field and remedy.
    """
    faults: list[str] = []
    evidence = _entries(files, "evidence", EvidenceFile, faults)
    options = _entries(files, "option", TreatmentOption, faults)
    readings = _entries(files, "reading", Reading, faults)
    errors = _entries(files, "evidence_errors", SourceErrors, faults)
    routes = _entries(files, "routes", RouteTable, faults)
    prognosis = _entries(files, "prognosis", Prognosis, faults)
    tables = {"evidence_errors": errors, "routes": routes, "prognosis": prognosis}
    if not faults:
        faults += [f"content/{name}: is missing; reinstall the program or restore the folder" for name, table in tables.items() if not table]
        faults += citation_faults((*evidence, *errors, *options, *routes, *prognosis, *readings), sources)
    if faults:
        raise ContentError(faults)
    shelf = EvidenceShelf(
        evidence=tuple(evidence),
        errors=errors[0],
        options=tuple(sorted(options, key=lambda entry: entry.order)),
        routes=routes[0],
        prognosis=prognosis[0],
        readings=tuple(sorted(readings, key=lambda entry: entry.order)),
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
    options = _entries(files, "option", TreatmentOption, faults)
    if not faults:
        faults += citation_faults(options, sources)
    if faults:
        raise ContentError(faults)
    return tuple(sorted(options, key=lambda option: option.order))


def _entries(files: Sequence[RawFile], kind: str, model: type[H], faults: list[str]) -> list[H]:
    """Every file of a folder as its model; what is wrong with one is noted, and the others are read."""
    found = [_read(file, model, faults) for file in files if file.place.startswith(f"{kind}/")]
    return [entry for entry in found if entry is not None]


def _read(file: RawFile, model: type[H], faults: list[str]) -> H | None:
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
