"""Arguments for and against each treatment option on the page Pathways, and in the library: side by side, never weighed, never ranked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from trd_desk.content.evidence_models import TreatmentOption
from trd_desk.content.library import Library
from trd_desk.engine.arguments import ArgumentState, OptionState, Tried, arguments
from trd_desk.engine.verdict import Assessment, Question
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.view import plain
from trd_desk.view.cited import source_line, source_lines, works
from trd_desk.view.parts import Remark, SourceLine, Stated
from trd_desk.view.spoken import drug_name
from trd_desk.view.terms import N_
from trd_desk.view.words import question_short

NEVER_RANKED: Final = N_(
    "What speaks for and against each option. Nothing is weighed, summed or ranked, and the order says nothing: the arguments are for a conversation."
)


@dataclass(frozen=True, slots=True)
class ArgumentRow:
    """One argument: `state` says whether it counts for this patient; `ask` is the path of what would settle it, `ask_words` its words."""

    id: str
    text: str
    state: Stated
    source: SourceLine
    ask: str = ""
    ask_words: str = ""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """Where a guideline places an option."""

    guideline: str
    place: str
    source: SourceLine


@dataclass(frozen=True, slots=True)
class OptionView:
    """One option: `summary` says how many arguments apply here, `set_aside` those that do not apply to this patient."""

    id: str
    name: str
    short: str
    says: str
    evidence: str
    research: str
    summary: str
    places: tuple[PlaceRow, ...]
    tried: tuple[Remark, ...]
    pro: tuple[ArgumentRow, ...]
    con: tuple[ArgumentRow, ...]
    set_aside: tuple[ArgumentRow, ...]
    sources: tuple[SourceLine, ...]
    warnings: tuple[str, ...]


def view_options(library: Library, patient: Patient, assessment: Assessment) -> tuple[OptionView, ...]:
    """Every option for one patient as known now, in the order of the content."""
    return tuple(_option(library, state, assessment) for state in arguments(library, patient.case, assessment))


def _option(library: Library, state: OptionState, assessment: Assessment) -> OptionView:
    option = state.option
    pro = [_row(library, one) for one in _shown(state.side("for"))]
    con = [_row(library, one) for one in _shown(state.side("against"))]
    aside = [_row(library, one) for one in state.arguments if one.counts is False]
    return OptionView(
        id=option.id,
        name=option.title,
        short=option.short,
        says=option.says,
        evidence=option.evidence_says,
        research=_("Research only") if option.research_only else "",
        summary=_summary(state),
        places=places_of(library, option),
        tried=_tried(state),
        pro=tuple(pro),
        con=tuple(con),
        set_aside=tuple(aside),
        sources=source_lines(library, option, assessment.as_of),
        warnings=option.warnings,
    )


def places_of(library: Library, option: TreatmentOption) -> tuple[PlaceRow, ...]:
    """Where each guideline places an option."""
    return tuple(PlaceRow(one.guideline, one.place, source_line(library, one.status, one.sources)) for one in option.place)


def _shown(states: Sequence[ArgumentState]) -> list[ArgumentState]:
    """Those that count, the patient's own first, then those that are open."""
    own = [one for one in states if one.counts is True and not one.always]
    always = [one for one in states if one.counts is True and one.always]
    return [*own, *always, *(one for one in states if one.counts is None)]


def _row(library: Library, one: ArgumentState) -> ArgumentRow:
    ask, words = "", ""
    if one.counts is None:
        state = Stated("cannot_tell", _("Not known whether it applies"))
        if one.question is not None:
            ask, words = one.question.field, _ask(library, one.question)
    elif one.counts is False:
        state = Stated("not_met", _("Does not apply here"))
    elif one.always:
        state = Stated("note", _("Applies in general"))
    else:
        state = Stated("tick", _("Applies to this patient"))
    line = source_line(library, one.argument.status, one.argument.sources)
    if len(one.argument.sources) > 1:
        line = SourceLine(line.mark, line.status, works(library, one.argument.sources), line.doi, line.review)
    return ArgumentRow(one.argument.id, one.argument.text, state, line, ask, words)


def _ask(library: Library, question: Question) -> str:
    if question.code == "condition":
        rule = library.conditions_by_id[str(question.facts["code"])]
        return _("Say whether there is: {condition}").format(condition=plain.as_part(rule.label))
    if question.code == "licence_region":
        return _("Say which label is followed")
    return _("Say {what}").format(what=question_short(question))


def _summary(state: OptionState) -> str:
    """How many arguments apply, both sides together: the two numbers side by side would be read as a score."""
    applying = sum(one.counts is True for one in state.arguments)
    open_ = sum(one.counts is None for one in state.arguments)
    words = plain.counted("{count} argument applies", "{count} arguments apply", applying)
    return _("{words}, {open} not known").format(words=words, open=open_) if open_ else words


def _tried(state: OptionState) -> tuple[Remark, ...]:
    """What of the option was tried, and whether the list is complete."""
    if not state.listed:
        return ()
    rows = [Remark("tick", _tried_words(one)) for one in state.tried if one.current is not False]
    if not rows and state.tried_known:
        rows = [Remark("not_met", _("Not tried in this episode."))]
    elif not state.tried_known:
        known = _("The list of such treatments is not said to be complete.") if rows else _("Whether it was tried is not recorded.")
        rows.append(Remark("cannot_tell", known))
    return tuple(rows)


def _tried_words(one: Tried) -> str:
    name = plain.capital(drug_name(one.name))
    if one.given is None:
        return _("{name}: whether it was given is not recorded.").format(name=name)
    if one.failed and one.adequate:
        return _("{name}: tried adequately in this episode without a response.").format(name=name)
    if one.failed:
        return _("{name}: tried in this episode without a response.").format(name=name)
    if one.adequate is False:
        return _("{name}: tried, not adequately.").format(name=name)
    if one.failed is False:
        return _("{name}: tried, and no failure.").format(name=name)
    return _("{name}: tried; whether adequately and with what effect cannot be told.").format(name=name)
