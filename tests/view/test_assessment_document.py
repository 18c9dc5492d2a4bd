import datetime as dt

import pytest

from trd_desk.engine.assess import assess
from trd_desk.record.fold import Patient
from trd_desk.view.approval import Approval, approval_words
from trd_desk.view.assessment_document import view_assessment_document
from trd_desk.view.cards import view_definition_card
from trd_desk.view.definitions import view_definitions
from trd_desk.view.pathways import view_pathways
from trd_desk.view.plain import NBSP
from trd_desk.view.report import report


def clear(text):
    return text.replace(NBSP, " ")


@pytest.fixture(scope="module")
def paper(library, okafor):
    return view_assessment_document(library, *okafor)


def test_paper_shows_what_the_screen_shows(library, okafor, paper):
    definitions, pathways = view_definitions(library, *okafor), view_pathways(library, *okafor)
    assert [(row.name, row.verdict, row.cells) for row in paper.definitions] == [
        (row.name, row.verdict, row.cells) for row in definitions.rows
    ]
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
    assert clear(paper.content) == "Content 2026.12, review by May 2027"
    assert paper.fingerprint.startswith("Content 2026.12, sha256:") and paper.digest in paper.fingerprint
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


def test_every_rule_in_force_stands_with_its_status_review_and_work(paper):
    rules = [clear(rule) for standing in paper.standing for rule in standing.rules]
    for name in ("FDA / EMA", "Maudsley", "CANMAT 2023", "Minimum doses"):
        assert any(rule.startswith(f"{name} [") for rule in rules), name
    number = next(work.number for work in paper.sources if "Mol Psychiatry" in work.citation)
    assert f"Delphi TRD [{number}], Table 1" in rules
    assert all(standing.status and clear(standing.review).startswith("review by") for standing in paper.standing)
    assert len({(standing.status, standing.review) for standing in paper.standing}) == len(paper.standing)


def test_only_works_that_a_shown_verdict_rests_on_are_listed(paper):
    assert 10 <= len(paper.sources) <= 22


def test_a_rule_past_its_review_is_named_in_a_warning(library, okafor):
    patient, _assessment = okafor
    late = assess(library, patient.case.model_copy(update={"as_of": None}), dt.date(2027, 6, 1))
    paper = view_assessment_document(library, patient, late)
    assert clear(paper.content) == "Content 2026.12, review was due by May 2027"
    assert [remark.mark for remark in paper.overdue] == ["late"]
    assert "GSRD (May 2027)" in clear(paper.overdue[0].text)
    assert "Delphi TRD" not in paper.overdue[0].text
    assert [standing.status for standing in paper.standing if standing.overdue] == ["Provisional"]
    card = view_definition_card(library, patient, late, "gsrd")
    assert (card.sources[0].mark, clear(card.sources[0].review)) == ("late", "review was due by May 2027")


def test_no_rule_is_past_its_review_now(paper):
    assert paper.overdue == ()


def test_the_place_of_ketamine_in_short(paper):
    assert [(remark.mark, remark.text) for remark in paper.place] == [
        ("not_met", "Not yet: NICE as reported, FDA acute suicidality, EMA emergency."),
        ("met", "Criteria met: CANMAT 2023, Expert panel 2021, FDA licence, EMA and UK licence."),
        ("not_recommended", "Not recommended by this body: NICE TA854."),
    ]


def test_lithium_is_shown_by_its_level_and_no_dose_is_a_question_mark(paper, library, okafor):
    lithium = next(row for row in paper.treatments if "lithium" in row.name)
    assert (lithium.name, lithium.group, lithium.doses, clear(lithium.least)) == (
        "+ lithium",
        "added",
        "level not given",
        "0.5 mmol/L",
    )
    assert "?" not in lithium.detail
    assert "? mg" not in clear(report(library, *okafor))


def test_none_is_said_as_none(library, judge):
    paper = view_assessment_document(library, *judge({"format": "trd-desk-case/1", "patient": {"id": "X"}}))
    assert not [part.text for part in paper.in_short if "no not met" in part.text or "No of" in part.text]


def test_a_note_that_several_share_is_printed_once(library, judge):
    relatives = [
        {
            "id": f"t{place}",
            "kind": "antidepressant",
            "episode": "current",
            "drug": drug,
            "doses": [{"mg": mg, "weeks": 8}],
            "improvement_percent": 0,
            "adherence_percent": 100,
            "stop_reason": "no_effect",
        }
        for place, (drug, mg) in enumerate((("citalopram", 40), ("escitalopram", 20)), 1)
    ]
    body = {"format": "trd-desk-case/1", "patient": {"id": "X"}, "episode": {"diagnosis": "unipolar"}, "treatments": relatives}
    paper = view_assessment_document(library, *judge(body))
    sentences = [note.partition(": ")[2] for note in paper.notes if ": " in note]
    assert len(set(sentences)) == len(sentences)


def test_approval_holds_only_for_the_content_that_was_approved(paper):
    approval = Approval("Dr K. Osei", dt.date(2026, 11, 20), paper.digest)
    assert clear(approval_words(approval, paper.digest)) == "approved for this clinic by Dr K. Osei on 20 November 2026"
    for other in (None, approval._replace(digest="sha256:0"), approval._replace(name=" ")):
        assert approval_words(other, paper.digest) == "not yet approved by this clinic"


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
