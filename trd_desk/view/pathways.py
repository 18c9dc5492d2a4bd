"""The page Pathways: the guidelines' ladders on one scale, the licences, status by country, and the alternatives at each line."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from trd_desk.content.library import Library
from trd_desk.content.models import Pathway, Step
from trd_desk.engine.verdict import Assessment, PathwayResult, StepResult
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.view import plain, terms
from trd_desk.view.cited import safety_rules, source_line, source_lines, works
from trd_desk.view.course import course_words
from trd_desk.view.ladder import ladder_drawing, ladders_drawing, rungs_of, step_words
from trd_desk.view.parts import Ask, Remark, SourceLine, Stated
from trd_desk.view.remarks import remark
from trd_desk.view.settle import asks
from trd_desk.view.shapes import Drawing
from trd_desk.view.spoken import drug_name
from trd_desk.view.words import drugs_failed, question_short, reason_sentence


@dataclass(frozen=True, slots=True)
class LadderView:
    """One guideline: its result, what comes next, its ladder (236 wide plus the flag left of it) and what it asks besides.

    `older` holds the edition that this one replaced. `drawing` alone draws this ladder; `PathwaysView.drawing` holds all of them.
    """

    id: str
    name: str
    result: Stated
    next_label: str
    next_text: str
    drawing: Drawing
    also: tuple[Remark, ...]
    because: tuple[Remark, ...]
    asks: tuple[Ask, ...]
    notes: tuple[str, ...]
    source: SourceLine
    sources: tuple[SourceLine, ...]
    older: tuple["LadderView", ...] = ()


@dataclass(frozen=True, slots=True)
class LicenceCard:
    """One licence or ruling: its result and why."""

    id: str
    name: str
    product: str
    result: Stated
    text: str
    because: tuple[Remark, ...]
    next_text: str
    asks: tuple[Ask, ...]
    notes: tuple[str, ...]
    source: SourceLine
    sources: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class CountryRow:
    """Licence and funding of one product in one country."""

    country: str
    product: str
    licence: str
    funding: str
    since: str
    standing: Stated
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class AlternativeRow:
    """Another option that a guideline places at a line."""

    guideline: str
    line: str
    option: str
    evidence: str
    kind: str
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class PathwaysView:
    """All that the page shows. `drawing` has the ladders side by side with the scale of lines; its children are the rungs."""

    title: str
    summary: str
    stop: tuple[Remark, ...]
    drawing: Drawing
    ladders: tuple[LadderView, ...]
    cards: tuple[LicenceCard, ...]
    countries: tuple[CountryRow, ...]
    alternatives: tuple[AlternativeRow, ...]
    notes: tuple[str, ...]


def view_pathways(library: Library, patient: Patient, assessment: Assessment) -> PathwaysView:
    """The page for one patient as known now."""
    results = {result.id: result for result in assessment.pathways}
    drawn = [pathway for pathway in library.pathways if pathway.drawing == "ladder" and pathway.newer_edition is None]
    lines = max((pathway.rung.line for pathway in library.pathways if pathway.rung is not None), default=1)
    older = {pathway.newer_edition: pathway for pathway in library.pathways if pathway.newer_edition is not None}
    ladders = tuple(_ladder(library, patient, assessment, pathway, lines, older.get(pathway.id)) for pathway in drawn)
    cards = tuple(_card(library, patient, assessment, pathway) for pathway in library.pathways if pathway.drawing == "card")
    return PathwaysView(
        title=_("Where ketamine stands"),
        summary=_summary(library, patient, assessment, ladders),
        stop=_stops(library, assessment),
        drawing=ladders_drawing([(ladder.name, ladder.drawing) for ladder in ladders], lines),
        ladders=ladders,
        cards=cards,
        countries=_countries(library),
        alternatives=_alternatives(library),
        notes=tuple(
            dict.fromkeys(
                reason_sentence(note, library)
                for result in results.values()
                for note in result.notes
                if note.code != "pathway_stop"
            )
        ),
    )


def _summary(library: Library, patient: Patient, assessment: Assessment, ladders: tuple[LadderView, ...]) -> str:
    counted = next((result.count for result in assessment.definitions if result.id == "fda_ema"), None)
    failures = _("{drugs} at an adequate dose and length in this episode").format(
        drugs=drugs_failed(*(counted if counted is not None else (0, None)))
    )
    reached = sum(ladder.result.mark == "met" for ladder in ladders)
    if any(ladder.result.mark == "stop" for ladder in ladders):
        return _("{failures}. A stop condition is recorded.").format(failures=failures)
    words = _("{failures}. Criteria met on {reached} of {count} ladders.").format(
        failures=failures, reached=reached, count=len(ladders)
    )
    words = " ".join(part for part in (course_words(library, patient, assessment), words) if part)
    holds = hold_words(library, assessment)
    return _("{words} Hold first: {holds}.").format(words=words, holds=holds) if holds else words


def _stops(library: Library, assessment: Assessment) -> tuple[Remark, ...]:
    """The stop conditions that hold for every pathway, with what to do."""
    levels = {item.id for item in assessment.safety if item.level == "stop"}
    return tuple(
        Remark("stop", _("{condition}. {action}").format(condition=rule.label, action=rule.action), rule.label)
        for rule in safety_rules(library).values()
        if rule.id in levels
    )


def _result(
    library: Library, patient: Patient, assessment: Assessment, pathway: Pathway
) -> tuple[PathwayResult, tuple[Ask, ...]]:
    result = next(item for item in assessment.pathways if item.id == pathway.id)

    def read(then: Assessment) -> str:
        return terms.result_word(next(item for item in then.pathways if item.id == pathway.id).result).word.lower()

    return result, asks(library, patient.case, assessment, result.questions, read)


def _ladder(
    library: Library, patient: Patient, assessment: Assessment, pathway: Pathway, lines: int, older: Pathway | None
) -> LadderView:
    result, asked = _result(library, patient, assessment, pathway)
    label, text = _what_next(library, assessment, pathway, result)
    return LadderView(
        id=pathway.id,
        name=pathway.short,
        result=_result_word(pathway, result),
        next_label=label,
        next_text=text,
        drawing=ladder_drawing(pathway, result, lines, _stop_words(library, result)),
        also=_also(pathway, result),
        because=_because(library, pathway, result),
        asks=asked,
        notes=_notes(library, patient, pathway, result),
        source=source_line(library, pathway.status, pathway.sources, pathway.review_by, assessment.as_of),
        sources=source_lines(library, pathway, assessment.as_of),
        older=() if older is None else (_ladder(library, patient, assessment, older, lines, None),),
    )


def _card(library: Library, patient: Patient, assessment: Assessment, pathway: Pathway) -> LicenceCard:
    result, asked = _result(library, patient, assessment, pathway)
    products = plain.listed([terms.term(terms.PRODUCTS, product) for product in pathway.products])
    where = plain.listed(pathway.countries)
    return LicenceCard(
        id=pathway.id,
        name=pathway.short,
        product=_("{product}, {where}").format(product=products, where=where) if where else products,
        result=_result_word(pathway, result),
        text=pathway_text(pathway, result),
        because=_because(library, pathway, result),
        next_text=_card_next(library, assessment, pathway, result),
        asks=asked,
        notes=_notes(library, patient, pathway, result),
        source=source_line(library, pathway.status, pathway.sources, pathway.review_by, assessment.as_of),
        sources=source_lines(library, pathway, assessment.as_of),
    )


def _result_word(pathway: Pathway, result: PathwayResult) -> Stated:
    word = terms.result_word(result.result)
    said = _("Does not apply") if _outside(result) else word.word
    return Stated(word.mark, said, pathway_text(pathway, result))


def pathway_text(pathway: Pathway, result: PathwayResult) -> str:
    """What the pathway says of the patient's place, in the content's words."""
    unmet = first_unmet(result)
    if _outside(result) and unmet is not None:
        return next(step.next_step for step in pathway.step if step.id == unmet.id)
    return {
        "criteria_met": pathway.when_met,
        "not_recommended": pathway.when_met,
        "not_yet": pathway.when_not_yet,
        "count_reached": pathway.when_not_yet,
        "cannot_say": pathway.when_unknown,
        "stop": _("A stop condition is recorded: no ketamine or esketamine by any pathway."),
    }[result.result]


def _stop_words(library: Library, result: PathwayResult) -> str:
    """The first stop condition, for the rung."""
    return next((reason_sentence(reason, library).rstrip(".") for reason in result.because if "condition" in reason.facts), "")


def hold_words(library: Library, assessment: Assessment) -> str:
    """The conditions that hold treatment for now, by name; empty where there are none."""
    rules = safety_rules(library)
    return ", ".join(drug_name(rules[item.id].label) for item in assessment.safety if item.level == "hold")


def _card_next(library: Library, assessment: Assessment, pathway: Pathway, result: PathwayResult) -> str:
    label, text = _what_next(library, assessment, pathway, result)
    if result.result == "criteria_met" and not label:
        return ""
    wanted = ("not_yet", "cannot_say", "stop", "criteria_met")
    return f"{label} {text}".strip() if result.result in wanted and not _outside(result) else ""


def _outside(result: PathwayResult) -> bool:
    """Whether the pathway is not for this patient at all: the age or the diagnosis is another."""
    unmet = first_unmet(result)
    return result.result == "not_yet" and unmet is not None and unmet.id in ("adult", "unipolar")


def _what_next(library: Library, assessment: Assessment, pathway: Pathway, result: PathwayResult) -> tuple[str, str]:
    """A label in semi-bold, and what comes next."""
    if result.result == "criteria_met":
        holds = hold_words(library, assessment)
        return (_("Hold first:"), f"{holds}.") if holds else ("", _("The clinician decides."))
    if result.result == "stop":
        return _("Stop:"), _("see Safety.")
    if result.result == "cannot_say":
        if len(result.questions) == 1:
            return _("Missing:"), question_short(result.questions[0]) + "."
        return _("Missing:"), plain.counted("{count} answer.", "{count} answers.", len(result.questions))
    unmet = first_unmet(result)
    if unmet is None:
        return "", ""
    step = next(item for item in pathway.step if item.id == unmet.id)
    if _outside(result):
        return "", step.next_step
    return _("Next step:"), step.next_step


def first_unmet(result: PathwayResult) -> StepResult | None:
    """The first step that is not met."""
    return next((step for step in result.steps if step.verdict == "not_met"), None)


def _also(pathway: Pathway, result: PathwayResult) -> tuple[Remark, ...]:
    """The conditions that are no lines; adult and unipolar stand together when both are met."""
    on_ladder = {rung.step for rung in rungs_of(pathway, result)}
    steps: dict[str, Step] = {step.id: step for step in pathway.step}
    found: list[Remark] = []
    together: list[str] = []
    for step in result.steps:
        if step.id in on_ladder:
            continue
        mark = terms.VERDICTS[step.verdict][0]
        if step.id in ("adult", "unipolar") and mark == "met":
            together.append(steps[step.id].label)
        else:
            found.append(Remark(mark, step_words(steps[step.id], step)))
    return ((Remark("met", ", ".join(together)),) if together else ()) + tuple(found)


def _because(library: Library, pathway: Pathway, result: PathwayResult) -> tuple[Remark, ...]:
    """Every step with its state, then the reasons that need a sentence."""
    steps: dict[str, Step] = {step.id: step for step in pathway.step}
    found = [Remark(terms.VERDICTS[step.verdict][0], plain.capital(step_words(steps[step.id], step))) for step in result.steps]
    said = [
        remark(library, reason)
        for reason in result.because
        if not reason.code.startswith("pathway_") or "condition" in reason.facts
    ]
    return tuple(dict.fromkeys([*found, *said]))


def _notes(library: Library, patient: Patient, pathway: Pathway, result: PathwayResult) -> tuple[str, ...]:
    """The decision that a clinician recorded, the cautions of this patient, and the content's remarks and warnings."""
    cautions = [reason_sentence(note, library) for note in result.notes if note.code != "pathway_stop"]
    return (*decision_words(patient.decisions.get(pathway.id)), *cautions, *pathway.notes, *pathway.warnings)


def decision_words(decision: Mapping[str, Any] | None) -> tuple[str, ...]:
    """A recorded decision as a sentence, or nothing."""
    if not decision or not decision.get("text"):
        return ()
    words = _("Decision recorded by {by}: {text}").format(
        by=decision.get("by") or _("an unnamed person"), text=str(decision["text"]).rstrip(".")
    )
    reason = str(decision.get("reason") or "").rstrip(".")
    return (_("{words}. Reason: {reason}.").format(words=words, reason=reason) if reason else f"{words}.",)


def _countries(library: Library) -> tuple[CountryRow, ...]:
    return tuple(
        CountryRow(
            country=row.country,
            product=row.product,
            licence=row.licence,
            funding=row.funding,
            since=row.since,
            standing=terms.status_word(row.status),
            source=works(library, row.sources),
            note=row.note,
        )
        for row in library.countries.country
    )


def _alternatives(library: Library) -> tuple[AlternativeRow, ...]:
    return tuple(
        AlternativeRow(
            guideline=pathway.short,
            line=plain.capital(row.line),
            option=row.option,
            evidence=row.evidence,
            kind=terms.term(terms.ALTERNATIVES, row.kind),
            note=row.note,
            source=works(library, row.sources),
        )
        for pathway in library.pathways
        for row in pathway.alternative
    )
