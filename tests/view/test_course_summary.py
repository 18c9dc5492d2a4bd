"""The course summary in words: the same as the pages, with every session in a row and what is unknown said to be so."""

import datetime as dt

from course_log import CourseLog
from days import at
from paper_days import bare_day, full_day, known, plain

from trd_desk.engine.assess import assess
from trd_desk.view.course_summary import view_course_summary
from trd_desk.view.decisions import view_decisions
from trd_desk.view.goals import view_goals
from trd_desk.view.outcomes import view_outcomes
from trd_desk.view.stage import view_stage

CHART = 900.0


def viewed(day, clock="15:30"):
    told = known(day, clock)
    return view_course_summary(told.library, told.patient, told.assessment, told.at)


def of_practice(practice, library, name):
    patient, assessment = practice(name)
    return patient, assessment, view_course_summary(library, patient, assessment, at("15:30"))


def test_it_says_what_the_pages_say(practice, library):
    patient, assessment, value = of_practice(practice, library, "trd-0152")
    day = at("15:30").date()
    outcomes = view_outcomes(library, patient, day, width=CHART)
    assert value.chart == outcomes.drawing
    assert [(line.name, line.verdict) for line in value.outcomes] == [(card.over, card.verdict) for card in outcomes.cards]
    for line, card in zip(value.outcomes, outcomes.cards, strict=True):
        assert line.definition.startswith(card.says)
        for number in card.settings:
            assert number.rstrip(".") in line.definition
    stage = view_stage(library, patient, day, product="esketamine_in")
    assert value.stages == stage.rows
    assert stage.hypothesis in [remark.text for remark in value.stage_notes]
    decisions = view_decisions(library, patient, day, product="esketamine_in")
    assert [(line.label, line.state, line.when) for line in value.decisions] == [(one.label, one.state, one.when) for one in decisions.points]
    assert [line.label for line in value.follow] == [one.label for one in decisions.domains]
    assert value.harm == decisions.harm
    goals = view_goals(library, patient, assessment, day)
    assert [line.state for line in value.goals] == [one.state_word for one in (*goals.goals, *goals.ended)]


def test_each_session_stands_in_a_row(practice, library):
    patient, _assessment, value = of_practice(practice, library, "trd-0152")
    assert len(value.sessions) == len(patient.case.sessions) == 16
    first = value.sessions[0]
    assert (first.number, plain(first.day), plain(first.dose), first.pressure) == ("1", "2 Mar 2026", "56 mg", "145/84")
    assert (first.checklist.word, first.alarms.word, plain(first.left.word)) == ("complete", "none", "125 min after")


def test_a_session_against_advice_with_a_red_alarm_and_an_override():
    (line,) = viewed(full_day()).sessions
    assert (line.checklist.mark, line.alarms.mark, line.left.mark) in (("incomplete", "red", "override"), ("override", "red", "override"))
    assert line.alarms.word == "1 red, 2 amber"
    assert plain(line.left.word) == "102 min after, against advice"
    assert line.pressure == "164/98"


def test_a_session_of_which_nothing_was_written_down():
    day = bare_day()
    day.add("session", "s0", {"product": "ketamine_iv", "on": "2026-03-10", "given": {"start": "10:00", "end": "10:40"}})
    line = viewed(day).sessions[0]
    assert (line.dose, line.pressure, line.alarms.word, line.left.word) == ("not recorded",) * 4
    assert {line.alarms.mark, line.left.mark} == {"cannot_tell"}
    assert line.checklist.mark == "incomplete" and line.number == "–"


def test_sessions_that_were_not_given_are_told_as_such():
    day = full_day()
    day.add("session", "s0", {"product": "esketamine_in", "on": "2026-03-10", "planned": {"dose_mg": 56}})
    day.add("session", "s2", {"product": "esketamine_in", "on": "2026-04-10", "planned": {"dose_mg": 56}})
    lines = viewed(day).sessions
    assert (plain(lines[0].day), lines[0].left.word) == ("10 Mar 2026", "not recorded whether given")
    assert len(lines) == 2  # the planned one is not a session yet


def test_a_dose_that_was_only_planned_is_none_that_was_given(library):
    log = CourseLog().given("02-03", mg=None, planned={"dose_mg": 56}, leaving={"at": "12:00"}).planned("02-06")
    log.entries[-2].value["given"] = {"start": "10:00"}
    patient, now = log.patient(), dt.datetime(2026, 2, 20, 9, tzinfo=dt.UTC)
    view = view_course_summary(library, patient, assess(library, patient.case, now.date()), now)
    assert [one.dose for one in view.sessions] == ["not recorded", "–"]


def test_nothing_known_is_said_in_every_part():
    value = viewed(bare_day())
    assert value.outcomes == () and "No score is recorded yet" in value.outcomes_none
    assert value.chart is None
    assert value.sessions == () and value.sessions_none == "None was given yet."
    assert value.goals == () and value.aim == "" and value.goals_none == "None is recorded."
    assert value.decisions == () and value.decisions_none
    assert value.follow == () and value.follow_none
    assert not [remark for remark in value.stage_notes if remark.mark == "caution"]


def test_goals_decisions_and_checks_stand_on_it():
    day = full_day()
    day.add("plan_aim", "", "Back to the allotment.")
    day.add("goal", "g1", {"text": "Walk to the shop alone", "area": "function", "agreed_with": ["patient"], "agreed_on": "2026-03-01"})
    day.add("goal_rating", "g1/1", {"goal": "g1", "on": "2026-03-10", "rating": 4})
    day.add("follow_up", "f1", {"domain": "bladder", "on": "2026-03-11", "nothing_found": True})
    value = viewed(day)
    assert value.aim == "Back to the allotment."
    (goal,) = value.goals
    assert goal.text.startswith("Walk to the shop alone") and "4 on" in plain(goal.course)
    assert any("11 Mar 2026" in plain(line.last) for line in value.follow)


def test_every_rule_behind_it_is_among_the_sources(practice, library):
    _patient, _assessment, value = of_practice(practice, library, "trd-0152")
    used = " ".join(rule for standing in value.standing for rule in standing.rules)
    for name in ("response", "remission", "Maudsley", "comparison", "end of induction", "bladder", "phase", "licence"):
        assert name in used, name
    assert len(value.sources) >= 10


def test_a_newer_answer_about_self_harm_is_printed_with_what_was_done(library):
    log = CourseLog().given("02-03", "02-06", predose={"suicide_risk": "low"})
    log.told("score", "p1", {"scale": "phq9", "on": "2026-02-10", "items": [1] * 8 + [2]}, "02-10")
    log.told("crisis", "p1", {"item": 2, "seen_at": "2026-02-10T10:00:00+01:00", "done": "Seen by Dr Weber the same day"}, "02-10")
    patient, now = log.patient(), dt.datetime(2026, 2, 11, 12, tzinfo=dt.UTC)
    value = view_course_summary(library, patient, assess(library, patient.case, now.date()), now)
    line = next(line for line in value.follow if line.label == library.follow_up.of("suicide_risk").label)
    assert plain(line.last) == "session: low, 6 Feb 2026"
    assert [plain(one.text) for one in line.found] == ["PHQ-9 item 9: 2 on 10 Feb 2026; done: Seen by Dr Weber the same day."]
