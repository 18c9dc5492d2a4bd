import dataclasses
import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from pydantic import ValidationError

import trd_desk.engine
from trd_desk.engine.assess import assess
from trd_desk.engine.verdict import Question, Reason
from trd_desk.interchange.content_cases import cases_of
from trd_desk.record.models import Case
from trd_desk.view import plain, terms
from trd_desk.view.words import REASONS, question_sentence, question_short, reason_sentence, reason_short
from trd_desk.view.words_questions import QUESTIONS

ENGINE = Path(trd_desk.engine.__file__).parent
FORBIDDEN = re.compile(r"\b(eligible|eligibility|safe|safely)\b|!", re.IGNORECASE)


def walked(value):
    if isinstance(value, Reason | Question):
        yield value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from walked(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from walked(item)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from walked(item)


def said(item, library):
    if isinstance(item, Reason):
        return reason_sentence(item, library), reason_short(item, library)
    return question_sentence(item), question_short(item)


@pytest.fixture(scope="module")
def judged_cases(library, shared_cases):
    return [assess(library, case, dt.date(2026, 3, 1), provisional=True) for case in (*shared_cases, *_content_cases())]


def _content_cases():
    """The cases beside the content that are whole cases on their own."""
    for item in cases_of():
        try:
            yield Case.model_validate({"format": "trd-desk-case/1", "patient": {"id": "X"}, **item.case.case})
        except ValidationError:
            continue


def test_every_reason_and_question_of_many_cases_is_said_in_a_sentence(library, judged_cases):
    assert len(judged_cases) > 20
    for assessment in judged_cases:
        for item in walked(assessment):
            sentence, short = said(item, library)
            assert sentence[:1].isupper() or sentence.startswith("rTMS"), sentence
            assert sentence.endswith((".", "?")), sentence
            assert "None" not in sentence, sentence
            assert "{" not in sentence + short
            assert "  " not in sentence
            assert not FORBIDDEN.search(sentence + " " + short), sentence


def test_every_code_in_the_engine_has_words():
    source = "\n".join(path.read_text(encoding="utf-8") for path in ENGINE.glob("*.py"))
    codes = set(re.findall(r'Reason\(\s*"([a-z_0-9]+)"', source))
    codes |= set(re.findall(r'code = (?:\{[^}]*\}\[|)"([a-z_0-9]+)"', source))
    assert codes
    known = {code.split(".")[0] for code in REASONS}
    assert codes <= known, codes - known
    questions = set(re.findall(r'Question\(\s*"([a-z_0-9]+)"', source))
    assert questions
    assert questions <= {code.split(".")[0] for code in QUESTIONS}, questions - set(QUESTIONS)


def test_no_words_are_left_over_without_a_code():
    """A sentence whose code the engine never makes is dead text that translators would still translate."""
    source = "\n".join(path.read_text(encoding="utf-8") for path in ENGINE.glob("*.py"))
    built = {"pathway_criteria_met", "pathway_not_yet", "pathway_count_reached", "pathway_cannot_say", "pathway_not_recommended"}
    built |= {f"therapy_{end}" for end in ("sessions", "weeks")} | {f"ect_{end}" for end in ("sessions", "placement")}
    named = {code.split(".")[0] for code in (*REASONS, *QUESTIONS)} - built
    assert sorted(code for code in named if f'"{code}"' not in source) == []


def test_unknown_codes_raise():
    with pytest.raises(KeyError):
        reason_sentence(Reason("no_such_code"))
    with pytest.raises(KeyError):
        question_sentence(Question("no_such_question", "episode.start"))


def test_reasons_name_conditions_and_definitions_as_the_content_does(library):
    stop = Reason("pathway_stop", False, {"condition": "aneurysmal_vascular_disease"})
    assert reason_sentence(stop, library) == "Stop: aneurysmal vascular disease."
    assert "Delphi TRD" in reason_sentence(Reason("other_met", False, {"definition": "delphi_trd"}), library)


@pytest.mark.parametrize(
    ("facts", "sentence", "short"),
    [
        ({"percent": 20, "outcome": None}, "Sertraline: 20 % better; 25 to under 50 % is asked.", "20 %"),
        ({"percent": -10, "outcome": None}, "Sertraline: 10 % worse; 25 to under 50 % is asked.", "-10 %"),
        ({"percent": None, "outcome": "none"}, "Sertraline: under 25 % better; 25 to under 50 % is asked.", "<25 %"),
        ({"percent": None, "outcome": "remission"}, "Sertraline: in remission; 25 to under 50 % is asked.", "remission"),
    ],
)
def test_improvements_in_words(facts, sentence, short):
    reason = Reason("improvement_outside", False, {"name": "Sertraline", "below": 50, "floor": 25, **facts})
    assert reason_sentence(reason).replace(plain.NBSP, " ") == sentence
    assert reason_short(reason).replace(plain.NBSP, " ") == short


def test_numbers_days_and_lists():
    def clear(text):
        return text.replace(plain.NBSP, " ")

    assert clear(plain.day(dt.date(2026, 1, 5))) == "5 January 2026"
    assert clear(plain.days_between(dt.date(2025, 2, 10), dt.date(2025, 2, 24))) == "10 – 24 Feb 2025"
    assert clear(plain.days_between(dt.date(2025, 3, 3), dt.date(2025, 6, 9))) == "3 Mar – 9 Jun 2025"
    assert clear(plain.days_between(dt.date(2026, 2, 16), None, ongoing=True)) == "16 Feb 2026, ongoing"
    assert clear(plain.days_between(None, None)) == ""
    assert clear(plain.percent(35)) == "35 %"
    assert plain.number(13.5) == "13.5"
    assert plain.number(6.0) == "6"
    assert clear(plain.weeks((2, 5))) == "2 to 5 weeks"
    assert clear(plain.weeks(1)) == "1 week"
    assert clear(plain.weeks((4, None))) == "4 weeks or more"
    assert plain.weeks((0, None)) == "unknown weeks"
    assert plain.listed(["a", "b", "c"]) == "a, b and c"
    assert plain.few(["a", "b", "c", "d", "e", "f"]) == "a, b, c and 3 more"
    assert clear(plain.months(14)) == "14 months"
    assert plain.as_part("ECT was refused.") == "ECT was refused"
    assert plain.as_part("A state of alarm.") == "a state of alarm"


def test_words_for_states_are_complete():
    assert {terms.verdict_word(word).word for word in ("met", "not_met", "cannot_tell")} == {"Met", "Not met", "Cannot tell"}
    assert terms.result_word("count_reached").word == "Count reached, list not complete"
    assert terms.result_word("not_recommended").word == "Not recommended by this body"
    for status in ("verified", "reported", "provisional", "site"):
        assert terms.status_word(status).sentence.endswith(".")
