"""The content of a course that lacks something is refused in a sentence, and every statement of it can be traced."""

import tomllib
from typing import Any

import pytest
from pydantic import ValidationError

from trd_desk.content.course_models import CourseRules
from trd_desk.content.load import content_folder, load_library


def _content() -> dict[str, Any]:
    file = content_folder() / "session" / "course" / "2026.11.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _refused(body: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as fault:
        CourseRules.model_validate(body)
    return str(fault.value)


def _named(body: dict[str, Any], part: str, name: str) -> dict[str, Any]:
    return next(one for one in body[part] if one.get("id") == name)


def test_shipped_content_is_accepted_and_names_known_works() -> None:
    library = load_library()
    rules = library.course
    parts = (*rules.phase, *rules.spacing, *rules.missed, *rules.titration, *rules.no_phases, *rules.template)
    assert len(parts) > 20
    assert all(cited.source in library.sources for part in parts for cited in part.sources)


def test_a_week_without_a_phase_is_named() -> None:
    body = _content()
    _named(body, "phase", "eu_weekly")["first_week"] = 6
    assert "phase: the weeks must follow one another for esketamine_in, trd, eu, younger" in _refused(body)
    body = _content()
    _named(body, "phase", "emergency_older")["regions"] = ["eu"]
    assert "phase: week 1 is missing for esketamine_in, emergency, uk, older" in _refused(body)


def test_two_phases_of_one_week_are_named() -> None:
    body = _content()
    _named(body, "phase", "us_induction")["last_week"] = 5
    assert "phase: the weeks must follow one another for esketamine_in, trd, us, younger" in _refused(body)


def test_a_product_must_have_phases_or_say_that_it_has_none() -> None:
    body = _content()
    body["no_phases"] = [one for one in body["no_phases"] if one["products"] != ["ketamine_im"]]
    assert "phase: ketamine_im must either have phases or stand once under no_phases" in _refused(body)


def test_a_frequency_that_cannot_be_worked_with_is_named() -> None:
    body = _content()
    _named(body, "phase", "eu_induction")["every_weeks"] = [1, 2]
    assert "every_weeks: must be [1, 1] where a week has more than one session" in _refused(body)
    body = _content()
    _named(body, "phase", "eu_maintenance")["every_weeks"] = [2, 1]
    assert "every_weeks: the first number must not be larger than the second" in _refused(body)


def test_a_template_counts_from_its_first_day() -> None:
    body = _content()
    _named(body, "template", "kads")["days"] = [2, 4, 8]
    assert "days: must begin with 1" in _refused(body)
    body = _content()
    _named(body, "template", "kads")["days"] = [1, 8, 4]
    assert "days: must begin with 1 and rise" in _refused(body)


def test_every_region_has_one_rule_of_missed_sessions() -> None:
    body = _content()
    body["missed"] = body["missed"][:-1]
    assert "missed: must have one rule for ca" in _refused(body)


def test_what_only_analogy_supports_says_so() -> None:
    rules = load_library().course
    for template in rules.template:
        if template.id.endswith("by_analogy"):
            assert template.status == "site"
            assert "not evidence-based" in template.standing
    assert {template.product for template in rules.template} == {"esketamine_in", "ketamine_iv", "ketamine_sc"}
