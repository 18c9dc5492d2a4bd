"""Where the patient stands now in a sentence: a course that a decision has stopped is not told as being given."""

import datetime as dt

from course_log import INDUCTION, CourseLog, day

from trd_desk.engine.assess import assess
from trd_desk.view.assessment_document import in_short
from trd_desk.view.course import course_words
from trd_desk.view.gp_letter import LetterLines, view_gp_letter
from trd_desk.view.pathways import view_pathways

ONGOING = {"kind": "ketamine", "product": "esketamine_in", "start": "2026-02-03", "stop_reason": "ongoing"}
BEING_GIVEN = "Esketamine spray is being given. The definitions and pathways describe the history."
STOPPED = "Esketamine spray was stopped by the decision of 1 Mar 2026. The definitions and pathways describe the history."


def course():
    return CourseLog().told("treatment", "t1", ONGOING).given(*INDUCTION)


def said(library, log, on="03-05"):
    patient = log.patient()
    return course_words(library, patient, assess(library, patient.case, day(on))).replace("\u00a0", " ")


def test_a_course_is_being_given_until_it_is_stopped(library):
    assert said(library, course()) == BEING_GIVEN
    assert said(library, course().decided("induction_end", "03-01")) == BEING_GIVEN
    assert said(library, course().decided("induction_end", "03-01", "stop")) == STOPPED


def test_the_latest_decision_counts_and_so_does_a_later_session(library):
    stopped = course().decided("induction_end", "02-28", "stop")
    assert said(library, stopped.decided("weeks_5_to_8", "03-02")) == BEING_GIVEN
    again = course().decided("induction_end", "03-01", "stop").given("03-03")
    assert said(library, again) == BEING_GIVEN
    # A decision of a later day than the one that is looked at is not known yet.
    assert said(library, course().decided("induction_end", "03-01", "stop"), "02-28") == BEING_GIVEN


def test_another_product_is_not_stopped_with_it(library):
    other = {"kind": "ketamine", "product": "ketamine_iv", "stop_reason": "ongoing"}
    words = said(library, course().told("treatment", "t2", other).decided("induction_end", "03-01", "stop"))
    assert "Esketamine spray was stopped by the decision of 1 Mar 2026" in words
    assert "and ketamine drip is being given" in words


def test_letter_assessment_and_pathways_say_the_same(library):
    patient = course().decided("induction_end", "03-01", "stop").patient()
    assessment = assess(library, patient.case, day("03-05"))
    now = dt.datetime(2026, 3, 5, 12, tzinfo=dt.UTC)
    letter = view_gp_letter(library, patient, assessment, now, LetterLines())
    assert letter.criteria_note.replace("\u00a0", " ") == STOPPED
    assert STOPPED in [one.text.replace("\u00a0", " ") for one in in_short(library, patient, assessment, ())]
    assert "is being given" not in str(view_pathways(library, patient, assessment))
