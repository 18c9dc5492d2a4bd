"""The facts of a reason made ready for a sentence: drugs, doses, weeks and percentages in words, as the templates name them."""

from collections.abc import Mapping
from typing import Any

from trd_desk.i18n import _
from trd_desk.view import plain, terms

Words = Mapping[str, tuple[str, str]]


def drug_name(name: str) -> str:
    """A name in the middle of a sentence: generic names in lower case, codes of psychotherapies and products in words."""
    if name in terms.MODALITIES:
        return _(terms.MODALITIES[name])
    if name in terms.PRODUCTS:
        return _lower(_(terms.PRODUCTS[name]))
    return _lower(name) if name else _("the treatment")


def _lower(name: str) -> str:
    """The name with a small first letter unless it holds other capitals, as ECT and rTMS do."""
    return name[:1].lower() + name[1:] if name[1:].islower() else name


def dose(value: float | None, unit: str) -> str:
    """A daily dose in words; a dose that is not known is called the minimum dose."""
    return _("its minimum dose") if value is None else plain.measured(value, unit)


def better(percent: float | None, outcome: str | None) -> str:
    """An improvement in words: 35 % better, under 25 % better, 10 % worse."""
    if percent is not None:
        if percent < 0:
            return _("{percent} worse").format(percent=plain.percent(-percent))
        return _("{percent} better").format(percent=plain.percent(percent))
    return {
        None: _("improvement not recorded"),
        "none": _("under {percent} better").format(percent=plain.percent(25)),
        "partial": _("{percent} better").format(percent=plain.percent((25, 49))),
        "response": _("{percent} or more better").format(percent=plain.percent(50)),
        "remission": _("in remission"),
    }[outcome]


def better_short(percent: float | None, outcome: str | None) -> str:
    """An improvement for a cell: 35 %, <25 %, 25–49 %."""
    if percent is not None:
        return plain.percent(percent)
    return {
        None: "–",
        "none": f"<25{plain.NBSP}%",
        "partial": f"25–49{plain.NBSP}%",
        "response": f"50+{plain.NBSP}%",
        "remission": _("remission"),
    }[outcome]


def asked_range(below: float | None, floor: float | None) -> str:
    """The improvement that a definition counts as failure: under 25 %, 25 to under 50 %."""
    if below is None:
        return ""
    if floor is None:
        return _("under {below}").format(below=plain.percent(below))
    return _("{floor} to under {below}").format(floor=plain.number(floor), below=plain.percent(below))


def spoken(facts: Mapping[str, Any]) -> dict[str, str]:
    """The facts as words; a fact without a rule of its own is given as number or text."""
    words = {key: _plain(value) for key, value in facts.items()}
    unit = str(facts.get("unit") or "mg")
    if "name" in facts:
        drug = drug_name(str(facts["name"]))
        words |= {"name": plain.capital(drug), "drug": drug}
    if "base" in facts:
        words["base"] = drug_name(str(facts["base"]))
    if "other" in facts:
        words["other"] = drug_name(str(facts["other"]))
    if "weeks_low" in facts:
        interval = (facts["weeks_low"], facts["weeks_high"])
        words |= {"weeks": plain.weeks(interval), "weeks_short": plain.weeks_short(interval)}
    elif isinstance(facts.get("weeks"), int | float):
        words |= {"weeks": plain.weeks(facts["weeks"]), "weeks_short": plain.weeks_short(facts["weeks"])}
    for key in ("minimum", "highest", "guideline"):
        if key in facts:
            words[key] = dose(facts[key], unit)
    if "needed" in facts and facts["needed"] is not None:
        words["needed_weeks"] = plain.weeks(facts["needed"])
    if isinstance(facts.get("percent"), int | float):
        words["percent_only"] = plain.percent(facts["percent"])
    if "percent" in facts or "outcome" in facts:
        percent, outcome = facts.get("percent"), facts.get("outcome")
        words |= {"better": better(percent, outcome), "better_short": better_short(percent, outcome)}
    if "below" in facts:
        words["asked"] = asked_range(facts["below"], facts.get("floor"))
    if "kind" in facts and facts["kind"] in terms.KINDS_IN_SENTENCE:
        words["kind"] = _(terms.KINDS_IN_SENTENCE[facts["kind"]])
    if facts.get("scale") in terms.SCALES:
        words["scale"] = terms.SCALES[facts["scale"]]
    return words


def _plain(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return plain.number(value)
    if hasattr(value, "year"):
        return plain.day(value)
    if isinstance(value, tuple | list):
        return plain.listed([_plain(item) for item in value])
    return str(value)
