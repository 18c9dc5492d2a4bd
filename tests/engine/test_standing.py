"""What calls somebody in a live session, the worst first, and how long its sound is off."""

import datetime as dt

import pytest
from days import Day, at, brennan_day, iso

from trd_desk.content.load import load_library
from trd_desk.engine.standing import standing


@pytest.fixture(scope="module")
def library():
    return load_library()


def calls(library, day, clock):
    return [(one.call, one.name) for one in standing(library, day.live(library, clock))]


def test_nothing_calls_before_its_time(library):
    assert calls(library, brennan_day(), "11:09:59") == []
    assert calls(library, brennan_day(), "11:10:00") == [("overdue", "due/clock/11:10:00")]


def test_red_before_overdue_before_amber_and_the_longest_first(library):
    day = brennan_day()
    day.observe("11:31", sbp=164, dbp=98, spo2=97)
    day.observe("11:36", spo2=86)
    found = calls(library, day, "11:42:00")
    assert [call for call, _name in found] == ["red", "overdue", "overdue", "amber"]
    assert found[0][1] == "spo2/11:36:00"
    assert [name for call, name in found if call == "overdue"] == ["due/repeat/11:36:00", "due/repeat/11:41:00"]


def test_a_sound_is_off_for_the_clinics_minutes_and_no_longer(library):
    day = brennan_day()
    day.part("alarm", "due/clock/11:10:00", {"at": iso("11:12:30"), "done": "acknowledged"})
    (one,) = standing(library, day.live(library, "11:13"))
    ends = at("11:12:30") + dt.timedelta(minutes=library.conduct.quiet_minutes)
    assert one.quiet_until == ends
    assert not one.sounds(ends - dt.timedelta(seconds=1))
    assert one.sounds(ends)


def test_the_prescribers_coming_turns_it_off_too_and_a_later_word_stands_beside_it(library):
    day = Day(facts=(), first=False)
    day.devices("10:20")
    day.observe("10:30", sbp=164, dbp=98)
    name = "blood_pressure/10:30:00"
    day.part("alarm", name, {"at": iso("10:31"), "done": "prescriber_here"})
    assert next(one for one in standing(library, day.live(library, "10:32")) if one.name == name).quiet_until == at("10:33")
    log = day.live(library, "10:34").log
    assert log.sound_key(name) == f"{name}/sound"
    day.part("alarm", f"{name}/sound", {"at": iso("10:34"), "done": "acknowledged"})
    live = day.live(library, "10:35")
    found = next(one for one in standing(library, live) if one.name == name)
    assert found.quiet_until == at("10:36")
    assert found.alarm.quiet_until == at("10:36")
    assert found.alarm.handled.done == "prescriber_here"


def test_a_closed_session_calls_nobody(library):
    day = brennan_day()
    day.part("session_end", "", {"state": "left", "at": iso("12:40")})
    assert calls(library, day, "12:45") == []
