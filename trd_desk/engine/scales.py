"""Totals of rating scales: as recorded, else from the items where every one is answered (A 6: any blank leaves no total)."""

from collections.abc import Sequence

from trd_desk.content.library import Library
from trd_desk.record.models import Score

# The nine domains of the QIDS-SR16 by the numbers of their items: the highest of a group counts once.
_QIDS_DOMAINS = ((1, 2, 3, 4), (5,), (6, 7, 8, 9), (10,), (11,), (12,), (13,), (14,), (15, 16))


def total_of(score: Score, library: Library) -> float | None:
    """The total of a score, or None when it is neither recorded nor can be worked out."""
    if score.total is not None or score.items is None:
        return score.total
    expected = library.items_of(score.scale)
    if expected is None or len(score.items) != expected:
        return None
    if score.scale == "qids_sr16":
        return _qids(score.items)
    return None if any(item is None for item in score.items) else float(sum(item or 0 for item in score.items))


def _qids(items: Sequence[int | None]) -> float | None:
    """The sum over the domains; of items 6 and 7, and of 8 and 9, only one is answered."""
    total = 0
    for domain in _QIDS_DOMAINS:
        answered = [items[number - 1] for number in domain]
        known = [item for item in answered if item is not None]
        pairs = (answered[:2], answered[2:]) if domain[0] == 6 else ([item] for item in answered)
        if any(all(item is None for item in pair) for pair in pairs):
            return None
        total += max(known)
    return float(total)
