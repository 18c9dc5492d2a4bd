import dataclasses
import datetime as dt
import json
from pathlib import Path

import pytest

from trd_desk.content.load import load_library
from trd_desk.engine.assess import assess
from trd_desk.paths import resources
from trd_desk.record.fold import from_case
from trd_desk.record.models import Case
from trd_desk.view.shapes import Drawing

DAY = dt.date(2026, 3, 17)
PRACTICE = sorted(path.stem for path in (resources() / "practice").glob("*.json"))
SHARED_CASES = sorted((Path(__file__).parents[3] / "shared" / "cases").glob("*.case.json"))


@pytest.fixture(scope="session")
def library():
    return load_library()


@pytest.fixture(scope="session")
def practice(library):
    """A practice patient by number, with the assessment on the day of the mock-ups."""
    kept = {}

    def of(name, **episode):
        key = (name, *sorted(episode.items()))
        if key not in kept:
            body = json.loads((resources() / "practice" / f"{name}.json").read_text(encoding="utf-8"))
            body.setdefault("as_of", DAY.isoformat())
            body["episode"] |= episode
            kept[key] = judged(library, Case.model_validate_json(json.dumps(body)))
        return kept[key]

    return of


@pytest.fixture(scope="session")
def okafor(practice):
    """The patient of the mock-ups: five definitions met, two open, one answer settles both."""
    return practice("trd-0151")


@pytest.fixture(scope="session")
def nobody(library):
    """A patient of whom nothing is known but the number."""
    return judged(library, Case.model_validate({"format": "trd-desk-case/1", "patient": {"id": "X1"}}))


@pytest.fixture
def judge(library):
    def of(body):
        return judged(library, Case.model_validate_json(json.dumps(body)))

    return of


def judged(library, case):
    return from_case(case), assess(library, case, DAY)


@pytest.fixture(scope="session")
def shared_cases():
    """The practice patients and, where they stand beside the project, the shared cases."""
    files = [*sorted((resources() / "practice").glob("*.json")), *SHARED_CASES]
    return [Case.model_validate_json(file.read_text(encoding="utf-8")) for file in files]


def pytest_generate_tests(metafunc):
    """A test that asks for `practice_name` runs once for each practice patient."""
    if "practice_name" in metafunc.fixturenames:
        metafunc.parametrize("practice_name", PRACTICE)


def _leaves(value):
    if isinstance(value, str | Drawing):
        yield value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _leaves(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _leaves(item)


@pytest.fixture(scope="session")
def drawings_of():
    """Every drawing inside a view value."""
    return lambda value: [leaf for leaf in _leaves(value) if isinstance(leaf, Drawing)]


@pytest.fixture(scope="session")
def texts_of():
    """Every text inside a view value, those of its drawings included."""

    def texts(value):
        for leaf in _leaves(value):
            if isinstance(leaf, str):
                yield leaf
                continue
            yield leaf.name
            yield from (text.text for text in leaf.texts())
            yield from (part for child in leaf.children for part in (child.name, child.description))

    return texts
