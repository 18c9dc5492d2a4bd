"""Response, remission and the end of the episode (decisions 20, 50, 59, 67, 69)."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from trd_desk.content.library import Library
from trd_desk.engine.facts import Facts
from trd_desk.engine.scales import total_of
from trd_desk.engine.verdict import OutcomeResult, Tri
from trd_desk.record.models import Score


def outcome(facts: Facts, cancelled: Collection[str] = ()) -> OutcomeResult:
    """The course on the scale with the most scores up to the day of the question; sessions that were `cancelled` do not begin it."""
    scores = known_scores(facts)
    ended = episode_ended(facts, scores)
    if not scores:
        return OutcomeResult(None, None, None, None, None, None, ended)
    scale = chief_scale(facts.library, scores)
    course = [score for score in scores if score.scale == scale]
    # A session that is still to come has changed nothing yet.
    days = [session.on or facts.as_of for session in facts.case.sessions if session.id not in cancelled]
    first_session = min((day for day in days if day <= facts.as_of), default=None)
    place = baseline_place([score.on for score in course], first_session)
    baseline, latest = course[place].total, course[-1].total
    if baseline is None or latest is None:
        return OutcomeResult(scale, baseline, latest, None, None, None, ended)
    fall = fall_percent(baseline, latest)
    cut = remission_cut(facts.library, scale)
    return OutcomeResult(
        scale=scale,
        baseline=baseline,
        latest=latest,
        fall_percent=None if fall is None else round(fall, 2),
        response=None if fall is None else fall >= facts.library.number("response_fall_percent"),
        remission=None if cut is None else latest <= cut,
        episode_ended=ended,
    )


def chief_scale(library: Library, scores: Iterable[Score]) -> str:
    """The scale with the most scores, on a tie by the order of the settings (decisions 50 and 67)."""
    order = library.names("scale_order")
    counted = Counter(score.scale for score in scores)
    return min(counted, key=lambda name: (-counted[name], order.index(name)))


def baseline_place(days: Sequence[dt.date], first_session: dt.date | None) -> int:
    """Which of the scores, given by their days in order, is the baseline: the last by the first session's day, else the first (decision 50)."""
    before = [place for place, day in enumerate(days) if first_session is not None and day <= first_session]
    return before[-1] if before else 0


def fall_percent(baseline: float, later: float) -> float | None:
    """The fall from the baseline in per cent, unrounded; None from a baseline of nought."""
    return (baseline - later) / baseline * 100 if baseline else None


def remission_cut(library: Library, scale: str) -> float | None:
    """The highest total that is remission on a scale, or None where there is none (CGI-S)."""
    name = f"remission_{scale}"
    known = {setting.id for setting in library.setting_table.setting}
    return library.number(name) if name in known else None


def known_scores(facts: Facts) -> list[Score]:
    """The scores up to the day of the question with their totals, in the order of their days; those without a total are left out."""
    listed = [
        score if score.total is not None else Score(scale=score.scale, on=score.on, total=total, items=score.items)
        for score in facts.case.scores
        if score.on <= facts.as_of and (total := total_of(score, facts.library)) is not None
    ]
    return sorted(listed, key=lambda score: score.on)


def remission_days(facts: Facts) -> list[dt.date]:
    """The days on which remission was recorded, up to the day of the question, in order."""
    return sorted(day for day in facts.case.episode.remission_dates if day <= facts.as_of)


def episode_ended(facts: Facts, scores: list[Score]) -> Tri:
    """Yes after the setting's days between first and last recorded remission, with no score above its cut between and the latest not above it."""
    days = remission_days(facts)
    if not days:
        return False if scores else None
    above = [
        score for score in scores if (cut := remission_cut(facts.library, score.scale)) is not None and score.total is not None and score.total > cut
    ]
    between = any(days[0] <= score.on <= days[-1] for score in above)
    latest_above = bool(scores) and scores[-1] in above
    return (days[-1] - days[0]).days >= facts.library.number("episode_end_days") and not between and not latest_above
