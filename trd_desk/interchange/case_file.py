"""The case file, in and out: read with one sentence a fault, written so that reading it gives the same case."""

import difflib
import json
from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError

from trd_desk.content.library import Library
from trd_desk.errors import CaseError
from trd_desk.record.fact import FORMAT
from trd_desk.record.faults import date_faults, identity_faults, sentences
from trd_desk.record.fold import short_number
from trd_desk.record.models import Case


class _Twice(ValueError):  # noqa: N818  (a fault of one file, told by its key alone)
    """A key that stands twice in one object."""


# Lists and objects for which null says the same as an absent key: unknown, or nothing recorded.
_MAY_BE_NULL = frozenset(
    {
        "asked",
        "conditions",
        "devices",
        "doses",
        "episode",
        "events",
        "medications",
        "medications_reviewed",
        "observations",
        "overrides",
        "remission_dates",
        "scores",
        "sessions",
        "treatments",
    }
)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _Twice(key)
            seen.add(key)
    # `sessions` is a number in a course of treatment, where null is a value like any other.
    return {key: value for key, value in found.items() if value is not None or key not in _MAY_BE_NULL or (key == "sessions" and "kind" in found)}


def read_case(raw: bytes, library: Library) -> Case:
    """The case in a file's bytes.

    Raises:
        CaseError: one sentence a fault, each led by the path of its field.
    """
    try:
        case = Case.model_validate_json(_text(raw))
    except ValidationError as error:
        raise CaseError(sentences(error)) from None
    except RecursionError:
        raise CaseError(["the file: is nested too deeply"]) from None
    faults = [*date_faults(case), *identity_faults(case), *drug_faults(case, library)]
    if faults:
        raise CaseError(faults)
    return case


def _text(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CaseError(["the file: is not UTF-8 text"]) from None
    try:
        data = json.loads(text, object_pairs_hook=_once)
    except _Twice as fault:
        raise CaseError([f"{str(fault)[:60]}: stands twice in one object; keep one"]) from None
    except RecursionError:
        raise CaseError(["the file: is nested too deeply"]) from None
    except json.JSONDecodeError as fault:
        raise CaseError([f"the file: is not valid JSON at line {fault.lineno}, column {fault.colno}"]) from None
    except ValueError:
        raise CaseError(["the file: holds a number that is too large"]) from None
    if not isinstance(data, dict):
        raise CaseError(["the file: must hold one JSON object, a case"])
    if data.get("format") != FORMAT:
        raise CaseError([f"format: must be '{FORMAT}'"])
    return json.dumps(data)


def drug_faults(case: Case, library: Library) -> list[str]:
    """Drugs that the tables do not know, with the nearest known name; a brand is answered with its generic name."""
    faults = []
    for place, treatment in enumerate(case.treatments):
        drug = getattr(treatment, "drug", None)
        if drug is None:
            continue
        if treatment.kind in ("antidepressant", "combination"):
            known, what = library.antidepressant(drug) is not None, "antidepressant"
            names = _names(library.antidepressants.drug)
        else:
            known, what = library.agent(drug) is not None or library.antidepressant(drug) is not None, "augmenting agent"
            names = _names(library.agents.agent)
        if not known:
            typed = drug.strip().casefold()
            close = difflib.get_close_matches(typed, list(names), 1, 0.6) if len(typed) < 80 else []
            generic = names.get(typed) or (names[close[0]] if close else None)
            hint = f"; did you mean '{generic}'?" if generic else ""
            faults.append(f"treatments[{place}].drug: is not a known {what}{hint}; write its generic name")
    return faults


def _names(rows: Iterable[Any]) -> dict[str, str]:
    found = {}
    for row in rows:
        found[row.id] = row.id
        found[row.name.casefold()] = row.id
        for brand in row.brands:
            found.setdefault(brand.casefold(), row.id)
    return found


def write_case(case: Case) -> str:
    """The case as text in the case format; reading it gives the same case."""
    body = json.loads(case.model_dump_json(exclude_none=True), parse_float=short_number)
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"

