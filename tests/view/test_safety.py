from course_log import CourseLog

from trd_desk.record.fold import Patient
from trd_desk.view.header import view_header
from trd_desk.view.plain import NBSP
from trd_desk.view.safety import safety_asks, view_safety
from trd_desk.view.steps import view_steps


def clear(text):
    return text.replace(NBSP, " ")


def body(**more):
    return {
        "format": "trd-desk-case/1",
        "patient": {"id": "X", "name": "A B", "birth_date": "2004-05-10", "sex": "female"},
    } | more


def rows_of(view):
    return {row.id: row for group in view.groups for row in group.rows}


def test_conditions_are_present_absent_or_not_asked(library, judge):
    view = view_safety(
        library, *judge(body(conditions={"uncontrolled_hypertension": True, "pregnancy": False, "sleep_apnoea": None}))
    )
    rows = rows_of(view)
    assert (rows["uncontrolled_hypertension"].state.word, rows["uncontrolled_hypertension"].level.word) == ("Present", "Hold")
    assert rows["uncontrolled_hypertension"].state.mark == "hold"
    assert (rows["pregnancy"].state.word, rows["pregnancy"].state.mark) == ("No", "tick")
    assert rows["sleep_apnoea"].state.word == "Not asked"
    assert [choice.chosen for choice in rows["pregnancy"].choices] == [False, True, False]
    assert len(rows) == len(library.conditions)
    assert all(row.because and row.action and row.source.text for row in rows.values())


def test_age_is_a_note_and_a_stop_under_eighteen(library, judge):
    young = view_safety(library, *judge(body()))
    assert [row.id for row in young.ages] == ["age_24_or_under"]
    child = body()
    child["patient"]["birth_date"] = "2010-05-10"
    assert [(row.id, row.level.word) for row in view_safety(library, *judge(child)).ages] == [("age_under_18", "Stop")]


def test_headline_is_worst_first_and_counts_what_is_missing(library, judge):
    patient, assessment = judge(body(conditions={"aneurysmal_vascular_disease": True, "uncontrolled_hypertension": True}))
    words = [part.word for part in view_safety(library, patient, assessment).headline]
    assert words == ["Stop: 1", "Hold: 1", "Note: 1", f"{len(library.conditions) - 2 + 1} answers missing"]
    step = next(step for step in view_steps(library, patient, assessment) if step.id == "safety")
    assert (step.mark, step.words) == ("stop", "1 stop")


def test_questions_are_links_to_their_fields(library, nobody):
    fields = {ask.field for ask in safety_asks(library, nobody[1])}
    assert {"conditions.pregnancy", "patient.birth_date", "medications"} <= fields


def test_everything_asked_and_none_present_is_said(library, judge):
    conditions = dict.fromkeys((rule.id for rule in library.conditions), False)
    full = body(conditions=conditions, medications_reviewed=True)
    full["patient"]["birth_date"] = "1980-05-10"
    view = view_safety(library, *judge(full))
    assert [part.mark for part in view.headline] == ["pass"]
    assert view.questions == ()
    assert view.interactions_empty == "No medicine is taken."


def test_interactions_say_level_text_and_source(library, judge):
    medications = [{"drug": "diazepam", "daily_mg": 10}, {"drug": "Zopiclone", "daily_mg": 7.5}, {"drug": "unheard-of"}]
    view = view_safety(library, *judge(body(medications=medications)))
    diazepam, zopiclone, unheard = view.interactions
    assert (diazepam.level.word, clear(diazepam.dose)) == ("Caution", "10 mg a day")
    assert "ELEKT-D" in diazepam.texts[0]
    assert diazepam.sources[0].text
    assert unheard.level.word == "Not in the table"
    assert "unknown does not mean harmless" in unheard.texts[0]
    assert clear(view.diazepam.total) == "About 15 mg of diazepam a day. The clinician's own figure goes first."
    assert clear(view.diazepam.parts[1]) == "zopiclone: 5 mg"
    assert view.diazepam.state.word == "Provisional"
    assert any("47 patients" in text and "ELEKT-D" in text for text in view.diazepam.evidence)
    assert zopiclone.groups == "Z-drugs"


def test_missing_dose_leaves_the_sum_open(library, judge):
    view = view_safety(library, *judge(body(medications=[{"drug": "lorazepam"}])))
    assert "cannot be worked out" in view.diazepam.total
    assert "lorazepam" in view.diazepam.total


def test_twenty_two_checks_are_raised_excluded_or_not_asked(library, okafor):
    patient, assessment = okafor
    answered = Patient(key="p", case=patient.case, pseudo_checks={"metaboliser": False, "absorption": True})
    rows = {row.id: row for row in view_safety(library, answered, assessment).pseudo}
    assert len(rows) == 22
    assert rows["dose_too_low"].state.word == "Look here"
    assert "150 mg" in clear(rows["dose_too_low"].texts[0])
    assert rows["metaboliser"].state.word == "Excluded"
    assert rows["absorption"].state.word == "Look here"
    assert rows["medical_unchecked"].state.word == "Not asked"
    assert rows["double_entry"].state.word == "Nothing recorded"


def test_workup_is_done_out_of_date_or_not_recorded(library, okafor):
    patient, assessment = okafor
    workup = {"ecg": {"done_on": "2026-03-01", "result": "normal"}, "liver_tests": {"done_on": "2025-01-01"}}
    rows = {row.id: row for row in view_safety(library, Patient(key="p", case=patient.case, workup=workup), assessment).workup}
    assert (rows["ecg"].state.word, clear(rows["ecg"].done)) == ("Done", "1 March 2026: normal")
    assert (rows["liver_tests"].state.word, rows["liver_tests"].state.mark) == ("Out of date", "late")
    assert rows["urinalysis"].state.word == "Not recorded"
    assert clear(rows["depression_score"].done) == "12 March 2026: MADRS 31"


def test_the_header_says_what_of_the_record_cannot_be_read(library, judge):
    patient, assessment = judge(body())
    assert view_header(library, patient, assessment).alerts == ()
    log = CourseLog().told("review", "r1", {"on": "in spring"}).told("goal", "g1", {"words": "walk"})
    patient = log.patient()
    (alert,) = view_header(library, patient, assessment).alerts
    assert (alert.mark, alert.word) == ("cannot_tell", "2 entries cannot be read")
    assert "enter the answer again" in alert.sentence


def test_header_names_the_patient_and_what_must_not_be_overlooked(library, judge):
    patient, assessment = judge(
        body(
            conditions={"sleep_apnoea": True, "aneurysmal_vascular_disease": True},
            medications=[{"drug": "diazepam", "daily_mg": 5}],
        )
    )
    header = view_header(library, patient, assessment)
    assert header.name == "A B"
    assert clear(header.facts) == "21 years · female · X"
    assert [alert.mark for alert in header.alerts] == ["stop", "caution"]
    assert header.alerts[0].word == "Aneurysmal vascular disease"
