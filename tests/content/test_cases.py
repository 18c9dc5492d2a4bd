"""Every content entry has cases beside it, they agree with the engine, and they show each verdict that the entry can give."""

import datetime as dt
from collections import defaultdict

import pytest

from trd_desk.content.load import load_library
from trd_desk.interchange.content_cases import ContentCase, cases_of, differences

LIBRARY = load_library()
CASES = list(cases_of())
TODAY = dt.date(2026, 11, 1)


def _name(case: ContentCase) -> str:
    return f"{case.entry}: {case.case.name}"


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_case_agrees(case: ContentCase) -> None:
    assert differences(case, LIBRARY, TODAY) == []


def _shown() -> dict[str, set[str]]:
    shown: dict[str, set[str]] = defaultdict(set)
    for case in CASES:
        shown[case.entry].add(case.case.shows)
    return shown


@pytest.mark.parametrize("entry", [entry.id for entry in LIBRARY.definitions if entry.kind == "count"])
def test_definition_is_shown_met_not_met_unknown_and_on_its_boundary(entry: str) -> None:
    assert {"met", "not_met", "unknown", "boundary"} <= _shown()[entry]


@pytest.mark.parametrize("entry", [entry.id for entry in LIBRARY.stagings])
def test_staging_model_is_shown_scored_unknown_and_on_its_boundary(entry: str) -> None:
    assert {"scored", "unknown", "boundary"} <= _shown()[entry]


@pytest.mark.parametrize("entry", [entry.id for entry in LIBRARY.pathways if entry.recommended])
def test_pathway_is_shown_met_not_met_unknown_and_stopped(entry: str) -> None:
    assert {"met", "not_met", "unknown", "stop"} <= _shown()[entry]


def test_checklist_is_shown() -> None:
    assert "checklist" in _shown()["difficult_to_treat"]


@pytest.mark.parametrize("head", LIBRARY.heads, ids=[head.id for head in LIBRARY.heads])
def test_entry_has_sources_status_and_review_date(head) -> None:
    assert head.sources
    assert head.review_by > head.valid_from
    assert all(cited.source in LIBRARY.sources for cited in head.sources)
