"""Who may do what, how people are told by the log, and what is said to those who may not."""

import itertools

import pytest

from trd_desk.errors import UserError
from trd_desk.record.entries import CLINIC, Entry
from trd_desk.record.people import NEEDS, ROLES, Person, changed, find, managing, may, name_key, new_person, people_of
from trd_desk.view.people import nobody_words, person_words, role_says, role_word, why_not

ALLOWED = {
    "prescriber": {"work", "answer", "decide", "override", "second_override", "second_check", "witness", "sign"},
    "nurse": {"work", "answer", "second_override", "second_check", "witness", "sign"},
    "administrator": {"work", "answer", "manage"},
    "reader": {"work"},
}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_do_what_the_table_says(role):
    person = Person("p", "J. Marsh", role)
    assert {act for act in NEEDS if may(person, act)} == ALLOWED[role]


@pytest.mark.parametrize("act", NEEDS)
def test_nobody_and_who_was_removed_may_do_nothing(act):
    assert not may(None, act)
    assert not any(may(Person("p", "J. Marsh", role, manages=True, active=False), act) for role in ROLES)


def test_managing_is_given_person_by_person_and_never_to_a_reader():
    assert may(Person("p", "A", "nurse", manages=True), "manage")
    assert may(Person("p", "A", "prescriber", manages=True), "manage")
    assert not may(Person("p", "A", "reader", manages=True), "manage")
    with pytest.raises(UserError, match="reader changes nothing"):
        new_person("A", "reader", manages=True)
    with pytest.raises(UserError, match="reader changes nothing"):
        changed(Person("p", "A", "nurse", manages=True), role="reader")


@pytest.mark.parametrize("name", ["", "   ", "\n", "x" * 61, "J.\x07Marsh", "J.\u202eMarsh"])
def test_a_name_that_cannot_be_used_is_told(name):
    with pytest.raises(UserError, match="Name"):
        new_person(name, "nurse")


def test_a_name_is_kept_tidy_and_compared_without_capitals():
    assert new_person("  J.   Marsh ", "nurse").name == "J. Marsh"
    assert name_key("J. MARSH ") == name_key("j.  marsh") == name_key("\uff2a. Marsh")
    people = [Person("1", "J. Marsh", "nurse"), Person("2", "Zoe\u0308 Weiß", "reader")]
    assert find(people, "zoë WEISS").id == "2"
    assert find(people, "1").name == "J. Marsh"
    assert find(people, "J. Mars") is None


def entry(seq, key, value, kind="person"):
    return Entry(seq, str(seq), CLINIC, kind, key, value, "2026-03-01T10:00:00.000Z", 0, "by", "")


def test_the_newest_entry_of_a_person_counts_and_what_cannot_be_read_is_passed_over():
    entries = [
        entry(1, "a", Person("a", "A", "nurse", manages=True).value()),
        entry(2, "b", Person("b", "B", "reader").value()),
        entry(3, "a", Person("a", "A", "prescriber", active=False).value()),
        entry(4, "c", None),
        entry(5, "d", {"name": "D", "role": "emperor", "manages": True, "active": True}),
        entry(6, "e", {"name": "E", "role": "nurse"}),
        entry(7, "f", {"name": "F", "role": "nurse", "manages": True, "active": True}, kind="register"),
    ]
    people = people_of(entries)
    assert people == [
        Person("a", "A", "prescriber", active=False),
        Person("b", "B", "reader"),
        Person("e", "E", "nurse", manages=False, active=False),
    ]
    assert managing(people) == []
    assert person_words(people[0]) == "A, prescriber"


def test_who_may_not_is_told_why_in_a_sentence_with_a_remedy():
    for role, act in itertools.product(ROLES, NEEDS):
        person = Person("p", "J. Marsh", role)
        assert bool(why_not(person, act)) is not may(person, act)
        for sentence in filter(None, (why_not(person, act), why_not(None, act), nobody_words(act, [], []), nobody_words(act, [person], [person]))):
            assert sentence.endswith(".")
            assert "{" not in sentence
    assert why_not(Person("p", "J. Marsh", "nurse"), "override") == (
        "An override needs a prescriber. J. Marsh is a nurse. Ask somebody who may, or change who is working."
    )
    assert "other than J. Marsh" in nobody_words("witness", [Person("p", "J. Marsh", "nurse")], [Person("p", "J. Marsh", "nurse")])
    assert "Name yourself" in nobody_words("sign", [], [])


def test_every_role_has_its_words():
    assert [role_word(role) for role in ROLES] == ["prescriber", "nurse", "administrator", "reader"]
    assert all(role_says(role).endswith(".") for role in ROLES)
