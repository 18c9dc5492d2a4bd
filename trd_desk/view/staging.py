"""The stages: one row for each model, with its bar, its value in words and what it depends on."""

from dataclasses import dataclass

from trd_desk.content.library import Library
from trd_desk.content.models import StagingModel
from trd_desk.engine.verdict import Assessment, Interval, Question, StagingResult
from trd_desk.i18n import _
from trd_desk.view import plain, terms
from trd_desk.view.parts import Remark, Stated
from trd_desk.view.shapes import Drawing
from trd_desk.view.spoken import drug_name
from trd_desk.view.staging_bar import staging_bar
from trd_desk.view.words import question_short, reason_sentence


@dataclass(frozen=True, slots=True)
class StagingRow:
    """A staging model: its bar (356 wide; None where it does not apply), its value and a remark."""

    id: str
    name: str
    span: str
    drawing: Drawing | None
    value: str
    remark: Remark
    standing: Stated


def staging_rows(library: Library, assessment: Assessment) -> tuple[StagingRow, ...]:
    """Every model in force, in the content's order."""
    rows = []
    for result in assessment.staging:
        model = library.staging(result.id)
        value = stage_words(model, result)
        rows.append(
            StagingRow(
                id=model.id,
                name=model.short,
                span=_span(model),
                drawing=staging_bar(model, result, value),
                value=value,
                remark=_remark(library, model, result),
                standing=terms.status_word(model.status),
            )
        )
    return tuple(rows)


def stage_words(model: StagingModel, result: StagingResult) -> str:
    """The stage in words: 6 to 7, II of V, TRD 1."""
    if result.verdict == "not_applicable":
        return _("Does not apply")
    if result.range is None:
        return plain.capital(band_words(model, result, _(" to ")))
    low, high = result.range
    if not model.levels:
        return plain.span(result.range)
    names = [model.levels[int(low)], model.levels[int(high if high is not None else len(model.levels) - 1)]]
    of = _("{stage} of {last}").format(stage=names[0], last=model.levels[-1])
    return (
        of if names[0] == names[1] else _("{low} to {high} of {last}").format(low=names[0], high=names[1], last=model.levels[-1])
    )


def _span(model: StagingModel) -> str:
    """The ends of the model: 3–15, 0–V, from 0."""
    if model.bands and all(band.low == band.high for band in model.bands):
        return ""
    low = model.levels[0] if model.levels else plain.number(model.low)
    if model.high is None:
        return _("from {low}").format(low=low)
    return f"{low}–{model.levels[-1] if model.levels else plain.number(model.high)}"


def band_words(model: StagingModel, result: StagingResult, between: str = "") -> str:
    """The band of a stage, or those it may lie in: severe, moderate or severe, mild to severe; empty where there is none."""
    labels = {band.id: band.label for band in model.bands}
    if result.band is not None:
        return labels[result.band]
    between = between or (_(" or ") if _neighbours(model, result) else _(" to "))
    return between.join(labels[name] for name in result.band_range) if result.band_range else ""


def _neighbours(model: StagingModel, result: StagingResult) -> bool:
    order = [band.id for band in model.bands]
    return result.band_range is not None and order.index(result.band_range[1]) - order.index(result.band_range[0]) == 1


def _remark(library: Library, model: StagingModel, result: StagingResult) -> Remark:
    if result.verdict == "not_applicable":
        return Remark("note", reason_sentence(result.because[0], library))
    parts = []
    if result.state is not None and result.history is not None:
        parts.append(_("history {history}, state now {state}").format(history=_ends(result.history), state=_ends(result.state)))
    bands = band_words(model, result) if result.range is not None else ""
    if bands:
        parts.append(bands)
    if result.verdict == "interval":
        if result.questions:
            parts.append(hangs_on(result.questions))
        return Remark("cannot_tell", plain.capital("; ".join(parts)))
    counted = [reason for reason in result.because if reason.code == "counts"]
    if not parts and result.because[:1] and result.because[0].code not in ("counts", "classes_failed", "european_count"):
        parts.append(_("no trial counted"))
    elif not parts and counted and result.because[0].code == "counts":
        drugs = list(dict.fromkeys(drug_name(str(reason.facts["name"])) for reason in counted))
        parts.append(_("{drugs} counted").format(drugs=plain.few(drugs, 5)))
    elif not parts and result.because:
        parts.append(plain.as_part(reason_sentence(result.because[0], library)))
    parts += [plain.as_part(reason_sentence(note, library)) for note in result.notes if note.code == "european_weeks"]
    return Remark("note", plain.capital("; ".join(parts)))


def _ends(interval: Interval) -> str:
    return plain.span(interval)


def hangs_on(questions: tuple[Question, ...]) -> str:
    """What an open answer depends on: one or two questions by name, more as a number."""
    if len(questions) <= 2:
        return _("depends on {things}").format(things=plain.listed([question_short(question) for question in questions]))
    return _("depends on {count} answers").format(count=len(questions))
