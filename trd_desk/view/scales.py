"""A rating scale in words: its items, where a filling-in of it stands, and what an entry of it says."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from trd_desk.content.scale_models import Scale
from trd_desk.content.wording import ShownWording
from trd_desk.engine.scales import Items, ScaleTotal, score_state
from trd_desk.i18n import _, plural
from trd_desk.record.fold import Patient
from trd_desk.view import plain
from trd_desk.view.parts import Remark, Stated

# --------------------------------------------------------------------------------------------------------------------- items


@dataclass(frozen=True, slots=True)
class ItemWords:
    """One item of a scale: its number on the form, its place in a list of answers, its words where they may be shown, its answers.

    `options` are the values with their words; a value without words of its own has its number.
    """

    number: int
    place: int
    label: str
    text: str
    options: tuple[tuple[int, str], ...]


def item_rows(scale: Scale, shown: ShownWording | None) -> tuple[ItemWords, ...]:
    """The items of a scale in their order, with the wording that may be shown."""
    rows = []
    for place, item in enumerate(scale.items):
        words = shown.wording.options_of(item.number) if shown is not None else ()
        options = tuple(zip(item.values, words, strict=True)) if words else tuple((value, _number(value)) for value in item.values)
        if not words and item.not_scored is not None:
            options = (*options[:-1], (item.not_scored, _("not assessed")))
        text = shown.wording.items[place] if shown is not None else _(item.label) if item.label else ""
        rows.append(ItemWords(item.number, place, _("Item {number}").format(number=item.number), text, options))
    return tuple(rows)


def _number(value: float) -> str:
    return plain.number(value)


def item_names(scale: Scale, numbers: Iterable[int]) -> str:
    """Items of a scale in a sentence: items 1, 3 to 5, and 6 or 7. Of a pair of which one is enough, both numbers stand with "or"."""
    left = sorted(numbers)
    paired = {number: pair for pair in scale.one_of if set(pair) <= set(left) for number in pair}
    parts: list[str] = []
    run: list[int] = []
    count = 0

    def close() -> None:
        if len(run) > 2:
            parts.append(_("{first} to {last}").format(first=run[0], last=run[-1]))
        else:
            parts.extend(str(number) for number in run)
        run.clear()

    for number in left:
        if number in paired:
            close()
            if number == paired[number][0]:
                parts.append(_("{first} or {second}").format(first=number, second=paired[number][1]))
                count += 1
            continue
        if run and number != run[-1] + 1:
            close()
        run.append(number)
        count += 1
    close()
    return plural("item {numbers}", "items {numbers}", count).format(numbers=plain.listed(parts))


# ------------------------------------------------------------------------------------------------------------------ a state


def total_words(scale: Scale, state: ScaleTotal) -> Stated:
    """Where a filling-in stands in a few words: 31, moderate; no total yet; no total, 36 to 42 possible."""
    if state.total is not None:
        return Stated("tick", _with_band(plain.number(state.total), state))
    if not scale.items or len(state.missing) == len(scale.items):
        return Stated("not_asked", _("No answer yet"))
    possible = _("{span} possible").format(span=plain.span((state.low, state.high)))
    return Stated("cannot_tell", _("No total: {possible}").format(possible=_with_band(possible, state)))


def _with_band(words: str, state: ScaleTotal) -> str:
    if not state.bands:
        return words
    first, last = _(state.bands[0].label), _(state.bands[-1].label)
    if state.band is not None:
        return _("{words}, {band}").format(words=words, band=first)
    return _("{words}, {first} to {last}").format(words=words, first=first, last=last)


def missing_words(scale: Scale, state: ScaleTotal) -> str:
    """Which items are missing, in a sentence; empty where none is, or nothing was answered."""
    if state.total is not None or not state.missing or len(state.missing) == len(scale.items):
        return ""
    return _("Missing: {items}.").format(items=item_names(scale, state.missing))


def state_remarks(scale: Scale, state: ScaleTotal) -> tuple[Remark, ...]:
    """What the answers tell beside the total, and what about them cannot stand."""
    found = []
    for first, second in state.both:
        both = _("Items {first} and {second} are both answered, and the form asks for one of them. The higher one counts; take one back with Delete.")
        found.append(Remark("cannot_tell", both.format(first=first, second=second)))
    if state.misfits:
        words = plural(
            "{items} holds an answer that the scale does not have. Answer it again.",
            "{items} hold answers that the scale does not have. Answer them again.",
            len(state.misfits),
        )
        found.append(Remark("cannot_tell", plain.capital(words.format(items=item_names(scale, state.misfits)))))
    if state.flag is True and scale.flag is not None:
        found.append(Remark("note", f"{_(scale.flag.label)}. {_(scale.flag.says)}", _(scale.flag.label)))
    if state.alert is True and scale.alert is not None:
        found.append(Remark("amber", _(scale.alert.says)))
    walk = scale.crosswalk
    if walk is not None and state.total is not None:
        found += [
            Remark("note", _(walk.says).replace("{range}", plain.span((point.low, point.high))))
            for point in walk.points
            if point.own == state.total
        ]
    return tuple(found)


def total_fault(scale: Scale, total: float) -> str:
    """Why a total cannot be one of this scale, in a sentence with the remedy; or nothing."""
    if scale.low <= total <= scale.high and (scale.scoring == "total" or float(total).is_integer()):
        return ""
    if scale.low <= total <= scale.high:
        return _("The total of the {scale} is a whole number.").format(scale=scale.short)
    span = plain.span((scale.low, scale.high))
    return _("{total} does not fit: a total of the {scale} is {span}. Read it off the form again.").format(
        total=plain.number(total), scale=scale.short, span=span
    )


def day_fault(patient: Patient, on: dt.date) -> str:
    """Why a day cannot be that of a rating, or nothing."""
    born = patient.case.patient.birth_date
    if born is not None and on < born:
        return _("{day} lies before the birth date, {born}. Correct one of them.").format(day=plain.day(on), born=plain.day(born))
    return ""


# --------------------------------------------------------------------------------------------------------------- an entry


def new_key(patient: Patient, scale: Scale) -> tuple[str, str]:
    """The kind and a free key for a new entry of a scale."""
    letter = "s" if scale.entry == "score" else "r"
    # One that cannot be read is not written over.
    used = {key for kind, key in (*patient.answers, *patient.unreadable) if kind == scale.entry}
    number = 1
    while f"{letter}{number}" in used:
        number += 1
    return scale.entry, f"{letter}{number}"


def entry_value(
    scale: Scale,
    on: dt.date,
    *,
    items: Items | None = None,
    total: float | None = None,
    level: str | None = None,
    session: str | None = None,
    phase: str | None = None,
) -> dict[str, Any]:
    """What an entry of a scale says: the answers in the order of the items, or a total, or a level; never a total worked out."""
    value: dict[str, Any] = {"scale": scale.id, "on": on.isoformat()}
    if items is not None:
        value["items"] = list(items)
    if total is not None:
        value["total"] = int(total) if float(total).is_integer() else total
    if scale.entry == "rating":
        known = {"level": level, "metric": scale.metric or None, "session": session, "phase": phase}
        value |= {name: said for name, said in known.items() if said is not None}
    return value


def is_answered(value: Mapping[str, Any]) -> bool:
    """Whether an entry says more than its day."""
    return value.get("level") is not None or value.get("total") is not None or any(one is not None for one in value.get("items") or ())


def state_of(scale: Scale, value: Mapping[str, Any]) -> ScaleTotal:
    """Where an entry as the record has it stands."""
    return score_state(scale, value.get("items"), value.get("total"))
