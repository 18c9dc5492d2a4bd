"""Writes `tokens.py` from resources/theme/tokens.toml: `python -m trd_desk.ui.make_tokens`.

The start-up reads the Python module, because parsing the TOML would cost a tenth of the time to the first painted window; a test
keeps the two equal.
"""

import tomllib
from pathlib import Path
from typing import Any

from trd_desk.paths import resources

_TABLES = ("font", "type", "space", "size", "radius", "line_width", "time", "color", "state", "source_status", "icons")
_LEFT_OUT = {"font": ("package", "how", "why", "licence"), "icons": ("package",)}


def read_toml() -> dict[str, Any]:
    """The whole of the design tokens as the TOML file has them."""
    return tomllib.loads((resources() / "theme" / "tokens.toml").read_text(encoding="utf-8"))


def tables(toml: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What the program needs of the tokens: everything but the notes and the contrast figures."""
    return {name: {k: v for k, v in toml[name].items() if k not in _LEFT_OUT.get(name, ())} for name in _TABLES}


def _lines(value: Any, depth: int) -> str:
    inset = "    " * (depth + 1)
    if isinstance(value, dict):
        body = "".join(f'{inset}"{k}": {_lines(v, depth + 1)},\n' for k, v in value.items())
        return "{\n" + body + "    " * depth + "}"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, list):
        return "[" + ", ".join(_lines(v, depth) for v in value) + "]"
    return repr(value)


def module_text() -> str:
    """The text of `tokens.py`."""
    head = '"""The design tokens, written from resources/theme/tokens.toml by make_tokens.py: change the TOML, not this file."""\n\n'
    head += "from typing import Any, Final\n\n"
    return head + "".join(
        f"{name.upper()}: Final[dict[str, Any]] = {_lines(value, 0)}\n" for name, value in tables(read_toml()).items()
    )


if __name__ == "__main__":
    (Path(__file__).parent / "tokens.py").write_text(module_text(), encoding="utf-8")
