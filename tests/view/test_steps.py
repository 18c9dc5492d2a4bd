import dataclasses

from trd_desk.record.entries import Entry
from trd_desk.view.steps import view_steps


def test_steps_say_what_they_still_need(library, okafor):
    steps = {step.id: (step.title, step.mark, step.words) for step in view_steps(library, *okafor)}
    assert list(steps) == ["history", "definitions", "pathways", "safety", "sessions", "outcomes", "documents"]
    assert steps["history"] == ("History", "cannot_tell", "2 answers missing")
    assert steps["definitions"] == ("Definitions", "cannot_tell", "5 met, 2 cannot tell")
    assert steps["pathways"] == ("Pathways", "met", "Criteria met in 5 of 9")
    assert steps["safety"][1] == "cannot_tell"
    # No session yet: no response to nothing is not told.
    assert steps["outcomes"][1:] == ("tick", "MADRS 31 on 12\u00a0Mar\u00a02026")
    assert steps["documents"] == ("Documents", "due", "Nothing printed")
    patient, assessment = okafor
    made = tuple(Entry(seq, str(seq), "p", "document", str(seq), {"document": "assessment"}, "", 0, "x", "2026.11") for seq in (1, 2))
    assert view_steps(library, dataclasses.replace(patient, documents=made), assessment)[-1].words == "2 made"


def test_stop_condition_leads_the_step(library, judge):
    body = {"format": "trd-desk-case/1", "patient": {"id": "X"}, "conditions": {"aneurysmal_vascular_disease": True}}
    steps = {step.id: step for step in view_steps(library, *judge(body))}
    assert (steps["pathways"].mark, steps["pathways"].words) == ("stop", "Stop condition")
