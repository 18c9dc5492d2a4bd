"""What papers say beside the record: the files hold together, and a mistake in one is told in a sentence."""

import shutil
from pathlib import Path
from typing import get_args

import pytest

from trd_desk.content.load import content_folder, load_library
from trd_desk.content.session_models import Product
from trd_desk.errors import ContentError


@pytest.fixture(scope="module")
def library():
    return load_library()


@pytest.mark.parametrize("product", get_args(Product))
def test_every_route_has_one_word_on_driving_on_review_and_on_liver_tests(library, product):
    assert sum(one.fits(product) for one in library.letter.driving) == 1
    assert sum(one.fits(product) for one in library.letter.review) == 1
    asks = {one.id for one in library.letter.ask if one.fits(product)}
    assert len(asks & {"liver", "liver_oral"}) == 1
    assert {"blood_pressure", "urine", "contraception", "weight", "no_prescribing", "call"} <= asks
    assert ("cyp2b6_oral" in asks) == (product in ("ketamine_oral", "esketamine_oral"))


@pytest.mark.parametrize("product", get_args(Product))
def test_every_route_is_explained_under_every_heading(library, product):
    parts = {one.part for one in library.consent.explained if one.fits(product)}
    assert parts == {part.id for part in library.consent.part}


def test_a_statement_that_needs_a_standing_is_not_said_where_it_is_another(library):
    statement = library.consent.explained[0].model_copy(update={"label": ("off_label",)})
    assert statement.fits("ketamine_iv", "off_label") and not statement.fits("ketamine_iv", "licensed")
    assert statement.fits("ketamine_iv", None)  # a standing that cannot be told leaves nothing out


@pytest.mark.parametrize(
    ("place", "old", "new", "sentence"),
    [
        ("consent/record", 'id = "bladder"', 'id = "dependence"', "the id 'dependence' stands twice"),
        ("consent/record", 'part = "choice"', 'part = "choices"', "explained: no part 'choices'"),
        ("consent/record", "the first one {stay_first}", "the first one {stay_longer}", "monitoring_oral: the known placeholders are {stay}, {stay_first}"),
        ("consent/record", 'status = "verified"', "", "status: is missing; write it"),
        ("letter/gp", 'group = "call"', 'group = "ring"', "group: must be"),
        ("letter/gp", 'source = "peltoniemi_2011"', 'source = "peltoniemi_2012"', "did you mean 'peltoniemi_2011'?"),
        ("audit/report", "fewer_than = 5", "fewer_than = 0", "fewer_than: must be"),
        ("audit/report", "fewer_than", "fewer_then", "did you mean 'fewer_than'?"),
    ],
)
def test_a_mistake_is_told_in_a_sentence(tmp_path: Path, place: str, old: str, new: str, sentence: str) -> None:
    folder = Path(shutil.copytree(content_folder(), tmp_path / "content"))
    file = folder / place / "2026.12.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_library(folder)
    assert any(sentence in fault for fault in caught.value.faults), caught.value.faults
