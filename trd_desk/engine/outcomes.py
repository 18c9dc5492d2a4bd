"""Response, remission and the end of the episode (decisions 20, 50, 59, 67, 69)."""

from collections import Counter

from trd_desk.engine.facts import Facts
from trd_desk.engine.scales import total_of
from trd_desk.engine.verdict import OutcomeResult, Tri
from trd_desk.record.models import Score


def outcome(facts: Facts) -> OutcomeResult:
    """The course on the scale with the most scores up to the day of the question."""
    scores = _known(facts)
    ended = episode_ended(facts, scores)
    if not scores:
        return OutcomeResult(None, None, None, None, None, None, ended)
    order = facts.library.names("scale_order")
    counted = Counter(score.scale for score in scores)
    scale = min(counted, key=lambda name: (-counted[name], order.index(name)))
    course = [score for score in scores if score.scale == scale]
    first_session = min((session.on or facts.as_of for session in facts.case.sessions), default=None)
    before = [score for score in course if first_session is not None and score.on <= first_session]
    baseline = (before[-1] if before else course[0]).total
    latest = course[-1].total
    if baseline is None or latest is None:
        return OutcomeResult(scale, baseline, latest, None, None, None, ended)
    fall = round((baseline - latest) / baseline * 100, 2) if baseline else None
    cut = remission_cut(facts, scale)
    return OutcomeResult(
        scale=scale,
        baseline=baseline,
        latest=latest,
        fall_percent=fall,
        response=None if fall is None else (baseline - latest) / baseline * 100 >= facts.library.number("response_fall_percent"),
        remission=None if cut is None else latest <= cut,
        episode_ended=ended,
    )


def remission_cut(facts: Facts, scale: str) -> float | None:
    """The highest total that is remission on a scale, or None where there is none (CGI-S)."""
    name = f"remission_{scale}"
    known = {setting.id for setting in facts.library.setting_table.setting}
    return facts.library.number(name) if name in known else None


def _known(facts: Facts) -> list[Score]:
    """The scores up to the day of the question with their totals, in the order of their days."""
    listed = [
        score if score.total is not None else Score(scale=score.scale, on=score.on, total=total, items=score.items)
        for score in facts.case.scores
        if score.on <= facts.as_of and (total := total_of(score, facts.library)) is not None
    ]
    return sorted(listed, key=lambda score: score.on)


def episode_ended(facts: Facts, scores: list[Score]) -> Tri:
    """Yes after the setting's days between first and last recorded remission, with no score above its cut between and the latest not above it."""
    days = sorted(day for day in facts.case.episode.remission_dates if day <= facts.as_of)
    if not days:
        return False if scores else None
    above = [score for score in scores if (cut := remission_cut(facts, score.scale)) is not None and score.total is not None and score.total > cut]
    between = any(days[0] <= score.on <= days[-1] for score in above)
    latest_above = bool(scores) and scores[-1] in above
    return (days[-1] - days[0]).days >= facts.library.number("episode_end_days") and not between and not latest_above
