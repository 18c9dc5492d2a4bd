"""The chain over the log: whoever changes the file with the key in hand, but without the program, is found at the row."""

import random

import pytest

from trd_desk.store.record import Record


@pytest.fixture
def log(record, give):
    """A record with a log of 24 entries of three patients."""
    for number in "ABC":
        patient = record.new_patient(number, f"Name {number}", "1980-05-10", "female", by="tester", content_version="2026.1")
        for severity in ("mild", "severe", "moderate"):
            give((patient, "episode", "severity", severity), reason="seen again")
        give((patient, "workup", "ecg", {"note": "normal"}))
    assert record.verify_chain() == []
    assert record.head()[0] == 24
    return record


def tamper(record, sql, *values):
    record._connection.execute(sql, values)


COLUMNS = ["id", "patient", "kind", "key", "body", "at", "offset_minutes", "by", "content_version", "reason", "supersedes"]


@pytest.mark.parametrize("column", [*COLUMNS, "salt", "digest", "chain"])
@pytest.mark.parametrize("seq", [1, 7, 24])
def test_an_edit_is_found_at_the_row(log, column, seq):
    value = {"offset_minutes": 5, "salt": b"0" * 16, "digest": b"0" * 32, "chain": b"0" * 32}.get(column, "changed")
    tamper(log, f"UPDATE entry SET {column} = ? WHERE seq = ?", value, seq)  # noqa: S608
    faults = log.verify_chain()
    assert faults
    assert faults[0].startswith(f"entry {seq}:")
    assert len(faults) <= 2


def test_faults_name_no_patient(log):
    tamper(log, "UPDATE entry SET body = '\"Canaryname\"', by = 'Canaryname'")
    assert "Canaryname" not in " ".join(log.verify_chain())


def test_a_body_with_its_digest_and_salt_redone_is_found(log):
    from trd_desk.store import chain

    salt = chain.new_salt()
    tamper(log, "UPDATE entry SET body=?, salt=?, digest=? WHERE seq=7", '"none"', salt, chain.digest_of(salt, '"none"'))
    assert [fault[:8] for fault in log.verify_chain()] == ["entry 7:"]


def test_two_rows_changed_round_are_found(log):
    tamper(log, "UPDATE entry SET seq = -1 WHERE seq = 7")
    tamper(log, "UPDATE entry SET seq = 7 WHERE seq = 8")
    tamper(log, "UPDATE entry SET seq = 8 WHERE seq = -1")
    assert [fault[:8] for fault in log.verify_chain()][:2] == ["entry 7:", "entry 8:"]


def test_a_row_taken_out_is_found(log):
    tamper(log, "DELETE FROM entry WHERE seq = 7")
    assert log.verify_chain()[0] == "entry 7: is missing"


def test_a_row_taken_out_and_the_rest_numbered_anew_is_found(log):
    tamper(log, "DELETE FROM entry WHERE seq = 7")
    for seq in range(8, 25):
        tamper(log, "UPDATE entry SET seq = ? WHERE seq = ?", seq - 1, seq)
    assert log.verify_chain()[0].startswith("entry 7:")


def test_a_row_put_in_is_found(log):
    columns = ", ".join((*COLUMNS, "salt", "digest", "chain"))
    tamper(log, f"INSERT INTO entry (seq, {columns}) SELECT 25, {columns} FROM entry WHERE seq = 24")  # noqa: S608
    assert log.verify_chain()[0].startswith("entry 25:")


@pytest.mark.parametrize("first", [1, 2, 20, 24])
def test_an_end_cut_off_is_found(log, first):
    tamper(log, "DELETE FROM entry WHERE seq >= ?", first)
    assert log.verify_chain() == ["entry 24: is missing" if first == 24 else f"entries {first} to 24: are missing"]


def test_an_end_cut_off_with_the_list_made_to_fit_is_found_by_a_noted_head(log):
    noted = log.head()
    tamper(log, "DELETE FROM entry WHERE seq >= 20")
    tamper(log, "UPDATE patient SET newest = min(newest, 19)")
    assert log.verify_chain() == []
    assert log.verify_chain([noted]) == ["entry 24: not the one that was noted as the last at the time"]


def test_a_log_goes_on_through_the_heads_that_were_noted(log, give):
    noted = [(0, ""), log.head()]
    give((log.find_number("A"), "episode", "severity", "mild"))
    assert log.verify_chain([*noted, log.head()]) == []


def test_any_single_change_is_found(log):
    """Edits, swaps, removals and cuts at random, each undone after it was found."""
    dice = random.Random(11)
    connection = log._connection
    for _trial in range(200):
        connection.execute("BEGIN")
        seq = dice.randint(1, 24)
        kind = dice.choice(["edit", "swap", "remove", "cut"])
        if kind == "edit":
            column = dice.choice([*COLUMNS, "body"])
            value = dice.randint(1, 99) if column == "offset_minutes" else f"changed {dice.random()}"
            connection.execute(f"UPDATE entry SET {column} = ? WHERE seq = ?", (value, seq))  # noqa: S608
        elif kind == "swap":
            other = dice.choice([number for number in range(1, 25) if number != seq])
            connection.execute("UPDATE entry SET seq = -seq WHERE seq IN (?, ?)", (seq, other))
            connection.execute("UPDATE entry SET seq = CASE seq WHEN ? THEN ? ELSE ? END WHERE seq < 0", (-seq, other, seq))
        elif kind == "remove":
            connection.execute("DELETE FROM entry WHERE seq = ?", (seq,))
        else:
            connection.execute("DELETE FROM entry WHERE seq >= ?", (seq,))
        faults = " ".join(log.verify_chain())
        connection.execute("ROLLBACK")
        assert f" {seq}" in faults, kind
    assert log.verify_chain() == []


def test_an_emptied_body_is_told_and_the_chain_still_verifies(log):
    """Erasure, once it comes, empties body and salt: the chain must go on verifying without them."""
    tamper(log, "UPDATE entry SET body = NULL, salt = NULL WHERE seq IN (6, 7)")
    assert log.verify_chain() == [f"entry {seq}: its text was emptied, and no erasure is on record" for seq in (6, 7)]
    emptied = [entry for entry in log.entries(log.find_number("A")) if entry.erased]
    assert [(entry.seq, entry.value) for entry in emptied] == [(6, None), (7, None)]


def test_a_list_that_differs_from_the_log_is_told(log):
    assert log.check() == []
    tamper(log, "UPDATE patient SET name = 'Another' WHERE row_id = 2")
    assert log.check() == ["patient in row 2: the list shows something else than the log"]
    tamper(log, "DELETE FROM patient WHERE row_id = 2")
    assert log.check() == ["1 patients of the log are missing from the list"]


def test_the_same_log_in_another_record_has_another_chain(log, tmp_path):
    with Record.create_practice(tmp_path / "other.trd") as other:
        assert other._secret != log._secret
        other._connection.execute("ATTACH ? AS source KEY ?", (str(log.path), _raw(log)))
        other._connection.execute("INSERT INTO entry SELECT * FROM source.entry")
        assert other.verify_chain()[0].startswith("entry 1:")
        other._connection.execute("DETACH source")


def _raw(record):
    from trd_desk.store import vault

    return f"x'{vault.read(vault.key_file(record.path)).stored_key().hex()}'"
