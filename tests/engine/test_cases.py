"""The project's own acceptance cases, in the form of the case and assessment formats, solved by hand from the clinical text."""

import json
from pathlib import Path

import pytest

from trd_desk.content.load import load_library
from trd_desk.engine.assess import assess
from trd_desk.interchange.assessment_file import assessment_object
from trd_desk.interchange.case_file import read_case

LIBRARY = load_library()
CASES = sorted((Path(__file__).parent / "cases").glob("*.case.json"))
SETS = {"failing", "safety_questions"}
WHOLE = {"alarms", "safety"}


def compare(expected: object, actual: object, path: str = "") -> list[str]:
    """Where an answer differs from what is expected; an expected object is a part of the answer's, items are found by id."""
    if isinstance(expected, dict):
        if not isinstance(actual, dict):
            return [f"{path}: expected an object, got {actual}"]
        return [line for key, value in expected.items() for line in compare(value, actual.get(key, "missing"), f"{path}.{key}")]
    if isinstance(expected, list):
        return _lists(expected, actual, path)
    if isinstance(expected, int | float) and isinstance(actual, int | float) and not isinstance(expected, bool):
        return [] if abs(expected - actual) <= 0.011 else [f"{path}: expected {expected}, got {actual}"]
    return [] if type(expected) is type(actual) and expected == actual else [f"{path}: expected {expected}, got {actual}"]


def _lists(expected: list[object], actual: object, path: str) -> list[str]:
    name = path.rpartition(".")[2]
    if not isinstance(actual, list):
        return [f"{path}: expected a list, got {actual}"]
    if name in SETS:
        return [] if set(map(str, expected)) == set(map(str, actual)) else [f"{path}: expected {expected}, got {actual}"]
    if not expected or not all(isinstance(item, dict) and "id" in item for item in expected):
        if len(expected) != len(actual):
            return [f"{path}: expected {expected}, got {actual}"]
        return [line for place, pair in enumerate(zip(expected, actual, strict=True)) for line in compare(*pair, f"{path}[{place}]")]
    found = [f"{path}: expected {len(expected)} items, got {len(actual)}"] if name in WHOLE and len(expected) != len(actual) else []
    for item in expected:
        same = [other for other in actual if other.get("id") == item["id"]]  # type: ignore[index]
        tries = [compare(item, other, f"{path}[{item['id']}]") for other in same]  # type: ignore[index]
        found += min(tries, key=len) if tries else [f"{path}: lacks {item['id']}"]  # type: ignore[index]
    return found


@pytest.mark.parametrize("file", CASES, ids=[file.name.removesuffix(".case.json") for file in CASES])
def test_case(file: Path) -> None:
    expected = json.loads(file.with_name(file.name.replace(".case.", ".expect.")).read_text(encoding="utf-8"))
    case = read_case(file.read_bytes(), LIBRARY)
    answer = json.loads(json.dumps(assessment_object(assess(LIBRARY, case), LIBRARY)))
    assert compare(expected, answer) == []
