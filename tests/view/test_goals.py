"""The checklist of difficult-to-treat depression and the shared plan: what the record tells, what is asked, and never a verdict."""

import datetime as dt
import itertools

import pytest

from trd_desk.engine.assess import assess
from trd_desk.record.entries import Entry, new_id
from trd_desk.record.fold import drafts_of, fold
from trd_desk.record.models import Case
from trd_desk.view.goals import view_goals
from trd_desk.view.metrics import text_width

DAY = dt.date(2026, 3, 17)


def patient_with(*given, **case):
    body = Case.model_validate({"format": "trd-desk-case/1", "patient": {"id": "G1", "birth_date": dt.date(1950, 1, 1)}, **case})
    answers = [(draft.kind, draft.key, draft.value) for draft in drafts_of(body, "p")]
    entries = [
        Entry(number, new_id(), "p", kind, key, value, "2026-03-02T08:00:00.000Z", 60, "J. Marsh", "2026.12", None, None)
        for number, (kind, key, value) in enumerate([*answers, *given], 1)
    ]
    return fold(entries)


def shown(library, patient):
    assessment = assess(library, patient.case, DAY, factor_answers=patient.factors)
    return view_goals(library, patient, assessment, DAY)


def rows(view):
    return {row.id: row for group in view.groups for row in group.rows}


def test_what_the_record_tells_is_not_asked_again(library):
    found = rows(shown(library, patient_with()))
    assert (found["older_age"].answer, found["older_age"].told) == (True, True)
    assert (found["family_history"].answer, found["family_history"].told) == (None, False)
    assert found["family_history"].state.word == "Not known"


def test_an_answer_fills_what_the_record_does_not_tell_and_never_wins_over_it(library):
    patient = patient_with(("factor", "family_history", False), ("factor", "anhedonia", True), ("factor", "older_age", False))
    found = rows(shown(library, patient))
    assert found["family_history"].answer is False
    assert found["anhedonia"].answer is True
    assert found["older_age"].answer is True


def test_the_checklist_gives_no_verdict(library):
    patient = patient_with(("factor", "family_history", True))
    assessment = assess(library, patient.case, DAY, factor_answers=patient.factors)
    result = next(one for one in assessment.definitions if one.id == "difficult_to_treat")
    assert result.verdict == "checklist"
    assert shown(library, patient).summary == "2 factors present, 18 not known"


def test_every_factor_of_the_content_is_in_one_group(library):
    view = shown(library, patient_with())
    assert sorted(rows(view)) == sorted(factor.id for factor in library.definition("difficult_to_treat").factors)


GOAL = {
    "text": "Walk to the market",
    "area": "function",
    "agreed_with": ["patient", "family"],
    "agreed_on": "2026-02-01",
    "review_on": "2026-03-16",
    "state": "open",
}


def test_a_goal_tells_with_whom_it_was_agreed_and_how_near_it_is(library):
    ratings = [("goal_rating", f"g1/{n}", {"goal": "g1", "on": f"2026-0{n}-05", "rating": value, "by": "patient"}) for n, value in ((1, 2), (3, 6.5))]
    row = shown(library, patient_with(("goal", "g1", GOAL), *ratings)).goals[0]
    assert row.agreed.replace("\xa0", " ") == "Agreed with patient and family on 1 Feb 2026"
    assert row.course.replace("\xa0", " ") == "2 on 5 Jan 2026, 6.5 on 5 Mar 2026; the latest by the patient"
    assert row.review_due
    assert row.state_word.word == "Review due"
    assert row.next_number == 4
    assert row.drawing is not None
    assert "6.5" in row.drawing.name


@pytest.mark.parametrize(("first", "latest"), [(0, 10), (10, 0), (5, 5), (4.5, 5), (0, 0.5)])
def test_words_on_the_line_of_a_goal_stay_on_it(library, first, latest):
    ratings = [("goal_rating", f"g1/{n}", {"goal": "g1", "on": f"2026-0{n}-05", "rating": value}) for n, value in ((1, first), (2, latest))]
    drawing = shown(library, patient_with(("goal", "g1", GOAL), *ratings)).goals[0].drawing
    assert drawing is not None
    halves = [(each.x, text_width(each.text, each.size, bold=each.bold) / 2) for each in drawing.texts()]
    places = sorted((x - half, x + half) for x, half in halves)
    assert places[0][0] >= 0
    assert places[-1][1] <= drawing.width
    assert all(end < begin for (_x, end), (begin, _y) in itertools.pairwise(places))


def test_a_goal_without_a_rating_says_so_and_one_that_ended_stands_apart(library):
    view = shown(library, patient_with(("goal", "g1", GOAL), ("goal", "g2", {"text": "Sleep", "state": "reached"})))
    assert view.goals[0].course == "Not rated yet"
    assert view.goals[0].drawing is None
    assert [row.text for row in view.ended] == ["Sleep"]
    assert view.ended[0].agreed == "With whom it was agreed is not recorded"


def test_no_plan_for_a_crisis_is_said(library):
    assert shown(library, patient_with()).plan_words == "No plan for a crisis is recorded."
    plan = {"on": "2026-03-01", "plan": "Call the clinic"}
    assert shown(library, patient_with(("safety_plan", "", plan))).plan_words.replace("\xa0", " ") == "Recorded on 1 March 2026"


def test_a_rating_that_cannot_be_read_or_is_of_a_later_day_is_not_shown_and_never_written_over(library):
    ratings = [
        ("goal_rating", "g1/1", {"goal": "g1", "on": "2026-03-05", "rating": 2}),
        ("goal_rating", "g1/2", {"goal": "g1", "on": "2026-04-05", "rating": 9}),
        ("goal_rating", "g1/7", {"goal": "g1", "on": "2026-03-06", "rating": 99}),
        ("goal_rating", "g1/first", {"goal": "g1", "on": "2026-03-01", "rating": 1}),
    ]
    row = shown(library, patient_with(("goal", "g1", GOAL), *ratings)).goals[0]
    assert row.course.replace("\xa0", " ") == "1 on 1 Mar 2026, 2 on 5 Mar 2026; the latest by the patient"
    assert row.next_number == 8


def test_each_work_behind_the_checklist_and_the_plan_is_named_once(library):
    works = [source.text.split(",")[0] for source in shown(library, patient_with()).sources]
    assert len(works) == len(set(works))
    assert set(works) >= {"Wilkowska and Cubała 2022", "CANMAT 2023"}
