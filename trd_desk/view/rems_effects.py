"""An effect of a dose as the observations tell it: whether it was there, from when to when, and how strong it was.

What settles it is what the rules of leaving call settled, so that the form and the readiness test never differ.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trd_desk.content.library import Library
from trd_desk.engine.live_results import LiveSession
from trd_desk.engine.verdict import Tri
from trd_desk.i18n import _
from trd_desk.view import plain
from trd_desk.view.watched import events_of, signs_of

Values = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Effect:
    """One effect: yes, no or not known; the clock times of its first and its last sight, and what was seen. Empty: not known."""

    answer: Tri = None
    onset: str = ""
    resolution: str = ""
    details: str = ""


def effect_of(library: Library, live: LiveSession, name: str, events: Sequence[str]) -> Effect:
    """Sedation or dissociation from the scales of the observations; any other effect from the events of these kinds."""
    if name not in ("sedation", "dissociation"):
        return _of_events(live, events)
    seen = [(one.at, signs_of(live, one)) for one in live.observations]
    shown = [(at, _shows(library, name, signs), signs) for at, signs in seen]
    there = [place for place, (_at, shows, _signs) in enumerate(shown) if shows]
    if not there:
        return Effect(False if live.log.closed and _asked_throughout(library, live, name) else None)
    after = next((at for at, shows, _signs in shown[there[-1] + 1 :] if shows is False), None)
    return Effect(
        True,
        f"{shown[there[0]][0]:%H:%M}",
        "" if after is None else f"{after:%H:%M}",
        _worst(library, name, [(at, signs) for at, _shown, signs in (shown[place] for place in there)]),
    )


def _of_events(live: LiveSession, kinds: Sequence[str]) -> Effect:
    """An event of such a kind is a yes; none recorded is not a no."""
    found = [event for event in events_of(live) if event.kind in kinds]
    if not found:
        return Effect()
    said = [words for event in found for words in (event.note, event.done, event.outcome) if words]
    return Effect(True, f"{found[0].at:%H:%M}", "", "; ".join(said))


def _shows(library: Library, name: str, signs: Values) -> Tri:
    """Whether an observation shows the effect; None where it did not look."""
    need = next(one for one in library.leaving.need if one.id == name)
    if name == "sedation":
        awake = signs["moaas"]
        return None if awake is None or need.normal is None else awake < need.normal[0]
    if signs["cadss"] is not None:
        return signs["cadss"] > need.numbers["cadss_at_most"]
    grade = signs["dissociation"]
    return None if grade is None else grade > need.numbers["item_at_most"]


def _asked_throughout(library: Library, live: LiveSession, name: str) -> bool:
    """Whether every point of the clock has an observation that looked, so that none of them showing it is a no."""
    points = [point for point in live.points if point.kind in ("clock", "extended")]
    looked = {one.id for one in live.observations if _shows(library, name, signs_of(live, one)) is not None}
    return bool(points) and all(point.observation in looked for point in points if point.at <= (live.log.closed_at or live.now))


def _worst(library: Library, name: str, shown: Sequence[tuple[dt.datetime, Values]]) -> str:
    """The strongest sight of it with its time, in the words of the scale."""
    if name == "sedation":
        at, signs = min(shown, key=lambda one: one[1]["moaas"] or 0)
        return _step(library, "moaas", signs["moaas"], at)
    with_scale = [one for one in shown if one[1]["cadss"] is not None]
    if with_scale:
        at, signs = max(with_scale, key=lambda one: one[1]["cadss"] or 0)
        return _("CADSS {value} at {time}").format(value=plain.number(signs["cadss"] or 0), time=f"{at:%H:%M}")
    at, signs = max(shown, key=lambda one: one[1]["dissociation"] or 0)
    return _step(library, "dissociation", signs["dissociation"], at)


def _step(library: Library, sign: str, value: float | None, at: dt.datetime) -> str:
    scale = next(one for one in library.conduct.scale if one.sign == sign)
    grade = int(value or 0)
    words = _(scale.steps[grade - scale.lowest])
    return _("{scale} {value} at {time}: {words}").format(scale=_(scale.name), value=grade, time=f"{at:%H:%M}", words=words)
