"""Arguments of the options for one patient, worked by hand: what applies, what does not, what is not known."""

import datetime as dt
import json

import pytest

from trd_desk.content.load import load_library
from trd_desk.engine.arguments import arguments, known_facts
from trd_desk.engine.assess import assess
from trd_desk.record.models import Case

LIBRARY = load_library()
DAY = dt.date(2026, 3, 17)
ALL_KINDS = ("antidepressant", "augmentation", "combination", "psychotherapy", "ect", "rtms", "ketamine")


def trial(name, drug, mg, *, weeks=8, percent=10.0, stop="no_effect", **more):
    return {
        "id": name,
        "kind": "antidepressant",
        "episode": "current",
        "drug": drug,
        "doses": [{"mg": float(mg), "weeks": float(weeks)}],
        "improvement_percent": percent,
        "stop_reason": stop,
        "adherent": True,
        **more,
    }


def states(**case):
    body = {"format": "trd-desk-case/1", "patient": {"id": "A1", "birth_date": "1980-05-10"}, **case}
    made = Case.model_validate_json(json.dumps(body))
    return {state.option.id: state for state in arguments(LIBRARY, made, assess(LIBRARY, made, DAY))}


def counts(state, name):
    return next(one.counts for one in state.arguments if one.argument.id == name)


def test_nothing_known_leaves_every_argument_that_hangs_on_a_fact_open_with_its_question():
    for state in states().values():
        for one in state.arguments:
            assert one.counts is (True if one.always else None) or one.argument.when == "older", (state.option.id, one.argument.id)
            if one.counts is None:
                assert one.question is not None, (state.option.id, one.argument.id)
                assert one.question.field


def test_every_condition_of_an_argument_is_a_fact_that_the_engine_knows():
    unknown = {one.when for option in LIBRARY.options for one in option.argument if one.when is not None} - known_facts()
    assert not unknown


@pytest.mark.parametrize(
    ("percent", "stop", "partial", "none"),
    [
        (10.0, "no_effect", False, True),
        (24.9, "no_effect", False, True),
        (25.0, "no_effect", True, False),
        (49.9, "no_effect", True, False),
        (50.0, "no_effect", False, False),
        (30.0, "intolerance", False, True),
        (None, "ongoing", None, None),
    ],
)
def test_a_partial_response_speaks_for_adding_and_none_for_switching(percent, stop, partial, none):
    treatments = [trial("t1", "sertraline", 100), trial("t2", "venlafaxine", 225, percent=percent, stop=stop)]
    found = states(treatments=treatments, asked=ALL_KINDS)
    assert counts(found["switch"], "none_or_side_effects") is none
    assert counts(found["switch"], "partial") is partial
    assert counts(found["augment_lithium"], "partial") is partial


def test_two_failures_and_fewer_than_three():
    two = [trial("t1", "sertraline", 100), trial("t2", "venlafaxine", 225)]
    found = states(treatments=two, asked=ALL_KINDS, episode={"diagnosis": "unipolar"})
    assert counts(found["rtms"], "first_line") is True
    assert counts(found["esketamine"], "few_failures") is True
    three = [*two, trial("t3", "duloxetine", 60)]
    found = states(treatments=three, asked=ALL_KINDS, episode={"diagnosis": "unipolar"})
    assert counts(found["esketamine"], "few_failures") is False
    found = states(treatments=two, asked=(), episode={"diagnosis": "unipolar"})
    assert counts(found["esketamine"], "few_failures") is None


def test_the_licence_asks_for_an_ssri_or_snri():
    ongoing = trial("t3", "duloxetine", 60, percent=None, stop="ongoing")
    found = states(treatments=[ongoing], asked=ALL_KINDS)
    assert (counts(found["esketamine"], "combined"), counts(found["esketamine"], "no_combined")) == (True, False)
    found = states(treatments=[trial("t3", "mirtazapine", 30, percent=None, stop="ongoing")], asked=ALL_KINDS)
    assert (counts(found["esketamine"], "combined"), counts(found["esketamine"], "no_combined")) == (False, True)


def test_an_mao_inhibitor_speaks_against_a_combination():
    maoi = trial("t3", "tranylcypromine", 40, percent=None, stop="ongoing")
    assert counts(states(treatments=[maoi], asked=ALL_KINDS)["combine"], "maoi") is True
    assert counts(states(treatments=[trial("t1", "sertraline", 100)], asked=ALL_KINDS)["combine"], "maoi") is False
    assert counts(states(treatments=[], asked=())["combine"], "maoi") is None


def test_psychosis_speaks_for_ect_and_against_ketamine_by_severity_or_as_a_condition():
    for case in ({"episode": {"severity": "severe_psychotic"}}, {"episode": {"severity": "severe"}, "conditions": {"active_psychosis": True}}):
        found = states(**case)
        assert counts(found["ect"], "psychosis") is True
        assert counts(found["ketamine_iv"], "psychosis") is True
        assert counts(found["ketamine_iv"], "elekt") is False
    found = states(episode={"severity": "severe"}, conditions={"active_psychosis": False})
    assert counts(found["ect"], "psychosis") is False
    assert counts(states(episode={"severity": "severe"})["ect"], "psychosis") is None


def test_what_was_tried_stands_with_its_option_alone():
    lithium = {
        "id": "g1", "kind": "augmentation", "episode": "current", "drug": "lithium", "level_mmol_l": 0.7, "with": "t1",
        "doses": [{"mg": 800.0, "weeks": 6.0}], "improvement_percent": 10.0, "stop_reason": "no_effect",
    }  # fmt: skip
    found = states(treatments=[trial("t1", "sertraline", 100, weeks=14), lithium], asked=ALL_KINDS)
    assert [one.id for one in found["augment_lithium"].tried] == ["g1"]
    assert found["augment_lithium"].tried[0].failed is True
    assert found["augment_antipsychotic"].tried == ()
    assert counts(found["augment_lithium"], "tried") is True
    assert counts(found["augment_antipsychotic"], "tried") is False
    assert not found["neurostimulation_other"].listed


def test_an_unasked_kind_is_not_known_to_be_untried():
    assert counts(states()["rtms"], "not_tried") is None
    assert counts(states(asked=("rtms",))["rtms"], "not_tried") is True
    given = {"id": "r1", "kind": "rtms", "episode": "current", "sessions": 30}
    assert counts(states(treatments=[given], asked=("rtms",))["rtms"], "not_tried") is False


def test_sedatives_count_once_the_list_is_complete():
    drug = [{"drug": "diazepam", "daily_mg": 10.0}]
    assert counts(states(medications=drug)["esketamine"], "sedatives") is True
    assert counts(states(medications_reviewed=True)["esketamine"], "sedatives") is False
    assert counts(states()["esketamine"], "sedatives") is None
    unknown = [{"drug": "a drug that no table has"}]
    assert counts(states(medications=unknown, medications_reviewed=True)["esketamine"], "sedatives") is None
    assert counts(states(medications=[*unknown, *drug])["esketamine"], "sedatives") is True
    assert counts(states(medications=[{"drug": "levothyroxine"}], medications_reviewed=True)["esketamine"], "sedatives") is False


def test_the_label_and_the_age_are_asked():
    assert counts(states(licence_region="uk")["esketamine"], "nice") is True
    assert counts(states(licence_region="us")["esketamine"], "nice") is False
    old = states(patient={"id": "A1", "birth_date": "1950-01-01"})
    assert counts(old["esketamine"], "older") is True


def test_a_refused_course_of_ect_was_not_tried_and_an_unknown_one_is_asked_about():
    def found(**told):
        return states(treatments=[{"id": "e1", "kind": "ect", "sessions": 8, **told}], asked=ALL_KINDS)

    given = found(status="given", episode="current")
    assert counts(given["augment_lithium"], "after_ect") is True
    assert [one.given for one in given["ect"].tried] == [True]
    for status in ("refused", "contraindicated"):
        other = found(status=status, episode="current")
        assert counts(other["augment_lithium"], "after_ect") is False
        assert other["ect"].tried == ()
    for told in ({"status": "given"}, {"episode": "current"}):
        unknown = found(**told)
        assert counts(unknown["augment_lithium"], "after_ect") is None
        asked = next(one.question for one in unknown["augment_lithium"].arguments if one.argument.id == "after_ect")
        assert asked is not None
        assert asked.field.startswith("treatments.e1.")


@pytest.mark.parametrize(
    ("percent", "stop", "failed"),
    [(5.0, "no_effect", True), (60.0, "no_effect", False), (5.0, "ongoing", None), (None, "no_effect", None)],
)
def test_a_course_of_ketamine_that_did_not_help_is_told_as_such(percent, stop, failed):
    course = {"id": "k1", "kind": "ketamine", "product": "esketamine_in", "episode": "current", "improvement_percent": percent, "stop_reason": stop}
    found = states(treatments=[course], asked=ALL_KINDS)
    assert [one.failed for one in found["esketamine"].tried] == [failed]
    assert found["ketamine_iv"].tried == ()


@pytest.mark.parametrize(("weeks", "mg", "none"), [(4, 50, True), (3, 50, False), (8, 25, False)])
def test_no_response_is_not_said_of_an_antidepressant_that_was_too_short_or_too_low(weeks, mg, none):
    """Sertraline has its minimum at 50 mg; the early check is at four weeks (decision 60)."""
    found = states(treatments=[trial("t1", "sertraline", mg, weeks=weeks)], asked=ALL_KINDS)
    assert counts(found["switch"], "none_or_side_effects") is none


def test_an_antidepressant_of_an_unknown_episode_or_without_doses_leaves_the_response_open():
    unknown = states(treatments=[trial("t1", "sertraline", 100, episode=None)], asked=ALL_KINDS)
    assert counts(unknown["switch"], "none_or_side_effects") is None
    assert counts(unknown["augment_lithium"], "partial") is None
    undosed = states(treatments=[trial("t1", "sertraline", 100) | {"doses": []}], asked=ALL_KINDS)
    state = next(one for one in undosed["switch"].arguments if one.argument.id == "none_or_side_effects")
    assert (state.counts, state.question.field) == (None, "treatments.t1.doses")


def test_a_subsyndromal_episode_is_neither_mild_nor_moderate():
    assert counts(states(episode={"severity": "subsyndromal"})["neurostimulation_other"], "tdcs") is False
    assert counts(states(episode={"severity": "mild"})["neurostimulation_other"], "tdcs") is True


@pytest.mark.parametrize(("failed", "vns"), [(2, False), (3, False), (4, True)])
def test_vagus_nerve_stimulation_speaks_only_from_four_failures_on(failed, vns):
    drugs = [("sertraline", 100), ("venlafaxine", 225), ("duloxetine", 60), ("mirtazapine", 30)][:failed]
    found = states(treatments=[trial(f"t{place}", drug, mg) for place, (drug, mg) in enumerate(drugs)], asked=ALL_KINDS, episode={"diagnosis": "unipolar"})
    assert counts(found["neurostimulation_other"], "vns") is vns


def test_a_severe_liver_impairment_is_told_apart_from_a_moderate_one():
    found = states(conditions={"hepatic_impairment_severe": True, "hepatic_impairment_moderate": False})["ketamine_other"]
    assert (counts(found, "liver_severe"), counts(found, "liver")) == (True, False)
