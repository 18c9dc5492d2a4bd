"""What must hold for every case: the engine never raises, does not depend on order, and only unknown facts make unknown answers."""

import copy
import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from trd_desk.content.load import load_library
from trd_desk.engine.assess import assess
from trd_desk.engine.verdict import Assessment
from trd_desk.interchange.assessment_file import assessment_object
from trd_desk.interchange.assessment_format import AssessmentFile
from trd_desk.record.fact import FORMAT
from trd_desk.record.models import Case

LIBRARY = load_library()
DRUGS = [drug.id for drug in LIBRARY.antidepressants.drug]
AGENTS = [agent.id for agent in LIBRARY.agents.agent]
KINDS = ["antidepressant", "augmentation", "combination", "psychotherapy", "ect", "rtms", "ketamine"]
TODAY = dt.date(2026, 11, 1)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), strategy)


days = st.dates(dt.date(2023, 1, 1), dt.date(2026, 10, 1)).map(dt.date.isoformat)
doses = st.lists(
    st.fixed_dictionaries({"mg": maybe(st.sampled_from([5, 15, 30, 50, 75, 150, 300])), "weeks": maybe(st.integers(0, 14))}),
    max_size=3,
)
common = {
    "episode": maybe(st.sampled_from(["current", "earlier"])),
    "improvement_percent": maybe(st.sampled_from([-20, 0, 10, 24, 25, 49, 50, 80])),
    "outcome": maybe(st.sampled_from(["none", "partial", "response", "remission"])),
    "stop_reason": maybe(st.sampled_from(["no_effect", "intolerance", "loss_of_response", "access", "patient_wish", "ongoing"])),
    "start": maybe(days),
}
treatments = st.one_of(
    st.fixed_dictionaries(
        {
            **common,
            "kind": st.just("antidepressant"),
            "drug": maybe(st.sampled_from(DRUGS)),
            "doses": doses,
            "adherent": maybe(st.booleans()),
        }
    ),
    st.fixed_dictionaries(
        {
            **common,
            "kind": st.just("augmentation"),
            "drug": st.sampled_from(AGENTS),
            "doses": doses,
            "level_mmol_l": maybe(st.sampled_from([0.4, 0.5, 0.9, 1.2])),
        }
    ),
    st.fixed_dictionaries({**common, "kind": st.just("combination"), "drug": st.sampled_from(DRUGS), "doses": doses}),
    st.fixed_dictionaries(
        {
            **common,
            "kind": st.just("psychotherapy"),
            "modality": maybe(st.sampled_from(["cbt", "supportive"])),
            "sessions": maybe(st.integers(0, 20)),
            "weeks": maybe(st.integers(0, 20)),
        }
    ),
    st.fixed_dictionaries(
        {
            **common,
            "kind": st.just("ect"),
            "status": maybe(st.sampled_from(["given", "refused"])),
            "placement": maybe(st.sampled_from(["bilateral", "unilateral"])),
            "sessions": maybe(st.integers(0, 12)),
        }
    ),
    st.fixed_dictionaries({**common, "kind": st.just("rtms"), "sessions": maybe(st.integers(0, 30))}),
)
episodes = st.fixed_dictionaries(
    {
        "diagnosis": maybe(st.sampled_from(["unipolar", "bipolar", "unresolved", "other"])),
        "start": maybe(days),
        "severity": maybe(st.sampled_from(["subsyndromal", "mild", "moderate", "severe", "severe_psychotic"])),
        "setting": maybe(st.sampled_from(["outpatient", "inpatient"])),
        "acute_suicidality": maybe(st.booleans()),
    }
)


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    listed = draw(st.lists(treatments, max_size=6))
    for place, item in enumerate(listed):
        item["id"] = f"t{place}"
    drugs = [item["id"] for item in listed if item["kind"] == "antidepressant"]
    for item in listed:
        if item["kind"] in ("augmentation", "combination") and drugs:
            item["with"] = draw(maybe(st.sampled_from(drugs)))
    return {
        "format": FORMAT,
        "as_of": TODAY.isoformat(),
        "patient": {"id": "p", "birth_date": draw(maybe(st.sampled_from(["1950-01-01", "1980-05-10", "2010-01-01"])))},
        "episode": draw(episodes),
        "asked": draw(st.lists(st.sampled_from(KINDS), unique=True)),
        "treatments": listed,
        "conditions": draw(
            st.dictionaries(st.sampled_from([rule.id for rule in LIBRARY.conditions]), maybe(st.booleans()), max_size=4)
        ),
    }


def answer(body: dict[str, Any], *, provisional: bool = True) -> Assessment:
    return assess(LIBRARY, Case.model_validate_json(json.dumps(body)), provisional=provisional)


def verdicts(assessment: Assessment) -> dict[str, str]:
    return {
        **{f"definition {item.id}": item.verdict for item in assessment.definitions},
        **{f"pathway {item.id}": item.result for item in assessment.pathways},
    }


quick = settings(
    max_examples=40,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    deadline=None,
)


@quick
@given(cases())
def test_every_case_has_an_answer_that_fits_the_published_format(body: dict[str, Any]) -> None:
    AssessmentFile.model_validate_json(json.dumps(assessment_object(answer(body), LIBRARY)))


@quick
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_treatments_changes_no_verdict(body: dict[str, Any], random: Any) -> None:
    shuffled = copy.deepcopy(body)
    random.shuffle(shuffled["treatments"])
    first, second = answer(body), answer(shuffled)
    assert verdicts(first) == verdicts(second)
    assert {item.id: (item.range, item.band) for item in first.staging} == {
        item.id: (item.range, item.band) for item in second.staging
    }


def _fill(body: dict[str, Any], draw: Any) -> dict[str, Any]:
    """The same case with some unknown answered."""
    filled = copy.deepcopy(body)
    for item in filled["treatments"]:
        for key, values in (
            ("improvement_percent", [0, 30, 60]),
            ("adherent", [True, False]),
            ("episode", ["current", "earlier"]),
            ("sessions", [4, 16]),
            ("placement", ["bilateral", "unilateral"]),
            ("status", ["given", "refused"]),
            ("level_mmol_l", [0.3, 0.7]),
        ):
            if key in item and item[key] is None and (key != "improvement_percent" or item["outcome"] is None):
                item[key] = draw(st.sampled_from(values))
        for step in item.get("doses", []):
            step["mg"] = step["mg"] if step["mg"] is not None else draw(st.sampled_from([5, 300]))
            step["weeks"] = step["weeks"] if step["weeks"] is not None else draw(st.sampled_from([1, 20]))
    filled["asked"] = KINDS
    for key, value in (("diagnosis", "unipolar"), ("severity", "severe"), ("setting", "inpatient"), ("acute_suicidality", True)):
        if filled["episode"][key] is None:
            filled["episode"][key] = value
    return filled


@quick
@given(cases(), st.data())
def test_an_answer_given_despite_unknowns_holds_whatever_they_turn_out_to_be(body: dict[str, Any], data: st.DataObject) -> None:
    before, after = answer(body), answer(_fill(body, data.draw))
    known = {item.id: item.verdict for item in after.definitions}
    for item in before.definitions:
        if item.verdict in ("met", "not_met"):
            assert known[item.id] == item.verdict, item.id
    ranges = {item.id: item for item in after.staging}
    for item in before.staging:
        then = ranges[item.id]
        if item.range is None or then.range is None:
            continue
        low, high = item.range
        assert then.range[0] >= low - 1e-9, item.id
        assert high is None or (then.range[1] is not None and then.range[1] <= high + 1e-9), item.id


@quick
@given(cases())
def test_one_more_failed_adequate_trial_never_undoes_a_definition(body: dict[str, Any]) -> None:
    more = copy.deepcopy(body)
    trial = {
        "id": "extra",
        "kind": "antidepressant",
        "episode": "current",
        "drug": "sertraline",
        "doses": [{"mg": 100, "weeks": 12}],
    }
    more["treatments"].append({**trial, "adherent": True, "improvement_percent": 5, "stop_reason": "no_effect"})
    after = {item.id: item.verdict for item in answer(more).definitions}
    for item in answer(body).definitions:
        if item.verdict == "met" and item.id != "delphi_prd":
            assert after[item.id] == "met"


@pytest.mark.parametrize("model", LIBRARY.stagings, ids=[model.id for model in LIBRARY.stagings])
def test_every_total_lies_in_exactly_one_band(model: Any) -> None:
    if model.bands and model.high is not None:
        for total in range(int(model.low), int(model.high) + 1):
            assert sum(band.low <= total and (band.high is None or total <= band.high) for band in model.bands) == 1
