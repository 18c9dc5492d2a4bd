import pytest

from trd_desk.view.cards import view_definition_card, view_staging_card
from trd_desk.view.definitions import view_definitions
from trd_desk.view.plain import NBSP
from trd_desk.view.settle import MOST_TRIED
from trd_desk.view.shapes import Polygon, Rect


def clear(text):
    return text.replace(NBSP, " ")


@pytest.fixture(scope="module")
def view(library, okafor):
    return view_definitions(library, *okafor)


def test_headline_says_that_one_answer_settles_both(view):
    assert [(part.mark, part.word) for part in view.headline] == [
        ("met", "5 met"),
        ("not_met", "2 not met"),
        ("cannot_tell", "2 cannot tell, one answer settles both"),
    ]


def test_columns_head_the_trials(view):
    columns = {column.drug: column for column in view.columns}
    assert clear(columns["sertraline"].name) == "sertraline, 150 mg, 14 wk, 20 %"
    assert clear(columns["escitalopram"].detail) == "2 weeks"
    assert clear(columns["duloxetine"].detail) == "3 wk so far"


def test_table_is_in_the_order_of_the_content(library, view):
    shown = [row.id for row in view.rows]
    assert shown == [definition.id for definition in library.definitions if definition.id in shown]


@pytest.mark.parametrize(
    ("definition", "asks_for", "verdict", "also"),
    [
        ("fda_ema", "2 × 6 wk", "Met", None),
        ("literature_with_psychotherapy", "2 × 6 wk", "Not met", ("not_met", "therapy")),
        ("early_stage", "1 × 6 wk", "Met", None),
        ("refractory", "3 × 6 wk", "Not met", ("not_met", "ECT")),
        ("delphi_trd", "2 × 4 wk", "Cannot tell", None),
        ("delphi_prd", "1 × 4 wk", "Cannot tell", ("cannot_tell", "TRD?")),
        ("gsrd", "2 × 4 wk", "Met", ("met", "MADRS 31")),
    ],
)
def test_rows(view, definition, asks_for, verdict, also):
    row = next(row for row in view.rows if row.id == definition)
    assert clear(row.asks_for) == asks_for
    assert row.verdict.word == verdict
    assert (None if row.also is None else (row.also.mark, row.also.word)) == also


def test_cells_carry_a_mark_two_words_and_a_sentence(view):
    delphi = next(row for row in view.rows if row.id == "delphi_trd")
    assert [clear(cell.state.word) for cell in delphi.cells] == ["2 wk", "counts", "35 %", "low dose", "taken?", "3 wk"]
    assert all(cell.state.sentence.endswith(".") for cell in delphi.cells)
    assert all(len(cell.state.word) <= 10 for row in view.rows for cell in row.cells)


def test_card_says_beforehand_what_each_answer_would_give(library, okafor):
    card = view_definition_card(library, *okafor, "delphi_trd")
    assert card.question == "Did two treatments help by less than 25 %?"
    (ask,) = card.asks
    assert ask.outlook == "Yes: met. No: not met, and Delphi partial is met instead."
    assert [(choice.label, choice.key, choice.value, choice.outcome) for choice in ask.choices][:2] == [
        ("Yes", "Y", True, "met"),
        ("No", "N", False, "not met, and Delphi partial is met instead"),
    ]
    assert ask.choices[2].chosen
    assert card.sources[0].status == "Verified"
    assert card.sources[0].doi == "10.1038/s41380-021-01381-x"
    assert clear(card.sources[0].review) == "review by November 2027"
    assert "Adherence needed: 80 %" in [clear(setting) for setting in card.settings]


def test_definition_that_waits_for_another_asks_its_question(library, okafor):
    card = view_definition_card(library, *okafor, "delphi_prd")
    assert [ask.outlook for ask in card.asks] == ["Yes: not met, and Delphi TRD is met instead. No: met."]


def test_because_begins_with_what_counted(library, okafor):
    marks = [remark.mark for remark in view_definition_card(library, *okafor, "fda_ema").because]
    assert marks == sorted(marks, key=["met", "cannot_tell", "not_met"].index)


def test_a_number_is_never_given_in_place(library, okafor):
    """Trying a level out must not offer to record it."""
    card = view_staging_card(library, *okafor, "mgh_s")
    (ask,) = card.asks
    assert ask.choices == ()
    assert clear(ask.outlook) == "0.5 mmol/L or more: 4. Below 0.5 mmol/L: 3.5."


def test_many_open_questions_are_not_tried_one_by_one(library, judge):
    trials = [
        {"id": f"t{n}", "kind": "antidepressant", "drug": drug}
        for n, drug in enumerate(("sertraline", "venlafaxine", "mirtazapine"))
    ]
    patient, assessment = judge({"format": "trd-desk-case/1", "patient": {"id": "X"}, "treatments": trials})
    card = view_definition_card(library, patient, assessment, "fda_ema")
    assert len(card.asks) > MOST_TRIED
    assert {ask.outlook for ask in card.asks} == {""}
    assert any(ask.choices for ask in card.asks)


def test_checklist_shows_its_factors_and_no_verdict(library, okafor, view):
    row = view.rows[-1]
    assert row.id == "difficult_to_treat"
    assert row.verdict.mark == "note"
    card = view_definition_card(library, *okafor, "difficult_to_treat")
    assert len(card.factors) == 20
    assert {factor.mark for factor in card.factors} == {"met", "not_met", "not_asked"}


def test_stages_in_words(view):
    rows = {row.id: row for row in view.stagings}
    assert rows["maudsley"].value == "6 to 7"
    assert rows["maudsley"].remark.text == "History 3 to 4, state now 3; mild or moderate; depends on the lithium level"
    assert rows["mgh_s"].value == "3.5 to 4"
    assert rows["thase_rush"].value == "II of V"
    assert rows["european_staging"].value == "TRD 1"
    assert rows["athf_count"].value == "2 to 3"
    assert (rows["maudsley"].span, rows["thase_rush"].span, rows["mgh_s"].span) == ("3–15", "0–V", "from 0")


def test_bar_shows_history_state_and_the_unknown_part_in_proportion(view):
    bar = next(row.drawing for row in view.stagings if row.id == "maudsley")
    history, state, unknown = [shape for shape in bar.shapes if isinstance(shape, Rect)][1:4]
    assert (history.fill, state.hatch, unknown.hatch) == ("figure_strong", "level", "rising")
    assert history.x + history.width == pytest.approx(3 / 15 * 356)
    assert state.x + state.width == pytest.approx(6 / 15 * 356)
    assert unknown.x + unknown.width == pytest.approx(7 / 15 * 356)
    assert [text.text for text in bar.texts()] == ["mild", "moderate", "severe"]


def test_open_end_runs_into_an_arrow_and_no_stage_has_no_bar(library, judge):
    trial = {
        "id": "t",
        "kind": "antidepressant",
        "drug": "sertraline",
        "doses": [{"mg": 100, "weeks": 8}],
        "adherent": True,
        "improvement_percent": 5,
        "episode": "current",
    }
    patient, assessment = judge({"format": "trd-desk-case/1", "patient": {"id": "X"}, "treatments": [trial]})
    rows = {row.id: row for row in view_definitions(library, patient, assessment).stagings}
    assert any(isinstance(shape, Polygon) for shape in rows["athf_count"].drawing.shapes)
    assert rows["athf_count"].value == "1 or more"
    patient, assessment = judge({"format": "trd-desk-case/1", "patient": {"id": "X"}, "asked": ["antidepressant"]})
    rows = {row.id: row for row in view_definitions(library, patient, assessment).stagings}
    assert rows["maudsley"].drawing is None
    assert rows["maudsley"].value == "Does not apply"
