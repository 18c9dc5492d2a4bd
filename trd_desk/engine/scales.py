"""Rating scales: the total of the items, the totals still possible while some are missing, and what the items tell beside the total."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from trd_desk.content.library import Library
from trd_desk.content.scale_models import Scale, ScaleBand
from trd_desk.engine.verdict import Tri
from trd_desk.record.models import Score

# The answers to the items in the order of the scale; None is not answered.
Items = Sequence[int | None]


@dataclass(frozen=True, slots=True)
class ScaleTotal:
    """Where one filling-in of a scale stands.

    `total` is None while a total cannot be had; `low` and `high` are the totals that are possible with what is missing, both ends
    included, and equal to the total where there is one. `missing` are the numbers of the items without which there is no total, `bands`
    every band that the possible totals touch. `flag` and `alert` are None while they depend on what is missing, and where the scale has none.
    `both` are pairs of which only one is to be answered and both are; `misfits` items whose answer the scale does not have.
    """

    scale: str
    total: float | None
    low: float
    high: float
    missing: tuple[int, ...] = ()
    bands: tuple[ScaleBand, ...] = ()
    flag: Tri = None
    alert: Tri = None
    both: tuple[tuple[int, int], ...] = ()
    misfits: tuple[int, ...] = ()

    @property
    def band(self) -> ScaleBand | None:
        """The band of the total, or the one in which it lies whatever the missing answers; None where several are possible."""
        return self.bands[0] if len(self.bands) == 1 else None


def total_of(score: Score, library: Library) -> float | None:
    """The total of a score, or None when it is neither recorded nor can be worked out."""
    if score.total is not None or score.items is None:
        return score.total
    return score_state(library.scale(score.scale), score.items).total


def with_totals(scores: Iterable[Score], library: Library) -> list[Score]:
    """The scores that have a total, each with it, also where it is worked out from the items; their order stays."""
    told = ((score, total_of(score, library)) for score in scores)
    return [
        score if score.total is not None else Score(scale=score.scale, on=score.on, total=total, items=score.items)
        for score, total in told
        if total is not None
    ]


def score_state(scale: Scale, items: Items | None, total: float | None = None) -> ScaleTotal:
    """What answers to the items of a scale, or a total read from the form, come to (A 6). A recorded total goes before the items.

    A list may hold the further items of the official form, which count nothing; one that is longer still fits no scale and has no total.
    """
    state = _of_items(scale, items or ())
    if total is None:
        return state
    return ScaleTotal(
        scale.id,
        total,
        total,
        total,
        bands=_bands(scale, total, total),
        flag=state.flag if not state.missing and not state.misfits else None,
        alert=_alert(scale, total, total),
        both=state.both,
        misfits=state.misfits,
    )


def _of_items(scale: Scale, items: Items) -> ScaleTotal:
    if not scale.items:
        return ScaleTotal(scale.id, None, scale.low, scale.high, bands=_bands(scale, scale.low, scale.high))
    answers: dict[int, int | None] = {}
    misfits = []
    for item, answer in zip(scale.items, [*items, *[None] * len(scale.items)], strict=False):
        fits = answer is None or answer in item.values
        answers[item.number] = answer if fits else None
        if not fits:
            misfits.append(item.number)
    missing = _missing(scale, answers)
    low = _sum(scale, answers, missing, _least)
    high = _sum(scale, answers, missing, _greatest) if missing else low
    too_long = len(items) > len(scale.items) + scale.beyond
    whole = not missing and not too_long
    return ScaleTotal(
        scale.id,
        float(low) if whole else None,
        float(low),
        float(high),
        missing=tuple(missing),
        bands=_bands(scale, low, high),
        flag=_flag(scale, answers, missing),
        alert=_alert(scale, low, high),
        both=tuple(pair for pair in scale.one_of if all(answers[number] is not None for number in pair)),
        misfits=tuple(misfits),
    )


def _missing(scale: Scale, answers: dict[int, int | None]) -> list[int]:
    """The items without an answer; of a pair of which one is answered neither is missing, of an open pair both are."""
    other = {number: pair[1 - place] for pair in scale.one_of for place, number in enumerate(pair)}
    return [number for number, answer in answers.items() if answer is None and (number not in other or answers[other[number]] is None)]


def _least(scale: Scale, number: int) -> int:
    item = scale.item(number)
    return item.low if item.not_scored is None else min(item.low, 0)


def _greatest(scale: Scale, number: int) -> int:
    return scale.item(number).high


def _sum(scale: Scale, answers: dict[int, int | None], missing: Sequence[int], end: Callable[[Scale, int], int]) -> int:
    """The sum over the groups, of each the highest, with the missing items at one of their ends."""
    groups = scale.domains if scale.scoring == "domains" else tuple((item.number,) for item in scale.items)
    total = 0
    for group in groups:
        values = [_counted(scale, number, answers[number]) for number in group if answers[number] is not None]
        values += [end(scale, number) for number in group if number in missing]
        total += max(values)
    return total


def _counted(scale: Scale, number: int, answer: int | None) -> int:
    """What an answer counts: nothing where it says that the item was not assessed."""
    return 0 if answer is None or answer == scale.item(number).not_scored else answer


def _bands(scale: Scale, low: float, high: float) -> tuple[ScaleBand, ...]:
    """The bands that totals from low to high touch. A total between two whole numbers belongs to the band below."""
    return tuple(band for band in scale.bands if band.low <= high and low < band.high + 1)


def _alert(scale: Scale, low: float, high: float) -> Tri:
    if scale.alert is None:
        return None
    return True if high <= scale.alert.at_most else False if low > scale.alert.at_most else None


def _flag(scale: Scale, answers: dict[int, int | None], missing: Sequence[int]) -> Tri:
    """Whether the pattern of the flag is there, by the worst and the best of what is missing."""
    rule = scale.flag
    if rule is None:
        return None

    def holds(at: Callable[[Scale, int], int]) -> bool:
        values = {number: at(scale, number) if answer is None else _counted(scale, number, answer) for number, answer in answers.items()}
        reached = [number for number, value in values.items() if value >= rule.reached_from(number)]
        return any(number in reached for number in rule.core) and len(reached) >= rule.count

    least = holds(_least)
    return least if not missing or least == holds(_greatest) else None
