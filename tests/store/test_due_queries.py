"""Who has had a session lately, and whether anything was added: asked by the list of what is due, without reading the whole log."""

import json

from trd_desk.record.entries import Draft, new_id
from trd_desk.store.record import Record


def add(record, number, *sessions):
    key = new_id()
    drafts = [Draft(key, "patient", "id", number)]
    drafts += [Draft(key, "session", f"s{place}", {"product": "esketamine_in", "on": on}) for place, on in enumerate(sessions)]
    record.append(drafts, by="A", content_version="2026.12")
    return key


def test_patients_with_a_session_since_a_day(tmp_path):
    with Record.create_practice(tmp_path / "c.trd") as record:
        old = add(record, "1", "2025-11-30", "2025-12-04")
        new = add(record, "2", "2025-12-05", "2025-12-09")
        planned = add(record, "3", "2026-04-01")
        add(record, "4")
        assert sorted(record.patients_with_sessions_since("2025-12-05")) == sorted([new, planned])
        assert sorted(record.patients_with_sessions_since("2025-12-04")) == sorted([old, new, planned])
        assert record.patients_with_sessions_since("2027-01-01") == []


def test_the_newest_entry_tells_whether_anything_was_added(tmp_path):
    with Record.create_practice(tmp_path / "c.trd") as record:
        first, second = add(record, "1", "2026-01-05"), add(record, "2", "2026-01-05")
        before = record.newest_of([first, second, "nobody"])
        assert before == {first: 2, second: 4}
        record.append([Draft(first, "workup", "ecg", {"result": "normal"})], by="A", content_version="2026.12")
        assert record.newest_of([first, second]) == {first: 5, second: 4}


def test_entries_of_some_kinds_in_their_order(tmp_path):
    with Record.create_practice(tmp_path / "c.trd") as record:
        key = add(record, "1", "2026-01-05")
        record.append(
            [Draft(key, "observation", "s0/o1", {"hr": 70}), Draft(key, "session", "s0", {"product": "ketamine_iv"}), Draft(key, "workup", "ecg", None)],
            by="A",
            content_version="2026.12",
        )
        found = record.entries_of_kinds(key, ["session", "workup"])
        assert [(one.kind, one.key) for one in found] == [("session", "s0"), ("session", "s0"), ("workup", "ecg")]
        assert [one.seq for one in found] == sorted(one.seq for one in found)


def test_the_whole_log_is_not_read(tmp_path):
    """The plan of the query names the index of the sessions' days."""
    from trd_desk.store.log import _SINCE

    with Record.create_practice(tmp_path / "c.trd") as record:
        add(record, "1", "2026-01-05")
        plan = json.dumps(record._connection.execute(f"EXPLAIN QUERY PLAN {_SINCE}", ("2026-01-01",)).fetchall())
        assert "SEARCH entry USING INDEX entry_session_day" in plan
