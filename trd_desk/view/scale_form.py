"""The form of one entry of a rating scale: what is asked, in which way, what was answered, and what is shown beside it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from trd_desk.content.scale_models import Scale
from trd_desk.content.wording import ShownWording
from trd_desk.engine.scales import Items, ScaleTotal, score_state
from trd_desk.i18n import _
from trd_desk.record.course_facts import ScoreAboutFact
from trd_desk.record.fold import Patient
from trd_desk.view import plain, terms
from trd_desk.view.parts import Remark, Stated
from trd_desk.view.scales import ItemWords, item_rows, missing_words, state_of, state_remarks, total_words
from trd_desk.view.terms import N_

Mode = Literal["items", "total", "single", "level"]
_RATED_BY: Final[Mapping[str, str]] = {
    "patient": N_("Answered by the patient"),
    "clinician": N_("Rated by the clinician"),
    "either": N_("Answered by the patient or rated by the clinician"),
}


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item with its answer. `said` are its answers in words where they are not those of all items.

    `spare` says which pair it belongs to; `closed` that the other one is answered, so that this one is not asked for.
    """

    words: ItemWords
    value: int | None
    said: str = ""
    spare: str = ""
    closed: bool = False


@dataclass(frozen=True, slots=True)
class ScaleForm:
    """The form of one entry.

    `modes` are the ways in which it may be filled in, `mode` the one in hand. `legend` are the answers in words that all items share.
    `state` is the total or what is known of it, `missing` names the open items. `extra` is the form's own further question with its
    answer. `sessions` and `phases` are offered where the scale is taken in a session.
    """

    scale: str
    short: str
    title: str
    over: str
    says: tuple[str, ...]
    licence: str
    credit: str
    mode: Mode
    modes: tuple[tuple[Mode, str], ...]
    stem: str
    legend: tuple[tuple[int, str], ...]
    rows: tuple[ItemRow, ...]
    choices: tuple[tuple[Any, str], ...]
    low: float
    high: float
    on: dt.date
    total: float | None
    level: str | None
    state: Stated
    missing: str
    remarks: tuple[Remark, ...]
    extra: str = ""
    extra_options: tuple[tuple[int, str], ...] = ()
    extra_answer: int | None = None
    legend_words: str = ""
    extra_legend: str = ""
    sessions: tuple[tuple[str, str], ...] = ()
    session: str | None = None
    phases: tuple[tuple[str, str], ...] = ()
    phase: str | None = None
    patient_can: str = ""


def modes_of(scale: Scale) -> tuple[tuple[Mode, str], ...]:
    """The ways in which a scale may be entered; the first is the usual one."""
    if scale.items:
        return (("items", _("Item by item")), ("total", _("Total only")))
    if scale.scoring == "single":
        return (("single", _("Rating")),)
    if scale.scoring == "level":
        return (("level", _("Level")),)
    return (("total", _("Total")),)


def mode_of(scale: Scale, value: Mapping[str, Any], wanted: Mode | None = None) -> Mode:
    """The way in which an entry was made, or the wanted or usual one for a new one."""
    modes = [mode for mode, _words in modes_of(scale)]
    if value.get("items") is not None and "items" in modes:
        return "items"
    if value.get("total") is not None and "total" in modes:
        return "total"
    return wanted if wanted in modes else modes[0]


def view_form(
    patient: Patient,
    scale: Scale,
    key: str | None,
    value: Mapping[str, Any],
    shown: ShownWording | None,
    today: dt.date,
    wanted: Mode | None = None,
) -> ScaleForm:
    """The form of an entry: `key` is None and `value` what is known so far for one that is not on disk yet."""
    state = state_of(scale, value)
    mode = mode_of(scale, value, wanted)
    on = dt.date.fromisoformat(value["on"]) if value.get("on") else today
    about = patient.facts("score_about", ScoreAboutFact).get(key or "")
    words = item_rows(scale, shown) if mode == "items" else ()
    legend = _legend(scale, words, shown)
    answers = _answers(scale, value.get("items"))
    extra = _extra(scale, shown, state, about) if mode == "items" else ("", (), None)
    sessions = _sessions(patient, on) if scale.in_session else ()
    return ScaleForm(
        scale=scale.id,
        short=scale.short,
        title=_(scale.title),
        over=_("{scale}, {day}").format(scale=_(scale.short), day=plain.day(on)),
        says=_says(scale, mode),
        licence=_licence(scale, shown, mode),
        credit=_(shown.credit) if shown is not None and mode == "items" else "",
        mode=mode,
        modes=() if value.get("items") is not None or value.get("total") is not None else modes_of(scale),
        stem=shown.wording.stem if shown is not None and mode == "items" else "",
        legend=legend,
        rows=tuple(ItemRow(each, answers[each.place], _own_words(each, legend), *_spare(scale, each.number, answers)) for each in words),
        choices=_choices(scale),
        low=scale.low,
        high=scale.high,
        on=on,
        total=value.get("total"),
        level=value.get("level"),
        state=_level_words(scale, value) if scale.scoring == "level" else total_words(scale, state),
        missing=missing_words(scale, state) if mode == "items" else "",
        remarks=(*state_remarks(scale, state), *_clash(scale, value), *_metric(scale, value)),
        extra=extra[0],
        extra_options=extra[1],
        extra_answer=extra[2],
        legend_words=numbered(legend, "\n" if mode == "single" else "; "),
        extra_legend=numbered(extra[1]),
        sessions=sessions,
        session=value.get("session"),
        phases=tuple((phase.id, _(phase.label)) for phase in scale.phases),
        phase=value.get("phase"),
        patient_can=_("Let the patient fill it in") if scale.rated_by != "clinician" and shown is not None else "",
    )


def numbered(values: Sequence[tuple[int, str]], between: str = "; ") -> str:
    """Answers in words for above their segments: 0 Not at all; 1 Several days. Those without words of their own are left out."""
    return between.join(f"{value}{plain.NBSP}{words}" for value, words in values if words != plain.number(value))


def _answers(scale: Scale, items: Items | None) -> Sequence[int | None]:
    """The answers in the order of the items, one for each; an answer that the scale does not have is none."""
    given = [*(items or ()), *[None] * len(scale.items)][: len(scale.items)]
    return [answer if answer in item.values else None for item, answer in zip(scale.items, given, strict=True)]


def _legend(scale: Scale, rows: Sequence[ItemWords], shown: ShownWording | None) -> tuple[tuple[int, str], ...]:
    """The answers in words where all items have the same, for the segments hold their numbers only."""
    same = {row.options for row in rows}
    if shown is not None and len(same) == 1:
        return next(iter(same))
    return tuple((level.value, _(level.label)) for level in scale.levels if level.value is not None)


def _own_words(words: ItemWords, legend: tuple[tuple[int, str], ...]) -> str:
    """The answers of one item in words, where the legend does not give them already."""
    return "" if words.options == legend else numbered(words.options)


def _spare(scale: Scale, number: int, answers: Sequence[int | None]) -> tuple[str, bool]:
    """Which pair an item belongs to, and whether the other one is answered so that it is not asked for."""
    pair = next((pair for pair in scale.one_of if number in pair), None)
    if pair is None or answers[scale.place(number)] is not None:
        return "", False
    other = pair[0] if pair[1] == number else pair[1]
    if answers[scale.place(other)] is None:
        return _("{first} or {second}").format(first=pair[0], second=pair[1]), False
    return _("not asked for"), True


def _choices(scale: Scale) -> tuple[tuple[Any, str], ...]:
    if scale.scoring == "level":
        return tuple((level.id, _(level.label)) for level in scale.levels)
    if scale.scoring == "single":
        values = [level.value for level in scale.levels] or list(range(int(scale.low), int(scale.high) + 1))
        return tuple((value, str(value)) for value in values)
    return ()


def _says(scale: Scale, mode: Mode) -> tuple[str, ...]:
    lines = [_(scale.says)]
    if mode != "level":
        who = _(_RATED_BY[scale.rated_by])
        lines.append(_("{who}. {period}.").format(who=who, period=_(scale.period)) if scale.period else f"{who}.")
    lines += [_(note) for note in scale.notes]
    if mode == "items":
        lines.append(_(scale.missing))
    return tuple(lines)


def _licence(scale: Scale, shown: ShownWording | None, mode: Mode) -> str:
    """What may be shown of the scale and why; a clinic's own wording says to whom it is licensed."""
    if shown is not None and shown.licensee and mode == "items":
        return _("The clinic's own wording, licensed to {licensee} ({licence}).").format(licensee=shown.licensee, licence=shown.licence)
    says = _(scale.licence.says)
    if shown is not None and shown.wording.status is not None and mode == "items":
        says = _("{says} Standing of the wording: {status}.").format(says=says, status=terms.status_word(shown.wording.status).word)
    return says


def _level_words(scale: Scale, value: Mapping[str, Any]) -> Stated:
    level = next((level for level in scale.levels if level.id == value.get("level")), None)
    return Stated("not_asked", _("No level yet")) if level is None else Stated("tick", _(level.label))


def _clash(scale: Scale, value: Mapping[str, Any]) -> tuple[Remark, ...]:
    """A recorded total that the items do not add up to."""
    if value.get("total") is None or value.get("items") is None:
        return ()
    added = score_state(scale, value["items"]).total
    if added is None or added == value["total"]:
        return ()
    words = _("A total of {total} is recorded, and the items add up to {added}. The recorded total counts; take this entry back and enter it again.")
    return (Remark("cannot_tell", words.format(total=plain.number(value["total"]), added=plain.number(added))),)


def _metric(scale: Scale, value: Mapping[str, Any]) -> tuple[Remark, ...]:
    """That an older entry was counted in another way."""
    told = value.get("metric")
    if told is None or told == scale.metric:
        return ()
    return (Remark("cannot_tell", _("This entry was counted as {metric}, which is not how the scale is counted now.").format(metric=told)),)


def _extra(
    scale: Scale, shown: ShownWording | None, state: ScaleTotal, about: ScoreAboutFact | None
) -> tuple[str, tuple[tuple[int, str], ...], int | None]:
    """The form's further question, asked only when something was answered above the least value."""
    if shown is None or not shown.wording.extra or state.low <= scale.low:
        return "", (), None
    options = tuple(enumerate(shown.wording.extra_options))
    return shown.wording.extra, options, None if about is None else about.extra


def _sessions(patient: Patient, on: dt.date) -> tuple[tuple[str, str], ...]:
    """The sessions of the day of a rating, which it may belong to."""
    return tuple((session.id, _(terms.PRODUCTS[session.product])) for session in patient.case.sessions if session.on == on)
