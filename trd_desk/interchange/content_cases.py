"""The cases that stand beside each content file, run: facts in, verdict out, in the words of the two public formats."""

import datetime as dt
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from trd_desk.content.library import Library
from trd_desk.content.load import content_folder
from trd_desk.content.table_models import RuleCase, RuleCases
from trd_desk.engine.assess import assess
from trd_desk.errors import CaseError, ContentError
from trd_desk.interchange.assessment_file import assessment_object
from trd_desk.interchange.case_file import read_case
from trd_desk.record.fact import FORMAT


@dataclass(frozen=True)
class ContentCase:
    """One case of a content file, with the name of that file."""

    file: str
    entry: str
    case: RuleCase


def cases_of(folder: Path | None = None) -> Iterator[ContentCase]:
    """Every case beside the content, in the order of the files.

    Raises:
        ContentError: a file of cases that cannot be read.
    """
    base = folder or content_folder()
    for file in sorted(base.rglob("*.cases.toml")):
        name = file.relative_to(base.parent).as_posix()
        try:
            listed = RuleCases.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
            raise ContentError([f"{name}: cannot be read as TOML: {fault}"]) from None
        except ValidationError as error:
            faults = error.errors(include_url=False, include_context=False, include_input=False)
            raise ContentError([f"{name}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in faults]) from None
        for case in listed.cases:
            yield ContentCase(name, file.parent.name, case)


def differences(found: ContentCase, library: Library, today: dt.date) -> list[str]:
    """Where the answer differs from what the case expects; none when it agrees.

    An expected object is a part of the answer's; items of lists are found by `id` (and `trial`); an empty list is empty; plain values
    of a list must be among the answer's.
    """
    body = json.loads(json.dumps(found.case.case, default=str))
    body = {"format": FORMAT, "as_of": today.isoformat(), "patient": {}, **body}
    if not isinstance(body["patient"], dict):
        return ["patient: must be a table"]
    body["patient"] = {"id": "case", **body["patient"]}
    provisional = bool(body.pop("provisional", False))
    try:
        case = read_case(json.dumps(body).encode(), library)
    except CaseError as fault:
        return list(fault.faults)
    answer = json.loads(json.dumps(assessment_object(assess(library, case, today, provisional=provisional), library)))
    return list(_compare(found.case.expect, answer, ""))


def _compare(expected: Any, actual: Any, path: str) -> Iterator[str]:
    if isinstance(expected, dict):
        for key, value in expected.items():
            place = f"{path}.{key}" if path else key
            if not isinstance(actual, dict) or key not in actual:
                yield f"{place}: is missing"
            else:
                yield from _compare(value, actual[key], place)
    elif isinstance(expected, list):
        yield from _compare_lists(expected, actual, path)
    elif isinstance(expected, float) or (isinstance(expected, int) and not isinstance(expected, bool)):
        if not isinstance(actual, int | float) or abs(expected - actual) > 0.01:
            yield f"{path}: expected {expected}, got {actual}"
    elif expected != actual:
        yield f"{path}: expected {expected}, got {actual}"


def _compare_lists(expected: list[Any], actual: Any, path: str) -> Iterator[str]:
    if not isinstance(actual, list) or (not expected and actual):
        yield f"{path}: expected {expected}, got {actual}"
        return
    for position, item in enumerate(expected):
        if isinstance(item, dict) and "id" in item:
            same = [other for other in actual if all(other.get(key) == item[key] for key in ("id", "trial") if key in item)]
            if not same:
                yield f"{path}[{item['id']}]: is missing"
            else:
                yield from min((list(_compare(item, other, f"{path}[{item['id']}]")) for other in same), key=len)
        elif path.endswith("range"):
            yield from _compare(item, actual[position], f"{path}[{position}]")
        elif item not in actual:
            yield f"{path}: lacks {item}"
