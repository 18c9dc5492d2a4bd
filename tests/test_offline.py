"""The program is offline by construction, and opens its window before it loads anything heavy."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "trd_desk").rglob("*.py"))
NETWORK = {
    *(
        "aiohttp",
        "asyncio",
        "ftplib",
        "http",
        "httpx",
        "imaplib",
        "nntplib",
        "poplib",
        "requests",
        "smtplib",
        "socket",
        "socketserver",
    ),
    *("ssl", "telnetlib", "urllib.request", "urllib3", "webbrowser", "websockets", "xmlrpc"),
    *("PySide6.QtBluetooth", "PySide6.QtNetwork", "PySide6.QtNetworkAuth", "PySide6.QtWebEngineCore", "PySide6.QtWebSockets"),
}
ASKS_FOR_A_PAGE = {"openUrl", "QDesktopServices", "QNetworkAccessManager"}
IMPORTS_BY_NAME = {"import_module", "__import__"}
# Each page and each part of a page at its first use, by the names the next test looks at.
LOADS_PAGES = {f"trd_desk/ui/{name}.py" for name in ("window_pages", "pages/library", "pages/parted_page")}


def imported(tree: ast.AST) -> set[str]:
    """Every dotted name a module imports, wherever in it."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def network_imports(tree: ast.AST) -> list[str]:
    """Those imports that could reach a network."""
    return sorted(name for name in imported(tree) if any(name == banned or name.startswith(f"{banned}.") for banned in NETWORK))


@pytest.mark.parametrize(
    "line",
    [
        "import socket",
        "import urllib.request as u",
        "from urllib import request",
        "from PySide6 import QtNetwork",
        "import http.client",
    ],
)
def test_an_import_of_the_network_is_found(line):
    assert network_imports(ast.parse(line))


def test_no_source_imports_the_network():
    assert SOURCES
    found = {str(path.relative_to(ROOT)): network_imports(ast.parse(path.read_text(encoding="utf-8"))) for path in SOURCES}
    assert not {path: names for path, names in found.items() if names}


def used(names: set[str]) -> list[str]:
    """Where a source names one of these, as file and name."""
    found = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
            if name in names:
                found.append(f"{path.relative_to(ROOT).as_posix()} {name}")
    return found


def test_no_source_opens_a_page_of_the_network():
    """A link is shown, copied or printed; a person opens it."""
    assert not used(ASKS_FOR_A_PAGE)


def test_what_is_imported_by_name_is_our_own():
    """A name in a string would escape the walk over the imports."""
    from trd_desk.ui.main_window import PAGES
    from trd_desk.ui.pages.library import PARTS as LIBRARY
    from trd_desk.ui.pages.outcomes import PARTS as OUTCOMES
    from trd_desk.ui.pages.sessions import PARTS

    assert {place.partition(" ")[0] for place in used(IMPORTS_BY_NAME)} <= LOADS_PAGES
    assert all(module.startswith("trd_desk.") for module in (*PAGES.values(), *PARTS.values(), *OUTCOMES.values(), *LIBRARY.values()))


def loaded_by(code: str) -> set[str]:
    """The top-level names of the modules a fresh Python has loaded after the code."""
    code += "\nimport sys; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_the_start_loads_nothing_heavy():
    heavy = {"PySide6", "cryptography", "numpy", "pydantic", "pypdfium2", "reportlab", "sqlcipher3", "sqlite_utils"}
    assert not loaded_by("import trd_desk.__main__") & heavy


def test_the_command_line_never_loads_qt():
    code = "import trd_desk.cli as c\ntry:\n    c.main(['schema'])\nexcept SystemExit:\n    pass\nimport trd_desk.cli"
    assert "PySide6" not in loaded_by(code)
