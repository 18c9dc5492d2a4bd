"""The list and its search: by name without accents, number or birth date, each typed word a beginning."""

import random

import pytest

from trd_desk.record.entries import Draft, new_id
from trd_desk.store.index import match_text, plain
from trd_desk.store.record import Record

PEOPLE = {
    "K-100": ("Søren Ångström", "1980-05-10"),
    "K-200": ("Anna-Maria Müller", "1980-05-01"),
    "K-300": ("Łukasz O’Brien", "1970-10-05"),
    "L 400": ("anna zimmer", "1999-12-31"),
    "L 500": (None, None),
    "L 600": ("Ждана Ивано́ва", "2001-02-03"),
}


@pytest.fixture
def clinic(record: Record) -> Record:
    for number, (name, born) in PEOPLE.items():
        record.new_patient(number, name, born, None, by="tester", content_version="2026.1")
    return record


def numbers(record, query=""):
    return [row.number for row in record.patient_rows(record.patient_ids(query))]


def test_the_list_is_by_name_and_the_nameless_last(clinic):
    assert numbers(clinic) == ["L 400", "K-200", "K-300", "K-100", "L 600", "L 500"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("soren", ["K-100"]),
        ("SØREN", ["K-100"]),
        ("angs", ["K-100"]),
        ("ång sø", ["K-100"]),
        ("mull", ["K-200"]),
        ("müller", ["K-200"]),
        ("muller anna", ["K-200"]),
        ("annamaria", ["K-200"]),
        ("anna-m", ["K-200"]),
        ("anna", ["L 400", "K-200"]),
        ("a", ["L 400", "K-200", "K-100"]),
        ("lukasz", ["K-300"]),
        ("o'br", ["K-300"]),
        ("o’br", ["K-300"]),
        ("obrien", ["K-300"]),
        ("иван", ["L 600"]),
        ("k-2", ["K-200"]),
        ("k2", ["K-200"]),
        ("l400", ["L 400"]),
        ("l 400", ["L 400"]),
        ("k", ["K-200", "K-300", "K-100"]),
        ("1980", ["K-200", "K-100"]),
        ("1980-05", ["K-200", "K-100"]),
        ("1980-05-10", ["K-100"]),
        ("10.5.1980", ["K-100"]),
        ("10.05.1980", ["K-100"]),
        ("10/5/19", ["K-100"]),
        ("1.5.1980", ["K-200"]),
        ("01.05.", ["K-200"]),
        ("5.10.1970", ["K-300"]),
        ("1980-10-05", []),
        ("19", []),
        ("199", ["L 400"]),
        ("anna 1999", ["L 400"]),
        ("nobody", []),
        ("aria", []),
    ],
)
def test_search(clinic, query, found):
    assert numbers(clinic, query) == found


@pytest.mark.parametrize("query", ["", "  ", '"', "*", "-", "' \" *", "\0", "()", "\ud800"])
def test_a_query_without_letters_is_the_whole_list(clinic, query):
    assert len(clinic.patient_ids(query)) == len(PEOPLE)


@pytest.mark.parametrize(
    "query", ['"anna', 'anna"', "anna*", "NEAR(anna", "name:anna", "anna OR", "anna AND NOT", "^anna", "a" * 5000]
)
def test_no_query_is_a_fault(clinic, query):
    clinic.patient_ids(query)


def test_a_search_is_not_spoilt_by_a_caller(clinic):
    clinic.patient_ids().pop()
    assert len(clinic.patient_ids()) == len(PEOPLE)


def test_rows_come_in_the_order_asked_without_the_missing(clinic):
    ids = clinic.patient_ids()
    assert [row.row_id for row in clinic.patient_rows([ids[3], 99_999, ids[0]])] == [ids[3], ids[0]]
    assert clinic.patient_rows([]) == []


def test_a_long_list_keeps_its_order_in_a_search(record):
    dice = random.Random(7)
    names = ["".join(dice.choices("abcdeöß", k=6)) for _ in range(5000)]
    drafts = []
    for number, name in enumerate(names):
        patient = new_id()
        drafts += [Draft(patient, "patient", "id", f"N{number}"), Draft(patient, "patient", "name", name)]
    record.append(drafts, by="tester", content_version="2026.1")
    in_order = [row.name for row in record.patient_rows(record.patient_ids())]
    assert [plain(name) for name in in_order] == sorted(plain(name) for name in names)
    for query in ("a", "n", "ab", "b", "os", "ss"):
        found = [row.name for row in record.patient_rows(record.patient_ids(query))]
        expected = [name for name in in_order if plain(name).startswith(query)] if query != "n" else in_order
        assert found == expected


def test_folding():
    assert plain("Ångström ØRSTED ßtraße Łódź Æsir") == "angstrom orsted sstrasse lodz aesir"


def test_words_of_the_search_language_are_only_words():
    assert match_text("anna OR not") == '"anna" * AND {name number} : "or" * AND "not" *'
