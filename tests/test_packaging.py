"""What is shipped is whole: the lock, the set-up script, the wheel, the typeface and the icons."""

import ast
import importlib.util
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
BOOTSTRAP = ROOT / "packaging" / "bootstrap.py"


def locked(name: str) -> dict[tuple[str, str], list[str]]:
    """A lock's hashes by package and version."""
    found: dict[tuple[str, str], list[str]] = {}
    for line in (ROOT / name).read_text(encoding="ascii").splitlines():
        if match := re.match(r"([a-z0-9._-]+)==(\S+)", line):
            found[match[1], match[2]] = hashes = []
        elif "--hash=" in line:
            hashes.append(line.strip(" \\"))
    return found


def bootstrap():
    spec = importlib.util.spec_from_file_location("bootstrap", BOOTSTRAP)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def required(lines: list[str]) -> set[str]:
    """The names of the packages in requirement lines, as a lock spells them."""
    return {re.match(r"[\w.-]+", line)[0].lower().replace("_", "-") for line in lines}


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock"])
def test_a_lock_names_hashes_and_no_host(name):
    text = (ROOT / name).read_text(encoding="ascii")
    assert "://" not in text
    assert not [line for line in text.splitlines() if line.startswith("-")]
    packages = locked(name)
    assert packages
    assert all(all(hash_.startswith("--hash=sha256:") for hash_ in hashes) and hashes for hashes in packages.values())
    assert "numpy" not in {package for package, _version in packages}


def test_the_lock_covers_what_the_project_asks_for():
    asked = required(PROJECT["project"]["dependencies"]) | required(PROJECT["build-system"]["requires"])
    assert asked <= {package for package, _version in locked("requirements.lock")}
    tested = required(PROJECT["project"]["optional-dependencies"]["test"])
    assert tested <= {package for package, _version in locked("requirements-test.lock")}


def test_the_tests_run_on_what_the_program_runs_on():
    run, test = locked("requirements.lock"), locked("requirements-test.lock")
    assert run.items() <= test.items()


def test_the_lock_holds_wheels_for_every_system():
    """Qt ships two wheels for Linux, two for Windows and one for macOS; fewer hashes would mean a system forgotten."""
    for (package, version), hashes in locked("requirements.lock").items():
        if package in {"pyside6-essentials", "shiboken6"}:
            assert len(hashes) >= 4, (package, version)


def test_the_set_up_script_needs_nothing_but_python():
    tree = ast.parse(BOOTSTRAP.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


@pytest.mark.parametrize(
    ("printed", "line"),
    [
        ("===== 12 passed in 0.4s =====", "12 passed, 0 failed"),
        ("=== 2 failed, 10 passed, 1 skipped in 3s ===\n", "10 passed, 2 failed"),
        ("1 passed, 1 error in 0.1s", "1 passed, 1 failed"),
        ("\x1b[31m1 failed\x1b[0m, \x1b[32m3 passed\x1b[0m in 1s", "3 passed, 1 failed"),
        ("no tests ran in 0.01s", "0 passed, 0 failed"),
    ],
)
def test_the_closing_line_counts_what_pytest_counted(printed, line):
    script = bootstrap()
    assert script.closing_line(script.counted(printed)) == line


def test_the_set_up_script_tells_its_two_commands():
    done = subprocess.run([sys.executable, str(BOOTSTRAP)], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "bootstrap.py run" in done.stderr
    assert "bootstrap.py test" in done.stderr


def test_a_wheel_carries_the_content_the_theme_and_the_licences(tmp_path):
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("trd_desk-*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    shipped = {f"trd_desk/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / "resources").rglob("*") if path.is_file()}
    assert shipped <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_the_version_is_told_once():
    import trd_desk

    assert PROJECT["project"]["version"] == trd_desk.__version__


def test_every_icon_the_theme_names_is_there():
    theme = tomllib.loads((ROOT / "resources" / "theme" / "tokens.toml").read_text(encoding="utf-8"))
    named = {name for key, name in theme["icons"].items() if key != "package"}
    named |= {state["icon"] for state in [*theme["state"].values(), *theme["source_status"].values()]}
    assert not {name for name in named if not (ROOT / "resources" / "icons" / f"{name}.svg").is_file()}


@pytest.mark.parametrize("weight", ["Regular", "SemiBold", "Italic"])
def test_the_typeface_can_be_embedded_and_has_the_signs_of_medicine(weight):
    from reportlab.pdfbase.ttfonts import TTFont

    face = TTFont(f"Plex{weight}", str(ROOT / "resources" / "fonts" / f"IBMPlexSans-{weight}.ttf")).face
    assert not [sign for sign in "≥≤×→–—µ²½·•…’€ąęłżßüαβ↓↑✓″−" if ord(sign) not in face.charToGlyph]
    assert len({face.charWidths[ord(digit)] for digit in "0123456789"}) == 1


def test_the_contributing_guide_shows_a_definition_as_it_stands():
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    folder = ROOT / "resources" / "content" / "definition" / "star_d"
    (shown, case) = re.findall(r"```toml\n(.*?)\n```", guide, re.DOTALL)
    assert shown == (folder / "2026.11.toml").read_text(encoding="utf-8").strip()
    assert case in (folder / "2026.11.cases.toml").read_text(encoding="utf-8")


def test_a_missing_shared_library_is_found_out():
    script = bootstrap()
    script.PYTHON = Path(sys.executable)
    present = "kernel32.dll" if sys.platform == "win32" else "libc.dylib" if sys.platform == "darwin" else "libc.so.6"
    assert script.missing_libraries(script.environment(), (present, "libnowhere.so.1")) == ["libnowhere.so.1"]


def test_every_library_that_is_looked_for_has_its_debian_package():
    script = bootstrap()
    assert set(script.NEEDED_LIBRARIES + script.WINDOW_LIBRARIES) <= script.DEBIAN_PACKAGES.keys()
    assert script.apt_line(["libgl1"]) == "sudo apt-get install -y --no-install-recommends libgl1"


def test_the_library_that_the_loader_lacks_is_read_from_its_complaint():
    script = bootstrap()
    complaint = "ImportError: libEGL.so.1: cannot open shared object file: No such file or directory"
    assert script.named_library(complaint) == "libEGL.so.1"
    assert script.named_library("SyntaxError: invalid syntax") is None
