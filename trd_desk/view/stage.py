"""The part Stage: two bars for each model, before the first dose and now, the reviews, and what may fall at all."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from trd_desk.content.library import Library
from trd_desk.content.models import StagingModel
from trd_desk.engine.course import courses
from trd_desk.engine.downstaging import Downstaging, StageChange, downstaging
from trd_desk.engine.scales import total_of
from trd_desk.engine.stage_before import models_in_force, reviews_of, stages_on, state_on
from trd_desk.engine.verdict import StagingResult
from trd_desk.i18n import _
from trd_desk.record.course_facts import ReviewFact
from trd_desk.record.fold import Patient
from trd_desk.view import plain, terms
from trd_desk.view.cited import source_lines
from trd_desk.view.parts import Ask, Choice, Remark, SourceLine, Stated
from trd_desk.view.shapes import Drawing
from trd_desk.view.stage_care import CareView, StatePair, component_rows, label_lines, pair_lines, view_care
from trd_desk.view.stage_words import (
    ANSWERS,
    FIELDS,
    answer_word,
    before_notes,
    before_words,
    difference_words,
    stage_question,
    stage_said,
    verdict_words,
)
from trd_desk.view.staging_bar import legend, staging_bar

# A band that is lower now is named only once it was held (rule 4 of A 5.3).
_BAND_NOT_SAID: Final = ("lower_not_held_yet", "lower_band_unknown")


@dataclass(frozen=True, slots=True)
class StageBar:
    """One bar, 356 wide as in the table of stages, or None where the model does not apply, with the stage in words."""

    label: str
    drawing: Drawing | None
    value: str


@dataclass(frozen=True, slots=True)
class StageRow:
    """One model: before, now (None before a course), the difference and what may be said of it, and what would settle it."""

    id: str
    name: str
    standing: Stated
    before: StageBar
    now: StageBar | None
    difference: str
    verdict: Remark
    asks: tuple[Ask, ...]


@dataclass(frozen=True, slots=True)
class StateAnswer:
    """One of the facts that are rated, with its answers and the one that stands."""

    id: str
    label: str
    choices: tuple[Choice, ...]
    value: object
    help: str = ""


@dataclass(frozen=True, slots=True)
class BeforeView:
    """The stages before: how they came to be known, what they lack, and what can be answered about them.

    `button` keeps them, or works them out anew; empty where there is nothing to do. `products` are asked for where none is known.
    """

    title: str
    says: str
    notes: tuple[Remark, ...]
    answers: tuple[StateAnswer, ...]
    button: str
    products: tuple[Choice, ...]
    product: str
    on: dt.date
    kept: bool
    begun: bool


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A review in one line, and its answers."""

    key: str
    on: dt.date
    day: str
    says: str
    answers: tuple[StateAnswer, ...]
    note: str
    before_dose: bool
    fact: ReviewFact


@dataclass(frozen=True, slots=True)
class StageView:
    """All that the part shows; the paper of the course summary takes `rows`, `hypothesis` and `care` from it.

    `state`: no course and nothing kept; kept before the first dose; or a course begun.
    """

    state: str
    title: str
    hypothesis: str
    rows: tuple[StageRow, ...]
    legend: tuple[tuple[Drawing, str], ...]
    before: BeforeView
    reviews: tuple[ReviewRow, ...]
    labels: tuple[str, ...]
    pairs: tuple[StatePair, ...]
    pairing: str
    remarks: tuple[Remark, ...]
    components: tuple[tuple[str, ...], ...]
    care: CareView
    notes: tuple[str, ...]
    sources: tuple[SourceLine, ...]
    warnings: tuple[str, ...]


def view_stage(
    library: Library, patient: Patient, today: dt.date, *, provisional: bool = False, product: str | None = None
) -> StageView:
    """The stages of a patient before the first dose and now, on a day; without a course the stages now, which can be kept."""
    found, rules = downstaging(library, patient, today, provisional, product), library.downstaging
    rows = _before_a_course(library, patient, today, provisional=provisional) if found is None else _rows(library, found)
    return StageView(
        state="none" if found is None else "begun" if found.begun is not None else "kept",
        title=_title(found),
        hypothesis=rules.hypothesis,
        rows=rows,
        legend=legend(),
        before=_before(library, patient, today, found, product),
        reviews=tuple(reversed([_review(library, patient, one.key, one.fact, found) for one in reviews_of(patient, today)])),
        labels=label_lines(library, patient, today, found),
        pairs=pair_lines(library, patient, today, None if found is None else found.begun),
        pairing=rules.pairing,
        remarks=_remarks(library, found),
        components=component_rows(library, provisional=provisional),
        care=view_care(library, found, reviews_of(patient, today), today),
        notes=(rules.floor, rules.failed_treatment, rules.episode_end, *(note.text for note in rules.note)),
        sources=source_lines(library, rules, today),
        warnings=rules.warnings,
    )


def _title(found: Downstaging | None) -> str:
    if found is None:
        return _("Stage now, before a course of treatment")
    product = terms.term(terms.PRODUCTS, found.product, found.product)
    if found.begun is None:
        return _("Stage before the first dose: {product}").format(product=product)
    return _("Stage before and now: {product}, first dose on {day}").format(product=product, day=plain.day(found.begun))


# ------------------------------------------------------------------------------------------------------------------------ rows


def _rows(library: Library, found: Downstaging) -> tuple[StageRow, ...]:
    return tuple(_row(library, library.staging(change.id), change, begun=found.begun is not None) for change in found.models)


def _row(library: Library, model: StagingModel, change: StageChange, *, begun: bool) -> StageRow:
    rated = change.visit is not None and bool(library.downstaging.rated_anew(model.id))
    now = _("Now") if not rated or change.visit is None else _("Now, rated {day}").format(day=plain.day_short(change.visit))
    asks = [
        Ask(question.field, stage_question(question))
        for question in change.questions
        if change.code in ("cannot_tell", "lower_band_unknown")
    ]
    return StageRow(
        id=model.id,
        name=model.short,
        standing=terms.status_word(model.status),
        before=_bar(model, change.before, _("Before")),
        now=_bar(model, change.now, now, band=change.code not in _BAND_NOT_SAID) if begun else None,
        difference=difference_words(model, change),
        verdict=verdict_words(library, model, change),
        asks=tuple(asks[:3]),
    )


def _bar(model: StagingModel, result: StagingResult, label: str, *, band: bool = True) -> StageBar:
    value = stage_said(model, result, band=band)
    return StageBar(label, staging_bar(model, result, f"{label}, {value}"), value)


def _before_a_course(library: Library, patient: Patient, today: dt.date, *, provisional: bool) -> tuple[StageRow, ...]:
    stages = stages_on(library, patient, today, state_on(library, patient, today).values, then=True)
    return tuple(
        StageRow(
            id=model.id,
            name=model.short,
            standing=terms.status_word(model.status),
            before=_bar(model, stages[model.id], _("Now")),
            now=None,
            difference="",
            verdict=Remark("note", model.says),
            asks=(),
        )
        for model in models_in_force(library, provisional=provisional)
    )


def _remarks(library: Library, found: Downstaging | None) -> tuple[Remark, ...]:
    """What is said of the comparison as a whole."""
    if found is None:
        return ()
    told = []
    if found.ketamine_failed:
        names = plain.listed([terms.term(terms.PRODUCTS, name, name) for name in found.ketamine_failed])
        told.append(
            Remark(
                "note", _("{names}: recorded as failed. {rule}").format(names=names, rule=library.downstaging.failed_treatment)
            )
        )
    if found.episode_ended:
        told.append(Remark("note", _("The episode has ended. {rule}").format(rule=library.downstaging.episode_end)))
    return tuple(told)


# ---------------------------------------------------------------------------------------------------------------------- before


def _before(library: Library, patient: Patient, today: dt.date, found: Downstaging | None, product: str | None) -> BeforeView:
    fields = library.downstaging.state_fields
    if found is None:
        known = courses(patient)
        offered = tuple(Choice(one.product, one.short) for one in library.conduct.route)
        return BeforeView(
            title=_("Before the first dose"),
            says=_(
                "The stage is kept by itself with the first dose. It can be kept now, as it stands above, and is then not written over."
            ),
            notes=(),
            answers=(),
            button=_("Keep the stage as it is now"),
            products=offered,
            product=product or (known[0] if known else ""),
            on=today,
            kept=False,
            begun=False,
        )
    before, begun = found.before, found.begun
    answers = [_state_answer(name, before.state[name]) for name in fields]
    answers.append(_step_answer(library, found.care_before))
    button = (
        _("Keep it as worked out")
        if not before.kept
        else _("Work it out anew")
        if begun is not None
        else _("Keep the stage as it is now")
    )
    return BeforeView(
        title=_("Before the first dose"),
        says=before_words(before, begun),
        notes=before_notes(library, found),
        answers=tuple(answers),
        button=button,
        products=(),
        product=found.product,
        on=before.on,
        kept=before.kept,
        begun=begun is not None,
    )


def _state_answer(name: str, value: object, hint: str = "") -> StateAnswer:
    if name == "psychosocial_stressor":
        choices: tuple[Choice, ...] = (Choice(True, _("Yes")), Choice(False, _("No")))
    else:
        choices = tuple(Choice(one, plain.capital(_(word))) for one, word in ANSWERS[name].items())
    return StateAnswer(name, _(FIELDS[name]), choices, value, hint)


def _step_answer(library: Library, value: int | None) -> StateAnswer:
    steps = library.stepped_care.step
    return StateAnswer(
        "care_step", _("Step of care (NICE 2009)"), tuple(Choice(step.number, str(step.number)) for step in steps), value
    )


# --------------------------------------------------------------------------------------------------------------------- reviews


def _review(library: Library, patient: Patient, key: str, fact: ReviewFact, found: Downstaging | None) -> ReviewRow:
    fields = library.downstaging.state_fields
    said = [
        _("{field}: {answer}").format(field=_(FIELDS[name]), answer=answer_word(name, getattr(fact, name)))
        for name in fields
        if getattr(fact, name) is not None
    ]
    if fact.care_step is not None:
        said.append(_("Step {number}").format(number=fact.care_step))
    answers = [
        _state_answer(name, getattr(fact, name), severity_hint(library, patient, fact.on) if name == "severity" else "")
        for name in fields
    ]
    return ReviewRow(
        key=key,
        on=fact.on,
        day=plain.day_short(fact.on),
        says=". ".join(said) if said else _("Nothing rated yet"),
        answers=(*answers, _step_answer(library, fact.care_step)),
        note=fact.note or "",
        before_dose=found is not None and all(review.key != key for review in found.reviews),
        fact=fact,
    )


def severity_hint(library: Library, patient: Patient, on: dt.date) -> str:
    """What the latest total by a day suggests as severity; a convention of this clinic, and the clinician's choice goes first."""
    hints = library.downstaging.severity_hint
    if not hints:
        return ""
    scale = hints[0].scale
    name = terms.term(terms.SCALES, scale, scale)
    cuts = plain.listed(
        [
            _("{severity} {range}").format(
                severity=terms.term(terms.SEVERITIES, hint.severity),
                range=_("from {low}").format(low=plain.number(hint.low))
                if hint.high is None
                else f"{plain.number(hint.low)}–{plain.number(hint.high)}",
            )
            for hint in hints
        ]
    )
    rule = _("A hint only, by this clinic's convention: {scale} {cuts}. There is no official map.").format(scale=name, cuts=cuts)
    told = sorted((score for score in patient.case.scores if score.scale == scale and score.on <= on), key=lambda score: score.on)
    # The newest that has a total; of one day the one that was entered last.
    totals = ((score.on, total) for score in reversed(told) if (total := total_of(score, library)) is not None)
    day, total = next(totals, (on, None))
    fits = next((hint for hint in hints if total is not None and hint.low <= total and (hint.high is None or total <= hint.high)), None)
    if fits is None or total is None:
        return rule
    suggests = _("{scale} {total} of {day} suggests {severity}.").format(
        scale=name,
        total=plain.number(total),
        day=plain.day_short(day),
        severity=terms.term(terms.SEVERITIES, fits.severity),
    )
    return f"{suggests} {rule}"
