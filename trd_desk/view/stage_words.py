"""What became of a stage, in sentences: the difference split into its two parts, the verdict, and what it rests on."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from trd_desk.content.library import Library
from trd_desk.content.models import StagingModel
from trd_desk.engine.downstaging import Difference, Downstaging, StageChange
from trd_desk.engine.stage_before import StageBefore
from trd_desk.engine.verdict import Question, StagingResult
from trd_desk.i18n import _, plural
from trd_desk.view import plain, terms
from trd_desk.view.parts import Remark
from trd_desk.view.spoken import drug_name
from trd_desk.view.staging import band_words, stage_words
from trd_desk.view.terms import N_
from trd_desk.view.words import question_sentence

# The four facts that a review rates anew: what they are called, and their answers.
FIELDS: Final[Mapping[str, str]] = {
    "severity": N_("Severity"),
    "functional_impairment": N_("Functional impairment"),
    "anxiety": N_("Anxiety"),
    "psychosocial_stressor": N_("Psychosocial stressor"),
}
ANSWERS: Final[Mapping[str, Mapping[str, str]]] = {
    "severity": terms.SEVERITIES,
    "functional_impairment": terms.IMPAIRMENTS,
    "anxiety": terms.ANXIETY,
}
_BEFORE: Final[Mapping[str, str]] = {
    "severity": N_("How severe was the episode before the first dose?"),
    "functional_impairment": N_("How much was function impaired before the first dose?"),
    "anxiety": N_("Was there anxiety before the first dose?"),
    "psychosocial_stressor": N_("Was there a psychosocial stressor before the first dose?"),
}
_NOW: Final[Mapping[str, str]] = {
    "severity": N_("How severe was the episode at the review of {day}?"),
    "functional_impairment": N_("How much was function impaired at the review of {day}?"),
    "anxiety": N_("Was there anxiety at the review of {day}?"),
    "psychosocial_stressor": N_("Was there a psychosocial stressor at the review of {day}?"),
}


def answer_word(field: str, value: object) -> str:
    """The answer of one of the four facts in words; empty where it is not known."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return terms.term(ANSWERS[field], str(value))


def stage_question(question: Question) -> str:
    """A question of the comparison as a sentence."""
    if question.code == "review":
        return _("How is the patient now? Record a review.")
    name, _between, which = question.code.rpartition("_")
    if which == "before" and name in _BEFORE:
        return _(_BEFORE[name])
    if which == "now" and name in _NOW:
        return _(_NOW[name]).format(day=plain.day_short(question.facts["on"]))
    return question_sentence(question)


# ------------------------------------------------------------------------------------------------------------------ differences


def difference_words(model: StagingModel, change: StageChange) -> str:
    """The difference in words, split into state and history: 3 points lower: state 3 lower, history unchanged; empty where there is none."""
    unknown = change.code == "cannot_tell" and any(question.code == "review" for question in change.questions)
    if change.total is None or change.history is None or change.code == "unchanged" or unknown:
        return ""
    whole = _total(model, change.total)
    if change.state is None or change.now.state is None:
        return whole
    state, history = _part(change.state), _part(change.history)
    return _("{whole}: state {state}, history {history}").format(whole=whole, state=state, history=history)


def _total(model: StagingModel, total: Difference) -> str:
    steps = bool(model.levels) or (all(band.low == band.high for band in model.bands) and bool(model.bands))
    low, high = total
    if low == high == 0:
        return _("No difference")
    many = 2 if low != high or low is None else abs(low)
    unit = plural("stage", "stages", 1 if many == 1 else 2) if steps else plural("point", "points", 1 if many == 1 else 2)
    return plain.capital(_part(total, unit))


def _part(difference: Difference, unit: str = "") -> str:
    """3 lower, 1 higher, 2 to 3 lower, from 1 higher to 2 lower, unchanged."""
    low, high = difference
    if low == high == 0:
        return _("unchanged")
    if low is not None and low >= 0:
        return _("{amount} lower").format(amount=_amount(low, high, unit))
    if high is not None and high <= 0:
        return _("{amount} higher").format(amount=_amount(-high, None if low is None else -low, unit))
    up = _("an unknown amount") if low is None else _united(plain.number(-low), unit)
    down = _("an unknown amount") if high is None else _united(plain.number(high), unit)
    return _("anything from {up} higher to {down} lower").format(up=up, down=down)


def _amount(low: float, high: float | None, unit: str) -> str:
    return _united(plain.span((low, high)), unit)


def _united(words: str, unit: str) -> str:
    return f"{words}{plain.NBSP}{unit}" if unit else words


# -------------------------------------------------------------------------------------------------------------------- verdicts


def stage_said(model: StagingModel, result: StagingResult, *, band: bool = True) -> str:
    """A stage with its band, where it may be named: 11, severe; 8 to 12, moderate or severe."""
    value = stage_words(model, result)
    said = band_words(model, result) if band and result.range is not None else ""
    return _("{value}, {band}").format(value=value, band=said) if said else value


def verdict_words(library: Library, model: StagingModel, change: StageChange) -> Remark:
    """What may be said of one model, worded as rule 4 of A 5.3 has it: a lower band only where it changed and was held."""
    rules = library.downstaging
    bands = _("{before} before, {now} now").format(before=band_words(model, change.before), now=band_words(model, change.now))
    if change.code == "lower_band" and change.held is not None:
        first, last = change.held
        held = _("Rated so on {first} and on {last}, {days} days apart.").format(
            first=plain.day_short(first), last=plain.day_short(last), days=(last - first).days
        )
        return Remark("note", f"{rules.band_lower}: {bands}. {held}", rules.band_lower)
    if change.code == "lower_not_held_yet" and change.held is not None and change.counts_from is not None:
        bold = _("Lower score, not held yet")
        said = _(
            "A lower band is told once it was rated at two visits at least {days} days apart. Another review counts from {day}."
        ).format(days=rules.days_apart, day=plain.day_short(change.counts_from))
        return Remark("note", f"{bold}. {said}", bold)
    if change.code == "lower_score_same_band":
        if not model.bands:
            bold = _("Lower score")
            return Remark("note", _("{bold}. The model has no bands.").format(bold=bold), bold)
        return Remark(
            "note",
            f"{rules.band_same}: {band_words(model, change.now) if change.now.band else _('the same on either count')}.",
            rules.band_same,
        )
    if change.code == "lower_band_unknown":
        bold = _("Lower score")
        return Remark(
            "cannot_tell",
            _("{bold}. Whether the band is lower cannot be told while the history is uncertain.").format(bold=bold),
            bold,
        )
    return _plain_verdict(library, model, change)


def _plain_verdict(library: Library, model: StagingModel, change: StageChange) -> Remark:
    counts_only = not library.downstaging.rated_anew(model.id)
    if change.code == "unchanged":
        bold = _("Unchanged")
        return Remark(
            "note",
            _("{bold}. It only counts, so it cannot fall within the episode.").format(bold=bold) if counts_only else f"{bold}.",
            bold,
        )
    if change.code == "higher":
        bold, why = _("Higher"), []
        if change.history is None or change.history[1] is None or change.history[1] < 0:
            why.append(_("the history grew, by what failed since or by time"))
        if change.state is not None and change.state[1] is not None and change.state[1] < 0:
            why.append(_("the state was rated worse"))
        reason = plain.capital(plain.listed(why)) if why else ""
        return Remark("note", f"{bold}. {reason}.".replace(" .", ""), bold)
    if change.code == "not_applicable":
        bold = _("Does not apply")
        return Remark("note", _("{bold}: no antidepressant has failed in this episode.").format(bold=bold), bold)
    if change.code == "not_begun":
        return Remark("note", _("The first dose has not been given."))
    bold = _("Cannot tell")
    if any(question.code == "review" for question in change.questions):
        return Remark("cannot_tell", _("{bold}: no review since the first dose rates the state.").format(bold=bold), bold)
    if any(question.code.endswith("_before") for question in change.questions):
        return Remark("cannot_tell", _("{bold}: the state before the first dose is not known.").format(bold=bold), bold)
    return Remark("cannot_tell", _("{bold}: it depends on what is still open.").format(bold=bold), bold)


# ---------------------------------------------------------------------------------------------------------------------- before


def before_words(before: StageBefore, begun: dt.date | None) -> str:
    """How the stages of before came to be known."""
    day = plain.day(before.on)
    if not before.kept:
        return _("Worked out afterwards, as at the first dose on {day}, because no stage was kept then.").format(day=day)
    version = before.content_version
    if before.afterwards:
        return _("Worked out afterwards for {day} and kept, under the rules of version {version}.").format(
            day=day, version=version
        )
    if begun is None:
        return _("Kept on {day}, before the first dose, under the rules of version {version}.").format(day=day, version=version)
    if before.session is not None:
        return _("Kept with the first dose on {day}, under the rules of version {version}.").format(day=day, version=version)
    return _("Kept on {day}, before the first dose on {first}, under the rules of version {version}.").format(
        day=day, first=plain.day(begun), version=version
    )


def before_notes(library: Library, found: Downstaging) -> tuple[Remark, ...]:
    """What the stages of before rest on or lack."""
    before, notes = found.before, []
    if before.state_on is not None:
        notes.append(Remark("note", _("State as rated at the review of {day}.").format(day=plain.day_short(before.state_on))))
    asked = {name for change in found.models for name in library.downstaging.rated_anew(change.id)}
    late = [name for name in before.late if name in asked]
    if late:
        fields = plain.listed([_(FIELDS[name]).lower() for name in late])
        said = _(
            "The record tells {fields} only from an entry after the first dose, so it is not taken for the one before. Answer below."
        )
        notes.append(Remark("cannot_tell", said.format(fields=fields)))
    if before.joined:
        notes.append(Remark("note", _("The record begins within the course; the stage is that of its first session here.")))
    if before.undated:
        said = _(
            "Without dates, and taken as before the first dose: {names}. Add their dates under History where they began later."
        )
        notes.append(Remark("note", said.format(names=_names(before.undated))))
    if before.running:
        said = _("Ran across the first dose, so its effect was not known then: {names}.")
        notes.append(Remark("note", said.format(names=_names(before.running))))
    if before.since:
        notes.append(Remark("note", _("Begun since, and counted only now: {names}.").format(names=_names(before.since))))
    if any(change.corrected for change in found.models):
        said = _("The record now tells of less history than the stage that was kept. A count cannot fall within the episode, so the kept one is shown. "
                 "If the record was corrected, work the stage before out anew.")  # fmt: skip
        notes.append(Remark("caution", said))
    if before.kept and before.content_version != library.version:
        said = _("The rules now are those of version {version}; the kept stages stay as they were.")
        notes.append(Remark("note", said.format(version=library.version)))
    return tuple(notes)


def _names(names: tuple[str, ...]) -> str:
    said = [terms.term(terms.KINDS, name) if name in terms.KINDS else terms.term(terms.MODALITIES, name) if name in terms.MODALITIES else drug_name(name)
            for name in names]  # fmt: skip
    return plain.few(list(dict.fromkeys(said)), 6)
