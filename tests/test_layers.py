"""Import-linter holds the layers; these tests hold that no new package escapes its contracts."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONTRACTS = {
    contract["name"]: contract
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
}
PARTS = {
    f"trd_desk.{path.stem}"
    for path in (ROOT / "trd_desk").iterdir()
    if (path.is_dir() and (path / "__init__.py").is_file()) or (path.suffix == ".py" and path.stem != "__init__")
}
ON_TOP = {"trd_desk.__main__", "trd_desk.app", "trd_desk.cli"}


def test_every_part_of_the_program_has_its_layer():
    layered = {name.strip(" ()") for layer in CONTRACTS["Layers"]["layers"] for name in layer.split("|")}
    assert layered >= PARTS


def test_qt_is_kept_out_of_everything_below_the_window():
    assert set(CONTRACTS["Qt only in ui and app"]["source_modules"]) >= PARTS - ON_TOP - {"trd_desk.ui"}


def test_each_library_is_kept_to_its_one_package():
    assert set(CONTRACTS["reportlab only in documents"]["source_modules"]) >= PARTS - ON_TOP - {"trd_desk.documents"}
    assert set(CONTRACTS["Database drivers and cryptography only in store"]["source_modules"]) >= PARTS - ON_TOP - {
        "trd_desk.store"
    }
