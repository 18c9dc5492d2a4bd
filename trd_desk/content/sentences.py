"""Faults of content in sentences that name the field and the remedy, and the citations that must be in the bibliography."""

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel

from trd_desk.content.models import Cited, Head, Source


def fault_place(location: Iterable[Any]) -> str:
    """A pydantic location as a path: `step[2].rung`."""
    path = ""
    for part in location:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else str(part)
    return path


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The tail of a sentence that names the nearest known word, or nothing."""
    near = difflib.get_close_matches(word, list(known), 1, 0.6)
    return f"; did you mean '{near[0]}'?" if near else ""


def sentence(fault: Any, model: type[BaseModel]) -> str:
    """One fault of pydantic in words: `step[2].rung: must be …`."""
    place = fault_place(fault["loc"]) or "the file"
    if fault["type"] == "extra_forbidden":
        key = str(fault["loc"][-1])
        return f"{place}: is not a known key{did_you_mean(key, _known_keys(model))}"
    if fault["type"] == "missing":
        return f"{place}: is missing; write it"
    message = fault["msg"].removeprefix("Value error, ").removeprefix("Input should be ").rstrip(".")
    return f"{place}: must be {message}" if fault["msg"].startswith("Input should be ") else f"{place}: {message}"


def _known_keys(model: type[BaseModel], seen: set[type] | None = None) -> set[str]:
    seen = seen if seen is not None else set()
    seen.add(model)
    keys = set(model.model_fields)
    for info in model.model_fields.values():
        for part in _models_in(info.annotation):
            if part not in seen:
                keys |= _known_keys(part, seen)
    return keys


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in getattr(annotation, "__args__", ()) for model in _models_in(part)]


def citations(value: Any) -> Iterable[Cited]:
    """Every citation in a part of the content, the nested ones as well."""
    if isinstance(value, Cited):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from citations(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from citations(item)


def citation_faults(heads: Iterable[Head], sources: Mapping[str, Source]) -> Iterable[str]:
    """A sentence for each citation of a work that the bibliography does not have."""
    for head in heads:
        for cited in citations(head):
            if cited.source not in sources:
                yield f"{head.id} {head.version}: source '{cited.source}' is not in sources/works{did_you_mean(cited.source, sources)}"
