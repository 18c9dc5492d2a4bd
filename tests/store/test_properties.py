"""Properties over arbitrary answers: what is given is read back, its history is whole, and the chain holds."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from trd_desk.errors import StoreError
from trd_desk.record.entries import Draft
from trd_desk.store.index import match_text, number_key, plain
from trd_desk.store.record import Record

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
SCALARS = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False) | TEXT
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4), max_leaves=12
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    answers=st.lists(st.tuples(st.sampled_from(["workup", "condition"]), TEXT, VALUES, st.none() | TEXT), min_size=1, max_size=6)
)
def test_whatever_is_given_is_read_back(record, answers):
    number = f"N{record.count()}"
    patient = record.new_patient(number, None, None, None, by="tester", content_version="1")
    entries = record.append([Draft(patient, *answer) for answer in answers], by="tester", content_version="1")
    assert record.entries(patient)[1:] == entries
    assert [(entry.kind, entry.key, entry.value, entry.reason) for entry in entries] == answers
    assert record.verify_chain() == []


@settings(max_examples=200, deadline=None)
@given(TEXT)
def test_any_text_makes_a_query(text):
    assert match_text(text).count('"') % 2 == 0
    assert plain(plain(text)) == plain(text) or not text.isascii()


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(st.characters(categories=["Lu", "Ll", "Nd", "Zs"]), min_size=1, max_size=20))
def test_a_patient_is_found_by_each_word_of_the_name(record, name):
    patient = record.new_patient(f"N{record.count()}", name, None, None, by="tester", content_version="1")
    for word in [name, *name.split()]:
        for length in (3, len(word)):
            found = [row.patient for row in record.patient_rows(record.patient_ids(word[:length]))]
            assert patient in found


class Life(RuleBasedStateMachine):
    """A record in use beside a plain model of what it should hold."""

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "life.trd"
        self.record = Record.create_practice(self.path)
        self.patients = {}
        self.names = {}
        self.answers = {}
        self.count = 0

    def teardown(self):
        assert self.record.check() == []
        self.record.close()
        self.folder.cleanup()

    @rule(number=st.sampled_from(["A", "a", "B", "b ", "C", "D"]), name=st.sampled_from(["Eva", "Éva", "Bo", None]))
    def new_patient(self, number, name):
        key = number_key(number)
        try:
            patient = self.record.new_patient(number, name, None, None, by="t", content_version="1")
        except StoreError:
            assert key in self.patients
        else:
            assert key not in self.patients
            self.patients[key] = patient
            self.names[patient] = name
            self.count += 1 if name is None else 2

    @precondition(lambda self: self.patients)
    @rule(data=st.data(), key=st.sampled_from(["x", "y"]), values=st.lists(VALUES, min_size=1, max_size=3))
    def answer(self, data, key, values):
        patient = data.draw(st.sampled_from(sorted(self.patients.values())))
        self.record.append([Draft(patient, "workup", key, value) for value in values], by="t", content_version="1")
        self.answers.setdefault((patient, key), []).extend(values)
        self.count += len(values)

    @precondition(lambda self: self.patients)
    @rule(data=st.data(), name=st.sampled_from(["Eva", "Ivo", "", None]))
    def rename(self, data, name):
        patient = data.draw(st.sampled_from(sorted(self.patients.values())))
        self.record.append([Draft(patient, "patient", "name", name)], by="t", content_version="1")
        self.names[patient] = name
        self.count += 1

    @precondition(lambda self: self.patients)
    @rule(data=st.data())
    def refused(self, data):
        patient = data.draw(st.sampled_from(sorted(self.patients.values())))
        drafts = [Draft(patient, "workup", "x", 1), Draft("nobody", "workup", "x", 1)]
        try:
            self.record.append(drafts, by="t", content_version="1")
        except StoreError:
            return
        raise AssertionError

    @rule()
    def reopen(self):
        self.record.close()
        self.record = Record.open_practice(self.path)

    @invariant()
    def holds(self):
        assert self.record.head()[0] == self.count == self.record.entry_count()
        assert self.record.count() == len(self.patients)
        for number, patient in self.patients.items():
            assert self.record.find_number(number) == patient
        for (patient, key), values in self.answers.items():
            history = self.record.history(patient, "workup", key)
            assert [entry.value for entry in history] == values
            assert [entry.supersedes for entry in history] == [None, *(entry.id for entry in history[:-1])]
        for query, prefix in (("eva", "eva"), ("iv", "iv")):
            found = {row.patient for row in self.record.patient_rows(self.record.patient_ids(query))}
            assert found == {patient for patient, name in self.names.items() if name and plain(name).startswith(prefix)}
        assert self.record.verify_chain() == []


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=15, stateful_step_count=15, deadline=None)
