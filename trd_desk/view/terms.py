"""The vocabulary: what verdicts, levels and answers are called. One name for one thing on every page and print."""

from collections.abc import Mapping
from typing import Final

from trd_desk.engine.verdict import Tri
from trd_desk.i18n import _
from trd_desk.view.parts import Stated
from trd_desk.view.shapes import MarkKind


def N_(text: str) -> str:  # noqa: N802 - the customary name that marks a text for the catalogue and leaves it as it is
    """The text itself, marked for translation where it is used."""
    return text


VERDICTS: Final[Mapping[str, tuple[MarkKind, str]]] = {
    "met": ("met", N_("Met")),
    "not_met": ("not_met", N_("Not met")),
    "cannot_tell": ("cannot_tell", N_("Cannot tell")),
    "checklist": ("note", N_("Checklist")),
}
RESULTS: Final[Mapping[str, tuple[MarkKind, str]]] = {
    "criteria_met": ("met", N_("Criteria met")),
    "not_yet": ("not_met", N_("Not yet")),
    "count_reached": ("cannot_tell", N_("Count reached, list not complete")),
    "cannot_say": ("cannot_tell", N_("Cannot say")),
    "stop": ("stop", N_("Stop")),
    "not_recommended": ("not_recommended", N_("Not recommended by this body")),
}
STATUSES: Final[Mapping[str, tuple[MarkKind, str, str]]] = {
    "verified": ("verified", N_("Verified"), N_("Checked against its primary source.")),
    "reported": ("reported", N_("As reported"), N_("As a paper reports it; not yet read at the primary source.")),
    "provisional": ("provisional", N_("Provisional"), N_("From memory or unverified; to be checked before it is relied on.")),
    "site": ("site", N_("Set by this clinic"), N_("A choice of this clinic where the sources leave one; not a published fact.")),
}
LEVELS: Final[Mapping[str, tuple[MarkKind, str]]] = {
    "stop": ("stop", N_("Stop")),
    "hold": ("hold", N_("Hold")),
    "caution": ("caution", N_("Caution")),
    "note": ("note", N_("Note")),
    "unknown": ("cannot_tell", N_("Not in the table")),
}
GRADES: Final[Mapping[str, str]] = {
    "primary": N_("primary source read"),
    "copy": N_("read in a copy"),
    "manufacturer": N_("manufacturer's text"),
    "third_party": N_("as a third party reports it"),
    "memory": N_("from memory, unverified"),
    "convention": N_("convention, no source claims it"),
}
KINDS: Final[Mapping[str, str]] = {
    "antidepressant": N_("Antidepressants"),
    "augmentation": N_("Augmentation"),
    "combination": N_("Combination"),
    "psychotherapy": N_("Psychotherapy"),
    "ect": N_("ECT"),
    "rtms": N_("rTMS"),
    "ketamine": N_("Ketamine"),
}
KINDS_IN_SENTENCE: Final[Mapping[str, str]] = {
    "antidepressant": N_("antidepressants"),
    "augmentation": N_("augmentation"),
    "combination": N_("a combination of antidepressants"),
    "psychotherapy": N_("psychotherapy"),
    "ect": N_("ECT"),
    "rtms": N_("rTMS"),
    "ketamine": N_("ketamine or esketamine"),
}
STOP_REASONS: Final[Mapping[str, str]] = {
    "no_effect": N_("No effect"),
    "intolerance": N_("Side effects"),
    "loss_of_response": N_("Lost its effect"),
    "access": N_("Not available"),
    "patient_wish": N_("Patient's wish"),
    "ongoing": N_("Ongoing"),
}
OUTCOMES: Final[Mapping[str, str]] = {
    "none": N_("under 25 %"),
    "partial": N_("25 to 49 %"),
    "response": N_("50 % or more"),
    "remission": N_("remission"),
}
SEVERITIES: Final[Mapping[str, str]] = {
    "subsyndromal": N_("below the threshold of an episode"),
    "mild": N_("mild"),
    "moderate": N_("moderate"),
    "severe": N_("severe"),
    "severe_psychotic": N_("severe, with psychotic symptoms"),
}
DIAGNOSES: Final[Mapping[str, str]] = {
    "unipolar": N_("unipolar depression"),
    "bipolar": N_("bipolar depression"),
    "unresolved": N_("diagnosis unresolved"),
    "other": N_("another diagnosis"),
}
SEXES: Final[Mapping[str, str]] = {"female": N_("female"), "male": N_("male"), "other": N_("other")}
MODALITIES: Final[Mapping[str, str]] = {
    "cbt": N_("cognitive behavioural therapy"),
    "ipt": N_("interpersonal therapy"),
    "ba": N_("behavioural activation"),
    "cbasp": N_("CBASP"),
    "psychodynamic": N_("psychodynamic therapy"),
    "supportive": N_("supportive talks"),
    "self_help": N_("guided self-help"),
    "other": N_("another psychotherapy"),
}
PRODUCTS: Final[Mapping[str, str]] = {
    "esketamine_in": N_("Esketamine spray"),
    "ketamine_iv": N_("Ketamine drip"),
    "ketamine_sc": N_("Ketamine under the skin"),
    "ketamine_im": N_("Ketamine into the muscle"),
    "ketamine_oral": N_("Ketamine by mouth"),
    "esketamine_oral": N_("Esketamine by mouth"),
}
SCALES: Final[Mapping[str, str]] = {
    "madrs": "MADRS",
    "qids_sr16": "QIDS-SR16",
    "hamd17": "HAM-D17",
    "phq9": "PHQ-9",
    "cgi_s": "CGI-S",
}
PLACEMENTS: Final[Mapping[str, str]] = {"bilateral": N_("bilateral"), "unilateral": N_("unilateral")}
ECT_STATES: Final[Mapping[str, str]] = {"given": N_("given"), "refused": N_("refused"), "contraindicated": N_("contraindicated")}
IMPAIRMENTS: Final[Mapping[str, str]] = {
    "none": N_("none"),
    "mild": N_("mild"),
    "moderate": N_("moderate"),
    "severe": N_("severe"),
}
ANXIETY: Final[Mapping[str, str]] = {
    "none": N_("none"),
    "subthreshold": N_("symptoms below a disorder"),
    "disorder": N_("an anxiety disorder"),
}
PERSONALITY: Final[Mapping[str, str]] = {
    "none": N_("none"),
    "impression": N_("a clinical impression"),
    "diagnosed": N_("diagnosed"),
}
CARE: Final[Mapping[str, str]] = {"none": N_("none"), "day": N_("day hospital"), "inpatient": N_("inpatient")}
EPISODES: Final[Mapping[str, str]] = {"current": N_("this episode"), "earlier": N_("an earlier episode")}
SETTINGS: Final[Mapping[str, str]] = {"outpatient": N_("outpatient"), "inpatient": N_("inpatient")}
REGIONS: Final[Mapping[str, str]] = {
    "eu": N_("European Union"),
    "uk": N_("United Kingdom"),
    "us": N_("United States"),
    "ca": N_("Canada"),
    "other": N_("elsewhere"),
}
GROUPS: Final[Mapping[str, str]] = {
    "vascular": N_("Blood vessels"),
    "heart": N_("Heart and blood pressure"),
    "brain": N_("Brain and eyes"),
    "breathing": N_("Breathing"),
    "endocrine": N_("Hormones"),
    "reproductive": N_("Pregnancy and breast-feeding"),
    "liver": N_("Liver"),
    "psychiatric": N_("Psychiatric"),
    "substances": N_("Substances"),
    "urinary": N_("Urinary tract"),
}
ALTERNATIVES: Final[Mapping[str, str]] = {
    "switch": N_("Switch"),
    "adjunct": N_("Add"),
    "psychotherapy": N_("Psychotherapy"),
    "neuromodulation": N_("Neuromodulation"),
    "research": N_("Research only"),
    "other": N_("Other"),
}
DOSE_FORMS: Final[Mapping[str, str]] = {
    "ir": N_("immediate release"),
    "cr": N_("controlled release"),
    "xr": N_("extended release"),
}


def verdict_word(verdict: str) -> Stated:
    """The mark and word of a definition's verdict."""
    mark, word = VERDICTS[verdict]
    return Stated(mark, _(word))


def result_word(result: str) -> Stated:
    """The mark and words of a pathway's result."""
    mark, word = RESULTS[result]
    return Stated(mark, _(word))


def status_word(status: str) -> Stated:
    """The mark and word of a rule's standing, with what it means."""
    mark, word, meaning = STATUSES[status]
    return Stated(mark, _(word), _(meaning))


def level_word(level: str) -> Stated:
    """The mark and word of a safety level."""
    mark, word = LEVELS[level]
    return Stated(mark, _(word))


def tri_mark(value: Tri) -> MarkKind:
    """The mark of a three-valued answer."""
    return "cannot_tell" if value is None else "met" if value else "not_met"


def term(table: Mapping[str, str], value: str | None, unknown: str = "") -> str:
    """The word for an answer of a case; `unknown` where there is none."""
    return unknown if value is None else _(table[value])
