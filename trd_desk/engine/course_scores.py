"""The scores of one course: where it began, the fall since, and the first response (decisions 20 and 50).

The scale is the one with the most scores, the baseline the last score on or before the first session's day, else the first score. A
course whose beginning is not in the record has a baseline only where a score lies before it. A score whose items are not all answered
has no total here; it is named, and nothing is said in its place.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from trd_desk.content.library import Library
from trd_desk.engine.course_results import CoursePosition
from trd_desk.engine.facts import Facts
from trd_desk.engine.outcome_results import ScorePoint
from trd_desk.engine.outcomes import chief_scale, fall_percent, known_scores
from trd_desk.engine.score_points import score_points
from trd_desk.engine.verdict import Tri
from trd_desk.record.fold import Patient

Scored = tuple[dt.date, float]


@dataclass(frozen=True, slots=True)
class CourseScores:
    """Scores of a course on one scale, each with its day, oldest first; `after` are those since the baseline.

    `fall` is the fall from the baseline to the latest in per cent, `responded` whether any score since was a response and
    `response_on` the day of the first of them; None where no score tells. `open` are the scores since without a total; while one of them
    is the newest, `response` is None.
    """

    scale: str
    baseline: Scored | None
    after: tuple[Scored, ...]
    fall: float | None
    response: Tri
    responded: Tri
    response_on: dt.date | None
    open: tuple[ScorePoint, ...] = ()

    @property
    def latest(self) -> Scored | None:
        """The latest score since the baseline."""
        return self.after[-1] if self.after else None


def course_scores(library: Library, patient: Patient, position: CoursePosition, today: dt.date) -> CourseScores:
    """The scores that tell how a course goes, up to a day."""
    scores = known_scores(Facts(patient.case, library, today))
    if not scores:
        return CourseScores(library.names("scale_order")[0], None, (), None, None, None, None)
    scale = chief_scale(library, scores)
    told = [(score.on, score.total) for score in scores if score.scale == scale and score.total is not None]
    place = _baseline(told, position)
    if place is None:
        return CourseScores(scale, None, tuple(told), None, None, None, None)
    baseline, after = told[place], tuple(told[place + 1 :])
    every = sum(one.scale == scale and one.on <= today for one in patient.case.scores)
    points = score_points(library, patient, today) if every > len(told) else ()
    open_ = tuple(one for one in points if one.scale == scale and not one.known and one.on > baseline[0])
    cut = library.number("response_fall_percent")
    falls = [(day, fall_percent(baseline[1], total)) for day, total in after]
    reached = [day for day, fall in falls if fall is not None and fall >= cut]
    fall = falls[-1][1] if falls else None
    return CourseScores(
        scale=scale,
        baseline=baseline,
        after=after,
        fall=fall,
        response=None if fall is None or any(one.on > after[-1][0] for one in open_) else fall >= cut,
        responded=True if reached else None if open_ or fall is None else False,
        response_on=reached[0] if reached else None,
        open=open_,
    )


def _baseline(told: Sequence[Scored], position: CoursePosition) -> int | None:
    begins = position.begins
    before = [place for place, (day, _total) in enumerate(told) if begins is not None and day <= begins]
    if before:
        return before[-1]
    return None if position.joined or begins is None else 0
