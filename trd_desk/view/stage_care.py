"""What stands beside the stages: the step of care of NICE 2009 as background, what may fall at all, labels with since, function and goals."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from trd_desk.content.library import Library
from trd_desk.engine.assess import labels_met
from trd_desk.engine.downstaging import Downstaging
from trd_desk.engine.stage_before import Review
from trd_desk.i18n import _
from trd_desk.record.course_facts import GoalFact, GoalRatingFact, RatingFact
from trd_desk.record.fold import Patient
from trd_desk.view import plain, terms
from trd_desk.view.cited import source_lines
from trd_desk.view.parts import SourceLine, Stated
from trd_desk.view.terms import N_

MAY_FALL: Final[Mapping[str, str]] = {
    "never": N_("Never within the episode"),
    "when_the_episode_ends": N_("Only when the episode ends"),
    "by_rating": N_("Yes, by a new rating"),
    "by_care_needed": N_("Yes, by the care needed"),
    "add_since": N_("No; since is added"),
}


@dataclass(frozen=True, slots=True)
class CareView:
    """The step of care before and now with the table of steps, labelled as background and outdated."""

    title: str
    standing: Stated
    replaced: str
    before: str
    now: str
    change: str
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    gaps_title: str
    gaps: tuple[str, ...]
    warnings: tuple[str, ...]
    sources: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class StatePair:
    """What is read together with a stage: function on a scale, or a goal, before and latest."""

    label: str
    says: str


def view_care(library: Library, found: Downstaging | None, reviews: Sequence[Review], today: dt.date) -> CareView:
    """The step of care before and now. Without a course the step of the newest review is the one now."""
    rules = library.stepped_care
    rated = [review.fact for review in reviews if review.fact.care_step is not None]
    before = None if found is None else found.care_before
    now, on = (
        (found.care_now, found.care_on) if found is not None else (rated[-1].care_step, rated[-1].on) if rated else (None, None)
    )
    change = ""
    if before is not None and now is not None:
        change = _("The same step.") if before == now else _("A lower step.") if now < before else _("A higher step.")
    return CareView(
        title=rules.title,
        standing=terms.status_word(rules.status),
        replaced=rules.replaced,
        before=_("not recorded") if before is None else _("step {number}").format(number=before),
        now=_("not recorded")
        if now is None or on is None
        else _("step {number}, review of {day}").format(number=now, day=plain.day_short(on)),
        change=change,
        rows=tuple((str(step.number), step.who, step.what, _marked(step.number, before, now)) for step in rules.step),
        notes=tuple(note.text for note in rules.notes),
        gaps_title=rules.gaps_title,
        gaps=tuple(gap.text if place == 0 else plain.as_part(gap.text) for place, gap in enumerate(rules.gaps)),
        warnings=rules.warnings,
        sources=source_lines(library, rules, today),
    )


def _marked(number: int, before: int | None, now: int | None) -> str:
    return plain.capital(plain.listed([word for word, step in ((_("before"), before), (_("now"), now)) if step == number]))


def component_rows(library: Library, *, provisional: bool) -> tuple[tuple[str, ...], ...]:
    """What a stage is made of, whether it may fall, the rule and the models it belongs to."""
    known = {model.id: model.short for model in library.stagings}
    off = () if provisional else library.names("off_unless_provisional")
    return tuple(
        (
            component.label,
            _(MAY_FALL[component.may_fall]),
            component.rule,
            plain.listed(
                [
                    _("{model} (switched off)").format(model=known[name]) if name in off else known[name]
                    for name in component.models
                ]
            ),
        )
        for component in library.downstaging.component
    )


def label_lines(library: Library, patient: Patient, today: dt.date, found: Downstaging | None) -> tuple[str, ...]:
    """The labels of resistance that are met: statements about history, with response or remission since a day added."""
    if found is None or found.begun is None:
        return ()
    met = [library.definition(name).short for name in labels_met(library, patient.case, today)]
    if not met:
        return ()
    labels = _("Met, and they stay as statements about history: {labels}.").format(labels=plain.listed(met))
    held = found.held_since
    if held is None or held.since <= found.begun:
        return (labels,)
    word = _("In remission") if held.outcome == "remission" else _("In response")
    scale = terms.term(terms.SCALES, held.scale, held.scale)
    return (labels, _("{word} since {day} ({scale}).").format(word=word, day=plain.day(held.since), scale=scale))


def pair_lines(library: Library, patient: Patient, today: dt.date, begun: dt.date | None) -> tuple[StatePair, ...]:
    """The latest values of function and of each open goal, with the one before the first dose where there is one."""
    found = []
    for each in library.downstaging.function_scales:
        told = [
            (one.on, one.total)
            for one in patient.facts("rating", RatingFact).values()
            if one.scale == each and one.on <= today and one.total is not None
        ]
        scale = library.scale(each)
        name = _("{scale} ({low} to {high})").format(
            scale=scale.short, low=plain.number(scale.low), high=plain.number(scale.high)
        )
        said = _course(told, begun)
        found.append(StatePair(_("Function, {scale}").format(scale=name), f"{said}." if said else _("not recorded.")))
    goals = {key: goal for key, goal in patient.facts("goal", GoalFact).items() if goal.state != "dropped"}
    ratings = patient.facts("goal_rating", GoalRatingFact).values()
    for key, goal in goals.items():
        said = _course(
            [(one.on, one.rating) for one in ratings if one.goal == key and one.by == "patient" and one.on <= today], begun
        )
        found.append(
            StatePair(
                _("Goal: {text}").format(text=goal.text),
                _("{said}, rated by the patient.").format(said=said) if said else _("not rated by the patient yet."),
            )
        )
    if not goals:
        found.append(StatePair(_("Goals"), _("none is written down.")))
    return tuple(found)


def _course(values: Sequence[tuple[dt.date, float]], begun: dt.date | None) -> str:
    """The latest value with its day, and the last one before the first dose: 12 on 25 May 2026, from 31 on 25 Feb 2026."""
    ordered = sorted(values, key=lambda one: one[0])
    if not ordered:
        return ""
    latest = ordered[-1]
    words = _("{value} on {day}").format(value=plain.number(latest[1]), day=plain.day_short(latest[0]))
    before = [one for one in ordered if begun is not None and one[0] <= begun]
    if not before or before[-1] == latest:
        return words
    return _("{now}, from {value} on {day}").format(
        now=words, value=plain.number(before[-1][1]), day=plain.day_short(before[-1][0])
    )
