"""The page Safety: contraindications, interactions, what only looks like resistance, and the work-up before a first dose."""

from dataclasses import dataclass

from trd_desk.content.library import Library
from trd_desk.content.table_models import Condition
from trd_desk.engine.verdict import Assessment
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.view import plain, terms
from trd_desk.view.cited import source_line
from trd_desk.view.follow_holds import FollowHold, holds_of
from trd_desk.view.parts import Ask, Choice, SourceLine, Stated
from trd_desk.view.pathways import decision_words
from trd_desk.view.safety_rows import (
    DiazepamView,
    InteractionRow,
    PseudoRow,
    WorkupRow,
    diazepam_view,
    interaction_row,
    pseudo_rows,
    workup_rows,
)

LEVEL_ORDER = ("stop", "hold", "caution", "note")


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """A contraindication or caution: `answer` is True, False or None (not asked); `decision` is what was recorded on it."""

    id: str
    label: str
    question: str
    answer: bool | None
    state: Stated
    level: Stated
    choices: tuple[Choice, ...]
    because: str
    action: str
    decision: str
    source: SourceLine


@dataclass(frozen=True, slots=True)
class SafetyGroup:
    """The conditions of one group."""

    id: str
    title: str
    rows: tuple[ConditionRow, ...]


@dataclass(frozen=True, slots=True)
class AgeRow:
    """A level that follows from age."""

    id: str
    label: str
    level: Stated
    because: str
    action: str
    source: SourceLine


@dataclass(frozen=True, slots=True)
class SafetyView:
    """All that the page shows; `follow` is what the long-term follow-up of a course holds."""

    title: str
    headline: tuple[Stated, ...]
    follow: tuple[FollowHold, ...]
    groups: tuple[SafetyGroup, ...]
    ages: tuple[AgeRow, ...]
    questions: tuple[Ask, ...]
    medications_reviewed: bool
    interactions_title: str
    interactions: tuple[InteractionRow, ...]
    interactions_empty: str
    diazepam: DiazepamView | None
    pseudo_title: str
    pseudo: tuple[PseudoRow, ...]
    workup_title: str
    workup: tuple[WorkupRow, ...]


def view_safety(library: Library, patient: Patient, assessment: Assessment) -> SafetyView:
    """The page for one patient as known now."""
    rows = [_row(library, patient, rule) for rule in library.conditions]
    groups = [
        SafetyGroup(
            group, _(title), tuple(row for row, rule in zip(rows, library.conditions, strict=True) if rule.group == group)
        )
        for group, title in terms.GROUPS.items()
    ]
    reviewed = patient.case.medications_reviewed
    holds = holds_of(library, patient, assessment.as_of)
    pseudo = pseudo_rows(library, patient, assessment)
    return SafetyView(
        title=_("What stands in the way of ketamine"),
        headline=(*_held(holds), *safety_headline(assessment, quiet=not holds)),
        follow=holds,
        groups=tuple(group for group in groups if group.rows),
        ages=_ages(library, assessment),
        questions=safety_asks(library, assessment),
        medications_reviewed=reviewed,
        interactions_title=_("Medicines and interactions"),
        interactions=tuple(interaction_row(library, result) for result in assessment.interactions),
        interactions_empty=_("No medicine is taken.")
        if reviewed
        else _("No medicine is listed yet. Add them, or say that there are none."),
        diazepam=diazepam_view(library, assessment.diazepam),
        pseudo_title=_("Looks like resistance, may not be: {found} of {count} checks point to something").format(
            found=sum(row.state.mark == "note" for row in pseudo), count=len(pseudo)
        ),
        pseudo=pseudo,
        workup_title=_("Before the first dose"),
        workup=workup_rows(library, patient, assessment.as_of),
    )


def _row(library: Library, patient: Patient, rule: Condition) -> ConditionRow:
    answer = patient.case.conditions.get(rule.id)
    level = terms.level_word(rule.level)
    if answer is True:
        state = Stated(level.mark, _("Present"), rule.because)
    elif answer is False:
        state = Stated("tick", _("No"), _("Asked and answered no."))
    else:
        state = Stated("not_asked", _("Not asked"), rule.question)
    choices = (
        Choice(True, _("Yes"), "Y", chosen=answer is True),
        Choice(False, _("No"), "N", chosen=answer is False),
        Choice(None, _("Unknown"), "U", chosen=answer is None),
    )
    return ConditionRow(
        id=rule.id,
        label=rule.label,
        question=rule.question,
        answer=answer,
        state=state,
        level=level,
        choices=choices,
        because=rule.because,
        action=rule.action,
        decision=" ".join(decision_words(patient.decisions.get(rule.id))),
        source=source_line(library, rule.status, rule.sources),
    )


def _ages(library: Library, assessment: Assessment) -> tuple[AgeRow, ...]:
    present = {item.id for item in assessment.safety}
    return tuple(
        AgeRow(
            rule.id,
            rule.label,
            terms.level_word(rule.level),
            rule.because,
            rule.action,
            source_line(library, rule.status, rule.sources),
        )
        for rule in library.age_rules
        if rule.id in present
    )


def _held(holds: tuple[FollowHold, ...]) -> tuple[Stated, ...]:
    """How many holds the follow-up asks for."""
    if not holds:
        return ()
    said = plain.counted("Follow-up: {count} hold", "Follow-up: {count} holds", len(holds))
    return (Stated("hold", said, " ".join(one.remark.text for one in holds)),)


def safety_headline(assessment: Assessment, *, quiet: bool = True) -> tuple[Stated, ...]:
    """How many are present at each level, worst first, and how many answers are missing; `quiet`: nothing else holds the treatment."""
    found = []
    for level in LEVEL_ORDER:
        count = sum(item.level == level for item in assessment.safety)
        if count:
            word = terms.level_word(level)
            found.append(Stated(word.mark, _("{level}: {count}").format(level=word.word, count=count)))
    missing = len(assessment.safety_questions) + len(assessment.interaction_questions)
    if missing:
        found.append(Stated("cannot_tell", plain.counted("{count} answer missing", "{count} answers missing", missing)))
    if not found and quiet:
        found.append(Stated("pass", _("Every condition was asked about; none is present")))
    return tuple(found)


def safety_asks(library: Library, assessment: Assessment) -> tuple[Ask, ...]:
    """The conditions that were never asked about, the birth date and the list of medicines, as questions."""
    asks = []
    for code in assessment.safety_questions:
        if code == "birth_date":
            asks.append(Ask("patient.birth_date", _("What is the birth date?"), _("the birth date")))
        else:
            rule = library.conditions_by_id[code]
            asks.append(Ask(f"conditions.{code}", rule.question, plain.as_part(rule.label)))
    if assessment.interaction_questions:
        asks.append(
            Ask("medications", _("Which medicines are taken now? Say when the list is complete."), _("the list of medicines"))
        )
    return tuple(asks)
