"""Whether a person of about twelve can read the handouts, by formulas that others published (textstat).

A list under a heading that begins its sentences is read with the heading. Telephone numbers are read as "this number".
"""

import datetime as dt
from typing import get_args

import pytest
import textstat

from trd_desk.content.load import load_library
from trd_desk.content.session_models import Product
from trd_desk.view.handout import ClinicLines, view_handout

PHONE, EMERGENCY = "020\u00a07946\u00a00112", "999"
GRADE = 6.0  # a reading age of eleven to twelve
LONGEST = 20
MEAN = 12.0


@pytest.fixture(scope="module")
def library():
    return load_library()


def spoken(library, product):
    """The sentences of each part as they are read out."""
    view = view_handout(
        library,
        product,
        patient_name="Mirela Dobre",
        number="TRD-0158",
        appointment=dt.datetime(2026, 3, 24, 10, 0),
        clinic=ClinicLines("Example Clinic", PHONE, EMERGENCY),
    )
    parts = {
        "intro": [sentence.text for sentence in view.intro],
        "visit": [f"{line.when}: {line.says}" for line in view.visit],
        **{
            part.id: [one.text if one.text.endswith(".") else f"{part.title} {one.text}." for one in part.sentences]
            for part in (*view.first_page, *view.second_page)
        },
    }
    return {
        name: [text.replace(PHONE, "this number").replace(EMERGENCY, "this number").replace("\u00a0", " ") for text in texts]
        for name, texts in parts.items()
    }


@pytest.mark.parametrize("product", get_args(Product))
def test_each_handout_is_for_a_reading_age_of_about_twelve(library, product):
    whole = " ".join(text for texts in spoken(library, product).values() for text in texts)
    assert textstat.sentence_count(whole) >= 40  # what the SMOG formula asks for at least
    assert textstat.flesch_kincaid_grade(whole) <= GRADE
    assert textstat.automated_readability_index(whole) <= GRADE
    assert textstat.smog_index(whole) <= GRADE + 1
    assert textstat.flesch_reading_ease(whole) >= 80  # "easy to read"
    assert textstat.words_per_sentence(whole) <= MEAN


@pytest.mark.parametrize("product", get_args(Product))
def test_each_part_is_as_easy_as_the_whole(library, product):
    for name, texts in spoken(library, product).items():
        said = " ".join(texts)
        assert textstat.flesch_kincaid_grade(said) <= GRADE, name
        assert textstat.automated_readability_index(said) <= GRADE, name
        assert textstat.words_per_sentence(said) <= 15, name


@pytest.mark.parametrize("product", get_args(Product))
def test_no_sentence_is_long(library, product):
    for texts in spoken(library, product).values():
        for sentence in ". ".join(texts).replace(": ", ". ").split(". "):
            assert len(sentence.split()) <= LONGEST, sentence


def test_the_measure_tells_clinical_prose_from_the_handout(library):
    """A sentence for clinicians must fail the same measure, or the measure would prove nothing."""
    said = " ".join((*library.monitoring.warnings, *library.leaving.warnings))
    assert textstat.flesch_kincaid_grade(said) > GRADE + 2
    assert textstat.automated_readability_index(said) > GRADE + 2
