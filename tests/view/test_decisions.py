"""Decision points, follow-up and harm in words; labels say what is label, guideline, or setting of the clinic."""

import pytest
from course_log import INDUCTION, CourseLog, day

from trd_desk.engine.due_items import due_items
from trd_desk.view.board_due import due_patient, view_due
from trd_desk.view.decisions import view_decisions
from trd_desk.view.part_sources import view_part_sources


def words(text):
    return text.replace("\u00a0", " ")


def course():
    """Week 8: a response, the end of induction decided, blood in the urine at the last two sessions."""
    log = CourseLog().examined("cognition", "01-20", "27").score("02-02", 32)
    log.given(*INDUCTION, predose={"urinary_symptoms": "none", "suicide_risk": "moderate", "blood_pressure": [[138, 84]]})
    log.score("02-20", 20).score("02-27", 14).decided("induction_end", "02-27").checked("bladder", "02-26", nothing_found=True)
    return log.given("03-03", "03-10", predose={"urinary_symptoms": "visible_blood_or_pain", "suicide_risk": "moderate"})


@pytest.fixture(scope="module")
def shown(library):
    return view_decisions(library, course().patient(), day("03-24"))


def test_the_course_and_its_points(shown):
    assert (shown.title, words(shown.headline)) == ("Esketamine spray: resistant depression", "Week 8 of the course, 24 Mar 2026.")
    assert [(one.id, one.state.word, words(one.when)) for one in shown.points] == [
        ("induction_end", "Decided", "continue, 27 Feb 2026"),
        ("weeks_5_to_8", "Due now", "by 30 Mar 2026, in 6 days"),
        ("from_week_9", "Due now", "by 6 Apr 2026, in 13 days"),
        ("need_review", "Not yet due", "19 Apr – 3 May 2026"),
        ("six_months", "Not yet due", "13 – 27 Aug 2026"),
    ]
    assert shown.opened == "weeks_5_to_8"
    assert "Stop rule" in shown.stop_rule
    assert "end of week 4" in shown.stop_rule


def test_what_informs_a_decision(shown):
    assert [(one.mark, words(one.text)) for one in shown.point("weeks_5_to_8").informs] == [
        ("met", "MADRS 14 on 27 Feb 2026, 32 at first: 56 % better, a response (cut 50 %)."),
        ("cannot_tell", "10 sessions given: no red alarm, but no observation is recorded for 10 of them."),
        ("caution", "Suicide risk before the first dose: moderate, 3 Feb 2026."),
        ("caution", "Bladder: blood in the urine, or pain."),
    ]


def test_the_caution_stands_beside_stop_with_its_source(shown):
    first, second = shown.point("weeks_5_to_8").cautions
    assert "suicidal ideation before treatment alone" in first.text
    assert "required more ketamine or S-ketamine treatments" in first.source.text
    assert "until 27 Aug 2026" in words(second.text)
    assert second.text.startswith("EU-type text")


def test_after_the_six_months_only_the_first_caution_stands(library):
    view = view_decisions(library, course().given("2026-08-20").patient(), day("2026-08-27"))
    assert [one.text[:11] for one in view.point("six_months").cautions] == ["Do not stop"]


def test_made_decisions_name_who_and_why(shown):
    assert [words(one) for one in shown.point("induction_end").made] == [
        "Continue, 27 Feb 2026, Dr A. Weber, prescriber: as agreed on the round."
    ]


def test_every_point_says_whose_rule_it_is(library):
    points = library.decision_points.point
    for point in points:
        own = point.standing.casefold()
        assert any(word in own for word in ("label", "analogy", "setting of the clinic")), point.id
        assert ("not evidence-based" in own or "clinic" in own) == (point.status == "site") or "label" in own, point.id
        if point.products != ("esketamine_in",):
            assert point.status == "site"
            assert "analogy" in own


def test_overdue_deferred_and_unknown_in_words(library):
    log = CourseLog().given(*INDUCTION)
    view = view_decisions(library, log.patient(), day("03-05"))
    assert words(view.point("induction_end").when) == "was due by 2 Mar 2026, 3 days ago"
    log.decided("induction_end", "03-05", "defer", next_on="03-12")
    view = view_decisions(library, log.patient(), day("03-06"))
    assert (view.point("induction_end").state.word, words(view.point("induction_end").when)) == ("Not yet due", "on 12 Mar 2026")
    assert words(view.point("induction_end").made[0]).startswith("Deferred, 5 Mar 2026, Dr A. Weber, prescriber until 12 Mar 2026")
    asked = view.point("six_months").asks
    assert [one.field for one in asked] == ["scores.madrs"]
    assert "MADRS" in asked[0].text
    assert "no score from before the first dose" in view.point("induction_end").informs[0].text


def test_a_course_that_is_over_says_so(library):
    view = view_decisions(library, CourseLog().given(*INDUCTION).patient(), day("2026-08-01"))
    assert view.headline.startswith("No session for 155 days and none planned: after 90 days nothing is due.")
    assert {one.state.word for one in view.points} == {"No longer due"}
    # Nothing is called not needed of a patient because the course has ended.
    assert {one.state.word for one in view.domains} == {"No course running"}
    stopped = CourseLog().given(*INDUCTION).decided("induction_end", "03-01", "stop")
    assert words(view_decisions(library, stopped.patient(), day("03-02")).headline) == "Stopped by the decision of 1 Mar 2026."


def test_a_decision_to_stop_is_not_told_as_due_again(library):
    log = CourseLog().given(*INDUCTION).decided("need_review", "03-01", "stop")
    assert words(view_decisions(library, log.patient(), day("03-02")).point("need_review").when) == "stop, 1 Mar 2026"
    log = CourseLog().given(*INDUCTION).decided("need_review", "03-01", "continue")
    assert words(view_decisions(library, log.patient(), day("03-02")).point("need_review").when) == "continue, 1 Mar 2026; again by 1 Jun 2026"


def test_without_a_course_it_says_what_to_do(library):
    view = view_decisions(library, CourseLog().patient(), day("03-01"))
    assert (view.points, view.domains, view.opened) == ((), (), "")
    assert "Plan it under Sessions" in view.empty
    assert [one.field for one in view.asks] == ["sessions.course"]


def test_of_two_courses_the_one_with_something_due_is_shown_first(library):
    log = CourseLog().given("02-03").given("02-24", product="ketamine_iv", mg=34)
    view = view_decisions(library, log.patient(), day("02-25"))
    assert view.product == "esketamine_in"
    assert {name for name, _short in view.products} == {"esketamine_in", "ketamine_iv"}
    assert view_decisions(library, log.patient(), day("02-25"), "ketamine_iv").title.startswith("Ketamine drip")


# ------------------------------------------------------------------------------------------------------------------- follow-up


def test_the_schedule_in_words(shown):
    rows = {one.id: (words(one.last), words(one.next), one.state.word) for one in shown.domains}
    last = "nothing found, 26 Feb 2026; session: blood or pain, 10 Mar 2026; urinary symptom form and urinalysis not recorded since 26 Feb 2026"
    assert rows["bladder"] == (last, "by 30 Mar 2026, in 6 days", "Due now")
    assert rows["cognition"] == ("not recorded", "20 Jul – 3 Aug 2026", "Not yet due")
    assert rows["pressure"] == ("session: 138/84, 27 Feb 2026", "next session", "At each session")
    assert rows["mood"] == ("MADRS 14, 27 Feb 2026", "next session", "At each session")
    assert words(shown.domain("cognition").baseline) == "Baseline: MoCA or an equal test; 27 points, 20 Jan 2026."


def test_a_check_that_is_overdue_says_what_is_missing_beside_what_the_session_said(library):
    log = CourseLog().given(*INDUCTION, predose={"urinary_symptoms": "none"})
    row = view_decisions(library, log.patient(), day("03-05")).domain("bladder")
    assert (row.state.word, words(row.last)) == (
        "Overdue",
        "session: no urinary symptoms, 27 Feb 2026; urinary symptom form and urinalysis not recorded",
    )
    row = view_decisions(library, log.patient(), day("02-20")).domain("bladder")
    assert (row.state.word, words(row.last)) == ("Not yet due", "session: no urinary symptoms, 20 Feb 2026")


def phq9(log, key, on, answer, done=None):
    """A PHQ-9 by items whose last is the answer about self-harm; `done` is what was recorded about it."""
    log.told("score", key, {"scale": "phq9", "on": day(on).isoformat(), "items": [1] * 8 + [answer]}, on)
    if answer:
        raised = {"item": answer, "seen_at": f"{day(on).isoformat()}T10:00:00+01:00"}
        log.told("crisis", key, raised | ({"done": done} if done else {}), on)
    return log


def risks(library, log, on):
    """What stands beside the level of risk in the row of the follow-up."""
    row = view_decisions(library, log.patient(), day(on)).domain("suicide_risk")
    return words(row.last), [(one.mark, words(one.text)) for one in row.beside]


def test_a_newer_answer_about_self_harm_stands_beside_the_level_with_what_was_done(library):
    log = CourseLog().given(*INDUCTION, predose={"suicide_risk": "low"})
    assert risks(library, log, "03-05") == ("session: low, 27 Feb 2026", [])
    # One from before the last assessment, of which it is recorded what was done, is no news.
    phq9(log, "p1", "02-12", 1, "Spoke with Dr Weber.")
    assert risks(library, log, "03-05")[1] == []
    phq9(log, "p2", "03-02", 2)
    assert risks(library, log, "03-05")[1] == [("caution", "PHQ-9 item 9: 2 on 2 Mar 2026; nothing recorded yet of what was done.")]
    view = view_decisions(library, log.patient(), day("03-05"))
    told = [words(one.text) for one in view.point("induction_end").informs]
    place = next(place for place, text in enumerate(told) if text.startswith("Suicide risk before the first dose: low"))
    assert told[place + 1].startswith("PHQ-9 item 9: 2 on 2 Mar 2026; nothing recorded yet")
    assert "PHQ-9 item 9: 2 on 2 Mar 2026" in words(view.domain("suicide_risk").spoken)
    assert risks(library, log, "03-01")[1] == []
    done = CourseLog().given(*INDUCTION, predose={"suicide_risk": "low"})
    phq9(phq9(done, "p1", "02-28", 1, "Seen."), "p2", "03-02", 2, "Safety plan gone through, seen by Dr Weber.")
    assert risks(library, done, "03-05")[1] == [
        ("note", "PHQ-9 item 9: 2 on 2 Mar 2026; done: Safety plan gone through, seen by Dr Weber."),
        ("note", "1 earlier positive answer besides."),
    ]


def test_a_fulfilled_trigger_shows_its_action_with_its_source(shown):
    (found,) = shown.domain("bladder").fulfilled
    assert words(found.remark.text) == "Blood in the urine, or pain (10 Mar 2026)."
    assert found.action == "Hold treatment, urine culture, refer to urology."
    assert "Setting of the clinic" in found.source
    assert found.remark.mark == "hold"


def test_what_a_session_asks_is_said_and_not_asked_again(library, shown):
    for name in ("bladder", "misuse", "pressure", "mood", "suicide_risk"):
        assert "every session" in shown.domain(name).session_asks
        item = library.follow_up.of(name).session_item
        assert item in {one.id for one in library.predose.item}
    assert not shown.domain("suicide_risk").checks


def test_intervals_are_the_clinics(library, shown):
    assert all(one.source.status in ("Set by this clinic", "Provisional") for one in shown.domains)
    assert "no interval" in shown.domain("bladder").says
    assert any("settings of the clinic" in warning for warning in library.follow_up.warnings)


def test_the_sheet_of_sources_knows_both_files(library):
    titles = [one.title for one in view_part_sources(library, "outcomes.decisions", day("03-01"))]
    assert titles == ["Decision points, 2026.12", "Long-term follow-up, 2026.12"]


# ------------------------------------------------------------------------------------------------------------------------ harm


def test_what_all_courses_add_up_to(library):
    log = course().given("04-07", "04-14", product="ketamine_iv", mg=34)
    log.told("treatment", "t1", {"kind": "ketamine", "product": "ketamine_oral", "sessions": 9, "stop_reason": "no_effect"})
    harm = view_decisions(library, log.patient(), day("04-20")).harm
    assert harm.heads == ("Quarter", "Given", "Given in all", "Bladder", "Misuse", "Cognition", "Liver")
    first, second = ([words(cell) for cell in row] for row in harm.rows)
    assert first[:3] == ["Jan to Mar 2026", "Esketamine spray: 10 sessions, 560 mg", "Esketamine spray: 10 sessions, 560 mg"]
    assert first[3] == "no urinary symptoms (8); blood or pain (2); nothing found, 26 Feb 2026"
    assert second[1] == "Ketamine drip: 2 sessions, 68 mg"
    assert second[2] == "Esketamine spray: 10 sessions, 560 mg\nKetamine drip: 2 sessions, 68 mg"
    assert [words(one) for one in harm.notes] == ["Not counted here, from the history: Ketamine by mouth, 9 sessions."]


# --------------------------------------------------------------------------------------------------------------------- on Today


def due(library, today, **logs):
    patients = {}
    for name, log in logs.items():
        patient = log.patient()
        patients[name] = due_patient(patient, due_items(library, patient, day(today)))
    return view_due(patients, day(today))


def test_today_lists_who_is_overdue_first(library):
    view = due(
        library,
        "03-05",
        late=CourseLog(name="Late One").given(*INDUCTION),
        later=CourseLog(name="Later One").given("02-10", "02-20"),
        settled=CourseLog(name="Settled").given(*INDUCTION).decided("induction_end", "02-27").checked("bladder", "02-27", nothing_found=True),
    )
    assert view.title == "Decisions and checks due: 1 patient"
    (row,) = view.rows
    assert (row.name, row.age, row.what, words(row.state)) == (
        "Late One",
        "45",
        "Decide: end of induction. Check: bladder.",
        "overdue since 2 Mar 2026",
    )
    assert row.path == "course_decision.esketamine_in.induction_end"


def test_what_may_be_done_early_is_listed_on_the_day_of_a_session(library):
    away = CourseLog().given(*INDUCTION[:6])
    assert due(library, "02-24", away=away).rows == ()
    here = CourseLog().given(*INDUCTION[:6]).planned("02-24")
    (row,) = due(library, "02-24", here=here).rows
    assert words(row.state) == "session today, due by 2 Mar 2026"
    (row,) = due(library, "03-02", away=away).rows
    assert row.state == "due today"


def test_what_cannot_be_told_is_asked_in_a_sentence(library):
    joined = CourseLog().given("03-10", week=6)
    view = view_decisions(library, joined.patient(), day("03-11"))
    assert [words(one.text) for one in view.point("induction_end").asks] == [
        "Was it decided before 10 March 2026, where this record begins? Record the decision with its day."
    ]
    assert [one.text for one in view.domain("misuse").asks] == []
    late = CourseLog().given("2026-06-02", week=30)
    view = view_decisions(library, late.patient(), day("06-03"))
    assert [one.text for one in view.domain("misuse").asks] == ["When was this last checked? Record the check with its day."]
    assert [words(one.text) for one in view.point("six_months").asks] == [
        "Since when is it a response? Enter the scores on MADRS, from before the first dose on."
    ]


@pytest.mark.parametrize("told", [True, False])
def test_benefit_is_not_judged_by_an_older_score_while_the_newest_has_open_answers(library, told):
    log = CourseLog().given(*INDUCTION).score("02-02", 32)
    log = log.score("02-20", 12) if told else log
    log.told("score", "open", {"scale": "madrs", "on": "2026-02-27", "items": [1] * 8 + [None, None]}, "02-27")
    said = view_decisions(library, log.patient(), day("03-03")).point("induction_end").informs[0]
    last = " The last total is 12 on 20 Feb 2026." if told else ""
    assert (said.mark, words(said.text)) == ("cannot_tell", f"Benefit cannot be told: answers are missing in the MADRS of 27 Feb 2026.{last}")
