import pytest

from trd_desk.record.fold import Patient
from trd_desk.view.ladder import GAP, LADDER_WIDTH, RUNG_WIDTH
from trd_desk.view.pathways import view_pathways
from trd_desk.view.plain import NBSP
from trd_desk.view.shapes import Mark, Rect


def clear(text):
    return text.replace(NBSP, " ")


@pytest.fixture(scope="module")
def view(library, okafor):
    return view_pathways(library, *okafor)


def failed(number, drug, **more):
    trial = {"id": f"t{number}", "kind": "antidepressant", "drug": drug, "doses": [{"mg": 300, "weeks": 8}], "adherent": True}
    return trial | {"improvement_percent": 10, "episode": "current", "stop_reason": "no_effect"} | more


def case(*treatments, **more):
    body = {"format": "trd-desk-case/1", "patient": {"id": "X", "birth_date": "1980-05-10", "sex": "male"}}
    body["episode"] = {"diagnosis": "unipolar", "severity": "moderate", "setting": "inpatient", "acute_suicidality": False} | {
        "psychiatric_emergency": False
    }
    body["asked"] = ["antidepressant", "augmentation", "combination", "psychotherapy", "ect", "rtms", "ketamine"]
    return body | {"treatments": list(treatments)} | more


def test_newer_edition_stands_in_front_of_the_older(view):
    assert [ladder.id for ladder in view.ladders] == ["nice_reported", "canmat_2023", "expert_panel_2021"]
    assert [ladder.id for ladder in view.ladders[1].older] == ["canmat_2021"]


def test_results_and_what_comes_next(view):
    nice, canmat, panel = view.ladders
    assert (nice.result.mark, nice.result.word, nice.next_label, nice.next_text) == (
        "not_met",
        "Not yet",
        "Next step:",
        "Try a second, different SSRI.",
    )
    assert (canmat.result.word, canmat.next_text) == ("Criteria met", "The clinician decides.")
    assert panel.also[-1].text == "antidepressant now: duloxetine"
    assert nice.also[0].text == "adult, unipolar depression"
    assert (
        view.summary
        == "Two different antidepressants failed at an adequate dose and length in this episode. Criteria met on 2 of 3 ladders."
    )


def test_rungs_are_named_for_screen_readers_in_order(view):
    names = [child.name for child in view.ladders[0].drawing.children]
    assert names == [
        "line 1, SSRI: sertraline, met",
        "line 2, A second SSRI, not met, next step",
        "line 3, Other class: venlafaxine, met",
        "line 4, Augmentation: lithium?, cannot tell",
        "line 5, A combination, not met",
        "line 6, ECT, not met",
        "Sixth line: ketamine drip, five failures said, six listed, not yet",
    ]
    assert view.ladders[0].drawing.children[1].link == "nice_reported:ssri_2"


def test_ladders_stand_on_one_scale(view):
    assert (view.drawing.width, view.drawing.height) == (898, 344)
    assert view.drawing.children[0].width == RUNG_WIDTH
    first, second = (
        next(child for child in view.drawing.children if child.link == f"{name}:result")
        for name in ("canmat_2023", "expert_panel_2021")
    )
    assert second.x - first.x == RUNG_WIDTH + GAP
    assert first.y - second.y == 44
    assert view.ladders[0].drawing.width == LADDER_WIDTH
    assert [text.text for text in view.drawing.texts() if text.text.isdigit()] == ["1", "2", "3", "4", "5", "6", "7"]


def test_ketamine_rung_is_filled_only_when_reached(view):
    fills = {}
    for ladder in view.ladders:
        rung = next(child for child in ladder.drawing.children if child.link.endswith(":result"))
        fills[ladder.id] = next(shape.fill for shape in ladder.drawing.shapes if isinstance(shape, Rect) and shape.y == rung.y)
    assert fills == {"nice_reported": "bg_surface", "canmat_2023": "accent", "expert_panel_2021": "accent"}


def test_patient_place_is_the_highest_line_reached_without_a_gap(view):
    flags = {ladder.id: next(text.y for text in ladder.drawing.texts() if text.text == "Here") for ladder in view.ladders}
    lines = {name: round((46 + 6 * 44 - (y - 4.5)) / 44) + 1 for name, y in flags.items()}
    assert lines == {"nice_reported": 1, "canmat_2023": 2, "expert_panel_2021": 3}
    tags = [text for text in view.drawing.texts() if text.text == "Next"]
    assert len(tags) == 1


def test_stop_shows_on_every_rung_and_its_reason_comes_first(library, judge):
    body = case(failed(1, "sertraline"), failed(2, "venlafaxine"), conditions={"aneurysmal_vascular_disease": True})
    view = view_pathways(library, *judge(body))
    assert {ladder.result.word for ladder in view.ladders} == {"Stop"}
    assert view.stop[0].bold == "Aneurysmal vascular disease"
    for ladder in view.ladders:
        assert any(isinstance(shape, Mark) and shape.kind == "stop" for shape in ladder.drawing.shapes)
        assert any(text.text == "Stop: see above" for text in ladder.drawing.texts())
    cards = {card.id: card.result.word for card in view.cards}
    assert cards.pop("nice_current") == "Not recommended by this body"
    assert set(cards.values()) == {"Stop"}


def test_count_reached_leaves_it_to_the_clinician(library, judge):
    added = {"doses": [{"mg": 300, "weeks": 6}], "with": "t3", "improvement_percent": 10, "episode": "current"}
    body = case(
        failed(1, "sertraline"),
        failed(2, "fluoxetine"),
        failed(3, "venlafaxine"),
        {"id": "a", "kind": "augmentation", "drug": "quetiapine"} | added,
        {"id": "c", "kind": "combination", "drug": "mirtazapine"} | added,
    )
    nice = view_pathways(library, *judge(body)).ladders[0]
    assert nice.result.word == "Count reached, list not complete"
    assert (nice.next_label, nice.next_text) == ("Next step:", "Discuss ECT.")
    assert any(text.text == "5 of 6, the clinician judges" for text in nice.drawing.texts())


def test_cannot_say_asks_and_says_what_the_answer_would_give(library, judge):
    body = case(failed(1, "sertraline"), failed(2, "venlafaxine", adherent=None))
    view = view_pathways(library, *judge(body))
    card = next(card for card in view.cards if card.id == "fda_trd")
    assert card.result.word == "Cannot say"
    assert [ask.outlook for ask in card.asks] == ["Yes: criteria met. No: not yet."]
    assert card.next_text == "Missing: whether venlafaxine was taken as prescribed."


def test_earlier_episode_failures_are_a_question_and_not_a_count(library, judge):
    body = case(failed(1, "sertraline"), failed(2, "venlafaxine", episode="earlier", stop_reason="ongoing"))
    panel = view_pathways(library, *judge(body)).ladders[2]
    assert panel.result.word == "Cannot say"
    assert any("does not say whether they count" in remark.text for remark in panel.because)


def test_recorded_decision_is_shown_with_its_reason(library, okafor):
    patient, assessment = okafor
    decided = Patient(
        key="p",
        case=patient.case,
        decisions={"nice_reported": {"text": "Ketamine outside the list", "reason": "ECT refused.", "by": "Dr K. Osei"}},
    )
    nice = view_pathways(library, decided, assessment).ladders[0]
    assert nice.notes[0] == "Decision recorded by Dr K. Osei: Ketamine outside the list. Reason: ECT refused."


def test_countries_and_alternatives_come_with_their_sources(library, view):
    assert len(view.countries) == len(library.countries.country)
    assert all(row.source and row.since and row.standing.word for row in view.countries)
    assert any(
        row.guideline == "CANMAT 2023" and "Aripiprazole" in row.option and row.evidence == "Level 1" for row in view.alternatives
    )
    assert all(row.source for row in view.alternatives)
