"""The letter to the general practitioner in words: all eleven parts from the record, and what is not recorded said to be so."""

import pytest
from days import at, iso
from paper_days import bare_day, full_day, known, plain

from trd_desk.content.load import load_library
from trd_desk.engine.assess import assess
from trd_desk.record.fold import fold
from trd_desk.view.gp_letter import LETTER_FIELDS, LetterLines, letter_words, view_gp_letter

LINES = LetterLines("Mood Unit, 1 Sample Street", "020 7946 0112", "999", "Dr K. Osei")


def viewed(day, clock="15:30", lines=LINES, product=""):
    told = known(day, clock)
    return view_gp_letter(told.library, told.patient, told.assessment, told.at, lines, product)


def labelled(lines):
    """Each line by its label; those without one go on with the one above."""
    found = {}
    label = ""
    for line in lines:
        label = line.label or label
        found[label] = plain(f"{found.get(label, '')} {line.text}")
    return found


def marks(lines):
    return {line.label: line.stated.mark if line.stated is not None else None for line in lines}


def test_everything_that_is_unknown_is_said_to_be_unknown():
    value = viewed(bare_day(), lines=LetterLines())
    address = labelled(value.address)
    assert (address["To"], address["From"], address["Urgency"]) == ("Not recorded",) * 3
    diagnosis = labelled(value.diagnosis)
    assert "beginning not recorded" in diagnosis["Diagnosis"] and "Severity: not recorded" in diagnosis["Diagnosis"]
    assert diagnosis["Scores"] == "Not recorded."
    course = labelled(value.course)
    assert course["Sessions"] == "None was given yet."
    assert "Highest pressure" not in course
    assert labelled(value.medicines)["Medicines"] == "Not recorded."
    safety = labelled(value.safety)
    assert safety["Suicide risk"] == "Not recorded." and safety["Safety plan"] == "Not recorded." and safety["In a crisis"] == "Not recorded."
    assert safety["Next review"] == "Not recorded."
    assert value.treatments == () and value.treatments_none == "None is recorded."
    assert marks(value.safety)["Safety plan"] == "cannot_tell"


def test_the_sessions_are_told_with_pressure_alarms_and_leaving():
    course = labelled(viewed(full_day()).course)
    assert course["Product"] == "Esketamine spray, given for: resistant depression."
    assert course["Sessions"] == "1 given, 17 March 2026; doses in order 84 mg."
    assert course["Highest pressure"] == "164/98 mmHg after a dose, session 9, 17 March 2026."
    assert course["Alarms"] == "1 red and 2 amber in 1 of 1 sessions watched."
    assert course["Leaving"] == "102 minutes after the last device; before the minimum of 120 minutes: 1; against advice: 1."
    assert course["Consent"] == "Consent not recorded. Confirmed before 1 of 1 doses given, last on 17 March 2026."
    assert course["Licence"].startswith("Licensed use (United Kingdom)")


def test_a_session_that_runs_has_no_time_of_leaving_yet():
    course = labelled(viewed(full_day(until="watched"), "12:05").course)
    assert course["Leaving"] == "No session has ended yet."
    assert labelled(viewed(full_day(until="given"), "10:40").course)["Alarms"] == "Not recorded: nothing was written down after a dose."


def test_what_was_typed_stands_on_the_letter_and_nothing_else_does():
    day = full_day()
    lines = {"recipient": "Dr P. Hale, Mill Practice", "urgency": "Routine", "words": "Thank you for sharing her care.",
             "sedatives": "Lorazepam 0.5 mg less every 4 weeks.", "review": "20 April 2026"}  # fmt: skip
    day.add("letter", "letter", {"lines": lines})
    assert letter_words(day.patient()) == lines and set(lines) == set(LETTER_FIELDS)
    value = viewed(day)
    address = labelled(value.address)
    assert address["To"] == "Dr P. Hale, Mill Practice" and address["Urgency"] == "Routine"
    assert address["From"] == "Dr K. Osei, Mood Unit, 1 Sample Street"
    assert value.words == "Thank you for sharing her care."
    assert labelled(value.medicines)["Plan for them"] == "Lorazepam 0.5 mg less every 4 weeks."
    assert labelled(value.safety)["Next review"] == "20 April 2026"


def test_medicines_have_their_interactions_and_sedatives_their_sum():
    medicines = labelled(viewed(full_day()).medicines)
    assert medicines["Lorazepam"].startswith("1 mg a day. Caution: Sedation adds up")
    assert "never stop abruptly" in medicines["Lorazepam"]
    assert medicines["Sertraline"].startswith("150 mg a day. Note:")
    assert medicines["Sedatives"] == "About 10 mg of diazepam a day. The clinician's own figure goes first (provisional)."
    assert medicines["Plan for them"] == "Not recorded. Never stop them abruptly."


def test_a_drug_that_the_history_calls_ongoing_is_not_left_out():
    day = full_day()
    taken = {"kind": "antidepressant", "drug": "mirtazapine", "doses": [{"mg": 30, "weeks": 8}], "stop_reason": "ongoing", "episode": "current"}
    day.add("treatment", "t1", taken)
    said = plain(" ".join(line.text for line in viewed(day).medicines))
    assert "Ongoing by the history, not on the list of medicines: mirtazapine 30 mg." in said


@pytest.mark.parametrize(
    ("product", "there", "not_there"),
    [
        ("esketamine_in", ["Liver tests once a year"], ["CYP2B6", "month 1"]),
        ("ketamine_oral", ["Liver tests at month 1", "CYP2B6 inhibitors such as ticlopidine"], ["once a year"]),
    ],
)
def test_the_asks_are_those_of_the_route(product, there, not_there):
    day = full_day()
    day.add("session", "s2", {"product": product, "on": "2026-03-20", "number": 1})
    said = plain(" ".join(remark.text for remark in viewed(day, product=product).asks))
    for words in (*there, "140/90", "urine", "contraception", "weight", "benzodiazepines", "stimulants", "Please do not: Prescribe ketamine",
                  "Pregnancy, stroke", "aneurysm", "psychosis", "misuse"):  # fmt: skip
        assert words in said, words
    for words in not_there:
        assert words not in said, words


def test_contraception_is_not_asked_for_a_man():
    day = full_day()
    day.add("patient", "sex", "male")
    assert "contraception" not in " ".join(remark.text for remark in viewed(day).asks)


def test_the_driving_advice_is_that_of_the_leaving_answers():
    day = full_day(until="departed")
    assert labelled(viewed(day).safety)["Driving"].endswith("Written advice given at 0 of 1 sessions; not recorded in 1.")
    day.part("leaving", "advice_given", value=True, when=at("12:11"))
    assert labelled(viewed(day).safety)["Driving"].endswith("Written advice given at 1 of 1 sessions.")


def test_risk_plan_and_contacts_are_those_of_the_record():
    day = full_day()
    day.add("rating", "r0", {"scale": "cssrs", "on": "2026-03-10", "level": "low"})
    day.add("rating", "r1", {"scale": "cssrs", "on": "2026-03-10", "level": "moderate"})
    day.add("safety_plan", "", {"on": "2026-03-11", "plan": "Call her sister first.", "contacts": "Sister 020 7946 0200"})
    day.part("predose", "suicide_risk", "low")
    safety = labelled(viewed(day).safety)
    assert safety["Suicide risk"] == "C-SSRS level moderate, 10 March 2026; assessed as low before the dose of 17 March 2026."
    assert safety["Safety plan"] == "Call her sister first. (as of 11 March 2026)"
    assert safety["In a crisis"] == "Sister 020 7946 0200; clinic 020 7946 0112; danger to life 999."


def test_an_answer_about_self_harm_since_the_risk_was_assessed_stands_beside_it():
    day = full_day()
    day.part("predose", "suicide_risk", "low")
    day.add("score", "p1", {"scale": "phq9", "on": "2026-03-17", "items": [1, 1, 0, 0, 0, 0, 0, 0, 3]})
    value = viewed(day)
    said = labelled(value.safety)["Suicide risk"]
    assert said.startswith("Assessed as low before the dose of 17 March 2026. PHQ-9 of 17 March 2026, item 9: answered 3")
    assert said.endswith("It is not recorded yet what was done.")
    day.add("crisis", "p1", {"item": 3, "seen_at": "2026-03-17T12:00:00+01:00", "done": "Seen by Dr Osei, safety plan agreed"})
    assert labelled(viewed(day).safety)["Suicide risk"].endswith("Done: Seen by Dr Osei, safety plan agreed.")
    day.add("rating", "r1", {"scale": "cssrs", "on": "2026-03-18", "level": "low"})
    assert "PHQ-9" not in labelled(viewed(day).safety)["Suicide risk"], "assessed again since"


def test_a_stopped_course_is_told_as_stopped():
    day = full_day()
    assert "Week" in labelled(viewed(day).course)["Phase"]
    day.add("course_decision", "esketamine_in/need_review/1", {"point": "need_review", "product": "esketamine_in", "on": "2026-03-17",
                                                               "decision": "stop", "reason": "The patient wishes it.", "by": "Dr K. Osei"})  # fmt: skip
    value = viewed(day)
    assert labelled(value.course)["Phase"].startswith("Stopped by the decision of 17 Mar 2026.")


def test_what_the_follow_up_found_stands_on_the_letter():
    day = full_day()
    day.add("follow_up", "bladder/1", {"domain": "bladder", "on": "2026-03-16", "triggers": ["blood_or_pain"]})
    value = viewed(day)
    trigger = next(one for one in known(day, "15:30").library.follow_up.domain if one.id == "bladder").trigger[0]
    assert labelled(value.safety)["Follow-up"].endswith(f"(16 Mar 2026). {trigger.action}")


def test_the_next_review_is_that_of_the_last_decision_and_of_the_decision_points():
    day = full_day()
    day.add("course_decision", "esketamine_in/weekly/1", {"point": "weekly", "product": "esketamine_in", "on": "2026-03-16", "decision": "continue",
                                                          "reason": "Clear benefit.", "by": "Dr K. Osei", "next_on": "2026-04-13"})  # fmt: skip
    said = labelled(viewed(day).safety)["Next review"]
    assert said.startswith("13 April 2026, as decided on 16 March 2026.")
    assert "Last decision: continue, 16 Mar 2026, Dr K. Osei (again on 13 Apr 2026): Clear benefit." in said
    assert "Benefit is judged at the end of week 4" in labelled(viewed(day).safety)["Stop rule"]


def test_each_pathway_says_which_criteria_are_met_not_met_and_unknown(practice):
    patient, assessment = practice("trd-0152")
    value = view_gp_letter(load_library(), patient, assessment, at("15:30"), LINES)
    rows = {row.name: plain(f"{row.result.word} {row.criteria}") for row in value.criteria}
    assert rows["CANMAT 2023"].startswith("Criteria met Met: adult, unipolar depression")
    assert rows["EMA and UK licence"].startswith("Not yet Met: adult") and "Not met: moderate or severe episode" in rows["EMA and UK licence"]
    assert "Unknown: psychiatric emergency" in rows["EMA emergency"]
    assert not [name for name in rows if name.startswith("FDA")]
    results = {result.id: result for result in assessment.pathways}
    for row in value.criteria:
        for step in results[row.id].steps:
            assert {"met": "Met:", "not_met": "Not met:", "cannot_tell": "Unknown:"}[step.verdict] in row.criteria


def test_the_licences_are_those_of_the_region(practice):
    patient, _assessment = practice("trd-0152")
    library = load_library()
    for region, names in (("us", {"FDA licence", "FDA, acute suicidality"}), ("uk", {"NICE TA854", "EMA and UK licence", "EMA emergency"}), ("ca", set())):
        case = patient.case.model_copy(update={"licence_region": region})
        moved = type(patient)(**{**{name: getattr(patient, name) for name in patient.__dataclass_fields__}, "case": case})
        value = view_gp_letter(library, moved, assess(library, case, at("15:30").date()), at("15:30"), LINES)
        assert {row.name for row in value.criteria} - {"CANMAT 2023", "Expert panel 2021"} == names, region


def test_a_referral_without_a_course_asks_for_nothing():
    day = full_day()
    day.add("session", "s1", None)
    value = viewed(day)
    assert labelled(value.course) == {"Course": "No course of ketamine or esketamine is recorded."}
    assert value.asks == () and value.asks_none
    assert "Driving" not in labelled(value.safety)
    assert fold(day.entries).sessions == {}


def test_it_names_every_work_behind_it_and_who_reviews_it():
    value = viewed(full_day())
    assert value.head.signature == ("Decision support, reviewed by Dr K. Osei, signature", "Date")
    assert viewed(full_day(), lines=LetterLines()).head.signature[0] == "Decision support, reviewed by, name and signature"
    used = " ".join(rule for standing in value.standing for rule in standing.rules)
    for name in ("CANMAT 2023", "route", "licence", "phase", "asks", "driving", "review"):
        assert name in used
    assert value.sources and "Content 2026.1" in value.head.content
    assert iso("10:00").startswith("2026-03-17")
