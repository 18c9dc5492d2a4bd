"""What undo says: every kind of answer has a name, with its day where it has one, and nothing that a person wrote."""

import dataclasses

import pytest

from trd_desk.record.entries import KINDS
from trd_desk.record.session_log import SessionLog
from trd_desk.record.session_models import Session
from trd_desk.view.undone import Undone, answer_name, stands_words, undone_words

NBSP = "\u00a0"
WRITTEN = "Aoife Brennan wishes to sing again"
# A value of every kind of entry, with the key that it may have.
VALUES = {
    "patient": ("weight_kg", 70, "Weight"),
    "episode": ("severity", "severe", "Severity now"),
    "asked": ("antidepressant", True, "Whether the list is complete: antidepressants"),
    "treatment": ("t1", {"kind": "antidepressant", "drug": "sertraline"}, "Antidepressant, sertraline"),
    "condition": ("pregnancy", True, "Pregnancy: yes"),
    "medication": ("m1", {"drug": "Lithium", "daily_mg": 900}, "Medicine, lithium"),
    "medications_reviewed": ("", True, "Whether the list of medicines is complete"),
    "score": ("s1", {"scale": "madrs", "on": "2026-11-25", "total": 22}, "MADRS of 25 Nov 2026"),
    "rating": ("r1", {"scale": "cssrs", "on": "2026-11-25", "total": 1}, "C-SSRS of 25 Nov 2026"),
    "licence_region": ("", "uk", "Licence followed"),
    "session": ("k9", {"on": "2026-12-01"}, "The plan of the session of 1 Dec 2026"),
    "criterion": ("7", None, "Guilt or worthlessness: unknown"),
    "pseudo_check": ("non_adherence", False, "Not taken as prescribed: no"),
    "workup": ("ecg", {"done_on": "2026-11-25", "note": WRITTEN}, "ECG"),
    "decision": ("trd", {"text": WRITTEN, "reason": WRITTEN}, "Decision on the page Pathways"),
    "document": ("d1", {"document": "assessment"}, "Document made"),
    "consent": ("esketamine_in", {"taken_by": WRITTEN}, "Consent to esketamine spray"),
    "enrolment": ("us_rems", {"state": "enrolled", "number": WRITTEN}, None),
    "score_about": ("s1", {"by": "patient"}, "Who answered a score"),
    "crisis": ("s1", {"done": WRITTEN}, "What was done about an answer on self-harm"),
    "review": ("v1", {"on": "2026-11-25", "note": WRITTEN}, "Review of 25 Nov 2026"),
    "stage_baseline": ("esketamine_in", {"on": "2026-11-25"}, "Stages before the first dose of 25 Nov 2026"),
    "course_decision": (
        "esketamine_in/induction_end/1",
        {"point": "induction_end", "on": "2026-11-25", "decision": "continue", "reason": WRITTEN},
        "Decision of 25 Nov 2026, end of induction",
    ),
    "follow_up": ("f1", {"domain": "bladder", "on": "2026-11-25", "note": WRITTEN}, "Check of 25 Nov 2026, bladder"),
    "factor": ("family_history", True, None),
    "plan_aim": ("", WRITTEN, "Aim of the shared plan"),
    "goal": ("g1", {"text": WRITTEN}, "Goal of the shared plan"),
    "goal_rating": ("g1/1", {"goal": "g1", "on": "2026-11-25", "rating": 4}, "Rating of a goal of 25 Nov 2026"),
    "safety_plan": ("", {"on": "2026-11-25", "plan": WRITTEN}, "Risk and crisis plan of 25 Nov 2026"),
    "letter": ("gp_letter", {"lines": {"to": WRITTEN}}, "Words for a letter"),
    "person": ("p1", {"name": WRITTEN}, "Person of the clinic"),
    "register": ("g1", {"note": WRITTEN}, "Line of the register"),
    "sound_check": ("2026-11-25", {"heard": True}, "Sound check"),
    "booking": ("k9", {"time": "10:15"}, "Appointment"),
    "predose": ("k9/sbp", 120, None),
    "override": ("k9/blood_pressure", {"reason": WRITTEN}, "Override of pressure"),
    "second_check": ("k9", {"agrees": True}, "Second check"),
    "given": ("k9/device/1", {"at": "2026-11-25T10:30:00+01:00"}, "Device 1"),
    "observation": ("k9/o1", {"sbp": 120}, "Observation"),
    "event": ("k9/e1", {"kind": "vomiting", "note": WRITTEN}, None),
    "alarm": ("k9/a1", {"done": "acknowledged"}, "What was done about an alarm"),
    "leaving": ("k9/escort_present", True, None),
    "departure": ("k9", {"reason": WRITTEN}, "Leaving against advice"),
    "signature": ("k9", {"by": WRITTEN}, "Signature"),
    "session_end": ("k9", {"state": "left"}, "End of the session"),
    "addendum": ("k9/a1", {"text": WRITTEN}, "Addendum"),
}


def test_every_kind_of_entry_is_here():
    assert set(VALUES) == KINDS


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_answer_has_a_name_without_what_a_person_wrote(library, nobody, kind):
    key, value, name = VALUES[kind]
    told = answer_name(library, nobody[0], Undone(kind, key, value)).replace(NBSP, " ")
    assert told not in ("", "An answer", kind)
    assert "Aoife" not in told
    assert name is None or told == name


def test_the_name_of_the_patient_is_not_told(library, nobody):
    told = undone_words(library, nobody[0], [Undone("patient", "name", "Aoife Brennan")])
    assert told == "Undone: Name of the patient. The history keeps both."


def test_what_the_content_does_not_know_any_more_is_an_answer(library, nobody):
    for kind, key, value in (("condition", "no_such", True), ("score", "s1", {"scale": "no_such"}), ("treatment", "t1", None), ("patient", "x", 1)):
        assert answer_name(library, nobody[0], Undone(kind, key, value)) == "An answer"


def test_what_the_program_wrote_beside_an_answer_is_not_named(library, nobody):
    score = Undone("score", "s1", {"scale": "phq9", "on": "2026-11-25"})
    told = undone_words(library, nobody[0], [Undone("crisis", "s1", {}), score])
    assert told.replace(NBSP, " ") == "Undone: PHQ-9 of 25 Nov 2026. The history keeps both."
    told = undone_words(library, nobody[0], [dataclasses.replace(score, taken_back=True)])
    assert told.replace(NBSP, " ") == "Undone: PHQ-9 of 25 Nov 2026, which had been taken back. The history keeps both."


def test_many_answers_stay_a_short_sentence(library, nobody):
    given = [Undone("session", f"k{day}", {"on": f"2026-12-{day:02}"}) for day in range(1, 9)]
    told = undone_words(library, nobody[0], given).replace(NBSP, " ")
    assert told == "Undone: The plan of the session of 1 Dec 2026 and 7 more. The history keeps both."


def test_a_session_is_named_by_its_number_and_day(library, nobody):
    plan = Session.model_validate_json('{"id": "k9", "product": "esketamine_in", "indication": "trd", "on": "2026-03-10", "number": 8}')
    patient = dataclasses.replace(nobody[0], sessions={"k9": SessionLog("k9", plan)})
    told = answer_name(library, patient, Undone("observation", "k9/o1", {"sbp": 120}))
    assert told.replace(NBSP, " ") == "Observation, session 8, 10 Mar 2026"


@pytest.mark.parametrize(
    ("kind", "key", "value", "says"),
    [
        ("override", "k9/blood_pressure", {}, "Not undone: what was signed stands (override of pressure)."),
        ("signature", "k9", {}, "Not undone: what is signed stands, and the session is closed."),
        ("session_end", "k9", {"state": "cancelled"}, "Not undone: the session was cancelled, and that stands."),
    ],
)
def test_what_was_signed_is_said_to_stand(library, nobody, kind, key, value, says):
    signed = [Undone(kind, key, value)]
    assert stands_words(library, nobody[0], signed, more=False).startswith(says)
    assert stands_words(library, nobody[0], signed, more=True).endswith("Ctrl+Z again undoes the answer before it.")
    assert "Ctrl+Z" not in stands_words(library, nobody[0], signed, more=False)
