"""What is said when a self-harm item is answered: to staff, to the patient, and until somebody records what was done."""

import datetime as dt

import pytest
import textstat
from days import Day, at

from trd_desk.content.load import load_library
from trd_desk.engine.crisis import crisis_entries, self_harm_answers, standing_crises
from trd_desk.view.crisis import ClinicCrisis, crisis_done, crisis_notice, crisis_stated, patient_advice, staff_advice

TODAY = dt.date(2026, 3, 17)
SEEN = "2026-03-17T14:26:00+01:00"
CLINIC = ClinicCrisis("Ask for the duty psychiatrist.\n\nRoom 4 is kept free.", "020 7946 0112", "999")
BARE = ClinicCrisis()


@pytest.fixture(scope="module")
def library():
    return load_library()


def phq9(*last, on="2026-03-17", first=8):
    """A PHQ-9 whose first items are 1 and whose last are given."""
    items = [1] * first + list(last)
    return {"scale": "phq9", "on": on, "items": items + [None] * (9 - len(items))}


def patient_with(*entries):
    day = Day()
    for kind, key, value in entries:
        day.add(kind, key, value)
    return day.patient()


def by_patient(**more):
    return {"by": "patient", "wording": "shipped", **more}


def following(library, patient, *given):
    return crisis_entries(library, patient, given, at("14:26"))


# What an answer brings up


@pytest.mark.parametrize(("value", "raised"), [(0, None), (1, 1), (3, 3), (None, None)])
def test_the_advice_comes_up_from_the_value_that_the_scale_names(library, value, raised):
    found = following(library, patient_with(), ("score", "s1", phq9(value)))
    assert found == (() if raised is None else (("crisis", "s1", {"item": raised, "seen_at": SEEN}),))


def test_the_value_is_the_scales_own(library):
    scale = library.scale("phq9").model_copy(update={"self_harm_from": 2})
    stricter = type(library)(**{**{name: getattr(library, name) for name in library.__dataclass_fields__}, "scales": (scale,)})
    assert following(stricter, patient_with(), ("score", "s1", phq9(1))) == ()
    assert following(stricter, patient_with(), ("score", "s1", phq9(2)))[0][2]["item"] == 2


def test_a_total_alone_and_a_scale_without_such_an_item_bring_up_nothing(library):
    given = [("score", "s1", {"scale": "phq9", "on": "2026-03-17", "total": 20}), ("score", "s2", {"scale": "cgi_s", "on": "2026-03-17", "total": 6})]
    assert following(library, patient_with(), *given) == ()


@pytest.mark.parametrize(
    ("scale", "items", "raised"),
    [
        ("phq9", [1] * 8 + [3, 2], 3),  # with the form's further question
        ("hamd17", [0, 1, 4] + [1] * 18, 4),  # all 21 items of the official form
        ("hamd17", [0, 1, 2], 2),  # a list that ends early
        ("hamd17", [0, 1], None),
    ],
)
def test_a_list_that_is_longer_or_shorter_than_the_scale_is_read_as_for_its_total(library, scale, items, raised):
    value = {"scale": scale, "on": "2026-03-17", "items": items}
    assert [one[2]["item"] for one in following(library, patient_with(), ("score", "s1", value))] == ([] if raised is None else [raised])
    standing = standing_crises(library, patient_with(("score", "s1", value)), TODAY + dt.timedelta(days=1))
    assert [(one.state, one.value) for one in standing] == [("blank" if raised is None else "stands", raised)]


def test_an_entry_with_a_damaged_moment_is_told_as_unreadable_and_the_answer_stands_by_itself(library):
    patient = patient_with(("score", "s1", phq9(2)), ("crisis", "s1", {"item": 2, "seen_at": "yesterday"}))
    assert patient.unreadable == (("crisis", "s1"),)
    assert crisis_notice(library, patient, BARE, TODAY).answers[0].text.startswith("PHQ-9 of 17\u00a0March\u00a02026, item 9: answered 2")


def test_what_the_patient_answered_stands_though_it_is_changed(library):
    log = [("score", "s1", phq9(2)), ("score_about", "s1", by_patient()), ("crisis", "s1", {"item": 2, "seen_at": SEEN})]
    assert following(library, patient_with(*log), ("score", "s1", phq9(0))) == ()
    assert following(library, patient_with(*log), ("score", "s1", phq9(1))) == ()
    assert following(library, patient_with(*log), ("score", "s1", phq9(3))) == (("crisis", "s1", {"item": 3, "seen_at": SEEN}),)
    patient = patient_with(*log, ("score", "s1", phq9(0)))
    notice = crisis_notice(library, patient, BARE, TODAY)
    assert "by the patient" in notice.answers[0].text
    assert notice.answers[0].text.endswith("and changed to 0 afterwards.")
    patient = patient_with(*log, ("score", "s1", phq9(None)))
    assert crisis_notice(library, patient, BARE, TODAY).answers[0].text.endswith("and left blank afterwards.")


def test_a_clinicians_own_correction_ends_it_and_a_blank_does_not(library):
    log = [("score", "s1", phq9(2)), ("crisis", "s1", {"item": 2, "seen_at": SEEN})]
    assert following(library, patient_with(*log), ("score", "s1", phq9(0))) == (("crisis", "s1", None),)
    assert following(library, patient_with(*log), ("score", "s1", phq9(None))) == ()
    assert crisis_notice(library, patient_with(*log, ("score", "s1", phq9(0)), ("crisis", "s1", None)), BARE, TODAY) is None


def test_it_comes_up_again_for_a_worse_answer_after_something_was_done(library):
    done = {"item": 1, "seen_at": SEEN, "done": "Talked with the patient."}
    patient = patient_with(("score", "s1", phq9(1)), ("crisis", "s1", done))
    assert following(library, patient, ("score", "s1", phq9(1))) == ()
    assert following(library, patient, ("score", "s1", phq9(3))) == (("crisis", "s1", {"item": 3, "seen_at": SEEN}),)


# What stands


def test_it_stands_until_it_is_recorded_what_was_done(library):
    log = [("score", "s1", phq9(2)), ("score_about", "s1", by_patient()), ("crisis", "s1", {"item": 2, "seen_at": SEEN})]
    notice = crisis_notice(library, patient_with(*log), CLINIC, TODAY)
    assert notice.keys == ("s1",)
    assert not notice.blank
    assert notice.stated.word == "PHQ-9 item 9: 2"
    assert notice.answers[0].text == (
        "PHQ-9 of 17\u00a0March\u00a02026, item 9: answered 2, “More than half the days”, by the patient, 14:26."
    )
    assert notice.answers[0].text.startswith(notice.answers[0].bold)
    later = patient_with(*log, ("crisis", "s1", {"item": 2, "seen_at": SEEN, "done": "Dr Osei saw the patient"}))
    assert crisis_notice(library, later, CLINIC, TODAY) is None
    assert crisis_stated(library, later, TODAY) is None
    (done,) = crisis_done(library, later, TODAY)
    assert "Done: Dr Osei saw the patient. Recorded by J. Marsh, 17\u00a0March\u00a02026, 08:00." in done


def test_an_answer_that_was_taken_in_without_an_entry_counts_where_it_is_the_newest(library):
    old, new = ("score", "s1", phq9(2, on="2026-02-01")), ("score", "s2", phq9(0, on="2026-03-01"))
    assert crisis_stated(library, patient_with(old), TODAY).word == "PHQ-9 item 9: 2"
    assert crisis_notice(library, patient_with(old), BARE, TODAY).answers[0].text.endswith("item 9: answered 2, “More than half the days”.")
    assert crisis_notice(library, patient_with(old, new), BARE, TODAY) is None
    assert crisis_notice(library, patient_with(new, old), BARE, TODAY) is None


def test_a_score_taken_back_afterwards_still_stands(library):
    log = [("score", "s1", phq9(2)), ("score_about", "s1", by_patient()), ("crisis", "s1", {"item": 2, "seen_at": SEEN}), ("score", "s1", None)]
    notice = crisis_notice(library, patient_with(*log), BARE, TODAY)
    assert "taken back afterwards" in notice.answers[0].text
    assert notice.stated.word == "Self-harm item: 2"


# Not answered is no no


def test_a_blank_is_named_as_not_answered(library):
    notice = crisis_notice(library, patient_with(("score", "s1", phq9(None)), ("score_about", "s1", by_patient())), BARE, TODAY)
    assert notice.blank
    assert notice.title == "The question about self-harm was not answered"
    assert notice.answers[0].text == "PHQ-9 of 17\u00a0March\u00a02026, item 9: not answered."
    assert notice.stated.word == "PHQ-9 item 9 not answered"
    assert notice.advice.lines == ("An item that was not answered is not a no. Ask the patient.",)
    done = ("crisis", "s1", {"seen_at": SEEN, "done": "Asked; no such thoughts."})
    asked = patient_with(("score", "s1", phq9(None)), ("score_about", "s1", by_patient()), done)
    assert crisis_notice(library, asked, BARE, TODAY) is None


def test_a_blank_says_nothing_while_a_clinician_is_typing_the_items(library):
    assert crisis_stated(library, patient_with(("score", "s1", phq9(first=4))), TODAY) is None
    assert crisis_stated(library, patient_with(("score", "s1", phq9(None))), TODAY).word == "PHQ-9 item 9 not answered"
    assert crisis_stated(library, patient_with(("score", "s1", phq9(first=4, on="2026-03-10"))), TODAY).word == "PHQ-9 item 9 not answered"
    total = ("score", "s1", {"scale": "phq9", "on": "2026-03-10", "total": 12})
    assert crisis_stated(library, patient_with(total), TODAY) is None, "nobody was asked by item"


def test_a_positive_answer_comes_before_a_blank(library):
    log = [("score", "s1", phq9(2, on="2026-03-10")), ("crisis", "s1", {"item": 2, "seen_at": SEEN}), ("score", "s2", phq9(None))]
    patient = patient_with(*log)
    assert [one.state for one in standing_crises(library, patient, TODAY)] == ["stands", "blank"]
    assert [one.key for one in self_harm_answers(library, patient, TODAY)] == ["s2", "s1"]
    notice = crisis_notice(library, patient, BARE, TODAY)
    assert notice.keys == ("s1", "s2")
    assert notice.stated.word == "PHQ-9 item 9: 2"
    assert len(notice.advice.lines) == len(library.crisis.staff) + len(library.crisis.blank)


# The advice


def test_the_clinics_own_words_and_numbers_come_first(library):
    advice = staff_advice(library, CLINIC)
    assert advice.own == ("Ask for the duty psychiatrist.", "Room 4 is kept free.")
    assert advice.unset == ""
    assert advice.numbers == ("Clinic, for patients: 020\u00a07946\u00a00112", "Emergency: 999")
    read = patient_advice(library, CLINIC)
    assert read.own == advice.own
    assert read.calls == (
        "Call 999 at once if you think of ending your life and have a plan.",
        "Call us on 020\u00a07946\u00a00112 if your mood gets worse.",
    )


def test_nothing_set_is_said_with_the_place_where_it_is_set_and_the_general_lines_stay(library):
    advice = staff_advice(library, BARE)
    assert advice.own == ()
    assert advice.unset == "The clinic's own crisis advice is not set. It is written in Settings, under Crisis advice."
    assert advice.lines == tuple(line.says for line in library.crisis.staff)
    assert advice.numbers == ()
    read = patient_advice(library, BARE)
    assert read.own == ()
    assert read.calls == ("Call the emergency number at once if you think of ending your life and have a plan.",)
    assert not [line for line in (*read.lines, *read.calls) if "{" in line]


def test_nothing_is_promised_that_the_clinic_did_not_write(library):
    read = patient_advice(library, BARE)
    words = " ".join((read.title, *read.lines, *read.calls)).casefold()
    assert not [promise for promise in ("will speak", "will see", "will call", "today") if promise in words]


def test_the_patients_lines_are_for_a_reading_age_of_about_twelve(library):
    read = patient_advice(library, CLINIC)
    text = " ".join((f"{read.title}.", *read.lines, *read.calls)).replace("020\u00a07946\u00a00112", "this number").replace("999", "this number")
    assert textstat.flesch_kincaid_grade(text) <= 6
    assert textstat.automated_readability_index(text) <= 6
    assert textstat.flesch_reading_ease(text) >= 80
    for sentence in (*read.lines, *read.calls):
        assert len(sentence.split()) <= 24
