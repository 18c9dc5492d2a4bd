"""A record of many years: everything in it is read, and what a list of the case format cannot hold never hides the rest."""

import datetime as dt

from course_log import CourseLog

from trd_desk.record.course_facts import ReviewFact

FIRST = dt.date(2018, 1, 1)


def on(place):
    return (FIRST + dt.timedelta(days=place)).isoformat()


def test_scores_and_sessions_of_many_years_are_all_read():
    log = CourseLog().given(*(on(3 * place) for place in range(301)))
    for place in range(1_001):
        log.score(on(place), 20)
    patient = log.patient()
    assert (patient.unreadable, len(patient.case.sessions), len(patient.case.scores)) == ((), 301, 1_001)


def test_one_medicine_too_many_is_told_and_the_patient_stays():
    log = CourseLog()
    for place in range(102):
        log.told("medication", f"m{place}", {"drug": f"drug {place}"})
    patient = log.patient()
    assert patient.unreadable == (("medication", "m100"), ("medication", "m101"))
    assert (patient.case.patient.name, len(patient.case.medications)) == ("Test Person", 100)


def test_facts_are_a_list_of_ones_own():
    patient = CourseLog().told("review", "r1", {"on": "2026-02-03", "severity": "mild"}).patient()
    patient.facts("review", ReviewFact).clear()
    assert patient.facts("review", ReviewFact)["r1"].severity == "mild"
