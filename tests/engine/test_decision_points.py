"""Decision points worked by hand on a calendar: windows, what was decided, repetition, joined courses, a course begun anew.

The course of most cases begins on Tuesday 3 February 2026. Week 4 is 24 Feb to 2 Mar, week 8 is 24 to 30 Mar, week 9 is 31 Mar to 6 Apr;
3 months after the first session is 3 May, 14 days before which is 19 Apr.
"""

import datetime as dt

import pytest
from course_log import INDUCTION, CourseLog, day

from trd_desk.content.load import load_library
from trd_desk.engine.course import course_of
from trd_desk.engine.course_scores import course_scores
from trd_desk.engine.decision_points import course_decisions, running_courses, wanted
from trd_desk.engine.due_dates import months_after, week_ends


@pytest.fixture(scope="module")
def library():
    return load_library()


def states(library, log, today):
    return {one.point.id: one for one in course_decisions(library, log.patient(), day(today))}


def window(state):
    return None if state.opens is None else (f"{state.opens:%m-%d}", f"{state.due:%m-%d}")


# --------------------------------------------------------------------------------------------------------------------- months


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-02-03", 3, "2026-05-03"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2028-02-29", 3, "2028-05-29"),
        ("2026-12-31", 6, "2027-06-30"),
        ("2026-10-15", 3, "2027-01-15"),
        ("2026-12-01", 1, "2027-01-01"),
    ],
)
def test_months_on_a_calendar(start, months, end):
    assert months_after(day(start), months) == day(end)


# -------------------------------------------------------------------------------------------------------------------- windows

WEEKS = {
    "induction_end": ("02-24", "03-02"),
    "weeks_5_to_8": ("03-24", "03-30"),
    "from_week_9": ("03-24", "04-06"),
    "need_review": ("04-19", "05-03"),
}


def test_the_windows_of_the_spray(library):
    found = states(library, CourseLog().given("02-03").score("02-02", 32), "02-03")
    assert {name: window(found[name]) for name in WEEKS} == WEEKS
    assert list(found) == [*WEEKS, "six_months"]


@pytest.mark.parametrize(
    ("today", "state"),
    [("02-03", "not_yet"), ("02-23", "not_yet"), ("02-24", "due"), ("03-02", "due"), ("03-03", "overdue")],
)
def test_the_end_of_induction_is_due_in_week_4_and_overdue_from_week_5_on(library, today, state):
    assert states(library, CourseLog().given("02-03"), today)["induction_end"].state == state


def test_a_decision_settles_its_point_and_no_other(library):
    found = states(library, CourseLog().given(*INDUCTION).decided("induction_end", "02-27"), "03-03")
    assert found["induction_end"].state == "decided"
    assert found["induction_end"].last.fact.decision == "continue"
    assert found["weeks_5_to_8"].state == "not_yet"
    assert found["induction_end"].next_key == "esketamine_in/induction_end/2"
    assert found["weeks_5_to_8"].next_key == "esketamine_in/weeks_5_to_8/1"


@pytest.mark.parametrize(("today", "state"), [("03-05", "not_yet"), ("03-06", "due"), ("03-07", "overdue")])
def test_a_deferred_decision_is_due_on_its_next_day(library, today, state):
    log = CourseLog().given(*INDUCTION).decided("induction_end", "02-27", "defer", next_on="03-06")
    assert states(library, log, today)["induction_end"].state == state


def test_leap_day(library):
    """From Saturday 29 January 2028: week 4 is 19 to 25 Feb, week 5 holds 29 Feb; 3 months later is 29 April, 15 April opens it."""
    found = states(library, CourseLog().given("2028-01-29"), "2028-02-25")
    assert (found["induction_end"].opens, found["induction_end"].due) == (day("2028-02-19"), day("2028-02-25"))
    assert found["need_review"].due == day("2028-04-29")
    found = states(library, CourseLog().given("2028-02-08"), "2028-02-29")
    assert (found["induction_end"].opens, found["induction_end"].due) == (day("2028-02-29"), day("2028-03-06"))


# ------------------------------------------------------------------------------------------------------------------- repeated


def test_the_review_of_need_repeats_from_the_last_decision(library):
    log = CourseLog().given(*INDUCTION, "03-03", "03-31", "04-28", "05-12").decided("need_review", "04-28")
    found = states(library, log, "05-12")["need_review"]
    assert (found.state, window(found)) == ("decided", ("07-14", "07-28"))
    assert states(library, log, "07-14")["need_review"].state == "due"
    assert states(library, log, "07-29")["need_review"].state == "overdue"


def test_a_named_next_day_wins_over_the_interval(library):
    log = CourseLog().given(*INDUCTION, "05-12").decided("need_review", "04-28", next_on="06-10")
    assert window(states(library, log, "05-12")["need_review"]) == ("05-27", "06-10")


def test_a_second_review_counts_from_itself(library):
    log = CourseLog().given(*INDUCTION, "05-12", "07-20").decided("need_review", "04-28").decided("need_review", "07-20", number=2)
    found = states(library, log, "07-21")["need_review"]
    assert (window(found), found.next_key, len(found.made)) == (("10-06", "10-20"), "esketamine_in/need_review/3", 2)


# ------------------------------------------------------------------------------------------------- six months after improvement


def test_six_months_count_from_the_first_response(library):
    log = CourseLog().given(*INDUCTION, "08-20").score("02-02", 32).score("02-20", 20).score("03-03", 16).score("03-31", 10)
    found = states(library, log, "08-20")["six_months"]
    # 16 of 32 is a fall of exactly 50 %, on 3 March.
    assert (found.state, window(found)) == ("due", ("08-20", "09-03"))


def test_without_a_response_it_is_not_yet_and_without_a_score_it_cannot_be_told(library):
    none = CourseLog().given(*INDUCTION)
    found = states(library, none, "03-03")["six_months"]
    assert (found.state, [one.code for one in found.questions]) == ("cannot_tell", ["response_day"])
    some = CourseLog().given(*INDUCTION).score("02-02", 32).score("02-27", 17)
    found = states(library, some, "03-03")["six_months"]
    assert (found.state, window(found), found.questions) == ("not_yet", None, ())


def test_scores_of_a_course(library):
    log = CourseLog().given(*INDUCTION).score("02-02", 32).score("02-20", 12).score("03-03", 22)
    patient, today = log.patient(), day("03-04")
    found = course_scores(library, patient, course_of(library, patient, today), today)
    assert (found.baseline, found.latest) == ((day("02-02"), 32), (day("03-03"), 22))
    assert (found.fall, found.response, found.responded, found.response_on) == (31.25, False, True, day("02-20"))


def test_a_score_with_open_answers_is_asked_for_and_is_no_missing_response(library):
    log = CourseLog().given(*INDUCTION).score("02-02", 32).score("02-20", 20)
    log.told("score", "open", {"scale": "madrs", "on": "2026-02-27", "items": [1] * 8 + [None, None]}, "02-27")
    patient, today = log.patient(), day("03-03")
    found = course_scores(library, patient, course_of(library, patient, today), today)
    assert (found.latest, found.response, found.responded, [one.key for one in found.open]) == ((day("02-20"), 20), None, None, ["open"])
    point = states(library, log, "03-03")["six_months"]
    assert (point.state, [(one.code, one.facts["day"]) for one in point.questions]) == ("cannot_tell", [("score_total", day("02-27"))])


def test_a_decision_of_a_later_day_is_none_yet(library):
    log = CourseLog().given(*INDUCTION).decided("induction_end", "03-02")
    assert states(library, log, "03-01")["induction_end"].state == "due"
    assert states(library, log, "03-02")["induction_end"].state == "decided"


# ---------------------------------------------------------------------------------------------------------- joined and unknown


def test_a_recorded_week_tells_where_a_joined_course_stands(library):
    """Week 6 on 10 March: the course began on 3 February, the record on 10 March; week 4 was over before."""
    log = CourseLog().given("03-10", week=6)
    found = states(library, log, "03-24")
    assert found["induction_end"].state == "cannot_tell"
    assert [(one.code, one.facts["day"]) for one in found["induction_end"].questions] == [("decided_before", day("03-10"))]
    assert (found["weeks_5_to_8"].state, window(found["weeks_5_to_8"])) == ("due", ("03-24", "03-30"))
    assert window(found["need_review"]) == ("04-19", "05-03")


def test_of_a_course_joined_late_the_review_is_the_next_after_the_record_begins(library):
    """Week 40 on 10 March 2026: begun 10 June 2025, so reviews on 10 Sep, 10 Dec, 10 Mar."""
    found = states(library, CourseLog().given("03-10", week=40), "03-11")["need_review"]
    assert (found.state, found.due) == ("overdue", day("03-10"))
    found = states(library, CourseLog().given("03-11", week=40), "03-11")["need_review"]
    assert found.due == day("03-11")
    found = states(library, CourseLog().given("03-12", week=39), "03-12")["need_review"]
    assert found.due == day("03-19")  # begun 19 June 2025


def test_an_ongoing_course_without_its_start_cannot_be_told(library):
    ongoing = {"kind": "ketamine", "product": "esketamine_in", "stop_reason": "ongoing"}
    log = CourseLog().told("treatment", "t1", ongoing).given("03-10")
    found = states(library, log, "03-24")
    assert {found[name].state for name in WEEKS} == {"cannot_tell"}
    assert {one.code for one in found["induction_end"].questions} == {"course_start"}
    known = CourseLog().told("treatment", "t1", ongoing | {"start": "2026-02-03"}).given("03-10")
    assert window(states(library, known, "03-24")["weeks_5_to_8"]) == WEEKS["weeks_5_to_8"]


def test_a_session_without_its_day_leaves_everything_open(library):
    log = CourseLog().told("session", "s9", {"product": "esketamine_in", "indication": "trd", "given": {"dose_mg": 56}}).given("03-10")
    found = states(library, log, "03-24")["induction_end"]
    assert (found.state, [one.code for one in found.questions]) == ("cannot_tell", ["session_undated"])


def test_without_indication_what_differs_cannot_be_told(library):
    found = states(library, CourseLog().given("02-03", indication=None), "02-24")
    assert found["induction_end"].state == found["emergency_end"].state == "cannot_tell"
    assert [one.code for one in found["induction_end"].questions] == ["indication"]


def test_a_week_recorded_later_moves_the_points_after_it(library):
    """The session of 17 March is recorded as week 8 (counted: 7), so week 8 is 17 to 23 March."""
    log = CourseLog().given(*INDUCTION).given("03-17", week=8)
    patient = log.patient()
    position = course_of(library, patient, day("03-17"))
    assert week_ends(position, 4) == day("03-02")
    assert window(states(library, log, "03-17")["weeks_5_to_8"]) == ("03-17", "03-23")


# ------------------------------------------------------------------------------------------------------ begun anew, stopped, over


def test_a_course_begun_anew_has_its_own_points(library):
    log = CourseLog().given(*INDUCTION).decided("induction_end", "02-27").given("2026-09-01", week=1, number=1)
    found = states(library, log, "2026-09-22")["induction_end"]
    assert (found.state, window(found), found.made) == ("due", ("09-22", "09-28"), ())
    assert found.next_key == "esketamine_in/induction_end/2"


def test_after_a_decision_to_stop_nothing_is_due(library):
    log = CourseLog().given(*INDUCTION).decided("induction_end", "03-01", "stop")
    found = states(library, log, "05-01")
    assert {name: one.state for name, one in found.items()} == {"induction_end": "decided"} | dict.fromkeys([*WEEKS, "six_months"][1:], "over")
    assert found["need_review"].stopped_on == day("03-01")
    assert [one.running for one in running_courses(library, log.patient(), day("05-01"))] == [False]


def test_a_session_after_the_stop_runs_the_course_on(library):
    log = CourseLog().given(*INDUCTION).decided("induction_end", "03-01", "stop").given("03-24")
    assert states(library, log, "03-24")["weeks_5_to_8"].state == "due"


def test_long_without_a_session_a_course_is_over(library):
    """90 days after 27 February is 28 May."""
    log = CourseLog().given(*INDUCTION)
    assert states(library, log, "05-28")["need_review"].state == "overdue"
    assert states(library, log, "05-29")["need_review"].state == "over"
    assert states(library, log.planned("06-20"), "05-29")["need_review"].state == "overdue"


def test_nobody_without_a_course_has_points(library):
    assert course_decisions(library, CourseLog().patient(), day("03-01")) == ()
    assert course_decisions(library, CourseLog().planned("03-10").patient(), day("03-01")) == ()


# ------------------------------------------------------------------------------------------------------------------ other routes


@pytest.mark.parametrize("product", ["ketamine_iv", "ketamine_sc", "ketamine_im", "ketamine_oral", "esketamine_oral"])
def test_the_other_routes_have_the_same_days_by_analogy(library, product):
    found = states(library, CourseLog().given("02-03", product=product, mg=40), "02-24")
    assert {name.removesuffix("_by_analogy"): window(one) for name, one in found.items() if one.due} == WEEKS
    assert all("not evidence-based" in one.point.standing or "etting of the clinic" in one.point.standing for one in found.values())
    assert all(one.point.status == "site" for one in found.values())


def test_an_emergency_has_four_weeks(library):
    found = states(library, CourseLog().given("02-03", indication="emergency", mg=84), "02-24")
    assert {name: (one.state, window(one)) for name, one in found.items()} == {"emergency_end": ("due", WEEKS["induction_end"])}


def test_two_courses_have_two_sets_and_the_longest_due_comes_first(library):
    log = CourseLog().given("02-03").given("02-10", product="ketamine_iv", mg=34)
    found = course_decisions(library, log.patient(), day("03-05"))
    assert {one.product for one in found} == {"esketamine_in", "ketamine_iv"}
    assert [one.point.id for one in wanted(found)] == ["induction_end", "induction_end_by_analogy"]
    assert [one.due for one in wanted(found)] == [dt.date(2026, 3, 2), dt.date(2026, 3, 9)]
