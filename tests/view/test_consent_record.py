"""The consent record in words: the licence of the patient's region, what is explained for each route, and what the record holds."""

import datetime as dt

import pytest
from paper_days import bare_day, full_day, known, plain

from trd_desk.content.load import load_library
from trd_desk.view.consent_record import consent_products, view_consent_record
from trd_desk.view.permits import asked_again

ROUTES = ("esketamine_in", "ketamine_iv", "ketamine_sc", "ketamine_im", "ketamine_oral", "esketamine_oral")


def viewed(day, product, clock="15:30"):
    told = known(day, clock)
    return view_consent_record(told.library, told.patient, told.assessment, product, told.day)


def facts(value):
    found = {}
    label = ""
    for line in value.facts:
        label = line.label or label
        found[label] = plain(f"{found.get(label, '')} {line.text}")
    return found


def explained(value):
    return {plain(line.text): plain(line.works) for part in value.parts for line in part.lines}


@pytest.mark.parametrize("product", ROUTES)
def test_every_route_explains_what_the_brief_of_consent_asks_for(product):
    said = " ".join(explained(viewed(full_day(), product)))
    for words in ("dissociation", "Blood pressure can rise", "under observation for at least 2 hours", "No driving", "restful sleep", "pregnancy",
                  "dependence", "bladder", "Other ways were named", "can be taken back at any time", "asked again before each dose"):  # fmt: skip
        assert words in said, (product, words)
    assert "{" not in said
    assert ("3 hours" in said) == (product in ("ketamine_oral", "esketamine_oral"))
    assert ("for 24 hours, and until" in said) == (product == "ketamine_iv")
    assert ("The spray has not been shown" in said) == (product == "esketamine_in")


@pytest.mark.parametrize("product", ROUTES)
def test_each_statement_names_its_works_and_its_standing(product):
    value = viewed(full_day(), product)
    numbers = {work.number for work in value.sources}
    for text, works in explained(value).items():
        inside, _bracket, standing = works.removeprefix("[").partition("] ")
        assert {int(number) for number in inside.split(",")} <= numbers, text
        assert standing in ("verified", "as reported", "provisional", "set by this clinic")
    assert "not known well" in next(text for text, works in explained(value).items() if works.endswith("provisional"))


@pytest.mark.parametrize(
    ("product", "region", "words"),
    [
        ("esketamine_in", "eu", "Licensed use (European Union). Licensed with an SSRI or SNRI"),
        ("esketamine_in", "us", "Licensed use (United States)."),
        ("esketamine_in", "other", "Label not known here (elsewhere). The program holds no licence text of this region"),
        ("ketamine_iv", "uk", "Off label (United Kingdom). Off label for depression. The use is off-label for depression. Consent is signed"),
        ("ketamine_iv", "eu", "Off label (European Union). Not licensed for depression in any country known here"),
        ("esketamine_oral", "us", "Unlicensed (United States). By mouth esketamine has no licence for depression"),
        ("ketamine_iv", None, "Label not chosen (region not recorded). Choose whose label the sessions follow."),
    ],
)
def test_the_licence_is_that_of_the_patients_region(product, region, words):
    day = full_day()
    day.add("licence_region", "", region)
    assert words in facts(viewed(day, product))["Licence"]


def test_a_licensed_use_says_nothing_of_this_patient_and_a_stop_is_named_beside_it():
    day = full_day()
    day.add("licence_region", "", "us")
    told = facts(viewed(day, "esketamine_in"))
    assert told["Licence"].endswith("Whether this patient meets its terms is told by the pathways.")
    assert "" not in told or "stop condition" not in told[""]
    day.add("condition", "aneurysmal_vascular_disease", True)
    value = viewed(day, "esketamine_in")
    line = next(one for one in value.facts if one.stated is not None and one.stated.mark == "stop")
    assert line.text.startswith("A stop condition is recorded for this patient")
    assert any(one.mark == "stop" for one in value.own)


def test_what_is_not_recorded_is_said_to_be_so():
    value = viewed(bare_day(), "ketamine_iv")
    told = facts(value)
    assert told["On record"] == "Not recorded as signed. This sheet is there to be signed."
    assert facts(viewed(bare_day(), "ketamine_oral"))["Given for"] == "Not recorded"
    assert told["Asked again"] == "No dose of it was given yet."
    assert value.own == () and value.own_none


def test_the_consent_on_record_and_the_checklists_stand_together():
    day = full_day()
    day.add("consent", "esketamine_in", {"signed_on": "2026-01-12", "taken_by": "Dr K. Osei", "note": "blue folder"})
    told = facts(viewed(day, "esketamine_in"))
    assert told["On record"] == "Consent signed 12 January 2026, taken by Dr K. Osei. blue folder."
    assert told["Asked again"] == "Confirmed before 1 of 1 doses given, last on 17 March 2026."
    assert facts(viewed(day, "ketamine_iv"))["On record"].startswith("Not recorded")


def test_a_consent_that_the_checklist_did_not_answer_counts_as_not_recorded():
    day = full_day()
    day.part("predose", "consent_confirmed", None)
    assert asked_again(day.patient(), "esketamine_in") == "Confirmed before 0 of 1 doses given; not recorded before 1."
    day.part("predose", "consent_confirmed", value=False)
    assert asked_again(day.patient(), "esketamine_in") == "Confirmed before 0 of 1 doses given; answered no before 1."


def test_what_bears_on_this_patient_is_listed():
    day = full_day()
    day.add("condition", "psychosis_history", value=True)
    said = [plain(remark.text) for remark in viewed(day, "esketamine_in").own]
    assert any(text.startswith("Previous psychosis. Caution:") for text in said), said
    assert any(text.startswith("Lorazepam. Caution: Sedation adds up") for text in said), said


def test_the_routes_of_the_patient_come_first():
    library = load_library()
    assert consent_products(library, full_day().patient())[0] == "esketamine_in"
    assert consent_products(library, bare_day().patient())[0] == "ketamine_iv"
    assert set(consent_products(library, bare_day().patient())) == set(ROUTES)


def test_rules_past_their_day_of_review_are_told():
    told = known(full_day())
    value = view_consent_record(told.library, told.patient, told.assessment, "esketamine_in", dt.date(2028, 1, 1))
    assert [remark.bold for remark in value.overdue] == ["Past the day of review:"]
    assert viewed(full_day(), "esketamine_in").overdue == ()
