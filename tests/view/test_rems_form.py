"""The treatment-monitoring form: filled in from the record where it is known, empty where it is not."""


import pytest
from days import Day, at, brennan_day, checked_day, iso
from paper_days import SITE, full_day, plain

from trd_desk.content.load import load_library
from trd_desk.engine.live import live_session
from trd_desk.errors import UserError
from trd_desk.interchange.case_file import read_case
from trd_desk.interchange.papers.paper import patient_of
from trd_desk.view.rems_form import view_rems_form


@pytest.fixture(scope="module")
def library():
    return load_library()


def fields(library, day, clock="15:30"):
    value = view_rems_form(library, day.patient(), day.live(library, clock), site=SITE)
    return {field.id: field for field in value.fields}


def said(field):
    """What is filled in: the word ticked, and what is written."""
    ticked = [tick.word for tick in field.ticks if tick.on]
    assert len(ticked) <= 1
    return plain(" ".join([*ticked, field.value]).strip())


def test_what_the_record_knows_stands_in_its_field(library):
    found = fields(library, full_day())
    assert {name: said(field) for name, field in found.items() if said(field)} == {
        "patient_name": "Aoife Brennan",
        "birth_date": "1 June 1988",
        "sex": "female",
        "first_treatment": "no",
        "record_number": "TRD-1",
        "site_name": SITE,
        "clinician": "Dr K. Osei",
        "benzodiazepine": "yes lorazepam 1 mg a day",
        "sedative_hypnotic": "no",
        "opioid": "no",
        "psychostimulant": "no",
        "maoi": "no",
        "date": "17 March 2026",
        "dose": "84 mg",
        "lot": "22AG417",
        "total_minutes": "112",
        "signs_before_end": "yes",
        "pressure_before": "144/86 mmHg at 09:58",
        "pressure_40": "150/90 mmHg at 11:10",
        "pressure_before_end": "140/84 mmHg at 12:01",
        "sedation": "yes",
        "sedation_onset": "11:00",
        "sedation_resolution": "11:30",
        "sedation_details": "MOAA/S 4 at 11:00: slow answer to the name",
        "dissociation": "yes",
        "dissociation_onset": "10:45",
        "dissociation_resolution": "12:01",
        "dissociation_details": "Dissociation 2 at 11:00: clear",
        "serious_event": "yes",
        "event_details": "11:02 chest pain: pressure behind the breastbone, gone after five minutes; ECG without change; resolved",
    }


def test_nothing_is_guessed(library):
    found = fields(library, Day("esketamine_in", 84), "09:00")
    assert {name for name, field in found.items() if field.known} == {"record_number", "site_name", "date"}
    # A raised pressure was overridden: a person says whether it was acceptable, not the program.
    assert not fields(library, full_day())["signs_before"].known
    assert said(fields(library, _given(checked_day()))["signs_before"]) == "yes"


def _given(day):
    day.devices("10:20", "10:25", "10:30")
    return day


def test_a_medicine_is_a_no_only_on_a_complete_list_of_known_ones(library):
    day = full_day()
    day.add("medication", "m1", None)
    assert said(fields(library, day)["benzodiazepine"]) == "no"
    day.add("medication", "m3", {"drug": "pregabalin"})
    found = fields(library, day)
    assert said(found["benzodiazepine"]) == "no" and not found["sedative_hypnotic"].known
    day.add("medication", "m4", {"drug": "unheard-of"})
    assert not fields(library, day)["benzodiazepine"].known
    day.add("medication", "m4", None)
    day.add("medications_reviewed", "", value=False)
    assert not fields(library, day)["maoi"].known
    day.add("medication", "m5", {"drug": "Nardil"})
    assert said(fields(library, day)["maoi"]) == "yes Nardil"


def test_enrolment_is_that_of_the_scheme(library):
    day = full_day()
    day.add("enrolment", "national", {"state": "enrolled", "number": "N1"})
    assert not fields(library, day)["enrolled"].known
    day.add("enrolment", "us_rems", {"state": "enrolled", "number": "R-77"})
    assert said(fields(library, day)["enrolled"]) == "yes R-77"
    day.add("enrolment", "us_rems", {"state": "not_enrolled"})
    assert said(fields(library, day)["enrolled"]) == "no"
    day.add("enrolment", "us_rems", {"state": "not_needed"})
    assert not fields(library, day)["enrolled"].known


def test_another_dose_is_ticked_as_other_with_its_mg(library):
    day = checked_day(dose=28)
    day.devices("10:20")
    assert said(fields(library, day)["dose"]) == "other 28 mg"
    assert not fields(library, Day("esketamine_in", 56), "09:00")["dose"].known


def test_an_effect_is_a_no_only_where_every_point_was_looked_at(library):
    day = brennan_day()
    day.part("session_end", "", {"state": "left", "at": iso("12:35")}, when=at("12:35"))
    assert not fields(library, day)["sedation"].known
    day = _given(checked_day())
    for clock in ("10:45", "11:00", "11:10", "11:30", "12:00", "12:30"):
        day.observe(clock, sbp=130, dbp=80, moaas=5, cadss=4)
    assert not fields(library, day, "12:32")["sedation"].known, "the session has not ended"
    day.part("session_end", "", {"state": "left", "at": iso("12:35")}, when=at("12:35"))
    found = fields(library, day)
    assert (said(found["sedation"]), said(found["dissociation"])) == ("no", "no")
    assert not found["respiratory_depression"].known
    day.observe("12:31", sbp=130, dbp=80, cadss=5)
    found = fields(library, day)
    assert (said(found["dissociation"]), said(found["dissociation_details"])) == ("yes", "CADSS 5 at 12:31")
    assert said(found["dissociation_resolution"]) == ""


def test_apnoea_is_respiratory_depression_and_no_event_is_no_no(library):
    day = full_day()
    day.part("event", "e2", {"at": iso("11:04"), "recorded": iso("11:04"), "kind": "apnoea", "note": "20 seconds"}, when=at("11:04"))
    found = fields(library, day)
    assert said(found["respiratory_depression"]) == "yes"
    assert (said(found["respiratory_onset"]), said(found["respiratory_details"])) == ("11:04", "20 seconds")
    day = brennan_day()
    day.part("session_end", "", {"state": "left", "at": iso("12:35")}, when=at("12:35"))
    assert not fields(library, day)["serious_event"].known


def test_a_running_session_says_so_and_leaves_its_end_open(library):
    day = full_day(until="watched")
    value = view_rems_form(library, day.patient(), day.live(library, "12:05"))
    assert value.preliminary == "PRELIMINARY: the session has not ended."
    found = {field.id: field for field in value.fields}
    for name in ("total_minutes", "pressure_before_end", "signs_before_end", "clinician", "site_name"):
        assert not found[name].known, name
    assert view_rems_form(library, full_day().patient(), full_day().live(library, "15:30")).preliminary == ""


def test_where_it_goes_depends_on_the_setting_as_far_as_that_is_known(library):
    def bold(day):
        value = view_rems_form(library, day.patient(), day.live(library, "15:30"))
        assert len(value.rules) == 3 and "MHRA Yellow Card" in value.rules[2].text
        return [remark.text for remark in value.rules if remark.bold]

    day = full_day()
    assert bold(day) == ["US outpatients: send the form within 7 days of the session; at the first visit the enrolment form as well."]
    day.add("episode", "setting", "inpatient")
    assert bold(day) == ["Inpatients: adverse events are reported; no form is sent."]
    day.add("episode", "setting", None)
    assert bold(day) == []


def test_other_products_are_refused_in_a_sentence(library):
    day = Day("ketamine_iv", 0.5)
    with pytest.raises(UserError, match="only. For other products report adverse events"):
        view_rems_form(library, day.patient(), day.live(library, "09:00"))


def test_a_session_of_a_case_file_fills_it_as_well(library):
    case = read_case(
        b"""{"format": "trd-desk-case/1", "patient": {"id": "T-1"}, "sessions": [{"id": "s1", "product": "esketamine_in", "on": "2026-03-17",
        "planned": {"dose_mg": 56}, "predose": {"blood_pressure": [[128, 80]]}, "given": {"devices": ["09:00", "09:05"]},
        "observations": [{"at": "09:45", "sbp": 140, "dbp": 84, "moaas": 3}, {"at": "11:06", "sbp": 130, "dbp": 80, "moaas": 5}],
        "leaving": {"at": "11:20"}}]}""",
        library,
    )
    patient = patient_of(case)
    value = view_rems_form(library, patient, live_session(library, patient, "s1", at("15:00")))
    found = {field.id: said(field) for field in value.fields if field.known}
    assert found == {
        "record_number": "T-1",
        "date": "17 March 2026",
        "dose": "56 mg",
        "total_minutes": "140",
        "pressure_before": "128/80 mmHg",
        "pressure_40": "140/84 mmHg at 09:45",
        "pressure_before_end": "130/80 mmHg at 11:06",
        "sedation": "yes",
        "sedation_onset": "09:45",
        "sedation_resolution": "11:06",
        "sedation_details": "MOAA/S 3 at 09:45: only to a loud or repeated call",
    }
