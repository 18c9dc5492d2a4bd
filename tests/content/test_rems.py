"""The treatment-monitoring form as content: what it lacks or misspells is refused in a sentence."""

import tomllib
from typing import Any

import pytest
from pydantic import ValidationError

from trd_desk.content.load import content_folder, load_library
from trd_desk.content.rems_models import RemsForm, rems_faults


def _body() -> dict[str, Any]:
    return tomllib.loads((content_folder() / "session/rems/2026.11.toml").read_text(encoding="utf-8"))


def _field(body: dict[str, Any], name: str) -> dict[str, Any]:
    return next(field for field in body["field"] if field["id"] == name)


def _refused(body: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as fault:
        RemsForm.model_validate(body)
    return str(fault.value)


def test_the_shipped_form_holds_every_fact_of_the_clinical_text() -> None:
    """Part B, 6.5, field by field."""
    form = load_library().rems
    wanted = {
        *("patient_name", "birth_date", "sex", "first_treatment", "enrolled"),
        *("benzodiazepine", "sedative_hypnotic", "opioid", "psychostimulant", "maoi"),
        *("clinician", "clinician_contact", "site_name", "date", "dose", "lot", "total_minutes", "ready_without"),
        *("signs_before", "signs_before_end", "pressure_before", "pressure_40", "pressure_before_end"),
        *("sedation", "dissociation", "respiratory_depression", "serious_event"),
    }
    assert wanted <= {field.id for field in form.field}
    assert form.submit_days == 7
    assert {field.id for field in form.field if field.edition == "newer"} >= {"opioid", "respiratory_depression"}
    assert [field.id for field in form.field if field.edition == "older"] == ["ready_without"]
    # What the text has from memory only is said to be so.
    assert {field.status for field in form.field if field.fills in ("onset", "resolution", "details")} == {"provisional"}


def test_every_line_of_the_form_is_filled_to_its_end() -> None:
    form = load_library().rems
    for section in form.section:
        used = 0
        for field in (one for one in form.field if one.section == section.id):
            used = field.sixths if used + field.sixths > 6 else used + field.sixths
        assert used in (2, 4, 6), section.id


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("dose", {"choices": []}, "choices: must be given for the shape 'choice'"),
        ("name", {"choices": ["a"]}, "choices: must be given for the shape 'choice'"),
        ("maoi", {"groups": []}, "groups: must be given where fills is 'medicines'"),
        ("pressure_40", {"minutes": None}, "minutes: must be given where fills is 'pressure_at'"),
        ("enrolled", {"scheme": None}, "scheme: must be given where fills is 'enrolled'"),
        ("sedation_onset", {"of": None}, "of: must name the field"),
        ("sedation_onset", {"of": "sedatoin"}, "there is no field 'sedatoin'"),
        ("sex", {"section": "patinet"}, "there is no section 'patinet'"),
        ("sex", {"fills": "gender"}, "fills"),
        ("sex", {"sources": []}, "sources"),
    ],
)
def test_a_field_that_lacks_something_is_named(name: str, change: dict[str, Any], said: str) -> None:
    body = _body()
    _field(body, "patient_name" if name == "name" else name).update(change)
    assert said in _refused(body)


def test_names_of_other_files_that_are_not_there_are_told() -> None:
    library = load_library()
    body = _body()
    _field(body, "maoi")["groups"] = ["moai"]
    _field(body, "enrolled")["scheme"] = "us_rem"
    groups, schemes = {group.id for group in library.interactions}, {one.id for one in library.permits.access}
    assert list(rems_faults(RemsForm.model_validate(body), groups, schemes)) == [
        "rems: field enrolled: no scheme 'us_rem'; did you mean 'us_rems'?",
        "rems: field maoi: no group of medicines 'moai'; did you mean 'maoi'?",
    ]
    assert not list(rems_faults(library.rems, groups, schemes))


def test_a_doubled_field_and_a_sentence_without_its_days_are_named() -> None:
    body = _body()
    body["field"].append(dict(_field(body, "sex")))
    assert "field sex: is there twice" in _refused(body)
    body = _body()
    body["submit"] = "Send it soon."
    assert "submit: must hold {days}" in _refused(body)
