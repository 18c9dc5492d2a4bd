"""A hold of the follow-up is told wherever a dose is prepared, and changes nothing of how the checklist is judged."""

from course_log import CourseLog, day
from days import at, checked_day

from trd_desk.engine.assess import assess
from trd_desk.engine.follow_up import follow_holds
from trd_desk.view.checklist import view_checklist
from trd_desk.view.consent_record import view_consent_record
from trd_desk.view.follow_holds import holds_of
from trd_desk.view.safety import view_safety

BLOOD = "Follow-up of 16 Mar 2026: blood in the urine, or pain. Hold treatment, urine culture, refer to urology."


def words(text):
    return text.replace("\u00a0", " ")


def treated_day(**checks):
    """A day on which every item passes, after two earlier sessions, with what was found by the domain."""
    day = checked_day()
    for number, on in enumerate(("2026-03-10", "2026-03-13"), 2):
        given = {"product": "esketamine_in", "indication": "trd", "on": on, "given": {"dose_mg": 84}, "predose": {"urinary_symptoms": "none"}}
        day.add("session", f"s{number}", given)
    for number, (domain, found) in enumerate(checks.items(), 1):
        day.add("follow_up", f"f{number}", {"domain": domain, "on": "2026-03-16", **found})
    return day


def shown(library, day, clock="10:05"):
    return view_checklist(library, day.patient(), day.live(library, clock))


BLADDER = {"nothing_found": False, "triggers": ["blood_or_pain"]}


def test_the_row_and_the_head_of_the_result_tell_it_and_the_item_stays_as_answered(library):
    plain, view = shown(library, treated_day()), shown(library, treated_day(bladder=BLADDER))
    assert plain.row("urinary").beside == ()
    row = view.row("urinary")
    assert (row.state, row.answer) == ("pass", plain.row("urinary").answer)
    assert (row.mark, row.word, row.needs_you) == ("hold", "Pass; follow-up holds", True)
    assert [words(one.remark.text) for one in row.beside] == [BLOOD]
    assert row.beside[0].link.field == "follow_up.bladder"
    assert (row.beside[0].source.status, "Setting of the clinic" in row.beside[0].source.text) == ("Set by this clinic", True)
    assert view.needs[0] is row or view.needs[0].state == "stop"
    assert all(one.id != "urinary" for group in view.passed for one in group.rows)
    assert (view.result.mark, view.result.words) == ("hold", "Ready, but the follow-up says hold")
    assert words(view.result.more).startswith(BLOOD)
    # Decision 35 judges the item, and nothing else does: the way to the dose is as it was, with the hold in words beside it.
    assert [one.state for one in view.rows] == [one.state for one in plain.rows]
    assert (view.give.usable, view.give.words) == (plain.give.usable, plain.give.words)
    assert view.give.beside == f"the follow-up asks for a hold; {plain.give.beside}"
    assert words(view.give.sentence).startswith(BLOOD)


def test_another_result_tells_it_too(library):
    day = treated_day(bladder=BLADDER)
    day.part("predose", "escort_named", None, reason="taken back")
    result = shown(library, day).result
    assert (result.kind, result.words) == ("missing", "1 answer missing")
    assert words(result.more).startswith(BLOOD)


def test_a_value_without_an_item_of_its_own_stands_beside_the_stop_list(library):
    view = shown(library, treated_day(liver={"value": 4}))
    (hold,) = view.row("stop_list").beside
    assert words(hold.remark.text).startswith("Follow-up of 16 Mar 2026: ALT above 3 times the upper limit (4")
    assert view.row("stop_list").state == "pass"
    assert view.row("urinary").beside == ()


def test_what_this_session_answers_is_judged_by_its_own_item_alone(library):
    day = treated_day()
    day.part("predose", "urinary_symptoms", "visible_blood_or_pain")
    row = shown(library, day).row("urinary")
    assert (row.state, row.beside) == ("hold", ())


def test_blood_at_the_session_before_is_told_until_today_is_answered(library):
    day = treated_day()
    before = {"product": "esketamine_in", "on": "2026-03-13", "given": {"dose_mg": 84}, "predose": {"urinary_symptoms": "visible_blood_or_pain"}}
    day.add("session", "s3", before)
    assert shown(library, day).row("urinary").beside == ()
    day.part("predose", "urinary_symptoms", None, reason="taken back")
    (hold,) = shown(library, day).row("urinary").beside
    assert words(hold.remark.text).startswith("Session of 13 Mar 2026: blood in the urine, or pain. Hold treatment")


def test_a_later_check_without_a_finding_ends_it(library):
    day = treated_day(bladder=BLADDER)
    day.add("follow_up", "f9", {"domain": "bladder", "on": "2026-03-17", "nothing_found": True})
    view = shown(library, day)
    assert view.row("urinary").beside == ()
    assert view.result.mark != "hold"


def test_what_was_recorded_after_the_dose_does_not_stand_on_its_checklist(library):
    day = treated_day()
    day.devices("10:20", "10:25", "10:30")
    day.add("follow_up", "f1", {"domain": "bladder", "on": "2026-03-17", **BLADDER}, when=at("13:00"))
    assert shown(library, day, "13:05").row("urinary").beside == ()
    day = treated_day()
    day.add("follow_up", "f1", {"domain": "bladder", "on": "2026-03-17", **BLADDER}, when=at("09:00"))
    day.devices("10:20", "10:25", "10:30")
    assert len(shown(library, day, "13:05").row("urinary").beside) == 1


def held():
    log = CourseLog().given("02-03", "02-06", predose={"urinary_symptoms": "none"})
    return log.checked("bladder", "02-10", **BLADDER)


def test_the_consent_record_and_the_page_safety_name_it(library):
    patient, on = held().patient(), day("02-12")
    assessment = assess(library, patient.case, on)
    value = view_consent_record(library, patient, assessment, "esketamine_in", on)
    told = "Follow-up of 10 Feb 2026: blood in the urine, or pain. Hold treatment, urine culture, refer to urology."
    assert next((one.mark, words(one.text)) for one in value.own) == ("hold", told)
    assert any("bladder" in str(one) for one in value.standing)
    view = view_safety(library, patient, assessment)
    assert [words(one.remark.text) for one in view.follow] == [told]
    assert (view.headline[0].mark, view.headline[0].word) == ("hold", "Follow-up: 1 hold")
    bare = CourseLog().given("02-03").patient()
    assert view_safety(library, bare, assess(library, bare.case, on)).follow == ()
    assert view_consent_record(library, bare, assess(library, bare.case, on), "esketamine_in", on).own == ()


def test_a_hold_outlives_the_decision_to_stop_and_a_review_is_no_hold(library):
    stopped = held().decided("induction_end", "02-11", "stop").patient()
    assert [one.link.field for one in holds_of(library, stopped, day("02-12"))] == ["follow_up.bladder"]
    log = CourseLog().given("02-03").checked("bladder", "02-10", nothing_found=False, triggers=["new_symptoms"])
    assert follow_holds(library, log.patient(), day("02-12")) == ()
    assert follow_holds(library, held().patient(), day("02-09")) == ()
    assert follow_holds(library, CourseLog().checked("bladder", "02-10", **BLADDER).patient(), day("02-12")) == ()
