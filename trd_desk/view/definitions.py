"""The page Definitions: definitions by trials, the card of one of them, and the stages."""

from dataclasses import dataclass

from trd_desk.content.library import Library
from trd_desk.content.models import Definition
from trd_desk.engine.verdict import Assessment, DefinitionResult, Reason, TrialResult
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.view import plain, terms
from trd_desk.view.parts import Stated
from trd_desk.view.remarks import stated
from trd_desk.view.settle import definition_questions
from trd_desk.view.shapes import Drawing
from trd_desk.view.spoken import better_short, drug_name
from trd_desk.view.staging import StagingRow, staging_rows
from trd_desk.view.staging_bar import legend
from trd_desk.view.words import reason_sentence

# More drugs than this are counted instead of named: the table of treatments names them all.
_MOST_NAMED = 5

BESIDE_TRIALS = (
    "not_unipolar",
    "diagnosis_unknown",
    "kind_failed",
    "kind_unknown",
    "kind_not_failed",
    "kind_none",
    "score_unknown",
    "score_reached",
    "score_below",
    "other_not_met",
    "other_met",
    "other_open",
)


@dataclass(frozen=True, slots=True)
class TrialColumn:
    """A trial at the head of its column: drug, highest dose, weeks and improvement."""

    id: str
    drug: str
    dose: str
    detail: str
    name: str


@dataclass(frozen=True, slots=True)
class CellView:
    """Whether a trial counts for a definition: mark, one or two words, and the sentence."""

    trial: str
    state: Stated


@dataclass(frozen=True, slots=True)
class DefinitionRow:
    """A definition: what it asks for, its cells, what else it asks, and its verdict."""

    id: str
    name: str
    asks_for: str
    cells: tuple[CellView, ...]
    also: Stated | None
    verdict: Stated
    standing: Stated
    line: str


@dataclass(frozen=True, slots=True)
class DefinitionsView:
    """All that the page shows; the cards are made one at a time by `view_definition_card` and `view_staging_card`."""

    title: str
    headline: tuple[Stated, ...]
    columns: tuple[TrialColumn, ...]
    rows: tuple[DefinitionRow, ...]
    staging_title: str
    legend: tuple[tuple[Drawing, str], ...]
    stagings: tuple[StagingRow, ...]
    empty: str


def view_definitions(library: Library, patient: Patient, assessment: Assessment) -> DefinitionsView:
    """The page for one patient as known now."""
    return DefinitionsView(
        title=_("Resistant by which definition?"),
        headline=headline(library, assessment),
        columns=tuple(_column(patient, trial) for trial in assessment.trials),
        rows=definition_rows(library, assessment),
        staging_title=_("Stage of resistance"),
        legend=legend(),
        stagings=staging_rows(library, assessment),
        empty=_("No antidepressant is recorded yet. Add the treatments under History; the definitions follow at once."),
    )


def headline(library: Library, assessment: Assessment) -> tuple[Stated, ...]:
    """How many definitions are met, not met and cannot be told, and whether one answer settles all of the last."""
    verdicts = [result.verdict for result in assessment.definitions]
    met, not_met, open_ = (verdicts.count(word) for word in ("met", "not_met", "cannot_tell"))
    found = [Stated("met", _("{count} met").format(count=met)), Stated("not_met", _("{count} not met").format(count=not_met))]
    if open_:
        words = _("{count} cannot tell").format(count=open_)
        waiting = [
            definition_questions(library, assessment, result)
            for result in assessment.definitions
            if result.verdict == "cannot_tell"
        ]
        fields = {question.field for questions in waiting for question in questions}
        if len(fields) == 1:
            settled = (
                _("one answer settles it")
                if open_ == 1
                else _("one answer settles both")
                if open_ == 2
                else _("one answer settles them all")
            )
            words = f"{words}, {settled}"
        found.append(Stated("cannot_tell", words))
    return tuple(found)


def _column(patient: Patient, trial: TrialResult) -> TrialColumn:
    record = next(item for item in patient.case.treatments if item.id == trial.id)
    name = drug_name(trial.name)
    better = better_short(record.improvement_percent, record.outcome)
    if better != "–":
        detail = f"{plain.weeks_short(trial.weeks)}, {better}"
    else:
        detail = _("{weeks} so far").format(weeks=plain.weeks_short(trial.weeks)) if trial.ongoing else plain.weeks(trial.weeks)
    dose = _("dose?") if trial.highest_mg is None else plain.measured(trial.highest_mg, trial.unit)
    return TrialColumn(trial.id, name, dose, detail, f"{name}, {dose}, {detail}")


def definition_rows(library: Library, assessment: Assessment) -> tuple[DefinitionRow, ...]:
    """Every count definition in force in the content's order; the checklist comes last with its factors as a count."""
    return tuple(_row(library, library.definition(result.id), result, assessment) for result in assessment.definitions)


def _row(library: Library, definition: Definition, result: DefinitionResult, assessment: Assessment) -> DefinitionRow:
    cells = tuple(
        CellView(trial.id, stated(library, cell.value, cell.reason))
        for trial in assessment.trials
        if (cell := trial.cells.get(definition.id)) is not None
    )
    return DefinitionRow(
        id=definition.id,
        name=definition.short,
        asks_for=asks_for(definition),
        cells=cells,
        also=_also(library, definition, result),
        verdict=_verdict(library, result),
        standing=terms.status_word(definition.status),
        line=_line(library, definition, result, assessment),
    )


def asks_for(definition: Definition) -> str:
    """How many trials of how many weeks: 2 × 6 wk; a checklist asks for none."""
    rule = definition.trials
    return "" if rule is None else f"{rule.count}{plain.NBSP}×{plain.NBSP}{plain.weeks_short(rule.weeks)}"


def _verdict(library: Library, result: DefinitionResult) -> Stated:
    word = terms.verdict_word(result.verdict)
    if result.verdict == "checklist":
        present = sum(factor.value is True for factor in result.factors)
        return Stated(
            "note", plain.counted("{count} factor", "{count} factors", present), _("A checklist of factors, never a verdict.")
        )
    return Stated(word.mark, word.word, reason_sentence(result.because[0], library) if result.because else "")


def beside_trials(definition: Definition, result: DefinitionResult) -> tuple[Reason, ...]:
    """The reasons that are not about antidepressant trials; an alternative that is not needed stays out."""
    rule = definition.trials
    alternative = rule is not None and rule.or_psychotherapy
    reasons = [reason for reason in result.because if reason.code in BESIDE_TRIALS]
    if alternative:
        needed = result.verdict == "cannot_tell"
        reasons = [
            reason
            for reason in reasons
            if reason.facts.get("kind") != "psychotherapy" or reason.tone is True or (reason.tone is None and needed)
        ]
    return tuple(reasons)


def _also(library: Library, definition: Definition, result: DefinitionResult) -> Stated | None:
    """What a definition asks besides trials: the part that is not met, else the unknown one, else the one that is met."""
    reasons = beside_trials(definition, result)
    for wanted in (False, None, True):
        for reason in reasons:
            if reason.tone is wanted:
                return stated(library, reason.tone, reason)
    return None


def _line(library: Library, definition: Definition, result: DefinitionResult, assessment: Assessment) -> str:
    """The verdict's reason in one line, as it is printed."""
    if result.verdict == "checklist":
        labels = {factor.id: factor.label for factor in definition.factors}
        present = [labels[factor.id].lower() for factor in result.factors if factor.value]
        return (
            plain.capital(_("recorded: {factors}.").format(factors=plain.listed(present)))
            if present
            else _("No factor is recorded.")
        )
    cells = [(drug_name(trial.name), trial.cells[definition.id]) for trial in assessment.trials if definition.id in trial.cells]
    counted = list(dict.fromkeys(name for name, cell in cells if cell.value))
    unknown = [f"{name}: {stated(library, None, cell.reason).word}" for name, cell in cells if cell.value is None]
    left_out = [f"{name}: {stated(library, False, cell.reason).word}" for name, cell in cells if cell.value is False]
    parts = [_("{drugs} counted").format(drugs=plain.few(counted, _MOST_NAMED))] if counted else []
    if not counted and (result.verdict != "cannot_tell" or not unknown):
        parts.append(_("no trial counted"))
    if result.verdict == "cannot_tell":
        parts += unknown
    elif result.needed is not None and len(counted) < result.needed:
        parts += left_out[:3]
    parts += [plain.as_part(reason_sentence(reason, library)) for reason in beside_trials(definition, result)]
    return plain.capital("; ".join(parts)) + ("" if parts[-1].endswith("?") else ".")
