"""What a need of leaving rests on, in words: the values that are judged, and no yes where nothing was to be waited for."""

from days import checked_day, iso

from trd_desk.view.leaving import view_leaving

CALM = {"hr": 72, "spo2": 98, "rr": 14, "moaas": 5, "dissociation": 0}


def rows(library, day, clock):
    view = view_leaving(library, day.live(library, clock))
    return {row.id: row for row in (*view.confirmed, *view.measured)}


def watched(*readings):
    day = checked_day(dose=56)
    day.devices("10:05", "10:10")
    for clock, systolic in readings:
        day.observe(clock, sbp=systolic, dbp=80, **CALM)
    return day


def test_the_pressures_shown_are_those_that_are_judged(library):
    day = watched(("11:40", 150), ("12:08", 146), ("12:12", 128))
    pressure = rows(library, day, "12:15")["blood_pressure"]
    # 12:08 lies less than ten minutes before the last one, so it is the one of 11:40 that keeps the door shut.
    assert pressure.measured == "150/80\u00a0mmHg at 11:40, 128/80\u00a0mmHg at 12:12"
    assert pressure.state.mark == "not_met"


def test_a_single_reading_stands_alone_and_cannot_settle_it(library):
    pressure = rows(library, watched(("12:12", 128)), "12:15")["blood_pressure"]
    assert (pressure.measured, pressure.state.mark) == ("128/80\u00a0mmHg at 12:12", "cannot_tell")


def test_what_was_not_to_be_waited_for_says_so(library):
    day = watched(("11:40", 130), ("12:12", 128))
    shown = rows(library, day, "12:15")
    assert shown["red_alarm_hour"].measured == "no red alarm"
    assert shown["red_alarm_hour"].state.mark == "met"
    assert shown["extended_observation"].state.word == "nothing recorded asks for it"
    said = (
        "Not recorded under Safety: moderate hepatic impairment (Child-Pugh B) and sleep apnoea. "
        "If present, 30 minutes more under observation are asked for."
    )
    assert said in view_leaving(library, day.live(library, "12:15")).notes
    for condition in ("hepatic_impairment_moderate", "sleep_apnoea"):
        day.add("condition", condition, False)
    assert rows(library, day, "12:15")["extended_observation"].state.word == "not needed"
    assert said not in view_leaving(library, day.live(library, "12:15")).notes
    day.part("event", "e1", {"kind": "chest_pain", "at": iso("11:45")})
    assert rows(library, day, "12:15")["red_alarm_hour"].measured == ""
