"""The scores of a record as points: with the entry that each came from, its total or the totals still possible, and who rated."""

import datetime as dt
import json

from trd_desk.content.library import Library
from trd_desk.content.scale_models import Scale
from trd_desk.engine.outcome_results import Rater, ScorePoint
from trd_desk.engine.scales import score_state
from trd_desk.engine.verdict import Question
from trd_desk.record.course_facts import ScoreAboutFact
from trd_desk.record.fold import Patient
from trd_desk.record.models import Score


def score_points(library: Library, patient: Patient, today: dt.date) -> tuple[ScorePoint, ...]:
    """Every score up to a day, in the order of their days and, within a day, of their entries."""
    about = patient.facts("score_about", ScoreAboutFact)
    found = []
    for key, score in _scores(patient):
        if score.on > today:
            continue
        scale = library.scale(score.scale)
        state = score_state(scale, score.items, score.total)
        told = about.get(key)
        rater = told.by if told is not None else _rater(scale)
        missing = state.missing if score.items is not None else ()
        found.append(ScorePoint(key, score.scale, score.on, state.total, state.low, state.high, rater, missing))
    return tuple(sorted(found, key=lambda point: point.on))


def total_question(point: ScorePoint) -> Question:
    """What would give a score its total."""
    told = {"scale": point.scale, "day": point.on, "missing": len(point.missing), "key": point.key}
    return Question("score_total", f"scores.{point.scale}", told)


def _scores(patient: Patient) -> list[tuple[str, Score]]:
    """The scores with the keys of their entries; those of a bare case file are numbered as its entries would be."""
    keys = [key for kind, key in patient.answers if kind == "score"]
    if not keys:
        return [(f"s{place}", score) for place, score in enumerate(patient.case.scores, 1)]
    unreadable = {key for kind, key in patient.unreadable if kind == "score"}
    values = [(key, patient.value("score", key)) for key in keys if key not in unreadable]
    return [(key, Score.model_validate_json(json.dumps(value))) for key, value in values if value is not None]


def _rater(scale: Scale) -> Rater | None:
    return None if scale.rated_by == "either" else scale.rated_by
