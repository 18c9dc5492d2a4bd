"""The words of a warning: what only looks like resistance, and a drug that no table knows."""

from typing import Any

from trd_desk.content.library import Library
from trd_desk.engine.verdict import PseudoResult
from trd_desk.i18n import _
from trd_desk.view import plain
from trd_desk.view.spoken import dose, drug_name


def pseudo_text(result: PseudoResult, library: Library) -> str:
    """A pseudo-resistance warning in the content's sentence, filled with the facts that raised it."""
    facts = result.facts
    # The text on adherence speaks of the percentage that is asked; the others of the improvement that was recorded.
    percent = library.number("adherence_percent") if result.id == "non_adherence" else facts.get("percent")
    words: dict[str, Any] = {
        "drug": drug_name(str(facts.get("drug", ""))),
        "other": drug_name(str(facts.get("other", ""))),
        "minimum": dose(facts.get("minimum"), str(facts.get("unit") or "mg")),
        "weeks": plain.number(facts.get("weeks") or 0),
        "needed": plain.number(facts.get("needed") or 0),
        "percent": "25–49" if percent is None else plain.number(percent),
    }
    return plain.capital(_(library.pseudo_check(result.id).text).format_map(words).replace(" %", f"{plain.NBSP}%"))


def unknown_drug() -> str:
    """What is said of a medication that the interaction table does not know."""
    return _("This drug is not in the interaction table. Check it in the product information; unknown does not mean harmless.")
