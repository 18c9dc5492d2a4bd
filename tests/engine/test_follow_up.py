"""The long-term follow-up worked by hand: what is due when, what the sessions answer already, triggers, and what all courses add up to.

The course of most cases begins on Tuesday 3 February 2026: week 4 is 24 Feb to 2 Mar, week 8 is 24 to 30 Mar.
"""

import pytest
from course_log import INDUCTION, CourseLog, day

from trd_desk.content.load import load_library
from trd_desk.engine.follow_checks import number_in
from trd_desk.engine.follow_up import follow_up
from trd_desk.engine.harm import cumulative_harm


@pytest.fixture(scope="module")
def library():
    return load_library()


def domains(library, log, today):
    return {one.domain.id: one for one in follow_up(library, log.patient(), day(today))}


def said(state):
    return state.state, None if state.due is None else (f"{state.opens:%m-%d}", f"{state.due:%m-%d}")


def triggers(state):
    return [one.trigger.id for one in state.fulfilled]


def trigger(state, name):
    return next(one for one in state.triggers if one.trigger.id == name)


# -------------------------------------------------------------------------------------------------------------------- due days


@pytest.mark.parametrize(
    ("today", "state", "window"),
    [
        ("02-23", "not_yet", ("02-24", "03-02")),
        ("02-24", "due", ("02-24", "03-02")),
        ("03-03", "overdue", ("02-24", "03-02")),
    ],
)
def test_the_first_check_of_the_bladder(library, today, state, window):
    assert said(domains(library, CourseLog().given(*INDUCTION), today)["bladder"]) == (state, window)


def test_then_week_8_then_every_three_months(library):
    log = CourseLog().given(*INDUCTION, "03-31", "05-20").checked("bladder", "02-26", nothing_found=True)
    assert said(domains(library, log, "03-03")["bladder"]) == ("not_yet", ("03-24", "03-30"))
    log.checked("bladder", "03-31", nothing_found=True)
    assert said(domains(library, log, "04-01")["bladder"]) == ("not_yet", ("06-16", "06-30"))
    assert domains(library, log, "06-16")["bladder"].state == "due"


def test_a_check_before_its_week_does_not_count_for_it(library):
    log = CourseLog().given(*INDUCTION).checked("bladder", "02-23", nothing_found=True)
    assert said(domains(library, log, "02-24")["bladder"]) == ("due", ("02-24", "03-02"))


def test_a_late_check_counts_for_all_that_was_due(library):
    log = CourseLog().given(*INDUCTION, "04-14").checked("bladder", "04-14", nothing_found=True)
    assert said(domains(library, log, "04-15")["bladder"]) == ("not_yet", ("06-30", "07-14"))


def test_the_end_of_a_short_month(library):
    log = CourseLog().given("2027-11-02", "2027-12-28").checked("bladder", "2027-11-30", nothing_found=True).checked("misuse", "2027-11-30", nothing_found=True)
    found = domains(library, log, "2027-12-28")["misuse"]
    assert found.due == day("2028-02-29")


@pytest.mark.parametrize(("born", "due"), [("1980-05-10", "08-03"), ("1961-02-04", "08-03"), ("1960-02-04", "05-03")])
def test_cognition_is_looked_at_more_often_from_65_years_on(library, born, due):
    """On 5 February 2026 somebody born on 4 February 1961 is 65."""
    today = "02-03" if born == "1961-02-04" else "02-05"
    found = domains(library, CourseLog(born=born).given("02-03"), today)["cognition"]
    assert found.due == day(due)


def test_where_the_age_is_not_known_only_what_holds_for_both_is_told(library):
    log = CourseLog(born=None).given("02-03", "05-01", "07-20")
    assert domains(library, log, "04-18")["cognition"].state == "not_yet"
    found = domains(library, log, "05-10")["cognition"]
    assert (found.state, [one.code for one in found.questions]) == ("cannot_tell", ["birth_date"])
    assert domains(library, log, "08-04")["cognition"].state == "overdue"


def test_the_liver_is_looked_at_after_a_month_by_mouth_and_yearly_otherwise(library):
    oral = CourseLog().given("02-03", product="ketamine_oral", mg=60)
    assert said(domains(library, oral, "02-16")["liver"]) == ("not_yet", ("02-17", "03-03"))
    assert domains(library, oral, "02-17")["liver"].state == "due"
    assert domains(library, oral, "03-04")["liver"].state == "overdue"
    oral.examined("liver_tests", "03-02", "ALT 0.8")
    assert said(domains(library, oral, "03-04")["liver"]) == ("not_yet", ("05-19", "06-02"))
    spray = CourseLog().given("02-03")
    assert domains(library, spray, "03-04")["liver"].due == day("2027-02-03")


# ---------------------------------------------------------------------------------------------------------- nothing asked twice


def test_the_work_up_is_the_baseline_and_counts_when_it_is_done_anew(library):
    log = CourseLog().given("02-03").examined("cognition", "01-20", "MoCA 27/30")
    found = domains(library, log, "02-10")["cognition"]
    assert (found.baseline.on, found.baseline.value, found.last, found.due) == (day("01-20"), 27, None, day("08-03"))
    log.examined("cognition", "02-09", "26")
    found = domains(library, log, "02-10")["cognition"]
    assert (found.last.on, found.last.source, found.due) == (day("02-09"), "workup", day("08-09"))


def test_one_of_two_examinations_is_no_check_of_the_bladder(library):
    log = CourseLog().given(*INDUCTION).examined("urinalysis", "03-01")
    assert domains(library, log, "03-01")["bladder"].state == "due"
    log.examined("urinary_symptom_form", "02-28")
    found = domains(library, log, "03-01")["bladder"]
    assert (found.last.on, found.state) == (day("02-28"), "not_yet")


@pytest.mark.parametrize(("text", "value"), [("26", 26), ("MoCA 26/30", 26), ("26,5 of", 26.5), ("MoCA 26, then 24", None), ("normal", None), ("> 26", None)])
def test_a_result_is_a_number_only_where_it_holds_one(text, value):
    assert number_in(text) == value


def test_what_every_session_asks_is_read_and_never_due(library):
    log = CourseLog().given("02-03", predose={"suicide_risk": "low", "urinary_symptoms": "none", "blood_pressure": [[146, 88], [138, 84]]})
    found = domains(library, log, "03-20")
    for name, result in (("suicide_risk", "low"), ("pressure", "138/84")):
        assert (found[name].state, found[name].at_session.result, found[name].at_session.on) == ("each_session", result, day("02-03"))
    assert found["bladder"].at_session.result == "none"
    assert found["mood"].state == "each_session"


# ---------------------------------------------------------------------------------------------------- over, joined, begun anew


def test_nothing_is_due_of_a_course_that_is_over(library):
    log = CourseLog().given(*INDUCTION).decided("induction_end", "03-01", "stop")
    assert {one.state for one in domains(library, log, "06-01").values()} == {"over"}
    assert domains(library, CourseLog(), "06-01") == {}


def test_of_a_course_begun_before_the_record_the_last_check_is_asked(library):
    log = CourseLog().given("2026-06-02", week=30)
    found = domains(library, log, "06-03")["misuse"]
    assert (found.state, [one.code for one in found.questions]) == ("cannot_tell", ["last_check"])
    log.checked("misuse", "06-03", nothing_found=True)
    assert domains(library, log, "06-03")["misuse"].due == day("09-03")


def test_a_course_begun_anew_counts_anew(library):
    log = CourseLog().given(*INDUCTION).checked("bladder", "03-30", nothing_found=True).given("2026-09-01", week=1, number=1)
    found = domains(library, log, "2026-09-23")["bladder"]
    assert (found.state, found.due, found.baseline.on, found.last) == ("due", day("2026-09-28"), day("03-30"), None)


# -------------------------------------------------------------------------------------------------------------------- triggers


def test_a_ticked_trigger_stands_until_the_next_check(library):
    log = CourseLog().given(*INDUCTION).checked("bladder", "02-26", nothing_found=False, triggers=["new_frequency"])
    found = domains(library, log, "03-01")["bladder"]
    assert triggers(found) == ["new_frequency"]
    assert trigger(found, "new_frequency").trigger.action.startswith("Hold treatment")
    log.checked("bladder", "03-02", nothing_found=True)
    assert triggers(domains(library, log, "03-02")["bladder"]) == []


def test_an_answer_of_the_checklist_fulfils_a_trigger(library):
    log = CourseLog().given("02-03", predose={"urinary_symptoms": "none"}).given("02-06", predose={"urinary_symptoms": "visible_blood_or_pain"})
    found = domains(library, log, "02-06")["bladder"]
    assert [(one.trigger.id, one.on, one.source) for one in found.fulfilled] == [("blood_or_pain", day("02-06"), "session")]
    log.given("02-10", predose={"urinary_symptoms": "none"})
    assert triggers(domains(library, log, "02-10")["bladder"]) == []


@pytest.mark.parametrize(
    ("levels", "rose"),
    [(("low", "moderate"), True), (("moderate", "high"), True), (("high", "high"), False), (("moderate", "low"), False), (("low",), None), ((), None)],
)
def test_any_rise_of_the_suicide_risk(library, levels, rose):
    log = CourseLog()
    for on, level in zip(("02-03", "02-06"), levels, strict=False):
        log.given(on, predose={"suicide_risk": level})
    if not levels:
        log.given("02-03")
    assert trigger(domains(library, log, "02-07")["suicide_risk"], "rise").fulfilled is rose


@pytest.mark.parametrize(("value", "fulfilled"), [(26, False), (25, False), (24, True), (27, False)])
def test_a_fall_of_three_points_since_the_baseline(library, value, fulfilled):
    log = CourseLog().given("02-03", "08-01").examined("cognition", "01-20", "27").checked("cognition", "08-01", value=value)
    found = trigger(domains(library, log, "08-01")["cognition"], "drop")
    assert (found.fulfilled, found.was, found.now) == (fulfilled, 27, value)


def test_without_a_baseline_the_first_value_is_it(library):
    log = CourseLog().given("02-03", "05-01").checked("cognition", "05-01", value=27)
    assert trigger(domains(library, log, "05-01")["cognition"], "drop").fulfilled is None
    log.checked("cognition", "05-02", value=24)
    assert trigger(domains(library, log, "05-02")["cognition"], "drop").fulfilled is True


@pytest.mark.parametrize(("value", "fulfilled"), [(3, False), (3.1, True)])
def test_alt_above_three_times_the_upper_limit(library, value, fulfilled):
    log = CourseLog().given("02-03").checked("liver", "02-10", value=value)
    assert trigger(domains(library, log, "02-10")["liver"], "alt_high").fulfilled is fulfilled


def test_a_result_of_the_work_up_in_other_units_is_shown_and_judged_by_nobody(library):
    found = domains(library, CourseLog().given("02-03").examined("liver_tests", "02-10", "ALT 34 U/L"), "02-10")["liver"]
    assert (found.last.result, found.last.value, trigger(found, "alt_high").fulfilled) == ("ALT 34 U/L", None, None)
    found = domains(library, CourseLog().given("02-03").examined("weight_height", "02-01", "178 cm"), "02-10")["general"]
    assert found.baseline.value is None


@pytest.mark.parametrize(
    ("totals", "lost", "high"),
    [
        ((32, 12, 21), False, False),  # 20 gained, 9 lost
        ((32, 12, 22), True, False),  # half of the gain, and one score of 22
        ((32, 12, 22, 23), True, True),
        ((32, 30, 28), False, False),  # never better
        ((32,), None, None),
    ],
)
def test_loss_of_gain_and_two_high_scores(library, totals, lost, high):
    log = CourseLog().given(*INDUCTION)
    for on, total in zip(("02-02", "02-20", "03-03", "03-10"), totals, strict=False):
        log.score(on, total)
    found = domains(library, log, "03-10")["mood"]
    assert trigger(found, "loss_of_gain").fulfilled is lost
    assert trigger(found, "high_scores").fulfilled is high


# ---------------------------------------------------------------------------------------------------------- what courses add up to


def test_sessions_doses_and_findings_over_all_courses(library):
    log = (
        CourseLog()
        .given("02-03", "02-06", predose={"urinary_symptoms": "none"})
        .given("04-10", mg=84, predose={"urinary_symptoms": "new"})
        .given("04-14", product="ketamine_iv", mg=34)
        .given("04-17", product="ketamine_iv", mg=None, left=None, planned={"mg_per_kg": 0.5})
    )
    log.entries[-1].value["given"] = {"start": "09:00"}
    log.entries[-1].value.pop("left")
    log.checked("cognition", "04-20", value=26).checked("liver", "02-20", value=0.8)
    log.told("treatment", "t1", {"kind": "ketamine", "product": "ketamine_oral", "sessions": 9, "stop_reason": "no_effect"})
    found = cumulative_harm(library, log.patient(), day("05-01"))
    assert [(one.first, one.last) for one in found.periods] == [(day("01-01"), day("03-31")), (day("04-01"), day("06-30"))]
    first, second = found.periods
    assert [(one.product, one.sessions, one.mg, one.all_sessions, one.all_mg) for one in first.products] == [("esketamine_in", 2, 112, 2, 112)]
    assert [(one.product, one.sessions, one.mg, one.open, one.all_sessions, one.all_mg, one.all_open) for one in second.products] == [
        ("esketamine_in", 1, 84, 0, 3, 196, 0),
        ("ketamine_iv", 2, 34, 1, 2, 34, 1),
    ]
    told = {one.domain: one for one in second.domains}
    assert told["bladder"].answers == (("new", 1),)
    assert [one.value for one in told["cognition"].checks] == [26]
    assert {one.domain: one for one in first.domains}["bladder"].answers == (("none", 2),)
    assert [one.value for one in {one.domain: one for one in first.domains}["liver"].checks] == [0.8]
    assert found.elsewhere == (("ketamine_oral", 9),)


def test_a_planned_dose_is_none(library):
    log = CourseLog().given("02-03", mg=None, planned={"dose_mg": 56}, leaving={"at": "12:00"})
    log.entries[-1].value["given"] = {"start": "10:00"}
    (period,) = cumulative_harm(library, log.patient(), day("02-04")).periods
    assert [(one.mg, one.open) for one in period.products] == [(0, 1)]


@pytest.mark.parametrize(
    ("said_of_it", "fulfilled"),
    [({}, None), ({"nothing_found": True}, False), ({"nothing_found": False, "triggers": ["blood_or_pain"]}, False)],
)
def test_a_check_that_does_not_say_what_was_found_rules_nothing_out(library, said_of_it, fulfilled):
    log = CourseLog().given(*INDUCTION).checked("bladder", "02-26", **said_of_it)
    assert trigger(domains(library, log, "03-03")["bladder"], "new_frequency").fulfilled is fulfilled
