"""The blank forms in words: every item, point, tier and need of the content, with its numbers, for each route."""

from dataclasses import replace
from typing import get_args

import pytest

from trd_desk.content.load import load_library
from trd_desk.content.session_models import Product
from trd_desk.view.downtime import view_downtime
from trd_desk.view.downtime_words import alarm_tiers, dose_limits, in_order, leaving_need, otherwise

ROUTES = get_args(Product)


@pytest.fixture(scope="module")
def library():
    return load_library()


def rows(view):
    return [row for group in view.groups for row in group.rows]


def item(library, name):
    return next(one for one in library.predose.item if one.id == name)


@pytest.mark.parametrize("product", ROUTES)
def test_the_checklist_has_all_33_items_in_order(library, product):
    found = rows(view_downtime(library, product))
    assert [row.number for row in found] == list(range(1, 34))
    assert sorted(row.name for row in found) == sorted(one.label for one in library.predose.item)
    for row in found:
        assert row.in_order and row.otherwise.endswith(".")
        assert not set("{}") & set(row.in_order + row.otherwise)


@pytest.mark.parametrize(
    ("name", "threshold", "else_"),
    [
        ("heart_rate", "50 to 100 a minute", "40 to under 50 or over 100 to 120: override; beyond: hold."),
        ("spo2", "94 % or more on air", "90 to under 94: override; beyond: hold."),
        ("respiratory_rate", "10 to 20 a minute", "8 to under 10 or over 20 to 24: override; beyond: hold."),
        ("food", "None for 2 hours", "Sooner: override."),
        ("fluid", "None for 30 minutes", "Sooner: override."),
        ("nasal_spray", "None, or 1 hour ago or more", "Sooner: hold."),
        ("identity", "Patient, product, dose, route and prescription right", "Hold. Never overridden."),
        ("weight", "Measured in the last 7 days, 30 to 250 kg", "Older, or outside 30 to 250 kg: hold."),
        ("depression_score", "Recorded on the same scale as before", "Note."),
        ("interval", "Within the plan; 2 spray sessions in 7 days at most", "Override."),
    ],
)
def test_an_item_says_its_threshold_and_what_follows(library, name, threshold, else_):
    assert in_order(library, item(library, name)).replace("\u00a0", " ") == threshold
    assert otherwise(library, item(library, name)).replace("\u00a0", " ") == else_


def test_the_tiers_of_the_blood_pressure_before_the_dose_are_written_out(library):
    pressure = item(library, "blood_pressure")
    assert in_order(library, pressure).startswith("140/90 or less")
    assert "repeated after 10 minutes" in in_order(library, pressure)
    said = otherwise(library, pressure)
    assert "160/100 or more, or under 90 systolic: hold." in said
    assert "180/110 or more: stop." in said


def test_the_worst_result_of_an_item_stands_first_with_its_answers(library):
    said = otherwise(library, item(library, "sedative"))
    assert said.index("Hold: drowsy now") < said.index("Note: a sedative was taken in the last 12 hours")
    assert "8 mg of diazepam equivalent" in said
    assert otherwise(library, item(library, "urinary")).startswith("Hold: visible blood or pain")


def test_the_words_follow_the_numbers_of_the_content(library):
    changed = tuple(
        one.model_copy(update={"normal": (55.0, 95.0), "tolerated": (45.0, 110.0)}) if one.id == "heart_rate" else one
        for one in library.predose.item
    )
    other = replace(library, predose=library.predose.model_copy(update={"item": changed}))
    row = next(row for row in rows(view_downtime(other, "ketamine_iv")) if row.name == "Heart rate")
    assert row.in_order == "55 to 95 a minute"
    assert row.otherwise == "45 to under 55 or over 95 to 110: override; beyond: hold."


def test_what_a_route_does_not_ask_is_said(library):
    asked = {row.name: row for row in rows(view_downtime(library, "ketamine_oral"))}
    for name in ("Food", "Fluids", "Nose", "Nasal steroid or decongestant"):
        assert (asked[name].asked, asked[name].only) == (False, "Not asked for this route.")
    assert asked["Weight"].asked and asked["Liver tests"].only == ""
    spray = {row.name: row for row in rows(view_downtime(library, "esketamine_in"))}
    assert not spray["Weight"].asked and spray["Food"].asked
    assert spray["Liver tests"].asked
    assert spray["Liver tests"].only.startswith("Only with moderate hepatic impairment")


def test_every_stop_hold_and_caution_stands_in_the_list(library):
    lists = dict(view_downtime(library, "ketamine_sc").stop_list)
    assert list(lists) == ["Stop", "Hold", "Caution"]
    for rule in (*library.conditions, *library.age_rules):
        if rule.level != "note":
            assert rule.label.lower() in lists[rule.level.capitalize()].lower()


@pytest.mark.parametrize(
    ("product", "heads"),
    [
        ("esketamine_in", ["Before", "15", "30", "40", "60", "90", "120"]),
        ("ketamine_iv", ["Before", "10", "20", "30", "End", "+15", "+30", "+60", "+90", "+120"]),
        ("ketamine_sc", ["Before", "10", "20", "30", "40", "60", "90", "120"]),
        ("ketamine_im", ["Before", "10", "20", "30", "40", "60", "90", "120"]),
        ("ketamine_oral", ["Before", "30", "60", "90", "120", "180"]),
        ("esketamine_oral", ["Before", "30", "60", "90", "120", "180"]),
    ],
)
def test_the_due_points_are_the_columns(library, product, heads):
    columns = view_downtime(library, product).columns
    assert [column.head for column in columns if column.head] == heads
    assert [column.note for column in columns if not column.head] == ["longer"] * 4
    key = {"ketamine_iv": "End", "ketamine_oral": "60", "esketamine_oral": "60"}.get(product, "40")
    assert [column.head for column in columns if column.key] == [key]
    if product.endswith("_oral"):
        assert next(column.note for column in columns if column.head == "180") == "first dose"


def test_the_alarm_tiers_are_those_of_the_rules(library):
    tiers = {sign: (amber, red) for sign, amber, red in alarm_tiers(library)}
    assert tiers["Blood pressure"][0] == "160/100 or more, or a rise of 40 systolic or 25 diastolic"
    assert "180/110 or more twice in a row" in tiers["Blood pressure"][1]
    assert "200/120 or more at once" in tiers["Blood pressure"][1]
    assert tiers["Oxygen, %"] == ("under 94", "under 90; or falling under 94 with MOAA/S 3 or less")
    assert tiers["Breaths a minute"] == ("under 10, or 25 or more", "under 8 or 30 or more")
    assert tiers["Pulse a minute"] == (
        "under 50, or 111 or more",
        "131 or more; under 45 with an event within 10 minutes or MOAA/S 3 or less",
    )
    assert tiers["MOAA/S"] == ("3 or less", "2 or less")
    assert tiers["Dissociation"][0] == "CADSS 30 or more, or distress 2 or more"
    for event in library.monitoring.event:
        assert event.label.lower() in tiers["Events"][event.level == "red"].lower()


def test_what_to_do_at_an_alarm_comes_from_the_content(library):
    view = view_downtime(library, "esketamine_in", red_call="2222")
    said = [order.steps for order in view.orders]
    assert len(said) == len(library.conduct.response)
    for response in library.conduct.response:
        assert " ".join(response.steps) in said
    assert next(order.level for order in view.orders) == "Red"
    assert view.red_call == "Red alarm: call 2222"
    assert view_downtime(library, "esketamine_in").red_call == "Red alarm: call"


@pytest.mark.parametrize("product", ROUTES)
def test_every_need_of_leaving_stands_with_its_numbers(library, product):
    view = view_downtime(library, product)
    assert [row.name for row in view.leaving] == [need.label for need in library.leaving.need]
    assert all(row.in_order for row in view.leaving)
    schedule = next(one for one in library.monitoring.schedule if one.product == product)
    said = {need.id: leaving_need(library, need, schedule).replace("\u00a0", " ") for need in library.leaving.need}
    assert said["two_hours"].startswith("2 hours since the ")
    assert ("3 hours" in said["two_hours"]) == product.endswith("_oral")
    assert "under 160/100" in said["blood_pressure"] and "20 systolic and 15 diastolic" in said["blood_pressure"]
    assert said["heart_rate"] == "50 to 110 a minute"
    assert said["sedation"] == "MOAA/S 5"
    assert "age 75 or more" in said["extended_observation"]
    assert ("end of the infusion" if product == "ketamine_iv" else f"{schedule.key_point} minutes") in said["missing_observation"]


def test_the_limits_of_a_dose_worked_out_by_hand(library):
    spray = " ".join(dose_limits(library, "esketamine_in"))
    assert "28, 56 or 84 mg, in devices of 28 mg, 5 minutes apart" in spray
    assert "EU or UK, from 65 years: 28 mg; 56 or 84 mg is blocked." in spray
    drip = " ".join(dose_limits(library, "ketamine_iv"))
    assert drip.startswith("1 mg/kg at most") and "dose x 1.5" in drip and "0.5 mg/kg is usual" in drip
    assert dose_limits(library, "ketamine_oral")[0].startswith("1.25 mg/kg at most")


def test_the_forms_say_late_entries_and_what_they_rest_on(library):
    view = view_downtime(library, "ketamine_im", clinic=" Example Clinic ")
    assert "as late entries" in view.late and view.clinic == "Example Clinic"
    assert "US label (Spravato)" in view.foot[0] and "does not replace watching the patient" in view.foot[0]
    assert library.digest.removeprefix("sha256:")[:12] in view.foot[1]
    assert any("(provisional)" in scale for scale in view.scales)
    assert len(view.given_blanks) == 3
    assert len(view_downtime(library, "esketamine_in").given_blanks) == 3
