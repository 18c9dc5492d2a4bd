"""The key file: what opens it, what does not, and what is said then."""

import hashlib
import json
import os
import shutil
import stat
import time

import pytest

from trd_desk.errors import StoreError
from trd_desk.store import files, vault
from trd_desk.store.record import Record
from trd_desk.store.vault import FLOOR, Cost, check_passphrase, key_file


def rewrite(path, change):
    """Changes the key file as someone would who knows its form, checksum included."""
    content = json.loads(path.read_text())
    del content["checksum"]
    change(content)
    content["checksum"] = hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
    path.write_text(json.dumps(content))


def test_the_passphrase_opens_the_record(real_record, passphrase):
    with Record.open(real_record, passphrase) as record:
        assert record.count() == 1
        assert not record.practice
        assert record.check() == []


@pytest.mark.parametrize(
    "wrong", ["four quiet river stone", "Four quiet river stones", "", "x", "four quiet river stones ", "\ud800"]
)
def test_a_wrong_passphrase_is_a_sentence(real_record, wrong):
    with pytest.raises(StoreError, match="passphrase does not open this record"):
        Record.open(real_record, wrong)


def test_the_same_letters_composed_otherwise_open_it(tmp_path):
    Record.create(tmp_path / "a.trd", "vier große Mu\u0308hlen", cost=FLOOR).close()
    Record.open(tmp_path / "a.trd", "vier große M\u00fchlen").close()


@pytest.mark.parametrize(
    "weak",
    ["", "short", "elevenchars", "password1234", "Password1234", "PASSWORD 1234", "ababababababab", "aaaaaaaaaaaaaaaaa"],
)
def test_a_weak_passphrase_is_refused_before_anything_is_written(tmp_path, weak):
    with pytest.raises(StoreError, match="passphrase"):
        Record.create(tmp_path / "a.trd", weak)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("strong", ["four quiet river stones", "zwölf lange Züge", "7Kd!93mQx-2w", "ключ от старого дома"])
def test_a_strong_passphrase_is_taken(strong):
    check_passphrase(strong)


def test_every_common_passphrase_is_long_enough_to_matter():
    assert all(len(line) >= vault.MINIMUM_LENGTH for line in vault._common())
    assert len(vault._common()) > 100


def test_the_cost_is_measured_and_never_under_the_floor():
    cost = vault.calibrated()
    assert cost.memory_kib >= 64 * 1024
    start = time.perf_counter()
    vault._derive("four quiet river stones", bytes(16), cost)
    # The machine may be faster now than when it was measured, but not by half.
    assert time.perf_counter() - start >= 0.25


@pytest.mark.parametrize("cost", [(1024, 1, 1), (64 * 1024, 0, 1), (64 * 1024, 1, 0), (2**40, 1, 1), (64 * 1024, 10**9, 1)])
def test_a_cost_out_of_bounds_is_a_defect(cost):
    with pytest.raises(ValueError, match="bounds"):
        Cost(*cost)


def test_the_key_is_not_in_the_files_of_a_real_record(real_record, passphrase):
    keys = vault.read(key_file(real_record))
    key = keys.unlock(passphrase)
    for path in real_record.parent.iterdir():
        content = path.read_bytes()
        assert key not in content
        assert key.hex().encode() not in content
        assert passphrase.encode() not in content


@pytest.mark.skipif(os.name == "nt", reason="no such rights on Windows")
def test_only_the_owner_may_read(real_record, passphrase):
    with Record.open(real_record, passphrase) as record:
        record.new_patient("R2", None, None, None, by="tester", content_version="2026.1")
        assert {stat.S_IMODE(path.stat().st_mode) for path in real_record.parent.iterdir()} == {0o600}


def test_no_draft_is_left_behind(real_record):
    assert sorted(path.name for path in real_record.parent.iterdir()) == ["real.trd", "real.trd.keys"]


def test_a_missing_key_file_is_named(real_record, passphrase):
    key_file(real_record).unlink()
    with pytest.raises(StoreError, match=r"real\.trd\.keys is missing"):
        Record.open(real_record, passphrase)


def test_a_missing_record_is_named(tmp_path, passphrase):
    with pytest.raises(StoreError, match=r"no record none\.trd"):
        Record.open(tmp_path / "none.trd", passphrase)
    with pytest.raises(StoreError, match=r"no record none\.trd"):
        Record.open_practice(tmp_path / "none.trd" / "none.trd")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_record(tmp_path, real_record, passphrase):
    (tmp_path / "folder.trd").mkdir()
    shutil.copy(key_file(real_record), tmp_path / "folder.trd.keys")
    with pytest.raises(StoreError, match="could not be opened"):
        Record.open(tmp_path / "folder.trd", passphrase)


def test_the_key_file_of_another_record_does_not_open_this_one(tmp_path, real_record, passphrase):
    Record.create(tmp_path / "other.trd", passphrase, cost=FLOOR).close()
    shutil.copy(key_file(tmp_path / "other.trd"), key_file(real_record))
    with pytest.raises(StoreError, match=r"another key file|not the record that its key file"):
        Record.open(real_record, passphrase)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "7",
        '"trd-desk-keys"',
        "{}",
        '{"format": "trd-desk-keys"}',
        '{"format": "other", "version": 1}',
        "\xff",
        "[" * 90000,
    ],
)
def test_a_key_file_of_another_form_is_damaged(real_record, passphrase, text):
    key_file(real_record).write_text(text, encoding="latin-1")
    with pytest.raises(StoreError, match=r"key file real\.trd\.keys is damaged"):
        Record.open(real_record, passphrase)


def test_every_flipped_byte_of_the_key_file_is_found(real_record):
    path = key_file(real_record)
    sound = path.read_bytes()
    vault_before = vault.read(path)
    for place in range(len(sound)):
        path.write_bytes(sound[:place] + bytes([sound[place] ^ 0x10]) + sound[place + 1 :])
        try:
            assert vault.read(path) == vault_before
        except StoreError:
            continue
    for length in range(0, len(sound) - 1, 7):
        path.write_bytes(sound[:length])
        with pytest.raises(StoreError):
            vault.read(path)


def test_a_key_file_of_a_newer_version_is_refused_as_such(real_record, passphrase):
    rewrite(key_file(real_record), lambda content: content.update(version=2, something_new=True))
    with pytest.raises(StoreError, match="newer version of TRD Desk"):
        Record.open(real_record, passphrase)


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content["slots"][0]["kdf"].update(iterations=2),
        lambda content: content["slots"][0].update(id="another"),
        lambda content: content.update(record="another"),
    ],
)
def test_a_slot_is_bound_to_its_place(real_record, passphrase, change):
    rewrite(key_file(real_record), change)
    with pytest.raises(StoreError, match="does not open this record"):
        Record.open(real_record, passphrase)


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content["slots"][0]["kdf"].update(memory_kib=2**40),
        lambda content: content["slots"][0]["kdf"].update(iterations=10**12),
        lambda content: content["slots"][0]["kdf"].update(iterations="1"),
        lambda content: content["slots"][0]["kdf"].update(name="md5"),
        lambda content: content["slots"][0].update(kind="biometric"),
        lambda content: content["slots"][0].update(wrapped="00"),
        lambda content: content["slots"][0].pop("nonce"),
        lambda content: content.update(slots="none"),
        lambda content: content.update(practice=0),
    ],
)
def test_a_slot_of_impossible_form_is_damage(real_record, passphrase, change):
    rewrite(key_file(real_record), change)
    with pytest.raises(StoreError, match="damaged"):
        Record.open(real_record, passphrase)


def test_a_vault_may_have_more_than_one_passphrase(real_record, passphrase):
    keys = vault.read(key_file(real_record))
    key = keys.unlock(passphrase)
    vault.write(key_file(real_record), keys.with_passphrase(key, "another person's own words", FLOOR))
    for words in (passphrase, "another person's own words"):
        Record.open(real_record, words).close()


def test_practice_and_real_never_mix(real_record, record, passphrase):
    record.close()
    with pytest.raises(StoreError, match="real patients and not the practice clinic"):
        Record.open_practice(real_record)
    with pytest.raises(StoreError, match="practice clinic and not a record of real patients"):
        Record.open(record.path, passphrase)


def test_a_key_file_that_lies_about_practice_opens_nothing(real_record, record, passphrase):
    record.close()
    # A real record whose key someone stored in clear, to open it as the practice clinic.
    keys = vault.read(key_file(real_record))
    vault.write(key_file(real_record), vault.practice_vault(keys.record, keys.unlock(passphrase)))
    with pytest.raises(StoreError, match="real patients"):
        Record.open_practice(real_record)
    # The practice clinic with a passphrase, to hold real patients.
    keys = vault.read(key_file(record.path))
    real = vault.Vault(keys.record, practice=False).with_passphrase(keys.stored_key(), passphrase, FLOOR)
    vault.write(key_file(record.path), real)
    with pytest.raises(StoreError, match="practice clinic"):
        Record.open(record.path, passphrase)


def test_the_practice_clinic_has_no_passphrase(record):
    keys = vault.read(key_file(record.path))
    with pytest.raises(ValueError, match="practice"):
        keys.with_passphrase(keys.stored_key(), "four quiet river stones", FLOOR)


def test_nothing_is_written_over(real_record, passphrase):
    before = real_record.read_bytes(), key_file(real_record).read_bytes()
    for make in (lambda: Record.create(real_record, passphrase, cost=FLOOR), lambda: Record.create_practice(real_record)):
        with pytest.raises(StoreError, match=r"file real\.trd already"):
            make()
    assert (real_record.read_bytes(), key_file(real_record).read_bytes()) == before


def test_a_key_file_without_its_record_is_set_aside_and_kept(real_record, passphrase):
    orphan = key_file(real_record).read_bytes()
    real_record.rename(real_record.with_name("moved.trd"))
    Record.create(real_record, passphrase, cost=FLOOR).close()
    (kept,) = real_record.parent.glob("real.trd.keys.*.set-aside")
    assert kept.read_bytes() == orphan
    kept.rename(key_file(real_record.with_name("moved.trd")))
    Record.open(real_record.with_name("moved.trd"), passphrase).close()


def test_the_folder_is_made(tmp_path):
    Record.create_practice(tmp_path / "new" / "deep" / "clinic.trd").close()
    Record.open_practice(tmp_path / "new" / "deep" / "clinic.trd").close()


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="could not be written"):
        Record.create_practice(tmp_path / "file" / "clinic.trd")


def test_a_failed_write_leaves_the_old_file(tmp_path):
    path = tmp_path / "keys"
    files.write_whole(path, b"old")
    (tmp_path / "target").mkdir()
    with pytest.raises(StoreError):
        files.write_whole(tmp_path / "target", b"new")
    assert path.read_bytes() == b"old"
    assert sorted(item.name for item in tmp_path.iterdir()) == ["keys", "target"]
