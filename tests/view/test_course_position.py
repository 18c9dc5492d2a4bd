"""The course in words, as a line, and the plans that would be written."""

import datetime as dt
import itertools
import json
import re

import pytest
from days import Day, at, brennan_day

from trd_desk.content.load import load_library
from trd_desk.engine.assess import assess
from trd_desk.engine.course import course_of
from trd_desk.record.fold import fold, from_case
from trd_desk.record.models import Case
from trd_desk.record.session_log import SessionLog
from trd_desk.record.session_models import Session
from trd_desk.view.course_line import LEAST_WIDTH, MOST_WEEKS, WIDTH, course_drawing, weeks_shown
from trd_desk.view.course_plan import (
    PlanDraft,
    cancel_answers,
    draft_of,
    first_draft,
    plan_answers,
    view_course_plan,
    why_not_cancel,
)
from trd_desk.view.course_position import coming_words, standing_words, view_course_position
from trd_desk.view.course_templates import template_answers, templates_of, view_template
from trd_desk.view.course_typed import understand_appointment, understand_plan_day
from trd_desk.view.shapes import Circle, Rect, Text

INDUCTION = ("02-03", "02-06", "02-10", "02-13", "02-17", "02-20", "02-24", "02-27")
ZONE = dt.timezone(dt.timedelta(hours=1))


@pytest.fixture(scope="module")
def library():
    return load_library()


def day(text):
    return dt.date.fromisoformat(f"2026-{text}")


def given(name, on, mg=56, product="esketamine_in", **more):
    return {"id": name, "product": product, "indication": "trd", "on": f"2026-{on}", "given": {"dose_mg": mg}, **more}


def planned(name, on, mg=56, product="esketamine_in", **more):
    return {"id": name, "product": product, "indication": "trd", "on": f"2026-{on}", "planned": {"dose_mg": mg}, **more}


def patient_of(*sessions, region="eu", **facts):
    body = {
        "format": "trd-desk-case/1",
        "patient": {"id": "C1", "birth_date": "1980-05-10"},
        "licence_region": region,
        "asked": ["ketamine"],
        "sessions": list(sessions),
        **facts,
    }
    return from_case(Case.model_validate_json(json.dumps(body)))


def induction(mg=84):
    return [given(f"s{place}", on, mg) for place, on in enumerate(INDUCTION, 1)]


def recorded(*sessions, **facts):
    """The same as a record, so that plans can be changed."""
    from trd_desk.record.entries import Entry, new_id
    from trd_desk.record.fold import drafts_of

    drafts = drafts_of(patient_of(*sessions, **facts).case, "p")
    return fold(
        Entry(number, new_id(), "p", one.kind, one.key, one.value, "2026-03-02T08:00:00.000Z", 60, "J. Marsh", "2026.11", None, None)
        for number, one in enumerate(drafts, 1)
    )


def view(library, patient, today, **how):
    assessment = assess(library, patient.case, day(today))
    return view_course_position(library, patient, assessment, dt.datetime.combine(day(today), dt.time(9, 30), ZONE), **how)


# ------------------------------------------------------------------------------------------------------------------ in words


def test_the_sentence_of_the_mock_up(library):
    shown = view(library, patient_of(*induction(), given("s9", "03-10", 84), planned("t", "03-17", 84, week=6, number=9)), "03-17")
    assert shown.headline == "Week 6 of the course: weekly (weeks 5 to 8)."
    assert shown.facts[0] == "Session 9 today."
    assert "1 in 7 days with today's, 2 at most." in shown.facts
    assert (shown.source.status, shown.source.text) == ("As reported", "UK SmPC (Spravato), posology, weeks 5 to 8")


def test_what_is_due_and_since_when_is_said(library):
    shown = view(library, patient_of(*induction()), "03-03")
    assert shown.facts == (
        "8 sessions given; the last was 4 days ago, Fri\u00a027\u00a0Feb\u00a02026, 84\u00a0mg.",
        "1 in the last 7 days, 2 at most.",
        "By the phase the next is due 3 – 9\u00a0Mar\u00a02026.",
    )


def test_a_missed_week_is_said_with_the_rule_of_the_region_and_its_standing(library):
    shown = view(library, patient_of(*induction()), "03-10")
    (one,) = [one for one in shown.says if one.source is not None and "missed" in one.source.text]
    assert one.remark.bold == "Week 5 had no session (3 – 9\u00a0Mar\u00a02026)."
    assert one.remark.text.endswith("consider going back to the schedule before. Nothing is moved by itself.")
    assert one.source.status == "Provisional"
    us = view(library, patient_of(*induction()[:4], region="us"), "02-24")
    (told,) = [one for one in us.says if one.source is not None and "missed" in one.source.text]
    assert "advice and does not stand in the label" in told.remark.text
    assert (told.source.status, told.remark.mark) == ("Verified", "caution")


def test_two_weeks_and_more_are_said_in_one(library):
    texts = [one.remark.text for one in view(library, patient_of(*induction()), "03-17").says]
    assert any(text.startswith("Weeks 5 and 6 had no session") for text in texts)
    texts = [one.remark.text for one in view(library, patient_of(*induction()), "03-24").says]
    assert any(text.startswith("Weeks 5 to 7 had no session") for text in texts)


def test_what_cannot_be_told_is_a_question_that_leads_somewhere(library):
    shown = view(library, patient_of(*induction()[:2], planned("p1", "02-10"), region=None), "02-12")
    assert [(ask.text, ask.field) for ask in shown.asks] == [
        ("Was the session planned for 10\u00a0February\u00a02026 given? Record it, change its day, or cancel it with a reason.", "sessions.p1.given"),
        ("Which region's label do the sessions follow?", "licence_region"),
    ]
    undated = {key: value for key, value in given("u1", "02-03").items() if key != "on"}
    shown = view(library, patient_of(undated, *induction()[:1]), "02-12")
    assert (shown.headline, shown.drawing) == ("The week of the course cannot be told.", None)
    assert [ask.field for ask in shown.asks] == ["sessions.u1.on"]


def test_the_end_of_an_emergency_and_its_caution_are_said(library):
    sessions = [{**one, "indication": "emergency"} for one in induction()]
    shown = view(library, patient_of(*sessions), "03-04")
    assert shown.title == "Esketamine spray: emergency"
    assert shown.headline == "Week 5 of the course: beyond the 4 weeks of an emergency."
    assert any("was not evaluated" in one.remark.text for one in shown.says)


def test_a_higher_dose_is_a_hint_with_its_standing_and_never_more(library):
    scores = [{"scale": "madrs", "on": "2026-02-01", "total": 34}, {"scale": "madrs", "on": "2026-02-07", "total": 28}]
    shown = view(library, patient_of(*[given(f"s{n}", on) for n, on in enumerate(INDUCTION[:2])], scores=scores), "02-09")
    (hint,) = [one for one in shown.says if "84\u00a0mg" in one.remark.text or "84 mg" in one.remark.text]
    assert "the dose is never raised by itself" in hint.remark.text
    assert "17.6\u00a0% better" in hint.remark.text
    assert hint.source.status == "Set by this clinic"
    shown = view(library, patient_of(given("s1", "02-03")), "02-05")
    (hint,) = [one for one in shown.says if one.ask is not None]
    assert (hint.remark.mark, hint.ask.field) == ("cannot_tell", "scores.madrs")


def test_a_route_without_phases_says_so_instead_of_a_frequency(library):
    shown = view(library, patient_of(given("k1", "02-03", 35, "ketamine_iv")), "02-11")
    assert shown.headline == "Week 2 of the course."
    assert any(one.remark.text.startswith("No fixed phases exist for ketamine by drip") for one in shown.says)
    assert not any("due" in fact for fact in shown.facts)


def test_nothing_yet_says_what_to_do_first(library):
    shown = view(library, patient_of(), "02-11")
    assert (shown.product, shown.rows, shown.drawing) == ("", (), None)
    assert shown.empty.startswith("No session yet. Plan the first one in the form")


def test_several_courses_can_be_chosen_from(library):
    patient = patient_of(given("s1", "02-03"), given("k1", "02-10", 35, "ketamine_iv"))
    shown = view(library, patient, "02-11")
    assert shown.products == (("ketamine_iv", "Ketamine drip"), ("esketamine_in", "Esketamine spray"))
    assert [row.id for row in view(library, patient, "02-11", product="esketamine_in").rows] == ["s1"]


# ---------------------------------------------------------------------------------------------------------------------- rows


def rows(library, log, clock="14:00"):
    patient = log.patient()
    now = at(clock)
    return view_course_position(library, patient, assess(library, patient.case, now.date()), now).rows


def test_a_row_says_what_became_of_a_session(library):
    live = brennan_day()
    (row,) = rows(library, live)
    assert (row.result.mark, row.result.word, row.dose, row.change) == ("wait", "live", "Esketamine spray 84\u00a0mg", False)
    live.part("session_end", "", {"state": "left", "at": at("12:40").isoformat()})
    (row,) = rows(library, live)
    assert (row.result.word, row.more) == ("left 12:40", "no alarm")
    gone = brennan_day()
    gone.observe("11:11", sbp=164, dbp=98)
    gone.part("event", "e1", {"at": at("11:12").isoformat(), "kind": "chest_pain"})
    gone.part("session_end", "", {"state": "departed", "at": at("11:20").isoformat(), "reason": "wanted to go home"})
    (row,) = rows(library, gone)
    assert row.result.word == "left against advice 11:20"
    assert row.more.startswith("1 red alarm and")


def test_a_planned_row_says_time_chair_and_template_and_a_cancelled_one_why(library):
    log = Day(dose=56)
    log.part("booking", "", {"time": "10:15", "chair": "2", "template": "spray_weekly"})
    (row,) = rows(library, log, "09:00")
    assert (row.result.word, row.more, row.change) == ("today, 10:15, chair 2", "Weeks 5 to 8: weekly (by the label)", True)
    log.part("session_end", "", {"state": "cancelled", "at": at("09:30").isoformat(), "reason": "has a cold"})
    (row,) = rows(library, log)
    assert (row.result.word, row.change) == ("cancelled: has a cold", False)
    assert row.name.endswith("cancelled: has a cold, Weeks 5 to 8: weekly (by the label)")


def test_rows_are_the_newest_first_and_a_case_file_tells_of_leaving(library):
    one = given("s1", "02-03", leaving={"at": "12:30"})
    shown = view(library, patient_of(one, given("s2", "02-06")), "02-09")
    assert [(row.id, row.result.word) for row in shown.rows] == [("s2", "given"), ("s1", "left 12:30")]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"first": True, "planned": {"dose_mg": 56}}, "Esketamine spray, first session"),
        ({"number": 1}, "Esketamine spray, first session"),
        ({"number": 1, "first": False, "planned": {"dose_mg": 56}}, "Esketamine spray 56\u00a0mg"),
        ({"number": 9}, "Esketamine spray, session 9"),
        ({}, "Esketamine spray"),
    ],
)
def test_what_a_coming_session_is_called(library, facts, words):
    plan = Session.model_validate_json(json.dumps({"id": "x", "product": "esketamine_in", **facts}))
    assert coming_words(library, SessionLog("x", plan), patient_of()) == words


def test_on_or_off_label_is_three_valued(library):
    assert standing_words(library, "esketamine_in", "trd", "eu").word == "Licensed use"
    assert standing_words(library, "esketamine_in", "trd", "eu").mark == "note"
    assert standing_words(library, "ketamine_iv", None, None).word == "Off label"
    assert standing_words(library, "esketamine_in", "trd", None).mark == "cannot_tell"


# ---------------------------------------------------------------------------------------------------------------------- line


def drawing(library, patient, today, width=WIDTH):
    return course_drawing(course_of(library, patient, day(today)), width)


def circles(shown):
    return [shape for shape in shown.shapes if isinstance(shape, Circle)]


def test_each_session_stands_at_its_day_and_dose(library):
    patient = patient_of(given("s1", "02-03", 56), given("s2", "02-06", 84), planned("p1", "02-10", 84))
    shown = drawing(library, patient, "02-07")
    names = [child.name for child in shown.children]
    assert [name.replace("\u00a0", " ") for name in names] == [
        "Session 1, 3 Feb 2026, 56 mg, given",
        "Session 2, 6 Feb 2026, 84 mg, given",
        "Session 3, 10 Feb 2026, 84 mg, planned",
    ]
    first, second, ahead = [one for one in circles(shown) if one.radius == 6][:3]
    per_day = (second.x - first.x) / 3
    assert ahead.x - first.x == pytest.approx(7 * per_day)
    assert first.y > second.y == ahead.y
    assert (first.fill, ahead.fill) == ("text", "bg_surface")
    assert {text.text for text in shown.texts()} >= {"56\u00a0mg", "84\u00a0mg", "twice a week", "weekly", "today", "given", "planned", "10\u00a0Feb"}


def test_missed_weeks_are_hatched_and_named_and_what_is_due_is_outlined(library):
    shown = drawing(library, patient_of(*induction()), "03-11")
    hatched = [shape for shape in shown.shapes if isinstance(shape, Rect) and shape.hatch]
    assert len(hatched) == 2  # the week and the legend
    assert hatched[0].width == pytest.approx((WIDTH - 70) / len(weeks_shown(course_of(library, patient_of(*induction()), day("03-11")))) - 3)
    texts = [text.text for text in shown.texts()]
    assert texts.count("missed") == 2
    assert "the next is due" in texts


@pytest.mark.parametrize("width", [LEAST_WIDTH, 640, WIDTH, 1100])
@pytest.mark.parametrize("weeks", [0, 10, 30, 60])
def test_nothing_on_the_line_is_cut_or_lies_outside(library, width, weeks):
    more = [given(f"w{week}", (day("03-03") + dt.timedelta(days=7 * week)).isoformat()[5:]) for week in range(min(weeks, 43))]
    patient = patient_of(*induction(), *more)
    today = (day("03-03") + dt.timedelta(days=7 * min(weeks, 43))).isoformat()[5:]
    position = course_of(library, patient, day(today))
    shown = course_drawing(position, width)
    assert len(weeks_shown(position)) <= MOST_WEEKS
    assert any(week.first <= day(today) <= week.last for week in weeks_shown(position))
    for shape in shown.primitives():
        if isinstance(shape, Text):
            assert shape.fits()
            assert 0 <= shape.y <= shown.height
        if isinstance(shape, Circle):
            assert shape.x - shape.radius >= 0
            assert shape.x + shape.radius <= shown.width
    dates = sorted(text.x for text in shown.texts() if re.fullmatch(r"\d+\u00a0[A-Z][a-z]{2}", text.text))
    assert len(dates) >= 3
    assert all(second - first > 40 for first, second in itertools.pairwise(dates))


def test_the_line_goes_into_a_pdf_and_its_words_can_be_read_back(library, tmp_path):
    from pypdf import PdfReader
    from reportlab.pdfgen.canvas import Canvas

    from trd_desk.documents.drawing import paint
    from trd_desk.documents.fonts import register_fonts

    register_fonts()
    file = tmp_path / "line.pdf"
    canvas = Canvas(str(file))
    paint(canvas, drawing(library, patient_of(*induction(), planned("p1", "03-17", 84)), "03-11"), 40, 800, 0.68)
    canvas.save()
    text = PdfReader(file).pages[0].extract_text()
    for words in ("twice a week", "weekly", "missed", "today", "given", "planned", "3 Feb"):
        assert words in text.replace("\u00a0", " ")


# --------------------------------------------------------------------------------------------------------------------- plans

TODAY = day("03-02")


def plan(library, patient, **draft):
    return view_course_plan(library, patient, PlanDraft("esketamine_in", **draft), TODAY)


def test_the_form_begins_with_the_course_in_hand_and_asks_for_the_rest(library):
    assert first_draft(library, patient_of(*induction()), TODAY) == PlanDraft("esketamine_in", "trd")
    assert first_draft(library, patient_of(), TODAY) == PlanDraft("esketamine_in", None)
    shown = plan(library, patient_of(*induction()))
    assert shown.why_not == "Choose what it is for: resistant depression or an emergency."
    assert plan(library, patient_of(*induction()), indication="trd").why_not == "Type the day."


def test_number_week_and_first_are_worked_out_and_the_last_dose_is_only_suggested(library):
    shown = plan(library, patient_of(*induction()), indication="trd", day=day("03-05"))
    assert (shown.number, shown.week, shown.first, shown.why_not) == (9, 5, False, "")
    assert shown.summary == "Week 5 of the course, weekly. Session 9."
    assert shown.last_dose == "Last time 84\u00a0mg, 27\u00a0Feb\u00a02026: confirm or change it."
    assert [one.mg for one in shown.doses] == [28, 56, 84]
    assert any("No dose chosen yet" in remark.text for remark in shown.remarks)
    ((_kind, _key, value),) = plan_answers(library, patient_of(*induction()), PlanDraft("esketamine_in", "trd", day("03-05")), TODAY, "n1")
    assert "planned" not in value


def test_what_is_written_is_a_session_and_its_booking(library):
    draft = PlanDraft("esketamine_in", "trd", day("03-05"), "10:15", "2", 84)
    assert plan_answers(library, patient_of(*induction()), draft, TODAY, "n1") == (
        (
            "session",
            "n1",
            {
                "product": "esketamine_in", "indication": "trd", "on": "2026-03-05", "week": 5, "number": 9, "first": False,
                "planned": {"dose_mg": 84.0},
            },
        ),
        ("booking", "n1", {"time": "10:15", "chair": "2"}),
    )


def test_a_dose_that_the_rules_block_is_not_planned_and_one_they_doubt_is_said(library):
    shown = plan(library, patient_of(), indication="trd", day=day("03-05"), dose=84)
    assert shown.why_not == "Not planned with this dose: The EU and UK labels start with 56 mg; 84 mg comes later at the earliest."
    assert "gives 28, 56 or 84 mg" in plan(library, patient_of(), indication="trd", day=day("03-05"), dose=56.5).why_not
    doubted = plan(library, patient_of(*induction()), indication="trd", day=day("03-05"), dose=28)
    assert (doubted.why_not, doubted.remarks[0].mark) == ("", "caution")


def test_days_that_cannot_be_meant_are_refused_with_the_remedy(library):
    patient = patient_of(*induction())
    assert "more than a year ahead" in plan(library, patient, indication="trd", day=dt.date(2027, 4, 1)).why_not
    past = plan(library, patient, indication="trd", day=day("03-01"))
    assert past.needs_reason
    assert past.why_not.startswith("Sun\u00a01\u00a0Mar\u00a02026 has passed. Say why it is entered afterwards, in 10 letters or more")
    assert plan(library, patient, indication="trd", day=day("03-01"), reason="from a downtime form").why_not == ""


def test_a_session_given_already_needs_a_day_before_today_and_its_dose(library):
    patient = patient_of()
    assert "days before today" in plan(library, patient, indication="trd", day=TODAY, given=True).why_not
    assert plan(library, patient, indication="trd", day=day("02-20"), given=True).why_not == "Which dose was given?"
    draft = PlanDraft("ketamine_iv", "trd", day("02-20"), given=True, dose=35)
    assert view_course_plan(library, patient, draft, TODAY).unit == "mg"
    ((_kind, _key, value),) = plan_answers(library, patient, draft, TODAY, "n1")
    assert value["given"] == {"dose_mg": 35.0}
    assert "planned" not in value


def test_first_ever_that_cannot_be_told_is_asked_and_what_is_said_is_written(library):
    patient = patient_of(asked=[])
    shown = plan(library, patient, indication="trd", day=day("03-05"))
    assert (shown.first, "cannot be told" in shown.first_words) == (None, True)
    draft = PlanDraft("esketamine_in", "trd", day("03-05"), dose=56, first=True)
    assert plan_answers(library, patient, draft, TODAY, "n1")[0][2]["first"] is True
    unknown = PlanDraft("esketamine_in", "trd", day("03-05"), dose=56, first_unknown=True)
    assert "first" not in plan_answers(library, patient, unknown, TODAY, "n1")[0][2]


def test_a_change_keeps_what_it_does_not_change_and_counts_again(library):
    first = planned("p1", "03-05", 84, number=9, week=5, first=False, weight_kg=70)
    patient = recorded(*induction(), first, planned("p2", "03-10", 84, number=10, week=6, first=False))
    draft = draft_of(library, patient, "p1", TODAY)
    assert (draft.number, draft.week, draft.first, draft.dose, draft.session) == (None, None, None, 84, "p1")
    assert view_course_plan(library, patient, draft, TODAY).why_not.startswith("Say why the plan is changed")
    moved = PlanDraft("esketamine_in", "trd", day("03-12"), None, "", 84, reason="wanted another day", session="p1")
    answers = plan_answers(library, patient, moved, TODAY, "unused")
    assert [(kind, key, value["on"], value["number"], value["week"]) for kind, key, value in answers] == [
        ("session", "p1", "2026-03-12", 10, 6),
        ("session", "p2", "2026-03-10", 9, 6),
    ]
    assert answers[0][2]["weight_kg"] == 70


def test_a_number_or_week_that_a_person_typed_is_kept_in_a_change(library):
    patient = recorded(*induction(), planned("p1", "03-17", 84, number=9, week=6))
    draft = draft_of(library, patient, "p1", TODAY)
    assert (draft.number, draft.week) == (None, 6)


def test_a_change_of_route_takes_the_dose_away_and_one_of_the_day_keeps_the_whole_plan(library):
    drip = {"id": "k1", "product": "ketamine_iv", "indication": "trd", "on": "2026-03-05", "planned": {"mg_per_kg": 0.5, "dose_mg": 35, "bag_ml": 50}}
    patient = recorded(drip)
    draft = draft_of(library, patient, "k1", TODAY)
    moved = plan_answers(library, patient, PlanDraft(**{**_fields(draft), "day": day("03-06"), "reason": "wanted another day"}), TODAY, "x")
    assert moved[0][2]["planned"] == {"mg_per_kg": 0.5, "dose_mg": 35.0, "bag_ml": 50.0}
    other = plan_answers(library, patient, PlanDraft(**{**_fields(draft), "product": "ketamine_sc", "dose": None}), TODAY, "x")
    assert "planned" not in other[0][2]


def _fields(draft):
    return {name: getattr(draft, name) for name in draft.__dataclass_fields__}


def test_a_cancellation_needs_a_reason_and_counts_the_others_again(library):
    patient = recorded(planned("p1", "03-05", 56, number=1, week=1, first=True), planned("p2", "03-10", 56, number=2, week=1, first=False))
    assert why_not_cancel(library, "ill") == "Reason: write 7 more letters at least, so that a reader understands why."
    assert why_not_cancel(library, "has a cold today") == ""
    ends, other = cancel_answers(library, patient, "p1", " has a cold today ", "2026-03-02T09:00:00+01:00", TODAY)
    assert ends == ("session_end", "p1", {"state": "cancelled", "at": "2026-03-02T09:00:00+01:00", "reason": "has a cold today"})
    assert (other[1], other[2]["number"], other[2]["first"]) == ("p2", 1, True)


# ------------------------------------------------------------------------------------------------------------------ templates


def test_templates_are_labelled_by_what_they_are(library):
    assert [(one.id, one.source.status) for one in templates_of(library, "ketamine_iv")] == [
        ("elekt_d", "Verified"),
        ("australian_veterans", "As reported"),
        ("iv_weekly_by_analogy", "Set by this clinic"),
        ("iv_later_by_analogy", "Set by this clinic"),
    ]
    assert templates_of(library, "ketamine_oral") == ()
    veterans = templates_of(library, "ketamine_iv")[1]
    assert veterans.standing == "as in one trial, Australian veterans"
    assert "1.0 mg/kg at most" in veterans.says[1]
    assert "3 to 6 weeks apart" in veterans.says[2]


def test_a_template_proposes_days_that_are_changed_or_left_out_before_anything_is_written(library):
    patient = patient_of()
    draft = PlanDraft("ketamine_iv", "trd", day("03-03"), "10:15", "2")
    shown = view_template(library, patient, "elekt_d", draft, TODAY)
    assert [f"{one.day:%m-%d}" for one in shown.days] == ["03-03", "03-06", "03-10", "03-13", "03-17", "03-20"]
    assert shown.days[0].words == "session 1, week 1"
    assert shown.dose == "0.5\u00a0mg/kg each, the dose of the source. Each at 10:15, chair 2."
    assert shown.why_not == ""
    less = view_template(library, patient, "elekt_d", draft, TODAY, {2: day("03-07")}, [6])
    assert (len(less.sessions), less.days[5].words, less.days[1].day) == (5, "left out", day("03-07"))
    answers = template_answers(library, patient, less, draft, TODAY, ["a", "b", "c", "d", "e"])
    assert [(kind, key) for kind, key, _value in answers[:4]] == [("session", "a"), ("booking", "a"), ("session", "b"), ("booking", "b")]
    assert answers[0][2]["planned"] == {"mg_per_kg": 0.5}
    assert answers[1][2] == {"time": "10:15", "chair": "2", "template": "elekt_d"}


def test_a_template_begins_after_what_is_planned_else_when_the_next_is_due(library):
    draft = PlanDraft("esketamine_in", "trd", dose=84)
    first = view_template(library, patient_of(*induction()), "spray_weekly", draft, TODAY).days[0]
    assert (first.day, first.words) == (day("03-03"), "session 9, week 5")
    ahead = patient_of(*induction(), planned("p1", "03-05", 84))
    assert view_template(library, ahead, "spray_weekly", draft, TODAY).days[0].day == day("03-12")


def test_a_day_that_has_passed_or_a_blocked_dose_keeps_a_template_from_being_planned(library):
    draft = PlanDraft("esketamine_in", "trd", day("02-28"), dose=84)
    assert "has passed" in view_template(library, patient_of(*induction()), "spray_weekly", draft, TODAY).why_not
    blocked = view_template(library, patient_of(), "spray_induction", PlanDraft("esketamine_in", "trd", day("03-03"), dose=84), TODAY)
    assert "84 mg comes later" in blocked.why_not.replace("\u00a0", " ")
    none = view_template(library, patient_of(), "elekt_d", PlanDraft("ketamine_iv", "trd", day("03-03")), TODAY, None, range(1, 7))
    assert none.why_not.startswith("No day is left")
    assert view_template(library, patient_of(), "gone", draft, TODAY) is None


# ---------------------------------------------------------------------------------------------------------------- what is typed


@pytest.mark.parametrize(
    ("typed", "time"), [("10:15", "10:15"), ("1015", "10:15"), ("10.15", "10:15"), ("915", "09:15"), ("9:05", "09:05"), ("", None), ("0000", "00:00")]
)
def test_an_appointment_is_understood(typed, time):
    assert understand_appointment(typed) == (time, "", False)


@pytest.mark.parametrize("typed", ["25:00", "10:60", "soon", "10", "101515", "12o"])
def test_what_is_no_time_is_refused_with_the_remedy(typed):
    time, sentence, fault = understand_appointment(typed)
    assert (time, fault) == (None, True)
    assert sentence.endswith("such as 0930 or 10:15.")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("today", "2026-03-02"),
        ("Tomorrow", "2026-03-03"),
        ("+3", "2026-03-05"),
        ("mon", "2026-03-02"),
        ("tue", "2026-03-03"),
        ("Sunday", "2026-03-08"),
        ("17 Mar", "2026-03-17"),
        ("17.3.", "2026-03-17"),
        ("17/3", "2026-03-17"),
        ("27 feb", "2026-02-27"),
        ("5 jan", "2026-01-05"),
        ("20 nov", "2026-11-20"),
    ],
)
def test_short_words_for_a_day_are_understood(typed, expected):
    assert understand_plan_day(typed, TODAY) == (dt.date.fromisoformat(expected), "")


def test_a_day_that_the_calendar_does_not_have_is_refused_and_other_words_are_left_to_the_date(library):
    assert understand_plan_day("31 Feb", TODAY) == (None, "There is no such day in the calendar. Check day and month.")
    assert understand_plan_day("31.2.", TODAY)[1] != ""
    assert understand_plan_day("17 Mar 2026", TODAY) == (None, "")
    assert understand_plan_day("whenever", TODAY) == (None, "")
