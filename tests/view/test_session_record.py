"""The record of a session for paper: everything that happened, in the words of the pages, and nothing that was not recorded passed off as no."""


import pytest
from days import Day, at, checked_day, iso
from paper_days import bare_day, full_day, plain, register_of

from trd_desk.content.load import load_library
from trd_desk.content.session_models import LEAVING_NEEDS, PREDOSE_ITEMS
from trd_desk.engine.live import live_session
from trd_desk.interchange.case_file import read_case
from trd_desk.interchange.papers.paper import patient_of
from trd_desk.record.register import read_register
from trd_desk.view.checklist import view_checklist
from trd_desk.view.session_record import view_session_record


@pytest.fixture(scope="module")
def library():
    return load_library()


def record(library, day, clock="15:30", register=()):
    return view_session_record(library, day.patient(), day.live(library, clock), entries=day.entries, register=read_register(register))


@pytest.fixture(scope="module")
def full(library):
    day = full_day()
    return record(library, day, register=register_of(day))


def short(value):
    return plain(" ".join(remark.text for remark in value.in_short))


def lines(value, label):
    """The lines of the plan under a label, those that go on with it included."""
    found, under = [], ""
    for line in value.plan:
        under = line.label or under
        if under == label:
            found.append(plain(line.text))
    return found


def test_the_day_in_short(full):
    assert short(full) == (
        "Week 6. Esketamine spray 84 mg: 10:20, 10:25, 10:30. Before the dose: ready, with 1 note. Clock from 10:30, two hours until 12:30. "
        "1 red alarm and 2 amber alarms; the prescriber came to each. Left against advice at 12:12. Reason: Has to fetch a child from school. "
        "Not recorded: consent. 1 addendum after the signature."
    )
    assert full.preliminary == ""
    assert (full.name, full.number, plain(full.as_of)) == ("Aoife Brennan", "TRD-1", "Session 9, 17 Mar 2026")


def test_plan_dose_check_batch_and_register(full):
    assert lines(full, "Planned") == ["Appointment 10:00, Chair 2, entered by J. Marsh, 17 Mar 2026, 08:00."]
    assert lines(full, "Label followed")[0].startswith("United Kingdom. Licensed use. ")
    assert lines(full, "Consent") == ["Consent confirmed, signature not recorded."]
    assert lines(full, "Dose worked out")[0].startswith("84 mg ÷ 28 mg a device = 3 devices.")
    (check,) = lines(full, "Second check")
    assert check.startswith("Agrees. A. Lindgren") and "nurse" in check and "at 10:15" in check and "84 mg, 3 devices" in check
    assert lines(full, "Given") == ["84 mg, 3 devices at 10:20, 10:25, 10:30, entered by J. Marsh."]
    assert lines(full, "Batch") == ["22AG417, expires 31 August 2027."]
    assert lines(full, "Register") == [
        "10:20, 10:25, 10:30: given, 1 device each, batch 22AG417; J. Marsh, nurse.",
        "10:31: wasted, 1 device, batch 22AG417; J. Marsh, nurse, witness A. Lindgren, nurse. Fell and broke.",
    ]


def test_a_chair_that_is_only_a_number_says_what_it_is(library):
    day = checked_day()
    day.add("booking", "s1", {"time": "10:00", "chair": "3"})
    assert lines(record(library, day), "Planned")[0].startswith("Appointment 10:00, chair 3")


def test_a_register_line_of_another_patient_is_not_told(full):
    assert not [line for line in full.plan if "CANARY" in line.text]


def test_all_items_of_the_checklist_are_told(library, full):
    day = full_day()
    view = view_checklist(library, day.patient(), day.live(library, "15:30"))
    names = {row.id: row.name for row in view.rows}
    told = [line.name for line in full.checks]
    apart = full.not_needed.removeprefix("Not needed for this session: ").rstrip(".").split(", ")
    assert len(PREDOSE_ITEMS) == 33 == len(told) + len(apart)
    assert set(told) | set(apart) == set(names.values())
    for line in full.checks:
        row = next(row for row in view.rows if row.name == line.name)
        assert (line.threshold, line.result.word, line.result.mark) == (row.threshold, row.word, row.mark)
        assert line.answer and line.by


def test_an_override_is_told_with_reason_name_role_and_time(full):
    (pressure,) = [line for line in full.checks if line.name == "Pressure"]
    assert pressure.result.word == "Note"
    assert plain(pressure.by) == "09:59 J. Marsh"
    assert plain(pressure.note) == (
        "144/86 on repeat. Override signed. Pressure: override by Dr K. Osei, prescriber, 10:08. “Usual for her; tablet taken at 7.” "
        "Readings: 146/88 at 09:48, 144/86 at 09:58."
    )


def test_observations_with_their_marks(full):
    told = [(line.time, plain(line.place.word), [plain(cell.text) for cell in line.cells][:3]) for line in full.watch]
    assert told == [
        ("09:58", "before dose", ["144/86", "76", "98 %"]),
        ("10:45", "15 min", ["152/90", "82", "97 %"]),
        ("11:00", "30 min", ["164/98", "88", "96 %"]),
        ("11:06", "repeat, entered 14 min later", ["158/96", "86", "92 %"]),
        ("11:10", "40 min", ["150/90", "84", "95 %"]),
        ("11:30", "60 min, corrected", ["144/88", "80", "97 %"]),
        ("12:01", "90 min", ["140/84", "78", "98 %"]),
    ]
    assert [cell.level for cell in full.watch[2].cells][:3] == ["amber", "", ""]
    assert all(cell.text for line in full.watch for cell in line.cells)
    assert [plain(note) for note in full.watch_notes] == ["11:30, Pressure: 144/88; it was 146/88, changed 11:50 by J. Marsh: misread the monitor."]
    assert full.chart is not None and "6 observations after the dose" in full.chart.name


def test_a_point_that_was_missed_has_a_row(library):
    day = checked_day()
    day.devices("10:20", "10:25", "10:30")
    day.observe("10:45", sbp=130, dbp=80)
    day.observe("11:30", sbp=130, dbp=80)
    value = record(library, day, "11:32")
    told = [(line.time, plain(line.place.word)) for line in value.watch if "missed" in line.place.word]
    assert told == [("11:00", "30 min, missed"), ("11:10", "40 min, missed")]
    late = record(library, day, "12:09")
    assert [(line.time, plain(line.place.word)) for line in late.watch][-1] == ("12:00", "90 min, late")


def test_alarms_with_what_was_done(full):
    assert [(line.time, line.level.word, plain(line.value), plain(line.done)) for line in full.alarms] == [
        ("11:00", "Amber", "Pressure 164/98", "Prescriber here at 11:05, entered by J. Marsh. It passed later."),
        ("11:02", "Red", "Chest pain", "Prescriber here at 11:05, entered by J. Marsh. It passed later."),
        ("11:06", "Amber", "Oxygen 92 %", "Prescriber here at 11:05, entered by J. Marsh. It passed later."),
    ]
    assert plain(full.alarms[0].rule) == "Systolic 160 or more."


def test_an_alarm_that_nobody_dealt_with_says_so(library):
    day = checked_day()
    day.devices("10:20", "10:25", "10:30")
    day.observe("10:45", sbp=164, dbp=98)
    value = record(library, day, "10:50")
    assert [line.done for line in value.alarms] == ["Not recorded what was done. Not seen to pass."]
    assert "1 amber alarm; it is not recorded that the prescriber came." in short(value)
    (alarm,) = day.live(library, "10:50").alarms
    day.part("alarm", alarm.name, {"at": iso("10:47"), "done": "acknowledged"}, when=at("10:47"))
    assert record(library, day, "10:50").alarms[0].done == "Seen at 10:47 by J. Marsh. Not seen to pass."


def test_events_and_where_a_serious_one_is_reported(full):
    assert [plain(remark.text) for remark in full.events] == [
        "11:02 Chest pain. pressure behind the breastbone, gone after five minutes. Done: ECG without change. Outcome: resolved. Report: due."
    ]
    assert "MHRA Yellow Card" in " ".join(remark.text for remark in full.reports)


def test_every_need_of_leaving_is_told(full):
    assert len(full.leaving) == len(LEAVING_NEEDS)
    states = {label: state.word for label, state in full.leaving}
    assert states["Two hours"] == "no"
    assert states["Walks unaided"] == "no"
    assert states["Nausea settled"] == "not recorded"
    assert "waits" not in states.values()
    assert "Two hours: the minimum time under observation has not passed." in [remark.text for remark in full.leaving_notes]


def test_departure_signature_and_addendum(full):
    said = plain(" ".join(full.departure))
    assert said.startswith("Left against advice at 12:12. Reason: Has to fetch a child from school. Decides with capacity: yes.")
    assert "Recorded by Dr K. Osei, prescriber. Witness: A. Lindgren." in said
    assert plain(full.signed) == "Signed by Dr K. Osei, prescriber, 17 March 2026, 12:20."
    (addendum,) = full.addenda
    assert "17 Mar 2026, 15:05, J. Marsh, nurse: " in plain(addendum) and "Phoned at 15:00: well, at home with a sister." in addendum


def test_a_session_of_which_almost_nothing_is_known_says_so(library):
    value = record(library, bare_day(), "09:00")
    assert value.preliminary == "PRELIMINARY: the session has not ended."
    assert plain(" ".join(lines(value, "Label followed"))).startswith("Not recorded. Label not chosen.")
    assert "Off-label for depression everywhere." in lines(value, "Label followed")[0]
    assert lines(value, "Second check") == ["Not recorded."]
    assert lines(value, "Given") == ["Nothing is recorded as given."]
    assert lines(value, "Batch") == ["Not recorded."]
    assert lines(value, "Register") == ["No line about this session is recorded."]
    assert [line.answer for line in value.checks if line.result.word == "Missing"].count("not recorded") == 28
    assert value.chart is None and value.watch == ()
    assert value.watch_none == "No dose was given, so nothing was watched."
    assert value.leaving == ()
    assert value.signed == ""
    said = [*(line.answer for line in value.checks), *(line.text for line in value.plan)]
    assert all(said) and not [text for text in said if text.strip().lower() in ("no", "no.")]


def test_a_cancelled_session_gives_its_reason(library):
    day = checked_day()
    day.part("session_end", "", {"state": "cancelled", "at": iso("10:10"), "reason": "Pressure stays high"})
    value = record(library, day)
    assert short(value).endswith("Cancelled: Pressure stays high.")
    assert value.preliminary == ""


def test_an_infusion_is_told_with_start_and_end_amount_and_rate(library):
    day = checked_day("ketamine_iv", 0.5)
    day.part("given", "batch", {"batch": "K77", "expires": "2027-01-31"}, when=at("10:15"))
    day.part("given", "start", {"at": iso("10:20")}, when=at("10:20"))
    day.part("given", "end", {"at": iso("11:00")}, when=at("11:00"))
    day.part("given", "amount", 34, when=at("11:00"))
    value = record(library, day, "11:05")
    assert lines(value, "Given") == ["34 mg, from 10:20 to 11:00, entered by J. Marsh."]
    assert lines(value, "Batch") == ["K77, expires 31 January 2027."]
    assert "68 kg × 0.5 mg/kg = 34 mg" in lines(value, "Dose worked out")[0]
    assert "Off-label" in lines(value, "Label followed")[0]


def test_warnings_of_the_dose_and_the_reason_for_it_are_told(library):
    day = checked_day("ketamine_iv", 0.75)
    assert lines(record(library, day, "10:10"), "Warning")
    day.add("session", "s1", {"product": "ketamine_iv", "indication": "trd", "on": "2026-03-17",
                              "planned": {"mg_per_kg": 0.75, "reason": "0.5 did not hold"}})  # fmt: skip
    assert lines(record(library, day, "10:10"), "Reason") == ["“0.5 did not hold” Entered by J. Marsh."]


def test_leaving_with_a_need_that_was_not_fulfilled_is_said_in_short(library):
    day = checked_day()
    day.devices("10:20", "10:25", "10:30")
    day.part("session_end", "", {"state": "left", "at": iso("12:40")}, when=at("12:40"))
    said = short(record(library, day))
    assert "Left at 12:40 with needs still open, " in said and " of 17 needs fulfilled. Not recorded: consent, second check, batch and register." in said


def test_corrections_of_other_answers_keep_what_was_said(library):
    day = full_day(until="watched")
    day.part("predose", "heart_rate", 67, reason="typing error", when=at("10:40"), by="A. Lindgren")
    day.part("given", "device/2", {"at": iso("10:26"), "batch": "22AG417", "expires": "2027-08-31"}, reason="wrong minute", when=at("10:41"))
    day.part("predose", "pressure/2", {"at": iso("09:58"), "sbp": 142, "dbp": 86}, reason="misread", when=at("10:42"))
    day.part("event", "e1", None, reason="taken back", when=at("11:03"))
    assert [plain(text) for text in record(library, day, "12:05").corrections] == [
        "Pulse: 67; it was 76, changed 10:40 by A. Lindgren: typing error.",
        "Device 2, time: 10:26; it was 10:25, changed 10:41 by J. Marsh: wrong minute.",
        "Pressure: 142/86; it was 144/86, changed 10:42 by J. Marsh: misread.",
    ]


def test_rules_stand_with_their_standing_and_their_works(library, full):
    named = " ".join(name for standing in full.standing for name in standing.rules)
    assert {standing.status for standing in full.standing} >= {"Verified", "Set by this clinic"}
    for heading in ("Dose:", "Before the dose:", "After the dose:", "Leaving:"):
        assert heading in named
    numbers = {work.number for work in full.sources}
    cited = {int(number) for part in named.split("[")[1:] for number in part.split("]")[0].split(",")}
    assert cited == numbers == set(range(1, len(full.sources) + 1))
    assert full.digest == library.digest and library.digest in full.fingerprint
    assert any("30 minutes" in plain(text) for text in full.settings)


def test_a_rule_past_its_day_of_review_is_named(library):
    day = Day("ketamine_iv", 0.5, on="2029-03-17")
    (remark,) = record(library, day, "09:00").overdue
    assert remark.text.startswith("Past the day of review:")


def test_a_session_of_a_case_file_is_told_as_far_as_it_goes(library):
    case = read_case(
        b"""{"format": "trd-desk-case/1", "patient": {"id": "T-1", "name": "A"}, "licence_region": "us", "sessions": [{"id": "s1",
        "product": "esketamine_in", "indication": "trd", "on": "2026-03-17", "planned": {"dose_mg": 56},
        "predose": {"at": "08:55", "blood_pressure": [[128, 80]], "heart_rate": 70},
        "overrides": [{"item": "nose", "by": "Dr X", "role": "prescriber", "reason": "dry only"}], "given": {"dose_mg": 56, "devices": ["09:00", "09:05"]},
        "observations": [{"at": "09:45", "sbp": 165, "dbp": 84}], "events": [{"at": "09:50", "kind": "vomiting"}], "leaving": {"at": "11:20"}}]}""",
        library,
    )
    patient = patient_of(case)
    value = view_session_record(library, patient, live_session(library, patient, "s1", at("15:00")))
    assert value.preliminary == ""
    assert lines(value, "Given") == ["56 mg, 2 devices at 09:00, 09:05."]
    assert lines(value, "Planned") == ["Appointment, and who entered the plan when: not recorded."]
    assert {line.by for line in value.checks} == {"–"}
    assert [line.done for line in value.alarms] == ["Not recorded what was done. Not seen to pass."]
    assert "09:50 Vomiting" in value.events[0].text
    assert value.corrections == () and value.addenda == ()
