"""The card of one definition or stage: the question, the verdict, because, what would settle it, and its sources."""

from collections.abc import Callable

from trd_desk.content.library import Library
from trd_desk.engine.verdict import Assessment, DefinitionResult
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.view import plain, terms
from trd_desk.view.cited import source_lines
from trd_desk.view.parts import Stated, VerdictCard
from trd_desk.view.remarks import remarks
from trd_desk.view.settings import settings_of, settings_words
from trd_desk.view.settle import asks, definition_questions
from trd_desk.view.staging import stage_words
from trd_desk.view.words import reason_sentence


def view_definition_card(library: Library, patient: Patient, assessment: Assessment, name: str) -> VerdictCard:
    """The card of a definition in force; each question says what its answers would give."""
    definition = library.definition(name)
    result = next(item for item in assessment.definitions if item.id == name)
    return VerdictCard(
        id=name,
        over=definition.title,
        question=definition.question,
        verdict=terms.verdict_word(result.verdict),
        says=definition.says,
        because=remarks(library, result.because),
        asks=asks(
            library,
            patient.case,
            assessment,
            definition_questions(library, assessment, result),
            _reader(library, result, assessment),
        ),
        notes=(*(reason_sentence(note, library) for note in result.notes), *definition.notes),
        factors=_factors(library, name, result),
        sources=source_lines(library, definition, assessment.as_of),
        settings=settings_words(library, settings_of(definition)) if definition.trials is not None else (),
        warnings=definition.warnings,
    )


def _reader(library: Library, result: DefinitionResult, assessment: Assessment) -> Callable[[Assessment], str]:
    """How a changed assessment is read for one definition: its verdict, and another that comes to be met in its place."""
    open_before = {item.id for item in assessment.definitions if item.verdict == "cannot_tell"} - {result.id}

    def read(then: Assessment) -> str:
        verdicts = {item.id: item.verdict for item in then.definitions}
        word = terms.verdict_word(verdicts[result.id]).word.lower()
        instead = [library.definition(name).short for name in open_before if verdicts[name] == "met"]
        if verdicts[result.id] == "not_met" and len(instead) == 1:
            return _("{verdict}, and {other} is met instead").format(verdict=word, other=instead[0])
        return word

    return read


def _factors(library: Library, name: str, result: DefinitionResult) -> tuple[Stated, ...]:
    labels = {factor.id: factor.label for factor in library.definition(name).factors}
    words = {True: _("present"), False: _("absent"), None: _("not known")}
    return tuple(
        Stated(
            "met" if factor.value else "not_asked" if factor.value is None else "not_met",
            labels[factor.id],
            _("{factor}: {state}").format(factor=labels[factor.id], state=words[factor.value]),
        )
        for factor in result.factors
    )


def view_staging_card(library: Library, patient: Patient, assessment: Assessment, name: str) -> VerdictCard:
    """The card of a staging model in force; each question says what its answers would give."""
    model = library.staging(name)
    result = next(item for item in assessment.staging if item.id == name)
    mark = terms.tri_mark(None) if result.verdict == "interval" else "note"

    def read(then: Assessment) -> str:
        return stage_words(model, next(item for item in then.staging if item.id == name))

    return VerdictCard(
        id=name,
        over=model.title,
        question=_("At which stage by {model}?").format(model=model.short),
        verdict=Stated(mark, plain.capital(stage_words(model, result))),
        says=model.says,
        because=remarks(library, result.because),
        asks=asks(library, patient.case, assessment, result.questions, read),
        notes=(*(reason_sentence(note, library) for note in result.notes), *model.notes),
        factors=(),
        sources=source_lines(library, model, assessment.as_of),
        settings=settings_words(library, ("adherence_percent",)),
        warnings=model.warnings,
    )
