"""The part Course of the page Outcomes and of the course summary: the chart, a card for each outcome, and the table of scores."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from trd_desk.content.library import Library
from trd_desk.content.models import Cited
from trd_desk.content.outcome_models import OutcomeDefinition
from trd_desk.engine.outcome_course import course_outcomes, fall_between
from trd_desk.engine.outcome_results import OutcomeCourse, OutcomeVerdict, ScaleCourse, ScorePoint
from trd_desk.engine.scales import score_state
from trd_desk.i18n import _
from trd_desk.record.fold import Patient
from trd_desk.view import plain, terms
from trd_desk.view.cited import cited_work, review_words
from trd_desk.view.parts import Ask, SourceLine, Stated, VerdictCard
from trd_desk.view.remarks import remarks
from trd_desk.view.score_chart import WIDTH, chart_of, rater_words, sessions_not_drawn
from trd_desk.view.score_lanes import treatment_spans
from trd_desk.view.settings import settings_words
from trd_desk.view.shapes import Drawing, MarkKind
from trd_desk.view.terms import N_
from trd_desk.view.words import question_sentence, question_short, reason_sentence
from trd_desk.view.words_outcomes import fall_words, total_words

HEADLINES: Final[Mapping[str, tuple[MarkKind, str]]] = {
    "relapse": ("caution", N_("Relapse")),
    "remission": ("met", N_("Remission")),
    "loss_of_gain": ("caution", N_("Loss of gain")),
    "response": ("met", N_("Response")),
    "partial": ("not_met", N_("Partial response")),
    "none": ("not_met", N_("No response")),
    "cannot_tell": ("cannot_tell", N_("Cannot tell")),
    "one_score": ("due", N_("One score")),
}
# What is bad news, so that a tick does not stand beside it.
_WORSE: Final = ("relapse", "loss_of_gain", "none")


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One score in the table: the day, the scale, its total with the band, the fall from its baseline, who rated, and the entry it came from."""

    key: str
    scale: str
    day: str
    scale_name: str
    total: str
    fall: str
    rater: str
    said: str


@dataclass(frozen=True, slots=True)
class OutcomesView:
    """Where the course stands on one scale.

    `scale` is the scale shown and `scales` those to choose from; both are empty without a score, and `empty` then says what to do first.
    `headline` is the state in a word, `facts` what belongs to it in short sentences. `chart_notes` name what the chart does not draw.
    """

    scale: str
    scales: tuple[tuple[str, str], ...]
    headline: Stated
    facts: tuple[str, ...]
    drawing: Drawing | None
    chart_notes: tuple[str, ...]
    cards: tuple[VerdictCard, ...]
    rows: tuple[ScoreRow, ...]
    empty: str


def view_outcomes(library: Library, patient: Patient, today: dt.date, scale: str | None = None, width: float = WIDTH) -> OutcomesView:
    """The outcomes on a day on one scale, by default the one with the most scores; the chart is `width` logical pixels wide."""
    course = course_outcomes(library, patient, today)
    shown = course.of(scale)
    if shown is None:
        empty = _("No score is recorded yet. Enter the first one under Scales, best before the first session: it is the baseline of everything shown here.")
        return OutcomesView("", (), Stated("not_asked", _("No score")), (), None, (), (), (), empty)
    return OutcomesView(
        scale=shown.scale,
        scales=tuple((one.scale, terms.SCALES[one.scale]) for one in course.scales),
        headline=course_state(shown),
        facts=tuple(course_facts(library, shown)),
        drawing=chart_of(library, patient, today, shown, width),
        chart_notes=tuple(_chart_notes(patient, shown, today)),
        cards=tuple(_card(library, definition, shown, course, today) for definition in library.outcome.definition),
        rows=tuple(_rows(library, course)),
        empty="",
    )


# ------------------------------------------------------------------------------------------------------------ the headline


def course_state(course: ScaleCourse) -> Stated:
    """Where a course stands in a word or two, in the row of steps and on the page; before the first session it is the latest score.

    Without a session there is nothing yet to which somebody did not respond.
    """
    if course.first_session is None and course.headline in ("none", "partial"):
        total = total_words(course.latest.low, course.latest.high)
        words = _("{scale} {total} on {day}").format(scale=terms.SCALES[course.scale], total=total, day=plain.day_short(course.latest.on))
        return Stated("tick", words)
    return headline_words(course)


def headline_words(course: ScaleCourse) -> Stated:
    """The state of a course in a word."""
    mark, word = HEADLINES[course.headline]
    return Stated(mark, _(word))


def course_facts(library: Library, course: ScaleCourse) -> Iterator[str]:
    """The latest score against the baseline, since when, what was lost, and what is missing, each a short sentence."""
    scale = terms.SCALES[course.scale]
    latest = _("{scale} {total} on {day}").format(scale=scale, total=total_words(course.latest.low, course.latest.high), day=plain.day_short(course.latest.on))
    if course.only_baseline:
        yield _("{latest}, the first score.").format(latest=latest) if len(course.points) == 1 else _("{latest}, the baseline.").format(latest=latest)
    else:
        fall = "" if course.fall is None else ": " + fall_words(course.fall.low, course.fall.high)
        before = _("{total} on {day}").format(total=total_words(course.baseline.low, course.baseline.high), day=plain.day_short(course.baseline.on))
        yield _("{latest}, from {before}{fall}.").format(latest=latest, before=before, fall=fall)
    for name in ("relapse", "remission", "loss_of_gain", "response"):
        verdict = course.of(name)
        if verdict.value and verdict.since is not None and (name == course.headline or name in ("relapse", "loss_of_gain")):
            yield _("{label} since {day}.").format(label=library.outcome.of(name).label, day=plain.day_short(verdict.since))
    missing = [point for point in course.since_baseline if not point.known]
    if missing:
        yield _("Answers are missing in {scores}.").format(scores=plain.few([_("the score of {day}").format(day=plain.day_short(one.on)) for one in missing]))
    for later in course.later:
        name = plain.as_part(terms.term(terms.PRODUCTS, later.product, later.product))
        if later.baseline is None:
            yield _("No score was taken before the course of {product} that began on {day}.").format(product=name, day=plain.day_short(later.starts))
            continue
        told = _("Before the course of {product} from {day}: {total}").format(
            product=name, day=plain.day_short(later.starts), total=total_words(later.baseline.low, later.baseline.high)
        )
        yield f"{told}." if later.fall is None else _("{told}; now {fall}.").format(told=told, fall=fall_words(later.fall.low, later.fall.high))


def _chart_notes(patient: Patient, course: ScaleCourse, today: dt.date) -> Iterator[str]:
    """What is not drawn: treatments and sessions without days, and sessions from before the days of the chart."""
    _spans, undated = treatment_spans(patient)
    if undated:
        yield _("Not drawn, because no start is recorded: {treatments}.").format(treatments=plain.listed(undated))
    before, dayless = sessions_not_drawn(patient, course, today)
    if before:
        yield plain.counted("{count} session lies before the chart.", "{count} sessions lie before the chart.", before)
    if dayless:
        yield plain.counted("{count} session has no recorded day and is not drawn.", "{count} sessions have no recorded day and are not drawn.", dayless)


# --------------------------------------------------------------------------------------------------------------- the cards


def _card(library: Library, definition: OutcomeDefinition, shown: ScaleCourse, course: OutcomeCourse, today: dt.date) -> VerdictCard:
    whole = definition.id == "recovery"
    verdict = course.recovery if whole else shown.of(definition.id)
    scale = _("all scales") if whole else terms.SCALES[shown.scale]
    return VerdictCard(
        id=definition.id,
        over=_("{label}, {scale}").format(label=definition.label, scale=scale),
        question=definition.question,
        verdict=verdict_words(verdict, terms.SCALES[shown.scale]),
        says=definition.says,
        because=remarks(library, verdict.because),
        asks=tuple(Ask(question.field, question_sentence(question), question_short(question)) for question in verdict.questions),
        notes=tuple(_notes(library, definition, verdict, shown)),
        factors=(),
        sources=tuple(_sources(library, definition, shown, today)),
        settings=tuple(_numbers(library, definition, shown)),
        warnings=(),
    )


def verdict_words(verdict: OutcomeVerdict, scale: str) -> Stated:
    """Whether an outcome is there, with the day since when."""
    if not verdict.defined:
        return Stated("not_asked", _("Not defined for the {scale}").format(scale=scale))
    if verdict.value is None:
        return Stated("cannot_tell", _("Cannot tell"))
    if not verdict.value:
        return Stated("not_met", _("Not met"))
    word = _("Met") if verdict.since is None else _("Met since {day}").format(day=plain.day_short(verdict.since))
    return Stated("caution" if verdict.id in _WORSE else "met", word)


def _notes(library: Library, definition: OutcomeDefinition, verdict: OutcomeVerdict, shown: ScaleCourse) -> Iterator[str]:
    yield from (reason_sentence(note, library) for note in verdict.notes)
    if definition.reading:
        yield definition.reading
    for note in definition.note:
        if note.scale == shown.scale:
            yield _("{says} ({status})").format(says=note.says, status=terms.status_word(note.status).word.lower())


def _numbers(library: Library, definition: OutcomeDefinition, shown: ScaleCourse) -> Iterator[str]:
    """The numbers that the definition takes on this scale."""
    cuts = {cut.setting for cut in definition.cut}
    own = {cut.setting for cut in definition.cut if cut.scale == shown.scale}
    yield from settings_words(library, [name for name in definition.numbers if name not in cuts or name in own])
    relapse = library.scale(shown.scale).relapse
    if definition.id == "relapse" and relapse is not None:
        yield _("Relapse on the {scale}: {says}").format(scale=terms.SCALES[shown.scale], says=plain.as_part(relapse.says))
    if definition.loss_percent is not None:
        yield _("Loss of gain from: {percent} of the gain").format(percent=plain.percent(definition.loss_percent))


def _sources(library: Library, definition: OutcomeDefinition, shown: ScaleCourse, today: dt.date) -> Iterator[SourceLine]:
    """The source of the number on this scale first, then those of the definition."""
    head = library.outcome
    relapse = library.scale(shown.scale).relapse
    if definition.id == "relapse" and relapse is not None:
        yield from _rule_lines(library, relapse.status, relapse.sources, "")
    for cut in definition.cut:
        if cut.scale == shown.scale:
            yield from _rule_lines(library, cut.status, cut.sources, "")
    yield from _rule_lines(library, definition.status, definition.sources, review_words(head.review_by, today))


def _rule_lines(library: Library, status: str, sources: Sequence[Cited], review: str) -> Iterator[SourceLine]:
    """The works of one rule; standing and review stand with the first."""
    word = terms.status_word(status)
    for place, cited in enumerate(sources):
        doi = library.source(cited.source).doi or ""
        first = place == 0
        yield SourceLine(word.mark if first else "goes_to", word.word if first else "", cited_work(library, cited), doi, review if first else "")


# ---------------------------------------------------------------------------------------------------------------- the table


def _rows(library: Library, course: OutcomeCourse) -> Iterator[ScoreRow]:
    """Every score of every scale, the newest first."""
    listed = [(point, one, place < one.begins) for one in course.scales for place, point in enumerate(one.points)]
    for point, one, before in sorted(listed, key=lambda each: each[0].on, reverse=True):
        name = terms.SCALES[one.scale]
        total, fall, rater = _total(library, point), _fall(one, point, before=before), rater_words(point)
        said = _("{day}, {scale} {total}, {fall}, rated by: {rater}").format(day=plain.day(point.on), scale=name, total=total, fall=fall, rater=rater)
        yield ScoreRow(point.key, one.scale, plain.day_short(point.on), name, total, fall, rater, said)


def _total(library: Library, point: ScorePoint) -> str:
    scale = library.scale(point.scale)
    if point.total is None:
        words = total_words(point.low, point.high)
        if not point.missing:
            return _("{total}, no answers entered").format(total=words)
        return _("{total}, {missing}").format(total=words, missing=plain.counted("{count} answer missing", "{count} answers missing", len(point.missing)))
    band = score_state(scale, None, point.total).band
    return plain.number(point.total) if band is None else f"{plain.number(point.total)}, {_(band.label)}"


def _fall(course: ScaleCourse, point: ScorePoint, *, before: bool) -> str:
    if point is course.baseline:
        return _("baseline")
    if before:
        return _("before the baseline")
    fall = fall_between(course.baseline, point)
    return _("no fall from 0") if fall is None else fall_words(fall.low, fall.high)
