"""The practice clinic: every invented patient can be read, and what goes beyond the case format moves in time with the rest."""

import datetime as dt

import pytest

from trd_desk.interchange.practice import ensure_practice, practice_files
from trd_desk.record.course_facts import CourseDecisionFact, ReviewFact
from trd_desk.record.fold import fold
from trd_desk.store.record import Record

TODAY = dt.date(2026, 5, 30)


@pytest.fixture(scope="module")
def clinic(tmp_path_factory):
    path = tmp_path_factory.mktemp("practice") / "clinic.trd"
    ensure_practice(path, TODAY)
    with Record.open_practice(path) as record:
        assert len(record.patient_ids()) == len(practice_files())
        return {number: fold(record.entries(record.find_number(number))) for number in (file.stem.upper() for file in practice_files())}


def test_each_shipped_patient_is_there_and_readable(clinic):
    assert [patient.number for patient in clinic.values()] == list(clinic)
    assert [(number, patient.unreadable) for number, patient in clinic.items() if patient.unreadable] == []


def test_what_is_told_beside_the_case_belongs_to_a_shipped_patient():
    names = {file.name for file in practice_files()}
    beside = sorted((practice_files()[0].parent / "later").glob("*.json"))
    assert beside
    assert {file.name for file in beside} <= names


def test_the_whole_course_ends_a_few_days_ago(clinic):
    patient = clinic["TRD-0152"]
    given = sorted(session.on for session in patient.case.sessions)
    assert (len(given), (given[-1] - given[0]).days) == (16, 77)
    reviews = patient.facts("review", ReviewFact)
    assert [review.on for review in reviews.values()] == [dt.date(2026, 2, 25), dt.date(2026, 4, 27), dt.date(2026, 5, 25)]
    decided = patient.facts("course_decision", CourseDecisionFact)
    assert [fact.on for fact in decided.values()] == [dt.date(2026, 3, 30)]
