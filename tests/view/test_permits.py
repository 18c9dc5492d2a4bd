"""Consent and enrolment in words: unknown is said, and only the schemes of the region are listed once it is known."""


import pytest
from days import Day

from trd_desk.content.load import load_library
from trd_desk.view.permits import view_permits


@pytest.fixture(scope="module")
def library():
    return load_library()


def test_unknown_is_said_and_every_scheme_is_listed_without_a_region(library):
    view = view_permits(library, Day().patient(), "esketamine_in")
    assert view.consent.mark == "cannot_tell"
    assert [row.id for row in view.access] == ["us_rems", "national", "elsewhere"]
    assert {row.state.mark for row in view.access} == {"cannot_tell"}
    assert view.region_missing


def test_a_region_leaves_its_own_scheme(library):
    day = Day(facts=(("licence_region", "", "us"),))
    day.add("enrolment", "us_rems", {"state": "enrolled", "number": "R-77", "on": "2026-02-01"})
    day.add("consent", "esketamine_in", {"signed_on": "2026-01-10", "taken_by": "Dr K. Osei"})
    view = view_permits(library, day.patient(), "esketamine_in")
    assert view.consent.word.replace("\u00a0", " ") == "Consent signed 10 January 2026, taken by Dr K. Osei"
    (row,) = view.access
    assert (row.state.mark, row.state.word.replace("\u00a0", " ")) == ("met", "Enrolled, R-77, since 1 February 2026")


def test_the_checklists_stand_beside_the_signed_consent(library):
    day = Day()
    assert view_permits(library, day.patient(), "esketamine_in").asked_again == "No dose of it was given yet."
    day.devices("10:20", "10:25")
    day.part("predose", "consent_confirmed", value=True)
    view = view_permits(library, day.patient(), "esketamine_in")
    assert view.consent.word == "Consent not recorded"
    assert view.asked_again.replace("\u00a0", " ") == "Confirmed before 1 of 1 doses given, last on 17 March 2026."


def test_off_label_use_is_named_in_the_consent(library):
    view = view_permits(library, Day("ketamine_iv", 0.5).patient(), "ketamine_iv")
    assert "off-label" in view.consent_says
    assert [row.id for row in view.access] == ["off_label"]


def test_a_damaged_entry_is_told_apart(library):
    day = Day()
    day.add("enrolment", "us_rems", {"state": "perhaps"})
    patient = day.patient()
    assert ("enrolment", "us_rems") in patient.unreadable
    assert view_permits(library, patient, "esketamine_in").access[0].state.mark == "cannot_tell"
