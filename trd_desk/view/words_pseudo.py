"""The warnings of pseudo-resistance in the content's words, filled with the facts of the case."""

from typing import Any

from trd_desk.content.library import Library
from trd_desk.engine.verdict import PseudoResult
from trd_desk.view import plain
from trd_desk.view.spoken import dose, drug_name


def pseudo_sentence(library: Library, result: PseudoResult) -> str:
    """What only looks like resistance, as a sentence: the text of the check with drug, doses, weeks and percentages filled in."""
    check = library.pseudo_check(result.id)
    facts = result.facts
    unit = str(facts.get("unit") or "mg")
    words: dict[str, Any] = {
        "drug": drug_name(str(facts.get("drug", ""))),
        "other": drug_name(str(facts.get("other", ""))),
        "minimum": dose(facts.get("minimum"), unit),
        "weeks": plain.number(facts.get("weeks") or 0),
        "needed": plain.number(facts.get("needed") or 0),
        "percent": plain.number(library.number("adherence_percent"))
        if result.id == "non_adherence"
        else _percent(facts.get("percent")),
    }
    return plain.capital(check.text.format_map(words).replace(" %", f"{plain.NBSP}%"))


def _percent(value: float | None) -> str:
    """The improvement, or the range of a partial response where only that is recorded."""
    return "25–49" if value is None else plain.number(value)
