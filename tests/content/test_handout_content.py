"""The handout's files: a fault in one is told with file, field and remedy, and what they share is written once."""

import shutil
from pathlib import Path
from typing import get_args

import pytest

from trd_desk.cli import main
from trd_desk.content.handout_models import PARTS, together
from trd_desk.content.load import content_folder, load_library
from trd_desk.content.session_models import Product
from trd_desk.errors import ContentError

BAD = sorted((Path(__file__).parent / "bad" / "handout").glob("*.toml"))


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(content_folder(), tmp_path / "content"))


@pytest.mark.parametrize("bad", BAD, ids=[file.stem for file in BAD])
def test_a_faulty_handout_is_refused_in_words(bad: Path, content: Path) -> None:
    expect, place = bad.read_text(encoding="utf-8").splitlines()[:2]
    expected, place = expect.removeprefix("# expect: "), place.removeprefix("# place: ")
    shutil.copy(bad, content / place / "2026.11.toml")
    with pytest.raises(ContentError) as caught:
        load_library(content)
    assert any(line.endswith(expected) for line in caught.value.faults), caught.value.faults
    assert len(caught.value.faults) == 1
    assert place.removeprefix("handout/") in caught.value.faults[0]


def test_content_check_walks_the_handouts(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["content", "check", str(content)]) == 0
    library = load_library()
    assert f"{len(library.heads) + len(library.shelf.heads)} entries" in capsys.readouterr().out
    shutil.copy(next(file for file in BAD if file.stem == "misspelt_key"), content / "handout" / "esketamine_in" / "2026.11.toml")
    assert main(["content", "check", str(content)]) == 1
    assert "did you mean 'preparation_minutes'?" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["common", *get_args(Product)])
def test_a_missing_handout_names_its_folder(name: str, content: Path) -> None:
    shutil.rmtree(content / "handout" / name)
    with pytest.raises(ContentError, match=f"content/handout/{name}: is missing; reinstall"):
        load_library(content)


def test_a_source_that_is_not_known_is_told(content: Path) -> None:
    file = content / "handout" / "ketamine_iv" / "2026.11.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('"rosenhagen_2024"', '"rosenhagen_2042"'), encoding="utf-8")
    with pytest.raises(ContentError, match="source 'rosenhagen_2042' is not in sources/works; did you mean 'rosenhagen_2024'"):
        load_library(content)


def test_every_route_has_a_handout_and_no_shared_sentence_is_written_twice() -> None:
    library = load_library()
    assert [one.product for one in library.handouts] == list(get_args(Product))
    for handout in library.handouts:
        assert library.handout(handout.product) is handout
        for part in PARTS:
            said = together(library.handout_common, handout, part)
            assert len(set(said)) == len(said) >= 3
            assert "{own}" not in said


def test_the_time_that_a_dose_takes_is_that_of_the_other_rules() -> None:
    """The handout holds minutes of its own so that a clinician finds them; the doses and the rest between devices must agree."""
    library = load_library()
    devices = max(library.dosing.spray.doses_mg) / library.dosing.spray.device_mg
    assert library.handout("esketamine_in").dose_minutes == (devices - 1) * library.conduct.device_rest_minutes
    assert f"{library.conduct.device_rest_minutes} minutes between one device" in library.handout("esketamine_in").on_the_day[0]
    for route in library.dosing.route:
        assert library.handout(route.product).dose_minutes == (route.infusion_minutes or 0)


def test_the_stay_after_a_first_dose_by_mouth_is_that_of_the_rule() -> None:
    library = load_library()
    assert library.leaving.longer.first_oral_minutes == 180
    for product in library.leaving.longer.oral_products:
        said = together(library.handout_common, library.handout(product), "afterwards")
        assert "After your first dose, stay at least three hours." in said


def test_an_older_version_of_a_handout_is_shown_again(content: Path) -> None:
    folder = content / "handout" / "ketamine_iv"
    text = (folder / "2026.11.toml").read_text(encoding="utf-8")
    newer = text.replace('version = "2026.11"', 'version = "2027.01"').replace("Your ketamine drip", "Your drip")
    (folder / "2027.01.toml").write_text(newer, encoding="utf-8")
    assert load_library(content).handout("ketamine_iv").title == "Your drip"
    assert load_library(content, "2026.11").handout("ketamine_iv").title == "Your ketamine drip"
    assert load_library(content, "2026.11").digest == load_library(version="2026.11").digest
