"""What would settle it: the questions that are open, and what each answer would give, found by asking the engine again."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from trd_desk.content.library import Library
from trd_desk.engine.assess import assess
from trd_desk.engine.verdict import Assessment, DefinitionResult, Question
from trd_desk.i18n import _
from trd_desk.record.models import Case
from trd_desk.view import plain, terms
from trd_desk.view.parts import Ask, Choice
from trd_desk.view.words import question_sentence, question_short

Read = Callable[[Assessment], str]

# Beyond this many open questions no single answer decides, and trying each would keep the page waiting.
MOST_TRIED: Final = 4

YES_NO_FIELDS: Final = frozenset(
    {"adherent", "dose_optimised", "duration_optimised", "psychosocial_stressor", "acute_suicidality", "psychiatric_emergency"}
)
OPTIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "diagnosis": terms.DIAGNOSES,
    "severity": terms.SEVERITIES,
    "functional_impairment": terms.IMPAIRMENTS,
    "anxiety": terms.ANXIETY,
    "personality_disorder": terms.PERSONALITY,
    "intensified_care": terms.CARE,
    "setting": terms.SETTINGS,
    "episode": terms.EPISODES,
    "placement": terms.PLACEMENTS,
    "status": terms.ECT_STATES,
    "modality": terms.MODALITIES,
}


@dataclass(frozen=True, slots=True)
class Probe:
    """An answer tried out: what it is called, and the field and value that say it."""

    label: str
    field: str
    value: object
    key: str = ""


def answered(case: Case, field: str, value: object) -> Case:
    """The case with one more answer, checked as any case is; the path is that of a question.

    `asked.<kind>` with True says that the list of this kind is complete.
    """
    body: dict[str, Any] = json.loads(case.model_dump_json(exclude_none=True))
    head, _dot, rest = field.partition(".")
    if head == "asked":
        body["asked"] = sorted({*body.get("asked", []), rest} if value else set(body.get("asked", [])) - {rest})
    elif head == "treatments":
        treatment_id, _dot, name = rest.rpartition(".")
        for treatment in body["treatments"]:
            if treatment["id"] == treatment_id:
                treatment[name] = value
    elif head == "scores":
        raise ValueError(field)
    else:
        body.setdefault(head, {})[rest] = value
    return Case.model_validate_json(json.dumps(body))


def probes(question: Question) -> tuple[Probe, ...]:
    """The answers worth trying for a question; none where the answer is a date, a text or a list."""
    name = question.field.rpartition(".")[2]
    if question.field.startswith("asked."):
        return (
            Probe(
                _("None was tried") if name != "antidepressant" else _("The list is complete"),
                question.field,
                value=True,
                key="N",
            ),
        )
    if name in YES_NO_FIELDS or question.field.startswith("conditions."):
        return (Probe(_("Yes"), question.field, value=True, key="Y"), Probe(_("No"), question.field, value=False, key="N"))
    if question.code == "ongoing":
        return (Probe(_("Yes"), question.field, "ongoing", key="Y"),)
    if name in OPTIONS:
        return tuple(Probe(plain.capital(_(word)), question.field, value) for value, word in OPTIONS[name].items())
    if name == "improvement_percent":
        field = question.field.removesuffix("improvement_percent") + "outcome"
        return tuple(Probe(plain.capital(_(terms.OUTCOMES[value])), field, value) for value in ("none", "partial", "response"))
    if question.code == "level":
        least = float(question.facts["from"])
        unit = "mmol/L"
        return (
            Probe(_("{level} or more").format(level=plain.measured(least, unit)), question.field, least),
            Probe(_("Below {level}").format(level=plain.measured(least, unit)), question.field, round(least / 2, 3)),
        )
    return ()


def settle(library: Library, case: Case, assessment: Assessment, question: Question, read: Read) -> tuple[tuple[Probe, str], ...]:
    """What each answer to a question would give, as `read` says it of the assessment that follows."""
    found = []
    for probe in probes(question):
        then = assess(library, answered(case, probe.field, probe.value), assessment.as_of, provisional=assessment.provisional)
        found.append((probe, read(then)))
    return tuple(found)


def asks(library: Library, case: Case, assessment: Assessment, questions: Sequence[Question], read: Read) -> tuple[Ask, ...]:
    """The questions of one verdict; where they are few, with what each answer would give."""
    tried = len(questions) <= MOST_TRIED
    return tuple(_ask(library, case, assessment, question, read, tried=tried) for question in questions)


def _ask(library: Library, case: Case, assessment: Assessment, question: Question, read: Read, *, tried: bool) -> Ask:
    """One question; answers to the field itself can be given in place."""
    if tried:
        outcomes = settle(library, case, assessment, question, read)
    else:
        outcomes = tuple((probe, "") for probe in probes(question))
    choices = [
        Choice(probe.value, probe.label, probe.key, outcome)
        for probe, outcome in outcomes
        if probe.field == question.field and question.code != "level" and (probe.key or len(outcomes) < 4)
    ]
    if len(choices) > 1:
        choices.append(Choice(None, _("Unknown"), "U", chosen=True))
    return Ask(
        field=question.field,
        text=question_sentence(question),
        short=question_short(question),
        choices=tuple(choices),
        outlook=outlook([(probe.label, outcome) for probe, outcome in outcomes], read(assessment)) if tried else "",
    )


def outlook(tried: Iterable[tuple[str, str]], now: str) -> str:
    """What the answers would give in one line: "Yes: met. No: not met."; empty where no answer alone changes what is said now."""
    by_outcome: dict[str, list[str]] = {}
    for label, outcome in tried:
        by_outcome.setdefault(outcome, []).append(label)
    if set(by_outcome) <= {now}:
        return ""
    return " ".join(
        _("{answers}: {outcome}.").format(
            answers=plain.capital(plain.either([labels[0], *map(_small, labels[1:])])), outcome=outcome
        )
        for outcome, labels in by_outcome.items()
    )


def _small(label: str) -> str:
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


# ------------------------------------------------------------------------------------------------------------ missing answers


def open_questions(library: Library, assessment: Assessment) -> tuple[Ask, ...]:
    """Every question that a definition, stage or pathway waits for, with the names of those; what settles most comes first."""
    settles: dict[str, list[str]] = {}
    bears_on: dict[str, list[str]] = {}
    questions: dict[str, Question] = {}
    for name, asked, decide in _waiting(library, assessment):
        for question in asked:
            if question.facts.get("known"):
                continue  # the record has the fact; what is open is the guideline, and the clinician judges
            questions.setdefault(question.field, question)
            found = settles if decide and len(asked) == 1 else bears_on
            names = found.setdefault(question.field, [])
            if name not in names:
                names.append(name)
    asks = [
        Ask(
            field=path,
            text=question_sentence(question),
            short=question_short(question),
            settles=tuple(settles.get(path, ())),
            bears_on=tuple(bears_on.get(path, ())),
        )
        for path, question in questions.items()
    ]
    return tuple(sorted(asks, key=lambda item: (-len(item.settles), -len(item.bears_on))))


def _waiting(library: Library, assessment: Assessment) -> Iterable[tuple[str, tuple[Question, ...], bool]]:
    """What waits, its questions, and whether they decide it; those of a pathway that is not met anyway only fill in its steps."""
    for definition in assessment.definitions:
        yield library.definition(definition.id).short, definition_questions(library, assessment, definition), True
    for staging in assessment.staging:
        yield library.staging(staging.id).short, staging.questions, True
    for pathway in assessment.pathways:
        yield library.pathway(pathway.id).short.replace(",", ""), pathway.questions, pathway.result == "cannot_say"


def definition_questions(library: Library, assessment: Assessment, result: DefinitionResult) -> tuple[Question, ...]:
    """The questions of a definition, with those of the other definition that it waits for."""
    other = library.definition(result.id).unless_met
    if result.verdict != "cannot_tell" or other is None:
        return result.questions
    waited = (item.questions for item in assessment.definitions if item.id == other and item.verdict == "cannot_tell")
    return tuple({question.field: question for questions in (result.questions, *waited) for question in questions}.values())
