"""Every page of every practice patient, and of one of whom nothing is known: it is made, its texts fit, its words are allowed."""

import re

import pytest

from trd_desk.view.assessment_document import view_assessment_document
from trd_desk.view.cards import view_definition_card, view_staging_card
from trd_desk.view.definitions import view_definitions
from trd_desk.view.header import view_header
from trd_desk.view.history import view_history
from trd_desk.view.pathways import view_pathways
from trd_desk.view.report import report
from trd_desk.view.safety import view_safety
from trd_desk.view.steps import view_steps

FORBIDDEN = re.compile(r"\b(eligible|eligibility|safe|safely)\b|!|\bNone,", re.IGNORECASE)
EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf]")
EPISODES = [{}, {"severity": None, "start": None}, {"diagnosis": "bipolar"}, {"setting": "inpatient"}]


def everything(library, patient, assessment):
    yield view_header(library, patient, assessment)
    yield view_steps(library, patient, assessment)
    yield view_history(library, patient, assessment)
    yield view_definitions(library, patient, assessment)
    yield view_pathways(library, patient, assessment)
    yield view_safety(library, patient, assessment)
    yield view_assessment_document(library, patient, assessment)
    for result in assessment.definitions:
        yield view_definition_card(library, patient, assessment, result.id)
    for result in assessment.staging:
        yield view_staging_card(library, patient, assessment, result.id)


def test_every_text_is_a_text_for_a_clinician(library, practice, practice_name, texts_of):
    for value in everything(library, *practice(practice_name)):
        for text in texts_of(value):
            assert not FORBIDDEN.search(text), text
            assert not EMOJI.search(text), text
            assert "{" not in text, text
            assert ".." not in text.replace("...", ""), text
            assert not re.search(r" [.,;](?!\d)", text), text


def drawn(library, patient, assessment):
    """The pages that hold drawings."""
    return (
        view_history(library, patient, assessment),
        view_definitions(library, patient, assessment),
        view_pathways(library, patient, assessment),
    )


@pytest.mark.parametrize("episode", EPISODES, ids=str)
def test_every_text_of_every_drawing_fits_its_place(library, practice, practice_name, episode, drawings_of):
    for value in drawn(library, *practice(practice_name, **episode)):
        for drawing in drawings_of(value):
            assert drawing.name or not drawing.children
            for text in drawing.texts():
                assert text.fits(), text
                assert -1 <= text.x <= drawing.width + 1, text
                assert 0 <= text.y <= drawing.height, text
            for child in drawing.children:
                assert child.name
                assert child.x >= 0
                assert child.x + child.width <= drawing.width + 0.5


def test_nothing_known_is_shown_as_unknown_and_never_as_no(library, nobody, drawings_of):
    patient, assessment = nobody
    steps = {step.id: step for step in view_steps(library, patient, assessment)}
    assert steps["history"].words == "Nothing entered"
    definitions = view_definitions(library, patient, assessment)
    assert {row.verdict.word for row in definitions.rows} <= {"Cannot tell", "0 factors"}
    assert definitions.columns == ()
    pathways = view_pathways(library, patient, assessment)
    assert {ladder.result.word for ladder in pathways.ladders} == {"Cannot say"}
    assert {row.state.word for group in view_safety(library, patient, assessment).groups for row in group.rows} == {"Not asked"}
    history = view_history(library, patient, assessment)
    assert {chip.state for chip in history.asked} == {"not_asked"}
    assert all(not fact.known for fact in history.facts)
    assert view_header(library, patient, assessment).facts == "age not recorded · sex not recorded · X1"
    for value in everything(library, patient, assessment):
        for drawing in drawings_of(value):
            assert all(text.fits() for text in drawing.texts())


def test_report_is_text_of_eighty_columns_without_the_name(library, practice, practice_name):
    patient, assessment = practice(practice_name)
    text = report(library, patient, assessment)
    long = [line for line in text.splitlines() if len(line) > 80 and " " in line.strip()]
    assert [line for line in long if not re.search(r"\S{70,}", line)] == []
    assert patient.case.patient.name not in text
    assert patient.case.patient.id in text
    assert "\u00a0" not in text


def test_report_says_what_the_pages_say(library, okafor):
    text = " ".join(report(library, *okafor).split())
    assert "Delphi TRD (2 × 4 wk): Cannot tell." in text
    assert "Maudsley (3–15): 6 to 7." in text
    assert "NICE, as reported: Not yet." in text
    assert "(treatments." in text
    assert "It does not diagnose, prescribe or replace watching the patient." in text
