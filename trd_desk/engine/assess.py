"""Everything that the guidelines say about one case: pure, the same input always giving the same answer."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping

from trd_desk.content.library import Library
from trd_desk.content.models import Definition
from trd_desk.engine import outcomes, pathways, pseudo_resistance, safety, staging
from trd_desk.engine.courses import courses_of
from trd_desk.engine.definitions import Evidence, cells_of, judge
from trd_desk.engine.facts import Facts
from trd_desk.engine.sessions import sessions_of
from trd_desk.engine.trials import trial_result, trials_of
from trd_desk.engine.verdict import Assessment, DefinitionResult, Tri
from trd_desk.record.models import Case


def assess(
    library: Library,
    case: Case,
    as_of: dt.date | None = None,
    *,
    provisional: bool = False,
    pseudo_answers: Mapping[str, bool | None] | None = None,
    factor_answers: Mapping[str, bool | None] | None = None,
    cancelled: Collection[str] = (),
) -> Assessment:
    """The assessment of a case on a day.

    `as_of` is used where the case names no day of its own; one of the two must be there. `provisional` switches the unverified rules on
    (decision 14). `pseudo_answers` are the pseudo-resistance checks answered on the page,
    `factor_answers` the factors of a checklist that the case has no field for, `cancelled` the sessions that never came about, which the
    case cannot tell.
    """
    day = case.as_of or as_of
    if day is None:
        message = "the day of the question is missing"
        raise ValueError(message)
    facts = Facts(case, library, day, provisional)
    trials = trials_of(facts)
    courses = courses_of(facts, trials)
    evidence = Evidence(facts, trials, courses, factor_answers or {})
    in_force = _in_force(library, provisional=provisional)
    present = safety.present(facts)
    return Assessment(
        case=case.patient.id,
        as_of=day,
        age=facts.age,
        content_version=library.version,
        content_digest=library.digest,
        provisional=provisional,
        trials=tuple(trial_result(trial, cells_of(trial, in_force), ongoing_hint=True) for trial in trials),
        courses=courses,
        definitions=_judged(in_force, evidence),
        staging=tuple(staging.stage(model, evidence) for model in library.stagings if provisional or not switched_off(model.id, library)),
        pseudo_resistance=pseudo_resistance.warnings(evidence, pseudo_answers),
        pathways=tuple(pathways.place(pathway, evidence, present) for pathway in library.pathways),
        safety=present,
        safety_questions=safety.questions(facts),
        interactions=safety.interactions(facts),
        interaction_questions=safety.interaction_questions(facts),
        diazepam=safety.diazepam_load(facts),
        sessions=sessions_of(facts),
        outcomes=outcomes.outcome(facts, cancelled),
    )


def labels_met(library: Library, case: Case, day: dt.date) -> tuple[str, ...]:
    """The ids of the definitions that are met on a day, without the rest of an assessment."""
    facts = Facts(case, library, day)
    trials = trials_of(facts)
    found = _judged(_in_force(library, provisional=False), Evidence(facts, trials, courses_of(facts, trials)))
    return tuple(one.id for one in found if one.verdict == "met")


def _in_force(library: Library, *, provisional: bool) -> tuple[Definition, ...]:
    return tuple(entry for entry in library.definitions if provisional or not switched_off(entry.id, library))


def _judged(definitions: Iterable[Definition], evidence: Evidence) -> tuple[DefinitionResult, ...]:
    earlier: dict[str, Tri] = {}
    return tuple(judge(definition, evidence, earlier) for definition in definitions)


def switched_off(name: str, library: Library) -> bool:
    """Whether a rule is off unless provisional rules are switched on."""
    return name in library.names("off_unless_provisional")
