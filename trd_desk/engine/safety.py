"""What forbids ketamine or asks for care: contraindications, cautions and interactions (decisions 25, 49, 68, 69, 72; B 3 and 4)."""

from typing import Final

from trd_desk.engine.facts import Facts
from trd_desk.engine.verdict import DiazepamLoad, InteractionResult, SafetyResult

LEVELS = ("stop", "hold", "caution", "note")
ORAL_PRODUCTS = ("ketamine_oral", "esketamine_oral")
# The kinds of interaction that are summed as diazepam; other sedatives are not.
SEDATIVE_KINDS: Final = frozenset({"benzodiazepine", "z_drug"})


def present(facts: Facts) -> tuple[SafetyResult, ...]:
    """The conditions recorded as present and what follows from age, in the order in which they are asked."""
    found = [SafetyResult(rule.id, rule.level) for rule in facts.library.conditions if facts.case.conditions.get(rule.id) is True]
    age = facts.age
    if age is not None:
        for rule in facts.library.age_rules:
            under = rule.under is None or age < rule.under
            at_most = rule.at_most is None or age <= rule.at_most
            if under and at_most and (rule.from_age is None or age >= rule.from_age):
                found.append(SafetyResult(rule.id, rule.level))
    return tuple(found)


def questions(facts: Facts) -> tuple[str, ...]:
    """The codes never recorded, and the birth date where the age is unknown."""
    codes = tuple(rule.id for rule in facts.library.conditions if facts.case.conditions.get(rule.id) is None)
    return codes if facts.age is not None else (*codes, "birth_date")


def interactions(facts: Facts) -> tuple[InteractionResult, ...]:
    """Each medication with its worst level; the oral level when a session's product is oral. A drug not in the table is `unknown`."""
    oral = any(session.product in ORAL_PRODUCTS for session in facts.case.sessions)
    found = []
    for medication in facts.case.medications:
        groups = facts.library.interactions_of(medication.drug)
        levels = [(group.oral_level or group.level) if oral else group.level for group in groups]
        level = min(levels, key=LEVELS.index) if levels else "unknown"
        found.append(InteractionResult(medication.drug, level, tuple(group.id for group in groups), oral, medication.daily_mg))
    return tuple(found)


def interaction_questions(facts: Facts) -> tuple[str, ...]:
    """`medications` while the list has not been called complete."""
    return () if facts.case.medications_reviewed else ("medications",)


def diazepam_load(facts: Facts) -> DiazepamLoad | None:
    """Benzodiazepines and Z-drugs as mg of diazepam a day (provisional equivalents), or None where there are none."""
    parts: list[tuple[str, float | None]] = []
    for medication in facts.case.medications:
        groups = facts.library.interactions_of(medication.drug)
        if not any(SEDATIVE_KINDS.intersection(group.kinds) for group in groups):
            continue
        name = medication.drug.strip().casefold()
        per_ten = next((mg for group in groups for drug, mg in group.diazepam_10_mg.items() if drug == _generic(group.brands, name)), None)
        parts.append((medication.drug, None if per_ten is None or medication.daily_mg is None else 10 * medication.daily_mg / per_ten))
    if not parts:
        return None
    known = [mg for _, mg in parts if mg is not None]
    return DiazepamLoad(sum(known) if len(known) == len(parts) else None, tuple(parts))


def _generic(brands: dict[str, tuple[str, ...]], name: str) -> str:
    return next((generic for generic, names in brands.items() if name in (brand.casefold() for brand in names)), name)
