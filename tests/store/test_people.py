"""The people of a record in real encrypted files: who opens it, who changes whom, and what stays when somebody goes.

The long form kills at each of the last 120 lines: `TRD_DESK_KILLS=1 python -m pytest tests/store/test_people.py -k kill --timeout 0`.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from trd_desk.errors import StoreError, UserError
from trd_desk.interchange.practice_people import PEOPLE, add_people
from trd_desk.record.entries import CLINIC, Draft
from trd_desk.record.people import ROLES, find, managing, new_person
from trd_desk.store import vault
from trd_desk.store.people import WAIT_SECONDS
from trd_desk.store.record import Record
from trd_desk.store.vault import FLOOR, key_file

OSEI = "plum lantern forty river"
MARSH = "seven quiet copper gates"
OTHER = "nine yellow paper boats"


@pytest.fixture
def path(tmp_path):
    """A record that Dr K. Osei made and manages; closed."""
    made = tmp_path / "clinic.trd"
    with Record.create(made, OSEI, new_person("Dr K. Osei", "prescriber"), cost=FLOOR) as record:
        record.new_patient("R1", "Ada Canaryname", "1980-05-10", "female", by="Dr K. Osei", content_version="2026.1")
    return made


@pytest.fixture
def two(path):
    """The same with J. Marsh, a nurse, in it; open as Dr K. Osei."""
    with Record.open(path, OSEI, "Dr K. Osei") as record:
        record.add_person("J. Marsh", "nurse", manages=False, passphrase=MARSH, by=record.person)
        yield record


def names(path):
    return vault.read(key_file(path)).people()


# Opening


def test_the_first_person_manages_and_is_in_the_log(path):
    with Record.open(path, OSEI, "dr k.  osei") as record:
        assert (record.person.name, record.person.role, record.person.manages) == ("Dr K. Osei", "prescriber", True)
        (entry,) = record.entries(CLINIC)
        assert (entry.kind, entry.key, entry.by, entry.seq) == ("person", record.person.id, "Dr K. Osei", 1)
        assert record.check() == []
    assert names(path) == ("Dr K. Osei",)


def test_a_reader_cannot_be_the_first(tmp_path):
    with pytest.raises(UserError, match="reader"):
        Record.create(tmp_path / "a.trd", OSEI, new_person("M. Reed", "reader"), cost=FLOOR)
    assert list(tmp_path.iterdir()) == []


def test_each_opens_with_their_own_passphrase(two):
    for user, words, name in (
        ("J. Marsh", MARSH, "J. Marsh"),
        (None, MARSH, "J. Marsh"),
        (None, OSEI, "Dr K. Osei"),
        (two.person.id, OSEI, "Dr K. Osei"),
    ):
        with Record.open(two.path, words, user) as record:
            assert record.person.name == name
    told = set()
    for user, words in (("J. Marsh", OSEI), ("Dr K. Osei", MARSH), ("Nobody", OSEI), ("Nobody", "x"), ("J. Marsh", "")):
        with pytest.raises(StoreError) as caught:
            Record.open(two.path, words, user)
        told.add(str(caught.value))
    assert len(told) == 1
    assert "Nobody" not in next(iter(told))


def test_a_name_that_is_not_there_takes_as_long_as_a_wrong_passphrase(two):
    keys = vault.read(key_file(two.path))

    def seconds(user):
        start = time.process_time()
        with pytest.raises(StoreError):
            keys.unlock("some wrong passphrase", user)
        return time.process_time() - start

    seconds("J. Marsh")  # the first loads the library
    known, unknown = (min(seconds(user) for _turn in range(4)) for user in ("J. Marsh", "Nobody"))
    assert 0.5 < unknown / known < 2


def test_a_record_that_names_nobody_opens_as_before(real_record, passphrase):
    with Record.open(real_record, passphrase) as record:
        assert record.person is None
        assert record.people() == []
    with pytest.raises(StoreError, match="Nobody is named in this record yet"):
        Record.open(real_record, passphrase, "J. Marsh")


# Who may change whom


def test_only_who_manages_adds_changes_and_removes(two):
    marsh = find(two.people(), "J. Marsh")
    for change in (
        lambda: two.add_person("A. Lindgren", "nurse", manages=False, passphrase=OTHER, by=marsh, cost=FLOOR),
        lambda: two.set_person(marsh.id, role="prescriber", by=marsh),
        lambda: two.set_person(two.person.id, active=False, by=marsh),
        lambda: two.bring_back(marsh.id, OTHER, by=marsh),
        lambda: two.set_person(marsh.id, role="prescriber", by=new_person("Stranger", "administrator")),
    ):
        with pytest.raises(StoreError, match="does not manage people"):
            change()
    assert [person.name for person in two.people()] == ["Dr K. Osei", "J. Marsh"]
    assert names(two.path) == ("Dr K. Osei", "J. Marsh")
    after = two.set_person(marsh.id, role="prescriber", manages=True, by=two.person)
    assert (after.role, after.manages) == ("prescriber", True)
    assert two.add_person("A. Lindgren", "nurse", manages=False, passphrase=OTHER, by=after).name == "A. Lindgren"
    assert two.entries(CLINIC)[-1].by == "J. Marsh"
    assert two.check() == []


@pytest.mark.parametrize("name", ["J. Marsh", "j.  MARSH", "\uff2a. Marsh"])
def test_a_name_is_given_once(two, name):
    with pytest.raises(UserError, match="called J. Marsh already"):
        two.add_person(name, "nurse", manages=False, passphrase=OTHER, by=two.person)
    two.set_person(find(two.people(), "J. Marsh").id, active=False, by=two.person)
    with pytest.raises(UserError, match="J. Marsh was removed"):
        two.add_person(name, "nurse", manages=False, passphrase=OTHER, by=two.person)


def test_a_weak_passphrase_and_an_impossible_name_change_nothing(two):
    before = key_file(two.path).read_bytes(), two.head()
    for name, words in (("A. Lindgren", "short"), ("A. Lindgren", "password1234"), ("", OTHER), ("x" * 61, OTHER)):
        with pytest.raises(UserError):
            two.add_person(name, "nurse", manages=False, passphrase=words, by=two.person)
    assert (key_file(two.path).read_bytes(), two.head()) == before


def test_who_was_removed_is_not_let_in_and_what_they_signed_stays(two):
    patient = two.find_number("R1")
    two.append([Draft(patient, "workup", "ecg", "normal")], by="J. Marsh", content_version="2026.1")
    marsh = find(two.people(), "J. Marsh")
    with Record.open(two.path, MARSH, "J. Marsh") as theirs:
        two.set_person(marsh.id, active=False, by=two.person)
        assert theirs.person.active is False, "an open window sees it"
        assert not theirs.verify_person(marsh.id, MARSH)
    assert names(two.path) == ("Dr K. Osei",)
    for user in ("J. Marsh", None):
        with pytest.raises(StoreError, match="passphrase does not open this record"):
            Record.open(two.path, MARSH, user)
    assert two.history(patient, "workup", "ecg")[-1].by == "J. Marsh"
    assert two.check() == []
    back = two.bring_back(marsh.id, OTHER, by=two.person)
    assert (back.id, back.active) == (marsh.id, True)
    with Record.open(two.path, OTHER, "J. Marsh") as again:
        assert again.person.role == "nurse"
    with pytest.raises(StoreError, match="works here already"):
        two.bring_back(marsh.id, MARSH, by=two.person)


@pytest.mark.parametrize("change", [{"active": False}, {"manages": False}, {"role": "nurse", "manages": False}])
def test_the_last_who_manages_stays(two, change):
    with pytest.raises(StoreError, match="the only one left who manages people"):
        two.set_person(two.person.id, **change, by=two.person)
    two.set_person(find(two.people(), "J. Marsh").id, role="administrator", by=two.person)
    assert two.set_person(two.person.id, **change, by=two.person)
    assert [person.name for person in managing(two.people())] == ["J. Marsh"]


def test_one_who_manages_but_cannot_open_does_not_count(two):
    marsh = find(two.people(), "J. Marsh")
    two.set_person(marsh.id, role="administrator", by=two.person)
    keys = vault.read(key_file(two.path))
    vault.write(key_file(two.path), keys.only(lambda slot: slot["user"]["name"] != "J. Marsh"))
    with pytest.raises(StoreError, match="the only one left"):
        two.set_person(two.person.id, active=False, by=two.person)
    two.bring_back(marsh.id, OTHER, by=two.person)
    two.set_person(two.person.id, active=False, by=two.person)
    Record.open(two.path, OTHER, "J. Marsh").close()


def test_a_passphrase_is_changed_by_its_owner_alone(two):
    marsh = find(two.people(), "J. Marsh")
    with pytest.raises(StoreError, match="present passphrase is not right"):
        two.change_passphrase(marsh, OSEI, OTHER)
    with pytest.raises(StoreError, match="too short"):
        two.change_passphrase(marsh, MARSH, "short")
    two.change_passphrase(marsh, MARSH, OTHER)
    Record.open(two.path, OTHER, "J. Marsh").close()
    Record.open(two.path, OSEI, "Dr K. Osei").close()
    with pytest.raises(StoreError):
        Record.open(two.path, MARSH, "J. Marsh")
    assert len(vault.read(key_file(two.path)).slots) == 2


# Who somebody is


def test_a_person_is_who_knows_their_passphrase(two):
    marsh = find(two.people(), "J. Marsh")
    assert two.verify_person(marsh.id, MARSH)
    assert not two.verify_person(marsh.id, OSEI)
    assert two.verify_person(two.person.id, OSEI)
    assert not two.verify_person("nobody", OSEI)


def test_a_slot_put_in_by_a_stranger_proves_nothing(two):
    """Whoever can write the key file, but not open the record, wraps a key of their own in the prescriber's name."""
    keys = vault.read(key_file(two.path))
    vault.write(key_file(two.path), keys.with_passphrase(os.urandom(32), OTHER, FLOOR, two.person))
    assert not two.verify_person(two.person.id, OTHER)
    with pytest.raises(StoreError):
        Record.open(two.path, OTHER, "Dr K. Osei")


def test_a_slot_is_bound_to_its_name(two):
    keys = vault.read(key_file(two.path))
    theirs, own = keys.slot_of("J. Marsh"), keys.slot_of("Dr K. Osei")
    forged = vault.Vault(keys.record, practice=False, slots=({**theirs, "user": own["user"]},))
    vault.write(key_file(two.path), forged)
    assert not two.verify_person(two.person.id, MARSH)


def test_after_three_wrong_ones_the_next_waits(two):
    marsh = find(two.people(), "J. Marsh")
    for _turn in range(3):
        assert two.seconds_to_wait(marsh.id) == 0
        assert not two.verify_person(marsh.id, "wrong")
    assert 0 < two.seconds_to_wait(marsh.id) <= WAIT_SECONDS
    with pytest.raises(StoreError, match="wait"):
        two.verify_person(marsh.id, MARSH)
    assert two.verify_person(two.person.id, OSEI), "others need not wait"
    time.sleep(WAIT_SECONDS + 0.1)
    assert two.verify_person(marsh.id, MARSH)


def test_the_record_is_free_while_a_passphrase_is_looked_at(two):
    import threading

    slow = vault.Cost(FLOOR.memory_kib, 12)
    slot = vault.read(key_file(two.path)).new_slot(two._key, MARSH, slow, find(two.people(), "J. Marsh"))
    vault.write(key_file(two.path), vault.read(key_file(two.path)).with_slot(slot))
    work = threading.Thread(target=two.verify_person, args=(find(two.people(), "J. Marsh").id, MARSH))
    start = time.perf_counter()
    work.start()
    waits = []
    while work.is_alive():
        before = time.perf_counter()
        two.count()
        waits.append(time.perf_counter() - before)
        time.sleep(0.005)
    work.join()
    assert time.perf_counter() - start > 0.2
    assert len(waits) > 5
    assert max(waits) < 0.1


# A record from before there were people


def test_the_one_who_has_the_passphrase_names_themselves(real_record, passphrase):
    with Record.open(real_record, passphrase) as record:
        with pytest.raises(StoreError, match="not the one that opened this record"):
            record.name_yourself("Dr K. Osei", "prescriber", OTHER)
        with pytest.raises(UserError, match="reader"):
            record.name_yourself("M. Reed", "reader", passphrase)
        assert record.people() == []
        first = record.name_yourself("Dr K. Osei", "prescriber", passphrase)
        assert record.person == first
        assert first.manages
        with pytest.raises(StoreError, match=r"not the one that opened|manages the people"):
            record.name_yourself("Dr B", "prescriber", passphrase)
        assert record.check() == []
    assert names(real_record) == ("Dr K. Osei",)
    assert len(vault.read(key_file(real_record)).slots) == 1
    for user in (None, "Dr K. Osei"):
        with Record.open(real_record, passphrase, user) as again:
            assert again.person.name == "Dr K. Osei"


def test_a_key_file_from_before_the_people_still_opens_and_lets_somebody_manage(real_record, passphrase, tmp_path):
    """A key file put back from an old backup: nobody who manages has a slot in it."""
    shutil.copy(key_file(real_record), tmp_path / "old.keys")
    with Record.open(real_record, passphrase) as record:
        record.name_yourself("Dr K. Osei", "prescriber", passphrase)
    shutil.copy(tmp_path / "old.keys", key_file(real_record))
    with Record.open(real_record, passphrase) as record:
        assert record.person is None
        assert [person.name for person in record.people()] == ["Dr K. Osei"]
        record.name_yourself("Dr B", "administrator", passphrase)
        assert record.bring_back(find(record.people(), "Dr K. Osei").id, OTHER, by=record.person).manages
    with Record.open(real_record, OTHER, "Dr K. Osei") as record:
        assert record.person.name == "Dr K. Osei"


# The practice clinic


def test_the_practice_people_need_no_key_file(record):
    add_people(record)
    add_people(record)
    assert record.people() == list(PEOPLE)
    assert record.person.name == "J. Marsh"
    osei = find(record.people(), "Dr K. Osei")
    assert record.verify_person(osei.id, "practice")
    assert not record.verify_person(osei.id, "other")
    added = record.add_person("Somebody New", "nurse", manages=False, passphrase="x", by=osei)
    assert record.verify_person(added.id, "practice")
    record.set_person(find(record.people(), "J. Marsh").id, active=False, by=osei)
    assert record.person.name == "Dr K. Osei"
    assert not record.verify_person("practice-nurse", "practice")
    with pytest.raises(StoreError, match="every passphrase is: practice"):
        record.change_passphrase(osei, "practice", OTHER)
    record.set_person("practice-administrator", role="nurse", by=osei)
    with pytest.raises(StoreError, match="the only one left"):
        record.set_person(osei.id, active=False, by=osei)
    record.bring_back("practice-nurse", "", by=osei)
    assert record.check() == []
    record.close()
    assert len(vault.read(key_file(record.path)).slots) == 1
    with Record.open_practice(record.path, "m. reed") as again:
        assert again.person.role == "reader"
    with pytest.raises(StoreError, match="it has J. Marsh, Dr K. Osei"):
        Record.open_practice(record.path, "Nobody")


# Two windows


def test_two_windows_add_without_losing_anybody(two):
    osei = two.person
    with Record.open(two.path, OSEI, "Dr K. Osei") as other:
        one = two.add_person("A. Lindgren", "nurse", manages=False, passphrase=OTHER, by=osei)
        another = other.add_person("P. Novak", "administrator", manages=False, passphrase=OTHER, by=osei)
        with pytest.raises(StoreError, match="called P. Novak already"):
            two.add_person("p. novak", "nurse", manages=False, passphrase=OTHER, by=osei)
        assert [person.id for person in two.people()] == [person.id for person in other.people()]
        assert {one.id, another.id} <= {person.id for person in two.people()}
    assert names(two.path) == ("A. Lindgren", "Dr K. Osei", "J. Marsh", "P. Novak")


# Nothing in the clear


def test_neither_passphrase_nor_role_is_readable_in_any_file(two, capfd):
    two.add_person("Canary Person", "administrator", manages=True, passphrase="canary songs in winter", by=two.person)
    for words in ("canary wrong passphrase", "x"):
        with pytest.raises(StoreError) as caught:
            Record.open(two.path, words, "Canary Person")
        assert "anary" not in str(caught.value)
    two.verify_person(find(two.people(), "Canary Person").id, "canary wrong passphrase")
    for file in two.path.parent.iterdir():
        content = file.read_bytes().lower()
        for canary in (b"canary songs", b"canary wrong", b"administrator", b"prescriber"):
            assert canary not in content, file.name
        if file != key_file(two.path):
            assert b"canary person" not in content
    assert capfd.readouterr() == ("", "")


# Crashes

CRASHING = """
import os, signal, sys
from pathlib import Path
from trd_desk.record.people import find
from trd_desk.store.record import Record
path, step, deed, words = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
record = Record.open(path, words)
osei, marsh = record.person, find(record.people(), "J. Marsh")
deeds = {
    "add": lambda: record.add_person("A. Lindgren", "nurse", manages=True, passphrase="nine yellow paper boats", by=osei),
    "remove": lambda: record.set_person(marsh.id, active=False, by=osei),
    "change": lambda: record.change_passphrase(osei, words, "nine yellow paper boats"),
    "name": lambda: record.name_yourself("Dr K. Osei", "prescriber", words),
}
left = [step]
def trace(frame, event, argument):
    if not frame.f_code.co_filename.replace(os.sep, "/").rpartition("/")[0].endswith("trd_desk/store"):
        return None
    if event == "line":
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
    return trace
sys.settrace(trace)
deeds[deed]()
sys.settrace(None)
print(step - left[0])
"""


def crash(path, step, deed, words):
    """Runs the deed and kills the process at this line of the store; the number of lines if it lived to the end."""
    done = subprocess.run(
        [sys.executable, "-c", CRASHING, str(path), str(step), deed, words], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode in {0, -signal.SIGKILL}, done.stderr
    return int(done.stdout) if done.returncode == 0 else None


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL on Windows")
@pytest.mark.parametrize("deed", ["add", "remove", "change", "name"])
def test_a_kill_at_any_line_leaves_a_record_that_opens(two, real_record, passphrase, deed, tmp_path):
    source, words = (real_record, passphrase) if deed == "name" else (two.path, OSEI)
    two.close()
    whole = tmp_path / "whole"
    whole.mkdir()

    def fresh(name):
        folder = tmp_path / name
        folder.mkdir()
        for suffix in ("", ".keys"):
            shutil.copy(f"{source}{suffix}", folder / f"{source.name}{suffix}")
        return folder / source.name

    lines = crash(fresh("uncut"), 10**9, deed, words)
    assert lines > 100
    # The two files are written in the last lines: look there closely, and everywhere in the long form.
    closely = 1 if "TRD_DESK_KILLS" in os.environ else 24
    points = sorted({lines // 3, *range(max(1, lines - 120), lines, closely)})
    for point in points:
        path = fresh(f"at{point}")
        assert crash(path, point, deed, words) is None
        opened = []
        for user, each in (("Dr K. Osei", words), ("Dr K. Osei", OTHER), ("J. Marsh", MARSH), ("A. Lindgren", OTHER), (None, words)):
            try:
                record = Record.open(path, each, user)
            except StoreError:
                continue
            with record:
                people = record.people()
                assert record.check() == []
                assert record.count() == 1
                if record.person is not None:
                    assert record.person.active
                    assert record.verify_person(record.person.id, each)
                opened.append((record.person and record.person.name, each))
        assert opened, point
        assert people == [] or any(name in {person.name for person in managing(people)} for name, _words in opened), point
        if deed in {"add", "remove"}:
            assert ("Dr K. Osei", OSEI) in opened
        # What the crash left is tidied by whoever opened it, and the deed can be done again.
        active = {person.name for person in people if person.active}
        if people:
            assert set(names(path)) <= active, point
        again = OTHER if ("Dr K. Osei", OTHER) in opened else words
        if deed == "add" and "A. Lindgren" not in active:
            with Record.open(path, again, "Dr K. Osei") as record:
                record.add_person("A. Lindgren", "nurse", manages=True, passphrase=OTHER, by=record.person)
            Record.open(path, OTHER, "A. Lindgren").close()
        if deed == "name" and not people:
            with Record.open(path, words) as record:
                record.name_yourself("Dr K. Osei", "prescriber", words)
            Record.open(path, words, "Dr K. Osei").close()
        shutil.rmtree(path.parent)


@pytest.mark.skipif(os.name == "nt", reason="no such limit on Windows")
def test_a_full_disk_changes_neither_file(two):
    connection = two._connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    before = ()
    with pytest.raises(StoreError, match="disk is full"):
        for number in range(400):
            before = key_file(two.path).read_bytes(), two.head(), two.people()
            two.add_person(f"Person {number}", "nurse", manages=False, passphrase=OTHER, by=two.person, cost=FLOOR)
    connection.execute("PRAGMA max_page_count = 4294967294")
    assert (key_file(two.path).read_bytes(), two.head(), two.people()) == before
    assert set(names(two.path)) == {person.name for person in two.people()}
    assert two.check() == []


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "geteuid"), reason="needs RLIMIT_FSIZE")
def test_a_key_file_that_cannot_be_written_changes_nothing(two):
    """The key file may not grow: adding fails as a whole."""
    script = """
import resource, sys
from pathlib import Path
from trd_desk.errors import StoreError
from trd_desk.store.record import Record
from trd_desk.store.vault import key_file
record = Record.open(Path(sys.argv[1]), sys.argv[2])
head, keys = record.head(), key_file(record.path).read_bytes()
resource.setrlimit(resource.RLIMIT_FSIZE, (len(keys), resource.RLIM_INFINITY))
try:
    record.add_person("A. Lindgren", "nurse", manages=False, passphrase="nine yellow paper boats", by=record.person)
except StoreError as fault:
    assert "disk" in str(fault), fault
else:
    raise SystemExit("it was added")
assert record.head() == head
assert key_file(record.path).read_bytes() == keys
assert [person.name for person in record.people()] == ["Dr K. Osei", "J. Marsh"]
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
record.add_person("A. Lindgren", "nurse", manages=False, passphrase="nine yellow paper boats", by=record.person)
assert record.check() == []
"""
    two.close()
    done = subprocess.run([sys.executable, "-c", script, str(two.path), OSEI], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr + done.stdout
    assert not [item.name for item in two.path.parent.iterdir() if item.name.startswith(".")]


# Whatever the order


class Staff(RuleBasedStateMachine):
    """People come and go in any order; somebody who manages can always open the record with the passphrase they were given."""

    @initialize()
    def start(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "staff.trd"
        self.record = Record.create(self.path, OSEI, new_person("P0", "prescriber"), cost=FLOOR)
        self.words = {"P0": OSEI}
        self.made = 1

    def teardown(self):
        assert self.record.check() == []
        self.record.close()
        self.folder.cleanup()

    def someone(self, number):
        people = self.record.people()
        return people[number % len(people)]

    @rule(by=st.integers(0, 5), role=st.sampled_from(ROLES), manages=st.booleans())
    def add(self, by, role, manages):
        name, words = f"P{self.made}", f"passphrase number {self.made}"
        try:
            self.record.add_person(name, role, manages=manages, passphrase=words, by=self.someone(by))
        except UserError:
            return
        self.words[name] = words
        self.made += 1

    @rule(by=st.integers(0, 5), who=st.integers(0, 5), role=st.none() | st.sampled_from(ROLES), manages=st.none() | st.booleans())
    def change(self, by, who, role, manages):
        try:
            self.record.set_person(self.someone(who).id, role=role, manages=manages, by=self.someone(by))
        except UserError:
            return

    @rule(by=st.integers(0, 5), who=st.integers(0, 5))
    def remove(self, by, who):
        try:
            self.record.set_person(self.someone(who).id, active=False, by=self.someone(by))
        except UserError:
            return

    @rule(by=st.integers(0, 5), who=st.integers(0, 5))
    def bring_back(self, by, who):
        person = self.someone(who)
        try:
            self.record.bring_back(person.id, f"back again as {person.name}", by=self.someone(by))
        except UserError:
            return
        self.words[person.name] = f"back again as {person.name}"

    @rule(who=st.integers(0, 5))
    def reopen(self, who):
        person = self.someone(who)
        self.record.close()
        try:
            self.record = Record.open(self.path, self.words[person.name], person.name)
        except StoreError:
            assert not person.active
            self.record = Record.open(self.path, self.words[self.manager.name], self.manager.name)
        else:
            assert person.active

    @invariant()
    def somebody_manages(self):
        people = self.record.people()
        assert managing(people)
        self.manager = managing(people)[0]
        keys = vault.read(key_file(self.path))
        assert set(keys.people()) == {person.name for person in people if person.active}
        assert json.loads(key_file(self.path).read_text())["checksum"]
        assert keys.unlock_as(self.words[self.manager.name], self.manager.name)[1] == self.manager.id


TestStaff = Staff.TestCase
TestStaff.settings = settings(max_examples=3, stateful_step_count=12, deadline=None)
