"""A plan changed in one respect keeps everything else; another product takes its dose away."""

import pytest
from pydantic import ValidationError

from trd_desk.record.session_plan import changed_plan

BODY = {"product": "ketamine_iv", "indication": "trd", "on": "2026-03-17", "planned": {"mg_per_kg": 0.5, "bag_ml": 50}, "week": 3}


def test_one_fact_of_the_dose():
    assert changed_plan("s1", BODY, {"basis": "ideal"})["planned"] == {"mg_per_kg": 0.5, "bag_ml": 50, "basis": "ideal"}
    assert changed_plan("s1", BODY, {"bag_ml": None})["planned"] == {"mg_per_kg": 0.5}
    assert "planned" not in changed_plan("s1", BODY, {"bag_ml": None, "mg_per_kg": None})
    assert BODY["planned"] == {"mg_per_kg": 0.5, "bag_ml": 50}


def test_another_product_has_no_dose_yet():
    changed = changed_plan("s1", BODY, product="ketamine_sc")
    assert "planned" not in changed
    assert changed["week"] == 3
    assert changed_plan("s1", BODY, product="ketamine_iv") == BODY
    assert changed_plan("s1", BODY, {"dose_mg": 56}, product="esketamine_in")["planned"] == {"dose_mg": 56}


def test_a_fact_is_taken_away_or_refused():
    assert "indication" not in changed_plan("s1", BODY, indication=None)
    with pytest.raises(ValidationError):
        changed_plan("s1", BODY, product="arketamine")
    with pytest.raises(ValidationError):
        changed_plan("s1", BODY, {"dose_mg": 0})
