"""A session at a moment: points, their states, alarms, the door, to the second."""

import datetime as dt

import pytest
from days import Day, at, brennan_day, iso

from trd_desk.content.load import load_library
from trd_desk.engine.live import live_session
from trd_desk.record.fold import fold


@pytest.fixture(scope="module")
def library():
    return load_library()


@pytest.fixture
def brennan():
    return brennan_day()


def states(live):
    return {f"{point.at:%H:%M}": point.state for point in live.points}


def test_the_board_of_the_mock_up(library, brennan):
    live = brennan.live(library, "11:14:12")
    assert live.phase == "watching"
    assert live.elapsed == dt.timedelta(minutes=44, seconds=12)
    assert states(live) == {"10:45": "done", "11:00": "done", "11:10": "overdue", "11:30": "ahead", "12:00": "ahead", "12:30": "ahead"}
    (point,) = live.open_points
    assert live.now - point.at == dt.timedelta(minutes=4, seconds=12)
    assert point.closes - live.now == dt.timedelta(seconds=48)
    assert point.key
    assert live.two_hours_end == at("12:30")


def test_a_point_turns_late_and_then_missed_to_the_second(library, brennan):
    assert states(brennan.live(library, "11:09:59"))["11:10"] == "due"
    assert states(brennan.live(library, "11:10:00"))["11:10"] == "overdue"
    assert states(brennan.live(library, "11:15:00"))["11:10"] == "overdue"
    assert states(brennan.live(library, "11:15:01"))["11:10"] == "late"
    assert states(brennan.live(library, "11:25:00"))["11:10"] == "missed"


def test_changes_at_names_the_next_turn(library, brennan):
    live = brennan.live(library, "11:09:30")
    assert live.changes_at == at("11:10")
    for second in range(30, 60):
        assert states(brennan.live(library, f"11:09:{second}")) == states(live)


def test_a_late_reading_is_marked_late_and_the_point_stays_missing_for_the_rules(library, brennan):
    brennan.observe("11:17", sbp=150, dbp=88)
    live = brennan.live(library, "11:18")
    assert next((point.state, point.late_minutes) for point in live.points if point.at == at("11:10")) == ("done_late", 7)
    assert "11:10" in live.result.monitoring.missing


def test_an_entry_made_later_says_so(library, brennan):
    brennan.observe("11:10", recorded="11:31", sbp=150, dbp=88)
    live = brennan.live(library, "11:32")
    assert live.observations[-1].entered_late == 21
    assert states(live)["11:10"] == "done"


def test_an_amber_sign_asks_for_a_repeat_and_clears_when_it_is_measured_again(library, brennan):
    brennan.observe("11:14", sbp=164, dbp=98)
    live = brennan.live(library, "11:16:40")
    (alarm,) = live.active_alarms
    assert (alarm.level, alarm.sign, alarm.repeat_at) == ("amber", "blood_pressure", at("11:19"))
    assert states(live)["11:19"] == "due"
    assert states(brennan.live(library, "11:19:00"))["11:19"] == "overdue"
    brennan.observe("11:19", sbp=150, dbp=90)
    after = brennan.live(library, "11:20")
    assert not after.active_alarms
    assert "11:19" not in states(after)


def test_silence_ends_by_itself(library, brennan):
    brennan.observe("11:14", sbp=164, dbp=98)
    (alarm,) = brennan.live(library, "11:15").active_alarms
    brennan.part("alarm", alarm.name, {"at": iso("11:15"), "done": "acknowledged"})
    assert brennan.live(library, "11:16:59").active_alarms[0].quiet_until == at("11:17")
    (later,) = brennan.live(library, "11:17:00").active_alarms
    assert later.quiet_until is None
    assert later.handled is not None


def test_a_red_sign_stands_until_a_person_has_dealt_with_it(library, brennan):
    brennan.observe("11:12", sbp=201, dbp=98)
    assert brennan.live(library, "11:13").active_alarms[0].level == "red"
    brennan.observe("11:20", sbp=140, dbp=88)
    (alarm,) = brennan.live(library, "11:21").active_alarms
    assert alarm.cleared
    assert alarm.active
    brennan.part("alarm", alarm.name, {"at": iso("11:21"), "done": "prescriber_here"})
    live = brennan.live(library, "11:22")
    assert not live.active_alarms
    assert live.may_leave_at == at("12:30")
    assert "red_alarm_hour" in live.result.leaving.failing


def test_red_outlives_a_restart_because_it_is_made_from_the_log(library, brennan):
    brennan.part("event", "e1", {"at": iso("11:05"), "kind": "chest_pain"})
    first = brennan.live(library, "11:06").active_alarms
    again = live_session(library, fold(list(brennan.entries)), "s1", at("11:06")).active_alarms
    assert [(alarm.name, alarm.level) for alarm in first] == [(alarm.name, alarm.level) for alarm in again] == [("chest_pain/11:05:00", "red")]


def test_the_seconds_of_the_last_device_count(library):
    day = Day(dose=56)
    day.devices("10:20:10", "10:25:40")
    live = day.live(library, "12:25:39")
    assert live.two_hours_end == at("12:25:40")
    assert live.may_leave_at == at("12:25:40")


def test_a_device_that_is_missing_keeps_the_session_in_giving(library):
    day = Day(dose=84)
    day.devices("10:20", "10:25")
    assert day.live(library, "10:26").phase == "giving"
    day.part("given", "amount", 56)
    assert day.live(library, "10:27").phase == "watching"


def test_an_infusion_has_points_from_its_start_and_goes_on_if_it_runs_on(library):
    day = Day(product="ketamine_iv", dose=0.5)
    day.part("given", "start", {"at": iso("10:00")})
    assert list(states(day.live(library, "10:05"))) == ["10:10", "10:20", "10:30", "10:40"]
    assert list(states(day.live(library, "10:41")))[-1] == "10:50"
    assert day.live(library, "10:41").clock_starts is None
    day.part("given", "end", {"at": iso("10:43")})
    live = day.live(library, "10:44")
    assert live.clock_starts == at("10:43")
    assert "12:43" in states(live)


def test_beyond_two_hours_a_point_comes_every_quarter(library, brennan):
    live = brennan.live(library, "12:31")
    assert live.next_point.at == at("12:45")
    assert live.next_point.kind == "extended"


def test_the_checklist_grows_stale_and_is_fresh_again_once_it_is_reviewed(library):
    day = Day()
    day.part("predose", "pressure/1", {"at": iso("09:30"), "sbp": 120, "dbp": 80})
    assert day.live(library, "09:59:59").stale_since is None
    assert day.live(library, "10:00").stale_since == at("10:00")
    day.part("predose", "reviewed", iso("10:05"))
    assert day.live(library, "10:06").stale_since is None
    assert day.live(library, "10:35").stale_since == at("10:35")


def test_waiting_items_turn_at_their_moment(library):
    day = Day()
    day.part("predose", "food_at", iso("08:10"))

    def food(clock):
        return next(item.result for item in day.live(library, clock).result.predose.items if item.id == "food")

    assert food("10:09:59") == "override"
    assert food("10:10:00") == "pass"


def test_a_clock_change_at_night_does_not_move_the_session(library):
    """All moments are told in the offset of the dose, whatever the wall clock does."""
    day = Day(dose=28)
    day.devices("01:30")
    later = dt.datetime(2026, 3, 17, 1, 40, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    live = live_session(library, fold(day.entries), "s1", later)
    assert live.elapsed == dt.timedelta(minutes=-50)
    assert live_session(library, fold(day.entries), "s1", at("03:30") .astimezone(dt.timezone(dt.timedelta(hours=2)))).elapsed == dt.timedelta(hours=2)


def test_live_and_case_file_agree(library, brennan):
    """The same session read from a case file gives the same answers as the live one at the time of leaving."""
    from trd_desk.engine.assess import assess

    brennan.observe("11:12", sbp=150, dbp=88, hr=80, spo2=97, rr=14, moaas=5, dissociation=0)
    brennan.part("leaving", "at", iso("12:40"))
    patient = fold(brennan.entries)
    live = brennan.live(library, "12:40")
    of_file = assess(library, patient.case, dt.date(2026, 3, 17)).sessions[0]
    assert live.result.leaving == of_file.leaving
    assert live.result.monitoring == of_file.monitoring


def test_a_session_of_a_case_file_is_over(library):
    day = Day()
    day.add(
        "session",
        "old",
        {
            "product": "esketamine_in",
            "on": "2026-03-10",
            "planned": {"dose_mg": 56},
            "given": {"dose_mg": 56, "devices": ["10:00", "10:05"]},
            "observations": [{"at": "10:45", "sbp": 130, "dbp": 80}],
            "leaving": {"at": "12:10", "signed_by": "J. Marsh"},
        },
    )
    live = live_session(library, fold(day.entries), "old", at("11:00"))
    assert live.phase == "ended"
    assert not live.open_points
    assert set(states(live).values()) == {"done", "missed"}
    assert live.points[0].at == dt.datetime(2026, 3, 10, 10, 20, tzinfo=live.log.zone)


def test_a_plan_left_lying_for_a_year_is_still_told(library):
    day = Day()
    day.part("predose", "food_at", iso("08:10"))
    day.part("predose", "sedative_at", iso("07:00"))
    live = live_session(library, fold(day.entries), "s1", at("09:00") + dt.timedelta(days=800))
    assert live.phase == "planned"
    assert live.facts.predose.minutes_since_food == 100_000
