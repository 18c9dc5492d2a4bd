"""What the engine found, in sentences, one for each code of a reason or a question. An unknown code is a defect and raises."""

import functools
from collections.abc import Callable, Mapping
from typing import Any, Final

from trd_desk.content.library import Library
from trd_desk.engine.verdict import Question, Reason, verdict
from trd_desk.i18n import _, plural
from trd_desk.view import plain, terms
from trd_desk.view.cited import safety_rules
from trd_desk.view.spoken import Words, drug_name, spoken
from trd_desk.view.words_giving import GIVING, GIVING_SAY
from trd_desk.view.words_outcomes import OUTCOME_REASONS, OUTCOME_SAY
from trd_desk.view.words_pathways import PATHWAYS
from trd_desk.view.words_questions import QUESTIONS
from trd_desk.view.words_rules import DEFINITIONS, STAGING
from trd_desk.view.words_sessions import SESSION_SAY, SESSIONS
from trd_desk.view.words_trials import COURSES, TRIALS

REASONS: Final[Words] = {**TRIALS, **COURSES, **DEFINITIONS, **STAGING, **PATHWAYS, **SESSIONS, **GIVING, **OUTCOME_REASONS}

Facts = Mapping[str, Any]


def reason_sentence(reason: Reason, library: Library | None = None) -> str:
    """A reason as a sentence for a clinician; the library gives conditions and definitions the names of the content."""
    return _said(REASONS, _reason_variant(reason), 0, _named(reason.facts, library))


def reason_short(reason: Reason, library: Library | None = None) -> str:
    """A reason in the one or two words of a table's cell."""
    return _said(REASONS, _reason_variant(reason), 1, _named(reason.facts, library))


def question_sentence(question: Question) -> str:
    """A question as a sentence for a clinician."""
    return _said(QUESTIONS, _question_variant(question), 0, question.facts)


def question_short(question: Question) -> str:
    """A question as a noun phrase, for a list of what is missing."""
    return _said(QUESTIONS, _question_variant(question), 1, question.facts)


def _said(table: Words, code: str, form: int, facts: Facts) -> str:
    sentence = _(table[code][form]).format_map(_words(facts))
    return plain.capital(sentence) if form == 0 else sentence


def _words(facts: Facts) -> dict[str, str]:
    """The facts in words, those of single reasons included."""
    words = spoken(facts)
    for key, say in _SAY.items():
        if key in facts:
            words |= say(facts)
    return words


def _named(facts: Facts, library: Library | None) -> Facts:
    """The facts with the content's names for a condition and a definition; without a library their identifiers in words."""
    named = dict(facts)
    if "condition" in facts:
        code = str(facts["condition"])
        labels = {} if library is None else {name: rule.label for name, rule in safety_rules(library).items()}
        label = labels.get(code, code.replace("_", " "))
        named["condition"] = label[:1].lower() + label[1:] if label[1:2].islower() else label
    if "definition" in facts:
        code = str(facts["definition"])
        named["definition"] = code.replace("_", " ") if library is None else library.definition(code).short
    return named


def _count(facts: Facts) -> dict[str, str]:
    low, high = facts["low"], facts.get("high")
    if isinstance(low, str):
        return {}
    words = {"count": plain.span((low, high)), "count_short": plain.number(low) if low == high else plain.span((low, high))}
    words["drugs_failed"] = drugs_failed(low, high)
    needed = facts.get("needed")
    if isinstance(needed, int | float) and not isinstance(needed, bool):
        words["needed_word"] = plain.counted("{count} is", "{count} are", int(needed)).replace(
            str(int(needed)), plain.count_word(int(needed))
        )
    return words


def drugs_failed(low: float, high: float | None) -> str:
    """How many antidepressants failed, as the beginning of a sentence."""
    if high is None and low == 0:
        return _("An unknown number of antidepressants failed")
    if high is None:
        return plural(
            "At least {count} antidepressant failed", "At least {count} different antidepressants failed", int(low)
        ).format(count=plain.count_word(int(low)))
    if low == 0 and high > 0:
        return plural(
            "At most {count} antidepressant failed", "At most {count} different antidepressants failed", int(high)
        ).format(count=plain.count_word(int(high)))
    if low != high:
        words = [plain.count_word(int(end)) for end in (low, high)]
        return plain.capital(_("{low} to {high} different antidepressants failed").format(low=words[0], high=words[1]))
    word = plain.capital(plain.count_word(int(low)))
    if low == 0:
        return _("No antidepressant failed")
    return plural("{count} antidepressant failed", "{count} different antidepressants failed", int(low)).format(count=word)


def _kind(facts: Facts) -> dict[str, str]:
    kind = facts["kind"]
    if kind not in terms.KINDS:
        return {}
    shorts = {"psychotherapy": _("therapy"), "augmentation": _("augment."), "ect": _("ECT")}
    words = _(terms.KINDS_IN_SENTENCE[kind])
    return {"kind": words, "kind_start": plain.capital(words) if kind != "rtms" else words, "kind_short": shorts.get(kind, words)}


def _diagnosis(facts: Facts) -> dict[str, str]:
    word = terms.term(terms.DIAGNOSES, facts["diagnosis"], _("no diagnosis"))
    return {"diagnosis": word, "diagnosis_short": word.split(" ", maxsplit=1)[0]}


def _definition(facts: Facts) -> dict[str, str]:
    return {"definition_short": str(facts["definition"]).removeprefix("Delphi ")}


_SAY: Final[Mapping[str, Callable[[Facts], dict[str, str]]]] = {
    **SESSION_SAY,
    **GIVING_SAY,
    **OUTCOME_SAY,
    "low": _count,
    "kind": _kind,
    "diagnosis": _diagnosis,
    "definition": _definition,
    "verdict": lambda facts: {"verdict": terms.verdict_word(facts["verdict"]).word.lower()},
    "classes": lambda facts: (
        {"classes": plain.listed(facts["classes"])} if isinstance(facts["classes"], tuple) else _classes(facts["classes"])
    ),
    "months": lambda facts: {"months": "" if facts["months"] is None else plain.months(int(facts["months"]))},
    "severity": lambda facts: {"severity": terms.term(terms.SEVERITIES, facts["severity"])},
    "names": lambda facts: {"names": plain.listed([drug_name(str(name)) for name in facts["names"]])},
    "first": lambda facts: {"first": plain.capital(drug_name(str(facts["first"]))), "second": drug_name(str(facts["second"]))},
}


def _classes(count: int) -> dict[str, str]:
    return {"classes_words": plain.counted("{count} class", "{count} classes", count)}


def _reason_variant(reason: Reason) -> str:
    """The code with the variant that fits its facts, where a code has several sentences."""
    code, facts = reason.code, reason.facts
    for variant in _variants_of(code):
        if _FITS[variant](reason, facts):
            return f"{code}.{variant}"
    return code


@functools.cache
def _variants_of(code: str) -> tuple[str, ...]:
    return tuple(key.removeprefix(f"{code}.") for key in REASONS if key.startswith(f"{code}."))


_FITS: Final[Mapping[str, Callable[[Reason, Facts], bool]]] = {
    "no_minimum": lambda _reason, facts: facts.get("minimum") is None,
    "condition": lambda _reason, facts: "condition" in facts,
    "lost": lambda _reason, facts: facts.get("stop_reason") == "loss_of_response",
    "no_sessions": lambda _reason, facts: facts.get("sessions") is None,
    "refused": lambda _reason, facts: facts.get("status") == "refused",
    "contraindicated": lambda _reason, facts: facts.get("status") == "contraindicated",
    "same": lambda _reason, facts: bool(facts.get("same")),
    "one": lambda _reason, facts: facts.get("low") == facts.get("high"),
    "met": lambda _reason, facts: verdict(facts.get("value")) == "met",
    "not_met": lambda _reason, facts: verdict(facts.get("value")) == "not_met",
    "cannot_tell": lambda _reason, facts: verdict(facts.get("value")) == "cannot_tell",
    "unknown": lambda reason, _facts: reason.tone is None,
    "none": lambda reason, facts: not facts["classes"] if "classes" in facts else reason.tone is False,
}


def _question_variant(question: Question) -> str:
    if question.code == "asked" and question.facts.get("kind") == "antidepressant":
        return "asked.antidepressant"
    if question.code == "asked" and question.facts.get("listed"):
        return "asked.listed"
    if question.code == "earlier_failure" and question.facts.get("known"):
        return "earlier_failure.known"
    if question.code == "doses" and question.facts.get("minimum") is not None:
        return "doses.minimum"
    return question.code
