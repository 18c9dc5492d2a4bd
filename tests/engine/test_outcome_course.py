"""Courses of scores solved by hand: the fall from the baseline, remission, relapse, loss of gain, recovery, and what stays open.

Numbers: response from 50 %, partial from 25 %; remission MADRS 10, QIDS-SR16 5, HAM-D17 7, PHQ-9 4; relapse MADRS 22 twice, QIDS-SR16 11,
HAM-D17 14; half of the gain; 61 days. The first session, where there is one, is on 3 February 2026.
"""

import datetime as dt
import itertools
import json

import pytest
from course_log import CourseLog
from hypothesis import given, settings
from hypothesis import strategies as st

from trd_desk.content.load import load_library
from trd_desk.engine.assess import assess
from trd_desk.engine.course_records import cancelled_sessions
from trd_desk.engine.outcome_course import course_outcomes
from trd_desk.record.entries import Draft, Entry
from trd_desk.record.fold import fold, from_case
from trd_desk.record.models import Case

TODAY = dt.date(2026, 12, 1)


# The properties take it from here: a failing example would print the whole of it as a fixture.
LIBRARY = load_library()


@pytest.fixture
def library():
    return LIBRARY


def day(text):
    return dt.date.fromisoformat(text if len(text) == 10 else f"2026-{text}")


def score(scale, on, total):
    """A score by its total, or by its items where a list is given; None has neither."""
    told = {"scale": scale, "on": day(on).isoformat()}
    return told | ({} if total is None else {"items": total} if isinstance(total, list) else {"total": total})


def session(name, on, product="esketamine_in"):
    return {"id": name, "product": product, "indication": "trd", "on": day(on).isoformat(), "given": {"dose_mg": 56}}


def case_of(*scores, sessions=(), remissions=()):
    body = {
        "format": "trd-desk-case/1",
        "patient": {"id": "O1", "birth_date": "1980-05-10"},
        "licence_region": "eu",
        "episode": {"remission_dates": [day(one).isoformat() for one in remissions]},
        "scores": [score(*one) for one in scores],
        "sessions": [session(f"k{place}", on) for place, on in enumerate(sessions, 1)],
    }
    return Case.model_validate_json(json.dumps(body))


def outcomes(library, *scores, today=TODAY, **facts):
    return course_outcomes(library, from_case(case_of(*scores, **facts)), today)


def madrs(*totals, step=14, start="2026-02-02"):
    """MADRS totals every fortnight."""
    first = dt.date.fromisoformat(start)
    return [("madrs", (first + place * step * dt.timedelta(days=1)).isoformat(), total) for place, total in enumerate(totals)]


def values(course, *names):
    return tuple(course.of(name).value for name in names)


def blank_madrs(*answers):
    """Ten answers of the MADRS, those not given left open."""
    return [*answers, *[None] * (10 - len(answers))]


# ------------------------------------------------------------------------------------------------- response, partial, none

# scale, first and latest total, response, partial, none, fall in per cent rounded
FALLS = [
    ("half exactly is a response", "madrs", 36, 18, True, False, False, 50.0),
    ("one point short of half is partial", "madrs", 36, 19, False, True, False, 47.22),
    ("49.9 per cent is no response", "madrs", 59.9, 30, False, True, False, 49.92),
    ("a quarter exactly is partial", "madrs", 36, 27, False, True, False, 25.0),
    ("under a quarter is none", "madrs", 36, 28, False, False, True, 22.22),
    ("no change is none", "madrs", 30, 30, False, False, True, 0.0),
    ("a rise is none", "madrs", 30, 33, False, False, True, -10.0),
    ("all gone is a response", "madrs", 40, 0, True, False, False, 100.0),
    ("QIDS-SR16 from 18 to 9", "qids_sr16", 18, 9, True, False, False, 50.0),
    ("QIDS-SR16 from 17 to 9", "qids_sr16", 17, 9, False, True, False, 47.06),
    ("HAM-D17 from 21 to 10", "hamd17", 21, 10, True, False, False, 52.38),
    ("PHQ-9 from 20 to 15", "phq9", 20, 15, False, True, False, 25.0),
    ("CGI-S from 6 to 3", "cgi_s", 6, 3, True, False, False, 50.0),
]


@pytest.mark.parametrize(("name", "scale", "first", "latest", "response", "partial", "none", "fall"), FALLS, ids=[one[0] for one in FALLS])
def test_fall(library, name, scale, first, latest, response, partial, none, fall):
    del name
    chief = outcomes(library, (scale, "02-02", first), (scale, "03-02", latest)).chief
    assert values(chief, "response", "partial", "none") == (response, partial, none)
    assert round(chief.fall.exact, 2) == fall


def test_one_score_alone_has_a_fall_of_nought_and_is_judged_by_its_own_value(library):
    """Decision 69; that nothing helped is not said of a first score."""
    low, high = outcomes(library, *madrs(10)).chief, outcomes(library, *madrs(36)).chief
    assert (low.fall.exact, *values(low, "response", "partial", "remission")) == (0.0, False, False, True)
    assert values(high, "response", "partial", "none", "remission") == (False, False, None, False)
    assert [question.code for question in high.of("none").questions] == ["score_next"]
    assert (low.headline, high.headline) == ("remission", "one_score")


def test_a_baseline_of_nought_has_no_fall(library):
    chief = outcomes(library, *madrs(0, 12)).chief
    assert (chief.fall, *values(chief, "response", "partial", "none")) == (None, None, None, None)
    assert chief.headline == "cannot_tell"


def test_there_is_nothing_to_say_without_a_score(library):
    course = outcomes(library)
    assert (course.chief, course.scales, course.recovery.value) == (None, (), None)


def test_the_day_since_when_there_is_a_response(library):
    chief = outcomes(library, *madrs(36, 17, 20, 18, 16)).chief
    assert chief.of("response").since == day("03-16")  # 18 of 36 on the fourth; the 20 before breaks the run
    assert chief.best.total == 16


# ---------------------------------------------------------------------------------------------------------------- baseline


def test_the_baseline_is_the_last_score_by_the_first_session(library):
    chief = outcomes(library, ("madrs", "01-05", 40), ("madrs", "02-03", 30), ("madrs", "02-17", 15), sessions=("02-03", "02-06")).chief
    assert (chief.baseline.total, chief.baseline.on, chief.fall.exact) == (30, day("02-03"), 50.0)


def test_the_baseline_is_the_first_score_where_none_was_taken_by_then(library):
    chief = outcomes(library, ("madrs", "02-04", 28), ("madrs", "02-17", 21), sessions=("02-03",)).chief
    assert (chief.baseline.total, chief.fall.exact) == (28, 25.0)


def test_a_session_to_come_makes_no_baseline(library):
    facts = (("madrs", "01-05", 36), ("madrs", "02-01", 12))
    chief = outcomes(library, *facts, sessions=("02-20",), today=day("02-10")).chief
    assert (chief.baseline.total, chief.of("response").value) == (36, True)
    assert assess(library, case_of(*facts, sessions=("02-20",)), day("02-10")).outcomes.baseline == 36


def test_a_cancelled_session_begins_nothing_in_the_course_and_in_the_assessment(library):
    log = CourseLog().score("02-01", 30).score("03-01", 34).score("04-01", 16)
    log.planned("02-02").told("session_end", "s1", {"state": "cancelled", "at": "2026-02-02T10:00:00+01:00"})
    patient = log.given("03-02").patient()
    told = assess(library, patient.case, TODAY, cancelled=cancelled_sessions(patient)).outcomes
    assert course_outcomes(library, patient, TODAY).chief.baseline.total == told.baseline == 34


def test_scores_after_the_day_of_the_question_are_not_seen(library):
    assert outcomes(library, *madrs(36, 30, 9), today=day("02-20")).chief.latest.total == 30


def test_a_later_course_has_a_baseline_of_its_own(library):
    """36 before the first course, 12 after it; 30 before the second, which begins after a long pause, then 24."""
    course = outcomes(
        library,
        ("madrs", "02-02", 36),
        ("madrs", "03-02", 12),
        ("madrs", "09-20", 30),
        ("madrs", "10-20", 24),
        sessions=("02-03", "02-06", "02-10", "09-22"),
    )
    # One course of one product after another is told apart by the record of its sessions.
    assert course.chief.baseline.total == 36
    two = case_of(("madrs", "02-02", 36), ("madrs", "03-02", 12), ("madrs", "09-20", 30), ("madrs", "10-20", 24), sessions=("02-03",))
    body = json.loads(two.model_dump_json(exclude_none=True, by_alias=True))
    body["sessions"].append(session("i1", "09-22", "ketamine_iv"))
    chief = course_outcomes(library, from_case(Case.model_validate_json(json.dumps(body))), TODAY).chief
    (later,) = chief.later
    assert (later.product, later.starts, later.baseline.total, later.fall.exact) == ("ketamine_iv", day("09-22"), 30, 20.0)


# --------------------------------------------------------------------------------------------------------------- remission

CUTS = [("madrs", 10, 11), ("qids_sr16", 5, 6), ("hamd17", 7, 8), ("phq9", 4, 5)]


@pytest.mark.parametrize(("scale", "at", "above"), CUTS)
def test_remission_at_the_cut_and_not_above_it(library, scale, at, above):
    assert [outcomes(library, (scale, "02-02", 20), (scale, "03-02", total)).chief.of("remission").value for total in (at, above)] == [True, False]


def test_there_is_no_remission_on_the_cgi_s(library):
    remission = outcomes(library, ("cgi_s", "02-02", 6), ("cgi_s", "03-02", 1)).chief.of("remission")
    assert (remission.value, remission.defined, [reason.code for reason in remission.because]) == (None, False, ["remission_no_cut"])


def test_remission_since_the_first_day_of_its_run(library):
    assert outcomes(library, *madrs(36, 9, 12, 10, 8)).chief.of("remission").since == day("03-16")


# ----------------------------------------------------------------------------------------------------------------- relapse

# scale, totals a fortnight apart from 2 February, relapse, since
RELAPSES = [
    ("MADRS 22 once is none", "madrs", (36, 9, 22), False, None),
    ("MADRS 22 twice running", "madrs", (36, 9, 22, 22), True, "03-16"),
    ("MADRS 21 twice is none", "madrs", (36, 9, 21, 21), False, None),
    ("MADRS 22, 21, 22 is not twice running", "madrs", (36, 9, 22, 21, 22), False, None),
    ("MADRS 22, 21, 22, 23", "madrs", (36, 9, 22, 21, 22, 23), True, "04-13"),
    ("MADRS 10 before it is remission", "madrs", (36, 10, 25, 30), True, "03-16"),
    ("MADRS 11 before it is none, so nothing came back", "madrs", (36, 11, 25, 30), False, None),
    ("never in remission", "madrs", (36, 20, 30, 36), False, None),
    ("remission ends a relapse", "madrs", (36, 9, 24, 25, 10), False, None),
    ("a second relapse", "madrs", (36, 9, 24, 25, 10, 22, 23), True, "04-27"),
    ("a fall after it that is no remission does not end it", "madrs", (36, 9, 24, 25, 15), True, "03-16"),
    ("QIDS-SR16 11 once", "qids_sr16", (18, 5, 11), True, "03-02"),
    ("QIDS-SR16 10 is none", "qids_sr16", (18, 5, 10), False, None),
    ("QIDS-SR16 after 6 is none", "qids_sr16", (18, 6, 15), False, None),
    ("HAM-D17 14 once", "hamd17", (24, 7, 14), True, "03-02"),
    ("HAM-D17 13 is none", "hamd17", (24, 7, 13), False, None),
]


@pytest.mark.parametrize(("name", "scale", "totals", "value", "since"), RELAPSES, ids=[one[0] for one in RELAPSES])
def test_relapse(library, name, scale, totals, value, since):
    del name
    found = outcomes(library, *[(scale, on, total) for _scale, on, total in madrs(*totals)]).chief.of("relapse")
    assert (found.value, found.since) == (value, None if since is None else day(since))


@pytest.mark.parametrize("scale", ["phq9", "cgi_s"])
def test_no_relapse_total_is_made_up(library, scale):
    relapse = outcomes(library, (scale, "02-02", 7), (scale, "03-02", 1), (scale, "04-02", 7)).chief.of("relapse")
    assert (relapse.value, relapse.defined, relapse.questions) == (None, False, ())


def test_a_recorded_day_of_remission_counts_without_a_score(library):
    scores = madrs(36, 14, 22, 22)
    assert outcomes(library, *scores).chief.of("relapse").value is False
    assert outcomes(library, *scores, remissions=("02-20",)).chief.of("relapse").value is True
    # A day before the baseline belongs to an earlier time.
    assert outcomes(library, *scores, remissions=("01-20",)).chief.of("relapse").value is False


def test_two_scores_of_one_day_are_one_visit(library):
    scores = (*madrs(36, 9), ("madrs", "03-02", 24), ("madrs", "03-02", 25))
    assert outcomes(library, *scores).chief.of("relapse").value is False
    assert outcomes(library, *scores, ("madrs", "03-16", 22)).chief.of("relapse").value is True


def test_a_relapse_that_ended_is_told(library):
    relapse = outcomes(library, *madrs(36, 9, 24, 25, 10)).chief.of("relapse")
    assert [(note.code, note.facts["day"]) for note in relapse.notes] == [("relapse_past", day("03-16"))]


# ------------------------------------------------------------------------------------------------------------ loss of gain

# totals, lost, since
GAINS = [
    ("36 to 10 is 26; back at 23 half is lost", (36, 10, 23), True, "03-02"),
    ("22 is one short", (36, 10, 22), False, None),
    ("all of it lost", (36, 10, 36), True, "03-02"),
    ("an odd gain of 25 needs 12.5", (35, 10, 22), False, None),
    ("and is lost at 23", (35, 10, 23), True, "03-02"),
    ("the best score counts, not the one before", (36, 8, 20, 22), True, "03-16"),
    ("lost and won back", (36, 10, 30, 12), False, None),
    ("lost since the first of the run", (36, 10, 25, 30), True, "03-02"),
    ("never a gain", (30, 32, 33), False, None),
    ("as high as the baseline is no gain", (30, 30, 30), False, None),
    ("nothing between first and latest", (36, 10), False, None),
]


@pytest.mark.parametrize(("name", "totals", "value", "since"), GAINS, ids=[one[0] for one in GAINS])
def test_loss_of_gain(library, name, totals, value, since):
    del name
    found = outcomes(library, *madrs(*totals)).chief.of("loss_of_gain")
    assert (found.value, found.since) == (value, None if since is None else day(since))


def test_the_loss_of_a_gain_that_was_no_partial_response_is_not_the_headline(library):
    """36 to 30 is 16.7 per cent; back at 34 more than half of it is lost."""
    chief = outcomes(library, *madrs(36, 30, 34)).chief
    loss = chief.of("loss_of_gain")
    assert (loss.value, [note.code for note in loss.notes], chief.headline) == (True, ["gain_small"], "none")
    assert outcomes(library, *madrs(36, 27, 34)).chief.headline == "loss_of_gain"  # 25 per cent


# ---------------------------------------------------------------------------------------------------------------- recovery

# remission days, scores, ended
ENDS = [
    ("61 days apart", ("03-01", "05-01"), ((36, "02-02"), (9, "03-01"), (8, "05-01")), True),
    ("60 days are too few", ("03-02", "05-01"), ((36, "02-02"), (9, "03-02"), (8, "05-01")), False),
    ("a score above the cut between", ("03-01", "05-01"), ((9, "03-01"), (11, "04-01"), (8, "05-01")), False),
    ("the latest is above the cut", ("03-01", "05-01"), ((9, "03-01"), (8, "05-01"), (12, "06-01")), False),
    ("without a score", ("03-01", "05-01"), (), True),
    ("no day recorded, but scores", (), ((9, "03-01"), (9, "06-01")), False),
    ("neither", (), (), None),
]


@pytest.mark.parametrize(("name", "remissions", "scores", "ended"), ENDS, ids=[one[0] for one in ENDS])
def test_recovery(library, name, remissions, scores, ended):
    del name
    course = outcomes(library, *[("madrs", on, total) for total, on in scores], remissions=remissions)
    assert course.recovery.value is ended


# --------------------------------------------------------------------------------------------------------- missing answers


def test_a_score_with_open_items_is_an_interval_and_asks(library):
    """Eight answers of 2 make 16 to 28: from 36 that is a fall of 22 to 56 per cent, which may be anything."""
    chief = outcomes(library, ("madrs", "02-02", 36), ("madrs", "03-02", blank_madrs(*[2] * 8))).chief
    assert (chief.latest.total, chief.latest.low, chief.latest.high, chief.latest.missing) == (None, 16, 28, (9, 10))
    assert values(chief, "response", "partial", "none", "remission") == (None, None, None, False)
    (question,) = chief.of("response").questions
    assert (question.code, question.field, question.facts["missing"]) == ("score_total", "scores.madrs", 2)
    assert chief.headline == "cannot_tell"


def test_open_items_that_change_nothing_leave_the_answer(library):
    """Nine answers of nought make 0 to 6: remission and response whatever the tenth says."""
    chief = outcomes(library, ("madrs", "02-02", 36), ("madrs", "03-02", blank_madrs(*[0] * 9))).chief
    assert values(chief, "response", "partial", "none", "remission") == (True, False, False, True)
    assert chief.of("response").questions == ()


def test_a_score_with_nothing_but_its_day_may_be_anything(library):
    chief = outcomes(library, ("madrs", "02-02", 36), ("madrs", "03-02", None)).chief
    assert (chief.latest.low, chief.latest.high) == (0, 60)
    assert values(chief, "response", "remission", "relapse", "loss_of_gain") == (None, None, False, False)


def test_remission_that_cannot_be_told_leaves_relapse_open(library):
    """5 to 11 may have been remission; then 25 and 26 are a relapse."""
    scores = (("madrs", "02-02", 36), ("madrs", "02-16", blank_madrs(*[1] * 5, *[0] * 4)), *madrs(25, 26, start="2026-03-02"))
    relapse = outcomes(library, *scores).chief.of("relapse")
    assert (relapse.value, [question.facts["day"] for question in relapse.questions]) == (None, [day("02-16")])


def test_a_gap_between_two_high_scores_leaves_relapse_open(library):
    scores = (*madrs(36, 9), ("madrs", "03-02", 23), ("madrs", "03-16", None))
    assert outcomes(library, *scores).chief.of("relapse").value is None
    assert outcomes(library, *scores, *madrs(24, start="2026-03-30")).chief.of("relapse").value is None
    # Whatever the open one says, even remission: the two after it are twice running.
    assert outcomes(library, *scores, *madrs(24, 25, start="2026-03-30")).chief.of("relapse").value is True
    assert outcomes(library, *scores, *madrs(24, 25, 9, start="2026-03-30")).chief.of("relapse").value is False


def test_a_baseline_of_which_nothing_is_known_leaves_the_fall_open(library):
    chief = outcomes(library, ("madrs", "02-02", None), ("madrs", "03-02", None)).chief
    (reason,) = chief.of("response").because
    assert (chief.of("response").value, reason.facts["fall_low"], reason.facts["fall_high"]) == (None, None, 100)


def test_loss_of_gain_with_an_open_total(library):
    """From 36 to 10; 9 answers of 3 make 27 to 33, both beyond 23; six answers of 2 make 12 to 36, which may be either."""
    lost = (*madrs(36, 10), ("madrs", "03-02", blank_madrs(*[3] * 9)))
    either = (*madrs(36, 10), ("madrs", "03-02", blank_madrs(*[2] * 6)))
    assert outcomes(library, *lost).chief.of("loss_of_gain").value is True
    assert outcomes(library, *either).chief.of("loss_of_gain").value is None


def test_the_baseline_is_a_score_with_a_total_where_one_was_taken_by_then(library):
    scores = (("madrs", "01-20", 34), ("madrs", "02-02", None), ("madrs", "03-02", 17))
    assert outcomes(library, *scores, sessions=("02-03",)).chief.baseline.total == 34
    chief = outcomes(library, *scores[1:], sessions=("02-03",)).chief
    assert (chief.baseline.total, chief.of("response").value) == (None, None)


# ------------------------------------------------------------------------------------------------------------------ scales


def test_every_scale_has_its_own_course_and_the_most_used_leads(library):
    course = outcomes(library, *madrs(36, 18), ("phq9", "02-02", 20), ("phq9", "02-16", 12), ("phq9", "03-02", 4))
    assert [one.scale for one in course.scales] == ["phq9", "madrs"]
    assert (course.of("phq9").of("remission").value, course.of("madrs").of("response").value) == (True, True)
    assert course.of("hamd17") is course.chief


def test_on_a_tie_the_madrs_leads(library):
    assert outcomes(library, ("phq9", "02-02", 20), ("madrs", "02-02", 36)).chief.scale == "madrs"


def logged(*drafts):
    return fold(
        Entry(place, f"e{place}", "p", draft.kind, draft.key, draft.value, "2026-02-01T10:00:00Z", 0, "Dr A", "")
        for place, draft in enumerate(drafts, 1)
    )


def test_points_know_their_entry_and_who_rated(library):
    patient = logged(
        Draft("p", "patient", "id", "O2"),
        Draft("p", "score", "a", {"scale": "phq9", "on": "2026-02-02", "total": 20}),
        Draft("p", "score", "b", {"scale": "phq9", "on": "2026-02-16", "total": 12}),
        Draft("p", "score_about", "b", {"by": "clinician"}),
        Draft("p", "score", "c", {"scale": "madrs", "on": "2026-02-02", "total": 30}),
        Draft("p", "score", "a", {"scale": "phq9", "on": "2026-02-02", "total": 18}),
    )
    points = course_outcomes(library, patient, TODAY).of("phq9").points
    # The corrected one stands in its place; what it said before is history.
    assert [(point.key, point.total, point.rated_by) for point in points] == [("a", 18, "patient"), ("b", 12, "clinician")]
    assert course_outcomes(library, patient, TODAY).of("madrs").points[0].rated_by == "clinician"


def test_a_score_that_was_taken_back_is_gone(library):
    patient = logged(
        Draft("p", "patient", "id", "O2"),
        Draft("p", "score", "a", {"scale": "madrs", "on": "2026-02-02", "total": 30}),
        Draft("p", "score", "a", None),
    )
    assert course_outcomes(library, patient, TODAY).scales == ()


def test_the_course_of_the_shared_vignette(library):
    """MADRS 36, 10, 9, 9: remission since 30 March, 56 days of it recorded, so the episode has not ended."""
    course = outcomes(
        library,
        ("madrs", "02-25", 36),
        ("madrs", "03-30", 10),
        ("madrs", "04-27", 9),
        ("madrs", "05-25", 9),
        remissions=("03-30", "04-27", "05-25"),
    )
    chief = course.chief
    assert (chief.fall.exact, *values(chief, "response", "remission", "relapse", "loss_of_gain")) == (75.0, True, True, False, False)
    assert (chief.of("remission").since, course.recovery.value, chief.headline) == (day("03-30"), False, "remission")


# -------------------------------------------------------------------------------------------------------------- properties

TOTALS = st.lists(st.integers(0, 60), min_size=1, max_size=9)


@settings(max_examples=150, deadline=None)
@given(TOTALS, st.lists(st.integers(-30, 120), max_size=3))
def test_the_assessment_says_the_same_of_complete_scores(totals, sessions):
    """No second truth: baseline, fall, response, remission and the end of the episode are those of the assessment."""
    days = sorted({(dt.date(2026, 2, 2) + dt.timedelta(days=one)).isoformat() for one in sessions})
    case = case_of(*madrs(*totals), sessions=days)
    told, chief = assess(LIBRARY, case, TODAY).outcomes, course_outcomes(LIBRARY, from_case(case), TODAY).chief
    fall = None if chief.fall is None else round(chief.fall.exact, 2)
    assert (told.scale, told.baseline, told.latest, told.fall_percent) == (chief.scale, chief.baseline.total, chief.latest.total, fall)
    assert (told.response, told.remission) == (chief.of("response").value, chief.of("remission").value)


@settings(max_examples=150, deadline=None)
@given(TOTALS)
def test_of_response_partial_and_none_exactly_one_holds(totals):
    chief = outcomes(LIBRARY, *madrs(*totals)).chief
    if chief.only_baseline or chief.fall is None:
        return
    assert sorted(values(chief, "response", "partial", "none")) == [False, False, True]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.integers(0, 60), st.lists(st.integers(0, 6), min_size=7, max_size=9)), min_size=2, max_size=5))
def test_a_verdict_with_open_items_holds_for_every_total_still_possible(told):
    """Tried at both ends and in the middle of each interval."""
    known = [one if isinstance(one, int) else blank_madrs(*one) for one in told]
    chief = outcomes(LIBRARY, *madrs(*known)).chief
    span = [(point.low, (point.low + point.high) // 2, point.high) for point in chief.points]
    for totals in itertools.islice(itertools.product(*[sorted(set(one)) for one in span]), 81):
        exact = outcomes(LIBRARY, *madrs(*totals)).chief
        for name in ("response", "partial", "none", "remission", "relapse", "loss_of_gain"):
            # The baseline is one with a total where there is one; only the same baseline can be compared.
            if chief.of(name).value is not None and chief.baseline.on == exact.baseline.on:
                assert exact.of(name).value == chief.of(name).value, (name, totals)
