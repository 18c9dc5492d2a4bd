"""Sentences for the outcomes of a course of scores: code, sentence, and the one or two words of a table's cell."""

import math
from collections.abc import Callable, Mapping
from typing import Any, Final

from trd_desk.i18n import _
from trd_desk.view import plain
from trd_desk.view.spoken import Words
from trd_desk.view.terms import N_

OUTCOME_REASONS: Final[Words] = {
    "outcome_fall": (N_("{scale} {from} on {day}, {to} on {other_day}: {fall}."), N_("{fall}")),
    "outcome_one_score": (N_("No score was taken after that of {day}, so nothing has changed yet."), N_("one score")),
    "outcome_no_fall": (N_("From a baseline of 0 no fall in per cent can be worked out."), N_("no fall")),
    "remission_no_cut": (N_("The sources give no total of remission for the {scale}."), N_("no cut")),
    "remission_total": (N_("{scale} {to} on {day}; remission is {cut} or less."), N_("{to}")),
    "remission_earlier": (N_("It was in the range of remission on {day}."), N_("earlier")),
    "relapse_no_total": (N_("The sources give no relapse total for the {scale}."), N_("no total")),
    "relapse_no_remission": (N_("No remission is on record since the baseline, so there is none to relapse from."), N_("no remission")),
    "relapse_remission": (N_("Remission was last on record on {day}."), N_("after remission")),
    "relapse_reached": (N_("{scale} {at_least} or more {visits_words} since then: {days}."), N_("{at_least} or more")),
    "relapse_once": (N_("{scale} {at_least} or more on {days}; relapse is {at_least} or more {visits_words}."), N_("once")),
    "relapse_not_reached": (N_("The {scale} has not been {at_least} or more {visits_words} since then."), N_("not reached")),
    "relapse_open": (N_("A missing total leaves open whether the {scale} was {at_least} or more {visits_words} after remission."), N_("open")),
    "relapse_past": (N_("An earlier relapse, complete on {day}, ended with remission."), N_("an earlier relapse")),
    "gain_no_score": (N_("It takes two scores after the baseline to see a gain and its loss."), N_("too few")),
    "gain_none": (N_("No score between the baseline of {from} and the latest lay below it, so there is no gain to lose."), N_("no gain")),
    "gain_open": (N_("A missing total leaves open whether there was a gain."), N_("open")),
    "gain_lost": (N_("{scale} {from} on {day}, down to {best}, now {to}: {given_back}; from {loss}\u00a0% on it counts as lost."), N_("{given_back}")),
    "gain_small": (N_("The gain was small: {fall} at best, which is less than a partial response of {part}\u00a0%."), N_("a small gain")),
    "recovery_no_dates": (N_("No day of remission is recorded in the history."), N_("no day")),
    "recovery_days": (N_("Remission was recorded first on {day} and last on {other_day}: {days_apart} days; {needed} are asked."), N_("{days_apart} days")),
    "recovery_above": (N_("{scale} {to} on {day} lies above its cut of {cut}."), N_("above the cut")),
}

OUTCOME_QUESTIONS: Final[Words] = {
    "score_total": (N_("What are the missing answers of the {scale} of {day}? Without them it has no total."), N_("the {scale} of {day}")),
    "score_next": (N_("What is the {scale} now? A second score shows what has changed."), N_("a second {scale}")),
    "remission_dates": (N_("On which days was remission recorded?"), N_("the days of remission")),
}


def total_words(low: float, high: float) -> str:
    """A total, or the totals still possible: 9, 16 to 28."""
    return plain.span((low, high))


def fall_words(low: float | None, high: float) -> str:
    """A fall in words: 50 % lower, 10 % higher, unchanged, 22 to 56 % lower; without a lower end it is only known how low it is at most.

    In whole per cent, as under Decisions: a scale of points measures no finer. One that is not nought is told as 1 % at least.
    """
    high = _whole(high)
    if low is None or math.isinf(low):
        return _("at most {percent} lower").format(percent=plain.percent(high)) if high > 0 else _("higher")
    low = _whole(low)
    if low == high:
        if low == 0:
            return _("unchanged")
        return _("{percent} lower").format(percent=plain.percent(low)) if low > 0 else _("{percent} higher").format(percent=plain.percent(-low))
    if low >= 0:
        return _("{percent} lower").format(percent=plain.percent((low, high)))
    if high <= 0:
        return _("{percent} higher").format(percent=plain.percent((-high, -low)))
    return _("between {higher} higher and {lower} lower").format(higher=plain.percent(-low), lower=plain.percent(high))


def _whole(percent: float) -> float:
    return math.copysign(max(1, round(abs(percent))), percent) if percent else 0.0


def visits_words(count: int) -> str:
    """So many visits running: once, at two visits running."""
    return _("once") if count == 1 else _("at {count} visits running").format(count=plain.count_word(count))


def _spans(*names: str) -> dict[str, Callable[[Mapping[str, Any]], dict[str, str]]]:
    def say(name: str) -> Callable[[Mapping[str, Any]], dict[str, str]]:
        return lambda facts: {name: total_words(facts[f"{name}_low"], facts[f"{name}_high"])}

    return {f"{name}_low": say(name) for name in names}


def _given_back(facts: Mapping[str, Any]) -> dict[str, str]:
    """How much of the gain was lost again, where every total is known."""
    if "best_low" not in facts:
        return {}
    ends = [(facts[f"{name}_low"], facts[f"{name}_high"]) for name in ("from", "to", "best")]
    if any(low != high for low, high in ends):
        return {"given_back": _("how much of the gain is left depends on a missing total")}
    first, last, best = (low for low, _high in ends)
    if last <= best:
        return {"given_back": _("nothing of the gain is lost")}
    share = (last - best) / (first - best) * 100 if first > best else 0.0
    return {"given_back": _("{percent} of the gain is lost").format(percent=plain.percent(round(share, 1)))}


OUTCOME_SAY: Final[Mapping[str, Callable[[Mapping[str, Any]], dict[str, str]]]] = {
    **_spans("from", "to", "best"),
    "fall_low": lambda facts: {"fall": fall_words(facts["fall_low"], facts["fall_high"])},
    "visits": lambda facts: {"visits_words": visits_words(int(facts["visits"]))},
    "loss": _given_back,
}
