"""What only looks like resistance (A 2, decisions 68 and 73): warnings beside the result that never change a count."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from trd_desk.content.library import drug_key
from trd_desk.engine.definitions import Evidence
from trd_desk.engine.safety import SEDATIVE_KINDS
from trd_desk.engine.trials import Trial
from trd_desk.engine.verdict import PseudoResult, at_least


def warnings(evidence: Evidence, answered: Mapping[str, bool | None] | None = None) -> tuple[PseudoResult, ...]:
    """Every warning that the record raises, in the order of the checks; `answered` holds the checks that are asked on the page."""
    found = [*_of_trials(evidence), *_of_pairs(evidence), *_of_patient(evidence)]
    raised = {(item.id, item.trial) for item in found}
    for check, value in (answered or {}).items():
        if value and (check, None) not in raised:
            found.append(PseudoResult(check, None, {}))
    order = [check.id for check in evidence.facts.library.pseudo_checks]
    return tuple(sorted(found, key=lambda item: order.index(item.id)))


def _of_trials(evidence: Evidence) -> list[PseudoResult]:
    found = []
    needed = evidence.facts.library.number("adequate_weeks")
    for trial in evidence.trials:
        facts = _facts(trial, needed)
        found += [PseudoResult(name, trial.record.id, facts) for name in _trial_warnings(trial, needed)]
    return found


def _trial_warnings(trial: Trial, needed: float) -> list[str]:
    record, library = trial.record, trial.facts.library
    long_enough = at_least(trial.weeks(), needed)
    names = []
    if trial.dose_reached is False:
        names.append("dose_too_low")
    if trial.dose_reached and long_enough is False:
        names.append("too_short")
    if trial.adherent is False:
        names.append("non_adherence")
    if record.stop_reason == "intolerance" and long_enough is False:
        names.append("intolerance_as_failure")
    if trial.current is False:
        names.append("earlier_episode")
    if record.stop_reason == "loss_of_response":
        names.append("loss_of_response")
    improvement = trial.improvement
    if improvement is None:
        names.append("no_rating")
    elif improvement.reaches(library.number("partial_from")) and improvement.below(library.number("response_from")):
        names.append("partial_response")
    at_minimum = trial.highest_mg is not None and trial.highest_mg == trial.minimum()
    if long_enough and at_minimum and trial.dose_optimised is False and record.stop_reason != "intolerance":
        names.append("dose_not_optimised")
    return names


def _facts(trial: Trial, needed: float) -> dict[str, Any]:
    return {
        "drug": trial.name,
        "minimum": trial.minimum(),
        "highest": trial.highest_mg,
        "unit": trial.drug.unit if trial.drug else "mg",
        "weeks": trial.weeks()[0],
        "needed": needed,
        "percent": trial.record.improvement_percent,
    }


def _of_pairs(evidence: Evidence) -> list[PseudoResult]:
    """Close relatives and the same drug twice at once; the trial named is the later one."""
    found: dict[tuple[str, str], PseudoResult] = {}
    for first, second in combinations(_in_order(evidence.trials), 2):
        facts = {"drug": second.name, "other": first.name}
        if second.drug and first.drug and first.drug.id in second.drug.relatives:
            found.setdefault(("close_relatives", second.record.id), PseudoResult("close_relatives", second.record.id, facts))
        if first.key is not None and first.key == second.key and _overlap(first, second):
            found.setdefault(("double_entry", second.record.id), PseudoResult("double_entry", second.record.id, facts))
    return list(found.values())


def _in_order(trials: Sequence[Trial]) -> list[Trial]:
    """By start where every start is known, else as listed."""
    if all(trial.record.start is not None for trial in trials):
        return sorted(trials, key=lambda trial: (trial.record.start, trial.position))
    return list(trials)


def _overlap(first: Trial, second: Trial) -> bool:
    """Whether the dates of two trials are known to overlap; an ongoing trial lasts until the day of the question."""
    today = first.facts.as_of
    spans = []
    for trial in (first, second):
        end = trial.record.end or (today if trial.ongoing else None)
        if trial.record.start is None or end is None:
            return False
        spans.append((trial.record.start, end))
    return spans[0][0] < spans[1][1] and spans[1][0] < spans[0][1]


def _of_patient(evidence: Evidence) -> list[PseudoResult]:
    facts = evidence.facts
    case, library = facts.case, facts.library
    found = []
    if case.conditions.get("mania_history") or case.episode.diagnosis in ("bipolar", "unresolved"):
        found.append(PseudoResult("bipolarity", None, {}))
    psychotic = case.episode.severity == "severe_psychotic" or case.conditions.get("active_psychosis")
    if psychotic and not _psychosis_treated(evidence):
        found.append(PseudoResult("psychotic_untreated", None, {}))
    if case.conditions.get("substance_use_active") or case.conditions.get("ketamine_misuse"):
        found.append(PseudoResult("substances", None, {}))
    taken = {drug_key(medication.drug): medication.drug for medication in case.medications}
    for check, listed in (
        ("depressogenic_drug", library.pseudo_resistance.depressogenic),
        ("level_lowering_interaction", library.pseudo_resistance.inducers),
    ):
        hits = [taken[name] for name in map(drug_key, listed) if name in taken]
        if hits:
            found.append(PseudoResult(check, None, {"drug": ", ".join(dict.fromkeys(hits))}))
    if case.episode.psychosocial_stressor:
        found.append(PseudoResult("psychosocial", None, {}))
    sedatives = [
        medication.drug
        for medication in case.medications
        if any(SEDATIVE_KINDS.intersection(group.kinds) for group in library.interactions_of(medication.drug))
    ]
    if sedatives:
        found.append(PseudoResult("ketamine_blunting", None, {"drug": ", ".join(dict.fromkeys(sedatives))}))
    return found


def _psychosis_treated(evidence: Evidence) -> bool:
    """Whether an antipsychotic beside an antidepressant, or ECT, is recorded in this episode or now."""
    facts = evidence.facts
    library = facts.library
    for treatment in facts.case.treatments:
        if facts.current(treatment) is False:
            continue
        if treatment.kind == "ect" and treatment.status == "given":
            return True
        agent = library.agent(getattr(treatment, "drug", None))
        if treatment.kind == "augmentation" and agent is not None and agent.antipsychotic:
            return True
    return any("antipsychotic" in group.kinds for item in facts.case.medications for group in library.interactions_of(item.drug))
