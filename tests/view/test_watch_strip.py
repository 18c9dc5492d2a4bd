"""The strip in words, what is typed into it, and the bars of alarms: each limit comes from the content, nothing is guessed."""

import dataclasses
import datetime as dt

import pytest
from days import Day, at, brennan_day, checked_day, iso

from trd_desk.record.entries import Entry, new_id
from trd_desk.view.alarm_words import alarm_bars
from trd_desk.view.clock_times import read_clock
from trd_desk.view.typed_numbers import understand_pressure
from trd_desk.view.watch_entry import ROWS, read_row, read_time, row_steps, shown_row, taken_minute
from trd_desk.view.watch_events import reports_of
from trd_desk.view.watch_leaders import Leader, leader_shapes
from trd_desk.view.watch_strip import EntryState, view_watch

FULL = {"hr": 80, "spo2": 97, "rr": 14, "moaas": 5, "dissociation": 1, "nausea": 0, "distress": 0}


@pytest.fixture
def brennan():
    """The day of the mock-up: 164/98 at 11:14, to be repeated at 11:19."""
    day = brennan_day()
    for name, value in {"heart_rate": 76, "spo2": 98, "respiratory_rate": 14}.items():
        day.part("predose", name, value)
    day.observe("11:14", sbp=164, dbp=98, **FULL)
    return day


def columns(library, day, clock, **how):
    live = day.live(library, clock)
    return [(one.kind, one.head, one.foot_at(live.now)) for one in view_watch(library, live, **how).columns]


def bars(library, day, clock, **how):
    return alarm_bars(library, day.live(library, clock), **how)


# ------------------------------------------------------------------------------------------------------------------- columns


def test_the_columns_of_the_mock_up(library, brennan):
    assert columns(library, brennan, "11:16:40") == [
        ("before", "09:58", "before dose"),
        ("seen", "10:46", "15 min"),
        ("seen", "10:59", "30 min"),
        ("seen", "11:14", "40 min"),
        ("entry", "11:19", "repeat, in 02:20"),
        ("ahead", "11:30", "60 min"),
        ("ahead", "12:00", "90 min"),
        ("ahead", "12:30", "120 min"),
    ]


def test_the_cells_of_a_column_with_its_alarm(library, brennan):
    column = next(one for one in view_watch(library, brennan.live(library, "11:16")).columns if one.head == "11:14")
    assert [cell.text for cell in column.cells] == ["164/98", "80", "97\u00a0%", "14", "5", "1", "0", "0"]
    pressure = column.cells[0]
    assert (pressure.level, pressure.says) == ("amber", "Amber: systolic 160 or more.")
    assert pressure.name == "Pressure at 11:14: 164/98. Amber: systolic 160 or more."
    assert not any(cell.level for cell in column.cells[1:])


def test_an_observation_too_early_for_its_point_leaves_the_point_to_come(library):
    day = checked_day(dose=56)
    day.devices("10:30", "10:35")
    point = next(one.name for one in day.live(library, "10:38").points)
    day.observe("10:38", sbp=150, dbp=90)
    found = columns(library, day, "10:38:20", entry=EntryState("o1", point=point))
    assert [head for _kind, head, _foot in found if head > "10:30"][:3] == ["10:38", "10:50", "11:05"]
    assert ("entry", "10:38", "extra") in found


def test_an_overdue_point_is_the_entry_and_counts_up(library):
    assert ("entry", "11:10", "40 min, overdue 04:12") in columns(library, brennan_day(), "11:14:12")


def test_a_missed_point_stays_empty_and_says_missed(library):
    found = columns(library, brennan_day(), "11:26")
    assert ("missed", "11:10", "missed") in found
    assert found[-3][:2] == ("entry", "11:30")
    view = view_watch(library, brennan_day().live(library, "11:26"))
    missed = next(one for one in view.columns if one.kind == "missed")
    assert not any(cell.text for cell in missed.cells)
    assert view.notes == ("11:10, 40 min, missed.",)


def test_late_is_said_in_two_ways(library):
    day = brennan_day()
    day.observe("11:17", sbp=150, dbp=88)
    late = next(one for one in view_watch(library, day.live(library, "11:18")).columns if one.head == "11:17")
    assert (late.mark, late.foot, late.says) == ("late", "late 7 min", "11:17, 40 min, late 7 min")
    day = brennan_day()
    day.observe("11:10", recorded="11:31", sbp=150, dbp=88)
    view = view_watch(library, day.live(library, "11:32"))
    late = next(one for one in view.columns if one.head == "11:10")
    assert (late.mark, late.foot) == ("late", "entered 21 min later")
    assert view.notes == ("11:10, 40 min, entered 21 min later.",)


def test_the_observation_that_is_entered_is_the_entry_until_it_is_closed(library, brennan):
    point = next(one.id for one in view_watch(library, brennan.live(library, "11:16")).columns if one.kind == "entry")
    brennan.observe("11:18", hr=84)
    state = EntryState("o4", point=point)
    found = columns(library, brennan, "11:18", entry=state)
    assert [one for one in found if one[0] == "entry"] == [("entry", "11:18", "repeat")]
    assert not any(head == "11:19" for _kind, head, _foot in found)
    closed = columns(library, brennan, "11:18")
    assert ("seen", "11:18", "repeat") in closed
    assert ("entry", "11:19", "repeat, in 01:00") in closed


def test_an_observation_that_was_taken_back_leaves_no_hole(library, brennan):
    assert columns(library, brennan, "11:16:40", entry=EntryState("gone")) == columns(library, brennan, "11:16:40")


def test_an_extra_column_stands_where_its_time_is(library, brennan):
    heads = [head for _kind, head, _foot in columns(library, brennan, "11:16:40", entry=EntryState(extra=True))]
    assert heads.index("Extra") == heads.index("11:14") + 1
    typed = columns(library, brennan, "11:16:40", entry=EntryState(extra=True, at=at("11:05")))
    assert typed[3] == ("entry", "11:05", "extra")


def test_the_whole_scale_is_asked_at_the_key_point_and_where_it_was_taken(library, brennan):
    rows = lambda day, clock, **how: [row.id for row in view_watch(library, day.live(library, clock), **how).rows]  # noqa: E731
    assert "cadss" not in rows(brennan_day(), "11:04")
    assert "cadss" in rows(brennan_day(), "11:05")
    assert "cadss" not in rows(brennan, "11:16")
    assert "cadss" in rows(brennan, "11:16", cadss=True)
    brennan.observe("11:20", cadss=12)
    assert "cadss" in rows(brennan, "11:40")


def test_an_infusion_and_a_first_dose_by_mouth(library):
    day = checked_day("ketamine_iv", 0.5)
    day.part("given", "start", {"at": iso("10:20")})
    day.observe("10:30", sbp=130, dbp=80)
    assert columns(library, day, "10:35:00")[1:4] == [
        ("seen", "10:30", "drip 10 min"),
        ("entry", "10:40", "drip 20 min, in 05:00"),
        ("ahead", "10:50", "drip 30 min"),
    ]
    day = checked_day("ketamine_oral", 1, first=True)
    day.part("given", "start", {"at": iso("10:20")})
    assert columns(library, day, "10:30")[-1] == ("ahead", "13:20", "180 min")


def test_before_the_dose_there_is_a_sentence_and_no_entry(library):
    view = view_watch(library, checked_day().live(library, "10:10"))
    assert view.empty.startswith("No dose has been given yet.")
    assert view.entry_column is None


def test_an_ended_session_takes_nothing_by_itself_and_a_signed_one_nothing_at_all(library, brennan):
    brennan.part("session_end", "", {"state": "left", "at": iso("12:40")})
    view = view_watch(library, brennan.live(library, "13:00"))
    assert view.entry_column is None
    assert view.closed.startswith("The session is over.")
    late = view_watch(library, brennan.live(library, "13:00"), entry=EntryState(extra=True, at=at("11:31")))
    assert late.entry_column.head == "11:31"
    brennan.part("signature", "", {"by": "J. Marsh", "role": "nurse", "at": iso("12:41")})
    signed = view_watch(library, brennan.live(library, "13:00"), entry=EntryState(extra=True, at=at("11:31")))
    assert signed.entry_column is None
    assert signed.closed.startswith("The session is signed.")


def version(value, when, by="J. Marsh", reason=None):
    moment = at(when).astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return Entry(1, new_id(), "p", "observation", "s1/o3", value, moment, 60, by, "2026.11", reason)


def test_a_correction_keeps_what_it_corrects_and_adding_is_none(library, brennan):
    first = {"at": iso("11:14"), "recorded": iso("11:14"), "sbp": 146, "dbp": 98}
    more = {**first, "hr": 80}
    right = {**more, "sbp": 164}
    moved = {**right, "at": iso("11:13")}
    versions = {"o3": [version(first, "11:14"), version(more, "11:15"), version(right, "11:20", "P. Rao", "typing mistake"), version(moved, "11:21")]}
    view = view_watch(library, brennan.live(library, "11:25"), versions=versions)
    column = next(one for one in view.columns if one.observation == "o3")
    assert [old.words for old in column.cells[0].old] == ["146/98, changed 11:20 by P. Rao: typing mistake"]
    assert not column.cells[1].old
    assert [old.words for old in column.old_times] == ["11:14, changed 11:21 by J. Marsh"]
    assert "Was 146/98, changed 11:20 by P. Rao: typing mistake." in column.cells[0].name
    assert "11:14, Pressure: 164/98; it was 146/98, changed 11:20 by P. Rao: typing mistake." in view.notes


def test_the_door_says_when_and_what_it_waits_for(library, brennan):
    box = view_watch(library, brennan.live(library, "11:16")).leaving
    assert box.title == "Leaving, 12:30 at the earliest"
    assert box.waits.startswith("Waits for two hours, blood pressure, orientated and ")
    assert box.link == "All 17"
    brennan.part("event", "e1", {"at": iso("11:20"), "kind": "seizure"})
    assert view_watch(library, brennan.live(library, "11:21")).leaving.title == "Leaving, not while a red sign stands"


def test_leader_lines_tie_times_to_columns_and_the_entry_is_strong():
    shapes = leader_shapes((Leader(200, 210, entry=True), Leader(100, 90)))
    assert [(shape.points[0][0], shape.points[-1][0], shape.stroke_width) for shape in shapes] == [(100, 90, 1), (200, 210, 2)]


# --------------------------------------------------------------------------------------------------------------------- typed


@pytest.mark.parametrize(
    ("text", "shown"),
    [("15890", "158/90"), ("158/90", "158/90"), ("158 90", "158/90"), ("9860", "98/60"), ("158.90", "158/90"), (" 158-90 ", "158/90"), ("220120", "220/120")],
)
def test_a_pressure_may_be_typed_in_many_ways(library, text, shown):
    typed = read_row(library, "pressure", text)
    assert not typed.fault
    assert typed.shown == shown
    assert shown_row("pressure", typed.values) == shown
    # The field before the dose reads it in the same way.
    before = understand_pressure(text, at("11:16"), library.conduct)
    assert (before.sbp, before.dbp, before.fault) == (typed.values["sbp"], typed.values["dbp"], False)


def test_a_systolic_alone_waits_for_the_diastolic_and_is_kept_as_such(library):
    typed = read_row(library, "pressure", "158")
    assert typed.unfinished == "158/"
    assert typed.values == {"sbp": 158, "dbp": None}
    assert "still counts as due" in typed.sentence
    assert read_row(library, "pressure", "158/?").values == {"sbp": 158, "dbp": None}


@pytest.mark.parametrize(
    ("row", "text", "said"),
    [
        ("pressure", "12o/8o", "Pressure: 12o/8o holds letters. Did you mean 120/80? Write digits only, such as 120/80."),
        ("pressure", "80/120", "Pressure: 80/120 has the lower number first. Did you mean 120/80?"),
        ("pressure", "1589", "Pressure: 1589 was read as 15/89. Write both numbers with a stroke between, such as 158/90."),
        ("pressure", "320/90", "Systolic pressure: 320 does not fit; 30 to 300\u00a0mmHg is plausible. Correct it, or measure again."),
        ("pressure", "158/5", "Diastolic pressure: 5 does not fit; 10 to 200\u00a0mmHg is plausible. Correct it, or measure again."),
        ("pressure", "99005", "99005 was read as 990/5. Systolic pressure: 990 does not fit; 30 to 300\u00a0mmHg is plausible. Correct it, or measure again."),
        ("pressure", "high", "Pressure: high is not a pressure. Write 120/80, or 12080."),
        ("pressure", "90/90", "Pressure: 90/90 has the same number twice. Measure again."),
        ("hr", "1200", "Pulse: 1200 does not fit; 20 to 300\u00a0a minute is plausible. Correct it, or measure again."),
        ("hr", "8O", "Pulse: 8O holds letters. Did you mean 80? Write digits only."),
        ("hr", "80.5", "Pulse: 80.5 is no whole number. Write it without decimals."),
        ("hr", "nan", "Pulse: nan is not a number. Write digits only, such as 96."),
        ("spo2", "970", "Oxygen: 970 does not fit; 30 to 100\u00a0% is plausible. Correct it, or measure again."),
        ("rr", "-4", "Breathing: -4 does not fit; 0 to 80\u00a0a minute is plausible. Correct it, or measure again."),
        ("nausea", "none", "Nausea: none is not a number. Write digits only, such as 3."),
        ("spo2", "9_7", "Oxygen: 9_7 is not a number. Write digits only, such as 96."),
        ("moaas", "6", "MOAA/S: 6 does not fit; 0 to 5 is plausible. Correct it, or measure again."),
        ("nausea", "4", "Nausea: 4 does not fit; 0 to 3 is plausible. Correct it, or measure again."),
        ("cadss", "200", "CADSS: 200 does not fit; 0 to 112 is plausible. Correct it, or measure again."),
    ],
)
def test_what_cannot_be_used_is_explained_with_field_range_and_remedy(library, row, text, said):
    typed = read_row(library, row, text)
    assert typed.fault
    assert typed.sentence == said
    assert not typed.values


@pytest.mark.parametrize("row", list(ROWS))
def test_every_plausible_value_is_taken_and_the_next_one_is_not(library, row):
    from trd_desk.record.session_parts import ObservationPart

    if row == "pressure":
        return
    steps = row_steps(library, row)
    if steps:
        low, high = 0, len(steps) - 1
    else:
        limits = library.conduct.limits_of(row)
        low, high = int(limits.lowest), int(limits.highest)
    for value in range(low, high + 1):
        typed = read_row(library, row, str(value))
        assert not typed.fault
        # What the field takes, the record takes.
        ObservationPart.model_validate({"at": iso("11:00"), **typed.values})
    assert read_row(library, row, str(high + 1)).fault
    assert read_row(library, row, str(low - 1)).fault


def test_decimals_and_a_per_cent_sign_are_understood_for_oxygen(library):
    assert read_row(library, "spo2", "97,5").values == {"spo2": 97.5}
    assert read_row(library, "spo2", "97 %").values == {"spo2": 97}


def test_an_alarming_value_is_no_fault(library):
    for row, text in (("pressure", "205/125"), ("hr", "150"), ("spo2", "85"), ("rr", "0"), ("moaas", "0")):
        assert not read_row(library, row, text).fault


def test_the_steps_of_a_scale_are_told_in_words(library):
    assert row_steps(library, "moaas")[0] == "5  ready answer to the name"
    assert row_steps(library, "distress") == ("0  none", "1  slight", "2  clear", "3  severe")
    assert row_steps(library, "hr") == ()


@pytest.mark.parametrize(("text", "clock"), [("11:14", (11, 14)), ("1114", (11, 14)), ("11.14", (11, 14)), ("9:05", (9, 5)), ("905", (9, 5))])
def test_clock_times_as_people_write_them(text, clock):
    assert read_clock(text) == clock


@pytest.mark.parametrize("text", ["25:10", "11:75", "noon", "11", "11:5", "11:14:20x", "", "99999"])
def test_what_is_no_time_of_a_clock(text):
    assert read_clock(text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("11:30", "Time: 11:30 has not come yet; it is 11:16. Write a time that has passed."),
        ("10:05", "Time: 10:05 lies before the dose at 10:20. What was measured before the dose is entered under Before the dose."),
        ("25:10", "Time: 25:10 is no time of a clock. Write hours and minutes, such as 11:14."),
        ("1o:46", "Time: 1o:46 holds letters. Did you mean 10:46?"),
    ],
)
def test_a_time_that_cannot_be_is_explained(library, brennan, text, said):
    live = brennan.live(library, "11:16:40")
    found = read_time(live, text, live.now)
    assert found.fault
    assert found.sentence == said


def test_a_time_that_can_be_is_a_moment_of_the_session(library, brennan):
    live = brennan.live(library, "11:16:40")
    assert read_time(live, "11:16", live.now).moment == at("11:16")
    assert read_time(live, "10:20", live.now).moment == at("10:20")


def test_a_session_past_midnight_keeps_its_days():
    from trd_desk.content.load import load_library

    library = load_library()
    day = Day(facts=())
    day.devices("23:30", "23:35")
    night = at("23:59") + dt.timedelta(minutes=31)
    from trd_desk.engine.live import live_session

    live = live_session(library, day.patient(), "s1", night)
    assert read_time(live, "00:10", live.now).moment == at("23:59") + dt.timedelta(minutes=11)
    assert read_time(live, "23:50", live.now).moment == at("23:50")
    assert read_time(live, "23:10", live.now).fault


def test_two_observations_in_one_minute_are_explained_and_ones_own_minute_is_not(library, brennan):
    live = brennan.live(library, "11:16")
    assert taken_minute(live, at("11:14:50"), None).startswith("There is an observation at 11:14 already")
    assert taken_minute(live, at("11:14:50"), "o3") == ""
    assert taken_minute(live, at("11:15"), None) == ""


# ----------------------------------------------------------------------------------------------------------------------- bars


def test_the_bar_of_the_mock_up(library, brennan):
    (bar,) = bars(library, brennan, "11:16:40", red_call="2222")
    now = at("11:16:40")
    assert bar.title == "Amber: pressure 164/98 at 11:14"
    assert bar.line == "Systolic 160 or more. Prescriber now, and measure again in 5 minutes."
    assert (bar.clock.words(now), bar.clock.time(now)) == ("Measure again at 11:19, in", "02:20")
    assert (bar.clock.words(at("11:20:05")), bar.clock.time(at("11:20:05"))) == ("Measure again, overdue by", "01:05")
    assert (bar.prescriber, bar.sound) == ("Prescriber is here", "Sound off for 2 minutes")
    assert bar.steps[0] == "Call the prescriber."
    assert bar.source.status == "Set by this clinic"
    assert bar.call == ""


def test_red_stands_on_top_with_the_number_to_call(library, brennan):
    brennan.part("event", "e1", {"at": iso("11:15"), "kind": "chest_pain"})
    first, second = bars(library, brennan, "11:16", red_call="2222")
    assert (first.level, first.title, first.call) == ("red", "Red: chest pain at 11:15", "Call 2222")
    assert first.line.startswith("Emergency call. Stop the infusion, give no further device.")
    assert second.level == "amber"
    without = bars(library, brennan, "11:16")[0]
    assert (without.call, without.call_hint) == ("Call the emergency number", "Its number is not filled in: Settings.")


def test_who_has_dealt_with_it_is_said_and_the_sound_comes_back(library, brennan):
    (bar,) = bars(library, brennan, "11:15")
    brennan.part("alarm", bar.name, {"at": iso("11:15"), "done": "acknowledged"})
    (quiet,) = bars(library, brennan, "11:16")
    assert (quiet.quiet, quiet.sound) == ("Sound off until 11:17:00.", "")
    (again,) = bars(library, brennan, "11:17:00")
    assert (again.quiet, again.sound) == ("", "Sound off for 2 minutes")
    brennan.part("alarm", bar.name, {"at": iso("11:18"), "done": "prescriber_here"})
    (here,) = bars(library, brennan, "11:18:30")
    assert here.handled == "The prescriber is here: 11:18, entered by J. Marsh."
    assert here.prescriber == ""


def test_a_red_sign_that_has_passed_keeps_its_bar_until_somebody_is_there(library):
    day = brennan_day()
    day.observe("11:12", sbp=201, dbp=98)
    day.observe("11:20", sbp=140, dbp=88)
    (bar,) = bars(library, day, "11:21")
    assert bar.level == "red"
    assert bar.note == "The readings since are not red; the bar stays until the prescriber is here."


def test_an_amber_sign_that_lasts_advises_a_review(library):
    day = brennan_day()
    for clock in ("11:10", "11:16", "11:26"):
        day.observe(clock, sbp=165, dbp=90)
    (bar,) = bars(library, day, "11:27")
    assert bar.note == "Amber for 15 minutes or more: a full review is advised."


def test_overdue_points_are_bars_when_nothing_worse_stands(library, brennan):
    (bar,) = bars(library, brennan_day(), "11:14:12")
    assert (bar.level, bar.title) == ("overdue", "Overdue: 11:10")
    assert bar.rule == "The observation 40 minutes after the dose is due; from 11:15 on it is late."
    assert bar.note == "The session cannot be closed without this one."
    assert bar.clock.time(at("11:14:12")) == "04:12"
    day = brennan_day()
    day.part("alarm", bar.name, {"at": iso("11:14"), "done": "acknowledged"})
    assert bars(library, day, "11:14:30")[0].sound == ""
    assert [one.level for one in bars(library, brennan, "11:36")] == ["amber"]


@pytest.mark.parametrize(
    ("signs", "value", "rule"),
    [
        ({"sbp": 164, "dbp": 102}, "pressure 164/102", "Systolic 160 or more, diastolic 100 or more."),
        ({"sbp": 150, "dbp": 112}, "pressure 150/112", "Diastolic 110 or more: red if the next reading is as high."),
        ({"sbp": 203, "dbp": 90}, "pressure 203/90", "Systolic 200 or more: red at once."),
        ({"sbp": 159, "dbp": 99, "hr": 112}, "pulse 112 a minute", "Pulse 111 a minute or more."),
        ({"hr": 131}, "pulse 131 a minute", "Pulse 131 a minute or more."),
        ({"hr": 49}, "pulse 49 a minute", "Pulse below 50 a minute."),
        ({"hr": 44, "moaas": 3}, "pulse 44 a minute", "Pulse below 45 a minute, with MOAA/S 3 or less or an event within 10 minutes."),
        ({"spo2": 93}, "oxygen 93\u00a0%", "Oxygen below 94\u00a0%."),
        ({"spo2": 89}, "oxygen 89\u00a0%", "Oxygen below 90\u00a0%."),
        ({"spo2": 92, "moaas": 3}, "oxygen 92\u00a0%", "Oxygen below 94\u00a0% and lower than 98\u00a0% before, with MOAA/S 3 or less."),
        ({"rr": 9}, "breathing 9 a minute", "Breathing below 10 a minute."),
        ({"rr": 7}, "breathing 7 a minute", "Breathing below 8 a minute."),
        ({"rr": 25}, "breathing 25 a minute", "Breathing 25 a minute or more."),
        ({"rr": 30}, "breathing 30 a minute", "Breathing 30 a minute or more."),
        ({"moaas": 3}, "MOAA/S 3", "MOAA/S 3 or less."),
        ({"moaas": 2}, "MOAA/S 2", "MOAA/S 2 or less."),
        ({"cadss": 30}, "CADSS 30", "CADSS 30 or more."),
        ({"distress": 2}, "distress 2 of 3", "Distress 2 of 3 or more."),
    ],
)
def test_every_alarm_says_the_limit_of_the_content_that_was_reached(library, signs, value, rule):
    day = checked_day(dose=56)
    day.devices("10:20", "10:25")
    day.observe("10:40", **signs)
    found = {bar.title.split(": ", 1)[1].split(" at ")[0]: bar.rule for bar in bars(library, day, "10:41")}
    assert found[value] == rule


def test_a_rise_names_what_it_rose_from_and_the_second_high_one_is_red(library):
    day = checked_day(dose=56)
    day.devices("10:20", "10:25")
    day.observe("10:35", sbp=155, dbp=106)
    assert bars(library, day, "10:36")[0].rule == "Diastolic 100 or more."
    day = checked_day(dose=56)
    day.devices("10:20", "10:25")
    day.observe("10:35", sbp=140, dbp=105 - 10)
    assert not bars(library, day, "10:36")
    day.observe("10:41", sbp=158, dbp=99 - 13)
    assert not [bar for bar in bars(library, day, "10:42") if bar.level == "red"]
    low = Day(dose=56)
    low.part("predose", "pressure/1", {"at": iso("10:00"), "sbp": 110, "dbp": 70})
    low.devices("10:20", "10:25")
    low.observe("10:40", sbp=152, dbp=96)
    assert bars(library, low, "10:41")[0].rule == "Systolic up by 40 or more, diastolic up by 25 or more; it was 110/70 before the dose."
    low.observe("10:46", sbp=182, dbp=96)
    low.observe("10:52", sbp=184, dbp=96)
    assert bars(library, low, "10:53")[0].rule == "Systolic 180 or more, for the second time in a row."


def test_the_limit_follows_a_changed_content(library, brennan):
    tiers = library.monitoring.blood_pressure.model_copy(update={"amber": (150, 95)})
    other = dataclasses.replace(library, monitoring=library.monitoring.model_copy(update={"blood_pressure": tiers}))
    assert alarm_bars(other, brennan.live(other, "11:16"))[0].rule == "Systolic 150 or more, diastolic 95 or more."


def test_every_event_of_the_content_has_a_button_a_bar_and_a_line(library):
    view = view_watch(library, brennan_day().live(library, "11:00"))
    assert len(view.red_events) == 12
    assert {word.kind for word in view.other_events} == {"vomiting", "fall"}
    for word in (*view.red_events, *view.other_events):
        day = brennan_day()
        day.part("event", "e1", {"at": iso("11:02"), "kind": word.kind})
        line = view_watch(library, day.live(library, "11:03")).events[0]
        assert (line.time, line.label) == ("11:02", word.label)
        assert line.serious == any(word is red for red in view.red_events)
        assert bool(line.asks) == line.serious
    day.part("event", "e2", {"at": iso("11:06"), "kind": "vomiting"})
    day.part("event", "e3", {"at": iso("11:07"), "kind": "vomiting"})
    assert "Vomiting, amber from the second on." in [bar.rule for bar in bars(library, day, "11:08")]


def test_a_serious_event_is_written_up_in_one_text(library):
    day = brennan_day()
    parts = {"note": "pressing, left arm", "done": "ECG, call 2222", "outcome": "gone by 11:20", "report": "due"}
    day.part("event", "e1", {"at": iso("11:02"), "recorded": iso("11:20"), "kind": "chest_pain", **parts})
    line = view_watch(library, day.live(library, "11:25")).events[0]
    assert line.asks == ""
    assert line.text == (
        "11:02 Chest pain, entered 18 min later. pressing, left arm. Done: ECG, call 2222. Outcome: gone by 11:20. Report: due."
    )


def test_where_a_serious_event_is_reported_follows_region_and_product(library):
    titles = lambda day: [one.title for one in reports_of(library, day.live(library, "11:00"))]  # noqa: E731
    assert titles(brennan_day()) == ["MHRA Yellow Card"]
    us = Day(facts=[("licence_region", "", "us")])
    us.devices("10:20")
    assert titles(us) == ["REMS monitoring form", "National scheme"]
    drip = Day("ketamine_iv", 0.5, facts=[("licence_region", "", "us")])
    drip.part("given", "start", {"at": iso("10:20")})
    assert titles(drip) == ["National scheme"]
    unknown = Day()
    unknown.devices("10:20")
    assert len(titles(unknown)) == 3
