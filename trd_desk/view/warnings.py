"""The words of a warning: what only looks like resistance, and a drug that no table knows."""

from trd_desk.content.library import Library
from trd_desk.engine.verdict import PseudoResult
from trd_desk.i18n import _
from trd_desk.view import plain


def pseudo_text(result: PseudoResult, library: Library) -> str:
    """A pseudo-resistance warning in the content's sentence, filled with the facts that raised it."""
    facts = result.facts
    minimum, unit = facts.get("minimum"), str(facts.get("unit", "mg"))
    words = {
        "drug": str(facts.get("drug", "")),
        "other": str(facts.get("other", "")),
        "minimum": "" if minimum is None else plain.measured(minimum, unit),
        "weeks": _plain(facts.get("weeks")),
        "needed": _plain(facts.get("needed")),
        "percent": _plain(facts.get("percent")),
    }
    return plain.capital(_(library.pseudo_check(result.id).text).format_map(words))


def unknown_drug() -> str:
    """What is said of a medication that the interaction table does not know."""
    return _("This drug is not in the interaction table. Check it in the product information; unknown does not mean harmless.")


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, int | float) else ""
