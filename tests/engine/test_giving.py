"""Whether a dose may be given: each clause that refuses, alone and together, and what never lets one through."""

import datetime as dt

import pytest
from days import PERSON, Day, at, checked_day, iso
from hypothesis import given, settings
from hypothesis import strategies as st

from trd_desk.content.load import load_library
from trd_desk.engine.giving import expiry_day, may_give, may_have_given, time_faults
from trd_desk.engine.live import live_session
from trd_desk.view.words import reason_sentence, reason_short

LIBRARY = load_library()


def check(day, mg=84, devices=3, product="esketamine_in", by="A. Lindgren", clock="10:05", agrees=True):
    value = {"by": by, "role": "nurse", "at": iso(clock), "product": product, "dose_mg": mg, "agrees": agrees}
    day.part("second_check", "", value if devices is None else {**value, "devices": devices}, by=by, when=at(clock))


def batch(day, number="22AG417", expires="2027-08-31"):
    day.part("given", "batch", {"batch": number, "expires": expires}, when=at("10:06"))


def ready_day(product="esketamine_in", dose=84, mg=84, devices=3, **plan):
    day = checked_day(product, dose, **plan)
    check(day, mg, devices, product)
    batch(day)
    return day


def permit(day, clock="10:10", **how):
    return may_give(day.live(LIBRARY, clock), now=at(clock), **how)


def codes(found):
    return [reason.code for reason in found.reasons]


def only(found, code):
    assert codes(found) == [code]
    assert not found.allowed
    return reason_sentence(found.reasons[0], LIBRARY).replace("\u00a0", " ")


def test_a_checked_day_gives_its_devices_one_by_one():
    day = ready_day()
    first = permit(day)
    assert (first.allowed, first.next, first.device_number, first.of, first.reasons) == (True, "device", 1, 3, ())
    day.part("given", "device/1", {"at": iso("10:10")})
    second = permit(day, "10:15")
    assert (second.allowed, second.next, second.device_number) == (True, "device", 2)
    day.part("given", "device/2", {"at": iso("10:15")})
    day.part("given", "device/3", {"at": iso("10:20")})
    done = permit(day, "10:26")
    assert (done.allowed, done.next) == (False, None)
    assert only(done, "give_all_given") == "All 3 devices were given."


def test_the_rest_between_devices_ends_to_the_second_and_says_when():
    day = ready_day()
    day.part("given", "device/1", {"at": iso("10:10:20")})
    early = permit(day, "10:15:19")
    assert only(early, "give_rest") == "Device 2 at 10:15:20 at the earliest, 5 minutes after the one before."
    assert early.opens_at == at("10:15:20")
    assert permit(day, "10:15:20").allowed


def test_a_device_that_was_taken_back_is_the_next_one_again():
    day = ready_day()
    day.part("given", "device/1", {"at": iso("10:10")})
    day.part("given", "device/1", None)
    assert permit(day, "10:11").device_number == 1


@pytest.mark.parametrize(
    ("product", "dose", "mg", "following"),
    [("ketamine_iv", 0.5, 34, "start"), ("ketamine_sc", 0.5, 34, "dose"), ("ketamine_im", 0.5, 34, "dose"), ("ketamine_oral", 1.0, 70, "dose")],
)
def test_each_route_says_what_comes_next(product, dose, mg, following):
    day = ready_day(product, dose, mg, None)
    found = permit(day)
    assert (found.allowed, found.next, found.device_number, found.of) == (True, following, None, None), codes(found)
    day.part("given", "start", {"at": iso("10:10")})
    after = permit(day, "10:20")
    if following == "start":
        assert (after.next, after.allowed) == ("end", False)
        assert only(after, "give_running") == "The infusion is running."
        day.part("given", "end", {"at": iso("10:50")})
        after = permit(day, "10:51")
    assert after.next is None
    assert only(after, "give_all_given") == "The dose was given."


# ------------------------------------------------------------------------------------------------- each clause by itself


def test_a_blocked_dose_and_one_that_cannot_be_told():
    day = ready_day(dose=84, first=True, number=1)
    assert "give_dose_blocked" in codes(permit(day))
    assert "84 mg comes later" in reason_sentence(permit(day).reasons[0], LIBRARY).replace("\u00a0", " ")
    unknown = checked_day("ketamine_iv", 0.5)
    unknown.add("patient", "weight_on", None)
    assert "give_dose_unknown" in codes(permit(unknown))
    assert "On which day was the weight measured?" in reason_sentence(permit(unknown).reasons[0], LIBRARY)


@pytest.mark.parametrize(
    ("field", "value", "code", "words"),
    [
        ("escort_named", None, "give_incomplete", "is not complete: Escort."),
        ("escort_named", False, "give_hold", "holds: Escort."),
        ("heart_rate", 110, "give_override", "override: Pulse."),
        ("pressure/1", {"at": iso("09:58"), "sbp": 182, "dbp": 90}, "give_stop", "stop for today: Pressure."),
        ("food_at", iso("08:40"), "give_override", "It opens at 10:40 at the earliest."),
    ],
)
def test_a_checklist_that_is_not_passed_names_its_items(field, value, code, words):
    day = ready_day()
    day.part("predose", field, value, when=at("10:00"))
    assert words in only(permit(day), code)


def test_notes_pass_and_an_override_makes_one():
    day = ready_day()
    day.part("predose", "heart_rate", 110, when=at("10:00"))
    day.part("override", "heart_rate", {"by": "Dr K. Osei", "role": "prescriber", "reason": "usual for her", "at": iso("10:07")})
    assert permit(day).allowed


def test_signs_older_than_half_an_hour():
    day = ready_day()
    assert permit(day, "10:27").allowed
    assert "older than 30 minutes, since 10:28" in only(permit(day, "10:28"), "give_signs_stale")
    day.part("predose", "reviewed", iso("10:29"), when=at("10:29"))
    assert permit(day, "10:29").allowed


def test_no_second_check_and_one_by_the_giver_or_the_planner():
    day = checked_day()
    batch(day)
    only(permit(day), "give_no_check")
    check(day)
    assert permit(day, by="J. Marsh").allowed
    assert "somebody else gives" in only(permit(day, by=" a.  LINDGREN "), "give_check_same")
    check(day, by="J. Marsh")
    assert "planned the dose and checked it" in only(permit(day), "give_check_planner")


def test_a_check_that_differs_blocks_until_plan_or_check_is_corrected():
    day = checked_day()
    batch(day)
    check(day, 56, 2, agrees=False)
    assert "came to 56 mg, 2 devices, the plan gives 84 mg, 3 devices" in only(permit(day), "give_check_differs")
    day.add("session", "s1", {"product": "esketamine_in", "indication": "trd", "on": "2026-03-17", "week": 6, "first": False, "planned": {"dose_mg": 56}})
    assert permit(day).allowed
    check(day, 84, 3)
    assert "was for 84 mg, 3 devices, and the plan gives 56 mg, 2 devices now" in only(permit(day), "give_check_void")


def test_a_change_of_the_weight_or_the_product_makes_the_check_void():
    day = ready_day("ketamine_iv", 0.5, 34, None)
    assert permit(day).allowed
    day.add("patient", "weight_kg", 72)
    assert "was for 34 mg, and the plan gives 36 mg now" in only(permit(day), "give_check_void")
    other = ready_day("ketamine_sc", 0.5, 34, None)
    check(other, 34, None, "ketamine_im")
    assert "for Ketamine into the muscle 34 mg" in only(permit(other), "give_check_void")


@pytest.mark.parametrize(
    ("number", "expires", "code", "words"),
    [
        (None, None, "give_no_batch", "read it from the device"),
        ("  ", "2027-08-31", "give_no_batch", "read it from the device"),
        ("22AG417", None, "give_no_expiry", "The expiry date of batch 22AG417 is missing"),
        ("22AG417", "08/27", "give_no_expiry", "is missing"),
        ("22AG417", "2026-03-16", "give_expired", "expired on 16 March 2026"),
    ],
)
def test_the_batch_is_asked_and_must_be_in_date(number, expires, code, words):
    day = checked_day()
    check(day)
    if number is not None:
        batch(day, number, expires)
    assert words in only(permit(day), code)


def test_the_last_day_of_a_batch_is_still_good():
    day = checked_day()
    check(day)
    batch(day, expires="2026-03-17")
    assert permit(day).allowed
    assert expiry_day("2026-02-30") is None


def test_a_session_of_another_day():
    day = ready_day(on="2026-03-18")
    assert "planned for 18 March 2026" in " ".join(reason_sentence(one, LIBRARY).replace("\u00a0", " ") for one in permit(day).reasons)


def test_closed_sessions_say_only_that():
    day = ready_day()
    day.part("session_end", "", {"state": "cancelled", "at": iso("10:08"), "reason": "patient unwell"})
    only(permit(day), "give_cancelled")
    left = ready_day()
    left.part("session_end", "", {"state": "left", "at": iso("10:08")})
    only(permit(left), "give_ended")
    signed = ready_day()
    signed.part("signature", "", {"by": "J. Marsh", "role": "nurse", "at": iso("10:08")})
    only(permit(signed), "give_signed")


def test_stopped_with_fewer_devices():
    day = ready_day()
    day.part("given", "device/1", {"at": iso("10:10")})
    day.part("given", "amount", 28, reason="nausea after the first")
    assert only(permit(day, "10:16"), "give_stopped") == "It was stopped after 28 mg."


def test_after_the_first_device_the_checklist_does_not_come_back_but_a_red_alarm_ends_it():
    day = ready_day()
    day.part("given", "device/1", {"at": iso("10:10")})
    day.part("predose", "escort_named", False, when=at("10:12"))
    assert permit(day, "10:50").allowed
    day.observe("10:12", sbp=205, dbp=100)
    assert "A red alarm was raised at 10:12" in only(permit(day, "10:50"), "give_red_alarm")
    # Cleared or not: nothing further today.
    day.observe("10:20", sbp=130, dbp=80)
    only(permit(day, "10:50"), "give_red_alarm")


def test_a_time_in_the_future_or_before_the_check_was_complete():
    day = ready_day()
    assert only(permit(day, at=at("10:11")), "give_future") == "10:11 has not come yet, it is 10:10: correct the time."
    then = may_have_given(LIBRARY, day.patient(), "s1", at=at("10:04"), now=at("10:10"))
    assert "10:04 lies before the check of the dose, which was complete at 10:05" in only(then, "give_before_check")
    assert may_have_given(LIBRARY, day.patient(), "s1", at=at("10:07"), now=at("10:10")).allowed


def test_a_backdated_dose_is_judged_by_the_checklist_of_its_moment():
    day = ready_day()
    # Two hours without food are reached at 10:08.
    day.part("predose", "food_at", iso("08:08"), when=at("10:00"))
    assert may_have_given(LIBRARY, day.patient(), "s1", at=at("10:08"), now=at("10:10")).allowed
    only(may_have_given(LIBRARY, day.patient(), "s1", at=at("10:06"), now=at("10:10")), "give_override")


def test_corrected_times_stay_in_order():
    day = ready_day()
    for number, clock in enumerate(("10:10", "10:16", "10:22"), 1):
        day.part("given", f"device/{number}", {"at": iso(clock)})
    live = day.live(LIBRARY, "10:30")

    def faults(part, clock):
        return [(one.code, one.tone) for one in time_faults(live, part, at(clock), at("10:30"))]

    assert faults("device/2", "10:15") == []
    assert faults("device/2", "10:09") == [("give_order", False)]
    assert faults("device/2", "10:23") == [("give_order", False)]
    assert faults("device/2", "10:13") == [("give_short_rest", None)]
    assert faults("device/1", "10:04") == []
    assert faults("device/3", "10:31") == [("give_future", False)]
    said = reason_sentence(time_faults(live, "device/2", at("10:23"), at("10:30"))[0], LIBRARY)
    assert said == "10:23 is out of order: it lies between 10:10 and 10:22. Correct the time."
    drip = ready_day("ketamine_iv", 0.5, 34, None)
    drip.part("given", "start", {"at": iso("10:10")})
    drip.part("given", "end", {"at": iso("10:50")})
    running = drip.live(LIBRARY, "11:00")
    assert "comes after 10:10" in reason_sentence(time_faults(running, "end", at("10:09"), at("11:00"))[0], LIBRARY)
    assert "comes before 10:50" in reason_sentence(time_faults(running, "start", at("10:51"), at("11:00"))[0], LIBRARY)


def test_a_device_before_anything_was_checked_is_told_every_reason_at_once():
    day = Day(facts=PERSON, first=False)
    found = permit(day)
    assert codes(found) == ["give_incomplete", "give_no_check", "give_no_batch"]
    for reason in found.reasons:
        assert reason_sentence(reason, LIBRARY).endswith(".")
        assert reason_short(reason, LIBRARY)


def test_a_cancelled_session_is_no_step_of_the_dose_and_no_session_of_the_week():
    day = ready_day()
    earlier = {"product": "esketamine_in", "indication": "trd"}
    day.add("session", "a0", {**earlier, "on": "2026-03-03", "planned": {"dose_mg": 28}, "given": {"dose_mg": 28}})
    for name, on in (("a1", "2026-03-12"), ("a2", "2026-03-14")):
        day.add("session", name, {**earlier, "on": on, "planned": {"dose_mg": 84}})
        day.add("session_end", name, {"state": "cancelled", "at": f"{on}T10:00:00+01:00", "reason": "fever"})
    live = day.live(LIBRARY, "10:10")
    assert live.facts.before.record.id == "a0"
    assert "It was 28\u00a0mg before, and 84\u00a0mg is planned." in reason_sentence(permit(day).reasons[0], LIBRARY)
    assert next(item.result for item in live.result.predose.items if item.id == "interval") == "pass"
    # The cancelled session itself is still judged as it was.
    assert live_session(LIBRARY, day.patient(), "a1", at("10:10")).phase == "cancelled"


# ------------------------------------------------------------------------------------------------------------- properties

ANSWERS = {
    "heart_rate": [76, 110, 150, None],
    "spo2": [98, 91, 80, None],
    "escort_named": [True, False, None],
    "alcohol_today": [False, True, None],
    "unwell_today": [False, True],
    "suicide_risk": ["low", "moderate", "high"],
    "food_at": [iso("07:30"), iso("09:30"), None],
    "pressure/1": [{"at": iso("09:58"), "sbp": s, "dbp": 80} for s in (128, 150, 165, 190, 80)],
}


@settings(max_examples=150)
@given(
    answers=st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in ANSWERS.items()}),
    dose=st.sampled_from([None, 28, 50, 56, 84]),
    first=st.sampled_from([True, False, None]),
    region=st.sampled_from(["uk", "us", None]),
    clock=st.sampled_from(["10:05", "10:10", "10:40"]),
    devices=st.integers(0, 3),
    checked=st.sampled_from([None, (84, 3), (56, 2), (28, 1)]),
    override=st.booleans(),
)
def test_nothing_is_given_past_a_checklist_or_a_dose_that_does_not_allow_it(answers, dose, first, region, clock, devices, checked, override):
    day = checked_day(dose=dose or 84, first=first)
    if dose is None:
        day.add("session", "s1", {"product": "esketamine_in", "on": "2026-03-17"})
    day.add("licence_region", "", region)
    for name, value in answers.items():
        day.part("predose", name, value, when=at("10:00"))
    if override:
        day.part("override", "heart_rate", {"by": "Dr K. Osei", "role": "prescriber", "reason": "usual for her", "at": iso("10:01")})
    if checked:
        check(day, *checked, clock="10:03")
    batch(day)
    for number in range(1, devices + 1):
        day.part("given", f"device/{number}", {"at": iso(f"{9 + number}:00")})
    live = day.live(LIBRARY, clock)
    found = may_give(live, now=at(clock), by="J. Marsh")
    assert found.allowed == (not found.reasons)
    assert all(reason.tone is False and reason_sentence(reason, LIBRARY) for reason in found.reasons)
    if found.allowed:
        assert live.result.dose.verdict in ("ok", "warn")
        assert live.result.predose.result in ("note", "pass") or live.log.first_given is not None
        assert live.log.first_given is not None or live.stale_since is None
        assert live.log.second_check.dose_mg == live.result.dose.mg
        assert found.next == "device"
        assert found.device_number <= found.of
        assert not any(at(clock) - part.at < dt.timedelta(minutes=5) for part in live.log.devices)


def test_it_is_the_same_for_a_session_read_at_the_same_moment():
    day = ready_day()
    live = live_session(LIBRARY, day.patient(), "s1", at("10:10"))
    assert may_give(live, now=at("10:10")) == may_give(live, now=at("10:10"))
