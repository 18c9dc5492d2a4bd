"""A session's content that lacks something is refused in a sentence, before a patient meets it."""

import tomllib
from typing import Any

import pytest
from pydantic import ValidationError

from trd_desk.content.load import content_folder
from trd_desk.content.session_models import DosingRules, LeavingRules, MonitoringRules, PredoseRules

FILES = {"dosing": DosingRules, "predose": PredoseRules, "monitoring": MonitoringRules, "leaving": LeavingRules}


def _content(name: str) -> dict[str, Any]:
    file = max(one for one in (content_folder() / "session" / name).glob("*.toml") if not one.name.endswith(".cases.toml"))
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _refused(name: str, body: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as fault:
        FILES[name].model_validate(body)
    return str(fault.value)


def _item(body: dict[str, Any], name: str) -> dict[str, Any]:
    return next(item for item in body["item"] if item["id"] == name)


@pytest.mark.parametrize("name", FILES)
def test_shipped_content_is_accepted(name: str) -> None:
    assert FILES[name].model_validate(_content(name)).sources


@pytest.mark.parametrize(
    ("name", "part"),
    [("predose", "item"), ("monitoring", "event"), ("monitoring", "schedule"), ("leaving", "need"), ("dosing", "route")],
)
def test_a_missing_or_doubled_part_is_named(name: str, part: str) -> None:
    body = _content(name)
    taken = body[part].pop()
    assert (
        f"{part}: must be each of the format once; {taken.get('id') or taken.get('kind') or taken['product']} is missing"
        in _refused(name, body)
    )
    body[part] += [taken, taken]
    assert "one is there twice" in _refused(name, body)


def test_a_label_rule_that_is_missing_or_forgets_a_dose_is_named() -> None:
    body = _content("dosing")
    rule = body["spray_rule"].pop()
    assert "must have one rule for emergency, eu, older, first, not 0" in _refused("dosing", body)
    body["spray_rule"].append({**rule, "warn": [28, 56]})
    assert "spray_rule emergency_older: its doses: must be each of the format once; 84.0 is missing" in _refused("dosing", body)


def test_an_item_without_its_limits_or_words_is_named() -> None:
    body = _content("predose")
    del _item(body, "heart_rate")["tolerated"]
    assert "tolerated: is missing; an item of the rule 'measure' needs it" in _refused("predose", body)
    body = _content("predose")
    _item(body, "suicide_risk")["says"].pop("high")
    assert "says: the words for 'high' are missing" in _refused("predose", body)
