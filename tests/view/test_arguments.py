"""What the page Pathways says of treatments of an option that were tried, by the record."""

import datetime as dt
import json

import pytest

from trd_desk.content.load import load_library
from trd_desk.engine.assess import assess
from trd_desk.record.fold import from_case
from trd_desk.record.models import Case
from trd_desk.view.arguments import view_options

LIBRARY = load_library()
DAY = dt.date(2026, 3, 17)
GIVEN = {"status": "given", "sessions": 12, "placement": "bilateral", "episode": "current"}
KETAMINE = {"id": "k1", "kind": "ketamine", "product": "esketamine_in", "episode": "current", "improvement_percent": 5.0}


def tried(option, **treatment):
    body = {"format": "trd-desk-case/1", "patient": {"id": "A1"}, "treatments": [treatment], "asked": [treatment["kind"]]}
    case = Case.model_validate_json(json.dumps(body))
    shown = next(one for one in view_options(LIBRARY, from_case(case), assess(LIBRARY, case, DAY)) if one.id == option)
    return [remark.text for remark in shown.tried]


@pytest.mark.parametrize(
    ("treatment", "says"),
    [
        ({**GIVEN, "improvement_percent": 10.0}, "tried adequately in this episode without a response."),
        ({"status": "refused", "episode": "current"}, "Not tried in this episode."),
        ({"episode": "current"}, "ECT: whether it was given is not recorded."),
    ],
)
def test_ect_that_was_refused_is_not_told_as_tried(treatment, says):
    assert [text for text in tried("ect", id="e1", kind="ect", **treatment) if says in text]


def test_a_course_of_the_spray_that_did_not_help_is_not_told_as_no_failure():
    assert tried("esketamine", **KETAMINE, stop_reason="no_effect") == ["Esketamine spray: tried in this episode without a response."]
    assert "cannot be told" in tried("esketamine", **KETAMINE, stop_reason="ongoing")[0]
