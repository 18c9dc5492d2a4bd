"""The vocabulary of the evidence library: its parts, treatments, measures, grades and groups, each with one name everywhere."""

from collections.abc import Mapping
from typing import Final

from trd_desk.content.evidence_models import Figure
from trd_desk.i18n import _
from trd_desk.view import plain
from trd_desk.view.parts import Stated
from trd_desk.view.shapes import MarkKind
from trd_desk.view.terms import N_

LIBRARY_PARTS: Final[Mapping[str, str]] = {
    "evidence": N_("Evidence"),
    "treatments": N_("Treatments"),
    "routes": N_("Routes"),
    "figures": N_("Figures and risks"),
    "readings": N_("Readings"),
    "errors": N_("Errors in the papers"),
}
TREATMENTS: Final[Mapping[str, str]] = {
    "ketamine_iv": N_("Ketamine, intravenous"),
    "ketamine_other": N_("Ketamine, other routes"),
    "esketamine": N_("Esketamine"),
    "arketamine": N_("Arketamine"),
    "ect": N_("ECT"),
    "tms": N_("TMS"),
    "psychedelic": N_("Psychedelic-assisted psychotherapy"),
    "augmentation": N_("Augmentation"),
    "switch": N_("Switch of antidepressant"),
    "combination": N_("Combination of antidepressants"),
    "psychotherapy": N_("Psychotherapy"),
    "neurostimulation_other": N_("Other neurostimulation"),
    "usual_care": N_("Usual care"),
    "all": N_("Several treatments"),
}
# What is no treatment of its own.
NO_TREATMENT: Final = ("usual_care", "all")
MEASURES: Final[Mapping[str, str]] = {
    "response": N_("Response"),
    "remission": N_("Remission"),
    "relapse": N_("Relapse"),
    "relapse_free": N_("Staying well"),
    "risk_difference": N_("Difference in risk"),
    "smd": N_("Standardised difference"),
    "score_difference": N_("Difference in score"),
    "nnt": N_("Number needed to treat"),
    "nnh": N_("Number needed to harm"),
    "adverse_events": N_("Adverse events"),
    "pharmacokinetics": N_("Pharmacokinetics"),
    "share": N_("Share of patients"),
    "cost": N_("Cost"),
    "count": N_("Count"),
    "finding": N_("Finding"),
}
GRADES: Final[Mapping[str, tuple[MarkKind, str, str]]] = {
    "checked": ("verified", N_("Checked"), N_("Confirmed outside the paper.")),
    "reported": ("reported", N_("As reported"), N_("As the paper reports it; no outside check was made.")),
    "corrected": ("override", N_("Corrected"), N_("The paper misreads its source; the result is told as the source has it.")),
    "disputed": ("caution", N_("Disputed"), N_("The sources differ; what each says stands beside it.")),
    "wrong": ("not_met", N_("Wrong in the paper"), N_("The paper's statement is wrong; it is kept only beside its correction.")),
    "unverified": ("provisional", N_("Unverified"), N_("The paper gives no source that supports it. It is not used to compare treatments.")),
}
ORIGINS: Final[Mapping[str, str]] = {
    "paper": "",
    "check": N_("from the outside check"),
    "arithmetic": N_("worked out from the figures given"),
}
OPTION_KINDS: Final[Mapping[str, str]] = {
    "switch": N_("Switch"),
    "augmentation": N_("Augmentation"),
    "combination": N_("Combination"),
    "psychotherapy": N_("Psychotherapy"),
    "neurostimulation": N_("Neurostimulation"),
    "ketamine": N_("Ketamine and esketamine"),
    "research": N_("Research only"),
}
FIGURE_GROUPS: Final[Mapping[str, str]] = {
    "frequency": N_("How often depression resists treatment"),
    "usual_treatment": N_("What usual treatment achieves"),
    "treatment": N_("What the treatments in this library achieve"),
    "harm": N_("Harm"),
}
RISK_GROUPS: Final[Mapping[str, str]] = {
    "gsrd_core": N_("The four factors of the GSRD"),
    "gsrd": N_("Further factors of the GSRD"),
    "paper": N_("Named in the source papers"),
    "research": N_("Research only"),
}
_BOUNDS: Final[Mapping[str, str]] = {
    "exactly": "{value}",
    "about": N_("about {value}"),
    "below": N_("below {value}"),
    "above": N_("above {value}"),
    "up_to": N_("up to {value}"),
}


def grade_word(grade: str) -> Stated:
    """The mark and word of a grade, with what it means."""
    mark, word, meaning = GRADES[grade]
    return Stated(mark, _(word), _(meaning))


def figure_words(figure: Figure) -> str:
    """A number of a result as it is printed: "about 15 to 25 %", "54.2 % (46.1 to 62.3)"."""
    unit = figure.unit
    value = plain.span((figure.value, figure.to), unit) if figure.to is not None else _with_unit(figure.value, unit)
    said = _(_BOUNDS[figure.bound]).format(value=value)
    if figure.low is None or figure.high is None:
        return said
    return _("{value} ({low} to {high})").format(value=said, low=signed(figure.low), high=signed(figure.high))


def signed(value: float) -> str:
    """A number with a true minus."""
    return plain.number(value).replace("-", "−")


def _with_unit(value: float, unit: str) -> str:
    return f"{signed(value)}{plain.NBSP}{unit}" if unit else signed(value)
