"""Treatment days worked through by hand from the clinical text, second by second, before the engine was asked.

Each expectation names the decision (or the section of the pathways text, "B", or the mock-ups' notes) that it comes from.
"""

import datetime as dt

import pytest
from days import PERSON, ZONE, Day, at, checked_day, iso

from trd_desk.content.load import load_library
from trd_desk.engine.giving import may_give
from trd_desk.engine.live import live_session

LIBRARY = load_library()
WELL = {"sbp": 130, "dbp": 82, "hr": 76, "spo2": 97, "rr": 14, "moaas": 5, "dissociation": 0, "distress": 0, "nausea": 0}


def spray(*devices, facts=PERSON, dose=84, **plan):
    """A day on which spray devices were used at these times."""
    day = Day(dose=dose, facts=facts, **{"first": False, "week": 6, **plan})
    day.devices(*devices)
    return day


def drip(start, end=None):
    day = Day("ketamine_iv", 0.5, facts=PERSON, first=False)
    day.part("given", "start", {"at": iso(start)})
    if end is not None:
        day.part("given", "end", {"at": iso(end)})
    return day


def by_mouth(start, *, first, facts=PERSON):
    day = Day("ketamine_oral", 1.0, facts=facts, first=first)
    day.part("given", "start", {"at": iso(start)})
    return day


def see(day, clock, **signs):
    day.observe(clock, **{**WELL, **signs})


def event(day, clock, kind):
    day.part("event", f"e{clock}", {"at": iso(clock), "kind": kind})


def clocks(live, *kinds):
    return [f"{point.at:%H:%M}" for point in live.points if point.kind in (kinds or ("infusion", "clock", "extended"))]


def state(live, clock, kind="clock"):
    return next(point.state for point in live.points if f"{point.at:%H:%M}" == clock and point.kind == kind)


def alarms(live):
    return [f"{alarm.at:%H:%M} {alarm.level} {alarm.sign}" for alarm in live.alarms]


def standing(live):
    return [f"{alarm.at:%H:%M} {alarm.level} {alarm.sign}" for alarm in live.active_alarms]


def failing(live):
    return set(live.result.leaving.failing)


def item(live, name):
    return next(one.result for one in live.result.predose.items if one.id == name)


# ------------------------------------------------------------------------------------------------------------ points by route


def test_01_spray_of_three_devices():
    live = spray("10:00", "10:05", "10:10").live(LIBRARY, "10:11")
    assert live.clock_starts == at("10:10")  # 28: from the last device
    assert clocks(live) == ["10:25", "10:40", "10:50", "11:10", "11:40", "12:10"]  # 28: 15, 30, 40, 60, 90, 120
    assert [f"{point.at:%H:%M}" for point in live.points if point.key] == ["10:50"]  # 38: the key point is 40
    assert (live.two_hours_end, live.may_leave_at) == (at("12:10"), at("12:10"))  # 28, 61


def test_02_infusion_of_forty_minutes():
    live = drip("10:00", "10:40").live(LIBRARY, "10:41")
    assert clocks(live, "infusion") == ["10:10", "10:20", "10:30", "10:40"]  # 28, 62: the fourth is the end itself, once
    assert clocks(live, "clock") == ["10:55", "11:10", "11:40", "12:10", "12:40"]  # 28: +15, 30, 60, 90, 120 from the end
    assert live.two_hours_end == at("12:40")  # 28: from the end of the infusion


def test_03_infusion_stopped_after_twenty_minutes():
    day = drip("10:00", "10:20")
    live = day.live(LIBRARY, "10:21")
    assert clocks(live, "infusion") == ["10:10", "10:20"]  # 38: points from the start stop at the end
    assert clocks(live, "clock") == ["10:35", "10:50", "11:20", "11:50", "12:20"]  # 28
    assert [f"{point.at:%H:%M}" for point in live.points if point.key] == ["10:20"]  # 38: the end, at most 40
    for clock in ("10:10", "10:35", "10:50", "11:20", "11:50", "12:20"):
        see(day, clock)
    assert "missing_observation" in failing(day.live(LIBRARY, "12:21"))  # 38: no reading at the end of the infusion
    see(day, "10:25")
    assert "missing_observation" not in failing(day.live(LIBRARY, "12:21"))  # 28: five minutes either side


def test_04_infusion_that_runs_on():
    day = drip("10:00")
    assert clocks(day.live(LIBRARY, "10:41")) == ["10:10", "10:20", "10:30", "10:40", "10:50"]  # 62: every ten minutes up to the end
    assert day.live(LIBRARY, "10:41").may_leave_at is None  # 61: no clock yet
    day.part("given", "end", {"at": iso("10:52:30")})
    live = day.live(LIBRARY, "10:53")
    assert clocks(live, "infusion") == ["10:10", "10:20", "10:30", "10:40", "10:50", "10:52"]  # 62: and the end itself
    assert live.may_leave_at == at("12:52:30")  # 28: two hours from the end, to the second


@pytest.mark.parametrize("product", ["ketamine_sc", "ketamine_im"])
def test_05_injection(product):
    day = Day(product, 0.5, facts=PERSON, first=True)
    day.part("given", "start", {"at": iso("10:00")})
    live = day.live(LIBRARY, "10:01")
    assert clocks(live) == ["10:10", "10:20", "10:30", "10:40", "11:00", "11:30", "12:00"]  # 28
    assert live.may_leave_at == at("12:00")  # 28: the first injection has no longer minimum than two hours


def test_06_first_and_second_dose_by_mouth():
    first = by_mouth("10:00", first=True).live(LIBRARY, "10:01")
    assert clocks(first) == ["10:30", "11:00", "11:30", "12:00", "13:00"]  # 28, 38: 180 for the first dose only
    assert (first.two_hours_end, first.may_leave_at) == (at("12:00"), at("13:00"))  # 61
    second = by_mouth("10:00", first=False).live(LIBRARY, "10:01")
    assert clocks(second) == ["10:30", "11:00", "11:30", "12:00"]  # 38
    assert second.may_leave_at == at("12:00")  # 28


# ---------------------------------------------------------------------------------------------------------- late and missed


def test_07_a_point_from_ahead_to_missed():
    day = spray("10:00", dose=28)
    assert state(day.live(LIBRARY, "10:09:59"), "10:15") == "ahead"
    assert state(day.live(LIBRARY, "10:10:00"), "10:15") == "due"  # 28: five minutes before
    assert state(day.live(LIBRARY, "10:15:00"), "10:15") == "overdue"
    assert state(day.live(LIBRARY, "10:20:01"), "10:15") == "late"  # 28: five minutes after
    assert state(day.live(LIBRARY, "10:25:00"), "10:15") == "missed"  # 28: the window of the next point opens
    assert day.live(LIBRARY, "10:20:01").result.monitoring.missing == ("10:15",)  # 38: due up to now without a pressure


def test_08_a_reading_six_minutes_late_is_shown_late_and_stays_missing():
    day = spray("10:00", dose=28)
    see(day, "10:21")
    live = day.live(LIBRARY, "10:22")
    assert state(live, "10:15") == "done_late"
    assert "10:15" in live.result.monitoring.missing  # 28, 38: not within five minutes
    see(day, "10:40")
    live = day.live(LIBRARY, "10:41")
    assert state(live, "10:40") == "done"
    assert state(live, "10:30") == "missed"  # 28: 21 and 40 are both more than five minutes from 30


def test_09_an_observation_without_a_pressure_does_no_point():
    day = spray("10:00", dose=28)
    day.observe("10:15", hr=70, spo2=97, rr=14, moaas=5)
    assert state(day.live(LIBRARY, "10:16"), "10:15") == "overdue"  # 28: an observation with blood pressure


def test_10_beyond_the_last_point_a_point_every_quarter_of_an_hour():
    day = spray("10:00", dose=28)
    for clock in ("10:15", "10:30", "10:40", "11:00", "11:30", "12:00"):
        see(day, clock)
    live = day.live(LIBRARY, "12:16")
    assert clocks(live, "extended") == ["12:15", "12:30"]  # 38
    assert state(live, "12:15", "extended") == "overdue"
    assert "missing_observation" not in failing(live)  # 38: only the key point and the end of the two hours hold the patient


# ------------------------------------------------------------------------------------------------------------ amber and red


def test_11_amber_repeated_until_it_is_measured_again():
    day = spray("10:00", dose=28)
    see(day, "10:15", sbp=160)
    live = day.live(LIBRARY, "10:16")
    assert alarms(live) == ["10:15 amber blood_pressure"]  # 30: 160 or more
    assert clocks(live, "repeat") == ["10:20"]  # B 6.2: repeat in 5 minutes
    see(day, "10:20", dbp=100)
    live = day.live(LIBRARY, "10:21")
    assert standing(live) == ["10:20 amber blood_pressure"]  # 41: either number decides
    assert clocks(live, "repeat") == ["10:25"]
    see(day, "10:25")
    live = day.live(LIBRARY, "10:26")
    assert standing(live) == []
    assert clocks(live, "repeat") == []
    assert live.may_leave_at == at("12:00")  # 29: an amber alarm adds no time


def test_12_amber_that_lasts_a_quarter_of_an_hour_asks_for_a_review():
    day = spray("10:00", dose=28)
    for clock in ("10:15", "10:20", "10:25"):
        see(day, clock, spo2=92)
    assert day.live(LIBRARY, "10:29").reviews == ()  # 41: 14 minutes by the clock, 10 by the readings
    see(day, "10:30", spo2=92)
    live = day.live(LIBRARY, "10:31")
    assert live.reviews == ((at("10:30"), "spo2"),)  # 41: advice to review after 15 minutes
    assert alarms(live) == [f"{clock} amber spo2" for clock in ("10:15", "10:20", "10:25", "10:30")]  # 41: not a new, worse alarm


def test_13_a_red_sign_and_its_hour():
    day = spray("10:00", dose=28)
    see(day, "11:30", spo2=89)
    live = day.live(LIBRARY, "11:31")
    assert standing(live) == ["11:30 red spo2"]  # B 6.2: under 90
    assert live.may_leave_at is None  # 61: null while a red sign has not cleared
    see(day, "11:34", spo2=91)
    live = day.live(LIBRARY, "11:35")
    assert live.may_leave_at == at("12:34")  # 29: 60 minutes from the first observation in which it is no longer red
    assert alarms(live) == ["11:30 red spo2", "11:34 amber spo2"]  # 41
    see(day, "11:40", spo2=88)
    assert day.live(LIBRARY, "11:41").may_leave_at is None  # 29: red again
    see(day, "11:50")
    assert day.live(LIBRARY, "11:51").may_leave_at == at("12:50")  # 29: the hour of the second


def test_14_red_early_in_the_day_costs_no_time_but_stands_until_somebody_dealt_with_it():
    day = spray("10:00", dose=28)
    see(day, "10:15", moaas=2)
    see(day, "10:20", moaas=4)
    live = day.live(LIBRARY, "10:21")
    assert alarms(live) == ["10:15 red sedation"]  # B 6.2: 2 or less; 4 is neither amber nor red
    assert live.may_leave_at == at("12:00")  # 29: 11:20 lies before the two hours
    assert standing(live) == ["10:15 red sedation"]  # look.md, mock-up f: it does not go away by itself


def test_15_pressure_of_180_amber_then_red_and_with_an_event():
    day = spray("10:00", dose=28)
    see(day, "10:15", sbp=180)
    assert standing(day.live(LIBRARY, "10:16")) == ["10:15 amber blood_pressure"]  # 30: amber on the first
    see(day, "10:20", sbp=181)
    assert standing(day.live(LIBRARY, "10:21")) == ["10:20 red blood_pressure"]  # 30: red on the second in a row
    other = spray("10:00", dose=28)
    see(other, "10:15", sbp=180)
    event(other, "10:26", "severe_headache")
    assert alarms(other.live(LIBRARY, "10:27")) == ["10:15 amber blood_pressure", "10:26 red severe_headache"]  # 30, 70: eleven minutes
    event(other, "10:25", "visual_change")
    assert alarms(other.live(LIBRARY, "10:27"))[0] == "10:15 red blood_pressure"  # 30, 70: ten minutes, either side


def test_16_a_red_event_is_over_with_an_observation_without_a_red_sign():
    day = spray("10:00", dose=28)
    event(day, "11:20", "chest_pain")
    assert day.live(LIBRARY, "11:21").may_leave_at is None  # 41, 61
    see(day, "11:25", hr=131)
    assert day.live(LIBRARY, "11:26").may_leave_at is None  # 41: that observation has a red sign itself
    see(day, "11:35", hr=120)
    assert day.live(LIBRARY, "11:36").may_leave_at == at("12:35")  # 41, 29: amber is not red


def test_17_saturation_falling_with_moaas_3():
    day = spray("10:00", dose=28)
    see(day, "10:15", spo2=93, moaas=4)
    see(day, "10:30", spo2=92, moaas=3)
    see(day, "10:40", spo2=92, moaas=3)
    assert alarms(day.live(LIBRARY, "10:41")) == [
        "10:15 amber spo2",  # B 6.2: 90 to 93
        "10:30 red spo2",  # 41: lower than the reading before, with MOAA/S 3 or less
        "10:30 amber sedation",  # B 6.2: 3
        "10:40 amber spo2",  # 41: not lower than before
        "10:40 amber sedation",
    ]


# ---------------------------------------------------------------------------------------------------------- how long to stay


@pytest.mark.parametrize(
    ("facts", "leaves"),
    [
        ((("condition", "hepatic_impairment_moderate", True),), "12:30"),  # 37
        ((("condition", "sleep_apnoea", True),), "12:30"),  # 37
        ((("condition", "hepatic_impairment_severe", True),), "12:00"),  # 37 names the moderate one only
        ((("patient", "birth_date", "1951-03-17"),), "12:30"),  # 31, 37: 75 on the day
        ((("patient", "birth_date", "1951-03-18"),), "12:00"),  # 31, 37: 75 tomorrow
        ((("condition", "sleep_apnoea", True), ("patient", "birth_date", "1940-01-01")), "12:30"),  # 37: half an hour, once
    ],
)
def test_18_longer_observation(facts, leaves):
    day = spray("10:00", dose=28, facts=(*PERSON, *facts))
    assert day.live(LIBRARY, "10:01").may_leave_at == at(leaves)


def test_19_a_sedative_twelve_hours_before_the_dose_stays_within_twelve_hours():
    day = checked_day(dose=28)
    day.part("predose", "sedative_used", True)
    day.part("predose", "sedative_at", dt.datetime(2026, 3, 16, 22, 0, tzinfo=ZONE).isoformat())
    assert item(day.live(LIBRARY, "09:59"), "sedative") == "note"  # 35: 12 hours or less
    day.devices("10:00")
    for clock in ("10:01", "11:59"):
        live = day.live(LIBRARY, clock)
        assert live.may_leave_at == at("12:30")  # 37: within 12 h of the dose, whatever time it has become since
        assert "extended_observation" in failing(live)
    other = checked_day(dose=28)
    other.part("predose", "sedative_used", True)
    other.part("predose", "sedative_at", dt.datetime(2026, 3, 16, 21, 59, tzinfo=ZONE).isoformat())
    other.devices("10:00")
    assert other.live(LIBRARY, "10:01").may_leave_at == at("12:00")  # 37: more than twelve hours


def test_20_first_dose_by_mouth_with_sleep_apnoea_and_a_late_red_alarm():
    day = by_mouth("10:00", first=True, facts=(*PERSON, ("condition", "sleep_apnoea", True)))
    assert day.live(LIBRARY, "10:01").may_leave_at == at("13:00")  # 61: the larger of 180 and 150 minutes
    see(day, "12:20", rr=30)
    see(day, "12:25")
    live = day.live(LIBRARY, "12:26")
    assert live.may_leave_at == at("13:25")  # 29: 60 minutes from 12:25
    assert {"two_hours", "extended_observation", "red_alarm_hour"} <= failing(live)  # 37: 180 minutes are named two_hours
    assert "extended_observation" not in failing(day.live(LIBRARY, "12:30"))  # 37: 150 minutes have passed
    assert "two_hours" not in failing(day.live(LIBRARY, "13:00"))
    assert "red_alarm_hour" in failing(day.live(LIBRARY, "13:24"))
    assert "red_alarm_hour" not in failing(day.live(LIBRARY, "13:25"))


def test_21_the_earliest_time_is_of_the_clocks_only():
    day = spray("10:00", dose=28)
    for clock in ("10:15", "10:30", "10:40", "11:00", "11:30"):
        see(day, clock)
    see(day, "12:00", sbp=150)  # the last reading before the dose is not known here
    day.part("predose", "pressure/1", {"at": iso("09:50"), "sbp": 128, "dbp": 80})
    live = day.live(LIBRARY, "12:01")
    assert "blood_pressure" in failing(live)  # 29: 22 above the 128 before the dose
    assert live.may_leave_at == at("12:00")  # 61: no pressure pairs, no late readings


def test_22_over_midnight():
    day = Day(dose=28, facts=PERSON, first=False)
    day.devices("23:10")
    night = dt.datetime(2026, 3, 18, 0, 31, tzinfo=ZONE)

    def tomorrow(clock, **signs):
        hours, minutes = map(int, clock.split(":"))
        moment = dt.datetime(2026, 3, 18, hours, minutes, tzinfo=ZONE).isoformat()
        day.part("observation", f"n{clock}", {"at": moment, "recorded": moment, **WELL, **signs})

    see(day, "23:25")
    see(day, "23:50")
    tomorrow("00:30", spo2=88)
    live = live_session(LIBRARY, day.patient(), "s1", night)
    assert clocks(live) == ["23:25", "23:40", "23:50", "00:10", "00:40", "01:10"]  # 28
    assert live.two_hours_end == dt.datetime(2026, 3, 18, 1, 10, tzinfo=ZONE)
    assert alarms(live) == ["00:30 red spo2"]
    assert live.may_leave_at is None  # 61
    tomorrow("00:35")
    live = live_session(LIBRARY, day.patient(), "s1", night + dt.timedelta(minutes=5))
    assert live.may_leave_at == dt.datetime(2026, 3, 18, 1, 35, tzinfo=ZONE)  # 29


# ------------------------------------------------------------------------------------------------------------- before and while giving


def ready(product="esketamine_in", dose=84, mg=84, devices=3, **plan):
    """A day on which the first part of the dose may be given at 10:10."""
    day = checked_day(product, dose, **plan)
    check = {"by": "A. Lindgren", "role": "nurse", "at": iso("10:05"), "product": product, "dose_mg": mg, "agrees": True, "devices": devices}
    day.part("second_check", "", check, by="A. Lindgren", when=at("10:05"))
    day.part("given", "batch", {"batch": "22AG417", "expires": "2027-08-31"}, when=at("10:06"))
    return day


def refused(day, clock):
    return [reason.code for reason in may_give(day.live(LIBRARY, clock), now=at(clock)).reasons]


def test_23_signs_older_than_thirty_minutes_are_asked_again():
    day = ready()
    assert refused(day, "10:27:59") == []  # mock-up e: the pressure of 09:58 is not yet 30 minutes old
    assert refused(day, "10:28:00") == ["give_signs_stale"]  # mock-up e: older than 30 minutes asks again
    day.part("predose", "reviewed", iso("10:29"))
    assert refused(day, "10:29") == []


def test_24_five_minutes_of_rest_between_two_devices():
    day = ready()
    day.part("given", "device/1", {"at": iso("10:10:20")})
    assert refused(day, "10:15:19") == ["give_rest"]  # B 2.1: 28 mg devices, 5 minutes apart
    assert refused(day, "10:15:20") == []
    assert day.live(LIBRARY, "10:15:20").two_hours_end == at("12:10:20")  # 28: from the last device so far


def test_25_a_red_alarm_ends_the_giving_and_stays_the_end_of_it():
    day = ready()
    day.part("given", "device/1", {"at": iso("10:10")})
    day.observe("10:14", **{**WELL, "sbp": 200})
    assert refused(day, "10:16") == ["give_red_alarm"]  # 71: red at once; B 6.2: red stops the giving
    see(day, "10:20")
    assert refused(day, "10:21") == ["give_red_alarm"]
    other = ready()
    other.part("given", "device/1", {"at": iso("10:10")})
    event(other, "10:12", "vomiting")
    assert refused(other, "10:16") == []  # 41: the first vomiting is no alarm


def test_26_a_wait_turns_at_its_minute_and_a_pressure_is_repeated():
    day = ready()
    day.part("predose", "food_at", iso("08:11"), when=at("10:07"))
    day.part("predose", "nasal_spray_used", True, when=at("10:07"))
    day.part("predose", "nasal_spray_at", iso("09:13"), when=at("10:07"))
    live = day.live(LIBRARY, "10:10")
    assert (item(live, "food"), item(live, "nasal_spray")) == ("override", "hold")  # 35: 119 and 57 minutes
    assert live.result.predose.earliest == "10:13"  # 36: the spray at 10:13 is the later of the two
    assert (item(day.live(LIBRARY, "10:11"), "food"), item(day.live(LIBRARY, "10:12:59"), "nasal_spray")) == ("pass", "hold")
    assert day.live(LIBRARY, "10:13").result.predose.result == "pass"
    day.part("predose", "pressure/1", {"at": iso("09:58"), "sbp": 150, "dbp": 80})
    assert item(day.live(LIBRARY, "10:13"), "blood_pressure") == "incomplete"  # 27, 35: a single raised reading
    day.part("predose", "pressure/2", {"at": iso("10:08"), "sbp": 150, "dbp": 80})
    assert item(day.live(LIBRARY, "10:13"), "blood_pressure") == "override"  # 27


def test_27_a_cancelled_session_is_none_of_the_two_in_seven_days():
    day = ready()
    past = {"product": "esketamine_in", "indication": "trd", "planned": {"dose_mg": 84}}
    day.add("session", "a1", {**past, "on": "2026-03-12", "given": {"dose_mg": 84}})
    day.add("session", "a2", {**past, "on": "2026-03-14"})
    assert item(day.live(LIBRARY, "10:10"), "interval") == "override"  # 64: the third by `on`
    day.add("session_end", "a2", {"state": "cancelled", "at": "2026-03-14T10:00:00+01:00", "reason": "had a fever that day"})
    assert item(day.live(LIBRARY, "10:10"), "interval") == "pass"  # 64: nothing was given in it


def test_28_the_dose_of_the_day_a_patient_turns_65():
    def verdict(born, **plan):
        day = Day(facts=(*PERSON, ("patient", "birth_date", born)), **plan)
        return day.live(LIBRARY, "10:00").result.dose.verdict

    assert verdict("1961-03-17", dose=56, first=True) == "blocked"  # 31, 40: 65 on the day: 28 mg only
    assert verdict("1961-03-17", dose=28, first=True) == "ok"  # 40
    assert verdict("1961-03-18", dose=56, first=True) == "ok"  # 40: 65 tomorrow
    assert verdict("1960-01-10", dose=28, indication="emergency") == "warn"  # 71: at 66, not established and not blocked
