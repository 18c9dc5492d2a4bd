"""Content with one fault each: refused with a sentence that names the file, the field and the remedy."""

import shutil
from pathlib import Path

import pytest

from trd_desk.content.load import content_folder, load_library
from trd_desk.errors import ContentError

BAD = sorted((Path(__file__).parent / "bad").glob("*.toml"))


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(content_folder(), tmp_path / "content"))


@pytest.mark.parametrize("bad", BAD, ids=[file.stem for file in BAD])
def test_a_faulty_definition_is_refused_in_words(bad: Path, content: Path) -> None:
    expected = bad.read_text(encoding="utf-8").splitlines()[0].removeprefix("# expect: ")
    shutil.copy(bad, content / "definition" / "fda_ema" / "2026.11.toml")
    with pytest.raises(ContentError) as caught:
        load_library(content)
    assert any(expected in line for line in caught.value.faults), caught.value.faults
    assert all("fda_ema" in line for line in caught.value.faults)


def test_every_fault_is_told_at_once(content: Path) -> None:
    for name in ("gsrd", "star_d"):
        (content / "definition" / name / "2026.11.toml").write_bytes(b"\xff\xfe")
    shutil.rmtree(content / "safety" / "workup")
    with pytest.raises(ContentError) as caught:
        load_library(content)
    assert len(caught.value.faults) == 3


def test_a_missing_folder_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="reinstall"):
        load_library(tmp_path / "nothing")


def test_a_newer_version_is_in_force_and_the_older_one_can_be_shown_again(content: Path) -> None:
    folder = content / "definition" / "fda_ema"
    text = (folder / "2026.11.toml").read_text(encoding="utf-8")
    (folder / "2027.01.toml").write_text(
        text.replace('version = "2026.11"', 'version = "2027.01"').replace("count = 2", "count = 3"), encoding="utf-8"
    )
    before = load_library(content, "2026.11")
    assert (before.version, before.digest) == ("2026.11", load_library(version="2026.11").digest)
    library = load_library(content)
    assert library.version == "2027.01"
    assert library.definition("fda_ema").trials is not None
    assert library.definition("fda_ema").trials.count == 3


def test_the_digest_changes_with_any_byte(content: Path) -> None:
    before = load_library(content).digest
    file = content / "staging" / "mgh_s" / "2026.11.toml"
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert load_library(content).digest != before


def test_a_file_not_named_by_year_and_month_is_refused(content: Path) -> None:
    folder = content / "definition" / "gsrd"
    (folder / "2026.11.toml").rename(folder / "2026.9.toml")
    with pytest.raises(ContentError, match="a year and a month such as 2026.11.toml"):
        load_library(content)


def test_content_older_than_any_is_told(content: Path) -> None:
    with pytest.raises(ContentError, match="nothing as old as 2020.01"):
        load_library(content, "2020.01")


def test_the_content_released_with_0_2_0_stays_as_it_was_byte_for_byte() -> None:
    """Documents made under it say so when they are shown again."""
    library = load_library(version="2026.11")
    assert library.version == "2026.11"
    assert library.digest == "sha256:5e2c7bcdb57993283fa2355c79f0fcbd8f33873e272cbc3f7183be9199b399f1"
    # What came later stands beside it as first released, so that pages of today can show a patient of then.
    assert library.scales
    assert library.shelf.evidence


def test_a_fault_in_the_evidence_library_is_told_when_it_is_opened(content: Path) -> None:
    file = content / "evidence" / "belge_2024" / "2026.12.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("seed =", "sead ="), encoding="utf-8")
    library = load_library(content)
    with pytest.raises(ContentError) as caught:
        _ = library.shelf
    assert any("sead: is not a known key; did you mean 'seed'?" in line for line in caught.value.faults)
