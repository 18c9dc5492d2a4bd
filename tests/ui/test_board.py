"""The board: every session of the day is watched, each call comes at its second, nothing is worked out in between, nothing is silenced for good."""

import datetime as dt

import pytest
from clinic_days import SECOND, Clock, amber, brennan, dobre, giving, hallam, lindqvist, of, red, varga
from days import Day, at, checked_day, iso

from trd_desk.record.entries import Draft
from trd_desk.record.session_parts import moment_text
from trd_desk.store.record import Record
from trd_desk.ui.clock import SessionClock
from trd_desk.ui.desk import Desk
from trd_desk.ui.sound import Speaker


def look(desk, qtbot):
    """The board once it has read everybody."""
    with qtbot.waitSignal(desk.board.changed):
        desk.board.look()
    return desk.board


def told(signal):
    found = []
    signal.connect(lambda *what: found.append(what[0] if what else None))
    return found


def names(called):
    return [one.standing.name for one in called]


def test_live_sessions_and_those_to_come_are_read(day_desk, qtbot, library):
    for day in (lindqvist(), brennan(), varga(library), hallam(), dobre()):
        day.write(day_desk.record)
    board = look(day_desk, qtbot)
    assert [row.name for row in board.view.rows] == ["Aoife Brennan", "Ines Varga", "Tomas Lindqvist"]
    assert [(one.time, one.name, one.state) for one in board.view.to_come] == [
        ("11:30", "Peter Hallam", "Wait until 11:40"),
        ("13:00", "Mirela Dobre", "Not started"),
    ]
    assert board.view.badge.words == "1 overdue"


def test_a_day_without_sessions_loads_no_content(day_desk, qtbot):
    day_desk._library = None
    board = look(day_desk, qtbot)
    assert not board.has_work
    assert not day_desk.has_library
    assert board.view.rows == ()
    assert board.view.badge is None


def test_a_session_of_yesterday_that_is_given_stays_and_one_that_was_only_planned_does_not(day_desk, qtbot, clock):
    over_midnight = checked_day(dose=56, on="2026-03-16")
    over_midnight.part("given", "device/1", {"at": "2026-03-16T23:30:00+01:00"})
    of(over_midnight, "TRD-1", "Night").write(day_desk.record)
    of(Day(dose=56, on="2026-03-16"), "TRD-2", "Planned").write(day_desk.record)
    of(Day(dose=56, on="2026-03-16"), "TRD-3", "Tomorrow").write(day_desk.record)
    clock.set("00:10")
    board = look(day_desk, qtbot)
    assert [row.name for row in board.view.rows] == ["Night"]
    assert board.view.to_come == ()


def test_a_session_that_nobody_closed_days_ago_is_found_at_the_start(day_desk, qtbot):
    left_open = checked_day(dose=56, on="2026-03-13")
    left_open.part("given", "device/1", {"at": "2026-03-13T10:00:00+01:00"})
    of(left_open, "TRD-1", "Left Open").write(day_desk.record)
    board = look(day_desk, qtbot)
    assert [row.name for row in board.view.rows] == ["Left Open"]
    assert board.doubt.kind == "far"


def test_at_midnight_the_new_day_is_read(day_desk, qtbot, clock):
    of(Day(dose=56, on="2026-03-18"), "TRD-1", "Next Day", time="09:00").write(day_desk.record)
    clock.set("23:59:58")
    board = look(day_desk, qtbot)
    assert not board.has_work
    with qtbot.waitSignal(board.changed):
        clock.passes(day_desk, 3)
    assert [one.name for one in board.view.to_come] == ["Next Day"]


def test_an_observation_is_called_for_in_the_very_second(day_desk, qtbot, clock):
    lindqvist().write(day_desk.record)
    board = look(day_desk, qtbot)
    due = []
    board.point_due.connect(lambda called: due.append((called.standing.name, clock.now)))
    clock.set("11:22:50")
    clock.until(day_desk, "11:22:59")
    assert not due
    clock.until(day_desk, "11:23:30")
    assert due == [("due/clock/11:23:00", at("11:23"))]
    assert board.view.rows[0].state.words == "Overdue: 11:23"
    assert board.view.rows[0].state.line(at("11:27:12")) == "Counts as late in 0:48"
    clock.until(day_desk, "11:29:00")
    assert board.view.rows[0].state.words == "Late: 11:23"
    assert len(due) == 1, "told once"


def test_between_two_changes_nothing_is_worked_out(day_desk, qtbot, clock):
    for day in (brennan(), lindqvist(), hallam()):
        day.write(day_desk.record)
    board = look(day_desk, qtbot)
    clock.passes(day_desk)
    before, view = board.sessions, board.view
    clock.until(day_desk, "11:14:59")
    assert all(one is other for one, other in zip(board.sessions, before, strict=True))
    assert board.view is view
    clock.passes(day_desk)
    assert board.view is not view, "a minute has passed"


def test_an_alarm_comes_with_the_answer_and_goes_with_the_next(day_desk, qtbot, clock):
    key = lindqvist().write(day_desk.record)
    board = look(day_desk, qtbot)
    raised, cleared = told(board.alarm_raised), told(board.alarm_cleared)
    day_desk.open_patient(key)
    at_text = moment_text(day_desk.now())
    assert day_desk.answer("observation", "s1/a", {"at": at_text, "recorded": at_text, "sbp": 164, "dbp": 98})
    assert names(raised) == ["blood_pressure/11:14:12"]
    assert raised[0].standing.call == "amber"
    assert raised[0].session.patient.case.patient.name == "Tomas Lindqvist"
    assert board.view.badge.call == "amber"
    clock.until(day_desk, "11:18:00")
    at_text = moment_text(day_desk.now())
    assert day_desk.answer("observation", "s1/b", {"at": at_text, "recorded": at_text, "sbp": 140, "dbp": 88})
    assert names(cleared) == ["blood_pressure/11:14:12"]
    assert board.view.badge is None


def test_alarms_that_stood_before_a_restart_are_raised_again(day_desk, qtbot):
    red().write(day_desk.record)
    raised = told(day_desk.board.alarm_raised)
    look(day_desk, qtbot)
    assert [one.standing.call for one in raised] == ["red"]


def test_what_another_window_writes_is_seen_within_seconds(day_desk, qtbot, clock, library):
    key = brennan().write(day_desk.record)
    board = look(day_desk, qtbot)
    with Record.open_practice(day_desk.record.path, clock=clock) as record:
        other = Desk(record, clock=clock, library=lambda: library)
        other.speaker = Speaker([])
        other.open_patient(key)
        at_text = moment_text(clock.now)
        assert other.answer("observation", "s1/x", {"at": at_text, "recorded": at_text, "sbp": 130, "dbp": 80})
    with qtbot.waitSignal(board.alarm_cleared):
        clock.passes(day_desk, 6)
    assert board.view.rows[0].call is None
    lindqvist().write(day_desk.record)  # our own writing, about somebody who is not open
    board.look()
    qtbot.waitUntil(lambda: len(board.view.rows) == 2)


def test_a_wait_of_the_checklist_that_ends_is_told_once(day_desk, qtbot, clock):
    hallam().write(day_desk.record)
    board = look(day_desk, qtbot)
    over = told(board.wait_over)
    clock.set("11:39:57")
    clock.passes(day_desk, 10)
    assert [one.patient.case.patient.name for one in over] == ["Peter Hallam"]
    assert not board.view.to_come[0].state.startswith("Wait")


def test_the_session_that_ends_leaves_the_board(day_desk, qtbot):
    key = brennan().write(day_desk.record)
    board = look(day_desk, qtbot)
    day_desk.open_patient(key)
    cleared = told(board.alarm_cleared)
    assert day_desk.answer("session_end", "s1", {"state": "left", "at": moment_text(day_desk.now())})
    assert not board.has_work
    assert names(cleared) == ["due/clock/11:10:00"]
    assert board.view.rows == ()


# Acknowledging


def test_an_acknowledgement_is_kept_and_holds_for_a_while_only(day_desk, qtbot, clock, library):
    key = brennan().write(day_desk.record)
    board = look(day_desk, qtbot)
    session = board.live[0]
    saved = told(day_desk.saved)
    assert board.acknowledge(session)
    assert saved == ["11:14:12"]
    entry = day_desk.record.history(key, "alarm", "s1/due/clock/11:10:00")[-1]
    assert entry.value == {"at": "2026-03-17T11:14:12+01:00", "done": "acknowledged"}
    assert entry.by == "J. Marsh"
    quiet = dt.timedelta(minutes=library.conduct.quiet_minutes)
    standing = board.live[0].row.calls[0]
    assert standing.quiet_until == clock.now + quiet
    assert not standing.sounds(clock.now + quiet - SECOND)
    assert standing.sounds(clock.now + quiet)
    assert board.view.rows[0].quiet(clock.now) == "2:00"
    assert board.view.rows[0].call == "overdue", "it still calls, without a sound"


def test_an_acknowledgement_by_somebody_else_needs_no_reason_and_is_not_undone(day_desk, qtbot, clock):
    key = brennan().write(day_desk.record)
    board = look(day_desk, qtbot)
    day_desk.open_patient(key)
    assert board.acknowledge(board.live[0])
    assert not day_desk.can_undo
    clock.until(day_desk, "11:16:30")
    day_desk.work_as(next(person for person in day_desk.record.people() if person.name == "A. Lindgren"))
    assert board.acknowledge(board.live[0])
    history = day_desk.record.history(key, "alarm", "s1/due/clock/11:10:00")
    assert [entry.by for entry in history] == ["J. Marsh", "A. Lindgren"]


def test_the_prescribers_coming_is_not_forgotten_when_the_sound_is_turned_off_again(day_desk, qtbot, clock):
    key = amber().write(day_desk.record)
    board = look(day_desk, qtbot)
    day_desk.open_patient(key)
    name = "blood_pressure/11:12:00"
    assert day_desk.answer("alarm", f"s1/{name}", {"at": moment_text(clock.now), "done": "prescriber_here"})
    clock.until(day_desk, "11:16:20")
    assert board.live[0].row.calls[0].sounds(clock.now)
    assert board.acknowledge(board.live[0])
    log = board.live[0].live.log
    assert log.alarm(name).done == "prescriber_here"
    assert log.sound_off_at(name) == at("11:16:20")
    assert not board.live[0].row.calls[0].sounds(clock.now)


def test_a_reader_acknowledges_nothing(day_desk, qtbot):
    key = brennan().write(day_desk.record)
    board = look(day_desk, qtbot)
    day_desk.work_as(next(person for person in day_desk.record.people() if person.role == "reader"))
    refused = told(day_desk.save_failed)
    assert not board.acknowledge(board.live[0])
    assert refused
    assert not day_desk.record.history(key, "alarm", "s1/due/clock/11:10:00")


def test_a_record_that_cannot_be_read_is_told_and_the_rows_stay(day_desk, qtbot, clock):
    brennan().write(day_desk.record)
    board = look(day_desk, qtbot)
    failed = told(board.failed)
    day_desk.record.close()
    clock.passes(day_desk, 6)
    assert failed
    assert board.fault == failed[-1]
    assert [row.name for row in board.view.rows] == ["Aoife Brennan"]
    assert board.view.rows[0].call == "overdue"


# The clock


@pytest.mark.parametrize("wrong", [dt.timedelta(hours=5), dt.timedelta(minutes=-50), dt.timedelta(seconds=40)])
def test_killed_the_clock_set_and_started_again_the_board_goes_on(day_record, qtbot, library, clock, wrong):
    """The whole way with a real record: the dose is stored with the steady clock, and the board of the next start counts from it."""
    true = [at("11:00")]
    shift = [dt.timedelta()]

    def computer():
        return SessionClock(lambda: true[0] + shift[0], lambda: true[0].timestamp() - 5000, lambda: "this start")

    day = checked_day(dose=28)
    of(day, "TRD-0147", "Aoife Brennan", "1").write(day_record)
    desk = Desk(day_record, clock=computer(), library=lambda: library)
    desk.speaker = Speaker([])
    desk.open_patient(day_record.find_number("TRD-0147"))
    given = moment_text(desk.now())
    moment = dt.datetime.fromisoformat(given)
    assert desk.answer("given", "s1/device/1", {"at": given, "steady": desk.steady(moment), "boot": desk.boot()})
    desk.deleteLater()
    true[0] += dt.timedelta(minutes=41, seconds=7)
    shift[0] = wrong
    again = Desk(day_record, clock=computer(), library=lambda: library)
    again.speaker = Speaker([])
    board = look(again, qtbot)
    assert abs(again.now() - true[0]) <= SECOND
    assert board.view.rows[0].elapsed(again.now()) == "0:41:07"
    assert board.view.rows[0].state.words == "Overdue: 11:40"
    assert {point.state for point in board.live[0].live.points if point.minutes in (15, 30)} == {"missed"}, "none back-filled"
    assert again.clock.disagreement().ahead == wrong


def test_after_another_start_of_the_computer_a_dose_in_the_future_is_said(day_record, qtbot, library):
    day = checked_day(dose=28)
    day.part("given", "device/1", {"at": iso("11:00"), "steady": 100.0, "boot": "an earlier start"})
    of(day, "TRD-0147", "Aoife Brennan", "1").write(day_record)
    desk = Desk(day_record, clock=Clock("09:30"), library=lambda: library)
    desk.speaker = Speaker([])
    board = look(desk, qtbot)
    assert board.doubt.kind == "ahead"


def test_devices_still_to_be_given_are_counted_down_to(day_desk, qtbot, clock):
    giving().write(day_desk.record)
    board = look(day_desk, qtbot)
    row = board.view.rows[0]
    assert (row.state.words, row.state.count(clock.now), row.state.line(clock.now)) == ("Device 3 of 3", "03:48", "From 11:18")
    clock.until(day_desk, "11:18:00")
    assert board.view.rows[0].state.count(clock.now) == "Now"


def test_the_board_can_be_stopped_while_it_reads(day_desk, qtbot):
    for day in (brennan(), lindqvist()):
        day.write(day_desk.record)
    day_desk.board.look()
    day_desk.board.stop()
    day_desk.record.close()
    qtbot.wait(50)
    assert not day_desk.board.is_filled


def test_an_answer_for_nobody_known_is_refused_in_a_sentence(day_desk):
    refused = told(day_desk.save_failed)
    assert not day_desk.answers_for("nobody", [("alarm", "s1/x", {"at": iso("11:00"), "done": "acknowledged"})])
    assert "no such patient" in refused[0]


def test_drafts_of_the_practice_day_fill_the_board(day_desk, qtbot, library):
    """What the practice clinic offers is read like any other day."""
    from trd_desk.interchange.practice_day import start_practice_day

    for number in ("TRD-0147", "TRD-0142", "TRD-0118", "TRD-0131", "TRD-0148"):
        key = number.lower()
        day_desk.record.append([Draft(key, "patient", "id", number)], by="J. Marsh", content_version=library.version)
    assert start_practice_day(day_desk.record, day_desk.now(), library.version) == 5
    board = look(day_desk, qtbot)
    assert (len(board.view.rows), len(board.view.to_come)) == (3, 2)


def test_a_day_without_sessions_keeps_the_program_small(tmp_path):
    """A board that has nothing to watch loads neither the content nor what judges a session."""
    import subprocess
    import sys

    code = (
        "import sys; from pathlib import Path; from PySide6.QtWidgets import QApplication\n"
        "app = QApplication([])\n"
        "from trd_desk.store.record import Record; from trd_desk.ui.desk import Desk\n"
        "record = Record.create_practice(Path(sys.argv[1])); desk = Desk(record); desk.board.look()\n"
        "for _turn in range(20): app.processEvents()\n"
        "desk.clock.tick(); assert desk.board.is_filled; desk.board.stop(); record.close()\n"
        "print(*sorted({'pydantic', 'trd_desk.engine.live', 'trd_desk.view.board'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "small.trd")], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr
