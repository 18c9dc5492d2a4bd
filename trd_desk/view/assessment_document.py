"""The clinical assessment for paper: the same strings, marks and drawings as the pages, in the order of a report."""

from dataclasses import dataclass

from trd_desk.content.library import Library
from trd_desk.engine.verdict import Assessment
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.view import plain, terms
from trd_desk.view.bibliography import CitedWork, Standing, cited_works, heads_in_force, standings
from trd_desk.view.cited import safety_rules
from trd_desk.view.course import course_words
from trd_desk.view.criteria import view_criteria
from trd_desk.view.definitions import DefinitionRow, view_definitions
from trd_desk.view.history import asked_chips, months_of
from trd_desk.view.paper_groups import definition_lines, grouped_notes, grouped_pseudo, place_in_short, treatment_lines
from trd_desk.view.paper_head import content_in_force, person_name, person_words, purpose
from trd_desk.view.parts import Ask, Remark, Stated
from trd_desk.view.pathways import CountryRow, LadderView, LicenceCard, decision_words, hold_words, view_pathways
from trd_desk.view.safety import LEVEL_ORDER, view_safety
from trd_desk.view.safety_rows import WorkupRow
from trd_desk.view.settings import settings_of, settings_words
from trd_desk.view.settle import open_questions
from trd_desk.view.shapes import Drawing
from trd_desk.view.staging import StagingRow
from trd_desk.view.treatment_rows import TreatmentRow, treatment_rows
from trd_desk.view.words import drugs_failed

__all__ = ["AssessmentDocument", "CitedWork", "asked_line", "in_short", "purpose", "view_assessment_document"]


@dataclass(frozen=True, slots=True)
class AssessmentDocument:
    """All that is printed; `documents` adds clinic, printer, time, page numbers and the head of the log."""

    title: str
    name: str
    who: str
    number: str
    as_of: str
    in_short: tuple[Remark, ...]
    place: tuple[Remark, ...]
    overdue: tuple[Remark, ...]
    treatments_title: str
    treatment_heads: tuple[str, ...]
    treatments: tuple[TreatmentRow, ...]
    asked_line: str
    definitions_title: str
    definitions: tuple[DefinitionRow, ...]
    staging_title: str
    staging_legend: str
    stagings: tuple[StagingRow, ...]
    pathways_title: str
    pathways_legend: str
    drawing: Drawing
    ladders: tuple[LadderView, ...]
    licences_title: str
    licences: tuple[LicenceCard, ...]
    countries: tuple[CountryRow, ...]
    safety_title: str
    safety: tuple[Remark, ...]
    interactions: tuple[Remark, ...]
    pseudo_title: str
    pseudo: tuple[Remark, ...]
    criteria: Stated
    questions_title: str
    questions: tuple[Ask, ...]
    notes_title: str
    notes: tuple[str, ...]
    sources_title: str
    sources: tuple[CitedWork, ...]
    standing: tuple[Standing, ...]
    settings_title: str
    settings: tuple[str, ...]
    content: str
    digest: str
    fingerprint: str
    purpose: str
    signature: tuple[str, str]
    decisions: tuple[str, ...] = ()
    workup: tuple[str, ...] = ()


def view_assessment_document(library: Library, patient: Patient, assessment: Assessment) -> AssessmentDocument:
    """The whole report of one patient as known now."""
    definitions = view_definitions(library, patient, assessment)
    pathways = view_pathways(library, patient, assessment)
    safety = view_safety(library, patient, assessment)
    criteria = view_criteria(library, patient.criteria)
    questions = open_questions(library, assessment)
    names = dict.fromkeys(name for result in assessment.definitions for name in settings_of(library.definition(result.id)))
    person = patient.case.patient
    return AssessmentDocument(
        title=_("Assessment of resistance"),
        name=person_name(patient),
        who=person_words(patient),
        number=person.id,
        as_of=_("As of {day}").format(day=plain.day(assessment.as_of)),
        in_short=in_short(library, patient, assessment, questions),
        place=place_in_short(pathways),
        overdue=overdue(library, assessment),
        treatments_title=_("Treatments, and whether each counts as a failed trial"),
        treatment_heads=(
            _("Drug"),
            _("Group"),
            _("Daily mg, in order"),
            _("Minimum"),
            _("Weeks at it"),
            _("Taken as prescribed"),
            _("Better by"),
            _("Stopped for"),
            _("6 weeks"),
            _("4 weeks"),
        ),
        treatments=treatment_lines(treatment_rows(library, patient, assessment)),
        asked_line=asked_line(patient),
        definitions_title=_("Definitions"),
        definitions=definition_lines(definitions.rows),
        staging_title=definitions.staging_title,
        staging_legend=_("solid: history; striped: state now; hatched: unknown"),
        stagings=definitions.stagings,
        pathways_title=_("Place of ketamine"),
        pathways_legend=_("flag: the patient's place; filled: done; dashed: cannot tell or not reached"),
        drawing=pathways.drawing,
        ladders=pathways.ladders,
        licences_title=_("Licences and rulings"),
        licences=pathways.cards,
        countries=pathways.countries,
        safety_title=_("What stands in the way"),
        safety=_safety(library, patient, assessment),
        interactions=tuple(
            Remark(row.level.mark, f"{row.drug}, {row.dose}. {row.level.word}. {' '.join(row.texts)}", row.drug)
            for row in safety.interactions
        ),
        pseudo_title=_("Looks like resistance, may not be"),
        pseudo=grouped_pseudo(library, assessment),
        criteria=Stated(
            criteria.result.mark,
            _("{title}: {result}").format(title=criteria.title, result=plain.as_part(criteria.result.word)),
            criteria.count,
        ),
        questions_title=_("Answers missing"),
        questions=questions,
        notes_title=_("Notes"),
        notes=grouped_notes(library, assessment),
        sources_title=_("Sources"),
        sources=cited_works(library, assessment),
        standing=standings(library, assessment),
        settings_title=_("Settings of this clinic"),
        settings=settings_words(library, names),
        content=content_words(library, assessment),
        digest=assessment.content_digest,
        fingerprint=_("Content {version}, {digest}.").format(
            version=assessment.content_version, digest=assessment.content_digest
        ),
        purpose=purpose(),
        signature=(_("Reviewed by, name and signature"), _("Date")),
        decisions=_decisions(library, patient),
        workup=_workup(safety.workup),
    )


def content_words(library: Library, assessment: Assessment) -> str:
    """The content in force with the earliest day of review of all its files."""
    return content_in_force(library, assessment.content_version, assessment.as_of)


def overdue(library: Library, assessment: Assessment) -> tuple[Remark, ...]:
    """A warning that names the rules shown whose day of review has passed; nothing where none has."""
    past = [(name, head) for name, head in heads_in_force(library, assessment) if head.review_by < assessment.as_of]
    if not past:
        return ()
    label = _("Past the day of review:")
    said = plain.listed([_("{rule} ({month})").format(rule=name, month=plain.month(head.review_by)) for name, head in past])
    return (Remark("late", _("{label} {rules}. Check these against their sources.").format(label=label, rules=said), label),)


def in_short(library: Library, patient: Patient, assessment: Assessment, questions: tuple[Ask, ...]) -> tuple[Remark, ...]:
    """The first paragraph: the episode, the failures, the definitions, and what is missing, which is in semi-bold."""
    episode = patient.case.episode
    months = months_of(library, patient, assessment)
    state = [
        terms.term(terms.DIAGNOSES, episode.diagnosis, _("diagnosis not recorded")),
        terms.term(terms.SEVERITIES, episode.severity),
        "" if months is None else plain.months(months),
    ]
    parts = [Remark("note", plain.capital(", ".join(part for part in state if part)) + ".")]
    now = course_words(library, patient, assessment)
    if now:
        parts.append(Remark("note", now, now))
    counts = [result for result in assessment.definitions if result.count is not None]
    if counts and counts[0].count is not None:
        parts.append(
            Remark(
                "note", _("{drugs} at an adequate dose and length in this episode.").format(drugs=drugs_failed(*counts[0].count))
            )
        )
    verdicts = [result.verdict for result in counts]
    words = [
        _("{met} of {total} definitions met").format(met=_some(verdicts.count("met")), total=plain.count_word(len(verdicts)))
    ]
    words.append(_("{count} not met").format(count=_some(verdicts.count("not_met"))))
    if "cannot_tell" in verdicts:
        words.append(_("{count} cannot be told").format(count=_some(verdicts.count("cannot_tell"))))
    parts.append(Remark("note", plain.capital(", ".join(words)) + "."))
    if any(item.level == "stop" for item in assessment.safety):
        label = _("A stop condition is recorded.")
        parts.append(Remark("stop", label, label))
    holds = hold_words(library, assessment)
    if holds:
        label = _("Hold first:")
        parts.append(Remark("hold", f"{label} {holds}.", label))
    if questions:
        label = plain.counted("{count} answer is missing:", "{count} answers are missing:", len(questions))
        label = plain.capital(label.replace(str(len(questions)), plain.count_word(len(questions)), 1))
        parts.append(Remark("cannot_tell", f"{label} {plain.few([ask.short for ask in questions])}.", label))
    return tuple(parts)


def _some(count: int) -> str:
    """A count that stands without its noun."""
    return plain.count_word(count) if count else _("none")


def asked_line(patient: Patient) -> str:
    """Which kinds of treatment were asked about and not given, and which were never asked about."""
    chips = asked_chips(patient)
    none = [plain.as_part(chip.label) for chip in chips if chip.state == "none"]
    open_ = [plain.as_part(chip.label) for chip in chips if chip.state == "not_asked"]
    parts = []
    if none:
        parts.append(_("Asked, none: {kinds}.").format(kinds=", ".join(none)))
    if open_:
        parts.append(_("Not asked, or the list is not complete: {kinds}.").format(kinds=", ".join(open_)))
    return " ".join(parts)


def _safety(library: Library, patient: Patient, assessment: Assessment) -> tuple[Remark, ...]:
    """What is present, worst first, with what to do; then how much was never asked."""
    rules = safety_rules(library)
    found = []
    for level in LEVEL_ORDER:
        word = terms.level_word(level)
        found += [
            Remark(word.mark, f"{rules[item.id].label}. {word.word}. {rules[item.id].action}", rules[item.id].label)
            for item in assessment.safety
            if item.level == level
        ]
    denied = sum(value is False for value in patient.case.conditions.values())
    if denied:
        found.append(
            Remark(
                "tick",
                plain.counted(
                    "{count} condition was asked about and is absent.",
                    "{count} conditions were asked about and are absent.",
                    denied,
                ),
            )
        )
    missing = [rules[code].label for code in assessment.safety_questions if code in rules]
    if missing:
        label = plain.counted("{count} condition not asked about:", "{count} conditions not asked about:", len(missing))
        found.append(Remark("cannot_tell", f"{label} {'; '.join(map(plain.as_part, missing))}.", label))
    return tuple(found)


def _decisions(library: Library, patient: Patient) -> tuple[str, ...]:
    """Every decision that a clinician recorded, under the name of the condition or pathway."""
    names = {name: rule.label for name, rule in safety_rules(library).items()} | {
        item.id: item.short for item in library.pathways
    }
    return tuple(
        f"{names.get(key, key)}: {words}" for key, decision in patient.decisions.items() for words in decision_words(decision)
    )


def _workup(rows: tuple[WorkupRow, ...]) -> tuple[str, ...]:
    done = [f"{row.label}: {row.done}" if row.done else row.label for row in rows if row.state.mark == "pass"]
    stale = [f"{row.label}: {row.done}" for row in rows if row.state.mark == "late"]
    open_ = [plain.as_part(row.label) for row in rows if row.state.mark == "not_asked"]
    lines = []
    if done:
        lines.append(_("Done. {items}.").format(items="; ".join(done)))
    if stale:
        lines.append(_("Out of date. {items}.").format(items="; ".join(stale)))
    if open_:
        lines.append(_("Not recorded: {items}.").format(items=", ".join(open_)))
    return tuple(lines)
