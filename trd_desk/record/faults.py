"""What is wrong with facts, as sentences led by the path of their field; they never quote what was typed."""

import difflib
import json
import types
from collections.abc import Iterable, Sequence
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError

from trd_desk.record.fact import TREATMENT_KINDS
from trd_desk.record.models import Case, Episode, PatientFacts

_TYPES = {
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "int_parsing_size": "is too large",
    "finite_number": "must be a number",
    "string_type": "must be text in quotation marks",
    "bool_type": "must be true, false or null",
    "bool_parsing": "must be true, false or null",
    "list_type": "must be a list",
    "tuple_type": "must be a list",
    "dict_type": "must be an object",
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
    "date_type": "must be a date such as 2026-03-01",
    "date_from_datetime_parsing": "must be a date such as 2026-03-01",
    "string_too_short": "must not be empty",
    "missing": "is missing; write it",
    "union_tag_not_found": "is missing; write one of " + ", ".join(TREATMENT_KINDS),
    "recursion_loop": "is nested too deeply",
}


def near(word: object, known: Iterable[str]) -> str:
    """The tail of a sentence that names the nearest known word, or nothing."""
    found = difflib.get_close_matches(word.casefold(), list(known), 1, 0.6) if isinstance(word, str) and len(word) < 80 else []
    return f"; did you mean '{found[0]}'?" if found else ""


def path_of(location: Sequence[Any]) -> str:
    """A pydantic location as the path of a field: `treatments[1].doses[0].mg`."""
    parts = list(location)
    if len(parts) > 2 and parts[0] == "treatments" and parts[2] in TREATMENT_KINDS:
        del parts[2]
    path = ""
    for part in parts:
        if part == "[key]":
            continue
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else str(part)
    return path


def sentences(error: ValidationError, model: type[BaseModel] = Case) -> list[str]:
    """One sentence a fault, each led by the field's path."""
    listed = error.errors(include_url=False, include_input=True)
    found = [f"{_place(fault)}: {_sentence(fault, model)}" for fault in listed]
    return list(dict.fromkeys(found))


def _place(fault: Any) -> str:
    place = path_of(fault["loc"]) or "the file"
    return f"{place}.kind" if fault["type"] in ("union_tag_invalid", "union_tag_not_found") else place


def _sentence(fault: Any, model: type[BaseModel]) -> str:
    kind, context = fault["type"], fault.get("ctx") or {}
    if kind in _TYPES:
        return _TYPES[kind]
    if kind == "extra_forbidden":
        return f"is not a known key{near(fault['loc'][-1], keys_at(model, fault['loc'][:-1]))}; take it out or correct it"
    if kind == "literal_error":
        return _one_of(fault, context)
    if kind == "union_tag_invalid":
        return f"must be one of {', '.join(TREATMENT_KINDS)}{near(context.get('tag'), TREATMENT_KINDS)}"
    bounds = {"greater_than": "greater than", "greater_than_equal": "at least", "less_than": "less than", "less_than_equal": "at most"}
    if kind in bounds:
        limit = context[{"greater_than": "gt", "greater_than_equal": "ge", "less_than": "lt", "less_than_equal": "le"}[kind]]
        return f"must be {bounds[kind]} {limit:g}"
    if kind == "string_pattern_mismatch":
        return "must be a time of day such as 09:05"
    if kind == "string_too_long":
        return f"must have at most {context['max_length']} characters"
    if kind == "too_long":
        return f"must have at most {context['max_length']} items"
    if kind == "too_short":
        return f"must have at least {context['min_length']} items"
    if kind == "missing_argument" or kind.startswith("json"):
        return "is not valid JSON"
    return str(fault["msg"]).removeprefix("Value error, ")


def _one_of(fault: Any, context: dict[str, Any]) -> str:
    known = [word.strip().strip("'") for word in str(context["expected"]).replace(" or ", ", ").split(", ")]
    if fault["loc"][-1] == "[key]":
        return f"is not a known code{near(fault['loc'][-2], known)}; take it out or correct it"
    listed = ", ".join(known) if len(known) <= 14 else "the known codes"
    return f"must be one of {listed}{near(fault.get('input'), known)}"


def keys_at(model: type[BaseModel], location: Sequence[Any]) -> list[str]:
    """The keys that an object at a place of the case may have."""
    candidates: list[type[BaseModel]] = [model]
    for part in location:
        if isinstance(part, int):
            continue
        if part in TREATMENT_KINDS and any("kind" in candidate.model_fields for candidate in candidates):
            candidates = [candidate for candidate in candidates if part in get_args(candidate.model_fields["kind"].annotation)]
            continue
        found: list[type[BaseModel]] = []
        for candidate in candidates:
            info = candidate.model_fields.get(str(part))
            if info is not None:
                found += _models_in(info.annotation)
        candidates = found
    return [field.alias or name for candidate in candidates for name, field in candidate.model_fields.items()]


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    if get_origin(annotation) is Literal:
        return []
    if isinstance(annotation, types.UnionType) or get_origin(annotation) is not None:
        return [model for part in get_args(annotation) for model in _models_in(part)]
    return []


def date_faults(case: Case) -> list[str]:
    """Days that cannot be: born or ill after the day of the question, ended before begun."""
    found = []
    day, born, start = case.as_of, case.patient.birth_date, case.episode.start
    if born is not None and day is not None and born > day:
        found.append("patient.birth_date: lies after as_of; correct one of them")
    if start is not None and day is not None and start > day:
        found.append("episode.start: lies after as_of; correct one of them")
    if start is not None and born is not None and start < born:
        found.append("episode.start: lies before the birth date; correct one of them")
    for place, treatment in enumerate(case.treatments):
        if treatment.start is not None and treatment.end is not None and treatment.end < treatment.start:
            found.append(f"treatments[{place}].end: lies before its start; correct one of them")
        if treatment.start is not None and born is not None and treatment.start < born:
            found.append(f"treatments[{place}].start: lies before the birth date; correct one of them")
    return found


def identity_faults(case: Case) -> list[str]:
    """Ids used twice, and treatments added to one that is not there."""
    found = []
    for name, items in (("treatments", case.treatments), ("sessions", case.sessions)):
        seen: set[str] = set()
        for place, item in enumerate(items):
            if item.id in seen:
                found.append(f"{name}[{place}].id: is used twice; give each its own")
            seen.add(item.id)
    ids = {treatment.id for treatment in case.treatments}
    for place, treatment in enumerate(case.treatments):
        base = getattr(treatment, "with_", None)
        if base is not None and base not in ids:
            found.append(f"treatments[{place}].with: no treatment has this id; name the antidepressant it was added to")
    return found


_DEEPEST = 20
_YES_OR_NO = frozenset({"asked", "condition", "criterion", "pseudo_check", "medications_reviewed"})
_OF_TEXTS = frozenset({"workup", "decision", "document"})
_OBJECTS = frozenset({"treatment", "medication", "score", "session"})


def value_fault(kind: str, key: str, value: Any) -> str:
    """What is wrong with the value of one entry before it is kept, or nothing; None takes an answer back and is always right."""
    if value is None:
        return ""
    if _depth(value) > _DEEPEST:
        return "is nested too deeply"
    try:
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf-8")
    except (ValueError, UnicodeEncodeError, RecursionError):
        return "holds a number or a character that cannot be stored"
    if kind in _YES_OR_NO:
        return "" if isinstance(value, bool) else "must be true, false or null"
    if kind in _OBJECTS:
        return "" if isinstance(value, dict) else "must be an object"
    if kind in _OF_TEXTS:
        plain = isinstance(value, dict) and all(item is None or isinstance(item, str | int | float) for item in value.values())
        return "" if plain else "must be an object of texts and numbers"
    if kind in ("patient", "episode"):
        model = PatientFacts if kind == "patient" else Episode
        return "" if key in model.model_fields else f"'{key[:40]}' is not a field of {kind}"
    return ""


def _depth(value: Any, level: int = 0) -> int:
    if level > _DEEPEST or not isinstance(value, dict | list):
        return level
    return max((_depth(item, level + 1) for item in (value.values() if isinstance(value, dict) else value)), default=level)
