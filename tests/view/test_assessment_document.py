import pytest

from trd_desk.record.fold import Patient
from trd_desk.view.assessment_document import view_assessment_document
from trd_desk.view.definitions import view_definitions
from trd_desk.view.pathways import view_pathways
from trd_desk.view.plain import NBSP


def clear(text):
    return text.replace(NBSP, " ")


@pytest.fixture(scope="module")
def paper(library, okafor):
    return view_assessment_document(library, *okafor)


def test_paper_shows_what_the_screen_shows(library, okafor, paper):
    definitions, pathways = view_definitions(library, *okafor), view_pathways(library, *okafor)
    assert paper.definitions == definitions.rows
    assert paper.stagings == definitions.stagings
    assert paper.ladders == pathways.ladders
    assert paper.drawing == pathways.drawing
    assert paper.licences == pathways.cards


def test_in_short(paper):
    texts = [clear(part.text) for part in paper.in_short]
    assert texts == [
        "Unipolar depression, moderate, 14 months.",
        "Two different antidepressants failed at an adequate dose and length in this episode.",
        "Five of nine definitions met, two not met, two cannot be told.",
        "Two answers are missing: whether mirtazapine was taken as prescribed and the lithium level.",
    ]
    assert paper.in_short[-1].bold == "Two answers are missing:"


def test_head_of_the_paper(paper):
    assert (paper.name, clear(paper.who), paper.number) == ("Daniel Okafor", "male, born 4 June 1978", "TRD-0151")
    assert clear(paper.as_of) == "As of 17 March 2026"
    assert paper.content.startswith("Content 2026.11, sha256:")
    assert paper.purpose.endswith("It does not diagnose, prescribe or replace watching the patient.")


def test_asked_line_tells_none_from_not_asked(paper):
    assert paper.asked_line == "Asked, none: combination, ECT, ketamine. Not asked, or the list is not complete: rTMS."


def test_works_are_numbered_and_named_once(library, paper):
    assert [work.number for work in paper.sources] == list(range(1, len(paper.sources) + 1))
    citations = [work.citation for work in paper.sources]
    assert len(set(citations)) == len(citations)
    assert all(work.grade and work.used_for for work in paper.sources)
    assert library.source("sforzini_2022").citation in citations
    assert "doi 10.1038/s41380-021-01381-x" in [work.identifier for work in paper.sources]


def test_every_rule_in_force_stands_with_its_status_and_review(paper, okafor):
    names = {line.text.split(":")[0] for line in paper.standing}
    assert {"FDA / EMA", "Maudsley", "CANMAT 2023", "Minimum doses"} <= names
    assert all(line.status and line.review for line in paper.standing)


def test_decisions_and_workup_are_printed(library, okafor):
    patient, assessment = okafor
    decided = Patient(
        key="p",
        case=patient.case,
        decisions={
            "cardiovascular_disease": {"text": "Go on with closer readings", "reason": "Cardiologist agrees", "by": "Dr K. Osei"}
        },
        workup={"ecg": {"done_on": "2026-03-01", "result": "normal"}},
    )
    paper = view_assessment_document(library, decided, assessment)
    assert paper.decisions == (
        "Cardiovascular disease: Decision recorded by Dr K. Osei: Go on with closer readings. Reason: Cardiologist agrees.",
    )
    assert any("ECG: 1 March 2026: normal" in clear(line) for line in paper.workup)


def test_stop_is_said_in_short(library, judge):
    body = {"format": "trd-desk-case/1", "patient": {"id": "X"}, "conditions": {"aneurysmal_vascular_disease": True}}
    paper = view_assessment_document(library, *judge(body))
    assert "A stop condition is recorded." in [part.text for part in paper.in_short]
    assert paper.safety[0].mark == "stop"
    assert paper.name == "No name"
