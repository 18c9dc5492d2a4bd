"""The part Course in words and as a drawing: the headline, the cards, the table, and a chart whose labels never lie over another."""

import datetime as dt
import itertools
import json
import random

import pytest
from course_log import CourseLog
from hypothesis import given, settings
from hypothesis import strategies as st

from trd_desk.content.load import load_library
from trd_desk.engine.assess import assess
from trd_desk.interchange.case_file import read_case
from trd_desk.interchange.practice import practice_files
from trd_desk.record.entries import Draft, Entry
from trd_desk.record.fold import fold, from_case
from trd_desk.record.models import Case
from trd_desk.view import terms
from trd_desk.view.metrics import text_width
from trd_desk.view.outcome_head import outcome_summary
from trd_desk.view.outcomes import HEADLINES, view_outcomes
from trd_desk.view.score_axis import box_of
from trd_desk.view.score_chart import LEAST_WIDTH, score_chart
from trd_desk.view.shapes import Circle, Polygon, Rect
from trd_desk.view.steps import view_steps
from trd_desk.view.words import question_sentence, reason_sentence, reason_short
from trd_desk.view.words_outcomes import fall_words, visits_words

TODAY = dt.date(2026, 6, 1)
NBSP = "\u00a0"


LIBRARY = load_library()


@pytest.fixture
def library():
    return LIBRARY


def case_of(scores, sessions=(), treatments=(), remissions=()):
    body = {
        "format": "trd-desk-case/1",
        "patient": {"id": "V1", "birth_date": "1980-05-10"},
        "licence_region": "eu",
        "episode": {"remission_dates": list(remissions)},
        "scores": [{"scale": scale, "on": on, **({"items": value} if isinstance(value, list) else {"total": value})} for scale, on, value in scores],
        "sessions": [
            {"id": f"k{place}", "product": product, "indication": "trd", "on": on, "given": {"dose_mg": mg}}
            for place, (product, on, mg) in enumerate(sessions, 1)
        ],
        "treatments": list(treatments),
    }
    return Case.model_validate_json(json.dumps(body))


def madrs(*totals, start="2026-02-02", step=14):
    first = dt.date.fromisoformat(start)
    return [("madrs", (first + place * step * dt.timedelta(days=1)).isoformat(), total) for place, total in enumerate(totals)]


def view(library, scores, **facts):
    return view_outcomes(library, from_case(case_of(scores, **facts)), TODAY)


def summary(library, scores, **facts):
    case = case_of(scores, **facts)
    return outcome_summary(library, from_case(case), assess(library, case, TODAY)).replace(NBSP, " ")


def card(shown, name):
    return next(one for one in shown.cards if one.id == name)


def practice(library, stem):
    file = next(file for file in practice_files() if file.stem == stem)
    return from_case(read_case(file.read_bytes(), library))


# ----------------------------------------------------------------------------------------------------------- words

STATES = [
    ("one score", (36,), "One score", "One score. MADRS 36 on 2 Feb 2026, the first score."),
    ("none", (36, 30), "No response", "No response. MADRS 30 on 16 Feb 2026, from 36 on 2 Feb 2026: 17 % lower."),
    ("partial", (36, 20), "Partial response", "Partial response. MADRS 20 on 16 Feb 2026, from 36 on 2 Feb 2026: 44 % lower."),
    ("response", (36, 18), "Response", "Response since 16 Feb 2026. MADRS 18 on 16 Feb 2026, from 36 on 2 Feb 2026: 50 % lower."),
    ("remission", (36, 9), "Remission", "Remission since 16 Feb 2026. MADRS 9 on 16 Feb 2026, from 36 on 2 Feb 2026: 75 % lower."),
    (
        "relapse",
        (36, 9, 24, 26),
        "Relapse",
        "Relapse since 16 Mar 2026. MADRS 26 on 16 Mar 2026, from 36 on 2 Feb 2026: 28 % lower. Loss of gain since 2 Mar 2026.",
    ),
    ("loss", (36, 12, 25), "Loss of gain", "Loss of gain since 2 Mar 2026. MADRS 25 on 2 Mar 2026, from 36 on 2 Feb 2026: 31 % lower."),
    ("worse", (30, 33), "No response", "No response. MADRS 33 on 16 Feb 2026, from 30 on 2 Feb 2026: 10 % higher."),
]


@pytest.mark.parametrize(("name", "totals", "state", "line"), STATES, ids=[one[0] for one in STATES])
def test_the_state_in_a_word_and_in_a_line(library, name, totals, state, line):
    del name
    # With a session, because a score before any treatment is no response to one.
    sessions = [("esketamine_in", "2026-02-02", 56)]
    case = case_of(madrs(*totals), sessions=sessions)
    shown = view_outcomes(library, from_case(case), TODAY)
    step = next(one for one in view_steps(library, from_case(case), assess(library, case, TODAY)) if one.id == "outcomes")
    assert (shown.headline.word, step.words, summary(library, madrs(*totals), sessions=sessions)) == (state, state, line)
    assert step.mark == shown.headline.mark


@pytest.mark.parametrize(
    ("totals", "line"),
    [
        ((36, 30), "MADRS 30 on 16 Feb 2026, from 36 on 2 Feb 2026: 17 % lower."),
        ((36, 20), "MADRS 20 on 16 Feb 2026, from 36 on 2 Feb 2026: 44 % lower."),
    ],
)
def test_before_the_first_session_the_score_is_told_and_no_response_to_nothing(library, totals, line):
    case = case_of(madrs(*totals))
    step = next(one for one in view_steps(library, from_case(case), assess(library, case, TODAY)) if one.id == "outcomes")
    assert summary(library, madrs(*totals)) == line
    assert line.startswith(step.words.replace(NBSP, " "))
    assert step.mark == "tick"


def test_what_is_missing_is_in_the_line(library):
    items = [2] * 8 + [None, None]
    line = summary(library, [*madrs(36), ("madrs", "2026-03-02", items)])
    assert line.startswith("Cannot tell. MADRS 16 to 28 on 2 Mar 2026, from 36 on 2 Feb 2026: 22 to 56 % lower.")
    assert line.endswith("Answers are missing in the score of 2 Mar 2026.")


def test_without_a_score_it_says_what_to_do_first(library):
    shown = view(library, [])
    assert (shown.scale, shown.cards, shown.rows, shown.drawing) == ("", (), (), None)
    assert "under Scales" in shown.empty
    assert summary(library, []) == "No score is recorded."


def test_every_outcome_has_a_card_with_definition_source_and_standing(library):
    shown = view(library, madrs(36, 9, 24, 26))
    assert [one.id for one in shown.cards] == ["response", "partial", "none", "remission", "relapse", "loss_of_gain", "recovery"]
    words = {word for _mark, word, _meaning in terms.STATUSES.values()}
    for one in shown.cards:
        assert one.question.endswith("?")
        assert one.says.endswith(".")
        assert one.because
        assert one.sources[0].status in words
    assert card(shown, "relapse").verdict.word == f"Met since 16{NBSP}Mar{NBSP}2026"
    assert (card(shown, "relapse").verdict.mark, card(shown, "response").verdict.mark) == ("caution", "not_met")


def test_the_numbers_of_a_card_are_those_of_the_scale(library):
    relapse = card(view(library, madrs(36, 9)), "relapse")
    assert any("22 or more at two visits" in words for words in relapse.settings)
    remission = card(view(library, [("phq9", "2026-02-02", 20), ("phq9", "2026-03-02", 4)]), "remission")
    assert [words for words in remission.settings if "MADRS" in words] == []
    assert [words.replace(NBSP, " ") for words in remission.settings] == ["Remission on the PHQ-9: 4 points"]


def test_a_relapse_that_is_not_defined_is_said_so_and_not_called_absent(library):
    relapse = card(view(library, [("phq9", "2026-02-02", 20), ("phq9", "2026-03-02", 3), ("phq9", "2026-04-02", 20)]), "relapse")
    assert (relapse.verdict.mark, relapse.verdict.word) == ("not_asked", "Not defined for the PHQ-9")
    assert any("no relapse total" in note for note in relapse.notes)


def test_the_reading_of_relapse_is_told(library):
    assert any(note.startswith("Read as relapse after remission") for note in card(view(library, madrs(36, 9)), "relapse").notes)


def test_the_table_holds_every_score_of_every_scale_newest_first(library):
    scores = [*madrs(36, 18), ("phq9", "2026-02-10", [1] * 8 + [None]), ("phq9", "2026-02-05", 20)]
    rows = view(library, scores).rows
    assert [(row.scale_name, row.total.replace(NBSP, " "), row.fall.replace(NBSP, " ")) for row in rows] == [
        ("MADRS", "18, mild", "50 % lower"),
        ("PHQ-9", "8 to 11, 1 answer missing", "45 to 60 % lower"),
        ("PHQ-9", "20, severe", "baseline"),
        ("MADRS", "36, severe", "baseline"),
    ]
    assert [row.rater for row in rows] == ["clinician", "patient", "patient", "clinician"]


def test_a_score_before_the_baseline_is_told_as_such(library):
    rows = view(library, [("madrs", "2026-01-01", 40), *madrs(36, 18)], sessions=[("esketamine_in", "2026-02-03", 56)]).rows
    assert [row.fall.replace(NBSP, " ") for row in rows] == ["50 % lower", "baseline", "before the baseline"]


def test_another_scale_can_be_shown(library):
    patient = from_case(case_of([*madrs(36, 18), ("phq9", "2026-02-10", 20)]))
    shown = view_outcomes(library, patient, TODAY, "phq9")
    assert (shown.scale, shown.headline.word, [one for one, _words in shown.scales]) == ("phq9", "One score", ["madrs", "phq9"])


def test_a_later_course_is_told_with_its_own_baseline(library):
    sessions = [("esketamine_in", "2026-02-03", 56), ("ketamine_iv", "2026-04-08", 34)]
    facts = view(library, [*madrs(36, 12), ("madrs", "2026-04-07", 30), ("madrs", "2026-05-05", 24)], sessions=sessions).facts
    told = facts[-1].replace(NBSP, " ")
    assert told == "Before the course of ketamine drip from 8 Apr 2026: 30; now 20 % lower."


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (50, 50, "50 % lower"),
        (-10, -10, "10 % higher"),
        (0, 0, "unchanged"),
        (22, 56, "22 to 56 % lower"),
        (-20, -5, "5 to 20 % higher"),
        (-20, 40, "between 20 % higher and 40 % lower"),
        (float("-inf"), 40, "at most 40 % lower"),
    ],
)
def test_a_fall_in_words(low, high, words):
    assert fall_words(low, high).replace(NBSP, " ") == words


def test_visits_in_words():
    assert (visits_words(1), visits_words(2)) == ("once", "at two visits running")


def test_each_headline_has_a_mark_and_a_word():
    assert {"relapse", "remission", "loss_of_gain", "response", "cannot_tell", "partial", "none", "one_score"} == set(HEADLINES)


ANSWERS = st.lists(st.one_of(st.none(), st.integers(0, 2)), min_size=1, max_size=9)


@settings(max_examples=80, deadline=None)
@given(
    scale=st.sampled_from(["madrs", "phq9", "qids_sr16", "hamd17"]),
    values=st.lists(st.one_of(st.integers(0, 27), ANSWERS), min_size=1, max_size=5),
    remissions=st.lists(st.sampled_from(["2026-02-10", "2026-03-10", "2026-04-20"]), unique=True),
)
def test_every_reason_and_question_is_a_sentence(scale, values, remissions):
    scores = [(scale, on, value) for (_scale, on, _value), value in zip(madrs(*values), values, strict=True)]
    course = view(LIBRARY, scores, remissions=remissions)
    for one in course.cards:
        for sentence in (*[reason.text for reason in one.because], *[ask.text for ask in one.asks], *one.notes, *course.facts):
            assert sentence[:1].isupper(), sentence
            assert sentence.endswith((".", "?", ")")), sentence
            assert "None" not in sentence, sentence
            assert "{" not in sentence, sentence
            assert "  " not in sentence, sentence


def test_on_the_cgi_s_neither_remission_nor_relapse_is_judged(library):
    shown = view(library, [("cgi_s", "2026-02-02", 6), ("cgi_s", "2026-03-02", 2)])
    assert [card(shown, name).verdict.word for name in ("remission", "relapse")] == ["Not defined for the CGI-S"] * 2
    assert shown.headline.word == "Response"


def test_the_sentences_are_used_as_they_are_written(library):
    from trd_desk.engine.outcome_course import course_outcomes

    verdict = course_outcomes(library, from_case(case_of(madrs(36, 10, 23))), TODAY).chief.of("loss_of_gain")
    said = reason_sentence(verdict.because[0]).replace(NBSP, " ")
    assert said == "MADRS 36 on 2 February 2026, down to 10, now 23: 50 % of the gain is lost; from 50 % on it counts as lost."
    assert reason_short(verdict.because[0]).replace(NBSP, " ") == "50 % of the gain is lost"
    none = course_outcomes(library, from_case(case_of(madrs(36))), TODAY).chief.of("none")
    assert question_sentence(none.questions[0]) == "What is the MADRS now? A second score shows what has changed."


# ----------------------------------------------------------------------------------------------------------- chart


def boxes(drawing):
    return [(text.text, box_of(text.x, text.y, text.text, text.anchor, size=text.size, bold=text.bold)) for text in drawing.texts()]


def assert_readable(drawing):
    """No label lies over another, and none leaves the drawing."""
    placed = boxes(drawing)
    for (one, a), (other, b) in itertools.combinations(placed, 2):
        air = 3.5  # `box_of` keeps four pixels at both ends
        assert not (a[0] + air < b[2] - air and b[0] + air < a[2] - air and a[1] + 1 < b[3] - 1 and b[1] + 1 < a[3] - 1), (one, other, a, b)
    for words, box in placed:
        assert box[0] >= -5, (words, box)
        assert box[2] <= drawing.width + 5, (words, box)
        assert box[3] <= drawing.height + 5, (words, box)


def invented(seed, count, days, scale, products=("esketamine_in",), treatments=5):
    made = random.Random(seed)
    start = TODAY - dt.timedelta(days=days)
    top = {"madrs": 60, "phq9": 27, "qids_sr16": 27, "hamd17": 52, "cgi_s": 7}[scale]
    scores = []
    for place in range(count):
        on = (start + dt.timedelta(days=round(days * place / max(1, count - 1)))).isoformat()
        items = {"madrs": [1] * 7 + [None] * 3, "phq9": [1] * 6 + [None] * 3}.get(scale)
        scores.append((scale, on, items if items and made.random() < 0.1 else made.randint(1, top)))
    kinds = ["antidepressant", "augmentation", "psychotherapy", "ect", "rtms"]
    listed = []
    for place in range(treatments):
        kind = kinds[place % 5]
        begin = start + dt.timedelta(days=made.randint(-90, max(1, days)))
        end = begin + dt.timedelta(days=made.randint(3, 300))
        one = {"id": f"t{place}", "kind": kind, "episode": "current", "start": begin.isoformat(), "end": end.isoformat()}
        if kind in ("antidepressant", "augmentation"):
            drug = made.choice(["sertraline", "venlafaxine", "lithium", "dextromethorphan-bupropion"])
            one |= {"drug": drug, "doses": [{"mg": 50, "weeks": 2}, {"mg": 150, "weeks": 4}, {"mg": 225}]}
        listed.append(one)
    sessions = [
        (product, (start + dt.timedelta(days=2 + place * max(1, days // 40))).isoformat(), made.choice([56, 84]))
        for product in products
        for place in range(min(30, max(1, days // 3)))
    ]
    return from_case(case_of(scores, sessions=[one for one in sessions if one[1] <= TODAY.isoformat()], treatments=listed))


SPREADS = [(1, 7), (2, 7), (3, 30), (12, 90), (40, 400), (60, 365), (200, 2190)]


@pytest.mark.parametrize("width", [LEAST_WIDTH, 700, 1080])
@pytest.mark.parametrize(("count", "days"), SPREADS)
@pytest.mark.parametrize("scale", ["madrs", "phq9", "hamd17", "cgi_s"])
def test_no_label_of_the_chart_lies_over_another(library, scale, count, days, width):
    for seed in range(3):
        drawing = score_chart(library, invented(seed, count, days, scale), TODAY, scale, width)
        assert drawing.width == width
        assert_readable(drawing)


def test_two_products_have_lanes_of_their_own(library):
    drawing = score_chart(library, invented(4, 20, 200, "madrs", ("esketamine_in", "ketamine_iv")), TODAY, None, 960)
    words = [text.text for text in drawing.texts()]
    assert "Esketamine spray" in words
    assert "Ketamine drip" in words
    assert_readable(drawing)


def test_the_chart_shows_each_score_by_who_rated_and_breaks_at_a_gap(library):
    patient = from_case(case_of([("phq9", "2026-02-02", 20), ("phq9", "2026-03-02", [1] * 6 + [None] * 3), ("phq9", "2026-04-02", 10)]))
    drawing = score_chart(library, patient, TODAY, None, 960)
    rects = [one for one in drawing.shapes if isinstance(one, Rect)]
    squares = [one for one in rects if (one.fill, one.stroke, one.stroke_width) == ("bg_surface", "text", 2)]
    bars = [one for one in drawing.shapes if isinstance(one, Rect) and one.hatch == "rising"]
    assert (len(squares), len(bars)) == (3, 2)  # one of each stands in the legend
    assert not [one for one in drawing.shapes if isinstance(one, Circle)]
    assert "6–15?" in [text.text for text in drawing.texts()]
    joined = [one for one in drawing.shapes if type(one).__name__ == "Line" and one.stroke == "line_strong" and one.width == 1.5]
    assert joined == []


def test_the_chart_says_its_limits_in_words(library):
    words = [text.text for text in score_chart(library, from_case(case_of(madrs(36, 20, 9))), TODAY, None, 960).texts()]
    for one in ("baseline 36", "response 18", "remission 10", "relapse 22", "moderate 20", "MADRS, 0 to 60", "today"):
        assert one in words


def test_every_part_of_the_practice_course_can_be_read_aloud(library):
    patient = practice(library, "trd-0152")
    drawing = score_chart(library, patient, dt.date(2026, 5, 30), None, 960)
    names = [child.name.replace(NBSP, " ") for child in drawing.children]
    assert "25 Feb 2026: MADRS 36, the baseline, rated by clinician" in names
    assert "30 Mar 2026: MADRS 10, 72 % lower than the baseline, rated by clinician" in names
    assert "Esketamine spray 56 mg: 2 sessions, 2 – 5 Mar 2026" in names
    assert "Sertraline, 9 Feb 2026, ongoing: 50 mg, 100 mg from 23 Feb 2026, 150 mg from 6 Apr 2026" in names
    assert drawing.name.replace(NBSP, " ") == "MADRS over time, 4 scores: baseline 36 on 25 Feb 2026, latest 9 on 25 May 2026."
    assert_readable(drawing)


def test_decisions_and_reviews_are_told_apart_by_their_shape(library):
    decided = {"point": "induction_end", "product": "esketamine_in", "on": "2026-03-02", "decision": "continue"}
    entries = [
        Draft("p", "patient", "id", "V2"),
        Draft("p", "score", "a", {"scale": "madrs", "on": "2026-02-02", "total": 30}),
        Draft("p", "course_decision", "esketamine_in/induction_end/1", decided),
        Draft("p", "review", "r1", {"on": "2026-04-02", "severity": "mild"}),
    ]
    patient = fold(Entry(n, f"e{n}", "p", one.kind, one.key, one.value, "2026-02-01T10:00:00Z", 0, "Dr A", "") for n, one in enumerate(entries, 1))
    drawing = score_chart(library, patient, TODAY, None, 960)
    diamonds = [one.fill for one in drawing.shapes if isinstance(one, Polygon)]
    assert sorted(diamonds) == ["bg_surface", "bg_surface", "text", "text"]  # each also in the legend
    assert {"continue", "decision", "review"} <= {text.text for text in drawing.texts()}
    assert "Review, 2 Apr 2026: mild" in [child.name.replace(NBSP, " ") for child in drawing.children]


def test_sessions_that_are_not_drawn_are_counted_and_a_planned_dose_is_said_to_be_one(library):
    log = CourseLog().given("2025-06-01", "2025-06-08", "02-03").score("02-01", 30).score("02-20", 12)
    log.given("02-10", mg=None, planned={"dose_mg": 84}, leaving={"at": "12:00"})
    log.entries[-1].value["given"] = {"start": "10:00"}
    log.told("session", "k9", {"product": "esketamine_in", "given": {"dose_mg": 56}})
    view = view_outcomes(library, log.patient(), dt.date(2026, 3, 1))
    assert view.chart_notes == ("2 sessions lie before the chart.", "1 session has no recorded day and is not drawn.")
    assert any(f"84{NBSP}mg planned" in child.name for child in view.drawing.children)


def test_undated_treatments_are_named_and_not_drawn(library):
    treatments = [{"id": "t1", "kind": "antidepressant", "episode": "current", "drug": "sertraline"}]
    shown = view(library, madrs(36, 9), treatments=treatments)
    assert shown.chart_notes == ("Not drawn, because no start is recorded: sertraline.",)
    assert "Sertraline" not in [text.text for text in shown.drawing.texts()]


def test_every_practice_patient_has_a_readable_chart_or_none(library):
    for file in practice_files():
        patient = practice(library, file.stem)
        days = [score.on for score in patient.case.scores]
        drawing = score_chart(library, patient, max(days, default=TODAY) + dt.timedelta(days=5), None, 960)
        assert (drawing is None) == (not days)
        if drawing is not None:
            assert_readable(drawing)


def test_the_widths_of_the_metrics_are_used(library):
    """The words at the right of the limits have their room."""
    drawing = score_chart(library, from_case(case_of(madrs(60, 30))), TODAY, None, LEAST_WIDTH)
    words = next(text for text in drawing.texts() if text.text.startswith("remission"))
    assert words.x + text_width(words.text, "small") <= drawing.width
