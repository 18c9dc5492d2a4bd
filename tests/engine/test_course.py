"""Courses worked by hand on a calendar: week, phase, what is due, what was missed, and how a plan fits.

The course of most cases begins on Tuesday 3 February 2026, so that its weeks begin on Tuesdays:
1 3 Feb, 2 10 Feb, 3 17 Feb, 4 24 Feb, 5 3 Mar, 6 10 Mar, 7 17 Mar, 8 24 Mar, 9 31 Mar, 10 7 Apr, 11 14 Apr, 12 21 Apr, 13 28 Apr.
"""

import datetime as dt
import json
from dataclasses import replace

import pytest
from days import Day, at, brennan_day
from hypothesis import given, settings
from hypothesis import strategies as st

from trd_desk.content.load import load_library
from trd_desk.engine.assess import assess
from trd_desk.engine.course import course_of, courses, position_of
from trd_desk.engine.course_plan import plan_of, renumbered, template_days, titration_of
from trd_desk.record.fold import fold, from_case
from trd_desk.record.models import Case
from trd_desk.record.session_models import Session

INDUCTION = ("02-03", "02-06", "02-10", "02-13", "02-17", "02-20", "02-24", "02-27")


@pytest.fixture(scope="module")
def library():
    return load_library()


def day(text):
    return dt.date.fromisoformat(text if len(text) == 10 else f"2026-{text}")


def session(name, on, product="esketamine_in", mg=56, **facts):
    """A session that was given on a day, as a case file has it."""
    told = {"id": name, "product": product, "indication": "trd", "given": {"dose_mg": mg}, **facts}
    return told | ({"on": day(on).isoformat()} if on else {})


def patient_of(*days, region="eu", born="1980-05-10", product="esketamine_in", mg=56, more=(), **facts):
    sessions = [session(f"s{place}", on, product, mg) for place, on in enumerate(days, 1)]
    body = {
        "format": "trd-desk-case/1",
        "patient": {"id": "C1", "birth_date": born},
        "licence_region": region,
        "asked": ["ketamine"],
        "sessions": [*sessions, *more],
        **facts,
    }
    return from_case(Case.model_validate_json(json.dumps(body)))


def planned(name, on, product="esketamine_in", mg=None, **facts):
    told = {"id": name, "product": product, "indication": "trd", **facts}
    told |= {"on": day(on).isoformat()} if on else {}
    return told | ({} if mg is None else {"planned": {"dose_mg": mg}})


def as_session(body):
    return Session.model_validate_json(json.dumps(body))


def span(window):
    return None if window is None else (f"{window.opens:%m-%d}", f"{window.closes:%m-%d}")


def missed(position):
    return [(one.first_week, one.last_week, one.given, one.certain) for one in position.missed]


# ------------------------------------------------------------------------------------------------------------ week and phase

# today, week, phase, sessions given, in 7 days, days since the last
WHERE = [
    ("the first session ever, today", ("02-03",), "02-03", 1, "eu_induction", 1, 1, 0),
    ("seven days later week 2 begins", ("02-03",), "02-10", 2, "eu_induction", 1, 0, 7),
    ("six days later it is still week 1, and the first session still counts", ("02-03",), "02-09", 1, "eu_induction", 1, 1, 6),
    ("day 28 is the last of week 4", INDUCTION, "03-02", 4, "eu_induction", 8, 2, 3),
    ("day 29 is the first of week 5: weekly", INDUCTION, "03-03", 5, "eu_weekly", 8, 1, 4),
    ("day 56 is the last of week 8", (*INDUCTION, "03-03"), "03-30", 8, "eu_weekly", 9, 0, 27),
    ("day 57 is the first of week 9: weekly or every two weeks", (*INDUCTION, "03-03"), "03-31", 9, "eu_maintenance", 9, 0, 28),
    ("exactly seven days ago does not count any more", ("02-03", "02-06"), "02-13", 2, "eu_induction", 2, 0, 7),
    ("both sessions of the last seven days", ("02-03", "02-06"), "02-09", 1, "eu_induction", 2, 2, 3),
]


@pytest.mark.parametrize(("days", "today", "week", "phase", "given", "recent", "since"), [one[1:] for one in WHERE], ids=[one[0] for one in WHERE])
def test_where_it_stands(library, days, today, week, phase, given, recent, since):
    found = course_of(library, patient_of(*days), day(today))
    assert (found.week, found.phase.id, found.given, found.recent.given, found.days_since) == (week, phase, given, recent, since)
    assert (found.recent.days, found.recent.most, found.recent.undated) == (7, 2, 0)
    assert found.questions == ()


def test_the_us_has_its_own_phases_and_words(library):
    found = course_of(library, patient_of(*INDUCTION, region="us"), day("04-01"))
    assert (found.phase.id, found.phase.frequency) == ("us_maintenance", "every 2 weeks or weekly")
    assert "company's advice" in found.missed_rule.induction
    assert "weekly to twice a week" in found.missed_rule.maintenance


def test_without_a_region_the_frequency_is_told_where_all_labels_agree_and_the_region_is_asked(library):
    found = course_of(library, patient_of(*INDUCTION, region=None), day("03-03"))
    assert (found.week, found.phase.frequency, found.missed_rule) == (5, "weekly", None)
    assert [(one.code, one.field) for one in found.questions] == [("licence_region", "licence_region")]


def test_from_65_years_in_the_eu_the_weeks_are_the_same(library):
    found = course_of(library, patient_of("02-03", mg=28, born="1961-02-03"), day("02-03"))
    assert (found.age_group, found.phase.id) == ("older", "eu_induction")
    found = course_of(library, patient_of("02-03", mg=56, born="1961-02-04"), day("02-03"))
    assert found.age_group == "younger"


def emergency(*days, born="1980-05-10", region="eu"):
    return patient_of(region=region, born=born, more=[session(f"s{place}", on, mg=84, indication="emergency") for place, on in enumerate(days, 1)])


def test_an_emergency_has_four_weeks_and_nothing_is_evaluated_beyond(library):
    last = course_of(library, emergency(*INDUCTION), day("03-02"))
    assert (last.week, last.phase.id, last.beyond) == (4, "emergency", None)
    after = course_of(library, emergency(*INDUCTION), day("03-03"))
    assert (after.week, after.phase, after.beyond.id, after.due) == (5, None, "emergency", None)
    assert "not evaluated" in after.beyond.after


def test_an_emergency_from_65_years_is_cautioned_and_without_a_birth_date_it_is_asked(library):
    found = course_of(library, emergency("02-03", born="1950-01-01"), day("02-03"))
    assert "not established" in found.phase.caution
    found = course_of(library, emergency("02-03", born=None), day("02-03"))
    assert [one.code for one in found.questions] == ["birth_date"]
    assert found.phase.frequency == "twice a week"


def test_without_an_indication_the_phase_is_told_for_four_weeks_and_then_asked(library):
    one = {key: value for key, value in session("s1", "02-03").items() if key != "indication"}
    found = course_of(library, patient_of(more=[one]), day("02-10"))
    assert found.phase.frequency == "twice a week"
    assert [(each.code, each.field) for each in found.questions] == [("indication", "sessions.s1.indication")]
    later = course_of(library, patient_of(more=[one]), day("03-03"))
    assert (later.week, later.phase, later.beyond) == (5, None, None)


@pytest.mark.parametrize("product", ["ketamine_iv", "ketamine_sc", "ketamine_im", "ketamine_oral", "esketamine_oral"])
def test_the_other_routes_have_weeks_but_no_phases(library, product):
    found = course_of(library, patient_of("02-03", "02-06", product=product, mg=35), day("02-11"))
    assert (found.week, found.phase, found.due, found.missed, found.recent, found.questions) == (2, None, None, (), None, ())
    assert found.no_phases.says.startswith("No fixed phases exist")


def test_nothing_is_told_where_there_is_no_course(library):
    patient = patient_of()
    assert course_of(library, patient, day("02-03")) is None
    found = position_of(library, patient, day("02-03"), "esketamine_in")
    assert (found.week, found.begins, found.given, found.first, found.due) == (None, None, 0, True, None)


# ------------------------------------------------------------------------------------------------------- what is due and missed

DUE = [
    ("after the first of week 1: day 4 at the earliest, the last day of week 1 at the latest", ("02-03",), "02-03", ("02-06", "02-09")),
    ("week 1 is complete: week 2, so early that two fit in", ("02-03", "02-06"), "02-06", ("02-10", "02-13")),
    ("late in week 2 without a session: what is left of it", ("02-03", "02-06"), "02-15", ("02-10", "02-16")),
    ("two full days after a session on the last day of week 1", ("02-03", "02-09"), "02-10", ("02-12", "02-13")),
    ("three in six days: no third within seven days", ("02-03", "02-06", "02-09"), "02-10", ("02-13", "02-16")),
    ("induction complete: once in week 5", INDUCTION, "02-27", ("03-03", "03-09")),
    ("the last of week 4 on its last day: two full days before the one of week 5", (*INDUCTION[:7], "03-02"), "03-02", ("03-05", "03-09")),
    ("week 6 after the session of week 5", (*INDUCTION, "03-06"), "03-10", ("03-10", "03-16")),
    ("week 8 to week 9: weekly or every two weeks", (*INDUCTION, "03-03", "03-10", "03-17", "03-24"), "03-24", ("03-31", "04-13")),
    ("in maintenance one to two weeks later", (*INDUCTION, "03-03", "03-10", "03-17", "03-24", "04-07"), "04-07", ("04-14", "04-27")),
    ("the second week of two, still open", (*INDUCTION, "03-03", "03-10", "03-17", "03-24"), "04-08", ("03-31", "04-13")),
]


@pytest.mark.parametrize(("days", "today", "expected"), [one[1:] for one in DUE], ids=[one[0] for one in DUE])
def test_the_next_is_due_in_a_span_of_days(library, days, today, expected):
    assert span(course_of(library, patient_of(*days), day(today)).due) == expected


MISSED = [
    ("a week is not missed before it is over", INDUCTION, "03-09", []),
    ("week 5 without a session, once it is over", INDUCTION, "03-10", [(5, 5, 0, True)]),
    ("weeks without a session that follow one another are one", INDUCTION, "03-24", [(5, 7, 0, True)]),
    ("one of two in week 2", ("02-03", "02-06", "02-10", "02-17", "02-20"), "02-24", [(2, 2, 1, True)]),
    ("one session more in the week before counts for the next", ("02-03", "02-06", "02-09", "02-13"), "02-17", []),
    ("but not for the week after that", ("02-03", "02-06", "02-09", "02-13"), "02-24", [(3, 3, 0, True)]),
    ("a week and a day apart, by one day of bank holiday", (*INDUCTION, "03-03", "03-09", "03-17"), "03-17", []),
    ("every two weeks is not missed", (*INDUCTION, "03-03", "03-10", "03-17", "03-24", "04-07"), "04-20", []),
    ("two weeks without, after week 10: missed when week 12 is over", (*INDUCTION, "03-03", "03-10", "03-17", "03-24", "04-07"), "04-28", [(11, 12, 0, True)]),
]


@pytest.mark.parametrize(("days", "today", "expected"), [one[1:] for one in MISSED], ids=[one[0] for one in MISSED])
def test_a_week_with_too_few_sessions_is_flagged(library, days, today, expected):
    assert missed(course_of(library, patient_of(*days), day(today))) == expected


def test_a_session_of_which_nothing_is_recorded_makes_the_missed_week_uncertain_and_a_question(library):
    found = course_of(library, patient_of(*INDUCTION, more=[planned("p1", "03-05", mg=56)]), day("03-10"))
    assert missed(found) == [(5, 5, 0, False)]
    assert [(one.code, one.field) for one in found.questions] == [("session_given", "sessions.p1.given")]
    assert [one.state for one in found.sessions][-1] == "unrecorded"
    assert found.given == 8


def test_after_a_missed_week_the_next_is_due_now_and_nothing_is_moved(library):
    found = course_of(library, patient_of(*INDUCTION), day("03-11"))
    assert span(found.due) == ("03-10", "03-16")
    assert found.ahead == ()


# ------------------------------------------------------------------------------------------------- what the record says itself


def test_a_recorded_week_wins_and_the_disagreement_is_said(library):
    patient = patient_of(*INDUCTION, more=[planned("p1", "03-17", mg=84, week=6, number=9)])
    found = course_of(library, patient, day("03-17"))
    assert (found.week, found.phase.id) == (6, "eu_weekly")
    (reason,) = found.disagreements
    assert reason.facts == {"day": day("03-17"), "recorded": 6, "counted": 7, "since": day("02-03")}
    assert (found.of_today.number, found.of_today.week) == (9, 6)


def test_a_course_that_began_elsewhere_is_counted_from_its_recorded_week(library):
    patient = patient_of(more=[planned("p1", "02-12", mg=56, week=2, number=4)])
    found = course_of(library, patient, day("02-12"))
    assert (found.week, found.joined, found.disagreements, found.due, found.missed) == (2, True, (), None, ())
    assert [one.number for one in found.sessions] == [4]
    given = patient_of(more=[session("s1", "02-12", week=2, number=4)])
    # In the week in which the record begins it cannot be told what is due; in the next one it can.
    assert course_of(library, given, day("02-13")).due is None
    assert span(course_of(library, given, day("02-19")).due) == ("02-19", "02-22")
    assert missed(course_of(library, given, day("02-19"))) == []


def test_a_course_that_the_history_tells_of_is_counted_from_its_start(library):
    told = {"id": "k1", "kind": "ketamine", "product": "esketamine_in", "start": "2026-02-03", "sessions": 8, "stop_reason": "ongoing"}
    found = course_of(library, patient_of(treatments=[told]), day("03-02"))
    assert (found.week, found.phase.frequency, found.given, found.elsewhere, found.joined, found.first) == (4, "twice a week", 0, 8, True, False)
    # In an emergency week 5 would have no phase, and nobody has said that it is none.
    later = course_of(library, patient_of(treatments=[told]), day("03-03"))
    assert (later.week, later.phase, [one.field for one in later.questions]) == (5, None, ["plan.indication"])
    here = course_of(library, patient_of("03-05", treatments=[told]), day("03-10"))
    assert (here.week, here.given, here.sessions[0].week, here.sessions[0].number) == (6, 1, 5, None)
    unknown = course_of(library, patient_of(treatments=[{**told, "start": None}]), day("03-03"))
    assert (unknown.week, [one.code for one in unknown.questions]) == (None, ["indication", "course_start"])


def test_a_new_course_begins_with_number_one_of_week_one(library):
    again = session("r1", "06-02", week=1, number=1)
    found = course_of(library, patient_of(*INDUCTION, more=[again]), day("06-03"))
    assert (found.week, found.begins, found.given, found.missed) == (1, day("06-02"), 1, ())
    assert [one.earlier for one in found.sessions] == [True] * 8 + [False]
    ahead = course_of(library, patient_of(*INDUCTION, more=[planned("r1", "06-02", week=1, number=1)]), day("03-02"))
    assert (ahead.week, ahead.begins) == (4, day("02-03"))


def test_a_given_session_without_a_day_leaves_the_week_open_and_asks_for_it(library):
    found = course_of(library, patient_of(*INDUCTION[:2], more=[session("s9", None)]), day("02-10"))
    assert (found.week, found.phase, found.due, found.given) == (None, None, None, 3)
    assert [(one.code, one.field) for one in found.questions] == [("session_undated", "sessions.s9.on")]
    assert (found.recent.given, found.recent.undated) == (1, 1)
    told = course_of(library, patient_of(*INDUCTION[:1], more=[session("s9", None), session("s3", "02-06", week=1)]), day("02-10"))
    assert told.week == 2


def test_cancelled_sessions_count_for_nothing(library):
    log = Day(dose=56)
    log.part("session_end", "", {"state": "cancelled", "at": at("09:00").isoformat(), "reason": "ill"})
    found = course_of(library, log.patient(), day("03-17"))
    assert (found.given, found.week, found.sessions[0].state, found.of_today) == (0, None, "cancelled", None)
    assert found.first is None


def test_a_live_session_and_a_session_left_are_given_by_their_parts(library):
    live = course_of(library, brennan_day().patient(), day("03-17"))
    assert [(one.state, one.dose_mg, one.week) for one in live.sessions] == [("live", 84, 6)]
    log = brennan_day()
    log.part("session_end", "", {"state": "left", "at": at("12:40").isoformat()})
    assert course_of(library, log.patient(), day("03-17")).sessions[0].state == "given"


def test_the_dose_is_that_of_the_devices_given_where_fewer_were_given_than_planned(library):
    log = Day(dose=84)
    log.devices("10:20", "10:25")
    log.part("session_end", "", {"state": "left", "at": at("12:40").isoformat()})
    assert course_of(library, log.patient(), day("03-17")).sessions[0].dose_mg == 56


def test_several_products_are_courses_of_their_own_the_latest_first(library):
    patient = patient_of("02-03", more=[session("k1", "02-05", "ketamine_iv", 35)])
    assert courses(patient) == ("ketamine_iv", "esketamine_in")
    assert course_of(library, patient, day("02-10")).product == "ketamine_iv"
    assert course_of(library, patient, day("02-10"), "esketamine_in").given == 1
    assert course_of(library, patient, day("02-10"), "ketamine_sc") is None


@pytest.mark.parametrize(
    ("asked", "treatments", "first"),
    [
        (["ketamine"], [], True),
        ([], [], None),
        (["ketamine"], [{"id": "k1", "kind": "ketamine", "product": "esketamine_in"}], False),
        (["ketamine"], [{"id": "k1", "kind": "ketamine", "product": "ketamine_iv"}], True),
        (["ketamine"], [{"id": "k1", "kind": "ketamine"}], None),
    ],
)
def test_first_ever_is_three_valued_and_counts_by_product(library, asked, treatments, first):
    patient = patient_of(asked=asked, treatments=treatments)
    assert position_of(library, patient, day("02-03"), "esketamine_in").first is first
    assert plan_of(library, patient, as_session(planned("new", "02-03", mg=56)), day("02-03")).first is first


# ------------------------------------------------------------------------------------------------------------------------ plans


def fit(library, patient, on, today="02-06", **facts):
    others = facts.pop("others", ())
    return plan_of(library, patient, as_session(planned("new", on, **facts)), day(today), others)


def codes(reasons):
    return [one.code for one in reasons]


def test_week_number_and_phase_of_a_plan_are_worked_out(library):
    found = fit(library, patient_of(*INDUCTION), "03-03", today="03-02", mg=56)
    assert (found.week, found.number, found.first, found.phase.id) == (5, 9, False, "eu_weekly")
    assert (found.stops, found.warns, found.questions, found.dose.verdict) == ((), (), (), "ok")


GAPS = [
    ("the day after", "02-07", "02-06", 0),
    ("one full day between", "02-08", "02-06", 1),
    ("exactly two full days between", "02-09", "02-06", None),
    ("one full day before the next planned", "02-11", "02-13", 1),
]


@pytest.mark.parametrize(("on", "other", "between"), [one[1:] for one in GAPS], ids=[one[0] for one in GAPS])
def test_under_two_full_days_between_sessions_is_said(library, on, other, between):
    patient = patient_of("02-06", more=[planned("p2", "02-13", mg=56)])
    close = [one for one in fit(library, patient, on, mg=56).warns if one.code == "course_too_close"]
    if between is None:
        assert close == []
    else:
        (reason,) = close
        assert (reason.facts["other_day"], reason.facts["between"], reason.facts["asked_days"]) == (day(other), between, 2)


def test_three_in_seven_days_are_said_and_the_seventh_day_is_free(library):
    patient = patient_of("02-03", "02-06")
    assert "course_too_many" in codes(fit(library, patient, "02-09", mg=56).warns)
    assert "course_too_many" not in codes(fit(library, patient, "02-10", mg=56).warns)
    ahead = patient_of("02-03", more=[planned("p1", "02-10", mg=56), planned("p2", "02-13", mg=56)])
    # Between two that are planned: 7, 10 and 13 February lie within seven days.
    assert "course_too_many" in codes(fit(library, ahead, "02-07", mg=56).warns)


def test_a_second_session_on_one_day_is_said_whatever_its_product(library):
    patient = patient_of(more=[planned("k1", "02-10", "ketamine_iv", mg=35)])
    assert codes(fit(library, patient, "02-10", mg=56).warns) == ["course_same_day"]
    other = as_session(planned("n2", "02-12", mg=56))
    assert "course_same_day" in codes(fit(library, patient_of(), "02-12", mg=56, others=[other]).warns)


def test_more_than_the_phase_asks_for_and_later_than_it_asks_is_said(library):
    weekly = patient_of(*INDUCTION, "03-03")
    assert codes(fit(library, weekly, "03-09", today="03-04", mg=56).warns) == ["course_phase_full"]
    assert codes(fit(library, weekly, "03-16", today="03-04", mg=56).warns) == []
    (late,) = fit(library, weekly, "03-17", today="03-04", mg=56).warns
    assert (late.code, late.facts["closes"]) == ("course_after_window", day("03-16"))


def test_a_plan_beyond_week_four_of_an_emergency_is_said(library):
    found = fit(library, emergency(*INDUCTION), "03-03", today="03-02", mg=84, indication="emergency")
    assert "course_beyond" in codes(found.warns)
    assert "course_beyond" not in codes(fit(library, emergency(*INDUCTION[:7]), "03-02", today="02-27", mg=84, indication="emergency").warns)


def test_the_dose_is_judged_by_the_label_and_by_the_step_from_the_session_before(library):
    assert codes(fit(library, patient_of(), "02-10", mg=84).stops) == ["dose_limit"]
    assert fit(library, patient_of(born="1950-01-01"), "02-10", mg=28).dose.verdict == "ok"
    assert codes(fit(library, patient_of(born="1950-01-01"), "02-10", mg=56).stops) == ["dose_limit"]
    assert codes(fit(library, patient_of("02-06", mg=28), "02-10", mg=84).stops) == ["dose_rise"]
    assert codes(fit(library, patient_of("02-06"), "02-10", mg=56.5).stops) == ["dose_limit"]
    assert fit(library, patient_of("02-06"), "02-10", mg=84).dose.verdict == "ok"
    step = patient_of("02-06", mg=28, more=[planned("p1", "02-09", mg=56)])
    assert fit(library, step, "02-13", mg=84).stops == ()


def test_without_region_or_age_the_first_dose_is_a_question_and_no_stop(library):
    found = fit(library, patient_of(region=None), "02-10", mg=56)
    assert (found.stops, codes(found.questions), found.dose.verdict) == ((), ["licence_region"], "cannot_say")


def test_an_old_weight_keeps_no_drip_from_being_planned(library):
    patient = patient_of(product="ketamine_iv")
    patient = replace(patient, case=patient.case.model_copy(update={"patient": patient.case.patient.model_copy(
        update={"weight_kg": 70.0, "weight_on": day("01-01")})}))  # fmt: skip
    plan = as_session({"id": "new", "product": "ketamine_iv", "indication": "trd", "on": "2026-02-10", "planned": {"mg_per_kg": 0.5}})
    found = plan_of(library, patient, plan, day("02-06"))
    assert (found.stops, found.warns, found.questions) == ((), (), ())
    over = plan.model_copy(update={"planned": plan.planned.model_copy(update={"mg_per_kg": 1.2})})
    assert codes(plan_of(library, patient, over, day("02-06")).stops) == ["dose_limit"]


def test_a_plan_that_is_changed_is_not_held_against_itself(library):
    patient = patient_of(*INDUCTION, more=[planned("p1", "03-03", mg=56, number=9, week=5)])
    moved = as_session(planned("p1", "03-05", mg=56, number=9, week=5))
    found = plan_of(library, patient, moved, day("03-02"))
    assert (found.warns, found.number, found.week) == ((), 9, 5)


def test_a_week_that_is_typed_in_wins_and_is_said(library):
    found = fit(library, patient_of(*INDUCTION), "03-17", today="03-16", mg=56, week=6)
    assert (found.week, "course_week_disagrees" in codes(found.warns)) == (6, True)


def test_a_new_course_is_planned_as_number_one_of_week_one(library):
    found = fit(library, patient_of(*INDUCTION), "06-02", today="06-01", mg=56, week=1, number=1)
    assert (found.week, found.number, found.first, found.phase.id, found.warns) == (1, 1, False, "eu_induction", ())


def test_a_session_that_is_entered_afterwards_is_counted_as_on_its_day(library):
    found = fit(library, patient_of("02-03", "02-10"), "02-06", today="02-12", mg=56)
    assert (found.week, found.number, found.first, found.warns) == (1, 2, False, ())


def test_the_days_of_a_template_fit_among_themselves(library):
    kads = library.course.template_of("kads")
    days = template_days(kads, day("02-03"))
    assert [f"{one:%m-%d}" for one in days] == list(INDUCTION)
    spray = library.course.template_of("spray_induction")
    plans = [as_session(planned(f"n{place}", f"{one:%m-%d}", mg=56)) for place, one in enumerate(template_days(spray, day("02-03")))]
    fits = [plan_of(library, patient_of(), one, day("02-02"), [other for other in plans if other.id != one.id]) for one in plans]
    assert [(one.week, one.number) for one in fits] == [(1, 1), (1, 2), (2, 3), (2, 4), (3, 5), (3, 6), (4, 7), (4, 8)]
    assert [one.first for one in fits] == [True] + [False] * 7
    assert [codes(one.warns) for one in fits] == [[]] * 8


def told(sessions):
    return [(one.id, one.number, one.week, one.first) for one in sessions]


def test_planned_sessions_are_counted_again_when_one_before_them_comes_or_goes(library):
    first = planned("p1", "02-10", mg=56, number=1, week=1, first=True)
    second = planned("p2", "02-17", mg=56, number=2, week=2, first=False)
    patient = patient_of(more=[first, second])
    sooner = as_session(planned("new", "02-06", mg=56))
    assert told(renumbered(library, patient, "esketamine_in", day("02-03"), [sooner])) == [("p1", 2, 1, False), ("p2", 3, 2, False)]
    # The week of 17 February is the first once nothing is planned before it.
    assert told(renumbered(library, patient, "esketamine_in", day("02-03"), removed=["p1"])) == [("p2", 1, 1, True)]
    assert renumbered(library, patient, "esketamine_in", day("02-03"), removed=["p2"]) == ()


def test_what_a_person_recorded_otherwise_than_the_count_is_left_alone(library):
    patient = patient_of(*INDUCTION, more=[planned("p1", "03-03", mg=56, number=12, week=5), planned("p2", "03-17", mg=56, number=10, week=6)])
    changed = told(renumbered(library, patient, "esketamine_in", day("03-02"), removed=["p1"]))
    assert changed == [("p2", 9, 6, None)]


def test_a_plan_that_says_first_against_what_was_given_is_said(library):
    codes_of = lambda patient: codes(course_of(library, patient, day("02-10")).disagreements)  # noqa: E731
    assert codes_of(patient_of("02-03", more=[planned("p1", "02-12", first=True)])) == ["course_first_disagrees"]
    assert codes_of(patient_of(more=[planned("p1", "02-12", first=False)])) == ["course_not_first_disagrees"]
    assert codes_of(patient_of(asked=[], more=[planned("p1", "02-12", first=False)])) == []


# -------------------------------------------------------------------------------------------------------------------- titration


def hint(library, patient, today):
    assessment = assess(library, patient.case, day(today))
    return titration_of(library, patient, course_of(library, patient, day(today)), assessment)


def scores(*totals):
    return [{"scale": "madrs", "on": day(on).isoformat(), "total": total} for on, total in totals]


def test_84_mg_is_offered_after_a_56_mg_session_without_response(library):
    found = hint(library, patient_of("02-03", "02-06", scores=scores(("02-01", 34), ("02-07", 28))), "02-09")
    assert (found.offered, found.rule.to_mg) == (True, 84)


def test_it_is_not_offered_with_a_response_at_84_mg_or_before_any_session(library):
    assert hint(library, patient_of("02-03", scores=scores(("02-01", 34), ("02-07", 17))), "02-09") is None
    assert hint(library, patient_of("02-03", mg=84, scores=scores(("02-01", 34), ("02-07", 30))), "02-09") is None


def test_without_a_score_after_the_first_session_it_is_a_question(library):
    for told in ([], scores(("02-01", 34)), scores(("02-01", 34), ("02-03", 30))):
        found = hint(library, patient_of("02-03", "02-06", scores=told), "02-09")
        assert (found.offered, found.question.code, found.question.field) == (None, "score", "scores.madrs")


def test_a_red_alarm_at_that_dose_speaks_against_it(library):
    given = {"dose_mg": 56, "devices": ["10:00", "10:05"]}
    red = session("s1", "02-03", given=given, events=[{"at": "10:30", "kind": "chest_pain"}])
    found = hint(library, patient_of(more=[red], scores=scores(("02-01", 34), ("02-07", 28))), "02-09")
    assert found.offered is False


# --------------------------------------------------------------------------------------------------- imported, and whole records


def test_a_case_file_in_a_record_and_the_same_case_alone_stand_alike(library):
    from trd_desk.record.entries import Entry, new_id
    from trd_desk.record.fold import drafts_of

    alone = patient_of(*INDUCTION, more=[planned("p1", "03-05", mg=56)])
    entries = [
        Entry(number, new_id(), "p", one.kind, one.key, one.value, "2026-03-02T08:00:00.000Z", 60, "J. Marsh", "2026.11", None, None)
        for number, one in enumerate(drafts_of(alone.case, "p"), 1)
    ]
    recorded = fold(entries)
    one, other = (course_of(library, patient, day("03-03")) for patient in (alone, recorded))
    assert (one.week, one.due, one.missed, one.given, one.recent) == (other.week, other.due, other.missed, other.given, other.recent)
    first, second = ([(each.id, each.state, each.week, each.number) for each in found.sessions] for found in (one, other))
    assert first == second


# --------------------------------------------------------------------------------------------------------- whatever was given


@settings(max_examples=150)
@given(
    gaps=st.lists(st.integers(0, 30), min_size=1, max_size=20),
    later=st.integers(0, 40),
    recorded=st.dictionaries(st.integers(0, 19), st.integers(0, 12), max_size=3),
)
def test_what_is_due_keeps_the_spacing_and_an_unknown_region_never_contradicts_a_known_one(library, gaps, later, recorded):
    days, on = [], day("02-03")
    for gap in gaps:
        days.append(on)
        on += dt.timedelta(days=gap)
    today = days[-1] + dt.timedelta(days=later)
    more = [session(f"s{place}", one.isoformat(), **({"week": recorded[place]} if place in recorded else {})) for place, one in enumerate(days)]
    found = course_of(library, patient_of(more=more), today)
    assert found.given == len(days)
    assert [week.first for week in found.weeks] == [found.begins + dt.timedelta(days=7 * place) for place in range(len(found.weeks))]
    assert all(one.closes < today for one in found.missed)
    if found.due is not None:
        assert found.due.opens <= found.due.closes
        assert found.due.closes >= today
        assert (found.due.opens - days[-1]).days > found.spacing.full_days
        assert sum(0 <= (found.due.opens - one).days < 7 for one in days) + 1 <= 2
    unknown = course_of(library, patient_of(more=more, region=None), today)
    if unknown.phase is not None:
        assert (unknown.phase.sessions, unknown.phase.every_weeks) == (found.phase.sessions, found.phase.every_weeks)
    assert unknown.due is None or found.due is None or (unknown.due.opens, unknown.due.closes) == (found.due.opens, found.due.closes)


def test_a_dose_that_was_only_planned_is_no_dose_of_a_session_that_was_given(library):
    """So that neither the line of the course nor the titration reads a plan as a dose."""
    given = {"id": "s1", "product": "ketamine_iv", "indication": "trd", "on": "2026-03-02", "planned": {"dose_mg": 35}}
    given["given"] = {"start": "09:00", "end": "09:40"}
    told = patient_of(more=[given, planned("s2", "2026-03-20", "ketamine_iv", 40)])
    position = course_of(library, told, dt.date(2026, 3, 5))
    assert [(one.state, one.dose_mg) for one in position.sessions] == [("given", None), ("planned", 40)]
